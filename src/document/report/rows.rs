//! Figures as rows of tables.

use super::super::table::{Cell, Column};
use super::Summary;
use crate::core::catalog::ArticleNumber;
use crate::core::figures::{
    ArticleSales, Cashier, Figures, Hour, Measure, SeqrPost, SeqrState, SeqrTotals, Sum,
};
use crate::core::language::Language;
use crate::core::tender::TenderKind;
use crate::language::Texts;

const fn column(name: &'static str, heading: &'static str) -> Column {
    Column { name, heading, shown: true }
}

/// SEQR payments and refunds, one by one.
pub const SEQR: &[Column] = &[
    column("at", "column-time"),
    column("receipt", "column-receipt"),
    Column { name: "cashier_number", heading: "column-cashier-number", shown: false },
    column("cashier", "column-cashier"),
    column("ers_reference", "column-reference"),
    Column { name: "terminal", heading: "column-terminal", shown: false },
    column("state", "column-state"),
    column("amount", "column-amount"),
];

/// Tax, rate by rate.
pub const VAT: &[Column] = &[
    column("rate", "column-rate"),
    column("net", "column-net"),
    column("vat", "column-vat"),
    column("gross", "column-gross"),
];

/// What was sold of each article.
pub const ARTICLES: &[Column] = &[
    column("group", "column-group"),
    column("article", "column-article"),
    column("name", "column-name"),
    column("vat_rate", "column-rate"),
    column("quantity", "column-quantity"),
    column("amount", "column-amount"),
];

/// What each cashier did.
pub const CASHIERS: &[Column] = &[
    column("number", "column-number"),
    column("name", "column-name"),
    column("sales", "column-sales"),
    column("sales_amount", "column-sales-amount"),
    column("returns", "column-returns"),
    column("returns_amount", "column-returns-amount"),
    column("corrections", "column-corrections"),
    column("corrections_amount", "column-corrections-amount"),
];

/// Trade by the hours of the day.
pub const HOURS: &[Column] = &[
    column("hour", "column-hour"),
    column("sales", "column-sales"),
    column("sales_amount", "column-sales-amount"),
    column("returns", "column-returns"),
    column("returns_amount", "column-returns-amount"),
];

/// All figures, one below the other.
pub const FIGURES: &[Column] = &[
    Column { name: "measure", heading: "column-measure", shown: false },
    column("name", "column-name"),
    column("count", "column-count"),
    column("quantity", "column-quantity"),
    column("amount", "column-amount"),
    column("vat", "column-vat"),
];

/// The key of a state's name.
fn state_key(state: SeqrState) -> &'static str {
    match state {
        SeqrState::Paid => "seqr-state-paid",
        SeqrState::PartlyRefunded => "seqr-state-partly-refunded",
        SeqrState::Refunded => "seqr-state-refunded",
        SeqrState::Unverified => "seqr-state-unverified",
        SeqrState::InDoubt => "seqr-state-in-doubt",
        SeqrState::NotBooked => "seqr-state-not-booked",
        SeqrState::TakenBack => "seqr-state-taken-back",
        SeqrState::Refund => "seqr-state-refund",
        SeqrState::RefundUnverified => "seqr-state-refund-unverified",
        SeqrState::RefundInDoubt => "seqr-state-refund-in-doubt",
    }
}

/// A payment or refund as a row of [`SEQR`].
pub fn seqr_row(post: &SeqrPost, texts: &Texts) -> Vec<Cell> {
    let text = |text: Option<String>| text.map_or(Cell::Nothing, Cell::Text);
    vec![
        Cell::Moment(post.at),
        text(post.receipt.map(|number| number.0.to_string())),
        Cell::Text(post.cashier.number.to_string()),
        Cell::Text(post.cashier.name.clone()),
        text(post.ers_reference.clone()),
        Cell::Text(post.terminal.clone()),
        Cell::Text(texts.get(state_key(post.state)).into_owned()),
        Cell::Amount(post.amount),
    ]
}

/// What SEQR payments come to, and the account that they belong to.
pub fn seqr_summary(totals: &SeqrTotals, account: &str, texts: &Texts) -> Summary {
    let mut summary = Summary::default();
    for (state, sum) in totals.by_state() {
        summary.counted(&texts.get(state_key(state)), sum, texts);
    }
    let account = texts.with("seqr-account", &[("account", account.into())]);
    summary.total(&account, totals.money(), texts.language());
    summary
}

/// Tax as rows of [`VAT`].
pub fn vat_rows(figures: &Figures) -> Vec<Vec<Cell>> {
    let parts = figures.vat();
    let row = |part: &crate::core::vat::VatPart| {
        let amounts = [part.net, part.vat, part.gross].map(Cell::Amount);
        [Cell::Rate(part.rate)].into_iter().chain(amounts).collect()
    };
    parts.iter().map(row).collect()
}

/// What was sold of an article as a row of [`ARTICLES`].
pub fn article_row(sold: &ArticleSales, language: Language) -> Vec<Cell> {
    vec![
        Cell::Text(sold.group.in_language(language).to_owned()),
        Cell::Text(sold.article.as_ref().map_or("", ArticleNumber::as_str).to_owned()),
        Cell::Text(sold.name.in_language(language).to_owned()),
        Cell::Rate(sold.vat),
        Cell::Quantity(sold.quantity),
        Cell::Amount(sold.amount),
    ]
}

/// People as rows of [`CASHIERS`].
pub fn cashier_rows(figures: &Figures) -> Vec<Vec<Cell>> {
    let row = |(cashier, sums): (&Cashier, [Sum; 3])| {
        let mut cells =
            vec![Cell::Text(cashier.number.to_string()), Cell::Text(cashier.name.clone())];
        for sum in sums {
            cells.extend([Cell::Count(sum.count), Cell::Amount(sum.amount)]);
        }
        cells
    };
    figures.cashiers().into_iter().map(row).collect()
}

/// Hours as rows of [`HOURS`].
pub fn hour_rows(hours: &[Hour]) -> Vec<Vec<Cell>> {
    let row = |hour: &Hour| {
        vec![
            Cell::Text(format!("{:02}", hour.hour)),
            Cell::Count(hour.sales.count),
            Cell::Amount(hour.sales.amount),
            Cell::Count(hour.returns.count),
            Cell::Amount(hour.returns.amount),
        ]
    };
    hours.iter().map(row).collect()
}

/// All figures as rows of [`FIGURES`].
pub fn figure_rows(figures: &Figures, texts: &Texts) -> Vec<Vec<Cell>> {
    let row = |(measure, sum): (&Measure, Sum)| {
        let (word, name) = words(measure, texts);
        vec![
            Cell::Text(word.to_owned()),
            Cell::Text(name),
            Cell::Count(sum.count),
            Cell::Quantity(sum.quantity),
            Cell::Amount(sum.amount),
            Cell::Amount(sum.vat),
        ]
    };
    figures.sums().map(row).collect()
}

/// The word of a measure for programs, and its name for people.
fn words(measure: &Measure, texts: &Texts) -> (&'static str, String) {
    let language = texts.language();
    let of = |word: &'static str, key: &str| (word, texts.get(key).into_owned());
    let person = |cashier: &Cashier| {
        let name = cashier.name.as_str();
        let values = [("number", cashier.number.0.into()), ("name", name.into())];
        texts.with("report-cashier", &values).into_owned()
    };
    match measure {
        Measure::Sales => of("sales", "report-sales"),
        Measure::Returns => of("returns", "report-returns"),
        Measure::Group(name) => ("group", name.in_language(language).to_owned()),
        Measure::Vat(rate) => ("vat", crate::language::percent(*rate, language)),
        Measure::Goods => of("goods", "report-goods"),
        Measure::Services => of("services", "report-services"),
        Measure::Taken(TenderKind::Cash) => of("cash", "report-cash"),
        Measure::Taken(TenderKind::Card) => of("card", "report-card"),
        Measure::Taken(TenderKind::Seqr) => of("seqr", "report-seqr"),
        Measure::GivenBack(TenderKind::Cash) => of("cash_back", "report-cash-back"),
        Measure::GivenBack(TenderKind::Card) => of("card_back", "report-card-back"),
        Measure::GivenBack(TenderKind::Seqr) => of("seqr_back", "report-seqr-back"),
        Measure::Taken(TenderKind::Voucher) => of("voucher", "report-voucher"),
        Measure::Taken(TenderKind::Account) => of("account", "report-account"),
        Measure::GivenBack(TenderKind::Voucher) => of("voucher_back", "report-voucher-back"),
        Measure::GivenBack(TenderKind::Account) => of("account_back", "report-account-back"),
        Measure::SeqrUnverified => of("seqr_unverified", "report-seqr-unverified"),
        Measure::Rounding => of("rounding", "report-rounding"),
        Measure::DrawerForReceipt => of("drawer_for_receipt", "report-drawer-for-receipt"),
        Measure::DrawerWithoutSale => of("drawer_without_sale", "report-drawer-without-sale"),
        Measure::Copies => of("copies", "report-copies"),
        Measure::Training => of("training", "report-training"),
        Measure::Discounts => of("discounts", "report-discounts"),
        Measure::PricesLowered => of("prices_lowered", "report-prices-lowered"),
        Measure::PricesRaised => of("prices_raised", "report-prices-raised"),
        Measure::LinesRemoved => of("lines_removed", "report-lines-removed"),
        Measure::QuantitiesLowered => of("quantities_lowered", "report-quantities-lowered"),
        Measure::Cancelled => of("cancelled", "report-cancelled"),
        Measure::XReports => of("x_reports", "report-x-reports"),
        Measure::Float => of("float", "report-float"),
        Measure::CashIn => of("cash_in", "report-cash-in"),
        Measure::CashOut => of("cash_out", "report-cash-out"),
        Measure::CashDifference => of("cash_difference", "report-cash-difference"),
        Measure::CashierSales(cashier) => ("cashier_sales", person(cashier)),
        Measure::CashierReturns(cashier) => ("cashier_returns", person(cashier)),
        Measure::CashierCorrections(cashier) => ("cashier_corrections", person(cashier)),
    }
}
