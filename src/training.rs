//! The training mode: a register of its own beside the real one, that sells against a simulated SEQR.
//!
//! It has a journal in a folder of its own, which begins empty each time, so nothing of it can come into the real
//! journal's numbers and totals, and it knows no address but the simulator's. What it prints is marked as training,
//! and so is all that the window shows of it.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::core::entry::Entry;
use crate::core::settings::{BackupSettings, SeqrSettings, Settings};
use crate::core::user::User;
use crate::demonstration;
use crate::journal::{JournalError, OpenMode, Stamp, Store};
use crate::simulator::{Simulator, SimulatorSettings};
use crate::till::training::{LeftBehind, Trainee, TrainingError, TrainingGround};
use crate::till::{self, Setup, Till};

/// The folder of all trainings, in that of the register.
const FOLDER: &str = "training";
/// The name of the network threads of a training, and of its simulator.
const THREADS: &str = "training";

/// Trainings beside one register's data.
pub struct Trainings {
    folder: PathBuf,
}

impl Trainings {
    /// Trainings in a folder of that register's data.
    pub fn beside(data: &Path) -> Self {
        Trainings { folder: data.join(FOLDER) }
    }
}

impl TrainingGround for Trainings {
    fn begin(&self, trainee: Trainee) -> Result<Till, TrainingError> {
        let directory = self.folder.join(&trainee.session);
        let other_side = till::network(THREADS).map_err(failed)?;
        let simulator =
            Simulator::start(other_side.handle(), SimulatorSettings::with_ready_terminal())
                .map_err(failed)?;
        let settings = training_settings(trainee.settings, simulator.endpoint());
        let mut store = Store::open(&directory, OpenMode::Create).map_err(failed)?;
        furnish(&mut store, &settings, trainee.users).map_err(failed)?;
        let service = demonstration::service(&settings).map_err(failed)?;
        let phone = demonstration::phone(simulator);
        let setup = Setup {
            directory,
            store,
            service: Some(service),
            sounds: till::sounds().map_err(failed)?,
            // The simulator's threads live as long as the phone that speaks with it.
            phone: Some(Box::new(move |press| {
                let _kept = &other_side;
                phone(press);
            })),
            demonstration_users: Vec::new(),
            catalog: Some(trainee.catalog),
            signed_in: Some(trainee.person),
            pins: Some(trainee.pins),
            training: None,
            clock: Box::new(Timestamp::now),
            runtime: till::network(THREADS).map_err(failed)?,
        };
        Till::start(setup).map_err(failed)
    }

    fn left_behind(&self, session: &str) -> Result<LeftBehind, TrainingError> {
        let journal = Store::open_read_only(&self.folder.join(session)).map_err(failed)?;
        let mut wrong_pins = Vec::new();
        for seq in 1..=journal.head().map_err(failed)?.seq {
            let entry = journal.entry(seq).map_err(failed)?.map(|recorded| recorded.entry);
            wrong_pins.extend(entry.filter(|entry| {
                matches!(entry, Entry::LogInRefused { .. } | Entry::UserLocked { .. })
            }));
        }
        Ok(LeftBehind { trade: journal.trade().map_err(failed)?, wrong_pins })
    }
}

fn failed(error: impl std::error::Error + Send + Sync + 'static) -> TrainingError {
    TrainingError(Box::new(error))
}

/// The register's settings, but for what would touch the real world.
fn training_settings(settings: Settings, simulator: String) -> Settings {
    Settings {
        seqr: SeqrSettings {
            address: simulator,
            client_id: settings.seqr.client_id.clone(),
            ..SeqrSettings::default()
        },
        backup: BackupSettings::default(),
        training: true,
        ..settings
    }
}

fn furnish(store: &mut Store, settings: &Settings, users: Vec<User>) -> Result<(), JournalError> {
    let mut entries = vec![
        Entry::SettingsSaved { settings: settings.clone() },
        Entry::TerminalRegistered { terminal: demonstration::terminal() },
    ];
    entries.extend(users.into_iter().map(|user| Entry::UserSaved { user }));
    let stamp = Stamp { at: Timestamp::now(), register: settings.register.clone(), user: None };
    let _head = store.commit(&stamp, &entries)?;
    Ok(())
}
