//! The report of SEQR payments: every payment and refund by itself, and what they come to.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::super::money::Amount;
use super::super::receipt::ReceiptNumber;
use super::{Cashier, Sum};

/// How a payment or a refund stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SeqrState {
    /// Paid, and booked on a receipt.
    Paid,
    /// Paid, and a part was given back since.
    PartlyRefunded,
    /// Paid, and everything was given back since.
    Refunded,
    /// Booked on a manager's word; SEQR has not said so.
    Unverified,
    /// Nobody knows whether it was paid.
    InDoubt,
    /// SEQR has the money, but it is on no receipt.
    NotBooked,
    /// Booked, and SEQR says since that it has no money.
    TakenBack,
    /// Money that was given back.
    Refund,
    /// The same, on a manager's word.
    RefundUnverified,
    /// Nobody knows whether it was given back.
    RefundInDoubt,
}

impl SeqrState {
    /// Every state, in the order in which totals list them.
    pub const ALL: [SeqrState; 10] = [
        SeqrState::Paid,
        SeqrState::PartlyRefunded,
        SeqrState::Refunded,
        SeqrState::Unverified,
        SeqrState::InDoubt,
        SeqrState::NotBooked,
        SeqrState::TakenBack,
        SeqrState::Refund,
        SeqrState::RefundUnverified,
        SeqrState::RefundInDoubt,
    ];

    /// Whether SEQR owes the shop its amount, or has paid it out already: what the shop's books have on SEQR's
    /// account. What nobody knows is not among it.
    pub fn is_money(self) -> bool {
        !matches!(self, SeqrState::InDoubt | SeqrState::RefundInDoubt | SeqrState::TakenBack)
    }
}

/// What the journal knows of a payment, as far as its state follows from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaymentFacts {
    /// What SEQR has paid, once it has said so.
    pub paid: Option<Amount>,
    /// Whether a manager has settled it as paid.
    pub settled_as_paid: bool,
    /// Whether SEQR said after it was booked that it has no money.
    pub taken_back: bool,
    /// Whether it is on a receipt.
    pub booked: bool,
    /// What was given back of it.
    pub given_back: Amount,
}

impl PaymentFacts {
    /// How it stands.
    pub fn state(self) -> SeqrState {
        if self.taken_back {
            return SeqrState::TakenBack;
        }
        match self.paid {
            None if self.settled_as_paid => SeqrState::Unverified,
            None => SeqrState::InDoubt,
            Some(paid) if self.given_back.is_positive() && self.given_back >= paid => {
                SeqrState::Refunded
            }
            Some(_) if self.given_back.is_positive() => SeqrState::PartlyRefunded,
            Some(_) if !self.booked => SeqrState::NotBooked,
            Some(_) => SeqrState::Paid,
        }
    }
}

/// One payment, or one refund.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeqrPost {
    /// When it was paid or given back; where nobody knows, when it was asked for.
    pub at: Timestamp,
    /// The number of its receipt, where that was completed.
    pub receipt: Option<ReceiptNumber>,
    /// Who asked for it.
    pub cashier: Cashier,
    /// How much; below zero for refunds.
    pub amount: Amount,
    /// SEQR's number of it, where one is known.
    pub ers_reference: Option<String>,
    /// The terminal.
    pub terminal: String,
    /// How it stands.
    pub state: SeqrState,
}

/// What the payments and refunds of some time come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SeqrTotals {
    sums: [Sum; 10],
}

impl SeqrTotals {
    /// Adds one.
    pub fn add(&mut self, post: &SeqrPost) {
        let place = SeqrState::ALL.iter().position(|state| *state == post.state);
        if let Some(sum) = place.and_then(|place| self.sums.get_mut(place)) {
            sum.add(Sum::one(post.amount));
        }
    }

    /// By state, those that there are.
    pub fn by_state(&self) -> impl Iterator<Item = (SeqrState, Sum)> {
        SeqrState::ALL.into_iter().zip(self.sums).filter(|(_, sum)| !sum.is_nothing())
    }

    /// What is booked: payments less refunds.
    pub fn money(&self) -> Amount {
        self.by_state().filter(|(state, _)| state.is_money()).map(|(_, sum)| sum.amount).sum()
    }

    /// How many there are.
    pub fn count(&self) -> i64 {
        self.sums.iter().map(|sum| sum.count).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_of_payments() {
        let paid = PaymentFacts {
            paid: Some(Amount::from_minor(100)),
            settled_as_paid: false,
            taken_back: false,
            booked: true,
            given_back: Amount::ZERO,
        };
        let back = |minor| PaymentFacts { given_back: Amount::from_minor(minor), ..paid };
        for (facts, state) in [
            (paid, SeqrState::Paid),
            (back(1), SeqrState::PartlyRefunded),
            (back(100), SeqrState::Refunded),
            (PaymentFacts { booked: false, ..paid }, SeqrState::NotBooked),
            (PaymentFacts { taken_back: true, ..paid }, SeqrState::TakenBack),
            (PaymentFacts { settled_as_paid: true, ..paid }, SeqrState::Paid),
            (PaymentFacts { settled_as_paid: true, paid: None, ..paid }, SeqrState::Unverified),
            (PaymentFacts { paid: None, booked: false, ..paid }, SeqrState::InDoubt),
        ] {
            assert_eq!(facts.state(), state, "{facts:?}");
        }
    }
}
