//! A matrix says of each pair what the question about that pair alone says.

use alloc::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::answer::{MatrixBy, MatrixEnd};
use crate::estate::ObjectId;
use crate::gallery;
use crate::topology::tests::nasty;

const EVERY: [MatrixBy; 4] = [MatrixBy::Segment, MatrixBy::Subnet, MatrixBy::Machines, MatrixBy::Endpoint];

const SERVICES: [Option<&str>; 4] =
    [None, Some("tcp 443"), Some("tcp 22, udp 53 source-port 53, icmp 8"), Some("any except tcp 0-1023")];

/// What a question about one pair says; `None` when it asks nothing.
fn asked(analysis: &Analysis, question: &str) -> Option<Verdict> {
    match analysis.ask(question) {
        ReachResult::Answer(answer) => Some(answer.verdict),
        ReachResult::Refused(refusal) => {
            let codes = refusal.problems.iter().map(|problem| problem.code);
            let nothing = [ProblemCode::EmptySet, ProblemCode::NothingAsked];
            assert!(codes.clone().all(|code| nothing.contains(&code)), "{question}: {refusal:#?}");
            None
        }
    }
}

/// Asserts it for every pair, and returns what the cells were.
fn assert_as_asked(name: &str, analysis: &Analysis) -> BTreeSet<Option<Verdict>> {
    // Most machines are a class of their own, whose questions need no second answer.
    let mut known: BTreeMap<String, Option<Verdict>> = BTreeMap::new();
    for by in EVERY {
        let ends = analysis.matrix(by).ends;
        for service in SERVICES {
            for (row, from) in ends.iter().enumerate() {
                let cells = analysis.matrix_row(by, row, service).unwrap().cells;
                assert_eq!(cells.len(), ends.len());
                for (to, cell) in ends.iter().zip(cells) {
                    let by = service.map(|service| format!(" : {service}")).unwrap_or_default();
                    let question = format!("{} -> {}{by}", from.selector, to.selector);
                    let alone =
                        known.entry(question).or_insert_with_key(|question| asked(analysis, question));
                    assert_eq!(cell, *alone, "{name}: {from:?} to {to:?} by {service:?}");
                }
            }
        }
    }
    known.into_values().collect()
}

#[test]
fn every_cell_of_every_policy_is_as_asked_alone() {
    let mut found = BTreeSet::new();
    for (name, analysis) in gallery::analyses() {
        if analysis.estate().deploys_nothing() {
            // There is nothing that questions are about.
            continue;
        }
        found.extend(assert_as_asked(&name, &analysis));
    }
    assert_eq!(found.len(), 6, "every verdict, and none: {found:?}");
}

#[test]
fn every_cell_of_a_nasty_estate_is_as_asked_alone() {
    let found = assert_as_asked("nasty", &nasty());
    assert!(found.len() >= 4, "{found:?}");
}

/// Two VPCs with machines of one name, and machines that are alike.
fn twins() -> Analysis {
    analysis(
        "vpc a 10.0.0.0/16 {
           subnet s 10.0.1.0/24
           subnet t 10.0.2.0/24
           instance one in s { ip 10.0.1.10 }
           instance two in s { ip 10.0.1.11 }
           instance three in t { ip 10.0.2.10; tag tier=front }
         }
         vpc b 10.0.0.0/16 { subnet s 10.0.1.0/24; instance one in s { ip 10.0.1.10 } }",
        "segment front = tag tier=front\nsegment \"the rest\" = any except front",
    )
}

#[test]
fn rows_are_the_internet_and_then_what_is_written() {
    let ends = |by| {
        let ends = twins().matrix(by).ends.into_iter();
        ends.map(|MatrixEnd { kind, label, selector, .. }| format!("{kind}|{label}|{selector}"))
            .collect::<Vec<_>>()
    };
    let internet = "internet|internet|internet";
    assert_eq!(
        ends(MatrixBy::Segment),
        [internet, "segment|front|segment front", "segment|the rest|segment \"the rest\""]
    );
    assert_eq!(
        ends(MatrixBy::Subnet),
        [internet, "subnet|n.a.s|subnet n.a.s", "subnet|t|subnet n.a.t", "subnet|n.b.s|subnet n.b.s"]
    );
    assert_eq!(
        ends(MatrixBy::Machines),
        [
            internet,
            "instance|n.a.one and 1 more|instance n.a.one, instance n.a.two",
            "instance|three|instance n.a.three",
            "instance|n.b.one|instance n.b.one",
        ]
    );
    assert_eq!(
        ends(MatrixBy::Endpoint),
        [
            internet,
            "instance|n.a.one|instance n.a.one",
            "instance|two|instance n.a.two",
            "instance|three|instance n.a.three",
            "instance|n.b.one|instance n.b.one",
        ]
    );
    let ends = twins().matrix(MatrixBy::Machines).ends;
    assert_eq!(ends[0].place, None);
    assert_eq!(ends[2].place.as_ref().map(|place| place.start.line), Some(7));
}

#[test]
fn a_machine_is_not_asked_about_itself_and_its_likes_are() {
    let analysis = twins();
    let row = |by, row| analysis.matrix_row(by, row, None).unwrap().cells;
    assert_eq!(row(MatrixBy::Endpoint, 1)[1], None);
    assert_eq!(row(MatrixBy::Machines, 1)[1], Some(Verdict::Reachable), "by the default group");
    assert_eq!(row(MatrixBy::Machines, 0)[0], None);
}

#[test]
fn a_row_that_is_not_there_has_no_cells() {
    let analysis = twins();
    for row in [3, usize::MAX] {
        assert_eq!(analysis.matrix_row(MatrixBy::Segment, row, None).unwrap().cells, []);
    }
}

#[test]
fn what_is_wrong_with_the_service_is_told_by_places_in_it() {
    let analysis = twins();
    for (service, message, start, end) in [
        ("tcp 443, htps", "no service or protocol is named `htps`", 9, 13),
        ("tcp 70000", "`70000` is past 65535, the highest port", 4, 9),
        ("tcp 443 because \"x\"", "a question takes no `because`", 8, 15),
        ("tcp 443 -> any", "`->` stands twice in one statement", 8, 10),
        ("", "the service is missing behind `:`", 0, 0),
    ] {
        let problems = analysis.matrix_row(MatrixBy::Subnet, 1, Some(service)).unwrap_err();
        let [problem] = problems.as_slice() else { panic!("{service}: {problems:#?}") };
        assert_eq!(problem.message, message, "{service}");
        let place = &problem.place;
        assert_eq!(
            (place.file.as_str(), place.start.offset, place.end.offset),
            ("question", start, end),
            "{service}"
        );
        assert_eq!((place.start.line, place.start.column), (1, start + 1), "{service}");
    }
    let problems = analysis.matrix_row(MatrixBy::Subnet, 9, Some("no such")).unwrap_err();
    assert!(!problems.is_empty(), "also where the row is not there");
}

/// Machines that nothing tells apart but their private and public addresses, and `apart`, whose public one a rule names.
const PUBLIC: &str = "vpc v 10.0.0.0/16 {
    internet-gateway igw
    route-table out { 0.0.0.0/0 -> igw }
    subnet s 10.0.0.0/24 { route-table out }
    security-group g { ingress tcp 443 from 0.0.0.0/0; egress any to 0.0.0.0/0 }
    security-group guard { ingress tcp 22 from 198.51.100.4/32 }
    instance a in s { ip 10.0.0.11; public-ip 198.51.100.1; security-group g }
    instance b in s { ip 10.0.0.12; public-ip 198.51.100.3; security-group g }
    instance c in s { ip 10.0.0.13; public-ip 198.51.100.2; security-group g }
    instance apart in s { ip 10.0.0.14; public-ip 198.51.100.4; security-group g }
    instance guarded in s { ip 10.0.0.15; public-ip 198.51.100.5; security-group guard }
    instance private in s { ip 10.0.0.16; security-group g }
  }";

#[test]
fn public_addresses_that_no_rule_tells_apart_make_one_class() {
    let mut analysis = analysis(PUBLIC, "");
    let name = |object: &ObjectId| analysis.estate().object(*object).unwrap().name.clone();
    let classes =
        analysis.classes().iter().map(|class| class.iter().map(name).collect()).collect::<Vec<Vec<_>>>();
    assert_eq!(classes, [vec!["a", "b", "c"], vec!["apart"], vec!["guarded"], vec!["private"]]);
    while analysis.step(u64::MAX) != (Progress::Done { of: 5 }) {}
    let verdicts = [
        // To another member, to itself, and to a private address, by way of public ones.
        ("b -> 198.51.100.2 : tcp 443", Verdict::Reachable),
        ("b -> 198.51.100.3 : tcp 443", Verdict::Reachable),
        ("b -> 198.51.100.3 : tcp 22", Verdict::Blocked),
        ("b -> 198.51.100.5 : tcp 22", Verdict::Blocked),
        ("apart -> 198.51.100.5 : tcp 22", Verdict::Reachable),
        // A name stands for what arrives there, whichever address was written.
        ("apart -> guarded : tcp 22", Verdict::Reachable),
        ("c -> guarded : tcp 22", Verdict::Blocked),
        ("private -> 198.51.100.2 : tcp 443", Verdict::Blocked),
        ("internet -> 198.51.100.3 : tcp 443", Verdict::Reachable),
    ];
    for (question, verdict) in verdicts {
        assert_eq!(asked(&analysis, question), Some(verdict), "{question}");
    }
}

#[test]
fn what_is_found_in_small_steps_is_what_is_found_at_once() {
    let mut found = Vec::new();
    let rows = |analysis: &Analysis| {
        let by = MatrixBy::Subnet;
        let rows = 0..analysis.matrix(by).ends.len();
        format!("{:?}", rows.map(|row| analysis.matrix_row(by, row, None)).collect::<Vec<_>>())
    };
    // However little a step may take, there is an end: what one range of destinations takes is never cut.
    for work in [u64::MAX, 2_000, 1] {
        for name in ["three-tier.fence", "dual-stack.fence"] {
            let (_, mut analysis) = gallery::analyses().into_iter().find(|(known, _)| known == name).unwrap();
            let (mut steps, mut kins) = (1, 0);
            while let Progress::Pending { of, .. } = analysis.step(work) {
                (steps, kins) = (steps + 1, of);
            }
            assert!(work == u64::MAX || steps > 2 * kins, "{name}: {kins} kins in {steps} steps");
            found.push((name, format!("{:?}", analysis.check()), rows(&analysis)));
        }
    }
    let (at_once, by_steps) = found.split_at(found.len() / 3);
    assert_eq!([at_once, at_once].concat(), by_steps);
}
