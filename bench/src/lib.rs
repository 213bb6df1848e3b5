//! Ringfence's packet sets beside the libraries that answer the same questions.
//!
//! A rule list is given to each; every one builds the exact set of packets that the list permits, and all of them
//! count the same. The binary prints times and sizes as ratios.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a benchmark stops where something is wrong"
)]

pub mod built;
pub mod classbench;
pub mod decide;
#[cfg(feature = "decisions")]
pub mod decisions;
pub mod edits;
pub mod estate;
pub mod estates;
pub mod exports;
pub mod flows;
pub mod generate;
pub mod language;
pub mod list;
pub mod lists;
pub mod measure;
pub mod order;
pub mod ours;
pub mod peer;
pub mod statements;
pub mod wasm;
pub mod way;
pub mod widths;
