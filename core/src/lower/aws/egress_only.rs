//! Egress-only internet gateways: IPv6 out, and replies in (AVPC egress-only-internet-gateway.md).

use super::Lowering;
use crate::fabric::{Action, Direction, Filter, FilterList, HopId, HopKind, Label, Otherwise, Part, Rule};
use crate::reason::Reason;
use crate::space::Field;

/// The two ways through an egress-only internet gateway.
#[derive(Clone, Copy)]
pub(super) struct Ends {
    /// Out of the VPC.
    pub(super) out: HopId,
    /// Into the VPC: replies only.
    pub(super) into: HopId,
}

impl Lowering<'_> {
    /// Every egress-only internet gateway.
    pub(super) fn egress_only_gateways(&mut self) {
        for gateway in &self.aws.egress_only_gateways {
            let label = self.label(gateway.object);
            let Some(&core) = self.cores.get(gateway.vpc.0 as usize) else { continue };
            let out = Rule { packets: self.v6_sources(gateway.vpc), action: Action::Allow, label };
            let out =
                FilterList::new(self.spaces, alloc::vec![out], otherwise(label, Reason::NoPublicAddress));
            let into =
                FilterList::new(self.spaces, alloc::vec![], otherwise(label, Reason::EgressOnlyGateway));
            let state = Some(self.network.fabric.new_state());
            let outgoing = self.outside.outgoing;
            let mut filter = |list: FilterList, direction: Direction, next: HopId| {
                let list = self.network.fabric.add_list(list);
                let label = label.part(Part::Direction(direction), label.origin);
                self.network.fabric.add(label, HopKind::Filter(Filter { list, state, next, gap: None }))
            };
            let out = filter(out, Direction::Egress, outgoing);
            let into = filter(into, Direction::Ingress, core);
            // Replies may come in by the internet gateway of the VPC.
            let replies = self.internet_gateways.get(gateway.vpc).map(|ends| ends.replies);
            let replies = replies.unwrap_or_else(|| self.network.fabric.new_state());
            let out = self.guard(gateway.vpc, true, Field::Source, replies, out);
            self.egress_only_gateways.insert(gateway.vpc, Ends { out, into });
        }
    }
}

fn otherwise(label: Label, reason: Reason) -> Otherwise {
    Otherwise { action: Action::Deny(reason), lists: alloc::vec![label] }
}
