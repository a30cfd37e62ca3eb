//! What the till needs at its start.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::Timestamp;
use rusqlite::{Row, params};
use serde_json::{Map, Value};

use crate::core::catalog::{Article, ArticleNumber, Code, Conditions, Name};
use crate::core::entry::Entry;
use crate::core::lock::{self, PinLock};
use crate::core::money::Amount;
use crate::core::receipt::ReceiptId;
use crate::core::settings::{Settings, Terminal};
use crate::core::time::Now;
use crate::core::user::{PinHash, User, UserNumber};
use crate::core::vat::VatRate;

use super::super::{Head, JournalError, chain, projection};
use super::{
    LastBackups, LogIns, Numbers, PrintJob, Reader, RecordedEntry, RegistrationRecord, unreadable,
};

impl Reader {
    /// The end of the chain.
    ///
    /// # Errors
    /// When the database cannot be read; the same holds for every other question here.
    pub fn head(&self) -> Result<Head, JournalError> {
        Head::read(&self.connection)
    }

    /// The latest moment that any of the last entries is dated; older ones are not looked at.
    ///
    /// # Errors
    /// As for [`Reader::head`].
    pub fn newest_date(&self) -> Result<Option<Timestamp>, JournalError> {
        let sql = "SELECT max(at) FROM (SELECT at FROM entry ORDER BY seq DESC LIMIT 2000)";
        let newest: Option<i64> = self.connection.query_row(sql, [], |row| row.get(0))?;
        Ok(newest.map(chain::moment))
    }

    /// The entries that `Register::apply` makes the present state from, in order, each with the wall clock of
    /// its commit: the terminal, the open receipt, the payments of other receipts that something can still
    /// happen to, refunds likewise and those that were promised, and the last completed receipt until another is begun.
    ///
    /// # Errors
    /// As for [`Reader::head`].
    pub fn unfinished(&self) -> Result<Vec<(Timestamp, Entry)>, JournalError> {
        let mut found: BTreeMap<u64, (Timestamp, Entry)> = BTreeMap::new();
        let mut keep = |recorded: RecordedEntry| {
            let _same = found.insert(recorded.seq, (recorded.at, recorded.entry));
        };
        for seq in self.terminal_entries()? {
            self.entry(seq)?.into_iter().for_each(&mut keep);
        }
        for receipt in self.receipts("SELECT id FROM receipt WHERE state = 'open'")? {
            self.entries_of(receipt)?.into_iter().for_each(&mut keep);
        }
        // Their receipts have ended, and with them all else that was on them.
        let waiting = "SELECT DISTINCT receipt FROM
                       (SELECT receipt FROM seqr_payment WHERE unfinished = 1
                        UNION ALL SELECT receipt FROM seqr_payment
                            WHERE settled_as = 'paid' AND paid_amount <> amount AND noted_at IS NULL
                        UNION ALL SELECT receipt FROM seqr_refund WHERE unfinished = 1) AS unfinished
                       WHERE (SELECT state FROM receipt WHERE id = unfinished.receipt) <> 'open'";
        for receipt in self.receipts(waiting)? {
            let attempts = self.numbers_on(
                receipt,
                "SELECT number FROM seqr_payment WHERE receipt = ?1 AND (unfinished = 1
                     OR (settled_as = 'paid' AND paid_amount <> amount AND noted_at IS NULL))",
            )?;
            let refunds = self.numbers_on(
                receipt,
                "SELECT number FROM seqr_refund WHERE receipt = ?1 AND unfinished = 1",
            )?;
            self.entries_of(receipt)?
                .into_iter()
                .filter(|recorded| match (recorded.entry.attempt(), recorded.entry.refund()) {
                    (Some(attempt), _) => attempts.contains(&attempt.number),
                    (None, Some(refund)) => refunds.contains(&refund.number),
                    (None, None) => false,
                })
                .for_each(&mut keep);
        }
        for seq in self.numbers_of("SELECT seq FROM refund_owed")? {
            self.entry(seq)?.into_iter().for_each(&mut keep);
        }
        // By its number: with receipts that are put aside, the last one begun is not the last one ended.
        let last = "SELECT id FROM receipt AS last
            WHERE number = (SELECT max(number) FROM receipt WHERE number IS NOT NULL)
                AND NOT EXISTS (SELECT 1 FROM entry WHERE kind IN ('receipt.opened', 'receipt.recalled') AND seq
                    > (SELECT max(seq) FROM entry WHERE receipt = last.id AND kind = 'receipt.completed'))";
        for receipt in self.receipts(last)? {
            let entries = self.entries_of(receipt)?.into_iter();
            entries.filter(|recorded| ends_receipt(&recorded.entry)).for_each(&mut keep);
        }
        Ok(found.into_values().collect())
    }

    fn receipts(&self, sql: &str) -> Result<Vec<ReceiptId>, JournalError> {
        let mut query = self.connection.prepare(sql)?;
        let ids =
            query.query_map([], |row| Ok(ReceiptId(row.get::<_, i64>(0)?.cast_unsigned())))?;
        Ok(ids.collect::<Result<_, _>>()?)
    }

    /// Which attempts or refunds of a receipt are meant.
    fn numbers_on(&self, receipt: ReceiptId, sql: &str) -> Result<Vec<u32>, JournalError> {
        let mut query = self.connection.prepare(sql)?;
        let numbers = query.query_map([receipt.0.cast_signed()], |row| row.get(0))?;
        Ok(numbers.collect::<Result<_, _>>()?)
    }

    fn numbers_of(&self, sql: &str) -> Result<Vec<u64>, JournalError> {
        let mut query = self.connection.prepare(sql)?;
        let numbers = query.query_map([], |row| row.get(0).map(i64::cast_unsigned))?;
        Ok(numbers.collect::<Result<_, _>>()?)
    }

    /// The numbers of the entries that the present terminal follows from.
    fn terminal_entries(&self) -> Result<Vec<u64>, JournalError> {
        let mut query = self.connection.prepare(
            "SELECT registered_seq, assigned_seq FROM terminal WHERE state = 'registered'",
        )?;
        let mut rows = query.query([])?;
        let mut seqs = Vec::new();
        while let Some(row) = rows.next()? {
            seqs.push(row.get::<_, i64>(0)?.cast_unsigned());
            seqs.extend(row.get::<_, Option<i64>>(1)?.map(i64::cast_unsigned));
        }
        Ok(seqs)
    }

    /// The terminal as SEQR knows it, while it is registered.
    ///
    /// # Errors
    /// As for [`Reader::head`].
    pub fn terminal(&self) -> Result<Option<Terminal>, JournalError> {
        let mut query = self.connection.prepare(
            "SELECT id, external_id, name, seqr_id FROM terminal WHERE state = 'registered'",
        )?;
        let mut rows = query.query([])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        Ok(Some(Terminal {
            id: row.get(0)?,
            external_id: row.get(1)?,
            name: row.get(2)?,
            seqr_id: row.get(3)?,
        }))
    }

    /// Since when the register is registered and tied to its sticker, by whom, and what SEQR was asked without an answer.
    ///
    /// # Errors
    /// As for [`Reader::head`].
    pub fn registration(&self) -> Result<RegistrationRecord, JournalError> {
        let mut record = RegistrationRecord::default();
        for seq in self.terminal_entries()? {
            let Some(recorded) = self.entry(seq)? else { continue };
            let when = Some((recorded.at, recorded.user));
            match recorded.entry {
                Entry::TerminalRegistered { .. } => record.registered = when,
                _ => record.assigned = when,
            }
        }
        let mut query = self.connection.prepare(
            "SELECT what FROM terminal_request WHERE unanswered = 1 ORDER BY seq DESC LIMIT 1",
        )?;
        let mut rows = query.query([])?;
        if let Some(row) = rows.next()? {
            record.unanswered = Some(projection::from_word(row.get(0)?)?);
        }
        Ok(record)
    }

    /// Whether something can still happen to a SEQR payment or refund, so that its terminal must stay as it is (rule 3).
    ///
    /// # Errors
    /// As for [`Reader::head`].
    pub fn has_unsettled_payment(&self) -> Result<bool, JournalError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM seqr_payment WHERE unfinished = 1)
                       OR EXISTS (SELECT 1 FROM seqr_refund WHERE unfinished = 1)";
        Ok(self.connection.query_row(sql, [], |row| row.get(0))?)
    }

    /// Whether a SEQR payment or refund is open, or somebody still has to look into it: no other terminal must be
    /// registered meanwhile. A receipt that SEQR has not taken yet is no reason: the money is certain without it.
    ///
    /// # Errors
    /// As for [`Reader::head`].
    pub fn needs_its_terminal(&self) -> Result<bool, JournalError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM seqr_payment WHERE unfinished = 1 AND state <> 'acknowledged')
                       OR EXISTS (SELECT 1 FROM seqr_refund WHERE open = 1)";
        Ok(self.connection.query_row(sql, [], |row| row.get(0))?)
    }

    /// Whether a payment with this number of SEQR's is booked already, on whichever receipt: the
    /// journal refuses it a second time. For `Register::remember_booked`.
    ///
    /// # Errors
    /// As for [`Reader::head`].
    pub fn is_booked(&self, ers_reference: &str) -> Result<bool, JournalError> {
        let mut query = self.connection.prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM seqr_payment WHERE ers_reference = ?1)",
        )?;
        Ok(query.query_row([ers_reference], |row| row.get(0))?)
    }

    /// Where numbering stopped; in a restored journal also behind what the one before it may have given out.
    ///
    /// # Errors
    /// As for [`Reader::head`].
    pub fn numbers(&self) -> Result<Numbers, JournalError> {
        let sql = "SELECT max(ifnull((SELECT max(id) FROM receipt), 0),
                              ifnull((SELECT max(last_receipt) FROM journal_restored), 0)),
                          max(ifnull((SELECT max(number) FROM receipt WHERE number IS NOT NULL), 0),
                              ifnull((SELECT max(last_number) FROM journal_restored), 0)),
                          ifnull((SELECT max(job) FROM print_job), 0)";
        let number = |row: &Row<'_>, column| row.get::<_, i64>(column).map(i64::cast_unsigned);
        Ok(self.connection.query_row(sql, [], |row| {
            Ok(Numbers {
                receipt: number(row, 0)?,
                receipt_number: number(row, 1)?,
                job: number(row, 2)?,
            })
        })?)
    }

    /// When the newest copies of this journal were made, as far as the entries say: in the folder of the settings,
    /// and elsewhere.
    ///
    /// # Errors
    /// As for [`Reader::head`].
    pub fn last_backups(&self) -> Result<LastBackups, JournalError> {
        let newest = |elsewhere: bool| -> Result<Option<Timestamp>, JournalError> {
            let sql = "SELECT max(at) FROM backup WHERE elsewhere = ?1";
            let at: Option<i64> = self.connection.query_row(sql, [elsewhere], |row| row.get(0))?;
            Ok(at.map(chain::moment))
        };
        Ok(LastBackups { in_folder: newest(false)?, elsewhere: newest(true)? })
    }

    /// The folder that the journal lies in.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// How the register is set up; `None` before it was set up.
    ///
    /// # Errors
    /// As for [`Reader::head`].
    pub fn settings(&self) -> Result<Option<Settings>, JournalError> {
        let mut query = self.connection.prepare("SELECT name, value FROM setting")?;
        let mut rows = query.query([])?;
        let mut fields = Map::new();
        while let Some(row) = rows.next()? {
            let value: String = row.get(1)?;
            let value: Value =
                serde_json::from_str(&value).map_err(|error| unreadable("the settings", error))?;
            let _earlier = fields.insert(row.get(0)?, value);
        }
        if fields.is_empty() {
            return Ok(None);
        }
        serde_json::from_value(Value::Object(fields))
            .map(Some)
            .map_err(|error| unreadable("the settings", error))
    }

    /// Everyone who works at the register, by number.
    ///
    /// # Errors
    /// As for [`Reader::head`].
    pub fn users(&self) -> Result<Vec<User>, JournalError> {
        let mut query = self
            .connection
            .prepare("SELECT number, name, role, pin, active FROM user ORDER BY number")?;
        let mut rows = query.query([])?;
        let mut users = Vec::new();
        while let Some(row) = rows.next()? {
            users.push(User {
                number: UserNumber(row.get(0)?),
                name: row.get(1)?,
                role: projection::from_word(row.get(2)?)?,
                pin: PinHash(row.get(3)?),
                active: row.get(4)?,
            });
        }
        Ok(users)
    }

    /// Log-ins under a number.
    ///
    /// # Errors
    /// As for [`Reader::head`].
    pub fn log_ins(&self, user: UserNumber) -> Result<LogIns, JournalError> {
        let mut query = self
            .connection
            .prepare_cached("SELECT times, refused_since, last_at FROM log_in WHERE user = ?1")?;
        let mut rows = query.query([user.0])?;
        let Some(row) = rows.next()? else { return Ok(LogIns::default()) };
        Ok(LogIns {
            times: row.get::<_, i64>(0)?.cast_unsigned(),
            refused_since: row.get::<_, i64>(1)?.cast_unsigned(),
            last: Some(chain::moment(row.get(2)?)),
        })
    }

    /// The wrong PINs that still count under their numbers, and the newest ones under any. For `Register::set_pins`.
    ///
    /// # Errors
    /// As for [`Reader::head`].
    pub fn pins(&self, now: Now) -> Result<PinLock, JournalError> {
        let mut query = self
            .connection
            .prepare("SELECT user, refused_since, last_at FROM log_in WHERE refused_since > 0")?;
        let in_a_row = query
            .query_map([], |row| {
                let wrong = row.get::<_, i64>(1)?.try_into().unwrap_or(u32::MAX);
                Ok((UserNumber(row.get(0)?), wrong, chain::moment(row.get(2)?)))
            })?
            .collect::<Result<Vec<_>, _>>()?;
        let mut query =
            self.connection.prepare("SELECT at FROM pin_refusal ORDER BY seq DESC LIMIT ?1")?;
        let newest = query
            .query_map([lock::RECENT], |row| row.get(0).map(chain::moment))?
            .collect::<Result<Vec<_>, _>>()?;
        Ok(PinLock::restored(in_a_row, newest.into_iter().rev(), now))
    }

    /// All articles in the order in which they were first saved.
    ///
    /// # Errors
    /// As for [`Reader::head`].
    pub fn articles(&self) -> Result<Vec<Article>, JournalError> {
        let mut query = self.connection.prepare(
            "SELECT place, number, name_sv, name_en, price, vat_rate, group_sv, group_en, kind, conditions
             FROM article ORDER BY place",
        )?;
        let mut code_query = self
            .connection
            .prepare("SELECT article, code FROM article_code ORDER BY article, position")?;
        let mut codes = code_query
            .query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))?
            .peekable();
        let mut rows = query.query([])?;
        let mut articles = Vec::new();
        while let Some(row) = rows.next()? {
            let place: i64 = row.get(0)?;
            let mut own = Vec::new();
            while let Some(found) =
                codes.next_if(|code| code.as_ref().map_or(true, |(article, _)| *article <= place))
            {
                own.push(found?.1);
            }
            articles.push(article(row, &own)?);
        }
        Ok(articles)
    }

    /// Print jobs that are not on paper and that nobody has put away, oldest first.
    ///
    /// # Errors
    /// As for [`Reader::head`].
    pub fn pending_jobs(&self) -> Result<Vec<PrintJob>, JournalError> {
        let sql = "SELECT * FROM print_job WHERE state NOT IN ('sent', 'dropped') ORDER BY job";
        self.jobs(sql, params![])
    }
}

fn ends_receipt(entry: &Entry) -> bool {
    matches!(entry, Entry::ReceiptCompleted { .. } | Entry::ReceiptCancelled { .. })
}

fn article(row: &Row<'_>, codes: &[String]) -> Result<Article, JournalError> {
    let text = |column| row.get_ref(column)?.as_str().map_err(rusqlite::Error::from);
    let number = text(1)?;
    let named = |error| unreadable(&format!("the article {number}"), error);
    let name = |swedish, english| -> Result<Name, JournalError> {
        let english = row.get_ref(english)?.as_str_or_null().map_err(rusqlite::Error::from)?;
        Ok(Name::new(text(swedish)?, english))
    };
    Ok(Article {
        number: ArticleNumber::new(number).map_err(named)?,
        name: name(2, 3)?,
        codes: codes.iter().map(|code| Code::new(code)).collect::<Result<_, _>>().map_err(named)?,
        price: Amount::from_minor(row.get(4)?),
        vat: VatRate::from_hundredths(row.get(5)?),
        group: name(6, 7)?,
        kind: projection::from_word(text(8)?.to_owned())?,
        conditions: match row.get_ref(9)?.as_str_or_null().map_err(rusqlite::Error::from)? {
            None => Conditions::default(),
            Some(text) => projection::from_json(text)?,
        },
    })
}
