//! What others on the same computer get to see of a register: none of its files, and no secret anywhere.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail loudly"
)]

use std::fs::{self, Permissions};
use std::os::linux::net::SocketAddrExt;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{SocketAddr, UnixListener};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use kassa::core::entry::Entry;
use kassa::core::payment::{AttemptId, Order};
use kassa::core::receipt::{Line, LineId, Quantity, Receipt, ReceiptId};
use kassa::core::register::Command as Wanted;
use kassa::core::user::{PinHash, Role, User, UserNumber};
use kassa::journal::{Key, OpenMode, Stamp, Store};
use kassa::seqr::client::Credentials;
use kassa::seqr::message::Principal;
use kassa::seqr::secret::Secret;
use kassa::simulator::demonstration::SimulatorSettings;
use kassa::simulator::{Simulator, SimulatorHandle};
use kassa::till::TERMINAL_PASSWORD_NAME;
use kassa::till::intent::Intent;
use kassa::till::pin::Pin;
use tokio::runtime::Runtime;

const RESELLER_PASSWORD: &str = "plantedResellerPassword7Qk2";
const WRONG_PASSWORD: &str = "plantedWrongPassword93Xy";
const PIN: &str = "80415926";
/// The log of a day long ago.
const OLD_LOG: &str = "kassa.2020-01-01.log";
/// How long anything may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A data folder, and everything that commands about it have said.
struct Register {
    folder: tempfile::TempDir,
    said: Vec<String>,
}

impl Register {
    fn new() -> Self {
        Register { folder: tempfile::tempdir().unwrap(), said: Vec::new() }
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn file(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    /// The program under a umask that keeps nothing from anybody, its log as talkative as it can be.
    fn program(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("sh");
        let _command = command
            .args(["-c", "umask 000; exec \"$@\"", "sh", env!("CARGO_BIN_EXE_kassa"), "--data"])
            .arg(self.data())
            .args(arguments)
            .env("LANG", "C.UTF-8")
            .env("KASSA_LOG", "trace")
            .env("RUST_LOG", "trace")
            .env("RUST_BACKTRACE", "full")
            .env("KASSA_RESELLER_ID", "demoshop")
            .env("KASSA_RESELLER_USER", "9900")
            .env("KASSA_RESELLER_PASSWORD", RESELLER_PASSWORD)
            .env("KASSA_PIN", PIN)
            .env_remove("LC_ALL")
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .stdin(Stdio::null());
        command
    }

    fn hear(&mut self, output: &Output) -> bool {
        self.said.push(String::from_utf8_lossy(&output.stdout).into_owned());
        self.said.push(String::from_utf8_lossy(&output.stderr).into_owned());
        output.status.success()
    }

    #[track_caller]
    fn run(&mut self, arguments: &[&str]) {
        let output = self.program(arguments).output().unwrap();
        let done = self.hear(&output);
        assert!(done, "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    #[track_caller]
    fn fail(&mut self, arguments: &[&str]) {
        let output = self.program(arguments).output().unwrap();
        assert!(!self.hear(&output), "{arguments:?} should fail");
    }

    /// The register itself. There is no display here; its till works until it has noticed, or until it has been
    /// seen to.
    fn open(&mut self, seen: impl Fn(&Path) -> bool) {
        let mut child =
            self.program(&[]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let end = Instant::now() + PATIENCE;
        while child.try_wait().unwrap().is_none() && !seen(&self.data()) {
            assert!(Instant::now() < end, "the register was waited for in vain");
            std::thread::sleep(Duration::from_millis(20));
        }
        // It may have ended by itself.
        let _ended = child.kill();
        let output = child.wait_with_output().unwrap();
        let _killed = self.hear(&output);
    }

    /// Makes a copy of the journal, to be taken away.
    fn back_up(&mut self) {
        let stick = self.file("stick");
        fs::create_dir(&stick).unwrap();
        self.run(&["backup", "make", "--to", &stick]);
    }

    /// Writes down all that is told to others of the register.
    fn describe(&mut self) {
        let (support, set_up) = (self.file("stick/support.txt"), self.file("stick/set-up.toml"));
        self.run(&["support", "--to", &support]);
        self.run(&["setup", "export", &set_up]);
        let checked = self.program(&["doctor"]).output().unwrap();
        let _well = self.hear(&checked);
    }

    /// Looks for secrets in what was copied and described.
    fn assert_taken_away_without(&self, secrets: &[String]) {
        let files = everything(Path::new(&self.file("stick")));
        let files: Vec<_> = files.iter().filter(|path| path.is_file()).collect();
        assert_eq!(files.len(), 3, "{files:?}");
        for path in files {
            assert_private(path);
            assert_without(secrets, &path.display().to_string(), &fs::read(path).unwrap());
        }
        let support = fs::read(self.file("stick/support.txt")).unwrap();
        assert!(String::from_utf8_lossy(&support).contains("sendInvoice"), "the log is in it");
        assert_without(&["Åsa", "argon2"].map(str::to_owned), "the file for support", &support);
    }

    fn set_up(&mut self, service: &str) {
        let file = self.file("settings.toml");
        let text = format!(
            "sound = false\n[shop]\nname = \"Testbutiken\"\n\
             organisation_number = \"556016-0680\"\n[seqr]\naddress = \"{service}\"\nclient_id = \"T\"\n"
        );
        fs::write(&file, text).unwrap();
        self.run(&["settings", "import", &file]);
        self.run(&["user", "add", "5", "Åsa", "--role", "manager"]);
        self.run(&["terminal", "register"]);
    }
}

fn simulator(runtime: &Runtime) -> SimulatorHandle {
    let mut settings = SimulatorSettings::default();
    settings.ledger.resellers[0].password = Secret::new(RESELLER_PASSWORD);
    Simulator::start(runtime.handle(), settings).unwrap()
}

/// Every file and folder under a folder, and the folder itself.
fn everything(folder: &Path) -> Vec<PathBuf> {
    let mut found = vec![folder.to_owned()];
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(everything(&path));
        } else {
            found.push(path);
        }
    }
    found
}

#[track_caller]
fn assert_private(path: &Path) {
    let found = fs::metadata(path).unwrap();
    let expected = if found.is_dir() { 0o700 } else { 0o600 };
    let mode = found.permissions().mode() & 0o777;
    assert_eq!(mode, expected, "{}: {mode:o}", path.display());
}

fn names(paths: &[PathBuf]) -> Vec<String> {
    paths.iter().map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect()
}

fn has_log(data: &Path) -> bool {
    let mut files = fs::read_dir(data.join("log")).into_iter().flatten().flatten();
    files.any(|file| file.file_name() != OLD_LOG && file.metadata().unwrap().len() > 0)
}

#[test]
fn every_file_is_for_its_owner_only() {
    let runtime = Runtime::new().unwrap();
    let simulator = simulator(&runtime);
    let mut register = Register::new();
    register.set_up(&simulator.endpoint());
    let articles = concat!(env!("CARGO_MANIFEST_DIR"), "/resources/demonstration/articles.csv");
    register.run(&["catalog", "import", articles]);
    let exported = ["articles.csv", "exported.toml"].map(|name| register.file(name));
    register.run(&["catalog", "export", &exported[0]]);
    register.run(&["settings", "export", &exported[1]]);
    register.open(has_log);

    let found = everything(&register.data());
    let seen = names(&found);
    for name in ["data", "kassa.db", "kassa.db-wal", "kassa.lock", "secret.key", "log"] {
        assert!(seen.iter().any(|found| found == name), "{name} is not among {seen:?}");
    }
    assert!(seen.iter().any(|name| name.ends_with(".log")), "{seen:?}");
    found.iter().for_each(|path| assert_private(path));
    exported.iter().for_each(|path| assert_private(Path::new(path)));
}

/// The journal of an older program, in a folder that was copied there with everybody's rights.
#[test]
fn a_folder_that_is_open_to_others_is_closed() {
    let mut register = Register::new();
    let data = register.data();
    fs::create_dir_all(data.join("log")).unwrap();
    fs::write(data.join("kassa.db"), include_bytes!("journal/schema-1.db")).unwrap();
    fs::write(data.join("log").join(OLD_LOG), "old").unwrap();
    fs::write(data.join("secret.key"), [7; 32]).unwrap();
    for path in everything(&data) {
        let mode = if path.is_dir() { 0o777 } else { 0o666 };
        fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
    }
    register.open(has_log);
    let found = everything(&data);
    let seen = names(&found);
    assert!(seen.iter().any(|name| name.starts_with("kassa.db.before-")), "{seen:?}");
    found.iter().for_each(|path| assert_private(path));
}

#[test]
fn a_folder_with_other_things_in_it_is_left_alone_and_refused() {
    let mut register = Register::new();
    let data = register.data();
    fs::create_dir(&data).unwrap();
    fs::write(data.join("holiday.jpg"), "a beach").unwrap();
    fs::set_permissions(&data, Permissions::from_mode(0o755)).unwrap();
    register.fail(&["user", "add", "5", "Åsa"]);
    let trouble = register.said.last().unwrap();
    assert!(trouble.contains("other users of this computer can look into"), "{trouble}");
    assert_eq!(names(&everything(&data)), ["data", "holiday.jpg"]);
    assert_eq!(fs::metadata(&data).unwrap().permissions().mode() & 0o777, 0o755);
    // Of its owner's own accord it may be used.
    fs::set_permissions(&data, Permissions::from_mode(0o700)).unwrap();
    register.run(&["user", "add", "5", "Åsa"]);
}

/// A payment that was left open: the register asks about it with the terminal's password when it starts.
fn leave_a_payment_open(data: &Path) {
    let mut store = Store::open(data, OpenMode::Existing).unwrap();
    let (user, id) = (UserNumber(5), ReceiptId(1));
    let attempt = AttemptId { receipt: id, number: 1 };
    let article = &store.articles().unwrap()[0];
    let line = Line::of(LineId(1), article, Quantity::ONE);
    let mut receipt = Receipt::new(id, jiff::Timestamp::now());
    receipt.add_line(line.clone());
    let order = Order {
        attempt,
        amount: receipt.total(),
        fingerprint: receipt.fingerprint(),
        terminal: store.terminal().unwrap().unwrap().id,
        cashier: user,
    };
    let entries = [
        Entry::ReceiptOpened { receipt: id, cashier: user, returns: None },
        Entry::LineAdded { receipt: id, line },
        Entry::PaymentCreated { order },
        Entry::PaymentSending { attempt, sending: 1 },
    ];
    let stamp =
        Stamp { at: jiff::Timestamp::now(), register: "Kassa 1".to_owned(), user: Some(user) };
    let _head = store.commit(&stamp, &entries).unwrap();
}

/// Everything that holds a secret, as `Debug` and the errors show it.
fn shown(terminal_password: &str) -> String {
    let secret = Secret::new(terminal_password);
    let principal = Principal::reseller_user("demoshop", "9900");
    let credentials = Credentials { principal, password: secret.clone() };
    let pin = Pin::from(PIN);
    let user = User {
        number: UserNumber(5),
        name: "Åsa".to_owned(),
        role: Role::Cashier,
        pin: PinHash(PIN.to_owned()),
        active: true,
    };
    let log_in = Intent::LogIn { user: UserNumber(5), pin: pin.clone() };
    let approve =
        Intent::Approve { user: UserNumber(5), pin: pin.clone(), command: Wanted::OpenDrawer };
    let mut key = [0; 32];
    key[..PIN.len()].copy_from_slice(PIN.as_bytes());
    let input = kassa::till::inbox::Input::Intent(log_in.clone());
    let login = kassa::app::screen::login::Action::Send(log_in.clone());
    format!(
        "{secret:?} {credentials:#?} {pin:?} {user:#?} {log_in:#?} {approve:?} {input:?} {login:?} {:?} {:?}",
        Entry::UserSaved { user: user.clone() },
        Key::from_bytes(key),
    )
}

#[track_caller]
fn assert_without(secrets: &[String], what: &str, bytes: &[u8]) {
    for secret in secrets {
        let hex: String = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
        let listed = format!("{:?}", secret.as_bytes());
        let listed = listed.trim_matches(['[', ']']).to_owned();
        let encoded = BASE64_STANDARD.encode(secret);
        // The last characters depend on what follows.
        let encoded = encoded.trim_end_matches('=')[..encoded.len() * 2 / 3].to_owned();
        for form in [secret.clone(), hex, listed, encoded] {
            let found = bytes.windows(form.len()).any(|part| part == form.as_bytes());
            assert!(!found, "a secret ({form}) stands in {what}");
        }
    }
}

#[test]
fn no_secret_is_shown_anywhere() {
    let runtime = Runtime::new().unwrap();
    let simulator = simulator(&runtime);
    let mut register = Register::new();
    register.set_up(&simulator.endpoint());
    let articles = concat!(env!("CARGO_MANIFEST_DIR"), "/resources/demonstration/articles.csv");
    register.run(&["catalog", "import", articles]);
    let exported = register.file("exported.toml");
    register.run(&["settings", "export", &exported]);
    register.run(&["terminal", "assign", "4711"]);
    register.run(&["user", "list"]);
    register.run(&["terminal", "status"]);
    let data = register.data();
    register.back_up();
    leave_a_payment_open(&data);
    let asked = |data: &Path| {
        let files = fs::read_dir(data.join("log")).into_iter().flatten();
        let text = |file: fs::DirEntry| fs::read_to_string(file.path()).unwrap();
        files.flatten().map(text).any(|text| text.contains("sendInvoice"))
    };
    register.open(asked);
    register.describe();
    // The service goes away, and then says no.
    runtime.shutdown_timeout(PATIENCE);
    register.fail(&["terminal", "unregister", "--yes"]);
    register.fail(&["terminal", "status"]);
    let mut refused = Register::new();
    let runtime = Runtime::new().unwrap();
    let other = self::simulator(&runtime);
    let file = refused.file("settings.toml");
    let shop = "[shop]\nname = \"Testbutiken\"\norganisation_number = \"556016-0680\"\n";
    fs::write(&file, format!("{shop}[seqr]\naddress = \"{}\"\n", other.endpoint())).unwrap();
    refused.run(&["settings", "import", &file]);
    let mut wrong = refused.program(&["terminal", "register"]);
    let output = wrong.env("KASSA_RESELLER_PASSWORD", WRONG_PASSWORD).output().unwrap();
    assert!(!refused.hear(&output), "the password is wrong");

    let reader = Store::open_read_only(&data).unwrap();
    let password = reader.vault().read(TERMINAL_PASSWORD_NAME).unwrap().unwrap();
    let password = password.expose().to_owned();
    assert!(password.len() > 20, "a real one");
    let secrets = [RESELLER_PASSWORD, WRONG_PASSWORD, PIN, &password].map(str::to_owned);
    for said in register.said.iter().chain(&refused.said) {
        assert_without(&secrets, "what a command said", said.as_bytes());
    }
    assert_without(&secrets, "Debug", shown(&password).as_bytes());
    assert_without(&secrets, "the exported settings", &fs::read(&exported).unwrap());
    register.assert_taken_away_without(&secrets);
    for seq in 1..=reader.head().unwrap().seq {
        let entry = reader.entry(seq).unwrap().unwrap();
        let json = serde_json::to_string(&entry.entry).unwrap();
        assert_without(&secrets, "an entry", format!("{json} {entry:?}").as_bytes());
    }
    let mut read = 0;
    for path in everything(&data).iter().chain(&everything(&refused.data())) {
        if path.is_file() {
            let bytes = fs::read(path).unwrap();
            assert_without(&secrets, &path.display().to_string(), &bytes);
            read += bytes.len();
        }
    }
    assert!(read > 100_000, "{read} bytes are too few to be everything");
}

/// A display that takes a connection and says nothing: the window's library falls over at it.
struct BrokenDisplay {
    number: u32,
    listener: UnixListener,
}

impl BrokenDisplay {
    fn new() -> BrokenDisplay {
        (700..1_700)
            .find_map(|number| {
                let name = format!("/tmp/.X11-unix/X{number}");
                let address = SocketAddr::from_abstract_name(name).ok()?;
                let listener = UnixListener::bind_addr(&address).ok()?;
                Some(BrokenDisplay { number, listener })
            })
            .unwrap()
    }

    /// Hangs up on everybody, for good.
    fn serve(self) -> String {
        let name = format!(":{}", self.number);
        let _until_the_end = std::thread::spawn(move || self.listener.incoming().for_each(drop));
        name
    }
}

/// The real program falls over: it tells where, in a file for its owner only, and quotes nobody.
#[test]
fn a_fault_in_the_program_leaves_a_report_for_its_owner_only() {
    let runtime = Runtime::new().unwrap();
    let simulator = simulator(&runtime);
    let mut register = Register::new();
    register.set_up(&simulator.endpoint());
    let data = register.data();
    // A log that an earlier program left open to everybody.
    fs::create_dir_all(data.join("log")).unwrap();
    fs::write(data.join("log").join(OLD_LOG), "old").unwrap();
    fs::set_permissions(data.join("log"), Permissions::from_mode(0o755)).unwrap();
    let display = BrokenDisplay::new().serve();
    let output = register.program(&[]).env("DISPLAY", &display).output().unwrap();
    assert!(!register.hear(&output), "it has fallen over");
    let complaint = register.said.last().unwrap().clone();
    assert!(complaint.contains("There is a fault in the program, at "), "{complaint}");
    assert!(complaint.contains("What it says is not shown"), "{complaint}");

    let logs: Vec<PathBuf> = everything(&data.join("log"));
    logs.iter().for_each(|path| assert_private(path));
    let texts: Vec<String> = logs
        .iter()
        .filter(|path| path.is_file())
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    let report = texts
        .iter()
        .flat_map(|text| text.lines())
        .find(|line| line.contains("a fault in the program"));
    let report = report.unwrap_or_else(|| panic!("no report among {} files", texts.len()));
    assert!(report.contains("ERROR") && report.contains(".rs:"), "{report}");
    // What the library says of itself is put together while it runs.
    for text in texts.iter().chain([&complaint]) {
        assert!(!text.contains("Create event loop"), "{text}");
    }
    let reader = Store::open_read_only(&data).unwrap();
    let password = reader.vault().read(TERMINAL_PASSWORD_NAME).unwrap().unwrap();
    let secrets = [RESELLER_PASSWORD, PIN, password.expose()].map(str::to_owned);
    for text in texts.iter().chain(&register.said) {
        assert_without(&secrets, "what is told of a fault", text.as_bytes());
    }
}

/// The search itself finds what it looks for, in each form.
#[test]
fn the_search_finds_what_is_there() {
    let secrets = [PIN.to_owned()];
    let encoded = BASE64_STANDARD.encode(format!("{PIN} and more"));
    let listed = format!("{:?}", format!("x{PIN}y").as_bytes());
    for text in [format!("a {PIN} b"), "3830343135393236".to_owned(), encoded, listed] {
        let found =
            std::panic::catch_unwind(|| assert_without(&secrets, "a text", text.as_bytes()));
        assert!(found.is_err(), "{text}");
    }
}
