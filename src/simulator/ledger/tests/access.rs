//! Who may ask what, and how terminals come and go.

use super::*;
use crate::seqr::message::{Operation, Parameters, PrincipalKind, RegisterTerminalAnswer};

fn register(password: &str) -> Request {
    Request::RegisterTerminal {
        external_terminal_id: "till-1".to_owned(),
        password: Secret::new(password),
        name: "Till 1".to_owned(),
    }
}

fn registered(world: &mut World, password: &str) -> String {
    let answer: RegisterTerminalAnswer = world.ask_as_shop(register(password)).try_into().unwrap();
    answer.terminal_id.unwrap()
}

fn assign(seqr_id: &str) -> Request {
    Request::AssignSeqrId { seqr_id: seqr_id.to_owned() }
}

/// A request of each operation that has a context.
fn every_request() -> Vec<Request> {
    let reference = || "1".to_owned();
    vec![
        register("abcd"),
        Request::UnregisterTerminal,
        assign("A1"),
        send(invoice(1)),
        Request::UpdateInvoice {
            invoice_reference: reference(),
            invoice: Box::new(invoice(1)),
            tokens: Vec::new(),
        },
        Request::GetPaymentStatus { invoice_reference: reference(), invoice_version: 0 },
        Request::CancelInvoice { invoice_reference: reference() },
        Request::CommitReservation { amount: None, invoice_reference: reference() },
        Request::SubmitPaymentReceipt { ers_reference: reference(), receipt_document: None },
        Request::RefundPayment { ers_reference: reference(), invoice: Box::new(invoice(1)) },
        Request::MarkTransactionPeriod { parameters: Parameters::default() },
        Request::ExecuteReport {
            report_id: "Reconciliation/Shop.xml".to_owned(),
            language: None,
            parameters: Parameters::default(),
        },
    ]
}

fn is_for_resellers(operation: Operation) -> bool {
    matches!(
        operation,
        Operation::RegisterTerminal | Operation::MarkTransactionPeriod | Operation::ExecuteReport
    )
}

#[test]
fn strangers_get_the_code_that_fits() {
    let other_kind = Principal {
        kind: PrincipalKind::Other("MSISDN".to_owned()),
        ..Principal::terminal(TERMINAL)
    };
    let no_user = Principal { user_id: None, ..Principal::reseller_user("shop", "9900") };
    for request in every_request() {
        let operation = request.operation();
        let (terminal, shop) = if is_for_resellers(operation) { (21, 20) } else { (20, 21) };
        let unknown_terminal = if is_for_resellers(operation) { 21 } else { 29 };
        let unknown_shop = if is_for_resellers(operation) { 37 } else { 21 };
        for (principal, password, code) in [
            (Principal::terminal(TERMINAL), "wrong", terminal),
            (Principal::terminal("nobody"), PASSWORD, unknown_terminal),
            (Principal::reseller_user("shop", "9900"), "wrong", shop),
            (Principal::reseller_user("nobody", "9900"), PASSWORD, unknown_shop),
            (Principal::reseller_user("shop", "1"), PASSWORD, unknown_shop),
            (no_user.clone(), PASSWORD, unknown_shop),
            (other_kind.clone(), PASSWORD, 37),
        ] {
            let mut world = World::new();
            let answer = world.ask_as(principal.clone(), password, request.clone());
            assert_eq!(answer.operation(), operation);
            let got = answer.head().result_code.0;
            assert_eq!(got, code, "{} as {principal:?}", operation.name());
        }
        let mut world = World::new();
        let nobody = Envelope { context: None, request: request.clone() };
        let answer = world.ledger.handle(&nobody, Duration::ZERO, Timestamp::UNIX_EPOCH);
        assert_ne!(answer.head().result_code, ResultCode::SUCCESS, "{}", operation.name());
    }
}

#[test]
fn a_new_terminal_works_and_a_repeated_registration_makes_another() {
    let mut world = World::new();
    let first = registered(&mut world, "abcd");
    let second = registered(&mut world, "abcd");
    assert_ne!(first, second);
    for terminal in [first, second] {
        let answer = world.ask_as(Principal::terminal(terminal), "abcd", send(invoice(5)));
        assert_eq!(answer.head().result_code, ResultCode::SUCCESS);
    }
    assert_eq!(world.ledger.terminals().count(), 4);
}

#[test]
fn a_password_under_four_characters_is_registered_but_hardly_of_use() {
    for (password, code) in [("abc", 21), ("åäö", 21), ("abcd", 0), ("åäöé", 0)] {
        let mut world = World::new();
        let id = registered(&mut world, password);
        let terminal = Principal::terminal(id);
        let mut ask =
            |request| world.ask_as(terminal.clone(), password, request).head().result_code.0;
        assert_eq!(ask(assign("A1")), 0, "{password}");
        assert_eq!(ask(send(invoice(5))), code, "{password}");
        let poll =
            Request::GetPaymentStatus { invoice_reference: "1".to_owned(), invoice_version: 0 };
        assert_eq!(ask(poll), if code == 0 { 54 } else { code }, "{password}");
        assert_eq!(ask(Request::UnregisterTerminal), code, "{password}");
    }
}

#[test]
fn a_blocked_terminal_is_told_so_until_it_is_free() {
    let mut world = World::new();
    assert!(world.ledger.set_blocked(TERMINAL, true));
    assert_eq!(world.code(send(invoice(5))), 33);
    assert!(world.ledger.set_blocked(TERMINAL, false));
    assert_eq!(world.code(send(invoice(5))), 0);
    assert!(!world.ledger.set_blocked("nobody", true));
}

#[test]
fn seqr_ids_are_letters_and_digits_and_belong_to_one_terminal() {
    let mut world = World::new();
    for (seqr_id, code) in [
        ("004610027501", 0),
        ("004610027501", 0),
        ("Shop1", 0),
        ("", 53),
        ("with space", 53),
        ("a_b", 53),
        ("åäö", 53),
    ] {
        assert_eq!(world.code(assign(seqr_id)), code, "{seqr_id:?}");
    }
    assert_eq!(world.ledger.terminal_with_seqr_id("Shop1"), Some(TERMINAL));
    assert_eq!(world.ledger.terminal_with_seqr_id("004610027501"), None, "it was replaced");

    world.terminal = OTHER;
    assert_eq!(world.code(assign("Shop1")), 53, "taken");
    world.terminal = TERMINAL;
    assert_eq!(world.code(Request::UnregisterTerminal), 0);
    world.terminal = OTHER;
    assert_eq!(world.code(assign("Shop1")), 0, "free again");
}

#[test]
fn an_ended_terminal_is_unknown_and_its_invoice_cancelled() {
    let mut world = World::new();
    let reference = world.send(invoice(5));
    assert_eq!(world.code(Request::UnregisterTerminal), 0);
    assert_eq!(world.code(Request::UnregisterTerminal), 29);
    assert_eq!(world.code(send(invoice(5))), 29);
    assert_eq!(
        world.ledger.payment(&reference).unwrap().state(),
        &PaymentState::Canceled(CanceledBy::Unregistration)
    );
    assert!(!world.ledger.set_blocked(TERMINAL, false), "it does not come back");
}

#[test]
fn the_shop_may_end_its_newest_terminal_where_that_is_the_reading() {
    let mut world = World::new();
    assert_eq!(world.ask_as_shop(Request::UnregisterTerminal).head().result_code.0, 21);
    world.ledger.readings_mut().unregister_by = UnregisterBy::TerminalOrReseller;
    let id = registered(&mut world, "abcd");
    let ended = |world: &mut World, id: &str| {
        let answer = world.ask_as(Principal::terminal(id), "abcd", assign("A1"));
        answer.head().result_code.0
    };
    assert_eq!(ended(&mut world, &id), 0);
    assert_eq!(world.ask_as_shop(Request::UnregisterTerminal).head().result_code.0, 0);
    assert_eq!(ended(&mut world, &id), 29);
    assert_eq!(world.code(assign("B1")), 0, "older terminals stay");
    let neighbour = Principal::reseller_user("neighbour", "9900");
    let answer = world.ask_as(neighbour, PASSWORD, Request::UnregisterTerminal);
    assert_eq!(answer.head().result_code.0, 29, "it has none");
}
