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
    SUM_OF_REFUNDS_EXCEEDS_ORIGINAL_AMOUNT = 98;
    /// The customer's account takes no refunds.
    RECEIVER_ACCOUNT_DOES_NOT_ALLOW_REFUNDS = 99;
}

impl fmt::Display for ResultCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.0, self.name())
    }
}
