//! From tokens to statements with the comments and empty lines between them.

use alloc::vec::Vec;

use crate::source::Span;
use crate::syntax::token::{Token, TokenKind, slice};

/// What stands in a text or in a block.
#[derive(Debug)]
pub(super) enum Item<'a> {
    /// Empty lines.
    Blank,
    /// A comment on a line of its own.
    Comment(&'a str),
    /// A statement.
    Statement(Statement<'a>),
}

/// A statement, with the comment behind its end.
#[derive(Debug, Default)]
pub(super) struct Statement<'a> {
    pub(super) pieces: Vec<Piece<'a>>,
    pub(super) block: Option<Block<'a>>,
    pub(super) comment: Option<&'a str>,
}

/// A word or sign of a statement, and the comments before the next one.
#[derive(Debug)]
pub(super) struct Piece<'a> {
    pub(super) kind: TokenKind,
    pub(super) text: &'a str,
    pub(super) comments: Vec<&'a str>,
}

/// What stands between braces, with the comment behind the first.
#[derive(Debug)]
pub(super) struct Block<'a> {
    pub(super) items: Vec<Item<'a>>,
    pub(super) comment: Option<&'a str>,
    /// Whether both braces stand on one line.
    pub(super) on_one_line: bool,
}

/// The statements and comments of a text in which everything can be read.
pub(super) fn items<'a>(text: &'a str, tokens: &[Token], comments: &[Span]) -> Vec<Item<'a>> {
    Reader { text, tokens, comments, end: 0 }.items()
}

struct Reader<'a, 't> {
    text: &'a str,
    tokens: &'t [Token],
    comments: &'t [Span],
    /// Where what was read last ends.
    end: u32,
}

impl<'a> Reader<'a, '_> {
    /// What stands before the end, or before a closing brace.
    fn items(&mut self) -> Vec<Item<'a>> {
        let mut items = Vec::new();
        loop {
            while let Some((lines, comment)) = self.comment() {
                match items.last_mut() {
                    // Two may stand behind one: `} # the first`, and on the next line `; # the second`.
                    Some(Item::Statement(statement)) if lines == 0 && statement.comment.is_none() => {
                        statement.comment = Some(comment);
                    }
                    _ => {
                        items.extend((lines > 1 && !items.is_empty()).then_some(Item::Blank));
                        items.push(Item::Comment(comment));
                    }
                }
            }
            match self.tokens.first() {
                None | Some(Token { kind: TokenKind::CloseBrace, .. }) => return items,
                Some(Token { kind: TokenKind::Separator, .. }) => self.skip(),
                Some(token) => {
                    let apart = self.lines_before(token.span) > 1 && !items.is_empty();
                    items.extend(apart.then_some(Item::Blank));
                    items.push(Item::Statement(self.statement()));
                }
            }
        }
    }

    fn statement(&mut self) -> Statement<'a> {
        let mut statement = Statement::default();
        while let Some(token) = self.tokens.first().copied() {
            while let (Some((_, comment)), Some(piece)) = (self.comment(), statement.pieces.last_mut()) {
                piece.comments.push(comment);
            }
            match token.kind {
                TokenKind::Separator | TokenKind::CloseBrace => break,
                TokenKind::OpenBrace => {
                    statement.block = Some(self.block(token));
                    break;
                }
                kind => {
                    let text = slice(self.text, token.span);
                    statement.pieces.push(Piece { kind, text, comments: Vec::new() });
                    self.skip();
                }
            }
        }
        statement
    }

    fn block(&mut self, open: Token) -> Block<'a> {
        self.skip();
        let behind = self.next_comment().is_some_and(|comment| self.lines_before(comment) == 0);
        let comment = if behind { self.comment() } else { None };
        let items = self.items();
        self.skip();
        let span = Span { start: open.span.start, end: self.end };
        let on_one_line = !slice(self.text, span).contains('\n');
        Block { items, comment: comment.map(|(_, comment)| comment), on_one_line }
    }

    /// The next comment, if it stands before the next token, and how many line ends stand before it.
    fn comment(&mut self) -> Option<(usize, &'a str)> {
        let comment = self.next_comment()?;
        let lines = self.lines_before(comment);
        (self.comments, self.end) = (self.comments.get(1..).unwrap_or_default(), comment.end);
        Some((lines, slice(self.text, comment).trim_end()))
    }

    /// The same, left where it is; no farther is looked for it, so that many blocks cost no more than their text. The end of a
    /// statement takes no room: it starts where a comment right behind it does.
    fn next_comment(&self) -> Option<Span> {
        let comment = *self.comments.first()?;
        self.tokens.first().is_none_or(|token| comment.start < token.span.start).then_some(comment)
    }

    fn lines_before(&self, span: Span) -> usize {
        slice(self.text, Span { start: self.end, end: span.start }).matches('\n').count()
    }

    fn skip(&mut self) {
        if let Some((token, rest)) = self.tokens.split_first() {
            self.end = self.end.max(token.span.end);
            self.tokens = rest;
        }
    }
}
