//! The print queue: jobs are entries of the journal; the printer gets one at a time, once.
//!
//! A job is marked as started before its first byte leaves. If the program dies after that, or
//! the printer stops in the middle, nobody but a person can know what is on the paper: the job
//! waits for their word and is never printed again by itself. A dead printer holds nothing up.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use crate::core::entry::{Entry, JobId, Paper};
use crate::core::settings::{PrinterLink, PrinterSettings};
use crate::device::printer::{
    self, PrintJob, Printer, PrinterEvent, PrinterState, PrinterTrouble, Written,
};
use crate::document::Document;
use crate::document::escpos::{self, CodePage};
use crate::journal::JobState as Recorded;

use super::super::inbox::{Inbox, Input};
use super::super::paper;
use super::super::snapshot::{JobState, JobView, PrinterStatus};
use super::Driver;

/// The number under which the printer is told to open the drawer: no print job has it.
const DRAWER: u64 = 0;

/// What is to be printed, and where.
pub struct PrintQueue {
    output: Output,
    columns: u8,
    status: PrinterStatus,
    jobs: BTreeMap<JobId, Job>,
    preview: Option<Arc<Document>>,
    /// What the printer has said and the journal could not take yet.
    unrecorded: VecDeque<Entry>,
    /// The jobs as they are shown; made anew when one of them changes.
    shown: Arc<[JobView]>,
}

enum Output {
    /// No printer is set up: jobs wait for one.
    None,
    /// Papers are shown on the screen.
    Preview,
    /// A real printer.
    Printer(Printer),
}

struct Job {
    paper: Paper,
    state: State,
}

enum State {
    Waiting,
    /// The printer has it and has not said how it went.
    Handed,
    Failed {
        detail: String,
    },
}

impl PrintQueue {
    /// A queue without jobs, for the printer that is set up.
    pub fn new(settings: Option<&PrinterSettings>, inbox: Inbox) -> Self {
        let (output, status) = match settings.map(|settings| &settings.link) {
            None => (Output::None, PrinterStatus::NotSetUp),
            Some(PrinterLink::Preview) => (Output::Preview, PrinterStatus::Preview),
            Some(link) => start(link, inbox),
        };
        let columns = settings.map_or(paper::USUAL_COLUMNS, |settings| settings.columns);
        PrintQueue {
            output,
            columns,
            status,
            jobs: BTreeMap::new(),
            preview: None,
            unrecorded: VecDeque::new(),
            shown: Arc::new([]),
        }
    }

    /// Takes over a job that the journal says is not on paper.
    pub fn restore(&mut self, job: JobId, paper: Paper, state: Recorded) {
        let state = match state {
            Recorded::Queued => State::Waiting,
            Recorded::Started { .. } => State::Failed { detail: "interrupted".to_owned() },
            Recorded::Failed { detail, .. } => State::Failed { detail },
            Recorded::Sent { .. } => return,
        };
        let _new = self.jobs.insert(job, Job { paper, state });
        self.show();
    }

    /// Lets a committed entry take effect.
    pub fn apply(&mut self, entry: &Entry) {
        match entry {
            Entry::PrintQueued { job, paper } => {
                let _new = self.jobs.insert(*job, Job { paper: *paper, state: State::Waiting });
            }
            Entry::PrintStarted { job } => self.set(*job, State::Handed),
            Entry::PrintAgain { job } => self.set(*job, State::Waiting),
            Entry::PrintFailed { job, detail } => {
                self.set(*job, State::Failed { detail: detail.clone() });
            }
            Entry::PrintSent { job } => {
                let _done = self.jobs.remove(job);
            }
            _ => return,
        }
        self.show();
    }

    fn set(&mut self, job: JobId, state: State) {
        if let Some(known) = self.jobs.get_mut(&job) {
            known.state = state;
        }
    }

    /// The printer as the status strip shows it.
    pub fn status(&self) -> PrinterStatus {
        self.status
    }

    /// Jobs that are not on paper. One that the printer is working on counts as waiting.
    pub fn waiting_jobs(&self) -> Arc<[JobView]> {
        Arc::clone(&self.shown)
    }

    fn show(&mut self) {
        self.shown = self
            .jobs
            .iter()
            .map(|(id, job)| JobView {
                id: *id,
                paper: job.paper,
                state: match &job.state {
                    State::Waiting | State::Handed => JobState::Waiting,
                    State::Failed { detail } => JobState::Failed { detail: detail.clone() },
                },
            })
            .collect();
    }

    /// What was shown last instead of printed.
    pub fn preview(&self) -> Option<Arc<Document>> {
        self.preview.clone()
    }

    /// Tells the drawer to open; it hangs on the printer.
    pub fn open_drawer(&self) {
        if let Output::Printer(printer) = &self.output {
            // A drawer that opens by itself minutes later would be worse than one that stays shut.
            printer.now(PrintJob { id: DRAWER, bytes: escpos::drawer_kick() });
        }
    }

    fn next(&self) -> Option<(JobId, Paper)> {
        let busy = self.jobs.values().any(|job| matches!(job.state, State::Handed));
        if busy {
            return None;
        }
        let waiting = |job: &&Job| matches!(job.state, State::Waiting);
        self.jobs.iter().find(|(_, job)| waiting(job)).map(|(id, job)| (*id, job.paper))
    }
}

fn start(link: &PrinterLink, inbox: Inbox) -> (Output, PrinterStatus) {
    let report = move |event| {
        if inbox.send(Input::Printer(event)).is_err() {
            tracing::debug!("the printer reported after the till had ended");
        }
    };
    match Printer::start(link.clone(), printer::Timing::default(), report) {
        Ok(printer) => (Output::Printer(printer), PrinterStatus::NotAnswering),
        Err(error) => {
            tracing::error!(%error, "the printer's thread cannot be started");
            (Output::None, PrinterStatus::Fault)
        }
    }
}

impl Driver {
    /// Hands the next waiting job to the printer, if it is free.
    pub(super) fn print_next(&mut self) {
        while let Some((job, paper)) = self.printing.next() {
            if !self.record(Entry::PrintStarted { job }) {
                return;
            }
            let document = match self.document(paper) {
                Ok(document) => document,
                Err(detail) => {
                    tracing::error!(?job, detail, "a paper cannot be drawn");
                    self.record_in_the_end(Entry::PrintFailed { job, detail });
                    continue;
                }
            };
            match &self.printing.output {
                Output::None => {
                    // Kept for a person to print later: a printer that is set up one day must not begin with
                    // every receipt there ever was.
                    let detail = "no printer is set up".to_owned();
                    self.record_in_the_end(Entry::PrintFailed { job, detail });
                }
                Output::Preview => {
                    self.printing.preview = Some(Arc::new(document));
                    self.record_in_the_end(Entry::PrintSent { job });
                }
                Output::Printer(printer) => {
                    let bytes =
                        escpos::render(&document, self.printing.columns, CodePage::default());
                    printer.print(PrintJob { id: job.0, bytes });
                    return;
                }
            }
        }
    }

    pub(super) fn print_again(&mut self, job: JobId) {
        let failed = self
            .printing
            .jobs
            .get(&job)
            .is_some_and(|known| matches!(known.state, State::Failed { .. }));
        if failed && self.record(Entry::PrintAgain { job }) {
            self.print_next();
        }
    }

    pub(super) fn printer_event(&mut self, event: PrinterEvent) {
        match event {
            PrinterEvent::State(state) => self.printing.status = status(&state),
            PrinterEvent::Begun { .. } | PrinterEvent::Sent { job: DRAWER } => {}
            PrinterEvent::Sent { job } => {
                self.record_in_the_end(Entry::PrintSent { job: JobId(job) });
                self.print_next();
            }
            PrinterEvent::Failed { job: DRAWER, .. } => {}
            // The printer's thread keeps the job and prints it when the printer is back.
            PrinterEvent::Failed { cause, written: Written::Nothing, .. } => {
                self.printing.status = status(&PrinterState::Trouble(cause));
            }
            PrinterEvent::Failed { job, cause, written: Written::Part } => {
                let detail = cause.to_string();
                self.printing.status = status(&PrinterState::Trouble(cause));
                self.record_in_the_end(Entry::PrintFailed { job: JobId(job), detail });
                self.print_next();
            }
        }
    }

    /// Commits what the printer says only once, now or as soon as the journal takes it.
    fn record_in_the_end(&mut self, entry: Entry) {
        if !self.record(entry.clone()) {
            self.printing.unrecorded.push_back(entry);
        }
    }

    /// Commits what could not be written down before.
    pub(super) fn record_the_rest(&mut self) {
        while let Some(entry) = self.printing.unrecorded.pop_front() {
            if !self.record(entry.clone()) {
                self.printing.unrecorded.push_front(entry);
                return;
            }
        }
    }

    /// Commits an entry about a job and lets it take effect.
    fn record(&mut self, entry: Entry) -> bool {
        let now = self.now();
        let entries = [entry];
        if !self.commit(&entries, now) {
            return false;
        }
        entries.iter().for_each(|entry| self.printing.apply(entry));
        true
    }

    fn document(&self, paper: Paper) -> Result<Document, String> {
        match paper {
            Paper::Receipt { receipt } => paper::receipt(&self.store, receipt, &self.settings)
                .map_err(|error| error.to_string()),
            Paper::TestPage => Ok(paper::test_page(&self.settings)),
        }
    }
}

fn status(state: &PrinterState) -> PrinterStatus {
    match state {
        PrinterState::Ready(printer::Paper::NearEnd) => PrinterStatus::PaperLow,
        PrinterState::Ready(_) | PrinterState::Unknown => PrinterStatus::Ready,
        PrinterState::Trouble(trouble) => match trouble {
            PrinterTrouble::Missing { .. } => PrinterStatus::Missing,
            PrinterTrouble::Denied => PrinterStatus::Forbidden,
            PrinterTrouble::Busy => PrinterStatus::Taken,
            PrinterTrouble::CoverOpen => PrinterStatus::CoverOpen,
            PrinterTrouble::PaperOut => PrinterStatus::PaperOut,
            PrinterTrouble::Silent | PrinterTrouble::Stalled | PrinterTrouble::Offline => {
                PrinterStatus::NotAnswering
            }
            PrinterTrouble::Cutter | PrinterTrouble::Fault => PrinterStatus::Fault,
        },
    }
}
