//! The sums that reports are made from, kept by the quarter of an hour while trade goes on.
//!
//! What an entry adds is decided in `core::figures`; here it is only added. Every entry is counted before it takes
//! effect on the other tables.

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::core::catalog::Name;
use crate::core::entry::Entry;
use crate::core::figures::{
    self, Books, Cashier, Figures, GrandTotals, Measure, Period, QUARTER, RemovedLine,
    ReportNumber, SoldLine, Standing, Sum, TakenTender,
};
use crate::core::money::Amount;
use crate::core::receipt::{LineId, ReceiptId};
use crate::core::user::UserNumber;
use crate::core::vat::VatRate;

use super::super::{JournalError, Rule, chain};
use super::{Place, from_word, run};

/// Adds what an entry adds.
pub(super) fn count(
    tables: &Connection,
    place: &Place<'_>,
    entry: &Entry,
) -> Result<(), JournalError> {
    let by = place.user.and_then(|user| u16::try_from(user).ok()).map(UserNumber);
    let additions: Figures = figures::additions(entry, by, &Tables(tables))?.into_iter().collect();
    if additions.sums().next().is_none() {
        return Ok(());
    }
    let period = present(tables)?.0.cast_signed();
    let quarter = quarter(place.at);
    for (measure, sum) in additions.sums() {
        let measure = written(measure)?;
        let _one = run(
            tables,
            "INSERT INTO tally (period, quarter, measure, count, quantity, amount, vat)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (period, quarter, measure) DO UPDATE SET count = count + ?4, quantity = quantity + ?5,
                 amount = amount + ?6, vat = vat + ?7",
            params![
                period,
                quarter,
                measure,
                sum.count,
                sum.quantity,
                sum.amount.minor(),
                sum.vat.minor()
            ],
        )?;
    }
    Ok(())
}

/// The piece of time that a moment of the database belongs to.
pub(in super::super) fn quarter(nanoseconds: i64) -> i64 {
    nanoseconds.div_euclid(QUARTER * 1_000_000_000)
}

/// The number of the Z report that closes the present time.
fn present(tables: &Connection) -> Result<ReportNumber, JournalError> {
    next(tables, "z")
}

fn next(tables: &Connection, kind: &str) -> Result<ReportNumber, JournalError> {
    let mut query =
        tables.prepare_cached("SELECT ifnull(max(number), 0) + 1 FROM report WHERE kind = ?1")?;
    let number: i64 = query.query_row([kind], |row| row.get(0))?;
    Ok(ReportNumber(number.cast_unsigned()))
}

/// A measure as the table has it.
pub(in super::super) fn written(measure: &Measure) -> Result<String, JournalError> {
    serde_json::to_string(measure).map_err(|error| JournalError::Unreadable {
        what: "a measure that is to be written".to_owned(),
        cause: std::sync::Arc::new(error),
    })
}

/// A measure and its sum from the columns `measure`, `count`, `quantity`, `amount` and `vat`, in this order.
pub(in super::super) fn read(row: &Row<'_>) -> Result<(Measure, Sum), JournalError> {
    let text = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
    let measure = serde_json::from_str(text).map_err(|error| JournalError::Unreadable {
        what: format!("the measure {text}"),
        cause: std::sync::Arc::new(error),
    })?;
    let sum = Sum {
        count: row.get(1)?,
        quantity: row.get(2)?,
        amount: Amount::from_minor(row.get(3)?),
        vat: Amount::from_minor(row.get(4)?),
    };
    Ok((measure, sum))
}

/// The time since the last Z report, as the tables have it now.
pub(in super::super) fn period(tables: &Connection) -> Result<Period, JournalError> {
    let z = present(tables)?;
    let mut query = tables.prepare_cached(
        "SELECT measure, sum(count), sum(quantity), sum(amount), sum(vat) FROM tally WHERE period = ?1
         GROUP BY measure",
    )?;
    let mut rows = query.query([z.0.cast_signed()])?;
    let mut figures = Figures::default();
    while let Some(row) = rows.next()? {
        let (measure, sum) = read(row)?;
        figures.add(measure, sum);
    }
    let last: Option<(i64, i64, i64)> = tables
        .prepare_cached(
            "SELECT at, grand_sales, grand_returns FROM report WHERE kind = 'z' ORDER BY number DESC LIMIT 1",
        )?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let (before, since) = match last {
        Some((at, sales, returns)) => ((sales, returns), Some(chain::moment(at))),
        None => ((0, 0), None),
    };
    let grand = GrandTotals {
        sales: Amount::from_minor(before.0) + figures.get(&Measure::Sales).amount,
        returns: Amount::from_minor(before.1) + figures.get(&Measure::Returns).amount,
    };
    Ok(Period { z, x: next(tables, "x")?, since, figures, grand, standing: standing(tables)? })
}

/// What is unfinished now.
fn standing(tables: &Connection) -> Result<Standing, JournalError> {
    let sum = |sql: &str| -> Result<Sum, JournalError> {
        let mut query = tables.prepare_cached(sql)?;
        Ok(query.query_row([], |row| {
            let amount = Amount::from_minor(row.get(1)?);
            Ok(Sum { count: row.get(0)?, amount, ..Sum::default() })
        })?)
    };
    Ok(Standing {
        unfinished: sum("SELECT count(*), ifnull(sum((SELECT sum(sum) FROM receipt_line WHERE receipt = receipt.id)), 0)
             FROM receipt WHERE state = 'open'")?,
        in_doubt: sum("SELECT count(*), ifnull(sum(amount), 0) FROM seqr_payment WHERE unfinished = 1
             AND state NOT IN ('paid', 'acknowledged') AND NOT (state = 'settled' AND settled_as = 'paid')")?,
        unverified: sum("SELECT count(*), ifnull(sum(amount), 0) FROM seqr_payment WHERE unfinished = 1
             AND state = 'settled' AND settled_as = 'paid'")?,
        refunds_in_doubt: sum("SELECT count(*), ifnull(sum(amount), 0) FROM seqr_refund WHERE unfinished = 1
             AND open = 1")?,
        refunds_owed: sum("SELECT count(*), ifnull(sum(paid_amount), 0) FROM refund_owed
             JOIN seqr_payment USING (receipt, number)")?,
    })
}

/// Writes a report down, if it says what the tables say.
pub(super) fn reported(
    tables: &Connection,
    place: &Place<'_>,
    kind: &str,
    said: &Period,
) -> Result<(), JournalError> {
    let known = period(tables)?;
    // A measure that a later program counts as well is no reason to doubt an old report.
    let agreed = said.figures.sums().all(|(measure, sum)| known.figures.get(measure) == sum)
        && (said.z, said.x, said.since, said.grand) == (known.z, known.x, known.since, known.grand);
    if !agreed {
        return Err(JournalError::rule(Rule::FiguresAgree));
    }
    let number = if kind == "z" { said.z } else { said.x };
    let _one = run(
        tables,
        "INSERT INTO report (seq, kind, number, at, grand_sales, grand_returns) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            place.seq,
            kind,
            number.0.cast_signed(),
            place.at,
            said.grand.sales.minor(),
            said.grand.returns.minor()
        ],
    )?;
    Ok(())
}

/// The tables as the core looks into them.
struct Tables<'a>(&'a Connection);

const LINE: &str =
    "quantity, unit_price, sum, vat_rate, group_sv, group_en, kind, price_off, discount_off, share";

fn line(row: &Row<'_>) -> Result<SoldLine, JournalError> {
    let (swedish, english): (String, Option<String>) = (row.get(4)?, row.get(5)?);
    Ok(SoldLine {
        quantity: row.get(0)?,
        unit_price: Amount::from_minor(row.get(1)?),
        sum: Amount::from_minor(row.get(2)?),
        vat: VatRate::from_hundredths(row.get(3)?),
        group: Name::new(&swedish, english.as_deref()),
        kind: from_word(row.get(6)?)?,
        price_off: Amount::from_minor(row.get(7)?),
        discount_off: Amount::from_minor(row.get(8)?),
        share: Amount::from_minor(row.get(9)?),
    })
}

impl Books for Tables<'_> {
    type Error = JournalError;

    fn is_return(&self, receipt: ReceiptId) -> Result<bool, JournalError> {
        let mut query =
            self.0.prepare_cached("SELECT returns IS NOT NULL FROM receipt WHERE id = ?1")?;
        let known = query.query_row([receipt.0.cast_signed()], |row| row.get(0)).optional()?;
        Ok(known.unwrap_or(false))
    }

    fn lines(&self, receipt: ReceiptId) -> Result<Vec<SoldLine>, JournalError> {
        let sql = format!("SELECT {LINE} FROM receipt_line WHERE receipt = ?1");
        let mut query = self.0.prepare_cached(&sql)?;
        let mut rows = query.query([receipt.0.cast_signed()])?;
        let mut lines = Vec::new();
        while let Some(row) = rows.next()? {
            lines.push(line(row)?);
        }
        Ok(lines)
    }

    fn line(&self, receipt: ReceiptId, id: LineId) -> Result<Option<SoldLine>, JournalError> {
        let sql = format!("SELECT {LINE} FROM receipt_line WHERE receipt = ?1 AND line = ?2");
        let mut query = self.0.prepare_cached(&sql)?;
        let mut rows = query.query(params![receipt.0.cast_signed(), id.0])?;
        rows.next()?.map(line).transpose()
    }

    fn removed(
        &self,
        receipt: ReceiptId,
        line: LineId,
    ) -> Result<Option<RemovedLine>, JournalError> {
        let mut query = self.0.prepare_cached(
            "SELECT user, sum FROM voided_line WHERE receipt = ?1 AND line = ?2 AND restored = 0",
        )?;
        let read = |row: &Row<'_>| {
            let by = row.get::<_, Option<u16>>(0)?.map(UserNumber);
            Ok(RemovedLine { by, sum: Amount::from_minor(row.get(1)?) })
        };
        Ok(query.query_row(params![receipt.0.cast_signed(), line.0], read).optional()?)
    }

    fn tenders(&self, receipt: ReceiptId) -> Result<Vec<TakenTender>, JournalError> {
        let mut query = self
            .0
            .prepare_cached("SELECT kind, amount, unverified FROM tender WHERE receipt = ?1")?;
        let mut rows = query.query([receipt.0.cast_signed()])?;
        let mut tenders = Vec::new();
        while let Some(row) = rows.next()? {
            tenders.push(TakenTender {
                kind: from_word(row.get(0)?)?,
                amount: Amount::from_minor(row.get(1)?),
                unverified: row.get(2)?,
            });
        }
        Ok(tenders)
    }

    fn cashier(&self, number: UserNumber) -> Result<Cashier, JournalError> {
        let mut query = self.0.prepare_cached("SELECT name FROM user WHERE number = ?1")?;
        let name: Option<String> = query.query_row([number.0], |row| row.get(0)).optional()?;
        Ok(Cashier { number, name: name.unwrap_or_default() })
    }
}
