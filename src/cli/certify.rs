//! `kassa certify`: a rehearsal of the nine tests that SEQR's vendor asks for before a register may sell.

use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::certification::{
    self, Circumstances, Evidence, Guide, Plan, Rehearsal, Test, TestResult, Verdict,
};
use crate::core::settings::{Settings, UnregisterAs};
use crate::document::{pdf, text};
use crate::journal::{OpenMode, Store};
use crate::secret::Secret;
use crate::seqr::client::{Client, Credentials};
use crate::seqr::message::Principal;
use crate::simulator::demonstration::{RESELLER_ID, RESELLER_PASSWORD, SimulatorSettings, USER_ID};
use crate::simulator::{Simulator, SimulatorHandle};
use crate::till::set_up::{self, Reseller};
use crate::till::{registration, seqr_service};

use super::output::{Console, Trouble};
use super::register::{data_folder, runtime};
use super::terminal;

/// How long a person may take to scan and confirm.
const PATIENCE: Duration = Duration::from_secs(180);
/// How long the simulator's customer may take.
const SIMULATED_PATIENCE: Duration = Duration::from_secs(20);
/// How long tidying up after a rehearsal that was broken off may take.
const FAREWELL: Duration = Duration::from_secs(15);
/// The sticker of rehearsals against the simulator.
const SIMULATED_STICKER: &str = "REHEARSAL1";
/// Characters on a line of the sheet as text.
const SHEET_COLUMNS: u8 = 72;

/// What to rehearse with.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Against a simulator of its own instead of the SEQR service of the settings.
    #[arg(long)]
    simulator: bool,
    /// The simulator's customer confirms by itself, and nobody waits for the pause of test 4.
    #[arg(long, requires = "simulator")]
    unattended: bool,
    /// The number on the sticker that the customer scans, or the text of its QR code; asked for if it is not given.
    #[arg(long, value_name = "SEQR_ID")]
    sticker: Option<String>,
    /// The shop's own name for the terminal that is registered for the tests.
    #[arg(long, value_name = "NAME", default_value = "certification")]
    external_id: String,
    /// Where the evidence and the sheet go; must be empty or not there. Default: a folder named after the date, here.
    #[arg(long, value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Although this register is registered with the service. Its own registration is not touched.
    #[arg(long)]
    although_registered: bool,
}

/// Runs the command.
pub fn run(arguments: &Arguments, data: Option<PathBuf>, console: &Console) -> Result<(), Trouble> {
    let began = Timestamp::now();
    let runtime = runtime()?;
    // On threads of its own: the other side shall not share the register's.
    let other_side = super::register::runtime()?;
    let simulator = match arguments.simulator {
        true => Some(Simulator::start(other_side.handle(), SimulatorSettings::default())?),
        false => None,
    };
    let (settings, reseller) = match &simulator {
        Some(simulator) => simulated(simulator, data, console),
        None => configured(arguments, data, console)?,
    };
    let plan = plan(arguments, &settings, reseller, console)?;
    let folder = arguments.folder.clone().unwrap_or_else(|| folder_of(began));
    let evidence = Evidence::in_folder(&folder.join("exchanges"))
        .map_err(|cause| file_trouble(&folder, cause))?;
    let client: Client = seqr_service::client(&settings.seqr)?;
    let mut rehearsal = Rehearsal::new(client.witnessed_by(evidence.witness()), plan);
    let guide = Prompter {
        console,
        evidence: &evidence,
        simulator: simulator.as_ref(),
        unattended: arguments.unattended,
    };
    if let Some(simulator) = simulator.as_ref().filter(|_| !arguments.unattended) {
        let page = simulator.phone_page();
        console.say("cli-certify-phone", &[("page", page.as_str().into())])?;
    }
    let was_broken_off = runtime.block_on(rehearse(&mut rehearsal, &guide));
    let circumstances = Circumstances {
        address: settings.seqr.address,
        simulated: simulator.is_some(),
        began,
        ended: Timestamp::now(),
        zone: TimeZone::system(),
    };
    write_sheet(&rehearsal, &circumstances, &folder, console)?;
    evidence.is_whole().map_err(|cause| file_trouble(&folder, cause))?;
    if let Some(left) = rehearsal.left() {
        console.line(&certification::left_behind(&left, console.texts()))?;
    }
    if was_broken_off || !rehearsal.has_passed() {
        return Err(Trouble::NotCertified);
    }
    console.say("cli-certify-passed", &[])
}

/// Runs the tests until they are over or somebody interrupts them; whether somebody did. Either way no terminal is left
/// registered, as far as SEQR can be told.
async fn rehearse(rehearsal: &mut Rehearsal, guide: &Prompter<'_>) -> bool {
    let was_broken_off = tokio::select! {
        () = rehearsal.run(guide) => false,
        interrupted = tokio::signal::ctrl_c() => {
            if let Err(error) = interrupted {
                tracing::error!(%error, "an interruption would not be noticed");
            }
            true
        }
    };
    if was_broken_off {
        rehearsal.broken_off();
    }
    if tokio::time::timeout(FAREWELL, rehearsal.tidy_up()).await.is_err() {
        tracing::warn!("SEQR does not say whether the terminal is unregistered");
    }
    was_broken_off
}

/// The settings, as far as there are any, with the simulator in place of SEQR.
fn simulated(
    simulator: &SimulatorHandle,
    data: Option<PathBuf>,
    console: &Console,
) -> (Settings, Credentials) {
    let reader = data_folder(data).ok().and_then(|folder| Store::open_read_only(&folder).ok());
    let mut settings =
        reader.and_then(|reader| reader.settings().ok().flatten()).unwrap_or_default();
    settings.seqr.address = simulator.endpoint();
    settings.seqr.ca_file = None;
    settings.seqr.unregister_as = UnregisterAs::Terminal;
    if settings.seqr.client_id.is_empty() {
        settings.seqr.client_id =
            console.texts().get("certification-simulated-company").into_owned();
    }
    let reseller = Credentials {
        principal: Principal::reseller_user(RESELLER_ID, USER_ID),
        password: Secret::new(RESELLER_PASSWORD),
    };
    (settings, reseller)
}

/// The service of the settings. The register must not be running: its reseller's login is read.
fn configured(
    arguments: &Arguments,
    data: Option<PathBuf>,
    console: &Console,
) -> Result<(Settings, Credentials), Trouble> {
    let store = Store::open(&data_folder(data)?, OpenMode::Existing)?;
    let settings = store.settings()?.unwrap_or_default();
    if settings.seqr.address.is_empty() {
        return Err(set_up::Trouble::NoAddress.into());
    }
    if settings.seqr.client_id.trim().is_empty() {
        return Err(Trouble::Missing { what: "cli-missing-client-id" });
    }
    if store.terminal()?.is_some() && !arguments.although_registered {
        return Err(Trouble::RegisteredBeforeCertification);
    }
    let Reseller { id, user, password } = terminal::reseller(&store, console)?;
    let principal = Principal::reseller_user(id, user);
    Ok((settings, Credentials { principal, password }))
}

fn plan(
    arguments: &Arguments,
    settings: &Settings,
    reseller: Credentials,
    console: &Console,
) -> Result<Plan, Trouble> {
    let typed = match &arguments.sticker {
        Some(sticker) => sticker.clone(),
        None if arguments.simulator => SIMULATED_STICKER.to_owned(),
        None => console.ask("cli-certify-ask-sticker")?,
    };
    let shop = &settings.shop.name;
    let name = if shop.is_empty() { &settings.seqr.client_id } else { shop };
    Ok(Plan {
        reseller,
        terminal_password: registration::new_password()?,
        external_id: arguments.external_id.clone(),
        name: name.clone(),
        seqr_id: registration::seqr_id(&typed).ok_or(set_up::Trouble::NotASeqrId)?,
        currency: settings.currency.clone(),
        client_id: settings.seqr.client_id.clone(),
        client_reference: settings.seqr.client_reference.clone(),
        unregister_as: settings.seqr.unregister_as,
        patience: if arguments.unattended { SIMULATED_PATIENCE } else { PATIENCE },
    })
}

fn folder_of(began: Timestamp) -> PathBuf {
    let began = began.to_zoned(TimeZone::system());
    began.strftime("seqr-certification-%Y%m%d-%H%M%S").to_string().into()
}

fn file_trouble(path: &Path, cause: std::io::Error) -> Trouble {
    Trouble::File { path: path.display().to_string(), cause }
}

fn write_sheet(
    rehearsal: &Rehearsal,
    circumstances: &Circumstances,
    folder: &Path,
    console: &Console,
) -> Result<(), Trouble> {
    let texts = console.texts();
    let sheet = certification::document(rehearsal, circumstances, texts.language());
    let pdf = pdf::render(&sheet, &texts.get("certification-title"))
        .map_err(|error| Trouble::Terminal(std::io::Error::other(error)))?;
    let text = text::render(&sheet, SHEET_COLUMNS);
    for (name, bytes) in [("sheet.txt", text.as_bytes()), ("sheet.pdf", &pdf)] {
        let path = folder.join(name);
        std::fs::write(&path, bytes).map_err(|cause| file_trouble(&path, cause))?;
    }
    let folder = folder.display().to_string();
    console.say("cli-certify-written", &[("folder", folder.as_str().into())])
}

/// Guides the person at the terminal.
struct Prompter<'a> {
    console: &'a Console,
    evidence: &'a Evidence,
    simulator: Option<&'a SimulatorHandle>,
    unattended: bool,
}

impl Prompter<'_> {
    fn tell(&self, outcome: Result<(), Trouble>) {
        // The tests go on for whoever reads the sheet.
        if let Err(error) = outcome {
            tracing::warn!(%error, "nobody can be guided at the terminal");
        }
    }
}

impl Guide for Prompter<'_> {
    fn begins(&self, test: Test) {
        self.evidence.begins(test);
        let texts = self.console.texts();
        let number = [("number", i64::from(test.number()).into())];
        let title = texts.with("certification-test", &number);
        self.tell(self.console.line(&format!("{title}: {}", texts.get(test.key()))));
    }

    fn scan(&self, seqr_id: &str) {
        match self.simulator {
            Some(simulator) if self.unattended => {
                if let Err(error) = simulator.confirm_newest() {
                    tracing::warn!(?error, "the simulator's customer cannot confirm");
                }
            }
            Some(_) => self.tell(self.console.say("cli-certify-confirm", &[])),
            None => {
                let sticker = [("sticker", seqr_id.into())];
                self.tell(self.console.say("cli-certify-scan", &sticker));
            }
        }
    }

    fn pauses(&self, time: Duration) -> Duration {
        if let Some(simulator) = self.simulator.filter(|_| self.unattended) {
            simulator.leap(time);
            return Duration::ZERO;
        }
        let seconds = i64::try_from(time.as_secs()).unwrap_or(i64::MAX);
        self.tell(self.console.say("cli-certify-pause", &[("seconds", seconds.into())]));
        time
    }

    fn ends(&self, result: &TestResult) {
        let texts = self.console.texts();
        let word = certification::word(&result.verdict, texts);
        let line = match certification::why(&result.verdict, texts) {
            Some(why) if result.verdict != Verdict::Passed => format!("  {word}: {why}"),
            _ => format!("  {word}"),
        };
        self.tell(self.console.line(&line));
    }
}
