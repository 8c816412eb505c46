//! bangla
