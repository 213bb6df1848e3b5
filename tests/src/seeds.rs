//! Seeds one after the other: where something panics, whoever reads of it wants to know at which.

use std::ops::Range;

/// The seeds of a range; tells the last one where it is given up in a panic.
pub(crate) struct Seeds {
    what: &'static str,
    all: Range<u64>,
    last: Option<u64>,
}

impl Seeds {
    /// The seeds of what is called so.
    pub(crate) const fn of(what: &'static str, all: Range<u64>) -> Self {
        Self { what, all, last: None }
    }
}

impl Iterator for Seeds {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        self.last = self.all.next();
        self.last
    }
}

impl Drop for Seeds {
    fn drop(&mut self) {
        if let Some(seed) = self.last.filter(|_| std::thread::panicking()) {
            eprintln!("that was at seed {seed} of {}", self.what);
        }
    }
}
