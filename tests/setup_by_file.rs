//! A register set up by a file, with the real program against the simulator: once is enough, twice changes nothing, and
//! whatever stops it is told by the exit code; and `kassa doctor`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail loudly"
)]

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use kassa::core::entry::Entry;
use kassa::core::user::UserNumber;
use kassa::journal::{OpenMode, Store, Verdict};
use kassa::seqr::message::Operation;
use kassa::simulator::demonstration::SimulatorSettings;
use kassa::simulator::fault::{Fault, Frequency, Rule};
use kassa::simulator::{Simulator, SimulatorHandle};
use kassa::till::log_in;
use kassa::till::pin::Pin;
use tokio::runtime::Runtime;

const PASSWORD: &str = "demo-password";

/// A folder with a set-up file, and SEQR's side.
struct Fleet {
    folder: tempfile::TempDir,
    simulator: SimulatorHandle,
    _runtime: Runtime,
}

impl Fleet {
    fn new() -> Fleet {
        let runtime = Runtime::new().unwrap();
        let simulator = Simulator::start(runtime.handle(), SimulatorSettings::default()).unwrap();
        let fleet = Fleet { folder: tempfile::tempdir().unwrap(), simulator, _runtime: runtime };
        fs::create_dir(fleet.path("stick")).unwrap();
        fleet.write(&fleet.simulator.endpoint(), "");
        fleet
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn data(&self) -> PathBuf {
        self.path("data")
    }

    fn file(&self) -> String {
        self.path("register.toml").display().to_string()
    }

    /// The set-up file, with the articles beside it.
    fn write(&self, service: &str, more: &str) {
        let articles = "number;name_sv;name_en;codes;price;vat;group_sv;group_en;kind\n\
                        1001;Kaffe;Coffee;7310865004703;29,95;12;Drycker;Drinks;goods\n\
                        1002;Kaka;;;15,00;12;Bakat;;goods\n";
        fs::write(self.path("articles.csv"), articles).unwrap();
        let text = format!(
            "articles = \"articles.csv\"\n\
             [settings]\nregister = \"Kassa 7\"\nlog_off_after = 300\nsound = false\n\
             [settings.shop]\nname = \"Testbutiken AB\"\norganisation_number = \"556016-0680\"\n\
             [settings.seqr]\naddress = \"{service}\"\nclient_id = \"Testbutiken AB\"\n\
             [settings.backup]\nfolder = \"{}\"\n\
             [terminal]\nexternal_id = \"butik-7\"\nseqr_id = \"HTTP://SEQR.SE/Q4711\"\n\
             [[people]]\nnumber = 1\nname = \"Åsa\"\nrole = \"cashier\"\n\
             [[people]]\nnumber = 9\nname = \"Ines\"\nrole = \"installer\"\n{more}",
            self.path("stick").display(),
        );
        fs::write(self.file(), text).unwrap();
    }

    /// Changes the set-up file.
    fn replace(&self, from: &str, to: &str) {
        let text = fs::read_to_string(self.file()).unwrap();
        assert!(text.contains(from), "{from}");
        fs::write(self.file(), text.replace(from, to)).unwrap();
    }

    fn command(&self, data: &Path, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kassa"));
        let _set = command
            .arg("--data")
            .arg(data)
            .args(arguments)
            .env("LC_ALL", "C.UTF-8")
            .env("TZ", "Europe/Stockholm")
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .env("KASSA_PIN_1", "1234")
            .env("KASSA_PIN_9", "998877")
            .env("KASSA_RESELLER_ID", "demoshop")
            .env("KASSA_RESELLER_USER", "9900")
            .env("KASSA_RESELLER_PASSWORD", PASSWORD)
            .stdin(Stdio::null());
        command
    }

    fn set_up(&self) -> Output {
        self.command(&self.data(), &["setup", "--from", &self.file()]).output().unwrap()
    }

    /// Sets up and must end with a code; what it complained about.
    #[track_caller]
    fn ends_with(&self, code: i32, words: &str) {
        let output = self.set_up();
        let trouble = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{trouble}");
        assert!(trouble.contains(words), "{words}: {trouble}");
    }
}

#[track_caller]
fn said(output: &Output) -> String {
    let trouble = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{trouble}");
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// What a register knows, without what is different on each: hashes of PINs and the terminal's number.
fn contents(data: &Path) -> Vec<String> {
    let journal = Store::open_read_only(data).unwrap();
    assert!(matches!(journal.verify(&mut |_, _| {}).unwrap(), Verdict::Sound(_)));
    let last = journal.head().unwrap().seq;
    let entry = |seq| match journal.entry(seq).unwrap().unwrap().entry {
        Entry::UserSaved { mut user } => {
            user.pin.0.clear();
            Entry::UserSaved { user }
        }
        Entry::TerminalRegistered { mut terminal } => {
            terminal.id.clear();
            Entry::TerminalRegistered { terminal }
        }
        Entry::SeqrIdAssigned { seqr_id, .. } => {
            Entry::SeqrIdAssigned { terminal: String::new(), seqr_id }
        }
        other => other,
    };
    let mut contents: Vec<_> = (1..=last)
        .map(|seq| serde_json::to_string(&entry(seq)).unwrap())
        .filter(|entry| !entry.contains("terminal.asked"))
        .collect();
    contents.push(format!("{:?}", journal.settings().unwrap()));
    contents.push(format!("{:?}", journal.articles().unwrap()));
    // A hash shows nothing of itself.
    contents.push(format!("{:?}", journal.users().unwrap()));
    contents
}

#[test]
fn a_register_is_set_up_once_and_twice_changes_nothing() {
    let fleet = Fleet::new();
    let dry = fleet.command(&fleet.data(), &["setup", "--dry-run", "--from", &fleet.file()]);
    let dry = said(&{ dry }.output().unwrap());
    assert!(
        dry.contains("Cashier 9, Ines: added") && dry.ends_with("Nothing was changed.\n"),
        "{dry}"
    );
    assert!(!fleet.data().exists());

    let done = said(&fleet.set_up());
    for words in [
        "Settings: saved",
        "Cashier 1, Åsa: added",
        "Articles added or changed: 2",
        "Registered with SEQR as butik-7",
        "Tied to sticker 4711",
        "The register is as the file says",
    ] {
        assert!(done.contains(words), "{words}: {done}");
    }
    let journal = Store::open_read_only(&fleet.data()).unwrap();
    let head = journal.head().unwrap();
    assert_eq!(journal.terminal().unwrap().unwrap().name, "Testbutiken AB, Kassa 7");
    let ines = journal.users().unwrap().remove(1);
    assert!(log_in::is_right(&Pin::from("998877"), Some(&ines.pin)));
    drop(journal);
    for arguments in [&["setup", "--from"][..], &["setup", "--dry-run", "--from"]] {
        let file = fleet.file();
        let arguments = [arguments, &[&file]].concat();
        // Whoever is there keeps their PIN: none is needed any more.
        let output = fleet
            .command(&fleet.data(), &arguments)
            .env_remove("KASSA_PIN_1")
            .env("KASSA_PIN_9", "111111")
            .output()
            .unwrap();
        assert_eq!(said(&output), "Everything is as the file says already. Nothing was changed.\n");
        assert_eq!(Store::open_read_only(&fleet.data()).unwrap().head().unwrap(), head);
    }
    // A change is only that change.
    fleet.replace("name = \"Åsa\"", "name = \"Åsa Ö\"");
    let done = said(&fleet.set_up());
    assert_eq!(done, "Cashier 1, Åsa Ö: changed.\nThe register is as the file says.\n");
    let journal = Store::open_read_only(&fleet.data()).unwrap();
    assert_eq!(journal.head().unwrap().seq, head.seq + 1);
    assert!(log_in::is_right(&Pin::from("1234"), Some(&journal.users().unwrap()[0].pin)));
}

#[test]
fn the_same_file_makes_the_same_register() {
    let fleet = Fleet::new();
    let _done = said(&fleet.set_up());
    let first = contents(&fleet.data());
    let other = fleet.path("other");
    // A sticker belongs to one terminal.
    fleet.replace("seqr_id = \"HTTP://SEQR.SE/Q4711\"", "seqr_id = \"4712\"");
    let output = fleet.command(&other, &["setup", "--from", &fleet.file()]).output().unwrap();
    let _done = said(&output);
    let second: Vec<_> = contents(&other).iter().map(|line| line.replace("4712", "4711")).collect();
    assert_eq!(second, first);
}

#[test]
fn what_is_exported_sets_up_the_same_again() {
    let fleet = Fleet::new();
    let _done = said(&fleet.set_up());
    let (file, csv) = (fleet.path("exported.toml"), fleet.path("exported.csv"));
    let (file, csv) = (file.display().to_string(), csv.display().to_string());
    let export = ["setup", "export", &file, "--articles", &csv];
    let _written = said(&fleet.command(&fleet.data(), &export).output().unwrap());
    let text = fs::read_to_string(&file).unwrap();
    for secret in [PASSWORD, "argon2", "1234", "998877"] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
    assert!(text.contains("seqr_id = \"4711\""), "{text}");
    let again = ["setup", "--from", &file];
    let said_again = said(&fleet.command(&fleet.data(), &again).output().unwrap());
    assert!(said_again.starts_with("Everything is as the file says"), "{said_again}");
}

#[test]
fn a_first_run_that_was_stopped_is_completed_by_the_second() {
    let fleet = Fleet::new();
    let rule =
        |operation, fault| Rule { operation: Some(operation), fault, frequency: Frequency::Always };
    let _id = fleet.simulator.switch_on(rule(Operation::RegisterTerminal, Fault::lost_answer()));
    fleet.ends_with(8, "");
    let journal = Store::open_read_only(&fleet.data()).unwrap();
    assert_eq!(journal.users().unwrap().len(), 2, "what comes before it is done");
    assert_eq!(journal.terminal().unwrap(), None);
    drop(journal);
    fleet.simulator.clear_faults();
    let _id = fleet.simulator.switch_on(rule(Operation::AssignSeqrId, Fault::lost_answer()));
    fleet.ends_with(8, "");
    assert!(Store::open_read_only(&fleet.data()).unwrap().terminal().unwrap().is_some());
    fleet.simulator.clear_faults();
    let done = said(&fleet.set_up());
    assert_eq!(done, "Tied to sticker 4711.\nThe register is as the file says.\n");
}

#[test]
fn what_is_wrong_with_the_file_has_its_code_and_changes_nothing() {
    for (from, to, words) in [
        ("[settings]", "[settings", "cannot be understood"),
        ("log_off_after", "log_of_after", "nothing is called settings.log_of_after"),
        ("role = \"cashier\"", "role = \"boss\"", "cannot be understood"),
        ("number = 9", "number = 1", "The number 1 cannot be used"),
        ("number = 9", "number = 0", "The number 0 cannot be used"),
        ("556016-0680", "556016-0681", "cannot be used like this (listed above: 1)"),
        ("articles.csv", "nowhere.csv", "nowhere.csv cannot be read"),
        ("HTTP://SEQR.SE/Q4711", "47_11", "SEQR ID"),
        ("role = \"installer\"", "role = \"installer\"\npin = \"1234\"", "cannot be understood"),
    ] {
        let fleet = Fleet::new();
        fleet.replace(from, to);
        fleet.ends_with(4, words);
        assert!(!fleet.data().exists(), "{to}");
    }
    let fleet = Fleet::new();
    fs::write(fleet.path("articles.csv"), "number;name_sv;price;vat;group_sv\n1;Kaffe;x;12;A\n")
        .unwrap();
    fleet.ends_with(4, "has mistakes");
    let gone = fleet.path("gone.toml").display().to_string();
    let output = fleet.command(&fleet.data(), &["setup", "--from", &gone]).output().unwrap();
    assert_eq!(output.status.code(), Some(4));
    let output = fleet.command(&fleet.data(), &["setup"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn secrets_come_from_the_environment_or_from_a_file_that_only_its_owner_can_read() {
    let fleet = Fleet::new();
    let secrets = fleet.path("secrets.toml");
    let path = secrets.display().to_string();
    let run = |text: &str, mode: u32| {
        fs::write(&secrets, text).unwrap();
        fs::set_permissions(&secrets, Permissions::from_mode(mode)).unwrap();
        let arguments = ["setup", "--from", &fleet.file(), "--secrets", &path];
        let mut command = fleet.command(&fleet.data(), &arguments);
        for name in ["KASSA_PIN_1", "KASSA_PIN_9", "KASSA_RESELLER_PASSWORD"] {
            let _command = command.env_remove(name);
        }
        command.output().unwrap()
    };
    let all = format!(
        "KASSA_PIN_1 = \"1234\"\nKASSA_PIN_9 = \"998877\"\nKASSA_RESELLER_PASSWORD = \"{PASSWORD}\"\n"
    );
    for (text, mode, words) in [
        (all.as_str(), 0o640, "Others than you can read"),
        (all.as_str(), 0o604, "chmod 600"),
        ("KASSA_PIN_1 = \"1234\"\n", 0o600, "KASSA_PIN_9 is missing"),
        ("KASSA_PIN_1 = \"12x4\"\nKASSA_PIN_9 = \"998877\"\n", 0o600, "KASSA_PIN_1 cannot be used"),
        ("KASSA_PIN_1 = 4711hush\n", 0o600, "has to hold one NAME"),
    ] {
        let output = run(text, mode);
        let trouble = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(5), "{trouble}");
        assert!(trouble.contains(words), "{words}: {trouble}");
        assert!(!trouble.contains("4711hush") && !trouble.contains("12x4"), "{trouble}");
        let empty = Store::open_read_only(&fleet.data())
            .map_or(true, |journal| journal.head().unwrap().seq == 0);
        assert!(empty, "nothing was changed");
    }
    let without_login = "KASSA_PIN_1 = \"1234\"\nKASSA_PIN_9 = \"998877\"\n";
    fs::write(&secrets, without_login).unwrap();
    for dry in [&[][..], &["--dry-run"]] {
        let file = fleet.file();
        let arguments = [&["setup", "--from", &file, "--secrets", &path], dry].concat();
        let mut command = fleet.command(&fleet.data(), &arguments);
        for name in ["KASSA_RESELLER_ID", "KASSA_RESELLER_USER", "KASSA_RESELLER_PASSWORD"] {
            let _command = command.env_remove(name);
        }
        let output = command.output().unwrap();
        let trouble = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(5), "{trouble}");
        assert!(trouble.contains("KASSA_RESELLER_ID is missing"), "{trouble}");
    }
    let done = said(&run(&all, 0o600));
    assert!(done.contains("Tied to sticker 4711"), "{done}");
}

#[test]
fn seqr_that_refuses_is_silent_or_is_another_has_its_own_code() {
    let fleet = Fleet::new();
    let output = fleet
        .command(&fleet.data(), &["setup", "--from", &fleet.file()])
        .env("KASSA_RESELLER_PASSWORD", "planted-wrong-one")
        .output()
        .unwrap();
    let trouble = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(6), "{trouble}");
    assert!(!trouble.contains("planted-wrong-one"), "{trouble}");

    let silent = Fleet::new();
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    silent.write(&format!("http://127.0.0.1:{port}/"), "");
    silent.ends_with(7, "");

    let fleet = Fleet::new();
    let _done = said(&fleet.set_up());
    for (from, to, words) in [
        ("butik-7", "butik-8", "terminal.external_id is \"butik-7\""),
        ("butik-8", "butik-7", ""),
        ("Q4711", "Q4712", "terminal.seqr_id is \"4711\", but the file says \"4712\""),
    ] {
        fleet.replace(from, to);
        if words.is_empty() {
            let _same = said(&fleet.set_up());
        } else {
            fleet.ends_with(9, words);
        }
    }
    let running = Store::open(&fleet.data(), OpenMode::Existing).unwrap();
    fleet.ends_with(3, "already has this data folder open");
    drop(running);
}

fn doctor(fleet: &Fleet, arguments: &[&str]) -> (Option<i32>, String) {
    let arguments = [&["doctor"], arguments].concat();
    let output = fleet.command(&fleet.data(), &arguments).output().unwrap();
    (output.status.code(), String::from_utf8(output.stdout).unwrap())
}

/// What was found of each check.
fn results(json: &str) -> Vec<(String, String)> {
    let told: serde_json::Value = serde_json::from_str(json).unwrap();
    let checks = told["checks"].as_array().unwrap();
    let word = |check: &serde_json::Value, name: &str| check[name].as_str().unwrap().to_owned();
    checks.iter().map(|check| (word(check, "check"), word(check, "result"))).collect()
}

#[test]
fn the_doctor_finds_a_register_well_and_says_what_is_missing_of_one() {
    let fleet = Fleet::new();
    let (code, text) = doctor(&fleet, &[]);
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("There is no folder"), "{text}");

    let _done = said(&fleet.set_up());
    let (code, text) = doctor(&fleet, &[]);
    assert_eq!(code, Some(1), "there is no backup yet: {text}");
    assert!(text.contains("TROUBLE   backup       There is no backup yet."), "{text}");
    let made = fleet.command(&fleet.data(), &["backup", "make"]).output().unwrap();
    let _made = said(&made);
    let (code, text) = doctor(&fleet, &[]);
    assert_eq!(code, Some(0), "{text}");
    assert!(text.ends_with("The register has all that it needs.\n"), "{text}");
    let (code, json) = doctor(&fleet, &["--json"]);
    assert_eq!(code, Some(0), "{json}");
    let found = results(&json);
    for (check, result) in [
        ("data_folder", "ok"),
        ("disk", "ok"),
        ("time_zone", "ok"),
        ("display", "warning"),
        ("journal", "ok"),
        ("clock", "ok"),
        ("settings", "ok"),
        ("people", "ok"),
        ("secrets", "ok"),
        ("payments", "ok"),
        ("backup", "ok"),
        ("seqr", "ok"),
        ("terminal", "ok"),
        ("sticker", "ok"),
        ("scanner", "skipped"),
        ("printer", "warning"),
    ] {
        let is = found.iter().find(|(name, _)| name == check).map(|(_, is)| is.as_str());
        // How much room there is, is not for this test to say.
        assert!(is == Some(result) || check == "disk", "{check}: {json}");
    }
}

#[test]
fn the_doctor_names_each_trouble() {
    let fleet = Fleet::new();
    fleet.write(&fleet.simulator.endpoint(), "");
    let port = fleet.path("no-scanner").display().to_string();
    fleet.replace(
        "[settings.backup]",
        &format!(
            "[settings.scanner]\nport = \"{port}\"\nbaud = 9600\n[settings.printer]\ncolumns = 42\n\
                  [settings.printer.link]\nkind = \"file\"\npath = \"{port}\"\n[settings.backup]"
        ),
    );
    let _done = said(&fleet.set_up());
    fs::remove_dir(fleet.path("stick")).unwrap();
    fs::remove_file(fleet.data().join("secret.key")).unwrap();
    fs::set_permissions(fleet.data(), Permissions::from_mode(0o755)).unwrap();
    fleet.simulator.shut_down();
    let (code, text) = doctor(&fleet, &[]);
    assert_eq!(code, Some(1), "{text}");
    for words in [
        "data_folder  Others can look into",
        "secrets      The kept passwords cannot be read",
        "is not there. Plug",
        "scanner      ",
        "TROUBLE   printer",
        "no-scanner is not there",
        "TROUBLE   seqr",
        "TROUBLE   terminal",
        "ok        sticker",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(text.ends_with("see above.\n"), "{text}");
    // A register that runs has its devices itself; a journal that is damaged is the worst.
    fs::set_permissions(fleet.data(), Permissions::from_mode(0o700)).unwrap();
    let running = Store::open(&fleet.data(), OpenMode::Existing).unwrap();
    let (_, json) = doctor(&fleet, &["--json"]);
    let found = results(&json);
    assert!(found.contains(&("scanner".to_owned(), "skipped".to_owned())), "{json}");
    drop(running);
    let _head = {
        let mut store = Store::open(&fleet.data(), OpenMode::Existing).unwrap();
        let stamp = kassa::journal::Stamp {
            at: jiff::Timestamp::now() + jiff::SignedDuration::from_hours(5),
            register: "Kassa 7".to_owned(),
            user: None,
        };
        store.commit(&stamp, &[Entry::UserLoggedIn { user: UserNumber(1) }]).unwrap()
    };
    let (_, text) = doctor(&fleet, &[]);
    assert!(text.contains("TROUBLE   clock"), "{text}");
    let changed = rusqlite::Connection::open(fleet.data().join("kassa.db")).unwrap();
    let _rows = changed.execute("UPDATE user SET name = 'Mallory'", []).unwrap();
    drop(changed);
    let (_, text) = doctor(&fleet, &[]);
    assert!(text.contains("TROUBLE   journal      The journal is not sound"), "{text}");
}
