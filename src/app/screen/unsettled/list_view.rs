//! How the list is drawn: a row for each payment, the oldest first, with what is the matter and what to do.

use iced::widget::text::Wrapping;
use iced::widget::{column, container, row, space};
use iced::{Center, Fill, Right};

use crate::app::frame::Frame;
use crate::app::theme::{self, Icon, Look, Tone, measure};
use crate::app::widget::pager::{Page, pager};
use crate::app::widget::{Element, card, key, touch_button};
use crate::app::words::{unsettled_alarm, unsettled_sign};
use crate::core::payment::Unsettled;
use crate::till::snapshot::Snapshot;

use super::{Message, News, ROWS, State, words};

/// The line above what is shown: what it is about, and the key that puts it away.
pub(super) fn head<'a>(
    back: Option<Message>,
    icon: Icon,
    tone: Option<Tone>,
    heading: impl Into<std::borrow::Cow<'a, str>>,
) -> Element<'a, Message> {
    let sign = theme::icon(icon, measure::AMOUNT);
    let sign = match tone {
        Some(tone) => sign.style(theme::tone_text(tone)),
        None => sign,
    };
    row![
        back.map(|back| key::bare_icon(Icon::ArrowLeft).look(Look::Bare).on_press(back)),
        sign,
        theme::key(heading.into()).width(Fill),
        key::bare_icon(Icon::X).look(Look::Bare).on_press(Message::ClosePressed),
    ]
    .spacing(measure::ROOM)
    .align_y(Center)
    .height(measure::KEY_HEIGHT)
    .into()
}

impl State {
    /// Which payments are seen.
    pub(super) fn page(&self, snapshot: &Snapshot) -> Page {
        Page::with(self.first, ROWS, snapshot.unsettled.len())
    }

    pub(super) fn view_list<'a>(&'a self, frame: &Frame<'a>) -> Element<'a, Message> {
        let all = &frame.snapshot.unsettled;
        let page = self.page(frame.snapshot);
        let rows = page.rows().filter_map(|place| all.get(place)).zip(1..);
        let rows = column(rows.map(|(payment, place)| view_row(payment, place, frame)));
        let shown: Element<'a, Message> = if all.is_empty() {
            card::nothing(Icon::CircleCheck, frame.text("unsettled-empty"))
        } else {
            rows.spacing(measure::GAP).into()
        };
        let turn = (!page.is_all()).then(|| {
            let number = |number| i64::try_from(number).unwrap_or(i64::MAX).into();
            let values = [("page", number(page.number())), ("count", number(page.count()))];
            let word = frame.with("page-of", &values).into_owned();
            let turned = |first: Option<usize>| Message::Turned(first.unwrap_or_default());
            pager(&page, word, turned(page.before()), turned(page.after()))
        });
        column![
            head(
                None,
                Icon::TriangleAlert,
                unsettled_alarm(frame.snapshot),
                frame.text("unsettled")
            ),
            self.view_news(frame),
            container(shown).height(Fill).width(Fill),
            turn,
        ]
        .spacing(measure::ROOM)
        .into()
    }

    /// What has just happened, or what the list is for: at a place of its own.
    fn view_news<'a>(&self, frame: &Frame<'a>) -> Element<'a, Message> {
        let said = |text, subject| {
            frame.with(text, &[("which", words::which(subject, frame.texts).into())])
        };
        match self.news {
            Some(News::Saved(subject)) => {
                card::state(Icon::Check, Some(Tone::Pay), said("unsettled-saved", subject))
            }
            Some(News::Changed(subject)) => {
                card::state(Icon::RefreshCw, Some(Tone::Info), said("unsettled-changed", subject))
            }
            None => theme::body(frame.text("unsettled-list-do")).style(theme::muted).into(),
        }
    }
}

fn view_row<'a>(payment: &'a Unsettled, place: u8, frame: &Frame<'a>) -> Element<'a, Message> {
    let (icon, tone) = unsettled_sign(&payment.case);
    let which = frame.with(
        "unsettled-row",
        &[
            ("which", words::which(payment.subject, frame.texts).into()),
            ("since", frame.moment(payment.since).into()),
            ("said", words::said(payment, frame).into_owned().into()),
        ],
    );
    let one_line = |text: iced::widget::Text<'a, theme::Theme>| {
        container(text.wrapping(Wrapping::None)).width(Fill).clip(true)
    };
    let said = column![
        one_line(theme::strong(frame.text(words::name(&payment.case)))),
        one_line(theme::note(which).style(theme::muted)),
        one_line(theme::note(words::to_do_now(payment, frame))),
    ]
    .spacing(measure::TINY)
    .width(Fill);
    let face = row![
        container(space().width(measure::BAR).height(Fill)).style(theme::at_level(tone)),
        theme::icon(icon, measure::AMOUNT).style(theme::tone_text(tone)),
        said,
        theme::key(frame.money(payment.amount)).align_x(Right),
        theme::note(place.to_string()).style(theme::muted),
        theme::icon(Icon::ChevronRight, measure::KEY),
        space().width(measure::TINY),
    ]
    .spacing(measure::ROOM)
    .align_y(Center)
    .width(Fill)
    .height(Fill);
    touch_button(face)
        .width(Fill)
        .height(measure::CASE_HEIGHT)
        .padding(measure::EDGE)
        .on_press(Message::RowPressed(payment.subject))
        .into()
}
