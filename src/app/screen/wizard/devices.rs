//! The ports that a device can be at, as rows to choose from.

use std::borrow::Cow;

use crate::app::frame::Frame;
use crate::app::theme::Icon;
use crate::app::widget::list::Row;
use crate::till::set_up::{Access, PortView};

use super::Message;

/// A row for a port, with whether it can be used at its end.
pub(super) fn port_row<'a>(
    frame: &Frame<'a>,
    port: &PortView,
    chosen: bool,
    on_press: Message,
) -> Row<'a, Message> {
    let end: Option<Cow<'a, str>> = match &port.access {
        Access::Free => None,
        Access::Ours => Some(frame.text("wizard-port-ours")),
        Access::Taken => Some(frame.text("wizard-port-taken")),
        Access::Forbidden { group } => {
            Some(frame.with("wizard-port-forbidden", &[("group", group.as_str().into())]))
        }
    };
    let icon = if chosen { Icon::CircleDot } else { Icon::Usb };
    Row {
        icon,
        title: port.name.clone().into(),
        detail: Some(short(&port.path).into()),
        end,
        chosen,
        on_press: Some(on_press),
    }
}

/// A row for something else than a port.
pub(super) fn other_row<'a>(
    frame: &Frame<'a>,
    icon: Icon,
    title: &str,
    detail: Option<String>,
    chosen: bool,
    on_press: Message,
) -> Row<'a, Message> {
    Row {
        icon: if chosen { Icon::CircleDot } else { icon },
        title: frame.text(title),
        detail: detail.map(Into::into),
        end: None,
        chosen,
        on_press: Some(on_press),
    }
}

/// A path without its folders where they say nothing.
fn short(path: &str) -> String {
    path.strip_prefix("/dev/serial/by-id/").unwrap_or(path).to_owned()
}

/// A port that is set but not there now.
pub(super) fn missing(frame: &Frame<'_>, path: &str) -> PortView {
    PortView {
        path: path.to_owned(),
        name: frame.text("wizard-port-missing").into_owned(),
        printer_only: false,
        access: Access::Free,
    }
}
