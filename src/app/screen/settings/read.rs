//! Texts of the forms read into settings, and settings written as the texts of forms.

use crate::app::form::Form;
use crate::core::money::Amount;
use crate::core::settings::{Accounts, PrinterLink, Settings, TradeAccount};
use crate::core::vat::VatRate;

use super::draft::{Id, LINES, QUICK};
use super::group::Group;

/// The width of the screens that most registers have, in millimetres: 15 inches at 4:3.
pub const COMMON_SCREEN: u16 = 304;

/// Writes what was typed in a group into settings. A number that cannot be read becomes one that is out of range.
pub fn into(group: Group, form: &Form<Id>, settings: &mut Settings) {
    let text = |id| form.text(id).trim().to_owned();
    match group {
        Group::Shop => {
            let shop = &mut settings.shop;
            shop.name = text(Id::ShopName);
            shop.organisation_number = text(Id::OrganisationNumber);
            lines(form, Id::Address, LINES.0, &mut shop.address);
            lines(form, Id::Header, LINES.1, &mut shop.header);
            lines(form, Id::Footer, LINES.2, &mut shop.footer);
            settings.vat_rates = rates(form.text(Id::VatRates)).into_iter().flatten().collect();
        }
        Group::Register => {
            settings.register = text(Id::Register);
            settings.shop.manufacturing_number = text(Id::ManufacturingNumber);
            settings.currency = text(Id::Currency).to_uppercase();
            let seconds = text(Id::LogOff);
            settings.log_off_after =
                (!seconds.is_empty()).then(|| seconds.parse().unwrap_or(u32::MAX));
        }
        Group::Seqr => {
            let seqr = &mut settings.seqr;
            seqr.address = text(Id::SeqrAddress);
            seqr.ca_file = some(text(Id::CaFile));
            seqr.client_id = text(Id::ClientId);
            seqr.client_reference = text(Id::ClientReference);
        }
        Group::Scanner => {
            if let Some(scanner) = &mut settings.scanner {
                scanner.port = text(Id::ScannerPort);
            }
        }
        Group::Printer => {
            let link = settings.printer.as_mut().map(|printer| &mut printer.link);
            if let Some(
                PrinterLink::Serial { port: to, .. }
                | PrinterLink::Network { address: to }
                | PrinterLink::File { path: to },
            ) = link
            {
                *to = text(Id::PrinterPort);
            }
        }
        Group::Tenders => {
            let typed = (0..QUICK).filter_map(|place| amount(form.text(Id::QuickAmount(place))));
            settings.tenders.quick_amounts = typed.collect();
        }
        Group::Accounts => {
            let numbers: Vec<String> = (0u8..)
                .zip(accounts(settings))
                .map(|(place, _)| text(Id::Account(place)))
                .collect();
            settings.accounts = read_accounts(settings, &numbers);
        }
        Group::Look => settings.look.screen_width = screen_width(form),
        Group::Backup => {
            settings.backup.folder = some(text(Id::BackupFolder));
            settings.backup.keep_days = text(Id::BackupDays).parse().unwrap_or(0);
        }
        Group::People | Group::Articles | Group::Order => {}
    }
}

fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

/// Lines as they were typed, without empty ones at the end. Lines beyond those of the form stay as they were.
fn lines(form: &Form<Id>, id: impl Fn(u8) -> Id, count: u8, kept: &mut Vec<String>) {
    let more = kept.split_off(kept.len().min(usize::from(count)));
    *kept = (0..count).map(|place| form.text(id(place)).trim_end().to_owned()).collect();
    kept.extend(more);
    while kept.last().is_some_and(String::is_empty) {
        let _empty = kept.pop();
    }
}

/// An amount as it was typed; nothing if the field is empty, and zero, which is no quick amount, if it is none.
fn amount(text: &str) -> Option<Amount> {
    (!text.is_empty()).then(|| Amount::parse(text).unwrap_or(Amount::ZERO))
}

/// An amount as it is typed: with a comma, and öre only where there are some.
pub fn typed(amount: Amount) -> String {
    let (kronor, cents) = (amount.minor() / 100, amount.minor().unsigned_abs() % 100);
    if cents == 0 { kronor.to_string() } else { format!("{kronor},{cents:02}") }
}

/// Whether a text is nothing but tax rates.
pub fn are_rates(text: &str) -> bool {
    rates(text).iter().all(Option::is_some)
}

/// The tax rates of a text such as `25 12 6 0`, or `25,5 %`; `None` for each that is none.
fn rates(text: &str) -> Vec<Option<VatRate>> {
    text.replace(['%', ';'], " ")
        .split_whitespace()
        .map(|rate| rate.trim_end_matches(','))
        .filter(|rate| !rate.is_empty())
        .map(rate)
        .collect()
}

fn rate(text: &str) -> Option<VatRate> {
    let hundredths = Amount::parse(text).ok()?.minor();
    u16::try_from(hundredths).ok().map(VatRate::from_hundredths)
}

/// The tax rates as they are typed.
pub fn rates_as_text(settings: &Settings) -> String {
    let rates = settings.vat_rates.iter().map(|rate| rate.percent().to_string().replace('.', ","));
    rates.collect::<Vec<_>>().join(" ")
}

/// The port, address or path of the printer.
pub fn printer_port(settings: &Settings) -> &str {
    match settings.printer.as_ref().map(|printer| &printer.link) {
        Some(PrinterLink::Serial { port, .. }) => port,
        Some(PrinterLink::Network { address }) => address,
        Some(PrinterLink::File { path }) => path,
        Some(PrinterLink::Preview) | None => "",
    }
}

/// The width of the screen as it was typed; nothing if the field is empty.
pub fn screen_width(form: &Form<Id>) -> Option<u16> {
    let text = form.text(Id::ScreenWidth);
    (!text.is_empty()).then(|| text.parse().unwrap_or(u16::MAX))
}

/// What an account is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is named as its setting is")]
pub enum Account {
    Cash,
    Card,
    Seqr,
    Voucher,
    Receivable,
    Rounding,
    CashDifference,
    Sales(VatRate),
    Tax(VatRate),
}

/// The accounts in the order of their fields: those of tenders, then sales and tax of every rate that the shop has or
/// had accounts for.
pub fn accounts(settings: &Settings) -> Vec<(Account, String)> {
    let kept = &settings.accounts;
    let mut all = vec![
        (Account::Cash, kept.cash.clone()),
        (Account::Card, kept.card.clone()),
        (Account::Seqr, kept.seqr.clone()),
        (Account::Voucher, kept.voucher.clone()),
        (Account::Receivable, kept.receivable.clone()),
        (Account::Rounding, kept.rounding.clone()),
        (Account::CashDifference, kept.cash_difference.clone()),
    ];
    let mut both = |rate: VatRate, sales: &str, tax: &str| {
        all.push((Account::Sales(rate), sales.to_owned()));
        // Without tax there is none to book.
        if rate.hundredths() > 0 {
            all.push((Account::Tax(rate), tax.to_owned()));
        }
    };
    for trade in &kept.trade {
        both(trade.rate, &trade.sales, &trade.tax);
    }
    for rate in &settings.vat_rates {
        if kept.trade.iter().all(|trade| trade.rate != *rate) {
            both(*rate, "", "");
        }
    }
    all
}

/// Accounts from the texts of their fields, in the same order. A rate without any account is left out.
fn read_accounts(settings: &Settings, numbers: &[String]) -> Accounts {
    let mut read = Accounts { trade: Vec::new(), ..settings.accounts.clone() };
    for ((account, _), number) in accounts(settings).into_iter().zip(numbers) {
        let number = number.clone();
        match account {
            Account::Cash => read.cash = number,
            Account::Card => read.card = number,
            Account::Seqr => read.seqr = number,
            Account::Voucher => read.voucher = number,
            Account::Receivable => read.receivable = number,
            Account::Rounding => read.rounding = number,
            Account::CashDifference => read.cash_difference = number,
            Account::Sales(rate) => {
                read.trade.push(TradeAccount { rate, sales: number, tax: String::new() });
            }
            Account::Tax(_) => {
                if let Some(trade) = read.trade.last_mut() {
                    trade.tax = number;
                }
            }
        }
    }
    read.trade.retain(|trade| !trade.sales.is_empty() || !trade.tax.is_empty());
    read
}
