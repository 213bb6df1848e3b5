//! Ends that are told of together: those of a segment, and others that are alike.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

use ringfence::Analysis;
use ringfence::estate::{Expr, ObjectId, SegmentId, Selector};
use ringfence::space::{Field, Space, Spaces};

use crate::answer::Group;
use crate::sets::Addresses;
use crate::state::End;

/// A group with its addresses by network; no two of an estate share one.
#[derive(Debug)]
pub(crate) struct Grouped {
    pub(crate) group: Group,
    addresses: BTreeMap<String, Addresses>,
}

/// The groups of an estate: its segments in the order written, then its machines, those together that are alike.
pub(crate) fn groups(analysis: &Analysis, ends: &[End]) -> Vec<Grouped> {
    let estate = analysis.estate();
    let mut taken: BTreeMap<String, Addresses> = BTreeMap::new();
    let mut groups = Vec::new();
    let mut add = |group: Group, all: Vec<(String, Addresses)>| {
        let mut own: BTreeMap<String, Addresses> = BTreeMap::new();
        for (network, addresses) in all {
            let addresses = addresses.reached();
            let taken = taken.entry(network.clone()).or_default();
            let left = addresses.minus(taken);
            *taken = taken.union(&addresses);
            if !left.is_empty() {
                let own = own.entry(network).or_default();
                *own = own.union(&left);
            }
        }
        if !own.is_empty() {
            groups.push(Grouped { group, addresses: own });
        }
    };
    for (segment, id) in estate.segments.iter().zip(0..) {
        let set = Expr { union: vec![vec![Selector::Segment(SegmentId(id))]], except: Vec::new() };
        let points = analysis.points(&set).into_iter().map(|stretch| {
            let mut addresses = Addresses::default();
            addresses.add(stretch.family, &stretch.values);
            (stretch.network, addresses)
        });
        add(Group { kind: "segment".to_owned(), name: segment.name.clone() }, points.collect());
    }
    for alike in alike(analysis, ends) {
        let Some(first) = alike.first() else { continue };
        let more = alike.len().saturating_sub(1);
        let name = if more == 0 { first.name.clone() } else { format!("{} and {more} more", first.name) };
        let own = alike.iter().map(|end| (end.network.clone(), end.addresses.clone()));
        add(Group { kind: first.kind.clone(), name }, own.collect());
    }
    groups.push(others());
    groups
}

/// Whatever has an address is of a group; were something not, its flows would still be told.
fn others() -> Grouped {
    let group = Group { kind: "address".to_owned(), name: "others".to_owned() };
    Grouped { group, addresses: BTreeMap::new() }
}

/// Each end by itself.
pub(crate) fn alone(ends: &[End]) -> Vec<Grouped> {
    let groups = ends.iter().map(|end| Grouped {
        group: Group { kind: end.kind.clone(), name: end.name.clone() },
        addresses: BTreeMap::from([(end.network.clone(), end.addresses.reached())]),
    });
    groups.chain([others()]).collect()
}

/// The ends, those that are alike together, in the order of the first of each.
fn alike<'a>(analysis: &Analysis, ends: &'a [End]) -> Vec<Vec<&'a End>> {
    let classes = analysis.classes().into_iter().zip(0_usize..);
    let class_of: BTreeMap<ObjectId, usize> =
        classes.flat_map(|(class, index)| class.into_iter().map(move |object| (object, index))).collect();
    let mut by_class: BTreeMap<(Option<usize>, &str), Vec<&End>> = BTreeMap::new();
    for end in ends {
        let class = end.object.and_then(|object| class_of.get(&object)).copied();
        // What is of no class is alone.
        let name = if class.is_some() { "" } else { end.name.as_str() };
        by_class.entry((class, name)).or_default().push(end);
    }
    let mut all: Vec<Vec<&End>> = by_class.into_values().collect();
    all.sort_by_key(|alike| alike.first().map(|end| (end.network.clone(), end.name.clone())));
    all
}

/// The set cut by the groups of its ends.
pub(crate) fn cut<'a>(
    spaces: &mut Spaces,
    groups: &'a [Grouped],
    (source, destination): (&str, &str),
    set: Space,
) -> Vec<(&'a Group, &'a Group, Space)> {
    let mut parts = Vec::new();
    for (from, part) in cut_by(spaces, groups, source, Field::Source, set) {
        let cut = cut_by(spaces, groups, destination, Field::Destination, part);
        parts.extend(cut.into_iter().map(|(to, part)| (from, to, part)));
    }
    parts
}

fn cut_by<'a>(
    spaces: &mut Spaces,
    groups: &'a [Grouped],
    network: &str,
    field: Field,
    set: Space,
) -> Vec<(&'a Group, Space)> {
    let (mut left, mut parts) = (set, Vec::new());
    for grouped in groups {
        if left.is_empty() {
            break;
        }
        let Some(addresses) = grouped.addresses.get(network) else { continue };
        let own = addresses.packets(spaces, field);
        let part = spaces.intersect(left, own);
        if !part.is_empty() {
            left = spaces.minus(left, own);
            parts.push((&grouped.group, part));
        }
    }
    if let Some(others) = groups.last().filter(|_| !left.is_empty()) {
        parts.push((&others.group, left));
    }
    parts
}

/// The name of what has exactly these addresses.
#[derive(Debug, Default)]
pub(crate) struct Names(BTreeMap<(String, String), String>);

impl Names {
    pub(crate) fn of(ends: &[End]) -> Self {
        let names = ends.iter().flat_map(|end| {
            let by_family = crate::sets::FAMILIES.map(|family| {
                let mut own = Addresses::default();
                own.add(family, end.addresses.of(family));
                ((end.network.clone(), own.texts().join(" ")), end.name.clone())
            });
            by_family.into_iter().filter(|((_, addresses), _)| !addresses.is_empty())
        });
        Self(names.collect())
    }

    pub(crate) fn name(&self, ends: &mut ringfence::answer::Ends) {
        let addresses: Vec<String> = ends.addresses.iter().map(ToString::to_string).collect();
        ends.name = self.0.get(&(ends.network.clone(), addresses.join(" "))).cloned();
    }
}
