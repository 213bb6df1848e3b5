//! What a fabric does otherwise than another, whose sets stand in the same store.

use alloc::vec::Vec;
use core::net::IpAddr;

use super::filter::DROPPED;
use super::{
    Appliance, Assumed, Fabric, Filter, Gap, HopId, HopKind, Label, ListId, Next, Place, PlaceId, RealmId,
    Restore, Rewrite, Route, StateId, Table, Treatment,
};
use crate::estate::ObjectId;
use crate::ordered::{ById, Id, Map};
use crate::space::{Field, Space, Spaces};

/// How far apart the hops of one list may be that are the same.
const NEAR: usize = 256;

/// What became of the hops and places of a fabric.
#[derive(Debug)]
pub(crate) struct Changes {
    hops: Vec<(HopId, Change)>,
    places: ById<PlaceId, PlaceId>,
    places_before: ById<PlaceId, PlaceId>,
    moves: bool,
}

/// What a hop does otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    /// Nothing.
    Nothing,
    /// Something about these packets, as they come to it.
    Packets(Space),
    /// Perhaps everything, or it is gone.
    Everything,
}

impl Id for ListId {
    fn index(self) -> usize {
        self.0 as usize
    }
}

impl Id for StateId {
    fn index(self) -> usize {
        self.0 as usize
    }
}

impl Changes {
    /// What `now` does otherwise than `before`, which were asked about packets of `told`, of each. `object` has what became of
    /// objects.
    pub(crate) fn between(
        spaces: &mut Spaces,
        before: &Fabric,
        now: &Fabric,
        object: &dyn Fn(ObjectId) -> Option<ObjectId>,
        told: [Space; 2],
    ) -> Self {
        let hops = hops(before, now, object);
        let [one, other] = told;
        let mut compare = Compare {
            told: spaces.intersect(one, other),
            same_told: one == other,
            spaces,
            before,
            now,
            places: places(before, now, object, &hops),
            hops,
            lists: ById::default(),
            states: ById::default(),
            states_before: ById::default(),
        };
        let hops: Vec<(HopId, Change)> =
            (0..before.hops.len() as u32).map(|id| compare.hop(HopId(id))).collect();
        let mut places_before = ById::default();
        let mut moves = hops.iter().zip(0..).any(|((now, _), before)| now.0 != before);
        for before in (0..before.places.len() as u32).map(PlaceId) {
            if let Some(&now) = compare.places.get(before) {
                moves |= now != before;
                places_before.insert(now, before);
            }
        }
        Self { hops, places: compare.places, places_before, moves }
    }

    /// Whether a hop or place has another number than before.
    pub(crate) const fn moves(&self) -> bool {
        self.moves
    }

    /// The hop that a hop has become, and what it does otherwise.
    pub(crate) fn hop(&self, before: HopId) -> (HopId, Change) {
        self.hops.get(before.0 as usize).copied().unwrap_or((before, Change::Everything))
    }

    /// The place that a place was, where it is the same.
    pub(crate) fn place_before(&self, now: PlaceId) -> Option<PlaceId> {
        self.places_before.get(now).copied()
    }

    /// The place that a place has become, where it is the same.
    pub(crate) fn place(&self, before: PlaceId) -> Option<PlaceId> {
        self.places.get(before).copied()
    }
}

/// Which hop each hop has become, by what they are. A wrong guess costs time and nothing else: what they do is compared.
fn hops(before: &Fabric, now: &Fabric, object: &dyn Fn(ObjectId) -> Option<ObjectId>) -> Vec<Option<HopId>> {
    let is_same = |one: usize, other: usize| match (before.hops.get(one), now.hops.get(other)) {
        (Some(one), Some(other)) => {
            core::mem::discriminant(&one.kind) == core::mem::discriminant(&other.kind)
                && is_same_thing(&one.label, &other.label, object)
        }
        _ => false,
    };
    let mut found = Vec::new();
    let mut next = 0_usize;
    while found.len() < before.hops.len() {
        let at = found.len();
        let ahead = || (0..NEAR).map(|skipped| next.saturating_add(skipped));
        let added = ahead().find(|other| is_same(at, *other));
        let gone = (0..NEAR).find(|skipped| is_same(at.saturating_add(*skipped), next));
        match (added, gone) {
            // Fewer are gone than came.
            (Some(other), Some(skipped)) if skipped < other.saturating_sub(next) => {
                found.extend(core::iter::repeat_n(None, skipped.max(1)));
            }
            (Some(other), _) => {
                found.push(Some(HopId(other as u32)));
                next = other.saturating_add(1);
            }
            (None, _) => found.push(None),
        }
    }
    found
}

fn places(
    before: &Fabric,
    now: &Fabric,
    object: &dyn Fn(ObjectId) -> Option<ObjectId>,
    hops: &[Option<HopId>],
) -> ById<PlaceId, PlaceId> {
    let fronts = [before, now].map(fronts);
    let mut by_object: ById<ObjectId, PlaceId> = ById::default();
    for (place, id) in now.places.iter().zip(0..) {
        if let Some(object) = place.label.object {
            by_object.insert(object, PlaceId(id));
        }
    }
    let mut places = ById::default();
    for (place, id) in before.places.iter().zip(0..) {
        let same = match place.label.object {
            Some(own) => object(own).and_then(|object| by_object.get(object).copied()),
            None => Some(PlaceId::OUTSIDE),
        };
        let is_same = |same: &PlaceId| {
            now.place(*same).is_some_and(|other| {
                (place.realm, &place.addresses) == (other.realm, &other.addresses)
                    && has_same_fronts(place, &fronts)
                    && hops.get(place.sends_to.0 as usize) == Some(&Some(other.sends_to))
            })
        };
        if let Some(same) = same.filter(is_same) {
            places.insert(PlaceId(id), same);
        }
    }
    places
}

/// The fronts of each point.
fn fronts(fabric: &Fabric) -> Map<(RealmId, IpAddr), Vec<IpAddr>> {
    Map::grouped(fabric.fronts.iter().filter_map(|front| Some((front.behind?, front.address))))
}

/// Whether a place is behind the same fronts in both.
fn has_same_fronts(place: &Place, [before, now]: &[Map<(RealmId, IpAddr), Vec<IpAddr>>; 2]) -> bool {
    place.realm == RealmId::OUTSIDE || place.known(before).eq(place.known(now))
}

fn is_same_thing(one: &Label, other: &Label, object: &dyn Fn(ObjectId) -> Option<ObjectId>) -> bool {
    let objects = match (one.object, other.object) {
        (Some(one), Some(other)) => object(one) == Some(other),
        (None, None) => true,
        _ => false,
    };
    objects && (one.kind, one.part) == (other.kind, other.part)
}

/// Compares hops.
struct Compare<'a> {
    spaces: &'a mut Spaces,
    before: &'a Fabric,
    now: &'a Fabric,
    /// The packets that both were asked about.
    told: Space,
    /// Whether neither was asked about others.
    same_told: bool,
    hops: Vec<Option<HopId>>,
    places: ById<PlaceId, PlaceId>,
    /// What was found of lists: with which one, and what it does otherwise.
    lists: ById<ListId, (ListId, Change)>,
    /// What became of memories, and what they were.
    states: ById<StateId, StateId>,
    states_before: ById<StateId, StateId>,
}

impl Compare<'_> {
    fn hop(&mut self, id: HopId) -> (HopId, Change) {
        let now = self.hops.get(id.0 as usize).copied().flatten();
        let both = now.and_then(|now| Some((now, self.before.hop(id)?, self.now.hop(now)?)));
        let Some((now, one, other)) = both else { return (id, Change::Everything) };
        if !is_same_assumption(one.assumption.as_ref(), other.assumption.as_ref()) {
            return (now, Change::Everything);
        }
        let change = match (&one.kind, &other.kind) {
            (HopKind::Filter(one), HopKind::Filter(other)) => self.filter(one, other),
            (HopKind::Route(one), HopKind::Route(other)) => self.route(one, other),
            (HopKind::Rewrite(one), HopKind::Rewrite(other)) => self.rewrite(one, other),
            (HopKind::Restore(one), HopKind::Restore(other)) => self.restore(one, other),
            (HopKind::Branches(one), HopKind::Branches(other)) => {
                let same = one.ways.len() == other.ways.len()
                    && one.back.len() == other.back.len()
                    && self.is_same_place(one.front, other.front);
                let mut ways = one.ways.iter().zip(&other.ways);
                let mut back = one.back.iter().zip(&other.back);
                unchanged(
                    same && ways.all(|(one, other)| {
                        self.is_same_hop(one.hop, other.hop) && self.is_same_place(one.to, other.to)
                    }) && back.all(|(one, other)| {
                        self.is_same_state(one.0, other.0) && self.is_same_hop(one.1, other.1)
                    }),
                )
            }
            (HopKind::Appliance(one), HopKind::Appliance(other)) => self.appliance(one, other),
            (HopKind::Gap(one), HopKind::Gap(other)) => unchanged(self.is_same_gap(one, other)),
            (HopKind::End(one), HopKind::End(other)) => unchanged(self.places.get(*one) == Some(other)),
            _ => Change::Everything,
        };
        (now, change)
    }

    fn filter(&mut self, one: &Filter, other: &Filter) -> Change {
        let lists = (self.before.list(one.list), self.now.list(other.list));
        let (Some(before), Some(now)) = lists else { return Change::Everything };
        let states = match (one.state, other.state) {
            (Some(one), Some(other)) => self.is_same_state(one, other),
            (None, None) => true,
            _ => false,
        };
        let gaps = self.is_same_way(one.gap, other.gap);
        if !states || !gaps || !self.is_same_hop(one.next, other.next) {
            return Change::Everything;
        }
        if before.table().is_same(now.table()) {
            return Change::Nothing;
        }
        // Many hops have the same list.
        if let Some((_, known)) = self.lists.get(one.list).filter(|(list, _)| *list == other.list) {
            return *known;
        }
        let same = |one: u32, other: u32| one.min(DROPPED) == other.min(DROPPED);
        let change = self.table(before.table(), now.table(), &same);
        self.lists.insert(one.list, (other.list, change));
        change
    }

    fn route(&mut self, one: &Route, other: &Route) -> Change {
        let (before, now) = (one.entries(), other.entries());
        let same_next = |one: &Next, other: &Next| self.is_same_next(one, other);
        let mut both = before.iter().zip(now);
        if before.len() == now.len()
            && both.all(|(one, other)| one.packets == other.packets && same_next(&one.next, &other.next))
        {
            return Change::Nothing;
        }
        let hops = &self.hops;
        let same = |number: u32, other_number: u32| match (one.entry(number), other.entry(other_number)) {
            (Some(one), Some(other)) => is_same_next(hops, &one.next, &other.next),
            _ => false,
        };
        let packets = differing(self.spaces, one.table(), other.table(), &same, self.told);
        of_packets(packets)
    }

    fn rewrite(&mut self, one: &Rewrite, other: &Rewrite) -> Change {
        let states = match (one.state, other.state) {
            (Some(one), Some(other)) => self.is_same_state(one, other),
            (None, None) => true,
            _ => false,
        };
        // What one of several addresses comes to may not have been looked at.
        let is_told = self.same_told || !one.cases().iter().any(|case| chooses_address(&case.treatment));
        if !states || !is_told || !self.is_same_hop(one.next, other.next) {
            return Change::Everything;
        }
        let (before, now) = (one.cases(), other.cases());
        let mut both = before.iter().zip(now);
        if before.len() == now.len()
            && both.all(|(one, other)| {
                one.packets == other.packets && is_same_treatment(&one.treatment, &other.treatment)
            })
        {
            return Change::Nothing;
        }
        let same = |number: u32, other_number: u32| match (one.case(number), other.case(other_number)) {
            (Some(one), Some(other)) => is_same_treatment(&one.treatment, &other.treatment),
            _ => false,
        };
        self.table(one.table(), other.table(), &same)
    }

    fn restore(&mut self, one: &Restore, other: &Restore) -> Change {
        let next = self.is_same_hop(one.next, other.next);
        let otherwise = self.is_same_next(&one.otherwise, &other.otherwise);
        unchanged(self.is_same_state(one.state, other.state) && next && otherwise)
    }

    fn appliance(&mut self, one: &Appliance, other: &Appliance) -> Change {
        let arrives = self.is_same_way(one.arrives, other.arrives);
        let ways = self.are_same_ways(&one.ways, &other.ways);
        let is_same = self.same_told && arrives && ways && one.forms == other.forms;
        unchanged(self.is_same_state(one.state, other.state) && is_same)
    }

    fn table(&mut self, one: &Table, other: &Table, same: &dyn Fn(u32, u32) -> bool) -> Change {
        of_packets(differing(self.spaces, one, other, same, self.told))
    }

    fn is_same_gap(&self, one: &Gap, other: &Gap) -> bool {
        self.are_same_ways(&one.ways, &other.ways) && self.are_same_ways(&one.beyond, &other.beyond)
    }

    fn are_same_ways(&self, one: &[HopId], other: &[HopId]) -> bool {
        let mut ways = one.iter().zip(other);
        one.len() == other.len() && ways.all(|(one, other)| self.is_same_hop(*one, *other))
    }

    fn is_same_way(&self, one: Option<HopId>, other: Option<HopId>) -> bool {
        match (one, other) {
            (Some(one), Some(other)) => self.is_same_hop(one, other),
            (None, None) => true,
            _ => false,
        }
    }

    fn is_same_hop(&self, one: HopId, other: HopId) -> bool {
        self.hops.get(one.0 as usize) == Some(&Some(other))
    }

    fn is_same_place(&self, one: Option<PlaceId>, other: Option<PlaceId>) -> bool {
        one.map(|one| self.places.get(one).copied()) == other.map(Some)
    }

    fn is_same_next(&self, one: &Next, other: &Next) -> bool {
        is_same_next(&self.hops, one, other)
    }

    /// Whether a memory is the one that another has become, and no other has.
    fn is_same_state(&mut self, one: StateId, other: StateId) -> bool {
        match (self.states.get(one), self.states_before.get(other)) {
            (None, None) => {
                self.states.insert(one, other);
                self.states_before.insert(other, one);
                true
            }
            (known, before) => known == Some(&other) && before == Some(&one),
        }
    }
}

fn is_same_next(hops: &[Option<HopId>], one: &Next, other: &Next) -> bool {
    match (one, other) {
        (Next::Hop(one), Next::Hop(other)) => hops.get(one.0 as usize) == Some(&Some(*other)),
        (Next::Stop(_), Next::Stop(_)) => true,
        _ => false,
    }
}

fn is_same_treatment(one: &Treatment, other: &Treatment) -> bool {
    match (one, other) {
        (Treatment::Set(one), Treatment::Set(other)) => one == other,
        (Treatment::Stop(_), Treatment::Stop(_)) => true,
        _ => false,
    }
}

fn is_same_assumption(one: Option<&Assumed>, other: Option<&Assumed>) -> bool {
    one.map(|one| (one.code, one.when)) == other.map(|other| (other.code, other.when))
}

/// Whether packets get one of several addresses.
fn chooses_address(treatment: &Treatment) -> bool {
    let mut fields = treatment.fields().into_iter().flatten();
    let is_address = |field| matches!(field, Field::Source | Field::Destination);
    fields.any(|(field, values)| is_address(*field) && values.single().is_none())
}

const fn unchanged(is_same: bool) -> Change {
    if is_same { Change::Nothing } else { Change::Everything }
}

fn of_packets(packets: Space) -> Change {
    if packets.is_empty() { Change::Nothing } else { Change::Packets(packets) }
}

/// The packets of `told` for which the effects of two tables are not the same.
fn differing(
    spaces: &mut Spaces,
    one: &Table,
    other: &Table,
    same: &dyn Fn(u32, u32) -> bool,
    told: Space,
) -> Space {
    let now = other.effects(spaces);
    let mut agreed = Vec::new();
    for (number, packets) in one.effects(spaces) {
        for (_, others) in now.iter().filter(|(other, _)| same(number, *other)) {
            agreed.push(spaces.intersect(packets, *others));
        }
    }
    let agreed = spaces.union_all(agreed);
    spaces.minus(told, agreed)
}

#[cfg(test)]
mod tests;
