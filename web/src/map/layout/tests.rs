use ringfence::answer::{Area, Machine, Machines, Topology};
use ringfence::{Place, Position};

use super::*;

fn place() -> Place {
    let start = Position { offset: 0, line: 1, column: 1 };
    Place { file: "a.fence".to_owned(), start, end: start, pointer: None }
}

fn area(kind: &str, label: &str, areas: Vec<Area>, machines: Vec<Machines>) -> Area {
    Area {
        kind: kind.to_owned(),
        label: label.to_owned(),
        selector: Some(label.to_owned()),
        prefixes: vec!["10.0.0.0/16".to_owned()],
        place: Some(place()),
        areas,
        gateways: Vec::new(),
        machines,
    }
}

fn gateway(kind: &str, label: &str) -> Gateway {
    Gateway { kind: kind.to_owned(), label: label.to_owned(), addresses: Vec::new(), place: place() }
}

/// Machines of which each is unlike the others.
fn unlike(count: usize) -> Vec<Machines> {
    let one = |index| Machine {
        kind: "instance".to_owned(),
        label: format!("m-{index}"),
        selector: format!("instance m-{index}"),
        addresses: Vec::new(),
        public: Vec::new(),
        place: place(),
    };
    (0..count)
        .map(|index| Machines { members: vec![one(index)], groups: Vec::new(), tags: Vec::new() })
        .collect()
}

/// Two zones with two subnets each, and one that says no zone.
fn topology(machines: usize) -> Topology {
    let mut subnet = area("subnet", "db", Vec::new(), unlike(machines));
    subnet.gateways.push(gateway("nat-gateway", "nat"));
    let zone = |label| {
        area("zone", label, vec![subnet.clone(), area("subnet", "app", Vec::new(), unlike(3))], Vec::new())
    };
    let loose = area("subnet", "loose", Vec::new(), Vec::new());
    let mut vpc = area("vpc", "main", vec![zone("a"), zone("b"), loose], Vec::new());
    vpc.gateways
        .extend([gateway("internet-gateway", "igw"), gateway("egress-only-internet-gateway", "eigw")]);
    let network = area("network", "shop", vec![vpc.clone(), vpc], Vec::new());
    Topology { areas: vec![network], ..Topology::default() }
}

fn holds(outer: Rect, inner: Rect) -> bool {
    inner.x >= outer.x
        && inner.y >= outer.y
        && inner.right() <= outer.right()
        && inner.bottom() <= outer.bottom()
}

fn apart(a: Rect, b: Rect) -> bool {
    a.right() <= b.x || b.right() <= a.x || a.bottom() <= b.y || b.bottom() <= a.y
}

#[test]
fn boxes_hold_what_is_in_them_or_stand_apart() {
    for machines in [0, 1, 2, 7, 40] {
        let shapes = layout(&topology(machines));
        for (index, one) in shapes.frames.iter().enumerate() {
            for other in shapes.frames.iter().skip(index + 1) {
                let (a, b) = (one.rect, other.rect);
                assert!(holds(a, b) || apart(a, b), "{} {a:?} and {} {b:?}", one.label, other.label);
            }
        }
    }
}

#[test]
fn machines_stand_in_a_box_and_cover_no_other() {
    let shapes = layout(&topology(25));
    let machines: Vec<_> = shapes.spots.iter().filter(|spot| spot.role == Role::Machine).collect();
    assert_eq!(machines.len(), 4 * (25 + 3));
    for (index, one) in machines.iter().enumerate() {
        let inside = shapes.frames.iter().filter(|frame| holds(frame.rect, one.rect)).count();
        // Network, VPC, zone, subnet.
        assert_eq!(inside, 4, "{} {:?}", one.label, one.rect);
        for other in &machines[index + 1..] {
            assert!(apart(one.rect, other.rect));
        }
    }
}

#[test]
fn gateways_stand_across_the_edge_of_their_box() {
    let shapes = layout(&topology(2));
    let gateways: Vec<_> = shapes.spots.iter().filter(|spot| spot.role == Role::Gateway).collect();
    assert_eq!(gateways.len(), 2 * (2 + 2));
    for gateway in gateways {
        let (_, middle) = gateway.rect.middle();
        let kind = if gateway.kind == "nat-gateway" { "subnet" } else { "vpc" };
        let on_edge = shapes.frames.iter().any(|frame| {
            frame.kind == kind
                && (frame.rect.y - middle).abs() < 0.1
                && frame.rect.x <= gateway.rect.x
                && gateway.rect.right() <= frame.rect.right()
        });
        assert!(on_edge, "{} {:?}", gateway.label, gateway.rect);
    }
}

#[test]
fn everything_lies_in_the_drawing() {
    for topology in [topology(30), Topology::default()] {
        let shapes = layout(&topology);
        let whole = Rect { x: 0.0, y: 0.0, width: shapes.width, height: shapes.height };
        for rect in
            shapes.frames.iter().map(|frame| frame.rect).chain(shapes.spots.iter().map(|spot| spot.rect))
        {
            assert!(holds(whole, rect), "{rect:?} in {whole:?}");
        }
    }
}

#[test]
fn lines_lead_from_the_internet_to_the_gateways_that_face_it() {
    let shapes = layout(&topology(1));
    // Two VPCs with two such gateways each; what stands in subnets faces their VPC.
    assert_eq!(shapes.lines.len(), 4);
}

#[test]
fn alike_machines_are_one_spot_that_names_them_all() {
    let members = unlike(40).into_iter().flat_map(|one| one.members).collect();
    let alike = Machines { members, groups: vec!["web".to_owned()], tags: Vec::new() };
    let subnet = area("subnet", "web", Vec::new(), vec![alike]);
    let shapes = layout(&Topology { areas: vec![subnet], ..Topology::default() });
    let spot = shapes.spots.iter().find(|spot| spot.role == Role::Machine).unwrap();
    assert_eq!(spot.count, 40);
    assert_eq!(spot.selector.as_deref().unwrap().matches(", ").count(), 39);
    assert!(spot.title.starts_with("40 alike, m-0 to m-39"));
}
