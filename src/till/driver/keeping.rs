//! What is shown of parked receipts and of the shift.

use std::sync::Arc;

use crate::core::time::Now;

use super::super::snapshot::{ParkedView, ShiftView};
use super::Driver;

impl Driver {
    /// The same picture as before where nothing is new.
    pub(super) fn parked_shown(&self, last: &Arc<[ParkedView]>) -> Arc<[ParkedView]> {
        let parked: Vec<ParkedView> = self
            .register
            .parked()
            .map(|parked| ParkedView {
                receipt: parked.receipt.id,
                label: parked.label.clone(),
                total: parked.total,
                at: parked.at,
                by: parked.by,
            })
            .collect();
        if **last == *parked { Arc::clone(last) } else { parked.into() }
    }

    /// Where the drawer is counted blindly, what should be in it is shown only after the count.
    pub(super) fn shift_shown(&self, now: Now) -> Option<ShiftView> {
        let shift = self.register.shift()?;
        let shows = !self.settings.shift.blind || shift.counted.is_some();
        Some(ShiftView {
            number: shift.number,
            opened_at: shift.opened_at,
            opened_by: shift.opened_by,
            float: shift.float,
            movements: shift.movements,
            counts: shift.counts,
            expected: shows.then_some(shift.expected),
            counted: shift.counted,
            still_open: self.register.still_open(now),
        })
    }
}
