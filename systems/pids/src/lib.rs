//! pids
