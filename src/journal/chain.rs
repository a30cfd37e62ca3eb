//! The chain of entries: how an entry is written as text and what its hash covers.

use jiff::Timestamp;

use crate::core::user::UserNumber;

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
