//! The tree of a text: everything that was written, with its place; nothing of what it means.

use alloc::string::String;
use alloc::vec::Vec;
use core::net::IpAddr;

use ipnet::IpNet;

use crate::source::Span;

/// How deep braces and parentheses nest; what is deeper is reported and not read.
pub const MAX_DEPTH: usize = 64;

/// A parsed text. Damaged statements keep the parts that could be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    /// The statements at the top, in order.
    pub statements: Vec<Statement>,
    /// Every comment, in order: from its `#` to the end of the line.
    pub comments: Vec<Span>,
}

/// A list, then links with lists, then perhaps a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// From the first to the last character, the block included.
    pub span: Span,
    /// The plain name it starts with, which says what it is; `None` for a statement such as `10.0.0.0/8 -> hub`.
    pub head: Option<Word>,
    /// What stands between the head and the first link.
    pub list: Option<List>,
    /// The links, in order.
    pub links: Vec<Link>,
    /// The block.
    pub block: Option<Block>,
    /// Whether a problem was reported inside, the block not counted: what is missing here may have been written.
    pub damaged: bool,
}

impl Statement {
    /// What its list starts with.
    #[must_use]
    pub fn first_part(&self) -> Option<&Part> {
        self.list.as_ref()?.union.first()?.terms.first()?.parts.first()
    }
}

/// A word and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The word, after NFC.
    pub text: String,
    /// Where.
    pub span: Span,
}

/// What stands between braces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Both braces included.
    pub span: Span,
    /// The statements inside, in order.
    pub statements: Vec<Statement>,
}

/// A link word and its list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Which word.
    pub word: LinkWord,
    /// Where the word stands.
    pub span: Span,
    /// What follows it; `None` when that is missing, which is reported.
    pub list: Option<List>,
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// From the first to the last character.
    pub span: Span,
    /// What `,` joins; at least one.
    pub union: Vec<Meet>,
    /// What stands behind `except`; empty without one.
    pub except: Vec<Meet>,
}

/// `b & c`: what `&` joins; at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meet {
    /// The terms, in order.
    pub terms: Vec<Term>,
}

/// Parts that stand side by side: `subnet a.web`, `tcp 443 source-port 1024-65535`; at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// From the first to the last character.
    pub span: Span,
    /// The parts, in order.
    pub parts: Vec<Part>,
}

/// One word, number, address or parenthesis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: PartKind,
}

/// What a part is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartKind {
    /// `web`, `core.main."Prod VNet"`: segments, each after NFC; at least one.
    Name(Vec<Segment>),
    /// `443`, `001122334455`: digits as written.
    Number(String),
    /// `8000-8099`: both ends as written, in any order and of any size.
    Range(String, String),
    /// `8/0`: ICMP type and code as written.
    Code(String, String),
    /// `10.0.0.1`, `2001:db8::1`
    Address(IpAddr),
    /// `10.0.0.0/8`: host bits are kept here and reported where the value is used.
    Prefix(IpNet),
    /// `10.0.0.4-10.0.0.9`: both ends, in any order, perhaps of two families.
    AddressRange(IpAddr, IpAddr),
    /// `tier=frontend`, glued: key and value.
    Pair(String, String),
    /// `( ... )`
    Group(List),
}

/// One segment of a dotted name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// Its text, without quotes, escapes resolved.
    pub text: String,
    /// Whether it stood in quotes: then it is a name and never a keyword.
    pub quoted: bool,
    /// Where it stands, quotes included.
    pub span: Span,
}
