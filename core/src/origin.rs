//! Where a filter, route or translation comes from.

#[cfg(feature = "typescript")]
use alloc::string::{String, ToString};

use crate::source::Location;

/// Who can change a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
pub enum Owner {
    /// Whoever runs the estate.
    Customer,
    /// The cloud.
    Provider,
    /// Both: the cloud gives it, the customer may replace it.
    Shared,
}

/// Where a filter, route or translation comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// Somebody wrote it.
    Written(Location),
    /// The cloud adds it.
    Implied {
        /// What is added, as a sentence in the cloud's words.
        rule: &'static str,
        /// Who can change it.
        owner: Owner,
    },
}

impl Origin {
    /// Where it is written; `None` when the cloud adds it.
    #[must_use]
    pub const fn location(&self) -> Option<Location> {
        match self {
            Self::Written(location) => Some(*location),
            Self::Implied { .. } => None,
        }
    }

    /// Who can change it.
    #[must_use]
    pub const fn owner(&self) -> Owner {
        match self {
            Self::Written(_) => Owner::Customer,
            Self::Implied { owner, .. } => *owner,
        }
    }
}
