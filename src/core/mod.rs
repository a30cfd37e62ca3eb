//! The rules of a cash register as plain functions over plain data: money, articles, receipts,
//! tenders, value added tax, the SEQR payment, users.
//!
//! Does no input or output and knows no clock, thread, randomness, window or database: whoever
//! calls says what time it is and carries out the effects that are asked for. So nothing here
//! fails for an outside reason, and a test runs a year of trade in a second.

pub mod administration;
pub mod assortment;
pub mod catalog;
pub mod discount;
pub mod entry;
pub mod figures;
pub mod language;
pub mod lock;
pub mod money;
pub mod parking;
pub mod payment;
pub mod receipt;
pub mod refund;
pub mod register;
pub mod search;
pub mod settings;
pub mod shift;
pub mod tender;
pub mod time;
pub mod user;
pub mod vat;
