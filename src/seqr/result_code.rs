//! The numbers that SEQR answers with, and what they say about the money.
//!
//! Says what a code means, not what the register does about it: that is the payment machine's
//! decision. Sources: the code table of the vendor's reference, completed with the codes that
//! only its library or its older manual name.

use std::fmt;

/// A result code, known or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ResultCode(pub i32);

/// Declares each code with its name on the wire and what it means.
macro_rules! codes {
    ($($(#[$documentation:meta])+ $name:ident = $number:literal;)+) => {
        impl ResultCode {
            $($(#[$documentation])+ pub const $name: ResultCode = ResultCode($number);)+

            /// Every code that has a name.
            pub const KNOWN: &'static [ResultCode] = &[$(ResultCode::$name),+];

            /// SEQR's name for the code; `UNKNOWN_RESULT_CODE` where there is none.
            pub const fn name(self) -> &'static str {
                match self.0 {
                    $($number => stringify!($name),)+
                    _ => "UNKNOWN_RESULT_CODE",
                }
            }
        }
    };
}

codes! {
    /// It worked.
    SUCCESS = 0;
    /// The report is not made yet: ask again in a few seconds.
    REPORT_NOT_READY = 2;
    /// Refused by a rule of the payer's or receiver's account.
    REJECTED_BUSINESS_LOGIC = 10;
    /// Refused because of the amount.
    REJECTED_AMOUNT = 11;
    /// Refused by the payment provider.
    REJECTED_PAYMENT = 12;
    /// Wrong password.
    AUTHENTICATION_FAILED = 20;
    /// Not allowed; among other things, a terminal password under four characters.
    ACCESS_DENIED = 21;
    /// A new password that is not allowed. No register operation gives it.
    INVALID_NEW_PASSWORD = 22;
    /// The ersReference is unknown, or its payment was reversed.
    INVALID_ERS_REFERENCE = 23;
    /// The terminal is unknown.
    INVALID_INITIATOR_PRINCIPAL_ID = 29;
    /// The terminal or user is blocked at SEQR.
    INVALID_INITIATOR_PRINCIPAL_STATE = 33;
    /// The reseller or its user is unknown.
    INITIATOR_PRINCIPAL_NOT_FOUND = 37;
    /// The payment is being made at this moment.
    PAYMENT_IN_PROGRESS = 48;
    /// The invoice is wrong: sums, currency, missing fields.
    INVALID_INVOICE_DATA = 49;
    /// Too late to cancel: it was paid.
    CANNOT_CANCEL_PAID_INVOICE = 50;
    /// Too late to cancel: the customer has confirmed and the bank is working.
    CANNOT_CANCEL_INVOICE_IN_PROGRESS = 51;
    /// The SEQR id is taken or not made of letters and digits.
    INVALID_SEQR_ID = 53;
    /// Not an invoice of this terminal.
    INVALID_INVOICE_REFERENCE = 54;
    /// It was cancelled before (the older code).
    PAYMENT_ALREADY_CANCELED = 55;
    /// The payment's time ran out.
    PAYMENT_EXPIRED = 58;
    /// The notification address does not begin with http:// or https://.
    INVALID_NOTIFICATION_URL = 64;
    /// SEQR could not: nothing is known about the effect.
    SYSTEM_ERROR = 90;
    /// SEQR does not know the operation: wrong address or version.
    UNSUPPORTED_OPERATION = 91;
    /// The merchant's licence does not cover it.
    LICENSE_REJECTION = 92;
    /// SEQR is too busy.
    SYSTEM_BUSY = 93;
    /// SEQR is not available.
    SERVICE_UNAVAILABLE = 94;
    /// It was cancelled before.
    INVOICE_ALREADY_CANCELED = 95;
    /// Nothing is reserved (any more) that could be taken.
    INVOICE_STATE_NOT_RESERVED = 96;
    /// The merchant may not refund.
    RESELLER_NOT_ALLOWED_TO_DO_REFUND = 97;
    /// More would be paid back than was paid.
    SUM_OF_REFUNDS_CAN_NOT_BE_MORE_THAN_ORIGINAL_TRANSACTION = 98;
    /// The customer's account takes no refunds.
    RECEIVER_ACCOUNT_DOES_NOT_ALLOW_REFUNDS = 99;
}

impl fmt::Display for ResultCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.0, self.name())
    }
}

/// What the answer to sendInvoice says about the invoice (payment rule 5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum InvoiceOutcome {
    /// It was made.
    Made,
    /// It was definitely not made: nothing can be paid.
    Refused,
    /// It may have been made.
    Unknown,
}

/// What the answer to getPaymentStatus or cancelInvoice says about a payment (payment rules 5
/// and 8). Only a status ends a payment; this says whether there is one, or what to expect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PaymentOutcome {
    /// It worked: the status stands beside it, or the cancellation was accepted.
    Answered,
    /// It had been cancelled before.
    CanceledBefore,
    /// It was paid: too late to cancel.
    Paid,
    /// The customer has confirmed and the bank is working.
    InProgress,
    /// This terminal has no such invoice.
    NotFound,
    /// Nothing is known.
    Unknown,
}

/// What the answer to an operation says that has no status to be asked for afterwards:
/// submitPaymentReceipt and refundPayment (payment rule 17).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PlainOutcome {
    /// It was done.
    Done,
    /// It was definitely not done.
    Refused,
    /// It may have been done.
    Unknown,
}

impl ResultCode {
    /// Whether the operation worked.
    pub const fn is_success(self) -> bool {
        self.0 == ResultCode::SUCCESS.0
    }

    /// What this code says as the answer to sendInvoice.
    pub const fn invoice_outcome(self) -> InvoiceOutcome {
        match self {
            ResultCode::SUCCESS => InvoiceOutcome::Made,
            ResultCode::REJECTED_BUSINESS_LOGIC
            | ResultCode::REJECTED_AMOUNT
            | ResultCode::REJECTED_PAYMENT
            | ResultCode::AUTHENTICATION_FAILED
            | ResultCode::ACCESS_DENIED
            | ResultCode::INVALID_INITIATOR_PRINCIPAL_ID
            | ResultCode::INVALID_INITIATOR_PRINCIPAL_STATE
            | ResultCode::INITIATOR_PRINCIPAL_NOT_FOUND
            | ResultCode::INVALID_INVOICE_DATA
            | ResultCode::INVALID_NOTIFICATION_URL
            | ResultCode::UNSUPPORTED_OPERATION
            | ResultCode::LICENSE_REJECTION => InvoiceOutcome::Refused,
            _ => InvoiceOutcome::Unknown,
        }
    }

    /// What this code says as the answer to submitPaymentReceipt.
    pub const fn plain_outcome(self) -> PlainOutcome {
        match (self.invoice_outcome(), self) {
            (InvoiceOutcome::Made, _) => PlainOutcome::Done,
            (InvoiceOutcome::Refused, _) | (_, ResultCode::INVALID_ERS_REFERENCE) => {
                PlainOutcome::Refused
            }
            _ => PlainOutcome::Unknown,
        }
    }

    /// What this code says as the answer to refundPayment. Whether more would be given back than was paid (98) because
    /// of an earlier refund whose answer was lost is for the refund machine to tell.
    pub const fn refund_outcome(self) -> PlainOutcome {
        match self {
            ResultCode::RESELLER_NOT_ALLOWED_TO_DO_REFUND
            | ResultCode::SUM_OF_REFUNDS_CAN_NOT_BE_MORE_THAN_ORIGINAL_TRANSACTION
            | ResultCode::RECEIVER_ACCOUNT_DOES_NOT_ALLOW_REFUNDS => PlainOutcome::Refused,
            _ => self.plain_outcome(),
        }
    }

    /// What this code says as the answer to registerTerminal, assignSeqrId or unregisterTerminal. That 29 can mean that an
    /// end has come before is for whoever asked to tell.
    pub const fn terminal_outcome(self) -> PlainOutcome {
        match self {
            ResultCode::INVALID_SEQR_ID | ResultCode::INVALID_NEW_PASSWORD => PlainOutcome::Refused,
            _ => self.plain_outcome(),
        }
    }

    /// What this code says as the answer to getPaymentStatus or cancelInvoice.
    pub const fn payment_outcome(self) -> PaymentOutcome {
        match self {
            ResultCode::SUCCESS => PaymentOutcome::Answered,
            ResultCode::INVOICE_ALREADY_CANCELED | ResultCode::PAYMENT_ALREADY_CANCELED => {
                PaymentOutcome::CanceledBefore
            }
            ResultCode::CANNOT_CANCEL_PAID_INVOICE => PaymentOutcome::Paid,
            ResultCode::CANNOT_CANCEL_INVOICE_IN_PROGRESS | ResultCode::PAYMENT_IN_PROGRESS => {
                PaymentOutcome::InProgress
            }
            ResultCode::INVALID_INVOICE_REFERENCE => PaymentOutcome::NotFound,
            _ => PaymentOutcome::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_on_the_wire() {
        assert_eq!(ResultCode(0).to_string(), "0 SUCCESS");
        assert_eq!(ResultCode(51).name(), "CANNOT_CANCEL_INVOICE_IN_PROGRESS");
        assert_eq!(ResultCode(-7).to_string(), "-7 UNKNOWN_RESULT_CODE");
        let known: Vec<i32> = ResultCode::KNOWN.iter().map(|code| code.0).collect();
        let table = [
            0, 2, 10, 11, 12, 20, 21, 22, 23, 29, 33, 37, 48, 49, 50, 51, 53, 54, 55, 58, 64, 90,
            91, 92, 93, 94, 95, 96, 97, 98, 99,
        ];
        assert_eq!(known, table);
    }

    /// Every code but these leaves open whether there is an invoice.
    #[test]
    fn only_the_listed_codes_refuse_an_invoice() {
        let refusals = [10, 11, 12, 20, 21, 29, 33, 37, 49, 64, 91, 92];
        for code in -1..=120 {
            let expected = match code {
                0 => InvoiceOutcome::Made,
                _ if refusals.contains(&code) => InvoiceOutcome::Refused,
                _ => InvoiceOutcome::Unknown,
            };
            assert_eq!(ResultCode(code).invoice_outcome(), expected, "{code}");
        }
    }

    /// A payment in progress (48) and SEQR's own troubles (90, 93, 94) leave open whether money goes back.
    #[test]
    fn only_the_listed_codes_refuse_a_refund() {
        let refusals = [10, 11, 12, 20, 21, 23, 29, 33, 37, 49, 64, 91, 92, 97, 98, 99];
        for code in -1..=120 {
            let expected = match code {
                0 => PlainOutcome::Done,
                _ if refusals.contains(&code) => PlainOutcome::Refused,
                _ => PlainOutcome::Unknown,
            };
            assert_eq!(ResultCode(code).refund_outcome(), expected, "{code}");
            let submitted =
                if (97..=99).contains(&code) { PlainOutcome::Unknown } else { expected };
            assert_eq!(ResultCode(code).plain_outcome(), submitted, "{code}");
        }
    }

    /// SEQR's own troubles (90, 93, 94) leave open what has become of a terminal.
    #[test]
    fn only_the_listed_codes_refuse_something_about_a_terminal() {
        let refusals = [10, 11, 12, 20, 21, 22, 23, 29, 33, 37, 49, 53, 64, 91, 92];
        for code in -1..=120 {
            let expected = match code {
                0 => PlainOutcome::Done,
                _ if refusals.contains(&code) => PlainOutcome::Refused,
                _ => PlainOutcome::Unknown,
            };
            assert_eq!(ResultCode(code).terminal_outcome(), expected, "{code}");
        }
    }

    /// While polling or cancelling, a wrong password says no more about the money than silence.
    #[test]
    fn only_the_listed_codes_say_something_about_a_payment() {
        for code in -1..=120 {
            let expected = match code {
                0 => PaymentOutcome::Answered,
                55 | 95 => PaymentOutcome::CanceledBefore,
                50 => PaymentOutcome::Paid,
                48 | 51 => PaymentOutcome::InProgress,
                54 => PaymentOutcome::NotFound,
                _ => PaymentOutcome::Unknown,
            };
            assert_eq!(ResultCode(code).payment_outcome(), expected, "{code}");
        }
    }
}
