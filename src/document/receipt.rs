//! The receipt, with every field that the law names (SKVFS 2014:9, 7 kap 1 §) and those that
//! SEQR asks for.
//!
//! Takes figures that are final and does no arithmetic with money.

use jiff::Zoned;

use super::{Align, Document, Row, Style};
use crate::core::discount::Cut;
use crate::core::language::Language;
use crate::core::money::Amount;
use crate::core::payment::AttemptId;
use crate::core::receipt::{Line, Quantity, ReceiptNumber, Settlement};
use crate::core::settings::Shop;
use crate::core::tender::{Tender, TenderMeans};
use crate::core::vat::{VatPart, VatRate};
use crate::language::{Texts, amount, date_time, money, percent, quantity};

/// Everything that stands on a receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptPaper {
    /// The shop.
    pub shop: Shop,
    /// The register's designation.
    pub register: String,
    /// The receipt's number.
    pub number: ReceiptNumber,
    /// When it was completed, in the register's time zone.
    pub at: Zoned,
    /// Who was at the register, as customers may read it.
    pub cashier: String,
    /// What was sold.
    pub lines: Vec<Line>,
    /// Sum of the lines.
    pub total: Amount,
    /// The tax in it, rate by rate.
    pub vat: Vec<VatPart>,
    /// How it was paid.
    pub tenders: Vec<Tender>,
    /// Change and rounding.
    pub settlement: Settlement,
    /// ISO 4217 code.
    pub currency: String,
    /// The language of the receipt.
    pub language: Language,
    /// Whether it is the one original.
    pub marking: Marking,
    /// Paper, or something that is sent.
    pub medium: Medium,
    /// What a return goes back to. Its amounts are below zero.
    pub returns: Option<ReturnOf>,
}

/// The receipt that a return goes back to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnOf {
    /// Its number.
    pub number: ReceiptNumber,
    /// SEQR's numbers of the payments that were given back.
    pub references: Vec<(AttemptId, String)>,
}

/// The words that the law wants on what is not an original receipt, at least twice as large as
/// the amounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Marking {
    /// The receipt itself.
    #[default]
    Original,
    /// The original, printed anew because its paper was cut off. It is no second original and no
    /// copy, of which the law allows one.
    PrintedAgain {
        /// For which time, from 2 on.
        print: u32,
    },
    /// KOPIA.
    Copy,
    /// ÖVNING.
    Training,
    /// EJ KVITTO: what was rung up, before it is paid.
    NotAReceipt,
}

/// Where a receipt is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Medium {
    /// On paper.
    #[default]
    Paper,
    /// In a file, which the law wants to be called an electronic receipt.
    Electronic,
}

impl Marking {
    /// Keys of the word and of the sentence that explains it.
    fn keys(self) -> Option<(&'static str, &'static str)> {
        match self {
            Marking::Original => None,
            Marking::PrintedAgain { .. } => {
                Some(("marking-printed-again", "marking-printed-again-meaning"))
            }
            Marking::Copy => Some(("marking-copy", "marking-copy-meaning")),
            Marking::Training => Some(("marking-training", "marking-training-meaning")),
            Marking::NotAReceipt => {
                Some(("marking-not-a-receipt", "marking-not-a-receipt-meaning"))
            }
        }
    }
}

/// What the bar code of a receipt begins with, so that no article's code is taken for it.
const CODE_PREFIX: &str = "KV";

/// The bar code of a receipt.
pub fn code(number: ReceiptNumber) -> String {
    format!("{CODE_PREFIX}{:08}", number.0)
}

/// The receipt that a scanned code means, if it is a receipt's.
pub fn number_of(code: &str) -> Option<ReceiptNumber> {
    let digits = code.strip_prefix(CODE_PREFIX)?;
    let is_number = digits.len() >= 8 && digits.bytes().all(|digit| digit.is_ascii_digit());
    if is_number { digits.parse().ok().map(ReceiptNumber) } else { None }
}

/// Builds the receipt.
pub fn document(paper: &ReceiptPaper) -> Document {
    let mut writer = Writer { paper, texts: Texts::of(paper.language), document: Document::new() };
    writer.shop();
    writer.marking();
    writer.identity();
    writer.lines();
    writer.total();
    writer.tenders();
    writer.vat();
    writer.end();
    writer.document
}

struct Writer<'a> {
    paper: &'a ReceiptPaper,
    texts: &'static Texts,
    document: Document,
}

impl Writer<'_> {
    fn amount(&self, value: Amount) -> String {
        amount(value, self.paper.language)
    }

    fn shop(&mut self) {
        let shop = &self.paper.shop;
        for line in &shop.header {
            self.document.centered(line);
        }
        let organisation = self.texts.with(
            "receipt-organisation-number",
            &[("number", shop.organisation_number.as_str().into())],
        );
        self.document.styled(&shop.name, Align::Center, Style::BOLD);
        for line in &shop.address {
            self.document.centered(line);
        }
        self.document.centered(organisation);
        self.document.blank();
    }

    fn marking(&mut self) {
        if let Some((word, meaning)) = self.paper.marking.keys() {
            let print = match self.paper.marking {
                Marking::PrintedAgain { print } => i64::from(print),
                _ => 1,
            };
            let word = self.texts.with(word, &[("print", print.into())]);
            self.document.styled(word, Align::Center, Style::DOUBLE);
            self.document.centered(self.texts.get(meaning));
            self.document.blank();
        }
        if self.paper.medium == Medium::Electronic {
            self.document.centered(self.texts.get("receipt-electronic"));
            self.document.blank();
        }
    }

    fn identity(&mut self) {
        let paper = self.paper;
        let number = paper.number.0.to_string();
        // What is not a receipt has no number of one.
        let title = match (paper.marking, &paper.returns) {
            (Marking::NotAReceipt, _) => Default::default(),
            (_, None) => self.texts.with("receipt-title", &[("number", number.into())]),
            (_, Some(_)) => self.texts.with("receipt-return-title", &[("number", number.into())]),
        };
        let at = date_time(paper.at.timestamp(), paper.at.time_zone());
        let cashier =
            self.texts.with("receipt-cashier", &[("name", paper.cashier.as_str().into())]);
        self.document.styled_pair(title, at, Style::NORMAL);
        self.document.pair(&paper.register, cashier);
        if let Some(of) = &paper.returns {
            let number = of.number.0.to_string();
            self.document.text(self.texts.with("receipt-return-of", &[("number", number.into())]));
        }
        self.document.rule();
    }

    fn lines(&mut self) {
        let language = self.paper.language;
        for line in &self.paper.lines {
            let text = self.texts.with(
                "receipt-line",
                &[
                    ("quantity", quantity(line.quantity, language).into()),
                    ("name", line.name.in_language(language).into()),
                ],
            );
            // What comes back stands at what was paid for it; what is sold, at its price and then less its discount.
            let back = line.terms.sold.is_some();
            self.document.pair(text, self.amount(if back { line.sum() } else { line.gross() }));
            // A part of what was paid need not be so many times a price.
            let at_price = !back || line.sum() == line.gross();
            if line.quantity != Quantity::ONE && at_price {
                let price = self.amount(line.unit_price);
                let price = self.texts.with("receipt-unit-price", &[("price", price.into())]);
                self.document.text(format!("    {price}"));
            }
            if !back {
                self.discount(line);
            }
        }
        let shares: Amount = self.paper.lines.iter().map(|line| line.terms.share).sum();
        if !shares.is_zero() {
            self.document.pair(self.texts.get("receipt-discount-whole"), self.amount(-shares));
        }
        self.document.rule();
    }

    /// What a line is sold for less than usual.
    fn discount(&mut self, line: &Line) {
        if let Some(price) = line.terms.regular_price {
            let price = self.amount(price);
            let usual = self.texts.with("receipt-regular-price", &[("price", price.into())]);
            self.document.text(format!("    {usual}"));
        }
        let Some(discount) = &line.terms.discount else { return };
        let label = match discount.cut {
            Cut::Percent(share) => {
                let rate = VatRate::from_hundredths(share.hundredths());
                let percent = percent(rate, self.paper.language);
                self.texts.with("receipt-discount-percent", &[("percent", percent.into())])
            }
            Cut::Amount { .. } => self.texts.get("receipt-discount"),
        };
        self.document.pair(format!("    {label}"), self.amount(-line.discount()));
    }

    fn total(&mut self) {
        let paper = self.paper;
        let key = if paper.returns.is_some() { "receipt-return-total" } else { "receipt-total" };
        let label = self.texts.with(key, &[("currency", paper.currency.as_str().into())]);
        let tax: Amount = paper.vat.iter().map(|part| part.vat).sum();
        self.document.styled_pair(label, self.amount(paper.total), Style::BOLD);
        self.document.pair(self.texts.get("receipt-vat-included"), self.amount(tax));
        self.document.blank();
    }

    fn tenders(&mut self) {
        let paper = self.paper;
        for tender in &paper.tenders {
            let key = match tender.means {
                TenderMeans::Cash => "receipt-cash",
                TenderMeans::Card => "receipt-card",
                TenderMeans::Voucher { .. } => "receipt-voucher",
                TenderMeans::Account { .. } => "receipt-account",
                TenderMeans::Seqr { .. } => "receipt-seqr",
                TenderMeans::SeqrUnverified { .. } => "receipt-seqr-unverified",
                TenderMeans::SeqrRefund { .. } => "receipt-seqr-refund",
            };
            self.document.pair(self.texts.get(key), self.amount(tender.amount));
            match &tender.means {
                TenderMeans::Cash | TenderMeans::Card | TenderMeans::SeqrUnverified { .. } => {}
                TenderMeans::Voucher { number } => {
                    if let Some(number) = number {
                        self.document.text(format!("  {number}"));
                    }
                }
                TenderMeans::Account { customer } => self.document.text(format!("  {customer}")),
                TenderMeans::Seqr { ers_reference, .. } => {
                    self.reference("receipt-reference", ers_reference);
                }
                TenderMeans::SeqrRefund { payment, ers_reference, .. } => {
                    let known = paper.returns.iter().flat_map(|of| &of.references);
                    for (_, paid) in known.filter(|(known, _)| known == payment) {
                        self.reference("receipt-reference", paid);
                    }
                    if let Some(own) = ers_reference {
                        self.reference("receipt-refund-reference", own);
                    }
                }
            }
        }
        let Settlement { change, rounding } = paper.settlement;
        if !rounding.is_zero() {
            self.document.pair(self.texts.get("receipt-rounding"), self.amount(rounding));
        }
        if !change.is_zero() {
            let change = money(change, &paper.currency, paper.language);
            self.document.styled_pair(self.texts.get("receipt-change"), change, Style::BOLD);
        }
        self.document.blank();
    }

    fn reference(&mut self, key: &str, reference: &str) {
        let reference = self.texts.with(key, &[("reference", reference.into())]);
        self.document.text(format!("  {reference}"));
    }

    fn vat(&mut self) {
        let head = ["receipt-vat-rate", "receipt-net", "receipt-vat", "receipt-gross"]
            .map(|key| self.texts.get(key).into_owned())
            .to_vec();
        let body = self
            .paper
            .vat
            .iter()
            .map(|part| {
                vec![
                    percent(part.rate, self.paper.language),
                    self.amount(part.net),
                    self.amount(part.vat),
                    self.amount(part.gross),
                ]
            })
            .collect();
        self.document.push(Row::Table { head, body });
        self.document.blank();
    }

    fn end(&mut self) {
        let shop = &self.paper.shop;
        let manufacturing = self.texts.with(
            "receipt-manufacturing-number",
            &[("number", shop.manufacturing_number.as_str().into())],
        );
        self.document.centered(manufacturing);
        // Only an original may be looked up by its code: a copy has nothing to give back, nor has a return.
        let original =
            matches!(self.paper.marking, Marking::Original | Marking::PrintedAgain { .. });
        if original && self.paper.returns.is_none() {
            self.document.push(Row::Barcode(code(self.paper.number)));
        }
        for line in &shop.footer {
            self.document.centered(line);
        }
        self.document.push(Row::Cut);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_lead_back_to_their_receipt() {
        for number in [1, 1_024, 99_999_999, 123_456_789] {
            assert_eq!(number_of(&code(ReceiptNumber(number))), Some(ReceiptNumber(number)));
        }
        for other in ["", "KV", "KV1024", "KV0000102x", "00001024", "KV99999999999999999999999"] {
            assert_eq!(number_of(other), None, "{other}");
        }
    }
}
