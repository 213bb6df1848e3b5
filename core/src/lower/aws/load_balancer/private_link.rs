//! Endpoint services: what comes to an interface of an endpoint goes to the load balancer behind its service (AWS PrivateLink
//! guide; ADOC elasticloadbalancing/latest/network/load-balancer-security-groups.html).

use alloc::vec::Vec;

use super::super::appliance::CROSSED;
use super::{Lowering, any_address};
use crate::estate::aws::{EndpointServiceId, Interface, InterfaceOwner, SubnetId};
use crate::fabric::{
    Assumed, Branches, Case, HopId, HopKind, Label, Next, Restore, Rewrite, StateId, Stop, Treatment, When,
};
use crate::reason::Reason;
use crate::space::{Field, Space, Values};

/// An interface of an endpoint that leads to a service.
pub(super) struct Door {
    /// By its place in the estate's list.
    at: usize,
    /// Gets what its groups let in.
    hop: HopId,
    service: EndpointServiceId,
    /// What it led to the service.
    led: StateId,
    /// The interfaces of network load balancers that it leads to, by their numbers.
    nodes: Vec<usize>,
    /// Gets the replies.
    sends: HopId,
}

pub(in crate::lower::aws) const fn leads(about: Label) -> Assumed {
    Assumed {
        code: "private-link",
        text: "PrivateLink leads to the interface of the load balancer in the zone of the endpoint's, to any where none is in it; no \
               network ACL of the load balancer's subnet is asked, and no reference to a group stands for the client",
        about,
        when: When::Crossed,
    }
}

impl Lowering<'_> {
    /// The service that an interface leads to.
    pub(in crate::lower::aws) fn service_of(&self, interface: &Interface) -> Option<EndpointServiceId> {
        match interface.owner {
            InterfaceOwner::Endpoint(id) => self.aws.endpoint(id)?.service,
            _ => None,
        }
    }

    /// The interfaces of the load balancers of a service that what stands in a subnet leads to, by their places in the estate's list.
    pub(in crate::lower::aws) fn behind(&self, service: EndpointServiceId, from: SubnetId) -> Vec<usize> {
        let Some(service) = self.aws.endpoint_service(service) else { return Vec::new() };
        let is_behind = |one: &Interface| matches!(one.owner, InterfaceOwner::LoadBalancer(id) if service.balancers.contains(&id));
        let zone = |subnet: SubnetId| self.aws.subnet(subnet).and_then(|subnet| subnet.zone.as_deref());
        let all = self.aws.interfaces.iter().enumerate().filter(|(_, one)| is_behind(one));
        let (mut near, mut far) = (Vec::new(), Vec::new());
        for (at, one) in all {
            if zone(one.subnet) == zone(from) { near.push(at) } else { far.push(at) }
        }
        if near.is_empty() { far } else { near }
    }

    /// Every interface of an endpoint that leads to a service.
    pub(super) fn doors(&mut self) -> Vec<Door> {
        let mut doors = Vec::new();
        for (at, hop) in core::mem::take(&mut self.doors) {
            let Some(interface) = self.aws.interfaces.get(at) else { continue };
            let place = self.place_ids.get(at).and_then(|id| self.network.fabric.place(*id));
            let (Some(service), Some(sends)) = (self.service_of(interface), place.map(|one| one.sends_to))
            else {
                continue;
            };
            let behind = self.behind(service, interface.subnet);
            let nodes = self.nodes.iter().zip(0..).filter(|(node, _)| behind.contains(&node.at));
            let nodes = nodes.map(|(_, number)| number).collect();
            doors.push(Door { at, hop, service, led: self.network.fabric.new_state(), nodes, sends });
        }
        doors
    }

    /// Where a load balancer gives replies back: to the interface of an endpoint by which their flow came, else to the router.
    pub(super) fn back_to_doors(
        &mut self,
        doors: &[Door],
        number: usize,
        label: Label,
        router: HopId,
    ) -> HopId {
        let mut next = router;
        for door in doors.iter().filter(|door| door.nodes.contains(&number)) {
            let restore = Restore { state: door.led, next: door.sends, otherwise: Next::Hop(next) };
            next = self.network.fabric.add(label, HopKind::Restore(restore));
        }
        next
    }

    /// What comes by an interface of an endpoint to the load balancers of its service.
    pub(super) fn private_link(&mut self, door: Door) {
        let Some(service) = self.aws.endpoint_service(door.service) else { return };
        let label = self.label(service.object);
        let mut ways = Vec::new();
        for id in &service.balancers {
            let Some(balancer) = self.aws.load_balancer(*id) else { continue };
            let owned = |number: &usize| {
                let interface = self.aws.interfaces.get(self.nodes.get(*number)?.at)?;
                (interface.owner == InterfaceOwner::LoadBalancer(*id)).then_some((*number, interface))
            };
            let own: Vec<(usize, &Interface)> = door.nodes.iter().filter_map(owned).collect();
            let Some(&(_, first)) = own.first() else { continue };
            let numbers: Vec<usize> = own.iter().map(|(number, _)| *number).collect();
            let mut next = self.balance(balancer, &numbers, door.at);
            if balancer.rules_on_private_link && !first.groups.is_empty() {
                next = self.group_filters(first, next, door.sends).receives;
            }
            if own.iter().any(|(_, one)| one.addresses.is_empty()) {
                next = self.assume(any_address(self.label(balancer.object)), next);
            }
            // No reference to a group stands for what comes so.
            let mark = (Field::Mark, Values::one(u128::from(CROSSED)));
            let all = Case { packets: Space::ALL, treatment: Treatment::Set(alloc::vec![mark]), label };
            let stop = (Stop::new(Reason::NoTarget, label), label);
            let rewrite = HopKind::Rewrite(Rewrite::new(self.spaces, [all], stop, Some(door.led), next));
            ways.push(self.network.fabric.add_assuming(label, rewrite, Some(leads(label))));
        }
        self.network.fabric.set(door.hop, HopKind::Branches(Branches::any_of(ways)));
    }
}
