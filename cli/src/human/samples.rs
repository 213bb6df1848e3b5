//! Answers as the library gives them, built by hand, about a text that the docs show.

use ringfence::answer::{
    Answer, Assumption, Blocker, Bounds, Change, Ends, Expected, FlowBox, Flows, IntentResult, Outcome, Path,
    Range, Related, Report, Shown, ShownFix, ShownPacket, ShownProblem, Step, StepAction, Summary, TestLine,
    TestResult, Thing, TrafficBox, Verdict, Witness,
};
use ringfence::{Family, Owner, Place, ProblemCode, Reason, Severity, Source, Span};

pub(crate) fn door() -> Source {
    Source::new("door.fence", include_str!("../../../docs/door.fence")).unwrap()
}

/// Where `words` stand first in the text.
pub(crate) fn place(words: &str) -> Place {
    let source = door();
    let start = source.text().find(words).unwrap() as u32;
    source.place(Span { start, end: start + words.len() as u32 })
}

pub(crate) fn thing(kind: &str, name: &str, part: Option<&str>, words: &str) -> Thing {
    Thing {
        kind: kind.into(),
        name: name.into(),
        part: part.map(Into::into),
        place: Some(place(words)),
        implied: None,
        owner: Owner::Customer,
    }
}

pub(crate) fn implied(kind: &str, name: &str, rule: &str) -> Thing {
    Thing {
        place: None,
        implied: Some(rule.into()),
        owner: Owner::Provider,
        ..thing(kind, name, None, "network")
    }
}

pub(crate) fn packet(source: &str, destination: &str, port: u16) -> ShownPacket {
    ShownPacket {
        source: source.parse().unwrap(),
        destination: destination.parse().unwrap(),
        protocol: "tcp".into(),
        source_port: Some(50000),
        destination_port: Some(port),
        icmp_type: None,
        icmp_code: None,
    }
}

pub(crate) fn no_flows() -> Flows {
    Flows { count: "0".into(), boxes: vec![] }
}

pub(crate) fn https_flows() -> Flows {
    let range =
        |first: &str, last: &str| Range { first: first.parse().unwrap(), last: last.parse().unwrap() };
    Flows {
        count: "241892558110720".into(),
        boxes: vec![FlowBox {
            family: Family::V4,
            source: Ends {
                network: "outside".into(),
                name: Some("internet".into()),
                addresses: vec![range("1.0.0.0", "9.255.255.255")],
            },
            destination: Ends {
                network: "shop.main".into(),
                name: Some("web-1".into()),
                addresses: vec![range("10.0.1.10", "10.0.1.10")],
            },
            traffic: vec![TrafficBox::Ports {
                protocols: vec!["tcp".into()],
                source_ports: vec![Range { first: 0, last: 65535 }],
                destination_ports: vec![Range { first: 443, last: 443 }],
            }],
        }],
    }
}

pub(crate) fn known(flows: Flows) -> Bounds {
    Bounds { surely: flows.clone(), possibly: flows }
}

pub(crate) fn witness(port: u16) -> Witness {
    Witness {
        from: "internet".into(),
        to: "web-1".into(),
        packet: packet("203.0.113.9", "198.51.100.10", port),
    }
}

pub(crate) fn path(port: u16, group: StepAction) -> Path {
    let igw = thing("internet-gateway", "shop.main.igw", None, "internet-gateway igw");
    let public = thing("instance", "shop.main.web-1", None, "public-ip 198.51.100.10");
    let acl = implied("network-acl", "shop.main", "the default network ACL lets everything pass");
    let web = thing("security-group", "shop.main.web", Some("ingress"), "security-group web");
    let rule = thing("security-group", "shop.main.web", Some("ingress"), "ingress tcp 443 from 0.0.0.0/0");
    let machine = thing("instance", "shop.main.web-1", None, "instance web-1 in web");
    let inside = packet("203.0.113.9", "10.0.1.10", port);
    let stop = matches!(group, StepAction::Stop { .. });
    let step = |hop: &Thing, action, by: &Thing, packet: &ShownPacket| Step {
        hop: hop.clone(),
        action,
        by: by.clone(),
        packet: packet.clone(),
    };
    let forward = vec![
        step(&igw, StepAction::Translate, &public, &packet("203.0.113.9", "198.51.100.10", port)),
        step(&acl, StepAction::Allow, &acl, &inside),
        step(&web, group, if stop { &web } else { &rule }, &inside),
        step(&machine, StepAction::Deliver, &machine, &inside),
    ];
    let mut back = packet("10.0.1.10", "203.0.113.9", 50000);
    back.source_port = Some(port);
    let reply = if stop { vec![] } else { vec![step(&web, StepAction::Tracked, &rule, &back)] };
    Path { forward, reply }
}

pub(crate) fn missing_rule() -> Blocker {
    let group = thing("security-group", "shop.main.web", Some("ingress"), "security-group web");
    Blocker { changes: vec![Change { code: Reason::SgNoRule, place: group }] }
}

pub(crate) fn assumption() -> Assumption {
    Assumption {
        code: "reply-leaves-by-gateway".into(),
        text: "replies leave by the internet gateway".into(),
        place: thing("subnet", "shop.main.web", None, "subnet web 10.0.1.0/24"),
    }
}

pub(crate) fn reachable() -> Answer {
    Answer {
        question: "internet -> web-1 : tcp 443".into(),
        verdict: Verdict::Reachable,
        possible: vec![],
        delivered: known(https_flows()),
        answered: known(https_flows()),
        witness: Some(witness(443)),
        path: Some(path(443, StepAction::Allow)),
        blockers: vec![],
        assumptions: vec![assumption()],
        problems: vec![],
    }
}

pub(crate) fn blocked() -> Answer {
    Answer {
        question: "internet -> web-1 : tcp 22".into(),
        verdict: Verdict::Blocked,
        possible: vec![],
        delivered: known(no_flows()),
        answered: known(no_flows()),
        witness: Some(witness(22)),
        path: Some(path(22, StepAction::Stop { code: Reason::SgNoRule })),
        blockers: vec![missing_rule()],
        assumptions: vec![],
        problems: vec![],
    }
}

pub(crate) fn problem(severity: Severity) -> ShownProblem {
    ShownProblem {
        code: ProblemCode::HostBits,
        severity,
        message: "the prefix `10.0.1.0/24` has bits set past its length".into(),
        place: place("10.0.1.0/24"),
        related: vec![Related { place: place("10.0.0.0/16"), note: "it has to lie in this one".into() }],
        help: None,
        fix: Some(ShownFix { place: place("10.0.1.0/24"), text: "10.0.1.0/25".into() }),
    }
}

pub(crate) fn failing() -> Report {
    let words = "deny 203.0.113.0/24 -> web-1 : tcp 443";
    Report {
        summary: Summary { hold: 1, fail: 1, unknown: 0 },
        intents: vec![IntentResult {
            text: words.into(),
            place: place(words),
            because: Some("the door is not open yet".into()),
            outcome: Outcome::Fails,
            violations: https_flows(),
            shown: Some(Shown {
                witness: witness(443),
                path: path(443, StepAction::Allow),
                blockers: vec![],
            }),
            assumptions: vec![],
        }],
        tests: vec![TestResult {
            name: "no other door".into(),
            lines: vec![line(Outcome::Holds, Verdict::Blocked, blocked())],
        }],
        problems: vec![],
    }
}

pub(crate) fn line(outcome: Outcome, expected: Verdict, answer: Answer) -> TestLine {
    let words = "blocked 203.0.113.0/24 -> web-1 : tcp 22 by sg-no-rule";
    let (text, place, expected) = (words.into(), place(words), Expected::Verdict(expected));
    TestLine { text, place, outcome, expected, answer: Some(answer), note: None, said: None }
}
