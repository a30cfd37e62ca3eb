//! What has to be seen to before an article is rung up: its deposit is looked up, and the customer's age is asked for.

use crate::core::catalog::{Article, Code};
use crate::core::receipt::Quantity;
use crate::core::register::{Command, LineCommand, Refused};
use crate::core::user::Permission;

use super::super::snapshot::AgeQuestion;
use super::Driver;

/// An article that waits for a word about the customer's age.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgeAsked {
    article: Box<Article>,
    quantity: Quantity,
    code: Option<Code>,
    age: u8,
}

impl Driver {
    /// The command that rings an article up, with its deposit as it is in the catalogue now.
    pub(super) fn ringing_up(
        &self,
        article: Box<Article>,
        quantity: Quantity,
        code: Option<Code>,
        age_checked: bool,
    ) -> Command {
        if article.conditions.are_none() {
            return Command::AddArticle { article, quantity, code };
        }
        let catalog = self.catalog.as_ref();
        let number = article.conditions.deposit.as_ref();
        let deposit = number.and_then(|number| catalog?.by_number(number));
        let deposit = deposit.map(|deposit| Box::new(deposit.clone()));
        Command::Line(LineCommand::Add { article, quantity, code, deposit, age_checked })
    }

    /// Keeps the article that an age is asked for, until somebody answers.
    pub(super) fn note_age(&mut self, command: &Command, reason: Refused) {
        if let (
            Command::Line(LineCommand::Add { article, quantity, code, .. }),
            Refused::ConfirmAge { age },
        ) = (command, reason)
        {
            let (article, quantity, code) = (article.clone(), *quantity, code.clone());
            self.screen.age_asked = Some(AgeAsked { article, quantity, code, age });
        }
    }

    /// Nothing else is rung up before the question has been answered: it would be lost.
    pub(super) fn waits_for_age(&self) -> Option<Refused> {
        let asked = self.age_question()?;
        Some(Refused::ConfirmAge { age: asked.age })
    }

    /// The question, as long as there is somebody to answer it.
    pub(super) fn age_question(&self) -> Option<AgeQuestion> {
        let asked = self.screen.age_asked.as_ref().filter(|_| self.register.user().is_some())?;
        Some(AgeQuestion { article: asked.article.name.clone(), age: asked.age })
    }

    /// Rings the article up that was asked about, or forgets it.
    pub(super) fn answer_age(&mut self, old_enough: bool) {
        let now = self.now();
        if let Err(reason) = self.register.may(Permission::Sell) {
            self.refuse(reason, now);
            return;
        }
        match self.screen.age_asked.take() {
            None => self.refuse(Refused::NotOffered, now),
            Some(AgeAsked { article, quantity, code, .. }) if old_enough => {
                let command = self.ringing_up(article, quantity, code, true);
                self.command(&command);
            }
            Some(_) => self.screen.scan = None,
        }
    }
}
