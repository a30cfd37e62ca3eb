//! Bytes as the text of a report.

use kassa::seqr::message::Report;
use kassa::seqr::reconcile::{read_report, read_text};

/// A report is read or refused, in both of its forms.
pub fn report(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let alone = read_text(&text);
    if let Ok(read) = &alone {
        let _one = read.transaction_period_id();
        for irregularity in &read.irregularities {
            assert!(irregularity.to_string().len() <= 4_096);
        }
    }
    // The two forms of the same report, and one that was cut off against the whole.
    let half = bytes.get(..bytes.len() / 2).unwrap_or_default().to_vec();
    for content in [Some(bytes.to_vec()), Some(half), None] {
        let report = Report { content, content_string: Some(text.clone()), ..Report::default() };
        let _either = read_report(&report);
    }
}
