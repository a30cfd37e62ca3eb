//! What has to be changed so that a register is as a file says. Making a plan changes nothing.

use crate::core::administration::{self, Objection};
use crate::core::assortment::{self, Rest};
use crate::core::catalog::Article;
use crate::core::entry::Entry;
use crate::core::settings::Settings;
use crate::core::user::{PinHash, User};
use crate::journal::Reader;
use crate::till::{log_in, set_up};

use super::super::output::{Console, Trouble};
use super::profile::{PersonProfile, Profile};
use super::secrets::Secrets;

/// What has to be changed.
pub struct Plan {
    settings: Option<Settings>,
    /// Those who are new, and those who are otherwise than the file says.
    people: Vec<PersonProfile>,
    /// Everybody as they are now.
    known: Vec<User>,
    articles: Vec<Entry>,
}

impl Plan {
    /// Compares a register with a file. PINs are those of people who are new; others keep theirs, which they may have
    /// changed since.
    ///
    /// # Errors
    /// When the journal cannot be read, or what the file says is not possible.
    pub fn make(
        profile: &Profile,
        articles: Option<Vec<Article>>,
        journal: Option<&Reader>,
        secrets: &Secrets,
    ) -> Result<Plan, Trouble> {
        let settings = journal.map(Reader::settings).transpose()?.flatten();
        let known = journal.map(Reader::users).transpose()?.unwrap_or_default();
        let sold = journal.map(Reader::articles).transpose()?.unwrap_or_default();
        let mut people: Vec<_> = profile
            .people
            .iter()
            .filter(|wanted| !known.iter().any(|user| PersonProfile::from(user) == **wanted))
            .cloned()
            .collect();
        // Whoever may more comes first: the last installer can step down once there is another.
        people.sort_by_key(|person| std::cmp::Reverse((person.role, person.active)));
        let plan = Plan {
            settings: (settings.as_ref() != Some(&profile.settings))
                .then(|| profile.settings.clone()),
            people,
            known,
            articles: articles.map_or_else(Vec::new, |wanted| {
                assortment::difference(&sold, &wanted, Rest::Stays).entries
            }),
        };
        // Of everything that can be wrong with people, before anything is changed.
        for person in plan.people.iter().filter(|person| plan.is_new(person)) {
            let _usable = secrets.pin(person.number)?;
        }
        let _possible = plan.saved(&mut |_person| Ok(PinHash(String::new())))?;
        Ok(plan)
    }

    fn is_new(&self, person: &PersonProfile) -> bool {
        !self.known.iter().any(|user| user.number.0 == person.number)
    }

    /// Whether nothing has to be changed.
    pub fn is_empty(&self) -> bool {
        self.settings.is_none() && self.people.is_empty() && self.articles.is_empty()
    }

    /// The entries that change it, all of which have to be committed at once.
    ///
    /// # Errors
    /// When a PIN is missing or cannot be hashed.
    pub fn entries(&self, secrets: &Secrets) -> Result<Vec<Entry>, Trouble> {
        let saved = |settings: &Settings| Entry::SettingsSaved { settings: settings.clone() };
        let mut entries: Vec<_> = self.settings.iter().map(saved).collect();
        let users = self.saved(&mut |person| {
            let pin = secrets.pin(person.number)?;
            log_in::hash(&pin).map_err(|error| Trouble::SetUp(error.into()))
        })?;
        entries.extend(users.into_iter().map(|user| Entry::UserSaved { user }));
        entries.extend(self.articles.iter().cloned());
        Ok(entries)
    }

    /// Everybody who changes, as they are from then on.
    fn saved(
        &self,
        hash: &mut dyn FnMut(&PersonProfile) -> Result<PinHash, Trouble>,
    ) -> Result<Vec<User>, Trouble> {
        let mut users = self.known.clone();
        let mut changed = Vec::new();
        for wanted in &self.people {
            let pin = if self.is_new(wanted) { Some(hash(wanted)?) } else { None };
            let objected = |objection: Objection| Trouble::SetUp(set_up::Trouble::from(objection));
            let user = administration::saved(&users, &wanted.person(), wanted.active, pin)
                .map_err(objected)?;
            let Some(user) = user else { continue };
            users.retain(|known| known.number != user.number);
            users.push(user.clone());
            changed.push(user);
        }
        Ok(changed)
    }

    /// Says what is changed, a line for each thing.
    pub fn say(&self, console: &Console) -> Result<(), Trouble> {
        if self.settings.is_some() {
            console.say("cli-setup-settings", &[])?;
        }
        for person in &self.people {
            let key = if self.is_new(person) { "cli-setup-person-new" } else { "cli-setup-person" };
            let values = [
                ("number", i64::from(person.number).into()),
                ("name", person.name.as_str().into()),
            ];
            console.say(key, &values)?;
        }
        if !self.articles.is_empty() {
            console.say("cli-setup-articles", &[("count", (self.articles.len() as i64).into())])?;
        }
        Ok(())
    }
}
