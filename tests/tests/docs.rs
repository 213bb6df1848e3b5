//! What `docs/language.md` says is so.

use std::path::Path;

use ringfence::answer::Outcome;
use ringfence::{Analysis, Packet, ProblemCode, Source, Stated, Statement, Transport, parse};

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
    assert!(report.intents.len() > 5 && report.tests.len() == 2);
    let lines = report.tests.iter().flat_map(|test| &test.lines);
    let outcomes = report.intents.iter().map(|intent| (&intent.text, intent.outcome));
    for (text, outcome) in outcomes.chain(lines.map(|line| (&line.text, line.outcome))) {
        assert_eq!(outcome, Outcome::Holds, "{text}");
    }
}

#[test]
fn intents_without_an_estate_decide_as_is_said() {
    let docs = read("docs/language.md");
    let (_, example) = docs.split_once("## Intents without an estate").expect("the section");
    let (_, example) = example.split_once("```fence\n").expect("an example");
    let (example, _) = example.split_once("```").expect("its end");
    let analysis = analysis(example);
    assert_eq!(analysis.problems(), []);
    let report = analysis.check();
    assert!(report.intents.iter().all(|intent| intent.outcome == Outcome::NotJudged));
    assert_eq!((report.summary.hold, report.summary.fail, report.summary.unknown), (3, 0, 0));
    let decide = |from: &str, to: &str, port| {
        let transport = Transport::Tcp { source: 50000, destination: port };
        let packet =
            Packet::new(from.parse().expect("an address"), to.parse().expect("an address"), transport);
        analysis.decide_policy(&packet.expect("a packet")).expect("nothing is deployed")
    };
    let by = |intent, exception| Statement { intent, exception };
    assert_eq!(decide("192.168.1.1", "10.9.0.1", 443), Stated::Denied(by(0, None)));
    assert_eq!(decide("192.168.7.1", "10.9.0.1", 22), Stated::Allowed(by(0, Some(0))));
    assert_eq!(decide("192.168.1.1", "10.0.0.1", 443), Stated::Allowed(by(1, None)));
    assert_eq!(decide("192.168.1.1", "10.0.0.1", 80), Stated::Denied(by(2, None)));
    assert_eq!(decide("10.0.0.1", "192.168.1.1", 80), Stated::NotStated);
}

#[test]
fn what_is_not_in_the_language_yet_says_so() {
    let statements = [
        "expect public-database at web-1",
        "test \"t\" { allowed web-1 -> internet through nat-a }",
        "test \"u\" { denied web-1 -> internet avoiding nat-a }",
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
fn words_that_are_not_modelled_yet_say_so() {
    let kinds = ["prefix 10.0.0.16/28", "interface e in s { prefix 10.0.0.16/28 }"];
    for kind in kinds {
        let text = format!(
            "network n on aws in r {{ vpc v 10.0.0.0/16 {{ subnet s 10.0.0.0/24; instance i in s {{ ip 10.0.0.4; {kind} }} }} }}"
        );
        let problems = analysis(&text).problems();
        assert!(
            problems.iter().any(|problem| problem.code == ProblemCode::NotModelledYet),
            "{kind}: {problems:?}"
        );
    }
}
