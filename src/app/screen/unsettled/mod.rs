//! The in-doubt list (rule 14): payments and refunds that nobody knows about, or that somebody has to look into. What is known of
//! each, what Kassa does, what a person does, and the way to it: a reason, then a manager's number and PIN.
//!
//! Lies above everything else. It keeps which payment is looked at and what is being typed; how a payment stands is
//! in the till's picture, and a press counts only for what that still offers (rule 12).

mod deed;
mod detail_view;
mod list_view;
mod reason_view;
#[cfg(test)]
mod tests;
mod words;

use iced::widget::container;

use crate::app::frame::Frame;
use crate::app::keyboard::Stroke;
use crate::app::screen::approval;
use crate::app::theme::{self, measure};
use crate::app::widget::{Element, shield};
use crate::core::payment::{AttemptId, Subject, Unsettled, Verdict};
use crate::core::refund;
use crate::core::register::LONGEST_REASON;
use crate::language::Texts;
use crate::till::intent::Intent;
use crate::till::snapshot::Snapshot;

pub use deed::Deed;
pub use words::{name, to_do, which};

/// Payments that are seen at once.
const ROWS: usize = 5;

/// Where the manager is.
#[derive(Debug)]
pub struct State {
    origin: Origin,
    /// The first payment that is seen.
    first: usize,
    step: Step,
    news: Option<News>,
}

/// What it was opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    /// The whole list.
    List,
    /// One payment, whose dialog lies below: once it is settled, that says what comes next.
    Payment,
}

#[derive(Debug)]
enum Step {
    List,
    Detail(Subject),
    Reason { subject: Subject, deed: Deed, typed: String },
    Approval { subject: Subject, deed: Deed, typed: String, approval: approval::State },
}

/// What is said above the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum News {
    /// A decision was saved.
    Saved(Subject),
    /// What was being decided is not to be decided any more.
    Changed(Subject),
}

/// What happens here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// A payment of the list.
    RowPressed(Subject),
    /// Other payments of the list, from this one on.
    Turned(usize),
    /// What a manager does about a payment.
    DeedPressed(Subject, Deed),
    /// One of the reasons at hand, by its text.
    ReasonPressed(&'static str),
    /// A letter, digit or space of the reason.
    Typed(char),
    /// The last character is taken away.
    Backspace,
    /// Everything is taken away.
    Cleared,
    /// On to the PIN.
    ForwardPressed,
    /// Something where number and PIN are typed.
    Approval(approval::Message),
    /// One step back.
    BackPressed,
    /// Put away.
    ClosePressed,
}

/// What this wants of the window.
#[derive(Debug, PartialEq, Eq)]
pub enum Action {
    /// Nothing.
    None,
    /// That this goes to the till.
    Send(Intent),
    /// To be put away, and an approval with it.
    Close,
}

/// A payment of the list, as it stands now.
fn listed(subject: Subject, snapshot: &Snapshot) -> Option<&Unsettled> {
    snapshot.unsettled.iter().find(|payment| payment.subject == subject)
}

/// Whether a payment still offers a deed.
fn offers(subject: Subject, deed: Deed, snapshot: &Snapshot) -> bool {
    listed(subject, snapshot).is_some_and(|payment| Deed::of(payment).contains(&deed))
}

impl State {
    /// The whole list.
    pub fn list() -> Self {
        State { origin: Origin::List, first: 0, step: Step::List, news: None }
    }

    /// One payment of it.
    pub fn payment(attempt: AttemptId) -> Self {
        let step = Step::Detail(Subject::Payment(attempt));
        State { origin: Origin::Payment, first: 0, step, news: None }
    }

    /// Whether digits are part of a PIN at this moment.
    pub fn takes_pin(&self) -> bool {
        matches!(self.step, Step::Approval { .. })
    }

    /// The till has gone on.
    pub fn follow(&mut self, snapshot: &Snapshot) -> Action {
        if snapshot.user.is_none() || snapshot.locked {
            return Action::Close;
        }
        if let Step::Approval { subject, approval, .. } = &mut self.step {
            let subject = *subject;
            if approval.follow(snapshot) == approval::Action::Close {
                return self.leave(News::Saved(subject));
            }
        }
        let gone = match &self.step {
            Step::List => None,
            Step::Detail(subject) => listed(*subject, snapshot).is_none().then_some(*subject),
            Step::Reason { subject, deed, .. } | Step::Approval { subject, deed, .. } => {
                (!offers(*subject, *deed, snapshot)).then_some(*subject)
            }
        };
        match gone {
            Some(subject) => self.leave(News::Changed(subject)),
            None => Action::None,
        }
    }

    /// Back to where it was opened from.
    fn leave(&mut self, news: News) -> Action {
        let approving = self.takes_pin();
        self.step = Step::List;
        self.news = Some(news);
        match self.origin {
            Origin::Payment => Action::Close,
            Origin::List if approving => Action::Send(Intent::ForgetApproval),
            Origin::List => Action::None,
        }
    }

    /// Lets something take effect.
    pub fn update(&mut self, message: Message, snapshot: &Snapshot) -> Action {
        match message {
            Message::RowPressed(subject) => self.open(subject, snapshot),
            Message::Turned(first) => self.turn(first),
            Message::DeedPressed(subject, deed) => self.begin(subject, deed, snapshot),
            Message::ReasonPressed(text) => self.reason(text, snapshot),
            Message::Typed(character) => self.typed(character),
            Message::Backspace => self.backspace(),
            Message::Cleared => self.cleared(),
            Message::ForwardPressed => self.forward(snapshot),
            Message::Approval(message) => self.approve(message, snapshot),
            Message::BackPressed => self.back(),
            Message::ClosePressed => Action::Close,
        }
    }

    fn open(&mut self, subject: Subject, snapshot: &Snapshot) -> Action {
        if matches!(self.step, Step::List) && listed(subject, snapshot).is_some() {
            self.step = Step::Detail(subject);
            self.news = None;
        }
        Action::None
    }

    fn turn(&mut self, first: usize) -> Action {
        if matches!(self.step, Step::List) {
            self.first = first;
        }
        Action::None
    }

    fn begin(&mut self, subject: Subject, deed: Deed, snapshot: &Snapshot) -> Action {
        let here = matches!(self.step, Step::Detail(seen) if seen == subject);
        if here && offers(subject, deed, snapshot) {
            self.step = Step::Reason { subject, deed, typed: String::new() };
        }
        Action::None
    }

    fn reason(&mut self, text: &'static str, snapshot: &Snapshot) -> Action {
        if let Step::Reason { typed, .. } = &mut self.step {
            *typed = Texts::of(snapshot.language).get(text).into_owned();
        }
        Action::None
    }

    fn typed(&mut self, character: char) -> Action {
        let Step::Reason { typed, .. } = &mut self.step else { return Action::None };
        let blank = character == ' ' && (typed.is_empty() || typed.ends_with(' '));
        if typed.chars().count() < LONGEST_REASON && !character.is_control() && !blank {
            // A sentence begins with a capital, and our own keys have small letters only.
            let first = typed.is_empty();
            let capital = character.to_uppercase().next().filter(|_| first);
            typed.push(capital.unwrap_or(character));
        }
        Action::None
    }

    fn backspace(&mut self) -> Action {
        if let Step::Reason { typed, .. } = &mut self.step {
            let _last = typed.pop();
        }
        Action::None
    }

    fn cleared(&mut self) -> Action {
        if let Step::Reason { typed, .. } = &mut self.step {
            typed.clear();
        }
        Action::None
    }

    fn forward(&mut self, snapshot: &Snapshot) -> Action {
        let Step::Reason { subject, deed, typed } = &mut self.step else { return Action::None };
        let (subject, deed) = (*subject, *deed);
        let Some(payment) = listed(subject, snapshot) else { return Action::None };
        if typed.trim().is_empty() {
            return Action::None;
        }
        let typed = std::mem::take(typed);
        let Some(command) = deed.command(subject, typed.trim().to_owned()) else {
            return Action::None;
        };
        let what = deed.consequence(payment, snapshot);
        let approval = approval::State::new(command, what, snapshot);
        self.step = Step::Approval { subject, deed, typed, approval };
        Action::None
    }

    fn approve(&mut self, message: approval::Message, snapshot: &Snapshot) -> Action {
        let Step::Approval { approval, .. } = &mut self.step else { return Action::None };
        match approval.update(message, snapshot) {
            approval::Action::None => Action::None,
            approval::Action::Send(intent) => Action::Send(intent),
            approval::Action::Close => {
                let _none = self.back();
                Action::Send(Intent::ForgetApproval)
            }
        }
    }

    fn back(&mut self) -> Action {
        self.news = None;
        self.step = match std::mem::replace(&mut self.step, Step::List) {
            Step::List => return Action::Close,
            Step::Detail(_) => Step::List,
            Step::Reason { subject, .. } => Step::Detail(subject),
            Step::Approval { subject, deed, typed, .. } => Step::Reason { subject, deed, typed },
        };
        Action::None
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
        match (&self.step, stroke) {
            (Step::Approval { approval, .. }, stroke) => {
                approval.stroke(stroke).map(Message::Approval)
            }
            (_, Stroke::Escape) => Some(Message::BackPressed),
            (Step::List, Stroke::Character(digit)) => {
                let place = usize::try_from(digit.to_digit(10)?.checked_sub(1)?).ok()?;
                let row = self.page(snapshot).rows().nth(place)?;
                snapshot.unsettled.get(row).map(|payment| Message::RowPressed(payment.subject))
            }
            (Step::List, Stroke::PageUp | Stroke::Function(7)) => {
                self.page(snapshot).before().map(Message::Turned)
            }
            (Step::List, Stroke::PageDown | Stroke::Function(8)) => {
                self.page(snapshot).after().map(Message::Turned)
            }
            (Step::List, Stroke::Enter) => Some(Message::ClosePressed),
            (Step::Detail(subject), Stroke::Enter | Stroke::Function(8 | 9)) => {
                let deeds = Deed::of(listed(*subject, snapshot)?);
                let deed = deeds.iter().find(|deed| stroke_of(**deed).0 == stroke);
                match deed {
                    Some(deed) => Some(Message::DeedPressed(*subject, *deed)),
                    None if deeds.is_empty() && stroke == Stroke::Enter => {
                        Some(Message::BackPressed)
                    }
                    None => None,
                }
            }
            (Step::Reason { subject, deed, .. }, Stroke::Function(place @ 1..=3)) => {
                let payment = listed(*subject, snapshot)?;
                let reasons = deed.reasons(&payment.case);
                reasons.get(usize::from(place) - 1).map(|text| Message::ReasonPressed(text))
            }
            (Step::Reason { .. }, Stroke::Character(character)) => Some(Message::Typed(character)),
            (Step::Reason { .. }, Stroke::Backspace) => Some(Message::Backspace),
            (Step::Reason { .. }, Stroke::Delete) => Some(Message::Cleared),
            (Step::Reason { .. }, Stroke::Enter) => Some(Message::ForwardPressed),
            _ => None,
        }
    }

    /// What is seen.
    pub fn view<'a>(&'a self, frame: &Frame<'a>) -> Element<'a, Message> {
        let snapshot = frame.snapshot;
        let inside = match &self.step {
            Step::List => self.view_list(frame),
            Step::Approval { approval, .. } => {
                return approval.view(frame).map(Message::Approval);
            }
            Step::Detail(subject) => match listed(*subject, snapshot) {
                Some(payment) => detail_view::view(payment, frame),
                None => self.view_list(frame),
            },
            Step::Reason { subject, deed, typed } => match listed(*subject, snapshot) {
                Some(payment) => reason_view::view(payment, *deed, typed, frame),
                None => self.view_list(frame),
            },
        };
        shield(
            container(inside)
                .id("unsettled")
                .style(theme::card)
                .padding(measure::APART)
                .width(measure::DIALOG.width)
                .height(measure::DIALOG.height),
        )
    }
}

/// The key of the keyboard that does the same, and its name. What can be pressed by mistake is not Enter where there is
/// a choice.
fn stroke_of(deed: Deed) -> (Stroke, &'static str) {
    match deed {
        Deed::Settle(Verdict::Paid) | Deed::SettleRefund(refund::Verdict::GivenBack) => {
            (Stroke::Function(8), "F8")
        }
        Deed::Settle(Verdict::NotPaid) | Deed::SettleRefund(refund::Verdict::NotGivenBack) => {
            (Stroke::Function(9), "F9")
        }
        Deed::Note => (Stroke::Enter, "Enter"),
    }
}
