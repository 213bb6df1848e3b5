//! Sets of points: which addresses of which realm a set expression stands for.

use alloc::vec::Vec;
use core::net::IpAddr;

use super::order::definitions_first;
use crate::embedded::held;
use crate::estate::{Estate, Expr, ObjectId, SegmentId, Selector, SetExpr};
use crate::fabric::{Addresses, Fabric, PlaceId, RealmId};
use crate::lower::Network;
use crate::ordered::{Map, listed};
use crate::packet::{AddressRange, Family, address_number};
use crate::space::Values;

/// Points: a place is named by its realm and one of its addresses.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Points(Map<RealmId, Addresses>);

impl Points {
    /// The addresses in `realm`.
    pub(crate) fn realm(&self, realm: RealmId) -> Addresses {
        self.of(realm).cloned().unwrap_or_else(Addresses::empty)
    }

    /// The same, where there are some.
    pub(crate) fn of(&self, realm: RealmId) -> Option<&Addresses> {
        self.0.get(&realm)
    }

    /// The realms with points, ascending.
    pub(crate) fn realms(&self) -> impl Iterator<Item = (RealmId, &Addresses)> {
        self.0.iter().map(|(realm, addresses)| (*realm, addresses))
    }

    /// Whether there is no point.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// These addresses of one realm.
    pub(crate) fn one(realm: RealmId, addresses: Addresses) -> Self {
        Self(core::iter::once((realm, addresses)).filter(|(_, addresses)| !addresses.is_empty()).collect())
    }

    /// One address of one realm.
    pub(crate) fn single(realm: RealmId, address: IpAddr) -> Self {
        Self::one(realm, Addresses::single(address))
    }

    /// Points in both.
    pub(crate) fn intersect(&self, other: &Self) -> Self {
        self.change(&|realm, own| own.intersect(&other.realm(realm)))
    }

    /// Points in this set only.
    pub(crate) fn minus(&self, other: &Self) -> Self {
        self.change(&|realm, own| own.minus(&other.realm(realm)))
    }

    /// These, and the IPv6 addresses that hold the IPv4 ones of them.
    pub(crate) fn with_embedded(&self) -> Self {
        self.change(&|_, own| own.union(&own.embedded()))
    }

    /// These without the IPv6 addresses that hold IPv4 ones of them.
    pub(crate) fn without_embedded(&self) -> Self {
        self.change(&|_, own| own.minus(&own.embedded()))
    }

    fn change(&self, change: &dyn Fn(RealmId, &Addresses) -> Addresses) -> Self {
        let changed = self.realms().map(|(realm, own)| (realm, change(realm, own)));
        Self(changed.filter(|(_, addresses)| !addresses.is_empty()).collect())
    }
}

impl FromIterator<Points> for Points {
    /// Points in any.
    fn from_iter<I: IntoIterator<Item = Points>>(all: I) -> Self {
        united(listed(all))
    }
}

fn united(all: Vec<Points>) -> Points {
    let all = all.into_iter().flat_map(|points| points.0);
    let realms = Map::<RealmId, Addresses>::grouped(all).into_iter();
    Points(realms.map(|(realm, all)| (realm, all.into_iter().collect())).collect())
}

/// The points of each segment of an estate.
pub(super) fn segments(estate: &Estate, network: &Network) -> Vec<Points> {
    let named = estate.segments.iter().map(|segment| {
        let mut members = Vec::new();
        named_segments(&segment.set, &mut members);
        members
    });
    let mut segments = alloc::vec![Points::default(); estate.segments.len()];
    for index in definitions_first(&named.collect::<Vec<_>>()) {
        if let Some(segment) = estate.segments.get(index) {
            let points = PointFinder { estate, network, segments: &segments }.find(&segment.set);
            if let Some(known) = segments.get_mut(index) {
                *known = points;
            }
        }
    }
    segments
}

/// Finds the points of set expressions.
#[derive(Clone, Copy)]
pub(crate) struct PointFinder<'a> {
    pub(super) estate: &'a Estate,
    pub(super) network: &'a Network,
    /// Those of each segment.
    pub(super) segments: &'a [Points],
}

impl PointFinder<'_> {
    /// The points of `set`. Where nothing is deployed, every address is a point outside. Fronts are among them only where an address names them.
    pub(crate) fn find(&self, set: &SetExpr) -> Points {
        let union = |meets: &[Vec<Selector>]| meets.iter().map(|meet| self.meet(meet)).collect::<Points>();
        let Expr { union: included, except } = set;
        union(included).minus(&union(except))
    }

    fn meet(&self, meet: &[Selector]) -> Points {
        let mut terms = meet.iter().map(|selector| self.selector(selector));
        let first = terms.next().unwrap_or_default();
        terms.fold(first, |all, one| all.intersect(&one))
    }

    /// Where IPv4 addresses can be reached as IPv6 ones that hold them, these stand for the same.
    fn selector(&self, selector: &Selector) -> Points {
        let points = self.named(selector);
        if self.network.fabric.embeds { points.with_embedded() } else { points }
    }

    fn named(&self, selector: &Selector) -> Points {
        let fabric = &self.network.fabric;
        match selector {
            Selector::Addresses(range) if self.estate.deploys_nothing() => {
                Points::one(RealmId::OUTSIDE, Addresses::of(range.family(), values(*range)))
            }
            Selector::Any if self.estate.deploys_nothing() => {
                let every = |family: Family| Addresses::of(family, Values::range(0, family.last_address()));
                Points::one(RealmId::OUTSIDE, [Family::V4, Family::V6].map(every).into_iter().collect())
            }
            Selector::Object(object) => self.object(*object),
            Selector::Tag { key, value } => self.tagged(key, value.as_deref()),
            Selector::Addresses(range) => addresses(fabric, *range),
            Selector::Internet => points_of(fabric, core::iter::once(PlaceId::OUTSIDE)),
            Selector::Any => points_of(fabric, (0..fabric.places.len()).map(|index| PlaceId(index as u32))),
            Selector::Segment(SegmentId(index)) => {
                self.segments.get(*index as usize).cloned().unwrap_or_default()
            }
            Selector::Group(set) => self.find(set),
        }
    }

    /// The points that an object stands for.
    pub(super) fn object(&self, object: ObjectId) -> Points {
        let fabric = &self.network.fabric;
        if let Some(ranges) = self.network.ranges.get(object) {
            return ranges.iter().map(|range| addresses(fabric, *range)).collect();
        }
        let places = self.network.members.get(object).into_iter().flatten();
        points_of(fabric, places.copied())
    }

    fn tagged(&self, key: &str, value: Option<&str>) -> Points {
        let carries = |tags: &[(alloc::string::String, alloc::string::String)]| {
            tags.iter().any(|(k, v)| k == key && value.is_none_or(|value| v == value))
        };
        let objects = self.estate.objects.iter().enumerate().filter(|(_, object)| carries(&object.tags));
        objects.map(|(index, _)| self.object(ObjectId(index as u32))).collect()
    }
}

fn named_segments(set: &SetExpr, found: &mut Vec<usize>) {
    for selector in set.union.iter().chain(&set.except).flatten() {
        match selector {
            Selector::Segment(id) => found.push(id.0 as usize),
            Selector::Group(group) => named_segments(group, found),
            _ => {}
        }
    }
}

fn points_of(fabric: &Fabric, places: impl Iterator<Item = PlaceId>) -> Points {
    let places = places.filter_map(|id| fabric.place(id));
    places.map(|place| Points::one(place.realm, place.addresses.clone())).collect()
}

/// Every point with an address in `range`. A single address that nothing has is still a point: one without a machine.
fn addresses(fabric: &Fabric, range: AddressRange) -> Points {
    let within = Addresses::of(range.family(), values(range));
    // What holds the address of something is meant where the range is of nothing else.
    let is_held = fabric.embeds && held(range.first()).is_some() && held(range.last()).is_some();
    let places = fabric.places.iter().map(|place| {
        let own = if is_held { place.addresses.embedded() } else { place.addresses.clone() };
        Points::one(place.realm, own.intersect(&within))
    });
    let fronts = fabric
        .fronts
        .iter()
        .filter(|front| range.contains(front.address) && (is_held || held(front.address).is_none()));
    let fronts = fronts.map(|front| Points::one(RealmId::OUTSIDE, Addresses::single(front.address)));
    let found: Points = places.chain(fronts).collect();
    let Some(address) = range.single().filter(|_| found.is_empty()) else { return found };
    let inside = fabric.realms.iter().enumerate();
    let inside = inside.filter(|(_, realm)| realm.prefixes.iter().any(|prefix| prefix.contains(address)));
    let inside = inside.map(|(index, _)| Points::one(RealmId(index as u32), Addresses::single(address)));
    let points: Points = inside.collect();
    if points.is_empty() { Points::one(RealmId::OUTSIDE, Addresses::single(address)) } else { points }
}

fn values(range: AddressRange) -> Values {
    Values::range(address_number(range.first()), address_number(range.last()))
}

#[cfg(test)]
mod tests;
