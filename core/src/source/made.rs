//! Texts that were made from others: which value of them each stretch comes from.

mod origins;

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Place, Position, Source, SourceId, Span};
use crate::problem::Problem;

/// What a text was made from: an estate, say, from what a cloud printed of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MadeFrom {
    /// The texts that it was made from: JSON.
    pub texts: Vec<Source>,
    /// The names of members on the way to values, as pointers write them (RFC 6901).
    pub keys: Vec<String>,
    /// The values that it was made from, each behind the one that it stands in.
    pub values: Vec<Original>,
    /// Where each of them starts and ends, when of the texts only the names are at hand; else none.
    pub positions: Vec<[Position; 2]>,
    /// From which offset on the made text comes from which of the values, in the order of the offsets.
    pub stretches: Vec<(u32, u32)>,
    /// What was wrong with the texts, or is not in the one that was made. Locations are in that one; of which number it is,
    /// says whoever reads it.
    pub problems: Vec<Problem>,
}

/// A value in a text of JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Original {
    /// Which of the texts.
    pub text: u32,
    /// Where in it.
    pub span: Span,
    /// The value that it stands in; itself for the whole text.
    pub parent: u32,
    /// Which part of that it is.
    pub member: Member,
}

/// A part of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Member {
    /// The member with this name, by its number.
    Key(u32),
    /// An element, counted from 0.
    Index(u32),
}

impl MadeFrom {
    /// How a line of a made text starts that tells of an error.
    pub const ERROR: &str = "# error: ";
    /// How it starts where that is not told with the text. As long as the other, so that everything else stays where it is.
    pub const LEFT_OUT: &str = "left-out ";

    /// The value that the made text has at `offset`, as a place in its own text.
    pub(super) fn place(&self, offset: u32) -> Option<Place> {
        let number = Self::number_at(&self.stretches, offset)?;
        self.value(number).or_else(|| {
            let value = self.values.get(number as usize)?;
            let place = self.texts.get(value.text as usize)?.place(value.span);
            Some(Place { pointer: Some(self.pointer(number)), ..place })
        })
    }

    /// The number of the value that a text with these stretches has at `offset`.
    #[must_use]
    pub fn number_at(stretches: &[(u32, u32)], offset: u32) -> Option<u32> {
        let behind = stretches.partition_point(|&(from, _)| from <= offset);
        stretches.get(behind.checked_sub(1)?).map(|&(_, number)| number)
    }

    /// A value, as a place in its text, when of the texts only the names are at hand.
    #[must_use]
    pub fn value(&self, number: u32) -> Option<Place> {
        let text = self.values.get(number as usize)?.text;
        let &[start, end] = self.positions.get(number as usize)?;
        let file = self.texts.get(text as usize)?.name.clone();
        Some(Place { file, start, end, pointer: Some(self.pointer(number)) })
    }

    fn pointer(&self, mut number: u32) -> String {
        let mut pointer = String::new();
        while let Some(value) = self.values.get(number as usize).filter(|value| value.parent < number) {
            pointer = match value.member {
                Member::Key(key) => {
                    let key = self.keys.get(key as usize).map(String::as_str).unwrap_or_default();
                    format!("/{key}{pointer}")
                }
                Member::Index(index) => format!("/{index}{pointer}"),
            };
            number = value.parent;
        }
        pointer
    }
}

impl Source {
    /// The same text, made from others: places in it are shown in those.
    #[must_use]
    pub fn made_from(self, made: MadeFrom) -> Self {
        Self { made: Some(made.into()), ..self }
    }

    /// The texts that it was made from; none for one that was written.
    #[must_use]
    pub fn originals(&self) -> &[Source] {
        self.made.as_deref().map(|made| made.texts.as_slice()).unwrap_or_default()
    }

    /// The text, to be read without those that it was made from. What was wrong with them is in it as comments; where that may change
    /// an answer it is a statement that nothing models, so that no answer counts as a pass without them, either.
    #[must_use]
    pub fn alone(&self) -> String {
        if self.made.is_none() {
            return self.text.clone();
        }
        let mut text = String::with_capacity(self.text.len());
        for line in self.text.split_inclusive('\n') {
            let error = line.strip_prefix(MadeFrom::ERROR);
            text.extend(error.map(|_| MadeFrom::LEFT_OUT));
            text.push_str(error.unwrap_or(line));
        }
        text
    }

    /// What was wrong with the texts that it was made from, when it is the text `id` of those that are read.
    pub(crate) fn problems(&self, id: SourceId) -> impl Iterator<Item = Problem> {
        let problems = self.made.as_deref().map(|made| made.problems.as_slice()).unwrap_or_default();
        problems.iter().map(move |problem| {
            problem.clone().moved(|location| crate::source::Location { source: id, ..location })
        })
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;
    use crate::ProblemCode;
    use crate::source::{Location, Position};

    fn span(start: u32, end: u32) -> Span {
        Span { start, end }
    }

    /// `one` from the text as a whole, `two` from the second element of its member `a/b`.
    fn made() -> Source {
        let export = Source::new("a.json", "{\n  \"a/b\": [1,\n    22]}").unwrap();
        let whole = Original { text: 0, span: span(0, 24), parent: 0, member: Member::Index(0) };
        let list = Original { text: 0, span: span(11, 22), parent: 0, member: Member::Key(0) };
        let second = Original { text: 0, span: span(19, 21), parent: 1, member: Member::Index(1) };
        let at = Location { source: SourceId(0), span: span(5, 6) };
        let made = MadeFrom {
            texts: vec![export],
            keys: vec!["a~1b".into()],
            values: vec![whole, list, second],
            positions: Vec::new(),
            stretches: vec![(1, 0), (4, 2)],
            problems: vec![Problem::warning(ProblemCode::Outside, at, "out of place")],
        };
        Source::new("a.fence", "\none two").unwrap().made_from(made)
    }

    #[test]
    fn a_place_in_a_made_text_is_one_in_the_text_it_comes_from() {
        let made = made();
        let shown = |start, end| {
            let place = made.place(span(start, end));
            (place.file, place.start, place.end.offset, place.pointer)
        };
        let at = |offset, line, column| Position { offset, line, column };
        assert_eq!(shown(0, 1), ("a.fence".into(), at(0, 1, 1), 1, None));
        assert_eq!(shown(1, 8), ("a.json".into(), at(0, 1, 1), 23, Some("".into())));
        assert_eq!(shown(5, 6), ("a.json".into(), at(19, 3, 5), 21, Some("/a~1b/1".into())));
    }

    #[test]
    fn what_was_wrong_before_is_told_with_the_text() {
        let other = Source::new("b.fence", "").unwrap();
        let analysis = crate::Analysis::new(crate::parse(vec![other, made()]));
        let problems = analysis.problems();
        let alone = crate::answer::ShownProblem::of_exports(&made());
        assert_eq!(alone.first().and_then(|problem| problem.place.pointer.as_deref()), Some("/a~1b/1"));
        assert_eq!(alone.len(), 1);
        let told = problems.iter().find(|problem| problem.message == "out of place").unwrap();
        assert_eq!(told.place.pointer.as_deref(), Some("/a~1b/1"));
        // What the text itself says wrong is told where it comes from, and no edit of the made text is offered.
        let unknown = problems.iter().find(|problem| problem.code == ProblemCode::UnknownWord);
        assert!(unknown.is_some_and(|problem| problem.place.file == "a.json" && problem.fix.is_none()));
    }
}
