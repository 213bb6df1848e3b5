//! What becomes of everything that is sent: found step by step, kept for all questions.

use alloc::sync::Arc;

use super::{Analysis, MOST_WORK};
use crate::intent::Evaluator;

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
    Done,
}

/// Finds rows until that took so many steps.
pub(super) fn step(analysis: &mut Analysis, work: u64) -> Progress {
    let Analysis { parsed, network, prepared, rows, spaces, .. } = analysis;
    // While the analysis is borrowed alone no question has its store.
    let Some(spaces) = Arc::get_mut(spaces) else { return Progress::Done };
    let mut done = 0_u64;
    while let Some(place) = rows.next() {
        if done >= work {
            let (found, of) = rows.progress();
            return Progress::Pending { found, of };
        }
        spaces.renew_work(MOST_WORK);
        // A row that is too large for an answer is not kept: questions ask about parts of it.
        let row = Evaluator::new(&parsed.estate, network, prepared, rows).whole_row(spaces, place).ok();
        done = done.saturating_add(MOST_WORK.saturating_sub(spaces.work_left()));
        spaces.renew_work(u64::MAX);
        rows.keep(row);
    }
    spaces.shrink();
    Progress::Done
}
