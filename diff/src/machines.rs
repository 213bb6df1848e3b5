//! Machines that are on one side only, have another name, or other addresses.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use ringfence::Family;
use ringfence::answer::Ends;
use ringfence::space::Values;

use crate::answer::{Change, Machine, MachineChange};
use crate::matching::Matching;
use crate::sets::Addresses;
use crate::state::{End, INTERNET};

/// What became of each machine of which something did, by name.
pub(crate) fn machines(matching: &Matching, old: &[End], new: &[End], changes: &[Change]) -> Vec<Machine> {
    let mut machines = Vec::new();
    let known = |ends: &[End], network: &str, name: &str| {
        ends.iter().position(|end| end.network == network && end.name == name)
    };
    let mut renamed: BTreeMap<(String, String), ()> = BTreeMap::new();
    for end in new.iter().filter(|end| end.name != INTERNET) {
        let network = matching.by_new(&end.network).map(|pair| pair.old.as_str());
        let same = network.and_then(|network| known(old, network, &end.name));
        let is_gone = |before: &&End| {
            Some(before.network.as_str()) == network
                && known(new, &end.network, &before.name).is_none()
                && !before.addresses.intersect(&end.addresses).is_empty()
        };
        let before = match same.and_then(|at| old.get(at)) {
            Some(before) => Some(before),
            None => old.iter().find(is_gone),
        };
        let none = Addresses::default();
        let had = before.map_or(&none, |before| &before.addresses);
        let change = match before {
            None => MachineChange::Added,
            Some(before) if before.name != end.name => MachineChange::Renamed,
            Some(before) if before.addresses != end.addresses => MachineChange::Readdressed,
            Some(_) => continue,
        };
        if let (MachineChange::Renamed, Some(before)) = (change, before) {
            renamed.insert((before.network.clone(), before.name.clone()), ());
        }
        machines.push(Machine {
            change,
            kind: end.kind.clone(),
            name: end.name.clone(),
            before: before.filter(|before| before.name != end.name).map(|before| before.name.clone()),
            lost: had.minus(&end.addresses).texts(),
            gained: end.addresses.minus(had).texts(),
            changes: about(changes, end, before),
        });
    }
    for end in old.iter().filter(|end| end.name != INTERNET) {
        let network = matching.by_old(&end.network).map(|pair| pair.new.as_str());
        let is_there = network.and_then(|network| known(new, network, &end.name)).is_some();
        if is_there || renamed.contains_key(&(end.network.clone(), end.name.clone())) {
            continue;
        }
        machines.push(Machine {
            change: MachineChange::Removed,
            kind: end.kind.clone(),
            name: end.name.clone(),
            before: None,
            lost: end.addresses.texts(),
            gained: Vec::new(),
            changes: about(changes, end, None),
        });
    }
    machines.sort_by(|one, other| (one.change, &one.name).cmp(&(other.change, &other.name)));
    machines
}

/// The changes with flows from or to an end, as it is, or as it was.
fn about(changes: &[Change], end: &End, before: Option<&End>) -> Vec<usize> {
    let has = |ends: &Ends, end: &End| {
        let reached = end.addresses.reached();
        let mut ranges = ends.addresses.iter();
        ends.network == end.network
            && ranges.any(|range| {
                let family = Family::of(range.first);
                let number = ringfence::address_number;
                let values = Values::range(number(range.first), number(range.last));
                !reached.of(family).intersect(&values).is_empty()
            })
    };
    let is_about = |change: &Change| {
        let boxes = change.boxes.iter().map(|one| &one.flows);
        let end = if change.kind.shows_new() { Some(end) } else { before.or(Some(end)) };
        let mut ends = boxes.flat_map(|flows| [&flows.source, &flows.destination]);
        end.is_some_and(|end| ends.any(|ends| has(ends, end)))
    };
    changes.iter().enumerate().filter(|(_, change)| is_about(change)).map(|(at, _)| at).collect()
}
