//! What `docs/language.md` says is so.

use std::path::Path;

use ringfence::answer::Outcome;
use ringfence::{Analysis, ProblemCode, Source, parse};

fn read(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace");
    std::fs::read_to_string(root.join(path)).expect(path)
}

fn analysis(text: &str) -> Analysis {
    Analysis::new(parse(vec![Source::new("language.md", text).expect("a short text")]))
}

/// The estate of the three tiers, without what must hold there.
fn three_tiers() -> String {
    let text = read("policies/aws/three-tier.fence");
    let end = text.find("\nsegment ").expect("definitions behind the estate");
    text[..end].to_owned()
}

#[test]
fn the_example_holds_over_the_estate_it_names() {
    let docs = read("docs/language.md");
    let (_, example) = docs.split_once("```fence\n").expect("an example");
    let (example, _) = example.split_once("```").expect("its end");
    let analysis = analysis(&format!("{}\n{example}", three_tiers()));
    assert_eq!(analysis.problems(), []);
    let report = analysis.check();
    assert!(report.intents.len() > 5 && report.tests.len() == 1);
    let lines = report.tests.iter().flat_map(|test| &test.lines);
    let outcomes = report.intents.iter().map(|intent| (&intent.text, intent.outcome));
    for (text, outcome) in outcomes.chain(lines.map(|line| (&line.text, line.outcome))) {
        assert_eq!(outcome, Outcome::Holds, "{text}");
    }
}

#[test]
fn what_is_not_in_the_language_yet_says_so() {
    let statements = [
        "closed",
        "expect public-database at web-1",
        "site hq 192.168.0.0/16",
        "deny web-1 -> db-1 through nat-a",
        "deny web-1 -> db-1 avoiding nat-a",
        "isolate each tag tier",
        "network other on azure in westeurope { }",
        "network other on gcp in europe { }",
        "network other on otc in eu-de { }",
    ];
    for statement in statements {
        let problems = analysis(&format!("{}\n{statement}\n", three_tiers())).problems();
        let codes: Vec<ProblemCode> = problems.iter().map(|problem| problem.code).collect();
        assert_eq!(codes, [ProblemCode::NotModelledYet], "{statement}: {problems:?}");
    }
}

#[test]
fn kinds_that_are_not_modelled_yet_say_so() {
    let kinds = [
        "autoscaling-group g in s",
        "endpoint e in s { }",
        "load-balancer l in s { }",
        "gwlb-endpoint w in s",
        "vpn-gateway v",
        "target-group t",
    ];
    for kind in kinds {
        let text =
            format!("network n on aws in r {{ vpc v 10.0.0.0/16 {{ subnet s 10.0.0.0/24; {kind} }} }}");
        let problems = analysis(&text).problems();
        assert!(
            problems.iter().any(|problem| problem.code == ProblemCode::NotModelledYet),
            "{kind}: {problems:?}"
        );
    }
}
