use std::time::Instant;
use ringfence::answer::Progress;
use ringfence::{Analysis, Source, parse};
use ringfence_bench::estate::{Size, text};
fn all(a: &mut Analysis) { while matches!(a.step(u64::MAX), Progress::Pending{..}) {} }
fn main() {
    let text = text(1, Size::LARGE);
    let read = |t: &str| parse(vec![Source::new("a.fence", t.to_owned()).unwrap()]);
    let t = Instant::now();
    let mut analysis = Analysis::new(read(&text));
    all(&mut analysis);
    println!("fresh with parse {:?}", t.elapsed());
    let mut current = text.clone();
    let mut edits: Vec<(&str, String)> = vec![];
    for k in 0..4 {
        let at = current.match_indices("ingress tcp 443 from g").nth(7 + 13*k).unwrap().0;
        current.replace_range(at..at+15, "ingress tcp 444");
        edits.push(("rule", current.clone()));
        let at = current.match_indices("from g7;").nth(3+5*k).unwrap().0;
        current.replace_range(at..at+8, "from g8;");
        edits.push(("peer", current.clone()));
        let at = current.match_indices("{ 0.0.0.0/0 -> nat }").nth(3*k+1).unwrap().0;
        current.replace_range(at..at+20, "{ 0.0.0.0/0 -> nat; 20.0.0.0/8 -> igw }");
        edits.push(("route", current.clone()));
        let at = current.match_indices("security-group g5 }").nth(4*k+1).unwrap().0;
        current.replace_range(at..at+19, "security-group g6 }");
        edits.push(("attach", current.clone()));
    }
    for (name, text) in edits {
        let t = Instant::now();
        let p = read(&text);
        let parse = t.elapsed();
        let p2 = p.clone();
        let t = Instant::now();
        analysis = analysis.edited(p);
        let edited = t.elapsed();
        let kept = format!("{:?}", analysis.step(0));
        let t = Instant::now();
        all(&mut analysis);
        let steps = t.elapsed();
        let t = Instant::now();
        let mut fresh = Analysis::new(p2);
        all(&mut fresh);
        let fresh = t.elapsed();
        println!("{name}: parse {parse:?} edited {edited:?} steps {steps:?} {kept} fresh {fresh:?} ratio {:.1}%", 100.0 * (edited + steps).as_secs_f64() / fresh.as_secs_f64());
    }
}
