//! What was printed several times stands in the text once.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use crate::aws::transit::Attachment;
use crate::aws::{Aws, Interface, Named, PrefixList};
use crate::finding;
use crate::json::Text;
use crate::log::Log;

/// Leaves the first of all things with one id. That another says something else is reported.
pub(super) fn once(aws: &mut Aws<'_>, log: &mut Log) {
    only(&mut aws.vpcs, log, |vpc| &vpc.named);
    only(&mut aws.subnets, log, |subnet| &subnet.named);
    only(&mut aws.route_tables, log, |table| &table.named);
    only(&mut aws.acls, log, |acl| &acl.named);
    only(&mut aws.groups, log, |group| &group.named);
    only(&mut aws.gateways, log, |gateway| &gateway.named);
    only(&mut aws.lines, log, |line| &line.named);
    only(&mut aws.customers, log, |customer| &customer.named);
    only(&mut aws.nats, log, |nat| &nat.named);
    only(&mut aws.machines, log, |machine| &machine.named);
    only(&mut aws.transit.gateways, log, |gateway| &gateway.named);
    only(&mut aws.transit.tables, log, |table| &table.named);
    aws.transit.attachments = attachments(core::mem::take(&mut aws.transit.attachments));
    only(&mut aws.peerings, log, |peering| &peering.named);
    only(&mut aws.endpoints, log, |endpoint| &endpoint.named);
    only(&mut aws.services, log, |service| &service.named);
    only(&mut aws.balancers, log, |balancer| &balancer.named);
    only(&mut aws.target_groups, log, |group| &group.named);
    // Of an interface one call tells more than another.
    if !aws.interfaces.is_sorted_by_key(|interface| interface.inside) {
        aws.interfaces.sort_by_key(|interface| interface.inside);
    }
    attached(aws);
    first(&mut aws.interfaces, |interface| &interface.named.id, |_, _| {});
    // A list with entries stands before what only tells of it.
    aws.prefix_lists.sort_by_key(|list| list.ranges.is_empty());
    aws.prefix_lists = prefix_lists(core::mem::take(&mut aws.prefix_lists));
    first(&mut aws.listeners, |listener| &listener.id, |_, _| {});
    first(&mut aws.rules, |rule| &rule.id, |_, _| {});
    let mut known = BTreeSet::new();
    aws.targets.retain(|(group, target)| known.insert((group.clone(), target.id.clone(), target.port)));
}

/// What an interface is attached to, where only the instance that has it tells it.
fn attached(aws: &mut Aws<'_>) {
    let is_untold = |one: &Interface<'_>| !one.attached && !one.inside && !one.idle;
    if !aws.interfaces.iter().any(is_untold) {
        return;
    }
    let inside = aws.interfaces.iter().filter(|one| one.inside);
    let machines: BTreeMap<Text<'_>, Text<'_>> =
        inside.map(|one| (one.named.id.clone(), one.machine.clone())).collect();
    for one in aws.interfaces.iter_mut().filter(|one| is_untold(one)) {
        if let Some(machine) = machines.get(&one.named.id) {
            one.machine = machine.clone();
        }
    }
}

/// Each attachment once at its transit gateway, with what all calls print of it.
fn attachments(mut all: Vec<Attachment<'_>>) -> Vec<Attachment<'_>> {
    // One call may tell the gateway where another does not; a peering has two.
    let lost: Vec<usize> =
        (0..all.len()).filter(|at| all.get(*at).is_some_and(|one| one.gateway.is_empty())).collect();
    for at in lost {
        let Some(id) = all.get(at).map(|one| one.named.id.clone()) else { continue };
        let mut told = all.iter().filter(|one| one.named.id == id && !one.gateway.is_empty());
        let gateway = told.next().filter(|first| told.all(|one| one.gateway == first.gateway));
        let gateway = gateway.map(|one| one.gateway.clone());
        if let (Some(gateway), Some(one)) = (gateway, all.get_mut(at)) {
            one.gateway = gateway;
        }
    }
    let mut known: BTreeMap<(Text<'_>, Text<'_>), usize> = BTreeMap::new();
    let mut attachments: Vec<Attachment<'_>> = Vec::new();
    for one in all {
        let key = (one.gateway.clone(), one.named.id.clone());
        let first = *known.entry(key).or_insert(attachments.len());
        match attachments.get_mut(first) {
            Some(known) => known.take(one),
            None => attachments.push(one),
        }
    }
    attachments
}

/// Each prefix list once, with the entries of all its pages.
fn prefix_lists(all: Vec<PrefixList<'_>>) -> Vec<PrefixList<'_>> {
    let mut known: BTreeMap<Text<'_>, usize> = BTreeMap::new();
    let mut lists: Vec<PrefixList<'_>> = Vec::new();
    for one in all {
        let first = *known.entry(one.named.id.clone()).or_insert(lists.len());
        match lists.get_mut(first) {
            Some(list) => {
                list.ranges.extend(one.ranges);
                list.ranges.sort();
                list.ranges.dedup();
            }
            None => lists.push(one),
        }
    }
    lists
}

fn only<T: PartialEq>(things: &mut Vec<T>, log: &mut Log, named: impl for<'a> Fn(&'a T) -> &'a Named<'a>) {
    first(
        things,
        |thing| &named(thing).id,
        |one, other| {
            if one != other {
                let other = named(other);
                log.find(finding::differs(other.at, &other.id));
            }
        },
    );
}

/// Leaves the first of each id, and shows it with each of the others to `doubled`.
fn first<T>(things: &mut Vec<T>, id: impl Fn(&T) -> &str, mut doubled: impl FnMut(&T, &T)) {
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    let mut keep = Vec::with_capacity(things.len());
    for (index, thing) in things.iter().enumerate() {
        let first = *known.entry(id(thing)).or_insert(index);
        keep.push(first == index);
        if let Some(one) = things.get(first).filter(|_| first != index) {
            doubled(one, thing);
        }
    }
    let mut keep = keep.into_iter();
    things.retain(|_| keep.next() == Some(true));
    things.shrink_to_fit();
}
