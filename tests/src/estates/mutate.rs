//! Random changes of an estate, after each of which it is as its types say.

mod acl;
mod address;
mod appliance;
mod balancer;
mod block;
mod gateway;
mod group;
mod list;
mod machine;
mod peering;
mod range;
mod remove;
mod route;
mod rule;
mod service;
mod site;
mod transit;
mod unknown;

pub(crate) use remove::each_object;

use super::{APPLIANCES, ARCHITECTURES, Architecture, BALANCED, Build, Dice, lists_agree};
use ringfence::estate::Estate;
use ringfence::estate::aws::{Aws, Interface, InterfaceOwner};

/// At most so many changes of one estate.
const CHANGES: usize = 14;

/// Where estates are drawn of several sorts, one in so many has load balancers.
const ONE_BALANCED_IN: u64 = 6;

/// Of estates that are compared one in so many leaves something open.
const ONE_OPEN_IN: u64 = 7;

/// A change; `None` when there is nothing of its kind to change.
type Change = fn(&mut Build, &mut Dice) -> Option<()>;

/// Every change, as often as it shall come.
const ALL: &[(Change, usize)] = &[
    (rule::retune_group_rule, 6),
    (rule::add_group_rule, 4),
    (rule::remove_group_rule, 3),
    (rule::widen_group_rule, 2),
    (rule::retune_acl_rule, 8),
    (rule::add_acl_rule, 6),
    (rule::remove_acl_rule, 4),
    (rule::reorder_acl_rules, 2),
    (acl::copy_for_subnet, 3),
    (acl::filter_replies, 6),
    (acl::reassign, 3),
    (acl::rename_default, 1),
    (acl::remove_unused, 1),
    (group::join, 3),
    (group::leave, 3),
    (group::rename_default, 1),
    (block::block, 1),
    (block::deny, 1),
    (block::route_in, 2),
    (list::add, 3),
    (list::retune, 2),
    (list::add_route, 3),
    (list::add_gateway_endpoint, 2),
    (list::add_service, 2),
    (route::retarget, 3),
    (route::add, 4),
    (route::nest, 3),
    (route::remove, 1),
    (route::reassign, 2),
    (route::make_main, 1),
    (address::add_front, 3),
    (address::remove_front, 1),
    (address::add, 3),
    (address::remove, 2),
    (gateway::add_internet, 1),
    (gateway::add_egress_only, 1),
    (gateway::add_nat, 2),
    (gateway::add_regional_nat, 2),
    (gateway::add_second_nat, 2),
    (gateway::send_by_nat, 5),
    (gateway::readdress_nat, 3),
    (gateway::remove, 1),
    (peering::add, 3),
    (peering::route, 2),
    (peering::change_status, 1),
    (peering::move_region, 1),
    (peering::use_group_elsewhere, 2),
    (machine::add, 2),
    (machine::add_alike, 2),
    (machine::add_interface, 2),
    (machine::move_elsewhere, 2),
    (machine::choose_client_ports, 1),
    (range::add_ipv6, 3),
    (range::add_range, 1),
    (range::add_subnet, 1),
    (site::add_gateway, 1),
    (site::propagate, 2),
    (site::announce, 4),
    (site::withdraw, 1),
    (site::rebuild, 1),
    (site::add_line, 2),
    (site::remove_line, 1),
    (site::add_rule, 3),
    (site::remove_rule, 1),
    (transit::attach, 2),
    (transit::reassociate, 2),
    (transit::propagate, 2),
    (transit::route, 4),
    (transit::unroute, 1),
    (transit::reattach, 3),
    (transit::rezone, 2),
    (transit::refer, 1),
];

/// The estate of a seed: an architecture after some changes. One in ten is as it was built.
#[must_use]
pub fn random_estate(seed: u64) -> Estate {
    let mut dice = Dice::new(seed);
    let mut build = (dice.one(ARCHITECTURES).build)();
    if dice.percent(90) {
        for _ in 0..=dice.below(CHANGES) {
            mutate(&mut build, &mut dice);
        }
    }
    remove::unused_objects(&mut build.estate);
    build.estate
}

/// An estate of a seed in which many machines are alike.
#[must_use]
pub fn crowded_estate(seed: u64) -> Estate {
    let mut dice = Dice::new(seed);
    let architectures = if seed.is_multiple_of(ONE_BALANCED_IN) { BALANCED } else { ARCHITECTURES };
    let mut build = built(architectures, &mut dice);
    for _ in 0..dice.below(CHANGES) {
        mutate(&mut build, &mut dice);
    }
    for _ in 0..2 {
        let _ = machine::add_alike(&mut build, &mut dice);
    }
    remove::unused_objects(&mut build.estate);
    build.estate
}

/// An architecture, then the same after one change more each time, without an end.
pub fn edited_estates(seed: u64) -> impl Iterator<Item = Estate> {
    let mut dice = Dice::new(seed);
    let appliances = dice.percent(20);
    let others = if seed.is_multiple_of(ONE_BALANCED_IN) { BALANCED } else { ARCHITECTURES };
    let mut build = built(if appliances { APPLIANCES } else { others }, &mut dice);
    let mut next = build.estate.clone();
    std::iter::from_fn(move || {
        let estate = std::mem::take(&mut next);
        // Of more of them every answer takes seconds.
        let open = build.estate.aws.interfaces.iter().filter(|one| !one.source_dest_check).count();
        if dice.percent(3) && open < 2 {
            let _ = appliance::install(&mut build, &mut dice);
        } else if dice.percent(4) {
            let _ = unknown::forget(&mut build, &mut dice);
        } else {
            mutate(&mut build, &mut dice);
        }
        next.clone_from(&build.estate);
        remove::unused_objects(&mut next);
        Some(estate)
    })
}

/// An estate of a seed in which machines send packets on that are for others.
#[must_use]
pub fn appliance_estate(seed: u64) -> Estate {
    let mut dice = Dice::new(seed);
    let own = dice.percent(60);
    let others = if seed.is_multiple_of(ONE_BALANCED_IN) { BALANCED } else { ARCHITECTURES };
    let mut build = built(if own { APPLIANCES } else { others }, &mut dice);
    for _ in 0..dice.below(CHANGES) {
        mutate(&mut build, &mut dice);
    }
    let more = if own { dice.below(2) } else { 1 + dice.below(2) };
    for _ in 0..more {
        let _ = appliance::install(&mut build, &mut dice);
    }
    remove::unused_objects(&mut build.estate);
    build.estate
}

/// The estate of a seed that does not say everything; one in so many has appliances, too.
#[must_use]
pub fn unknown_estate(seed: u64) -> Estate {
    let mut dice = Dice::new(seed);
    let others = if seed.is_multiple_of(ONE_BALANCED_IN) { BALANCED } else { ARCHITECTURES };
    let mut build = built(if dice.percent(15) { APPLIANCES } else { others }, &mut dice);
    for _ in 0..dice.below(CHANGES) {
        mutate(&mut build, &mut dice);
    }
    for _ in 0..2 + dice.below(6) {
        let _ = unknown::forget(&mut build, &mut dice);
    }
    remove::unused_objects(&mut build.estate);
    build.estate
}

/// An estate of a seed, and the same after one change or a few. One in so many does not say everything, or has appliances.
pub fn changed_estates(seed: u64) -> [Estate; 2] {
    let mut dice = Dice::new(seed);
    let open = seed.is_multiple_of(ONE_OPEN_IN);
    let others = if seed.is_multiple_of(ONE_BALANCED_IN) { BALANCED } else { ARCHITECTURES };
    let mut build = built(if open && dice.percent(20) { APPLIANCES } else { others }, &mut dice);
    for _ in 0..dice.below(CHANGES) {
        mutate(&mut build, &mut dice);
    }
    if open && dice.percent(60) {
        let _ = unknown::forget(&mut build, &mut dice);
    }
    let mut before = build.estate.clone();
    for _ in 0..dice.one(&[1, 1, 1, 2, 3]) {
        if open && dice.percent(30) {
            let _ = unknown::forget(&mut build, &mut dice);
        } else {
            mutate(&mut build, &mut dice);
        }
    }
    if dice.percent(15) {
        let _ = address::exchange(&mut build, &mut dice);
    }
    if dice.percent(15)
        && let Some(at) = single_interface(&build.estate.aws, &mut dice)
    {
        let object = build.estate.aws.interfaces[at].object;
        build.estate.objects[object.0 as usize].name.push_str("-renamed");
    }
    remove::unused_objects(&mut before);
    remove::unused_objects(&mut build.estate);
    [before, build.estate]
}

/// One of some architectures, as it is built.
fn built(architectures: &[Architecture], dice: &mut Dice) -> Build {
    (dice.one(architectures).build)()
}

/// The estate of a seed with load balancers.
#[must_use]
pub fn balanced_estate(seed: u64) -> Estate {
    let mut dice = Dice::new(seed);
    let mut build = built(BALANCED, &mut dice);
    for _ in 0..dice.below(CHANGES) {
        mutate(&mut build, &mut dice);
    }
    remove::unused_objects(&mut build.estate);
    build.estate
}

/// The estate of a seed without appliances: some of them have load balancers.
#[must_use]
pub fn ordinary_estate(seed: u64) -> Estate {
    if seed.is_multiple_of(ONE_BALANCED_IN) { balanced_estate(seed) } else { random_estate(seed) }
}

/// An interface that is no load balancer's, and stands for no machines that come and go.
fn single_interface(aws: &Aws, dice: &mut Dice) -> Option<usize> {
    let single = aws.interfaces.iter().enumerate().filter(|(_, one)| is_single(one));
    dice.pick(&single.map(|(at, _)| at).collect::<Vec<_>>())
}

/// Whether an interface has what it is written with: it is no load balancer's, and stands for no machines that come and go.
pub(crate) fn is_single(interface: &Interface) -> bool {
    !matches!(interface.owner, InterfaceOwner::AutoscalingGroup(_) | InterfaceOwner::LoadBalancer(_))
}

/// One change. Where there are load balancers, two of five are theirs or of services behind them.
fn mutate(build: &mut Build, dice: &mut Dice) {
    if !build.estate.aws.load_balancers.is_empty() && dice.percent(40) {
        let change = if dice.percent(30) { service::change } else { balancer::change };
        if change(build, dice).is_some() {
            return;
        }
        let _ = balancer::change(build, dice);
        return;
    }
    let mut at = dice.below(ALL.iter().map(|(_, weight)| weight).sum());
    for &(change, weight) in ALL {
        if at < weight {
            let before = (!build.estate.aws.prefix_lists.is_empty()).then(|| build.clone());
            // Where there is nothing to change, nothing changes.
            let _ = change(build, dice);
            // A route that is gone may have told which of two lists counts.
            if let Some(before) = before.filter(|_| !lists_agree(&build.estate.aws)) {
                *build = before;
            }
            return;
        }
        at -= weight;
    }
}
