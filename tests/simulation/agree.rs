//! Compares SEQR's books with the journal's, once everything has come to rest.

use std::collections::HashMap;

use kassa::core::payment::{Circumstance, Doubt, Found, Verdict};
use kassa::core::refund::RefundId;

use crate::figures::{End, Figures};
use crate::giving_back::KnownRefund;
use crate::ledger::{Acknowledgement, Known, Over};
use crate::promise::{Broken, Promise};
use crate::seqr::{Invoice, Quirk, Standing, Word};
use crate::world::World;

/// Checks what can only be said at rest.
pub fn agree(world: &World) -> Result<(), Broken> {
    world.compare_list()?;
    let mut numbers = HashMap::new();
    for invoice in &world.seqr.invoices {
        let known = world.ledger.attempts.get(&invoice.attempt);
        let known = known.filter(|it| it.reference.as_ref() == Some(&invoice.reference));
        match known {
            Some(known) => compare(world, invoice, known)?,
            // Its reference never became known, so nobody asked for it.
            None => {
                Promise::KeptIsKnown.unless(invoice.word != Word::Paid, || {
                    format!("SEQR keeps {}, which nobody knows of", invoice.reference)
                })?;
                let attempt = world.ledger.attempts.get(&invoice.attempt);
                Promise::RefusedIsDefinite
                    .unless(attempt.is_none_or(|it| it.over != Some(Over::Refused)), || {
                        format!("SEQR made {}, the journal says it was refused", invoice.reference)
                    })?;
            }
        }
        if invoice.quirk != Some(Quirk::RepeatedNumber) {
            let _other = numbers.insert(&invoice.ers_reference, invoice);
        }
    }
    for (number, (attempt, amount)) in &world.ledger.booked {
        let invoice = numbers.get(number);
        let paid = invoice.is_some_and(|it| it.attempt == *attempt && it.paid == *amount);
        Promise::BookedWasPaid.unless(paid, || {
            format!("{number} of {amount:?} is booked for {attempt}, SEQR says {invoice:?}")
        })?;
    }
    let both = world.seqr.invoices.iter();
    let mut both = both.filter(|it| it.word == Word::Reversed && !it.refunds.is_empty());
    if let Some(invoice) = both.next() {
        return Err(Promise::StandsBeforeBack
            .broken(format!("SEQR took back what had been given back: {invoice:?}")));
    }
    for (refund, known) in &world.ledger.refunds.known {
        agree_on_refund(refund, known, world.seqr.refunded(*refund))?;
    }
    if world.was_gentle {
        let contradicted = world
            .ledger
            .attempts
            .values()
            .find(|known| known.acknowledgement == Acknowledgement::Contradicted);
        Promise::BookedStands.unless(contradicted.is_none(), || {
            format!("nothing was lost, and yet it was taken back: {contradicted:?}")
        })?;
    }
    Ok(())
}

fn agree_on_refund(id: &RefundId, known: &KnownRefund, made: usize) -> Result<(), Broken> {
    let shown = || format!("SEQR has made refund {id} {made} times, the journal says {known:?}");
    Promise::PartOnce.unless(made <= 1, shown)?;
    let agreed = match (known.done, known.refused) {
        (true, _) => made == 1,
        (_, true) => made == 0,
        // A person has said so.
        _ => known.settled.is_some(),
    };
    Promise::RefundIsKnown.unless(agreed, shown)
}

fn compare(world: &World, invoice: &Invoice, known: &Known) -> Result<(), Broken> {
    let shown = || format!("SEQR has {invoice:?}, the journal {known:?}");
    // A person has looked into it after all that the register could say.
    if known.noted {
        return Ok(());
    }
    // SEQR will never say again how it stands, or never under a number that can be booked.
    let mute = invoice.is_forgotten(world.now);
    let nameless = invoice.word == Word::Paid && is_nameless(world, invoice);
    let only_settled = known.is_only_settled() && (mute || nameless);
    let booked = known.payment.is_some();
    let refuted_as_paid = matches!(known.refuted, Some(Found::Paid { .. }));
    match invoice.word {
        Word::Paid => {
            let agreed = booked && (known.acknowledgement == Acknowledgement::Given || mute);
            Promise::KeptIsKnown.unless(agreed || refuted_as_paid || only_settled, shown)
        }
        Word::Reversed => {
            let marked = known.acknowledgement == Acknowledgement::Contradicted || mute;
            Promise::TakenBackIsMarked.unless(!booked || marked, shown)?;
            let stood = world.seqr.standing == Standing::ByAnyPoll;
            Promise::BookedStands.unless(!(stood && booked), shown)?;
            is_refuted_or_mute(known, only_settled, shown)
        }
        _ => {
            Promise::BookedWasPaid.unless(!booked && !refuted_as_paid, shown)?;
            is_refuted_or_mute(known, only_settled, shown)
        }
    }
}

/// What a manager called paid and SEQR does not is refuted, and so on the list.
fn is_refuted_or_mute(
    known: &Known,
    mute: bool,
    shown: impl FnOnce() -> String,
) -> Result<(), Broken> {
    let called_paid = known.settled.is_some_and(|it| it.verdict == Verdict::Paid);
    let refuted = matches!(known.refuted, Some(Found::NotPaid { .. }));
    let agreed = !called_paid || refuted || known.payment.is_some();
    Promise::KeptIsKnown.unless(agreed || mute, shown)
}

fn is_nameless(world: &World, invoice: &Invoice) -> bool {
    match invoice.quirk {
        Some(Quirk::NamelessUntil(at)) => world.now < at,
        Some(Quirk::RepeatedNumber) => true,
        Some(Quirk::ForgottenFrom(_)) | None => false,
    }
}

/// Counts how the payments and refunds stand.
pub fn count(world: &World, figures: &mut Figures) {
    for known in world.ledger.refunds.known.values() {
        let whole = known.order.amount == known.order.remainder;
        for (end, is) in [
            (End::RefundedWhole, known.done && whole),
            (End::RefundedInPart, known.done && !whole),
            (End::RefundedWithoutNumber, known.done && known.ers_reference.is_none()),
            (End::RefundRefused, known.refused),
            (End::RefundSettled, known.settled.is_some()),
        ] {
            if is {
                figures.ended(end);
            }
        }
    }
    for known in world.ledger.attempts.values() {
        if let Some(payment) = &known.payment {
            figures.ended(End::Booked);
            match payment.circumstance {
                Circumstance::OtherAmount => figures.ended(End::OtherAmount),
                Circumstance::AfterCancel => figures.ended(End::AfterCancel),
                Circumstance::AfterSettling => figures.ended(End::Verified),
                Circumstance::Expected | Circumstance::Recovered => {}
            }
            match known.acknowledgement {
                Acknowledgement::Contradicted => figures.ended(End::Contradicted),
                Acknowledgement::Owed => figures.ended(End::Unacknowledged),
                Acknowledgement::Given => {}
            }
        }
        match &known.refuted {
            Some(Found::Paid { .. }) => figures.ended(End::RefutedAsPaid),
            Some(Found::NotPaid { .. }) => figures.ended(End::RefutedAsNotPaid),
            None => {}
        }
        if known.is_of_another_amount() {
            figures.ended(End::OfAnotherAmount);
        }
        let doubt = known.settled.map(|settled| settled.doubt);
        if known.is_only_settled() && matches!(doubt, Some(Doubt::NotFound | Doubt::WithoutNumber))
        {
            figures.ended(End::SettledForGood);
        }
        for (end, is) in [
            (End::Released, known.over == Some(Over::Released)),
            (End::Refused, known.over == Some(Over::Refused)),
            (End::Ended, known.over == Some(Over::Ended)),
        ] {
            if is {
                figures.ended(end);
            }
        }
    }
}
