//! What of public access is blocked: by the Region (VPC Block Public Access), and by an interface for itself.

use alloc::vec::Vec;

use super::{Lowering, dead_end};
use crate::estate::aws::{Exclusion, Interface, PublicAccess, SubnetId, VpcId};
use crate::fabric::{
    Action, Addresses, Assumed, Entry, Filter, FilterList, HopId, HopKind, Label, Next, Otherwise, Restore,
    Route, StateId, Stop, When,
};
use crate::reason::Reason;
use crate::space::{Field, Space};
use crate::traffic::{prefix_values, with_any};

/// What a flag of an interface means is known by its name alone.
const fn denied(about: Label) -> Assumed {
    Assumed {
        code: "deny-all-igw-traffic",
        text: "an interface with `deny-all-igw-traffic` gets nothing from an internet gateway and sends nothing to one",
        about,
        when: When::Crossed,
    }
}

/// What an exclusion for what goes out lets through.
const fn egress_excluded(about: Label) -> Assumed {
    Assumed {
        code: "public-access-exclusion-egress",
        text: "an exclusion `allow-egress` lets out what its subnets send, and the replies in, where both ways are blocked",
        about,
        when: When::Crossed,
    }
}

/// What becomes of a subnet's traffic with internet gateways.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    /// It passes.
    Open,
    /// It passes outwards, and no packet comes in, not even a reply but to what left by a gateway that lets in replies only.
    OutOnly,
    /// It passes outwards, and replies come in.
    OutAndReplies,
    /// Nothing passes.
    Shut,
}

impl Lowering<'_> {
    /// What of a subnet's own traffic is let through, or of that of gateways in it, which let in replies only.
    pub(super) fn access(&self, id: SubnetId, gateway: bool) -> Access {
        let Some(subnet) = self.aws.subnet(id) else { return Access::Open };
        let vpc = self.aws.vpc(subnet.vpc);
        let exclusion = subnet.exclusion.or_else(|| vpc.and_then(|vpc| vpc.exclusion));
        let blocked = vpc.and_then(|vpc| vpc.blocked).map(|(_, blocked)| blocked);
        match (blocked, exclusion) {
            (None, _) | (_, Some(Exclusion::Bidirectional)) => Access::Open,
            (Some(PublicAccess::Ingress), _) if gateway => Access::OutAndReplies,
            (Some(PublicAccess::Ingress), _) => Access::OutOnly,
            (Some(PublicAccess::Bidirectional), Some(Exclusion::Egress)) => Access::OutAndReplies,
            (Some(PublicAccess::Bidirectional), None) => Access::Shut,
        }
    }

    /// Where public access is blocked.
    pub(super) fn blocked_label(&self, vpc: VpcId) -> Option<Label> {
        self.aws.vpc(vpc).and_then(|vpc| vpc.blocked).map(|(network, _)| self.label(network))
    }

    /// In front of a gateway of `vpc`, what it does not get; behind it, what does not come in. `end` is the inner end of packets.
    pub(super) fn guard(
        &mut self,
        vpc: VpcId,
        gateway: bool,
        end: Field,
        state: StateId,
        next: HopId,
    ) -> HopId {
        let mut entries: Vec<Entry> = Vec::new();
        if !gateway {
            for interface in self.interfaces_of(vpc).into_iter().filter(|one| one.denies_internet) {
                let label = self.label(interface.object);
                let stop = Stop::new(Reason::InternetTrafficDenied, label);
                let hop = dead_end(self, stop, label, Some(denied(label)));
                let packets = with_any(self.spaces, end, &addresses_of(interface));
                entries.push(Entry { packets, next: Next::Hop(hop), label });
            }
        }
        let Some(label) = self.blocked_label(vpc) else { return self.guarded(entries, next) };
        for (id, subnet) in self.subnets_of(vpc) {
            let prefixes = subnet.prefixes.iter();
            let own: Addresses =
                prefixes.map(|prefix| Addresses::of(prefix.family(), prefix_values(prefix))).collect();
            let stop = Next::Stop(Stop::new(Reason::PublicAccessBlocked, label));
            let next = match (self.access(id, gateway), end) {
                (Access::Open, _) | (Access::OutOnly, Field::Source) => continue,
                (Access::OutOnly, _) if self.aws.egress_only_gateways.iter().any(|one| one.vpc == vpc) => {
                    let known = Restore { state, next, otherwise: stop };
                    Next::Hop(self.network.fabric.add(label, HopKind::Restore(known)))
                }
                (Access::OutOnly | Access::Shut, _) => stop,
                (Access::OutAndReplies, _) => {
                    // Of ingress alone it is documented what is left.
                    let excluded = self.access(id, false) == Access::OutAndReplies;
                    let assumed = excluded.then(|| egress_excluded(label));
                    Next::Hop(self.replies_only(label, end, state, next, assumed))
                }
            };
            let packets = with_any(self.spaces, end, &own);
            entries.push(Entry { packets, next, label });
        }
        self.guarded(entries, next)
    }

    fn guarded(&mut self, mut entries: Vec<Entry>, next: HopId) -> HopId {
        let Some(label) = self.network.fabric.hop(next).map(|hop| hop.label) else { return next };
        if entries.is_empty() {
            return next;
        }
        entries.push(Entry { packets: Space::ALL, next: Next::Hop(next), label });
        let otherwise = (Stop::new(Reason::PublicAccessBlocked, label), label);
        let route = Route::new(self.spaces, entries, otherwise);
        self.network.fabric.add(label, HopKind::Route(route))
    }

    /// Remembers what goes out, and lets in what answers that.
    fn replies_only(
        &mut self,
        label: Label,
        end: Field,
        state: StateId,
        next: HopId,
        assumed: Option<Assumed>,
    ) -> HopId {
        let action = match end {
            Field::Source => Action::Allow,
            _ => Action::Deny(Reason::PublicAccessBlocked),
        };
        let list = FilterList::new(self.spaces, Vec::new(), Otherwise { action, lists: alloc::vec![label] });
        let list = self.network.fabric.add_list(list);
        let filter = HopKind::Filter(Filter { list, state: Some(state), next, gap: None });
        self.network.fabric.add_assuming(label, filter, assumed)
    }
}

fn addresses_of(interface: &Interface) -> Addresses {
    interface.addresses.iter().copied().map(Addresses::single).collect()
}
