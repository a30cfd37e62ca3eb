//! The register without its window: commands as lines on standard input, what happens as JSON objects on standard
//! output, one a line.
//!
//! It is the same till, with the same permissions: a line becomes the intent that a press on a screen would have been.
//! For machines without a display, for scripts that check an installation, and for settling a payment when the
//! screen is broken. A command is answered by `done`, `refused` or `not-understood` after everything that it caused.

mod command;
mod event;
mod input;
mod selling;

use std::io::Write;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::{Duration, Instant};

use tokio::sync::watch;
use zeroize::Zeroizing;

use crate::core::register::Refused;
use crate::language::{self, Texts, Value};
use crate::till::Till;
use crate::till::intent::Intent;
use crate::till::pin::Pin;
use crate::till::snapshot::{Approval, JournalStatus, LogIn, ScanOutcome, Snapshot};

use super::output::{Console, Trouble};
use command::{BadLine, Line, Verb};
use event::Event;

/// The PIN, where no line shall have it.
const PIN_VARIABLE: &str = "KASSA_PIN";
/// How long a command waits for what it needs: the articles to be read, a PIN to be checked.
const PATIENCE: Duration = Duration::from_secs(30);
const LOOK_AGAIN: Duration = Duration::from_millis(10);

/// Something that happened.
enum Happening {
    /// A line was typed; an error where it cannot be one.
    Line(Result<Zeroizing<String>, BadLine>),
    /// The till shows something new.
    Picture,
}

/// Runs until the till has ended. The end of the input ends nothing.
///
/// # Errors
/// When the system gives no more threads.
pub fn run(till: &Till, console: &Console) -> Result<(), Trouble> {
    let (tell, happenings) = mpsc::channel();
    let lines = tell.clone();
    let _detached = std::thread::Builder::new()
        .name("lines".to_owned())
        .spawn(move || {
            input::read(std::io::stdin().lock(), |line| send(&lines, Happening::Line(line)))
        })
        .map_err(Trouble::Terminal)?;
    let snapshots = till.snapshots();
    let mut pictures = snapshots.clone();
    let _detached = std::thread::Builder::new()
        .name("pictures".to_owned())
        .spawn(move || follow(&mut pictures, &tell))
        .map_err(Trouble::Terminal)?;
    let register = Register {
        marker: Box::new(till.marker()),
        send: Box::new(till.sender()),
        snapshots,
        texts: console.texts(),
        told: None,
        asked: None,
    };
    register.run(&happenings);
    Ok(())
}

fn send(tell: &Sender<Happening>, happening: Happening) -> bool {
    tell.send(happening).is_ok()
}

/// Says so whenever there is a new picture, the last one included.
fn follow(pictures: &mut watch::Receiver<Arc<Snapshot>>, tell: &Sender<Happening>) {
    let runtime = match tokio::runtime::Builder::new_current_thread().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            tracing::error!(%error, "what happens can only be told after commands");
            return;
        }
    };
    pictures.mark_changed();
    while runtime.block_on(pictures.changed()).is_ok() && send(tell, Happening::Picture) {}
    let _nobody_left = send(tell, Happening::Picture);
}

/// The till from the command line's side.
struct Register {
    marker: Box<dyn Fn() -> bool>,
    send: Box<dyn Fn(Intent)>,
    snapshots: watch::Receiver<Arc<Snapshot>>,
    texts: &'static Texts,
    /// The picture that was told last.
    told: Option<Arc<Snapshot>>,
    /// A command that waits for a PIN on the next line.
    asked: Option<Line>,
}

impl Register {
    fn run(mut self, happenings: &Receiver<Happening>) {
        while let Ok(happening) = happenings.recv() {
            match happening {
                Happening::Picture => self.tell_news(),
                Happening::Line(Ok(line)) => self.line(&line),
                Happening::Line(Err(reason)) => self.not_understood(&reason),
            }
            let gone = self.snapshots.has_changed().is_err();
            if gone || self.snapshots.borrow().ended {
                self.tell_news();
                return;
            }
        }
    }

    fn now(&self) -> Arc<Snapshot> {
        Arc::clone(&self.snapshots.borrow())
    }

    fn tell_news(&mut self) {
        let now = self.now();
        for event in event::changes(self.told.as_deref(), &now) {
            tell(&event);
        }
        self.told = Some(now);
    }

    fn line(&mut self, text: &str) {
        if let Some(asked) = self.asked.take() {
            self.carry_out(&asked, text.trim().into());
            return;
        }
        match command::parse(text) {
            Ok(Line::Nothing) => {}
            Ok(Line::Status) => {
                self.told = None;
                self.answer(&Line::Status, None);
            }
            Ok(line) if line.needs_pin_of().is_some() => match std::env::var(PIN_VARIABLE) {
                Ok(pin) => self.carry_out(&line, Zeroizing::new(pin).as_str().into()),
                Err(_) => self.asked = Some(line),
            },
            Ok(line) => self.carry_out(&line, Pin::default()),
            Err(reason) => self.not_understood(&reason),
        }
    }

    fn not_understood(&self, reason: &BadLine) {
        tell(&Event::NotUnderstood { text: bad_line(self.texts, reason) });
    }

    /// Does what a line says, and tells what came of it.
    fn carry_out(&mut self, line: &Line, pin: Pin) {
        // A code means nothing before the articles have been read.
        if matches!(line, Line::Scan(_)) {
            self.wait_until(|now| now.catalog_ready);
        }
        let _in_step = (self.marker)();
        let before = self.now();
        let intent = match line.intent(&before, pin) {
            Ok(Some(intent)) => intent,
            Ok(None) => return,
            Err(reason) => return self.answer(line, Some(reason.into())),
        };
        (self.send)(intent);
        let _in_step = (self.marker)();
        if line.needs_pin_of().is_some() {
            self.wait_until(|now| {
                now.log_in != LogIn::Checking && now.approval != Approval::Checking
            });
        }
        let refusal = refusal(line, &before, &self.now());
        self.answer(line, refusal);
    }

    fn wait_until(&self, shows: impl Fn(&Snapshot) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !shows(&self.now()) && !self.now().ended && Instant::now() < end {
            std::thread::sleep(LOOK_AGAIN);
        }
    }

    /// Tells everything that is new, and then how the command went.
    fn answer(&mut self, line: &Line, refusal: Option<Refusal>) {
        self.tell_news();
        let command = line.verb().map(Verb::name).unwrap_or_default();
        tell(&match refusal {
            None => Event::Done { command },
            Some(refusal) => {
                let (reason, text) = refusal.words(self.texts, &self.now().settings.currency);
                Event::Refused { command, reason, text }
            }
        });
    }
}

/// Why a command did nothing.
enum Refusal {
    /// The register said no.
    Register(Refused),
    /// Number or PIN is wrong.
    LogIn,
    /// As for a log-in, but nobody wants to log in.
    Pin,
    /// No article has this code.
    UnknownCode,
    /// It could not be written down.
    Journal(&'static str),
}

impl From<Refused> for Refusal {
    fn from(reason: Refused) -> Self {
        Refusal::Register(reason)
    }
}

impl Refusal {
    /// The reason for programs, and for people.
    fn words(self, texts: &'static Texts, currency: &str) -> (String, String) {
        let (reason, text) = match self {
            Refusal::Register(reason) => {
                let name = language::refusal_key(reason).trim_start_matches("refused-");
                (name, language::refusal(texts, currency, reason))
            }
            Refusal::LogIn => ("pin", texts.get("without-window-log-in")),
            Refusal::Pin => ("pin", texts.get("without-window-pin")),
            Refusal::UnknownCode => ("unknown-code", texts.get("without-window-unknown-code")),
            Refusal::Journal(trouble) => {
                let text = texts.with("without-window-journal", &[("trouble", trouble.into())]);
                ("journal", text)
            }
        };
        (reason.to_owned(), text.into_owned())
    }
}

/// What a picture after an intent says of it.
fn refusal(line: &Line, before: &Snapshot, after: &Snapshot) -> Option<Refusal> {
    if let JournalStatus::Failing { trouble, .. } = &after.journal {
        return Some(Refusal::Journal(event::trouble_name(*trouble)));
    }
    let number = |snapshot: &Snapshot| snapshot.refused.map_or(0, |notice| notice.number);
    if let Some(notice) = after.refused.filter(|notice| notice.number > number(before)) {
        return Some(notice.reason.into());
    }
    match line {
        Line::LogIn(wanted) => {
            let is_in = after.user.as_ref().is_some_and(|user| user.number == *wanted);
            (!is_in).then_some(Refusal::LogIn)
        }
        Line::Settle(..) | Line::SettleRefund(..) | Line::Note(_) | Line::Approve(..) => {
            match after.approval {
                Approval::Done { .. } => None,
                Approval::NotDone { reason, .. } => Some(reason.into()),
                Approval::Idle | Approval::Checking => Some(Refused::NotOffered.into()),
                Approval::Refused { .. } | Approval::Waiting { .. } | Approval::Locked { .. } => {
                    Some(Refusal::Pin)
                }
            }
        }
        Line::Scan(_) => match &after.scan.as_ref()?.outcome {
            ScanOutcome::Held { reason, .. } => Some((*reason).into()),
            ScanOutcome::Unknown { .. } | ScanOutcome::Unreadable { .. } => {
                Some(Refusal::UnknownCode)
            }
            ScanOutcome::Added { .. } => None,
        },
        _ => None,
    }
}

fn bad_line(texts: &'static Texts, reason: &BadLine) -> String {
    let with = |key, values: &[(&str, Value<'_>)]| texts.with(key, values).into_owned();
    match reason {
        BadLine::Unknown { word } => {
            let known = Verb::all();
            let values = [("word", word.as_str().into()), ("known", known.as_str().into())];
            with("without-window-unknown", &values)
        }
        BadLine::Incomplete { command } => {
            with("without-window-incomplete", &[("command", command.name().into())])
        }
        BadLine::TooMuch { command } => {
            with("without-window-too-much", &[("command", command.name().into())])
        }
        BadLine::NotAnAmount { text } => {
            with("without-window-amount", &[("text", text.as_str().into())])
        }
        BadLine::NotAChoice { text, known } => {
            let values = [("text", text.as_str().into()), ("known", known.as_str().into())];
            with("without-window-choice", &values)
        }
        BadLine::NotANumber { text } => {
            with("without-window-number", &[("text", text.as_str().into())])
        }
        BadLine::TooLong => {
            with("without-window-too-long", &[("most", i64::from(input::LONGEST_LINE).into())])
        }
    }
}

/// Writes one line. Whoever was reading may have gone; the register goes on.
fn tell(event: &Event) {
    let line = match serde_json::to_string(event) {
        Ok(line) => line,
        Err(error) => {
            tracing::error!(%error, ?event, "an event cannot be told");
            return;
        }
    };
    let mut output = std::io::stdout().lock();
    if let Err(error) = writeln!(output, "{line}").and_then(|()| output.flush()) {
        tracing::debug!(%error, "nobody reads what happens");
    }
}
