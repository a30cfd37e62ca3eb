//! Copies of the journal, and the file for support, when somebody asks for them: `driver/backing_up.rs` makes them.

use crate::core::user::Permission;

use super::super::super::set_up::{Request, Work};
use super::Driver;

impl Driver {
    pub(super) fn keep_copies(&mut self, request: Request) {
        let allowed = self.may_set_up(Permission::BackUp);
        match (request, allowed) {
            (Request::BackUp { folder }, Ok(())) => self.back_up(folder),
            (Request::BackUp { .. }, Err(trouble)) => {
                self.setting_up.view.backup = Work::Failed(trouble);
            }
            (Request::Support { folder }, Ok(())) => self.collect_for_support(folder),
            (Request::Support { .. }, Err(trouble)) => {
                self.setting_up.view.support = Work::Failed(trouble);
            }
            (other, _) => tracing::error!(?other, "this is no copy"),
        }
    }
}
