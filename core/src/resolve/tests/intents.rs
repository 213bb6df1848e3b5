//! Intents and tests.

use alloc::format;
use alloc::vec::Vec;

use super::{estate, expect, vpc};
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
    assert_eq!(estate.intents[1].flows[0].service.union.len(), 2);
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
        assert_eq!(
            (&intent.flows[0].from, &intent.flows[0].to),
            (&only(Selector::Any), &only(Selector::Any))
        );
    }
    let every =
        Expr { union: alloc::vec![alloc::vec![ServiceTerm::Traffic(Traffic::Any)]], except: Vec::new() };
    assert_eq!((&bare.flows[0].service, bare.because.as_deref()), (&every, None));
    assert_eq!(
        (&with_reason.flows[0].service, with_reason.because.as_deref()),
        (&every, Some("no other way"))
    );
    assert_ne!(by_ssh.flows[0].service, every);
    assert_ne!(one.flows[0].from, only(Selector::Any));
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
        &[
            "error[wrong-link] at `from`: `closed` takes no `from` (help: it takes `->`, `:`, `through`, `avoiding` or `because`)",
        ],
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
        &[
            "error[wrong-link] at `->`: `isolate` takes no `->` (help: it takes `from`, `:`, `through`, `avoiding` or `because`)",
        ],
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
         partly any -> any : tcp 1 at subnet-1\n reachable any -> any : tcp 1\n unknown any -> any : tcp 1\n \
         allowed any -> any\n denied any -> any : tcp 1\n unstated any -> any\n}}"
    ));
    let lines: Vec<_> = estate.tests[0]
        .expectations
        .iter()
        .map(|line| (line.expected.as_str(), line.by, line.at.is_some()))
        .collect();
    assert_eq!(
        lines,
        [
            ("blocked", Some(Reason::NoRoute), false),
            ("one-way", Some(Reason::AclDeny), true),
            ("partly", None, true),
            ("reachable", None, false),
            ("unknown", None, false),
            ("allowed", None, false),
            ("denied", None, false),
            ("unstated", None, false),
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
        "error[wrong-link] at `by`: `reachable` takes no `by` (help: it takes `->`, `:`, `through` or `avoiding`)",
    );
    say(
        "allowed any -> any : tcp 443 through edge",
        "error[not-modelled-yet] at `through`: `through` is not modelled yet",
    );
    say(
        "denied any -> any : tcp 443 by sg-no-rule",
        "error[wrong-link] at `by`: `denied` takes no `by` (help: it takes `->` or `:`)",
    );
    say("unstated any : tcp 443", "error[missing] at `unstated`: `unstated` needs `->` and a set of points");
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

/// Machines of two tiers.
fn tiers(intents: &str) -> alloc::string::String {
    format!(
        "network n on aws in r {{ vpc v 10.0.0.0/16 {{ subnet s 10.0.0.0/24
           instance a in s {{ ip 10.0.0.4; tag tier=web, zone=a }}
           instance b in s {{ ip 10.0.0.5; tag tier=data, zone=a }} }} }}\n{intents}"
    )
}

#[test]
fn isolate_each_goes_from_every_value_to_the_others() {
    let estate = estate(&tiers("isolate each tag tier : tcp 22 because \"tiers\" { allow any -> any }"));
    let [each] = estate.intents.as_slice() else { panic!("one") };
    assert_eq!((each.verb, each.each.as_deref(), each.exceptions.len()), (Verb::Isolate, Some("tier"), 1));
    assert_eq!(each.because.as_deref(), Some("tiers"));
    let tag = |value: Option<&str>| Selector::Tag { key: "tier".into(), value: value.map(Into::into) };
    let ends: Vec<_> = each.flows.iter().map(|flow| (&flow.from, &flow.to)).collect();
    let set = |union, except: &[Selector]| Expr {
        union: alloc::vec![alloc::vec![union]],
        except: except.iter().map(|one| alloc::vec![one.clone()]).collect(),
    };
    let [data, web] = ["data", "web"].map(|value| tag(Some(value)));
    assert_eq!(
        ends,
        [
            (&set(data.clone(), &[]), &set(tag(None), &[data])),
            (&set(web.clone(), &[]), &set(tag(None), &[web])),
        ]
    );
}

#[test]
fn isolate_each_needs_a_tag_with_several_values() {
    let each = |rest: &str, problem: &str| expect(&tiers(&format!("isolate each{rest}")), &[problem]);
    each(
        " tag zone",
        "error[nothing-asked] at `zone`: the tag `zone` has one value, `a`: nothing is kept apart",
    );
    each(" tag owner", "error[empty-set] at `owner`: nothing carries the tag `owner`");
    let help = "`isolate each` goes by all values of one tag (help: write `isolate each tag KEY`)";
    each("", &format!("error[wrong-shape] at `each`: {help}"));
    each(" tag", &format!("error[wrong-shape] at `each tag`: {help}"));
    each(" tag tier=web", &format!("error[wrong-shape] at `tag tier=web`: {help}"));
    each(" subnet s", &format!("error[wrong-shape] at `subnet s`: {help}"));
    each(
        " tag tier from any",
        "error[wrong-link] at `from`: `isolate` takes no `from` (help: it takes `:`, `through`, `avoiding` or `because`)",
    );
    each(
        " tag tier, tag zone",
        "error[wrong-value] at `tag zone`: `isolate` takes `tag` and a key, not several (help: write two statements)",
    );
    // Where a tag could not be read, nothing is known of its values.
    let broken = tiers("isolate each tag owner").replace("tag tier=web, zone=a", "tag owner");
    expect(&broken, &["error[wrong-value] at `owner`: `key=value` is expected here, not `owner`"]);
}

/// A private subnet behind a NAT gateway.
fn private(intents: &str) -> alloc::string::String {
    format!(
        "network n on aws in r {{ vpc v 10.0.0.0/16 {{ internet-gateway igw; nat-gateway nat in s
           subnet s 10.0.0.0/24; security-group g {{ egress any to 0.0.0.0/0 }}
           instance a in s {{ ip 10.0.0.4; security-group g; interface e in s {{ ip 10.0.0.5 }} }} }} }}\n{intents}"
    )
}

#[test]
fn waypoints_are_what_packets_pass() {
    let estate = estate(&private(
        "deny any -> internet avoiding nat-gateway nat, igw
         require a -> internet : tcp 443 through n.v.nat avoiding e
         test \"t\" { blocked any -> internet through a }",
    ));
    let names = |things: &[crate::estate::ObjectId]| -> Vec<alloc::string::String> {
        things.iter().map(|thing| estate.path(*thing)).collect()
    };
    let ways = |flow: &crate::estate::Flow| (names(&flow.ways.through.concat()), names(&flow.ways.avoiding));
    let of = |list: &[&str]| list.iter().map(|name| (*name).into()).collect::<Vec<_>>();
    assert_eq!(ways(&estate.intents[0].flows[0]), (of(&[]), of(&["n.v.nat", "n.v.igw"])));
    assert_eq!(ways(&estate.intents[1].flows[0]), (of(&["n.v.nat"]), of(&["n.v.a.e"])));
    assert_eq!(ways(&estate.tests[0].expectations[0].flow), (of(&["n.v.a"]), of(&[])));
}

#[test]
fn waypoints_stand_in_order() {
    let estate = estate(&private(
        "deny any -> internet through nat, a through igw avoiding e
         isolate a from internet through igw through nat because \"why\"
         closed through e through e
         deny any -> any { allow any -> internet through nat through igw }",
    ));
    let names = |flow: &crate::estate::Flow| {
        let through = flow.ways.through.iter();
        let names = |things: &alloc::vec::Vec<_>| things.iter().map(|thing| estate.path(*thing)).collect();
        through.map(names).collect::<alloc::vec::Vec<alloc::vec::Vec<_>>>()
    };
    let [deny, isolate, closed, around] = estate.intents.as_slice() else { panic!("four") };
    assert_eq!(names(&deny.flows[0]), [&["n.v.nat", "n.v.a"][..], &["n.v.igw"]]);
    // Both ways as it is written.
    assert_eq!(
        isolate.flows.iter().map(names).collect::<alloc::vec::Vec<_>>(),
        [[["n.v.igw"], ["n.v.nat"]]; 2]
    );
    assert_eq!(names(&closed.flows[0]), [["n.v.a.e"], ["n.v.a.e"]]);
    assert_eq!(names(&around.exceptions[0]), [["n.v.nat"], ["n.v.igw"]]);
    expect(
        &private("deny any -> internet through nat through"),
        &["error[missing] at `through`: nothing stands behind `through` \
           (help: write what belongs to it on the same line; as a name the word is quoted)"],
    );
}

#[test]
fn what_nothing_passes_is_no_waypoint() {
    expect(
        &private("deny any -> internet avoiding s"),
        &[
            "error[wrong-kind] at `s`: `s` is a subnet; an internet-gateway, an egress-only-internet-gateway, \
           a nat-gateway, a peering, a transit-gateway, an instance, an interface, a vpn-gateway, a vpn, a direct-line, an endpoint, a gwlb-endpoint, an endpoint-service or a load-balancer is expected here",
        ],
    );
    expect(
        &private("deny any -> internet through nta"),
        &["error[unknown-name] at `nta`: nothing is named `nta` (help: did you mean `nat`?)"],
    );
    expect(
        &private("deny any -> internet avoiding nat avoiding igw"),
        &["error[wrong-link] at `avoiding`: `avoiding` stands twice in one statement \
           (help: write everything that ways avoid behind one, with commas)"],
    );
    let many = |count| private(&format!("deny any -> internet{}", " through igw".repeat(count)));
    assert_eq!(estate(&many(16)).intents[0].flows[0].ways.through.len(), 16);
    expect(
        &many(17),
        &["error[too-large] at `igw`: one statement may have 16 `through` in order \
           (help: leave out those that every way passes)"],
    );
    expect(
        &private("deny any -> internet through"),
        &["error[missing] at `through`: nothing stands behind `through` \
           (help: write what belongs to it on the same line; as a name the word is quoted)"],
    );
}

#[test]
fn isolate_each_goes_by_so_many_categories() {
    let machines: alloc::string::String =
        (0..101).map(|at| format!("instance m{at} in s {{ ip 10.0.1.{}; tag k=v{at} }}\n", at + 4)).collect();
    let network =
        format!("network n on aws in r {{ vpc v 10.0.0.0/16 {{ subnet s 10.0.1.0/24\n{machines} }} }}\n");
    let each = "isolate each tag k\n";
    assert_eq!(estate(&(network.clone() + &each.repeat(99))).intents.len(), 99);
    expect(
        &(network + &each.repeat(100)),
        &["error[too-large] at `k`: every `isolate each` together may go by 10000 values of tags \
           (help: go by a tag with fewer values)"],
    );
}
