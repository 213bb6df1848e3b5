//! `cargo run --release -p ringfence-bench -- [lists|edits|widths|estates|flows|wasm|language|exports|decisions|all] [--quick]`.
//!
//! A ratio is the peer's time by ours: above 1 Ringfence is faster.

#[cfg(feature = "decisions")]
use ringfence_bench::decisions;
use ringfence_bench::{edits, estates, exports, flows, language, lists, wasm, widths};

fn main() -> Result<(), String> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let Some((language::ONE, rest)) = words.split_first().map(|(first, rest)| (first.as_str(), rest)) {
        language::one(rest);
        return Ok(());
    }
    let (mut what, mut quick) = ("all".to_owned(), false);
    for word in words {
        match word.as_str() {
            "lists" | "edits" | "widths" | "estates" | "flows" | "wasm" | "language" | "exports"
            | "decisions" | "all" => what = word,
            "--quick" => quick = true,
            _ => {
                return Err(format!(
                    "usage: [lists|edits|widths|estates|flows|wasm|language|exports|decisions|all] [--quick], not {word}"
                ));
            }
        }
    }
    let asked = |name: &str| what == name || what == "all";
    if asked("lists") {
        lists::measure(quick);
    }
    if asked("edits") {
        edits::measure(quick);
    }
    if asked("widths") {
        widths::measure();
    }
    if asked("estates") {
        estates::measure(quick);
    }
    if asked("wasm") {
        wasm::measure();
    }
    if asked("flows") {
        flows::measure(quick);
    }
    if asked("language") {
        language::measure(quick);
    }
    if asked("exports") {
        exports::measure(quick);
    }
    #[cfg(feature = "decisions")]
    if asked("decisions") {
        decisions::measure(quick);
    }
    Ok(())
}
