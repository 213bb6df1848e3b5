//! JSON, value by value, with the place of each.

use alloc::borrow::Cow;
use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use hifijson::num::LexWrite as _;
use hifijson::str::LexAlloc as _;
use hifijson::token::Lex as _;
use hifijson::{Expect, Read as _, SliceLexer, num, str};
use ringfence::{Member, Source, Span};

use crate::finding;
use crate::log::Log;

/// How deep values may stand in others. Clouds print some ten levels.
const MOST_DEPTH: usize = 64;
/// The most bytes of a string that is read. Names, ids and tags are far shorter.
const MOST_BYTES: usize = 4_096;

/// What is wrong where no value starts.
const VALUE: &str = "a value has to stand here";

/// A string of a text.
pub(crate) type Text<'t> = Cow<'t, str>;

/// A text that is no JSON from here on. What is wrong with it has been reported.
#[derive(Debug)]
pub(crate) struct Unreadable;

/// What is read; an error ends the text.
pub(crate) type Read<T> = Result<T, Unreadable>;

/// A text of JSON that is read from its start to its end.
pub(crate) struct Reader<'t, 'l> {
    lexer: SliceLexer<'t>,
    length: usize,
    text: u32,
    /// The values around what is read next, outermost first.
    around: Vec<Around<'t>>,
    pub(crate) log: &'l mut Log,
}

/// A value that is being read.
struct Around<'t> {
    member: Name<'t>,
    start: u32,
    /// Its number, once somebody asked for it.
    number: Option<u32>,
}

/// Which part of the value around it a value is.
#[derive(Clone)]
enum Name<'t> {
    Key(Text<'t>),
    Index(u32),
}

impl<'t, 'l> Reader<'t, 'l> {
    pub(crate) fn new(log: &'l mut Log, text: u32, source: &'t Source) -> Self {
        let whole = source.text();
        let length = whole.len();
        let json = whole.strip_prefix('\u{feff}').unwrap_or(whole);
        Self { lexer: SliceLexer::new(json.as_bytes()), length, text, around: Vec::new(), log }
    }

    /// Reads every value of the text: one, or several one behind the other, as calls that write into one file leave them.
    pub(crate) fn documents(&mut self, mut read: impl FnMut(&mut Self) -> Read<()>) -> Read<()> {
        loop {
            self.value(Name::Index(0), &mut read)?;
            if self.lexer.ws_peek().is_none() {
                return Ok(());
            }
        }
    }

    /// The number of the value that is being read.
    pub(crate) fn here(&mut self) -> u32 {
        let mut parent = None;
        for around in &mut self.around {
            let number = *around.number.get_or_insert_with(|| {
                let member = match &around.member {
                    Name::Key(key) => Member::Key(self.log.key(key)),
                    Name::Index(index) => Member::Index(*index),
                };
                let span = Span { start: around.start, end: around.start.saturating_add(1) };
                self.log.value(self.text, span, parent, member)
            });
            parent = Some(number);
        }
        parent.unwrap_or_default()
    }

    /// The number of the value around the one that is being read.
    pub(crate) fn around(&mut self) -> u32 {
        self.here();
        let around = self.around.len().checked_sub(2).and_then(|index| self.around.get(index));
        around.and_then(|around| around.number).unwrap_or_default()
    }

    /// The first byte of what is read next.
    pub(crate) fn next(&mut self) -> Option<u8> {
        self.lexer.ws_peek()
    }

    /// Whether what is read next says nothing: `null`, `""`, `[]`, `{}` and `false`.
    pub(crate) fn is_empty(&mut self) -> bool {
        self.lexer.eat_whitespace();
        let rest = self.lexer.as_slice();
        [&b"null"[..], b"\"\"", b"[]", b"{}", b"false"].iter().any(|empty| rest.starts_with(empty))
    }

    /// Reads the members of an object, each by `member`; whether there is one. `null` counts as none.
    pub(crate) fn object(&mut self, mut member: impl FnMut(&mut Self, &str) -> Read<()>) -> Read<bool> {
        match self.lexer.ws_peek() {
            Some(b'{') => {}
            Some(b'n') => return self.skip().map(|()| false),
            _ => return self.wrong("an object").map(|()| false),
        }
        self.lexer.take_next();
        let mut names = Names::default();
        self.sequence(b'}', |reader, _| {
            if reader.lexer.peek_next() != Some(b'"') {
                return Err(reader.unexpected(&Expect::String));
            }
            reader.lexer.take_next();
            let key = reader.string()?;
            if reader.lexer.expect(SliceLexer::ws_peek, b':').is_none() {
                return Err(reader.unexpected(&Expect::Colon));
            }
            let doubled = !names.take(&key);
            reader.value(Name::Key(key.clone()), &mut |reader: &mut Self| {
                if doubled {
                    let here = reader.here();
                    reader.log.find(finding::doubled_member(here, &key));
                    return reader.skip();
                }
                member(reader, &key)
            })
        })?;
        Ok(true)
    }

    /// Reads the elements of a list, each by `element`. `null` counts as an empty one.
    pub(crate) fn list(&mut self, mut element: impl FnMut(&mut Self) -> Read<()>) -> Read<()> {
        match self.lexer.ws_peek() {
            Some(b'[') => {}
            Some(b'n') => return self.skip(),
            _ => return self.wrong("a list"),
        }
        self.lexer.take_next();
        self.sequence(b']', |reader, index| reader.value(Name::Index(index), &mut element))
    }

    /// A string; `None` for `null`, and for what is none, which is reported.
    pub(crate) fn text(&mut self) -> Read<Option<Text<'t>>> {
        match self.lexer.ws_peek() {
            Some(b'"') => {}
            Some(b'n') => return self.skip().map(|()| None),
            _ => return self.wrong("a string").map(|()| None),
        }
        self.lexer.take_next();
        let text = self.string()?;
        if text.len() > MOST_BYTES {
            let here = self.here();
            self.log.find(finding::long_string(here, text.len(), MOST_BYTES));
            return Ok(None);
        }
        Ok(Some(text))
    }

    /// A whole number; `None` for `null`, and for what is none, which is reported.
    pub(crate) fn number(&mut self) -> Read<Option<i64>> {
        match self.lexer.ws_peek() {
            Some(b'-' | b'0'..=b'9') => {}
            Some(b'n') => return self.skip().map(|()| None),
            _ => return self.wrong("a number").map(|()| None),
        }
        let Ok((digits, _)) = self.lexer.num_string().validated() else {
            return Err(self.broken("a number needs digits here"));
        };
        let number = digits.parse().ok();
        if number.is_none() {
            let here = self.here();
            self.log.find(finding::wrong_type(here, "a whole number"));
        }
        Ok(number)
    }

    /// `true` or `false`; `None` for `null`, and for what is none, which is reported.
    pub(crate) fn flag(&mut self) -> Read<Option<bool>> {
        match self.lexer.ws_peek() {
            Some(b't' | b'f' | b'n') => self.word(),
            _ => self.wrong("`true` or `false`").map(|()| None),
        }
    }

    /// Passes a value that nobody reads.
    pub(crate) fn skip(&mut self) -> Read<()> {
        match self.lexer.ws_peek() {
            Some(b'{') => {
                self.lexer.take_next();
                self.sequence(b'}', |reader, _| {
                    if reader.lexer.peek_next() != Some(b'"') {
                        return Err(reader.unexpected(&Expect::String));
                    }
                    reader.pass_string()?;
                    if reader.lexer.expect(SliceLexer::ws_peek, b':').is_none() {
                        return Err(reader.unexpected(&Expect::Colon));
                    }
                    reader.value(Name::Index(0), &mut Self::skip)
                })
            }
            Some(b'[') => {
                self.lexer.take_next();
                self.sequence(b']', |reader, index| reader.value(Name::Index(index), &mut Self::skip))
            }
            Some(b'"') => self.pass_string(),
            Some(b'-' | b'0'..=b'9') => {
                let digits = num::Lex::num_ignore(&mut self.lexer).validate();
                digits.map(|_| ()).map_err(|_| self.broken("a number needs digits here"))
            }
            _ => self.word().map(|_| ()),
        }
    }

    /// What is read by `read` is this part of the value around it.
    fn value(&mut self, member: Name<'t>, read: &mut impl FnMut(&mut Self) -> Read<()>) -> Read<()> {
        if self.around.len() >= MOST_DEPTH {
            let here = self.here();
            self.log.find(finding::too_deep(here, MOST_DEPTH));
            return Err(Unreadable);
        }
        self.lexer.eat_whitespace();
        self.around.push(Around { member, start: self.offset(), number: None });
        read(self)?;
        if let Some(Around { number: Some(number), .. }) = self.around.pop() {
            let end = self.offset();
            self.log.end(number, end);
        }
        Ok(())
    }

    /// The parts of an object or list up to `end`.
    fn sequence(&mut self, end: u8, mut part: impl FnMut(&mut Self, u32) -> Read<()>) -> Read<()> {
        let mut index = 0_u32;
        let mut next = self.lexer.ws_peek();
        if next == Some(end) {
            self.lexer.take_next();
            return Ok(());
        }
        loop {
            if next.is_none() {
                return Err(self.unexpected(&Expect::Value));
            }
            part(self, index)?;
            index = index.saturating_add(1);
            match self.lexer.ws_peek() {
                Some(b',') => {
                    self.lexer.take_next();
                    next = self.lexer.ws_peek();
                }
                Some(found) if found == end => {
                    self.lexer.take_next();
                    return Ok(());
                }
                _ => return Err(self.unexpected(&Expect::CommaOrEnd)),
            }
        }
    }

    /// A string behind its first quote.
    fn string(&mut self) -> Read<Text<'t>> {
        self.lexer.str_string().map_err(|error| self.bad_string(&error))
    }

    fn pass_string(&mut self) -> Read<()> {
        self.lexer.take_next();
        str::Lex::str_ignore(&mut self.lexer).map_err(|error| self.bad_string(&error))
    }

    fn bad_string(&mut self, error: &str::Error) -> Unreadable {
        use hifijson::escape::Error as Escape;
        self.broken(match error {
            str::Error::Eof | str::Error::Escape(Escape::Eof) => "the text ends inside of a string",
            str::Error::Control => "a string has no control characters but as escapes",
            str::Error::Escape(Escape::InvalidChar(_) | Escape::ExpectedLowSurrogate) => {
                "half of a surrogate pair is no character"
            }
            str::Error::Escape(_) => "JSON has no such escape",
            str::Error::Utf8(_) => "a string is not UTF-8",
        })
    }

    /// `true`, `false` or `null`.
    fn word(&mut self) -> Read<Option<bool>> {
        let start = self.offset();
        match self.lexer.peek_next() {
            None => return Err(self.unexpected(&Expect::Value)),
            Some(first) if first.is_ascii_lowercase() => {
                if let Some(word) = self.lexer.null_or_bool() {
                    return Ok(word);
                }
            }
            Some(_) => {}
        }
        Err(self.broken_at(start, VALUE))
    }

    /// Passes a value of another type than `expected`.
    fn wrong(&mut self, expected: &'static str) -> Read<()> {
        if self.lexer.peek_next().is_none() {
            return Err(self.unexpected(&Expect::Value));
        }
        let here = self.here();
        // What is no JSON is of no type.
        self.skip()?;
        self.log.find(finding::wrong_type(here, expected));
        Ok(())
    }

    fn unexpected(&mut self, expected: &Expect) -> Unreadable {
        if self.lexer.peek_next().is_none() {
            return self.broken("the text ends too early");
        }
        self.broken(match expected {
            Expect::Value | Expect::ValueOrEnd => VALUE,
            Expect::CommaOrEnd => "a comma or the end of the list or object has to stand here",
            Expect::String => "the name of a member, in quotes, has to stand here",
            Expect::Colon => "a colon has to stand here",
            Expect::Eof => "nothing more stands here",
        })
    }

    /// Reports what is no JSON where it stands.
    fn broken(&mut self, what: &'static str) -> Unreadable {
        let start = self.offset();
        self.broken_at(start, what)
    }

    fn broken_at(&mut self, start: u32, what: &'static str) -> Unreadable {
        let around = self.here();
        let here = self.log.point(around, start);
        self.log.find(finding::no_json(here, what));
        Unreadable
    }

    fn offset(&self) -> u32 {
        self.length.saturating_sub(self.lexer.as_slice().len()) as u32
    }
}

/// The names of an object's members so far.
#[derive(Default)]
struct Names<'t> {
    few: Vec<Text<'t>>,
    many: BTreeSet<Text<'t>>,
}

impl<'t> Names<'t> {
    /// So many are looked through one by one.
    const FEW: usize = 64;

    /// Whether it is a new one.
    fn take(&mut self, name: &Text<'t>) -> bool {
        if self.few.len() < Self::FEW {
            let new = !self.few.contains(name);
            if new {
                self.few.push(name.clone());
            }
            return new;
        }
        !self.few.contains(name) && self.many.insert(name.clone())
    }
}
