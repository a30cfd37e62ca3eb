//! Pictures of every screen, in both languages and at two sizes, compared with those in
//! `tests/snapshots/`. A picture that is not there yet is made: look at it before you keep it.

use iced::Size;
use iced_test::Simulator;
use kassa::app::Message;
use kassa::app::fixture::{self, Stand};
use kassa::app::theme::{self, Theme};
use kassa::app::widget::Element;
use kassa::core::language::Language;
use kassa::till::snapshot::Snapshot;

const SIZES: [(&str, Size); 2] =
    [("1024", Size::new(1024.0, 768.0)), ("1366", Size::new(1366.0, 768.0))];

/// Compares what is drawn with the picture of this name.
fn compare<M>(name: &str, size: Size, theme: Theme, element: Element<'_, M>) {
    let mut simulator = Simulator::with_size(theme::settings(), size, element);
    let picture = simulator.snapshot(&theme).unwrap();
    let path = format!("{}/tests/snapshots/{name}", env!("CARGO_MANIFEST_DIR"));
    assert!(picture.matches_image(&path).unwrap(), "{name} looks different");
}

/// A screen in both languages and sizes, after some messages.
fn check(name: &str, snapshot: Snapshot, messages: &[Message]) {
    for language in Language::ALL {
        for (width, size) in SIZES {
            let stand = Stand::new(fixture::speaking(language, snapshot.clone()));
            let mut window = stand.window();
            let _task = window.update(Message::Resized(size));
            for message in messages {
                let _task = window.update(message.clone());
            }
            let tag = match language {
                Language::Swedish => "sv",
                Language::English => "en",
            };
            compare(&format!("{name}-{tag}-{width}"), size, window.theme(), window.view());
        }
    }
}

#[test]
fn log_in() {
    check("log-in", fixture::nobody(), &[]);
}
