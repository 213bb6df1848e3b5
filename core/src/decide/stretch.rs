//! The values that a field of one packet may have: one, or those that the provider chooses from.

use core::ptr;

use crate::embedded::extracted;
use crate::space::Values;

/// Every number.
const ALL: &Values = &Values::all();

/// The numbers of a set from one of them to another.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stretch<'a> {
    values: &'a Values,
    pub(super) first: u128,
    pub(super) last: u128,
}

impl<'a> Stretch<'a> {
    /// One number.
    pub(super) const fn one(value: u128) -> Self {
        Self::range(value, value)
    }

    /// The numbers from `first` to `last`.
    pub(super) const fn range(first: u128, last: u128) -> Self {
        Self { values: ALL, first, last }
    }

    /// The IPv4 addresses that these hold, where all of them do.
    pub(super) fn extracted(self) -> Self {
        extracted(self.first, self.last).map_or(self, |(first, last)| Self::range(first, last))
    }

    /// A set; `None` where it is empty.
    pub(super) fn of(values: &'a Values) -> Option<Self> {
        Some(Self { values, first: values.first()?, last: values.last_to(u128::MAX)? })
    }

    /// The number, where there is one only.
    pub(super) fn single(&self) -> Option<u128> {
        (self.first == self.last).then_some(self.first)
    }

    /// Whether a number is among them.
    pub(super) fn contains(&self, value: u128) -> bool {
        self.first <= value && value <= self.last && self.values.contains(value)
    }

    /// Those up to `value`.
    pub(super) fn up_to(&self, value: u128) -> Option<Self> {
        let last = self.values.last_to(value.min(self.last))?;
        (self.first <= last).then_some(Self { last, ..*self })
    }

    /// Those below `value`.
    pub(super) fn below(&self, value: u128) -> Option<Self> {
        self.up_to(value.checked_sub(1)?)
    }

    /// Those above `value`.
    pub(super) fn above(&self, value: u128) -> Option<Self> {
        let first = self.values.first_from(value.checked_add(1)?.max(self.first))?;
        (first <= self.last).then_some(Self { first, ..*self })
    }

    /// Whether all of them are among `other`.
    pub(super) fn is_within(&self, other: &Self) -> bool {
        let inside = other.first <= self.first && self.last <= other.last;
        inside && (ptr::eq(self.values, other.values) || self.ranges().all(|range| other.holds(range)))
    }

    /// Whether one of them is among `other`.
    pub(super) fn meets(&self, other: &Self) -> bool {
        self.ranges().any(|(first, last)| {
            let found = other.values.first_from(first.max(other.first));
            found.is_some_and(|found| found <= last.min(other.last))
        })
    }

    fn holds(&self, (first, last): (u128, u128)) -> bool {
        let at = self.values.ranges().partition_point(|range| range.1 < first);
        self.values.ranges().get(at).is_some_and(|range| range.0 <= first && last <= range.1)
    }

    fn ranges(&self) -> impl Iterator<Item = (u128, u128)> {
        let (first, last) = (self.first, self.last);
        let ranges = self.values.ranges();
        let from = ranges.partition_point(|range| range.1 < first);
        let meeting = ranges.get(from..).unwrap_or_default().iter();
        let meeting = meeting.take_while(move |range| range.0 <= last);
        meeting.map(move |range| (range.0.max(first), range.1.min(last)))
    }
}
