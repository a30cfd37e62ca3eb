//! Goods come back: which receipt, which goods, and how the money is given back.
//!
//! Lies above the sale view, like the payment dialog, and shows one of five things; which one follows from the till's
//! picture alone. It keeps what is being typed and chosen. How much can be given back, and how, is decided in the core; a
//! press counts only for what was offered when its key was drawn (rule 12).

mod choose_view;
mod find_view;
mod give_back_view;
mod parts;
mod refund_view;

use std::collections::BTreeMap;

use iced::widget::container;

use crate::app::frame::Frame;
use crate::app::keyboard::Stroke;
use crate::app::theme::{self, measure};
use crate::app::widget::keypad::{self, Buffer, Kind, Refusal};
use crate::app::widget::{Element, shield};
use crate::core::money::Amount;
use crate::core::payment::AttemptId;
use crate::core::receipt::{LineId, Quantity, Receipt, ReceiptId, ReceiptNumber, Returnable};
use crate::core::refund::{RefundId, RefundPhase};
use crate::core::register::{Chosen, Command, LastReceipt, returned_lines};
use crate::till::intent::Intent;
use crate::till::snapshot::{RefundView, Returning, Snapshot};

/// Lines that are seen at once.
const ROWS: usize = 6;

/// Where the cashier is.
#[derive(Debug)]
pub struct State {
    /// The receipt's number, as far as it has been typed.
    typed: Buffer,
    /// How much of each line comes back, for the receipt that is looked at.
    chosen: BTreeMap<LineId, Quantity>,
    /// The receipt that the choice is for.
    looked_at: Option<ReceiptNumber>,
    /// The first line that is seen.
    first: usize,
    /// The refund whose last face was put away.
    dismissed: Option<RefundId>,
    /// The return that was made here.
    made: Option<ReceiptId>,
}

/// What happens here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// A key of the keypad.
    KeyPressed(keypad::Press),
    /// Look the receipt up whose number was typed.
    FindPressed,
    /// A refund that was promised.
    OwedPressed(AttemptId),
    /// A line: all of it comes back, or nothing.
    LinePressed(LineId),
    /// One piece less of a line.
    FewerPressed(LineId),
    /// One piece more.
    MorePressed(LineId),
    /// Everything comes back.
    AllPressed,
    /// Other lines, from this one on.
    Turned(usize),
    /// Take back what was chosen when the key was drawn.
    BeginPressed(ReceiptNumber, Chosen),
    /// Give money back, with what the key offered when it was drawn.
    GivePressed(Command),
    /// The return is given up.
    AbandonPressed(ReceiptId),
    /// The last face of a refund was put away.
    DismissPressed(RefundId),
    /// "For the manager": the list of what nobody knows about.
    SettlePressed,
    /// The completed return was put away.
    DonePressed(ReceiptId),
    /// One step back, or put away.
    BackPressed,
}

/// What this wants of the window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Nothing.
    None,
    /// That this goes to the till.
    Send(Intent),
    /// To be put away.
    Close,
    /// That a manager can look into it.
    Settle,
}

/// What is shown.
#[derive(Debug, Clone, Copy)]
enum Showing<'a> {
    /// Which receipt?
    Find,
    /// What comes back?
    Choose(&'a Returnable),
    /// How is the money given back?
    GiveBack(&'a Returning, &'a Receipt),
    /// A refund through SEQR.
    Refund(&'a RefundView),
    /// The return is complete.
    Done(&'a LastReceipt),
}

/// Whether this has to be open without anybody having asked for it: a return is being made, or a receipt was scanned.
pub fn is_wanted(snapshot: &Snapshot) -> bool {
    let found = snapshot.returnable.is_some() && snapshot.receipt.is_none();
    snapshot.returning.is_some() || found
}

/// Whether a face waits for somebody who has seen it.
fn has_to_be_seen(refund: &RefundView) -> bool {
    !matches!(refund.phase, RefundPhase::Refunded { .. })
}

impl State {
    /// As it opens.
    pub fn new() -> Self {
        State {
            typed: Buffer::new(Kind::Anything),
            chosen: BTreeMap::new(),
            looked_at: None,
            first: 0,
            dismissed: None,
            made: None,
        }
    }

    fn showing<'a>(&self, snapshot: &'a Snapshot) -> Showing<'a> {
        if let Some(refund) = &snapshot.refund
            && (refund.open || (has_to_be_seen(refund) && self.dismissed != Some(refund.refund)))
            && snapshot.returning.is_some()
        {
            return Showing::Refund(refund);
        }
        match (&snapshot.returning, &snapshot.receipt, &snapshot.returnable, &snapshot.last) {
            (Some(returning), Some(receipt), ..) => Showing::GiveBack(returning, receipt),
            (_, _, Some(returnable), _) => Showing::Choose(returnable),
            (_, None, _, Some(last)) if self.made == Some(last.id) => Showing::Done(last),
            _ => Showing::Find,
        }
    }

    /// Whether digits and letters that come fast are a scan: where a receipt is looked for.
    pub fn takes_scans(&self, snapshot: &Snapshot) -> bool {
        matches!(self.showing(snapshot), Showing::Find | Showing::Choose(_))
    }

    /// The till has gone on.
    pub fn follow(&mut self, before: &Snapshot, snapshot: &Snapshot) -> Action {
        if snapshot.user.is_none() || snapshot.locked {
            return Action::Close;
        }
        let number = snapshot.returnable.as_ref().map(|of| of.origin.number);
        if number != self.looked_at {
            self.looked_at = number;
            self.chosen.clear();
            self.first = 0;
            self.typed.clear();
        }
        if let (Some(_), Some(receipt)) = (&snapshot.returning, &snapshot.receipt) {
            self.made = Some(receipt.id);
        }
        let ended = before.returning.is_some() && snapshot.returning.is_none();
        let sells = snapshot.receipt.is_some() && snapshot.returning.is_none();
        // Given up, or somebody has begun to sell.
        let given_up = ended && !matches!(self.showing(snapshot), Showing::Done(_));
        if sells || given_up { Action::Close } else { Action::None }
    }

    /// Lets something take effect.
    pub fn update(&mut self, message: Message, snapshot: &Snapshot) -> Action {
        match (self.showing(snapshot), message) {
            (Showing::Find, Message::KeyPressed(press)) => self.typed.press(press),
            (Showing::Find, Message::FindPressed) => return self.find(),
            (Showing::Find, Message::OwedPressed(payment)) => return give_owed(payment, snapshot),
            (Showing::Find, Message::BackPressed) => return Action::Close,
            (Showing::Choose(of), message) => return self.choose(of, message),
            (Showing::GiveBack(returning, receipt), message) => {
                return give_back(returning, receipt, message);
            }
            (Showing::Refund(refund), message) => return self.refund(refund, message),
            (Showing::Done(last), Message::DonePressed(receipt)) if receipt == last.id => {
                return Action::Close;
            }
            (Showing::Done(_), Message::BackPressed) => return Action::Close,
            // Meant for a face that has gone.
            (Showing::Find | Showing::Done(_), _) => {}
        }
        Action::None
    }

    fn find(&mut self) -> Action {
        match self.typed.text().parse() {
            Ok(number) if number > 0 => Action::Send(Intent::FindReceipt(ReceiptNumber(number))),
            _ => {
                self.typed.refuse(Refusal::NothingTyped);
                Action::None
            }
        }
    }

    fn choose(&mut self, of: &Returnable, message: Message) -> Action {
        match message {
            Message::LinePressed(line) => self.toggle(of, line),
            Message::FewerPressed(line) => self.change(of, line, -1),
            Message::MorePressed(line) => self.change(of, line, 1),
            Message::AllPressed => {
                self.chosen = of.lines.iter().map(|line| (line.id, line.quantity)).collect();
            }
            Message::Turned(first) => self.first = first,
            Message::BeginPressed(number, chosen)
                if Some((number, &chosen)) == self.offer(of).as_ref().map(|(n, c)| (*n, c)) =>
            {
                return Action::Send(Intent::BeginReturn { number, chosen });
            }
            Message::BackPressed => return Action::Send(Intent::Dismiss),
            _ => {}
        }
        Action::None
    }

    fn toggle(&mut self, of: &Returnable, id: LineId) {
        let Some(line) = of.lines.iter().find(|line| line.id == id) else { return };
        if self.chosen.remove(&id).is_none() {
            let _none = self.chosen.insert(id, line.quantity);
        }
    }

    /// One piece more or less; a line that is weighed comes back whole or not at all.
    fn change(&mut self, of: &Returnable, id: LineId, by: i64) {
        let Some(line) = of.lines.iter().find(|line| line.id == id) else { return };
        let Some(most) = line.quantity.whole() else { return };
        let now = self.chosen.get(&id).and_then(|quantity| quantity.whole()).unwrap_or(0);
        let wanted = i64::from(now).saturating_add(by).clamp(0, i64::from(most));
        let _before = match u32::try_from(wanted).ok().and_then(Quantity::pieces) {
            Some(quantity) => self.chosen.insert(id, quantity),
            None => self.chosen.remove(&id),
        };
    }

    /// What the main key begins: nothing while nothing is chosen.
    fn offer(&self, of: &Returnable) -> Option<(ReceiptNumber, Chosen)> {
        if self.chosen.is_empty() {
            return None;
        }
        let whole = of.lines.iter().all(|line| self.chosen.get(&line.id) == Some(&line.quantity));
        let lines = self.chosen.iter().map(|(line, quantity)| (*line, *quantity)).collect();
        let chosen = if whole { Chosen::Everything } else { Chosen::Lines(lines) };
        Some((of.origin.number, chosen))
    }

    /// What would be given back for what is chosen.
    fn sum(&self, of: &Returnable) -> Amount {
        let lines = self.offer(of).and_then(|(_, chosen)| returned_lines(of, &chosen).ok());
        lines.into_iter().flatten().map(|line| -line.sum()).sum()
    }

    fn refund(&mut self, refund: &RefundView, message: Message) -> Action {
        match message {
            Message::DismissPressed(seen) if seen == refund.refund && !refund.open => {
                self.dismissed = Some(seen);
                Action::None
            }
            Message::SettlePressed if refund.phase == RefundPhase::InDoubt => Action::Settle,
            _ => Action::None,
        }
    }

    /// A key was pressed while this is open.
    pub fn stroke(&mut self, stroke: Stroke, snapshot: &Snapshot) -> Action {
        match self.meaning(stroke, snapshot) {
            Some(message) => self.update(message, snapshot),
            None => Action::None,
        }
    }

    /// What a key of the keyboard stands for: always a key that is on the screen.
    fn meaning(&self, stroke: Stroke, snapshot: &Snapshot) -> Option<Message> {
        match (self.showing(snapshot), stroke) {
            (Showing::Find, Stroke::Character(character)) => {
                keypad::Press::of(character).map(Message::KeyPressed)
            }
            (Showing::Find, Stroke::Backspace) => {
                Some(Message::KeyPressed(keypad::Press::Backspace))
            }
            (Showing::Find, Stroke::Delete) => Some(Message::KeyPressed(keypad::Press::Clear)),
            (Showing::Find, Stroke::Enter) => Some(Message::FindPressed),
            (Showing::Choose(of), Stroke::Character(digit)) => {
                let place = usize::try_from(digit.to_digit(10)?.checked_sub(1)?).ok()?;
                let row = self.page(of).rows().nth(place)?;
                of.lines.get(row).map(|line| Message::LinePressed(line.id))
            }
            (Showing::Choose(of), Stroke::PageUp | Stroke::Function(7)) => {
                self.page(of).before().map(Message::Turned)
            }
            (Showing::Choose(of), Stroke::PageDown | Stroke::Function(8)) => {
                self.page(of).after().map(Message::Turned)
            }
            (Showing::Choose(_), Stroke::Function(3)) => Some(Message::AllPressed),
            (Showing::Choose(of), Stroke::Enter) => {
                self.offer(of).map(|(number, chosen)| Message::BeginPressed(number, chosen))
            }
            (Showing::GiveBack(returning, receipt), stroke) => {
                give_back_view::stroke(returning, receipt, stroke)
            }
            (Showing::Refund(refund), Stroke::Enter) => refund_view::main(refund),
            (Showing::Done(last), Stroke::Enter) => Some(Message::DonePressed(last.id)),
            (Showing::Refund(_), _) => None,
            (_, Stroke::Escape) => Some(Message::BackPressed),
            _ => None,
        }
    }

    /// What is seen.
    pub fn view<'a>(&'a self, frame: &Frame<'a>) -> Element<'a, Message> {
        let inside = match self.showing(frame.snapshot) {
            Showing::Find => self.view_find(frame),
            Showing::Choose(of) => self.view_choice(of, frame),
            Showing::GiveBack(returning, receipt) => {
                give_back_view::view(returning, receipt, frame)
            }
            Showing::Refund(refund) => refund_view::view(refund, frame),
            Showing::Done(last) => give_back_view::done(last, frame),
        };
        shield(
            container(inside)
                .id("returning")
                .style(theme::card)
                .padding(measure::APART)
                .width(measure::DIALOG.width)
                .height(measure::DIALOG.height),
        )
    }
}

impl Default for State {
    fn default() -> Self {
        State::new()
    }
}

/// A promised refund is still one.
fn give_owed(payment: AttemptId, snapshot: &Snapshot) -> Action {
    match snapshot.owed.iter().any(|owed| owed.payment == payment) {
        true => Action::Send(Intent::RefundOwed(payment)),
        false => Action::None,
    }
}

fn give_back(returning: &Returning, receipt: &Receipt, message: Message) -> Action {
    match message {
        Message::GivePressed(command)
            if give_back_view::offers(returning, receipt).any(|offer| offer.command == command) =>
        {
            Action::Send(Intent::Do(command))
        }
        Message::AbandonPressed(id) if id == receipt.id && receipt.tenders().is_empty() => {
            Action::Send(Intent::Do(Command::CancelReceipt { receipt: id }))
        }
        _ => Action::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::fixture;
    use crate::core::receipt::{Line, Origin, Sold, Terms};

    /// Three for 100,00 of which one came back for 33,33, and the deposits of the other two.
    #[test]
    fn what_is_shown_is_what_is_given_back() {
        let snapshot = fixture::many_lines(2);
        let lines = snapshot.receipt.as_ref().unwrap().lines();
        let pieces = |count| Quantity::pieces(count).unwrap();
        let sold = |sum, given_back| Sold {
            quantity: pieces(3),
            sum: Amount::from_minor(sum),
            back: Some(Quantity::ONE),
            given_back: Amount::from_minor(given_back),
        };
        let left = |line: &Line, sold, deposit_of| {
            let terms = Terms { sold: Some(sold), deposit_of, ..Terms::default() };
            Line { quantity: pieces(2), terms, ..line.clone() }
        };
        let (article, deposit) = (&lines[0], &lines[1]);
        let lines = vec![
            left(article, sold(10_000, 3_333), None),
            left(deposit, sold(300, 100), Some(article.id)),
        ];
        let origin =
            Origin { receipt: ReceiptId(1), number: ReceiptNumber(1), payments: Vec::new() };
        let of = Returnable { origin, lines };
        let mut state = State::new();
        assert_eq!(state.sum(&of), Amount::ZERO);
        state.change(&of, article.id, 1);
        assert_eq!(state.sum(&of).minor(), 3_334 + 100, "with its deposit");
        state.change(&of, article.id, 1);
        assert_eq!(state.sum(&of).minor(), 6_667 + 200);
        state.toggle(&of, deposit.id);
        assert_eq!(state.sum(&of).minor(), 6_667 + 200, "the deposits were chosen anyhow");
    }
}
