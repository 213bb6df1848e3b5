//! What others say of real AWS exports, row by row: `real-cases.csv`, which stands with the exports beside the project.
//!
//! Every row ends as one that agrees, that differs for a reason, or that questions cannot express.

use std::collections::{BTreeMap, BTreeSet};

use ringfence::Analysis;
use ringfence::answer::{Answer, Blocker, Verdict};
use ringfence::space::{Space, Spaces};
use ringfence_tests::exports::{estate, folder, real};

mod second;
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
    /// These come out like this, and not as is said there, for a reason.
    Differs(Verdict, &'static str, &'static [Ask]),
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

/// The rows about AWS, with the exports that each is about; `None` with a notice where they are not here.
fn of_aws() -> Option<BTreeMap<String, String>> {
    let text = std::fs::read_to_string(real("real-cases.csv")?).expect("a text");
    let rows = text.lines().filter_map(|line| {
        let (id, rest) = line.split_once(',')?;
        let (exports, _) = rest.split_once(',')?;
        (id.starts_with("NG-") || id.starts_with("BF-")).then(|| (id.to_owned(), exports.to_owned()))
    });
    Some(rows.collect())
}

fn analysis_of(exports: &str) -> Analysis {
    Analysis::new(estate(folder(&real(exports).expect("exports beside the table"))))
}

#[test]
fn every_row_ends_as_the_table_says() {
    let Some(of_aws) = of_aws() else { return };
    let rows: BTreeMap<&str, &Row> = table::ROWS.iter().map(|row| (row.id, row)).collect();
    assert!(rows.keys().eq(of_aws.keys()), "every row, once: {:?}", rows.keys());

    let (mut agree, mut differ, mut not_expressible) = (0, 0, 0);
    let mut analyses: BTreeMap<&str, Analysis> = BTreeMap::new();
    for row in rows.values() {
        match &row.end {
            End::Agrees(asks) => {
                let analysis = analyses.entry(row.exports).or_insert_with(|| analysis_of(row.exports));
                assert!(!asks.is_empty(), "{}", row.id);
                asks.iter().for_each(|ask| compare(row.id, analysis, ask));
                agree += 1;
            }
            End::Differs(verdict, reason, asks) => {
                println!("{}: differs: {reason}", row.id);
                let analysis = analyses.entry(row.exports).or_insert_with(|| analysis_of(row.exports));
                assert!(asks.iter().all(|ask| ask.verdict != *verdict), "{}", row.id);
                asks.iter().for_each(|ask| compare(row.id, analysis, &Ask { verdict: *verdict, ..*ask }));
                differ += 1;
            }
            End::NotExpressible(reason) => {
                println!("{}: not expressible: {reason}", row.id);
                not_expressible += 1;
            }
        }
    }
    println!("{agree} agree, {differ} differ, {not_expressible} are not expressible");
    assert!(not_expressible <= 8, "{not_expressible}");
}

/// A question of one of the tables, with the verdict that it has there.
struct Told {
    row: &'static str,
    question: &'static str,
    verdict: Verdict,
    /// What is asked about between every two networks, in a store that both tables share.
    packets: BTreeMap<(String, String), Space>,
}

impl Told {
    fn new(
        (row, question, verdict): (&'static str, &'static str, Verdict),
        analysis: &Analysis,
        spaces: &mut Spaces,
    ) -> Self {
        let asked =
            analysis.question(question).unwrap_or_else(|problems| panic!("{question}: {problems:#?}"));
        let exact = analysis.exact(&asked).unwrap_or_else(|problems| panic!("{question}: {problems:#?}"));
        let packets = exact.between.iter().map(|flows| {
            let boxes: Vec<Space> =
                exact.spaces.cubes(flows.asked).iter().map(|cube| spaces.cube(cube)).collect();
            ((flows.source.clone(), flows.destination.clone()), spaces.union_all(boxes))
        });
        let packets = packets.collect();
        Self { row, question, verdict, packets }
    }

    /// Which ways count, as it is written.
    fn ways(&self) -> &str {
        let words = [" through ", " avoiding "].iter().filter_map(|word| self.question.find(word));
        words.min().map_or("", |at| &self.question[at..])
    }

    /// Whether the clients' ports are those that are written.
    fn names_source_ports(&self) -> bool {
        self.question.contains("source-port")
    }

    fn lies_in(&self, other: &Self, spaces: &mut Spaces) -> bool {
        self.ways() == other.ways()
            && self.packets.iter().all(|(between, &packets)| {
                other.packets.get(between).is_some_and(|&others| spaces.is_subset(packets, others))
            })
    }

    /// Whether what is true of `whole`, in which it lies, has to be true of it: nothing of it is delivered, or all is answered.
    fn follows_from(&self, whole: &Self) -> bool {
        match whole.verdict {
            Verdict::Blocked => true,
            Verdict::Reachable => !self.names_source_ports() || whole.names_source_ports(),
            _ => false,
        }
    }
}

/// How often the two tables can be compared.
#[derive(Default)]
struct Compared {
    same: usize,
    inside: usize,
    differences: Vec<String>,
}

impl Compared {
    fn pair(&mut self, one: &Told, other: &Told, spaces: &mut Spaces) -> bool {
        let (inside, around) = (one.lies_in(other, spaces), other.lies_in(one, spaces));
        let same = inside && around && one.names_source_ports() == other.names_source_ports();
        let follows = (inside && one.follows_from(other)) || (around && other.follows_from(one));
        if !same && !follows {
            return false;
        }
        *(if same { &mut self.same } else { &mut self.inside }) += 1;
        if one.verdict != other.verdict {
            let told = |told: &Told| format!("{}: {}: {}", told.row, told.question, told.verdict.as_str());
            self.differences.push(format!("{}, but {}", told(one), told(other)));
        }
        true
    }
}

#[test]
fn the_prose_says_the_same_to_a_second_reader() {
    let Some(of_aws) = of_aws() else { return };
    let expressible: BTreeSet<&str> = second::READ.iter().map(|(row, ..)| *row).collect();
    let not_expressible: BTreeSet<&str> = second::NOT_EXPRESSIBLE.iter().map(|(row, _)| *row).collect();
    assert!(expressible.is_disjoint(&not_expressible), "a row is asked about, or it cannot be");
    assert!(expressible.union(&not_expressible).eq(of_aws.keys()), "every row");

    let mut compared = Compared::default();
    let mut by_exports: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in table::ROWS {
        let exports = &of_aws[row.id];
        assert!(
            exports.starts_with(row.exports) || row.exports.starts_with(exports),
            "{}: {exports}",
            row.id
        );
        by_exports.entry(row.exports).or_default().push(row);
        if matches!(row.end, End::NotExpressible(_)) != not_expressible.contains(row.id) {
            compared.differences.push(format!("{}: one reader alone finds it not expressible", row.id));
        }
    }
    for (row, reason) in second::NOT_EXPRESSIBLE {
        println!("{row}: not expressible: {reason}");
    }

    let (mut asked, mut alone) = (0, 0);
    for (exports, rows) in by_exports {
        let (analysis, mut spaces) = (analysis_of(exports), Spaces::new());
        let mut told = |what| Told::new(what, &analysis, &mut spaces);
        let mut first = Vec::new();
        for row in &rows {
            if let End::Agrees(asks) | End::Differs(_, _, asks) = row.end {
                first.extend(asks.iter().map(|ask| told((row.id, ask.question, ask.verdict))));
            }
        }
        let of_these = second::READ.iter().filter(|(id, ..)| rows.iter().any(|row| row.id == *id));
        let second: Vec<Told> = of_these.map(|&what| told(what)).collect();
        for other in &second {
            let found = answer(&analysis, other.question).verdict;
            let differs = |row: &&Row| match row.end {
                End::Differs(verdict, ..) => row.id == other.row && verdict == found,
                End::Agrees(_) | End::NotExpressible(_) => false,
            };
            if found != other.verdict && !rows.iter().copied().any(|row| differs(&row)) {
                let (verdict, found) = (other.verdict.as_str(), found.as_str());
                let difference =
                    format!("{}: {}: {verdict}, but the engine: {found}", other.row, other.question);
                compared.differences.push(difference);
            }
            asked += 1;
            // Each of them, so no short cut.
            let pairs = first.iter().filter(|one| compared.pair(one, other, &mut spaces)).count();
            if pairs == 0 {
                println!("{}: the second reader alone asks {}", other.row, other.question);
                alone += 1;
            }
        }
    }
    let Compared { same, inside, differences } = compared;
    println!(
        "{} rows in both tables; {asked} questions of the second, {alone} of them without one in the first; \
         {same} verdicts compared about the same, {inside} about a part; {} differences",
        of_aws.len(),
        differences.len(),
    );
    assert!(differences.is_empty(), "{differences:#?}");
    assert!(alone * 10 <= asked, "most questions of the second table are compared with the first");
}
