//! Work beside the till: what takes longer than a moment is done on other threads, and the till goes on with what
//! came of it when its turn comes.

use std::fmt;

use super::super::inbox::{Inbox, Input};
use super::Driver;

/// How the till goes on after work that was done beside it.
pub struct Continuation(Box<dyn FnOnce(&mut Driver) + Send>);

impl Continuation {
    pub(super) fn new(then: impl FnOnce(&mut Driver) + Send + 'static) -> Self {
        Continuation(Box::new(then))
    }

    pub(super) fn go_on(self, driver: &mut Driver) {
        (self.0)(driver);
    }
}

impl fmt::Debug for Continuation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Continuation(…)")
    }
}

/// Lets the till go on with what a device's thread has to say.
pub(super) fn say(inbox: &Inbox, then: impl FnOnce(&mut Driver) + Send + 'static) {
    if inbox.send(Input::Then(Continuation(Box::new(then)))).is_err() {
        tracing::debug!("a device spoke after the till had ended");
    }
}

impl Driver {
    /// Does something on a thread where waiting is allowed (files, hashes, devices), then lets the till go on with it.
    pub(super) fn beside<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
        then: impl FnOnce(&mut Driver, T) + Send + 'static,
    ) {
        let doing = self.runtime.spawn_blocking(work);
        self.on_the_network(doing, |driver, done| match done {
            Ok(done) => then(driver, done),
            // Which only a fault in the program leads to, or its end.
            Err(error) => tracing::error!(%error, "work beside the till was not finished"),
        });
    }

    /// Asks something on the network threads, then lets the till go on with the answer.
    pub(super) fn on_the_network<T: Send + 'static>(
        &self,
        question: impl Future<Output = T> + Send + 'static,
        then: impl FnOnce(&mut Driver, T) + Send + 'static,
    ) {
        let inbox = self.inbox.clone();
        let _detached = self.runtime.spawn(async move {
            let answer = question.await;
            let go_on = Continuation::new(move |driver| then(driver, answer));
            if inbox.send(Input::Then(go_on)).is_err() {
                tracing::info!("an answer came after the till had ended");
            }
        });
    }
}
