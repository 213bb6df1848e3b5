//! Ordered lists. The sort and the trees of `alloc` are compiled again for each type of entry, and each takes 4 to 10 KB of
//! WebAssembly; here only comparing is. Where an estate is gone through once that costs no time; the parts of sets of
//! packets have [`sort_in_place`], and the two lists that are long while sets are made have the sort of `alloc`.

mod hashed;
mod register;

use alloc::vec::{self, Vec};
use core::cmp::Ordering;
use core::marker::PhantomData;
use core::{mem, slice};

pub use self::hashed::Hashed;
pub use self::register::Register;

/// A list of what comes, by less code than `collect` has for each type of iterator.
pub fn listed<T>(all: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut list = Vec::new();
    all.into_iter().for_each(|one| list.push(one));
    list
}

/// Sorts a list; entries that compare equal keep their order.
pub fn sort<T: Ord>(list: &mut [T]) {
    sort_by(list, T::cmp);
}

/// Sorts a list by a key; entries with the same key keep their order.
pub fn sort_by_key<T, K: Ord>(list: &mut [T], key: impl Fn(&T) -> K) {
    sort_by(list, |a, b| key(a).cmp(&key(b)));
}

fn sort_by<T>(list: &mut [T], order: impl Fn(&T, &T) -> Ordering) {
    let moves = moves(list.len(), &|a, b| match (list.get(a), list.get(b)) {
        (Some(a), Some(b)) => order(a, b),
        _ => Ordering::Equal,
    });
    moves.into_iter().for_each(|(a, b)| list.swap(a, b));
}

/// Lists up to this length are sorted entry by entry.
const SHORT: usize = 16;

/// Sorts a list at once, without memory elsewhere; entries of which neither is before the other come in any order.
pub fn sort_in_place<T: Copy>(list: &mut [T], is_before: impl Fn(&T, &T) -> bool) {
    // Shell's sort, by the gaps of Gonnet and Baeza-Yates, of which the last is 1: the only one of a short list.
    let mut gap = if list.len() > SHORT { list.len() } else { 2 };
    while gap > 1 {
        gap = (gap.saturating_mul(5) / 11).max(1);
        for at in gap..list.len() {
            let Some(&entry) = list.get(at) else { break };
            let mut here = at;
            while let Some(before) = here.checked_sub(gap)
                && let Some(&other) = list.get(before)
                && is_before(&entry, &other)
                && let Some(place) = list.get_mut(here)
            {
                *place = other;
                here = before;
            }
            if let Some(place) = list.get_mut(here) {
                *place = entry;
            }
        }
    }
}

/// The swaps, one after the other, that sort as many entries, told apart by their places before any.
fn moves(count: usize, order: &dyn Fn(usize, usize) -> Ordering) -> Vec<(usize, usize)> {
    let mut sorted: Vec<usize> = (0..count).collect();
    if sorted.is_sorted_by(|&a, &b| order(a, b).is_le()) {
        return Vec::new();
    }
    sort_in_place(&mut sorted, |&a, &b| order(a, b).then(a.cmp(&b)).is_lt());
    let mut moves = Vec::new();
    for start in 0..count {
        // A circle of places: each takes its entry from the next.
        let mut here = start;
        while let Some(from) = sorted.get_mut(here).map(|from| mem::replace(from, here)) {
            if from == here || from == start {
                break;
            }
            moves.push((here, from));
            here = from;
        }
    }
    moves
}

/// Values in ascending order, each once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Set<T>(Vec<T>);

impl<T: Ord> Set<T> {
    /// Whether `value` is one of them.
    pub fn contains(&self, value: &T) -> bool {
        self.0.binary_search(value).is_ok()
    }

    /// The values in order.
    pub fn iter(&self) -> slice::Iter<'_, T> {
        self.0.iter()
    }
}

impl<T> Default for Set<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Ord> FromIterator<T> for Set<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        let mut list = listed(values);
        sort(&mut list);
        let mut kept: Vec<T> = Vec::new();
        for value in list {
            if kept.last() != Some(&value) {
                kept.push(value);
            }
        }
        Self(kept)
    }
}

impl<T> IntoIterator for Set<T> {
    type Item = T;
    type IntoIter = vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// Values by keys, in the order of the keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Map<K, V>(Vec<(K, V)>);

impl<K: Ord, V> Map<K, V> {
    /// The values of each key, in their order.
    pub fn grouped(pairs: impl IntoIterator<Item = (K, V)>) -> Map<K, Vec<V>> {
        Self::grouped_list(listed(pairs))
    }

    /// The same of a list.
    pub fn grouped_list(pairs: Vec<(K, V)>) -> Map<K, Vec<V>> {
        let mut groups: Vec<(K, Vec<V>)> = Vec::new();
        for (key, value) in sorted(pairs) {
            match groups.last_mut() {
                Some((last, values)) if *last == key => values.push(value),
                _ => groups.push((key, alloc::vec![value])),
            }
        }
        Map(groups)
    }

    /// What stands from the first key to the last.
    pub fn between(&self, first: K, last: K) -> impl Iterator<Item = &(K, V)> {
        let from = self.0.partition_point(|(key, _)| *key < first);
        self.0.get(from..).unwrap_or_default().iter().take_while(move |(key, _)| *key <= last)
    }

    /// The value of `key`.
    pub fn get(&self, key: &K) -> Option<&V> {
        let at = self.0.binary_search_by(|(known, _)| known.cmp(key)).ok()?;
        self.0.get(at).map(|(_, value)| value)
    }

    /// Keys and values, by the keys.
    pub fn iter(&self) -> slice::Iter<'_, (K, V)> {
        self.0.iter()
    }

    /// Whether there is no key.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<K, V> Default for Map<K, V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: Ord, V> FromIterator<(K, V)> for Map<K, V> {
    /// The last value of each key.
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        let mut kept: Vec<(K, V)> = Vec::new();
        for pair in sorted(listed(pairs)) {
            match kept.last_mut() {
                Some(last) if last.0 == pair.0 => *last = pair,
                _ => kept.push(pair),
            }
        }
        Self(kept)
    }
}

impl<K, V> IntoIterator for Map<K, V> {
    type Item = (K, V);
    type IntoIter = vec::IntoIter<(K, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

fn sorted<K: Ord, V>(mut pairs: Vec<(K, V)>) -> Vec<(K, V)> {
    sort_by(&mut pairs, |(a, _), (b, _)| a.cmp(b));
    pairs
}

/// What counts from 0, so that a list has a place for each.
pub trait Id {
    /// Its place in a list.
    fn index(self) -> usize;
}

/// Values by ids.
#[derive(Debug, PartialEq, Eq)]
pub struct ById<K, V>(Vec<Option<V>>, PhantomData<K>);

impl<K, V> ById<K, V> {
    /// No value.
    pub const fn new() -> Self {
        Self(Vec::new(), PhantomData)
    }
}

impl<K: Id, V> ById<K, V> {
    /// The value of `id`.
    pub fn get(&self, id: K) -> Option<&V> {
        self.0.get(id.index())?.as_ref()
    }

    /// The value of `id`, to be changed.
    pub fn get_mut(&mut self, id: K) -> Option<&mut V> {
        self.0.get_mut(id.index())?.as_mut()
    }

    /// Gives `id` a value.
    pub fn insert(&mut self, id: K, value: V) {
        let at = id.index();
        while self.0.len() <= at {
            self.0.push(None);
        }
        if let Some(slot) = self.0.get_mut(at) {
            *slot = Some(value);
        }
    }

    /// Takes the value of `id` away.
    pub fn remove(&mut self, id: K) -> Option<V> {
        self.0.get_mut(id.index())?.take()
    }

    /// The same ids with other values.
    pub fn map<W>(self, change: impl Fn(V) -> W) -> ById<K, W> {
        ById(self.0.into_iter().map(|value| value.map(&change)).collect(), PhantomData)
    }
}

impl<K: Id + Copy, T> ById<K, Vec<T>> {
    /// Adds to the values of `id`.
    pub fn push(&mut self, id: K, value: T) {
        match self.get_mut(id) {
            Some(values) => values.push(value),
            None => self.insert(id, alloc::vec![value]),
        }
    }
}

impl<K, V> Default for ById<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;

    /// Every list of up to six numbers below four, each with its place.
    fn lists() -> impl Iterator<Item = Vec<(u32, usize)>> {
        (0..=6).flat_map(|length| {
            (0..4_u32.pow(length))
                .map(move |code| (0..length).map(|at| (code / 4_u32.pow(at) % 4, at as usize)).collect())
        })
    }

    #[test]
    fn lists_are_sorted_as_by_the_library() {
        for mut list in lists() {
            let mut expected = list.clone();
            expected.sort_by_key(|(key, _)| *key);
            sort_by_key(&mut list, |(key, _)| *key);
            assert_eq!(list, expected);
        }
    }

    #[test]
    fn lists_are_sorted_in_place_as_by_the_library() {
        // Longer ones, too: up, down, with many equal, and as a generator of all numbers below a prime has them.
        let long = (0..400_u32).flat_map(|length| {
            let makes: [fn(u32) -> u32; 4] = [|at| at, |at| 400 - at, |at| at * 7 % 5, |at| at * 263 % 401];
            makes.map(|make| (0..length).map(|at| (make(at), 0)).collect())
        });
        for mut list in lists().chain(long) {
            let mut expected = list.clone();
            expected.sort_unstable();
            sort_in_place(&mut list, |one, other| one < other);
            assert_eq!(list, expected);
        }
    }

    #[test]
    fn sets_and_maps_are_as_those_of_the_library() {
        use alloc::collections::{BTreeMap, BTreeSet};
        for list in lists() {
            let keys = || list.iter().map(|(key, _)| *key);
            let (set, expected) = (keys().collect::<Set<_>>(), keys().collect::<BTreeSet<_>>());
            assert!(set.iter().eq(&expected));
            assert!((0..4).all(|key| set.contains(&key) == expected.contains(&key)));

            let map: Map<_, _> = list.iter().copied().collect();
            let expected: BTreeMap<_, _> = list.iter().copied().collect();
            assert!((0..4).all(|key| map.get(&key) == expected.get(&key)));
            for (first, last) in (0..4).flat_map(|first| (first..4).map(move |last| (first, last))) {
                let between = map.between(first, last).map(|(key, value)| (key, value));
                assert!(between.eq(expected.range(first..=last)));
            }
            assert!(map.into_iter().eq(expected));

            let mut expected: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
            for (key, value) in &list {
                expected.entry(*key).or_default().push(*value);
            }
            assert!(Map::grouped(list).into_iter().eq(expected));
        }
    }
}
