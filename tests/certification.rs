//! The nine tests that SEQR's vendor asks of a cash register before it may sell, rehearsed with
//! the real client against the simulator; and what goes beyond them.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at what is unexpected")]

use std::time::Duration;

use kassa::certification::{Guide, Left, Plan, Reason, Rehearsal, Test, TestResult, Verdict};
use kassa::core::settings::UnregisterAs;
use kassa::seqr::client::{CallError, Client, ClientSettings, Credentials, Unknown};
use kassa::seqr::message::{
    AcknowledgmentMode, Invoice, InvoiceRow, InvoiceStatus, Money, Operation, Parameters,
    PaymentMode, PlainAnswer, Principal,
};
use kassa::seqr::result_code::ResultCode;
use kassa::seqr::secret::Secret;
use kassa::simulator::demonstration::{RESELLER_ID, RESELLER_PASSWORD, USER_ID};
use kassa::simulator::fault::{Disturbance, Fault, Frequency, Moment, Rule};
use kassa::simulator::ledger::{PaymentState, UnregisterBy};
use kassa::simulator::{Simulator, SimulatorHandle, SimulatorSettings};
use tokio::runtime::Handle;

/// A register that has been registered.
struct Register {
    simulator: SimulatorHandle,
    client: Client,
    shop: Credentials,
    terminal: Credentials,
}

fn start() -> (SimulatorHandle, Client, Credentials) {
    let simulator = Simulator::start(&Handle::current(), SimulatorSettings::default()).unwrap();
    let client =
        Client::new(ClientSettings::new(simulator.endpoint(), "Example Retail AB", "Kassa 0.1"))
            .unwrap();
    let shop = Credentials {
        principal: Principal::reseller_user(RESELLER_ID, USER_ID),
        password: Secret::new(RESELLER_PASSWORD),
    };
    (simulator, client, shop)
}

impl Register {
    /// Tests 1 and 2.
    async fn registered() -> Self {
        let (simulator, client, shop) = start();
        let password = Secret::new("a terminal's own");
        let answer = client.register_terminal(&shop, "till-1", &password, "Till 1").await.unwrap();
        assert_eq!(answer.head.result_code, ResultCode::SUCCESS);
        let principal = Principal::terminal(answer.terminal_id.unwrap());
        let terminal = Credentials { principal, password };
        let answer = client.assign_seqr_id(&terminal, "EXAMPLE1").await.unwrap();
        succeeded(&answer);
        Self { simulator, client, shop, terminal }
    }

    async fn send(&self) -> String {
        let answer = self.client.send_invoice(&self.terminal, invoice(), Vec::new()).await.unwrap();
        assert_eq!(answer.head.result_code, ResultCode::SUCCESS);
        answer.invoice_reference.unwrap()
    }

    async fn status(&self, reference: &str) -> InvoiceStatus {
        let answer = self.client.get_payment_status(&self.terminal, reference, 0).await.unwrap();
        assert_eq!(answer.head.result_code, ResultCode::SUCCESS);
        answer.status.unwrap()
    }

    /// Sends, pays, polls; gives the ersReference.
    async fn paid(&self) -> String {
        let reference = self.send().await;
        assert_eq!(self.status(&reference).await, InvoiceStatus::Issued);
        assert_eq!(self.simulator.confirm_newest(), Ok(reference.clone()));
        let answer = self.client.get_payment_status(&self.terminal, &reference, 1).await.unwrap();
        assert_eq!(answer.status, Some(InvoiceStatus::Paid));
        answer.head.ers_reference.unwrap()
    }
}

fn succeeded(answer: &PlainAnswer) {
    assert_eq!(answer.head.result_code, ResultCode::SUCCESS, "{answer:?}");
}

fn row(minor: i64, quantity: i64) -> InvoiceRow {
    InvoiceRow {
        description: Some("Kaffe, 500 g".to_owned()),
        quantity: Some(quantity.into()),
        total_amount: Some(Money::from_minor_units("SEK", minor)),
        ..InvoiceRow::default()
    }
}

fn invoice() -> Invoice {
    Invoice {
        payment_mode: Some(PaymentMode::ImmediateDebit),
        acknowledgment_mode: Some(AcknowledgmentMode::NoAcknowledgment),
        issue_date: Some("2026-11-21T14:05:09+01:00".parse().unwrap()),
        title: Some("Example Retail, till 1".to_owned()),
        client_invoice_id: Some("T1-000815".to_owned()),
        rows: vec![row(11_980, 2), row(-1_980, 1)],
        total_amount: Some(Money::from_minor_units("SEK", 10_000)),
        cashier_id: Some("17".to_owned()),
        footer: Some("Org.nr 550000-0000".to_owned()),
        ..Invoice::default()
    }
}

fn refund(minor: i64) -> Invoice {
    Invoice {
        title: Some("Refund".to_owned()),
        cashier_id: Some("17".to_owned()),
        total_amount: Some(Money::from_minor_units("SEK", minor)),
        ..Invoice::default()
    }
}

/// The customer of the rehearsal: confirms at once, or declines.
struct Customer {
    simulator: SimulatorHandle,
    confirms: bool,
}

impl Guide for Customer {
    fn begins(&self, _test: Test) {}

    fn scan(&self, _seqr_id: &str) {
        let done = match self.confirms {
            true => self.simulator.confirm_newest(),
            false => self.simulator.decline_newest(),
        };
        let _reference = done.unwrap();
    }

    fn pauses(&self, time: Duration) -> Duration {
        self.simulator.leap(time);
        Duration::ZERO
    }

    fn ends(&self, _result: &TestResult) {}
}

fn plan(shop: &Credentials) -> Plan {
    Plan {
        reseller: shop.clone(),
        terminal_password: Secret::new("a terminal's own"),
        external_id: "certification".to_owned(),
        name: "Till 1".to_owned(),
        seqr_id: "EXAMPLE1".to_owned(),
        currency: "SEK".to_owned(),
        client_id: "Example Retail AB".to_owned(),
        client_reference: "Kassa 0.1".to_owned(),
        unregister_as: UnregisterAs::Terminal,
        patience: Duration::from_secs(60),
    }
}

/// Runs a rehearsal with something else than usual.
async fn rehearsed(change: impl FnOnce(&SimulatorHandle, &mut Plan) -> bool) -> Rehearsal {
    let (simulator, client, shop) = start();
    let mut plan = plan(&shop);
    let confirms = change(&simulator, &mut plan);
    let mut rehearsal = Rehearsal::new(client, plan);
    rehearsal.run(&Customer { simulator, confirms }).await;
    rehearsal
}

/// The tests that have not passed, each with what became of it.
fn missed(rehearsal: &Rehearsal) -> Vec<(u8, Verdict)> {
    let results = rehearsal.results().iter();
    let missed = results.filter(|result| result.verdict != Verdict::Passed);
    missed.map(|result| (result.test.number(), result.verdict.clone())).collect()
}

fn fault_at(simulator: &SimulatorHandle, operation: Operation, fault: Fault) {
    let rule = Rule { operation: Some(operation), fault, frequency: Frequency::Next(1) };
    let _id = simulator.switch_on(rule);
}

fn failed(test: Test, reason: Reason) -> (u8, Verdict) {
    (test.number(), Verdict::Failed(reason))
}

fn refused(operation: &'static str, code: i32) -> Reason {
    Reason::Refused { operation, code, detail: String::new() }
}

/// The same without SEQR's and the system's words.
fn without_words(missed: Vec<(u8, Verdict)>) -> Vec<(u8, Verdict)> {
    let none = String::new;
    let plain = |reason| match reason {
        Reason::Refused { operation, code, .. } => {
            Reason::Refused { operation, code, detail: none() }
        }
        Reason::AnswerLost { operation, .. } => Reason::AnswerLost { operation, detail: none() },
        Reason::NotSent { operation, .. } => Reason::NotSent { operation, detail: none() },
        other => other,
    };
    let plain = |(test, verdict)| match verdict {
        Verdict::Failed(reason) => (test, Verdict::Failed(plain(reason))),
        other => (test, other),
    };
    missed.into_iter().map(plain).collect()
}

#[tokio::test]
async fn all_nine_pass_and_leave_nothing_behind() {
    let (simulator, client, shop) = start();
    let mut rehearsal = Rehearsal::new(client, plan(&shop));
    rehearsal.run(&Customer { simulator: simulator.clone(), confirms: true }).await;
    assert_eq!(missed(&rehearsal), []);
    assert!(rehearsal.has_passed());
    assert_eq!(rehearsal.left(), None);
    assert_eq!(rehearsal.terminal_id().unwrap().len(), 32);
    let owner = simulator.with_ledger(|ledger| ledger.terminal_with_seqr_id("EXAMPLE1").is_some());
    assert!(!owner, "the sticker is free again");
}

/// A refusal in one test is that test's failure, and of those that need what it should have brought.
#[tokio::test]
async fn a_refusal_fails_its_own_test() {
    use Operation::{
        AssignSeqrId, CancelInvoice, MarkTransactionPeriod, RefundPayment, SubmitPaymentReceipt,
    };
    for (operation, test) in [
        (AssignSeqrId, Test::Assign),
        (SubmitPaymentReceipt, Test::Receipt),
        (CancelInvoice, Test::Cancel),
        (RefundPayment, Test::Refund),
        (MarkTransactionPeriod, Test::Period),
    ] {
        let rehearsal = rehearsed(|simulator, _plan| {
            fault_at(simulator, operation, Fault::code(ResultCode(53)));
            true
        })
        .await;
        let missed = without_words(missed(&rehearsal));
        assert_eq!(missed, [failed(test, refused(operation.name(), 53))], "{operation:?}");
        assert_eq!(rehearsal.left(), None);
    }
}

#[tokio::test]
async fn without_a_terminal_nothing_else_is_run() {
    let rehearsal = rehearsed(|simulator, _plan| {
        fault_at(simulator, Operation::RegisterTerminal, Fault::code(ResultCode(20)));
        true
    })
    .await;
    let missed = without_words(missed(&rehearsal));
    assert_eq!(missed[0], failed(Test::Register, refused("registerTerminal", 20)));
    let rest: Vec<Verdict> = missed.into_iter().skip(1).map(|(_, verdict)| verdict).collect();
    let needs = |test| Verdict::NotRun(test);
    let mut expected = vec![needs(Test::Register); 8];
    // Test 4 needs the invoice of 3, and 5 the payment of 4.
    (expected[2], expected[3]) = (needs(Test::Invoice), needs(Test::Pay));
    assert_eq!(rest, expected);
    assert_eq!(rehearsal.left(), None);
}

#[tokio::test]
async fn a_lost_answer_says_what_may_be_left_behind() {
    let lost = |operation| Reason::AnswerLost { operation, detail: String::new() };
    let rehearsal = rehearsed(|simulator, _plan| {
        fault_at(simulator, Operation::RegisterTerminal, Fault::lost_answer());
        true
    })
    .await;
    let first = without_words(missed(&rehearsal)).remove(0);
    assert_eq!(first, failed(Test::Register, lost("registerTerminal")));
    assert_eq!(rehearsal.left(), Some(Left::Perhaps("certification".to_owned())));

    let mut rehearsal = rehearsed(|simulator, _plan| {
        fault_at(simulator, Operation::UnregisterTerminal, Fault::lost_answer());
        true
    })
    .await;
    let missed = without_words(missed(&rehearsal));
    assert_eq!(missed, [failed(Test::Unregister, lost("unregisterTerminal"))]);
    assert!(matches!(rehearsal.left(), Some(Left::Terminal(_))));
    rehearsal.tidy_up().await;
    assert_eq!(rehearsal.left(), None, "SEQR says that there is no such terminal any more");
}

#[tokio::test]
async fn a_customer_who_declines_fails_the_tests_with_a_scan() {
    let rehearsal = rehearsed(|_simulator, _plan| false).await;
    let missed = missed(&rehearsal);
    let tests: Vec<u8> = missed.iter().map(|(test, _)| *test).collect();
    assert_eq!(tests, [4, 5, 7]);
    for (test, verdict) in &missed {
        let fits = match verdict {
            Verdict::Failed(Reason::Status { expected: "PAID", found }) => found != "PAID",
            Verdict::NotRun(Test::Pay) => *test == 5,
            _ => false,
        };
        assert!(fits, "{test}: {verdict:?}");
    }
}

#[tokio::test]
async fn what_the_paper_asks_of_the_settings_is_looked_at() {
    let rehearsal = rehearsed(|_simulator, plan| {
        plan.client_id.clear();
        true
    })
    .await;
    assert_eq!(missed(&rehearsal), [failed(Test::Assign, Reason::NoClientId)]);
    let rehearsal = rehearsed(|_simulator, plan| {
        plan.client_reference = "x".repeat(33);
        true
    })
    .await;
    assert_eq!(missed(&rehearsal), [failed(Test::Assign, Reason::BadClientReference)]);
}

#[tokio::test]
async fn who_unregisters_is_as_it_is_set() {
    let mut rehearsal = rehearsed(|_simulator, plan| {
        plan.unregister_as = UnregisterAs::Reseller;
        true
    })
    .await;
    let denied = refused("unregisterTerminal", ResultCode::ACCESS_DENIED.0);
    assert_eq!(without_words(missed(&rehearsal)), [failed(Test::Unregister, denied)]);
    rehearsal.tidy_up().await;
    assert_eq!(rehearsal.left(), None, "the terminal itself may");

    let rehearsal = rehearsed(|simulator, plan| {
        simulator.with_ledger(|ledger| {
            ledger.readings_mut().unregister_by = UnregisterBy::TerminalOrReseller;
        });
        plan.unregister_as = UnregisterAs::Reseller;
        true
    })
    .await;
    assert_eq!(missed(&rehearsal), []);
}

#[tokio::test]
async fn no_7_refund() {
    let register = Register::registered().await;
    let ers_reference = register.paid().await;
    let mut refunds = Vec::new();
    for (minor, code) in [(4_000, 0), (6_000, 0), (1, 98)] {
        let (client, terminal) = (&register.client, &register.terminal);
        let answer = client.refund_payment(terminal, &ers_reference, refund(minor)).await.unwrap();
        assert_eq!(answer.head.result_code, ResultCode(code));
        refunds.extend(answer.head.ers_reference);
    }
    assert_eq!(refunds.len(), 2);
    assert!(!refunds.contains(&ers_reference), "each has a reference of its own");
}

#[tokio::test]
async fn no_8_end_the_period_and_fetch_its_reports() {
    let register = Register::registered().await;
    let ers_reference = register.paid().await;
    let terminal_id = register.terminal.principal.id.as_str();
    let of_terminal = Parameters::default().with(Parameters::TERMINAL_ID, terminal_id);
    for (scope, report) in [
        (Parameters::default(), "Reconciliation/STD_RECON_003.xml"),
        (of_terminal, "Reconciliation/STD_RECON_007.xml"),
    ] {
        let (client, shop) = (&register.client, &register.shop);
        let marked = client.mark_transaction_period(shop, scope.clone()).await.unwrap();
        assert_eq!(marked.head.result_code, ResultCode::SUCCESS);
        let asked = scope.with(Parameters::TRANSACTION_PERIOD_ID, marked.period().unwrap());
        let early = client.execute_report(shop, report, None, asked.clone()).await.unwrap();
        assert_eq!(early.head.result_code, ResultCode::REPORT_NOT_READY);
        register.simulator.leap(Duration::from_secs(3));
        let ready = client.execute_report(shop, report, Some("en"), asked).await.unwrap();
        assert_eq!(ready.head.result_code, ResultCode::SUCCESS);
        let text = ready.report.unwrap().content_string.unwrap();
        assert!(text.contains(&ers_reference) && text.contains("100.00000"), "{text}");
    }
}

#[tokio::test]
async fn no_9_unregister_in_either_reading() {
    let register = Register::registered().await;
    let answer = register.client.unregister_terminal(&register.shop).await.unwrap();
    assert_eq!(answer.head.result_code, ResultCode::ACCESS_DENIED);
    register.simulator.with_ledger(|ledger| {
        ledger.readings_mut().unregister_by = UnregisterBy::TerminalOrReseller;
    });
    succeeded(&register.client.unregister_terminal(&register.shop).await.unwrap());
    let gone = register.client.unregister_terminal(&register.terminal).await.unwrap();
    assert_eq!(gone.head.result_code, ResultCode::INVALID_INITIATOR_PRINCIPAL_ID);

    let register = Register::registered().await;
    succeeded(&register.client.unregister_terminal(&register.terminal).await.unwrap());
}

#[tokio::test]
async fn the_client_meets_every_fault_without_mistaking_it_for_an_answer() {
    let register = Register::registered().await;
    let reference = register.send().await;
    let _reference = register.simulator.confirm_newest().unwrap();
    let faults = [
        Disturbance::Lost,
        Disturbance::SoapFault,
        Disturbance::Garbage,
        Disturbance::Half,
        Disturbance::Html,
    ];
    for disturbance in faults {
        for moment in [Moment::BeforeProcessing, Moment::AfterProcessing] {
            let _id = register.simulator.switch_on(Rule {
                operation: Some(Operation::GetPaymentStatus),
                fault: Fault { moment, disturbance },
                frequency: Frequency::Next(1),
            });
            let (client, terminal) = (&register.client, &register.terminal);
            let struck = client.get_payment_status(terminal, &reference, 1).await;
            let Err(CallError::Unknown(unknown)) = struck else {
                panic!("{disturbance:?} {moment:?}: {struck:?}")
            };
            let fits = match disturbance {
                Disturbance::Lost | Disturbance::Half => {
                    matches!(unknown, Unknown::ConnectionLost { .. })
                }
                Disturbance::SoapFault => matches!(unknown, Unknown::Fault(_)),
                Disturbance::Html => matches!(unknown, Unknown::WebPage),
                _ => true,
            };
            assert!(fits, "{disturbance:?}: {unknown:?}");
            let left = register.simulator.with_faults(|faults| faults.rules().count());
            assert_eq!(left, 0, "{disturbance:?} was met once, not repeated by itself");
        }
    }
    assert_eq!(register.status(&reference).await, InvoiceStatus::Paid);
}

#[tokio::test]
async fn a_reservation_from_end_to_end() {
    let register = Register::registered().await;
    let demand = Invoice {
        payment_mode: Some(PaymentMode::ReservationRequiredPreliminaryAmount),
        commit_reservation_timeout: Some(300),
        ..invoice()
    };
    let (client, terminal) = (&register.client, &register.terminal);
    let sent = client.send_invoice(terminal, demand.clone(), Vec::new()).await.unwrap();
    let reference = sent.invoice_reference.unwrap();
    assert_eq!(register.simulator.confirm_newest(), Ok(reference.clone()));
    assert_eq!(register.status(&reference).await, InvoiceStatus::Reserved);
    let total_amount = Some(Money::from_minor_units("SEK", 4_200));
    let bought =
        Invoice { rows: vec![row(4_200, 1)], total_amount: total_amount.clone(), ..demand };
    succeeded(&client.update_invoice(terminal, &reference, bought, Vec::new()).await.unwrap());
    succeeded(&client.commit_reservation(terminal, total_amount, &reference).await.unwrap());
    let paid = client.get_payment_status(terminal, &reference, 2).await.unwrap();
    assert_eq!(paid.status, Some(InvoiceStatus::Paid));
    let kept = register.simulator.with_ledger(|ledger| {
        let payment = ledger.payment(&reference).unwrap();
        assert!(matches!(payment.state(), PaymentState::Paid(_)));
        payment.kept()
    });
    assert_eq!(kept, rust_decimal::Decimal::from(42));
}
