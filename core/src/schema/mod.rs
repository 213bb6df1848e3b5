//! The vocabulary as data: which words exist, where they stand, what they take and what they mean.
//!
//! One table for each cloud and one for what all share. Resolution asks nothing but these tables whether a
//! statement is well formed, so a cloud is added by a table and by the code that builds its estate.

mod aws;
mod common;
mod signature;

#[cfg(test)]
mod tests;

use crate::syntax::LinkWord;

/// One word at one place.
#[derive(Debug)]
pub struct Row {
    /// What is written at the start of the statement; empty for a statement that has no word, such as a route.
    pub word: &'static str,
    /// Its own id, where the same word is another kind under another parent; empty when it is the word.
    pub id: &'static str,
    /// Ids of what it may stand in: [`FILE`], ids of other rows, or [`EVERY_OBJECT`].
    pub parents: &'static [&'static str],
    /// How the statement is built.
    pub shape: Shape,
    /// Whether it has a name.
    pub name: Name,
    /// What follows the word and the name.
    pub values: Values,
    /// The links it takes, each at most once but for those that repeat.
    pub links: &'static [LinkRow],
    /// How often it may stand in one parent.
    pub many: Many,
    /// What holds when it is not written, in words; empty when nothing follows from that, and without the feature `words`.
    pub default: &'static str,
    /// What its name stands for in a set of points.
    pub denotes: Denotes,
    /// What it is, in a sentence; empty without the feature `words`.
    pub doc: &'static str,
    /// Which section of the cloud's rules it comes from.
    pub source: &'static str,
    /// How sure that source is.
    pub mark: Mark,
    /// Words that people write here and that the cloud does not have, each with what the cloud says to it.
    pub refused: &'static [(&'static str, &'static str)],
    /// Rows that stand in its place where its list starts with this word.
    pub instead: &'static [(&'static str, &'static Row)],
    /// Whether it has an effect. What has none is refused where it is written: nothing is ever ignored.
    pub modelled: bool,
}

impl Row {
    /// A row that says nothing; tables start from it.
    const BLANK: Self = Self {
        word: "",
        id: "",
        parents: &[],
        shape: Shape::Value,
        name: Name::Never,
        values: Values::NONE,
        links: &[],
        many: Many::Any,
        default: "",
        denotes: Denotes::Nothing,
        doc: "",
        source: "",
        mark: Mark::Decided,
        refused: &[],
        instead: &[],
        modelled: true,
    };

    /// The id by which other rows name this kind as their parent.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        if self.id.is_empty() { self.word } else { self.id }
    }

    /// The row of a statement with this word whose list starts with `first`.
    #[must_use]
    pub fn starting(&'static self, first: Option<&str>) -> &'static Self {
        self.instead.iter().find(|(word, _)| Some(*word) == first).map_or(self, |(_, row)| row)
    }

    /// The link with this word, when the row takes it.
    #[must_use]
    pub fn link(&self, word: LinkWord) -> Option<&'static LinkRow> {
        self.modelled_links().find(|link| link.word == word)
    }

    /// The links that have an effect.
    pub fn modelled_links(&self) -> impl Iterator<Item = &'static LinkRow> {
        self.links.iter().filter(|link| link.modelled)
    }

    /// Whether it takes this link one day and nothing models it yet.
    #[must_use]
    pub fn is_later_link(&self, word: LinkWord) -> bool {
        self.links.iter().any(|link| link.word == word && !link.modelled)
    }
}

/// A sentence of the tables, left out where nobody shows it: see the feature `words`.
const fn said(sentence: &'static str) -> &'static str {
    if cfg!(feature = "words") { sentence } else { "" }
}

/// The parent of statements at the top of a text.
pub const FILE: &str = "file";

/// The parent of statements that stand in every object.
pub const EVERY_OBJECT: &str = "*";

/// How a statement is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A thing that is deployed: `KIND name values links { ... }`
    Object,
    /// A property of the thing around it: `WORD values links`
    Value,
    /// One rule of a filter: `DIRECTION [number] [action] service links`
    Rule {
        /// First and last number, where rules are numbered.
        number: Option<(u16, u16)>,
        /// The actions, where rules have one.
        actions: &'static [&'static str],
    },
    /// `values -> target`, without a word at the start
    Route,
    /// `WORD name = ...`
    Define,
    /// An intent or a question: `WORD set links`
    Flow,
    /// A group of questions: `WORD name { ... }`
    Test,
}

/// Whether a statement has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Name {
    /// It must.
    Required,
    /// It may.
    Optional,
    /// It must not.
    Never,
}

/// What a list takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Values {
    /// The fewest.
    pub least: usize,
    /// The most; `None` without a limit.
    pub most: Option<usize>,
    /// Each value is of one of these types.
    pub types: &'static [Type],
    /// What documentation calls one of them, in capitals; empty when its type says enough.
    pub called: &'static str,
}

impl Values {
    /// No value.
    const NONE: Self = Self { least: 0, most: Some(0), types: &[], called: "" };

    /// Exactly one value.
    const fn one(types: &'static [Type]) -> Self {
        Self { least: 1, most: Some(1), types, called: "" }
    }

    /// One value or none.
    const fn at_most_one(types: &'static [Type]) -> Self {
        Self { least: 0, most: Some(1), types, called: "" }
    }

    /// One value or more.
    const fn some(types: &'static [Type]) -> Self {
        Self { least: 1, most: None, types, called: "" }
    }

    /// Two values.
    const fn two(types: &'static [Type]) -> Self {
        Self { least: 2, most: Some(2), types, called: "" }
    }

    /// The same, of which documentation calls one so.
    const fn called(self, called: &'static str) -> Self {
        Self { called, ..self }
    }
}

/// A link and what it takes.
#[derive(Debug)]
pub struct LinkRow {
    /// Which link.
    pub word: LinkWord,
    /// Whether it must be there.
    pub required: bool,
    /// What follows it.
    pub values: Values,
    /// Whether it may be there several times, in an order that matters.
    pub repeats: bool,
    /// Whether it has an effect.
    pub modelled: bool,
}

impl LinkRow {
    /// A link that must be there.
    const fn required(word: LinkWord, values: Values) -> Self {
        Self { word, required: true, values, repeats: false, modelled: true }
    }

    /// A link that may be there.
    const fn optional(word: LinkWord, values: Values) -> Self {
        Self { word, required: false, values, repeats: false, modelled: true }
    }

    /// The same, where it may be there several times.
    const fn repeated(self) -> Self {
        Self { repeats: true, ..self }
    }

    /// A link that may be there one day.
    const fn later(word: LinkWord, values: Values) -> Self {
        Self { word, required: false, values, repeats: false, modelled: false }
    }
}

/// The type of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// `10.0.0.0/8`
    Prefix,
    /// `10.0.0.1`
    Address,
    /// `yes` or `no`
    Flag,
    /// A name or string that is kept as it is.
    Text,
    /// A sentence in quotes.
    Sentence,
    /// One of these words.
    Word(&'static [&'static str]),
    /// One of these words, which nothing models yet; in front of a set it says that the set is of another kind.
    Later(&'static [&'static str]),
    /// `key=value`
    Pair,
    /// `443` or `8000-8099`
    Ports,
    /// The name of a thing of one of these kinds; those that nothing models yet are among them.
    Ref(&'static [&'static str]),
    /// A set of points, with `,`, `&`, `except` and parentheses.
    Set,
    /// A set of protocols and ports.
    Service,
    /// `each tag key`: what carries the tag, apart by its value.
    Categories,
    /// A reason code.
    Reason,
    /// The name of a thing of any kind.
    Place,
}

/// How often a statement may stand in one parent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Many {
    /// Any number of times.
    Any,
    /// At most once.
    AtMostOne,
}

/// What a name stands for in a set of points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Denotes {
    /// It cannot stand in a set.
    Nothing,
    /// Its own points.
    Own,
    /// The points of what stands in it.
    Members,
    /// The points of what carries it.
    Carriers,
    /// Every address of its ranges.
    Range,
    /// Its addresses as its clients see them, whatever answers behind them.
    Front,
    /// The set it names.
    Set,
}

/// How sure the source of a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// The language decides it.
    Decided,
    /// Read in the cloud's own documentation.
    Verified,
    /// General knowledge, not read again.
    Known,
}

/// A cloud whose words are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cloud {
    /// Amazon Web Services.
    Aws,
}

impl Cloud {
    /// The cloud that `network ... on` names so.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cloud| cloud.as_str() == word)
    }

    /// Every cloud.
    pub const ALL: [Self; 1] = [Self::Aws];

    /// What it is called in a text.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Aws => "aws",
        }
    }

    const fn rows(self) -> &'static [Row] {
        match self {
            Self::Aws => aws::ROWS,
        }
    }
}

/// The whole table of a cloud, or of what all clouds share: what nothing models yet stands in it, too.
pub fn table(cloud: Option<Cloud>) -> impl Iterator<Item = &'static Row> {
    every_form(cloud.map_or(common::ROWS, Cloud::rows))
}

/// The row of `word` in `parent`, an id; `cloud` is the one of the network around, if there is one.
#[must_use]
pub fn row(cloud: Option<Cloud>, parent: &str, word: &str) -> Option<&'static Row> {
    rows(cloud).find(|row| row.word == word && row.modelled && stands_in(row, parent))
}

/// The words that may stand in `parent`, in the order of the tables.
pub fn words(cloud: Option<Cloud>, parent: &str) -> impl Iterator<Item = &'static str> {
    rows_in(cloud, parent).map(|row| row.word).filter(|word| !word.is_empty())
}

/// The rows of what may stand in `parent` and is modelled, in the order of the tables.
pub fn rows_in(cloud: Option<Cloud>, parent: &str) -> impl Iterator<Item = &'static Row> {
    rows(cloud).filter(move |row| row.modelled && stands_in(row, parent))
}

/// Whether `word` will have a meaning in `parent` and nothing models it yet.
#[must_use]
pub fn is_later(cloud: Option<Cloud>, parent: &str, word: &str) -> bool {
    rows(cloud).any(|row| row.word == word && !row.modelled && stands_in(row, parent))
}

/// Whether `word` will be a kind somewhere and nothing models it yet.
#[must_use]
pub fn is_later_kind(word: &str) -> bool {
    let later = |row: &Row| row.word == word && is_kind(row);
    kind(word).is_none() && (every_row().any(later) || common::KINDS_OF_OTHER_CLOUDS.contains(&word))
}

/// The row of a question, which stands in no text and has no word.
#[must_use]
pub fn question() -> &'static Row {
    &common::QUESTION
}

/// The row of the kind `word`, of any cloud: a thing that is deployed, or a named set.
#[must_use]
pub fn kind(word: &str) -> Option<&'static Row> {
    // A site has subnets, too: those of clouds are what the word mostly means.
    modelled().filter(|row| row.word == word && is_kind(row)).last()
}

/// Those of `kinds` that are modelled.
pub fn modelled_kinds(kinds: &'static [&'static str]) -> impl Iterator<Item = &'static str> + Clone {
    kinds.iter().copied().filter(|word| kind(word).is_some())
}

/// Whether `word` names a kind whose things stand for points.
#[must_use]
pub fn denotes_points(word: &str) -> bool {
    modelled().any(|row| row.word == word && is_kind(row) && row.denotes != Denotes::Nothing)
}

/// Whether `word` is one of those that some place takes beside names: a name that is such a word is in quotes.
#[must_use]
pub fn stands_beside_names(word: &str) -> bool {
    let listed = |values: &Values| {
        let names = values.types.iter().any(|ty| matches!(ty, Type::Ref(_)));
        let is = |ty: &Type| matches!(ty, Type::Word(words) | Type::Later(words) if words.contains(&word));
        names && values.types.iter().any(is)
    };
    every_row().any(|row| listed(&row.values) || row.links.iter().any(|link| listed(&link.values)))
}

/// The kinds whose things stand for points, in the order of the tables.
pub fn kinds_of_points() -> impl Iterator<Item = &'static str> {
    modelled().filter(|row| is_kind(row) && row.denotes != Denotes::Nothing).map(|row| row.word)
}

/// The kinds of things that are deployed, in the order of the tables.
pub fn kinds_of_things() -> impl Iterator<Item = &'static str> {
    modelled().filter(|row| row.shape == Shape::Object).map(|row| row.word)
}

/// The ids of what `word` may stand in, in the order of the tables; empty for a word that nothing knows.
pub fn parents_of(word: &str) -> impl Iterator<Item = &'static str> {
    let parents = modelled().filter(move |row| row.word == word).flat_map(|row| row.parents.iter().copied());
    parents.filter(|&parent| {
        parent == FILE || parent == EVERY_OBJECT || modelled().any(|row| row.id() == parent)
    })
}

/// Whether anything may stand in the block of a statement of this row.
#[must_use]
pub fn has_block(cloud: Option<Cloud>, row: &Row) -> bool {
    row.shape == Shape::Object || row.shape == Shape::Test || words(cloud, row.id()).next().is_some()
}

/// Whether a statement that starts with `word` may be built like `shape`, wherever it stands.
pub(crate) fn has_shape(word: &str, shape: fn(&Shape) -> bool) -> bool {
    every_row().any(|row| row.word == word && shape(&row.shape))
}

fn stands_in(row: &Row, parent: &str) -> bool {
    let in_every_object = row.parents.contains(&EVERY_OBJECT)
        && every_row().any(|row| row.id() == parent && row.shape == Shape::Object);
    in_every_object || row.parents.contains(&parent)
}

fn is_kind(row: &Row) -> bool {
    row.shape == Shape::Object || row.denotes == Denotes::Set
}

fn rows(cloud: Option<Cloud>) -> impl Iterator<Item = &'static Row> {
    let of_cloud = cloud.map_or(&[][..], Cloud::rows);
    common::ROWS.iter().chain(of_cloud)
}

fn modelled() -> impl Iterator<Item = &'static Row> {
    every_row().filter(|row| row.modelled)
}

fn every_row() -> impl Iterator<Item = &'static Row> {
    every_form(common::ROWS).chain(every_form(aws::ROWS))
}

/// Rows, each with those that may stand in its place behind it.
fn every_form(rows: &'static [Row]) -> impl Iterator<Item = &'static Row> {
    rows.iter().flat_map(|row| core::iter::once(row).chain(row.instead.iter().map(|(_, row)| *row)))
}
