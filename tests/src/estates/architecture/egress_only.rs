//! A VPC that asks over IPv6 and is never asked, beside one that serves it.

use ringfence::Protocol;
use ringfence::estate::aws::{Action, Peer, RouteTarget};

use super::{from, open};
use crate::estates::{Build, Rules, any, icmp, ports, tcp};

pub(super) fn build() -> Build {
    let mut b = Build::default();
    let quiet = b.vpc("quiet", "10.0.0.0/16 2001:db8:7100::/56");
    let out = b.egress_only_gateway(quiet);
    let group = b.group(quiet, "asks");
    b.group_rule(group, Rules::Egress, any(), from("::/0"));
    b.group_rule(group, Rules::Ingress, tcp(443), from("::/0"));
    b.group_rule(group, Rules::Ingress, tcp(22), Peer::Itself);
    for at in 1..=2 {
        let subnet =
            b.subnet(quiet, &format!("net-{at}"), &format!("10.0.{at}.0/24 2001:db8:7100:{at}::/64"));
        b.table_for(subnet, "::/0", RouteTarget::EgressOnlyGateway(out));
        let addresses = format!("10.0.{at}.10 2001:db8:7100:{at}::10");
        b.machine(subnet, &format!("job-{at}"), &addresses, &[group]);
        let acl = b.acl_for(subnet);
        open(&mut b, acl, 100, "10.0.0.0/16");
        b.acl_rule(acl, Rules::Egress, 110, Action::Allow, any(), "::/0");
        b.acl_rule(acl, Rules::Ingress, 110, Action::Allow, ports(Protocol::TCP, 1024, 65535), "::/0");
        b.acl_rule(acl, Rules::Ingress, 120, Action::Allow, icmp(Protocol::ICMPV6, 129), "::/0");
        b.acl_rule(acl, Rules::Ingress, 130, Action::Allow, tcp(443), "2001:db8::/32");
    }
    let serving = b.vpc("serving", "10.0.0.0/16 2001:db8:7200::/56");
    let gateway = b.internet_gateway(serving);
    let front = b.subnet(serving, "front", "10.0.1.0/24 2001:db8:7200:1::/64");
    b.table_for(front, "::/0", RouteTarget::InternetGateway(gateway));
    let group = b.group(serving, "serves");
    b.group_rule(group, Rules::Ingress, tcp(443), from("2001:db8:7100::/56"));
    b.group_rule(group, Rules::Ingress, icmp(Protocol::ICMPV6, 128), from("::/0"));
    b.group_rule(group, Rules::Egress, tcp(443), from("::/0"));
    b.machine(front, "api", "10.0.1.10 2001:db8:7200:1::10", &[group]);
    b
}
