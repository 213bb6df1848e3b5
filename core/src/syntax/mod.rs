//! From text to tree.

mod tree;

pub use tree::{Block, Link, LinkWord, List, Meet, Part, PartKind, Segment, Statement, Term, Tree, Word};
