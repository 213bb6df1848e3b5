//! What questions and intents mean: the flows they ask about, and which of those are delivered and answered.

mod bounds;
mod evaluate;
mod flows;
mod groups;
mod order;
mod points;
mod prepared;
mod services;
mod ways;

pub(crate) use bounds::{Bounds, Sets};
pub(crate) use evaluate::{Asked, Depth, Evaluator, Sent};
pub(crate) use flows::{FlowSet, Gathered, Realms};
pub(crate) use points::Points;
pub(crate) use prepared::Prepared;
