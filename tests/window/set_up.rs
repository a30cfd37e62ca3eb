//! A register from its box to its first sale, in its window: the wizard opens by itself, every step of it fails once
//! where it can, and what was saved is in the journal.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use kassa::core::entry::Entry;
use kassa::core::payment::Refusal;
use kassa::core::receipt::ReceiptId;
use kassa::core::settings::{PrinterLink, PrinterSettings, ScannerSettings, Settings};
use kassa::core::user::{Role, UserNumber};
use kassa::device::virtual_port::VirtualPort;
use kassa::journal::{OpenMode, Reader, ReceiptState, SeqrPaymentState, Stamp, Store, Verdict};
use kassa::seqr::message::Operation;
use kassa::seqr::result_code::ResultCode;
use kassa::simulator::demonstration::{RESELLER_ID, RESELLER_PASSWORD, SimulatorSettings, USER_ID};
use kassa::simulator::fault::{Fault, Frequency, Rule};
use kassa::simulator::{Simulator, SimulatorHandle};
use tokio::runtime::Runtime;

use crate::display::{Display, key, wait_for};
use crate::program::Program;
use crate::receipt_paper::{CUT, printed};
use crate::shop::Album;

/// What the code on the screen and on the test page says.
const CODE: &str = "KASSA-1234";
const STICKER: &str = "004610027501";

/// Where keys are in a window of 1024 by 768, as the pictures of `tests/wizard.rs` have them.
mod place {
    pub const SERVICE_STEP: (i16, i16) = (130, 233);
    pub const BACK: (i16, i16) = (60, 731);
    pub const REACH: (i16, i16) = (343, 393);
    pub const TRY_PAGE: (i16, i16) = (372, 635);
    pub const TRY_DRAWER: (i16, i16) = (553, 635);
    pub const YES: (i16, i16) = (890, 635);
    /// Beside both, where only a question has its colour.
    pub const QUESTION: (u32, u32) = (760, 612);
    pub const PRINT_SHEET: (i16, i16) = (353, 495);
}

/// A folder with nothing in it but where the devices are, as a profile brings it; and the other ends of their cables.
struct Bench {
    folder: tempfile::TempDir,
    scanner: VirtualPort,
    printer: VirtualPort,
    simulator: SimulatorHandle,
    _other_side: Runtime,
}

impl Bench {
    fn new() -> Bench {
        let folder = tempfile::tempdir().unwrap();
        let scanner = VirtualPort::plugged(folder.path().join("scanner")).unwrap();
        let printer = VirtualPort::plugged(folder.path().join("printer")).unwrap();
        let other_side = Runtime::new().unwrap();
        let simulator =
            Simulator::start(other_side.handle(), SimulatorSettings::default()).unwrap();
        let path = |port: &VirtualPort| port.path().display().to_string();
        let link = PrinterLink::Serial { port: path(&printer), baud: 9_600 };
        let settings = Settings {
            scanner: Some(ScannerSettings { port: path(&scanner), baud: 9_600 }),
            printer: Some(PrinterSettings { link, columns: 42, answers: false }),
            sound: false,
            ..Settings::default()
        };
        let bench = Bench { folder, scanner, printer, simulator, _other_side: other_side };
        let mut store = Store::open(&bench.data(), OpenMode::Create).unwrap();
        let register = settings.register.clone();
        let stamp = Stamp { at: jiff::Timestamp::now(), register, user: None };
        let _head = store.commit(&stamp, &[Entry::SettingsSaved { settings }]).unwrap();
        bench
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn journal(&self) -> Reader {
        Store::open_read_only(&self.data()).unwrap()
    }

    fn settings_when(&self, what: &str, are_so: impl Fn(&Settings) -> bool) {
        let journal = self.journal();
        let _settings = wait_for(what, || journal.settings().unwrap().filter(&are_so));
    }

    /// What SEQR, or the way to it, has refused so far.
    fn refusals(&self) -> Vec<Refusal> {
        let journal = self.journal();
        let last = journal.head().unwrap().seq;
        let entries = (1..=last).map(|seq| journal.entry(seq).unwrap().unwrap().entry);
        entries
            .filter_map(|entry| match entry {
                Entry::TerminalRefused { refusal, .. } => Some(refusal),
                _ => None,
            })
            .collect()
    }

    fn refused(&self, times: usize) -> Refusal {
        wait_for("the refusal", || {
            let refusals = self.refusals();
            (refusals.len() == times).then(|| refusals.last().cloned()).flatten()
        })
    }

    fn scan(&mut self, text: &str) {
        self.scanner.write(format!("{text}\r\n").as_bytes()).unwrap();
    }
}

/// Presses, and waits until the picture is another one and still.
fn press(display: &Display, act: impl FnOnce()) {
    let before = display.still_picture();
    act();
    let _after = display.still_picture_after(Some(&before));
}

fn enter(display: &Display, times: usize) {
    for _ in 0..times {
        display.keys(&[key::ENTER]);
    }
}

/// Writes over the field that has the keys, and goes on to the next.
fn fill(display: &Display, text: &str) {
    display.keys(&[key::DELETE]);
    display.type_text(text);
    display.keys(&[key::ENTER]);
}

fn click(display: &Display, (x, y): (i16, i16)) {
    display.click(x, y);
}

/// Does something every few seconds until it has come to something.
fn insist<T>(what: &str, mut act: impl FnMut(), mut look: impl FnMut() -> Option<T>) -> T {
    let mut last: Option<Instant> = None;
    wait_for(what, || {
        if last.is_none_or(|last| last.elapsed() > Duration::from_secs(3)) {
            act();
            last = Some(Instant::now());
        }
        look()
    })
}

/// Whether something is asked about the printer.
fn is_asked(display: &Display) -> bool {
    const GROUND: [u8; 3] = [0xf5, 0xf4, 0xf0];
    let (x, y) = place::QUESTION;
    let picture = display.picture();
    let at = ((y * picture.width + x) * 3) as usize;
    picture.pixels[at..at + 3] != GROUND
}

/// Tries something at the printer, waits for the question about it, and says yes.
fn try_printer(display: &Display, key: (i16, i16)) {
    insist("the question", || click(display, key), || is_asked(display).then_some(()));
    insist("the answer", || click(display, place::YES), || (!is_asked(display)).then_some(()));
}

#[test]
fn a_register_out_of_its_box_sells() {
    let mut bench = Bench::new();
    let display = Display::start(1024, 768);
    let program = Program::register(&display, &bench.data());
    let _window = display.focus();
    let mut album = Album::of(&display);

    // The shop, with a mistyped number first: nothing is saved.
    press(&display, || display.keys(&[key::TAB]));
    fill(&display, "hornan livs ab");
    fill(&display, "5560360794");
    press(&display, || display.keys(&[key::ESCAPE]));
    press(&display, || enter(&display, 1));
    album.add("wizard-shop-wrong.png");
    assert!(bench.journal().settings().unwrap().unwrap().shop.name.is_empty());
    press(&display, || display.keys(&[key::TAB, key::TAB]));
    fill(&display, "5560360793");
    press(&display, || display.keys(&[key::ESCAPE]));
    press(&display, || enter(&display, 1));
    bench.settings_when("the shop", |settings| settings.shop.organisation_number == "556036-0793");

    // The power goes: the wizard opens where it was. The register's name is as good as any.
    program.kill();
    let program = Program::register(&display, &bench.data());
    let _window = display.focus();
    album.add("wizard-after-power-cut.png");
    wrong_service_and_log_in(&bench, &display, &mut album);
    sticker(&mut bench, &display, &mut album);
    devices(&mut bench, &display, &mut album);
    first_person(&bench, &display, &mut album);

    // The sheet is printed, and the register sells.
    let _questions = bench.printer.read_available().unwrap();
    click(&display, place::PRINT_SHEET);
    let sheet = printed(&mut bench.printer, &CUT);
    let has = |words: &str| sheet.windows(words.len()).any(|part| part == words.as_bytes());
    for words in ["Installationsblad", "556036-0793", STICKER, "hornan livs ab"] {
        assert!(has(words), "{words} is missing on the sheet");
    }
    assert!(!has(RESELLER_PASSWORD), "no secret is on paper");
    assert!(!has("inte provat") && !has("FEL"), "everything was tried, and works");
    album.add("wizard-sheet.png");
    press(&display, || enter(&display, 1));
    sell(&bench, &display, &mut album);
    program.kill();
    assert!(matches!(bench.journal().verify(&mut |_, _| {}).unwrap(), Verdict::Sound(_)));
}

/// An address where nobody answers, a wrong password, and then the right ones.
fn wrong_service_and_log_in(bench: &Bench, display: &Display, album: &mut Album<'_>) {
    // With devices from a profile it could have been left out on purpose.
    press(display, || click(display, place::SERVICE_STEP));
    // A port of this machine that no service listens at.
    press(display, || display.keys(&[key::TAB]));
    fill(display, "http://127.0.0.1:9/nowhere");
    press(display, || display.keys(&[key::ESCAPE]));
    press(display, || click(display, place::REACH));
    album.add("wizard-silent.png");
    press(display, || enter(display, 1));
    bench.settings_when("the wrong address", |settings| settings.seqr.address.contains(":9/"));
    press(display, || display.keys(&[key::TAB, key::TAB, key::TAB]));
    fill(display, RESELLER_ID);
    fill(display, USER_ID);
    fill(display, "wrong");
    press(display, || enter(display, 1));
    let _unreachable = bench.refused(1);
    album.add("wizard-unreachable.png");
    press(display, || click(display, place::BACK));
    press(display, || display.keys(&[key::TAB]));
    fill(display, &bench.simulator.endpoint());
    press(display, || display.keys(&[key::ESCAPE]));
    press(display, || click(display, place::REACH));
    album.add("wizard-answers.png");
    press(display, || enter(display, 1));
    let endpoint = bench.simulator.endpoint();
    bench.settings_when("the address", |settings| settings.seqr.address == endpoint);

    press(display, || display.keys(&[key::TAB, key::TAB, key::TAB]));
    fill(display, RESELLER_ID);
    fill(display, USER_ID);
    fill(display, "wrong");
    press(display, || enter(display, 1));
    assert!(matches!(bench.refused(2), Refusal::Code { code: 20, .. }));
    album.add("wizard-wrong-password.png");
    press(display, || display.keys(&[key::TAB; 5]));
    fill(display, RESELLER_PASSWORD);
    display.keys(&[key::ENTER]);
    let _terminal = wait_for("the registration", || bench.journal().terminal().unwrap());
    album.add("wizard-registered.png");
    press(display, || enter(display, 1));
}

/// The sticker is another register's at first.
fn sticker(bench: &mut Bench, display: &Display, album: &mut Album<'_>) {
    let taken = Fault::code(ResultCode::INVALID_SEQR_ID);
    let operation = Some(Operation::AssignSeqrId);
    let rule = Rule { operation, fault: taken, frequency: Frequency::Next(1) };
    let _rule = bench.simulator.switch_on(rule);
    press(display, || bench.scan(&format!("HTTP://SEQR.SE/Q{STICKER}")));
    press(display, || enter(display, 1));
    assert!(matches!(bench.refused(3), Refusal::Code { code: 53, .. }));
    album.add("wizard-sticker-taken.png");
    enter(display, 1);
    let _sticker = wait_for("the sticker", || bench.journal().terminal().unwrap()?.seqr_id);
    album.add("wizard-assigned.png");
    press(display, || enter(display, 1));
}

/// The scanner reads the code on the screen; the printer is missing at first.
fn devices(bench: &mut Bench, display: &Display, album: &mut Album<'_>) {
    let before = display.still_picture();
    let seen = || (display.picture() != before).then_some(());
    insist("the scan", || bench.scan(CODE), seen);
    album.add("wizard-scanner.png");
    press(display, || enter(display, 1));

    bench.printer.unplug();
    press(display, || click(display, place::TRY_PAGE));
    album.add("wizard-printer-missing.png");
    bench.printer.plug().unwrap();
    try_printer(display, place::TRY_PAGE);
    let page = printed(&mut bench.printer, &CUT);
    assert!(page.windows(CODE.len()).any(|part| part == CODE.as_bytes()), "the test page");
    try_printer(display, place::TRY_DRAWER);
    album.add("wizard-drawer.png");
    press(display, || enter(display, 1));
}

fn first_person(bench: &Bench, display: &Display, album: &mut Album<'_>) {
    press(display, || display.keys(&[key::TAB]));
    for text in ["sven", "1", "4711", "4712"] {
        fill(display, text);
    }
    press(display, || enter(display, 1));
    album.add("wizard-pins-differ.png");
    assert!(bench.journal().users().unwrap().is_empty(), "nobody is added with two PINs");
    press(display, || display.keys(&[key::TAB, key::TAB, key::TAB, key::TAB]));
    fill(display, "4711");
    enter(display, 1);
    let journal = bench.journal();
    let added = wait_for("the first one", || journal.users().unwrap().into_iter().next());
    assert_eq!((added.number, added.role), (UserNumber(1), Role::Installer));
    wait_for("the log-in", || (journal.log_ins(UserNumber(1)).unwrap().times > 0).then_some(()));
    album.add("wizard-people.png");
    press(display, || enter(display, 1));
}

/// A free article, paid with SEQR.
fn sell(bench: &Bench, display: &Display, album: &mut Album<'_>) {
    press(display, || display.keys(&[key::f(10)]));
    display.type_text("25");
    press(display, || enter(display, 1));
    press(display, || display.keys(&[key::f(12)]));
    display.keys(&[key::f(1), key::ENTER]);
    let journal = bench.journal();
    let receipt = || journal.receipt(ReceiptId(1)).unwrap();
    wait_for("the invoice", || {
        let issued = |state: &SeqrPaymentState| *state == SeqrPaymentState::Issued;
        receipt()?.payments.iter().any(|payment| issued(&payment.state)).then_some(())
    });
    let _paid = bench.simulator.confirm_newest().unwrap();
    wait_for("the end of the sale", || {
        matches!(receipt()?.state, ReceiptState::Completed { .. }).then_some(())
    });
    album.add("wizard-sold.png");
}
