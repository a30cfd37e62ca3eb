//! A report as SEQR writes it: XML, carefully or as in the vendor's examples.

use std::fmt::Write as _;

use jiff::Timestamp;
use jiff::tz::Offset;
use rust_decimal::Decimal;

use super::{Readings, RefundsInReports, ReportStyle};
use crate::seqr::message;
use crate::simulator::markup::escaped;

/// The reports that a register can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Report {
    /// `Shop.xml`: count and sum of the shop.
    Shop,
    /// `STD_RECON_003.xml`: every transaction of the shop.
    ShopDetails,
    /// `STD_RECON_006.xml`: count and sum of a terminal.
    Terminal,
    /// `STD_RECON_007.xml`: every transaction of a terminal.
    TerminalDetails,
}

impl Report {
    pub(super) fn from_id(id: &str) -> Option<Self> {
        match id {
            "Reconciliation/Shop.xml" => Some(Report::Shop),
            "Reconciliation/STD_RECON_003.xml" => Some(Report::ShopDetails),
            "Reconciliation/STD_RECON_006.xml" => Some(Report::Terminal),
            "Reconciliation/STD_RECON_007.xml" => Some(Report::TerminalDetails),
            _ => None,
        }
    }

    pub(super) const fn is_of_terminal(self) -> bool {
        matches!(self, Report::Terminal | Report::TerminalDetails)
    }

    const fn is_detailed(self) -> bool {
        matches!(self, Report::ShopDetails | Report::TerminalDetails)
    }

    /// The first tag and the last one.
    const fn tags(self, style: ReportStyle) -> (&'static str, &'static str) {
        match (self, style) {
            (Report::Shop, ReportStyle::Clean) => {
                ("<ResellerTransactionSummary>", "</ResellerTransactionSummary>")
            }
            // Closed by a second start tag.
            (Report::Shop, ReportStyle::Sloppy) => {
                ("<ResellerTransactionSummary>", "<ResellerTransactionSummary>")
            }
            (Report::Terminal, ReportStyle::Clean) => {
                ("<TerminalTransactionSummary>", "</TerminalTransactionSummary>")
            }
            (Report::Terminal, ReportStyle::Sloppy) => {
                ("<CashierTransactionSummary>", "</TerminalTransactionSummary>")
            }
            (Report::TerminalDetails, ReportStyle::Sloppy) => {
                ("<CashierTransactionSummary>", "</TransactionDetails>")
            }
            (Report::ShopDetails | Report::TerminalDetails, _) => {
                ("<TransactionDetails>", "</TransactionDetails>")
            }
        }
    }

    fn title(self, style: ReportStyle, period: &str) -> String {
        let number = match self {
            Report::Shop => return String::new(),
            Report::ShopDetails => "003",
            Report::Terminal => "006",
            Report::TerminalDetails => "007",
        };
        // The vendor's examples show another period's id in the title.
        let period = match (self, style) {
            (Report::Terminal | Report::TerminalDetails, ReportStyle::Sloppy) => {
                period.chars().rev().collect()
            }
            _ => period.to_owned(),
        };
        format!("STD_RECON_{number}_{period}.xml")
    }
}

/// What stands above the rows.
pub(super) struct Heading<'a> {
    pub(super) shop: &'a str,
    pub(super) terminal: Option<&'a str>,
    pub(super) period: &'a str,
    pub(super) generated: Timestamp,
}

/// One transaction. Amounts are above zero in both kinds.
#[derive(Debug, Clone, Copy)]
pub(super) enum Line<'a> {
    Sale { terminal: &'a str, cashier: Option<&'a str>, amount: Decimal, ers_reference: &'a str },
    Refund { terminal: &'a str, cashier: Option<&'a str>, amount: Decimal, ers_reference: &'a str },
}

/// The report in both of its forms.
pub(super) fn write(
    report: Report,
    heading: &Heading<'_>,
    lines: &[Line<'_>],
    readings: &Readings,
) -> message::Report {
    let writer = Writer { style: readings.report_style, refunds: readings.refunds_in_reports };
    let text = writer.document(report, heading, lines);
    message::Report {
        title: Some(report.title(readings.report_style, heading.period)),
        mime_type: Some(match readings.report_style {
            ReportStyle::Sloppy => "text/html".to_owned(),
            ReportStyle::Clean => "text/xml".to_owned(),
        }),
        content: Some(text.clone().into_bytes()),
        content_string: Some(text),
    }
}

struct Writer {
    style: ReportStyle,
    refunds: RefundsInReports,
}

impl Writer {
    fn document(&self, report: Report, heading: &Heading<'_>, lines: &[Line<'_>]) -> String {
        let (first, last) = report.tags(self.style);
        let mut text = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{first}\n<Meta>\n");
        element(&mut text, "ResellerId", heading.shop);
        if let Some(terminal) = heading.terminal {
            element(&mut text, "TerminalId", terminal);
        }
        element(&mut text, "TransactionPeriodId", heading.period);
        let generated = Offset::UTC.to_datetime(heading.generated);
        element(&mut text, "GeneratedAt", &generated.strftime("%Y-%m-%d %H:%M").to_string());
        text.push_str("</Meta>\n");
        if report.is_detailed() {
            for line in lines {
                self.row(&mut text, |writer, text| writer.details(text, line));
            }
        } else {
            self.row(&mut text, |writer, text| writer.summary(text, lines));
        }
        self.blank_line(&mut text);
        text.push_str(last);
        text
    }

    fn row(&self, text: &mut String, fields: impl FnOnce(&Self, &mut String)) {
        self.blank_line(text);
        text.push_str("<Row>\n");
        fields(self, text);
        text.push_str("</Row>\n");
    }

    fn details(&self, text: &mut String, line: &Line<'_>) {
        let (terminal, cashier, amount, ers_reference) = match *line {
            Line::Sale { terminal, cashier, amount, ers_reference }
            | Line::Refund { terminal, cashier, amount, ers_reference } => {
                (terminal, cashier, amount, ers_reference)
            }
        };
        element(text, "TerminalId", terminal);
        match (cashier, self.style) {
            (Some(cashier), _) => element(text, "CashierId", cashier),
            (None, ReportStyle::Sloppy) => element(text, "CashierId", "NULL"),
            (None, ReportStyle::Clean) => {}
        }
        let (name, amount) = match (line, self.refunds) {
            (Line::Sale { .. }, _) => ("SalesAmount", amount),
            (Line::Refund { .. }, RefundsInReports::OwnFields) => ("RefundAmount", amount),
            (Line::Refund { .. }, _) => ("SalesAmount", -amount),
        };
        element(text, name, &self.amount(amount));
        element(text, "ErsReference", ers_reference);
    }

    fn summary(&self, text: &mut String, lines: &[Line<'_>]) {
        let (mut sales, mut sold) = (0_u64, Decimal::ZERO);
        let (mut refunds, mut refunded) = (0_u64, Decimal::ZERO);
        for line in lines {
            match (line, self.refunds) {
                (Line::Sale { amount, .. }, _) => {
                    sales += 1;
                    sold += amount;
                }
                (Line::Refund { amount, .. }, RefundsInReports::OwnFields) => {
                    refunds += 1;
                    refunded += amount;
                }
                (Line::Refund { amount, .. }, _) => {
                    sales += 1;
                    sold -= amount;
                }
            }
        }
        element(text, "SalesCount", &sales.to_string());
        element(text, "SalesTotal", &self.amount(sold));
        if self.refunds == RefundsInReports::OwnFields {
            element(text, "RefundCount", &refunds.to_string());
            element(text, "RefundTotal", &self.amount(refunded));
        }
    }

    fn amount(&self, amount: Decimal) -> String {
        match self.style {
            ReportStyle::Sloppy => format!("{amount:.5}"),
            ReportStyle::Clean => format!("{amount:.2}"),
        }
    }

    fn blank_line(&self, text: &mut String) {
        if self.style == ReportStyle::Sloppy {
            text.push('\n');
        }
    }
}

fn element(text: &mut String, name: &str, value: &str) {
    // Writing to a string cannot fail.
    let _infallible = writeln!(text, "<{name}>{}</{name}>", escaped(value));
}
