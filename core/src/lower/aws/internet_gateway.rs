//! Internet gateways: one-to-one translation of IPv4, plain routing of IPv6 (AVPC VPC_Internet_Gateway.md).

use alloc::vec::Vec;

use super::Lowering;
use crate::estate::aws::{Interface, PublicAddress, VpcId};
use crate::fabric::{
    Assumed, Case, Front, HopId, HopKind, Label, Next, Rewrite, StateId, Stop, Treatment, When,
};
use crate::internet::global_unicast;
use crate::ordered::Set;
use crate::packet::{Family, Prefix, address_number};
use crate::reason::Reason;
use crate::space::{Field, Space, Values};
use crate::traffic::{prefix_values, with_addresses, with_prefix};

/// The two ways through an internet gateway.
#[derive(Clone, Copy)]
pub(super) struct Ends {
    /// Out of the VPC.
    pub(super) out: HopId,
    /// Into the VPC, to interfaces.
    into: HopId,
    /// Behind the translation of what comes in.
    pub(super) inside: HopId,
    /// What went out of subnets that get replies only, by whichever gateway.
    pub(super) replies: StateId,
}

/// What the sources leave open about packets that come in where the route table does not lead back.
const fn no_way_back(about: Label) -> Assumed {
    Assumed {
        code: "inbound-without-way-back",
        text: "a packet from the internet is delivered although the receiver's route table does not lead back through the \
               internet gateway; its reply is lost",
        about,
        when: When::ReplyLost,
    }
}

impl<'a> Lowering<'a> {
    /// Every internet gateway.
    pub(super) fn internet_gateways(&mut self) {
        for gateway in &self.aws.internet_gateways {
            let label = self.label(gateway.object);
            let replies = self.network.fabric.new_state();
            let out = self.translate_out(gateway.vpc, label);
            let out = self.others_out(gateway.vpc, label, out);
            let out = self.guard(gateway.vpc, false, Field::Source, replies, out);
            let core = self.cores.get(gateway.vpc.0 as usize).copied().unwrap_or(self.outside.outgoing);
            let table = gateway.route_table.and_then(|id| self.aws.route_table(id));
            let edge = self.edge(gateway.vpc, table, core);
            let inside = self.guard(gateway.vpc, false, Field::Destination, replies, edge);
            let into = self.translate_in(gateway.vpc, label, inside);
            self.internet_gateways.insert(gateway.vpc, Ends { out, into, inside, replies });
        }
    }

    /// A private address leaves as its public one; without one it does not leave.
    fn translate_out(&mut self, vpc: VpcId, gateway: Label) -> HopId {
        let mut cases = Vec::new();
        for interface in self.interfaces_of(vpc) {
            let label = self.label(interface.object);
            for public in &interface.public {
                let set = (Field::Source, Values::one(address_number(public.public)));
                cases.push(Case {
                    packets: with_prefix(self.spaces, Field::Source, &Prefix::host(public.private)),
                    treatment: Treatment::Set(alloc::vec![set]),
                    label: Label { origin: public.origin, ..label },
                });
            }
            cases.extend(interface.addresses.iter().filter(|address| address.is_ipv4()).map(|address| {
                Case {
                    packets: with_prefix(self.spaces, Field::Source, &Prefix::host(*address)),
                    treatment: Treatment::Stop(Stop::new(Reason::NoPublicAddress, label)),
                    label,
                }
            }));
        }
        cases.extend(self.nat_sources(vpc));
        cases.push(Case {
            packets: self.v6_sources(vpc),
            treatment: Treatment::Set(Vec::new()),
            label: gateway,
        });
        let otherwise = (Stop::new(Reason::NoPublicAddress, gateway), gateway);
        let rewrite = Rewrite::new(self.spaces, cases, otherwise, None, self.outside.outgoing);
        self.network.fabric.add(gateway, HopKind::Rewrite(rewrite))
    }

    /// Packets that a gateway of a VPC sends out without translation: from addresses of the internet, but for those of other VPCs.
    pub(super) fn v6_sources(&mut self, vpc: VpcId) -> Space {
        let others = self.aws.vpcs.iter().zip(0..).filter(|(_, id)| *id != vpc.0);
        let ranges = others.flat_map(|(vpc, _)| &vpc.prefixes).filter(|range| range.family() == Family::V6);
        let ranges = ranges.map(|range| (address_number(range.first()), address_number(range.last())));
        let own = global_unicast(Family::V6).minus(&ranges.collect());
        with_addresses(self.spaces, Field::Source, Family::V6, &own)
    }

    /// A public address comes in as the private one it stands for.
    fn translate_in(&mut self, vpc: VpcId, gateway: Label, next: HopId) -> HopId {
        let mut cases = self.internal_ones(vpc);
        for interface in self.interfaces_of(vpc) {
            let label = self.label(interface.object);
            cases.extend(interface.public.iter().map(|public| Case {
                packets: with_prefix(self.spaces, Field::Destination, &Prefix::host(public.public)),
                treatment: Treatment::Set(alloc::vec![(
                    Field::Destination,
                    Values::one(address_number(public.private))
                )]),
                label: Label { origin: public.origin, ..label },
            }));
        }
        cases.push(Case {
            packets: with_addresses(self.spaces, Field::Destination, Family::V6, &global_unicast(Family::V6)),
            treatment: Treatment::Set(Vec::new()),
            label: gateway,
        });
        let otherwise = (Stop::new(Reason::NoPublicAddress, gateway), gateway);
        let rewrite = HopKind::Rewrite(Rewrite::new(self.spaces, cases, otherwise, None, next));
        self.network.fabric.add_assuming(gateway, rewrite, Some(no_way_back(gateway)))
    }

    /// What happens outside to packets for the estate.
    pub(super) fn ways_in(&mut self) {
        for index in 0..self.aws.vpcs.len() {
            let vpc = VpcId(index as u32);
            let into = self.internet_gateways.get(vpc).map(|ends| ends.into);
            for interface in self.interfaces_of(vpc) {
                for public in &interface.public {
                    self.public_way_in(vpc, interface, public, into);
                }
            }
            self.nat_ways_in(vpc);
            self.balancer_ways_in(vpc);
            self.v6_way_in(vpc, into);
        }
        // Behind all ways in: private addresses have none. That of a machine without a public address lacks one.
        for index in 0..self.aws.vpcs.len() {
            self.no_way_in(VpcId(index as u32));
        }
    }

    fn public_way_in(
        &mut self,
        vpc: VpcId,
        interface: &Interface,
        public: &PublicAddress,
        into: Option<HopId>,
    ) {
        let label = Label { origin: public.origin, ..self.label(interface.object) };
        let next = into.map_or_else(|| self.no_internet_gateway(vpc, label), Next::Hop);
        let behind = Some((self.realm(vpc), public.private));
        let front = Front { address: public.public, behind, label };
        self.outside.front(self.spaces, &mut self.network.fabric, front, next);
    }

    /// Nothing comes to a public address of a VPC without an internet gateway.
    pub(super) fn no_internet_gateway(&self, vpc: VpcId, otherwise: Label) -> Next {
        let label = self.aws.vpc(vpc).map_or(otherwise, |vpc| self.label(vpc.object));
        Next::Stop(Stop::new(Reason::NoInternetGateway, label))
    }

    fn v6_way_in(&mut self, vpc: VpcId, into: Option<HopId>) {
        let Some(label) = self.aws.vpc(vpc).map(|vpc| self.label(vpc.object)) else { return };
        let egress_only = self.egress_only_gateways.get(vpc).map(|ends| ends.into);
        let next = into.or(egress_only).map_or_else(|| self.no_internet_gateway(vpc, label), Next::Hop);
        for prefix in self.aws.vpc(vpc).into_iter().flat_map(|vpc| &vpc.prefixes) {
            if prefix.family() == Family::V6 {
                let routed = prefix_values(prefix).intersect(&global_unicast(Family::V6));
                let packets = with_addresses(self.spaces, Field::Destination, Family::V6, &routed);
                self.outside.way_in(packets, label, next.clone());
            }
        }
    }

    fn no_way_in(&mut self, vpc: VpcId) {
        self.others_have_no_way_in(vpc);
        for interface in self.interfaces_of(vpc) {
            let label = self.label(interface.object);
            for address in interface.addresses.iter().filter(|address| address.is_ipv4()) {
                let public = interface.public.iter().any(|public| public.private == *address);
                let reason = if public { Reason::PrivateDestination } else { Reason::NoPublicAddress };
                let packets = with_prefix(self.spaces, Field::Destination, &Prefix::host(*address));
                self.outside.way_in(packets, label, Next::Stop(Stop::new(reason, label)));
            }
        }
        let Some(label) = self.aws.vpc(vpc).map(|vpc| self.label(vpc.object)) else { return };
        for prefix in self.aws.vpc(vpc).into_iter().flat_map(|vpc| &vpc.prefixes) {
            let stop = Stop::new(Reason::PrivateDestination, label);
            let packets = with_prefix(self.spaces, Field::Destination, prefix);
            self.outside.way_in(packets, label, Next::Stop(stop));
        }
    }

    /// The interfaces of a VPC.
    pub(super) fn interfaces_of(&self, vpc: VpcId) -> Vec<&'a Interface> {
        let subnets = self.index.subnets.get(vpc).into_iter().flatten();
        let own = subnets.filter_map(|subnet| self.index.interfaces.get(*subnet)).flatten();
        let own: Set<usize> = own.copied().collect();
        own.into_iter().filter_map(|at| self.aws.interfaces.get(at)).collect()
    }
}
