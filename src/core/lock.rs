//! How wrong PINs are slowed down: for each user number, and for the register as a whole.
//!
//! Under one number the third wrong PIN in a row brings a pause of 5 seconds, the fourth 15, every further one 60, and
//! from the tenth on the number is locked for 15 minutes, unless a manager unlocks it sooner. Time always heals, so
//! that nobody locks a shop out for ever. A right PIN forgets the wrong ones before it, under its own number only.
//!
//! One PIN tried on many numbers is slowed down as well: every wrong PIN fills a measure that a minute empties by one.
//! From 8 on there are pauses for everybody, which grow to 60 seconds: at that pace the numbers of a register last
//! a week. Right PINs empty nothing, or else whoever has one of their own could go on guessing others'.
//!
//! Numbers that nobody has are treated like all others. Whether a PIN is right is found out elsewhere.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::entry::{Entry, PinPurpose};
use super::time::Now;
use super::user::UserNumber;

/// How long a number stays locked after the last wrong PIN.
pub const LOCKED_FOR: Duration = Duration::from_secs(15 * 60);
/// The wrong PIN in a row that locks a number.
pub const WRONG_UNTIL_LOCKED: u32 = 10;
/// How long one wrong PIN counts for the register as a whole.
const COUNTS_FOR: SignedDuration = SignedDuration::from_secs(60);
/// The most that count at once, so that the longest pause is over soon after the guessing ends.
const MOST_COUNTED: i32 = 20;
/// How many wrong PINs, the newest ones, have to be known to [restore](PinLock::restored) the register's measure:
/// many times more than can count at once.
pub const RECENT: u32 = 200;

/// Whether a PIN may be tried now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Yes.
    Open,
    /// Only after a pause.
    Pause {
        /// Whether it is for every number, not for this one alone.
        everybody: bool,
        /// How long it still lasts.
        left: Duration,
    },
    /// A manager has to unlock the number, or this much time has to pass.
    Locked {
        /// How long it still lasts.
        left: Duration,
    },
}

/// Wrong PINs in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Tries {
    wrong: u32,
    /// The last one, on the steady clock; before its zero if the program has been restarted since.
    last: SignedDuration,
}

/// The wrong PINs that still count. See the module.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PinLock {
    numbers: BTreeMap<UserNumber, Tries>,
    everybody: Measure,
}

/// What wrong PINs fill and time empties.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Measure {
    /// When it is empty, on the steady clock.
    empty_at: SignedDuration,
    /// The last wrong PIN, and how full it was with it.
    last: Option<(SignedDuration, i32)>,
}

impl Measure {
    fn fill(&mut self, at: SignedDuration) {
        let full = at.saturating_add(COUNTS_FOR * MOST_COUNTED);
        let emptier = self.empty_at.max(at).saturating_add(COUNTS_FOR);
        self.empty_at = emptier.min(full);
        let level = self.empty_at.saturating_sub(at).as_secs() + COUNTS_FOR.as_secs() - 1;
        let level = i32::try_from(level / COUNTS_FOR.as_secs()).unwrap_or(MOST_COUNTED);
        self.last = Some((at, level));
    }

    fn left(&self, now: SignedDuration) -> Duration {
        self.last.map_or(Duration::ZERO, |(last, level)| {
            let pause = match level {
                ..8 => 0,
                8..12 => 5,
                12..16 => 15,
                16.. => 60,
            };
            left(last, Duration::from_secs(pause), now)
        })
    }
}

impl PinLock {
    /// The wrong PINs that a journal remembers: how many in a row under which number and when the last of them, and
    /// the moments of the newest ones under whichever number, in their order.
    ///
    /// A clock that was set back makes them no older: what they hold back is then held back anew from this moment on.
    pub fn restored(
        in_a_row: impl IntoIterator<Item = (UserNumber, u32, Timestamp)>,
        newest: impl IntoIterator<Item = Timestamp>,
        now: Now,
    ) -> Self {
        let ago = |at: Timestamp| {
            let age = now.at.duration_since(at).max(SignedDuration::ZERO);
            steady(now).saturating_sub(age)
        };
        let numbers = in_a_row
            .into_iter()
            .map(|(user, wrong, at)| (user, Tries { wrong, last: ago(at) }))
            .collect();
        let mut everybody = Measure::default();
        // A moment before its predecessor's comes of a clock that was set back meanwhile.
        let mut latest = Timestamp::MIN;
        for at in newest {
            latest = latest.max(at);
            everybody.fill(ago(latest));
        }
        PinLock { numbers, everybody }
    }

    /// Whether a PIN may be tried under a number now.
    pub fn standing(&self, user: UserNumber, now: Now) -> Standing {
        let for_all = self.everybody.left(steady(now));
        let own = self.numbers.get(&user);
        let for_one = own.map_or(Duration::ZERO, |tries| tries.left(steady(now)));
        if !for_one.is_zero() && own.is_some_and(|tries| tries.wrong >= WRONG_UNTIL_LOCKED) {
            return Standing::Locked { left: for_one };
        }
        if for_all.is_zero() && for_one.is_zero() {
            return Standing::Open;
        }
        Standing::Pause { everybody: for_all > for_one, left: for_all.max(for_one) }
    }

    /// Every number that is locked now.
    pub fn locked(&self, now: Now) -> impl Iterator<Item = UserNumber> {
        let is_locked =
            move |user: &UserNumber| matches!(self.standing(*user, now), Standing::Locked { .. });
        self.numbers.keys().copied().filter(is_locked)
    }

    /// What a wrong PIN comes to.
    pub fn wrong(&self, user: UserNumber, purpose: PinPurpose) -> Vec<Entry> {
        let before = self.numbers.get(&user).map_or(0, |tries| tries.wrong);
        let mut entries = vec![Entry::LogInRefused { user, purpose }];
        if before.saturating_add(1) >= WRONG_UNTIL_LOCKED {
            entries.push(Entry::UserLocked { user });
        }
        entries
    }

    /// Lets an entry take effect.
    pub fn apply(&mut self, entry: &Entry, now: Now) {
        match entry {
            Entry::LogInRefused { user, .. } => {
                let last = steady(now);
                let tries = self.numbers.entry(*user).or_insert(Tries { wrong: 0, last });
                *tries = Tries { wrong: tries.wrong.saturating_add(1), last };
                self.everybody.fill(last);
            }
            Entry::UserLoggedIn { user }
            | Entry::UserUnlocked { user }
            | Entry::ScreenUnlocked { user }
            | Entry::PinShown { user, .. } => {
                let _forgotten = self.numbers.remove(user);
            }
            _ => {}
        }
    }
}

impl Tries {
    fn left(&self, now: SignedDuration) -> Duration {
        let pause = match self.wrong {
            ..3 => Duration::ZERO,
            3 => Duration::from_secs(5),
            4 => Duration::from_secs(15),
            5..WRONG_UNTIL_LOCKED => Duration::from_secs(60),
            WRONG_UNTIL_LOCKED.. => LOCKED_FOR,
        };
        left(self.last, pause, now)
    }
}

/// What is left of a pause that began at a moment.
fn left(began: SignedDuration, pause: Duration, now: SignedDuration) -> Duration {
    let passed = now.saturating_sub(began).max(SignedDuration::ZERO).unsigned_abs();
    pause.saturating_sub(passed)
}

fn steady(now: Now) -> SignedDuration {
    SignedDuration::try_from(now.steady).unwrap_or(SignedDuration::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANNA: UserNumber = UserNumber(1);
    const SVEN: UserNumber = UserNumber(3);
    const MORNING: i64 = 1_800_000_000;

    fn at(seconds: u64) -> Now {
        Now {
            at: Timestamp::from_second(MORNING + seconds.cast_signed()).unwrap(),
            steady: Duration::from_secs(seconds),
        }
    }

    fn refused(user: UserNumber) -> Entry {
        Entry::LogInRefused { user, purpose: PinPurpose::LogIn }
    }

    /// So many wrong PINs in a row under one number, at one moment.
    fn wrong(times: u32, now: Now) -> PinLock {
        let mut lock = PinLock::default();
        for _ in 0..times {
            for entry in lock.wrong(ANNA, PinPurpose::LogIn) {
                lock.apply(&entry, now);
            }
        }
        lock
    }

    fn pause(seconds: u64) -> Standing {
        Standing::Pause { everybody: false, left: Duration::from_secs(seconds) }
    }

    fn locked(seconds: u64) -> Standing {
        Standing::Locked { left: Duration::from_secs(seconds) }
    }

    #[test]
    fn pauses_grow_and_end_in_a_lock_that_time_opens() {
        for (times, passed, standing) in [
            (0, 0, Standing::Open),
            (2, 0, Standing::Open),
            (3, 0, pause(5)),
            (3, 4, pause(1)),
            (3, 5, Standing::Open),
            (4, 0, pause(15)),
            (4, 15, Standing::Open),
            (5, 1, pause(59)),
            (7, 60, Standing::Open),
            (9, 59, Standing::Pause { everybody: false, left: Duration::from_secs(1) }),
            (10, 0, locked(900)),
            (10, 899, locked(1)),
            (10, 900, Standing::Open),
            (11, 899, locked(1)),
            (u32::from(u8::MAX), 900, Standing::Open),
        ] {
            let lock = wrong(times, at(100));
            let found = lock.standing(ANNA, at(100 + passed));
            assert_eq!(found, standing, "{times} wrong, {passed} s later");
        }
    }

    #[test]
    fn the_tenth_and_every_later_one_is_a_lock_of_its_own() {
        for (before, locks) in [(0, false), (8, false), (9, true), (10, true), (30, true)] {
            let entries = wrong(before, at(0)).wrong(ANNA, PinPurpose::Approval);
            let refused = Entry::LogInRefused { user: ANNA, purpose: PinPurpose::Approval };
            assert_eq!(entries[0], refused);
            assert_eq!(
                entries.get(1) == Some(&Entry::UserLocked { user: ANNA }),
                locks,
                "{before}"
            );
        }
    }

    #[test]
    fn a_right_pin_or_a_manager_forgets_the_wrong_ones_of_one_number() {
        let purpose = PinPurpose::Approval;
        for entry in [
            Entry::UserLoggedIn { user: ANNA },
            Entry::UserUnlocked { user: ANNA },
            Entry::ScreenUnlocked { user: ANNA },
            Entry::PinShown { user: ANNA, purpose },
        ] {
            let mut lock = wrong(4, at(0));
            for _ in 0..3 {
                lock.apply(&refused(SVEN), at(0));
            }
            lock.apply(&entry, at(0));
            assert_eq!(lock.standing(ANNA, at(0)), Standing::Open, "{entry:?}");
            assert_eq!(lock.standing(SVEN, at(0)), pause(5), "{entry:?}");
        }
        let lock = wrong(10, at(0));
        assert_eq!(lock.locked(at(0)).collect::<Vec<_>>(), [ANNA]);
        assert_eq!(lock.locked(at(900)).count(), 0);
    }

    #[test]
    fn one_pin_tried_on_every_number_is_slowed_down() {
        for (numbers, seconds) in [(7, 0), (8, 5), (11, 5), (12, 15), (16, 60), (500, 60)] {
            let mut lock = PinLock::default();
            for number in 0..numbers {
                lock.apply(&refused(UserNumber(100 + number)), at(0));
            }
            let expected = match seconds {
                0 => Standing::Open,
                _ => Standing::Pause { everybody: true, left: Duration::from_secs(seconds) },
            };
            assert_eq!(lock.standing(ANNA, at(0)), expected, "{numbers} numbers");
            assert_eq!(lock.standing(ANNA, at(60)), Standing::Open, "{numbers} numbers, later");
        }
    }

    /// Whoever has a PIN of their own and shows it again and again gets no further with the PINs of others.
    #[test]
    fn guessing_as_fast_as_the_register_lets_one_takes_a_minute_each_in_the_end() {
        let (mut lock, mut now, mut tried) = (PinLock::default(), 0, 0_u16);
        while now < 24 * 60 * 60 {
            let user = UserNumber(100 + tried);
            match lock.standing(user, at(now)) {
                Standing::Open => {
                    lock.apply(&refused(user), at(now));
                    lock.apply(&Entry::UserLoggedIn { user: ANNA }, at(now));
                    tried += 1;
                }
                Standing::Pause { left, .. } | Standing::Locked { left } => now += left.as_secs(),
            }
        }
        assert!((1_400..1_500).contains(&tried), "{tried} in a day");
    }

    #[test]
    fn a_restart_forgets_nothing_and_a_clock_set_back_unlocks_nothing() {
        let then = at(0).at;
        let hour = SignedDuration::from_hours(1);
        for (wrong, clock, standing) in [
            (10, SignedDuration::from_secs(100), locked(800)),
            (10, SignedDuration::from_secs(900), Standing::Open),
            (10, -hour, locked(900)),
            (3, -hour, pause(5)),
            (2, -hour, Standing::Open),
        ] {
            let now = Now { at: then + clock, steady: Duration::from_secs(1) };
            let lock = PinLock::restored([(ANNA, wrong, then)], [then], now);
            assert_eq!(lock.standing(ANNA, now), standing, "{wrong} wrong, {clock} later");
            // It heals all the same while the program runs.
            let later = Now { steady: now.steady + LOCKED_FOR, ..now };
            assert_eq!(lock.standing(ANNA, later), Standing::Open);
        }
        let now = Now { at: then - hour, steady: Duration::ZERO };
        let lock = PinLock::restored([], std::iter::repeat_n(then, 30), now);
        let everybody = Standing::Pause { everybody: true, left: Duration::from_secs(60) };
        assert_eq!(lock.standing(ANNA, now), everybody);
        // Set back between two wrong PINs: the second one is no older for it.
        let moments = (0..16).map(|n| if n == 15 { then - hour } else { then });
        let lock = PinLock::restored([], moments, at(0));
        assert_eq!(lock.standing(ANNA, at(0)), everybody);
    }
}
