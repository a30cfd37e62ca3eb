//! How the choice is drawn: what is due and the tenders on the left, the amount, its keypad and
//! Pay on the right. Always the same places.

use iced::widget::{column, container, row, space};
use iced::{Center, Fill, Right};

use crate::app::frame::Frame;
use crate::app::theme::{self, Icon, Look, Tone, measure};
use crate::app::widget::pager::{Page, pager};
use crate::app::widget::{Element, TouchButton, key, keypad, touch_button};
use crate::core::language::Language;
use crate::core::money::Amount;
use crate::core::receipt::Receipt;
use crate::core::register::Command;
use crate::core::tender::{Tender, TenderKind};
use crate::language;

use super::choice::{Choice, Entry, Obstacle, Outlook, Problem};
use super::notice::Notice;
use super::{Message, State, face, free_of_charge, is_wanted, quick};

/// Tenders that are seen at once.
const TENDERS_SEEN: usize = 3;
/// The most characters of an amount in the largest text.
const LONG_AMOUNT: usize = 13;

const KINDS: [TenderKind; 3] = [TenderKind::Seqr, TenderKind::Cash, TenderKind::Card];

fn icon_of(kind: TenderKind) -> Icon {
    match kind {
        TenderKind::Seqr => Icon::Smartphone,
        TenderKind::Cash => Icon::Banknote,
        TenderKind::Card => Icon::CreditCard,
    }
}

fn name_of(kind: TenderKind) -> &'static str {
    match kind {
        TenderKind::Seqr => "payment-seqr",
        TenderKind::Cash => "payment-cash",
        TenderKind::Card => "payment-card",
    }
}

fn hint_of(kind: TenderKind) -> &'static str {
    match kind {
        TenderKind::Seqr => "F1",
        TenderKind::Cash => "F2",
        TenderKind::Card => "F3",
    }
}

/// Why SEQR cannot be used, in words; where nothing is due nobody asks.
fn reason(obstacle: Obstacle) -> Option<&'static str> {
    match obstacle {
        Obstacle::NotSetUp => Some("payment-seqr-not-set-up"),
        Obstacle::NotRegistered => Some("payment-seqr-not-registered"),
        Obstacle::Unreachable => Some("payment-seqr-unreachable"),
        Obstacle::NothingDue => None,
    }
}

impl State {
    /// Which tender, and how much?
    pub(super) fn view_choice<'a>(
        &'a self,
        receipt: &Receipt,
        frame: &Frame<'a>,
    ) -> Element<'a, Message> {
        row![
            container(self.view_tenders(receipt, frame)).width(measure::TENDERS_WIDTH),
            container(self.view_amount(receipt, frame)).width(Fill),
        ]
        .spacing(measure::APART)
        .into()
    }

    fn view_tenders<'a>(&'a self, receipt: &Receipt, frame: &Frame<'a>) -> Element<'a, Message> {
        let keys = KINDS.map(|kind| self.tender_key(kind, frame));
        let obstacle = Obstacle::of(frame.snapshot).and_then(reason);
        let [seqr, cash, card] = keys;
        let why = obstacle.map(|key| {
            row![
                theme::icon(Icon::Info, measure::BODY).style(theme::warn),
                theme::note(frame.text(key)).style(theme::warn).width(Fill),
            ]
            .spacing(measure::GAP)
            .align_y(Center)
        });
        let way_back: Element<'a, Message> = if is_wanted(frame.snapshot) {
            row![
                theme::icon(Icon::Lock, measure::BODY).style(theme::muted),
                theme::note(frame.text("payment-must-be-paid")).style(theme::muted),
            ]
            .spacing(measure::GAP)
            .align_y(Center)
            .height(measure::KEY_HEIGHT)
            .into()
        } else {
            key::labelled(Some(Icon::ArrowLeft), frame.text("payment-back-to-sale"), Some("Esc"))
                .padding([0.0, measure::ROOM])
                .on_press(Message::ClosePressed)
                .into()
        };
        column![
            due(receipt, frame),
            column![seqr, why, cash, card].spacing(measure::GAP),
            self.view_taken(receipt, frame),
            space().height(Fill),
            way_back,
        ]
        .spacing(measure::WIDE)
        .into()
    }

    fn tender_key<'a>(&self, kind: TenderKind, frame: &Frame<'a>) -> Element<'a, Message> {
        let chosen = self.choice.tender == Some(kind);
        let can_be = frame.snapshot.due().is_positive()
            && (kind != TenderKind::Seqr || Obstacle::of(frame.snapshot).is_none());
        let look = match (chosen, kind) {
            (true, _) => Look::Chosen,
            (false, TenderKind::Seqr) => Look::Outlined(Tone::Seqr),
            (false, _) => Look::Plain,
        };
        let inside = row![
            theme::icon(icon_of(kind), measure::AMOUNT),
            theme::key(frame.text(name_of(kind))).width(Fill),
            (chosen && can_be).then(|| theme::icon(Icon::Check, measure::KEY)),
            theme::note(hint_of(kind)),
        ]
        .spacing(measure::ROOM)
        .align_y(Center)
        .width(Fill);
        touch_button(inside)
            .look(look)
            .width(Fill)
            .height(measure::DIGIT_HEIGHT)
            .padding([0.0, measure::WIDE])
            .on_press_maybe(can_be.then_some(Message::TenderPressed(kind)))
            .into()
    }

    /// What has been taken so far, the newest first.
    fn view_taken<'a>(&self, receipt: &Receipt, frame: &Frame<'a>) -> Option<Element<'a, Message>> {
        let taken = receipt.tenders();
        if taken.is_empty() {
            return None;
        }
        let all = taken.len() <= TENDERS_SEEN;
        let seen = if all { TENDERS_SEEN } else { TENDERS_SEEN - 1 };
        let page = Page::with(self.choice.first_seen, seen, taken.len());
        let removable = taken.iter().rev().find(|tender| !tender.is_final()).map(|last| last.id);
        let rows =
            taken.iter().rev().skip(page.rows().start).take(page.rows().len()).map(|tender| {
                let hint = (removable == Some(tender.id)).then_some("F6");
                taken_row(tender, hint, receipt, frame)
            });
        let turn = (!page.is_all()).then(|| {
            let numbers = [
                ("page", page.number().to_string().into()),
                ("pages", page.count().to_string().into()),
            ];
            let turned = |first: Option<usize>| Message::TendersTurned(first.unwrap_or_default());
            let word = frame.with("payment-page", &numbers).into_owned();
            pager(&page, word, turned(page.before()), turned(page.after()))
        });
        let heading = theme::note(frame.text("payment-taken")).style(theme::muted);
        Some(
            column![heading, column(rows).spacing(measure::TINY), turn]
                .spacing(measure::TINY)
                .into(),
        )
    }

    fn view_amount<'a>(&'a self, receipt: &Receipt, frame: &Frame<'a>) -> Element<'a, Message> {
        let said = match Notice::of(frame) {
            Some(notice) => face::notice(&notice),
            None => self.view_said(receipt, frame),
        };
        let press = |press| Message::KeyPressed(press);
        column![
            self.view_field(receipt, frame),
            container(said).center_y(measure::TARGET + measure::APART).width(Fill),
            row![
                container(keypad::keys(frame.texts, press)).width(measure::PAD_WIDTH),
                container(self.view_side(receipt, frame)).width(Fill),
            ]
            .spacing(measure::WIDE),
        ]
        .spacing(measure::ROOM)
        .into()
    }

    /// The amount as it stands, large.
    fn view_field<'a>(&'a self, receipt: &Receipt, frame: &Frame<'a>) -> Element<'a, Message> {
        let heading: Element<'a, Message> = match self.choice.tender {
            Some(kind) => row![
                theme::icon(icon_of(kind), measure::AMOUNT),
                theme::key(frame.text(name_of(kind))),
            ]
            .spacing(measure::ROOM)
            .align_y(Center)
            .into(),
            None => theme::key(frame.text("payment-choose")).style(theme::muted).into(),
        };
        let shown = match &self.choice.entry {
            Entry::Typed(buffer) if frame.texts.language() == Language::English => {
                buffer.text().replace(',', ".")
            }
            Entry::Typed(buffer) => buffer.text().to_owned(),
            Entry::Suggested | Entry::Picked(_) => self
                .choice
                .amount(receipt.due())
                .map_or_else(String::new, |amount| frame.amount(amount)),
        };
        let amount = theme::total(shown).align_x(Right).width(Fill);
        // What was not typed will be replaced by the first digit.
        let amount = match self.choice.entry {
            Entry::Typed(_) => amount,
            Entry::Suggested | Entry::Picked(_) => amount.style(theme::muted),
        };
        let field = container(amount)
            .style(theme::field)
            .padding([0.0, measure::WIDE])
            .center_y(DUE_HEIGHT)
            .width(Fill);
        column![container(heading).center_y(measure::KEY_HEIGHT), field]
            .spacing(measure::TINY)
            .into()
    }

    /// What the amount comes to, before it is taken.
    fn view_said<'a>(&'a self, receipt: &Receipt, frame: &Frame<'a>) -> Element<'a, Message> {
        let Some(kind) = self.choice.tender else {
            let key = if receipt.due().is_positive() {
                "payment-choose-more"
            } else {
                "payment-nothing-due"
            };
            return theme::body(frame.text(key)).style(theme::muted).into();
        };
        if let Some(question) = &self.choice.question {
            return question_view(question, receipt, frame);
        }
        if let Some(problem) = self.choice.problem(frame.snapshot) {
            return problem_view(problem, receipt, frame);
        }
        match self.choice.outlook(receipt) {
            Some(outlook) => outlook_view(kind, outlook, frame),
            None => space().into(),
        }
    }

    /// Beside the keypad: amounts to pick, and Pay below them.
    fn view_side<'a>(&'a self, receipt: &Receipt, frame: &Frame<'a>) -> Element<'a, Message> {
        if let Some(question) = &self.choice.question {
            return question_keys(question.clone(), frame);
        }
        let upper: Element<'a, Message> = match self.choice.tender {
            Some(kind) => quick_keys(kind, receipt, frame),
            None => space().into(),
        };
        let upper = container(upper).height(QUICK_HEIGHT).width(Fill);
        column![upper, self.pay_key(frame)].spacing(measure::GAP).into()
    }

    fn pay_key<'a>(&self, frame: &Frame<'a>) -> Element<'a, Message> {
        if let Some(command) = free_of_charge(frame.snapshot) {
            let label = frame.text("payment-finish-for-nothing").into_owned();
            return large_key(Tone::Pay, Icon::Check, label, None, "Enter")
                .on_press(Message::StepPressed(command))
                .into();
        }
        let offer = self.choice.offer(frame.snapshot);
        let tone = match self.choice.tender {
            Some(TenderKind::Seqr) => Tone::Seqr,
            _ => Tone::Pay,
        };
        let amount = offer.as_ref().and_then(amount_of).map(|amount| frame.amount(amount));
        let icon = self.choice.tender.map_or(Icon::Check, icon_of);
        large_key(tone, icon, frame.text("payment-pay").into_owned(), amount, "Enter")
            .on_press_maybe(offer.map(Message::PayPressed))
            .into()
    }
}

/// The field of the amount.
const DUE_HEIGHT: f32 = measure::DIGIT_HEIGHT + measure::GAP;
/// Three rows of the keypad.
const QUICK_HEIGHT: f32 = 3.0 * measure::DIGIT_HEIGHT + 2.0 * measure::GAP;
/// Two rows of the keypad.
const PAY_HEIGHT: f32 = 2.0 * measure::DIGIT_HEIGHT + measure::GAP;

fn amount_of(command: &Command) -> Option<Amount> {
    match command {
        Command::TakeCash { amount, .. }
        | Command::TakeCard { amount, .. }
        | Command::PayWithSeqr { amount, .. } => Some(*amount),
        _ => None,
    }
}

/// What is due, in the largest text.
fn due<'a>(receipt: &Receipt, frame: &Frame<'a>) -> Element<'a, Message> {
    let (key, of_total) = if receipt.tenders().is_empty() {
        ("payment-due", None)
    } else {
        let total = [("total", frame.money(receipt.total()).into())];
        ("payment-rest", Some(frame.with("payment-of-total", &total)))
    };
    let amount = frame.money(receipt.due());
    let size = if amount.chars().count() > LONG_AMOUNT { measure::AMOUNT } else { measure::TOTAL };
    let heading = row![
        theme::body(frame.text(key)).style(theme::muted),
        of_total.map(|total| theme::body(total).style(theme::muted)),
    ]
    .spacing(measure::TINY);
    column![heading, container(theme::total(amount).size(size)).center_y(DUE_HEIGHT)].into()
}

fn taken_row<'a>(
    tender: &Tender,
    hint: Option<&'static str>,
    receipt: &Receipt,
    frame: &Frame<'a>,
) -> Element<'a, Message> {
    let end: Element<'a, Message> = if tender.is_final() {
        container(theme::icon(Icon::Lock, measure::KEY).style(theme::muted))
            .center_x(REMOVE_WIDTH)
            .into()
    } else {
        key::labelled(None, frame.text("payment-remove"), hint)
            .look(Look::Outlined(Tone::Danger))
            .width(REMOVE_WIDTH)
            .height(measure::TARGET)
            .on_press(Message::RemovePressed { receipt: receipt.id, tender: tender.id })
            .into()
    };
    let kind = tender.kind();
    let name: Element<'a, Message> = if tender.is_final() {
        column![
            theme::strong(frame.text(name_of(kind))),
            theme::note(frame.text("payment-final")).style(theme::muted),
        ]
        .width(Fill)
        .into()
    } else {
        theme::strong(frame.text(name_of(kind))).width(Fill).into()
    };
    row![
        theme::icon(icon_of(kind), measure::KEY),
        name,
        theme::strong(frame.amount(tender.amount)),
        end,
    ]
    .spacing(measure::GAP)
    .align_y(Center)
    .height(measure::ROW_HEIGHT)
    .into()
}

/// The key that takes a tender back.
const REMOVE_WIDTH: f32 = 92.0;

fn sentence<'a>(icon: Icon, tone: Tone, said: impl Into<String>) -> Element<'a, Message> {
    row![
        theme::icon(icon, measure::KEY).style(theme::tone_text(tone)),
        theme::strong(said.into()).style(theme::tone_text(tone)).width(Fill),
    ]
    .spacing(measure::ROOM)
    .align_y(Center)
    .into()
}

fn plain<'a>(icon: Icon, said: impl Into<String>) -> Element<'a, Message> {
    row![theme::icon(icon, measure::KEY), theme::body(said.into()).width(Fill)]
        .spacing(measure::ROOM)
        .align_y(Center)
        .into()
}

fn problem_view<'a>(
    problem: Problem,
    receipt: &Receipt,
    frame: &Frame<'a>,
) -> Element<'a, Message> {
    let said = match problem {
        Problem::Missing => frame.text("payment-amount-missing"),
        Problem::NotWhole => frame.text("payment-cash-whole"),
        Problem::MoreThanDue => {
            frame.with("payment-card-most", &[("due", frame.money(receipt.due()).into())])
        }
        Problem::Key(refusal) => frame.text(refusal.text()),
        Problem::Seqr(obstacle) => match reason(obstacle) {
            Some(key) => frame.text(key),
            None => return space().into(),
        },
    };
    sentence(Icon::CircleAlert, Tone::Danger, said)
}

/// What comes back, what stays due, what is locked.
fn outlook_view<'a>(kind: TenderKind, outlook: Outlook, frame: &Frame<'a>) -> Element<'a, Message> {
    let money = |name: &'static str, amount: Amount| (name, frame.money(amount).into());
    match (kind, outlook) {
        (TenderKind::Cash, Outlook::Settled(settled)) if settled.change.is_positive() => row![
            theme::icon(Icon::HandCoins, measure::AMOUNT).style(theme::pay),
            theme::key(frame.text("payment-change")).style(theme::pay).width(Fill),
            theme::amount(frame.money(settled.change)).style(theme::pay),
        ]
        .spacing(measure::ROOM)
        .align_y(Center)
        .into(),
        (TenderKind::Seqr, Outlook::Settled(settled)) if settled.change.is_positive() => {
            let said = frame.with("payment-seqr-more", &[money("change", settled.change)]);
            sentence(Icon::HandCoins, Tone::Pay, said)
        }
        (TenderKind::Cash, Outlook::Settled(settled)) if settled.rounding.is_zero() => {
            plain(Icon::Check, frame.text("payment-even"))
        }
        (TenderKind::Cash, Outlook::Settled(settled)) => {
            let rounding = [("rounding", frame.amount(settled.rounding).into())];
            plain(Icon::Check, frame.with("payment-even-rounded", &rounding))
        }
        (TenderKind::Card, Outlook::Settled(_)) => {
            plain(Icon::CreditCard, frame.text("payment-card-beside"))
        }
        (TenderKind::Seqr, Outlook::Settled(_)) => {
            plain(Icon::Smartphone, frame.text("payment-seqr-all"))
        }
        (TenderKind::Cash, Outlook::Left(rest)) => {
            plain(Icon::Divide, frame.with("payment-left-after", &[money("rest", rest)]))
        }
        (TenderKind::Card, Outlook::Left(rest)) => {
            plain(Icon::CreditCard, frame.with("payment-card-less", &[money("rest", rest)]))
        }
        (TenderKind::Seqr, Outlook::Left(rest)) => {
            let said = frame.with("payment-seqr-less", &[money("rest", rest)]);
            sentence(Icon::Lock, Tone::Warn, said)
        }
    }
}

/// "5 000,00 is much more than 70,56. Is that right?"
fn question_view<'a>(
    question: &Command,
    receipt: &Receipt,
    frame: &Frame<'a>,
) -> Element<'a, Message> {
    let amount = amount_of(question).unwrap_or_default();
    let values =
        [("amount", frame.money(amount).into()), ("due", frame.money(receipt.due()).into())];
    sentence(Icon::CircleHelp, Tone::Warn, frame.with("payment-cash-large", &values))
}

/// The answers to it: yes is not where Pay was.
fn question_keys<'a>(question: Command, frame: &Frame<'a>) -> Element<'a, Message> {
    let change = frame.text("payment-cash-large-no").into_owned();
    let upper = container(
        key::labelled(None, frame.text("payment-cash-large-yes"), Some("F8"))
            .look(Look::Outlined(Tone::Warn))
            .width(Fill)
            .height(measure::DIGIT_HEIGHT)
            .on_press(Message::LargeCashConfirmed(question)),
    )
    .height(QUICK_HEIGHT);
    let lower = large_key(Tone::Info, Icon::Pencil, change, None, "Enter")
        .on_press(Message::LargeCashDeclined);
    column![upper, lower].spacing(measure::GAP).into()
}

/// The exact amount; for cash, the next notes as well.
fn quick_keys<'a>(kind: TenderKind, receipt: &Receipt, frame: &Frame<'a>) -> Element<'a, Message> {
    let short = |amount: Amount| {
        let value = amount.to_decimal().normalize();
        language::decimal(value, frame.texts.language())
    };
    let key = |label: Element<'a, Message>, amount: Amount| {
        touch_button(label)
            .width(Fill)
            .height(measure::DIGIT_HEIGHT)
            .on_press(Message::AmountPressed(amount))
    };
    let (word, exact) = match kind {
        TenderKind::Cash => ("payment-exact", quick::exact(receipt.due())),
        TenderKind::Card | TenderKind::Seqr => ("payment-all", receipt.due()),
    };
    let exact = exact.min(Choice::most(kind));
    let shown = match kind {
        TenderKind::Cash => short(exact),
        TenderKind::Card | TenderKind::Seqr => frame.amount(exact),
    };
    let label = row![theme::body(frame.text(word)), theme::key(shown)]
        .spacing(measure::GAP)
        .align_y(Center);
    let first = key(label.into(), exact);
    if kind != TenderKind::Cash {
        return first.into();
    }
    let notes = quick::notes(receipt.due());
    let rows = notes.chunks(2).map(|pair| {
        let keys = pair.iter().map(|amount| key(theme::key(short(*amount)).into(), *amount));
        let beside = (pair.len() == 1).then(|| space().width(Fill));
        row(keys.map(Into::into)).push(beside).spacing(measure::GAP).into()
    });
    column![first, column(rows).spacing(measure::GAP)].spacing(measure::GAP).into()
}

/// A key as high as two others, with an amount below its word.
fn large_key<'a>(
    tone: Tone,
    icon: Icon,
    label: String,
    amount: Option<String>,
    hint: &'static str,
) -> TouchButton<'a, Message> {
    let inside = column![
        row![theme::icon(icon, measure::AMOUNT), theme::key(label)]
            .spacing(measure::ROOM)
            .align_y(Center),
        amount.map(theme::amount),
        theme::note(hint),
    ]
    .spacing(measure::TINY)
    .align_x(Center);
    touch_button(inside).look(Look::Filled(tone)).width(Fill).height(PAY_HEIGHT)
}
