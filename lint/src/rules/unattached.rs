//! Filters that nothing is filtered by.

use alloc::format;

use alloc::collections::BTreeSet as Set;
use ringfence::estate::aws::{NetworkAclId, Peer, SecurityGroupId};

use crate::job::Job;

/// Network ACLs without a subnet. The default one of a VPC is there whether one wants it or not.
pub(super) fn acls(job: &mut Job<'_>) {
    for (id, acl) in (0..).map(NetworkAclId).zip(&job.aws.network_acls) {
        let attached = job.aws.subnets.iter().any(|subnet| subnet.network_acl == Some(id));
        if attached || job.is_default(acl.object) {
            continue;
        }
        let message = format!("no subnet has {}", job.name(acl.object));
        let why = "its rules filter nothing, and whoever reads them may think that they do";
        job.find(job.place(acl.object), message, why, |_, found| {
            found.help("give it to the subnets that it was written for, or take it out")
        });
    }
}

/// Security groups without an interface.
pub(super) fn groups(job: &mut Job<'_>) {
    let carried = job.aws.interfaces.iter().flat_map(|interface| job.groups_of(interface));
    let carried: Set<SecurityGroupId> = carried.collect();
    for (id, group) in (0..).map(SecurityGroupId).zip(&job.aws.security_groups) {
        if carried.contains(&id) || job.is_default(group.object) {
            continue;
        }
        let rules =
            job.aws.security_groups.iter().flat_map(|group| group.ingress.iter().chain(&group.egress));
        let named = rules.clone().find(|rule| rule.peers.contains(&Peer::Group(id)));
        let named = named.and_then(|rule| rule.origin.location());
        let message = format!("no interface has {}", job.name(group.object));
        let why = match named {
            Some(_) => "its rules filter nothing, and the rules that name it match nothing by it",
            None => "its rules filter nothing, and whoever reads them may think that they do",
        };
        job.find(job.place(group.object), message, why, |_, found| {
            found
                .related(named, "named here")
                .help("give it to the machines that it was written for, or take it out")
        });
    }
}
