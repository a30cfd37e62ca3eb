//! Payments in a simulated world: presses, losses, delays, deaths, managers who err, and a SEQR that takes back what
//! nobody asks for. The time is simulated and all chance comes from a seed, so a failure repeats.
//!
//! What is promised, and checked in every run, stands in `promise`. A run that breaks a promise is made as
//! short as it can be (`shrink`) and told in words (`story`).
//!
//! `KASSA_SIMULATION_SEED=17` tells the whole story of one run, `KASSA_SIMULATION_PAYMENTS=1000000` makes more of them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "simulation/agree.rs"]
mod agree;
#[path = "simulation/cashier.rs"]
mod cashier;
#[path = "simulation/chance.rs"]
mod chance;
#[path = "simulation/durable.rs"]
mod durable;
#[path = "simulation/figures.rs"]
mod figures;
#[path = "simulation/flaw.rs"]
mod flaw;
#[path = "simulation/giving_back.rs"]
mod giving_back;
#[path = "simulation/journal.rs"]
mod journal;
#[path = "simulation/ledger.rs"]
mod ledger;
#[path = "simulation/list.rs"]
mod list;
#[path = "simulation/network.rs"]
mod network;
#[path = "simulation/people.rs"]
mod people;
#[path = "simulation/promise.rs"]
mod promise;
#[path = "simulation/run.rs"]
mod run;
#[path = "simulation/seqr.rs"]
mod seqr;
#[path = "simulation/shrink.rs"]
mod shrink;
#[path = "simulation/story.rs"]
mod story;
#[path = "simulation/till.rs"]
mod till;
#[path = "simulation/weather.rs"]
mod weather;
#[path = "simulation/world.rs"]
mod world;

use std::io::Write;
use std::sync::atomic::{AtomicU64, Ordering};

use figures::{ENDS, FAULTS, Figures, Operation};
use flaw::{FLAWS, Flaw};
use run::{PAYMENTS, run};
use shrink::{Shrunk, shrink};
use world::Plan;

/// Payments where nobody says how many.
const USUALLY: u64 = 200_000;
/// Threads that share the runs.
const THREADS: usize = 2;

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

fn told(seed: u64, shrunk: &Shrunk) -> String {
    format!(
        "seed {seed} breaks a promise.\n{}\n\nThe shortest story of it, {} of {} things that happened:\n{}\n",
        shrunk.broken,
        shrunk.after,
        shrunk.before,
        shrunk.story.join("\n"),
    )
}

/// The shortest story of a flaw, from the seed that showed it and a few others.
fn shortest(first: u64, flaw: Flaw) -> Option<String> {
    let others = (first + 1..first + 400)
        .filter(|seed| run(&Plan::of(*seed, flaw)).broken.is_some())
        .take(4);
    let stories = std::iter::once(first)
        .chain(others)
        .filter_map(|seed| Some((seed, shrink(&Plan::of(seed, flaw))?)));
    let (seed, shrunk) = stories.min_by_key(|(_, shrunk)| shrunk.story.len())?;
    Some(told(seed, &shrunk))
}

/// The first seed that breaks a promise, if one does, and what happened in all runs.
fn all_runs(runs: u64) -> (Option<u64>, Figures) {
    let (next, failed) = (AtomicU64::new(1), AtomicU64::new(u64::MAX));
    let work = || {
        let mut figures = Figures::default();
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed > runs || failed.load(Ordering::Relaxed) != u64::MAX {
                return figures;
            }
            let outcome = run(&Plan::of(seed, Flaw::None));
            if outcome.broken.is_some() {
                let _earlier = failed.fetch_min(seed, Ordering::Relaxed);
            }
            figures.add(outcome.figures);
        }
    };
    let mut figures = Figures::default();
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(work)).collect();
        for thread in threads {
            figures.add(thread.join().expect("no run panics"));
        }
    });
    let failed = failed.into_inner();
    ((failed != u64::MAX).then_some(failed), figures)
}

#[test]
fn payments_survive_everything() {
    if let Some(seed) = number("KASSA_SIMULATION_SEED") {
        let whole = run(&Plan { told: true, ..Plan::of(seed, Flaw::None) });
        panic!("the story of seed {seed}, {:?}:\n{}", whole.broken, whole.story.join("\n"));
    }
    let payments = number("KASSA_SIMULATION_PAYMENTS").unwrap_or(USUALLY);
    let (failed, figures) = all_runs(payments.div_ceil(PAYMENTS as u64));
    if let Some(seed) = failed {
        panic!("{}", shortest(seed, Flaw::None).expect("a failure repeats"));
    }
    // Nobody has to read it: a closed stderr is no failure.
    let _told = writeln!(std::io::stderr(), "{}", figures.lines());
    // The world must have been as bad as it claims to be, or the test shows nothing.
    assert!(figures.payments >= payments, "{}", figures.lines());
    if payments < 10_000 {
        return;
    }
    for fault in FAULTS {
        assert!(figures.of(&[fault]) > 0, "{fault:?} never happened");
    }
    for end in ENDS {
        assert!(figures.ends.contains_key(&end), "no payment ended as {end:?}");
    }
    let codes = network::REFUSALS.map(|code| (Operation::Send, code)).into_iter();
    let codes = codes
        .chain(network::LEAVES_OPEN.map(|code| (Operation::Send, code)))
        .chain(network::SAYS_NOTHING.map(|code| (Operation::Poll, code)))
        .chain([0, 48, 50, 51, 54, 55, 95].map(|code| (Operation::Cancel, code)))
        .chain([(Operation::Poll, seqr::NO_SUCH_INVOICE)])
        .chain([97, 98, 99].map(|code| (Operation::Refund, code)));
    for code in codes {
        assert!(figures.codes.contains(&code), "{code:?} was never answered");
    }
    assert!(figures.reversals > 0 && figures.restarts > 0 && figures.journals > 0);
}

/// The first seed that shows a flaw.
fn caught(flaw: Flaw) -> Option<u64> {
    (1..=400).find(|seed| run(&Plan::of(*seed, flaw)).broken.is_some())
}

/// The world has to notice a register that breaks a rule, or its silence about a good one says nothing.
#[test]
fn every_flaw_is_caught() {
    for flaw in FLAWS {
        assert!(caught(flaw).is_some(), "{flaw:?} goes unnoticed");
    }
}

/// A failure is told so that a person can follow it.
#[test]
fn the_story_of_a_failure_is_short() {
    for (flaw, essential) in [
        (Flaw::EffectsBeforeCommit, &["presses Pay", "sendInvoice number 1", "WrittenFirst"][..]),
        (Flaw::SecondAttempt, &["presses Pay", "twice", "OneOpen"]),
        (Flaw::PollsOnlyWhileWaiting, &["presses Pay", "SEQR makes invoice", "Polled"]),
        (Flaw::AcknowledgesBeforeCommit, &["presses Pay", "has paid", "WrittenFirst"]),
        (Flaw::TakesCancelForGranted, &["presses Cancel", "cancelInvoice", "KeptIsKnown"]),
    ] {
        let seed = caught(flaw).expect("it is caught");
        let story = shortest(seed, flaw).expect("a failure repeats");
        if number("KASSA_SIMULATION_STORIES").is_some() {
            let _told = writeln!(std::io::stderr(), "{flaw:?}: {story}");
        }
        let lines = story.lines().count();
        assert!(lines <= 25, "{flaw:?} needs {lines} lines:\n{story}");
        for words in essential {
            assert!(story.contains(words), "{flaw:?} is told without {words:?}:\n{story}");
        }
    }
}
