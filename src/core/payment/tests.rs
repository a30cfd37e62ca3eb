//! The machine against its table (every state, every event) and against the rules it implements.

use std::time::Duration;

use jiff::Timestamp;

use super::super::entry::Entry;
use super::super::money::Amount;
use super::super::receipt::ReceiptId;
use super::super::time::Now;
use super::super::user::UserNumber;
use super::*;

fn at(milliseconds: u64) -> Now {
    Now { at: Timestamp::UNIX_EPOCH, steady: Duration::from_millis(1_000_000 + milliseconds) }
}

fn order() -> Order {
    Order {
        attempt: AttemptId { receipt: ReceiptId(7), number: 1 },
        amount: Amount::from_minor(10_000),
        fingerprint: "f".to_owned(),
        terminal: "t".to_owned(),
        cashier: UserNumber(17),
    }
}

/// An attempt with everything that was written down about it, as a driver that never dies keeps it.
#[derive(Clone)]
struct Driven {
    attempt: Attempt,
    entries: Vec<Entry>,
    last: Step,
}

impl Driven {
    fn begin() -> Self {
        let (attempt, step) = Attempt::begin(order(), at(0));
        Driven { attempt, entries: step.entries.clone(), last: step }
    }

    fn try_step(&mut self, event: Event, milliseconds: u64) -> Result<&Step, NotOffered> {
        self.last = Step::default();
        self.last = self.attempt.step(event, at(milliseconds))?;
        self.entries.extend(self.last.entries.iter().cloned());
        Ok(&self.last)
    }

    fn step(&mut self, event: Event, milliseconds: u64) -> &Step {
        self.try_step(event, milliseconds).unwrap()
    }

    fn with(mut self, events: &[(u64, Event)]) -> Self {
        for (milliseconds, event) in events {
            let _step = self.step(event.clone(), *milliseconds);
        }
        self
    }

    /// What a new process finds in the journal.
    fn restored(&self, milliseconds: u64) -> Attempt {
        let mut attempt = Attempt::restored(order(), at(milliseconds));
        for entry in &self.entries {
            attempt.apply(entry, at(milliseconds));
        }
        attempt
    }

    fn restarted(&self, milliseconds: u64) -> Self {
        let attempt = self.restored(milliseconds);
        let mut driven = Driven { attempt, entries: self.entries.clone(), last: Step::default() };
        let _step = driven.step(Event::Recovered, milliseconds);
        driven
    }

    fn name(&self) -> &'static str {
        name(self.attempt.state())
    }

    fn written(&self) -> usize {
        self.entries.len()
    }
}

fn name(state: &State) -> &'static str {
    match state {
        State::Sending { .. } => "Sending",
        State::SendUnknown { .. } => "Unknown",
        State::Refused(_) => "Refused",
        State::Issued { .. } => "Issued",
        State::InDoubt { .. } => "Doubt",
        State::Paid { .. } => "Paid",
        State::Acknowledged { .. } => "Acked",
        State::Confirmed { .. } => "Confirmed",
        State::ReceiptRefused { .. } => "Unwanted",
        State::Contradicted { .. } => "Contrad",
        State::Ended(_) => "Ended",
        State::Released => "Released",
        State::Settled { verdict: Verdict::Paid, .. } => "SetPaid",
        State::Settled { verdict: Verdict::NotPaid, .. } => "SetNot",
        State::Refuted { .. } => "Refuted",
        State::Noted { .. } => "Noted",
    }
}

fn created() -> Event {
    Event::Sent { sending: 1, answer: SendAnswer::Created { reference: "R".to_owned() } }
}

fn refused(sending: u32) -> Event {
    let refusal = Refusal::Code { code: 49, detail: String::new() };
    Event::Sent { sending, answer: SendAnswer::Refused(refusal) }
}

fn lost(sending: u32) -> Event {
    Event::Sent { sending, answer: SendAnswer::Lost { detail: String::new() } }
}

fn status(status: Status, asked: i32, version: i32) -> Event {
    let ers_reference = (status == Status::Paid).then(|| "ers1".to_owned());
    let answer = StatusAnswer::Status { status, version, ers_reference, paid: None };
    Event::Polled { reference: "R".to_owned(), asked, answer }
}

fn paid(amount: Option<i64>) -> Event {
    let answer = StatusAnswer::Status {
        status: Status::Paid,
        version: 3,
        ers_reference: Some("ers1".to_owned()),
        paid: amount.map(Amount::from_minor),
    };
    Event::Polled { reference: "R".to_owned(), asked: 2, answer }
}

fn polled(answer: StatusAnswer) -> Event {
    Event::Polled { reference: "R".to_owned(), asked: 2, answer }
}

fn nothing() -> Event {
    polled(StatusAnswer::Nothing { detail: "timed out".to_owned() })
}

fn without_number() -> Event {
    polled(StatusAnswer::Status {
        status: Status::Paid,
        version: 3,
        ers_reference: None,
        paid: None,
    })
}

fn cancel(answer: CancelAnswer) -> Event {
    Event::CancelAnswered { reference: "R".to_owned(), answer }
}

fn receipt_refused() -> Event {
    Event::Submitted(SubmitAnswer::Refused { code: 23, detail: String::new() })
}

fn settled(verdict: Verdict) -> Event {
    Event::Settled { verdict, by: UserNumber(2), reason: "seen on the phone".to_owned() }
}

fn noted() -> Event {
    Event::Noted { by: UserNumber(2), reason: "the customer came back".to_owned() }
}

/// In doubt after a minute of silence.
fn in_silence() -> Driven {
    Driven::begin().with(&[
        (200, created()),
        (500, status(Status::Issued, 0, 2)),
        (61_000, Event::Tick),
    ])
}

/// Settled as not paid and cancelled; SEQR is asked how it stands.
fn withdrawn() -> Driven {
    in_silence().with(&[
        (62_000, settled(Verdict::NotPaid)),
        (62_000, Event::Tick),
        (62_500, cancel(CancelAnswer::Cancelled)),
        (62_500, Event::Tick),
    ])
}

fn issued() -> Driven {
    Driven::begin().with(&[(200, created()), (500, status(Status::Issued, 0, 2))])
}

fn acknowledged() -> Driven {
    issued().with(&[(1_000, paid(None)), (2_000, status(Status::Paid, 3, 3))])
}

/// One attempt in each state, in the order of the table's columns.
fn every_state() -> Vec<Driven> {
    let unknown = Driven::begin().with(&[(1_000, lost(1))]);
    let released = unknown.clone().with(&[
        (3_000, Event::Tick),
        (9_000, lost(2)),
        (39_000, Event::ReleasePressed),
    ]);
    vec![
        Driven::begin(),
        unknown,
        issued(),
        issued().with(&[(1_000, Event::CancelPressed)]),
        issued().with(&[(1_000, polled(StatusAnswer::NotFound))]),
        issued().with(&[(1_000, paid(None))]),
        acknowledged(),
        acknowledged().with(&[(3_000, Event::Submitted(SubmitAnswer::Taken))]),
        acknowledged().with(&[(3_000, receipt_refused())]),
        issued().with(&[(1_000, paid(None)), (2_000, status(Status::Canceled, 3, 4))]),
        issued().with(&[(1_000, status(Status::Failed, 2, 3))]),
        Driven::begin().with(&[(200, refused(1))]),
        released.clone(),
        in_silence().with(&[(62_000, settled(Verdict::Paid))]),
        withdrawn(),
        withdrawn().with(&[(63_000, paid(None))]),
        released.with(&[(50_000, noted())]),
    ]
}

/// What each event does in each state: the next state, `=` for nothing written and the same state,
/// `!` for a press that is not offered. All events come so late that waiting is over, and too early for doubt.
const TABLE: &str = "
event     Sending Unknown  Issued Issued+cancel Doubt   Paid    Acked     Confirmed Unwanted Contrad Ended Refused Released SetPaid SetNot  Refuted Noted
created   Issued  =        =      =             =       =       =         =         =        =       =     =       =        =       =       =       =
refused   Refused =        =      =             =       =       =         =         =        =       =     =       =        =       =       =       =
lost      Unknown =        =      =             =       =       =         =         =        =       =     =       =        =       =       =       =
issued    =       =        =      =             Issued  =       =         =         =        =       =     =       =        =       =       =       =
other     =       =        =      =             Issued  =       =         =         =        =       =     =       =        =       =       =       =
paid      =       =        Paid   Paid          Paid    =       =         =         =        =       =     =       =        Paid    Refuted =       =
unnumber  =       =        Doubt  Doubt         Doubt   =       =         =         =        =       =     =       =        =       =       =       =
acked     =       =        Paid   Paid          Paid    Acked   =         =         =        =       =     =       =        Paid    Refuted =       =
canceled  =       =        Ended  Ended         Ended   =       =         =         =        =       =     =       =        Refuted Ended   =       =
failed    =       =        Ended  Ended         Ended   =       =         =         =        =       =     =       =        Refuted Ended   =       =
expired   =       =        Ended  Ended         Ended   =       =         =         =        =       =     =       =        Refuted Ended   =       =
reversed  =       =        Ended  Ended         Ended   Contrad =         =         =        =       =     =       =        Refuted Ended   =       =
notfound  =       =        Doubt  Doubt         =       =       =         =         =        =       =     =       =        =       =       =       =
nothing   =       =        =      =             =       =       =         =         =        =       =     =       =        =       =       =       =
c:done    =       =        =      =             =       =       =         =         =        =       =     =       =        =       =       =       =
c:paid    =       =        =      =             =       =       =         =         =        =       =     =       =        =       =       =       =
c:confirm =       =        =      =             =       =       =         =         =        =       =     =       =        =       =       =       =
c:unfound =       =        =      =             =       =       =         =         =        =       =     =       =        =       =       =       =
c:nothing =       =        =      =             =       =       =         =         =        =       =     =       =        =       =       =       =
taken     =       =        =      =             =       =       Confirmed =         =        =       =     =       =        =       =       =       =
unwanted  =       =        =      =             =       =       Unwanted  =         =        =       =     =       =        =       =       =       =
untaken   =       =        =      =             =       =       =         =         =        =       =     =       =        =       =       =       =
cancel    Sending Unknown  Issued !             Doubt   !       !         !         !        !       !     !       !        !       !       !       !
wait      !       Sending  =      !             =       !       !         !         !        !       !     !       !        !       !       !       !
release   !       Released !      !             !       !       !         !         !        !       !     !       !        !       !       !       !
recovered Sending Sending  =      =             =       =       =         =         =        =       =     =       =        =       =       =       =
tick      =       Sending  =      =             =       =       =         =         =        =       =     =       =        =       =       =       =
settle    !       !        !      !             SetPaid !       !         !         !        !       !     !       !        !       !       !       !
notpaid   !       !        !      !             SetNot  !       !         !         !        !       !     !       !        !       !       !       !
note      !       !        !      !             !       !       !         !         !        Noted   !     !       Noted    Noted   Noted   Noted   !
";

fn event(name: &str) -> Event {
    match name {
        "created" => created(),
        "refused" => refused(1),
        "lost" => lost(1),
        "issued" => status(Status::Issued, 2, 2),
        "other" => status(Status::Other("RESERVED".to_owned()), 2, 2),
        "paid" => paid(None),
        "unnumber" => without_number(),
        "acked" => status(Status::Paid, 3, 3),
        "canceled" => status(Status::Canceled, 2, 3),
        "failed" => status(Status::Failed, 2, 3),
        "expired" => status(Status::Expired, 2, 3),
        "reversed" => status(Status::Canceled, 3, 4),
        "notfound" => polled(StatusAnswer::NotFound),
        "nothing" => nothing(),
        "c:done" => cancel(CancelAnswer::Cancelled),
        "c:paid" => cancel(CancelAnswer::AlreadyPaid),
        "c:confirm" => cancel(CancelAnswer::Confirming),
        "c:unfound" => cancel(CancelAnswer::NotFound),
        "c:nothing" => cancel(CancelAnswer::Nothing),
        "taken" => Event::Submitted(SubmitAnswer::Taken),
        "unwanted" => receipt_refused(),
        "untaken" => Event::Submitted(SubmitAnswer::Nothing),
        "cancel" => Event::CancelPressed,
        "wait" => Event::WaitPressed,
        "release" => Event::ReleasePressed,
        "recovered" => Event::Recovered,
        "tick" => Event::Tick,
        "settle" => settled(Verdict::Paid),
        "notpaid" => settled(Verdict::NotPaid),
        "note" => noted(),
        other => panic!("no event {other}"),
    }
}

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
            assert!(column.starts_with(before.name()), "{column}");
            let mut after = before.clone();
            let seen = match after.try_step(event(word), moment(&before)).map(|_step| ()) {
                Err(NotOffered) => {
                    assert_eq!(after.attempt, before.attempt, "{word} in {column}");
                    "!"
                }
                Ok(()) if after.written() == before.written() && after.name() == before.name() => {
                    "="
                }
                Ok(()) => after.name(),
            };
            assert_eq!(seen, expected, "{word} in {column}");
            follows_the_promises(&before, &after, word);
        }
    }
}

/// 40 s after the order, or at once for what had to wait for a minute to be what it is.
fn moment(driven: &Driven) -> u64 {
    if matches!(driven.name(), "SetPaid" | "SetNot" | "Refuted" | "Noted") {
        64_000
    } else {
        40_000
    }
}

/// What holds for every cell of the table.
fn follows_the_promises(before: &Driven, after: &Driven, word: &str) {
    let (was, is) = (&before.attempt, &after.attempt);
    // Entries alone lead to the same state (times aside).
    let restored = after.restored(moment(before));
    let unwritten = matches!(is.state(), State::SendUnknown { .. });
    assert!(name(restored.state()) == name(is.state()) || unwritten, "{word}");
    assert_eq!(restored.wish, is.wish, "{word}");
    assert_eq!(restored.reference(), is.reference(), "{word}");
    assert_eq!(restored.payment(), is.payment(), "{word}");
    // Nothing happens to what is final, but that somebody looks into it.
    if was.is_final() && !(word == "note" && was.can_be_noted(at(moment(before)))) {
        assert!(after.last == Step::default(), "{word}");
        assert_eq!(was.state(), is.state(), "{word}");
    }
    // Polling is not given up while the outcome or the acknowledgement is open.
    let stops =
        after.last.effects.iter().any(|effect| matches!(effect, Effect::StopPolling { .. }));
    assert!(!stops || !(is.is_open() || name(is.state()) == "Paid"), "{word}");
    // Money is written down before it is acknowledged.
    for effect in &after.last.effects {
        if let Effect::Poll { version, .. } = effect {
            // What a manager has settled as paid is written down as well.
            let written = is.payment().is_some() || name(is.state()) == "SetPaid";
            assert!(*version < 3 || written, "{word} acknowledges too early");
        }
    }
}

mod rules;
mod settling;
