//! Addresses of both families, and what is done with sets by them.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::net::IpAddr;

use ringfence::answer::Range;
use ringfence::space::{Cube, Field, Space, Spaces, Values};
use ringfence::{Family, address_number, embed, held};

pub(crate) const FAMILIES: [Family; 2] = [Family::V4, Family::V6];

/// Addresses as numbers: of IPv4, then of IPv6.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Addresses(pub(crate) [Values; 2]);

impl Default for Addresses {
    fn default() -> Self {
        Self([Values::empty(), Values::empty()])
    }
}

impl Addresses {
    pub(crate) fn of(&self, family: Family) -> &Values {
        let [v4, v6] = &self.0;
        match family {
            Family::V4 => v4,
            Family::V6 => v6,
        }
    }

    pub(crate) fn add(&mut self, family: Family, values: &Values) {
        let [v4, v6] = &mut self.0;
        let own = match family {
            Family::V4 => v4,
            Family::V6 => v6,
        };
        *own = own.union(values);
    }

    pub(crate) fn union(&self, other: &Self) -> Self {
        self.with(other, Values::union)
    }

    pub(crate) fn intersect(&self, other: &Self) -> Self {
        self.with(other, Values::intersect)
    }

    pub(crate) fn minus(&self, other: &Self) -> Self {
        self.with(other, Values::minus)
    }

    fn with(&self, other: &Self, combine: fn(&Values, &Values) -> Values) -> Self {
        let ([a, b], [c, d]) = (&self.0, &other.0);
        Self([combine(a, c), combine(b, d)])
    }

    /// These, and the IPv6 addresses that hold those of IPv4: flows may be to them, though they are nobody's own.
    pub(crate) fn reached(&self) -> Self {
        let mut all = self.clone();
        all.add(Family::V6, &embed(self.of(Family::V4)));
        all
    }

    /// Whether it is one of these, or holds one.
    pub(crate) fn are_reached_at(&self, address: IpAddr) -> bool {
        let has = |address: IpAddr| self.of(Family::of(address)).contains(address_number(address));
        has(address) || held(address).is_some_and(has)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.iter().all(Values::is_empty)
    }

    /// Every address as texts: addresses, prefixes and ranges.
    pub(crate) fn texts(&self) -> Vec<String> {
        let ranges = FAMILIES.into_iter().flat_map(|family| {
            let ranges = self.of(family).ranges().iter();
            ranges
                .map(move |&(first, last)| Range { first: family.address(first), last: family.address(last) })
        });
        ranges.map(|range| range.to_string()).collect()
    }

    /// The addresses one by one; `None` where they are more than `most`.
    pub(crate) fn singles(&self, most: u128) -> Option<Vec<(Family, u128)>> {
        let mut singles = Vec::new();
        for family in FAMILIES {
            for &(first, last) in self.of(family).ranges() {
                if last.saturating_sub(first) >= most {
                    return None;
                }
                singles.extend((first..=last).map(|number| (family, number)));
            }
        }
        (singles.len() as u128 <= most).then_some(singles)
    }

    /// Packets with one of these addresses in a field.
    pub(crate) fn packets(&self, spaces: &mut Spaces, field: Field) -> Space {
        let parts = FAMILIES.map(|family| {
            let cube = Cube::all().with(Field::Family, Values::one(family as u128));
            spaces.cube(&cube.with(field, self.of(family).clone()))
        });
        spaces.union_all(parts)
    }
}

/// The set with addresses of a field exchanged: each of `moves` is a family, the address and what it becomes. What has none of
/// these addresses stays.
pub(crate) fn readdressed(
    spaces: &mut Spaces,
    set: Space,
    field: Field,
    moves: &[(Family, u128, u128)],
) -> Space {
    let with = |spaces: &mut Spaces, family: Family, address: u128| {
        let cube = Cube::all().with(Field::Family, Values::one(family as u128));
        spaces.cube(&cube.with(field, Values::one(address)))
    };
    let (mut stays, mut parts) = (set, Vec::new());
    for &(family, from, to) in moves {
        let old = with(spaces, family, from);
        let part = spaces.intersect(set, old);
        if part.is_empty() {
            continue;
        }
        stays = spaces.minus(stays, old);
        let (freed, new) = (spaces.forget(part, field), with(spaces, family, to));
        parts.push(spaces.intersect(freed, new));
    }
    parts.push(stays);
    spaces.union_all(parts)
}
