//! The till as a whole, without a window: intents in, snapshots out, against the simulator over
//! HTTP and a real journal on disk.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail loudly"
)]

mod till {
    pub mod access;
    pub mod backing_up;
    pub mod clock;
    #[path = "../garbage/mod.rs"]
    pub mod garbage;
    pub mod keeping;
    #[path = "../line_scanner/mod.rs"]
    pub mod line_scanner;
    pub mod printing;
    #[path = "../receipt_printer/mod.rs"]
    pub mod receipt_printer;
    pub mod registering;
    pub mod returning;
    pub mod scanning;
    pub mod scripted;
    pub mod selling;
    pub mod set_up_sheet;
    pub mod setting_up;
    pub mod settling;
    pub mod shop;
    pub mod stocking;
    pub mod surviving;
    pub mod training;
    pub mod trying;
}
