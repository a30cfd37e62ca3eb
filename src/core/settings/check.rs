//! Whether settings can be used, field by field. What only a device or a service can tell is not asked here.

use super::{BackupSettings, LookSettings, PrinterLink, Settings, TenderSettings};
use crate::core::money::Amount;

/// A field of the settings that a person fills in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The company.
    ShopName,
    /// Organisation number.
    OrganisationNumber,
    /// Where the sale takes place.
    Address,
    /// Lines above everything else on paper.
    Header,
    /// Lines below.
    Footer,
    /// The register's manufacturing number.
    ManufacturingNumber,
    /// The register's designation.
    Register,
    /// The currency.
    Currency,
    /// The tax rates.
    VatRates,
    /// The address of the SEQR service.
    SeqrAddress,
    /// The company as SEQR is told it.
    ClientId,
    /// The register as SEQR is told it.
    ClientReference,
    /// The scanner's port.
    ScannerPort,
    /// The scanner's speed.
    ScannerBaud,
    /// The printer's port, address or file.
    PrinterPort,
    /// The printer's speed.
    PrinterBaud,
    /// Characters on a line of paper.
    PrinterColumns,
    /// The ways to pay.
    Tenders,
    /// The quick amounts.
    QuickAmounts,
    /// Who may give which discounts.
    Discounts,
    /// The account numbers.
    Accounts,
    /// The width of the screen.
    ScreenWidth,
    /// The automatic log-off.
    LogOffAfter,
    /// The hour of the day's copy.
    BackupHour,
    /// For how long copies are kept.
    BackupDays,
}

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Something has to be there.
    Missing,
    /// It is longer than there is room for.
    TooLong {
        /// The most characters.
        most: usize,
    },
    /// It holds characters that cannot be used there.
    Characters,
    /// The check digit does not fit: a digit was mistyped.
    CheckDigit,
    /// It is not written as it has to be.
    Form,
    /// It is not among what is possible.
    Range,
    /// The same is there twice.
    Twice,
    /// The connection would not be encrypted: the address has to begin with `https://`.
    NotEncrypted,
}

/// Something to be mended before the settings can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub field: Field,
    /// What.
    pub fault: Fault,
}

/// Characters on the widest paper.
const WIDEST_PAPER: usize = 48;
/// Characters of the register's designation (SKVFS 2014:9).
const DESIGNATION: usize = 16;
/// Characters that SEQR takes as `clientReference`.
const CLIENT_REFERENCE: usize = 32;
/// Speeds that serial ports have.
pub const BAUD_RATES: [u32; 8] = [1_200, 2_400, 4_800, 9_600, 19_200, 38_400, 57_600, 115_200];

/// Everything that is wrong, in the order of the fields. Settings without problems can be saved; a shop that is not
/// set up yet has some.
pub fn problems(settings: &Settings) -> Vec<Problem> {
    let mut found = Vec::new();
    let mut note = |field, fault: Option<Fault>| {
        if let Some(fault) = fault {
            found.push(Problem { field, fault });
        }
    };
    let shop = &settings.shop;
    note(Field::ShopName, needed(&shop.name).or_else(|| text(&shop.name, WIDEST_PAPER)));
    note(Field::OrganisationNumber, organisation_number(&shop.organisation_number));
    note(Field::Address, lines(&shop.address));
    note(Field::Header, lines(&shop.header));
    note(Field::Footer, lines(&shop.footer));
    note(Field::ManufacturingNumber, text(&shop.manufacturing_number, WIDEST_PAPER));
    note(Field::Register, designation(&settings.register));
    note(Field::Currency, currency(&settings.currency));
    note(Field::VatRates, vat_rates(settings));
    note(Field::SeqrAddress, address(&settings.seqr.address));
    note(Field::ClientId, text(&settings.seqr.client_id, WIDEST_PAPER));
    note(Field::ClientReference, text(&settings.seqr.client_reference, CLIENT_REFERENCE));
    devices(settings, &mut note);
    let pays = settings.tenders.cash || settings.tenders.card || !settings.seqr.address.is_empty();
    note(Field::Tenders, (!pays).then_some(Fault::Missing));
    note(Field::QuickAmounts, quick_amounts(&settings.tenders));
    let widest = settings.discounts.cashier.max(settings.discounts.manager);
    note(Field::Discounts, outside(Some(widest), &(0..=100)));
    note(Field::Accounts, accounts(settings));
    let width = settings.look.screen_width;
    note(Field::ScreenWidth, outside(width, &LookSettings::SCREEN_WIDTH));
    note(Field::LogOffAfter, outside(settings.log_off_after, &Settings::LOG_OFF));
    note(Field::BackupHour, outside(Some(settings.backup.hour), &(0..=23)));
    note(Field::BackupDays, outside(Some(settings.backup.keep_days), &BackupSettings::KEEP_DAYS));
    found
}

fn devices(settings: &Settings, note: &mut impl FnMut(Field, Option<Fault>)) {
    if let Some(scanner) = &settings.scanner {
        note(Field::ScannerPort, needed(&scanner.port));
        note(Field::ScannerBaud, baud(scanner.baud));
    }
    if let Some(printer) = &settings.printer {
        match &printer.link {
            PrinterLink::Serial { port, baud: speed } => {
                note(Field::PrinterPort, needed(port));
                note(Field::PrinterBaud, baud(*speed));
            }
            PrinterLink::Network { address } => note(Field::PrinterPort, host_and_port(address)),
            PrinterLink::File { path } => note(Field::PrinterPort, needed(path)),
            PrinterLink::Preview => {}
        }
        let known = [32, 42, 48].contains(&printer.columns);
        note(Field::PrinterColumns, (!known).then_some(Fault::Range));
    }
}

fn outside<T: PartialOrd>(value: Option<T>, range: &std::ops::RangeInclusive<T>) -> Option<Fault> {
    value.filter(|value| !range.contains(value)).map(|_| Fault::Range)
}

fn needed(text: &str) -> Option<Fault> {
    text.trim().is_empty().then_some(Fault::Missing)
}

fn text(text: &str, most: usize) -> Option<Fault> {
    if text.chars().any(char::is_control) {
        return Some(Fault::Characters);
    }
    (text.chars().count() > most).then_some(Fault::TooLong { most })
}

fn lines(lines: &[String]) -> Option<Fault> {
    lines.iter().find_map(|line| text(line, WIDEST_PAPER))
}

fn designation(name: &str) -> Option<Fault> {
    let fits = |letter: char| letter.is_alphanumeric() || letter == ' ';
    needed(name)
        .or_else(|| text(name, DESIGNATION))
        .or_else(|| (!name.chars().all(fits)).then_some(Fault::Characters))
}

/// Ten digits, with or without the hyphen before the last four, the last one a check digit (the formula of Luhn, as
/// for personal numbers, which sole traders have).
fn organisation_number(number: &str) -> Option<Fault> {
    if number.trim().is_empty() {
        return Some(Fault::Missing);
    }
    let bare = match number.split_once('-') {
        Some((first, last)) if first.len() == 6 && last.len() == 4 => format!("{first}{last}"),
        Some(_) => return Some(Fault::Form),
        None => number.to_owned(),
    };
    if bare.len() != 10 || !bare.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Fault::Form);
    }
    let sum: u32 = bare
        .bytes()
        .enumerate()
        .map(|(place, byte)| {
            let digit = u32::from(byte - b'0') * if place % 2 == 0 { 2 } else { 1 };
            digit / 10 + digit % 10
        })
        .sum();
    (!sum.is_multiple_of(10)).then_some(Fault::CheckDigit)
}

fn currency(code: &str) -> Option<Fault> {
    let fits = code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase());
    (!fits).then_some(Fault::Form)
}

fn vat_rates(settings: &Settings) -> Option<Fault> {
    let rates = &settings.vat_rates;
    if rates.is_empty() {
        return Some(Fault::Missing);
    }
    let twice = rates.iter().enumerate().any(|(place, rate)| rates[..place].contains(rate));
    let high = rates.iter().any(|rate| rate.hundredths() >= 10_000);
    twice.then_some(Fault::Twice).or_else(|| high.then_some(Fault::Range))
}

/// Whether the address can be reached is for the service to tell; that nothing secret travels in clear is not.
fn address(address: &str) -> Option<Fault> {
    if address.is_empty() {
        return None;
    }
    let Some((scheme, rest)) = address.split_once("://") else { return Some(Fault::Form) };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if authority.is_empty()
        || address.chars().any(|letter| letter.is_whitespace() || letter.is_control())
    {
        return Some(Fault::Form);
    }
    match scheme.to_ascii_lowercase().as_str() {
        "https" => None,
        "http" => (!is_this_machine(authority)).then_some(Fault::NotEncrypted),
        _ => Some(Fault::Form),
    }
}

fn is_this_machine(authority: &str) -> bool {
    let host = match authority.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => authority.rsplit_once(':').map_or(authority, |(host, _port)| host),
    };
    let loopback = host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback());
    loopback || host.eq_ignore_ascii_case("localhost")
}

fn host_and_port(address: &str) -> Option<Fault> {
    if address.trim().is_empty() {
        return Some(Fault::Missing);
    }
    let fits = address.rsplit_once(':').is_some_and(|(host, port)| {
        !host.is_empty() && port.parse::<u16>().is_ok_and(|port| port > 0)
    });
    (!fits).then_some(Fault::Form)
}

fn baud(baud: u32) -> Option<Fault> {
    (!BAUD_RATES.contains(&baud)).then_some(Fault::Range)
}

fn quick_amounts(tenders: &TenderSettings) -> Option<Fault> {
    let amounts = &tenders.quick_amounts;
    let most = TenderSettings::MOST_QUICK_AMOUNTS;
    if amounts.len() > most {
        return Some(Fault::TooLong { most });
    }
    let wrong =
        amounts.iter().any(|amount| !amount.is_positive() || *amount > Amount::LARGEST_ENTRY);
    let twice = amounts.iter().enumerate().any(|(place, amount)| amounts[..place].contains(amount));
    wrong.then_some(Fault::Range).or_else(|| twice.then_some(Fault::Twice))
}

/// Accounts of the Swedish chart have four digits; other charts have up to ten.
fn accounts(settings: &Settings) -> Option<Fault> {
    let accounts = &settings.accounts;
    let account = |number: &str| {
        let fits =
            (1..=10).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
        (!fits).then_some(Fault::Form)
    };
    let plain = [
        &accounts.cash,
        &accounts.card,
        &accounts.seqr,
        &accounts.voucher,
        &accounts.receivable,
        &accounts.rounding,
        &accounts.cash_difference,
    ];
    plain.into_iter().find_map(|number| account(number)).or_else(|| {
        accounts.trade.iter().find_map(|trade| {
            let taxed = trade.rate.hundredths() > 0;
            account(&trade.sales).or_else(|| taxed.then(|| account(&trade.tax)).flatten())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::settings::{PrinterSettings, ScannerSettings, Shop};
    use crate::core::vat::VatRate;

    fn shop() -> Settings {
        Settings {
            shop: Shop {
                name: "Hörnan Livs AB".to_owned(),
                organisation_number: "556036-0793".to_owned(),
                ..Shop::default()
            },
            ..Settings::default()
        }
    }

    fn only(change: impl FnOnce(&mut Settings)) -> Vec<(Field, Fault)> {
        let mut settings = shop();
        change(&mut settings);
        problems(&settings).into_iter().map(|problem| (problem.field, problem.fault)).collect()
    }

    #[test]
    fn a_shop_that_is_set_up_has_no_problems_and_a_new_one_lacks_its_name_and_number() {
        assert_eq!(only(|_| {}), []);
        let new: Vec<Field> =
            problems(&Settings::default()).iter().map(|found| found.field).collect();
        assert_eq!(new, [Field::ShopName, Field::OrganisationNumber]);
    }

    #[test]
    fn the_check_digit_of_the_organisation_number_is_verified() {
        for (number, fault) in [
            ("556036-0793", None),
            ("5560360793", None),
            ("212000-0142", None),
            ("556036-0794", Some(Fault::CheckDigit)),
            ("556063-0793", Some(Fault::CheckDigit)),
            ("", Some(Fault::Missing)),
            ("556036-079", Some(Fault::Form)),
            ("55603-60793", Some(Fault::Form)),
            ("5560360793x", Some(Fault::Form)),
            ("ååååå", Some(Fault::Form)),
        ] {
            assert_eq!(organisation_number(number), fault, "{number:?}");
        }
    }

    #[test]
    fn an_address_is_encrypted_or_of_this_machine() {
        for (text, fault) in [
            ("", None),
            ("https://seqr.example/service", None),
            ("HTTPS://seqr.example", None),
            ("http://127.0.0.1:8080/x", None),
            ("http://localhost:8080", None),
            ("http://[::1]:8080/", None),
            ("http://seqr.example", Some(Fault::NotEncrypted)),
            ("http://localhost.example", Some(Fault::NotEncrypted)),
            ("http://127.0.0.1.example/", Some(Fault::NotEncrypted)),
            ("seqr.example", Some(Fault::Form)),
            ("ftp://seqr.example", Some(Fault::Form)),
            ("https://", Some(Fault::Form)),
            ("https://seqr example", Some(Fault::Form)),
        ] {
            assert_eq!(address(text), fault, "{text:?}");
        }
    }

    #[test]
    fn each_field_says_what_is_wrong_with_it() {
        let long = "x".repeat(49);
        let found = only(|settings| {
            settings.shop.name.clone_from(&long);
            settings.shop.header = vec!["a\u{7}b".to_owned()];
            settings.register = "Kassa/1".to_owned();
            settings.currency = "kr".to_owned();
            settings.vat_rates = vec![VatRate::from_hundredths(2500); 2];
            settings.seqr.client_reference = "y".repeat(33);
            settings.scanner = Some(ScannerSettings { port: String::new(), baud: 9_601 });
            let link = PrinterLink::Network { address: "printer".to_owned() };
            settings.printer = Some(PrinterSettings { link, columns: 40, answers: true });
            settings.tenders =
                TenderSettings { cash: false, card: false, quick_amounts: Vec::new() };
            settings.discounts.cashier = 101;
            settings.accounts.seqr = "15x".to_owned();
            settings.look.screen_width = Some(10);
            settings.log_off_after = Some(1);
            settings.backup.hour = 24;
            settings.backup.keep_days = 0;
        });
        assert_eq!(
            found,
            [
                (Field::ShopName, Fault::TooLong { most: 48 }),
                (Field::Header, Fault::Characters),
                (Field::Register, Fault::Characters),
                (Field::Currency, Fault::Form),
                (Field::VatRates, Fault::Twice),
                (Field::ClientReference, Fault::TooLong { most: 32 }),
                (Field::ScannerPort, Fault::Missing),
                (Field::ScannerBaud, Fault::Range),
                (Field::PrinterPort, Fault::Form),
                (Field::PrinterColumns, Fault::Range),
                (Field::Tenders, Fault::Missing),
                (Field::Discounts, Fault::Range),
                (Field::Accounts, Fault::Form),
                (Field::ScreenWidth, Fault::Range),
                (Field::LogOffAfter, Fault::Range),
                (Field::BackupHour, Fault::Range),
                (Field::BackupDays, Fault::Range),
            ]
        );
    }

    #[test]
    fn quick_amounts_are_few_positive_and_different() {
        let with = |kronor: &[i64]| {
            let quick = kronor.iter().map(|krona| Amount::from_minor(krona * 100)).collect();
            quick_amounts(&TenderSettings { quick_amounts: quick, ..TenderSettings::default() })
        };
        assert_eq!(with(&[]), None);
        assert_eq!(with(&[50, 100, 200, 500]), None);
        assert_eq!(with(&[50, 50]), Some(Fault::Twice));
        assert_eq!(with(&[0]), Some(Fault::Range));
        assert_eq!(with(&[1, 2, 3, 4, 5]), Some(Fault::TooLong { most: 4 }));
    }
}
