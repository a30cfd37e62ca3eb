//! The rules that the database holds whatever the register's code does: each is broken here on purpose.

use kassa::core::entry::{Entry, JobId, Paper, PaymentReceiptRefused};
use kassa::core::money::Amount;
use kassa::core::payment::{
    AttemptId, Circumstance, Doubt, Order, Outcome, Payment, Refusal, Status,
};
use kassa::core::receipt::{Line, LineId, Quantity, ReceiptId, ReceiptNumber, Settlement};
use kassa::core::tender::{Tender, TenderId, TenderMeans};
use kassa::core::user::UserNumber;
use kassa::core::vat::{self, VatPart};
use kassa::journal::{Rule, Stamp, Verdict};
use rusqlite::Connection;

use crate::support::{CASHIER, TERMINAL, Till, article, broken, kronor};

const FIRST: ReceiptId = ReceiptId(1);
const ATTEMPT: AttemptId = AttemptId { receipt: FIRST, number: 1 };

/// A till with one line of 100 kronor on receipt 1, in a directory that lives as long.
fn begun() -> (tempfile::TempDir, Till) {
    let directory = tempfile::tempdir().unwrap();
    let mut till = Till::new(directory.path());
    till.ring_up(&article("1", 10_000, 2_500));
    (directory, till)
}

/// Commits entries that break a rule, and sees that nothing of them is left.
fn refused(till: &mut Till, entries: &[Entry]) -> Rule {
    let (head, receipt) = (till.store.head().unwrap(), till.store.receipt(FIRST).unwrap());
    let rule = broken(till.raw(entries));
    assert_eq!(till.store.head().unwrap(), head);
    assert_eq!(till.store.receipt(FIRST).unwrap(), receipt);
    assert!(matches!(till.store.verify(&mut |_, _| {}).unwrap(), Verdict::Sound(_)));
    rule
}

fn opened(receipt: u64) -> Entry {
    Entry::ReceiptOpened { receipt: ReceiptId(receipt), cashier: CASHIER, returns: None }
}

fn line(receipt: ReceiptId, id: u32) -> Entry {
    let line = Line::of(LineId(id), &article("1", 10_000, 2_500), Quantity::ONE);
    Entry::LineAdded { receipt, line }
}

fn cash(id: u32, amount: Amount) -> Entry {
    let tender = Tender { id: TenderId(id), amount, means: TenderMeans::Cash };
    Entry::TenderAdded { receipt: FIRST, tender }
}

fn seqr(attempt: AttemptId, amount: Amount, ers_reference: &str) -> Entry {
    let means = TenderMeans::Seqr { attempt, ers_reference: ers_reference.to_owned() };
    Entry::TenderAdded { receipt: FIRST, tender: Tender { id: TenderId(1), amount, means } }
}

fn vat() -> Vec<VatPart> {
    vat::split([(article("1", 1, 2_500).vat, kronor(100))])
}

fn completed(number: u64) -> Entry {
    Entry::ReceiptCompleted {
        receipt: FIRST,
        number: ReceiptNumber(number),
        cashier: CASHIER,
        total: kronor(100),
        settlement: Settlement { change: Amount::ZERO, rounding: Amount::ZERO },
        vat: vat(),
    }
}

fn cancelled(receipt: ReceiptId) -> Entry {
    Entry::ReceiptCancelled { receipt, total: kronor(100) }
}

fn created(attempt: AttemptId, terminal: &str) -> Entry {
    Entry::PaymentCreated {
        order: Order {
            attempt,
            amount: kronor(100),
            fingerprint: "0".to_owned(),
            terminal: terminal.to_owned(),
            cashier: CASHIER,
        },
    }
}

fn paid(attempt: AttemptId, ers_reference: &str) -> Entry {
    let payment = Payment {
        ers_reference: ers_reference.to_owned(),
        amount: kronor(100),
        circumstance: Circumstance::Expected,
        version: 2,
    };
    Entry::PaymentPaid { attempt, payment }
}

fn issued(attempt: AttemptId) -> Entry {
    Entry::PaymentIssued { attempt, reference: "R".to_owned() }
}

#[test]
fn entries_are_never_changed_or_removed() {
    let (directory, till) = begun();
    let other = Connection::open(directory.path().join("kassa.db")).unwrap();
    for (sql, code) in [
        ("UPDATE entry SET body = '{}' WHERE seq = 1", "entries_stay"),
        ("DELETE FROM entry", "entries_stay"),
        (
            "INSERT OR REPLACE INTO entry (seq, at, register, kind, body, prev_hash, hash)
             VALUES (1, 0, '', '', '{}', zeroblob(32), zeroblob(32))",
            "entries_follow",
        ),
        (
            "INSERT INTO entry (at, register, kind, body, prev_hash, hash)
             VALUES (0, '', '', '{}', zeroblob(32), zeroblob(32))",
            "entries_follow",
        ),
        (
            "INSERT INTO entry (seq, at, register, kind, body, prev_hash, hash)
             SELECT max(seq) + 1, 0, '', '', '{}', zeroblob(32), zeroblob(32) FROM entry",
            "entries_follow",
        ),
        ("DELETE FROM receipt", "receipts_stay"),
    ] {
        let refused = other.execute_batch(sql).unwrap_err().to_string();
        assert!(refused.contains(code), "{sql}: {refused}");
    }
    assert!(matches!(till.store.verify(&mut |_, _| {}).unwrap(), Verdict::Sound(_)));
}

#[test]
fn receipts_begin_one_after_the_other() {
    let (_directory, mut till) = begun();
    assert_eq!(refused(&mut till, &[cancelled(FIRST), opened(3)]), Rule::ReceiptsFollow);
    assert_eq!(refused(&mut till, &[opened(1)]), Rule::ReceiptsFollow);
    assert_eq!(refused(&mut till, &[opened(2)]), Rule::OneOpenReceipt);
    // Another register may have one open at the same time.
    let stamp = Stamp { register: "Kassa 2".to_owned(), ..till.stamp() };
    let _head = till.store.commit(&stamp, &[opened(2)]).unwrap();
}

#[test]
fn numbers_have_no_gaps() {
    let (_directory, mut till) = begun();
    let paid = cash(1, kronor(100));
    for number in [0, 2, 17] {
        assert_eq!(
            refused(&mut till, &[paid.clone(), completed(number)]),
            Rule::ReceiptNumbersFollow
        );
    }
    for job in [0, 2] {
        let queued = Entry::PrintQueued { job: JobId(job), paper: Paper::TestPage };
        assert_eq!(refused(&mut till, &[queued]), Rule::JobsFollow);
    }
    let _head = till.raw(&[paid, completed(1)]).unwrap();
    let numbers = till.store.numbers().unwrap();
    assert_eq!((numbers.receipt, numbers.receipt_number), (1, 1));
}

#[test]
fn sums_agree_when_a_receipt_is_completed() {
    let (_directory, mut till) = begun();
    let Entry::ReceiptCompleted { receipt, number, cashier, total, settlement, vat } = completed(1)
    else {
        panic!("not completed");
    };
    let with = |total, settlement, vat| Entry::ReceiptCompleted {
        receipt,
        number,
        cashier,
        total,
        settlement,
        vat,
    };
    let change = Settlement { change: kronor(1), ..settlement };
    let rounding = Settlement { rounding: Amount::from_minor(50), ..settlement };
    let little = vec![VatPart { gross: kronor(99), net: vat[0].net - kronor(1), ..vat[0] }];
    for (cash_taken, entry) in [
        (100, with(kronor(101), settlement, vat.clone())),
        (101, with(kronor(101), settlement, vat.clone())),
        (99, with(total, settlement, vat.clone())),
        (101, with(total, settlement, vat.clone())),
        (100, with(total, change, vat.clone())),
        (100, with(total, rounding, vat.clone())),
        (100, with(total, settlement, little)),
        (100, with(total, settlement, Vec::new())),
    ] {
        let rule = refused(&mut till, &[cash(1, kronor(cash_taken)), entry]);
        assert_eq!(rule, Rule::SumsAgree, "{cash_taken}");
    }
    let lopsided = vec![VatPart { net: kronor(1), ..vat[0] }];
    let entry = with(total, settlement, lopsided);
    assert_eq!(refused(&mut till, &[cash(1, kronor(100)), entry]), Rule::Shape);
    let _head = till.raw(&[cash(1, kronor(101)), with(total, change, vat)]).unwrap();
}

#[test]
fn what_has_ended_does_not_change() {
    let (_directory, mut till) = begun();
    let _paid = till.cash(kronor(100));
    for entry in [
        line(FIRST, 2),
        Entry::LineRemoved { receipt: FIRST, line: LineId(1), sum: kronor(100) },
        Entry::LineQuantityChanged { receipt: FIRST, line: LineId(1), quantity: Quantity::ONE },
        cash(2, kronor(1)),
        Entry::TenderRemoved { receipt: FIRST, tender: TenderId(1) },
        created(ATTEMPT, TERMINAL),
        cancelled(FIRST),
    ] {
        assert_eq!(
            refused(&mut till, std::slice::from_ref(&entry)),
            Rule::ReceiptOpen,
            "{entry:?}"
        );
    }
    // Nor does what was never begun.
    let nowhere = ReceiptId(5);
    for entry in [line(nowhere, 1), cancelled(nowhere)] {
        assert_eq!(
            refused(&mut till, std::slice::from_ref(&entry)),
            Rule::ReceiptOpen,
            "{entry:?}"
        );
    }
}

#[test]
fn a_receipt_waits_for_its_open_payment() {
    let (_directory, mut till) = begun();
    let _part = till.cash(kronor(20));
    let attempt = till.seqr(kronor(80));
    let states: [&[Entry]; 4] = [
        &[],
        &[Entry::PaymentSendLost { attempt, sending: 1, detail: String::new() }],
        &[issued(attempt)],
        &[Entry::PaymentInDoubt { attempt, doubt: Doubt::Silence }],
    ];
    for state in states {
        if !state.is_empty() {
            let _head = till.raw(state).unwrap();
        }
        for entry in [
            completed(1),
            cancelled(FIRST),
            line(FIRST, 2),
            Entry::TenderRemoved { receipt: FIRST, tender: TenderId(1) },
            Entry::LineRemoved { receipt: FIRST, line: LineId(1), sum: kronor(100) },
            Entry::LineQuantityChanged { receipt: FIRST, line: LineId(1), quantity: Quantity::ONE },
            cash(2, kronor(80)),
        ] {
            let rule = refused(&mut till, std::slice::from_ref(&entry));
            assert_eq!(rule, Rule::PaymentOpen, "{state:?} {entry:?}");
        }
    }
    assert!(till.store.has_unsettled_payment().unwrap());
    let ended = Entry::PaymentEnded { attempt, outcome: Outcome::Expired };
    let _head = till.raw(&[ended, cash(2, kronor(80)), completed(1)]).unwrap();
    assert!(!till.store.has_unsettled_payment().unwrap());
}

#[test]
fn a_terminal_has_one_open_payment() {
    let (_directory, mut till) = begun();
    let _attempt = till.seqr(kronor(100));
    let stamp = Stamp { register: "Kassa 2".to_owned(), ..till.stamp() };
    let other = AttemptId { receipt: ReceiptId(2), number: 1 };
    let begin = [opened(2), line(ReceiptId(2), 1), created(other, TERMINAL)];
    assert_eq!(broken(till.store.commit(&stamp, &begin)), Rule::OneOpenAttempt);
    assert_eq!(till.store.numbers().unwrap().receipt, 1);
    let second = AttemptId { number: 2, ..ATTEMPT };
    assert_eq!(refused(&mut till, &[created(second, TERMINAL)]), Rule::OneOpenAttempt);
    let begin = [opened(2), line(ReceiptId(2), 1), created(other, "T-2")];
    let _head = till.store.commit(&stamp, &begin).unwrap();
}

#[test]
fn attempts_are_counted_and_go_through_their_states() {
    let (_directory, mut till) = begun();
    let second = AttemptId { number: 2, ..ATTEMPT };
    assert_eq!(refused(&mut till, &[created(second, TERMINAL)]), Rule::AttemptsFollow);
    assert_eq!(refused(&mut till, &[issued(ATTEMPT)]), Rule::SomethingThere);
    let acknowledged = Entry::PaymentAcknowledged { attempt: ATTEMPT };
    let confirmed = Entry::PaymentConfirmed { attempt: ATTEMPT };
    let status = "Canceled".to_owned();
    let contradicted = Entry::PaymentContradicted { attempt: ATTEMPT, status };
    let refusal = Refusal::NotReached { detail: String::new() };
    let ends = [
        Entry::PaymentRefused { attempt: ATTEMPT, refusal },
        Entry::PaymentEnded { attempt: ATTEMPT, outcome: Outcome::Failed },
        Entry::PaymentReleased { attempt: ATTEMPT },
    ];
    let sending = Entry::PaymentSending { attempt: ATTEMPT, sending: 2 };
    let begin = created(ATTEMPT, TERMINAL);

    // Paid only once issued, acknowledged only once paid, confirmed only once acknowledged.
    for entry in [paid(ATTEMPT, "E"), acknowledged.clone(), confirmed.clone(), contradicted.clone()]
    {
        assert_eq!(refused(&mut till, &[begin.clone(), entry]), Rule::PaymentStates);
    }
    let received = [begin.clone(), issued(ATTEMPT), paid(ATTEMPT, "E")];
    let after = |entry: &Entry| [&received[..], std::slice::from_ref(entry)].concat();
    assert_eq!(refused(&mut till, &after(&confirmed)), Rule::PaymentStates);
    assert_eq!(refused(&mut till, &after(&paid(ATTEMPT, "E"))), Rule::PaymentStates);
    assert_eq!(refused(&mut till, &after(&paid(ATTEMPT, "F"))), Rule::PaymentStates);
    for entry in ends.iter().chain([&sending, &issued(ATTEMPT)]) {
        assert_eq!(refused(&mut till, &after(entry)), Rule::PaymentStates, "{entry:?}");
    }
    // What is over stays over.
    for end in &ends {
        for entry in [&sending, &issued(ATTEMPT), &paid(ATTEMPT, "E"), &ends[1]] {
            let rule = refused(&mut till, &[begin.clone(), end.clone(), entry.clone()]);
            assert_eq!(rule, Rule::PaymentStates, "{end:?} {entry:?}");
        }
    }
    let code = 23;
    let unwanted = Entry::PaymentReceiptRefused(PaymentReceiptRefused {
        attempt: ATTEMPT,
        code,
        detail: String::new(),
    });
    assert_eq!(refused(&mut till, &after(&unwanted)), Rule::PaymentStates);
    for entry in [&confirmed, &contradicted, &unwanted] {
        let over = [&received[..], &[acknowledged.clone(), unwanted.clone(), entry.clone()]];
        assert_eq!(refused(&mut till, &over.concat()), Rule::PaymentStates, "{entry:?}");
    }
    let done = [&received[..], &[acknowledged, confirmed]].concat();
    for entry in [&contradicted, &ends[1], &sending] {
        let rule = refused(&mut till, &[&done[..], std::slice::from_ref(entry)].concat());
        assert_eq!(rule, Rule::PaymentStates, "{entry:?}");
    }
    let _head = till.raw(&done).unwrap();
}

#[test]
fn a_payment_is_booked_once() {
    let (_directory, mut till) = begun();
    let attempt = till.seqr(kronor(60));
    let _reference = till.issued(attempt);
    let _paid = till.answered(attempt, Status::Paid, 0, 2);
    let second = AttemptId { number: 2, ..ATTEMPT };
    let again = [created(second, TERMINAL), issued(second), paid(second, "ERS-1-1")];
    assert_eq!(refused(&mut till, &again), Rule::BookedOnce);
    let tender = |id, amount, attempt, ers_reference: &str| {
        let means = TenderMeans::Seqr { attempt, ers_reference: ers_reference.to_owned() };
        Entry::TenderAdded { receipt: FIRST, tender: Tender { id: TenderId(id), amount, means } }
    };
    for entry in [
        tender(2, kronor(60), attempt, "ERS-1-1"),
        tender(2, kronor(60), second, "ERS-1-2"),
        tender(2, kronor(60), AttemptId { receipt: ReceiptId(9), number: 1 }, "ERS-1-1"),
    ] {
        assert_eq!(refused(&mut till, &[entry]), Rule::TenderOfPayment);
    }
}

#[test]
fn a_seqr_tender_is_what_was_paid_and_stays() {
    let (_directory, mut till) = begun();
    let received = [created(ATTEMPT, TERMINAL), issued(ATTEMPT), paid(ATTEMPT, "E")];
    for wrong in [seqr(ATTEMPT, kronor(99), "E"), seqr(ATTEMPT, kronor(100), "F")] {
        let entries = [&received[..], &[wrong]].concat();
        assert_eq!(refused(&mut till, &entries), Rule::TenderOfPayment);
    }
    let _head = till.raw(&received).unwrap();
    let _head = till.raw(&[seqr(ATTEMPT, kronor(100), "E")]).unwrap();
    let removed = Entry::TenderRemoved { receipt: FIRST, tender: TenderId(1) };
    assert_eq!(refused(&mut till, &[removed]), Rule::SeqrTenderStays);
    assert_eq!(refused(&mut till, &[cancelled(FIRST)]), Rule::TenderTaken);
    let _head = till.raw(&[completed(1)]).unwrap();
}

#[test]
fn a_terminal_with_an_open_payment_stays() {
    let (_directory, mut till) = begun();
    let attempt = till.seqr(kronor(100));
    let left = Entry::TerminalUnregistered { terminal: TERMINAL.to_owned() };
    assert_eq!(refused(&mut till, std::slice::from_ref(&left)), Rule::TerminalBusy);
    let mut other = crate::support::terminal();
    other.id = "T-2".to_owned();
    let replaced = Entry::TerminalRegistered { terminal: other };
    assert_eq!(refused(&mut till, &[replaced]), Rule::TerminalBusy);
    let _head =
        till.raw(&[Entry::PaymentEnded { attempt, outcome: Outcome::Expired }, left]).unwrap();
}

#[test]
fn entries_speak_of_what_is_there() {
    let (_directory, mut till) = begun();
    let number = kassa::core::catalog::ArticleNumber::new("77").unwrap();
    for entry in [
        Entry::LineRemoved { receipt: FIRST, line: LineId(9), sum: Amount::ZERO },
        Entry::LineQuantityChanged { receipt: FIRST, line: LineId(9), quantity: Quantity::ONE },
        Entry::TenderRemoved { receipt: FIRST, tender: TenderId(9) },
        Entry::PrintSent { job: JobId(9) },
        Entry::PrintQueued { job: JobId(1), paper: Paper::Receipt { receipt: ReceiptId(9) } },
        Entry::PaymentReleased { attempt: ATTEMPT },
        Entry::ArticleRemoved { number },
        Entry::TerminalUnregistered { terminal: "T-9".to_owned() },
        Entry::SeqrIdAssigned { terminal: "T-9".to_owned(), seqr_id: "S".to_owned() },
    ] {
        assert_eq!(
            refused(&mut till, std::slice::from_ref(&entry)),
            Rule::SomethingThere,
            "{entry:?}"
        );
    }
    assert_eq!(till.store.log_ins(UserNumber(9)).unwrap().times, 0);
}
