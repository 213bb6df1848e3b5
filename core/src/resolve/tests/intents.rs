//! Intents and tests.

use alloc::format;
use alloc::vec::Vec;

use super::{estate, expect, vpc};
use crate::answer::Verdict;
use crate::estate::{Expr, Selector, ServiceTerm, Traffic, Verb};
use crate::reason::Reason;

#[test]
fn exceptions_stand_in_the_block() {
    let estate = estate(
        "deny any -> internet because \"no way out\" { allow 10.0.0.1 -> internet : tcp 443 because \"updates\" }\n\
         isolate 10.0.0.0/24 from 10.0.1.0/24 : tcp 22, 23 { allow 10.0.0.1 -> 10.0.1.1 }",
    );
    let shown: Vec<_> = estate.intents.iter().map(|intent| (intent.verb, intent.exceptions.len())).collect();
    assert_eq!(shown, [(Verb::Deny, 1), (Verb::Isolate, 1)]);
    assert_eq!(estate.intents[0].because.as_deref(), Some("no way out"));
    assert_eq!(estate.intents[1].flow.service.union.len(), 2);
}

#[test]
fn closed_is_about_everything_or_about_a_flow() {
    let estate = estate(
        "closed\nclosed because \"no other way\"\nclosed : tcp 22\nclosed 10.0.0.1 -> internet : tcp 443\n",
    );
    assert!(estate.intents.iter().all(|intent| intent.verb == Verb::Closed && intent.exceptions.is_empty()));
    let only = |selector| Expr { union: alloc::vec![alloc::vec![selector]], except: Vec::new() };
    let [bare, with_reason, by_ssh, one] = estate.intents.as_slice() else { panic!("four") };
    for intent in [bare, with_reason, by_ssh] {
        assert_eq!((&intent.flow.from, &intent.flow.to), (&only(Selector::Any), &only(Selector::Any)));
    }
    let every =
        Expr { union: alloc::vec![alloc::vec![ServiceTerm::Traffic(Traffic::Any)]], except: Vec::new() };
    assert_eq!((&bare.flow.service, bare.because.as_deref()), (&every, None));
    assert_eq!((&with_reason.flow.service, with_reason.because.as_deref()), (&every, Some("no other way")));
    assert_ne!(by_ssh.flow.service, every);
    assert_ne!(one.flow.from, only(Selector::Any));
}

#[test]
fn closed_names_both_ends_or_none() {
    expect("closed any", &["error[missing] at `closed`: `closed` needs `->` and a set of points"]);
    expect("closed -> any", &["error[missing] at `closed`: `closed` needs a set of points"]);
    expect(
        "closed any -> any { allow any -> any }",
        &["error[wrong-shape] at `{ allow any -> any }`: `closed` has no block"],
    );
    expect(
        "closed from any",
        &["error[wrong-link] at `from`: `closed` takes no `from` (help: it takes `->`, `:` or `because`)"],
    );
}

#[test]
fn require_without_a_service_is_a_warning() {
    expect(
        "require any -> internet",
        &[
            "warning[missing] at `require any -> internet`: `require` without a service asks for every protocol, \
           and nothing answers all of them (help: name what is needed: ` : tcp 443`)",
        ],
    );
}

#[test]
fn a_service_has_its_own_ports() {
    expect(
        "service https = tcp 443\nallow any -> internet : https 8443",
        &[
            "error[unexpected] at `8443`: `8443` does not belong behind the service `https`, which has its own ports",
        ],
    );
}

#[test]
fn the_links_of_intents() {
    expect(
        "isolate any -> any",
        &["error[wrong-link] at `->`: `isolate` takes no `->` (help: it takes `from`, `:` or `because`)"],
    );
    expect(
        "allow any -> any : tcp 443 : udp 5",
        &["error[wrong-link] at `:`: `:` stands twice in one statement \
           (help: a comma does not reach over a link: write two statements)"],
    );
}

#[test]
fn tests_have_verdicts_reasons_and_places() {
    let base = vpc("security-group web\nsubnet web 10.0.0.0/24 { id subnet-1 }\nnetwork-acl edge");
    let estate = estate(&format!(
        "{base}test \"t\" {{\n blocked any -> internet by no-route\n one-way any -> any : tcp 1 by acl-deny at edge\n \
         partly any -> any : tcp 1 at subnet-1\n reachable any -> any : tcp 1\n unknown any -> any : tcp 1\n}}"
    ));
    let lines: Vec<_> =
        estate.tests[0].expectations.iter().map(|line| (line.verdict, line.by, line.at.is_some())).collect();
    assert_eq!(
        lines,
        [
            (Verdict::Blocked, Some(Reason::NoRoute), false),
            (Verdict::OneWay, Some(Reason::AclDeny), true),
            (Verdict::Partly, None, true),
            (Verdict::Reachable, None, false),
            (Verdict::Unknown, None, false),
        ]
    );
    expect(
        &format!("{base}test \"t\" {{ blocked any -> any : tcp 1 at web }}"),
        &["error[ambiguous-name] at `web`: `web` can mean several things here \
           (help: write `security-group web` or `subnet web`)"],
    );
}

#[test]
fn wrong_expectations() {
    let say = |line: &str, shown: &str| {
        expect(&format!("{}test \"t\" {{ {line} }}", vpc("network-acl edge")), &[shown])
    };
    say(
        "reachable any -> any : tcp 443 by sg-no-rule",
        "error[wrong-link] at `by`: `reachable` takes no `by` (help: it takes `->` or `:`)",
    );
    say(
        "blocked any -> any : tcp 443 by sg-norule",
        "error[wrong-value] at `sg-norule`: `sg-norule` is no reason code (help: did you mean `sg-no-rule`?) \
         (fix: `sg-norule` becomes `sg-no-rule`)",
    );
    say(
        "blocked any -> any : tcp 443 by acl-deny at network-acl edge egress 90",
        "error[not-modelled-yet] at `egress`: one rule of a filter behind `at` is not modelled yet (help: name the filter alone)",
    );
    expect(
        "segment s = any\ntest \"t\" { blocked any -> any : tcp 1 at s }",
        &["error[wrong-kind] at `s`: `s` is a segment; a thing that is deployed is expected here"],
    );
    say(
        "reachible any -> any : tcp 443",
        "error[unknown-word] at `reachible`: `reachible` means nothing in a `test` (help: did you mean `reachable`?) \
         (fix: `reachible` becomes `reachable`)",
    );
    say(
        "blocked any -> any : tcp 443 at edg",
        "error[unknown-name] at `edg`: nothing is named `edg` (help: did you mean `edge`?)",
    );
}

#[test]
fn test_names_are_there_and_once() {
    expect(
        "test { reachable any -> internet : tcp 1 }\ntest \"a\" { }\ntest \"a\" { }",
        &[
            "error[missing] at `test`: a `test` needs a name",
            "error[duplicate] at `\"a\"`: the test `a` is declared twice [also `\"a\"`: first declared here]",
        ],
    );
}
