//! The answer that is shown, as far as the map draws it: where its packet goes.

use ringfence::Place;
use ringfence::answer::{StepAction, Thing};

use super::shape::{Role, Spot};
use crate::explain;
use crate::state::State;

/// Where the packet of the answer goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shown {
    /// Full names of its ends.
    pub(super) from: String,
    pub(super) to: String,
    /// Where the things are written that it comes through, in its order.
    pub(super) through: Vec<Place>,
    /// Whether it arrives and is answered.
    pub(super) arrives: bool,
}

impl Shown {
    /// Of the answer that is shown now.
    pub(crate) fn of(state: &State) -> Option<Self> {
        let (witness, path) = explain::shown(state)?;
        let hops = path.forward.iter().map(|step| &step.hop);
        let stops =
            path.forward.iter().chain(&path.reply).any(|step| matches!(step.action, StepAction::Stop { .. }));
        let place = |hop: &Thing| hop.place.clone();
        Some(Self {
            from: witness.from.clone(),
            to: witness.to.clone(),
            through: hops.filter_map(place).collect(),
            arrives: !stops,
        })
    }

    /// Whether the packet starts or ends here or comes through.
    pub(super) fn passes(&self, spot: &Spot) -> bool {
        spot.names.iter().any(|name| *name == self.from || *name == self.to)
            || (spot.role == Role::Gateway
                && spot.place.as_ref().is_some_and(|place| self.through.contains(place)))
    }
}
