//! Where a text comes from that was made of exports, also after somebody wrote in it.

use std::mem;

use ringfence::{MadeFrom, Place};

use super::File;
use crate::same::Same;

/// What stands for a stretch that somebody wrote: it comes from no value.
const NOWHERE: u32 = u32::MAX;

/// What a text was made from, and its stretches as they stand now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Origins {
    made: Same<MadeFrom>,
    stretches: Same<Vec<(u32, u32)>>,
}

impl Origins {
    /// What was said of a text when it was made.
    pub(crate) fn read(text: &str, origins: &str) -> Option<Self> {
        let mut made = MadeFrom::read(text, origins)?;
        let stretches = Same::new(mem::take(&mut made.stretches));
        Some(Self { made: Same::new(made), stretches })
    }

    /// Goes along with an edit.
    pub(super) fn edit(&mut self, old: &str, new: &str) {
        edited(self.stretches.change(), old, new);
    }
}

/// The value of an export that the text has at `place`, where it was made of one.
pub(crate) fn origin(files: &[File], place: &Place) -> Option<Place> {
    let file = files.iter().find(|file| *file.name == *place.file)?;
    let Origins { made, stretches } = file.origins.as_ref()?;
    made.value(MadeFrom::number_at(stretches, place.start.offset)?)
}

/// The lines that differ come from nowhere, and so does all that a value had in them; what stands before and behind comes from where
/// it came.
fn edited(stretches: &mut Vec<(u32, u32)>, old: &str, new: &str) {
    let [old, new] = [old, new].map(str::as_bytes);
    let same = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let start = ends_line(old, same).unwrap_or_default();
    let [old_rest, new_rest] = [old, new].map(|text| text.get(start..).unwrap_or_default());
    let same = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(old, new)| old == new).count();
    // Behind the first line that is not whole, unless it is in both.
    let is_whole = |rest: &[u8]| {
        let before = rest.len().saturating_sub(same);
        before == 0 || rest.get(before.saturating_sub(1)) == Some(&b'\n')
    };
    let behind = old.len().saturating_sub(same);
    let whole = is_whole(old_rest) && is_whole(new_rest);
    let line =
        || old.get(behind..)?.iter().position(|&byte| byte == b'\n')?.checked_add(behind)?.checked_add(1);
    let behind = if whole { behind } else { line().unwrap_or(old.len()) };

    let from = |at: usize| stretches.get(at).map_or(old.len(), |&(from, _)| from as usize);
    let kept = (0..stretches.len()).take_while(|at| from(at.saturating_add(1)) <= start).count();
    let next = stretches.partition_point(|&(from, _)| (from as usize) < behind).max(kept);
    let gap = (from(kept).min(start) as u32, NOWHERE);
    let moved = stretches.split_off(next);
    stretches.truncate(kept);
    stretches.push(gap);
    for (from, value) in moved {
        let from = (from as usize).saturating_add(new.len()).saturating_sub(old.len());
        stretches.push((from as u32, value));
    }
}

/// Behind the last line that ends in the first `count` bytes.
fn ends_line(text: &[u8], count: usize) -> Option<usize> {
    text.get(..count)?.iter().rposition(|&byte| byte == b'\n')?.checked_add(1)
}

#[cfg(test)]
mod tests {
    use ringfence::{Member, Original, Position, Source, Span};

    use super::*;
    use crate::state::{Action, Load, State};

    /// A stretch for each line but the first.
    fn made(lines: &[&str]) -> Vec<(u32, u32)> {
        let mut at = 0;
        let starts = lines.iter().map(|line| {
            let start = at;
            at += u32::try_from(line.len() + 1).expect("few");
            start
        });
        starts.zip(0..).skip(1).collect()
    }

    /// Which of the lines each line of the text comes from.
    fn elements(stretches: &[(u32, u32)], text: &str) -> Vec<Option<usize>> {
        let mut at = 0;
        let numbers = text.split_inclusive('\n').map(|line| {
            let number = MadeFrom::number_at(stretches, at).filter(|&number| number != NOWHERE);
            at += u32::try_from(line.len()).expect("few");
            number.map(|number| number as usize)
        });
        numbers.collect()
    }

    #[test]
    fn what_stands_before_and_behind_an_edit_keeps_its_origin() {
        let lines = ["# made", "a {", "  b 1", "  b 2", "}", "é 🧱"];
        let old = lines.map(|line| format!("{line}\n")).concat();
        let cases: [(&str, &str, &[Option<usize>]); 8] = [
            ("é", "é", &[None, Some(1), Some(2), Some(3), Some(4), Some(5)]),
            ("b 1", "b 3", &[None, Some(1), None, Some(3), Some(4), Some(5)]),
            ("  b 2\n", "", &[None, Some(1), Some(2), Some(4), Some(5)]),
            ("  b 2\n", "  b 7\n  b 2\n", &[None, Some(1), Some(2), None, Some(3), Some(4), Some(5)]),
            // Which of the two was there, nobody knows.
            ("}\n", "}\n}\n", &[None, Some(1), Some(2), Some(3), Some(4), None, Some(5)]),
            ("# made", "# mode", &[None, Some(1), Some(2), Some(3), Some(4), Some(5)]),
            ("é 🧱\n", "é 🧱\ndeny\n", &[None, Some(1), Some(2), Some(3), Some(4), Some(5), None]),
            ("é 🧱\n", "é 🧲\n", &[None, Some(1), Some(2), Some(3), Some(4), None]),
        ];
        for (from, to, expected) in cases {
            let mut made = made(&lines);
            let new = old.replacen(from, to, 1);
            edited(&mut made, &old, &new);
            assert_eq!(elements(&made, &new), expected, "{from} -> {to}: {made:?}");
        }
    }

    #[test]
    fn a_line_has_an_origin_only_as_it_came_from_there() {
        let lines = ["# made", "a", "b", "b", "c"];
        let old = lines.map(|line| format!("{line}\n")).concat();
        let words = ["# made", "a", "b", "c", "x", ""];
        let mut seen = 0;
        for number in 0..words.len().pow(5) {
            let mut left = number;
            let mut new: Vec<&str> = Vec::new();
            for _ in 0..5 {
                new.push(words[left % words.len()]);
                left /= words.len();
            }
            for end in ["", "\n"] {
                let text = new.join("\n") + end;
                let mut made = made(&lines);
                edited(&mut made, &old, &text);
                let found = elements(&made, &text);
                // Each line by itself, in the order of the elements, and none before or behind the first difference is forgotten.
                let known: Vec<usize> = found.iter().copied().flatten().collect();
                assert!(known.is_sorted_by(|one, other| one < other), "{text:?}: {found:?}");
                let mut written = text.split_inclusive('\n').zip(&found);
                let same = |(line, element): (&str, &Option<usize>)| {
                    element.is_none_or(|element| line.strip_suffix('\n') == Some(lines[element]))
                };
                assert!(written.clone().all(same), "{text:?}: {found:?}");
                let before = new.iter().zip(&lines).take_while(|(new, old)| new == old).count();
                let whole = if end.is_empty() { before.min(new.len() - 1) } else { before };
                assert!(
                    written.by_ref().take(whole).skip(1).all(|(_, found)| found.is_some()),
                    "{text:?}: {found:?}"
                );
                seen += known.len();
            }
        }
        assert!(seen > 2_000, "{seen}");
    }

    #[test]
    fn the_page_goes_along_with_each_edit() {
        let lines = ["# made", "one", "two", "three"];
        let text = lines.map(|line| format!("{line}\n")).concat();
        let value = |parent, index| {
            let span = Span { start: 0, end: 0 };
            Original { text: 0, span, parent, member: Member::Index(index) }
        };
        let of = MadeFrom {
            texts: vec![Source::new("a.json", "[1, 2, 3]").expect("a text")],
            values: (0..4).map(|index| value(0, index)).collect(),
            stretches: made(&lines),
            ..MadeFrom::default()
        };
        let made = Source::new("estate", &*text).expect("a text").made_from(of);
        let origins = made.origins().and_then(|origins| Origins::read(&text, &origins));
        let load = Load::files(vec![File { origins, ..File::written("estate.fence", &*text) }]);
        let mut state = State::new(load);
        let shown = |state: &State| {
            let files = &state.files;
            let lines = files[0].text.split_inclusive('\n').scan(0, |at, line| {
                let here = *at;
                *at += u32::try_from(line.len()).expect("few");
                Some(here)
            });
            let place = |offset| {
                let start = Position { offset, line: 1, column: 1 };
                Place { file: "estate.fence".into(), start, end: start, pointer: None }
            };
            let origins = lines.map(|offset| origin(files, &place(offset)));
            origins.map(|place| place.and_then(|place| place.pointer).unwrap_or_default()).collect::<Vec<_>>()
        };
        assert_eq!(shown(&state), ["", "/1", "/2", "/3"]);
        for (from, to) in
            [("two", "2"), ("two", "two"), ("three\n", "three\ndeny\n"), ("deny", "deny any -> any")]
        {
            let text = state.files[0].text.replace(from, to);
            state.apply(Action::Edit { name: "estate.fence".into(), text: text.into() });
        }
        assert_eq!(shown(&state), ["", "/1", "", "/3", ""]);
    }
}
