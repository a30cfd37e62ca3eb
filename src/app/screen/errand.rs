//! Something that a screen has asked of the till and waits for.
//!
//! Outcomes stay in the till's picture until they are forgotten. So that an old one is never taken for the new one,
//! it is forgotten first, and the question follows when it is seen to be gone.

use crate::till::set_up::{Request, Trouble, View, Work};

/// What is being waited for.
#[derive(Debug, Default)]
pub enum Errand {
    /// Nothing.
    #[default]
    None,
    /// An older outcome has to go before this is asked.
    Clearing(Box<Request>),
    /// The outcome of what was asked.
    Asked(Kind),
}

/// Which outcome a request has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Something was saved.
    Saved,
    /// SEQR was reached.
    Reach,
    /// SEQR was asked about the registration.
    Registration,
    /// The scanner's speed was looked for.
    Baud,
    /// A printer was tried.
    Printer,
    /// The sheet was printed.
    Sheet,
}

/// How an errand ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// It was done.
    Done,
    /// It was not.
    Failed(Trouble),
}

/// What an errand has come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// This is to be sent now.
    Send(Request),
    /// It has ended.
    Ended(Kind, Ended),
}

/// How something stands, without what came of it.
enum Stand {
    Idle,
    Busy,
    Ended(Ended),
}

impl Kind {
    /// Which outcome a request has, if it has one that can be waited for here.
    fn of(request: &Request) -> Option<Kind> {
        Some(match request {
            Request::Save(_) | Request::Person { .. } => Kind::Saved,
            Request::Reach(_) => Kind::Reach,
            Request::Register { .. } | Request::Assign(_) | Request::Unregister { .. } => {
                Kind::Registration
            }
            Request::FindBaud { .. } => Kind::Baud,
            Request::TryPrinter(..) => Kind::Printer,
            Request::PrintSheet(_) => Kind::Sheet,
            _ => return None,
        })
    }

    fn stand(self, view: &View) -> Stand {
        match self {
            Kind::Saved => stand(&view.saved),
            Kind::Reach => stand(&view.reach),
            Kind::Registration => stand(&view.registration.work),
            Kind::Baud => stand(&view.baud),
            Kind::Printer => stand(&view.printer),
            Kind::Sheet => stand(&view.sheet),
        }
    }
}

fn stand<T>(work: &Work<T>) -> Stand {
    match work {
        Work::Idle => Stand::Idle,
        Work::Busy => Stand::Busy,
        Work::Done(_) => Stand::Ended(Ended::Done),
        Work::Failed(trouble) => Stand::Ended(Ended::Failed(trouble.clone())),
    }
}

impl Errand {
    /// Whether something is waited for.
    pub fn is_busy(&self) -> bool {
        !matches!(self, Errand::None)
    }

    /// Asks for something. What has to be sent now is given back; nothing while such a thing is on its way.
    pub fn ask(&mut self, request: Request, view: &View) -> Option<Request> {
        let kind = Kind::of(&request)?;
        if self.is_busy() {
            return None;
        }
        match kind.stand(view) {
            Stand::Idle => {
                *self = Errand::Asked(kind);
                Some(request)
            }
            Stand::Ended(_) => {
                *self = Errand::Clearing(Box::new(request));
                Some(Request::Forget)
            }
            Stand::Busy => None,
        }
    }

    /// The till has gone on.
    pub fn follow(&mut self, view: &View) -> Option<Progress> {
        match std::mem::take(self) {
            Errand::None => None,
            Errand::Clearing(request) => {
                let kind = Kind::of(&request)?;
                if let Stand::Idle = kind.stand(view) {
                    *self = Errand::Asked(kind);
                    return Some(Progress::Send(*request));
                }
                *self = Errand::Clearing(request);
                None
            }
            Errand::Asked(kind) => {
                if let Stand::Ended(ended) = kind.stand(view) {
                    return Some(Progress::Ended(kind, ended));
                }
                *self = Errand::Asked(kind);
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn save() -> Request {
        Request::Save(Box::default())
    }

    fn saved(saved: Work<u64>) -> View {
        View { saved, ..View::default() }
    }

    #[test]
    fn what_is_asked_goes_out_once_and_its_outcome_ends_it() {
        let mut errand = Errand::default();
        assert_eq!(errand.ask(save(), &saved(Work::Idle)), Some(save()));
        assert_eq!(errand.ask(save(), &saved(Work::Idle)), None, "a second press");
        assert_eq!(Errand::default().ask(save(), &saved(Work::Busy)), None, "somebody else's");
        assert_eq!(errand.follow(&saved(Work::Idle)), None);
        assert_eq!(errand.follow(&saved(Work::Busy)), None);
        assert!(errand.is_busy());
        assert_eq!(
            errand.follow(&saved(Work::Done(1))),
            Some(Progress::Ended(Kind::Saved, Ended::Done))
        );
        assert!(!errand.is_busy());
        assert_eq!(errand.follow(&saved(Work::Done(1))), None);
    }

    /// A picture from before the request was heard still shows the failure of the time before.
    #[test]
    fn an_old_outcome_is_never_taken_for_the_new_one() {
        let failed = saved(Work::Failed(Trouble::NameMissing));
        let mut errand = Errand::default();
        assert_eq!(errand.ask(save(), &failed), Some(Request::Forget));
        assert_eq!(errand.follow(&failed), None);
        assert_eq!(errand.follow(&saved(Work::Idle)), Some(Progress::Send(save())));
        assert_eq!(errand.follow(&saved(Work::Idle)), None);
        let ended = Ended::Failed(Trouble::NameMissing);
        assert_eq!(errand.follow(&failed), Some(Progress::Ended(Kind::Saved, ended)));
    }
}
