//! Scans that are shown instead of rung up: whoever sets up tries the scanner, or fills a code in.

use crate::core::user::Permission;

use super::super::super::set_up::Scanned;
use super::Driver;

impl Driver {
    /// Shows scans from now on, or rings them up again. Managers do it for articles, installers for everything.
    pub(super) fn listen(&mut self, listening: bool) {
        let listening = listening && self.may_set_up(Permission::Articles).is_ok();
        self.setting_up.listening = listening;
        if !listening {
            self.setting_up.view.scan = None;
        }
    }

    /// Shows a scan where scans are listened to; whether it did.
    pub(in crate::till::driver) fn show_if_listening(
        &mut self,
        text: &str,
        readable: bool,
    ) -> bool {
        self.leave_settings();
        if !self.setting_up.listening {
            return false;
        }
        self.show_scanned(text, readable);
        true
    }

    /// Shows a scan that rings nothing up.
    pub(super) fn show_scanned(&mut self, text: &str, readable: bool) {
        self.setting_up.scans += 1;
        let (number, text) = (self.setting_up.scans, text.to_owned());
        self.setting_up.view.scan = Some(Scanned { number, text, readable });
    }
}
