//! Values by keys that come one at a time, found in the same time however many there are, unless somebody chose them for
//! their hashes: the same keys have the same on every machine.

use alloc::vec;
use alloc::vec::Vec;
use core::borrow::Borrow;
use core::hash::{Hash, Hasher};
use core::mem;

/// Values by keys, which have no order. What finds a key's place is compiled once for all types.
#[derive(Debug)]
pub struct Hashed<K, V> {
    /// As they came.
    entries: Vec<(K, V)>,
    slots: Slots,
}

impl<K, V> Default for Hashed<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K, V> Hashed<K, V> {
    /// No value.
    pub const fn new() -> Self {
        Self { entries: Vec::new(), slots: Slots(Vec::new()) }
    }

    /// How many keys there are.
    pub const fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no key.
    pub const fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The key that came behind so many others, with its value.
    pub fn entry(&self, number: usize) -> Option<&(K, V)> {
        self.entries.get(number)
    }

    /// Keys and values, as they came.
    pub fn iter(&self) -> core::slice::Iter<'_, (K, V)> {
        self.entries.iter()
    }
}

impl<K: Hash + Eq, V> Hashed<K, V> {
    /// The value of `key`.
    pub fn get<Q: Hash + Eq + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.entries.get(self.find(hash(key), key)?).map(|(_, value)| value)
    }

    /// Gives `key` a value, and gives back the one it had.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        let hash = hash(&key);
        if let Some(at) = self.find(hash, &key) {
            return self.entries.get_mut(at).map(|(_, known)| mem::replace(known, value));
        }
        self.add(hash, key, value);
        None
    }

    /// How many keys came before `key`; if it did not come yet, it now has `value`.
    pub fn number(&mut self, key: K, value: V) -> usize {
        let hash = hash(&key);
        self.find(hash, &key).unwrap_or_else(|| self.add(hash, key, value))
    }

    /// How many keys came before `key`; `None` if it did not come.
    pub fn number_of<Q: Hash + Eq + ?Sized>(&self, key: &Q) -> Option<usize>
    where
        K: Borrow<Q>,
    {
        self.find(hash(key), key)
    }

    fn add(&mut self, hash: u32, key: K, value: V) -> usize {
        let at = self.entries.len();
        self.entries.push((key, value));
        self.slots.insert(hash, at);
        at
    }

    fn find<Q: Eq + ?Sized>(&self, hash: u32, key: &Q) -> Option<usize>
    where
        K: Borrow<Q>,
    {
        let entries = &self.entries;
        self.slots.find(hash, &|at| entries.get(at).is_some_and(|(known, _)| known.borrow() == key))
    }
}

/// Places of entries: a power of two of them, at least a quarter free. An entry stands at its hash or in the next free place.
#[derive(Debug)]
struct Slots(Vec<Slot>);

#[derive(Debug, Clone, Copy)]
struct Slot {
    hash: u32,
    /// The number of the entry; [`FREE`] where there is none.
    entry: u32,
}

const FREE: u32 = u32::MAX;

/// How many places there are at first.
const FEWEST: usize = 8;

impl Slots {
    fn find(&self, hash: u32, is_it: &dyn Fn(usize) -> bool) -> Option<usize> {
        let mut at = hash as usize;
        loop {
            let slot = self.0.get(at & self.0.len().checked_sub(1)?)?;
            if slot.entry == FREE {
                return None;
            }
            if slot.hash == hash && is_it(slot.entry as usize) {
                return Some(slot.entry as usize);
            }
            at = at.wrapping_add(1);
        }
    }

    /// Adds an entry of which there are as many before it as its number says.
    fn insert(&mut self, hash: u32, entry: usize) {
        if entry >= self.0.len().saturating_mul(3) / 4 {
            let length = self.0.len().saturating_mul(2).max(FEWEST);
            let before = mem::replace(&mut self.0, vec![Slot { hash: 0, entry: FREE }; length]);
            before.into_iter().filter(|slot| slot.entry != FREE).for_each(|slot| self.place(slot));
        }
        self.place(Slot { hash, entry: entry as u32 });
    }

    fn place(&mut self, slot: Slot) {
        let mask = self.0.len().saturating_sub(1);
        let mut at = slot.hash as usize;
        while let Some(place) = self.0.get_mut(at & mask) {
            if place.entry == FREE {
                *place = slot;
                return;
            }
            at = at.wrapping_add(1);
        }
    }
}

fn hash<Q: Hash + ?Sized>(key: &Q) -> u32 {
    let mut mix = Mix(0);
    key.hash(&mut mix);
    mix.finish() as u32
}

/// Folds the product of what is hashed with a number without a pattern (the digits of pi).
struct Mix(u64);

impl Mix {
    fn add(&mut self, word: u64) {
        let product = u128::from(self.0 ^ word ^ 0x2437_54ab_a1c9_3d61)
            .wrapping_mul(u128::from(0x9e37_79b9_7f4a_7c15_u64));
        self.0 = (product as u64) ^ ((product >> 64) as u64);
    }
}

impl Hasher for Mix {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        words.iter().for_each(|word| self.add(u64::from_le_bytes(*word)));
        if !rest.is_empty() {
            let word = rest.iter().rev().fold(0, |word, byte| (word << 8) | u64::from(*byte));
            self.add(word ^ (bytes.len() as u64) << 56);
        }
    }

    fn write_u8(&mut self, number: u8) {
        self.add(u64::from(number));
    }

    fn write_u32(&mut self, number: u32) {
        self.add(u64::from(number));
    }

    fn write_u64(&mut self, number: u64) {
        self.add(number);
    }

    fn write_usize(&mut self, number: usize) {
        self.add(number as u64);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use alloc::collections::BTreeMap;
    use alloc::format;

    use super::*;

    #[test]
    fn values_are_found_as_in_a_tree_of_the_library() {
        // As a generator of all numbers below a prime has them; every third comes again.
        let keys = (1..2003_usize).map(|at| at * 1201 % 2003 / 3 * 3);
        let (mut hashed, mut expected) = (Hashed::default(), BTreeMap::new());
        for (value, key) in keys.enumerate() {
            let name = format!("name-{key}");
            assert_eq!(hashed.get(name.as_str()), expected.get(&name));
            assert_eq!(hashed.insert(name.clone(), value), expected.insert(name, value));
            assert_eq!(hashed.len(), expected.len());
        }
        for key in 0..2010 {
            let name = format!("name-{key}");
            assert_eq!(hashed.get(name.as_str()), expected.get(&name));
        }
        for (key, value) in hashed.iter() {
            assert_eq!(expected.get(key), Some(value));
        }
    }

    #[test]
    fn keys_with_the_same_hash_are_told_apart() {
        #[derive(PartialEq, Eq)]
        struct Alike(u32);
        impl Hash for Alike {
            fn hash<H: Hasher>(&self, state: &mut H) {
                state.write_u32(0);
            }
        }
        let mut hashed = Hashed::new();
        for number in 0..100 {
            assert_eq!(hashed.number(Alike(number), number), number as usize);
            assert_eq!(hashed.number(Alike(number), number + 1), number as usize);
        }
        assert!((0..100).all(|number| hashed.get(&Alike(number)) == Some(&number)));
        assert_eq!(hashed.get(&Alike(100)), None);
    }
}
