//! What hangs on rules and routes of which the text does not say everything, and what does not.

use super::*;
use crate::answer::{Outcome, StepAction};
use crate::decide::Decision;
use crate::packet::Transport;

use Verdict::{Blocked, OneWay, Partly, Reachable, Unknown};

/// Two VPCs: `a` and `b` in the one, `c` in the other; the rules that `b` and `c` let in by, and routes of both.
fn two(rules: &str, intents: &str) -> Analysis {
    let network = format!(
        "vpc left 10.0.0.0/16 {{
          route-table rt {{ main yes; 10.1.0.0/16 -> unknown; 0.0.0.0/0 -> unknown; 10.1.9.0/24 -> blackhole }}
          subnet s 10.0.1.0/24
          security-group client {{ egress any to 0.0.0.0/0 }}
          security-group server {{ {rules} }}
          instance a in s {{ ip 10.0.1.10; security-group client }}
          instance b in s {{ ip 10.0.1.11; security-group server }}
        }}
        vpc right 10.1.0.0/16 {{
          route-table rt {{ main yes; 10.0.0.0/16 -> unknown }}
          subnet s 10.1.1.0/24
          security-group server {{ {rules} }}
          instance c in s {{ ip 10.1.1.10; security-group server }}
        }}"
    );
    analysis(&network, intents)
}

fn verdict_of(analysis: &Analysis, question: &str) -> (Verdict, Vec<Verdict>, Vec<String>) {
    let answer = ask(analysis, question);
    let codes = answer.assumptions.iter().map(|assumption| assumption.code.clone()).collect();
    (answer.verdict, answer.possible, codes)
}

#[test]
fn what_an_unknown_rule_alone_may_let_in_is_unknown() {
    let analysis = two("ingress tcp 443 from 10.0.0.0/16; ingress tcp 22 from unknown, 10.9.0.0/16", "");
    assert_eq!(verdict_of(&analysis, "a -> b : tcp 443"), (Reachable, Vec::new(), Vec::new()));
    assert_eq!(verdict_of(&analysis, "a -> b : tcp 80"), (Blocked, Vec::new(), Vec::new()));
    let all = alloc::vec![Reachable, Partly, OneWay, Blocked];
    assert_eq!(verdict_of(&analysis, "a -> b : tcp 22"), (Unknown, all, alloc::vec!["rule-unknown".into()]));
    let answer = ask(&analysis, "a -> b : tcp 22");
    assert!(answer.delivered.surely.is_empty() && !answer.delivered.possibly.is_empty());
    let about: Vec<&str> = answer.assumptions.iter().map(|one| one.place.name.as_str()).collect();
    assert_eq!(about, ["n.left.server"], "the rule is told");
    let steps = answer.path.iter().flat_map(|path| &path.forward);
    assert_eq!(steps.filter(|step| step.action == StepAction::MayForward).count(), 1);
}

#[test]
fn an_unknown_route_leads_anywhere_but_not_past_the_receivers_filters() {
    let analysis = two("ingress tcp 443 from 10.0.0.0/16", "");
    assert_eq!(ask(&analysis, "a -> c : tcp 443").verdict, Unknown);
    assert_eq!(ask(&analysis, "a -> c : tcp 80").verdict, Blocked, "the receiver's group drops it");
    assert_eq!(ask(&analysis, "a -> 10.1.9.1 : tcp 443").verdict, Blocked, "a longer prefix is known");
    assert_eq!(ask(&analysis, "a -> internet : tcp 443").verdict, Unknown);
    assert_eq!(ask(&analysis, "internet -> a : tcp 443").verdict, Blocked, "nothing comes in by it");
    assert_eq!(ask(&analysis, "a -> b : tcp 443").verdict, Reachable, "it does not meet the route");
}

#[test]
fn intents_that_do_not_meet_what_is_unknown_hold() {
    let rules = "ingress tcp 443 from 10.0.0.0/16; ingress tcp 22 from unknown";
    let analysis = two(rules, "require a -> b : tcp 443\ndeny a -> b : tcp 80\ndeny a -> b : tcp 22");
    let outcomes: Vec<Outcome> = analysis.check().intents.iter().map(|intent| intent.outcome).collect();
    assert_eq!(outcomes, [Outcome::Holds, Outcome::Holds, Outcome::Unknown]);
}

#[test]
fn a_decision_about_what_is_unknown_is_unknown() {
    let analysis = two("ingress tcp 443 from 10.0.0.0/16; ingress tcp 22 from unknown", "");
    let decide = |analysis: &Analysis, port: u16| {
        let [from, to] = ["a", "b"].map(|name| analysis.endpoint(name).unwrap());
        let packet = Packet::new(
            "10.0.1.10".parse().unwrap(),
            "10.0.1.11".parse().unwrap(),
            Transport::Tcp { source: 50_000, destination: port },
        );
        analysis.decide(from, to, &packet.unwrap())
    };
    assert_eq!(
        [443, 22, 80].map(|port| decide(&analysis, port)),
        [Decision::Answered, Decision::Unknown, Decision::Unknown]
    );
    let mut analysis = analysis;
    while let Progress::Pending { .. } = analysis.step(1_000_000) {}
    assert_eq!(decide(&analysis, 80), Decision::Dropped, "it is known, now that the rows are");
}
