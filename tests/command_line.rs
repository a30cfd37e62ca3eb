//! The program's command line as an installer uses it, against `kassa simulate`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail loudly"
)]

mod command_line {
    pub mod selling;
}

use kassa::core::entry::{Entry, PinPurpose};
use kassa::core::user::UserNumber;
use kassa::journal::{OpenMode, Stamp, Store};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

const PASSWORD: &str = "demo-password";

fn kassa(data: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kassa"))
        .arg("--data")
        .arg(data)
        .args(arguments)
        .env("LANG", "C.UTF-8")
        .env_remove("LC_ALL")
        .env_remove("LC_MESSAGES")
        .env("KASSA_RESELLER_ID", "demoshop")
        .env("KASSA_RESELLER_USER", "9900")
        .env("KASSA_RESELLER_PASSWORD", PASSWORD)
        .env("KASSA_PIN", "1234")
        .output()
        .unwrap()
}

/// What was said on standard output by a command that must succeed.
fn said(data: &Path, arguments: &[&str]) -> String {
    let output = kassa(data, arguments);
    let trouble = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {trouble}");
    String::from_utf8(output.stdout).unwrap()
}

/// What was complained about by a command that must fail.
fn complained(data: &Path, arguments: &[&str]) -> String {
    let output = kassa(data, arguments);
    assert_eq!(output.status.code(), Some(1), "{arguments:?} should fail");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

struct Simulator {
    child: Child,
    service: String,
}

impl Simulator {
    fn start() -> Simulator {
        let mut child = Command::new(env!("CARGO_BIN_EXE_kassa"))
            .args(["simulate", "--listen", "127.0.0.1:0"])
            .env("LANG", "C.UTF-8")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let output = child.stdout.take().unwrap();
        let _bytes = BufReader::new(output).read_line(&mut line).unwrap();
        let service = line
            .split([' ', ','])
            .find(|word| word.contains("/soap/"))
            .unwrap_or_else(|| panic!("no address in {line:?}"))
            .to_owned();
        Simulator { child, service }
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        let _gone = self.child.kill();
        let _reaped = self.child.wait();
    }
}

fn settings_file(folder: &Path, address: &str) -> String {
    let file = folder.join("settings.toml");
    let text = format!(
        "register = \"Kassa 7\"\n[shop]\nname = \"Testbutiken AB\"\n\
         organisation_number = \"556016-0680\"\n\
         [seqr]\naddress = \"{address}\"\nclient_id = \"Testbutiken AB\"\n"
    );
    std::fs::write(&file, text).unwrap();
    file.display().to_string()
}

#[test]
fn a_terminal_is_registered_tied_to_a_sticker_and_ended() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let simulator = Simulator::start();
    let settings = settings_file(folder.path(), &simulator.service);
    let _saved = said(&data, &["settings", "import", &settings]);

    assert!(said(&data, &["terminal", "status"]).contains("Not registered"));
    assert!(complained(&data, &["terminal", "assign", "12345"]).contains("not registered"));
    assert!(said(&data, &["terminal", "register"]).starts_with("Registered."));
    assert!(complained(&data, &["terminal", "register"]).contains("already"));
    assert!(complained(&data, &["terminal", "assign", "12_45"]).contains("letters and digits"));
    let tied = said(&data, &["terminal", "assign", "HTTP://SEQR.SE/Q777"]);
    assert!(tied.contains("777"), "{tied}");
    let status = said(&data, &["terminal", "status"]);
    assert!(status.contains("Kassa 7") && status.contains("777"), "{status}");
    assert!(said(&data, &["terminal", "unregister", "--yes"]).contains("no longer"));
    assert!(said(&data, &["terminal", "status"]).contains("Not registered"));
    assert!(said(&data, &["journal", "verify"]).contains("sound"));
}

/// A restored backup comes without its key: the terminal must be registrable anew.
#[test]
fn a_terminal_whose_password_is_lost_is_registered_anew() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let simulator = Simulator::start();
    let settings = settings_file(folder.path(), &simulator.service);
    let _saved = said(&data, &["settings", "import", &settings]);
    let first = said(&data, &["terminal", "register"]);
    std::fs::remove_file(data.join("secret.key")).unwrap();
    let second = said(&data, &["terminal", "register"]);
    assert!(second.starts_with("Registered.") && second != first, "{second}");
    assert!(said(&data, &["terminal", "assign", "4711"]).contains("4711"));
}

#[test]
fn no_secret_is_left_in_the_clear() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let simulator = Simulator::start();
    let settings = settings_file(folder.path(), &simulator.service);
    let _saved = said(&data, &["settings", "import", &settings]);
    let _registered = said(&data, &["terminal", "register"]);
    let _saved = said(&data, &["user", "add", "5", "Åsa"]);
    for entry in std::fs::read_dir(&data).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            let bytes = std::fs::read(&path).unwrap();
            let found = bytes.windows(PASSWORD.len()).any(|part| part == PASSWORD.as_bytes());
            assert!(!found, "the reseller's password is in {}", path.display());
        }
    }
}

#[test]
fn a_service_that_is_not_there_is_told_plainly() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    // Bound and closed again: nothing listens there.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let settings = settings_file(folder.path(), &format!("http://127.0.0.1:{port}/"));
    let _saved = said(&data, &["settings", "import", &settings]);
    let trouble = complained(&data, &["terminal", "register"]);
    assert!(trouble.contains("cannot be reached"), "{trouble}");
    assert!(trouble.contains("Nothing was sent"), "{trouble}");
}

/// Passwords travel in every request. Refused where it is set, and where an older program has set it.
#[test]
fn seqr_is_never_spoken_to_in_clear_text_but_on_this_machine() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    for address in
        ["http://127.0.0.1:9/", "http://localhost:9/", "http://[::1]:9/", "https://seqr.example/"]
    {
        let file = settings_file(folder.path(), address);
        let _saved = said(&data, &["settings", "import", &file]);
        let trouble = complained(&data, &["terminal", "register"]);
        assert!(!trouble.contains("address cannot be used"), "{address}: {trouble}");
    }
    let before = said(&data, &["settings", "export", "-"]);
    for address in ["http://seqr.example/", "http://user:hush@localhost/", "ftp://seqr.example/"] {
        let file = settings_file(folder.path(), address);
        let trouble = complained(&data, &["settings", "import", &file]);
        assert!(trouble.contains("address or certificate"), "{address}: {trouble}");
        assert!(!trouble.contains("hush"), "{trouble}");
        assert_eq!(said(&data, &["settings", "export", "-"]), before, "nothing was saved");

        let mut store = Store::open(&data, OpenMode::Existing).unwrap();
        let earlier = store.settings().unwrap().unwrap();
        let mut settings = earlier.clone();
        settings.seqr.address = address.to_owned();
        let register = settings.register.clone();
        let stamp = Stamp { at: jiff::Timestamp::now(), register, user: None };
        let _head = store.commit(&stamp, &[Entry::SettingsSaved { settings }]).unwrap();
        drop(store);
        for command in [["terminal", "register"], ["terminal", "status"]] {
            let trouble = complained(&data, &command);
            assert!(trouble.contains("address cannot be used"), "{address}: {trouble}");
            assert!(!trouble.contains("hush"), "{trouble}");
        }
        let mut store = Store::open(&data, OpenMode::Existing).unwrap();
        let _head = store.commit(&stamp, &[Entry::SettingsSaved { settings: earlier }]).unwrap();
    }
}

#[test]
fn settings_that_make_no_sense_are_not_saved() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let file = folder.path().join("settings.toml");
    for (seconds, taken) in [(9, false), (10, true), (86_400, true), (86_401, false)] {
        let shop = "[shop]\nname = \"Testbutiken AB\"\norganisation_number = \"556016-0680\"\n";
        std::fs::write(&file, format!("log_off_after = {seconds}\n{shop}")).unwrap();
        let path = file.display().to_string();
        if taken {
            let _saved = said(&data, &["settings", "import", &path]);
            let now = said(&data, &["settings", "export", "-"]);
            assert!(now.contains(&format!("log_off_after = {seconds}\n")), "{now}");
        } else {
            let trouble = complained(&data, &["settings", "import", &path]);
            assert!(trouble.contains("10 to 86400 seconds"), "{trouble}");
        }
    }
}

/// Everything that the settings view would refuse as well, and names that no setting has.
#[test]
fn settings_that_cannot_be_used_are_listed_and_not_saved() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let file = folder.path().join("settings.toml");
    let path = file.display().to_string();
    let text = "currency = \"kr\"\n[shop]\nname = \"\"\norganisation_number = \"556016-0681\"\n";
    std::fs::write(&file, text).unwrap();
    let output = kassa(&data, &["settings", "import", &path]);
    assert_eq!(output.status.code(), Some(1));
    let listed = String::from_utf8(output.stdout).unwrap();
    for words in ["shop.name: something has", "number: the check digit", "currency: it is not"] {
        assert!(listed.contains(words), "{words}: {listed}");
    }
    std::fs::write(&file, "[seqr]\nadress = \"https://seqr.example/\"\n").unwrap();
    let trouble = complained(&data, &["settings", "import", &path]);
    assert!(trouble.contains("nothing is called seqr.adress"), "{trouble}");
    assert!(!data.exists(), "nothing was made");
}

#[test]
fn a_number_is_unlocked() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let _saved = said(&data, &["user", "add", "5", "Åsa"]);
    assert!(said(&data, &["user", "unlock", "5"]).contains("Nothing was done"));
    let mut store = Store::open(&data, OpenMode::Existing).unwrap();
    let stamp = Stamp { at: jiff::Timestamp::now(), register: "Kassa 1".to_owned(), user: None };
    let (user, purpose) = (UserNumber(5), PinPurpose::LogIn);
    let _head = store.commit(&stamp, &[Entry::LogInRefused { user, purpose }]).unwrap();
    drop(store);
    assert!(said(&data, &["user", "unlock", "5"]).contains("Cashier 5"));
    let reader = Store::open_read_only(&data).unwrap();
    assert_eq!(reader.log_ins(user).unwrap().refused_since, 0);
    let last = reader.entry(reader.head().unwrap().seq).unwrap().unwrap();
    assert_eq!(last.entry, Entry::UserUnlocked { user });
}

#[test]
fn a_wrong_password_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let simulator = Simulator::start();
    let settings = settings_file(folder.path(), &simulator.service);
    let _saved = said(&data, &["settings", "import", &settings]);
    let output = Command::new(env!("CARGO_BIN_EXE_kassa"))
        .arg("--data")
        .arg(&data)
        .args(["terminal", "register"])
        .env("LANG", "C.UTF-8")
        .env_remove("LC_ALL")
        .env("KASSA_RESELLER_ID", "demoshop")
        .env("KASSA_RESELLER_USER", "9900")
        .env("KASSA_RESELLER_PASSWORD", "planted-secret")
        .output()
        .unwrap();
    let trouble = String::from_utf8_lossy(&output.stderr);
    assert!(trouble.contains("does not accept the password"), "{trouble}");
    assert!(!trouble.contains("planted-secret"), "{trouble}");
}

#[test]
fn articles_are_imported_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let articles = concat!(env!("CARGO_MANIFEST_DIR"), "/resources/demonstration/articles.csv");
    assert!(said(&data, &["catalog", "import", articles]).contains(" 0 unchanged"));
    assert!(said(&data, &["catalog", "import", articles]).starts_with("0 articles saved"));
    let before = said(&data, &["catalog", "export", "-"]);

    let header = "number;name_sv;name_en;codes;price;vat;group_sv;group_en;kind\n";
    let wrong = folder.path().join("wrong.csv");
    let rows = format!("{header}9001;Bra;;;10,00;25;A;;goods\n9002;Fel;;;10,999;13;A;;goods\n");
    std::fs::write(&wrong, rows).unwrap();
    let output = kassa(&data, &["catalog", "import", wrong.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    let listed = String::from_utf8(output.stdout).unwrap();
    assert!(listed.contains("Line 3") && listed.contains("10,999"), "{listed}");

    let latin = folder.path().join("latin.csv");
    let mut bytes = header.as_bytes().to_vec();
    bytes.extend_from_slice(b"9003;K\xe4se;;;10;12;A;;goods\n");
    std::fs::write(&latin, bytes).unwrap();
    let output = kassa(&data, &["catalog", "import", latin.to_str().unwrap()]);
    let listed = String::from_utf8(output.stdout).unwrap();
    assert!(listed.contains("UTF-8"), "{listed}");
    assert_eq!(said(&data, &["catalog", "export", "-"]), before);
}

#[test]
fn without_a_display_it_says_what_to_do() {
    let output = Command::new(env!("CARGO_BIN_EXE_kassa"))
        .arg("demo")
        .env("LANG", "C.UTF-8")
        .env_remove("LC_ALL")
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let trouble = String::from_utf8_lossy(&output.stderr);
    assert!(trouble.contains("make run-headless"), "{trouble}");
}

#[test]
fn receipts_and_journals_that_are_not_there_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    assert!(!complained(&data, &["journal", "verify"]).is_empty());
    let _saved = said(&data, &["user", "add", "5", "Åsa"]);
    assert!(complained(&data, &["journal", "show", "--receipt", "1"]).contains("no receipt 1"));
    std::fs::write(data.join("kassa.db"), b"this is no database, but it is long enough").unwrap();
    let trouble = complained(&data, &["journal", "verify"]);
    assert!(trouble.contains("not a journal of Kassa"), "{trouble}");
}

/// The list for when there is no window: empty at first, and the payment once nobody knows about it.
#[test]
fn payments_in_doubt_are_listed() {
    use kassa::core::entry::Entry;
    use kassa::core::money::Amount;
    use kassa::core::payment::{AttemptId, Doubt, Order};
    use kassa::core::receipt::ReceiptId;
    use kassa::core::user::UserNumber;
    use kassa::journal::{OpenMode, Stamp, Store};
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let mut store = Store::open(&data, OpenMode::Create).unwrap();
    assert_eq!(said(&data, &["journal", "unsettled"]), "No unsettled payments.\n");
    assert_eq!(said(&data, &["journal", "unsettled", "--json"]), "[]\n");
    let (receipt, cashier) = (ReceiptId(1), UserNumber(1));
    let attempt = AttemptId { receipt, number: 1 };
    let order = Order {
        attempt,
        amount: Amount::from_minor(13_830),
        fingerprint: "f".to_owned(),
        terminal: "T-1".to_owned(),
        cashier,
    };
    let at = "2026-11-21T12:00:00Z".parse().unwrap();
    let stamp = Stamp { at, register: "Kassa 1".to_owned(), user: Some(cashier) };
    let entries = [
        Entry::ReceiptOpened { receipt, cashier, returns: None },
        Entry::PaymentCreated { order },
        Entry::PaymentSending { attempt, sending: 1 },
        Entry::PaymentIssued { attempt, reference: "R".to_owned() },
        Entry::PaymentInDoubt { attempt, doubt: Doubt::NotFound },
    ];
    let _head = store.commit(&stamp, &entries).unwrap();
    let list = said(&data, &["journal", "unsettled"]);
    assert!(list.starts_with("Payment 1-1: 138.30, unsettled since 2026-11-21"), "{list}");
    assert!(list.contains("Nobody knows whether the customer has paid."), "{list}");
    let json = said(&data, &["journal", "unsettled", "--json"]);
    let rows: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(rows[0]["case"], "in_doubt");
    assert_eq!((rows[0]["receipt"].as_i64(), rows[0]["amount"].as_i64()), (Some(1), Some(13_830)));
    assert_eq!(rows[0]["since"], "2026-11-21T12:00:00Z");
}
