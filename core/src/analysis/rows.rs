//! What becomes of everything that is sent: found step by step, kept for all questions.

use alloc::sync::Arc;

use super::{Analysis, MOST_WORK, Parsed};
use crate::estate::{Estate, ObjectId};
use crate::fabric::Changes;
use crate::intent::{Evaluator, Rows};
use crate::lower::Network;
use crate::ordered::{ById, Map};
use crate::space::{Space, Spaces};

/// How far an analysis has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// There is more to find.
    Pending {
        /// Kins of places that were looked at.
        found: usize,
        /// All kins.
        of: usize,
    },
    /// Nothing is left to be found.
    Done {
        /// All kins.
        of: usize,
    },
}

/// Finds rows until that took so many steps.
pub(super) fn step(analysis: &mut Analysis, work: u64) -> Progress {
    let Analysis { parsed, network, prepared, rows, spaces, fresh, .. } = analysis;
    // While the analysis is borrowed alone no question has its store.
    let Some(spaces) = Arc::get_mut(spaces) else { return Progress::Done { of: rows.progress().1 } };
    let mut done = 0_u64;
    while done < work {
        let Some(todo) = rows.next() else { break };
        spaces.renew_work(MOST_WORK);
        let (place, row) = todo.find(spaces, &Evaluator::new(&parsed.estate, network, prepared, rows));
        done = done.saturating_add(MOST_WORK.saturating_sub(spaces.work_left()));
        spaces.renew_work(u64::MAX);
        // A row that is too large for an answer is not kept: questions ask about parts of it.
        if let Ok(row) = row {
            rows.keep(place, row);
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
    spaces: Spaces,
    estate: Estate,
    network: Network,
    told: Space,
    rows: Rows,
    fresh: usize,
}

/// Ranges of a store that is never too large.
const SMALL: usize = 1 << 16;

impl Before {
    /// What an analysis has to give; `None` where most of its store is what nobody needs any more.
    pub(super) fn of(analysis: Analysis) -> Option<Self> {
        let Analysis { parsed, network, prepared, rows, spaces, fresh, .. } = analysis;
        let spaces = Arc::into_inner(spaces)?;
        let has_grown = spaces.own_ranges() / 2 > fresh.max(SMALL);
        let estate = parsed.estate;
        (!has_grown).then(|| Self { spaces, estate, network, told: prepared.told, rows, fresh })
    }

    /// The analysis of `parsed`.
    pub(super) fn edited(self, parsed: Parsed) -> Analysis {
        let Self { spaces, estate, network, told, rows, fresh } = self;
        Analysis::made(spaces, parsed, |spaces, parsed, evaluator, own| {
            let told = spaces.intersect(told, evaluator.prepared().told);
            let objects = objects(&estate, &parsed.estate);
            let object = |object| objects.get(object).copied();
            let changes = Changes::between(spaces, &network.fabric, evaluator.fabric(), &object, told);
            own.take_over(spaces, rows, &changes);
            fresh
        })
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
