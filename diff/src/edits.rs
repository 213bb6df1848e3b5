//! The statements that differ between the texts of two estates, of those about what is deployed.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use ringfence::answer::{Path, Thing};
use ringfence::syntax::{Ground, Statement, Tree, parse};
use ringfence::{Analysis, Place, Source, SourceId, Span};

use crate::answer::{Edit, EditKind, Written};

/// Heads of statements that deploy nothing.
const INTENTIONS: [&str; 8] = ["allow", "deny", "require", "isolate", "closed", "test", "segment", "service"];

/// A statement that differs, and how the texts of the new estate would be without that.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) shown: Edit,
    pub(crate) undo: Undo,
}

/// A stretch of a text of the new estate, and what it would be.
#[derive(Debug, Clone)]
pub(crate) struct Undo {
    pub(crate) source: usize,
    pub(crate) span: Span,
    pub(crate) text: String,
}

/// A statement of one of the texts.
#[derive(Debug, Clone, Copy)]
struct Node<'a> {
    source: usize,
    statement: &'a Statement<'a>,
}

/// The texts of one side.
struct Texts<'a> {
    sources: &'a [Source],
    trees: &'a [Tree<'a>],
    /// What statements declare, with its kind, by where they begin.
    declared: BTreeMap<(usize, u32), String>,
}

/// Every statement that differs, in the order of the texts: those of the new estate first.
pub(crate) fn edits(old: &Analysis, new: &Analysis) -> Vec<Found> {
    let grounds = [Ground::new(), Ground::new()];
    let [before, after] = &grounds;
    let (old_trees, new_trees) = (trees(before, old), trees(after, new));
    let (old, new) = (Texts::of(old, &old_trees), Texts::of(new, &new_trees));
    let mut found = Vec::new();
    let mut compare = Compare { old: &old, new: &new, found: &mut found };
    compare.lists(&old.top(), &new.top(), None);
    found.sort_by_key(|(order, _)| *order);
    found.into_iter().map(|(_, found)| found).collect()
}

/// What is written about each thing that is deployed: its own statement and those without a name in it, without those of other
/// things in it.
pub(crate) fn written(analysis: &Analysis) -> BTreeMap<String, Vec<String>> {
    let ground = Ground::new();
    let trees = trees(&ground, analysis);
    let texts = Texts::of(analysis, &trees);
    let mut written = BTreeMap::new();
    let mut todo = texts.top();
    while let Some(node) = todo.pop() {
        let Some(name) = texts.name(node) else { continue };
        let lines: &mut Vec<String> = written.entry(name.clone()).or_default();
        // Blocks of one network that say the same before them say it once.
        let head = texts.words(node.source, node.head());
        if !lines.contains(&head) {
            lines.push(head);
        }
        for inner in node.inside() {
            match texts.name(inner) {
                Some(_) => todo.push(inner),
                None => lines.push(texts.words(inner.source, inner.statement.span)),
            }
        }
    }
    written
}

fn trees<'a>(ground: &'a Ground, analysis: &'a Analysis) -> Vec<Tree<'a>> {
    let sources = analysis.sources().iter().zip(0..);
    sources.map(|(source, id)| parse(ground, SourceId(id), source.text()).0).collect()
}

/// The things of an estate by where their statements begin, the outermost where several begin there.
fn declared(analysis: &Analysis) -> BTreeMap<(usize, u32), String> {
    let estate = analysis.estate();
    let mut declared = BTreeMap::new();
    for (object, id) in estate.objects.iter().zip(0..) {
        if let Some(at) = object.origin.location() {
            let name = || format!("{} {}", object.kind, estate.path(ringfence::estate::ObjectId(id)));
            declared.entry((at.source.0 as usize, at.span.start)).or_insert_with(name);
        }
    }
    declared
}

impl<'a> Texts<'a> {
    fn of(analysis: &'a Analysis, trees: &'a [Tree<'a>]) -> Self {
        let mut texts = Self { sources: analysis.sources(), trees, declared: declared(analysis) };
        // A network is known by its first block, and goes on in others.
        let networks: BTreeSet<String> = texts.declared.values().cloned().collect();
        for node in texts.top() {
            let head = texts.words(node.source, node.head());
            let name = head.split(' ').take(2).collect::<Vec<_>>().join(" ");
            if networks.contains(&name) {
                texts.declared.entry((node.source, node.statement.span.start)).or_insert(name);
            }
        }
        texts
    }

    fn top(&self) -> Vec<Node<'a>> {
        let trees = self.trees.iter().enumerate();
        let all = trees.flat_map(|(source, tree)| nodes(source, tree.statements));
        let is_deployed = |node: &Node| {
            let head = node.statement.head.map(|head| head.text);
            head.is_none_or(|head| !INTENTIONS.contains(&head))
        };
        all.filter(is_deployed).collect()
    }

    fn name(&self, node: Node<'_>) -> Option<&String> {
        self.declared.get(&(node.source, node.statement.span.start))
    }

    /// What is written there, without comments and with blanks drawn together.
    fn words(&self, source: usize, span: Span) -> String {
        let Some(text) = self.sources.get(source) else { return String::new() };
        let comments = self.trees.get(source).map(|tree| tree.comments).unwrap_or_default();
        let from = comments.partition_point(|comment| comment.start < span.start);
        let mut words = String::new();
        let mut start = span.start;
        for comment in comments.iter().skip(from).take_while(|comment| comment.start < span.end) {
            words.push_str(text.slice(Span { start, end: comment.start }));
            start = comment.end;
        }
        words.push_str(text.slice(Span { start, end: span.end }));
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn written(&self, source: usize, span: Span) -> Option<Written> {
        let place = self.sources.get(source)?.place(span);
        Some(Written { text: self.words(source, span), place })
    }
}

fn nodes<'a>(source: usize, statements: &'a [Statement<'a>]) -> impl Iterator<Item = Node<'a>> {
    statements.iter().map(move |statement| Node { source, statement })
}

impl<'a> Node<'a> {
    /// What stands before the block.
    fn head(self) -> Span {
        let Span { start, end } = self.statement.span;
        Span { start, end: self.statement.block.map_or(end, |block| block.span.start) }
    }

    fn inside(self) -> Vec<Node<'a>> {
        let block = self.statement.block.map(|block| block.statements).unwrap_or_default();
        nodes(self.source, block).collect()
    }
}

struct Compare<'a, 'b> {
    old: &'b Texts<'a>,
    new: &'b Texts<'a>,
    /// With the place by which they are told in order.
    found: &'b mut Vec<((bool, usize, u32), Found)>,
}

impl<'a> Compare<'a, '_> {
    /// Compares what stands in the blocks of one thing, or at the top.
    fn lists(&mut self, old: &[Node<'a>], new: &[Node<'a>], parent: Option<Node<'a>>) {
        let by_name = |texts: &Texts<'a>, nodes: &[Node<'a>]| {
            let mut named: BTreeMap<String, Vec<Node<'a>>> = BTreeMap::new();
            let mut rest = Vec::new();
            for node in nodes {
                match texts.name(*node) {
                    Some(name) => named.entry(name.clone()).or_default().push(*node),
                    None => rest.push(*node),
                }
            }
            (named, rest)
        };
        let (olds, old_rest) = by_name(self.old, old);
        let (news, new_rest) = by_name(self.new, new);
        for (name, before) in &olds {
            let Some(after) = news.get(name) else {
                for before in before {
                    self.add(Some(before.statement.span), None, (Some(*before), None), parent);
                }
                continue;
            };
            self.heads(before, after);
            let inside = |nodes: &[Node<'a>]| nodes.iter().flat_map(|node| node.inside()).collect::<Vec<_>>();
            self.lists(&inside(before), &inside(after), after.first().copied());
        }
        for after in news.iter().filter(|(name, _)| !olds.contains_key(*name)).flat_map(|(_, nodes)| nodes) {
            self.add(None, Some(after.statement.span), (None, Some(*after)), parent);
        }
        self.rest(&old_rest, &new_rest, parent);
    }

    /// Compares what stands before the blocks of one thing: in how many blocks and in which order it is written says nothing.
    fn heads(&mut self, old: &[Node<'a>], new: &[Node<'a>]) {
        let words = |texts: &Texts<'a>, nodes: &[Node<'a>]| -> BTreeSet<String> {
            nodes.iter().map(|node| texts.words(node.source, node.head())).collect()
        };
        let (olds, news) = (words(self.old, old), words(self.new, new));
        let only = |texts: &Texts<'a>, nodes: &[Node<'a>], others: &BTreeSet<String>| {
            let mut only = nodes.to_vec();
            only.retain(|node| !others.contains(&texts.words(node.source, node.head())));
            only
        };
        let (gone, come) = (only(self.old, old, &news), only(self.new, new, &olds));
        for at in 0..gone.len().max(come.len()) {
            // Where one side has more of them, the others are told beside its first.
            let before = gone.get(at).or_else(|| old.first()).copied();
            let after = come.get(at).or_else(|| new.first()).copied();
            let spans = (before.map(Node::head), after.map(Node::head));
            self.add(spans.0, spans.1, (before, after), after);
        }
    }

    /// Compares statements without names: those that are written alike are the same, how ever many there are.
    fn rest(&mut self, old: &[Node<'a>], new: &[Node<'a>], parent: Option<Node<'a>>) {
        let mut by_words: BTreeMap<String, Vec<Node<'a>>> = BTreeMap::new();
        for node in old {
            by_words.entry(self.old.words(node.source, node.statement.span)).or_default().push(*node);
        }
        let mut added = Vec::new();
        for node in new {
            let words = self.new.words(node.source, node.statement.span);
            if by_words.get_mut(&words).and_then(Vec::pop).is_none() {
                added.push(*node);
            }
        }
        let mut removed: Vec<Node<'a>> = by_words.into_values().flatten().collect();
        removed.sort_by_key(|node| (node.source, node.statement.span.start));
        // One that starts as one that is gone, where no other does, is that one changed.
        for words in [2, 1] {
            let key = |texts: &Texts<'a>, node: &Node<'a>| {
                let all = texts.words(node.source, node.statement.span);
                all.split(' ').take(words).collect::<Vec<_>>().join(" ")
            };
            let alone = |texts: &Texts<'a>, nodes: &[Node<'a>], wanted: &str| {
                nodes.iter().filter(|node| key(texts, node) == wanted).count() == 1
            };
            let mut left = Vec::new();
            for after in core::mem::take(&mut added) {
                let wanted = key(self.new, &after);
                let before = removed.iter().position(|before| key(self.old, before) == wanted);
                let before =
                    before.filter(|_| alone(self.old, &removed, &wanted) && alone(self.new, new, &wanted));
                match before {
                    Some(at) => {
                        let before = removed.remove(at);
                        let spans = (before.statement.span, after.statement.span);
                        self.add(Some(spans.0), Some(spans.1), (Some(before), Some(after)), parent);
                    }
                    None => left.push(after),
                }
            }
            added = left;
        }
        for before in removed {
            self.add(Some(before.statement.span), None, (Some(before), None), parent);
        }
        for after in added {
            self.add(None, Some(after.statement.span), (None, Some(after)), parent);
        }
    }

    fn add(
        &mut self,
        old: Option<Span>,
        new: Option<Span>,
        (before, after): (Option<Node<'a>>, Option<Node<'a>>),
        parent: Option<Node<'a>>,
    ) {
        let own = after
            .and_then(|node| self.new.name(node))
            .or_else(|| before.and_then(|node| self.old.name(node)));
        let thing = own.or_else(|| parent.and_then(|node| self.new.name(node))).cloned();
        let was = before.zip(old);
        let is = after.zip(new);
        let old_text =
            was.map(|(node, span)| self.old.sources.get(node.source).map_or("", |text| text.slice(span)));
        let (kind, undo) = match (old_text, is) {
            (Some(text), Some((node, span))) => {
                (EditKind::Changed, Undo { source: node.source, span, text: text.to_string() })
            }
            (None, Some((node, span))) => (
                EditKind::Added,
                Undo { source: node.source, span: self.removed(node.source, span), text: String::new() },
            ),
            (Some(text), None) => (EditKind::Removed, self.put_back(text, parent)),
            (None, None) => return,
        };
        let order = match (is, was) {
            (Some((node, span)), _) => (false, node.source, span.start),
            (None, Some((node, span))) => (true, node.source, span.start),
            (None, None) => return,
        };
        let old = was.and_then(|(node, span)| self.old.written(node.source, span));
        let new = is.and_then(|(node, span)| self.new.written(node.source, span));
        self.found.push((order, Found { shown: Edit { kind, thing, evaluated: false, old, new }, undo }));
    }

    /// A statement with the sign that ends it.
    fn removed(&self, source: usize, span: Span) -> Span {
        let text = self.new.sources.get(source).map_or("", Source::text);
        let behind = text.get(span.end as usize..).unwrap_or_default();
        let blanks = behind.len().saturating_sub(behind.trim_start_matches([' ', '\t']).len());
        let ends = behind.get(blanks..).is_some_and(|rest| rest.starts_with(';'));
        let more = if ends { (blanks as u32).saturating_add(1) } else { 0 };
        Span { start: span.start, end: span.end.saturating_add(more) }
    }

    /// A statement of the old texts in the block that it stood in, or behind everything.
    fn put_back(&self, text: &str, parent: Option<Node<'a>>) -> Undo {
        let at = |source: usize, offset: u32, text: String| Undo {
            source,
            span: Span { start: offset, end: offset },
            text,
        };
        match parent.map(|parent| (parent, parent.statement.block)) {
            Some((parent, Some(block))) => {
                at(parent.source, block.span.start.saturating_add(1), format!("\n{text}\n"))
            }
            Some((parent, None)) => at(parent.source, parent.statement.span.end, format!(" {{\n{text}\n}}")),
            None => {
                let end = self.new.sources.first().map_or(0, |source| source.text().len() as u32);
                at(0, end, format!("\n{text}\n"))
            }
        }
    }
}

/// The edits at whose statements, as they are in one of the estates, a hop of a way decides.
pub(crate) fn decided_by(edits: &[Found], path: Option<&Path>, in_new: bool) -> Vec<usize> {
    let steps = path.into_iter().flat_map(|path| path.forward.iter().chain(&path.reply));
    let places: Vec<&Place> = steps.filter_map(|step| place(&step.by)).collect();
    let decides = |edit: &Found| {
        let written = if in_new { &edit.shown.new } else { &edit.shown.old };
        written.as_ref().is_some_and(|written| places.iter().any(|place| is_within(place, &written.place)))
    };
    edits.iter().enumerate().filter(|(_, edit)| decides(edit)).map(|(at, _)| at).collect()
}

fn place(thing: &Thing) -> Option<&Place> {
    thing.place.as_ref()
}

fn is_within(inner: &Place, outer: &Place) -> bool {
    inner.file == outer.file
        && outer.start.offset <= inner.start.offset
        && inner.end.offset <= outer.end.offset
}
