//! Where braces belong that do not balance: indentation says.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::iter;

use super::problems::Problems;
use super::token::{Token, TokenKind, Tokens};
use super::tree::MAX_DEPTH;
use crate::ordered;
use crate::problem::unbalanced;
use crate::source::Span;

/// Makes braces balance and reports each that is too many or missing. Where they balance already,
/// indentation means nothing.
pub(super) fn mend(read: &mut Tokens, problems: &mut Problems) {
    let by_count = by_count(&read.tokens);
    if by_count.is_empty() {
        return;
    }
    let by_layout = Layout::new(read).edits();
    // A text that is not indented has no layout to go by.
    let mut edits = if by_layout.len() > by_count.len().saturating_mul(2) { by_count } else { by_layout };
    for edit in &edits {
        report(*edit, read, problems);
    }
    ordered::sort_by_key(&mut edits, |edit| edit.place());
    apply(&edits, &mut read.tokens);
}

/// A change that makes braces balance; tokens are told by their index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edit {
    /// The brace is too many.
    Drop { brace: usize },
    /// A `{` is missing behind a token, for this `}`.
    Open { after: usize, close: usize },
    /// The same within a line: the `{` is missing somewhere before the token, which its first statement ends with.
    OpenOnLine { after: usize, close: usize },
    /// A `}` is missing behind a token, for this `{`, which stands so many levels deep.
    Close { after: usize, open: usize, depth: usize },
}

impl Edit {
    const fn place(self) -> usize {
        match self {
            Self::Drop { brace } => brace,
            Self::Open { after, .. } | Self::OpenOnLine { after, .. } | Self::Close { after, .. } => after,
        }
    }
}

/// The edits when layout means nothing.
fn by_count(tokens: &[Token]) -> Vec<Edit> {
    let mut open = Vec::new();
    let mut edits = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        match token.kind {
            TokenKind::OpenBrace => open.push(index),
            TokenKind::CloseBrace if open.pop().is_none() => edits.push(Edit::Drop { brace: index }),
            _ => {}
        }
    }
    let after = tokens.len().saturating_sub(1);
    while let Some(brace) = open.pop() {
        edits.push(Edit::Close { after, open: brace, depth: open.len() });
    }
    edits
}

/// A `{` that waits for its partner.
#[derive(Clone, Copy)]
struct Opened {
    brace: usize,
    line: u32,
    /// Of the line its statement starts on.
    indent: u32,
}

/// A statement's first line inside the block being read, with deeper lines below it perhaps.
struct Line {
    indent: u32,
    /// The last token of the statement, its further lines included.
    end: usize,
    /// Whether statements stand below it that are indented deeper.
    has_deeper: bool,
}

struct Layout<'a> {
    read: &'a Tokens,
    opened: Vec<Opened>,
    /// Lines whose indentation grows; those that ended are gone.
    lines: Vec<Line>,
    edits: Vec<Edit>,
    on_line: OnLine,
}

/// What a line holds so far, for a `}` in it that has no partner.
#[derive(Clone, Copy, Default)]
struct OnLine {
    /// The last token of its first statement, where a `;` ended that and no brace was seen yet.
    first_statement: Option<usize>,
    /// The `}` that closed a block of this line last, when none was opened since.
    closed: Option<usize>,
    /// Whether a brace was seen.
    braces: bool,
}

impl<'a> Layout<'a> {
    const fn new(read: &'a Tokens) -> Self {
        let on_line = OnLine { first_statement: None, closed: None, braces: false };
        Self { read, opened: Vec::new(), lines: Vec::new(), edits: Vec::new(), on_line }
    }

    fn edits(mut self) -> Vec<Edit> {
        let tokens = &self.read.tokens;
        let mut starts = line_starts(tokens).peekable();
        let mut before: Option<Token> = None;
        for (index, &token) in tokens.iter().enumerate() {
            let first = starts.next_if_eq(&index).is_some();
            if first {
                self.on_line = OnLine::default();
                self.start_line(index, token, before);
            }
            match token.kind {
                TokenKind::Separator if !self.on_line.braces && self.on_line.first_statement.is_none() => {
                    self.on_line.first_statement = index.checked_sub(1).filter(|_| !first);
                }
                TokenKind::OpenBrace => {
                    let next = index.checked_add(1).and_then(|next| tokens.get(next).copied());
                    self.open(index, token, before, next);
                }
                TokenKind::CloseBrace if first => self.close_by_indent(index, token),
                TokenKind::CloseBrace => {
                    let next = starts.peek().and_then(|&next| tokens.get(next).copied());
                    self.close_on_line(index, token, next);
                }
                _ => {}
            }
            // A statement goes on until others stand below it.
            if let Some(line) = self.lines.last_mut().filter(|line| !line.has_deeper) {
                line.end = index;
            }
            before = Some(token);
        }
        self.close_while(tokens.len(), |_| true);
        self.edits
    }

    /// A line that is not deeper than an open block's own ends that block.
    fn start_line(&mut self, index: usize, token: Token, before: Option<Token>) {
        let indent = self.read.indent(token);
        let deeper = self.lines.last().is_none_or(|line| line.indent < indent);
        let open = before.is_some_and(|before| !before.kind.ends_statement());
        let goes_on =
            (open && token.kind.continues()) || before.is_some_and(|token| token.kind == TokenKind::Comma);
        if token.kind == TokenKind::CloseBrace || (deeper && goes_on) {
            return;
        }
        self.close_while(index, |open| open.indent >= indent);
        self.end_lines(indent);
        if let Some(above) = self.lines.last_mut() {
            above.has_deeper = true;
        }
        self.lines.push(Line { indent, end: index, has_deeper: false });
    }

    fn open(&mut self, index: usize, token: Token, before: Option<Token>, next: Option<Token>) {
        // Without a statement before it, or with its end behind it, it opens no block.
        let stray = before.is_some_and(|before| before.kind.ends_statement());
        let ended = next.is_some_and(|next| next.kind == TokenKind::Separator && next.line == token.line);
        if stray || ended {
            self.edits.push(Edit::Drop { brace: index });
        } else {
            let indent = self.lines.last().map_or(0, |line| line.indent);
            self.opened.push(Opened { brace: index, line: token.line, indent });
            (self.on_line.braces, self.on_line.closed) = (true, None);
        }
    }

    /// A `}` that starts its line closes the block whose statement is indented alike.
    fn close_by_indent(&mut self, index: usize, token: Token) {
        let indent = self.read.indent(token);
        self.close_while(index, |open| open.indent > indent);
        while self.lines.last().is_some_and(|line| line.indent > indent) {
            self.lines.pop();
        }
        if self.opened.last().is_some_and(|open| open.indent == indent) {
            self.opened.pop();
        } else {
            let line = self.lines.last().filter(|line| line.indent == indent && line.has_deeper);
            self.edits.push(match line {
                Some(line) => Edit::Open { after: line.end, close: index },
                None => Edit::Drop { brace: index },
            });
        }
        self.end_lines(indent);
    }

    /// A `}` within its line closes what was opened on that line, or the block that ends there by its indentation.
    fn close_on_line(&mut self, index: usize, token: Token, next: Option<Token>) {
        let ends = |open: &Opened| {
            let indent = next.map(|next| (self.read.indent(next), next.kind == TokenKind::CloseBrace));
            open.line == token.line
                || indent.is_none_or(|(next, closes)| next < open.indent || (next == open.indent && !closes))
        };
        let opened = self.opened.pop_if(|open| ends(open));
        let line = self.on_line;
        if let Some(opened) = opened {
            self.on_line.closed = Some(index).filter(|_| opened.line == token.line);
        } else if let Some(before) = line.closed {
            // The last of a line is more likely meant than one before it.
            self.edits.push(Edit::Drop { brace: before });
            self.on_line.closed = Some(index);
        } else if let Some(after) = line.first_statement.filter(|_| !line.braces) {
            self.edits.push(Edit::OpenOnLine { after, close: index });
            self.on_line.closed = Some(index);
        } else {
            self.edits.push(Edit::Drop { brace: index });
            return;
        }
        self.on_line.braces = true;
    }

    /// Ends open blocks before the token at `index`, the inner ones first.
    fn close_while(&mut self, index: usize, ends: impl Fn(&Opened) -> bool) {
        while let Some(open) = self.opened.pop_if(|open| ends(open)) {
            let after = index.saturating_sub(1);
            self.edits.push(Edit::Close { after, open: open.brace, depth: self.opened.len() });
        }
    }

    fn end_lines(&mut self, indent: u32) {
        while self.lines.pop_if(|line| line.indent >= indent).is_some() {}
    }
}

/// The indices of tokens that are the first on their line.
fn line_starts(tokens: &[Token]) -> impl Iterator<Item = usize> {
    let lines = iter::once(None).chain(tokens.iter().map(|token| Some(token.line)));
    let starts = tokens.iter().zip(lines).enumerate();
    starts.filter(|(_, (token, before))| *before != Some(token.line)).map(|(index, _)| index)
}

fn report(edit: Edit, read: &Tokens, problems: &mut Problems) {
    let token = |index: usize| read.tokens.get(index).copied();
    let behind = |token: Token| Span { start: token.span.end, end: token.span.end };
    match edit {
        Edit::Drop { brace } => {
            let before = brace.checked_sub(1).and_then(token);
            let Some(brace) = token(brace) else { return };
            let doubled = before.is_some_and(|before| before.kind == TokenKind::OpenBrace);
            problems.add(|at| match brace.kind {
                TokenKind::OpenBrace if doubled => unbalanced::doubled(at(brace.span)),
                TokenKind::OpenBrace => unbalanced::stray_open_brace(at(brace.span)),
                _ => unbalanced::stray_brace(at(brace.span)),
            });
        }
        Edit::Open { after, close } => {
            let (Some(after), Some(close)) = (token(after), token(close)) else { return };
            problems.add(|at| unbalanced::not_opened(at(close.span), at(after.span), at(behind(after))));
        }
        Edit::OpenOnLine { after, close } => {
            let (Some(after), Some(close)) = (token(after), token(close)) else { return };
            problems.add(|at| unbalanced::not_opened_on_line(at(close.span), at(after.span)));
        }
        // What is nested too deep is reported as that.
        Edit::Close { depth, .. } if depth >= MAX_DEPTH => {}
        Edit::Close { after, open, .. } => {
            let (Some(after), Some(open)) = (token(after), token(open)) else { return };
            problems.add(|at| {
                let indent = String::from_iter(iter::repeat_n(' ', read.indent(open) as usize));
                let text = if after.line == open.line { String::from(" }") } else { format!("\n{indent}}}") };
                unbalanced::not_closed(at(open.span), at(after.span), at(behind(after)), text)
            });
        }
    }
}

/// Carries out edits that are sorted by their places.
fn apply(edits: &[Edit], tokens: &mut Vec<Token>) {
    let mut edits = edits.iter().copied().peekable();
    let mut mended = Vec::with_capacity(tokens.len());
    for (index, &token) in tokens.iter().enumerate() {
        let here = mended.len();
        mended.push(token);
        while let Some(edit) = edits.next_if(|edit| edit.place() == index) {
            let span = Span { start: token.span.end, end: token.span.end };
            match edit {
                Edit::Drop { .. } => mended.truncate(here),
                Edit::Open { .. } | Edit::OpenOnLine { .. } => {
                    mended.push(Token { kind: TokenKind::OpenBrace, span, bad: true, ..token })
                }
                Edit::Close { .. } => {
                    mended.push(Token { kind: TokenKind::CloseBrace, span, bad: true, ..token })
                }
            }
        }
    }
    *tokens = mended;
}
