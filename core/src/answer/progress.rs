//! How far an analysis has come.

#[cfg(feature = "typescript")]
use alloc::string::{String, ToString};

/// How much is known of what becomes of everything that is sent. Places that are alike but for their own addresses are of one
/// kin: one of them is asked for all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(tag = "type", rename_all = "kebab-case"))]
pub enum Progress {
    /// There is more to find.
    Pending {
        /// Kins that were looked at.
        found: u32,
        /// All kins.
        of: u32,
    },
    /// Nothing is left to be found.
    Done {
        /// All kins.
        of: u32,
    },
}
