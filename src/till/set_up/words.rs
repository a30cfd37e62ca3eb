//! The words for what could not be set up: the same in the window and on the command line.

use crate::core::register::Refused;
use crate::language::{Texts, Value, refusal_key};

use super::super::snapshot::JournalTrouble;
use super::{Asked, FolderFault, Trouble};

/// The key of a trouble's text, and what fills its places.
pub fn words(trouble: &Trouble) -> (&'static str, Vec<(&'static str, Value<'_>)>) {
    match trouble {
        Trouble::Refused(refused) => (refusal_key(without_values(*refused)), Vec::new()),
        Trouble::Invalid(problems) => ("set-up-invalid", vec![("count", number(problems.len()))]),
        Trouble::Journal(trouble) => ("set-up-journal", vec![("trouble", name(*trouble).into())]),
        Trouble::SeqrRefused { code, detail } => {
            let detail = Value::from(detail.as_str());
            (refused_by_seqr(*code), vec![("code", (*code).into()), ("detail", detail)])
        }
        Trouble::BadCaFile { path } => ("set-up-bad-ca-file", vec![("path", path.into())]),
        Trouble::DeviceForbidden { group } => {
            ("set-up-device-forbidden", vec![("group", group.into())])
        }
        Trouble::File { path, detail } => {
            ("set-up-file", vec![("path", path.into()), ("detail", detail.into())])
        }
        Trouble::ArticleFile { count, first } => {
            let first = first.join(" ").into();
            ("set-up-article-file", vec![("count", number(*count)), ("first", first)])
        }
        Trouble::NotTrusted { detail } => ("set-up-not-trusted", for_support(detail)),
        Trouble::Unreachable { detail } => ("set-up-unreachable", for_support(detail)),
        Trouble::AnswerLost { detail } => ("set-up-answer-lost", for_support(detail)),
        Trouble::NotSeqr { detail } => ("set-up-not-seqr", for_support(detail)),
        Trouble::System { detail } => ("set-up-system", for_support(detail)),
        Trouble::DeviceFault { detail } => ("set-up-device-fault", for_support(detail)),
        Trouble::BackupUnsound { detail } => ("set-up-backup-unsound", for_support(detail)),
        Trouble::BackupFolder { folder, fault } => {
            (folder_key(*fault), vec![("folder", folder.into())])
        }
        Trouble::PinMissing => ("set-up-pin-missing", Vec::new()),
        Trouble::PinTooShort => ("set-up-pin-too-short", Vec::new()),
        Trouble::LastInstaller => ("set-up-last-installer", Vec::new()),
        Trouble::LastManager => ("set-up-last-manager", Vec::new()),
        Trouble::UserNumber => ("set-up-user-number", Vec::new()),
        Trouble::NameMissing => ("set-up-name-missing", Vec::new()),
        Trouble::NoAddress => ("set-up-no-address", Vec::new()),
        Trouble::BadAddress => ("set-up-bad-address", Vec::new()),
        Trouble::ResellerMissing => ("set-up-reseller-missing", Vec::new()),
        Trouble::AlreadyRegistered => ("set-up-already-registered", Vec::new()),
        Trouble::NotRegistered => ("set-up-not-registered", Vec::new()),
        Trouble::PasswordGone => ("set-up-password-gone", Vec::new()),
        Trouble::PaymentUnsettled => ("set-up-payment-unsettled", Vec::new()),
        Trouble::NotASeqrId => ("set-up-not-a-seqr-id", Vec::new()),
        Trouble::DeviceMissing => ("set-up-device-missing", Vec::new()),
        Trouble::DeviceTaken => ("set-up-device-taken", Vec::new()),
        Trouble::PrinterSilent => ("set-up-printer-silent", Vec::new()),
        Trouble::PaperOut => ("set-up-paper-out", Vec::new()),
        Trouble::CoverOpen => ("set-up-cover-open", Vec::new()),
        Trouble::NothingScanned => ("set-up-nothing-scanned", Vec::new()),
        Trouble::NoBaudFits => ("set-up-no-baud-fits", Vec::new()),
        Trouble::Price => ("set-up-price", Vec::new()),
        Trouble::NoBackupFolder => ("set-up-no-backup-folder", Vec::new()),
    }
}

fn folder_key(fault: FolderFault) -> &'static str {
    match fault {
        FolderFault::Missing => "set-up-backup-folder-missing",
        FolderFault::ReadOnly => "set-up-backup-folder-read-only",
        FolderFault::Full => "set-up-backup-folder-full",
    }
}

/// A trouble in words.
pub fn say(texts: &Texts, trouble: &Trouble) -> String {
    let (key, values) = words(trouble);
    texts.with(key, &values).into_owned()
}

/// The key of what is said about a question whose answer was lost.
pub fn unanswered(asked: Asked) -> &'static str {
    match asked {
        Asked::Register => "set-up-unanswered-register",
        Asked::Assign => "set-up-unanswered-assign",
        Asked::Unregister => "set-up-unanswered-unregister",
    }
}

/// The refusals that somebody can do something about have words of their own.
fn refused_by_seqr(code: i32) -> &'static str {
    match code {
        20 => "set-up-seqr-refused-20",
        21 => "set-up-seqr-refused-21",
        29 => "set-up-seqr-refused-29",
        33 => "set-up-seqr-refused-33",
        37 => "set-up-seqr-refused-37",
        53 => "set-up-seqr-refused-53",
        90 | 93 | 94 => "set-up-seqr-refused-90",
        91 => "set-up-seqr-refused-91",
        92 => "set-up-seqr-refused-92",
        _ => "set-up-seqr-refused",
    }
}

fn for_support(detail: &str) -> Vec<(&'static str, Value<'_>)> {
    vec![("detail", detail.into())]
}

fn number<'a>(count: usize) -> Value<'a> {
    i64::try_from(count).unwrap_or(i64::MAX).into()
}

/// Nothing that is set up is refused for an amount, which only a receipt's currency could say.
fn without_values(refused: Refused) -> Refused {
    match refused {
        Refused::AmountTooLarge { .. }
        | Refused::MoreThanDue { .. }
        | Refused::MoreThanGivenBack { .. }
        | Refused::MoreThanSold { .. } => Refused::NotOffered,
        other => other,
    }
}

fn name(trouble: JournalTrouble) -> &'static str {
    match trouble {
        JournalTrouble::DiskFull => "disk-full",
        JournalTrouble::ReadOnly => "read-only",
        JournalTrouble::Locked => "locked",
        JournalTrouble::Damaged => "damaged",
        JournalTrouble::Gone => "gone",
        JournalTrouble::Other => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::language::Language;

    /// One trouble of each kind; a new kind does not compile until it has its place here.
    fn every_trouble() -> Vec<Trouble> {
        let detail = || "detail".to_owned();
        let after = |trouble: &Trouble| {
            Some(match trouble {
                Trouble::Refused(_) => Trouble::Invalid(Vec::new()),
                Trouble::Invalid(_) => Trouble::Journal(JournalTrouble::DiskFull),
                Trouble::Journal(_) => Trouble::PinMissing,
                Trouble::PinMissing => Trouble::PinTooShort,
                Trouble::PinTooShort => Trouble::LastInstaller,
                Trouble::LastInstaller => Trouble::LastManager,
                Trouble::LastManager => Trouble::UserNumber,
                Trouble::UserNumber => Trouble::NameMissing,
                Trouble::NameMissing => Trouble::NoAddress,
                Trouble::NoAddress => Trouble::BadAddress,
                Trouble::BadAddress => Trouble::BadCaFile { path: detail() },
                Trouble::BadCaFile { .. } => Trouble::NotTrusted { detail: detail() },
                Trouble::NotTrusted { .. } => Trouble::Unreachable { detail: detail() },
                Trouble::Unreachable { .. } => Trouble::AnswerLost { detail: detail() },
                Trouble::AnswerLost { .. } => Trouble::NotSeqr { detail: detail() },
                Trouble::NotSeqr { .. } => Trouble::SeqrRefused { code: 53, detail: detail() },
                Trouble::SeqrRefused { .. } => Trouble::ResellerMissing,
                Trouble::ResellerMissing => Trouble::AlreadyRegistered,
                Trouble::AlreadyRegistered => Trouble::NotRegistered,
                Trouble::NotRegistered => Trouble::PasswordGone,
                Trouble::PasswordGone => Trouble::PaymentUnsettled,
                Trouble::PaymentUnsettled => Trouble::NotASeqrId,
                Trouble::NotASeqrId => Trouble::System { detail: detail() },
                Trouble::System { .. } => Trouble::DeviceMissing,
                Trouble::DeviceMissing => Trouble::DeviceTaken,
                Trouble::DeviceTaken => Trouble::DeviceForbidden { group: detail() },
                Trouble::DeviceForbidden { .. } => Trouble::PrinterSilent,
                Trouble::PrinterSilent => Trouble::PaperOut,
                Trouble::PaperOut => Trouble::CoverOpen,
                Trouble::CoverOpen => Trouble::DeviceFault { detail: detail() },
                Trouble::DeviceFault { .. } => Trouble::NothingScanned,
                Trouble::NothingScanned => Trouble::NoBaudFits,
                Trouble::NoBaudFits => Trouble::File { path: detail(), detail: detail() },
                Trouble::File { .. } => Trouble::ArticleFile { count: 2, first: vec![detail()] },
                Trouble::ArticleFile { .. } => Trouble::Price,
                Trouble::Price => Trouble::NoBackupFolder,
                Trouble::NoBackupFolder => Trouble::BackupFolder {
                    folder: "/media/stick".to_owned(),
                    fault: FolderFault::Missing,
                },
                Trouble::BackupFolder { .. } => Trouble::BackupUnsound { detail: detail() },
                Trouble::BackupUnsound { .. } => return None,
            })
        };
        std::iter::successors(Some(Trouble::Refused(Refused::NotAllowed)), after).collect()
    }

    #[test]
    fn every_trouble_has_words_of_its_own_with_all_their_places_filled() {
        for language in Language::ALL {
            let texts = Texts::of(language);
            let mut said: Vec<String> =
                every_trouble().iter().map(|trouble| say(texts, trouble)).collect();
            for text in &said {
                assert!(!text.contains(['{', '}']) && text.contains(' '), "{text}");
            }
            let count = said.len();
            said.sort();
            said.dedup();
            assert_eq!(said.len(), count, "two troubles are said alike");
        }
    }

    #[test]
    fn a_code_without_words_of_its_own_is_named() {
        let said = |code| {
            let trouble = Trouble::SeqrRefused { code, detail: "WHY".to_owned() };
            say(Texts::of(Language::English), &trouble)
        };
        for code in [20, 21, 29, 33, 37, 53, 90, 93, 94, 91, 92, 12, 4711] {
            assert!(said(code).contains(&format!("{code} WHY")), "{}", said(code));
        }
        assert!(said(53).contains("sticker") && said(4711).contains("Call SEQR"));
    }
}
