//! Receipts with their lines and tenders, the drawer and the paper.

use rusqlite::{Connection, params};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::core::entry::{DrawerReason, Entry, JobId, Paper};
use crate::core::money::Amount;
use crate::core::receipt::{Line, LineId, Quantity, ReceiptId, ReceiptNumber, Settlement};
use crate::core::tender::{Tender, TenderMeans};
use crate::core::user::UserNumber;
use crate::core::vat::VatPart;

use super::super::{JournalError, Rule};
use super::{Place, run, run_on_one, word};

pub(super) fn project(
    tables: &Connection,
    place: &Place<'_>,
    entry: &Entry,
) -> Result<(), JournalError> {
    match entry {
        Entry::ReceiptOpened { receipt, cashier, returns } => {
            opened(tables, place, *receipt, *cashier, *returns)
        }
        Entry::LineAdded { receipt, line } => line_added(tables, *receipt, line),
        Entry::LineQuantityChanged { receipt, line, quantity } => {
            quantity_changed(tables, *receipt, *line, *quantity)
        }
        Entry::LineRemoved { receipt, line, .. } => run_on_one(
            tables,
            Rule::SomethingThere,
            "DELETE FROM receipt_line WHERE receipt = ?1 AND line = ?2",
            params![id(*receipt), line.0],
        ),
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

fn id(receipt: ReceiptId) -> i64 {
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

/// A quantity in thousandths; finer ones do not exist.
fn thousandths(quantity: Quantity) -> Result<i64, JournalError> {
    (quantity.value() * Decimal::ONE_THOUSAND)
        .normalize()
        .to_i64()
        .filter(|thousandths| Decimal::new(*thousandths, 3) == quantity.value())
        .ok_or_else(|| JournalError::rule(Rule::Shape))
}

fn line_added(tables: &Connection, receipt: ReceiptId, line: &Line) -> Result<(), JournalError> {
    let (name_sv, name_en) = super::setting::names(&line.name);
    let (group_sv, group_en) = super::setting::names(&line.group);
    run_on_one(
        tables,
        Rule::Shape,
        "INSERT INTO receipt_line (receipt, line, article, code, name_sv, name_en, quantity, unit_price, sum,
             vat_rate, group_sv, group_en, kind)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        params![
            id(receipt),
            line.id.0,
            line.article.as_ref().map(|number| number.as_str()),
            line.code.as_ref().map(|code| code.as_str()),
            name_sv,
            name_en,
            thousandths(line.quantity)?,
            line.unit_price.minor(),
            line.sum().minor(),
            line.vat.hundredths(),
            group_sv,
            group_en,
            word(&line.kind)?,
        ],
    )
}

/// The sum is the core's: price times quantity, rounded as [`Quantity::times`] rounds.
fn quantity_changed(
    tables: &Connection,
    receipt: ReceiptId,
    line: LineId,
    quantity: Quantity,
) -> Result<(), JournalError> {
    let gone = || JournalError::rule(Rule::SomethingThere);
    let price: Option<i64> = {
        let mut query = tables.prepare_cached(
            "SELECT unit_price FROM receipt_line WHERE receipt = ?1 AND line = ?2",
        )?;
        let mut rows = query.query(params![id(receipt), line.0])?;
        rows.next()?.map(|row| row.get(0)).transpose()?
    };
    let price = Amount::from_minor(price.ok_or_else(gone)?);
    let sum = quantity.times(price);
    run_on_one(
        tables,
        Rule::SomethingThere,
        "UPDATE receipt_line SET quantity = ?3, sum = ?4 WHERE receipt = ?1 AND line = ?2",
        params![id(receipt), line.0, thousandths(quantity)?, sum.minor()],
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
        TenderMeans::Cash | TenderMeans::Card => (None, None, None),
    };
    run_on_one(
        tables,
        Rule::Shape,
        "INSERT INTO tender (receipt, tender, kind, amount, attempt, refund, ers_reference, taken_at, unverified)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
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
    };
    let _one = run(
        tables,
        "INSERT INTO drawer_opening (seq, at, user, why, receipt, approved_by)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![place.seq, place.at, place.user, why, receipt, approved_by.map(|user| user.0)],
    )?;
    Ok(())
}
