//! How a payment's face is drawn: what it is about on top, what happened in the middle, what can
//! be done below. Always the same places.

use iced::widget::{column, container, row};
use iced::{Center, Fill};

use crate::app::frame::Frame;
use crate::app::theme::{self, Icon, Look, Tone, measure};
use crate::app::widget::{Element, key};
use crate::core::payment::Phase;
use crate::till::snapshot::PaymentView;

use super::notice::Notice;
use super::step::{Step, Steps};
use super::words::Words;
use super::{Message, State, phone};

/// The sign of a face, in a circle of its colour.
pub(in crate::app::screen) fn seal<'a, M: 'a>(icon: Icon, tone: Tone) -> Element<'a, M> {
    container(theme::icon(icon, measure::SIGN).style(theme::tone_text(tone)))
        .style(theme::seal(tone))
        .center(measure::SEAL)
        .into()
}

/// A notice at the place that is kept for it.
pub(super) fn notice<'a>(notice: &Notice) -> Element<'a, Message> {
    let inside = row![
        theme::icon(notice.icon, measure::KEY).style(theme::tone_text(notice.tone)),
        theme::body(notice.said.clone()).width(Fill),
    ]
    .spacing(measure::ROOM)
    .align_y(Center);
    container(inside)
        .style(theme::banner(notice.tone))
        .padding([0.0, measure::ROOM])
        .center_y(measure::KEY_HEIGHT)
        .width(Fill)
        .into()
}

impl State {
    /// A payment's face.
    pub(super) fn view_payment<'a>(
        payment: &PaymentView,
        frame: &Frame<'a>,
    ) -> Element<'a, Message> {
        let words = Words::of(payment, frame);
        let steps = Steps::of(payment, frame.snapshot);
        let said = Notice::of(frame);
        let face = column![
            head(payment, frame),
            container(column![said.as_ref().map(notice)]).center_y(measure::KEY_HEIGHT),
            if matches!(payment.phase, Phase::InDoubt { .. }) {
                // Unlike anything that has failed.
                container(middle(words)).style(theme::banner(Tone::Warn)).center(Fill)
            } else {
                container(middle(words)).center(Fill)
            },
            row![
                container(column![steps.aside.map(|step| aside(step, frame))])
                    .width(measure::ASIDE_WIDTH),
                steps.main.map(|step| main(step, frame)),
            ]
            .spacing(measure::APART)
            .height(measure::MAIN_HEIGHT),
        ]
        .spacing(measure::WIDE)
        .width(Fill);
        let phone = phone::is_there(payment, frame.snapshot).then(|| phone::view(payment, frame));
        row![face, phone].spacing(measure::APART).into()
    }
}

fn head<'a>(payment: &PaymentView, frame: &Frame<'a>) -> Element<'a, Message> {
    row![
        theme::total(frame.money(payment.amount)),
        theme::key(frame.text("payment-seqr")).style(theme::seqr),
    ]
    .spacing(measure::WIDE)
    .align_y(Center)
    .height(measure::KEY_HEIGHT)
    .into()
}

fn middle<'a>(words: Words) -> Element<'a, Message> {
    let tone = words.tone;
    let details = words
        .details
        .into_iter()
        .map(|detail| theme::body(detail).style(theme::muted).align_x(Center).into());
    let code = words.code.map(|code| theme::note(code).style(theme::muted).align_x(Center));
    let (happened, to_do) = split(&words.sentence);
    let sentence = column![
        theme::amount(happened.to_owned()).style(theme::tone_text(tone)).align_x(Center),
        to_do.map(|to_do| theme::amount(to_do.to_owned()).align_x(Center)),
    ]
    .spacing(measure::TINY)
    .align_x(Center);
    column![
        seal(words.icon, tone),
        sentence,
        column(details).spacing(measure::GAP).align_x(Center),
        code,
    ]
    .spacing(measure::WIDE)
    .align_x(Center)
    .max_width(measure::SENTENCE_WIDTH)
    .into()
}

/// What happened, in the face's colour, and what to do, below it.
fn split(sentence: &str) -> (&str, Option<&str>) {
    match sentence.split_once(". ") {
        // The full stop stays.
        Some((happened, to_do)) => (&sentence[..=happened.len()], Some(to_do)),
        None => (sentence, None),
    }
}

/// The way forward: in the middle, not where Pay was, so that a double tap on Pay skips nothing.
fn main<'a>(step: Step, frame: &Frame<'a>) -> Element<'a, Message> {
    key::main(step.tone(), step.icon(), step.label(frame), Some("Enter"))
        .id("step-main")
        .width(measure::STEP_WIDTH)
        .on_press_maybe(step.message())
        .into()
}

/// Far left, away from the digits and from where Pay was.
fn aside<'a>(step: Step, frame: &Frame<'a>) -> Element<'a, Message> {
    let look = match step {
        Step::Cancel(_) | Step::FinishAndRefund(_) => Look::Outlined(Tone::Danger),
        _ => Look::Plain,
    };
    let message = step.message();
    key::labelled(Some(step.icon()), step.label(frame), message.is_some().then_some("F9"))
        .id("step-aside")
        .look(look)
        .width(Fill)
        .height(measure::MAIN_HEIGHT)
        .on_press_maybe(message)
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happened_and_what_to_do() {
        for (sentence, happened, to_do) in [
            ("Betalt.", "Betalt.", None),
            ("Skickar …", "Skickar …", None),
            ("Avbruten. Inget är betalt.", "Avbruten.", Some("Inget är betalt.")),
            ("SEK 1.50 of SEK 2.00 paid. A. B.", "SEK 1.50 of SEK 2.00 paid.", Some("A. B.")),
        ] {
            assert_eq!(split(sentence), (happened, to_do));
        }
    }
}
