//! Draws the snapshot, and publishes it when it shows something new.

use std::sync::Arc;
use std::time::Duration;

use crate::core::payment::{Attempt, Phase};
use crate::core::refund::RefundPhase;
use crate::core::time::Now;

use super::super::snapshot::{
    JournalStatus, PaymentView, RefundView, Returning, ScanOutcome, SeqrStatus, Snapshot,
};
use super::Driver;

/// Whether a scan's notice stays until someone says what to do.
pub(super) fn needs_an_answer(outcome: &ScanOutcome) -> bool {
    matches!(outcome, ScanOutcome::Unknown { .. })
}

impl Driver {
    /// Publishes the present picture if it differs from the last one.
    pub(super) fn publish(&mut self) {
        self.leave_settings();
        self.show_ports();
        let mut picture = self.picture();
        let _changed = self.snapshots.send_if_modified(|last| {
            if last.shows_the_same(&picture) {
                return false;
            }
            picture.revision = last.revision + 1;
            *last = Arc::new(picture);
            true
        });
    }

    pub(super) fn picture(&self) -> Snapshot {
        self.training_picture().unwrap_or_else(|| self.own_picture())
    }

    fn own_picture(&self) -> Snapshot {
        let now = self.now();
        let register = &self.register;
        let last = self.snapshots.borrow();
        // The receipt is copied only when it has changed, so that a picture stays cheap.
        let receipt = register.receipt().map(|receipt| match &last.receipt {
            Some(shown) if **shown == *receipt => Arc::clone(shown),
            _ => Arc::new(receipt.clone()),
        });
        Snapshot {
            revision: last.revision,
            at: now.at,
            settings: Arc::clone(&self.settings),
            language: self.screen.language,
            user: register.user().cloned(),
            locked: register.is_locked(),
            log_in: self.log_in_shown(now),
            approval: self.approval_shown(now),
            locked_people: self.locked_people(now, &last.locked_people),
            demonstration_users: Arc::clone(&self.demonstration_users),
            catalog: self.catalog.as_ref().unwrap_or(&last.catalog).clone(),
            catalog_ready: self.catalog.is_some(),
            receipt,
            payment: register.shown_attempt().map(|attempt| payment_view(attempt, now)),
            decision: register.awaiting_decision(),
            unsettled: register.unsettled(now).into(),
            returning: self.returning(),
            refund: self.refund_view(now),
            owed: match register.owed_refunds().eq(last.owed.iter()) {
                true => Arc::clone(&last.owed),
                false => register.owed_refunds().copied().collect(),
            },
            returnable: self.screen.returnable.clone(),
            last: register.last().cloned(),
            seqr: self.seqr_status(now),
            terminal: register.terminal().cloned(),
            scanner: self.screen.scanner,
            printer: self.printing.status(),
            jobs: self.printing.waiting_jobs(),
            preview: self.printing.preview(),
            scans: self.screen.scans,
            scan: self.screen.scan.as_ref().map(|(notice, _)| notice.clone()),
            refused: self.screen.refused.map(|(notice, _)| notice),
            journal: match &self.screen.journal {
                JournalStatus::Fine => self.screen.articles.clone(),
                failing @ JournalStatus::Failing { .. } => failing.clone(),
            },
            clock: self.clock_watch.status(now.at),
            set_up: self.set_up_view(&last.set_up),
            parked: self.parked_shown(&last.parked),
            shift: self.shift_shown(now),
            next_shift: register.next_shift(),
            age_question: self.age_question(),
            ended: self.screen.ended,
        }
    }

    fn returning(&self) -> Option<Returning> {
        let receipt = self.register.receipt()?;
        let origin = receipt.origin()?;
        let payments = origin.payments.iter().filter_map(|payment| {
            let (remainder, _) = self.register.refundable(payment.attempt)?;
            remainder.is_positive().then_some((payment.attempt, remainder))
        });
        Some(Returning {
            of: origin.receipt,
            number: origin.number,
            to_give_back: receipt.to_give_back(),
            payments: payments.collect(),
            next_refund: self.register.next_refund()?,
            waits: self.register.return_waits(),
        })
    }

    fn refund_view(&self, now: Now) -> Option<RefundView> {
        let number = self.register.receipt()?.origin()?.number;
        let refund = self.register.current_refund()?;
        let phase = match refund.phase(now) {
            RefundPhase::SendingAgain { sendings, again_in } => {
                // Rounded up, so that "in 0 s" is said only when it is sent.
                let seconds = again_in.as_millis().div_ceil(1_000);
                let again_in = Duration::from_secs(seconds as u64);
                RefundPhase::SendingAgain { sendings, again_in }
            }
            other => other,
        };
        Some(RefundView {
            refund: refund.id(),
            payment: refund.order().payment,
            amount: refund.order().amount,
            number,
            open: refund.is_open(),
            phase,
        })
    }

    fn seqr_status(&self, now: Now) -> SeqrStatus {
        let registered = self.register.terminal().is_some();
        if self.settings.seqr.address.is_empty() || (registered && self.service.is_none()) {
            return SeqrStatus::NotSetUp;
        }
        if self.register.terminal().is_none() {
            return SeqrStatus::NotRegistered;
        }
        match self.reach.silent_since {
            Some(since) => SeqrStatus::Unreachable { silent: whole_seconds(now.since(since)) },
            None if self.reach.next.is_zero() => SeqrStatus::Trying,
            None => SeqrStatus::Reachable,
        }
    }
}

fn payment_view(attempt: &Attempt, now: Now) -> PaymentView {
    PaymentView {
        attempt: attempt.id(),
        amount: attempt.order().amount,
        open: attempt.is_open(),
        phase: in_whole_seconds(attempt.phase(now)),
    }
}

/// Screens show whole seconds: a picture changes when one of them does, not four times a second.
fn in_whole_seconds(phase: Phase) -> Phase {
    match phase {
        Phase::Unreachable { held_for } => {
            // Rounded up: "0 s" is said only when the other tenders really are offered.
            let seconds = held_for.as_millis().div_ceil(1_000);
            Phase::Unreachable { held_for: Duration::from_secs(seconds as u64) }
        }
        Phase::Waiting { heard } => Phase::Waiting { heard: whole_seconds(heard) },
        Phase::NoContact { silent } => Phase::NoContact { silent: whole_seconds(silent) },
        Phase::Asking { heard } => Phase::Asking { heard: whole_seconds(heard) },
        Phase::Cancelling { heard } => Phase::Cancelling { heard: whole_seconds(heard) },
        Phase::Confirming { heard } => Phase::Confirming { heard: whole_seconds(heard) },
        Phase::InDoubt { doubt, silent } => Phase::InDoubt { doubt, silent: whole_seconds(silent) },
        other => other,
    }
}

fn whole_seconds(duration: Duration) -> Duration {
    Duration::from_secs(duration.as_secs())
}
