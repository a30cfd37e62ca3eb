//! Figures by hand.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::*;

fn kronor(kronor: i64) -> Amount {
    Amount::from_minor(kronor * 100)
}

#[test]
fn the_form_of_figures_is_a_file_format() {
    let name = Name::new("Livsmedel", Some("Food"));
    let cashier = Cashier { number: UserNumber(1), name: "Åsa".to_owned() };
    let full = Sum { count: 2, quantity: 1_500, amount: kronor(3), vat: kronor(1) };
    for (measure, text) in [
        (Measure::Sales, r#""sales""#),
        (Measure::Group(name), r#"{"group":{"sv":"Livsmedel","en":"Food"}}"#),
        (Measure::Vat(VatRate::from_hundredths(2_500)), r#"{"vat":2500}"#),
        (Measure::Taken(TenderKind::Seqr), r#"{"taken":"seqr"}"#),
        (Measure::CashierSales(cashier), r#"{"cashier_sales":{"number":1,"name":"Åsa"}}"#),
        (Measure::DrawerWithoutSale, r#""drawer_without_sale""#),
    ] {
        let figures: Figures = [(measure, full)].into_iter().collect();
        let whole = format!(r#"[[{text},{{"count":2,"quantity":1500,"amount":300,"vat":100}}]]"#);
        assert_eq!(serde_json::to_string(&figures).unwrap(), whole);
        assert_eq!(serde_json::from_str::<Figures>(&whole).unwrap(), figures);
    }
    assert_eq!(serde_json::to_string(&Sum::one(kronor(1))).unwrap(), r#"{"count":1,"amount":100}"#);
}

#[test]
fn sums_that_disagree_are_noticed() {
    let cashier = Cashier { number: UserNumber(1), name: String::new() };
    let sale = Sum::one(kronor(10));
    let whole = [
        (Measure::Sales, sale),
        (Measure::CashierSales(cashier), sale),
        (Measure::Group(Name::new("Allt", None)), sale),
        (Measure::Vat(VatRate::from_hundredths(2_500)), sale),
        (Measure::Taken(TenderKind::Cash), Sum::one(kronor(11))),
        (Measure::Rounding, Sum::one(kronor(1))),
    ];
    assert!(whole.iter().cloned().collect::<Figures>().agree());
    for missing in 0..whole.len() {
        let mut some = whole.to_vec();
        let gone = some.remove(missing);
        assert!(!some.into_iter().collect::<Figures>().agree(), "without {gone:?}");
    }
}

#[test]
fn hours_are_those_of_the_shops_clock() {
    let at = |text: &str| text.parse::<Timestamp>().unwrap();
    let one = Sum::one(kronor(1));
    let pieces = |times: &[&str]| -> Vec<(Timestamp, Sum, Sum)> {
        times.iter().map(|time| (at(time), one, Sum::default())).collect()
    };
    let counted = |times: &[&str], zone: &str| -> Vec<(i8, i64)> {
        let zone = TimeZone::get(zone).unwrap();
        hours(pieces(times), &zone).iter().map(|hour| (hour.hour, hour.sales.count)).collect()
    };
    // The hour that comes twice.
    let autumn = ["2026-10-25T00:15:00Z", "2026-10-25T01:15:00Z", "2026-10-25T02:15:00Z"];
    assert_eq!(counted(&autumn, "Europe/Stockholm"), [(2, 2), (3, 1)]);
    // The hour that is left out.
    let spring = ["2026-03-29T00:45:00Z", "2026-03-29T01:00:00Z"];
    assert_eq!(counted(&spring, "Europe/Stockholm"), [(1, 1), (3, 1)]);
    assert_eq!(counted(&["2026-01-01T00:00:00Z"], "Asia/Kathmandu"), [(5, 1)]);
    assert_eq!(counted(&["2026-01-01T00:15:00Z"], "Asia/Kathmandu"), [(6, 1)]);
}
