//! Flows on and beside every boundary that an estate writes.

use std::collections::BTreeSet;
use std::net::IpAddr;

use ringfence::estate::aws::{Aws, GroupRule, InterfaceId, Peer};
use ringfence::estate::{Estate, SitePeer, Traffic};
use ringfence::{Family, PortRange, Prefix, Protocol, Transport, address_number};

use super::{Dice, address, pool};
use crate::oracle::{Destination, Flow, Oracle, Sender, held};

/// Addresses of the internet, and on both sides of the edges of what is.
const NEAR_THE_INTERNET: [&str; 38] = [
    "203.0.113.9",
    "203.0.113.255",
    "8.8.8.8",
    "0.255.255.255",
    "1.0.0.0",
    "9.255.255.255",
    "10.255.255.255",
    "11.0.0.0",
    "100.63.255.255",
    "100.64.0.0",
    "100.127.255.255",
    "100.128.0.0",
    "126.255.255.255",
    "127.0.0.0",
    "127.255.255.255",
    "128.0.0.0",
    "169.253.255.255",
    "169.254.255.255",
    "169.255.0.0",
    "172.15.255.255",
    "172.31.255.255",
    "172.32.0.0",
    "191.255.255.255",
    "192.0.0.255",
    "192.0.1.0",
    "192.168.255.255",
    "192.169.0.0",
    "198.17.255.255",
    "198.19.255.255",
    "198.20.0.0",
    "223.255.255.255",
    "224.0.0.0",
    "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    "2000::",
    "2600::1",
    "3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    "4000::",
    "2001:db8:ffff::9",
];

/// What flows of one estate are drawn from.
pub struct Sampler<'a> {
    aws: &'a Aws,
    /// Addresses of sites, at the edges of what is written.
    sites: Vec<(usize, IpAddr)>,
    /// Every address of every interface.
    machines: Vec<(InterfaceId, IpAddr)>,
    /// Addresses of the internet.
    outside: Vec<IpAddr>,
    /// Addresses that nothing has, inside the estate and elsewhere.
    nobody: Vec<IpAddr>,
    /// Ports at the edges of ACL rules, and of clients' ranges: replies go to them.
    source_ports: Vec<u16>,
    destination_ports: Vec<u16>,
    /// IPv6 addresses of machines that may send to IPv4 points, as addresses that hold theirs.
    translated: Vec<(Sender, IpAddr)>,
}

/// An end of a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Point {
    Machine(InterfaceId, IpAddr),
    Site(usize, IpAddr),
    Outside(IpAddr),
}

impl Point {
    fn address(self) -> IpAddr {
        match self {
            Self::Machine(_, address) | Self::Site(_, address) | Self::Outside(address) => address,
        }
    }
}

impl<'a> Sampler<'a> {
    /// The boundaries of the oracle's estate.
    #[must_use]
    pub fn new(oracle: &Oracle<'a>) -> Self {
        let aws = &oracle.estate().aws;
        let with_id = aws.interfaces.iter().enumerate();
        let machines = with_id.flat_map(|(at, _)| {
            let id = InterfaceId(at as u32);
            oracle.some_addresses(id).into_iter().map(move |address| (id, address))
        });
        let machines = machines.collect::<Vec<_>>();
        let owned = machines.iter().map(|(_, address)| *address).collect::<BTreeSet<_>>();
        let (mut outside, mut nobody) = (Vec::new(), Vec::new());
        let mut sites = Vec::new();
        for address in edge_addresses(oracle.estate()) {
            let of = (0..oracle.estate().sites.len()).filter(|site| oracle.is_of_site(*site, address));
            let before = sites.len();
            sites.extend(of.map(|site| (site, address)));
            if sites.len() > before {
                // It may be somebody's inside, too.
            } else if oracle.is_internet(address) {
                outside.push(address);
            } else if held(address).is_none()
                && !oracle.is_front(address)
                && !owned.contains(&address)
                && !oracle.may_be_owned(address)
            {
                // What holds an address of IPv4 may be somebody's.
                nobody.push(address);
            }
        }
        let acl_ranges = aws.network_acls.iter().flat_map(|acl| acl.ingress.iter().chain(&acl.egress));
        let acl_ranges = acl_ranges.filter_map(|rule| ports_of(rule.traffic)).map(|(_, range)| range);
        let client_ranges = aws.instances.iter().flat_map(|instance| &instance.client_ports).copied();
        let source_ports = edge_ports(acl_ranges.clone().chain(client_ranges));
        let groups = aws.security_groups.iter().flat_map(|group| group.ingress.iter().chain(&group.egress));
        let group_ranges = groups.flat_map(|rule| &rule.traffic).filter_map(|traffic| ports_of(*traffic));
        let listeners = aws.load_balancers.iter().flat_map(|one| &one.listeners).flat_map(|one| &one.traffic);
        let targets = aws.target_groups.iter().flat_map(|one| &one.targets).flat_map(|one| &one.traffic);
        let balanced = listeners.chain(targets).filter_map(|traffic| ports_of(*traffic));
        let group_ranges = group_ranges.chain(balanced).map(|(_, range)| range);
        let destination_ports = edge_ports(acl_ranges.chain(group_ranges));
        let of_sites = sites.iter().map(|&(site, address)| (Sender::Site(site), address));
        let translated =
            machines.iter().map(|&(id, address)| (Sender::Interface(id), address)).chain(of_sites);
        let translated = translated
            .filter(|(sender, address)| address.is_ipv6() && oracle.reaches_ipv4(*sender))
            .collect();
        Self { aws, sites, machines, outside, nobody, source_ports, destination_ports, translated }
    }

    /// A flow that a question may hold.
    ///
    /// Most are aimed at something that is written, because flows at random are blocked by the first filter.
    pub fn flow(&self, dice: &mut Dice) -> Flow {
        // A try may find nothing to aim at, or the same machine at both ends.
        (0..50).find_map(|_| self.attempt(dice)).unwrap_or_else(|| self.to_nobody(dice))
    }

    fn attempt(&self, dice: &mut Dice) -> Option<Flow> {
        if !self.translated.is_empty() && dice.percent(25) {
            return self.to_ipv4(dice);
        }
        match dice.below(100) {
            0..=39 => self.at_ingress_rule(dice),
            40..=64 => self.at_egress_rule(dice),
            65..=79 => self.outwards(dice),
            80..=96 => {
                let to = self.any_point(dice);
                let from = self.peer_of(dice, to, None)?;
                let traffic = self.any_traffic(dice);
                self.assemble(dice, from, to, traffic)
            }
            97 => self.unasked(dice),
            _ => Some(self.to_nobody(dice)),
        }
    }

    /// What no question holds: a flow of an interface to itself, or between two addresses outside.
    fn unasked(&self, dice: &mut Dice) -> Option<Flow> {
        let from = self.any_point(dice);
        let same_end = |point: &Point| match (from, *point) {
            (Point::Machine(a, _), Point::Machine(b, _)) => a == b,
            (Point::Site(a, _), Point::Site(b, _)) => a == b,
            (Point::Outside(_), Point::Outside(_)) => true,
            _ => false,
        };
        let same_family = |point: &Point| point.address().is_ipv4() == from.address().is_ipv4();
        let points = self.points().filter(|point| same_end(point) && same_family(point)).collect::<Vec<_>>();
        let to = dice.pick(&points)?;
        let traffic = self.any_traffic(dice);
        self.assemble(dice, from, to, traffic)
    }

    /// From a peer of a rule to an interface that carries it.
    fn at_ingress_rule(&self, dice: &mut Dice) -> Option<Flow> {
        let (id, own) = dice.pick(&self.machines)?;
        let (traffic, peer) = self.rule(dice, id, |aws, group| &aws.security_groups[group].ingress)?;
        let to = Point::Machine(id, own);
        let from = self.peer_of(dice, to, peer)?;
        self.assemble(dice, from, to, traffic)
    }

    /// From an interface to a peer of a rule it carries.
    fn at_egress_rule(&self, dice: &mut Dice) -> Option<Flow> {
        let (id, own) = dice.pick(&self.machines)?;
        let (traffic, peer) = self.rule(dice, id, |aws, group| &aws.security_groups[group].egress)?;
        let from = Point::Machine(id, own);
        let to = self.peer_of(dice, from, peer)?;
        self.assemble(dice, from, to, traffic)
    }

    /// From an interface to the internet, or to what has a public address: the way of NAT gateways.
    fn outwards(&self, dice: &mut Dice) -> Option<Flow> {
        let (id, own) = dice.pick(&self.machines)?;
        let (traffic, _) = self.rule(dice, id, |aws, group| &aws.security_groups[group].egress)?;
        let from = Point::Machine(id, own);
        let elsewhere = self.points().filter(|point| match point {
            Point::Machine(other, _) => {
                *other != id && !self.aws.interfaces[other.0 as usize].public.is_empty()
            }
            Point::Site(..) | Point::Outside(_) => true,
        });
        let elsewhere = elsewhere.filter(|point| point.address().is_ipv4() == own.is_ipv4());
        let to = dice.pick(&elsewhere.collect::<Vec<_>>())?;
        self.assemble(dice, from, to, traffic)
    }

    /// The traffic and a peer of a rule of a group of an interface; anything where it names none.
    fn rule(
        &self,
        dice: &mut Dice,
        id: InterfaceId,
        rules: impl Fn(&Aws, usize) -> &Vec<GroupRule>,
    ) -> Option<(Traffic, Option<Peer>)> {
        let Some(group) = dice.pick(&self.aws.interfaces[id.0 as usize].groups) else {
            return Some((Traffic::Any, None));
        };
        let rules = rules(self.aws, group.0 as usize);
        let rule = &rules[dice.index(rules)?];
        let peer = match dice.one(&rule.peers) {
            Peer::Itself => Peer::Group(group),
            peer => peer,
        };
        Some((dice.one(&rule.traffic), Some(peer)))
    }

    /// Another point of the family of `other`; one of `peer` where there is one.
    fn peer_of(&self, dice: &mut Dice, other: Point, peer: Option<Peer>) -> Option<Point> {
        let fits = |point: Point| {
            Family::of(point.address()) == Family::of(other.address())
                && match (point, other) {
                    (Point::Machine(a, _), Point::Machine(b, _)) => a != b,
                    (Point::Outside(_), Point::Outside(_)) => false,
                    _ => true,
                }
        };
        let is_peer = |point: Point| match (peer, point) {
            (None, _) => true,
            (Some(Peer::Prefix(prefix)), point) => {
                prefix.contains(point.address())
                    || matches!(point, Point::Machine(id, _) if self.is_known_as(id, prefix))
            }
            (Some(Peer::List(list)), point) => {
                let prefixes = &self.aws.prefix_lists[list.0 as usize].prefixes;
                prefixes.iter().any(|prefix| prefix.contains(point.address()))
            }
            (Some(Peer::Group(group)), Point::Machine(id, _)) => {
                self.aws.interfaces[id.0 as usize].groups.contains(&group)
            }
            (Some(_), _) => false,
        };
        let mut machines = self.points().filter(|&point| fits(point)).collect::<Vec<_>>();
        let aimed = machines.iter().copied().filter(|&point| is_peer(point)).collect::<Vec<_>>();
        if !aimed.is_empty() && dice.percent(85) {
            machines = aimed;
        }
        // There are many more addresses outside than machines.
        let wants_machine = dice.percent(60);
        let wants_site = dice.percent(50) && !self.sites.is_empty();
        let of_kind = |point: &Point| match point {
            Point::Machine(..) => wants_machine,
            Point::Site(..) => !wants_machine && wants_site,
            Point::Outside(_) => !wants_machine && !wants_site,
        };
        let preferred = machines.iter().copied().filter(of_kind).collect::<Vec<_>>();
        dice.pick(&preferred).or_else(|| dice.pick(&machines))
    }

    /// Whether others see an interface by an address in `prefix`: one of its public ones, or a NAT gateway's.
    fn is_known_as(&self, id: InterfaceId, prefix: Prefix) -> bool {
        let vpc = |subnet: ringfence::estate::aws::SubnetId| self.aws.subnets[subnet.0 as usize].vpc;
        let interface = &self.aws.interfaces[id.0 as usize];
        let gateways = self.aws.nat_gateways.iter().filter(|nat| vpc(nat.subnet) == vpc(interface.subnet));
        let gateways = gateways.flat_map(|nat| nat.public.iter().chain(&nat.address));
        interface.public.iter().map(|front| &front.public).chain(gateways).any(|a| prefix.contains(*a))
    }

    fn points(&self) -> impl Iterator<Item = Point> {
        let machines = self.machines.iter().map(|&(id, address)| Point::Machine(id, address));
        let sites = self.sites.iter().map(|&(site, address)| Point::Site(site, address));
        machines.chain(sites).chain(self.outside.iter().map(|&address| Point::Outside(address)))
    }

    fn any_point(&self, dice: &mut Dice) -> Point {
        let outside = || Point::Outside(address("203.0.113.9"));
        if dice.percent(30)
            && let Some((site, address)) = dice.pick(&self.sites)
        {
            return Point::Site(site, address);
        }
        if dice.percent(70) {
            dice.pick(&self.machines).map_or_else(outside, |(id, address)| Point::Machine(id, address))
        } else {
            dice.pick(&self.outside).map_or_else(outside, Point::Outside)
        }
    }

    fn assemble(&self, dice: &mut Dice, from: Point, to: Point, traffic: Traffic) -> Option<Flow> {
        let (sender, source) = match from {
            Point::Machine(id, address) => (Sender::Interface(id), address),
            Point::Site(site, address) => (Sender::Site(site), address),
            Point::Outside(address) => (Sender::Outside, address),
        };
        let destination = match to {
            Point::Outside(address) => Destination::Outside(address),
            Point::Site(site, address) => Destination::Site(site, address),
            Point::Machine(id, address) => {
                let interface = &self.aws.interfaces[id.0 as usize];
                let front = interface.public.iter().find(|front| front.private == address);
                let balancer = self.aws.balancer_of(interface).filter(|_| address.is_ipv4());
                let balanced = balancer.and_then(|one| {
                    let at = one.subnets.iter().position(|subnet| *subnet == interface.subnet)?;
                    one.public.get(at).copied().filter(|_| one.internet_facing)
                });
                match front.map(|front| front.public).or(balanced).filter(|_| dice.percent(20)) {
                    Some(front) => Destination::Front(front),
                    None => Destination::Interface(id, address),
                }
            }
        };
        let transport = self.transport(dice, traffic, Family::of(source))?;
        Some(Flow { sender, source, destination, transport })
    }

    /// From IPv6 to an IPv4 point, as the address that holds its.
    fn to_ipv4(&self, dice: &mut Dice) -> Option<Flow> {
        let (sender, source) = dice.pick(&self.translated)?;
        // What the groups there let in is of IPv4.
        let other =
            dice.pick(&self.points().filter(|point| point.address().is_ipv4()).collect::<Vec<_>>())?;
        let as_peer = Point::Outside(address("203.0.113.9"));
        let traffic = match other {
            Point::Machine(to, _) if sender != Sender::Interface(to) => {
                self.rule(dice, to, |aws, group| &aws.security_groups[group].ingress)?.0
            }
            _ => match sender {
                Sender::Interface(id) => {
                    self.rule(dice, id, |aws, group| &aws.security_groups[group].egress)?.0
                }
                Sender::Site(_) | Sender::Outside => self.any_traffic(dice),
            },
        };
        let flow = self.assemble(dice, as_peer, other, traffic)?;
        let held = flow.destination.held()?;
        let transport = match flow.transport {
            Transport::Icmp { kind: 8, code } => Transport::Icmp { kind: 128, code },
            Transport::Other(Protocol(58)) => Transport::Icmp { kind: 128, code: 0 },
            other => other,
        };
        let flow = Flow { sender, source, destination: held, transport };
        let itself = match (sender, flow.destination) {
            (Sender::Interface(id), Destination::Interface(to, _)) => id == to,
            (Sender::Site(site), Destination::Site(to, _)) => site == to,
            _ => false,
        };
        (!itself || dice.percent(10)).then_some(flow)
    }

    /// To an address that nothing has, or to a NAT gateway's.
    fn to_nobody(&self, dice: &mut Dice) -> Flow {
        let gateways = self.aws.nat_gateways.iter().flat_map(|nat| &nat.public).copied().collect::<Vec<_>>();
        let front = if dice.percent(40) { dice.pick(&gateways) } else { None };
        let destination = match front {
            Some(front) => Destination::Front(front),
            None => Destination::Nobody(dice.pick(&self.nobody).unwrap_or_else(|| address("10.255.255.255"))),
        };
        let family = Family::of(destination.address());
        let senders = self.points().filter(|point| Family::of(point.address()) == family).collect::<Vec<_>>();
        let (sender, source) = match dice.pick(&senders) {
            Some(Point::Machine(id, address)) => (Sender::Interface(id), address),
            Some(Point::Site(site, address)) => (Sender::Site(site), address),
            Some(Point::Outside(address)) => (Sender::Outside, address),
            None => (Sender::Outside, address(if family == Family::V4 { "203.0.113.9" } else { "2600::1" })),
        };
        let transport = self.any_transport(dice, family);
        Flow { sender, source, destination, transport }
    }

    /// The traffic of some ACL rule, or any.
    fn any_traffic(&self, dice: &mut Dice) -> Traffic {
        let rules = self.aws.network_acls.iter().flat_map(|acl| acl.ingress.iter().chain(&acl.egress));
        let rules = rules.map(|rule| rule.traffic).collect::<Vec<_>>();
        dice.pick(&rules).filter(|_| dice.percent(60)).unwrap_or(Traffic::Any)
    }

    /// A transport of `traffic`, mostly at its edges, sometimes beside them; `None` where the family has none such.
    fn transport(&self, dice: &mut Dice, traffic: Traffic, family: Family) -> Option<Transport> {
        let beside = dice.percent(15);
        Some(match traffic {
            Traffic::Any => self.any_transport(dice, family),
            Traffic::Ports { protocol, destination: range, .. } => {
                let port = if beside {
                    dice.one(&[range.first().saturating_sub(1), range.last().saturating_add(1)])
                } else {
                    let middle = dice.between(range.first().into(), range.last().into()) as u16;
                    dice.one(&[range.first(), range.last(), middle])
                };
                self.with_ports(dice, protocol, port)
            }
            Traffic::Icmp { protocol, types: (first, last), code } => {
                if protocol != family.icmp() {
                    return if beside { Some(Transport::Other(protocol)) } else { None };
                }
                let kind = if beside {
                    dice.one(&[first.saturating_sub(1), last.saturating_add(1)])
                } else {
                    dice.one(&[first, last])
                };
                let code = code.unwrap_or(0);
                Transport::Icmp { kind, code: dice.one(&[code, code, code, 0, 1]) }
            }
            Traffic::Protocol(protocol) => {
                let number = if beside { protocol.0.wrapping_add(1) } else { protocol.0 };
                self.of_protocol(dice, Protocol(number), family)
            }
        })
    }

    fn any_transport(&self, dice: &mut Dice, family: Family) -> Transport {
        match dice.below(10) {
            0..=5 => {
                let protocol = if dice.percent(80) { Protocol::TCP } else { Protocol::UDP };
                let port = dice.pick(&self.destination_ports).unwrap_or(443);
                self.with_ports(dice, protocol, port)
            }
            6..=7 => {
                let (request, reply) = if family == Family::V4 { (8, 0) } else { (128, 129) };
                let kind = dice.one(&[request, request, request, reply, 3, 8, 128, 255]);
                Transport::Icmp { kind, code: dice.one(&[0, 0, 0, 1, 4, 255]) }
            }
            _ => {
                let number = dice.one(&[47, 50, 132, 1, 58, 0, 255]);
                self.of_protocol(dice, Protocol(number), family)
            }
        }
    }

    fn of_protocol(&self, dice: &mut Dice, protocol: Protocol, family: Family) -> Transport {
        if protocol.has_ports() {
            let port = dice.pick(&self.destination_ports).unwrap_or(443);
            self.with_ports(dice, protocol, port)
        } else if protocol == family.icmp() {
            Transport::Icmp { kind: if family == Family::V4 { 8 } else { 128 }, code: 0 }
        } else {
            Transport::Other(protocol)
        }
    }

    fn with_ports(&self, dice: &mut Dice, protocol: Protocol, destination: u16) -> Transport {
        let source = if dice.percent(60) { dice.one(&self.source_ports) } else { 40000 };
        if protocol == Protocol::UDP {
            Transport::Udp { source, destination }
        } else {
            Transport::Tcp { source, destination }
        }
    }
}

/// The first and the last address of every prefix that is written, those beside them, and those of everything.
fn edge_addresses(estate: &Estate) -> BTreeSet<IpAddr> {
    let aws = &estate.aws;
    let groups = aws.security_groups.iter().flat_map(|group| group.ingress.iter().chain(&group.egress));
    let groups = groups.flat_map(|rule| &rule.peers).filter_map(|peer| match peer {
        Peer::Prefix(prefix) => Some(*prefix),
        Peer::List(_) | Peer::Group(_) | Peer::Itself | Peer::Unknown => None,
    });
    let acls = aws.network_acls.iter().flat_map(|acl| acl.ingress.iter().chain(&acl.egress));
    let acls = acls.filter_map(|rule| rule.peer);
    let routes = aws.route_tables.iter().flat_map(|table| &table.routes).map(|route| route.destination);
    let transit = aws.transit_tables.iter().flat_map(|table| &table.routes).map(|route| route.destination);
    let routes = routes.chain(transit);
    let ranges = aws.vpcs.iter().flat_map(|vpc| &vpc.prefixes).copied();
    let subnets = aws.subnets.iter().flat_map(|subnet| &subnet.prefixes).copied();
    let fronts = aws.interfaces.iter().flat_map(|interface| &interface.public).map(|front| front.public);
    let gateways = aws.nat_gateways.iter().flat_map(|nat| nat.public.iter().chain(&nat.address)).copied();
    let machines = aws.interfaces.iter().flat_map(|interface| &interface.addresses).copied();
    let regional = aws.regional_nat_gateways.iter().flat_map(|nat| &nat.public).copied();
    let hosts = fronts.chain(gateways).chain(regional).chain(machines).map(Prefix::host);
    let lists = aws.prefix_lists.iter().flat_map(|list| &list.prefixes).copied();
    let sites = estate.sites.iter().flat_map(|site| {
        let rules =
            site.inbound.iter().chain(&site.outbound).flat_map(|rule| rule.from.iter().chain(&rule.to));
        let peers = rules.filter_map(|peer| match peer {
            SitePeer::Prefix(prefix) => Some(*prefix),
            SitePeer::Object(_) => None,
        });
        let gateways = site.gateways.iter().map(|gateway| Prefix::host(gateway.address));
        let machines = site.hosts.iter().flat_map(|host| &host.addresses).copied().map(Prefix::host);
        let parts = site.subnets.iter().flat_map(|subnet| &subnet.prefixes).chain(&site.prefixes).copied();
        peers.chain(gateways).chain(machines).chain(parts).collect::<Vec<_>>()
    });
    let told = estate.lines.iter().flat_map(|line| &line.announced).map(|told| told.prefix);
    let all = groups
        .chain(acls)
        .chain(routes)
        .chain(lists)
        .chain(ranges)
        .chain(subnets)
        .chain(hosts)
        .chain(sites)
        .chain(told);
    let mut edges = NEAR_THE_INTERNET.map(address).into_iter().collect::<BTreeSet<_>>();
    for prefix in all {
        let (family, last) = (prefix.family(), prefix.family().last_address());
        let (first, end) = (address_number(prefix.first()), address_number(prefix.last()));
        edges.insert(prefix.first());
        edges.insert(prefix.last());
        edges.extend(first.checked_sub(1).map(|number| family.address(number)));
        edges.extend((end < last).then(|| family.address(end + 1)));
    }
    edges
}

fn ports_of(traffic: Traffic) -> Option<(Protocol, PortRange)> {
    match traffic {
        Traffic::Ports { protocol, destination, .. } => Some((protocol, destination)),
        Traffic::Any | Traffic::Icmp { .. } | Traffic::Protocol(_) => None,
    }
}

/// The ends of `ranges`, the ports beside them, and those where clients' ranges end.
fn edge_ports(ranges: impl Iterator<Item = PortRange>) -> Vec<u16> {
    let ends = ranges.flat_map(|range| [range.first(), range.last()]);
    let ends = ends.flat_map(|port| [port.saturating_sub(1), port, port.saturating_add(1)]);
    let all = ends.chain(pool::PORTS).collect::<BTreeSet<_>>();
    all.into_iter().collect()
}
