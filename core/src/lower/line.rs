//! Lines: what their ends tell each other, and which of them takes a packet.

use alloc::vec::Vec;

use super::aws::told_by_table;
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
    pub(super) line: usize,
    /// The end that tells it.
    by: usize,
}

/// What a VPN gateway tells when nothing is written.
const RANGES: Origin = Origin::Implied {
    rule: "a VPN gateway tells the other end of a line the ranges of its VPC",
    owner: Owner::Provider,
};

/// What a transit gateway tells when nothing is written.
const ROUTES: Origin = Origin::Implied {
    rule: "a transit gateway tells the other end of a line where the table of its attachment leads",
    owner: Owner::Provider,
};

/// A site may send by the line less than the other end takes; `None` where that is written.
fn sends(line: &Line, end: usize, about: Label) -> Option<Assumed> {
    let (code, text) = match line.ends.get(end)? {
        LineEnd::Site(_) => return None,
        LineEnd::VpnGateway(_) => (
            "line-to-vpc-ranges",
            "the site sends what is for the ranges of the VPC by the line: no `announce` from its VPN gateway is written",
        ),
        LineEnd::TransitGateway(_) => (
            "line-to-table-routes",
            "the site sends what the table of the line's attachment leads to by the line: no `announce` from the transit gateway is written",
        ),
    };
    let assumed = Assumed { code, text, about, when: When::Crossed };
    line.announced_by(end).next().is_none().then_some(assumed)
}

impl Lines {
    /// The hops of the lines, which their ends fill.
    pub(super) fn new(estate: &Estate, fabric: &mut Fabric) -> Self {
        let hops = estate.lines.iter().map(|line| {
            let label = label(estate, line.object);
            [0, 1].map(|end| {
                fabric.add_assuming(label, HopKind::End(PlaceId::OUTSIDE), sends(line, end, label))
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
        for (index, line) in estate.lines.iter().enumerate() {
            if line.ends.contains(&end) {
                self.arrive_by(spaces, fabric, estate, (index, end), Next::Hop(at));
            }
        }
    }

    /// What one line carries to an end goes on there.
    pub(super) fn arrive_by(
        &self,
        spaces: &mut Spaces,
        fabric: &mut Fabric,
        estate: &Estate,
        (index, end): (usize, LineEnd),
        next: Next,
    ) {
        let Some(line) = estate.lines.get(index) else { return };
        let own = line.ends.iter().position(|own| *own == end);
        let Some(&hop) = own.and_then(|own| self.0.get(index)?.get(own)) else { return };
        let label = label(estate, line.object);
        let packets = if carries_v4_only(line) { of_family(spaces, Family::V4) } else { Space::ALL };
        let otherwise = (Stop::new(Reason::VpnIpv4Only, label), label);
        let route = Route::new(spaces, alloc::vec![Entry { packets, next, label }], otherwise);
        fabric.set(hop, HopKind::Route(route));
    }

    /// What carries the packets of `line` away from this end of it.
    pub(super) fn away_from(&self, estate: &Estate, line: usize, end: LineEnd) -> Option<HopId> {
        let to = estate.lines.get(line)?.ends.iter().position(|one| *one != end)?;
        self.0.get(line)?.get(to).copied()
    }

    /// Entries that give packets to the line whose other end told the longest prefix; of equally long ones to those of the
    /// lowest rank, to any of them where there are several. Each comes with the length of its prefix, the longest first.
    pub(super) fn entries(
        &self,
        spaces: &mut Spaces,
        fabric: &mut Fabric,
        estate: &Estate,
        mut learnt: Vec<Learnt>,
        rank: fn(&Line) -> u8,
        label: Label,
    ) -> Vec<(u8, Entry)> {
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
            entries.push((first.prefix.length(), Entry { packets, next: Next::Hop(hop), label }));
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
        if let (LineEnd::TransitGateway(_), None) = (teller, written.peek()) {
            told_by_table(estate, index, end).into_iter().for_each(|prefix| add(prefix, ROUTES));
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
