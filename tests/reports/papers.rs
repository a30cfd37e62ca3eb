//! Reports against files that a person has looked at. After a wanted change, write them again with
//! `KASSA_WRITE_GOLDEN=1 cargo test --test reports`, and look at the difference.

use std::path::PathBuf;

use jiff::Zoned;
use kassa::core::catalog::{ArticleNumber, Name};
use kassa::core::figures::{
    ArticleSales, Cashier, Figures, GrandTotals, Hour, Measure, ReportKind, ReportNumber, SeqrPost,
    SeqrState, SeqrTotals, Standing, Sum,
};
use kassa::core::language::Language;
use kassa::core::money::Amount;
use kassa::core::receipt::ReceiptNumber;
use kassa::core::settings::Shop;
use kassa::core::tender::TenderKind;
use kassa::core::user::UserNumber;
use kassa::core::vat::VatRate;
use kassa::document::receipt::Marking;
use kassa::document::report::{self, About, ReportPaper, Sheet, Summary};
use kassa::document::table::{Cell, Column};
use kassa::document::{Document, text};
use kassa::language::Texts;

fn golden(name: &str, text: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/reports/golden").join(name);
    if std::env::var_os("KASSA_WRITE_GOLDEN").is_some() {
        std::fs::write(&path, text).unwrap();
        return;
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(text == expected, "{name} differs; now it is:\n{text}");
}

fn tag(language: Language) -> &'static str {
    match language {
        Language::Swedish => "sv",
        Language::English => "en",
    }
}

fn at(text: &str) -> Zoned {
    format!("{text}[Europe/Stockholm]").parse().unwrap()
}

fn shop() -> Shop {
    Shop {
        name: "Café Räksmörgås AB".to_owned(),
        organisation_number: "556123-4567".to_owned(),
        address: vec!["Storgatan 1".to_owned(), "111 22 Stockholm".to_owned()],
        manufacturing_number: "KASSA-0000-0001".to_owned(),
        ..Shop::default()
    }
}

fn sum(count: i64, minor: i64) -> Sum {
    Sum { count, amount: Amount::from_minor(minor), ..Sum::default() }
}

fn part(gross: i64, vat: i64) -> Sum {
    Sum { amount: Amount::from_minor(gross), vat: Amount::from_minor(vat), ..Sum::default() }
}

fn group(quantity: i64, minor: i64) -> Sum {
    Sum { quantity, amount: Amount::from_minor(minor), ..Sum::default() }
}

fn cashier(number: u16, name: &str) -> Cashier {
    Cashier { number: UserNumber(number), name: name.to_owned() }
}

fn figures() -> Figures {
    let figures: Figures = [
        (Measure::Sales, sum(123, 4_567_890)),
        (Measure::Returns, sum(2, -12_340)),
        (
            Measure::Group(Name::new("Blandade delikatesser och smårätter", None)),
            group(98_255, 2_000_000),
        ),
        (Measure::Group(Name::new("Dryck", Some("Drinks"))), group(240_000, 2_555_550)),
        (Measure::Vat(VatRate::from_hundredths(2_500)), part(2_555_550, 511_110)),
        (Measure::Vat(VatRate::from_hundredths(1_200)), part(2_000_000, 214_286)),
        (Measure::Goods, group(335_255, 4_500_000)),
        (Measure::Services, group(3_000, 67_890)),
        (Measure::Taken(TenderKind::Cash), sum(40, 1_000_010)),
        (Measure::Taken(TenderKind::Card), sum(50, 1_567_890)),
        (Measure::Taken(TenderKind::Seqr), sum(38, 2_000_000)),
        (Measure::GivenBack(TenderKind::Seqr), sum(2, -12_340)),
        (Measure::SeqrUnverified, sum(1, 45_300)),
        (Measure::Rounding, sum(9, 10)),
        (Measure::DrawerForReceipt, sum(40, 0)),
        (Measure::DrawerWithoutSale, sum(3, 0)),
        (Measure::LinesRemoved, sum(4, 23_100)),
        (Measure::QuantitiesLowered, sum(1, 1_490)),
        (Measure::Cancelled, sum(2, 9_900)),
        (Measure::XReports, sum(1, 0)),
        (Measure::CashierSales(cashier(1, "Åsa Öberg")), sum(100, 4_000_000)),
        (Measure::CashierSales(cashier(2, "Bo")), sum(23, 567_890)),
        (Measure::CashierReturns(cashier(2, "Bo")), sum(2, -12_340)),
        (Measure::CashierCorrections(cashier(1, "Åsa Öberg")), sum(5, 24_590)),
    ]
    .into_iter()
    .collect();
    assert!(figures.agree());
    figures
}

fn paper(kind: ReportKind, language: Language, marking: Marking) -> ReportPaper {
    let standing = Standing { in_doubt: sum(1, 5_990), ..Standing::default() };
    let grand = GrandTotals {
        sales: Amount::from_minor(987_654_321),
        returns: Amount::from_minor(-99_900),
    };
    let about = About::Period {
        kind,
        number: Some(ReportNumber(17)),
        since: Some(at("2026-11-20T19:04:00+01:00")),
        grand,
        standing,
    };
    ReportPaper {
        shop: shop(),
        register: "Kassa 1".to_owned(),
        about,
        at: at("2026-11-21T19:02:33+01:00"),
        by: "Åsa Öberg".to_owned(),
        figures: figures(),
        currency: "SEK".to_owned(),
        language,
        marking,
        journal_mark: "0f1e2d3c4b5a6978".to_owned(),
    }
}

fn fits(document: &Document, columns: u8) -> String {
    let text = text::render(document, columns);
    for line in text.lines() {
        assert!(line.chars().count() <= usize::from(columns), "too long: {line:?}");
    }
    text
}

#[test]
fn z_reports_at_every_width_in_both_languages() {
    for language in Language::ALL {
        let document = report::document(&paper(ReportKind::Z, language, Marking::Original));
        for columns in [32, 42, 48] {
            golden(&format!("z-{}-{columns}.txt", tag(language)), &fits(&document, columns));
        }
        let copy = report::document(&paper(ReportKind::Z, language, Marking::Copy));
        assert!(fits(&copy, 48).contains("KOPIA") && !fits(&document, 48).contains("KOPIA"));
        let again = paper(ReportKind::Z, language, Marking::PrintedAgain { print: 2 });
        assert_ne!(fits(&report::document(&again), 48), fits(&document, 48));
    }
}

#[test]
fn x_reports_and_days_in_both_languages() {
    for language in Language::ALL {
        let x = paper(ReportKind::X, language, Marking::Original);
        golden(&format!("x-{}.txt", tag(language)), &fits(&report::document(&x), 48));
        let (from, to) = (at("2026-11-01T00:00:00+01:00"), at("2026-12-01T00:00:00+01:00"));
        let days = ReportPaper { about: About::Range { from, to }, ..x };
        golden(&format!("day-{}.txt", tag(language)), &fits(&report::document(&days), 48));
    }
}

fn sheet(title: &'static str, columns: &'static [Column], language: Language) -> Sheet {
    Sheet {
        shop: shop(),
        register: "Kassa 1".to_owned(),
        title,
        from: at("2026-11-21T00:00:00+01:00"),
        to: at("2026-11-22T00:00:00+01:00"),
        at: at("2026-11-22T08:00:00+01:00"),
        language,
        columns,
    }
}

fn posts() -> Vec<SeqrPost> {
    let post = |time: &str, receipt, minor, reference: Option<&str>, state| SeqrPost {
        at: time.parse().unwrap(),
        receipt,
        cashier: cashier(1, "Åsa Öberg"),
        amount: Amount::from_minor(minor),
        ers_reference: reference.map(str::to_owned),
        terminal: "T-1".to_owned(),
        state,
    };
    let number = |number| Some(ReceiptNumber(number));
    let reference = "2012050100000000000042015";
    vec![
        post("2026-11-21T08:15:00Z", number(1_024), 45_300, Some(reference), SeqrState::Paid),
        post(
            "2026-11-21T09:00:00Z",
            number(1_025),
            1_234_550,
            Some(reference),
            SeqrState::PartlyRefunded,
        ),
        post("2026-11-21T09:10:00Z", number(1_026), -34_550, Some(reference), SeqrState::Refund),
        post("2026-11-21T10:00:00Z", number(1_027), 5_990, None, SeqrState::Unverified),
        post("2026-11-21T10:05:00Z", None, 700, None, SeqrState::InDoubt),
    ]
}

fn tables(language: Language) -> [(&'static str, Document); 5] {
    let texts = Texts::of(language);
    let mut totals = SeqrTotals::default();
    posts().iter().for_each(|post| totals.add(post));
    assert_eq!(totals.money().minor(), 45_300 + 1_234_550 - 34_550 + 5_990);
    let seqr: Vec<Vec<Cell>> = posts().iter().map(|post| report::seqr_row(post, texts)).collect();
    let summary = report::seqr_summary(&totals, "1585", texts);
    let sold = ArticleSales {
        article: ArticleNumber::new("17").ok(),
        name: Name::new("Kaffe mörkrostat 500 g", Some("Coffee dark roast 500 g")),
        group: Name::new("Dryck", Some("Drinks")),
        vat: VatRate::from_hundredths(1_200),
        quantity: 3_255,
        amount: Amount::from_minor(19_497),
    };
    let hour = Hour { hour: 8, sales: sum(12, 120_000), returns: sum(1, -500) };
    let none = Summary::default();
    let document = |title, columns, rows: &[Vec<Cell>], summary: &Summary| {
        sheet(title, columns, language).document(rows, summary)
    };
    [
        ("seqr", document("report-title-seqr", report::SEQR, &seqr, &summary)),
        ("vat", document("report-title-vat", report::VAT, &report::vat_rows(&figures()), &none)),
        (
            "articles",
            document(
                "report-title-articles",
                report::ARTICLES,
                &[report::article_row(&sold, language)],
                &none,
            ),
        ),
        (
            "cashiers",
            document(
                "report-title-cashiers",
                report::CASHIERS,
                &report::cashier_rows(&figures()),
                &none,
            ),
        ),
        (
            "hours",
            document("report-title-hours", report::HOURS, &report::hour_rows(&[hour]), &none),
        ),
    ]
}

#[test]
fn tables_in_both_languages() {
    for language in Language::ALL {
        for (name, document) in tables(language) {
            for columns in [48, 100] {
                let text = fits(&document, columns);
                golden(&format!("{name}-{}-{columns}.txt", tag(language)), &text);
            }
        }
    }
}

/// What stands in the list of figures has a name for every measure.
#[test]
fn every_measure_has_words() {
    for language in Language::ALL {
        let mut figures = figures();
        for measure in [
            Measure::Taken(TenderKind::Voucher),
            Measure::Taken(TenderKind::Account),
            Measure::GivenBack(TenderKind::Voucher),
            Measure::GivenBack(TenderKind::Account),
            Measure::Discounts,
            Measure::PricesLowered,
            Measure::PricesRaised,
            Measure::Float,
            Measure::CashIn,
            Measure::CashOut,
            Measure::CashDifference,
        ] {
            figures.add(measure, sum(1, 100));
        }
        let rows = report::figure_rows(&figures, Texts::of(language));
        assert_eq!(rows.len(), figures.sums().count());
        for row in rows {
            assert!(matches!(&row[1], Cell::Text(name) if !name.is_empty()), "{row:?}");
        }
    }
}
