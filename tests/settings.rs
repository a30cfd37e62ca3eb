//! The form kit and the pages of the settings, as pictures and by fingers.

mod form_kit;
mod picture;

use kassa::app::form::{Layer, Press};
use kassa::app::theme::Theme;

#[test]
fn the_form_kit_in_every_theme() {
    let size = picture::SIZES[0].1;
    let mut different = Vec::new();
    for theme in Theme::ALL {
        let name = |state: &str| format!("form-{state}-{theme:?}").to_lowercase();
        let mut form = form_kit::form();
        different.extend(picture::compare(
            &name("still"),
            size,
            theme,
            form_kit::view(&form, size),
        ));
        form.focus(form_kit::Id::Name);
        different.extend(picture::compare(
            &name("letters"),
            size,
            theme,
            form_kit::view(&form, size),
        ));
    }
    let mut form = form_kit::form();
    form.focus(form_kit::Id::Path);
    let _taken = form.press(Press::Layer(Layer::Signs));
    different.extend(picture::compare(
        "form-signs",
        size,
        Theme::Light,
        form_kit::view(&form, size),
    ));
    form.focus(form_kit::Id::Price);
    different.extend(picture::compare(
        "form-digits",
        size,
        Theme::Light,
        form_kit::view(&form, size),
    ));
    assert!(different.is_empty(), "look at {different:?}");
}
