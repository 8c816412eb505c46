//! The store against the table: every recorded blob must be there and have its hash.

use db::Db;
use futures_util::TryStreamExt as _;
use futures_util::future::try_join_all;
use kernel::{BlobHash, Kind, Result};
use object_store::ObjectStoreExt as _;
use sha2::{Digest as _, Sha256};

use crate::rows;
use crate::store::{Blobs, missing, place, wait};

/// Blobs that are read at once: a bucket answers each only after a round trip.
const AT_ONCE: usize = 16;

/// What is wrong with a blob.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// It is recorded and not there.
    Missing(BlobHash),
    /// It is there, and its content is not what was recorded.
    Changed(BlobHash),
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Missing(hash) => write!(f, "blob {hash} is missing"),
            Self::Changed(hash) => write!(f, "blob {hash} was changed"),
        }
    }
}

impl Blobs {
    /// Checks every recorded blob, reading each as a stream; tells `report` what is wrong and gives the
    /// number of blobs checked. No connection of `db` is held meanwhile: the files may take hours. Blocks:
    /// call it on a thread that may.
    ///
    /// # Errors
    /// Those of the database; unavailable when the store itself cannot be reached.
    pub fn verify(&self, db: &Db, report: &mut impl FnMut(Problem)) -> Result<u64> {
        let mut checked = 0;
        let mut last = None;
        loop {
            let batch = db.read_now(|conn| rows::hashes_after(conn, last, AT_ONCE))?;
            let Some(newest) = batch.last() else {
                return Ok(checked);
            };
            last = Some(*newest);
            let checks = batch.into_iter().map(|hash| self.check(hash));
            for problem in wait(try_join_all(checks))? {
                checked += 1;
                problem.into_iter().for_each(&mut *report);
            }
        }
    }

    async fn check(&self, hash: BlobHash) -> Result<Option<Problem>> {
        let found = match self.store.get(&place(hash)).await.map_err(missing) {
            Ok(found) => found,
            Err(error) if error.kind == Kind::NotFound => {
                return Ok(Some(Problem::Missing(hash)));
            }
            Err(error) => return Err(error),
        };
        let mut content = found.into_stream();
        let mut sum = Sha256::new();
        while let Some(piece) = content.try_next().await.map_err(missing)? {
            sum.update(&piece);
        }
        let same = <[u8; 32]>::from(sum.finalize()) == hash.0;
        Ok((!same).then_some(Problem::Changed(hash)))
    }
}
