//! The signs of the font "Kassa Icons", by name.

/// A sign and its place in the font. Its meaning is always written beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u32)]
#[allow(missing_docs, reason = "each is named as its picture is")]
pub enum Icon {
    Archive = 0xe041,
    ArrowLeft = 0xe048,
    ArrowRight = 0xe049,
    Ban = 0xe051,
    Banknote = 0xe052,
    Calendar = 0xe063,
    ChartColumn = 0xe2a3,
    Check = 0xe06c,
    ChevronDown = 0xe06d,
    ChevronLeft = 0xe06e,
    ChevronRight = 0xe06f,
    ChevronUp = 0xe070,
    Circle = 0xe076,
    CircleAlert = 0xe077,
    CircleCheck = 0xe226,
    CircleDot = 0xe345,
    CircleHelp = 0xe082,
    CircleX = 0xe084,
    Clock = 0xe087,
    CreditCard = 0xe0aa,
    Database = 0xe0ad,
    Delete = 0xe0ae,
    Divide = 0xe0b0,
    Download = 0xe0b2,
    Eye = 0xe0ba,
    FileText = 0xe0cc,
    Globe = 0xe0e8,
    GraduationCap = 0xe234,
    HandCoins = 0xe5b8,
    Hourglass = 0xe296,
    Info = 0xe0f9,
    KeyRound = 0xe4a3,
    Keyboard = 0xe284,
    LayoutGrid = 0xe0ff,
    List = 0xe106,
    LoaderCircle = 0xe10a,
    Lock = 0xe10b,
    LogOut = 0xe10e,
    Menu = 0xe115,
    Minus = 0xe11c,
    Package = 0xe129,
    Pause = 0xe12e,
    Pencil = 0xe1f9,
    Percent = 0xe132,
    Phone = 0xe133,
    Play = 0xe13c,
    Plus = 0xe13d,
    Power = 0xe140,
    Printer = 0xe141,
    QrCode = 0xe1df,
    Receipt = 0xe3d3,
    RefreshCw = 0xe145,
    RotateCw = 0xe149,
    ScanBarcode = 0xe535,
    Search = 0xe151,
    Settings = 0xe154,
    ShoppingCart = 0xe15c,
    Smartphone = 0xe163,
    Store = 0xe3e4,
    Tag = 0xe17f,
    Trash2 = 0xe18e,
    TriangleAlert = 0xe193,
    Undo2 = 0xe2a1,
    Upload = 0xe19e,
    Usb = 0xe356,
    User = 0xe19f,
    Users = 0xe1a4,
    Volume2 = 0xe1ab,
    VolumeX = 0xe1ac,
    Wallet = 0xe204,
    Wifi = 0xe1ae,
    WifiOff = 0xe1af,
    X = 0xe1b2,
}

impl Icon {
    /// All of them.
    pub const ALL: [Icon; 73] = [
        Icon::Archive,
        Icon::ArrowLeft,
        Icon::ArrowRight,
        Icon::Ban,
        Icon::Banknote,
        Icon::Calendar,
        Icon::ChartColumn,
        Icon::Check,
        Icon::ChevronDown,
        Icon::ChevronLeft,
        Icon::ChevronRight,
        Icon::ChevronUp,
        Icon::Circle,
        Icon::CircleAlert,
        Icon::CircleCheck,
        Icon::CircleDot,
        Icon::CircleHelp,
        Icon::CircleX,
        Icon::Clock,
        Icon::CreditCard,
        Icon::Database,
        Icon::Delete,
        Icon::Divide,
        Icon::Download,
        Icon::Eye,
        Icon::FileText,
        Icon::Globe,
        Icon::GraduationCap,
        Icon::HandCoins,
        Icon::Hourglass,
        Icon::Info,
        Icon::KeyRound,
        Icon::Keyboard,
        Icon::LayoutGrid,
        Icon::List,
        Icon::LoaderCircle,
        Icon::Lock,
        Icon::LogOut,
        Icon::Menu,
        Icon::Minus,
        Icon::Package,
        Icon::Pause,
        Icon::Pencil,
        Icon::Percent,
        Icon::Phone,
        Icon::Play,
        Icon::Plus,
        Icon::Power,
        Icon::Printer,
        Icon::QrCode,
        Icon::Receipt,
        Icon::RefreshCw,
        Icon::RotateCw,
        Icon::ScanBarcode,
        Icon::Search,
        Icon::Settings,
        Icon::ShoppingCart,
        Icon::Smartphone,
        Icon::Store,
        Icon::Tag,
        Icon::Trash2,
        Icon::TriangleAlert,
        Icon::Undo2,
        Icon::Upload,
        Icon::Usb,
        Icon::User,
        Icon::Users,
        Icon::Volume2,
        Icon::VolumeX,
        Icon::Wallet,
        Icon::Wifi,
        Icon::WifiOff,
        Icon::X,
    ];

    /// The letter that draws it.
    pub fn character(self) -> char {
        // Every place is a letter of the private use area.
        char::from_u32(self as u32).unwrap_or(char::REPLACEMENT_CHARACTER)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `resources/fonts/icons.txt` is written together with the font.
    #[test]
    fn every_icon_is_in_the_font() {
        let list = include_str!("../../../resources/fonts/icons.txt");
        for icon in Icon::ALL {
            let place = format!("U+{:04X}", u32::from(icon.character()));
            assert!(list.lines().any(|line| line.ends_with(&place)), "{icon:?}");
        }
        assert_eq!(list.lines().count(), Icon::ALL.len());
    }
}
