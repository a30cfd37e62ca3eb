//! What of the register's state must survive: the live register against the one read from entries.

use std::time::Duration;

use jiff::Timestamp;
use kassa::core::payment::{Attempt, Case, Phase, State, Unsettled};
use kassa::core::refund::{self, Refund};
use kassa::core::register::Register;
use kassa::core::time::Now;

const NOW: Now = Now { at: Timestamp::UNIX_EPOCH, steady: Duration::ZERO };

/// Says how two registers differ in what is durable.
pub fn compare(live: &Register, read: &Register) -> Result<(), String> {
    let receipt = |register: &Register| {
        register.receipt().map(|receipt| {
            let (lines, tenders) = (receipt.lines().to_vec(), receipt.tenders().to_vec());
            (receipt.id, lines, tenders, receipt.next_line(), receipt.next_tender())
        })
    };
    same("receipt", receipt(live), receipt(read))?;
    same("last receipt", live.last(), read.last())?;
    same("terminal", live.terminal(), read.terminal())?;
    same("next attempt", live.next_attempt(), read.next_attempt())?;
    same("decision", live.awaiting_decision(), read.awaiting_decision())?;
    same("list", list(live), list(read))?;
    // What is over has nothing to say any more, except on the receipt that is being rung up.
    let present = live.receipt().map(|receipt| receipt.id);
    let attempts = |register: &Register| {
        let matters = |it: &&Attempt| !it.is_done() || present == Some(it.id().receipt);
        register.attempts().filter(matters).map(attempt).collect::<Vec<_>>()
    };
    same("attempts", attempts(live), attempts(read))?;
    same("owed", live.owed_refunds().collect::<Vec<_>>(), read.owed_refunds().collect())?;
    let refunds = |register: &Register| {
        let matters = |it: &&Refund| !it.is_final() || present == Some(it.id().receipt);
        register.refunds().filter(matters).map(refund).collect::<Vec<_>>()
    };
    same("refunds", refunds(live), refunds(read))
}

fn same<T: PartialEq + std::fmt::Debug>(what: &str, live: T, read: T) -> Result<(), String> {
    if live == read { Ok(()) } else { Err(format!("{what}: {live:?}, read again {read:?}")) }
}

/// What is on the in-doubt list whatever the steady clock says. What SEQR said last is not written down.
fn list(register: &Register) -> Vec<Unsettled> {
    let mut list = register.unsettled(NOW);
    list.retain(|it| !matches!(it.case, Case::Unanswered | Case::Unacknowledged(_)));
    list.iter_mut().for_each(|it| it.said = None);
    list
}

/// An attempt without its times. Whether a sending is on its way or was lost is not durable: both
/// are sent again.
fn attempt(attempt: &Attempt) -> String {
    let state = match attempt.state() {
        State::Sending { sending, .. } | State::SendUnknown { sending, .. } => {
            format!("sent {sending} times")
        }
        State::Acknowledged { payment, .. } => format!("acknowledged {payment:?}"),
        // Asking about it begins anew.
        State::Settled { reference, doubt, verdict, .. } => {
            format!("settled {reference} {doubt:?} {verdict:?}")
        }
        other => format!("{other:?}"),
    };
    // What the cashier wants shows in the face of a payment that is waited for.
    let cancels = matches!(attempt.phase(NOW), Phase::Cancelling { .. } | Phase::Confirming { .. });
    let issued = matches!(attempt.state(), State::Issued { .. });
    format!("{:?} {state}, cancels: {}", attempt.order(), issued && cancels)
}

/// A refund without its times.
fn refund(refund: &Refund) -> String {
    let state = match refund.state() {
        refund::State::Sending { sending } | refund::State::Unknown { sending, .. } => {
            format!("sent {sending} times")
        }
        refund::State::Refunded { ers_reference, submission } => match submission {
            refund::Submission::Due { .. } => format!("given back as {ers_reference:?}"),
            other => format!("given back as {ers_reference:?}, {other:?}"),
        },
        other => format!("{other:?}"),
    };
    format!("{:?} {state}", refund.order())
}
