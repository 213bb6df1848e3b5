//! Rules of security groups and network ACLs.

use ringfence::estate::aws::{AclRule, Action, GroupRule, Peer, PrefixListId, SecurityGroupId, VpcId};

use crate::estates::pool;
use crate::estates::{Build, Dice, Rules};

pub(super) fn retune_group_rule(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let (group, rules) = pick_group(build, dice)?;
    let at = dice.index(list(build, group, rules))?;
    let peer = group_peer(build, dice, group);
    let traffic = pool::traffic(dice);
    let whole = dice.percent(30);
    let rule = &mut list(build, group, rules)[at];
    if whole || dice.percent(50) {
        let at = dice.index(&rule.traffic)?;
        rule.traffic[at] = traffic;
    }
    if whole || dice.percent(50) {
        let at = dice.index(&rule.peers)?;
        rule.peers[at] = peer;
    }
    Some(())
}

pub(super) fn add_group_rule(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let (group, rules) = pick_group(build, dice)?;
    let peer = group_peer(build, dice, group);
    build.group_rule(group, rules, pool::traffic(dice), peer);
    Some(())
}

pub(super) fn remove_group_rule(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let (group, rules) = pick_group(build, dice)?;
    let at = dice.index(list(build, group, rules))?;
    list(build, group, rules).remove(at);
    Some(())
}

pub(super) fn widen_group_rule(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let (group, rules) = pick_group(build, dice)?;
    let at = dice.index(list(build, group, rules))?;
    let peer = group_peer(build, dice, group);
    let rule = &mut list(build, group, rules)[at];
    if dice.percent(50) {
        rule.peers.push(peer);
    } else {
        rule.traffic.push(pool::traffic(dice));
    }
    Some(())
}

pub(super) fn retune_acl_rule(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let at = dice.index(&build.estate.aws.network_acls)?;
    let vpc = build.estate.aws.network_acls[at].vpc;
    let peer = pool::peer(dice, &build.estate.aws, vpc);
    let rules = pick_acl_list(build, dice, at);
    let number = free_number(dice, rules);
    let which = dice.index(rules)?;
    let rule = &mut rules[which];
    match dice.below(5) {
        0 => rule.action = if rule.action == Action::Allow { Action::Deny } else { Action::Allow },
        1 => rule.number = number?,
        2 => rule.peer = Some(peer),
        _ => rule.traffic = pool::traffic(dice),
    }
    Some(())
}

pub(super) fn add_acl_rule(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let at = dice.index(&build.estate.aws.network_acls)?;
    let vpc = build.estate.aws.network_acls[at].vpc;
    let peer = pool::peer(dice, &build.estate.aws, vpc);
    let origin = build.origin();
    let rules = pick_acl_list(build, dice, at);
    let number = free_number(dice, rules)?;
    let action = if dice.percent(50) { Action::Allow } else { Action::Deny };
    let rule = AclRule { number, action, traffic: pool::traffic(dice), peer: Some(peer), origin };
    // Anywhere in the list: the place has no meaning.
    let place = dice.below(rules.len() + 1);
    rules.insert(place, rule);
    Some(())
}

pub(super) fn remove_acl_rule(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let at = dice.index(&build.estate.aws.network_acls)?;
    let rules = pick_acl_list(build, dice, at);
    let which = dice.index(rules)?;
    rules.remove(which);
    Some(())
}

/// Two rules change their numbers.
pub(super) fn reorder_acl_rules(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let at = dice.index(&build.estate.aws.network_acls)?;
    let rules = pick_acl_list(build, dice, at);
    let (one, two) = (dice.index(rules)?, dice.index(rules)?);
    let number = rules[one].number;
    rules[one].number = rules[two].number;
    rules[two].number = number;
    Some(())
}

fn pick_group(build: &Build, dice: &mut Dice) -> Option<(SecurityGroupId, Rules)> {
    let at = dice.index(&build.estate.aws.security_groups)?;
    let rules = if dice.percent(50) { Rules::Ingress } else { Rules::Egress };
    Some((SecurityGroupId(at as u32), rules))
}

fn list(build: &mut Build, group: SecurityGroupId, rules: Rules) -> &mut Vec<GroupRule> {
    let group = &mut build.estate.aws.security_groups[group.0 as usize];
    match rules {
        Rules::Ingress => &mut group.ingress,
        Rules::Egress => &mut group.egress,
    }
}

/// A peer for a rule of `group`.
fn group_peer(build: &Build, dice: &mut Dice, group: SecurityGroupId) -> Peer {
    let aws = &build.estate.aws;
    let vpc: VpcId = aws.security_groups[group.0 as usize].vpc;
    if dice.percent(60) {
        return Peer::Prefix(pool::peer(dice, aws, vpc));
    }
    if let Some(list) = dice.index(&aws.prefix_lists).filter(|_| dice.percent(40)) {
        return Peer::List(PrefixListId(list as u32));
    }
    if dice.percent(30) {
        return Peer::Itself;
    }
    let anywhere = dice.percent(25);
    let groups = (0..aws.security_groups.len()).filter(|&at| anywhere || aws.security_groups[at].vpc == vpc);
    let groups = groups.map(|at| SecurityGroupId(at as u32)).collect::<Vec<_>>();
    dice.pick(&groups).map_or(Peer::Itself, Peer::Group)
}

fn pick_acl_list<'b>(build: &'b mut Build, dice: &mut Dice, acl: usize) -> &'b mut Vec<AclRule> {
    let acl = &mut build.estate.aws.network_acls[acl];
    if dice.percent(50) { &mut acl.ingress } else { &mut acl.egress }
}

fn free_number(dice: &mut Dice, rules: &[AclRule]) -> Option<u16> {
    let number = dice.one(&[1, 50, 89, 91, 99, 101, 105, 111, 125, 150, 205, 257, 300, 1000, 32766]);
    (!rules.iter().any(|rule| rule.number == number)).then_some(number)
}
