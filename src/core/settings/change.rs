//! What a change of settings concerns, so that only that is made anew.

use super::Settings;

/// Settings, and what they become.
#[derive(Debug, Clone, Copy)]
pub struct Change<'a> {
    /// As they are.
    pub before: &'a Settings,
    /// As they are to be.
    pub after: &'a Settings,
}

impl Change<'_> {
    /// Whether nothing is different.
    pub fn is_none(self) -> bool {
        self.before == self.after
    }

    /// Whether SEQR would be asked elsewhere or otherwise: not while a payment waits for its answers.
    pub fn concerns_service(self) -> bool {
        let (before, after) = (&self.before.seqr, &self.after.seqr);
        before.address != after.address
            || before.ca_file != after.ca_file
            || before.client_id != after.client_id
            || before.client_reference != after.client_reference
    }

    /// Whether it changes what an open receipt was begun with.
    pub fn concerns_open_receipt(self) -> bool {
        self.before.register != self.after.register || self.before.currency != self.after.currency
    }

    /// Whether the scanner is another one.
    pub fn concerns_scanner(self) -> bool {
        self.before.scanner != self.after.scanner
    }

    /// Whether the printer is another one, or is spoken to otherwise.
    pub fn concerns_printer(self) -> bool {
        self.before.printer != self.after.printer
    }

    /// Whether the register begins to speak another language.
    pub fn concerns_language(self) -> bool {
        self.before.language != self.after.language
    }
}

#[cfg(test)]
mod tests {
    use super::super::{PrinterLink, PrinterSettings, ScannerSettings, UnregisterAs};
    use super::*;
    use crate::core::language::Language;

    /// What a change concerns: service, receipt, scanner, printer, language.
    fn concerns(change: impl FnOnce(&mut Settings)) -> [bool; 5] {
        let before = Settings::default();
        let mut after = before.clone();
        change(&mut after);
        let change = Change { before: &before, after: &after };
        assert_eq!(change.is_none(), before == after);
        [
            change.concerns_service(),
            change.concerns_open_receipt(),
            change.concerns_scanner(),
            change.concerns_printer(),
            change.concerns_language(),
        ]
    }

    #[test]
    fn a_change_concerns_only_what_it_is_about() {
        let word = || "x".to_owned();
        assert_eq!(concerns(|_| {}), [false; 5]);
        assert_eq!(concerns(|to| to.shop.name = word()), [false; 5]);
        assert_eq!(concerns(|to| to.seqr.keep_reseller = false), [false; 5]);
        assert_eq!(concerns(|to| to.seqr.unregister_as = UnregisterAs::Reseller), [false; 5]);
        let service = [true, false, false, false, false];
        assert_eq!(concerns(|to| to.seqr.address = word()), service);
        assert_eq!(concerns(|to| to.seqr.ca_file = Some(word())), service);
        assert_eq!(concerns(|to| to.seqr.client_id = word()), service);
        assert_eq!(concerns(|to| to.seqr.client_reference = word()), service);
        let receipt = [false, true, false, false, false];
        assert_eq!(concerns(|to| to.register = word()), receipt);
        assert_eq!(concerns(|to| to.currency = "EUR".to_owned()), receipt);
        let scanner = ScannerSettings { port: word(), baud: 9_600 };
        assert_eq!(concerns(|to| to.scanner = Some(scanner)), [false, false, true, false, false]);
        let printer = PrinterSettings { link: PrinterLink::Preview, columns: 42, answers: true };
        assert_eq!(concerns(|to| to.printer = Some(printer)), [false, false, false, true, false]);
        let language = [false, false, false, false, true];
        assert_eq!(concerns(|to| to.language = Language::English), language);
    }
}
