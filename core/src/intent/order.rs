//! The order in which definitions that name each other can be worked out.

use alloc::vec::Vec;

/// Orders definitions so that each comes after those it names. `named` holds for each definition the indices of those it
/// names, perhaps again. What names itself, at once or through others, is left out.
pub(crate) fn definitions_first(named: &[Vec<usize>]) -> Vec<usize> {
    let mut users: Vec<Vec<usize>> = alloc::vec![Vec::new(); named.len()];
    let mut waits: Vec<usize> = named.iter().map(Vec::len).collect();
    for (user, members) in named.iter().enumerate() {
        for &member in members {
            if let Some(users) = users.get_mut(member) {
                users.push(user);
            }
        }
    }
    let mut order: Vec<usize> = (0..named.len()).filter(|&index| waits.get(index) == Some(&0)).collect();
    let mut at = 0usize;
    while let Some(&index) = order.get(at) {
        at = at.saturating_add(1);
        for &user in users.get(index).into_iter().flatten() {
            if let Some(left) = waits.get_mut(user) {
                *left = left.saturating_sub(1);
                if *left == 0 {
                    order.push(user);
                }
            }
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_comes_after_what_it_names_and_circles_are_left_out() {
        let named = [&[1, 2, 1][..], &[2], &[], &[4], &[3], &[3]].map(<[usize]>::to_vec);
        assert_eq!(definitions_first(&named), [2, 1, 0]);
    }
}
