//! Places that a question need not tell apart: one or two of them are asked for all.

use alloc::vec::Vec;
use core::net::IpAddr;

use super::flows::{FlowSet, Gathered, Realms};
use super::points::Points;
use crate::fabric::{Addresses, Fabric, KinId, PlaceId, RealmId};
use crate::ordered::{self, ById, Id, Map, Set};
use crate::packet::{Family, Packet, address_number};
use crate::space::{Field, Space, Spaces, Values};
use crate::traffic::{with_addresses, with_any};

/// The places of a kin.
#[derive(Debug)]
struct Group {
    realm: RealmId,
    first: PlaceId,
    /// For each address of a member, in order: its family, that of the first two, and those of all.
    addresses: Vec<(Family, [Option<u128>; 2], Values)>,
}

/// The kins of a fabric, of which there is something to save.
///
/// The first member of a group stands for all as a sender, and as a receiver, too; the second receives what a member sends to
/// another.
#[derive(Debug, Default)]
pub(crate) struct Groups {
    groups: Vec<Group>,
    /// The group that a place is of, if it is of one.
    of: ById<PlaceId, usize>,
    /// The addresses of all members, in order, with the group and which of its addresses each is.
    members: Vec<(Point, (usize, usize))>,
}

impl Id for PlaceId {
    fn index(self) -> usize {
        self.0 as usize
    }
}

/// An address of a realm.
type Point = (RealmId, Family, u128);

impl Groups {
    /// The groups of a fabric; only those in which there is something to save.
    pub(super) fn of(fabric: &Fabric) -> Self {
        let mut groups = Self::default();
        let places = fabric.places.iter().zip(0..).map(|(place, id)| (place.kin, PlaceId(id)));
        let kins = places.filter(|(kin, _)| *kin != KinId::NONE);
        for (_, members) in Map::<KinId, PlaceId>::grouped(kins) {
            groups.add(fabric, &members);
        }
        ordered::sort(&mut groups.members);
        groups
    }

    fn add(&mut self, fabric: &Fabric, members: &[PlaceId]) {
        let Some(&first) = members.first().filter(|_| members.len() > 2) else { return };
        let Some(realm) = fabric.place(first).map(|place| place.realm) else { return };
        let places = members.iter().filter_map(|id| fabric.place(*id));
        let own: Vec<Vec<(Family, u128)>> = places.map(|place| place.addresses.singles().collect()).collect();
        let group = self.groups.len();
        let mut addresses = Vec::new();
        for (at, &(family, _)) in own.first().into_iter().flatten().enumerate() {
            let nth = |member: &Vec<(Family, u128)>| member.get(at).map(|one| one.1);
            let all = own.iter().filter_map(nth);
            self.members.extend(all.clone().map(|number| ((realm, family, number), (group, at))));
            let first_two = [0, 1].map(|member| own.get(member).and_then(nth));
            addresses.push((family, first_two, all.map(|number| (number, number)).collect()));
        }
        members.iter().for_each(|member| self.of.insert(*member, group));
        self.groups.push(Group { realm, first, addresses });
    }

    /// Whether there is nothing to save.
    pub(super) const fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// The packets whose ends others do not stand for: no other packets are sent to find out about all.
    pub(super) fn told(&self, spaces: &mut Spaces) -> Space {
        let mut left_out = Vec::new();
        for (family, first_two, all) in self.groups.iter().flat_map(|group| &group.addresses) {
            let kept = first_two.iter().flatten().map(|&number| (number, number)).collect();
            left_out.push(Addresses::of(*family, all.minus(&kept)));
        }
        let left_out: Addresses = left_out.into_iter().collect();
        let [from, to] = [Field::Source, Field::Destination].map(|end| with_any(spaces, end, &left_out));
        let either = spaces.union(from, to);
        spaces.complement(either)
    }

    /// The place that stands for another as a sender: it or one like it.
    pub(super) fn sender(&self, place: PlaceId) -> PlaceId {
        self.of.get(place).and_then(|group| self.groups.get(*group)).map_or(place, |group| group.first)
    }

    /// The addresses of all that a sender stands for.
    pub(super) fn senders(&self, fabric: &Fabric, sender: PlaceId) -> Addresses {
        let group = self.of.get(sender).and_then(|group| self.groups.get(*group));
        let alone = || fabric.place(sender).map_or_else(Addresses::empty, |place| place.addresses.clone());
        group.map_or_else(alone, |group| {
            group.addresses.iter().map(|(family, _, all)| Addresses::of(*family, all.clone())).collect()
        })
    }

    /// The flow that tells about a flow of one that `sender` stands for.
    pub(super) fn told_by(&self, sender: PlaceId, realms: Realms, flow: &Packet) -> Option<Packet> {
        let own = self.of.get(sender).copied();
        let end = |realm: RealmId, address: IpAddr, nth: &dyn Fn(usize) -> usize| {
            let family = Family::of(address);
            let key = (realm, family, address_number(address));
            let at = self.members.binary_search_by(|(member, _)| member.cmp(&key)).ok();
            let alike = at.and_then(|at| self.members.get(at)).and_then(|&(_, (group, at))| {
                let (_, first_two, _) = self.groups.get(group)?.addresses.get(at)?;
                first_two.get(nth(group)).copied().flatten()
            });
            alike.map_or(address, |number| family.address(number))
        };
        let source = end(realms.source, flow.source(), &|_| 0);
        let destination =
            end(realms.destination, flow.destination(), &|group| usize::from(own == Some(group)));
        Packet::new(source, destination, flow.transport())
    }

    /// The points that tell about `points`: in the place of members those that stand for them.
    pub(super) fn telling(&self, points: &Points) -> Points {
        let mut groups = Vec::new();
        for (realm, addresses) in points.realms() {
            for family in [Family::V4, Family::V6] {
                let members = self.within(realm, family, addresses.family(family));
                groups.extend(members.map(|(_, (group, _))| group));
            }
        }
        let (mut all, mut first_two) = (Vec::new(), Vec::new());
        for group in groups.into_iter().collect::<Set<usize>>() {
            let Some(group) = self.groups.get(group) else { continue };
            for (family, telling, members) in &group.addresses {
                let telling = telling.iter().flatten().map(|&number| (number, number)).collect();
                first_two.push(Points::one(group.realm, Addresses::of(*family, telling)));
                all.push(Points::one(group.realm, Addresses::of(*family, members.clone())));
            }
        }
        let others = points.minus(&all.into_iter().collect());
        first_two.push(others);
        first_two.into_iter().collect()
    }

    /// What the flows of a sender, to the first two of each group, are for all that they stand for.
    pub(super) fn expanded(&self, spaces: &mut Spaces, sender: PlaceId, flows: &FlowSet) -> FlowSet {
        if self.is_empty() {
            return flows.clone();
        }
        let mut all = Gathered::default();
        for (realms, packets) in flows.iter() {
            for packets in self.destinations_expanded(spaces, sender, realms, packets) {
                let packets = self.sources_expanded(spaces, sender, packets);
                all.add(realms, packets);
            }
        }
        all.united(spaces)
    }

    fn sources_expanded(&self, spaces: &mut Spaces, sender: PlaceId, packets: Space) -> Space {
        let Some(group) = self.of.get(sender).and_then(|group| self.groups.get(*group)) else {
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
        sender: PlaceId,
        realms: Realms,
        packets: Space,
    ) -> Vec<Space> {
        let own = self.of.get(sender).copied();
        let mut all = Vec::new();
        for family in [Family::V4, Family::V6] {
            let of_family = with_addresses(spaces, Field::Destination, family, &Values::all());
            let packets = spaces.intersect(packets, of_family);
            for (values, rest) in spaces.slices(packets, Field::Destination) {
                let mut wider: Vec<(u128, u128)> = Vec::new();
                let mut members: Vec<(u128, u128)> = Vec::new();
                for (number, (group, at)) in self.within(realms.destination, family, &values) {
                    let group_at = self.groups.get(group).and_then(|group| group.addresses.get(at));
                    let Some((_, first_two, alike)) = group_at else { continue };
                    members.push((number, number));
                    // Of its own group a sender reaches the second; of others the first tells for all.
                    let telling = first_two.get(usize::from(own == Some(group))).copied().flatten();
                    if telling == Some(number) {
                        wider.extend_from_slice(alike.ranges());
                    }
                }
                let others = values.minus(&members.into_iter().collect());
                wider.extend_from_slice(others.ranges());
                let wider = with_addresses(spaces, Field::Destination, family, &wider.into_iter().collect());
                all.push(spaces.intersect(rest, wider));
            }
        }
        all
    }

    /// The addresses of members among `values`.
    fn within(
        &self,
        realm: RealmId,
        family: Family,
        values: &Values,
    ) -> impl Iterator<Item = (u128, (usize, usize))> {
        let ranges = values.ranges().iter().flat_map(move |&(first, last)| {
            let from = self.members.partition_point(|(key, _)| *key < (realm, family, first));
            let known = self.members.get(from..).unwrap_or_default();
            known.iter().take_while(move |(key, _)| *key <= (realm, family, last))
        });
        ranges.map(|&((.., number), at)| (number, at))
    }
}
