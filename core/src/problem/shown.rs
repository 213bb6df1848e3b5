//! Problems as a person sees them, for the tests of each code.

use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::{ProblemCode, Severity};
use crate::answer::ShownProblem;
use crate::{Analysis, Place, Source, parse};

/// The text of a case as it is.
pub(super) fn plain(case: &str) -> String {
    String::from(case)
}

/// A VPC in which the case stands behind a subnet.
pub(super) fn in_vpc(case: &str) -> String {
    format!("network n on aws {{ vpc main 10.0.0.0/16 {{ subnet web 10.0.1.0/24\n{case}\n}} }}\n")
}

/// A transit gateway in which the case stands: VPC `main` is attached to it and to another one, VPC `twin` has ranges of `main`,
/// and VPC `alone` is not attached.
pub(super) fn with_hub(case: &str) -> String {
    let main =
        "vpc main 10.0.0.0/16 { subnet a 10.0.1.0/24 in z1; subnet b 10.0.2.0/24 in z1; security-group g }";
    let others = "vpc twin 10.0.0.0/16 { security-group g }\nvpc alone 10.3.0.0/16 { subnet c 10.3.1.0/24 }";
    let hub = "attachment to-main to main { subnet a }\nattachment to-twin to twin";
    let second = "transit-gateway second { attachment other to main }";
    format!("network n on aws {{ {main}\n{others}\ntransit-gateway hub {{ {hub}\n{case}\n}}\n{second}\n}}\n")
}

/// The case behind an estate with one machine, `web-1`, that a public address stands for.
pub(super) fn beside_estate(case: &str) -> String {
    let machine = "instance web-1 in web { ip 10.0.1.10; public-ip 198.51.100.7 }";
    in_vpc(&format!("internet-gateway igw\nroute-table r {{ main yes; 0.0.0.0/0 -> igw }}\n{machine}")) + case
}

/// Asserts of each case that it has one problem, with this code and shown so.
#[track_caller]
pub(super) fn expect(code: ProblemCode, around: fn(&str) -> String, cases: &[(&str, &str)]) {
    for (case, expected) in cases {
        let text = around(case);
        let analysis = Analysis::new(parse(vec![Source::new("text", text.as_str()).unwrap()]));
        assert_shown(case, code, &text, &analysis.problems(), expected);
    }
}

/// The same of questions about a text.
#[track_caller]
pub(super) fn expect_of_questions(code: ProblemCode, text: &str, cases: &[(&str, &str)]) {
    let analysis = Analysis::new(parse(vec![Source::new("text", text).unwrap()]));
    for (case, expected) in cases {
        let problems = match analysis.question(case) {
            Ok(question) => analysis.reach(&question).unwrap_err(),
            Err(problems) => problems,
        };
        assert_shown(case, code, case, &problems, expected);
    }
}

/// The problem of the case's end of flows.
#[track_caller]
pub(super) fn expect_of_ends(code: ProblemCode, cases: &[(&str, &str)]) {
    let analysis = Analysis::new(parse(vec![Source::new("text", beside_estate("")).unwrap()]));
    for (case, expected) in cases {
        assert_shown(case, code, case, &analysis.endpoint(case).unwrap_err(), expected);
    }
}

#[track_caller]
fn assert_shown(case: &str, code: ProblemCode, text: &str, problems: &[ShownProblem], expected: &str) {
    let seen: Vec<String> = problems.iter().map(|problem| shown(text, problem)).collect();
    assert_eq!(seen, [expected], "\n{case}\n");
    assert!(problems.iter().all(|problem| problem.code == code), "{case}");
}

/// ``error at `underlined`: message (help: ...) (fix: `this` becomes `that`) [also `other`: note]``
fn shown(text: &str, problem: &ShownProblem) -> String {
    let written = |place: &Place| text.get(place.start.offset as usize..place.end.offset as usize).unwrap();
    let severity = if problem.severity == Severity::Error { "error" } else { "warning" };
    let mut shown = format!("{severity} at `{}`: {}", written(&problem.place), problem.message);
    if let Some(help) = &problem.help {
        shown.push_str(&format!(" (help: {help})"));
    }
    if let Some(fix) = &problem.fix {
        shown.push_str(&format!(" (fix: `{}` becomes `{}`)", written(&fix.place), fix.text));
    }
    for other in &problem.related {
        shown.push_str(&format!(" [also `{}`: {}]", written(&other.place), other.note));
    }
    shown
}
