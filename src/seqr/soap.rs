//! Messages as SOAP 1.1, document/literal wrapped, and back.
//!
//! Four directions with three tempers:
//!
//! | function | used by | temper |
//! |---|---|---|
//! | [`encode_request`] | the client | exact: SEQR silently ignores what it does not expect, so a wrong request can be answered with success |
//! | [`decode_response`] | the client | liberal: a payment must not be lost over a prefix or an unknown element |
//! | [`decode_request`] | a simulator | strict: whatever SEQR might ignore is refused, with the reason |
//! | [`encode_response`], [`encode_fault`] | a simulator | exact |
//!
//! No direction ever processes a document type definition, and every reader is bounded in size,
//! depth and number of elements. Nothing here touches the network.

mod charset;
mod decode;
mod decode_parts;
mod encode;
mod encode_answer;
pub(super) mod lexical;
mod strict;
mod strict_parts;
mod tree;
mod writer;

pub use decode::{DecodeError, Fault, decode_response};
pub use encode::{EncodeError, encode_request};
pub use encode_answer::{encode_fault, encode_response};
pub use strict::{Problem, RequestError, decode_request};
pub use tree::XmlError;

/// The namespace of SOAP 1.1's envelope.
pub const ENVELOPE_NAMESPACE: &str = "http://schemas.xmlsoap.org/soap/envelope/";

/// The namespace of SEQR's operations. Only the operation element itself is in it.
pub const SERVICE_NAMESPACE: &str = "http://external.interfaces.ers.seamless.com/";

/// The largest document, in bytes, that any of the readers looks at.
pub const MAX_DOCUMENT: usize = 8 * 1024 * 1024;

/// The most characters of `channel`, `clientComment` and `clientReference`; longer ones are cut.
pub const MAX_CHANNEL: usize = 40;
/// See [`MAX_CHANNEL`].
pub const MAX_CLIENT_COMMENT: usize = 80;
/// See [`MAX_CHANNEL`].
pub const MAX_CLIENT_REFERENCE: usize = 32;
