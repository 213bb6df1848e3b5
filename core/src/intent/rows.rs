//! What is known of everything that is sent.

use alloc::vec::Vec;
use core::mem;

use super::MOST_WORK;
use super::evaluate::Evaluator;
use super::row::Row;
use super::way::Way;
use crate::fabric::{Changes, PlaceId};
use crate::ordered::{ById, Set};
use crate::space::{Field, Space, Spaces, Values};

/// What becomes of everything that a place sends, for those whose row was found: of each kin one is asked.
#[derive(Debug)]
pub(crate) struct Rows {
    found: ById<PlaceId, Row>,
    /// Places whose row is not known, the last first.
    todo: Vec<Todo>,
    /// How many places are asked.
    of: usize,
    /// Packets to every point that tells of others, as they are sent.
    to: Space,
    /// How many ways all rows have.
    ways: usize,
}

/// Ways that are kept, of half a kilobyte and more: rows beyond that are not looked for.
const MOST_WAYS: usize = 1 << 17;

/// A row that is not known.
#[derive(Debug)]
struct Todo {
    place: PlaceId,
    /// The ways that are known.
    ways: Vec<Way>,
    /// Packets whose ways are not, in parts that are sent one after the other; `None` where that is all of them.
    left: Option<Vec<Space>>,
    /// The steps that it may still take.
    work: u64,
}

impl Todo {
    const fn new(place: PlaceId) -> Self {
        Self { place, ways: Vec::new(), left: None, work: MOST_WORK }
    }
}

impl Rows {
    /// No row, and none to be looked for.
    pub(crate) const fn none() -> Self {
        Self { found: ById::new(), todo: Vec::new(), of: 0, to: Space::ALL, ways: 0 }
    }

    /// No row yet.
    pub(crate) fn new(spaces: &mut Spaces, evaluator: &Evaluator<'_>) -> Self {
        let groups = &evaluator.prepared().groups;
        let places = (0..evaluator.fabric().places.len()).map(|id| groups.sender(PlaceId(id as u32)));
        let mut places: Vec<PlaceId> = places.collect::<Set<PlaceId>>().into_iter().collect();
        places.reverse();
        let to = evaluator.sent_for(spaces, &evaluator.prepared().everywhere);
        let of = places.len();
        let todo = places.into_iter().map(Todo::new).collect();
        Self { found: ById::default(), todo, of, to, ways: 0 }
    }

    /// The row of a place.
    pub(super) fn get(&self, place: PlaceId) -> Option<&Row> {
        self.found.get(place)
    }

    /// Goes on with the next row that is not known, and tells how many steps that took: about as many as `work`, or what
    /// one range of destinations takes; where there are appliances, what the whole row takes. `None` where there is none.
    ///
    /// A row is kept unless it is too large for an answer: questions ask about parts of it.
    pub(crate) fn find_next(
        &mut self,
        spaces: &mut Spaces,
        evaluator: &Evaluator<'_>,
        work: u64,
    ) -> Option<u64> {
        if self.ways > MOST_WAYS {
            self.give_up();
        }
        let mut todo = self.todo.pop()?;
        let mut left = todo.left.take().unwrap_or_else(|| {
            let own = evaluator.from(spaces, todo.place);
            alloc::vec![spaces.intersect(own, self.to)]
        });
        let Some(part) = left.pop() else {
            spaces.renew_work(todo.work);
            let row = evaluator.row(spaces, todo.place, todo.ways);
            let taken = todo.work.saturating_sub(spaces.work_left());
            if let Ok(row) = row {
                self.keep(todo.place, row);
            }
            return Some(taken);
        };
        let targets = spaces.values(part, Field::Destination);
        // How far bounds reach beyond an appliance hangs on what is sent together.
        let is_whole = evaluator.is_open() || targets.ranges().len() < 2 || work >= todo.work;
        let allowed = if is_whole { todo.work } else { work };
        spaces.renew_work(allowed);
        let ways = evaluator.ways(spaces, todo.place, part, None);
        let taken = allowed.saturating_sub(spaces.work_left());
        match ways {
            Ok(more) => {
                todo.ways.extend(more);
                todo.work = todo.work.saturating_sub(taken);
            }
            Err(_) if spaces.is_exhausted() && !is_whole => {
                spaces.renew_work(u64::MAX);
                left.extend(halves(spaces, part, &targets));
            }
            Err(_) => return Some(taken),
        }
        self.todo.push(Todo { left: Some(left), ..todo });
        Some(taken)
    }

    fn keep(&mut self, place: PlaceId, row: Row) {
        self.ways = self.ways.saturating_add(row.ways.len());
        self.found.insert(place, row);
    }

    /// Looks for no more rows.
    pub(crate) fn give_up(&mut self) {
        self.todo = Vec::new();
    }

    /// What may be sent, of what `sent` holds, to points that there are.
    pub(super) fn to_points(&self, spaces: &mut Spaces, sent: Space) -> Space {
        spaces.intersect(sent, self.to)
    }

    /// Whether every row was looked for.
    pub(crate) const fn is_done(&self) -> bool {
        self.todo.is_empty()
    }

    /// How many rows were looked for, and how many there are to look for.
    pub(crate) const fn progress(&self) -> (u32, u32) {
        (self.of.saturating_sub(self.todo.len()) as u32, self.of as u32)
    }

    /// Takes over from before what did not change.
    pub(crate) fn take_over(
        &mut self,
        spaces: &mut Spaces,
        evaluator: &Evaluator<'_>,
        mut before: Self,
        changes: &Changes,
    ) {
        // What nobody sends any more was not looked at by who compared.
        let (more, less) = (spaces.minus(self.to, before.to), spaces.minus(before.to, self.to));
        let other = spaces.union(more, less);
        let mut todo = Vec::new();
        for one in mem::take(&mut self.todo) {
            let place = one.place;
            let row = changes.place_before(place).and_then(|place| before.found.remove(place));
            let Some(row) = row else {
                todo.push(one);
                continue;
            };
            let mut changed: Vec<Space> = row.ways.iter().map(|way| way.changed(spaces, changes)).collect();
            if !other.is_empty() {
                let own = evaluator.from(spaces, place);
                changed.push(spaces.intersect(own, other));
            }
            let changed = spaces.union_all(changed);
            if changed.is_empty() {
                self.keep(place, row.moved(changes));
                continue;
            }
            if evaluator.is_open() {
                // As when a row is cut in parts: what is left would have wider bounds than what is sent afresh.
                todo.push(one);
                continue;
            }
            let ways = row.ways.into_iter().filter_map(|way| way.unchanged(spaces, changed));
            let ways = ways.map(|way| way.moved(changes)).collect();
            let left = Some(alloc::vec![spaces.intersect(changed, self.to)]);
            todo.push(Todo { ways, left, ..one });
        }
        self.todo = todo;
    }
}

/// Packets in two parts, by their `targets`, of which there are several ranges.
fn halves(spaces: &mut Spaces, packets: Space, targets: &Values) -> [Space; 2] {
    let lower = targets.ranges().iter().copied().take(targets.ranges().len() / 2).collect();
    let lower = spaces.limit(packets, Field::Destination, &lower);
    [lower, spaces.minus(packets, lower)]
}
