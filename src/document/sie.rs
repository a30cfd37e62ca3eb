//! A day's trade as bookkeeping: a SIE file of type 4 (the form for import, "4I"), which Swedish bookkeeping programs
//! read. One voucher a day, balanced to the öre.
//!
//! Written from the public description of the format; letters are those of code page 437, as it demands.

use std::collections::BTreeMap;
use std::io::{self, Write};

use jiff::civil::Date;

use crate::core::figures::{Figures, Measure};
use crate::core::money::Amount;
use crate::core::settings::{Accounts, Shop};
use crate::core::tender::TenderKind;
use crate::core::vat::VatRate;
use crate::language::{Texts, percent};

/// Why a day cannot be booked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BookingError {
    /// Name accounts for this rate in the settings.
    #[error("there are no accounts for sales with {}% VAT", .rate.percent())]
    NoAccounts {
        /// The rate.
        rate: VatRate,
    },
    /// The figures do not agree with each other: the journal should be verified.
    #[error("the figures of {date} do not balance: {difference:?} is left over")]
    Unbalanced {
        /// Of which day.
        date: Date,
        /// Debit less credit.
        difference: Amount,
    },
}

/// What one day is booked as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voucher {
    /// The day.
    pub date: Date,
    /// What it is about.
    pub text: String,
    /// Accounts with their amounts: debit above zero, credit below.
    pub rows: Vec<VoucherRow>,
}

/// One row of a voucher.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoucherRow {
    /// The account.
    pub account: String,
    /// Debit above zero, credit below.
    pub amount: Amount,
    /// What it is.
    pub text: String,
}

/// Books a day: each means of payment on its account, sales and tax on those of their rate, rounding on its own.
///
/// # Errors
/// See [`BookingError`].
pub fn voucher(
    figures: &Figures,
    accounts: &Accounts,
    (date, register): (Date, &str),
    texts: &Texts,
) -> Result<Voucher, BookingError> {
    let mut rows = Vec::new();
    let mut book = |account: &str, amount: Amount, text: String| {
        if !amount.is_zero() {
            rows.push(VoucherRow { account: account.to_owned(), amount, text });
        }
    };
    for (kind, account, key) in [
        (TenderKind::Cash, &accounts.cash, "report-cash"),
        (TenderKind::Card, &accounts.card, "report-card"),
        (TenderKind::Seqr, &accounts.seqr, "report-seqr"),
        (TenderKind::Voucher, &accounts.voucher, "report-voucher"),
        (TenderKind::Account, &accounts.receivable, "report-account"),
    ] {
        book(account, figures.tender_net(kind), texts.get(key).into_owned());
    }
    for part in figures.vat() {
        let known = accounts.trade.iter().find(|account| account.rate == part.rate);
        let known = known.ok_or(BookingError::NoAccounts { rate: part.rate })?;
        let rate = percent(part.rate, texts.language());
        let words = |key| texts.with(key, &[("rate", rate.as_str().into())]).into_owned();
        book(&known.sales, -part.net, words("sie-sales"));
        book(&known.tax, -part.vat, words("sie-tax"));
    }
    let rounding = figures.get(&Measure::Rounding).amount;
    book(&accounts.rounding, -rounding, texts.get("report-rounding").into_owned());
    // What was counted, instead of what should have been in the drawer.
    let miscounted = figures.get(&Measure::CashDifference).amount;
    book(&accounts.cash, miscounted, texts.get("report-cash-difference").into_owned());
    book(&accounts.cash_difference, -miscounted, texts.get("report-cash-difference").into_owned());
    let difference: Amount = rows.iter().map(|row| row.amount).sum();
    if !difference.is_zero() {
        return Err(BookingError::Unbalanced { date, difference });
    }
    let text = texts.with("sie-voucher", &[("register", register.into())]).into_owned();
    Ok(Voucher { date, text, rows })
}

/// What a file says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SieHead<'a> {
    /// The shop.
    pub shop: &'a Shop,
    /// When the file was made.
    pub made: Date,
    /// First and last day of the financial year, where they are known.
    pub financial_year: Option<(Date, Date)>,
    /// ISO 4217 code.
    pub currency: &'a str,
    /// Names of the accounts that may come.
    pub accounts: BTreeMap<String, String>,
}

/// The accounts that vouchers use, with names for programs that do not know them.
pub fn account_names(accounts: &Accounts, texts: &Texts) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    let mut name = |account: &str, text: String| {
        if !account.is_empty() {
            let _first = names.entry(account.to_owned()).or_insert(text);
        }
    };
    for (account, key) in [
        (&accounts.cash, "report-cash"),
        (&accounts.card, "report-card"),
        (&accounts.seqr, "report-seqr"),
        (&accounts.voucher, "report-voucher"),
        (&accounts.receivable, "report-account"),
        (&accounts.rounding, "report-rounding"),
        (&accounts.cash_difference, "report-cash-difference"),
    ] {
        name(account, texts.get(key).into_owned());
    }
    for account in &accounts.trade {
        let rate = percent(account.rate, texts.language());
        let words = |key| texts.with(key, &[("rate", rate.as_str().into())]).into_owned();
        name(&account.sales, words("sie-sales"));
        name(&account.tax, words("sie-tax"));
    }
    names
}

/// A file that is being written, voucher by voucher.
pub struct SieFile<W: Write> {
    to: W,
}

impl<W: Write> SieFile<W> {
    /// Writes what stands before the vouchers.
    ///
    /// # Errors
    /// When it cannot be written; the same holds for every voucher.
    pub fn begin(to: W, head: &SieHead<'_>) -> io::Result<Self> {
        let mut file = SieFile { to };
        file.line("#FLAGGA 0")?;
        file.line(concat!("#PROGRAM \"Kassa\" \"", env!("CARGO_PKG_VERSION"), "\""))?;
        file.line("#FORMAT PC8")?;
        file.line(&format!("#GEN {}", day(head.made)))?;
        file.line("#SIETYP 4")?;
        if !head.shop.organisation_number.is_empty() {
            file.line(&format!("#ORGNR {}", quoted(&head.shop.organisation_number)))?;
        }
        file.line(&format!("#FNAMN {}", quoted(&head.shop.name)))?;
        if let Some((first, last)) = head.financial_year {
            file.line(&format!("#RAR 0 {} {}", day(first), day(last)))?;
        }
        file.line(&format!("#VALUTA {}", quoted(head.currency)))?;
        for (account, name) in &head.accounts {
            file.line(&format!("#KONTO {account} {}", quoted(name)))?;
        }
        Ok(file)
    }

    /// Writes a voucher. The program that reads it gives it its number.
    ///
    /// # Errors
    /// As above.
    pub fn voucher(&mut self, voucher: &Voucher) -> io::Result<()> {
        let text = quoted(&voucher.text);
        self.line(&format!("#VER \"\" \"\" {} {text}", day(voucher.date)))?;
        self.line("{")?;
        for row in &voucher.rows {
            let (account, amount) = (&row.account, row.amount.to_decimal());
            let text = quoted(&row.text);
            self.line(&format!("#TRANS {account} {{}} {amount} {} {text}", day(voucher.date)))?;
        }
        self.line("}")
    }

    /// Writes what is left.
    ///
    /// # Errors
    /// As above.
    pub fn end(mut self) -> io::Result<()> {
        self.to.flush()
    }

    fn line(&mut self, line: &str) -> io::Result<()> {
        let mut bytes: Vec<u8> = line.chars().map(code_page_437).collect();
        bytes.extend_from_slice(b"\r\n");
        self.to.write_all(&bytes)
    }
}

fn day(date: Date) -> String {
    date.strftime("%Y%m%d").to_string()
}

/// Between quotation marks, without what the format forbids in a field.
fn quoted(text: &str) -> String {
    let mut field = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => field.push_str("\\\""),
            // Only quotation marks have an escape.
            '\\' => field.push('/'),
            '\u{a0}' | '\u{202f}' => field.push(' '),
            character if character.is_control() => field.push(' '),
            character => field.push(character),
        }
    }
    field.push('"');
    field
}

/// The letters of code page 437 behind ASCII, from 0x80 on.
const LETTERS: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»";

/// A letter in code page 437; a question mark for those that it does not have.
fn code_page_437(character: char) -> u8 {
    if character.is_ascii() {
        return character as u8;
    }
    let place = LETTERS.chars().position(|letter| letter == character);
    place.and_then(|place| u8::try_from(0x80 + place).ok()).unwrap_or(b'?')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_fields() {
        let bytes = |text: &str| text.chars().map(code_page_437).collect::<Vec<u8>>();
        assert_eq!(
            bytes("åäöÅÄÖéÉüÜ"),
            [0x86, 0x84, 0x94, 0x8f, 0x8e, 0x99, 0x82, 0x90, 0x81, 0x9a]
        );
        assert_eq!(bytes("½»茶"), [0xab, 0xaf, b'?']);
        assert_eq!(quoted("Bo \"Kal\" \\ co\n25\u{a0}%"), r#""Bo \"Kal\" / co 25 %""#);
    }
}
