//! Who works at the register and what they may do.
//!
//! Knows PIN hashes only as text to carry; making and checking them costs time and randomness
//! and is done in `till`.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A cashier's number, 1 to 9999: what is typed at log-in and sent to SEQR as `cashierId`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UserNumber(pub u16);

impl fmt::Display for UserNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// What someone is at the register to do. Later ones may do what earlier ones may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Sells.
    Cashier,
    /// Decides, closes the day, reads reports.
    Manager,
    /// Sets registers up.
    Installer,
}

/// Something that not everyone may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Permission {
    /// Ring up and take payment.
    Sell,
    /// Take goods back and give the money back, with the receipt.
    Return,
    /// Open and close the shift, and count its cash.
    Shift,
    /// Put cash into the drawer or take it out, outside a sale.
    MoveCash,
    /// Open the drawer without a sale.
    OpenDrawer,
    /// Settle what is in doubt.
    Settle,
    /// Read reports and close the day.
    Report,
    /// Let a number try PINs again, and go on where somebody else's screen was locked.
    Unlock,
    /// Change articles and their prices.
    Articles,
    /// Copy the journal, and collect what support needs.
    BackUp,
    /// Register terminals, change devices, settings and people.
    Configure,
}

impl Role {
    /// Whether the role includes a permission.
    pub fn may(self, permission: Permission) -> bool {
        match permission {
            Permission::Sell | Permission::Return | Permission::Shift => true,
            Permission::MoveCash
            | Permission::OpenDrawer
            | Permission::Settle
            | Permission::Report
            | Permission::Unlock
            | Permission::Articles
            | Permission::BackUp => self >= Role::Manager,
            Permission::Configure => self >= Role::Installer,
        }
    }
}

/// An Argon2id hash of a PIN in its textual (PHC) form.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PinHash(pub String);

impl fmt::Debug for PinHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("PinHash(…)")
    }
}

/// Someone who works at the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// Which one.
    pub number: UserNumber,
    /// The name on screen and receipt.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// The PIN, hashed.
    pub pin: PinHash,
    /// Whether they can log in.
    pub active: bool,
}

/// The part of a user that may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Which one.
    pub number: UserNumber,
    /// The name on screen and receipt.
    pub name: String,
    /// What they may do.
    pub role: Role,
}

impl From<&User> for Person {
    fn from(user: &User) -> Self {
        Person { number: user.number, name: user.name.clone(), role: user.role }
    }
}
