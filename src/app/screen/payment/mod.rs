//! The payment dialog: a card over the still, dimmed sale view.
//!
//! It shows one of three things, and which one follows from the till's picture alone: a payment
//! (open, or over and not yet put away), the sale that has just been completed, or the choice of
//! tender and amount. What the dialog keeps is what the cashier has chosen, typed and put away; it knows
//! nothing of a payment that is not in the picture.

mod amount_view;
mod choice;
mod choice_view;
mod face;
mod lapse;
mod notice;
mod phone;
mod quick;
mod step;
mod success;
#[cfg(test)]
mod tests;
mod waiting;
mod words;

use iced::widget::container;

use crate::app::frame::Frame;
use crate::app::keyboard::Stroke;
use crate::app::theme::{self, measure};
use crate::app::widget::{Element, keypad, shield};
use crate::core::money::Amount;
use crate::core::payment::{AttemptId, Phase};
use crate::core::receipt::{Receipt, ReceiptId};
use crate::core::register::{Command, LastReceipt};
use crate::core::tender::{TenderId, TenderKind};
use crate::till::intent::{Intent, PhonePress};
use crate::till::snapshot::{PaymentView, Snapshot};

pub(in crate::app::screen) use face::seal;
pub use waiting::waiting;

use choice::Choice;
use step::Steps;

/// The dialog's own state.
#[derive(Debug)]
pub struct State {
    /// The receipt that it was opened for.
    receipt: Option<ReceiptId>,
    choice: Choice,
    /// The payment whose last face was put away.
    dismissed: Option<AttemptId>,
    /// The last command, until the till has said something: a second press of the same key is none.
    sent: Option<Command>,
}

/// What happens in the dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// A tender's key.
    TenderPressed(TenderKind),
    /// A key of the keypad.
    KeyPressed(keypad::Press),
    /// One of the quick amounts.
    AmountPressed(Amount),
    /// Pay, with what the key offered when it was drawn.
    PayPressed(Command),
    /// "Yes, take it" for cash far above what is due.
    LargeCashConfirmed(Command),
    /// "Change the amount" instead.
    LargeCashDeclined,
    /// Give a tender back.
    RemovePressed {
        /// For which receipt.
        receipt: ReceiptId,
        /// Which tender.
        tender: TenderId,
    },
    /// Other tenders of those taken, from this one on.
    TendersTurned(usize),
    /// A key of a payment's face, with what it offered when it was drawn.
    StepPressed(Command),
    /// "For the manager: settle".
    SettlePressed(AttemptId),
    /// The last face of a payment was put away.
    DismissPressed(AttemptId),
    /// The completed sale was put away, by hand or by itself.
    DonePressed(ReceiptId),
    /// Back to the sale.
    ClosePressed,
    /// Something on the simulated phone.
    PhonePressed {
        /// Which payment it showed.
        attempt: AttemptId,
        /// What.
        press: Phone,
    },
}

/// A key of the simulated phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phone {
    /// The customer pays.
    Confirm,
    /// The customer does not.
    Decline,
}

/// What the dialog wants of the window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Nothing.
    None,
    /// That this goes to the till.
    Send(Intent),
    /// To be closed.
    Close,
    /// That a manager can look into this payment.
    Settle(AttemptId),
}

/// What the dialog shows.
#[derive(Debug, Clone, Copy)]
enum Showing<'a> {
    /// Nothing any more.
    Gone,
    /// Which tender, and how much?
    Choice(&'a Receipt),
    /// A payment.
    Payment(&'a PaymentView),
    /// The sale is complete.
    Success(&'a LastReceipt),
}

/// Whether the dialog has to be open, without anybody having pressed Pay, and cannot be closed:
/// while a payment is open, SEQR has paid a part, or a paid receipt waits for the cashier's word.
pub fn is_wanted(snapshot: &Snapshot) -> bool {
    snapshot.open_payment().is_some()
        || snapshot.decision.is_some()
        || snapshot.receipt.as_ref().is_some_and(|receipt| receipt.has_final_tender())
}

impl State {
    /// The dialog as it opens.
    pub fn new(snapshot: &Snapshot) -> Self {
        State {
            receipt: snapshot.receipt.as_ref().map(|receipt| receipt.id),
            choice: Choice::new(snapshot),
            // Without money, it was over before the dialog opened: nobody wants to see it again.
            dismissed: snapshot
                .payment
                .as_ref()
                .filter(|payment| {
                    let booked = matches!(payment.phase, Phase::Paid(_))
                        || step::is_on_receipt(payment.attempt, snapshot);
                    !payment.open && !booked
                })
                .map(|payment| payment.attempt),
            sent: None,
        }
    }

    fn showing<'a>(&self, snapshot: &'a Snapshot) -> Showing<'a> {
        if let Some(payment) = snapshot.open_payment() {
            return Showing::Payment(payment);
        }
        match (&snapshot.receipt, &snapshot.payment, &snapshot.last) {
            (Some(receipt), Some(payment), _) => {
                let paid = matches!(payment.phase, Phase::Paid(_));
                let waits_for_a_word = paid && !receipt.due().is_positive()
                    || step::is_on_receipt(payment.attempt, snapshot);
                if waits_for_a_word || self.dismissed != Some(payment.attempt) {
                    Showing::Payment(payment)
                } else {
                    Showing::Choice(receipt)
                }
            }
            (Some(receipt), None, _) => Showing::Choice(receipt),
            (None, _, Some(last)) if Some(last.id) == self.receipt => Showing::Success(last),
            (None, _, _) => Showing::Gone,
        }
    }

    /// The till has gone on.
    pub fn follow(&mut self, snapshot: &Snapshot) -> Action {
        self.sent = None;
        if snapshot.user.is_none() {
            return Action::Close;
        }
        let receipt = snapshot.receipt.as_ref().map(|receipt| receipt.id);
        if receipt.is_some() && receipt != self.receipt {
            // Another sale has begun.
            if !is_wanted(snapshot) {
                return Action::Close;
            }
            *self = State::new(snapshot);
        }
        self.choice.follow(snapshot);
        match self.showing(snapshot) {
            Showing::Gone => Action::Close,
            _ => Action::None,
        }
    }

    /// Lets something take effect.
    pub fn update(&mut self, message: Message, snapshot: &Snapshot) -> Action {
        match (self.showing(snapshot), message) {
            (Showing::Choice(_), message) => self.update_choice(message, snapshot),
            (Showing::Payment(payment), message) => self.update_payment(message, payment, snapshot),
            (Showing::Success(last), Message::DonePressed(receipt)) if receipt == last.id => {
                Action::Close
            }
            (Showing::Gone, _) => Action::Close,
            (Showing::Success(_), _) => Action::None,
        }
    }

    fn update_choice(&mut self, message: Message, snapshot: &Snapshot) -> Action {
        match message {
            Message::TenderPressed(tender) => self.choice.choose(tender, snapshot),
            Message::KeyPressed(press) => self.choice.press(press),
            Message::AmountPressed(amount) => self.choice.pick(amount),
            Message::PayPressed(command) => return self.pay(command, snapshot),
            Message::LargeCashConfirmed(command)
                if self.choice.question.as_ref() == Some(&command) =>
            {
                return self.send(Command::Confirmed(Box::new(command)));
            }
            Message::LargeCashDeclined => self.choice.question = None,
            Message::RemovePressed { receipt, tender } => {
                return self.send(Command::RemoveTender { receipt, tender });
            }
            Message::TendersTurned(first) => self.choice.first_seen = first,
            Message::StepPressed(command)
                if Some(&command) == free_of_charge(snapshot).as_ref() =>
            {
                return self.send(command);
            }
            Message::ClosePressed if !is_wanted(snapshot) => return Action::Close,
            // Meant for a face that has gone.
            _ => {}
        }
        Action::None
    }

    /// Pay sends what its key offered when it was drawn, if that is still what it offers.
    fn pay(&mut self, command: Command, snapshot: &Snapshot) -> Action {
        if self.choice.question.is_some() || self.choice.offer(snapshot).as_ref() != Some(&command)
        {
            return Action::None;
        }
        if Choice::is_doubtful(&command, snapshot.due()) {
            self.choice.question = Some(command);
            return Action::None;
        }
        self.send(command)
    }

    fn update_payment(
        &mut self,
        message: Message,
        payment: &PaymentView,
        snapshot: &Snapshot,
    ) -> Action {
        if let Message::PhonePressed { attempt, press } = message {
            let offered = attempt == payment.attempt && phone::is_ringing(payment, snapshot);
            return if offered { Action::Send(press.intent()) } else { Action::None };
        }
        if !Steps::of(payment, snapshot).offer(&message) {
            return Action::None;
        }
        match message {
            // The till looks up what is to be given back.
            Message::StepPressed(Command::FinishAndRefund { receipt }) => {
                return Action::Send(Intent::FinishAndRefund(receipt));
            }
            Message::StepPressed(command) => return self.send(command),
            Message::SettlePressed(attempt) => return Action::Settle(attempt),
            Message::DismissPressed(attempt) => {
                self.dismissed = Some(attempt);
                self.choice.begin_anew();
            }
            _ => {}
        }
        Action::None
    }

    fn send(&mut self, command: Command) -> Action {
        if self.sent.as_ref() == Some(&command) {
            return Action::None;
        }
        self.sent = Some(command.clone());
        Action::Send(Intent::Do(command))
    }

    /// A key was pressed while the dialog is open.
    pub fn stroke(&mut self, stroke: Stroke, snapshot: &Snapshot) -> Action {
        match self.meaning(stroke, snapshot) {
            Some(message) => self.update(message, snapshot),
            None => Action::None,
        }
    }

    /// What a key of the keyboard stands for: always a key that is on the screen.
    fn meaning(&self, stroke: Stroke, snapshot: &Snapshot) -> Option<Message> {
        match self.showing(snapshot) {
            Showing::Gone => None,
            // Whatever comes next begins with this out of the way.
            Showing::Success(last) => Some(Message::DonePressed(last.id)),
            Showing::Payment(payment) => {
                let steps = Steps::of(payment, snapshot);
                match stroke {
                    Stroke::Enter => steps.main?.message(),
                    Stroke::Function(9) => steps.aside?.message(),
                    Stroke::Escape if !payment.open => match steps.main?.message()? {
                        dismiss @ Message::DismissPressed(_) => Some(dismiss),
                        _ => None,
                    },
                    _ => None,
                }
            }
            Showing::Choice(receipt) => self.meaning_in_choice(stroke, receipt, snapshot),
        }
    }

    fn meaning_in_choice(
        &self,
        stroke: Stroke,
        receipt: &Receipt,
        snapshot: &Snapshot,
    ) -> Option<Message> {
        if let Some(question) = &self.choice.question {
            return match stroke {
                Stroke::Enter | Stroke::Escape => Some(Message::LargeCashDeclined),
                Stroke::Function(8) => Some(Message::LargeCashConfirmed(question.clone())),
                _ => None,
            };
        }
        Some(match stroke {
            Stroke::Function(1) => Message::TenderPressed(TenderKind::Seqr),
            Stroke::Function(2) => Message::TenderPressed(TenderKind::Cash),
            Stroke::Function(3) => Message::TenderPressed(TenderKind::Card),
            Stroke::Function(6) => {
                let last = receipt.tenders().iter().rev().find(|tender| !tender.is_final())?;
                Message::RemovePressed { receipt: receipt.id, tender: last.id }
            }
            Stroke::Enter => match free_of_charge(snapshot) {
                Some(command) => Message::StepPressed(command),
                None => Message::PayPressed(self.choice.offer(snapshot)?),
            },
            Stroke::Escape => Message::ClosePressed,
            Stroke::Backspace => Message::KeyPressed(keypad::Press::Backspace),
            Stroke::Delete => Message::KeyPressed(keypad::Press::Clear),
            Stroke::Character(character) => Message::KeyPressed(keypad::Press::of(character)?),
            _ => return None,
        })
    }

    /// The card.
    pub fn view<'a>(&'a self, frame: &Frame<'a>) -> Element<'a, Message> {
        let inside = match self.showing(frame.snapshot) {
            Showing::Gone => iced::widget::space().into(),
            Showing::Choice(receipt) => self.view_choice(receipt, frame),
            Showing::Payment(payment) => State::view_payment(payment, frame),
            Showing::Success(last) => success::view(last, frame),
        };
        shield(
            container(inside)
                .id("dialog")
                .style(theme::card)
                .padding(measure::APART)
                .width(measure::DIALOG.width)
                .height(measure::DIALOG.height),
        )
    }
}

/// How a receipt ends that nothing has to be paid for.
fn free_of_charge(snapshot: &Snapshot) -> Option<Command> {
    let receipt = snapshot.receipt.as_ref()?;
    let for_nothing = !receipt.lines().is_empty() && !receipt.due().is_positive();
    for_nothing.then_some(Command::Finish { receipt: receipt.id })
}

impl Phone {
    fn intent(self) -> Intent {
        Intent::Phone(match self {
            Phone::Confirm => PhonePress::Confirm,
            Phone::Decline => PhonePress::Decline,
        })
    }
}
