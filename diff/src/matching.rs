//! Which ends of two estates are the same.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use ringfence::space::{Field, Space, Spaces, Values};
use ringfence::{Family, embed};

use crate::kinds::Levels;
use crate::sets::{Addresses, FAMILIES, readdressed};
use crate::state::{End, State};

/// The most addresses that something has which may get others: more of them are no machine's own.
const MOST_OWN: u128 = 64;

/// An address, and what it became.
type Move = (Family, u128, u128);

/// Two networks that are the same.
#[derive(Debug, Default)]
pub(crate) struct Pair {
    pub(crate) old: String,
    pub(crate) new: String,
    /// Addresses that mean the same in both.
    same: Addresses,
    /// Other addresses, with what they became.
    moves: Vec<Move>,
}

/// Networks that are the same in both estates; of each, which addresses.
#[derive(Debug, Default)]
pub(crate) struct Matching(pub(crate) Vec<Pair>);

impl Matching {
    /// Ends of one name are the same; those whose names are on one side only are, where they have an address in common. Of a
    /// site every address is what it was.
    pub(crate) fn of(old: &[End], new: &[End]) -> Self {
        let pairs = networks(old, new).into_iter().map(|(before, after)| {
            let of = |ends: &[End], network: &str| -> BTreeMap<String, Addresses> {
                let ends = ends.iter().filter(|end| end.network == network);
                ends.map(|end| (end.name.clone(), end.addresses.clone())).collect()
            };
            let (olds, news) = (of(old, &before), of(new, &after));
            let of_site = old.iter().any(|end| end.network == before && end.of_site);
            Pair::of(before, after, &olds, &news, of_site)
        });
        Self(pairs.collect())
    }

    pub(crate) fn by_old(&self, network: &str) -> Option<&Pair> {
        self.0.iter().find(|pair| pair.old == network)
    }

    pub(crate) fn by_new(&self, network: &str) -> Option<&Pair> {
        self.0.iter().find(|pair| pair.new == network)
    }
}

impl Pair {
    fn of(
        old: String,
        new: String,
        olds: &BTreeMap<String, Addresses>,
        news: &BTreeMap<String, Addresses>,
        of_site: bool,
    ) -> Self {
        let mut pair = Self { old, new, ..Self::default() };
        let mut left = Vec::new();
        for (name, before) in olds {
            let Some(after) = news.get(name) else { continue };
            pair.same = pair.same.union(&before.intersect(after));
            left.push((before.minus(after), after.minus(before)));
        }
        let alone = |ends: &BTreeMap<String, Addresses>, others: &BTreeMap<String, Addresses>| {
            let alone = ends.iter().filter(|(name, _)| of_site || !others.contains_key(*name));
            alone.fold(Addresses::default(), |all, (_, addresses)| all.union(addresses))
        };
        pair.same = pair.same.union(&alone(olds, news).intersect(&alone(news, olds)));
        for (before, after) in left {
            pair.moves.extend(moves(&before, &after));
        }
        // What holds an IPv4 address is reached there, wherever that is.
        pair.same = pair.same.reached();
        let holder = |number: u128| {
            let holders = embed(&Values::one(number));
            holders.ranges().first().map(|(first, _)| *first)
        };
        let of_v4 = pair.moves.iter().filter(|(family, ..)| *family == Family::V4);
        let held: Vec<Move> =
            of_v4.filter_map(|(_, old, new)| Some((Family::V6, holder(*old)?, holder(*new)?))).collect();
        pair.moves.extend(held);
        // An address is one thing: what has it in both estates keeps it.
        let (mut from, mut to) = (BTreeSet::new(), BTreeSet::new());
        let same = pair.same.clone();
        pair.moves.retain(|&(family, old, new)| {
            let free = !same.of(family).contains(old) && !same.of(family).contains(new);
            free && from.insert((family, old)) && to.insert((family, new))
        });
        pair
    }

    /// The addresses of the old network that are in the new one, too.
    fn kept(&self) -> Addresses {
        let mut kept = self.same.clone();
        self.moves.iter().for_each(|(family, old, _)| kept.add(*family, &Values::one(*old)));
        kept
    }

    /// The addresses of the new network that were in the old one.
    fn found(&self) -> Addresses {
        let mut found = self.same.clone();
        self.moves.iter().for_each(|(family, _, new)| found.add(*family, &Values::one(*new)));
        found
    }

    fn back(&self) -> Vec<Move> {
        self.moves.iter().map(|&(family, old, new)| (family, new, old)).collect()
    }
}

/// Networks of one name; of the others those that have the same addresses, where no two have.
fn networks(old: &[End], new: &[End]) -> Vec<(String, String)> {
    let by_name = |ends: &[End]| {
        let mut networks: BTreeMap<String, Addresses> = BTreeMap::new();
        for end in ends {
            let own = networks.entry(end.network.clone()).or_default();
            *own = own.union(&end.addresses);
        }
        networks
    };
    let (olds, news) = (by_name(old), by_name(new));
    let same = olds.keys().filter(|name| news.contains_key(*name)).map(|name| (name.clone(), name.clone()));
    let mut pairs: Vec<(String, String)> = same.collect();
    for (before, addresses) in olds.iter().filter(|(name, _)| !news.contains_key(*name)) {
        let alike = |others: &BTreeMap<String, Addresses>, known: &BTreeMap<String, Addresses>| {
            let alike = others.iter().filter(|(name, own)| !known.contains_key(*name) && *own == addresses);
            alike.map(|(name, _)| name.clone()).collect::<Vec<_>>()
        };
        let (again, after) = (alike(&olds, &news), alike(&news, &olds));
        if let ([_], [after]) = (again.as_slice(), after.as_slice()) {
            pairs.push((before.clone(), after.clone()));
        }
    }
    pairs
}

/// The addresses that something lost, each with the one that it got instead: of each family in order.
fn moves(before: &Addresses, after: &Addresses) -> Vec<Move> {
    let (Some(before), Some(after)) = (before.singles(MOST_OWN), after.singles(MOST_OWN)) else {
        return Vec::new();
    };
    let of = |family: Family| {
        let own = |all: &[(Family, u128)]| {
            let own = all.iter().filter(move |(of, _)| *of == family);
            own.map(|(_, number)| *number).collect::<Vec<_>>()
        };
        let (before, after) = (own(&before), own(&after));
        before.into_iter().zip(after).map(move |(old, new)| (family, old, new)).collect::<Vec<_>>()
    };
    FAMILIES.into_iter().flat_map(of).collect()
}

/// Flows between two networks that are in both estates, with the ends that are, as the addresses of the new one say.
pub(crate) fn kept(
    spaces: &mut Spaces,
    old: &State,
    new: &State,
    source: &Pair,
    destination: &Pair,
) -> [Levels; 2] {
    let mut limit = |levels: Levels, from: &Addresses, to: &Addresses| {
        let (from, to) = (from.packets(spaces, Field::Source), to.packets(spaces, Field::Destination));
        let both = spaces.intersect(from, to);
        levels.map(|set| spaces.intersect(set, both))
    };
    let before = limit(old.between(&source.old, &destination.old), &source.kept(), &destination.kept());
    let after = limit(new.between(&source.new, &destination.new), &source.found(), &destination.found());
    let before = before.map(|set| {
        let set = readdressed(spaces, set, Field::Source, &source.moves);
        readdressed(spaces, set, Field::Destination, &destination.moves)
    });
    [before, after]
}

/// The set with the addresses of the old estate.
pub(crate) fn as_before(spaces: &mut Spaces, set: Space, source: &Pair, destination: &Pair) -> Space {
    let set = readdressed(spaces, set, Field::Source, &source.back());
    readdressed(spaces, set, Field::Destination, &destination.back())
}

/// What becomes of flows with an end that is in this estate only.
pub(crate) fn alone(
    spaces: &mut Spaces,
    levels: Levels,
    [source, destination]: [Option<&Pair>; 2],
    of_old: bool,
) -> Levels {
    let mut known = |pair: Option<&Pair>, field: Field| {
        let addresses = pair.map(|pair| if of_old { pair.kept() } else { pair.found() });
        addresses.unwrap_or_default().packets(spaces, field)
    };
    let (from, to) = (known(source, Field::Source), known(destination, Field::Destination));
    let both = spaces.intersect(from, to);
    levels.map(|set| spaces.minus(set, both))
}
