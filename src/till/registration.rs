//! The registration with SEQR.

/// The names under which the vault keeps the reseller's login: id, user, password.
pub const RESELLER: [&str; 3] = ["reseller-id", "reseller-user", "reseller-password"];
