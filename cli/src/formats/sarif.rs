//! SARIF 2.1.0 (OASIS), as code scanning reads it.

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use ringfence::answer::{ShownFix, Step, StepAction};
use ringfence::{Place, ProblemCode};
use serde_sarif::sarif::{
    ArtifactChange, ArtifactContent, ArtifactLocation, CodeFlow, Fix, Location, LogicalLocation, Message,
    MultiformatMessageString, PhysicalLocation, Region, Replacement, ReportingDescriptor, Result as Found,
    ResultLevel, Run, Sarif, ThreadFlow, ThreadFlowLocation, Tool, ToolComponent,
};

use super::cases::RULES;
use super::{Case, Grade};

/// Where the form is described, which validators look for.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// Where the pages of codes are.
const PAGES: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/docs/");
/// What a path of a URI reference does not hold as it is (RFC 3986).
const NOT_IN_PATHS: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// One run, with a result for each finding.
pub(crate) fn sarif(cases: &[Case]) -> serde_json::Result<String> {
    let findings = || cases.iter().filter_map(|case| Some((case, case.state.grade()?)));
    let rules: BTreeSet<&str> = findings().map(|(case, _)| case.rule).collect();
    let rules: Vec<&str> = rules.into_iter().collect();
    let index = |rule: &str| rules.iter().zip(0..).find(|(known, _)| **known == rule).map(|(_, index)| index);
    let results =
        findings().map(|(case, grade)| Found { rule_index: index(case.rule), ..result(case, grade) });
    let driver = ToolComponent {
        version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        information_uri: Some(env!("CARGO_PKG_REPOSITORY").to_owned()),
        rules: Some(rules.iter().map(|rule| described(rule)).collect()),
        ..ToolComponent::builder().name("ringfence").build()
    };
    let run = Run {
        column_kind: Some("utf16CodeUnits".into()),
        results: Some(results.collect()),
        ..Run::builder().tool(Tool::builder().driver(driver).build()).build()
    };
    let sarif = Sarif {
        schema: Some(SCHEMA.to_owned()),
        ..Sarif::builder().version("2.1.0").runs(vec![run]).build()
    };
    serde_json::to_string_pretty(&sarif).map(|text| text + "\n")
}

fn described(rule: &str) -> ReportingDescriptor {
    let own = RULES.iter().find(|(code, _)| *code == rule).map(|(_, text)| (*text).to_owned());
    let problem = ProblemCode::ALL.iter().find(|code| code.as_str() == rule);
    let lint = ringfence_lint::RULES.iter().find(|known| known.code == rule);
    let text = own.or_else(|| problem.map(|code| code.summary().to_owned()));
    let text = text.or_else(|| lint.map(|rule| rule.summary.to_owned()));
    let page = problem.map(|_| "codes").or_else(|| lint.map(|_| "lints"));
    ReportingDescriptor {
        short_description: text.map(|text| MultiformatMessageString::builder().text(text).build()),
        help_uri: page.map(|pages| format!("{PAGES}{pages}/{rule}.md")),
        ..ReportingDescriptor::builder().id(rule).build()
    }
}

fn result(case: &Case, grade: Grade) -> Found {
    let level = match grade {
        Grade::Error => ResultLevel::Error,
        Grade::Warning => ResultLevel::Warning,
        Grade::Note => ResultLevel::Note,
    };
    let text = if case.message == case.name {
        case.name.clone()
    } else {
        format!("{}: {}", case.name, case.message)
    };
    // What is the same finding in another run: lines above it may move it.
    let same = [(
        "ringfence/v1".to_owned(),
        format!("{} {} {}: {}", case.rule, case.place.file, case.suite, case.name),
    )];
    Found {
        rule_id: Some(case.rule.to_owned()),
        level: Some(level),
        locations: Some(vec![location(&case.place)]),
        partial_fingerprints: Some(BTreeMap::from(same)),
        code_flows: flow(&case.path).map(|flow| vec![flow]),
        fixes: case.fix.as_ref().map(|one| vec![fix(one)]),
        ..Found::builder().message(message(text)).build()
    }
}

/// The way of the packet, hop by hop, there and back.
fn flow(path: &[Step]) -> Option<CodeFlow> {
    let steps: Vec<ThreadFlowLocation> = path
        .iter()
        .map(|step| {
            let place = step.by.place.as_ref().or(step.hop.place.as_ref());
            let action = match step.action {
                StepAction::Allow => "allow".to_owned(),
                StepAction::Tracked => "tracked".to_owned(),
                StepAction::Forward => "forward".to_owned(),
                StepAction::Translate => "translate".to_owned(),
                StepAction::MayForward => "may forward".to_owned(),
                StepAction::Deliver => "deliver".to_owned(),
                StepAction::Stop { code } => format!("stop ({})", code.as_str()),
            };
            let text = format!("{action}: {}, {}", step.hop, step.packet);
            let location =
                Location { message: Some(message(text)), ..place.map(location).unwrap_or_default() };
            ThreadFlowLocation { location: Some(location), ..ThreadFlowLocation::default() }
        })
        .collect();
    (!steps.is_empty()).then(|| {
        let thread = ThreadFlow::builder().locations(steps).build();
        CodeFlow::builder().thread_flows(vec![thread]).build()
    })
}

fn location(place: &Place) -> Location {
    let pointer = place.pointer.as_ref().map(|pointer| LogicalLocation {
        fully_qualified_name: Some(pointer.clone()),
        kind: Some("value".to_owned()),
        ..LogicalLocation::default()
    });
    Location {
        physical_location: Some(PhysicalLocation {
            artifact_location: Some(artifact(&place.file)),
            region: Some(region(place)),
            ..PhysicalLocation::default()
        }),
        logical_locations: pointer.map(|pointer| vec![pointer]),
        ..Location::default()
    }
}

fn artifact(file: &str) -> ArtifactLocation {
    let path = file.replace('\\', "/");
    let uri = utf8_percent_encode(&path, NOT_IN_PATHS).to_string();
    ArtifactLocation { uri: Some(uri), ..ArtifactLocation::default() }
}

fn region(place: &Place) -> Region {
    let number = |number: u32| Some(i64::from(number));
    Region {
        start_line: number(place.start.line),
        start_column: number(place.start.column),
        end_line: number(place.end.line),
        end_column: number(place.end.column),
        ..Region::default()
    }
}

fn fix(fix: &ShownFix) -> Fix {
    let inserted = ArtifactContent { text: Some(fix.text.clone()), ..ArtifactContent::default() };
    let replacement = Replacement {
        inserted_content: Some(inserted),
        ..Replacement::builder().deleted_region(region(&fix.place)).build()
    };
    let change = ArtifactChange::builder()
        .artifact_location(artifact(&fix.place.file))
        .replacements(vec![replacement])
        .build();
    Fix::builder().artifact_changes(vec![change]).build()
}

fn message(text: String) -> Message {
    Message { text: Some(text), ..Message::default() }
}
