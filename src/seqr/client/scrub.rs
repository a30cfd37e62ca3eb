//! Strikes passwords out of what the other side sent.
//!
//! A service, or a proxy before it, may quote the request in its error message. What it sends ends
//! up in errors, logs and on screens; the passwords of the call must not.

use quick_xml::escape::{escape, partial_escape};

use crate::seqr::message::{Envelope, Request};
use crate::seqr::secret::Secret;

/// What stands where a password stood.
pub(super) const STRUCK_OUT: &str = "•••";

/// The passwords of one call.
#[derive(Debug)]
pub(super) struct Scrubber(Vec<Secret>);

impl Scrubber {
    pub(super) fn of(envelope: &Envelope) -> Self {
        let mut secrets: Vec<Secret> = Vec::new();
        secrets.extend(envelope.context.iter().map(|context| context.password.clone()));
        if let Request::RegisterTerminal { password, .. } = &envelope.request {
            secrets.push(password.clone());
        }
        secrets.retain(|secret| !secret.is_empty());
        // A password may be part of the other: the longer one goes first.
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.expose().len()));
        Self(secrets)
    }

    /// The text without the passwords, plain or as XML writes them.
    pub(super) fn scrub(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for secret in &self.0 {
            let plain = secret.expose();
            for form in [escape(plain), partial_escape(plain), plain.into()] {
                if text.contains(form.as_ref()) {
                    text = text.replace(form.as_ref(), STRUCK_OUT);
                }
            }
        }
        text
    }

    /// The same for a text that may be absent.
    pub(super) fn scrub_optional(&self, text: &mut Option<String>) {
        if let Some(text) = text {
            *text = self.scrub(text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seqr::message::{Context, Principal};

    fn scrubber(mine: &str, new: &str) -> Scrubber {
        Scrubber::of(&Envelope {
            context: Some(Context {
                channel: String::new(),
                client_comment: None,
                client_id: String::new(),
                client_reference: String::new(),
                client_request_timeout: 0,
                principal: Principal::terminal(""),
                password: Secret::new(mine),
            }),
            request: Request::RegisterTerminal {
                external_terminal_id: String::new(),
                password: Secret::new(new),
                name: String::new(),
            },
        })
    }

    #[test]
    fn strikes_out_every_form_of_every_password() {
        let scrubber = scrubber("a<b\"c", "pass");
        for (text, expected) in [
            ("nothing", "nothing"),
            ("pass pass", "••• •••"),
            ("is a<b\"c here", "is ••• here"),
            ("is a&lt;b\"c here", "is ••• here"),
            ("is a&lt;b&quot;c here", "is ••• here"),
        ] {
            assert_eq!(scrubber.scrub(text), expected);
        }
    }

    #[test]
    fn an_empty_password_strikes_out_nothing_and_a_longer_one_goes_first() {
        assert_eq!(scrubber("", "").scrub("text"), "text");
        assert_eq!(scrubber("pass", "password").scrub("password"), STRUCK_OUT);
    }
}
