//! The gallery: what `policies/aws/` says holds, what `policies/intents/` says is meant, and in `policies/broken/` exactly what is said to fail does.
//!
//! A file that fails on purpose names each failing intent and test line at its top, as `check` shows it:
//! `# expect-fail: deny internet -> data`

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that panics fails")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

const EXPECTED: &str = "# expect-fail: ";

/// The policies of a folder, by name.
fn policies(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("policies").join(folder);
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|extension| extension == "fence")).collect();
    files.sort();
    files
}

/// The exit code of `check`, and its report.
fn check(file: &Path) -> (i32, Value) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ringfence"));
    let output = command.args(["check", "--format", "json"]).arg(file).output().unwrap();
    (output.status.code().unwrap(), serde_json::from_slice(&output.stdout).unwrap())
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

/// Intents and test lines, in the order written.
fn statements(report: &Value) -> Vec<&Value> {
    let lines = list(&report["tests"]).iter().flat_map(|test| list(&test["lines"]));
    list(&report["intents"]).iter().chain(lines).collect()
}

/// The texts of what does not hold.
fn failing(report: &Value) -> Vec<&str> {
    let statements = statements(report).into_iter();
    // Where nothing is deployed intents are not judged.
    let judged = statements.filter(|statement| statement["outcome"] != "not-judged");
    let failing = judged.filter(|statement| statement["outcome"] != "holds");
    failing.map(|statement| statement["text"].as_str().unwrap()).collect()
}

#[test]
fn everything_that_the_examples_say_holds() {
    let files = policies("aws");
    assert!(files.len() >= 6, "{files:?}");
    for file in files {
        let (code, report) = check(&file);
        let name = file.display();
        assert_eq!(list(&report["problems"]), [Value::Null; 0], "{name}");
        assert_eq!(failing(&report), [""; 0], "{name}");
        assert_eq!(code, 0, "{name}");
        assert!(!list(&report["intents"]).is_empty() && !list(&report["tests"]).is_empty(), "{name}");
    }
}

#[test]
fn of_what_is_meant_alone_every_test_line_holds() {
    let files = policies("intents");
    assert!(!files.is_empty());
    for file in files {
        let (code, report) = check(&file);
        let name = file.display();
        assert_eq!(list(&report["problems"]), [Value::Null; 0], "{name}");
        let outcomes = |list: &[Value]| list.iter().map(|one| one["outcome"].clone()).collect::<Vec<_>>();
        let lines: Vec<Value> =
            list(&report["tests"]).iter().flat_map(|test| outcomes(list(&test["lines"]))).collect();
        assert!(!lines.is_empty() && lines.iter().all(|outcome| outcome == "holds"), "{name}: {lines:?}");
        assert!(outcomes(list(&report["intents"])).iter().all(|outcome| outcome == "not-judged"), "{name}");
        assert_eq!(report["summary"]["hold"], lines.len(), "{name}");
        assert_eq!(code, 0, "{name}");
    }
}

#[test]
fn the_broken_examples_fail_as_they_say() {
    let files = policies("broken");
    assert!(files.len() >= 2, "{files:?}");
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let expected: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix(EXPECTED)).collect();
        let (code, report) = check(&file);
        let name = file.display();
        assert_eq!(list(&report["problems"]), [Value::Null; 0], "{name}");
        assert!(!expected.is_empty(), "{name} expects nothing");
        assert_eq!(failing(&report), expected, "{name}");
        assert_eq!(code, 1, "{name}");
    }
}

#[test]
fn what_fails_is_shown_with_a_packet_and_what_stops_it() {
    for file in policies("broken") {
        let (_, report) = check(&file);
        for intent in list(&report["intents"]).iter().filter(|intent| intent["outcome"] == "fails") {
            let (text, shown) = (intent["text"].as_str().unwrap(), &intent["shown"]);
            assert!(shown["witness"].is_object(), "{text}");
            assert_eq!(text.starts_with("require"), !list(&shown["blockers"]).is_empty(), "{text}");
        }
    }
}

#[test]
fn lost_replies_are_stopped_on_their_way_back() {
    let file = policies("broken").into_iter().find(|file| file.ends_with("lost-replies.fence")).unwrap();
    let (_, report) = check(&file);
    let failed = list(&report["intents"]).iter().find(|intent| intent["outcome"] == "fails").unwrap();
    let path = &failed["shown"]["path"];
    let stops = |way: &str| {
        let steps = list(&path[way]).iter().filter(|step| step["action"]["type"] == "stop");
        steps.map(|step| step["hop"]["name"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(stops("forward"), [Value::Null; 0]);
    assert_eq!(stops("reply"), ["shop.main.app"]);
    let blockers = list(&failed["shown"]["blockers"]);
    assert_eq!(blockers.len(), 1);
    assert_eq!(blockers[0]["changes"][0]["code"], "acl-no-rule");
    assert_eq!(blockers[0]["changes"][0]["place"]["part"], "egress");
}
