//! What was written badly and may have declared something: what is missed for it is no mistake of its own.

use alloc::string::String;
use alloc::vec::Vec;

use crate::ordered::Hashed;
use crate::problem::follow_up::FollowUp;
use crate::source::Location;
use crate::syntax::{Block, PartKind, Statement};

/// So many declarations without a name are told apart; where there are more, any name that is missed may be one of theirs.
const MOST: usize = 16;

/// What may have been declared in statements that could not be read. Each is told by its place, its block included.
#[derive(Default)]
pub(super) struct Lost {
    /// Names that stand in such a statement, with the first of those.
    names: Hashed<String, Location>,
    /// Declarations that lost their very names.
    nameless: Vec<Nameless>,
    /// What is missed for them.
    pub(super) follow_ups: Vec<FollowUp>,
}

struct Nameless {
    kind: &'static str,
    at: Location,
    /// The name that was missed and may be its.
    name: Option<String>,
}

impl Lost {
    /// Remembers every name in a statement that is not read on, and in its block.
    pub(super) fn statement(&mut self, of: Location, statement: &Statement<'_>) {
        self.list(of, statement);
        self.block(of, statement.block.as_ref());
    }

    /// The same without its block. Whether it holds a name.
    pub(super) fn list(&mut self, of: Location, statement: &Statement<'_>) -> bool {
        let mut any = false;
        for part in statement.list.iter().flat_map(|list| list.parts()) {
            match &part.kind {
                PartKind::Name(segment) => self.name(of, segment.text),
                PartKind::Path(segments) => segments.iter().for_each(|segment| self.name(of, segment.text)),
                PartKind::Pair(pair) => self.name(of, pair.key),
                PartKind::Number(name) => self.name(of, name),
                _ => continue,
            }
            any = true;
        }
        any
    }

    /// Remembers every name in a block that is not read.
    pub(super) fn block(&mut self, of: Location, block: Option<&Block<'_>>) {
        for statement in block.iter().flat_map(|block| block.statements) {
            self.statement(of, statement);
        }
    }

    /// Remembers one name.
    pub(super) fn name(&mut self, of: Location, name: &str) {
        if self.names.number_of(name).is_none() {
            self.names.insert(String::from(name), of);
        }
    }

    /// Remembers that a declaration of this kind lost its name.
    pub(super) fn nameless(&mut self, of: Location, kind: &'static str) {
        if self.nameless.len() < MOST {
            self.nameless.push(Nameless { kind, at: of, name: None });
        }
    }

    /// The statement that may have declared what is missed: something of one of `kinds`, with this path. A declaration that lost
    /// its name stands for one name: whatever else is missed is another mistake.
    pub(super) fn cause(&mut self, kinds: &[&'static str], path: &[&str]) -> Option<Location> {
        if let Some(of) = path.iter().find_map(|name| self.names.get(*name)) {
            return Some(*of);
        }
        let name = path.last().copied().unwrap_or_default();
        let may_be = |lost: &&mut Nameless| kinds.is_empty() || kinds.contains(&lost.kind);
        let full = self.nameless.len() >= MOST;
        let mut free = None;
        for lost in self.nameless.iter_mut().filter(may_be) {
            match &lost.name {
                Some(taken) if taken != name => {}
                Some(_) => return Some(lost.at),
                None => free = free.or(Some(lost)),
            }
        }
        if let Some(lost) = free {
            lost.name = Some(String::from(name));
            return Some(lost.at);
        }
        self.nameless.last().filter(|_| full).map(|lost| lost.at)
    }
}
