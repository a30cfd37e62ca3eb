//! Answers to XML, as SEQR writes them: for a service to sell against.

use super::Fault;
use super::encode::{write_invoice, write_tokens};
use super::lexical;
use super::writer::Writer;
use crate::seqr::message::{AnswerHead, PaymentStatusAnswer, Receipt, Report, Response};

/// Writes an answer with its envelope, in UTF-8.
///
/// Amounts have two decimals, or more where they need them. An absent `version` is written as 0,
/// since the schema demands one.
pub fn encode_response(response: &Response) -> Vec<u8> {
    Writer::envelope(|writer| {
        let name = format!("{}Response", response.operation().name());
        writer.operation(&name, |writer| {
            writer.element("return", |writer| {
                write_head(writer, response.head());
                write_rest(writer, response);
            });
        });
    })
}

/// Writes SOAP's own report of an error. It belongs in an answer with HTTP status 500.
pub fn encode_fault(fault: &Fault) -> Vec<u8> {
    Writer::envelope(|writer| {
        writer.fault(|writer| {
            writer.text("faultcode", &fault.code);
            writer.text("faultstring", &fault.text);
        });
    })
}

fn write_head(writer: &mut Writer, head: &AnswerHead) {
    writer.optional("ersReference", head.ers_reference.as_deref());
    writer.text("resultCode", &head.result_code.0.to_string());
    writer.optional("resultDescription", head.result_description.as_deref());
}

fn write_rest(writer: &mut Writer, response: &Response) {
    match response {
        Response::RegisterTerminal(answer) => {
            writer.optional("terminalId", answer.terminal_id.as_deref());
        }
        Response::SendInvoice(answer) => {
            writer.optional("invoiceQRCode", answer.invoice_qr_code.as_deref());
            writer.optional("invoiceReference", answer.invoice_reference.as_deref());
        }
        Response::GetPaymentStatus(answer) => write_status(writer, answer),
        Response::MarkTransactionPeriod(answer) => {
            writer.optional("transactionPeriodId", answer.transaction_period_id.as_deref());
        }
        Response::ExecuteReport(answer) => {
            if let Some(report) = &answer.report {
                write_report(writer, report);
            }
        }
        Response::UnregisterTerminal(_)
        | Response::AssignSeqrId(_)
        | Response::UpdateInvoice(_)
        | Response::CancelInvoice(_)
        | Response::CommitReservation(_)
        | Response::SubmitPaymentReceipt(_)
        | Response::RefundPayment(_)
        | Response::BenchmarkingNop(_) => {}
    }
}

fn write_status(writer: &mut Writer, answer: &PaymentStatusAnswer) {
    writer.optional("status", answer.status.as_ref().map(|status| status.as_str()));
    if let Some(receipt) = &answer.receipt {
        write_receipt(writer, receipt);
    }
    if !answer.customer_tokens.is_empty() {
        writer.element("customerTokens", |writer| {
            write_tokens(writer, "token", &answer.customer_tokens);
        });
    }
    writer.text("version", &answer.version.unwrap_or(0).to_string());
}

fn write_receipt(writer: &mut Writer, receipt: &Receipt) {
    writer.element("receipt", |writer| {
        writer.optional("terminalId", receipt.terminal_id.as_deref());
        writer
            .optional("paymentDate", receipt.payment_date.map(|date| date.to_string()).as_deref());
        writer.optional("clientInvoiceId", receipt.client_invoice_id.as_deref());
        writer.optional("invoiceReference", receipt.invoice_reference.as_deref());
        writer.optional("paymentReference", receipt.payment_reference.as_deref());
        writer.optional("payerTerminalId", receipt.payer_terminal_id.as_deref());
        writer.optional("receiverName", receipt.receiver_name.as_deref());
        if let Some(invoice) = &receipt.invoice {
            write_invoice(writer, invoice);
        }
    });
}

fn write_report(writer: &mut Writer, report: &Report) {
    writer.element("report", |writer| {
        writer.optional("title", report.title.as_deref());
        writer.optional("mimeType", report.mime_type.as_deref());
        let content = report.content.as_deref().map(lexical::to_base64);
        writer.optional("content", content.as_deref());
        writer.optional("contentString", report.content_string.as_deref());
    });
}
