//! Collecting problems, and remembering what was written badly so that nothing is said twice about it.

use alloc::string::String;
use alloc::vec::Vec;

use super::names::Named;
use super::nearest::nearest;
use crate::ordered::{self, Hashed};
use crate::problem::too_many_problems::LISTED;
pub(super) use crate::problem::words::{a, either, short};
use crate::problem::{Problem, too_many_problems};
use crate::source::{Location, Source, SourceId, Span};
use crate::syntax::{Block, PartKind, Statement};

/// How many comparisons the search for a meant word may take in one text.
const COMPARISONS: u32 = 200_000;

/// So many declarations without a name are told apart; where there are more, any name that is missed may be one of theirs.
const LOST: usize = 16;

/// The problems found so far.
pub(super) struct Report<'s> {
    sources: &'s [Source],
    /// The id of the first of `sources`.
    first: u32,
    problems: Vec<Problem>,
    /// How many problems there were, those that are not listed included.
    count: usize,
    quiet: bool,
    /// Names that stand in statements which could not be read: something may have been declared so.
    ghosts: Hashed<String, ()>,
    /// Declarations that lost their very names: the kind of each, and the name that was missed and may be its.
    lost: Vec<(&'static str, Option<String>)>,
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
    pub(super) const fn new(sources: &'s [Source], first: SourceId) -> Self {
        Self {
            sources,
            first: first.0,
            problems: Vec::new(),
            count: 0,
            quiet: false,
            ghosts: Hashed::new(),
            lost: Vec::new(),
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

    /// The problems in the order of the texts.
    pub(super) fn into_problems(mut self) -> Vec<Problem> {
        ordered::sort_by_key(&mut self.problems, |problem| problem.at);
        if let Some(last) = self.problems.last().filter(|_| self.count > LISTED) {
            self.problems.push(too_many_problems::rest(last.at));
        }
        self.problems
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

    /// Remembers every name in a statement that is not read on, and in its block. Whether the statement itself
    /// holds one.
    pub(super) fn ghost(&mut self, statement: &Statement<'_>) -> bool {
        let any = self.ghost_list(statement);
        self.ghost_block(statement.block.as_ref());
        any
    }

    /// The same without its block.
    pub(super) fn ghost_list(&mut self, statement: &Statement<'_>) -> bool {
        let mut any = false;
        for part in statement.list.iter().flat_map(|list| list.parts()) {
            match &part.kind {
                PartKind::Name(segment) => self.ghost_name(segment.text),
                PartKind::Path(segments) => {
                    segments.iter().for_each(|segment| self.ghost_name(segment.text));
                }
                PartKind::Pair(pair) => self.ghost_name(pair.key),
                PartKind::Number(name) => self.ghost_name(name),
                _ => continue,
            }
            any = true;
        }
        any
    }

    /// Remembers every name in a block that is not read.
    pub(super) fn ghost_block(&mut self, block: Option<&Block<'_>>) {
        for statement in block.iter().flat_map(|block| block.statements) {
            self.ghost(statement);
        }
    }

    /// Remembers that a declaration of this kind lost its name.
    pub(super) fn lose_a_name_of(&mut self, kind: &'static str) {
        if self.lost.len() < LOST {
            self.lost.push((kind, None));
        }
    }

    /// Remembers one name.
    pub(super) fn ghost_name(&mut self, name: &str) {
        if self.ghosts.number_of(name).is_none() {
            self.ghosts.insert(String::from(name), ());
        }
    }

    /// Whether `name` may have been declared in a statement that has a problem of its own.
    pub(super) fn may_be_declared(&self, name: &str) -> bool {
        self.ghosts.number_of(name).is_some()
    }

    /// Whether the name that is missed, of one of `kinds`, may be that of a declaration that lost its own. Each of those stands for
    /// one name: whatever else is missed is another mistake.
    pub(super) fn was_lost(&mut self, kinds: &[&'static str], name: &str) -> bool {
        let full = self.lost.len() >= LOST;
        let mut free = None;
        for (kind, taken) in &mut self.lost {
            if !kinds.is_empty() && !kinds.contains(kind) {
                continue;
            }
            match taken {
                Some(taken) if *taken != name => {}
                Some(_) => return true,
                None => free = free.or(Some(taken)),
            }
        }
        match free {
            Some(taken) => *taken = Some(String::from(name)),
            None => return full,
        }
        true
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
