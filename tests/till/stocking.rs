//! Articles while the register runs: what is changed is sold by at once, and is the same after a restart.

use std::path::PathBuf;

use kassa::core::catalog::{Article, ArticleNumber};
use kassa::core::entry::Entry;
use kassa::core::money::Amount;
use kassa::core::receipt::Quantity;
use kassa::core::register::Refused;
use kassa::core::user::UserNumber;
use kassa::till::intent::Intent;
use kassa::till::set_up::{ImportView, Request, Trouble, Work};

use super::setting_up::{log_in, not_saved, recorded, saved};
use super::shop::{COFFEE, JUICE, Shop};

fn manager(shop: &Shop) {
    log_in(shop, 2, "2222");
}

fn number(text: &str) -> ArticleNumber {
    ArticleNumber::new(text).unwrap()
}

fn article(shop: &Shop, text: &str) -> Article {
    shop.now().catalog.by_number(&number(text)).unwrap().clone()
}

fn save(article: &Article) -> Request {
    Request::Article(Box::new(article.clone()))
}

/// Asks for something about a file and waits for its outcome.
fn answered(shop: &Shop, request: Request) {
    let before = shop.now().set_up.answered;
    shop.send(Intent::SetUp(request));
    let _now = shop.until("the outcome", |now| now.set_up.answered > before);
}

/// The catalogue in use is the one that the journal leads to.
fn same_after_a_restart(shop: Shop, folder: &std::path::Path) -> Shop {
    let before = shop.until("the articles", |now| now.catalog_ready).catalog.articles().to_vec();
    let shop = shop.restarted(folder, |_| {});
    let after = shop.until("the articles", |now| now.catalog_ready);
    assert_eq!(after.catalog.articles(), before);
    shop
}

#[test]
fn articles_are_changed_added_and_removed_and_sold_by_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::open(folder.path());
    manager(&shop);
    let coffee = article(&shop, COFFEE.0);
    let dearer = Article { price: Amount::from_minor(3_333), ..coffee.clone() };
    saved(&shop, save(&dearer));
    shop.ring_up((COFFEE.0, 3_333));
    let last = recorded(folder.path()).into_iter().find(
        |recorded| matches!(&recorded.entry, Entry::ArticleSaved { article } if *article == dearer),
    );
    assert_eq!(last.unwrap().user, Some(UserNumber(2)), "a change of price is somebody's");
    let head = recorded(folder.path()).len();
    saved(&shop, save(&dearer));
    assert_eq!(recorded(folder.path()).len(), head, "nothing was different");

    // A new one takes the code of another: it is found by it, and the other is not.
    let code = coffee.codes[0].clone();
    let new = Article { number: number("9001"), codes: vec![code.clone()], ..coffee.clone() };
    saved(&shop, save(&new));
    assert!(!article(&shop, COFFEE.0).codes.contains(&code));
    assert_eq!(shop.now().catalog.by_code(&code), Some(&new));
    saved(&shop, Request::RemoveArticle(number(JUICE.0)));
    assert!(shop.now().catalog.by_number(&number(JUICE.0)).is_none());
    shop.send(Intent::RingUp { article: number(JUICE.0), quantity: Quantity::ONE });
    let refused = shop.until("the refusal", |now| now.refused.is_some());
    assert_eq!(refused.refused.unwrap().reason, Refused::NotOffered);
    let shop = same_after_a_restart(shop, folder.path());
    shop.close();
}

#[test]
fn what_is_no_article_and_who_is_no_manager_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::open(folder.path());
    manager(&shop);
    let coffee = article(&shop, COFFEE.0);
    let nameless =
        Article { name: kassa::core::catalog::Name::new(" ", Some("Coffee")), ..coffee.clone() };
    assert_eq!(not_saved(&shop, save(&nameless)), Trouble::NameMissing);
    for price in [-1, 100_000_000] {
        let wrong = Article { price: Amount::from_minor(price), ..coffee.clone() };
        assert_eq!(not_saved(&shop, save(&wrong)), Trouble::Price);
    }
    let gone = not_saved(&shop, Request::RemoveArticle(number("4711")));
    assert_eq!(gone, Trouble::Refused(Refused::NotOffered));
    let nothing_read = not_saved(&shop, Request::ImportArticles);
    assert_eq!(nothing_read, Trouble::Refused(Refused::NotOffered));

    log_in(&shop, 1, "1111");
    let head = recorded(folder.path()).len();
    let not_allowed = || Trouble::Refused(Refused::NotAllowed);
    assert_eq!(not_saved(&shop, save(&Article { codes: Vec::new(), ..coffee })), not_allowed());
    assert_eq!(not_saved(&shop, Request::RemoveArticle(number(JUICE.0))), not_allowed());
    assert_eq!(not_saved(&shop, Request::ImportArticles), not_allowed());
    answered(&shop, Request::ReadArticles(PathBuf::from("articles.csv")));
    assert_eq!(shop.now().set_up.import, Work::Failed(not_allowed()));
    answered(&shop, Request::ExportArticles(folder.path().join("articles.csv")));
    assert_eq!(shop.now().set_up.export, Work::Failed(not_allowed()));
    assert_eq!(recorded(folder.path()).len(), head);
    shop.close();
}

#[test]
fn a_file_is_written_changed_read_counted_and_imported() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let shop = Shop::open(&data);
    manager(&shop);
    let file = folder.path().join("articles.csv");
    answered(&shop, Request::ExportArticles(file.clone()));
    assert_eq!(shop.now().set_up.export, Work::Done(file.clone()));
    let text = std::fs::read_to_string(&file).unwrap();
    let count = shop.now().catalog.articles().len();
    assert!(text.contains("29,95"), "the price of coffee");
    let mut changed = text.replacen("29,95", "31,50", 1);
    changed.push_str("9001;Ny vara;;;10,00;25;Nytt;;\n");
    std::fs::write(&file, &changed).unwrap();

    answered(&shop, Request::ReadArticles(file.clone()));
    let counted = ImportView { new: 1, changed: 1, same: count - 1 };
    assert_eq!(shop.now().set_up.import, Work::Done(counted));
    assert!(shop.now().catalog.by_number(&number("9001")).is_none(), "read is not imported");
    let before = recorded(&data).len();
    saved(&shop, Request::ImportArticles);
    assert_eq!(recorded(&data).len(), before + 2, "what is the same is not written");
    assert_eq!(article(&shop, "9001").price.minor(), 1_000);
    shop.ring_up((COFFEE.0, 3_150));
    let again = not_saved(&shop, Request::ImportArticles);
    assert_eq!(again, Trouble::Refused(Refused::NotOffered), "once");
    let shop = same_after_a_restart(shop, &data);
    shop.close();
}

#[test]
fn a_file_with_mistakes_is_not_imported_and_the_mistakes_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let shop = Shop::open(&data);
    manager(&shop);
    let file = folder.path().join("articles.csv");
    let rows = (0..8).map(|row| format!("{row};Vara {row};;;dyr;25;Nytt;;\n"));
    let head = "number;name_sv;name_en;codes;price;vat;group_sv;group_en;kind\n".to_owned();
    std::fs::write(&file, head + &rows.collect::<String>()).unwrap();
    answered(&shop, Request::ReadArticles(file.clone()));
    let import = shop.now().set_up.import.clone();
    let Work::Failed(Trouble::ArticleFile { count: 8, first }) = import else {
        panic!("{import:?}")
    };
    assert!(first.len() == 5 && first[0].contains("dyr"), "{first:?}");
    assert_eq!(not_saved(&shop, Request::ImportArticles), Trouble::Refused(Refused::NotOffered));
    let missing = folder.path().join("nothing.csv");
    answered(&shop, Request::ReadArticles(missing.clone()));
    let import = shop.now().set_up.import.clone();
    let Work::Failed(Trouble::File { path, .. }) = import else { panic!("{import:?}") };
    assert_eq!(path, missing.display().to_string());
    // Nor can one be written where no folder is.
    answered(&shop, Request::ExportArticles(missing.join("articles.csv")));
    let export = shop.now().set_up.export.clone();
    assert!(matches!(export, Work::Failed(Trouble::File { .. })), "{export:?}");
    shop.close();
}

/// More than is written in one go, while somebody pays.
#[test]
fn a_large_file_is_imported_while_a_payment_is_open() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let shop = Shop::open(&data);
    manager(&shop);
    let known = article(&shop, COFFEE.0);
    let many: Vec<Article> = (0..12_000)
        .map(|place| Article {
            number: number(&format!("7{place:05}")),
            codes: Vec::new(),
            ..known.clone()
        })
        .collect();
    let file = folder.path().join("articles.csv");
    std::fs::write(&file, kassa::article_file::write(&many)).unwrap();
    answered(&shop, Request::ReadArticles(file));
    shop.ring_up(COFFEE);
    let _attempt = shop.pay_with_seqr(shop.now().due());
    shop.until_waiting();
    let before = recorded(&data).len();
    shop.send(Intent::SetUp(Request::ImportArticles));
    let _paid = shop.simulator.confirm_newest().unwrap();
    let _done = shop.until("the payment", |now| now.last.is_some());
    let _in_use =
        shop.until("the articles", |now| now.catalog.by_number(&number("711999")).is_some());
    assert!(recorded(&data).len() >= before + 12_000);
    shop.close();
}
