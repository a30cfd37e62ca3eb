//! The form of entries is the format of a file.

use super::super::receipt::ReceiptId;
use super::super::refund::Verdict;
use super::super::settings::UnregisterAs;
use super::super::tender::TenderMeans;
use super::*;

/// The journal's format: changing any of these texts makes old journals unreadable.
#[test]
fn entries_keep_their_form() {
    let attempt = AttemptId { receipt: ReceiptId(7), number: 2 };
    let ers_reference = "2026".to_owned();
    let tender = Tender {
        id: TenderId(1),
        amount: Amount::from_minor(45_300),
        means: TenderMeans::Seqr { attempt, ers_reference },
    };
    let paper = Paper::Receipt { receipt: ReceiptId(7) };
    for (entry, text) in [
        (
            Entry::TenderAdded { receipt: ReceiptId(7), tender },
            r#"{"kind":"tender.added","receipt":7,"tender":{"id":1,"amount":45300,"means":{"kind":"seqr","attempt":{"receipt":7,"number":2},"ers_reference":"2026"}}}"#,
        ),
        (
            Entry::PrintQueued { job: JobId(3), paper },
            r#"{"kind":"print.queued","job":3,"paper":"receipt","receipt":7}"#,
        ),
        (Entry::PrintReturned { job: JobId(3) }, r#"{"kind":"print.returned","job":3}"#),
        (Entry::PrintDropped { job: JobId(3) }, r#"{"kind":"print.dropped","job":3}"#),
        (
            Entry::DrawerOpened { reason: DrawerReason::NoSale, approved_by: None },
            r#"{"kind":"drawer.opened","why":"no_sale"}"#,
        ),
        (
            Entry::DrawerOpened { reason: DrawerReason::NoSale, approved_by: Some(UserNumber(2)) },
            r#"{"kind":"drawer.opened","why":"no_sale","approved_by":2}"#,
        ),
        (
            Entry::LogInRefused { user: UserNumber(1), purpose: PinPurpose::LogIn },
            r#"{"kind":"user.refused","user":1}"#,
        ),
        (
            Entry::LogInRefused { user: UserNumber(1), purpose: PinPurpose::Approval },
            r#"{"kind":"user.refused","user":1,"purpose":"approval"}"#,
        ),
        (
            Entry::UserLoggedOut { user: UserNumber(1), idle: false },
            r#"{"kind":"user.logged_out","user":1}"#,
        ),
        (
            Entry::UserLoggedOut { user: UserNumber(1), idle: true },
            r#"{"kind":"user.logged_out","user":1,"idle":true}"#,
        ),
        (
            Entry::PaymentInDoubt { attempt, doubt: Doubt::WithoutNumber },
            r#"{"kind":"payment.in_doubt","attempt":{"receipt":7,"number":2},"doubt":"without_number"}"#,
        ),
        (
            Entry::PaymentRefused {
                attempt,
                refusal: Refusal::Code { code: 49, detail: "x".to_owned() },
            },
            r#"{"kind":"payment.refused","attempt":{"receipt":7,"number":2},"refusal":{"cause":"code","code":49,"detail":"x"}}"#,
        ),
        (
            Entry::LineQuantityChanged {
                receipt: ReceiptId(7),
                line: LineId(1),
                quantity: Quantity::ONE,
            },
            r#"{"kind":"line.quantity","receipt":7,"line":1,"quantity":"1"}"#,
        ),
    ] {
        keeps_its_form(&entry, text);
    }
}

#[test]
fn backups_keep_their_form() {
    for (entry, text) in [
        (
            Entry::BackupMade(BackupMade {
                file: "kassa-A-20261121T020000Z-7.backup".to_owned(),
                entries: 7,
                bytes: 4096,
                elsewhere: false,
            }),
            r#"{"kind":"backup.made","file":"kassa-A-20261121T020000Z-7.backup","entries":7,"bytes":4096}"#,
        ),
        (
            Entry::BackupFailed { detail: "x".to_owned() },
            r#"{"kind":"backup.failed","detail":"x"}"#,
        ),
        (
            Entry::JournalRestored(JournalRestored {
                entries: 7,
                lost: Some(12),
                last_receipt: ReceiptId(5),
                last_number: ReceiptNumber(4),
            }),
            r#"{"kind":"journal.restored","entries":7,"lost":12,"last_receipt":5,"last_number":4}"#,
        ),
    ] {
        keeps_its_form(&entry, text);
    }
}

fn keeps_its_form(entry: &Entry, text: &str) {
    assert_eq!(serde_json::to_string(entry).unwrap(), text);
    assert_eq!(serde_json::from_str::<Entry>(text).unwrap(), *entry);
}

#[test]
fn returns_and_refunds_keep_their_form() {
    let attempt = AttemptId { receipt: ReceiptId(7), number: 2 };
    let refund = RefundId { receipt: ReceiptId(8), number: 1 };
    let means = TenderMeans::SeqrRefund { refund, payment: attempt, ers_reference: None };
    let given_back = Tender { id: TenderId(1), amount: Amount::from_minor(-4_000), means };
    for (entry, text) in [
        (
            Entry::RefundSettled(RefundSettled {
                refund,
                verdict: Verdict::NotGivenBack,
                by: UserNumber(2),
                reason: "x".to_owned(),
            }),
            r#"{"kind":"refund.settled","refund":{"receipt":8,"number":1},"verdict":"not_given_back","by":2,"reason":"x"}"#,
        ),
        (
            Entry::RefundCreated {
                order: RefundOrder {
                    refund,
                    payment: attempt,
                    ers_reference: "2026".to_owned(),
                    amount: Amount::from_minor(4_000),
                    remainder: Amount::from_minor(45_300),
                    settled_before: false,
                    terminal: "t".to_owned(),
                    user: UserNumber(1),
                },
            },
            r#"{"kind":"refund.created","order":{"refund":{"receipt":8,"number":1},"payment":{"receipt":7,"number":2},"ers_reference":"2026","amount":4000,"remainder":45300,"settled_before":false,"terminal":"t","user":1}}"#,
        ),
        (
            Entry::RefundOwed { payment: attempt, by: UserNumber(1) },
            r#"{"kind":"refund.owed","payment":{"receipt":7,"number":2},"by":1}"#,
        ),
        (
            Entry::TenderAdded { receipt: ReceiptId(8), tender: given_back },
            r#"{"kind":"tender.added","receipt":8,"tender":{"id":1,"amount":-4000,"means":{"kind":"seqr_refund","refund":{"receipt":8,"number":1},"payment":{"receipt":7,"number":2},"ers_reference":null}}}"#,
        ),
        (
            Entry::ReceiptOpened {
                receipt: ReceiptId(8),
                cashier: UserNumber(1),
                returns: Some(ReceiptId(7)),
            },
            r#"{"kind":"receipt.opened","receipt":8,"cashier":1,"returns":7}"#,
        ),
        (
            Entry::ReceiptOpened { receipt: ReceiptId(9), cashier: UserNumber(1), returns: None },
            r#"{"kind":"receipt.opened","receipt":9,"cashier":1}"#,
        ),
    ] {
        keeps_its_form(&entry, text);
    }
}

#[test]
fn what_seqr_is_asked_about_the_registration_keeps_its_form() {
    let terminal = || "t".to_owned();
    for (entry, text) in [
        (
            Entry::TerminalAsked {
                request: TerminalRequest::Register {
                    external_id: "k1".to_owned(),
                    name: "Kassa 1".to_owned(),
                },
            },
            r#"{"kind":"terminal.asked","what":"register","external_id":"k1","name":"Kassa 1"}"#,
        ),
        (
            Entry::TerminalAsked {
                request: TerminalRequest::Assign { terminal: terminal(), seqr_id: "77".to_owned() },
            },
            r#"{"kind":"terminal.asked","what":"assign","terminal":"t","seqr_id":"77"}"#,
        ),
        (
            Entry::TerminalAsked {
                request: TerminalRequest::Unregister {
                    terminal: terminal(),
                    by: UnregisterAs::Terminal,
                },
            },
            r#"{"kind":"terminal.asked","what":"unregister","terminal":"t","by":"terminal"}"#,
        ),
        (
            Entry::TerminalRefused {
                what: TerminalQuestion::Assign,
                refusal: Refusal::Code { code: 53, detail: "taken".to_owned() },
            },
            r#"{"kind":"terminal.refused","what":"assign","refusal":{"cause":"code","code":53,"detail":"taken"}}"#,
        ),
    ] {
        keeps_its_form(&entry, text);
    }
}
