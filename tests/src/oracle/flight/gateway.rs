//! What internet gateways let through and where what comes in by them goes: VPC Block Public Access, interfaces that deny internet
//! gateways, gateway route tables, and appliances behind a Gateway Load Balancer (VPC user guide).

use ringfence::Reason;
use ringfence::estate::aws::{
    Exclusion, GwlbEndpointId, InternetGatewayId, PublicAccess, RouteTarget, SubnetId, VpcId,
};

use super::{Came, Flight, Run};
use crate::oracle::acl::Direction::Ingress;
use crate::oracle::outcome::{Hop, Step};
use crate::oracle::{Oracle, interfaces};

/// What public access a subnet has left.
#[derive(PartialEq)]
enum Left {
    All,
    /// Blocked ingress: what goes out goes, what comes in does not, but for replies to what went out by NAT gateways and by
    /// egress-only gateways, which let in nothing else.
    Out,
    /// An exclusion for what goes out: its replies come in.
    OutAndReplies,
    Nothing,
}

impl Oracle<'_> {
    fn public_access(&self, subnet: SubnetId) -> Left {
        let subnet = &self.aws().subnets[subnet.0 as usize];
        let vpc = &self.aws().vpcs[subnet.vpc.0 as usize];
        let Some((_, blocked)) = vpc.blocked else { return Left::All };
        let exclusion = if subnet.exclusion.is_some() { subnet.exclusion } else { vpc.exclusion };
        match exclusion {
            Some(Exclusion::Bidirectional) => Left::All,
            _ if blocked == PublicAccess::Ingress => Left::Out,
            Some(Exclusion::Egress) => Left::OutAndReplies,
            None => Left::Nothing,
        }
    }

    /// Whether an interface of `vpc` with this private address denies internet gateways.
    fn denies_internet(&self, vpc: VpcId, address: std::net::IpAddr) -> bool {
        interfaces(self.aws()).any(|(_, one)| {
            one.denies_internet && self.vpc_of(one.subnet) == vpc && one.addresses.contains(&address)
        })
    }
}

impl Run<'_, '_> {
    /// Whether a packet of `vpc` may leave by its internet gateway, or by its egress-only gateway.
    pub(super) fn may_go_out(
        &self,
        vpc: VpcId,
        is_nat: bool,
        egress_only: bool,
        flight: &mut Flight,
    ) -> Result<(), Reason> {
        let source = flight.packet.source();
        if !is_nat && !egress_only && self.oracle.denies_internet(vpc, source) {
            return Err(Reason::InternetTrafficDenied);
        }
        let Some(subnet) = self.oracle.subnet_with(vpc, source) else { return Ok(()) };
        match self.oracle.public_access(subnet) {
            Left::Nothing => Err(Reason::PublicAccessBlocked),
            Left::OutAndReplies if !is_nat => {
                // What knows the flows that went out does not know the replies that go out.
                let hop = Hop::PublicAccess(subnet);
                if self.known.is_some() {
                    return self.crossing(hop, &flight.packet).map(|_| ()).ok_or(Reason::ReplyOtherPath);
                }
                flight.cross(hop, flight.packet);
                Ok(())
            }
            Left::Out if egress_only && self.known.is_none() => {
                flight.cross(Hop::PublicAccess(subnet), flight.packet);
                Ok(())
            }
            Left::All | Left::Out | Left::OutAndReplies => Ok(()),
        }
    }

    /// A packet that an internet gateway lets in, for the private or IPv6 address that it is now for.
    pub(super) fn come_in(&mut self, gateway: InternetGatewayId, mut flight: Flight) {
        let found = &self.oracle.aws().internet_gateways[gateway.0 as usize];
        let (vpc, destination) = (found.vpc, flight.packet.destination());
        if self.oracle.denies_internet(vpc, destination) {
            return self.drop(flight, Reason::InternetTrafficDenied);
        }
        if let Some(subnet) = self.oracle.subnet_with(vpc, destination) {
            let known = self.crossing(Hop::PublicAccess(subnet), &flight.packet).is_some();
            match self.oracle.public_access(subnet) {
                Left::All => {}
                Left::Out | Left::OutAndReplies if known => {}
                _ => return self.drop(flight, Reason::PublicAccessBlocked),
            }
        }
        let Some(target) = self.edge_route(gateway, destination) else {
            return self.enter_subnet(vpc, flight);
        };
        flight.step(Step::Edge(gateway, target));
        let subnet = match target {
            RouteTarget::Local => return self.enter_subnet(vpc, flight),
            RouteTarget::Interface(id) => self.oracle.subnet_of(id),
            RouteTarget::GwlbEndpoint(id) => self.oracle.aws().gwlb_endpoints[id.0 as usize].subnet,
            _ => return self.drop(flight, Reason::Blackhole),
        };
        if let Err(reason) = self.pass_acl(subnet, Ingress, &mut flight) {
            return self.drop(flight, reason);
        }
        match target {
            RouteTarget::Interface(id) => self.hand_to(id, flight),
            RouteTarget::GwlbEndpoint(id) => self.at_inspection(id, flight),
            _ => unreachable!("it stands in no subnet"),
        }
    }

    /// Where the table of a gateway sends a packet; `None` where there is none. It has the local routes of its VPC, too.
    fn edge_route(&self, gateway: InternetGatewayId, destination: std::net::IpAddr) -> Option<RouteTarget> {
        let aws = self.oracle.aws();
        let gateway = &aws.internet_gateways[gateway.0 as usize];
        let routes = aws.route_tables[gateway.route_table?.0 as usize].routes.iter();
        let local =
            aws.vpcs[gateway.vpc.0 as usize].prefixes.iter().map(|range| (*range, RouteTarget::Local));
        let all = local.chain(routes.map(|route| (route.destination, route.target)));
        let within = all.filter(|(range, _)| range.contains(destination));
        // Of the same length the last counts, which is one that is written.
        let longest = within.max_by_key(|(range, _)| range.length());
        Some(longest.map_or(RouteTarget::Local, |(_, target)| target))
    }

    /// At a Gateway Load Balancer endpoint: the appliance lets through what this world says.
    pub(super) fn at_inspection(&mut self, id: GwlbEndpointId, mut flight: Flight) {
        flight.facts.appliance = true;
        let hop = Hop::Gwlb(id);
        let subnet = self.oracle.aws().gwlb_endpoints[id.0 as usize].subnet;
        if self.known.is_some() {
            if self.crossing(hop, &flight.packet).is_none() {
                return self.drop(flight, Reason::ReplyOtherPath);
            }
            if flight.given_back.contains(&hop) {
                return self.drop(flight, Reason::RouteLoop);
            }
            flight.given_back.push(hop);
            flight.step(Step::Tracked(hop));
            return self.send_in(subnet, false, flight);
        }
        if flight.crossed.iter().any(|crossing| crossing.hop == hop) {
            return self.drop(flight, Reason::RouteLoop);
        }
        if !self.oracle.has_appliance(id) {
            return self.drop(flight, Reason::NoTarget);
        }
        if !self.oracle.world.lets_through(id, &flight.packet) {
            return self.drop(flight, Reason::NotForwarded);
        }
        flight.step(Step::Inspected(id));
        flight.cross(hop, flight.packet);
        flight.came = Came::Otherwise;
        flight.carries.clear();
        self.send_in(subnet, false, flight);
    }
}
