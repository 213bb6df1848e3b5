//! How a statement is written, in one line: for documentation and for editors.

use alloc::string::String;

use super::{LinkRow, Name, Row, Shape, Type, Values, every_row, kind};
use crate::syntax::LinkWord;

impl Row {
    /// The form of the statement: `subnet NAME PREFIX, ... [in ZONE] { ... }`.
    ///
    /// Capitals stand for what is written there, `[...]` may be left out, `[...]...` may also stand several times, `a|b` is one of
    /// the two. It has what is
    /// modelled, or, of a row that is not modelled, everything.
    #[must_use]
    pub fn signature(&self) -> String {
        let all = !self.modelled;
        let mut line = Line { text: String::from(self.word), all };
        match self.name {
            Name::Required => line.word("NAME"),
            Name::Optional => line.word("[NAME]"),
            Name::Never => {}
        }
        if let Shape::Rule { number, actions } = self.shape {
            if number.is_some() {
                line.word("NUMBER");
            }
            if !actions.is_empty() {
                line.word("");
                line.choice(actions.iter().copied(), true);
            }
        }
        // An intent that may name no ends names none or both.
        let bare = self.shape == Shape::Flow && self.values.least == 0;
        if self.values.most != Some(0) {
            line.word(if self.values.least == 0 { "[" } else { "" });
            line.values(self.values);
            if self.values.least == 0 && !bare {
                line.text.push(']');
            }
        }
        for link in self.links.iter().filter(|link| all || link.modelled) {
            line.word(if link.required { "" } else { "[" });
            line.text.push_str(link.word.as_str());
            line.word("");
            line.values(link.values);
            if !link.required || (bare && link.word == LinkWord::Arrow) {
                line.text.push(']');
            }
            if link.repeats {
                line.text.push_str("...");
            }
        }
        let inside =
            |row: &Row| (all || row.modelled) && row.parents.contains(&self.id()) && !self.id().is_empty();
        if every_row().any(inside) {
            line.word("{ ... }");
        }
        line.text
    }
}

impl LinkRow {
    /// The form of the link: `in SUBNET`.
    #[must_use]
    pub fn signature(&self) -> String {
        let mut line = Line { text: String::from(self.word.as_str()), all: !self.modelled };
        line.word("");
        line.values(self.values);
        line.text
    }
}

struct Line {
    text: String,
    /// With what is not modelled.
    all: bool,
}

impl Line {
    /// Adds a word behind a blank; the first one has none.
    fn word(&mut self, word: &str) {
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        self.text.push_str(word);
    }

    fn values(&mut self, values: Values) {
        self.one(values);
        match values.most {
            None => self.text.push_str(", ..."),
            Some(2) => {
                self.text.push_str(", ");
                self.one(values);
            }
            Some(_) => {}
        }
    }

    fn one(&mut self, values: Values) {
        if !values.called.is_empty() {
            self.text.push_str(values.called);
            return;
        }
        let mut first = true;
        for ty in values.types {
            match *ty {
                Type::Word(words) => self.choice(words.iter().copied(), first),
                Type::Later(words) if self.all => self.choice(words.iter().copied(), first),
                Type::Later(_) => continue,
                Type::Ref(kinds) => {
                    let all = self.all;
                    for word in kinds.iter().filter(|word| all || kind(word).is_some()) {
                        self.choice([word.to_ascii_uppercase().as_str()].into_iter(), first);
                        first = false;
                    }
                }
                plain => self.choice([called(plain)].into_iter(), first),
            }
            first = false;
        }
    }

    /// Adds `a|b`, behind a stroke unless it is the first.
    fn choice<'w>(&mut self, words: impl Iterator<Item = &'w str>, mut first: bool) {
        for word in words {
            if !first {
                self.text.push('|');
            }
            self.text.push_str(word);
            first = false;
        }
    }
}

/// What stands for a value of a type that has no words of its own.
const fn called(ty: Type) -> &'static str {
    match ty {
        Type::Prefix => "PREFIX",
        Type::Address => "ADDRESS",
        Type::Flag => "yes|no",
        Type::Text => "NAME",
        Type::Sentence => "\"...\"",
        Type::Pair => "KEY=VALUE",
        Type::Ports => "PORTS",
        Type::Set => "SET",
        Type::Service => "SERVICE",
        Type::Categories => "each tag KEY",
        Type::Reason => "CODE",
        Type::Place => "THING",
        Type::Word(_) | Type::Later(_) | Type::Ref(_) => "",
    }
}
