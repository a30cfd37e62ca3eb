//! Words for what the register refuses.

use std::borrow::Cow;

use super::{Texts, number};
use crate::core::register::Refused;

/// Why something was refused, and what to do. Money is in `currency`.
pub fn refusal(texts: &'static Texts, currency: &str, refused: Refused) -> Cow<'static, str> {
    let money = |amount| number::money(amount, currency, texts.language());
    let key = refusal_key(refused);
    match refused {
        Refused::AmountTooLarge { most } => texts.with(key, &[("most", money(most).into())]),
        Refused::MoreThanDue { due } => texts.with(key, &[("due", money(due).into())]),
        Refused::MoreThanSold { most } => {
            let most = number::quantity(most, texts.language());
            texts.with(key, &[("most", most.into())])
        }
        Refused::MoreThanGivenBack { most } | Refused::DiscountTooLarge { most } => {
            texts.with(key, &[("most", money(most).into())])
        }
        Refused::ConfirmAmount { amount, due } => {
            let values = [("amount", money(amount).into()), ("due", money(due).into())];
            texts.with(key, &values)
        }
        Refused::ConfirmAge { age } => texts.with(key, &[("age", i64::from(age).into())]),
        Refused::ConfirmClosing { parked, unsettled } => {
            let values =
                [("parked", i64::from(parked).into()), ("unsettled", i64::from(unsettled).into())];
            texts.with(key, &values)
        }
        _ => texts.get(key),
    }
}

/// The name of a refusal's text, which is also its name for programs.
pub fn refusal_key(refused: Refused) -> &'static str {
    match refused {
        Refused::NobodyLoggedIn => "refused-nobody-logged-in",
        Refused::ScreenLocked => "refused-screen-locked",
        Refused::NotAllowed => "refused-not-allowed",
        Refused::NoReceipt => "refused-no-receipt",
        Refused::PaymentOpen => "refused-payment-open",
        Refused::PartlyPaid => "refused-partly-paid",
        Refused::TenderTaken => "refused-tender-taken",
        Refused::AlreadyPaid => "refused-already-paid",
        Refused::NothingDue => "refused-nothing-due",
        Refused::StillDue => "refused-still-due",
        Refused::AmountNotPositive => "refused-amount-not-positive",
        Refused::AmountTooLarge { .. } => "refused-amount-too-large",
        Refused::MoreThanDue { .. } => "refused-more-than-due",
        Refused::SeqrNotRegistered => "refused-seqr-not-registered",
        Refused::RegistrationUnderWay => "refused-registration-under-way",
        Refused::SeqrUnreachable => "refused-seqr-unreachable",
        Refused::NoSuchLine => "refused-no-such-line",
        Refused::TooManyLines => "refused-too-many-lines",
        Refused::QuantityOutOfRange => "refused-quantity-out-of-range",
        Refused::NotOffered => "refused-not-offered",
        Refused::NeedsApproval => "refused-needs-approval",
        Refused::TakenBack => "refused-taken-back",
        Refused::Unacknowledged => "refused-unacknowledged",
        Refused::ReasonMissing => "refused-reason-missing",
        Refused::Ending => "refused-ending",
        Refused::ReceiptOpen => "refused-receipt-open",
        Refused::RefundOpen => "refused-refund-open",
        Refused::PartlyRefunded => "refused-partly-refunded",
        Refused::NoSuchReceipt => "refused-no-such-receipt",
        Refused::NothingToReturn => "refused-nothing-to-return",
        Refused::MoreThanSold { .. } => "refused-more-than-sold",
        Refused::MoreThanGivenBack { .. } => "refused-more-than-given-back",
        Refused::ReturnWhole => "refused-return-whole",
        Refused::ReturnOpen => "refused-return-open",
        Refused::WholePieces => "refused-whole-pieces",
        Refused::DepositLine => "refused-deposit-line",
        Refused::DepositMissing => "refused-deposit-missing",
        Refused::ConfirmAge { .. } => "refused-confirm-age",
        Refused::DiscountTooLarge { .. } => "refused-discount-too-large",
        Refused::ConfirmAmount { .. } => "refused-confirm-amount",
        Refused::CustomerMissing => "refused-customer-missing",
        Refused::TooManyParked => "refused-too-many-parked",
        Refused::NoShift => "refused-no-shift",
        Refused::ShiftOpen => "refused-shift-open",
        Refused::CountFirst => "refused-count-first",
        Refused::ConfirmClosing { .. } => "refused-confirm-closing",
        Refused::NoTraining => "refused-no-training",
    }
}
