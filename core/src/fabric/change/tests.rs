//! A fabric with a hop of every kind, and the same with something changed: what is found is that, and nothing else.

use alloc::vec;
use alloc::vec::Vec;
use core::net::{IpAddr, Ipv4Addr};

use super::*;
use crate::fabric::tests::label;
use crate::fabric::{
    Action, Addresses, Branches, Case, Entry, FilterList, Form, Front, Hop, KinId, Otherwise, Part, Rule,
    Stop, When,
};
use crate::packet::Family;
use crate::reason::Reason;
use crate::space::Values;

/// The hops, by what they do.
const HERE: u32 = 0;
const THERE: u32 = 1;
const FILTER: u32 = 2;
const ROUTE: u32 = 3;
const REWRITE: u32 = 4;
const RESTORE: u32 = 5;
const BRANCHES: u32 = 6;
const APPLIANCE: u32 = 7;
const SAME_LIST: u32 = 8;
const HOPS: u32 = 9;

/// The place that is an object.
const PLACE: PlaceId = PlaceId(1);

fn of_object(number: u32) -> Label {
    Label { object: Some(ObjectId(number)), ..label("hop") }
}

fn hop(object: u32, kind: HopKind) -> Hop {
    Hop { label: of_object(object), kind, assumption: None }
}

fn address(number: u8) -> IpAddr {
    Ipv4Addr::new(0, 0, 0, number).into()
}

/// Packets to these addresses.
fn to(spaces: &mut Spaces, first: u128, last: u128) -> Space {
    spaces.of(Field::Destination, &Values::range(first, last))
}

fn list(spaces: &mut Spaces, rules: &[(u128, u128, Action)]) -> FilterList {
    let rule =
        |&(first, last, action): &_| Rule { packets: to(spaces, first, last), action, label: label("rule") };
    let rules = rules.iter().map(rule).collect();
    let otherwise = Otherwise { action: Action::Deny(Reason::AclNoRule), lists: vec![label("list")] };
    FilterList::new(spaces, rules, otherwise)
}

fn filter(list: u32, state: Option<u32>, next: u32) -> HopKind {
    HopKind::Filter(Filter { list: ListId(list), state: state.map(StateId), next: HopId(next), gap: None })
}

/// By entries: the packets to these addresses go to a hop, or nowhere.
fn route(spaces: &mut Spaces, entries: &[(u128, u128, Option<u32>)]) -> HopKind {
    let next = |hop: Option<u32>| match hop {
        Some(hop) => Next::Hop(HopId(hop)),
        None => Next::Stop(Stop::new(Reason::NoRoute, label("entry"))),
    };
    let entry = |&(first, last, hop): &_| Entry {
        packets: to(spaces, first, last),
        next: next(hop),
        label: label("entry"),
    };
    let entries = entries.iter().map(entry).collect();
    HopKind::Route(Route::new(spaces, entries, (Stop::new(Reason::NoRoute, label("table")), label("table"))))
}

/// Packets to an address get these fields, or are dropped; all others are.
fn rewrite(
    spaces: &mut Spaces,
    destination: u128,
    fields: Option<&[(Field, Values)]>,
    state: Option<u32>,
    next: u32,
) -> HopKind {
    let treatment = match fields {
        Some(fields) => Treatment::Set(fields.to_vec()),
        None => Treatment::Stop(Stop::new(Reason::NatProtocol, label("case"))),
    };
    let case = Case { packets: to(spaces, destination, destination), treatment, label: label("case") };
    let otherwise = (Stop::new(Reason::NatProtocol, label("gateway")), label("gateway"));
    HopKind::Rewrite(Rewrite::new(spaces, [case], otherwise, state.map(StateId), HopId(next)))
}

fn set(field: Field, first: u128, last: u128) -> Vec<(Field, Values)> {
    vec![(field, Values::range(first, last))]
}

fn restore(state: u32, next: u32, otherwise: Option<u32>) -> HopKind {
    let stop = || Next::Stop(Stop::new(Reason::NoRoute, label("gateway")));
    let otherwise = otherwise.map_or_else(stop, |hop| Next::Hop(HopId(hop)));
    HopKind::Restore(Restore { state: StateId(state), next: HopId(next), otherwise })
}

fn branches(ways: &[u32]) -> HopKind {
    HopKind::Branches(Branches::any_of(ways.iter().copied().map(HopId)))
}

fn appliance(arrives: Option<u32>, destination: u128, ways: &[u32], state: u32) -> HopKind {
    HopKind::Appliance(Appliance {
        arrives: arrives.map(HopId),
        forms: vec![Form { packets: Space::ALL, fields: set(Field::Destination, 1, destination) }],
        ways: ways.iter().copied().map(HopId).collect(),
        state: StateId(state),
    })
}

fn place(number: u32, object: Option<u32>, sends_to: u32) -> Place {
    Place {
        realm: RealmId(number),
        addresses: Addresses::of(Family::V4, Values::one(5 + u128::from(number))),
        client_ports: Values::range(1024, 65535),
        sends_to: HopId(sends_to),
        embeds: false,
        kin: KinId::NONE,
        label: Label { object: object.map(ObjectId), ..label("place") },
    }
}

/// The fabric. Before its hops there are some that nothing leads to, and every number of an object is larger by `shift`.
fn fabric(spaces: &mut Spaces, others: u32, shift: u32) -> Fabric {
    let mut fabric = Fabric::new(spaces);
    fabric.add_list(list(spaces, &[(10, 20, Action::Allow)]));
    for other in 0..others {
        fabric.add(of_object(1000 + other + shift), HopKind::End(PlaceId(0)));
    }
    let at = |hop: u32| hop + others;
    let kinds = [
        HopKind::End(PlaceId(0)),
        HopKind::End(PLACE),
        filter(0, Some(0), at(THERE)),
        route(spaces, &[(1, 5, Some(at(FILTER))), (6, 9, None)]),
        rewrite(spaces, 7, Some(&set(Field::Destination, 3, 3)), Some(1), at(ROUTE)),
        restore(1, at(HERE), Some(at(THERE))),
        branches(&[at(ROUTE), at(REWRITE)]),
        appliance(Some(at(THERE)), 5, &[at(ROUTE), at(FILTER)], 2),
        filter(0, None, at(ROUTE)),
    ];
    for (object, kind) in (0..).zip(kinds) {
        fabric.add(of_object(object + shift), kind);
    }
    fabric.places.push(place(0, None, at(FILTER)));
    fabric.places.push(place(1, Some(100 + shift), at(BRANCHES)));
    let behind = Some((RealmId(1), address(6)));
    fabric.fronts.push(Front { address: address(9), behind, label: label("front") });
    fabric
}

/// What is found where objects have the numbers that they had.
fn between(spaces: &mut Spaces, before: &Fabric, now: &Fabric) -> Changes {
    Changes::between(spaces, before, now, &Some, [Space::ALL; 2])
}

/// The hops that do something else, where nothing has another number.
fn changed(changes: &Changes) -> Vec<(u32, Change)> {
    let hops = (0..HOPS).map(|id| (id, changes.hop(HopId(id))));
    let others = hops.filter(|(id, found)| *found != (HopId(*id), Change::Nothing));
    others.map(|(id, (_, change))| (id, change)).collect()
}

/// What is found when a hop becomes this.
fn when_set(hop: u32, kind: impl Fn(&mut Spaces) -> HopKind) -> (Spaces, Vec<(u32, Change)>) {
    let mut spaces = Spaces::new();
    let before = fabric(&mut spaces, 0, 0);
    let mut now = fabric(&mut spaces, 0, 0);
    now.set(HopId(hop), kind(&mut spaces));
    let changes = between(&mut spaces, &before, &now);
    (spaces, changed(&changes))
}

/// Every packet may go otherwise at `hop`, and none at any other.
#[track_caller]
fn everything_changes(hop: u32, kind: impl Fn(&mut Spaces) -> HopKind) {
    assert_eq!(when_set(hop, kind).1, [(hop, Change::Everything)]);
}

/// Packets to these addresses go otherwise at `hop`, and all others nowhere.
#[track_caller]
fn some_change(hop: u32, (first, last): (u128, u128), kind: impl Fn(&mut Spaces) -> HopKind) {
    let (mut spaces, found) = when_set(hop, kind);
    assert_eq!(found, [(hop, Change::Packets(to(&mut spaces, first, last)))]);
}

#[track_caller]
fn nothing_changes(hop: u32, kind: impl Fn(&mut Spaces) -> HopKind) {
    assert_eq!(when_set(hop, kind).1, []);
}

#[test]
fn a_filter_changes_by_what_it_lets_pass() {
    let spaces = &mut Spaces::new();
    let before = fabric(spaces, 0, 0);
    let mut found = |rules: &[(u128, u128, Action)]| {
        let mut now = fabric(spaces, 0, 0);
        now.lists[0] = list(spaces, rules);
        let changes = between(spaces, &before, &now);
        (changed(&changes), to(spaces, 21, 25))
    };
    // All hops with the list.
    let (wider, packets) = found(&[(10, 25, Action::Allow)]);
    assert_eq!(wider, [FILTER, SAME_LIST].map(|hop| (hop, Change::Packets(packets))));
    // What drops is all the same.
    let deny = Action::Deny(Reason::AclDeny);
    assert_eq!(found(&[(30, 40, deny), (10, 20, Action::Allow)]).0, []);
}

#[test]
fn hops_that_had_one_list_may_have_two() {
    let spaces = &mut Spaces::new();
    let before = fabric(spaces, 0, 0);
    let mut now = fabric(spaces, 0, 0);
    now.lists[0] = list(spaces, &[(10, 25, Action::Allow)]);
    let other = now.add_list(list(spaces, &[(11, 20, Action::Allow)]));
    now.set(HopId(SAME_LIST), filter(other.0, None, ROUTE));
    let [wider, narrower] =
        [(21, 25), (10, 10)].map(|(first, last)| Change::Packets(to(spaces, first, last)));
    assert_eq!(changed(&between(spaces, &before, &now)), [(FILTER, wider), (SAME_LIST, narrower)]);
}

#[test]
fn a_filter_changes_by_where_it_leads_and_what_it_remembers() {
    everything_changes(FILTER, |_| filter(0, Some(0), HERE));
    everything_changes(FILTER, |_| filter(0, None, THERE));
    everything_changes(SAME_LIST, |_| filter(0, Some(7), ROUTE));
    nothing_changes(FILTER, |_| filter(0, Some(7), THERE));
}

#[test]
fn a_route_changes_by_where_packets_go() {
    some_change(ROUTE, (5, 5), |spaces| route(spaces, &[(1, 4, Some(FILTER)), (6, 9, None)]));
    some_change(ROUTE, (1, 5), |spaces| route(spaces, &[(1, 5, Some(SAME_LIST)), (6, 9, None)]));
    some_change(ROUTE, (1, 5), |spaces| route(spaces, &[(1, 5, None), (6, 9, None)]));
    some_change(ROUTE, (6, 9), |spaces| route(spaces, &[(1, 5, Some(FILTER)), (6, 9, Some(FILTER))]));
    nothing_changes(ROUTE, |spaces| {
        route(spaces, &[(1, 2, Some(FILTER)), (6, 9, None), (3, 5, Some(FILTER))])
    });
    nothing_changes(ROUTE, |spaces| route(spaces, &[(1, 5, Some(FILTER)), (7, 9, None)]));
}

#[test]
fn a_rewrite_changes_by_what_packets_become() {
    let to_three = set(Field::Destination, 3, 3);
    some_change(REWRITE, (7, 7), |spaces| {
        rewrite(spaces, 7, Some(&set(Field::Destination, 4, 4)), Some(1), ROUTE)
    });
    some_change(REWRITE, (7, 7), |spaces| rewrite(spaces, 7, None, Some(1), ROUTE));
    some_change(REWRITE, (7, 8), |spaces| rewrite(spaces, 8, Some(&to_three), Some(1), ROUTE));
    everything_changes(REWRITE, |spaces| rewrite(spaces, 7, Some(&to_three), Some(1), FILTER));
    everything_changes(REWRITE, |spaces| rewrite(spaces, 7, Some(&to_three), None, ROUTE));
}

#[test]
fn a_rewrite_that_remembers_nothing_stays_one() {
    let spaces = &mut Spaces::new();
    let to_three = set(Field::Destination, 3, 3);
    let [before, mut now] = [(); 2].map(|()| {
        let mut fabric = fabric(spaces, 0, 0);
        fabric.set(HopId(REWRITE), rewrite(spaces, 7, Some(&to_three), None, ROUTE));
        fabric
    });
    assert_eq!(changed(&between(spaces, &before, &now)), []);
    now.set(HopId(REWRITE), rewrite(spaces, 7, Some(&to_three), Some(7), ROUTE));
    assert_eq!(changed(&between(spaces, &before, &now)), [(REWRITE, Change::Everything)]);
}

#[test]
fn what_gives_back_branches_and_may_do_anything_changes_by_where_it_leads() {
    everything_changes(RESTORE, |_| restore(1, THERE, Some(THERE)));
    everything_changes(RESTORE, |_| restore(1, HERE, Some(HERE)));
    everything_changes(RESTORE, |_| restore(1, HERE, None));
    everything_changes(BRANCHES, |_| branches(&[ROUTE]));
    everything_changes(BRANCHES, |_| branches(&[REWRITE, ROUTE]));
    everything_changes(BRANCHES, |_| branches(&[ROUTE, REWRITE, FILTER]));
    everything_changes(APPLIANCE, |_| appliance(None, 5, &[ROUTE, FILTER], 2));
    everything_changes(APPLIANCE, |_| appliance(Some(HERE), 5, &[ROUTE, FILTER], 2));
    everything_changes(APPLIANCE, |_| appliance(Some(THERE), 6, &[ROUTE, FILTER], 2));
    everything_changes(APPLIANCE, |_| appliance(Some(THERE), 5, &[ROUTE], 2));
    everything_changes(APPLIANCE, |_| appliance(Some(THERE), 5, &[ROUTE, ROUTE], 2));
    nothing_changes(APPLIANCE, |_| appliance(Some(THERE), 5, &[ROUTE, FILTER], 7));
}

#[test]
fn an_appliance_at_which_nothing_arrives_stays_one() {
    let spaces = &mut Spaces::new();
    let [before, now] = [(); 2].map(|()| {
        let mut fabric = fabric(spaces, 0, 0);
        fabric.set(HopId(APPLIANCE), appliance(None, 5, &[ROUTE], 2));
        fabric
    });
    assert_eq!(changed(&between(spaces, &before, &now)), []);
}

#[test]
fn a_memory_is_the_same_where_all_who_share_it_are() {
    // The gateway forgets what it changed.
    everything_changes(RESTORE, |_| restore(7, HERE, Some(THERE)));
    // The filter knows what the gateway remembers: who comes after it has another memory than before.
    let (_, found) = when_set(FILTER, |_| filter(0, Some(1), THERE));
    assert_eq!(found, [REWRITE, RESTORE].map(|hop| (hop, Change::Everything)));
    let (_, found) = when_set(APPLIANCE, |_| appliance(Some(THERE), 5, &[ROUTE, FILTER], 0));
    assert_eq!(found, [(APPLIANCE, Change::Everything)]);
}

#[test]
fn a_hop_of_another_kind_is_another_hop() {
    let (_, found) = when_set(SAME_LIST, |_| HopKind::End(PlaceId(0)));
    assert_eq!(found, [(SAME_LIST, Change::Everything)]);
    let spaces = &mut Spaces::new();
    let before = fabric(spaces, 0, 0);
    let mut found = |label: Label| {
        let mut now = fabric(spaces, 0, 0);
        now.hops[SAME_LIST as usize].label = label;
        changed(&between(spaces, &before, &now))
    };
    let own = of_object(SAME_LIST);
    assert_eq!(found(own), []);
    let direction = Part::Direction(crate::fabric::Direction::Ingress);
    for other in [
        Label { kind: "other", ..own },
        Label { part: direction, ..own },
        Label { object: Some(ObjectId(77)), ..own },
        Label { object: None, ..own },
    ] {
        assert_eq!(found(other), [(SAME_LIST, Change::Everything)], "{other:?}");
    }
}

#[test]
fn what_an_answer_rests_on_is_part_of_a_hop() {
    let spaces = &mut Spaces::new();
    let assumed = |code, when, text| Some(Assumed { code, text, about: label("hop"), when });
    let mut found = |assumption: [Option<Assumed>; 2]| {
        let [before, now] = assumption.map(|assumption| {
            let mut fabric = fabric(spaces, 0, 0);
            fabric.hops[ROUTE as usize].assumption = assumption;
            fabric
        });
        changed(&between(spaces, &before, &now))
    };
    let own = assumed("a", When::Crossed, "It is so.");
    assert_eq!(found([own.clone(), assumed("a", When::Crossed, "So it is.")]), []);
    for other in [None, assumed("b", When::Crossed, ""), assumed("a", When::ReplyLost, "")] {
        assert_eq!(found([own.clone(), other]), [(ROUTE, Change::Everything)]);
    }
}

#[test]
fn a_place_is_the_same_with_its_addresses_and_fronts_and_where_it_sends_to() {
    let spaces = &mut Spaces::new();
    let before = fabric(spaces, 0, 0);
    let mut found = |change: &dyn Fn(&mut Fabric)| {
        let mut now = fabric(spaces, 0, 0);
        change(&mut now);
        let changes = between(spaces, &before, &now);
        assert!(!changes.moves());
        assert_eq!([changes.place(PlaceId(0)), changes.place_before(PlaceId(0))], [Some(PlaceId(0)); 2]);
        (changed(&changes), changes.place(PLACE), changes.place_before(PLACE))
    };
    assert_eq!(found(&|_| ()), (vec![], Some(PLACE), Some(PLACE)));
    let changes: [&dyn Fn(&mut Fabric); 6] = [
        &|now| now.places[1].realm = RealmId(2),
        &|now| now.places[1].addresses = Addresses::single(address(7)),
        &|now| now.places[1].sends_to = HopId(ROUTE),
        &|now| now.places[1].label.object = Some(ObjectId(101)),
        &|now| now.fronts[0].address = address(8),
        &|now| now.fronts.clear(),
    ];
    for change in changes {
        assert_eq!(found(change), (vec![(THERE, Change::Everything)], None, None));
    }
    // Whatever stands in front of others.
    let others = |now: &mut Fabric| {
        now.fronts.push(Front { address: address(8), behind: None, label: label("front") })
    };
    assert_eq!(found(&others), (vec![], Some(PLACE), Some(PLACE)));
}

#[test]
fn hops_and_places_are_found_under_other_numbers() {
    let spaces = &mut Spaces::new();
    for (others_before, others) in [(0, 1), (1, 0), (0, 255), (400, 0), (3, 2)] {
        let before = fabric(spaces, others_before, 0);
        let now = fabric(spaces, others, 500);
        let object = |ObjectId(id)| Some(ObjectId(id + 500));
        let changes = Changes::between(spaces, &before, &now, &object, [Space::ALL; 2]);
        assert!(changes.moves());
        for hop in 0..HOPS {
            let expected = (HopId(hop + others), Change::Nothing);
            assert_eq!(changes.hop(HopId(hop + others_before)), expected, "{others_before} to {others}");
        }
        assert_eq!(changes.place(PLACE), Some(PLACE));
        for other in others..others_before {
            assert_eq!(changes.hop(HopId(other)).1, Change::Everything);
        }
    }
    // Nobody looks farther ahead.
    let [before, now] = [0, 256].map(|others| fabric(spaces, others, 0));
    let changes = between(spaces, &before, &now);
    assert!((0..HOPS).all(|hop| changes.hop(HopId(hop)).1 == Change::Everything));
}

#[test]
fn numbers_that_stay_do_not_move() {
    let spaces = &mut Spaces::new();
    let [before, now] = [0, 500].map(|shift| fabric(spaces, 0, shift));
    let object = |ObjectId(id)| Some(ObjectId(id + 500));
    assert!(!Changes::between(spaces, &before, &now, &object, [Space::ALL; 2]).moves());
    // A place before the one that stays.
    let mut now = fabric(spaces, 0, 0);
    now.places.insert(1, place(2, Some(103), ROUTE));
    now.set(HopId(THERE), HopKind::End(PlaceId(2)));
    let changes = between(spaces, &before, &now);
    assert!(changes.moves());
    assert_eq!(changed(&changes), []);
    assert_eq!((changes.place(PLACE), changes.place_before(PlaceId(2))), (Some(PlaceId(2)), Some(PLACE)));
    assert_eq!(changes.place_before(PLACE), None);
}

#[test]
fn of_two_that_change_places_the_nearer_one_is_found() {
    let spaces = &mut Spaces::new();
    let mut of = |objects: &[u32]| {
        let mut fabric = Fabric::new(spaces);
        fabric.hops = objects.iter().map(|&object| hop(object, branches(&[]))).collect();
        fabric
    };
    type Case<'a> = (&'a [u32], &'a [u32], &'a [Option<u32>]);
    let cases: [Case<'_>; 6] = [
        (&[1, 2, 3], &[2, 3], &[None, Some(0), Some(1)]),
        (&[1, 2, 3], &[4, 1, 5, 2, 3, 6], &[Some(1), Some(3), Some(4)]),
        (&[1, 2], &[2, 1], &[Some(1), None]),
        (&[1, 2], &[2, 3, 1], &[None, Some(0)]),
        // The same thing twice: in their order.
        (&[1, 1, 2], &[1, 2], &[Some(0), None, Some(1)]),
        (&[1, 2], &[3, 4], &[None, None]),
    ];
    for (before, now, expected) in cases {
        let [one, other] = [before, now].map(&mut of);
        assert_eq!(hops(&one, &other, &Some), expected.iter().map(|id| id.map(HopId)).collect::<Vec<_>>());
    }
}

#[test]
fn only_what_both_were_asked_about_is_known() {
    let spaces = &mut Spaces::new();
    let before = fabric(spaces, 0, 0);
    let mut now = fabric(spaces, 0, 0);
    now.set(HopId(ROUTE), route(spaces, &[(2, 4, Some(FILTER)), (6, 9, None)]));
    let (low, high) = (to(spaces, 1, 3), to(spaces, 0, 7));
    let first = to(spaces, 1, 1);
    let mut found = |told| changed(&Changes::between(spaces, &before, &now, &Some, told));
    assert_eq!(found([low, low]), [(ROUTE, Change::Packets(first))]);
    // What an appliance was not asked about, it may do.
    let expected = [(ROUTE, Change::Packets(first)), (APPLIANCE, Change::Everything)];
    assert_eq!(found([low, high]), expected);
    assert_eq!(found([high, low]), expected);
}

#[test]
fn what_one_of_several_addresses_comes_to_may_not_have_been_asked() {
    let spaces = &mut Spaces::new();
    let told = [to(spaces, 1, 9), to(spaces, 1, 8)];
    let choices = [
        (set(Field::Destination, 3, 4), true),
        (set(Field::Source, 3, 4), true),
        (set(Field::Source, 3, 3), false),
        (set(Field::SourcePort, 3, 4), false),
        ([set(Field::SourcePort, 3, 4), set(Field::Source, 3, 4)].concat(), true),
    ];
    for (fields, is_open) in choices {
        let [before, now] = [(); 2].map(|()| {
            let mut fabric = fabric(spaces, 0, 0);
            fabric.set(HopId(REWRITE), rewrite(spaces, 7, Some(&fields), Some(1), ROUTE));
            fabric
        });
        assert_eq!(changed(&between(spaces, &before, &now)), [], "{fields:?}");
        let found = changed(&Changes::between(spaces, &before, &now, &Some, told));
        assert_eq!(found.contains(&(REWRITE, Change::Everything)), is_open, "{fields:?}");
        assert_eq!(found.len(), 1 + usize::from(is_open), "and the appliance: {found:?}");
    }
}
