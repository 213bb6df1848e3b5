//! What Debian's apt installs.

use std::path::Path;
use std::process::Command;

use crate::command::{self, run};
use crate::failure::Failure;

/// Lets apt install packages, and says so before.
pub(crate) fn install(packages: &[&str], why: &str) -> Result<(), Failure> {
    if !Path::new("/usr/bin/apt-get").exists() {
        return Err("this system has no apt".into());
    }
    if command::output(Command::new("id").arg("-u")).as_deref() != Some("0") {
        return Err("apt installs for root only".into());
    }
    println!("installing Debian's {}, {why}", packages.join(", "));
    run(Command::new("apt-get").args(["update", "--quiet"]))?;
    run(Command::new("apt-get")
        .args(["install", "--quiet", "--yes", "--no-install-recommends"])
        .args(packages)
        .env("DEBIAN_FRONTEND", "noninteractive"))
}
