//! What the window is connected to: pictures of the till come in, intents go out.
//!
//! The window knows nothing else of the till, so a test can stand in for it.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use iced::futures::stream::{self, Stream};
use tokio::sync::watch;

use crate::till::intent::Intent;
use crate::till::snapshot::Snapshot;

/// See the module.
#[derive(Clone)]
pub struct Link {
    /// The till as it is now, and whenever it changes. When the till is gone, the window closes.
    pub snapshots: watch::Receiver<Arc<Snapshot>>,
    /// Where intents go. Must return at once.
    pub send: Arc<dyn Fn(Intent) + Send + Sync>,
}

impl fmt::Debug for Link {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Link").finish_non_exhaustive()
    }
}

/// What arrives from the till.
#[derive(Debug, Clone)]
pub enum Arrival {
    /// A new picture.
    Snapshot(Arc<Snapshot>),
    /// The till has ended.
    Gone,
}

/// The pictures as something to subscribe to: there is one till, so all of them are the same.
#[derive(Clone)]
pub(super) struct Pictures(pub watch::Receiver<Arc<Snapshot>>);

impl Hash for Pictures {
    fn hash<H: Hasher>(&self, state: &mut H) {
        "pictures of the till".hash(state);
    }
}

impl Pictures {
    /// Every picture that is not shown yet; pictures that are overtaken are left out.
    pub(super) fn arrivals(&self) -> impl Stream<Item = Arrival> + use<> {
        let mut pictures = self.0.clone();
        // What was published between boot and now has to be shown as well.
        pictures.mark_changed();
        stream::unfold(Some(pictures), |pictures| async {
            let mut pictures = pictures?;
            match pictures.changed().await {
                Ok(()) => {
                    let snapshot = Arc::clone(&pictures.borrow_and_update());
                    Some((Arrival::Snapshot(snapshot), Some(pictures)))
                }
                Err(_) => Some((Arrival::Gone, None)),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use iced::futures::StreamExt;
    use iced::futures::executor::block_on;

    use super::super::fixture;
    use super::*;

    #[test]
    fn the_newest_picture_arrives_and_then_the_end() {
        let (publish, snapshots) = watch::channel(Arc::new(fixture::nobody()));
        let arrivals = Pictures(snapshots).arrivals();
        for revision in 1..=3 {
            publish.send_modify(|snapshot| Arc::make_mut(snapshot).revision = revision);
        }
        let mut arrivals = Box::pin(arrivals);
        let Some(Arrival::Snapshot(first)) = block_on(arrivals.next()) else {
            panic!("no picture")
        };
        assert_eq!(first.revision, 3);
        drop(publish);
        assert!(matches!(block_on(arrivals.next()), Some(Arrival::Gone)));
        assert!(block_on(arrivals.next()).is_none());
    }
}
