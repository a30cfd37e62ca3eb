//! Who may set a register up, and what may become of the people who work at it.
//!
//! The till and the command line ask here, so that neither can lock everybody out. Hashes no PIN and writes nothing.

use super::user::{Person, PinHash, Role, User, UserNumber};

/// Whether the register is in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Stage {
    /// Only an installer sets the register up. Where something was sold and there is none, the command line adds one.
    #[default]
    SetUp,
    /// Nothing was sold yet and no installer can log in, as on a first start: whoever is at the register sets it up,
    /// without a log-in. It ends with the first installer, who cannot be removed, or with the first sale.
    New,
}

impl Stage {
    /// The stage that follows from who there is, and from whether a receipt was ever completed.
    pub fn of(users: &[User], has_sold: bool) -> Stage {
        if has_sold || has(users, Role::Installer) { Stage::SetUp } else { Stage::New }
    }
}

/// Why somebody cannot be saved like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Objection {
    /// Choose a number from 1 to 9999.
    #[error("a number is from {} to {}", NUMBERS.start(), NUMBERS.end())]
    Number,
    /// Type a name.
    #[error("a name is missing")]
    NameMissing,
    /// Somebody new needs a PIN.
    #[error("somebody new needs a PIN")]
    PinMissing,
    /// Somebody has to be left who can set registers up.
    #[error("somebody has to be left who can set registers up")]
    LastInstaller,
    /// Somebody has to be left who can decide and close the day.
    #[error("somebody has to be left who can decide and close the day")]
    LastManager,
}

/// The numbers that people can have: what is typed at the log-in, and sent to SEQR.
pub const NUMBERS: std::ops::RangeInclusive<u16> = 1..=9999;

/// Why somebody cannot be saved like this, if they cannot.
pub fn objection(
    users: &[User],
    person: &Person,
    active: bool,
    brings_pin: bool,
) -> Option<Objection> {
    if !NUMBERS.contains(&person.number.0) {
        return Some(Objection::Number);
    }
    if person.name.trim().is_empty() {
        return Some(Objection::NameMissing);
    }
    if !brings_pin && known(users, person.number).is_none() {
        return Some(Objection::PinMissing);
    }
    // Whoever is new takes nothing away.
    [(Role::Installer, Objection::LastInstaller), (Role::Manager, Objection::LastManager)]
        .into_iter()
        .find(|(role, _)| {
            let others = users.iter().filter(|user| user.number != person.number);
            let stays = active && person.role >= *role;
            has(users, *role) && !stays && !others.into_iter().any(|user| is(user, *role))
        })
        .map(|(_, objection)| objection)
}

/// Somebody as they are from now on; nobody when nothing changes. Whoever brings no new PIN keeps theirs.
///
/// # Errors
/// See [`objection`].
pub fn saved(
    users: &[User],
    person: &Person,
    active: bool,
    pin: Option<PinHash>,
) -> Result<Option<User>, Objection> {
    if let Some(objection) = objection(users, person, active, pin.is_some()) {
        return Err(objection);
    }
    let before = known(users, person.number);
    let pin = pin.or_else(|| before.map(|user| user.pin.clone())).ok_or(Objection::PinMissing)?;
    let name = person.name.trim().to_owned();
    let user = User { number: person.number, name, role: person.role, pin, active };
    Ok((before != Some(&user)).then_some(user))
}

fn known(users: &[User], number: UserNumber) -> Option<&User> {
    users.iter().find(|user| user.number == number)
}

fn has(users: &[User], role: Role) -> bool {
    users.iter().any(|user| is(user, role))
}

fn is(user: &User, role: Role) -> bool {
    user.active && user.role >= role
}

#[cfg(test)]
mod tests {
    use super::*;
    use Role::{Cashier, Installer, Manager};

    fn user(number: u16, role: Role, active: bool) -> User {
        let pin = PinHash(format!("hash of {number}"));
        User { number: UserNumber(number), name: format!("Nr {number}"), role, pin, active }
    }

    fn person(number: u16, role: Role) -> Person {
        Person { number: UserNumber(number), name: format!("Nr {number}"), role }
    }

    #[test]
    fn a_register_is_new_until_an_installer_can_log_in_or_something_is_sold() {
        for (users, stage) in [
            (vec![], Stage::New),
            (vec![user(1, Cashier, true)], Stage::New),
            (vec![user(1, Manager, true)], Stage::New),
            (vec![user(1, Manager, true), user(2, Installer, false)], Stage::New),
            (vec![user(1, Installer, true)], Stage::SetUp),
        ] {
            assert_eq!(Stage::of(&users, false), stage, "{users:?}");
            assert_eq!(Stage::of(&users, true), Stage::SetUp, "{users:?}");
        }
    }

    #[test]
    fn the_last_installer_and_the_last_manager_stay() {
        let alone = vec![user(1, Installer, true)];
        let two = vec![user(1, Installer, true), user(2, Installer, true)];
        let gone = vec![user(1, Installer, true), user(2, Installer, false)];
        let manager = vec![user(1, Manager, true), user(2, Cashier, true)];
        let both = vec![user(1, Manager, true), user(2, Manager, true)];
        let cashier = vec![user(1, Cashier, true)];
        let installer_left = vec![user(1, Manager, true), user(2, Installer, true)];
        for (users, role, active, expected) in [
            (&alone, Installer, true, None),
            (&alone, Installer, false, Some(Objection::LastInstaller)),
            (&alone, Manager, true, Some(Objection::LastInstaller)),
            (&alone, Cashier, true, Some(Objection::LastInstaller)),
            (&two, Cashier, true, None),
            (&two, Installer, false, None),
            (&gone, Manager, true, Some(Objection::LastInstaller)),
            (&manager, Installer, true, None),
            (&manager, Manager, false, Some(Objection::LastManager)),
            (&manager, Cashier, true, Some(Objection::LastManager)),
            (&both, Cashier, true, None),
            (&cashier, Cashier, false, None),
            (&installer_left, Cashier, true, None),
        ] {
            let found = objection(users, &person(1, role), active, false);
            assert_eq!(found, expected, "{users:?} {role:?} {active}");
        }
    }

    #[test]
    fn somebody_new_needs_a_number_a_name_and_a_pin() {
        let hash = || Some(PinHash("new".to_owned()));
        for (number, name, pin, expected) in [
            (0, "Åsa", hash(), Objection::Number),
            (10_000, "Åsa", hash(), Objection::Number),
            (5, " ", hash(), Objection::NameMissing),
            (5, "Åsa", None, Objection::PinMissing),
        ] {
            let person =
                Person { number: UserNumber(number), name: name.to_owned(), role: Cashier };
            assert_eq!(saved(&[], &person, true, pin), Err(expected), "{number} {name:?}");
        }
        let added = saved(&[], &person(5, Cashier), true, hash()).unwrap().unwrap();
        assert_eq!((added.pin, added.active), (PinHash("new".to_owned()), true));
    }

    #[test]
    fn who_brings_no_pin_keeps_theirs_and_what_is_the_same_is_no_change() {
        let users = [user(1, Installer, true), user(2, Cashier, true)];
        assert_eq!(saved(&users, &person(2, Cashier), true, None), Ok(None));
        let spaced = Person { name: " Nr 2 ".to_owned(), ..person(2, Cashier) };
        assert_eq!(saved(&users, &spaced, true, None), Ok(None));
        let changed = saved(&users, &person(2, Manager), false, None).unwrap().unwrap();
        assert_eq!(changed, User { role: Manager, active: false, ..users[1].clone() });
        let pin = PinHash("new".to_owned());
        let reset = saved(&users, &person(2, Cashier), true, Some(pin.clone())).unwrap().unwrap();
        assert_eq!(reset, User { pin, ..users[1].clone() });
    }
}
