//! Which tender, and how much: what the cashier has chosen and typed, and what Pay would send.
//!
//! Nothing here is a fact about money: the till decides, and until it has, all this can be
//! thrown away.

use crate::app::widget::keypad::{self, Buffer, Kind};
use crate::core::money::Amount;
use crate::core::payment::AttemptId;
use crate::core::receipt::{Receipt, Settlement};
use crate::core::register::{Command, Recorded, is_far_above};
use crate::core::tender::{Tender, TenderId, TenderKind, TenderMeans};
use crate::till::snapshot::{SeqrStatus, Snapshot};

use super::quick;

/// See the module.
#[derive(Debug)]
pub(super) struct Choice {
    pub tender: Option<TenderKind>,
    pub entry: Entry,
    /// Cash that is so much that the cashier is asked whether it is right.
    pub question: Option<Command>,
    /// The first tender that is seen of those taken.
    pub first_seen: usize,
    taken: Taken,
}

/// The amount, and who says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Entry {
    /// What is due, whatever that comes to.
    Suggested,
    /// One of the quick amounts; the next digit begins anew.
    Picked(Amount),
    /// What the keypad wrote.
    Typed(Buffer),
}

/// Why an amount cannot be paid with the chosen tender.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Problem {
    /// Nothing, or zero.
    Missing,
    /// Öre in cash.
    NotWhole,
    /// A card pays at most what is due.
    MoreThanDue,
    /// A key wrote nothing.
    Key(keypad::Refusal),
    /// SEQR cannot be used.
    Seqr(Obstacle),
}

/// Why SEQR cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Obstacle {
    /// No address is set.
    NotSetUp,
    /// The terminal is not registered.
    NotRegistered,
    /// It does not answer.
    Unreachable,
    /// Nothing is due.
    NothingDue,
}

impl Obstacle {
    /// What stands in SEQR's way at this moment, if anything.
    pub(super) fn of(snapshot: &Snapshot) -> Option<Self> {
        match snapshot.seqr {
            SeqrStatus::NotSetUp => Some(Obstacle::NotSetUp),
            SeqrStatus::NotRegistered => Some(Obstacle::NotRegistered),
            _ if snapshot.terminal.is_none() => Some(Obstacle::NotRegistered),
            SeqrStatus::Unreachable { .. } => Some(Obstacle::Unreachable),
            _ if !snapshot.due().is_positive() => Some(Obstacle::NothingDue),
            SeqrStatus::Trying | SeqrStatus::Reachable => None,
        }
    }
}

/// What has been taken so far: when this changes, everything chosen belongs to the past.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Taken {
    tenders: Vec<TenderId>,
    attempt: Option<AttemptId>,
}

impl Taken {
    fn of(snapshot: &Snapshot) -> Self {
        let tenders = snapshot.receipt.as_ref().map(|receipt| receipt.tenders());
        Taken {
            tenders: tenders.unwrap_or_default().iter().map(|tender| tender.id).collect(),
            attempt: snapshot.payment.as_ref().map(|payment| payment.attempt),
        }
    }
}

/// Whether the register offers a tender at all. SEQR always has its place: what stands in its way is said there.
pub(super) fn is_offered(tender: TenderKind, snapshot: &Snapshot) -> bool {
    match tender {
        TenderKind::Seqr => true,
        TenderKind::Cash => snapshot.settings.tenders.cash,
        TenderKind::Card => snapshot.settings.tenders.card,
        // Not in the window yet.
        TenderKind::Voucher | TenderKind::Account => false,
    }
}

/// What an amount would come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outlook {
    /// The receipt is paid.
    Settled(Settlement),
    /// So much stays due.
    Left(Amount),
}

impl Choice {
    /// As the dialog opens: SEQR, if it can be used and nothing has been taken yet.
    pub(super) fn new(snapshot: &Snapshot) -> Self {
        let taken = Taken::of(snapshot);
        let seqr = taken.tenders.is_empty() && Obstacle::of(snapshot).is_none();
        Choice { tender: seqr.then_some(TenderKind::Seqr), ..Choice::nothing(taken) }
    }

    /// Nothing chosen: what comes next is for the cashier to say, so that a second press of Pay
    /// does not pay the rest.
    fn nothing(taken: Taken) -> Self {
        Choice { tender: None, entry: Entry::Suggested, question: None, first_seen: 0, taken }
    }

    /// Nothing chosen, after a payment came to its end.
    pub(super) fn begin_anew(&mut self) {
        *self = Choice::nothing(std::mem::take(&mut self.taken));
    }

    /// The till has gone on.
    pub(super) fn follow(&mut self, snapshot: &Snapshot) {
        let taken = Taken::of(snapshot);
        if taken != self.taken {
            *self = Choice::nothing(taken);
        }
        if !snapshot.due().is_positive() {
            self.tender = None;
        }
        if self.question.is_some() && self.question != self.offer(snapshot) {
            self.question = None;
        }
    }

    /// A tender was chosen: it begins with what is due.
    pub(super) fn choose(&mut self, tender: TenderKind, snapshot: &Snapshot) {
        if !snapshot.due().is_positive()
            || !is_offered(tender, snapshot)
            || tender == TenderKind::Seqr && Obstacle::of(snapshot).is_some()
        {
            return;
        }
        self.tender = Some(tender);
        self.entry = Entry::Suggested;
        self.question = None;
    }

    /// A key of the keypad: the first one replaces what was suggested.
    pub(super) fn press(&mut self, press: keypad::Press) {
        if self.tender.is_none() {
            return;
        }
        // Whoever types on has answered the question.
        self.question = None;
        match &mut self.entry {
            Entry::Typed(buffer) => buffer.press(press),
            Entry::Suggested | Entry::Picked(_) => {
                let mut buffer = Buffer::new(Kind::Amount);
                buffer.press(press);
                self.entry = Entry::Typed(buffer);
            }
        }
    }

    /// One of the quick amounts.
    pub(super) fn pick(&mut self, amount: Amount) {
        if self.tender.is_some() {
            self.question = None;
            self.entry = Entry::Picked(amount);
        }
    }

    /// What a tender begins with.
    fn suggestion(tender: TenderKind, due: Amount) -> Amount {
        let amount = match tender {
            TenderKind::Cash => quick::exact(due),
            TenderKind::Card | TenderKind::Seqr | TenderKind::Voucher | TenderKind::Account => {
                due.or_zero()
            }
        };
        amount.min(Self::most(tender))
    }

    /// The most that can be taken at once.
    pub(super) fn most(tender: TenderKind) -> Amount {
        match tender {
            TenderKind::Cash => Amount::from_minor(Amount::LARGEST_ENTRY.minor() / 100 * 100),
            TenderKind::Card | TenderKind::Seqr | TenderKind::Voucher | TenderKind::Account => {
                Amount::LARGEST_ENTRY
            }
        }
    }

    /// The amount as it stands; `None` while nothing is typed.
    pub(super) fn amount(&self, due: Amount) -> Option<Amount> {
        match &self.entry {
            Entry::Suggested => self.tender.map(|tender| Self::suggestion(tender, due)),
            Entry::Picked(amount) => Some(*amount),
            Entry::Typed(buffer) => Amount::parse(buffer.text()).ok(),
        }
    }

    /// What there is to say against what was typed, if anything.
    pub(super) fn problem(&self, snapshot: &Snapshot) -> Option<Problem> {
        // A key that wrote nothing leaves an amount that may still be paid.
        match &self.entry {
            Entry::Typed(buffer) => buffer.refusal().map(Problem::Key),
            Entry::Suggested | Entry::Picked(_) => None,
        }
        .or_else(|| self.fault(snapshot))
    }

    /// Why the amount as it stands cannot be paid with the chosen tender.
    fn fault(&self, snapshot: &Snapshot) -> Option<Problem> {
        let tender = self.tender?;
        let amount = self.amount(snapshot.due()).filter(|amount| amount.is_positive());
        let Some(amount) = amount else { return Some(Problem::Missing) };
        match tender {
            TenderKind::Cash if amount.minor() % 100 != 0 => Some(Problem::NotWhole),
            TenderKind::Card | TenderKind::Voucher | TenderKind::Account
                if amount > snapshot.due() =>
            {
                Some(Problem::MoreThanDue)
            }
            TenderKind::Seqr => Obstacle::of(snapshot).map(Problem::Seqr),
            TenderKind::Cash | TenderKind::Card | TenderKind::Voucher | TenderKind::Account => None,
        }
    }

    /// What Pay would send, if it can be pressed.
    pub(super) fn offer(&self, snapshot: &Snapshot) -> Option<Command> {
        let (tender, receipt) = (self.tender?, snapshot.receipt.as_ref()?);
        if self.fault(snapshot).is_some() || !receipt.due().is_positive() {
            return None;
        }
        let amount = self.amount(receipt.due())?;
        let (receipt, next) = (receipt.id, receipt.next_tender());
        Some(match tender {
            TenderKind::Cash => Command::TakeCash { receipt, amount, tender: next },
            TenderKind::Card => Command::TakeCard { receipt, amount, tender: next },
            TenderKind::Seqr => {
                Command::PayWithSeqr { attempt: next_attempt(snapshot, receipt), amount }
            }
            TenderKind::Voucher => {
                let means = Recorded::Voucher { number: String::new() };
                Command::TakeRecorded { receipt, amount, tender: next, means }
            }
            // Without a customer nobody can be invoiced.
            TenderKind::Account => return None,
        })
    }

    /// Whether the offer is far above what is due, which is asked about once.
    pub(super) fn is_doubtful(offer: &Command, due: Amount) -> bool {
        match offer {
            Command::TakeCash { amount, .. } | Command::PayWithSeqr { amount, .. } => {
                is_far_above(*amount, due)
            }
            _ => false,
        }
    }

    /// What the amount would come to.
    pub(super) fn outlook(&self, receipt: &Receipt) -> Option<Outlook> {
        let (kind, amount) = (self.tender?, self.amount(receipt.due())?);
        let means = match kind {
            TenderKind::Cash => TenderMeans::Cash,
            TenderKind::Card => TenderMeans::Card,
            TenderKind::Voucher => TenderMeans::Voucher { number: None },
            TenderKind::Account => TenderMeans::Account { customer: String::new() },
            TenderKind::Seqr => TenderMeans::Seqr {
                attempt: AttemptId { receipt: receipt.id, number: 0 },
                ers_reference: String::new(),
            },
        };
        let tender = Tender { id: receipt.next_tender(), amount, means };
        Some(match receipt.settlement_with(Some(&tender)) {
            Some(settlement) => Outlook::Settled(settlement),
            None => Outlook::Left(receipt.due() - amount),
        })
    }
}

/// The attempt that follows the picture's.
fn next_attempt(snapshot: &Snapshot, receipt: crate::core::receipt::ReceiptId) -> AttemptId {
    let here = snapshot.payment.as_ref().filter(|payment| payment.attempt.receipt == receipt);
    let last = here.map_or(0, |payment| payment.attempt.number);
    AttemptId { receipt, number: last.saturating_add(1) }
}
