//! The terminal's functions: open when they make sense, and asked for twice where nothing can be undone.

use std::time::Duration;

use super::*;
use crate::app::fixture::set_up::{everything, scanned, set, shown};
use crate::core::money::Amount;
use crate::core::payment::{AttemptId, Doubt, Offer, Phase, Subject, Unsettled};
use crate::core::receipt::ReceiptId;
use crate::core::settings::UnregisterAs;
use crate::core::user::Role;
use crate::till::set_up::{Trouble, Work};
use crate::till::snapshot::PaymentView;

fn attempt() -> AttemptId {
    AttemptId { receipt: ReceiptId(1), number: 1 }
}

fn open(snapshot: &Snapshot, asked: Asked) -> State {
    let (mut state, _intents) = State::open();
    let action = state.update(Message::FunctionPressed(asked), snapshot);
    assert!(matches!(action, Action::Send(_)));
    state
}

fn requests(action: Action) -> Vec<Request> {
    let (Action::Send(intents) | Action::Close(intents)) = action;
    let requests = intents.into_iter().filter_map(|intent| match intent {
        Intent::SetUp(Request::Forget | Request::Watch(_)) => None,
        Intent::SetUp(request) => Some(request),
        _ => None,
    });
    requests.collect()
}

#[test]
fn each_function_is_open_only_when_it_makes_sense() {
    let registered = everything();
    let unregistered = Snapshot { terminal: None, ..everything() };
    let nowhere = set(unregistered.clone(), |settings| settings.seqr.address.clear());
    let busy = shown(everything(), |view| view.registration.work = Work::Busy);
    let phase = Phase::Waiting { heard: Duration::ZERO };
    let amount = Amount::from_minor(100);
    let payment = PaymentView { attempt: attempt(), amount, open: true, phase };
    let paying = Snapshot { payment: Some(payment), ..everything() };
    let unsettled = |case| {
        let since = everything().at;
        let (subject, offers) = (Subject::Payment(attempt()), Offer::Noting);
        let payment = Unsettled { subject, amount, since, case, offers, said: None };
        Snapshot { unsettled: [payment].into(), ..everything() }
    };
    let doubtful = unsettled(Case::InDoubt(Doubt::NotFound));
    let released = unsettled(Case::Released);
    let (none, free) = (Reason::NotRegistered, None);
    for (snapshot, register, assign, unregister) in [
        (&registered, Some(Reason::Registered), free, free),
        (&unregistered, free, Some(none), Some(none)),
        (&nowhere, Some(Reason::NoAddress), Some(Reason::NoAddress), Some(Reason::NoAddress)),
        (&busy, Some(Reason::Busy), Some(Reason::Busy), Some(Reason::Busy)),
        (&paying, Some(Reason::Registered), free, Some(Reason::Unsettled)),
        (&doubtful, Some(Reason::Registered), free, Some(Reason::Unsettled)),
        (&released, Some(Reason::Registered), free, free),
    ] {
        let found = [Asked::Register, Asked::Assign, Asked::Unregister]
            .map(|asked| against(asked, snapshot));
        assert_eq!(found, [register, assign, unregister]);
    }
}

#[test]
fn a_registration_ends_only_when_it_is_meant_twice() {
    let snapshot = everything();
    let mut state = open(&snapshot, Asked::Unregister);
    assert_eq!(requests(state.update(Message::MainPressed, &snapshot)), []);
    assert_eq!(requests(state.stroke(Stroke::Enter, &snapshot)), [], "the second is elsewhere");
    let meant = || Message::Registration(registration::Message::MeantPressed);
    let keep = Message::Registration(registration::Message::KeepPressed);
    let _kept = state.update(keep, &snapshot);
    assert_eq!(requests(state.update(meant(), &snapshot)), [], "it was not asked");
    let _asked = state.update(Message::MainPressed, &snapshot);
    let unregister = Request::Unregister { reseller: None };
    assert_eq!(requests(state.update(meant(), &snapshot)), [unregister]);
    assert_eq!(requests(state.update(meant(), &snapshot)), [], "a double tap");
    let refused = shown(everything(), |view| {
        view.registration.work = Work::Failed(Trouble::PaymentUnsettled);
    });
    let _said = state.follow(&refused);
    assert_eq!(state.asking.as_ref().unwrap().trouble(), Some(&Trouble::PaymentUnsettled));
}

#[test]
fn the_resellers_login_is_asked_for_where_the_reseller_unregisters() {
    let snapshot = set(everything(), |settings| {
        settings.seqr.unregister_as = UnregisterAs::Reseller;
    });
    let kept = open(&snapshot, Asked::Unregister);
    assert!(kept.asking.as_ref().unwrap().is_ready(&snapshot), "the login is kept");
    let forgotten = shown(snapshot, |view| view.registration.reseller_kept = false);
    let mut state = open(&forgotten, Asked::Unregister);
    assert!(!state.asking.as_ref().unwrap().is_ready(&forgotten));
    for (id, text) in [
        (registration::Id::Reseller, "hornan"),
        (registration::Id::User, "9900"),
        (registration::Id::Password, "hemligt"),
    ] {
        let field = registration::Message::FieldPressed(id);
        let _focused = state.update(Message::Registration(field), &forgotten);
        assert!(state.is_typing());
        for character in text.chars() {
            let _typed = state.stroke(Stroke::Character(character), &forgotten);
        }
    }
    let _asked = state.update(Message::MainPressed, &forgotten);
    let meant = Message::Registration(registration::Message::MeantPressed);
    let asked = requests(state.update(meant, &forgotten));
    let [Request::Unregister { reseller: Some(reseller) }] = &asked[..] else {
        panic!("{asked:?}")
    };
    assert_eq!((reseller.id.as_str(), reseller.password.expose()), ("hornan", "hemligt"));
    assert!(!format!("{state:?} {asked:?}").contains("hemligt"));
}

#[test]
fn a_sticker_is_listened_for_only_while_it_is_assigned() {
    let snapshot = everything();
    let (mut state, _intents) = State::open();
    let assign = Message::FunctionPressed(Asked::Assign);
    assert_eq!(requests(state.update(assign.clone(), &snapshot)), [Request::Listen(true)]);
    let read = scanned(snapshot.clone(), 1, "4711");
    let _filled = state.follow(&read);
    assert_eq!(
        requests(state.update(Message::MainPressed, &read)),
        [Request::Assign("4711".to_owned())]
    );
    let done = shown(read, |view| view.registration.work = Work::Done(Asked::Assign));
    assert_eq!(requests(state.follow(&done)), [Request::Listen(false)]);
    assert_eq!(state.done, Some(Asked::Assign));
    let _again = state.update(assign, &snapshot);
    assert_eq!(requests(state.stroke(Stroke::Escape, &snapshot)), [Request::Listen(false)]);
    assert!(matches!(state.stroke(Stroke::Escape, &snapshot), Action::Close(_)));
}

#[test]
fn it_is_for_installers_and_goes_with_them() {
    let snapshot = everything();
    assert!(is_allowed(&snapshot));
    let mut manager = snapshot.clone();
    manager.user.as_mut().unwrap().role = Role::Manager;
    let locked = Snapshot { locked: true, ..snapshot };
    for other in [manager, locked] {
        assert!(!is_allowed(&other));
        let (mut state, _intents) = State::open();
        assert!(matches!(state.follow(&other), Action::Close(_)));
    }
}
