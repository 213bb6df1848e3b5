//! Rules and routes of which the text does not say what they match, or where they lead.

use alloc::vec::Vec;

use super::Lowering;
use crate::fabric::{Assumed, Filter, Gap, HopId, HopKind, Label, ListId, StateId, When};
use crate::packet::Prefix;

/// What a rule matches is not in the text.
const fn unknown_rule(about: Label) -> Assumed {
    Assumed {
        code: "rule-unknown",
        text: "which addresses the rule is about is not in the text: it may match a packet or not",
        about,
        when: When::Crossed,
    }
}

/// Where a route leads is not in the text.
const fn unknown_route(about: Label) -> Assumed {
    Assumed {
        code: "route-unknown",
        text: "where the route leads is not in the text: a packet may be dropped, or go on to any VPC or site, or under any public \
               address to the internet, and from outside it may be answered",
        about,
        when: When::Crossed,
    }
}

impl Lowering<'_> {
    /// A filter by a list, some of whose rules may be unknown.
    pub(super) fn filter(&mut self, list: ListId, state: Option<StateId>, next: HopId) -> HopKind {
        let unknown = self.network.fabric.list(list).and_then(|list| list.first_unknown());
        let gap = unknown.map(|rule| {
            let gap = HopKind::Gap(Gap { ways: alloc::vec![next], beyond: Vec::new() });
            self.network.fabric.add_assuming(rule, gap, Some(unknown_rule(rule)))
        });
        HopKind::Filter(Filter { list, state, next, gap })
    }

    /// Where a route to `destination` leads of which the text does not say where: into any VPC that has such addresses, to a site, or
    /// out of the estate.
    pub(super) fn route_gap(&mut self, destination: &Prefix, route: Label) -> HopId {
        let meets = |range: &Prefix| range.covers(destination) || destination.covers(range);
        let vpcs = self.aws.vpcs.iter().zip(&self.cores);
        let ways = vpcs.filter(|(vpc, _)| vpc.prefixes.iter().any(meets)).map(|(_, core)| *core);
        let ways: Vec<HopId> = ways.collect();
        let beyond = alloc::vec![self.outside.beyond, self.outside.into_sites];
        let gap = HopKind::Gap(Gap { ways, beyond });
        self.network.fabric.add_assuming(route, gap, Some(unknown_route(route)))
    }
}
