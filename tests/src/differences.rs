//! What a comparison of two estates says, against the oracle on both sides.
//!
//! Which ends of two estates are the same is worked out here anew, by interfaces instead of sets.

mod ends;
mod filters;

use std::collections::BTreeMap;
use std::fmt;
use std::net::IpAddr;

use ringfence::answer::{FlowBox, Range, TrafficBox};
use ringfence::estate::Estate;
use ringfence::{Analysis, Family, Protocol, Transport, address_number};
use ringfence_diff::baseline::{Baseline, drift, record};
use ringfence_diff::{Change, Difference, Kind, Machine, compare};

use crate::edits::parsed;
use crate::engine::{carries, holds, low_digits};
use crate::estates::{Dice, Sampler, changed_estates};
use crate::oracle::{Flow, Oracle, World, is_described};
use crate::seeds::Seeds;
use crate::worlds::{draw_world, leaves_open};
use ends::{Ends, Point};
pub use filters::{Filters, compare_filter_pairs};

/// Flows of each pair of estates that are drawn at the boundaries of what is reported, and anywhere.
const AT_BOUNDARIES: usize = 60;
const ANYWHERE: usize = 60;

/// Worlds in which flows of estates are looked at that do not say everything.
const WORLDS: usize = 4;

/// What was compared.
#[derive(Debug, Clone, Default)]
pub struct Differences {
    /// Pairs of estates.
    pub pairs: usize,
    /// Those of which something is reported.
    pub different: usize,
    /// Flows that were asked of both oracles, by what is reported of them.
    pub flows: BTreeMap<Option<Kind>, usize>,
}

impl Differences {
    /// Adds what was compared elsewhere.
    pub fn add(&mut self, other: Self) {
        self.pairs += other.pairs;
        self.different += other.different;
        for (kind, count) in other.flows {
            *self.flows.entry(kind).or_default() += count;
        }
    }
}

impl fmt::Display for Differences {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} pairs, {} differ; flows", self.pairs, self.different)?;
        for (kind, count) in &self.flows {
            write!(f, ", {count} {}", kind.map_or("unchanged", Kind::as_str))?;
        }
        Ok(())
    }
}

/// Compares pairs of estates from these seeds.
///
/// # Errors
/// The first flow of which something else became than is reported.
pub fn compare_differences(pairs: u64, first_seed: u64) -> Result<Differences, String> {
    let mut all = Differences::default();
    for seed in Seeds::of("changed estates", first_seed..first_seed.saturating_add(pairs)) {
        let one = compare_one(seed).map_err(|wrong| format!("seed {seed}: {wrong}"))?;
        all.add(one);
    }
    Ok(all)
}

/// Both estates of a pair.
struct Sides<'a> {
    old: Ends<'a>,
    new: Ends<'a>,
    /// Whether one of them does not say everything.
    open: bool,
}

/// A flow of an estate, by networks and addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    source: Point,
    destination: Point,
    transport: Transport,
}

fn compare_one(seed: u64) -> Result<Differences, String> {
    let [old, new] = changed_estates(seed);
    let [before, after] = [&old, &new].map(|estate| Analysis::new(parsed(estate)));
    let difference = compare(&before, &after).map_err(|refused| refused.message)?;
    for analysis in [&before, &after] {
        let same = compare(analysis, analysis).map_err(|refused| refused.message)?;
        if !same.changes.is_empty() || !same.machines.is_empty() {
            return Err(format!("an estate differs from itself: {:?}", same.changes));
        }
    }
    let back = compare(&after, &before).map_err(|refused| refused.message)?;
    mirrors(&difference, &back)?;
    drifts(&before, &after, &difference)?;

    let mut dice = Dice::new(seed);
    let mut sides =
        Sides { old: Ends::new(&old), new: Ends::new(&new), open: [&old, &new].into_iter().any(is_open) };
    let mut counts = Differences { pairs: 1, ..Differences::default() };
    counts.different += usize::from(!difference.changes.is_empty());
    let boxes: Vec<(Kind, &FlowBox)> = difference
        .changes
        .iter()
        .flat_map(|change| change.boxes.iter().map(|one| (change.kind, &one.flows)))
        .collect();
    for _ in 0..if boxes.is_empty() { 0 } else { AT_BOUNDARIES } {
        let (kind, flows) = dice.one(&boxes);
        let Some(flow) = near(&mut dice, flows) else { continue };
        sides.check(&mut dice, &difference, &flow, kind.shows_new(), &mut counts)?;
    }
    for estate in [&old, &new] {
        let oracle = Oracle::new(estate);
        let sampler = Sampler::new(&oracle);
        let ends = Ends::new(estate);
        let in_new = std::ptr::eq(estate, &raw const new);
        for _ in 0..ANYWHERE {
            let Some(flow) = ends.named(&sampler.flow(&mut dice)) else { continue };
            sides.check(&mut dice, &difference, &flow, in_new, &mut counts)?;
        }
    }
    Ok(counts)
}

/// Whether an estate does not say everything.
fn is_open(estate: &Estate) -> bool {
    leaves_open(&estate.aws)
        || estate.aws.interfaces.iter().any(|interface| !interface.source_dest_check)
        || !estate.aws.gwlb_endpoints.is_empty()
        || !estate.sites.iter().all(is_described)
}

/// Whether one difference is the other seen from behind.
fn mirrors(there: &Difference, back: &Difference) -> Result<(), String> {
    let counts = |difference: &Difference, mirrored: bool| {
        let mut counts: BTreeMap<Kind, Vec<String>> = BTreeMap::new();
        for change in &difference.changes {
            let kind = if mirrored { change.kind.mirrored() } else { change.kind };
            let boxes = change.boxes.iter().map(|one| format!("{:?}", one.flows));
            // Where both sides show it with their own addresses, they need not be the same.
            let boxes = boxes.filter(|_| kind != Kind::MayHaveChanged);
            counts.entry(kind).or_default().extend(boxes);
        }
        counts.values_mut().for_each(|boxes| boxes.sort());
        counts
    };
    if counts(there, false) == counts(back, true) {
        return Ok(());
    }
    Err(format!(
        "it is not the mirror of the way back:\n{:?}\n{:?}",
        counts(there, false),
        counts(back, true)
    ))
}

/// Whether a recorded state, written and read again, is the estate that it is of, and another drifted from it by what differs.
fn drifts(before: &Analysis, after: &Analysis, difference: &Difference) -> Result<(), String> {
    let recorded = record(before).map_err(|refused| refused.message)?;
    let text = serde_json::to_string(&recorded).map_err(|error| error.to_string())?;
    let read: Baseline = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    if read != recorded || record(before).as_ref() != Ok(&recorded) {
        return Err("a recorded state is another when it is read, or recorded again".to_owned());
    }
    let same = drift(&read, before).map_err(|refused| refused.message)?;
    if same.is_drifted() || same.drifted.texts {
        return Err(format!("an estate drifted from itself: {:?}", same.changes));
    }
    let drift = drift(&read, after).map_err(|refused| refused.message)?;
    // Groups are others, flows are not.
    let counts = |changes: &[Change]| {
        let mut counts: BTreeMap<Kind, u128> = BTreeMap::new();
        for change in changes {
            let count = counts.entry(change.kind).or_default();
            *count = count.wrapping_add(low_digits(&change.count));
        }
        counts
    };
    let (drifted, differs) = (counts(&drift.changes), counts(&difference.changes));
    if drifted != differs {
        return Err(format!("it drifted by {drifted:?} flows, and differs by {differs:?}"));
    }
    let machines = |all: &[Machine]| {
        let names = all.iter().map(|one| (one.change, one.name.clone()));
        names.collect::<Vec<_>>()
    };
    if machines(&drift.machines) != machines(&difference.machines) {
        return Err("other machines drifted than differ".to_owned());
    }
    Ok(())
}

impl Sides<'_> {
    /// Whether what is reported of a flow, which is one of the new estate or of the old, is so.
    fn check(
        &mut self,
        dice: &mut Dice,
        difference: &Difference,
        flow: &Named,
        in_new: bool,
        counts: &mut Differences,
    ) -> Result<(), String> {
        let (own, other) = if in_new { (&self.new, &self.old) } else { (&self.old, &self.new) };
        let Some(own_flow) = own.flow(flow) else { return Ok(()) };
        let there = own.elsewhere(other, flow);
        if !own.is_sure(flow) || !other.is_sure(there.as_ref().unwrap_or(flow)) {
            return Ok(());
        }
        let (old, new) = if in_new { (there.as_ref(), Some(flow)) } else { (Some(flow), there.as_ref()) };
        let reported: Vec<Kind> = difference
            .changes
            .iter()
            .filter(|change| {
                let flow = if change.kind.shows_new() { new } else { old };
                flow.is_some_and(|flow| change.boxes.iter().any(|one| is_in(&one.flows, flow)))
            })
            .map(|change| change.kind)
            .collect();
        let other_flow = there.as_ref().and_then(|flow| other.flow(flow));
        let wrong = |levels: &[Vec<u8>; 2]| {
            format!(
                "{flow:?} of the {} estate is said to have {reported:?}: it is {levels:?} in both",
                if in_new { "new" } else { "old" }
            )
        };
        if reported.len() > 1 {
            return Err(wrong(&Default::default()));
        }
        let kind = reported.first().copied();
        let (old_flow, new_flow) =
            if in_new { (other_flow, Some(own_flow)) } else { (Some(own_flow), other_flow) };
        let levels = [
            self.old.levels(dice, old_flow.as_ref(), self.open),
            self.new.levels(dice, new_flow.as_ref(), self.open),
        ];
        let [before, after] = &levels;
        let so = match kind.map(expected) {
            // Worlds cannot show that two sides are not told apart.
            None if self.open => true,
            None => before == after,
            Some(None) => self.open,
            Some(Some((old, new))) => {
                before.iter().all(|level| *level == old) && after.iter().all(|level| *level == new)
            }
        };
        if !so {
            return Err(wrong(&levels));
        }
        *counts.flows.entry(kind).or_default() += 1;
        Ok(())
    }
}

/// How open flows are before and after; `None` where that is not known.
const fn expected(kind: Kind) -> Option<(u8, u8)> {
    match kind {
        Kind::Opened => Some((0, 2)),
        Kind::OpenedOneWay => Some((0, 1)),
        Kind::BecameAnswered => Some((1, 2)),
        Kind::Closed => Some((2, 0)),
        Kind::ClosedOneWay => Some((1, 0)),
        Kind::BecameOneWay => Some((2, 1)),
        Kind::MayHaveOpened | Kind::MayHaveChanged | Kind::MayHaveClosed => None,
    }
}

impl Ends<'_> {
    /// How open a flow is in each of some worlds: 0 not delivered, 1 delivered and not answered, 2 answered.
    fn levels(&self, dice: &mut Dice, flow: Option<&Flow>, open: bool) -> Vec<u8> {
        let mut oracle = Oracle::new(self.estate);
        let Some(flow) = flow.filter(|flow| oracle.is_asked(flow)) else { return vec![0] };
        let mut worlds = vec![World::default()];
        worlds.extend((0..if open { WORLDS } else { 0 }).map(|_| draw_world(self.estate, flow, dice)));
        let level = |world| {
            oracle.enter(world);
            let answer = oracle.flow(flow);
            if answer.answered { 2 } else { u8::from(answer.delivered) }
        };
        worlds.into_iter().map(level).collect()
    }
}

fn is_in(flows: &FlowBox, flow: &Named) -> bool {
    let Named { source, destination, transport } = flow;
    let packet = ringfence::Packet::new(source.address, destination.address, *transport);
    packet.is_some_and(|packet| {
        holds(&flows.source, &source.network, source.address)
            && holds(&flows.destination, &destination.network, destination.address)
            && flows.traffic.iter().any(|traffic| carries(traffic, &packet))
    })
}

/// A flow at the boundaries of a box, or beside one of them; `None` where there is none.
fn near(dice: &mut Dice, flows: &FlowBox) -> Option<Named> {
    let mut point = |ends: &ringfence::answer::Ends| {
        let range = dice.pick(&ends.addresses)?;
        let family = Family::of(range.first);
        let (first, last) = (address_number(range.first), address_number(range.last));
        let beside = [Some(first), Some(last), first.checked_sub(1), last.checked_add(1)];
        let number = if dice.percent(75) { dice.one(&beside[..2]) } else { dice.one(&beside[2..]) };
        let number = number.filter(|number| *number <= family.last_address())?;
        let address: IpAddr = family.address(number);
        Some(Point { network: ends.network.clone(), address })
    };
    let (source, destination) = (point(&flows.source)?, point(&flows.destination)?);
    let transport = transport(dice, &flows.traffic)?;
    Some(Named { source, destination, transport })
}

/// A transport at the edges of some traffic, or beside one of them.
fn transport(dice: &mut Dice, traffic: &[TrafficBox]) -> Option<Transport> {
    Some(match dice.pick(&traffic.iter().collect::<Vec<_>>())? {
        TrafficBox::Any => dice.one(&[
            Transport::Tcp { source: 50000, destination: 443 },
            Transport::Udp { source: 0, destination: u16::MAX },
            Transport::Icmp { kind: 8, code: 0 },
            Transport::Other(Protocol(47)),
        ]),
        TrafficBox::Ports { protocols, source_ports, destination_ports } => {
            let source = beside(dice, source_ports, u16::MAX)?;
            let destination = beside(dice, destination_ports, u16::MAX)?;
            match dice.pick(&protocols.iter().map(String::as_str).collect::<Vec<_>>())? {
                "tcp" => Transport::Tcp { source, destination },
                _ => Transport::Udp { source, destination },
            }
        }
        TrafficBox::Icmp { types, codes } => {
            Transport::Icmp { kind: beside(dice, types, u8::MAX)?, code: beside(dice, codes, u8::MAX)? }
        }
        TrafficBox::Protocols { numbers } => {
            let number = beside(dice, numbers, u8::MAX)?;
            let known = [Protocol::TCP, Protocol::UDP, Protocol::ICMP, Protocol::ICMPV6];
            let other = Protocol(number);
            (!known.contains(&other)).then_some(Transport::Other(other))?
        }
    })
}

/// A value at the edge of one of these ranges, or beside it.
fn beside<T: Copy + Into<u32> + TryFrom<u32>>(dice: &mut Dice, ranges: &[Range<T>], last: T) -> Option<T> {
    let range =
        dice.pick(&ranges.iter().map(|range| (range.first.into(), range.last.into())).collect::<Vec<_>>())?;
    let value = match dice.below(8) {
        0 => range.0.saturating_sub(1),
        1 => (range.1 + 1).min(last.into()),
        2..=4 => range.0,
        _ => range.1,
    };
    T::try_from(value).ok()
}
