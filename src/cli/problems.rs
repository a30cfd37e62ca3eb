//! What is wrong with settings that came in a file: each problem under the name that the file has for the field.

use std::path::Path;

use crate::core::settings::Settings;
use crate::core::settings::check::{Fault, Field, Problem, problems};
use crate::language::Texts;

use super::output::{Console, Trouble};

/// Lists everything that is wrong with the settings of a file.
///
/// # Errors
/// If anything is.
pub fn refuse_problems(settings: &Settings, path: &Path, console: &Console) -> Result<(), Trouble> {
    let found = problems(settings);
    for problem in &found {
        console.line(&format!("- {}", described(problem, console.texts())))?;
    }
    match found.len() {
        0 => Ok(()),
        count => Err(Trouble::SettingsProblems { path: path.display().to_string(), count }),
    }
}

/// A problem in one line.
pub fn described(problem: &Problem, texts: &Texts) -> String {
    format!("{}: {}", key(problem.field), fault(problem.fault, texts))
}

/// Keys of a file that no setting has: mistyped ones would be left out silently, and their settings become the default.
///
/// # Errors
/// Naming them.
pub fn refuse_unknown(
    given: &toml::Table,
    understood: &toml::Table,
    path: &Path,
) -> Result<(), Trouble> {
    let mut unknown = Vec::new();
    collect_unknown(given, understood, "", &mut unknown);
    match unknown.len() {
        0 => Ok(()),
        _ => {
            Err(Trouble::UnknownKeys { path: path.display().to_string(), keys: unknown.join(", ") })
        }
    }
}

fn collect_unknown(
    given: &toml::Table,
    understood: &toml::Table,
    above: &str,
    unknown: &mut Vec<String>,
) {
    for (name, value) in given {
        let here = if above.is_empty() { name.clone() } else { format!("{above}.{name}") };
        match (value, understood.get(name)) {
            (_, None) => unknown.push(here),
            (toml::Value::Table(given), Some(toml::Value::Table(understood))) => {
                collect_unknown(given, understood, &here, unknown);
            }
            _ => {}
        }
    }
}

/// The name of a field in a settings file.
fn key(field: Field) -> &'static str {
    match field {
        Field::ShopName => "shop.name",
        Field::OrganisationNumber => "shop.organisation_number",
        Field::Address => "shop.address",
        Field::Header => "shop.header",
        Field::Footer => "shop.footer",
        Field::ManufacturingNumber => "shop.manufacturing_number",
        Field::Register => "register",
        Field::Currency => "currency",
        Field::VatRates => "vat_rates",
        Field::SeqrAddress => "seqr.address",
        Field::ClientId => "seqr.client_id",
        Field::ClientReference => "seqr.client_reference",
        Field::ScannerPort => "scanner.port",
        Field::ScannerBaud => "scanner.baud",
        Field::PrinterPort => "printer.link",
        Field::PrinterBaud => "printer.link.baud",
        Field::PrinterColumns => "printer.columns",
        Field::Tenders => "tenders",
        Field::QuickAmounts => "tenders.quick_amounts",
        Field::Discounts => "discounts",
        Field::Accounts => "accounts",
        Field::ScreenWidth => "look.screen_width",
        Field::LogOffAfter => "log_off_after",
        Field::BackupHour => "backup.hour",
        Field::BackupDays => "backup.keep_days",
    }
}

fn fault(fault: Fault, texts: &Texts) -> String {
    let key = match fault {
        Fault::Missing => "cli-fault-missing",
        Fault::TooLong { most } => {
            return texts
                .with("cli-fault-too-long", &[("most", (most as i64).into())])
                .into_owned();
        }
        Fault::Characters => "cli-fault-characters",
        Fault::CheckDigit => "cli-fault-check-digit",
        Fault::Form => "cli-fault-form",
        Fault::Range => "cli-fault-range",
        Fault::Twice => "cli-fault-twice",
        Fault::NotEncrypted => "cli-fault-not-encrypted",
    };
    texts.get(key).into_owned()
}
