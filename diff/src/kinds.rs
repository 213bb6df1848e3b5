//! What can become of flows, and the sets of those of which it did.

use alloc::vec::Vec;

use ringfence::space::{Space, Spaces};
use serde::Serialize;

/// What became of a flow. What is delivered and answered is *open*, what is delivered and never answered *one-way*.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Not delivered before, open now.
    Opened,
    /// Not delivered before, one-way now.
    OpenedOneWay,
    /// One-way before, open now.
    BecameAnswered,
    /// On a side it is not known; it is no less open now, and perhaps more.
    MayHaveOpened,
    /// On a side it is not known; it may have opened or closed.
    MayHaveChanged,
    /// Open before, not delivered now.
    Closed,
    /// One-way before, not delivered now.
    ClosedOneWay,
    /// Open before, one-way now.
    BecameOneWay,
    /// On a side it is not known; it is no more open now, and perhaps less.
    MayHaveClosed,
}

impl Kind {
    /// Every kind, what opens first.
    pub const ALL: [Self; 9] = [
        Self::Opened,
        Self::OpenedOneWay,
        Self::BecameAnswered,
        Self::MayHaveOpened,
        Self::MayHaveChanged,
        Self::Closed,
        Self::ClosedOneWay,
        Self::BecameOneWay,
        Self::MayHaveClosed,
    ];

    /// The kind as it is written in answers.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::OpenedOneWay => "opened-one-way",
            Self::BecameAnswered => "became-answered",
            Self::MayHaveOpened => "may-have-opened",
            Self::MayHaveChanged => "may-have-changed",
            Self::Closed => "closed",
            Self::ClosedOneWay => "closed-one-way",
            Self::BecameOneWay => "became-one-way",
            Self::MayHaveClosed => "may-have-closed",
        }
    }

    /// What it means, in a sentence.
    #[must_use]
    pub const fn summary(self) -> &'static str {
        match self {
            Self::Opened => "Not delivered before; delivered and answered now.",
            Self::OpenedOneWay => "Not delivered before; delivered now, and never answered.",
            Self::BecameAnswered => "Delivered and never answered before; answered now.",
            Self::MayHaveOpened => {
                "It hangs on what an estate does not say; no less open now, and perhaps more."
            }
            Self::MayHaveChanged => "It hangs on what an estate does not say; it may have opened or closed.",
            Self::Closed => "Delivered and answered before; not delivered now.",
            Self::ClosedOneWay => "Delivered and never answered before; not delivered now.",
            Self::BecameOneWay => "Delivered and answered before; delivered now, and never answered.",
            Self::MayHaveClosed => {
                "It hangs on what an estate does not say; no more open now, and perhaps less."
            }
        }
    }

    /// What it is when the estates change places.
    #[must_use]
    pub const fn mirrored(self) -> Self {
        match self {
            Self::Opened => Self::Closed,
            Self::OpenedOneWay => Self::ClosedOneWay,
            Self::BecameAnswered => Self::BecameOneWay,
            Self::MayHaveOpened => Self::MayHaveClosed,
            Self::MayHaveChanged => Self::MayHaveChanged,
            Self::Closed => Self::Opened,
            Self::ClosedOneWay => Self::OpenedOneWay,
            Self::BecameOneWay => Self::BecameAnswered,
            Self::MayHaveClosed => Self::MayHaveOpened,
        }
    }

    /// Whether something passes that did not, or may.
    #[must_use]
    pub const fn opens(self) -> bool {
        !matches!(self, Self::Closed | Self::ClosedOneWay | Self::BecameOneWay | Self::MayHaveClosed)
    }

    /// Whether more of it passes in the new estate, or may: that is where a witness is shown.
    #[must_use]
    pub const fn shows_new(self) -> bool {
        self.opens()
    }

    /// Whether it is not known.
    #[must_use]
    pub const fn is_open_question(self) -> bool {
        matches!(self, Self::MayHaveOpened | Self::MayHaveChanged | Self::MayHaveClosed)
    }
}

/// What holds of the flows between two networks: those that are delivered, and those that are also answered; first those of
/// which it is known, then those of which it may be so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Levels {
    pub(crate) least: [Space; 2],
    pub(crate) greatest: [Space; 2],
}

impl Levels {
    /// Nothing is delivered.
    pub(crate) const NONE: Self = Self { least: [Space::EMPTY; 2], greatest: [Space::EMPTY; 2] };

    pub(crate) fn map(self, mut change: impl FnMut(Space) -> Space) -> Self {
        Self { least: self.least.map(&mut change), greatest: self.greatest.map(&mut change) }
    }

    /// Flows of which not everything is known.
    fn open(self, spaces: &mut Spaces) -> Space {
        let ([delivered, answered], [may_deliver, may_answer]) = (self.least, self.greatest);
        let one = spaces.minus(may_deliver, delivered);
        let other = spaces.minus(may_answer, answered);
        spaces.union(one, other)
    }

    /// Flows of which something is surely, or perhaps, so here and not there.
    fn more_than(self, spaces: &mut Spaces, other: Self) -> Space {
        let own = self.least.into_iter().chain(self.greatest);
        let others = other.least.into_iter().chain(other.greatest);
        let parts: Vec<Space> = own.zip(others).map(|(one, other)| spaces.minus(one, other)).collect();
        spaces.union_all(parts)
    }
}

/// The flows of which something became, by what; none of the sets is empty, no flow in two.
pub(crate) fn changed(spaces: &mut Spaces, old: Levels, new: Levels) -> Vec<(Kind, Space)> {
    // Equal sets are the same in one store.
    if old == new {
        return Vec::new();
    }
    let [open_before, open_now] = [old, new].map(|levels| levels.open(spaces));
    let open = spaces.union(open_before, open_now);
    let (rises, falls) = (new.more_than(spaces, old), old.more_than(spaces, new));
    let both = spaces.intersect(rises, falls);
    // What is known on both sides is more or less, never both.
    let may = |spaces: &mut Spaces, moves: Space, other: Space| {
        let moves = spaces.minus(moves, other);
        spaces.intersect(moves, open)
    };
    let may_have_opened = may(spaces, rises, falls);
    let may_have_closed = may(spaces, falls, rises);
    let may_have_changed = both;

    let [old, new] = [old, new].map(|levels| levels.greatest.map(|set| spaces.minus(set, open)));
    let ([delivered, answered], [delivered_now, answered_now]) = (old, new);
    let [one_way, one_way_now] = [(delivered, answered), (delivered_now, answered_now)]
        .map(|(all, answered)| spaces.minus(all, answered));
    let changes = [
        (Kind::Opened, spaces.minus(answered_now, delivered)),
        (Kind::OpenedOneWay, spaces.minus(one_way_now, delivered)),
        (Kind::BecameAnswered, spaces.intersect(one_way, answered_now)),
        (Kind::MayHaveOpened, may_have_opened),
        (Kind::MayHaveChanged, may_have_changed),
        (Kind::Closed, spaces.minus(answered, delivered_now)),
        (Kind::ClosedOneWay, spaces.minus(one_way, delivered_now)),
        (Kind::BecameOneWay, spaces.intersect(answered, one_way_now)),
        (Kind::MayHaveClosed, may_have_closed),
    ];
    changes.into_iter().filter(|(_, set)| !set.is_empty()).collect()
}
