//! After a restart, also after a power cut, the register is as it was.

use std::fs;
use std::path::Path;

use kassa::core::entry::Entry;
use kassa::core::payment::{Event, SendAnswer, Status, SubmitAnswer};
use kassa::core::register::Command;
use kassa::journal::{OpenMode, Store, Verdict};

use crate::support::{Till, article, essence, kronor};

fn comes_back(till: Till, directory: &Path, what: &str) -> Till {
    let before = essence(&till.register);
    drop(till);
    let again = Till::start(directory, OpenMode::Existing);
    assert_eq!(essence(&again.register), before, "{what}");
    again
}

#[test]
fn an_empty_journal_begins_an_empty_register() {
    let directory = tempfile::tempdir().unwrap();
    let till = Till::start(directory.path(), OpenMode::Create);
    assert!(till.store.unfinished().unwrap().is_empty());
    assert_eq!(till.store.settings().unwrap(), None);
    assert_eq!(till.store.head().unwrap().seq, 0);
}

/// Restarts after each step of a day; the day then goes on as if nothing had been.
#[test]
fn the_register_comes_back_after_every_step() {
    let directory = tempfile::tempdir().unwrap();
    let mut till = Till::new(directory.path());
    let (bread, bulb) = (article("1", 2_850, 1_200), article("3", 4_995, 2_500));
    till = comes_back(till, directory.path(), "a new register");
    till.ring_up(&bread);
    till.ring_up(&bread);
    till.ring_up(&bulb);
    till = comes_back(till, directory.path(), "a receipt with lines");
    let line = till.register.receipt().unwrap().lines()[1].id;
    let _gone = till.command(Command::RemoveLine { line });
    till.ring_up(&bulb);
    till = comes_back(till, directory.path(), "a line removed and another added");
    let _part = till.cash(kronor(20));
    till = comes_back(till, directory.path(), "paid in part");
    let due = till.register.receipt().unwrap().due();
    let attempt = till.seqr(due);
    till = comes_back(till, directory.path(), "sending");
    let answer = SendAnswer::Lost { detail: "no answer".to_owned() };
    // The restored attempt does not know that its sending is on its way; it is answered all the same.
    let _lost = till.event(attempt, Event::Sent { sending: 1, answer });
    let _again = till.event(attempt, Event::Recovered);
    let answer = SendAnswer::Created { reference: format!("R-{attempt}") };
    let _created = till.event(attempt, Event::Sent { sending: 2, answer });
    till = comes_back(till, directory.path(), "issued");
    let _asked = till.command(Command::CancelPayment { attempt });
    till = comes_back(till, directory.path(), "cancelling");
    let paid = till.answered(attempt, Status::Paid, 0, 2);
    assert!(paid.iter().any(|entry| matches!(entry, Entry::PaymentPaid { .. })), "{paid:?}");
    till = comes_back(till, directory.path(), "paid after Cancel");
    assert!(till.register.awaiting_decision().is_some());
    let receipt = till.register.receipt().unwrap().id;
    let _finished = till.command(Command::Finish { receipt });
    till = comes_back(till, directory.path(), "finished, not acknowledged");
    assert!(till.register.awaiting_decision().is_none());
    assert_eq!(till.register.attempts().count(), 1);
    till.ring_up(&bread);
    till =
        comes_back(till, directory.path(), "the next receipt, with an old payment to acknowledge");
    let _acknowledged = till.answered(attempt, Status::Paid, 2, 2);
    till = comes_back(till, directory.path(), "acknowledged");
    let _confirmed = till.event(attempt, Event::Submitted(SubmitAnswer::Taken));
    assert_eq!(till.register.attempts().count(), 0);
    till = comes_back(till, directory.path(), "confirmed");
    let _paid = till.cash(kronor(50));
    till = comes_back(till, directory.path(), "change on the screen");
    assert!(till.register.last().is_some());
    till.ring_up(&bread);
    let receipt = till.register.receipt().unwrap().id;
    let _given_up = till.command(Command::CancelReceipt { receipt });
    till = comes_back(till, directory.path(), "cancelled");
    let numbers = till.store.numbers().unwrap();
    assert_eq!((numbers.receipt, numbers.receipt_number, numbers.job), (3, 2, 2));
    assert!(matches!(till.store.verify(&mut |_, _| {}).unwrap(), Verdict::Sound(_)));
}

/// A receipt whose payment waits for SEQR is not the last one any more once another was begun.
#[test]
fn the_change_of_an_older_receipt_does_not_come_back() {
    let directory = tempfile::tempdir().unwrap();
    let mut till = Till::new(directory.path());
    till.ring_up(&article("1", 10_000, 2_500));
    let attempt = till.seqr(kronor(100));
    let _reference = till.issued(attempt);
    let _paid = till.answered(attempt, Status::Paid, 0, 2);
    till = comes_back(till, directory.path(), "complete, not acknowledged");
    assert!(till.register.last().is_some());
    till.ring_up(&article("2", 500, 1_200));
    let receipt = till.register.receipt().unwrap().id;
    let _given_up = till.command(Command::CancelReceipt { receipt });
    till = comes_back(till, directory.path(), "another was begun and given up");
    assert!(till.register.last().is_none());
    assert_eq!(till.register.attempts().count(), 1);
}

/// The files as they are at some moment are what a power cut leaves, at worst.
#[test]
fn a_power_cut_after_any_commit_loses_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let mut till = Till::new(directory.path());
    till.ring_up(&article("1", 2_850, 1_200));
    for round in 0..12 {
        match round % 4 {
            0..=2 => till.ring_up(&article(&(round % 3).to_string(), 2_850, 1_200)),
            _ => {
                let _paid = till.cash(kronor(500));
                till.ring_up(&article("9", 990, 600));
            }
        }
        let cut = tempfile::tempdir().unwrap();
        for file in ["kassa.db", "kassa.db-wal"] {
            let _bytes = fs::copy(directory.path().join(file), cut.path().join(file)).unwrap();
        }
        let again = Till::start(cut.path(), OpenMode::Existing);
        assert_eq!(again.store.head().unwrap(), till.store.head().unwrap());
        assert_eq!(essence(&again.register), essence(&till.register), "round {round}");
        assert!(matches!(again.store.verify(&mut |_, _| {}).unwrap(), Verdict::Sound(_)));
    }
}

/// A commit that the power cut interrupted leaves nothing of itself, wherever in the log it was.
#[test]
fn half_a_commit_is_none() {
    let directory = tempfile::tempdir().unwrap();
    let mut till = Till::new(directory.path());
    till.ring_up(&article("1", 2_850, 1_200));
    let log = directory.path().join("kassa.db-wal");
    let (before, essence_before) = (till.store.head().unwrap(), essence(&till.register));
    let length = fs::metadata(&log).unwrap().len();
    let _paid = till.cash(kronor(500));
    let (after, essence_after) = (till.store.head().unwrap(), essence(&till.register));
    let whole = fs::metadata(&log).unwrap().len();
    assert!(whole > length + 4_096, "the commit is several pages");
    let mut cuts: Vec<u64> = (length..whole).step_by(1_021).collect();
    cuts.extend([whole - 1, whole]);
    for cut_at in cuts {
        let cut = tempfile::tempdir().unwrap();
        let _bytes =
            fs::copy(directory.path().join("kassa.db"), cut.path().join("kassa.db")).unwrap();
        let mut bytes = fs::read(&log).unwrap();
        bytes.truncate(usize::try_from(cut_at).unwrap());
        fs::write(cut.path().join("kassa.db-wal"), bytes).unwrap();
        let again = Till::start(cut.path(), OpenMode::Existing);
        let expected =
            if cut_at == whole { (after, &essence_after) } else { (before, &essence_before) };
        assert_eq!((again.store.head().unwrap(), &essence(&again.register)), expected, "{cut_at}");
    }
}

#[test]
fn the_clock_may_go_backwards() {
    let directory = tempfile::tempdir().unwrap();
    let mut till = Till::new(directory.path());
    till.ring_up(&article("1", 2_850, 1_200));
    till.set_clock("1999-12-31T23:59:59Z");
    till.ring_up(&article("2", 1_000, 1_200));
    let _paid = till.cash(kronor(500));
    till.set_clock("5000-01-01T00:00:00Z");
    till.ring_up(&article("2", 1_000, 1_200));
    drop(till);
    let again = Till::start(directory.path(), OpenMode::Existing);
    let reader = Store::open_read_only(directory.path()).unwrap();
    let shown = reader.show(kassa::core::receipt::ReceiptNumber(1)).unwrap().unwrap();
    assert!(shown.entries.windows(2).all(|pair| pair[0].seq < pair[1].seq));
    assert!(shown.entries.windows(2).any(|pair| pair[0].at > pair[1].at));
    assert!(matches!(again.store.verify(&mut |_, _| {}).unwrap(), Verdict::Sound(_)));
}
