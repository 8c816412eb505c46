use db::{Engine, Migrations, args};

use crate::TestDb;

/// The whole schema as one text, the way SQLite holds it after `migrations`: each table and index
/// with the comments that explain its columns. A test keeps `docs/schema.sql` equal to it, so that a
/// newcomer reads one file and not a history.
///
/// # Panics
/// When a migration does not apply.
pub fn schema_text(migrations: &[Migrations]) -> String {
    let t = TestDb::new(Engine::Sqlite, migrations);
    // The runner's own tables, `schema_<part>`, say nothing of the house.
    let sql = "SELECT sql FROM sqlite_master
        WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
            AND tbl_name NOT LIKE 'schema\\_%' ESCAPE '\\'
        ORDER BY rowid";
    let read =
        t.db.read_now(|c| c.query(sql, args![], |row| row.at::<String>(0)));
    let statements = read.unwrap_or_else(|error| panic!("{error}"));
    let mut text = "-- Made from the migrations by a test; `cargo xtask schema` rewrites it.\n\
        -- The types are SQLite's: INTEGER is BIGINT on PostgreSQL, BLOB is BYTEA, REAL is DOUBLE PRECISION.\n"
        .to_owned();
    for statement in statements {
        text.push('\n');
        text.push_str(&statement);
        text.push_str(";\n");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_is_what_all_steps_come_to() {
        const STEPS: &[db::Migration] = &[
            db::Migration {
                name: "V1__a",
                sql: "CREATE TABLE a (\n  id BIGINT NOT NULL -- who\n) STRICT;",
            },
            db::Migration {
                name: "V2__b",
                sql: "ALTER TABLE a ADD COLUMN b TEXT;\nCREATE INDEX a_b ON a (b);",
            },
        ];
        let part = Migrations {
            part: "probe",
            steps: STEPS,
        };
        let text = schema_text(&[part]);
        assert!(text.contains("-- who"), "{text}");
        assert!(text.contains("b TEXT"), "{text}");
        assert!(text.ends_with("CREATE INDEX a_b ON a (b);\n"), "{text}");
        assert!(!text.contains("schema_probe"), "{text}");
    }
}
