//! A look inside diagrams: the values of fields, and what follows them.

use alloc::vec::Vec;

use super::encoding::{self, Kind};
use super::level::last_of;
use super::nodes::{Edge, Id, Seen};
use super::{Field, Space, Spaces, Values};
use crate::ordered::Map;
use crate::packet::{Family, Packet};

/// The packets of a set that have one family, and protocols that fill the same fields.
#[derive(Debug, Clone)]
pub(super) struct Section {
    pub(super) family: Family,
    pub(super) kind: Kind,
    pub(super) protocols: Values,
    /// The packets without these two fields.
    pub(super) below: Id,
}

impl Spaces {
    /// A set by family and kind of protocol; protocols for which the same holds are in one section.
    pub(super) fn sections(&self, space: Space) -> Vec<Section> {
        let mut sections = Vec::new();
        for (families, of_family) in self.parts(space.0, Field::Family, Family::V4) {
            for family in [Family::V4, Family::V6] {
                if !families.contains(encoding::family_number(family)) {
                    continue;
                }
                for (protocols, below) in self.parts(of_family, Field::Protocol, family) {
                    for kind in Kind::ALL {
                        let protocols = protocols.intersect(&kind.protocols(family));
                        if !protocols.is_empty() {
                            sections.push(Section { family, kind, protocols, below });
                        }
                    }
                }
            }
        }
        sections
    }

    /// The values of `field` at the root of a diagram that looks at no field before it, with what follows them, together
    /// where that is the same and left out where it is nothing; by what follows.
    pub(super) fn parts(&self, root: Id, field: Field, family: Family) -> Vec<(Values, Id)> {
        let mut ranges = Vec::new();
        let levels = self.layout.of(field, family);
        self.ranges_of(root, levels.start, levels.end, 0, &mut ranges);
        let by_rest = Map::<Id, (u128, u128)>::grouped_list(ranges);
        by_rest.into_iter().map(|(rest, ranges)| (Values::joined(ranges), rest)).collect()
    }

    /// Puts the ranges of values of the levels from `level` to before `end` into `found`, with what follows them; `before` are
    /// the bits of the levels before.
    fn ranges_of(&self, id: Id, level: usize, end: usize, before: u128, found: &mut Vec<(Id, (u128, u128))>) {
        let below = level.saturating_add(1);
        let own = self.layout.bits(&(level..below.min(end)));
        let shift = self.layout.bits(&(below.min(end)..end));
        // A level that a diagram does not look at has one range.
        let whole = [Edge { last: u32::MAX >> 32_u32.saturating_sub(own), rest: id }];
        let edges = if self.level(id) == level { self.nodes.edges(id) } else { &whole };
        let mut first = 0_u32;
        for edge in edges {
            let value = |value: u32| (before << own) | u128::from(value);
            if self.level(edge.rest) >= end && edge.rest != Id::EMPTY {
                let last = (value(edge.last) << shift) | last_of(shift);
                found.push((edge.rest, (value(first) << shift, last)));
            } else if edge.rest != Id::EMPTY {
                for one in first..=edge.last {
                    self.ranges_of(edge.rest, below, end, value(one), found);
                }
            }
            first = edge.last.saturating_add(1);
        }
    }

    pub(super) fn level(&self, id: Id) -> usize {
        usize::from(self.nodes.level(id))
    }

    /// The values that `field` has in packets of the set.
    #[must_use]
    pub fn values(&self, space: Space, field: Field) -> Values {
        Values::joined(self.value_ranges(space, field))
    }

    /// The ranges of values that `field` has, in no order and perhaps again: on none of them does anything change.
    pub(super) fn value_ranges(&self, space: Space, field: Field) -> Vec<(u128, u128)> {
        let mut ranges: Vec<(u128, u128)> = Vec::new();
        for section in self.sections(space) {
            match field {
                Field::Family => {
                    let number = encoding::family_number(section.family);
                    ranges.push((number, number));
                }
                Field::Protocol => ranges.extend_from_slice(section.protocols.ranges()),
                _ if !section.kind.has(field) => ranges.push((0, 0)),
                _ => self.values_below(section.below, field, section.family, &mut ranges),
            }
        }
        ranges
    }

    /// Puts the values that `field` has below `root` into `ranges`.
    fn values_below(&self, root: Id, field: Field, family: Family, ranges: &mut Vec<(u128, u128)>) {
        let levels = self.layout.of(field, family);
        let (mut seen, mut todo) = (Seen::new(), alloc::vec![root]);
        while let Some(id) = todo.pop() {
            if id == Id::EMPTY || !seen.is_first(id) {
                continue;
            }
            if self.level(id) >= levels.start {
                let mut found = Vec::new();
                self.ranges_of(id, levels.start, levels.end, 0, &mut found);
                ranges.extend(found.into_iter().map(|(_, range)| range));
            } else {
                todo.extend(self.nodes.edges(id).iter().map(|edge| edge.rest));
            }
        }
    }

    /// The packet with the lowest values, compared in the order of [`Field::ALL`]; `None` of the empty set.
    #[must_use]
    pub fn sample(&self, space: Space) -> Option<Packet> {
        encoding::packet(self.lowest(space.0)?)
    }

    /// The lowest numbers with which a diagram leads anywhere.
    fn lowest(&self, id: Id) -> Option<encoding::Point> {
        let Some(level) = self.layout.levels().get(self.level(id)) else {
            return if id == Id::EMPTY { None } else { Some(encoding::Point::default()) };
        };
        let mut lowest: Option<encoding::Point> = None;
        let mut first = 0_u32;
        for edge in self.nodes.edges(id) {
            if let Some(mut point) = self.lowest(edge.rest) {
                if let Some(value) = point.get_mut(level.field.depth()) {
                    *value |= u128::from(first) << level.shift;
                }
                lowest = Some(lowest.map_or(point, |lowest| lowest.min(point)));
                // Of the fields of a diagram only the destination stands before one that is compared first, the source.
                if level.field != Field::Destination {
                    break;
                }
            }
            first = edge.last.saturating_add(1);
        }
        lowest
    }
}
