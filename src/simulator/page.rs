//! What the simulator's web pages have in common: who may use them, their language, their forms
//! and their templates.
//!
//! The pages can pay and break things, so a foreign web page open in the same browser must not
//! be able to use them: requests have to be made to a loopback name (else a name that leads here
//! could be used to read them) and, where they change something, from a page of the simulator
//! itself.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::net::IpAddr;

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::core::language::Language;
use crate::language::Texts;

/// Refuses what does not come from this machine's own pages.
pub(super) async fn guard(request: Request, next: Next) -> Response {
    let allowed = is_for_this_machine(request.headers())
        && (request.method().is_safe() || is_from_own_page(request.headers()));
    if allowed {
        next.run(request).await
    } else {
        (StatusCode::FORBIDDEN, "Only pages of this simulator may do that.\n").into_response()
    }
}

fn is_for_this_machine(headers: &HeaderMap) -> bool {
    text(headers, &header::HOST).is_some_and(is_loopback)
}

/// Browsers name the origin of everything that changes something. What does not say where it
/// comes from is no browser.
fn is_from_own_page(headers: &HeaderMap) -> bool {
    let site = text(headers, &HeaderName::from_static("sec-fetch-site"));
    if !matches!(site, None | Some("same-origin" | "none")) {
        return false;
    }
    match headers.get(header::ORIGIN) {
        None => true,
        Some(origin) => {
            let own = text(headers, &header::HOST).map(|host| format!("http://{host}"));
            own.is_some_and(|own| own.as_bytes().eq_ignore_ascii_case(origin.as_bytes()))
        }
    }
}

/// Whether `name:port` is this machine's own.
fn is_loopback(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split_once(']').map_or("", |(address, _port)| address),
        None => host.rsplit_once(':').map_or(host, |(name, _port)| name),
    };
    name.eq_ignore_ascii_case("localhost")
        || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// The texts that a browser asks for: by the address, else by its own setting, else `usual`.
pub(super) fn texts(uri: &Uri, headers: &HeaderMap, usual: Language) -> &'static Texts {
    let asked =
        uri.query().and_then(|query| fields(query)?.get("language").copied().and_then(by_tag));
    let preferred = || {
        let wishes = text(headers, &header::ACCEPT_LANGUAGE)?;
        wishes.split(',').find_map(|wish| by_tag(wish.split([';', '-']).next()?.trim()))
    };
    Texts::of(asked.or_else(preferred).unwrap_or(usual))
}

fn by_tag(tag: &str) -> Option<Language> {
    match tag {
        "sv" => Some(Language::Swedish),
        "en" => Some(Language::English),
        _ => None,
    }
}

/// What HTML and addresses call a language.
pub(super) const fn tag(language: Language) -> &'static str {
    match language {
        Language::Swedish => "sv",
        Language::English => "en",
    }
}

/// The names and values of a form. The simulator's own have letters, digits, `-` and `_` only;
/// anything else is none of them.
pub(super) fn fields(form: &str) -> Option<BTreeMap<&str, &str>> {
    let plain = |text: &str| {
        text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    form.split('&')
        .filter(|field| !field.is_empty())
        .map(|field| field.split_once('=').filter(|(name, value)| plain(name) && plain(value)))
        .collect()
}

/// Puts values into a template's `{{places}}`. The values are markup: texts have to be escaped
/// before. A place without a value stays empty, and is logged.
pub(super) fn fill(template: &str, values: &[(&str, Cow<'_, str>)]) -> String {
    let mut page = String::with_capacity(template.len() * 2);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((name, after)) = after.split_once("}}") else { break };
        page.push_str(before);
        match values.iter().find(|(known, _)| *known == name) {
            Some((_, value)) => page.push_str(value),
            None => tracing::error!(name, "a page of the simulator has a place without a value"),
        }
        rest = after;
    }
    page.push_str(rest);
    page
}

/// Sends a page that loads nothing from elsewhere, cannot be framed and is not kept.
/// `scripts` is what its policy allows: `'none'`, or the hash of the page's own script.
pub(super) fn send(page: String, scripts: &str) -> Response {
    let policy = format!(
        "default-src 'none'; style-src 'unsafe-inline'; script-src {scripts}; \
         connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    );
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, [(header::CONTENT_SECURITY_POLICY, policy)], page).into_response()
}

/// Leads the browser to a page after something was done.
pub(super) fn see(path: &str, language: Language) -> Response {
    let target = format!("{path}?language={}", tag(language));
    (StatusCode::SEE_OTHER, [(header::LOCATION, target)]).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap()))
            .collect()
    }

    #[test]
    fn only_loopback_names_are_this_machine() {
        for host in
            ["127.0.0.1:4711", "127.0.0.1", "localhost:1", "LOCALHOST", "[::1]:80", "127.9.9.9"]
        {
            assert!(is_loopback(host), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "127.0.0.1.evil.example",
            "localhost.evil.example:80",
            "192.168.1.2:80",
            "0.0.0.0:80",
            "[2001:db8::1]:80",
            "[::1",
            "a@127.0.0.1",
        ] {
            assert!(!is_loopback(host), "{host}");
        }
    }

    #[test]
    fn only_own_pages_may_change_anything() {
        let host = ("host", "127.0.0.1:4711");
        for (others, allowed) in [
            (vec![], true),
            (vec![("origin", "http://127.0.0.1:4711")], true),
            (vec![("sec-fetch-site", "same-origin"), ("origin", "http://127.0.0.1:4711")], true),
            (vec![("origin", "http://127.0.0.1:4712")], false),
            (vec![("origin", "https://127.0.0.1:4711")], false),
            (vec![("origin", "http://evil.example")], false),
            (vec![("origin", "null")], false),
            (vec![("origin", "")], false),
            (vec![("sec-fetch-site", "cross-site")], false),
            (vec![("sec-fetch-site", "same-site"), ("origin", "http://127.0.0.1:4711")], false),
        ] {
            let all: Vec<_> = others.iter().copied().chain([host]).collect();
            assert_eq!(is_from_own_page(&headers(&all)), allowed, "{others:?}");
        }
    }

    #[test]
    fn the_address_chooses_the_language_then_the_browser() {
        for (address, wishes, language) in [
            ("/", "", Language::Swedish),
            ("/?language=en", "sv", Language::English),
            ("/?language=sv", "en", Language::Swedish),
            ("/?language=xx", "en-GB,sv;q=0.9", Language::English),
            ("/?language=%zz", "de, en;q=0.5", Language::English),
            ("/", "de,fr", Language::Swedish),
        ] {
            let wishes = headers(&[("accept-language", wishes)]);
            let chosen = texts(&address.parse().unwrap(), &wishes, Language::Swedish);
            assert_eq!(chosen.language(), language, "{address}");
        }
    }

    #[test]
    fn forms_hold_plain_words_only() {
        let form = fields("operation=sendInvoice&code=90&empty=").unwrap();
        assert_eq!(form.get("operation"), Some(&"sendInvoice"));
        assert_eq!(form.get("empty"), Some(&""));
        assert_eq!(fields("").unwrap().len(), 0);
        for broken in ["a", "a=b=c", "a=%41", "a=b c", "å=1"] {
            assert_eq!(fields(broken), None, "{broken}");
        }
    }

    #[test]
    fn values_are_not_filled_a_second_time() {
        let page =
            fill("<{{a}}|{{b}}|{{missing}}> {{", &[("a", "{{b}}".into()), ("b", "2".into())]);
        assert_eq!(page, "<{{b}}|2|> {{");
    }
}
