//! The printer of a demonstration: keeps what would have been printed, for the screen to show.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

/// Keeps the last documents of any kind `D`. Cloning gives another handle to the same printer.
#[derive(Debug)]
pub struct Preview<D> {
    kept: Arc<Mutex<VecDeque<Arc<D>>>>,
    most: usize,
}

impl<D> Clone for Preview<D> {
    fn clone(&self) -> Self {
        Preview { kept: Arc::clone(&self.kept), most: self.most }
    }
}

impl<D> Preview<D> {
    /// Keeps the last `most` documents, at least one.
    pub fn new(most: usize) -> Self {
        Preview { kept: Arc::default(), most: most.max(1) }
    }

    /// "Prints" a document.
    pub fn print(&self, document: Arc<D>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        while kept.len() >= self.most {
            let _oldest = kept.pop_front();
        }
        kept.push_back(document);
    }

    /// What was printed last.
    pub fn latest(&self) -> Option<Arc<D>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).back().cloned()
    }

    /// What is kept, oldest first.
    pub fn all(&self) -> Vec<Arc<D>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_last_ones() {
        let preview = Preview::new(2);
        assert_eq!(preview.latest(), None);
        for document in [1, 2, 3] {
            preview.clone().print(Arc::new(document));
        }
        assert_eq!(preview.all(), [Arc::new(2), Arc::new(3)]);
        assert_eq!(preview.latest(), Some(Arc::new(3)));
    }
}
