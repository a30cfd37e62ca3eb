//! The registration with SEQR while the register runs: what is refused changes nothing, a lost answer is known and may be
//! asked for again, and no password is lost on the way.

use std::path::Path;

use kassa::core::entry::{Entry, TerminalQuestion};
use kassa::core::payment::Refusal;
use kassa::core::register::{Command, Refused};
use kassa::core::settings::{SeqrSettings, UnregisterAs};
use kassa::core::user::UserNumber;
use kassa::journal::{Store, Verdict};
use kassa::seqr::message::Operation;
use kassa::seqr::result_code::ResultCode;
use kassa::seqr::secret::Secret;
use kassa::simulator::demonstration::{RESELLER_ID, RESELLER_PASSWORD, SEQR_ID, USER_ID};
use kassa::simulator::fault::{Fault, Frequency, Rule};
use kassa::till::TERMINAL_PASSWORD_NAME;
use kassa::till::intent::Intent;
use kassa::till::set_up::{Asked, Registration, Request, Reseller, Trouble, Work};
use kassa::till::snapshot::{JournalTrouble, SeqrStatus};

use super::setting_up::{installer, log_in, recorded, saved, with};
use super::shop::{COFFEE, Shop};

fn reseller(password: &str) -> Reseller {
    let (id, user) = (RESELLER_ID.to_owned(), USER_ID.to_owned());
    Reseller { id, user, password: Secret::new(password) }
}

fn register() -> Request {
    register_as(Some(reseller(RESELLER_PASSWORD)))
}

fn register_as(reseller: Option<Reseller>) -> Request {
    let (external_id, name) = ("k1".to_owned(), "Hörnan, Kassa 1".to_owned());
    Request::Register { reseller, external_id, name }
}

fn unregister() -> Request {
    Request::Unregister { reseller: None }
}

/// Asks for something about the registration and waits for its outcome.
fn asked(shop: &Shop, request: Request) -> Work<Asked> {
    let before = shop.now().set_up.answered;
    shop.send(Intent::SetUp(request));
    let now = shop.until("SEQR's answer", |now| now.set_up.answered > before);
    now.set_up.registration.work.clone()
}

fn shown(shop: &Shop) -> Registration {
    shop.now().set_up.registration.clone()
}

/// What goes wrong the next time.
fn once(shop: &Shop, operation: Operation, fault: Fault) {
    let operation = Some(operation);
    let _rule = shop.simulator.switch_on(Rule { operation, fault, frequency: Frequency::Next(1) });
}

/// A shop that has ended the registration that it began with, with an installer logged in.
fn unregistered(folder: &Path) -> Shop {
    let shop = Shop::open(folder);
    installer(&shop);
    assert_eq!(asked(&shop, unregister()), Work::Done(Asked::Unregister));
    let _gone = shop.until("the end", |now| now.seqr == SeqrStatus::NotRegistered);
    shop
}

/// Terminals that SEQR has.
fn made(shop: &Shop) -> usize {
    shop.simulator.with_ledger(|ledger| ledger.terminals().count())
}

fn is_sound(folder: &Path) {
    let journal = Store::open_read_only(folder).unwrap();
    let verdict = journal.verify(&mut |_, _| {}).unwrap();
    assert!(matches!(verdict, Verdict::Sound(_)), "{verdict:?}");
}

#[test]
fn a_register_is_registered_tied_to_its_sticker_sold_at_and_ended() {
    let folder = tempfile::tempdir().unwrap();
    let shop = unregistered(folder.path());
    assert!(shop.now().terminal.is_none() && shown(&shop).registered.is_none());
    assert_eq!(asked(&shop, register()), Work::Done(Asked::Register));
    assert_eq!(asked(&shop, register()), Work::Failed(Trouble::AlreadyRegistered));
    let tied = asked(&shop, Request::Assign("http://seqr.se/Q777".to_owned()));
    assert_eq!(tied, Work::Done(Asked::Assign));
    let now = shop.now();
    let terminal = now.terminal.clone().unwrap();
    assert_eq!((terminal.external_id.as_str(), terminal.seqr_id.as_deref()), ("k1", Some("777")));
    let registration = shown(&shop);
    let by = |when: Option<(jiff::Timestamp, Option<UserNumber>)>| when.unwrap().1;
    assert_eq!(by(registration.registered), Some(UserNumber(3)));
    assert_eq!(by(registration.assigned), Some(UserNumber(3)));
    assert!(registration.reseller_kept && registration.unanswered.is_none());

    // In force at once.
    shop.ring_up(COFFEE);
    let _attempt = shop.pay_with_seqr(shop.now().due());
    shop.until_waiting();
    let _paid = shop.simulator.confirm_newest().unwrap();
    let _done = shop.until("the payment", |now| now.last.is_some());
    super::shop::eventually("the receipt at SEQR", || {
        let journal = Store::open_read_only(folder.path()).unwrap();
        (!journal.has_unsettled_payment().unwrap()).then_some(())
    });
    assert_eq!(asked(&shop, unregister()), Work::Done(Asked::Unregister));
    assert_eq!(shop.until("the end", |now| now.terminal.is_none()).seqr, SeqrStatus::NotRegistered);
    assert_eq!(made(&shop), 0);
    assert_eq!(asked(&shop, unregister()), Work::Failed(Trouble::NotRegistered));
    assert_eq!(
        asked(&shop, Request::Assign("777".to_owned())),
        Work::Failed(Trouble::NotRegistered)
    );
    // The login is kept, so that it need not be typed again.
    assert_eq!(asked(&shop, register_as(None)), Work::Done(Asked::Register));
    shop.close();
    is_sound(folder.path());
}

#[test]
fn every_refusal_is_told_apart_written_down_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let shop = unregistered(folder.path());
    assert_eq!(asked(&shop, register_as(None)), Work::Failed(Trouble::ResellerMissing));
    assert_eq!(
        asked(&shop, register_as(Some(reseller("")))),
        Work::Failed(Trouble::ResellerMissing)
    );
    let code = |work: Work<Asked>| match work {
        Work::Failed(Trouble::SeqrRefused { code, .. }) => code,
        other => panic!("{other:?}"),
    };
    assert_eq!(code(asked(&shop, register_as(Some(reseller("wrong"))))), 20);
    let stranger = Reseller { id: "nobody".to_owned(), ..reseller(RESELLER_PASSWORD) };
    assert_eq!(code(asked(&shop, register_as(Some(stranger)))), 37);
    assert!(!shown(&shop).reseller_kept, "SEQR has accepted no login");
    let Some(Entry::TerminalRefused { what, refusal: Refusal::Code { code: 37, .. } }) =
        recorded(folder.path()).pop().map(|last| last.entry)
    else {
        panic!("the refusal is written down")
    };
    assert_eq!(what, TerminalQuestion::Register);
    assert!(shop.now().terminal.is_none() && made(&shop) == 0);

    assert_eq!(asked(&shop, register()), Work::Done(Asked::Register));
    let wrong = Request::Assign("12_45".to_owned());
    assert_eq!(asked(&shop, wrong), Work::Failed(Trouble::NotASeqrId));
    once(&shop, Operation::AssignSeqrId, Fault::code(ResultCode::INVALID_SEQR_ID));
    assert_eq!(code(asked(&shop, Request::Assign("777".to_owned()))), 53);
    assert_eq!(shop.now().terminal.as_ref().unwrap().seqr_id, None);
    assert!(shown(&shop).unanswered.is_none(), "a refusal is an answer");
    shop.close();
    is_sound(folder.path());
}

#[test]
fn a_lost_answer_is_known_after_a_restart_and_may_be_asked_for_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut shop = unregistered(folder.path());
    for (operation, request, what) in [
        (Operation::RegisterTerminal, register(), Asked::Register),
        (Operation::AssignSeqrId, Request::Assign("777".to_owned()), Asked::Assign),
        (Operation::UnregisterTerminal, unregister(), Asked::Unregister),
    ] {
        once(&shop, operation, Fault::lost_answer());
        let lost = asked(&shop, request.clone());
        assert!(matches!(lost, Work::Failed(Trouble::AnswerLost { .. })), "{lost:?}");
        assert_eq!(shown(&shop).unanswered, Some(what));
        shop = shop.started_again(folder.path(), || {});
        installer(&shop);
        assert_eq!(shown(&shop).unanswered, Some(what), "known after a restart");
        assert_eq!(asked(&shop, request), Work::Done(what));
        assert_eq!(shown(&shop).unanswered, None);
    }
    assert_eq!(made(&shop), 1, "the first registration left an unused terminal behind");
    assert!(shop.now().terminal.is_none());
    shop.close();
    is_sound(folder.path());
}

/// What never left this machine is no lost answer.
#[test]
fn what_could_not_be_sent_is_not_unanswered_and_a_code_that_says_nothing_is() {
    let folder = tempfile::tempdir().unwrap();
    let mut shop = unregistered(folder.path());
    once(&shop, Operation::RegisterTerminal, Fault::code(ResultCode::SYSTEM_ERROR));
    let unknown = asked(&shop, register());
    assert!(matches!(unknown, Work::Failed(Trouble::SeqrRefused { code: 90, .. })), "{unknown:?}");
    assert_eq!(shown(&shop).unanswered, Some(Asked::Register));
    shop.stop_seqr();
    let unreachable = asked(&shop, register());
    assert!(matches!(unreachable, Work::Failed(Trouble::Unreachable { .. })), "{unreachable:?}");
    assert_eq!(shown(&shop).unanswered, Some(Asked::Register), "the first is as unknown as before");
    shop.close();
}

/// Killed while SEQR is being asked: the password that SEQR may have is kept, and the question known.
#[test]
fn a_power_cut_before_the_answer_leaves_a_known_state() {
    let folder = tempfile::tempdir().unwrap();
    let shop = unregistered(folder.path());
    once(&shop, Operation::RegisterTerminal, Fault::hang());
    shop.send(Intent::SetUp(register()));
    let busy = |now: &kassa::till::snapshot::Snapshot| now.set_up.registration.work == Work::Busy;
    let _asking = shop.until("the question", busy);
    let shop = shop.started_again(folder.path(), || {});
    installer(&shop);
    assert_eq!(shown(&shop).unanswered, Some(Asked::Register));
    let journal = Store::open_read_only(folder.path()).unwrap();
    assert!(journal.vault().read(TERMINAL_PASSWORD_NAME).unwrap().is_none());
    assert_eq!(asked(&shop, register()), Work::Done(Asked::Register));
    assert!(journal.vault().read(TERMINAL_PASSWORD_NAME).unwrap().is_some());
    assert_eq!(made(&shop), 1);
    shop.close();
}

#[test]
fn what_seqr_said_once_is_held_until_the_journal_takes_it() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::open(folder.path());
    installer(&shop);
    let second = std::time::Duration::from_secs(1);
    once(&shop, Operation::UnregisterTerminal, Fault::slow(second));
    shop.send(Intent::SetUp(unregister()));
    let _asking = shop.until("the question", |now| now.set_up.registration.work == Work::Busy);
    let other = rusqlite::Connection::open(folder.path().join("kassa.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let failing = Work::Failed(Trouble::Journal(JournalTrouble::Locked));
    let held = shop.until("the answer", |now| now.set_up.registration.work == failing);
    assert!(held.terminal.is_some(), "nothing is shown as done that is not written down");
    other.execute_batch("ROLLBACK").unwrap();
    let done = Work::Done(Asked::Unregister);
    let _done = shop.until("the rest", |now| now.set_up.registration.work == done);
    assert!(shop.now().terminal.is_none());
    shop.close();
    is_sound(folder.path());
}

#[test]
fn a_payment_keeps_the_registration_as_it_is_and_the_other_way_round() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::open(folder.path());
    installer(&shop);
    shop.ring_up(COFFEE);
    let attempt = shop.pay_with_seqr(shop.now().due());
    shop.until_waiting();
    for request in [unregister(), Request::Assign("777".to_owned())] {
        assert_eq!(asked(&shop, request), Work::Failed(Trouble::PaymentUnsettled));
    }
    shop.command(Command::CancelPayment { attempt });
    let _cancelled = shop.until("the end", |now| now.open_payment().is_none());
    once(&shop, Operation::UnregisterTerminal, Fault::slow(std::time::Duration::from_secs(2)));
    shop.send(Intent::SetUp(unregister()));
    let asking = shop.until("the question", |now| now.set_up.registration.work == Work::Busy);
    let receipt = asking.receipt.as_ref().unwrap().id;
    let next = kassa::core::payment::AttemptId { receipt, number: attempt.number + 1 };
    shop.command(Command::PayWithSeqr { attempt: next, amount: asking.due() });
    let refused = shop.until("the refusal", |now| now.refused.is_some());
    assert_eq!(refused.refused.unwrap().reason, Refused::RegistrationUnderWay);
    let done = Work::Done(Asked::Unregister);
    let _done = shop.until("the end", |now| now.set_up.registration.work == done);
    shop.close();
}

/// A copy of the journal that came without its key, and a service that wants the reseller to end registrations.
#[test]
fn a_lost_password_is_replaced_by_registering_anew_and_a_reseller_can_end_it() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::open(folder.path());
    let shop = shop.started_again(folder.path(), || {
        let store = Store::open(folder.path(), kassa::journal::OpenMode::Existing).unwrap();
        store.vault().forget(TERMINAL_PASSWORD_NAME).unwrap();
    });
    installer(&shop);
    assert_eq!(asked(&shop, unregister()), Work::Failed(Trouble::PasswordGone));
    let before = shop.now().terminal.clone().unwrap();
    assert_eq!(asked(&shop, register()), Work::Done(Asked::Register));
    assert_ne!(shop.now().terminal.clone().unwrap().id, before.id);
    assert_eq!(made(&shop), 2);
    // The terminal that nobody can speak for any more still has the sticker.
    let taken = asked(&shop, Request::Assign(SEQR_ID.to_owned()));
    assert!(matches!(taken, Work::Failed(Trouble::SeqrRefused { code: 53, .. })), "{taken:?}");

    saved(&shop, with(&shop, |to| to.seqr.unregister_as = UnregisterAs::Reseller));
    // The simulator reads the protocol as its text does: only the terminal itself may.
    let refused = asked(&shop, unregister());
    assert!(matches!(refused, Work::Failed(Trouble::SeqrRefused { code: 21, .. })), "{refused:?}");
    // A login that shall not be kept is forgotten with the same save.
    assert!(shown(&shop).reseller_kept);
    saved(&shop, with(&shop, |to| to.seqr.keep_reseller = false));
    assert!(!shown(&shop).reseller_kept);
    assert_eq!(asked(&shop, unregister()), Work::Failed(Trouble::ResellerMissing));
    shop.close();
}

fn reached(shop: &Shop, settings: SeqrSettings) -> Work<std::time::Duration> {
    let before = shop.now().set_up.answered;
    shop.send(Intent::SetUp(Request::Reach(Box::new(settings))));
    shop.until("the outcome", |now| now.set_up.answered > before).set_up.reach.clone()
}

#[test]
fn an_address_is_tried_before_it_is_saved() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::open(folder.path());
    installer(&shop);
    let at =
        |address: &str| SeqrSettings { address: address.to_owned(), ..SeqrSettings::default() };
    let done = reached(&shop, at(&shop.simulator.endpoint()));
    assert!(matches!(done, Work::Done(_)), "{done:?}");
    assert_eq!(reached(&shop, at("")), Work::Failed(Trouble::NoAddress));
    assert_eq!(reached(&shop, at("http://seqr.example/")), Work::Failed(Trouble::BadAddress));
    let page = reached(&shop, at(&shop.simulator.phone_page()));
    assert!(matches!(page, Work::Failed(Trouble::NotSeqr { .. })), "{page:?}");
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let nobody = reached(&shop, at(&format!("https://{closed}/")));
    assert!(matches!(nobody, Work::Failed(Trouble::Unreachable { .. })), "{nobody:?}");
    let plain = shop.simulator.endpoint().replace("http://", "https://");
    let plain = reached(&shop, at(&plain));
    assert!(matches!(plain, Work::Failed(Trouble::NotSeqr { .. })), "{plain:?}");
    shop.close();
}

#[test]
fn nobody_but_an_installer_changes_the_registration() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::open(folder.path());
    for (user, pin) in [(1, "1111"), (2, "2222")] {
        log_in(&shop, user, pin);
        let head = Store::open_read_only(folder.path()).unwrap().head().unwrap();
        for request in [register(), unregister(), Request::Assign("777".to_owned())] {
            let refused = asked(&shop, request);
            assert_eq!(refused, Work::Failed(Trouble::Refused(Refused::NotAllowed)));
        }
        let at = SeqrSettings { address: shop.simulator.endpoint(), ..SeqrSettings::default() };
        let refused = reached(&shop, at);
        assert_eq!(refused, Work::Failed(Trouble::Refused(Refused::NotAllowed)));
        assert_eq!(Store::open_read_only(folder.path()).unwrap().head().unwrap(), head);
    }
    shop.close();
}
