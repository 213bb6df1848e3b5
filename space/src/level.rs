//! The order in which diagrams look at the bits of a packet.

use core::ops::Range;

use super::Field;
use crate::packet::Family;

/// Some neighbouring bits of a field, which a node of a diagram tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Level {
    pub(super) field: Field,
    /// How many bits of the field are below.
    pub(super) shift: u32,
    /// How many bits it has, at most 32.
    pub(super) bits: u32,
}

/// How fields are cut into levels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// As few levels as 32 bits allow: the fastest for prefixes and ranges.
    Words,
    /// A level for each byte: for masks with holes, which would be too many ranges of whole words.
    Bytes,
}

const fn level(field: Field, shift: u32, bits: u32) -> Level {
    Level { field, shift, bits }
}

const WORDS: &[Level] = &[
    level(Field::Family, 0, 1),
    level(Field::Protocol, 0, 8),
    level(Field::Destination, 96, 32),
    level(Field::Destination, 64, 32),
    level(Field::Destination, 32, 32),
    level(Field::Destination, 0, 32),
    level(Field::Source, 96, 32),
    level(Field::Source, 64, 32),
    level(Field::Source, 32, 32),
    level(Field::Source, 0, 32),
    level(Field::DestinationPort, 0, 16),
    level(Field::SourcePort, 0, 16),
    level(Field::Mark, 0, 8),
];

const BYTES: &[Level] = &bytes();

/// The words, each cut into bytes.
#[expect(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "it runs when the crate is compiled, which would fail"
)]
const fn bytes() -> [Level; 39] {
    let mut levels = [level(Field::Family, 0, 1); 39];
    let (mut word, mut at) = (0, 0);
    while word < WORDS.len() {
        let whole = WORDS[word];
        let mut left = whole.bits;
        while left > 0 {
            let bits = if left < 8 { left } else { 8 };
            left -= bits;
            levels[at] = level(whole.field, whole.shift + left, bits);
            at += 1;
        }
        word += 1;
    }
    levels
}

/// Of each field its first level, its first of the last 32 bits, and the level behind it.
type Spans = [[usize; 3]; 7];

const WORD_SPANS: Spans = spans(WORDS);
const BYTE_SPANS: Spans = spans(BYTES);

#[expect(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "it runs when the crate is compiled, which would fail"
)]
const fn spans(levels: &[Level]) -> Spans {
    let mut spans = [[0; 3]; 7];
    let mut at = levels.len();
    while at > 0 {
        at -= 1;
        let span = &mut spans[levels[at].field.depth()];
        if levels[at].shift == 0 {
            span[2] = at + 1;
        }
        if levels[at].shift < 32 {
            span[1] = at;
        }
        span[0] = at;
    }
    spans
}

impl Layout {
    /// The levels, the first decided first.
    pub(super) const fn levels(self) -> &'static [Level] {
        match self {
            Self::Words => WORDS,
            Self::Bytes => BYTES,
        }
    }

    /// The levels of a field in packets of `family`: IPv4 addresses have only the low ones.
    pub(super) fn of(self, field: Field, family: Family) -> Range<usize> {
        let spans = match self {
            Self::Words => &WORD_SPANS,
            Self::Bytes => &BYTE_SPANS,
        };
        let [start, low, end] = spans.get(field.depth()).copied().unwrap_or_default();
        if family == Family::V4 { low..end } else { start..end }
    }

    /// How many bits these levels have together.
    pub(super) fn bits(self, levels: &Range<usize>) -> u32 {
        self.levels().get(levels.clone()).into_iter().flatten().map(|level| level.bits).sum()
    }
}

/// The last value of as many bits, at most 128.
pub(super) const fn last_of(bits: u32) -> u128 {
    match u128::MAX.checked_shr(128_u32.saturating_sub(bits)) {
        Some(last) => last,
        None => 0,
    }
}
