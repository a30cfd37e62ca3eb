//! Chance that repeats, and that can be taken away piece by piece.
//!
//! Whatever can happen in the world is an *occasion* with a name: which kind, in which turn of the cashier
//! it has its origin, and which of its kind it is there. Whether it happens, and how, follows from the seed and the name
//! alone. So one occasion can be made not to happen while all others happen as before: that is what
//! shrinking a long story to a short one needs.

use std::collections::HashSet;

/// What kind of thing happens. When it does not, the world is calm: nobody presses, the customer
/// does nothing, requests and answers arrive at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Topic {
    /// The cashier presses something.
    Press,
    /// The finger bounces.
    Bounce,
    /// The cashier presses what an earlier screen offered.
    Stale,
    /// The cashier takes another time than a second.
    Pause,
    /// A manager comes by.
    Manager,
    /// The customer does something.
    Customer,
    /// The customer's bank does not simply pay.
    Bank,
    /// SEQR treats an invoice strangely from the beginning.
    Quirk,
    /// A request gets lost or is late.
    Request,
    /// An answer gets lost, is late, or says something else.
    Answer,
    /// The program dies before a transaction is written.
    DeathBefore,
    /// The program dies after a transaction was written.
    DeathAfter,
    /// The program dies between two effects.
    DeathAmid,
    /// The program dies at some moment.
    Death,
    /// The wall clock jumps.
    Clock,
    /// SEQR cannot be reached for a while.
    Outage,
    /// The disk is full for a while.
    FullDisk,
    /// The journal refuses one transaction.
    NotWritten,
    /// An answer that could not be written down is not handed in again.
    Forgotten,
}

/// The name of an occasion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Occasion {
    pub topic: Topic,
    /// The turn of the cashier in which it has its origin.
    pub turn: u32,
    /// Which one of its kind in that turn.
    pub number: u32,
}

/// Says what happens.
pub struct Chance {
    seed: u64,
    /// Where only these may happen.
    kept: Option<HashSet<Occasion>>,
    /// What has happened, in order, where anyone wants to know.
    happened: Option<Vec<Occasion>>,
}

impl Chance {
    pub fn new(seed: u64, kept: Option<HashSet<Occasion>>, recorded: bool) -> Self {
        Chance { seed, kept, happened: recorded.then(Vec::new) }
    }

    /// Whether this happens, so many times in a thousand; and then the details of it.
    pub fn happens(
        &mut self,
        topic: Topic,
        turn: u32,
        number: u32,
        per_mille: u64,
    ) -> Option<Random> {
        if per_mille == 0 {
            return None;
        }
        let occasion = Occasion { topic, turn, number };
        let mut random = self.random(occasion);
        if !random.per_mille(per_mille) {
            return None;
        }
        if self.kept.as_ref().is_some_and(|kept| !kept.contains(&occasion)) {
            return None;
        }
        if let Some(happened) = &mut self.happened {
            happened.push(occasion);
        }
        Some(random)
    }

    /// How long something takes that always takes a little, in milliseconds.
    pub fn latency(&self, topic: Topic, turn: u32, number: u32) -> u64 {
        let mut random = self.random(Occasion { topic, turn: !turn, number });
        random.between(10, 200)
    }

    pub fn into_happened(self) -> Vec<Occasion> {
        self.happened.unwrap_or_default()
    }

    fn random(&self, occasion: Occasion) -> Random {
        let name = u64::from(occasion.turn) << 32 | u64::from(occasion.number);
        let topic = (occasion.topic as u64 + 1).wrapping_mul(0xd6e8_feb8_6659_fd93);
        Random(mixed(mixed(self.seed ^ topic) ^ name))
    }
}

/// A splitmix64 generator.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Random(mixed(seed))
    }

    /// From 0 to `end`, exclusive.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mixed(self.0) % end.max(1)
    }

    /// From `low` to `high`, inclusive.
    pub fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.below(high - low + 1)
    }

    /// True so many times in a thousand.
    pub fn per_mille(&mut self, times: u64) -> bool {
        self.below(1_000) < times
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        let place = self.below(from.len() as u64) as usize;
        &from[place]
    }
}

fn mixed(number: u64) -> u64 {
    let mut mixed = number ^ 0x5eed;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
