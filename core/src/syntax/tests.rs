//! Tests of reading.

mod ambiguities;
mod corpus;
mod limits;
mod recovery;
mod support;
mod write;
