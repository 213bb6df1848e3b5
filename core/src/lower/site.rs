//! Sites: places outside the clouds of which the estate says only a part.
//!
//! What comes in and what goes out passes the site's own firewall. What no line of that decides may be dropped or pass, and so
//! may what machines of the site send each other. What no line takes may leave by the site's own way to the internet,
//! and what comes to a public address of the site may get to any of its machines: nobody says.

use alloc::vec::Vec;

use super::line::{self, Lines, learnt};
use super::{Network, Outside};
use crate::estate::aws::Action as Written;
use crate::estate::{Estate, LineEnd, ObjectId, Site, SitePeer, SiteRule};
use crate::fabric::{
    Action, Addresses, Appliance, Assumed, Entry, Filter, FilterList, Form, HopId, HopKind, KinId, Label,
    Next, Otherwise, Place, PlaceId, Realm, RealmId, Restore, Route, Rule, StateId, Stop, When,
};
use crate::internet::global_unicast;
use crate::packet::{Family, PortRange, Prefix, Protocol};
use crate::reason::Reason;
use crate::space::{Field, Space, Spaces, Values};
use crate::traffic::{of_family, packets, ports, prefix_values, with_any, with_prefix};

/// What the site does by itself.
const fn undescribed(about: Label) -> Assumed {
    Assumed {
        code: "site-not-described",
        text: "what the site does with a packet is not in the text where no line of its own decides: it may drop it, let it pass, \
               and exchange packets with the internet under any public address",
        about,
        when: When::Crossed,
    }
}

/// Every site.
pub(super) fn lower(
    spaces: &mut Spaces,
    estate: &Estate,
    network: &mut Network,
    outside: &mut Outside,
    lines: &Lines,
) {
    for (index, site) in estate.sites.iter().enumerate() {
        let label = line::label(estate, site.object);
        Lowering { spaces, estate, network, outside, lines, label }.site(index, site);
    }
}

struct Lowering<'a> {
    spaces: &'a mut Spaces,
    estate: &'a Estate,
    network: &'a mut Network,
    outside: &'a mut Outside,
    lines: &'a Lines,
    label: Label,
}

impl Lowering<'_> {
    fn site(&mut self, index: usize, site: &Site) {
        let label = self.label;
        let gateways: Addresses =
            site.gateways.iter().map(|gateway| Addresses::single(gateway.address)).collect();
        let [public, private] = self.addresses(site, &gateways);
        let own = public.union(&private);
        self.outside.own_all(public.clone());
        let realm = RealmId(self.network.fabric.realms.len() as u32);
        let mut prefixes = site.prefixes.clone();
        prefixes.extend(site.gateways.iter().map(|gateway| Prefix::host(gateway.address)));
        let name = self.estate.path(site.object);
        self.network.fabric.realms.push(Realm { name, prefixes, label });

        let [send, deliver, leave] = [(); 3].map(|()| self.later());
        let known = self.network.fabric.new_state();
        let (enter, let_in) = self.firewall(&site.inbound, known, deliver);
        let (exit, let_out) = self.firewall(&site.outbound, known, leave);
        let mut ends = Vec::new();
        let embeds = self.network.fabric.embeds && super::aws::leads_site_embedded(self.estate, index);
        let places = self.places((site, embeds), &own, realm, send);
        for &place in &places {
            let Some((label, addresses)) =
                self.network.fabric.place(place).map(|place| (place.label, place.addresses.clone()))
            else {
                continue;
            };
            let arrives = self.network.fabric.add(label, HopKind::End(place));
            let packets = with_any(self.spaces, Field::Destination, &addresses);
            ends.push(Entry { packets, next: Next::Hop(arrives), label });
        }
        ends.push(Entry { packets: Space::ALL, next: Next::Hop(exit), label });
        self.route(deliver, ends);

        // What its machines send each other passes no firewall that the estate knows.
        let inside = if places.len() > 1 { self.open(deliver) } else { deliver };
        let to_own = with_any(self.spaces, Field::Destination, &own);
        let inner = Entry { packets: to_own, next: Next::Hop(inside), label };
        self.route(send, alloc::vec![inner, Entry { packets: Space::ALL, next: Next::Hop(exit), label }]);

        let end = LineEnd::Site(index);
        let told = learnt(self.estate, end);
        let mut taken: Vec<Space> =
            told.iter().map(|one| with_prefix(self.spaces, Field::Destination, &one.prefix)).collect();
        let entries =
            self.lines.entries(self.spaces, &mut self.network.fabric, self.estate, told, |_| 0, label);
        let mut entries: Vec<Entry> = entries.into_iter().map(|(_, entry)| entry).collect();
        taken.push(to_own);
        let taken = self.spaces.union_all(taken);
        // To the internet and from it, each under another address: replies are known by it.
        let anyone = [Family::V4, Family::V6].map(|family| Addresses::of(family, global_unicast(family)));
        let anyone: Addresses = anyone.into_iter().collect();
        let to_anyone = with_any(self.spaces, Field::Destination, &anyone);
        let left = self.spaces.minus(let_out, taken);
        let mut up = None;
        if !self.spaces.intersect(left, to_anyone).is_empty() {
            let forms = self.public_forms(Field::Source, Field::SourcePort, None);
            let state = self.network.fabric.new_state();
            up = Some(self.appliance(forms, self.outside.from_sites, state));
            self.outside.returns.push((state, enter));
        }
        let from_anyone = with_any(self.spaces, Field::Source, &anyone);
        let mut down = enter;
        if !public.is_empty() && !self.spaces.intersect(let_in, from_anyone).is_empty() {
            let forms = self.public_forms(Field::Destination, Field::DestinationPort, Some(&own));
            let state = self.network.fabric.new_state();
            down = self.appliance(forms, enter, state);
            let stop = Stop::new(Reason::NoRoute, label);
            let otherwise = up.map_or(Next::Stop(stop), Next::Hop);
            let known = Restore { state, next: self.outside.from_sites, otherwise };
            up = Some(self.network.fabric.add(label, HopKind::Restore(known)));
        }
        entries.extend(up.map(|up| Entry { packets: Space::ALL, next: Next::Hop(up), label }));
        self.route(leave, entries);
        self.lines.arrive(self.spaces, &mut self.network.fabric, self.estate, end, enter);
        let own = Entry { packets: to_own, next: Next::Hop(enter), label };
        let entrance = self.later();
        self.route(entrance, alloc::vec![own]);
        self.outside.entrance(entrance);
        let [public, private] =
            [public, private].map(|addresses| with_any(self.spaces, Field::Destination, &addresses));
        self.outside.way_to_site(public, label, Next::Hop(down));
        self.outside.way_to_site(private, label, Next::Stop(Stop::new(Reason::PrivateDestination, label)));
    }

    /// The site's addresses: those that the internet routes, and the others. What the other end of a line tells it more exactly
    /// than its own ranges say is not its own, nor is what the clouds have.
    fn addresses(&self, site: &Site, gateways: &Addresses) -> [Addresses; 2] {
        let ranges = |prefixes: &[Prefix]| prefixes.iter().map(addresses_of_prefix).collect::<Addresses>();
        let index =
            self.estate.sites.iter().position(|other| other.object == site.object).unwrap_or_default();
        let told = learnt(self.estate, LineEnd::Site(index)).into_iter().map(|one| one.prefix);
        let inner = |one: &Prefix| site.prefixes.iter().any(|range| range.covers(one) && range != one);
        let told: Vec<Prefix> = told.filter(inner).collect();
        let own = ranges(&site.prefixes).minus(&ranges(&told)).union(gateways);
        let routed = [Family::V4, Family::V6].map(|family| Addresses::of(family, global_unicast(family)));
        let routed: Addresses = routed.into_iter().collect();
        [own.intersect(&routed).minus(&self.outside.owned_by_all()), own.minus(&routed)]
    }

    /// Its machines, its subnets without these, and all other addresses: a place each.
    fn places(
        &mut self,
        (site, embeds): (&Site, bool),
        own: &Addresses,
        realm: RealmId,
        sends_to: HopId,
    ) -> Vec<PlaceId> {
        let hosts = site.hosts.iter().map(|host| {
            (host.object, host.addresses.iter().copied().map(Addresses::single).collect::<Addresses>())
        });
        let subnets = site
            .subnets
            .iter()
            .map(|subnet| (subnet.object, subnet.prefixes.iter().map(addresses_of_prefix).collect()));
        let mut parts: Vec<(ObjectId, Addresses)> = hosts.chain(subnets).collect();
        parts.push((site.object, own.clone()));
        let mut left = own.clone();
        let mut places = Vec::new();
        for (object, addresses) in &parts {
            let addresses = addresses.intersect(&left);
            if addresses.is_empty() {
                continue;
            }
            left = left.minus(&addresses);
            let place = PlaceId(self.network.fabric.places.len() as u32);
            // A subnet stands for its machines, too.
            let holds = |(holder, ranges): &&(ObjectId, Addresses)| {
                holder == object || !ranges.intersect(&addresses).is_empty()
            };
            for (holder, _) in parts.iter().filter(holds) {
                self.network.members.push(*holder, place);
            }
            self.network.fabric.places.push(Place {
                realm,
                addresses,
                client_ports: ports(PortRange::CLIENT),
                sends_to,
                embeds,
                kin: KinId::NONE,
                label: line::label(self.estate, *object),
            });
            places.push(place);
        }
        places
    }

    /// The site's own firewall before `next`, and the packets that it may let through. Replies to what it lets through pass.
    fn firewall(&mut self, rules: &[SiteRule], state: StateId, next: HopId) -> (HopId, Space) {
        let (mut listed, mut open, mut denied) = (Vec::new(), Space::ALL, Space::EMPTY);
        for rule in rules {
            let matched = self.packets(rule);
            let deny = rule.action == Written::Deny;
            if deny {
                let own = self.spaces.intersect(matched, open);
                denied = self.spaces.union(denied, own);
            }
            open = self.spaces.minus(open, matched);
            let action = if deny { Action::Deny(Reason::SiteDeny) } else { Action::Allow };
            listed.push(Rule {
                packets: matched,
                action,
                label: Label { origin: rule.origin, ..self.label },
            });
        }
        let label = self.label;
        let mut beyond = next;
        if !open.is_empty() {
            let undecided = self.open(next);
            beyond = self.later();
            let entries = [(open, undecided), (Space::ALL, next)];
            let entry = |(packets, hop)| Entry { packets, next: Next::Hop(hop), label };
            self.route(beyond, entries.map(entry).into_iter().collect());
        }
        let list = FilterList::new(
            self.spaces,
            listed,
            Otherwise { action: Action::Allow, lists: alloc::vec![label] },
        );
        let list = self.network.fabric.add_list(list);
        let filter = Filter { list, state: Some(state), next: beyond, gap: None };
        let filter = self.network.fabric.add(label, HopKind::Filter(filter));
        let known = Restore { state, next, otherwise: Next::Hop(filter) };
        let known = self.network.fabric.add(label, HopKind::Restore(known));
        (known, self.spaces.complement(denied))
    }

    /// The packets that a line of the firewall matches.
    fn packets(&mut self, rule: &SiteRule) -> Space {
        let traffic = rule.traffic.iter().map(|traffic| packets(self.spaces, *traffic, &Values::all()));
        let traffic: Vec<Space> = traffic.collect();
        let mut matched = self.spaces.union_all(traffic);
        for (end, peers) in [(Field::Source, &rule.from), (Field::Destination, &rule.to)] {
            if !peers.is_empty() {
                let addresses = peers.iter().map(|peer| peer_addresses(self.estate, peer)).collect();
                let own = with_any(self.spaces, end, &addresses);
                matched = self.spaces.intersect(matched, own);
            }
        }
        matched
    }

    /// A hop that may drop packets or send them on as they are.
    fn open(&mut self, next: HopId) -> HopId {
        let state = self.network.fabric.new_state();
        self.appliance(alloc::vec![Form { packets: Space::ALL, fields: Vec::new() }], next, state)
    }

    fn appliance(&mut self, forms: Vec<Form>, next: HopId, state: StateId) -> HopId {
        let appliance = Appliance { arrives: None, forms, ways: alloc::vec![next], state };
        let kind = HopKind::Appliance(appliance);
        self.network.fabric.add_assuming(self.label, kind, Some(undescribed(self.label)))
    }

    /// Packets whose address and port at one end may become any of these; any public ones where none are given.
    fn public_forms(&mut self, end: Field, port: Field, to: Option<&Addresses>) -> Vec<Form> {
        let mut forms = Vec::new();
        for family in [Family::V4, Family::V6] {
            let addresses = to.map_or_else(
                || global_unicast(family).minus(self.outside.owned_by_all().family(family)),
                |addresses| addresses.family(family).clone(),
            );
            if addresses.is_empty() {
                continue;
            }
            let all = of_family(self.spaces, family);
            let ported = [Protocol::TCP, Protocol::UDP].map(|protocol| u128::from(protocol.0));
            let ported = ported.into_iter().map(|protocol| (protocol, protocol)).collect();
            let ported = self.spaces.limit(all, Field::Protocol, &ported);
            let other = self.spaces.minus(all, ported);
            let address = (end, addresses);
            forms.push(Form {
                packets: ported,
                fields: alloc::vec![address.clone(), (port, ports(PortRange::ALL))],
            });
            forms.push(Form { packets: other, fields: alloc::vec![address] });
        }
        forms
    }

    /// A hop that is filled in when what follows it exists.
    fn later(&mut self) -> HopId {
        self.network.fabric.add(self.label, HopKind::End(PlaceId::OUTSIDE))
    }

    fn route(&mut self, hop: HopId, entries: Vec<Entry>) {
        let otherwise = (Stop::new(Reason::NoRoute, self.label), self.label);
        let route = Route::new(self.spaces, entries, otherwise);
        self.network.fabric.set(hop, HopKind::Route(route));
    }
}

fn addresses_of_prefix(prefix: &Prefix) -> Addresses {
    Addresses::of(prefix.family(), prefix_values(prefix))
}

/// The addresses of one end in a line of a firewall.
fn peer_addresses(estate: &Estate, peer: &SitePeer) -> Addresses {
    let id = match peer {
        SitePeer::Prefix(prefix) => return addresses_of_prefix(prefix),
        SitePeer::Object(id) => *id,
    };
    let hosts = estate.sites.iter().flat_map(|site| &site.hosts).filter(|host| host.object == id);
    let hosts = hosts.flat_map(|host| &host.addresses).copied().map(Addresses::single);
    let subnets = estate.sites.iter().flat_map(|site| &site.subnets);
    let subnets = subnets.map(|subnet| (subnet.object, &subnet.prefixes));
    let of_clouds = estate.aws.subnets.iter().map(|subnet| (subnet.object, &subnet.prefixes));
    let prefixes =
        subnets.chain(of_clouds).filter(|(object, _)| *object == id).flat_map(|(_, prefixes)| prefixes);
    hosts.chain(prefixes.map(addresses_of_prefix)).collect()
}
