//! What questions and intents mean: the flows they ask about, and which of those are delivered and answered.

mod asked;
mod bounds;
mod evaluate;
mod everything;
mod flows;
mod groups;
mod order;
mod passing;
mod points;
mod prepared;
mod row;
mod rows;
mod services;
mod way;

pub(crate) use asked::{Asked, Sent};
pub(crate) use bounds::{Bounds, Sets};
pub(crate) use evaluate::{Depth, Evaluator};
pub(crate) use flows::{FlowSet, Gathered, Realms};
pub(crate) use passing::Passing;
pub(crate) use points::Points;
pub(crate) use prepared::Prepared;
pub(crate) use rows::Rows;

/// Work that one answer, or one row, may take, in steps of a store of sets: some ten seconds.
pub(crate) const MOST_WORK: u64 = 400_000_000;
