//! What others say of real AWS exports, row by row: `real-cases.csv`, which stands with the exports beside the project.
//!
//! Every row ends as one that agrees, that differs for a reason, or that questions cannot express.

use std::collections::{BTreeMap, BTreeSet};

use ringfence::Analysis;
use ringfence::answer::{Answer, Blocker, Verdict};
use ringfence_tests::exports::{estate, folder, real};

mod table;

/// A row of the table.
struct Row {
    id: &'static str,
    /// The exports, in the folder of all of them.
    exports: &'static str,
    end: End,
}

/// How a row ends.
enum End {
    /// All of these come out as is said there.
    Agrees(&'static [Ask]),
    /// No question or answer is about that.
    NotExpressible(&'static str),
}

/// A question, and what has to come out.
struct Ask {
    question: &'static str,
    verdict: Verdict,
    /// The reasons that stop it together; not compared where none is given.
    blockers: &'static [&'static str],
    /// Hops on the way there, in this order, each by what its name or place has in it.
    hops: &'static [&'static str],
}

fn answer(analysis: &Analysis, question: &str) -> Answer {
    let asked = analysis.question(question).unwrap_or_else(|problems| panic!("{question}: {problems:#?}"));
    analysis.reach(&asked).unwrap_or_else(|problems| panic!("{question}: {problems:#?}"))
}

fn compare(id: &str, analysis: &Analysis, ask: &Ask) {
    let answer = answer(analysis, ask.question);
    assert_eq!(answer.verdict, ask.verdict, "{id}: {}", ask.question);
    if !ask.blockers.is_empty() {
        let expected: BTreeSet<&str> = ask.blockers.iter().copied().collect();
        // Of several addresses that a sender may write, each has a way of its own.
        let codes = |blocker: &Blocker| blocker.changes.iter().map(|change| change.code.as_str()).collect();
        let found: Vec<BTreeSet<&str>> = answer.blockers.iter().map(codes).collect();
        assert!(found.contains(&expected), "{id}: {}: {found:?}", ask.question);
    }
    let way = answer.path.iter().flat_map(|path| &path.forward);
    let way: Vec<String> = way.map(|step| format!("{} | {}", step.hop, step.by)).collect();
    let mut rest = way.iter();
    for hop in ask.hops {
        assert!(rest.any(|step| step.contains(hop)), "{id}: {hop} is not, in order, on {way:#?}");
    }
}

#[test]
fn every_row_ends_as_the_table_says() {
    let Some(path) = real("real-cases.csv") else { return };
    let text = std::fs::read_to_string(path).expect("a text");
    let ids = text.lines().filter_map(|line| line.split(',').next());
    let of_aws = ids.filter(|id| id.starts_with("NG-") || id.starts_with("BF-"));
    let rows: BTreeMap<&str, &Row> = table::ROWS.iter().map(|row| (row.id, row)).collect();
    assert_eq!(rows.keys().copied().collect::<BTreeSet<_>>(), of_aws.collect(), "every row, once");

    let (mut agree, mut not_expressible) = (0, 0);
    let mut analyses: BTreeMap<&str, Analysis> = BTreeMap::new();
    for row in rows.values() {
        match &row.end {
            End::Agrees(asks) => {
                let analysis = analyses.entry(row.exports).or_insert_with(|| {
                    Analysis::new(estate(folder(&real(row.exports).expect("exports beside the table"))))
                });
                assert!(!asks.is_empty(), "{}", row.id);
                asks.iter().for_each(|ask| compare(row.id, analysis, ask));
                agree += 1;
            }
            End::NotExpressible(reason) => {
                println!("{}: not expressible: {reason}", row.id);
                not_expressible += 1;
            }
        }
    }
    println!("{agree} agree, 0 differ, {not_expressible} are not expressible");
    assert!(not_expressible <= 8, "{not_expressible}");
}
