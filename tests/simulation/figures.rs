//! What happened in all the runs, counted: a world that was not bad proves nothing.

use std::collections::{BTreeMap, BTreeSet};

/// Something that goes wrong, or that someone does wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    RequestLost,
    RequestLate,
    NotReached,
    AnswerLost,
    AnswerLate,
    AnswerDoubled,
    Refused,
    UnknownCode,
    UnknownCodeAfterEffect,
    NotFound,
    NotCancelled,
    WithoutNumber,
    OtherWord,
    WithoutVersion,
    OtherAmount,
    RepeatedNumber,
    Nameless,
    Forgotten,
    Declined,
    DeathBeforeWrite,
    DeathAfterWrite,
    DeathAmidEffects,
    DeathSomewhere,
    ClockJump,
    Outage,
    FullDisk,
    NotWritten,
    AnswerForgotten,
    StalePress,
    DoublePress,
    SettledRightly,
    SettledWrongly,
    Noted,
    NotedUnacknowledged,
    RefundSettledRightly,
    RefundSettledWrongly,
}

/// Every fault: all of them must have happened.
pub const FAULTS: [Fault; 36] = [
    Fault::RequestLost,
    Fault::RequestLate,
    Fault::NotReached,
    Fault::AnswerLost,
    Fault::AnswerLate,
    Fault::AnswerDoubled,
    Fault::Refused,
    Fault::UnknownCode,
    Fault::UnknownCodeAfterEffect,
    Fault::NotFound,
    Fault::NotCancelled,
    Fault::WithoutNumber,
    Fault::OtherWord,
    Fault::WithoutVersion,
    Fault::OtherAmount,
    Fault::RepeatedNumber,
    Fault::Nameless,
    Fault::Forgotten,
    Fault::Declined,
    Fault::DeathBeforeWrite,
    Fault::DeathAfterWrite,
    Fault::DeathAmidEffects,
    Fault::DeathSomewhere,
    Fault::ClockJump,
    Fault::Outage,
    Fault::FullDisk,
    Fault::NotWritten,
    Fault::AnswerForgotten,
    Fault::StalePress,
    Fault::DoublePress,
    Fault::SettledRightly,
    Fault::SettledWrongly,
    Fault::Noted,
    Fault::NotedUnacknowledged,
    Fault::RefundSettledRightly,
    Fault::RefundSettledWrongly,
];

/// Ways in which a payment can stand at the end, each of which must have been met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    Booked,
    OtherAmount,
    AfterCancel,
    Contradicted,
    Verified,
    OfAnotherAmount,
    RefutedAsPaid,
    RefutedAsNotPaid,
    SettledForGood,
    Released,
    Refused,
    Ended,
    Unacknowledged,
    RefundedWhole,
    RefundedInPart,
    RefundedWithoutNumber,
    RefundRefused,
    RefundSettled,
}

pub const ENDS: [End; 18] = [
    End::Booked,
    End::OtherAmount,
    End::AfterCancel,
    End::Contradicted,
    End::Verified,
    End::OfAnotherAmount,
    End::RefutedAsPaid,
    End::RefutedAsNotPaid,
    End::SettledForGood,
    End::Released,
    End::Refused,
    End::Ended,
    End::Unacknowledged,
    End::RefundedWhole,
    End::RefundedInPart,
    End::RefundedWithoutNumber,
    End::RefundRefused,
    End::RefundSettled,
];

/// The operations whose result codes are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Operation {
    Send,
    Poll,
    Cancel,
    Refund,
}

#[derive(Debug, Default)]
pub struct Figures {
    pub runs: u64,
    pub payments: u64,
    pub restarts: u64,
    pub reversals: u64,
    pub journals: u64,
    pub faults: BTreeMap<Fault, u64>,
    pub ends: BTreeMap<End, u64>,
    pub codes: BTreeSet<(Operation, i32)>,
}

impl Figures {
    pub fn count(&mut self, fault: Fault) {
        *self.faults.entry(fault).or_default() += 1;
    }

    pub fn ended(&mut self, end: End) {
        *self.ends.entry(end).or_default() += 1;
    }

    pub fn of(&self, faults: &[Fault]) -> u64 {
        faults.iter().filter_map(|fault| self.faults.get(fault)).sum()
    }

    pub fn add(&mut self, other: Figures) {
        self.runs += other.runs;
        self.payments += other.payments;
        self.restarts += other.restarts;
        self.reversals += other.reversals;
        self.journals += other.journals;
        for (fault, count) in other.faults {
            *self.faults.entry(fault).or_default() += count;
        }
        for (end, count) in other.ends {
            *self.ends.entry(end).or_default() += count;
        }
        self.codes.extend(other.codes);
    }

    /// What was seen, for people and for the table of `make soak`.
    pub fn lines(&self) -> String {
        let end = |end| self.ends.get(&end).copied().unwrap_or_default();
        let deaths = self.of(&[
            Fault::DeathBeforeWrite,
            Fault::DeathAfterWrite,
            Fault::DeathAmidEffects,
            Fault::DeathSomewhere,
        ]);
        let settled = self.of(&[Fault::SettledRightly, Fault::SettledWrongly]);
        let refuted = end(End::RefutedAsPaid) + end(End::RefutedAsNotPaid);
        [
            ("payments", self.payments),
            ("payments booked", end(End::Booked)),
            ("payments that SEQR took back", self.reversals),
            ("payments booked and then taken back", end(End::Contradicted)),
            ("payments settled by a manager", settled),
            ("settled payments that SEQR confirmed", end(End::Verified)),
            ("settled payments that SEQR denied", refuted),
            ("refunds", end(End::RefundedWhole) + end(End::RefundedInPart)),
            ("refunds refused", end(End::RefundRefused)),
            ("refunds settled by a manager", end(End::RefundSettled)),
            ("deaths of the program", deaths),
            ("restarts", self.restarts),
            ("faults", self.faults.values().sum()),
            ("journals verified", self.journals),
        ]
        .map(|(what, figure)| format!("soak: simulation, {what} = {figure}"))
        .join("\n")
    }
}
