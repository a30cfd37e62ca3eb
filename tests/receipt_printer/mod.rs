//! A receipt printer at the other end of a virtual port: takes bytes into a small memory, prints
//! them onto a roll that can end anywhere, answers questions at once and marks in their turn.
#![allow(dead_code, reason = "each test program uses a part of it")]

use std::collections::VecDeque;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::JoinHandle;
use std::time::Duration;

use kassa::device::virtual_port::VirtualPort;

/// How much a printer takes before it stops reading.
const MEMORY: usize = 4_096;
/// What it says without paper, whatever it is told to say.
const OUT_OF_PAPER: [u8; 4] = [0x1a, 0x32, 0x12, 0x7e];
/// GS r 1.
const MARK: [u8; 3] = [0x1d, b'r', 1];

/// What the printer does with what it is sent.
#[derive(Clone, Copy, PartialEq)]
pub enum Manner {
    /// Prints, answers DLE EOT with these four bytes, and answers marks.
    Answers([u8; 4]),
    /// The same, but knows no marks.
    WithoutMarks([u8; 4]),
    /// Prints and never answers.
    Mute,
    /// Reads nothing.
    Dead,
    /// Switched off: what comes down the line is gone.
    Off,
}

pub const READY: Manner = Manner::Answers([0x12, 0x12, 0x12, 0x12]);
pub const READY_WITHOUT_MARKS: Manner = Manner::WithoutMarks([0x12, 0x12, 0x12, 0x12]);
pub const NO_PAPER: Manner = Manner::Answers(OUT_OF_PAPER);
pub const LITTLE_PAPER: Manner = Manner::Answers([0x12, 0x12, 0x12, 0x1e]);
pub const COVER_OPEN: Manner = Manner::Answers([0x1a, 0x16, 0x12, 0x12]);

struct Inside {
    port: VirtualPort,
    manner: Manner,
    /// How many bytes fit on what is left of the roll.
    roll: usize,
    /// How many bytes it prints before it looks up again.
    pace: usize,
    question: Vec<u8>,
    questions: usize,
    memory: VecDeque<u8>,
    paper: Vec<u8>,
}

pub struct ReceiptPrinter {
    inside: Arc<Mutex<Inside>>,
    running: Arc<()>,
    thread: Option<JoinHandle<()>>,
}

impl ReceiptPrinter {
    /// One that stands at a port of its own.
    pub fn at(path: &Path, manner: Manner) -> Self {
        Self::on(VirtualPort::plugged(path).unwrap(), manner)
    }

    /// One on a port that is there already.
    pub fn on(port: VirtualPort, manner: Manner) -> Self {
        let inside = Arc::new(Mutex::new(Inside {
            port,
            manner,
            roll: usize::MAX,
            pace: usize::MAX,
            question: Vec::new(),
            questions: 0,
            memory: VecDeque::new(),
            paper: Vec::new(),
        }));
        let running = Arc::new(());
        let alive = Arc::downgrade(&running);
        let its = Arc::clone(&inside);
        let thread = std::thread::spawn(move || {
            while alive.upgrade().is_some() {
                its.lock().unwrap().work();
                std::thread::sleep(Duration::from_millis(1));
            }
        });
        ReceiptPrinter { inside, running, thread: Some(thread) }
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap()
    }

    pub fn become_manner(&self, manner: Manner) {
        let mut inside = self.inside();
        inside.manner = manner;
        if manner == Manner::Off {
            inside.memory.clear();
            inside.question.clear();
        }
    }

    /// So many bytes more, then the roll is empty.
    pub fn end_roll_after(&self, bytes: usize) {
        self.inside().roll = bytes;
    }

    /// From now on it prints about a letter in a millisecond.
    pub fn print_slowly(&self) {
        self.inside().pace = 1;
    }

    /// It stops printing, and does not say so.
    pub fn hold(&self) {
        self.inside().pace = 0;
    }

    /// It prints as quickly as it can.
    pub fn go_on(&self) {
        self.inside().pace = usize::MAX;
    }

    /// Somebody puts paper in.
    pub fn new_roll(&self) {
        self.inside().roll = usize::MAX;
    }

    /// Plug and power at once: what it had in its memory is gone as well.
    pub fn unplug(&self) {
        let mut inside = self.inside();
        inside.port.unplug();
        inside.memory.clear();
        inside.question.clear();
    }

    pub fn plug(&self) {
        self.inside().port.plug().unwrap();
    }

    /// All that was ever printed.
    pub fn paper(&self) -> Vec<u8> {
        self.inside().paper.clone()
    }

    /// Whether it has taken anything but questions.
    pub fn has_begun(&self) -> bool {
        let inside = self.inside();
        !inside.memory.is_empty() || !inside.paper.is_empty()
    }

    /// Whether it has been asked how it is.
    pub fn was_asked(&self) -> bool {
        self.inside().questions > 0
    }

    /// Tears the paper off: it is not seen again.
    pub fn tear_off(&self) {
        self.inside().paper.clear();
    }

    /// How often a part stands on the paper.
    pub fn count(&self, part: &[u8]) -> usize {
        self.paper().windows(part.len()).filter(|bytes| *bytes == part).count()
    }
}

impl Drop for ReceiptPrinter {
    fn drop(&mut self) {
        self.running = Arc::new(());
        self.thread.take().unwrap().join().unwrap();
    }
}

impl Inside {
    fn work(&mut self) {
        if self.manner == Manner::Dead {
            return;
        }
        if self.memory.len() < MEMORY {
            let bytes = self.port.read_at_most(MEMORY - self.memory.len()).unwrap_or_default();
            if self.manner == Manner::Off {
                return;
            }
            bytes.into_iter().for_each(|byte| self.take(byte));
        }
        self.print();
    }

    /// Questions are answered before everything that waits.
    fn take(&mut self, byte: u8) {
        self.question.push(byte);
        match self.question[..] {
            [0x10] | [0x10, 0x04] => {}
            [0x10, 0x04, question @ 1..=4] => {
                self.question.clear();
                self.questions += 1;
                if let Some(answers) = self.answers() {
                    self.say(answers[usize::from(question) - 1]);
                }
            }
            _ => self.memory.extend(self.question.drain(..)),
        }
    }

    fn answers(&self) -> Option<[u8; 4]> {
        match self.manner {
            Manner::Answers(_) | Manner::WithoutMarks(_) if self.roll == 0 => Some(OUT_OF_PAPER),
            Manner::Answers(answers) | Manner::WithoutMarks(answers) => Some(answers),
            Manner::Mute | Manner::Dead | Manner::Off => None,
        }
    }

    /// One that says that it is offline prints nothing.
    fn is_online(&self) -> bool {
        self.answers().is_none_or(|answers| answers[0] & 0b1000 == 0)
    }

    fn say(&mut self, byte: u8) {
        let _unplugged = self.port.write(&[byte]);
    }

    fn print(&mut self) {
        let mut printed = 0;
        while self.roll > 0
            && printed < self.pace
            && self.is_online()
            && let Some(byte) = self.memory.pop_front()
        {
            if byte == MARK[0] && self.memory.iter().take(2).eq(&MARK[1..]) {
                let _mark = self.memory.drain(..2).count();
                if let Manner::Answers(answers) = self.manner {
                    self.say(answers[3] & 0x0f & !2);
                }
                continue;
            }
            self.paper.push(byte);
            printed += 1;
            self.roll = if self.roll == usize::MAX { usize::MAX } else { self.roll - 1 };
        }
    }
}
