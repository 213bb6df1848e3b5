//! The relation between packets as first sent and as now seen, a piece at a time.

use alloc::vec::Vec;

use super::TooLarge;
use crate::embedded::{self, ECHO_REPLY};
use crate::packet::{Family, Packet, Protocol};
use crate::space::{Cube, Decisions, Field, Space, Spaces, Values};

/// Packets as first sent, together with what they look like now.
///
/// Each field of the packet as now seen is either a field of the packet as sent, or a value that the provider chose
/// from a set, independently of everything else. Where a filter ties choices to other fields, the piece is split, so
/// that within one piece every combination occurs: the union of a path's pieces is its exact relation.
#[derive(Debug, Clone)]
pub(crate) struct Piece {
    sent: Space,
    choices: Vec<Values>,
    now: Header,
}

/// Where each field of a packet as now seen comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Header {
    source: Binding,
    destination: Binding,
    source_port: Binding,
    destination_port: Binding,
    /// Whether the packet was IPv6 when it was sent and is IPv4 now: addresses that are still those of the packet as sent are taken
    /// out of them, and ICMPv6 is ICMP.
    is_ipv4: bool,
}

/// Where the value of a field comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Binding {
    /// This field of the packet as sent.
    Sent(Field),
    /// The provider's choice with this number.
    Choice(usize),
}

/// The fields that a hop can change.
const FIELDS: [Field; 4] = [Field::Source, Field::Destination, Field::SourcePort, Field::DestinationPort];

impl Header {
    /// The packet as it was sent.
    pub(crate) const SENT: Self = Self {
        source: Binding::Sent(Field::Source),
        destination: Binding::Sent(Field::Destination),
        source_port: Binding::Sent(Field::SourcePort),
        destination_port: Binding::Sent(Field::DestinationPort),
        is_ipv4: false,
    };

    const fn get(&self, field: Field) -> Binding {
        match field {
            Field::Source => self.source,
            Field::Destination => self.destination,
            Field::SourcePort => self.source_port,
            Field::DestinationPort => self.destination_port,
            Field::Family | Field::Protocol | Field::Mark => Binding::Sent(field),
        }
    }

    /// Whether a field is the IPv4 address that one of the packet as sent holds.
    const fn embeds(&self, field: Field) -> bool {
        self.is_ipv4
            && matches!(field, Field::Source | Field::Destination)
            && matches!(self.get(field), Binding::Sent(_))
    }

    fn set(&mut self, field: Field, binding: Binding) {
        match field {
            Field::Source => self.source = binding,
            Field::Destination => self.destination = binding,
            Field::SourcePort => self.source_port = binding,
            Field::DestinationPort => self.destination_port = binding,
            // No hop changes these.
            Field::Family | Field::Protocol | Field::Mark => {}
        }
    }

    /// The header of a packet the other way. `ports` is false for ICMP, whose type is no port.
    pub(crate) fn swapped(self, ports: bool) -> Self {
        let (source_port, destination_port) = if ports {
            (self.destination_port, self.source_port)
        } else {
            (self.source_port, self.destination_port)
        };
        Self { source: self.destination, destination: self.source, source_port, destination_port, ..self }
    }

    /// The same header, told by a sent packet with its ends swapped.
    pub(crate) fn mirrored(self, ports: bool) -> Self {
        let mut header = self;
        for field in FIELDS {
            if let Binding::Sent(sent) = self.get(field) {
                header.set(field, Binding::Sent(mirror(sent, ports)));
            }
        }
        header
    }
}

/// What a field of a packet may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Value {
    /// What it is bound to.
    Of(Binding),
    /// The IPv4 address that this field of the packet as sent holds.
    HeldBy(Field),
}

impl Value {
    const fn of(header: &Header, field: Field) -> Self {
        match header.get(field) {
            Binding::Sent(sent) if header.embeds(field) => Self::HeldBy(sent),
            binding => Self::Of(binding),
        }
    }
}

/// Whether all packets of a box have this protocol.
fn holds(cube: &Cube, protocol: Protocol) -> bool {
    cube.get(Field::Protocol).single() == Some(u128::from(protocol.0))
}

/// Those of the packets that are of `family` as packets of the other one: its ICMP in the place of theirs.
fn of_other_family(cube: &Cube, family: Family) -> Cube {
    let other = if family == Family::V4 { Family::V6 } else { Family::V4 };
    let [own, others] = [family, other].map(|family| Values::one(u128::from(family.icmp().0)));
    let mut protocols = cube.get(Field::Protocol).minus(&own).minus(&others);
    if cube.get(Field::Protocol).contains(u128::from(family.icmp().0)) {
        protocols = protocols.union(&others);
    }
    let is_theirs = cube.get(Field::Family).contains(family as u128);
    let family = if is_theirs { Values::one(other as u128) } else { Values::empty() };
    cube.clone().with(Field::Family, family).with(Field::Protocol, protocols)
}

/// The field at the other end.
const fn mirror(field: Field, ports: bool) -> Field {
    match field {
        Field::Source => Field::Destination,
        Field::Destination => Field::Source,
        Field::SourcePort if ports => Field::DestinationPort,
        Field::DestinationPort if ports => Field::SourcePort,
        other => other,
    }
}

impl Piece {
    /// These packets as they are sent.
    pub(crate) const fn new(sent: Space) -> Self {
        Self { sent, choices: Vec::new(), now: Header::SENT }
    }

    /// The packets as first sent.
    pub(crate) const fn sent(&self) -> Space {
        self.sent
    }

    /// Where the fields as now seen come from.
    pub(crate) const fn header(&self) -> Header {
        self.now
    }

    /// The same packets seen by another header of the piece.
    pub(crate) fn seen_by(self, header: Header) -> Self {
        Self { now: header, ..self }
    }

    /// The part of the piece whose packets as sent lie outside `sent`.
    pub(crate) fn sent_outside(&self, spaces: &mut Spaces, sent: Space) -> Option<Self> {
        self.narrowed(spaces.minus(self.sent, sent), self.choices.clone())
    }

    /// The part of the piece whose packets as sent lie in `sent`.
    pub(crate) fn sent_within(&self, spaces: &mut Spaces, sent: Space) -> Option<Self> {
        self.narrowed(spaces.intersect(self.sent, sent), self.choices.clone())
    }

    /// Takes in a piece whose fields come from the same: with every combination of what both hold.
    pub(crate) fn join(&mut self, spaces: &mut Spaces, other: &Self) {
        self.sent = spaces.union(self.sent, other.sent);
        for (own, values) in self.choices.iter_mut().zip(&other.choices) {
            *own = own.union(values);
        }
    }

    /// Gives the packets the ends of another header of the same piece; its ports, too, if `ports`.
    pub(crate) fn restore(&mut self, header: Header, ports: bool) {
        self.now.source = header.source;
        self.now.destination = header.destination;
        if ports {
            self.now.source_port = header.source_port;
            self.now.destination_port = header.destination_port;
        } else if self.now.is_ipv4 != header.is_ipv4 {
            self.choose(Field::DestinationPort, Values::one(ECHO_REPLY));
        }
        self.now.is_ipv4 = header.is_ipv4;
    }

    /// Makes IPv6 packets to addresses that hold IPv4 ones packets to those.
    pub(crate) fn extract(&mut self) {
        self.now.is_ipv4 = true;
        // What something chose before is of IPv6.
        if let Binding::Choice(choice) = self.now.destination {
            let held = self.choices.get(choice).map_or_else(Values::empty, embedded::extract);
            self.choose(Field::Destination, held);
        }
    }

    /// The sets that choices are taken from, so far.
    pub(crate) fn choices(&self) -> &[Values] {
        &self.choices
    }

    /// Gives `field` any of `values`, as the provider chooses.
    pub(crate) fn choose(&mut self, field: Field, values: Values) {
        self.now.set(field, Binding::Choice(self.choices.len()));
        self.choices.push(values);
    }

    /// The part of the piece whose packets as now seen lie in `packets`, in pieces.
    pub(crate) fn within(&self, spaces: &mut Spaces, packets: Space) -> Vec<Self> {
        self.split(spaces, Decisions::about(packets)).into_iter().map(|(_, piece)| piece).collect()
    }

    /// The piece by what is decided about its packets as now seen, in pieces; those about which nothing is are left out.
    pub(crate) fn split(&self, spaces: &mut Spaces, decisions: Decisions) -> Vec<(u32, Self)> {
        if self.now == Header::SENT {
            let decisions = spaces.decisions_within(decisions, self.sent);
            let parts = spaces.split(decisions).into_iter();
            return parts.map(|(number, sent)| (number, Self { sent, ..self.clone() })).collect();
        }
        // Cut along the chosen fields, so that what remains to decide is about sent fields alone.
        let mut cuts = alloc::vec![(decisions, self.choices.clone())];
        for field in FIELDS {
            let Binding::Choice(choice) = self.now.get(field) else { continue };
            if !spaces.looks_at(decisions, field) {
                continue;
            }
            let mut finer = Vec::new();
            for (decisions, choices) in cuts {
                let Some(values) = choices.get(choice) else { continue };
                for (values, decisions) in spaces.decisions_by(decisions, field, values) {
                    let mut choices = choices.clone();
                    if let Some(slot) = choices.get_mut(choice) {
                        *slot = values;
                    }
                    finer.push((decisions, choices));
                }
            }
            cuts = finer;
        }
        let mut pieces = Vec::new();
        for (decisions, choices) in cuts {
            if !self.is_moved() {
                let decisions = spaces.decisions_within(decisions, self.sent);
                let parts = spaces.split(decisions).into_iter();
                pieces.extend(
                    parts.map(|(number, sent)| {
                        (number, Self { sent, choices: choices.clone(), now: self.now })
                    }),
                );
                continue;
            }
            for (number, condition) in spaces.split(decisions) {
                let told = self.told_by_sent(spaces, condition);
                let sent = spaces.intersect(self.sent, told);
                pieces.extend(self.narrowed(sent, choices.clone()).map(|piece| (number, piece)));
            }
        }
        pieces
    }

    /// Whether a field as now seen is another of the packet as sent.
    fn is_moved(&self) -> bool {
        let moved = |&field| matches!(self.now.get(field), Binding::Sent(sent) if sent != field);
        self.now.is_ipv4 || FIELDS.iter().any(moved)
    }

    /// What a condition on packets as now seen says about packets as sent, where it says nothing about chosen fields.
    fn told_by_sent(&self, spaces: &mut Spaces, condition: Space) -> Space {
        let cubes = spaces.cubes(condition);
        let told: Vec<Space> = cubes.iter().map(|cube| spaces.cube(&self.cube_told_by_sent(cube))).collect();
        spaces.union_all(told)
    }

    /// The cube over packets as sent that says what `cube` says over packets as now seen, choices left out.
    fn cube_told_by_sent(&self, cube: &Cube) -> Cube {
        let mut told = Cube::all()
            .with(Field::Family, cube.get(Field::Family).clone())
            .with(Field::Protocol, cube.get(Field::Protocol).clone());
        for field in FIELDS {
            if let Binding::Sent(sent) = self.now.get(field) {
                let values = cube.get(field);
                let embeds = self.now.embeds(field);
                told = told.with(sent, if embeds { embedded::embed(values) } else { values.clone() });
            }
        }
        if self.now.is_ipv4 { of_other_family(&told, Family::V4) } else { told }
    }

    fn narrowed(&self, sent: Space, choices: Vec<Values>) -> Option<Self> {
        (!sent.is_empty()).then_some(Self { sent, choices, now: self.now })
    }

    /// The packets with their sources as sent and their destinations as now seen: IPv4 ones of IPv6 packets as IPv6 addresses that
    /// hold them.
    pub(crate) fn flows(&self, spaces: &mut Spaces) -> Space {
        let (destination, port) = (self.now.destination, self.now.destination_port);
        if (destination, port) == (Header::SENT.destination, Header::SENT.destination_port) {
            return self.sent;
        }
        let cubes = spaces.cubes(self.sent);
        let seen = cubes.iter().map(|cube| {
            let mut seen = cube.clone().with(Field::Destination, self.values(destination, cube));
            if self.now.is_ipv4 && matches!(destination, Binding::Choice(_)) {
                seen = seen.clone().with(Field::Destination, embedded::embed(seen.get(Field::Destination)));
            }
            // A type that is IPv4's is told as the one that was sent.
            if !(self.now.is_ipv4 && holds(cube, Protocol::ICMPV6)) {
                seen = seen.with(Field::DestinationPort, self.values(port, cube));
            }
            spaces.cube(&seen)
        });
        let seen: Vec<Space> = seen.collect();
        spaces.union_all(seen)
    }

    /// The packets as now seen.
    pub(crate) fn seen(&self, spaces: &mut Spaces) -> Space {
        if self.now == Header::SENT {
            return self.sent;
        }
        let cubes = spaces.cubes(self.sent);
        let seen = cubes.iter().map(|cube| spaces.cube(&self.cube_seen(self.now, cube)));
        let seen: Vec<Space> = seen.collect();
        spaces.union_all(seen)
    }

    /// What packets of a box look like by a header.
    fn cube_seen(&self, header: Header, sent: &Cube) -> Cube {
        let seen = FIELDS.iter().fold(sent.clone(), |packet, &field| {
            let values = self.values(header.get(field), sent);
            packet.with(field, if header.embeds(field) { embedded::extract(&values) } else { values })
        });
        if header.is_ipv4 { of_other_family(&seen, Family::V6) } else { seen }
    }

    fn values(&self, binding: Binding, sent: &Cube) -> Values {
        match binding {
            Binding::Sent(field) => sent.get(field).clone(),
            Binding::Choice(choice) => self.choices.get(choice).cloned().unwrap_or_else(Values::empty),
        }
    }

    /// The part of the piece in which `one` and `other` are the same packet, and the rest. `ports` is false where ports
    /// are not to be compared. Unless it must be `exact`, packets that only may be the same come out in both parts.
    pub(crate) fn split_equal(
        self,
        spaces: &mut Spaces,
        one: Header,
        other: Header,
        ports: bool,
        exact: bool,
    ) -> Result<(Vec<Self>, Vec<Self>), TooLarge> {
        let fields = if ports { FIELDS.as_slice() } else { FIELDS.split_at(2).0 };
        if one.is_ipv4 != other.is_ipv4 {
            return Ok((Vec::new(), alloc::vec![self]));
        }
        let (mut same, mut different) = (alloc::vec![self], Vec::new());
        for &field in fields {
            let mut still_same = Vec::new();
            for piece in same {
                let both = [one, other].map(|header| Value::of(&header, field));
                let (equal, unequal) = piece.split_field(spaces, both, exact)?;
                still_same.extend(equal);
                different.extend(unequal);
            }
            same = still_same;
        }
        Ok((same, different))
    }

    fn split_field(
        self,
        spaces: &mut Spaces,
        [one, other]: [Value; 2],
        exact: bool,
    ) -> Result<(Vec<Self>, Vec<Self>), TooLarge> {
        if one == other {
            return Ok((alloc::vec![self], Vec::new()));
        }
        // Two fields that vary apart are equal on no product of sets; where one holds a single value they are.
        let (fixed, free) = match (self.domain(spaces, one).single(), self.domain(spaces, other).single()) {
            (Some(value), _) => (value, other),
            (None, Some(value)) => (value, one),
            (None, None) if self.domain(spaces, one).intersect(&self.domain(spaces, other)).is_empty() => {
                return Ok((Vec::new(), alloc::vec![self]));
            }
            (None, None) if !exact => {
                let both = self.domain(spaces, one).intersect(&self.domain(spaces, other));
                let same = self.limited(spaces, one, &both).and_then(|one| one.limited(spaces, other, &both));
                return Ok((same.into_iter().collect(), alloc::vec![self]));
            }
            (None, None) => {
                return Err(TooLarge::new("a field that is translated to a range on the way back"));
            }
        };
        let equal = Values::one(fixed);
        let unequal = Values::all().minus(&equal);
        Ok((
            self.limited(spaces, free, &equal).into_iter().collect(),
            self.limited(spaces, free, &unequal).into_iter().collect(),
        ))
    }

    fn domain(&self, spaces: &Spaces, value: Value) -> Values {
        match value {
            Value::Of(Binding::Sent(field)) => spaces.values(self.sent, field),
            Value::HeldBy(field) => embedded::extract(&spaces.values(self.sent, field)),
            Value::Of(Binding::Choice(choice)) => {
                self.choices.get(choice).cloned().unwrap_or_else(Values::empty)
            }
        }
    }

    /// The part of the piece in which `value` is one of `values`.
    fn limited(&self, spaces: &mut Spaces, value: Value, values: &Values) -> Option<Self> {
        match value {
            Value::Of(Binding::Sent(field)) => {
                self.narrowed(spaces.limit(self.sent, field, values), self.choices.clone())
            }
            Value::HeldBy(field) => {
                self.limited(spaces, Value::Of(Binding::Sent(field)), &embedded::embed(values))
            }
            Value::Of(Binding::Choice(choice)) => {
                let mut choices = self.choices.clone();
                let slot = choices.get_mut(choice)?;
                *slot = slot.intersect(values);
                if slot.is_empty() { None } else { self.narrowed(self.sent, choices) }
            }
        }
    }

    /// The same packets from the other end: sent packets with their ends swapped. `ports` is false for ICMP.
    pub(crate) fn mirrored(self, spaces: &mut Spaces, ports: bool) -> Self {
        Self { sent: spaces.mirrored(self.sent), choices: self.choices, now: self.now.mirrored(ports) }
    }

    /// Whether every packet that may be seen here was seen when fields came from `header` and choices were `choices`,
    /// whatever was sent.
    pub(crate) fn repeats(&self, header: Header, choices: &[Values]) -> bool {
        FIELDS.iter().all(|&field| match (self.now.get(field), header.get(field)) {
            (Binding::Choice(now), Binding::Choice(before)) => {
                match (self.choices.get(now), choices.get(before)) {
                    (Some(now), Some(before)) => now.is_subset(before),
                    _ => false,
                }
            }
            (now, before) => now == before,
        })
    }

    /// One packet of the piece as seen by each of `headers`: the lowest, with the lowest choices.
    pub(crate) fn example(&self, spaces: &mut Spaces, headers: &[Header]) -> Option<Vec<Packet>> {
        let sent = spaces.packet(&spaces.sample(self.sent)?);
        let sent = spaces.cubes(sent);
        let sent = sent.first()?;
        let choices = self.choices.iter().map(|values| values.first().map(Values::one));
        let piece = Self { choices: choices.collect::<Option<_>>()?, ..self.clone() };
        let seen = headers.iter().map(|header| {
            let seen = spaces.cube(&piece.cube_seen(*header, sent));
            spaces.sample(seen)
        });
        seen.collect()
    }
}

#[cfg(test)]
mod tests;
