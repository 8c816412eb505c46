use std::collections::HashMap;

use db::{Engine, Migrations, args};

use crate::TestDb;

/// The whole schema as one text, the way SQLite holds it after `migrations`: each table and index with the comments that
/// stand with it in its step. A column of a later step stands below its table, as that step added it: SQLite would squeeze
/// it into the line of the column before, and lose what is said of it. A test keeps `docs/schema.sql` equal to this, so
/// that a newcomer reads one file and not a history.
///
/// # Panics
/// When a migration does not apply.
pub fn schema_text(migrations: &[Migrations]) -> String {
    let t = TestDb::new(Engine::Sqlite, migrations);
    // The runner's own tables, `schema_<part>`, say nothing of the house.
    let sql = "SELECT name, sql FROM sqlite_master
        WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
            AND tbl_name NOT LIKE 'schema\\_%' ESCAPE '\\'
        ORDER BY rowid";
    let read = t.db.read_now(|c| {
        c.query(sql, args![], |row| {
            Ok((row.at::<String>(0)?, row.at::<String>(1)?))
        })
    });
    let statements = read.unwrap_or_else(|error| panic!("{error}"));
    let words = Words::of(migrations);
    let mut text = "-- Made from the migrations by a test; `cargo xtask schema` rewrites it.\n\
        -- The types are SQLite's: INTEGER is BIGINT on PostgreSQL, BLOB is BYTEA, REAL is DOUBLE PRECISION.\n"
        .to_owned();
    for (name, sql) in statements {
        text.push('\n');
        text.push_str(&words.statement(&name, sql));
    }
    text
}

/// What the steps say that SQLite does not keep.
#[derive(Default)]
struct Words {
    /// The comment above a table, an index or a trigger, by its name.
    above: HashMap<&'static str, Vec<&'static str>>,
    /// The columns that a table got later, by its name.
    later: HashMap<&'static str, Vec<Column>>,
}

/// A column of a later step.
struct Column {
    above: Vec<&'static str>,
    line: &'static str,
    definition: &'static str,
}

impl Words {
    fn of(migrations: &[Migrations]) -> Self {
        let mut words = Self::default();
        for step in migrations.iter().flat_map(|part| part.steps) {
            let mut above = Vec::new();
            for line in step.sql.lines() {
                // `-- @sqlite` and its like are for the runner.
                if line.starts_with("--") && !line.starts_with("-- @") {
                    above.push(line);
                    continue;
                }
                let above = std::mem::take(&mut above);
                if let Some((table, definition)) = added(line) {
                    words.later.entry(table).or_default().push(Column {
                        above,
                        line,
                        definition,
                    });
                } else if let Some(name) = made(line) {
                    words.above.insert(name, above);
                }
            }
        }
        words
    }

    /// The statement `sql`, which makes `name`, with all that the steps say of it.
    fn statement(&self, name: &str, mut sql: String) -> String {
        let mut lines: Vec<String> = Vec::new();
        let above = self.above.get(name).into_iter().flatten();
        lines.extend(above.map(|line| (*line).to_owned()));
        let mut below = Vec::new();
        for column in self.later.get(name).into_iter().flatten() {
            let definition = column
                .definition
                .replace("BIGINT", "INTEGER")
                .replace("DOUBLE", "REAL");
            let squeezed = format!(", {definition}");
            // One that a still later step took away again is not there.
            if !sql.contains(&squeezed) {
                continue;
            }
            sql = sql.replacen(&squeezed, "", 1);
            below.extend(column.above.iter().map(|line| (*line).to_owned()));
            below.push(column.line.replacen(column.definition, &definition, 1));
        }
        lines.push(sql + ";");
        lines.extend(below);
        lines.join("\n") + "\n"
    }
}

/// The table and the definition of a column that this line adds.
fn added(line: &str) -> Option<(&str, &str)> {
    let (table, after) = line
        .strip_prefix("ALTER TABLE ")?
        .split_once(" ADD COLUMN ")?;
    let (definition, _) = after.split_once(';')?;
    Some((table, definition))
}

/// The name of what this line begins to make.
fn made(line: &str) -> Option<&str> {
    let mut words = line.strip_prefix("CREATE ")?.split_whitespace();
    words.find(|word| matches!(*word, "TABLE" | "INDEX" | "TRIGGER"))?;
    words.next()
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEPS: &[db::Migration] = &[
        db::Migration {
            name: "V1__a",
            sql: "-- Of steps.\n\n-- Whoever comes.\nCREATE TABLE a (\n  id BIGINT NOT NULL -- who\n) STRICT;",
        },
        db::Migration {
            name: "V2__b",
            sql: "-- Since when,\n-- and what else.\nALTER TABLE a ADD COLUMN at BIGINT; -- NULL: not known\n\
                ALTER TABLE a ADD COLUMN b TEXT;\n-- @sqlite\nCREATE INDEX a_b ON a (b);",
        },
    ];

    #[test]
    fn the_schema_is_what_all_steps_come_to_and_keeps_their_words() {
        let part = Migrations {
            part: "probe",
            steps: STEPS,
        };
        let text = schema_text(&[part]);
        let (_, tables) = text.split_once("\n\n").unwrap();
        let wanted = "-- Whoever comes.\nCREATE TABLE a (\n  id INTEGER NOT NULL -- who\n) STRICT;\n\
            -- Since when,\n-- and what else.\nALTER TABLE a ADD COLUMN at INTEGER; -- NULL: not known\n\
            ALTER TABLE a ADD COLUMN b TEXT;\n\nCREATE INDEX a_b ON a (b);\n";
        assert_eq!(tables, wanted);
    }
}
