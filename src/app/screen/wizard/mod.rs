//! The set-up wizard: from a new register to one that sells, step by step. It opens by itself where nothing is set up,
//! and at any time from the settings.
//!
//! What a step saves is saved when it is left forwards; nothing is kept here but what is being typed and the results of
//! the tests. Which step comes next is read from what the journal has ([`step`]), so a power cut leaves a known state.

mod devices;
mod page;
mod people;
mod printer;
mod scanner;
mod seqr;
mod sheet;
mod shop;
mod step;
#[cfg(test)]
mod tests;
mod view;

use jiff::Timestamp;

use super::errand::{Ended, Errand, Kind, Progress};
use super::registration;
use crate::app::form::{Form, Outcome as Typed, Press};
use crate::app::keyboard::Stroke;
use crate::core::administration::Stage;
use crate::core::language::Language;
use crate::core::settings::Settings;
use crate::core::settings::check::Problem;
use crate::core::user::{Permission, UserNumber};
use crate::core::vat::VatRate;
use crate::document::set_up_sheet::{Outcome, Test, TestResult};
use crate::language::Texts;
use crate::till::intent::Intent;
use crate::till::pin::Pin;
use crate::till::set_up::{self, Request, Trouble};
use crate::till::snapshot::{LogIn, Snapshot};

pub use page::Id;
use page::Page;
pub use people::Message as PeopleMessage;
pub use printer::{Message as PrinterMessage, Place};
pub use scanner::Message as ScannerMessage;
pub use step::{Standing, Step};

/// The wizard.
#[derive(Debug)]
pub struct State {
    step: Step,
    /// The furthest step that was opened.
    reached: Step,
    form: Form<Id>,
    page: Page,
    errand: Errand,
    /// What is wrong with fields.
    problems: Vec<Problem>,
    /// Why the last request failed.
    trouble: Option<Trouble>,
    /// What was tried, the latest last.
    results: Vec<TestResult>,
    /// The first installer, who is logged in as soon as they can be.
    newcomer: Newcomer,
}

/// Whoever is the first who can log in does so without typing their PIN once more.
#[derive(Debug)]
enum Newcomer {
    None,
    /// They are being saved.
    Saved(UserNumber, Pin),
    /// Their PIN has been sent.
    LoggingIn,
}

/// What happens in the wizard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// Another step.
    StepPressed(Step),
    /// The step before.
    BackPressed,
    /// The rest later.
    LaterPressed,
    /// The way forward.
    MainPressed,
    /// A field gets the keys.
    FieldPressed(Id),
    /// A key of the board.
    BoardPressed(Press),
    /// A language.
    LanguagePressed(Language),
    /// A tax rate: sold at, or not.
    RatePressed(VatRate),
    /// SEQR is asked whether it answers.
    ReachPressed,
    /// SEQR is not used.
    NotUsedPressed,
    /// Something about the registration.
    Registration(registration::Message),
    /// What is registered or assigned already is done once more.
    AnewPressed,
    /// Something about the scanner.
    Scanner(scanner::Message),
    /// Something about the printer.
    Printer(printer::Message),
    /// Something about people.
    People(people::Message),
    /// The sheet is printed.
    PrintPressed,
}

/// What the wizard wants of the window.
#[derive(Debug, PartialEq, Eq)]
pub enum Action {
    /// That this goes to the till, in this order; often nothing.
    Send(Vec<Intent>),
    /// That it is put away, and that this goes to the till.
    Close(Vec<Intent>),
}

impl Action {
    const NONE: Action = Action::Send(Vec::new());

    fn ask(request: Option<Request>) -> Action {
        Action::asks(request)
    }

    fn asks(requests: impl IntoIterator<Item = Request>) -> Action {
        Action::Send(requests.into_iter().map(Intent::SetUp).collect())
    }
}

/// Whether the wizard opens by itself: nobody is there yet who could set the register up, or whoever can has logged
/// in and the shop has no name.
pub fn is_wanted(snapshot: &Snapshot) -> bool {
    if snapshot.locked || snapshot.settings.demonstration || snapshot.settings.training {
        return false;
    }
    let nameless = snapshot.settings.shop.name.trim().is_empty();
    snapshot.set_up.stage == Stage::New || nameless && may_configure(snapshot)
}

/// Whether whoever is there may set the register up.
pub fn is_allowed(snapshot: &Snapshot) -> bool {
    !snapshot.locked && (snapshot.set_up.stage == Stage::New || may_configure(snapshot))
}

fn may_configure(snapshot: &Snapshot) -> bool {
    snapshot.user.as_ref().is_some_and(|user| user.role.may(Permission::Configure))
}

impl State {
    /// Opens the wizard where the work goes on, with the results of tests that were made before.
    pub fn open(snapshot: &Snapshot, results: Vec<TestResult>) -> (Self, Vec<Intent>) {
        let step = Step::to_open(snapshot);
        let mut state = State {
            step,
            reached: step,
            form: Form::new([]),
            page: Page::Plain,
            errand: Errand::None,
            problems: Vec::new(),
            trouble: None,
            results,
            newcomer: Newcomer::None,
        };
        let mut requests = vec![Request::Watch(true)];
        requests.extend(state.enter(step, snapshot));
        (state, requests.into_iter().map(Intent::SetUp).collect())
    }

    /// The results of the tests, for the next time.
    pub fn into_results(self) -> Vec<TestResult> {
        self.results
    }

    /// Goes to a step; what has to be sent.
    fn enter(&mut self, step: Step, snapshot: &Snapshot) -> Vec<Request> {
        let mut requests = self.page.leave();
        requests.push(Request::Forget);
        self.step = step;
        self.reached = self.reached.max(step);
        self.errand = Errand::None;
        self.problems.clear();
        self.trouble = None;
        (self.form, self.page) = page::open(step, snapshot);
        requests.extend(self.page.begin());
        requests
    }

    fn close(&mut self) -> Action {
        let mut requests = self.page.leave();
        requests.extend([Request::Forget, Request::Watch(false)]);
        Action::Close(requests.into_iter().map(Intent::SetUp).collect())
    }

    /// Whether a field has the keys: what is typed there is no scan.
    pub fn is_typing(&self) -> bool {
        match &self.page {
            Page::Registration { state, .. } => state.form().focused().is_some(),
            _ => self.form.focused().is_some(),
        }
    }

    /// Lets something take effect.
    pub fn update(&mut self, message: Message, snapshot: &Snapshot) -> Action {
        match message {
            Message::LaterPressed => self.close(),
            Message::BoardPressed(press) => {
                let _typed = self.press(press);
                Action::NONE
            }
            Message::FieldPressed(id) => {
                self.form.focus(id);
                Action::NONE
            }
            // While something is saved or tried, nothing else is begun.
            _ if self.errand.is_busy() => Action::NONE,
            Message::StepPressed(step) if step == self.step => Action::NONE,
            Message::StepPressed(step) => Action::asks(self.enter(step, snapshot)),
            Message::BackPressed => match self.before(snapshot) {
                Some(step) => Action::asks(self.enter(step, snapshot)),
                None => Action::NONE,
            },
            Message::MainPressed => self.forward(snapshot),
            Message::LanguagePressed(language) => Action::Send(vec![Intent::Speak(language)]),
            Message::RatePressed(rate) => self.rate_pressed(rate),
            Message::ReachPressed => self.reach(snapshot),
            Message::NotUsedPressed => self.do_without_seqr(snapshot),
            Message::Registration(message) => self.registration(message, snapshot),
            Message::AnewPressed => self.register_anew(snapshot),
            Message::Scanner(message) => self.scanner(message, snapshot),
            Message::Printer(message) => self.printer(message, snapshot),
            Message::People(message) => self.people(message, snapshot),
            Message::PrintPressed => self.print(snapshot),
        }
    }

    /// What a key of the keyboard means here.
    pub fn stroke(&mut self, stroke: Stroke, snapshot: &Snapshot) -> Action {
        match (self.press(Press::Stroke(stroke)), stroke) {
            (Typed::Ignored, Stroke::Enter) => self.update(Message::MainPressed, snapshot),
            (Typed::Ignored, Stroke::Escape) => self.update(Message::LaterPressed, snapshot),
            (Typed::Ignored, Stroke::Tab) => self.type_first(snapshot),
            _ => Action::NONE,
        }
    }

    /// The first field gets the keys: what a finger does, a keyboard can do.
    fn type_first(&mut self, snapshot: &Snapshot) -> Action {
        if self.errand.is_busy() || self.shows_facts(snapshot) || self.is_blocked(snapshot) {
            return Action::NONE;
        }
        if let Page::Registration { state, .. } = &mut self.page {
            state.type_first(snapshot);
        } else if let Some(id) = page::first(self.step) {
            self.form.focus(id);
        }
        Action::NONE
    }

    fn press(&mut self, press: Press) -> Typed {
        match &mut self.page {
            Page::Registration { state, .. } => state.press(press),
            _ => self.form.press(press),
        }
    }

    /// The way forward of the step.
    fn forward(&mut self, snapshot: &Snapshot) -> Action {
        self.form.leave();
        self.trouble = None;
        match self.step {
            Step::Language => {
                let language = snapshot.language;
                self.save(snapshot, |settings| settings.language = language)
            }
            Step::Shop => self.save_shop(snapshot),
            Step::Register => self.save_register(snapshot),
            Step::Service => self.save_service(snapshot),
            Step::Terminal | Step::Sticker => self.forward_registration(snapshot),
            Step::Scanner => self.save_scanner(snapshot),
            Step::Printer => self.save_printer(snapshot),
            Step::People => self.forward_people(snapshot),
            Step::Sheet => self.close(),
        }
    }

    /// Saves settings and goes on; where nothing is different it just goes on.
    fn save(&mut self, snapshot: &Snapshot, change: impl FnOnce(&mut Settings)) -> Action {
        let mut settings = Settings::clone(&snapshot.settings);
        change(&mut settings);
        if settings == *snapshot.settings {
            return self.go_on(snapshot);
        }
        self.begin(Request::Save(Box::new(settings)), snapshot)
    }

    fn begin(&mut self, request: Request, snapshot: &Snapshot) -> Action {
        self.trouble = None;
        Action::ask(self.errand.ask(request, &snapshot.set_up))
    }

    fn go_on(&mut self, snapshot: &Snapshot) -> Action {
        let passable = |step: Step| passes(step, snapshot);
        let mut next = self.step.next();
        while let Some(step) = next.filter(|step| passable(*step)) {
            next = step.next();
        }
        match next {
            Some(step) => Action::asks(self.enter(step, snapshot)),
            None => self.close(),
        }
    }

    fn before(&self, snapshot: &Snapshot) -> Option<Step> {
        let mut before = self.step.before();
        while let Some(step) = before.filter(|step| passes(*step, snapshot)) {
            before = step.before();
        }
        before
    }

    fn note(&mut self, test: Test, at: Timestamp, outcome: Outcome) {
        self.results.retain(|result| result.test != test);
        self.results.push(TestResult { test, at, outcome });
    }

    /// How a test went that the till made.
    fn note_ended(&mut self, test: Test, ended: &Ended, snapshot: &Snapshot) {
        let outcome = match ended {
            Ended::Done => Outcome::Passed,
            Ended::Failed(trouble) => {
                let texts = Texts::of(snapshot.language);
                Outcome::Failed(set_up::say(texts, trouble))
            }
        };
        self.note(test, snapshot.at, outcome);
    }

    /// The till has gone on.
    pub fn follow(&mut self, snapshot: &Snapshot) -> Action {
        if let Newcomer::LoggingIn = self.newcomer
            && snapshot.log_in != LogIn::Checking
            && snapshot.user.is_some()
        {
            self.newcomer = Newcomer::None;
            // Whoever was nobody looks on as somebody.
            return Action::asks([Request::Watch(true)]);
        }
        if !is_allowed(snapshot) && !self.is_logging_in(snapshot) {
            return self.close();
        }
        if let Some(action) = self.follow_page(snapshot) {
            return action;
        }
        match self.errand.follow(&snapshot.set_up) {
            None => Action::NONE,
            Some(Progress::Send(request)) => Action::ask(Some(request)),
            Some(Progress::Ended(kind, ended)) => self.ended(kind, ended, snapshot),
        }
    }

    fn is_logging_in(&self, snapshot: &Snapshot) -> bool {
        match self.newcomer {
            Newcomer::None => false,
            Newcomer::Saved(..) => true,
            Newcomer::LoggingIn => {
                matches!(snapshot.log_in, LogIn::Idle | LogIn::Checking) && !snapshot.locked
            }
        }
    }

    fn follow_page(&mut self, snapshot: &Snapshot) -> Option<Action> {
        match &mut self.page {
            Page::Registration { .. } => self.follow_registration(snapshot),
            Page::Scanner(_) => self.follow_scanner(snapshot),
            _ => None,
        }
    }

    fn ended(&mut self, kind: Kind, ended: Ended, snapshot: &Snapshot) -> Action {
        match (kind, &ended) {
            (Kind::Saved, Ended::Done) if self.step == Step::People => {
                return self.person_saved(snapshot);
            }
            (Kind::Saved, Ended::Done) => return self.go_on(snapshot),
            (Kind::Saved, _) => self.newcomer = Newcomer::None,
            (Kind::Reach, _) => self.note_ended(Test::Reach, &ended, snapshot),
            (Kind::Baud, _) => return self.baud_found(ended, snapshot),
            (Kind::Printer, _) => self.printer_tried(&ended, snapshot),
            (Kind::Registration | Kind::Sheet, _) => {}
        }
        if let Ended::Failed(trouble) = ended {
            match trouble {
                Trouble::Invalid(problems) => self.problems = problems,
                trouble => self.trouble = Some(trouble),
            }
        }
        Action::NONE
    }
}

/// Whether there is nothing to do at a step: without SEQR there is no terminal and no sticker.
fn passes(step: Step, snapshot: &Snapshot) -> bool {
    matches!(step, Step::Terminal | Step::Sticker) && snapshot.settings.seqr.address.is_empty()
}
