//! Many registers die at any moment, hundreds of times: no payment and no refund is lost, none is doubled.

use std::fmt::Display;
use std::sync::atomic::AtomicI64;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use kassa::core::receipt::ReceiptId;
use kassa::journal::SeqrPaymentState;
use kassa::seqr::message::Operation;
use kassa::simulator::fault::{Disturbance, Fault, Frequency, Moment, Rule};
use kassa::simulator::ledger::CustomerAction;

use super::books;
use super::ending::paying;
use super::program::{Program, wait_for};
use super::returns::is_at_rest;
use super::story::{Story, Tally};
use super::street::Street;

/// Registers that sell at the same time.
const REGISTERS: usize = 8;
/// Deaths that are survived where nobody asks for more.
const DEATHS: u64 = 90;
/// After so long SEQR has taken back whatever nobody asks about.
const SEQR_HAS_DECIDED: Duration = Duration::from_secs(60);

/// How long the answer to a refund that has been made may still take.
const SEQR_TAKES_ITS_TIME: Duration = Duration::from_millis(400);

fn number(variable: &str) -> Option<u64> {
    let text = std::env::var(variable).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{variable} is no number: {text}")))
}

/// Rules 1, 5, 6, 9, 13, 17 and 20 with the real program.
#[test]
fn no_death_loses_or_doubles_a_payment_or_refund() {
    let deaths = number("KASSA_DEATHS").unwrap_or(DEATHS);
    let seed = number("KASSA_DEATHS_SEED").unwrap_or_else(|| {
        SystemTime::now().duration_since(UNIX_EPOCH).unwrap().subsec_nanos().into()
    });
    let began = Instant::now();
    let mut street = Street::of(REGISTERS);
    // SEQR takes its time over some refunds, so that a death can come before the answer.
    let (operation, frequency) = (Some(Operation::RefundPayment), Frequency::PerThousand(500));
    let disturbance = Disturbance::Late(SEQR_TAKES_ITS_TIME);
    let fault = Fault { moment: Moment::AfterProcessing, disturbance };
    let _rule = street.simulator.switch_on(Rule { operation, fault, frequency });
    let deaths_left = AtomicI64::new(i64::try_from(deaths).unwrap());
    // A story that goes wrong panics; the others come to rest all the same, and the folders are kept.
    let told: Vec<std::thread::Result<Tally>> = std::thread::scope(|scope| {
        let stories: Vec<_> = street
            .shops
            .iter()
            .map(|shop| {
                let story = Story::new(shop, seed.wrapping_add(shop.number as u64 * 7_919));
                scope.spawn(|| story.run(&deaths_left))
            })
            .collect();
        stories.into_iter().map(|story| story.join()).collect()
    });
    street.simulator.leap(SEQR_HAS_DECIDED);
    let (figures, mut differences) = books::compare(&street.simulator, &street.shops);
    let fell = told.iter().filter(|story| story.is_err()).count();
    if fell > 0 {
        differences.push(format!("{fell} stories did not come to their end"));
    }
    let tallies: Vec<Tally> = told.into_iter().flatten().collect();
    let survived: u32 = tallies.iter().map(|tally| tally.deaths).sum();
    let while_refunding: u32 = tallies.iter().map(|tally| tally.while_refunding).sum();
    let mut dark: Vec<Duration> =
        tallies.iter().flat_map(|tally| tally.in_the_dark.clone()).collect();
    dark.sort();
    let seconds = |found: Option<&Duration>| found.copied().unwrap_or_default().as_secs_f64();
    let say = |what: &str, figure: &dyn Display| eprintln!("soak: real deaths, {what} = {figure}");
    say("seed", &seed);
    say("deaths survived", &survived);
    say("attempts to be paid", &figures.attempts);
    say("payments", &figures.paid);
    say("payments taken back by SEQR", &figures.taken_back);
    say("of them booked before", &figures.contradicted);
    say("refunds", &figures.refunds);
    say("of them known by SEQR's refusal to repeat them, or by a manager", &figures.numberless);
    say("receipts", &figures.receipts);
    say("deaths with an open invoice", &dark.len());
    say("deaths with an open refund", &while_refunding);
    let (median, longest) = (seconds(dark.get(dark.len() / 2)), seconds(dark.last()));
    say("seconds from death to first poll, median", &format!("{median:.2}"));
    say("seconds from death to first poll, longest", &format!("{longest:.2}"));
    say("seconds in all", &format!("{:.0}", began.elapsed().as_secs_f64()));
    if !differences.is_empty() {
        let kept = street.keep();
        panic!("seed {seed}, data folders in {}:\n{}", kept.display(), differences.join("\n"));
    }
    let enough = u64::from(survived) >= deaths && figures.paid > 0 && figures.refunds > 0;
    assert!(enough, "nothing much happened");
}

/// The comparison can fail: money that only one side knows is found, on either side.
#[test]
fn books_that_differ_are_noticed() {
    let street = Street::of(2);
    for shop in &street.shops {
        let mut program = Program::register(&shop.data);
        let _invoice = paying(&mut program, shop);
        assert!(shop.customer(CustomerAction::Confirm));
        let _event = program.until("the receipt", |event| event["event"] == "completed").unwrap();
        let journal = shop.journal();
        wait_for("the end of it", || {
            let receipt = journal.receipt(ReceiptId(1)).unwrap().unwrap();
            (receipt.payments[0].state == SeqrPaymentState::Confirmed).then_some(())
        });
        program.done("return 1").unwrap();
        if shop.number == 1 {
            let operation = Some(Operation::RefundPayment);
            let (fault, frequency) = (Fault::lost_answer(), Frequency::Next(1));
            let _rule = street.simulator.switch_on(Rule { operation, fault, frequency });
        }
        program.done("refund").unwrap();
        let _event = program.until("the return", |event| event["event"] == "completed").unwrap();
        wait_for("the end of that", || {
            let receipt = journal.receipt(ReceiptId(2)).unwrap().unwrap();
            is_at_rest(&receipt.refunds[0]).then_some(())
        });
        program.say("quit");
        assert!(program.ended().success());
    }
    // One refund's number was in the answer that was lost: it is known by payment and amount.
    let (figures, none) = books::compare(&street.simulator, &street.shops);
    let counted = (figures.paid, figures.refunds, figures.numberless);
    assert_eq!((counted, none.len()), ((2, 2, 1), 0), "{none:?}");

    for present in 0..2 {
        let (_, one) = books::compare(&street.simulator, &street.shops[present..=present]);
        let unknown = |what: &str| {
            let missing = |text: &&String| text.starts_with(what) && text.contains("in no journal");
            one.iter().filter(missing).count()
        };
        assert_eq!((unknown("payment"), unknown("refund"), one.len()), (1, 1, 2), "{one:?}");
    }
    let elsewhere = Street::of(0);
    let (_, two) = books::compare(&elsewhere.simulator, &street.shops);
    assert_eq!(two.iter().filter(|text| text.contains("SEQR keeps none")).count(), 4, "{two:?}");
    for shop in &street.shops {
        let mut twice = street.shops.clone();
        twice.push(shop.clone());
        let (_, doubled) = books::compare(&street.simulator, &twice);
        let is_doubled = |text: &String| {
            text.contains("booked twice") || text.contains("refund without a number")
        };
        assert_eq!(doubled.iter().filter(|text| is_doubled(text)).count(), 2, "{doubled:?}");
    }
}
