//! How a refund stands on the in-doubt list (rule 14), if it belongs there.

use super::super::payment::{Case, Offer, Subject, Unsettled};
use super::super::time::Now;
use super::state::{Refund, State};

/// From this lost answer on the pauses are so long that somebody has to know.
const LISTED_FROM: usize = 3;

impl Refund {
    /// How it stands, if it belongs on the list.
    pub fn unsettled(&self, now: Now) -> Option<Unsettled> {
        let often_lost = self.lost.len() >= LISTED_FROM;
        let (case, offers) = match &self.state {
            State::InDoubt { .. } => (Case::RefundInDoubt, Offer::Settling),
            State::Unknown { .. } if often_lost => (Case::RefundUnanswered, Offer::Settling),
            // While a sending is on its way, its answer knows better.
            State::Sending { .. } if often_lost => (Case::RefundUnanswered, Offer::Nothing),
            _ => return None,
        };
        Some(Unsettled {
            subject: Subject::Refund(self.id()),
            amount: self.order.amount,
            since: self.doubtful_since.unwrap_or(now.at),
            case,
            said: None,
            offers,
        })
    }
}
