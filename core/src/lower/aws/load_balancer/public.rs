//! Load balancers and groups of machines at the edge of their VPC.

use alloc::vec::Vec;
use core::net::{IpAddr, Ipv4Addr};

use super::Lowering;
use crate::estate::aws::{Interface, LoadBalancer, VpcId};
use crate::fabric::{
    Assumed, Case, Entry, Front, HopId, HopKind, Label, Next, Restore, Rewrite, Route, Stop, Treatment, When,
};
use crate::packet::{Family, Prefix};
use crate::reason::Reason;
use crate::space::{Field, Space, Values};
use crate::traffic::{with_addresses, with_prefix};

/// Stands for the first public address that is not written; the others follow. Nothing has such an address.
const STANDS_IN: Ipv4Addr = Ipv4Addr::new(240, 0, 0, 1);

const fn any_public_address(about: Label) -> Assumed {
    Assumed {
        code: "load-balancer-public-address",
        text: "the load balancer has a public address of which nothing is known, as its `public-ip` is not written: an address of \
               240.0.0.0/4 stands for it, which of all ranges only 0.0.0.0/0 is taken to hold",
        about,
        when: When::Crossed,
    }
}

impl<'a> Lowering<'a> {
    /// The interfaces of a VPC that are at any free address or a load balancer's, by their place in the estate's list, each with
    /// its public address if it has one.
    fn others_of(&self, vpc: VpcId) -> Vec<(usize, &'a Interface, Option<IpAddr>)> {
        let mut others = Vec::new();
        for (at, interface) in self.aws.interfaces.iter().enumerate() {
            let own = self.aws.subnet(interface.subnet).is_some_and(|subnet| subnet.vpc == vpc);
            let balancer = self.aws.balancer_of(interface);
            if own && (balancer.is_some() || interface.addresses.is_empty()) {
                others.push((at, interface, balancer.and_then(|one| public_address(one, interface, at))));
            }
        }
        others
    }

    /// What leaves a VPC by its internet gateway, of which `out` gets the rest: a load balancer answers there, and opens no
    /// connection (ELB user guides, target groups: no public address is a target).
    pub(in crate::lower::aws) fn others_out(&mut self, vpc: VpcId, gateway: Label, out: HopId) -> HopId {
        let mut entries = Vec::new();
        for (at, interface, public) in self.others_of(vpc) {
            let label = self.label(interface.object);
            let stop = Next::Stop(Stop::new(Reason::NoPublicAddress, label));
            let mut next = stop.clone();
            if public.is_some() {
                let state = self.network.fabric.new_state();
                self.public_states.push((at, state));
                let restore = Restore { state, next: self.outside.outgoing, otherwise: stop.clone() };
                next = Next::Hop(self.network.fabric.add(gateway, HopKind::Restore(restore)));
            }
            let packets = self.of_family(at, Family::V4, Field::Source);
            entries.push(Entry { packets, next, label });
            if self.is_internal(interface) {
                let packets = self.of_family(at, Family::V6, Field::Source);
                entries.push(Entry { packets, next: stop, label });
            }
        }
        if entries.is_empty() {
            return out;
        }
        entries.push(Entry { packets: Space::ALL, next: Next::Hop(out), label: gateway });
        let otherwise = (Stop::new(Reason::NoPublicAddress, gateway), gateway);
        let route = Route::new(self.spaces, entries, otherwise);
        self.network.fabric.add(gateway, HopKind::Route(route))
    }

    /// What does not come in by an internet gateway: what is for IPv6 addresses of internal load balancers (ELB user guide,
    /// `ipv6.deny_all_igw_traffic`).
    pub(in crate::lower::aws) fn internal_ones(&mut self, vpc: VpcId) -> Vec<Case> {
        let mut cases = Vec::new();
        for (at, interface, _) in self.others_of(vpc) {
            if self.is_internal(interface) {
                let label = self.label(interface.object);
                let packets = self.of_family(at, Family::V6, Field::Destination);
                let treatment = Treatment::Stop(Stop::new(Reason::NoPublicAddress, label));
                cases.push(Case { packets, treatment, label });
            }
        }
        cases
    }

    fn is_internal(&self, interface: &Interface) -> bool {
        self.aws.balancer_of(interface).is_some_and(|balancer| !balancer.internet_facing)
    }

    /// Packets with an address of an interface at one end.
    fn of_family(&mut self, at: usize, family: Family, end: Field) -> Space {
        let own = self.index.addresses.get(at).map_or_else(Values::empty, |own| own.family(family).clone());
        with_addresses(self.spaces, end, family, &own)
    }

    /// What comes from outside for the public addresses of load balancers.
    pub(in crate::lower::aws) fn balancer_ways_in(&mut self, vpc: VpcId) {
        for (at, interface, public) in self.others_of(vpc) {
            let label = self.label(interface.object);
            let own =
                self.index.addresses.get(at).map_or_else(Values::empty, |own| own.family(Family::V4).clone());
            let (Some(public), Some(first)) = (public, own.first()) else { continue };
            let state = self.public_states.iter().find(|(of, _)| *of == at).map(|(_, state)| *state);
            let ends = self.internet_gateways.get(vpc).copied();
            let gateway = ends.and_then(|ends| Some((self.network.fabric.hop(ends.out)?.label, ends.inside)));
            let next = match (gateway, state) {
                (Some((gateway, inside)), Some(_)) => {
                    let set = Treatment::Set(alloc::vec![(Field::Destination, own)]);
                    let packets = with_prefix(self.spaces, Field::Destination, &Prefix::host(public));
                    let all = Case { packets, treatment: set, label };
                    let stop = (Stop::new(Reason::NoPublicAddress, label), label);
                    let rewrite = HopKind::Rewrite(Rewrite::new(self.spaces, [all], stop, state, inside));
                    let mut hop = self.network.fabric.add(gateway, rewrite);
                    if !self.aws.balancer_of(interface).is_some_and(|one| one.public.contains(&public)) {
                        hop = self.assume(any_public_address(label), hop);
                    }
                    Next::Hop(hop)
                }
                _ => self.no_internet_gateway(vpc, label),
            };
            let behind = Some((self.realm(vpc), Family::V4.address(first)));
            let front = Front { address: public, behind, label };
            self.outside.front(self.spaces, &mut self.network.fabric, front, next);
        }
    }

    /// What comes from outside for private addresses has no way in.
    pub(in crate::lower::aws) fn others_have_no_way_in(&mut self, vpc: VpcId) {
        for (at, interface, public) in self.others_of(vpc) {
            let label = self.label(interface.object);
            let reason = if public.is_some() { Reason::PrivateDestination } else { Reason::NoPublicAddress };
            let packets = self.of_family(at, Family::V4, Field::Destination);
            self.outside.way_in(packets, label, Next::Stop(Stop::new(reason, label)));
        }
    }
}

/// The public address of an interface of a load balancer: the one that is written for its subnet, or one that stands for it.
fn public_address(balancer: &LoadBalancer, interface: &Interface, at: usize) -> Option<IpAddr> {
    let subnet = balancer.subnets.iter().position(|subnet| *subnet == interface.subnet)?;
    let stands_in = || Ipv4Addr::from_bits(STANDS_IN.to_bits().saturating_add(at as u32)).into();
    let public = balancer.public.get(subnet).copied();
    balancer.internet_facing.then(|| public.unwrap_or_else(stands_in))
}
