//! What is known of an estate: its ends, and what becomes of the flows between them.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

use ringfence::answer::ShownProblem;
use ringfence::estate::{Expr, Flow, ObjectId, Selector, ServiceTerm, Traffic, Ways};
use ringfence::space::{Space, Spaces};
use ringfence::{Analysis, Origin, Owner, ProblemCode, Question};

use crate::kinds::Levels;
use crate::sets::Addresses;

/// The name of what lies outside of every network.
pub(crate) const INTERNET: &str = "internet";

/// The kind of places outside of the clouds.
const SITE: &str = "site";

/// Something that sends and receives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct End {
    /// Its full name; `internet`.
    pub(crate) name: String,
    /// What it is.
    pub(crate) kind: String,
    /// Where its addresses are.
    pub(crate) network: String,
    pub(crate) addresses: Addresses,
    /// What it is in its estate, but for the internet.
    pub(crate) object: Option<ObjectId>,
    /// Whether it is a part of a site: an address there is the same whether or not a text says whose it is.
    pub(crate) of_site: bool,
}

/// The ends of an estate, and what becomes of the flows between each two networks, in a store that two of them share.
#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) ends: Vec<End>,
    pub(crate) flows: BTreeMap<(String, String), Levels>,
}

impl State {
    /// What is known of an estate.
    pub(crate) fn of(spaces: &mut Spaces, analysis: &Analysis) -> Result<Self, Vec<ShownProblem>> {
        if analysis.estate().deploys_nothing() {
            return Ok(Self::default());
        }
        let exact = match analysis.exact(&Question::new(everything())) {
            Ok(exact) => exact,
            // An estate without machines, or with none that sends, delivers nothing.
            Err(problems) if asks_nothing(&problems) => {
                return Ok(Self { ends: ends(analysis), flows: BTreeMap::new() });
            }
            Err(problems) => return Err(problems),
        };
        let mut copied = |set: Space| spaces.copied(&exact.spaces, set);
        let flows = exact.between.iter().map(|between| {
            let levels = Levels {
                least: [between.delivered.surely, between.answered.surely].map(&mut copied),
                greatest: [between.delivered.possibly, between.answered.possibly].map(&mut copied),
            };
            ((between.source.clone(), between.destination.clone()), levels)
        });
        Ok(Self { flows: flows.collect(), ends: ends(analysis) })
    }

    /// The flows between two networks.
    pub(crate) fn between(&self, source: &str, destination: &str) -> Levels {
        let found = self.flows.get(&(source.to_owned(), destination.to_owned()));
        found.copied().unwrap_or(Levels::NONE)
    }
}

/// Whether a question is refused because there is nothing that it asks about, and not because it takes too much work.
pub(crate) fn asks_nothing(problems: &[ShownProblem]) -> bool {
    let is_too_large = |problem: &ShownProblem| problem.code == ProblemCode::TooLarge;
    !problems.iter().any(is_too_large)
}

/// Every end; things with several places in a network are one there.
fn ends(analysis: &Analysis) -> Vec<End> {
    let estate = analysis.estate();
    let mut ends: BTreeMap<(String, String), End> = BTreeMap::new();
    for (object, stretches) in analysis.places() {
        let name = object.map_or_else(|| INTERNET.to_string(), |object| estate.path(object));
        let outermost = object.and_then(|object| estate.lineage(object).last());
        let of_site = outermost.is_some_and(|object| object.kind == SITE);
        let kind = object.and_then(|object| estate.object(object));
        let kind = kind.map_or(INTERNET, |object| object.kind).to_string();
        for stretch in stretches {
            let end = ends.entry((stretch.network.clone(), name.clone())).or_insert_with(|| End {
                name: name.clone(),
                kind: kind.clone(),
                network: stretch.network.clone(),
                addresses: Addresses::default(),
                object,
                of_site,
            });
            end.addresses.add(stretch.family, &stretch.values);
        }
    }
    ends.into_values().collect()
}

/// What is sent from any point to any.
pub(crate) fn everything() -> Flow {
    let any = || Expr { union: vec![vec![Selector::Any]], except: Vec::new() };
    Flow {
        from: any(),
        to: any(),
        service: Expr { union: vec![vec![ServiceTerm::Traffic(Traffic::Any)]], except: Vec::new() },
        ways: Ways::default(),
        origin: Origin::Implied { rule: "every flow is compared", owner: Owner::Customer },
    }
}
