//! What entries say about the journal itself, its copies and trainings.

use serde::{Deserialize, Serialize};

use super::super::money::Amount;
use super::super::receipt::{ReceiptId, ReceiptNumber};

/// This journal is a backup that was put in the place of another journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalRestored {
    /// How many entries the backup had: they come before this one.
    pub entries: u64,
    /// How many entries the journal had that was put aside, where that could be found out.
    pub lost: Option<u64>,
    /// Receipts go on after this one: those up to it may have been begun in the journal that was put aside.
    pub last_receipt: ReceiptId,
    /// Receipt numbers go on after this one: those up to it may be on paper.
    pub last_number: ReceiptNumber,
}

/// A copy of the journal was made and found sound.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupMade {
    /// The name of the file, without its folder.
    pub file: String,
    /// How many entries it has.
    pub entries: u64,
    /// Its size.
    pub bytes: u64,
    /// Whether it was made elsewhere than in the folder of the settings, such as on a stick.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub elsewhere: bool,
}

/// The training has ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrainingEnded {
    /// Which.
    pub session: String,
    /// Receipts that were completed in it.
    pub receipts: u64,
    /// Their sum, without returns.
    pub total: Amount,
}
