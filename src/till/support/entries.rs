//! What the journal says, without what is nobody's business.

use serde_json::Value;

use crate::core::entry::Entry;
use crate::journal::{JournalError, Reader};

use super::in_full;

/// Shorter texts than this stand everywhere by chance; no password is so short.
pub(super) const SHORTEST_SECRET: usize = 6;
/// Fields that hold what people are called, what they wrote, and what proves who they are.
const PRIVATE: [&str; 4] = ["pin", "reason", "organisation_number", "cashier_name"];

/// The settings as they would be exported, but for what can be a person's own number.
pub(super) fn settings(journal: &Reader) -> String {
    let mut settings = match journal.settings() {
        Ok(settings) => settings.unwrap_or_default(),
        Err(error) => return in_full(&error),
    };
    // That of a sole trader is their personal number.
    if !settings.shop.organisation_number.is_empty() {
        settings.shop.organisation_number = "(left out)".to_owned();
    }
    toml::to_string_pretty(&settings).unwrap_or_else(|error| in_full(&error))
}

pub(super) fn people(journal: &Reader) -> String {
    let users = match journal.users() {
        Ok(users) => users,
        Err(error) => return in_full(&error),
    };
    let line = |user: &crate::core::user::User| {
        format!("{}: {:?}, {}", user.number, user.role, if user.active { "active" } else { "off" })
    };
    users.iter().map(line).collect::<Vec<_>>().join("\n")
}

pub(super) fn terminal(journal: &Reader) -> String {
    match journal.terminal() {
        Ok(terminal) => {
            terminal.map_or_else(|| "not registered".to_owned(), |found| format!("{found:#?}"))
        }
        Err(error) => in_full(&error),
    }
}

/// The newest entries, oldest first.
pub(super) fn newest(journal: &Reader, most: u64) -> String {
    let head = match journal.head() {
        Ok(head) => head.seq,
        Err(error) => return in_full(&error),
    };
    let lines = (head.saturating_sub(most) + 1..=head)
        .map(|seq| line(journal, seq).unwrap_or_else(|error| format!("{seq} {}", in_full(&error))));
    lines.collect::<Vec<_>>().join("\n")
}

fn line(journal: &Reader, seq: u64) -> Result<String, JournalError> {
    let Some(recorded) = journal.entry(seq)? else { return Ok(format!("{seq} is missing")) };
    let user = recorded.user.map_or_else(|| "-".to_owned(), |user| user.to_string());
    Ok(format!("{seq} {} {user} {}", recorded.at, without_private(&recorded.entry)))
}

fn without_private(entry: &Entry) -> String {
    match serde_json::to_value(entry) {
        Ok(mut value) => {
            if let Entry::UserSaved { .. } = entry
                && let Some(user) = value.get_mut("user").and_then(Value::as_object_mut)
            {
                let _name = user.remove("name");
            }
            leave_out(&mut value);
            value.to_string()
        }
        Err(error) => in_full(&error),
    }
}

fn leave_out(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for name in PRIVATE {
                if let Some(field) = fields.get_mut(name) {
                    *field = Value::String("(left out)".to_owned());
                }
            }
            fields.values_mut().for_each(leave_out);
        }
        Value::Array(items) => items.iter_mut().for_each(leave_out),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::entry::RefundDropped;
    use crate::core::payment::AttemptId;
    use crate::core::receipt::ReceiptId;
    use crate::core::settings::Settings;
    use crate::core::user::{PinHash, Role, User, UserNumber};

    #[test]
    fn names_hashes_reasons_and_personal_numbers_are_left_out() {
        let user = User {
            number: UserNumber(7),
            name: "Åsa Öberg".to_owned(),
            role: Role::Manager,
            pin: PinHash("$argon2id$hash".to_owned()),
            active: true,
        };
        let payment = AttemptId { receipt: ReceiptId(3), number: 1 };
        let reason = "Kund Kalle Karlsson visade telefonen".to_owned();
        let mut settings = Settings::default();
        settings.shop.organisation_number = "811228-9874".to_owned();
        for (entry, kept) in [
            (Entry::UserSaved { user }, "\"number\":7"),
            (
                Entry::RefundDropped(RefundDropped { payment, by: UserNumber(7), reason }),
                "\"by\":7",
            ),
            (Entry::SettingsSaved { settings }, "\"register\":\"Kassa 1\""),
        ] {
            let shown = without_private(&entry);
            for secret in ["Öberg", "argon2", "Kalle", "811228"] {
                assert!(!shown.contains(secret), "{shown}");
            }
            assert!(shown.contains(kept) && shown.contains("left out"), "{shown}");
        }
    }
}
