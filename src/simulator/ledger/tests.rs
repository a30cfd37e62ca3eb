//! The ledger's rules as tables, and the small world in which they are tried.

mod access;
mod invoices;
mod periods;
mod races;
mod refunds;
mod reservations;

use std::time::Duration;

use jiff::Timestamp;
use rust_decimal::Decimal;

use super::*;
use crate::seqr::message::{
    AcknowledgmentMode, Invoice, InvoiceRow, Money, PaymentMode, PaymentStatusAnswer, Principal,
    SendInvoiceAnswer,
};
use crate::seqr::secret::Secret;

/// A terminal that is there from the beginning.
const TERMINAL: &str = "terminal-one";
/// Another one, of the same shop.
const OTHER: &str = "terminal-two";
const PASSWORD: &str = "pass-word";

/// A ledger with a clock that moves when told.
struct World {
    ledger: Ledger,
    now: Duration,
    terminal: &'static str,
}

impl World {
    fn new() -> Self {
        Self::with(|_settings| {})
    }

    fn with(change: impl FnOnce(&mut LedgerSettings)) -> Self {
        let ready = |id: &str| ReadyTerminal {
            id: id.to_owned(),
            password: Secret::new(PASSWORD),
            name: id.to_owned(),
            seqr_id: None,
        };
        let shop = |id: &str| Reseller {
            id: id.to_owned(),
            user_id: "9900".to_owned(),
            password: Secret::new(PASSWORD),
            name: format!("The {id}"),
        };
        let mut settings = LedgerSettings {
            resellers: vec![shop("shop"), shop("neighbour")],
            terminals: vec![ready(TERMINAL), ready(OTHER)],
            ..LedgerSettings::default()
        };
        change(&mut settings);
        Self { ledger: Ledger::new(settings), now: Duration::ZERO, terminal: TERMINAL }
    }

    /// Moves the clock. Nothing happens in the ledger before the next call.
    fn wait(&mut self, seconds: u64) {
        self.now += Duration::from_secs(seconds);
    }

    fn ask_as(&mut self, principal: Principal, password: &str, request: Request) -> Response {
        let context = Context {
            channel: "WS".to_owned(),
            client_comment: None,
            client_id: "Shop".to_owned(),
            client_reference: "Test".to_owned(),
            client_request_timeout: 0,
            principal,
            password: Secret::new(password),
        };
        let wall: Timestamp = "2026-11-21T14:00:00Z".parse().unwrap();
        let wall = wall + self.now;
        self.ledger.handle(&Envelope { context: Some(context), request }, self.now, wall)
    }

    /// As the world's terminal.
    fn ask(&mut self, request: Request) -> Response {
        self.ask_as(Principal::terminal(self.terminal), PASSWORD, request)
    }

    /// As the shop's user.
    fn ask_as_shop(&mut self, request: Request) -> Response {
        self.ask_as(Principal::reseller_user("shop", "9900"), PASSWORD, request)
    }

    fn code(&mut self, request: Request) -> i32 {
        self.ask(request).head().result_code.0
    }

    fn send(&mut self, invoice: Invoice) -> String {
        let answer: SendInvoiceAnswer = self.ask(send(invoice)).try_into().unwrap();
        assert_eq!(answer.head.result_code, ResultCode::SUCCESS);
        answer.invoice_reference.unwrap()
    }

    fn poll(&mut self, reference: &str, version: i32) -> PaymentStatusAnswer {
        let answer = self.ask(Request::GetPaymentStatus {
            invoice_reference: reference.to_owned(),
            invoice_version: version,
        });
        let answer: PaymentStatusAnswer = answer.try_into().unwrap();
        assert_eq!(answer.head.result_code, ResultCode::SUCCESS);
        answer
    }

    fn status(&mut self, reference: &str) -> String {
        self.poll(reference, 0).status.unwrap().as_str().to_owned()
    }

    fn cancel(&mut self, reference: &str) -> i32 {
        self.code(Request::CancelInvoice { invoice_reference: reference.to_owned() })
    }

    fn customer(&mut self, action: CustomerAction) {
        let _reference = self.ledger.customer_newest(action, self.now).unwrap();
    }

    /// Sends, pays and polls an invoice; gives invoice reference and ersReference.
    fn sell(&mut self, kronor: i64) -> (String, String) {
        let reference = self.send(invoice(kronor));
        self.customer(CustomerAction::Confirm);
        let ers_reference = self.poll(&reference, 1).head.ers_reference.unwrap();
        (reference, ers_reference)
    }
}

fn sek(kronor: i64) -> Money {
    Money::new("SEK", Decimal::from(kronor))
}

/// One row, and all that the documents ask for.
fn invoice(kronor: i64) -> Invoice {
    Invoice {
        payment_mode: Some(PaymentMode::ImmediateDebit),
        acknowledgment_mode: Some(AcknowledgmentMode::NoAcknowledgment),
        issue_date: Some("2026-11-21T14:05:09+01:00".parse().unwrap()),
        title: Some("Shop, till 1".to_owned()),
        client_invoice_id: Some("T1-1".to_owned()),
        rows: vec![InvoiceRow {
            quantity: Some(Decimal::ONE),
            total_amount: Some(sek(kronor)),
            ..InvoiceRow::default()
        }],
        total_amount: Some(sek(kronor)),
        cashier_id: Some("17".to_owned()),
        footer: Some("Thank you".to_owned()),
        ..Invoice::default()
    }
}

fn send(invoice: Invoice) -> Request {
    Request::SendInvoice { invoice: Box::new(invoice), tokens: Vec::new() }
}

#[test]
fn the_same_calls_give_the_same_answers() {
    let run = || {
        let mut world = World::new();
        let (reference, _) = world.sell(100);
        world.wait(5);
        let terminal = world.ask_as_shop(Request::RegisterTerminal {
            external_terminal_id: "1".to_owned(),
            password: Secret::new("abcd"),
            name: "Till".to_owned(),
        });
        (world.poll(&reference, 2), terminal)
    };
    assert_eq!(run(), run());
}

#[test]
fn reachability_needs_no_context() {
    let mut world = World::new();
    let nop = Envelope { context: None, request: Request::BenchmarkingNop };
    let answer = world.ledger.handle(&nop, Duration::ZERO, Timestamp::UNIX_EPOCH);
    assert_eq!(answer, plain(Response::BenchmarkingNop));
}

#[test]
fn time_never_runs_backwards() {
    let mut world = World::new();
    world.wait(100);
    let reference = world.send(invoice(100));
    world.customer(CustomerAction::Confirm);
    world.now = Duration::from_secs(5);
    world.ledger.tick(Duration::from_secs(5));
    assert_eq!(world.status(&reference), "PAID");
    assert_eq!(world.ledger.next_deadline(), None, "the late poll counts");
}

#[test]
fn many_payments_leave_no_deadline_behind() {
    let mut world = World::new();
    for number in 0..2_000 {
        let reference = world.send(invoice(1 + number % 50));
        match number % 4 {
            0 => world.customer(CustomerAction::Confirm),
            1 => world.customer(CustomerAction::Decline),
            2 => world.customer(CustomerAction::BankRefuses),
            _ => assert_eq!(world.cancel(&reference), 0),
        }
        let _status = world.poll(&reference, 0);
        world.wait(1);
    }
    assert_eq!(world.ledger.payments().len(), 2_000);
    assert_eq!(world.ledger.next_deadline(), None);
    assert!(world.ledger.newest_open().is_none());
    let kept: Decimal = world.ledger.payments().map(Payment::kept).sum();
    let expected: i64 = (0..2_000).step_by(4).map(|number| 1 + number % 50).sum();
    assert_eq!(kept, Decimal::from(expected));
}
