//! Answers for reading, with colours: the stream takes them out where they are not wanted.

mod answer;
mod blockers;
mod difference;
mod drift;
mod excerpt;
mod filters;
mod lint;
mod matrix;
mod path;
mod problems;
mod report;
mod shared;
mod sheet;
mod texts;

pub(crate) use answer::{Detail, answer};
pub(crate) use difference::difference;
pub(crate) use drift::drift;
pub(crate) use filters::filters;
pub(crate) use lint::findings;
pub(crate) use matrix::matrix;
pub(crate) use problems::{error, passed, problems};
pub(crate) use report::{intent_detail, line_detail, report};
pub(crate) use shared::{long_link, opened, written};
pub(crate) use texts::Texts;

#[cfg(test)]
pub(crate) mod samples;
