//! What the register is set up with: settings, users, articles and terminals.

use std::sync::Arc;

use rusqlite::{Connection, params};
use serde_json::Value;

use crate::core::catalog::{Article, ArticleNumber, Name};
use crate::core::entry::TerminalQuestion;
use crate::core::settings::{Settings, Terminal};
use crate::core::user::{User, UserNumber};

use super::super::{JournalError, Rule, chain};
use super::{Place, run, run_on_one, word};

/// A name in Swedish, and in English where it has one.
pub(super) fn names(name: &Name) -> (&str, Option<&str>) {
    let mut all = name.all();
    (all.next().unwrap_or_default(), all.next())
}

pub(super) fn settings_saved(tables: &Connection, settings: &Settings) -> Result<(), JournalError> {
    let _earlier = run(tables, "DELETE FROM setting", [])?;
    for (name, value) in fields(settings)? {
        run_on_one(
            tables,
            Rule::Shape,
            "INSERT INTO setting (name, value) VALUES (?1, ?2)",
            params![name, value],
        )?;
    }
    Ok(())
}

/// Each field as JSON, by its name.
fn fields(settings: &Settings) -> Result<Vec<(String, String)>, JournalError> {
    let unreadable = |error: serde_json::Error| JournalError::Unreadable {
        what: "settings that are to be written".to_owned(),
        cause: Arc::new(error),
    };
    let value = serde_json::to_value(settings).map_err(unreadable)?;
    let Value::Object(fields) = value else { return Err(JournalError::rule(Rule::Shape)) };
    let written = |(name, value): (String, Value)| Ok((name, chain::canonical(&value)?));
    let mut fields: Vec<(String, String)> =
        fields.into_iter().map(written).collect::<Result<_, _>>().map_err(unreadable)?;
    fields.sort();
    Ok(fields)
}

/// Writes settings that an older program saved as this one would have: with the fields that are new, as they are by
/// themselves. Nothing is written where nothing is new.
pub(in crate::journal) fn settings_renewed(
    tables: &Connection,
    settings: &Settings,
) -> Result<(), JournalError> {
    let mut query = tables.prepare("SELECT name, value FROM setting ORDER BY name")?;
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let stored = rows.collect::<Result<Vec<(String, String)>, _>>()?;
    if stored == fields(settings)? {
        return Ok(());
    }
    let transaction = tables.unchecked_transaction()?;
    settings_saved(&transaction, settings)?;
    Ok(transaction.commit()?)
}

pub(super) fn user_saved(tables: &Connection, user: &User) -> Result<(), JournalError> {
    run_on_one(
        tables,
        Rule::Shape,
        "INSERT INTO user (number, name, role, pin, active) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (number) DO UPDATE SET name = ?2, role = ?3, pin = ?4, active = ?5",
        params![user.number.0, user.name, word(&user.role)?, user.pin.0, user.active],
    )
}

pub(super) fn logged_in(
    tables: &Connection,
    place: &Place<'_>,
    user: UserNumber,
) -> Result<(), JournalError> {
    run_on_one(
        tables,
        Rule::Shape,
        "INSERT INTO log_in (user, times, refused_since, last_at) VALUES (?1, 1, 0, ?2)
         ON CONFLICT (user) DO UPDATE SET times = times + 1, refused_since = 0, last_at = ?2",
        params![user.0, place.at],
    )
}

pub(super) fn log_in_refused(
    tables: &Connection,
    place: &Place<'_>,
    user: UserNumber,
) -> Result<(), JournalError> {
    run_on_one(
        tables,
        Rule::Shape,
        "INSERT INTO pin_refusal (seq, at, user) VALUES (?1, ?2, ?3)",
        params![place.seq, place.at, user.0],
    )?;
    run_on_one(
        tables,
        Rule::Shape,
        "INSERT INTO log_in (user, times, refused_since, last_at) VALUES (?1, 0, 1, ?2)
         ON CONFLICT (user) DO UPDATE SET refused_since = refused_since + 1, last_at = ?2",
        params![user.0, place.at],
    )
}

/// The wrong PINs under a number count no more.
pub(super) fn pins_forgotten(tables: &Connection, user: UserNumber) -> Result<(), JournalError> {
    let _none_or_one =
        run(tables, "UPDATE log_in SET refused_since = 0 WHERE user = ?1", [user.0])?;
    Ok(())
}

/// An article that is known keeps its place. Its codes become its own, whosever they were.
pub(super) fn article_saved(
    tables: &Connection,
    place: &Place<'_>,
    article: &Article,
) -> Result<(), JournalError> {
    let (name_sv, name_en) = names(&article.name);
    let (group_sv, group_en) = names(&article.group);
    let mut save = tables.prepare_cached(
        "INSERT INTO article (place, number, name_sv, name_en, price, vat_rate, group_sv, group_en, kind,
             conditions)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
         ON CONFLICT (number) DO UPDATE SET name_sv = ?3, name_en = ?4, price = ?5, vat_rate = ?6,
             group_sv = ?7, group_en = ?8, kind = ?9, conditions = ?10
         RETURNING place",
    )?;
    let values = params![
        place.seq,
        article.number.as_str(),
        name_sv,
        name_en,
        article.price.minor(),
        article.vat.hundredths(),
        group_sv,
        group_en,
        word(&article.kind)?,
        super::json_unless(article.conditions.are_none(), &article.conditions)?,
    ];
    let shown_at: i64 = save.query_row(values, |row| row.get(0))?;
    let _earlier = run(tables, "DELETE FROM article_code WHERE article = ?1", [shown_at])?;
    for (position, code) in (0_i64..).zip(&article.codes) {
        run_on_one(
            tables,
            Rule::Shape,
            "INSERT INTO article_code (code, article, position) VALUES (?1, ?2, ?3)
             ON CONFLICT (code) DO UPDATE SET article = ?2, position = ?3",
            params![code.as_str(), shown_at, position],
        )?;
    }
    Ok(())
}

pub(super) fn article_removed(
    tables: &Connection,
    number: &ArticleNumber,
) -> Result<(), JournalError> {
    let _codes = run(
        tables,
        "DELETE FROM article_code WHERE article = (SELECT place FROM article WHERE number = ?1)",
        [number.as_str()],
    )?;
    run_on_one(
        tables,
        Rule::SomethingThere,
        "DELETE FROM article WHERE number = ?1",
        [number.as_str()],
    )
}

/// The register's terminal from now on; another one that it was before is only remembered.
pub(super) fn terminal_registered(
    tables: &Connection,
    place: &Place<'_>,
    terminal: &Terminal,
) -> Result<(), JournalError> {
    terminal_answered(tables)?;
    let _replaced = run(
        tables,
        "UPDATE terminal SET state = 'replaced' WHERE state = 'registered' AND id <> ?1",
        [&terminal.id],
    )?;
    run_on_one(
        tables,
        Rule::Shape,
        "INSERT INTO terminal (id, external_id, name, seqr_id, state, registered_seq)
         VALUES (?1, ?2, ?3, ?4, 'registered', ?5)
         ON CONFLICT (id) DO UPDATE SET external_id = ?2, name = ?3, seqr_id = ?4, state = 'registered',
             registered_seq = ?5, assigned_seq = NULL",
        params![terminal.id, terminal.external_id, terminal.name, terminal.seqr_id, place.seq],
    )
}

pub(super) fn seqr_id_assigned(
    tables: &Connection,
    place: &Place<'_>,
    terminal: &str,
    seqr_id: &str,
) -> Result<(), JournalError> {
    terminal_answered(tables)?;
    run_on_one(
        tables,
        Rule::SomethingThere,
        "UPDATE terminal SET seqr_id = ?2, assigned_seq = ?3 WHERE id = ?1",
        params![terminal, seqr_id, place.seq],
    )
}

pub(super) fn terminal_unregistered(
    tables: &Connection,
    terminal: &str,
) -> Result<(), JournalError> {
    terminal_answered(tables)?;
    run_on_one(
        tables,
        Rule::SomethingThere,
        "UPDATE terminal SET state = 'unregistered' WHERE id = ?1",
        [terminal],
    )
}

pub(super) fn terminal_asked(
    tables: &Connection,
    place: &Place<'_>,
    question: TerminalQuestion,
) -> Result<(), JournalError> {
    run_on_one(
        tables,
        Rule::Shape,
        "INSERT INTO terminal_request (seq, what, unanswered) VALUES (?1, ?2, 1)",
        params![place.seq, word(&question)?],
    )
}

/// One question at a time is asked: the answer is to the newest. What became of earlier ones is as unknown as before.
pub(super) fn terminal_refused(tables: &Connection) -> Result<(), JournalError> {
    let _newest = run(
        tables,
        "UPDATE terminal_request SET unanswered = 0 WHERE seq = (SELECT max(seq) FROM terminal_request)",
        [],
    )?;
    Ok(())
}

/// Something was done about the registration: what went unanswered before does not matter any more.
fn terminal_answered(tables: &Connection) -> Result<(), JournalError> {
    let _all = run(tables, "UPDATE terminal_request SET unanswered = 0 WHERE unanswered = 1", [])?;
    Ok(())
}
