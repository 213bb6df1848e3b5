//! What rules and routes are used for, and which replies are lost.

use alloc::vec;

use super::*;
use crate::estate::ObjectId;
use crate::packet::Transport;

/// A peering, of which one end does not lead back to all that sends by it; an ACL that drops more than groups allow.
const NETWORK: &str = "
vpc main 10.0.0.0/16 {
  route-table app { 10.1.0.0/16 -> link }
  network-acl app {
    ingress 100 allow tcp 0-1000     from 10.1.0.0/16
    ingress 110 allow tcp 32768-65535 from 10.1.0.0/16
    egress  100 allow any            to   10.1.0.0/16
  }
  subnet app 10.0.1.0/24 { route-table app; network-acl app }
  security-group app { egress tcp 5432 to 10.1.0.0/16; ingress tcp 22 from 10.1.0.0/16; ingress tcp 8080 from 10.1.0.0/16 }
  instance a in app { ip 10.0.1.10; security-group app }
  instance b in app { ip 10.0.1.11; security-group app }
  instance c in app { ip 10.0.1.12; security-group app }
}
vpc other 10.1.0.0/16 {
  route-table db { 10.0.0.0/16 -> link; 10.2.0.0/16 -> blackhole }
  subnet db 10.1.1.0/24 { route-table db }
  security-group db { ingress tcp 5432 from 10.0.0.0/16; egress tcp 22-8080 to 10.0.1.0/24 }
  instance db in db { ip 10.1.1.10; security-group db }
}
peering link between main, other
";

/// The text of each rule and route, and whether something that it matches comes to it.
fn used<'a>(analysis: &'a Analysis, usage: &Usage<'_>) -> Vec<(&'a str, bool)> {
    let text = |rule: &RuleUsage| analysis.sources().first().map(|source| source.slice(rule.at.span));
    let rules = usage.rules.iter().filter_map(|rule| Some((text(rule)?, !rule.matched.is_empty())));
    // The head of a list stands for what none of its rules matches.
    rules.filter(|(text, _)| ["1", "ingress", "egress"].iter().any(|start| text.starts_with(start))).collect()
}

#[test]
fn a_rule_is_used_for_what_comes_to_it() {
    let analysis = analysis(NETWORK, "");
    let usage = analysis.usage().unwrap();
    assert_eq!(
        used(&analysis, &usage),
        [
            ("10.1.0.0/16 -> link", true),
            ("ingress 100 allow tcp 0-1000     from 10.1.0.0/16", true),
            ("ingress 110 allow tcp 32768-65535 from 10.1.0.0/16", true),
            ("egress  100 allow any            to   10.1.0.0/16", true),
            ("egress tcp 5432 to 10.1.0.0/16", true),
            ("ingress tcp 22 from 10.1.0.0/16", true),
            // The ACL drops it before.
            ("ingress tcp 8080 from 10.1.0.0/16", false),
            ("10.0.0.0/16 -> link", true),
            ("10.2.0.0/16 -> blackhole", false),
            ("ingress tcp 5432 from 10.0.0.0/16", true),
            ("egress tcp 22-8080 to 10.0.1.0/24", true),
        ]
    );
}

#[test]
fn what_a_rule_matches_is_seen_as_it_comes() {
    let analysis = analysis(NETWORK, "");
    let usage = analysis.usage().unwrap();
    let replies = usage.rules.iter().find(|rule| {
        let text = analysis.sources().first().map(|source| source.slice(rule.at.span));
        text.is_some_and(|text| text.starts_with("ingress 110"))
    });
    let packet = |source: u16, destination: u16| {
        let transport = Transport::Tcp { source, destination };
        Packet::new("10.1.1.10".parse().unwrap(), "10.0.1.10".parse().unwrap(), transport).unwrap()
    };
    let matched = replies.unwrap().matched;
    assert!(usage.spaces.contains(matched, &packet(5432, 40000)));
    // Nothing asks `db` at port 80, so it answers nothing from there.
    assert!(!usage.spaces.contains(matched, &packet(80, 40000)));
}

#[test]
fn replies_are_lost_where_an_acl_lets_fewer_ports_pass_than_clients_have() {
    let analysis = analysis(NETWORK, "");
    let usage = analysis.usage().unwrap();
    let lost = usage.lost.iter().map(|lost| {
        let name = |object: Option<ObjectId>| object.map(|object| analysis.estate().path(object)).unwrap();
        (lost.code, lost.at.name.clone(), name(lost.from), name(lost.to))
    });
    let (acl, a, db) = ("n.main.app".to_string(), "n.main.a".to_string(), "n.other.db".to_string());
    assert_eq!(lost.collect::<Vec<_>>(), vec![(crate::Reason::AclNoRule, acl, a, db)]);
    let sent = usage.lost.first().unwrap().sent;
    let ports = usage.spaces.values(sent, crate::space::Field::SourcePort);
    assert_eq!(ports.ranges(), [(1024, 32767)]);
}

#[test]
fn what_stops_packets_is_not_passed() {
    let analysis = analysis(
        "vpc main 10.0.0.0/16 {
           internet-gateway igw
           nat-gateway nat in web { public-ip 198.51.100.20 }
           route-table public { 0.0.0.0/0 -> igw }
           subnet web 10.0.1.0/24 { route-table public }
           subnet app 10.0.2.0/24
           instance a in app { ip 10.0.2.10 }
         }",
        "",
    );
    let usage = analysis.usage().unwrap();
    let passed = usage.passed.iter().map(|object| analysis.estate().path(*object));
    let passed: Vec<String> = passed.collect();
    assert!(passed.contains(&"n.main.a".to_string()), "{passed:?}");
    // The internet may send to the gateway, which lets in nothing that it is not asked for.
    assert!(!passed.contains(&"n.main.nat".to_string()), "{passed:?}");
}
