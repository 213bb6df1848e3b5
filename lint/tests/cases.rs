//! The table of cases: each lint finds what it should, as a person sees it, and nothing where it must not; a comment allows what is
//! found, and what is offered as a fix mends it and changes no answer.

#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that panics fails"
)]

use std::collections::BTreeSet;

use ringfence::answer::{MatrixBy, MatrixRow};
use ringfence::{Analysis, Source, parse};
use ringfence_lint::{Finding, RULES, Report, Settings, lint};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    case: Vec<Case>,
}

/// A text and what is found in it by one lint.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    code: String,
    /// What stands in the VPC `main` of 10.0.0.0/16.
    #[serde(default)]
    vpc: String,
    /// What stands behind that VPC in the network.
    #[serde(default)]
    network: String,
    /// What stands behind the network.
    #[serde(default)]
    top: String,
    /// What is found: ``level at `first line`: message``; nothing in a case that must not fire.
    #[serde(default)]
    finds: Vec<String>,
    /// Whether a packet shows each of them, with its way.
    #[serde(default)]
    path: bool,
}

fn table() -> Vec<Case> {
    toml::from_str::<Table>(include_str!("cases.toml")).unwrap().case
}

impl Case {
    fn text(&self) -> String {
        let Self { vpc, network, top, .. } = self;
        let [vpc, network, top] = [vpc, network, top].map(|text| text.trim_end());
        format!("network n on aws {{\nvpc main 10.0.0.0/16 {{\n{vpc}\n}}\n{network}\n}}\n{top}\n")
    }
}

fn analysis(text: &str) -> Analysis {
    Analysis::new(parse(vec![Source::new("text", text).unwrap()]))
}

fn report(text: &str) -> Report {
    lint(&analysis(text), &Settings::default())
}

fn of_code<'r>(report: &'r Report, code: &str) -> Vec<&'r Finding> {
    report.findings.iter().filter(|finding| finding.code == code).collect()
}

fn shown(text: &str, finding: &Finding) -> String {
    let written = &text[finding.place.start.offset as usize..finding.place.end.offset as usize];
    let first = written.lines().next().unwrap_or_default();
    format!("{} at `{first}`: {}", finding.level.as_str(), finding.message)
}

/// What is not as the table says.
fn wrong(case: &Case) -> Option<String> {
    let text = case.text();
    let report = report(&text);
    if !report.problems.is_empty() {
        return Some(format!("{text}\n{:#?}", report.problems));
    }
    let found = of_code(&report, &case.code);
    let seen: Vec<String> = found.iter().map(|finding| shown(&text, finding)).collect();
    let is_told = |finding: &&Finding| {
        let ways = (finding.path.is_some(), finding.witness.is_some());
        ways == (case.path, case.path) && !finding.why.is_empty() && finding.help.is_some()
    };
    (seen != case.finds || !found.iter().all(is_told))
        .then(|| format!("{} in\n{text}\nfound {seen:#?}\nexpected {:#?}", case.code, case.finds))
}

#[test]
fn each_case_finds_what_the_table_says() {
    let wrong: Vec<String> = table().iter().filter_map(wrong).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_lint_has_a_case_that_fires_and_one_that_must_not() {
    let codes = |fires: bool| -> BTreeSet<String> {
        table().into_iter().filter(|case| case.finds.is_empty() != fires).map(|case| case.code).collect()
    };
    let all: BTreeSet<String> = RULES.iter().map(|rule| rule.code.to_owned()).collect();
    assert_eq!(codes(true), all);
    assert_eq!(codes(false), all);
}

/// The text with a comment that allows `code`: on the line above, or behind what stands on the line.
fn allowed(text: &str, line: usize, code: &str, above: bool) -> String {
    let comment = format!("# lint: allow {code} because \"it is meant so\"");
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    match above {
        true => lines.insert(line - 1, comment),
        false => lines[line - 1].push_str(&format!("  {comment}")),
    }
    lines.join("\n") + "\n"
}

#[test]
fn each_finding_can_be_allowed_in_the_text() {
    for case in table() {
        let text = case.text();
        let lines: BTreeSet<usize> =
            of_code(&report(&text), &case.code).iter().map(|one| one.place.start.line as usize).collect();
        // A comment behind a comment is none.
        let about_comments = case.code.ends_with("-suppression");
        for above in [true, false].into_iter().filter(|above| *above || !about_comments) {
            let lines = lines.iter().rev();
            let allowed = lines.fold(text.clone(), |text, line| allowed(&text, *line, &case.code, above));
            let report = report(&allowed);
            assert_eq!(of_code(&report, &case.code), Vec::<&Finding>::new(), "{allowed}");
            assert_eq!(of_code(&report, "unused-suppression"), Vec::<&Finding>::new(), "{allowed}");
            let formatted = ringfence::format(&Source::new("text", allowed.as_str()).unwrap()).unwrap();
            let report = self::report(&formatted);
            assert_eq!(of_code(&report, &case.code), Vec::<&Finding>::new(), "formatted:\n{formatted}");
            assert_eq!(
                of_code(&report, "unused-suppression"),
                Vec::<&Finding>::new(),
                "formatted:\n{formatted}"
            );
        }
    }
}

fn matrix(analysis: &Analysis) -> Vec<MatrixRow> {
    let rows = analysis.matrix(MatrixBy::Endpoint).ends.len();
    (0..rows).map(|row| analysis.matrix_row(MatrixBy::Endpoint, row, None).unwrap()).collect()
}

#[test]
fn a_fix_mends_what_was_found_and_changes_no_answer() {
    let mut fixed = 0;
    for case in table() {
        let text = case.text();
        let report = report(&text);
        let before = matrix(&analysis(&text));
        for finding in of_code(&report, &case.code) {
            let Some(fix) = &finding.fix else { continue };
            let range = fix.place.start.offset as usize..fix.place.end.offset as usize;
            let mut mended = text.clone();
            mended.replace_range(range, &fix.text);
            let left = self::report(&mended);
            assert_eq!(left.problems, [], "{mended}");
            let count = of_code(&report, &case.code).len();
            assert_eq!(of_code(&left, &case.code).len(), count - 1, "{mended}");
            assert_eq!(matrix(&analysis(&mended)), before, "{mended}");
            fixed += 1;
        }
    }
    assert!(fixed > 5, "{fixed}");
}

#[test]
fn settings_leave_out_and_weigh_what_is_found() {
    use ringfence_lint::Level;
    let case =
        table().into_iter().find(|case| case.code == "unattached-acl" && !case.finds.is_empty()).unwrap();
    for level in [None, Some(Level::Note), Some(Level::Error)] {
        let mut settings = Settings::default();
        settings.set(&case.code, Some(Level::Warning)).unwrap();
        settings.set(&case.code, level).unwrap();
        let report = lint(&analysis(&case.text()), &settings);
        let found = of_code(&report, &case.code).first().map(|finding| finding.level);
        assert_eq!(found, level);
    }
    let error = Settings::default().set("no-such-code", None).unwrap_err();
    assert_eq!(error.to_string(), "no lint has the code `no-such-code`");
}

#[test]
fn what_is_not_looked_for_is_not_missed() {
    let case =
        table().into_iter().find(|case| case.code == "unused-suppression" && !case.finds.is_empty()).unwrap();
    let mut settings = Settings::default();
    settings.set("unattached-acl", None).unwrap();
    let report = lint(&analysis(&case.text()), &settings);
    assert_eq!(of_code(&report, &case.code), Vec::<&Finding>::new());
}
