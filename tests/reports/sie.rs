//! The SIE file against the rules of its format, as a strict reader knows them, and against the journal.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use kassa::core::catalog::Name;
use kassa::core::figures::{Figures, Measure, Sum};
use kassa::core::language::Language;
use kassa::core::money::Amount;
use kassa::core::settings::{Accounts, Shop};
use kassa::core::tender::TenderKind;
use kassa::core::vat::VatRate;
use kassa::document::sie::{self, BookingError, SieFile, SieHead};
use kassa::language::Texts;

use crate::trade::Trade;

/// The labels that are used, in the order that the format asks for.
const ORDER: [&str; 11] = [
    "#FLAGGA", "#PROGRAM", "#FORMAT", "#GEN", "#SIETYP", "#ORGNR", "#FNAMN", "#RAR", "#VALUTA",
    "#KONTO", "#VER",
];

/// Accounts with their amounts in öre.
type Rows = Vec<(String, i64)>;

/// A file as a strict reader takes it.
#[derive(Debug, Default)]
pub struct Read {
    pub company: String,
    pub accounts: Vec<(String, String)>,
    /// Day, text, and account with öre.
    pub vouchers: Vec<(String, String, Rows)>,
}

/// The letters of code page 437 from 0x80 to 0xAF, from its public table.
const UPPER: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»";

fn decoded(bytes: &[u8]) -> String {
    let upper: Vec<char> = UPPER.chars().collect();
    bytes
        .iter()
        .map(|byte| match byte {
            b'\r' | b'\n' | b' '..=b'~' => char::from(*byte),
            0x80..=0xaf => upper[usize::from(byte - 0x80)],
            other => panic!("the byte {other:#x} has no place in the file"),
        })
        .collect()
}

/// Fields are separated by spaces; those between quotation marks may have some, those in braces are lists.
fn fields(line: &str) -> Vec<String> {
    let mut fields = Vec::new();
    let mut rest = line.chars().peekable();
    while let Some(first) = rest.next() {
        let mut field = String::new();
        match first {
            ' ' => continue,
            '"' => loop {
                match rest.next().expect("a quotation mark that ends the field") {
                    '\\' => {
                        assert_eq!(rest.next(), Some('"'), "only quotation marks are escaped");
                        field.push('"');
                    }
                    '"' => break,
                    letter => field.push(letter),
                }
            },
            '{' => assert_eq!(rest.next(), Some('}'), "an empty list of objects"),
            letter => {
                field.push(letter);
                while let Some(letter) = rest.next_if(|letter| *letter != ' ') {
                    assert!(!"\"{}".contains(letter), "{line}");
                    field.push(letter);
                }
            }
        }
        fields.push(field);
    }
    fields
}

fn date(text: &str) -> String {
    assert_eq!(text.len(), 8, "{text}");
    let _date: Date = format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]).parse().unwrap();
    text.to_owned()
}

/// Digits, perhaps with a minus before and at most two decimals behind a point.
fn ore(text: &str) -> i64 {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "00"));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    assert!(is_number(whole) && is_number(decimals) && decimals.len() <= 2, "{text}");
    let decimals = format!("{decimals:0<2}");
    sign * (whole.parse::<i64>().unwrap() * 100 + decimals.parse::<i64>().unwrap())
}

/// Reads a file and refuses whatever the format does not allow.
pub fn strictly(bytes: &[u8]) -> Read {
    let text = decoded(bytes);
    let body = text.strip_suffix("\r\n").expect("the last line is ended");
    let mut read = Read::default();
    let (mut last, mut once) = (0, Vec::new());
    let mut lines = body.split("\r\n");
    while let Some(line) = lines.next() {
        let found = fields(line);
        let label = found[0].as_str();
        let place =
            ORDER.iter().position(|known| *known == label).unwrap_or_else(|| panic!("{line}"));
        assert!(place >= last, "{line} comes too late");
        last = place;
        if !["#KONTO", "#VER"].contains(&label) {
            assert!(!once.contains(&place), "{line} comes twice");
            once.push(place);
        }
        let field = |place: usize| found[place].as_str();
        match label {
            "#FLAGGA" => assert_eq!(field(1), "0"),
            "#FORMAT" => assert_eq!(field(1), "PC8"),
            "#SIETYP" => assert_eq!(field(1), "4"),
            "#PROGRAM" => assert_eq!(found.len(), 3),
            "#GEN" => drop(date(field(1))),
            "#RAR" => {
                assert_eq!(field(1), "0");
                assert!(date(field(2)) < date(field(3)), "{line}");
            }
            "#FNAMN" => read.company = field(1).to_owned(),
            "#KONTO" => {
                assert!(field(1).bytes().all(|byte| byte.is_ascii_digit()), "{line}");
                assert!(read.accounts.iter().all(|(number, _)| number != field(1)), "{line}");
                read.accounts.push((field(1).to_owned(), field(2).to_owned()));
            }
            "#VER" => {
                assert_eq!(found.len(), 5, "{line}");
                read.vouchers.push((date(field(3)), field(4).to_owned(), rows(&mut lines)));
            }
            _ => {}
        }
    }
    for label in ["#FLAGGA", "#PROGRAM", "#FORMAT", "#GEN", "#SIETYP", "#FNAMN"] {
        let place = ORDER.iter().position(|known| *known == label).unwrap();
        assert!(once.contains(&place), "{label} is missing");
    }
    for (day, _, rows) in &read.vouchers {
        let known = |account: &String| read.accounts.iter().any(|(number, _)| number == account);
        assert!(rows.iter().all(|(account, _)| known(account)), "{day}: {rows:?}");
        assert_eq!(rows.iter().map(|(_, ore)| ore).sum::<i64>(), 0, "{day} does not balance");
    }
    read
}

fn rows<'a>(lines: &mut impl Iterator<Item = &'a str>) -> Vec<(String, i64)> {
    assert_eq!(lines.next(), Some("{"));
    let mut rows = Vec::new();
    loop {
        let line = lines.next().expect("a closing brace");
        if line == "}" {
            return rows;
        }
        let found = fields(line);
        assert_eq!(
            (found[0].as_str(), found[2].as_str(), found.len()),
            ("#TRANS", "", 6),
            "{line}"
        );
        let _day = date(&found[4]);
        rows.push((found[1].clone(), ore(&found[3])));
    }
}

fn shop() -> Shop {
    let name = "Åkes \"Bästa\" Käk & Öl AB".to_owned();
    Shop { name, organisation_number: "556123-4567".to_owned(), ..Shop::default() }
}

fn written(vouchers: &[sie::Voucher]) -> Vec<u8> {
    let (accounts, texts) = (Accounts::default(), Texts::of(Language::Swedish));
    let day = |text: &str| text.parse::<Date>().unwrap();
    let head = SieHead {
        shop: &shop(),
        made: day("2026-11-22"),
        financial_year: Some((day("2026-05-01"), day("2027-04-30"))),
        currency: "SEK",
        accounts: sie::account_names(&accounts, texts),
    };
    let mut bytes = Vec::new();
    let mut file = SieFile::begin(&mut bytes, &head).unwrap();
    vouchers.iter().for_each(|voucher| file.voucher(voucher).unwrap());
    file.end().unwrap();
    bytes
}

/// By hand: 125 kronor with 25 %, 112,40 with 12 %; 50 by SEQR, 137 in cash of 137,40, a voucher of 20, 30 on account;
/// and 5 too little in the drawer.
#[test]
fn a_day_by_hand() {
    let ore = Amount::from_minor;
    let money = |minor| Sum::money(ore(minor));
    let part = |gross, vat| Sum { amount: ore(gross), vat: ore(vat), ..Sum::default() };
    let figures: Figures = [
        (Measure::Sales, Sum { count: 2, ..money(23_740) }),
        (Measure::Group(Name::new("Allt", None)), money(23_740)),
        (Measure::Vat(VatRate::from_hundredths(2_500)), part(12_500, 2_500)),
        (Measure::Vat(VatRate::from_hundredths(1_200)), part(11_240, 1_204)),
        (Measure::Taken(TenderKind::Seqr), money(5_000)),
        (Measure::Taken(TenderKind::Voucher), money(2_000)),
        (Measure::Taken(TenderKind::Account), money(3_000)),
        (Measure::CashDifference, money(-500)),
        (Measure::Taken(TenderKind::Cash), money(13_700)),
        (Measure::Rounding, money(-40)),
    ]
    .into_iter()
    .collect();
    let (accounts, texts) = (Accounts::default(), Texts::of(Language::Swedish));
    let day = ("2026-11-21".parse::<Date>().unwrap(), "Kassa 1");
    let voucher = sie::voucher(&figures, &accounts, day, texts).unwrap();
    let read = strictly(&written(&[voucher]));
    assert_eq!(read.company, shop().name);
    let (date, text, rows) = &read.vouchers[0];
    assert_eq!((date.as_str(), text.as_str()), ("20261121", "Dagskassa Kassa 1"));
    let row = |account: &str, ore| (account.to_owned(), ore);
    let expected = [
        row("1910", 13_700),
        row("1585", 5_000),
        row("2420", 2_000),
        row("1510", 3_000),
        row("3001", -10_000),
        row("2611", -2_500),
        row("3002", -10_036),
        row("2621", -1_204),
        row("3740", 40),
        row("1910", -500),
        row("7960", 500),
    ];
    assert_eq!(rows, &expected);
    let names: Vec<_> = read.accounts.iter().map(|(_, name)| name.as_str()).collect();
    assert!(
        names.contains(&"Öresavrundning") && names.contains(&"Försäljning 25 % moms"),
        "{names:?}"
    );
}

#[test]
fn what_cannot_be_booked_is_said() {
    let (accounts, texts) = (Accounts::default(), Texts::of(Language::English));
    let day = ("2026-11-21".parse::<Date>().unwrap(), "Kassa 1");
    let rate = VatRate::from_hundredths(1_850);
    let unknown: Figures =
        [(Measure::Vat(rate), Sum::one(Amount::from_minor(1)))].into_iter().collect();
    let refused = sie::voucher(&unknown, &accounts, day, texts);
    assert_eq!(refused, Err(BookingError::NoAccounts { rate }));
    let taken = Measure::Taken(TenderKind::Cash);
    let lost: Figures = [(taken, Sum::one(Amount::from_minor(1)))].into_iter().collect();
    let refused = sie::voucher(&lost, &accounts, day, texts);
    let difference = Amount::from_minor(1);
    assert_eq!(refused, Err(BookingError::Unbalanced { date: day.0, difference }));
    assert_eq!(sie::voucher(&Figures::default(), &accounts, day, texts).unwrap().rows, []);
}

/// Days with returns, rounding, unverified payments: each balances to the öre, whatever happens.
#[test]
fn made_up_days_balance() {
    let directory = tempfile::tempdir().unwrap();
    let zone = TimeZone::get("Europe/Stockholm").unwrap();
    let begin = "2026-11-20T07:00:00Z".parse().unwrap();
    let mut trade = Trade::new(directory.path(), begin, 99);
    for _event in 0..200 {
        trade.something();
    }
    let (accounts, texts) = (Accounts::default(), Texts::of(Language::Swedish));
    let first: Date = "2026-11-20".parse().unwrap();
    let days = first.series(jiff::Span::new().days(1)).take(4);
    let vouchers = days.map(|date| {
        let start = |date: Date| date.to_zoned(zone.clone()).unwrap().timestamp();
        let range = start(date)..start(date.tomorrow().unwrap());
        let figures = trade.till.store.figures(&range).unwrap();
        let voucher = sie::voucher(&figures, &accounts, (date, "Kassa 1"), texts).unwrap();
        let sales: i64 = voucher
            .rows
            .iter()
            .filter(|row| row.account.starts_with('3') && row.account != accounts.rounding)
            .map(|row| row.amount.minor())
            .sum();
        let tax: i64 = figures.vat().iter().map(|part| part.vat.minor()).sum();
        assert_eq!(-sales, figures.net().minor() - tax, "{date}");
        voucher
    });
    let vouchers: Vec<_> = vouchers.filter(|voucher| !voucher.rows.is_empty()).collect();
    assert!(vouchers.len() > 1 && vouchers.iter().any(|voucher| voucher.rows.len() > 10));
    assert_eq!(strictly(&written(&vouchers)).vouchers.len(), vouchers.len());
}
