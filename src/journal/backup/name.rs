//! What a backup is called: `kassa-<register>-<UTC date and time>-<entries>.backup`.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// A date and time that sorts as text and that every file system takes.
pub(in crate::journal) const STAMP: &str = "%Y%m%dT%H%M%SZ";
const BEFORE: &str = "kassa-";
const BEHIND: &str = ".backup";

/// The name of a backup, and all that it says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct BackupName {
    /// When it was made, to the second.
    pub at: Timestamp,
    /// How many entries it has.
    pub entries: u64,
    /// The register, by the letters and digits of its designation.
    pub register: String,
}

impl BackupName {
    /// The name for a copy that is made now.
    pub fn new(register: &str, at: Timestamp, entries: u64) -> Self {
        let plain = |letter: char| if letter.is_alphanumeric() { letter } else { '_' };
        let register = register.trim().chars().map(plain).collect();
        let at = Timestamp::from_second(at.as_second()).unwrap_or(at);
        BackupName { at, entries, register }
    }

    /// What a file's name says; `None` where it is not the name of a backup.
    pub fn of(file: &str) -> Option<Self> {
        let middle = file.strip_prefix(BEFORE)?.strip_suffix(BEHIND)?;
        let mut parts = middle.split('-');
        let (register, stamp, entries) = (parts.next()?, parts.next()?, parts.next()?);
        let at = DateTime::strptime(STAMP, stamp).ok()?.to_zoned(TimeZone::UTC).ok()?.timestamp();
        let name = BackupName { at, entries: entries.parse().ok()?, register: register.to_owned() };
        // Only what this program would write, to the letter.
        (parts.next().is_none() && name.to_string() == file).then_some(name)
    }
}

impl fmt::Display for BackupName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let stamp = self.at.strftime(STAMP);
        write!(formatter, "{BEFORE}{}-{stamp}-{}{BEHIND}", self.register, self.entries)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_they_are_made_of() {
        let at = "2026-11-21T02:00:07.5Z".parse().unwrap();
        let name = BackupName::new("Kassa 1", at, 1234);
        assert_eq!(name.to_string(), "kassa-Kassa_1-20261121T020007Z-1234.backup");
        assert_eq!(BackupName::of(&name.to_string()), Some(name));
        let strange = BackupName::new("Å-b/..\\c", at, 0);
        assert_eq!(strange.to_string(), "kassa-Å_b____c-20261121T020007Z-0.backup");
        assert_eq!(BackupName::of(&strange.to_string()), Some(strange));
    }

    #[test]
    fn other_names_are_nobodys() {
        for other in [
            "kassa.db",
            "kassa-Kassa_1-20261121T020007Z-1234.backup.partial",
            "kassa-Kassa_1-20261121T020007Z-1234.backup.old",
            "kassa-Kassa_1-20261121T020007Z-x.backup",
            "kassa-Kassa_1-20261121T020007Z-012.backup",
            "kassa-Kassa_1-20261141T020007Z-1.backup",
            "kassa-Kassa_1-1.backup",
            "kassa-Kassa-1-20261121T020007Z-1.backup",
            "Kassa-1-20261121T020007Z-1.backup",
            "kassa-1-20261121T020007Z-1.backup~",
        ] {
            assert_eq!(BackupName::of(other), None, "{other}");
        }
    }
}
