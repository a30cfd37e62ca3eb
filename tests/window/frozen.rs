//! The window hangs for half a minute in the middle of a payment: nothing else does.

use std::time::{Duration, Instant};

use kassa::journal::{ReceiptState, SeqrPaymentState};
use kassa::simulator::ledger::CustomerAction;

use crate::display::{Display, Picture, key, wait_for};
use crate::program::Program;
use crate::receipt_paper::{CUT, printed};
use crate::shop::{Album, Shop, log_in};

/// How long the window stands still before the customer pays.
const FROZEN: Duration = Duration::from_secs(30);
/// A thread that has something to draw and could would have woken up by then.
const WOULD_HAVE_WOKEN: Duration = Duration::from_millis(1_500);

/// How often the window's thread has gone to sleep and woken up.
fn wake_ups(process: u32) -> u64 {
    let path = format!("/proc/{process}/task/{process}/status");
    let status = std::fs::read_to_string(path).unwrap();
    let counts = status.lines().filter_map(|line| {
        let (name, count) = line.split_once(':')?;
        name.ends_with("voluntary_ctxt_switches").then(|| count.trim().parse::<u64>().unwrap())
    });
    counts.sum()
}

/// The colour of the window's corner: darkened while a dialog is open.
fn ground(picture: &Picture) -> Vec<u8> {
    picture.pixels[..3].to_vec()
}

/// A register with an open payment; gives the invoice.
pub fn paying(shop: &mut Shop, display: &Display) -> String {
    let _window = display.focus();
    log_in(display, &shop.journal());
    let articles = shop.journal().articles().unwrap();
    shop.scan(&articles[3]);
    let _rung = shop.receipt_when(1, "the line", |receipt| receipt.lines.len() == 1);
    display.keys(&[key::f(12)]);
    let _still = display.still_picture();
    display.keys(&[key::f(1), key::ENTER]);
    let receipt = shop.receipt_when(1, "the invoice", |receipt| {
        receipt.payments.iter().any(|payment| payment.state == SeqrPaymentState::Issued)
    });
    receipt.payments[0].reference.clone().unwrap()
}

/// How often SEQR was asked about an invoice.
pub fn polls(shop: &Shop, invoice: &str) -> u32 {
    shop.simulator.with_ledger(|ledger| ledger.payment(invoice).unwrap().polls())
}

/// Waits until the window's thread does not even wake up for something new to show: it waits for the display.
fn until_the_window_hangs(shop: &mut Shop, process: u32) -> u64 {
    let articles = shop.journal().articles().unwrap();
    wait_for("the window to hang", || {
        let before = wake_ups(process);
        // Refused while a payment is open, with a notice on the screen.
        shop.scan(&articles[4]);
        std::thread::sleep(WOULD_HAVE_WOKEN);
        let after = wake_ups(process);
        (after == before).then_some(after)
    })
}

/// Rule 4, with the interface's own thread blocked: it waits for a display that has stopped.
#[test]
fn a_payment_goes_on_while_the_window_hangs() {
    let mut shop = Shop::new(|_settings| {});
    let display = Display::start(1024, 768);
    let program = Program::register(&display, &shop.data());
    let invoice = paying(&mut shop, &display);
    let mut album = Album::of(&display);
    album.add("before-it-hangs.png");
    // As long as the display answers, something new wakes the window up.
    let (articles, awake) = (shop.journal().articles().unwrap(), wake_ups(program.id()));
    shop.scan(&articles[3]);
    wait_for("the window to wake up", || (wake_ups(program.id()) > awake).then_some(()));
    let shown = display.still_picture();

    display.freeze();
    let wake_ups_before = until_the_window_hangs(&mut shop, program.id());
    let (began, first) = (Instant::now(), polls(&shop, &invoice));
    let (mut last, mut heard, mut longest) = (first, began, Duration::ZERO);
    while began.elapsed() < FROZEN {
        let now = polls(&shop, &invoice);
        if now > last {
            longest = longest.max(heard.elapsed());
            (last, heard) = (now, Instant::now());
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    eprintln!("soak: window hung, seconds = {:.0}", began.elapsed().as_secs_f64());
    eprintln!("soak: window hung, questions to SEQR meanwhile = {}", last - first);
    eprintln!("soak: window hung, longest pause in seconds = {:.2}", longest.as_secs_f64());
    assert!(last - first >= 10, "SEQR was asked {} times only", last - first);
    assert!(shop.simulator.customer(&invoice, CustomerAction::Confirm).is_ok());
    let _booked = shop.receipt_when(1, "the receipt", |receipt| {
        matches!(receipt.state, ReceiptState::Completed { .. })
    });
    let paper = printed(&mut shop.printer, &CUT);
    assert!(!paper.is_empty());
    assert_eq!(wake_ups(program.id()), wake_ups_before, "the window hung all the time");

    display.thaw();
    // What was drawn when it began to hang comes first; then the dialog, which darkens everything around it, closes.
    wait_for("the window to show the end of the payment", || {
        (ground(&display.picture()) != ground(&shown)).then_some(())
    });
    let after = display.still_picture();
    album.add("after-it-hung.png");
    // It is the same window, and it works: the next receipt is rung up and cancelled with its keys.
    let articles = shop.journal().articles().unwrap();
    shop.scan(&articles[4]);
    let _rung = shop.receipt_when(2, "the next line", |receipt| receipt.lines.len() == 1);
    let _shown = display.still_picture_after(Some(&after));
    display.keys(&[key::f(4)]);
    let _removed = shop.receipt_when(2, "the line to go", |receipt| receipt.lines.is_empty());
    assert!(program.end(), "it ends in order");
}
