//! One register's story: a cashier who sells, customers who pay, decline or dither, and deaths in between.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use kassa::journal::SeqrPaymentState;
use kassa::simulator::ledger::CustomerAction;

use super::chance::Chance;
use super::program::{Dead, PATIENCE, Program, View, wait_for};
use super::returns::is_at_rest;
use super::street::{CODES, Shop};

/// SEQR has taken back what nobody asked about for so long.
const LONG_DARK: Duration = Duration::from_secs(22);

/// What a story came to.
#[derive(Debug, Default)]
pub struct Tally {
    pub deaths: u32,
    /// From a death with an open invoice to the next question about it.
    pub in_the_dark: Vec<Duration>,
    /// Deaths in the middle of a refund.
    pub while_refunding: u32,
    pub slept_long: bool,
}

/// What the customer makes of an invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Customer {
    Confirms,
    Declines,
    /// Confirms when the cashier has already cancelled, if there is time for it.
    ConfirmsLate,
    /// Takes the bank some time.
    Dithers,
    /// Never does anything: the cashier cancels.
    Leaves,
}

const CUSTOMERS: [Customer; 8] = [
    Customer::Confirms,
    Customer::Confirms,
    Customer::Confirms,
    Customer::Confirms,
    Customer::Declines,
    Customer::ConfirmsLate,
    Customer::Dithers,
    Customer::Leaves,
];

pub struct Story<'a> {
    pub shop: &'a Shop,
    pub chance: Chance,
    tally: Tally,
    /// Nobody dies any more.
    resting: bool,
}

impl<'a> Story<'a> {
    pub fn new(shop: &'a Shop, seed: u64) -> Self {
        Story { shop, chance: Chance::new(seed), tally: Tally::default(), resting: false }
    }

    /// Lives life after life until all registers together have died often enough, and comes to rest.
    pub fn run(mut self, deaths_left: &AtomicI64) -> Tally {
        while deaths_left.load(Ordering::SeqCst) > 0 {
            let mut program = Program::register(&self.shop.data);
            program.dies_at = Some(Instant::now() + self.chance.milliseconds(20, 7_000));
            let Err(Dead) = self.sell(&mut program, deaths_left) else {
                program.kill();
                break;
            };
            assert!(program.died_at.is_some(), "shop {} fell over by itself", self.shop.number);
            let _before = deaths_left.fetch_sub(1, Ordering::SeqCst);
            self.tally.deaths += 1;
            self.while_dead(program.died_at.unwrap());
        }
        self.come_to_rest();
        self.tally
    }

    /// What happens between a death and the next life: the customer goes on, and time passes.
    fn while_dead(&mut self, died_at: Instant) {
        let Some(invoice) = self.shop.open_invoice() else {
            let refunding = self.refund_is_open();
            self.tally.while_refunding += u32::from(refunding);
            if refunding && self.chance.per_cent(50) {
                // It dies again while the refund is repeated, or in the moment after it was.
                let mut program = Program::register(&self.shop.data);
                std::thread::sleep(self.chance.milliseconds(0, 600));
                program.kill();
                self.tally.deaths += 1;
            }
            return;
        };
        if self.chance.per_cent(40) {
            let _paid = self.shop.customer(CustomerAction::Confirm);
        }
        if !self.tally.slept_long && self.chance.per_cent(10) {
            self.tally.slept_long = true;
            std::thread::sleep(LONG_DARK);
            return;
        }
        let before = self.shop.polls(&invoice);
        let mut program = Program::register(&self.shop.data);
        let journal = self.shop.journal();
        let known = wait_for("the payment to be taken up", || {
            if self.shop.polls(&invoice) > before {
                self.tally.in_the_dark.push(died_at.elapsed());
                return Some(true);
            }
            // An invoice whose number the register never learned cannot be asked about: it is sent anew.
            let receipt = kassa::core::receipt::ReceiptId(journal.numbers().unwrap().receipt);
            let receipt = journal.receipt(receipt).unwrap().unwrap();
            let unknown = !receipt
                .payments
                .iter()
                .any(|payment| payment.reference.as_deref() == Some(invoice.as_str()));
            unknown.then_some(false)
        });
        // It dies again before anybody has logged in, sometimes before it has acknowledged what it heard.
        if known && self.chance.per_cent(50) {
            std::thread::sleep(self.chance.milliseconds(0, 1_200));
        }
        program.kill();
        self.tally.deaths += 1;
    }

    /// Sells until the register dies, or until it need not die any more.
    fn sell(&mut self, program: &mut Program, deaths_left: &AtomicI64) -> Result<(), Dead> {
        program.log_in()?;
        while deaths_left.load(Ordering::SeqCst) > 0 {
            if program.view.payment_open {
                self.settle(program)?;
            } else if program.view.open_refund.is_some() {
                self.see_the_refund_through(program)?;
            } else if program.view.through_seqr.is_some() {
                self.give_back(program)?;
            } else if program.view.waiting {
                self.finish(program)?;
            } else if program.view.due.is_some() {
                self.take_money(program)?;
            } else if !self.take_goods_back(program)? {
                for _ in 0..=self.chance.below(3) {
                    program.done(&format!("scan {}", self.chance.pick(&CODES)))?;
                }
            }
        }
        Ok(())
    }

    fn take_money(&mut self, program: &mut Program) -> Result<(), Dead> {
        match self.chance.below(20) {
            0 => self.may_be_refused(program, "cancel-receipt"),
            1 => self.may_be_refused(program, "card"),
            2..=4 => self.may_be_refused(program, "cash exact"),
            5 => {
                self.may_be_refused(program, "cash 5")?;
                self.pay_with_seqr(program)
            }
            _ => self.pay_with_seqr(program),
        }
    }

    /// After a part of the money is there, or when a payment has ended the receipt in the same moment, not everything is
    /// allowed; the register says so.
    fn may_be_refused(&mut self, program: &mut Program, line: &str) -> Result<(), Dead> {
        let allowed = ["tender-taken", "partly-paid", "already-paid", "nothing-due", "no-receipt"];
        self.or_refused(program, line, &allowed)
    }

    /// Gives a command that may be refused for these reasons. What SEQR took back is always looked into.
    pub fn or_refused(
        &mut self,
        program: &mut Program,
        line: &str,
        allowed: &[&str],
    ) -> Result<(), Dead> {
        let refused = program.command(line)?;
        if refused.as_deref() == Some("taken-back") {
            return self.look_into(program);
        }
        let as_allowed = refused.as_deref().is_none_or(|reason| allowed.contains(&reason));
        assert!(as_allowed, "{line}: {refused:?}, {:?}", program.view);
        Ok(())
    }

    pub fn may_die(&mut self, program: &mut Program, per_cent: u64, within: u64) {
        if !self.resting && self.chance.per_cent(per_cent) {
            program.dies_at = Some(Instant::now() + self.chance.milliseconds(0, within));
        }
    }

    /// A receipt that was paid late or in the dark: the goods stay with the customer, or not.
    fn finish(&mut self, program: &mut Program) -> Result<(), Dead> {
        if self.chance.per_cent(50) {
            return self.or_refused(program, "finish", &[]);
        }
        program.say("finish-and-refund");
        self.may_die(program, 40, 400);
        self.answer(program, "finish-and-refund", &[])
    }

    /// Reads the answer to a command that was given before; the reason must be one of these.
    pub fn answer(
        &mut self,
        program: &mut Program,
        command: &str,
        allowed: &[&str],
    ) -> Result<(), Dead> {
        let answer = program.until(command, |event| event["command"] == command)?;
        match answer["reason"].as_str() {
            Some("taken-back") => self.look_into(program),
            reason => {
                assert!(reason.is_none_or(|reason| allowed.contains(&reason)), "{answer}");
                Ok(())
            }
        }
    }

    fn pay_with_seqr(&mut self, program: &mut Program) -> Result<(), Dead> {
        program.say("seqr");
        self.may_die(program, 40, 400);
        // It may have been unreachable a moment ago, on a busy machine.
        self.answer(program, "seqr", &["seqr-unreachable", "nothing-due", "no-receipt"])
    }

    /// The customer and the cashier end an open payment between them.
    fn settle(&mut self, program: &mut Program) -> Result<(), Dead> {
        let customer = *self.chance.pick(&CUSTOMERS);
        let patience = Instant::now() + self.chance.milliseconds(0, 1_500);
        self.wait_or_die(program, patience)?;
        match customer {
            Customer::Confirms => self.act(program, CustomerAction::Confirm)?,
            Customer::Declines => self.act(program, CustomerAction::Decline)?,
            Customer::Dithers => {
                self.act(program, CustomerAction::BeginConfirming)?;
                self.may_come_too_late(program)?;
                self.act(program, CustomerAction::Confirm)?;
            }
            Customer::ConfirmsLate => {
                self.may_come_too_late(program)?;
                self.act(program, CustomerAction::Confirm)?;
            }
            Customer::Leaves => self.may_come_too_late(program)?,
        }
        self.may_die(program, 50, 2_200);
        let end = Instant::now() + PATIENCE;
        let mut cancelled = Instant::now();
        while program.view.payment_open {
            let _event = program.next(Duration::from_millis(100))?;
            // The customer is gone, or had another invoice in mind (it was sent anew): cancel.
            if cancelled.elapsed() > Duration::from_secs(4) {
                cancelled = Instant::now();
                self.may_come_too_late(program)?;
            }
            assert!(Instant::now() < end, "a payment does not end: {:?}", program.view);
        }
        Ok(())
    }

    fn act(&mut self, program: &mut Program, action: CustomerAction) -> Result<(), Dead> {
        let end = Instant::now() + self.chance.milliseconds(0, 1_000);
        self.wait_or_die(program, end)?;
        let _whether_there_was_anything = self.shop.customer(action);
        Ok(())
    }

    fn wait_or_die(&mut self, program: &mut Program, end: Instant) -> Result<(), Dead> {
        while Instant::now() < end && program.view.payment_open {
            let left = end.saturating_duration_since(Instant::now());
            let _event = program.next(left.min(Duration::from_millis(50)))?;
        }
        Ok(())
    }

    fn may_come_too_late(&mut self, program: &mut Program) -> Result<(), Dead> {
        let refused = program.command("cancel")?;
        assert!(matches!(refused.as_deref(), None | Some("not-offered")), "cancel: {refused:?}");
        Ok(())
    }

    /// A last life in which nobody dies: what is open is settled, and the register ends in order.
    fn come_to_rest(&mut self) {
        let shop = self.shop;
        self.resting = true;
        let mut program = Program::register(&shop.data);
        self.rest(&mut program).unwrap();
        let journal = shop.journal();
        wait_for("every payment and refund to be settled", || {
            let receipts = 1..=journal.numbers().unwrap().receipt;
            let unsettled = receipts
                .filter_map(|number| {
                    journal.receipt(kassa::core::receipt::ReceiptId(number)).unwrap()
                })
                .any(|receipt| {
                    receipt.payments.iter().any(|payment| {
                        let states = [SeqrPaymentState::Paid, SeqrPaymentState::Acknowledged];
                        states.contains(&payment.state)
                    }) || receipt.refunds.iter().any(|refund| !is_at_rest(refund))
                });
            std::thread::sleep(Duration::from_millis(100));
            (!unsettled).then_some(())
        });
        program.say("quit");
        assert!(program.ended().success(), "shop {}", shop.number);
    }

    fn rest(&mut self, program: &mut Program) -> Result<(), Dead> {
        program.log_in()?;
        let end = Instant::now() + PATIENCE;
        let busy = |view: &View| view.due.is_some() || view.owed > 0 || view.unsettled > 0;
        while busy(&program.view) {
            assert!(Instant::now() < end, "a receipt does not end: {:?}", program.view);
            if program.view.payment_open {
                // Whoever dithered makes up their mind.
                let _done = self.shop.customer(CustomerAction::Decline);
                let _paid = self.shop.customer(CustomerAction::Confirm);
                let next = Instant::now() + Duration::from_millis(1_500);
                self.wait_or_die(program, next)?;
                if program.view.payment_open {
                    self.may_come_too_late(program)?;
                }
            } else if program.view.open_refund.is_some() {
                self.see_the_refund_through(program)?;
            } else if program.view.through_seqr.is_some() {
                self.give_back(program)?;
            } else if program.view.waiting {
                self.may_be_refused_or_late(program, "finish")?;
            } else if program.view.due.is_some() {
                self.may_be_refused_or_late(program, "cash exact")?;
            } else if program.view.owed > 0 {
                self.refund_what_is_owed(program)?;
            } else {
                self.look_into(program)?;
            }
        }
        Ok(())
    }

    /// The receipt may end by itself in the same moment.
    fn may_be_refused_or_late(&mut self, program: &mut Program, line: &str) -> Result<(), Dead> {
        self.or_refused(program, line, &["no-receipt", "nothing-due", "not-offered"])
    }
}
