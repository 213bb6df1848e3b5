use alloc::vec;

use super::*;
use crate::answer::Ends;
use crate::origin::Owner;
use crate::source::Position;

fn ports(protocols: &[&str], destination: &[(u16, u16)], source: &[(u16, u16)]) -> TrafficBox {
    let ranges = |list: &[(u16, u16)]| list.iter().map(|&(first, last)| Range { first, last }).collect();
    TrafficBox::Ports {
        protocols: protocols.iter().map(ToString::to_string).collect(),
        source_ports: ranges(source),
        destination_ports: ranges(destination),
    }
}

const ALL: &[(u16, u16)] = &[(0, 65535)];

#[test]
fn traffic_names_only_what_is_restricted() {
    let u8s = |list: &[(u8, u8)]| list.iter().map(|&(first, last)| Range { first, last }).collect();
    for (traffic, text) in [
        (TrafficBox::Any, "any"),
        (ports(&["tcp"], ALL, ALL), "tcp"),
        (ports(&["tcp"], &[(443, 443)], ALL), "tcp 443"),
        (ports(&["tcp", "udp"], &[(53, 53)], ALL), "tcp 53, udp 53"),
        (
            ports(&["tcp"], &[(80, 80), (8000, 8099)], &[(1024, 65535)]),
            "tcp 80, 8000-8099 source-port 1024-65535",
        ),
        (ports(&["udp"], ALL, &[(53, 53)]), "udp source-port 53"),
        (TrafficBox::Icmp { types: u8s(&[(0, 255)]), codes: u8s(&[(0, 255)]) }, "icmp"),
        (TrafficBox::Icmp { types: u8s(&[(8, 8)]), codes: u8s(&[(0, 255)]) }, "icmp 8"),
        (TrafficBox::Icmp { types: u8s(&[(3, 3)]), codes: u8s(&[(4, 4)]) }, "icmp 3/4"),
        (TrafficBox::Icmp { types: u8s(&[(0, 255)]), codes: u8s(&[(4, 4)]) }, "icmp 0-255/4"),
        (
            TrafficBox::Protocols { numbers: u8s(&[(47, 47), (50, 51), (132, 132)]) },
            "gre, protocol 50-51, protocol 132",
        ),
    ] {
        assert_eq!(traffic.text(Family::V4, 4), text);
    }
    assert_eq!(
        TrafficBox::Icmp { types: u8s(&[(128, 128)]), codes: u8s(&[(0, 255)]) }.text(Family::V6, 4),
        "icmpv6 128"
    );
}

#[test]
fn a_box_is_one_line() {
    let address = |text: &str| Range { first: text.parse().unwrap(), last: text.parse().unwrap() };
    let ends = |network: &str, text: &str| Ends {
        network: network.into(),
        name: None,
        addresses: vec![address(text)],
    };
    let flow_box = FlowBox {
        family: Family::V4,
        source: ends("outside", "203.0.113.9"),
        destination: ends("main", "10.0.1.10"),
        traffic: vec![
            ports(&["tcp"], &[(443, 443)], ALL),
            TrafficBox::Protocols { numbers: vec![Range { first: 50, last: 50 }] },
        ],
    };
    assert_eq!(flow_box.text(4), "203.0.113.9 (internet) -> 10.0.1.10 in main : tcp 443, esp");
}

#[test]
fn long_lists_fold_and_one_more_is_not_folded() {
    assert_eq!(fold::<u8>(&[], 2), "");
    assert_eq!(fold(&[1, 2], 2), "1, 2");
    assert_eq!(fold(&[1, 2, 3], 2), "1, 2, 3");
    assert_eq!(fold(&[1, 2, 3, 4], 2), "1, 2 and 2 more");
}

#[test]
fn counts_are_exact_while_they_are_short() {
    for (count, text) in [
        ("0", "0"),
        ("999", "999"),
        ("1000", "1,000"),
        ("64512", "64,512"),
        ("999999", "999,999"),
        ("1000000", "about 1.0e6"),
        ("241892558110720", "about 2.4e14"),
    ] {
        let flows = Flows { count: count.into(), boxes: Vec::new() };
        assert_eq!(flows.count_text(), text);
    }
}

#[test]
fn packets_read_as_questions() {
    let tcp = ShownPacket {
        source: "203.0.113.9".parse().unwrap(),
        destination: "198.51.100.10".parse().unwrap(),
        protocol: "tcp".into(),
        source_port: Some(50000),
        destination_port: Some(443),
        icmp_type: None,
        icmp_code: None,
    };
    assert_eq!(tcp.to_string(), "203.0.113.9 -> 198.51.100.10 : tcp 443 source-port 50000");
    let icmp = ShownPacket {
        protocol: "icmp".into(),
        source_port: None,
        destination_port: None,
        icmp_type: Some(8),
        icmp_code: Some(0),
        ..tcp.clone()
    };
    assert_eq!(icmp.traffic_text(), "icmp 8/0");
    let gre = ShownPacket { protocol: "47".into(), icmp_type: None, icmp_code: None, ..icmp };
    assert_eq!(gre.traffic_text(), "gre");
    let sctp = ShownPacket { protocol: "132".into(), ..gre };
    assert_eq!(sctp.traffic_text(), "protocol 132");
    let witness = Witness { from: "internet".into(), to: "web-1".into(), packet: tcp };
    assert_eq!(
        witness.to_string(),
        "203.0.113.9 (internet) -> 198.51.100.10 (web-1) : tcp 443 source-port 50000"
    );
}

#[test]
fn things_and_places_read_as_written() {
    let thing = |kind: &str, name: &str, part: Option<&str>| Thing {
        kind: kind.into(),
        name: name.into(),
        part: part.map(Into::into),
        place: None,
        implied: None,
        owner: Owner::Customer,
    };
    assert_eq!(thing("network-acl", "edge", Some("ingress 100")).to_string(), "network-acl edge ingress 100");
    assert_eq!(thing("internet", "internet", None).to_string(), "internet");
    let point = |offset, line, column| Position { offset, line, column };
    let place =
        Place { file: "shop.fence".into(), start: point(90, 12, 5), end: point(95, 12, 10), pointer: None };
    assert_eq!(place.to_string(), "shop.fence:12:5");
    let value = Place { pointer: Some("/Vpcs/0".into()), ..place.clone() };
    assert_eq!(value.to_string(), "shop.fence:12:5 /Vpcs/0");
    let whole = Place { pointer: Some(String::new()), ..place };
    assert_eq!(whole.to_string(), "shop.fence:12:5");
}

#[test]
fn every_verdict_says_what_it_means_in_a_sentence() {
    for verdict in Verdict::ALL {
        assert!(verdict.summary().ends_with('.') && verdict.summary().len() > 20, "{verdict}");
    }
}
