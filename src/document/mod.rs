//! Local stand-in for documents while they are being written.
/// A document.
#[derive(Debug, Clone)]
pub struct Document;
