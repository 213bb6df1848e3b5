//! JUnit's XML, as test reporters read it.

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::{Case, LINTS, State};

/// A suite for the texts, one for the intents, and one for each test.
pub(crate) fn junit(cases: &[Case]) -> Result<String, quick_junit::SerializeError> {
    let mut report = Report::new("ringfence");
    for alike in cases.chunk_by(|one, other| one.suite == other.suite) {
        let Some(first) = alike.first() else { continue };
        let mut suite = TestSuite::new(first.suite.clone());
        suite.add_test_cases(alike.iter().map(case));
        report.add_test_suite(suite);
    }
    report.to_string()
}

fn case(case: &Case) -> TestCase {
    let not = |kind| {
        let mut status = TestCaseStatus::non_success(kind);
        status.set_type(case.rule).set_message(case.message.clone());
        let detail = if case.detail.is_empty() { &case.message } else { &case.detail };
        status.set_description(format!("{}\n{detail}", case.place));
        status
    };
    let status = match case.state {
        State::Holds => TestCaseStatus::success(),
        State::Fails | State::Unknown { allowed: false } => not(NonSuccessKind::Failure),
        // What lint warns of makes it exit with 1, what the texts warn of does not.
        State::Warns if case.suite == LINTS => not(NonSuccessKind::Failure),
        State::Broken => not(NonSuccessKind::Error),
        State::Warns | State::Notes | State::Unknown { allowed: true } => {
            let mut status = TestCaseStatus::skipped();
            status.set_type(case.rule).set_message(case.message.clone());
            status
        }
    };
    let mut test = TestCase::new(case.name.clone(), status);
    test.set_classname(case.place.file.to_string());
    test.extra.insert("file".into(), case.place.file.to_string().into());
    test.extra.insert("line".into(), case.place.start.line.to_string().into());
    test
}
