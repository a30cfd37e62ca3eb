//! Tenders besides cash, card and SEQR, and amounts that are asked about once more.

use super::super::money::Amount;
use super::super::receipt::ReceiptId;
use super::super::tender::{Tender, TenderId, TenderMeans};
use super::super::time::Now;
use super::{Command, Decision, Refused, Register};

/// A tender that is only recorded. Nothing of it is ever given back as change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recorded {
    /// A voucher or gift card of paper.
    Voucher {
        /// Its number; may be blank.
        number: String,
    },
    /// On account: the shop sends an invoice.
    Account {
        /// The customer's name or number.
        customer: String,
    },
}

/// The longest voucher number or name of a customer, in characters.
const LONGEST_TEXT: usize = 60;

/// More than the largest note: less is nothing to ask about.
const LARGE: Amount = Amount::from_minor(100_000);
/// How many times what is due is far above it.
const FAR_ABOVE: i64 = 10;

/// Whether an amount is so far above what is due that somebody has probably typed a digit too much.
pub fn is_far_above(amount: Amount, due: Amount) -> bool {
    amount > LARGE && amount.minor() > due.minor().saturating_mul(FAR_ABOVE)
}

/// Asks once more about an amount far above what is due.
pub(super) fn not_far_above(amount: Amount, due: Amount, confirmed: bool) -> Result<(), Refused> {
    if is_far_above(amount, due) && !confirmed {
        Err(Refused::ConfirmAmount { amount, due })
    } else {
        Ok(())
    }
}

impl Register {
    /// Decides a command that the register asked about once more.
    pub(super) fn decide_confirmed(
        &self,
        command: &Command,
        now: Now,
    ) -> Result<Decision, Refused> {
        match command {
            Command::TakeCash { receipt, amount, tender } => {
                self.take_cash(*receipt, *amount, *tender, true)
            }
            Command::PayWithSeqr { attempt, amount } => {
                self.pay_with_seqr(*attempt, *amount, true, now)
            }
            Command::Shift(command) => self.keep_shift(command, None, true, now),
            _ => Err(Refused::NotOffered),
        }
    }

    pub(super) fn take_recorded(
        &self,
        receipt: ReceiptId,
        amount: Amount,
        id: TenderId,
        means: &Recorded,
    ) -> Result<Decision, Refused> {
        let known = self.payable(receipt, amount)?;
        if id != known.next_tender() {
            return Err(Refused::NotOffered);
        }
        if amount > known.due() {
            return Err(Refused::MoreThanDue { due: known.due() });
        }
        let means = match means {
            Recorded::Voucher { number } => {
                let number = short(number)?;
                TenderMeans::Voucher { number: (!number.is_empty()).then_some(number) }
            }
            Recorded::Account { customer } => {
                let customer = short(customer)?;
                if customer.is_empty() {
                    return Err(Refused::CustomerMissing);
                }
                TenderMeans::Account { customer }
            }
        };
        self.take(known, Tender { id, amount, means })
    }
}

/// A text without white space around it, if it is short enough and has no control characters.
fn short(text: &str) -> Result<String, Refused> {
    let text = text.trim();
    let fits = text.chars().count() <= LONGEST_TEXT && !text.chars().any(char::is_control);
    if fits { Ok(text.to_owned()) } else { Err(Refused::CustomerMissing) }
}
