//! The screens. Each is a state, messages and actions, and knows nothing of the others.

pub mod approval;
pub mod credentials;
pub mod errand;
pub mod login;
pub mod payment;
pub mod registration;
pub mod returning;
pub mod sale;
pub mod settings;
pub mod terminal;
pub mod unsettled;
pub mod wizard;
