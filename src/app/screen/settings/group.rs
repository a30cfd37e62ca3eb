//! The groups of settings, who may see them, and what can be found in each.

use crate::app::theme::Icon;
use crate::core::search::fold;
use crate::core::user::Role;
use crate::language::Texts;

use super::draft::Id;

/// A group of settings: one page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Group {
    /// The shop, as receipts name it.
    Shop,
    /// This register.
    Register,
    /// The SEQR service.
    Seqr,
    /// The scanner.
    Scanner,
    /// The receipt printer.
    Printer,
    /// Who works here.
    People,
    /// What is sold.
    Articles,
    /// Which articles come first.
    Order,
    /// The ways to pay.
    Tenders,
    /// Where trade is booked.
    Accounts,
    /// How the window looks.
    Look,
    /// Copies of the journal, and the file for support.
    Backup,
}

impl Group {
    /// All of them, in their order.
    pub const ALL: [Group; 12] = [
        Group::Shop,
        Group::Register,
        Group::Seqr,
        Group::Scanner,
        Group::Printer,
        Group::People,
        Group::Articles,
        Group::Order,
        Group::Tenders,
        Group::Accounts,
        Group::Look,
        Group::Backup,
    ];

    /// Whether somebody with a role may use it: whoever sets registers up all, managers what they need every day.
    pub fn is_open_to(self, role: Role) -> bool {
        match self {
            Group::Articles | Group::Backup => role >= Role::Manager,
            _ => role >= Role::Installer,
        }
    }

    /// Those that are open to a role.
    pub fn open_to(role: Role) -> Vec<Group> {
        Group::ALL.into_iter().filter(|group| group.is_open_to(role)).collect()
    }

    /// Its sign.
    pub fn icon(self) -> Icon {
        match self {
            Group::Shop => Icon::Store,
            Group::Register => Icon::ShoppingCart,
            Group::Seqr => Icon::Smartphone,
            Group::Scanner => Icon::ScanBarcode,
            Group::Printer => Icon::Printer,
            Group::People => Icon::Users,
            Group::Articles => Icon::Package,
            Group::Order => Icon::LayoutGrid,
            Group::Tenders => Icon::Wallet,
            Group::Accounts => Icon::ChartColumn,
            Group::Look => Icon::Eye,
            Group::Backup => Icon::Archive,
        }
    }

    /// The key of its name.
    pub fn name(self) -> &'static str {
        match self {
            Group::Shop => "settings-shop",
            Group::Register => "settings-register",
            Group::Seqr => "settings-seqr",
            Group::Scanner => "settings-scanner",
            Group::Printer => "settings-printer",
            Group::People => "settings-people",
            Group::Articles => "settings-articles",
            Group::Order => "settings-order",
            Group::Tenders => "settings-tenders",
            Group::Accounts => "settings-accounts",
            Group::Look => "settings-look",
            Group::Backup => "settings-backup",
        }
    }
}

/// A setting that can be found by its words: its group, the field to go to if it has one, the key of its name.
pub type Found = (Group, Option<Id>, &'static str);

/// Everything that can be set.
const INDEX: [Found; 50] = [
    (Group::Shop, Some(Id::ShopName), "settings-field-shop-name"),
    (Group::Shop, Some(Id::OrganisationNumber), "settings-field-organisation-number"),
    (Group::Shop, Some(Id::Address(0)), "settings-field-address"),
    (Group::Shop, Some(Id::VatRates), "settings-field-vat-rates"),
    (Group::Shop, Some(Id::Header(0)), "settings-field-header"),
    (Group::Shop, Some(Id::Footer(0)), "settings-field-footer"),
    (Group::Register, Some(Id::Register), "settings-field-register"),
    (Group::Register, Some(Id::ManufacturingNumber), "settings-field-manufacturing-number"),
    (Group::Register, None, "settings-language"),
    (Group::Register, Some(Id::Currency), "settings-field-currency"),
    (Group::Register, None, "settings-sound"),
    (Group::Register, Some(Id::LogOff), "settings-field-log-off"),
    (Group::Register, None, "settings-training"),
    (Group::Seqr, Some(Id::SeqrAddress), "settings-field-seqr-address"),
    (Group::Seqr, Some(Id::CaFile), "settings-ca-file"),
    (Group::Seqr, Some(Id::ClientId), "settings-field-client-id"),
    (Group::Seqr, Some(Id::ClientReference), "settings-field-client-reference"),
    (Group::Seqr, None, "settings-unregister-as"),
    (Group::Seqr, None, "settings-keep-reseller"),
    (Group::Seqr, None, "settings-reach"),
    (Group::Seqr, None, "settings-terminal"),
    (Group::Scanner, Some(Id::ScannerPort), "settings-field-scanner-port"),
    (Group::Scanner, None, "settings-field-scanner-baud"),
    (Group::Scanner, None, "settings-listen"),
    (Group::Printer, None, "settings-printer-kind"),
    (Group::Printer, Some(Id::PrinterPort), "settings-field-printer-port"),
    (Group::Printer, None, "settings-field-printer-baud"),
    (Group::Printer, None, "settings-field-printer-columns"),
    (Group::Printer, None, "settings-answers"),
    (Group::Printer, None, "settings-test-page"),
    (Group::Printer, None, "settings-drawer"),
    (Group::People, None, "settings-people"),
    (Group::People, None, "settings-person-pin"),
    (Group::Articles, None, "settings-articles"),
    (Group::Articles, None, "settings-import"),
    (Group::Articles, None, "settings-export"),
    (Group::Order, None, "settings-favourites"),
    (Group::Order, None, "settings-groups"),
    (Group::Tenders, None, "settings-cash"),
    (Group::Tenders, None, "settings-card"),
    (Group::Tenders, Some(Id::QuickAmount(0)), "settings-field-quick-amounts"),
    (Group::Accounts, Some(Id::Account(0)), "settings-field-accounts"),
    (Group::Look, None, "settings-theme"),
    (Group::Look, None, "settings-text-size"),
    (Group::Look, None, "settings-hand"),
    (Group::Look, Some(Id::ScreenWidth), "settings-field-screen-width"),
    (Group::Backup, Some(Id::BackupFolder), "settings-backup-folder"),
    (Group::Backup, Some(Id::BackupDays), "settings-field-backup-days"),
    (Group::Backup, None, "settings-backup-now"),
    (Group::Backup, Some(Id::SupportFolder), "settings-support"),
];

/// What somebody with a role may set and whose name, or whose group's name, has every word of what was typed, in a
/// language. Letters with and without marks are the same.
pub fn find(typed: &str, role: Role, texts: &Texts) -> Vec<Found> {
    let words: Vec<String> = fold(typed).split_whitespace().map(str::to_owned).collect();
    let fits = |(group, _, name): &Found| {
        let said = fold(&format!("{} {}", texts.get(name), texts.get(group.name())));
        group.is_open_to(role) && words.iter().all(|word| said.contains(word.as_str()))
    };
    INDEX.into_iter().filter(fits).collect()
}
