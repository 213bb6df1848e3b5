//! Prefix lists, their entries and routes to them.

use ringfence::Prefix;
use ringfence::estate::aws::{PrefixListId, RouteTableId, VpcId};

use super::route;
use crate::estates::pool;
use crate::estates::{Build, Dice, broken_invariants};

/// A list of some prefixes of one family, which a rule names, or nothing.
pub(super) fn add(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let prefixes = (0..1 + dice.below(3)).map(|_| some_prefix(build, dice)).collect::<Vec<_>>();
    let family = prefixes[0].family();
    let mut texts =
        prefixes.iter().filter(|prefix| prefix.family() == family).map(Prefix::to_string).collect::<Vec<_>>();
    texts.sort();
    texts.dedup();
    build.list(&format!("list-{}", build.estate.objects.len()), &texts.join(" "));
    Some(())
}

/// Another entry of a list, or one less.
pub(super) fn retune(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let at = dice.index(&build.estate.aws.prefix_lists)?;
    let before = build.estate.clone();
    let prefix = some_prefix(build, dice);
    let prefixes = &mut build.estate.aws.prefix_lists[at].prefixes;
    match dice.index(prefixes).filter(|_| dice.percent(40)) {
        Some(one) => {
            prefixes.remove(one);
        }
        None => prefixes.push(prefix),
    }
    kept(build, before)
}

/// A route to a list.
pub(super) fn add_route(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let table = dice.index(&build.estate.aws.route_tables)?;
    let list = PrefixListId(dice.index(&build.estate.aws.prefix_lists)? as u32);
    let vpc = build.estate.aws.route_tables[table].vpc;
    let destination = *build.estate.aws.prefix_lists[list.0 as usize].prefixes.first()?;
    let target = route::target(build, dice, vpc, destination)?;
    let before = build.estate.clone();
    build.list_route(RouteTableId(table as u32), list, target);
    kept(build, before)
}

/// Takes a change back that breaks a promise of the types.
fn kept(build: &mut Build, before: ringfence::estate::Estate) -> Option<()> {
    if broken_invariants(&build.estate).is_empty() {
        return Some(());
    }
    build.estate = before;
    None
}

fn some_prefix(build: &Build, dice: &mut Dice) -> Prefix {
    let vpc = VpcId(dice.below(build.estate.aws.vpcs.len()) as u32);
    pool::peer(dice, &build.estate.aws, vpc)
}
