use std::sync::Arc;

use kernel::{Error, FromValue, Result, Value};

/// One row of a result, the same from either engine.
#[derive(Debug)]
pub struct Row {
    pub(crate) names: Arc<[String]>,
    pub(crate) cells: Vec<Value>,
}

impl Row {
    /// The cell of column `name`.
    ///
    /// # Errors
    /// Corrupt, when the cell holds something else; a bug, when there is no such column.
    pub fn get<T: FromValue>(&self, name: &str) -> Result<T> {
        let cell = self
            .names
            .iter()
            .position(|known| known == name)
            .and_then(|at| self.cells.get(at));
        match cell {
            Some(value) => T::from_value(value).map_err(|error| error.with("column", name)),
            None => Err(Error::bug(format!(
                "no column {name} among {:?}",
                self.names
            ))),
        }
    }

    /// The cell in position `at`, from 0.
    ///
    /// # Errors
    /// As [`Row::get`].
    pub fn at<T: FromValue>(&self, at: usize) -> Result<T> {
        match self.cells.get(at) {
            Some(value) => T::from_value(value),
            None => Err(Error::bug(format!("no column {at} in {:?}", self.names))),
        }
    }

    /// All cells in order, for tools that do not know the columns.
    pub fn cells(&self) -> &[Value] {
        &self.cells
    }

    /// The columns' names in order.
    pub fn names(&self) -> &[String] {
        &self.names
    }
}
