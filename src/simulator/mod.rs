//! A SEQR service to sell against: for demonstrations, training, rehearsals of the vendor's
//! certification, and tests.
//!
//! | module | what it is for |
//! |---|---|
//! | [`ledger`] | what SEQR knows and decides: terminals, invoices, payments, refunds, periods. Pure |
//! | [`fault`] | which request is to go wrong, and how. Pure |
//! | [`sequence`] | numbers from a seed |
//! | [`handle`] | the ledger with a clock and faults, to be shared |
//! | [`server`] | all of it over HTTP on this machine |
//! | `phone` | a page that shows the newest invoice as a customer's phone does |
//! | `fault_page` | a page to switch faults on and off |
//! | [`demonstration`] | a simulator that is ready to sell against |
//!
//! It speaks SEQR's own protocol and knows nothing of the register: no receipt, no journal, no
//! screen of it. No money moves here, and nobody but this machine can reach it.

pub mod demonstration;
pub mod fault;
mod fault_page;
pub mod handle;
pub mod ledger;
mod line;
pub mod markup;
mod page;
mod phone;
pub mod sequence;
pub mod server;

pub use demonstration::{Simulator, SimulatorSettings};
pub use handle::{Service, SimulatorHandle};
