//! The machine against its table (every state, every event) and against rule 17.

use std::time::Duration;

use jiff::Timestamp;

use super::super::entry::Entry;
use super::super::money::Amount;
use super::super::payment::{AttemptId, NotOffered};
use super::super::receipt::ReceiptId;
use super::super::time::Now;
use super::super::user::UserNumber;
use super::*;

fn at(seconds: u64) -> Now {
    Now { at: Timestamp::UNIX_EPOCH, steady: Duration::from_secs(1_000 + seconds) }
}

const ID: RefundId = RefundId { receipt: ReceiptId(8), number: 1 };

/// A refund of so much, where so much could be given back.
fn order(amount: i64, remainder: i64) -> RefundOrder {
    RefundOrder {
        refund: ID,
        payment: AttemptId { receipt: ReceiptId(7), number: 1 },
        ers_reference: "P".to_owned(),
        amount: Amount::from_minor(amount),
        remainder: Amount::from_minor(remainder),
        settled_before: false,
        terminal: "t".to_owned(),
        user: UserNumber(17),
    }
}

/// A refund with everything that was written down about it, as a driver that never dies keeps it.
#[derive(Clone)]
struct Driven {
    refund: Refund,
    entries: Vec<Entry>,
    last: Step,
}

impl Driven {
    fn begin(order: RefundOrder) -> Self {
        let (refund, step) = Refund::begin(order, at(0));
        Driven { refund, entries: step.entries.clone(), last: step }
    }

    fn whole() -> Self {
        Driven::begin(order(10_000, 10_000))
    }

    fn part() -> Self {
        Driven::begin(order(4_000, 10_000))
    }

    fn try_step(&mut self, event: Event, seconds: u64) -> Result<&Step, NotOffered> {
        self.last = Step::default();
        self.last = self.refund.step(event, at(seconds))?;
        self.entries.extend(self.last.entries.iter().cloned());
        Ok(&self.last)
    }

    fn with(mut self, events: &[(u64, &str)]) -> Self {
        for (seconds, word) in events {
            let _step = self.try_step(event(word), *seconds).unwrap();
        }
        self
    }

    /// What a new process finds in the journal.
    fn restored(&self, seconds: u64) -> Refund {
        let mut refund = Refund::restored(self.refund.order().clone(), at(seconds));
        for entry in &self.entries {
            refund.apply(entry, at(seconds));
        }
        refund
    }

    fn sends(&self) -> usize {
        self.last.effects.iter().filter(|effect| matches!(effect, Effect::Send { .. })).count()
    }
}

fn name(state: &State) -> &'static str {
    match state {
        State::Sending { .. } => "Sending",
        State::Unknown { .. } => "Unknown",
        State::InDoubt { .. } => "Doubt",
        State::Refused(_) => "Refused",
        State::Refunded { submission, .. } => match submission {
            Submission::Due { .. } => "Refunded",
            Submission::WithoutNumber => "Bare",
            Submission::Taken => "Taken",
            Submission::Refused => "Unwanted",
        },
        State::Settled { .. } => "Settled",
    }
}

fn answer(sending: u32, code: i32) -> Event {
    let answer = match code {
        0 => RefundAnswer::Refunded { ers_reference: Some("E".to_owned()) },
        _ => RefundAnswer::Refused(Refusal::Code { code, detail: String::new() }),
    };
    Event::Sent { sending, answer }
}

fn lost(sending: u32) -> Event {
    Event::Sent { sending, answer: RefundAnswer::Lost { detail: String::new() } }
}

fn settled(verdict: Verdict) -> Event {
    Event::Settled { verdict, by: UserNumber(2), reason: "seen in the report".to_owned() }
}

fn event(word: &str) -> Event {
    match word {
        "done1" => answer(1, 0),
        "done2" => answer(2, 0),
        "more1" => answer(1, MORE_THAN_PAID),
        "more2" => answer(2, MORE_THAN_PAID),
        "no1" => answer(1, 97),
        "no2" => answer(2, 97),
        "bare1" => {
            Event::Sent { sending: 1, answer: RefundAnswer::Refunded { ers_reference: None } }
        }
        "lost1" => lost(1),
        "lost2" => lost(2),
        "taken" => Event::Submitted(SubmitAnswer::Taken),
        "untaken" => Event::Submitted(SubmitAnswer::Nothing),
        "unwanted" => Event::Submitted(SubmitAnswer::Refused { code: 23, detail: String::new() }),
        "back" => settled(Verdict::GivenBack),
        "notback" => settled(Verdict::NotGivenBack),
        "recovered" => Event::Recovered,
        "tick" => Event::Tick,
        other => panic!("no event {other}"),
    }
}

/// One refund in each state, in the order of the table's columns: the whole remainder first, then a part.
fn every_state() -> Vec<Driven> {
    let again = Driven::whole().with(&[(1, "lost1"), (3, "tick")]);
    vec![
        Driven::whole(),
        Driven::whole().with(&[(1, "lost1")]),
        again.clone(),
        again.clone().with(&[(4, "lost2")]),
        again.with(&[(4, "more1")]),
        Driven::part(),
        Driven::part().with(&[(1, "lost1")]),
        Driven::whole().with(&[(1, "no1")]),
        Driven::whole().with(&[(1, "done1")]),
        Driven::whole().with(&[(1, "bare1")]),
        Driven::whole().with(&[(1, "done1"), (2, "taken")]),
        Driven::whole().with(&[(1, "done1"), (2, "unwanted")]),
        Driven::part().with(&[(1, "lost1"), (2, "back")]),
    ]
}

/// What each event does in each state: the next state, `=` for nothing written and the same state,
/// `!` for a word that is not waited for. All events come 400 s after the order.
///
/// `Sending+` and `Unknown+` are those of the second sending, the first one's answer having been lost; in `Doubt+`
/// it came after all and said "more than paid". `Sending/` and `Doubt/` are a part refund's.
const TABLE: &str = "
event     Sending  Unknown  Sending+ Unknown+ Doubt+   Sending/ Doubt/   Refused Refunded Bare Taken Unwanted Settled
done1     Refunded Refunded Refunded Refunded =        Refunded Refunded =       =        =    =     =        =
done2     =        =        Refunded Refunded Refunded =        =        =       =        =    =     =        =
bare1     Bare     Bare     Bare     Bare     =        Bare     Bare     =       =        =    =     =        =
more1     Refused  Refused  Doubt    Doubt    =        Refused  Refused  =       =        =    =     =        =
more2     =        =        Bare     Bare     Refused  =        =        =       =        =    =     =        =
no1       Refused  Refused  Sending  Unknown  =        Refused  Refused  =       =        =    =     =        =
no2       =        =        Unknown  Unknown  Refused  =        =        =       =        =    =     =        =
lost1     Unknown  =        =        =        =        Doubt    =        =       =        =    =     =        =
lost2     =        =        Unknown  =        =        =        =        =       =        =    =     =        =
taken     =        =        =        =        =        =        =        =       Taken    =    =     =        =
untaken   =        =        =        =        =        =        =        =       =        =    =     =        =
unwanted  =        =        =        =        =        =        =        =       Unwanted =    =     =        =
back      !        Settled  !        Settled  Settled  !        Settled  !       !        !    !     !        !
notback   !        Settled  !        Settled  Settled  !        Settled  !       !        !    !     !        !
recovered Sending  Sending  Sending  Sending  =        Doubt    =        =       =        =    =     =        =
tick      Unknown  Sending  Unknown  Sending  =        Doubt    =        =       =        =    =     =        =
";

#[test]
fn every_event_in_every_state() {
    let mut rows = TABLE.lines().filter(|row| !row.is_empty());
    let columns: Vec<&str> = rows.next().unwrap().split_whitespace().skip(1).collect();
    assert_eq!(columns.len(), every_state().len());
    for row in rows {
        let mut cells = row.split_whitespace();
        let word = cells.next().unwrap();
        let cells: Vec<&str> = cells.collect();
        assert_eq!(cells.len(), columns.len(), "{word}");
        for ((column, expected), before) in columns.iter().zip(cells).zip(every_state()) {
            assert_eq!(column.trim_end_matches(['+', '/']), name(before.refund.state()));
            let mut after = before.clone();
            let (written, was) = (before.entries.len(), name(before.refund.state()));
            let seen = match after.try_step(event(word), 400).map(|_step| ()) {
                Err(NotOffered) => {
                    assert_eq!(after.refund, before.refund, "{word} in {column}");
                    "!"
                }
                Ok(()) if after.entries.len() == written && name(after.refund.state()) == was => {
                    "="
                }
                Ok(()) => name(after.refund.state()),
            };
            assert_eq!(seen, expected, "{word} in {column}");
            follows_the_promises(&before, &after, &format!("{word} in {column}"));
        }
    }
}

/// What holds for every cell of the table.
fn follows_the_promises(before: &Driven, after: &Driven, cell: &str) {
    let (was, is) = (&before.refund, &after.refund);
    // Entries alone lead to the same state (times aside), and to the same knowledge.
    let restored = after.restored(400);
    assert_eq!(name(restored.state()), name(is.state()), "{cell}");
    assert_eq!(restored.lost, is.lost, "{cell}");
    assert_eq!(restored.sending(), is.sending(), "{cell}");
    assert_eq!(restored.is_given_back(), is.is_given_back(), "{cell}");
    // Nothing happens to what is final, and no money that went back comes again.
    if was.is_final() {
        assert_eq!(after.last, Step::default(), "{cell}");
        assert_eq!(was.state(), is.state(), "{cell}");
    }
    assert!(is.is_given_back() || !was.is_given_back(), "{cell}");
    // Whatever is sent has been written down in the same step, and a part never again.
    for effect in &after.last.effects {
        if let Effect::Send { refund, sending } = effect {
            let entry = Entry::RefundSending { refund: *refund, sending: *sending };
            assert!(after.last.entries.contains(&entry), "{cell}");
            assert!(is.order().may_be_repeated(), "{cell}");
        }
    }
}

mod rules;
mod worlds;
