//! Opening the register's window: on its data folder, or on the demonstration.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::app;
use crate::app::link::Link;
use crate::demonstration::Demonstration;
use crate::device::sound::Sounds;
use crate::journal::{OpenMode, Store};
use crate::seqr::secret::Secret;
use crate::simulator::Simulator;
use crate::simulator::demonstration::SimulatorSettings;
use crate::till::seqr_service::{self, TerminalService};
use crate::till::service::SeqrService;
use crate::till::{Setup, TERMINAL_PASSWORD_NAME, Till};

use super::output::{Console, Trouble};

/// Threads for the network: one that waits is enough for one register; the second keeps polling
/// on time while the first is busy with an encrypted answer.
const NETWORK_THREADS: usize = 2;

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

/// Opens the register on its data folder.
pub fn open(data: Option<PathBuf>, console: &Console) -> Result<(), Trouble> {
    let directory = data_folder(data)?;
    let store = Store::open(&directory, OpenMode::Create)?;
    super::log::start(&directory)?;
    // Without SEQR the other tenders go on: whatever is wrong with it must not keep the shop shut.
    let service = service(&store).unwrap_or_else(|trouble| {
        console.complain(&trouble);
        tracing::error!(%trouble, "SEQR cannot be used until this is mended");
        None
    });
    let setup = Setup {
        service,
        sounds: sounds(&store)?,
        phone: None,
        demonstration_users: Vec::new(),
        runtime: runtime()?,
        store,
        directory,
    };
    show(Till::start(setup)?)
}

/// Opens the register on the demonstration shop.
pub fn demonstrate(data: Option<PathBuf>, console: &Console) -> Result<(), Trouble> {
    need_a_display()?;
    // On threads of its own: the other side shall not share the register's.
    let other_side = runtime()?;
    let simulator =
        Simulator::start(other_side.handle(), SimulatorSettings::with_ready_terminal())?;
    let demonstration = Demonstration::open(data, simulator)?;
    super::log::start(demonstration.directory())?;
    console.say("cli-demonstration", &[("address", demonstration.phone_page().as_str().into())])?;
    let sounds = sounds(demonstration.store())?;
    let (setup, kept) = demonstration.into_setup(runtime()?, sounds)?;
    let outcome = show(Till::start(setup)?);
    // Only now: the till has written to the folder that goes with it.
    drop(kept);
    outcome
}

fn show(till: Till) -> Result<(), Trouble> {
    need_a_display()?;
    let link = Link { snapshots: till.snapshots(), send: Arc::new(till.sender()) };
    let outcome = app::run(link).map_err(|error| Trouble::Window(Box::new(error)));
    till.stop();
    outcome
}

fn need_a_display() -> Result<(), Trouble> {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if set("DISPLAY") || set("WAYLAND_DISPLAY") { Ok(()) } else { Err(Trouble::NoDisplay) }
}

/// SEQR as this register may use it, or nothing while it is not set up.
fn service(store: &Store) -> Result<Option<Arc<dyn SeqrService>>, Trouble> {
    let settings = store.settings()?.unwrap_or_default().seqr;
    let (Some(terminal), false) = (store.terminal()?, settings.address.is_empty()) else {
        return Ok(None);
    };
    let Some(password) = store.vault().read(TERMINAL_PASSWORD_NAME)? else {
        tracing::error!("the terminal's password is gone: it must be registered again");
        return Ok(None);
    };
    let client = seqr_service::client(&settings)?;
    let password = Secret::new(password.expose());
    Ok(Some(Arc::new(TerminalService::new(client, &terminal, password))))
}

pub(super) fn runtime() -> Result<tokio::runtime::Runtime, Trouble> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(NETWORK_THREADS)
        .thread_name("network")
        .enable_all()
        .build()
        .map_err(Trouble::Terminal)
}

fn sounds(store: &Store) -> Result<crate::till::Sounds, Trouble> {
    if !store.settings()?.unwrap_or_default().sound {
        return Ok(Box::new(|_cue| {}));
    }
    let sounds = Sounds::start().map_err(Trouble::Terminal)?;
    Ok(Box::new(move |cue| sounds.play(cue)))
}
