//! What is said by this code, and from which number on.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::CODE;
use crate::problem::shown::plain;
use crate::{Analysis, Source, parse};

/// The problems of a text, as `severity: message (help)`.
fn shown(text: &str) -> Vec<String> {
    let analysis = Analysis::new(parse(alloc::vec![Source::new("text", plain(text)).unwrap()]));
    let problems = analysis.problems();
    assert!(problems.iter().all(|problem| problem.code == CODE), "{problems:?}");
    problems.iter().map(|one| format!("{:?}: {} {:?}", one.severity, one.message, one.help)).collect()
}

fn vpc(inside: &str) -> String {
    format!("network n on aws in r {{ vpc v 10.0.0.0/16, 2001:db8::/56 {{\n{inside}\n}} }}")
}

fn many(count: usize, line: impl Fn(usize) -> String) -> String {
    (1..=count).map(|at| line(at) + "\n").collect()
}

#[test]
fn groups_on_an_interface() {
    let groups = |count| {
        let names: Vec<String> = (1..=count).map(|at| format!("g{at}")).collect();
        let groups = many(count, |at| format!("security-group g{at}"));
        let machine = format!("instance m in s {{ ip 10.0.0.4; security-group {} }}", names.join(", "));
        shown(&vpc(&format!("subnet s 10.0.0.0/24\n{groups}{machine}")))
    };
    assert_eq!(groups(5), [""; 0]);
    assert_eq!(
        groups(6),
        ["Warning: instance `m` has 6 security groups on one interface, and AWS allows 5 by default \
          Some(\"the quota can be raised to 16\")"]
    );
    assert_eq!(
        groups(17),
        ["Error: instance `m` has 17 security groups on one interface, and AWS allows 16 at the most None"]
    );
}

#[test]
fn rules_of_a_group_count_by_family_traffic_and_peer() {
    let group = |rules: &str| shown(&vpc(&format!("security-group other\nsecurity-group g {{ {rules} }}")));
    let v4 = many(30, |at| format!("ingress tcp {at}, udp {at} from 10.0.0.0/8"));
    assert_eq!(group(&v4), [""; 0], "60 of IPv4");
    assert_eq!(group(&(v4.clone() + "ingress tcp 99 from ::/0")), [""; 0], "and one of IPv6");
    assert_eq!(group(&(v4.clone() + "egress tcp 99 to 10.0.0.0/8")), [""; 0], "and one out");
    let over = "Warning: security-group `g` has 61 rules for one address family in one direction, and AWS allows 60 by \
                default Some(\"the quota can be raised\")";
    assert_eq!(
        group(&(v4.clone() + "ingress tcp 99 from other")),
        [over],
        "a group counts for both families"
    );
    assert_eq!(group(&(v4 + "ingress tcp 99 from 10.0.0.0/8")), [over]);
}

#[test]
fn rules_of_an_acl_ranges_and_subnets() {
    let acl = |count| {
        shown(&vpc(&format!(
            "network-acl a {{ {} }}",
            many(count, |at| format!("ingress {at} allow tcp {at} from 10.0.0.0/8"))
        )))
    };
    assert_eq!(acl(20), [""; 0]);
    assert_eq!(
        acl(21),
        ["Warning: network-acl `a` has 21 rules in one direction, and AWS allows 20 by default \
          Some(\"the quota can be raised\")"]
    );
    let ranges = |count: usize| {
        let ranges: Vec<String> = (0..count).map(|at| format!("10.{at}.0.0/16")).collect();
        shown(&format!("network n on aws in r {{ vpc v {}, 2001:db8::/56 }}", ranges.join(", ")))
    };
    assert_eq!(ranges(5), [""; 0]);
    assert_eq!(
        ranges(6),
        ["Warning: vpc `v` has 6 ranges of one address family, and AWS allows 5 by default \
          Some(\"the quota can be raised\")"]
    );
    let subnets = |count| shown(&vpc(&many(count, |at| format!("subnet s{at} 10.0.{at}.0/24"))));
    assert_eq!(subnets(200), [""; 0]);
    assert_eq!(
        subnets(201),
        ["Warning: vpc `v` has 201 subnets, and AWS allows 200 by default Some(\"the quota can be raised\")"]
    );
}
