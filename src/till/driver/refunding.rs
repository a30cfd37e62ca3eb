//! Returns and refunds: looks up what can be returned, hands events to the refund machine and its
//! effects to SEQR, and takes up what was promised.

use std::sync::Arc;

use crate::core::entry::Entry;
use crate::core::payment::{AttemptId, Refusal, SubmitAnswer};
use crate::core::receipt::{ReceiptId, ReceiptNumber, Returnable};
use crate::core::refund::{Effect, Event, RefundAnswer, RefundId};
use crate::core::register::{Chosen, Command, Reachability, Refused};
use crate::core::time::Now;
use crate::core::user::Permission;
use crate::device::sound::Cue;
use crate::journal::JournalError;
use crate::language::Texts;

use super::super::inbox::Input;
use super::super::invoice::refund_invoice;
use super::super::service::SeqrService;
use super::Driver;

impl Driver {
    /// Takes up every refund that the journal left unsettled (rule 13).
    pub fn recover_refunds(&mut self) {
        let refunds: Vec<RefundId> = self.register.refunds().map(|refund| refund.id()).collect();
        for refund in refunds {
            tracing::info!(%refund, "taking up a refund that was not settled");
            self.refund_event(refund, Event::Recovered);
        }
    }

    /// Lets a refund's machine take an event.
    pub(super) fn refund_event(&mut self, refund: RefundId, event: Event) {
        let now = self.now();
        self.note_contact_with(&event, now);
        let was_open = self.register.refund(refund).is_some_and(|known| known.is_open());
        let decision = self.register.refund_event(refund, event.clone(), now);
        let doubts =
            decision.entries.iter().any(|entry| matches!(entry, Entry::RefundInDoubt { .. }));
        if !self.carry_out(decision, now) {
            // An answer comes only once, and so does the start.
            if event != Event::Tick {
                self.held_refunds.push_back((refund, event));
            }
            return;
        }
        // One that is forgotten already has ended its return: it is given back.
        let (ended, given_back) = self
            .register
            .refund(refund)
            .map_or((true, true), |known| (!known.is_open(), known.is_given_back()));
        if was_open && ended && given_back {
            self.sound(Cue::Paid);
        } else if doubts || (was_open && ended) {
            self.sound(Cue::Fault);
        }
    }

    pub(super) fn time_passes_for_refunds(&mut self, now: Now) {
        self.next_owed_step();
        let to_retry = if self.takes_entries() { self.held_refunds.len() } else { 0 };
        for _ in 0..to_retry {
            if let Some((refund, event)) = self.held_refunds.pop_front() {
                self.refund_event(refund, event);
            }
        }
        let refunds: Vec<RefundId> = self
            .register
            .refunds()
            .filter(|refund| !refund.is_final())
            .map(|refund| refund.id())
            .collect();
        for refund in refunds {
            let decision = self.register.refund_event(refund, Event::Tick, now);
            let _tried_again_at_the_next_tick = self.carry_out(decision, now);
        }
    }

    pub(super) fn refund_effect(&mut self, effect: Effect, now: Now) {
        let Some(service) = self.service.clone() else {
            tracing::error!(?effect, "SEQR is not set up: a refund cannot go on");
            self.answer_refund_without_service(effect);
            return;
        };
        match effect {
            Effect::Send { refund, sending } => self.send_refund(&service, refund, sending, now),
            Effect::SubmitReceipt { refund, ers_reference } => {
                let answer = service.submit_receipt(ers_reference);
                self.refund_later(refund, async move { Event::Submitted(answer.await) });
            }
        }
    }

    fn send_refund(
        &mut self,
        service: &Arc<dyn SeqrService>,
        refund: RefundId,
        sending: u32,
        now: Now,
    ) {
        let order = self.register.refund(refund).map(|known| known.order().clone());
        let receipt = self.register.receipt().filter(|receipt| receipt.id == refund.receipt);
        let (Some(order), Some(receipt)) = (order, receipt) else {
            tracing::error!(%refund, "a refund without its receipt is not sent");
            return;
        };
        let texts = Texts::of(self.settings.language);
        let invoice = refund_invoice(receipt, &order, sending, &self.settings, texts, now);
        let answer = service.refund(order.ers_reference, invoice);
        self.refund_later(refund, async move { Event::Sent { sending, answer: answer.await } });
    }

    /// Runs a question on the network threads; its answer comes back through the inbox.
    fn refund_later(
        &self,
        refund: RefundId,
        question: impl Future<Output = Event> + Send + 'static,
    ) {
        let inbox = self.inbox.clone();
        let _detached = self.runtime.spawn(async move {
            let event = question.await;
            if inbox.send(Input::Refund { refund, event }).is_err() {
                tracing::info!(%refund, "an answer came after the till had ended");
            }
        });
    }

    /// Without a service every question goes unanswered at once, so that the machine goes on.
    fn answer_refund_without_service(&mut self, effect: Effect) {
        let (refund, event) = match effect {
            Effect::Send { refund, sending } => {
                let detail = "SEQR is not set up".to_owned();
                let answer = RefundAnswer::Refused(Refusal::NotReached { detail });
                (refund, Event::Sent { sending, answer })
            }
            Effect::SubmitReceipt { refund, .. } => {
                (refund, Event::Submitted(SubmitAnswer::Nothing))
            }
        };
        self.held_refunds.push_back((refund, event));
    }

    /// Whether SEQR answers is also learned from refunds.
    fn note_contact_with(&mut self, event: &Event, now: Now) {
        let Event::Sent { answer, .. } = event else { return };
        match answer {
            RefundAnswer::Lost { .. } | RefundAnswer::Refused(Refusal::NotReached { .. }) => {
                self.silent(now);
            }
            RefundAnswer::Refunded { .. } | RefundAnswer::Refused(Refusal::Code { .. }) => {
                self.heard(now);
            }
        }
    }

    pub(super) fn find_receipt(&mut self, number: ReceiptNumber) {
        let found = self.store.numbered(number);
        self.screen.returnable = self.returnable(found).map(Arc::new);
    }

    pub(super) fn begin_return(&mut self, number: ReceiptNumber, chosen: Chosen) {
        let found = self.store.numbered(number);
        if let Some(of) = self.returnable(found) {
            let _done_or_shown = self.begin_return_of(of, chosen);
        }
    }

    fn begin_return_of(&mut self, of: Returnable, chosen: Chosen) -> bool {
        let begun = self.obey(&Command::BeginReturn { of: Box::new(of), chosen });
        if begun {
            self.screen.returnable = None;
        }
        begun
    }

    /// What can be returned of a receipt that was looked for, or a word about why nothing can.
    fn returnable(&mut self, found: Result<Option<ReceiptId>, JournalError>) -> Option<Returnable> {
        let now = self.now();
        if let Err(reason) = self.register.may(Permission::Return) {
            self.refuse(reason, now);
            return None;
        }
        let returnable = found.and_then(|found| match found {
            Some(receipt) => self.store.returnable(receipt),
            None => Ok(None),
        });
        match returnable {
            Ok(Some(returnable)) => Some(returnable),
            Ok(None) => {
                self.refuse(Refused::NoSuchReceipt, now);
                None
            }
            Err(error) => {
                self.journal_fails(&error, now);
                None
            }
        }
    }

    /// The promise is on disk with the end of the sale; what follows is taken up again should the program die
    /// in between.
    pub(super) fn finish_and_refund(&mut self, receipt: ReceiptId) {
        if self.obey(&Command::FinishAndRefund { receipt }) {
            self.take_up_owed_refunds();
        }
    }

    /// Takes up promised refunds, each once by itself: after that it waits to be asked for.
    pub(super) fn take_up_owed_refunds(&mut self) {
        if self.ending.is_some() || self.register.may(Permission::Return).is_err() {
            return;
        }
        // An open return goes on first.
        self.owed_goes_on = true;
        self.next_owed_step();
        let usable = self.service.is_some()
            && self.register.terminal().is_some()
            && self.register.reachability() != Reachability::Unreachable;
        if self.register.receipt().is_some() || !usable {
            return;
        }
        let owed = self.register.owed_refunds().map(|owed| owed.payment);
        let next = owed.filter(|payment| !self.taken_up.contains(payment)).min();
        if let Some(payment) = next {
            self.refund_owed(payment);
        }
    }

    /// Returns what is left of the receipt and gives the promised payment back.
    pub(super) fn refund_owed(&mut self, payment: AttemptId) {
        let offered = self.register.may(Permission::Return).and_then(|()| {
            let owed = self.register.owed_refunds().any(|owed| owed.payment == payment);
            if owed { Ok(()) } else { Err(Refused::NotOffered) }
        });
        if let Err(reason) = offered {
            let now = self.now();
            self.refuse(reason, now);
            return;
        }
        let _again = self.taken_up.insert(payment);
        let open = self.register.receipt().and_then(|receipt| receipt.returns());
        if open != Some(payment.receipt) {
            let Some(of) = self.returnable(Ok(Some(payment.receipt))) else { return };
            if !self.begin_return_of(of, Chosen::Everything) {
                return;
            }
        }
        self.owed_goes_on = true;
        self.next_owed_step();
    }

    /// Sends a promised refund, once, as soon as SEQR has heard that the payment was booked.
    fn next_owed_step(&mut self) {
        if !self.owed_goes_on || self.ending.is_some() || !self.takes_entries() {
            return;
        }
        match self.register.next_owed_step() {
            // What is refused now is not tried again and again: a person asks for it.
            Some(command) => self.owed_goes_on = self.obey(&command),
            None if !self.register.keeps_a_promise() => self.owed_goes_on = false,
            None => {}
        }
    }
}
