use alloc::vec;
use alloc::vec::Vec;

use super::*;
use crate::origin::{Origin, Owner};
use crate::packet::{Packet, Transport};
use crate::space::{Field, Space, Spaces};

/// Something with nothing to say.
pub(crate) fn label(kind: &'static str) -> Label {
    let origin = Origin::Implied { rule: "for a test", owner: Owner::Provider };
    Label { kind, object: None, part: Part::Whole, origin }
}

fn to_port(spaces: &mut Spaces, first: u128, last: u128) -> Space {
    let tcp = spaces.of(Field::Protocol, &Values::one(6));
    spaces.limit(tcp, Field::DestinationPort, &Values::range(first, last))
}

fn packet(port: u16) -> Packet {
    let transport = Transport::Tcp { source: 50_000, destination: port };
    Packet::new([10, 0, 0, 1].into(), [10, 0, 0, 2].into(), transport).unwrap()
}

/// The parts are disjoint, none is empty, and they are everything.
fn assert_partition(spaces: &mut Spaces, parts: impl IntoIterator<Item = Space>) {
    let mut rest = Space::ALL;
    for part in parts {
        assert!(!part.is_empty());
        assert!(spaces.is_subset(part, rest));
        rest = spaces.minus(rest, part);
    }
    assert!(rest.is_empty(), "{:?}", spaces.cubes(rest));
}

const PORTS: [u16; 9] = [0, 9, 10, 14, 15, 20, 21, 29, 30];

#[test]
fn the_first_rule_that_matches_decides() {
    let spaces = &mut Spaces::new();
    let rules = [
        (to_port(spaces, 10, 20), Action::Deny(Reason::AclDeny), "first"),
        (to_port(spaces, 15, 29), Action::Allow, "second"),
        (to_port(spaces, 10, 14), Action::Allow, "shadowed"),
    ];
    let first_match = |spaces: &Spaces, packet: &Packet| {
        let found = rules.iter().find(|(packets, ..)| spaces.contains(*packets, packet));
        found.map_or((Action::Deny(Reason::AclNoRule), "list"), |(_, action, name)| (*action, *name))
    };
    let lower = |(packets, action, name): &(Space, Action, &'static str)| Rule {
        packets: *packets,
        action: *action,
        label: label(name),
    };
    let otherwise = Otherwise { action: Action::Deny(Reason::AclNoRule), lists: vec![label("list")] };
    let list = FilterList::new(spaces, rules.iter().map(lower).collect(), otherwise);

    for packet in PORTS.map(packet) {
        let (action, name) = first_match(spaces, &packet);
        assert_eq!(list.decides(spaces, &packet, 0).map(|label| label.kind), Some(name), "{packet:?}");
        let stop = stop_of(spaces, &list, &packet, 0);
        let found = stop.map_or(Action::Allow, |stop| Action::Deny(stop.reason));
        assert_eq!(found, action, "{packet:?}");
        let blamed = stop.map_or(name, |stop| stop.at[0].kind);
        assert_eq!(blamed, name, "{packet:?}");
    }
}

fn stop_of<'a>(spaces: &Spaces, list: &'a FilterList, packet: &Packet, mark: u8) -> Option<&'a Stop> {
    let number = list.table().decision(spaces, packet, mark).expect("every packet is decided");
    list.stop(number)
}

#[test]
fn a_list_without_rules_is_its_last_word() {
    let spaces = &mut Spaces::new();
    let mut list =
        |action| FilterList::new(spaces, Vec::new(), Otherwise { action, lists: vec![label("list")] });
    let [open, shut] = [Action::Allow, Action::Deny(Reason::SgNoRule)].map(&mut list);
    assert!(stop_of(spaces, &open, &packet(1), 0).is_none());
    assert!(stop_of(spaces, &shut, &packet(1), 0).is_some());
}

#[test]
fn rules_that_cover_everything_leave_nothing_to_the_last_word() {
    let spaces = &mut Spaces::new();
    let all = Rule { packets: Space::ALL, action: Action::Allow, label: label("all") };
    let otherwise = Otherwise { action: Action::Deny(Reason::SgNoRule), lists: vec![label("list")] };
    let list = FilterList::new(spaces, vec![all], otherwise);
    let decisions = list.table().decisions(spaces, Detail::Entries, 0);
    assert_eq!(spaces.split(decisions).len(), 1);
}

#[test]
fn a_stage_is_asked_about_what_the_one_before_passes_on() {
    let spaces = &mut Spaces::new();
    let actions = [Action::Allow, Action::Deny(Reason::AclDeny), Action::Next];
    // Every pair of stages with two overlapping rules and a last word.
    for code in 0..3_usize.pow(6) {
        let of = |digit: u32| actions[code / 3_usize.pow(digit) % 3];
        let rule = |spaces: &mut Spaces, first, last, action, name| Rule {
            packets: to_port(spaces, first, last),
            action,
            label: label(name),
        };
        let stage = |spaces: &mut Spaces, digit, names: [&'static str; 3]| Stage {
            rules: vec![
                rule(spaces, 10, 20, of(digit), names[0]),
                rule(spaces, 15, 29, of(digit + 1), names[1]),
            ],
            otherwise: Otherwise { action: of(digit + 2), lists: vec![label(names[2])] },
        };
        let stages = vec![stage(spaces, 0, ["a", "b", "c"]), stage(spaces, 3, ["d", "e", "f"])];
        let list = FilterList::of_stages(spaces, stages);
        for port in PORTS {
            let at = if (10..=20).contains(&port) {
                0
            } else if (15..=29).contains(&port) {
                1
            } else {
                2
            };
            let (mut digit, mut action) = (at, of(at));
            if action == Action::Next {
                (digit, action) = (at + 3, of(at + 3));
            }
            let name = ["a", "b", "c", "d", "e", "f"][digit as usize];
            let packet = packet(port);
            let stop = stop_of(spaces, &list, &packet, 0);
            assert_eq!(stop.is_some(), matches!(action, Action::Deny(_)), "{code}: {port}");
            assert!(stop.is_none_or(|stop| stop.at[0].kind == name), "{code}: {port}");
            assert_eq!(
                list.decides(spaces, &packet, 0).map(|label| label.kind),
                Some(name),
                "{code}: {port}"
            );
        }
    }
}

#[test]
fn rules_may_hang_on_marks() {
    let spaces = &mut Spaces::new();
    let marked = spaces.of(Field::Mark, &Values::range(3, 4));
    let web = to_port(spaces, 80, 80);
    let packets = spaces.intersect(marked, web);
    let rule = Rule { packets, action: Action::Allow, label: label("marked") };
    let otherwise = Otherwise { action: Action::Deny(Reason::SgNoRule), lists: vec![label("list")] };
    let list = FilterList::new(spaces, vec![rule], otherwise);
    for (mark, port, passes) in [(0, 80, false), (3, 80, true), (4, 80, true), (5, 80, false), (3, 81, false)]
    {
        assert_eq!(stop_of(spaces, &list, &packet(port), mark).is_none(), passes, "{mark}: {port}");
        let decisions = list.table().decisions(spaces, Detail::Effects, mark);
        let decided = spaces.decision(decisions, &packet(port)).unwrap();
        assert_eq!(list.stop(decided).is_none(), passes, "{mark}: {port}");
    }
}

#[test]
fn routes_share_out_all_packets_in_order() {
    let spaces = &mut Spaces::new();
    let entry = |packets, name| Entry { packets, next: Next::Hop(HopId(0)), label: label(name) };
    let entries = [
        entry(to_port(spaces, 10, 14), "longest"),
        entry(to_port(spaces, 0, 20), "longer"),
        entry(to_port(spaces, 12, 13), "shadowed"),
    ];
    let route =
        Route::new(spaces, entries.into(), (Stop::new(Reason::NoRoute, label("table")), label("table")));
    let decisions = route.table().decisions(spaces, Detail::Entries, 0);
    let parts = spaces.split(decisions);
    assert_partition(spaces, parts.iter().map(|part| part.1));
    let names: Vec<_> = parts.iter().map(|(number, _)| route.entry(*number).unwrap().label.kind).collect();
    assert_eq!(names, ["longest", "longer", "table"]);
    let of = |port| route.entry(route.table().decision(spaces, &packet(port), 0).unwrap()).unwrap();
    assert_eq!(
        [of(9), of(12), of(20), of(21)].map(|e| e.label.kind),
        ["longer", "longest", "longer", "table"]
    );
}

#[test]
fn cases_share_out_all_packets_in_order() {
    let spaces = &mut Spaces::new();
    let case = |packets, name| Case { packets, treatment: Treatment::Set(Vec::new()), label: label(name) };
    let cases = [case(to_port(spaces, 10, 20), "first"), case(to_port(spaces, 15, 29), "second")];
    let otherwise = (Stop::new(Reason::NatProtocol, label("gateway")), label("gateway"));
    let rewrite = Rewrite::new(spaces, cases, otherwise, None, HopId(0));
    let decisions = rewrite.table().decisions(spaces, Detail::Entries, 0);
    let parts = spaces.split(decisions);
    assert_partition(spaces, parts.iter().map(|part| part.1));
    assert_eq!(parts[1], (1, to_port(spaces, 21, 29)));
    assert!(matches!(rewrite.case(2).unwrap().treatment, Treatment::Stop(_)));
}

#[test]
fn every_packet_is_answered_in_one_way() {
    let spaces = &mut Spaces::new();
    let replies = Replies::new(spaces);
    let echo = replies.echo.iter().map(|(requests, _)| *requests);
    assert_partition(spaces, [replies.swapped, replies.silent].into_iter().chain(echo));
    let icmp = |source: &str, destination: &str, kind, code| {
        let (source, destination) = (source.parse().unwrap(), destination.parse().unwrap());
        Packet::new(source, destination, Transport::Icmp { kind, code }).unwrap()
    };
    let [(v4, _), (v6, _)] = replies.echo;
    assert!(spaces.contains(v4, &icmp("10.0.0.1", "10.0.0.2", 8, 7)));
    assert!(!spaces.contains(v4, &icmp("10.0.0.1", "10.0.0.2", 9, 0)));
    assert!(spaces.contains(v6, &icmp("fd00::1", "fd00::2", 128, 0)));
    assert!(!spaces.contains(v6, &icmp("fd00::1", "fd00::2", 8, 0)));
}

#[test]
fn of_any_number_of_addresses_the_points_that_are_known_are_found() {
    let inside = ["10.0.0.0", "10.255.255.255", "fd00::", "fd00:ffff:ffff:ffff:ffff:ffff:ffff:ffff"];
    let number = |text: &str| address_number(text.parse().unwrap());
    let [v4, v6] = [[inside[0], inside[1]], [inside[2], inside[3]]]
        .map(|[first, last]| Values::range(number(first), number(last)));
    let place = Place {
        realm: RealmId(1),
        addresses: Addresses { v4, v6 },
        client_ports: Values::all(),
        sends_to: HopId(0),
        embeds: false,
        kin: KinId::NONE,
        label: label("site"),
    };
    let outside = ["0.0.0.10", "9.255.255.255", "11.0.0.0", "fcff::", "fd01::", "fe00::"];
    let of = |realm, addresses: &[&'static str]| {
        let points = addresses.iter().map(|text| ((RealmId(realm), text.parse().unwrap()), *text));
        points.collect::<Vec<((RealmId, IpAddr), &str)>>()
    };
    let others = [of(0, &inside), of(1, &outside), of(2, &inside)].concat();
    let points: Map<_, _> = others.into_iter().chain(of(1, &inside)).collect();
    assert!(place.known(&points).map(|(_, text)| *text).eq(inside));
}
