//! The register without its window, as a person or a script uses it.

use std::io::{Read, Write};
use std::process::{Command, Stdio};

use kassa::seqr::message::Operation;
use kassa::seqr::result_code::ResultCode;
use kassa::simulator::fault::{Fault, Frequency, Rule};
use kassa::simulator::ledger::CustomerAction;

use super::ending::paying;
use super::program::{Program, View, wait_for};
use super::street::{CODES, Shop, Street};

#[test]
fn a_sale_by_lines() {
    let street = Street::of(1);
    let mut program = Program::register(&street.shops[0].data);
    program.until_view("ready", |view| view.ready).unwrap();
    let refused = |program: &mut Program, line: &str| program.command(line).unwrap().unwrap();
    // Permissions are the till's: nothing is sold without a log-in.
    assert_eq!(refused(&mut program, &format!("scan {}", CODES[0])), "nobody-logged-in");
    assert_eq!(refused(&mut program, "cash exact"), "no-receipt");
    program.say("log-in 1");
    assert_eq!(refused(&mut program, "9999"), "pin");
    program.say("log-in 1");
    program.done("1111").unwrap();
    assert_eq!(refused(&mut program, "scan 404"), "unknown-code");
    program.done(&format!("scan {}", CODES[0])).unwrap();
    program.done(&format!("scan {}", CODES[2])).unwrap();
    assert_eq!(program.view.due.as_deref(), Some("51.95"));
    assert!(refused(&mut program, "sell everything").contains("no command"));
    assert!(refused(&mut program, "cash lots").contains("no amount"));
    assert!(refused(&mut program, &"x".repeat(100_000)).contains("longer than"));
    assert_eq!(refused(&mut program, "finish"), "still-due");
    assert_eq!(refused(&mut program, "cancel"), "not-offered");
    program.say("cash 100");
    let end = program.until("the receipt", |event| event["event"] == "completed").unwrap();
    assert_eq!((&end["number"], &end["total"]), (&1.into(), &"51.95".into()));
    assert_eq!((&end["change"], &end["rounding"]), (&"48.00".into(), &"0.05".into()));
    program.done(&format!("scan {}", CODES[1])).unwrap();
    program.done("cancel-receipt").unwrap();
    program.done("log-out").unwrap();
    program.done("status").unwrap();
    program.say("quit");
    assert!(program.ended().success());
}

/// Scripts write everything at once and close their end: the register goes on, and tells no PIN.
#[test]
fn the_end_of_the_input_ends_nothing_and_a_pin_is_not_repeated() {
    let street = Street::of(1);
    let data = &street.shops[0].data;
    let mut child = Command::new(env!("CARGO_BIN_EXE_kassa"))
        .args(["run", "--without-window", "--data"])
        .arg(data)
        .env("KASSA_LOG", "trace")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = format!("log-in 1\n90210735\nlog-in 1\n1111\nscan {}\ncash exact", CODES[0]);
    let mut input = child.stdin.take().unwrap();
    input.write_all(lines.as_bytes()).unwrap();
    drop(input);
    let journal = street.shops[0].journal();
    wait_for("the sale", || (journal.numbers().unwrap().receipt_number == 1).then_some(()));
    assert!(child.try_wait().unwrap().is_none(), "it goes on");
    super::program::send_signal(child.id(), nix::sys::signal::Signal::SIGTERM);
    let (mut output, mut trouble) = (String::new(), String::new());
    let _bytes = child.stdout.take().unwrap().read_to_string(&mut output).unwrap();
    let _bytes = child.stderr.take().unwrap().read_to_string(&mut trouble).unwrap();
    assert!(child.wait().unwrap().success());
    let log = std::fs::read_dir(data.join("log")).unwrap().next().unwrap().unwrap().path();
    let log = std::fs::read_to_string(log).unwrap();
    assert!(output.contains("completed") && !log.is_empty());
    for text in [&output, &trouble, &log] {
        assert!(!text.contains("90210735"), "{text}");
    }
}

fn goes_wrong(shop: &Shop, operation: Operation, fault: Fault, frequency: Frequency) {
    let operation = Some(operation);
    let _rule = shop.simulator.switch_on(Rule { operation, fault, frequency });
}

#[test]
fn returns_by_lines() {
    let street = Street::of(1);
    let shop = &street.shops[0];
    let mut program = Program::register(&shop.data);
    let refused = |program: &mut Program, line: &str| program.command(line).unwrap().unwrap();
    let _invoice = paying(&mut program, shop);
    assert_eq!(refused(&mut program, "return 1"), "no-such-receipt");
    assert!(shop.customer(CustomerAction::Confirm));
    let _sold = program.until("the receipt", |event| event["event"] == "completed").unwrap();
    for line in ["refund", "give-back everything", "return 2", "return one"] {
        let _reason = refused(&mut program, line);
    }
    assert_eq!(refused(&mut program, "give-back cash"), "no-receipt");
    assert_eq!(refused(&mut program, "finish-and-refund"), "no-receipt");
    // A part through SEQR whose answer is lost; the manager settles it; the rest in cash.
    program.done("return 1").unwrap();
    assert_eq!(program.view.through_seqr.as_deref(), Some("29.95"));
    // Nothing goes back before SEQR has heard that the sale is booked: it might take that back by itself.
    wait_for("SEQR's word", || {
        let reason = refused(&mut program, "refund 30");
        (reason != "unacknowledged").then(|| assert_eq!(reason, "more-than-given-back"))
    });
    assert_eq!(refused(&mut program, "seqr"), "nothing-due");
    goes_wrong(shop, Operation::RefundPayment, Fault::lost_answer(), Frequency::Next(1));
    program.done("refund 20").unwrap();
    let in_doubt = |view: &View| view.refund.as_deref() == Some("in-doubt");
    program.until_view("the doubt", in_doubt).unwrap();
    let line = "settle-refund given-back 2 The customer shows it.";
    program.say(line);
    assert_eq!(refused(&mut program, "9999"), "pin");
    program.say("settle-refund given-back 1 I say so.");
    assert_eq!(refused(&mut program, "1111"), "not-allowed");
    assert_eq!(program.approved(line).unwrap(), None);
    assert_eq!(program.approved(line).unwrap().as_deref(), Some("not-offered"));
    assert_eq!(program.view.due.as_deref(), Some("-9.95"));
    assert_eq!(refused(&mut program, "cancel-receipt"), "partly-refunded");
    program.say("give-back cash");
    let end = program.until("the return", |event| event["event"] == "completed").unwrap();
    assert_eq!((&end["number"], &end["total"]), (&2.into(), &"-29.95".into()));
    let _done = program.until("its answer", |event| event["command"] == "give-back").unwrap();
    assert_eq!(refused(&mut program, "return 1"), "nothing-to-return");
    // It does not end before SEQR has heard that the sale is booked.
    wait_for("the end", || program.command("quit").unwrap().is_none().then_some(()));
    assert!(program.ended().success());
}

#[test]
fn payments_in_doubt_by_lines() {
    let street = Street::of(1);
    let shop = &street.shops[0];
    let mut program = Program::register(&shop.data);
    program.log_in().unwrap();
    // SEQR knows nothing of any invoice from now on.
    for operation in [Operation::GetPaymentStatus, Operation::CancelInvoice] {
        let unknown = Fault::code(ResultCode::INVALID_INVOICE_REFERENCE);
        goes_wrong(shop, operation, unknown, Frequency::Always);
    }
    for (settled, unsettled) in [("not-paid", 1), ("paid", 2)] {
        program.done(&format!("scan {}", CODES[0])).unwrap();
        program.done("seqr").unwrap();
        let in_doubt =
            |view: &View| view.payment.as_ref().is_some_and(|(_, phase)| phase == "in-doubt");
        program.until_view("the doubt", in_doubt).unwrap();
        // Only what was settled before can be looked into.
        if unsettled == 1 {
            let refused = program.approved("note 2 Too early.").unwrap();
            assert_eq!(refused.as_deref(), Some("not-offered"));
        }
        let line = format!("settle {settled} 2 The customer says so.");
        program.say(&line);
        assert_eq!(program.command("1111").unwrap().as_deref(), Some("pin"));
        assert_eq!(program.approved(&line).unwrap(), None);
        program.until_view("the list", |view| view.unsettled == unsettled).unwrap();
        if settled == "not-paid" {
            program.done("card").unwrap();
        }
        program.until_view("the end", |view| view.due.is_none()).unwrap();
    }
    for left in [1, 0] {
        assert_eq!(program.approved("note 2 Looked into.").unwrap(), None);
        program.until_view("the list", |view| view.unsettled == left).unwrap();
    }
    program.say("quit");
    assert!(program.ended().success());
}
