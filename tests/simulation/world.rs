//! The world: one queue of happenings in simulated time, in which the register, SEQR, the network,
//! the cashier, a manager and the customers act on each other.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::time::Duration;

use jiff::Timestamp;
use kassa::core::entry::Entry;
use kassa::core::money::Amount;
use kassa::core::payment::{AttemptId, Event, Phase, Subject};
use kassa::core::refund;
use kassa::core::register::{Command, Register};
use kassa::core::settings::Terminal;
use kassa::core::time::Now;

use crate::chance::{Chance, Occasion, Random, Topic};
use crate::figures::{Fault, Figures};
use crate::flaw::Flaw;
use crate::journal::Journal;
use crate::ledger::Ledger;
use crate::network::{Heard, Request};
use crate::promise::{Broken, Promise};
use crate::seqr::{Act, Seqr, Standing};
use crate::story::Story;

/// How often things go wrong, in a thousand.
#[derive(Debug, Clone, Copy, Default)]
pub struct Trouble {
    /// For each request and each answer.
    pub network: u64,
    /// Deaths, for each journal write, before and after it, and each effect.
    pub death: u64,
    /// Refused transactions.
    pub commit: u64,
    /// Deaths, jumps of the clock, times without network or room on the disk, for each turn of the cashier.
    pub weather: u64,
    /// Invoices that SEQR treats strangely.
    pub quirk: u64,
}

impl Trouble {
    fn of(random: &mut Random) -> Self {
        if random.per_mille(80) {
            return Trouble::default();
        }
        Trouble {
            network: *random.pick(&[0, 30, 150, 400]),
            death: *random.pick(&[0, 5, 20, 60]),
            commit: *random.pick(&[0, 0, 10, 50]),
            weather: *random.pick(&[0, 3, 15]),
            quirk: *random.pick(&[0, 30, 150]),
        }
    }

    fn is_none(&self) -> bool {
        self.network + self.death + self.commit + self.weather + self.quirk == 0
    }
}

#[derive(Debug)]
pub enum Happening {
    Tick { process: u32 },
    Poll { process: u32, attempt: AttemptId },
    Arrive(Request),
    Answer { process: u32, id: Option<u64>, heard: Heard },
    TimeLimit(Request),
    Turn,
    Customer { place: usize, act: Act, amount: Option<Amount> },
    Death { process: u32, dark: u64 },
    Start,
}

/// The program while it runs.
pub struct Till {
    pub register: Register,
    pub pollers: BTreeMap<AttemptId, Poller>,
    /// Requests that have not been answered.
    pub pending: BTreeSet<u64>,
    /// When SEQR last said how a payment stands.
    pub heard: BTreeMap<AttemptId, u64>,
    /// What could not be written down, to be handed in again.
    pub held: Vec<Heard>,
    pub born: u64,
}

pub struct Poller {
    pub reference: String,
    pub version: i32,
    pub departed: u64,
}

/// Where an attempt comes from, and how often things were done for it.
#[derive(Debug, Default)]
pub struct Origin {
    /// The turn in which the cashier pressed Pay.
    pub turn: u32,
    pub requests: [u32; 5],
    pub writes: u32,
    pub written_at: u64,
}

/// What a run is made from.
#[derive(Debug, Clone)]
pub struct Plan {
    pub seed: u64,
    pub flaw: Flaw,
    /// Payments that are begun before the faults stop.
    pub payments: usize,
    /// Where only these occasions may happen.
    pub kept: Option<HashSet<Occasion>>,
    /// Whether occasions and story are recorded.
    pub told: bool,
    /// Whether a real journal is kept as well.
    pub journal: bool,
}

pub struct World {
    pub now: u64,
    pub chance: Chance,
    pub seqr: Seqr,
    pub ledger: Ledger,
    pub journal: Option<Journal>,
    pub till: Option<Till>,
    pub process: u32,
    pub flaw: Flaw,
    pub trouble: Trouble,
    /// No message is lost and nothing dies in this run.
    pub was_gentle: bool,
    /// Since when nothing goes wrong any more.
    pub calm_since: Option<u64>,
    pub broken: Option<Broken>,
    pub figures: Figures,
    pub story: Option<Story>,
    pub origins: BTreeMap<AttemptId, Origin>,
    /// The cashier's turns so far.
    pub turn: u32,
    /// Transactions that were tried in this turn and belong to no payment.
    pub writes_in_turn: u32,
    pub asked: u64,
    pub outage_until: u64,
    pub full_until: u64,
    pub last_trouble_writing: u64,
    pub last_commit: u64,
    pub earlier_presses: Vec<Command>,
    pub wall: i64,
    customers: u32,
    queue: BTreeMap<(u64, u64), Happening>,
    happened: u64,
    before_death: Option<Register>,
}

impl World {
    pub fn new(plan: Plan) -> Self {
        let mut random = Random::new(plan.seed);
        let standing = *random.pick(&[Standing::ByAnyPoll, Standing::ByVersion]);
        let seqr = Seqr::new(standing, random.per_mille(500));
        let trouble = Trouble::of(&mut random);
        let mut world = World {
            now: 0,
            chance: Chance::new(plan.seed, plan.kept, plan.told),
            seqr,
            ledger: Ledger::default(),
            journal: plan.journal.then(Journal::new),
            till: None,
            process: 0,
            flaw: plan.flaw,
            trouble,
            was_gentle: trouble.is_none(),
            calm_since: None,
            broken: None,
            figures: Figures::default(),
            story: plan.told.then(Story::default),
            origins: BTreeMap::new(),
            turn: 0,
            writes_in_turn: 0,
            asked: 0,
            outage_until: 0,
            full_until: 0,
            last_trouble_writing: 0,
            last_commit: 0,
            earlier_presses: Vec::new(),
            wall: 0,
            customers: 0,
            queue: BTreeMap::new(),
            happened: 0,
            before_death: None,
        };
        let terminal = Terminal {
            id: "terminal".to_owned(),
            external_id: "1".to_owned(),
            name: "Kassa 1".to_owned(),
            seqr_id: None,
        };
        world.write(&[Entry::TerminalRegistered { terminal }]);
        world.later(0, Happening::Start);
        world.later(10, Happening::Turn);
        world
    }

    /// Puts a happening `after` so many milliseconds.
    pub fn later(&mut self, after: u64, happening: Happening) {
        if matches!(happening, Happening::Customer { .. }) {
            self.customers += 1;
        }
        self.happened += 1;
        let _none = self.queue.insert((self.now + after, self.happened), happening);
    }

    /// Adds a sentence to the story, if it is told. It ends with the promise that is broken.
    pub fn say(&mut self, words: impl FnOnce() -> String) {
        if let Some(story) = &mut self.story
            && self.broken.is_none()
        {
            story.say(self.now, words());
        }
    }

    /// A promise is broken: the first one counts.
    pub fn breaks(&mut self, broken: Broken) {
        self.say(|| format!("That breaks {:?}.", broken.promise));
        let _first = self.broken.get_or_insert(broken);
    }

    pub fn check(&mut self, checked: Result<(), Broken>) {
        if let Err(broken) = checked {
            self.breaks(broken);
        }
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
        for place in self.seqr.pass_time(now).unwrap_or_default() {
            self.figures.reversals += 1;
            self.say(|| format!("SEQR takes invoice-{place} back: nobody asked for 20 s"));
        }
        let alive = self.till.is_some().then_some(self.process);
        match happening {
            Happening::Start => self.start(),
            Happening::Turn => self.turn(),
            Happening::Customer { place, act, amount } => self.customer(place, act, amount),
            Happening::Arrive(request) => self.arrive(request),
            Happening::Tick { process } if alive == Some(process) => self.tick(),
            Happening::Poll { process, attempt } if alive == Some(process) => self.poll(attempt),
            Happening::Death { process, dark } if alive == Some(process) => {
                self.die(Fault::DeathSomewhere, dark);
            }
            Happening::Answer { process, id, heard } if alive == Some(process) => {
                self.answer(id, heard);
            }
            Happening::TimeLimit(request) if alive == Some(request.process) => {
                self.answer(Some(request.id), request.question.unanswered());
            }
            _ => {}
        }
    }

    fn start(&mut self) {
        self.process += 1;
        self.figures.restarts += u64::from(self.process > 1);
        self.say(|| "The program starts.".to_owned());
        let mut till = Till {
            register: Register::default(),
            pollers: BTreeMap::new(),
            pending: BTreeSet::new(),
            heard: BTreeMap::new(),
            held: Vec::new(),
            born: self.now,
        };
        for (at, entry) in &self.ledger.entries {
            till.register.apply(entry, Now { at: *at, steady: Duration::ZERO });
        }
        if let Some(before) = self.before_death.take()
            && self.flaw != Flaw::LosesTheLastCommit
            && let Err(difference) = crate::durable::compare(&before, &till.register)
        {
            self.breaks(Promise::RebuiltState.broken(difference));
        }
        if let Some(journal) = &self.journal
            && let Err(broken) = journal.restores(&till.register)
        {
            self.breaks(broken);
        }
        let open: Vec<AttemptId> = till
            .register
            .attempts()
            .filter(|attempt| !attempt.is_final())
            .map(|attempt| attempt.id())
            .collect();
        self.till = Some(till);
        let process = self.process;
        self.later(1_000, Happening::Tick { process });
        for attempt in open {
            if self.flaw != Flaw::ForgetsAtStart {
                self.hand_in(attempt, Event::Recovered);
            }
        }
        self.each_refund(refund::Event::Recovered);
    }

    /// Whether the program dies on this occasion.
    pub fn dies(&mut self, topic: Topic, fault: Fault, turn: u32, number: u32) -> bool {
        let Some(mut random) = self.chance.happens(topic, turn, number, self.trouble.death) else {
            return false;
        };
        self.die(fault, random.between(0, 60_000));
        true
    }

    fn die(&mut self, fault: Fault, dark: u64) {
        self.figures.count(fault);
        let when = match fault {
            Fault::DeathBeforeWrite => " before this is written",
            Fault::DeathAfterWrite => " right after this is written",
            Fault::DeathAmidEffects => " before it does what follows",
            _ => "",
        };
        self.say(|| format!("The program dies{when}, for {}.{} s.", dark / 1_000, dark / 100 % 10));
        self.stop(dark);
    }

    pub fn stop(&mut self, dark: u64) {
        self.before_death = self.till.take().map(|till| till.register);
        self.later(dark, Happening::Start);
    }

    fn tick(&mut self) {
        let process = self.process;
        self.later(1_000, Happening::Tick { process });
        self.everyone_is_polled();
        if self.flaw == Flaw::PollsOnlyWhileWaiting {
            self.stop_polling_unless_waiting();
        }
        let Some(till) = &mut self.till else { return };
        let held = std::mem::take(&mut till.held);
        for heard in held {
            if self.till.is_some() {
                self.hear(heard);
            }
        }
        let Some(till) = &self.till else { return };
        let open: Vec<AttemptId> = till
            .register
            .attempts()
            .filter(|attempt| !attempt.is_final())
            .map(|attempt| attempt.id())
            .collect();
        for attempt in open {
            if self.till.is_some() {
                self.hand_in(attempt, Event::Tick);
            }
        }
        self.each_refund(refund::Event::Tick);
        if !self.ledger.live.is_empty() || self.ledger.refunds.open.is_some() {
            self.check(self.compare_list());
        }
    }

    fn stop_polling_unless_waiting(&mut self) {
        let now = self.clock();
        let Some(till) = &mut self.till else { return };
        let register = &till.register;
        till.pollers.retain(|id, _| {
            let phase = register.attempt(*id).map(|attempt| attempt.phase(now));
            !matches!(phase, Some(Phase::Asking { .. } | Phase::Cancelling { .. }))
        });
    }

    /// Rule 4: whatever happens, an invoice that is known and open is asked for.
    fn everyone_is_polled(&mut self) {
        let Some(till) = &self.till else { return };
        let deadline = self.now.saturating_sub(6_500).max(till.born);
        let forgotten = self.ledger.live.iter().find(|id| {
            let known = &self.ledger.attempts[id];
            let waits = known.over.is_none() || (known.is_owed_a_poll() && !known.noted);
            let polled = till.pollers.get(id).is_some_and(|poller| poller.departed >= deadline);
            known.reference.is_some() && waits && !polled
        });
        if let Some(id) = forgotten {
            self.breaks(Promise::Polled.broken(format!("{id} is not polled")));
        }
    }

    fn customer(&mut self, place: usize, act: Act, amount: Option<Amount>) {
        self.customers -= 1;
        if self.seqr.act(place, act, amount, self.now) {
            self.say(|| crate::story::act(place, act, amount));
            if amount.is_some() && act == Act::Pay {
                self.figures.count(Fault::OtherAmount);
            }
            if matches!(act, Act::Decline | Act::Fail | Act::Expire) {
                self.figures.count(Fault::Declined);
            }
        }
        if act == Act::Confirm {
            let attempt = self.seqr.invoices[place].attempt;
            let turn = self.origins.get(&attempt).map_or(0, |origin| origin.turn);
            let sending = self.ledger.attempts.get(&attempt).map_or(0, |known| known.sendings);
            let (act, after) = match self.chance.happens(Topic::Bank, turn, sending, 500) {
                Some(mut random) => {
                    let act = if random.per_mille(150) { Act::Fail } else { Act::Pay };
                    // Now and then so long that SEQR refuses every cancel for over a minute.
                    let most = if random.per_mille(40) { 240_000 } else { 8_000 };
                    (act, random.between(0, most))
                }
                None => (Act::Pay, 1_500),
            };
            self.later(after, Happening::Customer { place, act, amount });
        }
    }

    /// The customer sees a new invoice.
    pub fn expect_customer(&mut self, place: usize, asked: Amount, turn: u32, sending: u32) {
        let Some(mut random) = self.chance.happens(Topic::Customer, turn, sending, 930) else {
            return;
        };
        let act = match random.below(20) {
            0 => Act::Decline,
            1 => Act::Fail,
            2 => Act::Expire,
            3..8 => Act::Pay,
            _ => Act::Confirm,
        };
        let other = random.per_mille(50);
        let amount =
            other.then(|| Amount::from_minor(random.between(1, 2 * asked.minor() as u64) as i64));
        let most = *random.pick(&[3_000, 10_000, 45_000]);
        let after = random.between(100, most);
        self.later(after, Happening::Customer { place, act, amount });
    }

    /// Whether nothing is left to do for anyone.
    pub fn is_at_rest(&self) -> bool {
        let Some(till) = &self.till else { return false };
        if self.customers > 0 || till.register.receipt().is_some() || !self.seqr.is_quiet() {
            return false;
        }
        if !till.register.refunds().all(|refund| refund.is_final()) {
            return false;
        }
        if till.register.attempts().all(|attempt| attempt.is_final()) {
            return true;
        }
        // What SEQR never says anything useful about waits on the list, and is asked for now and then.
        let listed = till.register.unsettled(self.clock());
        let waits =
            till.register.attempts().filter(|attempt| !attempt.is_final()).all(|attempt| {
                listed.iter().any(|it| it.subject == Subject::Payment(attempt.id()))
            });
        waits
            && till.register.open_attempt().is_none()
            && !self.seqr.is_waiting()
            && self.now - self.last_commit.max(self.seqr.changed_at) > 150_000
    }

    /// When something about this attempt was last written down.
    pub fn last_written(&self, attempt: AttemptId) -> u64 {
        self.origins.get(&attempt).map_or(0, |origin| origin.written_at)
    }
}
