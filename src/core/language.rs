//! Which languages the register speaks. The words themselves live in the `language` room.

use serde::{Deserialize, Serialize};

/// A language that every text of the register exists in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Swedish, as written in Sweden: `1 234,50`.
    #[default]
    Swedish,
    /// English: `1,234.50`.
    English,
}

impl Language {
    /// All of them, in the order in which a chooser shows them.
    pub const ALL: [Language; 2] = [Language::Swedish, Language::English];

    /// The language's own name for itself.
    pub fn own_name(self) -> &'static str {
        match self {
            Language::Swedish => "Svenska",
            Language::English => "English",
        }
    }
}
