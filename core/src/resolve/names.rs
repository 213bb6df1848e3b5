//! Looking up names: who is meant by a path, seen from where it is written.

use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::cell::RefCell;
use core::mem;

use crate::estate::{Object, ObjectId};
use crate::ordered::{self, Map, Register};
use crate::schema;
use crate::syntax::written_name;

/// The most things that an ambiguous name lists.
const LISTED: usize = 4;

/// Every thing with a name, by name. Ids of the cloud count as names.
pub(super) struct Names<'a> {
    /// Objects first, at their [`ObjectId`]; then segments.
    things: Vec<Thing<'a>>,
    objects: u32,
    /// The things of each name, as they stand in a walk over the estate.
    by_name: Map<&'a str, Vec<Entry>>,
    by_kind: Map<(&'a str, &'static str), Vec<Entry>>,
    children: Map<(Option<u32>, &'a str), Vec<u32>>,
    /// What shortened paths of several names meant, for the next time: they take longest.
    known: RefCell<Register<Asked, Vec<u32>>>,
    /// The things of each kind, in their order.
    of_kind: Map<&'static str, Vec<u32>>,
}

/// The scope of a look-up, the path, and what may be meant.
type Asked = (Option<u32>, Vec<String>, Expected);

/// A thing that a name can mean.
struct Thing<'a> {
    kind: &'static str,
    name: &'a str,
    id: Option<&'a str>,
    parent: Option<u32>,
    /// Where it and what stands in it are numbered, in a walk over the estate.
    walk: Walk,
}

#[derive(Clone, Copy, Default)]
struct Walk {
    enter: u32,
    leave: u32,
}

#[derive(Clone, Copy)]
struct Entry {
    enter: u32,
    thing: u32,
}

/// What a name means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Named {
    Object(ObjectId),
    /// The segment of this index.
    Segment(u32),
}

/// What may be meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Expected {
    /// A thing of one of these kinds.
    Kinds(&'static [&'static str]),
    /// A thing of this kind.
    Kind(&'static str),
    /// A thing that stands for points.
    Points,
    /// Any thing that is deployed.
    Anything,
}

impl Expected {
    /// Whether a thing of this kind may be meant.
    pub(crate) fn admits(self, kind: &str) -> bool {
        match self {
            Self::Kinds(kinds) => kinds.contains(&kind),
            Self::Kind(one) => one == kind,
            Self::Points => schema::denotes_points(kind),
            Self::Anything => kind != "segment",
        }
    }

    /// The kinds, in an order that never changes.
    pub(super) fn kinds(self) -> Vec<&'static str> {
        match self {
            Self::Kinds(kinds) => schema::modelled_kinds(kinds).collect(),
            Self::Kind(kind) => vec![kind],
            Self::Points => schema::kinds_of_points().collect(),
            Self::Anything => Vec::new(),
        }
    }
}

/// What a look-up found.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    One(Named),
    /// Several, and how each is written so that nothing else is meant.
    Several(Vec<String>),
    /// None that may be meant, but a thing of another kind.
    OtherKind(&'static str),
    None,
}

impl<'a> Names<'a> {
    /// The names of `objects` and of the segments, whose index is their order in `segments`.
    pub(super) fn new(objects: &'a [Object], segments: impl Iterator<Item = &'a str>) -> Self {
        let of_object = |object: &'a Object| Thing {
            kind: object.kind,
            name: object.name.as_str(),
            id: object.id.as_deref(),
            parent: object.parent.map(|ObjectId(id)| id),
            walk: Walk::default(),
        };
        let of_segment =
            |name: &'a str| Thing { kind: "segment", name, id: None, parent: None, walk: Walk::default() };
        let things = objects.iter().map(of_object).chain(segments.map(of_segment)).collect();
        let mut names = Self {
            things,
            objects: objects.len() as u32,
            by_name: Map::default(),
            by_kind: Map::default(),
            children: Map::default(),
            known: RefCell::new(Register::new()),
            of_kind: Map::default(),
        };
        names.walk();
        names.index();
        names
    }

    /// What `path` means at a place inside `scope`: the nearest enclosing scope that holds a match decides, and
    /// there a path that is written whole beats shortened ones.
    pub(super) fn find(&self, scope: Option<ObjectId>, path: &[&str], expected: Expected) -> Found {
        let matches = self.matches(scope, path, expected);
        match matches.as_slice() {
            [] => {}
            [one] => return Found::One(self.named(*one)),
            several => {
                return Found::Several(
                    several.iter().map(|&thing| self.unique(thing, scope, expected)).collect(),
                );
            }
        }
        let own_name = path.last().copied().unwrap_or_default();
        let others = self.by_name.get(&own_name).map_or(&[][..], Vec::as_slice);
        let other = others.first().filter(|_| path.len() == 1).and_then(|entry| self.thing(entry.thing));
        other.map_or(Found::None, |thing| Found::OtherKind(thing.kind))
    }

    /// The names of things that may be meant, in a stable order, for suggestions.
    pub(super) fn known(&self, expected: Expected) -> impl Iterator<Item = &'a str> {
        // Without a look at the others: there may be many, and many names that are asked for in vain.
        let kinds = match expected {
            Expected::Anything => {
                self.of_kind.iter().map(|(kind, _)| *kind).filter(|kind| expected.admits(kind)).collect()
            }
            _ => expected.kinds(),
        };
        let things = kinds.into_iter().filter_map(|kind| self.of_kind.get(&kind)).flatten();
        things.filter_map(|&thing| self.thing(thing)).map(|thing| thing.name)
    }

    /// Everything that may be meant at a place inside `scope`, each with the shortest way to write it there. Where that is more
    /// than `most`, so many of those that `keep` takes by their name; the second value tells whether these are all.
    pub(super) fn ways(
        &self,
        scope: Option<ObjectId>,
        expected: Expected,
        most: usize,
        keep: &dyn Fn(&str) -> bool,
    ) -> (Vec<(Named, String)>, bool) {
        let kinds = self.of_kind.iter().filter(|(kind, _)| expected.admits(kind));
        let mut things: Vec<u32> = kinds.flat_map(|(_, things)| things.iter().copied()).collect();
        let all = things.len() <= most;
        if !all {
            things.retain(|&at| self.thing(at).is_some_and(|thing| keep(thing.name)));
            things.truncate(most);
        }
        let ways = things.into_iter().map(|at| (self.named(at), self.way(at, scope, expected)));
        (ways.collect(), all)
    }

    /// The shortest way to write `thing` at a place in `scope`; a kind that is expected alone stands there already.
    fn way(&self, at: u32, scope: Option<ObjectId>, expected: Expected) -> String {
        let plain = self.thing(at).map(|thing| thing.name);
        if let Some(name) = plain.filter(|name| self.matches(scope, &[*name], expected) == [at]) {
            return written(&[name]);
        }
        let way = self.unique(at, scope, expected);
        let kind = if let Expected::Kind(kind) = expected { kind } else { "" };
        let behind = way.strip_prefix(kind).and_then(|way| way.strip_prefix(' ')).map(String::from);
        behind.unwrap_or(way)
    }

    fn thing(&self, at: u32) -> Option<&Thing<'a>> {
        self.things.get(at as usize)
    }

    fn named(&self, thing: u32) -> Named {
        match thing.checked_sub(self.objects) {
            Some(segment) => Named::Segment(segment),
            None => Named::Object(ObjectId(thing)),
        }
    }

    /// Numbers the things so that what stands in a thing is numbered behind it without a gap.
    fn walk(&mut self) {
        let mut top = Vec::new();
        let mut inside = vec![Vec::new(); self.things.len()];
        for (at, thing) in self.things.iter().enumerate() {
            match thing.parent {
                Some(parent) => {
                    inside.get_mut(parent as usize).into_iter().for_each(|all| all.push(at as u32))
                }
                None => top.push(at as u32),
            }
        }
        let mut number = 0u32;
        let mut open: Vec<(Option<u32>, Vec<u32>)> = vec![(None, top)];
        for (_, children) in &mut open {
            children.reverse();
        }
        while let Some((parent, children)) = open.last_mut() {
            if let Some(child) = children.pop() {
                number = number.saturating_add(1);
                if let Some(thing) = self.things.get_mut(child as usize) {
                    thing.walk.enter = number;
                }
                let mut grandchildren = inside.get_mut(child as usize).map(mem::take).unwrap_or_default();
                grandchildren.reverse();
                open.push((Some(child), grandchildren));
            } else {
                if let Some(thing) = parent.and_then(|parent| self.things.get_mut(parent as usize)) {
                    thing.walk.leave = number;
                }
                open.pop();
            }
        }
    }

    fn index(&mut self) {
        let mut named = Vec::new();
        for (at, thing) in self.things.iter().enumerate() {
            let entry = Entry { enter: thing.walk.enter, thing: at as u32 };
            let alias = thing.id.filter(|&id| id != thing.name);
            named.extend([Some(thing.name), alias].into_iter().flatten().map(|name| (name, thing, entry)));
        }
        let kinds = self.things.iter().zip(0..).map(|(thing, at)| (thing.kind, at));
        self.of_kind = Map::<_, u32>::grouped(kinds);
        let children = named.iter().map(|&(name, thing, entry)| ((thing.parent, name), entry.thing));
        self.children = Map::<_, u32>::grouped(children);
        ordered::sort_by_key(&mut named, |(_, _, entry)| entry.enter);
        let by_kind = named.iter().map(|&(name, thing, entry)| ((name, thing.kind), entry));
        self.by_kind = Map::<_, Entry>::grouped(by_kind);
        self.by_name = Map::<_, Entry>::grouped(named.iter().map(|&(name, _, entry)| (name, entry)));
    }

    /// What `path` may mean: at most [`LISTED`] things.
    fn matches(&self, scope: Option<ObjectId>, path: &[&str], expected: Expected) -> Vec<u32> {
        let mut scope = scope.map(|ObjectId(id)| id);
        loop {
            let found = self.matches_in(scope, path, expected);
            if !found.is_empty() {
                return found;
            }
            match scope {
                Some(inner) => scope = self.thing(inner).and_then(|thing| thing.parent),
                None => return Vec::new(),
            }
        }
    }

    fn matches_in(&self, scope: Option<u32>, path: &[&str], expected: Expected) -> Vec<u32> {
        let inside = self.inside(scope);
        let mut whole = self.whole(scope, path, expected);
        if scope.is_some() {
            let from_top = self.whole(None, path, expected);
            let holds = |&thing: &u32| self.thing(thing).is_some_and(|thing| inside.holds(thing.walk.enter));
            whole.extend(from_top.into_iter().filter(holds));
        }
        if !whole.is_empty() {
            return whole;
        }
        if path.len() < 2 {
            return self.shortened(scope, inside, path, expected);
        }
        let key = (scope, path.iter().copied().map(String::from).collect(), expected);
        if let Some(found) = self.known.borrow().get(&key) {
            return found.clone();
        }
        let found = self.shortened(scope, inside, path, expected);
        self.known.borrow_mut().insert(key, found.clone());
        found
    }

    /// The walk numbers of what stands in `scope`, itself not counted.
    fn inside(&self, scope: Option<u32>) -> Walk {
        let walk = scope.and_then(|scope| self.thing(scope)).map(|thing| thing.walk);
        walk.map_or(Walk { enter: 1, leave: u32::MAX }, |walk| Walk {
            enter: walk.enter.saturating_add(1),
            ..walk
        })
    }

    /// Things whose path from `scope` is `path` without a gap.
    fn whole(&self, scope: Option<u32>, path: &[&str], expected: Expected) -> Vec<u32> {
        let mut level = vec![scope];
        for &name in path {
            let below =
                |parent: &Option<u32>| self.children.get(&(*parent, name)).map_or(&[][..], Vec::as_slice);
            level = level.iter().flat_map(below).copied().map(Some).collect();
        }
        let admitted = |&thing: &u32| self.thing(thing).is_some_and(|thing| expected.admits(thing.kind));
        level.into_iter().flatten().filter(admitted).take(LISTED).collect()
    }

    /// Things inside `scope` whose path, from the top, has the names of `path` in this order.
    fn shortened(&self, scope: Option<u32>, inside: Walk, path: &[&str], expected: Expected) -> Vec<u32> {
        let Some((&own_name, above)) = path.split_last() else { return Vec::new() };
        let above = self.without_scope(scope, above);
        let last: Vec<&[Entry]> = match expected {
            Expected::Anything => {
                self.by_name.get(&own_name).map(|list| inside.slice(list)).into_iter().collect()
            }
            _ => {
                let of_kind = |kind| self.by_kind.get(&(own_name, kind)).map(|list| inside.slice(list));
                expected.kinds().into_iter().filter_map(of_kind).collect()
            }
        };
        let admitted =
            |entry: &Entry| self.thing(entry.thing).is_some_and(|thing| expected.admits(thing.kind));
        let Some((&outermost, _)) = above.split_first() else {
            let all = last.iter().flat_map(|list| list.iter());
            return all.filter(|entry| admitted(entry)).map(|entry| entry.thing).take(LISTED).collect();
        };
        // From whichever end has fewer candidates: a thousand `eth0` are not asked one by one for `web-17.eth0`.
        let first = self.by_name.get(&outermost).map_or(&[][..], |list| inside.slice(list));
        let candidates = last.iter().map(|list| list.len()).fold(0, usize::saturating_add);
        if candidates <= first.len() {
            let all = last.iter().flat_map(|list| list.iter());
            let matching = all.filter(|entry| admitted(entry) && self.stands_below(entry.thing, above));
            return matching.map(|entry| entry.thing).take(LISTED).collect();
        }
        let mut walks = vec![inside];
        for &name in above {
            let list = self.by_name.get(&name).map_or(&[][..], Vec::as_slice);
            walks = walks.iter().flat_map(|walk| self.outermost(walk.slice(list))).collect();
        }
        let all = walks.iter().flat_map(|walk| last.iter().flat_map(|list| walk.slice(list)));
        all.filter(|entry| admitted(entry)).map(|entry| entry.thing).take(LISTED).collect()
    }

    /// `names` without those at its start that `scope` and what it stands in already match, in order.
    fn without_scope<'p>(&self, scope: Option<u32>, names: &'p [&'p str]) -> &'p [&'p str] {
        let mut chain = Vec::new();
        let mut next = scope.and_then(|scope| self.thing(scope));
        while let Some(thing) = next {
            chain.push(thing);
            next = thing.parent.and_then(|parent| self.thing(parent));
        }
        let mut rest = names;
        while let Some(thing) = chain.pop() {
            if let Some((_, behind)) = rest.split_first().filter(|(name, _)| thing.is_called(name)) {
                rest = behind;
            }
        }
        rest
    }

    /// The insides of `entries`, leaving out those that stand in another.
    fn outermost(&self, entries: &[Entry]) -> Vec<Walk> {
        let mut walks: Vec<Walk> = Vec::new();
        for thing in entries.iter().filter_map(|entry| self.thing(entry.thing)) {
            if walks.last().is_none_or(|walk| walk.leave < thing.walk.enter) {
                walks.push(Walk { enter: thing.walk.enter.saturating_add(1), leave: thing.walk.leave });
            }
        }
        walks
    }

    /// Whether the names above `thing` hold `above`, in this order.
    fn stands_below(&self, thing: u32, above: &[&str]) -> bool {
        let mut rest = above;
        let mut next = self.thing(thing).and_then(|thing| thing.parent);
        while let (Some((name, before)), Some(thing)) =
            (rest.split_last(), next.and_then(|next| self.thing(next)))
        {
            if thing.is_called(name) {
                rest = before;
            }
            next = thing.parent;
        }
        rest.is_empty()
    }

    /// The shortest way to write `thing` at a place in `scope` so that nothing else is meant.
    fn unique(&self, thing: u32, scope: Option<ObjectId>, expected: Expected) -> String {
        let Some(found) = self.thing(thing) else { return String::new() };
        let mut above = Vec::new();
        let mut next = found.parent;
        while let Some(parent) = next.and_then(|next| self.thing(next)) {
            above.push(parent.name);
            next = parent.parent;
        }
        let only = |path: &[&str], expected| self.matches(scope, path, expected) == [thing];
        let of_kind = Expected::Kind(found.kind);
        if only(&[found.name], of_kind) {
            return format!("{} {}", found.kind, written(&[found.name]));
        }
        let one_above = above.iter().map(|&name| vec![name, found.name]);
        let all_above = (2..=above.len())
            .map(|count| above.iter().take(count).rev().copied().chain([found.name]).collect::<Vec<_>>());
        let paths: Vec<Vec<&str>> = one_above.chain(all_above).collect();
        if let Some(path) = paths.iter().find(|path| only(path, expected)) {
            return written(path);
        }
        let path = paths.iter().find(|path| only(path, of_kind)).or(paths.last());
        format!("{} {}", found.kind, path.map_or_else(|| written(&[found.name]), |path| written(path)))
    }
}

impl Walk {
    const fn holds(self, number: u32) -> bool {
        self.enter <= number && number <= self.leave
    }

    /// The part of `entries` that lies in this stretch of the walk.
    fn slice(self, entries: &[Entry]) -> &[Entry] {
        let start = entries.partition_point(|entry| entry.enter < self.enter);
        let end = entries.partition_point(|entry| entry.enter <= self.leave);
        entries.get(start..end).unwrap_or_default()
    }
}

impl Thing<'_> {
    fn is_called(&self, name: &str) -> bool {
        self.name == name || self.id == Some(name)
    }
}

/// A path as it is written, with quotes where a name needs them.
fn written(path: &[&str]) -> String {
    let mut text = String::new();
    for (at, name) in path.iter().enumerate() {
        if at > 0 {
            text.push('.');
        }
        text.push_str(&written_name(name));
    }
    text
}
