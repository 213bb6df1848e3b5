//! What the cloud gives to whoever names nothing, and what members of a group may do to each other.

use alloc::format;
use alloc::vec::Vec;

use ringfence::estate::ObjectId;
use ringfence::estate::Traffic;
use ringfence::estate::aws::{Peer, SecurityGroupId, Subnet, VpcId};

use crate::job::Job;
use crate::names::counted;

/// Default security groups that interfaces have.
pub(super) fn groups(job: &mut Job<'_>) {
    for (id, vpc) in (0..).map(VpcId).zip(&job.aws.vpcs) {
        let in_vpc = |subnet| job.aws.subnet(subnet).is_some_and(|subnet| subnet.vpc == id);
        let has_default = |groups: &[SecurityGroupId]| {
            let mut groups = groups.iter().filter_map(|group| job.aws.security_group(*group));
            groups.any(|group| job.is_default(group.object))
        };
        let own = job.aws.interfaces.iter().filter(|interface| in_vpc(interface.subnet));
        let own = own.filter(|interface| interface.groups.is_empty() || has_default(&interface.groups));
        // A network load balancer without groups has none at all.
        let own =
            own.filter(|interface| !interface.groups.is_empty() || job.aws.balancer_of(interface).is_none());
        let carriers: Vec<ObjectId> = own.map(|interface| interface.object).collect();
        let Some(&first) = carriers.first() else { continue };
        let groups = job.aws.security_groups.iter();
        let written =
            groups.filter(|group| group.vpc == id && job.is_default(group.object)).map(|group| group.object);
        let at = written.into_iter().next().unwrap_or(first);
        let message = format!(
            "{} the default security group of {}",
            match carriers.len() {
                1 => format!("{} has", job.name(first)),
                count => format!("{} have", counted(count, "interface")),
            },
            job.name(vpc.object)
        );
        let why = "it is what machines get that nobody thought about, and what all of those are allowed, each of them is";
        job.find(job.place(at), message, why, |job, found| {
            let carrier = job.place(first).filter(|_| at != first);
            found
                .related(carrier, "this one has it")
                .help("give each machine a group of its own purpose, and leave the default one empty")
        });
    }
}

/// Subnets that have the default network ACL.
pub(super) fn acls(job: &mut Job<'_>) {
    for (id, vpc) in (0..).map(VpcId).zip(&job.aws.vpcs) {
        let has_default = |subnet: &&Subnet| {
            let acl = subnet.network_acl.and_then(|acl| job.aws.network_acl(acl));
            subnet.vpc == id && acl.is_none_or(|acl| job.is_default(acl.object))
        };
        let subnets: Vec<&Subnet> = job.aws.subnets.iter().filter(has_default).collect();
        let Some(first) = subnets.first() else { continue };
        let message = format!(
            "{} the default network ACL of {}",
            match subnets.len() {
                1 => format!("{} has", job.name(first.object)),
                count => format!("{} have", counted(count, "subnet")),
            },
            job.name(vpc.object)
        );
        let why = "as the cloud makes it, it lets everything pass: one slip in a group has nothing behind it";
        job.find(job.place(first.object), message, why, |_, found| {
            found.help("give subnets an ACL that denies what none of their machines is for, or allow this if groups are all you rely on")
        });
    }
}

/// Groups whose members may send each other everything.
pub(super) fn open_to_itself(job: &mut Job<'_>) {
    for (id, group) in (0..).map(SecurityGroupId).zip(&job.aws.security_groups) {
        let is_own = |peer: &Peer| matches!(peer, Peer::Itself) || *peer == Peer::Group(id);
        let mut own = group.ingress.iter().filter(|rule| rule.peers.iter().any(is_own));
        let Some(rule) = own.find(|rule| rule.traffic.contains(&Traffic::Any)) else { continue };
        let message = format!("members of {} may send each other everything", job.name(group.object));
        let why = "whoever takes over one machine of the group reaches every port of all the others";
        job.find(rule.origin.location(), message, why, |_, found| {
            found.help("allow the ports that they need of each other")
        });
    }
}
