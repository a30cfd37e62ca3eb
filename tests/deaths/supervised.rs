//! A register that is looked after: it is there again at once, and nobody has to do anything for it.

use std::process::Command;
use std::time::{Duration, Instant};

use kassa::core::receipt::ReceiptId;
use kassa::journal::SeqrPaymentState;
use kassa::simulator::ledger::CustomerAction;
use nix::sys::signal::Signal;

use super::ending::paying;
use super::program::{Program, process_in, send_signal, wait_for};
use super::street::{Shop, Street};

/// SEQR takes a payment back that nobody has asked about for 20 seconds; this leaves some of them.
const IN_TIME: Duration = Duration::from_secs(15);

fn supervised(shop: &Shop) -> Program {
    Program::start(&["supervise", "--without-window"], &shop.data)
}

/// Waits for the invoice to be asked about by another process than the one that has just been killed.
fn taken_up(shop: &Shop, invoice: &str, killed: u32) -> Duration {
    let since = Instant::now();
    wait_for("the next process", || (process_in(&shop.data) != Some(killed)).then_some(()));
    // Its first question comes after it has locked the journal: what arrived before was the old one's last.
    shop.next_poll(invoice, shop.polls(invoice));
    since.elapsed()
}

#[test]
fn a_killed_register_is_restarted_and_its_payment_goes_on() {
    let street = Street::of(1);
    let shop = &street.shops[0];
    let mut program = supervised(shop);
    let invoice = paying(&mut program, shop);
    let register = process_in(&shop.data).unwrap();
    send_signal(register, Signal::SIGKILL);
    let took = taken_up(shop, &invoice, register);
    let seconds = took.as_secs_f64();
    eprintln!("soak: supervised register killed, seconds to the next question = {seconds:.2}");
    assert!(took < IN_TIME);
    assert_ne!(process_in(&shop.data), Some(register));
    assert!(shop.customer(CustomerAction::Confirm));
    program.view = super::program::View::default();
    program.until_view("the money", |view| view.waiting).unwrap();
    program.log_in().unwrap();
    program.done("finish").unwrap();
    let receipt = shop.journal().receipt(ReceiptId(1)).unwrap().unwrap();
    assert!(receipt.payments[0].post.is_some());

    program.signal(Signal::SIGTERM);
    let _event = program.until("the end", |event| event["event"] == "ended").unwrap();
    assert!(program.ended().success(), "told to end, it ends in order and is not restarted");
    let log = std::fs::read_dir(shop.data.join("log")).unwrap().next().unwrap().unwrap().path();
    let log = std::fs::read_to_string(log).unwrap();
    assert_eq!(log.matches("has died and is restarted").count(), 1, "{log}");
    assert!(log.contains("SIGKILL"), "the log says how it died");
}

#[test]
fn an_orderly_end_is_no_death() {
    let street = Street::of(1);
    let shop = &street.shops[0];
    let mut program = supervised(shop);
    program.log_in().unwrap();
    program.say("quit");
    assert!(program.ended().success());
}

#[test]
fn trouble_that_would_come_again_is_no_death() {
    let street = Street::of(1);
    let shop = &street.shops[0];
    let mut first = Program::register(&shop.data);
    first.log_in().unwrap();
    // The folder is in use: the register that is there is the one to be used.
    let mut second = supervised(shop);
    assert_eq!(second.ended().code(), Some(3));
    let mut third = Program::start(&["supervise", "--no-such-thing"], &shop.data);
    assert_eq!(third.ended().code(), Some(2));
}

/// A register whose supervisor is killed goes on selling, and ends when it is told to.
#[test]
fn a_register_outlives_its_supervisor() {
    let street = Street::of(1);
    let shop = &street.shops[0];
    let mut program = supervised(shop);
    let invoice = paying(&mut program, shop);
    let register = process_in(&shop.data).unwrap();
    program.signal(Signal::SIGKILL);
    shop.next_poll(&invoice, shop.polls(&invoice) + 1);
    assert!(shop.customer(CustomerAction::Confirm));
    let journal = shop.journal();
    wait_for("the acknowledgement", || {
        let receipt = journal.receipt(ReceiptId(1)).unwrap().unwrap();
        let state = receipt.payments[0].state;
        matches!(state, SeqrPaymentState::Acknowledged | SeqrPaymentState::Confirmed).then_some(())
    });
    send_signal(register, Signal::SIGTERM);
}

/// The unit for systemd starts what exists, and leaves alone what would come again.
#[test]
fn the_unit_for_systemd_fits_the_program() {
    let unit = include_str!("../../packaging/kassa.service");
    let value = |name: &str| {
        let line = unit.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
        line.unwrap_or_else(|| panic!("no {name}"))
    };
    let command: Vec<&str> = value("ExecStart").split_whitespace().skip(1).collect();
    let help = Command::new(env!("CARGO_BIN_EXE_kassa")).args(command).arg("--help").output();
    assert!(help.unwrap().status.success());
    assert_eq!(value("RestartPreventExitStatus"), "2 3");
    // Only where systemd is installed; it reads the unit without running it.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kassa.service");
    std::fs::write(&path, unit.replace("/usr/bin/kassa", env!("CARGO_BIN_EXE_kassa"))).unwrap();
    let analysed = Command::new("systemd-analyze")
        .args(["verify", "--user"])
        .arg(&path)
        .env("XDG_RUNTIME_DIR", folder.path())
        .output();
    if let Ok(analysed) = analysed {
        let said = String::from_utf8_lossy(&analysed.stderr);
        assert!(analysed.status.success() && !said.contains("kassa.service"), "{said}");
    }
}
