//! Writes the file event by event, so that memory stays flat.

use std::io::{self, Write};

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::core::entry::Entry;
use crate::core::figures::{Measure, Period};
use crate::core::settings::Shop;
use crate::core::tender::TenderKind;
use crate::journal::{FinishedReceipt, JournalError, RawEntry, Reader, RecordedEntry};

use super::{LONGEST_TEXT, ROOT};

/// Why the file could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The file cannot be written.
    #[error("the file cannot be written")]
    File(#[from] io::Error),
    /// The journal cannot be read.
    #[error("the journal cannot be read")]
    Journal(#[from] JournalError),
}

/// What a file says about itself.
#[derive(Debug, Clone)]
pub struct FileHead<'a> {
    /// The shop.
    pub shop: &'a Shop,
    /// The register's designation.
    pub register: &'a str,
    /// From this moment.
    pub from: Zoned,
    /// To this moment, which does not belong to it.
    pub to: Zoned,
    /// When it was made.
    pub made: Zoned,
}

/// A file that is being written.
pub struct JournalFile<'a, W: Write> {
    xml: Writer<W>,
    journal: &'a Reader,
    zone: TimeZone,
    events: u64,
}

type Done = Result<(), ExportError>;

impl<'a, W: Write> JournalFile<'a, W> {
    /// Writes what stands before the events.
    ///
    /// # Errors
    /// When it cannot be written; the same holds for every event.
    pub fn begin(to: W, journal: &'a Reader, head: &FileHead<'_>) -> Result<Self, ExportError> {
        let zone = head.made.time_zone().clone();
        let mut file = JournalFile { xml: Writer::new(to), journal, zone, events: 0 };
        file.xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        file.new_line()?;
        file.open(ROOT)?;
        file.new_line()?;
        file.open("Huvud")?;
        for (name, value) in [
            ("Foretag", head.shop.name.as_str()),
            ("Organisationsnummer", head.shop.organisation_number.as_str()),
            ("Kassabeteckning", head.register),
            ("Tillverkningsnummer", head.shop.manufacturing_number.as_str()),
            ("Modellbeteckning", "Kassa"),
            ("Version", env!("CARGO_PKG_VERSION")),
        ] {
            file.text(name, value)?;
        }
        for (name, at) in
            [("PeriodFran", &head.from), ("PeriodTill", &head.to), ("Skapad", &head.made)]
        {
            file.moment(name, at.timestamp())?;
        }
        file.close("Huvud")?;
        file.new_line()?;
        Ok(file)
    }

    /// Writes an event.
    ///
    /// # Errors
    /// As above, or when the receipt that it completes cannot be read.
    pub fn event(&mut self, recorded: &RecordedEntry, raw: &RawEntry) -> Done {
        self.events += 1;
        self.open("Handelse")?;
        self.text("Lopnummer", &recorded.seq.to_string())?;
        self.moment("Tidpunkt", recorded.at)?;
        self.text("Kassabeteckning", &recorded.register)?;
        if let Some(user) = recorded.user {
            self.text("Anvandare", &user.to_string())?;
        }
        match &recorded.entry {
            Entry::ReceiptCompleted { receipt, .. } => {
                if let Some(finished) = self.journal.finished_receipt(*receipt)? {
                    self.receipt(&finished)?;
                }
            }
            Entry::ReportRead { period } => self.report("XDagrapport", period.x.0, period)?,
            Entry::ReportClosed { period } => self.report("ZDagrapport", period.z.0, period)?,
            _ => {}
        }
        self.entry(raw)?;
        self.close("Handelse")?;
        self.new_line()
    }

    /// Writes what stands behind the events; how many there were.
    ///
    /// # Errors
    /// As above.
    pub fn end(mut self) -> Result<u64, ExportError> {
        self.open("Slut")?;
        self.text("AntalHandelser", &self.events.to_string())?;
        self.close("Slut")?;
        self.close(ROOT)?;
        self.new_line()?;
        self.xml.into_inner().flush()?;
        Ok(self.events)
    }

    fn receipt(&mut self, receipt: &FinishedReceipt) -> Done {
        let name = if receipt.returns.is_some() { "Returkvitto" } else { "Kassakvitto" };
        self.open(name)?;
        self.text("Kvittonummer", &receipt.number.0.to_string())?;
        self.text("Kassor", &receipt.cashier_name)?;
        for line in &receipt.lines {
            self.open("Rad")?;
            self.text("Benamning", line.name.all().next().unwrap_or_default())?;
            self.text("Antal", &line.quantity.value().normalize().to_string())?;
            self.text("Styckpris", &line.unit_price.to_decimal().to_string())?;
            self.text("Belopp", &line.sum().to_decimal().to_string())?;
            self.text("Momssats", &line.vat.percent().to_string())?;
            self.close("Rad")?;
        }
        for part in &receipt.vat {
            self.open("Moms")?;
            self.text("Sats", &part.rate.percent().to_string())?;
            self.text("Netto", &part.net.to_decimal().to_string())?;
            self.text("Momsbelopp", &part.vat.to_decimal().to_string())?;
            self.close("Moms")?;
        }
        for taken in &receipt.tenders {
            self.open("Betalning")?;
            let means = match taken.tender.kind() {
                TenderKind::Cash => "Kontant",
                TenderKind::Card => "Kort",
                TenderKind::Seqr => "SEQR",
                TenderKind::Voucher => "Presentkort",
                TenderKind::Account => "Faktura",
            };
            self.text("Betalningsmedel", means)?;
            self.text("Betalt", &taken.tender.amount.to_decimal().to_string())?;
            self.close("Betalning")?;
        }
        self.text("Vaxel", &receipt.settlement.change.to_decimal().to_string())?;
        self.text("Oresavrundning", &receipt.settlement.rounding.to_decimal().to_string())?;
        self.text("Summa", &receipt.total.to_decimal().to_string())?;
        self.close(name)
    }

    fn report(&mut self, name: &str, number: u64, period: &Period) -> Done {
        let get = |measure| period.figures.get(&measure).amount.to_decimal().to_string();
        self.open(name)?;
        self.text("Rapportnummer", &number.to_string())?;
        self.text("Forsaljning", &get(Measure::Sales))?;
        self.text("Returer", &get(Measure::Returns))?;
        self.text("GrandTotalForsaljning", &period.grand.sales.to_decimal().to_string())?;
        self.text("GrandTotalRetur", &period.grand.returns.to_decimal().to_string())?;
        self.text("GrandTotalNetto", &period.grand.net().to_decimal().to_string())?;
        self.close(name)
    }

    /// The journal's own entry: what its hash covers, in pieces that are short enough.
    fn entry(&mut self, raw: &RawEntry) -> Done {
        self.open("Post")?;
        self.text("Nanosekunder", &raw.at.to_string())?;
        self.text("Slag", &raw.kind)?;
        let body: Vec<char> = raw.body.chars().collect();
        for piece in body.chunks(LONGEST_TEXT) {
            self.text("Del", &piece.iter().collect::<String>())?;
        }
        self.text("Foregaende", &hexadecimal(&raw.previous))?;
        self.text("Kontrollsumma", &hexadecimal(&raw.hash))?;
        self.close("Post")
    }

    fn moment(&mut self, name: &str, at: Timestamp) -> Done {
        let local = self.zone.to_datetime(at).strftime("%Y-%m-%dT%H:%M:%S").to_string();
        self.text(name, &local)
    }

    fn text(&mut self, name: &str, text: &str) -> Done {
        let short: String = text.chars().take(LONGEST_TEXT).collect();
        self.open(name)?;
        self.xml.write_event(Event::Text(BytesText::new(&short)))?;
        self.close(name)
    }

    fn open(&mut self, name: &str) -> Done {
        Ok(self.xml.write_event(Event::Start(BytesStart::new(name)))?)
    }

    fn close(&mut self, name: &str) -> Done {
        Ok(self.xml.write_event(Event::End(BytesEnd::new(name)))?)
    }

    fn new_line(&mut self) -> Done {
        Ok(self.xml.write_event(Event::Text(BytesText::from_escaped("\n")))?)
    }
}

/// Two digits for each byte. The longest hash has 64 of them.
fn hexadecimal(hash: &[u8]) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}
