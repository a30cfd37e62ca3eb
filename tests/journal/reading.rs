//! What was written comes back as it was.

use kassa::core::catalog::{ArticleNumber, Code};
use kassa::core::entry::{Entry, JobId, Paper, PinPurpose};
use kassa::core::money::Amount;
use kassa::core::payment::{AttemptId, Circumstance, SendAnswer};
use kassa::core::receipt::{ReceiptId, ReceiptNumber};
use kassa::core::register::Command;
use kassa::core::settings::{PrinterLink, PrinterSettings, Settings};
use kassa::core::tender::TenderKind;
use kassa::core::user::UserNumber;
use kassa::journal::{JobState, OpenMode, PrintJob, ReceiptState, SeqrPaymentState, Verdict};

use crate::support::{CASHIER, Till, article, kronor, user};

#[test]
fn the_set_up_comes_back() {
    let directory = tempfile::tempdir().unwrap();
    let mut till = Till::new(directory.path());
    let mut settings = Settings { sound: false, ..Settings::default() };
    settings.shop.name = "Öns Lanthandel \"Hörnet\"".to_owned();
    settings.shop.address = vec!["Storgatan 1".to_owned(), "123 45 Ön".to_owned()];
    let link = PrinterLink::Network { address: "10.0.0.7:9100".to_owned() };
    settings.printer = Some(PrinterSettings { link, columns: 48, answers: true });
    let mut second = user();
    second.number = UserNumber(2);
    second.active = false;
    let _head = till
        .raw(&[
            Entry::SettingsSaved { settings: Settings::default() },
            Entry::SettingsSaved { settings: settings.clone() },
            Entry::UserSaved { user: second.clone() },
            Entry::UserLoggedIn { user: CASHIER },
            Entry::LogInRefused { user: CASHIER, purpose: PinPurpose::LogIn },
            Entry::LogInRefused { user: CASHIER, purpose: PinPurpose::LogIn },
            Entry::LogInRefused { user: UserNumber(9), purpose: PinPurpose::LogIn },
        ])
        .unwrap();
    drop(till);
    let mut till = Till::start(directory.path(), OpenMode::Existing);
    assert_eq!(till.store.settings().unwrap(), Some(settings));
    assert_eq!(till.store.users().unwrap(), [user(), second]);
    let log_ins = till.store.log_ins(CASHIER).unwrap();
    assert_eq!((log_ins.times, log_ins.refused_since), (2, 2));
    assert_eq!(till.store.log_ins(UserNumber(9)).unwrap().refused_since, 1);
    assert_eq!(till.store.log_ins(UserNumber(8)).unwrap().last, None);
    for entry in [
        Entry::PinShown { user: CASHIER, purpose: PinPurpose::Approval },
        Entry::UserUnlocked { user: UserNumber(9) },
        Entry::ScreenUnlocked { user: UserNumber(8) },
    ] {
        let _head = till.raw(&[entry]).unwrap();
    }
    assert_eq!(till.store.log_ins(CASHIER).unwrap().refused_since, 0);
    assert_eq!(till.store.log_ins(UserNumber(9)).unwrap().refused_since, 0);
    assert!(matches!(till.store.verify(&mut |_, _| {}).unwrap(), Verdict::Sound(_)));
    let terminal = till.register.terminal().unwrap();
    assert_eq!(terminal.seqr_id.as_deref(), Some("S-1"));
}

#[test]
fn articles_keep_their_places_and_codes_their_last_article() {
    let directory = tempfile::tempdir().unwrap();
    let mut till = Till::new(directory.path());
    let mut articles: Vec<_> =
        ["30", "10", "20"].iter().map(|number| article(number, 100, 600)).collect();
    articles[1].codes = ["AAAA", "BBBB", "CCCC"].map(|code| Code::new(code).unwrap()).to_vec();
    let saved =
        |article: &kassa::core::catalog::Article| Entry::ArticleSaved { article: article.clone() };
    let _head = till.raw(&articles.iter().map(saved).collect::<Vec<_>>()).unwrap();
    assert_eq!(till.store.articles().unwrap(), articles);
    articles[0].price = Amount::from_minor(250);
    articles[0].codes = vec![Code::new("BBBB").unwrap()];
    let _head = till.raw(&[saved(&articles[0])]).unwrap();
    assert_eq!(articles[1].codes.remove(1).as_str(), "BBBB");
    assert_eq!(till.store.articles().unwrap(), articles);
    let number = ArticleNumber::new("30").unwrap();
    let _head = till.raw(&[Entry::ArticleRemoved { number }, saved(&articles[0])]).unwrap();
    articles.rotate_left(1);
    assert_eq!(till.store.articles().unwrap(), articles);
}

#[test]
fn a_paid_receipt_shows_its_transaction_post() {
    let directory = tempfile::tempdir().unwrap();
    let mut till = Till::new(directory.path());
    till.trade();
    let shown = till.store.show(ReceiptNumber(3)).unwrap().unwrap();
    let receipt = shown.receipt;
    assert_eq!(receipt.id, ReceiptId(3));
    assert_eq!(receipt.total, Amount::from_minor(7 * 4_995 + 2_850));
    let [cancelled, paid] = &receipt.payments[..] else { panic!("{receipt:?}") };
    assert_eq!(cancelled.state, SeqrPaymentState::Ended);
    assert_eq!(
        (&cancelled.post, cancelled.detail.as_deref()),
        (&None, Some("cancelled_by_customer"))
    );
    assert_eq!(paid.state, SeqrPaymentState::Confirmed);
    let post = paid.post.as_ref().unwrap();
    assert_eq!(post.ers_reference, "ERS-3-2");
    assert_eq!((post.amount, post.description.as_str()), (kronor(300), "SEQR payment"));
    assert_eq!(post.circumstance, Circumstance::Expected);
    let kinds: Vec<_> = receipt.tenders.iter().map(|paid| paid.tender.kind()).collect();
    assert_eq!(kinds, [TenderKind::Seqr, TenderKind::Cash]);
    let ReceiptState::Completed { number, cashier, cashier_name, settlement, vat, .. } =
        &receipt.state
    else {
        panic!("{receipt:?}");
    };
    assert_eq!(
        (*number, *cashier, cashier_name.as_str()),
        (ReceiptNumber(3), CASHIER, "Åsa Öberg")
    );
    let taken: Amount = receipt.tenders.iter().map(|paid| paid.tender.amount).sum();
    assert_eq!(taken - settlement.change, receipt.total + settlement.rounding);
    let rates: Vec<_> = vat.iter().map(|part| part.rate.hundredths()).collect();
    assert_eq!(rates, [2_500, 1_200]);
    assert_eq!(shown.jobs.len(), 1);
    assert!(shown.entries.iter().all(|recorded| recorded.entry.receipt() == Some(ReceiptId(3))));
    let attempt = AttemptId { receipt: ReceiptId(3), number: 2 };
    let of_attempt = till.store.entries_of_attempt(attempt).unwrap();
    assert_eq!(of_attempt.len(), 6);
    assert!(of_attempt.iter().all(|recorded| recorded.entry.attempt() == Some(attempt)));

    assert!(till.store.is_booked("ERS-3-2").unwrap());
    assert!(!till.store.is_booked("ERS-3-1").unwrap(), "cancelled by the customer");

    let paper = till.store.finished_receipt(ReceiptId(3)).unwrap().unwrap();
    assert_eq!((paper.number, paper.total, &paper.lines), (*number, receipt.total, &receipt.lines));
    assert_eq!(paper.payments.len(), 1, "only what was paid is a post");
    assert_eq!(till.store.finished_receipt(ReceiptId(4)).unwrap(), None, "cancelled");
    assert_eq!(till.store.finished_receipt(ReceiptId(99)).unwrap(), None);
    assert_eq!(till.store.show(ReceiptNumber(99)).unwrap(), None);
    let given_up = till.store.receipt(ReceiptId(4)).unwrap().unwrap();
    assert!(matches!(given_up.state, ReceiptState::Cancelled { cashier: Some(CASHIER), .. }));
}

#[test]
fn lost_and_refused_payments_say_why() {
    let directory = tempfile::tempdir().unwrap();
    let mut till = Till::new(directory.path());
    till.ring_up(&article("1", 10_000, 1_200));
    let attempt = till.seqr(kronor(100));
    let refusal = kassa::core::payment::Refusal::Code { code: 49, detail: "no".to_owned() };
    let answer = SendAnswer::Refused(refusal);
    let _refused = till.event(attempt, kassa::core::payment::Event::Sent { sending: 1, answer });
    let attempt = till.seqr(kronor(100));
    let answer = SendAnswer::Lost { detail: "time is up".to_owned() };
    let _lost = till.event(attempt, kassa::core::payment::Event::Sent { sending: 1, answer });
    let record = till.store.receipt(attempt.receipt).unwrap().unwrap();
    assert_eq!(record.state, ReceiptState::Open);
    let [refused, lost] = &record.payments[..] else { panic!("{record:?}") };
    assert_eq!(refused.state, SeqrPaymentState::Refused);
    assert_eq!(refused.detail.as_deref(), Some("result code 49: no"));
    assert_eq!(
        (lost.state, lost.lost_sendings, lost.sendings),
        (SeqrPaymentState::SendUnknown, 1, 1)
    );
    assert_eq!(lost.detail.as_deref(), Some("time is up"));
}

#[test]
fn jobs_wait_until_the_printer_has_them() {
    let directory = tempfile::tempdir().unwrap();
    let mut till = Till::new(directory.path());
    till.ring_up(&article("1", 10_000, 1_200));
    let _paid = till.cash(kronor(100));
    let _head = till.raw(&[Entry::PrintQueued { job: JobId(2), paper: Paper::TestPage }]).unwrap();
    let detail = "out of paper".to_owned();
    let _head = till.raw(&[Entry::PrintFailed { job: JobId(1), detail: detail.clone() }]).unwrap();
    let pending = till.store.pending_jobs().unwrap();
    let papers: Vec<_> = pending.iter().map(|job| (job.id.0, job.paper)).collect();
    assert_eq!(papers, [(1, Paper::Receipt { receipt: ReceiptId(1) }), (2, Paper::TestPage)]);
    assert!(matches!(&pending[0].state, JobState::Failed { detail: why, .. } if *why == detail));
    assert_eq!(pending[1].state, JobState::Queued);
    let _head = till.raw(&[Entry::PrintSent { job: JobId(1) }]).unwrap();
    assert_eq!(till.store.pending_jobs().unwrap().len(), 1);
    let job = till.store.job(JobId(1)).unwrap().unwrap();
    assert!(matches!(job.state, JobState::Sent { .. }));
    assert_eq!(till.store.jobs_of(ReceiptId(1)).unwrap(), [job]);
    // One that was begun and never ended waits as well, until somebody has looked at the paper.
    let _head = till.raw(&[Entry::PrintStarted { job: JobId(2) }]).unwrap();
    let pending = till.store.pending_jobs().unwrap();
    assert!(
        matches!(pending[..], [PrintJob { state: JobState::Started { .. }, .. }]),
        "{pending:?}"
    );
    let _head = till.raw(&[Entry::PrintAgain { job: JobId(2) }]).unwrap();
    let job = till.store.job(JobId(2)).unwrap().unwrap();
    assert_eq!((job.state, job.prints), (JobState::Queued, 1));
    // What the printer gives back has not been printed; what somebody put away is over.
    let again = [Entry::PrintStarted { job: JobId(2) }, Entry::PrintReturned { job: JobId(2) }];
    let _head = till.raw(&again).unwrap();
    let job = till.store.job(JobId(2)).unwrap().unwrap();
    assert_eq!((job.state, job.prints), (JobState::Queued, 1));
    let _head = till.raw(&[Entry::PrintStarted { job: JobId(2) }]).unwrap();
    let _head = till.raw(&[Entry::PrintDropped { job: JobId(2) }]).unwrap();
    let job = till.store.job(JobId(2)).unwrap().unwrap();
    assert!(matches!(job.state, JobState::Dropped { .. }) && job.prints == 2, "{job:?}");
    assert!(till.store.pending_jobs().unwrap().is_empty());
}

#[test]
fn a_terminal_that_has_left_does_not_come_back() {
    let directory = tempfile::tempdir().unwrap();
    let mut till = Till::new(directory.path());
    let mut other = crate::support::terminal();
    other.id = "T-2".to_owned();
    let _head = till.raw(&[Entry::TerminalRegistered { terminal: other.clone() }]).unwrap();
    assert_eq!(till.store.terminal().unwrap(), Some(other.clone()));
    drop(till);
    let mut till = Till::start(directory.path(), OpenMode::Existing);
    assert_eq!(till.register.terminal(), Some(&other));
    let _head = till.raw(&[Entry::TerminalUnregistered { terminal: other.id }]).unwrap();
    drop(till);
    let mut till = Till::start(directory.path(), OpenMode::Existing);
    assert_eq!(till.register.terminal(), None);
    till.ring_up(&article("1", 100, 600));
    let attempt = till.register.next_attempt().unwrap();
    let amount = Amount::from_minor(100);
    assert!(till.register.decide(&Command::PayWithSeqr { attempt, amount }, till.now).is_err());
}
