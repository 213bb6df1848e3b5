//! What every question about an estate needs, found once.

use alloc::vec::Vec;

use super::points::{Points, segments};
use super::services::ServiceFinder;
use crate::estate::Estate;
use crate::fabric::Addresses;
use crate::lower::Network;
use crate::space::Spaces;

/// What every question needs. Its sets stand in the store of the network.
#[derive(Debug)]
pub(crate) struct Prepared {
    /// The points of each segment.
    pub(super) segments: Vec<Points>,
    /// Knows the packets of each service.
    pub(super) services: ServiceFinder,
    /// The addresses that only stand for others.
    pub(super) fronts: Addresses,
}

impl Prepared {
    /// Finds it for `estate`, which lowers to `network`.
    pub(crate) fn new(spaces: &mut Spaces, estate: &Estate, network: &Network) -> Self {
        Self {
            segments: segments(estate, network),
            services: ServiceFinder::new(spaces, estate),
            fronts: network.fabric.fronts.iter().map(|front| Addresses::single(front.address)).collect(),
        }
    }
}
