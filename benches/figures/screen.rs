//! Watches a part of a display for the moment at which it changes.
//!
//! The X server tells of every drawing (DAMAGE extension); the watched part is then read and
//! compared, so that only a change that can be seen counts.

use std::os::fd::AsFd;
use std::time::{Duration, Instant};

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use x11rb::connection::Connection;
use x11rb::protocol::Event;
use x11rb::protocol::damage::{ConnectionExt as _, ReportLevel};
use x11rb::protocol::xproto::{ConnectionExt, CreateGCAux, ImageFormat, Rectangle, Window};
use x11rb::rust_connection::RustConnection;

use super::display::{Display, PATIENCE};
use super::measure::{Limit, Table, Unit};

/// A part of the display, in pixels.
pub type Zone = Rectangle;

/// Where the sale view shows what is to be paid, in a window of 1024×768: below the receipt's lines.
pub const TOTAL: Zone = Zone { x: 16, y: 684, width: 290, height: 72 };
/// Where every view has something: a band across the middle.
pub const BAND: Zone = Zone { x: 0, y: 300, width: 1024, height: 120 };

/// Colours from which on a part counts as drawn: an empty window has one.
const MANY_COLOURS: usize = 16;

/// See the module.
pub struct Watcher {
    connection: RustConnection,
    root: Window,
}

impl Watcher {
    /// Watches a display.
    pub fn new(display: &Display) -> Watcher {
        let (connection, screen) = x11rb::connect(Some(display.name())).expect("the display");
        let root = connection.setup().roots[screen].root;
        let _version = connection.damage_query_version(1, 1).unwrap().reply().expect("DAMAGE");
        let damage = connection.generate_id().expect("an id");
        connection
            .damage_create(damage, root, ReportLevel::RAW_RECTANGLES)
            .expect("DAMAGE")
            .check()
            .expect("DAMAGE");
        Watcher { connection, root }
    }

    /// A part of the display as it is.
    pub fn look(&self, zone: Zone) -> Vec<u8> {
        self.connection
            .get_image(
                ImageFormat::Z_PIXMAP,
                self.root,
                zone.x,
                zone.y,
                zone.width,
                zone.height,
                !0,
            )
            .expect("a picture")
            .reply()
            .expect("a picture")
            .data
    }

    /// When a part differs from what it was; and what it is then.
    pub fn change(&self, zone: Zone, before: &[u8]) -> (Instant, Vec<u8>) {
        self.until(zone, |pixels| pixels != before)
    }

    /// When something has been drawn in a part.
    pub fn drawn(&self, zone: Zone) -> Instant {
        self.until(zone, is_drawn).0
    }

    /// Forgets what was drawn until now.
    pub fn forget(&self) {
        while self.connection.poll_for_event().expect("the display").is_some() {}
    }

    fn until(&self, zone: Zone, shown: impl Fn(&[u8]) -> bool) -> (Instant, Vec<u8>) {
        let end = Instant::now() + PATIENCE;
        loop {
            assert!(Instant::now() < end, "the display did not change");
            if !self.drawing(Duration::from_millis(100)) {
                continue;
            }
            let mut at = Instant::now();
            self.forget();
            let pixels = self.look(zone);
            // Something was drawn while the part was read: then nobody knows which it was, and the
            // later moment counts.
            if self.drawing(Duration::ZERO) {
                at = Instant::now();
            }
            if shown(&pixels) {
                return (at, pixels);
            }
        }
    }

    /// Whether something is drawn within a time.
    fn drawing(&self, patience: Duration) -> bool {
        if let Some(event) = self.connection.poll_for_event().expect("the display") {
            return matches!(event, Event::DamageNotify(_));
        }
        let mut readable = [PollFd::new(self.connection.stream().as_fd(), PollFlags::POLLIN)];
        let limit = PollTimeout::try_from(patience).expect("a short time");
        let _ready = poll(&mut readable, limit).expect("the display");
        let event = self.connection.poll_for_event().expect("the display");
        matches!(event, Some(Event::DamageNotify(_)))
    }
}

fn is_drawn(pixels: &[u8]) -> bool {
    let mut colours = std::collections::HashSet::new();
    pixels.chunks_exact(4).any(|pixel| {
        let _new = colours.insert([pixel[0], pixel[1], pixel[2]]);
        colours.len() > MANY_COLOURS
    })
}

/// How much of a figure is the watching: from asking the server to fill a rectangle to
/// knowing that it did.
pub fn measure_watching(display: &Display, table: &mut Table) {
    let watcher = Watcher::new(display);
    let (painter, screen) = x11rb::connect(Some(display.name())).expect("the display");
    let root = painter.setup().roots[screen].root;
    let mut before = watcher.look(TOTAL);
    let mut took = Vec::new();
    for round in 0..200_u32 {
        let context = painter.generate_id().expect("an id");
        let colour = CreateGCAux::new().foreground(0x0010_1010 * (round % 8 + 1));
        painter.create_gc(context, root, &colour).unwrap().check().expect("a colour");
        watcher.forget();
        let began = Instant::now();
        let _sent = painter.poly_fill_rectangle(root, context, &[TOTAL]).expect("a rectangle");
        painter.flush().expect("the display");
        let (at, pixels) = watcher.change(TOTAL, &before);
        took.push(at - began);
        before = pixels;
        let _freed = painter.free_gc(context).expect("the display");
    }
    table.add_times(
        "  of that the watching itself, at most",
        Unit::Milliseconds,
        Limit::None,
        &took,
    );
}
