//! A cashier who sells, hesitates, presses twice and presses keys of a screen that is behind.

use kassa::core::catalog::Name;
use kassa::core::money::Amount;
use kassa::core::payment::Phase;
use kassa::core::receipt::{LineId, Receipt};
use kassa::core::register::{Chosen, Command, Register};
use kassa::core::tender::TenderId;
use kassa::core::time::Now;
use kassa::core::vat::VatRate;

use crate::chance::Random;
use crate::ledger::Ledger;

/// What the cashier presses next.
pub fn choose(
    register: &Register,
    ledger: &Ledger,
    now: Now,
    random: &mut Random,
) -> Option<Command> {
    let Some(receipt) = register.receipt() else {
        return match random.below(10) {
            2..4 => begin_return(ledger, random).or_else(|| Some(article(random))),
            0 => Some(Command::Quit),
            1 => Some(Command::LogOut),
            _ => Some(article(random)),
        };
    };
    if let Some(open) = register.open_attempt() {
        let attempt = open.id();
        let released =
            open.phase(now) == Phase::Unreachable { held_for: std::time::Duration::ZERO };
        return match random.below(24) {
            0 | 1 => Some(Command::CancelPayment { attempt }),
            2 if released => Some(Command::ReleasePayment { attempt }),
            3 => Some(Command::WaitMore { attempt }),
            4 => Some(article(random)),
            5 => Some(Command::LogOut),
            6 => Some(Command::CancelReceipt { receipt: receipt.id }),
            7 => Some(Command::Finish { receipt: receipt.id }),
            8 => Some(Command::Quit),
            9 => Some(cash(receipt, receipt.due())),
            10 => Some(Command::ReleasePayment { attempt }),
            _ => None,
        };
    }
    if receipt.returns().is_some() {
        return give_back(register, receipt, random);
    }
    if !receipt.due().is_positive() && !receipt.tenders().is_empty() {
        return match random.below(5) {
            2 => Some(Command::FinishAndRefund { receipt: receipt.id }),
            0 => Some(remove_tender(receipt, random)),
            1 => Some(Command::LogOut),
            _ => Some(Command::Finish { receipt: receipt.id }),
        };
    }
    Some(sell(register, receipt, random))
}

fn begin_return(ledger: &Ledger, random: &mut Random) -> Option<Command> {
    let sales: Vec<_> = ledger.returnables().collect();
    if sales.is_empty() {
        return None;
    }
    let of = random.pick(&sales).clone();
    let chosen = if of.lines.is_empty() || random.per_mille(600) {
        Chosen::Everything
    } else {
        let line = random.pick(&of.lines);
        Chosen::Lines(vec![(line.id, line.quantity)])
    };
    Some(Command::BeginReturn { of: Box::new(of), chosen })
}

fn give_back(register: &Register, receipt: &Receipt, random: &mut Random) -> Option<Command> {
    if register.open_refund().is_some() {
        return match random.below(12) {
            0 => Some(Command::LogOut),
            1 => Some(Command::Quit),
            2 => Some(Command::CancelReceipt { receipt: receipt.id }),
            3 => Some(Command::Finish { receipt: receipt.id }),
            4 => Some(cash_back(receipt)),
            _ => None,
        };
    }
    match random.below(12) {
        0 => Some(Command::CancelReceipt { receipt: receipt.id }),
        1 => Some(cash_back(receipt)),
        2 => Some(Command::GiveBackCard {
            receipt: receipt.id,
            amount: Amount::from_minor(
                random.between(1, receipt.to_give_back().minor().max(1) as u64) as i64,
            ),
            tender: receipt.next_tender(),
        }),
        3 => register.next_owed_step(),
        4 => Some(Command::LogOut),
        _ => refund(register, receipt, random).or_else(|| Some(cash_back(receipt))),
    }
}

fn refund(register: &Register, receipt: &Receipt, random: &mut Random) -> Option<Command> {
    let payments = &receipt.origin()?.payments;
    if payments.is_empty() {
        return None;
    }
    let payment = random.pick(payments).attempt;
    let (remainder, _) = register.refundable(payment)?;
    let most = remainder.min(receipt.to_give_back());
    let amount = match random.below(6) {
        0 => Amount::from_minor(random.between(1, most.minor().max(1) as u64) as i64),
        1 => most + Amount::from_minor(1),
        _ => most,
    };
    amount.is_positive().then_some(Command::RefundWithSeqr {
        refund: register.next_refund()?,
        payment,
        amount,
    })
}

fn cash_back(receipt: &Receipt) -> Command {
    let amount = receipt.to_give_back().rounded_to_cash();
    Command::GiveBackCash { receipt: receipt.id, amount, tender: receipt.next_tender() }
}

/// What the cashier presses to finish what is there, beginning nothing.
pub fn finish(register: &Register, now: Now) -> Option<Command> {
    let receipt = register.receipt()?;
    if let Some(open) = register.open_attempt() {
        let attempt = open.id();
        let released =
            open.phase(now) == Phase::Unreachable { held_for: std::time::Duration::ZERO };
        return Some(match released {
            true => Command::ReleasePayment { attempt },
            false => Command::CancelPayment { attempt },
        });
    }
    let receipt_id = receipt.id;
    if register.open_refund().is_some() {
        return None;
    }
    Some(if receipt.returns().is_some() && receipt.to_give_back().is_positive() {
        cash_back(receipt)
    } else if receipt.lines().is_empty() {
        Command::CancelReceipt { receipt: receipt_id }
    } else if receipt.due().is_positive() {
        cash(receipt, receipt.due())
    } else {
        Command::Finish { receipt: receipt_id }
    })
}

fn sell(register: &Register, receipt: &Receipt, random: &mut Random) -> Command {
    let due = receipt.due();
    match random.below(40) {
        0..10 => article(random),
        10 => Command::RemoveLine { line: LineId(random.between(1, 3) as u32) },
        11 => Command::ChangeQuantity { line: LineId(1), by: random.between(0, 3) as i32 - 1 },
        12 => Command::CancelReceipt { receipt: receipt.id },
        13 => cash(receipt, due),
        14 => cash(receipt, Amount::from_minor(random.between(1, 100) as i64 * 100)),
        15 => Command::TakeCard {
            receipt: receipt.id,
            amount: Amount::from_minor(random.between(1, due.minor().max(1) as u64) as i64),
            tender: receipt.next_tender(),
        },
        16 => remove_tender(receipt, random),
        17 => Command::LogOut,
        18 => Command::Quit,
        choice => {
            let amount = match choice {
                19..22 => due.minor() - random.between(0, due.minor().max(0) as u64) as i64,
                22..24 => due.minor() + random.between(1, 10_000) as i64,
                _ => due.minor(),
            };
            let Some(attempt) = register.next_attempt() else { return Command::Quit };
            Command::PayWithSeqr { attempt, amount: Amount::from_minor(amount) }
        }
    }
}

fn article(random: &mut Random) -> Command {
    Command::AddFree {
        name: Name::new("Något", None),
        group: Name::new("Allt", None),
        price: Amount::from_minor(random.between(1, 50_000) as i64),
        vat: *random.pick(&VatRate::SWEDISH),
        code: None,
    }
}

/// Cash in whole kronor.
fn cash(receipt: &Receipt, amount: Amount) -> Command {
    let whole = (amount.minor() + 99) / 100 * 100;
    let amount = Amount::from_minor(whole);
    Command::TakeCash { receipt: receipt.id, amount, tender: receipt.next_tender() }
}

fn remove_tender(receipt: &Receipt, random: &mut Random) -> Command {
    let tender = TenderId(random.between(1, 2) as u32);
    Command::RemoveTender { receipt: receipt.id, tender }
}

/// Commands that must not have an effect twice, however fast they are pressed.
pub fn has_one_effect(command: &Command) -> bool {
    matches!(
        command,
        Command::PayWithSeqr { .. }
            | Command::TakeCash { .. }
            | Command::TakeCard { .. }
            | Command::RemoveTender { .. }
            | Command::CancelPayment { .. }
            | Command::ReleasePayment { .. }
            | Command::Finish { .. }
            | Command::CancelReceipt { .. }
            | Command::BeginReturn { .. }
            | Command::RefundWithSeqr { .. }
            | Command::GiveBackCash { .. }
            | Command::GiveBackCard { .. }
            | Command::FinishAndRefund { .. }
    )
}
