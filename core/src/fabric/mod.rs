//! The one forwarding graph that every cloud lowers to. No cloud is known here.
//!
//! A packet starts at its sender's place and goes from hop to hop. A hop filters it, routes it, rewrites it, or is
//! the end of its way. Everything peculiar to a cloud is said by which hops it lowers to and what they hold.

mod appliance;
mod change;
mod filter;
mod gap;
mod label;
mod replies;
mod rewrite;
mod route;
mod table;

use alloc::string::String;
use alloc::vec::Vec;
use core::net::IpAddr;

pub(crate) use appliance::{Appliance, Form};
pub(crate) use change::{Change, Changes};
#[cfg(test)]
pub(crate) use filter::Stage;
pub(crate) use filter::{Action, Filter, FilterList, Otherwise, Rule};
pub(crate) use gap::Gap;
pub(crate) use label::{Direction, Label, Part};
pub(crate) use replies::Replies;
pub(crate) use rewrite::{Case, Restore, Rewrite, Treatment};
pub(crate) use route::{Branch, Branches, Entry, Route};
pub(crate) use table::{Detail, Table};

use crate::embedded::{embed, holder};
use crate::ordered::{Map, listed};
use crate::packet::{Family, Prefix, address_number};
use crate::reason::Reason;
use crate::space::{Space, Spaces, Values};

/// The whole graph.
#[derive(Debug)]
pub(crate) struct Fabric {
    hops: Vec<Hop>,
    lists: Vec<FilterList>,
    /// Where packets come from and end; [`PlaceId::OUTSIDE`] is the first.
    pub(crate) places: Vec<Place>,
    /// Where addresses are unique; [`RealmId::OUTSIDE`] is the first.
    pub(crate) realms: Vec<Realm>,
    /// Addresses that stand for a place without being its own.
    pub(crate) fronts: Vec<Front>,
    /// How packets are answered.
    pub(crate) replies: Replies,
    /// Whether some hop makes IPv6 packets to addresses that hold IPv4 ones packets to those.
    pub(crate) embeds: bool,
    states: u32,
}

macro_rules! ids {
    ($($(#[doc = $doc:literal])+ $name:ident,)+) => {
        $(
            $(#[doc = $doc])+
            #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub(crate) struct $name(pub(crate) u32);
        )+
    };
}

ids! {
    /// A hop.
    HopId,
    /// A list of filter rules, which several hops may apply.
    ListId,
    /// A place.
    PlaceId,
    /// An address realm.
    RealmId,
    /// The memory of a stateful hop: hops that share it know each other's flows.
    StateId,
    /// Places that are alike: every hop treats them in the same way, but for their own addresses.
    KinId,
}

impl PlaceId {
    /// Every address outside the estate; each of them is a place of its own, told apart by address alone.
    pub(crate) const OUTSIDE: Self = Self(0);
}

impl KinId {
    /// A place that is like no other.
    pub(crate) const NONE: Self = Self(u32::MAX);
}

impl RealmId {
    /// The addresses outside the estate, and the public ones of the estate.
    pub(crate) const OUTSIDE: Self = Self(0);
}

/// A part of the network in which an address names one place (RFC 2663: address realm).
#[derive(Debug)]
pub(crate) struct Realm {
    /// Its name in answers.
    pub(crate) name: String,
    /// Its ranges; empty for the outside.
    pub(crate) prefixes: Vec<Prefix>,
    /// What it is.
    pub(crate) label: Label,
}

/// Where packets come from and end.
#[derive(Debug)]
pub(crate) struct Place {
    /// Its realm.
    pub(crate) realm: RealmId,
    /// Its own addresses.
    pub(crate) addresses: Addresses,
    /// The ports its clients send from, 0 to 65535.
    pub(crate) client_ports: Values,
    /// The hop that gets what it sends.
    pub(crate) sends_to: HopId,
    /// Whether what it sends to IPv4 addresses held by IPv6 ones is led to where it may be made a packet to those: then it is asked
    /// about wherever these addresses are.
    pub(crate) embeds: bool,
    /// Which places it is like.
    pub(crate) kin: KinId,
    /// What it is.
    pub(crate) label: Label,
}

impl Place {
    /// What is known of its points, of which there may be many.
    pub(crate) fn known<'a, T>(
        &'a self,
        points: &'a Map<(RealmId, IpAddr), T>,
    ) -> impl Iterator<Item = &'a ((RealmId, IpAddr), T)> {
        [Family::V4, Family::V6].into_iter().flat_map(move |family| {
            let point = move |number| (self.realm, family.address(number));
            let ranges = self.addresses.family(family).ranges().iter();
            ranges.flat_map(move |&(first, last)| points.between(point(first), point(last)))
        })
    }
}

/// An address of [`RealmId::OUTSIDE`] that is translated to a place's own on the way in.
#[derive(Debug)]
pub(crate) struct Front {
    /// The address.
    pub(crate) address: IpAddr,
    /// The point that it stands for; `None` where it takes replies alone.
    pub(crate) behind: Option<(RealmId, IpAddr)>,
    /// What it is an address of.
    pub(crate) label: Label,
}

/// Addresses of both families, as numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Addresses {
    v4: Values,
    v6: Values,
}

impl Addresses {
    /// None.
    pub(crate) fn empty() -> Self {
        Self { v4: Values::empty(), v6: Values::empty() }
    }

    /// These of one family.
    pub(crate) fn of(family: Family, values: Values) -> Self {
        let mut addresses = Self::empty();
        *addresses.family_mut(family) = values;
        addresses
    }

    /// One.
    pub(crate) fn single(address: IpAddr) -> Self {
        Self::of(Family::of(address), Values::one(address_number(address)))
    }

    /// Whether `address` is one of them.
    pub(crate) fn contains(&self, address: IpAddr) -> bool {
        self.family(Family::of(address)).contains(address_number(address))
    }

    /// The addresses of `family`.
    pub(crate) const fn family(&self, family: Family) -> &Values {
        match family {
            Family::V4 => &self.v4,
            Family::V6 => &self.v6,
        }
    }

    fn family_mut(&mut self, family: Family) -> &mut Values {
        match family {
            Family::V4 => &mut self.v4,
            Family::V6 => &mut self.v6,
        }
    }

    /// Those in either.
    pub(crate) fn union(&self, other: &Self) -> Self {
        Self { v4: self.v4.union(&other.v4), v6: self.v6.union(&other.v6) }
    }

    /// Those in both.
    pub(crate) fn intersect(&self, other: &Self) -> Self {
        Self { v4: self.v4.intersect(&other.v4), v6: self.v6.intersect(&other.v6) }
    }

    /// Those in this one only.
    pub(crate) fn minus(&self, other: &Self) -> Self {
        Self { v4: self.v4.minus(&other.v4), v6: self.v6.minus(&other.v6) }
    }

    /// The IPv6 addresses that hold the IPv4 ones.
    pub(crate) fn embedded(&self) -> Self {
        Self::of(Family::V6, embed(&self.v4))
    }

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.v4.is_empty() && self.v6.is_empty()
    }

    /// One by one, in order: for places that have few.
    pub(crate) fn singles(&self) -> impl Iterator<Item = (Family, u128)> {
        [Family::V4, Family::V6].into_iter().flat_map(|family| {
            let ranges = self.family(family).ranges().iter();
            ranges.flat_map(move |&(first, last)| (first..=last).map(move |number| (family, number)))
        })
    }

    /// The addresses of any.
    fn united(all: &[Addresses]) -> Self {
        Self {
            v4: all.iter().flat_map(|item| item.v4.ranges()).copied().collect(),
            v6: all.iter().flat_map(|item| item.v6.ranges()).copied().collect(),
        }
    }
}

impl FromIterator<Addresses> for Addresses {
    fn from_iter<I: IntoIterator<Item = Addresses>>(items: I) -> Self {
        Self::united(&listed(items))
    }
}

/// One step of a packet's way.
#[derive(Debug)]
pub(crate) struct Hop {
    /// What it is, for people.
    pub(crate) label: Label,
    /// What it does.
    pub(crate) kind: HopKind,
    /// What an answer rests on when a packet crosses it.
    pub(crate) assumption: Option<Assumed>,
}

/// What a hop does.
#[derive(Debug)]
pub(crate) enum HopKind {
    /// Lets pass or drops.
    Filter(Filter),
    /// Chooses the next hop by destination.
    Route(Route),
    /// Changes fields.
    Rewrite(Rewrite),
    /// Changes fields of replies back.
    Restore(Restore),
    /// The provider takes one of several ways.
    Branches(Branches),
    /// Does what the estate does not say.
    Appliance(Appliance),
    /// Here something is not in the text.
    Gap(Gap),
    /// Here the packet arrives.
    End(PlaceId),
}

/// Where a packet goes from a hop.
#[derive(Debug, Clone)]
pub(crate) enum Next {
    /// On.
    Hop(HopId),
    /// Nowhere.
    Stop(Stop),
}

impl Next {
    /// What ends the way here, if it ends.
    pub(crate) const fn stop(&self) -> Option<&Stop> {
        match self {
            Self::Hop(_) => None,
            Self::Stop(stop) => Some(stop),
        }
    }
}

/// The end of a packet's way short of its destination.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stop {
    /// Why.
    pub(crate) reason: Reason,
    /// What would have to change: alternatives, at least one.
    pub(crate) at: Vec<Label>,
}

impl Stop {
    /// A stop with one thing to blame.
    pub(crate) fn new(reason: Reason, at: Label) -> Self {
        Self { reason, at: alloc::vec![at] }
    }
}

/// An assumption that crossing a hop makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Assumed {
    /// Stable code.
    pub(crate) code: &'static str,
    /// The assumption as a sentence.
    pub(crate) text: &'static str,
    /// The thing it is about.
    pub(crate) about: Label,
    /// When an answer rests on it.
    pub(crate) when: When,
}

/// When an answer rests on the assumption of a hop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum When {
    /// When a packet crosses it.
    Crossed,
    /// When the reply to such a packet is lost, and no filter's rules drop it.
    ReplyLost,
}

impl Fabric {
    /// A graph without hops, for sets of this store.
    pub(crate) fn new(spaces: &mut Spaces) -> Self {
        Self {
            hops: Vec::new(),
            lists: Vec::new(),
            places: Vec::new(),
            realms: Vec::new(),
            fronts: Vec::new(),
            replies: Replies::new(spaces),
            embeds: false,
            states: 0,
        }
    }

    /// The hop with this id.
    pub(crate) fn hop(&self, id: HopId) -> Option<&Hop> {
        self.hops.get(id.0 as usize)
    }

    /// The list with this id.
    pub(crate) fn list(&self, id: ListId) -> Option<&FilterList> {
        self.lists.get(id.0 as usize)
    }

    /// The place with this id.
    pub(crate) fn place(&self, id: PlaceId) -> Option<&Place> {
        self.places.get(id.0 as usize)
    }

    /// The realm with this id.
    pub(crate) fn realm(&self, id: RealmId) -> Option<&Realm> {
        self.realms.get(id.0 as usize)
    }

    /// Adds a hop.
    pub(crate) fn add(&mut self, label: Label, kind: HopKind) -> HopId {
        self.add_assuming(label, kind, None)
    }

    /// Adds a hop that rests on an assumption.
    pub(crate) fn add_assuming(&mut self, label: Label, kind: HopKind, assumption: Option<Assumed>) -> HopId {
        let id = HopId(self.hops.len() as u32);
        self.hops.push(Hop { label, kind, assumption });
        id
    }

    /// Every hop.
    pub(crate) fn hop_ids(&self) -> impl Iterator<Item = HopId> + use<> {
        (0..self.hops.len() as u32).map(HopId)
    }

    /// Replaces what a hop does: for hops that must have an id before what follows them exists.
    pub(crate) fn set(&mut self, id: HopId, kind: HopKind) {
        if let Some(hop) = self.hops.get_mut(id.0 as usize) {
            hop.kind = kind;
        }
    }

    /// Adds a list of filter rules.
    pub(crate) fn add_list(&mut self, list: FilterList) -> ListId {
        let id = ListId(self.lists.len() as u32);
        self.lists.push(list);
        id
    }

    /// The first list that was too large, if one was.
    pub(crate) fn too_large(&self) -> Option<Label> {
        self.lists.iter().find_map(FilterList::too_large)
    }

    /// Says that places are alike: exchanging the addresses of two of them, the first for the first and so on in their
    /// order, and the fronts of these, changes nothing but names.
    pub(crate) fn make_alike(&mut self, places: &[PlaceId]) {
        let [first, _, ..] = places else { return };
        for id in places {
            if let Some(place) = self.places.get_mut(id.0 as usize) {
                place.kin = KinId(first.0);
            }
        }
    }

    /// Says that what hops do is asked about these packets alone, and so about no more than they need be told apart by.
    pub(crate) fn narrow_effects(&mut self, spaces: &mut Spaces, packets: Space) {
        for list in &mut self.lists {
            list.table_mut().narrow_effects(spaces, packets);
        }
        for hop in &mut self.hops {
            match &mut hop.kind {
                HopKind::Route(route) => route.table_mut().narrow_effects(spaces, packets),
                HopKind::Rewrite(rewrite) => rewrite.table_mut().narrow_effects(spaces, packets),
                HopKind::Filter(_)
                | HopKind::Restore(_)
                | HopKind::Branches(_)
                | HopKind::Appliance(_)
                | HopKind::Gap(_)
                | HopKind::End(_) => {}
            }
        }
    }

    /// Lets some hop read IPv4 addresses out of IPv6 ones: now that all fronts are known, each stands in an IPv6 address, too.
    pub(crate) fn embed_fronts(&mut self) {
        let held =
            self.fronts.iter().filter_map(|front| Some(Front { address: holder(front.address)?, ..*front }));
        let held: Vec<Front> = if self.embeds { held.collect() } else { Vec::new() };
        self.fronts.extend(held);
    }

    /// A memory that no hop has yet.
    pub(crate) fn new_state(&mut self) -> StateId {
        let id = StateId(self.states);
        self.states = self.states.saturating_add(1);
        id
    }

    /// Every hop that may do what it likes.
    pub(crate) fn appliances(&self) -> impl Iterator<Item = &Appliance> {
        self.hops.iter().filter_map(|hop| match &hop.kind {
            HopKind::Appliance(appliance) => Some(appliance),
            _ => None,
        })
    }

    /// Whether something is not in the text at some hop.
    pub(crate) fn has_gaps(&self) -> bool {
        self.hops.iter().any(|hop| matches!(hop.kind, HopKind::Gap(_)))
    }

    /// Every rewriting hop.
    pub(crate) fn rewrites(&self) -> impl Iterator<Item = &Rewrite> {
        self.hops.iter().filter_map(|hop| match &hop.kind {
            HopKind::Rewrite(rewrite) => Some(rewrite),
            _ => None,
        })
    }
}

#[cfg(test)]
pub(crate) mod tests;
