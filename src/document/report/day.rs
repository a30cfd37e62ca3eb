//! X and Z reports, and the same figures of any other time.

use super::super::receipt::Marking;
use super::super::{Align, Document, Row, Style};
use super::{About, ReportPaper, range_words};
use crate::core::figures::{Measure, ReportKind, Standing, Sum};
use crate::core::money::Amount;
use crate::core::tender::TenderKind;
use crate::core::vat::VatPart;
use crate::language::{Texts, amount, date_time, decimal, money, percent};

/// Builds the report.
pub fn document(paper: &ReportPaper) -> Document {
    let mut writer = Writer { paper, texts: Texts::of(paper.language), document: Document::new() };
    writer.head();
    writer.trade();
    writer.groups();
    writer.vat();
    writer.tenders();
    writer.drawer();
    writer.counts();
    writer.corrections();
    writer.cashiers();
    writer.end();
    writer.document
}

struct Writer<'a> {
    paper: &'a ReportPaper,
    texts: &'static Texts,
    document: Document,
}

/// A quantity in thousandths, without needless decimals.
fn quantity(thousandths: i64, language: crate::core::language::Language) -> String {
    decimal(rust_decimal::Decimal::new(thousandths, 3).normalize(), language)
}

impl Writer<'_> {
    fn get(&self, measure: &Measure) -> Sum {
        self.paper.figures.get(measure)
    }

    fn amount(&self, value: Amount) -> String {
        amount(value, self.paper.language)
    }

    /// Words with a number behind them, and an amount.
    fn counted(&mut self, words: &str, count: String, value: Amount, style: Style) {
        let left = self
            .texts
            .with("report-counted", &[("what", words.into()), ("count", count.as_str().into())]);
        self.document.styled_pair(left, amount(value, self.paper.language), style);
    }

    fn sum(&mut self, key: &str, sum: Sum) {
        let words = self.texts.get(key);
        self.counted(&words, sum.count.to_string(), sum.amount, Style::NORMAL);
    }

    /// The same, where there is any.
    fn sum_if_any(&mut self, key: &str, sum: Sum) {
        if !sum.is_nothing() {
            self.sum(key, sum);
        }
    }

    fn number(&mut self, key: &str, number: String) {
        self.document.pair(self.texts.get(key), number);
    }

    fn heading(&mut self, key: &str) {
        self.document.blank();
        self.document.styled(self.texts.get(key), Align::Left, Style::BOLD);
    }

    fn head(&mut self) {
        let paper = self.paper;
        let organisation = self.texts.with(
            "receipt-organisation-number",
            &[("number", paper.shop.organisation_number.as_str().into())],
        );
        self.document.styled(&paper.shop.name, Align::Center, Style::BOLD);
        for line in &paper.shop.address {
            self.document.centered(line);
        }
        self.document.centered(organisation);
        self.document.blank();
        self.marking();
        self.title();
        let at = date_time(paper.at.timestamp(), paper.at.time_zone());
        self.document.pair(&paper.register, at);
        if !paper.by.is_empty() {
            let by = self.texts.with("report-by", &[("name", paper.by.as_str().into())]);
            self.document.text(by);
        }
        self.document.rule();
    }

    fn marking(&mut self) {
        let (word, meaning) = match self.paper.marking {
            Marking::Copy => ("marking-copy", "report-copy-meaning"),
            Marking::Training => ("marking-training", "marking-training-meaning"),
            Marking::PrintedAgain { .. } => ("marking-printed-again", "report-printed-again"),
            Marking::Original | Marking::NotAReceipt => return,
        };
        let print = match self.paper.marking {
            Marking::PrintedAgain { print } => i64::from(print),
            _ => 1,
        };
        let word = self.texts.with(word, &[("print", print.into())]);
        self.document.styled(word, Align::Center, Style::DOUBLE);
        self.document.centered(self.texts.get(meaning));
        self.document.blank();
    }

    fn title(&mut self) {
        match &self.paper.about {
            About::Period { kind, number, since, .. } => {
                let key = match kind {
                    ReportKind::X => "report-x",
                    ReportKind::Z => "report-z",
                };
                let number = number.map(|number| number.0.to_string()).unwrap_or_default();
                let title = self.texts.with(key, &[("number", number.as_str().into())]);
                self.document.styled(title.trim_end(), Align::Center, Style::TALL);
                let since = match since {
                    Some(at) => {
                        let at = date_time(at.timestamp(), at.time_zone());
                        self.texts.with("report-since", &[("at", at.as_str().into())])
                    }
                    None => self.texts.get("report-since-new"),
                };
                self.document.centered(since);
            }
            About::Range { from, to } => {
                self.document.styled(self.texts.get("report-day"), Align::Center, Style::TALL);
                self.document.centered(range_words(from, to, self.texts));
            }
        }
        self.document.blank();
    }

    fn trade(&mut self) {
        self.sum("report-sales", self.get(&Measure::Sales));
        self.sum("report-returns", self.get(&Measure::Returns));
        let net = money(self.paper.figures.net(), &self.paper.currency, self.paper.language);
        self.document.styled_pair(self.texts.get("report-net"), net, Style::BOLD);
    }

    fn groups(&mut self) {
        let language = self.paper.language;
        self.heading("report-groups");
        for (name, sum) in self.paper.figures.groups() {
            let count = quantity(sum.quantity, language);
            self.counted(name.in_language(language), count, sum.amount, Style::NORMAL);
        }
    }

    fn vat(&mut self) {
        self.heading("report-vat");
        let head = ["receipt-vat-rate", "receipt-net", "receipt-vat", "receipt-gross"]
            .map(|key| self.texts.get(key).into_owned())
            .to_vec();
        let row = |part: &VatPart| {
            let rate = percent(part.rate, self.paper.language);
            let amounts = [part.net, part.vat, part.gross].map(|amount| self.amount(amount));
            [rate].into_iter().chain(amounts).collect()
        };
        let body = self.paper.figures.vat().iter().map(row).collect();
        self.document.push(Row::Table { head, body });
    }

    fn tenders(&mut self) {
        self.heading("report-tenders");
        for (kind, taken_key, back_key) in [
            (TenderKind::Cash, "report-cash", "report-cash-back"),
            (TenderKind::Card, "report-card", "report-card-back"),
            (TenderKind::Seqr, "report-seqr", "report-seqr-back"),
        ] {
            let (taken, given_back) = self.paper.figures.tender(kind);
            self.sum(taken_key, taken);
            self.sum_if_any(back_key, given_back);
        }
        for (kind, taken_key, back_key) in [
            (TenderKind::Voucher, "report-voucher", "report-voucher-back"),
            (TenderKind::Account, "report-account", "report-account-back"),
        ] {
            let (taken, given_back) = self.paper.figures.tender(kind);
            self.sum_if_any(taken_key, taken);
            self.sum_if_any(back_key, given_back);
        }
        self.sum_if_any("report-seqr-unverified", self.get(&Measure::SeqrUnverified));
        self.sum_if_any("report-rounding", self.get(&Measure::Rounding));
    }

    /// The drawer, where shifts are kept.
    fn drawer(&mut self) {
        let rows = [
            ("report-float", Measure::Float),
            ("report-cash-in", Measure::CashIn),
            ("report-cash-out", Measure::CashOut),
            ("report-cash-difference", Measure::CashDifference),
        ];
        if rows.iter().all(|(_, measure)| self.get(measure).is_nothing()) {
            return;
        }
        self.heading("report-drawer-cash");
        for (key, measure) in rows {
            self.sum(key, self.get(&measure));
        }
    }

    fn counts(&mut self) {
        let language = self.paper.language;
        self.heading("report-numbers");
        let goods = quantity(self.get(&Measure::Goods).quantity, language);
        self.number("report-goods", goods);
        let services = quantity(self.get(&Measure::Services).quantity, language);
        self.number("report-services", services);
        let receipts = self.get(&Measure::Sales).count + self.get(&Measure::Returns).count;
        self.number("report-receipts", receipts.to_string());
        let without = self.get(&Measure::DrawerWithoutSale).count;
        let openings = without + self.get(&Measure::DrawerForReceipt).count;
        self.number("report-drawer", openings.to_string());
        self.number("report-drawer-without-sale", without.to_string());
        self.number("report-x-reports", self.get(&Measure::XReports).count.to_string());
    }

    fn corrections(&mut self) {
        self.heading("report-corrections");
        for (key, measure) in [
            ("report-copies", Measure::Copies),
            ("report-training", Measure::Training),
            ("report-discounts", Measure::Discounts),
        ] {
            self.sum(key, self.get(&measure));
        }
        self.sum_if_any("report-prices-lowered", self.get(&Measure::PricesLowered));
        self.sum_if_any("report-prices-raised", self.get(&Measure::PricesRaised));
        for (key, measure) in [
            ("report-lines-removed", Measure::LinesRemoved),
            ("report-quantities-lowered", Measure::QuantitiesLowered),
            ("report-cancelled", Measure::Cancelled),
        ] {
            self.sum(key, self.get(&measure));
        }
        if let About::Period { standing, .. } = self.paper.about {
            self.standing(standing);
        }
    }

    fn standing(&mut self, standing: Standing) {
        self.sum("report-unfinished", standing.unfinished);
        self.sum("report-in-doubt", standing.in_doubt);
        self.sum("report-unverified", standing.unverified);
        self.sum_if_any("report-refunds-in-doubt", standing.refunds_in_doubt);
        self.sum_if_any("report-refunds-owed", standing.refunds_owed);
    }

    fn cashiers(&mut self) {
        self.heading("report-cashiers");
        for (cashier, [sales, returns, _]) in self.paper.figures.cashiers() {
            let words = self.texts.with(
                "report-cashier",
                &[("number", cashier.number.0.into()), ("name", cashier.name.as_str().into())],
            );
            let both = sales.with(returns);
            self.counted(&words, both.count.to_string(), both.amount, Style::NORMAL);
        }
    }

    fn end(&mut self) {
        if let About::Period { grand, .. } = &self.paper.about {
            self.heading("report-grand");
            for (key, value) in [
                ("report-grand-sales", grand.sales),
                ("report-grand-returns", grand.returns),
                ("report-grand-net", grand.net()),
            ] {
                self.document.pair(self.texts.get(key), self.amount(value));
            }
        }
        self.document.blank();
        let manufacturing = self.texts.with(
            "receipt-manufacturing-number",
            &[("number", self.paper.shop.manufacturing_number.as_str().into())],
        );
        self.document.centered(manufacturing);
        if !self.paper.journal_mark.is_empty() {
            let mark = self.paper.journal_mark.as_str();
            let mark = self.texts.with("report-journal-mark", &[("mark", mark.into())]);
            self.document.centered(mark);
        }
        self.document.push(Row::Cut);
    }
}
