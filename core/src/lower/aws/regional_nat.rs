//! NAT gateways of a whole Region: one translation, straight to a public address, and no subnet around it.

use super::public_access::Access;
use super::{HopId, Lowering, dead_end};
use crate::estate::aws::{Exclusion, PublicAccess, VpcId};
use crate::fabric::{Assumed, Front, HopKind, Label, Next, Restore, Rewrite, Stop, When};
use crate::packet::address_number;
use crate::reason::Reason;
use crate::space::Values;

/// What the cloud does around it is not printed.
const fn stands_nowhere(about: Label) -> Assumed {
    Assumed {
        code: "regional-nat-gateway",
        text: "a NAT gateway of the whole Region stands in no subnet: no network ACL is asked at it, and what it sends leaves by the \
               internet gateway",
        about,
        when: When::Crossed,
    }
}

impl Lowering<'_> {
    /// Every one, behind the internet gateways and before what comes in.
    pub(super) fn regional_nat_gateways(&mut self) {
        for gateway in &self.aws.regional_nat_gateways {
            let label = self.label(gateway.object);
            let public: Values =
                gateway.public.iter().map(|one| (address_number(*one), address_number(*one))).collect();
            let state = self.network.fabric.new_state();
            let entrance = self.regional_entrance(gateway.vpc, label, public, state);
            self.regional_nat_gateways.push(entrance);
            let core = self.cores.get(gateway.vpc.0 as usize).copied().unwrap_or(entrance);
            let unsolicited = Next::Stop(Stop::new(Reason::NatUnsolicited, label));
            let restore = Restore { state, next: core, otherwise: unsolicited };
            let back = self.network.fabric.add(label, HopKind::Restore(restore));
            let reachable = self.internet_gateways.get(gateway.vpc).is_some();
            let next = if reachable { Next::Hop(back) } else { self.no_internet_gateway(gateway.vpc, label) };
            for address in &gateway.public {
                let front = Front { address: *address, behind: None, label };
                self.outside.front(self.spaces, &mut self.network.fabric, front, next.clone());
            }
        }
    }

    fn regional_entrance(
        &mut self,
        vpc: VpcId,
        label: Label,
        public: Values,
        state: crate::fabric::StateId,
    ) -> HopId {
        if self.internet_gateways.get(vpc).is_none() {
            let stop = Stop::new(Reason::NoInternetGateway, label);
            return dead_end(self, stop, label, None);
        }
        if let (Access::Shut, Some(blocked)) = (self.access_of_vpc(vpc), self.blocked_label(vpc)) {
            let stop = Stop::new(Reason::PublicAccessBlocked, blocked);
            return dead_end(self, stop, blocked, None);
        }
        let cases = self.translated(&public, label);
        let otherwise = (Stop::new(Reason::NatProtocol, label), label);
        let translate = Rewrite::new(self.spaces, cases, otherwise, Some(state), self.outside.outgoing);
        self.network.fabric.add_assuming(label, HopKind::Rewrite(translate), Some(stands_nowhere(label)))
    }

    /// What of the traffic of a VPC's own gateways is let through.
    fn access_of_vpc(&self, vpc: VpcId) -> Access {
        let vpc = self.aws.vpc(vpc);
        match vpc.map(|vpc| (vpc.blocked, vpc.exclusion)) {
            Some((Some((_, PublicAccess::Bidirectional)), None::<Exclusion>)) => Access::Shut,
            _ => Access::Open,
        }
    }
}
