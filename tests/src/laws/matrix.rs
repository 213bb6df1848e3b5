//! The matrix of classes says of every pair what the pair by itself is.

use std::net::IpAddr;
use std::ops::Range;

use ringfence::answer::{MatrixBy, ReachResult};
use ringfence::estate::aws::{InterfaceId, Route, RouteTable, RouteTarget, VpcId};
use ringfence::estate::{Estate, Object, ObjectId, Selector, SetExpr};
use ringfence::space::Field;
use ringfence::{Analysis, Prefix};

use super::sets::{Answer, Common, difference, has_flows};
use super::{Tally, any_estate, finish, place};
use crate::edits::parsed;
use crate::estates::{Dice, crowded_estate};
use crate::oracle::holder;
use crate::question::{all_of, everything_between, interface};
use crate::seeds::Seeds;

/// So many pairs of interfaces, or of one and the internet, are asked about, and so many cells of a row.
const PAIRS: usize = 20;
const CELLS: usize = 6;

/// What is read of a pair from the rows of classes, when all of them are known, is what the addresses of the two cut out
/// of everything that is found where no two interfaces are alike; and the verdict in a cell is the one of the question by
/// itself there. Something to lose has a pair of which some flow may be delivered, and an end that others are like.
///
/// # Errors
/// The first difference.
pub fn expands(seeds: Range<u64>) -> Result<Tally, String> {
    let mut tally = Tally::default();
    for seed in Seeds::of("estates of a law", seeds) {
        let (mut dice, estate) =
            (Dice::new(seed), if seed.is_multiple_of(5) { any_estate } else { crowded_estate }(seed));
        let (mut known, plain) = (Analysis::new(parsed(&estate)), Analysis::new(parsed(&apart(&estate))));
        finish(&mut known);
        assert!(plain.classes().iter().all(|class| class.len() == 1), "each interface is by itself");
        let classes = known.classes();
        let mut common = Common::default();
        let failed = |what: String| format!("seed {seed}: {what}");
        let everything = common.everything(&plain).map_err(failed)?;
        for (from, to) in pairs(&estate, &mut dice) {
            let [one, other] = [from, to].map(|end| set(&estate, end));
            let failed = |what: String| format!("seed {seed}, {from:?} to {to:?}: {what}");
            let read = common.ask(&known, everything_between(one, other)).map_err(failed)?;
            let expected = cut(&mut common, &estate, &everything, from, to);
            if let Some(what) = difference(&expected, &read) {
                return Err(failed(what));
            }
            let is_alike = |end: End| {
                let object = end.map(|id| estate.aws.interfaces[id.0 as usize].object);
                object.is_some_and(|object| {
                    classes.iter().any(|class| class.len() > 2 && class.contains(&object))
                })
            };
            tally.count(has_flows(&read) && (is_alike(from) || is_alike(to)));
        }
        cells(&known, &plain, &mut dice).map_err(failed)?;
    }
    Ok(tally)
}

/// The same estate with a table that no subnet has, in which a route leads to each interface: what routes lead to is like
/// nothing else.
fn apart(estate: &Estate) -> Estate {
    let mut estate = estate.clone();
    let aws = &mut estate.aws;
    let mut written = 0;
    for at in 0..aws.vpcs.len() {
        let (vpc, object) = (VpcId(at as u32), ObjectId(estate.objects.len() as u32));
        let own = aws.interfaces.iter().zip(0..);
        let own = own.filter(|(one, _)| aws.subnets[one.subnet.0 as usize].vpc == vpc);
        // What may have any free address is like nothing else anyway.
        let own = own.filter_map(|(one, id)| Some((*one.addresses.first()?, id)));
        let routes = own.map(|(address, id)| {
            written += 1;
            let target = RouteTarget::Interface(InterfaceId(id));
            Route { destination: Prefix::host(address), target, origin: place(written) }
        });
        let routes = routes.collect();
        aws.route_tables.push(RouteTable {
            object,
            vpc,
            main: false,
            propagated: Vec::new(),
            routes,
            list_routes: Vec::new(),
        });
        written += 1;
        estate.objects.push(Object {
            kind: "route-table",
            name: "to each".to_owned(),
            parent: Some(aws.vpcs[at].object),
            id: None,
            tags: Vec::new(),
            origin: place(written),
        });
    }
    estate
}

/// An interface, or the internet.
type End = Option<InterfaceId>;

fn pairs(estate: &Estate, dice: &mut Dice) -> Vec<(End, End)> {
    let interfaces = estate.aws.interfaces.iter().zip(0..);
    let interfaces = interfaces.filter(|(one, _)| !one.addresses.is_empty());
    let ends: Vec<End> = interfaces.map(|(_, id)| Some(InterfaceId(id))).chain([None]).collect();
    let mut all: Vec<_> = ends.iter().flat_map(|&from| ends.iter().map(move |&to| (from, to))).collect();
    while all.len() > PAIRS {
        all.swap_remove(dice.below(all.len()));
    }
    all
}

fn set(estate: &Estate, end: End) -> SetExpr {
    end.map_or_else(|| all_of(vec![Selector::Internet]), |id| interface(estate, id))
}

/// The flows of a pair among all.
fn cut(common: &mut Common, estate: &Estate, everything: &Answer, from: End, to: End) -> Answer {
    let [(source, sent), (destination, received)] =
        [(from, Field::Source), (to, Field::Destination)].map(|(end, field)| {
            let (network, mut addresses) = at(estate, end);
            if let (Field::Destination, Some(addresses)) = (field, &mut addresses) {
                // As addresses that hold them they are the same points.
                addresses.extend(addresses.clone().into_iter().filter_map(holder));
            }
            (network, addresses.map(|addresses| common.with_address(field, addresses)))
        });
    let pair = (source, destination);
    let Some(sets) = everything.get(&pair).copied() else { return Answer::new() };
    let limits = [sent, received].into_iter().flatten();
    let cut = limits.fold(sets, |sets, limit| sets.map(|set| common.spaces.intersect(set, limit)));
    Answer::from([(pair, cut)])
}

/// The network of an end and its addresses; of the internet, everything outside.
fn at(estate: &Estate, end: End) -> (String, Option<Vec<IpAddr>>) {
    let Some(id) = end else { return ("outside".to_owned(), None) };
    let interface = &estate.aws.interfaces[id.0 as usize];
    let vpc = estate.aws.subnets[interface.subnet.0 as usize].vpc;
    (estate.path(estate.aws.vpcs[vpc.0 as usize].object), Some(interface.addresses.clone()))
}

/// Some cells of a row against the questions that they stand for.
fn cells(known: &Analysis, plain: &Analysis, dice: &mut Dice) -> Result<(), String> {
    let ends = known.matrix(MatrixBy::Endpoint).ends;
    let row = dice.below(ends.len());
    let cells =
        known.matrix_row(MatrixBy::Endpoint, row, None).map_err(|problems| format!("{problems:?}"))?;
    for _ in 0..CELLS {
        let column = dice.below(ends.len());
        let question = format!("{} -> {}", ends[row].selector, ends[column].selector);
        let verdict = match plain.ask(&question) {
            ReachResult::Answer(answer) => Some(answer.verdict),
            ReachResult::Refused(_) => None,
        };
        if cells.cells[column] != verdict {
            return Err(format!(
                "{question}: {:?} in the matrix, {verdict:?} by itself",
                cells.cells[column]
            ));
        }
    }
    Ok(())
}
