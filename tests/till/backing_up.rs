//! Copies of the journal that the till makes: by itself once a night, and when a manager asks; and the file for support.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use kassa::core::entry::{BackupMade, Entry};
use kassa::core::register::Command;
use kassa::core::user::UserNumber;
use kassa::journal::{Reader, Store, Verdict, list_backups};
use kassa::till::intent::Intent;
use kassa::till::set_up::{FolderFault, Request, Trouble, Work};

use super::shop::{Shop, entries};

const DAY: i64 = 24 * 3_600;

fn shop_with_folder(data: &Path, folder: &Path) -> Shop {
    Shop::open_with(data, |settings| {
        settings.backup.folder = Some(folder.display().to_string());
        settings.backup.keep_days = 2;
    })
}

fn log_in_as_manager(shop: &Shop) {
    let _ready = shop.until("the articles", |now| now.catalog_ready);
    shop.send(Intent::LogIn { user: UserNumber(2), pin: "2222".into() });
    let _in = shop.until("the log-in", |now| now.user.is_some());
}

fn ask(shop: &Shop, folder: Option<&Path>) {
    let folder = folder.map(Path::to_owned);
    shop.send(Intent::SetUp(Request::BackUp { folder }));
}

fn done(shop: &Shop) -> PathBuf {
    let now = shop.until("the copy", |now| matches!(now.set_up.backup, Work::Done(_)));
    let Work::Done(path) = &now.set_up.backup else { panic!("{:?}", now.set_up.backup) };
    path.clone()
}

#[test]
fn the_nights_copy_is_made_also_when_the_night_was_missed() {
    let (data, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let shop = shop_with_folder(data.path(), folder.path());
    let first = shop.until("the first copy", |now| now.set_up.last_backup.is_some());
    assert_eq!(first.set_up.backup, Work::Idle, "nobody asked for it");
    shop.log_in();
    shop.sell_for_cash();
    assert_eq!(list_backups(folder.path()).unwrap().len(), 1, "one is enough for a day");
    // The register is off for the night, and on again the next day: the copy is there already.
    let shop = shop.restarted(data.path(), |_simulator| {});
    let again = shop.until("the start", |now| now.set_up.last_backup.is_some());
    assert_eq!(again.set_up.last_backup, first.set_up.last_backup);
    // It stays on: the hour strikes again, and again.
    for day in 1..=3 {
        let before = shop.now().set_up.last_backup;
        shop.clock_error.store(day * DAY, Ordering::SeqCst);
        let _next = shop.until("the next copy", |now| now.set_up.last_backup > before);
    }
    shop.log_in();
    shop.sell_for_cash();
    shop.close();

    let copies = list_backups(folder.path()).unwrap();
    assert_eq!(copies.len(), 4, "by a clock that jumps nothing is too old");
    let newest = Reader::open_backup(&copies.last().unwrap().path).unwrap();
    assert!(matches!(newest.verify(&mut |_, _| {}).unwrap(), Verdict::Sound(_)));
    let made =
        |entry: &&Entry| matches!(entry, Entry::BackupMade(BackupMade { elsewhere: false, .. }));
    assert_eq!(entries(data.path()).iter().filter(made).count(), 4);
}

#[test]
fn copies_that_are_too_old_go_when_another_was_made() {
    let (data, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let shop = shop_with_folder(data.path(), folder.path());
    let _first = shop.until("the first copy", |now| now.set_up.last_backup.is_some());
    let journal = Store::open_read_only(data.path()).unwrap();
    let days_ago = |days: i64| jiff::Timestamp::now() - jiff::SignedDuration::from_hours(24 * days);
    let (old, _) = journal.back_up(folder.path(), days_ago(3)).unwrap();
    let (young, _) = journal.back_up(folder.path(), days_ago(1)).unwrap();
    log_in_as_manager(&shop);
    ask(&shop, None);
    let made = done(&shop);
    assert!(made.exists() && young.exists() && !old.exists());
    shop.close();
}

#[test]
fn a_manager_asks_for_a_copy_on_a_stick_and_a_cashier_may_not() {
    let (data, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let shop = Shop::open(data.path());
    shop.log_in();
    ask(&shop, Some(folder.path()));
    let _refused = shop
        .until("the refusal", |now| matches!(now.set_up.backup, Work::Failed(Trouble::Refused(_))));
    shop.command(Command::LogOut);
    let _out = shop.until("the log-out", |now| now.user.is_none());
    log_in_as_manager(&shop);
    ask(&shop, None);
    let _none =
        shop.until("no folder", |now| now.set_up.backup == Work::Failed(Trouble::NoBackupFolder));
    let missing = folder.path().join("stick");
    ask(&shop, Some(&missing));
    let fault = Trouble::BackupFolder {
        folder: missing.display().to_string(),
        fault: FolderFault::Missing,
    };
    let _told = shop.until("the fault", |now| now.set_up.backup == Work::Failed(fault.clone()));
    ask(&shop, Some(folder.path()));
    let path = done(&shop);
    assert!(path.starts_with(folder.path()));
    assert_eq!(shop.now().set_up.backup_trouble, None, "no copy is due");
    shop.close();
    let entries = entries(data.path());
    let last = entries.iter().rev().find(|entry| matches!(entry, Entry::BackupMade(_)));
    assert!(
        matches!(last, Some(Entry::BackupMade(BackupMade { elsewhere: true, .. }))),
        "{last:?}"
    );
    assert!(!entries.iter().any(|entry| matches!(entry, Entry::BackupFailed { .. })));
}

/// The stick is not there in the night: managers see it, and as soon as the settings name a folder that is, all is well.
#[test]
fn a_copy_that_fails_is_shown_written_down_and_tried_elsewhere() {
    let (data, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let missing = folder.path().join("stick");
    let shop = shop_with_folder(data.path(), &missing);
    let now = shop.until("the trouble", |now| now.set_up.backup_trouble.is_some());
    let fault = FolderFault::Missing;
    let expected = Trouble::BackupFolder { folder: missing.display().to_string(), fault };
    assert_eq!(now.set_up.backup_trouble, Some(expected));
    // Selling is not disturbed.
    shop.log_in();
    shop.sell_for_cash();
    shop.command(Command::LogOut);
    let _out = shop.until("the log-out", |now| now.user.is_none());
    shop.send(Intent::LogIn { user: UserNumber(3), pin: "3333".into() });
    let _in = shop.until("the log-in", |now| now.user.is_some());
    let mut settings = (*shop.now().settings).clone();
    settings.backup.folder = Some(folder.path().display().to_string());
    shop.send(Intent::SetUp(Request::Save(Box::new(settings))));
    let now = shop.until("the copy", |now| now.set_up.last_backup.is_some());
    assert_eq!(now.set_up.backup_trouble, None);
    shop.close();
    let failed = |entry: &&Entry| matches!(entry, Entry::BackupFailed { .. });
    assert_eq!(entries(data.path()).iter().filter(failed).count(), 1, "once for each reason");
}

#[test]
fn support_gets_one_file() {
    let (data, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let shop = Shop::open(data.path());
    log_in_as_manager(&shop);
    let into = folder.path().join("nowhere");
    shop.send(Intent::SetUp(Request::Support { folder: into }));
    let _told = shop.until("the trouble", |now| {
        matches!(now.set_up.support, Work::Failed(Trouble::File { .. }))
    });
    shop.send(Intent::SetUp(Request::Support { folder: folder.path().to_owned() }));
    let now = shop.until("the file", |now| matches!(now.set_up.support, Work::Done(_)));
    let Work::Done(path) = &now.set_up.support else { panic!("{:?}", now.set_up.support) };
    let text = fs::read_to_string(path).unwrap();
    for words in ["printer: ", "SEQR: Reach", "sound: ", "user.saved", "running for"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!text.contains("argon2"));
    shop.close();
}
