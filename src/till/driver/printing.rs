//! The print queue: jobs are entries of the journal; the printer gets one at a time, once.
//!
//! A job is marked as started before its first byte leaves. If the program dies after that, or
//! the printer stops in the middle, nobody but a person can know what is on the paper: the job
//! waits for their word and is never printed again by itself; if they want it again, its paper is
//! marked. A printer that cannot print is handed nothing, and a dead one holds nothing up.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use crate::core::entry::{Entry, JobId, Paper};
use crate::core::figures::{ReportKind, ReportNumber};
use crate::core::receipt::ReceiptId;
use crate::core::settings::{PrinterLink, PrinterSettings};
use crate::core::user::Permission;
use crate::device::printer::{
    self, PrintJob, Printer, PrinterEvent, PrinterState, PrinterTrouble, Written,
};
use crate::document::Document;
use crate::document::escpos::{self, CodePage};
use crate::journal::{self, JobState as Recorded};

use super::super::inbox::{Inbox, Input};
use super::super::paper;
use super::super::snapshot::{JobState, JobView, PrintedReceipt, PrinterStatus};
use super::Driver;
use super::setting_up::Handed;

/// The number under which the printer is told to open the drawer: no print job has it.
const DRAWER: u64 = 0;
/// The number of a paper that is no job of the journal.
const BESIDE: u64 = u64::MAX;

/// How long an orderly end waits for the paper that is being printed.
const FAREWELL: Duration = Duration::from_secs(5);

/// What is to be printed, and where.
pub struct PrintQueue {
    output: Output,
    /// Grows with every printer, so that the last words of one are told from another's.
    printers: u64,
    columns: u8,
    status: PrinterStatus,
    jobs: BTreeMap<JobId, Job>,
    /// The receipt that was completed last: the next job may be about it.
    completed: Option<(ReceiptId, PrintedReceipt)>,
    /// Whether the last paper was cut off, so that its rest and half a command may be left in the
    /// printer.
    interrupted: bool,
    /// Whether the till ends: nothing more is handed over.
    closing: bool,
    preview: Option<Arc<Document>>,
    /// What the printer has said and the journal could not take yet.
    unrecorded: VecDeque<Entry>,
    /// The jobs as they are shown; made anew when one of them changes.
    shown: Arc<[JobView]>,
}

enum Output {
    /// No printer is set up: jobs wait for one.
    None,
    /// The printer has been let go for a while: jobs wait until it is taken again.
    Released,
    /// Papers are shown on the screen.
    Preview,
    /// A real printer.
    Printer(Printer),
}

struct Job {
    paper: Paper,
    receipt: Option<PrintedReceipt>,
    /// How often it has gone to the printer, the present time included.
    prints: u32,
    state: State,
}

enum State {
    Waiting,
    /// A printer has it and has not said how it went.
    Handed {
        /// Which printer.
        by: u64,
        /// Whether it may have begun to write.
        begun: bool,
    },
    Failed {
        detail: String,
    },
}

impl PrintQueue {
    /// A queue without jobs, for the printer that is set up.
    pub fn new(settings: Option<&PrinterSettings>, inbox: Inbox) -> Self {
        let mut queue = PrintQueue {
            output: Output::None,
            printers: 0,
            columns: paper::USUAL_COLUMNS,
            status: PrinterStatus::NotSetUp,
            jobs: BTreeMap::new(),
            completed: None,
            interrupted: false,
            closing: false,
            preview: None,
            unrecorded: VecDeque::new(),
            shown: Arc::new([]),
        };
        queue.take(settings, inbox);
        queue
    }

    /// Takes the printer that is set up.
    pub fn take(&mut self, settings: Option<&PrinterSettings>, inbox: Inbox) {
        self.printers += 1;
        (self.output, self.status) = match settings {
            None => (Output::None, PrinterStatus::NotSetUp),
            Some(PrinterSettings { link: PrinterLink::Preview, .. }) => {
                (Output::Preview, PrinterStatus::Preview)
            }
            Some(settings) => start(settings, self.printers, inbox),
        };
        self.columns = settings.map_or(paper::USUAL_COLUMNS, |settings| settings.columns);
    }

    /// Lets the printer go: its port is free when this returns. What it has said of the job that it has is heard first;
    /// then [`Input::PrinterLeft`] follows.
    pub fn release(&mut self, inbox: &Inbox) {
        let of = self.printers;
        let left = std::mem::replace(&mut self.output, Output::Released);
        self.status = PrinterStatus::NotSetUp;
        // Ends its thread, and with it everything that it reports.
        drop(left);
        if inbox.send(Input::PrinterLeft { of }).is_err() {
            tracing::debug!("the till has ended");
        }
    }

    /// Takes over a job that the journal says is not on paper, with the receipt it is about.
    pub fn restore(&mut self, job: journal::PrintJob, receipt: Option<PrintedReceipt>) {
        let journal::PrintJob { id, paper, prints, .. } = job;
        let state = match job.state {
            Recorded::Queued => State::Waiting,
            Recorded::Started { .. } => State::Failed { detail: "interrupted".to_owned() },
            Recorded::Failed { detail, .. } => State::Failed { detail },
            Recorded::Sent { .. } | Recorded::Dropped { .. } => return,
        };
        self.interrupted |= prints > 0;
        let _new = self.jobs.insert(id, Job { paper, receipt, prints, state });
        self.show();
    }

    /// Lets a committed entry take effect.
    pub fn apply(&mut self, entry: &Entry) {
        let by = self.printers;
        match entry {
            Entry::ReceiptCompleted { receipt, number, total, .. } => {
                let printed = PrintedReceipt { number: *number, total: *total };
                self.completed = Some((*receipt, printed));
                return;
            }
            Entry::PrintQueued { job, paper } => self.queue(*job, *paper),
            Entry::PrintStarted { job } => self.change(*job, |known| {
                known.prints += 1;
                known.state = State::Handed { by, begun: false };
            }),
            Entry::PrintReturned { job } => self.change(*job, |known| {
                known.prints = known.prints.saturating_sub(1);
                known.state = State::Waiting;
            }),
            Entry::PrintAgain { job } => self.change(*job, |known| known.state = State::Waiting),
            Entry::PrintFailed { job, detail } => {
                self.change(*job, |known| known.state = State::Failed { detail: detail.clone() });
                self.interrupted |= self.is_cut_off(*job);
            }
            Entry::PrintSent { job } => {
                let _done = self.jobs.remove(job);
                self.interrupted = false;
            }
            Entry::PrintDropped { job } => {
                let _done = self.jobs.remove(job);
            }
            _ => return,
        }
        self.show();
    }

    fn queue(&mut self, job: JobId, paper: Paper) {
        let of = match paper {
            Paper::Receipt { receipt } => Some(receipt),
            _ => None,
        };
        let receipt = self.completed.filter(|(id, _)| of == Some(*id)).map(|(_, printed)| printed);
        let _new = self.jobs.insert(job, Job { paper, receipt, prints: 0, state: State::Waiting });
    }

    fn change(&mut self, job: JobId, change: impl FnOnce(&mut Job)) {
        if let Some(known) = self.jobs.get_mut(&job) {
            change(known);
        }
    }

    /// The printer has begun to write a job, or could not.
    fn begins(&mut self, job: u64, begun: bool) {
        self.change(JobId(job), |known| {
            if let State::Handed { begun: before, .. } = &mut known.state {
                *before = begun;
            }
        });
    }

    fn has_failed(&self, job: JobId) -> bool {
        self.jobs.get(&job).is_some_and(|known| matches!(known.state, State::Failed { .. }))
    }

    /// Whether a job has failed with some of it on paper, perhaps.
    fn is_cut_off(&self, job: JobId) -> bool {
        self.has_failed(job) && self.jobs.get(&job).is_some_and(|known| known.prints > 0)
    }

    /// Whether the printer is at work on a paper, and able to.
    fn is_printing(&self) -> bool {
        self.can_print() && self.jobs.values().any(|job| matches!(job.state, State::Handed { .. }))
    }

    /// A printer that cannot print is handed nothing: the job stays as it is, also in the journal,
    /// and after a restart nobody has to be asked about it.
    fn can_print(&self) -> bool {
        match self.output {
            Output::Printer(_) => {
                matches!(self.status, PrinterStatus::Ready | PrinterStatus::PaperLow)
            }
            Output::None | Output::Preview => true,
            Output::Released => false,
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
        self.shown = self.jobs.iter().map(|(id, job)| job.view(*id)).collect();
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

    /// Prints something that is no job of the journal: it is not waited for, and not printed again.
    pub(super) fn print_beside(&mut self, document: Document) -> Option<Handed> {
        match &self.output {
            Output::None | Output::Released => None,
            Output::Preview => {
                self.preview = Some(Arc::new(document));
                Some(Handed::Shown)
            }
            Output::Printer(printer) => {
                printer.print(PrintJob { id: BESIDE, bytes: self.bytes(&document) });
                Some(Handed::ToPrinter)
            }
        }
    }

    /// The job to hand over now, with what it prints and for which time.
    fn next(&self) -> Option<(JobId, Paper, u32)> {
        let busy = self.jobs.values().any(|job| matches!(job.state, State::Handed { .. }));
        if busy || self.closing || !self.can_print() {
            return None;
        }
        let waiting = |job: &&Job| matches!(job.state, State::Waiting);
        let (id, job) = self.jobs.iter().find(|(_, job)| waiting(job))?;
        Some((*id, job.paper, job.prints + 1))
    }

    /// A paper as bytes for the printer.
    fn bytes(&self, document: &Document) -> Vec<u8> {
        let mut bytes = if self.interrupted { escpos::fresh_start() } else { Vec::new() };
        bytes.extend(escpos::render(document, self.columns, CodePage::default()));
        bytes
    }
}

impl Job {
    fn view(&self, id: JobId) -> JobView {
        let state = match &self.state {
            State::Waiting | State::Handed { .. } => JobState::Waiting,
            State::Failed { detail } if self.prints == 0 => {
                JobState::Failed { detail: detail.clone() }
            }
            State::Failed { detail } => JobState::CutOff { detail: detail.clone() },
        };
        JobView { id, paper: self.paper, receipt: self.receipt, state }
    }
}

fn start(settings: &PrinterSettings, of: u64, inbox: Inbox) -> (Output, PrinterStatus) {
    let report = move |event| {
        if inbox.send(Input::Printer { of, event }).is_err() {
            tracing::debug!("the printer reported after the till had ended");
        }
    };
    match Printer::start(settings.clone(), printer::Timing::default(), report) {
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
        while let Some((job, paper, print)) = self.printing.next() {
            let document = match (&self.printing.output, self.document(paper, print)) {
                // Kept for a person to print later: a printer that is set up one day must not begin
                // with every receipt there ever was.
                (Output::None, _) => Err("no printer is set up".to_owned()),
                (_, document) => document,
            };
            let document = match document {
                Ok(document) => document,
                Err(detail) => {
                    tracing::error!(?job, detail, "a paper cannot be printed");
                    if self.record(Entry::PrintFailed { job, detail }) {
                        continue;
                    }
                    return;
                }
            };
            if !self.record(Entry::PrintStarted { job }) {
                return;
            }
            if let Output::Printer(printer) = &self.printing.output {
                printer.print(PrintJob { id: job.0, bytes: self.printing.bytes(&document) });
                return;
            }
            self.printing.preview = Some(Arc::new(document));
            self.record_in_the_end(Entry::PrintSent { job });
        }
    }

    /// Prints what failed from its beginning: marked, if some of it is on paper already.
    pub(super) fn print_again(&mut self, job: JobId) {
        if !self.somebody_is_there() || !self.printing.has_failed(job) {
            return;
        }
        if self.record(Entry::PrintAgain { job }) {
            self.print_next();
        }
    }

    /// Somebody has looked at the paper of a job that was cut off: it is whole.
    pub(super) fn paper_is_fine(&mut self, job: JobId) {
        if self.somebody_is_there() && self.printing.is_cut_off(job) {
            let _committed = self.record(Entry::PrintDropped { job });
        }
    }

    /// What a person says about a paper stands in the journal under their name.
    fn somebody_is_there(&mut self) -> bool {
        let there = self.register.may(Permission::Sell);
        if let Err(reason) = there {
            let now = self.now();
            self.refuse(reason, now);
        }
        there.is_ok()
    }

    /// At an orderly end: waits a moment for the paper that is being printed, so that nobody has
    /// to be asked about it at the next start. Nothing more is begun.
    pub(super) fn finish_printing(&mut self, inputs: &Receiver<Input>) {
        self.printing.closing = true;
        let end = Instant::now() + FAREWELL;
        while self.printing.is_printing() {
            match inputs.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(Input::Printer { of, event }) => self.printer_spoke(of, event),
                Ok(Input::PrinterLeft { of }) => self.printer_left(of),
                // It comes too late, as after the end.
                Ok(_late) => {}
                Err(_no_more) => {
                    tracing::warn!("the register ends while a paper is being printed");
                    return;
                }
            }
        }
        self.record_the_rest();
    }

    /// From a printer. What becomes of its job counts also from one that has been let go; how it is does not.
    pub(super) fn printer_spoke(&mut self, of: u64, event: PrinterEvent) {
        let released = matches!(self.printing.output, Output::Released);
        if of == self.printing.printers && !released {
            self.printer_event(event);
        } else if !matches!(event, PrinterEvent::State(_)) {
            let status = self.printing.status;
            self.printer_event(event);
            self.printing.status = status;
        }
    }

    /// A printer has been let go and says no more. A job that it had and never began goes back; of one that it began
    /// nobody knows how much is on paper.
    pub(super) fn printer_left(&mut self, of: u64) {
        let handed = self.printing.jobs.iter().find_map(|(id, job)| match job.state {
            State::Handed { by, begun } if by == of => Some((*id, begun)),
            _ => None,
        });
        match handed {
            Some((job, true)) => {
                let detail = "the printer was let go".to_owned();
                self.record_in_the_end(Entry::PrintFailed { job, detail });
            }
            Some((job, false)) => self.record_in_the_end(Entry::PrintReturned { job }),
            None => {}
        }
        self.sheet_left();
        self.print_next();
    }

    fn printer_event(&mut self, event: PrinterEvent) {
        match event {
            PrinterEvent::State(state) => {
                self.printing.status = status(&state);
                self.print_next();
            }
            PrinterEvent::Begun { job: BESIDE }
            | PrinterEvent::Sent { job: BESIDE }
            | PrinterEvent::Withdrawn { job: BESIDE } => self.sheet_event(&event),
            PrinterEvent::Failed { job: BESIDE, ref cause, .. } => {
                // Whoever wants it asks again when the printer is mended.
                if let Output::Printer(printer) = &self.printing.output {
                    printer.withdraw(BESIDE);
                }
                self.printing.status = status(&PrinterState::Trouble(cause.clone()));
                self.sheet_event(&event);
            }
            PrinterEvent::Begun { job } => self.printing.begins(job, true),
            PrinterEvent::Sent { job: DRAWER }
            | PrinterEvent::Withdrawn { job: DRAWER }
            | PrinterEvent::Failed { job: DRAWER, .. } => {}
            PrinterEvent::Sent { job } => {
                self.record_in_the_end(Entry::PrintSent { job: JobId(job) });
                self.print_next();
            }
            PrinterEvent::Failed { job, cause, written: Written::Nothing } => {
                self.printing.begins(job, false);
                self.take_back(job, &cause);
                self.printing.status = status(&PrinterState::Trouble(cause));
            }
            PrinterEvent::Failed { job, cause, written: Written::Part } => {
                let detail = cause.to_string();
                self.printing.status = status(&PrinterState::Trouble(cause));
                self.record_in_the_end(Entry::PrintFailed { job: JobId(job), detail });
                self.print_next();
            }
            PrinterEvent::Withdrawn { job } => {
                self.record_in_the_end(Entry::PrintReturned { job: JobId(job) });
            }
        }
    }

    /// Nothing of a job was written: it waits here rather than at the printer, so that it is not
    /// taken for one that was cut off should the program die. One that a printer does not take
    /// although it says nothing against it stays there: it would come and go every few seconds.
    fn take_back(&mut self, job: u64, cause: &PrinterTrouble) {
        if let Output::Printer(printer) = &self.printing.output
            && *cause != PrinterTrouble::Stalled
        {
            printer.withdraw(job);
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

    fn document(&self, paper: Paper, print: u32) -> Result<Document, String> {
        match paper {
            Paper::Receipt { receipt } => {
                paper::printed_receipt(&self.store, receipt, &self.settings, print)
                    .map_err(|error| error.to_string())
            }
            Paper::XReport { report } => self.report((ReportKind::X, report), (false, print)),
            Paper::ZReport { report } => self.report((ReportKind::Z, report), (false, print)),
            Paper::ZReportCopy { report } => self.report((ReportKind::Z, report), (true, print)),
            Paper::TestPage => Ok(paper::test_page(&self.settings)),
        }
    }

    fn report(
        &self,
        report: (ReportKind, ReportNumber),
        print: (bool, u32),
    ) -> Result<Document, String> {
        paper::printed_report(&self.store, report, &self.settings, print)
            .map_err(|error| error.to_string())
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
