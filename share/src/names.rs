//! Names that files can be given on every system, whoever chose them.

use alloc::collections::BTreeSet;
use alloc::string::{String, ToString as _};
use core::fmt;

use crate::State;

impl State {
    /// Whether every file can be written under its name, side by side in one folder, on every system.
    ///
    /// # Errors
    /// The first name that cannot be used: one that would lead out of the folder, hide the file, mean a device or an option,
    /// or that two files have (upper and lower case are one where files are kept).
    pub fn check_names(&self) -> Result<(), NameError> {
        let mut seen = BTreeSet::new();
        for file in &self.files {
            let twice = || (!seen.insert(file.name.to_lowercase())).then_some(Fault::Twice);
            if let Some(fault) = fault(&file.name).or_else(twice) {
                return Err(NameError { name: file.name.to_string(), fault });
            }
        }
        Ok(())
    }
}

/// A name that no file can be given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameError {
    name: String,
    fault: Fault,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    Empty,
    Character(char),
    Start(char),
    End(char),
    Device,
    Twice,
}

impl NameError {
    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.name.escape_debug();
        match self.fault {
            Fault::Empty => f.write_str("a file has no name"),
            Fault::Character(c) => {
                write!(
                    f,
                    "`{name}` cannot be the name of a file in a link: it has `{}` in it",
                    c.escape_debug()
                )
            }
            Fault::Start(c) => {
                write!(f, "`{name}` cannot be the name of a file in a link: it starts with `{c}`")
            }
            Fault::End(c) => write!(f, "`{name}` cannot be the name of a file in a link: it ends with `{c}`"),
            Fault::Device => {
                write!(f, "`{name}` cannot be the name of a file in a link: it means a device on Windows")
            }
            Fault::Twice => write!(f, "two files are called `{name}`"),
        }
    }
}

impl core::error::Error for NameError {}

/// What is wrong with one name.
fn fault(name: &str) -> Option<Fault> {
    let (Some(first), Some(last)) = (name.chars().next(), name.chars().last()) else {
        return Some(Fault::Empty);
    };
    // Folders, drives and streams of Windows, wildcards.
    let strange =
        |c: &char| c.is_control() || matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
    if let Some(c) = name.chars().find(strange) {
        return Some(Fault::Character(c));
    }
    // Hidden files and folders above; options of commands.
    if matches!(first, '.' | '-' | ' ') {
        return Some(Fault::Start(first));
    }
    // Windows leaves these out, which makes it another name.
    if matches!(last, '.' | ' ') {
        return Some(Fault::End(last));
    }
    is_device(name).then_some(Fault::Device)
}

/// Whether Windows takes a name for a device, which it does whatever extension follows.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_uppercase();
    let number = stem.strip_prefix("COM").or_else(|| stem.strip_prefix("LPT")).unwrap_or_default();
    let numbered =
        number.chars().count() == 1 && number.chars().all(|c| c.is_ascii_digit() || "¹²³".contains(c));
    numbered || matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$")
}
