use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use core::net::IpAddr;

use super::{estate, problems, read};
use crate::estate::aws::{
    Action, InterfaceId, InternetGatewayId, NatGatewayId, NetworkAclId, Peer, RouteTableId, RouteTarget,
    SecurityGroupId, SubnetId, VpcId,
};
use crate::estate::{Estate, ObjectId, SegmentId, Selector, ServiceId, ServiceTerm, Traffic, Verb};
use crate::packet::{PortRange, Protocol};
use crate::reason::Reason;
use crate::source::SourceId;

/// The text of the design, section 3.
const THREE_TIERS: &str = r#"
# Three tiers in one VPC. What is deployed first, what must hold last.
network shop on aws in eu-central-1 {
  vpc main 10.0.0.0/16 {
    internet-gateway igw
    nat-gateway nat in web { public-ip 198.51.100.20 }

    route-table public  { 0.0.0.0/0 -> igw }
    route-table private { 0.0.0.0/0 -> nat }

    network-acl edge {
      ingress 100 allow tcp 443        from 0.0.0.0/0
      ingress 110 allow tcp 1024-65535 from 0.0.0.0/0
      egress  100 allow any            to   0.0.0.0/0
    }

    subnet web 10.0.1.0/24 { route-table public; network-acl edge }
    subnet app 10.0.2.0/24 { route-table private }
    subnet db  10.0.3.0/24

    security-group web { ingress tcp 443 from 0.0.0.0/0; egress tcp 8080 to app }
    security-group app { ingress tcp 8080 from web;      egress tcp 5432 to db  }
    security-group db  { ingress tcp 5432 from app }

    instance web-1 in web { ip 10.0.1.10; public-ip 198.51.100.10; security-group web; tag tier=frontend }
    instance app-1 in app { ip 10.0.2.10; security-group app; tag tier=backend }
    instance db-1  in db  { ip 10.0.3.10; security-group db;  tag tier=data }
  }
}

segment frontend = tag tier=frontend
segment data     = subnet db
service https    = tcp 443
service postgres = tcp 5432

allow   internet -> frontend : https
require app-1    -> data     : postgres because "orders are stored here"
deny    internet -> data
isolate frontend from data

test "the front door" {
  reachable internet -> web-1 : https
  blocked   internet -> web-1 : tcp 22 by sg-no-rule at security-group web
}
"#;

fn object(estate: &Estate, kind: &str, name: &str) -> ObjectId {
    let found = estate.objects.iter().position(|object| object.kind == kind && object.name == name);
    ObjectId(found.unwrap_or_else(|| panic!("no {kind} {name}")) as u32)
}

fn tcp(first: u16, last: u16) -> Traffic {
    Traffic::Ports {
        protocol: Protocol::TCP,
        destination: PortRange::new(first, last).unwrap(),
        source: None,
    }
}

#[test]
fn the_text_of_the_design_is_an_estate() {
    let estate = estate(THREE_TIERS);
    let aws = &estate.aws;
    let names: Vec<&str> = estate.objects.iter().map(|object| object.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "shop", "main", "igw", "nat", "public", "private", "edge", "web", "app", "db", "web", "app",
            "db", "web-1", "app-1", "db-1"
        ]
    );
    assert_eq!(aws.vpcs.len(), 1);
    assert_eq!(aws.vpcs[0].prefixes[0].to_string(), "10.0.0.0/16");
    assert_eq!(aws.internet_gateways[0].vpc, VpcId(0));

    let nat = &aws.nat_gateways[0];
    assert_eq!((nat.subnet, nat.address), (SubnetId(0), None));
    assert_eq!(nat.public, ["198.51.100.20".parse::<IpAddr>().unwrap()]);

    let routes: Vec<_> = aws
        .route_tables
        .iter()
        .map(|table| (table.main, table.routes[0].destination.to_string(), table.routes[0].target))
        .collect();
    assert_eq!(
        routes,
        [
            (false, "0.0.0.0/0".to_string(), RouteTarget::InternetGateway(InternetGatewayId(0))),
            (false, "0.0.0.0/0".to_string(), RouteTarget::NatGateway(NatGatewayId(0))),
        ]
    );

    let acl = &aws.network_acls[0];
    let ingress: Vec<_> = acl.ingress.iter().map(|rule| (rule.number, rule.action, rule.traffic)).collect();
    assert_eq!(ingress, [(100, Action::Allow, tcp(443, 443)), (110, Action::Allow, tcp(1024, 65535))]);
    assert_eq!(acl.egress[0].traffic, Traffic::Any);

    let subnets: Vec<_> = aws.subnets.iter().map(|subnet| (subnet.route_table, subnet.network_acl)).collect();
    assert_eq!(
        subnets,
        [(Some(RouteTableId(0)), Some(NetworkAclId(0))), (Some(RouteTableId(1)), None), (None, None)]
    );

    let web = &aws.security_groups[0];
    assert_eq!(web.egress[0].peers, [Peer::Group(SecurityGroupId(1))]);
    assert_eq!(web.egress[0].traffic, [tcp(8080, 8080)]);
    assert!(aws.security_groups[2].egress.is_empty(), "what is not written is not there");

    let first = &aws.interfaces[0];
    assert_eq!(
        first.object,
        object(&estate, "instance", "web-1"),
        "the primary interface is the machine's own"
    );
    assert_eq!(first.public[0].public, "198.51.100.10".parse::<IpAddr>().unwrap());
    assert_eq!(first.public[0].private, "10.0.1.10".parse::<IpAddr>().unwrap());
    assert_eq!(first.groups, [SecurityGroupId(0)]);
    assert_eq!(aws.interface(InterfaceId(2)).unwrap().subnet, SubnetId(2));
    assert_eq!(estate.objects[13].tags, [("tier".to_string(), "frontend".to_string())]);
}

#[test]
fn the_intents_of_the_design_are_there() {
    let estate = estate(THREE_TIERS);
    let frontend = Selector::Tag { key: "tier".to_string(), value: Some("frontend".to_string()) };
    assert_eq!(estate.segments[0].set.union, [vec![frontend]]);
    assert_eq!(estate.segments[1].set.union, [vec![Selector::Object(object(&estate, "subnet", "db"))]]);
    assert_eq!(estate.services[1].set.union, [vec![ServiceTerm::Traffic(tcp(5432, 5432))]]);

    let verbs: Vec<Verb> = estate.intents.iter().map(|intent| intent.verb).collect();
    assert_eq!(verbs, [Verb::Allow, Verb::Require, Verb::Deny, Verb::Isolate]);
    let require = &estate.intents[1];
    assert_eq!(require.flows[0].from.union, [vec![Selector::Object(object(&estate, "instance", "app-1"))]]);
    assert_eq!(require.flows[0].to.union, [vec![Selector::Segment(SegmentId(1))]]);
    assert_eq!(require.flows[0].service.union, [vec![ServiceTerm::Service(ServiceId(1))]]);
    assert_eq!(require.because.as_deref(), Some("orders are stored here"));
    assert_eq!(estate.intents[2].flows[0].service.union, [vec![ServiceTerm::Traffic(Traffic::Any)]]);
    assert_eq!(estate.intents[3].flows[0].to.union, [vec![Selector::Segment(SegmentId(1))]]);

    let test = &estate.tests[0];
    assert_eq!(test.name, "the front door");
    let lines: Vec<_> =
        test.expectations.iter().map(|line| (line.expected.as_str(), line.by, line.at)).collect();
    let group = object(&estate, "security-group", "web");
    assert_eq!(lines, [("reachable", None, None), ("blocked", Some(Reason::SgNoRule), Some(group))]);
}

#[test]
fn origins_are_statements_without_their_blocks() {
    let estate = estate(THREE_TIERS);
    let text = |origin: &crate::Origin| {
        let at = origin.location().unwrap();
        assert_eq!(at.source, SourceId(0));
        THREE_TIERS.get(at.span.start as usize..at.span.end as usize).unwrap()
    };
    assert_eq!(text(&estate.objects[0].origin), "network shop on aws in eu-central-1");
    assert_eq!(text(&estate.objects[3].origin), "nat-gateway nat in web");
    assert_eq!(text(&estate.objects[2].origin), "internet-gateway igw");
    assert_eq!(text(&estate.aws.route_tables[1].routes[0].origin), "0.0.0.0/0 -> nat");
    assert_eq!(
        text(&estate.aws.network_acls[0].egress[0].origin),
        "egress  100 allow any            to   0.0.0.0/0"
    );
    assert_eq!(text(&estate.aws.security_groups[0].ingress[0].origin), "ingress tcp 443 from 0.0.0.0/0");
    assert_eq!(text(&estate.aws.interfaces[0].public[0].origin), "public-ip 198.51.100.10");
    assert_eq!(
        text(&estate.intents[1].origin),
        r#"require app-1    -> data     : postgres because "orders are stored here""#
    );
    assert_eq!(text(&estate.tests[0].origin), r#"test "the front door""#);
    assert_eq!(text(&estate.tests[0].expectations[0].origin), "reachable internet -> web-1 : https");
    assert_eq!(text(&estate.segments[1].origin), "segment data     = subnet db");
}

#[test]
fn one_word_too_few_is_one_problem() {
    let text = THREE_TIERS;
    for word in text.split_whitespace() {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        let mut without = String::from(text);
        without.replace_range(start..start + word.len(), "");
        let (left, shown) = read(&[&without]);
        let whole = left.intents.len() == 4 && left.aws.interfaces.len() == 3 && left.segments.len() == 2;
        assert!(whole || !shown.is_empty(), "without `{word}`, something is left out and nobody says so");
        // Without a brace or the sign of a comment, other words stand where they do not belong.
        if !word.contains(['{', '#']) {
            assert!(shown.len() <= 1, "without `{word}`: {shown:#?}");
        }
    }
}

#[test]
fn no_letter_too_few_panics() {
    for (at, letter) in THREE_TIERS.char_indices() {
        let mut without = String::from(THREE_TIERS);
        without.replace_range(at..at + letter.len_utf8(), "");
        let (left, shown) = read(&[&without]);
        assert!(left.intents.len() == 4 || !shown.is_empty(), "without the letter at {at}");
    }
}

/// The kind and name of everything that is declared.
fn declared(text: &str) -> Vec<String> {
    let objects = read(&[text]).0.objects;
    objects.iter().map(|object| format!("{} {}", object.kind, object.name)).collect()
}

#[test]
fn what_stands_in_a_thing_that_cannot_be_read_is_declared() {
    let inside = ["subnet web", "security-group db"];
    let around = |network: &str, vpc: &str| {
        format!(
            "network {network} {{\n  {vpc} 10.0.0.0/16 {{\n    subnet web 10.0.0.0/24\n    security-group db\n  }}\n}}\n"
        )
    };
    // Without a name, without its word, without a cloud, and with another word than `network`.
    assert_eq!(declared(&around("n on aws", "vpc"))[1..], inside);
    assert_eq!(declared(&around("n on aws", "main"))[1..], inside);
    assert_eq!(declared(&around("n", "vpc main"))[2..], inside);
    assert_eq!(declared(&around("n on 443", "vpc main"))[2..], inside);
    assert_eq!(declared(&around("n on aws", "vpc main").replacen("network ", "", 1))[1..], inside);
    // Another cloud's words are others.
    assert_eq!(declared(&around("n on azure", "vpc main")), ["network n"]);
}

#[test]
fn a_problem_in_a_thing_that_cannot_be_read_is_told() {
    let text = "network n on aws {\n  main 10.0.0.0/16 {\n    subnet web 10.0.0.1/24\n  }\n}\n";
    let shown = problems(text);
    assert_eq!(shown.len(), 2, "{}", shown.join("\n"));
    assert!(shown[0].contains("`main`") && shown[1].contains("10.0.0.1/24"), "{}", shown.join("\n"));
}
