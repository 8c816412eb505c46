//! The store against the table: every recorded blob must be there and have its hash.

use db::Conn;
use futures_util::TryStreamExt as _;
use kernel::{BlobHash, Kind, Result};
use object_store::ObjectStoreExt as _;
use sha2::{Digest as _, Sha256};

use crate::rows;
use crate::store::{Blobs, missing, place, wait};

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
    /// number of blobs checked. Blocks: call it on a thread that may.
    ///
    /// # Errors
    /// Those of the database; unavailable when the store itself cannot be reached.
    pub fn verify(&self, conn: &mut Conn<'_>, report: &mut impl FnMut(Problem)) -> Result<u64> {
        let mut checked = 0;
        conn.each(
            "SELECT hash, bytes, media_type, class, at FROM blob ORDER BY hash",
            db::args![],
            |row| {
                let recorded = rows::read(row)?;
                if let Some(problem) = wait(self.check(recorded.hash))? {
                    report(problem);
                }
                checked += 1;
                Ok(())
            },
        )?;
        Ok(checked)
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
