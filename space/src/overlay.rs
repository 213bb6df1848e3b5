/// A range of numbers, both ends included, and what stands on it.
pub(super) type Piece<T> = (u128, u128, T);

/// Lays two lists of ranges over each other: the ranges on which neither list changes, in order, with what each list has
/// there. Each list is in order and disjoint; numbers that neither has are left out.
pub(super) fn overlay<A: Copy, B: Copy>(
    left: impl IntoIterator<Item = Piece<A>>,
    right: impl IntoIterator<Item = Piece<B>>,
) -> impl Iterator<Item = (u128, u128, Option<A>, Option<B>)> {
    let (mut left, mut right) = (left.into_iter(), right.into_iter());
    let (mut a, mut b) = (left.next(), right.next());
    core::iter::from_fn(move || {
        let (first, last) = match (a, b) {
            (None, None) => return None,
            (Some((first, last, _)), None) | (None, Some((first, last, _))) => (first, last),
            (Some(a), Some(b)) if a.0 == b.0 => (a.0, a.1.min(b.1)),
            // One starts later: the piece ends before it at the latest.
            (Some(a), Some(b)) if a.0 < b.0 => (a.0, a.1.min(b.0.saturating_sub(1))),
            (Some(a), Some(b)) => (b.0, b.1.min(a.0.saturating_sub(1))),
        };
        Some((first, last, cut(&mut a, last, &mut left), cut(&mut b, last, &mut right)))
    })
}

/// Takes the numbers up to `last` off `piece`; what stands on them.
fn cut<T: Copy>(
    piece: &mut Option<Piece<T>>,
    last: u128,
    following: &mut impl Iterator<Item = Piece<T>>,
) -> Option<T> {
    let (first, end, value) = (*piece).filter(|piece| piece.0 <= last)?;
    debug_assert!(first <= end, "a range is not empty");
    *piece = if end <= last { following.next() } else { Some((last.saturating_add(1), end, value)) };
    Some(value)
}
