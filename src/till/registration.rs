//! The registration with SEQR: which questions can be asked when, what has to be written down before one leaves, and what
//! its answer comes to.
//!
//! A [`Question`] is prepared from the journal, its [`Writing`] committed, then it is asked, and the [`Answer`]'s writing
//! committed. So after a power cut the journal says what SEQR was asked, and a new password becomes the terminal's in the
//! same transaction as the terminal: never one without the other. Who commits, on which thread, is not known here.

use std::time::{Duration, Instant};

use crate::core::entry::{Entry, TerminalQuestion, TerminalRequest};
use crate::core::payment::Refusal;
use crate::core::settings::{SeqrSettings, Terminal, UnregisterAs};
use crate::journal::{JournalError, Reader, SecretChange};
use crate::secret::Secret;
use crate::seqr::client::{CallError, Client, Credentials, Unknown};
use crate::seqr::message::{AnswerHead, Principal};
use crate::seqr::result_code::{PlainOutcome, ResultCode};

use super::TERMINAL_PASSWORD_NAME;
use super::seqr_service::{self, one_line};
use super::set_up::{Reseller, Trouble};

/// The names under which the vault keeps the reseller's login: id, user, password.
pub const RESELLER: [&str; 3] = ["reseller-id", "reseller-user", "reseller-password"];
/// The name under which the vault keeps a password that SEQR has been told and may not have accepted. It is kept beside the
/// one that works until SEQR says which terminal it is for.
const NEW_PASSWORD_NAME: &str = "terminal-password-new";
/// Bytes of randomness in a terminal's password: 192 bits.
const PASSWORD_BYTES: usize = 24;

/// What has to be on the disk, in one transaction.
#[derive(Debug, Default)]
pub struct Writing {
    /// Entries.
    pub entries: Vec<Entry>,
    /// Secrets that belong to them.
    pub secrets: Vec<SecretChange>,
}

/// A question that can be asked now.
#[derive(Debug)]
pub struct Question {
    client: Client,
    credentials: Credentials,
    what: What,
    /// The reseller's login, to be kept once SEQR has accepted it.
    reseller: Option<Reseller>,
    keep_reseller: bool,
}

#[derive(Debug)]
enum What {
    Register { external_id: String, name: String, password: Secret },
    Assign { terminal: String, seqr_id: String },
    Unregister { terminal: String, by: UnregisterAs, before: Before },
}

/// Whether the same was asked before and its answer lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    Never,
    Unanswered,
}

/// What became of a question.
#[derive(Debug)]
pub struct Answer {
    /// What was asked.
    pub what: TerminalQuestion,
    /// What is wrong, unless it was done.
    pub trouble: Option<Trouble>,
    writing: Writing,
}

impl Question {
    /// Registers the register as a terminal. One whose password cannot be read any more is registered anew.
    ///
    /// # Errors
    /// Why it cannot be asked.
    pub fn register(
        journal: &Reader,
        settings: &SeqrSettings,
        reseller: Option<Reseller>,
        external_id: &str,
        name: &str,
    ) -> Result<Question, Trouble> {
        may_register(journal)?;
        let (external_id, name) = (external_id.trim().to_owned(), name.trim().to_owned());
        if external_id.is_empty() || name.is_empty() {
            return Err(Trouble::NameMissing);
        }
        let client = client(settings)?;
        let reseller = reseller_for(journal, reseller)?;
        let what = What::Register { external_id, name, password: new_password()? };
        Ok(Question::by_reseller(client, what, reseller, settings))
    }

    /// Ties the terminal to a sticker, by what was scanned or typed.
    ///
    /// # Errors
    /// Why it cannot be asked.
    pub fn assign(
        journal: &Reader,
        settings: &SeqrSettings,
        typed: &str,
    ) -> Result<Question, Trouble> {
        let terminal = journal.terminal()?.ok_or(Trouble::NotRegistered)?;
        nothing_unsettled(journal)?;
        let seqr_id = seqr_id(typed).ok_or(Trouble::NotASeqrId)?;
        let client = client(settings)?;
        let what = What::Assign { terminal: terminal.id.clone(), seqr_id };
        Question::by_terminal(journal, client, what, &terminal)
    }

    /// Ends the registration, in the name that the settings say.
    ///
    /// # Errors
    /// Why it cannot be asked.
    pub fn unregister(
        journal: &Reader,
        settings: &SeqrSettings,
        reseller: Option<Reseller>,
    ) -> Result<Question, Trouble> {
        let terminal = journal.terminal()?.ok_or(Trouble::NotRegistered)?;
        nothing_unsettled(journal)?;
        let before = match journal.registration()?.unanswered {
            Some(TerminalQuestion::Unregister) => Before::Unanswered,
            _ => Before::Never,
        };
        let client = client(settings)?;
        let by = settings.unregister_as;
        let what = What::Unregister { terminal: terminal.id.clone(), by, before };
        match by {
            UnregisterAs::Terminal => Question::by_terminal(journal, client, what, &terminal),
            UnregisterAs::Reseller => {
                let reseller = reseller_for(journal, reseller)?;
                Ok(Question::by_reseller(client, what, reseller, settings))
            }
        }
    }

    fn by_reseller(
        client: Client,
        what: What,
        reseller: Reseller,
        settings: &SeqrSettings,
    ) -> Question {
        let principal = Principal::reseller_user(&reseller.id, &reseller.user);
        let credentials = Credentials { principal, password: reseller.password.clone() };
        let keep_reseller = settings.keep_reseller;
        Question { client, credentials, what, reseller: Some(reseller), keep_reseller }
    }

    fn by_terminal(
        journal: &Reader,
        client: Client,
        what: What,
        terminal: &Terminal,
    ) -> Result<Question, Trouble> {
        let password = terminal_password(journal)?.ok_or(Trouble::PasswordGone)?;
        let credentials = Credentials { principal: Principal::terminal(&terminal.id), password };
        Ok(Question { client, credentials, what, reseller: None, keep_reseller: false })
    }

    /// What has to be on the disk before it is asked.
    pub fn before(&self) -> Writing {
        let secrets = match &self.what {
            What::Register { password, .. } => {
                vec![SecretChange::Keep(NEW_PASSWORD_NAME, password.clone())]
            }
            What::Assign { .. } | What::Unregister { .. } => Vec::new(),
        };
        Writing { entries: vec![Entry::TerminalAsked { request: self.what.request() }], secrets }
    }

    /// What is asked.
    pub fn what(&self) -> TerminalQuestion {
        self.what.request().question()
    }

    /// Asks. Takes at most as long as the client waits for an answer.
    pub async fn ask(self) -> Answer {
        let (client, credentials) = (&self.client, &self.credentials);
        let (answered, terminal) = match &self.what {
            What::Register { external_id, name, password } => {
                match client.register_terminal(credentials, external_id, password, name).await {
                    Ok(answer) => (Ok(answer.head), answer.terminal_id),
                    Err(error) => (Err(error), None),
                }
            }
            What::Assign { seqr_id, .. } => {
                (client.assign_seqr_id(credentials, seqr_id).await.map(|answer| answer.head), None)
            }
            What::Unregister { .. } => {
                (client.unregister_terminal(credentials).await.map(|answer| answer.head), None)
            }
        };
        self.answered(answered, terminal)
    }

    fn answered(self, answered: Result<AnswerHead, CallError>, terminal: Option<String>) -> Answer {
        let what = self.what();
        match self.outcome(answered, terminal) {
            Outcome::Done(entry) => {
                let writing = Writing { secrets: self.secrets_after(), entries: vec![*entry] };
                Answer { what, trouble: None, writing }
            }
            Outcome::Refused(refusal, trouble) => {
                tracing::warn!(?what, ?refusal, "SEQR has not changed the registration");
                let entries = vec![Entry::TerminalRefused { what, refusal }];
                let secrets = match what {
                    TerminalQuestion::Register => vec![SecretChange::Forget(NEW_PASSWORD_NAME)],
                    TerminalQuestion::Assign | TerminalQuestion::Unregister => Vec::new(),
                };
                Answer { what, trouble: Some(trouble), writing: Writing { entries, secrets } }
            }
            Outcome::Unknown(trouble) => {
                tracing::warn!(
                    ?what,
                    ?trouble,
                    "nobody knows whether the registration has changed"
                );
                Answer { what, trouble: Some(trouble), writing: Writing::default() }
            }
        }
    }

    fn outcome(
        &self,
        answered: Result<AnswerHead, CallError>,
        terminal: Option<String>,
    ) -> Outcome {
        let head = match answered {
            Ok(head) => head,
            Err(error @ CallError::NotSent(_)) => {
                let detail = one_line(&error.to_string());
                return Outcome::Refused(Refusal::NotReached { detail }, error.into());
            }
            Err(error @ CallError::Unknown(_)) => return Outcome::Unknown(error.into()),
        };
        let code = head.result_code;
        let detail = one_line(&head.result_description.unwrap_or_default());
        let trouble = Trouble::SeqrRefused { code: code.0, detail: detail.clone() };
        match self.what.meaning(code) {
            PlainOutcome::Refused => {
                Outcome::Refused(Refusal::Code { code: code.0, detail }, trouble)
            }
            PlainOutcome::Unknown => Outcome::Unknown(trouble),
            PlainOutcome::Done => match self.what.done(terminal.filter(|id| !id.is_empty())) {
                Some(entry) => Outcome::Done(Box::new(entry)),
                None => {
                    let detail = "SEQR did not say which terminal it made".to_owned();
                    Outcome::Unknown(Trouble::AnswerLost { detail })
                }
            },
        }
    }

    /// What becomes of secrets once it is done.
    fn secrets_after(&self) -> Vec<SecretChange> {
        let mut secrets = match &self.what {
            What::Register { password, .. } => vec![
                SecretChange::Keep(TERMINAL_PASSWORD_NAME, password.clone()),
                SecretChange::Forget(NEW_PASSWORD_NAME),
            ],
            What::Assign { .. } => Vec::new(),
            What::Unregister { .. } => vec![SecretChange::Forget(TERMINAL_PASSWORD_NAME)],
        };
        if let Some(reseller) = self.reseller.as_ref().filter(|_| self.keep_reseller) {
            let parts = [
                Secret::new(reseller.id.as_str()),
                Secret::new(reseller.user.as_str()),
                reseller.password.clone(),
            ];
            let kept = RESELLER.into_iter().zip(parts);
            secrets.extend(kept.map(|(name, part)| SecretChange::Keep(name, part)));
        }
        secrets
    }
}

impl Answer {
    /// What has to be on the disk before anything follows from it; nothing where nobody knows what SEQR has done.
    pub fn after(&self) -> &Writing {
        &self.writing
    }
}

enum Outcome {
    Done(Box<Entry>),
    Refused(Refusal, Trouble),
    Unknown(Trouble),
}

impl What {
    fn request(&self) -> TerminalRequest {
        match self {
            What::Register { external_id, name, .. } => {
                TerminalRequest::Register { external_id: external_id.clone(), name: name.clone() }
            }
            What::Assign { terminal, seqr_id } => {
                TerminalRequest::Assign { terminal: terminal.clone(), seqr_id: seqr_id.clone() }
            }
            What::Unregister { terminal, by, .. } => {
                TerminalRequest::Unregister { terminal: terminal.clone(), by: *by }
            }
        }
    }

    /// What a code says. That SEQR does not know the terminal that asks for its own end means that it has ended; from a
    /// reseller it means so only behind an end whose answer was lost.
    fn meaning(&self, code: ResultCode) -> PlainOutcome {
        let unknown_terminal = code == ResultCode::INVALID_INITIATOR_PRINCIPAL_ID;
        match self {
            What::Unregister { by: UnregisterAs::Terminal, .. }
            | What::Unregister { before: Before::Unanswered, .. }
                if unknown_terminal =>
            {
                PlainOutcome::Done
            }
            _ => code.terminal_outcome(),
        }
    }

    /// The entry that says that it is done.
    fn done(&self, terminal: Option<String>) -> Option<Entry> {
        Some(match self {
            What::Register { external_id, name, .. } => {
                let (external_id, name) = (external_id.clone(), name.clone());
                let terminal = Terminal { id: terminal?, external_id, name, seqr_id: None };
                Entry::TerminalRegistered { terminal }
            }
            What::Assign { terminal, seqr_id } => {
                Entry::SeqrIdAssigned { terminal: terminal.clone(), seqr_id: seqr_id.clone() }
            }
            What::Unregister { terminal, .. } => {
                Entry::TerminalUnregistered { terminal: terminal.clone() }
            }
        })
    }
}

/// Asks whether SEQR answers: how long it took.
///
/// # Errors
/// Why it does not.
pub async fn reach(client: Client) -> Result<Duration, Trouble> {
    let begun = Instant::now();
    let head = match client.benchmarking_nop().await {
        Ok(answer) => answer.head,
        Err(error) => return Err(not_reached(error)),
    };
    match head.result_code {
        ResultCode::SUCCESS => Ok(begun.elapsed()),
        code => {
            let detail = one_line(&head.result_description.unwrap_or_default());
            Err(Trouble::SeqrRefused { code: code.0, detail })
        }
    }
}

/// A question without an effect: what went wrong is all that matters.
fn not_reached(error: CallError) -> Trouble {
    let detail = one_line(&error.to_string());
    match error {
        CallError::Unknown(Unknown::TimedOut { .. } | Unknown::ConnectionLost { .. }) => {
            Trouble::Unreachable { detail }
        }
        CallError::Unknown(_) => Trouble::NotSeqr { detail },
        CallError::NotSent(_) => error.into(),
    }
}

/// A client for settings that need not be saved.
///
/// # Errors
/// When there is no address, or it or the certificates cannot be used.
pub fn client(settings: &SeqrSettings) -> Result<Client, Trouble> {
    if settings.address.is_empty() {
        return Err(Trouble::NoAddress);
    }
    Ok(seqr_service::client(settings)?)
}

/// The reseller's login as it is kept, if all of it is and can be read.
///
/// # Errors
/// When the journal cannot be read.
pub fn kept_reseller(journal: &Reader) -> Result<Option<Reseller>, JournalError> {
    let mut parts = Vec::with_capacity(RESELLER.len());
    for name in RESELLER {
        parts.extend(readable(journal, name)?);
    }
    let Ok([id, user, password]) = <[Secret; 3]>::try_from(parts) else { return Ok(None) };
    let (id, user) = (id.expose().to_owned(), user.expose().to_owned());
    Ok(Some(Reseller { id, user, password }))
}

/// The terminal's password; nothing where it is gone or cannot be read any more, as when a copy of the journal was restored
/// without its key.
fn terminal_password(journal: &Reader) -> Result<Option<Secret>, JournalError> {
    readable(journal, TERMINAL_PASSWORD_NAME)
}

fn readable(journal: &Reader, name: &str) -> Result<Option<Secret>, JournalError> {
    match journal.vault().read(name) {
        Err(JournalError::SecretUnreadable { .. }) => Ok(None),
        other => other,
    }
}

fn reseller_for(journal: &Reader, given: Option<Reseller>) -> Result<Reseller, Trouble> {
    let reseller = match given {
        Some(reseller) => reseller,
        None => kept_reseller(journal)?.ok_or(Trouble::ResellerMissing)?,
    };
    let complete = !reseller.id.trim().is_empty()
        && !reseller.user.trim().is_empty()
        && !reseller.password.is_empty();
    if complete { Ok(reseller) } else { Err(Trouble::ResellerMissing) }
}

/// Whether the register can be registered, as far as the journal knows: so that nobody is asked for a login in vain.
///
/// # Errors
/// Why not.
pub fn may_register(journal: &Reader) -> Result<(), Trouble> {
    if journal.terminal()?.is_some() && terminal_password(journal)?.is_some() {
        return Err(Trouble::AlreadyRegistered);
    }
    if journal.needs_its_terminal()? { Err(Trouble::PaymentUnsettled) } else { Ok(()) }
}

/// While a payment or refund is not settled, its terminal and its service stay as they are (rule 3).
///
/// # Errors
/// [`Trouble::PaymentUnsettled`], or when the journal cannot be read.
pub fn nothing_unsettled(journal: &Reader) -> Result<(), Trouble> {
    if journal.has_unsettled_payment()? { Err(Trouble::PaymentUnsettled) } else { Ok(()) }
}

/// 48 characters from the system's secure random source.
///
/// # Errors
/// When the system gives no randomness.
pub fn new_password() -> Result<Secret, Trouble> {
    let mut bytes = [0; PASSWORD_BYTES];
    getrandom::fill(&mut bytes)
        .map_err(|error| Trouble::System { detail: format!("no randomness: {error}") })?;
    Ok(Secret::new(bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>()))
}

/// The id in what was typed or scanned: the bare number of the Code 128, or the QR code's
/// `HTTP://SEQR.SE/Q…` in any case.
pub fn seqr_id(typed: &str) -> Option<String> {
    const PREFIX: &str = "HTTP://SEQR.SE/Q";
    let typed = typed.trim();
    let bare = match typed.get(..PREFIX.len()) {
        Some(start) if start.eq_ignore_ascii_case(PREFIX) => &typed[PREFIX.len()..],
        _ => typed,
    };
    let fits = !bare.is_empty() && bare.bytes().all(|byte| byte.is_ascii_alphanumeric());
    fits.then(|| bare.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use PlainOutcome::{Done, Refused, Unknown as NotKnown};

    #[test]
    fn stickers_are_read_by_bar_code_and_qr_code() {
        for (typed, id) in [
            ("004610027501", Some("004610027501")),
            (" 004610027501\n", Some("004610027501")),
            ("HTTP://SEQR.SE/Q004610027501", Some("004610027501")),
            ("http://seqr.se/qABC1", Some("ABC1")),
            ("HTTP://SEQR.SE/Q", None),
            ("HTTP://SEQR.SE/R004610027501", None),
            ("0046_1002", None),
            ("", None),
            ("åäö", None),
        ] {
            assert_eq!(seqr_id(typed).as_deref(), id, "{typed:?}");
        }
    }

    #[test]
    fn passwords_are_long_and_never_the_same() {
        let (one, two) = (new_password().unwrap(), new_password().unwrap());
        assert_eq!(one.expose().len(), 2 * PASSWORD_BYTES);
        assert_ne!(one.expose(), two.expose());
    }

    #[test]
    fn a_terminal_that_seqr_does_not_know_has_ended() {
        let unregister = |by, before| What::Unregister { terminal: "t".to_owned(), by, before };
        let assign = What::Assign { terminal: "t".to_owned(), seqr_id: "7".to_owned() };
        use Before::{Never, Unanswered};
        use UnregisterAs::{Reseller, Terminal};
        for (what, code, meaning) in [
            (unregister(Terminal, Never), 29, Done),
            (unregister(Terminal, Unanswered), 29, Done),
            (unregister(Reseller, Never), 29, Refused),
            (unregister(Reseller, Unanswered), 29, Done),
            (unregister(Terminal, Never), 20, Refused),
            (unregister(Terminal, Never), 90, NotKnown),
            (assign, 29, Refused),
        ] {
            assert_eq!(what.meaning(ResultCode(code)), meaning, "{what:?} {code}");
        }
    }
}
