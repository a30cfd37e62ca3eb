//! The file as a whole: what is read, what is refused and with which words, and the way there
//! and back.

use std::collections::HashSet;

use proptest::collection::vec;
use proptest::prelude::*;

use crate::core::catalog::{Article, ArticleKind, ArticleNumber, Code, Conditions, Name};
use crate::core::language::Language;
use crate::core::money::{Amount, AmountError};
use crate::core::vat::VatRate;

use super::*;

const DEMONSTRATION: &str = include_str!("../../resources/demonstration/articles.csv");
const HEADER: &str = "number;name_sv;name_en;codes;price;vat;group_sv;group_en;kind\n";

/// Line, column and cause of everything that is wrong with these rows under the usual header.
fn problems(rows: &str) -> Vec<(u32, Option<Column>, Cause)> {
    match read(format!("{HEADER}{rows}").as_bytes()) {
        Ok(_) => Vec::new(),
        Err(problems) => problems
            .into_iter()
            .map(|problem| (problem.line, problem.column, problem.cause))
            .collect(),
    }
}

fn article(number: &str) -> Article {
    Article {
        number: ArticleNumber::new(number).unwrap(),
        name: Name::new("Kaffe", Some("Coffee")),
        codes: vec![Code::new("2900000010017").unwrap()],
        price: Amount::from_minor(2_995),
        vat: VatRate::from_hundredths(1200),
        group: Name::new("Dryck", None),
        kind: ArticleKind::Goods,
        conditions: Conditions::default(),
    }
}

/// The same without a bar code.
fn bare(number: &str) -> Article {
    Article { codes: Vec::new(), ..article(number) }
}

#[test]
fn the_demonstration_shop_is_read_and_written_as_it_is() {
    let articles = read(DEMONSTRATION.as_bytes()).unwrap();
    assert!((190..=220).contains(&articles.len()), "{}", articles.len());
    let groups: HashSet<&Name> = articles.iter().map(|article| &article.group).collect();
    assert_eq!(groups.len(), 8);
    let rates: HashSet<VatRate> = articles.iter().map(|article| article.vat).collect();
    assert_eq!(rates, HashSet::from(VatRate::SWEDISH));
    assert!(articles.iter().any(|article| article.kind == ArticleKind::Service));
    // Codes of a shop's own (GS1 prefix 2) cannot be those of a real article.
    let mut codes = articles.iter().flat_map(|article| &article.codes);
    assert!(codes.all(|code| code.as_str().starts_with('2')));
    assert_eq!(write(&articles), format!("\u{feff}{DEMONSTRATION}").into_bytes());
}

#[test]
fn separators_decimal_signs_line_ends_and_column_orders() {
    let files = [
        "number;name_sv;name_en;codes;price;vat;group_sv\n1;Kaffe;Coffee;2900000010017;29,95;12;Dryck\n",
        "number,name_sv,name_en,codes,price,vat,group_sv\n1,Kaffe,Coffee,2900000010017,29.95,12,Dryck",
        "number,name_sv,name_en,codes,price,vat,group_sv\r\n1,Kaffe,Coffee,2900000010017,\"29,95\",12 %,Dryck\r\n",
        "\u{feff}number\tname_sv\tname_en\tcodes\tprice\tvat\tgroup_sv\n1\tKaffe\tCoffee\t2900000010017\t29.95\t12%\tDryck\n",
        "\n\nVAT;group_sv;price;codes;NAME_SV;number;name_en;kind;;\n\n;;;;;;;;;\n12;Dryck; 29,95 ;2900000010017; Kaffe ;1;Coffee;vara;;\n\n",
    ];
    for file in files {
        assert_eq!(read(file.as_bytes()), Ok(vec![article("1")]), "{file}");
    }
}

#[test]
fn quotation_marks_carry_separators_and_themselves() {
    let file = format!("{HEADER}1;\"Skiva 12\"\"; svart\";;;199,00;25;Musik;;\n");
    let articles = read(file.as_bytes()).unwrap();
    assert_eq!(articles[0].name.in_language(Language::Swedish), "Skiva 12\"; svart");
    assert_eq!(read(&write(&articles)), Ok(articles));
}

#[test]
fn every_field_that_is_wrong_is_named() {
    use Column::*;
    let row = |field: &str, at: usize| {
        let mut fields = ["1", "Te", "Tea", "", "24,90", "12", "Dryck", "Drinks", "goods"];
        fields[at] = field;
        fields.join(";")
    };
    let found = |text: &str| text.to_owned();
    let price = |text: &str, error| Cause::Price { found: found(text), error };
    let long = "x".repeat(LONGEST_NAME + 1);
    for (field, at, column, cause) in [
        ("", 0, Number, Cause::Missing),
        ("1 2", 0, Number, Cause::Number { found: found("1 2") }),
        (" ", 1, NameSwedish, Cause::Missing),
        (&long, 1, NameSwedish, Cause::NameTooLong),
        ("\"a\nb\"", 2, NameEnglish, Cause::ControlCharacter),
        ("12", 3, Codes, Cause::Code { found: found("12") }),
        ("7,31087E+12", 3, Codes, Cause::CodeRounded { found: found("7,31087E+12") }),
        (
            "2900000010018",
            3,
            Codes,
            Cause::CheckDigit { found: found("2900000010018"), fitting: '7' },
        ),
        ("", 4, Price, Cause::Missing),
        ("gratis", 4, Price, price("gratis", AmountError::NotANumber)),
        ("29 95", 4, Price, price("29 95", AmountError::NotANumber)),
        ("1.234,50", 4, Price, price("1.234,50", AmountError::NotANumber)),
        ("1,234", 4, Price, price("1,234", AmountError::TooManyDecimals)),
        ("-1", 4, Price, price("-1", AmountError::Negative)),
        ("1000000", 4, Price, price("1000000", AmountError::TooLarge)),
        ("", 5, Vat, Cause::Missing),
        ("20", 5, Vat, Cause::Vat { found: found("20") }),
        ("0,12", 5, Vat, Cause::Vat { found: found("0,12") }),
        ("", 6, GroupSwedish, Cause::Missing),
        ("x", 8, Kind, Cause::Kind { found: found("x") }),
    ] {
        assert_eq!(problems(&row(field, at)), [(2, Some(column), cause)], "{field}");
    }
    assert_eq!(problems(&row("1 234,50", 4)), []);
    assert_eq!(problems(&row("0", 4)), []);
}

#[test]
fn what_has_to_be_seen_to_is_read_where_the_file_says_so() {
    let header = "number;name_sv;price;vat;group_sv;deposit;age;weighed\n";
    let rows = "1;Läsk;15;12;Dryck;P2;;\n2;Cigaretter;70;25;Tobak;;18;nej\n3;Ost;99;12;Ost;;;ja\n\
                P2;Pant;2;12;Pant;;;\n";
    let articles = read(format!("{header}{rows}").as_bytes()).unwrap();
    let conditions: Vec<Conditions> =
        articles.iter().map(|article| article.conditions.clone()).collect();
    let none = Conditions::default();
    let pant = ArticleNumber::new("P2").unwrap();
    assert_eq!(
        conditions,
        [
            Conditions { deposit: Some(pant), ..none.clone() },
            Conditions { age: Some(18), ..none.clone() },
            Conditions { weighed: true, ..none.clone() },
            none,
        ]
    );
    assert_eq!(read(&write(&articles)), Ok(articles));

    for (fields, column, cause) in [
        ("1;;", Column::Deposit, Cause::Deposit { found: "1".to_owned() }),
        ("a b;;", Column::Deposit, Cause::Deposit { found: "a b".to_owned() }),
        (";arton;", Column::Age, Cause::Age { found: "arton".to_owned() }),
        (";0;", Column::Age, Cause::Age { found: "0".to_owned() }),
        (";100;", Column::Age, Cause::Age { found: "100".to_owned() }),
        (";;x", Column::Weighed, Cause::Weighed { found: "x".to_owned() }),
    ] {
        let file = format!("{header}1;Te;1;12;Dryck;{fields}\n");
        let problem = Problem { line: 2, column: Some(column), cause };
        assert_eq!(read(file.as_bytes()), Err(vec![problem]), "{fields}");
    }
}

#[test]
fn what_stands_twice_is_reported_with_both_lines() {
    let rows = "\n1;Te;;2900000010017 036000291452;1;12;Dryck;Drinks;\n\
                1;Te;;;1;12;Dryck;Drinks;\n\
                2;Te;;2900000010017;1;12;Dryck;Drinks;\n\
                3;Te;;0036000291452;1;12;Dryck;Drinks;\n\
                4;Te;;9999 9999;1;12;Dryck;Drinks;\n\
                5;Te;;;1;12;Dryck;;\n";
    let twice = |code: &str, first_line| Cause::CodeTwice { code: code.to_owned(), first_line };
    assert_eq!(
        problems(rows),
        [
            (4, Some(Column::Number), Cause::NumberTwice { number: "1".to_owned(), first_line: 3 }),
            (5, Some(Column::Codes), twice("2900000010017", 3)),
            (6, Some(Column::Codes), twice("0036000291452", 3)),
            (7, Some(Column::Codes), twice("9999", 7)),
            (
                8,
                Some(Column::GroupEnglish),
                Cause::GroupDiffers { group: "Dryck".to_owned(), first_line: 3 }
            ),
        ]
    );
}

#[test]
fn rows_of_another_shape() {
    let count = |found| Cause::FieldCount { expected: 9, found };
    let rows = "1;Te;;;29;95;12;Dryck;;goods\n2;Te;;;1;12;Dryck\n3;Te;;;1;12;Dryck;;;;;\n";
    assert_eq!(problems(rows), [(2, None, count(10)), (3, None, count(7))]);
    assert_eq!(problems(""), [(1, None, Cause::NoArticles)]);
    assert_eq!(problems(";;;;;;;;\n\n"), [(1, None, Cause::NoArticles)]);
    assert_eq!(
        problems(&format!("1;\"{}", "x".repeat(LONGEST_ROW))),
        [(2, None, Cause::RowTooLong)]
    );
    // A quotation mark that is never closed takes the rest of the file with it.
    let rows = "1;\"Te;;;1;12;Dryck;;\n2;Te;;;1;12;Dryck;;\n";
    assert_eq!(problems(rows), [(2, None, count(2))]);
    for nothing in ["", "\n\n", "\u{feff}", "1;Te;;;1;12;Dryck;;\n"] {
        let problem = Problem { line: 1, column: None, cause: Cause::NoHeader };
        assert_eq!(read(nothing.as_bytes()), Err(vec![problem]), "{nothing:?}");
    }
}

#[test]
fn there_is_an_end_to_rows_and_to_problems() {
    let full = write(&(1..=50).map(|number| bare(&number.to_string())).collect::<Vec<_>>());
    assert_eq!(read::read_at_most(&full, 50).unwrap().len(), 50);
    let problem = Problem { line: 51, column: None, cause: Cause::TooManyRows };
    assert_eq!(read::read_at_most(&full, 49), Err(vec![problem]));

    let bad = "x y;;;;;;;;\n".repeat(1_000);
    let found = problems(&bad);
    assert_eq!(found.len(), MOST_PROBLEMS + 1);
    // Five problems a row: the twentieth row, on line 21, makes it a hundred.
    assert_eq!(found[MOST_PROBLEMS], (21, None, Cause::TooManyProblems));
    assert_eq!(problems(&"x y;Te;;;1;12;Dryck;;\n".repeat(MOST_PROBLEMS - 1)).len(), 99);
}

#[test]
fn a_file_in_windows_1252_is_refused_with_what_to_do() {
    let mut file = HEADER.as_bytes().to_vec();
    file.extend(b"1;Te;;;1;12;Dryck;;\n2;Gr\xE4dde;;;1;12;Mejeri;;\n");
    let problems = read(&file).unwrap_err();
    assert_eq!(problems.len(), 1);
    let swedish = problems[0].text(Language::Swedish);
    assert!(swedish.starts_with("Rad 3: "), "{swedish}");
    for part in ["Windows-1252", "”Grädde”", "UTF-8", "Excel", "LibreOffice"] {
        assert!(swedish.contains(part), "{part} in {swedish}");
    }
    assert!(problems[0].to_string().starts_with("Line 3: "), "{}", problems[0]);
}

#[test]
fn problems_are_said_in_words() {
    let rows = "1;Te;;;29,955;12;Dryck;;\n1;Te;;;1;20;Dryck;;\n";
    let problems = read(format!("{HEADER}{rows}").as_bytes()).unwrap_err();
    let texts: Vec<String> =
        problems.iter().map(|problem| problem.text(Language::Swedish)).collect();
    assert_eq!(
        texts,
        [
            "Rad 2, kolumn price: Priset ”29,955” har fler än två decimaler.",
            "Rad 3, kolumn number: Artikelnumret 1 finns redan på rad 2.",
            "Rad 3, kolumn vat: ”20” är ingen momssats. Satserna är 25, 12, 6 och 0.",
        ]
    );
}

/// One of every cause: each must have words of its own, with nothing left unfilled.
#[test]
fn every_cause_has_its_own_words_in_both_languages() {
    let found = || "¤found¤".to_owned();
    let price = |error| Cause::Price { found: found(), error };
    let causes = vec![
        Cause::Windows1252 { word: found() },
        Cause::Utf16,
        Cause::NotText,
        Cause::NoHeader,
        Cause::ColumnUnknown { name: found() },
        Cause::ColumnTwice,
        Cause::ColumnMissing,
        Cause::FieldCount { expected: 9, found: 8 },
        Cause::RowTooLong,
        Cause::TooManyRows,
        Cause::NoArticles,
        Cause::Unreadable,
        Cause::Missing,
        Cause::NameTooLong,
        Cause::ControlCharacter,
        Cause::Number { found: found() },
        Cause::NumberTwice { number: found(), first_line: 7 },
        Cause::Code { found: found() },
        Cause::CodeRounded { found: found() },
        Cause::CheckDigit { found: found(), fitting: '7' },
        Cause::CodeTwice { code: found(), first_line: 7 },
        price(AmountError::NotANumber),
        price(AmountError::TooManyDecimals),
        price(AmountError::Negative),
        price(AmountError::TooLarge),
        Cause::Vat { found: found() },
        Cause::GroupDiffers { group: found(), first_line: 7 },
        Cause::Kind { found: found() },
        Cause::Deposit { found: found() },
        Cause::Age { found: found() },
        Cause::Weighed { found: found() },
        Cause::TooManyProblems,
    ];
    for language in Language::ALL {
        let mut seen = HashSet::new();
        for cause in &causes {
            let problem = Problem { line: 1, column: Some(Column::Codes), cause: cause.clone() };
            let text = problem.text(language);
            assert!(!text.contains(['{', '}', '$']), "{text}");
            assert!(!text.contains("article-file-"), "{text}");
            let carries = format!("{cause:?}").contains("¤found¤");
            assert_eq!(text.contains("¤found¤"), carries, "{text}");
            assert!(seen.insert(text.clone()), "twice: {text}");
        }
    }
}

/// Any name that a file can carry.
fn a_name() -> impl Strategy<Value = String> {
    "[A-ZÅÄÖa-zåäöé0-9;,\"'.% ]{0,20}[A-ZÅÄÖa-zåäöé]"
}

/// An article whose number and code come from its place, so that both are its own.
fn an_article(place: usize) -> impl Strategy<Value = Article> {
    let kind = prop_oneof![Just(ArticleKind::Goods), Just(ArticleKind::Service)];
    let rate = proptest::sample::select(VatRate::SWEDISH.to_vec());
    let names = (a_name(), proptest::option::of(a_name()), 0..5_usize);
    (names, 0..=Amount::LARGEST_ENTRY.minor(), rate, kind, 0..3_usize).prop_map(
        move |((swedish, english, group), price, vat, kind, codes)| Article {
            number: ArticleNumber::new(&format!("N-{place}")).unwrap(),
            name: Name::new(&swedish, english.as_deref()),
            codes: (0..codes).map(|code| Code::new(&format!("C{code}X{place}")).unwrap()).collect(),
            price: Amount::from_minor(price),
            vat,
            group: Name::new(&format!("Grupp; {group}"), (group > 2).then_some("Group, \"X\"")),
            kind,
            conditions: Conditions {
                deposit: (codes == 1).then(|| ArticleNumber::new("P-1").unwrap()),
                age: (codes == 2).then_some(18),
                weighed: price % 2 == 1,
            },
        },
    )
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(
        articles in (1..40_usize).prop_flat_map(|count| (0..count).map(an_article).collect::<Vec<_>>())
    ) {
        let bytes = write(&articles);
        let again = read(&bytes);
        prop_assert_eq!(again.as_ref(), Ok(&articles));
        prop_assert_eq!(write(&again.unwrap()), bytes);
    }

    #[test]
    fn arbitrary_bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..2_000)) {
        if let Err(problems) = read(&bytes) {
            prop_assert!(!problems.is_empty());
        }
    }

    #[test]
    fn arbitrary_rows_are_read_or_refused(
        rows in "([0-9a-zåE+.,;\"\t\r\n %-]{0,60}\n?){0,20}", separator in "[;,\t]"
    ) {
        let file = format!("{}{rows}", HEADER.replace(';', &separator));
        if let Err(problems) = read(file.as_bytes()) {
            let lines = u32::try_from(file.split(['\r', '\n']).count()).unwrap();
            prop_assert!(problems.iter().all(|problem| (1..=lines).contains(&problem.line)));
            prop_assert!(problems.iter().all(|problem| !problem.to_string().contains('{')), "unfilled");
        }
    }
}
