//! Backups from the command line: made, listed, checked, rehearsed and restored with the real program, also where the
//! power went in the middle; and the file for support.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail loudly"
)]

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use kassa::core::entry::{BackupMade, Entry};
use kassa::journal::{OpenMode, Stamp, Store};

fn command(data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kassa"));
    let _set = command
        .arg("--data")
        .arg(data)
        .args(arguments)
        .env("LC_ALL", "C.UTF-8")
        .env("KASSA_PIN", "80415926")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

#[track_caller]
fn said(data: &Path, arguments: &[&str]) -> String {
    let output = command(data, arguments).output().unwrap();
    let trouble = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {trouble}");
    String::from_utf8(output.stdout).unwrap()
}

#[track_caller]
fn complained(data: &Path, arguments: &[&str]) -> String {
    let output = command(data, arguments).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{arguments:?} should fail");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn answered(data: &Path, arguments: &[&str], answers: &str) -> Output {
    let mut child = command(data, arguments).stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(answers.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

struct Shop {
    folder: tempfile::TempDir,
}

impl Shop {
    /// A register with one user and a folder for backups.
    fn new() -> Shop {
        let shop = Shop { folder: tempfile::tempdir().unwrap() };
        let stick = shop.path("stick");
        fs::create_dir(&stick).unwrap();
        let file = shop.path("settings.toml");
        let text = format!(
            "register = \"Kassa 7\"\n[shop]\nname = \"Testbutiken AB\"\norganisation_number = \"556016-0680\"\n\
             [backup]\nfolder = \"{}\"\n",
            stick.display()
        );
        fs::write(&file, text).unwrap();
        let _saved = said(&shop.data(), &["settings", "import", &file.display().to_string()]);
        let _saved = said(&shop.data(), &["user", "add", "5", "Åsa Öberg"]);
        shop
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn data(&self) -> PathBuf {
        self.path("data")
    }

    /// Makes a backup and returns its path.
    fn back_up(&self) -> String {
        let made = said(&self.data(), &["backup", "make"]);
        assert!(made.starts_with("Backed up and verified: "), "{made}");
        let mut names: Vec<_> = self.backups();
        names.sort();
        names.pop().unwrap()
    }

    fn backups(&self) -> Vec<String> {
        let files = fs::read_dir(self.path("stick")).unwrap();
        files.map(|file| file.unwrap().path().display().to_string()).collect()
    }
}

fn names(folder: &Path) -> Vec<String> {
    let files = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> =
        files.map(|file| file.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn a_backup_is_made_listed_checked_rehearsed_and_restored() {
    let shop = Shop::new();
    let backup = shop.back_up();
    assert!(backup.contains("/kassa-Kassa_7-") && backup.ends_with("-2.backup"), "{backup}");
    assert_eq!(fs::metadata(&backup).unwrap().permissions().mode() & 0o777, 0o600);
    let reader = Store::open_read_only(&shop.data()).unwrap();
    let last = reader.entry(3).unwrap().unwrap().entry;
    assert!(
        matches!(last, Entry::BackupMade(BackupMade { entries: 2, elsewhere: false, .. })),
        "{last:?}"
    );
    drop(reader);

    let listed = said(&shop.data(), &["backup", "list"]);
    assert!(listed.contains("2 entries") && listed.contains(&backup), "{listed}");
    let checked = said(&shop.data(), &["backup", "check", &backup]);
    assert!(checked.contains("journal of Kassa 7: 2 entries"), "{checked}");
    assert!(checked.contains("is sound"), "{checked}");

    let _saved = said(&shop.data(), &["user", "add", "6", "Bo"]);
    let before = fs::read(shop.data().join("kassa.db-wal")).unwrap();
    let rehearsed = said(&shop.data(), &["backup", "restore", &backup, "--rehearse"]);
    assert!(rehearsed.contains("entries: 2, among them receipts: 0"), "{rehearsed}");
    assert!(rehearsed.contains("terminal: 1."), "{rehearsed}");
    assert!(rehearsed.ends_with("Nothing was changed.\n"), "{rehearsed}");
    assert_eq!(fs::read(shop.data().join("kassa.db-wal")).unwrap(), before);

    let output = answered(&shop.data(), &["backup", "restore", &backup], "yes\n");
    assert!(String::from_utf8_lossy(&output.stdout).ends_with("Nothing was done.\n"));
    assert!(said(&shop.data(), &["user", "list"]).contains("Bo"));
    let output = answered(&shop.data(), &["backup", "restore", &backup], "restore\n");
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success() && text.contains("Restored: 3 entries."), "{text}");
    let users = said(&shop.data(), &["user", "list"]);
    assert!(users.contains("Åsa") && !users.contains("Bo"), "{users}");
    let aside = text.lines().last().unwrap().rsplit(' ').next().unwrap().trim_end_matches('.');
    assert!(said(Path::new(aside), &["user", "list"]).contains("Bo"), "what was there is kept");
    assert!(said(&shop.data(), &["journal", "verify"]).contains("is sound"));
    assert!(names(&shop.data()).iter().all(|name| !name.starts_with("restor")));
}

#[test]
fn a_stick_that_is_named_is_used_and_one_that_is_not_there_is_told() {
    let shop = Shop::new();
    let other = shop.path("other");
    let folder = other.display().to_string();
    let trouble = complained(&shop.data(), &["backup", "make", "--to", &folder]);
    assert!(trouble.contains("is not there. Plug"), "{trouble}");
    fs::create_dir(&other).unwrap();
    assert!(said(&shop.data(), &["backup", "list", "--in", &folder]).contains("no backups"));
    let _made = said(&shop.data(), &["backup", "make", "--to", &folder]);
    assert!(said(&shop.data(), &["backup", "list", "--in", &folder]).contains("2 entries"));
    assert_eq!(shop.backups().len(), 0);
    // While the register runs the copy is as good, but cannot be written down.
    let running = Store::open(&shop.data(), OpenMode::Existing).unwrap();
    let made = said(&shop.data(), &["backup", "make"]);
    assert!(made.contains("does not stand in its journal"), "{made}");
    drop(running);
    let plain = shop.path("plain");
    let _saved = said(&plain, &["user", "add", "5", "Åsa"]);
    let trouble = complained(&plain, &["backup", "make"]);
    assert!(trouble.contains("name no folder for backups"), "{trouble}");
}

#[test]
fn a_full_and_a_read_only_stick_are_told_and_left_clean() {
    const AGAIN: &str = "KASSA_TEST_STICK";
    let Some(mounted) = std::env::var_os(AGAIN) else {
        let folder = tempfile::tempdir().unwrap();
        let script = "mount -t tmpfs -o size=64k none \"$1\" || exit 77; \
                      exec \"$2\" --exact a_full_and_a_read_only_stick_are_told_and_left_clean";
        let output = Command::new("unshare")
            .args(["--mount", "sh", "-c", script, "sh"])
            .arg(folder.path())
            .arg(std::env::current_exe().unwrap())
            .env(AGAIN, folder.path())
            .output();
        let Ok(output) = output else { return };
        let text = String::from_utf8_lossy(&output.stdout);
        // Where mounting is not allowed, the journal's own tests have to do.
        assert!(output.status.code() != Some(101), "{text}");
        assert!(text.is_empty() || text.contains("1 passed"), "{text}");
        return;
    };
    let stick = PathBuf::from(mounted);
    let shop = Shop::new();
    let folder = stick.display().to_string();
    let trouble = complained(&shop.data(), &["backup", "make", "--to", &folder]);
    assert!(trouble.contains("There is no room in"), "{trouble}");
    assert_eq!(names(&stick), Vec::<String>::new());
    let remounted = Command::new("mount").args(["-o", "remount,ro"]).arg(&stick).status().unwrap();
    assert!(remounted.success());
    let trouble = complained(&shop.data(), &["backup", "make", "--to", &folder]);
    assert!(trouble.contains("Nothing can be written to"), "{trouble}");
    assert_eq!(names(&stick), Vec::<String>::new());
}

#[test]
fn a_register_that_runs_is_not_exchanged() {
    let shop = Shop::new();
    let backup = shop.back_up();
    let running = Store::open(&shop.data(), OpenMode::Existing).unwrap();
    for arguments in [&["backup", "restore", &backup][..], &["backup", "restore", &backup, "--yes"]]
    {
        let trouble = complained(&shop.data(), arguments);
        assert!(trouble.contains("already has this data folder open"), "{trouble}");
    }
    drop(running);
}

#[test]
fn what_is_no_backup_or_a_damaged_one_is_told() {
    let shop = Shop::new();
    let backup = shop.back_up();
    let damaged = shop.path("damaged.backup");
    let mut bytes = fs::read(&backup).unwrap();
    let half = bytes.len() / 2;
    bytes[half..half + 8_192].fill(0x55);
    fs::write(&damaged, &bytes).unwrap();
    let changed = shop.path("changed.backup");
    let _bytes = fs::copy(&backup, &changed).unwrap();
    let connection = rusqlite::Connection::open(&changed).unwrap();
    let _rows = connection.execute("UPDATE user SET name = 'Mallory'", []).unwrap();
    drop(connection);
    let text = shop.path("text.backup");
    fs::write(&text, "no backup, but long enough to look like one. ".repeat(100)).unwrap();
    for (file, words) in
        [(&damaged, "damaged"), (&changed, "damaged"), (&text, "not a backup of Kassa")]
    {
        let file = file.display().to_string();
        let trouble = complained(&shop.data(), &["backup", "restore", &file, "--rehearse"]);
        assert!(trouble.contains(words), "{file}: {trouble}");
        let _trouble = complained(&shop.data(), &["backup", "restore", &file, "--yes"]);
        let _trouble = complained(&shop.data(), &["backup", "check", &file]);
    }
    let gone = shop.path("gone").display().to_string();
    assert!(complained(&shop.data(), &["backup", "check", &gone]).contains("cannot be read"));
    assert!(said(&shop.data(), &["user", "list"]).contains("Åsa"));
}

/// That is when it is needed: the database is damaged, or the whole disk is new.
#[test]
fn a_journal_that_is_damaged_or_gone_is_replaced() {
    let shop = Shop::new();
    let backup = shop.back_up();
    let database = shop.data().join("kassa.db");
    fs::write(&database, vec![0x55; 100_000]).unwrap();
    let rehearsed = said(&shop.data(), &["backup", "restore", &backup, "--rehearse"]);
    assert!(rehearsed.contains("cannot be read"), "{rehearsed}");
    let refused = complained(&shop.data(), &["backup", "restore", &backup, "--yes"]);
    assert!(refused.contains("--last-receipt"), "{refused}");
    let output = answered(&shop.data(), &["backup", "restore", &backup], "1042\nrestore\n");
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success() && text.contains("go on after 1042"), "{text}");
    assert!(said(&shop.data(), &["user", "list"]).contains("Åsa"));
    let aside = names(&shop.data()).into_iter().find(|name| name.starts_with("put-aside-"));
    let kept = fs::read(shop.data().join(aside.unwrap()).join("kassa.db")).unwrap();
    assert_eq!(kept, vec![0x55; 100_000]);

    let new = shop.path("new disk");
    let restored = said(&new, &["backup", "restore", &backup, "--yes", "--last-receipt", "1042"]);
    assert!(restored.contains("go on after 1042"), "{restored}");
    assert!(said(&new, &["journal", "verify"]).contains("is sound"));
    assert_eq!(fs::metadata(&new).unwrap().permissions().mode() & 0o777, 0o700);
}

/// The power goes when the old files are moved away and the new one is not in its place yet.
#[test]
fn an_exchange_that_was_parted_is_told_and_finished_by_the_next_start() {
    for finish in [&["user", "add", "6", "Bo"][..], &["backup", "restore", "BACKUP", "--yes"]] {
        let shop = Shop::new();
        let backup = shop.back_up();
        let _saved = said(&shop.data(), &["user", "add", "7", "Cia"]);
        let ready = shop.data().join("kassa.db.restored-20261121T120000Z");
        let _bytes = fs::copy(&backup, &ready).unwrap();
        let aside = shop.data().join("put-aside-20261121T120000Z");
        fs::create_dir(&aside).unwrap();
        fs::rename(shop.data().join("kassa.db"), aside.join("kassa.db")).unwrap();
        for looking in [["user", "list"], ["journal", "verify"], ["backup", "make"]] {
            let trouble = complained(&shop.data(), &looking);
            assert!(trouble.contains("when the power went"), "{trouble}");
        }
        let finish: Vec<_> =
            finish.iter().map(|word| if *word == "BACKUP" { &backup } else { *word }).collect();
        let _done = said(&shop.data(), &finish);
        let users = said(&shop.data(), &["user", "list"]);
        assert!(users.contains("Åsa") && !users.contains("Cia"), "{users}");
        assert!(!ready.exists());
        assert!(said(&aside, &["user", "list"]).contains("Cia"), "with what was in its log only");
    }
}

/// Killed at any moment, a restore leaves the old journal or the new one, whole; and never none.
#[test]
fn a_restore_that_is_killed_leaves_one_of_both_journals() {
    const ROUNDS: u32 = 40;
    let shop = Shop::new();
    let backup = shop.back_up();
    let _saved = said(&shop.data(), &["user", "add", "6", "Bo"]);
    let (mut old, mut new) = (0, 0);
    // The last one is not killed, and says how long one takes: the others are spread over its end.
    let mut takes = std::time::Duration::ZERO;
    for round in (0..=ROUNDS).rev() {
        let data = shop.path(&format!("data-{round}"));
        fs::create_dir(&data).unwrap();
        for name in ["kassa.db", "kassa.db-wal"] {
            let _bytes = fs::copy(shop.data().join(name), data.join(name)).unwrap();
        }
        let restore = ["backup", "restore", &backup, "--yes"];
        let begun = std::time::Instant::now();
        let mut child = command(&data, &restore).spawn().unwrap();
        if round == ROUNDS {
            let _ended = child.wait().unwrap();
            takes = begun.elapsed();
        } else {
            // Nearly all of the time goes by before anything is exchanged. One is killed before it has done anything,
            // however fast or slow the machine is.
            let share = if round == 0 { 0 } else { 40 + 2 * round };
            std::thread::sleep(takes * share / 100);
            child.kill().unwrap();
        }
        let _output = child.wait_with_output().unwrap();
        // What the next start of the register does before anything else.
        drop(Store::open(&data, OpenMode::Create).unwrap());
        assert!(said(&data, &["journal", "verify"]).contains("is sound"));
        let users = said(&data, &["user", "list"]);
        assert!(users.contains("Åsa"), "round {round}: {users}");
        if users.contains("Bo") {
            old += 1;
        } else {
            new += 1;
            let aside = names(&data).into_iter().find(|name| name.starts_with("put-aside-"));
            let users = said(&data.join(aside.unwrap()), &["user", "list"]);
            assert!(users.contains("Bo"), "round {round}: {users}");
        }
        fs::remove_dir_all(&data).unwrap();
    }
    assert!(old > 0 && new > 0, "{old} {new}");
}

#[test]
fn supports_file_says_a_lot_and_gives_nothing_away() {
    let shop = Shop::new();
    let mut store = Store::open(&shop.data(), OpenMode::Existing).unwrap();
    let secret = kassa::journal::Secret::new("planted-terminal-password");
    store.vault().keep("terminal-password", &secret).unwrap();
    let at = jiff::Timestamp::now();
    let stamp = Stamp { at, register: "Kassa 7".to_owned(), user: None };
    let detail = "the other side said planted-terminal-password".to_owned();
    let _head = store.commit(&stamp, &[Entry::JournalMended { detail }]).unwrap();
    drop(store);
    fs::create_dir(shop.data().join("log")).unwrap();
    fs::write(
        shop.data().join("log/kassa.2026-11-20.log"),
        "a fault in the program, at src/x.rs:1",
    )
    .unwrap();
    let file = shop.path("support.txt");
    let path = file.display().to_string();
    let text = said(&shop.data(), &["support", "--to", &path]);
    assert!(text.contains(&path), "{text}");
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let text = fs::read_to_string(&file).unwrap();
    for words in [
        "sound: 3 entries",
        "register = \"Kassa 7\"",
        "5: Cashier, active",
        "user.saved",
        "src/x.rs:1",
        "the other side said (secret)",
        "kernel: ",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    for secret in ["planted-terminal-password", "argon2", "Öberg", "556016", "80415926"] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
    // A journal that cannot be read does not stand in the way.
    fs::write(shop.data().join("kassa.db"), vec![0x55; 100_000]).unwrap();
    let _written = said(&shop.data(), &["support", "--to", &path]);
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.contains("not a journal of Kassa") && text.contains("src/x.rs:1"), "{text}");
    let nowhere = shop.path("no/such/folder/x.txt").display().to_string();
    assert!(complained(&shop.data(), &["support", "--to", &nowhere]).contains(&nowhere));
}
