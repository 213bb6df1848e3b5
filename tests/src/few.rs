//! Fewer estates, for `cargo xtask mutants`: it runs the same tests for one mutant of the core after the other.

use std::env;

/// The setting: tests look at one in so many of their estates.
pub const SETTING: &str = "RINGFENCE_ONE_IN";

/// How many estates a test looks at that otherwise looks at `all`: an even number, because some take them in halves. Among
/// fewer than all not everything occurs as often as the test asks.
///
/// # Panics
/// Where the setting is no number, or 0.
#[must_use]
pub fn of(all: u64) -> u64 {
    let Some(setting) = env::var_os(SETTING) else { return all };
    let one_in = setting.to_str().and_then(|number| number.parse().ok()).filter(|&one_in| one_in > 0);
    share(all, one_in.unwrap_or_else(|| panic!("{SETTING} is {}, not a number from 1", setting.display())))
}

fn share(all: u64, one_in: u64) -> u64 {
    if one_in == 1 { all } else { (all / one_in / 2).max(1) * 2 }
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn a_share_is_even_and_never_nothing() {
        assert_eq!([share(2000, 20), share(250, 20), share(40, 20), share(40, 100)], [100, 12, 2, 2]);
        assert_eq!([share(41, 1), share(2000, 1)], [41, 2000]);
    }
}
