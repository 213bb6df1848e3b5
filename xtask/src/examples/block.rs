//! The examples of a Markdown text: found in it, and put back into it.

use std::ops::Range;

/// A command that a document shows, and what it says the command prints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Example {
    /// The line of the command, counted from 1.
    pub(crate) line: usize,
    /// The command, without its `$ `.
    pub(crate) command: String,
    /// What the command prints, line by line, its exit code last when that is not 0.
    pub(crate) printed: Vec<String>,
}

impl Example {
    /// The lines of the document that hold what is printed, counted from 0.
    fn printed_lines(&self) -> Range<usize> {
        // The command's line counted from 1 is the next line's counted from 0.
        self.line..self.line.saturating_add(self.printed.len())
    }
}

/// The language of the blocks that are run.
const LANGUAGE: &str = "console";

/// Every example of `text`, in order. A problem starts with its line: a block that could not be run as it stands
/// must not be passed over.
pub(crate) fn examples(text: &str) -> Result<Vec<Example>, String> {
    let mut examples: Vec<Example> = Vec::new();
    let mut lines = text.lines().zip(1..);
    while let Some((opening, number)) = lines.next() {
        let Some(fence) = Fence::opened_by(opening) else { continue };
        if fence.runs && opening.starts_with(' ') {
            return Err(format!("{number}: a `{LANGUAGE}` block starts at the left margin"));
        }
        let mut closed = false;
        let mut inside = lines.by_ref().take_while(|(line, _)| {
            closed = fence.is_closed_by(line);
            !closed
        });
        if !fence.runs {
            inside.for_each(drop);
            continue;
        }
        let Some((first, line)) = inside.next() else {
            return Err(format!("{number}: the `{LANGUAGE}` block is empty"));
        };
        let Some(command) = first.strip_prefix("$ ") else {
            return Err(format!("{line}: a `{LANGUAGE}` block starts with a command (`$ ...`)"));
        };
        let mut example = Example { line, command: command.to_owned(), printed: Vec::new() };
        for (text, line) in inside {
            match text.strip_prefix("$ ") {
                Some(command) => {
                    let next = Example { line, command: command.to_owned(), printed: Vec::new() };
                    examples.push(std::mem::replace(&mut example, next));
                }
                None => example.printed.push(text.to_owned()),
            }
        }
        examples.push(example);
        if !closed {
            return Err(format!("{number}: the `{LANGUAGE}` block is not closed"));
        }
    }
    Ok(examples)
}

/// `text` with what each of its `examples` prints replaced by what it `printed`.
pub(crate) fn rewritten(text: &str, examples: &[Example], printed: &[Vec<String>]) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    // From the last on, so that the places of the ones before stay.
    for (example, printed) in examples.iter().zip(printed).rev() {
        lines.splice(example.printed_lines(), printed.iter().map(String::as_str));
    }
    lines.iter().flat_map(|line| [*line, "\n"]).collect()
}

/// The line that opens a block.
struct Fence {
    backticks: usize,
    /// Whether the block is run.
    runs: bool,
}

impl Fence {
    fn opened_by(line: &str) -> Option<Self> {
        let line = line.trim_start();
        let language = line.trim_start_matches('`');
        let backticks = line.len().saturating_sub(language.len());
        (backticks >= 3 && !language.contains('`'))
            .then(|| Self { backticks, runs: language.split_whitespace().next() == Some(LANGUAGE) })
    }

    fn is_closed_by(&self, line: &str) -> bool {
        let line = line.trim();
        line.len() >= self.backticks && line.bytes().all(|byte| byte == b'`')
    }
}

#[cfg(test)]
mod tests;
