//! The types that TypeScript sees are those of the library.

use std::fs;

/// Where the declarations stand; the wasm carries them to the `.d.ts` of the package.
const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/answers.d.ts");

/// Renews the file instead: `cargo xtask types`.
const WRITE: &str = "RINGFENCE_WRITE_TYPES";

#[test]
fn the_declarations_are_current() {
    let current = ringfence::typescript::declarations();
    if std::env::var_os(WRITE).is_some() {
        fs::write(FILE, &current).unwrap();
    }
    let written = fs::read_to_string(FILE).unwrap();
    assert!(written == current, "answers.d.ts is not what the types say; `cargo xtask types` renews it");
}
