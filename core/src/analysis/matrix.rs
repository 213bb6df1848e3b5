//! Who reaches whom, for every pair of a list: a row at a time.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::{Analysis, Depth, NOWHERE, Sets, show, too_large, verdict};
use crate::answer::{Matrix, MatrixBy, MatrixEnd, MatrixRow, ShownProblem, Verdict};
use crate::estate::{Expr, SegmentId, Selector, ServiceSet, ServiceTerm, SetExpr, Traffic};
use crate::intent::{Asked, Points, Sent};
use crate::ordered::{Register, Set};
use crate::origin::Origin;
use crate::reach::TooLarge;
use crate::source::Place;
use crate::space::Spaces;
use crate::topology::{self, End};

/// What stands before a service to make it a question.
const BEFORE_SERVICE: &str = "any -> any : ";

impl Analysis {
    /// The rows, and columns, of a matrix: the internet, then what `by` says, in the order written.
    #[must_use]
    pub fn matrix(&self, by: MatrixBy) -> Matrix {
        let ends = self.entries(by).into_iter().map(|entry| MatrixEnd {
            kind: entry.kind,
            label: entry.label,
            selector: self.estate().written(&entry.set),
            place: entry.place,
        });
        Matrix { by, ends: ends.collect() }
    }

    /// The verdict of the question from row number `row` of the [`matrix`](Self::matrix) to each column: by `service` as a
    /// question writes it (`tcp 443`), else by every protocol. A row that is not there has no cells.
    ///
    /// # Errors
    /// What is wrong with `service`, with places in it as in a text named `question`; or that the row as a whole would
    /// take more work than an answer may, though one of its cells alone might not.
    pub fn matrix_row(
        &self,
        by: MatrixBy,
        row: usize,
        service: Option<&str>,
    ) -> Result<MatrixRow, Vec<ShownProblem>> {
        let service = service.map_or_else(|| Ok(every_protocol()), |text| self.service(text))?;
        let entries = self.entries(by);
        let Some(from) = entries.get(row) else { return Ok(MatrixRow { cells: Vec::new() }) };
        let spaces = &mut self.spaces();
        let evaluator = self.evaluator();
        let points = evaluator.points();
        let sent = evaluator.sent(spaces, &evaluator.senders(&points.find(&from.set)), &service);
        let columns: Vec<Points> = entries.iter().map(|entry| points.find(&entry.set)).collect();
        // Whether a flow is delivered and answered hangs on that flow alone: one evaluation does for all columns.
        let all = Asked::of(spaces, &sent, columns.iter().cloned().collect());
        let too_large = |error| vec![show::of_question(&too_large(NOWHERE, error))];
        let sets = evaluator.evaluate(spaces, &all, Depth::Replies).map_err(too_large)?;
        let cells = columns.into_iter().map(|to| cell(spaces, &sent, to, &sets)).collect();
        TooLarge::check(spaces).map_err(too_large)?;
        Ok(MatrixRow { cells })
    }

    fn service(&self, text: &str) -> Result<ServiceSet, Vec<ShownProblem>> {
        let question = format!("{BEFORE_SERVICE}{text}");
        self.flow(&question, BEFORE_SERVICE.len() as u32).map(|flow| flow.service)
    }

    fn entries(&self, by: MatrixBy) -> Vec<Entry> {
        let estate = self.estate();
        let mut entries = vec![Entry {
            kind: "internet".to_owned(),
            label: "internet".to_owned(),
            set: topology::one(Selector::Internet),
            place: None,
        }];
        match by {
            MatrixBy::Segment => entries.extend(self.segments()),
            MatrixBy::Subnet => entries.extend(self.ends(&by_itself(topology::subnets(estate)))),
            MatrixBy::Machines => entries.extend(self.ends(&topology::machines(estate))),
            MatrixBy::Endpoint => entries.extend(self.ends(&by_itself(topology::endpoints(estate)))),
        }
        entries
    }

    fn segments(&self) -> impl Iterator<Item = Entry> {
        let segments = self.estate().segments.iter().zip(0..);
        segments.map(|(segment, index)| Entry {
            kind: "segment".to_owned(),
            label: segment.name.clone(),
            set: topology::one(Selector::Segment(SegmentId(index))),
            place: self.place_of(&segment.origin),
        })
    }

    /// Ends that are alike as one entry each. Labels that several would have are full names instead.
    fn ends(&self, classes: &[Vec<End>]) -> Vec<Entry> {
        let mut seen: Register<&str, ()> = Register::new();
        let labels = classes.iter().filter_map(|class| Some(class.first()?.label.as_str()));
        let again: Set<&str> = labels.filter(|label| seen.insert(label, ()).is_some()).collect();
        let entries = classes.iter().filter_map(|class| {
            let first = class.first()?;
            let object = self.estate().object(first.object)?;
            let label = match again.contains(&first.label.as_str()) {
                false => first.label.clone(),
                true => self.estate().path(first.object),
            };
            let more = class.len().saturating_sub(1);
            Some(Entry {
                kind: object.kind.to_owned(),
                label: if more == 0 { label } else { format!("{label} and {more} more") },
                set: Expr {
                    union: class.iter().flat_map(|end| end.set.union.clone()).collect(),
                    except: Vec::new(),
                },
                place: self.place_of(&object.origin),
            })
        });
        entries.collect()
    }

    fn place_of(&self, origin: &Origin) -> Option<Place> {
        origin.location().and_then(|location| location.place(self.sources()))
    }
}

fn by_itself(ends: Vec<End>) -> Vec<Vec<End>> {
    ends.into_iter().map(|end| vec![end]).collect()
}

/// A row and column, as a set.
struct Entry {
    kind: String,
    label: String,
    set: SetExpr,
    place: Option<Place>,
}

/// The verdict of the question about these points, which are among those that `sets` are about; `None` where it
/// asks nothing.
fn cell(spaces: &mut Spaces, sent: &[Sent], to: Points, sets: &Sets) -> Option<Verdict> {
    let asked = Asked::of(spaces, sent, to);
    (!asked.any.is_empty()).then(|| verdict(spaces, &asked, sets))
}

/// What a question without a service asks about.
fn every_protocol() -> ServiceSet {
    Expr { union: vec![vec![ServiceTerm::Traffic(Traffic::Any)]], except: Vec::new() }
}
