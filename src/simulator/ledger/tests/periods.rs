//! Transaction periods and their reports.

use super::*;
use crate::seqr::message::{ExecuteReportAnswer, MarkTransactionPeriodAnswer, Parameters, Report};

fn mark(world: &mut World, terminal: Option<&str>) -> String {
    let mut parameters = Parameters::default();
    if let Some(terminal) = terminal {
        parameters = parameters.with(Parameters::TERMINAL_ID, terminal);
    }
    let answer: MarkTransactionPeriodAnswer =
        world.ask_as_shop(Request::MarkTransactionPeriod { parameters }).try_into().unwrap();
    assert_eq!(answer.head.result_code, ResultCode::SUCCESS);
    answer.period().unwrap().to_owned()
}

fn ask(world: &mut World, name: &str, period: &str, terminal: Option<&str>) -> ExecuteReportAnswer {
    let mut parameters = Parameters::default().with(Parameters::TRANSACTION_PERIOD_ID, period);
    if let Some(terminal) = terminal {
        parameters = parameters.with(Parameters::TERMINAL_ID, terminal);
    }
    let request = Request::ExecuteReport {
        report_id: format!("Reconciliation/{name}"),
        language: Some("en".to_owned()),
        parameters,
    };
    world.ask_as_shop(request).try_into().unwrap()
}

fn report(world: &mut World, name: &str, period: &str, terminal: Option<&str>) -> Report {
    let answer = ask(world, name, period, terminal);
    assert_eq!(answer.head.result_code, ResultCode::SUCCESS, "{name}");
    let report = answer.report.unwrap();
    assert_eq!(report.content.as_deref(), report.content_string.as_deref().map(str::as_bytes));
    report
}

fn rows(text: &str) -> Vec<Vec<&str>> {
    text.split("<Row>")
        .skip(1)
        .map(|row| {
            let row = row.split("</Row>").next().unwrap();
            row.lines().map(str::trim).filter(|line| !line.is_empty()).collect()
        })
        .collect()
}

fn clean() -> World {
    World::with(|settings| settings.readings.report_style = ReportStyle::Clean)
}

fn refund(world: &mut World, ers_reference: &str, kronor: i64) -> String {
    let request = Request::RefundPayment {
        ers_reference: ers_reference.to_owned(),
        invoice: Box::new(invoice(kronor)),
    };
    world.ask(request).head().ers_reference.clone().unwrap()
}

#[test]
fn a_report_is_ready_three_seconds_after_the_end() {
    let mut world = World::new();
    let period = mark(&mut world, None);
    for (seconds, code) in [(0, 2), (2, 2), (1, 0), (3600, 0)] {
        world.wait(seconds);
        let answer = ask(&mut world, "Shop.xml", &period, None);
        assert_eq!(answer.head.result_code.0, code, "after {seconds} s more");
        assert_eq!(answer.report.is_some(), code == 0);
    }
}

#[test]
fn what_does_not_exist_has_no_report() {
    let mut world = World::new();
    let period = mark(&mut world, None);
    world.wait(3);
    for (name, period) in
        [("STD_RECON_003.xml", "1"), ("STD_RECON_003", period.as_str()), ("x", period.as_str())]
    {
        assert_eq!(ask(&mut world, name, period, None).head.result_code.0, 90, "{name}");
    }
    let neighbour = Principal::reseller_user("neighbour", "9900");
    let request = Request::ExecuteReport {
        report_id: "Reconciliation/Shop.xml".to_owned(),
        language: None,
        parameters: Parameters::default().with(Parameters::TRANSACTION_PERIOD_ID, period),
    };
    assert_eq!(world.ask_as(neighbour, PASSWORD, request).head().result_code.0, 90);
    let unknown = Parameters::default().with(Parameters::TERMINAL_ID, "nobody");
    let request = Request::MarkTransactionPeriod { parameters: unknown };
    assert_eq!(world.ask_as_shop(request).head().result_code.0, 29);
}

#[test]
fn a_terminals_report_of_a_shops_period_never_gets_ready() {
    let mut world = World::new();
    let of_shop = mark(&mut world, None);
    let of_terminal = mark(&mut world, Some(TERMINAL));
    world.wait(1_000_000);
    for name in ["STD_RECON_006.xml", "STD_RECON_007.xml"] {
        for (period, terminal, code) in [
            (&of_shop, Some(TERMINAL), 2),
            (&of_shop, None, 2),
            (&of_terminal, None, 2),
            (&of_terminal, Some(OTHER), 2),
            (&of_terminal, Some(TERMINAL), 0),
        ] {
            let answer = ask(&mut world, name, period, terminal);
            assert_eq!(answer.head.result_code.0, code, "{name} for {terminal:?}");
        }
    }
}

#[test]
fn each_payment_is_in_one_period_of_the_shop_and_one_of_its_terminal() {
    let mut world = clean();
    let (_, first) = world.sell(100);
    let shop_one = mark(&mut world, None);
    world.terminal = OTHER;
    let (_, second) = world.sell(200);
    let (_, third) = world.sell(300);
    let of_other = mark(&mut world, Some(OTHER));
    let shop_two = mark(&mut world, None);
    let shop_three = mark(&mut world, None);
    let of_first = mark(&mut world, Some(TERMINAL));
    world.wait(3);
    for (name, period, terminal, expected) in [
        ("STD_RECON_003.xml", &shop_one, None, vec![&first]),
        ("STD_RECON_003.xml", &shop_two, None, vec![&second, &third]),
        ("STD_RECON_003.xml", &shop_three, None, vec![]),
        ("STD_RECON_007.xml", &of_other, Some(OTHER), vec![&second, &third]),
        ("STD_RECON_007.xml", &of_first, Some(TERMINAL), vec![&first]),
    ] {
        let text = report(&mut world, name, period, terminal).content_string.unwrap();
        let references: Vec<String> = expected
            .iter()
            .map(|reference| format!("<ErsReference>{reference}</ErsReference>"))
            .collect();
        let got: Vec<&str> = rows(&text).iter().map(|row| *row.last().unwrap()).collect();
        assert_eq!(got, references, "{name}");
    }
}

#[test]
fn details_and_sums_agree() {
    let mut world = clean();
    let (_, first) = world.sell(100);
    let (_, second) = world.sell(50);
    let _unpaid = world.send(invoice(7));
    let period = mark(&mut world, Some(TERMINAL));
    world.wait(3);
    let details = report(&mut world, "STD_RECON_007.xml", &period, Some(TERMINAL));
    assert_eq!(details.title.unwrap(), format!("STD_RECON_007_{period}.xml"));
    let text = details.content_string.unwrap();
    assert!(text.contains("<ResellerId>shop</ResellerId>"), "{text}");
    assert!(text.contains(&format!("<TransactionPeriodId>{period}</TransactionPeriodId>")));
    assert!(text.contains("<GeneratedAt>2026-11-21 14:00</GeneratedAt>"));
    let row = |amount: &str, reference: &str| {
        vec![
            format!("<TerminalId>{TERMINAL}</TerminalId>"),
            "<CashierId>17</CashierId>".to_owned(),
            format!("<SalesAmount>{amount}</SalesAmount>"),
            format!("<ErsReference>{reference}</ErsReference>"),
        ]
    };
    assert_eq!(rows(&text), [row("100.00", &first), row("50.00", &second)]);

    let sums = report(&mut world, "STD_RECON_006.xml", &period, Some(TERMINAL));
    assert_eq!(
        rows(&sums.content_string.unwrap()),
        [["<SalesCount>2</SalesCount>", "<SalesTotal>150.00</SalesTotal>"]]
    );
}

#[test]
fn refunds_appear_as_the_reading_has_it() {
    for (reading, details, sums) in [
        (
            RefundsInReports::NegativeRows,
            Some("<SalesAmount>-30.00</SalesAmount>"),
            vec!["<SalesCount>2</SalesCount>", "<SalesTotal>70.00</SalesTotal>"],
        ),
        (
            RefundsInReports::OwnFields,
            Some("<RefundAmount>30.00</RefundAmount>"),
            vec![
                "<SalesCount>1</SalesCount>",
                "<SalesTotal>100.00</SalesTotal>",
                "<RefundCount>1</RefundCount>",
                "<RefundTotal>30.00</RefundTotal>",
            ],
        ),
        (
            RefundsInReports::Absent,
            None,
            vec!["<SalesCount>1</SalesCount>", "<SalesTotal>100.00</SalesTotal>"],
        ),
    ] {
        let mut world = clean();
        world.ledger.readings_mut().refunds_in_reports = reading;
        let (_, ers_reference) = world.sell(100);
        let refund = refund(&mut world, &ers_reference, 30);
        let period = mark(&mut world, None);
        world.wait(3);
        let text = report(&mut world, "STD_RECON_003.xml", &period, None).content_string.unwrap();
        let second_row = rows(&text).get(1).map(|row| (row[2].to_owned(), row[3].to_owned()));
        let expected =
            details.map(|row| (row.to_owned(), format!("<ErsReference>{refund}</ErsReference>")));
        assert_eq!(second_row, expected, "{reading:?}");
        let text = report(&mut world, "Shop.xml", &period, None).content_string.unwrap();
        assert_eq!(rows(&text), [sums], "{reading:?}");
    }
}

#[test]
fn what_was_given_back_is_in_no_report() {
    let mut world = clean();
    let _reference = world.send(invoice(100));
    world.customer(CustomerAction::Confirm);
    let period = mark(&mut world, None);
    world.wait(20);
    let text = report(&mut world, "STD_RECON_003.xml", &period, None).content_string.unwrap();
    assert!(rows(&text).is_empty(), "{text}");
}

#[test]
fn sloppy_reports_have_the_slips_of_the_vendors_examples() {
    let mut world = World::new();
    world.ledger.readings_mut().required_fields = RequiredFields::AsInExamples;
    let reference = world.send(Invoice { cashier_id: None, ..invoice(93) });
    world.customer(CustomerAction::Confirm);
    let _paid = world.poll(&reference, 1);
    let shop = mark(&mut world, None);
    let terminal = mark(&mut world, Some(TERMINAL));
    world.wait(3);
    for (name, of_terminal, first, last) in [
        ("Shop.xml", false, "<ResellerTransactionSummary>", "<ResellerTransactionSummary>"),
        ("STD_RECON_003.xml", false, "<TransactionDetails>", "</TransactionDetails>"),
        ("STD_RECON_006.xml", true, "<CashierTransactionSummary>", "</TerminalTransactionSummary>"),
        ("STD_RECON_007.xml", true, "<CashierTransactionSummary>", "</TransactionDetails>"),
    ] {
        let (period, id) = if of_terminal { (&terminal, Some(TERMINAL)) } else { (&shop, None) };
        let report = report(&mut world, name, period, id);
        assert_eq!(report.mime_type.as_deref(), Some("text/html"), "{name}");
        let title = report.title.unwrap();
        assert_eq!(title.contains(period.as_str()), name == "STD_RECON_003.xml", "{title}");
        let text = report.content_string.unwrap();
        assert_eq!(text.lines().nth(1), Some(first), "{name}");
        assert_eq!(text.lines().last(), Some(last), "{name}");
        assert!(text.contains("93.00000") && text.contains("\n\n"), "{text}");
        let details = name.contains("003") || name.contains("007");
        assert_eq!(text.contains("<CashierId>NULL</CashierId>"), details, "{name}");
    }
}

#[test]
fn reports_show_markup_as_text() {
    let mut world = clean();
    let mut strange = invoice(5);
    strange.cashier_id = Some("<&>\"'".to_owned());
    let reference = world.send(strange);
    world.customer(CustomerAction::Confirm);
    let _paid = world.poll(&reference, 1);
    let period = mark(&mut world, None);
    world.wait(3);
    let text = report(&mut world, "STD_RECON_003.xml", &period, None).content_string.unwrap();
    assert!(text.contains("<CashierId>&lt;&amp;&gt;&quot;&#39;</CashierId>"), "{text}");
}

#[test]
fn the_period_can_stand_in_either_field() {
    for (reading, own_field) in
        [(PeriodIdIn::TransactionPeriodId, true), (PeriodIdIn::ErsReference, false)]
    {
        let mut world = World::with(|settings| settings.readings.period_id_in = reading);
        let request = Request::MarkTransactionPeriod { parameters: Parameters::default() };
        let Response::MarkTransactionPeriod(answer) = world.ask_as_shop(request) else {
            panic!("another answer")
        };
        assert_eq!(answer.transaction_period_id.is_some(), own_field);
        assert_eq!(answer.head.ers_reference.is_some(), !own_field);
        assert_eq!(answer.period().unwrap().len(), 25);
    }
}
