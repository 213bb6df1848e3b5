//! Values by keys that come one at a time.

use alloc::vec;
use alloc::vec::Vec;
use core::cmp::Ordering;
use core::mem;

/// Values by keys. What finds a key's place is compiled once for all types.
#[derive(Debug)]
pub struct Register<K, V> {
    /// As they came.
    entries: Vec<(K, V)>,
    order: Order,
}

impl<K, V> Default for Register<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K, V> Register<K, V> {
    /// No value.
    pub const fn new() -> Self {
        Self { entries: Vec::new(), order: Order(Vec::new()) }
    }
}

impl<K: Ord, V> Register<K, V> {
    /// The value of `key`.
    pub fn get(&self, key: &K) -> Option<&V> {
        let at = self.order.get(self.find(key).ok()?)?;
        self.entries.get(at).map(|(_, value)| value)
    }

    /// Whether `key` has a value.
    pub fn contains(&self, key: &K) -> bool {
        self.find(key).is_ok()
    }

    /// The last key that is not behind `key`, with its value.
    pub fn up_to(&self, key: &K) -> Option<&(K, V)> {
        let at = match self.find(key) {
            Ok(found) => self.order.get(found),
            Err(next) => self.order.before(next),
        };
        self.entries.get(at?)
    }

    /// Gives `key` a value, and gives back the one it had.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        match self.find(&key) {
            Ok(found) => {
                let at = self.order.get(found)?;
                self.entries.get_mut(at).map(|(_, known)| mem::replace(known, value))
            }
            Err(next) => {
                self.order.insert(next, self.entries.len());
                self.entries.push((key, value));
                None
            }
        }
    }

    fn find(&self, key: &K) -> Result<Spot, Spot> {
        let entries = &self.entries;
        self.order.find(&|at| entries.get(at).map_or(Ordering::Equal, |(known, _)| known.cmp(key)))
    }
}

/// The numbers of entries in the order of their keys, in runs, none of them empty: where one comes between, few move.
#[derive(Debug)]
struct Order(Vec<Vec<usize>>);

/// A run, and a place in it.
type Spot = (usize, usize);

/// How many numbers a run has at the most.
const RUN: usize = 256;

impl Order {
    /// Where the entry stands that compares equal, or would stand.
    fn find(&self, compare: &dyn Fn(usize) -> Ordering) -> Result<Spot, Spot> {
        let is_before = |run: &Vec<usize>| run.last().is_some_and(|&last| compare(last).is_lt());
        // What is behind all comes to the end of the last run.
        let run = self.0.partition_point(is_before).min(self.0.len().saturating_sub(1));
        let places = self.0.get(run).map(Vec::as_slice).unwrap_or_default();
        match places.binary_search_by(|&at| compare(at)) {
            Ok(place) => Ok((run, place)),
            Err(place) => Err((run, place)),
        }
    }

    fn get(&self, (run, place): Spot) -> Option<usize> {
        self.0.get(run)?.get(place).copied()
    }

    fn before(&self, (run, place): Spot) -> Option<usize> {
        match place.checked_sub(1) {
            Some(before) => self.get((run, before)),
            None => self.0.get(run.checked_sub(1)?)?.last().copied(),
        }
    }

    fn insert(&mut self, (at, place): Spot, number: usize) {
        let Some(run) = self.0.get_mut(at) else {
            self.0.push(vec![number]);
            return;
        };
        run.insert(place, number);
        if run.len() > RUN {
            let rest = run.split_off(RUN / 2);
            self.0.insert(at.saturating_add(1), rest);
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::collections::BTreeMap;

    use super::*;

    #[test]
    fn registers_are_as_trees_of_the_library() {
        // Up, down, and as a generator of all numbers below a prime has them; every third comes again.
        let keys = |order: usize| {
            (1..2003_usize).map(move |at| match order {
                0 => at / 3 * 3,
                1 => 2003 - at / 3 * 3,
                _ => at * 1201 % 2003 / 3 * 3,
            })
        };
        for order in 0..3 {
            let (mut register, mut expected) = (Register::default(), BTreeMap::new());
            for (value, key) in keys(order).enumerate() {
                assert_eq!(register.get(&key), expected.get(&key));
                assert_eq!(register.insert(key, value), expected.insert(key, value));
            }
            for key in 0..2010 {
                assert_eq!(register.get(&key), expected.get(&key));
                assert_eq!(register.contains(&key), expected.contains_key(&key));
                let last = expected.range(..=key).next_back();
                assert_eq!(register.up_to(&key).map(|(key, value)| (key, value)), last);
            }
        }
    }
}
