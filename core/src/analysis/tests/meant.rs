//! Test lines about what the intents alone say, over what is deployed: against a reading of one flow at a time.

use alloc::collections::BTreeMap;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::*;
use crate::answer::{Outcome, PolicyVerdict};

/// One machine with a public address, and one without.
const NETWORK: &str = "
vpc main 10.0.0.0/16 {
  internet-gateway igw
  route-table out { main yes; 0.0.0.0/0 -> igw }
  subnet s 10.0.0.0/24
  instance a in s { ip 10.0.0.10; public-ip 198.51.100.10 }
  instance b in s { ip 10.0.0.11 }
}";

/// Who sends, and who is reached.
const SENDERS: [&str; 3] = ["a", "b", "8.8.8.8"];
const RECEIVERS: [&str; 4] = ["a", "b", "8.8.8.8", FRONT];
const FRONT: &str = "198.51.100.10";
const PORTS: [u16; 2] = [443, 444];

/// From, to, port.
type Sent = (&'static str, &'static str, u16);

/// Every flow that can be asked about.
fn every_flow() -> Vec<Sent> {
    let mut all = Vec::new();
    for from in SENDERS {
        for to in RECEIVERS {
            let outside = from == "8.8.8.8" && to == "8.8.8.8";
            if (from != to || !["a", "b"].contains(&from)) && !outside {
                all.extend(PORTS.map(|port| (from, to, port)));
            }
        }
    }
    all
}

/// What a statement or a line is about.
#[derive(Clone)]
struct Span {
    from: Vec<&'static str>,
    to: Vec<&'static str>,
    ports: Vec<u16>,
    by_way: bool,
}

impl Span {
    fn any(dice: &mut StdRng) -> Self {
        fn some<T: Copy>(dice: &mut StdRng, of: &[T]) -> Vec<T> {
            let first = dice.random_range(0..of.len());
            let more = of.iter().enumerate().filter(|(at, _)| *at == first || dice.random_range(0..3) == 0);
            more.map(|(_, one)| *one).collect()
        }
        let (from, to, ports) = (some(dice, &SENDERS), some(dice, &RECEIVERS), some(dice, &PORTS));
        Self { from, to, ports, by_way: dice.random_range(0..6) == 0 }
    }

    fn text(&self) -> String {
        let ports: Vec<String> = self.ports.iter().map(ToString::to_string).collect();
        format!("{} -> {} : tcp {}", self.from.join(", "), self.to.join(", "), ports.join(", "))
    }

    fn text_by_way(&self) -> String {
        format!("{}{}", self.text(), if self.by_way { " through igw" } else { "" })
    }

    fn holds(&self, flow: Sent) -> bool {
        self.from.contains(&flow.0) && self.to.contains(&flow.1) && self.ports.contains(&flow.2)
    }
}

struct Said {
    verb: &'static str,
    about: Span,
    /// In the block of a `deny`.
    exception: Option<Span>,
}

impl Said {
    fn any(dice: &mut StdRng) -> Self {
        let verb = ["allow", "allow", "deny", "closed"][dice.random_range(0..4)];
        let exception = (verb == "deny" && dice.random_range(0..2) == 0).then(|| Span::any(dice));
        Self { verb, about: Span::any(dice), exception }
    }

    fn text(&self) -> String {
        let block = self.exception.as_ref().map(|one| format!(" {{ allow {} }}", one.text_by_way()));
        format!("{} {}{}", self.verb, self.about.text_by_way(), block.unwrap_or_default())
    }
}

/// The flows that are the same from outside: to a public address, and to the machine behind it.
fn forms(flow: Sent) -> Vec<Sent> {
    match flow {
        ("8.8.8.8", "a" | FRONT, port) => ["a", FRONT].map(|to| ("8.8.8.8", to, port)).to_vec(),
        flow => [flow].to_vec(),
    }
}

/// What the statements say of a flow.
fn said(statements: &[Said], flow: Sent) -> PolicyVerdict {
    // Some form of the flow is one of these.
    let some = |holds: &dyn Fn(&Said, Sent) -> bool| {
        statements.iter().any(|one| forms(flow).into_iter().any(|form| holds(one, form)))
    };
    let own = |verb: &'static str, by_way: bool| {
        some(&|one, form| one.verb == verb && one.about.by_way == by_way && one.about.holds(form))
    };
    let excepted =
        |one: &Said, form| one.exception.as_ref().filter(|exception| exception.holds(form)).cloned();
    let exception =
        |by_way| some(&|one, form| excepted(one, form).is_some_and(|found| found.by_way == by_way));
    let refused = |one: &Said, form| one.verb == "deny" && one.about.holds(form);
    // Whichever way it goes; else by some.
    if some(&|one, form| refused(one, form) && !one.about.by_way && excepted(one, form).is_none()) {
        return PolicyVerdict::Denied;
    }
    let leaves_some = |one: &Said, form| match (one.about.by_way, excepted(one, form)) {
        (by_way, None) => by_way,
        // There is one way to name.
        (by_way, Some(exception)) => exception.by_way && !by_way,
    };
    if some(&|one, form| refused(one, form) && leaves_some(one, form)) {
        PolicyVerdict::HangsOnWay
    } else if own("allow", false) || exception(false) {
        PolicyVerdict::Allowed
    } else if own("allow", true) || exception(true) {
        PolicyVerdict::HangsOnWay
    } else if own("closed", false) {
        PolicyVerdict::Denied
    } else if own("closed", true) {
        PolicyVerdict::HangsOnWay
    } else {
        PolicyVerdict::Unstated
    }
}

#[test]
fn a_line_holds_when_every_flow_is_said_so() {
    let mut seen = BTreeMap::new();
    for seed in 0..300 {
        let dice = &mut StdRng::seed_from_u64(seed);
        let statements: Vec<Said> = (0..dice.random_range(1..7)).map(|_| Said::any(dice)).collect();
        let mut text = format!("network n on aws in r {{\n{NETWORK}\n}}\n");
        statements.iter().for_each(|one| text.push_str(&(one.text() + "\n")));
        text.push_str("test \"t\" {\n");
        let mut lines = Vec::new();
        for _ in 0..8 {
            let about = Span::any(dice);
            if every_flow().into_iter().any(|flow| about.holds(flow)) {
                for word in PolicyVerdict::EXPECTED {
                    text.push_str(&format!("{} {}\n", word.as_str(), about.text()));
                    lines.push((word, about.clone()));
                }
            }
        }
        text.push_str("}\n");
        let analysis = Analysis::new(parse(alloc::vec![Source::new("test.fence", text.as_str()).unwrap()]));
        if analysis.has_errors() {
            // A statement is about no flow, or its exception leaves none.
            continue;
        }
        let report = analysis.check();
        assert_eq!(report.tests[0].lines.len(), lines.len());
        for ((word, about), result) in lines.iter().zip(&report.tests[0].lines) {
            let mut own = every_flow().into_iter().filter(|flow| about.holds(*flow));
            let holds = own.all(|flow| said(&statements, flow) == *word);
            let expected = if holds { Outcome::Holds } else { Outcome::Fails };
            assert_eq!(result.outcome, expected, "{} in {text}", result.text);
            let shown = result.said.as_ref().map(|shown| {
                let packet = &shown.witness.packet;
                let name = |address: core::net::IpAddr| match address.to_string().as_str() {
                    "10.0.0.10" => "a",
                    "10.0.0.11" => "b",
                    FRONT => FRONT,
                    _ => "8.8.8.8",
                };
                let flow = (name(packet.source), name(packet.destination), packet.destination_port.unwrap());
                assert!(about.holds(flow), "{flow:?} in {text}");
                assert_eq!(said(&statements, flow), shown.verdict, "{flow:?} in {text}");
                assert_eq!(shown.by.is_none(), shown.verdict == PolicyVerdict::Unstated);
                shown.verdict
            });
            assert_ne!(shown, Some(*word));
            *seen.entry((word.as_str(), holds)).or_insert(0) += 1;
            *seen.entry((shown.map_or("", PolicyVerdict::as_str), true)).or_insert(0) += 1;
        }
    }
    assert!(seen.values().all(|&count| count > 40) && seen.len() == 8, "{seen:?}");
}

#[test]
fn a_line_that_fails_shows_a_packet_and_who_decides() {
    let intents = "deny a -> internet : tcp 1-1023 through igw
deny b -> internet { allow b -> 192.0.2.0/24 : tcp 443 }
test \"t\" {
  allowed  b -> internet : tcp 443
  denied   b -> 192.0.2.1 : tcp 443
  allowed  a -> internet : tcp 443
  denied   internet -> a
}";
    let text = format!("network n on aws in eu-central-1 {{\n{NETWORK}\n}}\n{intents}");
    let report = analysis(NETWORK, intents).check();
    let shown: Vec<String> = report.tests[0]
        .lines
        .iter()
        .map(|line| {
            let said = line.said.as_ref().unwrap();
            let by = said.by.as_ref().map_or("nothing", |by| by.text.as_str());
            format!("{} is {} by {by}", said.witness, said.verdict)
        })
        .collect();
    assert_eq!(
        shown,
        [
            "10.0.0.11 (n.main.b) -> 1.0.0.0 (internet) : tcp 443 source-port 49152 is denied by \
             deny b -> internet",
            "10.0.0.11 (n.main.b) -> 192.0.2.1 (internet) : tcp 443 source-port 49152 is allowed by \
             allow b -> 192.0.2.0/24 : tcp 443",
            "10.0.0.10 (n.main.a) -> 1.0.0.0 (internet) : tcp 443 source-port 49152 is not one thing for every \
             way by deny a -> internet : tcp 1-1023 through igw",
            "1.0.0.0 (internet) -> 10.0.0.10 (n.main.a) : tcp 443 source-port 49152 is unstated by nothing",
        ]
    );
    let place = &report.tests[0].lines[1].said.as_ref().unwrap().by.as_ref().unwrap().place;
    let written = text.get(place.start.offset as usize..place.end.offset as usize).unwrap();
    assert_eq!(written, "allow b -> 192.0.2.0/24 : tcp 443");
}
