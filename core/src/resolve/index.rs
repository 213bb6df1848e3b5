//! What is declared and which declaration each name means, for editors.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::declare::Forest;
use super::names::{Expected, Named, Names};
use super::own_name;
use super::report::{Meaning, at};
use crate::estate::{Object, ObjectId};
use crate::ordered::{ById, Map};
use crate::schema::Shape;
use crate::source::{Location, Source};
use crate::syntax::{self, Ground, Segment};

/// The declarations of some texts, and the names in them that mean one.
#[derive(Debug)]
pub(crate) struct Index {
    /// Things, definitions and tests, in the order of the texts.
    pub(crate) declarations: Vec<Declaration>,
    /// Every name that means a declaration, but for the one that declares it.
    pub(crate) references: Vec<Reference>,
    objects: Vec<Object>,
    /// Of each object and segment its declaration.
    of_object: ById<ObjectId, usize>,
    of_segment: Vec<usize>,
}

/// A statement that gives something a name.
#[derive(Debug)]
pub(crate) struct Declaration {
    /// The word of its kind.
    pub(crate) kind: &'static str,
    /// Its name.
    pub(crate) name: String,
    /// Where the name stands.
    pub(crate) at: Location,
    /// The whole statement, its block left out.
    pub(crate) statement: Location,
    /// The declaration that it stands in.
    pub(crate) parent: Option<usize>,
    /// The object that it declares, if it is a thing.
    object: Option<ObjectId>,
}

/// A name that means a declaration.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reference {
    /// Where: one part of a path.
    pub(crate) at: Location,
    /// The index of the declaration.
    pub(crate) to: usize,
    /// Whether it is the cloud's own id instead of the name.
    pub(crate) by_id: bool,
}

impl Index {
    pub(super) fn new(
        sources: &[Source],
        forest: &Forest<'_>,
        objects: Vec<Object>,
        meanings: &[Meaning],
    ) -> Self {
        let mut index = Self {
            declarations: Vec::new(),
            references: Vec::new(),
            objects,
            of_object: ById::default(),
            of_segment: Vec::new(),
        };
        let services = index.declare(forest);
        for meaning in meanings {
            index.refer(sources, &services, meaning);
        }
        index
    }

    /// Takes over the declarations; those of services by name.
    fn declare<'t>(&mut self, forest: &Forest<'t>) -> Map<&'t str, usize> {
        let mut services = Vec::new();
        for node in &forest.nodes {
            let Some(name) = node.pieces.name else { continue };
            let here = self.declarations.len();
            let object = node.object.filter(|_| node.row.shape == Shape::Object);
            if let Some(object) = object {
                self.of_object.insert(object, here);
            }
            match node.row.word {
                "segment" => self.of_segment.push(here),
                "service" => services.push((own_name(node), here)),
                _ => {}
            }
            let parent = object.and_then(|ObjectId(id)| self.objects.get(id as usize)?.parent);
            self.declarations.push(Declaration {
                kind: node.row.word,
                name: name.text.to_string(),
                at: at(node.source, name.span),
                statement: node.at(),
                parent: parent.and_then(|parent| self.of_object.get(parent).copied()),
                object,
            });
        }
        services.into_iter().collect()
    }

    /// Takes over a path: its last part means what was found, those before it some of what that stands in.
    fn refer(&mut self, sources: &[Source], services: &Map<&str, usize>, meaning: &Meaning) {
        let Location { source, span } = meaning.at;
        let Some(text) = sources.get(source.0 as usize).map(|source| source.slice(span)) else { return };
        let ground = Ground::new();
        let segments = syntax::segments(&ground, text, span.start as usize);
        let Some((last, above)) = segments.split_last() else { return };
        let to = match meaning.named {
            Some(Named::Object(object)) => self.of_object.get(object).copied(),
            Some(Named::Segment(index)) => self.of_segment.get(index as usize).copied(),
            None => services.get(&last.text).copied(),
        };
        let Some(to) = to else { return };
        self.push(at(source, last.span), to, last);
        let (mut rest, mut next) = (above, self.declarations.get(to).and_then(|found| found.parent));
        while let (Some((segment, before)), Some(around)) = (rest.split_last(), next) {
            let Some(declaration) = self.declarations.get(around) else { return };
            next = declaration.parent;
            if declaration.name == segment.text || self.id(around) == Some(segment.text) {
                self.push(at(source, segment.span), around, segment);
                rest = before;
            }
        }
    }

    fn push(&mut self, at: Location, to: usize, segment: &Segment<'_>) {
        let by_id = self.declarations.get(to).is_some_and(|found| found.name != segment.text);
        self.references.push(Reference { at, to, by_id });
    }

    /// The cloud's own id of what is declared.
    fn id(&self, declaration: usize) -> Option<&str> {
        let ObjectId(object) = self.declarations.get(declaration)?.object?;
        self.objects.get(object as usize)?.id.as_deref()
    }

    /// The name of a declaration behind those of what it stands in.
    pub(crate) fn path(&self, declaration: usize) -> String {
        let mut names = Vec::new();
        let mut next = self.declarations.get(declaration);
        while let Some(known) = next {
            names.push(syntax::written_name(&known.name));
            next = known.parent.and_then(|parent| self.declarations.get(parent));
        }
        names.reverse();
        names.join(".")
    }

    /// The object that stands in `around` (nothing: at the top) with this kind and name.
    pub(crate) fn inside(&self, around: Option<ObjectId>, kind: &str, name: &str) -> Option<ObjectId> {
        let own = |object: &Object| object.parent == around && object.kind == kind && object.name == name;
        self.objects.iter().position(own).map(|at| ObjectId(at as u32))
    }

    /// What may be meant at a place inside `scope`, each with the shortest way to write it there.
    /// Where they are more than `most`, so many of those that `keep` takes by their own name; the second value tells whether
    /// these are all.
    pub(crate) fn ways(
        &self,
        scope: Option<ObjectId>,
        expected: Expected,
        most: usize,
        keep: &dyn Fn(&str) -> bool,
    ) -> (Vec<(usize, String)>, bool) {
        let segments = self.of_segment.iter().filter_map(|&at| self.declarations.get(at));
        let names = Names::new(&self.objects, segments.map(|segment| segment.name.as_str()));
        let declaration = |named| match named {
            Named::Object(object) => self.of_object.get(object).copied(),
            Named::Segment(index) => self.of_segment.get(index as usize).copied(),
        };
        let (ways, all) = names.ways(scope, expected, most, keep);
        (ways.into_iter().filter_map(|(named, way)| Some((declaration(named)?, way))).collect(), all)
    }

    /// Key and value of every tag, each as often as things carry it.
    pub(crate) fn tags(&self) -> impl Iterator<Item = &(String, String)> {
        self.objects.iter().flat_map(|object| &object.tags)
    }
}
