//! Sets with a field freed, told apart by one, or with their ends swapped.

use alloc::vec::Vec;

use super::encoding::{Kind, family_number};
use super::inside::Section;
use super::nodes::Id;
use super::{Field, Space, Spaces, Values};
use crate::ordered::{self, Map};
use crate::packet::Family;

impl Spaces {
    /// Every packet that agrees with one of the set in all fields but `field`.
    ///
    /// The packets of the universe bound what that frees: a TCP packet gets every port, a GRE packet keeps port 0.
    pub fn forget(&mut self, space: Space, field: Field) -> Space {
        if matches!(field, Field::Family | Field::Protocol) {
            let cubes = self.exact_cubes(space);
            let freed: Vec<Space> =
                cubes.into_iter().map(|(.., cube)| self.cube(&cube.with(field, Values::all()))).collect();
            return self.union_all(freed);
        }
        // The levels of IPv4 are among those of IPv6.
        let levels = self.layout.of(field, Family::V6);
        Space(self.nodes.freed(space.0, levels.start as u8, levels.end as u8))
    }

    /// The set cut by the values of `field`: every two packets whose values stand together have the same
    /// packets of this set beside them, up to `field`.
    ///
    /// The values of the slices are disjoint and in order of their first; the space of a slice has `field` freed
    /// as by [`Spaces::forget`], so that the set is the union of space and [`Spaces::of`] the values, over all slices.
    pub fn slices(&mut self, space: Space, field: Field) -> Vec<(Values, Space)> {
        let mut slices: Vec<(Id, (u128, u128))> = Vec::new();
        for range in self.unbroken(space, field) {
            let part = self.limit(space, field, &Values::range(range.0, range.1));
            let freed = self.forget(part, field);
            if !freed.is_empty() {
                slices.push((freed.0, range));
            }
        }
        let by_space = Map::<Id, (u128, u128)>::grouped_list(slices).into_iter();
        let mut slices: Vec<(Values, Space)> =
            by_space.map(|(freed, ranges)| (Values::joined(ranges), Space(freed))).collect();
        ordered::sort_by_key(&mut slices, |(values, _)| values.first());
        slices
    }

    /// Ranges of `field` on which nothing changes in the set, in order; together all its values.
    fn unbroken(&self, space: Space, field: Field) -> Vec<(u128, u128)> {
        let ranges = self.value_ranges(space, field);
        let mut starts: Vec<u128> = ranges.iter().map(|range| range.0).collect();
        starts.extend(ranges.iter().filter_map(|range| range.1.checked_add(1)));
        ordered::sort_in_place(&mut starts, u128::lt);
        starts.dedup();
        let values = Values::joined(ranges);
        let mut unbroken = Vec::new();
        for &(first, last) in values.ranges() {
            let inner = starts.iter().filter(|start| (first..=last).contains(start));
            let mut start = None;
            for &next in inner {
                if let (Some(start), Some(end)) = (start, next.checked_sub(1)) {
                    unbroken.push((start, end));
                }
                start = Some(next);
            }
            unbroken.extend(start.map(|start| (start, last)));
        }
        unbroken
    }

    /// The packets with source and destination swapped, addresses and ports; ICMP types and codes stay.
    pub fn mirrored(&mut self, space: Space) -> Space {
        let mut families = [(Family::V4, Vec::new()), (Family::V6, Vec::new())];
        for section in self.sections(space) {
            let swapped = self.swapped(&section);
            let family = families.iter_mut().find(|(family, _)| *family == section.family);
            family.into_iter().for_each(|(_, kinds)| kinds.push((section.protocols.clone(), swapped)));
        }
        let families = families.map(|(family, kinds)| {
            let number = Values::one(family_number(family));
            (number, self.fields(Field::Protocol, family, &kinds))
        });
        Space(self.fields(Field::Family, Family::V4, &families))
    }

    fn swapped(&mut self, section: &Section) -> Id {
        self.swap(section.below, section.family, (Field::Destination, Field::Source), &|spaces, rest| {
            if section.kind == Kind::Ported {
                let ports = (Field::DestinationPort, Field::SourcePort);
                spaces.swap(rest, section.family, ports, &|_, rest| rest)
            } else {
                rest
            }
        })
    }

    /// The diagram with two fields swapped that it looks at first, and what follows them changed.
    fn swap(
        &mut self,
        root: Id,
        family: Family,
        (one, other): (Field, Field),
        change: &dyn Fn(&mut Self, Id) -> Id,
    ) -> Id {
        let mut swapped = Vec::new();
        for (values, rest) in self.parts(root, one, family) {
            let mut parts = Vec::new();
            for (others, rest) in self.parts(rest, other, family) {
                let rest = change(self, rest);
                parts.push((others, self.limited(other, family, &values, rest)));
            }
            swapped.push(self.fields(one, family, &parts));
        }
        self.nodes.union(swapped.into_iter())
    }
}
