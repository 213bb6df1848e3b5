//! No text panics, overruns a stack or is answered wrongly: a problem with its place, or the right answer.

use std::thread;

use ringfence::answer::{ShownProblem, Verdict};
use ringfence::syntax::MAX_DEPTH;
use ringfence::{Analysis, ProblemCode, Severity, Source, parse};
use ringfence_tests::fuzz::{Seen, Target, fuzz, whole_texts};
use ringfence_tests::hostile::{SHAPES, instances, vpc};

/// A quarter of what WebAssembly gives, in bytes. Without optimisation the deepest text needs half as much again.
const SMALL_STACK: usize = 256 * 1024;

/// Random texts on every run; `cargo xtask fuzz` reads as many as one likes.
const TEXTS: u64 = 2000;

/// What grows in a text grows to this number; to the other where each one costs more than a word.
const MANY: usize = 10_000;
const SEVERAL: usize = 1000;

/// Does `work` where the stack is small.
fn in_little_room<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let thread = thread::Builder::new().stack_size(SMALL_STACK).spawn(work).expect("a thread");
    thread.join().expect("no panic")
}

fn analysis(text: &str) -> Analysis {
    Analysis::new(parse(vec![Source::new("a.fence", text).expect("a short text")]))
}

/// The code of the first error, and what it underlines.
fn first_error(text: &str, problems: &[ShownProblem]) -> Option<(ProblemCode, String)> {
    let first = problems.iter().find(|problem| problem.severity == Severity::Error)?;
    let at = first.place.start.offset as usize..first.place.end.offset as usize;
    Some((first.code, text[at].to_owned()))
}

/// The verdict of a question about a text without errors.
#[track_caller]
fn verdict(text: &str, question: &str) -> Verdict {
    let analysis = analysis(text);
    assert!(!analysis.has_errors(), "{:?}", analysis.problems());
    let question = analysis.question(question).expect("a question");
    analysis.reach(&question).expect("an answer").verdict
}

#[test]
fn texts_that_grow_are_read_checked_and_refused_where_they_are_wrong() {
    for shape in SHAPES {
        for count in [0, 1, SEVERAL] {
            let text = (shape.text)(count);
            let found = in_little_room(move || {
                let analysis = analysis(&text);
                let report = analysis.check();
                first_error(&text, &report.problems)
            });
            if count == SEVERAL {
                let same = match (&found, shape.first) {
                    (Some((code, at)), Some((expected, start))) => *code == expected && at.starts_with(start),
                    (found, expected) => found.is_none() && expected.is_none(),
                };
                assert!(same, "{}: {found:.200?} is not {:?}", shape.name, shape.first);
            }
        }
    }
}

/// Text, code of its first error, and what that underlines.
const WRONG: &[(&str, ProblemCode, &str)] = &[
    ("service s = tcp 65536", ProblemCode::OutOfRange, "65536"),
    ("service s = tcp 1-65536", ProblemCode::OutOfRange, "1-65536"),
    ("service s = tcp 99999999999999999999", ProblemCode::OutOfRange, "99999999999999999999"),
    ("service s = protocol 256", ProblemCode::OutOfRange, "256"),
    ("service s = icmp 256/0", ProblemCode::OutOfRange, "256/0"),
    (
        "service s = icmp 99999999999999999999/99999999999999999999",
        ProblemCode::OutOfRange,
        "99999999999999999999/",
    ),
    ("service s = tcp 2-1", ProblemCode::OutOfRange, "2-1"),
    ("segment a = 10.0.0.0/33", ProblemCode::BadPrefixLength, "10.0.0.0/33"),
    ("segment a = 2001:db8::/129", ProblemCode::BadPrefixLength, "2001:db8::/129"),
    ("segment a = 10.0.0.0/999999", ProblemCode::BadPrefixLength, "10.0.0.0/999999"),
    ("segment a = 10.0.0.0/", ProblemCode::BadPrefixLength, "10.0.0.0/"),
    ("segment a = 10.0.0.1/8", ProblemCode::HostBits, "10.0.0.1/8"),
    ("segment a = 2001:db8::1/64", ProblemCode::HostBits, "2001:db8::1/64"),
    ("segment a = 10.0.0.256", ProblemCode::BadAddress, "10.0.0.256"),
    ("segment a = 10.0.0.9-10.0.0.1", ProblemCode::OutOfRange, "10.0.0.9-10.0.0.1"),
    ("segment a = 10.0.0.9-2001:db8::1", ProblemCode::OutOfRange, "10.0.0.9-2001:db8::1"),
    ("segment a = a", ProblemCode::Cycle, "a"),
    ("segment a = (any except (a & internet))", ProblemCode::Cycle, "a"),
    ("service a = b\nservice b = a", ProblemCode::Cycle, "a"),
    ("segment a = any\nsegment a = any", ProblemCode::Duplicate, "a"),
    ("nonsense", ProblemCode::UnknownWord, "nonsense"),
    ("segment a = b", ProblemCode::UnknownName, "b"),
    ("segment \"a", ProblemCode::BadString, "\"a"),
    ("segment \"\\q\" = any", ProblemCode::BadString, "\\q"),
    ("segment \"\\u{110000}\" = any", ProblemCode::BadString, "\\u{110000}"),
    ("segment \"\\u{d800}\" = any", ProblemCode::BadString, "\\u{d800}"),
    ("segment \"\\u{99999999999999999999}\" = any", ProblemCode::BadString, "\\u"),
    ("segment a\0b = any", ProblemCode::BadToken, "\0"),
    ("# \u{2066} in a comment", ProblemCode::BadToken, "\u{2066}"),
    ("segment \"\u{202e}\" = any", ProblemCode::BadToken, "\u{202e}"),
    ("network n on aws { vpc v 10.0.0.0/16 { subnet s 10.0.0.0/16 { ", ProblemCode::Unbalanced, "{"),
    ("}", ProblemCode::Unbalanced, "}"),
];

#[test]
fn what_is_wrong_has_a_code_and_a_place() {
    for &(text, code, at) in WRONG {
        let found = first_error(text, &analysis(text).problems());
        assert!(
            found.as_ref().is_some_and(|found| found.0 == code && found.1.starts_with(at)),
            "{text:?}: {found:?}"
        );
    }
}

#[test]
fn texts_that_say_nothing_have_no_problem() {
    let comments = "# a comment\n".repeat(MANY);
    let blanks = " \t\r\n;".repeat(MANY);
    for text in ["", "\u{feff}", "\n", "#", "# a", "\r\n\r\n", ";;;", "\u{feff}# a\r\n", &comments, &blanks] {
        let analysis = analysis(text);
        assert_eq!(analysis.problems(), [], "{text:.40?}");
        assert_eq!(analysis.check().intents, []);
    }
}

#[test]
fn a_byte_order_mark_and_carriage_returns_change_no_answer() {
    let text = instances(2);
    let written_elsewhere = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    for text in [text, written_elsewhere] {
        assert_eq!(verdict(&text, "i0 -> i1 : tcp 443"), Verdict::Reachable);
        assert_eq!(verdict(&text, "i0 -> i1 : tcp 22"), Verdict::Blocked);
    }
}

#[test]
fn names_and_tags_are_any_text() {
    let long = "n".repeat(1_000_000);
    for name in [&*long, r#"" \" \\ \n \t \u{1f9e8} ""#, "\"0\"", "\"any\"", "ñ", "日本"] {
        let estate = vpc(&format!(
            "subnet s 10.0.0.0/24\nsecurity-group g {{ ingress tcp 443 from self; egress any to 0.0.0.0/0 }}\n\
             instance {name} in s {{ ip 10.0.0.4; security-group g; tag {name}=\"=,;#{{}}()&\\\"\" }}\n\
             instance b in s {{ ip 10.0.0.5; security-group g }}"
        ));
        assert_eq!(verdict(&estate, &format!("b -> {name} : tcp 443")), Verdict::Reachable, "{name:.20}");
        let tagged = format!("tag {name}=\"=,;#{{}}()&\\\"\" -> b : tcp 443");
        assert_eq!(verdict(&estate, &tagged), Verdict::Reachable, "{name:.20}");
    }
}

#[test]
fn definitions_that_lead_far_are_followed_to_their_end() {
    let chain: String = (0..MANY).map(|i| format!("segment s{i} = s{}\n", i + 1)).collect();
    let services: String = (0..MANY).map(|i| format!("service p{i} = p{}\n", i + 1)).collect();
    let text = format!("{}{chain}segment s{MANY} = i1\n{services}service p{MANY} = tcp 443\n", instances(2));
    let verdicts =
        in_little_room(move || ["p0", "tcp 22"].map(|p| verdict(&text, &format!("i0 -> s0 : {p}"))));
    assert_eq!(verdicts, [Verdict::Reachable, Verdict::Blocked]);
}

#[test]
fn the_deepest_sets_and_services_are_answered() {
    let around = |inside: &str, depth| format!("{}{inside}{}", "(".repeat(depth), ")".repeat(depth));
    let (set, service) = (around("any & i1", MAX_DEPTH), around("tcp except udp", MAX_DEPTH));
    let text = format!("{}segment s = {set}\nservice p = {service}\ndeny s -> i0 : p\n", instances(2));
    let verdicts = in_little_room(move || {
        let within = format!("i0 -> {} : {}", around("s", MAX_DEPTH), around("p & tcp 443", MAX_DEPTH));
        [verdict(&text, "i0 -> s : p"), verdict(&text, &within)]
    });
    assert_eq!(verdicts, [Verdict::Partly, Verdict::Reachable]);
}

#[test]
fn an_estate_of_many_machines_is_answered() {
    let verdicts = in_little_room(|| {
        let text = instances(MANY);
        ["i0 -> i9999 : tcp 443", "i0 -> i9999 : tcp 22"].map(|question| verdict(&text, question))
    });
    assert_eq!(verdicts, [Verdict::Reachable, Verdict::Blocked]);
}

#[test]
fn a_group_of_many_rules_is_answered() {
    let rules: String =
        (0..MANY).map(|i| format!("ingress tcp 443 from 20.0.{}.{}/32\n", i >> 8, i & 255)).collect();
    let text = vpc(&format!(
        "internet-gateway igw\nroute-table t {{ main yes; 0.0.0.0/0 -> igw }}\nsubnet s 10.0.0.0/24\n\
         security-group g {{\n{rules}}}\n\
         instance i in s {{ ip 10.0.0.4; public-ip 198.51.100.10; security-group g }}"
    ));
    assert_eq!(verdict(&text, "20.0.39.15 -> i : tcp 443"), Verdict::Reachable, "the last rule");
    assert_eq!(verdict(&text, "20.0.39.16 -> i : tcp 443"), Verdict::Blocked, "behind the last rule");
    assert_eq!(verdict(&text, "20.0.39.15 -> i : tcp 22"), Verdict::Blocked);
}

#[test]
fn many_nat_gateways_of_one_subnet_are_asked_in_turn() {
    let gateways: String = (0..4 * SEVERAL).map(|i| format!("nat-gateway n{i} in s\n")).collect();
    let text = vpc(&format!(
        "subnet s 10.0.0.0/18\nsubnet p 10.0.64.0/24 {{ route-table t }}\nsubnet q 10.0.65.0/24\n\
         route-table t {{ 10.0.65.0/24 -> n500 }}\n{gateways}\
         security-group g {{ ingress any from 0.0.0.0/0; egress any to 0.0.0.0/0 }}\n\
         instance a in p {{ ip 10.0.64.4; security-group g }}\n\
         instance b in q {{ ip 10.0.65.4; security-group g }}"
    ));
    assert_eq!(in_little_room(move || verdict(&text, "a -> b : tcp 443")), Verdict::Reachable);
}

#[test]
fn questions_are_refused_at_their_place() {
    let nested = format!("{}i0{} -> i1", "(".repeat(MANY), ")".repeat(MANY));
    let open = format!("i0 -> {}", "(".repeat(MANY));
    let braces = format!("i0 -> i1 {}", "{".repeat(MANY));
    let long = format!("i0 -> {}", "x".repeat(1_000_000));
    let many = format!("i0 -> i1{}", ", i1".repeat(MANY));
    let cases = [
        (nested, Some(ProblemCode::NestedTooDeep)),
        (open, Some(ProblemCode::NestedTooDeep)),
        (braces, Some(ProblemCode::Unbalanced)),
        (long, Some(ProblemCode::UnknownName)),
        (many, None),
        (String::new(), Some(ProblemCode::Missing)),
        ("\0".into(), Some(ProblemCode::BadToken)),
        ("i0 -> i1\ni1 -> i0".into(), Some(ProblemCode::Unexpected)),
        ("i0 -> i0".into(), Some(ProblemCode::NothingAsked)),
        ("   i0 -> i0".into(), Some(ProblemCode::NothingAsked)),
        ("i0 -> i1 : tcp 65536".into(), Some(ProblemCode::OutOfRange)),
    ];
    for (text, expected) in cases {
        let problems = in_little_room({
            let text = text.clone();
            move || {
                let analysis = analysis(&instances(2));
                analysis
                    .question(&text)
                    .and_then(|question| analysis.reach(&question))
                    .err()
                    .unwrap_or_default()
            }
        });
        let codes: Vec<ProblemCode> = problems.iter().map(|problem| problem.code).collect();
        assert_eq!(expected.is_some(), !codes.is_empty(), "{text:.40?}: {codes:?}");
        assert!(expected.is_none_or(|expected| codes.contains(&expected)), "{text:.40?}: {codes:?}");
        let source = Source::new("question", &*text).expect("a short text");
        for place in problems.iter().map(|problem| &problem.place) {
            assert_eq!(place.file, "question");
            assert_eq!(source.position(place.end.offset), place.end, "{text:.40?}");
        }
    }
}

/// Else most random texts would be refused for what was wrong before.
#[test]
fn the_texts_that_are_damaged_were_whole() {
    for text in whole_texts() {
        assert_eq!(first_error(text, &analysis(text).problems()), None);
    }
}

#[test]
fn random_texts_are_read() {
    let readers = Target::ALL.map(|target| {
        let read = move || {
            let mut seen = Seen::default();
            fuzz(target, 0, TEXTS / Target::ALL.len() as u64, &mut seen).map(|()| seen)
        };
        (target, thread::spawn(read))
    });
    for (target, reader) in readers {
        match reader.join().expect("failures are returned") {
            Ok(seen) => {
                println!("{}: {seen:?}", target.name());
                // Texts that are all refused at once would prove little.
                let (whole, judged) = match target {
                    Target::Bytes | Target::Tokens => (0, 0),
                    Target::Policies => (seen.texts / 10, seen.texts / 5),
                    Target::RoundTrip => (seen.texts / 2, seen.texts),
                };
                assert!(seen.whole >= whole && seen.judged >= judged, "{seen:?}");
            }
            Err(failure) => panic!("{failure}"),
        }
    }
}
