//! Lines of cells, one below the other.

use alloc::string::String;
use alloc::vec::Vec;

use super::lines::Family;
use crate::ordered::Map;
use crate::syntax::LinkWord;

/// The columns that aligning may make of a line; it is better to read than to fit.
const MOST: usize = 120;

/// A statement on one line.
#[derive(Debug)]
pub(super) struct Line<'a> {
    pub(super) cells: Vec<Cell<'a>>,
    pub(super) comment: Option<&'a str>,
}

/// A part of a line that stands below that of another.
#[derive(Debug)]
pub(super) struct Cell<'a> {
    pub(super) key: Key<'a>,
    pub(super) text: String,
}

/// What a cell is: below one another stand cells of the same key, with the same before them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key<'a> {
    /// The word at the start.
    Head(Family<'a>),
    /// The number of a rule.
    Number,
    /// Its action.
    Action,
    /// What stands before the first link.
    List,
    /// What a named thing has.
    Values,
    /// A link and its list.
    Link(LinkWord),
    /// The word before the ends of a rule.
    End(LinkWord),
    /// The ends of a rule.
    Ends,
    /// A statement of a block, by its word.
    Inner(&'a str),
}

impl Line<'_> {
    /// The columns that it takes by itself, without its comment.
    pub(super) fn width(&self) -> usize {
        let cells = self.cells.iter().map(|cell| width(&cell.text).saturating_add(1));
        cells.sum::<usize>().saturating_sub(1)
    }
}

/// The columns of a text.
pub(super) fn width(text: &str) -> usize {
    text.chars().count()
}

/// Writes lines so that what is alike stands one below the other.
pub(super) fn push_aligned(lines: &[Line<'_>], indent: usize, text: &mut String) {
    let padding = padding(lines);
    let written = lines.iter().zip(&padding).map(|(line, padding)| {
        let added: usize = padding.iter().sum();
        let fits = indent.saturating_add(line.width()).saturating_add(added) <= MOST;
        let mut written = String::new();
        for (cell, pad) in line.cells.iter().zip(padding) {
            let blanks = core::iter::repeat_n(' ', if fits { *pad } else { 0 });
            written.extend((!written.is_empty()).then_some(' '));
            if cell.key == Key::Number {
                written.extend(blanks);
                written.push_str(&cell.text);
            } else {
                written.push_str(&cell.text);
                written.extend(blanks);
            }
        }
        written
    });
    let written: Vec<String> = written.collect();
    let commented = lines.iter().zip(&written).filter(|(line, _)| line.comment.is_some());
    let column = commented.map(|(_, written)| width(written)).max().unwrap_or(0);
    for (line, mut written) in lines.iter().zip(written) {
        if line.comment.is_some() {
            written.extend(core::iter::repeat_n(' ', column.saturating_sub(width(&written))));
        }
        push_line(indent, &written, line.comment, text);
    }
}

/// How many blanks each cell of each line gets: what follows it stands below what follows those of the same keys.
fn padding(lines: &[Line<'_>]) -> Vec<Vec<usize>> {
    let mut padding: Vec<Vec<usize>> =
        lines.iter().map(|line| line.cells.iter().map(|_| 0).collect()).collect();
    // Which lines have the same keys so far.
    let mut alike: Vec<usize> = lines.iter().map(|_| 0).collect();
    let most = lines.iter().map(|line| line.cells.len()).max().unwrap_or(0);
    for column in 0..most {
        let keys =
            lines.iter().zip(&alike).enumerate().filter_map(|(at, (line, alike))| {
                line.cells.get(column).map(|cell| ((*alike, cell.key), at))
            });
        for (group, (_, members)) in Map::grouped(keys).into_iter().enumerate() {
            let before = column.checked_sub(1);
            let cell = |at: usize| {
                lines.get(at).and_then(|line| line.cells.get(before?)).map(|cell| width(&cell.text))
            };
            let widest = members.iter().filter_map(|at| cell(*at)).max();
            for at in members {
                if let Some(group_of) = alike.get_mut(at) {
                    *group_of = group;
                }
                let pad = padding.get_mut(at).and_then(|padding| padding.get_mut(before?));
                if let (Some(pad), Some(widest), Some(own)) = (pad, widest, cell(at)) {
                    *pad = widest.saturating_sub(own);
                }
            }
        }
    }
    padding
}

/// Writes a line, and a comment behind it.
pub(super) fn push_line(indent: usize, line: &str, comment: Option<&str>, text: &mut String) {
    text.extend(core::iter::repeat_n(' ', indent));
    text.push_str(line);
    if let Some(comment) = comment {
        text.push_str("  ");
        text.push_str(comment);
    }
    text.push('\n');
}
