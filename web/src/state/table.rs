//! A matrix that fills a row at a time.

use std::rc::Rc;

use ringfence::answer::{MatrixBy, MatrixEnd, ShownProblem, Verdict};

use crate::same::Same;

/// Which matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TableKey {
    pub(crate) by: MatrixBy,
    pub(crate) service: Rc<str>,
}

/// The matrices that are there: few.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tables(Vec<(TableKey, Same<Table>)>);

impl Tables {
    pub(crate) fn get(&self, key: &TableKey) -> Option<&Same<Table>> {
        self.0.iter().find(|(other, _)| other == key).map(|(_, table)| table)
    }

    pub(crate) fn get_mut(&mut self, key: &TableKey) -> Option<&mut Same<Table>> {
        self.0.iter_mut().find(|(other, _)| other == key).map(|(_, table)| table)
    }

    /// In the place of what was there.
    pub(crate) fn add(&mut self, key: TableKey, table: Table) {
        self.0.retain(|(other, _)| *other != key);
        self.0.push((key, Same::new(table)));
    }

    /// Forgets all that are not of this revision.
    pub(crate) fn forget_but(&mut self, revision: u32) {
        self.0.retain(|(_, table)| table.revision == revision);
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }
}

/// A matrix that fills a row at a time.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub(crate) revision: u32,
    pub(crate) ends: Rc<[MatrixEnd]>,
    /// As many as ends; `None` has not been asked yet.
    rows: Vec<Option<Rc<Row>>>,
    /// Why there are no more rows: what is wrong with the service.
    pub(crate) problems: Vec<ShownProblem>,
}

/// The verdicts of a row; `None` where there is nothing to ask.
pub(crate) type Row = Vec<Option<Verdict>>;

impl Table {
    /// A matrix of these rows and columns, without a cell.
    pub(crate) fn new(revision: u32, ends: Vec<MatrixEnd>) -> Self {
        let rows = vec![None; ends.len()];
        Self { revision, ends: ends.into(), rows, problems: Vec::new() }
    }

    /// The row at `index`, once it is there.
    pub(crate) fn row(&self, index: usize) -> Option<&Rc<Row>> {
        self.rows.get(index)?.as_ref()
    }

    /// How many rows are there.
    pub(crate) fn filled(&self) -> usize {
        self.rows.iter().flatten().count()
    }

    /// The first row that is missing; of `only` that one, if it is.
    pub(crate) fn missing(&self, only: Option<usize>) -> Option<usize> {
        if !self.problems.is_empty() {
            return None;
        }
        let mut rows = self.rows.iter().enumerate().filter(|(_, row)| row.is_none()).map(|(index, _)| index);
        rows.find(|&row| only.is_none_or(|only| only == row))
    }

    /// The row of what a question names so.
    pub(crate) fn row_of(&self, selector: &str) -> Option<usize> {
        self.ends.iter().position(|end| end.selector == selector)
    }

    /// Puts an answer into its row.
    pub(crate) fn fill(&mut self, index: usize, cells: Row) {
        if let Some(row) = self.rows.get_mut(index) {
            *row = Some(Rc::new(cells));
        }
    }
}
