//! Values that are shared, and compared by which they are.

use std::ops::Deref;
use std::rc::Rc;

/// A shared value. Two are equal when they are one and the same: what a part of the page is drawn from is made anew
/// whenever it changes, so that nothing has to be compared in depth.
#[derive(Debug)]
pub(crate) struct Same<T>(Rc<T>);

impl<T> Same<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(Rc::new(value))
    }
}

impl<T: Clone> Same<T> {
    /// The value to change; another value from then on, where it is shared.
    pub(crate) fn change(&mut self) -> &mut T {
        Rc::make_mut(&mut self.0)
    }
}

impl<T> Deref for Same<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> Clone for Same<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<T> Eq for Same<T> {}

impl<T> PartialEq for Same<T> {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}
