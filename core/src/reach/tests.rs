//! Walks through fabrics made by hand.

use alloc::vec;
use alloc::vec::Vec;

use super::*;
use crate::fabric::tests::label;
use crate::fabric::{
    Action, Addresses, Case, Entry, Fabric, Filter, FilterList, HopId, HopKind, Next, Otherwise, Place,
    PlaceId, RealmId, Restore, Rewrite, Route, Rule, StateId, Stop, Treatment,
};
use crate::packet::Family;
use crate::reason::Reason;
use crate::space::{Field, Space, Values};

fn of(field: Field, first: u128, last: u128) -> Space {
    Space::of(field, &Values::range(first, last))
}

/// TCP packets of IPv4 from address 1, port 50000, to address 2, port 443.
fn sent() -> Space {
    of(Field::Family, 0, 0)
        .intersect(&of(Field::Protocol, 6, 6))
        .intersect(&of(Field::Source, 1, 1))
        .intersect(&of(Field::Destination, 2, 2))
        .intersect(&of(Field::SourcePort, 50_000, 50_000))
        .intersect(&of(Field::DestinationPort, 443, 443))
}

/// Two places, 1 and 2, with hops between them still to come.
struct Net {
    fabric: Fabric,
    ends: [HopId; 2],
}

const HERE: PlaceId = PlaceId(0);
const THERE: PlaceId = PlaceId(1);

impl Net {
    fn new() -> Self {
        let mut fabric = Fabric::default();
        let ends = [HERE, THERE].map(|place| {
            let end = fabric.add(label("place"), HopKind::End(place));
            let address = Values::one(u128::from(place.0) + 1);
            fabric.places.push(Place {
                realm: RealmId(0),
                addresses: Addresses::of(Family::V4, address),
                client_ports: Values::range(1024, 65535),
                sends_to: end,
                label: label("place"),
            });
            end
        });
        // Until told otherwise each sends to the other.
        fabric.places[0].sends_to = ends[1];
        fabric.places[1].sends_to = ends[0];
        Self { fabric, ends }
    }

    fn filter(&mut self, allowed: Space, state: Option<StateId>, next: HopId) -> HopId {
        let rule = Rule { packets: allowed, action: Action::Allow, label: label("rule") };
        let otherwise = Otherwise { action: Action::Deny(Reason::AclNoRule), lists: vec![label("list")] };
        let list = self.fabric.add_list(FilterList::new(vec![rule], otherwise));
        self.fabric.add(label("filter"), HopKind::Filter(Filter { list, state, next }))
    }

    fn rewrite(&mut self, fields: &[(Field, Values)], state: Option<StateId>, next: HopId) -> HopId {
        let case =
            Case { packets: Space::all(), treatment: Treatment::Set(fields.to_vec()), label: label("case") };
        let otherwise = (Stop::new(Reason::NatProtocol, label("gateway")), label("gateway"));
        self.fabric.add(label("gateway"), HopKind::Rewrite(Rewrite::new([case], otherwise, state, next)))
    }

    fn sends_to(&mut self, place: PlaceId, hop: HopId) {
        self.fabric.places[place.0 as usize].sends_to = hop;
    }

    fn send(&self) -> Vec<Outcome> {
        Walker::new(&self.fabric).send(HERE, sent()).unwrap()
    }

    /// How the replies to what arrives end: `None` where they return.
    fn replies(&self) -> Vec<Option<Reason>> {
        let walker = Walker::new(&self.fabric);
        let arrived = self.send().into_iter().filter(Outcome::is_delivered);
        let replies = arrived.flat_map(|outcome| walker.answer(&outcome, HERE).unwrap());
        let end = |reply: ReplyOutcome| match reply.end {
            ReplyEnd::Returned => None,
            ReplyEnd::Lost(stop) => Some(stop.reason),
        };
        replies.map(end).collect()
    }
}

/// How ways end: `None` where they arrive.
fn ends(outcomes: &[Outcome]) -> Vec<Option<Reason>> {
    let end = |outcome: &Outcome| match &outcome.end {
        End::Arrived(_) => None,
        End::Stopped(stop) => Some(stop.reason),
    };
    outcomes.iter().map(end).collect()
}

#[test]
fn a_filter_behind_a_choice_passes_some_and_not_every() {
    let mut net = Net::new();
    let upper = net.filter(of(Field::SourcePort, 32_768, 65_535), None, net.ends[1]);
    let ports = (Field::SourcePort, Values::range(1024, 65_535));
    let gateway = net.rewrite(&[ports], None, upper);
    net.sends_to(HERE, gateway);
    let outcomes = net.send();
    let mut found = ends(&outcomes);
    found.sort();
    assert_eq!(found, [None, Some(Reason::AclNoRule)]);
    for outcome in &outcomes {
        assert_eq!(outcome.piece.sent(), &sent(), "the same packet by either choice");
    }
}

#[test]
fn a_choice_from_the_same_set_again_is_a_loop() {
    let mut net = Net::new();
    let back = net.fabric.add(label("later"), HopKind::End(HERE));
    let ports = (Field::SourcePort, Values::range(1024, 65_535));
    let gateway = net.rewrite(&[ports], None, back);
    let all = Entry { packets: Space::all(), next: Next::Hop(gateway), label: label("route") };
    let otherwise = (Stop::new(Reason::NoRoute, label("table")), label("table"));
    net.fabric.set(back, HopKind::Route(Route::new([all], otherwise)));
    net.sends_to(HERE, back);
    let outcomes = net.send();
    assert_eq!(ends(&outcomes), [Some(Reason::RouteLoop)]);
    assert!(outcomes[0].visits.len() < 8, "{} hops", outcomes[0].visits.len());
}

#[test]
fn a_hop_may_be_crossed_again_by_another_packet() {
    // The first time from port 50000, the second time from port 7, then out.
    let mut net = Net::new();
    let again = net.fabric.add(label("later"), HopKind::End(HERE));
    let seven = (Field::SourcePort, Values::one(7));
    let gateway = net.rewrite(&[seven], None, again);
    let out =
        Entry { packets: of(Field::SourcePort, 7, 7), next: Next::Hop(net.ends[1]), label: label("route") };
    let around = Entry { packets: Space::all(), next: Next::Hop(gateway), label: label("route") };
    let otherwise = (Stop::new(Reason::NoRoute, label("table")), label("table"));
    net.fabric.set(again, HopKind::Route(Route::new([out, around], otherwise)));
    net.sends_to(HERE, again);
    assert_eq!(ends(&net.send()), [None]);
}

#[test]
fn a_stateful_hop_drops_replies_of_flows_that_it_did_not_see() {
    let mut net = Net::new();
    let state = net.fabric.new_state();
    let back = net.filter(Space::all(), Some(state), net.ends[0]);
    net.sends_to(THERE, back);
    assert_eq!(net.replies(), [Some(Reason::ReplyOtherPath)]);

    // On the way there another hop of the same memory is crossed: now it knows them, whatever its rules say.
    let shut = net.filter(Space::empty(), Some(state), net.ends[0]);
    let there = net.filter(Space::all(), Some(state), net.ends[1]);
    net.sends_to(THERE, shut);
    net.sends_to(HERE, there);
    assert_eq!(net.replies(), [None]);
}

#[test]
fn a_stateless_hop_is_asked_about_replies() {
    let mut net = Net::new();
    let back = net.filter(of(Field::DestinationPort, 1024, 65_535), None, net.ends[0]);
    net.sends_to(THERE, back);
    assert_eq!(net.replies(), [None]);
    let shut = net.filter(of(Field::DestinationPort, 443, 443), None, net.ends[0]);
    net.sends_to(THERE, shut);
    assert_eq!(net.replies(), [Some(Reason::AclNoRule)]);
}

#[test]
fn a_translation_is_undone_by_its_own_memory_alone() {
    let mut net = Net::new();
    let [own, other] = [net.fabric.new_state(), net.fabric.new_state()];
    let chosen = [(Field::Source, Values::one(9)), (Field::SourcePort, Values::range(1024, 65_535))];
    let gateway = net.rewrite(&chosen, Some(own), net.ends[1]);
    net.sends_to(HERE, gateway);
    // Straight back the sender does not know the reply.
    assert_eq!(net.replies(), [Some(Reason::ReplyMismatch)]);

    let end = net.ends[0];
    let restore = |net: &mut Net, state| {
        let otherwise = Next::Stop(Stop::new(Reason::NatUnsolicited, label("gateway")));
        let hop = net.fabric.add(label("gateway"), HopKind::Restore(Restore { state, next: end, otherwise }));
        net.sends_to(THERE, hop);
    };
    restore(&mut net, other);
    assert_eq!(net.replies(), [Some(Reason::NatUnsolicited)]);
    restore(&mut net, own);
    assert_eq!(net.replies(), [None]);
}

#[test]
fn past_drops_everything_that_stops_a_packet_is_found() {
    let mut net = Net::new();
    let second = net.filter(of(Field::DestinationPort, 80, 80), None, net.ends[1]);
    let first = net.filter(of(Field::DestinationPort, 22, 22), None, second);
    net.sends_to(HERE, first);
    assert_eq!(ends(&net.send()), [Some(Reason::AclNoRule)]);
    let outcomes = Walker::past_drops(&net.fabric).send(HERE, sent()).unwrap();
    assert_eq!(ends(&outcomes), [None]);
    assert_eq!(outcomes[0].drops.len(), 2);
    assert!(!outcomes[0].is_delivered());
}
