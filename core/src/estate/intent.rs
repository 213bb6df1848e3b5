//! What must hold, and expected verdicts.

use alloc::string::String;
use alloc::vec::Vec;

use super::{ObjectId, ServiceSet, SetExpr};
use crate::answer::Verdict;
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
    /// [`Verb::Deny`] in both directions.
    Isolate,
}

/// One intent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intent {
    /// What is asked.
    pub verb: Verb,
    /// Of which flows. For `isolate` the two sides.
    pub flow: Flow,
    /// The flows of `allow` lines in the block of a `deny` or `isolate`: not asked there.
    pub exceptions: Vec<Flow>,
    /// Why, where it is said.
    pub because: Option<String>,
    /// Where it is written, the block not included.
    pub origin: Origin,
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
    /// Where it is written.
    pub origin: Origin,
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

/// One line of a test: a question and its expected verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expectation {
    /// The expected verdict.
    pub verdict: Verdict,
    /// The question.
    pub flow: Flow,
    /// A reason that is expected among the blockers.
    pub by: Option<Reason>,
    /// The thing at which that reason is expected.
    pub at: Option<ObjectId>,
    /// Where the line is written.
    pub origin: Origin,
}
