//! From what the engine knows to what answers show.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use num_bigint::BigUint;

use crate::answer::addresses::ranges;
use crate::answer::{
    Assumption, Bounds, Ends, FlowBox, Flows, Range, ShownPacket, ShownProblem, Thing, TrafficBox,
};
use crate::embedded::extract;
use crate::estate::Estate;
use crate::fabric::{Fabric, Hop, Label, RealmId};
use crate::intent::{self, FlowSet, Realms};
use crate::ordered::Map;
use crate::origin::Origin;
use crate::packet::{Family, Packet, Protocol, Transport, address_number};
use crate::problem::{Problem, too_large};
use crate::source::{Location, Place, Source, SourceId, SourceTooLong, Span};
use crate::space::{Cube, Field, Space, Spaces, Values};
use crate::traffic::of_family;

/// What is needed to name and place things.
#[derive(Clone, Copy)]
pub(super) struct Show<'a> {
    pub(super) estate: &'a Estate,
    pub(super) fabric: &'a Fabric,
    pub(super) sources: &'a [Source],
}

impl Show<'_> {
    /// The thing that a label names.
    pub(super) fn thing(&self, label: &Label) -> Thing {
        let implied = match label.origin {
            Origin::Written(_) => None,
            Origin::Implied { rule, .. } => Some(rule.to_owned()),
        };
        Thing {
            kind: label.kind.to_owned(),
            name: label.object.map_or_else(|| "internet".to_owned(), |object| self.estate.path(object)),
            part: (!label.part.is_whole()).then(|| label.part.to_string()),
            place: label.origin.location().and_then(|location| location.place(self.sources)),
            implied,
            owner: label.origin.owner(),
        }
    }

    /// The assumption that crossing a hop makes.
    pub(super) fn assumption(&self, hop: &Hop) -> Option<Assumption> {
        let assumed = hop.assumption.as_ref()?;
        Some(Assumption {
            code: assumed.code.to_owned(),
            text: assumed.text.to_owned(),
            place: self.thing(&assumed.about),
        })
    }

    /// A set of flows as far as it is known.
    pub(super) fn bounds(&self, spaces: &mut Spaces, flows: &intent::Bounds) -> Bounds {
        let surely = self.flows(spaces, &flows.least);
        let possibly = if flows.is_known() { surely.clone() } else { self.flows(spaces, &flows.greatest) };
        Bounds { surely, possibly }
    }

    /// A set of flows.
    pub(super) fn flows(&self, spaces: &mut Spaces, flows: &FlowSet) -> Flows {
        let mut boxes = Vec::new();
        for (realms, packets) in flows.iter() {
            boxes.extend(self.boxes(spaces, realms, packets));
        }
        Flows { count: decimal(flows.count(spaces)), boxes }
    }

    fn boxes(&self, spaces: &mut Spaces, realms: Realms, packets: Space) -> Vec<FlowBox> {
        let boxes = products(spaces, packets).into_iter().map(|(family, from, to, traffic)| FlowBox {
            family,
            source: self.ends(realms.source, family, &from),
            destination: self.ends(realms.destination, family, &to),
            traffic,
        });
        boxes.collect()
    }

    fn ends(&self, realm: RealmId, family: Family, values: &Values) -> Ends {
        let held = if family == Family::V6 { extract(values) } else { Values::empty() };
        let place = self.fabric.places.iter().find(|place| {
            let has = |family, values: &Values| place.addresses.family(family) == values;
            place.realm == realm && (has(family, values) || (!held.is_empty() && has(Family::V4, &held)))
        });
        let mut fronts = self.fabric.fronts.iter().filter(|_| realm == RealmId::OUTSIDE);
        let front = fronts.find(|front| Some(address_number(front.address)) == values.single());
        let label = place.map(|place| &place.label).or_else(|| front.map(|front| &front.label));
        let network = self.fabric.realm(realm).map(|realm| realm.name.clone());
        Ends {
            network: network.unwrap_or_default(),
            name: label.map(|label| self.thing(label).name),
            addresses: ranges(family, values),
        }
    }
}

impl FlowBox {
    /// A set of flows from one network to another as boxes that share no flow, ascending; no end is named.
    #[must_use]
    pub fn all_of(spaces: &mut Spaces, packets: Space, source: &str, destination: &str) -> Vec<Self> {
        let boxes = products(spaces, packets).into_iter().map(|(family, from, to, traffic)| {
            let ends = |network: &str, values: &Values| Ends {
                network: network.to_owned(),
                name: None,
                addresses: ranges(family, values),
            };
            Self { family, source: ends(source, &from), destination: ends(destination, &to), traffic }
        });
        boxes.collect()
    }
}

/// A set as products of sources, destinations and traffic: cubes with the same ends make one.
fn products(spaces: &mut Spaces, packets: Space) -> Vec<(Family, Values, Values, Vec<TrafficBox>)> {
    let mut by_ends: Vec<((Family, Values, Values), Cube)> = Vec::new();
    for cube in spaces.cubes(packets) {
        for family in [Family::V4, Family::V6] {
            if cube.get(Field::Family).contains(family as u128) {
                let ends = (family, cube.get(Field::Source).clone(), cube.get(Field::Destination).clone());
                by_ends.push((ends, cube.clone()));
            }
        }
    }
    let by_ends = Map::<_, Cube>::grouped(by_ends).into_iter();
    let products = by_ends.map(|((family, from, to), cubes)| {
        let traffic = traffic(spaces, family, &cubes);
        (family, from, to, traffic)
    });
    products.collect()
}

/// The number in digits, nine at a time: what the library has for numbers of any length takes much code.
#[expect(clippy::arithmetic_side_effects, reason = "a `BigUint` does not overflow, and is not divided by 0")]
fn decimal(mut number: BigUint) -> String {
    const NINE_DIGITS: u32 = 1_000_000_000;
    let mut text = String::new();
    while number > BigUint::from(NINE_DIGITS - 1) {
        let group = (&number % NINE_DIGITS).iter_u32_digits().next().unwrap_or(0);
        text.insert_str(0, &format!("{group:09}"));
        number /= NINE_DIGITS;
    }
    let first = number.iter_u32_digits().next().unwrap_or(0);
    text.insert_str(0, &format!("{first}"));
    text
}

fn traffic(spaces: &mut Spaces, family: Family, cubes: &[Cube]) -> Vec<TrafficBox> {
    let freed = cubes.iter().map(|cube| {
        let freed = cube.clone().with(Field::Source, Values::all()).with(Field::Destination, Values::all());
        spaces.cube(&freed.with(Field::Family, Values::one(family as u128)))
    });
    let freed: Vec<Space> = freed.collect();
    if spaces.union_all(freed) == of_family(spaces, family) {
        return alloc::vec![TrafficBox::Any];
    }
    let mut boxes = Vec::new();
    for cube in cubes {
        let has = |protocol: Protocol| cube.get(Field::Protocol).contains(u128::from(protocol.0));
        let named = [(Protocol::TCP, "tcp"), (Protocol::UDP, "udp")];
        let protocols: Vec<String> =
            named.iter().filter(|(protocol, _)| has(*protocol)).map(|(_, name)| (*name).to_owned()).collect();
        if !protocols.is_empty() {
            boxes.push(TrafficBox::Ports {
                protocols,
                source_ports: narrow(cube.get(Field::SourcePort)),
                destination_ports: narrow(cube.get(Field::DestinationPort)),
            });
        }
        if has(family.icmp()) {
            boxes.extend(icmp(cube.get(Field::DestinationPort)));
        }
        let named = [Protocol::TCP, Protocol::UDP, family.icmp()].map(|protocol| u128::from(protocol.0));
        let other = cube.get(Field::Protocol).minus(&named.into_iter().map(|value| (value, value)).collect());
        if !other.is_empty() {
            boxes.push(TrafficBox::Protocols { numbers: narrow(&other) });
        }
    }
    boxes
}

/// Types and codes: types that go with the same codes make one box.
fn icmp(values: &Values) -> Vec<TrafficBox> {
    let mut by_codes: Vec<(Values, (u128, u128))> = Vec::new();
    for kind in 0..=u128::from(u8::MAX) {
        let first = kind.saturating_mul(256);
        let codes = values.intersect(&Values::range(first, first.saturating_add(255)));
        if !codes.is_empty() {
            let codes = codes.ranges().iter();
            let codes =
                codes.map(|(low, high)| (low.saturating_sub(first), high.saturating_sub(first))).collect();
            by_codes.push((codes, (kind, kind)));
        }
    }
    let boxes = Map::<_, (u128, u128)>::grouped_list(by_codes).into_iter().map(|(codes, types)| {
        TrafficBox::Icmp { types: narrow(&types.into_iter().collect()), codes: narrow(&codes) }
    });
    boxes.collect()
}

/// Values of a field that its type holds whole; those of a field that nothing restricts run past its range.
fn narrow<T: TryFrom<u128> + Bounded>(values: &Values) -> Vec<Range<T>> {
    let ranges = values.ranges().iter();
    let range = |&(first, last): &(u128, u128)| {
        Some(Range { first: T::try_from(first).ok()?, last: T::try_from(last).unwrap_or(T::LAST) })
    };
    ranges.filter_map(range).collect()
}

/// The highest value of a type.
trait Bounded {
    const LAST: Self;
}

impl Bounded for u8 {
    const LAST: Self = Self::MAX;
}

impl Bounded for u16 {
    const LAST: Self = Self::MAX;
}

/// The fields that the packet has.
pub(super) fn packet(packet: &Packet) -> ShownPacket {
    let mut shown = ShownPacket {
        source: packet.source(),
        destination: packet.destination(),
        protocol: String::new(),
        source_port: None,
        destination_port: None,
        icmp_type: None,
        icmp_code: None,
    };
    match packet.transport() {
        Transport::Tcp { source, destination } | Transport::Udp { source, destination } => {
            shown.protocol = if packet.protocol() == Protocol::TCP { "tcp" } else { "udp" }.to_owned();
            shown.source_port = Some(source);
            shown.destination_port = Some(destination);
        }
        Transport::Icmp { kind, code } => {
            shown.protocol = if packet.family() == Family::V4 { "icmp" } else { "icmpv6" }.to_owned();
            shown.icmp_type = Some(kind);
            shown.icmp_code = Some(code);
        }
        Transport::Other(protocol) => shown.protocol = format!("{}", protocol.0),
    }
    shown
}

/// A question that is too long to be read, and so to have places.
pub(super) fn too_long(error: &SourceTooLong) -> ShownProblem {
    let nowhere = Location { source: SourceId(0), span: Span { start: 0, end: 0 } };
    of_question(&too_large::question(nowhere, error.to_string()))
}

/// A problem of a question that has no text: it stands where that would begin.
pub(super) fn of_question(problem: &Problem) -> ShownProblem {
    ShownProblem {
        code: problem.code,
        severity: problem.severity,
        message: problem.message.clone(),
        place: Place::start_of("question"),
        related: Vec::new(),
        help: problem.help.clone(),
        fix: None,
    }
}

#[cfg(test)]
mod tests;
