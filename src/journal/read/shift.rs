//! Shifts, as the register continues them and as somebody looks at them.

use rusqlite::Row;

use crate::core::money::Amount;
use crate::core::shift::{Shift, ShiftNumber};
use crate::core::user::UserNumber;

use super::super::{JournalError, chain};
use super::Reader;

/// Lines that were taken away while receipts were rung up, and not put back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Voids {
    /// How many.
    pub count: u64,
    /// What they came to.
    pub sum: Amount,
}

impl Reader {
    /// The last shift's number, and the shift if it is open. For `Register::continue_shift`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn shift(&self) -> Result<(ShiftNumber, Option<Shift>), JournalError> {
        let last = self.rows("SELECT * FROM shift ORDER BY number DESC LIMIT 1", [], |row| {
            let number = ShiftNumber(row.get::<_, i64>("number")?.cast_unsigned());
            let open = row.get::<_, String>("state")? == "open";
            Ok((number, if open { Some(shift(number, row)?) } else { None }))
        })?;
        Ok(last.into_iter().next().unwrap_or((ShiftNumber(0), None)))
    }

    /// The lines that were taken away, entries `from` to `to` (both included).
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn voids(&self, from: u64, to: u64) -> Result<Voids, JournalError> {
        let found = self.rows(
            "SELECT count(*), ifnull(sum(sum), 0) FROM voided_line
             WHERE restored = 0 AND seq BETWEEN ?1 AND ?2",
            [from.cast_signed(), to.cast_signed()],
            |row| {
                let (count, sum): (i64, i64) = (row.get(0)?, row.get(1)?);
                Ok(Voids { count: count.cast_unsigned(), sum: Amount::from_minor(sum) })
            },
        )?;
        Ok(found.into_iter().next().unwrap_or_default())
    }
}

fn shift(number: ShiftNumber, row: &Row<'_>) -> Result<Shift, JournalError> {
    Ok(Shift {
        number,
        opened_at: chain::moment(row.get("opened_at")?),
        opened_by: UserNumber(row.get("opened_by")?),
        float: Amount::from_minor(row.get("float")?),
        expected: Amount::from_minor(row.get("expected")?),
        movements: row.get("movements")?,
        counts: row.get("counts")?,
        counted: row.get::<_, Option<i64>>("counted")?.map(Amount::from_minor),
    })
}
