//! Why something could not be set up, in words.

use std::borrow::Cow;

use crate::app::form;
use crate::app::frame::Frame;
use crate::app::words;
use crate::till::set_up::{self, Trouble};

/// What is wrong and what to do.
pub fn words<'a>(frame: &Frame<'a>, trouble: &Trouble) -> Cow<'a, str> {
    match trouble {
        Trouble::Refused(refused) => words::refused(frame, *refused),
        Trouble::Journal(trouble) => {
            let (what, to_do) = words::journal(frame, *trouble);
            format!("{what} {to_do}").into()
        }
        Trouble::Invalid(problems) => match problems.first() {
            Some(problem) => {
                let label = form::label(problem.field, frame.texts);
                format!("{label}: {}", form::fault(*problem, frame.texts)).into()
            }
            None => frame.text("settings-failed"),
        },
        other => {
            let (key, values) = set_up::words(other);
            frame.with(key, &values)
        }
    }
}
