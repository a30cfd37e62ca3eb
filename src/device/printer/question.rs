//! Asking a printer how it is, and listening to what it says.
//!
//! Knows bytes and time limits, not jobs.

use std::io;
use std::time::{Duration, Instant};

use super::link::Link;
use super::status::{Answers, Question, is_answer, is_mark};
use crate::device::thread::StopSignal;

/// What was heard while the questions were asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Heard {
    /// The answers; `None` if the first question was not answered.
    pub(super) answers: Option<Answers>,
    /// How many marks were answered meanwhile.
    pub(super) marks: u32,
}

/// Asks the questions whose answers matter; the first may take `first_limit`, the others `limit`.
pub(super) fn ask(
    link: &mut dyn Link,
    first_limit: Duration,
    limit: Duration,
    stop: &StopSignal,
) -> io::Result<Heard> {
    let mut asker = Asker { link, stop, marks: 0 };
    let answers = asker.all(first_limit, limit)?;
    Ok(Heard { answers, marks: asker.marks })
}

struct Asker<'a> {
    link: &'a mut dyn Link,
    stop: &'a StopSignal,
    marks: u32,
}

impl Asker<'_> {
    fn all(&mut self, first_limit: Duration, limit: Duration) -> io::Result<Option<Answers>> {
        let mut answers = Answers::default();
        let Some(printer) = self.one(Question::Printer, first_limit)? else { return Ok(None) };
        answers.printer = printer;
        if answers.is_offline() {
            answers.offline = self.one(Question::Offline, limit)?.unwrap_or_default();
        }
        if answers.has_error() {
            answers.error = self.one(Question::Error, limit)?.unwrap_or_default();
        }
        answers.paper = self.one(Question::Paper, limit)?.unwrap_or_default();
        Ok(Some(answers))
    }

    /// One question and its answer.
    fn one(&mut self, question: Question, limit: Duration) -> io::Result<Option<u8>> {
        // Late answers to earlier questions would be taken for this one's.
        for _stale in 0..64 {
            match self.link.read(Duration::ZERO)? {
                Some(byte) => self.count(byte),
                None => break,
            }
        }
        let command = question.command();
        let mut asked = 0;
        let begun = Instant::now();
        while begun.elapsed() < limit && !self.stop.is_set() {
            if asked < command.len() {
                match self.link.write(&command[asked..]) {
                    Ok(count) => asked += count,
                    Err(error) if error.kind() == io::ErrorKind::TimedOut => {}
                    Err(error) => return Err(error),
                }
                continue;
            }
            let rest = limit.saturating_sub(begun.elapsed()).min(Duration::from_millis(100));
            match self.link.read(rest)? {
                Some(byte) if is_answer(byte) => return Ok(Some(byte)),
                Some(byte) => self.count(byte),
                None => {}
            }
        }
        if (1..command.len()).contains(&asked) {
            // Half a question, followed by a job, would be read as something else.
            return Err(io::ErrorKind::WriteZero.into());
        }
        Ok(None)
    }

    fn count(&mut self, byte: u8) {
        self.marks += u32::from(is_mark(byte));
    }
}
