//! Where a made text comes from, as a text: for who has the made one and not those that it was made from.
//!
//! It is a row of numbers, each with a blank behind it. A word is its length in bytes with the word behind that, a list the count of
//! what is in it. There are, in this order: the length of the text that it is about and a hash of it, the names of the texts, the names
//! of members, the values, the stretches and the problems. Who reads it checks everything: it may have been anywhere meanwhile.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write as _;

use super::{MadeFrom, Member, Original};
use crate::ordered;
use crate::problem::{Problem, ProblemCode, Severity};
use crate::source::{Location, Position, Source, SourceId, Span};

impl Source {
    /// Where the stretches of the text come from, for [`with_origins`](Self::with_origins): it belongs to the text as
    /// [`alone`](Self::alone) gives it. `None` for one that was written.
    #[must_use]
    pub fn origins(&self) -> Option<String> {
        let made = self.made.as_deref()?;
        let mut written = Written(String::new());
        let text = self.alone();
        written.number(text.len() as u32);
        written.number(hash(&text));
        written.made(made);
        Some(written.0)
    }

    /// The same text with what was said of it, and was wrong before it was made. It stays as it is where that was said of another
    /// text: of this one, before somebody changed it.
    #[must_use]
    pub fn with_origins(self, origins: &str) -> Self {
        let Some(made) = MadeFrom::read_all(&self.text, origins) else { return self };
        let errors = made.problems.iter().filter(|problem| problem.severity == Severity::Error);
        let mut text = String::with_capacity(self.text.len());
        let mut rest = self.text.as_str();
        for problem in errors {
            // What was wrong is told by itself, so the statement that stands for it is a comment again.
            let before = (problem.at.span.start as usize).saturating_sub(text.len());
            let (Some(before), Some(behind)) = (rest.get(..before), rest.get(before..)) else { continue };
            let Some(behind) = behind.strip_prefix(MadeFrom::LEFT_OUT) else { continue };
            text.push_str(before);
            text.push_str(MadeFrom::ERROR);
            rest = behind;
        }
        text.push_str(rest);
        Self { text, ..self }.made_from(made)
    }
}

impl MadeFrom {
    /// What [`Source::origins`] said of the places of `text`, and not of problems; `None` where it was said of another text, or is
    /// something else.
    #[must_use]
    pub fn read(text: &str, origins: &str) -> Option<Self> {
        Self::read_places(text, &mut Read(origins))
    }

    fn read_all(text: &str, origins: &str) -> Option<Self> {
        let mut read = Read(origins);
        let made = Self::read_places(text, &mut read)?;
        Some(Self { problems: read.list(&Read::problem)?, ..made })
    }

    fn read_places(text: &str, read: &mut Read<'_>) -> Option<Self> {
        if read.number()? != text.len() as u32 || read.number()? != hash(text) {
            return None;
        }
        let texts = read.list(&|read| {
            let (text, lines) = (String::new(), alloc::vec![0]);
            Some(Source { name: read.word()?, text, lines, made: None })
        })?;
        let keys = read.list(&Read::word)?;
        let (mut values, mut positions) = (Vec::new(), Vec::new());
        for _ in 0..read.number()? {
            values.push(read.value()?);
            positions.push([read.position()?, read.position()?]);
        }
        let stretches = read.list(&|read| Some((read.number()?, read.number()?)))?;
        Some(Self { texts, keys, values, positions, stretches, problems: Vec::new() })
    }

    /// The values from which a stretch comes, and those that they stand in; the number of each among them.
    fn told(&self) -> Vec<Option<u32>> {
        let mut told = alloc::vec![None; self.values.len()];
        for &(_, number) in &self.stretches {
            let mut next = Some(number);
            while let Some(number) = next {
                // What is known has everything known that it stands in.
                let Some(unknown) = told.get_mut(number as usize).filter(|known| known.is_none()) else {
                    break;
                };
                *unknown = Some(0);
                next = self.values.get(number as usize).map(|value| value.parent);
            }
        }
        let known = told.iter_mut().flatten();
        known.zip(0..).for_each(|(known, number)| *known = number);
        told
    }

    /// Where the values start and end that are told, by text and offset. A text is gone through once: a place by itself is counted
    /// from the start of its line, and all may stand on one.
    fn positions(&self, told: &[Option<u32>]) -> Vec<((u32, u32), Position)> {
        let mut wanted = Vec::new();
        for (value, _) in self.values.iter().zip(told).filter(|(_, told)| told.is_some()) {
            wanted.extend([(value.text, value.span.start), (value.text, value.span.end)]);
        }
        ordered::sort(&mut wanted);
        wanted.dedup();
        let mut positions: Vec<((u32, u32), Position)> = Vec::with_capacity(wanted.len());
        for (number, offset) in wanted {
            let before = positions.last().filter(|((before, _), _)| *before == number);
            let mut at = before.map_or(Position { offset: 0, line: 1, column: 1 }, |(_, at)| *at);
            let text = self.texts.get(number as usize).map(Source::text).unwrap_or_default();
            for c in text.get(at.offset as usize..).unwrap_or_default().chars() {
                let behind = at.offset.saturating_add(c.len_utf8() as u32);
                // What is inside a character stands at it, what is behind the text at its end.
                if behind > offset {
                    break;
                }
                at.offset = behind;
                at.column = at.column.saturating_add(c.len_utf16() as u32);
                if c == '\n' {
                    (at.line, at.column) = (at.line.saturating_add(1), 1);
                }
            }
            positions.push(((number, offset), at));
        }
        positions
    }
}

/// What is told, as it grows.
struct Written(String);

impl Written {
    fn number(&mut self, number: u32) {
        // A text that grows takes everything.
        let _ = write!(self.0, "{number} ");
    }

    fn word(&mut self, word: &str) {
        self.number(word.len() as u32);
        self.0.push_str(word);
    }

    fn count<T>(&mut self, list: &[T]) {
        self.number(list.len() as u32);
    }

    fn position(&mut self, Position { offset, line, column }: Position) {
        [offset, line, column].into_iter().for_each(|number| self.number(number));
    }

    fn span(&mut self, Span { start, end }: Span) {
        self.number(start);
        self.number(end);
    }

    fn made(&mut self, made: &MadeFrom) {
        self.count(&made.texts);
        made.texts.iter().for_each(|text| self.word(text.name()));
        self.count(&made.keys);
        made.keys.iter().for_each(|key| self.word(key));
        let told = made.told();
        let number = |value: u32| told.get(value as usize).copied().flatten().unwrap_or(u32::MAX);
        let positions = made.positions(&told);
        let position = |text: u32, offset: u32| {
            let found = positions.binary_search_by_key(&(text, offset), |(place, _)| *place).ok();
            let found = found.and_then(|found| positions.get(found));
            found.map_or(Position { offset, line: 1, column: 1 }, |(_, at)| *at)
        };
        self.number(told.iter().flatten().count() as u32);
        for value in made.values.iter().zip(&told).filter(|(_, told)| told.is_some()).map(|(value, _)| value)
        {
            self.number(value.text);
            self.number(number(value.parent));
            let (kind, member) = match value.member {
                Member::Key(key) => (0, key),
                Member::Index(index) => (1, index),
            };
            self.number(kind);
            self.number(member);
            self.position(position(value.text, value.span.start));
            self.position(position(value.text, value.span.end));
        }
        self.count(&made.stretches);
        for &(from, value) in &made.stretches {
            self.number(from);
            self.number(number(value));
        }
        self.count(&made.problems);
        made.problems.iter().for_each(|problem| self.problem(problem));
    }

    fn problem(&mut self, problem: &Problem) {
        self.word(problem.code.as_str());
        self.number(u32::from(problem.severity == Severity::Error));
        self.word(&problem.message);
        self.word(problem.help.as_deref().unwrap_or_default());
        self.span(problem.at.span);
        self.count(&problem.related);
        for (at, note) in &problem.related {
            self.span(at.span);
            self.word(note);
        }
    }
}

/// What is left to read.
struct Read<'a>(&'a str);

impl Read<'_> {
    fn number(&mut self) -> Option<u32> {
        let mut number = 0_u32;
        loop {
            let (&digit, rest) = self.0.as_bytes().split_first()?;
            self.0 = self.0.get(self.0.len().saturating_sub(rest.len())..)?;
            match digit {
                b'0'..=b'9' => number = number.checked_mul(10)?.checked_add(u32::from(digit & 15))?,
                b' ' => return Some(number),
                _ => return None,
            }
        }
    }

    fn word(&mut self) -> Option<String> {
        let length = self.number()? as usize;
        let word = self.0.get(..length)?;
        self.0 = self.0.get(length..)?;
        Some(word.into())
    }

    fn list<T>(&mut self, one: &dyn Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let mut list = Vec::new();
        for _ in 0..self.number()? {
            list.push(one(self)?);
        }
        Some(list)
    }

    fn position(&mut self) -> Option<Position> {
        Some(Position { offset: self.number()?, line: self.number()?, column: self.number()? })
    }

    fn location(&mut self) -> Option<Location> {
        Some(Location { source: SourceId(0), span: Span { start: self.number()?, end: self.number()? } })
    }

    fn value(&mut self) -> Option<Original> {
        let [text, parent, kind, member] = [self.number()?, self.number()?, self.number()?, self.number()?];
        let member = if kind == 0 { Member::Key(member) } else { Member::Index(member) };
        Some(Original { text, span: Span { start: 0, end: 0 }, parent, member })
    }

    fn problem(&mut self) -> Option<Problem> {
        let code = ProblemCode::from_code(&self.word()?)?;
        let severity = if self.number()? == 0 { Severity::Warning } else { Severity::Error };
        let message = self.word()?;
        let help = Some(self.word()?).filter(|help| !help.is_empty());
        let at = self.location()?;
        let related = self.list(&|read| Some((read.location()?, read.word()?)))?;
        Some(Problem { severity, help, related, ..Problem::error(code, at, message) })
    }
}

/// Which text it is: FNV-1a.
fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString as _;
    use alloc::{format, vec};

    use super::*;

    fn span(start: u32, end: u32) -> Span {
        Span { start, end }
    }

    /// Two errors and what an export has on its third line, of a text with signs of every length.
    fn made() -> Source {
        let [first, second] = ["{\n \"é\": \"🧱\",\r\n \"b/c\": [7, 22]}", "[[]]"];
        let texts = [("a 1.json", first), ("b.json", second)];
        let texts = texts.map(|(name, text)| Source::new(name, text).unwrap()).into();
        let value =
            |text, start, end, parent, member| Original { text, span: span(start, end), parent, member };
        let b = first.find('[').unwrap() as u32;
        let values = vec![
            value(0, 0, first.len() as u32, 0, Member::Index(0)),
            value(0, 8, 11, 0, Member::Key(1)),
            value(0, b, b + 7, 0, Member::Key(0)),
            // Nothing comes from this one.
            value(0, b + 1, b + 2, 2, Member::Index(0)),
            value(0, b + 4, b + 6, 2, Member::Index(1)),
            value(1, 0, 4, 5, Member::Index(0)),
            // As of a text that was cut off; the other ends inside a sign.
            value(1, 1, 9, 5, Member::Index(0)),
        ];
        let text = "# made\n# error: \"one é\"\n# error: two\n# also here\n# note: three\nsegment s = any\n";
        let start = |word| text.find(word).unwrap() as u32;
        let at = |word| Location { source: SourceId(0), span: span(start(word), start(word) + 12) };
        let [one, two, three] = ["# error: \"", "# error: t", "# note"].map(at);
        let problems = vec![
            Problem::error(ProblemCode::BadExport, one, "one `é`").help("print it again"),
            Problem::error(ProblemCode::LeftOut, two, "two").related(at("# also"), "also here"),
            Problem::warning(ProblemCode::Assumed, three, "three"),
        ];
        let stretches = [(one, 1), (two, 6), (at("# also"), 0), (three, 4)];
        let stretches = stretches.map(|(at, value)| (at.span.start, value)).into();
        let keys = vec!["b~1c".into(), "é".into()];
        let made = MadeFrom { texts, keys, values, positions: Vec::new(), stretches, problems };
        Source::new("estate", text).unwrap().made_from(made)
    }

    /// The text as it is handed over, with what is said of it.
    fn handed(text: &str, origins: &str) -> Source {
        Source::new("estate", text).unwrap().with_origins(origins)
    }

    #[test]
    fn what_is_handed_over_has_the_same_places_and_problems() {
        let made = made();
        let [text, origins] = [made.alone(), made.origins().unwrap()];
        assert!(text.starts_with("# made\nleft-out \"one é\"\nleft-out two\n# also here"), "{text}");
        let handed = handed(&text, &origins);
        assert_eq!(handed.text(), made.text());
        for offset in 0..made.text().len() as u32 {
            assert_eq!(handed.place(span(offset, offset)), made.place(span(offset, offset)), "{offset}");
        }
        let pointers = (0..made.text().len() as u32).filter_map(|at| made.place(span(at, at)).pointer);
        let pointers: alloc::collections::BTreeSet<String> = pointers.collect();
        assert_eq!(pointers, ["", "/0", "/b~1c/1", "/é"].map(|pointer| pointer.to_string()).into());
        let problems = |source: Source| crate::Analysis::new(crate::parse(vec![source])).problems();
        let told = problems(made);
        assert_eq!(told.iter().filter(|problem| problem.severity == Severity::Error).count(), 2, "{told:#?}");
        assert_eq!(problems(handed), told);
    }

    #[test]
    fn of_another_text_it_says_nothing() {
        let made = made();
        let [text, origins] = [made.alone(), made.origins().unwrap()];
        for changed in [text.replace("one", "ONE"), format!("{text}deny any -> any\n"), String::new()] {
            let source = handed(&changed, &origins);
            assert_eq!(source, Source::new("estate", changed).unwrap());
        }
    }

    #[test]
    fn what_is_cut_off_or_changed_is_nothing_or_something_and_never_harms() {
        let made = made();
        let [text, origins] = [made.alone(), made.origins().unwrap()];
        for (at, _) in origins.char_indices() {
            assert_eq!(handed(&text, origins.get(..at).unwrap()).made, None, "{at}");
        }
        let start = origins.match_indices(' ').nth(1).unwrap().0 + 1;
        for (at, c) in origins.char_indices().filter(|(at, _)| *at >= start) {
            for other in ["9", "4294967295 ", " ", "x", "🧱"] {
                let changed =
                    [origins.get(..at).unwrap(), other, origins.get(at + c.len_utf8()..).unwrap()].concat();
                let source = handed(&text, &changed);
                assert_eq!(source.text().len(), text.len());
                let places: Vec<_> =
                    (0..text.len() as u32).map(|offset| source.place(span(offset, offset))).collect();
                let problems = crate::Analysis::new(crate::parse(vec![source])).problems();
                assert!(!places.is_empty() && !problems.is_empty(), "{changed}");
            }
        }
        assert_eq!(Source::new("a.fence", "").unwrap().origins(), None);
    }
}
