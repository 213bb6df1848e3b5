use ringfence::Severity;
use ringfence::answer::{Expected, PolicyVerdict, Said, SaidBy, Verdict};

use super::*;
use crate::human::samples;

fn shown(of: &Report) -> String {
    let door = samples::door();
    anstream::adapter::strip_str(&report(of, &Texts::of([&door]))).to_string()
}

#[test]
fn a_failing_intent_comes_with_its_witness_and_path() {
    let expected = "\
✗ fails       deny 203.0.113.0/24 -> web-1 : tcp 443   door.fence:12:1
    broken by   about 2.4e14 flows
      internet -> 10.0.1.10 (web-1) : tcp 443
    witness     203.0.113.9 (internet) -> 198.51.100.10 (web-1) : tcp 443 source-port 50000

    there       203.0.113.9 -> 198.51.100.10 : tcp 443 source-port 50000
       1  translate internet-gateway shop.main.igw
                    door.fence:8:43  public-ip 198.51.100.10
                    now 203.0.113.9 -> 10.0.1.10 : tcp 443 source-port 50000
       2  allow     network-acl shop.main
                    the default network ACL lets everything pass (always, by the cloud)
       3  allow     security-group shop.main.web ingress
                    door.fence:7:26  ingress tcp 443 from 0.0.0.0/0
       4  deliver   instance shop.main.web-1
                    door.fence:8:5  instance web-1 in web

    back        10.0.1.10 -> 203.0.113.9 : tcp 50000 source-port 443
       1  tracked   security-group shop.main.web ingress
                    door.fence:7:26  ingress tcp 443 from 0.0.0.0/0

test \"no other door\"
✓ holds       blocked 203.0.113.0/24 -> web-1 : tcp 22 by sg-no-rule   door.fence:15:3

1 holds, 1 fails, 0 unknown
";
    assert_eq!(shown(&samples::failing()), expected);
}

#[test]
fn a_failing_test_line_says_what_is_true() {
    let mut report = samples::failing();
    report.tests[0].lines = vec![samples::line(Outcome::Fails, Verdict::Blocked, samples::reachable())];
    let text = shown(&report);
    assert!(text.contains("\n✗ fails       blocked 203.0.113.0/24"), "{text}");
    assert!(text.contains("\n    expected    blocked, it is reachable\n    delivered "), "{text}");
    let assumed = "\n1 result rests on an assumption: replies leave by the internet gateway (reply-leaves-by-gateway)\n";
    assert!(text.contains(assumed), "{text}");
}

#[test]
fn a_line_that_fails_for_another_reason_says_which() {
    let mut report = samples::failing();
    let mut line = samples::line(Outcome::Fails, Verdict::Blocked, samples::blocked());
    line.note = Some("`no-route` is not among the reasons".into());
    report.tests[0].lines = vec![line];
    let text = shown(&report);
    assert!(!text.contains("expected "), "{text}");
    assert!(text.contains("\n    but         `no-route` is not among the reasons\n"), "{text}");
}

#[test]
fn a_line_about_the_intents_alone_says_which_statement_decides() {
    let mut report = samples::failing();
    let mut line = samples::line(Outcome::Fails, Verdict::Blocked, samples::blocked());
    let words = "deny 203.0.113.0/24 -> web-1 : tcp 443";
    line.expected = Expected::Policy(PolicyVerdict::Allowed);
    line.answer = None;
    let by = Some(SaidBy { text: words.into(), place: samples::place(words) });
    line.said = Some(Said { witness: samples::witness(443), verdict: PolicyVerdict::Denied, by });
    report.tests[0].lines = vec![line.clone()];
    let text = shown(&report);
    assert!(
        text.contains(
            "
    expected    allowed, this packet is denied
    witness     203.0.113.9 (internet) -> 198.51.100.10 (web-1) : tcp 443 source-port 50000
    by          deny 203.0.113.0/24 -> web-1 : tcp 443   door.fence:12:1
"
        ),
        "{text}"
    );
    let said = line.said.as_mut().unwrap();
    (said.verdict, said.by) = (PolicyVerdict::Unstated, None);
    report.tests[0].lines = vec![line];
    let text = shown(&report);
    assert!(text.contains("allowed, this packet is unstated\n"), "{text}");
    assert!(text.contains("\n    by          no statement: none is about it\n"), "{text}");
}

#[test]
fn a_failing_require_underlines_what_stops_it() {
    let mut report = samples::failing();
    report.intents[0].shown.as_mut().unwrap().blockers = vec![samples::missing_rule()];
    let text = shown(&report);
    assert!(
        text.contains("\n    blockers    this stops it:\n      blocker[sg-no-rule]: at security-group"),
        "{text}"
    );
    assert!(text.contains("^^^^^^^^^^^^^^^^^^"), "{text}");
}

#[test]
fn every_state_has_its_own_sign_and_word() {
    let mut report = samples::failing();
    let intent = report.intents[0].clone();
    let states = [Outcome::Holds, Outcome::Fails, Outcome::Unknown, Outcome::NotJudged];
    report.intents = states
        .map(|outcome| IntentResult {
            outcome,
            shown: None,
            violations: samples::no_flows(),
            ..intent.clone()
        })
        .into();
    let text = shown(&report);
    for start in ["✓ holds  ", "✗ fails  ", "? unknown  ", "- not judged  "] {
        assert_eq!(
            text.lines().filter(|line| line.starts_with(start) && line.contains("deny")).count(),
            1,
            "{text}"
        );
    }
}

#[test]
fn with_errors_in_the_texts_nothing_holds() {
    let mut report = samples::failing();
    report.problems = vec![samples::problem(Severity::Error)];
    let text = shown(&report);
    assert!(!text.contains("holds") && !text.contains('✓'), "{text}");
    assert!(text.contains("- not proven  blocked 203.0.113.0/24"), "{text}");
    let last =
        "not a pass: 1 error in the texts; this is what the rest of them says\n1 fails, nothing is proven\n";
    assert!(text.ends_with(last), "{text}");
}

#[test]
fn texts_without_intents_do_not_look_proven() {
    let empty = Report { summary: Summary::default(), intents: vec![], tests: vec![], problems: vec![] };
    assert_eq!(shown(&empty), "0 hold, 0 fail, 0 unknown: the texts say nothing that must hold\n");
}
