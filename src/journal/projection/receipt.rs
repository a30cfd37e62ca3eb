//! Receipts with their lines and tenders, the drawer and the paper.

use rusqlite::{Connection, params};

use crate::core::entry::{DrawerReason, Entry, JobId, Paper};
use crate::core::money::Amount;
use crate::core::receipt::{ReceiptId, ReceiptNumber, Settlement};
use crate::core::tender::{Tender, TenderMeans};
use crate::core::user::UserNumber;
use crate::core::vat::VatPart;

use super::super::{JournalError, Rule};
use super::{Place, line, run, run_on_one, word};

pub(super) fn project(
    tables: &Connection,
    place: &Place<'_>,
    entry: &Entry,
) -> Result<(), JournalError> {
    match entry {
        Entry::ReceiptOpened { receipt, cashier, returns } => {
            opened(tables, place, *receipt, *cashier, *returns)
        }
        Entry::LineAdded { receipt, line } => line::added(tables, *receipt, line),
        Entry::LineQuantityChanged { receipt, line, quantity } => {
            line::changed(tables, *receipt, *line, |line| line.quantity = *quantity)
        }
        Entry::LineRemoved { receipt, line, sum } => {
            line::removed(tables, place, *receipt, *line, *sum)
        }
        Entry::LineRestored { receipt, line } => line::restored(tables, *receipt, line),
        Entry::LinePriced(priced) => line::changed(tables, priced.receipt, priced.line, |line| {
            line.set_price(priced.price);
        }),
        Entry::LineDiscounted(discounted) => {
            line::changed(tables, discounted.receipt, discounted.line, |line| {
                line.terms.discount = discounted.discount.clone();
            })
        }
        Entry::ReceiptDiscounted(discounted) => line::receipt_discounted(tables, discounted),
        Entry::TenderAdded { receipt, tender } => tender_added(tables, place, *receipt, tender),
        Entry::TenderRemoved { receipt, tender } => run_on_one(
            tables,
            Rule::SomethingThere,
            "DELETE FROM tender WHERE receipt = ?1 AND tender = ?2",
            params![id(*receipt), tender.0],
        ),
        Entry::ReceiptCompleted { receipt, number, cashier, total, settlement, vat } => {
            vat.iter().try_for_each(|part| vat_part(tables, *receipt, part))?;
            completed(tables, place, *receipt, (*number, *cashier, *total, *settlement))?;
            super::refund::returned(tables, *receipt)
        }
        Entry::ReceiptCancelled { receipt, total } => cancelled(tables, place, *receipt, *total),
        Entry::PrintQueued { job, paper } => print_queued(tables, place, *job, *paper),
        Entry::PrintStarted { job } => print_changed(tables, place, *job, "started", 1, None),
        Entry::PrintReturned { job } => print_changed(tables, place, *job, "queued", -1, None),
        Entry::PrintAgain { job } => print_changed(tables, place, *job, "queued", 0, None),
        Entry::PrintDropped { job } => print_changed(tables, place, *job, "dropped", 0, None),
        Entry::PrintSent { job } => print_changed(tables, place, *job, "sent", 0, None),
        Entry::PrintFailed { job, detail } => {
            print_changed(tables, place, *job, "failed", 0, Some(detail))
        }
        Entry::DrawerOpened { reason, approved_by } => {
            drawer_opened(tables, place, *reason, *approved_by)
        }
        _ => Ok(()),
    }
}

pub(super) fn id(receipt: ReceiptId) -> i64 {
    receipt.0.cast_signed()
}

fn opened(
    tables: &Connection,
    place: &Place<'_>,
    receipt: ReceiptId,
    cashier: UserNumber,
    returns: Option<ReceiptId>,
) -> Result<(), JournalError> {
    run_on_one(
        tables,
        Rule::Shape,
        "INSERT INTO receipt (id, register, state, opened_at, opened_by, returns)
         VALUES (?1, ?2, 'open', ?3, ?4, ?5)",
        params![id(receipt), place.register, place.at, cashier.0, returns.map(id)],
    )
}

fn tender_added(
    tables: &Connection,
    place: &Place<'_>,
    receipt: ReceiptId,
    tender: &Tender,
) -> Result<(), JournalError> {
    let (attempt, refund, ers_reference) = match &tender.means {
        TenderMeans::Seqr { attempt, ers_reference } if attempt.receipt == receipt => {
            (Some(attempt.number), None, Some(ers_reference.as_str()))
        }
        TenderMeans::SeqrUnverified { attempt } if attempt.receipt == receipt => {
            (Some(attempt.number), None, None)
        }
        TenderMeans::Seqr { .. } | TenderMeans::SeqrUnverified { .. } => {
            return Err(JournalError::rule(Rule::TenderOfPayment));
        }
        TenderMeans::SeqrRefund { refund, ers_reference, .. } if refund.receipt == receipt => {
            (None, Some(refund.number), ers_reference.as_deref())
        }
        TenderMeans::SeqrRefund { .. } => return Err(JournalError::rule(Rule::TenderOfRefund)),
        TenderMeans::Cash
        | TenderMeans::Card
        | TenderMeans::Voucher { .. }
        | TenderMeans::Account { .. } => (None, None, None),
    };
    let detail = match &tender.means {
        TenderMeans::Voucher { number } => number.as_deref(),
        TenderMeans::Account { customer } => Some(customer.as_str()),
        _ => None,
    };
    run_on_one(
        tables,
        Rule::Shape,
        "INSERT INTO tender (receipt, tender, kind, amount, attempt, refund, ers_reference, taken_at, unverified,
             detail)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            id(receipt),
            tender.id.0,
            word(&tender.kind())?,
            tender.amount.minor(),
            attempt,
            refund,
            ers_reference,
            place.at,
            matches!(tender.means, TenderMeans::SeqrUnverified { .. }),
            detail,
        ],
    )
}

fn vat_part(tables: &Connection, receipt: ReceiptId, part: &VatPart) -> Result<(), JournalError> {
    run_on_one(
        tables,
        Rule::Shape,
        "INSERT INTO vat_part (receipt, rate, gross, vat, net) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![
            id(receipt),
            part.rate.hundredths(),
            part.gross.minor(),
            part.vat.minor(),
            part.net.minor()
        ],
    )
}

fn completed(
    tables: &Connection,
    place: &Place<'_>,
    receipt: ReceiptId,
    (number, cashier, total, settlement): (ReceiptNumber, UserNumber, Amount, Settlement),
) -> Result<(), JournalError> {
    run_on_one(
        tables,
        Rule::ReceiptOpen,
        "UPDATE receipt SET state = 'completed', number = ?2, cashier = ?3,
             cashier_name = ifnull((SELECT name FROM user WHERE number = ?3), ''),
             ended_at = ?4, total = ?5, rounding = ?6, change = ?7
         WHERE id = ?1",
        params![
            id(receipt),
            number.0.cast_signed(),
            cashier.0,
            place.at,
            total.minor(),
            settlement.rounding.minor(),
            settlement.change.minor(),
        ],
    )
}

fn cancelled(
    tables: &Connection,
    place: &Place<'_>,
    receipt: ReceiptId,
    total: Amount,
) -> Result<(), JournalError> {
    run_on_one(
        tables,
        Rule::ReceiptOpen,
        "UPDATE receipt SET state = 'cancelled', cashier = ?2, ended_at = ?3, total = ?4 WHERE id = ?1",
        params![id(receipt), place.user, place.at, total.minor()],
    )
}

fn print_queued(
    tables: &Connection,
    place: &Place<'_>,
    job: JobId,
    paper: Paper,
) -> Result<(), JournalError> {
    let (paper, receipt, report) = match paper {
        Paper::Receipt { receipt } => ("receipt", Some(id(receipt)), None),
        Paper::XReport { report } => ("x_report", None, Some(report)),
        Paper::ZReport { report } => ("z_report", None, Some(report)),
        Paper::ZReportCopy { report } => ("z_report_copy", None, Some(report)),
        Paper::TestPage => ("test_page", None, None),
    };
    run_on_one(
        tables,
        Rule::Shape,
        "INSERT INTO print_job (job, paper, receipt, queued_at, state, changed_at, report)
         VALUES (?1, ?2, ?3, ?4, 'queued', ?4, ?5)",
        params![
            job.0.cast_signed(),
            paper,
            receipt,
            place.at,
            report.map(|number| number.0.cast_signed())
        ],
    )
}

fn print_changed(
    tables: &Connection,
    place: &Place<'_>,
    job: JobId,
    state: &str,
    more_prints: i64,
    detail: Option<&str>,
) -> Result<(), JournalError> {
    run_on_one(
        tables,
        Rule::SomethingThere,
        "UPDATE print_job SET state = ?2, changed_at = ?3, detail = ?4, prints = prints + ?5
         WHERE job = ?1",
        params![job.0.cast_signed(), state, place.at, detail, more_prints],
    )
}

fn drawer_opened(
    tables: &Connection,
    place: &Place<'_>,
    reason: DrawerReason,
    approved_by: Option<UserNumber>,
) -> Result<(), JournalError> {
    let (why, receipt) = match reason {
        DrawerReason::Sale { receipt } => ("sale", Some(id(receipt))),
        DrawerReason::NoSale => ("no_sale", None),
        DrawerReason::Cash => ("cash", None),
    };
    let _one = run(
        tables,
        "INSERT INTO drawer_opening (seq, at, user, why, receipt, approved_by)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![place.seq, place.at, place.user, why, receipt, approved_by.map(|user| user.0)],
    )?;
    Ok(())
}
