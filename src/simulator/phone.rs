//! A web page that shows the newest invoice as a customer's phone does, to pay it or decline.
//!
//! It works without a script (it then loads itself anew every other second) and loads nothing
//! from elsewhere.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::LazyLock;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Router, middleware};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rust_decimal::Decimal;
use sha2::{Digest, Sha256};

use super::ledger::{CanceledBy, CustomerAction, Payment, PaymentState};
use super::markup::escaped;
use super::page;
use super::server::Site;
use crate::core::language::Language;
use crate::language::{Texts, decimal};
use crate::seqr::message::InvoiceRow;

const FRAME: &str = include_str!("../../resources/simulator/phone.html");
const SCRIPT: &str = include_str!("../../resources/simulator/phone.js");

/// What the page's policy allows: this very script.
static SCRIPT_HASH: LazyLock<String> =
    LazyLock::new(|| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(SCRIPT))));

/// The page's addresses.
pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/", get(show))
        .route("/phone/invoice.json", get(newest))
        .route("/phone/{action}", post(act))
        .layer(middleware::from_fn(page::guard))
}

async fn show(State(site): State<Site>, uri: Uri, headers: HeaderMap) -> Response {
    let texts = page::texts(&uri, &headers, site.service.language());
    // Whoever sees the page has looked at the bill. Nothing open is nothing to look at.
    let _seen = site.service.customer_newest(CustomerAction::View);
    let content = content(&site, texts);
    let other = match texts.language() {
        Language::Swedish => Language::English,
        Language::English => Language::Swedish,
    };
    let text = |key| escaped(&texts.get(key)).into_owned().into();
    let filled = page::fill(
        FRAME,
        &[
            ("language", page::tag(texts.language()).into()),
            ("title", text("phone-page-title")),
            ("key", key(&content).into()),
            ("content", content.into()),
            ("simulator", text("phone-simulator")),
            ("faults", text("phone-faults")),
            ("other-language", page::tag(other).into()),
            ("other-language-name", escaped(other.own_name())),
            ("script", SCRIPT.into()),
        ],
    );
    page::send(filled, &SCRIPT_HASH)
}

/// What the page's script asks each second: whether the page is still true.
async fn newest(State(site): State<Site>, uri: Uri, headers: HeaderMap) -> Response {
    let texts = page::texts(&uri, &headers, site.service.language());
    let key = key(&content(&site, texts));
    let invoice = site.service.with_ledger(|ledger| {
        let readings = &ledger.settings().readings;
        ledger.newest().map(|payment| {
            serde_json::json!({
                "reference": payment.invoice_reference(),
                "status": payment.state().shown(readings).as_str(),
                "title": payment.invoice().title,
                "total": format!("{:.2}", payment.demanded().value),
                "currency": payment.demanded().currency,
                "rows": payment.invoice().rows.iter().map(|row| serde_json::json!({
                    "description": row.description,
                    "quantity": row.quantity.map(|quantity| quantity.normalize().to_string()),
                    "amount": row.total_amount.as_ref().map(|total| format!("{:.2}", total.value)),
                })).collect::<Vec<_>>(),
            })
        })
    });
    let json = serde_json::json!({ "key": key, "invoice": invoice }).to_string();
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
    (headers, json).into_response()
}

/// A button was pressed. The form names the invoice that it stood under, so that nobody pays
/// for another one that came in between.
async fn act(
    State(site): State<Site>,
    Path(action): Path<String>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let action = match action.as_str() {
        "confirm" => CustomerAction::Confirm,
        "decline" => CustomerAction::Decline,
        "bank-works" => CustomerAction::BeginConfirming,
        "bank-refuses" => CustomerAction::BankRefuses,
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    let form = std::str::from_utf8(&body).ok().and_then(page::fields);
    let Some(reference) = form.as_ref().and_then(|form| form.get("reference").copied()) else {
        return (StatusCode::BAD_REQUEST, "The form names no invoice.\n").into_response();
    };
    if let Err(refusal) = site.service.customer(reference, action) {
        // The page shows what has become of the invoice instead.
        tracing::debug!(%refusal, reference, "the simulated phone was too late");
    }
    page::see("/", page::texts(&uri, &headers, site.service.language()).language())
}

/// Tells one content from another; the same as long as the program runs.
fn key(content: &str) -> String {
    let mut hasher = DefaultHasher::new();
    content.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// Everything of the page that changes.
fn content(site: &Site, texts: &Texts) -> String {
    site.service.with_ledger(|ledger| match ledger.newest_open().or_else(|| ledger.newest()) {
        Some(payment) => bill(payment, texts),
        None => format!(
            "<section class=\"empty\"><h1>{}</h1><p>{}</p></section>",
            escaped(&texts.get("phone-nothing")),
            escaped(&texts.get("phone-nothing-hint")),
        ),
    })
}

fn bill(payment: &Payment, texts: &Texts) -> String {
    let invoice = payment.invoice();
    let currency = &payment.demanded().currency;
    let mut html = format!(
        "<section class=\"bill\"><h1>{}</h1>",
        escaped(invoice.title.as_deref().unwrap_or_default())
    );
    html.push_str("<table>");
    for row in &invoice.rows {
        html.push_str(&bill_row(row, texts.language()));
    }
    // Writing to a string cannot fail, here and below.
    let _infallible = write!(
        html,
        "<tr class=\"total\"><th scope=\"row\" colspan=\"2\">{}</th><td>{}</td></tr></table>",
        escaped(&texts.get("phone-total")),
        money(payment.demanded().value, currency, texts.language()),
    );
    if let Some(footer) = &invoice.footer {
        let _infallible = write!(html, "<p class=\"footer\">{}</p>", escaped(footer));
    }
    html.push_str("</section>");
    match payment.state() {
        PaymentState::Issued => html.push_str(&choice(payment, texts)),
        PaymentState::Confirming => html.push_str(&bank(payment, texts)),
        ended => html.push_str(&outcome(ended, currency, texts)),
    }
    html
}

fn bill_row(row: &InvoiceRow, language: Language) -> String {
    let quantity = row.quantity.map(|quantity| decimal(quantity.normalize(), language));
    let amount = row.total_amount.as_ref().map(|total| two_decimals(total.value, language));
    format!(
        "<tr><td class=\"quantity\">{}</td><td>{}</td><td>{}</td></tr>",
        escaped(&quantity.unwrap_or_default()),
        escaped(row.description.as_deref().unwrap_or_default()),
        escaped(&amount.unwrap_or_default()),
    )
}

/// Before the customer has decided.
fn choice(payment: &Payment, texts: &Texts) -> String {
    let amount = two_decimals(payment.demanded().value, texts.language());
    let amount = format!("{amount}\u{a0}{}", payment.demanded().currency);
    let confirm = texts.with("phone-confirm", &[("amount", amount.into())]);
    let mut html = String::from("<section class=\"choice\">");
    html.push_str(&button(payment, texts, "confirm", "main", &confirm));
    html.push_str(&button(payment, texts, "decline", "plain", &texts.get("phone-decline")));
    let _infallible =
        write!(html, "<details><summary>{}</summary>", escaped(&texts.get("phone-more")));
    html.push_str(&button(payment, texts, "bank-works", "plain", &texts.get("phone-bank-slow")));
    let refuses = texts.get("phone-bank-refuses");
    html.push_str(&button(payment, texts, "bank-refuses", "plain", &refuses));
    html.push_str("</details></section>");
    html
}

/// While the bank works.
fn bank(payment: &Payment, texts: &Texts) -> String {
    let mut html = format!(
        "<section class=\"choice\"><p class=\"working\" role=\"status\">{}</p>",
        escaped(&texts.get("phone-bank-working"))
    );
    html.push_str(&button(payment, texts, "confirm", "main", &texts.get("phone-bank-agrees")));
    let refuses = texts.get("phone-bank-refuses");
    html.push_str(&button(payment, texts, "bank-refuses", "plain", &refuses));
    html.push_str("</section>");
    html
}

fn button(payment: &Payment, texts: &Texts, action: &str, class: &str, label: &str) -> String {
    format!(
        "<form method=\"post\" action=\"/phone/{action}?language={}\">\
         <input type=\"hidden\" name=\"reference\" value=\"{}\">\
         <button class=\"{class}\">{}</button></form>",
        page::tag(texts.language()),
        escaped(payment.invoice_reference()),
        escaped(label),
    )
}

/// What became of it: a sign, a word and, where money moved, how much and its reference.
fn outcome(state: &PaymentState, currency: &str, texts: &Texts) -> String {
    let (class, sign, key) = match state {
        PaymentState::Paid(_) => ("good", "✓", "phone-paid"),
        PaymentState::Reserved(_) => ("good", "✓", "phone-reserved"),
        PaymentState::Canceled(CanceledBy::Customer) => ("over", "–", "phone-declined"),
        PaymentState::Canceled(CanceledBy::Register) => ("over", "–", "phone-canceled"),
        PaymentState::Canceled(CanceledBy::Replacement) => ("over", "–", "phone-replaced"),
        PaymentState::Canceled(CanceledBy::Unregistration) => ("over", "–", "phone-unregistered"),
        PaymentState::Reversed(_) => ("bad", "!", "phone-reversed"),
        PaymentState::Failed => ("bad", "!", "phone-refused"),
        PaymentState::Expired | PaymentState::Issued | PaymentState::Confirming => {
            ("over", "–", "phone-expired")
        }
        PaymentState::Lapsed => ("over", "–", "phone-lapsed"),
    };
    let mut html = format!(
        "<section class=\"outcome {class}\" role=\"status\"><span aria-hidden=\"true\">{sign}</span>\
         <h2>{}</h2>",
        escaped(&texts.get(key))
    );
    let (amount, reference) = match state {
        PaymentState::Paid(paid) => (Some(paid.amount), Some(&paid.ers_reference)),
        PaymentState::Reserved(amount) => (Some(*amount), None),
        _ => (None, None),
    };
    if let Some(amount) = amount {
        let _infallible =
            write!(html, "<p class=\"amount\">{}</p>", money(amount, currency, texts.language()));
    }
    if let Some(reference) = reference {
        let text = texts.with("phone-reference", &[("reference", (&**reference).into())]);
        let _infallible = write!(html, "<p class=\"reference\">{}</p>", escaped(&text));
    }
    html.push_str("</section>");
    html
}

fn money(amount: Decimal, currency: &str, language: Language) -> String {
    let number = two_decimals(amount, language);
    let text: Cow<'_, str> = format!("{number}\u{a0}{currency}").into();
    escaped(&text).into_owned()
}

fn two_decimals(amount: Decimal, language: Language) -> String {
    let mut amount = amount;
    amount.rescale(2);
    decimal(amount, language)
}
