//! The real program on a data folder in trouble: its exit code, and the sentence that says what to do.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use kassa::journal::{OpenMode, Store};

use crate::damage;
use crate::day::DAY;
use crate::folder;
use crate::support::Till;

fn command(data: &Path, language: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kassa"));
    let _set = command
        .arg("--data")
        .arg(data)
        .args(arguments)
        .env("LC_ALL", language)
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY");
    command
}

fn kassa(data: &Path, language: &str, arguments: &[&str]) -> Output {
    command(data, language, arguments).output().unwrap()
}

/// What the register says when it cannot start, in a language.
fn refused(data: &Path, language: &str) -> String {
    let output = kassa(data, language, &[]);
    // 3 where another start would come to the same.
    assert!(matches!(output.status.code(), Some(1 | 3)), "{:?}", output.status);
    String::from_utf8(output.stderr).unwrap()
}

fn sold(data: &Path) {
    let mut till = Till::start(data, OpenMode::Create);
    DAY.iter().for_each(|step| step.take(&mut till).unwrap());
}

fn says_what_to_do_about_damage(data: &Path) {
    let english = refused(data, "C.UTF-8");
    for words in ["damaged", "\"kassa journal verify\"", "\"kassa backup restore FILE\""] {
        assert!(english.contains(words), "{words}: {english}");
    }
    let swedish = refused(data, "sv_SE.UTF-8");
    for words in ["skadad", "\"kassa journal verify\"", "\"kassa backup restore FIL\""] {
        assert!(swedish.contains(words), "{words}: {swedish}");
    }
    let verified = kassa(data, "C.UTF-8", &["journal", "verify"]);
    assert_eq!(verified.status.code(), Some(1));
}

#[test]
fn a_damaged_database_is_said_with_what_to_do() {
    let data = folder();
    sold(data.path());
    let path = data.path().join("kassa.db");
    let mut bytes = fs::read(&path).unwrap();
    bytes[4_096..].fill(0x5a);
    fs::write(&path, bytes).unwrap();
    says_what_to_do_about_damage(data.path());
}

#[test]
fn damage_in_the_log_is_said_with_what_to_do() {
    let data = folder();
    let _commits = damage::cut_off(data.path());
    let path = data.path().join("kassa.db-wal");
    let mut bytes = fs::read(&path).unwrap();
    bytes[9_000] ^= 1;
    fs::write(&path, &bytes).unwrap();
    says_what_to_do_about_damage(data.path());
    assert_eq!(fs::read(&path).unwrap(), bytes, "it stays as it is, for whoever looks into it");
}

#[test]
fn a_database_that_is_gone_is_said_and_not_begun_anew() {
    let data = folder();
    let _commits = damage::cut_off(data.path());
    fs::remove_file(data.path().join("kassa.db")).unwrap();
    let english = refused(data.path(), "C.UTF-8");
    assert!(english.contains("gone") && english.contains("backup"), "{english}");
    assert!(refused(data.path(), "sv_SE.UTF-8").contains("är borta"));
    assert!(!data.path().join("kassa.db").exists());
}

#[test]
fn a_database_that_another_program_keeps_to_itself_is_said() {
    let data = folder();
    sold(data.path());
    let other = rusqlite::Connection::open(data.path().join("kassa.db")).unwrap();
    other.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE").unwrap();
    let english = refused(data.path(), "C.UTF-8");
    assert!(english.contains("Another program has the register's database open"), "{english}");
    assert!(refused(data.path(), "sv_SE.UTF-8").contains("Stäng det"));
}

/// Without a window, since there is no display here.
#[test]
fn a_register_whose_key_file_is_lost_starts_without_seqr_and_says_so() {
    let data = folder();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let settings = kassa::simulator::demonstration::SimulatorSettings::with_ready_terminal();
    let simulator = kassa::simulator::Simulator::start(runtime.handle(), settings).unwrap();
    let shop = kassa::demonstration::Demonstration::open(Some(data.path().to_owned()), simulator);
    drop(shop.unwrap());
    fs::remove_file(data.path().join("secret.key")).unwrap();
    let before = Store::open_read_only(data.path()).unwrap().head().unwrap().seq;
    let mut register = command(data.path(), "C.UTF-8", &["run", "--without-window"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    crate::shop::eventually("the start", || {
        let after = Store::open_read_only(data.path()).unwrap().head().unwrap().seq;
        (after == before + 1).then_some(())
    });
    register.kill().unwrap();
    let said = String::from_utf8(register.wait_with_output().unwrap().stderr).unwrap();
    assert!(said.contains("register the terminal again"), "{said}");
    let log = fs::read_dir(data.path().join("log")).unwrap().next().unwrap().unwrap().path();
    assert!(fs::read_to_string(log).unwrap().contains("SEQR cannot be used until this is mended"));
}
