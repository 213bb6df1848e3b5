//! `closed` on random estates: what the core says is delivered and not meant, against what the oracle delivers and what
//! the intents hold, read for one flow at a time.

use std::fmt;

use ringfence::answer::{IntentResult, Outcome, Witness};
use ringfence::estate::aws::InterfaceId;
use ringfence::estate::{
    Estate, Expr, Flow as Asked, Intent, Selector, ServiceSet, ServiceTerm, SetExpr, Traffic, Verb, Ways,
};
use ringfence::{AddressRange, Packet, PortRange, Protocol, Transport};

use crate::draw::draw;
use crate::engine::Core;
use crate::estates::{Dice, Sampler, ordinary_estate};
use crate::mix::FLOWS;
use crate::oracle::{Destination, End, Flow, Oracle, Sender, held};
use crate::question::{all_of, any_to_any, nowhere};
use crate::trace::flow_line;
use crate::witness::packet;

/// What a run was made of: it shows nothing about what never comes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Closed {
    /// Intents that were `closed` and hold.
    pub hold: usize,
    /// Those that fail.
    pub fail: usize,
    /// Flows that are delivered and meant.
    pub meant: usize,
    /// Flows that are delivered and not meant.
    pub unmeant: usize,
    /// Estates whose intents had an error.
    pub refused: usize,
}

impl Closed {
    /// Adds the counts of another run.
    pub fn join(&mut self, other: Self) {
        self.hold += other.hold;
        self.fail += other.fail;
        self.meant += other.meant;
        self.unmeant += other.unmeant;
        self.refused += other.refused;
    }
}

impl fmt::Display for Closed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { hold, fail, meant, unmeant, refused } = self;
        write!(f, "{hold} hold, {fail} fail, {meant} flows meant, {unmeant} not, {refused} estates refused")
    }
}

/// Judges so many estates with random intents, the first of this seed, the next of the next one.
///
/// # Errors
/// The first difference.
pub fn compare_closed(estates: u64, seed: u64) -> Result<Closed, String> {
    let mut all = Closed::default();
    for seed in seed..seed.saturating_add(estates) {
        all.join(compare_one(seed).map_err(|difference| format!("seed {seed}: {difference}"))?);
    }
    Ok(all)
}

fn compare_one(seed: u64) -> Result<Closed, String> {
    let mut estate = ordinary_estate(seed);
    let mut dice = Dice::new(seed);
    let flows: Vec<_> = {
        let oracle = Oracle::new(&estate);
        let sampler = Sampler::new(&oracle);
        (0..FLOWS).map(|_| draw(&oracle, &sampler, &mut dice)).collect()
    };
    let delivered: Vec<Flow> =
        flows.iter().filter(|(_, answer)| answer.delivered).map(|(flow, _)| *flow).collect();
    estate.intents = random_intents(&estate, &delivered, &mut dice);
    let mut counts = Closed::default();
    let core = Core::with_intents(&estate);
    let results = core.results();
    if core.is_refused() {
        counts.refused += 1;
        return Ok(counts);
    }
    let oracle = Oracle::new(&estate);
    for (intent, result) in estate.intents.iter().zip(&results).filter(|(i, _)| i.verb == Verb::Closed) {
        *if result.outcome == Outcome::Fails { &mut counts.fail } else { &mut counts.hold } += 1;
        for (flow, answer) in &flows {
            let meant = is_meant(&oracle, flow);
            let breaks =
                answer.delivered && !meant && intent.flows.iter().any(|asked| holds(&estate, asked, flow));
            counts.meant += usize::from(answer.delivered && meant);
            counts.unmeant += usize::from(breaks);
            if breaks != core.holds(&result.violations, flow) {
                let says = if breaks { "breaks it" } else { "does not break it" };
                return Err(format!("{} {says}: {intent:?}\n{:?}", flow_line(&estate, flow), estate.intents));
            }
        }
        refuted(&oracle, intent, result).map_or(Ok(()), Err)?;
    }
    Ok(counts)
}

/// Why the witness of `result` does not show that `intent` fails.
fn refuted(oracle: &Oracle, intent: &Intent, result: &IntentResult) -> Option<String> {
    match (result.outcome, &result.shown) {
        (Outcome::Holds, None) if result.violations.boxes.is_empty() => None,
        (Outcome::Fails, Some(shown)) => {
            let breaks = as_delivered(oracle, &shown.witness)
                .into_iter()
                .any(|flow| holds(oracle.estate(), &intent.flows[0], &flow) && !is_meant(oracle, &flow));
            (!breaks).then(|| format!("{:?} does not break {intent:?}", shown.witness))
        }
        _ => Some(format!("{intent:?} comes out as {result:?}")),
    }
}

/// The flows that the packet of a witness becomes.
fn as_delivered(oracle: &Oracle, witness: &Witness) -> Vec<Flow> {
    let Some(sent) = packet(&witness.packet) else { return Vec::new() };
    let interfaces = oracle.estate().aws.interfaces.iter().zip(0..);
    let named = |object| oracle.estate().path(object) == witness.from;
    let senders = interfaces
        .filter(|(interface, _)| named(interface.object))
        .map(|(_, id)| Sender::Interface(InterfaceId(id)))
        .chain((witness.from == "internet").then_some(Sender::Outside));
    let of_site = |site: &usize| {
        let address = sent.source();
        oracle.is_of_site(*site, address) && named(oracle.object_at(*site, address))
    };
    let senders = senders.chain((0..oracle.estate().sites.len()).filter(of_site).map(Sender::Site));
    let flows = senders.flat_map(|sender| {
        oracle.outcomes(sender, sent).into_iter().flat_map(move |outcome| {
            let arrived = match outcome.end {
                End::Interface(id, packet) => {
                    Some((Destination::Interface(id, packet.destination()), packet))
                }
                End::Site(site, packet) => Some((Destination::Site(site, packet.destination()), packet)),
                End::Outside(packet) => Some((Destination::Outside(packet.destination()), packet)),
                End::Dropped(_) | End::Kept(_) => None,
            };
            // What a network load balancer passed on is delivered to it, too.
            let by = outcome.by.filter(|_| arrived.is_some());
            let by = by.map(|(id, packet)| (Destination::Interface(id, packet.destination()), packet));
            let ends = arrived.into_iter().chain(by);
            let written = ends.clone().filter(|(end, packet)| {
                matches!(end, Destination::Interface(..)) && packet.destination() != sent.destination()
            });
            let written = written.map(|_| (Destination::Front(sent.destination()), sent));
            let ends: Vec<(Destination, Packet)> = ends.chain(written).collect();
            ends.into_iter().map(move |(destination, packet)| Flow {
                sender,
                source: sent.source(),
                // What was IPv6 when it was sent is told so.
                destination: if sent.source().is_ipv6() {
                    destination.held().unwrap_or(destination)
                } else {
                    destination
                },
                transport: at_port_of(sent.transport(), packet.transport()),
            })
        })
    });
    flows.collect()
}

/// The same transport, to the port of another.
const fn at_port_of(transport: Transport, other: Transport) -> Transport {
    match (transport, other) {
        (Transport::Tcp { source, .. }, Transport::Tcp { destination, .. }) => {
            Transport::Tcp { source, destination }
        }
        (Transport::Udp { source, .. }, Transport::Udp { destination, .. }) => {
            Transport::Udp { source, destination }
        }
        _ => transport,
    }
}

// What intents hold, one flow at a time.

fn is_meant(oracle: &Oracle<'_>, flow: &Flow) -> bool {
    let estate = oracle.estate();
    let mut admitted = estate.intents.iter().flat_map(|intent| match intent.verb {
        Verb::Allow | Verb::Require => intent.flows.iter().collect(),
        Verb::Deny | Verb::Isolate => intent.exceptions.iter().collect(),
        Verb::Closed => Vec::new(),
    });
    let mut ends = vec![flow.destination];
    // From inside the way by the public address is another than that to the machine.
    let ids = (0..estate.aws.interfaces.len()).map(|at| InterfaceId(at as u32));
    let outside = ids.filter(|_| flow.sender == Sender::Outside);
    for id in outside {
        for (public, private) in oracle.fronts_of(id) {
            let [machine, front] = [Destination::Interface(id, private), Destination::Front(public)];
            match flow.destination {
                end if end == front => ends.push(machine),
                end if end == machine => ends.push(front),
                _ => {}
            }
        }
    }
    admitted.any(|asked| ends.iter().any(|&destination| holds(estate, asked, &Flow { destination, ..*flow })))
}

pub(crate) fn holds(estate: &Estate, asked: &Asked, flow: &Flow) -> bool {
    let source = match flow.sender {
        Sender::Interface(id) => Destination::Interface(id, flow.source),
        Sender::Site(site) => Destination::Site(site, flow.source),
        Sender::Outside => Destination::Outside(flow.source),
    };
    in_set(estate, &asked.from, source)
        && in_set(estate, &asked.to, flow.destination)
        && in_service(&asked.service, flow.transport, flow.source.is_ipv4())
}

fn in_expr<T>(expr: &Expr<T>, holds: impl Fn(&T) -> bool) -> bool {
    let any = |meets: &[Vec<T>]| meets.iter().any(|meet| meet.iter().all(&holds));
    any(&expr.union) && !any(&expr.except)
}

fn in_set(estate: &Estate, set: &SetExpr, point: Destination) -> bool {
    // An IPv6 address that holds one of IPv4 is where that is.
    let (written, point) = (point.address(), point.plain());
    in_expr(set, |selector| match (selector, point) {
        (Selector::Any, Destination::Interface(..) | Destination::Site(..) | Destination::Outside(_)) => true,
        (Selector::Internet, Destination::Outside(_)) => true,
        (Selector::Addresses(range), point) => {
            let names_holders = held(range.first()).is_some() && held(range.last()).is_some();
            range.contains(point.address()) || (names_holders && range.contains(written))
        }
        (Selector::Object(object), Destination::Site(site, address)) => {
            let site = &estate.sites[site];
            let hosts = site.hosts.iter().filter(|host| host.addresses.contains(&address));
            let subnets = site.subnets.iter().filter(|one| one.prefixes.iter().any(|p| p.contains(address)));
            let parts = hosts.map(|host| host.object).chain(subnets.map(|subnet| subnet.object));
            parts.chain([site.object]).any(|part| part == *object)
        }
        (Selector::Object(object), Destination::Interface(id, _)) => {
            let interface = &estate.aws.interfaces[id.0 as usize];
            let subnet = &estate.aws.subnets[interface.subnet.0 as usize];
            let instance = estate.aws.owner_of(interface);
            let vpc = estate.aws.vpcs[subnet.vpc.0 as usize].object;
            [interface.object, instance, subnet.object, vpc].contains(object)
        }
        _ => false,
    })
}

fn in_service(service: &ServiceSet, transport: Transport, is_ipv4: bool) -> bool {
    in_expr(service, |term| match (term, transport) {
        (ServiceTerm::Traffic(Traffic::Any), _) => true,
        (
            ServiceTerm::Traffic(Traffic::Ports { protocol, destination, source }),
            Transport::Tcp { source: from, destination: to }
            | Transport::Udp { source: from, destination: to },
        ) => {
            let is_tcp = matches!(transport, Transport::Tcp { .. });
            (*protocol == Protocol::TCP) == is_tcp
                && destination.contains(to)
                && source.is_none_or(|source| source.contains(from))
        }
        (
            ServiceTerm::Traffic(Traffic::Icmp { protocol, types, code }),
            Transport::Icmp { kind, code: own },
        ) => {
            (*protocol == Protocol::ICMP) == is_ipv4
                && (types.0..=types.1).contains(&kind)
                && code.is_none_or(|code| code == own)
        }
        (ServiceTerm::Traffic(Traffic::Protocol(protocol)), _) => {
            *protocol == own_protocol(transport, is_ipv4)
        }
        _ => false,
    })
}

fn own_protocol(transport: Transport, is_ipv4: bool) -> Protocol {
    match transport {
        Transport::Tcp { .. } => Protocol::TCP,
        Transport::Udp { .. } => Protocol::UDP,
        Transport::Icmp { .. } if is_ipv4 => Protocol::ICMP,
        Transport::Icmp { .. } => Protocol::ICMPV6,
        Transport::Other(protocol) => protocol,
    }
}

// Random intents.

/// Some that mean delivered flows, more or less widely, and then two that are closed.
fn random_intents(estate: &Estate, delivered: &[Flow], dice: &mut Dice) -> Vec<Intent> {
    let mut intents = Vec::new();
    // A `require` beside a `deny` may contradict it.
    let in_blocks = dice.percent(50);
    for _ in 0..dice.below(8) {
        let Some(flow) = dice.pick(delivered) else { break };
        let meant = wider(estate, &flow, dice);
        let intent = if !in_blocks && dice.percent(50) {
            Intent { verb: Verb::Require, ..intent(meant) }
        } else if in_blocks && dice.percent(50) {
            Intent { verb: Verb::Deny, exceptions: vec![meant], ..intent(any_to_any()) }
        } else {
            intent(meant)
        };
        intents.push(intent);
    }
    intents.push(Intent { verb: Verb::Closed, ..intent(any_to_any()) });
    if let Some(flow) = dice.pick(delivered) {
        intents.push(Intent { verb: Verb::Closed, ..intent(wider(estate, &flow, dice)) });
    }
    intents
}

fn intent(flow: Asked) -> Intent {
    Intent {
        verb: Verb::Allow,
        flows: vec![flow],
        each: None,
        exceptions: Vec::new(),
        because: None,
        origin: nowhere(),
    }
}

/// A flow with others like it.
fn wider(estate: &Estate, flow: &Flow, dice: &mut Dice) -> Asked {
    let source = match flow.sender {
        Sender::Interface(id) => Destination::Interface(id, flow.source),
        Sender::Site(site) => Destination::Site(site, flow.source),
        Sender::Outside => Destination::Outside(flow.source),
    };
    let from = around(estate, source, false, dice);
    let to = around(estate, flow.destination, flow.sender == Sender::Outside, dice);
    let ports = |protocol, port: u16, from: u16, dice: &mut Dice| Traffic::Ports {
        protocol,
        destination: match dice.below(3) {
            0 => PortRange::ALL,
            1 => PortRange::new(0, port).expect("in order"),
            _ => PortRange::one(port),
        },
        source: match dice.below(6) {
            0 => PortRange::new(from, u16::MAX),
            _ => None,
        },
    };
    let traffic = match flow.transport {
        _ if dice.percent(20) => Traffic::Any,
        Transport::Tcp { source, destination } => ports(Protocol::TCP, destination, source, dice),
        Transport::Udp { source, destination } => ports(Protocol::UDP, destination, source, dice),
        Transport::Icmp { kind, .. } => {
            let protocol = ringfence::Family::of(flow.source).icmp();
            Traffic::Icmp { protocol, types: (kind, kind), code: None }
        }
        Transport::Other(protocol) => Traffic::Protocol(protocol),
    };
    let service = Expr { union: vec![vec![ServiceTerm::Traffic(traffic)]], except: Vec::new() };
    Asked { from, to, service, ways: Ways::default(), origin: nowhere() }
}

/// A set with this point in it; with `by_front` perhaps by its public address alone.
fn around(estate: &Estate, point: Destination, by_front: bool, dice: &mut Dice) -> SetExpr {
    let only = |address| Selector::Addresses(AddressRange::new(address, address).expect("a range of one"));
    let selector = match point {
        _ if dice.percent(25) => Selector::Any,
        Destination::Outside(_) if dice.percent(70) => Selector::Internet,
        Destination::Interface(id, address) => {
            let interface = &estate.aws.interfaces[id.0 as usize];
            let subnet = &estate.aws.subnets[interface.subnet.0 as usize];
            let front = interface.public.iter().find(|own| by_front && own.private == address);
            match (dice.below(5), front) {
                (0..3, Some(front)) => only(front.public),
                (0, _) => Selector::Object(subnet.object),
                (1, _) => Selector::Object(estate.aws.vpcs[subnet.vpc.0 as usize].object),
                (2, _) => only(address),
                _ => Selector::Object(estate.aws.owner_of(interface)),
            }
        }
        other => only(other.address()),
    };
    let mut set = all_of(vec![selector]);
    let firsts = estate.aws.interfaces.iter().filter_map(|one| one.addresses.first().copied());
    if let Some(other) = dice.pick(&firsts.collect::<Vec<_>>())
        && dice.percent(20)
        && other != point.address()
    {
        set.except = vec![vec![only(other)]];
    }
    set
}
