//! The first row: what separates the fields, and which column stands where.

use csv::StringRecord;

use super::problem::{Cause, Column, Problem, excerpt};

/// Where each column stands.
pub(super) struct Header {
    places: [Option<usize>; Column::ALL.len()],
    width: usize,
}

impl Header {
    /// Reads the row with the names of the columns, or says everything that is wrong with it.
    pub(super) fn read(record: &StringRecord, line: u32) -> Result<Self, Vec<Problem>> {
        // Spreadsheets save unused columns at the right as nameless ones.
        let width = filled_width(record);
        let names: Vec<String> =
            record.iter().take(width).map(|name| name.trim().to_lowercase()).collect();
        if !names.iter().any(|name| Column::named(name).is_some()) {
            return Err(vec![Problem::of_line(line, Cause::NoHeader)]);
        }
        let mut header = Header { places: [None; Column::ALL.len()], width };
        let mut problems = Vec::new();
        for (place, name) in names.iter().enumerate() {
            let Some(column) = Column::named(name) else {
                problems.push(Problem::of_line(line, Cause::ColumnUnknown { name: excerpt(name) }));
                continue;
            };
            if header.places[column as usize].replace(place).is_some() {
                problems.push(Problem::of_column(line, column, Cause::ColumnTwice));
            }
        }
        problems.extend(
            Column::ALL
                .into_iter()
                .filter(|column| column.required() && header.places[*column as usize].is_none())
                .map(|column| Problem::of_column(line, column, Cause::ColumnMissing)),
        );
        if problems.is_empty() { Ok(header) } else { Err(problems) }
    }

    /// How many fields a row has.
    pub(super) fn width(&self) -> usize {
        self.width
    }

    /// What a row says in a column; nothing where the file does not have the column.
    pub(super) fn field<'a>(&self, record: &'a StringRecord, column: Column) -> &'a str {
        let place = self.places[column as usize];
        place.and_then(|place| record.get(place)).unwrap_or_default().trim()
    }
}

/// The number of fields up to the last that says something.
pub(super) fn filled_width(record: &StringRecord) -> usize {
    record
        .iter()
        .enumerate()
        .filter(|(_, field)| !field.trim().is_empty())
        .last()
        .map_or(0, |(place, _)| place + 1)
}

/// What separates fields: whichever of semicolon, comma and tab the first row has most of.
pub(super) fn separator(text: &str) -> u8 {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |separator: u8| first.bytes().filter(|byte| *byte == separator).count();
    // Of equals the last is taken, so the likeliest stands last.
    [b'\t', b',', b';'].into_iter().max_by_key(|separator| count(*separator)).unwrap_or(b';')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_separator_is_seen_in_the_first_row() {
        for (text, expected) in [
            ("number;name_sv", b';'),
            ("number,name_sv\n1;2;3;4", b','),
            ("\r\n\r\nnumber\tname_sv", b'\t'),
            ("number", b';'),
            ("", b';'),
        ] {
            assert_eq!(separator(text), expected, "{text:?}");
        }
    }

    fn causes(names: &[&str]) -> Vec<(Option<Column>, Cause)> {
        match Header::read(&StringRecord::from(names.to_vec()), 3) {
            Ok(_) => Vec::new(),
            Err(problems) => problems
                .into_iter()
                .map(|problem| {
                    assert_eq!(problem.line, 3);
                    (problem.column, problem.cause)
                })
                .collect(),
        }
    }

    #[test]
    fn columns_stand_in_any_order() {
        assert_eq!(causes(&["VAT", " price ", "name_sv", "group_sv", "Number"]), []);
        assert_eq!(causes(&["vat", "price", "name_sv", "group_sv", "number", "", " "]), []);
    }

    #[test]
    fn everything_wrong_with_the_columns_is_said() {
        assert_eq!(causes(&["1001", "Kaffe", "29,95"]), [(None, Cause::NoHeader)]);
        assert_eq!(causes(&["", ""]), [(None, Cause::NoHeader)]);
        assert_eq!(
            causes(&["number", "pris", "name_sv", "vat", "vat", "group_sv"]),
            [
                (None, Cause::ColumnUnknown { name: "pris".to_owned() }),
                (Some(Column::Vat), Cause::ColumnTwice),
                (Some(Column::Price), Cause::ColumnMissing),
            ]
        );
    }
}
