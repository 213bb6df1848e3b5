//! Rules and routes of which the text does not say what they match, or where they lead.

use alloc::vec::Vec;

use super::Lowering;
use super::appliance::UNSEEN;
use crate::embedded::{self, extract};
use crate::estate::aws::{Aws, RouteTarget, TransitTarget};
use crate::fabric::{
    Assumed, Branches, Case, Filter, Gap, HopId, HopKind, Label, ListId, Rewrite, StateId, Stop, Treatment,
    When,
};
use crate::lower::outside::BEYOND;
use crate::packet::{Family, Prefix};
use crate::reason::Reason;
use crate::space::{Field, Space, Values};
use crate::traffic::{of_family, prefix_values, with_addresses};

/// What a rule matches is not in the text.
const fn unknown_rule(about: Label) -> Assumed {
    Assumed {
        code: "rule-unknown",
        text: "which addresses a rule is about is not in the text: it may match a packet or not",
        about,
        when: When::Crossed,
    }
}

/// Where a route leads is not in the text.
const fn unknown_route(about: Label) -> Assumed {
    Assumed {
        code: "route-unknown",
        text: "where the route leads is not in the text: a packet may be dropped, or go on to any VPC, site or the internet, from \
               whatever address, and what arrives there may be answered",
        about,
        when: When::Crossed,
    }
}

impl Lowering<'_> {
    /// A filter by a list, some of whose rules may be unknown.
    pub(super) fn filter(&mut self, list: ListId, state: Option<StateId>, next: HopId) -> HopKind {
        let unknown = self.network.fabric.list(list).and_then(|list| list.unknown());
        let gap = unknown.map(|rule| {
            let gap = HopKind::Gap(Gap { ways: alloc::vec![next], beyond: Vec::new() });
            self.network.fabric.add_assuming(rule, gap, Some(unknown_rule(rule)))
        });
        HopKind::Filter(Filter { list, state, next, gap })
    }

    /// Where a route to `destination` leads of which the text does not say where.
    pub(super) fn route_gap(&mut self, destination: &Prefix, route: Label) -> HopId {
        let beyond = alloc::vec![self.unseen(destination), self.outside.beyond];
        let gap = HopKind::Gap(Gap { ways: Vec::new(), beyond });
        self.network.fabric.add_assuming(route, gap, Some(unknown_route(route)))
    }

    /// Into any VPC with such addresses, or a site, by a way that is not in the text: as it is, or IPv4 from another address, as NAT
    /// gives it.
    fn unseen(&mut self, destination: &Prefix) -> HopId {
        // What it holds a NAT gateway there may translate.
        let held = self.network.fabric.embeds.then(|| extract(&prefix_values(destination)));
        let meets = |range: &Prefix| {
            let own = prefix_values(range);
            let is_held = |held: &Values| range.family() == Family::V4 && !held.intersect(&own).is_empty();
            range.covers(destination) || destination.covers(range) || held.as_ref().is_some_and(is_held)
        };
        let vpcs = self.aws.vpcs.iter().zip(&self.cores);
        let ways = vpcs.filter(|(vpc, _)| vpc.prefixes.iter().any(meets)).map(|(_, core)| *core);
        let mut ways: Vec<HopId> = ways.collect();
        ways.push(self.outside.into_sites);
        let inside = self.network.fabric.add(BEYOND, HopKind::Branches(Branches::any_of(ways)));
        let mark = (Field::Mark, Values::one(u128::from(UNSEEN)));
        let renamed = (Field::Source, Values::range(0, u128::from(u32::MAX)));
        let v4 = of_family(self.spaces, Family::V4);
        let mut forms = alloc::vec![
            (Space::ALL, alloc::vec![mark.clone()]),
            (v4, alloc::vec![mark.clone(), renamed.clone()])
        ];
        if held.is_some_and(|held| !held.is_empty()) {
            let holders = with_addresses(self.spaces, Field::Destination, Family::V6, &embedded::prefix());
            forms.push((
                holders,
                alloc::vec![mark, (Field::Family, Values::one(Family::V4 as u128)), renamed],
            ));
        }
        let forms = forms.into_iter().map(|(packets, set)| {
            let case = Case { packets, treatment: Treatment::Set(set), label: BEYOND };
            let rest = (Stop::new(Reason::NoRoute, BEYOND), BEYOND);
            let rewrite = Rewrite::new(self.spaces, [case], rest, None, inside);
            self.network.fabric.add(BEYOND, HopKind::Rewrite(rewrite))
        });
        let forms: Vec<HopId> = forms.collect();
        self.network.fabric.add(BEYOND, HopKind::Branches(Branches::any_of(forms)))
    }
}

/// Whether some route leads nobody knows where.
pub(super) fn leads_on(aws: &Aws) -> bool {
    let mut routes = aws.route_tables.iter().flat_map(|table| &table.routes);
    let mut transit = aws.transit_tables.iter().flat_map(|table| &table.routes);
    routes.any(|route| route.target == RouteTarget::Unknown)
        || transit.any(|route| route.target == TransitTarget::Unknown)
}
