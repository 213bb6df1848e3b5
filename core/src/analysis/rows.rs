//! What becomes of everything that is sent: found step by step, kept for all questions.

use alloc::sync::Arc;

use super::Analysis;
use crate::answer::Progress;
use crate::estate::{Estate, ObjectId};
use crate::fabric::Changes;
use crate::intent::{Evaluator, Rows};
use crate::lower::Network;
use crate::ordered::{ById, Map};
use crate::space::{Space, Spaces};

/// Finds rows until that took so many steps.
pub(super) fn step(analysis: &mut Analysis, work: u64) -> Progress {
    let Analysis { parsed, network, prepared, rows, spaces, store, .. } = analysis;
    let (_, of) = rows.progress();
    // Nobody else has the store: answers that are sets borrow the analysis. Where it is used up, nothing is to be found.
    let spaces = Arc::get_mut(spaces).filter(|spaces| !spaces.is_exhausted());
    let Some(spaces) = spaces else { return Progress::Done { of } };
    spaces.renew_work(u64::MAX);
    let none = Rows::none();
    let evaluator = Evaluator::new(&parsed.estate, network, prepared, &none);
    let mut done = 0_u64;
    while done < work {
        if spaces.own_ranges() > MOST_RANGES {
            rows.give_up();
        }
        let taken = rows.find_next(spaces, &evaluator, work);
        spaces.renew_work(u64::MAX);
        let Some(taken) = taken else { break };
        done = done.saturating_add(taken.max(1));
    }
    if !store.took_over {
        store.fresh = spaces.own_ranges();
    }
    let (found, of) = rows.progress();
    if rows.is_done() {
        spaces.shrink();
        return Progress::Done { of };
    }
    Progress::Pending { found, of }
}

/// Ranges that rows may take of a store, so that there is room for what texts say after an edit: a quarter.
const MOST_RANGES: usize = 1 << 23;

/// What a store holds besides what is needed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Store {
    /// How large it was when all of it was needed.
    pub(super) fresh: usize,
    /// Whether it has sets of texts that are gone.
    pub(super) took_over: bool,
}

/// What the analysis of changed texts may take over.
pub(super) struct Before {
    estate: Estate,
    network: Network,
    told: Space,
    rows: Rows,
    store: Store,
}

/// Ranges of a store that is never too large.
const SMALL: usize = 1 << 16;

impl Before {
    /// What an analysis has to give, and the store in which it stands; `None` where most of that is what nobody needs any more.
    pub(super) fn of(analysis: Analysis) -> Option<(Spaces, Self)> {
        let Analysis { parsed, network, prepared, rows, spaces, store, .. } = analysis;
        let spaces = Arc::into_inner(spaces)?;
        let spaces = Some(spaces).filter(|spaces| !spaces.is_exhausted())?;
        let has_grown = store.took_over && spaces.own_ranges() / 2 > store.fresh.max(SMALL);
        let before = Self { estate: parsed.estate, network, told: prepared.told, rows, store };
        (!has_grown).then_some((spaces, before))
    }

    /// The network and of what it is made.
    pub(super) const fn network(&self) -> (&Estate, &Network) {
        (&self.estate, &self.network)
    }

    /// Gives `rows` what hangs on nothing that changed, and tells of the store.
    pub(super) fn take_over(
        self,
        spaces: &mut Spaces,
        now: &Estate,
        evaluator: &Evaluator<'_>,
        rows: &mut Rows,
    ) -> Store {
        let told = [self.told, evaluator.prepared().told];
        let objects = objects(&self.estate, now);
        let object = |object| objects.get(object).copied();
        let changes = Changes::between(spaces, &self.network.fabric, evaluator.fabric(), &object, told);
        rows.take_over(spaces, evaluator, self.rows, &changes);
        Store { took_over: true, ..self.store }
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
