//! `cargo run --release -p ringfence-bench -- [lists|decisions|estate|all] [--quick]`.
//!
//! A ratio is the peer's time by ours: above 1 Ringfence is faster.

#[cfg(feature = "decisions")]
use ringfence_bench::decisions;
use ringfence_bench::{estate, lists};

fn main() -> Result<(), String> {
    let (mut what, mut quick) = ("all".to_owned(), false);
    for word in std::env::args().skip(1) {
        match word.as_str() {
            "lists" | "decisions" | "estate" | "all" => what = word,
            "--quick" => quick = true,
            _ => return Err(format!("usage: [lists|decisions|estate|all] [--quick], not {word}")),
        }
    }
    let is_asked = |part: &str| what == part || what == "all";
    if is_asked("lists") {
        lists::measure(quick);
    }
    #[cfg(feature = "decisions")]
    if is_asked("decisions") {
        decisions::measure(quick);
    }
    if is_asked("estate") {
        estate::measure(quick);
    }
    Ok(())
}
