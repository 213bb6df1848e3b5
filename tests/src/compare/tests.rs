use std::collections::BTreeSet;

use ringfence::answer::{ShownPacket, Verdict, Witness};
use ringfence::estate::Estate;
use ringfence::{Decision, Packet, Transport};

use super::{Comparison, Engine, Told, compare, decision};
use crate::oracle::{Destination, Flow, Oracle, Sender};
use crate::witness::{Ports, refuted};

/// The oracle as an engine.
struct Faithful(Estate);

impl Engine for Faithful {
    fn prepare(estate: &Estate) -> Result<Self, String> {
        Ok(Self(estate.clone()))
    }

    fn delivered(&self, flow: &Flow) -> bool {
        Oracle::new(&self.0).flow(flow).delivered
    }

    fn answered(&self, flow: &Flow) -> bool {
        Oracle::new(&self.0).flow(flow).answered
    }

    fn decided(&self, flow: &Flow) -> Option<Decision> {
        let oracle = Oracle::new(&self.0);
        let is_named = !matches!(flow.destination, Destination::Nobody(_));
        is_named.then(|| decision(&oracle, flow, &oracle.flow(flow)))
    }

    fn told(&self, flow: &Flow) -> Told {
        let oracle = Oracle::new(&self.0);
        with_witness(&oracle, flow, Ports::Own, oracle.flow(flow).verdict())
    }

    fn told_of_service(&self, flow: &Flow) -> Told {
        let oracle = Oracle::new(&self.0);
        with_witness(&oracle, flow, Ports::Any, oracle.service_verdict(flow))
    }
}

/// The verdict with some packet that shows it.
fn with_witness(oracle: &Oracle, flow: &Flow, ports: Ports, verdict: Verdict) -> Told {
    let transports = match ports {
        Ports::Own => vec![flow.transport],
        Ports::Any => oracle.service_transports(flow),
    };
    let flows = transports.iter().map(|&transport| Flow { transport, ..*flow });
    let packets = flows.flat_map(|flow| oracle.flow(&flow).sent).map(|(packet, _)| packet);
    let mut witnesses = packets.map(|packet| witness(oracle, flow.sender, &packet));
    Told {
        verdict,
        possible: Vec::new(),
        witness: witnesses.find(|one| refuted(oracle, flow, ports, verdict, Some(one)).is_none()),
    }
}

fn witness(oracle: &Oracle, sender: Sender, packet: &Packet) -> Witness {
    let from = match sender {
        Sender::Interface(id) => oracle.estate().path(oracle.estate().aws.interfaces[id.0 as usize].object),
        Sender::Site(site) => oracle.estate().path(oracle.object_at(site, packet.source())),
        Sender::Outside => "internet".to_owned(),
    };
    let mut shown = ShownPacket {
        source: packet.source(),
        destination: packet.destination(),
        protocol: packet.protocol().0.to_string(),
        source_port: None,
        destination_port: None,
        icmp_type: None,
        icmp_code: None,
    };
    match packet.transport() {
        Transport::Tcp { source, destination } => {
            shown.protocol = "tcp".to_owned();
            (shown.source_port, shown.destination_port) = (Some(source), Some(destination));
        }
        Transport::Udp { source, destination } => {
            shown.protocol = "udp".to_owned();
            (shown.source_port, shown.destination_port) = (Some(source), Some(destination));
        }
        Transport::Icmp { kind, code } => {
            shown.protocol = if packet.source().is_ipv4() { "icmp" } else { "icmpv6" }.to_owned();
            (shown.icmp_type, shown.icmp_code) = (Some(kind), Some(code));
        }
        Transport::Other(_) => {}
    }
    Witness { from, to: String::new(), packet: shown }
}

/// The oracle but for what one function gets wrong.
macro_rules! faulty {
    ($(#[doc = $doc:literal])+ $name:ident, $($fault:item)+) => {
        $(#[doc = $doc])+
        struct $name(Faithful);

        impl Engine for $name {
            fn prepare(estate: &Estate) -> Result<Self, String> {
                Faithful::prepare(estate).map(Self)
            }

            fn delivered(&self, flow: &Flow) -> bool {
                self.0.delivered(flow)
            }

            $($fault)+
        }
    };
}

faulty! {
    /// It forgets that echo requests are answered.
    Deaf,
    fn answered(&self, flow: &Flow) -> bool {
        !matches!(flow.transport, Transport::Icmp { kind: 8 | 128, .. }) && self.0.answered(flow)
    }

    fn decided(&self, flow: &Flow) -> Option<Decision> {
        self.0.decided(flow)
    }

    fn told(&self, flow: &Flow) -> Told {
        self.0.told(flow)
    }

    fn told_of_service(&self, flow: &Flow) -> Told {
        self.0.told_of_service(flow)
    }
}

faulty! {
    /// It decides by the first way that is delivered.
    Quick,
    fn answered(&self, flow: &Flow) -> bool {
        self.0.answered(flow)
    }

    fn decided(&self, flow: &Flow) -> Option<Decision> {
        self.0.decided(flow).map(|decision| match decision {
            Decision::SometimesAnswered => Decision::Answered,
            other => other,
        })
    }

    fn told(&self, flow: &Flow) -> Told {
        self.0.told(flow)
    }

    fn told_of_service(&self, flow: &Flow) -> Told {
        self.0.told_of_service(flow)
    }
}

faulty! {
    /// It takes one port of the client for all.
    Hasty,
    fn answered(&self, flow: &Flow) -> bool {
        self.0.answered(flow)
    }

    fn decided(&self, flow: &Flow) -> Option<Decision> {
        self.0.decided(flow)
    }

    fn told(&self, flow: &Flow) -> Told {
        self.0.told(flow)
    }

    fn told_of_service(&self, flow: &Flow) -> Told {
        self.0.told(flow)
    }
}

faulty! {
    /// It shows the flow's packet to the address it ends at, though a sender may have to write another.
    Literal,
    fn answered(&self, flow: &Flow) -> bool {
        self.0.answered(flow)
    }

    fn decided(&self, flow: &Flow) -> Option<Decision> {
        self.0.decided(flow)
    }

    fn told(&self, flow: &Flow) -> Told {
        let oracle = Oracle::new(&self.0.0);
        let mut told = self.0.told(flow);
        if let Some(witness) = &mut told.witness {
            witness.packet.destination = flow.destination.address();
        }
        assert_eq!(told.verdict, oracle.flow(flow).verdict());
        told
    }

    fn told_of_service(&self, flow: &Flow) -> Told {
        self.0.told_of_service(flow)
    }
}

/// It has no answer about any estate.
struct Mute(Faithful);

impl Engine for Mute {
    fn prepare(_: &Estate) -> Result<Self, String> {
        Err("too large".to_owned())
    }

    fn delivered(&self, flow: &Flow) -> bool {
        self.0.delivered(flow)
    }

    fn answered(&self, flow: &Flow) -> bool {
        self.0.answered(flow)
    }

    fn decided(&self, flow: &Flow) -> Option<Decision> {
        self.0.decided(flow)
    }

    fn told(&self, flow: &Flow) -> Told {
        self.0.told(flow)
    }

    fn told_of_service(&self, flow: &Flow) -> Told {
        self.0.told_of_service(flow)
    }
}

/// What is asked where an engine differs from the oracle.
fn asked(comparison: &Comparison) -> BTreeSet<&'static str> {
    comparison.mismatches.iter().map(|mismatch| mismatch.asked).collect()
}

#[test]
fn the_oracle_agrees_with_itself() {
    let comparison = compare::<Faithful>(40, 7);
    assert!(comparison.mismatches.is_empty(), "{}", comparison.mismatches[0]);
    assert_eq!(comparison.mix.flows, 40 * crate::mix::FLOWS);
}

#[test]
fn a_fault_is_found_and_told() {
    let comparison = compare::<Deaf>(40, 7);
    // A type that is a request in the other family only is answered by being delivered.
    let is_request = |flow: &Flow| match flow.transport {
        Transport::Icmp { kind, .. } => kind == if flow.source.is_ipv4() { 8 } else { 128 },
        _ => false,
    };
    let mismatch = comparison.mismatches.iter().find(|mismatch| is_request(&mismatch.flow));
    let mismatch = mismatch.expect("a fault that shows");
    let told = mismatch.to_string();
    assert!(told.starts_with(&format!("seed {}: ", mismatch.seed)), "{told}");
    assert!(told.contains("answered: the engine says false, the oracle true"), "{told}");
    assert!(told.contains("reply [") && told.contains("(answered)"), "{told}");
}

#[test]
fn a_decision_by_one_way_is_not_by_all() {
    assert_eq!(asked(&compare::<Quick>(60, 7)), BTreeSet::from(["decision"]));
}

#[test]
fn one_port_of_the_client_is_not_all() {
    let asked = asked(&compare::<Hasty>(60, 7));
    assert!(asked.contains("verdict of the service"), "{asked:?}");
}

#[test]
fn a_packet_that_shows_another_verdict_is_refuted() {
    assert_eq!(asked(&compare::<Literal>(60, 7)), BTreeSet::from(["witness"]));
}

#[test]
fn what_is_refused_is_counted_with_its_seed_and_no_agreement() {
    let comparison = compare::<Mute>(2, 7);
    assert_eq!(comparison.refused, [(7, "too large".to_owned()), (8, "too large".to_owned())]);
    assert_eq!((comparison.mismatches.len(), comparison.mix.flows), (0, 0));
}
