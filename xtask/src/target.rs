//! The bare target: one for which there is no standard library at all, so that what builds for it uses none.
//!
//! Three ways lead to one, tried in this order; the environment variable [`SETTING`] forces one of them.
//!
//! | way | needs | installs |
//! |---|---|---|
//! | `installed` | a target of [`TARGETS`] in the toolchain | nothing |
//! | `rustup` | rustup and its server | the first of [`TARGETS`] |
//! | `debian` | Debian's apt, as root | [`DEBIAN_PACKAGES`]: a second compiler with the library's source, which builds `core` and `alloc` itself |
//!
//! What a way installs is said before it is done. Each way finds what it installed when it is run again.

use std::env;
use std::fmt;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::cargo::CORE_FEATURES;
use crate::command::{self, run, run_within};
use crate::failure::Failure;
use crate::stage::Done;

/// The environment variable that forces a way: `installed`, `rustup` or `debian`.
pub(crate) const SETTING: &str = "RINGFENCE_TARGET_WAY";

/// Targets without a standard library, the one to install first: the answers run in WebAssembly, too.
const TARGETS: [&str; 2] = ["wasm32v1-none", "thumbv7em-none-eabi"];

/// Debian's newer compiler, kept for its browsers, beside the one of the release. The source is what `core` and
/// `alloc` are built from.
const DEBIAN_PACKAGES: [&str; 3] = ["rustc-web", "rust-web-src", "cargo-web"];
const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_SOURCE: &str = "/usr/lib/rustlib/src/rust/library/alloc/Cargo.toml";

/// A server that is not there may keep rustup waiting for ever.
const RUSTUP_LIMIT: Duration = Duration::from_secs(60);

/// How a target came here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Installed,
    Rustup,
    Debian,
}

/// A target that can be built for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BareTarget {
    name: &'static str,
    way: Way,
}

/// The core builds for a bare target, with each set of its features.
pub(crate) fn bare() -> Result<Done, Failure> {
    let target = find()?;
    println!("{target}");
    for features in CORE_FEATURES {
        run(target.cargo_build().args(["--package", "ringfence"]).args(*features))?;
    }
    Ok(Done::Passed)
}

/// Finds a bare target, or installs one.
pub(crate) fn find() -> Result<BareTarget, Failure> {
    let ways = match env::var(SETTING) {
        Ok(forced) => vec![Way::from_setting(&forced)?],
        Err(_) => Way::ALL.to_vec(),
    };
    for way in ways {
        match way.target() {
            Ok(name) => return Ok(BareTarget { name, way }),
            Err(why) => println!("no bare target by way of `{}`: {why}", way.as_str()),
        }
    }
    Err(format!("there is no bare target to build for; {}", steps()).into())
}

impl BareTarget {
    /// `cargo build` for this target.
    fn cargo_build(self) -> Command {
        let mut command = match self.way {
            Way::Installed | Way::Rustup => command::cargo(),
            Way::Debian => {
                let mut command = Command::new(DEBIAN_CARGO);
                // Building the library is unstable, which a released compiler allows only when told so.
                command
                    .env("RUSTC", DEBIAN_RUSTC)
                    .env("RUSTC_BOOTSTRAP", "1")
                    .env("CARGO_UNSTABLE_BUILD_STD", "core,alloc")
                    .env("CARGO_TARGET_DIR", "target/debian")
                    .env_remove("RUSTUP_TOOLCHAIN")
                    .env_remove("LD_LIBRARY_PATH");
                command
            }
        };
        command.args(["build", "--target", self.name]);
        command
    }
}

impl fmt::Display for BareTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "bare target: {} ({})", self.name, self.way.as_str())
    }
}

impl Way {
    const ALL: [Self; 3] = [Self::Installed, Self::Rustup, Self::Debian];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Installed => "installed",
            Self::Rustup => "rustup",
            Self::Debian => "debian",
        }
    }

    fn from_setting(text: &str) -> Result<Self, Failure> {
        Self::ALL.into_iter().find(|way| way.as_str() == text).ok_or_else(|| {
            format!("{SETTING} is `{text}`; it must be `installed`, `rustup` or `debian`").into()
        })
    }

    /// The target that this way leads to.
    fn target(self) -> Result<&'static str, Failure> {
        match self {
            Self::Installed => installed(),
            Self::Rustup => rustup(),
            Self::Debian => debian(),
        }
    }
}

/// The first target that the toolchain has.
fn installed() -> Result<&'static str, Failure> {
    let found = TARGETS.into_iter().find(|target| has_core(target));
    found.ok_or_else(|| format!("the toolchain has neither of {}", TARGETS.join(", ")).into())
}

/// Whether the toolchain has the library `core` of a target.
fn has_core(target: &str) -> bool {
    let mut rustc = Command::new("rustc");
    let Some(folder) = command::output(rustc.args(["--print", "target-libdir", "--target", target])) else {
        return false;
    };
    let Ok(entries) = fs::read_dir(folder) else { return false };
    entries.flatten().any(|entry| entry.file_name().to_string_lossy().starts_with("libcore-"))
}

/// Lets rustup install the first target.
fn rustup() -> Result<&'static str, Failure> {
    let [target, ..] = TARGETS;
    println!("installing the target {target} into the toolchain, to prove that the core needs no `std`");
    run_within(Command::new("rustup").args(["target", "add", target]), RUSTUP_LIMIT)?;
    if has_core(target) {
        Ok(target)
    } else {
        Err(format!("rustup added {target}, but not to the compiler that `rustc` starts").into())
    }
}

/// Lets apt install a compiler that can build `core` and `alloc` for the first target.
fn debian() -> Result<&'static str, Failure> {
    let [target, ..] = TARGETS;
    if !debian_is_ready() {
        if !Path::new("/usr/bin/apt-get").exists() {
            return Err("this system has no apt".into());
        }
        if command::output(Command::new("id").arg("-u")).as_deref() != Some("0") {
            return Err("apt installs for root only".into());
        }
        println!(
            "installing Debian's {}: a compiler with its library's source, to prove that the core needs no `std`",
            DEBIAN_PACKAGES.join(", ")
        );
        run(Command::new("apt-get").args(["update", "--quiet"]))?;
        run(Command::new("apt-get")
            .args(["install", "--quiet", "--yes", "--no-install-recommends"])
            .args(DEBIAN_PACKAGES)
            .env("DEBIAN_FRONTEND", "noninteractive"))?;
    }
    if debian_is_ready() {
        Ok(target)
    } else {
        Err(format!("Debian's compiler is older than {RUST_VERSION}, or comes without source").into())
    }
}

/// The oldest compiler that the workspace builds with.
const RUST_VERSION: &str = env!("CARGO_PKG_RUST_VERSION");

/// Whether Debian's compiler is here, with the source of its library, and new enough.
fn debian_is_ready() -> bool {
    let version = command::output(Command::new(DEBIAN_RUSTC).arg("--version"));
    let new_enough = version.is_some_and(|version| release(&version) >= release(RUST_VERSION));
    new_enough && Path::new(DEBIAN_CARGO).exists() && Path::new(DEBIAN_SOURCE).exists()
}

/// Major and minor version of `rustc 1.96.0 (ac68faa20 2026-05-25)` or `1.95`.
fn release(version: &str) -> Option<(u32, u32)> {
    let number = version.strip_prefix("rustc ").unwrap_or(version);
    let mut parts = number.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

/// What a person can do where no way led to a target.
fn steps() -> String {
    let [target, ..] = TARGETS;
    let packages = DEBIAN_PACKAGES.join(" ");
    format!(
        "one of these makes one:
  with rustup:        rustup target add {target}
  on Debian, as root: apt-get update && apt-get install --no-install-recommends {packages}
                      and then {SETTING}=debian cargo xtask bare"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_is_a_setting() {
        for way in Way::ALL {
            assert_eq!(Way::from_setting(way.as_str()).unwrap(), way);
        }
    }

    #[test]
    fn an_unknown_way_is_refused_with_the_known_ones() {
        let failure = Way::from_setting("brew").unwrap_err().to_string();
        assert_eq!(failure, "RINGFENCE_TARGET_WAY is `brew`; it must be `installed`, `rustup` or `debian`");
    }

    #[test]
    fn releases_compare_by_number() {
        assert_eq!(
            release("rustc 1.96.0 (ac68faa20 2026-05-25) (built from a source tarball)"),
            Some((1, 96))
        );
        assert_eq!(release("1.95"), Some((1, 95)));
        assert!(release("rustc 1.100.0") > release("1.95"));
        assert!(release("rustc 1.85.0") < release("1.95"));
        assert_eq!(release("no version"), None);
    }

    #[test]
    fn debian_builds_stay_out_of_the_other_builds() {
        let command = BareTarget { name: TARGETS[0], way: Way::Debian }.cargo_build();
        let own = command.get_envs().find(|(name, _)| *name == "CARGO_TARGET_DIR");
        assert_eq!(own.and_then(|(_, value)| value), Some("target/debian".as_ref()));
    }
}
