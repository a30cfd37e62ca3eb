//! What a line says, without doing it: words in, an intent out.

use std::str::FromStr;

use clap::ValueEnum;

use crate::core::figures::ReportKind;
use crate::core::money::Amount;
use crate::core::payment::{AttemptId, Offer, Verdict as Paid};
use crate::core::receipt::{Quantity, Receipt, ReceiptNumber};
use crate::core::refund::Verdict as GivenBack;
use crate::core::register::{Chosen, Command, Refused};
use crate::core::user::UserNumber;
use crate::till::intent::Intent;
use crate::till::pin::Pin;
use crate::till::snapshot::{PaymentView, Snapshot};

use super::selling::{self, Selling};

/// The first word of a line, in small letters and with hyphens; [`Line`] says what each does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Verb {
    LogIn,
    Scan,
    Cash,
    Card,
    Seqr,
    Cancel,
    CancelReceipt,
    Wait,
    Release,
    Finish,
    FinishAndRefund,
    Return,
    Refund,
    GiveBack,
    Settle,
    SettleRefund,
    Note,
    Quantity,
    Remove,
    Restore,
    Price,
    Discount,
    Age,
    Park,
    Recall,
    Voucher,
    Account,
    OpenShift,
    CashIn,
    CashOut,
    Count,
    CloseShift,
    Confirm,
    Approve,
    Train,
    EndTraining,
    Report,
    LogOut,
    Status,
    Quit,
}

impl Verb {
    /// As it is typed.
    pub fn name(self) -> String {
        self.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
    }

    /// All of them, as they are typed.
    pub fn all() -> String {
        let names: Vec<String> = Verb::value_variants().iter().map(|verb| verb.name()).collect();
        names.join(", ")
    }
}

/// What is given back otherwise than through SEQR.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Means {
    Cash,
    Card,
}

/// What a manager says, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The manager.
    pub by: UserNumber,
    /// How they know, or what was done.
    pub reason: String,
}

/// What a line asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// Nothing: an empty line, or a remark.
    Nothing,
    /// `log-in NUMBER`; the PIN comes another way.
    LogIn(UserNumber),
    /// `scan CODE`.
    Scan(String),
    /// `cash exact` (nothing named) or `cash AMOUNT`.
    Cash(Option<Amount>),
    /// `card` for what is due, or `card AMOUNT`.
    Card(Option<Amount>),
    /// `seqr` for what is due, or `seqr AMOUNT`.
    Seqr(Option<Amount>),
    /// `cancel`: the SEQR payment.
    Cancel,
    /// `cancel-receipt`.
    CancelReceipt,
    /// `wait`: for the customer, or to send a lost invoice again.
    Wait,
    /// `release`: take another tender although an invoice may exist.
    Release,
    /// `finish`: end a paid receipt that waits for a word.
    Finish,
    /// `finish-and-refund`: end it, and give back at once what was paid through SEQR.
    FinishAndRefund,
    /// `return NUMBER`: everything of that receipt that has not been returned.
    Return(ReceiptNumber),
    /// `refund` for as much as SEQR can give back, or `refund AMOUNT`.
    Refund(Option<Amount>),
    /// `give-back cash` or `give-back card`: all that is left.
    GiveBack(Means),
    /// `settle paid|not-paid NUMBER REASON`: the SEQR payment in doubt.
    Settle(Paid, Word),
    /// `settle-refund given-back|not-given-back NUMBER REASON`: the refund in doubt.
    SettleRefund(GivenBack, Word),
    /// `note NUMBER REASON`: the oldest payment that somebody has to look into.
    Note(Word),
    /// Lines, parked receipts, further tenders and the shift.
    Selling(Verb, Selling),
    /// `confirm COMMAND`: a command that the register asked about once more.
    Confirm(Box<Line>),
    /// `approve NUMBER COMMAND`: a command that somebody else has to approve.
    Approve(UserNumber, Box<Line>),
    /// `train`: sell on a register of its own that is not real.
    Train,
    /// `end-training`.
    EndTraining,
    /// `report x` or `report z`: made and printed.
    Report(ReportKind),
    /// `log-out`.
    LogOut,
    /// `status`: how everything stands.
    Status,
    /// `quit`.
    Quit,
}

/// Why a line cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadLine {
    /// No command begins like this.
    #[error("{word} is no command")]
    Unknown {
        /// The first word, cut short.
        word: String,
    },
    /// The command needs something behind it.
    #[error("{} needs something behind it", .command.name())]
    Incomplete {
        /// The command.
        command: Verb,
    },
    /// The command takes nothing, or not so much, behind it.
    #[error("{} takes less behind it", .command.name())]
    TooMuch {
        /// The command.
        command: Verb,
    },
    /// What should be an amount is none.
    #[error("{text} is no amount")]
    NotAnAmount {
        /// What stood there, cut short.
        text: String,
    },
    /// What should be one of a few words is none of them.
    #[error("{text} is none of {known}")]
    NotAChoice {
        /// What stood there, cut short.
        text: String,
        /// The words.
        known: String,
    },
    /// What should be a number is none.
    #[error("{text} is no number")]
    NotANumber {
        /// What stood there, cut short.
        text: String,
    },
    /// The line is longer than any command.
    #[error("the line is too long")]
    TooLong,
}

const MEANS: [(&str, Means); 2] = [("cash", Means::Cash), ("card", Means::Card)];
const REPORTS: [(&str, ReportKind); 2] = [("x", ReportKind::X), ("z", ReportKind::Z)];
const PAID: [(&str, Paid); 2] = [("paid", Paid::Paid), ("not-paid", Paid::NotPaid)];
const GIVEN_BACK: [(&str, GivenBack); 2] =
    [("given-back", GivenBack::GivenBack), ("not-given-back", GivenBack::NotGivenBack)];
/// For cash: what is due, rounded to whole kronor.
const EXACT: &str = "exact";
/// How much of a line is repeated when it cannot be understood.
const SHOWN: usize = 40;

/// Understands a line.
///
/// # Errors
/// See [`BadLine`].
pub fn parse(line: &str) -> Result<Line, BadLine> {
    let line = line.trim();
    let (first, rest) = split(line);
    if first.is_empty() || first.starts_with('#') {
        return Ok(Line::Nothing);
    }
    let verb = Verb::from_str(first, false).map_err(|_| BadLine::Unknown { word: shown(first) })?;
    if let Some(selling) = selling::parse(verb, rest) {
        return Ok(Line::Selling(verb, selling?));
    }
    match verb {
        Verb::LogIn => Ok(Line::LogIn(UserNumber(number(something(verb, rest)?)?))),
        Verb::Scan => Ok(Line::Scan(something(verb, rest)?.to_owned())),
        Verb::Cash if rest == EXACT => Ok(Line::Cash(None)),
        Verb::Cash => Ok(Line::Cash(Some(amount(something(verb, rest)?)?))),
        Verb::Card => Ok(Line::Card(amount_or_due(rest)?)),
        Verb::Seqr => Ok(Line::Seqr(amount_or_due(rest)?)),
        Verb::Cancel => nothing(verb, rest, Line::Cancel),
        Verb::CancelReceipt => nothing(verb, rest, Line::CancelReceipt),
        Verb::Wait => nothing(verb, rest, Line::Wait),
        Verb::Release => nothing(verb, rest, Line::Release),
        Verb::Finish => nothing(verb, rest, Line::Finish),
        Verb::FinishAndRefund => nothing(verb, rest, Line::FinishAndRefund),
        Verb::Return => Ok(Line::Return(ReceiptNumber(number(something(verb, rest)?)?))),
        Verb::Refund => Ok(Line::Refund(amount_or_due(rest)?)),
        Verb::GiveBack => choice(verb, rest, &MEANS)
            .and_then(|(means, rest)| nothing(verb, rest, Line::GiveBack(means))),
        Verb::Settle => {
            let (verdict, rest) = choice(verb, rest, &PAID)?;
            Ok(Line::Settle(verdict, word(verb, rest)?))
        }
        Verb::SettleRefund => {
            let (verdict, rest) = choice(verb, rest, &GIVEN_BACK)?;
            Ok(Line::SettleRefund(verdict, word(verb, rest)?))
        }
        Verb::Note => Ok(Line::Note(word(verb, rest)?)),
        Verb::Confirm => Ok(Line::Confirm(inner(something(verb, rest)?)?)),
        Verb::Approve => {
            let (by, rest) = split(something(verb, rest)?);
            let by = UserNumber(number(by)?);
            Ok(Line::Approve(by, inner(something(verb, rest)?)?))
        }
        Verb::Train => nothing(verb, rest, Line::Train),
        Verb::EndTraining => nothing(verb, rest, Line::EndTraining),
        Verb::Report => choice(verb, rest, &REPORTS)
            .and_then(|(kind, rest)| nothing(verb, rest, Line::Report(kind))),
        Verb::LogOut => nothing(verb, rest, Line::LogOut),
        Verb::Status => nothing(verb, rest, Line::Status),
        Verb::Quit => nothing(verb, rest, Line::Quit),
        // They have been understood above.
        _ => Err(BadLine::Unknown { word: shown(first) }),
    }
}

/// A command that another one is about. That is no such command itself.
fn inner(text: &str) -> Result<Box<Line>, BadLine> {
    match parse(text)? {
        Line::Confirm(_) | Line::Approve(..) | Line::Nothing => {
            Err(BadLine::Unknown { word: shown(text) })
        }
        line => Ok(Box::new(line)),
    }
}

pub(super) fn nothing<T>(command: Verb, rest: &str, line: T) -> Result<T, BadLine> {
    if rest.is_empty() { Ok(line) } else { Err(BadLine::TooMuch { command }) }
}

pub(super) fn something(command: Verb, rest: &str) -> Result<&str, BadLine> {
    if rest.is_empty() { Err(BadLine::Incomplete { command }) } else { Ok(rest) }
}

pub(super) fn number<T: FromStr>(text: &str) -> Result<T, BadLine> {
    text.parse().map_err(|_not_a_number| BadLine::NotANumber { text: shown(text) })
}

/// The first word, and what stands behind it.
pub(super) fn split(rest: &str) -> (&str, &str) {
    let (first, rest) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    (first, rest.trim_start())
}

/// One of a few words, and what stands behind it.
pub(super) fn choice<'a, T: Copy>(
    command: Verb,
    rest: &'a str,
    choices: &[(&str, T)],
) -> Result<(T, &'a str), BadLine> {
    let (first, rest) = split(something(command, rest)?);
    let chosen = choices.iter().find(|(name, _)| *name == first);
    chosen.map(|(_, choice)| (*choice, rest)).ok_or_else(|| {
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        BadLine::NotAChoice { text: shown(first), known: names.join(", ") }
    })
}

/// A manager's number, and a reason.
fn word(command: Verb, rest: &str) -> Result<Word, BadLine> {
    let (by, reason) = split(something(command, rest)?);
    let by = UserNumber(number(by)?);
    Ok(Word { by, reason: something(command, reason)?.to_owned() })
}

pub(super) fn amount(text: &str) -> Result<Amount, BadLine> {
    Amount::parse(text).map_err(|_not_an_amount| BadLine::NotAnAmount { text: shown(text) })
}

fn amount_or_due(rest: &str) -> Result<Option<Amount>, BadLine> {
    if rest.is_empty() { Ok(None) } else { amount(rest).map(Some) }
}

pub(super) fn shown(text: &str) -> String {
    text.chars().take(SHOWN).flat_map(char::escape_debug).collect()
}

impl Line {
    /// Its first word; none where nothing is asked for.
    pub fn verb(&self) -> Option<Verb> {
        Some(match self {
            Line::Nothing => return None,
            Line::LogIn(_) => Verb::LogIn,
            Line::Scan(_) => Verb::Scan,
            Line::Cash(_) => Verb::Cash,
            Line::Card(_) => Verb::Card,
            Line::Seqr(_) => Verb::Seqr,
            Line::Cancel => Verb::Cancel,
            Line::CancelReceipt => Verb::CancelReceipt,
            Line::Wait => Verb::Wait,
            Line::Release => Verb::Release,
            Line::Finish => Verb::Finish,
            Line::FinishAndRefund => Verb::FinishAndRefund,
            Line::Return(_) => Verb::Return,
            Line::Refund(_) => Verb::Refund,
            Line::GiveBack(_) => Verb::GiveBack,
            Line::Settle(..) => Verb::Settle,
            Line::SettleRefund(..) => Verb::SettleRefund,
            Line::Note(_) => Verb::Note,
            Line::Selling(verb, _) => *verb,
            Line::Confirm(_) => Verb::Confirm,
            Line::Approve(..) => Verb::Approve,
            Line::Train => Verb::Train,
            Line::EndTraining => Verb::EndTraining,
            Line::Report(_) => Verb::Report,
            Line::LogOut => Verb::LogOut,
            Line::Status => Verb::Status,
            Line::Quit => Verb::Quit,
        })
    }

    /// Whose PIN it needs.
    pub fn needs_pin_of(&self) -> Option<UserNumber> {
        match self {
            Line::LogIn(user) | Line::Approve(user, _) => Some(*user),
            _ => self.word().map(|word| word.by),
        }
    }

    /// What a manager says in it.
    pub fn word(&self) -> Option<&Word> {
        match self {
            Line::Settle(_, word) | Line::SettleRefund(_, word) | Line::Note(word) => Some(word),
            _ => None,
        }
    }

    /// The intent that a cashier's press would send, seeing this picture; none where there is nothing to press.
    ///
    /// # Errors
    /// When no screen would offer it.
    pub fn intent(&self, now: &Snapshot, pin: Pin) -> Result<Option<Intent>, Refused> {
        let command = match self {
            Line::Nothing | Line::Status => return Ok(None),
            Line::LogIn(user) => return Ok(Some(Intent::LogIn { user: *user, pin })),
            Line::Scan(text) => {
                let scan = Intent::Scan { text: text.clone(), quantity: Quantity::ONE };
                return Ok(Some(scan));
            }
            Line::Cash(_) | Line::Card(_) | Line::Seqr(_) => return self.taking(now).map(Some),
            Line::Train | Line::EndTraining => {
                return Ok(Some(Intent::Train(*self == Line::Train)));
            }
            Line::Report(kind) => return Ok(Some(Intent::Report(*kind))),
            Line::Return(number) => {
                let chosen = Chosen::Everything;
                return Ok(Some(Intent::BeginReturn { number: *number, chosen }));
            }
            Line::FinishAndRefund => return Ok(Some(Intent::FinishAndRefund(receipt(now)?.id))),
            Line::Refund(amount) => return refund(now, *amount).map(Some),
            Line::GiveBack(means) => give_back(receipt(now)?, *means),
            Line::Settle(_, word) | Line::SettleRefund(_, word) | Line::Note(word) => {
                let command = self.settling(now, word)?;
                return Ok(Some(Intent::Approve { user: word.by, pin, command }));
            }
            Line::Selling(_, selling) => return selling.intent(now).map(Some),
            Line::Confirm(line) => return line.confirmed(now).map(Some),
            Line::Approve(user, line) => {
                let command = line.command(now)?;
                return Ok(Some(Intent::Approve { user: *user, pin, command }));
            }
            Line::Cancel => Command::CancelPayment { attempt: open_attempt(now)? },
            Line::Wait => Command::WaitMore { attempt: open_attempt(now)? },
            Line::Release => Command::ReleasePayment { attempt: open_attempt(now)? },
            Line::CancelReceipt => Command::CancelReceipt { receipt: receipt(now)?.id },
            Line::Finish => Command::Finish { receipt: receipt(now)?.id },
            Line::LogOut => Command::LogOut,
            Line::Quit => Command::Quit,
        };
        Ok(Some(Intent::Do(command)))
    }

    /// The command in it, if it is one that can be approved or confirmed.
    fn command(&self, now: &Snapshot) -> Result<Command, Refused> {
        match self {
            Line::Selling(_, selling) => selling.command(now),
            _ => match self.intent(now, Pin::default())? {
                Some(Intent::Do(command) | Intent::Take { command, .. }) => Ok(command),
                _ => Err(Refused::NotOffered),
            },
        }
    }

    fn confirmed(&self, now: &Snapshot) -> Result<Intent, Refused> {
        let command = Command::Confirmed(Box::new(self.command(now)?));
        Ok(match self {
            Line::Cash(_) | Line::Seqr(_) => Intent::Take { command, due: receipt(now)?.due() },
            _ => Intent::Do(command),
        })
    }

    /// What a manager lets through.
    fn settling(&self, now: &Snapshot, word: &Word) -> Result<Command, Refused> {
        let reason = word.reason.clone();
        Ok(match self {
            Line::Settle(verdict, _) => {
                let attempt = open_attempt(now)?;
                Command::SettlePayment { attempt, verdict: *verdict, reason }
            }
            Line::SettleRefund(verdict, _) => {
                let refund = now.open_refund().ok_or(Refused::NotOffered)?.refund;
                Command::SettleRefund { refund, verdict: *verdict, reason }
            }
            Line::Note(_) => Command::NotePayment { attempt: to_be_noted(now)?, reason },
            _ => return Err(Refused::NotOffered),
        })
    }

    /// Taking money: bound to what the picture shows as due.
    fn taking(&self, now: &Snapshot) -> Result<Intent, Refused> {
        let shown = receipt(now)?;
        let (receipt, tender, due) = (shown.id, shown.next_tender(), shown.due());
        let command = match self {
            Line::Cash(amount) => {
                let amount = amount.unwrap_or(due.rounded_to_cash());
                Command::TakeCash { receipt, amount, tender }
            }
            Line::Card(amount) => {
                Command::TakeCard { receipt, amount: amount.unwrap_or(due), tender }
            }
            Line::Seqr(amount) => {
                let last = now.payment.as_ref().map_or(0, |payment| payment.attempt.number);
                let attempt = AttemptId { receipt, number: last + 1 };
                Command::PayWithSeqr { attempt, amount: amount.unwrap_or(due) }
            }
            _ => return Err(Refused::NotOffered),
        };
        Ok(Intent::Take { command, due })
    }
}

/// The next refund of the present return; without a return, the one that was promised first.
fn refund(now: &Snapshot, amount: Option<Amount>) -> Result<Intent, Refused> {
    let Some(returning) = &now.returning else {
        let owed = now.owed.first().ok_or(Refused::NotOffered)?;
        return Ok(Intent::RefundOwed(owed.payment));
    };
    let (payment, left) = *returning.payments.first().ok_or(Refused::NotOffered)?;
    let amount = amount.unwrap_or(left.min(returning.to_give_back));
    let refund = returning.next_refund;
    Ok(Intent::Do(Command::RefundWithSeqr { refund, payment, amount }))
}

/// All that is left to be given back.
fn give_back(returned: &Receipt, means: Means) -> Command {
    let (receipt, tender, left) = (returned.id, returned.next_tender(), returned.to_give_back());
    match means {
        Means::Cash => Command::GiveBackCash { receipt, amount: left.rounded_to_cash(), tender },
        Means::Card => Command::GiveBackCard { receipt, amount: left, tender },
    }
}

/// The oldest payment that nothing more is to be learned of by itself.
fn to_be_noted(now: &Snapshot) -> Result<AttemptId, Refused> {
    let mut noting = now.unsettled.iter().filter(|listed| listed.offers == Offer::Noting);
    noting.find_map(|listed| listed.subject.payment()).ok_or(Refused::NotOffered)
}

pub(super) fn receipt(now: &Snapshot) -> Result<&Receipt, Refused> {
    now.receipt.as_deref().ok_or(Refused::NoReceipt)
}

fn open_attempt(now: &Snapshot) -> Result<AttemptId, Refused> {
    now.open_payment().map(|payment: &PaymentView| payment.attempt).ok_or(Refused::NotOffered)
}

#[cfg(test)]
mod tests;
