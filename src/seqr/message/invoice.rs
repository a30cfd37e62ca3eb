//! The invoice and what it is made of.

use rust_decimal::Decimal;

use super::WireTime;

/// A demand for payment, a refund, or the copy of either inside a receipt.
///
/// Build it with `Invoice { title: Some(…), ..Invoice::default() }`. What SEQR's documents
/// demand of sendInvoice is everything up to `footer`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Invoice {
    /// Taken at once, or reserved first.
    pub payment_mode: Option<PaymentMode>,
    /// Whether the register has to answer the customer's tokens. Without it the customer's app
    /// waits for ever.
    pub acknowledgment_mode: Option<AcknowledgmentMode>,
    /// When the invoice was made.
    pub issue_date: Option<WireTime>,
    /// Shown on the customer's bill and receipt.
    pub title: Option<String>,
    /// The register's own number. SEQR does not use it to recognise a repetition.
    pub client_invoice_id: Option<String>,
    /// The rows; their totals must add up to `total_amount`. None at all leaves the element out.
    pub rows: Vec<InvoiceRow>,
    /// What is to be paid, above zero.
    pub total_amount: Option<Money>,
    /// Who sold.
    pub cashier_id: Option<String>,
    /// Shown below the receipt on the phone.
    pub footer: Option<String>,
    /// Where a web shop's customer is sent afterwards.
    pub back_url: Option<String>,
    /// Where SEQR tells that the customer has confirmed; `http://` or `https://`.
    pub notification_url: Option<String>,
    /// Seconds that a reservation is held.
    pub commit_reservation_timeout: Option<i64>,
}

/// One row of an invoice. A negative total is allowed: it is how what was already paid goes along.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct InvoiceRow {
    /// What was sold.
    pub description: Option<String>,
    /// Taken off quantity × unit price.
    pub discount: Option<Money>,
    /// The article's EAN.
    pub ean: Option<String>,
    /// How many, or how much for goods sold by weight.
    pub quantity: Option<Decimal>,
    /// The article's number in the shop.
    pub sku: Option<String>,
    /// VAT in percent.
    pub tax_rate: Option<Decimal>,
    /// What the row adds to the invoice.
    pub total_amount: Option<Money>,
    /// What the quantity counts.
    pub unit: Option<String>,
    /// The price of one.
    pub unit_price: Option<Money>,
}

/// An amount in a currency, as SEQR has it. Requests carry exactly two decimals; an amount that
/// needs more is refused when the request is written, never rounded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Money {
    /// ISO 4217, the merchant's.
    pub currency: String,
    /// In major units (kronor).
    pub value: Decimal,
}

impl Money {
    /// An amount in major units of a currency.
    pub fn new(currency: impl Into<String>, value: Decimal) -> Self {
        Self { currency: currency.into(), value }
    }

    /// An amount in hundredths (öre, cent) of a currency.
    pub fn from_minor_units(currency: impl Into<String>, minor_units: i64) -> Self {
        Self::new(currency, Decimal::new(minor_units, 2))
    }
}

/// How the money is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PaymentMode {
    /// At once.
    ImmediateDebit,
    /// Reserved where the customer's bank can, else taken at once.
    ReservationDesired,
    /// Reserved, for a fixed amount.
    ReservationRequired,
    /// Reserved up to an amount; the final one comes with commitReservation.
    ReservationRequiredPreliminaryAmount,
}

impl PaymentMode {
    /// All of them.
    pub const ALL: [PaymentMode; 4] = [
        PaymentMode::ImmediateDebit,
        PaymentMode::ReservationDesired,
        PaymentMode::ReservationRequired,
        PaymentMode::ReservationRequiredPreliminaryAmount,
    ];

    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            PaymentMode::ImmediateDebit => "IMMEDIATE_DEBIT",
            PaymentMode::ReservationDesired => "RESERVATION_DESIRED",
            PaymentMode::ReservationRequired => "RESERVATION_REQUIRED",
            PaymentMode::ReservationRequiredPreliminaryAmount => {
                "RESERVATION_REQUIRED_PRELIMINARY_AMOUNT"
            }
        }
    }

    /// The mode with this word on the wire.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.as_str() == word)
    }
}

/// Whether the register answers what the customer's loyalty tokens change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AcknowledgmentMode {
    /// No: what a register without loyalty sends.
    NoAcknowledgment,
    /// If it has something to say.
    OptionalAcknowledgment,
    /// Always, with updateInvoice.
    RequireAcknowledgment,
}

impl AcknowledgmentMode {
    /// All of them.
    pub const ALL: [AcknowledgmentMode; 3] = [
        AcknowledgmentMode::NoAcknowledgment,
        AcknowledgmentMode::OptionalAcknowledgment,
        AcknowledgmentMode::RequireAcknowledgment,
    ];

    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            AcknowledgmentMode::NoAcknowledgment => "NO_ACKNOWLEDGMENT",
            AcknowledgmentMode::OptionalAcknowledgment => "OPTIONAL_ACKNOWLEDGMENT",
            AcknowledgmentMode::RequireAcknowledgment => "REQUIRE_ACKNOWLEDGMENT",
        }
    }

    /// The mode with this word on the wire.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.as_str() == word)
    }
}

/// A loyalty token that the customer's phone offers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CustomerToken {
    /// For people.
    pub description: Option<String>,
    /// What kind of token.
    pub id: Option<String>,
    /// What became of it.
    pub status: TokenStatus,
    /// The token itself.
    pub value: Option<String>,
}

/// What became of a loyalty token. Known numbers have a name; others are kept as they came.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct TokenStatus(pub i32);

impl TokenStatus {
    /// Not yet answered.
    pub const PENDING: TokenStatus = TokenStatus(0);
    /// The register has used it.
    pub const USED: TokenStatus = TokenStatus(1);
    /// It may not be used.
    pub const BLOCKED: TokenStatus = TokenStatus(90);
    /// It is not one.
    pub const INVALID: TokenStatus = TokenStatus(99);
}

/// A receipt for the customer's phone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReceiptDocument {
    /// The vendor's certification prefers the word `Base64` here.
    pub mime_type: Option<String>,
    /// The document's bytes; written in base64.
    pub receipt_data: Option<Vec<u8>>,
    /// `PAYMENT_RECEIPT`, `WARRANTY`, `VOUCHER` or `OTHER`.
    pub receipt_type: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_on_the_wire_lead_back() {
        for mode in PaymentMode::ALL {
            assert_eq!(PaymentMode::from_word(mode.as_str()), Some(mode));
        }
        for mode in AcknowledgmentMode::ALL {
            assert_eq!(AcknowledgmentMode::from_word(mode.as_str()), Some(mode));
        }
        assert_eq!(PaymentMode::from_word("immediate_debit"), None);
        assert_eq!(AcknowledgmentMode::from_word(""), None);
    }

    #[test]
    fn minor_units_are_hundredths() {
        assert_eq!(Money::from_minor_units("SEK", 45_300).value, Decimal::from(453));
        assert_eq!(Money::from_minor_units("SEK", -1).value.to_string(), "-0.01");
    }
}
