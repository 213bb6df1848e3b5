//! Tests of reading.

mod corpus;
