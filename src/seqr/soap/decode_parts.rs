//! The parts of an answer that SEQR may leave out or get wrong without changing what happened.
//!
//! What cannot be read is left out and noted in the log by its name; its value is not logged.

use super::SERVICE_NAMESPACE;
use super::decode::{DecodeError, MAX_REFERENCE};
use super::lexical;
use super::tree::{Element, Namespace};
use crate::seqr::message::{
    AcknowledgmentMode, CustomerToken, Invoice, InvoiceRow, Money, PaymentMode, Receipt, Report,
    TokenStatus,
};

/// An element of an answer, with the namespace that counts as the answer's own.
#[derive(Clone, Copy)]
pub(super) struct Answer<'a> {
    pub(super) element: &'a Element,
    home: &'a str,
}

impl<'a> Answer<'a> {
    pub(super) const fn new(element: &'a Element, home: &'a str) -> Self {
        Self { element, home }
    }

    /// The children of this name, whatever their prefix, but not those that belong to someone
    /// else's extension, nor those that say of themselves that they are nothing.
    pub(super) fn all(self, name: &'a str) -> impl Iterator<Item = Answer<'a>> {
        let is_ours = move |child: &&Element| match &child.namespace {
            Namespace::Absent | Namespace::Undeclared => true,
            Namespace::Uri(uri) => **uri == *self.home || **uri == *SERVICE_NAMESPACE,
        };
        let is_nil = |child: &&Element| {
            let nil = child.attributes.iter().find(|attribute| attribute.name == "nil");
            nil.is_some_and(|nil| matches!(nil.value.as_str(), "true" | "1"))
        };
        self.element
            .children
            .iter()
            .filter(move |child| child.name == name)
            .filter(is_ours)
            .filter(move |child| !is_nil(child))
            .map(move |element| Answer { element, home: self.home })
    }

    /// The first child of this name.
    pub(super) fn first(self, name: &'a str) -> Option<Answer<'a>> {
        self.all(name).next()
    }

    /// The child of this name, where a second one that differs would leave open which is true.
    pub(super) fn only(self, name: &'static str) -> Result<Option<Answer<'a>>, DecodeError> {
        let mut all = self.all(name);
        let first = all.next();
        match first {
            Some(first) if all.any(|other| other.element != first.element) => {
                Err(DecodeError::Contradiction { element: name })
            }
            _ => Ok(first),
        }
    }

    /// The text of a child, without blanks around it.
    pub(super) fn text(self, name: &'a str) -> Option<String> {
        self.first(name).map(|child| lexical::collapse(&child.element.text).to_owned())
    }

    /// The text of a child as it stands.
    fn verbatim(self, name: &'a str) -> Option<String> {
        self.first(name).map(|child| child.element.text.clone())
    }

    /// A reference. An empty one is none.
    pub(super) fn reference(self, name: &'static str) -> Result<Option<String>, DecodeError> {
        let Some(child) = self.only(name)? else { return Ok(None) };
        let text = lexical::collapse(&child.element.text);
        if text.chars().nth(MAX_REFERENCE).is_some() {
            return Err(DecodeError::LongReference { element: name });
        }
        Ok(Some(text.to_owned()).filter(|text| !text.is_empty()))
    }

    /// A child's text as another type, if it can be read as one.
    pub(super) fn value<T>(self, name: &'a str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let child = self.first(name)?;
        let value = read(lexical::collapse(&child.element.text));
        if value.is_none() {
            tracing::warn!(element = name, "left out of SEQR's answer: it cannot be read");
        }
        value
    }
}

/// Reads what was paid.
pub(super) fn read_receipt(receipt: Answer<'_>) -> Receipt {
    Receipt {
        terminal_id: receipt.text("terminalId"),
        payment_date: receipt.value("paymentDate", |text| text.parse().ok()),
        client_invoice_id: receipt.text("clientInvoiceId"),
        invoice_reference: receipt.text("invoiceReference"),
        payment_reference: receipt.text("paymentReference"),
        payer_terminal_id: receipt.text("payerTerminalId"),
        receiver_name: receipt.text("receiverName"),
        invoice: receipt.first("invoice").map(read_invoice),
    }
}

fn read_invoice(invoice: Answer<'_>) -> Invoice {
    let rows = invoice.first("invoiceRows");
    Invoice {
        payment_mode: invoice.value("paymentMode", PaymentMode::from_word),
        acknowledgment_mode: invoice.value("acknowledgmentMode", AcknowledgmentMode::from_word),
        issue_date: invoice.value("issueDate", |text| text.parse().ok()),
        title: invoice.text("title"),
        client_invoice_id: invoice.text("clientInvoiceId"),
        rows: rows.map(|rows| rows.all("invoiceRow").map(read_row).collect()).unwrap_or_default(),
        total_amount: read_money(invoice, "totalAmount"),
        cashier_id: invoice.text("cashierId"),
        footer: invoice.text("footer"),
        back_url: invoice.text("backURL"),
        notification_url: invoice.text("notificationUrl"),
        commit_reservation_timeout: invoice.value("commitReservationTimeout", lexical::long),
    }
}

fn read_row(row: Answer<'_>) -> InvoiceRow {
    InvoiceRow {
        description: row.text("itemDescription"),
        discount: read_money(row, "itemDiscount"),
        ean: row.text("itemEAN"),
        quantity: row.value("itemQuantity", lexical::decimal),
        sku: row.text("itemSKU"),
        tax_rate: row.value("itemTaxRate", lexical::decimal),
        total_amount: read_money(row, "itemTotalAmount"),
        unit: row.text("itemUnit"),
        unit_price: read_money(row, "itemUnitPrice"),
    }
}

/// An amount, if both its currency and its value are there.
fn read_money<'a>(parent: Answer<'a>, name: &'a str) -> Option<Money> {
    let money = parent.first(name)?;
    let value = money.value("value", lexical::decimal)?;
    Some(Money { currency: money.text("currency")?, value })
}

/// Reads loyalty tokens.
pub(super) fn read_tokens(tokens: Answer<'_>) -> Vec<CustomerToken> {
    tokens
        .all("token")
        .map(|token| CustomerToken {
            description: token.text("description"),
            id: token.text("id"),
            status: TokenStatus(token.value("status", lexical::int).unwrap_or_default()),
            value: token.text("value"),
        })
        .collect()
}

/// Reads a report's two forms.
pub(super) fn read_report(report: Answer<'_>) -> Report {
    Report {
        title: report.text("title"),
        mime_type: report.text("mimeType"),
        content: report.value("content", lexical::from_base64),
        content_string: report.verbatim("contentString"),
    }
}
