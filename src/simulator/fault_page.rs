//! A web page to switch faults on and off, in plain words.

use std::fmt::Write as _;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Router, middleware};

use super::fault::{Disturbance, Fault, FaultPlan, Frequency, Moment, Rule, RuleId};
use super::markup::escaped;
use super::page;
use super::server::Site;
use crate::language::Texts;
use crate::seqr::message::Operation;
use crate::seqr::result_code::ResultCode;

const FRAME: &str = include_str!("../../resources/simulator/faults.html");

/// What the form offers, by the form's own names.
const FAULTS: [(&str, Fault); 11] = [
    ("slow-2", Fault::slow(Duration::from_secs(2))),
    ("slow-6", Fault::slow(Duration::from_secs(6))),
    ("slow-30", Fault::slow(Duration::from_secs(30))),
    ("lost-request", Fault::lost_request()),
    ("lost-answer", Fault::lost_answer()),
    ("half", Fault::half_answer()),
    ("garbage", Fault::garbage()),
    ("html", Fault::html()),
    ("soap-fault", Fault::soap_fault()),
    ("hang", Fault::hang()),
    // The form's own number takes the place of this one.
    ("code", Fault::code(ResultCode::SYSTEM_ERROR)),
];

/// How often, by the form's own names.
const FREQUENCIES: [(&str, Frequency); 6] = [
    ("once", Frequency::Next(1)),
    ("five", Frequency::Next(5)),
    ("thirty", Frequency::Next(30)),
    ("tenth", Frequency::PerThousand(100)),
    ("half", Frequency::PerThousand(500)),
    ("always", Frequency::Always),
];

/// The page's addresses.
pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/faults", get(show))
        .route("/faults/on", post(switch_on))
        .route("/faults/off", post(switch_off))
        .layer(middleware::from_fn(page::guard))
}

async fn show(State(site): State<Site>, uri: Uri, headers: HeaderMap) -> Response {
    let texts = page::texts(&uri, &headers, site.service.language());
    let text = |key| escaped(&texts.get(key)).into_owned().into();
    let filled = page::fill(
        FRAME,
        &[
            ("language", page::tag(texts.language()).into()),
            ("title", text("faults-title")),
            ("introduction", text("faults-introduction")),
            ("back", text("faults-back")),
            ("now", text("faults-now")),
            ("rules", rules(&site, texts).into()),
            ("new", text("faults-new")),
            ("when", text("faults-when")),
            ("operations", operations(texts).into()),
            ("what", text("faults-what")),
            ("faults", options(FAULTS, |fault| fault_words(fault, texts)).into()),
            ("code", text("faults-code")),
            ("how-often", text("faults-how-often")),
            ("frequencies", options(FREQUENCIES, |often| frequency_words(often, texts)).into()),
            ("switch-on", text("faults-switch-on")),
        ],
    );
    page::send(filled, "'none'")
}

async fn switch_on(
    State(site): State<Site>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    match read_rule(&body) {
        Some(rule) => {
            let _id = site.service.with_faults(|faults| faults.switch_on(rule));
            page::see("/faults", page::texts(&uri, &headers, site.service.language()).language())
        }
        None => (StatusCode::BAD_REQUEST, "The form cannot be read.\n").into_response(),
    }
}

async fn switch_off(
    State(site): State<Site>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let form = std::str::from_utf8(&body).ok().and_then(page::fields);
    let rule = form.as_ref().and_then(|form| form.get("rule").copied());
    match rule.map(|rule| (rule, rule.parse())) {
        Some(("all", _)) => site.service.with_faults(FaultPlan::clear),
        // One that is off already is off.
        Some((_, Ok(id))) => {
            let _was_on = site.service.with_faults(|faults| faults.switch_off(RuleId(id)));
        }
        _ => return (StatusCode::BAD_REQUEST, "The form cannot be read.\n").into_response(),
    }
    page::see("/faults", page::texts(&uri, &headers, site.service.language()).language())
}

fn read_rule(body: &[u8]) -> Option<Rule> {
    let form = page::fields(std::str::from_utf8(body).ok()?)?;
    let operation = match *form.get("operation")? {
        "all" => None,
        name => Some(Operation::from_name(name)?),
    };
    let name = *form.get("fault")?;
    let mut fault = FAULTS.iter().find(|(known, _)| *known == name)?.1;
    if let Disturbance::Code(code) = &mut fault.disturbance {
        *code = ResultCode(form.get("code")?.parse().ok()?);
    }
    let often = *form.get("frequency")?;
    let frequency = FREQUENCIES.iter().find(|(known, _)| *known == often)?.1;
    Some(Rule { operation, fault, frequency })
}

/// What is switched on, each with a button to switch it off.
fn rules(site: &Site, texts: &Texts) -> String {
    let on: Vec<_> = site.service.with_faults(|faults| faults.rules().collect());
    if on.is_empty() {
        return format!("<p>{}</p>", escaped(&texts.get("faults-none")));
    }
    let mut html = String::from("<ul>");
    for (id, rule) in &on {
        let words = texts.with(
            "faults-rule",
            &[
                ("operation", operation_words(rule.operation, texts).into()),
                ("fault", fault_words(rule.fault, texts).into()),
                ("frequency", frequency_words(rule.frequency, texts).into()),
            ],
        );
        let off = off_button(&id.0.to_string(), &texts.get("faults-switch-off"), texts);
        let _infallible = write!(html, "<li><span>{}</span>{off}</li>", escaped(&words));
    }
    html.push_str("</ul>");
    html.push_str(&off_button("all", &texts.get("faults-all-off"), texts));
    html
}

fn off_button(rule: &str, label: &str, texts: &Texts) -> String {
    format!(
        "<form method=\"post\" action=\"/faults/off?language={}\">\
         <input type=\"hidden\" name=\"rule\" value=\"{rule}\"><button>{}</button></form>",
        page::tag(texts.language()),
        escaped(label)
    )
}

fn operations(texts: &Texts) -> String {
    let all = std::iter::once(None).chain(Operation::ALL.into_iter().map(Some));
    all.fold(String::new(), |mut html, operation| {
        let name = operation.map_or("all", Operation::name);
        let words = operation_words(operation, texts);
        let _infallible = write!(html, "<option value=\"{name}\">{}</option>", escaped(&words));
        html
    })
}

fn options<T, const N: usize>(choices: [(&str, T); N], words: impl Fn(T) -> String) -> String {
    choices.into_iter().fold(String::new(), |mut html, (name, choice)| {
        let words = words(choice);
        let _infallible = write!(html, "<option value=\"{name}\">{}</option>", escaped(&words));
        html
    })
}

fn operation_words(operation: Option<Operation>, texts: &Texts) -> String {
    match operation {
        None => texts.get("faults-operation-all").into_owned(),
        Some(operation) => {
            texts.get(&format!("faults-operation-{}", operation.name())).into_owned()
        }
    }
}

fn fault_words(fault: Fault, texts: &Texts) -> String {
    let disturbance = match fault.disturbance {
        Disturbance::Late(delay) => {
            let seconds = i64::try_from(delay.as_secs()).unwrap_or(i64::MAX);
            texts.with("faults-late", &[("seconds", seconds.into())])
        }
        Disturbance::Lost => texts.get("faults-lost"),
        Disturbance::Code(code) => texts.with("faults-answers-code", &[("code", code.0.into())]),
        Disturbance::SoapFault => texts.get("faults-soap-fault"),
        Disturbance::Garbage => texts.get("faults-garbage"),
        Disturbance::Half => texts.get("faults-half"),
        Disturbance::Html => texts.get("faults-html"),
        Disturbance::Hang => texts.get("faults-hang"),
    };
    let effect = match (fault.disturbance, fault.moment) {
        // A late answer has its effect in any case.
        (Disturbance::Late(_), _) => return disturbance.into_owned(),
        (_, Moment::BeforeProcessing) => texts.get("faults-without-effect"),
        (_, Moment::AfterProcessing) => texts.get("faults-with-effect"),
    };
    format!("{disturbance} ({effect})")
}

fn frequency_words(frequency: Frequency, texts: &Texts) -> String {
    match frequency {
        Frequency::Next(times) => texts.with("faults-next", &[("times", times.into())]),
        Frequency::PerThousand(chance) => texts.with("faults-chance", &[("chance", chance.into())]),
        Frequency::Always => texts.get("faults-always"),
    }
    .into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::language::Language;

    #[test]
    fn a_form_becomes_a_rule() {
        let rule = read_rule(b"operation=cancelInvoice&fault=lost-answer&code=90&frequency=five");
        assert_eq!(
            rule,
            Some(Rule {
                operation: Some(Operation::CancelInvoice),
                fault: Fault::lost_answer(),
                frequency: Frequency::Next(5),
            })
        );
        let rule = read_rule(b"operation=all&fault=code&code=-7&frequency=always").unwrap();
        assert_eq!((rule.operation, rule.fault), (None, Fault::code(ResultCode(-7))));
    }

    #[test]
    fn a_broken_form_becomes_nothing() {
        for form in [
            &b""[..],
            b"operation=all&fault=hang",
            b"operation=payAll&fault=hang&frequency=once",
            b"operation=all&fault=code&code=&frequency=once",
            b"operation=all&fault=explode&frequency=once",
            b"operation=all&fault=hang&frequency=never",
            b"\xff=1",
        ] {
            assert_eq!(read_rule(form), None, "{}", String::from_utf8_lossy(form));
        }
    }

    #[test]
    fn everything_has_words_in_both_languages() {
        for language in Language::ALL {
            let texts = Texts::of(language);
            for operation in Operation::ALL {
                assert!(texts.has(&format!("faults-operation-{}", operation.name())));
            }
            let mut words: Vec<String> =
                FAULTS.iter().map(|(_, fault)| fault_words(*fault, texts)).collect();
            words.extend(FREQUENCIES.iter().map(|(_, often)| frequency_words(*often, texts)));
            let count = words.len();
            words.sort();
            words.dedup();
            assert_eq!(words.len(), count, "two choices read alike in {language:?}");
            assert!(words.iter().all(|words| !words.contains("faults-")), "{words:?}");
        }
    }
}
