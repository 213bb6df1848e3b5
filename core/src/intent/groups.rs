//! Places that a question need not tell apart: one or two of them are asked for all.

use alloc::vec::Vec;
use core::net::IpAddr;

use super::flows::{FlowSet, Gathered, Realms};
use super::points::Points;
use crate::embedded::extract;
use crate::fabric::{Addresses, Fabric, KinId, PlaceId, RealmId};
use crate::ordered::{self, ById, Id, Map, Set};
use crate::packet::{Family, Packet, address_number};
use crate::space::{Field, Space, Spaces, Values};
use crate::traffic::{with_addresses, with_any};

/// The places of a kin.
#[derive(Debug)]
struct Group {
    first: PlaceId,
    /// What the members have: their own addresses in order, then those that stand for these outside, then what holds them.
    ends: Vec<End>,
    /// What members send to themselves by way of outside, with which of the ends each is from and to.
    ///
    /// To others it may be different, so that neither tells of the other.
    to_themselves: Vec<([usize; 2], Space)>,
}

/// An address of each member of a group.
#[derive(Debug)]
struct End {
    realm: RealmId,
    family: Family,
    /// That of the first two.
    first_two: [Option<u128>; 2],
    /// Those of all.
    all: Values,
}

/// Whose an address is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Member {
    group: usize,
    /// Which of the ends of its group it is.
    end: usize,
    /// Which of the members has it.
    nth: usize,
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
    /// The addresses of all members, in order.
    members: Vec<(Point, Member)>,
}

impl Id for PlaceId {
    fn index(self) -> usize {
        self.0 as usize
    }
}

/// An address of a realm.
type Point = (RealmId, Family, u128);

impl Group {
    /// The addresses that members send from.
    fn own(&self) -> impl Iterator<Item = &End> {
        self.ends.iter().filter(|end| end.sends())
    }
}

impl End {
    /// Whether members send from it: from no address that only stands for another.
    fn sends(&self) -> bool {
        let is_held = self.family == Family::V6 && !extract(&self.telling()).is_empty();
        self.realm != RealmId::OUTSIDE && !is_held
    }

    /// The address of the first or second member.
    fn of(&self, member: usize) -> Option<u128> {
        self.first_two.get(member).copied().flatten()
    }

    /// The addresses that tell about all.
    fn telling(&self) -> Values {
        self.first_two.iter().flatten().map(|&number| (number, number)).collect()
    }
}

impl Groups {
    /// The groups of a fabric, whose places are behind these fronts; only those in which there is something to save.
    pub(super) fn of(spaces: &mut Spaces, fabric: &Fabric, fronts: &ById<PlaceId, Vec<usize>>) -> Self {
        let mut groups = Self::default();
        let places = fabric.places.iter().zip(0..).map(|(place, id)| (place.kin, PlaceId(id)));
        let kins = places.filter(|(kin, _)| *kin != KinId::NONE);
        for (_, members) in Map::<KinId, PlaceId>::grouped(kins) {
            let ends = members.iter().map(|place| ends(fabric, fronts, *place)).collect();
            if let Some(&first) = members.first().filter(|_| members.len() > 2) {
                members.iter().for_each(|member| groups.of.insert(*member, groups.groups.len()));
                groups.add(spaces, first, ends);
            }
        }
        ordered::sort(&mut groups.members);
        groups
    }

    /// Adds a group of members that have these points, in one order.
    fn add(&mut self, spaces: &mut Spaces, first: PlaceId, own: Vec<Vec<Point>>) {
        let group = self.groups.len();
        let mut ends = Vec::new();
        for (end, &(realm, family, _)) in own.first().into_iter().flatten().enumerate() {
            let numbers = own.iter().filter_map(|member| member.get(end)).map(|(.., number)| *number);
            let members = numbers.clone().zip((0..).map(|nth| Member { group, end, nth }));
            self.members.extend(members.map(|(number, member)| ((realm, family, number), member)));
            let first_two = [numbers.clone().next(), numbers.clone().nth(1)];
            let all = numbers.map(|number| (number, number)).collect();
            ends.push(End { realm, family, first_two, all });
        }
        let to_themselves = to_themselves(spaces, &ends, &own);
        self.groups.push(Group { first, ends, to_themselves });
    }

    /// Whether there is nothing to save.
    pub(super) const fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// The packets whose ends others do not stand for: no other packets are sent to find out about all.
    pub(super) fn told(&self, spaces: &mut Spaces) -> Space {
        let ends = self.groups.iter().flat_map(|group| &group.ends);
        let left_out = ends.map(|end| Addresses::of(end.family, end.all.minus(&end.telling())));
        let left_out: Addresses = left_out.collect();
        let [from, to] = [Field::Source, Field::Destination].map(|end| with_any(spaces, end, &left_out));
        let either = spaces.union(from, to);
        spaces.complement(either)
    }

    /// The place that stands for another as a sender: it or one like it.
    pub(super) fn sender(&self, place: PlaceId) -> PlaceId {
        self.group_of(place).map_or(place, |group| group.first)
    }

    /// The addresses of all that a sender stands for.
    pub(super) fn senders(&self, fabric: &Fabric, sender: PlaceId) -> Addresses {
        let alone = || fabric.place(sender).map_or_else(Addresses::empty, |place| place.addresses.clone());
        self.group_of(sender).map_or_else(alone, |group| {
            group.own().map(|end| Addresses::of(end.family, end.all.clone())).collect()
        })
    }

    /// The flow that tells about a flow of one that `sender` stands for.
    pub(super) fn told_by(&self, sender: PlaceId, realms: Realms, flow: &Packet) -> Option<Packet> {
        let source = self.member(realms.source, flow.source());
        let destination = self.member(realms.destination, flow.destination());
        let is_of_own = |member: &Member| self.of.get(sender) == Some(&member.group);
        let is_another =
            destination.is_some_and(|to| is_of_own(&to) && source.is_none_or(|from| from.nth != to.nth));
        let told = |address: IpAddr, member: Option<Member>, nth: usize| {
            let number = member.and_then(|member| self.end(member)?.of(nth));
            number.map_or(address, |number| Family::of(address).address(number))
        };
        let source = told(flow.source(), source, 0);
        let destination = told(flow.destination(), destination, usize::from(is_another));
        Packet::new(source, destination, flow.transport())
    }

    /// The points that tell about `points`: in the place of members those that stand for them.
    pub(super) fn telling(&self, points: &Points) -> Points {
        let mut ends = Vec::new();
        for (realm, addresses) in points.realms() {
            for family in [Family::V4, Family::V6] {
                let members = self.within(realm, family, addresses.family(family));
                ends.extend(members.map(|(_, member)| Member { nth: 0, ..member }));
            }
        }
        let (mut all, mut first_two) = (Vec::new(), Vec::new());
        for end in ends.into_iter().collect::<Set<Member>>().iter().filter_map(|end| self.end(*end)) {
            let points = |values| Points::one(end.realm, Addresses::of(end.family, values));
            first_two.push(points(end.telling()));
            all.push(points(end.all.clone()));
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
            if realms.destination == RealmId::OUTSIDE {
                self.to_themselves_expanded(spaces, sender, packets)
                    .into_iter()
                    .for_each(|own| all.add(realms, own));
            }
        }
        all.united(spaces)
    }

    /// What members send to themselves, told by what the first does.
    fn to_themselves_expanded(&self, spaces: &mut Spaces, sender: PlaceId, packets: Space) -> Vec<Space> {
        let group = self.group_of(sender);
        let mut all = Vec::new();
        for ([from, to], each) in group.into_iter().flat_map(|group| &group.to_themselves) {
            let mut own = packets;
            let ends = [(Field::Source, from), (Field::Destination, to)];
            for (field, end) in ends {
                let Some(end) = group.and_then(|group| group.ends.get(*end)) else { continue };
                let first = end.of(0).map_or_else(Values::empty, Values::one);
                let first = with_addresses(spaces, field, end.family, &first);
                own = spaces.intersect(own, first);
            }
            for (field, _) in ends {
                own = spaces.forget(own, field);
            }
            all.push(spaces.intersect(own, *each));
        }
        all
    }

    fn sources_expanded(&self, spaces: &mut Spaces, sender: PlaceId, packets: Space) -> Space {
        let Some(group) = self.group_of(sender) else { return packets };
        let mut all = Vec::new();
        for end in group.own() {
            let Some(first) = end.of(0) else { continue };
            let own = with_addresses(spaces, Field::Source, end.family, &Values::one(first));
            let own = spaces.intersect(packets, own);
            let freed = spaces.forget(own, Field::Source);
            let members = with_addresses(spaces, Field::Source, end.family, &end.all);
            all.push(spaces.intersect(freed, members));
        }
        let mut all = spaces.union_all(all);
        for (_, to_themselves) in &group.to_themselves {
            all = spaces.minus(all, *to_themselves);
        }
        all
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
                for (number, member) in self.within(realms.destination, family, &values) {
                    let Some(end) = self.end(member) else { continue };
                    members.push((number, number));
                    // Of its own group a sender reaches the second; of others the first tells for all.
                    if end.of(usize::from(own == Some(member.group))) == Some(number) {
                        wider.extend_from_slice(end.all.ranges());
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

    fn group_of(&self, place: PlaceId) -> Option<&Group> {
        self.of.get(place).and_then(|group| self.groups.get(*group))
    }

    fn end(&self, member: Member) -> Option<&End> {
        self.groups.get(member.group)?.ends.get(member.end)
    }

    /// Whose an address is, if it is one of a member.
    fn member(&self, realm: RealmId, address: IpAddr) -> Option<Member> {
        let key = (realm, Family::of(address), address_number(address));
        let at = self.members.binary_search_by(|(point, _)| point.cmp(&key)).ok()?;
        self.members.get(at).map(|(_, member)| *member)
    }

    /// The addresses of members among `values`.
    fn within(
        &self,
        realm: RealmId,
        family: Family,
        values: &Values,
    ) -> impl Iterator<Item = (u128, Member)> {
        let ranges = values.ranges().iter().flat_map(move |&(first, last)| {
            let from = self.members.partition_point(|(key, _)| *key < (realm, family, first));
            let known = self.members.get(from..).unwrap_or_default();
            known.iter().take_while(move |(key, _)| *key <= (realm, family, last))
        });
        ranges.map(|&((.., number), member)| (number, member))
    }
}

/// The points that a place has: its own, and the fronts behind which these are.
fn ends(fabric: &Fabric, fronts: &ById<PlaceId, Vec<usize>>, id: PlaceId) -> Vec<Point> {
    let Some(place) = fabric.place(id) else { return Vec::new() };
    let own = place.addresses.singles().map(|(family, number)| (place.realm, family, number));
    let fronts = fronts.get(id).into_iter().flatten().filter_map(|front| fabric.fronts.get(*front));
    let fronts =
        fronts.map(|front| (RealmId::OUTSIDE, Family::of(front.address), address_number(front.address)));
    let held = place.addresses.embedded();
    let held = held.singles().filter(|_| fabric.embeds);
    let held: Vec<Point> = held.map(|(family, number)| (place.realm, family, number)).collect();
    own.chain(fronts).chain(held).collect()
}

/// What members send to themselves by way of outside, by which of their `ends` it is from and to; each is of these points.
fn to_themselves(spaces: &mut Spaces, ends: &[End], members: &[Vec<Point>]) -> Vec<([usize; 2], Space)> {
    let mut all = Vec::new();
    for (from, source) in ends.iter().enumerate().filter(|(_, end)| end.sends()) {
        let fronts = ends.iter().enumerate().filter(|(_, end)| end.realm == RealmId::OUTSIDE);
        for (to, _) in fronts.filter(|(_, front)| front.family == source.family) {
            let mut each = Vec::new();
            for member in members {
                let [from, to] = [(Field::Source, from), (Field::Destination, to)].map(|(field, end)| {
                    let number = member.get(end).map(|(.., number)| (*number, *number));
                    with_addresses(spaces, field, source.family, &number.into_iter().collect())
                });
                each.push(spaces.intersect(from, to));
            }
            all.push(([from, to], spaces.union_all(each)));
        }
    }
    all
}
