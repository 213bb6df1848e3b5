//! The core as an engine to compare: asked by its public questions, believed by its public answers.

use std::net::IpAddr;

use ringfence::answer::{Bounds, Ends, FlowBox, Flows, IntentResult, Progress, Range, TrafficBox, Verdict};
use ringfence::estate::aws::InterfaceId;
use ringfence::estate::{self, Estate};
use ringfence::{
    Analysis, Decision, Endpoint, Packet, Parsed, ProblemCode, Question, Severity, Source, Transport,
    address_number,
};

use crate::compare::{Engine, Told};
use crate::oracle::{Destination, Flow, Oracle, Sender};
use crate::question::{any_to_any, at, at_object, interface, question_of, service_question_of};

/// The core, with its answer to the question from any point to any point.
pub struct Core {
    analysis: Analysis,
    /// The interfaces as ends, by their ids.
    interfaces: Vec<Option<Endpoint>>,
    /// Flows that are delivered, and answered, as far as that is known.
    pub(crate) delivered: Bounds,
    pub(crate) answered: Bounds,
}

/// Every interface as an end; one that has no address is none.
fn interfaces(analysis: &Analysis) -> Vec<Option<Endpoint>> {
    let estate = analysis.estate();
    let ids = (0..estate.aws.interfaces.len()).map(|id| InterfaceId(id as u32));
    ids.map(|id| analysis.endpoint_of(&interface(estate, id))).collect()
}

fn analysis(estate: &Estate) -> Analysis {
    let source = Source::new("generated", "").expect("a short text");
    Analysis::new(Parsed { sources: vec![source], estate: estate.clone(), problems: Vec::new() })
}

impl Engine for Core {
    fn prepare(estate: &Estate) -> Result<Self, String> {
        let core = Self::open(estate)?;
        assert_eq!(core.delivered.surely, core.delivered.possibly, "everything is known");
        assert_eq!(core.answered.surely, core.answered.possibly, "everything is known");
        Ok(core)
    }

    fn delivered(&self, flow: &Flow) -> bool {
        self.holds(&self.delivered.surely, flow)
    }

    fn answered(&self, flow: &Flow) -> bool {
        self.holds(&self.answered.surely, flow)
    }

    fn decided(&self, flow: &Flow) -> Option<Decision> {
        let packet = Packet::new(flow.source, flow.destination.address(), flow.transport)?;
        let of = |id: InterfaceId| self.interfaces[id.0 as usize];
        let from = match flow.sender {
            Sender::Interface(id) => of(id)?,
            Sender::Site(site) => self.site_end(site, flow.source)?,
            Sender::Outside => Endpoint::INTERNET,
        };
        let to = match flow.destination {
            Destination::Interface(id, _) => of(id)?,
            Destination::Site(site, _) => self.site_end(site, flow.destination.plain().address())?,
            Destination::Outside(_) => Endpoint::INTERNET,
            Destination::Front(address) | Destination::Nobody(address) => {
                self.analysis.endpoint_of(&at(address))?
            }
        };
        Some(self.analysis.decide(from, to, &packet))
    }

    fn told(&self, flow: &Flow) -> Told {
        self.ask(question_of(self.analysis.estate(), flow))
    }

    fn told_of_service(&self, flow: &Flow) -> Told {
        self.ask(service_question_of(self.analysis.estate(), flow))
    }
}

impl Core {
    /// Ready to answer for `estate`, of which not everything need be known; what the core says where it is too large.
    pub(crate) fn open(estate: &Estate) -> Result<Self, String> {
        let mut analysis = analysis(estate);
        let question = Question::new(any_to_any());
        let answer = analysis.reach(&question).map_err(|problems| {
            let is_refusal = problems.iter().all(|problem| problem.code == ProblemCode::TooLarge);
            assert!(is_refusal, "an answer about everything: {problems:?}");
            problems.iter().map(|problem| problem.message.as_str()).collect::<Vec<_>>().join("; ")
        })?;
        // Half of the estates are asked when everything is known of them that is sent, in steps of any size.
        let objects = estate.objects.len();
        if objects % 2 == 1 {
            while matches!(analysis.step((objects as u64) * 1000), Progress::Pending { .. }) {}
            assert_eq!(analysis.reach(&question).as_ref(), Ok(&answer), "the answer is the same then");
        }
        let (delivered, answered) = (answer.delivered, answer.answered);
        for flows in [&delivered.surely, &delivered.possibly, &answered.surely, &answered.possibly] {
            assert_eq!(low_digits(&flows.count), size(flows), "the boxes hold as many flows as are counted");
        }
        Ok(Self { interfaces: interfaces(&analysis), analysis, delivered, answered })
    }

    /// Ready to judge the intents of `estate`; it knows no sets of the question about everything.
    pub(crate) fn with_intents(estate: &Estate) -> Self {
        let none = Flows { count: String::new(), boxes: Vec::new() };
        let none = Bounds { surely: none.clone(), possibly: none };
        let mut analysis = analysis(estate);
        // Half of the estates are judged when everything is known of them that is sent.
        let objects = estate.objects.len();
        while objects % 2 == 1 && matches!(analysis.step(1_000_000), Progress::Pending { .. }) {}
        Self { interfaces: interfaces(&analysis), analysis, delivered: none.clone(), answered: none }
    }

    /// How the intents come out.
    pub(crate) fn results(&self) -> Vec<IntentResult> {
        self.analysis.check().intents
    }

    /// What is wrong with the intents.
    pub(crate) fn errors(&self) -> Vec<String> {
        let problems = self.analysis.problems().into_iter();
        let errors = problems.filter(|problem| problem.severity == Severity::Error);
        errors.map(|problem| problem.message).collect()
    }

    /// Whether something is wrong with the intents.
    pub(crate) fn is_refused(&self) -> bool {
        self.analysis.has_errors()
    }

    /// Whether `flows` hold `flow`, which ends at an interface or outside.
    pub(crate) fn holds(&self, flows: &Flows, flow: &Flow) -> bool {
        let packet =
            Packet::new(flow.source, flow.destination.address(), flow.transport).expect("a valid flow");
        let (source, destination) = (self.sender_network(flow.sender), self.network(flow.destination));
        let found = flows.boxes.iter().filter(|flows| {
            holds(&flows.source, &source, packet.source())
                && holds(&flows.destination, &destination, packet.destination())
                && flows.traffic.iter().any(|traffic| carries(traffic, &packet))
        });
        let boxes: Vec<&FlowBox> = found.collect();
        assert!(boxes.len() < 2, "boxes share {packet:?}: {boxes:?}");
        !boxes.is_empty()
    }

    /// What it says to a question.
    pub(crate) fn ask(&self, question: estate::Flow) -> Told {
        match self.analysis.reach(&Question::new(question)) {
            Ok(answer) => {
                Told { verdict: answer.verdict, possible: answer.possible, witness: answer.witness }
            }
            // A flow that no question holds: nothing of it is delivered.
            Err(problems) => {
                assert!(problems.iter().all(|p| p.code == ProblemCode::NothingAsked), "{problems:?}");
                Told { verdict: Verdict::Blocked, possible: Vec::new(), witness: None }
            }
        }
    }

    fn sender_network(&self, sender: Sender) -> String {
        match sender {
            Sender::Interface(id) => self.vpc_of(id),
            Sender::Site(site) => self.site(site),
            Sender::Outside => "outside".to_owned(),
        }
    }

    fn network(&self, destination: Destination) -> String {
        match destination {
            Destination::Interface(id, _) => self.vpc_of(id),
            Destination::Site(site, _) => self.site(site),
            _ => "outside".to_owned(),
        }
    }

    fn site(&self, site: usize) -> String {
        let estate = self.analysis.estate();
        estate.path(estate.sites[site].object)
    }

    /// The part of a site that has an address, as an end.
    fn site_end(&self, site: usize, address: IpAddr) -> Option<Endpoint> {
        let estate = self.analysis.estate();
        let object = Oracle::new(estate).object_at(site, address);
        self.analysis.endpoint_of(&at_object(object, address))
    }

    fn vpc_of(&self, id: InterfaceId) -> String {
        let estate = self.analysis.estate();
        let subnet = estate.aws.interfaces[id.0 as usize].subnet;
        let vpc = estate.aws.subnets[subnet.0 as usize].vpc;
        estate.path(estate.aws.vpcs[vpc.0 as usize].object)
    }
}

/// How many flows there are, modulo 2^128: counts of flows pass every number that is at hand.
fn size(flows: &Flows) -> u128 {
    let sizes = flows.boxes.iter().map(|flows| {
        let traffic = flows.traffic.iter().map(traffic_size);
        let addresses = |ends: &Ends| {
            span(ends.addresses.iter().map(|r| (address_number(r.first), address_number(r.last))))
        };
        sum(traffic).wrapping_mul(addresses(&flows.source)).wrapping_mul(addresses(&flows.destination))
    });
    sum(sizes)
}

fn traffic_size(traffic: &TrafficBox) -> u128 {
    let ports = |ranges: &[Range<u16>]| span(ranges.iter().map(|r| (r.first.into(), r.last.into())));
    let bytes = |ranges: &[Range<u8>]| span(ranges.iter().map(|r| (r.first.into(), r.last.into())));
    match traffic {
        // TCP and UDP with two ports, ICMP with type and code, 253 numbers without either.
        TrafficBox::Any => (2 << 32) + (1 << 16) + 253,
        TrafficBox::Ports { protocols, source_ports, destination_ports } => {
            protocols.len() as u128 * ports(source_ports) * ports(destination_ports)
        }
        TrafficBox::Icmp { types, codes } => bytes(types) * bytes(codes),
        TrafficBox::Protocols { numbers } => bytes(numbers),
    }
}

fn span(ranges: impl Iterator<Item = (u128, u128)>) -> u128 {
    sum(ranges.map(|(first, last)| (last - first).wrapping_add(1)))
}

fn sum(numbers: impl Iterator<Item = u128>) -> u128 {
    numbers.fold(0, u128::wrapping_add)
}

/// A decimal number modulo 2^128.
pub(crate) fn low_digits(decimal: &str) -> u128 {
    let digits = decimal.bytes().map(|digit| u128::from(digit - b'0'));
    digits.fold(0, |number, digit| number.wrapping_mul(10).wrapping_add(digit))
}

pub(crate) fn holds(ends: &Ends, network: &str, address: IpAddr) -> bool {
    ends.network == network && within(&ends.addresses, address)
}

fn within<T: PartialOrd + Copy>(ranges: &[Range<T>], value: T) -> bool {
    ranges.iter().any(|range| range.first <= value && value <= range.last)
}

pub(crate) fn carries(traffic: &TrafficBox, packet: &Packet) -> bool {
    match (traffic, packet.transport()) {
        (TrafficBox::Any, _) => true,
        (TrafficBox::Ports { protocols, source_ports, destination_ports }, transport) => {
            let (name, source, destination) = match transport {
                Transport::Tcp { source, destination } => ("tcp", source, destination),
                Transport::Udp { source, destination } => ("udp", source, destination),
                Transport::Icmp { .. } | Transport::Other(_) => return false,
            };
            protocols.iter().any(|protocol| protocol == name)
                && within(source_ports, source)
                && within(destination_ports, destination)
        }
        (TrafficBox::Icmp { types, codes }, Transport::Icmp { kind, code }) => {
            within(types, kind) && within(codes, code)
        }
        (TrafficBox::Protocols { numbers }, _) => within(numbers, packet.protocol().0),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
