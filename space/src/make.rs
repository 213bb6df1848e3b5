//! From boxes of packets to diagrams.

use alloc::vec::Vec;

use super::encoding::{Kind, family_number};
use super::level::last_of;
use super::nodes::{Id, Row};
use super::{Cube, Field, Space, Spaces, Values};
use crate::ordered;
use crate::packet::Family;

/// The fields below the protocol, the last first.
const BELOW: [Field; 5] =
    [Field::Mark, Field::SourcePort, Field::DestinationPort, Field::Source, Field::Destination];

/// A range of values of a level, and what follows it.
type Part = (u32, u32, Id);

impl Spaces {
    /// The packets whose fields all have values of `cube`; what no packet can have is left out.
    pub fn cube(&mut self, cube: &Cube) -> Space {
        let mut row = self.row(Field::Family);
        for family in [Family::V4, Family::V6] {
            let number = family_number(family);
            if cube.get(Field::Family).contains(number) {
                let rest = self.of_family(family, cube);
                self.nodes.put(&mut row, number as u32, number as u32, rest);
            }
        }
        Space(self.nodes.close(&row))
    }

    /// The packets of one family that `cube` holds, without this field.
    fn of_family(&mut self, family: Family, cube: &Cube) -> Id {
        let mut known = Kind::ALL.map(|kind| (kind, None));
        let mut row = self.row(Field::Protocol);
        for &(first, last) in cube.get(Field::Protocol).ranges() {
            for &(from, to, kind) in Kind::of_protocols(family) {
                let (first, last) = (first.max(from), last.min(to));
                let Some((_, below)) = known.iter_mut().find(|(known, _)| *known == kind && first <= last)
                else {
                    continue;
                };
                let below = *below.get_or_insert_with(|| self.below(family, kind, cube));
                self.nodes.put(&mut row, first as u32, last as u32, below);
            }
        }
        self.nodes.close(&row)
    }

    /// The beginning of a node of a field of one level, which is the same for both families.
    fn row(&self, field: Field) -> Row {
        let level = self.layout.of(field, Family::V4).start;
        let bits = self.layout.levels().get(level).map_or(0, |level| level.bits);
        self.nodes.row(level as u8, last_of(bits) as u32)
    }

    /// The packets of one family and kind that `cube` holds, without these two fields.
    fn below(&mut self, family: Family, kind: Kind, cube: &Cube) -> Id {
        let mut rest = Id::FULL;
        for field in BELOW {
            let values = cube.get(field);
            rest = match kind.has(field) {
                true => self.limited(field, family, values, rest),
                false if values.contains(0) => rest,
                false => Id::EMPTY,
            };
        }
        rest
    }

    /// What `rest` is where `field` is one of `values`.
    pub(super) fn limited(&mut self, field: Field, family: Family, values: &Values, rest: Id) -> Id {
        match *values.ranges() {
            [(0, u128::MAX)] => rest,
            [range] => {
                let levels = self.layout.of(field, family);
                self.range(levels.start, levels.end, range, rest)
            }
            ref ranges => {
                let parts: Vec<_> = ranges.iter().map(|&(first, last)| (first, last, rest)).collect();
                self.field(field, family, &parts)
            }
        }
    }

    /// What tells `field` apart: for each of these disjoint sets of values what follows it.
    pub(super) fn fields(&mut self, field: Field, family: Family, parts: &[(Values, Id)]) -> Id {
        let ranges = parts
            .iter()
            .flat_map(|(values, rest)| values.ranges().iter().map(|&(first, last)| (first, last, *rest)));
        let mut ranges: Vec<_> = ranges.collect();
        ordered::sort_in_place(&mut ranges, |one, other| one.0 < other.0);
        self.field(field, family, &ranges)
    }

    /// The same for ranges in order.
    fn field(&mut self, field: Field, family: Family, ranges: &[(u128, u128, Id)]) -> Id {
        let levels = self.layout.of(field, family);
        self.ranges(levels.start, levels.end, ranges)
    }

    /// The diagram that the levels from `level` to before `end` make of one range; what is more than their last value is left
    /// out.
    fn range(&mut self, level: usize, end: usize, (first, last): (u128, u128), rest: Id) -> Id {
        let Some(&own) = self.layout.levels().get(level).filter(|_| level < end) else { return rest };
        let (low, most) = (last_of(own.shift), last_of(own.shift.wrapping_add(own.bits)));
        let last = last.min(most);
        if first > last {
            return Id::EMPTY;
        }
        let mut row = self.nodes.row(level as u8, (most >> own.shift) as u32);
        let (one, other) = ((first >> own.shift) as u32, (last >> own.shift) as u32);
        if first & low == 0 && last & low == low {
            self.nodes.put(&mut row, one, other, rest);
        } else {
            let below = level.wrapping_add(1);
            let stop = if one == other { last & low } else { low };
            let part = self.range(below, end, (first & low, stop), rest);
            self.nodes.put(&mut row, one, one, part);
            if one < other {
                let part = self.range(below, end, (0, last & low), rest);
                if one.wrapping_add(1) < other {
                    self.nodes.put(&mut row, one.wrapping_add(1), other.wrapping_sub(1), rest);
                }
                self.nodes.put(&mut row, other, other, part);
            }
        }
        self.nodes.close(&row)
    }

    /// The same for ranges in order, each with what follows it.
    fn ranges(&mut self, level: usize, end: usize, ranges: &[(u128, u128, Id)]) -> Id {
        let Some(&own) = self.layout.levels().get(level).filter(|_| level < end) else {
            return ranges.first().map_or(Id::EMPTY, |range| range.2);
        };
        let most = last_of(own.shift.wrapping_add(own.bits));
        let mut row = self.nodes.row(level as u8, (most >> own.shift) as u32);
        let top = |value: u128| (value >> own.shift) as u32;
        let low = last_of(own.shift);
        let mut parts: Vec<Part> = Vec::new();
        // Ranges below one value of this level, which are not all that is below it.
        let mut inside: Vec<(u128, u128, Id)> = Vec::new();
        let mut of = 0;
        for &(first, final_value, rest) in ranges.iter().take_while(|range| range.0 <= most) {
            let final_value = final_value.min(most);
            let (mut one, mut other) = (top(first), top(final_value));
            if first & low != 0 || (one == other && final_value & low != low) {
                if of != one {
                    self.close(level, end, of, &mut inside, &mut parts);
                    of = one;
                }
                let stop = if one == other { final_value & low } else { low };
                inside.push((first & low, stop, rest));
                match one.checked_add(1).filter(|_| one < other) {
                    Some(next) => one = next,
                    None => continue,
                }
            }
            if final_value & low != low {
                self.close(level, end, of, &mut inside, &mut parts);
                of = other;
                inside.push((0, final_value & low, rest));
                match other.checked_sub(1).filter(|_| one < other) {
                    Some(before) => other = before,
                    None => continue,
                }
            }
            parts.push((one, other, rest));
        }
        self.close(level, end, of, &mut inside, &mut parts);
        if !parts.is_sorted_by_key(|part| part.0) {
            ordered::sort_in_place(&mut parts, |one, other| one.0 < other.0);
        }
        for (first, last, rest) in parts {
            self.nodes.put(&mut row, first, last, rest);
        }
        self.nodes.close(&row)
    }

    /// Ends the list of ranges below one value of a level.
    fn close(
        &mut self,
        level: usize,
        end: usize,
        value: u32,
        inside: &mut Vec<(u128, u128, Id)>,
        parts: &mut Vec<Part>,
    ) {
        if !inside.is_empty() {
            let rest = self.ranges(level.saturating_add(1), end, inside);
            parts.push((value, value, rest));
            inside.clear();
        }
    }
}
