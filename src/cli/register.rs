//! Opening the register: on its data folder or on the demonstration, with its window or without.

use std::path::{Path, PathBuf};

use crate::demonstration::Demonstration;
use crate::journal::{OpenMode, Store};
use crate::simulator::Simulator;
use crate::simulator::demonstration::SimulatorSettings;
use crate::till::{self, Setup, Till, seqr_service};
use crate::training::Trainings;

use super::output::{Console, Trouble};
use super::signals::Signals;
use super::{pulse, window, without_window};

/// The folder with the register's data.
///
/// # Errors
/// When none is named and the environment has no place for one.
pub fn data_folder(named: Option<PathBuf>) -> Result<PathBuf, Trouble> {
    let from_environment = |name| std::env::var_os(name).filter(|value| !value.is_empty());
    named
        .or_else(|| from_environment("XDG_DATA_HOME").map(|base| Path::new(&base).join("kassa")))
        .or_else(|| {
            from_environment("HOME").map(|home| Path::new(&home).join(".local/share/kassa"))
        })
        .ok_or(Trouble::NoDataFolder)
}

/// How the register is opened.
#[derive(Debug, Default, clap::Args)]
pub struct Arguments {
    /// Without its window: commands are lines on standard input, what happens is told as JSON on standard output.
    #[arg(long)]
    pub without_window: bool,
}

/// Opens the register on its data folder.
pub fn open(
    arguments: &Arguments,
    data: Option<PathBuf>,
    console: &Console,
) -> Result<(), Trouble> {
    // Before anything else: a signal that comes meanwhile is not lost.
    let signals = Signals::catch()?;
    let directory = data_folder(data)?;
    let store = Store::open(&directory, OpenMode::Create)?;
    super::log::start(&directory)?;
    // A payment is taken up also where it can not be shown; otherwise nothing begins without a window.
    if !arguments.without_window && !store.has_unsettled_payment()? {
        window::need_a_display()?;
    }
    // Without SEQR the other tenders go on: whatever is wrong with it must not keep the shop shut.
    let service = seqr_service::of(&store).map_err(Trouble::from).unwrap_or_else(|trouble| {
        console.complain(&trouble);
        tracing::error!(%trouble, "SEQR cannot be used until this is mended");
        None
    });
    let setup = Setup {
        service,
        sounds: till::sounds().map_err(Trouble::Terminal)?,
        phone: None,
        demonstration_users: Vec::new(),
        catalog: None,
        signed_in: None,
        pins: None,
        training: Some(Box::new(Trainings::beside(&directory))),
        clock: Box::new(jiff::Timestamp::now),
        runtime: runtime()?,
        store,
        directory,
    };
    let till = Till::start(setup)?;
    signals.end(&till)?;
    pulse::start(&till);
    if !arguments.without_window {
        return show(till);
    }
    let outcome = without_window::run(&till, console);
    till.stop();
    outcome
}

/// Opens the register on the demonstration shop.
pub fn demonstrate(data: Option<PathBuf>, console: &Console) -> Result<(), Trouble> {
    window::need_a_display()?;
    let signals = Signals::catch()?;
    // On threads of its own: the other side shall not share the register's.
    let other_side = runtime()?;
    let simulator =
        Simulator::start(other_side.handle(), SimulatorSettings::with_ready_terminal())?;
    let demonstration = Demonstration::open(data, simulator)?;
    super::log::start(demonstration.directory())?;
    console.say("cli-demonstration", &[("address", demonstration.phone_page().as_str().into())])?;
    let sounds = till::sounds().map_err(Trouble::Terminal)?;
    let training = Trainings::beside(demonstration.directory());
    let (mut setup, kept) = demonstration.into_setup(runtime()?, sounds)?;
    setup.training = Some(Box::new(training));
    let till = Till::start(setup)?;
    signals.end(&till)?;
    let outcome = show(till);
    // Only now: the till has written to the folder that goes with it.
    drop(kept);
    outcome
}

fn show(till: Till) -> Result<(), Trouble> {
    let outcome = window::show(&till);
    if let Err(trouble) = &outcome {
        tracing::error!(%trouble, "the window is gone");
        window::carry_on_without(&till);
    }
    till.stop();
    outcome
}

pub(super) fn runtime() -> Result<tokio::runtime::Runtime, Trouble> {
    till::network("network").map_err(Trouble::Terminal)
}
