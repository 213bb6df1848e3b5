//! Answers of several analyses in one store, where equal sets are equal handles.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use ringfence::estate;
use ringfence::space::{Cube, Field, Space, Spaces, Values};
use ringfence::{Analysis, ExactFlows, Family, FlowsBetween, ProblemCode, Question, address_number};

use crate::question::any_to_any;

/// The sets of an answer.
pub(super) const NAMES: [&str; 7] = [
    "asked",
    "surely delivered",
    "possibly delivered",
    "surely answered",
    "possibly answered",
    "surely answered by every path",
    "possibly answered by every path",
];

/// Where the delivered flows stand among the sets, and the answered ones.
pub(super) const DELIVERED: usize = 1;
pub(super) const ANSWERED: usize = 3;

/// Between two networks, as [`NAMES`] names them.
pub(super) type Sets = [Space; 7];

const NONE: Sets = [Space::EMPTY; 7];

/// An answer: its sets by the networks of senders and receivers.
pub(super) type Answer = BTreeMap<(String, String), Sets>;

/// The store.
#[derive(Default)]
pub(super) struct Common {
    pub(super) spaces: Spaces,
}

impl Common {
    /// The answer to the question about everything.
    pub(super) fn everything(&mut self, analysis: &Analysis) -> Result<Answer, String> {
        self.ask(analysis, any_to_any())
    }

    /// The answer to a question; a question that asks about nothing has none.
    pub(super) fn ask(&mut self, analysis: &Analysis, question: estate::Flow) -> Result<Answer, String> {
        Ok(exact(analysis, question)?.map(|flows| self.take(&flows, |_, cube| cube)).unwrap_or_default())
    }

    /// The flows of another store, each box as `rename` has it.
    pub(super) fn take(
        &mut self,
        flows: &ExactFlows,
        rename: impl Fn(&FlowsBetween, Cube) -> Cube,
    ) -> Answer {
        let take = |between: &FlowsBetween| {
            let (delivered, answered, fully) = (between.delivered, between.answered, between.fully_answered);
            let sets = [
                between.asked,
                delivered.surely,
                delivered.possibly,
                answered.surely,
                answered.possibly,
                fully.surely,
                fully.possibly,
            ];
            let mut taken = BTreeMap::new();
            let mut take = |set| {
                let cubes = flows.spaces.cubes(set).into_iter().map(|cube| rename(between, cube));
                let cubes: Vec<Space> = cubes.map(|cube| self.spaces.cube(&cube)).collect();
                self.spaces.union_all(cubes)
            };
            let sets = sets.map(|set| *taken.entry(set).or_insert_with(|| take(set)));
            ((between.source.clone(), between.destination.clone()), sets)
        };
        flows.between.iter().map(take).collect()
    }

    /// Both answers, set by set.
    pub(super) fn both(
        &mut self,
        one: &Answer,
        other: &Answer,
        of: impl Fn(&mut Spaces, Space, Space) -> Space,
    ) -> Answer {
        let pairs: BTreeSet<_> = one.keys().chain(other.keys()).cloned().collect();
        let join = |pair: (String, String)| {
            let (one, other) = (one.get(&pair).unwrap_or(&NONE), other.get(&pair).unwrap_or(&NONE));
            let sets = std::array::from_fn(|at| of(&mut self.spaces, one[at], other[at]));
            (pair, sets)
        };
        pairs.into_iter().map(join).collect()
    }

    /// The packets of which `field` is one of some addresses.
    pub(super) fn with_address(
        &mut self,
        field: Field,
        addresses: impl IntoIterator<Item = IpAddr>,
    ) -> Space {
        let one = |address| {
            let family = Values::one(u128::from(Family::of(address) == Family::V6));
            Cube::all().with(Field::Family, family).with(field, Values::one(address_number(address)))
        };
        let sets: Vec<Space> = addresses.into_iter().map(|address| self.spaces.cube(&one(address))).collect();
        self.spaces.union_all(sets)
    }

    /// What is in `one` and not in `other`.
    pub(super) fn minus(&mut self, one: &Answer, other: &Answer) -> Answer {
        self.both(one, other, Spaces::minus)
    }
}

/// The exact flows of a question; `None` where it asks about nothing, or from or to nobody.
pub(super) fn exact(analysis: &Analysis, question: estate::Flow) -> Result<Option<ExactFlows<'_>>, String> {
    let says_nothing = |code| matches!(code, ProblemCode::NothingAsked | ProblemCode::EmptySet);
    match analysis.exact(&Question::new(question)) {
        Ok(flows) => Ok(Some(flows)),
        Err(problems) if problems.iter().all(|problem| says_nothing(problem.code)) => Ok(None),
        Err(problems) => Err(format!("it is not answered: {problems:?}")),
    }
}

/// Where two answers differ; a pair of networks without flows is the same as none.
pub(super) fn difference(one: &Answer, other: &Answer) -> Option<String> {
    one.keys().chain(other.keys()).find_map(|pair| {
        let (one, other) = (one.get(pair).unwrap_or(&NONE), other.get(pair).unwrap_or(&NONE));
        let at = (0..NAMES.len()).find(|&at| one[at] != other[at])?;
        Some(format!("{} from {} to {}", NAMES[at], pair.0, pair.1))
    })
}

/// Whether some flow may be delivered.
pub(super) fn has_flows(answer: &Answer) -> bool {
    answer.values().any(|sets| sets[1..].iter().any(|set| !set.is_empty()))
}
