//! Sites, lines and VPN gateways.

use std::net::IpAddr;

use ringfence::estate::aws::{Action, Attached, TransitGatewayId, VpcId, VpnGatewayId};
use ringfence::estate::{LineEnd, LineKind, Routing, SitePeer, SiteRule};
use ringfence::{Family, Prefix};

use crate::estates::{Build, Dice, pool};

/// A VPN gateway for a VPC without one.
pub(super) fn add_gateway(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let vpc = VpcId(dice.index(&build.estate.aws.vpcs)? as u32);
    if build.estate.sites.is_empty() || build.estate.aws.vpn_gateways.iter().any(|one| one.vpc == vpc) {
        return None;
    }
    build.vpn_gateway(vpc);
    Some(())
}

/// A table takes a gateway's routes over, or no more.
pub(super) fn propagate(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let aws = &mut build.estate.aws;
    let at = dice.index(&aws.route_tables)?;
    let table = &mut aws.route_tables[at];
    if !table.propagated.is_empty() {
        table.propagated.clear();
        return Some(());
    }
    let own = aws.vpn_gateways.iter().position(|gateway| gateway.vpc == table.vpc)?;
    table.propagated.push(VpnGatewayId(own as u32));
    Some(())
}

/// An end tells the other a prefix more.
pub(super) fn announce(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let line = dice.index(&build.estate.lines)?;
    let sites = build.estate.sites.iter().flat_map(|site| site.prefixes.iter().copied());
    let ranges = build.estate.aws.vpcs.iter().flat_map(|vpc| vpc.prefixes.iter().copied());
    let written = sites.chain(ranges).collect::<Vec<_>>();
    let prefix = match dice.below(4) {
        0 => pool::peer(dice, &build.estate.aws, VpcId(0)),
        1 => dice.pick(&written)?,
        _ => {
            let around = dice.pick(&written)?;
            let full = if around.first().is_ipv4() { 32 } else { 128 };
            let length =
                dice.between((around.length() / 2).into(), u128::from(full.min(around.length() + 9))) as u8;
            pool::around(around.first(), length)
        }
    };
    let by = dice.below(2);
    build.announce(line, by, &prefix.to_string());
    Some(())
}

/// An end tells the other a prefix less.
pub(super) fn withdraw(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let line = dice.index(&build.estate.lines)?;
    let at = dice.index(&build.estate.lines[line].announced)?;
    build.estate.lines[line].announced.remove(at);
    Some(())
}

/// A line becomes another kind of line.
pub(super) fn rebuild(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let at = dice.index(&build.estate.lines)?;
    let line = &mut build.estate.lines[at];
    line.kind = dice.one(&[LineKind::Vpn, LineKind::Direct]);
    line.routing = dice.one(&[None, Some(Routing::Static), Some(Routing::Bgp)]);
    Some(())
}

/// A line more, which tells what another one does.
pub(super) fn add_line(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let like = dice.index(&build.estate.lines)?;
    let site = LineEnd::Site(dice.index(&build.estate.sites)?);
    let aws = &build.estate.aws;
    let vpn_gateway = dice.index(&aws.vpn_gateways).map(|at| LineEnd::VpnGateway(VpnGatewayId(at as u32)));
    let transit = dice.index(&aws.transit_gateways).map(|at| TransitGatewayId(at as u32));
    let transit = transit.filter(|_| vpn_gateway.is_none() || dice.percent(50));
    let gateway = transit.map(LineEnd::TransitGateway).or(vpn_gateway)?;
    let name = format!("line-{}", build.estate.objects.len());
    let kind = dice.one(&[LineKind::Vpn, LineKind::Direct]);
    let line = build.line(&name, kind, None, [site, gateway]);
    let told = build.estate.lines[like].announced.clone();
    for one in told.into_iter().filter(|_| dice.percent(80)) {
        build.announce(line, one.by, &one.prefix.to_string());
    }
    // Some stay without an attachment.
    if let Some(gateway) = transit.filter(|_| dice.percent(80)) {
        let attachment = build.attachment(gateway, Attached::Line(line));
        super::transit::join_a_table(build, dice, gateway, attachment);
    }
    Some(())
}

pub(super) fn remove_line(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let at = dice.index(&build.estate.lines)?;
    super::remove::line(&mut build.estate, at);
    Some(())
}

/// A rule of a site's firewall more, before the last one. What it lets through stays away from the internet, so that what
/// was known of the site is known.
pub(super) fn add_rule(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let at = dice.index(&build.estate.sites)?;
    let origin = build.origin();
    let ranges = build.estate.aws.vpcs.iter().flat_map(|vpc| &vpc.prefixes);
    let ranges = ranges.chain(build.estate.sites.iter().flat_map(|site| &site.prefixes));
    let ranges = ranges.copied().filter(|range| range.family() == Family::V4).collect::<Vec<_>>();
    let machines = build.estate.aws.interfaces.iter().flat_map(|one| one.addresses.iter().copied());
    let machines = machines.filter(IpAddr::is_ipv4).map(Prefix::host).collect::<Vec<_>>();
    let private = |dice: &mut Dice| {
        let machine = dice.pick(&machines).filter(|_| dice.percent(40));
        machine.or_else(|| dice.pick(&ranges)).map(SitePeer::Prefix)
    };
    let action = dice.one(&[Action::Allow, Action::Deny]);
    let peers = |dice: &mut Dice| match action {
        Action::Deny if dice.percent(40) => Vec::new(),
        Action::Deny if dice.percent(50) => {
            vec![SitePeer::Prefix(pool::peer(dice, &build.estate.aws, VpcId(0)))]
        }
        _ => private(dice).into_iter().collect(),
    };
    let (from, to) = (peers(dice), peers(dice));
    let rule = SiteRule { action, traffic: vec![pool::traffic(dice)], from, to, origin };
    let site = &mut build.estate.sites[at];
    let rules = if dice.percent(50) { &mut site.inbound } else { &mut site.outbound };
    let place = dice.below(rules.len().max(1));
    rules.insert(place, rule);
    Some(())
}

/// A rule less, but for the last one.
pub(super) fn remove_rule(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let at = dice.index(&build.estate.sites)?;
    let site = &mut build.estate.sites[at];
    let rules = if dice.percent(50) { &mut site.inbound } else { &mut site.outbound };
    let last = rules.len().checked_sub(1).filter(|last| *last > 0)?;
    rules.remove(dice.below(last));
    Some(())
}
