//! `kassa journal`: is it sound, and what does it say about a receipt?

use std::path::PathBuf;

use clap::Subcommand;

use crate::core::receipt::{Line, ReceiptNumber};
use crate::core::tender::TenderMeans;
use crate::journal::{SeqrPayment, Shown, Store, Verdict};
use crate::language::{Texts, amount, date_time, quantity};

use super::output::{Console, Trouble};
use super::register::data_folder;

/// What to do with the journal.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Walk the whole chain of entries, rebuild every table from it, and compare.
    Verify,
    /// Show one receipt: its lines, tenders, SEQR payments and entries.
    Show {
        /// The number on the paper.
        #[arg(long)]
        receipt: u64,
    },
}

/// Runs the command. A register that is selling meanwhile is not disturbed.
pub fn run(command: Command, data: Option<PathBuf>, console: &Console) -> Result<(), Trouble> {
    let reader = Store::open_read_only(&data_folder(data)?)?;
    match command {
        Command::Verify => match reader.verify(&mut |_done, _all| {})? {
            Verdict::Sound(verified) => {
                let hash: String =
                    verified.head.hash.iter().map(|byte| format!("{byte:02x}")).collect();
                console.say(
                    "cli-journal-sound",
                    &[
                        ("entries", (verified.entries as i64).into()),
                        ("hash", hash.as_str().into()),
                    ],
                )
            }
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
    }
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
            TenderMeans::Seqr { .. } => "cli-tender-seqr",
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
