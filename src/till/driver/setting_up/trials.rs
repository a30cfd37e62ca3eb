//! Devices on trial: listened to and printed on before they are saved.

use super::super::super::set_up::Request;
use super::Driver;

impl Driver {
    pub(super) fn try_devices(&mut self, request: Request) {
        tracing::warn!(?request, "devices cannot be tried yet");
    }
}
