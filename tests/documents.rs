//! Promises about what is printed: receipts and the test page against files that a person has
//! looked at. After a wanted change, write them again with `KASSA_WRITE_GOLDEN=1 cargo test
//! --test documents`, and look at the difference.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly anywhere")]

use std::fmt::Write as _;
use std::path::PathBuf;

use jiff::Timestamp;
use kassa::core::catalog::{ArticleKind, ArticleNumber, Name};
use kassa::core::language::Language;
use kassa::core::money::Amount;
use kassa::core::payment::AttemptId;
use kassa::core::receipt::{Line, LineId, Quantity, Receipt, ReceiptId, ReceiptNumber, Terms};
use kassa::core::refund::RefundId;
use kassa::core::settings::{
    PrinterLink, PrinterSettings, ScannerSettings, SeqrSettings, Settings, Shop, Terminal,
};
use kassa::core::tender::{Tender, TenderMeans};
use kassa::core::user::{Person, Role, UserNumber};
use kassa::core::vat::VatRate;
use kassa::document::escpos::{self, CodePage};
use kassa::document::receipt::{self, Marking, Medium, ReceiptPaper, ReturnOf};
use kassa::document::set_up_sheet::{self, Outcome, SetUpSheet, Test, TestResult};
use kassa::document::{Document, Row, Size, pdf, test_page, text};

fn golden(name: &str, text: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/documents").join(name);
    if std::env::var_os("KASSA_WRITE_GOLDEN").is_some() {
        std::fs::write(&path, text).unwrap();
        return;
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(text == expected, "{name} differs; now it is:\n{text}");
}

/// Printer commands as text: everything but ASCII as `<1B>`, with a new line after each LF.
fn readable(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in bytes {
        match byte {
            b'\n' => text.push_str("<0A>\n"),
            b' '..=b'~' => text.push(char::from(*byte)),
            _ => write!(text, "<{byte:02X}>").unwrap(),
        }
    }
    text.push('\n');
    text
}

fn line(id: u32, quantity: u32, names: (&str, &str), price: i64, vat: u16) -> Line {
    Line {
        id: LineId(id),
        article: ArticleNumber::new(&id.to_string()).ok(),
        code: None,
        name: Name::new(names.0, Some(names.1)),
        quantity: Quantity::pieces(quantity).unwrap(),
        unit_price: Amount::from_minor(price),
        vat: VatRate::from_hundredths(vat),
        group: Name::new("Varor", None),
        kind: ArticleKind::Goods,
        terms: Terms::default(),
    }
}

fn shop() -> Shop {
    Shop {
        name: "Café Räksmörgås AB".to_owned(),
        organisation_number: "556123-4567".to_owned(),
        address: vec!["Storgatan 1".to_owned(), "111 22 Stockholm".to_owned()],
        header: vec!["Välkommen!".to_owned()],
        footer: vec!["Öppet köp 30 dagar.".to_owned(), "Tack för besöket!".to_owned()],
        manufacturing_number: "KASSA-0000-0001".to_owned(),
    }
}

/// Everything at once: a long name, many of one, three rates, three tenders, rounding and change.
fn paper(language: Language) -> ReceiptPaper {
    let mut open = Receipt::new(ReceiptId(7), Timestamp::UNIX_EPOCH);
    let long = ("Blåbärspaj med vaniljsås, glutenfri, hel, 12 bitar", "Blueberry pie with custard");
    open.add_line(line(1, 1, ("Kaffe mörkrostat 500 g", "Coffee dark roast 500 g"), 5_990, 1_200));
    open.add_line(line(2, 3, ("Mjölk 1 l", "Milk 1 l"), 1_850, 1_200));
    open.add_line(line(3, 12, long, 12_345, 1_200));
    open.add_line(line(4, 1, ("Dagstidning", "Newspaper"), 3_000, 600));
    open.add_line(line(5, 1, ("Bärkasse", "Carrier bag"), 701, 2_500));
    for (amount, means) in [
        (50_000, TenderMeans::Card),
        (
            50_041,
            TenderMeans::Seqr {
                attempt: AttemptId { receipt: ReceiptId(7), number: 1 },
                ers_reference: "2012050100000000000042015".to_owned(),
            },
        ),
        (70_000, TenderMeans::Cash),
    ] {
        let tender = Tender { id: open.next_tender(), amount: Amount::from_minor(amount), means };
        if tender.means == TenderMeans::Cash {
            let settlement = open.settlement_with(Some(&tender)).unwrap();
            open.add_tender(tender);
            return paper_of(&open, settlement, language);
        }
        open.add_tender(tender);
    }
    unreachable!("the last tender is cash")
}

fn paper_of(
    open: &Receipt,
    settlement: kassa::core::receipt::Settlement,
    language: Language,
) -> ReceiptPaper {
    ReceiptPaper {
        shop: shop(),
        register: "Kassa 1".to_owned(),
        number: ReceiptNumber(1_024),
        at: "2026-11-21T14:05:33+01:00[Europe/Stockholm]".parse().unwrap(),
        cashier: "Anna".to_owned(),
        lines: open.lines().to_vec(),
        total: open.total(),
        vat: open.vat(),
        tenders: open.tenders().to_vec(),
        settlement,
        currency: "SEK".to_owned(),
        language,
        marking: Marking::Original,
        medium: Medium::Paper,
        returns: None,
    }
}

fn tag(language: Language) -> &'static str {
    match language {
        Language::Swedish => "sv",
        Language::English => "en",
    }
}

#[test]
fn receipts_at_every_width_in_both_languages() {
    for language in Language::ALL {
        let document = receipt::document(&paper(language));
        for columns in [32, 42, 48] {
            let text = text::render(&document, columns);
            for line in text.lines() {
                assert!(line.chars().count() <= usize::from(columns), "too long: {line:?}");
            }
            golden(&format!("receipt-{}-{columns}.txt", tag(language)), &text);
            let bytes = escpos::render(&document, columns, CodePage::Pc858);
            golden(&format!("receipt-{}-{columns}.escpos", tag(language)), &readable(&bytes));
        }
    }
}

/// Two of three bottles come back: SEQR gives a part, cash the nearest krona of the rest.
fn return_paper(language: Language) -> ReceiptPaper {
    let id = ReceiptId(9);
    let sold = AttemptId { receipt: ReceiptId(7), number: 1 };
    let refund = RefundId { receipt: id, number: 1 };
    let mut open = Receipt::returning(id, Timestamp::UNIX_EPOCH, sold.receipt);
    open.add_line(line(2, 2, ("Mjölk 1 l", "Milk 1 l"), -1_850, 1_200));
    open.add_line(line(5, 1, ("Bärkasse", "Carrier bag"), -701, 2_500));
    let ers_reference = Some("2012050300000000000051337".to_owned());
    let means = TenderMeans::SeqrRefund { refund, payment: sold, ers_reference };
    open.add_tender(Tender { id: open.next_tender(), amount: Amount::from_minor(-3_000), means });
    let amount = -open.to_give_back().rounded_to_cash();
    let cash = Tender { id: open.next_tender(), amount, means: TenderMeans::Cash };
    let settlement = open.settlement_with(Some(&cash)).unwrap();
    open.add_tender(cash);
    let references = vec![(sold, "2012050100000000000042015".to_owned())];
    let returns = Some(ReturnOf { number: ReceiptNumber(1_024), references });
    ReceiptPaper { number: ReceiptNumber(1_025), returns, ..paper_of(&open, settlement, language) }
}

#[test]
fn return_receipts_in_both_languages() {
    for language in Language::ALL {
        let paper = return_paper(language);
        let document = receipt::document(&paper);
        for columns in [32, 48] {
            let text = text::render(&document, columns);
            for line in text.lines() {
                assert!(line.chars().count() <= usize::from(columns), "too long: {line:?}");
            }
            golden(&format!("return-{}-{columns}.txt", tag(language)), &text);
        }
        // What the law wants of a receipt it wants of a return, below zero (SKVFS 2014:9, 7 kap).
        let text = text::render(&document, 48);
        for field in [
            "1025",
            "1024",
            "2012050100000000000042015",
            "2012050300000000000051337",
            "SEQR payment",
        ] {
            assert!(text.contains(field), "{field} is missing:\n{text}");
        }
        assert!(paper.vat.iter().all(|part| part.vat.is_negative() && part.net.is_negative()));
    }
}

#[test]
fn marked_receipts() {
    for language in Language::ALL {
        for (name, marking, medium) in [
            ("copy", Marking::Copy, Medium::Paper),
            ("printed-again", Marking::PrintedAgain { print: 2 }, Medium::Paper),
            ("training", Marking::Training, Medium::Paper),
            ("not-a-receipt", Marking::NotAReceipt, Medium::Paper),
            ("electronic", Marking::Original, Medium::Electronic),
        ] {
            let mut paper = paper(language);
            paper.lines.truncate(1);
            (paper.marking, paper.medium) = (marking, medium);
            let bytes = escpos::render(&receipt::document(&paper), 42, CodePage::Pc858);
            golden(&format!("receipt-{}-{name}.escpos", tag(language)), &readable(&bytes));
        }
    }
}

/// What only a manager says was paid is marked wherever it stands (rule 14).
#[test]
fn an_unverified_payment_is_marked() {
    for language in Language::ALL {
        let mut paper = paper(language);
        for tender in &mut paper.tenders {
            if let TenderMeans::Seqr { attempt, .. } = tender.means {
                tender.means = TenderMeans::SeqrUnverified { attempt };
            }
        }
        let document = receipt::document(&paper);
        let text = text::render(&document, 42);
        let mark = match language {
            Language::Swedish => "ej verifierad",
            Language::English => "unverified",
        };
        assert!(text.contains(mark), "{text}");
        golden(&format!("receipt-{}-unverified.txt", tag(language)), &text);
        let bytes = escpos::render(&document, 42, CodePage::Pc858);
        golden(&format!("receipt-{}-unverified.escpos", tag(language)), &readable(&bytes));
    }
}

#[test]
fn test_pages() {
    for language in Language::ALL {
        for columns in [32, 48] {
            let page = test_page::document(columns, language);
            golden(
                &format!("test-page-{}-{columns}.txt", tag(language)),
                &text::render(&page, columns),
            );
        }
    }
    let bytes = escpos::render(&test_page::document(42, Language::Swedish), 42, CodePage::Wpc1252);
    golden("test-page-sv-42-wpc1252.escpos", &readable(&bytes));
}

/// SKVFS 2014:9, 5 kap: these words stand there unchanged, at least twice as large as the amounts.
#[test]
fn markings_are_twice_as_large_as_every_amount() {
    for (marking, word) in [
        (Marking::Copy, "KOPIA"),
        (Marking::Training, "ÖVNING"),
        (Marking::NotAReceipt, "EJ KVITTO"),
    ] {
        for language in Language::ALL {
            let document = receipt::document(&ReceiptPaper { marking, ..paper(language) });
            let mut words = 0;
            for row in document.rows() {
                match row {
                    Row::Text { text, style, .. } if text == word => {
                        assert_eq!(style.size, Size::Double);
                        words += 1;
                    }
                    Row::Text { style, .. } | Row::Pair { style, .. } => {
                        assert_eq!(style.size, Size::Normal, "{row:?}");
                    }
                    Row::Table { .. } | Row::Rule | Row::Blank | Row::Cut => {}
                    Row::Barcode(_) | Row::Qr(_) => panic!("nothing to give back for: {row:?}"),
                }
            }
            assert_eq!(words, 1, "{word} in {language:?}");
        }
    }
}

/// What replaces a paper that was cut off says so as largely, is the receipt all the same, and never
/// a copy: the law allows one of those.
#[test]
fn a_receipt_that_is_printed_again_is_marked_and_is_no_copy() {
    for (language, word) in
        [(Language::Swedish, "NY UTSKRIFT 3"), (Language::English, "NEW PRINT 3")]
    {
        let original = receipt::document(&paper(language));
        let marking = Marking::PrintedAgain { print: 3 };
        let again = receipt::document(&ReceiptPaper { marking, ..paper(language) });
        let marked = |row: &&Row| matches!(row, Row::Text { text, style, .. } if text == word && style.size == Size::Double);
        assert_eq!(again.rows().iter().filter(marked).count(), 1, "{language:?}");
        assert!(!text::render(&again, 42).contains("KOPIA"));
        let missing: Vec<&Row> =
            original.rows().iter().filter(|row| !again.rows().contains(row)).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}

#[test]
fn every_field_of_the_law_and_of_seqr_is_there() {
    for language in Language::ALL {
        let paper = paper(language);
        let text = text::render(&receipt::document(&paper), 48).replace('\u{a0}', " ");
        let amount = |swedish: &str| match language {
            Language::Swedish => swedish.to_owned(),
            Language::English => {
                swedish.replace(' ', ".").replace(',', " ").replace('.', ",").replace(' ', ".")
            }
        };
        let mut wanted = vec![
            paper.shop.name.clone(),
            "556123-4567".to_owned(),
            "Storgatan 1".to_owned(),
            "111 22 Stockholm".to_owned(),
            "2026-11-21 14:05".to_owned(),
            "1024".to_owned(),
            "Kassa 1".to_owned(),
            "Anna".to_owned(),
            "SEQR payment".to_owned(),
            "2012050100000000000042015".to_owned(),
            "KASSA-0000-0001".to_owned(),
            "SEK".to_owned(),
            "KV00001024".to_owned(),
        ];
        wanted.extend(
            ["59,90", "18,50", "55,50", "1 481,40", "1 633,81", "500,41", "67,00"].map(amount),
        );
        wanted.extend(paper.lines.iter().map(|line| line.quantity.value().to_string() + " × "));
        for field in wanted {
            assert!(text.contains(&field), "{field} is missing:\n{text}");
        }
    }
}

#[test]
fn the_pdf_has_the_same_words_and_amounts() {
    let document = receipt::document(&paper(Language::Swedish));
    let bytes = pdf::render(&document, "Kvitto 1024").unwrap();
    let parsed =
        printpdf::PdfDocument::parse(&bytes, &Default::default(), &mut Vec::new()).unwrap();
    let text = parsed.extract_text().concat().join("\n");
    for row in document.rows() {
        let right = match row {
            Row::Pair { right, .. } => right,
            Row::Text { text, .. } => text.trim_start(),
            _ => continue,
        };
        assert!(text.contains(right), "{right} is missing:\n{text}");
    }
    if let Some(path) = std::env::var_os("KASSA_SHOW_PDF") {
        std::fs::write(path, &bytes).unwrap();
    }
}

#[test]
fn nothing_that_a_file_can_name_breaks_a_receipt() {
    let names = [
        "x".repeat(500),
        "\u{1b}@\u{1d}V\u{0}\r\nTe".to_owned(),
        "茶🍵 Ελλάδα".to_owned(),
        String::new(),
        " ".repeat(100),
    ];
    for name in &names {
        let mut paper = paper(Language::Swedish);
        paper.lines[0].name = Name::new(name, None);
        paper.shop.name.clone_from(name);
        paper.cashier.clone_from(name);
        let document: Document = receipt::document(&paper);
        for columns in [32, 42, 48] {
            let text = text::render(&document, columns);
            assert!(
                text.lines().all(|line| line.chars().count() <= usize::from(columns)),
                "{text}"
            );
            assert!(text.contains("59,90"), "{text}");
            let bytes = escpos::render(&document, columns, CodePage::Pc858);
            let cuts = bytes.windows(2).filter(|pair| pair == b"\x1dV").count();
            let starts = bytes.windows(2).filter(|pair| pair == b"\x1b@").count();
            assert_eq!((starts, cuts), (1, 1), "{name:?}");
        }
        assert!(pdf::render(&document, name).is_ok());
    }
}

/// A shop with everything, where one test failed and one was left out.
fn set_up_sheet(language: Language) -> SetUpSheet {
    let at: Timestamp = "2026-11-21T13:05:33Z".parse().unwrap();
    let result = |test, outcome| TestResult { test, at, outcome };
    let link = PrinterLink::Serial { port: "/dev/kassa-printer".to_owned(), baud: 38_400 };
    let address = "https://extdev.seqr.com/soap/merchant/cashregister-2".to_owned();
    SetUpSheet {
        settings: Settings {
            shop: shop(),
            seqr: SeqrSettings { address, ..SeqrSettings::default() },
            scanner: Some(ScannerSettings {
                port: "/dev/serial/by-id/usb-Example_Scanner_0001-if00".to_owned(),
                baud: 9_600,
            }),
            printer: Some(PrinterSettings { link, columns: 48, answers: true }),
            ..Settings::default()
        },
        terminal: Some(Terminal {
            id: "0f3c9a6be1d24c5f8a77d0e4b2c61935".to_owned(),
            external_id: "Kassa 1".to_owned(),
            name: "Café Räksmörgås AB, Kassa 1".to_owned(),
            seqr_id: Some("004610027501".to_owned()),
        }),
        installer: Some(Person {
            number: UserNumber(9),
            name: "Åsa Öberg".to_owned(),
            role: Role::Installer,
        }),
        at,
        zone: jiff::tz::TimeZone::get("Europe/Stockholm").unwrap(),
        results: vec![
            result(Test::Reach, Outcome::Passed),
            result(Test::Register, Outcome::Passed),
            result(Test::Assign, Outcome::Passed),
            // Tried twice: the last time counts.
            result(Test::Print, Outcome::Failed("first".to_owned())),
            result(Test::Print, Outcome::Passed),
            result(Test::Drawer, Outcome::Failed("Lådan öppnades inte.".to_owned())),
        ],
        language,
    }
}

#[test]
fn set_up_sheets() {
    for language in Language::ALL {
        let tag = match language {
            Language::Swedish => "sv",
            Language::English => "en",
        };
        let sheet = set_up_sheet(language);
        let document = set_up_sheet::document(&sheet);
        for columns in [32, 48] {
            golden(&format!("set-up-sheet-{tag}-{columns}.txt"), &text::render(&document, columns));
        }
        assert!(pdf::render(&document, "sheet").is_ok());
        let bare = SetUpSheet {
            settings: Settings::default(),
            terminal: None,
            installer: None,
            results: Vec::new(),
            ..sheet
        };
        golden(
            &format!("set-up-sheet-{tag}-bare.txt"),
            &text::render(&set_up_sheet::document(&bare), 42),
        );
    }
}
