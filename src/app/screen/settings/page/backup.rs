//! Copies of the journal, and the file for support.

use std::path::{Path, PathBuf};

use crate::app::theme::{Icon, Tone};
use crate::app::widget::choice::stepper;
use crate::app::widget::field::Face;
use crate::app::widget::key;
use crate::app::widget::sheet::Cell;
use crate::core::settings::check::Field;
use crate::core::user::Permission;
use crate::till::set_up::Work;

use super::super::draft::{Change, Id};
use super::super::{Message, Trial};
use super::{Page, said_in_words};

pub(super) fn cells<'a>(page: &Page<'a, '_>) -> Vec<Cell<'a, Message>> {
    let frame = page.frame;
    let set_up = &frame.snapshot.set_up;
    let may = |user: &crate::core::user::Person| user.role.may(Permission::Configure);
    let mut cells = Vec::new();
    if frame.snapshot.user.as_ref().is_some_and(may) {
        let folder = page
            .face(Id::BackupFolder, "settings-backup-folder")
            .hint(page.text("settings-backup-folder-hint"));
        let days = page
            .face(Id::BackupDays, "settings-field-backup-days")
            .unit(page.text("settings-days"));
        cells.extend([
            page.field(Id::BackupFolder, folder, super::Span::Whole),
            hour(page),
            page.field(Id::BackupDays, days, super::Span::Half),
        ]);
    }
    let now = key::labelled(Some(Icon::Archive), page.text("settings-backup-now"), None)
        .on_press_maybe((set_up.backup != Work::Busy).then_some(Message::Tried(Trial::BackUp)));
    let last = match set_up.last_backup {
        Some(at) => frame.with("settings-backup-last", &[("at", frame.moment(at).into())]),
        None => page.text("settings-backup-never"),
    };
    cells.push(Cell::whole(page.trial("settings-backup-copy", [now], Some(last)), false));
    let path = |path: &Path| path.display().to_string();
    // One that was asked for comes before one that the night should have made.
    let failed = set_up.backup_trouble.clone().map_or(Work::Idle, Work::Failed);
    let work = if set_up.backup == Work::Idle { &failed } else { &set_up.backup };
    cells.extend(page.outcome(work, |made: &PathBuf| {
        frame.with("settings-backup-done", &[("path", path(made).into())])
    }));
    let folder = page
        .face(Id::SupportFolder, "settings-support-folder")
        .hint(page.text("settings-support-hint"));
    cells.push(page.field(Id::SupportFolder, folder, super::Span::Whole));
    let typed = !page.draft.form(page.group).text(Id::SupportFolder).trim().is_empty();
    let possible = typed && set_up.support != Work::Busy;
    let support = key::labelled(Some(Icon::Download), page.text("settings-support"), None)
        .on_press_maybe(possible.then_some(Message::Tried(Trial::Support)));
    cells.push(Cell::whole(page.trial("settings-support-file", [support], None), false));
    let written = page.outcome(&set_up.support, |made: &PathBuf| {
        frame.with("settings-support-done", &[("path", path(made).into())])
    });
    cells.push(written.unwrap_or_else(|| {
        let said = page.text("settings-support-what");
        Cell::whole(said_in_words(Icon::Info, None::<Tone>, said), false)
    }));
    cells
}

fn hour<'a>(page: &Page<'a, '_>) -> Cell<'a, Message> {
    let hour = page.draft.chosen.backup.hour;
    let face =
        Face::new(page.text("settings-field-backup-hour")).fault(page.fault_of(Field::BackupHour));
    let step = |hour: u8| Some(Message::Chosen(Change::BackupHour(hour)));
    let shown = format!("{hour:02}.00");
    let shown = match page.frame.texts.language() {
        crate::core::language::Language::Swedish => shown,
        crate::core::language::Language::English => shown.replace('.', ":"),
    };
    Cell::half(stepper(face, shown.into(), step((hour + 23) % 24), step((hour + 1) % 24)), false)
}
