//! How two filters differ.

use ringfence::answer::{Ends, FlowBox};
use ringfence_diff::{ComparedFilters, Direction, Filter, FilterBox, FilterDifference, FilterPart, Passes};

use super::difference::refused;
use super::sheet::{BOLD, DIM, GOOD, HALF, OPEN, Sheet, clean, paint};
use super::texts::Texts;

/// The most boxes of a part that are shown.
const BOXES: usize = 16;
/// The most addresses or ports of one list that are shown.
const ENTRIES: usize = 6;

/// What is printed, and what is said of the texts beside it.
pub(crate) fn filters(compared: &ComparedFilters, texts: &[Texts<'_>; 2]) -> (String, String) {
    match compared {
        ComparedFilters::Refused(why) => (String::new(), refused(why, texts)),
        ComparedFilters::FilterDifference(difference) => (whole(difference), String::new()),
    }
}

fn whole(difference: &FilterDifference) -> String {
    let mut sheet = Sheet::default();
    sheet.item("first", filter(&difference.first));
    sheet.item("second", filter(&difference.second));
    for part in &difference.parts {
        sheet.gap();
        part_of(&mut sheet, part);
    }
    sheet.gap();
    let result = if difference.equal { "equal: the same packets pass both" } else { "not equal" };
    sheet.line(0, paint(if difference.equal { GOOD } else { HALF }, result));
    sheet.into_text()
}

fn filter(filter: &Filter) -> String {
    let place = filter.place.as_ref().map(|place| format!("   {}", clean(place))).unwrap_or_default();
    format!("{} {}{}", clean(&filter.kind), clean(&filter.name), paint(DIM, place))
}

fn part_of(sheet: &mut Sheet, part: &FilterPart) {
    let (sign, style, words) = match part.passes {
        Passes::FirstOnly => ('-', HALF, "by the first only"),
        Passes::SecondOnly => ('+', GOOD, "by the second only"),
        Passes::Unknown => ('?', OPEN, "perhaps: a rule does not say what it matches"),
    };
    let (direction, word) = match part.direction {
        Direction::Ingress => ("ingress", "from"),
        Direction::Egress => ("egress", "to"),
    };
    sheet.line(
        0,
        format_args!("{}  {}", paint(BOLD, direction), paint(style, format_args!("{sign} {words}"))),
    );
    for one in part.boxes.iter().take(BOXES) {
        sheet.line(4, clean(format_args!("{} {word} {}", traffic(one), peers(one))));
        sheet.line(8, paint(DIM, format_args!("such as {}", clean(&one.packet))));
    }
    match part.boxes.len().saturating_sub(BOXES) {
        0 => {}
        more => sheet.line(4, paint(DIM, format_args!("and {more} more boxes; --format json has them all"))),
    }
}

fn peers(one: &FilterBox) -> String {
    let shown: Vec<String> = one.peers.iter().take(ENTRIES).map(ToString::to_string).collect();
    match one.peers.len().saturating_sub(ENTRIES) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

fn traffic(one: &FilterBox) -> String {
    let ends = || Ends { network: String::new(), name: None, addresses: Vec::new() };
    let flows =
        FlowBox { family: one.family, source: ends(), destination: ends(), traffic: one.traffic.clone() };
    flows.traffic_text(ENTRIES)
}
