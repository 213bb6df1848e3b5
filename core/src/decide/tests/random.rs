//! Fabrics from a seed.

use alloc::vec;
use alloc::vec::Vec;
use core::net::{IpAddr, Ipv4Addr};

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use crate::fabric::tests::label;
use crate::fabric::{
    Action, Addresses, Branches, Case, Entry, Fabric, Filter, FilterList, Front, HopId, HopKind, KinId, Next,
    Otherwise, Place, PlaceId, RealmId, Restore, Rewrite, Route, Rule, Stage, StateId, Stop, Treatment,
};
use crate::packet::Family;
use crate::reason::Reason;
use crate::space::{Field, Space, Spaces, Values};

/// Sends everything.
pub(super) const HERE: PlaceId = PlaceId(0);
pub(super) const HOPS: u32 = 11;
/// In a chain the last hop there; what follows leads back.
pub(super) const MIDDLE: u32 = 5;
pub(super) const PLACES: u32 = 3;
/// Addresses are 1 to this; a place has the first ones, one each.
pub(super) const ADDRESSES: u128 = 6;
pub(super) const PORTS: u128 = 4;

/// A fabric in the making.
pub(super) struct Random {
    pub(super) rng: StdRng,
    pub(super) spaces: Spaces,
    pub(super) fabric: Fabric,
    /// Where hops mostly follow each other, the one that is made.
    chain: Option<u32>,
}

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        let mut spaces = Spaces::new();
        let fabric = Fabric::new(&mut spaces);
        let chain = seed.is_multiple_of(2).then_some(0);
        let mut random = Self { rng: StdRng::seed_from_u64(seed), spaces, fabric, chain };
        for _ in 0..HOPS {
            random.fabric.add(label("later"), HopKind::End(PlaceId(0)));
        }
        for id in 0..PLACES {
            let address = Values::one(u128::from(id) + 1);
            let sends_to = match (random.chain, id) {
                (Some(_), 0) => HopId(0),
                (Some(_), 1) => HopId(MIDDLE + 1),
                _ => random.hop(),
            };
            random.fabric.places.push(Place {
                realm: RealmId(id / 2),
                addresses: Addresses::of(Family::V4, address),
                client_ports: Values::range(1024, 65535),
                sends_to,
                embeds: false,
                kin: KinId::NONE,
                label: label("place"),
            });
        }
        // Behind a front there is a machine, or nothing.
        let behind = random.chance(80).then_some((RealmId(0), address(2)));
        let address = address(ADDRESSES as u32);
        random.fabric.fronts.push(Front { address, behind, label: label("front") });
        for id in 0..HOPS {
            random.chain = random.chain.map(|_| id);
            let kind = match (random.chain, id) {
                (Some(_), MIDDLE) => HopKind::End(PlaceId(1)),
                (Some(_), id) if id == HOPS - 1 => HopKind::End(HERE),
                _ => random.kind(),
            };
            random.fabric.set(HopId(id), kind);
        }
        random
    }

    fn chance(&mut self, percent: u32) -> bool {
        self.rng.random_range(0..100) < percent
    }

    fn hop(&mut self) -> HopId {
        if let Some(here) = self.chain
            && self.chance(85)
        {
            return HopId(here + 1);
        }
        HopId(self.rng.random_range(0..HOPS))
    }

    fn next(&mut self) -> Next {
        if self.chance(85) { Next::Hop(self.hop()) } else { Next::Stop(self.stop()) }
    }

    pub(super) fn stop(&self) -> Stop {
        Stop::new(Reason::NoRoute, label("stop"))
    }

    fn state(&mut self) -> Option<StateId> {
        self.chance(60).then(|| StateId(self.rng.random_range(0..2)))
    }

    /// Some values of a field, of one or two ranges.
    fn values(&mut self, field: Field) -> Values {
        let last = match field {
            Field::Source | Field::Destination => ADDRESSES,
            Field::Mark => return Values::one(self.rng.random_range(0..=2)),
            _ => PORTS,
        };
        let mut ranges = Vec::new();
        for _ in 0..self.rng.random_range(1..=2) {
            let first = self.rng.random_range(0..=last);
            let more = if self.chance(50) { 0 } else { self.rng.random_range(0..=2) };
            ranges.push((first, (first + more).min(last)));
        }
        ranges.into_iter().collect()
    }

    fn field(&mut self) -> Field {
        let fields =
            [Field::Source, Field::Destination, Field::SourcePort, Field::DestinationPort, Field::Mark];
        fields[self.rng.random_range(0..fields.len())]
    }

    fn packets(&mut self) -> Space {
        let mut packets = Space::ALL;
        let most = if self.chain.is_some() { 1 } else { 2 };
        for _ in 0..self.rng.random_range(0..=most) {
            let field = self.field();
            let values = self.values(field);
            packets = self.spaces.limit(packets, field, &values);
        }
        packets
    }

    fn stage(&mut self) -> Stage {
        // Of a chain most should come far.
        let most = if self.chain.is_some() { 12 } else { 4 };
        let action = |random: &mut Self| match random.rng.random_range(0..most) {
            0 => Action::Deny(Reason::AclDeny),
            1 => Action::Next,
            _ => Action::Allow,
        };
        let rule = |random: &mut Self| {
            let (packets, action) = (random.packets(), action(random));
            Rule { packets, action, label: label("rule") }
        };
        let rules = vec![rule(self), rule(self)];
        Stage { rules, otherwise: Otherwise { action: action(self), lists: vec![label("list")] } }
    }

    fn kind(&mut self) -> HopKind {
        let kinds = match self.chain {
            Some(id) if id > MIDDLE => 40..77,
            Some(_) => 0..82,
            None => 0..100,
        };
        match self.rng.random_range(kinds) {
            0..20 | 40..50 => {
                let stages = vec![self.stage(), self.stage()];
                let list = FilterList::of_stages(&mut self.spaces, stages);
                let list = self.fabric.add_list(list);
                HopKind::Filter(Filter { list, state: self.state(), next: self.hop(), gap: None })
            }
            20..40 => {
                let mut entries = Vec::new();
                for _ in 0..self.rng.random_range(1..=3) {
                    let (packets, next) = (self.packets(), self.next());
                    entries.push(Entry { packets, next, label: label("route") });
                }
                let otherwise = (self.stop(), label("table"));
                HopKind::Route(Route::new(&mut self.spaces, entries, otherwise))
            }
            50..62 => {
                let mut cases = Vec::new();
                for _ in 0..self.rng.random_range(1..=2) {
                    let mut packets = if self.chance(50) { Space::ALL } else { self.packets() };
                    let mut fields = Vec::new();
                    for _ in 0..self.rng.random_range(1..=2) {
                        let field = self.field();
                        if fields.iter().any(|(known, _)| *known == field) {
                            continue;
                        }
                        if matches!(field, Field::SourcePort | Field::DestinationPort) {
                            // What has no ports gets none.
                            packets = self.spaces.limit(packets, Field::Protocol, &Values::one(6));
                        }
                        fields.push((field, self.values(field)));
                    }
                    cases.push(Case { packets, treatment: Treatment::Set(fields), label: label("case") });
                }
                let (otherwise, state, next) = ((self.stop(), label("gateway")), self.state(), self.hop());
                HopKind::Rewrite(Rewrite::new(&mut self.spaces, cases, otherwise, state, next))
            }
            62..75 => {
                let state = StateId(self.rng.random_range(0..2));
                HopKind::Restore(Restore { state, next: self.hop(), otherwise: self.next() })
            }
            75..82 => {
                let ways = [self.hop(), self.hop(), self.hop()];
                let remembered = self.rng.random_range(0..3);
                let back = (0..remembered).map(|state| (StateId(state), self.hop())).collect();
                HopKind::Branches(Branches { back, ..Branches::any_of(ways) })
            }
            _ => HopKind::End(PlaceId(self.rng.random_range(0..PLACES))),
        }
    }
}

/// The address with a number.
pub(super) fn address(number: u32) -> IpAddr {
    Ipv4Addr::from_bits(number).into()
}
