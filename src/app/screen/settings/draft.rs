//! The settings as they are being changed: what has been chosen, what has been typed, and what is wrong with it.
//!
//! Nothing is in force before it has been saved.

use std::sync::Arc;

use crate::app::form::{Entry, Form};
use crate::core::language::Language;
use crate::core::settings::check::{self, BAUD_RATES, Fault, Field, Problem};
use crate::core::settings::{
    Hand, PrinterLink, PrinterSettings, ScannerSettings, Settings, TextSize, ThemeName,
    UnregisterAs,
};

use super::group::Group;
use super::read;

/// Lines of the shop's address, and of what is above and below a receipt, that can be typed.
pub const LINES: (u8, u8, u8) = (3, 4, 3);
/// Quick amounts.
pub const QUICK: u8 = 4;
/// The longest path or address that can be typed.
const PATH: usize = 200;
/// A little more than fits on paper, so that what is too long is told and not cut.
const LINE: usize = 60;

/// A field that is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "each is named as its setting is")]
pub enum Id {
    ShopName,
    OrganisationNumber,
    /// By its line.
    Address(u8),
    Header(u8),
    Footer(u8),
    VatRates,
    Register,
    ManufacturingNumber,
    Currency,
    LogOff,
    SeqrAddress,
    CaFile,
    ClientId,
    ClientReference,
    ScannerPort,
    PrinterPort,
    QuickAmount(u8),
    /// By its place, see [`read::accounts`].
    Account(u8),
    ScreenWidth,
    BackupFolder,
    BackupDays,
    SupportFolder,
}

/// How a printer is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrinterKind {
    /// There is none.
    None,
    /// On a serial port.
    Serial,
    /// By its address.
    Network,
    /// As a device file.
    File,
    /// On the screen.
    Preview,
}

impl PrinterKind {
    /// How the printer of some settings is reached.
    pub fn of(settings: &Settings) -> Self {
        match settings.printer.as_ref().map(|printer| &printer.link) {
            None => PrinterKind::None,
            Some(PrinterLink::Serial { .. }) => PrinterKind::Serial,
            Some(PrinterLink::Network { .. }) => PrinterKind::Network,
            Some(PrinterLink::File { .. }) => PrinterKind::File,
            Some(PrinterLink::Preview) => PrinterKind::Preview,
        }
    }
}

/// Something that is chosen, not typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is named as its setting is")]
pub enum Change {
    Language(Language),
    Sound(bool),
    UnregisterAs(UnregisterAs),
    KeepReseller(bool),
    Scanner(bool),
    ScannerBaud(u32),
    Printer(PrinterKind),
    PrinterBaud(u32),
    PrinterColumns(u8),
    PrinterAnswers(bool),
    Cash(bool),
    Card(bool),
    Theme(ThemeName),
    TextSize(TextSize),
    Hand(Hand),
    /// By so many millimetres.
    ScreenWidth(i16),
    BackupHour(u8),
}

/// See the module.
#[derive(Debug)]
pub struct Draft {
    base: Arc<Settings>,
    /// What was chosen; texts are in the forms.
    pub chosen: Settings,
    forms: Vec<(Group, Form<Id>)>,
}

impl Draft {
    /// Nothing changed yet.
    pub fn new(base: &Arc<Settings>) -> Self {
        let forms = Group::ALL.map(|group| (group, Form::new(entries(group, base))));
        Draft { base: Arc::clone(base), chosen: (**base).clone(), forms: forms.into() }
    }

    /// The texts of a group.
    pub fn form(&self, group: Group) -> &Form<Id> {
        let place = self.forms.iter().position(|(of, _)| *of == group).unwrap_or(0);
        &self.forms[place].1
    }

    /// The texts of a group.
    pub fn form_mut(&mut self, group: Group) -> &mut Form<Id> {
        let place = self.forms.iter().position(|(of, _)| *of == group).unwrap_or(0);
        &mut self.forms[place].1
    }

    /// Whether anything would be saved.
    pub fn is_changed(&self) -> bool {
        let typed = |(group, form): &(Group, Form<Id>)| match group {
            // Where the file for support goes is not a setting.
            Group::Backup => self.settings().backup != self.base.backup && form.is_changed(),
            _ => form.is_changed(),
        };
        self.chosen != *self.base || self.forms.iter().any(typed)
    }

    /// The till has other settings: they are the ones to change from now on, unless somebody is changing these.
    pub fn follow(&mut self, settings: &Arc<Settings>) {
        if Arc::ptr_eq(settings, &self.base) || **settings == *self.base {
            return;
        }
        let saved = self.settings() == **settings;
        if saved || !self.is_changed() {
            *self = Draft::new(settings);
        }
    }

    /// What was chosen and typed, as settings. What cannot be read as a number is beyond its range, see
    /// [`Draft::problems`].
    pub fn settings(&self) -> Settings {
        let mut settings = self.chosen.clone();
        for (group, form) in &self.forms {
            if form.is_changed() {
                read::into(*group, form, &mut settings);
            }
        }
        // The kind of link is chosen, what it leads to is typed.
        read::into(Group::Scanner, self.form(Group::Scanner), &mut settings);
        read::into(Group::Printer, self.form(Group::Printer), &mut settings);
        settings
    }

    /// What is wrong, in the order of the fields.
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = check::problems(&self.settings());
        let field = Field::VatRates;
        let known = problems.iter().any(|problem| problem.field == field);
        // A rate that is no number is not among the settings, which could not tell.
        if !known && !read::are_rates(self.form(Group::Shop).text(Id::VatRates)) {
            problems.push(Problem { field, fault: Fault::Form });
        }
        problems
    }

    /// Lets a choice take effect.
    pub fn change(&mut self, change: Change) {
        let chosen = &mut self.chosen;
        match change {
            Change::Language(language) => chosen.language = language,
            Change::Sound(on) => chosen.sound = on,
            Change::UnregisterAs(who) => chosen.seqr.unregister_as = who,
            Change::KeepReseller(keep) => chosen.seqr.keep_reseller = keep,
            Change::Scanner(on) => {
                let begin = ScannerSettings { port: String::new(), baud: BAUD_RATES[3] };
                chosen.scanner = on.then(|| self.base.scanner.clone().unwrap_or(begin));
            }
            Change::ScannerBaud(baud) => {
                if let Some(scanner) = &mut chosen.scanner {
                    scanner.baud = baud;
                }
            }
            Change::Printer(kind) => self.choose_printer(kind),
            Change::PrinterBaud(speed) => {
                if let Some(PrinterLink::Serial { baud, .. }) =
                    chosen.printer.as_mut().map(|printer| &mut printer.link)
                {
                    *baud = speed;
                }
            }
            Change::PrinterColumns(columns) => {
                if let Some(printer) = &mut chosen.printer {
                    printer.columns = columns;
                }
            }
            Change::PrinterAnswers(answers) => {
                if let Some(printer) = &mut chosen.printer {
                    printer.answers = answers;
                }
            }
            Change::Cash(on) => chosen.tenders.cash = on,
            Change::Card(on) => chosen.tenders.card = on,
            Change::Theme(theme) => chosen.look.theme = theme,
            Change::TextSize(size) => chosen.look.text_size = size,
            Change::Hand(hand) => chosen.look.hand = hand,
            Change::ScreenWidth(by) => self.widen_screen(by),
            Change::BackupHour(hour) => chosen.backup.hour = hour % 24,
        }
    }

    fn choose_printer(&mut self, kind: PrinterKind) {
        let text = self.form(Group::Printer).text(Id::PrinterPort).to_owned();
        let before = self.chosen.printer.as_ref().or(self.base.printer.as_ref());
        let (columns, answers) =
            before.map_or((48, true), |printer| (printer.columns, printer.answers));
        let baud = match before.map(|printer| &printer.link) {
            Some(PrinterLink::Serial { baud, .. }) => *baud,
            _ => BAUD_RATES[4],
        };
        let link = match kind {
            PrinterKind::None => {
                self.chosen.printer = None;
                return;
            }
            PrinterKind::Serial => PrinterLink::Serial { port: text, baud },
            PrinterKind::Network => PrinterLink::Network { address: text },
            PrinterKind::File => PrinterLink::File { path: text },
            PrinterKind::Preview => PrinterLink::Preview,
        };
        self.chosen.printer = Some(PrinterSettings { link, columns, answers });
    }

    fn widen_screen(&mut self, by: i16) {
        let width = read::screen_width(self.form(Group::Look)).unwrap_or(read::COMMON_SCREEN);
        let range = crate::core::settings::LookSettings::SCREEN_WIDTH;
        let width = width.saturating_add_signed(by).clamp(*range.start(), *range.end());
        self.form_mut(Group::Look).set(Id::ScreenWidth, &width.to_string());
    }
}

/// The fields of a group with what is in them.
fn entries(group: Group, settings: &Settings) -> Vec<Entry<Id>> {
    let shop = &settings.shop;
    let seqr = &settings.seqr;
    let number = |number: Option<u32>| number.map_or_else(String::new, |number| number.to_string());
    match group {
        Group::Shop => {
            let line = |id: fn(u8) -> Id, lines: &[String], count: u8| -> Vec<Entry<Id>> {
                let text = |place: u8| lines.get(usize::from(place)).map_or("", String::as_str);
                (0..count).map(|place| Entry::words(id(place), text(place), LINE)).collect()
            };
            let mut entries = vec![
                Entry::words(Id::ShopName, &shop.name, LINE),
                Entry::plain(Id::OrganisationNumber, &shop.organisation_number, 11),
            ];
            entries.extend(line(Id::Address, &shop.address, LINES.0));
            entries.push(Entry::plain(Id::VatRates, &read::rates_as_text(settings), 40));
            entries.extend(line(Id::Header, &shop.header, LINES.1));
            entries.extend(line(Id::Footer, &shop.footer, LINES.2));
            entries
        }
        Group::Register => vec![
            Entry::words(Id::Register, &settings.register, LINE),
            Entry::plain(Id::ManufacturingNumber, &shop.manufacturing_number, LINE),
            Entry::plain(Id::Currency, &settings.currency, 3),
            Entry::digits(Id::LogOff, &number(settings.log_off_after), 6),
        ],
        Group::Seqr => vec![
            Entry::plain(Id::SeqrAddress, &seqr.address, PATH),
            Entry::plain(Id::CaFile, seqr.ca_file.as_deref().unwrap_or_default(), PATH),
            Entry::words(Id::ClientId, &seqr.client_id, LINE),
            Entry::plain(Id::ClientReference, &seqr.client_reference, LINE),
        ],
        Group::Scanner => {
            let port = settings.scanner.as_ref().map_or("", |scanner| scanner.port.as_str());
            vec![Entry::plain(Id::ScannerPort, port, PATH)]
        }
        Group::Printer => {
            vec![Entry::plain(Id::PrinterPort, read::printer_port(settings), PATH)]
        }
        Group::Tenders => {
            let amounts = &settings.tenders.quick_amounts;
            let text =
                |place: u8| amounts.get(usize::from(place)).map(|amount| read::typed(*amount));
            (0..QUICK)
                .map(|place| {
                    Entry::decimal(Id::QuickAmount(place), &text(place).unwrap_or_default(), 9)
                })
                .collect()
        }
        Group::Accounts => (0u8..)
            .zip(read::accounts(settings))
            .map(|(place, (_, number))| Entry::digits(Id::Account(place), &number, 10))
            .collect(),
        Group::Look => {
            let width = settings.look.screen_width.map(u32::from);
            vec![Entry::digits(Id::ScreenWidth, &number(width), 4)]
        }
        Group::Backup => {
            let folder = settings.backup.folder.as_deref().unwrap_or_default();
            vec![
                Entry::plain(Id::BackupFolder, folder, PATH),
                Entry::digits(Id::BackupDays, &settings.backup.keep_days.to_string(), 4),
                // Where copies go there is room: so that one press is enough.
                Entry::plain(Id::SupportFolder, folder, PATH),
            ]
        }
        Group::People | Group::Articles | Group::Order => Vec::new(),
    }
}

/// Where a field of the settings is, so that a person can be led to what is wrong.
pub fn place(field: Field) -> (Group, Option<Id>) {
    match field {
        Field::ShopName => (Group::Shop, Some(Id::ShopName)),
        Field::OrganisationNumber => (Group::Shop, Some(Id::OrganisationNumber)),
        Field::Address => (Group::Shop, Some(Id::Address(0))),
        Field::Header => (Group::Shop, Some(Id::Header(0))),
        Field::Footer => (Group::Shop, Some(Id::Footer(0))),
        Field::VatRates => (Group::Shop, Some(Id::VatRates)),
        Field::ManufacturingNumber => (Group::Register, Some(Id::ManufacturingNumber)),
        Field::Register => (Group::Register, Some(Id::Register)),
        Field::Currency => (Group::Register, Some(Id::Currency)),
        Field::LogOffAfter => (Group::Register, Some(Id::LogOff)),
        Field::SeqrAddress => (Group::Seqr, Some(Id::SeqrAddress)),
        Field::ClientId => (Group::Seqr, Some(Id::ClientId)),
        Field::ClientReference => (Group::Seqr, Some(Id::ClientReference)),
        Field::ScannerPort => (Group::Scanner, Some(Id::ScannerPort)),
        Field::ScannerBaud => (Group::Scanner, None),
        Field::PrinterPort => (Group::Printer, Some(Id::PrinterPort)),
        Field::PrinterBaud | Field::PrinterColumns => (Group::Printer, None),
        Field::Tenders | Field::Discounts => (Group::Tenders, None),
        Field::QuickAmounts => (Group::Tenders, Some(Id::QuickAmount(0))),
        Field::Accounts => (Group::Accounts, Some(Id::Account(0))),
        Field::ScreenWidth => (Group::Look, Some(Id::ScreenWidth)),
        Field::BackupHour => (Group::Backup, None),
        Field::BackupDays => (Group::Backup, Some(Id::BackupDays)),
    }
}
