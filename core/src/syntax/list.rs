//! Lists: `a, b & c except (d, e)`.

use core::mem;

use super::parser::Parser;
use super::token::{Token, TokenKind, slice};
use super::tree::{Joint, List, MAX_DEPTH, Part, PartKind};
use super::value;
use crate::problem::{missing, unbalanced, unexpected};
use crate::source::Span;

impl<'s> Parser<'s, '_> {
    /// A list; `None` when nothing of one stands here, which is for the caller to report unless something
    /// in its place was reported.
    pub(super) fn list(&mut self) -> Option<List<'s>> {
        let start = self.here();
        let damaged = mem::take(&mut self.damaged);
        // What is read of the lists around waits before it.
        let from = self.parts.len();
        self.union();
        let behind_union = self.parts.len();
        let mut first = true;
        while let Some(word) = self.next_if(|kind| kind == TokenKind::Except) {
            if first && self.parts.len() == from && !self.damaged {
                self.tell(word, missing::before_except);
            }
            if !first {
                self.tell(word, unexpected::second_except);
            }
            let damaged = mem::take(&mut self.damaged);
            let before = self.parts.len();
            self.union();
            if self.parts.len() == before && !self.damaged {
                self.tell(word, missing::behind_except);
            }
            self.damaged |= damaged;
            first = false;
        }
        self.damaged |= damaged;
        let span = Span { start: start.start, end: self.last_end().max(start.start) };
        let of_union = behind_union.saturating_sub(from) as u32;
        let parts = self.ground.list(self.parts.get(from..).unwrap_or_default());
        self.parts.truncate(from);
        (of_union > 0).then_some(List { span, parts, of_union })
    }

    fn union(&mut self) {
        let mut comma = None;
        loop {
            let damaged = mem::take(&mut self.damaged);
            let any = self.meet();
            if any && self.kind() == Some(TokenKind::Name) {
                // Only a conjunction ends a term so.
                self.conjunction();
                self.damaged |= damaged;
                continue;
            }
            let next = self.next_if(|kind| kind == TokenKind::Comma);
            if !any && !self.damaged {
                self.report_hole(comma, next);
            }
            self.damaged |= damaged;
            comma = next;
            if comma.is_none() {
                return;
            }
        }
    }

    /// Reports that nothing stands between two commas, one of which may not be there.
    fn report_hole(&mut self, before: Option<Token>, behind: Option<Token>) {
        match (before, behind) {
            (None, Some(comma)) => {
                self.tell(comma, missing::before_comma);
            }
            (Some(_), Some(comma)) => {
                self.tell(comma, missing::between_commas);
            }
            (Some(comma), None) => self.tell(comma, missing::behind_comma),
            (None, None) => {}
        }
    }

    /// Reports an `and` or `or` and goes on behind it as behind a comma.
    fn conjunction(&mut self) {
        let Some(word) = self.next_if(|kind| kind == TokenKind::Name) else { return };
        self.tell_of(word.span, unexpected::conjunction);
    }

    /// Reads what `&` joins. Whether there is any.
    fn meet(&mut self) -> bool {
        let mut any = false;
        let mut sign: Option<Token> = None;
        loop {
            let damaged = mem::take(&mut self.damaged);
            let term = self.term(if any { Joint::And } else { Joint::Comma });
            let next = self.next_if(|kind| kind == TokenKind::Ampersand);
            if !term && !self.damaged {
                match (sign, next) {
                    (Some(sign), _) => {
                        self.tell(sign, missing::behind_and);
                    }
                    (None, Some(sign)) => {
                        self.tell(sign, missing::before_and);
                    }
                    (None, None) => {}
                }
            }
            self.damaged |= damaged;
            any |= term;
            sign = next;
            if sign.is_none() {
                return any;
            }
        }
    }

    /// Reads parts that stand side by side, the first of them behind this joint. Whether there are any.
    fn term(&mut self, mut behind: Joint) -> bool {
        while let Some(token) = self.peek() {
            let part = match token.kind {
                TokenKind::OpenParen => self.group(),
                TokenKind::CloseParen if self.open_parens == 0 => {
                    self.stray_paren();
                    None
                }
                TokenKind::Unreadable => {
                    self.advance();
                    None
                }
                TokenKind::Name if behind == Joint::Blank && self.is_conjunction(token) => break,
                kind if kind.is_part() => {
                    self.advance();
                    value::part(self.ground, kind, self.text, token.span).map(|kind| (token.span, kind))
                }
                _ => break,
            };
            if let Some((span, kind)) = part {
                self.parts.push(Part { span, behind, kind });
                behind = Joint::Blank;
            }
        }
        behind == Joint::Blank
    }

    /// Whether this is an `and` or `or` with something behind it to join.
    fn is_conjunction(&self, word: Token) -> bool {
        let behind = self.at.checked_add(1).and_then(|at| self.tokens.get(at));
        matches!(slice(self.text, word.span), "and" | "or")
            && behind.is_some_and(|token| token.kind.is_part() || token.kind == TokenKind::OpenParen)
    }

    fn group(&mut self) -> Option<(Span, PartKind<'s>)> {
        let open = self.next_if(|kind| kind == TokenKind::OpenParen)?;
        if self.depth >= MAX_DEPTH {
            self.skip_group(open);
            return None;
        }
        self.depth = self.depth.saturating_add(1);
        self.open_parens = self.open_parens.saturating_add(1);
        let damaged = mem::take(&mut self.damaged);
        let list = self.list();
        self.open_parens = self.open_parens.saturating_sub(1);
        self.depth = self.depth.saturating_sub(1);
        let close = self.next_if(|kind| kind == TokenKind::CloseParen);
        if close.is_none() {
            self.lose_paren(open);
        } else if list.is_none() && !self.damaged {
            self.tell(open, missing::in_parentheses);
        }
        self.damaged |= damaged;
        let list = list?;
        let span = open.span.to(close.map_or(list.span, |close| close.span));
        Some((span, PartKind::Group(self.ground.one(list))))
    }

    /// Reads over a group that is nested too deep.
    fn skip_group(&mut self, open: Token) {
        self.report_too_deep(open);
        let mut depth = 1usize;
        while depth > 0 {
            match self.kind() {
                Some(TokenKind::OpenParen) => depth = depth.saturating_add(1),
                Some(TokenKind::CloseParen) => depth = depth.saturating_sub(1),
                None | Some(TokenKind::Separator | TokenKind::OpenBrace | TokenKind::CloseBrace) => {
                    // Nobody needs to hear of each one that is not closed.
                    self.lost_at = Some(self.at);
                    return;
                }
                _ => {}
            }
            self.advance();
        }
    }

    /// A `(` without its `)`. Several at one place are one mistake.
    fn lose_paren(&mut self, open: Token) {
        self.lost_parens = self.lost_parens.saturating_add(1);
        self.damaged = true;
        if self.lost_at.replace(self.at) != Some(self.at) {
            self.tell(open, unbalanced::open_parenthesis);
        }
    }

    fn stray_paren(&mut self) {
        let Some(paren) = self.next_if(|kind| kind == TokenKind::CloseParen) else { return };
        self.damaged = true;
        match self.lost_parens.checked_sub(1) {
            // Its partner was reported already.
            Some(fewer) => self.lost_parens = fewer,
            None => self.tell(paren, unbalanced::stray_parenthesis),
        }
    }
}
