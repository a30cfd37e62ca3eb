//! Copies of the journal, and the file for support.

use super::super::super::set_up::Request;
use super::Driver;

impl Driver {
    pub(super) fn keep_copies(&mut self, request: Request) {
        tracing::warn!(?request, "no copies can be made yet");
    }
}
