//! Lines: what their ends tell each other, and which of them takes a packet.

use alloc::vec::Vec;

use crate::estate::{Estate, Line, LineEnd, LineKind, ObjectId};
use crate::fabric::{
    Assumed, Branches, Entry, Fabric, HopId, HopKind, Label, Next, Part, PlaceId, Route, Stop, When,
};
use crate::ordered;
use crate::origin::{Origin, Owner};
use crate::packet::{Family, Prefix};
use crate::reason::Reason;
use crate::space::{Field, Space, Spaces};
use crate::traffic::{of_family, with_prefix};

/// The hops of every line: those that carry towards each of its ends.
pub(super) struct Lines(Vec<[HopId; 2]>);

/// What an end of a line learns.
pub(super) struct Learnt {
    pub(super) prefix: Prefix,
    /// Where it is written.
    pub(super) origin: Origin,
    /// The line, by its place in the estate.
    line: usize,
    /// The end that tells it.
    by: usize,
}

/// What a VPN gateway tells when nothing is written.
const RANGES: Origin = Origin::Implied {
    rule: "a VPN gateway tells the other end of a line the ranges of its VPC",
    owner: Owner::Provider,
};

/// A site may send by the line less than the other end takes.
const fn sends_to_ranges(about: Label) -> Assumed {
    Assumed {
        code: "line-to-vpc-ranges",
        text: "the site sends what is for the ranges of the VPC by the line: no `announce` from its VPN gateway is written",
        about,
        when: When::Crossed,
    }
}

impl Lines {
    /// The hops of the lines, which their ends fill.
    pub(super) fn new(estate: &Estate, fabric: &mut Fabric) -> Self {
        let hops = estate.lines.iter().map(|line| {
            let label = label(estate, line.object);
            [0, 1].map(|end| {
                let is_assumed = matches!(line.ends.get(end), Some(LineEnd::VpnGateway(_)))
                    && line.announced_by(end).next().is_none();
                let assumption = is_assumed.then(|| sends_to_ranges(label));
                fabric.add_assuming(label, HopKind::End(PlaceId::OUTSIDE), assumption)
            })
        });
        Self(hops.collect())
    }

    /// What the lines carry to `end` arrives at this hop.
    pub(super) fn arrive(
        &self,
        spaces: &mut Spaces,
        fabric: &mut Fabric,
        estate: &Estate,
        end: LineEnd,
        at: HopId,
    ) {
        for (line, hops) in estate.lines.iter().zip(&self.0) {
            for (_, &hop) in line.ends.iter().zip(hops).filter(|(own, _)| **own == end) {
                let label = label(estate, line.object);
                let packets = if carries_v4_only(line) { of_family(spaces, Family::V4) } else { Space::ALL };
                let entry = Entry { packets, next: Next::Hop(at), label };
                let otherwise = (Stop::new(Reason::VpnIpv4Only, label), label);
                fabric.set(hop, HopKind::Route(Route::new(spaces, alloc::vec![entry], otherwise)));
            }
        }
    }

    /// Entries that give packets to the line whose other end told the longest prefix; of equally long ones to those of the
    /// lowest rank, to any of them where there are several.
    pub(super) fn entries(
        &self,
        spaces: &mut Spaces,
        fabric: &mut Fabric,
        estate: &Estate,
        mut learnt: Vec<Learnt>,
        rank: fn(&Line) -> u8,
        label: Label,
    ) -> Vec<Entry> {
        let rank_of = |one: &Learnt| estate.lines.get(one.line).map(rank);
        ordered::sort_by_key(&mut learnt, |one| {
            (core::cmp::Reverse(one.prefix.length()), one.prefix.first(), rank_of(one), one.line)
        });
        let mut entries = Vec::new();
        for same in learnt.chunk_by(|one, other| one.prefix == other.prefix) {
            let Some(first) = same.first() else { continue };
            let best = same.iter().filter(|one| rank_of(one) == rank_of(first));
            let mut ways: Vec<HopId> =
                best.filter_map(|one| self.0.get(one.line)?.get(one.by).copied()).collect();
            ways.dedup();
            let label = label.part(Part::Route(first.prefix), first.origin);
            let hop = match ways.as_slice() {
                [only] => *only,
                _ => fabric.add(label, HopKind::Branches(Branches::any_of(ways))),
            };
            let packets = with_prefix(spaces, Field::Destination, &first.prefix);
            entries.push(Entry { packets, next: Next::Hop(hop), label });
        }
        entries
    }
}

/// What the other ends of its lines tell `end`.
pub(super) fn learnt(estate: &Estate, end: LineEnd) -> Vec<Learnt> {
    let mut learnt = Vec::new();
    for (index, line) in estate.lines.iter().enumerate() {
        let [one, other] = line.ends;
        let (by, teller) = match end {
            _ if end == one => (1, other),
            _ if end == other => (0, one),
            _ => continue,
        };
        let mut add = |prefix: Prefix, origin| learnt.push(Learnt { prefix, origin, line: index, by });
        let mut written = line.announced_by(by).peekable();
        if let (LineEnd::VpnGateway(id), None) = (teller, written.peek()) {
            let vpc = estate.aws.vpn_gateway(id).and_then(|gateway| estate.aws.vpc(gateway.vpc));
            let ranges = vpc.into_iter().flat_map(|vpc| &vpc.prefixes);
            let carried = |prefix: &&Prefix| !carries_v4_only(line) || prefix.family() == Family::V4;
            ranges.filter(carried).for_each(|prefix| add(*prefix, RANGES));
        }
        written.for_each(|announced| add(announced.prefix, announced.origin));
    }
    learnt
}

/// Whether a line ends at a VPN gateway as a VPN: those carry no IPv6 (s2svpn, how_it_works: virtual private gateway).
fn carries_v4_only(line: &Line) -> bool {
    line.kind == LineKind::Vpn && line.ends.iter().any(|end| matches!(end, LineEnd::VpnGateway(_)))
}

/// A thing of the estate.
pub(super) fn label(estate: &Estate, object: ObjectId) -> Label {
    let found = estate.object(object);
    let implied = Origin::Implied { rule: "not in the estate", owner: Owner::Customer };
    Label {
        kind: found.map_or("object", |found| found.kind),
        object: Some(object),
        part: Part::Whole,
        origin: found.map_or(implied, |found| found.origin),
    }
}
