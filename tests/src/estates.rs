//! Estates to ask about.

mod architecture;
mod build;
mod dice;
mod invariant;
mod mutate;
mod pool;
mod sample;

#[cfg(test)]
mod tests;

pub use architecture::{APPLIANCES, ARCHITECTURES, Architecture, BALANCED};
pub use build::{Build, Rules, address, any, icmp, ports, prefix, tcp, udp};
pub use dice::Dice;
pub use invariant::broken_invariants;
pub(crate) use invariant::lists_agree;
pub(crate) use mutate::each_object;
pub use mutate::{
    appliance_estate, balanced_estate, changed_estates, crowded_estate, edited_estates, ordinary_estate,
    random_estate, unknown_estate,
};
pub(crate) use pool::{around, peer, traffic};
pub use sample::Sampler;
