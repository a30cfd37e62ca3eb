//! The printer's thread: takes jobs one after another, asks the printer how it is before and
//! after each, and never sends one twice by itself.

use std::collections::VecDeque;
use std::io;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use super::link::{self, LARGEST_PIECE, Link};
use super::question::{self, Heard};
use super::status::{Answers, MARK};
use super::{PrintJob, PrinterEvent, PrinterState, PrinterTrouble, Written};
use crate::core::settings::{PrinterLink, PrinterSettings};
use crate::device::thread::{StopSignal, Thread};

/// The printer's waits and limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timing {
    /// How long an answer to a status question may take.
    pub answer: Duration,
    /// How long a printer that answers may take over a job, from the last byte handed over.
    pub confirmation: Duration,
    /// How long a printer that answers questions but knows no marks has to be in order after a
    /// job: longer than it prints on from its own memory.
    pub settle: Duration,
    /// How long a printer may take no bytes before that is told, and before a job of which
    /// nothing is written goes back to the queue.
    pub notice: Duration,
    /// How long a printer may take no bytes in the middle of a job, and not say why, before the
    /// job fails: longer than changing the paper takes, because one that cannot say that it has
    /// none then goes on by itself.
    pub stall: Duration,
    /// The same for a printer that should answer and does not: it would say so if it could go on.
    pub stuck: Duration,
    /// How often a job that waits is tried again.
    pub retry: Duration,
    /// How often the state is looked at while there is nothing to print.
    pub idle: Duration,
    /// The same for a link that others use as well.
    pub idle_shared: Duration,
}

impl Default for Timing {
    fn default() -> Self {
        Timing {
            answer: Duration::from_millis(300),
            confirmation: Duration::from_secs(20),
            settle: Duration::from_secs(3),
            notice: Duration::from_secs(2),
            stall: Duration::from_secs(90),
            stuck: Duration::from_secs(10),
            retry: Duration::from_millis(500),
            idle: Duration::from_secs(2),
            idle_shared: Duration::from_secs(15),
        }
    }
}

/// How late what makes sense only now may come.
const SOON: Duration = Duration::from_secs(3);

enum Command {
    Print(PrintJob),
    /// Only until that moment.
    Now(PrintJob, Instant),
    Withdraw(u64),
}

/// A running printer; dropping it ends its thread and forgets what was not printed.
#[derive(Debug)]
pub struct Printer {
    // Before the thread: the closed channel wakes it up.
    commands: Sender<Command>,
    _thread: Thread,
}

impl Printer {
    /// Starts a printer. It need not be there yet; `report` is called on its thread.
    ///
    /// # Errors
    /// Only if the system has no thread left.
    pub fn start(
        settings: PrinterSettings,
        timing: Timing,
        report: impl Fn(PrinterEvent) + Send + 'static,
    ) -> io::Result<Self> {
        let (commands, received) = mpsc::channel();
        let thread = Thread::start("printer", move |stop| {
            Worker {
                settings,
                timing,
                report,
                stop,
                link: None,
                queue: VecDeque::new(),
                state: None,
                owed_marks: 0,
                knows_marks: false,
            }
            .run(&received);
        })?;
        Ok(Printer { commands, _thread: thread })
    }

    /// Puts a job at the end of the queue. Returns at once.
    pub fn print(&self, job: PrintJob) {
        self.command(Command::Print(job));
    }

    /// Takes a job out of the queue, if it has not been begun, and reports that. If it has, how it
    /// went is reported as always.
    pub fn withdraw(&self, job: u64) {
        self.command(Command::Withdraw(job));
    }

    /// Sends bytes that make sense only now: they are dropped if the printer cannot take them at once.
    pub fn now(&self, job: PrintJob) {
        self.command(Command::Now(job, Instant::now() + SOON));
    }

    fn command(&self, command: Command) {
        if self.commands.send(command).is_err() {
            tracing::error!("the printer's thread has ended by itself; nothing is printed");
        }
    }
}

struct Queued {
    job: PrintJob,
    told: Told,
    /// When it has lost its sense, if it ever does.
    until: Option<Instant>,
}

/// Whether the owner knows that the job has to wait.
#[derive(PartialEq)]
enum Told {
    No,
    Yes,
}

struct Worker<'a, F> {
    settings: PrinterSettings,
    timing: Timing,
    report: F,
    stop: &'a StopSignal,
    link: Option<Box<dyn Link>>,
    queue: VecDeque<Queued>,
    state: Option<PrinterState>,
    /// Marks that the printer has been sent and has not answered yet.
    owed_marks: u32,
    /// Whether it has ever answered one.
    knows_marks: bool,
}

/// A job's end that is not "sent".
struct Failure {
    cause: PrinterTrouble,
    written: Written,
}

impl<F: Fn(PrinterEvent)> Worker<'_, F> {
    fn run(&mut self, commands: &Receiver<Command>) {
        self.look();
        while !self.stop.is_set() {
            match commands.recv_timeout(self.pause()) {
                Ok(command) => {
                    self.take(command);
                    commands.try_iter().for_each(|command| self.take(command));
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            self.forget_what_is_late();
            self.look();
            while self.can_print() && !self.queue.is_empty() && !self.stop.is_set() {
                self.print_first();
                commands.try_iter().for_each(|command| self.take(command));
                self.forget_what_is_late();
            }
            self.tell_who_waits();
            if self.link.as_ref().is_some_and(|link| link.is_shared()) {
                self.link = None;
            }
        }
    }

    fn pause(&self) -> Duration {
        if !self.queue.is_empty() {
            self.timing.retry
        } else if matches!(self.settings.link, PrinterLink::Network { .. }) {
            self.timing.idle_shared
        } else {
            self.timing.idle
        }
    }

    fn take(&mut self, command: Command) {
        match command {
            Command::Print(job) => {
                self.queue.push_back(Queued { job, told: Told::No, until: None });
            }
            Command::Now(job, until) => {
                self.queue.push_back(Queued { job, told: Told::No, until: Some(until) });
            }
            Command::Withdraw(id) => {
                let before = self.queue.len();
                self.queue.retain(|queued| queued.job.id != id);
                if self.queue.len() < before {
                    (self.report)(PrinterEvent::Withdrawn { job: id });
                }
            }
        }
    }

    /// What makes sense only at its moment, such as opening the drawer, is dropped when that has passed.
    fn forget_what_is_late(&mut self) {
        let now = Instant::now();
        self.queue.retain(|queued| queued.until.is_none_or(|until| now < until));
    }

    fn can_print(&self) -> bool {
        matches!(self.state, Some(PrinterState::Ready(_) | PrinterState::Unknown))
    }

    /// Opens the link if need be, asks the printer how it is, and tells a change.
    fn look(&mut self) {
        let state = match self.link() {
            Ok(_) => self.ask(self.timing.answer),
            Err(trouble) => PrinterState::Trouble(trouble),
        };
        self.become_state(state);
    }

    fn link(&mut self) -> Result<&mut Box<dyn Link>, PrinterTrouble> {
        match &mut self.link {
            Some(link) => Ok(link),
            closed => Ok(closed.insert(link::open(&self.settings.link)?)),
        }
    }

    /// Whether the printer's silence means something: it is not declared mute, and the link goes
    /// both ways.
    fn asks(&self) -> bool {
        self.settings.answers && self.link.as_ref().is_none_or(|link| link.is_two_way())
    }

    /// The printer's state by its own answers, the first of which has to come within `limit`.
    fn ask(&mut self, limit: Duration) -> PrinterState {
        if !self.asks() {
            return PrinterState::Unknown;
        }
        match self.hear(limit) {
            Ok(Some(answers)) => answers.state(),
            Ok(None) => PrinterState::Trouble(PrinterTrouble::Silent),
            Err(error) => PrinterState::Trouble(self.lost(&error, Written::Nothing).cause),
        }
    }

    fn hear(&mut self, limit: Duration) -> io::Result<Option<Answers>> {
        let Some(link) = &mut self.link else { return Ok(None) };
        let Heard { answers, marks } =
            question::ask(link.as_mut(), limit, self.timing.answer, self.stop)?;
        self.owed_marks = self.owed_marks.saturating_sub(marks);
        self.knows_marks |= marks > 0;
        Ok(answers)
    }

    fn become_state(&mut self, state: PrinterState) {
        if self.state.as_ref() != Some(&state) {
            tracing::info!(?state, "printer");
            self.state = Some(state.clone());
            (self.report)(PrinterEvent::State(state));
        }
    }

    /// Sends the first job of the queue. It leaves the queue unless nothing of it was written.
    fn print_first(&mut self) {
        let Some(queued) = self.queue.pop_front() else { return };
        let id = queued.job.id;
        (self.report)(PrinterEvent::Begun { job: id });
        let sent = self.send(&queued.job.bytes);
        // What makes sense only now leaves nothing on paper to watch for.
        let done = if queued.until.is_some() { sent } else { sent.and_then(|()| self.confirm()) };
        match done {
            Ok(()) => (self.report)(PrinterEvent::Sent { job: id }),
            // Being asked to end is not the printer's fault: the owner has the job still.
            Err(_) if self.stop.is_set() => {}
            Err(Failure { cause, written: Written::Nothing }) => {
                self.queue.push_front(queued);
                self.become_state(PrinterState::Trouble(cause));
            }
            Err(Failure { cause, written }) => {
                tracing::warn!(job = id, %cause, "a job was printed in part");
                if let Some(mut link) = self.link.take() {
                    link.discard();
                }
                (self.report)(PrinterEvent::Failed { job: id, cause: cause.clone(), written });
                self.become_state(PrinterState::Trouble(cause));
            }
        }
    }

    /// Writes a job piece by piece. A printer that says in the middle of it that it has no paper
    /// has cut the job off, even where it would print the rest on a new roll.
    fn send(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        let mut sent = 0;
        let mut progress = Instant::now();
        while sent < bytes.len() {
            let written = if sent == 0 { Written::Nothing } else { Written::Part };
            if self.stop.is_set() {
                return Err(Failure { cause: PrinterTrouble::Offline, written });
            }
            let piece = &bytes[sent..bytes.len().min(sent + LARGEST_PIECE)];
            let link = self.link().map_err(|cause| Failure { cause, written })?;
            match link.write(piece) {
                Ok(0) => return Err(self.lost(&io::ErrorKind::WriteZero.into(), written)),
                Ok(count) => {
                    sent += count;
                    progress = Instant::now();
                }
                Err(error) if error.kind() == io::ErrorKind::TimedOut => {
                    if let PrinterState::Trouble(cause) = self.ask(self.timing.answer)
                        && stops_a_job(&cause)
                    {
                        return Err(Failure { cause, written });
                    }
                    if progress.elapsed() > self.timing.notice {
                        self.become_state(PrinterState::Trouble(PrinterTrouble::Stalled));
                        let most = if self.asks() { self.timing.stuck } else { self.timing.stall };
                        if sent == 0 || progress.elapsed() > most {
                            return Err(Failure { cause: PrinterTrouble::Stalled, written });
                        }
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(self.lost(&error, written)),
            }
        }
        Ok(())
    }

    /// After a job: a printer that answers is watched until it has printed it; of others, it is
    /// only known whether the bytes have left.
    fn confirm(&mut self) -> Result<(), Failure> {
        let done = if self.asks() { self.watch_it_print() } else { self.watch_it_leave() };
        // Everything has been handed over: whatever fails from here on is on paper in part.
        done.map_err(|failure| Failure { written: Written::Part, ..failure })
    }

    /// The questions are answered at once, whatever there is still to print; the mark is not.
    fn watch_it_print(&mut self) -> Result<(), Failure> {
        let failed = |cause| Err(Failure { cause, written: Written::Part });
        self.owed_marks += 1;
        self.send(&MARK)?;
        let owed = self.owed_marks;
        let begun = Instant::now();
        let mut in_order_since = None;
        // The first answer waits on the line behind the job.
        let mut limit = self.timing.confirmation;
        loop {
            let state = self.ask(limit);
            limit = self.timing.notice;
            match &state {
                PrinterState::Trouble(PrinterTrouble::Offline)
                    if begun.elapsed() < self.timing.confirmation =>
                {
                    in_order_since = None;
                }
                PrinterState::Trouble(cause) => return failed(cause.clone()),
                PrinterState::Ready(_) | PrinterState::Unknown => {
                    let since = *in_order_since.get_or_insert_with(Instant::now);
                    // A mark may be owed from a job that was cut off; a printer that was switched
                    // off since has forgotten it.
                    let may_settle = !self.knows_marks || self.owed_marks < owed;
                    if self.owed_marks == 0 || (may_settle && since.elapsed() >= self.timing.settle)
                    {
                        self.owed_marks = 0;
                        self.become_state(state);
                        return Ok(());
                    }
                    if begun.elapsed() > self.timing.confirmation {
                        return failed(PrinterTrouble::Stalled);
                    }
                }
            }
            if self.stop.sleep(Duration::from_millis(20)) {
                return failed(PrinterTrouble::Offline);
            }
        }
    }

    fn watch_it_leave(&mut self) -> Result<(), Failure> {
        let written = Written::Part;
        let begun = Instant::now();
        loop {
            let Some(link) = &mut self.link else {
                return Err(Failure { cause: PrinterTrouble::Stalled, written });
            };
            match link.is_drained() {
                Ok(true) => {
                    if link.is_shared() {
                        self.link = None;
                    }
                    return Ok(());
                }
                Ok(false) if begun.elapsed() > self.timing.stall => {
                    return Err(Failure { cause: PrinterTrouble::Stalled, written });
                }
                Ok(false) => {
                    if self.stop.sleep(Duration::from_millis(10)) {
                        return Err(Failure { cause: PrinterTrouble::Offline, written });
                    }
                }
                Err(error) => return Err(self.lost(&error, written)),
            }
        }
    }

    fn lost(&mut self, error: &io::Error, written: Written) -> Failure {
        self.link = None;
        Failure { cause: link::trouble(error), written }
    }

    /// Tells, once for each job, that it has to wait and why.
    fn tell_who_waits(&mut self) {
        let Some(PrinterState::Trouble(cause)) = &self.state else { return };
        for queued in self.queue.iter_mut().filter(|queued| queued.told == Told::No) {
            queued.told = Told::Yes;
            let job = queued.job.id;
            let cause = cause.clone();
            (self.report)(PrinterEvent::Failed { job, cause, written: Written::Nothing });
        }
    }
}

/// Whether a printer that says this in the middle of a job has to be mended by a person, or is
/// gone.
fn stops_a_job(cause: &PrinterTrouble) -> bool {
    use PrinterTrouble::{
        Busy, CoverOpen, Cutter, Denied, Fault, Missing, Offline, PaperOut, Silent, Stalled,
    };
    match cause {
        Missing { .. } | Denied | Busy | CoverOpen | PaperOut | Cutter | Fault => true,
        Silent | Stalled | Offline => false,
    }
}
