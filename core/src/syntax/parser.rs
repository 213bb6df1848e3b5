//! From tokens to the tree: a list, then links with lists, then perhaps a block.

use alloc::vec::Vec;

use super::ground::Ground;
use super::problems::Problems;
use super::token::{Token, TokenKind, slice};
use super::tree::{Block, Link, LinkWord, List, MAX_DEPTH, Part, PartKind, Statement, Word};
use super::value::composed;
use crate::problem::missing::Start;
use crate::problem::{Problem, missing, nested_too_deep, unexpected};
use crate::source::{Location, Span};

/// The statements of a text.
pub(super) fn statements<'s>(
    ground: &'s Ground,
    text: &'s str,
    tokens: &[Token],
    problems: &mut Problems,
) -> &'s [Statement<'s>] {
    Parser::new(ground, text, tokens, problems).statements()
}

/// One statement whose head is left out, for that the list and links are the whole text.
pub(super) fn question<'s>(
    ground: &'s Ground,
    text: &'s str,
    tokens: &[Token],
    problems: &mut Problems,
) -> Option<Statement<'s>> {
    let mut parser = Parser::new(ground, text, tokens, problems);
    parser.skip_separators();
    if parser.peek().is_none() {
        let nothing = Span { start: 0, end: u32::try_from(text.len()).unwrap_or(u32::MAX) };
        parser.problems.add(|at| missing::question(at(nothing)));
        return None;
    }
    let mut asked = parser.statement(Lead::Asked);
    parser.skip_separators();
    if let Some(more) = parser.peek() {
        let rest = tokens.last().map_or(more.span, |last| more.span.to(last.span));
        parser.problems.add(|at| unexpected::second_question(at(rest), slice(text, more.span)));
        asked.damaged = true;
    }
    Some(asked)
}

/// What a statement starts with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lead {
    /// A head or a list.
    Written,
    /// A head that is not written.
    Asked,
}

pub(super) struct Parser<'s, 'p> {
    pub(super) ground: &'s Ground,
    pub(super) text: &'s str,
    pub(super) tokens: &'p [Token],
    pub(super) at: usize,
    /// Braces and parentheses around the next token.
    pub(super) depth: usize,
    /// Whether a problem was reported in the statement being read.
    pub(super) damaged: bool,
    /// Parentheses that are open in the list being read.
    pub(super) open_parens: usize,
    /// Parentheses of this statement that were reported as not closed; as many `)` may follow.
    pub(super) lost_parens: usize,
    /// Where the last such report was made: the token that was not `)`.
    pub(super) lost_at: Option<usize>,
    /// Parts of the lists that are being read.
    pub(super) parts: Vec<Part<'s>>,
    /// Statements of the blocks that are being read.
    read: Vec<Statement<'s>>,
    /// Links of the statement that is being read.
    links: Vec<Link<'s>>,
    pub(super) problems: &'p mut Problems,
}

impl<'s, 'p> Parser<'s, 'p> {
    const fn new(ground: &'s Ground, text: &'s str, tokens: &'p [Token], problems: &'p mut Problems) -> Self {
        Self {
            ground,
            text,
            tokens,
            at: 0,
            depth: 0,
            damaged: false,
            open_parens: 0,
            lost_parens: 0,
            lost_at: None,
            parts: Vec::new(),
            read: Vec::new(),
            links: Vec::new(),
            problems,
        }
    }

    /// Statements up to the end or a `}`.
    fn statements(&mut self) -> &'s [Statement<'s>] {
        // What is read of the blocks around waits before it.
        let from = self.read.len();
        loop {
            self.skip_separators();
            let Some(kind) = self.kind().filter(|kind| *kind != TokenKind::CloseBrace) else { break };
            let goes_on = matches!(kind, TokenKind::OpenBrace | TokenKind::Link(_));
            let above = if goes_on && self.read.len() > from { self.read.pop() } else { None };
            let statement = match above {
                Some(above) if self.belongs_to(&above) => self.rest_of(above),
                above => {
                    self.read.extend(above);
                    self.statement(Lead::Written)
                }
            };
            self.read.push(statement);
        }
        let statements = self.ground.list(self.read.get(from..).unwrap_or_default());
        self.read.truncate(from);
        statements
    }

    /// One statement; at least one token is read.
    fn statement(&mut self, lead: Lead) -> Statement<'s> {
        let start = self.here();
        (self.damaged, self.open_parens, self.lost_parens) = (false, 0, 0);
        while self.next_if(|kind| kind == TokenKind::Unreadable).is_some() {}
        let head = self.next_if(|kind| kind == TokenKind::Head).map(|token| Word {
            text: self.ground.text(composed(slice(self.text, token.span))),
            span: token.span,
        });
        if lead == Lead::Written && head.is_none() && !self.damaged {
            self.report_no_lead();
        }
        let list = self.list();
        let mut statement =
            Statement { span: start, head, list, links: &[], block: None, damaged: self.damaged };
        self.links_and_block(&mut statement);
        statement
    }

    /// A statement may start neither with a link nor with a brace.
    fn report_no_lead(&mut self) {
        let Some(token) = self.peek() else { return };
        if !matches!(token.kind, TokenKind::Link(_) | TokenKind::OpenBrace) {
            return;
        }
        let behind_block = self
            .before()
            .is_some_and(|before| before.kind == TokenKind::CloseBrace && before.line == token.line);
        let start = if behind_block {
            Start::BehindBlock
        } else if token.kind == TokenKind::OpenBrace {
            Start::Block
        } else {
            Start::Link
        };
        let text = self.text;
        self.report(|at| missing::start(at(token.span), slice(text, token.span), start));
    }

    /// Whether the link or brace at the start of a line was meant to go on with the statement above.
    fn belongs_to(&self, above: &Statement<'s>) -> bool {
        let block = self.kind() == Some(TokenKind::OpenBrace);
        // A `;` was written to end it.
        let ended = self.before().is_some_and(|before| before.span.start < before.span.end);
        above.block.is_none() && (block || (!ended && above.head.is_some() && above.links.is_empty()))
    }

    /// The statement above together with a link or a brace that is not indented deeper.
    fn rest_of(&mut self, mut above: Statement<'s>) -> Statement<'s> {
        let token = self.peek();
        (self.damaged, self.open_parens, self.lost_parens) = (false, 0, 0);
        if let Some(token) = token {
            self.tell_of(token.span, unexpected::line);
        }
        above.damaged = true;
        self.links_and_block(&mut above);
        above
    }

    fn links_and_block(&mut self, statement: &mut Statement<'s>) {
        self.links.extend(statement.links);
        while let Some(link) = self.link() {
            self.links.push(link);
        }
        statement.links = self.ground.list(&self.links);
        self.links.clear();
        let block = self.peek().filter(|token| token.kind == TokenKind::OpenBrace);
        // A brace that was missing is a problem of the statement it opens a block for.
        let missing = block.is_some_and(|brace| brace.bad);
        statement.damaged |= self.damaged || missing;
        if block.is_some() && self.depth >= MAX_DEPTH {
            statement.damaged = true;
            statement.block = self.skip_block();
        } else {
            statement.block = self.block();
        }
        statement.span.end = statement.span.end.max(self.last_end());
    }

    fn block(&mut self) -> Option<Block<'s>> {
        let open = self.next_if(|kind| kind == TokenKind::OpenBrace)?;
        self.depth = self.depth.saturating_add(1);
        let statements = self.statements();
        self.depth = self.depth.saturating_sub(1);
        // The layout sees to it that braces come in pairs.
        let close = self.next_if(|kind| kind == TokenKind::CloseBrace).unwrap_or(open);
        Some(Block { span: open.span.to(close.span), statements })
    }

    /// A block that is nested too deep, without its statements.
    fn skip_block(&mut self) -> Option<Block<'s>> {
        let open = self.next_if(|kind| kind == TokenKind::OpenBrace)?;
        self.report_too_deep(open);
        let mut depth = 1usize;
        let mut last = open;
        while let Some(token) = self.next_if(|_| depth > 0) {
            match token.kind {
                TokenKind::OpenBrace => depth = depth.saturating_add(1),
                TokenKind::CloseBrace => depth = depth.saturating_sub(1),
                _ => {}
            }
            last = token;
        }
        Some(Block { span: open.span.to(last.span), statements: &[] })
    }

    pub(super) fn report_too_deep(&mut self, open: Token) {
        self.report(|at| nested_too_deep::opening(at(open.span), MAX_DEPTH));
    }

    fn link(&mut self) -> Option<Link<'s>> {
        let token = self.peek()?;
        let TokenKind::Link(word) = token.kind else { return None };
        let before = self.last_end();
        self.advance();
        let damaged = core::mem::take(&mut self.damaged);
        let list = self.list();
        match &list {
            None if !self.damaged => {
                self.report(|at| missing::behind_link(at(token.span), word.as_str()));
            }
            Some(list) if !self.damaged => self.check_link(word, list, before),
            _ => {}
        }
        self.damaged |= damaged;
        Some(Link { word, span: token.span, list })
    }

    /// What holds behind a link whatever the statement is. `before` is where the text before the link ends.
    fn check_link(&mut self, word: LinkWord, list: &List<'s>, before: u32) {
        let Some(first) = list.parts.first() else { return };
        match (word, &first.kind) {
            (LinkWord::Colon, PartKind::Number(_) | PartKind::Range(..)) => {
                self.report_no_protocol(first.span, before)
            }
            (LinkWord::Because, kind) if !is_string(kind) => self.report_reason(list.span),
            _ => {}
        }
    }

    fn report_no_protocol(&mut self, port: Span, before: u32) {
        let text = self.text;
        // The edit puts blanks around the colon, too.
        let colon = Span { start: before, end: port.start };
        self.report(|at| missing::protocol_behind_colon(at(port), slice(text, port), at(colon)));
    }

    fn report_reason(&mut self, reason: Span) {
        self.tell_of(reason, unexpected::reason);
    }

    /// Adds what `problem` says of a token of the statement being read.
    pub(super) fn tell(&mut self, token: Token, problem: fn(Location) -> Problem) {
        self.report(|at| problem(at(token.span)));
    }

    /// Adds what `problem` says of the text at `written`.
    pub(super) fn tell_of(&mut self, written: Span, problem: fn(Location, &str) -> Problem) {
        let text = self.text;
        self.report(|at| problem(at(written), slice(text, written)));
    }

    /// Adds a problem of the statement being read.
    pub(super) fn report(&mut self, build: impl FnOnce(&dyn Fn(Span) -> Location) -> Problem) {
        self.damaged = true;
        self.problems.add(build);
    }

    pub(super) fn peek(&self) -> Option<Token> {
        self.tokens.get(self.at).copied()
    }

    pub(super) fn kind(&self) -> Option<TokenKind> {
        self.peek().map(|token| token.kind)
    }

    /// The token that was read last.
    pub(super) fn before(&self) -> Option<Token> {
        self.at.checked_sub(1).and_then(|at| self.tokens.get(at).copied())
    }

    /// Where the token that was read last ends.
    pub(super) fn last_end(&self) -> u32 {
        self.before().map_or(0, |token| token.span.end)
    }

    /// Where the next token stands; behind the last one at the end.
    pub(super) fn here(&self) -> Span {
        let end = self.last_end();
        self.peek().map_or(Span { start: end, end }, |token| token.span)
    }

    pub(super) fn next_if(&mut self, wanted: impl Fn(TokenKind) -> bool) -> Option<Token> {
        let token = self.peek().filter(|token| wanted(token.kind))?;
        self.advance();
        Some(token)
    }

    pub(super) fn advance(&mut self) {
        self.damaged |= self.peek().is_some_and(|token| token.bad);
        self.at = self.at.saturating_add(1);
    }

    fn skip_separators(&mut self) {
        while self.next_if(|kind| kind == TokenKind::Separator).is_some() {}
    }
}

fn is_string(kind: &PartKind<'_>) -> bool {
    matches!(kind, PartKind::Name(segment) if segment.quoted)
}
