//! Tools that cargo installs: pinned, and in a folder that outlives a clone.
//!
//! The folder is `$RINGFENCE_CACHE`, else `ringfence` in `$XDG_CACHE_HOME`, else `~/.cache/ringfence`; in it, one for
//! each tool and version.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::command::{self, run};
use crate::failure::Failure;
use crate::{chromium, node};

/// A tool of crates.io.
struct Tool {
    name: &'static str,
    version: &'static str,
    /// What it is started as.
    program: &'static str,
    /// What it answers with its version.
    version_asked: &'static [&'static str],
    why: &'static str,
    /// Whether it is built from the versions of its own lock file.
    locked: bool,
}

/// It writes the JavaScript around the wasm. Its lock file names a version of a crate that was withdrawn.
const WASM_BINDGEN: Tool = Tool {
    name: "wasm-bindgen-cli",
    version: "0.2.130",
    program: "wasm-bindgen",
    version_asked: &["--version"],
    why: "to write the JavaScript around the engine",
    locked: false,
};

/// It builds the page.
const TRUNK: Tool = Tool {
    name: "trunk",
    version: "0.21.14",
    program: "trunk",
    version_asked: &["--version"],
    why: "to build the page",
    locked: true,
};

/// It changes the core, and runs the tests on that. Only the verb `mutants` needs it.
const MUTANTS: Tool = Tool {
    name: "cargo-mutants",
    version: "27.1.0",
    program: "cargo-mutants",
    version_asked: &["mutants", "--version"],
    why: "to make mutants of the core",
    locked: true,
};

/// Finds or installs everything that the stages need besides Rust.
pub(crate) fn install() -> Result<(), Failure> {
    node::find()?;
    for found in [wasm_bindgen()?, trunk()?, chromium::find()?] {
        println!("{}", found.display());
    }
    Ok(())
}

/// The program `wasm-bindgen`, of the version that the wasm is built with.
pub(crate) fn wasm_bindgen() -> Result<PathBuf, Failure> {
    let lock = fs::read_to_string("Cargo.lock")?;
    match locked(&lock, "wasm-bindgen") {
        Some(version) if version == WASM_BINDGEN.version => WASM_BINDGEN.find(),
        found => Err(format!(
            "Cargo.lock has wasm-bindgen {}, but the program that reads it back out of the wasm is pinned to {}: \
             both must be the same, in wasm/Cargo.toml and in xtask/src/tools.rs",
            found.unwrap_or("not at all"),
            WASM_BINDGEN.version
        )
        .into()),
    }
}

/// The program `trunk`.
pub(crate) fn trunk() -> Result<PathBuf, Failure> {
    TRUNK.find()
}

/// The program `cargo-mutants`.
pub(crate) fn mutants() -> Result<PathBuf, Failure> {
    MUTANTS.find()
}

impl Tool {
    /// The program; installed where it is not there.
    fn find(&self) -> Result<PathBuf, Failure> {
        let Self { name, version, .. } = self;
        let folder = cache()?.join(format!("{name}-{version}"));
        let program = folder.join("bin").join(format!("{}{}", self.program, env::consts::EXE_SUFFIX));
        if !self.is(&program) {
            println!("installing {name} {version} into {}, {}", folder.display(), self.why);
            let mut cargo = command::cargo();
            cargo.args(["install", name, "--version", version, "--force", "--root"]).arg(&folder);
            run(cargo.args(self.locked.then_some("--locked")))?;
        }
        if self.is(&program) {
            Ok(program)
        } else {
            Err(format!("{} is not {name} {version}", program.display()).into())
        }
    }

    /// Whether there is this version of it.
    fn is(&self, program: &PathBuf) -> bool {
        let version = command::output(Command::new(program).args(self.version_asked));
        version.is_some_and(|version| version.split_whitespace().any(|word| word == self.version))
    }
}

/// The folder of what is installed.
fn cache() -> Result<PathBuf, Failure> {
    let folder = |name| env::var_os(name).filter(|folder| !folder.is_empty()).map(PathBuf::from);
    folder("RINGFENCE_CACHE")
        .or_else(|| Some(folder("XDG_CACHE_HOME")?.join("ringfence")))
        .or_else(|| Some(env::home_dir()?.join(".cache").join("ringfence")))
        .ok_or_else(|| "there is no home directory to keep tools in; RINGFENCE_CACHE names another".into())
}

/// The version of a package in the text of a Cargo.lock.
fn locked<'l>(lock: &'l str, name: &str) -> Option<&'l str> {
    let mut lines = lock.lines().skip_while(|line| *line != format!("name = \"{name}\""));
    lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = "[[package]]\nname = \"a-b\"\nversion = \"2.0.0\"\n\n[[package]]\nname = \"a\"\nversion = \"1.2.3\"\n";

    #[test]
    fn the_locked_version_is_that_of_the_whole_name() {
        assert_eq!(locked(LOCK, "a"), Some("1.2.3"));
        assert_eq!(locked(LOCK, "b"), None);
    }

    #[test]
    fn the_pinned_version_is_the_locked_one() {
        let lock = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.lock")).unwrap();
        assert_eq!(locked(&lock, "wasm-bindgen"), Some(WASM_BINDGEN.version));
    }
}
