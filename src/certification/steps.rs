//! The nine tests, as the vendor's paper describes them. Invoices are as the register makes them: taken at once, without
//! acknowledgment of tokens, each row with quantity and total.

use std::time::{Duration, Instant};

use jiff::Zoned;

use super::rehearsal::{Miss, Rehearsal, accepted, unanswered};
use super::{Guide, PAUSE, Reason, Test};
use crate::core::settings::UnregisterAs;
use crate::seqr::client::{CallError, Credentials};
use crate::seqr::message::{
    AcknowledgmentMode, Invoice, InvoiceRow, InvoiceStatus, Money, Operation, Parameters,
    PaymentMode, PaymentStatusAnswer, Principal, ReceiptDocument, WireTime,
};

/// How often a payment is asked about while the customer has the phone in the hand.
const POLL_EVERY: Duration = Duration::from_secs(1);
/// The longest clientReference that SEQR takes, in characters.
const LONGEST_REFERENCE: usize = 32;
/// Who sells, as the invoices have it.
const CASHIER: &str = "1";
/// Rows of every invoice: what, how many, and the total in hundredths of the currency.
const ROWS: [(&str, i64, i64); 2] = [("Certification test", 2, 1_200), ("Discount", 1, -200)];

/// What a question about a payment brought.
struct Status {
    word: InvoiceStatus,
    version: i32,
    ers_reference: Option<String>,
}

impl Rehearsal {
    pub(super) async fn register(&mut self) -> Result<(), Miss> {
        let operation = Operation::RegisterTerminal.name();
        let (plan, client) = (&self.plan, &self.client);
        let asked = client.register_terminal(
            &plan.reseller,
            &plan.external_id,
            &plan.terminal_password,
            &plan.name,
        );
        // Until an answer says otherwise; also where the rehearsal is broken off while it waits for it.
        self.state.perhaps_registered = true;
        let answer = asked.await;
        if let Ok(_) | Err(CallError::NotSent(_)) = &answer {
            self.state.perhaps_registered = false;
        }
        let answer = answer.map_err(|error| unanswered(operation, &error))?;
        accepted(operation, &answer.head)?;
        let id = answer.terminal_id.filter(|id| !id.is_empty());
        let id = id.ok_or(Reason::Lacks { operation, field: "terminalId" })?;
        self.state.terminal_id = Some(id.clone());
        let password = self.plan.terminal_password.clone();
        self.state.terminal = Some(Credentials { principal: Principal::terminal(id), password });
        Ok(())
    }

    pub(super) async fn assign(&mut self) -> Result<(), Miss> {
        let terminal = self.terminal()?;
        if self.plan.client_id.trim().is_empty() {
            return Err(Reason::NoClientId.into());
        }
        let reference = self.plan.client_reference.trim();
        if reference.is_empty() || reference.chars().count() > LONGEST_REFERENCE {
            return Err(Reason::BadClientReference.into());
        }
        let operation = Operation::AssignSeqrId.name();
        let answer = self.client.assign_seqr_id(&terminal, &self.plan.seqr_id).await;
        let answer = answer.map_err(|error| unanswered(operation, &error))?;
        Ok(accepted(operation, &answer.head)?)
    }

    pub(super) async fn invoice(&mut self) -> Result<(), Miss> {
        self.state.invoice = Some(self.send().await?);
        Ok(())
    }

    pub(super) async fn pay(&mut self, guide: &dyn Guide) -> Result<(), Miss> {
        let first = self.state.invoice.clone().ok_or(Miss::Needs(Test::Invoice))?;
        let paid = self.scan_and_wait(&first, guide).await?;
        self.state.paid = paid.ers_reference.clone();
        let _second = self.send().await?;
        tokio::time::sleep(guide.pauses(PAUSE)).await;
        let again = self.status(&first, paid.version).await?;
        expect(&again, InvoiceStatus::Paid)?;
        if self.state.paid.is_none() {
            let operation = Operation::GetPaymentStatus.name();
            return Err(Reason::Lacks { operation, field: "ersReference" }.into());
        }
        Ok(())
    }

    pub(super) async fn receipt(&mut self) -> Result<(), Miss> {
        let paid = self.state.paid.clone().ok_or(Miss::Needs(Test::Pay))?;
        let terminal = self.terminal()?;
        // As the register does: without a receipt in it.
        let receipt = ReceiptDocument {
            mime_type: Some("Base64".to_owned()),
            receipt_data: Some(Vec::new()),
            receipt_type: Some("PAYMENT_RECEIPT".to_owned()),
        };
        let operation = Operation::SubmitPaymentReceipt.name();
        let answer = self.client.submit_payment_receipt(&terminal, &paid, Some(receipt)).await;
        let answer = answer.map_err(|error| unanswered(operation, &error))?;
        Ok(accepted(operation, &answer.head)?)
    }

    pub(super) async fn cancel(&mut self) -> Result<(), Miss> {
        let reference = self.send().await?;
        let open = self.status(&reference, 0).await?;
        expect(&open, InvoiceStatus::Issued)?;
        let terminal = self.terminal()?;
        let operation = Operation::CancelInvoice.name();
        let answer = self.client.cancel_invoice(&terminal, &reference).await;
        let answer = answer.map_err(|error| unanswered(operation, &error))?;
        accepted(operation, &answer.head)?;
        let cancelled = self.status(&reference, open.version).await?;
        expect(&cancelled, InvoiceStatus::Canceled)
    }

    pub(super) async fn refund(&mut self, guide: &dyn Guide) -> Result<(), Miss> {
        let reference = self.send().await?;
        let paid = self.scan_and_wait(&reference, guide).await?;
        let operation = Operation::GetPaymentStatus.name();
        let lacking = Reason::Lacks { operation, field: "ersReference" };
        let ers_reference = paid.ers_reference.ok_or(lacking)?;
        let terminal = self.terminal()?;
        let invoice = self.next_invoice();
        let operation = Operation::RefundPayment.name();
        let answer = self.client.refund_payment(&terminal, &ers_reference, invoice).await;
        let answer = answer.map_err(|error| unanswered(operation, &error))?;
        Ok(accepted(operation, &answer.head)?)
    }

    /// The period of this terminal only: that of the shop is for the shop's own closing.
    pub(super) async fn period(&mut self) -> Result<(), Miss> {
        let terminal = self.terminal()?;
        let scope = Parameters::default().with(Parameters::TERMINAL_ID, terminal.principal.id);
        let operation = Operation::MarkTransactionPeriod.name();
        let answer = self.client.mark_transaction_period(&self.plan.reseller, scope).await;
        let answer = answer.map_err(|error| unanswered(operation, &error))?;
        accepted(operation, &answer.head)?;
        match answer.period() {
            Some(period) if !period.is_empty() => Ok(()),
            _ => Err(Reason::Lacks { operation, field: "transactionPeriodId" }.into()),
        }
    }

    pub(super) async fn unregister(&mut self) -> Result<(), Miss> {
        let terminal = self.terminal()?;
        let principal = match self.plan.unregister_as {
            UnregisterAs::Terminal => &terminal,
            UnregisterAs::Reseller => &self.plan.reseller,
        };
        let operation = Operation::UnregisterTerminal.name();
        let answer = self.client.unregister_terminal(principal).await;
        let answer = answer.map_err(|error| unanswered(operation, &error))?;
        accepted(operation, &answer.head)?;
        self.state.terminal = None;
        Ok(())
    }

    fn terminal(&self) -> Result<Credentials, Miss> {
        self.state.terminal.clone().ok_or(Miss::Needs(Test::Register))
    }

    /// Sends an invoice and gives its reference. It cancels the one before if that is still open.
    async fn send(&mut self) -> Result<String, Miss> {
        let terminal = self.terminal()?;
        let invoice = self.next_invoice();
        let operation = Operation::SendInvoice.name();
        let answer = self.client.send_invoice(&terminal, invoice, Vec::new()).await;
        let answer = answer.map_err(|error| unanswered(operation, &error))?;
        accepted(operation, &answer.head)?;
        let reference = answer.invoice_reference.filter(|reference| !reference.is_empty());
        Ok(reference.ok_or(Reason::Lacks { operation, field: "invoiceReference" })?)
    }

    async fn status(&self, reference: &str, version: i32) -> Result<Status, Miss> {
        let operation = Operation::GetPaymentStatus.name();
        let terminal = self.terminal()?;
        let answer = self.client.get_payment_status(&terminal, reference, version).await;
        let answer = answer.map_err(|error| unanswered(operation, &error))?;
        Ok(read(answer, version)?)
    }

    /// Asks once, lets the customer scan, and asks until the payment is through.
    async fn scan_and_wait(&self, reference: &str, guide: &dyn Guide) -> Result<Status, Miss> {
        let open = self.status(reference, 0).await?;
        expect(&open, InvoiceStatus::Issued)?;
        guide.scan(&self.plan.seqr_id);
        let begun = Instant::now();
        let mut version = open.version;
        loop {
            // An answer that is lost here is asked for again, as the register does.
            match self.status(reference, version).await {
                Ok(status) if status.word == InvoiceStatus::Paid => return Ok(status),
                Ok(status) if status.word != InvoiceStatus::Issued => {
                    return expect(&status, InvoiceStatus::Paid).map(|()| status);
                }
                Ok(status) => version = status.version,
                Err(miss) if begun.elapsed() > self.plan.patience => return Err(miss),
                Err(Miss::Failed(Reason::AnswerLost { .. } | Reason::NotSent { .. })) => {}
                Err(miss) => return Err(miss),
            }
            if begun.elapsed() > self.plan.patience {
                return Err(Reason::NotConfirmed.into());
            }
            tokio::time::sleep(POLL_EVERY).await;
        }
    }

    fn next_invoice(&mut self) -> Invoice {
        self.state.invoices += 1;
        let money = |minor| Some(Money::from_minor_units(self.plan.currency.clone(), minor));
        let rows = ROWS.map(|(description, quantity, minor)| InvoiceRow {
            description: Some(description.to_owned()),
            quantity: Some(quantity.into()),
            total_amount: money(minor),
            ..InvoiceRow::default()
        });
        Invoice {
            payment_mode: Some(PaymentMode::ImmediateDebit),
            acknowledgment_mode: Some(AcknowledgmentMode::NoAcknowledgment),
            issue_date: WireTime::from_zoned(&Zoned::now()).ok(),
            title: Some(self.plan.name.clone()),
            client_invoice_id: Some(format!("{}-{}", self.plan.external_id, self.state.invoices)),
            rows: rows.into(),
            total_amount: money(ROWS.iter().map(|(.., minor)| minor).sum()),
            cashier_id: Some(CASHIER.to_owned()),
            footer: Some(self.plan.client_reference.clone()),
            ..Invoice::default()
        }
    }
}

fn read(answer: PaymentStatusAnswer, last: i32) -> Result<Status, Reason> {
    let operation = Operation::GetPaymentStatus.name();
    accepted(operation, &answer.head)?;
    let word = answer.status.ok_or(Reason::Lacks { operation, field: "status" })?;
    let ers_reference = answer.head.ers_reference.filter(|text| !text.is_empty());
    // A missing version cannot be acknowledged: the one before stays.
    Ok(Status { word, version: answer.version.unwrap_or(last), ers_reference })
}

fn expect(status: &Status, word: InvoiceStatus) -> Result<(), Miss> {
    if status.word == word {
        return Ok(());
    }
    let expected = match word {
        InvoiceStatus::Issued => "ISSUED",
        InvoiceStatus::Paid => "PAID",
        _ => "CANCELED",
    };
    Err(Reason::Status { expected, found: status.word.as_str().to_owned() }.into())
}
