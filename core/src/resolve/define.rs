//! Named sets: which of them stand on their own feet.

use alloc::vec;
use alloc::vec::Vec;

use crate::estate::{Expr, SegmentId, Selector, ServiceId, ServiceTerm};

/// A member of an expression that may name another definition.
pub(super) trait Member: Sized {
    /// The definition it names.
    fn names(&self) -> Option<u32>;
    /// Names another one.
    fn rename(&mut self, to: u32);
    /// The expression in parentheses.
    fn group(&self) -> Option<&Expr<Self>>;
    fn group_mut(&mut self) -> Option<&mut Expr<Self>>;
}

/// Definitions of which each stands only on others that are here too.
pub(super) struct Settled<T> {
    /// Those that stand, in the order given, with references renumbered to this list.
    pub(super) standing: Vec<Expr<T>>,
    /// Where each one given now is; `None` when it or something it needs is broken.
    pub(super) places: Vec<Option<u32>>,
    /// Definitions that need each other, each circle in the order of need.
    pub(super) circles: Vec<Vec<u32>>,
}

/// Sorts out definitions that are broken (`None`), that need a broken one, or that need themselves.
pub(super) fn settle<T: Member>(given: Vec<Option<Expr<T>>>) -> Settled<T> {
    let needs: Vec<Vec<u32>> =
        given.iter().map(|expr| expr.as_ref().map(needs).unwrap_or_default()).collect();
    let mut broken: Vec<bool> = given.iter().map(Option::is_none).collect();
    let circles = circles(&needs, &mut broken);

    let mut next = 0u32;
    let places: Vec<Option<u32>> = broken
        .iter()
        .map(|&broken| {
            (!broken).then(|| {
                let place = next;
                next = next.saturating_add(1);
                place
            })
        })
        .collect();
    let stands = |index: usize| places.get(index).is_some_and(Option::is_some);
    let mut standing = Vec::new();
    for expr in given.into_iter().enumerate().filter(|(index, _)| stands(*index)).filter_map(|(_, expr)| expr)
    {
        let mut expr = expr;
        renumber(&mut expr, &places);
        standing.push(expr);
    }
    Settled { standing, places, circles }
}

/// Walks the definitions without recursion, marks as broken what needs a broken one, and finds the circles.
fn circles(needs: &[Vec<u32>], broken: &mut [bool]) -> Vec<Vec<u32>> {
    #[derive(Clone, Copy, PartialEq, Eq)]
    enum Seen {
        No,
        Open,
        Done,
    }
    let mut seen = vec![Seen::No; needs.len()];
    let mut in_circle = vec![false; needs.len()];
    let mut position = vec![0usize; needs.len()];
    let mut circles = Vec::new();
    // Circles can overlap in more ways than the text is long: once this many steps are spent, the ones found do.
    let mut steps = needs.len().saturating_mul(2);
    let get = |list: &[bool], at: u32| list.get(at as usize).copied().unwrap_or(true);
    let set = |list: &mut [bool], at: u32| {
        if let Some(entry) = list.get_mut(at as usize) {
            *entry = true;
        }
    };
    for start in 0..needs.len() as u32 {
        // Each open definition with how many of its needs have been looked at.
        let mut open: Vec<(u32, usize)> = Vec::new();
        if seen.get(start as usize) == Some(&Seen::No) {
            open.push((start, 0));
        }
        while let Some((at, looked)) = open.last_mut() {
            let at = *at;
            let need = needs.get(at as usize).and_then(|needs| needs.get(*looked)).copied();
            *looked = looked.saturating_add(1);
            if let (Some(entry), Some(place)) = (seen.get_mut(at as usize), position.get_mut(at as usize)) {
                (*entry, *place) = (Seen::Open, open.len().saturating_sub(1));
            }
            match need.map(|need| (need, seen.get(need as usize).copied().unwrap_or(Seen::Done))) {
                Some((need, Seen::No)) => open.push((need, 0)),
                Some((need, Seen::Open)) => {
                    set(broken, at);
                    let from = position.get(need as usize).copied().unwrap_or_default();
                    let length = open.len().saturating_sub(from);
                    let Some(left) = steps.checked_sub(length) else { continue };
                    steps = left;
                    let circle: Vec<u32> = open.iter().skip(from).map(|&(at, _)| at).collect();
                    if !circle.iter().any(|&at| get(&in_circle, at)) {
                        circle.iter().for_each(|&at| set(&mut in_circle, at));
                        circles.push(circle);
                    }
                }
                Some((_, Seen::Done)) => {}
                None => {
                    let needs = needs.get(at as usize).map_or(&[][..], Vec::as_slice);
                    if needs.iter().any(|&need| get(broken, need)) {
                        set(broken, at);
                    }
                    if let Some(entry) = seen.get_mut(at as usize) {
                        *entry = Seen::Done;
                    }
                    open.pop();
                }
            }
        }
    }
    circles
}

/// The definitions that `expr` names, also in parentheses.
fn needs<T: Member>(expr: &Expr<T>) -> Vec<u32> {
    let mut needs = Vec::new();
    collect(expr, &mut needs);
    needs
}

fn collect<T: Member>(expr: &Expr<T>, needs: &mut Vec<u32>) {
    for member in expr.union.iter().chain(&expr.except).flatten() {
        needs.extend(member.names());
        if let Some(group) = member.group() {
            collect(group, needs);
        }
    }
}

fn renumber<T: Member>(expr: &mut Expr<T>, places: &[Option<u32>]) {
    for member in expr.union.iter_mut().chain(&mut expr.except).flatten() {
        let place = member.names().and_then(|name| places.get(name as usize).copied().flatten());
        if let Some(place) = place {
            member.rename(place);
        }
        if let Some(group) = member.group_mut() {
            renumber(group, places);
        }
    }
}

impl Member for Selector {
    fn names(&self) -> Option<u32> {
        if let Self::Segment(SegmentId(id)) = self { Some(*id) } else { None }
    }

    fn rename(&mut self, to: u32) {
        *self = Self::Segment(SegmentId(to));
    }

    fn group(&self) -> Option<&Expr<Self>> {
        if let Self::Group(expr) = self { Some(expr) } else { None }
    }

    fn group_mut(&mut self) -> Option<&mut Expr<Self>> {
        if let Self::Group(expr) = self { Some(expr) } else { None }
    }
}

impl Member for ServiceTerm {
    fn names(&self) -> Option<u32> {
        if let Self::Service(ServiceId(id)) = self { Some(*id) } else { None }
    }

    fn rename(&mut self, to: u32) {
        *self = Self::Service(ServiceId(to));
    }

    fn group(&self) -> Option<&Expr<Self>> {
        if let Self::Group(expr) = self { Some(expr) } else { None }
    }

    fn group_mut(&mut self) -> Option<&mut Expr<Self>> {
        if let Self::Group(expr) = self { Some(expr) } else { None }
    }
}
