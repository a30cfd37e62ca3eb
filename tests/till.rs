//! The till as a whole, without a window: intents in, snapshots out, against the simulator over
//! HTTP and a real journal on disk.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail loudly"
)]

mod till {
    pub mod printing;
    pub mod selling;
    pub mod shop;
    pub mod surviving;
}
