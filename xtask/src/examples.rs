//! Runs the commands that the documents show, and compares what they print.
//!
//! A fenced block of the language `console` is run; one of any other language is not. In it a line that starts
//! with `$ ` is a command for `sh`, in the root of the workspace, and the lines below it are exactly what it
//! prints, on standard output and standard error. A command that fails says so in a last line, `[exit 1]`.

mod block;

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use self::block::Example;
use crate::command::{self, run};
use crate::failure::Failure;
use crate::stage::{Counts, Done};

/// The documents whose examples are run.
const DOCUMENTS: &[&str] = &["README.md"];

/// Compares what every command prints with what its document says.
pub(crate) fn check() -> Result<Done, Failure> {
    let shell = Shell::new()?;
    let mut counts = Counts::default();
    for document in DOCUMENTS {
        for example in read(document)?.1 {
            let printed = shell.printed(&example.command)?;
            let place = format!("{document}:{}", example.line);
            if printed == example.printed {
                counts.passed = counts.passed.saturating_add(1);
                println!("{place}: as shown: {}", example.command);
            } else {
                counts.failed = counts.failed.saturating_add(1);
                println!("{place}: OTHER than shown: {}", example.command);
                println!("{}{}", marked('-', &example.printed), marked('+', &printed));
            }
        }
    }
    match counts.failed {
        0 => Ok(Done::Counted(counts)),
        failed => Err(format!(
            "{failed} of {} commands print something else (`+`) than their document shows (`-`); \
             where that is right, `cargo xtask examples --write` takes it over",
            failed.saturating_add(counts.passed)
        )
        .into()),
    }
}

/// Puts what the commands print into the documents.
pub(crate) fn write() -> Result<(), Failure> {
    let shell = Shell::new()?;
    for document in DOCUMENTS {
        let (text, examples) = read(document)?;
        let printed: Result<Vec<_>, _> =
            examples.iter().map(|example| shell.printed(&example.command)).collect();
        fs::write(document, block::rewritten(&text, &examples, &printed?))?;
    }
    Ok(())
}

/// The text of a document and its examples; at least one.
fn read(document: &str) -> Result<(String, Vec<Example>), Failure> {
    let text = fs::read_to_string(document).map_err(|error| format!("{document}: {error}"))?;
    let examples = block::examples(&text).map_err(|problem| format!("{document}:{problem}"))?;
    if examples.is_empty() {
        return Err(format!("{document} has no example to run").into());
    }
    Ok((text, examples))
}

/// Where the commands run: `sh` with the command `ringfence` on its path.
struct Shell {
    path: std::ffi::OsString,
}

impl Shell {
    /// Builds `ringfence` first.
    fn new() -> Result<Self, Failure> {
        run(command::cargo().args(["build", "--quiet", "--package", "ringfence-cli"]))?;
        // Cargo puts it beside the task runner itself.
        let program = env::current_exe()?;
        let built = program.parent().map(PathBuf::from);
        let others = env::var_os("PATH").unwrap_or_default();
        let path = env::join_paths(built.into_iter().chain(env::split_paths(&others)))
            .map_err(|error| error.to_string())?;
        Ok(Self { path })
    }

    /// What `command` prints, as a document shows it.
    fn printed(&self, command: &str) -> Result<Vec<String>, Failure> {
        let output = Command::new("sh")
            .args(["-c", &format!("exec 2>&1\n{command}")])
            .env("PATH", &self.path)
            .stdin(Stdio::null())
            .output()?;
        let text = String::from_utf8(output.stdout).map_err(|_| format!("`{command}` prints no UTF-8"))?;
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        match output.status.code() {
            Some(0) => {}
            Some(code) => lines.push(format!("[exit {code}]")),
            None => return Err(format!("`{command}` was killed").into()),
        }
        Ok(lines)
    }
}

/// The lines, each with a mark before it.
fn marked(mark: char, lines: &[String]) -> String {
    lines.iter().map(|line| format!("  {mark} {line}\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(command: &str) -> Vec<String> {
        let shell = Shell { path: env::var_os("PATH").unwrap() };
        shell.printed(command).unwrap()
    }

    #[test]
    fn both_outputs_and_the_exit_code_are_shown() {
        assert_eq!(printed("echo one; echo two >&2; exit 3"), ["one", "two", "[exit 3]"]);
    }

    #[test]
    fn a_success_says_no_exit_code() {
        assert_eq!(printed("printf 'a\\n\\n b \\n'"), ["a", "", " b "]);
        assert!(printed("true").is_empty());
    }
}
