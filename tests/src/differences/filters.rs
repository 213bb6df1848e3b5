//! What a comparison of two filters says, packet by packet.

use std::fmt;
use std::net::IpAddr;

use ringfence::estate::ObjectId;
use ringfence::{Analysis, Family, Packet, Transport, address_number};
use ringfence_diff::{Direction, FilterDifference, FilterPart, Passes, compare_filters};

use crate::edits::parsed;
use crate::engine::carries;
use crate::estates::{Dice, Sampler, changed_estates};
use crate::oracle::{self, Oracle};
use crate::seeds::Seeds;

/// Packets that are looked at for each two filters: at boundaries of what is reported, and of what is written.
const PACKETS: usize = 40;

/// What was compared.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filters {
    /// Pairs of filters.
    pub pairs: usize,
    /// Those that are said to be equal.
    pub equal: usize,
    /// Packets by one filter only, by the other only, and of which it is not known.
    pub packets: [usize; 3],
    /// Packets that both treat alike.
    pub alike: usize,
}

impl Filters {
    /// Adds what was compared elsewhere.
    pub fn add(&mut self, other: Self) {
        self.pairs += other.pairs;
        self.equal += other.equal;
        self.alike += other.alike;
        self.packets.iter_mut().zip(other.packets).for_each(|(own, others)| *own += others);
    }
}

impl fmt::Display for Filters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { pairs, equal, packets: [first, second, unknown], alike } = self;
        write!(f, "{pairs} pairs of filters, {equal} equal; packets: {first} by the first only, ")?;
        write!(f, "{second} by the second only, {unknown} unknown, {alike} alike")
    }
}

/// Compares filters of estates from these seeds: with themselves after a change, and with each other.
///
/// # Errors
/// The first packet that passes otherwise than is reported.
pub fn compare_filter_pairs(estates: u64, first_seed: u64) -> Result<Filters, String> {
    let mut all = Filters::default();
    for seed in Seeds::of("estates with filters", first_seed..first_seed.saturating_add(estates)) {
        let [old, new] = changed_estates(seed);
        let analyses = [&old, &new].map(|estate| Analysis::new(parsed(estate)));
        let oracles = [&old, &new].map(Oracle::new);
        let mut dice = Dice::new(seed);
        let sampler = Sampler::new(&oracles[1]);
        let filters = |estate: &ringfence::estate::Estate| -> Vec<ObjectId> {
            let groups = estate.aws.security_groups.iter().map(|group| group.object);
            groups.chain(estate.aws.network_acls.iter().map(|acl| acl.object)).collect()
        };
        for first in filters(&old) {
            let name = full(&old, first);
            // The same after the change, and another of its kind.
            let same = filters(&new).into_iter().find(|other| full(&new, *other) == name);
            let kind = old.objects[first.0 as usize].kind;
            let alike = filters(&new).into_iter().filter(|other| new.objects[other.0 as usize].kind == kind);
            let other = dice.pick(&alike.collect::<Vec<_>>());
            for second in same.into_iter().chain(other) {
                let names = [name.clone(), full(&new, second)];
                let difference = compare_filters((&analyses[0], &names[0]), (&analyses[1], &names[1]));
                let difference = difference.map_err(|refused| format!("seed {seed}: {}", refused.message))?;
                let pair = Pair { oracles: &oracles, filters: [first, second], difference: &difference };
                let found = pair.check(&mut dice, &sampler);
                all.add(found.map_err(|wrong| format!("seed {seed}, {names:?}: {wrong}"))?);
            }
        }
    }
    Ok(all)
}

fn full(estate: &ringfence::estate::Estate, object: ObjectId) -> String {
    format!("{} {}", estate.objects[object.0 as usize].kind, estate.path(object))
}

struct Pair<'a> {
    oracles: &'a [Oracle<'a>; 2],
    filters: [ObjectId; 2],
    difference: &'a FilterDifference,
}

impl Pair<'_> {
    fn check(&self, dice: &mut Dice, sampler: &Sampler) -> Result<Filters, String> {
        let mut counts =
            Filters { pairs: 1, equal: usize::from(self.difference.equal), ..Filters::default() };
        for at in 0..PACKETS {
            let flow = sampler.flow(dice);
            let (mut peer, mut transport) = (flow.source, flow.transport);
            let mut direction = dice.one(&[Direction::Ingress, Direction::Egress]);
            let parts: Vec<&FilterPart> = self.difference.parts.iter().collect();
            if let Some(part) = dice.pick(&parts).filter(|_| at % 2 == 0) {
                let Some(near) = near(dice, part) else { continue };
                (peer, transport, direction) = (near.0, near.1, part.direction);
            }
            let family = Family::of(peer);
            let own = family.address(address_number(peer) ^ 1);
            let (source, destination) = match direction {
                Direction::Ingress => (peer, own),
                Direction::Egress => (own, peer),
            };
            let Some(packet) = Packet::new(source, destination, transport) else { continue };
            // Of what may have free addresses only some are sure.
            if self.oracles.iter().any(|oracle| oracle.may_be_owned(peer)) {
                continue;
            }
            let reported = self.difference.parts.iter().filter(|part| part.direction == direction);
            let reported: Vec<Passes> = reported
                .filter(|part| {
                    part.boxes.iter().any(|one| {
                        one.peers.iter().any(|range| range.first <= peer && peer <= range.last)
                            && one.family == family
                            && one.traffic.iter().any(|traffic| carries(traffic, &packet))
                    })
                })
                .map(|part| part.passes)
                .collect();
            let asked = match direction {
                Direction::Ingress => oracle::Direction::Ingress,
                Direction::Egress => oracle::Direction::Egress,
            };
            let [first, second] =
                [0, 1].map(|side| self.oracles[side].passes(self.filters[side], asked, &packet));
            let expected = match (first, second) {
                (Some(true), Some(false)) => vec![Passes::FirstOnly],
                (Some(false), Some(true)) => vec![Passes::SecondOnly],
                (Some(_), Some(_)) => Vec::new(),
                _ => vec![Passes::Unknown],
            };
            // What a rule matches that it does not say, the same rule of the same filter matches, too.
            let is_same = self.difference.first.name == self.difference.second.name;
            if is_same && (first, second) == (None, None) && reported.is_empty() {
                counts.alike += 1;
                continue;
            }
            if reported != expected {
                return Err(format!("{packet:?}, {direction:?}: {reported:?} instead of {expected:?}"));
            }
            match expected.first() {
                Some(Passes::FirstOnly) => counts.packets[0] += 1,
                Some(Passes::SecondOnly) => counts.packets[1] += 1,
                Some(Passes::Unknown) => counts.packets[2] += 1,
                None => counts.alike += 1,
            }
        }
        if self.difference.equal != self.difference.parts.is_empty() {
            return Err("it is equal and differs".to_owned());
        }
        Ok(counts)
    }
}

/// A peer and transport at the boundaries of what is reported, or beside them.
fn near(dice: &mut Dice, part: &FilterPart) -> Option<(IpAddr, Transport)> {
    let one = dice.pick(&part.boxes.iter().collect::<Vec<_>>())?;
    let range = dice.pick(&one.peers)?;
    let (first, last) = (address_number(range.first), address_number(range.last));
    let beside = [Some(first), Some(last), first.checked_sub(1), last.checked_add(1)];
    let number = dice.one(&beside).filter(|number| *number <= one.family.last_address())?;
    let transport = super::transport(dice, &one.traffic)?;
    Some((one.family.address(number), transport))
}
