//! Hops that change fields, and hops that change them back in replies.

use alloc::vec::Vec;

use super::{Ends, HopId, Label, Next, StateId, Stop};
use crate::space::{Field, Space, Spaces, Values};

/// A hop that changes fields of packets.
///
/// With a state it remembers what it changed and is for first packets only: a reply that comes to it is not one of its
/// flows going back, which [`Restore`] takes. Without one it treats every packet alike.
#[derive(Debug)]
pub(crate) struct Rewrite {
    cases: Vec<Case>,
    /// The ends of each case's packets.
    ends: Vec<Ends>,
    /// The memory, shared with the [`Restore`] that undoes it.
    pub(crate) state: Option<StateId>,
    /// Where packets go then.
    pub(crate) next: HopId,
}

/// What happens to some packets.
#[derive(Debug)]
pub(crate) struct Case {
    /// Which packets.
    pub(crate) packets: Space,
    /// What happens.
    pub(crate) treatment: Treatment,
    /// What says so.
    pub(crate) label: Label,
}

/// What happens to packets of a case.
#[derive(Debug)]
pub(crate) enum Treatment {
    /// Each field gets one of the values, whichever the provider takes; other fields stay.
    Set(Vec<(Field, Values)>),
    /// They are dropped.
    Stop(Stop),
}

impl Rewrite {
    /// A hop with cases of which the first that matches decides, and what happens when none does.
    pub(crate) fn new(
        spaces: &mut Spaces,
        cases: impl IntoIterator<Item = Case>,
        otherwise: (Stop, Label),
        state: Option<StateId>,
        next: HopId,
    ) -> Self {
        let mut rest = Space::ALL;
        let mut own = Vec::new();
        for case in cases {
            let packets = spaces.intersect(rest, case.packets);
            if !packets.is_empty() {
                rest = spaces.minus(rest, packets);
                own.push(Case { packets, ..case });
            }
        }
        let (stop, label) = otherwise;
        if !rest.is_empty() {
            own.push(Case { packets: rest, treatment: Treatment::Stop(stop), label });
        }
        let ends = own.iter().map(|case| Ends::of(spaces, case.packets)).collect();
        Self { cases: own, ends, state, next }
    }

    /// The cases with what is left for each: a partition of all packets.
    pub(crate) fn cases(&self) -> &[Case] {
        &self.cases
    }

    /// The cases that may match packets with these ends.
    pub(crate) fn cases_for(&self, ends: &Ends) -> impl Iterator<Item = &Case> {
        self.cases.iter().zip(&self.ends).filter(|(_, own)| own.meet(ends)).map(|(case, _)| case)
    }
}

/// A hop that gives replies the fields back that a [`Rewrite`] changed, and knows no other packets.
#[derive(Debug)]
pub(crate) struct Restore {
    /// The memory of the rewrite.
    pub(crate) state: StateId,
    /// Where restored replies go.
    pub(crate) next: HopId,
    /// Where everything else goes.
    pub(crate) otherwise: Next,
}
