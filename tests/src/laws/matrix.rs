//! The matrix of classes says of every pair what the pair by itself is.

use std::net::IpAddr;
use std::ops::Range;

use ringfence::Analysis;
use ringfence::answer::{MatrixBy, ReachResult};
use ringfence::estate::aws::InterfaceId;
use ringfence::estate::{Estate, Selector, SetExpr};
use ringfence::space::Field;

use super::sets::{Answer, Common, difference, has_flows};
use super::{Tally, any_estate, finish};
use crate::edits::parsed;
use crate::estates::Dice;
use crate::question::{all_of, everything_between, interface};

/// So many pairs of interfaces, or of one and the internet, are asked about, and so many cells of a row.
const PAIRS: usize = 20;
const CELLS: usize = 6;

/// What is read of a pair from the rows of classes, when all of them are known, is what the addresses of the two cut out
/// of everything that an analysis finds that knows none; and the verdict in a cell is the one of the question by itself.
/// Something to lose has a pair of which some flow may be delivered.
///
/// # Errors
/// The first difference.
pub fn expands(seeds: Range<u64>) -> Result<Tally, String> {
    let mut tally = Tally::default();
    for seed in seeds {
        let (mut dice, estate) = (Dice::new(seed), any_estate(seed));
        let (mut known, plain) = (Analysis::new(parsed(&estate)), Analysis::new(parsed(&estate)));
        finish(&mut known);
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
            tally.count(has_flows(&read));
        }
        cells(&known, &plain, &mut dice).map_err(failed)?;
    }
    Ok(tally)
}

/// An interface, or the internet.
type End = Option<InterfaceId>;

fn pairs(estate: &Estate, dice: &mut Dice) -> Vec<(End, End)> {
    let interfaces = (0..estate.aws.interfaces.len()).map(|at| Some(InterfaceId(at as u32)));
    let ends: Vec<End> = interfaces.chain([None]).collect();
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
            let (network, addresses) = at(estate, end);
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
