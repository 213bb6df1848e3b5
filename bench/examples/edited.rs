use std::time::Instant;
use ringfence::answer::Progress;
use ringfence::{Analysis, Source, parse};
use ringfence_bench::estate::{Size, text};
fn main() {
    let text = text(1, Size::LARGE);
    let read = |t: &str| parse(vec![Source::new("a.fence", t.to_owned()).unwrap()]);
    let n: usize = std::env::args().nth(1).unwrap().parse().unwrap();
    let fresh = std::env::args().nth(2).is_some();
    let p = read(&text);
    let mut analysis = Analysis::new(p.clone());
    if !fresh { while matches!(analysis.step(u64::MAX), Progress::Pending{..}) {} }
    let mut best = std::time::Duration::MAX;
    for _ in 0..n {
        let p = p.clone();
        let t = Instant::now();
        analysis = if fresh { Analysis::new(p) } else { analysis.edited(p) };
        best = best.min(t.elapsed());
    }
    println!("{best:?}");
}
