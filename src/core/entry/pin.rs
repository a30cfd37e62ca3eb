//! What a PIN was typed for.

use serde::{Deserialize, Serialize};

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
