//! How the choice is drawn: what is due and the tenders on the left, what is chosen on the right
//! (see `amount_view`). Always the same places.

use iced::widget::{column, container, row, space};
use iced::{Center, Fill};

use crate::app::frame::Frame;
use crate::app::theme::{self, Icon, Look, Tone, measure};
use crate::app::widget::pager::{Page, pager};
use crate::app::widget::{Element, key, touch_button};
use crate::core::receipt::Receipt;
use crate::core::tender::{Tender, TenderKind, TenderMeans};

use super::choice::{Obstacle, is_offered};
use super::{Message, State, amount_view, is_wanted};

/// Tenders that are seen at once.
const TENDERS_SEEN: usize = 3;
/// The most characters of an amount in the largest text.
const LONG_AMOUNT: usize = 13;

const KINDS: [TenderKind; 3] = [TenderKind::Seqr, TenderKind::Cash, TenderKind::Card];

pub(super) fn icon_of(kind: TenderKind) -> Icon {
    match kind {
        TenderKind::Seqr => Icon::Smartphone,
        TenderKind::Cash => Icon::Banknote,
        TenderKind::Card => Icon::CreditCard,
        TenderKind::Voucher | TenderKind::Account => Icon::Wallet,
    }
}

pub(super) fn name_of(kind: TenderKind) -> &'static str {
    match kind {
        TenderKind::Seqr => "payment-seqr",
        TenderKind::Cash => "payment-cash",
        TenderKind::Card => "payment-card",
        TenderKind::Voucher => "payment-voucher",
        TenderKind::Account => "payment-account",
    }
}

fn hint_of(kind: TenderKind) -> &'static str {
    match kind {
        TenderKind::Seqr => "F1",
        TenderKind::Cash => "F2",
        TenderKind::Card => "F3",
        // They have no keys of their own.
        TenderKind::Voucher | TenderKind::Account => "",
    }
}

/// Why SEQR cannot be used, in words; where nothing is due nobody asks.
pub(super) fn reason(obstacle: Obstacle) -> Option<&'static str> {
    match obstacle {
        Obstacle::NotSetUp => Some("payment-seqr-not-set-up"),
        Obstacle::NotRegistered => Some("payment-seqr-not-registered"),
        Obstacle::Unreachable => Some("payment-seqr-unreachable"),
        Obstacle::NothingDue => None,
    }
}

/// The same, where the name stands above it.
fn short_reason(obstacle: Obstacle) -> Option<&'static str> {
    match obstacle {
        Obstacle::NotSetUp => Some("payment-seqr-not-set-up-short"),
        Obstacle::NotRegistered => Some("payment-seqr-not-registered-short"),
        Obstacle::Unreachable => Some("payment-seqr-unreachable-short"),
        Obstacle::NothingDue => None,
    }
}

impl State {
    /// Which tender, and how much?
    pub(super) fn view_choice<'a>(
        &'a self,
        receipt: &Receipt,
        frame: &Frame<'a>,
    ) -> Element<'a, Message> {
        let amount = match self.choice.tender {
            Some(kind) => self.view_amount(kind, receipt, frame),
            None => amount_view::nothing_chosen(receipt, frame),
        };
        let sides = [
            container(self.view_tenders(receipt, frame)).width(measure::TENDERS_WIDTH),
            container(amount).width(Fill).height(Fill),
        ];
        frame.for_the_hand(sides).spacing(measure::APART).into()
    }

    fn view_tenders<'a>(&'a self, receipt: &Receipt, frame: &Frame<'a>) -> Element<'a, Message> {
        let offered = KINDS.into_iter().filter(|kind| is_offered(*kind, frame.snapshot));
        let keys = offered.map(|kind| self.tender_key(kind, frame));
        let way_back: Element<'a, Message> = if is_wanted(frame.snapshot) {
            row![
                theme::icon(Icon::Lock, measure::BODY).style(theme::muted),
                theme::note(frame.text("payment-must-be-paid")).style(theme::muted),
            ]
            .spacing(measure::GAP)
            .align_y(Center)
            .height(measure::KEY_HEIGHT)
            .into()
        } else {
            key::labelled(Some(Icon::ArrowLeft), frame.text("payment-back-to-sale"), Some("Esc"))
                .id("payment-back-to-sale")
                .padding([0.0, measure::ROOM])
                .on_press(Message::ClosePressed)
                .into()
        };
        column![
            due(receipt, frame),
            column(keys).spacing(measure::GAP),
            self.view_taken(receipt, frame),
            space().height(Fill),
            way_back,
        ]
        .spacing(measure::WIDE)
        .into()
    }

    fn tender_key<'a>(&self, kind: TenderKind, frame: &Frame<'a>) -> Element<'a, Message> {
        let chosen = self.choice.tender == Some(kind);
        let can_be = frame.snapshot.due().is_positive()
            && (kind != TenderKind::Seqr || Obstacle::of(frame.snapshot).is_none());
        let look = match (chosen, kind) {
            (true, _) => Look::Chosen,
            (false, TenderKind::Seqr) => Look::Outlined(Tone::Seqr),
            (false, _) => Look::Plain,
        };
        // Inside the key, so that the others stay where they are.
        let why = Obstacle::of(frame.snapshot)
            .filter(|_| kind == TenderKind::Seqr)
            .and_then(short_reason)
            .map(|key| theme::note(frame.text(key)).style(theme::warn));
        let inside = row![
            theme::icon(icon_of(kind), measure::AMOUNT),
            column![theme::key(frame.text(name_of(kind))), why].width(Fill),
            (chosen && can_be).then(|| theme::icon(Icon::Check, measure::KEY)),
            theme::note(hint_of(kind)),
        ]
        .spacing(measure::ROOM)
        .align_y(Center)
        .width(Fill);
        touch_button(inside)
            .id(name_of(kind))
            .look(look)
            .width(Fill)
            .height(TENDER_HEIGHT)
            .padding([0.0, measure::WIDE])
            .on_press_maybe(can_be.then_some(Message::TenderPressed(kind)))
            .into()
    }

    /// What has been taken so far, the newest first.
    fn view_taken<'a>(&self, receipt: &Receipt, frame: &Frame<'a>) -> Option<Element<'a, Message>> {
        let taken = receipt.tenders();
        if taken.is_empty() {
            return None;
        }
        let all = taken.len() <= TENDERS_SEEN;
        let seen = if all { TENDERS_SEEN } else { TENDERS_SEEN - 1 };
        let page = Page::with(self.choice.first_seen, seen, taken.len());
        let removable = taken.iter().rev().find(|tender| !tender.is_final()).map(|last| last.id);
        let rows =
            taken.iter().rev().skip(page.rows().start).take(page.rows().len()).map(|tender| {
                let hint = (removable == Some(tender.id)).then_some("F6");
                taken_row(tender, hint, receipt, frame)
            });
        let turn = (!page.is_all()).then(|| {
            let numbers = [
                ("page", page.number().to_string().into()),
                ("pages", page.count().to_string().into()),
            ];
            let turned = |first: Option<usize>| Message::TendersTurned(first.unwrap_or_default());
            let word = frame.with("payment-page", &numbers).into_owned();
            pager(&page, word, turned(page.before()), turned(page.after()))
        });
        let heading = theme::note(frame.text("payment-taken")).style(theme::muted);
        Some(
            column![heading, column(rows).spacing(measure::TINY), turn]
                .spacing(measure::TINY)
                .into(),
        )
    }
}

/// A tender's key: its name, and a reason of two lines.
const TENDER_HEIGHT: f32 = measure::DIGIT_HEIGHT + measure::ROOM;
/// The field of the amount.
pub(super) const DUE_HEIGHT: f32 = measure::DIGIT_HEIGHT + measure::GAP;
/// What is due, in the largest text.
fn due<'a>(receipt: &Receipt, frame: &Frame<'a>) -> Element<'a, Message> {
    let (key, of_total) = if receipt.tenders().is_empty() {
        ("payment-due", None)
    } else {
        let total = [("total", frame.money(receipt.total()).into())];
        ("payment-rest", Some(frame.with("payment-of-total", &total)))
    };
    let amount = frame.money(receipt.due());
    let size = if amount.chars().count() > LONG_AMOUNT { measure::AMOUNT } else { measure::TOTAL };
    let heading = row![
        theme::body(frame.text(key)).style(theme::muted),
        of_total.map(|total| theme::body(total).style(theme::muted)),
    ]
    .spacing(measure::TINY);
    column![heading, container(theme::total(amount).size(size)).center_y(DUE_HEIGHT)].into()
}

fn taken_row<'a>(
    tender: &Tender,
    hint: Option<&'static str>,
    receipt: &Receipt,
    frame: &Frame<'a>,
) -> Element<'a, Message> {
    let end: Element<'a, Message> = if tender.is_final() {
        container(theme::icon(Icon::Lock, measure::KEY).style(theme::muted))
            .center_x(measure::REMOVE_WIDTH)
            .into()
    } else {
        key::labelled(None, frame.text("payment-remove"), hint)
            .id("payment-remove")
            .look(Look::Outlined(Tone::Danger))
            .width(measure::REMOVE_WIDTH)
            .height(measure::TARGET)
            .on_press(Message::RemovePressed { receipt: receipt.id, tender: tender.id })
            .into()
    };
    let kind = tender.kind();
    let name: Element<'a, Message> = if tender.is_final() {
        let unverified = matches!(tender.means, TenderMeans::SeqrUnverified { .. });
        let note = if unverified {
            theme::note(frame.text("payment-seqr-unverified")).style(theme::warn)
        } else {
            theme::note(frame.text("payment-final")).style(theme::muted)
        };
        column![theme::strong(frame.text(name_of(kind))), note].width(Fill).into()
    } else {
        theme::strong(frame.text(name_of(kind))).width(Fill).into()
    };
    row![
        theme::icon(icon_of(kind), measure::KEY),
        name,
        theme::strong(frame.amount(tender.amount)),
        end,
    ]
    .spacing(measure::GAP)
    .align_y(Center)
    .height(measure::ROW_HEIGHT)
    .into()
}
