//! Filters with rules that do not say what they match.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics fails")]

use ringfence::answer::TrafficBox;
use ringfence::{Analysis, Source, parse};
use ringfence_diff::{FilterDifference, Passes, compare, compare_filters};

fn analysis(rules: &str) -> Analysis {
    let text = format!(
        "network n on aws in eu-north-1 {{
           vpc v 10.0.0.0/16 {{
             internet-gateway igw
             route-table r {{ main yes; 0.0.0.0/0 -> igw }}
             subnet s 10.0.1.0/24
             instance i in s {{ ip 10.0.1.10; public-ip 198.51.100.1; security-group g }}
             {rules}
           }}
         }}"
    );
    Analysis::new(parse(vec![Source::new("texts", text).unwrap()]))
}

fn between(old: &str, new: &str, names: [&str; 2]) -> FilterDifference {
    compare_filters((&analysis(old), names[0]), (&analysis(new), names[1])).unwrap()
}

/// What passes, and the traffic.
fn parts(difference: &FilterDifference) -> Vec<(Passes, String)> {
    let parts = difference.parts.iter();
    let mut parts: Vec<_> = parts
        .flat_map(|part| {
            let traffic = part.boxes.iter().flat_map(|one| &one.traffic);
            traffic.map(|traffic| match traffic {
                TrafficBox::Ports { protocols, destination_ports, .. } => {
                    let ports: Vec<String> = destination_ports.iter().map(ToString::to_string).collect();
                    (part.passes, format!("{} {}", protocols.join(","), ports.join(",")))
                }
                other => panic!("{other:?}"),
            })
        })
        .collect();
    // Of both families it is the same.
    parts.dedup();
    parts
}

const GROUP: &str = "security-group g { ingress tcp 22 from unknown; ingress tcp 80 from 0.0.0.0/0 }";
const ACL: &str = "network-acl a {
  ingress 100 deny tcp 22 from unknown; ingress 200 allow tcp 22 from 10.0.0.0/8; ingress 300 allow tcp 80 from unknown
}
security-group g { ingress any from 0.0.0.0/0 }";

#[test]
fn an_unknown_rule_is_equal_to_itself() {
    for (rules, name) in [(GROUP, "g"), (ACL, "a")] {
        let difference = between(rules, rules, [name, name]);
        assert!(difference.equal, "{name}: {:?}", parts(&difference));
        let whole = compare(&analysis(rules), &analysis(rules)).unwrap();
        assert_eq!(whole.changes, [], "both say the same");
    }
}

#[test]
fn beside_an_unknown_rule_what_differs_for_sure_is_told() {
    let less = GROUP.replace("; ingress tcp 80 from 0.0.0.0/0", "");
    assert_eq!(parts(&between(GROUP, &less, ["g", "g"])), [(Passes::FirstOnly, "tcp 80".to_owned())]);
    // What passes one for sure may pass the other by the rule that does not say.
    let open = GROUP.replace("tcp 80", "tcp 22,80");
    assert_eq!(parts(&between(GROUP, &open, ["g", "g"])), [(Passes::Unknown, "tcp 22".to_owned())]);
    let more = ACL.replace("200 allow tcp 22", "200 allow tcp 22-23");
    assert_eq!(parts(&between(ACL, &more, ["a", "a"])), [(Passes::SecondOnly, "tcp 23".to_owned())]);
    let without = ACL.replace("ingress 200 allow tcp 22 from 10.0.0.0/8; ", "");
    assert_eq!(parts(&between(ACL, &without, ["a", "a"])), [(Passes::Unknown, "tcp 22".to_owned())]);
}

#[test]
fn other_unknown_rules_stay_unknown() {
    let other = GROUP.replace("tcp 22", "tcp 23");
    let unknown = |port: &str| (Passes::Unknown, format!("tcp {port}"));
    assert_eq!(parts(&between(GROUP, &other, ["g", "g"])), [unknown("22-23")]);
    let twice = GROUP
        .replace("ingress tcp 22 from unknown;", "ingress tcp 22 from unknown; ingress tcp 22 from unknown;");
    assert_eq!(parts(&between(GROUP, &twice, ["g", "g"])), [unknown("22")]);
    let two = [GROUP, &GROUP.replace(" g ", " h ")].join("\n");
    assert_eq!(
        parts(&between(&two, &two, ["g", "h"])),
        [unknown("22")],
        "another group's rule may be another"
    );
}
