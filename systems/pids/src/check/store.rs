//! The rules between the tables, as queries for what breaks them. Each selects one id column.

use db::{Conn, args};
use kernel::{Result, Uuid};

/// What must be so, and who breaks it.
pub(super) const RULES: &[(&str, &str)] = &[
    (
        "an open custody has a number in its prison",
        "SELECT c.id FROM custody c LEFT JOIN custody_number n ON n.custody = c.id AND n.prison = c.prison \
         AND n.number = c.number WHERE c.ended_at IS NULL AND n.custody IS NULL",
    ),
    (
        "a custody was told to the journal",
        "SELECT c.id FROM custody c WHERE NOT EXISTS (SELECT 1 FROM journal j WHERE j.subject = c.id)",
    ),
    (
        "somebody in a ward has an open placement there",
        "SELECT c.id FROM custody c LEFT JOIN placement p ON p.custody = c.id AND p.to_at IS NULL AND p.ward = c.ward \
         WHERE c.ward IS NOT NULL AND p.id IS NULL",
    ),
    (
        "an open placement belongs to somebody in that ward",
        "SELECT p.custody FROM placement p JOIN custody c ON c.id = p.custody \
         WHERE p.to_at IS NULL AND c.ended_at IS NULL AND (c.ward IS NULL OR c.ward <> p.ward)",
    ),
    (
        "somebody at court, in hospital or between prisons has an open absence",
        "SELECT c.id FROM custody c LEFT JOIN absence a ON a.custody = c.id AND a.to_at IS NULL \
         WHERE c.ended_at IS NULL AND c.state IN ('at_court', 'in_hospital', 'in_transfer') AND a.id IS NULL",
    ),
    (
        "somebody present has no open absence",
        "SELECT c.id FROM custody c JOIN absence a ON a.custody = c.id AND a.to_at IS NULL \
         WHERE c.ended_at IS NULL AND c.state = 'present'",
    ),
    (
        "an ended custody has a state that ends",
        "SELECT id FROM custody WHERE (ended_at IS NULL) <> (state IN ('present', 'at_court', 'in_hospital', 'in_transfer'))",
    ),
    (
        "everybody who is not merged away can be found",
        "SELECT p.id FROM person p LEFT JOIN find_doc d ON d.person = p.id WHERE p.merged_into IS NULL AND d.person IS NULL",
    ),
    (
        "nobody who is merged away is found",
        "SELECT p.id FROM person p JOIN find_doc d ON d.person = p.id WHERE p.merged_into IS NOT NULL",
    ),
    (
        "an admission on the roll has a custody",
        "SELECT id FROM admission WHERE state IN ('on_roll', 'verified') AND custody IS NULL",
    ),
    (
        "an admitted arrival has an admission or was a return",
        "SELECT a.id FROM arrival a LEFT JOIN admission m ON m.arrival = a.id AND m.state <> 'abandoned' \
         WHERE a.state = 'admitted' AND m.id IS NULL AND a.custody IS NULL",
    ),
];

/// The first ids that break a rule.
pub(super) fn breakers(conn: &mut Conn<'_>, sql: &str, max: usize) -> Result<Vec<Uuid>> {
    conn.query(&format!("{sql} LIMIT {max}"), args![], |row| row.at(0))
}
