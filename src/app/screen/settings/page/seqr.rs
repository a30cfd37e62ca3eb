//! The SEQR service: where it is, what it is told, whether it answers.

use crate::app::theme::Icon;
use crate::app::widget::field::Face;
use crate::app::widget::key;
use crate::app::widget::sheet::Cell;
use crate::app::words;
use crate::core::settings::UnregisterAs;
use crate::till::set_up::Work;

use super::super::draft::{Change, Id};
use super::super::{Message, Trial};
use super::{Page, standing};

pub(super) fn cells<'a>(page: &Page<'a, '_>) -> Vec<Cell<'a, Message>> {
    let seqr = &page.draft.chosen.seqr;
    let who = [
        (page.text("settings-unregister-terminal"), UnregisterAs::Terminal),
        (page.text("settings-unregister-reseller"), UnregisterAs::Reseller),
    ];
    let set_up = &page.frame.snapshot.set_up;
    let reach = key::labelled(Some(Icon::Wifi), page.text("settings-try"), None)
        .on_press_maybe((set_up.reach != Work::Busy).then_some(Message::Tried(Trial::Reach)));
    let terminal = key::labelled(Some(Icon::Smartphone), page.text("settings-terminal-open"), None)
        .on_press(Message::TerminalPressed);
    let ca_file =
        page.face(Id::CaFile, "settings-ca-file").hint(page.text("settings-ca-file-hint"));
    let unregister = Face::new(page.text("settings-unregister-as"));
    let keep = Face::new(page.text("settings-keep-reseller"))
        .hint(page.text("settings-keep-reseller-hint"));
    let mut cells = vec![
        page.whole(Id::SeqrAddress, "settings-field-seqr-address"),
        page.field(Id::CaFile, ca_file, super::Span::Whole),
        page.half(Id::ClientId, "settings-field-client-id"),
        page.half(Id::ClientReference, "settings-field-client-reference"),
        Cell::half(page.choice(unregister, who, seqr.unregister_as, Change::UnregisterAs), false),
        page.switch(keep, seqr.keep_reseller, Change::KeepReseller),
        Cell::half(page.trial("settings-reach", [reach], None), false),
        Cell::half(page.trial("settings-terminal", [terminal], None), false),
    ];
    let answered = |took: &std::time::Duration| {
        let milliseconds = i64::try_from(took.as_millis()).unwrap_or(i64::MAX);
        page.frame.with("settings-reached", &[("milliseconds", milliseconds.into())])
    };
    let outcome = page.outcome(&set_up.reach, answered).unwrap_or_else(|| {
        let health = words::seqr(page.frame, page.frame.snapshot.seqr);
        Cell::whole(standing(health), false)
    });
    cells.push(outcome);
    cells
}
