//! Training: everything works as it does for real, and nothing of it is real.

use std::path::Path;

use kassa::core::entry::{Entry, TrainingEnded};
use kassa::core::money::Amount;
use kassa::core::receipt::ReceiptNumber;
use kassa::core::register::{Command, Refused};
use kassa::core::user::UserNumber;
use kassa::document::text;
use kassa::journal::{OpenMode, Stamp, Store, Trade, Verdict};
use kassa::till::intent::{Intent, PhonePress};
use kassa::till::snapshot::Approval;
use kassa::till::training::TrainingGround;
use kassa::training::Trainings;

use super::shop::{COFFEE, JUICE, Shop, entries, eventually};

fn ended(folder: &Path) -> Vec<(u64, Amount)> {
    let figures = entries(folder).into_iter().filter_map(|entry| match entry {
        Entry::TrainingEnded(TrainingEnded { receipts, total, .. }) => Some((receipts, total)),
        _ => None,
    });
    figures.collect()
}

fn begin(shop: &Shop) {
    shop.send(Intent::Train(true));
    let _training = shop.until("the training", |now| now.settings.training && now.user.is_some());
}

#[test]
fn a_training_sells_prints_and_pays_and_leaves_no_trace_in_the_real_journal() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::open(folder.path());
    shop.log_in();
    shop.sell_for_cash();
    let before = entries(folder.path()).len();
    begin(&shop);

    // Paid through SEQR: the training's, with a phone of its own.
    shop.ring_up(COFFEE);
    let due = shop.now().due();
    let _attempt = shop.pay_with_seqr(due);
    shop.until_waiting();
    shop.send(Intent::Phone(PhonePress::Confirm));
    let paid = shop.until("the end", |now| now.last.is_some());
    assert_eq!(paid.last.as_ref().unwrap().number, ReceiptNumber(1), "numbers of its own");
    let paper = shop.until("the paper", |now| now.preview.is_some());
    let printed = text::render(paper.preview.as_ref().unwrap(), 42);
    assert!(printed.contains("ÖVNING"), "{printed}");
    assert!(shop.simulator.confirm_newest().is_err(), "the register's own SEQR heard of it");
    // A receipt that is open when the training ends is nobody's.
    shop.ring_up(JUICE);

    shop.send(Intent::Train(false));
    let real = shop.until("the shop", |now| !now.settings.training);
    assert!(real.receipt.is_none());
    assert_eq!(real.user.as_ref().map(|user| user.number), Some(UserNumber(1)));
    let written =
        eventually("the figures", || Some(ended(folder.path())).filter(|ended| !ended.is_empty()));
    assert_eq!(written, [(1, Amount::from_minor(COFFEE.1))]);
    let mut added = entries(folder.path()).split_off(before);
    // The last paper of the shop may have been finished meanwhile.
    added.retain(|entry| !matches!(entry, Entry::PrintStarted { .. } | Entry::PrintSent { .. }));
    assert!(
        matches!(
            &added[..],
            [Entry::TrainingBegun { by: UserNumber(1), .. }, Entry::TrainingEnded(_)]
        ),
        "{added:?}"
    );
    shop.sell_for_cash();
    let last = shop.now();
    assert_eq!(last.last.as_ref().unwrap().number, ReceiptNumber(2), "no number was used up");
    shop.close();
    let journal = Store::open_read_only(folder.path()).unwrap();
    assert!(matches!(journal.verify(&mut |_, _| {}).unwrap(), Verdict::Sound(_)));
}

#[test]
fn nobody_trains_while_a_receipt_is_open() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::open(folder.path());
    let refused = |reason: Refused| {
        shop.send(Intent::Train(true));
        let _seen = shop.until("the refusal", move |now| {
            now.refused.is_some_and(|notice| notice.reason == reason)
        });
    };
    refused(Refused::NobodyLoggedIn);
    shop.log_in();
    shop.ring_up(COFFEE);
    refused(Refused::ReceiptOpen);
    assert!(!shop.now().settings.training);
}

#[test]
fn whoever_logged_in_during_a_training_is_not_let_into_the_real_register() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::open(folder.path());
    shop.log_in();
    begin(&shop);
    shop.command(Command::LogOut);
    let _out = shop.until("the log-out", |now| now.user.is_none());
    shop.send(Intent::LogIn { user: UserNumber(2), pin: "2222".into() });
    let _in = shop.until("the manager", |now| now.user.is_some());
    shop.send(Intent::Train(false));
    let _real = shop.until("the shop", |now| !now.settings.training && now.user.is_none());
}

/// A PIN is worth the same everywhere: trying it in a training costs as much as at the register.
#[test]
fn wrong_pins_of_a_training_count_at_the_register_and_the_other_way_round() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::open(folder.path());
    shop.log_in();
    let wrong = |times: u32| {
        for _ in 0..times {
            let before = shop.now();
            let open = Command::OpenDrawer;
            let pin = "0000".into();
            shop.send(Intent::Approve { user: UserNumber(2), pin, command: open });
            let _refused = shop.until("the answer", |now| {
                now.approval != before.approval && now.approval != Approval::Checking
            });
            shop.send(Intent::ForgetApproval);
            let _forgotten = shop.until("quiet", |now| now.approval == Approval::Idle);
        }
    };
    wrong(1);
    begin(&shop);
    wrong(1);
    shop.send(Intent::Train(false));
    let _real = shop.until("the shop", |now| !now.settings.training);
    eventually("the end", || (!ended(folder.path()).is_empty()).then_some(()));
    let refused = |entry: &Entry| matches!(entry, Entry::LogInRefused { user: UserNumber(2), .. });
    let written = entries(folder.path());
    assert_eq!(written.iter().filter(|entry| refused(entry)).count(), 2);
    // The third one brings a pause, as if all had been typed here.
    let open = Command::OpenDrawer;
    shop.send(Intent::Approve { user: UserNumber(2), pin: "0000".into(), command: open });
    let _pause = shop.until("the pause", |now| matches!(now.approval, Approval::Waiting { .. }));
}

#[test]
fn a_program_that_ends_in_a_training_starts_as_the_real_register() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::open(folder.path());
    shop.log_in();
    begin(&shop);
    shop.sell_for_cash();
    // In order: the training is ended with the program.
    let shop = shop.restarted(folder.path(), |_| {});
    assert_eq!(ended(folder.path()), [(1, Amount::from_minor(COFFEE.1))]);
    assert!(!shop.now().settings.training);
    shop.close();

    // By its death: nothing but the beginning is in the journal, and the training's own one can be read.
    let session = std::fs::read_dir(folder.path().join("training")).unwrap().next().unwrap();
    let session = session.unwrap().file_name().into_string().unwrap();
    let trade = Trainings::beside(folder.path()).left_behind(&session).unwrap().trade;
    assert_eq!(trade, Trade { receipts: 1, total: Amount::from_minor(COFFEE.1) });
    let died = "a training without an end".to_owned();
    {
        let mut store = Store::open(folder.path(), OpenMode::Existing).unwrap();
        let at = jiff::Timestamp::now();
        let stamp = Stamp { at, register: "Kassa 1".to_owned(), user: Some(UserNumber(1)) };
        let begun = Entry::TrainingBegun { session: died.clone(), by: UserNumber(1) };
        let _head = store.commit(&stamp, &[begun]).unwrap();
        let second = Entry::TrainingBegun { session: "another".to_owned(), by: UserNumber(1) };
        let refused = store.commit(&stamp, &[second]);
        assert!(refused.is_err(), "there is one training at a time");
        assert_eq!(store.open_training().unwrap(), Some(died));
    }
    let shop = Shop::open(folder.path());
    assert!(!shop.now().settings.training);
    assert_eq!(ended(folder.path()).len(), 2);
}
