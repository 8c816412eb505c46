//! The systems of the house. This array is the whole wiring.

use web::System;

/// Every system, in the order of the rail.
pub(crate) fn all() -> Vec<System> {
    vec![pids::system()]
}

/// The schema of the floor and of every system.
pub(crate) fn migrations() -> Vec<db::Migrations> {
    let floor = [
        journal::migrations(),
        access::migrations(),
        blobs::migrations(),
    ];
    floor
        .into_iter()
        .chain(all().into_iter().map(|system| system.migrations))
        .collect()
}
