//! Messages without which paths with small packets are not found.

use alloc::format;
use alloc::vec::Vec;

use ringfence::estate::Traffic;
use ringfence::estate::aws::{Action, NetworkAcl};
use ringfence::space::{Field, Space, Spaces, Values};
use ringfence::{Family, Protocol, global_unicast};

use crate::job::Job;
use crate::packets::{Direction, acl_rules, of_acl_rule, of_protocol, with_addresses};

/// What tells a sender that its packets are too big: of IPv4 and of IPv6.
const TOO_BIG: [(Family, Traffic, &str); 2] = [
    (Family::V4, Traffic::Icmp { protocol: Protocol::ICMP, types: (3, 3), code: Some(4) }, "icmp 3/4"),
    (Family::V6, Traffic::Icmp { protocol: Protocol::ICMPV6, types: (2, 2), code: None }, "icmpv6 2"),
];

/// Network ACLs that let TCP in from the internet, and not what tells that packets are too big.
pub(super) fn blocked(job: &mut Job<'_>) {
    for (number, acl) in job.aws.network_acls.iter().enumerate() {
        let attached = job.aws.subnets.iter().any(|subnet| {
            subnet.network_acl.is_some_and(|id| id.0 as usize == number)
                || (subnet.network_acl.is_none() && subnet.vpc == acl.vpc && job.is_default(acl.object))
        });
        if !attached || acl.ingress.iter().any(|rule| rule.peer.is_none()) {
            continue;
        }
        for (family, too_big, word) in TOO_BIG {
            if lacks(job, acl, family, too_big) {
                let message = format!("{} drops `{word}` from the internet", job.name(acl.object));
                let why = "that is how routers tell a sender that its packets are too big: without it, connections to where a path is \
                           narrower than the network open, and hang when much is sent";
                job.find(job.place(acl.object), message, why, |_, found| {
                    found.help(format!("allow `{word}` where the ACL lets TCP in"))
                });
            }
        }
    }
}

/// Whether TCP that comes from public addresses is let in, and what tells of it from there is not.
fn lacks(job: &mut Job<'_>, acl: &NetworkAcl, family: Family, too_big: Traffic) -> bool {
    let rules = acl_rules(acl, Direction::Ingress);
    let places =
        rules.iter().filter(|rule| rule.action == Action::Allow).filter_map(|rule| rule.origin.location());
    let come: Vec<Space> = places.filter_map(|at| job.decided(at)).collect();
    let Some(usage) = &mut job.usage else { return false };
    let spaces = &mut usage.spaces;
    let mut sets = Vec::new();
    for rule in &rules {
        let allows = rule.action == Action::Allow;
        sets.extend(of_acl_rule(spaces, rule, Direction::Ingress).map(|packets| (packets, allows)));
    }
    let permitted = spaces.permitted(sets);
    let come = spaces.union_all(come);
    let tcp = of_protocol(spaces, Protocol::TCP);
    let public = with_addresses(spaces, Field::Source, family, global_unicast(family));
    let come = spaces.intersect(come, public);
    let come = spaces.intersect(come, tcp);
    let told = too_big.packets(spaces);
    let told = spaces.intersect(permitted, told);
    let senders = sources(spaces, come);
    !senders.is_subset(&sources(spaces, told))
}

fn sources(spaces: &Spaces, packets: Space) -> Values {
    spaces.values(packets, Field::Source)
}
