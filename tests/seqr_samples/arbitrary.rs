//! Requests as chance has them.

use jiff::civil::DateTime;
use jiff::tz::Offset;
use kassa::seqr::message::{
    AcknowledgmentMode, Context, CustomerToken, Envelope, Invoice, InvoiceRow, Money, Parameters,
    PaymentMode, Principal, PrincipalKind, ReceiptDocument, Request, TokenStatus, WireTime,
};
use kassa::seqr::secret::Secret;
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use rust_decimal::Decimal;

/// Which texts the requests hold.
#[derive(Debug, Clone, Copy)]
pub enum Texts {
    /// Any characters and lengths.
    Wild,
    /// Only what XML can carry, and no longer than SEQR takes: what can be read back unchanged.
    Faithful,
}

impl Texts {
    fn up_to(self, most: usize) -> BoxedStrategy<String> {
        let wild = prop_oneof![
            any::<String>(),
            "[\\x00-\\x20<>&'\"\\]å€😀\u{FFFE}]{0,60}",
            "\\s{0,3}[a-z]{0,90}\\s{0,3}",
        ];
        match self {
            Texts::Wild => wild.boxed(),
            Texts::Faithful => wild.prop_map(move |text| faithful(&text, most)).boxed(),
        }
    }

    fn any(self) -> BoxedStrategy<String> {
        self.up_to(usize::MAX)
    }
}

/// The text as far as it can be carried unchanged, counted as SEQR's Java counts.
fn faithful(text: &str, most: usize) -> String {
    let mut units = 0;
    text.chars()
        .filter(|character| {
            matches!(character,
                '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
        })
        .take_while(|character| {
            units += character.len_utf16();
            units <= most
        })
        .collect()
}

fn money(texts: Texts) -> impl Strategy<Value = Money> {
    (texts.any(), any::<i64>(), 0..=4_u32).prop_map(|(currency, minor, zeroes)| {
        // The same amount may be held with more decimals than it needs.
        let mut value = Decimal::new(minor, 2);
        value.rescale(2 + zeroes);
        Money { currency, value }
    })
}

/// A quantity or rate. Not finer than this, because xmllint takes no more than 24 digits.
fn decimal() -> impl Strategy<Value = Decimal> {
    (any::<i64>(), 0..=20_u32).prop_map(|(digits, scale)| Decimal::new(digits, scale))
}

fn time() -> impl Strategy<Value = WireTime> {
    let date = (1..=9999_i16, 1..=12_i8, 1..=28_i8);
    let clock = (0..=23_i8, 0..=59_i8, 0..=59_i8, prop_oneof![Just(0), 0..=999_999_999_i32]);
    let offset = of(-840..=840_i32);
    (date, clock, offset).prop_map(|((year, month, day), (hour, minute, second, nano), offset)| {
        let local = DateTime::constant(year, month, day, hour, minute, second, nano);
        let offset = offset.map(|minutes| Offset::from_seconds(minutes * 60).unwrap());
        WireTime::new(local, offset).unwrap()
    })
}

fn row(texts: Texts) -> impl Strategy<Value = InvoiceRow> {
    let text = move || of(texts.any());
    let amount = move || of(money(texts));
    let numbers = (of(decimal()), of(decimal()));
    let texts = (text(), text(), text(), text());
    let amounts = (amount(), amount(), amount());
    (texts, numbers, amounts).prop_map(
        |(
            (description, ean, sku, unit),
            (quantity, tax_rate),
            (discount, total_amount, unit_price),
        )| InvoiceRow {
            description,
            discount,
            ean,
            quantity,
            sku,
            tax_rate,
            total_amount,
            unit,
            unit_price,
        },
    )
}

fn invoice(texts: Texts) -> impl Strategy<Value = Invoice> {
    let text = move || of(texts.any());
    let modes = (
        of(proptest::sample::select(PaymentMode::ALL.to_vec())),
        of(proptest::sample::select(AcknowledgmentMode::ALL.to_vec())),
    );
    let head = (text(), text(), text());
    let tail = (text(), text(), text());
    let rest = (of(time()), vec(row(texts), 0..4), of(money(texts)), of(any::<i64>()));
    (modes, head, tail, rest).prop_map(
        |(
            (payment_mode, acknowledgment_mode),
            (title, client_invoice_id, cashier_id),
            (footer, back_url, notification_url),
            (issue_date, rows, total_amount, commit_reservation_timeout),
        )| Invoice {
            payment_mode,
            acknowledgment_mode,
            issue_date,
            title,
            client_invoice_id,
            rows,
            total_amount,
            cashier_id,
            footer,
            back_url,
            notification_url,
            commit_reservation_timeout,
        },
    )
}

fn token(texts: Texts) -> impl Strategy<Value = CustomerToken> {
    let text = move || of(texts.any());
    (text(), text(), any::<i32>(), text()).prop_map(|(description, id, status, value)| {
        CustomerToken { description, id, status: TokenStatus(status), value }
    })
}

fn document(texts: Texts) -> impl Strategy<Value = ReceiptDocument> {
    let bytes = of(vec(any::<u8>(), 0..200));
    (of(texts.any()), bytes, of(texts.any())).prop_map(|(mime_type, receipt_data, receipt_type)| {
        ReceiptDocument { mime_type, receipt_data, receipt_type }
    })
}

fn parameters(texts: Texts) -> impl Strategy<Value = Parameters> {
    vec((texts.any(), texts.any()), 0..4).prop_map(Parameters)
}

fn request(texts: Texts) -> impl Strategy<Value = Request> {
    let text = move || texts.any();
    let boxed = move || invoice(texts).prop_map(Box::new);
    let tokens = move || vec(token(texts), 0..3);
    prop_oneof![
        (text(), text(), text()).prop_map(|(external_terminal_id, password, name)| {
            Request::RegisterTerminal { external_terminal_id, password: password.into(), name }
        }),
        text().prop_map(|seqr_id| Request::AssignSeqrId { seqr_id }),
        (boxed(), tokens()).prop_map(|(invoice, tokens)| Request::SendInvoice { invoice, tokens }),
        (text(), boxed(), tokens()).prop_map(|(invoice_reference, invoice, tokens)| {
            Request::UpdateInvoice { invoice_reference, invoice, tokens }
        }),
        (text(), any::<i32>()).prop_map(|(invoice_reference, invoice_version)| {
            Request::GetPaymentStatus { invoice_reference, invoice_version }
        }),
        text().prop_map(|invoice_reference| Request::CancelInvoice { invoice_reference }),
        (of(money(texts)), text()).prop_map(|(amount, invoice_reference)| {
            Request::CommitReservation { amount, invoice_reference }
        }),
        (text(), of(document(texts))).prop_map(|(ers_reference, receipt_document)| {
            Request::SubmitPaymentReceipt { ers_reference, receipt_document }
        }),
        (text(), boxed())
            .prop_map(|(ers_reference, invoice)| Request::RefundPayment { ers_reference, invoice }),
        parameters(texts).prop_map(|parameters| Request::MarkTransactionPeriod { parameters }),
        (text(), of(text()), parameters(texts)).prop_map(|(report_id, language, parameters)| {
            Request::ExecuteReport { report_id, language, parameters }
        }),
    ]
}

fn context(texts: Texts) -> impl Strategy<Value = Context> {
    let principal = (texts.any(), texts.any(), of(texts.any()))
        .prop_map(|(id, kind, user_id)| Principal { id, kind: PrincipalKind::from(kind), user_id });
    let limited = (texts.up_to(40), of(texts.up_to(80)), texts.up_to(32));
    (limited, texts.any(), any::<i64>(), principal, texts.any()).prop_map(
        |((channel, client_comment, client_reference), client_id, timeout, principal, password)| {
            Context {
                channel,
                client_comment,
                client_id,
                client_reference,
                client_request_timeout: timeout,
                principal,
                password: Secret::new(password),
            }
        },
    )
}

/// A request with its context.
pub fn envelope(texts: Texts) -> impl Strategy<Value = Envelope> {
    (context(texts), request(texts))
        .prop_map(|(context, request)| Envelope { context: Some(context), request })
}
