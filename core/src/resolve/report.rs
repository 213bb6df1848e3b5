//! Collecting problems.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::lost::Lost;
use super::names::Named;
use super::nearest::nearest;
use crate::ordered;
use crate::problem::follow_up::FollowUp;
use crate::problem::too_many_problems::LISTED;
pub(super) use crate::problem::words::{a, either, short};
use crate::problem::{Problem, too_many_problems};
use crate::source::{Location, Source, SourceId, Span};
use crate::syntax::Statement;

/// How many comparisons the search for a meant word may take in one text.
const COMPARISONS: u32 = 200_000;

/// The problems found so far.
pub(super) struct Report<'s> {
    sources: &'s [Source],
    /// The id of the first of `sources`.
    first: u32,
    problems: Vec<Problem>,
    /// How many problems there were, those that are not listed included.
    count: usize,
    quiet: bool,
    /// What may have been declared in statements that could not be read.
    pub(super) lost: Lost,
    comparisons: u32,
    /// Every path that means something, in the order of the look-ups, for who [listens](Self::listening).
    meanings: Option<Vec<Meaning>>,
}

/// A path in a text, and what it means.
#[derive(Debug, Clone, Copy)]
pub(super) struct Meaning {
    pub(super) at: Location,
    /// `None` for the service of that name.
    pub(super) named: Option<Named>,
}

impl<'s> Report<'s> {
    pub(super) fn new(sources: &'s [Source], first: SourceId) -> Self {
        Self {
            sources,
            first: first.0,
            problems: Vec::new(),
            count: 0,
            quiet: false,
            lost: Lost::default(),
            comparisons: COMPARISONS,
            meanings: None,
        }
    }

    /// The same, for an editor: what paths mean is remembered.
    pub(super) fn listening(mut self) -> Self {
        self.meanings = Some(Vec::new());
        self
    }

    /// Remembers what the path at `at` means; `None` is the service of that name.
    pub(super) fn means(&mut self, at: Location, named: Option<Named>) {
        if let Some(meanings) = &mut self.meanings {
            meanings.push(Meaning { at, named });
        }
    }

    /// What every path means that was looked up.
    pub(super) fn into_meanings(self) -> Vec<Meaning> {
        self.meanings.unwrap_or_default()
    }

    pub(super) fn push(&mut self, problem: Problem) {
        if self.quiet {
            return;
        }
        self.count = self.count.saturating_add(1);
        if self.problems.len() < LISTED {
            self.problems.push(problem);
        }
    }

    /// Reports what `problem` says of the text at `at`, as messages quote it.
    pub(super) fn tell(&mut self, at: Location, problem: fn(Location, &str) -> Problem) {
        let text = self.text(at);
        self.push(problem(at, &text));
    }

    /// Does `work` without a word about what it finds when the statement is `broken`: what is wrong with it
    /// was said, and what follows from that is no news.
    pub(super) fn quietly<T>(&mut self, broken: bool, work: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.quiet;
        self.quiet |= broken;
        let done = work(self);
        self.quiet = before;
        done
    }

    /// How many problems there are so far.
    pub(super) const fn len(&self) -> usize {
        self.count
    }

    /// Whether the name at `here`, its path in `texts`, is missed only because a statement of one of `kinds` could not be read. It
    /// is folded under what is said of that.
    pub(super) fn follows(&mut self, kinds: &[&'static str], texts: &[&str], here: Location) -> bool {
        let Some(of) = self.lost.cause(kinds, texts) else { return false };
        if !self.quiet && self.lost.follow_ups.len() < LISTED {
            let name = format!("`{}`", self.text(here));
            self.lost.follow_ups.push(FollowUp { of, at: here, name });
        }
        true
    }

    /// The problems in the order of the texts, and what follows from some of them.
    pub(super) fn into_problems(mut self) -> (Vec<Problem>, Vec<FollowUp>) {
        ordered::sort_by_key(&mut self.problems, |problem| problem.at);
        if let Some(last) = self.problems.last().filter(|_| self.count > LISTED) {
            self.problems.push(too_many_problems::rest(last.at));
        }
        (self.problems, self.lost.follow_ups)
    }

    /// What somebody wrote at `at`.
    pub(super) fn whole_text(&self, at: Location) -> &'s str {
        let index = at.source.0.checked_sub(self.first);
        index.and_then(|index| self.sources.get(index as usize)).map_or("", |source| source.slice(at.span))
    }

    /// What somebody wrote at `at`, as messages quote it.
    pub(super) fn text(&self, at: Location) -> String {
        short(self.whole_text(at))
    }

    /// The word of `known` that `word` was probably meant to be.
    pub(super) fn meant<'k>(&mut self, word: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
        nearest(word, known, &mut self.comparisons)
    }
}

/// `span` in the text `source`.
pub(super) const fn at(source: SourceId, span: Span) -> Location {
    Location { source, span }
}

/// The span of a statement without its block.
pub(super) fn extent(statement: &Statement<'_>) -> Span {
    let head = statement.head.as_ref().map(|word| word.span);
    let list = statement.list.as_ref().map(|list| list.span);
    let links = statement
        .links
        .iter()
        .map(|link| link.list.as_ref().map_or(link.span, |list| list.span.to(link.span)));
    let spans = head.into_iter().chain(list).chain(links);
    spans.reduce(Span::to).unwrap_or(statement.span)
}
