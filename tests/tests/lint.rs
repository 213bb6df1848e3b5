//! What lints call dead or redundant may go, on random estates: without all of it, every answer is as it was.

use ringfence::answer::{Answer, MatrixBy, MatrixRow};
use ringfence::estate::Estate;
use ringfence::{Analysis, Location, Origin, Parsed, Source, SourceId, Span, parse};
use ringfence_lint::{Settings, lint};
use ringfence_tests::estates::{appliance_estate, balanced_estate, random_estate, unknown_estate};
use ringfence_tests::few;

/// Estates that are looked at.
const ESTATES: u64 = 240;

/// The estate with a place of its own for each rule and route, in a text that long.
fn placed(mut estate: Estate) -> Parsed {
    let mut next = 0;
    let mut place = |origin: &mut Origin| {
        *origin =
            Origin::Written(Location { source: SourceId(0), span: Span { start: next, end: next + 1 } });
        next += 2;
    };
    let aws = &mut estate.aws;
    for acl in &mut aws.network_acls {
        acl.ingress.iter_mut().chain(&mut acl.egress).for_each(|rule| place(&mut rule.origin));
    }
    for group in &mut aws.security_groups {
        group.ingress.iter_mut().chain(&mut group.egress).for_each(|rule| place(&mut rule.origin));
    }
    for table in &mut aws.route_tables {
        table.routes.iter_mut().for_each(|route| place(&mut route.origin));
    }
    let text = "x;".repeat(next as usize / 2 + 1);
    Parsed {
        sources: vec![Source::new("generated", text).expect("a short text")],
        estate,
        ..parse(Vec::new())
    }
}

/// The same without the rules and routes at these offsets.
fn without(parsed: &Parsed, offsets: &[u32]) -> Parsed {
    let mut left = parsed.clone();
    let stays = |origin: &Origin| origin.location().is_none_or(|at| !offsets.contains(&at.span.start));
    let aws = &mut left.estate.aws;
    for acl in &mut aws.network_acls {
        acl.ingress.retain(|rule| stays(&rule.origin));
        acl.egress.retain(|rule| stays(&rule.origin));
    }
    for group in &mut aws.security_groups {
        group.ingress.retain(|rule| stays(&rule.origin));
        group.egress.retain(|rule| stays(&rule.origin));
    }
    aws.route_tables.iter_mut().for_each(|table| table.routes.retain(|route| stays(&route.origin)));
    left
}

/// Which flows there are at all, and the verdict of every pair.
fn said(analysis: &Analysis) -> Option<(Answer, Vec<MatrixRow>)> {
    let question = analysis.question("any -> any").ok()?;
    let mut answer = analysis.reach(&question).ok()?;
    // What shows a verdict may be another packet, that another rule stops.
    (answer.witness, answer.path, answer.blockers) = (None, None, Vec::new());
    let rows = analysis.matrix(MatrixBy::Endpoint).ends.len();
    let rows = (0..rows).map(|row| analysis.matrix_row(MatrixBy::Endpoint, row, None).ok());
    Some((answer, rows.collect::<Option<_>>()?))
}

#[test]
fn what_may_go_changes_no_answer() {
    let kinds = [random_estate, appliance_estate, balanced_estate, unknown_estate];
    let (mut gone, mut kept) = (0, 0);
    for seed in 0..few::of(ESTATES) {
        for estate in kinds.iter().map(|kind| kind(seed)).take(if seed % 4 == 0 { 4 } else { 1 }) {
            let parsed = placed(estate);
            let analysis = Analysis::new(parsed.clone());
            let report = lint(&analysis, &Settings::default());
            let mend = report.findings.iter().filter(|finding| finding.fix.is_some());
            let offsets: Vec<u32> = mend.map(|finding| finding.place.start.offset).collect();
            kept += usize::from(offsets.is_empty());
            if offsets.is_empty() {
                continue;
            }
            let before = said(&analysis);
            let is_same = |offsets: &[u32]| said(&Analysis::new(without(&parsed, offsets))) == before;
            if !is_same(&offsets) {
                let mut mended = report.findings.iter().filter(|finding| finding.fix.is_some());
                let alone = mended.find(|finding| !is_same(&[finding.place.start.offset]));
                let codes: Vec<&str> = report.findings.iter().map(|finding| finding.code).collect();
                panic!("seed {seed}: {codes:?}, by itself {alone:#?}\n{:#?}", parsed.estate.aws);
            }
            gone += offsets.len();
        }
    }
    println!("{gone} rules and routes went, {kept} estates had none to go");
    assert!(gone > few::of(ESTATES) as usize / 2, "{gone}");
}
