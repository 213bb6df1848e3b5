//! Who reaches whom, as a grid.

use ringfence::answer::{Matrix, MatrixRow, Verdict};

use super::sheet::{BOLD, DIM, Sheet, clean, paint, verdict_style};

/// A row for each sender, numbered like the columns.
pub(crate) fn matrix(matrix: &Matrix, rows: &[MatrixRow]) -> String {
    let mut sheet = Sheet::default();
    let labels: Vec<String> = matrix.ends.iter().map(|end| clean(&end.label)).collect();
    let number = |index: usize| index.saturating_add(1).to_string();
    let wide = number(labels.len()).len().max(2);
    let name = labels.iter().map(|label| label.chars().count()).chain([CORNER.len()]).max().unwrap_or(0);
    let heads: String = (0..labels.len()).map(|index| format!(" {:>wide$}", number(index))).collect();
    sheet.line(0, paint(BOLD, format_args!("{:>wide$}  {:name$} {heads}", "", CORNER)));
    for ((index, label), row) in labels.iter().enumerate().zip(rows) {
        let cells: String = row
            .cells
            .iter()
            .map(|cell| {
                let (sign, style) =
                    cell.map_or((" ", DIM), |verdict| (sign(verdict), verdict_style(verdict)));
                format!(" {}{}", " ".repeat(wide.saturating_sub(1)), paint(style, sign))
            })
            .collect();
        let gap = " ".repeat(name.saturating_sub(label.chars().count()));
        sheet.line(0, format_args!("{:>wide$}  {label}{gap} {cells}", number(index)));
    }
    sheet.gap();
    let legend =
        Verdict::ALL.map(|verdict| format!("{} {verdict}", paint(verdict_style(verdict), sign(verdict))));
    sheet.line(0, legend.join("   "));
    sheet.into_text()
}

/// What stands above the labels and before the numbers.
const CORNER: &str = "from \\ to";

/// A verdict in one column, told apart without colours.
const fn sign(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Reachable => "●",
        Verdict::Partly => "◐",
        Verdict::OneWay => "→",
        Verdict::Blocked => "·",
        Verdict::Unknown => "?",
    }
}
