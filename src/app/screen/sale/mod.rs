//! The sale view: receipt on the left, articles in the middle, keys on the right; always in the
//! same places.
//!
//! What it keeps is where the cashier is: what has been typed, which line is chosen, which pages
//! are seen, which card is open. Everything else is in the till's picture.

mod banner;
mod card;
mod cut_off;
mod pad;
mod paper;
mod receipt;
mod search;
mod status;
mod strokes;
#[cfg(test)]
mod tests;
mod tiles;
mod zones;

use std::sync::Arc;

use iced::widget::{column, container};
use iced::{Fill, Size};

use crate::app::frame::Frame;
use crate::app::theme::measure;
use crate::app::widget::Element;
use crate::app::widget::keypad::{self, Buffer, Kind};
use crate::core::catalog::{ArticleNumber, Code};
use crate::core::receipt::{LineId, Quantity, ReceiptId};
use crate::core::register::Command;
use crate::till::intent::Intent;
use crate::till::snapshot::{JournalStatus, ScanOutcome, Snapshot};

use card::Card;
use search::Search;
use zones::Zones;

/// Where the cashier is.
#[derive(Debug)]
pub struct State {
    /// What the keypad wrote.
    buffer: Buffer,
    /// So many of what comes next.
    times: Option<Quantity>,
    selection: Selection,
    lines: Lines,
    middle: Middle,
    /// Which group is seen, which page of groups, and which page of it.
    group: usize,
    groups_page: usize,
    tiles_page: usize,
    card: Option<Card>,
    /// The last scan that was noticed.
    scans: u64,
    reminder: Reminder,
}

/// The banner about a payment that SEQR took back: it comes again after every sale until somebody has looked into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reminder {
    Shown,
    PutAway,
}

/// Which line the keys below the receipt are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Selection {
    /// The last one, whichever that is.
    Last,
    /// One that was chosen.
    Line(LineId),
}

/// Which lines are seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lines {
    /// The last ones.
    End,
    /// As many as fit from this row on.
    From(usize),
}

/// What is seen between receipt and keypad.
#[derive(Debug)]
enum Middle {
    Tiles,
    Search(Search),
}

/// A page further, or back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Turn {
    /// Towards the beginning.
    Back,
    /// Towards the end.
    Further,
}

/// What the status strip tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Device {
    /// The SEQR service.
    Seqr,
    /// The receipt printer.
    Printer,
    /// The scanner.
    Scanner,
}

/// What happens in this view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// A device's state in the strip.
    StatusPressed(Device),
    /// The menu key.
    MenuPressed,
    /// A line of the receipt.
    LinePressed(LineId),
    /// The line before or after the chosen one.
    SelectionMoved(Turn),
    /// Another page of lines.
    LinesTurned(Turn),
    /// One fewer.
    FewerPressed(LineId),
    /// One more.
    MorePressed(LineId),
    /// The quantity of a line.
    QuantityPressed(LineId),
    /// Take the line away.
    RemovePressed(LineId),
    /// The paper of the last receipt.
    PaperPressed,
    /// A group of articles, by its place.
    GroupPressed(usize),
    /// Other groups.
    GroupsTurned(Turn),
    /// Another page of articles.
    TilesTurned(Turn),
    /// An article's key, or one that was found.
    ArticlePressed(ArticleNumber),
    /// An amount without an article.
    FreeArticlePressed,
    /// Give the receipt up.
    CancelReceiptPressed,
    /// Goods come back.
    ReturnPressed,
    /// A key of the keypad.
    KeypadPressed(keypad::Press),
    /// So many of what comes next, or of the chosen line.
    TimesPressed,
    /// Find the article with the number or code that was typed.
    LookUpPressed,
    /// Pay.
    PayPressed,
    /// Open the search.
    SearchPressed,
    /// Something in the search.
    Search(search::Message),
    /// Search for what was scanned.
    BannerSearchPressed,
    /// Sell what was scanned as a free article.
    BannerFreePressed(String),
    /// Put the banner away.
    BannerDismissed,
    /// Payments that nobody knows about.
    UnsettledPressed,
    /// Put the reminder of a payment away that SEQR took back, until the next sale.
    ReminderDismissed,
    /// Something in the open card.
    Card(card::Message),
    /// Whatever is open, typed or said is put away, one thing at a time.
    EscapePressed,
}

/// What this view wants of the window.
#[derive(Debug, PartialEq, Eq)]
pub enum Action {
    /// Nothing.
    None,
    /// That this goes to the till.
    Send(Intent),
    /// That the payment dialog opens.
    Pay,
    /// That goods can come back.
    Return,
    /// That the list of unsettled payments opens.
    Unsettled,
    /// That the screen of the SEQR terminal opens.
    Terminal,
    /// That the settings open.
    Settings,
}

impl Action {
    fn command(command: Command) -> Self {
        Action::Send(Intent::Do(command))
    }
}

impl State {
    /// At the beginning of everything.
    pub fn new(snapshot: &Snapshot) -> Self {
        State {
            buffer: Buffer::new(Kind::Anything),
            times: None,
            selection: Selection::Last,
            lines: Lines::End,
            middle: Middle::Tiles,
            group: 0,
            groups_page: 0,
            tiles_page: 0,
            card: None,
            scans: snapshot.scans,
            reminder: Reminder::Shown,
        }
    }

    /// Lets something take effect.
    pub fn update(&mut self, message: Message, snapshot: &Snapshot, size: Size) -> Action {
        let zones = Zones::of(size);
        match message {
            Message::StatusPressed(device) => self.open(Card::Device(device)),
            Message::MenuPressed => self.open(Card::Menu),
            Message::LinePressed(line) => self.select(line),
            Message::SelectionMoved(turn) => self.move_selection(turn, snapshot, &zones),
            Message::LinesTurned(turn) => self.turn_lines(turn, snapshot, &zones),
            Message::FewerPressed(line) => self.change(line, -1),
            Message::MorePressed(line) => self.change(line, 1),
            Message::QuantityPressed(line) => self.quantity_pressed(line),
            Message::RemovePressed(line) => self.remove(line),
            Message::PaperPressed => self.open(Card::Paper(0)),
            Message::GroupPressed(group) => self.show_group(group),
            Message::GroupsTurned(turn) => self.turn_groups(turn, snapshot, &zones),
            Message::TilesTurned(turn) => self.turn_tiles(turn, snapshot, &zones),
            Message::ArticlePressed(article) => self.ring_up(article),
            Message::FreeArticlePressed => self.open_free(None),
            Message::CancelReceiptPressed => self.ask_to_cancel(snapshot),
            Message::ReturnPressed => self.ask_for_return(snapshot),
            Message::KeypadPressed(press) => self.keypad_pressed(press),
            Message::TimesPressed => self.times_pressed(snapshot),
            Message::LookUpPressed => self.look_up(snapshot),
            Message::PayPressed => self.pay(snapshot),
            Message::SearchPressed => self.open_search(),
            Message::Search(message) => self.search(message, snapshot, &zones),
            Message::BannerSearchPressed => self.search_for_scan(),
            Message::BannerFreePressed(code) => self.free_for_scan(&code),
            Message::BannerDismissed => Action::Send(Intent::Dismiss),
            Message::UnsettledPressed => self.open_unsettled(),
            Message::ReminderDismissed => self.put_reminder_away(),
            Message::Card(message) => self.card_message(message, snapshot),
            Message::EscapePressed => self.escape(snapshot),
        }
    }

    /// The till has gone on.
    pub fn follow(&mut self, before: &Snapshot, snapshot: &Snapshot) -> Action {
        let sale_ended = before.receipt.is_some() && snapshot.receipt.is_none();
        if sale_ended || before.taken_back().count() < snapshot.taken_back().count() {
            self.reminder = Reminder::Shown;
        }
        if receipt_id(before) != receipt_id(snapshot) {
            self.start_over();
        } else if last_id(before) < last_id(snapshot) {
            self.selection = Selection::Last;
            self.lines = Lines::End;
        }
        if let Some(card) = &self.card
            && !card.still_makes_sense(snapshot)
        {
            self.card = None;
        }
        if let Middle::Search(search) = &mut self.middle
            && !Arc::ptr_eq(&before.catalog, &snapshot.catalog)
        {
            search.refresh(&snapshot.catalog);
        }
        match self.follow_approval(snapshot) {
            Action::None => self.notice_scan(snapshot),
            // A scan in the same moment is noticed with the next picture.
            action => action,
        }
    }

    /// Whether a PIN is being typed, which nobody may take for a scan.
    pub fn asks_for_pin(&self) -> bool {
        matches!(self.card, Some(Card::Approval(_)))
    }

    /// The quantity that was announced for what comes next. It is used up.
    pub fn take_quantity(&mut self) -> Quantity {
        self.buffer.clear();
        self.times.take().unwrap_or(Quantity::ONE)
    }

    fn start_over(&mut self) {
        self.selection = Selection::Last;
        self.lines = Lines::End;
        self.buffer.clear();
    }

    /// A scan clears what was typed. The till has rung up one; if more were announced, the
    /// others follow.
    fn notice_scan(&mut self, snapshot: &Snapshot) -> Action {
        let Some(scan) = &snapshot.scan else { return Action::None };
        if scan.number <= self.scans {
            return Action::None;
        }
        let next = scan.number == self.scans + 1;
        self.scans = scan.number;
        self.buffer.clear();
        let more = self.times.take().and_then(|times| times.plus(-1));
        let added = matches!(scan.outcome, ScanOutcome::Added { .. });
        if let (true, true, Some(more), Some(line)) = (next, added, more, last_id(snapshot))
            && let Ok(by) = more.value().try_into()
        {
            return Action::command(Command::ChangeQuantity { line, by });
        }
        Action::None
    }

    fn open_unsettled(&mut self) -> Action {
        self.card = None;
        Action::Unsettled
    }

    fn put_reminder_away(&mut self) -> Action {
        self.reminder = Reminder::PutAway;
        Action::None
    }

    fn open(&mut self, card: Card) -> Action {
        self.buffer.clear();
        self.card = Some(card);
        Action::None
    }

    fn open_free(&mut self, code: Option<Code>) -> Action {
        let typed = self.buffer.text().to_owned();
        self.open(Card::free(&typed, code))
    }

    fn select(&mut self, line: LineId) -> Action {
        self.selection = Selection::Line(line);
        self.buffer.clear();
        Action::None
    }

    fn move_selection(&mut self, turn: Turn, snapshot: &Snapshot, zones: &Zones) -> Action {
        let Some((row, total)) = self.selected_row(snapshot) else { return Action::None };
        let row = match turn {
            Turn::Back => row.saturating_sub(1),
            Turn::Further => (row + 1).min(total - 1),
        };
        let seen = self.page(snapshot, zones).rows();
        if row < seen.start {
            self.lines = Lines::From(row);
        } else if row >= seen.end {
            self.lines = Lines::From(row + 1 - zones.lines.min(row + 1));
        }
        match snapshot.receipt.as_ref().and_then(|receipt| receipt.lines().get(row)) {
            Some(line) => self.select(line.id),
            None => Action::None,
        }
    }

    fn change(&mut self, line: LineId, by: i32) -> Action {
        self.buffer.clear();
        Action::command(Command::ChangeQuantity { line, by })
    }

    fn quantity_pressed(&mut self, line: LineId) -> Action {
        if self.buffer.is_empty() {
            return self.open(Card::quantity(line));
        }
        match self.buffer.pieces() {
            Ok(quantity) => {
                self.buffer.clear();
                Action::command(Command::SetQuantity { line, quantity })
            }
            Err(_shown) => Action::None,
        }
    }

    fn remove(&mut self, line: LineId) -> Action {
        self.buffer.clear();
        Action::command(Command::RemoveLine { line })
    }

    fn ring_up(&mut self, article: ArticleNumber) -> Action {
        self.middle = Middle::Tiles;
        Action::Send(Intent::RingUp { article, quantity: self.take_quantity() })
    }

    fn ask_to_cancel(&mut self, snapshot: &Snapshot) -> Action {
        match receipt_id(snapshot) {
            Some(receipt) => self.open(Card::CancelReceipt(receipt)),
            None => Action::None,
        }
    }

    /// Only between two sales.
    fn ask_for_return(&mut self, snapshot: &Snapshot) -> Action {
        if !can_return(snapshot) {
            return Action::None;
        }
        self.card = None;
        Action::Return
    }

    fn keypad_pressed(&mut self, press: keypad::Press) -> Action {
        if press == keypad::Press::Clear {
            self.times = None;
        }
        self.buffer.press(press);
        Action::None
    }

    fn times_pressed(&mut self, snapshot: &Snapshot) -> Action {
        if self.buffer.is_empty() {
            let line = self.selected(snapshot).map(|line| line.id);
            match (self.times.take(), line) {
                (None, Some(line)) => return self.open(Card::quantity(line)),
                (None, None) => self.buffer.refuse(keypad::Refusal::NothingTyped),
                (Some(_), _) => {}
            }
        } else if let Ok(quantity) = self.buffer.pieces() {
            self.buffer.clear();
            self.times = Some(quantity);
        }
        Action::None
    }

    fn look_up(&mut self, snapshot: &Snapshot) -> Action {
        let text = self.buffer.text().to_owned();
        if text.is_empty() {
            return Action::None;
        }
        let number = ArticleNumber::new(&text).ok();
        match number.filter(|number| snapshot.catalog.by_number(number).is_some()) {
            Some(article) => self.ring_up(article),
            None => Action::Send(Intent::Scan { text, quantity: self.take_quantity() }),
        }
    }

    fn pay(&mut self, snapshot: &Snapshot) -> Action {
        if !can_pay(snapshot) {
            return Action::None;
        }
        self.buffer.clear();
        self.times = None;
        self.card = None;
        self.middle = Middle::Tiles;
        Action::Pay
    }

    fn open_search(&mut self) -> Action {
        self.middle = Middle::Search(Search::default());
        Action::None
    }

    fn search(&mut self, message: search::Message, snapshot: &Snapshot, zones: &Zones) -> Action {
        // The first letter of a keyboard opens the search.
        if let (Middle::Tiles, search::Message::Typed(_)) = (&self.middle, &message) {
            let _nothing = self.open_search();
        }
        let Middle::Search(search) = &mut self.middle else { return Action::None };
        match search.update(message, &snapshot.catalog, zones) {
            search::Outcome::Open => Action::None,
            search::Outcome::Closed => {
                self.middle = Middle::Tiles;
                Action::None
            }
            search::Outcome::Chosen(article) => self.ring_up(article),
        }
    }

    fn search_for_scan(&mut self) -> Action {
        let _nothing = self.open_search();
        Action::Send(Intent::Dismiss)
    }

    fn free_for_scan(&mut self, code: &str) -> Action {
        let _nothing = self.open_free(Code::new(code).ok());
        Action::Send(Intent::Dismiss)
    }

    fn escape(&mut self, snapshot: &Snapshot) -> Action {
        if self.card.take().is_some() {
        } else if matches!(self.middle, Middle::Search(_)) {
            self.middle = Middle::Tiles;
        } else if !self.buffer.is_empty() || self.buffer.refusal().is_some() {
            self.buffer.clear();
        } else if self.times.take().is_none() && banner::can_be_dismissed(snapshot) {
            return Action::Send(Intent::Dismiss);
        }
        Action::None
    }
}

/// What a card tells of that must not outlive it.
fn receipt_id(snapshot: &Snapshot) -> Option<ReceiptId> {
    snapshot.receipt.as_ref().map(|receipt| receipt.id)
}

fn last_id(snapshot: &Snapshot) -> Option<LineId> {
    snapshot.receipt.as_ref()?.lines().last().map(|line| line.id)
}

/// Whether lines can be rung up or changed, and be written down.
fn can_ring_up(snapshot: &Snapshot) -> bool {
    snapshot.lines_may_change() && snapshot.journal == JournalStatus::Fine
}

/// Whether goods can come back: only between two sales.
fn can_return(snapshot: &Snapshot) -> bool {
    snapshot.receipt.is_none() && can_ring_up(snapshot)
}

/// Whether something was rung up, if only to be given away, and there is a journal to write it
/// into.
fn can_pay(snapshot: &Snapshot) -> bool {
    snapshot.receipt.as_ref().is_some_and(|receipt| !receipt.lines().is_empty())
        && snapshot.journal == JournalStatus::Fine
}

impl State {
    /// What is seen, without the card.
    pub fn view<'a>(&'a self, frame: &Frame<'a>) -> Element<'a, Message> {
        let zones = Zones::of(frame.size);
        let middle = match &self.middle {
            Middle::Tiles => self.view_tiles(frame, &zones),
            Middle::Search(search) => search.view(frame, &zones).map(Message::Search),
        };
        let zones_in_order = [
            container(self.view_receipt(frame, &zones)).width(zones.receipt),
            container(banner::over(middle, frame, &zones, self.reminder)).width(zones.middle),
            container(self.view_pad(frame)).width(zones.pad),
        ];
        let body = frame.for_the_hand(zones_in_order).spacing(measure::ROOM);
        column![
            status::view(frame),
            container(body).padding(measure::ROOM).width(Fill).height(Fill),
        ]
        .into()
    }

    /// The open card.
    pub fn card<'a>(&'a self, frame: &Frame<'a>) -> Option<Element<'a, Message>> {
        self.card.as_ref().map(|card| card.view(frame).map(Message::Card))
    }
}
