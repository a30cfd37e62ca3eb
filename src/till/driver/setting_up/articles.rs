//! The articles: one by one, and whole files of them.
//!
//! The catalogue is built anew beside the till, also with very many articles, and what was asked for counts as done only
//! when it is in use. Until then the register sells by the old one.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::article_file::{self, Problem};
use crate::core::assortment::{self, Difference, Rest};
use crate::core::catalog::{Article, ArticleNumber, Catalog};
use crate::core::entry::Entry;
use crate::core::language::Language;
use crate::core::money::Amount;
use crate::core::register::Refused;
use crate::core::user::Permission;

use super::super::super::inbox::Input;
use super::super::super::set_up::{ImportView, Request, Trouble, Work};
use super::super::beside::Continuation;
use super::Driver;

/// Mistakes of a file that are shown.
const SHOWN_MISTAKES: usize = 5;
/// The largest file that is read: many times what the most articles take.
const LARGEST_FILE: u64 = 64 * 1024 * 1024;
/// Entries that are written in one go. So many are all on the disk or none, and take a moment; a file that changes more
/// articles is written in several goes, so that payments are heard in between. One that is cut off is imported again.
const AT_ONCE: usize = 10_000;

impl Driver {
    pub(super) fn change_articles(&mut self, request: Request) {
        if let Err(trouble) = self.may_change_articles() {
            match request {
                Request::ReadArticles(_) => self.setting_up.view.import = self.failed(trouble),
                Request::ExportArticles(_) => self.setting_up.view.export = self.failed(trouble),
                _ => self.show_saved(Err(trouble)),
            }
            return;
        }
        let changes = matches!(
            request,
            Request::Article(_) | Request::RemoveArticle(_) | Request::ImportArticles
        );
        if changes && self.setting_up.articles_change {
            tracing::info!("other articles are being changed");
            return;
        }
        match request {
            Request::Article(article) => self.save_article(*article),
            Request::RemoveArticle(number) => self.remove_article(number),
            Request::ReadArticles(path) => self.read_file(path),
            Request::ImportArticles => self.import_file(),
            Request::ExportArticles(path) => self.export_file(path),
            other => tracing::error!(?other, "this is not about articles"),
        }
    }

    /// Managers may, as soon as the articles are read.
    fn may_change_articles(&self) -> Result<(), Trouble> {
        self.may_set_up(Permission::Articles)?;
        if self.catalog.is_none() {
            return Err(Trouble::Refused(Refused::NotOffered));
        }
        Ok(())
    }

    fn catalog(&self) -> Arc<Catalog> {
        self.catalog.clone().unwrap_or_default()
    }

    fn save_article(&mut self, article: Article) {
        let blank = |name: &crate::core::catalog::Name| {
            name.in_language(Language::Swedish).trim().is_empty()
        };
        if blank(&article.name) || blank(&article.group) {
            self.show_saved(Err(Trouble::NameMissing));
        } else if !(Amount::ZERO..=Amount::LARGEST_ENTRY).contains(&article.price) {
            self.show_saved(Err(Trouble::Price));
        } else if self.catalog().by_number(&article.number) == Some(&article) {
            self.show_saved(Ok(()));
        } else {
            self.write_articles(vec![Entry::ArticleSaved { article }]);
        }
    }

    fn remove_article(&mut self, number: ArticleNumber) {
        match self.catalog().by_number(&number) {
            Some(_) => self.write_articles(vec![Entry::ArticleRemoved { number }]),
            None => self.show_saved(Err(Trouble::Refused(Refused::NotOffered))),
        }
    }

    fn read_file(&mut self, path: PathBuf) {
        if self.setting_up.view.import == Work::Busy {
            return;
        }
        self.setting_up.view.import = Work::Busy;
        self.setting_up.file = None;
        let (catalog, language) = (self.catalog(), self.screen.language);
        self.beside(
            move || {
                let articles = read(&path, language)?;
                let difference = assortment::difference(catalog.articles(), &articles, Rest::Stays);
                Ok((articles, difference))
            },
            Driver::file_read,
        );
    }

    fn file_read(&mut self, read: Result<(Vec<Article>, Difference), Trouble>) {
        self.setting_up.view.import = match read {
            Ok((articles, Difference { new, changed, same, .. })) => {
                self.setting_up.file = Some(articles);
                self.setting_up.view.answered += 1;
                Work::Done(ImportView { new, changed, same })
            }
            Err(trouble) => self.failed(trouble),
        };
    }

    /// Imports what was read, against the articles as they are now.
    fn import_file(&mut self) {
        let Some(articles) = self.setting_up.file.take() else {
            self.show_saved(Err(Trouble::Refused(Refused::NotOffered)));
            return;
        };
        self.setting_up.view.import = Work::Idle;
        self.setting_up.view.saved = Work::Busy;
        self.setting_up.articles_change = true;
        let catalog = self.catalog();
        self.beside(
            move || assortment::difference(catalog.articles(), &articles, Rest::Stays).entries,
            |driver, entries| match entries.is_empty() {
                true => driver.articles_changed(Ok(())),
                false => driver.write_articles(entries),
            },
        );
    }

    /// Writes changes down, the first of them now and the others in their turn, and then uses them.
    fn write_articles(&mut self, entries: Vec<Entry>) {
        self.setting_up.view.saved = Work::Busy;
        self.setting_up.articles_change = true;
        self.write_some(entries, 0);
    }

    fn write_some(&mut self, entries: Vec<Entry>, written: usize) {
        let until = entries.len().min(written + AT_ONCE);
        let now = self.now();
        // Whoever asked may have been logged off meanwhile: then the rest stays as it was.
        let outcome = match self.may_set_up(Permission::Articles) {
            Err(trouble) => Err(trouble),
            Ok(()) if self.commit(&entries[written..until], now) => Ok(()),
            Ok(()) => Err(self.journal_trouble()),
        };
        if outcome.is_err() || until == entries.len() {
            let written = if outcome.is_ok() { until } else { written };
            self.use_articles(entries, written, outcome);
            return;
        }
        let go_on = Continuation::new(move |driver| driver.write_some(entries, until));
        if self.inbox.send(Input::Then(go_on)).is_err() {
            tracing::warn!("the till ended before all articles were written down");
        }
    }

    /// Builds the catalogue anew with what is written down, and then says what came of it.
    fn use_articles(&mut self, entries: Vec<Entry>, written: usize, outcome: Result<(), Trouble>) {
        if written == 0 {
            self.articles_changed(outcome);
            return;
        }
        let catalog = self.catalog();
        self.beside(
            move || {
                let known = catalog.articles().iter().cloned();
                Catalog::new(assortment::applied(known, &entries[..written]))
            },
            |driver, catalog| {
                driver.catalog = Some(Arc::new(catalog));
                driver.articles_changed(outcome);
            },
        );
    }

    fn articles_changed(&mut self, outcome: Result<(), Trouble>) {
        self.setting_up.articles_change = false;
        self.show_saved(outcome);
    }

    fn export_file(&mut self, path: PathBuf) {
        if self.setting_up.view.export == Work::Busy {
            return;
        }
        self.setting_up.view.export = Work::Busy;
        let catalog = self.catalog();
        self.beside(
            move || write(&path, &article_file::write(catalog.articles())).map(|()| path),
            |driver, written| {
                driver.setting_up.view.export = match written {
                    Ok(path) => {
                        driver.setting_up.view.answered += 1;
                        Work::Done(path)
                    }
                    Err(trouble) => driver.failed(trouble),
                };
            },
        );
    }
}

fn read(path: &Path, language: Language) -> Result<Vec<Article>, Trouble> {
    let trouble = |error: std::io::Error| file_trouble(path, &error);
    let size = fs::metadata(path).map_err(trouble)?.len();
    if size > LARGEST_FILE {
        return Err(trouble(std::io::ErrorKind::FileTooLarge.into()));
    }
    let bytes = fs::read(path).map_err(trouble)?;
    article_file::read(&bytes).map_err(|problems: Vec<Problem>| Trouble::ArticleFile {
        count: problems.len(),
        first: problems.iter().take(SHOWN_MISTAKES).map(|found| found.text(language)).collect(),
    })
}

/// Beside the file first: one that is there is replaced by a whole one or not at all.
fn write(path: &Path, bytes: &[u8]) -> Result<(), Trouble> {
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    let written = File::create(&part)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&part, path));
    written.map_err(|error| file_trouble(path, &error))
}

fn file_trouble(path: &Path, error: &std::io::Error) -> Trouble {
    Trouble::File { path: path.display().to_string(), detail: error.to_string() }
}
