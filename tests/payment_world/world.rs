//! The world: one queue of happenings in simulated time, a network that loses and delays, a
//! program that dies, and a driver that carries the register's decisions out as a till does.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use jiff::Timestamp;
use kassa::core::entry::Entry;
use kassa::core::money::Amount;
use kassa::core::payment::{AttemptId, Event, Phase, SendAnswer};
use kassa::core::register::{Command, Register};
use kassa::core::settings::Terminal;
use kassa::core::time::Now;
use kassa::core::user::{Person, Role, UserNumber};

use crate::cashier;
use crate::ledger::Ledger;
use crate::network::Question;
use crate::random::Random;
use crate::seqr::{Act, Seqr, Standing};

/// A mistake that a driver could make. The world must notice each of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    None,
    /// Effects run before the entries are on disk (rule 1).
    EffectsBeforeCommit,
    /// Polling stops while the cashier is asked or cancels (rule 4).
    PollsOnlyWhileWaiting,
    /// A transport error counts as cancelled (rule 5).
    EndsOnTransportError,
    /// The next poll carries whatever version came last, written down or not (rule 6).
    AcknowledgesBeforeCommit,
    /// Whatever cancelInvoice answers, the payment counts as cancelled (rule 8).
    TakesCancelForGranted,
    /// Open payments are not taken up at start (rule 13).
    ForgetsAtStart,
    /// The last transaction before a death is not on disk.
    LosesTheLastCommit,
}

/// How often things go wrong, in a thousand.
#[derive(Debug, Clone, Copy, Default)]
pub struct Trouble {
    pub network: u64,
    pub death: u64,
    pub commit: u64,
}

#[derive(Debug)]
pub enum Happening {
    Tick { process: u32 },
    Poll { process: u32, attempt: AttemptId },
    Arrive { process: u32, id: u64, question: Question },
    Answer { process: u32, id: Option<u64>, attempt: AttemptId, event: Event },
    TimeLimit { process: u32, id: u64, question: Question },
    Cashier,
    Customer { place: usize, act: Act, amount: Option<Amount> },
    Start,
}

/// The program while it runs.
pub struct Till {
    pub register: Register,
    pub pollers: BTreeMap<AttemptId, Poller>,
    /// Requests that have not been answered.
    pub pending: BTreeSet<u64>,
    born: u64,
}

pub struct Poller {
    pub reference: String,
    pub version: i32,
    pub departed: u64,
}

/// How carrying a decision out ended.
#[derive(Debug, PartialEq, Eq)]
pub enum Carried {
    Done,
    NotWritten,
    Died,
}

pub struct World {
    pub now: u64,
    pub random: Random,
    pub seqr: Seqr,
    pub ledger: Ledger,
    pub till: Option<Till>,
    pub process: u32,
    pub flaw: Flaw,
    pub trouble: Trouble,
    /// No message is lost and nothing dies in this run.
    pub was_gentle: bool,
    pub calm: bool,
    pub broken: Option<String>,
    pub deaths: u64,
    pub reversals: u64,
    story: Option<Vec<String>>,
    queue: BTreeMap<(u64, u64), Happening>,
    happened: u64,
    wall: i64,
    before_death: Option<Register>,
    earlier_presses: Vec<Command>,
}

impl World {
    pub fn new(seed: u64, flaw: Flaw, told: bool) -> Self {
        let mut random = Random::new(seed);
        let standing = *random.pick(&[Standing::ByAnyPoll, Standing::ByVersion]);
        let seqr = Seqr::new(standing, random.per_mille(500));
        let trouble = Trouble {
            network: *random.pick(&[0, 50, 200, 500]),
            death: *random.pick(&[0, 5, 20, 60]),
            commit: *random.pick(&[0, 0, 10, 50]),
        };
        let mut world = World {
            now: 0,
            random,
            seqr,
            ledger: Ledger::default(),
            till: None,
            process: 0,
            flaw,
            trouble,
            was_gentle: trouble.network + trouble.death == 0,
            calm: false,
            broken: None,
            deaths: 0,
            reversals: 0,
            story: told.then(Vec::new),
            queue: BTreeMap::new(),
            happened: 0,
            wall: 0,
            before_death: None,
            earlier_presses: Vec::new(),
        };
        world.say(|| format!("seed {seed}, payments stand {standing:?}, {trouble:?}, {flaw:?}"));
        let terminal = Terminal {
            id: "terminal".to_owned(),
            external_id: "1".to_owned(),
            name: "Kassa 1".to_owned(),
            seqr_id: None,
        };
        world.ledger.entries.push(Entry::TerminalRegistered { terminal });
        world.later(0, Happening::Start);
        world.later(10, Happening::Cashier);
        world
    }

    /// Puts a happening `after` so many milliseconds.
    pub fn later(&mut self, after: u64, happening: Happening) {
        self.happened += 1;
        let _none = self.queue.insert((self.now + after, self.happened), happening);
    }

    pub fn say(&mut self, words: impl FnOnce() -> String) {
        let now = self.now;
        if let Some(story) = &mut self.story {
            story.push(format!("{:>4}.{:03}  {}", now / 1_000, now % 1_000, words()));
        }
    }

    /// The last chapters of what happened.
    pub fn tell(&self) -> String {
        let story = self.story.as_deref().unwrap_or_default();
        let begin = story.len().saturating_sub(70);
        story[..1.min(begin)].iter().chain(&story[begin..]).cloned().collect::<Vec<_>>().join("\n")
    }

    /// A promise is broken: the first one counts.
    pub fn breaks(&mut self, promise: String) {
        self.say(|| format!("BROKEN: {promise}"));
        let _first = self.broken.get_or_insert(promise);
    }

    /// The two clocks as the running program reads them. The wall clock jumps.
    pub fn clock(&self) -> Now {
        let born = self.till.as_ref().map_or(self.now, |till| till.born);
        let wall = 1_700_000_000_000 + self.now as i64 + self.wall;
        let at = Timestamp::from_millisecond(wall).unwrap_or(Timestamp::UNIX_EPOCH);
        Now { at, steady: Duration::from_millis(self.now - born) }
    }

    /// Lets the next thing happen.
    pub fn go_on(&mut self) {
        let Some(((now, _), happening)) = self.queue.pop_first() else { return };
        self.now = now;
        for reference in self.seqr.pass_time(now) {
            self.reversals += 1;
            self.say(|| format!("SEQR takes {reference} back: nobody asked"));
        }
        let alive = self.till.is_some().then_some(self.process);
        match happening {
            Happening::Start => self.start(),
            Happening::Cashier => self.cashier(),
            Happening::Customer { place, act, amount } => self.customer(place, act, amount),
            Happening::Arrive { process, id, question } => self.arrive(process, id, question),
            Happening::Tick { process } if alive == Some(process) => self.tick(),
            Happening::Poll { process, attempt } if alive == Some(process) => self.poll(attempt),
            Happening::Answer { process, id, attempt, event } if alive == Some(process) => {
                self.answer(id, attempt, event);
            }
            Happening::TimeLimit { process, id, question } if alive == Some(process) => {
                self.answer(Some(id), question.attempt(), question.unanswered());
            }
            _ => {}
        }
    }

    fn start(&mut self) {
        self.process += 1;
        let process = self.process;
        self.say(|| format!("program {process} starts"));
        let mut till = Till {
            register: Register::default(),
            pollers: BTreeMap::new(),
            pending: BTreeSet::new(),
            born: self.now,
        };
        let now = self.clock();
        for entry in &self.ledger.entries {
            till.register.apply(entry, Now { steady: Duration::ZERO, ..now });
        }
        if let Some(before) = self.before_death.take()
            && self.flaw == Flaw::None
            && let Err(difference) = crate::durable::compare(&before, &till.register)
        {
            self.breaks(format!("read again, the journal says something else: {difference}"));
        }
        let open: Vec<AttemptId> = till
            .register
            .attempts()
            .filter(|attempt| !attempt.is_final())
            .map(|attempt| attempt.id())
            .collect();
        self.till = Some(till);
        self.later(1_000, Happening::Tick { process });
        for attempt in open {
            if self.flaw != Flaw::ForgetsAtStart {
                self.hand_in(attempt, Event::Recovered);
            }
        }
    }

    fn die(&mut self) {
        let process = self.process;
        self.say(|| format!("program {process} dies"));
        self.deaths += 1;
        self.stop();
    }

    fn stop(&mut self) {
        self.before_death = self.till.take().map(|till| till.register);
        let dark = self.random.between(0, 60_000);
        self.later(dark, Happening::Start);
    }

    pub fn may_die(&mut self) -> bool {
        let dies = self.random.per_mille(self.trouble.death);
        if dies {
            self.die();
        }
        dies
    }

    fn tick(&mut self) {
        let process = self.process;
        self.later(1_000, Happening::Tick { process });
        if self.random.per_mille(self.trouble.death / 10) {
            return self.die();
        }
        if self.trouble.network > 0 && self.random.per_mille(5) {
            self.wall = self.random.between(0, 200_000_000) as i64 - 100_000_000;
        }
        self.everyone_is_polled();
        let Some(till) = &mut self.till else { return };
        let now = Now { steady: Duration::from_millis(self.now - till.born), at: Timestamp::MIN };
        if self.flaw == Flaw::PollsOnlyWhileWaiting {
            let register = &till.register;
            till.pollers.retain(|id, _| {
                let phase = register.attempt(*id).map(|attempt| attempt.phase(now));
                !matches!(phase, Some(Phase::Asking { .. } | Phase::Cancelling { .. }))
            });
        }
        let open: Vec<AttemptId> = till.register.attempts().map(|attempt| attempt.id()).collect();
        for attempt in open {
            self.hand_in(attempt, Event::Tick);
        }
    }

    /// Rule 4: whatever happens, an invoice that is known and not settled is asked for.
    fn everyone_is_polled(&mut self) {
        let Some(till) = &self.till else { return };
        let deadline = self.now.saturating_sub(6_500).max(till.born);
        let forgotten = self.ledger.attempts.iter().rev().take(5).find(|(id, known)| {
            let unsettled = !known.over || known.is_owed_a_poll();
            let polled = till.pollers.get(id).is_some_and(|poller| poller.departed >= deadline);
            known.reference.is_some() && unsettled && !polled
        });
        if let Some((id, _)) = forgotten {
            self.breaks(format!("{id} is not polled"));
        }
    }

    fn customer(&mut self, place: usize, act: Act, amount: Option<Amount>) {
        if self.seqr.act(place, act, amount, self.now) {
            self.say(|| format!("the customer: {act:?} invoice-{place}"));
        }
        if act == Act::Confirm {
            let act = if self.random.per_mille(100) { Act::Fail } else { Act::Pay };
            let after = self.random.between(0, 5_000);
            self.later(after, Happening::Customer { place, act, amount });
        }
    }

    fn cashier(&mut self) {
        let pause = self.random.between(200, 8_000);
        self.later(pause, Happening::Cashier);
        let now = self.clock();
        let Some(till) = &mut self.till else { return };
        if till.register.user().is_none() {
            let number = UserNumber(self.random.between(1, 3) as u16);
            let person = Person { number, name: "K".to_owned(), role: Role::Cashier };
            return till.register.set_user(Some(person));
        }
        let stale = !self.calm && self.random.per_mille(100);
        let command = if stale && !self.earlier_presses.is_empty() {
            Some(self.random.pick(&self.earlier_presses).clone())
        } else {
            cashier::choose(&till.register, now, self.calm, &mut self.random)
        };
        let Some(command) = command else { return };
        if self.press(&command) && !self.calm && self.random.per_mille(300) {
            // A finger that bounces, or a second finger.
            if self.press(&command) && cashier::has_one_effect(&command) {
                self.breaks(format!("pressed twice, taken twice: {command:?}"));
            }
        }
        self.earlier_presses.push(command);
        if self.earlier_presses.len() > 8 {
            let _oldest = self.earlier_presses.remove(0);
        }
    }

    /// Returns whether it was accepted and carried out.
    fn press(&mut self, command: &Command) -> bool {
        let now = self.clock();
        let Some(till) = &self.till else { return false };
        let decided = till.register.decide(command, now);
        let Ok(decision) = decided else { return false };
        self.say(|| format!("the cashier: {command:?}"));
        let done = self.carry_out(decision) == Carried::Done;
        if matches!(command, Command::LogOut | Command::Quit) {
            let open = self.ledger.open().map(|(id, _)| *id).next();
            if let Some(id) = open {
                self.breaks(format!("{command:?} while {id} is open"));
            }
            if *command == Command::Quit && done {
                if self.was_gentle && self.ledger.attempts.values().any(|it| it.is_owed_a_poll()) {
                    self.breaks("the program ends before SEQR knows of a payment".to_owned());
                }
                self.stop();
                return false;
            }
        }
        done
    }

    /// Whether nothing is left to do for anyone.
    pub fn is_at_rest(&self) -> bool {
        let Some(till) = &self.till else { return false };
        let nobody = !self.queue.values().any(|next| matches!(next, Happening::Customer { .. }));
        nobody
            && till.register.receipt().is_none()
            && till.register.attempts().next().is_none()
            && self.seqr.is_quiet()
    }

    pub fn sent(&mut self, attempt: AttemptId) -> SendAnswer {
        let asked = self.ledger.attempts.get(&attempt).map_or(Amount::ZERO, |it| it.order.amount);
        let place = self.seqr.send(attempt, asked, self.now);
        self.expect_customer(place, asked);
        SendAnswer::Created { reference: self.seqr.invoices[place].reference.clone() }
    }

    fn expect_customer(&mut self, place: usize, asked: Amount) {
        let act = match self.random.below(20) {
            0 => Act::Decline,
            1 => Act::Fail,
            2 => Act::Expire,
            3 => return,
            4..8 => Act::Pay,
            _ => Act::Confirm,
        };
        let other = self.random.per_mille(50);
        let amount = other
            .then(|| Amount::from_minor(self.random.between(1, 2 * asked.minor() as u64) as i64));
        let most = *self.random.pick(&[3_000, 10_000, 45_000]);
        let after = self.random.between(100, most);
        self.later(after, Happening::Customer { place, act, amount });
    }
}
