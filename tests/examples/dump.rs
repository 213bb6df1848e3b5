use ringfence::{Analysis, Severity, Source, parse};
use ringfence_tests::hostile::SHAPES;
fn main() {
    for s in SHAPES {
        let t = std::time::Instant::now();
        let text = (s.text)(2000);
        let a = Analysis::new(parse(vec![Source::new("a", text.clone()).unwrap()]));
        let r = a.check();
        let p = a.problems();
        match p.iter().find(|p| p.severity == Severity::Error) {
            Some(p) => {
                let at: String = text[p.place.start.offset as usize..p.place.end.offset as usize]
                    .chars()
                    .take(24)
                    .collect();
                println!(
                    "{}\t{:?}\t{}\t{:?}\t{:.2}",
                    s.name,
                    p.code,
                    p.place.start.offset,
                    at,
                    t.elapsed().as_secs_f64()
                )
            }
            None => println!(
                "{}\tNONE\t{}/{}/{}\t\t{:.2}",
                s.name,
                r.summary.hold,
                r.summary.fail,
                r.summary.unknown,
                t.elapsed().as_secs_f64()
            ),
        }
    }
}
