//! One run: payments in a world full of faults, then calm, then the books are compared.

use crate::agree;
use crate::chance::Occasion;
use crate::figures::Figures;
use crate::flaw::Flaw;
use crate::promise::{Broken, Promise};
use crate::world::{Plan, World};

/// Payments that are begun in each run before the faults stop.
pub const PAYMENTS: usize = 25;
/// In how many runs one keeps a real journal as well.
const JOURNAL_EVERY: u64 = 100;
const DAY: u64 = 24 * 3_600_000;
const HOUR: u64 = 3_600_000;

pub struct Outcome {
    pub broken: Option<Broken>,
    pub figures: Figures,
    /// What happened, if it was recorded.
    pub happened: Vec<Occasion>,
    pub story: Vec<String>,
}

impl Plan {
    /// A run as it comes.
    pub fn of(seed: u64, flaw: Flaw) -> Plan {
        let journal = seed.is_multiple_of(JOURNAL_EVERY) && flaw == Flaw::None;
        Plan { seed, flaw, payments: PAYMENTS, kept: None, told: false, journal }
    }
}

/// Lets a world go by.
pub fn run(plan: &Plan) -> Outcome {
    let mut world = World::new(plan.clone());
    // After the last thing that may happen nothing is left to wait for.
    let last_turn = plan.kept.as_ref().map_or(u32::MAX, |kept| {
        kept.iter().map(|occasion| occasion.turn).max().unwrap_or_default()
    });
    while world.ledger.attempts.len() < plan.payments
        && world.turn <= last_turn
        && world.broken.is_none()
    {
        world.go_on();
        if world.now > DAY {
            world.breaks(Promise::Rest.broken("a day is not enough for a few payments"));
        }
    }
    world.becomes_calm();
    let end = world.now + HOUR;
    while world.broken.is_none() && !world.is_at_rest() {
        world.go_on();
        if world.now > end {
            world.breaks(Promise::Rest.broken("an hour after the last fault there is no rest"));
        }
    }
    if world.broken.is_none() {
        let agreed = agree::agree(&world).and_then(|()| match &world.journal {
            Some(journal) => journal.verifies(),
            None => Ok(()),
        });
        world.check(agreed);
    }
    let mut figures = std::mem::take(&mut world.figures);
    figures.runs = 1;
    figures.journals = u64::from(world.journal.as_ref().is_some_and(|it| it.length() > 0));
    agree::count(&world, &mut figures);
    Outcome {
        broken: world.broken,
        figures,
        happened: world.chance.into_happened(),
        story: world.story.map(|story| story.lines).unwrap_or_default(),
    }
}
