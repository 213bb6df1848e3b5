//! Which known word somebody probably meant.

use alloc::vec::Vec;

/// Words longer than this are not compared: nobody mistypes them by a letter and finds no way back.
const LONGEST: usize = 40;

/// The word of `known` that is fewest edits away from `word`, the first of several; `None` when all are so far
/// away that naming one would be a guess. `budget` counts comparisons down over the whole text.
pub(super) fn nearest<'k>(
    word: &str,
    known: impl Iterator<Item = &'k str>,
    budget: &mut u32,
) -> Option<&'k str> {
    let letters: Vec<char> = word.chars().take(LONGEST.saturating_add(1)).collect();
    if letters.len() > LONGEST {
        return None;
    }
    // No edit for a word of two letters, one for a short word, up to three for a long one.
    let allowed = (letters.len() / 3).min(3);
    let mut best: Option<(usize, &str)> = None;
    for candidate in known {
        let Some(left) = budget.checked_sub(1) else { break };
        *budget = left;
        let limit = best.map_or(allowed, |(distance, _)| distance.saturating_sub(1));
        if candidate.len() > LONGEST.saturating_mul(4) || candidate == word {
            continue;
        }
        if candidate.eq_ignore_ascii_case(word) {
            return Some(candidate);
        }
        if allowed == 0 {
            continue;
        }
        if let Some(distance) = distance(&letters, candidate, limit) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// The number of inserted, deleted, replaced and swapped letters between two words, when it is at most `limit`.
fn distance(word: &[char], other: &str, limit: usize) -> Option<usize> {
    let other: Vec<char> = other.chars().collect();
    if word.len().abs_diff(other.len()) > limit {
        return None;
    }
    // Rows of the usual table: the one before the last, the last, and the one being filled.
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (row, &letter) in word.iter().enumerate() {
        let mut current = Vec::with_capacity(last.len());
        let mut left = row.saturating_add(1);
        current.push(left);
        for (column, &there) in other.iter().enumerate() {
            let get = |row: &[usize], at: usize| row.get(at).copied().unwrap_or(usize::MAX);
            let replaced = get(&last, column).saturating_add(usize::from(letter != there));
            let above = get(&last, column.saturating_add(1)).saturating_add(1);
            let mut cost = replaced.min(above).min(left.saturating_add(1));
            if let (Some(row), Some(column)) = (row.checked_sub(1), column.checked_sub(1))
                && word.get(row) == Some(&there)
                && other.get(column) == Some(&letter)
            {
                cost = cost.min(get(&before, column).saturating_add(1));
            }
            current.push(cost);
            left = cost;
        }
        before = core::mem::replace(&mut last, current);
    }
    last.last().copied().filter(|&distance| distance <= limit)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    fn best<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
        nearest(word, known.iter().copied(), &mut 100)
    }

    #[test]
    fn one_slip_is_found() {
        let known = ["subnet", "security-group", "segment", "service"];
        assert_eq!(best("subnt", &known), Some("subnet"));
        assert_eq!(best("subnets", &known), Some("subnet"));
        assert_eq!(best("sunbet", &known), Some("subnet"), "swapped letters are one slip");
        assert_eq!(best("Db", &["db"]), Some("db"), "capitals count, and are a slip");
        assert_eq!(best("securty-gruop", &known), Some("security-group"));
    }

    #[test]
    fn far_words_are_not_guessed() {
        assert_eq!(best("db", &["web", "app"]), None);
        assert_eq!(best("db", &["dc", "b"]), None, "half of a word is no slip");
        assert_eq!(best("data", &["date", "dat"]), Some("date"), "the first of two that are as near");
        assert_eq!(best("nothing-like-it", &["subnet"]), None);
        assert_eq!(best("", &["abc"]), None);
    }

    #[test]
    fn the_budget_ends_the_search() {
        assert_eq!(nearest("subnt", ["x", "subnet"].into_iter(), &mut 1), None);
    }
}
