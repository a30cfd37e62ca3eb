//! The nine tests that SEQR's vendor asks of a cash register before it may sell, rehearsed with
//! the real client against the simulator.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at what is unexpected")]

use std::time::Duration;

use kassa::seqr::client::{CallError, Client, ClientSettings, Credentials, Unknown};
use kassa::seqr::message::{
    AcknowledgmentMode, Invoice, InvoiceRow, InvoiceStatus, Money, Operation, Parameters,
    PaymentMode, PlainAnswer, Principal, ReceiptDocument,
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

#[tokio::test]
async fn no_1_and_2_register_and_assign() {
    let register = Register::registered().await;
    let owner = register
        .simulator
        .with_ledger(|ledger| ledger.terminal_with_seqr_id("EXAMPLE1").map(str::to_owned));
    assert_eq!(owner.as_deref(), Some(register.terminal.principal.id.as_str()));
    assert_eq!(owner.unwrap().len(), 32);
}

#[tokio::test]
async fn no_3_and_4_sell_sell_again_and_look_back() {
    let register = Register::registered().await;
    let first = register.send().await;
    assert_eq!(register.status(&first).await, InvoiceStatus::Issued);
    assert_eq!(register.simulator.confirm_newest(), Ok(first.clone()));
    assert_eq!(register.status(&first).await, InvoiceStatus::Paid);
    let second = register.send().await;
    register.simulator.leap(Duration::from_secs(30));
    assert_eq!(register.status(&first).await, InvoiceStatus::Paid);
    assert_eq!(register.status(&second).await, InvoiceStatus::Issued);
}

#[tokio::test]
async fn no_5_submit_a_receipt_with_and_without_content() {
    let register = Register::registered().await;
    let ers_reference = register.paid().await;
    let document = ReceiptDocument {
        mime_type: Some("Base64".to_owned()),
        receipt_data: Some(b"Kvitto".to_vec()),
        receipt_type: Some("PAYMENT_RECEIPT".to_owned()),
    };
    for document in [None, Some(document)] {
        let (client, terminal) = (&register.client, &register.terminal);
        succeeded(
            &client.submit_payment_receipt(terminal, &ers_reference, document).await.unwrap(),
        );
    }
    let receipts =
        register.simulator.with_ledger(|ledger| ledger.newest().map(|payment| payment.receipts()));
    assert_eq!(receipts, Some(2));
}

#[tokio::test]
async fn no_6_cancel() {
    let register = Register::registered().await;
    let reference = register.send().await;
    assert_eq!(register.status(&reference).await, InvoiceStatus::Issued);
    let answer = register.client.cancel_invoice(&register.terminal, &reference).await.unwrap();
    succeeded(&answer);
    assert_eq!(register.status(&reference).await, InvoiceStatus::Canceled);
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
