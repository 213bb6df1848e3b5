//! Peerings between VPCs (APEER vpc-peering-basics.md).

use super::{Builder, Placed, Said};
use crate::estate::aws::{Peering, PeeringId, PeeringStatus, VpcId};
use crate::packet::Prefix;
use crate::problem::{duplicate, not_in_this_cloud, overlap};
use crate::resolve::taken::{Once, Taken};
use crate::resolve::value::Value;
use crate::syntax::LinkWord;

impl Builder<'_, '_, '_, '_> {
    pub(super) fn peerings(&mut self) {
        let mut joined = Taken::default();
        for (network, _) in self.input.networks() {
            for said in self.input.inside(network, "peering") {
                if let Some(peering) = self.peering(said, &mut joined) {
                    let id = PeeringId(self.aws.peerings.len() as u32);
                    self.placed.insert(peering.object, Placed::Peering(id));
                    self.aws.peerings.push(peering);
                }
            }
        }
    }

    fn peering(&mut self, said: Said<'_, '_>, joined: &mut Taken<'_>) -> Option<Peering> {
        let object = said.node.object?;
        let [first, second] = said.filled.link(LinkWord::Between) else { return None };
        let (Some(Placed::Vpc(one)), Some(Placed::Vpc(other))) = (self.target(first), self.target(second))
        else {
            return None;
        };
        if self.input.in_doubt(said.node) {
            return None;
        }
        if one == other {
            self.report.push(not_in_this_cloud::peering_with_itself(said.at(second)));
            return None;
        }
        let status = self.input.inside(said.node, "status").next();
        let status = match status.and_then(|status| status.filled.values().first()).map(|read| &read.value) {
            Some(Value::Word("pending")) => PeeringStatus::Pending,
            Some(Value::Word("deleted")) => PeeringStatus::Deleted,
            _ => PeeringStatus::Active,
        };
        // What is gone forbids nothing.
        if status != PeeringStatus::Deleted {
            let here = said.node.at();
            if let Some(known) = joined.take(Once::Peering(one.min(other), one.max(other)), here) {
                let [one, other] = [one, other].map(|vpc| self.called_vpc(vpc));
                self.report.push(duplicate::peering(here, &one, &other, known));
                return None;
            }
            if let Some((range, taken)) = self.common_range(one, other) {
                let [first, second] = [one, other].map(|vpc| self.called_vpc(vpc));
                let mut problem = overlap::peers(here, (range, &first), (taken, &second));
                for vpc in [one, other] {
                    let declared = self.aws.vpc(vpc).and_then(|vpc| self.declared(vpc.object));
                    problem =
                        declared.into_iter().fold(problem, |problem, at| problem.related(at, "its ranges"));
                }
                self.report.push(problem);
                return None;
            }
        }
        Some(Peering { object, vpcs: [one, other], status })
    }

    /// A range of one VPC and a range of the other that share addresses.
    fn common_range(&self, one: VpcId, other: VpcId) -> Option<(Prefix, Prefix)> {
        let ranges = |vpc| self.aws.vpc(vpc).map_or(&[][..], |vpc| vpc.prefixes.as_slice());
        // A hub has many peerings: its ranges are looked up, those of the other are gone through.
        if ranges(one).len() > ranges(other).len() {
            return self.common_range(other, one).map(|(range, taken)| (taken, range));
        }
        ranges(one).iter().find_map(|range| {
            // Those of one VPC share none, so the last that starts in the range, or before it, is the one that does.
            let &((vpc, _), taken) = self.ranges.up_to(&(other, range.last()))?;
            (vpc == other && taken.overlaps(range)).then_some((*range, taken))
        })
    }
}
