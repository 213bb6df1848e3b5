//! The ways from an interface of a network load balancer to its targets.

use alloc::vec::Vec;

use super::target::Goal;
use super::{Lowering, Node, marks};
use crate::estate::Traffic;
use crate::estate::aws::{Interface, Listener, LoadBalancer};
use crate::fabric::{
    Addresses, Assumed, Case, HopId, HopKind, Label, Place, PlaceId, Rewrite, Stop, Treatment, When,
};
use crate::packet::{Family, PortRange, Prefix};
use crate::reason::Reason;
use crate::space::{Field, Space, Values};
use crate::traffic::{ports, prefix_values, with_addresses};

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

impl Lowering<'_> {
    /// The place of a target that is no interface's of the VPC: of the one in another VPC that has its address, or the internet.
    /// `None` where that is not certain: then what fails on the way fails for every flow.
    pub(super) fn place_elsewhere(&self, balancer: &LoadBalancer, goal: &Goal<'_>) -> Option<PlaceId> {
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

    /// The ways of packets from an interface of a network load balancer to one of its targets, each with the packets that go it;
    /// what entered at the interface of an endpoint never keeps its source (ELB user guide, network load balancers: client IP
    /// preservation has no effect on PrivateLink).
    pub(super) fn give(
        &mut self,
        number: usize,
        entered: usize,
        interface: &Interface,
        listener: &Listener,
        goal: &Goal<'_>,
    ) -> Vec<(HopId, Space)> {
        let (Some(&Node { at, given, known, .. }), Some(&router)) =
            (self.nodes.get(number), self.routers.get(interface.subnet.0 as usize))
        else {
            return Vec::new();
        };
        let is_own = at == entered;
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
            let here = self.index.addresses.get(entered).map(|own| own.family(family).clone());
            let here = here.unwrap_or_else(Values::empty);
            let here = with_addresses(self.spaces, Field::Destination, family, &here);
            if addresses.is_empty() || own.is_empty() {
                continue;
            }
            let destination = (Field::Destination, addresses.clone());
            for (packets, traffic) in self.by_port(listener, goal) {
                let mut fields = alloc::vec![destination.clone()];
                fields.extend(traffic.map(|range| (Field::DestinationPort, ports(range))));
                let packets = self.spaces.intersect(packets, here);
                let kept = match written {
                    _ if !is_own => Space::EMPTY,
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
                    ways.push((
                        crate::lower::aws::dead_end(self, not_to_itself.clone(), label, None),
                        itself,
                    ));
                }
                let mut as_sent = fields.clone();
                as_sent.extend(mark.map(|(_, mark)| (Field::Mark, Values::one(u128::from(mark)))));
                cases.push(Case { packets: kept, treatment: Treatment::Set(as_sent), label });
                fields.push((Field::Source, own.clone()));
                fields.push((Field::SourcePort, ports(PortRange::CLIENT)));
                fields.push((Field::Mark, Values::one(0)));
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
        let assumption = (is_own && written.is_none()).then_some(keeps_client(label));
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
}
