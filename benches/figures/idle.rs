//! What a register costs that nobody uses: processor and memory on the sale view.

use std::thread::sleep;
use std::time::{Duration, Instant};

use kassa::core::settings::ScannerSettings;
use kassa::device::virtual_port::VirtualPort;

use super::display::Display;
use super::measure::{Limit, Table, Unit};
use super::program::Program;
use super::shops::{Shop, Shops};

/// From the log-in until everything has settled.
const SETTLE: Duration = Duration::from_secs(10);
const WATCHED: Duration = Duration::from_secs(60);

pub fn measure(shops: &Shops, table: &mut Table) {
    let registers = [(Shop::Small, "200 articles"), (Shop::Large, "100 000 articles")];
    // Both at once: each does next to nothing.
    let running = registers.map(|(shop, _)| start(shops, shop));
    sleep(SETTLE);
    let began = Instant::now();
    let before: Vec<f64> =
        running.iter().map(|(program, _display, _port)| program.processor_time()).collect();
    sleep(WATCHED);
    for (((_, articles), (program, _display, _port)), before) in
        registers.iter().zip(&running).zip(before)
    {
        let used = program.processor_time() - before;
        let share = 100.0 * used / began.elapsed().as_secs_f64();
        let name = format!("idle processor use, {articles}");
        table.add(&name, Unit::Percent, Limit::Median(0.15), vec![share]);
        let limit = if *articles == "200 articles" { Limit::Median(50.0) } else { Limit::None };
        let name = format!("resident memory, {articles}");
        table.add(&name, Unit::Megabytes, limit, vec![program.memory()]);
    }
}

/// A register with a scanner on which nothing is scanned. The program comes first, so that it ends
/// before its display.
fn start(shops: &Shops, shop: Shop) -> (Program, Display, VirtualPort) {
    let name = format!("idle-{shop:?}");
    let port = VirtualPort::plugged(shops.folder().join(format!("{name}-scanner")))
        .expect("a virtual port");
    let path = port.path().to_string_lossy().into_owned();
    let folder = shops.copy(shop, &name, |settings| {
        settings.scanner = Some(ScannerSettings { port: path, baud: 9_600 });
        settings.seqr.address = shops.simulator().endpoint();
    });
    let display = Display::start(1024, 768);
    (Program::start_selling(&display, &folder), display, port)
}
