//! The demonstration: a made-up shop that sells against a simulated SEQR, without any set-up.
//!
//! Puts together what stands elsewhere (the shop and its articles in `resources/demonstration/`, the simulator) and
//! writes it into an ordinary journal, so that what is shown is the real register.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use serde::Deserialize;
use tokio::runtime::Runtime;

use crate::article_file;
use crate::core::entry::Entry;
use crate::core::settings::{PrinterLink, PrinterSettings, SeqrSettings, Settings, Shop, Terminal};
use crate::core::user::{Person, Role, User, UserNumber};
use crate::journal::{JournalError, OpenMode, Stamp, Store};
use crate::seqr::client::SetUpError;
use crate::seqr::secret::Secret;
use crate::simulator::SimulatorHandle;
use crate::simulator::demonstration::{SEQR_ID, TERMINAL_ID, TERMINAL_PASSWORD};
use crate::till::intent::PhonePress;
use crate::till::log_in::{self, PinError};
use crate::till::pin::Pin;
use crate::till::seqr_service::{self, TerminalService};
use crate::till::service::SeqrService;
use crate::till::snapshot::DemonstrationUser;
use crate::till::{Phone, Setup, Sounds, TERMINAL_PASSWORD_NAME};

const SHOP: &str = include_str!("../resources/demonstration/shop.toml");
const ARTICLES: &[u8] = include_bytes!("../resources/demonstration/articles.csv");
/// Characters on a line of the paper in the preview.
const COLUMNS: u8 = 42;

/// Why the demonstration cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum DemonstrationError {
    /// Its journal cannot be used.
    #[error("the demonstration's journal cannot be used")]
    Journal(#[from] JournalError),
    /// There is no place for a temporary folder, or the simulator cannot listen.
    #[error("the demonstration does not get what it needs from the system")]
    System(#[from] std::io::Error),
    /// The shop that is part of the program is wrong.
    #[error("the demonstration's shop cannot be read: {0}")]
    Shop(String),
    /// The folder is a real shop's.
    #[error("{} is a real register's folder: name another one", .0.display())]
    NotADemonstration(PathBuf),
    /// A PIN cannot be hashed.
    #[error(transparent)]
    Pin(#[from] PinError),
    /// The simulator's address cannot be used.
    #[error(transparent)]
    Seqr(#[from] SetUpError),
}

/// The shop as its file has it.
#[derive(Debug, Deserialize)]
struct ShopFile {
    register: String,
    currency: String,
    shop: Shop,
    user: Vec<UserRow>,
}

#[derive(Debug, Deserialize)]
struct UserRow {
    number: u16,
    name: String,
    role: Role,
    pin: String,
}

/// A demonstration that is ready to be opened.
pub struct Demonstration {
    store: Store,
    directory: PathBuf,
    simulator: SimulatorHandle,
    users: Vec<DemonstrationUser>,
    /// Removes what was made up when the demonstration ends.
    temporary: Option<Temporary>,
}

/// What must outlive the till: the folder that is removed in the end.
pub struct Kept {
    _temporary: Option<Temporary>,
}

impl Demonstration {
    /// Opens the shop against a simulator, in the folder named or in one that is forgotten.
    ///
    /// # Errors
    /// See [`DemonstrationError`].
    pub fn open(
        directory: Option<PathBuf>,
        simulator: SimulatorHandle,
    ) -> Result<Demonstration, DemonstrationError> {
        let (directory, temporary) = match directory {
            Some(directory) => (directory, None),
            None => {
                let temporary = Temporary::new()?;
                (temporary.0.clone(), Some(temporary))
            }
        };
        let file: ShopFile =
            toml::from_str(SHOP).map_err(|error| DemonstrationError::Shop(error.to_string()))?;
        let mut store = Store::open(&directory, OpenMode::Create)?;
        // A real shop's folder must never learn the simulator's address.
        if store.settings()?.is_some_and(|settings| !settings.demonstration) {
            return Err(DemonstrationError::NotADemonstration(directory));
        }
        furnish(&mut store, &file, &simulator)?;
        let users = file.user.iter().map(demonstration_user).collect();
        Ok(Demonstration { store, directory, simulator, users, temporary })
    }

    /// Where its journal is.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Its journal.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The web page that acts as the customer's phone.
    pub fn phone_page(&self) -> String {
        self.simulator.phone_page()
    }

    /// What a till is started with, and what must be kept while it runs.
    ///
    /// # Errors
    /// When the simulator's address cannot be used.
    pub fn into_setup(
        self,
        runtime: Runtime,
        sounds: Sounds,
    ) -> Result<(Setup, Kept), DemonstrationError> {
        let settings = self.store.settings()?.unwrap_or_default();
        let setup = Setup {
            directory: self.directory,
            store: self.store,
            service: Some(service(&settings)?),
            sounds,
            phone: Some(phone(self.simulator)),
            demonstration_users: self.users,
            catalog: None,
            signed_in: None,
            pins: None,
            training: None,
            clock: Box::new(Timestamp::now),
            runtime,
        };
        Ok((setup, Kept { _temporary: self.temporary }))
    }
}

/// The simulator as the terminal that it has ready sees it.
pub(crate) fn service(settings: &Settings) -> Result<Arc<dyn SeqrService>, SetUpError> {
    let client = seqr_service::client(&settings.seqr)?;
    let password = Secret::new(TERMINAL_PASSWORD);
    Ok(Arc::new(TerminalService::new(client, &terminal(), password)))
}

/// The phone of a simulator's customer.
pub(crate) fn phone(simulator: SimulatorHandle) -> Phone {
    Box::new(move |press| {
        let outcome = match press {
            PhonePress::Confirm => simulator.confirm_newest(),
            PhonePress::Decline => simulator.decline_newest(),
        };
        if let Err(refusal) = outcome {
            tracing::info!(%refusal, "the simulated phone could not do that");
        }
    })
}

/// The terminal that a simulator has ready.
pub(crate) fn terminal() -> Terminal {
    Terminal {
        id: TERMINAL_ID.to_owned(),
        external_id: "kassa-1".to_owned(),
        name: "Kassa 1".to_owned(),
        seqr_id: Some(SEQR_ID.to_owned()),
    }
}

/// Writes what is missing: everything into a new journal, the simulator's new address into an old one.
fn furnish(
    store: &mut Store,
    file: &ShopFile,
    simulator: &SimulatorHandle,
) -> Result<(), DemonstrationError> {
    let known = store.settings()?;
    let mut entries = Vec::new();
    let mut settings = known.clone().unwrap_or_else(|| shop_settings(file));
    settings.seqr.address = simulator.endpoint();
    if known.as_ref() != Some(&settings) {
        entries.push(Entry::SettingsSaved { settings: settings.clone() });
    }
    if known.is_none() {
        for row in &file.user {
            entries.push(Entry::UserSaved { user: user(row)? });
        }
        let articles = article_file::read(ARTICLES)
            .map_err(|problems| DemonstrationError::Shop(format!("{problems:?}")))?;
        entries.extend(articles.into_iter().map(|article| Entry::ArticleSaved { article }));
        entries.push(Entry::TerminalRegistered { terminal: terminal() });
        store.vault().keep(TERMINAL_PASSWORD_NAME, &Secret::new(TERMINAL_PASSWORD))?;
    }
    if !entries.is_empty() {
        let stamp = Stamp { at: Timestamp::now(), register: settings.register, user: None };
        let _head = store.commit(&stamp, &entries)?;
    }
    Ok(())
}

fn shop_settings(file: &ShopFile) -> Settings {
    Settings {
        shop: file.shop.clone(),
        register: file.register.clone(),
        currency: file.currency.clone(),
        seqr: SeqrSettings { client_id: file.shop.name.clone(), ..SeqrSettings::default() },
        printer: Some(PrinterSettings {
            link: PrinterLink::Preview,
            columns: COLUMNS,
            answers: true,
        }),
        demonstration: true,
        ..Settings::default()
    }
}

fn user(row: &UserRow) -> Result<User, DemonstrationError> {
    Ok(User {
        number: UserNumber(row.number),
        name: row.name.clone(),
        role: row.role,
        pin: log_in::hash(&Pin::from(row.pin.as_str()))?,
        active: true,
    })
}

fn demonstration_user(row: &UserRow) -> DemonstrationUser {
    DemonstrationUser {
        person: Person { number: UserNumber(row.number), name: row.name.clone(), role: row.role },
        pin: row.pin.clone(),
    }
}

/// A folder that nobody else can read and that is removed with everything in it when dropped.
struct Temporary(PathBuf);

impl Temporary {
    fn new() -> std::io::Result<Self> {
        use std::os::unix::fs::DirBuilderExt;
        let mut random = [0; 8];
        getrandom::fill(&mut random).map_err(std::io::Error::other)?;
        let name = format!("kassa-demonstration-{:016x}", u64::from_ne_bytes(random));
        let path = std::env::temp_dir().join(name);
        std::fs::DirBuilder::new().mode(0o700).create(&path)?;
        Ok(Temporary(path))
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            tracing::warn!(%error, path = %self.0.display(), "the demonstration's folder stays");
        }
    }
}
