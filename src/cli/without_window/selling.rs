//! What a line says about lines, parked receipts, further tenders and the shift: words in, a command out.

use crate::core::discount::{Asked, Percent};
use crate::core::money::Amount;
use crate::core::receipt::{LineId, Quantity, Receipt};
use crate::core::register::{
    Command, LineCommand, ParkingCommand, Recorded, Refused, ShiftCommand,
};
use crate::core::shift::{Count, Direction};
use crate::till::intent::Intent;
use crate::till::snapshot::{ShiftView, Snapshot};

use super::command::{
    BadLine, Verb, amount, choice, nothing, number, receipt, shown, something, split,
};

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selling {
    /// `quantity LINE NUMBER`.
    Quantity(LineId, Quantity),
    /// `remove LINE`.
    Remove(LineId),
    /// `restore LINE`.
    Restore(LineId),
    /// `price LINE AMOUNT REASON`.
    Price(LineId, Amount, String),
    /// `discount LINE 10% REASON`, `discount receipt 5,00 REASON`, `discount LINE none`.
    Discount(Option<LineId>, Option<Asked>, String),
    /// `age yes` or `age no`.
    Age(bool),
    /// `park` or `park NAME`.
    Park(String),
    /// `recall NAME`.
    Recall(String),
    /// `voucher AMOUNT` or `voucher AMOUNT NUMBER`.
    Voucher(Amount, String),
    /// `account AMOUNT CUSTOMER`.
    Account(Amount, String),
    /// `open-shift AMOUNT`: what is in the drawer.
    OpenShift(Amount),
    /// `cash-in AMOUNT REASON` or `cash-out AMOUNT REASON`.
    MoveCash(Direction, Amount, String),
    /// `count AMOUNT`: what is in the drawer.
    Count(Amount),
    /// `close-shift` or `close-shift REASON`.
    CloseShift(String),
}

/// For a discount on all lines instead of one.
const WHOLE: &str = "receipt";
/// For no discount any more.
const NONE: &str = "none";
const ANSWERS: [(&str, bool); 2] = [("yes", true), ("no", false)];

/// Understands what stands behind a verb; nothing where the verb is about something else.
///
/// # Errors
/// See [`BadLine`].
pub fn parse(verb: Verb, rest: &str) -> Option<Result<Selling, BadLine>> {
    Some(match verb {
        Verb::Quantity => line(verb, rest).and_then(|(line, rest)| {
            let text = something(verb, rest)?;
            let quantity = Quantity::parse(text);
            let quantity = quantity.ok_or_else(|| BadLine::NotANumber { text: shown(text) })?;
            Ok(Selling::Quantity(line, quantity))
        }),
        Verb::Remove => {
            line(verb, rest).and_then(|(line, rest)| nothing(verb, rest, Selling::Remove(line)))
        }
        Verb::Restore => {
            line(verb, rest).and_then(|(line, rest)| nothing(verb, rest, Selling::Restore(line)))
        }
        Verb::Price => line(verb, rest).and_then(|(line, rest)| {
            let (price, reason) = amount_and(verb, rest)?;
            Ok(Selling::Price(line, price, reason))
        }),
        Verb::Discount => discount(verb, rest),
        Verb::Age => choice(verb, rest, &ANSWERS)
            .and_then(|(answer, rest)| nothing(verb, rest, Selling::Age(answer))),
        Verb::Park => Ok(Selling::Park(rest.to_owned())),
        Verb::Recall => something(verb, rest).map(|label| Selling::Recall(label.to_owned())),
        Verb::Voucher => amount_and(verb, rest).map(|(sum, text)| Selling::Voucher(sum, text)),
        Verb::Account => amount_and(verb, rest).map(|(sum, text)| Selling::Account(sum, text)),
        Verb::OpenShift => something(verb, rest).and_then(amount).map(Selling::OpenShift),
        Verb::CashIn => moved(verb, rest, Direction::In),
        Verb::CashOut => moved(verb, rest, Direction::Out),
        Verb::Count => something(verb, rest).and_then(amount).map(Selling::Count),
        Verb::CloseShift => Ok(Selling::CloseShift(rest.to_owned())),
        _ => return None,
    })
}

/// A line's number, and what stands behind it.
fn line(verb: Verb, rest: &str) -> Result<(LineId, &str), BadLine> {
    let (first, rest) = split(something(verb, rest)?);
    Ok((LineId(number(first)?), rest))
}

/// An amount, and the words behind it.
fn amount_and(verb: Verb, rest: &str) -> Result<(Amount, String), BadLine> {
    let (first, rest) = split(something(verb, rest)?);
    Ok((amount(first)?, rest.to_owned()))
}

fn moved(verb: Verb, rest: &str, direction: Direction) -> Result<Selling, BadLine> {
    let (sum, reason) = amount_and(verb, rest)?;
    Ok(Selling::MoveCash(direction, sum, reason))
}

fn discount(verb: Verb, rest: &str) -> Result<Selling, BadLine> {
    let (first, rest) = split(something(verb, rest)?);
    let line = if first == WHOLE { None } else { Some(LineId(number(first)?)) };
    let (much, reason) = split(something(verb, rest)?);
    if much == NONE {
        return nothing(verb, reason, Selling::Discount(line, None, String::new()));
    }
    let asked = match much.strip_suffix('%') {
        None => Asked::Amount(amount(much)?),
        Some(percent) => {
            // Hundredths of a percent are written as öre are.
            let hundredths = amount(percent)?.minor();
            let percent = u16::try_from(hundredths).ok().and_then(Percent::from_hundredths);
            Asked::Percent(percent.ok_or_else(|| BadLine::NotAnAmount { text: shown(much) })?)
        }
    };
    Ok(Selling::Discount(line, Some(asked), reason.to_owned()))
}

impl Selling {
    /// The intent that a cashier's press would send, seeing this picture.
    ///
    /// # Errors
    /// When no screen would offer it.
    pub fn intent(&self, now: &Snapshot) -> Result<Intent, Refused> {
        Ok(match self {
            Selling::Age(old_enough) => Intent::AnswerAge(*old_enough),
            Selling::Voucher(..) | Selling::Account(..) => {
                Intent::Take { command: self.command(now)?, due: receipt(now)?.due() }
            }
            _ => Intent::Do(self.command(now)?),
        })
    }

    /// What it does to the register.
    ///
    /// # Errors
    /// When no screen would offer it.
    pub fn command(&self, now: &Snapshot) -> Result<Command, Refused> {
        Ok(match self {
            Selling::Quantity(line, quantity) => {
                Command::SetQuantity { line: *line, quantity: *quantity }
            }
            Selling::Remove(line) => Command::RemoveLine { line: *line },
            Selling::Restore(line) => Command::Line(LineCommand::Restore { line: *line }),
            Selling::Price(line, price, reason) => Command::Line(LineCommand::Reprice {
                line: *line,
                price: *price,
                reason: reason.clone(),
            }),
            Selling::Discount(line, discount, reason) => {
                let (discount, reason) = (*discount, reason.clone());
                Command::Line(match line {
                    Some(line) => LineCommand::Discount { line: *line, discount, reason },
                    None => {
                        let receipt = receipt(now)?.id;
                        LineCommand::DiscountReceipt { receipt, discount, reason }
                    }
                })
            }
            Selling::Age(_) => return Err(Refused::NotOffered),
            Selling::Park(label) => Command::Parking(ParkingCommand::Park {
                receipt: receipt(now)?.id,
                label: label.clone(),
            }),
            Selling::Recall(label) => {
                let known = now.parked.iter().find(|parked| parked.label == *label);
                let receipt = known.ok_or(Refused::NotOffered)?.receipt;
                Command::Parking(ParkingCommand::Recall { receipt })
            }
            Selling::Voucher(amount, number) => {
                recorded(receipt(now)?, *amount, Recorded::Voucher { number: number.clone() })
            }
            Selling::Account(amount, customer) => {
                recorded(receipt(now)?, *amount, Recorded::Account { customer: customer.clone() })
            }
            Selling::OpenShift(_)
            | Selling::MoveCash(..)
            | Selling::Count(_)
            | Selling::CloseShift(_) => Command::Shift(self.shift(now)?),
        })
    }

    fn shift(&self, now: &Snapshot) -> Result<ShiftCommand, Refused> {
        let open = |now: &Snapshot| -> Result<ShiftView, Refused> {
            now.shift.clone().ok_or(Refused::NoShift)
        };
        Ok(match self {
            Selling::OpenShift(float) => {
                let shift = now.next_shift;
                ShiftCommand::Open { shift, float: Count::Sum(*float) }
            }
            Selling::MoveCash(direction, amount, reason) => {
                let open = open(now)?;
                ShiftCommand::MoveCash {
                    shift: open.number,
                    number: open.movements + 1,
                    direction: *direction,
                    amount: *amount,
                    reason: reason.clone(),
                }
            }
            Selling::Count(counted) => {
                let open = open(now)?;
                let (shift, number) = (open.number, open.counts + 1);
                ShiftCommand::Count { shift, number, counted: Count::Sum(*counted) }
            }
            Selling::CloseShift(reason) => {
                ShiftCommand::Close { shift: open(now)?.number, reason: reason.clone() }
            }
            _ => return Err(Refused::NotOffered),
        })
    }
}

fn recorded(known: &Receipt, amount: Amount, means: Recorded) -> Command {
    let (receipt, tender) = (known.id, known.next_tender());
    Command::TakeRecorded { receipt, amount, tender, means }
}
