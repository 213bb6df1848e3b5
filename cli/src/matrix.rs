//! `matrix`: who reaches whom.

use ringfence::answer::{Matrix, MatrixBy, MatrixRow, ShownProblem, Verdict};
use ringfence::{Analysis, Source, parse};
use serde::Serialize;

use crate::args::{By, Format};
use crate::human::{self, Texts};
use crate::{Exit, Output, has_errors, json, unusable};

/// What `--format json` prints.
#[derive(Serialize)]
struct Shown<'a> {
    #[serde(flatten)]
    matrix: &'a Matrix,
    service: Option<&'a str>,
    rows: &'a [MatrixRow],
    problems: &'a [ShownProblem],
}

/// The verdict of every pair, as `format` shows it.
pub(crate) fn run(
    sources: &[Source],
    by: By,
    service: Option<&str>,
    format: Format,
) -> serde_json::Result<Output> {
    let analysis = Analysis::new(parse(sources.to_vec()));
    let matrix = analysis.matrix(by.into());
    let problems = analysis.problems();
    let mut rows = Vec::new();
    for row in 0..matrix.ends.len() {
        match analysis.matrix_row(matrix.by, row, service) {
            Ok(cells) => rows.push(cells),
            Err(refused) => {
                let asked = service.and_then(|service| Source::new(crate::ask::QUESTION, service).ok());
                let texts = Texts::of(sources.iter().chain(&asked));
                let stderr = human::problems(&refused, &texts);
                return Ok(Output { stdout: String::new(), stderr, exit: Exit::Unusable });
            }
        }
    }
    let stdout = match format {
        Format::Human => human::matrix(&matrix, &rows),
        Format::Json => json::shared(&Shown { matrix: &matrix, service, rows: &rows, problems: &problems })?,
        Format::Csv => match csv(&matrix, &rows) {
            Ok(text) => text,
            Err(error) => return Ok(unusable([error])),
        },
        Format::Markdown => markdown(&matrix, &rows),
        Format::Html => html(&matrix, &rows, service),
        Format::Sarif | Format::Junit | Format::Github => String::new(),
    };
    let exit = if has_errors(&problems) { Exit::Unusable } else { Exit::Clean };
    let stderr = match format {
        Format::Json => String::new(),
        _ => human::problems(&problems, &Texts::of(sources)),
    };
    Ok(Output { stdout, stderr, exit })
}

impl From<By> for MatrixBy {
    fn from(by: By) -> Self {
        match by {
            By::Segment => Self::Segment,
            By::Subnet => Self::Subnet,
            By::Machines => Self::Machines,
            By::Endpoint => Self::Endpoint,
        }
    }
}

/// What stands in a cell: the verdict's word, nothing where there is nothing to ask.
fn word(cell: Option<Verdict>) -> &'static str {
    cell.map_or("", Verdict::as_str)
}

/// A row for each sender, a column for each receiver (RFC 4180).
fn csv(matrix: &Matrix, rows: &[MatrixRow]) -> Result<String, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let labels = || matrix.ends.iter().map(|end| end.label.as_str());
    writer.write_record(std::iter::once("from").chain(labels()))?;
    for (label, row) in labels().zip(rows) {
        writer.write_record(std::iter::once(label).chain(row.cells.iter().map(|cell| word(*cell))))?;
    }
    let bytes = writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn markdown(matrix: &Matrix, rows: &[MatrixRow]) -> String {
    let labels = || matrix.ends.iter().map(|end| escaped(&end.label).replace('|', "&#124;"));
    let mut text = format!("| from \\ to | {} |\n", labels().collect::<Vec<_>>().join(" | "));
    text.push_str(&format!("|---|{}\n", "---|".repeat(matrix.ends.len())));
    for (label, row) in labels().zip(rows) {
        let cells: Vec<&str> = row.cells.iter().map(|cell| word(*cell)).collect();
        text.push_str(&format!("| **{label}** | {} |\n", cells.join(" | ")));
    }
    text
}

/// A page by itself.
fn html(matrix: &Matrix, rows: &[MatrixRow], service: Option<&str>) -> String {
    let title = format!("Who reaches whom: {}", escaped(service.unwrap_or("every protocol")));
    let heads: String =
        matrix.ends.iter().map(|end| format!("<th scope=\"col\">{}</th>", escaped(&end.label))).collect();
    let mut body = String::new();
    for (end, row) in matrix.ends.iter().zip(rows) {
        let cells: String =
            row.cells.iter().map(|cell| format!("<td class=\"{0}\">{0}</td>", word(*cell))).collect();
        body.push_str(&format!("<tr><th scope=\"row\">{}</th>{cells}</tr>\n", escaped(&end.label)));
    }
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>{title}</title>\n<style>{STYLE}</style>\n\
         <h1>{title}</h1>\n<table>\n<thead><tr><th scope=\"col\">from \\ to</th>{heads}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n</html>\n"
    )
}

/// Each verdict by its word and by a colour, light and dark.
const STYLE: &str = "
:root { color-scheme: light dark; font-family: system-ui, sans-serif }
table { border-collapse: collapse } th, td { border: 1px solid #8886; padding: .35em .6em; text-align: left }
thead th { vertical-align: bottom } td { text-align: center }
.reachable { background: #2e7d3233 } .partly, .one-way { background: #f9a82533 } .blocked { opacity: .6 } .unknown { background: #7b1fa233 }
";

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
