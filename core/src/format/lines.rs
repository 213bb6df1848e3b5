//! From statements to lines.

use alloc::string::String;
use alloc::vec::Vec;

use super::WIDTH;
use super::align::{Cell, Key, Line, push_aligned, push_line, width};
use super::read::{Block, Item, Piece, Statement};
use crate::schema::{self, Shape};
use crate::syntax::LinkWord;
use crate::syntax::token::TokenKind;

/// Columns of a block.
const STEP: usize = 2;

/// The text of these.
pub(super) fn write(items: &[Item<'_>]) -> String {
    let mut text = String::new();
    block(items, 0, &mut text);
    text
}

/// Statements that stand in one block. Those on a line each, with nothing else between them, are aligned.
fn block(items: &[Item<'_>], indent: usize, text: &mut String) {
    let mut together = Vec::new();
    for item in items {
        if let Item::Statement(statement) = item
            && let Some(line) = on_one_line(statement, indent)
        {
            together.push(line);
            continue;
        }
        push_aligned(&core::mem::take(&mut together), indent, text);
        match item {
            Item::Blank => text.push('\n'),
            Item::Comment(comment) => push_line(indent, comment, None, text),
            Item::Statement(statement) => on_several_lines(statement, indent, text),
        }
    }
    push_aligned(&together, indent, text);
}

/// A statement on one line, if it may stand there and fits.
fn on_one_line<'a>(statement: &'a Statement<'_>, indent: usize) -> Option<Line<'a>> {
    let cells = cells(statement)?;
    let line = Line { cells, comment: statement.comment };
    (indent.saturating_add(line.width()) <= WIDTH).then_some(line)
}

/// The cells of a statement that may stand on one line.
fn cells<'a>(statement: &'a Statement<'_>) -> Option<Vec<Cell<'a>>> {
    let whole = statement.pieces.iter().all(|piece| piece.comments.is_empty());
    let mut cells = if whole { cells_before_block(&statement.pieces) } else { return None };
    let Some(Block { items, comment, on_one_line }) = &statement.block else { return Some(cells) };
    if !on_one_line || comment.is_some() {
        return None;
    }
    let mut opening = "{";
    for (at, item) in items.iter().enumerate() {
        let Item::Statement(inner) = item else { return None };
        let mut text = String::from(opening);
        for cell in self::cells(inner).filter(|_| inner.comment.is_none())? {
            text.extend((!text.is_empty()).then_some(' '));
            text.push_str(&cell.text);
        }
        let is_last = at.saturating_add(1) == items.len();
        text.push_str(if is_last { " }" } else { ";" });
        let head = inner.pieces.first().filter(|piece| piece.kind == TokenKind::Head);
        let word = head.map_or("", |head| head.text);
        cells.push(Cell { key: Key::Inner(word), text });
        opening = "";
    }
    if items.is_empty() {
        cells.push(Cell { key: Key::Inner(""), text: String::from("{}") });
    }
    Some(cells)
}

/// Which statements are written one below the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Family<'a> {
    /// Intents and questions.
    Flow,
    /// Rules of a filter.
    Rule,
    /// Those that start with the same word, or with none.
    Word(&'a str),
}

impl<'a> Family<'a> {
    fn of(word: &'a str) -> Self {
        if schema::has_shape(word, |shape| *shape == Shape::Flow) {
            Self::Flow
        } else if schema::has_shape(word, |shape| matches!(shape, Shape::Rule { .. })) {
            Self::Rule
        } else {
            Self::Word(word)
        }
    }
}

fn cells_before_block<'a>(pieces: &'a [Piece<'_>]) -> Vec<Cell<'a>> {
    let mut cells: Vec<Cell<'a>> = Vec::new();
    let head = pieces.first().filter(|piece| piece.kind == TokenKind::Head);
    let family = Family::of(head.map_or("", |head| head.text));
    let (mut depth, mut before) = (0_usize, None);
    for (at, piece) in pieces.iter().enumerate() {
        let next = pieces.get(at.saturating_add(1)).map(|piece| piece.kind);
        let last = cells.last().map(|cell| cell.key);
        let key = match piece.kind {
            TokenKind::Head => Some(Key::Head(family)),
            TokenKind::Link(word) if depth == 0 => Key::of_link(family, word),
            TokenKind::Number
                if family == Family::Rule
                    && matches!(last, Some(Key::Head(_)))
                    && next == Some(TokenKind::Name) =>
            {
                Some(Key::Number)
            }
            _ => match last {
                None | Some(Key::Head(_)) => Some(Key::List),
                Some(Key::Number) => Some(Key::Action),
                Some(Key::Action) => Some(Key::List),
                Some(Key::End(_)) => Some(Key::Ends),
                // `vpc main 10.0.0.0/16`: a name, then what it has.
                Some(Key::List)
                    if piece.kind == TokenKind::Address
                        && before == Some(TokenKind::Name)
                        && family != Family::Flow =>
                {
                    Some(Key::Values)
                }
                _ => None,
            },
        };
        match piece.kind {
            TokenKind::OpenParen => depth = depth.saturating_add(1),
            TokenKind::CloseParen => depth = depth.saturating_sub(1),
            _ => {}
        }
        match (key, cells.last_mut()) {
            (None, Some(cell)) => {
                cell.text.extend(is_apart(before, piece.kind).then_some(' '));
                cell.text.push_str(piece.text);
            }
            (key, _) => cells.push(Cell { key: key.unwrap_or(Key::List), text: String::from(piece.text) }),
        }
        before = Some(piece.kind);
    }
    cells
}

impl Key<'_> {
    /// What a link starts; `None` of those that only go on.
    const fn of_link(family: Family<'_>, word: LinkWord) -> Option<Self> {
        Some(match (family, word) {
            (Family::Flow, LinkWord::Arrow | LinkWord::From) => Key::Link(LinkWord::Arrow),
            (Family::Rule, LinkWord::From | LinkWord::To) => Key::End(LinkWord::From),
            (Family::Flow, LinkWord::At) => return None,
            (_, word) => Key::Link(word),
        })
    }
}

/// Whether a blank stands between two tokens.
const fn is_apart(before: Option<TokenKind>, next: TokenKind) -> bool {
    !matches!(before, None | Some(TokenKind::OpenParen))
        && !matches!(next, TokenKind::Comma | TokenKind::CloseParen)
}

/// A statement whose block, or whose own text, takes more than a line.
fn on_several_lines(statement: &Statement<'_>, indent: usize, text: &mut String) {
    let mut line = String::new();
    let mut at = indent;
    let mut chunks = chunks(&statement.pieces).into_iter().peekable();
    while let Some(chunk) = chunks.next() {
        let room = if chunks.peek().is_none() && statement.block.is_some() { 2 } else { 0 };
        let apart = usize::from(!line.is_empty());
        let needed = at.saturating_add(width(&line)).saturating_add(apart).saturating_add(width(&chunk.text));
        if !line.is_empty() && needed.saturating_add(room) > WIDTH {
            push_line(at, &core::mem::take(&mut line), None, text);
            at = indent.saturating_add(STEP);
        }
        line.extend((!line.is_empty()).then_some(' '));
        line.push_str(&chunk.text);
        for (nth, comment) in chunk.comments.iter().enumerate() {
            // The first stands behind what it is about, the others below.
            if nth == 0 {
                push_line(at, &core::mem::take(&mut line), Some(comment), text);
                at = indent.saturating_add(STEP);
            } else {
                push_line(at, comment, None, text);
            }
        }
    }
    let Some(own) = &statement.block else {
        // Without a block a comment in the middle of it, or its length, is why it is here.
        return push_line(at, &line, statement.comment, text);
    };
    line.extend((!line.is_empty()).then_some(' '));
    line.push('{');
    push_line(at, &line, own.comment, text);
    block(&own.items, indent.saturating_add(STEP), text);
    push_line(indent, "}", statement.comment, text);
}

/// What stays together when a statement is broken into lines.
#[derive(Debug, Default)]
struct Chunk<'a> {
    text: String,
    comments: &'a [&'a str],
}

/// A statement in parts between which a line may end: behind a comma, and before what goes on with a statement.
fn chunks<'a>(pieces: &'a [Piece<'a>]) -> Vec<Chunk<'a>> {
    let mut chunks: Vec<Chunk<'a>> = Vec::new();
    let mut before: Option<&Piece<'_>> = None;
    for piece in pieces {
        let goes_on = matches!(piece.kind, TokenKind::Link(_) | TokenKind::Ampersand | TokenKind::Except);
        let is_new = before
            .is_none_or(|before| before.kind == TokenKind::Comma || !before.comments.is_empty() || goes_on);
        match chunks.last_mut() {
            Some(chunk) if !is_new => {
                let apart = is_apart(before.map(|before| before.kind), piece.kind);
                chunk.text.extend(apart.then_some(' '));
                chunk.text.push_str(piece.text);
                chunk.comments = &piece.comments;
            }
            _ => chunks.push(Chunk { text: String::from(piece.text), comments: &piece.comments }),
        }
        before = Some(piece);
    }
    chunks
}
