//! Load balancers, what they give connections to, and groups of machines at any free address.

use ringfence::estate::Traffic;
use ringfence::estate::aws::{
    AutoscalingGroupId, InstanceId, InterfaceOwner, Listener, LoadBalancer, LoadBalancerId, LoadBalancerKind,
    SecurityGroupId, Target, TargetAt, TargetGroupId,
};

use crate::estates::{Build, Dice, any, pool, tcp, udp};

/// One change of a load balancer or of what is around it.
pub(super) fn change(build: &mut Build, dice: &mut Dice) -> Option<()> {
    match dice.below(12) {
        0 => keep_clients(build, dice),
        1 => cross_zones(build, dice),
        2 | 3 => add_target(build, dice),
        4 => remove_target(build, dice),
        5 => add_listener(build, dice),
        6 => remove_listener(build, dice),
        7 => change_kind(build, dice),
        8 | 9 => change_groups(build, dice),
        10 => change_zone(build, dice),
        _ => change_scheme(build, dice),
    }
}

fn keep_clients(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let at = dice.index(&build.estate.aws.target_groups)?;
    build.estate.aws.target_groups[at].preserve_client_ip = dice.one(&[None, Some(true), Some(false)]);
    Some(())
}

fn cross_zones(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let at = dice.index(&build.estate.aws.load_balancers)?;
    build.estate.aws.load_balancers[at].cross_zone = dice.one(&[None, Some(true), Some(false)]);
    Some(())
}

fn a_port(dice: &mut Dice) -> Traffic {
    let port = dice.one(&[80, 443, 8080, 8443, 53]);
    if dice.percent(80) { tcp(port) } else { udp(port) }
}

fn add_target(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let at = dice.index(&build.estate.aws.target_groups)?;
    let vpc = build.estate.aws.target_groups[at].vpc;
    let aws = &build.estate.aws;
    let applications = aws.load_balancers.iter().zip(0..);
    let applications =
        applications.filter(|(one, _)| one.kind == LoadBalancerKind::Application && one.vpc == vpc);
    let machines = aws.instances.iter().zip(0..).filter(|(one, _)| one.vpc == vpc);
    let machines = machines.map(|(_, id)| TargetAt::Instance(InstanceId(id))).collect::<Vec<_>>();
    let groups = aws.autoscaling_groups.iter().zip(0..).filter(|(one, _)| one.vpc == vpc);
    let groups = groups.map(|(_, id)| TargetAt::AutoscalingGroup(AutoscalingGroupId(id))).collect::<Vec<_>>();
    let applications =
        applications.map(|(_, id)| TargetAt::LoadBalancer(LoadBalancerId(id))).collect::<Vec<_>>();
    let to = match dice.below(6) {
        0 => dice.pick(&groups)?,
        1 => dice.pick(&applications)?,
        2 => {
            let inside = aws.interfaces.iter().filter(|one| aws.subnets[one.subnet.0 as usize].vpc == vpc);
            let addresses =
                inside.filter(|one| one.owner.instance().is_some()).flat_map(|one| &one.addresses);
            TargetAt::Address(dice.pick(&addresses.copied().collect::<Vec<_>>())?)
        }
        _ => dice.pick(&machines)?,
    };
    let traffic = if dice.percent(70) { vec![a_port(dice)] } else { Vec::new() };
    let origin = build.origin();
    build.estate.aws.target_groups[at].targets.push(Target { to, traffic, origin });
    Some(())
}

fn remove_target(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let at = dice.index(&build.estate.aws.target_groups)?;
    let which = dice.index(&build.estate.aws.target_groups[at].targets)?;
    build.estate.aws.target_groups[at].targets.remove(which);
    Some(())
}

fn add_listener(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let at = dice.index(&build.estate.aws.load_balancers)?;
    let vpc = build.estate.aws.load_balancers[at].vpc;
    let groups = build.estate.aws.target_groups.iter().zip(0..).filter(|(one, _)| one.vpc == vpc);
    let groups = groups.map(|(_, id)| TargetGroupId(id)).collect::<Vec<_>>();
    let targets = dice.pick(&groups);
    let kind = build.estate.aws.load_balancers[at].kind;
    let traffic = if kind == LoadBalancerKind::Gateway { any() } else { a_port(dice) };
    let listener = Listener { traffic: vec![traffic], targets, origin: build.origin() };
    build.estate.aws.load_balancers[at].listeners.push(listener);
    Some(())
}

fn remove_listener(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let at = dice.index(&build.estate.aws.load_balancers)?;
    let which = dice.index(&build.estate.aws.load_balancers[at].listeners)?;
    build.estate.aws.load_balancers[at].listeners.remove(which);
    Some(())
}

fn change_kind(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let at = dice.index(&build.estate.aws.load_balancers)?;
    let id = LoadBalancerId(at as u32);
    let mut targets = build.estate.aws.target_groups.iter().flat_map(|group| &group.targets);
    let behind = build.estate.aws.endpoint_services.iter().any(|service| service.balancers.contains(&id));
    if behind || targets.any(|target| target.to == TargetAt::LoadBalancer(id)) {
        return None;
    }
    let kinds = [LoadBalancerKind::Application, LoadBalancerKind::Network, LoadBalancerKind::Classic];
    build.estate.aws.load_balancers[at].kind = dice.one(&kinds);
    Some(())
}

/// Every interface of a load balancer, or of a group of machines, carries other groups.
fn change_groups(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let gateway = |one: &LoadBalancer| one.kind == LoadBalancerKind::Gateway;
    let aws = &build.estate.aws;
    let others = aws
        .interfaces
        .iter()
        .filter(|one| !super::is_single(one) && !aws.balancer_of(one).is_some_and(gateway));
    let owners = others.map(|one| (one.owner, one.subnet)).collect::<Vec<_>>();
    let (owner, subnet) = dice.pick(&owners)?;
    let vpc = build.estate.aws.subnets[subnet.0 as usize].vpc;
    let groups = build.estate.aws.security_groups.iter().zip(0..).filter(|(one, _)| one.vpc == vpc);
    let groups = groups.map(|(_, id)| SecurityGroupId(id)).collect::<Vec<_>>();
    let group = dice.pick(&groups)?;
    let none = matches!(owner, InterfaceOwner::LoadBalancer(_)) && dice.percent(30);
    for interface in build.estate.aws.interfaces.iter_mut().filter(|one| one.owner == owner) {
        if none {
            interface.groups.clear();
        } else if !interface.groups.contains(&group) {
            interface.groups.push(group);
        }
    }
    Some(())
}

fn change_zone(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let at = dice.index(&build.estate.aws.subnets)?;
    build.estate.aws.subnets[at].zone = dice.one(&[None, Some("a"), Some("b")]).map(str::to_owned);
    Some(())
}

fn change_scheme(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let at = dice.index(&build.estate.aws.load_balancers)?;
    let subnets = build.estate.aws.load_balancers[at].subnets.len();
    if build.estate.aws.load_balancers[at].kind == LoadBalancerKind::Gateway {
        return None;
    }
    let is_public = !build.estate.aws.load_balancers[at].internet_facing;
    let mut public = Vec::new();
    for _ in 0..subnets {
        let free = pool::free_front(dice, &build.estate.aws)?;
        public.extend(Some(free).filter(|_| is_public));
    }
    let once = public.iter().collect::<std::collections::BTreeSet<_>>().len() == public.len();
    let balancer = &mut build.estate.aws.load_balancers[at];
    (balancer.internet_facing, balancer.public) = (is_public, public);
    if once { Some(()) } else { change_scheme(build, dice) }
}
