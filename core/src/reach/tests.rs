//! Walks through fabrics made by hand.

use alloc::vec;
use alloc::vec::Vec;

use super::*;
use crate::fabric::tests::label;
use crate::fabric::{
    Action, Addresses, Appliance, Branches, Case, Entry, Fabric, Filter, FilterList, Form, HopId, HopKind,
    KinId, Next, Otherwise, Place, PlaceId, RealmId, Restore, Rewrite, Route, Rule, StateId, Stop, Treatment,
};
use crate::packet::Family;
use crate::reason::Reason;
use crate::space::{Field, Space, Spaces, Values};

/// TCP packets of IPv4 from address 1, port 50000, to address 2, port 443.
fn sent(spaces: &mut Spaces) -> Space {
    let fields = [
        (Field::Family, 0),
        (Field::Protocol, 6),
        (Field::Source, 1),
        (Field::Destination, 2),
        (Field::SourcePort, 50_000),
        (Field::DestinationPort, 443),
    ];
    let with = |packets, &(field, value): &_| spaces.limit(packets, field, &Values::one(value));
    fields.iter().fold(Space::ALL, with)
}

/// Two places, 1 and 2, with hops between them still to come.
struct Net {
    spaces: Spaces,
    fabric: Fabric,
    ends: [HopId; 2],
}

const HERE: PlaceId = PlaceId(0);
const THERE: PlaceId = PlaceId(1);

impl Net {
    fn new() -> Self {
        let mut spaces = Spaces::new();
        let mut fabric = Fabric::new(&mut spaces);
        let ends = [HERE, THERE].map(|place| {
            let end = fabric.add(label("place"), HopKind::End(place));
            let address = Values::one(u128::from(place.0) + 1);
            fabric.places.push(Place {
                realm: RealmId(0),
                addresses: Addresses::of(Family::V4, address),
                client_ports: Values::range(1024, 65535),
                sends_to: end,
                embeds: false,
                kin: KinId::NONE,
                label: label("place"),
            });
            end
        });
        // Until told otherwise each sends to the other.
        fabric.places[0].sends_to = ends[1];
        fabric.places[1].sends_to = ends[0];
        Self { spaces, fabric, ends }
    }

    /// Packets with a value in this range.
    fn of(&mut self, field: Field, first: u128, last: u128) -> Space {
        self.spaces.of(field, &Values::range(first, last))
    }

    fn route(&mut self, entries: impl IntoIterator<Item = Entry>) -> HopKind {
        let otherwise = (Stop::new(Reason::NoRoute, label("table")), label("table"));
        HopKind::Route(Route::new(&mut self.spaces, entries.into_iter().collect(), otherwise))
    }

    fn filter(&mut self, allowed: Space, state: Option<StateId>, next: HopId) -> HopId {
        let rule = Rule { packets: allowed, action: Action::Allow, label: label("rule") };
        let otherwise = Otherwise { action: Action::Deny(Reason::AclNoRule), lists: vec![label("list")] };
        let list = self.fabric.add_list(FilterList::new(&mut self.spaces, vec![rule], otherwise));
        self.fabric.add(label("filter"), HopKind::Filter(Filter { list, state, next, gap: None }))
    }

    fn rewrite(&mut self, fields: &[(Field, Values)], state: Option<StateId>, next: HopId) -> HopId {
        let case =
            Case { packets: Space::ALL, treatment: Treatment::Set(fields.to_vec()), label: label("case") };
        let otherwise = (Stop::new(Reason::NatProtocol, label("gateway")), label("gateway"));
        let rewrite = Rewrite::new(&mut self.spaces, [case], otherwise, state, next);
        self.fabric.add(label("gateway"), HopKind::Rewrite(rewrite))
    }

    fn sends_to(&mut self, place: PlaceId, hop: HopId) {
        self.fabric.places[place.0 as usize].sends_to = hop;
    }

    fn send(&mut self) -> Vec<Outcome> {
        let sent = sent(&mut self.spaces);
        Walker::new(&self.fabric).send(&mut self.spaces, HERE, sent).unwrap()
    }

    /// How the replies to what arrives end: `None` where they return.
    fn replies(&mut self) -> Vec<Option<Reason>> {
        let arrived = self.send().into_iter().filter(Outcome::is_delivered);
        let walker = Walker::new(&self.fabric);
        let replies = arrived.flat_map(|outcome| walker.answer(&mut self.spaces, &outcome, HERE).unwrap());
        let end = |reply: ReplyOutcome| match reply.end {
            ReplyEnd::Returned | ReplyEnd::Open => None,
            ReplyEnd::Lost(stop) => Some(stop.reason),
        };
        replies.map(end).collect()
    }
}

/// How ways end: `None` where they arrive.
fn ends(outcomes: &[Outcome]) -> Vec<Option<Reason>> {
    let end = |outcome: &Outcome| match &outcome.end {
        End::Arrived(_) | End::Open | End::Beyond => None,
        End::Stopped(stop) => Some(stop.reason),
    };
    outcomes.iter().map(end).collect()
}

#[test]
fn a_filter_behind_a_choice_passes_some_and_not_every() {
    let mut net = Net::new();
    let packets = net.of(Field::SourcePort, 32_768, 65_535);
    let upper = net.filter(packets, None, net.ends[1]);
    let ports = (Field::SourcePort, Values::range(1024, 65_535));
    let gateway = net.rewrite(&[ports], None, upper);
    net.sends_to(HERE, gateway);
    let outcomes = net.send();
    let mut found = ends(&outcomes);
    found.sort();
    assert_eq!(found, [None, Some(Reason::AclNoRule)]);
    for outcome in &outcomes {
        assert_eq!(outcome.piece.sent(), sent(&mut net.spaces), "the same packet by either choice");
    }
}

#[test]
fn a_choice_from_the_same_set_again_is_a_loop() {
    let mut net = Net::new();
    let back = net.fabric.add(label("later"), HopKind::End(HERE));
    let ports = (Field::SourcePort, Values::range(1024, 65_535));
    let gateway = net.rewrite(&[ports], None, back);
    let all = Entry { packets: Space::ALL, next: Next::Hop(gateway), label: label("route") };
    let route = net.route([all]);
    net.fabric.set(back, route);
    net.sends_to(HERE, back);
    let outcomes = net.send();
    assert_eq!(ends(&outcomes), [Some(Reason::RouteLoop)]);
    assert!(outcomes[0].visits.in_order().len() < 8, "{} hops", outcomes[0].visits.in_order().len());
}

#[test]
fn a_hop_may_be_crossed_again_by_another_packet() {
    // The first time from port 50000, the second time from port 7, then out.
    let mut net = Net::new();
    let again = net.fabric.add(label("later"), HopKind::End(HERE));
    let seven = (Field::SourcePort, Values::one(7));
    let gateway = net.rewrite(&[seven], None, again);
    let packets = net.of(Field::SourcePort, 7, 7);
    let out = Entry { packets, next: Next::Hop(net.ends[1]), label: label("route") };
    let around = Entry { packets: Space::ALL, next: Next::Hop(gateway), label: label("route") };
    let route = net.route([out, around]);
    net.fabric.set(again, route);
    net.sends_to(HERE, again);
    assert_eq!(ends(&net.send()), [None]);
}

#[test]
fn a_stateful_hop_drops_replies_of_flows_that_it_did_not_see() {
    let mut net = Net::new();
    let state = net.fabric.new_state();
    let back = net.filter(Space::ALL, Some(state), net.ends[0]);
    net.sends_to(THERE, back);
    assert_eq!(net.replies(), [Some(Reason::ReplyOtherPath)]);

    // On the way there another hop of the same memory is crossed: now it knows them, whatever its rules say.
    let shut = net.filter(Space::EMPTY, Some(state), net.ends[0]);
    let there = net.filter(Space::ALL, Some(state), net.ends[1]);
    net.sends_to(THERE, shut);
    net.sends_to(HERE, there);
    assert_eq!(net.replies(), [None]);
}

#[test]
fn a_stateless_hop_is_asked_about_replies() {
    let mut net = Net::new();
    let packets = net.of(Field::DestinationPort, 1024, 65_535);
    let back = net.filter(packets, None, net.ends[0]);
    net.sends_to(THERE, back);
    assert_eq!(net.replies(), [None]);
    let packets = net.of(Field::DestinationPort, 443, 443);
    let shut = net.filter(packets, None, net.ends[0]);
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
    let packets = net.of(Field::DestinationPort, 80, 80);
    let second = net.filter(packets, None, net.ends[1]);
    let packets = net.of(Field::DestinationPort, 22, 22);
    let first = net.filter(packets, None, second);
    net.sends_to(HERE, first);
    assert_eq!(ends(&net.send()), [Some(Reason::AclNoRule)]);
    let sent = sent(&mut net.spaces);
    let outcomes = Walker::past_drops(&net.fabric).send(&mut net.spaces, HERE, sent).unwrap();
    assert_eq!(ends(&outcomes), [None]);
    assert_eq!(outcomes[0].drops.in_order().len(), 2);
    assert!(!outcomes[0].is_delivered());
}

#[test]
fn the_provider_may_take_any_branch() {
    let mut net = Net::new();
    let nothing = net.filter(Space::EMPTY, None, net.ends[1]);
    let ways = [net.ends[1], nothing];
    let branches = net.fabric.add(label("zones"), HopKind::Branches(Branches::any_of(ways)));
    net.sends_to(HERE, branches);
    let outcomes = net.send();
    assert_eq!(ends(&outcomes), [None, Some(Reason::AclNoRule)]);
    for outcome in &outcomes {
        assert_eq!(outcome.piece.sent(), sent(&mut net.spaces), "the same packet by either branch");
    }
}

#[test]
fn a_reply_takes_the_branch_of_its_flow() {
    let mut net = Net::new();
    let states = [net.fabric.new_state(), net.fabric.new_state()];
    let ways: Vec<HopId> =
        states.into_iter().map(|state| net.filter(Space::ALL, Some(state), net.ends[1])).collect();
    let there = net.fabric.add(label("zones"), HopKind::Branches(Branches::any_of(ways.clone())));
    net.sends_to(HERE, there);
    let lost = net.filter(Space::EMPTY, None, net.ends[0]);
    // Only by the first there is a way back: each flow finds its own.
    let back = states.into_iter().zip([net.ends[0], lost]).collect();
    let back = HopKind::Branches(Branches { back, ..Branches::any_of(ways) });
    let back = net.fabric.add(label("zones"), back);
    net.sends_to(THERE, back);
    assert_eq!(net.replies(), [None, Some(Reason::AclNoRule)]);
    // What no memory knows takes any.
    net.sends_to(HERE, net.ends[1]);
    assert_eq!(net.replies(), [None, Some(Reason::AclNoRule)]);
}

#[test]
fn marks_stay_until_they_are_set_again_and_replies_have_none() {
    let mut net = Net::new();
    let marked = net.of(Field::Mark, 5, 5);
    let only_marked = net.filter(marked, None, net.ends[1]);
    let unmarked = net.of(Field::Mark, 0, 0);
    let five = net.rewrite(&[(Field::Mark, Values::one(5))], None, only_marked);
    net.sends_to(HERE, only_marked);
    assert_eq!(ends(&net.send()), [Some(Reason::AclNoRule)]);
    net.sends_to(HERE, five);
    assert_eq!(ends(&net.send()), [None]);
    let home = net.filter(unmarked, None, net.ends[0]);
    net.sends_to(THERE, home);
    assert_eq!(net.replies(), [None]);
    let four = net.rewrite(&[(Field::Mark, Values::one(4))], None, only_marked);
    let five_then_four = net.rewrite(&[(Field::Mark, Values::one(5))], None, four);
    net.sends_to(HERE, five_then_four);
    assert_eq!(ends(&net.send()), [Some(Reason::AclNoRule)]);
}

#[test]
fn another_mark_is_another_time_around() {
    // Marked one higher each time it comes around, out with the third.
    let mut net = Net::new();
    let again = net.fabric.add(label("later"), HopKind::End(HERE));
    let first = net.rewrite(&[(Field::Mark, Values::one(1))], None, again);
    let second = net.rewrite(&[(Field::Mark, Values::one(2))], None, again);
    let [none, one] = [0, 1].map(|mark| net.of(Field::Mark, mark, mark));
    let entry = |packets, hop| Entry { packets, next: Next::Hop(hop), label: label("route") };
    let route = net.route([entry(none, first), entry(one, second), entry(Space::ALL, net.ends[1])]);
    net.fabric.set(again, route);
    net.sends_to(HERE, again);
    assert_eq!(ends(&net.send()), [None]);
}

#[test]
fn loops_and_chains_of_a_thousand_hops_end() {
    for is_loop in [true, false] {
        let mut net = Net::new();
        let first = net.fabric.add(label("later"), HopKind::End(HERE));
        let mut next = if is_loop { first } else { net.ends[1] };
        for hop in 0..1000 {
            // Every tenth translates the source address.
            next = if hop % 10 == 0 {
                net.rewrite(&[(Field::Source, Values::one(100 + hop))], None, next)
            } else {
                net.filter(Space::ALL, None, next)
            };
        }
        let all = Entry { packets: Space::ALL, next: Next::Hop(next), label: label("route") };
        let route = net.route([all]);
        net.fabric.set(first, route);
        net.sends_to(HERE, first);
        assert_eq!(ends(&net.send()), [is_loop.then_some(Reason::RouteLoop)]);
    }
}

#[test]
fn what_was_dropped_before_an_appliance_is_told_from_what_was_not() {
    let mut net = Net::new();
    let ways = vec![net.ends[1]];
    let forms = vec![Form { packets: Space::ALL, fields: Vec::new() }];
    let appliance = Appliance { arrives: None, forms, ways, state: StateId(0) };
    let appliance = net.fabric.add(label("appliance"), HopKind::Appliance(appliance));
    let secure = net.of(Field::DestinationPort, 443, 443);
    let filter = net.filter(secure, None, appliance);
    net.sends_to(HERE, filter);
    let passes = sent(&mut net.spaces);
    let any_port = net.spaces.forget(passes, Field::DestinationPort);
    let outcomes = Walker::past_drops(&net.fabric).send(&mut net.spaces, HERE, any_port).unwrap();
    let arrived = outcomes.iter().filter(|outcome| matches!(outcome.end, End::Arrived(_)));
    let mut found: Vec<_> = arrived
        .map(|outcome| {
            let drops: Vec<Reason> = outcome.drops.in_order().into_iter().map(|stop| stop.reason).collect();
            (drops, outcome.piece.sent())
        })
        .collect();
    found.sort();
    let dropped = net.spaces.minus(any_port, passes);
    assert_eq!(found, [(vec![], passes), (vec![Reason::AclNoRule], dropped)]);
}

#[test]
fn a_reply_is_of_the_flow_that_left_with_its_very_fields() {
    let mut net = Net::new();
    // The same memory gives the packet a port twice: what is sent and what came of it are two flows.
    let state = StateId(0);
    let ports = || [(Field::SourcePort, Values::range(1024, 65_535))];
    let second = net.rewrite(&ports(), Some(state), net.ends[1]);
    let first = net.rewrite(&ports(), Some(state), second);
    net.sends_to(HERE, first);
    let mut back = net.ends[0];
    for _ in 0..2 {
        let otherwise = Next::Stop(Stop::new(Reason::NatUnsolicited, label("gateway")));
        let restore = Restore { state, next: back, otherwise };
        back = net.fabric.add(label("gateway"), HopKind::Restore(restore));
    }
    net.sends_to(THERE, back);
    assert_eq!(net.replies(), [None]);
}
