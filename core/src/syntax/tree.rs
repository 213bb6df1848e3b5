//! The tree of a text: everything that was written, with its place; nothing of what it means.

use core::net::IpAddr;

use ipnet::IpNet;

use crate::source::Span;

/// How deep braces and parentheses nest; what is deeper is reported and not read.
pub const MAX_DEPTH: usize = 64;

/// A parsed text. It stands in a ground, and words and names in the text. Damaged statements keep the parts that could be read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tree<'s> {
    /// The statements at the top, in order.
    pub statements: &'s [Statement<'s>],
    /// Every comment, in order: from its `#` to the end of the line.
    pub comments: &'s [Span],
}

/// A list, then links with lists, then perhaps a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Statement<'s> {
    /// From the first to the last character, the block included.
    pub span: Span,
    /// The plain name it starts with, which says what it is; `None` for a statement such as `10.0.0.0/8 -> hub`.
    pub head: Option<Word<'s>>,
    /// What stands between the head and the first link.
    pub list: Option<List<'s>>,
    /// The links, in order.
    pub links: &'s [Link<'s>],
    /// The block.
    pub block: Option<Block<'s>>,
    /// Whether a problem was reported inside, the block not counted: what is missing here may have been written.
    pub damaged: bool,
}

impl<'s> Statement<'s> {
    /// What its list starts with.
    #[must_use]
    pub fn first_part(&self) -> Option<&'s Part<'s>> {
        self.list.as_ref()?.parts.first()
    }
}

/// A word and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word<'s> {
    /// The word, after NFC.
    pub text: &'s str,
    /// Where.
    pub span: Span,
}

/// What stands between braces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block<'s> {
    /// Both braces included.
    pub span: Span,
    /// The statements inside, in order.
    pub statements: &'s [Statement<'s>],
}

/// A link word and its list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link<'s> {
    /// Which word.
    pub word: LinkWord,
    /// Where the word stands.
    pub span: Span,
    /// What follows it; `None` when that is missing, which is reported.
    pub list: Option<List<'s>>,
}

/// The words and signs that link the parts of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LinkWord {
    /// `->`
    Arrow,
    /// `:`
    Colon,
    /// `=`, with blanks around it
    Equals,
    /// `from`
    From,
    /// `to`
    To,
    /// `in`
    In,
    /// `on`
    On,
    /// `between`
    Between,
    /// `through`
    Through,
    /// `avoiding`
    Avoiding,
    /// `by`
    By,
    /// `at`
    At,
    /// `because`
    Because,
}

impl LinkWord {
    /// Every link word.
    pub const ALL: [Self; 13] = [
        Self::Arrow,
        Self::Colon,
        Self::Equals,
        Self::From,
        Self::To,
        Self::In,
        Self::On,
        Self::Between,
        Self::Through,
        Self::Avoiding,
        Self::By,
        Self::At,
        Self::Because,
    ];

    /// The link that is written with these letters.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "from" => Self::From,
            "to" => Self::To,
            "in" => Self::In,
            "on" => Self::On,
            "between" => Self::Between,
            "through" => Self::Through,
            "avoiding" => Self::Avoiding,
            "by" => Self::By,
            "at" => Self::At,
            "because" => Self::Because,
            _ => return None,
        })
    }

    /// The word as it is written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Arrow => "->",
            Self::Colon => ":",
            Self::Equals => "=",
            Self::From => "from",
            Self::To => "to",
            Self::In => "in",
            Self::On => "on",
            Self::Between => "between",
            Self::Through => "through",
            Self::Avoiding => "avoiding",
            Self::By => "by",
            Self::At => "at",
            Self::Because => "because",
        }
    }
}

/// `a, b & c except d`: a union, from which another union is taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct List<'s> {
    /// From the first to the last character.
    pub span: Span,
    /// The parts of the union, at least one, then those of what stands behind `except`.
    pub(super) parts: &'s [Part<'s>],
    /// How many are of the union.
    pub(super) of_union: u32,
}

impl<'s> List<'s> {
    /// What `,` joins, at least one.
    pub fn union(&self) -> impl Iterator<Item = Meet<'s>> {
        meets(self.parts())
    }

    /// What is taken away.
    pub fn except(&self) -> impl Iterator<Item = Meet<'s>> {
        meets(self.parts.get(self.of_union as usize..).unwrap_or_default())
    }

    /// Whether something stands behind `except`.
    #[must_use]
    pub const fn has_except(&self) -> bool {
        self.parts.len() > self.of_union as usize
    }

    /// Every part that stands in no group and not behind `except`, in order.
    #[must_use]
    pub fn parts(&self) -> &'s [Part<'s>] {
        self.parts.get(..self.of_union as usize).unwrap_or_default()
    }
}

fn meets<'s>(parts: &'s [Part<'s>]) -> impl Iterator<Item = Meet<'s>> {
    parts.chunk_by(|_, next| next.behind != Joint::Comma).map(Meet)
}

/// `b & c`: what `&` joins; at least one term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meet<'s>(&'s [Part<'s>]);

impl<'s> Meet<'s> {
    /// The terms, in order, each as its parts, which stand side by side: `subnet a.web`, `tcp 443 source-port 1024-65535`.
    pub fn terms(self) -> impl Iterator<Item = &'s [Part<'s>]> {
        self.0.chunk_by(|_, next| next.behind == Joint::Blank)
    }
}

/// What stands before a part of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Joint {
    /// Another part, without a sign between them.
    Blank,
    /// `&`
    And,
    /// `,`, or nothing: it is the first.
    Comma,
}

/// One word, number, address or parenthesis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part<'s> {
    /// Where it stands.
    pub span: Span,
    /// What joins it to the part before.
    pub(super) behind: Joint,
    /// What it is.
    pub kind: PartKind<'s>,
}

/// What a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartKind<'s> {
    /// `web`, `"Prod VNet"`
    Name(Segment<'s>),
    /// `core.main."Prod VNet"`: at least two segments, but for damaged names.
    Path(&'s [Segment<'s>]),
    /// `443`, `001122334455`: digits as written.
    Number(&'s str),
    /// `8000-8099`: both ends as written, in any order and of any size.
    Range(&'s [&'s str; 2]),
    /// `8/0`: ICMP type and code as written.
    Code(&'s [&'s str; 2]),
    /// `10.0.0.1`, `2001:db8::1`
    Address(IpAddr),
    /// `10.0.0.0/8`: host bits are kept here and reported where the value is used.
    Prefix(IpNet),
    /// `10.0.0.4-10.0.0.9`: both ends, in any order, perhaps of two families.
    AddressRange(&'s [IpAddr; 2]),
    /// `tier=frontend`, glued.
    Pair(&'s Pair<'s>),
    /// `( ... )`
    Group(&'s List<'s>),
}

impl<'s> PartKind<'s> {
    /// The segments of a name or path.
    #[must_use]
    pub fn segments(&self) -> Option<&[Segment<'s>]> {
        match self {
            Self::Name(segment) => Some(core::slice::from_ref(segment)),
            Self::Path(segments) => Some(segments),
            _ => None,
        }
    }
}

/// A key and a value, both without quotes, escapes resolved, after NFC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair<'s> {
    /// What stands before the `=`.
    pub key: &'s str,
    /// What stands behind it.
    pub value: &'s str,
}

/// One segment of a dotted name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment<'s> {
    /// Its text, without quotes, escapes resolved, after NFC.
    pub text: &'s str,
    /// Whether it stood in quotes: then it is a name and never a keyword.
    pub quoted: bool,
    /// Where it stands, quotes included.
    pub span: Span,
}
