//! What `check` and `matrix` print for other programs.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that panics fails")]

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use quick_junit::{Report, TestCaseStatus};
use serde_json::Value;

/// A server that the internet reaches, and what must hold: one line of each outcome.
const TEXT: &str = r#"network shop on aws in eu-central-1 {
  vpc main 10.0.0.0/16 {
    internet-gateway igw
    route-table public { 0.0.0.0/0 -> igw }
    subnet web 10.0.1.0/24 { route-table public }
    security-group web { ingress tcp 443 from 0.0.0.0/0; ingress tcp 8443 from unknown }
    instance web-1 in web { ip 10.0.1.10; public-ip 198.51.100.10; security-group web }
  }
}
deny internet -> web-1 : tcp 443 because "a | pipe, 100 %"
deny internet -> web-1 : tcp 22
deny internet -> web-1 : tcp 8443
test "<doors>" {
  reachable internet -> web-1 : tcp 22
  blocked internet -> web-1 : tcp 22
}
"#;

fn file(name: &str, text: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("formats");
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    fs::write(&path, text).unwrap();
    path
}

/// What a run prints, and its exit code, in the folder of the file.
fn run(arguments: &[&str], name: &str, text: &str) -> (String, i32) {
    let path = file(name, text);
    let mut command = Command::new(env!("CARGO_BIN_EXE_ringfence"));
    let output = command.current_dir(path.parent().unwrap()).args(arguments).output().unwrap();
    (String::from_utf8(output.stdout).unwrap(), output.status.code().unwrap())
}

fn checked(format: &str, more: &[&str], name: &str) -> (String, i32) {
    let arguments = [&["check", name, "--format", format], more].concat();
    run(&arguments, name, TEXT)
}

#[test]
fn junit_has_a_case_for_each_result() {
    let (text, code) = checked("junit", &[], "junit.fence");
    assert_eq!(code, 1, "{text}");
    let report = Report::deserialize_from_str(&text).unwrap();
    let suites: Vec<_> =
        report.test_suites.iter().map(|suite| (suite.name.as_str(), suite.tests, suite.failures)).collect();
    assert_eq!(suites, [("intents", 3, 2), ("test \"<doors>\"", 2, 1)], "{text}");
    let first = &report.test_suites[0].test_cases[0];
    assert_eq!(first.name.as_str(), "deny internet -> web-1 : tcp 443 because \"a | pipe, 100 %\"");
    let TestCaseStatus::NonSuccess { ty, description, .. } = &first.status else { panic!("{first:?}") };
    assert_eq!(ty.as_ref().unwrap().as_str(), "intent-fails");
    let said = description.as_ref().unwrap().as_str();
    assert!(
        said.starts_with("junit.fence:10:1\nbroken by")
            && said.contains("deliver   instance shop.main.web-1"),
        "{said}"
    );
    assert!(!said.contains('\u{1b}'), "without colours: {said:?}");
    assert_eq!(first.extra.get("line").map(|line| line.as_str()), Some("10"));
    // What may be allowed is no failure then.
    let (text, _) = checked("junit", &["--allow-unknown"], "allowed.fence");
    let report = Report::deserialize_from_str(&text).unwrap();
    assert_eq!(report.test_suites[0].failures, 1, "{text}");
    assert!(matches!(report.test_suites[0].test_cases[2].status, TestCaseStatus::Skipped { .. }));
}

#[test]
fn sarif_has_a_result_for_each_finding_with_its_way() {
    let (text, code) = checked("sarif", &[], "sarif.fence");
    assert_eq!(code, 1, "{text}");
    let log: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&log["version"], log["runs"].as_array().unwrap().len()), (&Value::from("2.1.0"), 1));
    // The library's types are those of the schema.
    let _: serde_sarif::sarif::Sarif = serde_json::from_str(&text).unwrap();
    let run = &log["runs"][0];
    assert_eq!(run["tool"]["driver"]["name"], "ringfence");
    let rules: Vec<&str> = run["tool"]["driver"]["rules"]
        .as_array()
        .unwrap()
        .iter()
        .map(|rule| rule["id"].as_str().unwrap())
        .collect();
    assert_eq!(rules, ["intent-fails", "intent-unknown", "test-fails"]);
    let results = run["results"].as_array().unwrap();
    let shown: Vec<_> = results
        .iter()
        .map(|result| {
            let place = &result["locations"][0]["physicalLocation"];
            let rule = rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
            assert_eq!(result["ruleId"], rule);
            (
                rule,
                place["artifactLocation"]["uri"].as_str().unwrap(),
                place["region"]["startLine"].as_u64().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            ("intent-fails", "sarif.fence", 10),
            ("intent-unknown", "sarif.fence", 12),
            ("test-fails", "sarif.fence", 14)
        ]
    );
    let way = results[0]["codeFlows"][0]["threadFlows"][0]["locations"].as_array().unwrap();
    let said: Vec<&str> =
        way.iter().map(|step| step["location"]["message"]["text"].as_str().unwrap()).collect();
    assert!(
        said.iter().any(|step| step.starts_with("allow: security-group shop.main.web ingress, ")),
        "{said:#?}"
    );
    let marks: Vec<_> =
        results.iter().map(|result| result["partialFingerprints"]["ringfence/v1"].clone()).collect();
    assert!(marks.iter().all(Value::is_string) && marks[0] != marks[1]);
}

#[test]
fn sarif_names_problems_with_their_pages_and_fixes() {
    let (text, code) = run(
        &["check", "bad name.fence", "--format", "sarif"],
        "bad name.fence",
        "network n on aws { vpc v 10.0.0.1/16 }\n",
    );
    assert_eq!(code, 2, "{text}");
    let log: Value = serde_json::from_str(&text).unwrap();
    let run = &log["runs"][0];
    let rule = &run["tool"]["driver"]["rules"][0];
    assert_eq!(rule["id"], "host-bits");
    assert!(rule["helpUri"].as_str().unwrap().ends_with("docs/codes/host-bits.md"), "{rule}");
    let found = &run["results"][0];
    assert_eq!(found["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "bad%20name.fence");
    let change = &found["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(change["insertedContent"]["text"], "10.0.0.0/16");
    assert_eq!(change["deletedRegion"]["startColumn"], 26);
}

#[test]
fn github_has_a_line_for_each_finding() {
    let (text, code) = checked("github", &["--allow-unknown"], "github.fence");
    assert_eq!(code, 1, "{text}");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 3, "{text}");
    let start = "::error file=github.fence,line=10,endLine=10,col=1,endColumn=59,title=ringfence%3A intent-fails::deny internet -> web-1 : tcp 443 because \"a | pipe, 100 %25\"%0Abroken by 1.0.0.0 (internet) -> ";
    assert!(lines[0].starts_with(start), "{}", lines[0]);
    assert!(lines[1].starts_with("::notice file=github.fence,line=12,"), "{}", lines[1]);
    assert!(lines[2].contains("expected reachable, it is blocked"), "{}", lines[2]);
}

#[test]
fn markdown_says_how_it_went_first() {
    let (text, code) = checked("markdown", &[], "markdown.fence");
    assert_eq!(code, 1, "{text}");
    assert!(text.starts_with("### ❌ ringfence: 2 hold, 2 fail, 1 unknown\n"), "{text}");
    let row = "| fails | <code>deny internet -&gt; web-1 : tcp 443 because \"a &#124; pipe, 100 %\"</code> | <code>markdown.fence:10:1</code> |";
    assert!(text.contains(row), "{text}");
    assert_eq!(text.matches("<details>").count(), 3, "{text}");
    let clean = "deny internet -> any\nnetwork n on aws { vpc v 10.0.0.0/16 { subnet s 10.0.0.0/24; instance i in s { ip 10.0.0.10 } } }\n";
    let (text, code) = run(&["check", "clean.fence", "--format", "markdown"], "clean.fence", clean);
    assert_eq!((text.as_str(), code), ("### ✅ ringfence: 1 hold, 0 fail, 0 unknown\n", 0));
}

#[test]
fn a_verb_says_which_formats_it_has() {
    let path = file("none.fence", TEXT);
    let output = Command::new(env!("CARGO_BIN_EXE_ringfence"))
        .args(["reach", path.to_str().unwrap(), "internet -> web-1", "--format", "junit"])
        .output()
        .unwrap();
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.contains("this verb does not print `junit`: `--format` is one of human, json here"),
        "{said}"
    );
}

#[test]
fn a_matrix_says_of_every_pair_what_a_question_does() {
    let asked = ["matrix", "matrix.fence", "--service", "tcp 443", "--format"];
    let shown = |format: &str| run(&[&asked[..], &[format]].concat(), "matrix.fence", TEXT);
    assert_eq!(shown("csv"), ("from,internet,web-1\ninternet,,reachable\nweb-1,blocked,\n".to_owned(), 0));
    let markdown = "| from \\ to | internet | web-1 |\n|---|---|---|\n| **internet** |  | reachable |\n| **web-1** | blocked |  |\n";
    assert_eq!(shown("markdown"), (markdown.to_owned(), 0));
    let (json, _) = shown("json");
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["rows"][0]["cells"], Value::from(vec![Value::Null, Value::from("reachable")]));
    assert_eq!((&json["by"], &json["service"]), (&Value::from("machines"), &Value::from("tcp 443")));
    let (html, _) = shown("html");
    assert!(
        html.contains(
            "<th scope=\"row\">internet</th><td class=\"\"></td><td class=\"reachable\">reachable</td>"
        ),
        "{html}"
    );
    let (human, _) = shown("human");
    let lines: Vec<&str> = human.lines().collect();
    assert_eq!(
        lines[..3],
        ["    from \\ to   1  2", " 1  internet       ●", " 2  web-1       ·   "].map(str::to_owned),
        "{human}"
    );
    // A service that is none.
    let (none, code) = run(&["matrix", "matrix.fence", "--service", "tpc 443"], "matrix.fence", TEXT);
    assert_eq!((none.as_str(), code), ("", 2));
}

#[test]
fn the_manual_and_the_completions_name_every_verb() {
    let (page, code) = run(&["man"], "man.fence", "");
    assert_eq!(code, 0);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let (script, code) = run(&["completions", shell], "man.fence", "");
        assert_eq!(code, 0);
        for verb in ["check", "reach", "explain", "matrix", "import", "fmt", "share"] {
            assert!(script.contains(verb), "{shell}: {verb}");
            assert!(page.contains(&format!("ringfence\\-{verb}")), "{verb}");
        }
    }
}

#[test]
fn what_lint_finds_is_told_in_the_same_formats() {
    let text = "network n on aws {\n  vpc v 10.0.0.0/16 {\n    subnet s 10.0.0.0/24\n    security-group unused { ingress tcp 22 from 10.0.0.0/24 }\n    instance i in s { ip 10.0.0.10 }\n  }\n}\n";
    let linted = |format: &str| run(&["lint", "lint.fence", "--format", format], "lint.fence", text);
    let (sarif, code) = linted("sarif");
    assert_eq!(code, 1, "{sarif}");
    let log: Value = serde_json::from_str(&sarif).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let found = results.iter().find(|result| result["ruleId"] == "unattached-group").unwrap();
    assert_eq!(found["locations"][0]["physicalLocation"]["region"]["startLine"], 4);
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    let rule = rules.iter().find(|rule| rule["id"] == "unattached-group").unwrap();
    assert!(rule["helpUri"].as_str().unwrap().ends_with("docs/lints/unattached-group.md"), "{rule}");
    let (junit, _) = linted("junit");
    let report = Report::deserialize_from_str(&junit).unwrap();
    let names: Vec<&str> = report.test_suites.iter().map(|suite| suite.name.as_str()).collect();
    assert_eq!(names, ["lints"], "{junit}");
    assert!(report.test_suites[0].failures > 0, "{junit}");
    let (markdown, _) = linted("markdown");
    assert!(markdown.starts_with("### ❌ ringfence: 0 errors, "), "{markdown}");
    let (github, _) = linted("github");
    assert!(github.contains("::warning file=lint.fence,line=4,"), "{github}");
}
