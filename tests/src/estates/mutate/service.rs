//! Endpoint services, and which endpoints lead to them.

use ringfence::estate::aws::{EndpointKind, EndpointServiceId, LoadBalancerId, LoadBalancerKind};

use crate::estates::{Build, Dice};

/// One change of a service or of what leads to one.
pub(super) fn change(build: &mut Build, dice: &mut Dice) -> Option<()> {
    match dice.below(5) {
        0 | 1 => lead(build, dice),
        2 => lead_to_appliances(build, dice),
        3 => filter(build, dice),
        _ => add_balancer(build, dice),
    }
}

fn some_service(build: &Build, dice: &mut Dice, kind: LoadBalancerKind) -> Option<EndpointServiceId> {
    let aws = &build.estate.aws;
    let services = aws.endpoint_services.iter().zip(0..).filter(|(service, _)| {
        service.balancers.iter().all(|id| aws.load_balancers[id.0 as usize].kind == kind)
    });
    dice.pick(&services.map(|(_, id)| EndpointServiceId(id)).collect::<Vec<_>>())
}

fn lead(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let service = some_service(build, dice, LoadBalancerKind::Network).filter(|_| dice.percent(80));
    let endpoints = build.estate.aws.endpoints.iter().enumerate();
    let endpoints = endpoints.filter(|(_, one)| one.kind == EndpointKind::Interface).map(|(at, _)| at);
    let at = dice.pick(&endpoints.collect::<Vec<_>>())?;
    build.estate.aws.endpoints[at].service = service;
    Some(())
}

fn lead_to_appliances(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let service = some_service(build, dice, LoadBalancerKind::Gateway).filter(|_| dice.percent(80));
    let at = dice.index(&build.estate.aws.gwlb_endpoints)?;
    build.estate.aws.gwlb_endpoints[at].service = service;
    Some(())
}

fn filter(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let networks = build.estate.aws.load_balancers.iter_mut();
    let mut networks = networks.filter(|one| one.kind == LoadBalancerKind::Network).collect::<Vec<_>>();
    let at = dice.index(&networks)?;
    networks[at].rules_on_private_link ^= true;
    Some(())
}

/// Of two load balancers of a service the provider takes either.
fn add_balancer(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let at = dice.index(&build.estate.aws.endpoint_services)?;
    let aws = &mut build.estate.aws;
    let service = &aws.endpoint_services[at];
    let kind = aws.load_balancers[service.balancers[0].0 as usize].kind;
    let others = aws.load_balancers.iter().zip(0..).filter(|(one, id)| {
        (one.kind, one.vpc) == (kind, service.vpc) && !service.balancers.contains(&LoadBalancerId(*id))
    });
    let other = dice.pick(&others.map(|(_, id)| LoadBalancerId(id)).collect::<Vec<_>>())?;
    aws.endpoint_services[at].balancers.push(other);
    Some(())
}
