//! What a run of random flows is made of: a comparison shows nothing about what never comes.

use std::fmt;

use ringfence::answer::Verdict;

use crate::draw::draw;
use crate::estates::{Dice, Sampler, random_estate};
use crate::oracle::{Flow, FlowAnswer, Oracle};

/// Flows that are asked of each estate.
pub const FLOWS: usize = 200;

/// Counts of flows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Mix {
    /// All flows.
    pub flows: usize,
    /// Flows that are delivered, with a reply that returns by some choice of the provider.
    pub answered: usize,
    /// Of these, flows where it does not by every choice.
    pub partly: usize,
    /// Flows that are delivered and never answered.
    pub one_way: usize,
    /// Flows that are never delivered.
    pub blocked: usize,
    /// Flows that come to a NAT gateway.
    pub nat: usize,
    /// Flows whose reply a network ACL drops, by some choice.
    pub acl_reply: usize,
    /// Flows of IPv6 packets.
    pub ipv6: usize,
    /// Flows that pass by a reference to a group alone, or are dropped because their peer is not in one.
    pub reference: usize,
    /// Of these, flows that pass.
    pub reference_passed: usize,
}

impl Mix {
    /// Counts a flow.
    pub fn add(&mut self, flow: &Flow, answer: &FlowAnswer) {
        self.flows += 1;
        match answer.verdict() {
            Verdict::Blocked => self.blocked += 1,
            Verdict::OneWay => self.one_way += 1,
            Verdict::Partly => {
                self.partly += 1;
                self.answered += 1;
            }
            Verdict::Reachable | Verdict::Unknown => self.answered += 1,
        }
        let facts = answer.facts;
        self.nat += usize::from(facts.nat);
        self.acl_reply += usize::from(facts.acl_dropped_reply);
        self.ipv6 += usize::from(flow.source.is_ipv6());
        self.reference += usize::from(facts.reference_passed || facts.reference_dropped);
        self.reference_passed += usize::from(facts.reference_passed);
    }

    /// Adds the counts of another run.
    pub fn join(&mut self, other: &Self) {
        self.flows += other.flows;
        self.answered += other.answered;
        self.partly += other.partly;
        self.one_way += other.one_way;
        self.blocked += other.blocked;
        self.nat += other.nat;
        self.acl_reply += other.acl_reply;
        self.ipv6 += other.ipv6;
        self.reference += other.reference;
        self.reference_passed += other.reference_passed;
    }

    /// What there is too little of: under a tenth for the verdicts, under a twentieth for what decides.
    #[must_use]
    pub fn lacking(&self) -> Vec<&'static str> {
        let verdicts = [("answered", self.answered), ("one-way", self.one_way), ("blocked", self.blocked)];
        let deciding = [
            ("NAT", self.nat),
            ("ACL replies", self.acl_reply),
            ("IPv6", self.ipv6),
            ("group references", self.reference),
        ];
        let rare_verdicts = verdicts.into_iter().filter(|(_, count)| count * 10 < self.flows);
        let rare_deciding = deciding.into_iter().filter(|(_, count)| count * 20 < self.flows);
        rare_verdicts.chain(rare_deciding).map(|(name, _)| name).collect()
    }
}

impl fmt::Display for Mix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts = [
            ("answered", self.answered),
            ("of these partly", self.partly),
            ("one-way", self.one_way),
            ("blocked", self.blocked),
            ("NAT", self.nat),
            ("ACL replies", self.acl_reply),
            ("IPv6", self.ipv6),
            ("group references", self.reference),
            ("of these passed", self.reference_passed),
        ];
        write!(f, "{} flows:", self.flows)?;
        for (at, (name, count)) in counts.into_iter().enumerate() {
            let comma = if at == 0 { "" } else { "," };
            let percent = 100.0 * count as f64 / self.flows.max(1) as f64;
            write!(f, "{comma} {name} {percent:.1}%")?;
        }
        Ok(())
    }
}

/// The mix of so many random estates, the first of them of this seed, the next of the next one.
#[must_use]
pub fn mix(estates: u64, seed: u64) -> Mix {
    let mut mix = Mix::default();
    for seed in seed..seed + estates {
        let estate = random_estate(seed);
        let oracle = Oracle::new(&estate);
        let sampler = Sampler::new(&oracle);
        let mut dice = Dice::new(seed);
        for _ in 0..FLOWS {
            let (flow, answer) = draw(&oracle, &sampler, &mut dice);
            mix.add(&flow, &answer);
        }
    }
    mix
}

#[cfg(test)]
mod tests {
    use super::mix;

    #[test]
    fn every_mechanism_decides_often_enough() {
        let mix = mix(300, 0);
        println!("{mix}");
        assert_eq!(mix.lacking(), Vec::<&str>::new(), "{mix}");
    }
}
