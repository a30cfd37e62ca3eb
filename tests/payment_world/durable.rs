//! What of the register's state must survive: the live register against the one read from entries.

use std::time::Duration;

use jiff::Timestamp;
use kassa::core::payment::{Attempt, Phase, State};
use kassa::core::register::Register;
use kassa::core::time::Now;

/// Says how two registers differ in what is durable.
pub fn compare(live: &Register, read: &Register) -> Result<(), String> {
    let receipt = |register: &Register| {
        register.receipt().map(|receipt| {
            let (lines, tenders) = (receipt.lines().to_vec(), receipt.tenders().to_vec());
            (receipt.id, lines, tenders, receipt.next_line(), receipt.next_tender())
        })
    };
    same("receipt", receipt(live), receipt(read))?;
    same("last receipt", live.last().cloned(), read.last().cloned())?;
    same("terminal", live.terminal().cloned(), read.terminal().cloned())?;
    same("next attempt", live.next_attempt(), read.next_attempt())?;
    same("decision", live.awaiting_decision(), read.awaiting_decision())?;
    let attempts = |register: &Register| register.attempts().map(attempt).collect::<Vec<_>>();
    same("attempts", attempts(live), attempts(read))
}

fn same<T: PartialEq + std::fmt::Debug>(what: &str, live: T, read: T) -> Result<(), String> {
    if live == read { Ok(()) } else { Err(format!("{what}: {live:?}, read again {read:?}")) }
}

/// An attempt without its times. Whether a sending is on its way or was lost is not durable: both
/// are sent again.
fn attempt(attempt: &Attempt) -> String {
    let state = match attempt.state() {
        State::Sending { sending, .. } | State::SendUnknown { sending, .. } => {
            format!("sent {sending} times")
        }
        State::Acknowledged { payment, .. } => format!("acknowledged {payment:?}"),
        other => format!("{other:?}"),
    };
    // What the cashier wants shows in the face of a payment that is waited for.
    let now = Now { at: Timestamp::UNIX_EPOCH, steady: Duration::ZERO };
    let cancels = matches!(attempt.phase(now), Phase::Cancelling { .. } | Phase::Confirming { .. });
    let issued = matches!(attempt.state(), State::Issued { .. });
    format!("{:?} {state}, cancels: {}", attempt.order(), issued && cancels)
}
