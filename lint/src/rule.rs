//! What there is to find: a rule for each code.

use serde::Serialize;

use crate::finding::Level;
use crate::job::Job;

/// One kind of finding.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Its code, which never changes.
    pub code: &'static str,
    /// What kind of trouble it is.
    pub group: Group,
    /// How much a finding weighs, unless settings say something else.
    pub level: Level,
    /// What it finds, as a sentence.
    pub summary: &'static str,
    /// Looks for it.
    pub(crate) find: fn(&mut Job<'_>),
}

/// What kind of trouble a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Group {
    /// It does nothing.
    Dead,
    /// Something else does it already.
    Redundant,
    /// It is open to those who should not come in, or get out.
    Exposed,
    /// It works by chance, or for some only.
    Fragile,
    /// It makes the estate hard to read, or to keep in order.
    Hygiene,
}

impl Group {
    /// Every group.
    pub const ALL: [Self; 5] = [Self::Dead, Self::Redundant, Self::Exposed, Self::Fragile, Self::Hygiene];

    /// The group as it is written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Dead => "dead",
            Self::Redundant => "redundant",
            Self::Exposed => "exposed",
            Self::Fragile => "fragile",
            Self::Hygiene => "hygiene",
        }
    }

    /// What its findings have in common, as a sentence.
    #[must_use]
    pub const fn summary(self) -> &'static str {
        match self {
            Self::Dead => "It does nothing.",
            Self::Redundant => "Something else does it already.",
            Self::Exposed => "It is open to those who should not come in, or get out.",
            Self::Fragile => "It works by chance, or for some only.",
            Self::Hygiene => "It makes the estate hard to read, or to keep in order.",
        }
    }
}
