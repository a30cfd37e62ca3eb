//! Which requests are to go wrong, and how.
//!
//! Decides only; whoever carries requests (the server, or a test in simulated time) asks for
//! each one and does what is said. Deterministic: chances come from a seed.

use std::time::Duration;

use super::sequence::Sequence;
use crate::seqr::message::Operation;
use crate::seqr::result_code::ResultCode;

/// How a request goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    /// Whether SEQR has done what was asked when it goes wrong.
    pub moment: Moment,
    /// What the register sees of it.
    pub disturbance: Disturbance,
}

/// Whether the request has its effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// It goes wrong first: nothing is done. A delay comes before the effect.
    BeforeProcessing,
    /// What was asked for is done, then it goes wrong. A delay comes after the effect.
    AfterProcessing,
}

/// What the register sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disturbance {
    /// The right answer, so much later.
    Late(Duration),
    /// The connection closes without an answer.
    Lost,
    /// An answer with nothing but this code.
    Code(ResultCode),
    /// HTTP 500 and a SOAP fault.
    SoapFault,
    /// HTTP 200 and bytes that are no XML.
    Garbage,
    /// The first half of the right answer, then the connection closes.
    Half,
    /// HTTP 200 and a web page, as a proxy in between gives it.
    Html,
    /// No answer, and the connection stays open.
    Hang,
}

impl Fault {
    /// The right answer, but late: the effect and the answer come after the delay.
    pub const fn slow(delay: Duration) -> Self {
        Self { moment: Moment::BeforeProcessing, disturbance: Disturbance::Late(delay) }
    }

    /// The request never arrives.
    pub const fn lost_request() -> Self {
        Self { moment: Moment::BeforeProcessing, disturbance: Disturbance::Lost }
    }

    /// The request has its effect; the answer never arrives.
    pub const fn lost_answer() -> Self {
        Self { moment: Moment::AfterProcessing, disturbance: Disturbance::Lost }
    }

    /// Refused with a code, without any effect.
    pub const fn code(code: ResultCode) -> Self {
        Self { moment: Moment::BeforeProcessing, disturbance: Disturbance::Code(code) }
    }

    /// A fault inside the service, before it has any effect.
    pub const fn soap_fault() -> Self {
        Self { moment: Moment::BeforeProcessing, disturbance: Disturbance::SoapFault }
    }

    /// The request has its effect; the answer cannot be read.
    pub const fn garbage() -> Self {
        Self { moment: Moment::AfterProcessing, disturbance: Disturbance::Garbage }
    }

    /// The request has its effect; half of the answer arrives.
    pub const fn half_answer() -> Self {
        Self { moment: Moment::AfterProcessing, disturbance: Disturbance::Half }
    }

    /// Something in between answers with a web page; the request never arrives.
    pub const fn html() -> Self {
        Self { moment: Moment::BeforeProcessing, disturbance: Disturbance::Html }
    }

    /// No answer ever, and no effect.
    pub const fn hang() -> Self {
        Self { moment: Moment::BeforeProcessing, disturbance: Disturbance::Hang }
    }
}

/// Which requests a fault strikes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frequency {
    /// The next so many, then no more.
    Next(u32),
    /// Each with this chance.
    PerThousand(u16),
    /// Every one.
    Always,
}

/// A fault that is switched on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// For requests of this operation; `None` for all.
    pub operation: Option<Operation>,
    /// What goes wrong.
    pub fault: Fault,
    /// How often.
    pub frequency: Frequency,
}

/// Names a rule that is switched on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(pub u64);

/// All faults that are switched on.
#[derive(Debug, Clone)]
pub struct FaultPlan {
    rules: Vec<(RuleId, Rule)>,
    next_id: u64,
    chances: Sequence,
}

impl FaultPlan {
    /// No faults. The seed decides the chances of rules that have some.
    pub fn new(seed: u64) -> Self {
        Self { rules: Vec::new(), next_id: 1, chances: Sequence::new(seed) }
    }

    /// Switches a fault on.
    pub fn switch_on(&mut self, rule: Rule) -> RuleId {
        let id = RuleId(self.next_id);
        self.next_id += 1;
        self.rules.push((id, rule));
        id
    }

    /// Switches one off; says whether it was on.
    pub fn switch_off(&mut self, id: RuleId) -> bool {
        let before = self.rules.len();
        self.rules.retain(|(on, _)| *on != id);
        self.rules.len() != before
    }

    /// Switches all off.
    pub fn clear(&mut self) {
        self.rules.clear();
    }

    /// What is switched on, oldest first. A used-up rule is gone.
    pub fn rules(&self) -> impl Iterator<Item = (RuleId, Rule)> {
        self.rules.iter().copied()
    }

    /// Whether this request goes wrong. The oldest rule that strikes wins.
    pub fn decide(&mut self, operation: Operation) -> Option<Fault> {
        let chances = &mut self.chances;
        let struck = self.rules.iter_mut().position(|(_, rule)| {
            rule.operation.is_none_or(|only| only == operation)
                && match &mut rule.frequency {
                    Frequency::Always => true,
                    Frequency::PerThousand(chance) => chances.happens(*chance),
                    Frequency::Next(left) => {
                        let strikes = *left > 0;
                        *left = left.saturating_sub(1);
                        strikes
                    }
                }
        })?;
        let fault = self.rules.get(struck).map(|(_, rule)| rule.fault);
        self.rules.retain(|(_, rule)| rule.frequency != Frequency::Next(0));
        fault
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(operation: Option<Operation>, fault: Fault, frequency: Frequency) -> Rule {
        Rule { operation, fault, frequency }
    }

    #[test]
    fn strikes_the_next_requests_of_its_operation_only() {
        let mut plan = FaultPlan::new(1);
        let cancel = Some(Operation::CancelInvoice);
        let _id = plan.switch_on(rule(cancel, Fault::lost_answer(), Frequency::Next(2)));
        assert_eq!(plan.decide(Operation::SendInvoice), None);
        assert_eq!(plan.decide(Operation::CancelInvoice), Some(Fault::lost_answer()));
        assert_eq!(plan.decide(Operation::GetPaymentStatus), None);
        assert_eq!(plan.decide(Operation::CancelInvoice), Some(Fault::lost_answer()));
        assert_eq!(plan.decide(Operation::CancelInvoice), None);
        assert_eq!(plan.rules().count(), 0, "a used-up rule is gone");
    }

    #[test]
    fn rules_queue_up_behind_each_other() {
        let mut plan = FaultPlan::new(1);
        let _first = plan.switch_on(rule(None, Fault::hang(), Frequency::Next(1)));
        let _second = plan.switch_on(rule(None, Fault::html(), Frequency::Next(1)));
        let always = plan.switch_on(rule(None, Fault::garbage(), Frequency::Always));
        let struck: Vec<_> = (0..4).map(|_| plan.decide(Operation::SendInvoice)).collect();
        let (garbage, others) = (Some(Fault::garbage()), [Fault::hang(), Fault::html()]);
        assert_eq!(struck, [Some(others[0]), Some(others[1]), garbage, garbage]);
        assert!(plan.switch_off(always));
        assert!(!plan.switch_off(always));
        assert_eq!(plan.decide(Operation::SendInvoice), None);
    }

    #[test]
    fn chances_are_the_same_for_the_same_seed() {
        let strikes = |seed| {
            let mut plan = FaultPlan::new(seed);
            let chance = Frequency::PerThousand(100);
            let _id = plan.switch_on(rule(None, Fault::lost_request(), chance));
            let mut struck = Vec::new();
            for _ in 0..10_000 {
                struck.push(plan.decide(Operation::GetPaymentStatus).is_some());
            }
            struck
        };
        let first = strikes(42);
        assert_eq!(first, strikes(42));
        assert_ne!(first, strikes(43));
        let count = first.iter().filter(|&&struck| struck).count();
        assert!((900..=1_100).contains(&count), "one in ten: {count}");
    }

    #[test]
    fn all_off_is_off() {
        let mut plan = FaultPlan::new(1);
        let _id = plan.switch_on(rule(None, Fault::soap_fault(), Frequency::Always));
        plan.clear();
        assert_eq!(plan.decide(Operation::BenchmarkingNop), None);
    }
}
