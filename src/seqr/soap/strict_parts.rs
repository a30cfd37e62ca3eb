//! The children of an element, read one after the other in the schema's order.

use super::lexical;
use super::strict::{Problem, RequestError};
use super::tree::{Attribute, Element, Namespace};
use crate::seqr::message::{
    AcknowledgmentMode, CustomerToken, Invoice, InvoiceRow, Money, Parameters, PaymentMode,
    ReceiptDocument, TokenStatus,
};

const SCHEMA_INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// An element's children and how far they have been read.
pub(super) struct Sequence<'a> {
    path: String,
    rest: std::slice::Iter<'a, Element>,
    /// The names asked for so far, to tell an unknown element from a misplaced one.
    asked: Vec<&'static str>,
}

impl<'a> Sequence<'a> {
    /// Begins to read an element that may hold elements only.
    pub(super) fn open(element: &'a Element, path: String) -> Result<Self, RequestError> {
        let problem = if element.attributes.iter().any(is_unforeseen) {
            Some(Problem::Attribute)
        } else if !lexical::collapse(&element.text).is_empty() {
            Some(Problem::ElementsOnly)
        } else {
            None
        };
        match problem {
            Some(problem) => Err(RequestError::Element { element: path, problem }),
            None => Ok(Self { path, rest: element.children.iter(), asked: Vec::new() }),
        }
    }

    fn path_of(&self, name: &str) -> String {
        let name: String = name.chars().take(60).collect();
        format!("{}/{name}", self.path)
    }

    fn error(&self, name: &str, problem: Problem) -> RequestError {
        RequestError::Element { element: self.path_of(name), problem }
    }

    /// The next child, if it has this name.
    fn take(&mut self, name: &'static str) -> Result<Option<&'a Element>, RequestError> {
        self.asked.push(name);
        match self.rest.as_slice().first() {
            Some(child) if child.name == name => {
                if child.namespace != Namespace::Absent {
                    return Err(self.error(name, Problem::InANamespace));
                }
                Ok(self.rest.next())
            }
            _ => Ok(None),
        }
    }

    /// Ends the reading: nothing may be left.
    pub(super) fn finish(mut self) -> Result<(), RequestError> {
        let Some(left) = self.rest.next() else { return Ok(()) };
        let known = self.asked.iter().any(|asked| *asked == left.name);
        let problem = if known { Problem::OutOfPlace } else { Problem::Unknown };
        Err(self.error(&left.name, problem))
    }

    /// A child with children of its own.
    fn optional_sequence(
        &mut self,
        name: &'static str,
    ) -> Result<Option<Sequence<'a>>, RequestError> {
        let Some(child) = self.take(name)? else { return Ok(None) };
        Sequence::open(child, self.path_of(name)).map(Some)
    }

    /// A child with children of its own that must be there.
    pub(super) fn required_sequence(
        &mut self,
        name: &'static str,
    ) -> Result<Sequence<'a>, RequestError> {
        let child = self.optional_sequence(name)?;
        child.ok_or_else(|| self.error(name, Problem::Missing))
    }

    /// A child with text.
    pub(super) fn optional_text(
        &mut self,
        name: &'static str,
    ) -> Result<Option<String>, RequestError> {
        let Some(child) = self.take(name)? else { return Ok(None) };
        if child.attributes.iter().any(is_unforeseen) {
            return Err(self.error(name, Problem::Attribute));
        }
        if !child.children.is_empty() {
            return Err(self.error(name, Problem::TextOnly));
        }
        Ok(Some(child.text.clone()))
    }

    /// A child with text that must be there.
    pub(super) fn required_text(&mut self, name: &'static str) -> Result<String, RequestError> {
        let text = self.optional_text(name)?;
        text.ok_or_else(|| self.error(name, Problem::Missing))
    }

    /// A child with text of a limited length.
    pub(super) fn optional_text_within(
        &mut self,
        name: &'static str,
        most: usize,
    ) -> Result<Option<String>, RequestError> {
        match self.optional_text(name)? {
            Some(text) if text.encode_utf16().count() > most => {
                Err(self.error(name, Problem::TooLong(most)))
            }
            text => Ok(text),
        }
    }

    /// A child with text of a limited length that must be there.
    pub(super) fn required_text_within(
        &mut self,
        name: &'static str,
        most: usize,
    ) -> Result<String, RequestError> {
        let text = self.optional_text_within(name, most)?;
        text.ok_or_else(|| self.error(name, Problem::Missing))
    }

    /// A child with a value of a type of the schema.
    fn optional<T>(
        &mut self,
        name: &'static str,
        type_name: &'static str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, RequestError> {
        let Some(text) = self.optional_text(name)? else { return Ok(None) };
        let value = read(&text).ok_or_else(|| self.error(name, Problem::NotA(type_name)))?;
        Ok(Some(value))
    }

    /// A child with a value of a type of the schema that must be there.
    pub(super) fn required<T>(
        &mut self,
        name: &'static str,
        type_name: &'static str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<T, RequestError> {
        let value = self.optional(name, type_name, read)?;
        value.ok_or_else(|| self.error(name, Problem::Missing))
    }
}

/// Where a schema lies may be hinted at anywhere; nothing else is foreseen.
fn is_unforeseen(attribute: &Attribute) -> bool {
    let is_hint = matches!(attribute.name.as_str(), "schemaLocation" | "noNamespaceSchemaLocation");
    !(is_hint && attribute.namespace.is(SCHEMA_INSTANCE))
}

/// Reads a required invoice. Its own children are as optional as the schema has them.
pub(super) fn read_invoice(parent: &mut Sequence<'_>) -> Result<Invoice, RequestError> {
    let mut children = parent.required_sequence("invoice")?;
    let invoice = Invoice {
        payment_mode: children.optional("paymentMode", "paymentMode", PaymentMode::from_word)?,
        acknowledgment_mode: children.optional(
            "acknowledgmentMode",
            "acknowledgmentMode",
            AcknowledgmentMode::from_word,
        )?,
        issue_date: children
            .optional("issueDate", "xs:dateTime", |text| lexical::collapse(text).parse().ok())?,
        title: children.optional_text("title")?,
        client_invoice_id: children.optional_text("clientInvoiceId")?,
        rows: read_rows(&mut children)?,
        total_amount: read_money(&mut children, "totalAmount")?,
        cashier_id: children.optional_text("cashierId")?,
        footer: children.optional_text("footer")?,
        back_url: children.optional_text("backURL")?,
        notification_url: children.optional_text("notificationUrl")?,
        commit_reservation_timeout: children.optional(
            "commitReservationTimeout",
            "xs:long",
            lexical::long,
        )?,
    };
    children.finish()?;
    Ok(invoice)
}

fn read_rows(parent: &mut Sequence<'_>) -> Result<Vec<InvoiceRow>, RequestError> {
    let Some(mut children) = parent.optional_sequence("invoiceRows")? else {
        return Ok(Vec::new());
    };
    let mut rows = Vec::new();
    while let Some(mut row) = children.optional_sequence("invoiceRow")? {
        rows.push(InvoiceRow {
            description: row.optional_text("itemDescription")?,
            discount: read_money(&mut row, "itemDiscount")?,
            ean: row.optional_text("itemEAN")?,
            quantity: row.optional("itemQuantity", "xs:decimal", lexical::decimal)?,
            sku: row.optional_text("itemSKU")?,
            tax_rate: row.optional("itemTaxRate", "xs:decimal", lexical::decimal)?,
            total_amount: read_money(&mut row, "itemTotalAmount")?,
            unit: row.optional_text("itemUnit")?,
            unit_price: read_money(&mut row, "itemUnitPrice")?,
        });
        row.finish()?;
    }
    children.finish()?;
    Ok(rows)
}

/// Reads an optional amount; both its currency and its value must be there.
pub(super) fn read_money(
    parent: &mut Sequence<'_>,
    name: &'static str,
) -> Result<Option<Money>, RequestError> {
    let Some(mut children) = parent.optional_sequence(name)? else { return Ok(None) };
    let money = Money {
        currency: children.required_text("currency")?,
        value: children.required("value", "xs:decimal", lexical::decimal)?,
    };
    children.finish()?;
    Ok(Some(money))
}

/// Reads loyalty tokens, as many as there are.
pub(super) fn read_tokens(parent: &mut Sequence<'_>) -> Result<Vec<CustomerToken>, RequestError> {
    let mut tokens = Vec::new();
    while let Some(mut token) = parent.optional_sequence("tokens")? {
        tokens.push(CustomerToken {
            description: token.optional_text("description")?,
            id: token.optional_text("id")?,
            status: TokenStatus(token.required("status", "xs:int", lexical::int)?),
            value: token.optional_text("value")?,
        });
        token.finish()?;
    }
    Ok(tokens)
}

/// Reads an optional receipt document.
pub(super) fn read_receipt_document(
    parent: &mut Sequence<'_>,
) -> Result<Option<ReceiptDocument>, RequestError> {
    let Some(mut children) = parent.optional_sequence("receiptDocument")? else { return Ok(None) };
    let document = ReceiptDocument {
        mime_type: children.optional_text("mimeType")?,
        receipt_data: children.optional("receiptData", "xs:base64Binary", lexical::from_base64)?,
        receipt_type: children.optional_text("receiptType")?,
    };
    children.finish()?;
    Ok(Some(document))
}

/// Reads parameters; none at all where the element is absent.
pub(super) fn read_parameters(parent: &mut Sequence<'_>) -> Result<Parameters, RequestError> {
    let mut entries = Vec::new();
    let Some(mut parameters) = parent.optional_sequence("parameters")? else {
        return Ok(Parameters::default());
    };
    if let Some(mut parameter) = parameters.optional_sequence("parameter")? {
        while let Some(mut entry) = parameter.optional_sequence("entry")? {
            entries.push((entry.required_text("key")?, entry.required_text("value")?));
            entry.finish()?;
        }
        parameter.finish()?;
    }
    parameters.finish()?;
    Ok(Parameters(entries))
}
