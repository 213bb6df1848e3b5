//! What a comparison comes to, as every surface shows it.

use alloc::string::String;
use alloc::vec::Vec;

use ringfence::Place;
use ringfence::answer::{FlowBox, Path, ShownPacket, ShownProblem, Witness};
use serde::Serialize;

use crate::kinds::Kind;

/// What comparing two estates comes to: a difference, or why there is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Compared {
    /// What changed.
    Difference(Difference),
    /// They were not compared.
    Refused(Refused),
}

/// Why two estates were not compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refused {
    /// Why, as a sentence.
    pub message: String,
    /// What is wrong with the texts of the one that it is about.
    pub problems: Vec<ShownProblem>,
}

/// What changed from one estate to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Difference {
    /// How many changes of each sort there are.
    pub summary: Summary,
    /// The flows that changed: what opens first. Flows of one kind between the same groups are one change.
    pub changes: Vec<Change>,
    /// The machines that are on one side only, have another name, or other addresses.
    pub machines: Vec<Machine>,
    /// The statements about what is deployed that differ, in the order of the texts.
    pub edits: Vec<Edit>,
    /// What the old texts warn of.
    pub old_problems: Vec<ShownProblem>,
    /// What the new texts warn of.
    pub new_problems: Vec<ShownProblem>,
}

impl Difference {
    /// Whether a flow opened, or may have, that no intent of the new estate says is meant, or one forbids.
    #[must_use]
    pub fn opens_more_than_allowed(&self) -> bool {
        self.summary.not_allowed > 0
    }
}

/// How many changes there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// Those by which something opened.
    pub opened: u32,
    /// Those by which something may have opened, or not: it hangs on what an estate does not say.
    pub may_have_opened: u32,
    /// Of both, those of flows that no intent of the new estate says are meant, or one forbids.
    pub not_allowed: u32,
    /// Those by which something closed, or lost its answer.
    pub closed: u32,
    /// Those by which something may have closed.
    pub may_have_closed: u32,
}

/// Flows of which the same became, between the same groups of ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// What became of them.
    pub kind: Kind,
    /// Of flows that opened, or may have: whether an intent of the new estate says they are meant, and none forbids
    /// them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed: Option<bool>,
    /// Who sends.
    pub from: Group,
    /// Who is reached.
    pub to: Group,
    /// How many flows, in decimal: counts pass what JSON numbers can hold.
    pub count: String,
    /// The exact set, as boxes that share no flow. Addresses are those of the estate in which more of it passes.
    pub boxes: Vec<ChangedBox>,
    /// One of the flows, as its sender sends it in the estate in which more of it passes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub witness: Option<Witness>,
    /// The way of the witness there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<Path>,
    /// The edits at whose statements a hop of that way decides, by their place in the list of edits.
    pub decided_by: Vec<usize>,
    /// The edits of which each by itself makes the difference: without it, the rest being as in the new estate, the witness
    /// fares as it did before. Found by evaluation.
    pub caused_by: Vec<usize>,
    /// What `reach` and `explain` are asked about the witness.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub question: String,
}

/// Flows of a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangedBox {
    /// The flows.
    #[serde(flatten)]
    pub flows: FlowBox,
    /// One of them.
    pub flow: ShownPacket,
}

/// Ends that are told of together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Group {
    /// `segment`, `internet`, or the kind of a machine.
    pub kind: String,
    /// Its name: that of a segment, or of a machine and how many are like it.
    pub name: String,
}

/// What became of a machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Machine {
    /// What became of it.
    pub change: MachineChange,
    /// What it is.
    pub kind: String,
    /// Its full name; that in the new estate where it is in both.
    pub name: String,
    /// The name in the old estate, where that is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// Addresses that it had and has not any more.
    pub lost: Vec<String>,
    /// Addresses that it has and had not.
    pub gained: Vec<String>,
    /// The changes with flows from or to it, by their place in the list of changes.
    pub changes: Vec<usize>,
}

/// What became of a machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MachineChange {
    /// It is in the new estate only.
    Added,
    /// It is in the old estate only.
    Removed,
    /// It has another name, and is matched by its address.
    Renamed,
    /// It has other addresses, and is matched by its name.
    Readdressed,
}

/// A statement that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Edit {
    /// How it differs.
    pub kind: EditKind,
    /// The thing that it declares or stands in, with its kind; absent at the top.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thing: Option<String>,
    /// Whether it was found out what becomes of the witnesses without it.
    pub evaluated: bool,
    /// As it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<Written>,
    /// As it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<Written>,
}

/// How a statement differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum EditKind {
    /// It is in the new estate only.
    Added,
    /// It is in the old estate only.
    Removed,
    /// It says something else.
    Changed,
}

/// A statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Written {
    /// What is written, blanks drawn together; of what has a block and is in both estates without it.
    pub text: String,
    /// Where.
    pub place: Place,
}
