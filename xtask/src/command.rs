//! Commands that the task runner starts. Each is shown before it runs, so that it can be run again by hand.

use std::env;
use std::ffi::OsStr;
use std::io::{self, BufRead, BufReader, Write};
use std::process::{Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::failure::Failure;

/// The cargo that started the task runner, so that the same toolchain does everything.
pub(crate) fn cargo() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs `command`; an error unless it succeeds.
pub(crate) fn run(command: &mut Command) -> Result<(), Failure> {
    let line = show(command);
    let status = command.stdin(Stdio::null()).status().map_err(|error| not_started(&line, &error))?;
    succeeded(&line, status)
}

/// Runs `command` for its exit code.
pub(crate) fn exit_code(command: &mut Command) -> Result<Option<i32>, Failure> {
    let line = show(command);
    let status = command.stdin(Stdio::null()).status().map_err(|error| not_started(&line, &error))?;
    Ok(status.code())
}

/// Runs `command`, passes its standard output on line by line and hands each line to `look`, too.
pub(crate) fn run_watched(command: &mut Command, mut look: impl FnMut(&str)) -> Result<(), Failure> {
    let line = show(command);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| not_started(&line, &error))?;
    if let Some(stdout) = child.stdout.take() {
        for printed in BufReader::new(stdout).split(b'\n') {
            let printed = printed?;
            let printed = String::from_utf8_lossy(&printed);
            writeln!(io::stdout(), "{printed}")?;
            look(&printed);
        }
    }
    succeeded(&line, child.wait()?)
}

/// Runs `command` and ends it when it takes longer than `limit`.
pub(crate) fn run_within(command: &mut Command, limit: Duration) -> Result<(), Failure> {
    let line = show(command);
    let mut child = command.stdin(Stdio::null()).spawn().map_err(|error| not_started(&line, &error))?;
    let started = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return succeeded(&line, status);
        }
        if started.elapsed() > limit {
            child.kill()?;
            child.wait()?;
            return Err(format!("`{line}` took longer than {} s", limit.as_secs()).into());
        }
        thread::sleep(Duration::from_millis(100));
    }
}

/// What `command` prints; `None` when it cannot be started or fails.
pub(crate) fn output(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Prints the command as it would be typed, and returns that.
fn show(command: &Command) -> String {
    let set = command.get_envs().filter_map(|(name, value)| {
        value.map(|value| format!("{}={}", name.to_string_lossy(), typed(value)))
    });
    // The cargo that is run is named by its path, which says nothing to a reader.
    let program = match command.get_program() {
        path if Some(path) == env::var_os("CARGO").as_deref() => "cargo".to_owned(),
        path => typed(path),
    };
    let words: Vec<String> = set.chain([program]).chain(command.get_args().map(typed)).collect();
    let line = words.join(" ");
    println!("$ {line}");
    line
}

/// A word as it would be typed.
fn typed(word: &OsStr) -> String {
    let word = word.to_string_lossy();
    if word.contains([' ', '\'', '$', '*']) { format!("'{word}'") } else { word.into_owned() }
}

fn succeeded(line: &str, status: ExitStatus) -> Result<(), Failure> {
    if status.success() { Ok(()) } else { Err(format!("`{line}` failed: {status}").into()) }
}

fn not_started(line: &str, error: &io::Error) -> Failure {
    format!("`{line}` could not be started: {error}").into()
}
