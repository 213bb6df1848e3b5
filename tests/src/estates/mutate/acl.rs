//! Network ACLs and which subnets they serve.

use ringfence::Protocol;
use ringfence::estate::Traffic;
use ringfence::estate::aws::{Action, NetworkAclId, SubnetId, VpcId};

use super::remove;
use crate::estates::{Build, Dice, Rules, any, pool, ports};

/// A subnet gets an ACL of its own: a copy of one of its VPC, or one without rules.
pub(super) fn copy_for_subnet(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let at = dice.index(&build.estate.aws.subnets)?;
    let vpc = build.estate.aws.subnets[at].vpc;
    let name = format!("acl-{}", build.estate.objects.len());
    let copied = dice.pick(&acls_of(build, vpc));
    let acl = build.acl(vpc, &name);
    build.estate.aws.subnets[at].network_acl = Some(acl);
    if let Some(copied) = copied {
        let copied = build.estate.aws.network_acls[copied.0 as usize].clone();
        let acl = &mut build.estate.aws.network_acls[acl.0 as usize];
        (acl.ingress, acl.egress) = (copied.ingress, copied.egress);
    }
    give_rules_places_of_their_own(build, acl);
    Some(())
}

/// A subnet gets an ACL that lets everything through one way, and back only to some ports: what replies need.
pub(super) fn filter_replies(build: &mut Build, dice: &mut Dice) -> Option<()> {
    // Half of the time where a NAT gateway stands: its replies come to ports it chooses.
    let of_nat = dice.index(&build.estate.aws.nat_gateways).filter(|_| dice.percent(50));
    let at = match of_nat {
        Some(nat) => build.estate.aws.nat_gateways[nat].subnet.0 as usize,
        None => dice.index(&build.estate.aws.subnets)?,
    };
    let vpc = build.estate.aws.subnets[at].vpc;
    let name = format!("acl-{}", build.estate.objects.len());
    let acl = build.acl(vpc, &name);
    build.estate.aws.subnets[at].network_acl = Some(acl);
    let (open, filtered) = if dice.percent(if of_nat.is_some() { 10 } else { 50 }) {
        (Rules::Ingress, Rules::Egress)
    } else {
        (Rules::Egress, Rules::Ingress)
    };
    let (first, last) = dice.one(&[(1024, 65535), (32768, 60999), (32768, 65535), (40000, 40001), (0, 1023)]);
    // Or back to all ports but some, of which a single one at an end of what clients use is easily missed.
    let all_but =
        dice.percent(25).then(|| dice.one(&[(0, 1023), (1024, 1024), (65535, 65535), (40000, 60999)]));
    for (number, everywhere) in [(100, "0.0.0.0/0"), (110, "::/0")] {
        build.acl_rule(acl, open, number, Action::Allow, any(), everywhere);
        let protocol = if dice.percent(80) { Protocol::TCP } else { Protocol::UDP };
        if let Some((first, last)) = all_but {
            build.acl_rule(acl, filtered, number, Action::Deny, ports(protocol, first, last), everywhere);
            build.acl_rule(acl, filtered, number + 300, Action::Allow, any(), everywhere);
        } else {
            build.acl_rule(acl, filtered, number, Action::Allow, ports(protocol, first, last), everywhere);
        }
    }
    if dice.percent(30) {
        // Echo replies have code 0, whatever the request had.
        let (protocol, kind, everywhere) =
            dice.one(&[(Protocol::ICMP, 0, "0.0.0.0/0"), (Protocol::ICMPV6, 129, "::/0")]);
        let code = Some(dice.one(&[0, 1]));
        let replies = Traffic::Icmp { protocol, types: (kind, kind), code };
        build.acl_rule(acl, filtered, 140, Action::Allow, replies, everywhere);
    }
    let own = build.estate.aws.vpcs[vpc.0 as usize].prefixes.clone();
    if dice.percent(50) {
        let own = dice.pick(&own)?.to_string();
        build.acl_rule(acl, filtered, 120, Action::Allow, any(), &own);
    }
    if dice.percent(50) {
        build.acl_rule(acl, filtered, 130, Action::Allow, pool::traffic(dice), "0.0.0.0/0");
    }
    Some(())
}

/// A subnet names another ACL, or none.
pub(super) fn reassign(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let at = dice.index(&build.estate.aws.subnets)?;
    let acls = acls_of(build, build.estate.aws.subnets[at].vpc);
    let acl = if dice.percent(30) { None } else { dice.pick(&acls) };
    build.estate.aws.subnets[at].network_acl = acl;
    Some(())
}

/// An ACL becomes the default one of its VPC, or no longer is.
pub(super) fn rename_default(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let at = dice.index(&build.estate.aws.network_acls)?;
    let vpc = build.estate.aws.network_acls[at].vpc;
    let objects = acls_of(build, vpc);
    let objects =
        objects.iter().map(|id| build.estate.aws.network_acls[id.0 as usize].object).collect::<Vec<_>>();
    super::group::swap_default(build, &objects, build.estate.aws.network_acls[at].object);
    Some(())
}

pub(super) fn remove_unused(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let at = dice.index(&build.estate.aws.network_acls)?;
    let id = NetworkAclId(at as u32);
    for subnet in &mut build.estate.aws.subnets {
        if subnet.network_acl == Some(id) {
            subnet.network_acl = None;
        }
    }
    remove::network_acl(&mut build.estate.aws, id);
    Some(())
}

fn acls_of(build: &Build, vpc: VpcId) -> Vec<NetworkAclId> {
    let acls = &build.estate.aws.network_acls;
    (0..acls.len()).filter(|&at| acls[at].vpc == vpc).map(|at| NetworkAclId(at as u32)).collect()
}

fn give_rules_places_of_their_own(build: &mut Build, acl: NetworkAclId) {
    let at = acl.0 as usize;
    for which in 0..build.estate.aws.network_acls[at].ingress.len() {
        build.estate.aws.network_acls[at].ingress[which].origin = build.origin();
    }
    for which in 0..build.estate.aws.network_acls[at].egress.len() {
        build.estate.aws.network_acls[at].egress[which].origin = build.origin();
    }
}

/// Every subnet of a VPC.
pub(super) fn subnets_of(build: &Build, vpc: VpcId) -> Vec<SubnetId> {
    let subnets = &build.estate.aws.subnets;
    (0..subnets.len()).filter(|&at| subnets[at].vpc == vpc).map(|at| SubnetId(at as u32)).collect()
}
