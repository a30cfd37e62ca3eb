//! What happened, in words that a person can follow.

use std::collections::BTreeMap;

use kassa::core::entry::{Entry, PaymentNoted, PaymentSettled, RefundSendLost, RefundSettled};
use kassa::core::money::Amount;
use kassa::core::payment::{
    AttemptId, CancelAnswer, Event, Found, Refusal, SendAnswer, Status, StatusAnswer, Verdict,
};
use kassa::core::refund;
use kassa::core::register::Command;
use kassa::core::tender::TenderMeans;

use crate::network::{Heard, Question};
use crate::seqr::{Act, Quirk};

/// What is remembered of a poll that came to nothing: those after it are no news.
const LOST: &str = "";

/// The story so far.
#[derive(Debug, Default)]
pub struct Story {
    pub lines: Vec<String>,
    /// What SEQR last said about an invoice: a poll is news only when it brings another answer.
    said: BTreeMap<String, String>,
    /// The version under which SEQR called an invoice paid, until it is asked for with it.
    paid: BTreeMap<String, i32>,
}

impl Story {
    pub fn say(&mut self, now: u64, words: String) {
        let (seconds, tenths) = (now / 1_000, now / 100 % 10);
        self.lines.push(format!("{seconds:>5}.{tenths} s: {words}"));
    }

    /// Something happens to a request.
    pub fn say_of(&mut self, now: u64, question: &Question, what: &str) {
        let name = match question {
            // A poll that leaves is news only when it says that the payment is written down.
            Question::Poll { reference, version, .. } => {
                if what == "leaves" && self.paid.get(reference) != Some(version) {
                    return;
                }
                if what == "leaves" {
                    let _told = self.paid.remove(reference);
                } else if self.said.insert(reference.clone(), LOST.to_owned()).as_deref()
                    == Some(LOST)
                {
                    return;
                }
                format!("getPaymentStatus for {reference} with version {version}")
            }
            Question::Send { attempt, sending } => {
                format!("sendInvoice number {sending} of payment {attempt}")
            }
            Question::Cancel { reference, .. } => format!("cancelInvoice for {reference}"),
            Question::Submit { ers_reference, .. }
            | Question::SubmitRefund { ers_reference, .. } => {
                format!("submitPaymentReceipt for {ers_reference}")
            }
            Question::Refund { refund, sending, amount, .. } => {
                format!(
                    "refundPayment number {sending} of refund {refund} over {}",
                    kronor(*amount)
                )
            }
        };
        self.say(now, format!("{name} {what}."));
    }

    /// SEQR answers.
    pub fn say_answer(&mut self, now: u64, heard: &Heard) {
        let event = match heard {
            Heard::Payment(_, event) => event,
            Heard::Refund(refund, event) => {
                if let refund::Event::Sent { answer, .. } = event {
                    self.say(now, format!("SEQR answers refund {refund}: {answer:?}."));
                }
                return;
            }
        };
        let words = match event {
            Event::Polled { reference, answer, .. } => {
                if let StatusAnswer::Status { status: Status::Paid, version, .. } = answer
                    && !self.said.get(reference).is_some_and(|said| said.starts_with("PAID"))
                {
                    let _earlier = self.paid.insert(reference.clone(), *version);
                }
                let words = status(answer);
                if self.said.insert(reference.clone(), words.clone()).as_ref() == Some(&words) {
                    return;
                }
                format!("SEQR says of {reference}: {words}.")
            }
            Event::Sent { answer, .. } => match answer {
                SendAnswer::Created { reference } => format!("SEQR makes {reference}."),
                SendAnswer::Refused(refusal) => {
                    format!("SEQR makes no invoice ({}).", refused(refusal))
                }
                SendAnswer::Lost { .. } => {
                    "SEQR answers with a code that leaves open whether there is an invoice."
                        .to_owned()
                }
            },
            Event::CancelAnswered { reference, answer } => {
                let words = match answer {
                    CancelAnswer::Cancelled => "it is cancelled",
                    CancelAnswer::AlreadyPaid => "it was paid before",
                    CancelAnswer::Confirming => "the customer is confirming",
                    CancelAnswer::NotFound => "there is no such invoice",
                    CancelAnswer::Nothing => "something that says nothing",
                };
                format!("SEQR answers cancelInvoice for {reference}: {words}.")
            }
            _ => return,
        };
        self.say(now, words);
    }
}

fn status(answer: &StatusAnswer) -> String {
    match answer {
        StatusAnswer::Status { status, version, ers_reference, paid } => {
            let number = ers_reference.as_ref().map(|it| format!(", {it}")).unwrap_or_default();
            let paid = paid.map(|it| format!(", {}", kronor(it))).unwrap_or_default();
            match status {
                Status::Paid => format!("PAID{number}{paid}, version {version}"),
                status => format!("{status:?}"),
            }
        }
        StatusAnswer::NotFound => "there is no such invoice (54)".to_owned(),
        StatusAnswer::Nothing { .. } => "a code that says nothing".to_owned(),
    }
}

fn refused(refusal: &Refusal) -> String {
    match refusal {
        Refusal::NotReached { .. } => "not reached".to_owned(),
        Refusal::Code { code, .. } => format!("code {code}"),
    }
}

fn kronor(amount: Amount) -> String {
    format!("{}.{:02} kr", amount.minor() / 100, amount.minor().unsigned_abs() % 100)
}

/// A press.
pub fn press(command: &Command) -> String {
    match command {
        Command::AddFree { price, .. } => {
            format!("The cashier rings up something for {}.", kronor(*price))
        }
        Command::PayWithSeqr { attempt, amount } => {
            format!("The cashier presses Pay: {} as payment {attempt}.", kronor(*amount))
        }
        Command::CancelPayment { .. } => "The cashier presses Cancel.".to_owned(),
        Command::WaitMore { .. } => "The cashier presses Wait.".to_owned(),
        Command::ReleasePayment { .. } => {
            "The cashier takes another tender instead of the payment.".to_owned()
        }
        Command::TakeCash { amount, .. } => {
            format!("The cashier takes {} in cash.", kronor(*amount))
        }
        Command::TakeCard { amount, .. } => {
            format!("The cashier takes {} by card.", kronor(*amount))
        }
        Command::RemoveTender { .. } => "The cashier gives a tender back.".to_owned(),
        Command::Finish { .. } => "The cashier finishes the receipt.".to_owned(),
        Command::CancelReceipt { .. } => "The cashier gives the receipt up.".to_owned(),
        Command::LogOut => "The cashier logs out.".to_owned(),
        Command::Quit => "The cashier ends the program.".to_owned(),
        Command::SettlePayment { attempt, verdict, .. } => {
            let paid = if *verdict == Verdict::Paid { "paid" } else { "not paid" };
            format!("The manager settles payment {attempt} as {paid}.")
        }
        Command::NotePayment { attempt, .. } => {
            format!("The manager has looked into payment {attempt}.")
        }
        Command::BeginReturn { of, .. } => {
            format!("The cashier begins a return of receipt {}.", of.origin.receipt.0)
        }
        Command::RefundWithSeqr { refund, payment, amount } => format!(
            "The cashier gives {} of payment {payment} back as refund {refund}.",
            kronor(*amount)
        ),
        Command::SettleRefund { refund, verdict, .. } => {
            format!("The manager settles refund {refund} as {verdict:?}.")
        }
        Command::GiveBackCash { amount, .. } => {
            format!("The cashier gives {} back in cash.", kronor(*amount))
        }
        other => format!("The cashier: {other:?}."),
    }
}

/// What the customer or the bank does.
pub fn act(place: usize, act: Act, amount: Option<Amount>) -> String {
    let other = amount.map(|it| format!(" with {} instead", kronor(it))).unwrap_or_default();
    match act {
        Act::Confirm => format!("The customer confirms invoice-{place}."),
        Act::Pay => format!("The customer has paid invoice-{place}{other}."),
        Act::Decline => format!("The customer declines invoice-{place}."),
        Act::Fail => format!("The bank refuses invoice-{place}."),
        Act::Expire => format!("invoice-{place} expires."),
    }
}

/// What SEQR does with an invoice that it should not do.
pub fn quirk(place: usize, quirk: Quirk) -> String {
    match quirk {
        Quirk::ForgottenFrom(at) => {
            format!(
                "SEQR will not know invoice-{place} from {}.{} s on.",
                at / 1_000,
                at / 100 % 10
            )
        }
        Quirk::NamelessUntil(u64::MAX) => format!("SEQR will never name invoice-{place}'s number."),
        Quirk::NamelessUntil(at) => {
            format!("SEQR will not name invoice-{place}'s number before {} s.", at / 1_000)
        }
        Quirk::RepeatedNumber => format!("SEQR repeats a number for invoice-{place}."),
    }
}

/// A transaction, if it is about money.
pub fn written(entries: &[Entry]) -> Option<String> {
    let parts: Vec<String> = entries.iter().filter_map(part).collect();
    (!parts.is_empty()).then(|| format!("  written: {}", parts.join("; ")))
}

fn part(entry: &Entry) -> Option<String> {
    let of = |id: &AttemptId| format!("payment {id}");
    Some(match entry {
        Entry::ReceiptCompleted { number, .. } => {
            format!("receipt number {} is complete", number.0)
        }
        Entry::ReceiptCancelled { receipt, .. } => format!("receipt {} is given up", receipt.0),
        Entry::TenderAdded { tender, .. } => match &tender.means {
            TenderMeans::Cash => format!("{} in cash", kronor(tender.amount)),
            TenderMeans::Card => format!("{} by card", kronor(tender.amount)),
            TenderMeans::Voucher { .. } => format!("{} by voucher", kronor(tender.amount)),
            TenderMeans::Account { customer } => {
                format!("{} on account of {customer}", kronor(tender.amount))
            }
            TenderMeans::Seqr { ers_reference, .. } => {
                format!("tender of {} as {ers_reference}", kronor(tender.amount))
            }
            TenderMeans::SeqrUnverified { .. } => {
                format!("unverified tender of {}", kronor(tender.amount))
            }
            TenderMeans::SeqrRefund { refund, .. } => {
                format!("{} given back as {refund}", kronor(-tender.amount))
            }
        },
        Entry::PaymentSending { attempt, sending } => {
            format!("{} is about to be sent as number {sending}", of(attempt))
        }
        Entry::PaymentSendLost { attempt, .. } => format!("the answer to {} is lost", of(attempt)),
        Entry::PaymentRefused { attempt, refusal } => {
            format!("{} is refused ({})", of(attempt), refused(refusal))
        }
        Entry::PaymentIssued { attempt, reference } => format!("{} is {reference}", of(attempt)),
        Entry::PaymentCancelAsked { attempt } => format!("{} shall be cancelled", of(attempt)),
        Entry::PaymentInDoubt { attempt, doubt } => {
            format!("{} is in doubt ({doubt:?})", of(attempt))
        }
        Entry::PaymentHeardAgain { attempt } => format!("{} is heard of again", of(attempt)),
        Entry::PaymentPaid { attempt, payment } => {
            format!(
                "{} is PAID, {}, {}",
                of(attempt),
                kronor(payment.amount),
                payment.ers_reference
            )
        }
        Entry::PaymentAcknowledged { attempt } => {
            format!("SEQR knows that {} is booked", of(attempt))
        }
        Entry::PaymentContradicted { attempt, .. } => format!("SEQR took {} back", of(attempt)),
        Entry::PaymentEnded { attempt, outcome } => format!("{} ends: {outcome:?}", of(attempt)),
        Entry::PaymentReleased { attempt } => format!("{} is released", of(attempt)),
        Entry::PaymentSettled(PaymentSettled { attempt, verdict, .. }) => {
            format!("{} is settled as {verdict:?}", of(attempt))
        }
        Entry::PaymentVerified { attempt, payment } => {
            format!("{} is verified as {}", of(attempt), payment.ers_reference)
        }
        Entry::PaymentRefuted { attempt, found: Found::Paid { .. } } => {
            format!("{} was paid after all", of(attempt))
        }
        Entry::PaymentRefuted { attempt, .. } => format!("{} was not paid after all", of(attempt)),
        Entry::PaymentNoted(PaymentNoted { attempt, .. }) => {
            format!("{} is off the list", of(attempt))
        }
        _ => return part_about_refund(entry),
    })
}

fn part_about_refund(entry: &Entry) -> Option<String> {
    Some(match entry {
        Entry::RefundSending { refund, sending } => {
            format!("refund {refund} is about to be sent as number {sending}")
        }
        Entry::RefundSendLost(RefundSendLost { refund, .. }) => {
            format!("the answer to refund {refund} is lost")
        }
        Entry::RefundInDoubt { refund } => format!("refund {refund} is in doubt"),
        Entry::RefundRefused { refund, refusal } => {
            format!("refund {refund} is refused ({})", refused(refusal))
        }
        Entry::RefundDone { refund, .. } => format!("refund {refund} is made"),
        Entry::RefundSettled(RefundSettled { refund, verdict, .. }) => {
            format!("refund {refund} is settled as {verdict:?}")
        }
        _ => return None,
    })
}
