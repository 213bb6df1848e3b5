use ringfence::{Analysis, Source, parse};
use ringfence_tests::hostile::SHAPES;
use std::time::{Duration, Instant};

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if args[0] == "one" {
        let n: usize = args[2].parse().unwrap();
        let stack: usize = args[3].parse::<usize>().unwrap() * 1024;
        let stage = args[4].clone();
        let shape = SHAPES.iter().find(|s| s.name == args[1]).unwrap();
        let text = (shape.text)(n);
        let bytes = text.len();
        std::thread::Builder::new().stack_size(stack).spawn(move || {
            let t = Instant::now();
            let parsed = parse(vec![Source::new("a", text).unwrap()]);
            let tp = t.elapsed();
            let problems = parsed.problems.len();
            let weight: usize = parsed.problems.iter().map(|p| p.message.len() + p.help.as_ref().map_or(0, |h| h.len()) + p.fix.as_ref().map_or(0, |h| h.text.len())).sum();
            let first = parsed.problems.first().map(|p| format!("{} {}..{} {:.60}", p.code.as_str(), p.at.span.start, p.at.span.end, p.message));
            print!("{:>9} B {:>7} probl {:>9} chars parse {:>8.3}", bytes, problems, weight, tp.as_secs_f64());
            if stage != "parse" {
                let t = Instant::now();
                let a = Analysis::new(parsed);
                print!(" new {:>8.3}", t.elapsed().as_secs_f64());
                if stage == "check" {
                    let t = Instant::now();
                    let r = a.check();
                    print!(" check {:>8.3} ({} probl)", t.elapsed().as_secs_f64(), r.problems.len());
                }
                if stage == "q" {
                    for q in std::env::args().skip(6) {
                    let t = Instant::now();
                    let r = a.question(&q).and_then(|q| a.reach(&q));
                    print!(" reach {:>8.3} {}", t.elapsed().as_secs_f64(), match r { Ok(a) => format!("{:?} {} boxes", a.verdict, a.delivered.surely.boxes.len()), Err(p) => format!("{:?}", p.iter().map(|p| p.code.as_str()).collect::<Vec<_>>()) });
                    }
                }
                std::mem::forget(a);
            }
            println!(" {}", first.unwrap_or_default());
        }).unwrap().join().unwrap();
        return;
    }
    // measure STAGE BASE TIMEOUT [filter]
    let base: usize = args[1].parse().unwrap();
    let limit = Duration::from_secs_f64(args[2].parse().unwrap());
    let me = std::env::current_exe().unwrap();
    let stack = args.get(4).cloned().unwrap_or("8192".into());
    for shape in SHAPES.iter().filter(|s| args.get(3).is_none_or(|f| s.name.contains(f.as_str()))) {
        println!("== {}", shape.name);
        for k in [1, 2, 4] {
            let mut child = std::process::Command::new(&me)
                .args(["one", shape.name, &(base * k).to_string(), &stack, &args[0]])
                .stderr(std::process::Stdio::piped())
                .spawn()
                .unwrap();
            let t = Instant::now();
            loop {
                if let Some(s) = child.try_wait().unwrap() {
                    if !s.success() {
                        use std::io::Read;
                        let mut e = String::new();
                        child.stderr.take().unwrap().read_to_string(&mut e).unwrap();
                        println!("   !!! {s} {:.300}", e);
                    }
                    break;
                }
                if t.elapsed() > limit {
                    child.kill().unwrap();
                    child.wait().unwrap();
                    println!("   !!! {}x TIMEOUT", k);
                    break;
                }
                std::thread::sleep(Duration::from_millis(5));
            }
        }
    }
}
