//! How the wizard is seen: the steps at the left, each with how far it is, the open one beside them.

use std::borrow::Cow;

use iced::widget::{column, row, space};
use iced::{Center, Fill};

use super::page::Page;
use super::seqr::registration_of;
use super::step::{Standing, Step};
use super::{Message, State, people};
use crate::app::form;
use crate::app::frame::Frame;
use crate::app::theme::{self, Icon, Look, Tone, measure};
use crate::app::widget::board::board;
use crate::app::widget::said::above;
use crate::app::widget::sheet::{Sheet, room};
use crate::app::widget::{Element, card, key, touch_button};
use crate::core::language::Language;
use crate::core::settings::check::{Field, Problem};
use crate::till::set_up;

/// The name of a step.
pub(super) fn title(step: Step) -> &'static str {
    match step {
        Step::Language => "wizard-step-language",
        Step::Shop => "wizard-step-shop",
        Step::Register => "wizard-step-register",
        Step::Service => "wizard-step-service",
        Step::Terminal => "wizard-step-terminal",
        Step::Sticker => "wizard-step-sticker",
        Step::Scanner => "wizard-step-scanner",
        Step::Printer => "wizard-step-printer",
        Step::People => "wizard-step-people",
        Step::Sheet => "wizard-step-sheet",
    }
}

fn icon(step: Step) -> Icon {
    match step {
        Step::Language => Icon::Globe,
        Step::Shop => Icon::Store,
        Step::Register => Icon::Tag,
        Step::Service => Icon::Wifi,
        Step::Terminal => Icon::Smartphone,
        Step::Sticker => Icon::QrCode,
        Step::Scanner => Icon::ScanBarcode,
        Step::Printer => Icon::Printer,
        Step::People => Icon::Users,
        Step::Sheet => Icon::FileText,
    }
}

/// What a step is for. The registration says so itself.
fn intro(state: &State, frame: &Frame<'_>) -> Option<&'static str> {
    Some(match state.step {
        Step::Language => "wizard-language-do",
        Step::Shop => "wizard-shop-do",
        Step::Register => "wizard-register-do",
        Step::Service => "wizard-service-do",
        Step::Terminal | Step::Sticker => return None,
        Step::Scanner => "wizard-scanner-do",
        Step::Printer => "wizard-printer-do",
        Step::People => people::intro(frame.snapshot),
        Step::Sheet => "wizard-sheet-do",
    })
}

impl State {
    /// What is seen.
    pub fn view<'a>(&'a self, frame: &Frame<'a>) -> Element<'a, Message> {
        let keys = match registration_of(&self.page) {
            Some(registration) => board(registration.form(), frame.texts, Message::BoardPressed),
            None => board(&self.form, frame.texts, Message::BoardPressed),
        };
        let high = room(frame.size, keys.is_some());
        let number = Step::ALL.iter().position(|step| *step == self.step).unwrap_or(0) + 1;
        let place = frame.with(
            "wizard-place",
            &[
                ("step", i64::try_from(number).unwrap_or(0).into()),
                ("steps", i64::try_from(Step::ALL.len()).unwrap_or(0).into()),
            ],
        );
        let sheet = Sheet {
            icon: icon(self.step),
            heading: frame.text(title(self.step)),
            back: (frame.text("wizard-later"), Message::LaterPressed),
            aside: Some(theme::note(place).style(theme::muted).into()),
            side: Some(self.view_steps(frame, high, keys.is_some())),
            body: self.view_page(frame, high),
            foot: self.foot(frame),
            board: keys,
        };
        sheet.view(frame.size)
    }

    /// The steps. While something is typed they are only seen: the keys are below, and so is the finger.
    fn view_steps<'a>(
        &'a self,
        frame: &Frame<'a>,
        high: f32,
        typing: bool,
    ) -> Element<'a, Message> {
        let count = Step::ALL.len() as f32;
        let row_height = ((high + measure::TINY) / count - measure::TINY).min(measure::TARGET);
        let free = !typing && !self.errand.is_busy();
        let rows = Step::ALL.map(|step| {
            let standing = step.standing(frame.snapshot, self.reached);
            let (sign, tone) = match standing {
                Standing::Done => (Icon::CircleCheck, Some(Tone::Pay)),
                Standing::Skipped => (Icon::Minus, None),
                Standing::Open => (Icon::Circle, None),
                Standing::Lost => (Icon::TriangleAlert, Some(Tone::Warn)),
            };
            let sign = theme::icon(sign, measure::BODY);
            let sign = match tone {
                Some(tone) => sign.style(theme::tone_text(tone)),
                None => sign.style(theme::muted),
            };
            let here = step == self.step;
            let name = frame.text(title(step));
            let name = if here { theme::strong(name) } else { theme::body(name) };
            let face = row![sign, name, space().width(Fill)]
                .spacing(measure::GAP)
                .align_y(Center)
                .width(Fill);
            touch_button(face)
                .look(if here { Look::ChosenRow } else { Look::Bare })
                .width(Fill)
                .height(row_height)
                .padding([0.0, measure::GAP])
                .on_press_maybe((free || here).then_some(Message::StepPressed(step)))
                .into()
        });
        column(rows).spacing(measure::TINY).into()
    }

    fn view_page<'a>(&'a self, frame: &Frame<'a>, high: f32) -> Element<'a, Message> {
        if let Page::Registration { .. } = &self.page {
            return self.view_registration(frame, high);
        }
        let typing = self.form.focused().is_some();
        let intro = intro(self, frame).filter(|_| !typing).map(|key| {
            let said: Element<'a, Message> =
                theme::body(frame.text(key)).style(theme::muted).into();
            said
        });
        above(self.said(frame).or(intro), high, |high| match self.step {
            Step::Language => languages(frame),
            Step::Shop => self.view_shop(frame, high),
            Step::Register => self.view_register(frame, high),
            Step::Service => self.view_service(frame, high),
            Step::Terminal | Step::Sticker => self.view_registration(frame, high),
            Step::Scanner => self.view_scanner(frame, high),
            Step::Printer => self.view_printer(frame, high),
            Step::People => self.view_people(frame, high),
            Step::Sheet => self.view_sheet(frame),
        })
    }

    /// Why the last request failed.
    fn said<'a>(&'a self, frame: &Frame<'a>) -> Option<Element<'a, Message>> {
        if let Some(trouble) = &self.trouble {
            let said = set_up::say(frame.texts, trouble);
            return Some(card::banner(Icon::CircleX, Tone::Danger, said, None, Vec::new()));
        }
        let elsewhere = self.problems.iter().find(|problem| !self.shows(problem))?;
        let said = frame.with(
            "wizard-problem-elsewhere",
            &[
                ("field", form::label(elsewhere.field, frame.texts).into_owned().into()),
                ("fault", form::fault(*elsewhere, frame.texts).into_owned().into()),
            ],
        );
        Some(card::banner(Icon::CircleX, Tone::Danger, said, None, Vec::new()))
    }

    /// Whether a problem is shown at its field on the open page.
    fn shows(&self, problem: &Problem) -> bool {
        match self.step {
            Step::Shop => super::step::SHOP_FIELDS.contains(&problem.field),
            Step::Register => problem.field == Field::Register,
            Step::Service => matches!(problem.field, Field::SeqrAddress | Field::ClientId),
            Step::Printer => problem.field == Field::PrinterPort,
            _ => false,
        }
    }

    fn foot<'a>(&'a self, frame: &Frame<'a>) -> Vec<Element<'a, Message>> {
        let back = key::labelled(Some(Icon::ArrowLeft), frame.text("wizard-back"), None)
            .height(measure::KEY_HEIGHT)
            .on_press_maybe(self.before(frame.snapshot).map(|_| Message::BackPressed));
        let (icon, word, open) = self.way_forward(frame);
        let main = key::main(Tone::Pay, icon, word, Some("Enter"))
            .width(measure::STEP_WIDTH)
            .height(measure::KEY_HEIGHT)
            .on_press_maybe(open.then_some(Message::MainPressed));
        let skip = self.can_be_skipped(frame).then(|| {
            let next = self.step.next().unwrap_or(Step::Sheet);
            key::labelled(Some(Icon::ArrowRight), frame.text("wizard-skip"), None)
                .height(measure::KEY_HEIGHT)
                .on_press(Message::StepPressed(next))
                .into()
        });
        let mut keys: Vec<Element<'a, Message>> = vec![back.into()];
        keys.extend(skip);
        keys.push(main.into());
        keys
    }

    /// Whether a question to SEQR can be left for later.
    fn can_be_skipped(&self, frame: &Frame<'_>) -> bool {
        let Some(registration) = registration_of(&self.page) else { return false };
        let there = self.shows_facts(frame.snapshot) || self.is_blocked(frame.snapshot);
        !there && !registration.is_busy(frame.snapshot)
    }

    fn way_forward<'a>(&'a self, frame: &Frame<'a>) -> (Icon, Cow<'static, str>, bool) {
        let free = !self.errand.is_busy();
        let there = self.shows_facts(frame.snapshot) || self.is_blocked(frame.snapshot);
        if let (Some(registration), false) = (registration_of(&self.page), there) {
            return registration.way_forward(frame);
        }
        match self.step {
            Step::Sheet => (Icon::Check, frame.text("wizard-done"), free),
            Step::People => {
                let word = people::way_forward(self, frame.snapshot);
                let icon = if word == "wizard-next" { Icon::ArrowRight } else { Icon::Plus };
                (icon, frame.text(word), free)
            }
            _ => (Icon::ArrowRight, frame.text("wizard-next"), free),
        }
    }
}

fn languages<'a>(frame: &Frame<'a>) -> Element<'a, Message> {
    let keys = Language::ALL.map(|language| {
        let chosen = language == frame.snapshot.language;
        let icon = if chosen { Icon::Check } else { Icon::Globe };
        key::main(Tone::Info, icon, language.own_name(), None)
            .look(if chosen { Look::Chosen } else { Look::Plain })
            .on_press(Message::LanguagePressed(language))
            .into()
    });
    column(keys).spacing(measure::ROOM).into()
}
