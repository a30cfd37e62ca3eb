//! The file of articles that a shop keeps in its spreadsheet: a CSV text, read and written.
//!
//! One row is one article, under a header row that names the columns ([`Column`]) in any order.
//! Reading gives either all articles of the file or everything that is wrong with it, each
//! problem with its line, and never a part of the file. Nothing here knows where the articles go
//! or which of them the shop had before.

mod conditions;
mod encoding;
mod header;
mod lines;
mod problem;
mod read;
mod write;

pub use problem::{Cause, Column, Problem};
pub use read::read;
pub use write::write;

/// The most articles a file may have.
pub const MOST_ROWS: usize = 200_000;
/// The longest row in bytes. A longer one is a file of something else, or lacks a quotation mark.
pub const LONGEST_ROW: usize = 1024 * 1024;
/// The longest name of an article or a group in characters.
pub const LONGEST_NAME: usize = 120;
/// How many problems are collected before reading stops.
pub const MOST_PROBLEMS: usize = 100;

#[cfg(test)]
mod tests;
