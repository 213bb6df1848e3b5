//! What becomes of everything that is sent: found step by step, kept for all questions.

use alloc::sync::Arc;

use super::{Analysis, MOST_WORK};
use crate::answer::Progress;
use crate::estate::{Estate, ObjectId};
use crate::fabric::Changes;
use crate::intent::{Evaluator, Rows};
use crate::lower::Network;
use crate::ordered::{ById, Map};
use crate::space::{Space, Spaces};

/// Finds rows until that took so many steps.
pub(super) fn step(analysis: &mut Analysis, work: u64) -> Progress {
    let Analysis { parsed, network, prepared, rows, spaces, fresh, .. } = analysis;
    // While the analysis is borrowed alone no question has its store.
    let Some(spaces) = Arc::get_mut(spaces) else { return Progress::Done { of: rows.progress().1 } };
    let none = Rows::none();
    let evaluator = Evaluator::new(&parsed.estate, network, prepared, &none);
    let mut done = 0_u64;
    while done < work {
        spaces.renew_work(MOST_WORK);
        // A row that is too large for an answer is not kept: questions ask about parts of it.
        let found = rows.find_next(spaces, &evaluator);
        done = done.saturating_add(MOST_WORK.saturating_sub(spaces.work_left()).max(1));
        spaces.renew_work(u64::MAX);
        if found.is_none() {
            break;
        }
    }
    let (found, of) = rows.progress();
    if rows.is_done() {
        spaces.shrink();
        if *fresh == 0 {
            *fresh = spaces.own_ranges();
        }
        return Progress::Done { of };
    }
    Progress::Pending { found, of }
}

/// What the analysis of changed texts may take over.
pub(super) struct Before {
    estate: Estate,
    network: Network,
    told: Space,
    rows: Rows,
    fresh: usize,
}

/// Ranges of a store that is never too large.
const SMALL: usize = 1 << 16;

impl Before {
    /// What an analysis has to give, and the store in which it stands; `None` where most of that is what nobody needs any more.
    pub(super) fn of(analysis: Analysis) -> Option<(Spaces, Self)> {
        let Analysis { parsed, network, prepared, rows, spaces, fresh, .. } = analysis;
        let spaces = Arc::into_inner(spaces)?;
        let spaces = Some(spaces).filter(|spaces| !spaces.is_exhausted())?;
        let has_grown = spaces.own_ranges() / 2 > fresh.max(SMALL);
        let before = Self { estate: parsed.estate, network, told: prepared.told, rows, fresh };
        (!has_grown).then_some((spaces, before))
    }

    /// The network and of what it is made.
    pub(super) const fn network(&self) -> (&Estate, &Network) {
        (&self.estate, &self.network)
    }

    /// Gives `rows` what hangs on nothing that changed, and tells how large a fresh store was.
    pub(super) fn take_over(
        self,
        spaces: &mut Spaces,
        now: &Estate,
        evaluator: &Evaluator<'_>,
        rows: &mut Rows,
    ) -> usize {
        let told = [self.told, evaluator.prepared().told];
        let objects = objects(&self.estate, now);
        let object = |object| objects.get(object).copied();
        let changes = Changes::between(spaces, &self.network.fabric, evaluator.fabric(), &object, told);
        rows.take_over(spaces, evaluator, self.rows, &changes);
        self.fresh
    }
}

/// What became of the objects of an estate: those of the same name, in the same.
fn objects(before: &Estate, now: &Estate) -> ById<ObjectId, ObjectId> {
    let named = now
        .objects
        .iter()
        .zip(0..)
        .map(|(object, id)| ((object.parent, object.kind, object.name.as_str()), ObjectId(id)));
    let named: Map<_, ObjectId> = named.collect();
    let mut objects: ById<ObjectId, ObjectId> = ById::default();
    for (object, id) in before.objects.iter().zip(0..) {
        let parent = match object.parent {
            None => Some(None),
            Some(parent) => objects.get(parent).map(|parent| Some(*parent)),
        };
        let same = parent.and_then(|parent| named.get(&(parent, object.kind, object.name.as_str())));
        if let Some(same) = same {
            objects.insert(ObjectId(id), *same);
        }
    }
    objects
}
