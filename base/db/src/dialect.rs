//! What differs between the engines, kept to word replacements: column types in migrations, and
//! sections that only one engine reads.

use crate::Engine;

/// Turns the portable text of a migration into the engine's own. A line `-- @sqlite`, `-- @postgres`
/// or `-- @both` says for whom the following lines are.
pub(crate) fn migration(sql: &str, engine: Engine) -> String {
    let mut mine = true;
    let mut out = String::with_capacity(sql.len());
    for line in sql.lines() {
        match line.trim() {
            "-- @both" => mine = true,
            "-- @sqlite" => mine = engine == Engine::Sqlite,
            "-- @postgres" => mine = engine == Engine::Postgres,
            _ if mine => {
                out.push_str(&translate(line, engine));
                out.push('\n');
            }
            _ => {}
        }
    }
    out
}

fn translate(line: &str, engine: Engine) -> String {
    let (code, comment) = match line.find("--") {
        Some(at) => line.split_at(at),
        None => (line, ""),
    };
    let words: &[(&str, &str)] = match engine {
        Engine::Sqlite => &[
            ("SERIAL64", "INTEGER PRIMARY KEY AUTOINCREMENT"),
            ("BIGINT", "INTEGER"),
            ("DOUBLE", "REAL"),
        ],
        Engine::Postgres => &[
            (
                "SERIAL64",
                "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
            ),
            ("BLOB", "BYTEA"),
            ("DOUBLE", "DOUBLE PRECISION"),
            (") STRICT, WITHOUT ROWID;", ");"),
            (") STRICT;", ");"),
        ],
    };
    let mut code = code.to_owned();
    for (from, to) in words {
        code = replace_word(&code, from, to);
    }
    code + comment
}

/// Replaces `from` where it is not part of a longer word.
fn replace_word(text: &str, from: &str, to: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(from) {
        let (before, found) = rest.split_at(at);
        let after = found.get(from.len()..).unwrap_or_default();
        let joins = |c: char| c.is_alphanumeric() || c == '_';
        let inside = before.ends_with(joins) && from.starts_with(joins)
            || after.starts_with(joins) && from.ends_with(joins);
        out.push_str(before);
        out.push_str(if inside { from } else { to });
        rest = after;
    }
    out.push_str(rest);
    out
}

/// SQLite numbers its placeholders `?1`, PostgreSQL `$1`.
pub(crate) fn placeholders(sql: &str) -> String {
    sql.replace('$', "?")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_text_two_engines() {
        let sql = "CREATE TABLE a (\n  id BLOB NOT NULL, -- a BLOB\n  n BIGINT,\n  BLOBS TEXT\n) STRICT;\n-- @sqlite\nS\n-- @postgres\nP\n-- @both\nB\n";
        assert_eq!(
            migration(sql, Engine::Postgres),
            "CREATE TABLE a (\n  id BYTEA NOT NULL, -- a BLOB\n  n BIGINT,\n  BLOBS TEXT\n);\nP\nB\n"
        );
        assert_eq!(
            migration(sql, Engine::Sqlite),
            "CREATE TABLE a (\n  id BLOB NOT NULL, -- a BLOB\n  n INTEGER,\n  BLOBS TEXT\n) STRICT;\nS\nB\n"
        );
    }
}
