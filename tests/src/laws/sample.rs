//! Single flows at the edges of sets.

use ringfence::estate::aws::InterfaceId;
use ringfence::space::{Cube, Field, Space, Spaces, Values};
use ringfence::{Family, Packet, Protocol, Transport};

use crate::estates::Dice;
use crate::oracle::{Destination, Flow, Oracle, Sender, held};

/// So many boxes of a set are looked at.
const BOXES: usize = 3;

/// The boxes of a set of flows between two networks.
pub(super) struct Boxes<'a> {
    spaces: &'a Spaces,
    set: Space,
    networks: &'a (String, String),
}

impl<'a> Boxes<'a> {
    pub(super) const fn of(spaces: &'a Spaces, set: Space, networks: &'a (String, String)) -> Self {
        Self { spaces, set, networks }
    }

    /// A flow of some boxes each.
    pub(super) fn flows(&self, oracle: &Oracle<'_>, dice: &mut Dice) -> Vec<Flow> {
        let cubes = self.spaces.cubes(self.set);
        let count = BOXES.min(cubes.len());
        let flow = |_| {
            let packet = packet(&cubes[dice.below(cubes.len())], dice);
            assert!(self.spaces.contains(self.set, &packet), "{packet:?} is of the box");
            self.flow(oracle, &packet)
        };
        // Of what may be at any free address the oracle gives to some.
        let is_told = |flow: &Flow| match flow.destination {
            Destination::Interface(id, address) => {
                oracle.some_addresses(id).contains(&held(address).unwrap_or(address))
            }
            _ => true,
        };
        (0..count).map(flow).filter(is_told).collect()
    }

    fn flow(&self, oracle: &Oracle<'_>, packet: &Packet) -> Flow {
        let estate = oracle.estate();
        let (source, address) = (packet.source(), packet.destination());
        let interface = |network: &str, address| {
            let ids = (0..estate.aws.interfaces.len()).map(|at| InterfaceId(at as u32));
            ids.into_iter().find(|id| {
                let subnet = estate.aws.interfaces[id.0 as usize].subnet;
                let vpc = estate.aws.subnets[subnet.0 as usize].vpc;
                estate.path(estate.aws.vpcs[vpc.0 as usize].object) == network
                    && oracle.has_address(*id, address)
            })
        };
        let site = |network: &str| estate.sites.iter().position(|site| estate.path(site.object) == network);
        let sender = match (interface(&self.networks.0, source), site(&self.networks.0)) {
            (Some(id), _) => Sender::Interface(id),
            (_, Some(site)) => Sender::Site(site),
            _ => Sender::Outside,
        };
        let there = held(address).unwrap_or(address);
        let destination = match (interface(&self.networks.1, there), site(&self.networks.1)) {
            (Some(id), _) => Destination::Interface(id, address),
            (_, Some(site)) => Destination::Site(site, address),
            _ => Destination::Outside(address),
        };
        Flow { sender, source, destination, transport: packet.transport() }
    }
}

/// A packet of a box, of each field mostly the first value of some range or its last.
fn packet(cube: &Cube, dice: &mut Dice) -> Packet {
    let family = if value(cube.get(Field::Family), 1, dice) == 0 { Family::V4 } else { Family::V6 };
    let protocol = Protocol(value(cube.get(Field::Protocol), 255, dice) as u8);
    let mut address = |field| family.address(value(cube.get(field), family.last_address(), dice));
    let (source, destination) = (address(Field::Source), address(Field::Destination));
    let mut port = |field| value(cube.get(field), u16::MAX.into(), dice) as u16;
    let (from, to) = (port(Field::SourcePort), port(Field::DestinationPort));
    let transport = match protocol {
        Protocol::TCP => Transport::Tcp { source: from, destination: to },
        Protocol::UDP => Transport::Udp { source: from, destination: to },
        icmp if icmp == family.icmp() => {
            let [kind, code] = to.to_be_bytes();
            Transport::Icmp { kind, code }
        }
        other => Transport::Other(other),
    };
    Packet::new(source, destination, transport).expect("of one family, and as its protocol says")
}

/// One of `values`, which are all those up to `last` where they are not told.
fn value(values: &Values, last: u128, dice: &mut Dice) -> u128 {
    let all = [(0, last)];
    let ranges = if *values == Values::all() { &all } else { values.ranges() };
    let (first, last) = dice.one(ranges);
    match dice.below(5) {
        0 | 1 => first,
        2 | 3 => last,
        _ => dice.between(first, last),
    }
}
