//! The sheet that an installer leaves behind: how the register is set up, what was tried, and how it went.
//!
//! It has no secrets, and it repeats what it is told: whether a test passed is found out elsewhere.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{Align, Document, Row, Style};
use crate::core::language::Language;
use crate::core::settings::{PrinterLink, PrinterSettings, Settings, Terminal};
use crate::core::user::Person;
use crate::language::{self, Texts};

/// Everything that stands on a sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct SetUpSheet {
    /// How the register is set up.
    pub settings: Settings,
    /// The terminal, where it is registered.
    pub terminal: Option<Terminal>,
    /// Who sets it up.
    pub installer: Option<Person>,
    /// When the sheet was asked for.
    pub at: Timestamp,
    /// The register's time zone.
    pub zone: TimeZone,
    /// What was tried. What is missing was not.
    pub results: Vec<TestResult>,
    /// In which language.
    pub language: Language,
}

/// Something to try while a register is set up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Test {
    /// The SEQR service answers.
    Reach,
    /// SEQR has registered the terminal.
    Register,
    /// SEQR has tied the terminal to its sticker.
    Assign,
    /// The scanner reads what is shown to it.
    Scan,
    /// The printer's letters and widths are right.
    Print,
    /// The drawer opens.
    Drawer,
}

impl Test {
    /// All of them, in the order in which a register is set up.
    pub const ALL: [Test; 6] =
        [Test::Reach, Test::Register, Test::Assign, Test::Scan, Test::Print, Test::Drawer];

    /// The key of what it is called.
    pub fn text(self) -> &'static str {
        match self {
            Test::Reach => "sheet-test-reach",
            Test::Register => "sheet-test-register",
            Test::Assign => "sheet-test-assign",
            Test::Scan => "sheet-test-scan",
            Test::Print => "sheet-test-print",
            Test::Drawer => "sheet-test-drawer",
        }
    }
}

/// How a test went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestResult {
    /// What was tried.
    pub test: Test,
    /// When.
    pub at: Timestamp,
    /// How it went.
    pub outcome: Outcome,
}

/// Whether something that was tried works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It does.
    Passed,
    /// It does not, and why, in words.
    Failed(String),
}

impl Outcome {
    /// The key of the word for it.
    pub fn text(&self) -> &'static str {
        match self {
            Outcome::Passed => "sheet-passed",
            Outcome::Failed(_) => "sheet-failed",
        }
    }
}

/// Builds the sheet.
pub fn document(sheet: &SetUpSheet) -> Document {
    let texts = Texts::of(sheet.language);
    let mut page = Document::new();
    heading(sheet, texts, &mut page);
    page.rule();
    trade(sheet, texts, &mut page);
    page.rule();
    seqr(sheet, texts, &mut page);
    page.rule();
    devices(&sheet.settings, texts, &mut page);
    page.rule();
    tests(sheet, texts, &mut page);
    page.rule();
    for who in ["sheet-signed-installer", "sheet-signed-shop"] {
        page.blank();
        page.pair(texts.get(who), "_".repeat(20));
    }
    page.push(Row::Cut);
    page
}

fn heading(sheet: &SetUpSheet, texts: &Texts, page: &mut Document) {
    let shop = &sheet.settings.shop;
    page.styled(texts.get("sheet-title"), Align::Center, Style::TALL);
    if !shop.name.is_empty() {
        page.styled(shop.name.as_str(), Align::Center, Style::BOLD);
    }
    for line in &shop.address {
        page.centered(line.as_str());
    }
    page.blank();
    let at = language::date_time(sheet.at, &sheet.zone);
    page.styled_pair(sheet.settings.register.as_str(), at, Style::BOLD);
    if let Some(installer) = &sheet.installer {
        let who = format!("{} ({})", installer.name, installer.number);
        page.pair(texts.get("sheet-installer"), who);
    }
    page.pair(texts.get("sheet-program"), concat!("Kassa ", env!("CARGO_PKG_VERSION")));
}

fn trade(sheet: &SetUpSheet, texts: &Texts, page: &mut Document) {
    let settings = &sheet.settings;
    let rates: Vec<String> =
        settings.vat_rates.iter().map(|rate| language::percent(*rate, sheet.language)).collect();
    let number = &settings.shop.organisation_number;
    page.pair(texts.get("sheet-organisation-number"), or_none(texts, number));
    if !settings.shop.manufacturing_number.is_empty() {
        let number = settings.shop.manufacturing_number.as_str();
        page.pair(texts.get("sheet-manufacturing-number"), number);
    }
    page.pair(texts.get("sheet-currency"), settings.currency.as_str());
    page.pair(texts.get("sheet-vat"), rates.join(", "));
}

fn seqr(sheet: &SetUpSheet, texts: &Texts, page: &mut Document) {
    page.styled("SEQR", Align::Left, Style::BOLD);
    if sheet.settings.seqr.address.is_empty() {
        page.text(texts.get("sheet-seqr-not-used"));
        return;
    }
    page.text(sheet.settings.seqr.address.as_str());
    let Some(terminal) = &sheet.terminal else {
        page.text(texts.get("sheet-not-registered"));
        return;
    };
    page.pair(texts.get("sheet-terminal"), terminal.id.as_str());
    page.pair(texts.get("sheet-external-id"), terminal.external_id.as_str());
    page.pair(texts.get("sheet-shown-name"), terminal.name.as_str());
    let sticker = terminal.seqr_id.as_deref().unwrap_or_default();
    page.pair(texts.get("sheet-seqr-id"), or_none(texts, sticker));
}

fn devices(settings: &Settings, texts: &Texts, page: &mut Document) {
    let speed = |baud: u32| texts.with("sheet-speed", &[("baud", i64::from(baud).into())]);
    page.styled(texts.get("sheet-devices"), Align::Left, Style::BOLD);
    let scanner = match &settings.scanner {
        Some(scanner) => format!("  {}\n  {}", scanner.port, speed(scanner.baud)),
        None => format!("  {}", texts.get("sheet-scanner-none")),
    };
    page.text(texts.get("sheet-scanner"));
    page.text(scanner);
    page.text(texts.get("sheet-printer"));
    let Some(PrinterSettings { link, columns, .. }) = &settings.printer else {
        page.text(format!("  {}", texts.get("sheet-none")));
        return;
    };
    let printer = match link {
        PrinterLink::Serial { port, baud } => format!("{port}\n  {}", speed(*baud)),
        PrinterLink::Network { address } => address.clone(),
        PrinterLink::File { path } => path.clone(),
        PrinterLink::Preview => texts.get("sheet-preview").into_owned(),
    };
    let columns = texts.with("sheet-columns", &[("columns", (*columns).into())]);
    page.text(format!("  {printer}\n  {columns}"));
}

fn tests(sheet: &SetUpSheet, texts: &Texts, page: &mut Document) {
    page.styled(texts.get("sheet-tests"), Align::Left, Style::BOLD);
    for test in Test::ALL {
        let result = sheet.results.iter().rev().find(|result| result.test == test);
        let Some(TestResult { at, outcome, .. }) = result else {
            page.pair(texts.get(test.text()), texts.get("sheet-not-tried"));
            continue;
        };
        page.pair(texts.get(test.text()), texts.get(outcome.text()));
        let at = language::date_time(*at, &sheet.zone);
        page.text(match outcome {
            Outcome::Passed => format!("  {at}"),
            Outcome::Failed(why) => format!("  {at}\n  {why}"),
        });
    }
}

fn or_none(texts: &Texts, text: &str) -> String {
    if text.is_empty() { texts.get("sheet-none").into_owned() } else { text.to_owned() }
}
