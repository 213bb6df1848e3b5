use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};
use alloc::{format, vec};

use super::*;
use crate::packet::Family;
use crate::space::Spaces;
use crate::{Source, lower, parse};

/// Two networks of one range. `NAMED` is the segment that a test asks about.
const NETWORK: &str = "network n on aws in eu-central-1 {
  vpc a 10.0.0.0/16 {
    tag env=prod
    internet-gateway igw
    nat-gateway nat in web { public-ip 198.51.100.9 }
    subnet web 10.0.1.0/24 { tag tier=front }
    subnet db 10.0.2.0/24
    security-group own { id sg-0a }
    instance web-1 in web { ip 10.0.1.10; public-ip 198.51.100.1; security-group own; tag tier=back }
    instance web-2 in web { ip 10.0.1.11, 10.0.1.12; interface eth1 in db { ip 10.0.2.11; security-group own } }
  }
  vpc b 10.0.0.0/16, fd00::/56 {
    subnet s 10.0.1.0/24, fd00::/64
    instance b-1 in s { ip 10.0.1.10, fd00::10; tag tier=front }
  }
}\n";

/// What telling addresses a set holds, each with its realm: 0 is the outside, 1 and 2 are the networks.
fn points(set: &str) -> BTreeSet<String> {
    let text = format!("{NETWORK}segment asked = {set}\n");
    let parsed = parse(vec![Source::new("test.fence", text).unwrap()]);
    assert!(parsed.problems.is_empty(), "{set}: {:#?}", parsed.problems);
    let network = lower::lower(&mut Spaces::new(), &parsed.estate, None);
    let segments = segments(&parsed.estate, &network);
    let finder = PointFinder { estate: &parsed.estate, network: &network, segments: &segments };
    let found = finder.find(&parsed.estate.segments[0].set);
    let mut members = BTreeSet::new();
    for (realm, addresses) in found.realms() {
        for telling in [
            "10.0.1.10",
            "10.0.1.11",
            "10.0.1.12",
            "10.0.2.11",
            "10.0.1.77",
            "fd00::10",
            "198.51.100.1",
            "198.51.100.9",
            "198.51.100.77",
            "2001:db8::1",
            "192.168.0.1",
        ] {
            let address: IpAddr = telling.parse().unwrap();
            if addresses.family(Family::of(address)).contains(address_number(address)) {
                members.insert(format!("{} {telling}", realm.0));
            }
        }
    }
    members
}

fn assert_points(set: &str, expected: &[&str]) {
    assert_eq!(points(set), expected.iter().map(ToString::to_string).collect(), "{set}");
}

const ALL_OF_A: [&str; 4] = ["1 10.0.1.10", "1 10.0.1.11", "1 10.0.1.12", "1 10.0.2.11"];

#[test]
fn objects_stand_for_the_interfaces_that_they_are_hold_or_are_carried_by() {
    assert_points("web-1", &["1 10.0.1.10"]);
    assert_points("web-2", &["1 10.0.1.11", "1 10.0.1.12", "1 10.0.2.11"]);
    assert_points("interface web-2.eth1", &["1 10.0.2.11"]);
    assert_points("subnet web", &["1 10.0.1.10", "1 10.0.1.11", "1 10.0.1.12"]);
    assert_points("security-group own", &["1 10.0.1.10", "1 10.0.2.11"]);
    assert_points("vpc a", &ALL_OF_A);
    assert_points("vpc b", &["2 10.0.1.10", "2 fd00::10"]);
    assert_eq!(points("network n"), points("vpc a, vpc b"));
    assert_eq!(points("sg-0a"), points("security-group own"));
}

#[test]
fn tags_stand_for_what_the_tagged_things_stand_for() {
    assert_eq!(points("tag env=prod"), points("vpc a"));
    assert_eq!(points("tag tier=front"), points("subnet web, b-1"));
    assert_eq!(points("tag tier=front & tag tier=back"), points("web-1"));
    assert_eq!(points("tag tier"), points("tag tier=front, tag tier=back"));
}

#[test]
fn ranges_stand_for_every_point_with_such_an_address() {
    assert_points("10.0.1.0/24", &["1 10.0.1.10", "1 10.0.1.11", "1 10.0.1.12", "2 10.0.1.10"]);
    assert_points("10.0.1.11-10.0.1.12", &["1 10.0.1.11", "1 10.0.1.12"]);
    // Public addresses are points, those of the estate and those of the internet.
    assert_points("198.51.100.0/24", &["0 198.51.100.1", "0 198.51.100.77", "0 198.51.100.9"]);
    assert_points("::/0", &["0 2001:db8::1", "2 fd00::10"]);
}

#[test]
fn one_address_is_a_point_also_where_nothing_has_it() {
    assert_points("10.0.1.10", &["1 10.0.1.10", "2 10.0.1.10"]);
    assert_points("10.0.1.77", &["1 10.0.1.77", "2 10.0.1.77"]);
    assert_points("10.0.1.77/32", &["1 10.0.1.77", "2 10.0.1.77"]);
    assert_points("192.168.0.1", &["0 192.168.0.1"]);
    assert_points("198.51.100.1", &["0 198.51.100.1"]);
    // A range of nobody's addresses is empty.
    assert_points("10.0.3.0/24", &[]);
}

#[test]
fn the_internet_is_what_the_estate_does_not_own() {
    assert_points("internet", &["0 198.51.100.77", "0 2001:db8::1"]);
    assert_eq!(points("any"), points("network n, internet"));
}

#[test]
fn operators_are_those_of_sets() {
    assert_eq!(points("vpc a except web-2"), points("web-1"));
    assert_eq!(points("subnet web, subnet db except web-1"), points("web-2"));
    assert_eq!(points("vpc a & 10.0.1.10"), points("web-1"));
    assert_eq!(points("vpc a & (web-1, b-1)"), points("web-1"));
    assert_points("vpc a & vpc b", &[]);
}

#[test]
fn segments_stand_for_their_sets_in_any_order() {
    assert_eq!(
        points("later except web-1\nsegment later = last, web-1\nsegment last = subnet db"),
        points("subnet db")
    );
}
