//! The steps of setting a register up, and how far each is: read from what the journal says, so that it is the same
//! after a power cut.

use crate::core::administration::Stage;
use crate::core::settings::Settings;
use crate::core::settings::check::{self, Field};
use crate::till::set_up::{Asked, Work};
use crate::till::snapshot::Snapshot;

/// A step. Later ones come later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// The language.
    Language,
    /// The shop, its currency and its tax rates.
    Shop,
    /// The register's designation.
    Register,
    /// The SEQR service.
    Service,
    /// The registration with SEQR.
    Terminal,
    /// The sticker that customers scan.
    Sticker,
    /// The scanner.
    Scanner,
    /// The printer and the drawer.
    Printer,
    /// Who sets up, decides and sells.
    People,
    /// The sheet with the results.
    Sheet,
}

/// How far a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// It is done.
    Done,
    /// It was passed, because there is nothing to set up.
    Skipped,
    /// It is still to be done.
    Open,
    /// SEQR was asked something and its answer was lost.
    Lost,
}

impl Standing {
    /// Whether somebody has to come back to it.
    pub fn is_to_do(self) -> bool {
        matches!(self, Standing::Open | Standing::Lost)
    }
}

/// The fields of the step [`Step::Shop`].
pub const SHOP_FIELDS: [Field; 8] = [
    Field::ShopName,
    Field::OrganisationNumber,
    Field::Address,
    Field::Header,
    Field::Footer,
    Field::ManufacturingNumber,
    Field::Currency,
    Field::VatRates,
];

impl Step {
    /// All of them, in their order.
    pub const ALL: [Step; 10] = [
        Step::Language,
        Step::Shop,
        Step::Register,
        Step::Service,
        Step::Terminal,
        Step::Sticker,
        Step::Scanner,
        Step::Printer,
        Step::People,
        Step::Sheet,
    ];

    /// The step after this one.
    pub fn next(self) -> Option<Step> {
        Step::ALL.into_iter().find(|step| *step > self)
    }

    /// The step before this one.
    pub fn before(self) -> Option<Step> {
        Step::ALL.into_iter().rfind(|step| *step < self)
    }

    /// Where the work goes on: the first step that somebody has to come back to, or else the last.
    pub fn to_open(snapshot: &Snapshot) -> Step {
        let open = |step: &Step| step.standing(snapshot, Step::Language).is_to_do();
        Step::ALL.into_iter().find(open).unwrap_or(Step::Sheet)
    }

    /// How far it is, where somebody has come as far as `reached` since the screen was opened.
    ///
    /// No scanner and "no scanner yet" look the same in the settings. What tells them apart is whether anything
    /// behind is done: nobody comes there without having passed this step.
    pub fn standing(self, snapshot: &Snapshot, reached: Step) -> Standing {
        let passed = self < reached
            || Step::ALL.into_iter().any(|later| later > self && later.is_done(snapshot));
        let unanswered = snapshot.set_up.registration.unanswered;
        match self {
            Step::Terminal if matches!(unanswered, Some(Asked::Register | Asked::Unregister)) => {
                Standing::Lost
            }
            Step::Sticker if unanswered == Some(Asked::Assign) => Standing::Lost,
            _ if self.is_done(snapshot) => Standing::Done,
            // What they begin with is as good as anything.
            Step::Language | Step::Register if passed => Standing::Done,
            Step::Service | Step::Scanner | Step::Printer if passed => Standing::Skipped,
            Step::Terminal | Step::Sticker => match Step::Service.standing(snapshot, reached) {
                Standing::Skipped => Standing::Skipped,
                _ => Standing::Open,
            },
            _ => Standing::Open,
        }
    }

    /// Whether the journal has what the step is for.
    fn is_done(self, snapshot: &Snapshot) -> bool {
        let (settings, beginning) = (&snapshot.settings, Settings::default());
        match self {
            Step::Language => settings.language != beginning.language,
            Step::Shop => check::problems(settings)
                .iter()
                .all(|problem| !SHOP_FIELDS.contains(&problem.field)),
            Step::Register => settings.register != beginning.register,
            Step::Service => !settings.seqr.address.is_empty(),
            Step::Terminal => snapshot.terminal.is_some(),
            Step::Sticker => {
                snapshot.terminal.as_ref().is_some_and(|terminal| terminal.seqr_id.is_some())
            }
            Step::Scanner => settings.scanner.is_some(),
            Step::Printer => settings.printer.is_some(),
            Step::People => snapshot.set_up.stage == Stage::SetUp,
            Step::Sheet => snapshot.set_up.sheet == Work::Done(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::fixture::set_up::{
        new_register, shown, with_people, with_printer, with_scanner, with_service, with_shop,
        with_terminal,
    };

    /// The power may go after any step: the next start goes on behind it.
    #[test]
    fn the_work_goes_on_where_it_was() {
        let mut snapshot = new_register();
        assert_eq!(Step::to_open(&snapshot), Step::Language);
        snapshot = with_shop(snapshot);
        assert_eq!(Step::to_open(&snapshot), Step::Register);
        snapshot = with_service(snapshot);
        assert_eq!(Step::to_open(&snapshot), Step::Terminal);
        snapshot = with_terminal(snapshot, None);
        assert_eq!(Step::to_open(&snapshot), Step::Sticker);
        snapshot = with_terminal(snapshot, Some("004610027501"));
        assert_eq!(Step::to_open(&snapshot), Step::Scanner);
        snapshot = with_scanner(snapshot);
        assert_eq!(Step::to_open(&snapshot), Step::Printer);
        snapshot = with_printer(snapshot);
        assert_eq!(Step::to_open(&snapshot), Step::People);
        snapshot = with_people(snapshot);
        assert_eq!(Step::to_open(&snapshot), Step::Sheet);
    }

    /// A shop without SEQR, scanner and printer is set up as well: nobody is led back to what was passed.
    #[test]
    fn what_was_passed_is_skipped_and_what_is_missing_is_not() {
        let bare = with_people(with_shop(new_register()));
        assert_eq!(Step::to_open(&bare), Step::Sheet);
        let standing = |step: Step| step.standing(&bare, Step::Language);
        for step in [Step::Service, Step::Terminal, Step::Sticker, Step::Scanner, Step::Printer] {
            assert_eq!(standing(step), Standing::Skipped, "{step:?}");
        }
        assert_eq!(standing(Step::Language), Standing::Done);
        assert_eq!(standing(Step::Register), Standing::Done);
        let unregistered = with_service(bare);
        assert_eq!(Step::to_open(&unregistered), Step::Terminal);
        assert_eq!(Step::Sticker.standing(&unregistered, Step::Sheet), Standing::Open);
    }

    #[test]
    fn what_was_reached_since_the_screen_was_opened_counts_as_well() {
        let snapshot = with_shop(new_register());
        assert_eq!(Step::Service.standing(&snapshot, Step::Service), Standing::Open);
        assert_eq!(Step::Service.standing(&snapshot, Step::Scanner), Standing::Skipped);
        assert_eq!(
            Step::Shop.standing(&new_register(), Step::Sheet),
            Standing::Open,
            "nobody passes it"
        );
    }

    #[test]
    fn a_lost_answer_is_come_back_to() {
        for (asked, step) in [
            (Asked::Register, Step::Terminal),
            (Asked::Unregister, Step::Terminal),
            (Asked::Assign, Step::Sticker),
        ] {
            let mut snapshot =
                with_people(with_terminal(with_service(with_shop(new_register())), None));
            if asked != Asked::Assign {
                snapshot = with_terminal(snapshot, Some("004610027501"));
            }
            snapshot = shown(snapshot, |view| view.registration.unanswered = Some(asked));
            assert_eq!(step.standing(&snapshot, Step::Sheet), Standing::Lost, "{asked:?}");
            assert_eq!(Step::to_open(&snapshot), step);
        }
    }

    #[test]
    fn steps_follow_each_other() {
        let mut step = Step::Language;
        for expected in &Step::ALL[1..] {
            let next = step.next().unwrap();
            assert_eq!((next, next.before()), (*expected, Some(step)));
            step = next;
        }
        assert_eq!((step, step.next()), (Step::Sheet, None));
        assert_eq!(Step::Language.before(), None);
    }
}
