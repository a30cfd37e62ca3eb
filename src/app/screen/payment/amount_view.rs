//! How the amount of the chosen tender is drawn: what is typed, what it comes to, the keypad, the
//! quick amounts and Pay. Always the same places.

use iced::widget::{column, container, row, space};
use iced::{Center, Fill, Right};

use crate::app::frame::Frame;
use crate::app::theme::{self, Icon, Look, Tone, measure};
use crate::app::widget::{Element, TouchButton, card, key, keypad, touch_button};
use crate::core::language::Language;
use crate::core::money::Amount;
use crate::core::receipt::Receipt;
use crate::core::register::Command;
use crate::core::tender::TenderKind;
use crate::language;

use super::choice::{Choice, Entry, Outlook, Problem};
use super::choice_view::{DUE_HEIGHT, icon_of, name_of, reason};
use super::notice::Notice;
use super::{Message, State, face, free_of_charge, quick};

/// Three rows of the keypad.
const QUICK_HEIGHT: f32 = 3.0 * measure::DIGIT_HEIGHT + 2.0 * measure::GAP;
/// What is beside the keypad.
const SIDE_WIDTH: f32 = measure::DIALOG.width
    - 3.0 * measure::APART
    - measure::TENDERS_WIDTH
    - measure::PAD_WIDTH
    - measure::WIDE;
/// Two rows of the keypad.
const PAY_HEIGHT: f32 = 2.0 * measure::DIGIT_HEIGHT + measure::GAP;

impl State {
    /// The amount of the chosen tender, and Pay.
    pub(super) fn view_amount<'a>(
        &'a self,
        kind: TenderKind,
        receipt: &Receipt,
        frame: &Frame<'a>,
    ) -> Element<'a, Message> {
        let said = match Notice::of(frame) {
            Some(notice) => face::notice(&notice),
            None => self.view_said(kind, receipt, frame),
        };
        let press = |press| Message::KeyPressed(press);
        column![
            self.view_field(kind, receipt, frame),
            container(said).center_y(Fill).width(Fill),
            frame
                .for_the_hand([
                    container(keypad::keys(frame.texts, press)).width(measure::PAD_WIDTH),
                    container(self.view_side(kind, receipt, frame)).width(Fill),
                ])
                .spacing(measure::WIDE),
        ]
        .into()
    }

    /// The amount as it stands, large.
    fn view_field<'a>(
        &'a self,
        kind: TenderKind,
        receipt: &Receipt,
        frame: &Frame<'a>,
    ) -> Element<'a, Message> {
        let heading = row![
            theme::icon(icon_of(kind), measure::AMOUNT),
            theme::key(frame.text(name_of(kind))),
        ]
        .spacing(measure::ROOM)
        .align_y(Center);
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
    fn view_said<'a>(
        &'a self,
        kind: TenderKind,
        receipt: &Receipt,
        frame: &Frame<'a>,
    ) -> Element<'a, Message> {
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
    fn view_side<'a>(
        &'a self,
        kind: TenderKind,
        receipt: &Receipt,
        frame: &Frame<'a>,
    ) -> Element<'a, Message> {
        if let Some(question) = &self.choice.question {
            return question_keys(question.clone(), frame);
        }
        let upper = container(quick_keys(kind, receipt, frame)).height(QUICK_HEIGHT).width(Fill);
        column![upper, self.pay_key(kind, frame)].spacing(measure::GAP).into()
    }

    fn pay_key<'a>(&self, kind: TenderKind, frame: &Frame<'a>) -> Element<'a, Message> {
        let offer = self.choice.offer(frame.snapshot);
        let tone = if kind == TenderKind::Seqr { Tone::Seqr } else { Tone::Pay };
        let amount = offer.as_ref().and_then(amount_of).map(|amount| frame.amount(amount));
        let label = frame.text("payment-pay").into_owned();
        large_key(tone, icon_of(kind), label, amount, "Enter")
            .id("payment-pay")
            .on_press_maybe(offer.map(Message::PayPressed))
            .into()
    }
}

fn amount_of(command: &Command) -> Option<Amount> {
    match command {
        Command::TakeCash { amount, .. }
        | Command::TakeCard { amount, .. }
        | Command::PayWithSeqr { amount, .. } => Some(*amount),
        _ => None,
    }
}

/// Where the amount and its keypad will be: nothing that could be pressed in vain.
pub(super) fn nothing_chosen<'a>(receipt: &Receipt, frame: &Frame<'a>) -> Element<'a, Message> {
    let notice = Notice::of(frame).map(|notice| face::notice(&notice));
    let (icon, key) = if receipt.due().is_positive() {
        (Icon::ArrowLeft, "payment-choose")
    } else {
        (Icon::Check, "payment-nothing-due")
    };
    let finish = free_of_charge(frame.snapshot).map(|command| {
        let label = frame.text("payment-finish-for-nothing").into_owned();
        large_key(Tone::Pay, Icon::Check, label, None, "Enter")
            .id("step-main")
            .width(SIDE_WIDTH)
            .on_press(Message::StepPressed(command))
    });
    column![
        container(column![notice]).center_y(measure::KEY_HEIGHT),
        card::nothing(icon, frame.text(key)),
        container(column![finish]).align_right(Fill).height(PAY_HEIGHT),
    ]
    .into()
}

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
        (TenderKind::Voucher | TenderKind::Account, Outlook::Settled(_)) => {
            plain(Icon::Check, frame.text("payment-even"))
        }
        (TenderKind::Card, Outlook::Settled(_)) => {
            plain(Icon::CreditCard, frame.text("payment-card-beside"))
        }
        (TenderKind::Seqr, Outlook::Settled(_)) => {
            plain(Icon::Smartphone, frame.text("payment-seqr-all"))
        }
        (TenderKind::Cash | TenderKind::Voucher | TenderKind::Account, Outlook::Left(rest)) => {
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
            .id("payment-cash-large-yes")
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
        _ => ("payment-all", receipt.due()),
    };
    let exact = exact.min(Choice::most(kind));
    let shown = match kind {
        TenderKind::Cash => short(exact),
        _ => frame.amount(exact),
    };
    let label = row![theme::body(frame.text(word)), theme::key(shown)]
        .spacing(measure::GAP)
        .align_y(Center);
    let first = key(label.into(), exact);
    if kind != TenderKind::Cash {
        return first.into();
    }
    let notes = match &frame.snapshot.settings.tenders.quick_amounts {
        none if none.is_empty() => quick::notes(receipt.due()),
        own => own.clone(),
    };
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
