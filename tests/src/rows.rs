//! The table of what is modelled, `rows/aws.toml`: for every rule two estates that differ in that thing only, and a question
//! that is answered differently, by the engine and by the oracle.

mod ask;
mod page;
mod twin;

use ringfence::answer::{Answer, Verdict};
use ringfence::estate::Estate;
use ringfence::{Analysis, Source, parse};
use serde::Deserialize;

use crate::compare::{Comparison, compare_on};
use crate::engine::Core;
use crate::worlds;
use ask::told_by_oracle;
pub use page::page;
pub use twin::twin;

/// The table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Rules with their pairs.
    pub pair: Vec<Pair>,
    /// Rules that nothing models yet.
    #[serde(default)]
    pub open: Vec<Open>,
    /// Words that say nothing about packets.
    #[serde(default)]
    pub silent: Vec<Silent>,
}

/// A rule, and two estates of which one has it otherwise.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Pair {
    /// The row of the schema that it is about, by its id.
    pub row: String,
    /// The rule, in a sentence.
    pub says: String,
    /// The section of the cloud's semantics, or `design`.
    pub source: String,
    /// The text of both, with `@@` where they differ.
    pub estate: String,
    /// What stands there in the first.
    pub first: String,
    /// What stands there in the second.
    pub second: String,
    /// A question: `A -> B : tcp 443`, with the names of machines or addresses.
    pub ask: String,
    /// What comes out of each: a verdict, and `by CODE` or `over HOP` where that tells them apart.
    pub answers: [String; 2],
    /// Why there is no such pair for IPv6.
    pub v4_only: Option<String>,
}

/// A rule that nothing models yet.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Open {
    /// The row of the schema.
    pub row: String,
    /// The rule, in a sentence.
    pub says: String,
    /// The section of the cloud's semantics.
    pub source: String,
    /// How an answer shows that it is open.
    pub shown: String,
}

/// A word that says nothing about packets.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Silent {
    /// The row of the schema.
    pub row: String,
    /// Why.
    pub why: String,
}

/// The table for AWS.
///
/// # Panics
/// Where it is no such table.
#[must_use]
pub fn aws() -> Table {
    toml::from_str(include_str!("../rows/aws.toml")).unwrap_or_else(|error| panic!("rows/aws.toml: {error}"))
}

impl Pair {
    /// Both texts, and the question.
    #[must_use]
    pub fn texts(&self) -> [String; 2] {
        [&self.first, &self.second].map(|thing| self.estate.replace("@@", thing))
    }

    /// What is wrong with the pair, in the family that it is written in and, where it can be said, in IPv6.
    #[must_use]
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if !self.estate.contains("@@") || self.first == self.second {
            faults.push("the two estates are the same".to_owned());
        }
        if self.answers[0] == self.answers[1] {
            faults.push("both are answered alike".to_owned());
        }
        for (text, answer) in self.texts().iter().zip(&self.answers) {
            faults.extend(fault(text, &self.ask, answer).map(|fault| format!("{fault}\n{text}")));
            if self.v4_only.is_none() {
                let (text, ask) = (twin(text), twin(&self.ask));
                faults.extend(fault(&text, &ask, answer).map(|fault| format!("as IPv6: {fault}\n{text}")));
            }
        }
        faults
    }
}

/// Why `ask` does not come out as `wanted`, by the engine and by the oracle, or why these differ on other flows.
fn fault(text: &str, ask: &str, wanted: &str) -> Option<String> {
    let analysis = Analysis::new(parse(vec![Source::new("pair.fence", text).ok()?]));
    if analysis.has_errors() {
        let problems = analysis.problems();
        return Some(problems.iter().map(|problem| problem.message.clone()).collect::<Vec<_>>().join("; "));
    }
    let answer = match analysis.question(ask).and_then(|question| analysis.reach(&question)) {
        Ok(answer) => answer,
        Err(problems) => return Some(format!("{ask}: {}", problems[0].message)),
    };
    if !comes_out(&answer, wanted) {
        return Some(format!("{ask} should be {wanted}, and is {}", shown(&answer)));
    }
    let oracle = told_by_oracle(analysis.estate(), ask);
    match oracle {
        Ok(verdict) if answer.verdict != Verdict::Unknown && verdict != answer.verdict => {
            return Some(format!("{ask} is {} by the oracle", verdict.as_str()));
        }
        Err(why) => return Some(why),
        Ok(_) => {}
    }
    other_flows(analysis.estate()).map(|difference| format!("engine and oracle differ: {difference}"))
}

/// Where engine and oracle differ on flows of the estate.
fn other_flows(estate: &Estate) -> Option<String> {
    const SEED: u64 = 1;
    let has_appliances = estate.aws.interfaces.iter().any(|interface| !interface.source_dest_check);
    let aws = &estate.aws;
    let open = has_appliances || !aws.gwlb_endpoints.is_empty() || !estate.sites.is_empty();
    if open || worlds::leaves_open(aws) {
        return worlds::compare_on(estate, SEED).err();
    }
    let mut comparison = Comparison::default();
    compare_on::<Core>(estate.clone(), SEED, &mut comparison);
    let refused = comparison.refused.into_iter().map(|(_, said)| said).next();
    refused.or_else(|| comparison.mismatches.first().map(ToString::to_string))
}

/// Whether an answer is the one that is wanted: `VERDICT`, `VERDICT by CODE`, `VERDICT over HOP`.
fn comes_out(answer: &Answer, wanted: &str) -> bool {
    let (verdict, rest) = wanted.split_once(' ').unwrap_or((wanted, ""));
    let told = if let Some(code) = rest.strip_prefix("by ") {
        let changes = answer.blockers.iter().flat_map(|blocker| &blocker.changes);
        changes.into_iter().any(|change| change.code.as_str() == code)
    } else if let Some(hop) = rest.strip_prefix("over ") {
        let steps = answer.path.iter().flat_map(|path| &path.forward);
        steps.into_iter().any(|step| step.hop.name == hop || step.hop.name.ends_with(&format!(".{hop}")))
    } else {
        rest.is_empty()
    };
    answer.verdict.as_str() == verdict && told
}

fn shown(answer: &Answer) -> String {
    let changes = answer.blockers.iter().flat_map(|blocker| &blocker.changes);
    let codes: Vec<&str> = changes.map(|change| change.code.as_str()).collect();
    let steps = answer.path.iter().flat_map(|path| &path.forward);
    let hops: Vec<&str> = steps.map(|step| step.hop.name.as_str()).collect();
    format!("{} by {codes:?} over {hops:?}", answer.verdict.as_str())
}
