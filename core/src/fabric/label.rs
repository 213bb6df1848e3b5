//! What a hop or a decision is, for people.

use core::fmt;

use crate::estate::ObjectId;
use crate::origin::Origin;
use crate::packet::Prefix;

/// A thing of the estate, or one that the cloud adds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Label {
    /// What it is, in the cloud's word.
    pub(crate) kind: &'static str,
    /// The object it is, or that has it where the cloud adds it; `None` outside the estate.
    pub(crate) object: Option<ObjectId>,
    /// Which part of it.
    pub(crate) part: Part,
    /// Where it comes from.
    pub(crate) origin: Origin,
}

/// Which part of a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// All of it.
    Whole,
    /// Its rules of one direction.
    Direction(Direction),
    /// A numbered rule of one direction.
    Rule(Direction, u32),
    /// A route.
    Route(Prefix),
}

/// Which way a packet goes, seen from what a filter protects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    /// Towards it.
    Ingress,
    /// Away from it.
    Egress,
}

impl Label {
    /// Another part of the same thing, from `origin`.
    pub(crate) const fn part(self, part: Part, origin: Origin) -> Self {
        Self { part, origin, ..self }
    }
}

impl Part {
    /// Whether there is nothing to show.
    pub(crate) fn is_whole(self) -> bool {
        self == Self::Whole
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole => Ok(()),
            Self::Direction(direction) => direction.fmt(f),
            Self::Rule(direction, number) => write!(f, "{direction} {number}"),
            Self::Route(prefix) => prefix.fmt(f),
        }
    }
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ingress => "ingress",
            Self::Egress => "egress",
        })
    }
}
