//! A decision asks for no memory.

use std::collections::BTreeSet;
use std::hint::black_box;
use std::net::IpAddr;
use std::path::Path;

use allocation_counter::measure;
use ringfence::answer::{Area, Machine};
use ringfence::{Analysis, Decision, Endpoint, Packet, Source, Transport, Undecided, parse};

fn policies() -> Vec<Analysis> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies/aws");
    let files = std::fs::read_dir(folder).expect("the policies").map(|file| file.expect("a file").path());
    let texts = files.map(|file| std::fs::read_to_string(file).expect("a text"));
    let source = |text| Source::new("policy.fence", text).expect("a short text");
    texts.map(|text| Analysis::new(parse(vec![source(text)]))).collect()
}

fn machines<'a>(areas: &'a [Area], found: &mut Vec<&'a Machine>) {
    for area in areas {
        found.extend(area.machines.iter().flat_map(|machines| &machines.members));
        machines(&area.areas, found);
    }
}

/// The ends of an estate with their addresses.
fn ends(analysis: &Analysis) -> Vec<(Endpoint, Vec<IpAddr>)> {
    let topology = analysis.topology();
    let outside = ["203.0.113.7", "2600::7"].map(|address| address.parse().expect("an address"));
    let mut ends = vec![(Endpoint::INTERNET, outside.to_vec())];
    let mut found = Vec::new();
    machines(&topology.areas, &mut found);
    for machine in found {
        let end = analysis.endpoint(&machine.selector).expect("a machine is an end");
        ends.push((end, machine.addresses.clone()));
        for address in &machine.public {
            ends.push((analysis.endpoint(&address.to_string()).expect("so is its front"), vec![*address]));
        }
    }
    ends
}

/// Packets between any two ends.
fn packets(ends: &[(Endpoint, Vec<IpAddr>)]) -> Vec<(Endpoint, Endpoint, Packet)> {
    let ports = [22, 80, 443, 5432, 8080];
    let tcp = ports.map(|destination| Transport::Tcp { source: 50_000, destination });
    let others = [Transport::Udp { source: 50_000, destination: 53 }, Transport::Icmp { kind: 8, code: 0 }];
    let transports: Vec<Transport> = tcp.into_iter().chain(others).collect();
    let points = || ends.iter().flat_map(|(end, addresses)| addresses.iter().map(|address| (*end, *address)));
    let mut packets = Vec::new();
    for (from, source) in points() {
        for (to, destination) in points() {
            let all = transports.iter().filter_map(|one| Packet::new(source, destination, *one));
            packets.extend(all.map(|packet| (from, to, packet)));
        }
    }
    packets
}

#[test]
fn a_decision_asks_for_no_memory() {
    let counted = measure(|| drop(black_box(vec![black_box(1_u8)])));
    assert_eq!(counted.count_total, 1, "what is asked for is counted");
    let (mut all, mut seen) = (0, BTreeSet::new());
    let mut stops = [None; 8];
    for analysis in policies() {
        for (from, to, packet) in packets(&ends(&analysis)) {
            let mut decision = None;
            let asked = measure(|| decision = Some(analysis.decide(from, to, &packet)));
            assert_eq!(asked.count_total, 0, "{packet:?}");
            let mut again = None;
            let asked = measure(|| again = Some(analysis.decide_with(from, to, &packet, &mut stops)));
            assert_eq!((asked.count_total, again), (0, decision), "{packet:?}");
            all += 1;
            seen.extend(decision);
        }
    }
    use Decision::{Answered, DeliveredOnly, Dropped};
    for decision in [Answered, DeliveredOnly, Dropped, Decision::Undecided(Undecided::NotAsked)] {
        assert!(seen.contains(&decision), "{decision:?} of {seen:?}");
    }
    assert!(all > 3000, "{all} packets");
}
