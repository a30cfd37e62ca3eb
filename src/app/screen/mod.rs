//! The screens. Each is a state, messages and actions, and knows nothing of the others.

pub mod approval;
pub mod credentials;
pub mod login;
pub mod payment;
pub mod returning;
pub mod sale;
pub mod settings;
pub mod unsettled;
