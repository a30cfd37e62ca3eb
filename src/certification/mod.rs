//! A rehearsal of the nine tests that SEQR's vendor asks of a cash register before it may sell.
//!
//! Runs them against any service with a terminal of its own, which it registers first and unregisters
//! last; keeps what went over the wire; and writes a sheet that says what passed, and why the rest did
//! not. Knows nothing of this register's own registration, and shows nothing to anybody: whoever runs it
//! guides the person through the scans (see [`Guide`]).

mod evidence;
mod rehearsal;
mod sheet;
mod steps;

use std::time::Duration;

use jiff::Timestamp;

use crate::core::settings::UnregisterAs;
use crate::secret::Secret;
use crate::seqr::client::Credentials;

pub use evidence::Evidence;
pub use rehearsal::Rehearsal;
pub use sheet::{Circumstances, document, left_behind, why, word};

/// How long the vendor wants the register to pause in test 4.
pub const PAUSE: Duration = Duration::from_secs(30);

/// One of the nine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Test {
    /// 1: registerTerminal in the name of the reseller's user.
    Register = 1,
    /// 2: assignSeqrId in the name of the new terminal, with clientReference and a time limit of 0.
    Assign,
    /// 3: sendInvoice, each row with quantity and total.
    Invoice,
    /// 4: status, scan, status, another invoice, 30 seconds, status of the first.
    Pay,
    /// 5: submitPaymentReceipt once it is paid.
    Receipt,
    /// 6: sendInvoice, status, cancelInvoice.
    Cancel,
    /// 7: sendInvoice, status, scan, status, refundPayment.
    Refund,
    /// 8: markTransactionPeriod.
    Period,
    /// 9: unregisterTerminal.
    Unregister,
}

impl Test {
    /// All of them, in their order.
    pub const ALL: [Test; 9] = [
        Test::Register,
        Test::Assign,
        Test::Invoice,
        Test::Pay,
        Test::Receipt,
        Test::Cancel,
        Test::Refund,
        Test::Period,
        Test::Unregister,
    ];

    /// The vendor's number for it, 1 to 9.
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// The key of its name in the texts.
    pub const fn key(self) -> &'static str {
        match self {
            Test::Register => "certification-test-register",
            Test::Assign => "certification-test-assign",
            Test::Invoice => "certification-test-invoice",
            Test::Pay => "certification-test-pay",
            Test::Receipt => "certification-test-receipt",
            Test::Cancel => "certification-test-cancel",
            Test::Refund => "certification-test-refund",
            Test::Period => "certification-test-period",
            Test::Unregister => "certification-test-unregister",
        }
    }
}

/// What is rehearsed with.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The reseller's login.
    pub reseller: Credentials,
    /// The password that the new terminal gets.
    pub terminal_password: Secret,
    /// The shop's own name for the terminal.
    pub external_id: String,
    /// What the customer sees on the phone.
    pub name: String,
    /// The sticker that the terminal is tied to.
    pub seqr_id: String,
    /// ISO 4217.
    pub currency: String,
    /// The company, as it goes along with every request.
    pub client_id: String,
    /// The register and its version, likewise.
    pub client_reference: String,
    /// Who ends the registration.
    pub unregister_as: UnregisterAs,
    /// How long a customer may take to scan and confirm.
    pub patience: Duration,
}

/// Whoever guides the person through the tests.
pub trait Guide {
    /// A test begins.
    fn begins(&self, test: Test);
    /// The customer has to scan the sticker and confirm now. Must not wait for that.
    fn scan(&self, seqr_id: &str);
    /// Nothing may be sent for so long; gives how long to wait really.
    fn pauses(&self, time: Duration) -> Duration;
    /// A test has ended.
    fn ends(&self, result: &TestResult);
}

/// What became of a test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestResult {
    /// Which.
    pub test: Test,
    /// When it ended.
    pub at: Timestamp,
    /// How.
    pub verdict: Verdict,
}

/// How a test ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// As it should.
    Passed,
    /// Otherwise.
    Failed(Reason),
    /// It could not begin, because this one had not passed.
    NotRun(Test),
    /// It was broken off.
    BrokenOff,
}

/// Why a test failed. Details are SEQR's own words or the system's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// SEQR answered with another code than 0.
    Refused {
        /// What was asked.
        operation: &'static str,
        /// The code.
        code: i32,
        /// SEQR's words.
        detail: String,
    },
    /// Nothing reached SEQR.
    NotSent {
        /// What was to be asked.
        operation: &'static str,
        /// What went wrong.
        detail: String,
    },
    /// SEQR may have done it; its answer did not come or could not be read.
    AnswerLost {
        /// What was asked.
        operation: &'static str,
        /// What went wrong.
        detail: String,
    },
    /// An answer lacks what has to be in it.
    Lacks {
        /// What was asked.
        operation: &'static str,
        /// The field.
        field: &'static str,
    },
    /// A payment is in another state than it should be.
    Status {
        /// As it should be.
        expected: &'static str,
        /// As SEQR says.
        found: String,
    },
    /// Nobody confirmed in time.
    NotConfirmed,
    /// clientId (the company) is not set.
    NoClientId,
    /// clientReference is not set, or longer than 32 characters.
    BadClientReference,
}

/// What a rehearsal may leave behind at SEQR.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Left {
    /// This terminal is still registered.
    Terminal(String),
    /// Perhaps one with this externalTerminalId: the answer was lost.
    Perhaps(String),
}
