//! The chain of entries: how an entry is written as text and what its hash covers.
//!
//! The text of an entry is JSON without white space whose keys are sorted; its kind stands in a column of
//! its own. The hash is SHA-256 over these parts in this order, so that no two different entries are the same bytes:
//!
//! ```text
//! "Kassa entry 1"   13 bytes of ASCII
//! previous hash     32 bytes, zeros for the first entry
//! seq               i64, big-endian, counted from 1
//! at                i64, big-endian, nanoseconds since 1970-01-01 UTC
//! user              one byte 0; or one byte 1 and the number as i64, big-endian
//! register          length in bytes as u64, big-endian, and the UTF-8 text
//! kind              likewise
//! body              likewise
//! ```

use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::Connection;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::core::entry::Entry;
use crate::core::user::UserNumber;

use super::JournalError;

/// What stands beside every entry of one transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// The wall clock. It may go backwards: entries keep the order they were committed in.
    pub at: Timestamp,
    /// The register's designation.
    pub register: String,
    /// Who was logged in.
    pub user: Option<UserNumber>,
}

/// The end of the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// How many entries there are, which is also the number of the last one.
    pub seq: u64,
    /// The last entry's hash; zeros before the first.
    pub hash: [u8; 32],
}

impl Head {
    /// Before the first entry.
    pub(super) const START: Head = Head { seq: 0, hash: [0; 32] };

    /// As the database has it now.
    pub(super) fn read(connection: &Connection) -> Result<Head, JournalError> {
        let mut last =
            connection.prepare_cached("SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1")?;
        let mut rows = last.query([])?;
        let Some(row) = rows.next()? else { return Ok(Head::START) };
        Ok(Head { seq: row.get::<_, i64>(0)?.cast_unsigned(), hash: row.get(1)? })
    }
}

/// An entry as the hash sees it: the columns of its row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record<'a> {
    pub(super) seq: i64,
    pub(super) at: i64,
    pub(super) register: &'a str,
    pub(super) user: Option<i64>,
    pub(super) kind: &'a str,
    pub(super) body: &'a str,
}

/// The hash of an entry that follows another.
pub(super) fn hash(previous: &[u8; 32], record: &Record<'_>) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update(b"Kassa entry 1");
    hasher.update(previous);
    hasher.update(record.seq.to_be_bytes());
    hasher.update(record.at.to_be_bytes());
    match record.user {
        None => hasher.update([0]),
        Some(user) => {
            hasher.update([1]);
            hasher.update(user.to_be_bytes());
        }
    }
    for text in [record.register, record.kind, record.body] {
        hasher.update((text.len() as u64).to_be_bytes());
        hasher.update(text);
    }
    hasher.finalize().into()
}

/// An entry's kind and the rest of it as text.
pub(super) fn encode(entry: &Entry) -> Result<(String, String), serde_json::Error> {
    let mut value = serde_json::to_value(entry)?;
    let kind = value.as_object_mut().and_then(|fields| fields.remove("kind"));
    let Some(Value::String(kind)) = kind else {
        return Err(serde::ser::Error::custom("an entry without a kind"));
    };
    Ok((kind, canonical(&value)?))
}

/// JSON with sorted keys and without white space.
pub(super) fn canonical(value: &Value) -> Result<String, serde_json::Error> {
    let mut text = String::with_capacity(256);
    write_sorted(value, &mut text)?;
    Ok(text)
}

/// The entry that [`encode`] was given.
pub(super) fn decode(kind: &str, body: &str) -> Result<Entry, serde_json::Error> {
    let rest = body.strip_prefix('{').unwrap_or(body);
    let comma = if rest == "}" { "" } else { "," };
    let kind = serde_json::to_string(kind)?;
    serde_json::from_str(&format!("{{\"kind\":{kind}{comma}{rest}"))
}

/// As [`decode`], with an error that says which entry it is about.
pub(super) fn decode_at(seq: i64, kind: &str, body: &str) -> Result<Entry, JournalError> {
    decode(kind, body).map_err(|error| JournalError::Unreadable {
        what: format!("entry {seq} ({kind})"),
        cause: Arc::new(error),
    })
}

/// Writes JSON with sorted keys. `serde_json` keeps them sorted by itself only as long as no crate in the program
/// turns its `preserve_order` on.
fn write_sorted(value: &Value, to: &mut String) -> Result<(), serde_json::Error> {
    match value {
        Value::Object(fields) => {
            let mut sorted: Vec<_> = fields.iter().collect();
            sorted.sort_unstable_by_key(|(name, _)| name.as_str());
            to.push('{');
            for (place, (name, field)) in sorted.into_iter().enumerate() {
                if place > 0 {
                    to.push(',');
                }
                to.push_str(&serde_json::to_string(name)?);
                to.push(':');
                write_sorted(field, to)?;
            }
            to.push('}');
        }
        Value::Array(items) => {
            to.push('[');
            for (place, item) in items.iter().enumerate() {
                if place > 0 {
                    to.push(',');
                }
                write_sorted(item, to)?;
            }
            to.push(']');
        }
        simple => to.push_str(&serde_json::to_string(simple)?),
    }
    Ok(())
}

/// A moment as the database keeps it. A clock that is off by centuries stops at the ends of the range.
pub(super) fn nanoseconds(at: Timestamp) -> i64 {
    let end = if at < Timestamp::UNIX_EPOCH { i64::MIN } else { i64::MAX };
    i64::try_from(at.as_nanosecond()).unwrap_or(end)
}

/// The moment that [`nanoseconds`] was given.
pub(super) fn moment(nanoseconds: i64) -> Timestamp {
    // Every i64 of nanoseconds lies between the years 1677 and 2262, far inside what a timestamp holds.
    Timestamp::from_nanosecond(nanoseconds.into()).unwrap_or(Timestamp::UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::entry::{DrawerReason, JobId, Paper};
    use crate::core::money::Amount;
    use crate::core::payment::{AttemptId, Circumstance, Payment, Refusal};
    use crate::core::receipt::ReceiptId;
    use crate::core::tender::{Tender, TenderId, TenderMeans};

    const ATTEMPT: AttemptId = AttemptId { receipt: ReceiptId(7), number: 2 };

    #[test]
    fn text_is_sorted_and_comes_back() {
        let tender = Tender {
            id: TenderId(1),
            amount: Amount::from_minor(4500),
            means: TenderMeans::Seqr { attempt: ATTEMPT, ers_reference: "20\"1".into() },
        };
        let payment = Payment {
            ers_reference: "2012".into(),
            amount: Amount::from_minor(100),
            circumstance: Circumstance::AfterCancel,
            version: 3,
        };
        for (entry, kind, body) in [
            (
                Entry::DrawerOpened { reason: DrawerReason::NoSale, approved_by: None },
                "drawer.opened",
                r#"{"why":"no_sale"}"#,
            ),
            (
                Entry::PrintQueued {
                    job: JobId(3),
                    paper: Paper::Receipt { receipt: ReceiptId(7) },
                },
                "print.queued",
                r#"{"job":3,"paper":"receipt","receipt":7}"#,
            ),
            (
                Entry::TenderAdded { receipt: ReceiptId(7), tender },
                "tender.added",
                r#"{"receipt":7,"tender":{"amount":4500,"id":1,"means":{"attempt":{"number":2,"receipt":7},"ers_reference":"20\"1","kind":"seqr"}}}"#,
            ),
            (
                Entry::PaymentPaid { attempt: ATTEMPT, payment },
                "payment.paid",
                r#"{"attempt":{"number":2,"receipt":7},"payment":{"amount":100,"circumstance":"after_cancel","ers_reference":"2012","version":3}}"#,
            ),
            (
                Entry::PaymentRefused {
                    attempt: ATTEMPT,
                    refusal: Refusal::Code { code: 49, detail: "nej".into() },
                },
                "payment.refused",
                r#"{"attempt":{"number":2,"receipt":7},"refusal":{"cause":"code","code":49,"detail":"nej"}}"#,
            ),
        ] {
            let (written_kind, written) = encode(&entry).unwrap();
            assert_eq!((written_kind.as_str(), written.as_str()), (kind, body));
            assert_eq!(decode(kind, body).unwrap(), entry);
        }
    }

    /// The bytes are put together by hand here: the format cannot change unnoticed.
    #[test]
    fn the_hash_covers_what_the_documentation_says() {
        let record =
            Record { seq: 1, at: -2, register: "K1", user: Some(7), kind: "a.b", body: "{}" };
        let mut bytes = b"Kassa entry 1".to_vec();
        bytes.extend([0; 32]);
        bytes.extend([0, 0, 0, 0, 0, 0, 0, 1]);
        bytes.extend([255, 255, 255, 255, 255, 255, 255, 254]);
        bytes.extend([1, 0, 0, 0, 0, 0, 0, 0, 7]);
        bytes.extend([0, 0, 0, 0, 0, 0, 0, 2, b'K', b'1']);
        bytes.extend([0, 0, 0, 0, 0, 0, 0, 3, b'a', b'.', b'b']);
        bytes.extend([0, 0, 0, 0, 0, 0, 0, 2, b'{', b'}']);
        let expected: [u8; 32] = Sha256::digest(&bytes).into();
        assert_eq!(hash(&[0; 32], &record), expected);
    }

    #[test]
    fn every_field_changes_the_hash() {
        let plain =
            Record { seq: 2, at: 5, register: "ab", user: None, kind: "c", body: "{\"d\":1}" };
        let reference = hash(&[1; 32], &plain);
        let others = [
            hash(&[2; 32], &plain),
            hash(&[1; 32], &Record { seq: 3, ..plain }),
            hash(&[1; 32], &Record { at: 6, ..plain }),
            hash(&[1; 32], &Record { user: Some(0), ..plain }),
            hash(&[1; 32], &Record { register: "a", kind: "bc", ..plain }),
            hash(&[1; 32], &Record { body: "{\"d\":2}", ..plain }),
        ];
        for (place, other) in others.iter().enumerate() {
            assert_ne!(*other, reference, "{place}");
        }
    }

    #[test]
    fn moments_come_back() {
        for text in
            ["1677-09-22T00:00:00Z", "2026-03-01T12:00:00.123456789Z", "2262-01-01T00:00:00Z"]
        {
            let at: Timestamp = text.parse().unwrap();
            assert_eq!(moment(nanoseconds(at)), at);
        }
        let far: Timestamp = "5000-01-01T00:00:00Z".parse().unwrap();
        assert_eq!(nanoseconds(far), i64::MAX);
    }
}
