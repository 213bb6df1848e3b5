//! `isolate each tag KEY`

use super::*;
use crate::answer::Outcome;

/// Three tiers, all open to each other by port 22, and one machine without a tier.
const TIERS: &str = "
vpc main 10.0.0.0/16 {
  subnet s 10.0.1.0/24
  security-group open { ingress tcp 22, 443 from 10.0.0.0/16; egress any to 0.0.0.0/0 }
  security-group shut { egress any to 0.0.0.0/0 }
  instance web-1 in s { ip 10.0.1.10; security-group open; tag tier=web }
  instance web-2 in s { ip 10.0.1.11; security-group open; tag tier=web }
  instance app-1 in s { ip 10.0.1.20; security-group open; tag tier=app }
  instance db-1 in s { ip 10.0.1.30; security-group shut; tag tier=data }
  instance spare in s { ip 10.0.1.40; security-group open }
}";

/// What the texts come to, whatever is wrong with them.
fn judged(network: &str, intents: &str) -> Report {
    let text = format!("network n on aws in eu-central-1 {{{network}}}\n{intents}");
    Analysis::new(parse(alloc::vec![Source::new("test.fence", text).unwrap()])).check()
}

/// The count of what breaks each intent.
fn broken(network: &str, intents: &str) -> Vec<u64> {
    let report = judged(network, intents);
    let counts = report.intents.iter().map(|intent| intent.violations.count.parse().unwrap());
    counts.collect()
}

#[test]
fn each_pair_of_values_is_denied() {
    let (exceptions, values) = ("{ allow tag tier=web -> tag tier=app : tcp 443 }", ["web", "app", "data"]);
    let mut pairs = Vec::new();
    for from in values {
        for to in values.iter().filter(|to| **to != from) {
            pairs.push(format!("deny tag tier={from} -> tag tier={to} : tcp 22, 443 {exceptions}"));
        }
    }
    let broken =
        broken(TIERS, &format!("isolate each tag tier : tcp 22, 443 {exceptions}\n{}", pairs.join("\n")));
    let [each, pairs @ ..] = broken.as_slice() else { panic!("some") };
    // From every port: web to app by 22 (2 machines), app to web by both (2), data to web (2) and to app (1) by both.
    assert_eq!(*each, 65_536 * (2 + 4 + 4 + 2));
    assert_eq!(*each, pairs.iter().sum::<u64>(), "{pairs:?}");
}

#[test]
fn what_carries_no_value_is_told() {
    let report = judged(TIERS, "isolate each tag tier : tcp 80");
    assert_eq!(report.intents[0].outcome, Outcome::Holds);
    let [only] = report.problems.as_slice() else { panic!("{:#?}", report.problems) };
    assert_eq!(
        (only.code, only.severity, only.message.as_str()),
        (
            ProblemCode::Untagged,
            Severity::Warning,
            "no tag `tier` is on `n.main.spare`, of which this says nothing"
        )
    );
    let help = "write `tag tier=...` there, or say what holds for it in an intent of its own";
    assert_eq!(only.help.as_deref(), Some(help));
}

#[test]
fn a_machine_of_two_categories_is_an_error() {
    // The subnet's tag is on all that is in it.
    let tagged = TIERS.replace("subnet s 10.0.1.0/24", "subnet s 10.0.1.0/24 { tag tier=shared }");
    let report = judged(&tagged, "isolate each tag tier");
    let found: Vec<_> = report.problems.iter().map(|one| (one.code, one.message.as_str())).collect();
    assert_eq!(
        found,
        [
            (
                ProblemCode::SidesOverlap,
                "more than one value of the tag `tier` is on `n.main.app-1`, `n.main.db-1`"
            ),
            (
                ProblemCode::SidesOverlap,
                "more than one value of the tag `tier` is on `n.main.web-1`, `n.main.web-2`"
            ),
        ]
    );
    assert_eq!(report.intents[0].outcome, Outcome::Fails, "what is open is told all the same");
}

#[test]
fn a_category_without_machines_is_not_there() {
    let empty =
        TIERS.replace("subnet s 10.0.1.0/24", "subnet s 10.0.1.0/24\nsubnet t 10.0.2.0/24 { tag tier=new }");
    let report = judged(
        &empty.replace("spare in s {", "spare in s { tag tier=web;"),
        "isolate each tag tier : tcp 80",
    );
    assert_eq!(
        (report.intents[0].outcome, report.problems.len()),
        (Outcome::Holds, 0),
        "{:#?}",
        report.problems
    );
    // One that is left alone is kept apart from nothing.
    let report = judged(
        &empty.replace("tier=app", "tier=web").replace("tier=data", "tier=web"),
        "isolate each tag tier",
    );
    let found: Vec<_> = report.problems.iter().map(|one| (one.code, one.message.as_str())).collect();
    assert_eq!(found[0], (ProblemCode::EmptySet, "the source is an empty set"));
    assert_eq!(report.intents[0].outcome, Outcome::NotJudged);
}
