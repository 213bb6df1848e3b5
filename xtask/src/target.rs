//! Targets that the toolchain may lack: a bare one, for which there is no standard library at all, so that what
//! builds for it uses none, and the one of the npm package.
//!
//! Three ways lead to one, tried in this order; the environment variable [`SETTING`] forces one of them.
//!
//! | way | needs | installs |
//! |---|---|---|
//! | `installed` | a target of the need in the toolchain | nothing |
//! | `rustup` | rustup and its server | the first of them |
//! | `debian` | Debian's apt, as root | the packages of the need: a second compiler with the library's source, which builds the library itself |
//!
//! What a way installs is said before it is done. Each way finds what it installed when it is run again.

use std::env;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::cargo::CORE_FEATURES;
use crate::command::{self, run, run_within};
use crate::debian;
use crate::failure::Failure;
use crate::stage::Done;

/// The environment variable that forces a way: `installed`, `rustup` or `debian`.
pub(crate) const SETTING: &str = "RINGFENCE_TARGET_WAY";

/// A target without a standard library, the one to install first: the answers run in WebAssembly, too.
pub(crate) const BARE: Need = Need {
    name: "bare target",
    why: "to prove that the core needs no `std`",
    verb: "bare",
    targets: &["wasm32v1-none", "thumbv7em-none-eabi"],
    library: "libcore-",
    debian: Debian {
        packages: &["rustc-web", "rust-web-src", "cargo-web"],
        program: DEBIAN_CARGO,
        built: "core,alloc",
        settings: &[],
    },
};

/// The target of the npm package, and of the page.
pub(crate) const WASM: Need = Need {
    name: "wasm target",
    why: "to build the engine for JavaScript",
    verb: "package",
    targets: &["wasm32-unknown-unknown"],
    library: "libstd-",
    debian: Debian {
        packages: &["rustc-web", "rust-web-src", "cargo-web", "lld-22"],
        program: "/usr/bin/wasm-ld-22",
        built: "std,panic_abort",
        settings: &[("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", "wasm-ld-22")],
    },
};

/// Debian's newer compiler, kept for its browsers, beside the one of the release. The library is built from its source.
const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_SOURCE: &str = "/usr/lib/rustlib/src/rust/library/alloc/Cargo.toml";
/// Its builds are no use to the other compiler, nor the other's to it.
const DEBIAN_FOLDER: &str = "target/debian";

/// A server that is not there may keep rustup waiting for ever.
const RUSTUP_LIMIT: Duration = Duration::from_secs(60);

/// What a target is needed for, and which would do.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Need {
    /// What it is called.
    name: &'static str,
    /// What it is for.
    why: &'static str,
    /// The verb that builds for it.
    verb: &'static str,
    /// Any of these; the first is installed.
    targets: &'static [&'static str],
    /// How the name of its library's file starts.
    library: &'static str,
    debian: Debian,
}

/// How Debian's compiler builds for a target.
#[derive(Debug, PartialEq, Eq)]
struct Debian {
    packages: &'static [&'static str],
    /// A program that the last of the packages brings.
    program: &'static str,
    /// The libraries that are built.
    built: &'static str,
    settings: &'static [(&'static str, &'static str)],
}

/// How a target came here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Installed,
    Rustup,
    Debian,
}

/// A target that can be built for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Target {
    need: &'static Need,
    name: &'static str,
    way: Way,
}

/// The core builds for a bare target, with each set of its features.
pub(crate) fn bare() -> Result<Done, Failure> {
    let target = find(&BARE)?;
    println!("{target}");
    for features in CORE_FEATURES {
        run(target.cargo_build().args(["--package", "ringfence"]).args(*features))?;
    }
    for package in ["ringfence-share", "ringfence-import", "ringfence-diff", "ringfence-lint"] {
        run(target.cargo_build().args(["--package", package]))?;
    }
    Ok(Done::Passed)
}

/// Finds or installs every target.
pub(crate) fn install() -> Result<(), Failure> {
    for need in [&BARE, &WASM] {
        println!("{}", find(need)?);
    }
    Ok(())
}

/// Finds a target that will do, or installs one.
pub(crate) fn find(need: &'static Need) -> Result<Target, Failure> {
    let ways = match env::var(SETTING) {
        Ok(forced) => vec![Way::from_setting(&forced)?],
        Err(_) => Way::ALL.to_vec(),
    };
    for way in ways {
        match way.target(need) {
            Ok(name) => return Ok(Target { need, name, way }),
            Err(why) => println!("no {} by way of `{}`: {why}", need.name, way.as_str()),
        }
    }
    Err(format!("there is no {} to build for; {}", need.name, need.steps()).into())
}

impl Target {
    /// `cargo build` for this target.
    pub(crate) fn cargo_build(self) -> Command {
        let mut command = match self.way {
            Way::Installed | Way::Rustup => command::cargo(),
            Way::Debian => Command::new(DEBIAN_CARGO),
        };
        self.prepare(&mut command);
        command.args(["build", "--target", self.name]);
        command
    }

    /// Sets what a command needs that is cargo, or starts the cargo that is first on the path, for this target.
    pub(crate) fn prepare(self, command: &mut Command) {
        if self.way != Way::Debian {
            return;
        }
        let others = env::var_os("PATH").unwrap_or_default();
        let debian = Path::new(DEBIAN_CARGO).parent().map(PathBuf::from);
        // What was on the path can be on it again.
        let path = env::join_paths(debian.into_iter().chain(env::split_paths(&others))).unwrap_or(others);
        // Building the library is unstable, which a released compiler allows only when told so.
        command
            .env("RUSTC", DEBIAN_RUSTC)
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_UNSTABLE_BUILD_STD", self.need.debian.built)
            .env("CARGO_TARGET_DIR", DEBIAN_FOLDER)
            .env("PATH", path)
            .envs(self.need.debian.settings.iter().copied())
            .env_remove("CARGO")
            .env_remove("RUSTUP_TOOLCHAIN")
            .env_remove("LD_LIBRARY_PATH");
    }

    /// Where [`cargo_build`](Self::cargo_build) puts what it builds with a profile.
    pub(crate) fn built(self, profile: &str) -> PathBuf {
        let folder = match self.way {
            Way::Installed | Way::Rustup => {
                env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), PathBuf::from)
            }
            Way::Debian => DEBIAN_FOLDER.into(),
        };
        folder.join(self.name).join(profile)
    }
}

/// Flags of the compiler for what is shipped: messages of panics name files, but not where the machine that built it has them.
pub(crate) fn flags() -> String {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(env::home_dir()?.join(".cargo")));
    let Some(registry) = home.map(|home| home.join("registry/src")) else { return String::new() };
    let folders = fs::read_dir(registry).into_iter().flatten().flatten();
    let flags = folders.map(|folder| format!("--remap-path-prefix={}/=", folder.path().display()));
    flags.collect::<Vec<_>>().join(" ")
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({})", self.need.name, self.name, self.way.as_str())
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
    fn target(self, need: &Need) -> Result<&'static str, Failure> {
        match self {
            Self::Installed => need.installed(),
            Self::Rustup => need.rustup(),
            Self::Debian => need.debian(),
        }
    }
}

impl Need {
    /// The target that is installed where none is there.
    fn first(&self) -> &'static str {
        self.targets.first().copied().unwrap_or_default()
    }

    /// The first target that the toolchain has.
    fn installed(&self) -> Result<&'static str, Failure> {
        let found = self.targets.iter().copied().find(|target| self.is_in_toolchain(target));
        found.ok_or_else(|| format!("the toolchain has no {}", self.targets.join(" or ")).into())
    }

    /// Whether the toolchain has the library of a target.
    fn is_in_toolchain(&self, target: &str) -> bool {
        let mut rustc = Command::new("rustc");
        let Some(folder) = command::output(rustc.args(["--print", "target-libdir", "--target", target]))
        else {
            return false;
        };
        let Ok(entries) = fs::read_dir(folder) else { return false };
        entries.flatten().any(|entry| entry.file_name().to_string_lossy().starts_with(self.library))
    }

    /// Lets rustup install the first target.
    fn rustup(&self) -> Result<&'static str, Failure> {
        let target = self.first();
        println!("installing the target {target} into the toolchain, {}", self.why);
        run_within(Command::new("rustup").args(["target", "add", target]), RUSTUP_LIMIT)?;
        if self.is_in_toolchain(target) {
            Ok(target)
        } else {
            Err(format!("rustup added {target}, but not to the compiler that `rustc` starts").into())
        }
    }

    /// Lets apt install a compiler that can build the library for the first target.
    fn debian(&self) -> Result<&'static str, Failure> {
        if !self.debian_is_ready() {
            debian::install(self.debian.packages, self.why)?;
        }
        if self.debian_is_ready() {
            Ok(self.first())
        } else {
            Err(format!("Debian's compiler is older than {RUST_VERSION}, or comes without source").into())
        }
    }

    /// Whether Debian's compiler is here, with the source of its library and all it needs, and new enough.
    fn debian_is_ready(&self) -> bool {
        let version = command::output(Command::new(DEBIAN_RUSTC).arg("--version"));
        let new_enough = version.is_some_and(|version| release(&version) >= release(RUST_VERSION));
        let files = [DEBIAN_CARGO, DEBIAN_SOURCE, self.debian.program];
        new_enough && files.iter().all(|file| Path::new(file).exists())
    }

    /// What a person can do where no way led to a target.
    fn steps(&self) -> String {
        let (target, verb, packages) = (self.first(), self.verb, self.debian.packages.join(" "));
        format!(
            "one of these makes one:
  with rustup:        rustup target add {target}
  on Debian, as root: apt-get update && apt-get install --no-install-recommends {packages}
                      and then {SETTING}=debian cargo xtask {verb}"
        )
    }
}

/// The oldest compiler that the workspace builds with.
const RUST_VERSION: &str = env!("CARGO_PKG_RUST_VERSION");

/// Major and minor version of `rustc 1.96.0 (ac68faa20 2026-05-25)` or `1.95`.
fn release(version: &str) -> Option<(u32, u32)> {
    let number = version.strip_prefix("rustc ").unwrap_or(version);
    let mut parts = number.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
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
        let target = Target { need: &BARE, name: BARE.first(), way: Way::Debian };
        let command = target.cargo_build();
        let own = command.get_envs().find(|(name, _)| *name == "CARGO_TARGET_DIR");
        assert_eq!(own.and_then(|(_, value)| value), Some("target/debian".as_ref()));
        assert!(target.built("wasm").starts_with("target/debian"));
    }

    #[test]
    fn who_has_no_target_is_told_how_to_get_it() {
        let steps = WASM.steps();
        assert!(steps.contains("rustup target add wasm32-unknown-unknown"), "{steps}");
        assert!(steps.contains("RINGFENCE_TARGET_WAY=debian cargo xtask package"), "{steps}");
    }
}
