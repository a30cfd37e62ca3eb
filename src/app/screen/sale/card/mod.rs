//! The cards of the sale view: one is open at a time, and each owns what is typed in it.

mod entry;
mod menu;
mod tell;

use super::{Action, Device, State, Turn, receipt_id};
use crate::app::frame::Frame;
use crate::app::screen::approval;
use crate::app::widget::Element;
use crate::app::widget::keypad::{self, Buffer, Kind};
use crate::core::catalog::{Code, Name};
use crate::core::entry::JobId;
use crate::core::language::Language;
use crate::core::receipt::{LineId, ReceiptId};
use crate::core::register::Command;
use crate::core::user::{Permission, Person, UserNumber};
use crate::core::vat::VatRate;
use crate::language::Texts;
use crate::till::intent::Intent;
use crate::till::snapshot::Snapshot;

pub(super) use menu::menu_stroke;

/// A card.
#[derive(Debug)]
pub(super) enum Card {
    /// Language, prints, drawer, log off, quit, and the keys of the keyboard.
    Menu,
    /// What a device's state means and what to do.
    Device(Device),
    /// An amount without an article.
    FreeArticle(Free),
    /// How many of a line.
    Quantity {
        /// Which line.
        line: LineId,
        /// What was typed.
        typed: Buffer,
    },
    /// Somebody else approves what the cashier may not do.
    Approval(Box<approval::State>),
    /// Whether the receipt shall really be given up.
    CancelReceipt(ReceiptId),
    /// What has not been printed.
    Jobs,
    /// The paper of the last receipt, from this page on.
    Paper(usize),
}

/// A free article: the name is fixed, because the law forbids other names at the register.
#[derive(Debug)]
pub(super) struct Free {
    price: Buffer,
    vat: VatRate,
    /// The unknown bar code it stands for.
    code: Option<Code>,
}

/// What happens in a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// The card is put away.
    Closed,
    /// A key of the card's keypad.
    KeypadPressed(keypad::Press),
    /// A tax rate.
    RatePressed(VatRate),
    /// The tax rate after the chosen one.
    NextRatePressed,
    /// The card's main key.
    Confirmed,
    /// A language.
    LanguagePressed(Language),
    /// A device in the menu.
    DevicePressed(Device),
    /// The prints that wait.
    JobsPressed,
    /// A print that failed, again.
    PrintAgainPressed(JobId),
    /// A print that was cut off is whole.
    PaperIsFinePressed(JobId),
    /// Payments that nobody knows about.
    UnsettledPressed,
    /// The registration with SEQR.
    TerminalPressed,
    /// The settings.
    SettingsPressed,
    /// The drawer.
    DrawerPressed,
    /// Something in an approval.
    Approval(approval::Message),
    /// Somebody who typed too many wrong PINs may try again.
    UnlockPressed(UserNumber),
    /// Begin to train, or end it.
    TrainPressed(bool),
    /// Log off.
    LogOffPressed,
    /// End the program.
    QuitPressed,
    /// Another page.
    Turned(Turn),
}

impl Card {
    /// A free article; what was typed before is its price, if it is one.
    pub(super) fn free(typed: &str, code: Option<Code>) -> Self {
        let vat = VatRate::SWEDISH[0];
        Card::FreeArticle(Free { price: Buffer::with(Kind::Amount, typed), vat, code })
    }

    /// How many of a line.
    pub(super) fn quantity(line: LineId) -> Self {
        Card::Quantity { line, typed: Buffer::new(Kind::Pieces) }
    }

    /// Whether what it is about is still there and may still be changed.
    pub(super) fn still_makes_sense(&self, snapshot: &Snapshot) -> bool {
        match self {
            Card::Menu | Card::Device(_) | Card::Approval(_) => true,
            Card::FreeArticle(_) => snapshot.lines_may_change(),
            Card::Quantity { line, .. } => {
                snapshot.lines_may_change()
                    && snapshot
                        .receipt
                        .as_ref()
                        .is_some_and(|receipt| receipt.line(*line).is_some())
            }
            Card::CancelReceipt(receipt) => {
                snapshot.lines_may_change() && receipt_id(snapshot) == Some(*receipt)
            }
            Card::Jobs => !snapshot.jobs.is_empty(),
            Card::Paper(_) => snapshot.preview.is_some() && snapshot.receipt.is_none(),
        }
    }

    pub(super) fn view<'a>(&'a self, frame: &Frame<'a>) -> Element<'a, Message> {
        match self {
            Card::Menu => menu::view(frame),
            Card::Device(device) => tell::device(*device, frame),
            Card::FreeArticle(free) => free.view(frame),
            Card::Quantity { line, typed } => entry::quantity(*line, typed, frame),
            Card::Approval(approval) => approval.view(frame).map(Message::Approval),
            Card::CancelReceipt(_) => tell::cancel(frame),
            Card::Jobs => tell::jobs(frame),
            Card::Paper(page) => tell::paper(*page, frame),
        }
    }
}

impl State {
    pub(super) fn card_message(&mut self, message: Message, snapshot: &Snapshot) -> Action {
        match message {
            Message::Closed => self.close(Action::None),
            Message::KeypadPressed(press) => self.typed_in_card(press),
            Message::RatePressed(rate) => self.choose_rate(rate),
            Message::NextRatePressed => self.choose_next_rate(),
            Message::Confirmed => self.confirmed(),
            Message::LanguagePressed(language) => Action::Send(Intent::Speak(language)),
            Message::DevicePressed(device) => self.open(Card::Device(device)),
            Message::JobsPressed if snapshot.jobs.is_empty() => Action::None,
            Message::JobsPressed => self.open(Card::Jobs),
            Message::PrintAgainPressed(job) => Action::Send(Intent::PrintAgain(job)),
            Message::PaperIsFinePressed(job) => Action::Send(Intent::PaperIsFine(job)),
            Message::UnsettledPressed => self.open_unsettled(),
            Message::TrainPressed(begin) => {
                self.card = None;
                Action::Send(Intent::Train(begin))
            }
            Message::TerminalPressed => self.close(Action::Terminal),
            Message::SettingsPressed => self.close(Action::Settings),
            Message::DrawerPressed => self.drawer_pressed(snapshot),
            Message::Approval(message) => self.approve(message, snapshot),
            Message::UnlockPressed(user) => {
                self.close(Action::command(Command::UnlockUser { user }))
            }
            Message::LogOffPressed => self.close(Action::command(Command::LogOut)),
            Message::QuitPressed => self.close(Action::command(Command::Quit)),
            Message::Turned(turn) => self.turn_paper(turn, snapshot),
        }
    }

    /// Whoever may not open it calls somebody who may.
    fn drawer_pressed(&mut self, snapshot: &Snapshot) -> Action {
        let may = |user: &Person| user.role.may(Permission::OpenDrawer);
        if snapshot.user.as_ref().is_some_and(may) {
            return self.close(Action::command(Command::OpenDrawer));
        }
        let approval = approval::State::new(Command::OpenDrawer, "menu-drawer", snapshot);
        self.open(Card::Approval(Box::new(approval)))
    }

    fn approve(&mut self, message: approval::Message, snapshot: &Snapshot) -> Action {
        let Some(Card::Approval(approval)) = &mut self.card else { return Action::None };
        let action = approval.update(message, snapshot);
        self.after_approval(action)
    }

    /// An open approval goes on with the till.
    pub(super) fn follow_approval(&mut self, snapshot: &Snapshot) -> Action {
        let Some(Card::Approval(approval)) = &mut self.card else { return Action::None };
        let action = approval.follow(snapshot);
        self.after_approval(action)
    }

    fn after_approval(&mut self, action: approval::Action) -> Action {
        match action {
            approval::Action::None => Action::None,
            approval::Action::Send(intent) => Action::Send(intent),
            approval::Action::Close => self.close(Action::Send(Intent::ForgetApproval)),
        }
    }

    fn close(&mut self, action: Action) -> Action {
        self.card = None;
        action
    }

    fn typed_in_card(&mut self, press: keypad::Press) -> Action {
        match &mut self.card {
            Some(Card::FreeArticle(free)) => free.price.press(press),
            Some(Card::Quantity { typed, .. }) => typed.press(press),
            _ => {}
        }
        Action::None
    }

    fn choose_rate(&mut self, rate: VatRate) -> Action {
        if let Some(Card::FreeArticle(free)) = &mut self.card {
            free.vat = rate;
        }
        Action::None
    }

    fn choose_next_rate(&mut self) -> Action {
        if let Some(Card::FreeArticle(free)) = &mut self.card {
            let rates = VatRate::SWEDISH;
            let place = rates.iter().position(|rate| *rate == free.vat).unwrap_or(0);
            free.vat = rates[(place + 1) % rates.len()];
        }
        Action::None
    }

    fn confirmed(&mut self) -> Action {
        match &mut self.card {
            Some(Card::FreeArticle(free)) => match free.price.amount() {
                Ok(price) => {
                    let (vat, code) = (free.vat, free.code.clone());
                    let (name, group) = (in_both("free-article"), in_both("free-article-group"));
                    self.close(Action::command(Command::AddFree { name, group, price, vat, code }))
                }
                Err(_shown) => Action::None,
            },
            Some(Card::Quantity { line, typed }) => match typed.pieces() {
                Ok(quantity) => {
                    let line = *line;
                    self.close(Action::command(Command::SetQuantity { line, quantity }))
                }
                Err(_shown) => Action::None,
            },
            Some(Card::CancelReceipt(receipt)) => {
                let receipt = *receipt;
                self.close(Action::command(Command::CancelReceipt { receipt }))
            }
            _ => Action::None,
        }
    }

    fn turn_paper(&mut self, turn: Turn, snapshot: &Snapshot) -> Action {
        if let (Some(Card::Paper(page)), Some(document)) = (&mut self.card, &snapshot.preview) {
            let last = super::paper::pages(document).saturating_sub(1);
            *page = match turn {
                Turn::Back => page.saturating_sub(1),
                Turn::Further => (*page + 1).min(last),
            };
        }
        Action::None
    }
}

/// A text in both languages, to be kept on the receipt.
fn in_both(key: &str) -> Name {
    let english = Texts::of(Language::English).get(key);
    Name::new(&Texts::of(Language::Swedish).get(key), Some(&english))
}
