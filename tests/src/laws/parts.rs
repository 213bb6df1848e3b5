//! A question about several things is the questions about each.

use std::net::IpAddr;
use std::ops::Range;

use ringfence::AddressRange;
use ringfence::estate::aws::InterfaceId;
use ringfence::estate::{Estate, Expr, Flow, Selector, ServiceTerm, SetExpr};

use super::sets::{Common, difference, has_flows};
use super::{Tally, analysis, any_estate};
use crate::estates::{Dice, peer, traffic};
use crate::question::{all_of, everything_between, interface};
use crate::seeds::Seeds;

/// Questions to each estate.
const QUESTIONS: usize = 8;

/// The flows from A and B to C are those from A to C and those from B to C; the same of receivers and of services, and of every
/// set of an answer. Something to lose has a question of which either part has flows that the other has not.
///
/// # Errors
/// The first difference.
pub fn sums(seeds: Range<u64>) -> Result<Tally, String> {
    let mut tally = Tally::default();
    for seed in Seeds::of("estates of a law", seeds) {
        let (mut dice, estate) = (Dice::new(seed), any_estate(seed));
        let analysis = analysis(&estate, &mut dice);
        for _ in 0..QUESTIONS {
            let [whole, one, other] = questions(&estate, &mut dice);
            let failed = |what: String| format!("seed {seed}, {whole:?}: {what}");
            let mut common = Common::default();
            let mut ask = |question: &Flow| common.ask(&analysis, question.clone()).map_err(failed);
            let (all, one, other) = (ask(&whole)?, ask(&one)?, ask(&other)?);
            if let Some(what) = difference(&all, &common.both(&one, &other, |s, a, b| s.union(a, b))) {
                return Err(failed(what));
            }
            let own = [common.minus(&one, &other), common.minus(&other, &one)];
            tally.count(own.iter().all(has_flows));
        }
    }
    Ok(tally)
}

/// A question, and two that it is made of.
fn questions(estate: &Estate, dice: &mut Dice) -> [Flow; 3] {
    let question = everything_between(points(estate, dice), points(estate, dice));
    let mut parts = [question.clone(), question.clone(), question];
    let [whole, one, other] = &mut parts;
    match dice.below(5) {
        0 | 1 => {
            other.from = points(estate, dice);
            whole.from = union(&one.from, &other.from);
        }
        2 | 3 => {
            other.to = points(estate, dice);
            whole.to = union(&one.to, &other.to);
        }
        _ => {
            for part in [&mut *one, &mut *other] {
                part.service = all_of(vec![ServiceTerm::Traffic(traffic(dice))]);
            }
            whole.service = union(&one.service, &other.service);
        }
    }
    parts
}

fn union<T: Clone>(one: &Expr<T>, other: &Expr<T>) -> Expr<T> {
    Expr { union: one.union.iter().chain(&other.union).cloned().collect(), except: Vec::new() }
}

/// Points as a question may name them.
fn points(estate: &Estate, dice: &mut Dice) -> SetExpr {
    let aws = &estate.aws;
    let of = |selector| all_of(vec![selector]);
    let sites: Vec<_> = estate.sites.iter().map(|site| site.object).collect();
    if let Some(site) = dice.pick(&sites).filter(|_| dice.percent(20)) {
        return of(Selector::Object(site));
    }
    match dice.below(10) {
        0 => of(Selector::Any),
        1 => of(Selector::Internet),
        2 => {
            let subnets: Vec<_> = aws.subnets.iter().map(|subnet| subnet.object).collect();
            of(dice.pick(&subnets).map_or(Selector::Any, Selector::Object))
        }
        3 => {
            let groups: Vec<_> = aws.security_groups.iter().map(|group| group.object).collect();
            of(dice.pick(&groups).map_or(Selector::Any, Selector::Object))
        }
        4 => {
            let prefix = peer(dice, aws, ringfence::estate::aws::VpcId(0));
            of(range(prefix.first(), prefix.last()))
        }
        5 => {
            let fronts = aws.interfaces.iter().flat_map(|one| &one.public).map(|front| front.public);
            let fronts: Vec<_> = fronts.collect();
            of(dice.pick(&fronts).map_or(Selector::Internet, |front| range(front, front)))
        }
        _ => interface(estate, InterfaceId(dice.below(aws.interfaces.len()) as u32)),
    }
}

fn range(first: IpAddr, last: IpAddr) -> Selector {
    Selector::Addresses(AddressRange::new(first, last).expect("in order"))
}
