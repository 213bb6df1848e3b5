//! Load balancers (ELB user guides of each type; ADOC elasticloadbalancing/latest/network/load-balancer-security-groups.html).
//!
//! An application or classic load balancer ends connections: it is a place that takes what its listeners take, and opens
//! connections to its targets. A network load balancer passes connections on: it is a place by which packets come to one of
//! its targets, and their replies go back.

mod private_link;
mod public;
mod target;
mod way;

use alloc::vec::Vec;

pub(super) use self::private_link::leads;
pub(super) use self::target::own_zone_only;
use super::{Lowering, to_prefix};
use crate::estate::Traffic;
use crate::estate::aws::{Aws, Interface, InterfaceOwner, LoadBalancer, LoadBalancerKind, SubnetId};
use crate::fabric::{
    Action, Assumed, Branch, Branches, Entry, Filter, FilterList, HopId, HopKind, Label, Next, Otherwise,
    Restore, Route, Rule, StateId, Stop, When,
};
use crate::reason::Reason;
use crate::space::{Field, Space, Values};
use crate::traffic::{packets, with_any};

/// An interface of a network load balancer.
pub(super) struct Node {
    /// The interface, by its place in the estate's list.
    at: usize,
    subnet: SubnetId,
    /// What it gave to which target.
    given: StateId,
    /// What targets know as given by it.
    known: StateId,
    /// Gives replies the addresses back that it changed.
    back: HopId,
}

/// The first mark of packets that a network load balancer with groups passed on with the source they had.
const FIRST_MARK: u8 = super::appliance::UNSEEN + 1;

const fn any_address(about: Label) -> Assumed {
    Assumed {
        code: "load-balancer-address",
        text: "the load balancer has any free address of its subnet: its `ip` is not written",
        about,
        when: When::Crossed,
    }
}

/// Whether an interface that names no groups has none: that of a load balancer which passes packets on.
pub(super) fn is_open(aws: &Aws, interface: &Interface) -> bool {
    interface.groups.is_empty() && aws.balancer_of(interface).is_some_and(passes_on)
}

/// Whether a load balancer ends no connections.
pub(super) const fn passes_on(balancer: &LoadBalancer) -> bool {
    matches!(balancer.kind, LoadBalancerKind::Network | LoadBalancerKind::Gateway)
}

/// What packets are marked with that a load balancer passed on with the source they had: by the place of each network load
/// balancer with groups among these.
pub(super) fn marks(aws: &Aws) -> Vec<(InterfaceOwner, u8)> {
    let mut marks: Vec<(InterfaceOwner, u8)> = Vec::new();
    for interface in &aws.interfaces {
        let is_network = aws.balancer_of(interface).is_some_and(|one| one.kind == LoadBalancerKind::Network);
        if is_network
            && !interface.groups.is_empty()
            && marks.last().is_none_or(|(last, _)| *last != interface.owner)
        {
            let mark = (marks.len() as u8).saturating_add(FIRST_MARK);
            marks.push((interface.owner, mark));
        }
    }
    marks
}

impl<'a> Lowering<'a> {
    /// The interfaces of network load balancers, as far as their targets have to know them.
    pub(super) fn nodes(&mut self) {
        self.given_by = self.aws.interfaces.iter().map(|_| Vec::new()).collect();
        for (at, interface) in self.aws.interfaces.iter().enumerate() {
            let Some(balancer) = self.network_of(interface) else { continue };
            let label = self.label(balancer.object);
            let (given, known) = (self.network.fabric.new_state(), self.network.fabric.new_state());
            let back = self.later(label);
            for listener in &balancer.listeners {
                for goal in self.goals(balancer, interface, listener) {
                    let given_by = goal.interface.and_then(|target| self.given_by.get_mut(target));
                    if let Some(given_by) = given_by.filter(|nodes| !nodes.contains(&self.nodes.len())) {
                        given_by.push(self.nodes.len());
                    }
                }
            }
            self.nodes.push(Node { at, subnet: interface.subnet, given, known, back });
        }
    }

    /// What an interface hands over to its subnet's `router`: replies to what a network load balancer gave to it go back there.
    pub(super) fn back(&mut self, at: usize, subnet: SubnetId, router: HopId) -> HopId {
        let nodes = self.given_by.get(at).cloned().unwrap_or_default();
        let mut next = router;
        for node in nodes.into_iter().rev() {
            let Some(&Node { at, subnet: of, known, back, .. }) = self.nodes.get(node) else { continue };
            let Some(interface) = self.aws.interfaces.get(at) else { continue };
            let label = self.label(interface.object);
            let mut way = back;
            if of != subnet {
                way = self.enter(of, way);
                way = self.leave(subnet, way);
            }
            let restore = Restore { state: known, next: way, otherwise: Next::Hop(next) };
            next = self.network.fabric.add(label, HopKind::Restore(restore));
        }
        next
    }

    fn network_of(&self, interface: &Interface) -> Option<&'a LoadBalancer> {
        self.aws.balancer_of(interface).filter(|one| one.kind == LoadBalancerKind::Network)
    }

    /// The hops of an interface of a load balancer that ends connections: it takes what its listeners take, and sends to its
    /// targets alone.
    pub(super) fn balancer_filters(
        &mut self,
        interface: &Interface,
        balancer: &LoadBalancer,
        arrives: HopId,
        router: HopId,
    ) -> super::group::Filters {
        let label = self.label(balancer.object);
        let router = if balancer.kind == LoadBalancerKind::Classic {
            self.past_the_acl(interface, label, router)
        } else {
            router
        };
        let groups = self.group_filters(interface, arrives, router);
        let Some(HopKind::Filter(ingress)) = self.network.fabric.hop(groups.receives).map(|hop| &hop.kind)
        else {
            return groups;
        };
        let (list, state) = (ingress.list, ingress.state);
        let mut taken = Vec::new();
        let mut sent = Vec::new();
        for listener in &balancer.listeners {
            let label = Label { origin: listener.origin, ..label };
            let packets = self.of_traffic(&listener.traffic);
            taken.push(Rule { packets, action: Action::Allow, label });
            for goal in self.goals(balancer, interface, listener) {
                let traffic = if goal.traffic.is_empty() { &listener.traffic } else { goal.traffic };
                let traffic = self.of_traffic(traffic);
                let to = with_any(self.spaces, Field::Destination, &goal.addresses);
                let packets = self.spaces.intersect(traffic, to);
                sent.push(Rule { packets, action: Action::Allow, label });
            }
        }
        let mut filter = |rules, reason, next| {
            let otherwise = Otherwise { action: Action::Deny(reason), lists: alloc::vec![label] };
            let list = FilterList::new(self.spaces, rules, otherwise);
            let list = self.network.fabric.add_list(list);
            self.network.fabric.add(label, HopKind::Filter(Filter { list, state, next, gap: None }))
        };
        let listens = filter(taken, Reason::NoListener, arrives);
        let mut sends = filter(sent, Reason::NotATarget, groups.sends);
        let receives = self.filter(list, state, listens);
        self.network.fabric.set(groups.receives, receives);
        let mut receives = groups.receives;
        if interface.addresses.is_empty() {
            sends = self.assume(any_address(label), sends);
            receives = self.assume(any_address(label), receives);
        }
        if self.zones_matter(balancer, interface, &balancer.listeners) {
            sends = self.assume(own_zone_only(label), sends);
        }
        super::group::Filters { sends, receives }
    }

    /// A classic load balancer's packets pass the ACL of its subnet also where they stay inside (ADOC, explanation codes of the
    /// Reachability Analyzer: ELB_ACL_RESTRICTION).
    fn past_the_acl(&mut self, interface: &Interface, label: Label, router: HopId) -> HopId {
        let own = self.aws.subnet(interface.subnet);
        let (Some(subnet), Some(&link)) = (own, self.links.get(interface.subnet.0 as usize)) else {
            return router;
        };
        let leave = self.leave(interface.subnet, link);
        let to = |prefix| to_prefix(self.spaces, prefix, Next::Hop(leave), label);
        let mut entries: Vec<Entry> = subnet.prefixes.iter().map(to).collect();
        entries.push(Entry { packets: Space::ALL, next: Next::Hop(router), label });
        let route = Route::new(self.spaces, entries, (Stop::new(Reason::NoRoute, label), label));
        self.network.fabric.add(label, HopKind::Route(route))
    }

    /// The hops of an interface of a load balancer that passes packets on, which opens no connections: those of a network one are
    /// filled in when all places are known, one of the type `gateway` takes none at its own addresses.
    pub(super) fn node_filters(&mut self, balancer: &LoadBalancer) -> super::group::Filters {
        let label = self.label(balancer.object);
        let stop = (Stop::new(Reason::NotATarget, label), label);
        let nothing = Route::new(self.spaces, Vec::new(), stop);
        let sends = self.network.fabric.add(label, HopKind::Route(nothing));
        let receives = if balancer.kind == LoadBalancerKind::Gateway {
            super::dead_end(self, Stop::new(Reason::NoListener, label), label, None)
        } else {
            self.later(label)
        };
        super::group::Filters { sends, receives }
    }

    /// What network load balancers do, now that all places are known.
    pub(super) fn network_balancers(&mut self) {
        let doors = self.doors();
        for number in 0..self.nodes.len() {
            let Some(&Node { at, given, back, .. }) = self.nodes.get(number) else { continue };
            let Some(interface) = self.aws.interfaces.get(at) else { continue };
            let Some(balancer) = self.network_of(interface) else { continue };
            let (Some(&entry), Some(&router)) =
                (self.receivers.get(at), self.routers.get(interface.subnet.0 as usize))
            else {
                continue;
            };
            let label = self.label(balancer.object);
            let out = self.back_to_doors(&doors, number, label, router);
            let unknown = Next::Stop(Stop::new(Reason::ReplyOtherPath, label));
            let gives_back = Restore { state: given, next: out, otherwise: unknown };
            self.network.fabric.set(back, HopKind::Restore(gives_back));
            let mut next = self.balance(balancer, &[number], at);
            if !interface.groups.is_empty() {
                next = self.group_filters(interface, next, router).receives;
            }
            if interface.addresses.is_empty() {
                next = self.assume(any_address(label), next);
            }
            let restore = Restore { state: given, next: out, otherwise: Next::Hop(next) };
            self.network.fabric.set(entry, HopKind::Restore(restore));
        }
        doors.into_iter().for_each(|door| self.private_link(door));
    }

    /// What some interfaces of a network load balancer do with packets for the addresses of an interface: their own, or one of an
    /// endpoint that leads to them.
    fn balance(&mut self, balancer: &LoadBalancer, numbers: &[usize], entered: usize) -> HopId {
        let label = self.label(balancer.object);
        let mut entries = Vec::new();
        for listener in &balancer.listeners {
            let label = Label { origin: listener.origin, ..label };
            // Which of the targets take a packet hangs on its family and protocol.
            let mut classes = alloc::vec![(self.of_traffic(&listener.traffic), Vec::new())];
            let mut zones_matter = false;
            for &number in numbers {
                let at = self.nodes.get(number).map(|node| node.at);
                let Some(interface) = at.and_then(|at| self.aws.interfaces.get(at)) else { continue };
                zones_matter |= self.zones_matter(balancer, interface, core::slice::from_ref(listener));
                for goal in self.goals(balancer, interface, listener) {
                    let to = match goal.interface {
                        Some(target) => self.place_ids.get(target).copied(),
                        None => self.place_elsewhere(balancer, &goal),
                    };
                    for (hop, taken) in self.give(number, entered, interface, listener, &goal) {
                        let mut finer = Vec::new();
                        for (packets, ways) in classes {
                            let mut more: Vec<Branch> = ways.clone();
                            more.push(Branch { hop, to });
                            finer.push((self.spaces.intersect(packets, taken), more));
                            finer.push((self.spaces.minus(packets, taken), ways));
                        }
                        finer.retain(|(packets, _)| !packets.is_empty());
                        classes = finer;
                    }
                }
            }
            for (packets, ways) in classes {
                let kind = if ways.is_empty() {
                    let stop = (Stop::new(Reason::NoTarget, label), label);
                    HopKind::Route(Route::new(self.spaces, Vec::new(), stop))
                } else {
                    let front = self.place_ids.get(entered).copied();
                    HopKind::Branches(Branches { front, ways, back: Vec::new() })
                };
                // That there is no target may hang on it, too.
                let assumption = zones_matter.then_some(own_zone_only(label));
                let next = Next::Hop(self.network.fabric.add_assuming(label, kind, assumption));
                entries.push(Entry { packets, next, label });
            }
        }
        let listens = Route::new(self.spaces, entries, (Stop::new(Reason::NoListener, label), label));
        self.network.fabric.add(label, HopKind::Route(listens))
    }

    fn of_traffic(&mut self, traffic: &[Traffic]) -> Space {
        let all = traffic.iter().map(|one| packets(self.spaces, *one, &Values::all()));
        let all: Vec<Space> = all.collect();
        self.spaces.union_all(all)
    }

    /// A hop that leads on, on an assumption.
    pub(super) fn assume(&mut self, assumed: Assumed, next: HopId) -> HopId {
        let label = assumed.about;
        let all = Entry { packets: Space::ALL, next: Next::Hop(next), label };
        let route = Route::new(self.spaces, alloc::vec![all], (Stop::new(Reason::NoRoute, label), label));
        self.network.fabric.add_assuming(label, HopKind::Route(route), Some(assumed))
    }
}
