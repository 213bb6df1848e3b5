//! Who reaches whom: the same question for every pair of a list.

use alloc::string::String;
#[cfg(feature = "typescript")]
use alloc::string::ToString;
use alloc::vec::Vec;

use super::Verdict;
use crate::source::Place;

/// What the rows and columns of a matrix are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum MatrixBy {
    /// The segments that the texts name, and the internet.
    Segment,
    /// Every subnet, and the internet.
    Subnet,
    /// The machines, those that are alike together (as in the topology), and the internet.
    Machines,
    /// Every interface by itself, and the internet.
    Endpoint,
}

/// A matrix without its cells, which come a row at a time.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Matrix {
    /// What rows and columns are.
    pub by: MatrixBy,
    /// The rows, and in the same order the columns.
    pub ends: Vec<MatrixEnd>,
}

/// A row, and a column.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct MatrixEnd {
    /// What it is: `internet`, `segment`, or the cloud's word (`subnet`, `instance`).
    pub kind: String,
    /// To show.
    pub label: String,
    /// The text by which a question names it.
    pub selector: String,
    /// Where it is written; absent for the internet.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub place: Option<Place>,
}

/// The answers of one row.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct MatrixRow {
    /// The verdict from this row to each column; none where there is no flow to ask about: from a machine to itself, from
    /// the internet to the internet, or to and from an empty set.
    pub cells: Vec<Option<Verdict>>,
}
