//! The problems of one pass over a text, few enough to read.

use alloc::vec::Vec;

use crate::ordered;
use crate::problem::too_many_problems::LISTED;
use crate::problem::{Problem, too_many_problems};
use crate::source::{Location, SourceId, Span};

/// Problems in the order of the text. One more is kept than is listed, to tell where the list stopped.
#[derive(Debug)]
pub(super) struct Problems {
    source: SourceId,
    list: Vec<Problem>,
}

impl Problems {
    pub(super) const fn new(source: SourceId) -> Self {
        Self { source, list: Vec::new() }
    }

    /// Adds what `build` makes, unless the list is full.
    pub(super) fn add(&mut self, build: impl FnOnce(&dyn Fn(Span) -> Location) -> Problem) {
        if self.list.len() <= LISTED {
            let source = self.source;
            self.list.push(build(&|span| Location { source, span }));
        }
    }

    /// The problems of all passes as one list, in the order of the text.
    pub(super) fn merge<const N: usize>(passes: [Self; N]) -> Vec<Problem> {
        let mut list: Vec<Problem> = passes.into_iter().flat_map(|pass| pass.list).collect();
        ordered::sort_by_key(&mut list, |problem| problem.at.span.start);
        if let Some(next) = list.get(LISTED) {
            let last = too_many_problems::rest(next.at);
            list.truncate(LISTED);
            list.push(last);
        }
        list
    }
}
