//! Hops that change fields, and hops that change them back in replies.

use alloc::vec::Vec;

use super::{HopId, Label, Next, StateId, Stop, Table};
use crate::space::{Field, Space, Spaces, Values};

/// A hop that changes fields of packets.
///
/// With a state it remembers what it changed and is for first packets only: a reply that comes to it is not one of its
/// flows going back, which [`Restore`] takes. Without one it treats every packet alike.
#[derive(Debug)]
pub(crate) struct Rewrite {
    cases: Vec<Case>,
    table: Table,
    /// The memory, shared with the [`Restore`] that undoes it.
    pub(crate) state: Option<StateId>,
    /// Where packets go then.
    pub(crate) next: HopId,
}

/// What happens to some packets.
#[derive(Debug)]
pub(crate) struct Case {
    /// Which packets it matches.
    pub(crate) packets: Space,
    /// What happens.
    pub(crate) treatment: Treatment,
    /// What says so.
    pub(crate) label: Label,
}

/// What happens to packets of a case.
#[derive(Debug)]
pub(crate) enum Treatment {
    /// Each field gets one of the values, whichever the provider takes; other fields stay. A mark is a single value. As family
    /// an IPv6 packet gets IPv4 alone: addresses that stay are taken out of its own (RFC 6052), and ICMPv6 becomes ICMP.
    Set(Vec<(Field, Values)>),
    /// They are dropped.
    Stop(Stop),
}

impl Treatment {
    /// What fields get, if they are not dropped.
    pub(crate) const fn fields(&self) -> Option<&Vec<(Field, Values)>> {
        match self {
            Self::Set(fields) => Some(fields),
            Self::Stop(_) => None,
        }
    }

    /// Why packets are dropped, if they are.
    pub(crate) const fn stop(&self) -> Option<&Stop> {
        match self {
            Self::Set(_) => None,
            Self::Stop(stop) => Some(stop),
        }
    }
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
        let (stop, label) = otherwise;
        let mut cases: Vec<Case> = cases.into_iter().collect();
        cases.push(Case { packets: Space::ALL, treatment: Treatment::Stop(stop), label });
        let numbered = cases.iter().zip(0..).map(|(case, number)| (case.packets, number));
        // All that drop packets are alike.
        let last = (cases.len() as u32).saturating_sub(1);
        let drops = |number: u32| {
            matches!(cases.get(number as usize).map(|case| &case.treatment), Some(Treatment::Stop(_)))
        };
        let table = Table::new(spaces, numbered, &|number| if drops(number) { last } else { number });
        Self { cases, table, state, next }
    }

    /// Which case decides about packets, by number.
    pub(crate) const fn table(&self) -> &Table {
        &self.table
    }

    /// The same, to be changed.
    pub(super) const fn table_mut(&mut self) -> &mut Table {
        &mut self.table
    }

    /// The case with this number in the table.
    pub(crate) fn case(&self, number: u32) -> Option<&Case> {
        self.cases.get(number as usize)
    }

    /// All cases, by their numbers.
    pub(super) fn cases(&self) -> &[Case] {
        &self.cases
    }

    /// Whether it changes ports of destinations: not the type of ICMP with the family.
    pub(crate) fn translates_ports(&self) -> bool {
        let mut cases = self.cases.iter().filter_map(|case| case.treatment.fields());
        cases.any(|fields| {
            let sets = |field| fields.iter().any(|(known, _)| *known == field);
            sets(Field::DestinationPort) && !sets(Field::Family)
        })
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
