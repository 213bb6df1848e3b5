//! From statements to things: what each statement is by its row, and which objects there are.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::iter;

use super::names::Named;
use super::report::{Report, at, either, extent, short};
use super::shape::{Pieces, shown, take_apart};
use super::taken::{Once, Taken};
use super::value::{Reader, Value};
use crate::estate::{Object, ObjectId};
use crate::ordered::Hashed;
use crate::origin::Origin;
use crate::problem::unknown_word::Known;
use crate::problem::{Problem, duplicate, not_modelled_yet, unknown_word, wrong_shape};
use crate::schema::{self, Cloud, FILE, Many, Row, Shape, Type};
use crate::source::{Location, SourceId};
use crate::syntax::{Block, Ground, LinkWord, Pair, Statement, Tree, Word};

/// An index into [`Forest::nodes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct NodeId(u32);

impl NodeId {
    pub(super) const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A statement that has a row.
#[derive(Debug)]
pub(super) struct Node<'t> {
    pub(super) row: &'static Row,
    pub(super) source: SourceId,
    pub(super) statement: &'t Statement<'t>,
    pub(super) pieces: Pieces<'t>,
    /// The object that it declares, or in whose block it stands.
    pub(super) object: Option<ObjectId>,
    /// The cloud of the network around.
    pub(super) cloud: Option<Cloud>,
    /// What stands in its block: the first, the last, and the next in the block around.
    children: Option<(NodeId, NodeId)>,
    next: Option<NodeId>,
    /// Whether it has a problem of its own: what it says is not certain.
    pub(super) broken: bool,
    /// Whether its block held a statement that could not be read.
    pub(super) incomplete: bool,
}

impl Node<'_> {
    /// Whether it puts an id or tags on the object around it.
    pub(super) fn is_label(&self) -> bool {
        matches!(self.row.id(), "id" | "tag")
    }

    /// The statement without its block.
    pub(super) fn at(&self) -> Location {
        at(self.source, extent(self.statement))
    }

    /// The statement's first word, or all of it where it has none.
    pub(super) fn head(&self) -> Location {
        let span = self.statement.head.as_ref().map_or_else(|| extent(self.statement), |head| head.span);
        at(self.source, span)
    }
}

/// Every statement that has a row, in the order of the texts, and the objects that they declare.
pub(super) struct Forest<'t> {
    /// Where the trees stand.
    pub(super) ground: &'t Ground,
    pub(super) nodes: Vec<Node<'t>>,
    pub(super) objects: Vec<Object>,
    /// The nodes at the top, in the order of the texts.
    pub(super) top: Vec<NodeId>,
}

impl<'t> Forest<'t> {
    pub(super) fn node(&self, id: NodeId) -> Option<&Node<'t>> {
        self.nodes.get(id.0 as usize)
    }

    /// The nodes in the block of `node`.
    pub(super) fn children(&self, node: &Node<'t>) -> impl Iterator<Item = &Node<'t>> {
        self.child_ids(node).filter_map(|child| self.node(child))
    }

    pub(super) fn child_ids(&self, node: &Node<'t>) -> impl Iterator<Item = NodeId> {
        iter::successors(node.children.map(|(first, _)| first), |&child| self.node(child)?.next)
    }

    /// The nodes at the top.
    pub(super) fn top(&self) -> impl Iterator<Item = &Node<'t>> {
        self.top.iter().filter_map(|&node| self.node(node))
    }

    /// Whether some tag could not be read.
    pub(super) fn lost_a_tag(&self) -> bool {
        self.nodes.iter().any(|node| node.row.word == "tag" && node.broken)
    }
}

/// Gives every statement its row and every declared thing its place.
pub(super) fn declare<'t>(report: &mut Report<'_>, ground: &'t Ground, trees: &[Tree<'t>]) -> Forest<'t> {
    let mut declaring = Declaring {
        report,
        forest: Forest { ground, nodes: Vec::new(), objects: Vec::new(), top: Vec::new() },
        source: SourceId(0),
        rows: Hashed::new(),
        named: Hashed::new(),
        taken: Taken::default(),
    };
    for (index, tree) in trees.iter().enumerate() {
        declaring.source = SourceId(index as u32);
        let top = Place { node: None, id: FILE, object: None, cloud: None };
        for statement in tree.statements {
            declaring.statement(statement, top);
        }
    }
    declaring.forest
}

struct Declaring<'r, 's, 't> {
    report: &'r mut Report<'s>,
    forest: Forest<'t>,
    source: SourceId,
    /// The rows that were found.
    rows: Hashed<(Option<Cloud>, &'static str, &'t str), &'static Row>,
    /// What has a name already: by what it stands in, its word and its name.
    named: Hashed<(Option<NodeId>, &'static str, &'t str), NodeId>,
    /// What may stand in its parent once and does, ids of the cloud, and keys of tags.
    taken: Taken<'t>,
}

/// Where statements stand.
#[derive(Clone, Copy)]
struct Place {
    node: Option<NodeId>,
    /// The id of the row around, or [`FILE`].
    id: &'static str,
    object: Option<ObjectId>,
    cloud: Option<Cloud>,
}

impl<'t> Declaring<'_, '_, 't> {
    fn statement(&mut self, statement: &'t Statement<'t>, place: Place) {
        let word = statement.head.as_ref().map_or("", |head| head.text);
        let whole = at(self.source, statement.span);
        let row = self.row(place, word);
        let Some(row) = row else {
            self.no_row(statement, place);
            // What says from where to where declares nothing.
            let declares = !statement.links.iter().any(|link| link.word == LinkWord::Arrow);
            // Where the kind is missing, its first word is the name.
            if declares && schema::parents_of(word).next().is_none() {
                self.report.lost.name(whole, word);
            }
            if declares {
                self.report.lost.list(whole, statement);
            }
            self.mark_incomplete(place);
            self.block_of_unknown(statement, place);
            return;
        };
        let row = row.starting(statement.first_part().and_then(super::traffic::word));
        let (pieces, fits) = take_apart(self.report, self.source, row, statement);
        if pieces.name.is_none() && row.name != schema::Name::Never {
            // What stands at the place of the name may be one, badly written.
            let named = self.report.lost.list(whole, statement);
            if !named {
                self.report.lost.nameless(whole, row.word);
            }
        }
        let name = pieces.name.map(|segment| segment.text);
        let key = name.map(|name| (place.node, row.word, name));
        if let Some(&first) = key.as_ref().and_then(|key| self.named.get(key)) {
            if row.word == "network" {
                self.open_again(first, statement, &pieces);
            } else {
                self.declared_twice(first, row, statement, &pieces);
            }
            return;
        }
        if row.many == Many::AtMostOne && self.is_second(row, statement, place) {
            self.mark_incomplete_unless_list_item(row, place);
            self.report.lost.statement(whole, statement);
            return;
        }
        let object = match (row.shape, name) {
            (Shape::Object, Some(name)) => Some(self.object(row, name, statement, place)),
            (Shape::Object, None) => None,
            _ => place.object,
        };
        let cloud = if row.word == "network" { cloud_of(&pieces) } else { place.cloud };
        let source = self.source;
        let id = self.node(
            Node {
                row,
                source,
                statement,
                pieces,
                object,
                cloud,
                children: None,
                next: None,
                broken: !fits,
                incomplete: false,
            },
            place,
        );
        if let Some(key) = key {
            self.named.insert(key, id);
        }
        if !fits {
            self.mark_incomplete_unless_list_item(row, place);
        }
        if self.forest.node(id).is_some_and(Node::is_label) {
            self.label(id, place);
        }
        let inside = Place { node: Some(id), id: row.id(), object, cloud };
        if row.word == "network" && cloud.is_none() {
            self.block_of_unknown_cloud(id, statement, inside);
        } else {
            // What stands in a thing without a name is declared: others name it.
            self.block(statement.block.as_ref(), row, inside);
        }
    }

    /// The row of `word` in `place`. Few words are looked for in the tables, most come again.
    fn row(&mut self, place: Place, word: &'t str) -> Option<&'static Row> {
        let key = (place.cloud, place.id, word);
        if let Some(row) = self.rows.get(&key) {
            return Some(row);
        }
        let row = schema::row(place.cloud, place.id, word);
        // What is in no table comes in any number.
        if let Some(row) = row {
            self.rows.insert(key, row);
        }
        row
    }

    /// The block of a network whose cloud is missing or mistyped is read as that of the only cloud there is.
    fn block_of_unknown_cloud(&mut self, id: NodeId, statement: &'t Statement<'t>, inside: Place) {
        let Some(node) = self.forest.nodes.get_mut(id.index()) else { return };
        node.broken = true;
        let row = node.row;
        let pieces = core::mem::replace(&mut node.pieces, Pieces::none(row));
        self.unknown_cloud(&pieces);
        if names_later_cloud(&pieces) {
            self.report.lost.block(at(self.source, statement.span), statement.block.as_ref());
        } else {
            self.block(statement.block.as_ref(), row, Place { cloud: Some(Cloud::Aws), ..inside });
        }
    }

    /// The block of a statement whose first word means nothing here. Where one kind of thing alone may hold all that stands
    /// in it, it is read as that one's, so that the mistake costs nothing inside.
    fn block_of_unknown(&mut self, statement: &'t Statement<'t>, place: Place) {
        let block = statement.block.as_ref().filter(|block| !block.statements.is_empty());
        let cloud = place.cloud.or(Some(Cloud::Aws).filter(|_| place.id == FILE));
        let holds = |row: &Row| {
            let head = |statement: &'t Statement<'t>| statement.head.as_ref().map_or("", |head| head.text);
            let known = |statement| schema::row(cloud, row.id(), head(statement)).is_some();
            block.is_some_and(|block| block.statements.iter().all(known))
        };
        let mut rows =
            schema::rows_in(place.cloud, place.id).filter(|row| row.shape == Shape::Object && holds(row));
        let (Some(row), None) = (rows.next(), rows.next()) else {
            self.report.lost.block(at(self.source, statement.span), statement.block.as_ref());
            return;
        };
        self.report.lost.nameless(at(self.source, statement.span), row.word);
        let id = self.node(
            Node {
                row,
                source: self.source,
                statement,
                pieces: Pieces::none(row),
                object: None,
                cloud: place.cloud,
                children: None,
                next: None,
                broken: true,
                incomplete: false,
            },
            place,
        );
        self.block(block, row, Place { node: Some(id), id: row.id(), object: None, cloud });
    }

    /// Adds a node to what stands around.
    fn node(&mut self, node: Node<'t>, place: Place) -> NodeId {
        let id = NodeId(self.forest.nodes.len() as u32);
        self.forest.nodes.push(node);
        match place.node {
            Some(parent) => {
                self.adopt(parent, id);
            }
            None => self.forest.top.push(id),
        }
        id
    }

    fn adopt(&mut self, parent: NodeId, child: NodeId) {
        let Some(parent) = self.forest.nodes.get_mut(parent.index()) else { return };
        let last = parent.children.map(|(_, last)| last);
        parent.children = Some(parent.children.map_or((child, child), |(first, _)| (first, child)));
        if let Some(last) = last.and_then(|last| self.forest.nodes.get_mut(last.index())) {
            last.next = Some(child);
        }
    }

    fn block(&mut self, block: Option<&'t Block<'t>>, row: &'static Row, inside: Place) {
        let Some(block) = block else { return };
        if !schema::has_block(inside.cloud, row) {
            let here = at(self.source, block.span);
            self.report.push(wrong_shape::block(here, row.word));
            self.report.lost.block(here, Some(block));
            return;
        }
        for statement in block.statements {
            self.statement(statement, inside);
        }
    }

    fn object(&mut self, row: &'static Row, name: &str, statement: &Statement, place: Place) -> ObjectId {
        let id = ObjectId(self.forest.objects.len() as u32);
        self.forest.objects.push(Object {
            kind: row.word,
            name: String::from(name),
            parent: place.object,
            id: None,
            tags: Vec::new(),
            origin: Origin::Written(at(self.source, extent(statement))),
        });
        id
    }

    /// Puts an `id` or `tag` on the object around it.
    fn label(&mut self, id: NodeId, place: Place) {
        let Some(node) = self.forest.nodes.get_mut(id.0 as usize) else { return };
        let Some(owner) = place.object else { return };
        let Some(object) = self.forest.objects.get_mut(owner.0 as usize) else { return };
        if node.broken {
            return;
        }
        let ground = self.forest.ground;
        let mut reader =
            Reader { ground, report: self.report, names: None, source: node.source, scope: None };
        let Some(values) = reader.all(node.pieces.operand, node.row.values) else {
            node.broken = true;
            return;
        };
        for read in values {
            match read.value {
                Value::Text(text) => {
                    let here = at(node.source, read.span);
                    if let Some(first) = self.taken.take(Once::Id(text), here) {
                        self.report.push(duplicate::id(here, &shown(text), first));
                    } else {
                        object.id = Some(text.to_string());
                    }
                }
                Value::Pair(&Pair { key, value }) => {
                    let here = at(node.source, read.span);
                    if self.taken.take(Once::Tag(owner, key), here).is_some() {
                        self.report.push(duplicate::tag(here, &shown(key)));
                    } else {
                        object.tags.push((key.to_string(), value.to_string()));
                    }
                }
                _ => {}
            }
        }
    }

    /// `network` is the one thing that may be written in several places.
    fn open_again(&mut self, first: NodeId, statement: &'t Statement<'t>, pieces: &Pieces<'t>) {
        let Some(node) = self.forest.node(first) else { return };
        let (row, object, cloud, head) = (node.row, node.object, node.cloud, node.at());
        let moves = region_of(pieces).is_some_and(|region| region_of(&node.pieces) != Some(region));
        if let (Some(name), Some(object)) = (pieces.name, object) {
            self.report.means(at(self.source, name.span), Some(Named::Object(object)));
        }
        let again = cloud_of(pieces);
        if again.is_none() {
            self.unknown_cloud(pieces);
            self.report.lost.block(at(self.source, statement.span), statement.block.as_ref());
            return;
        }
        if cloud.is_some() && again != cloud {
            let here = at(self.source, extent(statement));
            self.report.push(duplicate::cloud(here, head));
        } else if moves {
            let here = at(self.source, extent(statement));
            self.report.push(duplicate::region(here, head));
        }
        if cloud.is_none() {
            self.report.lost.block(at(self.source, statement.span), statement.block.as_ref());
            return;
        }
        self.block(statement.block.as_ref(), row, Place { node: Some(first), id: row.id(), object, cloud });
    }

    fn declared_twice(&mut self, first: NodeId, row: &Row, statement: &Statement, pieces: &Pieces<'_>) {
        self.report.lost.block(at(self.source, statement.span), statement.block.as_ref());
        let Some(name) = pieces.name else { return };
        let here = at(self.source, name.span);
        let node = self.forest.node(first);
        let first = node.and_then(|node| node.pieces.name.map(|name| at(node.source, name.span)));
        self.report.push(duplicate::declaration(here, row.word, &shown(name.text), first));
    }

    /// Whether a statement that may stand here once does so already, which is reported.
    fn is_second(&mut self, row: &'static Row, statement: &Statement, place: Place) -> bool {
        let here = at(self.source, extent(statement));
        let Some(first) = self.taken.take(Once::Word(place.node, row.word), here) else { return false };
        let around = place.node.and_then(|node| self.forest.node(node)).map_or(FILE, |node| node.row.word);
        self.report.push(duplicate::word(here, around, row.word, first));
        true
    }

    fn no_row(&mut self, statement: &Statement, place: Place) {
        let Some(head) = &statement.head else {
            if !statement.damaged {
                let here = at(self.source, extent(statement));
                self.report.push(wrong_shape::no_word(here, &known_words(place)));
            }
            return;
        };
        let here = at(self.source, head.span);
        let word = head.text;
        if schema::is_later(place.cloud, place.id, word) {
            self.report.push(not_modelled_yet::word(here, word));
            return;
        }
        let problem = self.unknown_word(head, statement, place);
        self.report.push(problem);
    }

    fn unknown_word(&mut self, head: &Word, statement: &Statement, place: Place) -> Problem {
        let here = at(self.source, head.span);
        let word = head.text;
        let text = short(word);
        let first_link = statement.links.first().map(|link| link.word);
        if schema::row(place.cloud, place.id, "").is_some() && first_link == Some(LinkWord::Arrow) {
            return wrong_shape::route(here, &text);
        }
        let parents: Vec<&str> =
            schema::parents_of(word).filter(|&parent| parent != schema::EVERY_OBJECT).collect();
        let meant = self.report.meant(word, schema::words(place.cloud, place.id));
        // At the top a word that stands elsewhere is that one: `vpc` is no `vpn`.
        let meant = meant.filter(|_| parents.is_empty() || place.id != FILE);
        let words;
        let known = if let Some(meant) = meant {
            Known::Meant(meant)
        } else if !parents.is_empty() {
            Known::Stands(&parents)
        } else if place.id == FILE && first_link == Some(LinkWord::Arrow) {
            Known::Intent
        } else {
            words = known_words(place);
            Known::Nothing(&words)
        };
        unknown_word::word(here, &text, place.id, known)
    }

    /// Reports what is wrong with the cloud that a network names.
    fn unknown_cloud(&mut self, pieces: &Pieces<'_>) {
        let row = schema::row(None, FILE, "network").and_then(|row| row.link(LinkWord::On));
        if let (Some(on), Some(row)) = (pieces.link(LinkWord::On), row) {
            let ground = self.forest.ground;
            let (report, source) = (&mut *self.report, self.source);
            let mut reader = Reader { ground, report, names: None, source, scope: None };
            reader.all(Some(on), row.values);
        }
    }

    /// Remembers that the block around holds something that could not be read.
    fn mark_incomplete(&mut self, place: Place) {
        if let Some(node) = place.node.and_then(|NodeId(at)| self.forest.nodes.get_mut(at as usize)) {
            node.incomplete = true;
        }
    }

    /// A broken property leaves its object in doubt; a broken rule, route or object does not.
    fn mark_incomplete_unless_list_item(&mut self, row: &Row, place: Place) {
        if row.shape == Shape::Value {
            self.mark_incomplete(place);
        }
    }
}

/// The cloud that a network says it is on.
fn cloud_of(pieces: &Pieces<'_>) -> Option<Cloud> {
    let on = pieces.link(LinkWord::On)?;
    let mut terms = on.terms();
    match (terms.next(), terms.next()) {
        (Some([part]), None) => super::traffic::word(part).and_then(Cloud::from_word),
        _ => None,
    }
}

/// The Region that a network names.
fn region_of<'t>(pieces: &Pieces<'t>) -> Option<&'t str> {
    let part = pieces.link(LinkWord::In)?.terms().next()?.first()?;
    part.kind.segments()?.first().map(|segment| segment.text)
}

/// Whether a network is on a cloud that nothing models yet.
fn names_later_cloud(pieces: &Pieces<'_>) -> bool {
    let Some((row, on)) = pieces.links().find(|(row, _)| row.word == LinkWord::On) else { return false };
    let written = on.terms().next().and_then(|term| term.first()).and_then(super::traffic::word);
    let later =
        |ty: &Type| matches!(ty, Type::Later(words) if written.is_some_and(|word| words.contains(&word)));
    row.values.types.iter().any(later)
}

/// The words that stand at a place, for a help.
fn known_words(place: Place) -> String {
    let words: Vec<String> = schema::words(place.cloud, place.id).map(|word| format!("`{word}`")).collect();
    either(words.iter().map(String::as_str))
}
