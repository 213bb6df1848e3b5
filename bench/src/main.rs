//! `cargo run --release -p ringfence-bench -- [lists|decisions|all] [--quick]`.
//!
//! A ratio is the peer's time by ours: above 1 Ringfence is faster.

#[cfg(feature = "decisions")]
use ringfence_bench::decisions;
use ringfence_bench::lists;

fn main() -> Result<(), String> {
    let (mut what, mut quick) = ("all".to_owned(), false);
    for word in std::env::args().skip(1) {
        match word.as_str() {
            "lists" | "decisions" | "all" => what = word,
            "--quick" => quick = true,
            _ => return Err(format!("usage: [lists|decisions|all] [--quick], not {word}")),
        }
    }
    if what != "decisions" {
        lists::measure(quick);
    }
    #[cfg(feature = "decisions")]
    if what != "lists" {
        decisions::measure(quick);
    }
    Ok(())
}
