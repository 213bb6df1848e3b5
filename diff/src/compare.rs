//! What changed from one estate to another.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use ringfence::answer::{FlowBox, ShownProblem};
use ringfence::estate::{Flow, Intent};
use ringfence::space::{Space, Spaces};
use ringfence::{Analysis, FlowsBetween, Question};

use crate::answer::{Change, ChangedBox, Difference, Group, Refused, Summary};
use crate::cause;
use crate::edits;
use crate::groups::{Grouped, Names, cut, groups};
use crate::kinds::{Kind, Levels, changed};
use crate::machines::machines;
use crate::matching::{Matching, alone, as_before, kept};
use crate::state::{End, State, asks_nothing};
use crate::witness;

/// Work that a comparison may take, in steps of a store of sets.
pub(crate) const MOST_WORK: u64 = 4_000_000_000;

/// Flows that changed alike, in the addresses of one of the estates.
pub(crate) struct Part {
    pub(crate) kind: Kind,
    pub(crate) allowed: Option<bool>,
    pub(crate) networks: (String, String),
    pub(crate) set: Space,
}

/// Compares two estates.
///
/// # Errors
/// An error in the texts of one, so that no difference would be a result; or more work than a comparison may take.
pub fn compare(old: &Analysis, new: &Analysis) -> Result<Difference, Refused> {
    for (analysis, side) in [(old, "old"), (new, "new")] {
        if analysis.has_errors() {
            return Err(refused(format!("there are errors in the {side} texts"), analysis.problems()));
        }
    }
    if old.estate().deploys_nothing() && new.estate().deploys_nothing() {
        return Err(refused("nothing is deployed in either".to_owned(), Vec::new()));
    }
    let mut spaces = Spaces::new();
    spaces.limit_work(MOST_WORK);
    let mut state = |analysis: &Analysis, side: &str| {
        let state = State::of(&mut spaces, analysis);
        state.map_err(|problems| refused(format!("what the {side} estate delivers cannot be told"), problems))
    };
    let (before, after) = (state(old, "old")?, state(new, "new")?);
    let matching = Matching::of(&before.ends, &after.ends);
    let parts = parts(&mut spaces, &matching, &before, &after);
    let parts = by_intents(&mut spaces, new, parts)
        .map_err(|problems| refused("what the new intents mean cannot be told".to_owned(), problems))?;
    let groups = [groups(old, &before.ends), groups(new, &after.ends)];
    let names = [&before, &after].map(|state| Names::of(&state.ends));
    let mut changes = grouped(&mut spaces, parts, &groups, &names);
    if spaces.is_exhausted() {
        return Err(refused("the estates are too large to be compared".to_owned(), Vec::new()));
    }
    let mut edits = edits::edits(old, new);
    for change in &mut changes {
        let in_new = change.kind.shows_new();
        let (analysis, state) = if in_new { (new, &after) } else { (old, &before) };
        witnessed(change, analysis, &state.ends);
        change.decided_by = edits::decided_by(&edits, change.path.as_ref(), in_new);
    }
    cause::find(old, new, &mut edits, &mut changes);
    let machines = machines(&matching, &before.ends, &after.ends, &changes);
    let edits = edits.into_iter().map(|edit| edit.shown).collect();
    Ok(Difference {
        summary: summary(&changes),
        changes,
        machines,
        edits,
        old_problems: old.problems(),
        new_problems: new.problems(),
    })
}

pub(crate) const fn refused(message: String, problems: Vec<ShownProblem>) -> Refused {
    Refused { message, problems }
}

/// The flows that changed, by what became of them and the networks they are between.
pub(crate) fn parts(spaces: &mut Spaces, matching: &Matching, old: &State, new: &State) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut add = |kind: Kind, networks: (&str, &str), set: Space| {
        let networks = (networks.0.to_owned(), networks.1.to_owned());
        parts.push(Part { kind, allowed: None, networks, set });
    };
    let pairs = matching.0.iter().flat_map(|source| matching.0.iter().map(move |to| (source, to)));
    for (source, destination) in pairs {
        let [before, after] = kept(spaces, old, new, source, destination);
        for (kind, set) in changed(spaces, before, after) {
            if kind.shows_new() {
                add(kind, (&source.new, &destination.new), set);
            } else {
                let set = as_before(spaces, set, source, destination);
                add(kind, (&source.old, &destination.old), set);
            }
        }
    }
    for ((source, destination), levels) in &old.flows {
        let ends = [source, destination].map(|network| matching.by_old(network));
        let gone = alone(spaces, *levels, ends, true);
        for (kind, set) in changed(spaces, gone, Levels::NONE) {
            add(kind, (source, destination), set);
        }
    }
    for ((source, destination), levels) in &new.flows {
        let ends = [source, destination].map(|network| matching.by_new(network));
        let come = alone(spaces, *levels, ends, false);
        for (kind, set) in changed(spaces, Levels::NONE, come) {
            add(kind, (source, destination), set);
        }
    }
    parts
}

/// What opened, cut by whether an intent of the new estate says it is meant, and none forbids it.
fn by_intents(spaces: &mut Spaces, new: &Analysis, parts: Vec<Part>) -> Result<Vec<Part>, Vec<ShownProblem>> {
    let mut meant: BTreeMap<(String, String), Space> = BTreeMap::new();
    if parts.iter().any(|part| part.kind.opens()) {
        let intents = &new.estate().intents;
        // What is meant by some ways only may have opened by another.
        let admits = |intent: &Intent| -> Vec<Flow> {
            intent.admits().filter(|flow| flow.ways.are_any()).cloned().collect()
        };
        let admitted = intents.iter().flat_map(admits);
        meant = sets(spaces, new, admitted, |flows| flows.asked)?;
        for intent in intents.iter().filter(|intent| intent.refuses().next().is_some()) {
            // Of flows that are refused by some ways only those are that go such a way.
            let refused = intent.refuses().cloned();
            let refused = sets(spaces, new, refused, |flows| flows.delivered.possibly)?;
            let excepted = sets(spaces, new, admits(intent), |flows| flows.asked)?;
            for (networks, set) in refused {
                let excepted = excepted.get(&networks).copied().unwrap_or(Space::EMPTY);
                let left = spaces.minus(set, excepted);
                if let Some(meant) = meant.get_mut(&networks) {
                    *meant = spaces.minus(*meant, left);
                }
            }
        }
    }
    let mut all = Vec::new();
    for part in parts {
        if !part.kind.opens() {
            all.push(part);
            continue;
        }
        let meant = meant.get(&part.networks).copied().unwrap_or(Space::EMPTY);
        let sets = [(false, spaces.minus(part.set, meant)), (true, spaces.intersect(part.set, meant))];
        for (allowed, set) in sets.into_iter().filter(|(_, set)| !set.is_empty()) {
            all.push(Part { allowed: Some(allowed), networks: part.networks.clone(), set, ..part });
        }
    }
    Ok(all)
}

/// A set of each of these flows, all together, by the networks they are between.
fn sets(
    spaces: &mut Spaces,
    analysis: &Analysis,
    flows: impl IntoIterator<Item = Flow>,
    of: fn(&FlowsBetween) -> Space,
) -> Result<BTreeMap<(String, String), Space>, Vec<ShownProblem>> {
    let mut sets: BTreeMap<(String, String), Space> = BTreeMap::new();
    for flow in flows {
        let exact = match analysis.exact(&Question::new(flow)) {
            Ok(exact) => exact,
            // What names nothing means nothing; that is a problem of its text.
            Err(problems) if asks_nothing(&problems) => continue,
            Err(problems) => return Err(problems),
        };
        for between in &exact.between {
            let set = spaces.copied(&exact.spaces, of(between));
            let all =
                sets.entry((between.source.clone(), between.destination.clone())).or_insert(Space::EMPTY);
            *all = spaces.union(*all, set);
        }
    }
    Ok(sets)
}

/// What one change has in common.
type Key = (Kind, Option<bool>, Group, Group);

/// A set of flows from one network to another.
type Between = ((String, String), Space);

/// The changes by groups of their ends, what opens and is not meant first.
pub(crate) fn grouped(
    spaces: &mut Spaces,
    parts: Vec<Part>,
    [old, new]: &[Vec<Grouped>; 2],
    [old_names, new_names]: &[Names; 2],
) -> Vec<Change> {
    let mut by_groups: BTreeMap<Key, Vec<Between>> = BTreeMap::new();
    for part in parts {
        let groups = if part.kind.shows_new() { new } else { old };
        let (source, destination) = &part.networks;
        for (from, to, set) in cut(spaces, groups, (source, destination), part.set) {
            let key = (part.kind, part.allowed, from.clone(), to.clone());
            by_groups.entry(key).or_default().push((part.networks.clone(), set));
        }
    }
    let changes = by_groups.into_iter().map(|((kind, allowed, from, to), sets)| {
        let names = if kind.shows_new() { new_names } else { old_names };
        let mut boxes = Vec::new();
        let mut counts = Vec::new();
        // Sets of the same networks are parts that have nothing in common.
        let mut united: BTreeMap<(String, String), Vec<Space>> = BTreeMap::new();
        for (networks, set) in sets {
            united.entry(networks).or_default().push(set);
        }
        for ((source, destination), sets) in united {
            let set = spaces.union_all(sets);
            counts.push(spaces.count(set));
            for mut flows in FlowBox::all_of(spaces, set, &source, &destination) {
                names.name(&mut flows.source);
                names.name(&mut flows.destination);
                let Some((_, flow)) = witness::pick(&flows) else { continue };
                boxes.push(ChangedBox { flows, flow });
            }
        }
        #[expect(clippy::arithmetic_side_effects, reason = "a `BigUint` does not overflow")]
        let count = counts.into_iter().reduce(|one, other| one + other);
        let count = count.map(|count| count.to_string()).unwrap_or_default();
        Change {
            kind,
            allowed,
            from,
            to,
            count,
            boxes,
            witness: None,
            path: None,
            decided_by: Vec::new(),
            caused_by: Vec::new(),
            question: String::new(),
        }
    });
    changes.collect()
}

/// Shows one of the flows of a change, with its way in an estate.
pub(crate) fn witnessed(change: &mut Change, analysis: &Analysis, ends: &[End]) {
    let picked = change.boxes.iter().filter_map(|one| Some((witness::pick(&one.flows)?, one)));
    let Some(((_, packet), one)) = picked.min_by_key(|((ease, _), _)| *ease) else { return };
    let question = witness::question(analysis, ends, &one.flows, &packet);
    let Some(answer) = witness::asked(analysis, &question) else { return };
    (change.witness, change.path, change.question) = (answer.witness, answer.path, question);
}

pub(crate) fn summary(changes: &[Change]) -> Summary {
    let count = |is: &dyn Fn(&Change) -> bool| changes.iter().filter(|change| is(change)).count() as u32;
    Summary {
        opened: count(&|change| change.kind.opens() && !change.kind.is_open_question()),
        may_have_opened: count(&|change| change.kind.opens() && change.kind.is_open_question()),
        not_allowed: count(&|change| change.allowed == Some(false)),
        closed: count(&|change| !change.kind.opens() && !change.kind.is_open_question()),
        may_have_closed: count(&|change| change.kind == Kind::MayHaveClosed),
    }
}
