//! What reports are made from: sums that are kept while trade goes on, and rows that are handed over one by one, so
//! that memory stays flat however many there are.

use std::ops::Range;

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, params};

use crate::core::catalog::{ArticleNumber, Name};
use crate::core::entry::Entry;
use crate::core::figures::{
    ArticleSales, Cashier, Figures, Measure, PaymentFacts, Period, QUARTER, ReportKind,
    ReportNumber, SeqrPost, SeqrState, Sum,
};
use crate::core::money::Amount;
use crate::core::receipt::ReceiptNumber;
use crate::core::user::UserNumber;
use crate::core::vat::VatRate;

use super::super::projection::tally;
use super::super::{JournalError, Rule, chain};
use super::{Reader, RecordedEntry, unreadable};

/// A report that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportRecord {
    /// X or Z.
    pub kind: ReportKind,
    /// Its number.
    pub number: ReportNumber,
    /// When it was made.
    pub at: Timestamp,
    /// The register's designation then.
    pub register: String,
    /// Who made it, by the name that they have now.
    pub by: Option<Cashier>,
    /// Its figures.
    pub period: Period,
    /// The hash of its entry, which covers everything before it.
    pub hash: [u8; 32],
}

/// An entry as it is written down: what its hash covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawEntry {
    /// Its number.
    pub seq: u64,
    /// Nanoseconds since 1970-01-01 UTC.
    pub at: i64,
    /// The register's designation then.
    pub register: String,
    /// Who was logged in.
    pub user: Option<i64>,
    /// Its kind.
    pub kind: String,
    /// The rest of it, as JSON.
    pub body: String,
    /// The hash of the entry before it.
    pub previous: [u8; 32],
    /// Its own.
    pub hash: [u8; 32],
}

impl RawEntry {
    /// Whether it is what was committed, behind the entry that it says.
    pub fn is_unchanged(&self) -> bool {
        let record = chain::Record {
            seq: self.seq.cast_signed(),
            at: self.at,
            register: &self.register,
            user: self.user,
            kind: &self.kind,
            body: &self.body,
        };
        chain::hash(&self.previous, &record) == self.hash
    }
}

fn raw(row: &Row<'_>) -> Result<RawEntry, JournalError> {
    Ok(RawEntry {
        seq: row.get::<_, i64>(0)?.cast_unsigned(),
        at: row.get(1)?,
        register: row.get(2)?,
        user: row.get(3)?,
        kind: row.get(4)?,
        body: row.get(5)?,
        previous: row.get(6)?,
        hash: row.get(7)?,
    })
}

/// Whoever takes rows one by one can end the reading with an error of their own.
pub type Each<'a, T, E> = &'a mut dyn FnMut(T) -> Result<(), E>;

impl Reader {
    /// Lets several questions be answered from one moment of the journal, whatever is committed meanwhile.
    ///
    /// # Errors
    /// Those of the questions.
    pub fn at_one_moment<T, E: From<JournalError>>(
        &self,
        ask: impl FnOnce(&Reader) -> Result<T, E>,
    ) -> Result<T, E> {
        let moment = self.connection.unchecked_transaction().map_err(JournalError::from)?;
        let answer = ask(self);
        drop(moment);
        answer
    }

    /// The time since the last Z report, as it stands now.
    ///
    /// # Errors
    /// When the database cannot be read; the same holds for every other question here.
    pub fn period(&self) -> Result<Period, JournalError> {
        tally::period(&self.connection)
    }

    /// The number of the last report of a kind.
    ///
    /// # Errors
    /// As for [`Reader::period`].
    pub fn last_report(&self, kind: ReportKind) -> Result<Option<ReportNumber>, JournalError> {
        let mut query =
            self.connection.prepare_cached("SELECT max(number) FROM report WHERE kind = ?1")?;
        let number: Option<i64> = query.query_row([word(kind)], |row| row.get(0))?;
        Ok(number.map(|number| ReportNumber(number.cast_unsigned())))
    }

    /// A report that was made, if there is one with this number.
    ///
    /// # Errors
    /// As for [`Reader::period`].
    pub fn report(
        &self,
        kind: ReportKind,
        number: ReportNumber,
    ) -> Result<Option<ReportRecord>, JournalError> {
        let found: Option<(i64, [u8; 32])> = self
            .connection
            .prepare_cached(
                "SELECT seq, hash FROM report JOIN entry USING (seq) WHERE report.kind = ?1 AND number = ?2",
            )?
            .query_row(params![word(kind), number.0.cast_signed()], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .optional()?;
        let Some((seq, hash)) = found else { return Ok(None) };
        let recorded = self.entry(seq.cast_unsigned())?;
        let recorded = recorded.ok_or_else(|| JournalError::rule(Rule::SomethingThere))?;
        let (Entry::ReportRead { period } | Entry::ReportClosed { period }) = recorded.entry else {
            return Err(JournalError::rule(Rule::Shape));
        };
        let by = recorded.user.map(|number| self.cashier(number)).transpose()?;
        let (at, register) = (recorded.at, recorded.register);
        Ok(Some(ReportRecord { kind, number, at, register, by, period: *period, hash }))
    }

    /// Somebody, by the name that they have now.
    ///
    /// # Errors
    /// As for [`Reader::period`].
    pub fn cashier(&self, number: UserNumber) -> Result<Cashier, JournalError> {
        let mut query =
            self.connection.prepare_cached("SELECT name FROM user WHERE number = ?1")?;
        let name: Option<String> = query.query_row([number.0], |row| row.get(0)).optional()?;
        Ok(Cashier { number, name: name.unwrap_or_default() })
    }

    /// What happened in a range of time. Its ends count to the quarter of an hour: see [`is_whole`].
    ///
    /// # Errors
    /// As for [`Reader::period`].
    pub fn figures(&self, range: &Range<Timestamp>) -> Result<Figures, JournalError> {
        let sums = self.rows(
            "SELECT measure, sum(count), sum(quantity), sum(amount), sum(vat) FROM tally
             WHERE quarter >= ?1 AND quarter < ?2 GROUP BY measure",
            params![quarter(range.start), quarter(range.end)],
            tally::read,
        )?;
        Ok(sums.into_iter().collect())
    }

    /// Sales and returns of a range of time by the quarter of an hour, in order. Those without any are left out.
    ///
    /// # Errors
    /// As for [`Reader::period`].
    pub fn quarters(
        &self,
        range: &Range<Timestamp>,
    ) -> Result<Vec<(Timestamp, Sum, Sum)>, JournalError> {
        let read = |row: &Row<'_>| {
            let at: i64 = row.get(5)?;
            Ok((at, tally::read(row)?))
        };
        let rows = self.rows(
            "SELECT measure, count, quantity, amount, vat, quarter FROM tally
             WHERE quarter >= ?1 AND quarter < ?2 AND measure IN (?3, ?4) ORDER BY quarter",
            params![
                quarter(range.start),
                quarter(range.end),
                tally::written(&Measure::Sales)?,
                tally::written(&Measure::Returns)?
            ],
            read,
        )?;
        let one = |(at, (measure, sum))| {
            let at = Timestamp::from_second(at * QUARTER).unwrap_or(Timestamp::UNIX_EPOCH);
            match measure {
                Measure::Sales => (at, sum, Sum::default()),
                _ => (at, Sum::default(), sum),
            }
        };
        Ok(rows.into_iter().map(one).collect())
    }

    /// The SEQR payments and refunds of a range of time, in order.
    ///
    /// # Errors
    /// As for [`Reader::period`], and whatever `each` gives.
    pub fn seqr_posts<E: From<JournalError>>(
        &self,
        range: &Range<Timestamp>,
        each: Each<'_, SeqrPost, E>,
    ) -> Result<(), E> {
        self.each(SEQR_POSTS, range, seqr_post, each)
    }

    /// What was sold of each article in a range of time, by main group and name.
    ///
    /// # Errors
    /// As for [`Reader::period`], and whatever `each` gives.
    pub fn article_sales<E: From<JournalError>>(
        &self,
        range: &Range<Timestamp>,
        each: Each<'_, ArticleSales, E>,
    ) -> Result<(), E> {
        self.each(ARTICLES, range, article_sales, each)
    }

    /// The entries from the first of a range of time to its last, in the order in which they were committed, as they
    /// are written down. Where the clock was set back, some between them may be of another time: none is left out.
    ///
    /// # Errors
    /// As for [`Reader::period`], and whatever `each` gives.
    pub fn entries_between<E: From<JournalError>>(
        &self,
        range: &Range<Timestamp>,
        each: Each<'_, (RecordedEntry, RawEntry), E>,
    ) -> Result<(), E> {
        let sql = "SELECT seq, at, register, user, kind, body, prev_hash, hash FROM entry
                   WHERE seq BETWEEN (SELECT min(seq) FROM entry WHERE at >= ?1 AND at < ?2)
                       AND (SELECT max(seq) FROM entry WHERE at >= ?1 AND at < ?2) ORDER BY seq";
        let read = |row: &Row<'_>| Ok((super::look_up::recorded(row)?, raw(row)?));
        self.each(sql, range, read, each)
    }

    fn each<T, E: From<JournalError>>(
        &self,
        sql: &str,
        range: &Range<Timestamp>,
        read: impl Fn(&Row<'_>) -> Result<T, JournalError>,
        each: Each<'_, T, E>,
    ) -> Result<(), E> {
        let trouble = |error: rusqlite::Error| E::from(JournalError::from(error));
        let mut query = self.connection.prepare_cached(sql).map_err(trouble)?;
        let ends = params![chain::nanoseconds(range.start), chain::nanoseconds(range.end)];
        let mut rows = query.query(ends).map_err(trouble)?;
        while let Some(row) = rows.next().map_err(trouble)? {
            each(read(row)?)?;
        }
        Ok(())
    }
}

/// Whether figures can be told for exactly this range: both ends are whole quarters of an hour, as every midnight is.
pub fn is_whole(range: &Range<Timestamp>) -> bool {
    let whole = |at: Timestamp| at.as_nanosecond() % (i128::from(QUARTER) * 1_000_000_000) == 0;
    whole(range.start) && whole(range.end)
}

fn quarter(at: Timestamp) -> i64 {
    tally::quarter(chain::nanoseconds(at))
}

fn word(kind: ReportKind) -> &'static str {
    match kind {
        ReportKind::X => "x",
        ReportKind::Z => "z",
    }
}

const SEQR_POSTS: &str = "
    SELECT payment.counts_at AS at, receipt.number, payment.cashier, user.name,
        ifnull(paid_amount, amount) AS amount, ers_reference, terminal, payment.state, settled_as = 'paid' AS said,
        (SELECT ifnull(sum(amount), 0) FROM seqr_refund WHERE payment_receipt = payment.receipt
            AND payment_number = payment.number AND given_back = 1) AS back,
        EXISTS (SELECT 1 FROM tender WHERE tender.receipt = payment.receipt AND attempt = payment.number) AS booked,
        paid_amount, 0 AS is_refund, payment.receipt AS which
    FROM seqr_payment AS payment JOIN receipt ON receipt.id = payment.receipt
        LEFT JOIN user ON user.number = payment.cashier
    WHERE payment.counts_at >= ?1 AND payment.counts_at < ?2
    UNION ALL
    SELECT refund.counts_at, receipt.number, refund.user, user.name, -amount, refund_reference, terminal,
        refund.state, verdict = 'given_back', 0, 1, NULL, 1, refund.receipt
    FROM seqr_refund AS refund JOIN receipt ON receipt.id = refund.receipt
        LEFT JOIN user ON user.number = refund.user
    WHERE refund.counts_at >= ?1 AND refund.counts_at < ?2
    ORDER BY at, which";

fn seqr_post(row: &Row<'_>) -> Result<SeqrPost, JournalError> {
    let receipt: Option<i64> = row.get(1)?;
    let name: Option<String> = row.get(3)?;
    let state: String = row.get(7)?;
    let said: Option<bool> = row.get(8)?;
    let said = said.unwrap_or(false);
    let state = if row.get(12)? {
        match state.as_str() {
            _ if said => SeqrState::RefundUnverified,
            "refunded" | "confirmed" | "receipt_refused" => SeqrState::Refund,
            _ => SeqrState::RefundInDoubt,
        }
    } else {
        let paid: Option<i64> = row.get(11)?;
        let facts = PaymentFacts {
            paid: paid.map(Amount::from_minor),
            settled_as_paid: said,
            taken_back: state == "contradicted" || (state == "refuted" && said),
            booked: row.get(10)?,
            given_back: Amount::from_minor(row.get(9)?),
        };
        facts.state()
    };
    Ok(SeqrPost {
        at: chain::moment(row.get(0)?),
        receipt: receipt.map(|number| ReceiptNumber(number.cast_unsigned())),
        cashier: Cashier { number: UserNumber(row.get(2)?), name: name.unwrap_or_default() },
        amount: Amount::from_minor(row.get(4)?),
        ers_reference: row.get(5)?,
        terminal: row.get(6)?,
        state,
    })
}

const ARTICLES: &str = "
    SELECT article, name_sv, name_en, group_sv, group_en, vat_rate,
        sum(CASE WHEN returns IS NULL THEN quantity ELSE -quantity END), sum(sum)
    FROM receipt JOIN receipt_line ON receipt_line.receipt = receipt.id
    WHERE state = 'completed' AND ended_at >= ?1 AND ended_at < ?2
    GROUP BY group_sv, name_sv, article, name_en, group_en, vat_rate
    ORDER BY group_sv, name_sv, article, name_en, group_en, vat_rate";

fn article_sales(row: &Row<'_>) -> Result<ArticleSales, JournalError> {
    let number: Option<String> = row.get(0)?;
    let name = |swedish, english| -> Result<Name, JournalError> {
        let swedish: String = row.get(swedish)?;
        let english: Option<String> = row.get(english)?;
        Ok(Name::new(&swedish, english.as_deref()))
    };
    Ok(ArticleSales {
        article: number
            .map(|number| ArticleNumber::new(&number))
            .transpose()
            .map_err(|error| unreadable("an article that was sold", error))?,
        name: name(1, 2)?,
        group: name(3, 4)?,
        vat: VatRate::from_hundredths(row.get(5)?),
        quantity: row.get(6)?,
        amount: Amount::from_minor(row.get(7)?),
    })
}
