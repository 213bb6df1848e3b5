//! NAT gateways (AVPC vpc-nat-gateway.md).
//!
//! Two translations: in the gateway from a machine's address and port to its own, and, for a public one, at the internet
//! gateway from its own address to a public one. Each has its memory, and gives replies back what it changed.

use alloc::vec;
use alloc::vec::Vec;

use super::appliance::{CARRIED, CROSSED};
use super::public_access::Access;
use super::{Lowering, dead_end};
use crate::embedded;
use crate::estate::aws::{NatGateway, NatGatewayId, SubnetId, VpcId};
use crate::fabric::{
    Addresses, Assumed, Case, Entry, Front, HopId, HopKind, Label, Next, Restore, Rewrite, Route, StateId,
    Stop, Treatment, When,
};
use crate::ordered::Set;
use crate::packet::{Family, PortRange, Protocol, address_number};
use crate::reason::Reason;
use crate::space::{Field, Space, Values};
use crate::traffic::{ports, with_addresses};

/// Whose packets a router routes.
#[derive(Clone, Copy)]
pub(super) enum Sender {
    /// Those of the interfaces of its subnet.
    Interfaces,
    /// Those of the NAT gateway with this index.
    Nat(usize),
}

/// The hops of a NAT gateway that others lead to.
pub(super) struct Ends {
    /// As next hop of a route.
    pub(super) entrance: HopId,
    /// As destination: replies go on, the rest is dropped.
    addressed: HopId,
    /// Routes what it sends.
    pub(super) router: HopId,
    /// Out by the internet gateway; `None` when its VPC has none.
    pub(super) to_internet: Option<HopId>,
    /// Gives replies from outside its own address back; the rest is not asked for.
    from_internet: HopId,
    /// Its private address, or those that may be it.
    addresses: Values,
}

/// What echo requests have as their destination port in sets: type 8 of ICMP with code 0, and 128 of ICMPv6 with any (RFC 792,
/// RFC 4443).
const ECHO_REQUEST_V4: u128 = 8 << 8;
const ECHO_REQUESTS_V6: Values = Values::range(128 << 8, (128 << 8) | 0xff);

/// Ports that it sends from (AVPC vpc-nat-gateway.md: 1024-65535).
const PORTS: PortRange = PortRange::CLIENT;

/// The text does not fix the address, and network ACLs may tell addresses apart.
const fn any_address(about: Label) -> Assumed {
    Assumed {
        code: "nat-gateway-address",
        text: "the NAT gateway has any free address of its subnet: its `ip` is not written",
        about,
        when: When::Crossed,
    }
}

impl Lowering<'_> {
    /// Every NAT gateway.
    pub(super) fn nat_gateways(&mut self) {
        for nat in &self.aws.nat_gateways {
            let ends = self.nat_ends(nat);
            self.nats.push(ends);
        }
    }

    fn nat_ends(&mut self, nat: &NatGateway) -> Ends {
        let label = self.label(nat.object);
        let addresses = self.nat_addresses(nat);
        let router = self.later(self.table_label(nat.subnet));
        let state = self.network.fabric.new_state();
        let unsolicited = Stop::new(Reason::NatUnsolicited, label);
        let addressed = Restore { state, next: router, otherwise: Next::Stop(unsolicited.clone()) };
        let addressed = self.network.fabric.add(label, HopKind::Restore(addressed));
        let entrance = self.nat_entrance(nat, label, &addresses, state, addressed, router);
        // Behind the internet gateway it has its public addresses, any of them for a flow.
        let public_state = self.network.fabric.new_state();
        let to_internet = self.nat_to_internet(nat, label, public_state);
        let enter = self.enter(nat.subnet, addressed);
        let own = Case {
            packets: with_addresses(self.spaces, Field::Destination, Family::V4, &public_addresses(nat)),
            treatment: Treatment::Set(alloc::vec![(Field::Destination, addresses.clone())]),
            label,
        };
        let own = Rewrite::new(self.spaces, [own], (unsolicited, label), None, enter);
        let own = self.network.fabric.add(label, HopKind::Rewrite(own));
        let restore = Restore { state: public_state, next: enter, otherwise: Next::Hop(own) };
        let from_internet = self.network.fabric.add(label, HopKind::Restore(restore));
        Ends { entrance, addressed, router, to_internet, from_internet, addresses }
    }

    /// Its written address, or any address of its subnet that is not reserved (AVPC subnet-sizing.md: the first four and the
    /// last) and not another's.
    fn nat_addresses(&self, nat: &NatGateway) -> Values {
        if let Some(address) = nat.address {
            return Values::one(address_number(address));
        }
        let prefixes = self.aws.subnet(nat.subnet).into_iter().flat_map(|subnet| &subnet.prefixes);
        let free = prefixes.filter(|prefix| prefix.family() == Family::V4);
        let free = free.map(|prefix| super::free::free(self.aws, nat.subnet, prefix));
        let interfaces = self.index.interfaces.get(nat.subnet).into_iter().flatten();
        let taken = interfaces.filter_map(|&at| self.index.addresses.get(at));
        let taken: Addresses = taken.cloned().collect();
        free.fold(Values::empty(), |all, one| all.union(&one)).minus(taken.family(Family::V4))
    }

    /// A packet routed to it leaves from its address and a port of its choice. Only TCP, UDP and ICMP do.
    fn nat_entrance(
        &mut self,
        nat: &NatGateway,
        label: Label,
        addresses: &Values,
        state: StateId,
        addressed: HopId,
        router: HopId,
    ) -> HopId {
        let cases = if addresses.is_empty() { Vec::new() } else { self.translated(addresses, label) };
        let otherwise = (Stop::new(Reason::NatProtocol, label), label);
        let translate = HopKind::Rewrite(Rewrite::new(self.spaces, cases, otherwise, Some(state), router));
        let assumption = nat.address.is_none().then_some(any_address(label));
        let translate = self.network.fabric.add_assuming(label, translate, assumption);
        let own = Entry {
            packets: with_addresses(self.spaces, Field::Destination, Family::V4, addresses),
            next: Next::Hop(addressed),
            label,
        };
        let other = Entry { packets: Space::ALL, next: Next::Hop(translate), label };
        let route =
            Route::new(self.spaces, vec![own, other], (Stop::new(Reason::NatUnsolicited, label), label));
        self.network.fabric.add(label, HopKind::Route(route))
    }

    /// What becomes of packets that get one of these addresses as their source: of TCP, UDP and ICMP, and as IPv4 where they are IPv6
    /// to an address that holds an IPv4 one. Of ICMPv6 that are echo requests (RFC 7915).
    pub(super) fn translated(&mut self, addresses: &Values, label: Label) -> Vec<Case> {
        let source = (Field::Source, addresses.clone());
        let port = (Field::SourcePort, ports(PORTS));
        let mut cases = Vec::new();
        for family in [Family::V4, Family::V6] {
            let is_v4 = family == Family::V4;
            let to = if is_v4 { Values::all() } else { embedded::prefix() };
            let own = with_addresses(self.spaces, Field::Destination, family, &to);
            let as_v4 = (!is_v4).then(|| (Field::Family, Values::one(Family::V4 as u128)));
            for protocol in [Protocol::TCP, Protocol::UDP, family.icmp()] {
                let mut packets =
                    self.spaces.limit(own, Field::Protocol, &Values::one(u128::from(protocol.0)));
                let mut fields: Vec<(Field, Values)> =
                    as_v4.iter().cloned().chain([source.clone()]).collect();
                if protocol.has_ports() {
                    fields.push(port.clone());
                } else if !is_v4 {
                    packets = self.spaces.limit(packets, Field::DestinationPort, &ECHO_REQUESTS_V6);
                    fields.push((Field::DestinationPort, Values::one(ECHO_REQUEST_V4)));
                }
                cases.push(Case { packets, treatment: Treatment::Set(fields), label });
            }
        }
        cases
    }

    fn nat_to_internet(&mut self, nat: &NatGateway, label: Label, state: StateId) -> Option<HopId> {
        let vpc = self.aws.subnet(nat.subnet)?.vpc;
        let gateway = self.internet_gateways.get(vpc)?.out;
        let gateway = self.network.fabric.hop(gateway).map_or(label, |hop| hop.label);
        if let (Access::Shut, Some(blocked)) = (self.access(nat.subnet, true), self.blocked_label(vpc)) {
            let stop = Stop::new(Reason::PublicAccessBlocked, blocked);
            return Some(dead_end(self, stop, blocked, None));
        }
        let public = public_addresses(nat);
        let case = Case {
            packets: with_addresses(self.spaces, Field::Source, Family::V4, &Values::all()),
            treatment: Treatment::Set(alloc::vec![(Field::Source, public.clone())]),
            label,
        };
        let cases = (!public.is_empty()).then_some(case);
        let otherwise = (Stop::new(Reason::NoPublicAddress, label), label);
        let rewrite = Rewrite::new(self.spaces, cases, otherwise, Some(state), self.outside.outgoing);
        // The internet gateway gives what a NAT gateway sends its public source, as it does for interfaces.
        Some(self.network.fabric.add(gateway, HopKind::Rewrite(rewrite)))
    }

    /// What becomes of the private addresses of a VPC's NAT gateways where somebody else sends from them: a machine without the
    /// source check that sends on what came from a gateway. Of gateways in one subnet whose addresses are not written, any may
    /// be meant.
    pub(super) fn nat_sources(&mut self, vpc: VpcId) -> Vec<Case> {
        let subnets = self.index.subnets.get(vpc).into_iter().flatten();
        let own = subnets.filter_map(|subnet| self.index.nat_gateways.get(*subnet));
        let (mut written, mut others) = (Vec::new(), Vec::new());
        for nats in own {
            let nats = nats.iter().filter_map(|&id| self.aws.nat_gateway(id));
            let (fixed, free): (Vec<_>, Vec<_>) = nats.partition(|nat| nat.address.is_some());
            written.extend(fixed.into_iter().map(|nat| (nat, public_addresses(nat))));
            let publics = free.iter().fold(Values::empty(), |all, nat| all.union(&public_addresses(nat)));
            others.extend(free.first().map(|nat| (*nat, publics)));
        }
        let mut cases = Vec::new();
        for (nat, publics) in written.into_iter().chain(others).filter(|(_, publics)| !publics.is_empty()) {
            let addresses = self.nat_addresses(nat);
            let packets = with_addresses(self.spaces, Field::Source, Family::V4, &addresses);
            // What came by a transit gateway came from elsewhere.
            let crossed = Values::range(u128::from(CROSSED), u128::from(CARRIED));
            let crossed = self.spaces.of(Field::Mark, &crossed);
            cases.push(Case {
                packets: if self.has_marks { self.spaces.minus(packets, crossed) } else { packets },
                treatment: Treatment::Set(vec![(Field::Source, publics)]),
                label: self.label(nat.object),
            });
        }
        cases
    }

    /// The entries of a subnet's link for its NAT gateways. Those without a written address may have the same: they are asked in
    /// turn, and each knows its own replies.
    pub(super) fn nat_links(&mut self, subnet: SubnetId) -> Vec<Entry> {
        let own = self.index.nat_gateways.get(subnet).cloned().unwrap_or_default();
        let mut entries = Vec::new();
        let mut asked_next = None;
        for &id in own.iter().rev() {
            let Some(ends) = self.nats.get(id.0 as usize) else { continue };
            let Some(nat) = self.aws.nat_gateway(id) else { continue };
            let label = self.label(nat.object);
            let packets = with_addresses(self.spaces, Field::Destination, Family::V4, &ends.addresses);
            let mut hop = ends.addressed;
            if nat.address.is_none() {
                hop = self.or_else(hop, asked_next);
                asked_next = Some(hop);
            }
            entries.push(Entry { packets, next: Next::Hop(hop), label });
        }
        entries.reverse();
        entries
    }

    /// The first hop, and for replies it does not know the other.
    fn or_else(&mut self, first: HopId, other: Option<HopId>) -> HopId {
        let (Some(other), Some(hop)) = (other, self.network.fabric.hop(first)) else { return first };
        let HopKind::Restore(restore) = &hop.kind else { return first };
        let restore = Restore { state: restore.state, next: restore.next, otherwise: Next::Hop(other) };
        let label = hop.label;
        self.network.fabric.add(label, HopKind::Restore(restore))
    }

    /// What comes from outside for the public addresses of a VPC's NAT gateways.
    pub(super) fn nat_ways_in(&mut self, vpc: VpcId) {
        let subnets = self.index.subnets.get(vpc).into_iter().flatten();
        let own = subnets.filter_map(|subnet| self.index.nat_gateways.get(*subnet)).flatten();
        for &id in own.copied().collect::<Set<NatGatewayId>>().iter() {
            let (Some(ends), Some(nat)) = (self.nats.get(id.0 as usize), self.aws.nat_gateway(id)) else {
                continue;
            };
            let (label, from_internet) = (self.label(nat.object), ends.from_internet);
            let reachable = self.internet_gateways.get(vpc).is_some();
            let next =
                if reachable { Next::Hop(from_internet) } else { self.no_internet_gateway(vpc, label) };
            for address in &nat.public {
                let front = Front { address: *address, behind: None, label };
                self.outside.front(self.spaces, &mut self.network.fabric, front, next.clone());
            }
        }
    }
}

fn public_addresses(nat: &NatGateway) -> Values {
    nat.public.iter().map(|address| (address_number(*address), address_number(*address))).collect()
}
