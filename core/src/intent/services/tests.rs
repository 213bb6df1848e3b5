use alloc::string::String;

use super::*;
use crate::estate::Estate;
use crate::packet::{Packet, Transport};
use crate::{Source, parse};

/// The services of a text.
fn estate(services: &str) -> Estate {
    let parsed = parse(alloc::vec![Source::new("test.fence", services).unwrap()]);
    assert!(parsed.problems.is_empty(), "{:#?}", parsed.problems);
    parsed.estate
}

fn asked(spaces: &mut Spaces, services: &str, name: &str) -> Asked {
    let estate = estate(services);
    let finder = ServiceFinder::new(spaces, &estate);
    let service = estate.services.iter().find(|service| service.name == name).unwrap();
    finder.find(spaces, &service.set)
}

fn packet(transport: Transport) -> Packet {
    Packet::new([10, 0, 0, 1].into(), [10, 0, 0, 2].into(), transport).unwrap()
}

/// Which of a few telling packets are in a set: `t443<50000`.
fn members(spaces: &Spaces, packets: Space) -> Vec<String> {
    let mut found = Vec::new();
    for destination in [22, 53, 443] {
        for source in [53, 1023, 1024, 50_000] {
            for (name, transport) in
                [("t", Transport::Tcp { source, destination }), ("u", Transport::Udp { source, destination })]
            {
                if spaces.contains(packets, &packet(transport)) {
                    found.push(alloc::format!("{name}{destination}<{source}"));
                }
            }
        }
    }
    found
}

fn by_client(text: &str) -> Vec<String> {
    let service = alloc::format!("service s = {text}\n");
    let spaces = &mut Spaces::new();
    let by_client = asked(spaces, &service, "s").by_client(spaces, &Values::range(1024, 65535));
    members(spaces, by_client)
}

fn any(text: &str) -> Vec<String> {
    let service = alloc::format!("service s = {text}\n");
    let spaces = &mut Spaces::new();
    let any = asked(spaces, &service, "s").any;
    members(spaces, any)
}

#[test]
fn operators_are_those_of_sets() {
    assert_eq!(any("tcp 22, tcp 443 & tcp 443"), any("tcp 22, tcp 443"));
    assert_eq!(any("tcp 22-443 except tcp 53, tcp 443"), any("tcp 22"));
    assert_eq!(any("(tcp 22, udp 53) & any"), any("tcp 22, udp 53"));
    assert_eq!(any("tcp 22 & udp 22"), Vec::<String>::new());
    // `except` is loosest.
    assert_eq!(any("tcp 22, tcp 443 except tcp 443"), any("tcp 22"));
}

#[test]
fn a_service_stands_for_what_it_names_wherever_that_is_defined() {
    let text = "service web = secure, ssh except ssh\nservice secure = tcp 443\nservice ssh = tcp 22\n";
    let spaces = &mut Spaces::new();
    let web = asked(spaces, text, "web").any;
    assert_eq!(members(spaces, web), any("tcp 443"));
}

#[test]
fn clients_send_from_their_own_ports_where_the_text_leaves_it_to_them() {
    assert_eq!(by_client("tcp 443"), ["t443<1024", "t443<50000"]);
    assert_eq!(by_client("tcp 443 source-port 53-1024"), ["t443<53", "t443<1023", "t443<1024"]);
}

#[test]
fn source_ports_are_named_for_the_traffic_that_they_stand_with() {
    let mixed = ["u53<53", "t443<1024", "t443<50000"];
    assert_eq!(by_client("tcp 443, udp 53 source-port 53"), mixed);
    assert_eq!(by_client("(tcp 443, udp 53 source-port 53) & any"), mixed);
    assert_eq!(by_client("udp 53 & udp 53 source-port 53"), ["u53<53"]);
}

#[test]
fn source_ports_that_are_left_when_others_are_taken_away_are_named() {
    assert_eq!(by_client("tcp 443 except tcp 443 source-port 1024-65535"), ["t443<53", "t443<1023"]);
    assert_eq!(
        by_client("tcp 443, udp 53 except udp 53 source-port 1024-65535"),
        ["u53<53", "u53<1023", "t443<1024", "t443<50000"]
    );
    assert_eq!(by_client("tcp 443 except tcp 22"), ["t443<1024", "t443<50000"]);
}

/// Whatever is asked of a service, clients are asked about some of it: nothing holds for want of packets.
#[test]
fn clients_send_some_of_every_service() {
    for text in
        ["tcp 443 except tcp 443 source-port 1024-65535", "any except tcp source-port 1-65535", "icmp 8/0"]
    {
        let service = alloc::format!("service s = {text}\n");
        let spaces = &mut Spaces::new();
        let asked = asked(spaces, &service, "s");
        for ports in [Values::range(1024, 65535), Values::one(7)] {
            let by_client = asked.by_client(spaces, &ports);
            assert!(spaces.is_subset(by_client, asked.any), "{text}");
            // Every destination port that is asked about is asked about from some port.
            let [by_client, any] = [by_client, asked.any].map(|set| spaces.forget(set, Field::SourcePort));
            assert_eq!(by_client, any, "{text}");
        }
    }
}
