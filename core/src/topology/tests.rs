//! What the boxes hold, and that questions find what stands in them.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::ToString;
use alloc::vec;
use core::net::IpAddr;

use super::*;
use crate::answer::{Gateway, Machine, Machines};
use crate::estate::aws::{Interface, SubnetId, VpcId};
use crate::fabric::{Addresses, RealmId};
use crate::intent::{Evaluator, Points, Prepared, Rows};
use crate::packet::Prefix;
use crate::space::Spaces;
use crate::traffic::prefix_values;
use crate::{Analysis, fabric, gallery, lower, parse};

/// Names that other things have too, that need quotes, and machines with several legs.
const NASTY: &str = r#"network "Prod VNet" on aws in eu-central-1 {
  vpc main 10.0.0.0/16, fd00::/56 {
    internet-gateway main
    egress-only-internet-gateway out
    nat-gateway web in web { public-ip 198.51.100.9 }
    nat-gateway inner in "10.0.3.0/24"
    subnet web 10.0.1.0/24, fd00::/64 in eu-central-1b { tag tier=front }
    subnet main 10.0.2.0/24 in eu-central-1a { route-table inner }
    subnet "10.0.3.0/24" 10.0.3.0/24
    subnet "in" 10.0.4.0/24 in eu-central-1b
    route-table open { main yes; 0.0.0.0/0 -> internet-gateway main; ::/0 -> out }
    route-table inner { 0.0.0.0/0 -> nat-gateway web }
    security-group web { ingress tcp 80-443 from 0.0.0.0/0; egress tcp 443 to web, 0.0.0.0/0, ::/0 }
    security-group "a.b" { ingress any from self, 0.0.0.0/0 }
    instance web in web { ip 10.0.1.10; public-ip 198.51.100.1; security-group web }
    instance main in web {
      ip 10.0.1.20, fd00::20, 10.0.1.21
      security-group "a.b", web
      tag tier=front
      interface web in web { ip 10.0.1.22; tag tier=front, "cost center"="a b" }
      interface "in" in main { ip 10.0.2.22; public-ip 198.51.100.2 }
    }
    instance legs { interface main in main { ip 10.0.2.30 } }
    instance "two legs" in main {
      ip 10.0.2.40
      interface "a--b" in "in" { ip 10.0.4.40 }
    }
  }
  vpc web 10.0.0.0/16 {
    subnet web 10.0.1.0/24
    subnet main 10.0.2.0/24
    instance web in web { ip 10.0.1.10 }
    instance "web" in web { ip 10.0.1.11 }
    instance main in main { ip 10.0.2.22; interface eth1 in main { ip 10.0.2.30 } }
  }
}
network main on aws in eu-central-1 {
  vpc main 10.0.0.0/16 {
    subnet main 10.0.1.0/24
    instance "\"quoted\"\\" in main { ip 10.0.1.10 }
    instance "a\u{d}b" in main { ip 10.0.1.11 }
  }
}
segment main = subnet "10.0.3.0/24"
segment fronts = 198.51.100.1, 198.51.100.9, 198.51.100.77
segment mixed = 198.51.100.2, vpc "Prod VNet".main except tag tier=front
segment office = 203.0.113.0/24, internet & 2001:db8::/32
segment nobody = 10.0.1.77
segment web = 10.0.1.10
segment "any" = instance legs
segment "to" = 10.0.2.0/24
service https = tcp 443
service "tcp" = udp 53
service "by" = tcp 1
"#;

fn analysis(text: &str) -> Analysis {
    Analysis::new(parse(vec![Source::new("test.fence", text).unwrap()]))
}

/// The nasty estate without the second `web` of one VPC, which is an error.
pub(crate) fn nasty() -> Analysis {
    let analysis = analysis(&NASTY.replace("    instance \"web\" in web { ip 10.0.1.11 }\n", ""));
    assert!(analysis.problems().is_empty(), "{:#?}", analysis.problems());
    analysis
}

/// One network with these lines in one VPC `v`.
fn in_vpc(lines: &str) -> Topology {
    let text = format!("network n on aws in eu-central-1 {{\nvpc v 10.0.0.0/16 {{\n{lines}\n}}\n}}");
    let analysis = analysis(&text);
    assert!(analysis.problems().is_empty(), "{:#?}", analysis.problems());
    analysis.topology()
}

/// The realm of a VPC: the outside is the first.
fn realm(vpc: VpcId) -> RealmId {
    RealmId(vpc.0 + 1)
}

/// The points of interfaces; of those whose addresses are not written, which are not the topology's to choose, those of `places`.
fn points<'a>(
    estate: &Estate,
    places: &[fabric::Place],
    interfaces: impl Iterator<Item = &'a Interface>,
) -> Points {
    let of = |interface: &Interface| {
        let subnet = estate.aws.subnet(interface.subnet).unwrap();
        let written = interface.addresses.iter().map(|&address| Addresses::single(address));
        let ranges = subnet.prefixes.iter().map(|range| Addresses::of(range.family(), prefix_values(range)));
        let ranges: Addresses = ranges.collect();
        let own = places.iter().filter(|place| place.label.object == Some(interface.object));
        let free = own.map(|place| place.addresses.intersect(&ranges));
        let addresses = if interface.addresses.is_empty() { free.collect() } else { written.collect() };
        Points::one(realm(subnet.vpc), addresses)
    };
    interfaces.map(of).collect()
}

/// What every selector of the topology must denote, by the estate alone: by the place where it is written.
fn expected(analysis: &Analysis, places: &[fabric::Place]) -> BTreeMap<Place, Vec<Points>> {
    let (estate, sources) = (analysis.estate(), analysis.sources());
    let place = |id: ObjectId| estate.object(id).unwrap().origin.location().unwrap().place(sources).unwrap();
    let all = || estate.aws.interfaces.iter();
    let subnet_of = |interface: &Interface| estate.aws.subnet(interface.subnet).unwrap();
    let mut expected: BTreeMap<Place, Vec<Points>> = BTreeMap::new();
    for (id, object) in estate.objects.iter().enumerate().filter(|(_, object)| object.kind == "network") {
        let id = ObjectId(id as u32);
        assert!(object.parent.is_none());
        let inside = all().filter(|interface| estate.is_within(interface.object, id));
        expected.insert(place(id), vec![points(estate, places, inside)]);
    }
    for (index, vpc) in estate.aws.vpcs.iter().enumerate() {
        let inside = all().filter(|interface| subnet_of(interface).vpc == VpcId(index as u32));
        expected.insert(place(vpc.object), vec![points(estate, places, inside)]);
    }
    for (index, subnet) in estate.aws.subnets.iter().enumerate() {
        let inside = all().filter(|interface| interface.subnet == SubnetId(index as u32));
        expected.insert(place(subnet.object), vec![points(estate, places, inside)]);
    }
    for interface in all() {
        // A load balancer has one in each subnet, at one place of the text.
        let own = points(estate, places, core::iter::once(interface));
        expected.entry(place(interface.object)).or_default().push(own);
    }
    // The realms of sites come behind those of VPCs.
    for (site, realm) in estate.sites.iter().zip(1 + estate.aws.vpcs.len() as u32..) {
        let own = |prefixes: &[Prefix], addresses: &[IpAddr]| {
            let ranges = prefixes.iter().map(|prefix| Addresses::of(prefix.family(), prefix_values(prefix)));
            let addresses = addresses.iter().map(|&address| Addresses::single(address));
            Points::one(RealmId(realm), ranges.chain(addresses).collect())
        };
        let gateways: Vec<IpAddr> = site.gateways.iter().map(|gateway| gateway.address).collect();
        expected.insert(place(site.object), vec![own(&site.prefixes, &gateways)]);
        for subnet in &site.subnets {
            expected.insert(place(subnet.object), vec![own(&subnet.prefixes, &[])]);
        }
        for host in &site.hosts {
            expected.insert(place(host.object), vec![own(&[], &host.addresses)]);
        }
    }
    expected
}

/// Every selector with the place of what it names.
fn selectors(areas: &[Area], found: &mut Vec<(Place, String)>) {
    for area in areas {
        assert_eq!(area.selector.is_none(), area.kind == "zone", "{area:?}");
        found.extend(area.place.clone().zip(area.selector.clone()));
        let members = area.machines.iter().flat_map(|machines| &machines.members);
        found.extend(members.map(|machine| (machine.place.clone(), machine.selector.clone())));
        selectors(&area.areas, found);
    }
}

fn assert_selectors(name: &str, analysis: &Analysis) {
    let mut spaces = Spaces::new();
    let mut network = lower::lower(&mut spaces, analysis.estate(), None);
    let prepared = Prepared::new(&mut spaces, analysis.estate(), &mut network);
    let rows = Rows::none();
    let evaluator = Evaluator::new(analysis.estate(), &network, &prepared, &rows);
    let mut found = Vec::new();
    selectors(&analysis.topology().areas, &mut found);
    let mut expected = expected(analysis, &network.fabric.places);
    for (place, selector) in found {
        // At either end, beside others.
        let question = format!("internet, {selector} -> {selector} : tcp 443");
        let flow = match analysis.question(&question) {
            Ok(question) => question.flow,
            Err(problems) => panic!("{name}: {question}: {problems:#?}"),
        };
        let points = evaluator.points().find(&flow.to);
        let left = expected.get_mut(&place).unwrap_or_else(|| panic!("{name}: {selector} stands twice"));
        let with_held = |one: &Points| if network.fabric.embeds { one.with_embedded() } else { one.clone() };
        let at = left.iter().position(|one| with_held(one) == points);
        left.remove(at.unwrap_or_else(|| panic!("{name}: {selector} is {points:?}, not {left:?}")));
        if left.is_empty() {
            expected.remove(&place);
        }
        let internet = evaluator.points().find(&one(Selector::Internet));
        let from = [internet, points].into_iter().collect::<Points>();
        assert_eq!(evaluator.points().find(&flow.from), from, "{name}: {selector}");
    }
    assert!(expected.is_empty(), "{name}: without a selector: {:?}", expected.keys());
}

#[test]
fn every_selector_of_every_policy_denotes_exactly_its_thing() {
    for (name, analysis) in gallery::analyses() {
        assert_selectors(&name, &analysis);
    }
}

#[test]
fn every_selector_of_a_nasty_estate_denotes_exactly_its_thing() {
    assert_selectors("nasty", &nasty());
}

#[test]
fn what_is_declared_twice_stands_once() {
    let analysis = analysis(NASTY);
    assert!(analysis.has_errors());
    assert_selectors("declared twice", &analysis);
}

#[test]
fn names_of_definitions_mean_them() {
    let analysis = nasty();
    let topology = analysis.topology();
    let names = |named: &[Named]| named.iter().map(|one| one.name.clone()).collect::<Vec<_>>();
    assert_eq!(
        names(&topology.segments),
        ["segment main", "fronts", "mixed", "office", "nobody", "web", "\"any\"", "\"to\""]
    );
    assert_eq!(names(&topology.services), ["https", "\"tcp\"", "\"by\""]);
    let estate = analysis.estate();
    let segments = topology.segments.iter().zip(0..);
    for (named, index) in segments {
        let flow = analysis.question(&format!("{} -> internet", named.name)).unwrap().flow;
        assert_eq!(flow.from, one(Selector::Segment(crate::estate::SegmentId(index))), "{}", named.name);
        let again = analysis.question(&format!("{} -> internet", estate.written(&flow.from))).unwrap().flow;
        assert_eq!(again.from, flow.from, "{}", named.name);
        assert_eq!(named.place.file, "test.fence");
    }
    for (named, index) in topology.services.iter().zip(0..) {
        let flow = analysis.question(&format!("any -> any : icmp 8, {}", named.name)).unwrap().flow;
        let service = crate::estate::ServiceTerm::Service(crate::estate::ServiceId(index));
        assert_eq!(flow.service.union[1], [service], "{}", named.name);
    }
}

/// A box as lines: what it is, its ranges, and what is in it.
fn drawn(area: &Area, depth: usize) -> Vec<String> {
    let indent = "  ".repeat(depth);
    let mut lines = vec![format!("{indent}{} {} {}", area.kind, area.label, area.prefixes.join(" "))];
    for Gateway { kind, label, addresses, .. } in &area.gateways {
        lines.push(format!("{indent}  | {kind} {label} {addresses:?}"));
    }
    for Machines { members, groups, tags } in &area.machines {
        let members: Vec<&str> = members.iter().map(|member| member.label.as_str()).collect();
        lines.push(format!("{indent}  - {} {groups:?} {tags:?}", members.join(", ")));
    }
    lines.extend(area.areas.iter().flat_map(|inside| drawn(inside, depth + 1)));
    lines.into_iter().map(|line| line.trim_end().to_string()).collect()
}

#[test]
fn a_peering_stands_on_the_edge_of_both_vpcs() {
    let text = "network a on aws { vpc a 10.1.0.0/16 { internet-gateway igw } peering ab between a, b.b }\n\
                network b on aws { vpc b 10.2.0.0/16 { internet-gateway igw } }";
    let analysis = analysis(&text.replace(" peering", "\n peering"));
    assert!(analysis.problems().is_empty(), "{:#?}", analysis.problems());
    let topology = analysis.topology();
    let lines: Vec<String> = topology.areas.iter().flat_map(|area| drawn(area, 0)).collect();
    assert_eq!(
        lines,
        [
            "network a",
            "  vpc a 10.1.0.0/16",
            "    | internet-gateway igw []",
            "    | peering ab []",
            "network b",
            "  vpc b 10.2.0.0/16",
            "    | peering ab []",
            "    | internet-gateway igw []",
        ]
    );
    let [a, b] = [0, 1].map(|at| &topology.areas[at].areas[0].gateways);
    assert_eq!(a[1].place, b[0].place);
}

#[test]
fn boxes_stand_in_boxes_with_gateways_on_their_edge() {
    let topology = nasty().topology();
    let lines: Vec<String> = topology.areas.iter().flat_map(|area| drawn(area, 0)).collect();
    assert_eq!(
        lines,
        [
            "network Prod VNet",
            "  vpc main 10.0.0.0/16 fd00::/56",
            "    | internet-gateway main []",
            "    | egress-only-internet-gateway out []",
            "    zone eu-central-1b",
            "      subnet web 10.0.1.0/24 fd00::/64",
            "        | nat-gateway web [198.51.100.9]",
            "        - web [\"web\"] []",
            "        - main [\"a.b\", \"web\"] [\"tier=front\"]",
            "        - main.web [] [\"tier=front\", \"\\\"cost center\\\"=\\\"a b\\\"\"]",
            "      subnet in 10.0.4.0/24",
            "        - two legs.a--b [] []",
            "    zone eu-central-1a",
            "      subnet main 10.0.2.0/24",
            "        - main.in [] [\"tier=front\"]",
            "        - legs.main, two legs [] []",
            "    subnet 10.0.3.0/24 10.0.3.0/24",
            "      | nat-gateway inner []",
            "  vpc web 10.0.0.0/16",
            "    subnet web 10.0.1.0/24",
            "      - web [] []",
            "    subnet main 10.0.2.0/24",
            "      - main, main.eth1 [] []",
            "network main",
            "  vpc main 10.0.0.0/16",
            "    subnet main 10.0.1.0/24",
            "      - \"quoted\"\\, a\rb [] []",
        ]
    );
}

#[test]
fn a_machine_is_shown_as_it_is_written() {
    let topology = nasty().topology();
    let web = &topology.areas[0].areas[0].areas[0].areas[0];
    let Machine { kind, label, selector, addresses, public, place } = &web.machines[1].members[0];
    assert_eq!((kind.as_str(), label.as_str()), ("instance", "main"));
    assert_eq!(selector, "instance \"Prod VNet\".main.main & (10.0.1.20, fd00::20, 10.0.1.21)");
    let addresses: Vec<String> = addresses.iter().map(ToString::to_string).collect();
    assert_eq!(addresses, ["10.0.1.20", "fd00::20", "10.0.1.21"]);
    assert!(public.is_empty());
    assert_eq!((place.file.as_str(), place.start.line, place.start.column), ("test.fence", 16, 5));
    let Machine { kind, selector, .. } = &web.machines[2].members[0];
    assert_eq!((kind.as_str(), selector.as_str()), ("interface", "interface \"Prod VNet\".main.main.web"));
    assert_eq!(web.machines[0].members[0].public, ["198.51.100.1".parse::<core::net::IpAddr>().unwrap()]);
}

/// The classes of the machines in the one subnet, by the names of their members.
fn classes(lines: &str) -> Vec<Vec<String>> {
    let topology = in_vpc(&format!("subnet s 10.0.1.0/24\nsecurity-group g\nsecurity-group h\n{lines}"));
    let machines = topology.areas[0].areas[0].areas[0].machines.iter();
    let names = |one: &Machines| one.members.iter().map(|member| member.label.clone()).collect();
    machines.map(names).collect()
}

#[test]
fn machines_are_alike_in_whatever_order_they_are_described() {
    let same = "instance a in s { ip 10.0.1.10; security-group g, h; tag x=1, y=2 }
        instance other in s { ip 10.0.1.11 }
        instance b in s { tag y=2, x=1; ip 10.0.1.12; security-group h, g; client-ports 1024-65535 }
        instance c in s { ip 10.0.1.13; security-group g, h; tag x=1, y=2; client-ports 2000-65535, 1024-1999 }";
    assert_eq!(classes(same), [vec!["a", "b", "c"], vec!["other"]]);
}

#[test]
fn machines_differ_in_groups_tags_ports_and_counts_of_addresses() {
    for different in
        ["security-group g", "tag x=1", "client-ports 1024-65534", "ip 10.0.1.99", "public-ip 198.51.100.1"]
    {
        let lines = format!(
            "instance a in s {{ ip 10.0.1.10 }}\ninstance b in s {{ ip 10.0.1.11; {different} }}
             instance c in s {{ ip 10.0.1.12 }}"
        );
        let lines = lines.replace("ip 10.0.1.11; ip", "ip 10.0.1.11,");
        assert_eq!(classes(&lines), [vec!["a", "c"], vec!["b"]], "{different}");
    }
}

#[test]
fn an_estate_of_a_program_has_no_places_and_an_empty_one_no_boxes() {
    assert_eq!(analysis("").topology(), Topology::default());
    let analysis = nasty();
    let topology = topology(analysis.estate(), &[]);
    assert_eq!(topology.areas[0].place, None);
    assert_eq!(topology.segments[0].place, Place::start_of(""));
}

#[test]
fn transit_gateways_stand_at_the_edge_of_their_network() {
    let text = "network n on aws { vpc v 10.0.0.0/16 { subnet s 10.0.1.0/24 }\n\
                transit-gateway hub { attachment v to v { subnet s } } }";
    let topology = analysis(text).topology();
    let gateways: Vec<(&str, &str)> =
        topology.areas[0].gateways.iter().map(|one| (one.kind.as_str(), one.label.as_str())).collect();
    assert_eq!(gateways, [("transit-gateway", "hub")]);
}

#[test]
fn services_stand_at_the_edge_of_their_vpc() {
    let topology = in_vpc(
        "subnet s 10.0.0.0/24\nload-balancer front in s { type network; scheme internal; ip 10.0.0.5 }\n\
         endpoint-service pay { load-balancer front }",
    );
    let vpc = &topology.areas[0].areas[0];
    let gateways: Vec<(&str, &str)> =
        vpc.gateways.iter().map(|one| (one.kind.as_str(), one.label.as_str())).collect();
    assert_eq!(gateways, [("endpoint-service", "pay")]);
}
