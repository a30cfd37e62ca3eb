//! Reads such a file without the register, and says what does not fit: in its shape, its chain, its numbers, its sums.

use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::events::Event;
use rust_decimal::Decimal;

use crate::journal::RawEntry;

use super::{LONGEST_TEXT, ROOT};

/// More faults than anybody reads.
const MOST_FAULTS: usize = 20;
/// More fields than any event has: a receipt of 2 000 lines has 12 000.
const MOST_FIELDS: usize = 100_000;

/// What does not fit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It is not XML, or not whole.
    #[error("the file cannot be read to its end: {0}")]
    NotXml(String),
    /// It is another kind of file.
    #[error("the file is not an export of a journal")]
    NotAnExport,
    /// Something that the head must say is missing.
    #[error("the head has no {0}")]
    HeadLacks(&'static str),
    /// A text is longer than it may be.
    #[error("event {event}: a text is longer than 72 characters")]
    LongText {
        /// In which event.
        event: u64,
    },
    /// Something is missing in an event, or cannot be read.
    #[error("event {event}: {what} is missing or cannot be read")]
    Unreadable {
        /// Which event.
        event: u64,
        /// What.
        what: &'static str,
    },
    /// An event is missing before this one.
    #[error("event {event}: does not follow the one before it")]
    NotFollowing {
        /// Which event.
        event: u64,
    },
    /// An event is not what the register wrote.
    #[error("event {event}: was changed after it was written")]
    Changed {
        /// Which event.
        event: u64,
    },
    /// What is told for people is not what the entry says, or does not add up.
    #[error("event {event}: the sums of the receipt do not agree")]
    Sums {
        /// Which event.
        event: u64,
    },
    /// A receipt number is missing.
    #[error("event {event}: receipt numbers do not follow each other")]
    ReceiptNumbers {
        /// Which event.
        event: u64,
    },
    /// The file says that it has another number of events.
    #[error("the file has {found} events and says {said}")]
    Count {
        /// How many there are.
        found: u64,
        /// How many it says; none if it does not say.
        said: String,
    },
}

/// What a check came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Checked {
    /// How many events there are.
    pub events: u64,
    /// How many completed receipts.
    pub receipts: u64,
    /// What does not fit: the first that were found.
    pub faults: Vec<Fault>,
}

/// A text with the name of its element.
type Field = (String, String);

/// Checks a file.
pub fn check(file: impl BufRead) -> Checked {
    let mut walk = Walk::default();
    let mut reader = Reader::from_reader(file);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Eof) => break,
            Ok(event) => walk.take(&event),
            Err(error) => {
                walk.fault(Fault::NotXml(error.to_string()));
                break;
            }
        }
        if walk.checked.faults.len() >= MOST_FAULTS {
            return walk.checked;
        }
    }
    walk.end()
}

#[derive(Default)]
struct Walk {
    checked: Checked,
    path: Vec<String>,
    text: String,
    fields: Vec<Field>,
    last: Option<RawEntry>,
    last_number: Option<u64>,
    said: Option<String>,
    is_export: bool,
}

fn first<'a>(fields: &'a [Field], name: &str) -> Option<&'a str> {
    fields.iter().find(|(known, _)| known == name).map(|(_, text)| text.as_str())
}

impl Walk {
    fn fault(&mut self, fault: Fault) {
        self.checked.faults.push(fault);
    }

    fn take(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(start) => {
                let name = start.name().as_ref().to_owned();
                self.is_export |= self.path.is_empty() && name == ROOT;
                if self.path.len() == 1 {
                    self.fields.clear();
                }
                self.path.push(name);
                self.text.clear();
            }
            Event::Text(text) => self.text.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) => self.reference(reference),
            Event::End(_) => self.close(),
            Event::DocType(_) => self.fault(Fault::NotXml("DOCTYPE".to_owned())),
            _ => {}
        }
    }

    fn reference(&mut self, reference: &quick_xml::events::BytesRef<'_>) {
        let letter = match reference.resolve_char_ref() {
            Ok(Some(letter)) => Some(letter),
            Ok(None) => match &**reference {
                "amp" => Some('&'),
                "lt" => Some('<'),
                "gt" => Some('>'),
                "quot" => Some('"'),
                "apos" => Some('\''),
                _ => None,
            },
            Err(_) => None,
        };
        match letter {
            Some(letter) => self.text.push(letter),
            None => self.fault(Fault::NotXml("a reference that nobody knows".to_owned())),
        }
    }

    fn close(&mut self) {
        let Some(name) = self.path.pop() else { return };
        match (self.path.len(), name.as_str()) {
            (1, "Huvud") => self.head(),
            (1, "Handelse") => self.event(),
            (1, "Slut") => {
                self.said = first(&self.fields, "AntalHandelser").map(str::to_owned);
            }
            (2.., _) => {
                let text = std::mem::take(&mut self.text);
                if text.chars().count() > LONGEST_TEXT {
                    self.fault(Fault::LongText { event: self.checked.events + 1 });
                }
                if self.fields.len() < MOST_FIELDS {
                    self.fields.push((name, text));
                }
            }
            _ => {}
        }
    }

    fn head(&mut self) {
        let names = [
            "Organisationsnummer",
            "Kassabeteckning",
            "Tillverkningsnummer",
            "PeriodFran",
            "PeriodTill",
        ];
        for name in names {
            if first(&self.fields, name).is_none() {
                self.fault(Fault::HeadLacks(name));
            }
        }
    }

    fn event(&mut self) {
        self.checked.events += 1;
        let event = self.checked.events;
        let fields = std::mem::take(&mut self.fields);
        match raw(&fields) {
            Err(what) => self.fault(Fault::Unreadable { event, what }),
            Ok(raw) => {
                if !raw.is_unchanged() {
                    self.fault(Fault::Changed { event });
                }
                let follows = |last: &RawEntry| {
                    last.hash == raw.previous && last.seq.checked_add(1) == Some(raw.seq)
                };
                if self.last.as_ref().is_some_and(|last| !follows(last)) {
                    self.fault(Fault::NotFollowing { event });
                }
                if raw.kind == "receipt.completed" {
                    self.receipt(event, &fields, &raw.body);
                }
                self.last = Some(raw);
            }
        }
    }

    fn receipt(&mut self, event: u64, fields: &[Field], body: &str) {
        self.checked.receipts += 1;
        match sums_agree(fields, body) {
            Some(true) => {}
            _ => self.fault(Fault::Sums { event }),
        }
        let number = first(fields, "Kvittonummer").and_then(|number| number.parse::<u64>().ok());
        let follows = match (self.last_number, number) {
            (Some(last), Some(number)) => last.checked_add(1) == Some(number),
            (None, number) => number.is_some(),
            (Some(_), None) => false,
        };
        if !follows {
            self.fault(Fault::ReceiptNumbers { event });
        }
        self.last_number = number.or(self.last_number);
    }

    fn end(mut self) -> Checked {
        if !self.is_export {
            self.checked.faults.insert(0, Fault::NotAnExport);
            return self.checked;
        }
        if !self.path.is_empty() {
            self.fault(Fault::NotXml("it ends in the middle".to_owned()));
        }
        let found = self.checked.events;
        if self.said.as_deref() != Some(found.to_string().as_str()) {
            let said = self.said.take().unwrap_or_default();
            self.fault(Fault::Count { found, said });
        }
        self.checked
    }
}

/// The journal's entry that an event carries, or what is missing of it.
fn raw(fields: &[Field]) -> Result<RawEntry, &'static str> {
    let number = |name: &'static str| first(fields, name).and_then(|text| text.parse().ok());
    let hash = |name: &'static str| first(fields, name).and_then(bytes).ok_or(name);
    let body = fields.iter().filter(|(name, _)| name == "Del").map(|(_, text)| text.as_str());
    Ok(RawEntry {
        seq: number("Lopnummer").map(i64::cast_unsigned).ok_or("Lopnummer")?,
        at: number("Nanosekunder").ok_or("Nanosekunder")?,
        register: first(fields, "Kassabeteckning").ok_or("Kassabeteckning")?.to_owned(),
        user: number("Anvandare"),
        kind: first(fields, "Slag").ok_or("Slag")?.to_owned(),
        body: body.collect(),
        previous: hash("Foregaende")?,
        hash: hash("Kontrollsumma")?,
    })
}

fn bytes(hexadecimal: &str) -> Option<[u8; 32]> {
    let mut hash = [0; 32];
    if hexadecimal.len() != 64 || !hexadecimal.is_ascii() {
        return None;
    }
    for (place, byte) in hash.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&hexadecimal[2 * place..2 * place + 2], 16).ok()?;
    }
    Some(hash)
}

/// Whether a receipt's lines, tax and payments come to its total, and that is the total of the journal's entry.
fn sums_agree(fields: &[Field], body: &str) -> Option<bool> {
    let sum = |name: &str| -> Option<Decimal> {
        let found = fields.iter().filter(|(known, _)| known == name);
        found.map(|(_, text)| text.parse::<Decimal>().ok()).sum()
    };
    let total: Decimal = first(fields, "Summa")?.parse().ok()?;
    let kept = sum("Betalt")? - sum("Vaxel")? - sum("Oresavrundning")?;
    let entry: serde_json::Value = serde_json::from_str(body).ok()?;
    let committed = Decimal::new(entry.get("total")?.as_i64()?, 2);
    let number = entry.get("number")?.as_u64()?;
    let told = first(fields, "Kvittonummer")?.parse().ok();
    let tax = sum("Netto")? + sum("Momsbelopp")?;
    Some([sum("Belopp")?, tax, kept, committed] == [total; 4] && told == Some(number))
}
