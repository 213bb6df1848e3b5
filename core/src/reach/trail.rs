//! Lists that many ways have the beginning of in common.

use alloc::sync::Arc;
use alloc::vec::Vec;

/// A list that grows at its end; copies share what they have in common.
#[derive(Debug)]
pub(crate) struct Trail<T>(Option<Arc<Link<T>>>);

#[derive(Debug)]
struct Link<T> {
    item: T,
    before: Trail<T>,
}

impl<T> Trail<T> {
    /// Nothing.
    pub(crate) const fn new() -> Self {
        Self(None)
    }

    /// Adds to the end.
    pub(crate) fn push(&mut self, item: T) {
        let before = Self(self.0.take());
        self.0 = Some(Arc::new(Link { item, before }));
    }

    /// Puts something else in the place of the last.
    pub(crate) fn replace_last(&mut self, item: T) {
        if let Some(last) = self.0.take() {
            *self = last.before.clone();
        }
        self.push(item);
    }

    /// All but the last.
    pub(crate) fn before_last(&self) -> Self {
        self.0.as_ref().map_or_else(Self::new, |link| link.before.clone())
    }

    /// The last.
    pub(crate) fn last(&self) -> Option<&T> {
        self.0.as_ref().map(|link| &link.item)
    }

    /// Whether there is nothing.
    pub(crate) const fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// From the last to the first.
    pub(crate) fn backwards(&self) -> impl Iterator<Item = &T> {
        let mut here = self;
        core::iter::from_fn(move || {
            let link = here.0.as_ref()?;
            here = &link.before;
            Some(&link.item)
        })
    }

    /// From the first to the last.
    pub(crate) fn in_order(&self) -> Vec<&T> {
        let mut all: Vec<&T> = self.backwards().collect();
        all.reverse();
        all
    }
}

impl<T> Clone for Trail<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> Drop for Trail<T> {
    /// One link after the other: a way may be longer than a stack is deep.
    fn drop(&mut self) {
        let mut next = self.0.take();
        while let Some(mut link) = next.and_then(Arc::into_inner) {
            next = link.before.0.take();
        }
    }
}
