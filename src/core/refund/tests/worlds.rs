//! Every order in which requests can be carried out, answered, lost, answered late and answered twice, with a death
//! of the program at every point: what SEQR has given back, and what the machine says about it, never part.
//!
//! All worlds that can be reached with at most three sendings are visited. Times do not matter: when time passes,
//! so much passes that every pause and time limit is over.

use std::collections::{HashSet, VecDeque};

use super::*;

const PAID: i64 = 10_000;
const MOST_SENDINGS: u32 = 3;

/// What became of a request that left the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// On its way, or lying somewhere: SEQR may still carry it out.
    Travelling,
    /// SEQR has carried it out.
    Done,
    /// SEQR has refused it with this code.
    Refused(i32),
    /// It never left: nothing will come of it.
    Dead,
}

#[derive(Debug, Clone)]
struct Request {
    sending: u32,
    fate: Fate,
    /// How often its answer can still arrive: answers to a program that has died do not.
    arrivals: u32,
}

#[derive(Clone)]
struct World {
    driven: Driven,
    requests: Vec<Request>,
    /// What SEQR has given back, and how often.
    given: i64,
    times: u32,
    seconds: u64,
    story: Vec<String>,
}

impl World {
    fn begin(order: RefundOrder) -> World {
        let mut world = World {
            driven: Driven::begin(order),
            requests: Vec::new(),
            given: 0,
            times: 0,
            seconds: 0,
            story: Vec::new(),
        };
        world.run_effects();
        world
    }

    fn run_effects(&mut self) {
        for effect in &self.driven.last.effects {
            if let Effect::Send { sending, .. } = effect {
                let request = Request { sending: *sending, fate: Fate::Travelling, arrivals: 2 };
                self.requests.push(request);
            }
        }
    }

    /// The worlds that can follow.
    fn next(&self) -> Vec<World> {
        let mut worlds = Vec::new();
        for number in 0..self.requests.len() {
            self.request_goes_on(number, &mut worlds);
        }
        if self.driven.refund.sending().is_none_or(|sending| sending < MOST_SENDINGS) {
            self.step("time passes", Event::Tick, &mut worlds);
            let mut died = self.clone();
            died.driven.refund = died.driven.restored(self.seconds);
            died.requests.iter_mut().for_each(|request| request.arrivals = 0);
            died.step("death and restart", Event::Recovered, &mut worlds);
        }
        worlds
    }

    fn request_goes_on(&self, number: usize, worlds: &mut Vec<World>) {
        let request = &self.requests[number];
        let sending = request.sending;
        if request.fate == Fate::Travelling {
            let mut carried_out = self.clone();
            let amount = self.driven.refund.order().amount.minor();
            carried_out.requests[number].fate = if self.given + amount <= PAID {
                carried_out.given += amount;
                carried_out.times += 1;
                Fate::Done
            } else {
                Fate::Refused(MORE_THAN_PAID)
            };
            carried_out.story.push(format!("SEQR carries {sending} out"));
            worlds.push(carried_out);
            let mut refused = self.clone();
            refused.requests[number].fate = Fate::Refused(97);
            refused.story.push(format!("SEQR refuses {sending}"));
            worlds.push(refused);
        }
        if request.arrivals == 0 {
            return;
        }
        let mut arrived = self.clone();
        arrived.requests[number].arrivals -= 1;
        arrived.step(&format!("the answer to {sending} is lost"), lost(sending), worlds);
        match request.fate {
            Fate::Travelling => {
                arrived.requests[number].fate = Fate::Dead;
                let refusal = Refusal::NotReached { detail: String::new() };
                let answer = RefundAnswer::Refused(refusal);
                let event = Event::Sent { sending, answer };
                arrived.step(&format!("{sending} cannot be sent"), event, worlds);
            }
            Fate::Done => {
                arrived.step(&format!("{sending} is answered"), answer(sending, 0), worlds)
            }
            Fate::Refused(code) => {
                arrived.step(
                    &format!("{sending} is answered {code}"),
                    answer(sending, code),
                    worlds,
                );
            }
            Fate::Dead => {}
        }
    }

    /// The program takes an event; and, as another world, dies between the commit and what follows from it.
    fn step(&self, what: &str, event: Event, worlds: &mut Vec<World>) {
        let mut after = self.clone();
        after.seconds += 400;
        after.story.push(what.to_owned());
        let _step = after.driven.try_step(event, after.seconds).unwrap();
        if !after.driven.last.effects.is_empty() {
            let mut died = after.clone();
            died.story.push("… and dies before anything leaves".to_owned());
            died.driven.refund = died.driven.restored(died.seconds);
            died.requests.iter_mut().for_each(|request| request.arrivals = 0);
            worlds.push(died);
        }
        after.run_effects();
        worlds.push(after);
    }

    /// What must hold in every world; otherwise what does not.
    fn wrong(&self) -> Option<&'static str> {
        let refund = &self.driven.refund;
        let amount = refund.order().amount.minor();
        let travelling = self.requests.iter().any(|request| request.fate == Fate::Travelling);
        let doing = self.requests.iter().filter(|request| request.fate != Fate::Dead).count();
        if self.given > PAID {
            return Some("more was given back than was paid");
        }
        if self.times > 1 {
            return Some("it was given back twice");
        }
        if !refund.order().may_be_repeated() && doing > 1 {
            return Some("a part was sent twice");
        }
        if refund.is_given_back() && self.given != amount {
            return Some("the register says given back and SEQR has not");
        }
        if matches!(refund.state(), State::Refused(_)) && (self.given != 0 || travelling) {
            return Some("the register says refused and SEQR may give back");
        }
        None
    }

    /// Everything that matters to what can follow.
    fn key(&self) -> String {
        let refund = &self.driven.refund;
        let (state, sending) = (name(refund.state()), refund.sending());
        format!("{state} {sending:?} {:?} {:?} {}", refund.lost, self.requests, self.given)
    }
}

/// Visits every world: the names of the states that were seen, or the story of one that must not be.
fn visit(order: RefundOrder) -> Result<(usize, HashSet<&'static str>), String> {
    let mut seen = HashSet::new();
    let mut names = HashSet::new();
    let mut waiting = VecDeque::from([World::begin(order)]);
    while let Some(world) = waiting.pop_front() {
        if let Some(wrong) = world.wrong() {
            return Err(format!("{wrong}: {}", world.story.join(", ")));
        }
        let _new = names.insert(name(world.driven.refund.state()));
        waiting.extend(world.next().into_iter().filter(|next| seen.insert(next.key())));
    }
    Ok((seen.len(), names))
}

#[test]
fn the_whole_remainder_goes_back_at_most_once_in_every_world() {
    let (worlds, names) = visit(order(PAID, PAID)).unwrap();
    assert!(worlds > 1_000, "{worlds}");
    for expected in ["Sending", "Unknown", "Refused", "Refunded", "Bare"] {
        assert!(names.contains(expected), "{expected} is not reached");
    }
}

#[test]
fn a_part_goes_back_at_most_once_in_every_world() {
    let (_, names) = visit(order(4_000, PAID)).unwrap();
    assert_eq!(names, HashSet::from(["Sending", "Doubt", "Refused", "Refunded"]));
    let doubtful = RefundOrder { settled_before: true, ..order(PAID, PAID) };
    let (_, names) = visit(doubtful).unwrap();
    assert!(!names.contains("Unknown") && !names.contains("Bare"));
}

/// The worlds can tell: a part that is taken for the whole remainder is given back twice in one of them.
#[test]
fn a_part_that_is_repeated_is_found_out() {
    let story = visit(order(4_000, 4_000)).unwrap_err();
    assert!(story.starts_with("it was given back twice"), "{story}");
}
