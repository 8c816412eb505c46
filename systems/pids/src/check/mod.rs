//! What must hold between the tables, for `alor verify`: each line of `store::RULES` is a question
//! whose answer must be "nobody".

mod store;

use db::Conn;
use kernel::Result;

/// Contradictions that one rule lists; the rest are counted with them in the next run.
const SHOWN_MAX: usize = 20;

/// Every contradiction, in words for an operator.
///
/// # Errors
/// Those of the database.
pub fn problems(conn: &mut Conn<'_>) -> Result<Vec<String>> {
    let mut problems = Vec::new();
    for (rule, sql) in store::RULES {
        for id in store::breakers(conn, sql, SHOWN_MAX)? {
            problems.push(format!("{rule}: {id}"));
        }
    }
    Ok(problems)
}
