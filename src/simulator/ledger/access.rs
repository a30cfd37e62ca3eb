//! Who asks, and what terminals there are.

use std::sync::Arc;

use super::payment::CanceledBy;
use super::{
    Ledger, PaymentIndex, PaymentState, UnregisterBy, plain, success, wants_a_real_password,
};
use crate::seqr::message::{Context, Operation, PrincipalKind, RegisterTerminalAnswer, Response};
use crate::seqr::result_code::ResultCode;
use crate::seqr::secret::Secret;

/// The fewest characters of a terminal's password that let it work.
const SHORTEST_PASSWORD: usize = 4;

/// Where a terminal stands in the list of all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct TerminalIndex(pub(super) usize);

/// Where a shop stands in the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct ResellerIndex(pub(super) usize);

/// One register as SEQR sees it.
#[derive(Debug)]
pub(super) struct Terminal {
    pub(super) id: Arc<str>,
    pub(super) reseller: ResellerIndex,
    password: Secret,
    name: String,
    access: Access,
    seqr_id: Option<String>,
    /// The invoice that the next sendInvoice would replace.
    pub(super) last_invoice: Option<PaymentIndex>,
}

/// Whether a terminal may work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Access {
    Open,
    Blocked,
    Ended,
}

impl Ledger {
    /// Blocks a terminal at SEQR or lets it work again: while blocked, everything is answered
    /// with code 33. Says whether there is such a terminal.
    pub fn set_blocked(&mut self, terminal_id: &str, blocked: bool) -> bool {
        let Some(&index) = self.terminal_by_id.get(terminal_id) else { return false };
        self.terminal_mut(index).access = if blocked { Access::Blocked } else { Access::Open };
        true
    }

    /// The terminals that can work or are blocked: id and name, in order of registration.
    pub fn terminals(&self) -> impl Iterator<Item = (&str, &str)> {
        self.terminals
            .iter()
            .filter(|terminal| terminal.access != Access::Ended)
            .map(|terminal| (&*terminal.id, terminal.name.as_str()))
    }

    /// The terminal that a sticker is bound to.
    pub fn terminal_with_seqr_id(&self, seqr_id: &str) -> Option<&str> {
        self.terminal_by_seqr_id.get(seqr_id).map(|&index| &*self.terminal(index).id)
    }

    pub(super) fn add_ready_terminals(&mut self) {
        for ready in self.settings.terminals.clone() {
            let index =
                self.add_terminal(ResellerIndex(0), &ready.id, &ready.password, &ready.name);
            if let Some(seqr_id) = ready.seqr_id {
                self.bind(index, seqr_id);
            }
        }
    }

    pub(super) fn register_terminal(
        &mut self,
        context: Option<&Context>,
        password: &Secret,
        name: &str,
    ) -> Result<Response, ResultCode> {
        let reseller = self.reseller_asking(context)?;
        let id = self.references.terminal();
        let _index = self.add_terminal(reseller, &id, password, name);
        Ok(Response::RegisterTerminal(RegisterTerminalAnswer {
            head: success(),
            terminal_id: Some(id),
        }))
    }

    pub(super) fn unregister_terminal(
        &mut self,
        context: Option<&Context>,
    ) -> Result<Response, ResultCode> {
        let by_reseller = context
            .is_some_and(|context| context.principal.kind == PrincipalKind::ResellerUser)
            && self.settings.readings.unregister_by == UnregisterBy::TerminalOrReseller;
        let index = if by_reseller {
            let reseller = self.reseller_asking(context)?;
            self.newest_terminal_of(reseller).ok_or(ResultCode::INVALID_INITIATOR_PRINCIPAL_ID)?
        } else {
            self.terminal_asking(context, Operation::UnregisterTerminal)?
        };
        self.end_invoice_of(index, CanceledBy::Unregistration);
        let terminal = self.terminal_mut(index);
        terminal.access = Access::Ended;
        let seqr_id = terminal.seqr_id.take();
        let id = Arc::clone(&terminal.id);
        let _index = self.terminal_by_id.remove(&id);
        if let Some(seqr_id) = seqr_id {
            let _index = self.terminal_by_seqr_id.remove(&seqr_id);
        }
        Ok(plain(Response::UnregisterTerminal))
    }

    pub(super) fn assign_seqr_id(
        &mut self,
        context: Option<&Context>,
        seqr_id: &str,
    ) -> Result<Response, ResultCode> {
        let index = self.terminal_asking(context, Operation::AssignSeqrId)?;
        let well_formed =
            !seqr_id.is_empty() && seqr_id.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let taken = self.terminal_by_seqr_id.get(seqr_id).is_some_and(|&owner| owner != index);
        if !well_formed || taken {
            return Err(ResultCode::INVALID_SEQR_ID);
        }
        self.bind(index, seqr_id.to_owned());
        Ok(plain(Response::AssignSeqrId))
    }

    /// The terminal in whose name the request is made.
    pub(super) fn terminal_asking(
        &self,
        context: Option<&Context>,
        operation: Operation,
    ) -> Result<TerminalIndex, ResultCode> {
        let context = context.ok_or(ResultCode::INVALID_INITIATOR_PRINCIPAL_ID)?;
        match context.principal.kind {
            PrincipalKind::TerminalId => {}
            PrincipalKind::ResellerUser => return Err(ResultCode::ACCESS_DENIED),
            PrincipalKind::Other(_) => return Err(ResultCode::INITIATOR_PRINCIPAL_NOT_FOUND),
        }
        let index = *self
            .terminal_by_id
            .get(context.principal.id.as_str())
            .ok_or(ResultCode::INVALID_INITIATOR_PRINCIPAL_ID)?;
        let terminal = self.terminal(index);
        if terminal.password != context.password {
            return Err(ResultCode::AUTHENTICATION_FAILED);
        }
        if terminal.access == Access::Blocked {
            return Err(ResultCode::INVALID_INITIATOR_PRINCIPAL_STATE);
        }
        let short = terminal.password.expose().chars().count() < SHORTEST_PASSWORD;
        if short && wants_a_real_password(operation) {
            return Err(ResultCode::ACCESS_DENIED);
        }
        Ok(index)
    }

    /// The shop in whose name the request is made.
    pub(super) fn reseller_asking(
        &self,
        context: Option<&Context>,
    ) -> Result<ResellerIndex, ResultCode> {
        let context = context.ok_or(ResultCode::INITIATOR_PRINCIPAL_NOT_FOUND)?;
        let principal = &context.principal;
        match principal.kind {
            PrincipalKind::ResellerUser => {}
            PrincipalKind::TerminalId => return Err(ResultCode::ACCESS_DENIED),
            PrincipalKind::Other(_) => return Err(ResultCode::INITIATOR_PRINCIPAL_NOT_FOUND),
        }
        let (index, reseller) = self
            .settings
            .resellers
            .iter()
            .enumerate()
            .find(|(_, reseller)| {
                reseller.id == principal.id
                    && principal.user_id.as_deref() == Some(reseller.user_id.as_str())
            })
            .ok_or(ResultCode::INITIATOR_PRINCIPAL_NOT_FOUND)?;
        if reseller.password != context.password {
            return Err(ResultCode::AUTHENTICATION_FAILED);
        }
        Ok(ResellerIndex(index))
    }

    /// Ends the terminal's last invoice where it is still unpaid. One that the bank is working
    /// on goes on, and is given back if nobody polls for it.
    pub(super) fn end_invoice_of(&mut self, terminal: TerminalIndex, by: CanceledBy) {
        let Some(last) = self.terminal_mut(terminal).last_invoice.take() else { return };
        if matches!(self.at(last).state, PaymentState::Issued | PaymentState::Reserved(_)) {
            self.change(last, PaymentState::Canceled(by), None);
        }
    }

    /// Indices are only made for terminals that exist, and terminals never leave the list.
    #[allow(clippy::indexing_slicing, reason = "see above")]
    pub(super) fn terminal(&self, index: TerminalIndex) -> &Terminal {
        &self.terminals[index.0]
    }

    /// See [`Ledger::terminal`].
    #[allow(clippy::indexing_slicing, reason = "see Ledger::terminal")]
    pub(super) fn terminal_mut(&mut self, index: TerminalIndex) -> &mut Terminal {
        &mut self.terminals[index.0]
    }

    fn add_terminal(
        &mut self,
        reseller: ResellerIndex,
        id: &str,
        password: &Secret,
        name: &str,
    ) -> TerminalIndex {
        let index = TerminalIndex(self.terminals.len());
        let id: Arc<str> = Arc::from(id);
        self.terminals.push(Terminal {
            id: Arc::clone(&id),
            reseller,
            password: password.clone(),
            name: name.to_owned(),
            access: Access::Open,
            seqr_id: None,
            last_invoice: None,
        });
        let _replaced = self.terminal_by_id.insert(id, index);
        index
    }

    fn bind(&mut self, index: TerminalIndex, seqr_id: String) {
        let previous = self.terminal_mut(index).seqr_id.replace(seqr_id.clone());
        if let Some(previous) = previous {
            let _index = self.terminal_by_seqr_id.remove(&previous);
        }
        let _replaced = self.terminal_by_seqr_id.insert(seqr_id, index);
    }

    fn newest_terminal_of(&self, reseller: ResellerIndex) -> Option<TerminalIndex> {
        self.terminals
            .iter()
            .rposition(|terminal| terminal.reseller == reseller && terminal.access != Access::Ended)
            .map(TerminalIndex)
    }
}
