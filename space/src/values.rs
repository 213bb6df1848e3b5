use alloc::vec::Vec;
use core::cmp::Ordering;
use core::slice;

use super::overlay::{Piece, overlay};
use crate::ordered;

/// A set of numbers: the values of one field. Equal sets are equal values.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Values(Ranges);

/// First and last of each range; in order, with a gap between every two.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Ranges {
    /// One range, as nearly all have, takes no memory elsewhere.
    One((u128, u128)),
    /// None, or more than one.
    Other(Vec<(u128, u128)>),
}

impl Values {
    /// No number.
    #[must_use]
    pub const fn empty() -> Self {
        Self(Ranges::Other(Vec::new()))
    }

    /// Every number, 0 to 2^128-1.
    #[must_use]
    #[inline]
    pub const fn all() -> Self {
        Self::range(0, u128::MAX)
    }

    /// One number.
    #[must_use]
    #[inline]
    pub const fn one(value: u128) -> Self {
        Self::range(value, value)
    }

    /// The numbers from `first` to `last`, both included; none when `last` is below `first`.
    #[must_use]
    #[inline]
    pub const fn range(first: u128, last: u128) -> Self {
        if first <= last { Self(Ranges::One((first, last))) } else { Self::empty() }
    }

    /// The ranges, in order, both ends included, with a gap between every two.
    #[must_use]
    pub const fn ranges(&self) -> &[(u128, u128)] {
        match &self.0 {
            Ranges::One(range) => slice::from_ref(range),
            Ranges::Other(ranges) => ranges.as_slice(),
        }
    }

    /// The numbers of either set.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        self.combine(other, |left, right| left || right)
    }

    /// The numbers of both sets.
    #[must_use]
    pub fn intersect(&self, other: &Self) -> Self {
        match (self.ranges(), other.ranges()) {
            (&[one], many) | (many, &[one]) => clipped(many, one),
            _ => self.combine(other, |left, right| left && right),
        }
    }

    /// The numbers of this set that are not of `other`.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        self.combine(other, |left, right| left && !right)
    }

    /// Whether no number is of this set.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.ranges().is_empty()
    }

    /// Whether every number of this set is of `other`.
    #[must_use]
    pub fn is_subset(&self, other: &Self) -> bool {
        self.minus(other).is_empty()
    }

    /// Whether `value` is of this set.
    #[must_use]
    pub fn contains(&self, value: u128) -> bool {
        let before = self.ranges().partition_point(|&(_, last)| last < value);
        self.ranges().get(before).is_some_and(|&(first, _)| first <= value)
    }

    /// The lowest number.
    #[must_use]
    pub fn first(&self) -> Option<u128> {
        self.ranges().first().map(|&(first, _)| first)
    }

    /// The lowest number that is not below `value`.
    pub fn first_from(&self, value: u128) -> Option<u128> {
        let before = self.ranges().partition_point(|&(_, last)| last < value);
        self.ranges().get(before).map(|&(first, _)| first.max(value))
    }

    /// The highest number that is not above `value`.
    pub fn last_to(&self, value: u128) -> Option<u128> {
        let behind = self.ranges().partition_point(|&(first, _)| first <= value);
        self.ranges().get(behind.checked_sub(1)?).map(|&(_, last)| last.min(value))
    }

    /// The number, when the set holds one only.
    #[must_use]
    pub fn single(&self) -> Option<u128> {
        match self.ranges() {
            &[(first, last)] if first == last => Some(first),
            _ => None,
        }
    }

    /// The numbers of any of the ranges.
    pub(super) fn joined(mut ranges: Vec<(u128, u128)>) -> Self {
        ranges.retain(|(first, last)| first <= last);
        if !ranges.is_sorted_by_key(|range| range.0) {
            ordered::sort_in_place(&mut ranges, |one, other| one.0 < other.0);
        }
        ranges.dedup_by(|next, kept| {
            let touches = next.0 <= kept.1.saturating_add(1);
            if touches {
                kept.1 = kept.1.max(next.1);
            }
            touches
        });
        match *ranges {
            [range] => Self(Ranges::One(range)),
            _ => Self(Ranges::Other(ranges)),
        }
    }

    fn combine(&self, other: &Self, keep: fn(bool, bool) -> bool) -> Self {
        overlay(self.pieces(), other.pieces())
            .filter(|(_, _, left, right)| keep(left.is_some(), right.is_some()))
            .map(|(first, last, _, _)| (first, last))
            .collect()
    }

    fn pieces(&self) -> impl Iterator<Item = Piece<()>> {
        self.ranges().iter().map(|&(first, last)| (first, last, ()))
    }
}

/// The part of ranges that lies in one: of many only those are looked at that meet it.
fn clipped(ranges: &[(u128, u128)], (first, last): (u128, u128)) -> Values {
    let before = ranges.partition_point(|range| range.1 < first);
    let meeting = ranges.get(before..).unwrap_or_default().iter().take_while(|range| range.0 <= last);
    meeting.map(|range| (range.0.max(first), range.1.min(last))).collect()
}

impl FromIterator<(u128, u128)> for Values {
    /// The numbers of any of the ranges, both ends included; a range whose last is below its first has none.
    fn from_iter<I: IntoIterator<Item = (u128, u128)>>(ranges: I) -> Self {
        Self::joined(ordered::listed(ranges))
    }
}

impl Default for Values {
    fn default() -> Self {
        Self::empty()
    }
}

impl Ord for Values {
    fn cmp(&self, other: &Self) -> Ordering {
        self.ranges().cmp(other.ranges())
    }
}

impl PartialOrd for Values {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
