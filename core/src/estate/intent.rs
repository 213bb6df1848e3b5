//! What must hold, and expected verdicts.

use alloc::string::String;
use alloc::vec::Vec;

use super::{ObjectId, ServiceSet, SetExpr};
use crate::answer::Expected;
use crate::origin::Origin;
use crate::reason::Reason;

/// What an intent asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verb {
    /// These flows are meant; never fails.
    Allow,
    /// No flow is delivered, answered or not.
    Deny,
    /// Every flow from every client port is delivered and answered by every path.
    Require,
    /// [`Verb::Deny`] in both directions, or from each category to the others.
    Isolate,
    /// No flow is delivered that no intent [admits](Intent::admits).
    Closed,
}

/// One intent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intent {
    /// What is asked.
    pub verb: Verb,
    /// Of which flows: of one, of `isolate` there and back, of `isolate each` from what carries each value of the tag to what
    /// carries another.
    pub flows: Vec<Flow>,
    /// The key of the tag in `isolate each tag KEY`.
    pub each: Option<String>,
    /// The flows of `allow` lines in the block of a `deny` or `isolate`: not asked there.
    pub exceptions: Vec<Flow>,
    /// Why, where it is said.
    pub because: Option<String>,
    /// Where it is written, the block not included.
    pub origin: Origin,
}

impl Intent {
    /// The flows that it says are meant: its own, or its exceptions.
    pub fn admits(&self) -> impl Iterator<Item = &Flow> {
        let own = matches!(self.verb, Verb::Allow | Verb::Require).then_some(&self.flows);
        own.into_iter().flatten().chain(&self.exceptions)
    }

    /// The flows that it says are not meant, without its exceptions.
    pub fn refuses(&self) -> impl Iterator<Item = &Flow> {
        let own = matches!(self.verb, Verb::Deny | Verb::Isolate).then_some(&self.flows);
        own.into_iter().flatten()
    }
}

/// Flows from one set of points to another, for a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flow {
    /// Who sends.
    pub from: SetExpr,
    /// Who is reached.
    pub to: SetExpr,
    /// By which protocols and ports.
    pub service: ServiceSet,
    /// By which ways.
    pub ways: Ways,
    /// Where it is written.
    pub origin: Origin,
}

/// Which ways of a flow count: those there, not of the reply. An end of the flow that is one of the things is passed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Ways {
    /// Ways that pass one of each of these, each no sooner than the one before; any where there is none.
    pub through: Vec<Vec<ObjectId>>,
    /// Ways that pass none of these.
    pub avoiding: Vec<ObjectId>,
}

impl Ways {
    /// Whether every way counts.
    #[must_use]
    pub fn are_any(&self) -> bool {
        self.through.is_empty() && self.avoiding.is_empty()
    }
}

impl Flow {
    /// Whether, as an exception to `flow`, it leaves none of the ways of what both are about.
    pub(crate) fn excepts_all_of(&self, flow: &Self) -> bool {
        self.ways.are_any() || self.ways == flow.ways
    }

    /// The flows by the same service from where these lead to where they come from.
    #[must_use]
    pub fn back(&self) -> Self {
        let (from, to) = (self.to.clone(), self.from.clone());
        Self { from, to, service: self.service.clone(), ways: self.ways.clone(), origin: self.origin }
    }
}

/// `test "name" { ... }`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Test {
    /// Its name.
    pub name: String,
    /// Its lines.
    pub expectations: Vec<Expectation>,
    /// Where it is written, the block not included.
    pub origin: Origin,
}

/// One line of a test: a question and its expected answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expectation {
    /// The expected answer.
    pub expected: Expected,
    /// The question.
    pub flow: Flow,
    /// A reason that is expected among the blockers.
    pub by: Option<Reason>,
    /// The thing at which that reason is expected.
    pub at: Option<ObjectId>,
    /// Where the line is written.
    pub origin: Origin,
}
