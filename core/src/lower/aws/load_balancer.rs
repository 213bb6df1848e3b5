//! Load balancers (ELB user guides of each type; ADOC elasticloadbalancing/latest/network/load-balancer-security-groups.html).
//!
//! An application or classic load balancer ends connections: it is a place that takes what its listeners take, and opens
//! connections to its targets. A network load balancer passes connections on: it is a place by which packets come to one of
//! its targets, and their replies go back.

mod public;
mod target;

use alloc::vec::Vec;

use self::target::{Goal, own_zone_only};
use super::{Lowering, to_prefix};
use crate::estate::Traffic;
use crate::estate::aws::{
    Aws, Interface, InterfaceOwner, Listener, LoadBalancer, LoadBalancerKind, SubnetId,
};
use crate::fabric::{
    Action, Addresses, Assumed, Branch, Branches, Case, Entry, Filter, FilterList, HopId, HopKind, Label,
    Next, Otherwise, Place, PlaceId, Restore, Rewrite, Route, Rule, StateId, Stop, Treatment, When,
};
use crate::packet::{Family, PortRange, Prefix};
use crate::reason::Reason;
use crate::space::{Field, Space, Values};
use crate::traffic::{packets, ports, prefix_values, with_addresses, with_any};

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
const FIRST_MARK: u8 = super::appliance::CARRIED + 1;

const fn any_address(about: Label) -> Assumed {
    Assumed {
        code: "load-balancer-address",
        text: "the load balancer has any free address of its subnet: its `ip` is not written",
        about,
        when: When::Crossed,
    }
}

const fn keeps_client(about: Label) -> Assumed {
    Assumed {
        code: "preserve-client-ip",
        text: "targets that are machines, and all of UDP, see the client's address, others see the load balancer's: \
               `preserve-client-ip` is not written",
        about,
        when: When::Crossed,
    }
}

const fn replies_return(about: Label) -> Assumed {
    Assumed {
        code: "replies-through-load-balancer",
        text: "a target's replies go back through the network load balancer, whatever the target's route table says",
        about,
        when: When::Crossed,
    }
}

/// Whether an interface that names no groups has none: that of a network load balancer.
pub(super) fn is_open(aws: &Aws, interface: &Interface) -> bool {
    let is_network = |one: &LoadBalancer| one.kind == LoadBalancerKind::Network;
    interface.groups.is_empty() && aws.balancer_of(interface).is_some_and(is_network)
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
            let Some(&router) = self.routers.get(interface.subnet.0 as usize) else { continue };
            let unknown = Next::Stop(Stop::new(Reason::ReplyOtherPath, label));
            let back = HopKind::Restore(Restore { state: given, next: router, otherwise: unknown });
            let back = self.network.fabric.add(label, back);
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
        if self.zones_matter(balancer, interface) {
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

    /// The hops of an interface of a network load balancer, which are filled in when all places are known. It opens no
    /// connections.
    pub(super) fn node_filters(&mut self, balancer: &LoadBalancer) -> super::group::Filters {
        let label = self.label(balancer.object);
        let stop = (Stop::new(Reason::NotATarget, label), label);
        let nothing = Route::new(self.spaces, Vec::new(), stop);
        let sends = self.network.fabric.add(label, HopKind::Route(nothing));
        super::group::Filters { sends, receives: self.later(label) }
    }

    /// What network load balancers do, now that all places are known.
    pub(super) fn network_balancers(&mut self) {
        for number in 0..self.nodes.len() {
            let Some(&Node { at, given, known, .. }) = self.nodes.get(number) else { continue };
            let Some(interface) = self.aws.interfaces.get(at) else { continue };
            let Some(balancer) = self.network_of(interface) else { continue };
            let (Some(&entry), Some(&router)) =
                (self.receivers.get(at), self.routers.get(interface.subnet.0 as usize))
            else {
                continue;
            };
            let label = self.label(balancer.object);
            let mut entries = Vec::new();
            for listener in &balancer.listeners {
                let label = Label { origin: listener.origin, ..label };
                // Which of the targets take a packet hangs on its family and protocol.
                let mut classes = alloc::vec![(self.of_traffic(&listener.traffic), Vec::new())];
                for goal in self.goals(balancer, interface, listener) {
                    let to = match goal.interface {
                        Some(target) => self.place_ids.get(target).copied(),
                        None => self.place_elsewhere(balancer, &goal),
                    };
                    for (hop, taken) in self.give(at, interface, listener, &goal, (given, known), router) {
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
                for (packets, ways) in classes {
                    let next = if ways.is_empty() {
                        Next::Stop(Stop::new(Reason::NoTarget, label))
                    } else {
                        let front = self.place_ids.get(at).copied();
                        let branches = HopKind::Branches(Branches { front, ways, back: Vec::new() });
                        let assumption =
                            self.zones_matter(balancer, interface).then_some(own_zone_only(label));
                        Next::Hop(self.network.fabric.add_assuming(label, branches, assumption))
                    };
                    entries.push(Entry { packets, next, label });
                }
            }
            let listens = Route::new(self.spaces, entries, (Stop::new(Reason::NoListener, label), label));
            let mut next = self.network.fabric.add(label, HopKind::Route(listens));
            if !interface.groups.is_empty() {
                next = self.group_filters(interface, next, router).receives;
            }
            if interface.addresses.is_empty() {
                next = self.assume(any_address(label), next);
            }
            let restore = Restore { state: given, next: router, otherwise: Next::Hop(next) };
            self.network.fabric.set(entry, HopKind::Restore(restore));
        }
    }

    /// The place of a target that is no interface's of the VPC: of the one in another VPC that has its address, or the internet.
    /// `None` where that is not certain: then what fails on the way fails for every flow.
    fn place_elsewhere(&self, balancer: &LoadBalancer, goal: &Goal<'_>) -> Option<PlaceId> {
        let is_in = |prefix: &Prefix| {
            let own = Addresses::of(prefix.family(), prefix_values(prefix));
            !own.intersect(&goal.addresses).is_empty()
        };
        if self.aws.vpc(balancer.vpc).is_some_and(|vpc| vpc.prefixes.iter().any(is_in)) {
            return Some(PlaceId::OUTSIDE);
        }
        let has_it = |place: &Place| !place.addresses.intersect(&goal.addresses).is_empty();
        let mut places = self.network.fabric.places.iter().zip(0..).filter(|(place, _)| has_it(place));
        let at_site = self.estate.sites.iter().flat_map(|site| &site.prefixes).any(is_in);
        match (places.next(), places.next(), at_site) {
            (Some((_, only)), None, false) => Some(PlaceId(only)),
            (None, _, false) => Some(PlaceId::OUTSIDE),
            _ => None,
        }
    }

    /// The ways of packets from an interface of a network load balancer to one of its targets, each with the packets that go it.
    fn give(
        &mut self,
        at: usize,
        interface: &Interface,
        listener: &Listener,
        goal: &Goal<'_>,
        (given, known): (StateId, StateId),
        router: HopId,
    ) -> Vec<(HopId, Space)> {
        let label = Label { origin: listener.origin, ..self.label(interface.object) };
        let written = listener.targets.and_then(|id| self.aws.target_group(id)?.preserve_client_ip);
        let mark = marks(self.aws).into_iter().find(|(owner, _)| *owner == interface.owner);
        let udp = self.spaces.of(Field::Protocol, &Values::one(u128::from(crate::packet::Protocol::UDP.0)));
        let not_to_itself = Stop::new(Reason::NotForwarded, label);
        let (mut cases, mut ways) = (Vec::new(), Vec::new());
        for family in [Family::V4, Family::V6] {
            let addresses = goal.addresses.family(family);
            let own =
                self.index.addresses.get(at).map_or_else(Values::empty, |own| own.family(family).clone());
            let here = with_addresses(self.spaces, Field::Destination, family, &own);
            if addresses.is_empty() {
                continue;
            }
            let destination = (Field::Destination, addresses.clone());
            for (packets, traffic) in self.by_port(listener, goal) {
                let mut fields = alloc::vec![destination.clone()];
                fields.extend(traffic.map(|range| (Field::DestinationPort, ports(range))));
                let packets = self.spaces.intersect(packets, here);
                let kept = match written {
                    Some(true) => packets,
                    Some(false) => Space::EMPTY,
                    None if goal.keeps => packets,
                    None => self.spaces.intersect(packets, udp),
                };
                // A target gets no connection of its own where it would see itself as the client (ELB user guide, network load
                // balancers: hairpinning).
                let itself = with_addresses(self.spaces, Field::Source, family, addresses);
                let itself = self.spaces.intersect(kept, itself);
                if addresses.single().is_some() {
                    let treatment = Treatment::Stop(not_to_itself.clone());
                    cases.push(Case { packets: itself, treatment, label });
                } else if !itself.is_empty() {
                    // Another machine of the group may get it as well.
                    ways.push((super::dead_end(self, not_to_itself.clone(), label, None), itself));
                }
                let mut as_sent = fields.clone();
                as_sent.extend(mark.map(|(_, mark)| (Field::Mark, Values::one(u128::from(mark)))));
                cases.push(Case { packets: kept, treatment: Treatment::Set(as_sent), label });
                fields.push((Field::Source, own.clone()));
                fields.push((Field::SourcePort, ports(PortRange::CLIENT)));
                cases.push(Case { packets, treatment: Treatment::Set(fields), label });
            }
        }
        let everything = Case { packets: Space::ALL, treatment: Treatment::Set(Vec::new()), label };
        let stop = (Stop::new(Reason::NoTarget, label), label);
        let remember = Rewrite::new(self.spaces, [everything], stop.clone(), Some(known), router);
        let remember = HopKind::Rewrite(remember);
        let remember = self.network.fabric.add_assuming(label, remember, Some(replies_return(label)));
        let taken = self.spaces.union_all(cases.iter().map(|case| case.packets).collect::<Vec<_>>());
        let rewrite = HopKind::Rewrite(Rewrite::new(self.spaces, cases, stop, Some(given), remember));
        let assumption = written.is_none().then_some(keeps_client(label));
        ways.push((self.network.fabric.add_assuming(label, rewrite, assumption), taken));
        ways
    }

    /// The packets of a listener by the ports at which a target gets them; `None` where they keep theirs.
    fn by_port(&mut self, listener: &Listener, goal: &Goal<'_>) -> Vec<(Space, Option<PortRange>)> {
        let taken = self.of_traffic(&listener.traffic);
        let mut all = Vec::new();
        for traffic in goal.traffic {
            if let Traffic::Ports { protocol, destination, .. } = traffic {
                let own = self.spaces.of(Field::Protocol, &Values::one(u128::from(protocol.0)));
                all.push((self.spaces.intersect(taken, own), Some(*destination)));
            }
        }
        if goal.traffic.is_empty() {
            all.push((taken, None));
        }
        all
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
