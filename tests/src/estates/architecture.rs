//! Architectures as people build them; each works.

mod appliances;
mod balanced;
mod bastion;
mod dual_stack;
mod egress_only;
mod endpoints;
mod microsegments;
mod nat;
mod peered;
mod services;
mod sites;
mod tiers;
mod transit;
mod twins;
mod web;

use ringfence::Protocol;
use ringfence::estate::aws::{Action, NetworkAclId, Peer};

use super::{Build, Rules, any, ports, prefix, tcp};

/// An architecture with its name.
#[derive(Debug, Clone, Copy)]
pub struct Architecture {
    /// What it is.
    pub name: &'static str,
    /// Builds it.
    pub build: fn() -> Build,
}

/// Every architecture.
pub const ARCHITECTURES: &[Architecture] = &[
    Architecture { name: "public web server", build: web::build },
    Architecture { name: "private subnets behind NAT gateways", build: nat::build },
    Architecture { name: "three tiers with network ACLs", build: tiers::build },
    Architecture { name: "bastion", build: bastion::build },
    Architecture { name: "dual stack with an egress-only gateway", build: dual_stack::build },
    Architecture { name: "an egress-only VPC beside a serving one", build: egress_only::build },
    Architecture { name: "microsegments in one subnet", build: microsegments::build },
    Architecture { name: "two VPCs of the same range", build: twins::build },
    Architecture { name: "a site by Direct Connect and VPN", build: sites::by_two_lines },
    Architecture { name: "two sites by one VPN gateway", build: sites::hub },
    Architecture { name: "a service VPC peered with two others", build: peered::build },
    Architecture { name: "private doors to services", build: endpoints::build },
    Architecture { name: "spokes at a hub", build: transit::hub },
    Architecture { name: "transit gateways that are peered", build: transit::peered },
    Architecture { name: "sites at a transit gateway", build: transit::hybrid },
];

/// Those in which machines send packets on that are for others, or a site does what it likes: what these do, no estate says.
pub const APPLIANCES: &[Architecture] = &[
    Architecture { name: "private subnet behind a NAT instance", build: appliances::nat_instance },
    Architecture { name: "firewall between two subnets", build: appliances::firewall },
    Architecture { name: "firewalls in two zones", build: appliances::two_zones },
    Architecture { name: "a site of which little is known", build: sites::half_known },
    Architecture { name: "inspection by a Gateway Load Balancer", build: appliances::inspection },
    Architecture { name: "inspection by appliances of another VPC", build: services::inspected },
];

/// Those with load balancers and groups of machines at any free address.
pub const BALANCED: &[Architecture] = &[
    Architecture { name: "an application load balancer before two tiers", build: balanced::application },
    Architecture { name: "network load balancers in two zones", build: balanced::network },
    Architecture { name: "a classic load balancer in the subnet of its targets", build: balanced::classic },
    Architecture { name: "services of one's own behind PrivateLink", build: services::private_link },
];

fn from(text: &str) -> Peer {
    Peer::Prefix(prefix(text))
}

/// Rules of an ACL that let `port` in from `clients`, and its replies out.
fn serve(build: &mut Build, acl: NetworkAclId, number: u16, port: u16, clients: &str) {
    build.acl_rule(acl, Rules::Ingress, number, Action::Allow, tcp(port), clients);
    build.acl_rule(acl, Rules::Egress, number, Action::Allow, ports(Protocol::TCP, 1024, 65535), clients);
}

/// Rules of an ACL that let `port` out to `servers`, and the replies in.
fn use_service(build: &mut Build, acl: NetworkAclId, number: u16, port: u16, servers: &str) {
    build.acl_rule(acl, Rules::Egress, number, Action::Allow, tcp(port), servers);
    build.acl_rule(acl, Rules::Ingress, number, Action::Allow, ports(Protocol::TCP, 1024, 65535), servers);
}

/// Rules of an ACL that let everything through.
fn open(build: &mut Build, acl: NetworkAclId, number: u16, everywhere: &str) {
    build.acl_rule(acl, Rules::Ingress, number, Action::Allow, any(), everywhere);
    build.acl_rule(acl, Rules::Egress, number, Action::Allow, any(), everywhere);
}
