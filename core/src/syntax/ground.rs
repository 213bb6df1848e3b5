//! Where trees stand.

use alloc::borrow::Cow;
use core::fmt;

use bumpalo::Bump;

/// Where the trees of some texts stand: side by side in few large pieces of memory, which are given back all at once.
#[derive(Default)]
pub struct Ground(Bump);

impl Ground {
    /// A ground without anything in it, which takes no memory.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    pub(crate) fn one<T: Copy>(&self, value: T) -> &T {
        self.0.alloc(value)
    }

    pub(crate) fn list<T: Copy>(&self, values: &[T]) -> &[T] {
        if values.is_empty() { &[] } else { self.0.alloc_slice_copy(values) }
    }

    /// The text for as long as the ground stands.
    pub(crate) fn text<'s>(&'s self, text: Cow<'s, str>) -> &'s str {
        match text {
            Cow::Borrowed(text) => text,
            Cow::Owned(text) => self.0.alloc_str(&text),
        }
    }
}

impl fmt::Debug for Ground {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ground").field("bytes", &self.0.allocated_bytes()).finish()
    }
}
