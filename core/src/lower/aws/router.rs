//! Route tables: longest prefix match over what is written and the VPC's own ranges (AVPC VPC_Route_Tables.md).

use alloc::vec::Vec;
use core::net::IpAddr;

use super::nat::Sender;
use super::{Lowering, endpoint, to_prefix};
use crate::estate::aws::{RouteTable, RouteTarget, Subnet, SubnetId, VpcId};
use crate::fabric::{Entry, HopId, HopKind, Label, Next, Part, Route, Stop};
use crate::ordered;
use crate::origin::{Origin, Owner};
use crate::packet::Prefix;
use crate::reason::Reason;
use crate::space::{Field, Space, Spaces};
use crate::traffic::with_prefix;

/// A table that nobody wrote has the VPC's own ranges only.
const MAIN: Origin = Origin::Implied {
    rule: "the VPC's main route table, which nobody wrote, has local routes only",
    owner: Owner::Shared,
};

/// Every table routes the VPC's own ranges.
const LOCAL: Origin = Origin::Implied {
    rule: "every route table has a local route for each range of its VPC",
    owner: Owner::Provider,
};

/// The routes of `table`, each with the length of its prefix, behind entries that go before all of them: the longest wins,
/// and of those of one length the first.
pub(super) fn longest_first(
    spaces: &mut Spaces,
    mut routes: Vec<(u8, Entry)>,
    mut entries: Vec<Entry>,
    table: Label,
) -> Route {
    // The sort is stable.
    ordered::sort_by_key(&mut routes, |(length, _)| core::cmp::Reverse(*length));
    entries.extend(routes.into_iter().map(|(_, entry)| entry));
    Route::new(spaces, entries, (Stop::new(Reason::NoRoute, table), table))
}

impl<'a> Lowering<'a> {
    /// The router of every subnet.
    pub(super) fn routers(&mut self) {
        for index in 0..self.aws.subnets.len() {
            let Some(&router) = self.routers.get(index) else { continue };
            let route = self.router(SubnetId(index as u32), Sender::Interfaces);
            self.network.fabric.set(router, HopKind::Route(route));
        }
        for (index, nat) in self.aws.nat_gateways.iter().enumerate() {
            let Some(router) = self.nats.get(index).map(|ends| ends.router) else { continue };
            let route = self.router(nat.subnet, Sender::Nat(index));
            self.network.fabric.set(router, HopKind::Route(route));
        }
    }

    /// The table a subnet names, else the main table of its VPC, else none.
    pub(super) fn table_of(&self, subnet: &Subnet) -> Option<&'a RouteTable> {
        let named = subnet.route_table.and_then(|id| self.aws.route_table(id));
        named.or_else(|| self.aws.route_table(*self.index.main_tables.get(subnet.vpc)?))
    }

    /// The table of a subnet as a thing.
    pub(super) fn table_label(&self, subnet: SubnetId) -> Label {
        let subnet = self.aws.subnet(subnet);
        let table = subnet.and_then(|subnet| self.table_of(subnet));
        let vpc = subnet.and_then(|subnet| self.aws.vpc(subnet.vpc)).map(|vpc| vpc.object);
        let main = Label { kind: "route-table", object: vpc, part: Part::Whole, origin: MAIN };
        table.map_or(main, |table| self.label(table.object))
    }

    /// What a subnet's router does with what its interfaces, or a NAT gateway in it, send.
    fn router(&mut self, id: SubnetId, sender: Sender) -> Route {
        let label = self.table_label(id);
        let otherwise = (Stop::new(Reason::NoRoute, label), label);
        let (Some(subnet), Some(&link)) = (self.aws.subnet(id), self.links.get(id.0 as usize)) else {
            return Route::new(self.spaces, Vec::new(), otherwise);
        };
        // Inside a subnet packets are handed over directly: no table and no ACL is asked.
        let on_link = self.label(subnet.object);
        let to = |prefix| to_prefix(self.spaces, prefix, Next::Hop(link), on_link);
        let entries: Vec<Entry> = subnet.prefixes.iter().map(to).collect();
        let table = self.table_of(subnet);
        let written = table.into_iter().flat_map(|table| &table.routes).map(|route| {
            (route.destination, route.target, label.part(Part::Route(route.destination), route.origin))
        });
        let ranges = self.aws.vpc(subnet.vpc).into_iter().flat_map(|vpc| &vpc.prefixes);
        let local =
            ranges.clone().map(|range| (*range, RouteTarget::Local, label.part(Part::Route(*range), LOCAL)));
        // A written route for a whole range of the VPC replaces the local one, both go before those of lists, and all of them
        // before what is propagated.
        let mut statics: Vec<(Prefix, RouteTarget, Label)> = written.chain(local).collect();
        statics.extend(self.list_routes(subnet, label));
        let mut routes = Vec::new();
        for (prefix, target, label) in statics {
            let packets = with_prefix(self.spaces, Field::Destination, &prefix);
            let next = self.next(id, sender, (&prefix, target), label);
            routes.push((prefix.length(), Entry { packets, next, label }));
        }
        let ranges: Vec<Space> =
            ranges.map(|range| with_prefix(self.spaces, Field::Destination, range)).collect();
        let ranges = self.spaces.union_all(ranges);
        let propagated = table.map(|table| self.propagated(table, label)).unwrap_or_default();
        for (prefix, gateway, label) in propagated {
            // A propagated route never goes before the local one, even where it is longer.
            let packets = with_prefix(self.spaces, Field::Destination, &prefix);
            let packets = self.spaces.minus(packets, ranges);
            let next = self.next(id, sender, (&prefix, RouteTarget::VpnGateway(gateway)), label);
            routes.push((prefix.length(), Entry { packets, next, label }));
        }
        longest_first(self.spaces, routes, entries, label)
    }

    /// The entries of the lists that a table routes, and of those that gateway endpoints add.
    fn list_routes(&self, subnet: &Subnet, label: Label) -> Vec<(Prefix, RouteTarget, Label)> {
        let id = subnet.route_table.or_else(|| self.index.main_tables.get(subnet.vpc).copied());
        let table = self.table_of(subnet);
        let written = table.into_iter().flat_map(|table| &table.list_routes);
        let written = written.map(|route| (route.list, route.target, route.origin));
        let added = id.into_iter().flat_map(|id| endpoint::added_routes(self.aws, id)).map(|(id, list)| {
            let origin = self.aws.endpoint(id).map_or(LOCAL, |endpoint| self.label(endpoint.object).origin);
            (list, RouteTarget::Endpoint(id), origin)
        });
        let mut routes = Vec::new();
        for (list, target, origin) in written.chain(added) {
            let prefixes = self.aws.prefix_list(list).into_iter().flat_map(|list| &list.prefixes);
            routes.extend(prefixes.map(|prefix| (*prefix, target, label.part(Part::Route(*prefix), origin))));
        }
        routes
    }

    fn next(
        &mut self,
        from: SubnetId,
        sender: Sender,
        (prefix, target): (&Prefix, RouteTarget),
        route: Label,
    ) -> Next {
        let vpc = self.aws.subnet(from).map(|subnet| subnet.vpc);
        let hop = match target {
            RouteTarget::Local => vpc.and_then(|vpc| self.cores.get(vpc.0 as usize).copied()),
            RouteTarget::RegionalNatGateway(id) => self.regional_nat_gateways.get(id.0 as usize).copied(),
            RouteTarget::Endpoint(id) => self.at_endpoint(id, sender),
            RouteTarget::TransitGateway(id) => {
                let label = self.aws.transit_gateway(id).map_or(route, |gateway| self.label(gateway.object));
                let hop = self.way_to_transit_gateway(from, id);
                return hop
                    .map_or_else(|| Next::Stop(Stop::new(Reason::NoAttachmentInZone, label)), Next::Hop);
            }
            RouteTarget::Unknown => Some(self.route_gap(prefix, route)),
            RouteTarget::Blackhole => return Next::Stop(Stop::new(Reason::Blackhole, route)),
            RouteTarget::InternetGateway(_) => match sender {
                Sender::Interfaces => vpc.and_then(|vpc| Some(self.internet_gateways.get(vpc)?.out)),
                Sender::Nat(nat) => self.nats.get(nat).and_then(|ends| ends.to_internet),
            },
            RouteTarget::EgressOnlyGateway(_) => {
                vpc.and_then(|vpc| Some(self.egress_only_gateways.get(vpc)?.out))
            }
            RouteTarget::VpnGateway(_) => vpc.and_then(|vpc| self.vpn_gateways.get(vpc).copied()),
            RouteTarget::Peering(id) => self.over(id, vpc),
            RouteTarget::NatGateway(id) => {
                let entrance = self.nats.get(id.0 as usize).map(|ends| ends.entrance);
                let subnet = self.aws.nat_gateway(id).map(|nat| nat.subnet);
                return self.across(from, subnet, entrance, route);
            }
            RouteTarget::GwlbEndpoint(id) => {
                let subnet = self.aws.gwlb_endpoint(id).map(|endpoint| endpoint.subnet);
                let hop = self.gwlb_endpoints.get(id.0 as usize).copied();
                return self.across(from, subnet, hop, route);
            }
            RouteTarget::Interface(id) => {
                let subnet = self.aws.interface(id).map(|interface| interface.subnet);
                let handed = self.handed_to(id.0 as usize);
                return self.across(from, subnet, handed, route);
            }
        };
        match hop {
            Some(hop) => Next::Hop(self.leave(from, hop)),
            None => Next::Stop(Stop::new(Reason::NoRoute, route)),
        }
    }

    /// What comes in by a gateway of `vpc`: the gateway's table routes it, if it has one, else it goes straight to the address.
    pub(super) fn edge(&mut self, vpc: VpcId, table: Option<&RouteTable>, core: HopId) -> HopId {
        let Some(table) = table else { return core };
        let label = self.label(table.object);
        let written = table.routes.iter().map(|route| {
            (route.destination, route.target, label.part(Part::Route(route.destination), route.origin))
        });
        let mut routes: Vec<(Prefix, RouteTarget, Label)> = written.collect();
        let local = self.aws.vpc(vpc).into_iter().flat_map(|vpc| &vpc.prefixes);
        routes.extend(
            local.map(|prefix| (*prefix, RouteTarget::Local, label.part(Part::Route(*prefix), LOCAL))),
        );
        ordered::sort_by_key(&mut routes, |(prefix, ..)| core::cmp::Reverse(prefix.length()));
        let mut entries = Vec::new();
        for (prefix, target, label) in routes {
            let (subnet, hop) = match target {
                RouteTarget::Interface(id) => {
                    (self.aws.interface(id).map(|one| one.subnet), self.handed_to(id.0 as usize))
                }
                RouteTarget::GwlbEndpoint(id) => {
                    let hop = self.gwlb_endpoints.get(id.0 as usize).copied();
                    (self.aws.gwlb_endpoint(id).map(|one| one.subnet), hop)
                }
                RouteTarget::Local => (None, Some(core)),
                _ => (None, None),
            };
            let next = match (subnet, hop) {
                (Some(subnet), Some(hop)) => Next::Hop(self.enter(subnet, hop)),
                (None, Some(hop)) => Next::Hop(hop),
                _ => Next::Stop(Stop::new(Reason::Blackhole, label)),
            };
            entries.push(to_prefix(self.spaces, &prefix, next, label));
        }
        let route = Route::new(self.spaces, entries, (Stop::new(Reason::NoSuchAddress, label), label));
        self.network.fabric.add(label, HopKind::Route(route))
    }

    /// From one subnet to a next hop in another, past both ACLs; inside one subnet past none.
    fn across(&mut self, from: SubnetId, to: Option<SubnetId>, hop: Option<HopId>, route: Label) -> Next {
        let (Some(to), Some(hop)) = (to, hop) else { return Next::Stop(Stop::new(Reason::NoRoute, route)) };
        if from == to {
            return Next::Hop(hop);
        }
        let enter = self.enter(to, hop);
        Next::Hop(self.leave(from, enter))
    }

    /// An interface as next hop: behind its groups it drops what is not for itself, if it checks source and
    /// destination (AVPC VPC_NAT_Instance.md); else its machine may send that on.
    fn handed_to(&mut self, index: usize) -> Option<HopId> {
        let interface = self.aws.interfaces.get(index)?;
        let &receiver = self.receivers.get(index)?;
        let HopKind::Filter(filter) = &self.network.fabric.hop(receiver)?.kind else { return None };
        let (list, state, end) = (filter.list, filter.state, filter.next);
        let label = self.label(interface.object);
        let to = |address: &IpAddr| to_prefix(self.spaces, &Prefix::host(*address), Next::Hop(end), label);
        let mut own: Vec<Entry> = interface.addresses.iter().map(to).collect();
        let handed = self.leg(index).map(|leg| Next::Hop(leg.handed));
        own.extend(handed.map(|next| Entry { packets: Space::ALL, next, label }));
        let route = Route::new(self.spaces, own, (Stop::new(Reason::SourceDestCheck, label), label));
        let check = self.network.fabric.add(label, HopKind::Route(route));
        let groups = self.network.fabric.hop(receiver)?.label;
        let filter = self.filter(list, state, check);
        Some(self.network.fabric.add(groups, filter))
    }
}
