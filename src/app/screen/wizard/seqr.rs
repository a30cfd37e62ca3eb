//! The steps about SEQR: its service, the registration, the sticker.

use iced::Fill;
use iced::widget::{column, container, row};

use super::super::registration;
use super::page::{Id, Page, Shown};
use super::step::Step;
use super::{Action, Message, State};
use crate::app::form::{Entry, Form};
use crate::app::frame::Frame;
use crate::app::theme::{self, Icon, Tone, measure};
use crate::app::widget::sheet::{Cell, cells};
use crate::app::widget::{Element, card, key};
use crate::core::settings::check::{self, Field};
use crate::core::settings::{SeqrSettings, Settings};
use crate::document::set_up_sheet::{Outcome, Test};
use crate::till::set_up::{Asked, Request, Work};
use crate::till::snapshot::Snapshot;

/// How SEQR is reached now.
pub(super) fn form(settings: &Settings) -> Form<Id> {
    let seqr = &settings.seqr;
    let client_id = if seqr.client_id.is_empty() { &settings.shop.name } else { &seqr.client_id };
    Form::new([
        Entry::plain(Id::Service, &seqr.address, 200),
        Entry::plain(Id::CaFile, seqr.ca_file.as_deref().unwrap_or_default(), 200),
        Entry::words(Id::ClientId, client_id, 48),
    ])
}

impl State {
    fn typed_service(&self, before: &SeqrSettings) -> SeqrSettings {
        let text = |id| self.form.text(id).trim().to_owned();
        SeqrSettings {
            address: text(Id::Service),
            ca_file: Some(text(Id::CaFile)).filter(|path| !path.is_empty()),
            client_id: text(Id::ClientId),
            ..before.clone()
        }
    }

    /// Whether what is typed can be an address; what is wrong is shown.
    fn service_fits(&mut self, snapshot: &Snapshot) -> Option<SeqrSettings> {
        let seqr = self.typed_service(&snapshot.settings.seqr);
        let settings = Settings { seqr: seqr.clone(), ..Settings::clone(&snapshot.settings) };
        self.problems = check::problems(&settings);
        self.problems
            .retain(|problem| matches!(problem.field, Field::SeqrAddress | Field::ClientId));
        self.problems.is_empty().then_some(seqr)
    }

    pub(super) fn reach(&mut self, snapshot: &Snapshot) -> Action {
        self.form.leave();
        match self.service_fits(snapshot) {
            Some(seqr) if !seqr.address.is_empty() => {
                self.begin(Request::Reach(Box::new(seqr)), snapshot)
            }
            _ => Action::NONE,
        }
    }

    pub(super) fn save_service(&mut self, snapshot: &Snapshot) -> Action {
        match self.service_fits(snapshot) {
            Some(seqr) => self.save(snapshot, |settings| settings.seqr = seqr),
            None => Action::NONE,
        }
    }

    pub(super) fn do_without_seqr(&mut self, snapshot: &Snapshot) -> Action {
        self.form.leave();
        self.problems.clear();
        self.form.set(Id::Service, "");
        self.save(snapshot, |settings| settings.seqr.address.clear())
    }

    pub(super) fn view_service<'a>(&'a self, frame: &Frame<'a>, room: f32) -> Element<'a, Message> {
        let reach = &frame.snapshot.set_up.reach;
        let typed = !self.form.text(Id::Service).trim().is_empty();
        let free = typed && !self.errand.is_busy();
        let try_it = key::labelled(Some(Icon::Wifi), frame.text("wizard-reach"), None)
            .on_press_maybe(free.then_some(Message::ReachPressed));
        let answer: Option<Element<'a, Message>> = match reach {
            Work::Idle | Work::Failed(_) => None,
            Work::Busy => {
                let word = frame.text("wizard-reach-busy");
                Some(card::state(Icon::Hourglass, Some(Tone::Info), word))
            }
            Work::Done(took) => {
                let took = i64::try_from(took.as_millis()).unwrap_or(i64::MAX);
                let word = frame.with("wizard-reached", &[("milliseconds", took.into())]);
                Some(card::state(Icon::CircleCheck, Some(Tone::Pay), word))
            }
        };
        let trial = row![try_it, answer].spacing(measure::WIDE).align_y(iced::Center);
        let without = row![
            theme::body(frame.text("wizard-without-seqr-do")).style(theme::muted).width(Fill),
            key::labelled(Some(Icon::Ban), frame.text("wizard-without-seqr"), None)
                .on_press_maybe((!self.errand.is_busy()).then_some(Message::NotUsedPressed)),
        ]
        .spacing(measure::WIDE)
        .align_y(iced::Center);
        let field = Some(Field::SeqrAddress);
        let client = Some(Field::ClientId);
        cells(
            [
                self.wide_cell(
                    frame,
                    Id::Service,
                    "wizard-service",
                    Some("wizard-service-hint"),
                    field,
                ),
                self.cell(frame, Id::CaFile, "wizard-ca-file", Some("wizard-ca-file-hint"), None),
                self.cell(
                    frame,
                    Id::ClientId,
                    "wizard-client-id",
                    Some("wizard-client-id-hint"),
                    client,
                ),
                Cell::whole(centred(trial), false),
                Cell::whole(centred(without), false),
            ],
            room,
        )
    }

    /// Whether what the step is for is there, and nothing else is being asked for.
    pub(super) fn shows_facts(&self, snapshot: &Snapshot) -> bool {
        let Page::Registration { state, shown } = &self.page else { return false };
        let there = match state.asked() {
            Asked::Assign => {
                snapshot.terminal.as_ref().is_some_and(|known| known.seqr_id.is_some())
            }
            Asked::Register | Asked::Unregister => snapshot.terminal.is_some(),
        };
        there && !state.is_lost(snapshot) && !state.is_busy(snapshot) && *shown == Shown::Facts
    }

    pub(super) fn registration(
        &mut self,
        message: registration::Message,
        snapshot: &Snapshot,
    ) -> Action {
        let Page::Registration { state, .. } = &mut self.page else { return Action::NONE };
        Action::ask(state.update(message, snapshot))
    }

    pub(super) fn register_anew(&mut self, snapshot: &Snapshot) -> Action {
        if self.step == Step::Sticker
            && let Page::Registration { shown, .. } = &mut self.page
        {
            *shown = Shown::Fields;
        } else if snapshot.terminal.is_none() {
            return Action::asks(self.enter(Step::Terminal, snapshot));
        }
        Action::NONE
    }

    pub(super) fn forward_registration(&mut self, snapshot: &Snapshot) -> Action {
        if self.shows_facts(snapshot) || self.is_blocked(snapshot) {
            return self.go_on(snapshot);
        }
        let Page::Registration { state, .. } = &mut self.page else { return Action::NONE };
        Action::ask(state.forward(snapshot))
    }

    /// Whether something has to be done first, at another step.
    pub(super) fn is_blocked(&self, snapshot: &Snapshot) -> bool {
        passes_for_now(self.step, snapshot)
    }

    pub(super) fn follow_registration(&mut self, snapshot: &Snapshot) -> Option<Action> {
        let Page::Registration { state, shown } = &mut self.page else { return None };
        let request = state.follow(snapshot);
        let test = match state.asked() {
            Asked::Assign => Test::Assign,
            Asked::Register | Asked::Unregister => Test::Register,
        };
        if state.take_success() {
            *shown = Shown::Facts;
            self.note(test, snapshot.at, Outcome::Passed);
        } else if let Some(trouble) = state.trouble().cloned() {
            let failed = super::Ended::Failed(trouble);
            if self.results.iter().all(|result| result.test != test) {
                self.note_ended(test, &failed, snapshot);
            }
        }
        request.map(|request| Action::ask(Some(request)))
    }

    pub(super) fn view_registration<'a>(
        &'a self,
        frame: &Frame<'a>,
        room: f32,
    ) -> Element<'a, Message> {
        let Page::Registration { state, .. } = &self.page else {
            return iced::widget::space().into();
        };
        if self.is_blocked(frame.snapshot) {
            return blocked(self.step, frame);
        }
        if self.shows_facts(frame.snapshot) {
            return facts(self.step, frame);
        }
        let asks = |room| state.view(frame, room).map(Message::Registration);
        let cable = frame.snapshot.settings.scanner.is_some();
        if state.asked() != Asked::Assign || cable || state.form().focused().is_some() {
            return asks(room);
        }
        let scanner = key::labelled(
            Some(Icon::ScanBarcode),
            frame.text(super::view::title(Step::Scanner)),
            None,
        )
        .on_press_maybe(
            (!state.is_busy(frame.snapshot)).then_some(Message::StepPressed(Step::Scanner)),
        );
        let hint = row![
            theme::body(frame.text("wizard-scanner-first")).style(theme::muted).width(Fill),
            scanner,
        ];
        let hint = container(hint.spacing(measure::WIDE).align_y(iced::Center));
        let rest = room - measure::CELL_HEIGHT - measure::GAP;
        column![asks(rest), hint.center_y(measure::CELL_HEIGHT)].spacing(measure::GAP).into()
    }
}

/// A sticker needs a terminal, and both need a service.
fn passes_for_now(step: Step, snapshot: &Snapshot) -> bool {
    match step {
        Step::Terminal => snapshot.settings.seqr.address.is_empty(),
        Step::Sticker => snapshot.terminal.is_none(),
        _ => false,
    }
}

fn centred<'a>(inside: impl Into<Element<'a, Message>>) -> Element<'a, Message> {
    container(inside).center_y(measure::CELL_HEIGHT).width(Fill).into()
}

fn blocked<'a>(step: Step, frame: &Frame<'a>) -> Element<'a, Message> {
    let unused = frame.snapshot.settings.seqr.address.is_empty();
    let (said, lead) = match (unused, step) {
        (true, _) => ("wizard-seqr-not-used", Step::Service),
        (false, _) => ("wizard-register-first", Step::Terminal),
    };
    let go = key::labelled(Some(Icon::ArrowLeft), frame.text(super::view::title(lead)), None)
        .on_press(Message::StepPressed(lead));
    column![theme::body(frame.text(said)), go].spacing(measure::WIDE).into()
}

/// What SEQR knows of this register.
fn facts<'a>(step: Step, frame: &Frame<'a>) -> Element<'a, Message> {
    let Some(terminal) = &frame.snapshot.terminal else { return iced::widget::space().into() };
    let registration = &frame.snapshot.set_up.registration;
    let fact = |key: &str, value: String| {
        row![
            theme::body(frame.text(key)).style(theme::muted).width(measure::FACT_LABEL_WIDTH),
            theme::body(value).width(Fill),
        ]
        .spacing(measure::ROOM)
        .into()
    };
    let when = |done| registration::done_at(frame, done);
    let (said, mut rows): (&str, Vec<Element<'a, Message>>) = match step {
        Step::Sticker => (
            "wizard-assigned",
            vec![fact("registration-menu-seqr-id", terminal.seqr_id.clone().unwrap_or_default())],
        ),
        _ => (
            "wizard-registered",
            vec![
                fact("registration-menu-id", terminal.id.clone()),
                fact("registration-menu-external-id", terminal.external_id.clone()),
                fact("registration-menu-name", terminal.name.clone()),
            ],
        ),
    };
    let (label, since) = match step {
        Step::Sticker => ("registration-menu-assigned-since", &registration.assigned),
        _ => ("registration-menu-since", &registration.registered),
    };
    if let Some(since) = since {
        rows.push(fact(label, when(since)));
    }
    let other = (step == Step::Sticker).then(|| {
        key::labelled(Some(Icon::QrCode), frame.text("wizard-other-sticker"), None)
            .on_press(Message::AnewPressed)
    });
    column![
        card::state(Icon::CircleCheck, Some(Tone::Pay), frame.text(said)),
        column(rows).spacing(measure::ROOM),
        other,
    ]
    .spacing(measure::APART)
    .into()
}

/// The part of the wizard's page that a question to SEQR has.
pub(super) fn registration_of(page: &Page) -> Option<&registration::State> {
    match page {
        Page::Registration { state, .. } => Some(state),
        _ => None,
    }
}
