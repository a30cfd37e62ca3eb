//! Demonstration data: pictures of a till in every situation, for tests, the gallery and
//! screenshots, and a stand-in for the till that writes down what it is asked for.

pub mod set_up;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use tokio::sync::watch;

use super::keyboard::{Pressed, Stroke};
use super::link::Link;
use super::shell::{Message, Window};
use crate::core::catalog::{Article, ArticleKind, ArticleNumber, Catalog, Code, Conditions, Name};
use crate::core::entry::{JobId, Paper};
use crate::core::language::Language;
use crate::core::money::Amount;
use crate::core::receipt::{Line, LineId, Quantity, Receipt, ReceiptId, ReceiptNumber, Settlement};
use crate::core::register::{LastReceipt, Refused};
use crate::core::settings::{
    PrinterLink, PrinterSettings, ScannerSettings, Settings, Shop, Terminal,
};
use crate::core::shift::ShiftNumber;
use crate::core::user::{Person, Role, UserNumber};
use crate::core::vat::VatRate;
use crate::document::{Align, Document, Row, Style};
use crate::till::intent::Intent;
use crate::till::set_up::{Access, PersonView, PortView, View};
use crate::till::snapshot::{
    Approval, ClockStatus, DemonstrationUser, JobState, JobView, JournalStatus, JournalTrouble,
    LogIn, PrintedReceipt, PrinterStatus, RefusedNotice, ScanNotice, ScanOutcome, ScannerStatus,
    SeqrStatus, Snapshot,
};

/// A stand-in for the till.
#[derive(Debug)]
pub struct Stand {
    publish: watch::Sender<Arc<Snapshot>>,
    sent: Arc<Mutex<Vec<Intent>>>,
}

impl Stand {
    /// One that shows this picture.
    pub fn new(snapshot: Snapshot) -> Self {
        let (publish, _) = watch::channel(Arc::new(snapshot));
        Stand { publish, sent: Arc::default() }
    }

    /// What the window is connected to.
    pub fn link(&self) -> Link {
        let sent = Arc::clone(&self.sent);
        Link {
            snapshots: self.publish.subscribe(),
            send: Arc::new(move |intent| {
                sent.lock().unwrap_or_else(PoisonError::into_inner).push(intent);
            }),
        }
    }

    /// The window, at the picture's own moment, in Stockholm.
    pub fn window(&self) -> Window {
        let at = self.publish.borrow().at;
        let zone = TimeZone::get("Europe/Stockholm").unwrap_or(TimeZone::UTC);
        Window::in_zone(self.link(), zone, at)
    }

    /// Shows another picture to whoever is subscribed.
    pub fn show(&self, snapshot: Snapshot) {
        let _before = self.publish.send_replace(Arc::new(snapshot));
    }

    /// What was asked for since the last call.
    pub fn sent(&self) -> Vec<Intent> {
        std::mem::take(&mut *self.sent.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// When the demonstration takes place: a Saturday, five past two in Stockholm.
fn moment() -> Timestamp {
    Timestamp::constant(1_795_266_300, 0)
}

/// An article: Swedish name, English name, price in öre.
type Sold = (&'static str, &'static str, i64);

/// The shop's groups: Swedish name, English name, tax, articles.
const SHOP: [(&str, &str, u16, &[Sold]); 8] = [
    (
        "Dryck",
        "Drinks",
        1200,
        &[
            ("Kaffe 500 g", "Coffee 500 g", 5_990),
            ("Te Earl Grey", "Earl Grey tea", 2_490),
            ("Apelsinjuice 1 l", "Orange juice 1 l", 2_200),
            ("Mineralvatten 50 cl", "Mineral water 50 cl", 1_450),
            ("Läsk cola 33 cl", "Cola 33 cl", 1_290),
            ("Läsk apelsin 33 cl", "Orange soda 33 cl", 1_290),
            ("Varm choklad", "Hot chocolate", 2_800),
            ("Kaffe, kopp", "Coffee, cup", 2_500),
            ("Cappuccino", "Cappuccino", 3_900),
            ("Äppelmust 75 cl", "Apple juice 75 cl", 3_450),
            ("Havredryck 1 l", "Oat drink 1 l", 2_290),
            ("Fläderdricka", "Elderflower drink", 2_650),
            ("Energidryck 25 cl", "Energy drink 25 cl", 1_890),
            ("Isté persika 50 cl", "Iced tea peach 50 cl", 1_990),
            ("Espresso", "Espresso", 2_200),
            ("Latte", "Latte", 4_100),
            ("Smoothie jordgubb", "Strawberry smoothie", 3_690),
            ("Mjölkdrink", "Milk drink", 1_790),
            ("Tonic 33 cl", "Tonic water 33 cl", 1_390),
            ("Julmust 50 cl", "Christmas soda 50 cl", 1_690),
            ("Lättöl 33 cl", "Light beer 33 cl", 1_590),
            ("Kokosvatten", "Coconut water", 2_990),
            ("Grönt te", "Green tea", 2_690),
        ],
    ),
    (
        "Bröd",
        "Bread",
        1200,
        &[
            ("Kanelbulle", "Cinnamon bun", 2_500),
            ("Surdegslimpa", "Sourdough loaf", 4_890),
            ("Fralla", "Bread roll", 690),
            ("Wienerbröd", "Danish pastry", 2_900),
        ],
    ),
    (
        "Mejeri",
        "Dairy",
        1200,
        &[
            ("Mjölk 1 l", "Milk 1 l", 1_850),
            ("Smör 500 g", "Butter 500 g", 6_290),
            ("Prästost 700 g", "Priest cheese 700 g", 8_990),
            ("Fil 1 l", "Sour milk 1 l", 2_150),
        ],
    ),
    (
        "Frukt & grönt",
        "Fruit & greens",
        1200,
        &[
            ("Banan, styck", "Banana, each", 590),
            (
                "Äpple Ingrid Marie, ekologiskt, påse 1 kg",
                "Apples Ingrid Marie, organic, bag 1 kg",
                3_990,
            ),
            ("Tomat på kvist", "Vine tomatoes", 2_990),
        ],
    ),
    (
        "Kiosk",
        "Kiosk",
        1200,
        &[
            ("Chokladkaka", "Chocolate bar", 1_990),
            ("Tuggummi", "Chewing gum", 1_690),
            ("Korv med bröd", "Hot dog", 3_000),
        ],
    ),
    (
        "Tidningar",
        "Papers",
        600,
        &[("Dagstidning", "Newspaper", 3_900), ("Korsord", "Crosswords", 5_490)],
    ),
    (
        "Hem & fritid",
        "Home & leisure",
        2500,
        &[
            ("Tändstickor", "Matches", 490),
            ("Batterier AA, 4-pack", "Batteries AA, pack of 4", 5_990),
            ("Paraply", "Umbrella", 14_900),
        ],
    ),
    (
        "Tjänster",
        "Services",
        2500,
        &[("Nyckelkopia", "Key copy", 12_900), ("Paketinlämning", "Parcel drop-off", 8_500)],
    ),
];

/// The articles of the demonstration.
pub fn catalog() -> Arc<Catalog> {
    let mut articles = Vec::new();
    for (group, (swedish, english, vat, of_group)) in (1u32..).zip(SHOP) {
        for (place, (name, in_english, price)) in (1u32..).zip(of_group) {
            let number = format!("{}", group * 100 + place);
            let code = format!("7300000{number}");
            let kind =
                if swedish == "Tjänster" { ArticleKind::Service } else { ArticleKind::Goods };
            let Ok(number) = ArticleNumber::new(&number) else { continue };
            articles.push(Article {
                number,
                name: Name::new(name, Some(in_english)),
                codes: Code::new(&code).into_iter().collect(),
                price: Amount::from_minor(*price),
                vat: VatRate::from_hundredths(vat),
                group: Name::new(swedish, Some(english)),
                kind,
                conditions: Conditions::default(),
            });
        }
    }
    Arc::new(Catalog::new(articles))
}

fn person(number: u16, name: &str, role: Role) -> Person {
    Person { number: UserNumber(number), name: name.to_owned(), role }
}

/// Nobody is logged in; everything works.
pub fn nobody() -> Snapshot {
    let users = [
        (1, "Anna", Role::Cashier, "1111"),
        (2, "Maria", Role::Manager, "2222"),
        (3, "Sven", Role::Installer, "3333"),
    ];
    let shop = Shop { name: "Kassa Demobutik".to_owned(), ..Shop::default() };
    Snapshot {
        revision: 1,
        at: moment(),
        settings: Arc::new(Settings { shop, demonstration: true, ..Settings::default() }),
        language: Language::Swedish,
        user: None,
        locked: false,
        log_in: LogIn::Idle,
        approval: Approval::Idle,
        locked_people: Arc::from([]),
        demonstration_users: users
            .map(|(number, name, role, pin)| DemonstrationUser {
                person: person(number, name, role),
                pin: pin.to_owned(),
            })
            .into(),
        catalog: catalog(),
        catalog_ready: true,
        receipt: None,
        payment: None,
        decision: None,
        unsettled: Arc::new([]),
        returning: None,
        refund: None,
        owed: std::sync::Arc::new([]),
        returnable: None,
        last: None,
        seqr: SeqrStatus::Reachable,
        terminal: Some(Terminal {
            id: "T-1".to_owned(),
            external_id: "kassa-1".to_owned(),
            name: "Kassa 1".to_owned(),
            seqr_id: Some("1234567".to_owned()),
        }),
        scanner: ScannerStatus::Ready,
        printer: PrinterStatus::Preview,
        jobs: Arc::from([]),
        preview: None,
        scans: 0,
        scan: None,
        refused: None,
        journal: JournalStatus::Fine,
        clock: ClockStatus::Fine,
        set_up: Arc::default(),
        parked: Arc::new([]),
        shift: None,
        next_shift: ShiftNumber(1),
        age_question: None,
        ended: false,
    }
}

/// Logged in, nothing rung up.
pub fn empty() -> Snapshot {
    Snapshot { user: Some(person(1, "Anna", Role::Cashier)), ..nobody() }
}

/// Some articles, by their place in the catalogue, with their numbers of pieces.
pub fn rung_up(articles: impl IntoIterator<Item = (usize, u32)>) -> Snapshot {
    let mut snapshot = empty();
    let mut receipt = Receipt::new(ReceiptId(17), snapshot.at);
    for (place, pieces) in articles {
        let all = snapshot.catalog.articles();
        let article = &all[place % all.len()];
        let pieces = Quantity::pieces(pieces).unwrap_or(Quantity::ONE);
        receipt.add_line(Line::of(receipt.next_line(), article, pieces));
    }
    snapshot.receipt = Some(Arc::new(receipt));
    snapshot
}

/// Two kinds of article, one of them twice.
pub fn two_articles() -> Snapshot {
    rung_up([(0, 2), (27, 1)])
}

/// So many lines.
pub fn many_lines(lines: usize) -> Snapshot {
    rung_up((0..lines).map(|line| (line * 7, u32::try_from(line % 3 + 1).unwrap_or(1))))
}

/// The same picture in a language.
pub fn speaking(language: Language, mut snapshot: Snapshot) -> Snapshot {
    snapshot.language = language;
    snapshot
}

/// A code that no article has was scanned while two articles are rung up.
pub fn unknown_code() -> Snapshot {
    let code = "7310865004703".to_owned();
    scanned(ScanOutcome::Unknown { code }, two_articles())
}

/// A scan came to something.
pub fn scanned(outcome: ScanOutcome, mut snapshot: Snapshot) -> Snapshot {
    let number = snapshot.scan.as_ref().map_or(1, |scan| scan.number + 1);
    snapshot.scan = Some(ScanNotice { number, outcome, more: 0 });
    snapshot
}

/// A press did nothing.
pub fn refused(reason: Refused, mut snapshot: Snapshot) -> Snapshot {
    snapshot.refused = Some(RefusedNotice { number: 1, reason });
    snapshot
}

/// Nothing works but the sale: no SEQR, no scanner, no paper, two prints that wait.
pub fn devices_failing() -> Snapshot {
    Snapshot {
        seqr: SeqrStatus::Unreachable { silent: Duration::from_secs(95) },
        scanner: ScannerStatus::Missing,
        printer: PrinterStatus::PaperOut,
        jobs: waiting_jobs(),
        ..two_articles()
    }
}

/// Somebody has set the clock back.
pub fn clock_behind() -> Snapshot {
    Snapshot { clock: ClockStatus::Behind, ..devices_failing() }
}

/// The disk is full as well.
pub fn everything_failing() -> Snapshot {
    Snapshot {
        journal: JournalStatus::Failing {
            trouble: JournalTrouble::DiskFull,
            detail: "database or disk is full".to_owned(),
        },
        ..devices_failing()
    }
}

fn waiting_jobs() -> Arc<[JobView]> {
    Arc::from([
        JobView {
            id: JobId(7),
            paper: Paper::Receipt { receipt: ReceiptId(15) },
            receipt: printed_as(1_040, 45_300),
            state: JobState::CutOff { detail: "write: Input/output error (5)".to_owned() },
        },
        JobView {
            id: JobId(8),
            paper: Paper::Receipt { receipt: ReceiptId(16) },
            receipt: printed_as(1_041, 8_990),
            state: JobState::Waiting,
        },
    ])
}

fn printed_as(number: u64, total: i64) -> Option<PrintedReceipt> {
    Some(PrintedReceipt { number: ReceiptNumber(number), total: Amount::from_minor(total) })
}

/// A sale has just ended, and the paper ran out in the middle of its receipt.
pub fn after_sale_cut_off() -> Snapshot {
    let job = JobView {
        id: JobId(9),
        paper: Paper::Receipt { receipt: ReceiptId(17) },
        receipt: printed_as(1_042, 13_830),
        state: JobState::CutOff { detail: "the printer has no paper".to_owned() },
    };
    Snapshot { printer: PrinterStatus::PaperOut, jobs: Arc::from([job]), ..after_sale() }
}

/// Three papers were cut off, one waits and one was never begun.
pub fn many_jobs() -> Snapshot {
    let job = |id: u64, state| JobView {
        id: JobId(id),
        paper: Paper::Receipt { receipt: ReceiptId(id) },
        receipt: printed_as(1_030 + id, 12_345 * 10_i64.pow(u32::try_from(id % 5).unwrap_or(0))),
        state,
    };
    let cut_off = || JobState::CutOff { detail: "the printer cannot be reached".to_owned() };
    let failed = JobState::Failed { detail: "no printer is set up".to_owned() };
    let mut jobs: Vec<JobView> = (1..=3).map(|id| job(id, cut_off())).collect();
    jobs.extend([job(4, JobState::Waiting), job(5, failed), job(6, JobState::Waiting)]);
    Snapshot { jobs: jobs.into(), ..devices_failing() }
}

/// Paper as it comes out after [`after_sale`].
fn printed() -> Document {
    let mut paper = Document::new();
    paper.styled("Kassa Demobutik", Align::Center, Style::DOUBLE);
    paper.centered("Storgatan 1, 111 22 Stockholm");
    paper.centered("Org.nr 556000-0000");
    paper.blank();
    paper.styled_pair("Kvitto 1042", "2026-11-21 14:05", Style::BOLD);
    paper.pair("Kassa 1", "Kassör Anna");
    paper.rule();
    for (left, right) in [("2 × Kaffe 500 g", "119,80"), ("  à 59,90", ""), ("Mjölk 1 l", "18,50")]
    {
        paper.pair(left, right);
    }
    paper.rule();
    paper.styled_pair("Att betala SEK", "138,30", Style::TALL);
    paper.pair("Kontant", "200,00");
    paper.pair("Öresavrundning", "\u{2212}0,30");
    paper.pair("Tillbaka", "62,00");
    paper.blank();
    paper.push(Row::Table {
        head: ["Moms", "Netto", "Moms", "Brutto"].map(str::to_owned).to_vec(),
        body: vec![["12 %", "123,48", "14,82", "138,30"].map(str::to_owned).to_vec()],
    });
    paper.blank();
    paper.push(Row::Barcode("K1-1042".to_owned()));
    paper.centered("Tack och välkommen åter!");
    paper.push(Row::Cut);
    paper
}

/// The same on a demonstration, where the paper is seen.
pub fn after_sale_with_paper() -> Snapshot {
    Snapshot { preview: Some(Arc::new(printed())), ..after_sale() }
}

/// A sale has just ended; the customer gets money back.
pub fn after_sale() -> Snapshot {
    Snapshot {
        last: Some(LastReceipt {
            id: ReceiptId(17),
            number: ReceiptNumber(1_042),
            total: Amount::from_minor(13_830),
            settlement: Settlement {
                change: Amount::from_minor(6_200),
                rounding: Amount::from_minor(-30),
            },
        }),
        ..empty()
    }
}

/// The last line of the receipt of a picture.
pub fn last_line(snapshot: &Snapshot) -> Option<LineId> {
    snapshot.receipt.as_ref()?.lines().last().map(|line| line.id)
}

/// Keys pressed by a hand, one after the other, as the window hears of them.
pub fn strokes(strokes: &[Stroke]) -> Vec<Message> {
    let now = Instant::now();
    // Long enough ago that nothing is held any more as part of a scan.
    let at = now.checked_sub(Duration::from_secs(1)).unwrap_or(now);
    let pressed = |stroke: &Stroke| Message::KeyPressed(Pressed { stroke: *stroke, at });
    strokes.iter().flat_map(|stroke| [pressed(stroke), Message::WedgeDue]).collect()
}

/// A code as a scanner types it that acts as a keyboard: quickly, with Enter at its end.
pub fn burst(code: &str) -> Vec<Message> {
    let begin = Instant::now();
    let keys = code.chars().map(Stroke::Character).chain([Stroke::Enter]);
    (0u32..)
        .zip(keys)
        .map(|(place, stroke)| {
            let at = begin + Duration::from_millis(2) * place;
            Message::KeyPressed(Pressed { stroke, at })
        })
        .collect()
}

/// An installer is logged in, and somebody looks at the settings.
pub fn setting_up() -> Snapshot {
    let lines = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect();
    let mut settings = Settings {
        shop: Shop {
            name: "Hörnan Livs AB".to_owned(),
            organisation_number: "556036-0793".to_owned(),
            address: lines(&["Storgatan 1", "111 22 Stockholm"]),
            header: lines(&["Öppet alla dagar 8–22"]),
            footer: lines(&["Tack och välkommen åter!", "Öppet köp 30 dagar"]),
            manufacturing_number: "K-2026-000117".to_owned(),
        },
        log_off_after: Some(300),
        ..Settings::default()
    };
    settings.seqr.address = "https://extdev.seqr.com/soap/merchant/cashregister-2".to_owned();
    settings.seqr.client_id = "Hörnan Livs AB".to_owned();
    settings.seqr.client_reference = "Kassa".to_owned();
    settings.scanner = Some(ScannerSettings { port: PORTS[0].1.to_owned(), baud: 9_600 });
    settings.printer = Some(PrinterSettings {
        link: PrinterLink::Serial { port: PORTS[1].1.to_owned(), baud: 19_200 },
        columns: 48,
        answers: true,
    });
    settings.backup.folder = Some("/media/kassa/kopior".to_owned());
    let people = [
        (1, "Anna", Role::Cashier, true),
        (2, "Maria", Role::Manager, true),
        (3, "Sven", Role::Installer, true),
        (4, "Olof Öberg", Role::Cashier, false),
    ];
    let ports = PORTS.map(|(name, path, printer_only, access)| PortView {
        path: path.to_owned(),
        name: name.to_owned(),
        printer_only,
        access: match access {
            "" => Access::Free,
            "ours" => Access::Ours,
            "taken" => Access::Taken,
            group => Access::Forbidden { group: group.to_owned() },
        },
    });
    let before = nobody();
    let set_up = View {
        people: people
            .map(|(number, name, role, active)| PersonView {
                person: person(number, name, role),
                active,
            })
            .into(),
        ports: ports.into(),
        last_backup: Some(before.at),
        ..View::default()
    };
    Snapshot {
        user: Some(person(3, "Sven", Role::Installer)),
        settings: Arc::new(settings),
        printer: PrinterStatus::Ready,
        set_up: Arc::new(set_up),
        ..before
    }
}

/// Ports of a machine: name, path, whether only a printer can be there, who has it.
const PORTS: [(&str, &str, bool, &str); 5] = [
    ("Datalogic QuickScan", "/dev/serial/by-id/usb-Datalogic_QuickScan_S-if00", false, "ours"),
    ("USB-serial FT232R", "/dev/serial/by-id/usb-FTDI_FT232R_USB_UART_A5069RR4-if00", false, ""),
    ("ttyS0", "/dev/ttyS0", false, "dialout"),
    ("ttyACM1", "/dev/ttyACM1", false, "taken"),
    ("EPSON TM-T20III", "/dev/usb/lp0", true, ""),
];
