//! Places that a question need not tell apart: one or two of them are asked for all.

use alloc::vec::Vec;

use super::evaluate::{Asked, Source};
use super::flows::{FlowSet, Gathered, Realms};
use super::points::Points;
use crate::fabric::{Addresses, Fabric, KinId, PlaceId, RealmId};
use crate::ordered::{ById, Id, Map};
use crate::packet::Family;
use crate::space::{Field, Space, Spaces, Values};
use crate::traffic::with_addresses;

/// Alike places that a question asks about in the same way: with the same of their addresses, at the same ends.
#[derive(Debug)]
struct Group {
    realm: RealmId,
    members: Vec<PlaceId>,
    /// For each address of a member, in order: its family, that of the first two, and those of all.
    addresses: Vec<(Family, [Option<u128>; 2], Values)>,
}

/// The groups of a question.
///
/// The first member of a group stands for all as a sender, and as a receiver, too; the second receives what a member sends to
/// another.
#[derive(Debug, Default)]
pub(super) struct Groups {
    groups: Vec<Group>,
    /// The group that a place is of, if it is of one.
    of: ById<PlaceId, usize>,
    /// The addresses of the first two members, in order, with the group and which of its addresses each is.
    first_two: Vec<(Point, (usize, usize))>,
}

impl Id for PlaceId {
    fn index(self) -> usize {
        self.0 as usize
    }
}

/// An address of a realm.
type Point = (RealmId, Family, u128);

/// How a question asks about a place: of its kin, which addresses at either end.
type Manner = (KinId, Vec<bool>, Vec<bool>);

impl Groups {
    /// The groups of `asked`; only those in which there is something to save.
    pub(super) fn of(fabric: &Fabric, asked: &Asked) -> Self {
        let mut groups = Self::default();
        if asked.picked {
            return groups;
        }
        let mut sources: ById<PlaceId, &Addresses> = ById::default();
        for source in &asked.sources {
            sources.insert(source.place, &source.asked);
        }
        let mut manners: Vec<(Manner, PlaceId)> = Vec::new();
        for (place, id) in fabric.places.iter().zip(0..).map(|(place, id)| (place, PlaceId(id))) {
            if place.kin == KinId::NONE {
                continue;
            }
            let own: Vec<(Family, u128)> = singles(&place.addresses).collect();
            let sends = sources.get(id);
            let among = |addresses: Option<&Addresses>| {
                let one = |one: &(Family, u128)| {
                    addresses.is_some_and(|addresses| addresses.family(one.0).contains(one.1))
                };
                own.iter().map(one).collect()
            };
            let (from, to) = (among(sends.copied()), among(asked.to.of(place.realm)));
            manners.push(((place.kin, from, to), id));
        }
        for (_, members) in Map::<Manner, PlaceId>::grouped(manners) {
            groups.add(fabric, members);
        }
        groups.first_two.sort_unstable();
        groups
    }

    fn add(&mut self, fabric: &Fabric, members: Vec<PlaceId>) {
        let Some(first) = members.first().and_then(|id| fabric.place(*id)).filter(|_| members.len() > 2)
        else {
            return;
        };
        let own: Vec<Vec<(Family, u128)>> = members
            .iter()
            .filter_map(|id| fabric.place(*id))
            .map(|place| singles(&place.addresses).collect())
            .collect();
        let group = self.groups.len();
        let mut addresses = Vec::new();
        for (at, (family, _)) in singles(&first.addresses).enumerate() {
            let nth = |member: &Vec<(Family, u128)>| member.get(at).map(|one| one.1);
            let first_two = [0, 1].map(|member| own.get(member).and_then(nth));
            let known = first_two.into_iter().flatten();
            self.first_two.extend(known.map(|number| ((first.realm, family, number), (group, at))));
            addresses.push((
                family,
                first_two,
                own.iter().filter_map(nth).map(|number| (number, number)).collect(),
            ));
        }
        members.iter().for_each(|member| self.of.insert(*member, group));
        self.groups.push(Group { realm: first.realm, members, addresses });
    }

    /// Whether there is something to save.
    pub(super) const fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// The question without the members that others stand for.
    pub(super) fn reduced(&self, spaces: &mut Spaces, asked: &Asked) -> Asked {
        let first = |source: &&Source| {
            let group = self.of.get(source.place).and_then(|group| self.groups.get(*group));
            group.is_none_or(|group| group.members.first() == Some(&source.place))
        };
        let mut left_out: Vec<(RealmId, Addresses)> = Vec::new();
        for group in &self.groups {
            for (family, first_two, all) in &group.addresses {
                let kept = first_two.iter().flatten().map(|&number| (number, number)).collect();
                left_out.push((group.realm, Addresses::of(*family, all.minus(&kept))));
            }
        }
        let left_out = left_out.into_iter().map(|(realm, addresses)| Points::one(realm, addresses)).collect();
        Asked {
            sources: asked.sources.iter().filter(first).cloned().collect(),
            to: asked.to.minus(&left_out),
            any: asked.any.without_destinations(spaces, &left_out),
            client: FlowSet::default(),
            picked: false,
        }
    }

    /// What the flows of a source, to the first two of each group, are for all that they stand for.
    pub(super) fn expanded(&self, spaces: &mut Spaces, source: PlaceId, flows: &FlowSet) -> FlowSet {
        let mut all = Gathered::default();
        for (realms, packets) in flows.iter() {
            for packets in self.destinations_expanded(spaces, source, realms, packets) {
                let packets = self.sources_expanded(spaces, source, packets);
                all.add(realms, packets);
            }
        }
        all.united(spaces)
    }

    fn sources_expanded(&self, spaces: &mut Spaces, source: PlaceId, packets: Space) -> Space {
        let Some(group) = self.of.get(source).and_then(|group| self.groups.get(*group)) else {
            return packets;
        };
        let mut all = Vec::new();
        for (family, [first, _], members) in &group.addresses {
            let Some(first) = first else { continue };
            let own = with_addresses(spaces, Field::Source, *family, &Values::one(*first));
            let own = spaces.intersect(packets, own);
            let freed = spaces.forget(own, Field::Source);
            let members = with_addresses(spaces, Field::Source, *family, members);
            all.push(spaces.intersect(freed, members));
        }
        spaces.union_all(all)
    }

    fn destinations_expanded(
        &self,
        spaces: &mut Spaces,
        source: PlaceId,
        realms: Realms,
        packets: Space,
    ) -> Vec<Space> {
        let own = self.of.get(source).copied();
        let mut all = Vec::new();
        for family in [Family::V4, Family::V6] {
            let of_family = with_addresses(spaces, Field::Destination, family, &Values::all());
            let packets = spaces.intersect(packets, of_family);
            for (values, rest) in spaces.slices(packets, Field::Destination) {
                let mut wider: Vec<(u128, u128)> = Vec::new();
                let mut others = values.clone();
                for (number, (group, at)) in self.within(realms.destination, family, &values) {
                    let group_at = self.groups.get(group).and_then(|group| group.addresses.get(at));
                    let Some((_, first_two, members)) = group_at else { continue };
                    // Of its own group a sender reaches the second; of others the first tells for all.
                    let telling = first_two.get(usize::from(own == Some(group))).copied().flatten();
                    others = others.minus(&Values::one(number));
                    if telling == Some(number) {
                        wider.extend_from_slice(members.ranges());
                    }
                }
                wider.extend_from_slice(others.ranges());
                let wider = with_addresses(spaces, Field::Destination, family, &wider.into_iter().collect());
                all.push(spaces.intersect(rest, wider));
            }
        }
        all
    }

    /// The addresses of first two members among `values`.
    fn within(
        &self,
        realm: RealmId,
        family: Family,
        values: &Values,
    ) -> impl Iterator<Item = (u128, (usize, usize))> {
        let ranges = values.ranges().iter().flat_map(move |&(first, last)| {
            let from = self.first_two.partition_point(|(key, _)| *key < (realm, family, first));
            let known = self.first_two.get(from..).unwrap_or_default();
            known.iter().take_while(move |(key, _)| *key <= (realm, family, last))
        });
        ranges.map(|&((.., number), at)| (number, at))
    }
}

/// Single addresses, in order.
fn singles(addresses: &Addresses) -> impl Iterator<Item = (Family, u128)> {
    [Family::V4, Family::V6].into_iter().flat_map(|family| {
        let ranges = addresses.family(family).ranges().iter();
        ranges.flat_map(move |&(first, last)| (first..=last).map(move |number| (family, number)))
    })
}
