//! From trees to the estate: names found, values read, each cloud's limits checked.
//!
//! Two steps. The first is the same for every cloud and asks the tables of [`crate::schema`] only: `declare`
//! gives each statement its row, `names` knows who is meant, `fill` reads values and references. The second
//! is one builder for each cloud, which turns what was read into that cloud's own types.
//!
//! What has a problem is left out of the estate, and so is what needs it: nothing is guessed.

mod aws;
mod declare;
mod define;
mod fill;
mod index;
mod intent;
mod lost;
mod names;
mod nearest;
mod report;
mod set;
mod shape;
mod site;
mod taken;
mod traffic;
mod value;

#[cfg(test)]
mod tests;

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::mem;

use declare::{Forest, Node};
use define::settle;
use fill::Filled;
pub(crate) use index::Index;
pub(crate) use names::Expected;
use names::Names;
use report::{Report, at, extent};
pub(crate) use set::{EVERYWHERE, is_set_word};
use set::{Scope, Sets};
use shape::shown;
pub(crate) use traffic::{SOURCE_PORT, is_protocol, is_traffic_word, protocols, words_behind};

use crate::estate::{Estate, Expr, Flow, Object, ObjectId, Segment, SegmentId, Service, ServiceId};
use crate::ordered::{ById, Hashed};
use crate::origin::Origin;
use crate::problem::follow_up::FollowUp;
use crate::problem::{Problem, cycle, wrong_shape};
use crate::schema::{self, Shape};
use crate::source::{Source, SourceId};
use crate::syntax::{Ground, LinkWord, List, Statement, Tree};

/// The estate that `trees` describe; the tree of the source with index `i` is `trees[i]`. All texts are one
/// scope. Problems come in the order of the texts; those of the trees themselves are not repeated, and what follows from a
/// problem of either kind is a list of its own.
#[must_use]
pub(crate) fn resolve(
    sources: &[Source],
    ground: &Ground,
    trees: &[Tree<'_>],
) -> (Estate, Vec<Problem>, Vec<FollowUp>) {
    let mut report = Report::new(sources, SourceId(0));
    let mut forest = declare::declare(&mut report, ground, trees);
    let estate = read(&mut report, &mut forest);
    let (problems, follow_ups) = report.into_problems();
    (estate, problems, follow_ups)
}

/// What each name of `trees` means, given as [`resolve`] takes them.
#[must_use]
pub(crate) fn index(sources: &[Source], ground: &Ground, trees: &[Tree<'_>]) -> Index {
    let mut report = Report::new(sources, SourceId(0)).listening();
    let mut forest = declare::declare(&mut report, ground, trees);
    let estate = read(&mut report, &mut forest);
    Index::new(sources, &forest, estate.objects, &report.into_meanings())
}

/// What `trees` declare, without a look at what names mean: in much less time.
#[must_use]
pub(crate) fn declared(sources: &[Source], ground: &Ground, trees: &[Tree<'_>]) -> Index {
    let mut report = Report::new(sources, SourceId(0));
    let mut forest = declare::declare(&mut report, ground, trees);
    let objects = mem::take(&mut forest.objects);
    Index::new(sources, &forest, objects, &[])
}

/// What was declared, read: the estate, which takes the objects of `forest` over.
fn read(report: &mut Report<'_>, forest: &mut Forest<'_>) -> Estate {
    let segments = definitions(forest, "segment");
    let services = definitions(forest, "service");
    let names = Names::new(&forest.objects, segments.iter().map(|node| own_name(node)));

    let ground = forest.ground;
    let filled: Vec<Option<Filled>> = forest
        .nodes
        .iter()
        .map(|node| describes_an_estate(node).then(|| fill::fill(report, ground, &names, node)).flatten())
        .collect();
    let input = aws::Input { forest, filled: &filled };
    let (aws, sites, lines) = aws::build(report, input);
    let built = Estate { aws, sites, lines, ..Estate::default() };
    let standing = standing(&built, &forest.objects);

    let services_here = services.iter().map(|node| own_name(node)).zip(0..);
    let mut scope = Scope {
        names: &names,
        standing: &standing,
        segments: &(0..segments.len() as u32).map(|index| Some(SegmentId(index))).collect::<Vec<_>>(),
        services: &by_name(
            services_here.clone().map(|(name, index): (_, usize)| (name, Some(ServiceId(index as u32)))),
        ),
    };
    let (sets, segment_places) = define_all(report, scope, &segments, |sets, list| sets.points(list));
    let (service_sets, service_places) =
        define_all(report, scope, &services, |sets, list| sets.traffic(list));
    let segments_now: Vec<Option<SegmentId>> =
        segment_places.iter().map(|place| place.map(SegmentId)).collect();
    let place_of = |index: usize| service_places.get(index).copied().flatten();
    let services_now = by_name(services_here.map(|(name, index)| (name, place_of(index).map(ServiceId))));
    scope.segments = &segments_now;
    scope.services = &services_now;

    let (intents, tests) = intent::intents(report, scope, forest);
    let segments = standing_definitions(&segments, &segment_places)
        .zip(sets)
        .map(|((name, origin), set)| Segment { name, set, origin })
        .collect();
    let services = standing_definitions(&services, &service_places)
        .zip(service_sets)
        .map(|((name, origin), set)| Service { name, set, origin })
        .collect();
    let objects = mem::take(&mut forest.objects);
    Estate { objects, segments, services, intents, tests, ..built }
}

/// The flow that `statement`, a question without a verb, asks about in `estate`. `question` is its text, with
/// the id that its places get.
///
/// # Errors
/// What is wrong with the question; nothing where that is told already, by the parser or by the texts.
pub(crate) fn resolve_question(
    estate: &Estate,
    question: &Source,
    source: SourceId,
    ground: &Ground,
    statement: &Statement<'_>,
) -> Result<Flow, Vec<Problem>> {
    let mut report = Report::new(core::slice::from_ref(question), source);
    let names = Names::new(&estate.objects, estate.segments.iter().map(|segment| segment.name.as_str()));
    let standing = standing(estate, &estate.objects);
    let segments: Vec<Option<SegmentId>> =
        (0..estate.segments.len() as u32).map(|index| Some(SegmentId(index))).collect();
    let services = estate.services.iter().zip(0..);
    let services = by_name(services.map(|(service, index)| (service.name.as_str(), Some(ServiceId(index)))));
    let scope = Scope { names: &names, standing: &standing, segments: &segments, services: &services };

    let (pieces, fits) = shape::take_apart(&mut report, source, schema::question(), statement);
    let here = at(source, extent(statement));
    let flow = intent::flow(&mut report, ground, scope, source, &pieces, here);
    if let Some(block) = &statement.block {
        report.push(wrong_shape::block_of_question(at(source, block.span)));
    }
    let (problems, _) = report.into_problems();
    match flow {
        Some(flow) if fits && problems.is_empty() => Ok(flow),
        _ => Err(problems),
    }
}

/// The definitions of `word` that have a name.
fn definitions<'f, 't>(forest: &'f Forest<'t>, word: &str) -> Vec<&'f Node<'t>> {
    forest.top().filter(|node| node.row.word == word && node.pieces.name.is_some()).collect()
}

fn own_name<'t>(node: &Node<'t>) -> &'t str {
    node.pieces.name.map_or("", |segment| segment.text)
}

fn by_name<'t, T>(named: impl Iterator<Item = (&'t str, T)>) -> Hashed<&'t str, T> {
    let mut by_name = Hashed::new();
    for (name, one) in named {
        by_name.insert(name, one);
    }
    by_name
}

/// Whether the statement says something about what is deployed, beside its labels.
fn describes_an_estate(node: &Node<'_>) -> bool {
    let shape = matches!(node.row.shape, Shape::Object | Shape::Value | Shape::Rule { .. } | Shape::Route);
    shape && !node.is_label()
}

/// Reads the definitions `nodes` and sorts out those that stand.
fn define_all<T: define::Member>(
    report: &mut Report<'_>,
    scope: Scope<'_>,
    nodes: &[&Node<'_>],
    read: impl Fn(&mut Sets<'_, '_, '_>, &List<'_>) -> Option<Expr<T>>,
) -> (Vec<Expr<T>>, Vec<Option<u32>>) {
    let given = nodes
        .iter()
        .map(|node| {
            let operand = node.pieces.link(LinkWord::Equals)?;
            let set = report.quietly(node.broken, |report| {
                read(&mut Sets { report, scope, source: node.source }, operand.list)
            });
            set.filter(|_| !node.broken)
        })
        .collect();
    let settled = settle(given);
    for circle in &settled.circles {
        report_circle(report, nodes, circle);
    }
    (settled.standing, settled.places)
}

/// Reports definitions that need each other, at the first in the text.
fn report_circle(report: &mut Report<'_>, nodes: &[&Node<'_>], circle: &[u32]) {
    /// More places than this show nothing new.
    const SHOWN: usize = 8;
    let first = circle.iter().enumerate().min_by_key(|(_, at)| **at).map_or(0, |(position, _)| position);
    let turned = circle.iter().cycle().skip(first).take(circle.len());
    let mut places = turned.filter_map(|&index| nodes.get(index as usize));
    let Some(node) = places.next() else { return };
    let name_of = |node: &Node<'_>| node.pieces.name.map(|name| at(node.source, name.span));
    let (Some(here), word) = (name_of(node), node.row.word) else { return };
    let name = shown(own_name(node));
    let mut problem = cycle::definition(here, word, &name);
    for other in places.take(SHOWN) {
        if let Some(place) = name_of(other) {
            problem = cycle::by_way_of(problem, place, &shown(own_name(other)));
        }
    }
    report.push(problem);
}

/// Name and place of the definitions that stand.
fn standing_definitions(
    nodes: &[&Node<'_>],
    places: &[Option<u32>],
) -> impl Iterator<Item = (String, Origin)> {
    let standing = nodes.iter().zip(places).filter(|(_, place)| place.is_some());
    standing.map(|(node, _)| (own_name(node).to_string(), Origin::Written(node.at())))
}

/// The objects that the estate holds whole.
fn standing(estate: &Estate, objects: &[Object]) -> ById<ObjectId, ()> {
    let aws = &estate.aws;
    let networks = objects.iter().enumerate().filter(|(_, object)| object.kind == "network");
    let networks = networks.map(|(index, _)| ObjectId(index as u32));
    let all = networks
        .chain(aws.prefix_lists.iter().map(|list| list.object))
        .chain(aws.vpcs.iter().map(|vpc| vpc.object))
        .chain(aws.subnets.iter().map(|subnet| subnet.object))
        .chain(aws.security_groups.iter().map(|group| group.object))
        .chain(aws.internet_gateways.iter().map(|gateway| gateway.object))
        .chain(aws.egress_only_gateways.iter().map(|gateway| gateway.object))
        .chain(aws.vpn_gateways.iter().map(|gateway| gateway.object))
        .chain(aws.nat_gateways.iter().map(|gateway| gateway.object))
        .chain(aws.peerings.iter().map(|peering| peering.object))
        .chain(aws.regional_nat_gateways.iter().map(|gateway| gateway.object))
        .chain(aws.transit_gateways.iter().map(|gateway| gateway.object))
        .chain(aws.instances.iter().map(|instance| instance.object))
        .chain(aws.endpoints.iter().map(|endpoint| endpoint.object))
        .chain(aws.gwlb_endpoints.iter().map(|endpoint| endpoint.object))
        .chain(aws.endpoint_services.iter().map(|service| service.object))
        .chain(aws.interfaces.iter().map(|interface| interface.object))
        .chain(estate.sites.iter().flat_map(site::objects))
        .chain(estate.lines.iter().map(|line| line.object));
    let mut standing = ById::new();
    all.for_each(|object| standing.insert(object, ()));
    standing
}
