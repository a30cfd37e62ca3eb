//! The SEQR cash-register service: its messages, their SOAP form, a client, and what its
//! result codes mean.
//!
//! | module | what it is for |
//! |---|---|
//! | [`message`] | requests and answers as plain data |
//! | [`secret`] | passwords that never reach a log |
//! | [`result_code`] | the numbers SEQR answers with, and what they say about the money |
//! | [`soap`] | messages to XML and back: exact when writing, liberal when reading answers, strict when reading requests |
//! | [`client`] | one method per operation over HTTPS |
//! | [`reconcile`] | the reports that SEQR makes of a transaction period |
//!
//! This module knows nothing of the register's rules: it does not decide whether a payment
//! may be repeated, cancelled or booked. It only says as exactly as it can what was asked,
//! what was answered, and whether a request can have reached SEQR at all.

pub mod client;
pub mod message;
pub mod reconcile;
pub mod result_code;
pub mod soap;

pub use crate::secret;
