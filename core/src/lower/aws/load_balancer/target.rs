//! What load balancers give connections to, and which of it in which zone.

use alloc::vec::Vec;

use super::Lowering;
use crate::estate::Traffic;
use crate::estate::aws::{
    Interface, InterfaceOwner, Listener, LoadBalancer, LoadBalancerKind, SubnetId, TargetAt, TargetGroup,
    TargetGroupId,
};
use crate::fabric::{Addresses, Assumed, Label, When};
use crate::packet::Family;

/// What an interface of a load balancer may give connections to.
pub(in crate::lower::aws) struct Goal<'a> {
    pub(super) addresses: Addresses,
    /// The interface that has them, by its place in the estate's list.
    pub(super) interface: Option<usize>,
    /// At which ports; empty where that is the one of the listener.
    pub(super) traffic: &'a [Traffic],
    /// Whether the client's address is kept for these packets, as far as that is not written.
    pub(super) keeps: bool,
}

pub(in crate::lower::aws) const fn own_zone_only(about: Label) -> Assumed {
    Assumed {
        code: "load-balancer-cross-zone",
        text: "the load balancer uses targets of other zones only if it is an application load balancer: its `cross-zone` is not \
               written",
        about,
        when: When::Crossed,
    }
}

impl<'a> Lowering<'a> {
    /// What an interface of a load balancer gives the connections of a listener to.
    pub(in crate::lower::aws) fn goals(
        &self,
        balancer: &LoadBalancer,
        interface: &Interface,
        listener: &Listener,
    ) -> Vec<Goal<'a>> {
        let mut goals = self.every_goal(balancer, listener.targets);
        if !crosses_zones(balancer) {
            goals.retain(|goal| self.is_in_zone(interface, goal));
        }
        goals
    }

    fn every_goal(&self, balancer: &LoadBalancer, group: Option<TargetGroupId>) -> Vec<Goal<'a>> {
        let Some(TargetGroup { targets, .. }) = group.and_then(|id| self.aws.target_group(id)) else {
            return Vec::new();
        };
        let mut goals = Vec::new();
        for target in targets {
            let owner = match target.to {
                TargetAt::Instance(id) => InterfaceOwner::Instance(id),
                TargetAt::AutoscalingGroup(id) => InterfaceOwner::AutoscalingGroup(id),
                TargetAt::LoadBalancer(id) => InterfaceOwner::LoadBalancer(id),
                TargetAt::Address(address) => {
                    let has_it = |at: &usize| {
                        let vpc = self.aws.interfaces.get(*at).and_then(|one| self.aws.subnet(one.subnet));
                        vpc.is_some_and(|subnet| subnet.vpc == balancer.vpc)
                            && self.index.addresses.get(*at).is_some_and(|own| own.contains(address))
                    };
                    let interface = (0..self.aws.interfaces.len()).find(has_it);
                    let addresses = Addresses::single(address);
                    goals.push(Goal { addresses, interface, traffic: &target.traffic, keeps: false });
                    continue;
                }
            };
            let own = self.aws.interfaces.iter().enumerate().filter(|(_, one)| one.owner == owner);
            for (at, interface) in own {
                let mut addresses = self.index.addresses.get(at).cloned().unwrap_or_else(Addresses::empty);
                if let TargetAt::Instance(_) = target.to {
                    let of = |family| {
                        let mut own = interface.addresses.iter();
                        own.find(|address| Family::of(**address) == family).copied()
                    };
                    let first = [of(Family::V4), of(Family::V6)].into_iter().flatten();
                    addresses = first.map(Addresses::single).collect();
                }
                goals.push(Goal { addresses, interface: Some(at), traffic: &target.traffic, keeps: true });
                if let TargetAt::Instance(_) = target.to {
                    break;
                }
            }
        }
        goals
    }

    /// Whether a target is in the zone of an interface: what lies outside of the VPC is in every zone.
    fn is_in_zone(&self, interface: &Interface, goal: &Goal<'_>) -> bool {
        let target = goal.interface.and_then(|at| self.aws.interfaces.get(at)).map(|one| one.subnet);
        let zone = |subnet: SubnetId| self.aws.subnet(subnet).and_then(|subnet| subnet.zone.as_deref());
        target.is_none_or(|target| target == interface.subnet || zone(target) == zone(interface.subnet))
    }

    /// Whether it makes a difference, and is not written, that targets of other zones are not used.
    pub(in crate::lower::aws) fn zones_matter(
        &self,
        balancer: &LoadBalancer,
        interface: &Interface,
        listeners: &[Listener],
    ) -> bool {
        let mut goals = listeners.iter().flat_map(|one| self.every_goal(balancer, one.targets));
        balancer.cross_zone.is_none()
            && !crosses_zones(balancer)
            && goals.any(|goal| !self.is_in_zone(interface, &goal))
    }
}

/// Whether the interfaces of a load balancer use targets of other zones.
fn crosses_zones(balancer: &LoadBalancer) -> bool {
    balancer.cross_zone.unwrap_or(balancer.kind == LoadBalancerKind::Application)
}
