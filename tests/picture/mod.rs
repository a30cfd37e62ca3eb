//! Draws a window without a display and compares it with a picture that somebody has looked at.
//!
//! `KASSA_BLESS=1` writes the pictures anew; without it a missing or different picture is a
//! failure, and what was drawn instead is left in the target folder.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail loudly"
)]

use std::path::{Path, PathBuf};
use std::sync::Once;

use iced::Size;
use iced::futures::executor::block_on;
use iced_test::Simulator;
use iced_test::core::renderer::{Headless, Style};
use iced_test::core::theme::Base;
use iced_test::core::{clipboard, mouse, window};
use iced_test::runtime::UserInterface;
use iced_test::runtime::user_interface::Cache;
use kassa::app::fixture::{self, Stand};
use kassa::app::theme::{self, Theme};
use kassa::app::widget::Element;
use kassa::app::{Message, Window};
use kassa::core::language::Language;
use kassa::till::snapshot::Snapshot;

/// The windows that everything is looked at in.
pub const SIZES: [(&str, Size); 2] =
    [("1024", Size::new(1024.0, 768.0)), ("1366", Size::new(1366.0, 768.0))];

/// A window with a picture of the till, in both languages and sizes, after some messages.
pub fn check(name: &str, snapshot: &Snapshot, messages: &[Message]) {
    let mut different = Vec::new();
    for language in Language::ALL {
        for (width, size) in SIZES {
            let window = window(fixture::speaking(language, snapshot.clone()), size, messages);
            let tag = match language {
                Language::Swedish => "sv",
                Language::English => "en",
            };
            let name = format!("{name}-{tag}-{width}");
            different.extend(compare(&name, size, window.theme(), window.view()));
        }
    }
    assert!(different.is_empty(), "look at {different:?}");
}

/// A window of a size, after some messages.
pub fn window(snapshot: Snapshot, size: Size, messages: &[Message]) -> Window {
    let mut window = Stand::new(snapshot).window();
    for message in [Message::Resized(size)].iter().chain(messages) {
        let _task = window.update(message.clone());
    }
    window
}

/// Compares what is drawn with the picture of this name; says where to look if it differs.
pub fn compare<M: 'static>(
    name: &str,
    size: Size,
    theme: Theme,
    element: Element<'_, M>,
) -> Option<PathBuf> {
    let drawn = draw(size, theme, element);
    let kept = folder("tests/snapshots").join(format!("{name}.png"));
    if std::env::var_os("KASSA_BLESS").is_some() {
        write(&kept, size, &drawn);
        return None;
    }
    if kept.exists() && read(&kept) == drawn {
        return None;
    }
    let seen = folder("target/pictures").join(format!("{name}.png"));
    write(&seen, size, &drawn);
    Some(seen)
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Red, green and blue of every pixel.
fn draw<M: 'static>(size: Size, theme: Theme, element: Element<'_, M>) -> Vec<u8> {
    let settings = theme::settings();
    let (font, text_size) = (settings.default_font, settings.default_text_size);
    // The fonts belong to the process: once is enough, and each time more makes texts slower.
    static FONTS: Once = Once::new();
    FONTS.call_once(|| {
        let _loaded =
            Simulator::<(), Theme>::with_settings(theme::settings(), iced::widget::space());
    });
    let mut renderer: iced::Renderer =
        block_on(<iced::Renderer as Headless>::new(font, text_size, Some("tiny-skia"))).unwrap();
    let mut interface = UserInterface::build(element, size, Cache::default(), &mut renderer);
    let redraw = window::Event::RedrawRequested(std::time::Instant::now());
    let cursor = mouse::Cursor::Unavailable;
    let _state = interface.update(
        &[iced::Event::Window(redraw)],
        cursor,
        &mut renderer,
        &mut clipboard::Null,
        &mut Vec::new(),
    );
    let base = theme.base();
    interface.draw(&mut renderer, &theme, &Style { text_color: base.text_color }, cursor);
    let pixels = Size::new(size.width as u32, size.height as u32);
    let rgba = renderer.screenshot(pixels, 1.0, base.background_color);
    rgba.chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect()
}

fn write(path: &Path, size: Size, pixels: &[u8]) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let file = std::io::BufWriter::new(std::fs::File::create(path).unwrap());
    let mut encoder = png::Encoder::new(file, size.width as u32, size.height as u32);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_compression(png::Compression::High);
    encoder.write_header().unwrap().write_image_data(pixels).unwrap();
}

fn read(path: &Path) -> Vec<u8> {
    let file = std::io::BufReader::new(std::fs::File::open(path).unwrap());
    let mut reader = png::Decoder::new(file).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    pixels.truncate(info.buffer_size());
    pixels
}
