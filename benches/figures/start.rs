//! From the start of the process to the first poll of a payment that was left open, and to the
//! first frame: what a customer and a cashier wait for after a power cut.

use std::time::Duration;

use super::clerk::Clerk;
use super::display::{Display, PATIENCE, wait_for};
use super::measure::{Limit, Table, Unit};
use super::program::Program;
use super::screen::{BAND, Watcher};
use super::shops::{Shop, Shops, set};
use super::wire::Wire;

const STARTS: usize = 41;

pub fn measure(shops: &Shops, table: &mut Table) {
    for (shop, articles) in [(Shop::Small, "200"), (Shop::Large, "100 000")] {
        let (polls, frames) = starts(shops, shop);
        let name = format!("process start → first poll of an open payment, {articles} articles");
        table.add_times(&name, Unit::Milliseconds, Limit::Median(100.0), &polls);
        let name = format!("process start → first frame, {articles} articles");
        table.add_times(&name, Unit::Milliseconds, Limit::Median(150.0), &frames);
    }
}

fn starts(shops: &Shops, shop: Shop) -> (Vec<Duration>, Vec<Duration>) {
    let folder = shops.copy(shop, &format!("start-{shop:?}"), |_settings| {});
    Clerk::open(&folder).ring_up(3);
    shops.leave_payment_open(&folder);
    let simulator = shops.simulator().address();
    let wire = Wire::to(simulator);
    let address = wire.instead_of(&shops.simulator().endpoint(), simulator);
    set(&folder, |settings| settings.seqr.address = address);
    let display = Display::start(1024, 768);
    let watcher = Watcher::new(&display);
    let empty = watcher.look(BAND);
    let (mut polls, mut frames) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        watcher.forget();
        wire.forget();
        let program = Program::start(&display, &folder);
        frames.push(watcher.drawn(BAND) - program.began);
        polls.push(wire.next_poll(PATIENCE) - program.began);
        drop(program);
        wait_for("an empty display", || (watcher.look(BAND) == empty).then_some(()));
    }
    (polls, frames)
}
