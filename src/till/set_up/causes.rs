//! From what went wrong below to what a person does about it, and from the journal's words to the window's.

use crate::core::administration::Objection;
use crate::core::entry::TerminalQuestion;
use crate::device::trial::TrialError;
use crate::journal::{BackupError, JournalError};
use crate::seqr::client::{CallError, NotSent, SetUpError, Unknown};

use super::super::log_in::PinError;
use super::super::seqr_service::ServiceError;
use super::{Asked, FolderFault, Trouble};

impl From<Objection> for Trouble {
    fn from(objection: Objection) -> Self {
        match objection {
            Objection::Number => Trouble::UserNumber,
            Objection::NameMissing => Trouble::NameMissing,
            Objection::PinMissing => Trouble::PinMissing,
            Objection::LastInstaller => Trouble::LastInstaller,
            Objection::LastManager => Trouble::LastManager,
        }
    }
}

impl From<TerminalQuestion> for Asked {
    fn from(question: TerminalQuestion) -> Self {
        match question {
            TerminalQuestion::Register => Asked::Register,
            TerminalQuestion::Assign => Asked::Assign,
            TerminalQuestion::Unregister => Asked::Unregister,
        }
    }
}

impl From<PinError> for Trouble {
    fn from(error: PinError) -> Self {
        match error {
            PinError::TooShort => Trouble::PinTooShort,
            PinError::Hashing(detail) => Trouble::System { detail },
        }
    }
}

impl From<&JournalError> for Trouble {
    fn from(error: &JournalError) -> Self {
        match error {
            JournalError::SecretUnreadable { .. } => Trouble::PasswordGone,
            other => Trouble::Journal(other.into()),
        }
    }
}

impl From<JournalError> for Trouble {
    fn from(error: JournalError) -> Self {
        (&error).into()
    }
}

impl From<&BackupError> for Trouble {
    fn from(error: &BackupError) -> Self {
        let (folder, fault) = match error {
            BackupError::FolderMissing { folder } => (folder, FolderFault::Missing),
            BackupError::ReadOnly { folder } => (folder, FolderFault::ReadOnly),
            BackupError::Full { folder } => (folder, FolderFault::Full),
            BackupError::Unsound { .. } => {
                return Trouble::BackupUnsound { detail: error.in_full() };
            }
            BackupError::Journal(error) => return error.into(),
        };
        Trouble::BackupFolder { folder: folder.display().to_string(), fault }
    }
}

impl From<ServiceError> for Trouble {
    fn from(error: ServiceError) -> Self {
        match error {
            ServiceError::Journal(error) => error.into(),
            ServiceError::SetUp(error) => error.into(),
        }
    }
}

impl From<SetUpError> for Trouble {
    fn from(error: SetUpError) -> Self {
        match error {
            SetUpError::Address { .. }
            | SetUpError::NotEncrypted { .. }
            | SetUpError::CredentialsInAddress => Trouble::BadAddress,
            SetUpError::CertificateFile { path, .. } | SetUpError::NoCertificate { path, .. } => {
                Trouble::BadCaFile { path: path.display().to_string() }
            }
            SetUpError::SystemCertificates { reason } => Trouble::System { detail: reason },
        }
    }
}

impl From<CallError> for Trouble {
    fn from(error: CallError) -> Self {
        let detail = error.to_string();
        match error {
            CallError::NotSent(NotSent::Certificate(_)) => Trouble::NotTrusted { detail },
            CallError::NotSent(NotSent::Encryption { .. })
            | CallError::Unknown(Unknown::WebPage | Unknown::Redirected { .. }) => {
                Trouble::NotSeqr { detail }
            }
            CallError::NotSent(NotSent::Request(_)) => Trouble::System { detail },
            CallError::NotSent(_) => Trouble::Unreachable { detail },
            CallError::Unknown(_) => Trouble::AnswerLost { detail },
        }
    }
}

impl From<TrialError> for Trouble {
    fn from(error: TrialError) -> Self {
        let detail = error.to_string();
        match error {
            TrialError::Start(_) => Trouble::System { detail },
            TrialError::Missing { .. } => Trouble::DeviceMissing,
            TrialError::Taken => Trouble::DeviceTaken,
            TrialError::Forbidden { group } => Trouble::DeviceForbidden { group },
            TrialError::NothingScanned => Trouble::NothingScanned,
            TrialError::Unreadable(_) | TrialError::NoSpeedFits => Trouble::NoBaudFits,
            TrialError::Silent => Trouble::PrinterSilent,
            TrialError::PaperOut => Trouble::PaperOut,
            TrialError::CoverOpen => Trouble::CoverOpen,
            TrialError::Fault(_) => Trouble::DeviceFault { detail },
        }
    }
}
