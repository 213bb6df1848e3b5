use ringfence::{Source, parse};
use ringfence_tests::estates::Dice;
use std::time::Instant;
const WORDS: &[&str] = &[
    "a",
    "1",
    "0",
    ".",
    ":",
    "::",
    "/",
    "-",
    "->",
    "=",
    "\"",
    "'",
    "“",
    "‘",
    "`",
    ",",
    ";",
    "&",
    "(",
    ")",
    "{",
    "}",
    "\n",
    "\n ",
    "\n  ",
    " ",
    "\t",
    "#",
    "\\",
    "\\u{",
    "%",
    "@",
    "except ",
    "from ",
    "because ",
    "10.0.0.0",
    "/8",
    "1.1.1.1",
    "f",
    "é",
    "\u{301}",
    "\u{202e}",
    "\u{a0}",
    "→",
    "–",
    "network ",
    "vpc ",
    "segment ",
    "tag ",
    "deny ",
    "test ",
    "tcp ",
    "443",
    "internet ",
    "any ",
    "aws ",
    "on ",
    "in ",
    "subnet ",
    "and ",
    "or ",
    "1:",
    "a=b",
    "id ",
];
fn main() {
    let seed: u64 = std::env::args().nth(1).unwrap().parse().unwrap();
    let secs: f64 = std::env::args().nth(2).unwrap().parse().unwrap();
    let mut dice = Dice::new(seed);
    let start = Instant::now();
    let time = |motif: &str, pre: &str, bytes: usize| {
        let text = format!("{pre}{}", motif.repeat(bytes / motif.len()));
        let src = Source::new("a", text).unwrap();
        let t = Instant::now();
        let p = parse(vec![src]);
        let t = t.elapsed().as_secs_f64();
        std::mem::forget(p);
        t
    };
    let mut n = 0;
    let mut worst: Vec<(f64, f64, String)> = vec![];
    while start.elapsed().as_secs_f64() < secs {
        let k = 1 + dice.below(6);
        let motif: String = (0..k).map(|_| dice.one(WORDS)).collect();
        let pre = if dice.percent(50) { "network n on aws { vpc main 10.0.0.0/16 { " } else { "" };
        let a = time(&motif, pre, 20_000);
        let b = time(&motif, pre, 80_000);
        n += 1;
        if b > 0.08 && b / a > 7.0 {
            worst.push((b, b / a, format!("{pre:.3} {motif:?}")));
        } else if b > 0.3 {
            worst.push((b, b / a, format!("SLOW {pre:.3} {motif:?}")));
        }
    }
    worst.sort_by(|a, b| b.0.total_cmp(&a.0));
    println!("{n} motifs, {} suspicious", worst.len());
    for w in worst.iter().take(25) {
        println!("{:.3} s x{:.1} {}", w.0, w.1, w.2);
    }
}
