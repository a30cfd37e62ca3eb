//! What entries say besides the facts themselves: why the drawer opened, what a PIN was for.

use serde::{Deserialize, Serialize};

use super::super::receipt::ReceiptId;
use super::super::settings::UnregisterAs;

/// Why the drawer was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum DrawerReason {
    /// Cash was taken or given back for a receipt.
    Sale {
        /// Which receipt.
        receipt: ReceiptId,
    },
    /// Without a sale.
    NoSale,
    /// Cash was put in, taken out or counted.
    Cash,
}

/// What a PIN was typed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PinPurpose {
    /// To log in.
    #[default]
    LogIn,
    /// To go on at a screen that was locked.
    Unlock,
    /// To approve one command of somebody else.
    Approval,
}

impl PinPurpose {
    pub(super) fn is_log_in(&self) -> bool {
        *self == PinPurpose::LogIn
    }
}

/// What SEQR is asked about the registration of this register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TerminalQuestion {
    /// To make a terminal.
    Register,
    /// To tie it to a sticker.
    Assign,
    /// To end it.
    Unregister,
}

/// The same, with everything that SEQR is told; passwords excepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum TerminalRequest {
    /// To make a terminal.
    Register {
        /// The shop's own name for it.
        external_id: String,
        /// What customers see.
        name: String,
    },
    /// To tie it to a sticker.
    Assign {
        /// Which terminal.
        terminal: String,
        /// Which sticker.
        seqr_id: String,
    },
    /// To end it.
    Unregister {
        /// Which terminal.
        terminal: String,
        /// Who asks.
        by: UnregisterAs,
    },
}

impl TerminalRequest {
    /// What is asked, without the rest.
    pub fn question(&self) -> TerminalQuestion {
        match self {
            TerminalRequest::Register { .. } => TerminalQuestion::Register,
            TerminalRequest::Assign { .. } => TerminalQuestion::Assign,
            TerminalRequest::Unregister { .. } => TerminalQuestion::Unregister,
        }
    }
}
