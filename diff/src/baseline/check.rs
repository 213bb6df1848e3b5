//! What drifted from a recorded state.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use ringfence::Analysis;
use ringfence::answer::ShownProblem;
use ringfence::space::Spaces;
use serde::Serialize;

use super::{Baseline, read, resources, texts};
use crate::answer::{Change, Machine, Refused, Summary};
use crate::compare::{MOST_WORK, grouped, parts, refused, summary, witnessed};
use crate::groups::{Names, alone, groups};
use crate::machines::machines;
use crate::matching::Matching;
use crate::state::State;

/// What drifted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Drift {
    /// What did.
    pub drifted: Drifted,
    /// How many changes of flows there are.
    pub summary: Summary,
    /// The flows that changed. What opened has a witness with its way; of what closed the way is that of today, to where it is
    /// stopped.
    pub changes: Vec<Change>,
    /// The machines that are on one side only, have another name, or other addresses.
    pub machines: Vec<Machine>,
    /// What is deployed and is not as it was recorded.
    pub resources: Vec<Resource>,
    /// What the texts warn of.
    pub problems: Vec<ShownProblem>,
}

impl Drift {
    /// Whether flows or resources are not as they were recorded.
    #[must_use]
    pub const fn is_drifted(&self) -> bool {
        self.drifted.flows || self.drifted.resources
    }
}

/// What is not as it was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Drifted {
    /// Some flow, or the machines at its ends.
    pub flows: bool,
    /// Some resource.
    pub resources: bool,
    /// The texts, be it only in their comments, blanks or intents. That alone is no drift.
    pub texts: bool,
}

/// A resource that is not as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Resource {
    /// How it differs.
    pub change: ResourceChange,
    /// Its kind and full name.
    pub name: String,
}

/// How a resource differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ResourceChange {
    /// It was not recorded.
    Added,
    /// It is not there any more.
    Removed,
    /// Its statement says something else.
    Changed,
}

/// What drifted of an estate from a recorded state.
///
/// # Errors
/// A record that cannot be read, errors in the texts, or more work than a comparison may take.
pub fn drift(baseline: &Baseline, analysis: &Analysis) -> Result<Drift, Refused> {
    if analysis.has_errors() {
        return Err(refused("there are errors in the texts".to_owned(), analysis.problems()));
    }
    let mut spaces = Spaces::new();
    spaces.limit_work(MOST_WORK);
    let before = read::state(&mut spaces, baseline).map_err(|why| refused(why, Vec::new()))?;
    let after = State::of(&mut spaces, analysis)
        .map_err(|problems| refused("what the estate delivers cannot be told".to_owned(), problems))?;
    let matching = Matching::of(&before.ends, &after.ends);
    let parts = parts(&mut spaces, &matching, &before, &after);
    let groups = [alone(&before.ends), groups(analysis, &after.ends)];
    let names = [&before, &after].map(|state| Names::of(&state.ends));
    let mut changes = grouped(&mut spaces, parts, &groups, &names);
    if spaces.is_exhausted() {
        return Err(refused("the estate is too large to be compared".to_owned(), Vec::new()));
    }
    for change in &mut changes {
        witnessed(change, analysis, &after.ends);
    }
    let machines = machines(&matching, &before.ends, &after.ends, &changes);
    let resources = differing(baseline, analysis);
    let drifted = Drifted {
        flows: !changes.is_empty() || !machines.is_empty(),
        resources: !resources.is_empty(),
        texts: texts(analysis) != baseline.texts,
    };
    Ok(Drift {
        drifted,
        summary: summary(&changes),
        changes,
        machines,
        resources,
        problems: analysis.problems(),
    })
}

/// The resources of which one side has another digest, or none.
fn differing(baseline: &Baseline, analysis: &Analysis) -> Vec<Resource> {
    let now = resources(analysis);
    let by_name = |resources: &[super::RecordedResource]| -> BTreeMap<String, String> {
        resources.iter().map(|one| (one.name.clone(), one.digest.clone())).collect()
    };
    let (before, after) = (by_name(&baseline.resources), by_name(&now));
    let mut all = Vec::new();
    for (name, digest) in &after {
        let change = match before.get(name) {
            None => ResourceChange::Added,
            Some(known) if known != digest => ResourceChange::Changed,
            Some(_) => continue,
        };
        all.push(Resource { change, name: name.clone() });
    }
    let gone = before.keys().filter(|name| !after.contains_key(*name));
    all.extend(gone.map(|name| Resource { change: ResourceChange::Removed, name: name.clone() }));
    all.sort_by(|one, other| (one.change, &one.name).cmp(&(other.change, &other.name)));
    all
}
