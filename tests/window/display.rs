//! A virtual display with one window on it: keys, the pointer, and pictures.
//!
//! There is no window manager, so the window is given the keyboard by hand. Nothing here waits
//! for a fixed time: whoever needs something on the screen waits until it is there.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use nix::sys::signal::Signal;
use nix::unistd::Pid;
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{
    self, AtomEnum, ConnectionExt, ImageFormat, InputFocus, MapState, Window,
};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;

/// How long anything may take on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(90);
/// A picture that has not changed for so long is finished.
const STILL: Duration = Duration::from_millis(500);
const LOOK_AGAIN: Duration = Duration::from_millis(25);

/// Waits until something is so, and says what was waited for when it never is.
pub fn wait_for<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let end = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < end, "waited in vain for: {what}");
        sleep(LOOK_AGAIN);
    }
}

/// A picture of the whole display.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    pub width: u32,
    pub height: u32,
    /// Red, green, blue, row by row.
    pub pixels: Vec<u8>,
}

impl Picture {
    pub fn save(&self, path: &Path) {
        let file = std::fs::File::create(path).expect("the picture's file");
        let mut encoder = png::Encoder::new(file, self.width, self.height);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        let mut writer = encoder.write_header().expect("a PNG header");
        writer.write_image_data(&self.pixels).expect("PNG data");
    }

    /// How many different colours there are, counted up to a few: an empty window has one.
    pub fn is_drawn(&self) -> bool {
        let mut colours = std::collections::HashSet::new();
        self.pixels.chunks_exact(3).any(|pixel| {
            let _new = colours.insert(pixel.to_vec());
            colours.len() > 16
        })
    }
}

/// An X server in memory.
pub struct Display {
    server: Child,
    name: String,
    connection: RustConnection,
    root: Window,
}

impl Display {
    pub fn start(width: u16, height: u16) -> Display {
        let screen = format!("{width}x{height}x24");
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", &screen, "-nolisten", "tcp", "-noreset"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb (Debian package xvfb) is needed for this test");
        let mut number = String::new();
        let output = server.stdout.take().expect("Xvfb's output");
        let _bytes = BufReader::new(output).read_line(&mut number).expect("the display's number");
        let name = format!(":{}", number.trim());
        let (connection, screen) = x11rb::connect(Some(&name)).expect("the display answers");
        let root = connection.setup().roots[screen].root;
        Display { server, name, connection, root }
    }

    /// A display in the place of one that has gone.
    pub fn again(name: &str, width: u16, height: u16) -> Display {
        let screen = format!("{width}x{height}x24");
        let server = Command::new("Xvfb")
            .args([name, "-screen", "0", &screen, "-nolisten", "tcp", "-noreset"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb (Debian package xvfb) is needed for this test");
        let (connection, screen) =
            wait_for("the display to answer", || x11rb::connect(Some(name)).ok());
        let root = connection.setup().roots[screen].root;
        Display { server, name: name.to_owned(), connection, root }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// Lets the display stand still: whoever waits for its answer waits.
    pub fn freeze(&self) {
        self.signal(Signal::SIGSTOP);
    }

    /// Lets it go on.
    pub fn thaw(&self) {
        self.signal(Signal::SIGCONT);
    }

    fn signal(&self, signal: Signal) {
        let server = i32::try_from(self.server.id()).expect("a process number");
        nix::sys::signal::kill(Pid::from_raw(server), signal).expect("a signal to Xvfb");
    }

    /// Waits for a visible window, draws it to the whole display and gives it the keyboard.
    pub fn focus(&self) -> Window {
        let window = wait_for("a window", || self.window());
        wait_for("the first picture", || self.picture().is_drawn().then_some(()));
        self.connection
            .set_input_focus(InputFocus::PARENT, window, x11rb::CURRENT_TIME)
            .expect("focus")
            .check()
            .expect("focus");
        window
    }

    fn window(&self) -> Option<Window> {
        let tree = self.connection.query_tree(self.root).ok()?.reply().ok()?;
        tree.children.into_iter().find(|window| {
            let attributes =
                self.connection.get_window_attributes(*window).ok().and_then(|a| a.reply().ok());
            let named = self
                .connection
                .get_property(false, *window, AtomEnum::WM_NAME, AtomEnum::ANY, 0, 64)
                .ok()
                .and_then(|name| name.reply().ok())
                .is_some_and(|name| !name.value.is_empty());
            named && attributes.is_some_and(|a| a.map_state == MapState::VIEWABLE)
        })
    }

    pub fn picture(&self) -> Picture {
        let geometry =
            self.connection.get_geometry(self.root).expect("geometry").reply().expect("geometry");
        let (width, height) = (geometry.width, geometry.height);
        let image = self
            .connection
            .get_image(ImageFormat::Z_PIXMAP, self.root, 0, 0, width, height, !0)
            .expect("a picture")
            .reply()
            .expect("a picture");
        let pixels = image.data.chunks_exact(4).flat_map(|p| [p[2], p[1], p[0]]).collect();
        Picture { width: width.into(), height: height.into(), pixels }
    }

    /// Waits until the picture has stood still for a moment.
    pub fn still_picture(&self) -> Picture {
        self.still_picture_after(None)
    }

    /// Waits until the picture is another than before, and then stands still.
    ///
    /// A busy machine may take its time to draw, so standing still alone proves nothing.
    pub fn still_picture_after(&self, before: Option<&Picture>) -> Picture {
        let mut last = self.picture();
        let mut since = Instant::now();
        wait_for("a still picture", || {
            let now = self.picture();
            if now != last {
                last = now;
                since = Instant::now();
            }
            let another = before.is_none_or(|before| *before != last);
            (another && since.elapsed() > STILL).then(|| last.clone())
        })
    }

    /// Types keys, one after another.
    pub fn keys(&self, keysyms: &[u32]) {
        for keysym in keysyms {
            let (code, level) = self.key_code(*keysym);
            let shift = (level == 1).then(|| self.key_code(key::SHIFT).0);
            if let Some(shift) = shift {
                self.fake(xproto::KEY_PRESS_EVENT, shift, 0, 0);
            }
            self.fake(xproto::KEY_PRESS_EVENT, code, 0, 0);
            self.fake(xproto::KEY_RELEASE_EVENT, code, 0, 0);
            if let Some(shift) = shift {
                self.fake(xproto::KEY_RELEASE_EVENT, shift, 0, 0);
            }
            // Slower than a keyboard-wedge scanner types.
            sleep(Duration::from_millis(60));
        }
    }

    pub fn type_text(&self, text: &str) {
        let keysyms: Vec<u32> = text.chars().map(u32::from).collect();
        self.keys(&keysyms);
    }

    /// Presses and lifts the pointer's first button at a place.
    pub fn click(&self, x: i16, y: i16) {
        self.fake(xproto::MOTION_NOTIFY_EVENT, 0, x, y);
        self.fake(xproto::BUTTON_PRESS_EVENT, 1, x, y);
        self.fake(xproto::BUTTON_RELEASE_EVENT, 1, x, y);
    }

    fn fake(&self, kind: u8, detail: u8, x: i16, y: i16) {
        self.connection
            .xtest_fake_input(kind, detail, x11rb::CURRENT_TIME, self.root, x, y, 0)
            .expect("XTEST")
            .check()
            .expect("XTEST");
    }

    /// The key, and whether it takes the shift key (level 1) to type it.
    fn key_code(&self, keysym: u32) -> (u8, usize) {
        let setup = self.connection.setup();
        let (first, last) = (setup.min_keycode, setup.max_keycode);
        let mapping = self
            .connection
            .get_keyboard_mapping(first, last - first + 1)
            .expect("the keyboard")
            .reply()
            .expect("the keyboard");
        let per_code = usize::from(mapping.keysyms_per_keycode);
        let found = |level: usize| {
            let mut keys = mapping.keysyms.chunks_exact(per_code);
            Some((keys.position(|symbols| symbols.get(level) == Some(&keysym))?, level))
        };
        let (place, level) =
            found(0).or_else(|| found(1)).unwrap_or_else(|| panic!("no key types {keysym:#x}"));
        (first + u8::try_from(place).expect("key codes are bytes"), level)
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        let _gone = self.server.kill();
        let _reaped = self.server.wait();
    }
}

/// X key symbols that have no character.
pub mod key {
    pub const ENTER: u32 = 0xff0d;
    pub const ESCAPE: u32 = 0xff1b;
    pub const TAB: u32 = 0xff09;
    pub const DELETE: u32 = 0xffff;
    pub const SHIFT: u32 = 0xffe1;
    /// F1 to F12.
    pub const fn f(number: u32) -> u32 {
        0xffbe + number - 1
    }
}
