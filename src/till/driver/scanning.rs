//! Scans and taps: finds the article and rings it up, or says what the code came to.

use std::sync::Arc;
use std::time::Duration;

use crate::core::catalog::{Article, ArticleNumber, Catalog, Code};
use crate::core::receipt::{Quantity, ReceiptNumber};
use crate::core::register::Refused;
use crate::device::scanner::{ScannerEvent, ScannerState};
use crate::device::sound::Cue;
use crate::document::receipt as receipt_code;

use super::super::snapshot::{JournalStatus, ScanNotice, ScanOutcome, ScannerStatus};
use super::Driver;

/// The most scans that are kept while the articles are being read.
const MOST_WAITING: usize = 100;

/// Codes that nobody can do anything with are one notice while they follow each other this
/// quickly: a scanner that is set up wrongly, or something else on its port.
const FLOOD: Duration = Duration::from_millis(300);

/// A code to be looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scan {
    pub(in crate::till) text: String,
    pub(in crate::till) quantity: Quantity,
}

impl Driver {
    pub(super) fn scanner_event(&mut self, event: ScannerEvent) {
        match event {
            ScannerEvent::Scan { text, .. } => {
                self.scanned(Scan { text, quantity: Quantity::ONE });
            }
            ScannerEvent::Refused(refusal) => {
                if self.show_if_listening(&refusal.shown, false) {
                    return;
                }
                self.no_article(ScanOutcome::Unreadable { shown: refusal.shown });
            }
            ScannerEvent::State(state) => {
                self.screen.scanner = status(&state);
            }
        }
    }

    pub(super) fn catalog_read(&mut self, catalog: Catalog) {
        self.catalog = Some(Arc::new(catalog));
        self.screen.articles = JournalStatus::Fine;
        for scan in std::mem::take(&mut self.screen.waiting_scans) {
            self.scanned(scan);
        }
    }

    /// Looks a code up and rings it up.
    pub(super) fn scanned(&mut self, scan: Scan) {
        self.screen.refused = None;
        if self.show_if_listening(&scan.text, true) {
            return;
        }
        if self.catalog.is_none() {
            if self.screen.waiting_scans.len() < MOST_WAITING {
                self.screen.waiting_scans.push_back(scan);
            } else {
                self.hold(scan.text, Refused::NotOffered);
            }
            return;
        }
        if let Some(number) = receipt_code::number_of(&scan.text) {
            self.receipt_scanned(scan.text, number);
            return;
        }
        let Some((article, code)) = self.find(&scan.text) else {
            self.no_article(ScanOutcome::Unknown { code: scan.text });
            return;
        };
        if self.ending.is_some() {
            self.hold(scan.text, Refused::Ending);
            return;
        }
        if let Some(reason) = self.waits_for_age() {
            self.hold(scan.text, reason);
            return;
        }
        let command = self.ringing_up(article, scan.quantity, code, false);
        let now = self.now();
        match self.register.decide(&command, now) {
            Ok(decision) => {
                if self.carry_out(decision, now) {
                    self.sound(Cue::ScanOk);
                    self.show_scan(ScanOutcome::Added { code: scan.text });
                }
            }
            Err(reason) => {
                self.note_age(&command, reason);
                self.hold(scan.text, reason);
            }
        }
    }

    /// The code of a receipt: its goods come back. Not in the middle of a sale.
    fn receipt_scanned(&mut self, text: String, number: ReceiptNumber) {
        if self.register.receipt().is_some() {
            self.hold(text, Refused::ReceiptOpen);
            return;
        }
        if self.ending.is_some() {
            self.hold(text, Refused::Ending);
            return;
        }
        self.find_receipt(number);
        self.sound(if self.screen.returnable.is_some() { Cue::ScanOk } else { Cue::Unknown });
    }

    fn hold(&mut self, code: String, reason: Refused) {
        self.sound(Cue::Fault);
        self.show_scan(ScanOutcome::Held { code, reason });
    }

    fn find(&self, text: &str) -> Option<(Box<Article>, Option<Code>)> {
        let catalog = self.catalog.as_ref()?;
        let code = Code::new(text).ok();
        if let Some(code) = code
            && let Some(article) = catalog.by_code(&code)
        {
            return Some((Box::new(article.clone()), Some(code)));
        }
        let number = ArticleNumber::new(text).ok()?;
        catalog.by_number(&number).map(|article| (Box::new(article.clone()), None))
    }

    pub(super) fn ring_up(&mut self, number: &ArticleNumber, quantity: Quantity) {
        let now = self.now();
        let found = self.catalog.as_ref().and_then(|catalog| catalog.by_number(number)).cloned();
        let Some(article) = found else {
            self.refuse(Refused::NotOffered, now);
            return;
        };
        if let Some(reason) = self.waits_for_age() {
            self.refuse(reason, now);
            return;
        }
        self.screen.scan = None;
        let command = self.ringing_up(Box::new(article), quantity, None, false);
        self.command(&command);
    }

    /// Shows that a scan is no article, or counts it to the one before.
    fn no_article(&mut self, outcome: ScanOutcome) {
        let now = self.now();
        if let Some((notice, last)) = &mut self.screen.scan
            && std::mem::discriminant(&notice.outcome) == std::mem::discriminant(&outcome)
            && now.since(*last) < FLOOD
        {
            notice.more = (notice.more + 1).min(ScanNotice::MOST);
            *last = now.steady;
            return;
        }
        self.sound(Cue::Unknown);
        self.show_scan(outcome);
    }

    fn show_scan(&mut self, outcome: ScanOutcome) {
        let now = self.now();
        self.screen.scans += 1;
        let notice = ScanNotice { number: self.screen.scans, outcome, more: 0 };
        self.screen.scan = Some((notice, now.steady));
    }
}

/// A scanner's state as the status strip shows it.
pub(super) fn status(state: &ScannerState) -> ScannerStatus {
    match state {
        ScannerState::Ready => ScannerStatus::Ready,
        ScannerState::Missing { .. } => ScannerStatus::Missing,
        ScannerState::Denied => ScannerStatus::Forbidden,
        ScannerState::Busy => ScannerStatus::Taken,
        ScannerState::Noisy => ScannerStatus::Noisy,
    }
}
