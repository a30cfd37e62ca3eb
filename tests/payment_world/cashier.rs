//! A cashier who sells, hesitates, presses twice and presses keys of a screen that is behind.

use kassa::core::catalog::Name;
use kassa::core::money::Amount;
use kassa::core::payment::Phase;
use kassa::core::receipt::{LineId, Receipt};
use kassa::core::register::{Command, Register};
use kassa::core::tender::TenderId;
use kassa::core::time::Now;
use kassa::core::vat::VatRate;

use crate::random::Random;

/// What the cashier presses next. `calm` means: finish what is there, begin nothing.
pub fn choose(register: &Register, now: Now, calm: bool, random: &mut Random) -> Option<Command> {
    let Some(receipt) = register.receipt() else {
        return match random.below(10) {
            _ if calm => None,
            0 => Some(Command::Quit),
            1 => Some(Command::LogOut),
            _ => Some(article(random)),
        };
    };
    if let Some(open) = register.open_attempt() {
        let attempt = open.id();
        let released =
            open.phase(now) == Phase::Unreachable { held_for: std::time::Duration::ZERO };
        return match random.below(if calm { 4 } else { 24 }) {
            0 | 1 => Some(Command::CancelPayment { attempt }),
            2 if released => Some(Command::ReleasePayment { attempt }),
            3 if !calm => Some(Command::WaitMore { attempt }),
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
    if !receipt.due().is_positive() && !receipt.tenders().is_empty() {
        return match random.below(4) {
            0 if !calm => Some(remove_tender(receipt, random)),
            1 if !calm => Some(Command::LogOut),
            _ => Some(Command::Finish { receipt: receipt.id }),
        };
    }
    if calm {
        let empty = receipt.lines().is_empty();
        let give_up = Command::CancelReceipt { receipt: receipt.id };
        return Some(if empty { give_up } else { cash(receipt, receipt.due()) });
    }
    Some(sell(register, receipt, random))
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
    )
}
