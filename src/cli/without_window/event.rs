//! What is told of the till: JSON objects, one a line, made of what two pictures differ in.
//!
//! Names stay as they are once they have been given: scripts read them. Amounts are texts in the register's currency
//! with two decimals, as the commands take them.

use serde::Serialize;

use crate::core::money::Amount;
use crate::core::payment::{Circumstance, Phase, Verdict};
use crate::core::refund::{RefundPhase, Verdict as GivenBack};
use crate::till::snapshot::{
    JobState, JournalStatus, JournalTrouble, PrinterStatus, ScanOutcome, ScannerStatus, SeqrStatus,
    Snapshot,
};

/// Something to be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// Everything has been read; commands are taken.
    Ready {
        /// The register's designation.
        register: String,
        /// The program's version.
        version: &'static str,
        /// How many articles there are.
        articles: usize,
    },
    /// Who is logged in.
    User {
        /// Their number; none when somebody has logged out.
        number: Option<u16>,
    },
    /// The receipt being rung up, whenever it changes.
    Receipt {
        /// Which one.
        receipt: u64,
        /// How many lines it has.
        lines: usize,
        /// The sum of its lines.
        total: String,
        /// What is left to pay.
        due: String,
    },
    /// The SEQR payment, whenever it has another face.
    Payment {
        /// Which attempt: receipt and number.
        attempt: String,
        /// What was asked for.
        amount: String,
        /// Its face.
        phase: &'static str,
        /// Whether the receipt has to wait for it.
        open: bool,
    },
    /// Goods come back, whenever what is to be given back for them changes.
    Returning {
        /// The number of the receipt that they were sold on.
        number: u64,
        /// What is still to be given back.
        to_give_back: String,
        /// How much of it SEQR can give back with the next refund.
        through_seqr: String,
    },
    /// The present return's last refund, whenever it has another face.
    Refund {
        /// Which refund: `R`, return and number.
        refund: String,
        /// The attempt that is given back.
        payment: String,
        /// How much.
        amount: String,
        /// Its face.
        phase: &'static str,
        /// Whether the return has to wait for it.
        open: bool,
    },
    /// What somebody has to look into, whenever it becomes more or less.
    Unsettled {
        /// So many payments and refunds are on the in-doubt list.
        payments: usize,
        /// So many promised refunds have not been made.
        owed: usize,
    },
    /// A paid receipt waits for `finish`.
    Waiting {
        /// Why it did not end by itself.
        circumstance: &'static str,
    },
    /// A receipt has ended paid, or given back.
    Completed {
        /// Which one.
        receipt: u64,
        /// Its number.
        number: u64,
        /// The sum of its lines.
        total: String,
        /// Cash given back.
        change: String,
        /// Added because cash has no öre.
        rounding: String,
    },
    /// What a scan came to.
    Scan {
        /// `added`, `unknown`, `unreadable` or `held`.
        outcome: &'static str,
        /// The code.
        code: String,
        /// Grows with every scan.
        number: u64,
    },
    /// The customer's age is asked for: answer with `age yes` or `age no`.
    Age {
        /// The age that the customer must have.
        age: u8,
        /// What they want to buy.
        article: String,
    },
    /// Receipts that are parked, whenever they change.
    Parked {
        /// Their names or numbers.
        labels: Vec<String>,
    },
    /// The shift, whenever it changes; no number when it has ended.
    Shift {
        /// Which one.
        number: Option<u64>,
        /// What should be in the drawer, unless it is counted blindly.
        expected: Option<String>,
        /// What the last count came to.
        counted: Option<String>,
        /// How much that is more than it should be, or less.
        difference: Option<String>,
        /// So many things forbid that it ends.
        forbidding: usize,
        /// So many things are not finished.
        unfinished: usize,
    },
    /// The papers that are not printed.
    Papers {
        /// These wait for the printer.
        waiting: usize,
        /// These stopped in the middle.
        failed: usize,
    },
    /// SEQR, the devices and the journal, whenever one of them changes.
    Health {
        /// SEQR.
        seqr: &'static str,
        /// The scanner.
        scanner: &'static str,
        /// The printer.
        printer: &'static str,
        /// The journal.
        journal: &'static str,
    },
    /// A command was carried out.
    Done {
        /// Its name.
        command: String,
    },
    /// A command was refused; nothing has changed.
    Refused {
        /// Its name.
        command: String,
        /// Why, for programs.
        reason: String,
        /// Why, for people.
        text: String,
    },
    /// A line was not understood.
    NotUnderstood {
        /// Why, for people.
        text: String,
    },
    /// The register has ended.
    Ended {},
}

/// What has happened between two pictures; without an earlier one, how everything stands.
pub fn changes(before: Option<&Snapshot>, now: &Snapshot) -> Vec<Event> {
    let mut events = Vec::new();
    let mut tell = |of: fn(&Snapshot) -> Option<Event>, nothing: Option<Event>| {
        let (was, is) = (before.map(of), of(now));
        if was.as_ref() != Some(&is) && (before.is_some() || is.is_some()) {
            events.extend(is.or(nothing));
        }
    };
    tell(health, None);
    tell(ready, None);
    tell(user, Some(Event::User { number: None }));
    tell(scan, None);
    tell(receipt, None);
    tell(payment, None);
    tell(returning, None);
    tell(refund, None);
    tell(unsettled, Some(Event::Unsettled { payments: 0, owed: 0 }));
    tell(waiting, None);
    tell(completed, None);
    tell(age, None);
    tell(parked, Some(Event::Parked { labels: Vec::new() }));
    tell(
        shift,
        Some(Event::Shift {
            number: None,
            expected: None,
            counted: None,
            difference: None,
            forbidding: 0,
            unfinished: 0,
        }),
    );
    tell(papers, Some(Event::Papers { waiting: 0, failed: 0 }));
    tell(|now| now.ended.then_some(Event::Ended {}), None);
    events
}

fn text(amount: Amount) -> String {
    amount.to_decimal().to_string()
}

fn ready(now: &Snapshot) -> Option<Event> {
    now.catalog_ready.then(|| Event::Ready {
        register: now.settings.register.clone(),
        version: env!("CARGO_PKG_VERSION"),
        articles: now.catalog.articles().len(),
    })
}

fn user(now: &Snapshot) -> Option<Event> {
    now.user.as_ref().map(|user| Event::User { number: Some(user.number.0) })
}

fn receipt(now: &Snapshot) -> Option<Event> {
    now.receipt.as_ref().map(|receipt| Event::Receipt {
        receipt: receipt.id.0,
        lines: receipt.lines().len(),
        total: text(receipt.total()),
        due: text(receipt.due()),
    })
}

fn payment(now: &Snapshot) -> Option<Event> {
    now.payment.as_ref().map(|payment| Event::Payment {
        attempt: payment.attempt.to_string(),
        amount: text(payment.amount),
        phase: phase(&payment.phase),
        open: payment.open,
    })
}

fn phase(phase: &Phase) -> &'static str {
    match phase {
        Phase::Sending => "sending",
        Phase::SendingAgain => "sending-again",
        Phase::Unreachable { .. } => "unreachable",
        Phase::Waiting { .. } => "waiting",
        Phase::NoContact { .. } => "no-contact",
        Phase::Asking { .. } => "asking",
        Phase::Cancelling { .. } => "cancelling",
        Phase::Confirming { .. } => "confirming",
        Phase::InDoubt { .. } => "in-doubt",
        Phase::Paid(_) => "paid",
        Phase::Refused(_) => "refused",
        Phase::Ended(_) => "ended",
        Phase::Released => "released",
        Phase::TakenBack(_) => "taken-back",
        Phase::NotPaidAfterAll => "not-paid-after-all",
        Phase::Settled(Verdict::Paid) => "settled-as-paid",
        Phase::Settled(Verdict::NotPaid) => "settled-as-not-paid",
    }
}

fn returning(now: &Snapshot) -> Option<Event> {
    now.returning.as_ref().map(|returning| {
        let next = returning.payments.first().map_or(Amount::ZERO, |(_, left)| *left);
        Event::Returning {
            number: returning.number.0,
            to_give_back: text(returning.to_give_back),
            through_seqr: text(next.min(returning.to_give_back)),
        }
    })
}

fn refund(now: &Snapshot) -> Option<Event> {
    now.refund.as_ref().map(|refund| Event::Refund {
        refund: refund.refund.to_string(),
        payment: refund.payment.to_string(),
        amount: text(refund.amount),
        phase: match &refund.phase {
            RefundPhase::Sending => "sending",
            RefundPhase::SendingAgain { .. } => "sending-again",
            RefundPhase::InDoubt => "in-doubt",
            RefundPhase::Refused(_) => "refused",
            RefundPhase::Refunded { .. } => "refunded",
            RefundPhase::Settled { verdict: GivenBack::GivenBack } => "settled-as-given-back",
            RefundPhase::Settled { verdict: GivenBack::NotGivenBack } => {
                "settled-as-not-given-back"
            }
        },
        open: refund.open,
    })
}

fn unsettled(now: &Snapshot) -> Option<Event> {
    let (payments, owed) = (now.unsettled.len(), now.owed.len());
    (payments + owed > 0).then_some(Event::Unsettled { payments, owed })
}

fn waiting(now: &Snapshot) -> Option<Event> {
    now.decision.map(|circumstance| Event::Waiting {
        circumstance: match circumstance {
            Circumstance::Expected => "expected",
            Circumstance::AfterCancel => "after-cancel",
            Circumstance::OtherAmount => "other-amount",
            Circumstance::Recovered => "recovered",
            Circumstance::AfterSettling => "after-settling",
        },
    })
}

fn completed(now: &Snapshot) -> Option<Event> {
    now.last.as_ref().map(|last| Event::Completed {
        receipt: last.id.0,
        number: last.number.0,
        total: text(last.total),
        change: text(last.settlement.change),
        rounding: text(last.settlement.rounding),
    })
}

fn scan(now: &Snapshot) -> Option<Event> {
    now.scan.as_ref().map(|notice| {
        let (outcome, code) = match &notice.outcome {
            ScanOutcome::Added { code } => ("added", code),
            ScanOutcome::Unknown { code } => ("unknown", code),
            ScanOutcome::Unreadable { shown } => ("unreadable", shown),
            ScanOutcome::Held { code, .. } => ("held", code),
        };
        Event::Scan { outcome, code: code.clone(), number: notice.number }
    })
}

fn age(now: &Snapshot) -> Option<Event> {
    now.age_question.as_ref().map(|asked| Event::Age {
        age: asked.age,
        article: asked.article.in_language(now.language).to_owned(),
    })
}

fn parked(now: &Snapshot) -> Option<Event> {
    let labels: Vec<String> = now.parked.iter().map(|parked| parked.label.clone()).collect();
    (!labels.is_empty()).then_some(Event::Parked { labels })
}

fn shift(now: &Snapshot) -> Option<Event> {
    now.shift.as_ref().map(|shift| {
        let difference = shift.counted.zip(shift.expected);
        Event::Shift {
            number: Some(shift.number.0),
            expected: shift.expected.map(text),
            counted: shift.counted.map(text),
            difference: difference.map(|(counted, expected)| text(counted - expected)),
            forbidding: shift.still_open.iter().filter(|open| open.forbids_closing()).count(),
            unfinished: shift.still_open.len(),
        }
    })
}

fn papers(now: &Snapshot) -> Option<Event> {
    let failed = now.jobs.iter().filter(|job| !matches!(job.state, JobState::Waiting)).count();
    let waiting = now.jobs.len() - failed;
    (waiting + failed > 0).then_some(Event::Papers { waiting, failed })
}

fn health(now: &Snapshot) -> Option<Event> {
    Some(Event::Health {
        seqr: match now.seqr {
            SeqrStatus::NotSetUp => "not-set-up",
            SeqrStatus::NotRegistered => "not-registered",
            SeqrStatus::Trying => "trying",
            SeqrStatus::Reachable => "reachable",
            SeqrStatus::Unreachable { .. } => "unreachable",
        },
        scanner: match now.scanner {
            ScannerStatus::NotSetUp => "not-set-up",
            ScannerStatus::Ready => "ready",
            ScannerStatus::Noisy => "noisy",
            ScannerStatus::Missing => "missing",
            ScannerStatus::Taken => "taken",
            ScannerStatus::Forbidden => "forbidden",
        },
        printer: printer(now.printer),
        journal: match &now.journal {
            JournalStatus::Fine => "fine",
            JournalStatus::Failing { trouble, .. } => trouble_name(*trouble),
        },
    })
}

fn printer(status: PrinterStatus) -> &'static str {
    match status {
        PrinterStatus::NotSetUp => "not-set-up",
        PrinterStatus::Preview => "preview",
        PrinterStatus::Ready => "ready",
        PrinterStatus::PaperLow => "low-on-paper",
        PrinterStatus::PaperOut => "out-of-paper",
        PrinterStatus::CoverOpen => "cover-open",
        PrinterStatus::NotAnswering => "not-answering",
        PrinterStatus::Fault => "fault",
        PrinterStatus::Missing => "missing",
        PrinterStatus::Taken => "taken",
        PrinterStatus::Forbidden => "forbidden",
    }
}

/// The name of what is wrong with the journal.
pub fn trouble_name(trouble: JournalTrouble) -> &'static str {
    match trouble {
        JournalTrouble::DiskFull => "disk-full",
        JournalTrouble::ReadOnly => "read-only",
        JournalTrouble::Locked => "locked",
        JournalTrouble::Damaged => "damaged",
        JournalTrouble::Gone => "gone",
        JournalTrouble::Other => "failing",
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::app::fixture;
    use crate::core::payment::AttemptId;
    use crate::core::receipt::{ReceiptId, ReceiptNumber};
    use crate::core::refund::RefundId;
    use crate::core::user::UserNumber;

    fn lines(before: Option<&Snapshot>, now: &Snapshot) -> Vec<String> {
        changes(before, now).iter().map(|event| serde_json::to_string(event).unwrap()).collect()
    }

    #[test]
    fn only_what_has_changed_is_told() {
        let first = fixture::nobody();
        let told = lines(None, &first);
        assert!(told[0].starts_with(r#"{"event":"health","seqr":""#), "{told:?}");
        assert!(told[1].starts_with(r#"{"event":"ready","register":""#), "{told:?}");
        assert_eq!(lines(Some(&first), &first), [""; 0]);

        let mut next = first.clone();
        next.scan = Some(crate::till::snapshot::ScanNotice {
            number: 1,
            more: 0,
            outcome: ScanOutcome::Unknown { code: "17".to_owned() },
        });
        assert_eq!(
            lines(Some(&first), &next),
            [r#"{"event":"scan","outcome":"unknown","code":"17","number":1}"#]
        );
        // A notice that fades is no news.
        assert_eq!(lines(Some(&next), &first), [""; 0]);

        let mut job = first.clone();
        job.jobs = Arc::new([crate::till::snapshot::JobView {
            id: crate::core::entry::JobId(1),
            paper: crate::core::entry::Paper::TestPage,
            state: JobState::Waiting,
            receipt: None,
        }]);
        assert_eq!(lines(Some(&first), &job), [r#"{"event":"papers","waiting":1,"failed":0}"#]);
        assert_eq!(lines(Some(&job), &first), [r#"{"event":"papers","waiting":0,"failed":0}"#]);

        let mut back = first.clone();
        let (payment, receipt) = (AttemptId { receipt: ReceiptId(1), number: 1 }, ReceiptId(2));
        let (amount, refund) = (Amount::from_minor(5_990), RefundId { receipt, number: 1 });
        back.returning = Some(crate::till::snapshot::Returning {
            of: ReceiptId(1),
            number: ReceiptNumber(1),
            to_give_back: Amount::from_minor(1_000),
            payments: vec![(payment, amount)],
            next_refund: refund,
            waits: None,
        });
        back.owed = Arc::new([crate::core::register::OwedRefund { payment, by: UserNumber(1) }]);
        assert_eq!(
            lines(Some(&first), &back),
            [
                r#"{"event":"returning","number":1,"to_give_back":"10.00","through_seqr":"10.00"}"#,
                r#"{"event":"unsettled","payments":0,"owed":1}"#
            ]
        );
        assert_eq!(lines(Some(&back), &first), [r#"{"event":"unsettled","payments":0,"owed":0}"#]);
        back.refund = Some(crate::till::snapshot::RefundView {
            refund,
            payment,
            amount,
            number: ReceiptNumber(1),
            open: true,
            phase: RefundPhase::InDoubt,
        });
        assert_eq!(
            lines(Some(&first), &back)[1],
            r#"{"event":"refund","refund":"R2-1","payment":"1-1","amount":"59.90","phase":"in-doubt","open":true}"#
        );

        let mut ended = first.clone();
        ended.ended = true;
        assert_eq!(lines(Some(&first), &ended), [r#"{"event":"ended"}"#]);
    }
}
