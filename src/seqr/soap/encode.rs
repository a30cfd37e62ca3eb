//! Requests to XML, exactly as SEQR's schema has them.
//!
//! Children stand in the schema's order; only the operation element has a namespace; what is
//! absent is left out; amounts have two decimals.

use rust_decimal::Decimal;

use super::writer::Writer;
use super::{MAX_CHANNEL, MAX_CLIENT_COMMENT, MAX_CLIENT_REFERENCE, lexical};
use crate::seqr::message::{
    Context, CustomerToken, Envelope, Invoice, InvoiceRow, Money, Parameters, Principal,
    ReceiptDocument, Request,
};

/// Why a request cannot be written without changing its meaning.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EncodeError {
    /// An amount has more decimals than SEQR takes. Rounding it would change what is paid.
    #[error("{field} is {value}, but SEQR takes amounts with two decimals")]
    TooPrecise {
        /// The field's name on the wire.
        field: &'static str,
        /// The amount.
        value: Decimal,
    },
    /// A request that needs to say who asks does not, or the one that must not, does.
    #[error("{operation} {}", if *.missing { "needs a context" } else { "has no place for a context" })]
    Context {
        /// The operation's name on the wire.
        operation: &'static str,
        /// Whether the context is missing, rather than too much.
        missing: bool,
    },
}

/// Writes a request with its envelope, in UTF-8.
///
/// Characters that XML cannot carry become U+FFFD, and `channel`, `clientComment` and
/// `clientReference` are cut to their greatest lengths.
///
/// # Errors
/// If an amount has more than two decimals, or the context is missing or too much.
pub fn encode_request(envelope: &Envelope) -> Result<Vec<u8>, EncodeError> {
    let Envelope { context, request } = envelope;
    let takes_context = !matches!(request, Request::BenchmarkingNop);
    if context.is_some() != takes_context {
        let operation = request.operation().name();
        return Err(EncodeError::Context { operation, missing: takes_context });
    }
    check_amounts(request)?;
    Ok(Writer::envelope(|writer| {
        writer.operation(request.operation().name(), |writer| {
            if let Some(context) = context {
                write_context(writer, context);
            }
            write_request(writer, request);
        });
    }))
}

fn check_amounts(request: &Request) -> Result<(), EncodeError> {
    match request {
        Request::SendInvoice { invoice, .. }
        | Request::UpdateInvoice { invoice, .. }
        | Request::RefundPayment { invoice, .. } => {
            check_amount("totalAmount", invoice.total_amount.as_ref())?;
            invoice.rows.iter().try_for_each(|row| {
                check_amount("itemDiscount", row.discount.as_ref())?;
                check_amount("itemTotalAmount", row.total_amount.as_ref())?;
                check_amount("itemUnitPrice", row.unit_price.as_ref())
            })
        }
        Request::CommitReservation { amount, .. } => check_amount("amount", amount.as_ref()),
        _ => Ok(()),
    }
}

fn check_amount(field: &'static str, amount: Option<&Money>) -> Result<(), EncodeError> {
    match amount {
        Some(Money { value, .. }) if value.normalize().scale() > 2 => {
            Err(EncodeError::TooPrecise { field, value: *value })
        }
        _ => Ok(()),
    }
}

fn write_context(writer: &mut Writer, context: &Context) {
    writer.element("context", |writer| {
        writer.text("channel", cut(&context.channel, MAX_CHANNEL));
        let comment = context.client_comment.as_deref();
        writer.optional("clientComment", comment.map(|text| cut(text, MAX_CLIENT_COMMENT)));
        writer.text("clientId", &context.client_id);
        writer.text("clientReference", cut(&context.client_reference, MAX_CLIENT_REFERENCE));
        writer.text("clientRequestTimeout", &context.client_request_timeout.to_string());
        write_principal(writer, &context.principal);
        writer.text("password", context.password.expose());
    });
}

fn write_principal(writer: &mut Writer, principal: &Principal) {
    writer.element("initiatorPrincipalId", |writer| {
        writer.text("id", &principal.id);
        writer.text("type", principal.kind.as_str());
        writer.optional("userId", principal.user_id.as_deref());
    });
}

/// The text's beginning, at most this long as SEQR's Java counts (UTF-16 units), without
/// splitting a character.
fn cut(text: &str, most: usize) -> &str {
    let mut length = 0;
    for (at, character) in text.char_indices() {
        length += character.len_utf16();
        if length > most {
            return text.get(..at).unwrap_or_default();
        }
    }
    text
}

fn write_request(writer: &mut Writer, request: &Request) {
    match request {
        Request::RegisterTerminal { external_terminal_id, password, name } => {
            writer.text("externalTerminalId", external_terminal_id);
            writer.text("password", password.expose());
            writer.text("name", name);
        }
        Request::AssignSeqrId { seqr_id } => writer.text("seqrId", seqr_id),
        Request::SendInvoice { invoice, tokens } => {
            write_invoice(writer, invoice);
            write_tokens(writer, "tokens", tokens);
        }
        Request::UpdateInvoice { invoice_reference, invoice, tokens } => {
            writer.text("invoiceReference", invoice_reference);
            write_invoice(writer, invoice);
            write_tokens(writer, "tokens", tokens);
        }
        Request::GetPaymentStatus { invoice_reference, invoice_version } => {
            writer.text("invoiceReference", invoice_reference);
            writer.text("invoiceVersion", &invoice_version.to_string());
        }
        Request::CancelInvoice { invoice_reference } => {
            writer.text("invoiceReference", invoice_reference);
        }
        Request::CommitReservation { amount, invoice_reference } => {
            write_money(writer, "amount", amount.as_ref());
            writer.text("invoiceReference", invoice_reference);
        }
        Request::SubmitPaymentReceipt { ers_reference, receipt_document } => {
            writer.text("ersReference", ers_reference);
            if let Some(document) = receipt_document {
                write_receipt_document(writer, document);
            }
        }
        Request::RefundPayment { ers_reference, invoice } => {
            writer.text("ersReference", ers_reference);
            write_invoice(writer, invoice);
        }
        Request::MarkTransactionPeriod { parameters } => write_parameters(writer, parameters),
        Request::ExecuteReport { report_id, language, parameters } => {
            writer.text("reportId", report_id);
            writer.optional("language", language.as_deref());
            write_parameters(writer, parameters);
        }
        Request::UnregisterTerminal | Request::BenchmarkingNop => {}
    }
}

/// Writes an invoice; receipts in answers hold one too.
pub(super) fn write_invoice(writer: &mut Writer, invoice: &Invoice) {
    writer.element("invoice", |writer| {
        writer.optional("paymentMode", invoice.payment_mode.map(|mode| mode.as_str()));
        let acknowledgment = invoice.acknowledgment_mode.map(|mode| mode.as_str());
        writer.optional("acknowledgmentMode", acknowledgment);
        writer.optional("issueDate", invoice.issue_date.map(|date| date.to_string()).as_deref());
        writer.optional("title", invoice.title.as_deref());
        writer.optional("clientInvoiceId", invoice.client_invoice_id.as_deref());
        if !invoice.rows.is_empty() {
            writer.element("invoiceRows", |writer| {
                for row in &invoice.rows {
                    write_row(writer, row);
                }
            });
        }
        write_money(writer, "totalAmount", invoice.total_amount.as_ref());
        writer.optional("cashierId", invoice.cashier_id.as_deref());
        writer.optional("footer", invoice.footer.as_deref());
        writer.optional("backURL", invoice.back_url.as_deref());
        writer.optional("notificationUrl", invoice.notification_url.as_deref());
        let timeout = invoice.commit_reservation_timeout.map(|seconds| seconds.to_string());
        writer.optional("commitReservationTimeout", timeout.as_deref());
    });
}

fn write_row(writer: &mut Writer, row: &InvoiceRow) {
    writer.element("invoiceRow", |writer| {
        writer.optional("itemDescription", row.description.as_deref());
        write_money(writer, "itemDiscount", row.discount.as_ref());
        writer.optional("itemEAN", row.ean.as_deref());
        writer.optional("itemQuantity", row.quantity.map(lexical::number).as_deref());
        writer.optional("itemSKU", row.sku.as_deref());
        writer.optional("itemTaxRate", row.tax_rate.map(lexical::number).as_deref());
        write_money(writer, "itemTotalAmount", row.total_amount.as_ref());
        writer.optional("itemUnit", row.unit.as_deref());
        write_money(writer, "itemUnitPrice", row.unit_price.as_ref());
    });
}

fn write_money(writer: &mut Writer, name: &str, money: Option<&Money>) {
    let Some(Money { currency, value }) = money else { return };
    writer.element(name, |writer| {
        writer.text("currency", currency);
        writer.text("value", &lexical::amount(*value));
    });
}

/// Writes loyalty tokens, each in an element of this name.
pub(super) fn write_tokens(writer: &mut Writer, name: &str, tokens: &[CustomerToken]) {
    for token in tokens {
        writer.element(name, |writer| {
            writer.optional("description", token.description.as_deref());
            writer.optional("id", token.id.as_deref());
            writer.text("status", &token.status.0.to_string());
            writer.optional("value", token.value.as_deref());
        });
    }
}

fn write_receipt_document(writer: &mut Writer, document: &ReceiptDocument) {
    writer.element("receiptDocument", |writer| {
        writer.optional("mimeType", document.mime_type.as_deref());
        let bytes = document.receipt_data.as_deref().map(lexical::to_base64);
        writer.optional("receiptData", bytes.as_deref());
        writer.optional("receiptType", document.receipt_type.as_deref());
    });
}

fn write_parameters(writer: &mut Writer, parameters: &Parameters) {
    if parameters.0.is_empty() {
        return;
    }
    writer.element("parameters", |writer| {
        writer.element("parameter", |writer| {
            for (key, value) in &parameters.0 {
                writer.element("entry", |writer| {
                    writer.text("key", key);
                    writer.text("value", value);
                });
            }
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seqr::message::Operation;
    use crate::seqr::secret::Secret;

    fn context() -> Context {
        Context {
            channel: "c".repeat(41),
            client_comment: Some("😀".repeat(41)),
            client_id: "Example Retail AB".to_owned(),
            client_reference: format!("{}å", "r".repeat(32)),
            client_request_timeout: 0,
            principal: Principal::terminal("0f3c9a6be1d24c5f8a77d0e4b2c61935"),
            password: Secret::new("a<b"),
        }
    }

    fn written(request: Request) -> String {
        let envelope = Envelope { context: Some(context()), request };
        String::from_utf8(encode_request(&envelope).unwrap()).unwrap()
    }

    #[test]
    fn a_status_request_is_written_to_the_letter() {
        let text = written(Request::GetPaymentStatus {
            invoice_reference: "20261121000000042".to_owned(),
            invoice_version: 1,
        });
        let expected = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
             <s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>\
             <e:getPaymentStatus xmlns:e=\"http://external.interfaces.ers.seamless.com/\"><context>\
             <channel>{}</channel><clientComment>{}</clientComment>\
             <clientId>Example Retail AB</clientId><clientReference>{}</clientReference>\
             <clientRequestTimeout>0</clientRequestTimeout><initiatorPrincipalId>\
             <id>0f3c9a6be1d24c5f8a77d0e4b2c61935</id><type>TERMINALID</type>\
             </initiatorPrincipalId><password>a&lt;b</password></context>\
             <invoiceReference>20261121000000042</invoiceReference>\
             <invoiceVersion>1</invoiceVersion></e:getPaymentStatus></s:Body></s:Envelope>",
            "c".repeat(40),
            "😀".repeat(40),
            "r".repeat(32),
        );
        assert_eq!(text, expected);
    }

    #[test]
    fn amounts_are_refused_rather_than_rounded() {
        let invoice = Invoice {
            total_amount: Some(Money::new("SEK", Decimal::new(100_005, 3))),
            ..Invoice::default()
        };
        let request = Request::SendInvoice { invoice: Box::new(invoice), tokens: Vec::new() };
        let refused = encode_request(&Envelope { context: Some(context()), request });
        let value = Decimal::new(100_005, 3);
        assert_eq!(refused, Err(EncodeError::TooPrecise { field: "totalAmount", value }));
        let text = written(Request::CommitReservation {
            amount: Some(Money::new("SEK", Decimal::new(42_000, 3))),
            invoice_reference: "1".to_owned(),
        });
        assert!(text.contains("<amount><currency>SEK</currency><value>42.00</value></amount><inv"));
    }

    #[test]
    fn who_asks_is_said_exactly_where_it_has_to_be() {
        let nop = Envelope { context: Some(context()), request: Request::BenchmarkingNop };
        assert!(encode_request(&nop).is_err());
        let unregister = Envelope { context: None, request: Request::UnregisterTerminal };
        let error = encode_request(&unregister).unwrap_err();
        assert_eq!(error.to_string(), "unregisterTerminal needs a context");
        let nop = encode_request(&Envelope { context: None, request: Request::BenchmarkingNop });
        let text = String::from_utf8(nop.unwrap()).unwrap();
        assert!(text.contains(Operation::BenchmarkingNop.name()) && !text.contains("context"));
    }
}
