//! A state that somebody reviewed, to be kept beside the texts.
//!
//! It is written so that the same estate gives the same bytes, and a change of it a change of few lines.

mod check;
mod read;
mod traffic;
mod whole;

use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use ringfence::answer::{Ends, FlowBox, ShownProblem};
use ringfence::space::{Space, Spaces};
use ringfence::{Analysis, Family};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

pub use check::{Drift, Drifted, Resource, ResourceChange, drift};

use crate::answer::Refused;
use crate::compare::{MOST_WORK, refused};
use crate::edits;
use crate::groups::Names;
use crate::kinds::Levels;
use crate::state::State;

/// The form of recorded states that is written and read.
pub const FORMAT: u32 = 1;

/// A recorded state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    /// The form that it has: [`FORMAT`].
    pub format: u32,
    /// The digest of the texts.
    pub texts: String,
    /// Everything that sends and receives, by network and name.
    pub ends: Vec<RecordedEnd>,
    /// The flows that are delivered, or may be; the sets share no flow. Flows that are in none are not delivered.
    pub flows: Vec<RecordedFlows>,
    /// Everything that is deployed, by kind and full name.
    pub resources: Vec<RecordedResource>,
}

/// Something that sends and receives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordedEnd {
    /// Where its addresses are.
    pub network: String,
    /// Its full name, or `internet`.
    pub name: String,
    /// What it is.
    pub kind: String,
    /// Whether it is a part of a site.
    #[serde(default, skip_serializing_if = "is_false")]
    pub site: bool,
    /// Its addresses: single ones, prefixes, and ranges.
    pub addresses: Vec<String>,
}

/// Flows that fare alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordedFlows {
    /// How they fare.
    pub state: Fares,
    /// The family of all addresses.
    pub family: Family,
    /// Who sends.
    pub from: RecordedSide,
    /// Who is reached, as delivered.
    pub to: RecordedSide,
    /// The traffic, as the language writes it.
    pub traffic: String,
}

/// One side of flows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordedSide {
    /// Where the addresses are.
    pub network: String,
    /// An end, where the addresses are exactly those of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The addresses, where no end has exactly these.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<String>,
}

/// How a flow fares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fares {
    /// It is delivered and answered.
    Open,
    /// It is delivered, and never answered.
    OneWay,
    /// It is delivered, and may be answered.
    PerhapsAnswered,
    /// It may be delivered and answered.
    PerhapsOpen,
    /// It may be delivered, and is never answered.
    PerhapsOneWay,
}

impl Fares {
    const ALL: [Self; 5] =
        [Self::Open, Self::OneWay, Self::PerhapsAnswered, Self::PerhapsOpen, Self::PerhapsOneWay];

    /// Whether such a flow is surely delivered, surely answered, perhaps delivered and perhaps answered.
    const fn levels(self) -> [bool; 4] {
        match self {
            Self::Open => [true, true, true, true],
            Self::OneWay => [true, false, true, false],
            Self::PerhapsAnswered => [true, false, true, true],
            Self::PerhapsOpen => [false, false, true, true],
            Self::PerhapsOneWay => [false, false, true, false],
        }
    }

    /// The flows that fare so.
    fn of(self, spaces: &mut Spaces, levels: Levels) -> Space {
        let sets = levels.least.into_iter().chain(levels.greatest);
        sets.zip(self.levels()).fold(Space::ALL, |left, (set, is_in)| {
            if is_in { spaces.intersect(left, set) } else { spaces.minus(left, set) }
        })
    }
}

/// Something that is deployed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordedResource {
    /// Its kind and full name.
    pub name: String,
    /// The digest of its statement, without those of what stands in it.
    pub digest: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes what it skips by reference")]
const fn is_false(value: &bool) -> bool {
    !*value
}

/// Records the state of an estate.
///
/// # Errors
/// Errors in its texts, or more work than a comparison may take.
pub fn record(analysis: &Analysis) -> Result<Baseline, Refused> {
    if analysis.has_errors() {
        return Err(refused("there are errors in the texts".to_owned(), analysis.problems()));
    }
    if analysis.estate().deploys_nothing() {
        return Err(refused("nothing is deployed".to_owned(), Vec::new()));
    }
    let mut spaces = Spaces::new();
    spaces.limit_work(MOST_WORK);
    let too_large =
        |problems: Vec<ShownProblem>| refused("the estate is too large to be recorded".to_owned(), problems);
    let state = State::of(&mut spaces, analysis).map_err(too_large)?;
    let names = Names::of(&state.ends);
    let mut flows = Vec::new();
    for ((source, destination), levels) in &state.flows {
        for fares in Fares::ALL {
            let set = fares.of(&mut spaces, *levels);
            for mut one in FlowBox::all_of(&mut spaces, set, source, destination) {
                names.name(&mut one.source);
                names.name(&mut one.destination);
                flows.push(recorded(fares, &one));
            }
        }
    }
    if spaces.is_exhausted() {
        return Err(too_large(Vec::new()));
    }
    let ends = state.ends.iter().map(|end| RecordedEnd {
        network: end.network.clone(),
        name: end.name.clone(),
        kind: end.kind.clone(),
        site: end.of_site,
        addresses: end.addresses.texts(),
    });
    Ok(Baseline {
        format: FORMAT,
        texts: texts(analysis),
        ends: ends.collect(),
        flows,
        resources: resources(analysis),
    })
}

fn recorded(state: Fares, flows: &FlowBox) -> RecordedFlows {
    let side = |ends: &Ends| RecordedSide {
        network: ends.network.clone(),
        addresses: match ends.name {
            Some(_) => Vec::new(),
            None => ends.addresses.iter().map(ToString::to_string).collect(),
        },
        name: ends.name.clone(),
    };
    RecordedFlows {
        state,
        family: flows.family,
        from: side(&flows.source),
        to: side(&flows.destination),
        traffic: flows.traffic_text(usize::MAX),
    }
}

/// The digest of what the texts say, in whichever files and order.
fn texts(analysis: &Analysis) -> String {
    let mut digests: Vec<String> = analysis.sources().iter().map(|source| digest([source.text()])).collect();
    digests.sort();
    digest(digests.iter().map(String::as_str))
}

/// Everything that is deployed with the digest of what is written about it.
fn resources(analysis: &Analysis) -> Vec<RecordedResource> {
    let written: BTreeMap<String, Vec<String>> = edits::written(analysis);
    let resources = written.into_iter().map(|(name, mut lines)| {
        // The order of statements says nothing.
        lines.sort();
        RecordedResource { name, digest: digest(lines.iter().map(String::as_str)) }
    });
    resources.collect()
}

fn digest<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    let bytes = hash.finalize();
    let hex: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256:{}", hex.concat())
}

/// What checking an estate against a recorded state comes to: what drifted, or why that is not known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Checked {
    /// What drifted.
    Drift(Box<Drift>),
    /// It was not checked.
    Refused(Refused),
}
