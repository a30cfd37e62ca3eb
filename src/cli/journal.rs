//! `kassa journal`: is it sound, what does it say about a receipt, and which payments are unsettled?

use std::path::PathBuf;

use clap::Subcommand;
use jiff::{SignedDuration, Timestamp};

use crate::app::screen::unsettled::{name, to_do, which};
use crate::core::payment::{Case, Subject, Unsettled};
use crate::core::receipt::{Line, ReceiptNumber};
use crate::core::register::Register;
use crate::core::tender::TenderMeans;
use crate::core::time::Now;
use crate::journal::{Reader, SeqrPayment, Shown, Store, Verdict, Verified};
use crate::language::{Texts, amount, date_time, quantity};

use super::output::{Console, Trouble};
use super::register::data_folder;

/// What to do with the journal.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Walk the whole chain of entries, rebuild every table from it, and compare.
    Verify,
    /// Write the entries of some days as XML, in the shape that the authorities describe. It has not been checked
    /// against their own text.
    Export(super::journal_export::Arguments),
    /// Check a file that was exported: its chain of entries, its numbers and its sums.
    Check {
        /// The file.
        file: PathBuf,
    },
    /// Show one receipt: its lines, tenders, SEQR payments and entries.
    Show {
        /// The number on the paper.
        #[arg(long)]
        receipt: u64,
    },
    /// List the SEQR payments that nobody knows about, or that somebody has to look into.
    ///
    /// What SEQR said last is known to the register alone, while it runs. A manager settles payments there.
    Unsettled {
        /// As JSON: one object for each, amounts in öre.
        #[arg(long)]
        json: bool,
    },
}

/// Runs the command. A register that is selling meanwhile is not disturbed.
pub fn run(command: Command, data: Option<PathBuf>, console: &Console) -> Result<(), Trouble> {
    if let Command::Check { file } = &command {
        return super::journal_export::check(file, console);
    }
    let reader = Store::open_read_only(&data_folder(data)?)?;
    match command {
        Command::Export(arguments) => super::journal_export::run(&arguments, &reader, console),
        Command::Check { .. } => Ok(()),
        Command::Verify => match reader.verify(&mut |_done, _all| {})? {
            Verdict::Sound(verified) => say_sound(&verified, console),
            Verdict::Unsound(findings) => {
                for finding in findings {
                    console.line(&format!("- {finding}"))?;
                }
                Err(Trouble::Unsound)
            }
        },
        Command::Show { receipt } => {
            let shown =
                reader.show(ReceiptNumber(receipt))?.ok_or(Trouble::NoSuchReceipt(receipt))?;
            show(&shown, receipt, console)
        }
        Command::Unsettled { json } => unsettled(&listed(&reader)?, json, console),
    }
}

/// That everything fits, with the hash to write down elsewhere.
pub(super) fn say_sound(verified: &Verified, console: &Console) -> Result<(), Trouble> {
    let hash: String = verified.head.hash.iter().map(|byte| format!("{byte:02x}")).collect();
    console.say(
        "cli-journal-sound",
        &[("entries", (verified.entries as i64).into()), ("hash", hash.as_str().into())],
    )
}

/// The list as the entries have it. Time passes in it as it did on the wall clock.
fn listed(reader: &Reader) -> Result<Vec<Unsettled>, Trouble> {
    let unfinished = reader.unfinished()?;
    let at = Timestamp::now();
    let first = unfinished.first().map_or(at, |(first, _)| *first);
    let now = |at: Timestamp| {
        // A clock that was set back meanwhile makes nothing younger than its first entry.
        let passed = at.duration_since(first).max(SignedDuration::ZERO).unsigned_abs();
        Now { at, steady: passed }
    };
    let mut register = Register::default();
    for (at, entry) in &unfinished {
        register.apply(entry, now(*at));
    }
    Ok(register.unsettled(now(at)))
}

fn unsettled(list: &[Unsettled], json: bool, console: &Console) -> Result<(), Trouble> {
    let texts = console.texts();
    if json {
        let rows: Vec<_> = list.iter().map(as_json).collect();
        let text = serde_json::to_string_pretty(&rows)
            .map_err(|cause| Trouble::Terminal(std::io::Error::other(cause)))?;
        return console.line(&text);
    }
    if list.is_empty() {
        return console.say("unsettled-empty", &[]);
    }
    for payment in list {
        let since = date_time(payment.since, &jiff::tz::TimeZone::system());
        console.say(
            "cli-unsettled",
            &[
                ("which", which(payment.subject, texts).as_str().into()),
                ("amount", amount(payment.amount, texts.language()).as_str().into()),
                ("since", since.as_str().into()),
            ],
        )?;
        console.line(&format!("  {}", texts.get(name(&payment.case))))?;
        console.line(&format!("  {}", to_do(payment, texts)))?;
    }
    Ok(())
}

fn as_json(payment: &Unsettled) -> serde_json::Value {
    let case = name(&payment.case).trim_start_matches("unsettled-").replace('-', "_");
    let known = match &payment.case {
        Case::Unacknowledged(known)
        | Case::AnotherAmount(known)
        | Case::TakenBack(known)
        | Case::PaidAfterAll(known) => Some(known.ers_reference.as_str()),
        _ => None,
    };
    let refund = match payment.subject {
        Subject::Payment(_) => None,
        Subject::Refund(refund) => Some(refund.number),
    };
    serde_json::json!({
        "receipt": payment.subject.receipt().0,
        "attempt": payment.subject.payment().map(|attempt| attempt.number),
        "refund": refund,
        "amount": payment.amount.minor(),
        "since": payment.since.to_string(),
        "case": case,
        "ers_reference": known,
    })
}

fn show(shown: &Shown, number: u64, console: &Console) -> Result<(), Trouble> {
    let texts = console.texts();
    let receipt = &shown.receipt;
    console.say(
        "cli-show-receipt",
        &[
            ("number", (number as i64).into()),
            ("register", receipt.register.as_str().into()),
            ("total", amount(receipt.total, texts.language()).as_str().into()),
        ],
    )?;
    for line in &receipt.lines {
        console.line(&article_line(line, texts))?;
    }
    for taken in &receipt.tenders {
        let key = match taken.tender.means {
            TenderMeans::Cash => "cli-tender-cash",
            TenderMeans::Card => "cli-tender-card",
            TenderMeans::Voucher { .. } => "cli-tender-voucher",
            TenderMeans::Account { .. } => "cli-tender-account",
            TenderMeans::Seqr { .. } => "cli-tender-seqr",
            TenderMeans::SeqrUnverified { .. } => "cli-tender-seqr-unverified",
            TenderMeans::SeqrRefund { .. } => "cli-tender-seqr-refund",
        };
        let sum = amount(taken.tender.amount, texts.language());
        console.line(&format!("  {:<40} {sum:>12}", texts.get(key)))?;
    }
    for payment in &receipt.payments {
        show_payment(payment, console)?;
    }
    console.say("cli-show-entries", &[])?;
    for entry in &shown.entries {
        let body = serde_json::to_string(&entry.entry)
            .map_err(|cause| Trouble::Terminal(std::io::Error::other(cause)))?;
        console.line(&format!("  {:>8} {} {body}", entry.seq, entry.at))?;
    }
    Ok(())
}

fn article_line(line: &Line, texts: &Texts) -> String {
    let language = texts.language();
    format!(
        "  {:>6} × {:<31} {:>12}",
        quantity(line.quantity, language),
        line.name.in_language(language),
        amount(line.sum(), language)
    )
}

/// The transaction post: amount, ersReference, description and time.
fn show_payment(payment: &SeqrPayment, console: &Console) -> Result<(), Trouble> {
    let language = console.texts().language();
    let Some(post) = &payment.post else {
        return console.say(
            "cli-show-unpaid-attempt",
            &[
                ("attempt", payment.attempt.to_string().as_str().into()),
                ("state", format!("{:?}", payment.state).as_str().into()),
            ],
        );
    };
    let at = date_time(post.at, &jiff::tz::TimeZone::system());
    console.say(
        "cli-show-payment",
        &[
            ("description", post.description.as_str().into()),
            ("amount", amount(post.amount, language).as_str().into()),
            ("reference", post.ers_reference.as_str().into()),
            ("time", at.as_str().into()),
        ],
    )
}
