//! What each step has to be filled in, and what is listened to while it is open.

use super::super::registration;
use super::step::Step;
use super::{people, printer, scanner};
use crate::app::form::{Entry, Form};
use crate::core::vat::VatRate;
use crate::till::set_up::{Asked, Request};
use crate::till::snapshot::Snapshot;

/// A field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Id {
    /// The company.
    ShopName,
    /// Its number.
    OrganisationNumber,
    /// The first line of the address.
    Street,
    /// The second.
    Town,
    /// The line above everything else on a receipt.
    Header,
    /// The first line below.
    Footer,
    /// The second.
    FooterBelow,
    /// The currency.
    Currency,
    /// The register's designation.
    Register,
    /// The address of the SEQR service.
    Service,
    /// The file with its certificates.
    CaFile,
    /// The company as SEQR is told it.
    ClientId,
    /// The address of a network printer.
    PrinterAddress,
    /// Somebody's number.
    Number,
    /// Somebody's name.
    Name,
    /// Somebody's PIN.
    Pin,
    /// The same once more.
    PinAgain,
}

/// What a step keeps besides its fields.
#[derive(Debug)]
pub(super) enum Page {
    /// Nothing.
    Plain,
    /// The tax rates that are sold at.
    Shop(Vec<VatRate>),
    /// A question to SEQR.
    Registration {
        /// What is typed for it.
        state: Box<registration::State>,
        /// What is shown where it is done already.
        shown: Shown,
    },
    /// The scanner.
    Scanner(scanner::Page),
    /// The printer.
    Printer(printer::Page),
    /// People.
    People(people::Page),
}

/// What is shown of a registration that there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// What it is.
    Facts,
    /// The fields for another one.
    Fields,
}

/// The fields of a step as they are now, and the rest of it.
pub(super) fn open(step: Step, snapshot: &Snapshot) -> (Form<Id>, Page) {
    let settings = &snapshot.settings;
    match step {
        Step::Language | Step::Sheet => (Form::new([]), Page::Plain),
        Step::Shop => (super::shop::form(settings), Page::Shop(settings.vat_rates.clone())),
        Step::Register => {
            (Form::new([Entry::words(Id::Register, &settings.register, 16)]), Page::Plain)
        }
        Step::Service => (super::seqr::form(settings), Page::Plain),
        Step::Terminal => (Form::new([]), registration(Asked::Register, snapshot)),
        Step::Sticker => (Form::new([]), registration(Asked::Assign, snapshot)),
        Step::Scanner => (Form::new([]), Page::Scanner(scanner::Page::new(snapshot))),
        Step::Printer => {
            let page = printer::Page::new(settings.printer.as_ref());
            (printer::form(settings.printer.as_ref()), Page::Printer(page))
        }
        Step::People => (people::form(snapshot), Page::People(people::Page::new(snapshot))),
    }
}

/// The field that a step begins with.
pub(super) fn first(step: Step) -> Option<Id> {
    match step {
        Step::Shop => Some(Id::ShopName),
        Step::Register => Some(Id::Register),
        Step::Service => Some(Id::Service),
        Step::People => Some(Id::Name),
        // The address of a printer is only there while it is asked for.
        Step::Printer
        | Step::Language
        | Step::Terminal
        | Step::Sticker
        | Step::Scanner
        | Step::Sheet => None,
    }
}

pub(super) fn registration(asked: Asked, snapshot: &Snapshot) -> Page {
    let state = Box::new(registration::State::new(asked, snapshot));
    Page::Registration { state, shown: Shown::Facts }
}

impl Page {
    /// What has to be sent when the step is opened.
    pub(super) fn begin(&self) -> Vec<Request> {
        match self {
            Page::Registration { state, .. } if state.asked() == Asked::Assign => {
                vec![Request::Listen(true)]
            }
            Page::Scanner(page) => {
                vec![Request::Listen(true), Request::TryScanner(page.settings())]
            }
            _ => Vec::new(),
        }
    }

    /// What has to be sent when it is left.
    pub(super) fn leave(&self) -> Vec<Request> {
        match self {
            Page::Registration { state, .. } if state.asked() == Asked::Assign => {
                vec![Request::Listen(false)]
            }
            Page::Scanner(_) => vec![Request::TryScanner(None), Request::Listen(false)],
            _ => Vec::new(),
        }
    }
}
