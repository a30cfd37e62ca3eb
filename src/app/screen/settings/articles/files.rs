//! Files of articles: one is read and what it would change is told before anything is; all articles are written to one.

use std::borrow::Cow;
use std::path::PathBuf;

use crate::app::form::Form;
use crate::app::frame::Frame;
use crate::app::theme::{Icon, Look, Tone, measure};
use crate::app::widget::field::{Face, Span, cell, field};
use crate::app::widget::key;
use crate::app::widget::sheet::Cell;
use crate::till::set_up::{ImportView, Request, Work};
use crate::till::snapshot::Snapshot;

use super::super::page::said_in_words;
use super::super::trouble::words;
use super::{Id, Message};

/// Lets something take effect.
pub(super) fn update(
    message: &Message,
    form: &mut Form<Id>,
    snapshot: &Snapshot,
) -> Option<Request> {
    let path = form.text(Id::Path).trim();
    let path = (!path.is_empty()).then(|| PathBuf::from(path));
    form.leave();
    match message {
        Message::ReadPressed => path.map(Request::ReadArticles),
        Message::ExportPressed => path.map(Request::ExportArticles),
        Message::ImportPressed => {
            matches!(snapshot.set_up.import, Work::Done(_)).then_some(Request::ImportArticles)
        }
        _ => None,
    }
}

pub(super) fn cells<'a>(form: &'a Form<Id>, frame: &Frame<'a>) -> Vec<Cell<'a, Message>> {
    let set_up = &frame.snapshot.set_up;
    let typing = form.focused().is_some();
    let face =
        Face::new(frame.text("settings-files-path")).hint(frame.text("settings-files-path-hint"));
    let pressed = Message::FieldPressed(Id::Path);
    let path = field(form, Id::Path, face, Span::Whole, frame.texts, pressed);
    let typed = !form.text(Id::Path).trim().is_empty();
    let busy = set_up.import == Work::Busy || set_up.export == Work::Busy;
    let possible = |message| (typed && !busy).then_some(message);
    let read = key::labelled(Some(Icon::Upload), frame.text("settings-import"), None)
        .height(measure::TARGET)
        .on_press_maybe(possible(Message::ReadPressed));
    let write = key::labelled(Some(Icon::Download), frame.text("settings-export"), None)
        .height(measure::TARGET)
        .on_press_maybe(possible(Message::ExportPressed));
    let keys =
        cell(frame.text("settings-files-keys"), key::side_by_side([read, write]), None, None);
    let mut cells = vec![Cell::whole(path, typing), Cell::whole(keys, false)];
    let said =
        |icon, tone, said: Cow<'a, str>| Cell::whole(said_in_words(icon, Some(tone), said), false);
    match &set_up.import {
        Work::Idle => {}
        Work::Busy => cells.push(said(Icon::Hourglass, Tone::Info, frame.text("settings-busy"))),
        Work::Failed(trouble) => {
            cells.push(said(Icon::CircleX, Tone::Danger, words(frame, trouble)));
        }
        Work::Done(view) => {
            cells.push(said(Icon::Info, Tone::Info, would_change(view, frame)));
            let import = key::labelled(Some(Icon::Check), frame.text("settings-import-now"), None)
                .look(Look::Filled(Tone::Pay))
                .height(measure::TARGET)
                .on_press(Message::ImportPressed);
            let import = cell(
                frame.text("settings-import-ask"),
                key::side_by_side([import]),
                Some(frame.text("settings-import-hint")),
                None,
            );
            cells.push(Cell::half(import, false));
        }
    }
    match &set_up.export {
        Work::Idle => {}
        Work::Busy => cells.push(said(Icon::Hourglass, Tone::Info, frame.text("settings-busy"))),
        Work::Failed(trouble) => {
            cells.push(said(Icon::CircleX, Tone::Danger, words(frame, trouble)));
        }
        Work::Done(path) => {
            let path = [("path", path.display().to_string().into())];
            let words = frame.with("settings-export-done", &path);
            cells.push(said(Icon::CircleCheck, Tone::Pay, words));
        }
    }
    cells
}

fn would_change<'a>(view: &ImportView, frame: &Frame<'a>) -> Cow<'a, str> {
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX).into();
    frame.with(
        "settings-import-would",
        &[("new", count(view.new)), ("changed", count(view.changed)), ("same", count(view.same))],
    )
}
