//! Looking up names: who is meant by a path, seen from where it is written.

use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::cell::RefCell;

use crate::estate::{Object, ObjectId};
use crate::ordered::{self, Hashed};
use crate::schema;
use crate::syntax::written_name;

/// The most things that an ambiguous name lists.
const LISTED: usize = 4;

/// Every thing with a name, by name. Ids of the cloud count as names.
pub(super) struct Names<'a> {
    /// Objects first, at their [`ObjectId`]; then segments.
    things: Vec<Thing>,
    objects: u32,
    /// Each kind once, and whether its things stand for points.
    kinds: Vec<(&'static str, bool)>,
    /// The things of each kind, in their order.
    of_kind: Vec<Vec<u32>>,
    /// Each name and id once: it is told by its number.
    texts: Hashed<&'a str, ()>,
    /// The things of each name, as they stand in a walk over the estate.
    by_name: Lists,
    /// The same, those of each kind apart.
    by_kind: Vec<Entry>,
    /// For each name, which stretches of `by_kind` have its things.
    runs: Vec<Run>,
    /// Where the runs of each name start.
    starts: Vec<u32>,
    /// The first with a name in something, or at the top.
    children: Hashed<(Option<u32>, u32), Called>,
    /// The next one with that name there.
    next: Vec<[Option<Called>; 2]>,
    /// What shortened paths of several names meant, for the next time: they take longest.
    remembered: RefCell<Hashed<Asked, Matches>>,
}

/// The scope of a look-up, the path, and what may be meant.
type Asked = (Option<u32>, Vec<u32>, Expected);

/// A thing that a name can mean.
struct Thing {
    /// An index into [`Names::kinds`].
    kind: u8,
    name: u32,
    id: Option<u32>,
    parent: Option<u32>,
    /// Where it and what stands in it are numbered, in a walk over the estate.
    walk: Walk,
}

#[derive(Clone, Copy, Default)]
struct Walk {
    enter: u32,
    leave: u32,
}

#[derive(Clone, Copy, Default)]
struct Entry {
    enter: u32,
    thing: u32,
}

/// A thing by its name, or by its id.
#[derive(Clone, Copy)]
struct Called {
    thing: u32,
    by_id: bool,
}

/// A stretch of [`Names::by_kind`].
struct Run {
    kind: u8,
    start: u32,
    end: u32,
}

/// Lists by number, one behind the other.
#[derive(Default)]
struct Lists {
    starts: Vec<u32>,
    entries: Vec<Entry>,
}

/// The first few things that match.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Matches {
    list: [u32; LISTED],
    count: usize,
}

/// What a name means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Named {
    Object(ObjectId),
    /// The segment of this index.
    Segment(u32),
}

/// What may be meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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
        let mut names = Self {
            things: Vec::with_capacity(objects.len()),
            objects: objects.len() as u32,
            kinds: Vec::new(),
            of_kind: Vec::new(),
            texts: Hashed::new(),
            by_name: Lists::default(),
            by_kind: Vec::new(),
            runs: Vec::new(),
            starts: Vec::new(),
            children: Hashed::new(),
            next: Vec::new(),
            remembered: RefCell::new(Hashed::new()),
        };
        for object in objects {
            let parent = object.parent.map(|ObjectId(id)| id);
            names.add(object.kind, &object.name, object.id.as_deref(), parent);
        }
        for name in segments {
            names.add("segment", name, None, None);
        }
        let order = names.walk();
        names.index(&order);
        names
    }

    fn add(&mut self, kind: &'static str, name: &'a str, id: Option<&'a str>, parent: Option<u32>) {
        let at = self.things.len() as u32;
        let kind = self.kinds.iter().position(|(known, _)| *known == kind).unwrap_or_else(|| {
            self.kinds.push((kind, schema::denotes_points(kind)));
            self.of_kind.push(Vec::new());
            self.kinds.len().saturating_sub(1)
        });
        self.of_kind.get_mut(kind).into_iter().for_each(|things| things.push(at));
        let name = self.texts.number(name, ()) as u32;
        let id = id.map(|id| self.texts.number(id, ()) as u32).filter(|&id| id != name);
        self.things.push(Thing { kind: kind as u8, name, id, parent, walk: Walk::default() });
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
        let [own_name] = path else { return Found::None };
        let others = self.texts.number_of(own_name).map_or(&[][..], |name| self.by_name.get(name as u32));
        let other = others.first().and_then(|entry| self.thing(entry.thing));
        other.map_or(Found::None, |thing| Found::OtherKind(self.kind(thing)))
    }

    /// The names of things that may be meant, in a stable order, for suggestions.
    pub(super) fn known(&self, expected: Expected) -> impl Iterator<Item = &'a str> {
        // Without a look at the others: there may be many, and many names that are asked for in vain.
        let kinds = match expected {
            Expected::Anything => self.sorted_kinds(expected),
            _ => expected.kinds(),
        };
        let things = kinds.into_iter().flat_map(|kind| self.things_of(kind));
        things.filter_map(|&thing| self.thing(thing)).map(|thing| self.text(thing.name))
    }

    /// The kinds that there are and that may be meant, by their words.
    fn sorted_kinds(&self, expected: Expected) -> Vec<&'static str> {
        let kinds = self.kinds.iter().map(|(kind, _)| *kind);
        let mut kinds: Vec<_> = kinds.filter(|kind| expected.admits(kind)).collect();
        ordered::sort(&mut kinds);
        kinds
    }

    fn things_of(&self, kind: &str) -> &[u32] {
        let at = self.kinds.iter().position(|(known, _)| *known == kind);
        at.and_then(|at| self.of_kind.get(at)).map_or(&[], Vec::as_slice)
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
        let kinds = self.sorted_kinds(expected).into_iter();
        let mut things: Vec<u32> = kinds.flat_map(|kind| self.things_of(kind)).copied().collect();
        let all = things.len() <= most;
        if !all {
            things.retain(|&at| self.thing(at).is_some_and(|thing| keep(self.text(thing.name))));
            things.truncate(most);
        }
        let ways = things.into_iter().map(|at| (self.named(at), self.way(at, scope, expected)));
        (ways.collect(), all)
    }

    /// The shortest way to write `thing` at a place in `scope`; a kind that is expected alone stands there already.
    fn way(&self, at: u32, scope: Option<ObjectId>, expected: Expected) -> String {
        let plain = self.thing(at).map(|thing| self.text(thing.name));
        if let Some(name) = plain.filter(|name| self.matches(scope, &[*name], expected).as_slice() == [at]) {
            return written(&[name]);
        }
        let way = self.unique(at, scope, expected);
        let kind = if let Expected::Kind(kind) = expected { kind } else { "" };
        let behind = way.strip_prefix(kind).and_then(|way| way.strip_prefix(' ')).map(String::from);
        behind.unwrap_or(way)
    }

    fn thing(&self, at: u32) -> Option<&Thing> {
        self.things.get(at as usize)
    }

    fn kind(&self, thing: &Thing) -> &'static str {
        self.kinds.get(usize::from(thing.kind)).map_or("", |(kind, _)| kind)
    }

    /// Whether the things of the kind of this number may be meant.
    fn admits(&self, kind: u8, expected: Expected) -> bool {
        let known = self.kinds.get(usize::from(kind));
        known.is_some_and(
            |&(kind, points)| {
                if expected == Expected::Points { points } else { expected.admits(kind) }
            },
        )
    }

    /// The name, or id, of this number.
    fn text(&self, number: u32) -> &'a str {
        self.texts.entry(number as usize).map_or("", |(text, ())| *text)
    }

    fn named(&self, thing: u32) -> Named {
        match thing.checked_sub(self.objects) {
            Some(segment) => Named::Segment(segment),
            None => Named::Object(ObjectId(thing)),
        }
    }

    /// Numbers the things so that what stands in a thing is numbered behind it without a gap; the things in that order.
    fn walk(&mut self) -> Vec<u32> {
        let count = self.things.len();
        // The first thing at the top or in a thing, and the next one in the same.
        let (mut first_at_top, mut first, mut next) = (None, vec![None; count], vec![None; count]);
        for (at, thing) in self.things.iter().enumerate().rev() {
            let slot = match thing.parent {
                Some(parent) => first.get_mut(parent as usize),
                None => Some(&mut first_at_top),
            };
            if let (Some(slot), Some(next)) = (slot, next.get_mut(at)) {
                *next = slot.replace(at as u32);
            }
        }
        let mut order = Vec::with_capacity(count);
        let mut open: Vec<u32> = Vec::new();
        let mut here: Option<u32> = first_at_top;
        loop {
            if let Some(at) = here {
                order.push(at);
                let enter = order.len() as u32;
                self.things.get_mut(at as usize).into_iter().for_each(|thing| thing.walk.enter = enter);
                open.push(at);
                here = first.get(at as usize).copied().flatten();
            } else if let Some(at) = open.pop() {
                let leave = order.len() as u32;
                self.things.get_mut(at as usize).into_iter().for_each(|thing| thing.walk.leave = leave);
                here = next.get(at as usize).copied().flatten();
            } else {
                return order;
            }
        }
    }

    fn index(&mut self, order: &[u32]) {
        self.next = vec![[None; 2]; self.things.len()];
        for (at, thing) in self.things.iter().enumerate().rev() {
            for (name, by_id) in [(thing.id, true), (Some(thing.name), false)] {
                let Some(name) = name else { continue };
                let behind = self.children.insert((thing.parent, name), Called { thing: at as u32, by_id });
                if let Some(next) = self.next.get_mut(at).and_then(|next| next.get_mut(usize::from(by_id))) {
                    *next = behind;
                }
            }
        }
        let things = &self.things;
        let named = || {
            let walked = order.iter().filter_map(|&at| Some((at, things.get(at as usize)?)));
            walked.flat_map(|(at, thing)| {
                let entry = Entry { enter: thing.walk.enter, thing: at };
                [Some(thing.name), thing.id].into_iter().flatten().map(move |name| (name, entry))
            })
        };
        self.by_name = Lists::new(self.texts.len(), named);
        for name in 0..self.texts.len() as u32 {
            self.starts.push(self.runs.len() as u32);
            let entries = self.by_name.get(name);
            let kind_of = |entry: &Entry| things.get(entry.thing as usize).map_or(0, |thing| thing.kind);
            for kind in 0..self.kinds.len() as u8 {
                let start = self.by_kind.len() as u32;
                self.by_kind.extend(entries.iter().filter(|entry| kind_of(entry) == kind));
                let end = self.by_kind.len() as u32;
                if start < end {
                    self.runs.push(Run { kind, start, end });
                }
            }
        }
        self.starts.push(self.runs.len() as u32);
    }

    /// The things with this name that may be meant, those of each kind apart.
    fn of_name(&self, name: u32, expected: Expected) -> impl Iterator<Item = &[Entry]> {
        let start = self.starts.get(name as usize).copied().unwrap_or_default() as usize;
        let end = self.starts.get((name as usize).saturating_add(1)).copied().unwrap_or_default() as usize;
        self.runs.get(start..end).unwrap_or_default().iter().filter_map(move |run| {
            let list = self.by_kind.get(run.start as usize..run.end as usize);
            list.filter(|_| self.admits(run.kind, expected))
        })
    }

    /// What `path` may mean: at most [`LISTED`] things.
    fn matches(&self, scope: Option<ObjectId>, path: &[&str], expected: Expected) -> Matches {
        let number = |name: &&str| self.texts.number_of(*name).map(|number| number as u32);
        if let [name] = path {
            let Some(name) = number(name) else { return Matches::default() };
            return self.matches_of(scope, &[name], expected);
        }
        let numbers: Vec<u32> = path.iter().map_while(number).collect();
        if numbers.len() < path.len() {
            Matches::default()
        } else {
            self.matches_of(scope, &numbers, expected)
        }
    }

    fn matches_of(&self, scope: Option<ObjectId>, path: &[u32], expected: Expected) -> Matches {
        let mut scope = scope.map(|ObjectId(id)| id);
        loop {
            let found = self.matches_in(scope, path, expected);
            if found.count > 0 {
                return found;
            }
            match scope {
                Some(inner) => scope = self.thing(inner).and_then(|thing| thing.parent),
                None => return found,
            }
        }
    }

    fn matches_in(&self, scope: Option<u32>, path: &[u32], expected: Expected) -> Matches {
        let inside = self.inside(scope);
        let mut found = Matches::default();
        if inside.is_empty() {
            return found;
        }
        self.whole(scope, path, expected, inside, &mut found);
        // What stands in something has at least two names from the top.
        if scope.is_some() && path.len() > 1 {
            self.whole(None, path, expected, inside, &mut found);
        }
        if found.count > 0 {
            return found;
        }
        // Looking into a few things takes less time than remembering.
        const FEW: usize = 16;
        let cheap = match path {
            [_] => true,
            [outer, _] => inside.slice(self.by_name.get(*outer)).len() <= FEW,
            _ => false,
        };
        if cheap {
            return self.shortened(scope, inside, path, expected);
        }
        let key = (scope, path.to_vec(), expected);
        if let Some(found) = self.remembered.borrow().get(&key) {
            return *found;
        }
        let found = self.shortened(scope, inside, path, expected);
        self.remembered.borrow_mut().insert(key, found);
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

    /// The things with this name in `around`, or at the top.
    fn children(&self, around: Option<u32>, name: u32) -> impl Iterator<Item = u32> {
        let first = self.children.get(&(around, name)).copied();
        let next =
            |called: &Called| self.next.get(called.thing as usize)?.get(usize::from(called.by_id))?.as_ref();
        core::iter::successors(first, move |called| next(called).copied()).map(|called| called.thing)
    }

    /// Things whose path from `scope` is `path` without a gap.
    fn whole(&self, scope: Option<u32>, path: &[u32], expected: Expected, inside: Walk, found: &mut Matches) {
        let Some((&name, rest)) = path.split_first() else { return };
        for at in self.children(scope, name) {
            if !rest.is_empty() {
                self.whole(Some(at), rest, expected, inside, found);
            } else if self
                .thing(at)
                .is_some_and(|thing| inside.holds(thing.walk.enter) && self.admits(thing.kind, expected))
            {
                found.push(at);
            }
        }
    }

    /// Things inside `scope` whose path, from the top, has the names of `path` in this order.
    fn shortened(&self, scope: Option<u32>, inside: Walk, path: &[u32], expected: Expected) -> Matches {
        let mut found = Matches::default();
        let Some((&own_name, above)) = path.split_last() else { return found };
        let above = self.without_scope(scope, above);
        if above.is_empty() {
            let all =
                self.of_name(own_name, expected).flat_map(|list| inside.slice(list).iter().take(LISTED));
            all.take(2).for_each(|entry| found.push(entry.thing));
            if found.count < 2 {
                return found;
            }
            found = Matches::default();
        }
        let last = self.candidates(own_name, inside, expected);
        let Some((&outermost, _)) = above.split_first() else {
            let all = last.iter().flat_map(|list| list.iter()).take(LISTED);
            all.for_each(|entry| found.push(entry.thing));
            return found;
        };
        // From whichever end has fewer candidates: a thousand `eth0` are not asked one by one for `web-17.eth0`.
        let first = inside.slice(self.by_name.get(outermost));
        let candidates = last.iter().map(|list| list.len()).fold(0, usize::saturating_add);
        if candidates <= first.len() {
            let all = last.iter().flat_map(|list| list.iter());
            let matching = all.filter(|entry| self.stands_below(entry.thing, above));
            matching.take(LISTED).for_each(|entry| found.push(entry.thing));
            return found;
        }
        let mut walks = vec![inside];
        for &name in above {
            let list = self.by_name.get(name);
            walks = walks.iter().flat_map(|walk| self.outermost(walk.slice(list))).collect();
        }
        let all = walks.iter().flat_map(|walk| last.iter().flat_map(|list| walk.slice(list)));
        all.take(LISTED).for_each(|entry| found.push(entry.thing));
        found
    }

    /// The things with this name in a stretch of the walk that may be meant, in the order in which messages list them.
    fn candidates(&self, name: u32, inside: Walk, expected: Expected) -> Vec<&[Entry]> {
        self.of_name(name, expected).map(|list| inside.slice(list)).collect()
    }

    /// `names` without those at its start that `scope` and what it stands in already match, in order.
    fn without_scope<'p>(&self, scope: Option<u32>, names: &'p [u32]) -> &'p [u32] {
        if names.is_empty() {
            return names;
        }
        let mut chain = Vec::new();
        let mut next = scope.and_then(|scope| self.thing(scope));
        while let Some(thing) = next {
            chain.push(thing);
            next = thing.parent.and_then(|parent| self.thing(parent));
        }
        let mut rest = names;
        while let Some(thing) = chain.pop() {
            if let Some((_, behind)) = rest.split_first().filter(|(name, _)| thing.is_called(**name)) {
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
    fn stands_below(&self, thing: u32, above: &[u32]) -> bool {
        let mut rest = above;
        let mut next = self.thing(thing).and_then(|thing| thing.parent);
        while let (Some((&name, before)), Some(thing)) =
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
            above.push(self.text(parent.name));
            next = parent.parent;
        }
        let only = |path: &[&str], expected| self.matches(scope, path, expected).as_slice() == [thing];
        let (kind, name) = (self.kind(found), self.text(found.name));
        let of_kind = Expected::Kind(kind);
        if only(&[name], of_kind) {
            return format!("{kind} {}", written(&[name]));
        }
        let one_above = above.iter().map(|&above| vec![above, name]);
        let all_above = (2..=above.len())
            .map(|count| above.iter().take(count).rev().copied().chain([name]).collect::<Vec<_>>());
        let paths: Vec<Vec<&str>> = one_above.chain(all_above).collect();
        if let Some(path) = paths.iter().find(|path| only(path, expected)) {
            return written(path);
        }
        let path = paths.iter().find(|path| only(path, of_kind)).or(paths.last());
        format!("{kind} {}", path.map_or_else(|| written(&[name]), |path| written(path)))
    }
}

impl Walk {
    const fn is_empty(self) -> bool {
        self.enter > self.leave
    }

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

impl Thing {
    fn is_called(&self, name: u32) -> bool {
        self.name == name || self.id == Some(name)
    }
}

impl Matches {
    /// Adds a thing, unless there are enough.
    fn push(&mut self, thing: u32) {
        if let Some(slot) = self.list.get_mut(self.count) {
            *slot = thing;
            self.count = self.count.saturating_add(1);
        }
    }

    fn as_slice(&self) -> &[u32] {
        self.list.get(..self.count).unwrap_or_default()
    }
}

impl Lists {
    /// Lists of what `numbered` gives, each entry in the list of its number, below `count`.
    fn new<I: Iterator<Item = (u32, Entry)>>(count: usize, numbered: impl Fn() -> I) -> Self {
        let mut starts = vec![0u32; count.saturating_add(1)];
        let mut total = 0usize;
        for (number, _) in numbered() {
            total = total.saturating_add(1);
            if let Some(start) = starts.get_mut((number as usize).saturating_add(1)) {
                *start = start.saturating_add(1);
            }
        }
        let mut sum = 0u32;
        for start in &mut starts {
            sum = sum.saturating_add(*start);
            *start = sum;
        }
        let mut entries = vec![Entry::default(); total];
        let mut free = starts.clone();
        for (number, entry) in numbered() {
            let Some(place) = free.get_mut(number as usize) else { continue };
            if let Some(slot) = entries.get_mut(*place as usize) {
                *slot = entry;
            }
            *place = place.saturating_add(1);
        }
        Self { starts, entries }
    }

    fn get(&self, number: u32) -> &[Entry] {
        let at = |number: usize| self.starts.get(number).map(|&start| start as usize);
        let (start, end) = (at(number as usize), at((number as usize).saturating_add(1)));
        start.zip(end).and_then(|(start, end)| self.entries.get(start..end)).unwrap_or_default()
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
