//! What a training needs to begin: a till of its own, which somebody else puts together.
//!
//! The till knows no simulator: whoever starts it says how a till is made that sells against one. That till has a
//! journal of its own beside the real one, so that nothing of a training can come into numbers, totals or SEQR.

use std::sync::Arc;

use crate::core::catalog::Catalog;
use crate::core::entry::Entry;
use crate::core::lock::PinLock;
use crate::core::settings::Settings;
use crate::core::user::{Person, User};
use crate::journal::Trade;

use super::running::Till;

/// What is taken along into a training.
#[derive(Debug, Clone)]
pub struct Trainee {
    /// A name that no other training has, fit for a folder.
    pub session: String,
    /// How the register is set up.
    pub settings: Settings,
    /// Everybody who works here.
    pub users: Vec<User>,
    /// What is sold here.
    pub catalog: Arc<Catalog>,
    /// Who trains: they are logged in there too.
    pub person: Person,
    /// The wrong PINs that still count: a training is no way round the pauses.
    pub pins: PinLock,
}

/// What a training leaves behind for the real register.
#[derive(Debug, Clone, Default)]
pub struct LeftBehind {
    /// What was sold in it.
    pub trade: Trade,
    /// The wrong PINs that were typed in it, and the locks that came of them, in order.
    pub wrong_pins: Vec<Entry>,
}

/// Why a training cannot begin. The training's own journal, simulator or threads are at fault, never the register's.
#[derive(Debug, thiserror::Error)]
#[error("the training cannot begin")]
pub struct TrainingError(#[source] pub Box<dyn std::error::Error + Send + Sync>);

/// Where trainings take place.
pub trait TrainingGround: Send {
    /// Starts a till to train with.
    ///
    /// # Errors
    /// See [`TrainingError`].
    fn begin(&self, trainee: Trainee) -> Result<Till, TrainingError>;

    /// What a training left behind that has ended, also one that the program did not live to end.
    ///
    /// # Errors
    /// When its journal cannot be read.
    fn left_behind(&self, session: &str) -> Result<LeftBehind, TrainingError>;
}
