//! The last step: what was tried and how it went, seen and on paper.

use iced::widget::{column, container, row};
use iced::{Center, Fill};

use super::{Action, Message, State};
use crate::app::frame::Frame;
use crate::app::theme::{self, Icon, Tone, measure};
use crate::app::widget::{Element, card, key};
use crate::document::set_up_sheet::{Outcome, Test, TestResult};
use crate::till::set_up::{Request, Work};
use crate::till::snapshot::Snapshot;

/// What was tried since the wizard was opened, and what the journal says of SEQR's answers before.
fn results(tried: &[TestResult], snapshot: &Snapshot) -> Vec<TestResult> {
    let registration = &snapshot.set_up.registration;
    let kept = [(Test::Register, registration.registered), (Test::Assign, registration.assigned)];
    let kept = kept.into_iter().filter_map(|(test, done)| {
        Some(TestResult { test, at: done?.0, outcome: Outcome::Passed })
    });
    let untried = kept.filter(|kept| tried.iter().all(|result| result.test != kept.test));
    tried.iter().cloned().chain(untried).collect()
}

impl State {
    pub(super) fn print(&mut self, snapshot: &Snapshot) -> Action {
        let results = results(&self.results, snapshot);
        self.begin(Request::PrintSheet(results), snapshot)
    }

    pub(super) fn view_sheet<'a>(&'a self, frame: &Frame<'a>) -> Element<'a, Message> {
        let results = results(&self.results, frame.snapshot);
        let rows = Test::ALL.map(|test| {
            let result = results.iter().find(|result| result.test == test);
            container(test_row(test, result, frame))
                .style(theme::surface)
                .padding([measure::GAP, measure::ROOM])
                .width(Fill)
                .into()
        });
        let printer = frame.snapshot.settings.printer.is_some();
        let free = printer && !self.errand.is_busy();
        let print = key::labelled(Some(Icon::Printer), frame.text("wizard-print-sheet"), None)
            .on_press_maybe(free.then_some(Message::PrintPressed));
        let said = match &frame.snapshot.set_up.sheet {
            _ if !printer => {
                Some(card::state(Icon::Minus, None, frame.text("wizard-sheet-no-printer")))
            }
            Work::Idle | Work::Failed(_) => None,
            Work::Busy => {
                let word = frame.text("wizard-sheet-busy");
                Some(card::state(Icon::Hourglass, Some(Tone::Info), word))
            }
            Work::Done(()) => {
                let word = frame.text("wizard-sheet-printed");
                Some(card::state(Icon::CircleCheck, Some(Tone::Pay), word))
            }
        };
        let below = row![print, said].spacing(measure::WIDE).align_y(Center);
        column![column(rows).spacing(measure::GAP), below].spacing(measure::WIDE).into()
    }

    /// Which of some tests have passed, in a line.
    pub(super) fn view_results<'a>(
        &'a self,
        frame: &Frame<'a>,
        tests: &[Test],
    ) -> Element<'a, Message> {
        let states = tests.iter().filter_map(|test| {
            let passed =
                |result: &&TestResult| result.test == *test && result.outcome == Outcome::Passed;
            let _result = self.results.iter().find(passed)?;
            let (icon, tone) = sign(Some(&Outcome::Passed));
            Some(card::state(icon, Some(tone?), frame.text(test.text())))
        });
        row(states).spacing(measure::WIDE).into()
    }
}

fn test_row<'a>(
    test: Test,
    result: Option<&TestResult>,
    frame: &Frame<'a>,
) -> Element<'a, Message> {
    let (icon, tone) = sign(result.map(|result| &result.outcome));
    let word = match result {
        Some(result) => frame.text(result.outcome.text()),
        None => frame.text("sheet-not-tried"),
    };
    let why = result.and_then(|result| match &result.outcome {
        Outcome::Failed(why) => Some(theme::note(why.clone()).style(theme::muted)),
        Outcome::Passed => None,
    });
    let when = result.map(|result| theme::note(frame.moment(result.at)).style(theme::muted));
    row![
        column![theme::body(frame.text(test.text())), why].width(Fill),
        when,
        container(card::state(icon, tone, word)).width(measure::LANGUAGE_WIDTH),
    ]
    .spacing(measure::ROOM)
    .align_y(Center)
    .into()
}

fn sign(outcome: Option<&Outcome>) -> (Icon, Option<Tone>) {
    match outcome {
        Some(Outcome::Passed) => (Icon::CircleCheck, Some(Tone::Pay)),
        Some(Outcome::Failed(_)) => (Icon::CircleX, Some(Tone::Danger)),
        None => (Icon::Minus, None),
    }
}
