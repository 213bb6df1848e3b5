//! Intents by themselves, and what is said of those that meet.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::net::IpAddr;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::conflict::conflicts_within;
use super::{Policy, Stated, Statement, conflicts};
use crate::answer::Outcome;
use crate::estate::{Estate, Expr, Flow, Intent, Selector, ServiceSet, ServiceTerm, SetExpr, Traffic, Verb};
use crate::intent::{Evaluator, Prepared, Rows};
use crate::packet::{AddressRange, Family, Packet, PortRange, Protocol, Transport};
use crate::problem::{Problem, ProblemCode, Severity};
use crate::source::Source;
use crate::space::Spaces;
use crate::{Analysis, lower, parse};

fn analysis(text: &str) -> Analysis {
    Analysis::new(parse(alloc::vec![Source::new("test.fence", text).unwrap()]))
}

fn tcp(source: &str, destination: &str, port: u16) -> Packet {
    let transport = Transport::Tcp { source: 50000, destination: port };
    Packet::new(source.parse().unwrap(), destination.parse().unwrap(), transport).unwrap()
}

const fn by(intent: u32) -> Statement {
    Statement { intent, exception: None }
}

/// ``error[code] at `text`: message (help: ...) [also `text`: note]``
#[track_caller]
fn expect(text: &str, expected: &[&str]) {
    let analysis = analysis(text);
    let shown = analysis.problems().into_iter().map(|problem| {
        let at =
            |place: &crate::Place| text.get(place.start.offset as usize..place.end.offset as usize).unwrap();
        let severity = if problem.severity == Severity::Error { "error" } else { "warning" };
        let mut shown = format!(
            "{severity}[{}] at `{}`: {} (help: {})",
            problem.code.as_str(),
            at(&problem.place),
            problem.message,
            problem.help.as_deref().unwrap_or_default()
        );
        for related in &problem.related {
            shown.push_str(&format!(" [also `{}`: {}]", at(&related.place), related.note));
        }
        shown
    });
    let shown: Vec<String> = shown.collect();
    assert_eq!(shown, expected, "\nshown:\n{}\n", shown.join("\n"));
}

#[test]
fn deny_goes_before_what_is_meant_and_closed_behind_it() {
    let analysis = analysis(
        "segment office = 192.168.0.0/16
         allow office -> 10.0.0.0/8 : tcp 443
         closed any -> 10.0.0.0/8
         deny any -> 10.0.1.0/24 { allow 192.168.1.0/24 -> 10.0.1.0/24 : tcp 22 }
         isolate 10.0.3.0/24 from internet",
    );
    let decide = |from, to, port| analysis.decide_policy(&tcp(from, to, port)).unwrap();
    assert_eq!(decide("192.168.7.1", "10.9.0.1", 443), Stated::Allowed(by(0)));
    assert_eq!(decide("192.168.7.1", "10.0.1.1", 443), Stated::Denied(by(2)));
    let exception = Statement { intent: 2, exception: Some(0) };
    assert_eq!(decide("192.168.1.1", "10.0.1.1", 22), Stated::Allowed(exception));
    assert_eq!(decide("192.168.7.1", "10.9.0.1", 22), Stated::Denied(by(1)));
    assert_eq!(decide("8.8.8.8", "10.0.3.1", 22), Stated::Denied(by(3)));
    assert_eq!(decide("10.0.3.1", "8.8.8.8", 22), Stated::Denied(by(3)));
    assert_eq!(decide("10.0.3.1", "192.168.1.1", 22), Stated::NotStated);
}

#[test]
fn nothing_is_proven_where_nothing_is_deployed() {
    let warning = "warning[nothing-deployed] at `deny 10.0.0.0/8 -> internet`: nothing is deployed, so nothing is \
                   proven (help: describe what is deployed in a `network`, or give the text that does)";
    let text = "deny 10.0.0.0/8 -> internet\nallow any -> any : tcp 443\nclosed\n\
                test \"t\" { blocked 10.0.0.1 -> internet }";
    expect(text, &[warning]);
    let report = analysis(text).check();
    assert!(report.intents.iter().all(|intent| intent.outcome == Outcome::NotJudged));
    let line = &report.tests[0].lines[0];
    assert_eq!(line.outcome, Outcome::NotJudged);
    assert_eq!(line.note.as_deref(), Some("nothing is deployed, so nothing is proven"));
    assert_eq!((report.summary.hold, report.summary.fail, report.summary.unknown), (0, 0, 4));
    let asked = analysis(text);
    let refused = asked.reach(&asked.question("10.0.0.1 -> internet").unwrap()).unwrap_err();
    assert_eq!((refused[0].code, refused[0].severity), (ProblemCode::NothingDeployed, Severity::Error));
    expect("segment s = 10.0.0.0/8\nservice ssh = tcp 22", &[]);
}

#[test]
fn sets_may_still_be_empty_and_flows_none() {
    let help = "nothing is proven about no points";
    expect(
        "deny 10.0.0.0/8 & 192.168.0.0/16 -> any\nallow any -> tag a=b : tcp 1\nclosed any -> internet except any",
        &[
            "warning[nothing-deployed] at `deny 10.0.0.0/8 & 192.168.0.0/16 -> any`: nothing is deployed, so nothing \
             is proven (help: describe what is deployed in a `network`, or give the text that does)",
            &format!(
                "error[empty-set] at `deny 10.0.0.0/8 & 192.168.0.0/16 -> any`: the source is an empty set (help: {help})"
            ),
            &format!(
                "error[empty-set] at `allow any -> tag a=b : tcp 1`: the destination is an empty set (help: {help})"
            ),
            &format!(
                "error[empty-set] at `closed any -> internet except any`: the destination is an empty set (help: {help})"
            ),
        ],
    );
    let nothing = analysis("deny 10.0.0.1 -> 2001:db8::1");
    assert!(nothing.problems().iter().any(|problem| problem.code == ProblemCode::NothingAsked));
    assert_eq!(nothing.decide_policy(&tcp("10.0.0.1", "10.0.0.2", 1)), None, "an error stands");
}

/// The same problems come where something is deployed, and where nothing is.
fn everywhere() -> [&'static str; 2] {
    let estate = "network n on aws in r { vpc v 10.0.0.0/16 { subnet s 10.0.0.0/24
      instance a in s { ip 10.0.0.10 }; instance b in s { ip 10.0.0.11 } } }\n";
    [estate, ""]
}

#[test]
fn a_requirement_that_is_refused_is_an_error_with_both_places() {
    for (at, network) in everywhere().into_iter().enumerate() {
        let text = format!(
            "{network}require 10.0.0.10 -> 10.0.0.11 : tcp 443\n\
             isolate 10.0.0.10 from internet\n\
             deny any -> 10.0.0.11 : tcp 22, 443\n"
        );
        let contradiction = "error[contradiction] at `require 10.0.0.10 -> 10.0.0.11 : tcp 443`: this `require` needs \
             flows that the `deny` refuses (help: both cannot hold: take the flows out of one, or except them with an \
             `allow` in its block) [also `deny any -> 10.0.0.11 : tcp 22, 443`: some of them are refused here]";
        let warning = "warning[nothing-deployed] at `require 10.0.0.10 -> 10.0.0.11 : tcp 443`: nothing is deployed, \
             so nothing is proven (help: describe what is deployed in a `network`, or give the text that does)";
        let expected = [warning, contradiction];
        expect(&text, if at == 0 { &expected[1..] } else { &expected });
        // No client sends from port 53.
        let other_ports = text.replace("tcp 22, 443", "tcp 443 source-port 53");
        assert!(analysis(&other_ports).problems().len() == at, "{other_ports}");
        let excepted = text.replace("tcp 22, 443", "tcp 443 { allow 10.0.0.10 -> any }");
        assert!(analysis(&excepted).problems().len() == at, "{excepted}");
    }
}

#[test]
fn an_allow_that_is_refused_is_a_warning_with_both_places() {
    for (at, network) in everywhere().into_iter().enumerate() {
        let text = format!(
            "{network}isolate 10.0.0.10 from 10.0.0.11\n\
             allow 10.0.0.11 -> 10.0.0.10 : tcp 22\n\
             allow any -> 10.0.0.10 : tcp 22\n"
        );
        let dead = "warning[dead-allow] at `allow 10.0.0.11 -> 10.0.0.10 : tcp 22`: every flow of this `allow` is one \
             that the `isolate` refuses (help: it changes nothing: an exception stands in the block of what it is an \
             exception to) [also `isolate 10.0.0.10 from 10.0.0.11`: all of them are refused here]";
        let warning = "warning[nothing-deployed] at `isolate 10.0.0.10 from 10.0.0.11`: nothing is deployed, so \
             nothing is proven (help: describe what is deployed in a `network`, or give the text that does)";
        let expected = [warning, dead];
        expect(&text, if at == 0 { &expected[1..] } else { &expected });
    }
}

// A second reading of intents, by membership of one packet at a time.

fn in_range(range: &AddressRange, address: IpAddr) -> bool {
    Family::of(range.first()) == Family::of(address) && range.first() <= address && address <= range.last()
}

fn in_expr<T>(expr: &Expr<T>, holds: &dyn Fn(&T) -> bool) -> bool {
    let any = |meets: &[Vec<T>]| meets.iter().any(|meet| meet.iter().all(holds));
    any(&expr.union) && !any(&expr.except)
}

fn in_set(estate: &Estate, set: &SetExpr, address: IpAddr) -> bool {
    in_expr(set, &|selector: &Selector| match selector {
        Selector::Addresses(range) => in_range(range, address),
        Selector::Internet => PUBLIC.iter().any(|public| public.parse() == Ok(address)),
        Selector::Any => true,
        Selector::Segment(id) => in_set(estate, &estate.segments[id.0 as usize].set, address),
        Selector::Group(set) => in_set(estate, set, address),
        Selector::Object(_) | Selector::Tag { .. } => false,
    })
}

/// Whether `packet` is of the service, and of it from a port that a client may choose.
fn in_service(estate: &Estate, service: &ServiceSet, packet: &Packet) -> bool {
    in_expr(service, &|term: &ServiceTerm| match term {
        ServiceTerm::Service(id) => in_service(estate, &estate.services[id.0 as usize].set, packet),
        ServiceTerm::Group(service) => in_service(estate, service, packet),
        ServiceTerm::Traffic(Traffic::Any) => true,
        ServiceTerm::Traffic(Traffic::Protocol(protocol)) => packet.protocol() == *protocol,
        ServiceTerm::Traffic(Traffic::Icmp { protocol, types, code }) => match packet.transport() {
            Transport::Icmp { kind, code: own } => {
                packet.protocol() == *protocol
                    && types.0 <= kind
                    && kind <= types.1
                    && code.is_none_or(|code| code == own)
            }
            _ => false,
        },
        ServiceTerm::Traffic(Traffic::Ports { protocol, destination, source }) => {
            let (from, to) = match packet.transport() {
                Transport::Tcp { source, destination } if *protocol == Protocol::TCP => (source, destination),
                Transport::Udp { source, destination } if *protocol == Protocol::UDP => (source, destination),
                _ => return false,
            };
            let within = |range: &PortRange, port: u16| range.first() <= port && port <= range.last();
            within(destination, to) && source.as_ref().is_none_or(|range| within(range, from))
        }
    })
}

fn in_flow(estate: &Estate, flow: &Flow, packet: &Packet) -> bool {
    in_set(estate, &flow.from, packet.source())
        && in_set(estate, &flow.to, packet.destination())
        && in_service(estate, &flow.service, packet)
}

fn refuses(estate: &Estate, intent: &Intent, packet: &Packet) -> bool {
    let swapped = Flow {
        from: intent.flows[0].to.clone(),
        to: intent.flows[0].from.clone(),
        service: intent.flows[0].service.clone(),
        ways: intent.flows[0].ways.clone(),
        origin: intent.flows[0].origin,
    };
    let held = match intent.verb {
        Verb::Deny => in_flow(estate, &intent.flows[0], packet),
        Verb::Isolate => in_flow(estate, &intent.flows[0], packet) || in_flow(estate, &swapped, packet),
        _ => false,
    };
    held && !intent.exceptions.iter().any(|exception| in_flow(estate, exception, packet))
}

fn decided(estate: &Estate, packet: &Packet) -> Stated {
    let position =
        |holds: &dyn Fn(&Intent) -> bool| estate.intents.iter().position(holds).map(|at| at as u32);
    if let Some(intent) = position(&|intent| refuses(estate, intent, packet)) {
        return Stated::Denied(by(intent));
    }
    for (intent, number) in estate.intents.iter().zip(0..) {
        let is_meant = matches!(intent.verb, Verb::Allow | Verb::Require);
        if is_meant && in_flow(estate, &intent.flows[0], packet) {
            return Stated::Allowed(by(number));
        }
        if let Some(at) = intent.exceptions.iter().position(|flow| in_flow(estate, flow, packet)) {
            return Stated::Allowed(Statement { intent: number, exception: Some(at as u32) });
        }
    }
    let closed = |intent: &Intent| intent.verb == Verb::Closed && in_flow(estate, &intent.flows[0], packet);
    position(&closed).map_or(Stated::NotStated, |intent| Stated::Denied(by(intent)))
}

const PUBLIC: [&str; 3] = ["8.8.8.8", "8.8.9.0", "2001:db8::1"];
const NOT_PUBLIC: [&str; 5] = ["10.0.0.1", "10.0.0.2", "10.0.1.0", "fd00::1", "::"];

/// Every packet between a few addresses.
fn universe() -> Vec<Packet> {
    let ports = [0, 53, 1023, 1024, 65535];
    let destinations = [22, 53, 443, 444];
    let mut transports: Vec<Transport> = Vec::new();
    for source in ports {
        for destination in destinations {
            transports.push(Transport::Tcp { source, destination });
            transports.push(Transport::Udp { source, destination });
        }
    }
    for (kind, code) in [(8, 0), (8, 1), (128, 0), (0, 0)] {
        transports.push(Transport::Icmp { kind, code });
    }
    transports.extend([47, 1, 58, 99].map(|number| Transport::Other(Protocol(number))));
    let addresses = || PUBLIC.into_iter().chain(NOT_PUBLIC).map(|text| text.parse::<IpAddr>().unwrap());
    let mut packets = Vec::new();
    for source in addresses() {
        for destination in addresses() {
            packets.extend(
                transports.iter().filter_map(|&transport| Packet::new(source, destination, transport)),
            );
        }
    }
    packets
}

fn one<'a>(dice: &mut StdRng, of: &[&'a str]) -> &'a str {
    of[dice.random_range(0..of.len())]
}

fn set(dice: &mut StdRng) -> String {
    let terms = [
        "any",
        "any",
        "internet",
        "10.0.0.0/24",
        "10.0.0.1",
        "10.0.0.2-10.0.1.0",
        "0.0.0.0/0",
        "::/0",
        "8.8.8.0/24",
        "2001:db8::/32",
        "fd00::1",
        "inner",
        "edge",
    ];
    let [a, b, c] = [(); 3].map(|()| one(dice, &terms));
    match dice.random_range(0..7) {
        0 => format!("{a}, {b}"),
        1 => format!("{a} & {b}"),
        2 => format!("{a} except {b}"),
        3 => format!("({a}, {b}) & {c}"),
        _ => String::from(a),
    }
}

fn service(dice: &mut StdRng) -> String {
    let terms = [
        "tcp 443",
        "tcp 22-443",
        "udp 53",
        "icmp 8",
        "icmp 8/0",
        "icmpv6 128",
        "gre",
        "any",
        "web",
        "tcp 443 source-port 53",
        "udp 1-65535 source-port 1024-65535",
        "protocol 99",
    ];
    let [a, b] = [(); 2].map(|()| one(dice, &terms));
    match dice.random_range(0..6) {
        0 => String::new(),
        1 => format!(" : {a}, {b}"),
        2 => format!(" : any except {b}"),
        _ => format!(" : {a}"),
    }
}

fn intent(dice: &mut StdRng) -> String {
    let (from, to, service_of) = (set(dice), set(dice), service(dice));
    let block = if dice.random_range(0..2) == 0 {
        String::new()
    } else {
        let (from, to, service) = (set(dice), set(dice), service(dice));
        format!(" {{ allow {from} -> {to}{service} }}")
    };
    match dice.random_range(0..9) {
        0..3 => format!("allow {from} -> {to}{service_of}"),
        3 => format!("require {from} -> {to} : tcp 443"),
        4..6 => format!("deny {from} -> {to}{service_of}{block}"),
        6 => format!("isolate {from} from {to}{service_of}{block}"),
        7 => format!("closed {from} -> {to}{service_of}"),
        _ => format!("closed{service_of}"),
    }
}

/// What of these packets shows that a conflict is to be told, or is not.
fn check_conflicts(estate: &Estate, conflicts: &[Problem], packets: &[Packet], text: &str) {
    let refused = |packet: &&Packet| estate.intents.iter().any(|intent| refuses(estate, intent, packet));
    let from_client =
        |packet: &&Packet| matches!(packet.transport(), Transport::Tcp { source, .. } if source >= 1024);
    for intent in &estate.intents {
        for flow in intent.admits() {
            let told =
                |code| conflicts.iter().any(|one| one.code == code && Some(one.at) == flow.origin.location());
            let mut own = packets.iter().filter(|packet| in_flow(estate, flow, packet));
            if intent.verb == Verb::Require {
                let meets = own.filter(from_client).any(|packet| refused(&packet));
                assert!(!meets || told(ProblemCode::Contradiction), "{flow:?} in\n{text}");
            } else {
                assert!(
                    own.all(|packet| refused(&packet)) || !told(ProblemCode::DeadAllow),
                    "{flow:?} in\n{text}"
                );
            }
        }
    }
}

#[test]
fn every_packet_of_a_small_universe_is_decided_as_by_membership() {
    let packets = universe();
    let mut seen = [0; 3];
    for seed in 0..400 {
        let mut dice = StdRng::seed_from_u64(seed);
        let mut text =
            format!("segment inner = {}\nsegment edge = inner except 10.0.0.1\n", "10.0.0.0/23, fd00::/8");
        text.push_str("service web = tcp 443, 22\n");
        for _ in 0..dice.random_range(1..7) {
            text.push_str(&intent(&mut dice));
            text.push('\n');
        }
        let parsed = parse(alloc::vec![Source::new("test.fence", text.as_str()).unwrap()]);
        assert!(parsed.problems.iter().all(|problem| problem.severity == Severity::Warning), "{text}");
        let estate = &parsed.estate;
        let mut spaces = Spaces::new();
        let mut network = lower::lower(&mut spaces, estate, None);
        let prepared = Prepared::new(&mut spaces, estate, &mut network);
        let rows = Rows::none();
        let evaluator = Evaluator::new(estate, &network, &prepared, &rows);
        let spaces = Arc::new(spaces);
        let conflicts = conflicts(&mut Spaces::over(&spaces), &evaluator, &estate.intents);
        check_conflicts(estate, &conflicts, &packets, &text);
        let policy = Policy::new(estate, &evaluator, Spaces::over(&spaces)).unwrap();
        for packet in &packets {
            let decided = decided(estate, packet);
            assert_eq!(policy.decide(packet), decided, "{packet:?} in\n{text}");
            seen[match decided {
                Stated::Denied(_) => 0,
                Stated::Allowed(_) => 1,
                Stated::NotStated => 2,
            }] += 1;
        }
    }
    assert!(seen.iter().all(|&count| count > 10_000), "{seen:?}");
}

/// The word that `decided` is for a test line.
const fn expected_word(stated: Stated) -> &'static str {
    match stated {
        Stated::Denied(_) => "denied",
        Stated::Allowed(_) => "allowed",
        Stated::NotStated => "unstated",
    }
}

/// Every packet between these addresses to ports 443 and 444: the lines of the next test ask about them only, so that what is
/// true of all of these is true of all.
fn corners(source_ports: &[u16]) -> Vec<Packet> {
    let addresses = || ["10.0.0.1", "10.0.0.2", "10.0.1.0", "8.8.8.8"].map(|text| text.parse().unwrap());
    let mut packets = Vec::new();
    for source in addresses() {
        for destination in addresses() {
            for port in [443, 444] {
                for &from in source_ports {
                    let transport = Transport::Tcp { source: from, destination: port };
                    packets.extend(Packet::new(source, destination, transport));
                }
            }
        }
    }
    packets
}

/// An intent about few addresses, which is no error whatever stands beside it.
fn plain_intent(dice: &mut StdRng) -> String {
    let sets =
        ["any", "10.0.0.0/24", "10.0.0.1", "10.0.0.2-10.0.1.0", "0.0.0.0/0", "8.8.8.0/24", "inner", "edge"];
    let services =
        ["", " : tcp 443", " : tcp 22-443", " : web", " : tcp 444 source-port 53", " : any except tcp 444"];
    let [from, to, other, another] = [(); 4].map(|()| one(dice, &sets));
    let [service, other_service] = [(); 2].map(|()| one(dice, &services));
    match dice.random_range(0..10) {
        0..4 => format!("allow {from} -> {to}{service}"),
        4 => format!("deny {from} -> {to}{service}"),
        5 => format!("deny any -> {to} {{ allow {other} -> {another}{other_service} }}"),
        6 => format!("isolate 10.0.0.1 from 8.8.8.0/24{service}"),
        7 => format!("isolate inner from 8.8.8.0/24 {{ allow {other} -> {another}{other_service} }}"),
        _ => format!("closed {from} -> {to}{service}"),
    }
}

#[test]
fn a_line_holds_when_every_packet_of_a_small_universe_is_said_so() {
    // Between single addresses, to single ports, from the ports where a rule of these intents may change.
    let packets = corners(&[0, 52, 53, 54, 1023, 1024, 65535]);
    let single = ["10.0.0.1", "10.0.0.2", "10.0.1.0", "8.8.8.8"];
    let mut seen = BTreeMap::new();
    for seed in 0..200 {
        let mut dice = StdRng::seed_from_u64(seed);
        let mut text =
            String::from("segment inner = 10.0.0.0/23, fd00::/8\nsegment edge = inner except 10.0.0.1\n");
        text.push_str("service web = tcp 443, 22\n");
        for _ in 0..dice.random_range(1..7) {
            text.push_str(&plain_intent(&mut dice));
            text.push('\n');
        }
        text.push_str("test \"t\" {\n");
        let mut lines = 0;
        for _ in 0..10 {
            let list = |dice: &mut StdRng| {
                let most = dice.random_range(1..3);
                (0..most).map(|_| one(dice, &single)).collect::<Vec<_>>().join(", ")
            };
            let (from, to) = (list(&mut dice), list(&mut dice));
            let ports = one(&mut dice, &["443", "444", "443, 444"]);
            for word in ["allowed", "denied", "unstated"] {
                text.push_str(&format!("  {word} {from} -> {to} : tcp {ports}\n"));
                lines += 1;
            }
        }
        text.push_str("}\n");
        let analysis = analysis(&text);
        let estate = analysis.estate();
        let report = analysis.check();
        let results = &report.tests[0].lines;
        assert_eq!(results.len(), lines, "{text}");
        if analysis.has_errors() {
            // The exceptions leave nothing, or an end does not meet the other.
            assert!(results.iter().all(|line| line.outcome != Outcome::Holds), "{text}");
            continue;
        }
        for (line, result) in estate.tests[0].expectations.iter().zip(results) {
            let own = packets.iter().filter(|packet| in_flow(estate, &line.flow, packet));
            let said: Vec<(&Packet, Stated)> = own.map(|packet| (packet, decided(estate, packet))).collect();
            let holds = said.iter().all(|(_, stated)| expected_word(*stated) == line.expected.as_str());
            let expected = if holds { Outcome::Holds } else { Outcome::Fails };
            assert_eq!(result.outcome, expected, "{} in\n{text}", result.text);
            assert_eq!(result.said.is_none(), holds);
            *seen.entry((line.expected.as_str(), holds)).or_insert(0) += 1;
            let Some(shown) = &result.said else { continue };
            // The packet is one of the line's, it is said of it what is shown, and the statement decides.
            let packet = sent(&shown.witness.packet);
            assert!(in_flow(estate, &line.flow, &packet), "{packet:?} in\n{text}");
            let stated = decided(estate, &packet);
            assert_eq!(shown.verdict.as_str(), expected_word(stated), "{packet:?} in\n{text}");
            assert_ne!(shown.verdict.as_str(), line.expected.as_str());
            let origin = match stated {
                Stated::NotStated => None,
                Stated::Denied(by) | Stated::Allowed(by) => {
                    let intent = &estate.intents[by.intent as usize];
                    Some(by.exception.map_or(intent.origin, |at| intent.exceptions[at as usize].origin))
                }
            };
            let place = origin.and_then(|origin| origin.location()?.place(analysis.sources()));
            assert_eq!(shown.by.as_ref().map(|by| &by.place), place.as_ref(), "{packet:?} in\n{text}");
        }
    }
    assert!(seen.len() == 6 && seen.values().all(|&count| count > 150), "{seen:?}");
}

fn sent(packet: &crate::answer::ShownPacket) -> Packet {
    let (source, destination) = (packet.source_port.unwrap(), packet.destination_port.unwrap());
    Packet::new(packet.source, packet.destination, Transport::Tcp { source, destination }).unwrap()
}

#[test]
fn a_policy_whose_tests_hold_leaves_nothing_open() {
    let text = "deny any -> 10.9.0.0/16\nallow 10.0.0.0/8 -> any : tcp 443\ntest \"t\" {
        denied 10.0.0.1 -> 10.9.0.1
        allowed 10.0.0.1 -> 8.8.8.8 : tcp 443
        unstated 10.0.0.1 -> 8.8.8.8 : tcp 80
    }";
    expect(text, &[]);
    let report = analysis(text).check();
    assert_eq!((report.summary.hold, report.summary.fail, report.summary.unknown), (3, 0, 0));
    // Intents are what is tested: nothing says whether they hold of what is deployed.
    assert!(report.intents.iter().all(|intent| intent.outcome == Outcome::NotJudged));
    // A line about what is deployed is still not proven.
    let text = text.replace("denied 10", "blocked 10");
    let warning = "warning[nothing-deployed] at `test \"t\"`: nothing is deployed, so nothing is proven (help: \
                   describe what is deployed in a `network`, or give the text that does)";
    expect(&text, &[warning]);
    let report = analysis(&text).check();
    assert_eq!((report.summary.hold, report.summary.fail, report.summary.unknown), (2, 0, 1));
    // With an error nothing holds.
    let report = analysis(&(text + "\ndeny nobody -> any")).check();
    assert_eq!((report.summary.hold, report.summary.fail), (0, 0));
}

#[test]
fn a_line_of_nothing_is_an_error_here_too() {
    let text = "deny any -> any\ntest \"t\" { denied 10.0.0.0/8 & 192.168.0.0/16 -> any }";
    let analysis = analysis(text);
    let codes: Vec<ProblemCode> = analysis.problems().iter().map(|problem| problem.code).collect();
    assert_eq!(codes, [ProblemCode::EmptySet]);
    assert_eq!(analysis.check().tests[0].lines[0].outcome, Outcome::NotJudged);
}

#[test]
fn a_search_for_conflicts_that_is_cut_short_says_so() {
    let text = "deny 10.0.0.0/8 -> 10.1.0.0/16\nallow 10.0.0.0/8 -> 10.1.0.1 : tcp 1\nallow 10.0.0.0/8 -> 10.1.0.2\n";
    let parsed = parse(alloc::vec![Source::new("test.fence", text).unwrap()]);
    let mut spaces = Spaces::new();
    let mut network = lower::lower(&mut spaces, &parsed.estate, None);
    let prepared = Prepared::new(&mut spaces, &parsed.estate, &mut network);
    let rows = Rows::none();
    let evaluator = Evaluator::new(&parsed.estate, &network, &prepared, &rows);
    let spaces = Arc::new(spaces);
    let found = |limits| {
        let found = conflicts_within(&mut Spaces::over(&spaces), &evaluator, &parsed.estate.intents, limits);
        found.into_iter().map(|problem| problem.code).collect::<Vec<_>>()
    };
    assert_eq!(found((u64::MAX, 100)), [ProblemCode::DeadAllow, ProblemCode::DeadAllow]);
    assert_eq!(found((10, 100)), [ProblemCode::TooLarge]);
}
