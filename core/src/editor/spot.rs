//! What stands where: each word and sign of a text with its statement, the statement's row, and its part in it.
//!
//! Everything that an editor is told starts here. It is read from the tokens and not from the tree, which drops what is damaged:
//! while a text is being written it always is.

use alloc::vec;
use alloc::vec::Vec;

use crate::resolve::{Expected, is_protocol};
use crate::schema::{self, Cloud, FILE, LinkRow, Name, Row, Shape, Type};
use crate::source::Span;
use crate::syntax::token::{Token, TokenKind, slice};
use crate::syntax::{self, LinkWord};

/// The words and signs of a text.
pub(super) struct Spots<'a> {
    pub(super) text: &'a str,
    pub(super) all: Vec<Spot>,
    pub(super) statements: Vec<Stated>,
    pub(super) comments: Vec<Span>,
}

/// A word or sign, and where it stands.
#[derive(Clone, Copy)]
pub(super) struct Spot {
    pub(super) kind: TokenKind,
    pub(super) span: Span,
    /// Its statement, an index.
    pub(super) statement: Option<usize>,
    pub(super) slot: Slot,
    /// The link in whose list it stands.
    pub(super) link: Option<LinkWord>,
    /// How many words of the same term stand before it.
    pub(super) term: usize,
    /// Whether it stands in parentheses.
    pub(super) inside: bool,
    /// Whether it stands behind `except`.
    pub(super) excepted: bool,
    /// The protocol at its left, which a bare port keeps.
    pub(super) left: Option<Span>,
}

/// What part of its statement something is.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Slot {
    /// `,`, `&`, `;`, a brace or a parenthesis.
    Sign,
    /// The word that says what the statement is.
    Head,
    /// The name that it gives.
    Name,
    /// The number of a rule.
    Number,
    /// The action of a rule: one of these.
    Action(&'static [&'static str]),
    /// A value of one of these types.
    Value(&'static [Type]),
    /// A link word or sign.
    Link,
    /// `except`
    Except,
    /// Nothing is known of it.
    Unknown,
}

/// A statement.
pub(super) struct Stated {
    /// To its last token, the block included.
    pub(super) span: Span,
    /// Without the block.
    pub(super) extent: Span,
    pub(super) row: Option<&'static Row>,
    /// The row of what it stands in, [`FILE`] or nothing known.
    pub(super) around: Option<&'static str>,
    /// The cloud of the network around, or its own.
    pub(super) cloud: Option<Cloud>,
    /// The statement in whose block it stands.
    pub(super) parent: Option<usize>,
    /// The statement before it in the same block.
    pub(super) above: Option<usize>,
    pub(super) name: Option<Span>,
    pub(super) links: Vec<LinkWord>,
    pub(super) has_block: bool,
}

/// Reads a text. Takes time linear in it.
pub(super) fn read(text: &str) -> Spots<'_> {
    let (tokens, comments) = syntax::tokens(text);
    let spots = Spots { text, all: Vec::with_capacity(tokens.len()), statements: Vec::new(), comments };
    let top = Block { statement: None, around: Some(FILE), cloud: None, last: None };
    let mut reading = Reading { spots, blocks: vec![top], current: None, list: List::default() };
    for token in tokens {
        reading.take(token);
    }
    reading.spots
}

impl Spots<'_> {
    /// What is written at `span`.
    pub(super) fn written(&self, span: Span) -> &str {
        slice(self.text, span)
    }

    /// The plain word at `spot`; `None` for a path, a string and for what is no word.
    pub(super) fn word(&self, spot: &Spot) -> Option<&str> {
        let word = self.written(spot.span);
        let plain = matches!(spot.kind, TokenKind::Name | TokenKind::Head) && !word.contains(['.', '"']);
        plain.then_some(word)
    }

    pub(super) fn statement(&self, spot: &Spot) -> Option<&Stated> {
        self.statements.get(spot.statement?)
    }

    /// What stands at `offset`: what holds it, or else a word that ends there.
    pub(super) fn at(&self, offset: u32) -> Option<usize> {
        let next = self.last_from(self.all.partition_point(|spot| spot.span.start <= offset))?;
        let holds = |at: &usize| self.all.get(*at).is_some_and(|spot| offset < spot.span.end);
        let ends = |at: &usize| self.all.get(*at).is_some_and(|spot| offset == spot.span.end);
        let word = |at: &usize| self.all.get(*at).is_some_and(|spot| spot.slot != Slot::Sign);
        let ended = if holds(&next) { self.last_from(next) } else { Some(next) };
        let ended = ended.filter(ends).filter(word);
        Some(next).filter(holds).filter(word).or(ended).or(Some(next).filter(holds))
    }

    /// The last before `end` that is more than the end of a line.
    pub(super) fn last_from(&self, end: usize) -> Option<usize> {
        self.all.get(..end)?.iter().rposition(|spot| spot.span.start < spot.span.end)
    }

    /// The words of the same term before the spot.
    pub(super) fn before(&self, at: usize) -> &[Spot] {
        let term = self.all.get(at).map_or(0, |spot| spot.term);
        self.all.get(at.saturating_sub(term)..at).unwrap_or_default()
    }

    /// Whether another word of the same term follows.
    fn goes_on(&self, at: usize) -> bool {
        let term = self.all.get(at).map_or(0, |spot| spot.term);
        let next = self.all.get(at.saturating_add(1));
        next.is_some_and(|next| next.term == term.saturating_add(1) && matches!(next.slot, Slot::Value(_)))
    }

    /// The word before the spot, when it is the only one of its term.
    pub(super) fn only_word_before(&self, at: usize) -> Option<&str> {
        let [only] = self.before(at) else { return None };
        self.word(only)
    }

    /// The word `tag` before a tag, or the kind before a name: whether the spot is one.
    pub(super) fn leads(&self, at: usize) -> bool {
        self.before(at).is_empty() && self.goes_on(at)
    }

    /// What a name at the spot may mean.
    pub(super) fn expected(&self, at: usize) -> Option<Expected> {
        let Slot::Value(types) = self.all.get(at)?.slot else { return None };
        let any = types.iter().find_map(|ty| match ty {
            Type::Ref(kinds) => Some(Expected::Kinds(kinds)),
            Type::Set => Some(Expected::Points),
            Type::Place => Some(Expected::Anything),
            _ => None,
        })?;
        if self.before(at).is_empty() {
            return Some(any);
        }
        let kind = self.only_word_before(at).and_then(schema::kind)?;
        any.admits(kind.word).then_some(Expected::Kind(kind.word))
    }

    /// The protocol that the spot stands behind.
    pub(super) fn protocol(&self, at: usize) -> Option<&str> {
        self.all.get(at)?.left.map(|left| self.written(left))
    }
}

/// A block that is open.
#[derive(Clone, Copy)]
struct Block {
    statement: Option<usize>,
    around: Option<&'static str>,
    cloud: Option<Cloud>,
    /// The last statement in it.
    last: Option<usize>,
}

/// The list that is being read.
#[derive(Clone, Copy, Default)]
struct List {
    link: Option<(LinkWord, Option<&'static LinkRow>)>,
    /// Whether something stands in it.
    begun: bool,
    /// Whether the number of a rule, or its action, may still come.
    number: bool,
    action: bool,
    term: usize,
    parens: usize,
    excepted: bool,
    left: Option<Span>,
}

struct Reading<'a> {
    spots: Spots<'a>,
    blocks: Vec<Block>,
    current: Option<usize>,
    list: List,
}

impl Reading<'_> {
    fn take(&mut self, token: Token) {
        match token.kind {
            TokenKind::Separator => {
                self.push(token, Slot::Sign);
                self.current = None;
            }
            TokenKind::OpenBrace => self.open(token),
            TokenKind::CloseBrace => self.close(token),
            TokenKind::Head => {
                self.begin(token, slice(self.spots.text, token.span));
                self.push(token, Slot::Head);
            }
            TokenKind::Link(word) => self.link(token, word),
            _ => {
                if self.current.is_none() {
                    self.begin(token, "");
                }
                self.part(token);
            }
        }
    }

    fn stated(&mut self) -> Option<&mut Stated> {
        self.current.and_then(|current| self.spots.statements.get_mut(current))
    }

    fn push(&mut self, token: Token, slot: Slot) {
        if let Some(stated) = self.stated() {
            stated.span = stated.span.to(token.span);
            if !matches!(token.kind, TokenKind::OpenBrace | TokenKind::Separator) {
                stated.extent = stated.extent.to(token.span);
            }
        }
        self.spots.all.push(Spot {
            kind: token.kind,
            span: token.span,
            statement: self.current,
            slot,
            link: self.list.link.map(|(word, _)| word),
            term: if matches!(slot, Slot::Value(_)) { self.list.term } else { 0 },
            inside: self.list.parens > 0,
            excepted: self.list.excepted,
            left: self.list.left,
        });
    }

    fn begin(&mut self, token: Token, word: &str) {
        let Some(block) = self.blocks.last_mut() else { return };
        let row = block.around.and_then(|around| schema::row(block.cloud, around, word));
        let here = self.spots.statements.len();
        self.spots.statements.push(Stated {
            span: token.span,
            extent: token.span,
            row,
            around: block.around,
            cloud: block.cloud,
            parent: block.statement,
            above: block.last.replace(here),
            name: None,
            links: Vec::new(),
            has_block: false,
        });
        self.current = Some(here);
        self.list = List::default();
        if let Some(Row { shape: Shape::Rule { number, actions }, .. }) = row {
            (self.list.number, self.list.action) = (number.is_some(), !actions.is_empty());
        }
    }

    /// Goes on with the statement above, if the link or block at the start of a line can only be meant for that.
    fn go_on(&mut self, block: bool) -> bool {
        let above = self.blocks.last().and_then(|block| block.last);
        let fits = above.and_then(|above| self.spots.statements.get(above)).is_some_and(|above| {
            !above.has_block
                && (block || (above.links.is_empty() && above.row.is_some_and(|row| !row.word.is_empty())))
        });
        if fits {
            self.current = above;
            self.list = List::default();
        }
        fits
    }

    fn open(&mut self, token: Token) {
        if self.current.is_none() {
            self.go_on(true);
        }
        self.list = List::default();
        self.push(token, Slot::Sign);
        let mut block = Block { statement: self.current, around: None, cloud: None, last: None };
        if let Some(stated) = self.stated() {
            stated.has_block = true;
            (block.around, block.cloud) = (stated.row.map(Row::id), stated.cloud);
        }
        self.blocks.push(block);
        self.current = None;
    }

    fn close(&mut self, token: Token) {
        // The outermost block is the text.
        let block = if self.blocks.len() > 1 { self.blocks.pop() } else { None };
        self.current = None;
        self.list = List::default();
        self.push(token, Slot::Sign);
        let owner = block.and_then(|block| block.statement);
        if let Some(stated) = owner.and_then(|owner| self.spots.statements.get_mut(owner)) {
            stated.span = stated.span.to(token.span);
        }
    }

    fn link(&mut self, token: Token, word: LinkWord) {
        if self.current.is_none() && !self.go_on(false) {
            self.begin(token, "");
        }
        let row = self.stated().and_then(|stated| {
            stated.links.push(word);
            stated.row?.link(word)
        });
        self.list = List { link: Some((word, row)), ..List::default() };
        self.push(token, Slot::Link);
    }

    fn part(&mut self, token: Token) {
        match token.kind {
            TokenKind::Comma | TokenKind::Ampersand => {
                self.list.term = 0;
                self.push(token, Slot::Sign);
            }
            TokenKind::Except => {
                (self.list.term, self.list.excepted, self.list.left) = (0, true, None);
                self.push(token, Slot::Except);
            }
            TokenKind::OpenParen => {
                self.push(token, Slot::Sign);
                (self.list.term, self.list.left) = (0, None);
                self.list.parens = self.list.parens.saturating_add(1);
            }
            TokenKind::CloseParen => {
                self.list.parens = self.list.parens.saturating_sub(1);
                self.push(token, Slot::Sign);
                // What stands in parentheses is one word of its term.
                (self.list.term, self.list.left) = (1, None);
            }
            _ => {
                let slot = self.slot(token);
                self.push(token, slot);
                if matches!(slot, Slot::Value(_)) {
                    self.list.term = self.list.term.saturating_add(1);
                }
                let service = matches!(slot, Slot::Value(types) if types.contains(&Type::Service));
                if service && is_protocol(slice(self.spots.text, token.span)) {
                    self.list.left = Some(token.span);
                }
            }
        }
        self.list.begun = true;
    }

    /// What part of its statement the word is.
    fn slot(&mut self, token: Token) -> Slot {
        let (list, text) = (self.list, self.spots.text);
        let Some(stated) = self.stated() else { return Slot::Unknown };
        if list.link.is_none() && !list.begun {
            stated.row = stated.row.map(|row| row.starting(Some(slice(text, token.span))));
        }
        let Some(row) = stated.row else { return Slot::Unknown };
        if let Some((word, link)) = list.link {
            // What a network is on says which words stand in it.
            if word == LinkWord::On && row.word == "network" && !list.begun {
                stated.cloud = Cloud::from_word(slice(text, token.span));
            }
            return link.map_or(Slot::Unknown, |link| Slot::Value(link.values.types));
        }
        if row.name != Name::Never && !list.begun {
            if token.kind != TokenKind::Name {
                return Slot::Unknown;
            }
            stated.name = Some(token.span);
            return Slot::Name;
        }
        if list.number && token.kind == TokenKind::Number {
            self.list.number = false;
            return Slot::Number;
        }
        if let (true, Shape::Rule { actions, .. }, TokenKind::Name) = (list.action, row.shape, token.kind) {
            (self.list.number, self.list.action) = (false, false);
            return Slot::Action(actions);
        }
        if row.values.types.is_empty() { Slot::Unknown } else { Slot::Value(row.values.types) }
    }
}
