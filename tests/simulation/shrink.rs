//! Makes the story of a failure short: takes away presses, faults, deaths and whole payments as long as the
//! same promise stays broken.
//!
//! Every occasion of a run has a name (see `chance`), so any of them can be left out while the others
//! happen as before. What is left in the end is needed, each piece of it.

use std::collections::HashSet;

use crate::chance::Occasion;
use crate::promise::{Broken, Promise};
use crate::run::{Outcome, run};
use crate::world::Plan;

/// How often a run is tried again at most.
const MOST_TRIES: usize = 3_000;

/// A failure, and the shortest story of it that was found.
pub struct Shrunk {
    pub broken: Broken,
    pub story: Vec<String>,
    /// How many occasions there were, and how many are left.
    pub before: usize,
    pub after: usize,
}

struct Search {
    plan: Plan,
    promise: Promise,
    /// What is still needed, in the order in which it happened.
    needed: Vec<Occasion>,
    tries: usize,
}

/// Shortens the story of a run that breaks a promise; `None` if it does not.
pub fn shrink(plan: &Plan) -> Option<Shrunk> {
    let plan = Plan { told: true, ..plan.clone() };
    let first = run(&plan);
    let promise = first.broken?.promise;
    let before = first.happened.len();
    let mut search = Search { plan, promise, needed: first.happened, tries: 0 };
    search.without_kinds();
    search.without_turns();
    search.without_pieces();
    let last = search.again(&search.needed);
    Some(Shrunk { broken: last.broken?, story: last.story, before, after: search.needed.len() })
}

impl Search {
    fn again(&self, kept: &[Occasion]) -> Outcome {
        let kept: HashSet<Occasion> = kept.iter().copied().collect();
        run(&Plan { kept: Some(kept), ..self.plan.clone() })
    }

    /// Keeps only these, if that breaks the promise as well.
    fn attempt(&mut self, kept: &[Occasion]) -> bool {
        if kept.len() == self.needed.len() || self.tries >= MOST_TRIES {
            return false;
        }
        self.tries += 1;
        let outcome = self.again(kept);
        let same = outcome.broken.is_some_and(|broken| broken.promise == self.promise);
        if same {
            self.needed = outcome.happened;
        }
        same
    }

    fn without(&mut self, gone: impl Fn(&Occasion) -> bool) -> bool {
        let kept: Vec<Occasion> = self.needed.iter().filter(|it| !gone(it)).copied().collect();
        self.attempt(&kept)
    }

    /// All deaths, all lost answers, all double taps, and so on.
    fn without_kinds(&mut self) {
        let mut topics: Vec<_> = self.needed.iter().map(|it| it.topic).collect();
        topics.dedup();
        let mut tried = HashSet::new();
        for topic in topics {
            if tried.insert(topic) {
                let _shorter = self.without(|it| it.topic == topic);
            }
        }
    }

    /// All that has its origin in some turns: whole receipts, then single turns.
    fn without_turns(&mut self) {
        let last = self.needed.iter().map(|it| it.turn).max().unwrap_or_default();
        let mut length = (last / 2).max(1);
        loop {
            let mut from = 0;
            while from <= last {
                let gone = from..from + length;
                let _shorter = self.without(|it| gone.contains(&it.turn));
                from += length;
            }
            if length == 1 {
                return;
            }
            length /= 2;
        }
    }

    /// Ever smaller pieces, down to single occasions, until none can be left out.
    fn without_pieces(&mut self) {
        let mut length = (self.needed.len() / 2).max(1);
        loop {
            let mut shorter = false;
            let mut from = 0;
            while from < self.needed.len() {
                let mut kept = self.needed.clone();
                let end = (from + length).min(kept.len());
                drop(kept.drain(from..end));
                if self.attempt(&kept) {
                    shorter = true;
                } else {
                    from += length;
                }
            }
            if length == 1 && !shorter {
                return;
            }
            if self.tries >= MOST_TRIES {
                return;
            }
            length = (length / 2).max(1);
        }
    }
}
