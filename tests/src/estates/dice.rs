//! Chance that can be repeated: everything follows from a seed.

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

/// A source of chance.
pub struct Dice(StdRng);

impl Dice {
    /// The same dice for the same seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(StdRng::seed_from_u64(seed))
    }

    /// A number below `count`, which is at least one.
    pub fn below(&mut self, count: usize) -> usize {
        self.0.random_range(0..count)
    }

    /// A number between two, both included.
    pub fn between(&mut self, first: u128, last: u128) -> u128 {
        self.0.random_range(first..=last)
    }

    /// Whether something happens that happens `times` in a hundred.
    pub fn percent(&mut self, times: u32) -> bool {
        self.0.random_range(0..100) < times
    }

    /// One of `items`; `None` when there are none.
    pub fn pick<T: Copy>(&mut self, items: &[T]) -> Option<T> {
        if items.is_empty() { None } else { Some(items[self.below(items.len())]) }
    }

    /// One of `items`, of which there is at least one.
    pub fn one<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }

    /// An index into `items`; `None` when there are none.
    pub fn index<T>(&mut self, items: &[T]) -> Option<usize> {
        if items.is_empty() { None } else { Some(self.below(items.len())) }
    }
}
