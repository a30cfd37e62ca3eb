//! The sheet: what was rehearsed, where and when, and for each test whether it passed and why not.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{Left, Reason, Rehearsal, Test, Verdict};
use crate::core::language::Language;
use crate::core::settings::UnregisterAs;
use crate::document::{Align, Document, Style};
use crate::language::{Texts, date_time};

/// Name and version of this program.
const PROGRAM: &str = concat!("Kassa ", env!("CARGO_PKG_VERSION"));

/// Where and when it was rehearsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Circumstances {
    /// The service's address.
    pub address: String,
    /// Whether that is the simulator: no certificate of anything but the register.
    pub simulated: bool,
    /// When it began.
    pub began: Timestamp,
    /// When it ended.
    pub ended: Timestamp,
    /// The register's zone.
    pub zone: TimeZone,
}

/// Builds the sheet.
pub fn document(
    rehearsal: &Rehearsal,
    circumstances: &Circumstances,
    language: Language,
) -> Document {
    let texts = Texts::of(language);
    let mut sheet = Document::new();
    sheet.styled(texts.get("certification-title"), Align::Center, Style::DOUBLE);
    let passed = rehearsal.has_passed();
    let outcome = if passed { "certification-passed-all" } else { "certification-not-passed" };
    sheet.styled(texts.get(outcome), Align::Center, Style::BOLD);
    if circumstances.simulated {
        sheet.centered(texts.get("certification-simulated"));
    }
    sheet.rule();
    head(&mut sheet, rehearsal, circumstances, texts);
    for test in Test::ALL {
        sheet.rule();
        one_test(&mut sheet, rehearsal, test, &circumstances.zone, texts);
    }
    sheet.rule();
    if rehearsal.plan().unregister_as == UnregisterAs::Terminal {
        sheet.text(texts.get("certification-unregister-note"));
    }
    if let Some(left) = rehearsal.left() {
        sheet.styled(left_behind(&left, texts), Align::Left, Style::BOLD);
    }
    sheet
}

/// What is left behind at SEQR, in words.
pub fn left_behind(left: &Left, texts: &Texts) -> String {
    let (key, name) = match left {
        Left::Terminal(id) => ("certification-left", id),
        Left::Perhaps(external_id) => ("certification-left-perhaps", external_id),
    };
    texts.with(key, &[("terminal", name.as_str().into())]).into_owned()
}

fn head(sheet: &mut Document, rehearsal: &Rehearsal, circumstances: &Circumstances, texts: &Texts) {
    let plan = rehearsal.plan();
    let moment = |at| date_time(at, &circumstances.zone);
    let principal = &plan.reseller.principal;
    let reseller = format!("{}/{}", principal.id, principal.user_id.as_deref().unwrap_or_default());
    // Too long to stand beside anything.
    sheet.text(texts.get("certification-service"));
    sheet.text(circumstances.address.clone());
    for (key, value) in [
        ("certification-began", moment(circumstances.began)),
        ("certification-ended", moment(circumstances.ended)),
        ("certification-client-id", plan.client_id.clone()),
        ("certification-client-reference", plan.client_reference.clone()),
        ("certification-program", PROGRAM.to_owned()),
        ("certification-reseller", reseller),
        ("certification-external-id", plan.external_id.clone()),
        ("certification-terminal", rehearsal.terminal_id().unwrap_or("-").to_owned()),
        ("certification-sticker", plan.seqr_id.clone()),
    ] {
        sheet.pair(texts.get(key), value);
    }
}

fn one_test(
    sheet: &mut Document,
    rehearsal: &Rehearsal,
    test: Test,
    zone: &TimeZone,
    texts: &Texts,
) {
    let result = rehearsal.results().iter().find(|result| result.test == test);
    let number = [("number", i64::from(test.number()).into())];
    let verdict = result.map_or_else(
        || texts.get("certification-not-reached").into_owned(),
        |result| word(&result.verdict, texts),
    );
    sheet.styled_pair(texts.with("certification-test", &number), verdict, Style::BOLD);
    sheet.text(texts.get(test.key()));
    let Some(result) = result else { return };
    sheet.pair("", date_time(result.at, zone));
    if let Some(why) = why(&result.verdict, texts) {
        sheet.text(why);
    }
}

/// How a test ended, in a word.
pub fn word(verdict: &Verdict, texts: &Texts) -> String {
    let key = match verdict {
        Verdict::Passed => "certification-passed",
        Verdict::Failed(_) => "certification-failed",
        Verdict::NotRun(_) => "certification-not-run",
        Verdict::BrokenOff => "certification-broken-off",
    };
    texts.get(key).into_owned()
}

/// Why a test did not pass.
pub fn why(verdict: &Verdict, texts: &Texts) -> Option<String> {
    let reason = match verdict {
        Verdict::Passed | Verdict::BrokenOff => return None,
        Verdict::NotRun(earlier) => {
            let number = [("number", i64::from(earlier.number()).into())];
            return Some(texts.with("certification-needs", &number).into_owned());
        }
        Verdict::Failed(reason) => reason,
    };
    let text = |key, values: &[(&str, &str)]| {
        let values: Vec<_> = values.iter().map(|(name, value)| (*name, (*value).into())).collect();
        texts.with(key, &values).into_owned()
    };
    Some(match reason {
        Reason::Refused { operation, code, detail } => text(
            "certification-refused",
            &[("operation", operation), ("code", &code.to_string()), ("detail", detail)],
        ),
        Reason::NotSent { operation, detail } => {
            text("certification-not-sent", &[("operation", operation), ("detail", detail)])
        }
        Reason::AnswerLost { operation, detail } => {
            text("certification-answer-lost", &[("operation", operation), ("detail", detail)])
        }
        Reason::Lacks { operation, field } => {
            text("certification-lacks", &[("operation", operation), ("field", field)])
        }
        Reason::Status { expected, found } => {
            text("certification-status", &[("expected", expected), ("found", found)])
        }
        Reason::NotConfirmed => text("certification-not-confirmed", &[]),
        Reason::NoClientId => text("certification-no-client-id", &[]),
        Reason::BadClientReference => text("certification-bad-client-reference", &[]),
    })
}
