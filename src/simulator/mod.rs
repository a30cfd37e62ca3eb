//! A SEQR service to sell against: for demonstrations, training, rehearsals of the vendor's
//! certification, and tests.
//!
//! | module | what it is for |
//! |---|---|
//! | [`ledger`] | what SEQR knows and decides: terminals, invoices, payments, refunds, periods. Pure |
//! | [`fault`] | which request is to go wrong, and how. Pure |
//! | [`sequence`] | numbers from a seed |
//! | [`markup`] | text made safe for XML and HTML |
//!
//! It speaks SEQR's own protocol and knows nothing of the register: no receipt, no journal, no
//! screen of it. No money moves here.

pub mod fault;
pub mod ledger;
pub mod markup;
pub mod sequence;
