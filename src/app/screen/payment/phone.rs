//! The customer's phone in the demonstration: at the dialog's edge, while a payment waits.

use iced::widget::{column, container, space};
use iced::{Center, Fill};

use crate::app::frame::Frame;
use crate::app::theme::{self, Icon, Look, Tone, measure};
use crate::app::widget::{Element, key};
use crate::core::payment::Phase;
use crate::till::snapshot::{PaymentView, Snapshot};

use super::{Message, Phone};

/// Whether there is a phone beside this payment.
pub(super) fn is_there(payment: &PaymentView, snapshot: &Snapshot) -> bool {
    let settings = &snapshot.settings;
    (settings.demonstration || settings.training) && payment.open
}

/// Whether the phone shows the payment, so that its keys can be pressed.
pub(super) fn is_ringing(payment: &PaymentView, snapshot: &Snapshot) -> bool {
    let issued = matches!(
        payment.phase,
        Phase::Waiting { .. }
            | Phase::NoContact { .. }
            | Phase::Asking { .. }
            | Phase::Cancelling { .. }
            | Phase::Confirming { .. }
            | Phase::InDoubt { .. }
    );
    is_there(payment, snapshot) && issued
}

/// The phone. Its keys are above the place where Pay was, so that a double tap on Pay pays nothing.
pub(super) fn view<'a>(payment: &PaymentView, frame: &Frame<'a>) -> Element<'a, Message> {
    let attempt = payment.attempt;
    let ringing = is_ringing(payment, frame.snapshot);
    let press = |press| ringing.then_some(Message::PhonePressed { attempt, press });
    let face = |icon, key, tone| {
        key::labelled(Some(icon), frame.text(key), None)
            .id(key)
            .look(tone)
            .width(Fill)
            .height(measure::DIGIT_HEIGHT)
    };
    let shop = match frame.snapshot.settings.shop.name.as_str() {
        "" => frame.snapshot.settings.register.as_str(),
        shop => shop,
    };
    let shown: Element<'a, Message> = if ringing {
        let shop = frame.with("payment-phone-pay", &[("shop", shop.into())]);
        column![
            theme::body(shop).align_x(Center),
            theme::amount(frame.money(payment.amount)).align_x(Center),
        ]
        .spacing(measure::GAP)
        .align_x(Center)
        .into()
    } else {
        theme::body(frame.text("payment-phone-nothing")).style(theme::muted).align_x(Center).into()
    };
    let keys = column![
        face(Icon::Check, "payment-phone-confirm", Look::Filled(Tone::Seqr))
            .on_press_maybe(press(Phone::Confirm)),
        face(Icon::X, "payment-phone-decline", Look::Plain).on_press_maybe(press(Phone::Decline)),
    ]
    .spacing(measure::GAP);
    let screen = column![
        theme::strong(frame.text("payment-phone")),
        theme::note(frame.text("payment-phone-simulated")).style(theme::muted),
        container(shown).center_x(Fill).center_y(measure::PHONE_FACE),
        keys,
        space().height(Fill),
    ]
    .align_x(Center)
    .spacing(measure::TINY);
    let screen = container(screen)
        .style(theme::phone_screen)
        .padding([measure::APART, measure::ROOM])
        .width(Fill)
        .height(Fill);
    container(screen)
        .style(theme::phone)
        .padding(measure::GAP)
        .width(measure::PHONE_WIDTH)
        .height(Fill)
        .into()
}
