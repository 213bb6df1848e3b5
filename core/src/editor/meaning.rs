//! What a word in a list is taken for: by the types that its place takes, and by what stands before it.

use super::spot::{Slot, Spots};
use crate::reason::Reason;
use crate::resolve::{EVERYWHERE, is_protocol, words_behind};
use crate::schema::{self, Row, Shape, Type};
use crate::syntax::token::TokenKind;

/// What a value is.
#[derive(Clone, Copy)]
pub(super) enum Meaning {
    /// The kind before a name.
    Kind(&'static Row),
    /// A set of points with a word of its own, and what it is.
    Everywhere(&'static str),
    /// One of the words that the place takes.
    Word,
    /// A protocol, or what belongs to one.
    Traffic,
    /// The name of a service.
    Service,
    /// The name of something.
    Named,
    /// The word before a tag.
    TagWord,
    /// A tag, or the key of one.
    Tag,
    Reason(Reason),
    /// What is kept as it is written.
    Text,
    Sentence,
    Number,
    Address,
    Unknown,
}

impl Spots<'_> {
    /// What the value at a spot is.
    pub(super) fn meaning(&self, at: usize) -> Meaning {
        let Some(spot) = self.all.get(at) else { return Meaning::Unknown };
        let Slot::Value(types) = spot.slot else { return Meaning::Unknown };
        match spot.kind {
            TokenKind::Number | TokenKind::Range | TokenKind::Code if types.contains(&Type::Text) => {
                Meaning::Text
            }
            TokenKind::Number | TokenKind::Range | TokenKind::Code => Meaning::Number,
            TokenKind::Address => Meaning::Address,
            TokenKind::Pair => Meaning::Tag,
            TokenKind::Name => self.name_in(at, types),
            _ => Meaning::Unknown,
        }
    }

    fn name_in(&self, at: usize, types: &'static [Type]) -> Meaning {
        let word = self.all.get(at).and_then(|spot| self.word(spot));
        let alone = self.before(at).is_empty();
        if let Some(word) = word {
            let listed = types.iter().any(|ty| matches!(ty, Type::Word(words) if words.contains(&word)));
            let flag = types.contains(&Type::Flag) && matches!(word, "yes" | "no");
            if alone && !self.leads(at) && (listed || flag) {
                return Meaning::Word;
            }
        }
        for ty in types {
            match ty {
                Type::Text => return Meaning::Text,
                Type::Sentence => return Meaning::Sentence,
                Type::Reason => {
                    return word.and_then(Reason::from_code).map_or(Meaning::Unknown, Meaning::Reason);
                }
                Type::Service => return self.in_service(at, word),
                Type::Categories => {
                    return match self.before(at).len() {
                        0 => Meaning::Word,
                        1 if word == Some("tag") => Meaning::TagWord,
                        2 => Meaning::Tag,
                        _ => Meaning::Unknown,
                    };
                }
                Type::Set if alone && !self.leads(at) => {
                    let own = EVERYWHERE.iter().find(|(known, _)| word == Some(known));
                    if let Some((_, doc)) = own {
                        return Meaning::Everywhere(doc);
                    }
                }
                Type::Set if self.only_word_before(at) == Some("tag") => return Meaning::Tag,
                Type::Set if word == Some("tag") => return Meaning::TagWord,
                _ => {}
            }
        }
        if let Some(kind) = word.filter(|_| self.leads(at)).and_then(schema::kind) {
            return Meaning::Kind(kind);
        }
        self.expected(at).map_or(Meaning::Unknown, |_| Meaning::Named)
    }

    fn in_service(&self, at: usize, word: Option<&str>) -> Meaning {
        let behind = self.protocol(at).map(words_behind).unwrap_or_default();
        if word.is_some_and(|word| is_protocol(word) || behind.contains(&word)) {
            Meaning::Traffic
        } else if self.before(at).is_empty() && self.takes_services(at) {
            Meaning::Service
        } else {
            Meaning::Unknown
        }
    }

    /// Whether traffic may be a named service here: not in the rules of a cloud.
    pub(super) fn takes_services(&self, at: usize) -> bool {
        let row = self.all.get(at).and_then(|spot| self.statement(spot)?.row);
        row.is_some_and(|row| !matches!(row.shape, Shape::Rule { .. }))
    }
}
