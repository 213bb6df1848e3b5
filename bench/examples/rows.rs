use std::time::Instant;
use ringfence::answer::Progress;
use ringfence::{Analysis, Source, parse};
use ringfence_bench::estate::{Size, text};
fn main() {
    let size = match std::env::args().nth(1).as_deref() { Some("ten") => Size::LARGE.ten_times(), Some("small") => Size{vpcs:4,services:20,rules:25,machines:200}, _ => Size::LARGE };
    let text = text(1, size);
    let parsed = parse(vec![Source::new("a.fence", text).unwrap()]);
    let t = Instant::now();
    let mut analysis = Analysis::new(parsed);
    println!("new {:?}", t.elapsed());
    for round in 0..2 {
    for q in ["any -> any : tcp 443", "any -> any", "bench.v3.m5-0 -> bench.v3.m6-0 : tcp 443", "bench.v3.m5-0 -> any"] {
        let t = Instant::now();
        let answer = analysis.ask(q);
        let s = format!("{answer:?}");
        println!("{q}: {:?} {}", t.elapsed(), &s[..s.len().min(120)]);
    }
    if round == 0 {
        let t = Instant::now();
        let mut steps = 0;
        while let Progress::Pending{..} = analysis.step(100_000) { steps += 1 }
        println!("rows {:?} in {steps} steps", t.elapsed());
    }
    }
}
