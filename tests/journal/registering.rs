//! What SEQR was asked about the registration, and which of it went unanswered.

use TerminalQuestion::{Assign, Register, Unregister};
use kassa::core::entry::{Entry, TerminalQuestion, TerminalRequest};
use kassa::core::payment::Refusal;
use kassa::core::settings::UnregisterAs;
use kassa::core::user::UserNumber;
use kassa::journal::{OpenMode, Stamp, Store, Verdict};

use crate::support::terminal;

fn asked(question: TerminalQuestion) -> Entry {
    let terminal = terminal().id;
    Entry::TerminalAsked {
        request: match question {
            Register => {
                TerminalRequest::Register { external_id: "k".to_owned(), name: "K".to_owned() }
            }
            Assign => TerminalRequest::Assign { terminal, seqr_id: "7".to_owned() },
            Unregister => TerminalRequest::Unregister { terminal, by: UnregisterAs::Terminal },
        },
    }
}

fn refused(what: TerminalQuestion) -> Entry {
    Entry::TerminalRefused { what, refusal: Refusal::Code { code: 20, detail: String::new() } }
}

fn done(question: TerminalQuestion) -> Entry {
    let id = terminal().id;
    match question {
        Register => Entry::TerminalRegistered { terminal: terminal() },
        Assign => Entry::SeqrIdAssigned { terminal: id, seqr_id: "7".to_owned() },
        Unregister => Entry::TerminalUnregistered { terminal: id },
    }
}

#[test]
fn what_went_unanswered_is_known_until_it_does_not_matter() {
    let directory = tempfile::tempdir().unwrap();
    let mut store = Store::open(directory.path(), OpenMode::Create).unwrap();
    let user = Some(UserNumber(3));
    let at: jiff::Timestamp = "2026-03-01T12:00:00Z".parse().unwrap();
    let stamp = Stamp { at, register: "Kassa 1".to_owned(), user };
    for (entry, unanswered) in [
        (asked(Register), Some(Register)),
        (refused(Register), None),
        // The first of two is as unknown as before.
        (asked(Register), Some(Register)),
        (asked(Register), Some(Register)),
        (refused(Register), Some(Register)),
        (asked(Register), Some(Register)),
        (done(Register), None),
        (asked(Assign), Some(Assign)),
        (done(Assign), None),
        // A sticker that could be assigned shows that the terminal has not ended.
        (asked(Unregister), Some(Unregister)),
        (asked(Assign), Some(Assign)),
        (done(Assign), None),
        (asked(Unregister), Some(Unregister)),
    ] {
        let _head = store.commit(&stamp, std::slice::from_ref(&entry)).unwrap();
        assert_eq!(store.registration().unwrap().unanswered, unanswered, "{entry:?}");
    }
    drop(store);
    let mut store = Store::open(directory.path(), OpenMode::Existing).unwrap();
    let known = store.registration().unwrap();
    assert_eq!(known.unanswered, Some(Unregister));
    assert_eq!((known.registered, known.assigned), (Some((at, user)), Some((at, user))));
    let _head = store.commit(&stamp, &[done(Unregister)]).unwrap();
    assert_eq!(store.registration().unwrap(), kassa::journal::RegistrationRecord::default());
    assert!(matches!(store.verify(&mut |_, _| {}).unwrap(), Verdict::Sound(_)));
}
