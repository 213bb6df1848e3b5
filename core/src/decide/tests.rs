//! Decisions against the sets of `reach`, and against its walker in fabrics that no cloud has.

mod fabrics;
mod random;

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::net::IpAddr;

use super::*;
use crate::embedded::held;
use crate::estate::Flow as Asking;
use crate::fabric::Place;
use crate::intent::{Depth, Realms, Sets};
use crate::packet::Packet;
use crate::space::{Cube, Field, Spaces, Values};
use crate::{Analysis, Source, gallery, parse};

/// The lowest packet of a box, and the highest.
fn samples(spaces: &mut Spaces, cube: &Cube) -> Vec<Packet> {
    let all = spaces.cube(cube);
    let lowest = spaces.sample(all);
    let highest = Field::ALL.into_iter().fold(all, |packets, field| {
        let last = spaces.values(packets, field).ranges().last().map_or(0, |range| range.1);
        spaces.limit(packets, field, &Values::one(last))
    });
    lowest.into_iter().chain(spaces.sample(highest)).collect()
}

/// Which places or fronts an address of a realm is of.
fn ends(analysis: &Analysis, realm: RealmId, address: IpAddr) -> Vec<Endpoint> {
    let fabric = &analysis.network.fabric;
    let held = held(address).filter(|_| fabric.embeds);
    let has =
        |place: &Place| [Some(address), held].into_iter().flatten().any(|one| place.addresses.contains(one));
    let places = fabric.places.iter().zip(0..).filter(|(place, _)| place.realm == realm && has(place));
    let fronts = fabric.fronts.iter().zip(0..);
    let fronts = fronts.filter(|(front, _)| realm == RealmId::OUTSIDE && front.address == address);
    let places = places.map(|(_, id)| Endpoint(End::Place(PlaceId(id))));
    places.chain(fronts.map(|(_, id)| Endpoint(End::Front(id)))).collect()
}

/// Decides on flows of every part of a question's sets; how many there were of each decision.
fn compare(name: &str, analysis: &Analysis, asking: &Asking, counts: &mut [usize; 5]) {
    let spaces = &mut analysis.spaces();
    let evaluator = analysis.evaluator();
    let asked = evaluator.asked(spaces, asking);
    let sets = evaluator.evaluate(spaces, &asked, Depth::Replies).unwrap();
    let Sets { delivered, answered, fully_answered, .. } = sets;
    let certain = [
        (Decision::Answered, fully_answered.least.clone()),
        (Decision::SometimesAnswered, answered.least.minus(spaces, &fully_answered.greatest)),
        (Decision::DeliveredOnly, delivered.least.minus(spaces, &answered.greatest)),
        (Decision::Dropped, asked.any.minus(spaces, &delivered.greatest)),
    ];
    let unknown = certain.iter().fold(asked.any, |rest, (_, flows)| rest.minus(spaces, flows));
    let parts = certain.into_iter().chain([(Decision::Unknown, unknown)]);
    for ((expected, flows), count) in parts.zip(counts) {
        for (realms, packets) in flows.iter() {
            for cube in spaces.cubes(packets) {
                for packet in samples(spaces, &cube) {
                    decide_one(name, analysis, realms, &packet, expected);
                    *count += 1;
                }
            }
        }
    }
}

fn decide_one(name: &str, analysis: &Analysis, realms: Realms, packet: &Packet, expected: Decision) {
    let from = ends(analysis, realms.source, packet.source());
    let to = ends(analysis, realms.destination, packet.destination());
    let ([from], [to]) = (from.as_slice(), to.as_slice()) else {
        // What nothing has is no endpoint, and is never delivered.
        assert_eq!(expected, Decision::Dropped, "{name}: {realms:?} {packet:?}");
        return;
    };
    let mut stops = [None; 8];
    let decision = analysis.decide(*from, *to, packet);
    assert_eq!(decision, expected, "{name}: {realms:?} {packet:?}");
    assert_eq!(analysis.decide_with(*from, *to, packet, &mut stops), expected, "{name}: {packet:?}");
    let is_told = stops.iter().flatten().next().is_some();
    let known = analysis.network.fabric.appliances().next().is_none();
    assert!(!known || is_told == (expected != Decision::Answered), "{name}: {packet:?} {stops:?}");
    assert!(stops.iter().flatten().all(|stop| !analysis.show_stop(stop).place.name.is_empty()));
}

#[test]
fn every_policy_decides_as_its_sets() {
    let mut counts = [0; 5];
    for (name, mut analysis) in gallery::analyses() {
        // What appliances leave open hangs on everything that is sent.
        analysis.step(u64::MAX);
        if analysis.has_errors() || analysis.estate().deploys_nothing() {
            continue;
        }
        let fronts = analysis.network.fabric.fronts.iter();
        let to_fronts = fronts.map(|front| format!("any -> {}", front.address));
        for question in to_fronts.chain([String::from("any -> any")]) {
            compare(&name, &analysis, &analysis.flow(&question, 0).unwrap(), &mut counts);
        }
    }
    assert!(counts[1].min(counts[4]) > 5 && counts[0].min(counts[2]).min(counts[3]) > 50, "{counts:?}");
}

fn analysis(text: &str) -> Analysis {
    Analysis::new(parse(alloc::vec![Source::new("test.fence", text).unwrap()]))
}

/// Two machines with public addresses, one of them with two interfaces, and a NAT gateway.
const ESTATE: &str = "network n on aws in eu-central-1 {
  vpc v 10.0.0.0/16 {
    internet-gateway igw
    route-table public { 0.0.0.0/0 -> igw }
    route-table private { 0.0.0.0/0 -> nat }
    nat-gateway nat in s { public-ip 198.51.100.1 }
    subnet s 10.0.1.0/24 { route-table public }
    subnet p 10.0.2.0/24 { route-table private }
    security-group g { ingress tcp 443 from 0.0.0.0/0; egress tcp 443 to 0.0.0.0/0 }
    security-group h { ingress tcp 443 from 0.0.0.0/0 }
    instance a in s { ip 10.0.1.10; public-ip 198.51.100.10; security-group g, h }
    instance b in p { ip 10.0.2.10; security-group g; interface second in s { ip 10.0.1.20; security-group h } }
  }
}
segment a-alone = a
segment both = a, b
";

#[test]
fn many_listeners_that_lead_to_one_machine_are_not_too_many() {
    let listeners: Vec<String> = (1..=20).map(|port| alloc::format!("listener tcp {port} -> all")).collect();
    let analysis = analysis(&alloc::format!(
        "network n on aws {{ vpc v 10.0.0.0/16 {{\nsubnet s 10.0.1.0/24\n\
         load-balancer l in s {{ type network; scheme internal; ip 10.0.1.5\n{} }}\n\
         target-group all {{ target b : tcp 443 }}\n\
         security-group g {{ ingress tcp 443 from 10.0.0.0/16; egress tcp 1-20 to 10.0.1.5/32 }}\n\
         instance a in s {{ ip 10.0.1.10; security-group g }}\ninstance b in s {{ ip 10.0.1.20; security-group g }} }} }}",
        listeners.join("\n"),
    ));
    assert_eq!(analysis.problems(), []);
    let end = |name| analysis.endpoint(name).unwrap();
    let decision = |port| analysis.decide(end("a"), end("b"), &packet("10.0.1.10", "10.0.1.20", port));
    assert_eq!([decision(443), decision(444)], [Decision::Answered, Decision::Dropped]);
}

fn packet(source: &str, destination: &str, port: u16) -> Packet {
    let transport = crate::Transport::Tcp { source: 50_000, destination: port };
    Packet::new(source.parse().unwrap(), destination.parse().unwrap(), transport).unwrap()
}

#[test]
fn an_endpoint_is_what_has_a_name_alone() {
    let analysis = analysis(ESTATE);
    assert_eq!(analysis.problems(), []);
    let end = |text: &str| {
        analysis.endpoint(text).map_err(|problems| problems.iter().map(|one| one.code).collect::<Vec<_>>())
    };
    let a = end("a").unwrap();
    for text in ["instance n.v.a", "10.0.1.10", "a-alone", "subnet s & security-group g", "a & 10.0.0.0/16"] {
        assert_eq!(end(text), Ok(a), "{text}");
    }
    assert_eq!(end("b.second"), end("10.0.1.20"));
    assert_ne!(end("b.second"), end("b & 10.0.2.10"));
    for text in ["internet", "203.0.113.7", "internet & 203.0.113.0/24"] {
        assert_eq!(end(text), Ok(Endpoint::INTERNET), "{text}");
    }
    let front = end("198.51.100.10").unwrap();
    assert!(front != a && front != Endpoint::INTERNET);
    for text in ["b", "both", "any", "subnet s", "a, 198.51.100.10", "a, 10.0.1.99", "a, 203.0.113.7"] {
        assert_eq!(end(text), Err(alloc::vec![crate::ProblemCode::AmbiguousName]), "{text}");
    }
    for text in ["10.0.1.99", "192.168.0.1", "a except a"] {
        assert_eq!(end(text), Err(alloc::vec![crate::ProblemCode::EmptySet]), "{text}");
    }
    for text in ["", "nobody", "a : tcp 443", "a -> b.second", "a #", "a\nb"] {
        assert!(end(text).is_err(), "{text}");
    }
}

#[test]
fn what_no_question_asks_about_is_not_decided() {
    let analysis = analysis(ESTATE);
    let end = |text: &str| analysis.endpoint(text).unwrap();
    let [a, front, second] = ["a", "198.51.100.10", "b.second"].map(end);
    let not_asked = Decision::Undecided(Undecided::NotAsked);
    let cases = [
        (a, second, packet("10.0.1.10", "10.0.1.20", 443), Decision::Answered),
        (a, second, packet("10.0.1.11", "10.0.1.20", 443), not_asked),
        (a, second, packet("10.0.1.10", "10.0.1.21", 443), not_asked),
        (a, a, packet("10.0.1.10", "10.0.1.10", 443), not_asked),
        (front, second, packet("198.51.100.10", "10.0.1.20", 443), not_asked),
        (Endpoint::INTERNET, Endpoint::INTERNET, packet("203.0.113.7", "203.0.113.8", 443), not_asked),
        (Endpoint::INTERNET, a, packet("10.9.9.9", "10.0.1.10", 443), not_asked),
        (Endpoint::INTERNET, a, packet("203.0.113.7", "10.0.1.10", 443), Decision::Answered),
        (Endpoint::INTERNET, front, packet("203.0.113.7", "198.51.100.10", 443), Decision::Answered),
        (Endpoint::INTERNET, front, packet("203.0.113.7", "10.0.1.10", 443), not_asked),
        (Endpoint(End::Place(PlaceId(99))), a, packet("203.0.113.7", "10.0.1.10", 443), not_asked),
        (a, Endpoint(End::Front(99)), packet("10.0.1.10", "198.51.100.10", 443), not_asked),
    ];
    for (from, to, packet, expected) in cases {
        assert_eq!(analysis.decide(from, to, &packet), expected, "{from:?} {to:?} {packet:?}");
    }
}

#[test]
fn what_stops_a_packet_is_told_in_order_and_of_the_address_that_comes_furthest() {
    let analysis = analysis(ESTATE);
    let end = |text: &str| analysis.endpoint(text).unwrap();
    let stops = |from: Endpoint, to: Endpoint, packet: &Packet, room: usize| {
        let mut stops =
            alloc::vec![Some(Stopped { reason: Reason::NoRoute, is_reply: true, at: label() }); room];
        let decision = analysis.decide_with(from, to, packet, &mut stops);
        let shown = stops.iter().flatten().map(|stop| {
            let change = analysis.show_stop(stop);
            format!(
                "{} at {}{}",
                change.code.as_str(),
                change.place,
                if stop.is_reply { ", reply" } else { "" }
            )
        });
        (decision, shown.collect::<Vec<String>>())
    };
    let [a, second] = ["a", "b.second"].map(end);
    let dropped = stops(Endpoint::INTERNET, a, &packet("203.0.113.7", "10.0.1.10", 22), 4);
    assert_eq!(dropped.0, Decision::Dropped);
    assert_eq!(
        dropped.1,
        ["sg-no-rule at security-group n.v.g ingress", "sg-no-rule at security-group n.v.h ingress"]
    );
    let short = stops(Endpoint::INTERNET, a, &packet("203.0.113.7", "10.0.1.10", 22), 1);
    assert_eq!(short, (Decision::Dropped, dropped.1[..1].to_vec()));
    assert_eq!(stops(a, second, &packet("10.0.1.10", "10.0.1.20", 443), 4), (Decision::Answered, Vec::new()));
}

fn label() -> Label {
    crate::fabric::tests::label("before")
}

#[test]
fn intents_alone_decide_whatever_the_ends() {
    let analysis = analysis("segment office = 192.168.0.0/16\nallow office -> 10.0.0.0/8 : tcp 443\n");
    let office = analysis.endpoint("office").unwrap();
    assert_eq!(office, Endpoint::INTERNET);
    let decide = |port| analysis.decide(office, office, &packet("192.168.1.1", "10.0.0.1", port));
    assert!(decide(443).permits() && matches!(decide(443), Decision::Stated(Stated::Allowed(_))));
    assert_eq!(decide(22), Decision::Stated(Stated::NotStated));
    assert!(!decide(22).permits());
}

#[test]
fn nothing_is_decided_by_texts_with_an_error() {
    for text in ["allow 10.0.0.0/8 -> nobody\n", &format!("{ESTATE}allow a -> nobody\n")] {
        let analysis = analysis(text);
        let decision =
            analysis.decide(Endpoint::INTERNET, Endpoint::INTERNET, &packet("10.0.0.1", "10.0.0.2", 1));
        assert_eq!(decision, Decision::Undecided(Undecided::Faulty), "{text}");
    }
}
