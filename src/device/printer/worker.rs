//! The printer's thread: takes jobs one after another, asks the printer how it is before and
//! after each, and never sends one twice by itself.

use std::collections::VecDeque;
use std::io;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use super::link::{self, LARGEST_PIECE, Link};
use super::status::{Answers, Question, is_answer};
use super::{PrintJob, PrinterEvent, PrinterState, PrinterTrouble, Written};
use crate::core::settings::PrinterLink;
use crate::device::thread::{StopSignal, Thread};

/// The printer's waits and limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timing {
    /// How long an answer to a status question may take.
    pub answer: Duration,
    /// How long a printer that answers may take to print what it was sent before it answers again.
    pub confirmation: Duration,
    /// How long a printer may take no bytes before that is told, and before a job of which
    /// nothing is written goes back to the queue.
    pub notice: Duration,
    /// How long a printer may take no bytes in the middle of a job before the job fails: longer
    /// than changing the paper takes, because the printer then goes on by itself.
    pub stall: Duration,
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
            confirmation: Duration::from_secs(30),
            notice: Duration::from_secs(2),
            stall: Duration::from_secs(90),
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
        link: PrinterLink,
        timing: Timing,
        report: impl Fn(PrinterEvent) + Send + 'static,
    ) -> io::Result<Self> {
        let (commands, received) = mpsc::channel();
        let thread = Thread::start("printer", move |stop| {
            Worker {
                address: link,
                timing,
                report,
                stop,
                link: None,
                queue: VecDeque::new(),
                state: None,
                manner: Manner::Unheard,
            }
            .run(&received);
        })?;
        Ok(Printer { commands, _thread: thread })
    }

    /// Puts a job at the end of the queue. Returns at once.
    pub fn print(&self, job: PrintJob) {
        self.command(Command::Print(job));
    }

    /// Takes a job out of the queue, if it has not been begun; nothing is reported of it then.
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

/// Whether the printer is one that answers.
#[derive(Clone, Copy, PartialEq)]
enum Manner {
    /// It has not answered since it was reached.
    Unheard,
    /// It has, so its silence means something.
    Answers,
}

struct Worker<'a, F> {
    address: PrinterLink,
    timing: Timing,
    report: F,
    stop: &'a StopSignal,
    link: Option<Box<dyn Link>>,
    queue: VecDeque<Queued>,
    state: Option<PrinterState>,
    manner: Manner,
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
        } else if matches!(self.address, PrinterLink::Network { .. }) {
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
            Command::Withdraw(id) => self.queue.retain(|queued| queued.job.id != id),
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
            Err(trouble) => {
                self.manner = Manner::Unheard;
                PrinterState::Trouble(trouble)
            }
        };
        self.become_state(state);
    }

    fn link(&mut self) -> Result<&mut Box<dyn Link>, PrinterTrouble> {
        match &mut self.link {
            Some(link) => Ok(link),
            closed => Ok(closed.insert(link::open(&self.address)?)),
        }
    }

    /// The printer's state by its own answers, the first of which has to come within `limit`.
    fn ask(&mut self, limit: Duration) -> PrinterState {
        let silence = match self.manner {
            Manner::Unheard => PrinterState::Unknown,
            Manner::Answers => PrinterState::Trouble(PrinterTrouble::Silent),
        };
        let Some(link) = &mut self.link else { return silence };
        if !link.is_two_way() {
            return PrinterState::Unknown;
        }
        match answers(link.as_mut(), limit, self.timing.answer, self.stop) {
            Ok(Some(answers)) => {
                self.manner = Manner::Answers;
                answers.state()
            }
            Ok(None) => silence,
            Err(error) => PrinterState::Trouble(self.lost(&error, Written::Nothing).cause),
        }
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
        match self.send(&queued.job.bytes).and_then(|()| self.confirm()) {
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

    /// Writes a job piece by piece. While a printer says itself that it lacks something, such as
    /// paper, it is waited for; it goes on where it stopped.
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
                    if self.explains_itself() {
                        progress = Instant::now();
                    } else if progress.elapsed() > self.timing.notice {
                        self.become_state(PrinterState::Trouble(PrinterTrouble::Stalled));
                        if sent == 0 || progress.elapsed() > self.timing.stall {
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

    /// Asks a printer that takes nothing, in the middle of a job, why.
    fn explains_itself(&mut self) -> bool {
        if self.manner == Manner::Unheard {
            return false;
        }
        let state = self.ask(self.timing.answer);
        let explains = !matches!(state, PrinterState::Trouble(PrinterTrouble::Silent));
        self.become_state(state);
        explains
    }

    /// After a job: a printer that answers has read everything up to the question; of others,
    /// it is only known whether the bytes have left.
    fn confirm(&mut self) -> Result<(), Failure> {
        let written = Written::Part;
        if self.manner == Manner::Answers {
            let state = self.ask(self.timing.confirmation);
            return match state {
                PrinterState::Trouble(
                    cause @ (PrinterTrouble::Silent | PrinterTrouble::Missing { .. }),
                ) => Err(Failure { cause, written }),
                // Without paper now, but it has the whole job and prints the rest of it.
                state => {
                    self.become_state(state);
                    Ok(())
                }
            };
        }
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
        // Another printer may stand there when the link is back.
        self.manner = Manner::Unheard;
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

/// Asks the questions whose answers matter. `None` if the printer does not answer the first one.
fn answers(
    link: &mut dyn Link,
    first_limit: Duration,
    limit: Duration,
    stop: &StopSignal,
) -> io::Result<Option<Answers>> {
    let mut answers = Answers::default();
    let Some(printer) = answer(link, Question::Printer, first_limit, stop)? else {
        return Ok(None);
    };
    answers.printer = printer;
    if answers.is_offline() {
        answers.offline = answer(link, Question::Offline, limit, stop)?.unwrap_or_default();
    }
    if answers.has_error() {
        answers.error = answer(link, Question::Error, limit, stop)?.unwrap_or_default();
    }
    answers.paper = answer(link, Question::Paper, limit, stop)?.unwrap_or_default();
    Ok(Some(answers))
}

/// One question and its answer.
fn answer(
    link: &mut dyn Link,
    question: Question,
    limit: Duration,
    stop: &StopSignal,
) -> io::Result<Option<u8>> {
    // Late answers to earlier questions would be taken for this one's.
    for _stale in 0..64 {
        if link.read(Duration::ZERO)?.is_none() {
            break;
        }
    }
    let command = question.command();
    let mut asked = 0;
    let begun = Instant::now();
    while begun.elapsed() < limit && !stop.is_set() {
        if asked < command.len() {
            match link.write(&command[asked..]) {
                Ok(count) => asked += count,
                Err(error) if error.kind() == io::ErrorKind::TimedOut => {}
                Err(error) => return Err(error),
            }
            continue;
        }
        let rest = limit.saturating_sub(begun.elapsed()).min(Duration::from_millis(100));
        match link.read(rest)? {
            Some(byte) if is_answer(byte) => return Ok(Some(byte)),
            Some(_) | None => {}
        }
    }
    if (1..command.len()).contains(&asked) {
        // Half a question, followed by a job, would be read as something else.
        return Err(io::ErrorKind::WriteZero.into());
    }
    Ok(None)
}
