//! The lists that are measured, and what comes of them.

use std::time::Duration;

use crate::built::Built;
use crate::list::List;
use crate::order::Order;
use crate::peer::{biodivine, oxidd};
use crate::{classbench, generate, measure, ours};

const SEED: u64 = 1;

/// How long a builder may take for one list.
const TIME: Duration = Duration::from_mins(1);

/// Measures every list and prints a line for each peer; of each family of many only the first when `quick`.
pub fn measure(quick: bool) {
    println!(
        "{:<18} {:<10} {:>12} {:>12} {:>8} {:>10} {:>12} {:>12} {:<5} peer's plan",
        "list", "peer", "ours ms", "peer ms", "ratio", "nodes", "ours bytes", "peer bytes", "equal",
    );
    match classbench::read(classbench::ACL1) {
        Some(list) => line("classbench acl1", &list),
        None => println!("The list of ClassBench is not measured: there is no {}.", classbench::ACL1),
    }
    let kept = |sizes: &'static [usize]| sizes.iter().copied().take(if quick { 1 } else { usize::MAX });
    for rules in kept(&[1000, 2000, 4000, 8000, 16_000, 32_000]) {
        line(&format!("acl {rules}"), &generate::acl(SEED, rules));
    }
    for rules in kept(&[1000, 2000, 4000, 8000]) {
        line(&format!("firewall {rules}"), &generate::firewall(SEED, rules));
    }
    line("group 10000", &generate::group(SEED, 10_000));
    line("slabs 300", &generate::slabs(SEED, 300));
    line("bits 4", &generate::bits(SEED, 4));
    line("odd ports 10000", &generate::odd_ports(10_000));
    line("chain 1000", &generate::chain(SEED, 1000));
}

fn line(name: &str, list: &List) {
    let (runs, choices) = if list.len() <= 2000 { (9, 3) } else { (3, 1) };
    let ours = |_| ours::build(list);

    let plan =
        measure::choose(oxidd::Plan::all(), choices, TIME, |plan, limit| oxidd::build(list, plan, limit));
    let order = measure::choose(Order::ALL.into_iter(), choices, TIME, |order, limit| {
        biodivine::build(list, order, limit)
    });
    let [ours, oxidd, biodivine] = measure::best(
        runs,
        TIME,
        [&ours, &|limit| oxidd::build(list, plan.as_ref()?.0, limit), &|limit| {
            biodivine::build(list, order.as_ref()?.0, limit)
        }],
    );
    row(name, "oxidd", ours.as_ref(), oxidd.as_ref(), plan.map(|(plan, _)| plan.name()));
    row(name, "biodivine", ours.as_ref(), biodivine.as_ref(), order.map(|(order, _)| order.name()));
}

fn row(list: &str, peer: &str, ours: Option<&Built>, theirs: Option<&Built>, plan: Option<String>) {
    let milliseconds = |built: &Built| format!("{:.2}", built.time.as_secs_f64() * 1e3);
    let time = |built: Option<&Built>| built.map_or_else(|| "gave up".to_owned(), milliseconds);
    let number = |number: Option<usize>| number.map_or_else(|| "-".to_owned(), |number| number.to_string());
    let bytes = |built: Option<&Built>| number(built.and_then(|built| built.bytes));
    let (ratio, equal) = match (ours, theirs) {
        (Some(ours), Some(theirs)) => (
            format!("{:.2}", theirs.time.as_secs_f64() / ours.time.as_secs_f64()),
            if ours.count == theirs.count { "yes" } else { "NO" },
        ),
        _ => ("-".to_owned(), "-"),
    };
    println!(
        "{list:<18} {peer:<10} {:>12} {:>12} {ratio:>8} {:>10} {:>12} {:>12} {equal:<5} {}",
        time(ours),
        time(theirs),
        number(theirs.and_then(|built| built.nodes)),
        bytes(ours),
        bytes(theirs),
        plan.unwrap_or_default(),
    );
}
