//! The shift: float, cash in and out, count and end.

use super::super::entry::{DrawerReason, Entry};
use super::super::money::Amount;
use super::super::payment::Attempt;
use super::super::settings::{DiscountSettings, Settings, ShiftSettings};
use super::super::shift::{
    CashMovement, Count, Direction, Shift, ShiftClosing, ShiftCount, ShiftNumber, ShiftOpening,
    StillOpen,
};
use super::super::time::Now;
use super::super::user::{Permission, Person, Role, UserNumber};
use super::settle::reason_given;
use super::{Decision, Effect, Refused, Register};

/// Something to do with the shift.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ShiftCommand {
    /// Begin a shift.
    Open {
        /// Which one this becomes, so that a second press of the same key finds it open.
        shift: ShiftNumber,
        /// What is in the drawer.
        float: Count,
    },
    /// Put cash in or take it out.
    MoveCash {
        /// In which shift.
        shift: ShiftNumber,
        /// Which movement this becomes, as for the shift.
        number: u32,
        /// Where to.
        direction: Direction,
        /// How much.
        amount: Amount,
        /// What for.
        reason: String,
    },
    /// Write down what was counted. What should be there is shown after that.
    Count {
        /// In which shift.
        shift: ShiftNumber,
        /// Which count this becomes, as for the shift.
        number: u32,
        /// What is in the drawer.
        counted: Count,
    },
    /// End the shift by its last count.
    Close {
        /// Which one.
        shift: ShiftNumber,
        /// Why the count differs; may be blank if it does not.
        reason: String,
    },
}

/// What the settings say about who may do what and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Rules {
    discounts: DiscountSettings,
    shift: ShiftSettings,
}

impl Rules {
    /// How many percent less than usual a role may take.
    pub(super) fn most_percent(&self, role: Role) -> u8 {
        match role {
            Role::Cashier => self.discounts.cashier,
            Role::Manager | Role::Installer => self.discounts.manager,
        }
    }
}

impl Register {
    /// Takes over what the settings say about who may do what and when.
    pub fn set_rules(&mut self, settings: &Settings) {
        self.rules = Rules { discounts: settings.discounts, shift: settings.shift };
    }

    /// The shift that is open.
    pub fn shift(&self) -> Option<&Shift> {
        self.shift.as_ref()
    }

    /// The number that the next shift gets.
    pub fn next_shift(&self) -> ShiftNumber {
        ShiftNumber(self.last_shift + 1)
    }

    /// Continues where the journal stopped: the last shift's number, and the shift if it is open.
    pub fn continue_shift(&mut self, last: ShiftNumber, open: Option<Shift>) {
        self.last_shift = last.0;
        self.shift = open;
    }

    /// Everything that is not finished, what forbids the end of the shift first.
    pub fn still_open(&self, now: Now) -> Vec<StillOpen> {
        let receipt = self.receipt.as_ref().map(|receipt| StillOpen::Receipt(receipt.id));
        let owes = |known: &Attempt| known.is_open() || known.owes_acknowledgement(now);
        let seqr = self.attempts().any(owes) || self.open_refund().is_some();
        let parked = self.parked().map(|parked| StillOpen::Parked {
            receipt: parked.receipt.id,
            label: parked.label.clone(),
            total: parked.total,
        });
        let unsettled = self.unsettled(now);
        let unsettled = unsettled.into_iter().map(|payment| StillOpen::Unsettled(payment.subject));
        let owed = self.owed_refunds().map(|owed| StillOpen::Owed(owed.payment));
        let forbidding = receipt.into_iter().chain(seqr.then_some(StillOpen::Seqr));
        forbidding.chain(parked).chain(unsettled).chain(owed).collect()
    }

    /// Where a shift is needed to sell, there has to be one.
    pub(super) fn shift_open_if_needed(&self) -> Result<(), Refused> {
        let missing = self.rules.shift.required && self.shift.is_none();
        if missing { Err(Refused::NoShift) } else { Ok(()) }
    }

    /// `confirmed`: somebody has seen what is not finished.
    pub(super) fn keep_shift(
        &self,
        command: &ShiftCommand,
        approver: Option<&Person>,
        confirmed: bool,
        now: Now,
    ) -> Result<Decision, Refused> {
        match command {
            ShiftCommand::MoveCash { shift, number, direction, amount, reason } => {
                let (by, approved_by) = self.may_move_cash(approver)?;
                let open = self.open_shift(*shift)?;
                if *number != open.movements + 1 {
                    return Err(Refused::NotOffered);
                }
                let amount = entered(*amount)?;
                let (shift, number, direction) = (*shift, *number, *direction);
                let reason = reason_given(reason)?;
                let movement =
                    CashMovement { shift, number, direction, amount, reason, by, approved_by };
                Ok(with_drawer(vec![Entry::CashMoved(movement)], approved_by))
            }
            // Only what the role does not include is approved by others.
            _ if approver.is_some() => Err(Refused::NotOffered),
            ShiftCommand::Open { shift, float } => self.open(*shift, float),
            ShiftCommand::Count { shift, number, counted } => {
                let by = self.allowed(Permission::Shift)?;
                self.nothing_forbids_closing(now)?;
                let open = self.open_shift(*shift)?;
                if *number != open.counts + 1 {
                    return Err(Refused::NotOffered);
                }
                let _amount = sum_of(counted)?;
                let (shift, number, counted) = (*shift, *number, counted.clone());
                let count = ShiftCount { shift, number, counted, by };
                Ok(with_drawer(vec![Entry::ShiftCounted(count)], None))
            }
            ShiftCommand::Close { shift, reason } => self.close(*shift, reason, confirmed, now),
        }
    }

    fn open(&self, shift: ShiftNumber, float: &Count) -> Result<Decision, Refused> {
        let by = self.allowed(Permission::Shift)?;
        self.no_payment_open()?;
        if self.shift.is_some() {
            return Err(Refused::ShiftOpen);
        }
        // What was taken for a receipt already would be counted with the float.
        if self.receipt.as_ref().is_some_and(|receipt| !receipt.tenders().is_empty()) {
            return Err(Refused::TenderTaken);
        }
        if shift != self.next_shift() {
            return Err(Refused::NotOffered);
        }
        let _amount = sum_of(float)?;
        let opening = ShiftOpening { shift, float: float.clone(), by };
        Ok(with_drawer(vec![Entry::ShiftOpened(opening)], None))
    }

    fn close(
        &self,
        shift: ShiftNumber,
        reason: &str,
        confirmed: bool,
        now: Now,
    ) -> Result<Decision, Refused> {
        let by = self.allowed(Permission::Shift)?;
        self.nothing_forbids_closing(now)?;
        let open = self.open_shift(shift)?;
        let counted = open.counted.ok_or(Refused::CountFirst)?;
        let reason = match reason_given(reason) {
            Err(_) if counted == open.expected => None,
            given => Some(given?),
        };
        let left = self.still_open(now);
        let (parked, unsettled): (Vec<_>, Vec<_>) =
            left.iter().partition(|known| matches!(known, StillOpen::Parked { .. }));
        let number = |list: &[&StillOpen]| u32::try_from(list.len()).unwrap_or(u32::MAX);
        let (parked, unsettled) = (number(&parked), number(&unsettled));
        if parked + unsettled > 0 && !confirmed {
            return Err(Refused::ConfirmClosing { parked, unsettled });
        }
        let expected = open.expected;
        let closing = ShiftClosing { shift, expected, counted, reason, parked, unsettled, by };
        Ok(Decision::of(vec![Entry::ShiftClosed(closing)]))
    }

    fn open_shift(&self, number: ShiftNumber) -> Result<&Shift, Refused> {
        let open = self.shift.as_ref().ok_or(Refused::NoShift)?;
        if open.number == number { Ok(open) } else { Err(Refused::NotOffered) }
    }

    /// No shift ends, and nothing is counted for its end, while money is on its way (rule 3).
    fn nothing_forbids_closing(&self, now: Now) -> Result<(), Refused> {
        self.no_payment_open()?;
        let first = self.still_open(now).into_iter().find(StillOpen::forbids_closing);
        match first {
            None => Ok(()),
            Some(StillOpen::Receipt(_)) => Err(Refused::ReceiptOpen),
            Some(_) => Err(Refused::PaymentOpen),
        }
    }

    fn may_move_cash(
        &self,
        approver: Option<&Person>,
    ) -> Result<(UserNumber, Option<UserNumber>), Refused> {
        let by = self.allowed(Permission::Shift)?;
        if self.may(Permission::MoveCash).is_ok() {
            return Ok((by, None));
        }
        match approver {
            None => Err(Refused::NeedsApproval),
            Some(approver) if approver.role.may(Permission::MoveCash) => {
                Ok((by, Some(approver.number)))
            }
            Some(_) => Err(Refused::NotAllowed),
        }
    }

    pub(super) fn apply_to_shift(&mut self, entry: &Entry, now: Now) {
        match entry {
            Entry::ShiftOpened(opening) => {
                self.last_shift = self.last_shift.max(opening.shift.0);
                self.shift = Some(Shift::new(opening, now.at));
            }
            Entry::ShiftClosed(_) => self.shift = None,
            _ => {
                let Some(shift) = &mut self.shift else { return };
                let removed = match (entry, &self.receipt) {
                    (Entry::TenderRemoved { receipt, tender }, Some(known))
                        if known.id == *receipt =>
                    {
                        known.tenders().iter().find(|known| known.id == *tender)
                    }
                    _ => None,
                };
                shift.apply(entry, removed);
            }
        }
    }
}

/// The drawer opens with what is written down about it.
fn with_drawer(mut entries: Vec<Entry>, approved_by: Option<UserNumber>) -> Decision {
    entries.push(Entry::DrawerOpened { reason: DrawerReason::Cash, approved_by });
    Decision { effects: vec![Effect::OpenDrawer], ..Decision::of(entries) }
}

fn sum_of(count: &Count) -> Result<Amount, Refused> {
    count.amount().ok_or(Refused::AmountTooLarge { most: Amount::LARGEST_ENTRY })
}

fn entered(amount: Amount) -> Result<Amount, Refused> {
    if !amount.is_positive() {
        return Err(Refused::AmountNotPositive);
    }
    if amount > Amount::LARGEST_ENTRY {
        return Err(Refused::AmountTooLarge { most: Amount::LARGEST_ENTRY });
    }
    Ok(amount)
}
