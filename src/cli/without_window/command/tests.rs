//! Every command as it is typed, and what is none.

use super::*;

#[test]
fn lines_are_understood() {
    let kronor = |ore| Some(Amount::from_minor(ore));
    let says = |reason: &str| Word { by: UserNumber(2), reason: reason.to_owned() };
    let table = [
        ("", Line::Nothing),
        ("   ", Line::Nothing),
        ("# a remark", Line::Nothing),
        ("log-in 1", Line::LogIn(UserNumber(1))),
        ("  log-in\t17  ", Line::LogIn(UserNumber(17))),
        ("scan 2900000010017", Line::Scan("2900000010017".to_owned())),
        ("scan AB 12", Line::Scan("AB 12".to_owned())),
        ("cash exact", Line::Cash(None)),
        ("cash 100", Line::Cash(kronor(10_000))),
        ("cash 1 000,50", Line::Cash(kronor(100_050))),
        ("card", Line::Card(None)),
        ("card 12.50", Line::Card(kronor(1_250))),
        ("seqr", Line::Seqr(None)),
        ("seqr 5", Line::Seqr(kronor(500))),
        ("cancel", Line::Cancel),
        ("cancel-receipt", Line::CancelReceipt),
        ("wait", Line::Wait),
        ("release", Line::Release),
        ("finish", Line::Finish),
        ("finish-and-refund", Line::FinishAndRefund),
        ("return 17", Line::Return(ReceiptNumber(17))),
        ("refund", Line::Refund(None)),
        ("refund 59,90", Line::Refund(kronor(5_990))),
        ("give-back cash", Line::GiveBack(Means::Cash)),
        ("give-back  card ", Line::GiveBack(Means::Card)),
        ("settle paid 2 seen on the phone", Line::Settle(Paid::Paid, says("seen on the phone"))),
        ("settle not-paid 2 no", Line::Settle(Paid::NotPaid, says("no"))),
        ("settle-refund given-back 2 a  b", Line::SettleRefund(GivenBack::GivenBack, says("a  b"))),
        (
            "settle-refund not-given-back\t2\tno",
            Line::SettleRefund(GivenBack::NotGivenBack, says("no")),
        ),
        ("note 2 given back in cash", Line::Note(says("given back in cash"))),
        ("train", Line::Train),
        ("end-training", Line::EndTraining),
        ("report z", Line::Report(ReportKind::Z)),
        ("park bord 4", Line::Selling(Verb::Park, Selling::Park("bord 4".to_owned()))),
        ("park", Line::Selling(Verb::Park, Selling::Park(String::new()))),
        ("confirm cash 5000", Line::Confirm(Box::new(Line::Cash(kronor(500_000))))),
        (
            "approve 2 cash-out 100 till banken",
            Line::Approve(
                UserNumber(2),
                Box::new(Line::Selling(
                    Verb::CashOut,
                    Selling::MoveCash(
                        crate::core::shift::Direction::Out,
                        Amount::from_minor(10_000),
                        "till banken".to_owned(),
                    ),
                )),
            ),
        ),
        ("log-out", Line::LogOut),
        ("status", Line::Status),
        ("quit", Line::Quit),
    ];
    for (text, line) in table {
        assert_eq!(parse(text), Ok(line.clone()), "{text:?}");
        let first = line.verb().map(Verb::name).unwrap_or_default();
        assert!(text.trim().starts_with(&first), "{text:?} is not {first}");
    }
}

#[test]
fn other_lines_are_refused_with_their_reason() {
    let incomplete = |command| BadLine::Incomplete { command };
    let too_much = |command| BadLine::TooMuch { command };
    let no_amount = |text: &str| BadLine::NotAnAmount { text: text.to_owned() };
    let no_number = |text: &str| BadLine::NotANumber { text: text.to_owned() };
    let no_choice = |text: &str, known: &str| BadLine::NotAChoice {
        text: text.to_owned(),
        known: known.to_owned(),
    };
    let unknown = |word: &str| BadLine::Unknown { word: word.to_owned() };
    let table = [
        ("sing", unknown("sing")),
        ("QUIT", unknown("QUIT")),
        ("\u{1b}[31m", unknown("\\u{1b}[31m")),
        ("log-in", incomplete(Verb::LogIn)),
        ("log-in Anna", no_number("Anna")),
        ("log-in 1 1111", no_number("1 1111")),
        ("log-in 70000", no_number("70000")),
        ("log-in -1", no_number("-1")),
        ("scan", incomplete(Verb::Scan)),
        ("cash", incomplete(Verb::Cash)),
        ("cash much", no_amount("much")),
        ("cash -5", no_amount("-5")),
        ("cash exact 5", no_amount("exact 5")),
        ("cash 5,001", no_amount("5,001")),
        ("card exact", no_amount("exact")),
        ("seqr 99999999999999", no_amount("99999999999999")),
        ("cancel 1-1", too_much(Verb::Cancel)),
        ("quit now", too_much(Verb::Quit)),
        ("return", incomplete(Verb::Return)),
        ("return 1 2", no_number("1 2")),
        ("return all", no_number("all")),
        ("refund all", no_amount("all")),
        ("give-back", incomplete(Verb::GiveBack)),
        ("give-back seqr", no_choice("seqr", "cash, card")),
        ("give-back cash 5", too_much(Verb::GiveBack)),
        ("finish-and-refund 1", too_much(Verb::FinishAndRefund)),
        ("settle", incomplete(Verb::Settle)),
        ("settle maybe 2 why", no_choice("maybe", "paid, not-paid")),
        ("settle paid", incomplete(Verb::Settle)),
        ("settle paid Mats says so", no_number("Mats")),
        ("settle paid 2", incomplete(Verb::Settle)),
        ("settle-refund paid 2 why", no_choice("paid", "given-back, not-given-back")),
        ("note", incomplete(Verb::Note)),
        ("note why", no_number("why")),
        ("note 2 ", incomplete(Verb::Note)),
    ];
    for (text, reason) in table {
        assert_eq!(parse(text), Err(reason), "{text:?}");
    }
}

#[test]
fn a_long_word_is_cut_short() {
    let word = "x".repeat(10_000);
    assert_eq!(parse(&word), Err(BadLine::Unknown { word: "x".repeat(SHOWN) }));
}
