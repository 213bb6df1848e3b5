use ringfence::answer::Summary;

use super::*;
use crate::human::samples;

#[test]
fn check_is_clean_only_when_everything_holds() {
    let mut report = samples::failing();
    for (fail, unknown, exit) in
        [(0, 0, Exit::Clean), (1, 0, Exit::Findings), (0, 1, Exit::Findings), (2, 3, Exit::Findings)]
    {
        report.summary = Summary { hold: 5, fail, unknown };
        assert_eq!(exit_of(&report, false), exit);
    }
}

#[test]
fn errors_in_the_texts_stand_above_findings_and_warnings_do_not_count() {
    let mut report = samples::failing();
    report.problems = vec![samples::problem(Severity::Warning)];
    assert_eq!(exit_of(&report, false), Exit::Findings);
    report.problems.push(samples::problem(Severity::Error));
    assert_eq!(exit_of(&report, false), Exit::Unusable);
    report.summary = Summary { hold: 2, fail: 0, unknown: 0 };
    assert_eq!(exit_of(&report, false), Exit::Unusable);
}

#[test]
fn every_input_error_is_named() {
    let output = unusable(["one", "two"]);
    let stderr = anstream::adapter::strip_str(&output.stderr).to_string();
    assert_eq!(stderr, "error: one\nerror: two\n");
    assert_eq!((output.stdout.as_str(), output.exit), ("", Exit::Unusable));
}

#[test]
fn every_key_of_the_json_is_described_in_the_docs() {
    let page = include_str!("../../docs/json.md");
    let mut answer = samples::blocked();
    answer.assumptions = vec![samples::assumption()];
    answer.problems = vec![samples::problem(Severity::Error)];
    let keys = |text: String| -> Vec<String> {
        let lines = text.lines().map(str::trim);
        let keys = lines
            .filter_map(|line| line.strip_prefix('"')?.split_once("\": ").map(|(key, _)| key.to_owned()));
        keys.collect()
    };
    let mut report = samples::failing();
    report.tests[0].lines[0].note = Some("a note".into());
    let mut all = keys(json::reached(&ReachResult::Answer(Box::new(answer))).unwrap());
    all.extend(keys(json::report(&report).unwrap()));
    all.sort();
    all.dedup();
    assert!(all.len() > 50, "{all:?}");
    for key in all {
        assert!(page.contains(&format!("`{key}`")), "`{key}` is not described");
    }
}

#[test]
fn json_keeps_the_order_of_declaration_and_ends_the_line() {
    let text = json::reached(&ReachResult::Answer(Box::new(samples::reachable()))).unwrap();
    let keys = [
        "type",
        "question",
        "verdict",
        "delivered",
        "answered",
        "witness",
        "path",
        "blockers",
        "assumptions",
        "problems",
    ];
    let found: Vec<&str> =
        text.lines().filter_map(|line| line.strip_prefix("  \"")?.split('"').next()).collect();
    assert_eq!(found, keys);
    assert!(text.ends_with("}\n") && !text.ends_with("\n\n"));
}
