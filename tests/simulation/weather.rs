//! What comes over the register at any moment: deaths, jumps of the clock, no network, no room on the disk.

use crate::chance::Topic;
use crate::figures::Fault;
use crate::world::{Happening, World};

impl World {
    /// Says what this turn brings.
    pub fn weather(&mut self) {
        let (turn, often) = (self.turn, self.trouble.weather);
        if often == 0 {
            return;
        }
        if let Some(mut random) = self.chance.happens(Topic::Death, turn, 0, often) {
            let (process, dark) = (self.process, random.between(0, 60_000));
            let after = random.between(0, 8_000);
            self.later(after, Happening::Death { process, dark });
        }
        if let Some(mut random) = self.chance.happens(Topic::Clock, turn, 0, often) {
            self.wall = random.between(0, 200_000_000) as i64 - 100_000_000;
            self.figures.count(Fault::ClockJump);
            self.say(|| "The wall clock jumps.".to_owned());
        }
        if let Some(mut random) = self.chance.happens(Topic::Outage, turn, 0, often) {
            let length = random.between(1_000, 90_000);
            self.outage_until = self.now + length;
            self.figures.count(Fault::Outage);
            self.say(|| format!("SEQR cannot be reached for {} s.", length / 1_000));
        }
        if let Some(mut random) = self.chance.happens(Topic::FullDisk, turn, 0, often) {
            let length = random.between(1_000, 60_000);
            self.full_until = self.now + length;
            self.say(|| format!("The disk is full for {} s.", length / 1_000));
        }
    }

    /// Whether the journal refuses a transaction.
    pub fn disk_refuses(&mut self, turn: u32, number: u32) -> bool {
        let full = self.now < self.full_until;
        let refuses = full
            || self.chance.happens(Topic::NotWritten, turn, number, self.trouble.commit).is_some();
        if refuses {
            self.figures.count(if full { Fault::FullDisk } else { Fault::NotWritten });
            self.last_trouble_writing = self.now;
            self.say(|| "The journal does not take it.".to_owned());
        }
        refuses
    }

    /// From here on everything works.
    pub fn becomes_calm(&mut self) {
        self.say(|| "From here on everything works.".to_owned());
        self.trouble = crate::world::Trouble::default();
        self.calm_since = Some(self.now);
        self.outage_until = 0;
        self.full_until = 0;
    }
}
