//! The flows of a question as exact sets, for programs that go on with them.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::marker::PhantomData;

use super::{Analysis, Question, nothing_asked, place, show, too_large};
use crate::answer::ShownProblem;
use crate::estate::{ObjectId, SetExpr};
use crate::fabric::{Addresses, KinId, RealmId};
use crate::intent::{Bounds, Depth};
use crate::ordered::{self, Map};
use crate::packet::Family;
use crate::space::{Space, Spaces, Values};

/// The flows of a question: packets with their sources as sent and their destinations as delivered.
///
/// Addresses are unique within a network (a VPC, or `outside`), so that flows are told apart by those of their ends.
#[derive(Debug)]
pub struct ExactFlows<'a> {
    /// The store of the sets. It goes on from that of the analysis.
    pub spaces: Spaces,
    /// The networks between which there are asked flows, each pair once.
    pub between: Vec<FlowsBetween>,
    analysis: PhantomData<&'a Analysis>,
}

/// The flows of a question between two networks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlowsBetween {
    /// The network of the senders.
    pub source: String,
    /// The network of the receivers.
    pub destination: String,
    /// Everything that is asked about.
    pub asked: Space,
    /// What some path delivers.
    pub delivered: Extent,
    /// What some path delivers and answers.
    pub answered: Extent,
    /// What every path delivers and answers.
    pub fully_answered: Extent,
}

/// A set as far as it is known: what appliances do leaves some open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extent {
    /// What is in it for sure.
    pub surely: Space,
    /// What may be in it; the same where everything is known.
    pub possibly: Space,
}

/// Addresses of one family in a network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// The network, as [`FlowsBetween`] names it.
    pub network: String,
    /// The family.
    pub family: Family,
    /// The addresses, as numbers.
    pub values: Values,
}

impl Analysis {
    /// Everything that sends and receives, with its own addresses: a machine by its name, the internet without one. Where IPv6
    /// is translated to IPv4, flows may also be to those that [hold](crate::embed) an IPv4 address of it.
    #[must_use]
    pub fn places(&self) -> Vec<(Option<ObjectId>, Vec<Stretch>)> {
        let fabric = &self.network.fabric;
        let places = fabric.places.iter();
        places.map(|place| (place.label.object, self.stretches(place.realm, &place.addresses))).collect()
    }

    /// The points that a set of the estate stands for, by their own addresses.
    #[must_use]
    pub fn points(&self, set: &SetExpr) -> Vec<Stretch> {
        let points = self.evaluator().points().find(set).without_embedded();
        points.realms().flat_map(|(realm, addresses)| self.stretches(realm, addresses)).collect()
    }

    fn stretches(&self, realm: RealmId, addresses: &Addresses) -> Vec<Stretch> {
        let name = self.network.fabric.realm(realm).map(|realm| realm.name.clone()).unwrap_or_default();
        let of = |family| {
            let values = addresses.family(family).clone();
            (!values.is_empty()).then(|| Stretch { network: name.clone(), family, values })
        };
        [Family::V4, Family::V6].into_iter().filter_map(of).collect()
    }

    /// The flows of a question as exact sets. After [`step`](Self::step) is done, they are read from what is known.
    ///
    /// # Errors
    /// What is wrong with the question: an empty set, no flow at all, or more work than an answer may take.
    pub fn exact(&self, question: &Question) -> Result<ExactFlows<'_>, Vec<ShownProblem>> {
        let evaluator = self.evaluator();
        let mut spaces = self.spaces();
        let at = place(&question.flow.origin);
        let refused = |problem| vec![show::of_question(&problem)];
        let asked = evaluator.asked(&mut spaces, &question.flow);
        if let Some(problem) = nothing_asked(&evaluator, &question.flow, &asked) {
            return Err(refused(problem));
        }
        let sets = evaluator
            .evaluate(&mut spaces, &asked, Depth::Replies)
            .map_err(|error| refused(too_large(at, error)))?;
        let name =
            |realm| self.network.fabric.realm(realm).map(|realm| realm.name.clone()).unwrap_or_default();
        let between = asked.any.iter().map(|(realms, packets)| {
            let of = |flows: &Bounds| Extent {
                surely: flows.least.between(realms),
                possibly: flows.greatest.between(realms),
            };
            FlowsBetween {
                source: name(realms.source),
                destination: name(realms.destination),
                asked: packets,
                delivered: of(&sets.delivered),
                answered: of(&sets.answered),
                fully_answered: of(&sets.fully_answered),
            }
        });
        let between = between.collect();
        Ok(ExactFlows { spaces, between, analysis: PhantomData })
    }

    /// The interfaces, those that are alike together: in the same network, with the same rules, routes and ports around them, and
    /// told apart by no range that a rule or route names. Exchanging two of them changes no answer but for their names and
    /// addresses.
    #[must_use]
    pub fn classes(&self) -> Vec<Vec<ObjectId>> {
        let places = self.network.fabric.places.iter().zip(0..);
        let objects = places.filter_map(|(place, id)| {
            let alone = if place.kin == KinId::NONE { id } else { 0 };
            Some(((place.kin, alone), place.label.object?))
        });
        let classes = Map::grouped(objects).into_iter();
        let mut classes: Vec<Vec<ObjectId>> = classes.map(|(_, objects)| objects).collect();
        ordered::sort(&mut classes);
        classes
    }
}
