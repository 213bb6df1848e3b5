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

    let denied = list.denials().iter().map(|denial| denial.packets);
    assert_partition(spaces, core::iter::once(list.allowed()).chain(denied));
    for packet in PORTS.map(packet) {
        let (action, name) = first_match(spaces, &packet);
        assert_eq!(list.decides(spaces, &packet).map(|label| label.kind), Some(name), "{packet:?}");
        let denial = list.denials().iter().find(|denial| spaces.contains(denial.packets, &packet));
        let found = denial.map_or(Action::Allow, |denial| Action::Deny(denial.stop.reason));
        assert_eq!(found, action, "{packet:?}");
        let blamed = denial.map_or(name, |denial| denial.stop.at[0].kind);
        assert_eq!(blamed, name, "{packet:?}");
    }
}

#[test]
fn a_list_without_rules_is_its_last_word() {
    let spaces = &mut Spaces::new();
    let mut list =
        |action| FilterList::new(spaces, Vec::new(), Otherwise { action, lists: vec![label("list")] });
    let open = list(Action::Allow);
    assert_eq!(open.allowed(), Space::ALL);
    assert!(open.denials().is_empty());
    let shut = list(Action::Deny(Reason::SgNoRule));
    assert!(shut.allowed().is_empty());
    assert_eq!(shut.denials()[0].packets, Space::ALL);
}

#[test]
fn rules_that_cover_everything_leave_nothing_to_the_last_word() {
    let all = Rule { packets: Space::ALL, action: Action::Allow, label: label("all") };
    let otherwise = Otherwise { action: Action::Deny(Reason::SgNoRule), lists: vec![label("list")] };
    assert!(FilterList::new(&mut Spaces::new(), vec![all], otherwise).denials().is_empty());
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
    let route = Route::new(spaces, entries, (Stop::new(Reason::NoRoute, label("table")), label("table")));
    assert_partition(spaces, route.entries().iter().map(|entry| entry.packets));
    let names: Vec<_> = route.entries().iter().map(|entry| entry.label.kind).collect();
    assert_eq!(names, ["longest", "longer", "table"]);
    let of =
        |port| route.entries().iter().find(|entry| spaces.contains(entry.packets, &packet(port))).unwrap();
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
    assert_partition(spaces, rewrite.cases().iter().map(|case| case.packets));
    assert_eq!(rewrite.cases()[1].packets, to_port(spaces, 21, 29));
    assert!(matches!(rewrite.cases()[2].treatment, Treatment::Stop(_)));
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
