//! The tables that screens, papers and reports read, written entry by entry.
