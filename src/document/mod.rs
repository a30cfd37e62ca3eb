//! What is printed, independent of where: receipts, reports and test pages as rows, and the
//! renderers that turn the rows into paper, a file or plain text.
//!
//! A document is built once and rendered for each device, so paper, file and screen cannot
//! disagree. Nothing here knows where the figures came from or how a device is reached.

pub mod code128;
pub mod escpos;
pub mod layout;
pub mod page;
pub mod pdf;
pub mod receipt;
pub mod report;
pub mod set_up_sheet;
pub mod sie;
pub mod table;
pub mod test_page;
pub mod text;

/// Rows from top to bottom.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    rows: Vec<Row>,
}

/// One row. Rows that do not fit on one line of the device are wrapped, never cut off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// Text by itself. Leading spaces indent all its lines; a line feed begins a new one.
    Text {
        /// What it says.
        text: String,
        /// Where it stands.
        align: Align,
        /// How it looks.
        style: Style,
    },
    /// Something on the left, usually words, and something on the right, usually an amount.
    /// The right part is never broken while it fits on a line.
    Pair {
        /// On the left.
        left: String,
        /// On the right.
        right: String,
        /// How both look.
        style: Style,
    },
    /// Columns, the first to the left and the others to the right. Where they do not fit beside
    /// each other, each cell stands on a line with its heading.
    Table {
        /// Headings.
        head: Vec<String>,
        /// Rows with as many cells as there are headings.
        body: Vec<Vec<String>>,
    },
    /// A line across the paper.
    Rule,
    /// An empty line.
    Blank,
    /// A Code 128 bar code of printable ASCII, with its text below.
    Barcode(String),
    /// A QR code.
    Qr(String),
    /// The end of a piece of paper.
    Cut,
}

/// Where a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Align {
    /// At the left edge.
    #[default]
    Left,
    /// In the middle.
    Center,
    /// At the right edge.
    Right,
}

/// How thick letters are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Weight {
    /// Normal.
    #[default]
    Normal,
    /// Bold.
    Bold,
}

/// How large letters are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Size {
    /// Normal.
    #[default]
    Normal,
    /// Twice as high, as wide as normal.
    Tall,
    /// Twice as high and twice as wide.
    Double,
}

/// How a text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Style {
    /// Its thickness.
    pub weight: Weight,
    /// Its size.
    pub size: Size,
}

impl Style {
    /// Plain text.
    pub const NORMAL: Style = Style { weight: Weight::Normal, size: Size::Normal };
    /// Bold text.
    pub const BOLD: Style = Style { weight: Weight::Bold, size: Size::Normal };
    /// Bold text, twice as high.
    pub const TALL: Style = Style { weight: Weight::Bold, size: Size::Tall };
    /// Bold text, twice as high and wide.
    pub const DOUBLE: Style = Style { weight: Weight::Bold, size: Size::Double };
}

impl Document {
    /// A document without rows.
    pub fn new() -> Self {
        Document::default()
    }

    /// The rows from top to bottom.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Adds any row.
    pub fn push(&mut self, row: Row) {
        self.rows.push(row);
    }

    /// Adds plain text at the left edge.
    pub fn text(&mut self, text: impl Into<String>) {
        self.styled(text, Align::Left, Style::NORMAL);
    }

    /// Adds plain text in the middle.
    pub fn centered(&mut self, text: impl Into<String>) {
        self.styled(text, Align::Center, Style::NORMAL);
    }

    /// Adds text of any look.
    pub fn styled(&mut self, text: impl Into<String>, align: Align, style: Style) {
        self.push(Row::Text { text: text.into(), align, style });
    }

    /// Adds plain words and an amount.
    pub fn pair(&mut self, left: impl Into<String>, right: impl Into<String>) {
        self.styled_pair(left, right, Style::NORMAL);
    }

    /// Adds words and an amount of any look.
    pub fn styled_pair(&mut self, left: impl Into<String>, right: impl Into<String>, style: Style) {
        self.push(Row::Pair { left: left.into(), right: right.into(), style });
    }

    /// Adds a line across.
    pub fn rule(&mut self) {
        self.push(Row::Rule);
    }

    /// Adds an empty line.
    pub fn blank(&mut self) {
        self.push(Row::Blank);
    }
}
