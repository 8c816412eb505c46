//! Where the bytes lie.

use std::path::Path;
use std::sync::Arc;

use futures_util::TryStreamExt as _;
use kernel::{BlobHash, Error, Result};
use object_store::local::LocalFileSystem;
use object_store::{ObjectStore, ObjectStoreExt as _};
use sha2::{Digest as _, Sha256};
use tokio::runtime::{Builder, Handle};
use tokio::sync::Semaphore;

use crate::picture::{Encoded, remake};
use crate::{Access, Class, Place, sniff};

/// Bytes of a file that is taken in.
pub const FILE_BYTES_MAX: usize = 12 * 1024 * 1024;
/// Pictures that are decoded at once: each may take 260 MB for a second.
const DECODERS_MAX: usize = 2;

/// A blob whose bytes are durable, to be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// The SHA-256 of the bytes.
    pub hash: BlobHash,
    /// The number of bytes.
    pub bytes: i64,
    /// What it is, by its content.
    pub media_type: &'static str,
    /// Who may read it.
    pub class: Class,
}

/// A picture and its small version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The picture.
    pub full: Stored,
    /// At most [`crate::THUMBNAIL_SIDE`] pixels wide and high.
    pub thumbnail: Stored,
}

/// The store. Cheap to clone.
#[derive(Clone)]
pub struct Blobs {
    pub(crate) store: Arc<dyn ObjectStore>,
    decoders: Arc<Semaphore>,
}

impl Blobs {
    /// The store at `place`; `access` is for a bucket.
    ///
    /// # Errors
    /// As [`Blobs::folder`]; invalid when the settings do not make up a bucket's store, or this program was built
    /// without the feature `s3`.
    pub fn open(place: &Place, access: &Access) -> Result<Self> {
        match place {
            Place::Folder(path) => Self::folder(path),
            Place::Bucket { name, prefix } => Self::bucket(name, prefix, access),
        }
    }

    /// A store in a folder, which is made if it is missing. Each file is written beside its place, synced
    /// and renamed, so that a power cut leaves all of it or nothing.
    ///
    /// # Errors
    /// Unavailable when the folder cannot be made.
    pub fn folder(path: &Path) -> Result<Self> {
        std::fs::create_dir_all(path)
            .map_err(|error| down().with("path", path.display()).because(error))?;
        let store = LocalFileSystem::new_with_prefix(path)
            .map_err(|error| down().because(error))?
            .with_fsync(true);
        Ok(Self::over(Arc::new(store)))
    }

    #[cfg(feature = "s3")]
    fn bucket(name: &str, prefix: &str, access: &Access) -> Result<Self> {
        crate::s3::open(name, prefix, access).map(Self::over)
    }

    #[cfg(not(feature = "s3"))]
    fn bucket(_: &str, _: &str, _: &Access) -> Result<Self> {
        let words = "this program was built without the feature `s3`";
        Err(Error::new(kernel::Kind::Invalid, "err-blobs-s3").because(words))
    }

    /// A store over any other.
    pub fn over(store: Arc<dyn ObjectStore>) -> Self {
        Self {
            store,
            decoders: Arc::new(Semaphore::new(DECODERS_MAX)),
        }
    }

    /// Takes a photo or scan in: JPEG, PNG or WebP of at most [`FILE_BYTES_MAX`].
    ///
    /// # Errors
    /// Invalid, naming `field`, when it is no picture or past a limit; unavailable when it cannot be kept.
    pub async fn put_image(&self, field: &str, bytes: Vec<u8>, class: Class) -> Result<Picture> {
        within_bytes(field, &bytes)?;
        let seat = self.decoders.clone().acquire_owned().await;
        let name = field.to_owned();
        let work = tokio::task::spawn_blocking(move || {
            let _held_while_decoding = seat;
            remake(&name, &bytes)
        });
        let (full, small) = work
            .await
            .map_err(|error| Error::bug("a decoder stopped").because(error))??;
        Ok(Picture {
            full: self.put(full, class).await?,
            thumbnail: self.put(small, class).await?,
        })
    }

    /// Takes a paper in: a PDF of at most [`FILE_BYTES_MAX`].
    ///
    /// # Errors
    /// Invalid, naming `field`, when it is no PDF or too large; unavailable when it cannot be kept.
    pub async fn put_file(&self, field: &str, bytes: Vec<u8>, class: Class) -> Result<Stored> {
        within_bytes(field, &bytes)?;
        if !sniff::is_pdf(&bytes) {
            return Err(Error::invalid(field, "err-file-type"));
        }
        let paper = Encoded {
            bytes,
            media_type: "application/pdf",
        };
        self.put(paper, class).await
    }

    /// Writes also what is there already: it costs little, and mends a file that was lost or changed. A folder and a
    /// bucket both show a file only when all of it is there.
    async fn put(&self, blob: Encoded, class: Class) -> Result<Stored> {
        let stored = Stored {
            hash: BlobHash(Sha256::digest(&blob.bytes).into()),
            bytes: i64::try_from(blob.bytes.len()).unwrap_or(i64::MAX),
            media_type: blob.media_type,
            class,
        };
        self.store
            .put(&place(stored.hash), blob.bytes.into())
            .await
            .map_err(|error| down().because(error))?;
        Ok(stored)
    }

    /// Asks the store for an answer, so that an operator learns at once what a clerk would learn in the evening: a
    /// wrong bucket, a wrong key, a server that is down.
    ///
    /// # Errors
    /// Unavailable, with the store's own words.
    pub async fn reach(&self) -> Result<()> {
        let folder = object_store::path::Path::from("00");
        self.store
            .list(Some(&folder))
            .try_next()
            .await
            .map_err(|error| down().because(error))?;
        Ok(())
    }

    /// The bytes of a blob.
    ///
    /// # Errors
    /// Not found when they are not there; unavailable when the store cannot be reached.
    pub async fn get(&self, hash: BlobHash) -> Result<Vec<u8>> {
        let found = self.store.get(&place(hash)).await.map_err(missing)?;
        let bytes = found.bytes().await.map_err(missing)?;
        Ok(bytes.into())
    }

    /// The bytes of a blob, for a thread that may block.
    ///
    /// # Errors
    /// As [`Blobs::get`].
    pub fn get_now(&self, hash: BlobHash) -> Result<Vec<u8>> {
        wait(self.get(hash))
    }

    /// [`Blobs::put_image`], for a thread that may block, such as an import.
    ///
    /// # Errors
    /// As [`Blobs::put_image`].
    pub fn put_image_now(&self, field: &str, bytes: Vec<u8>, class: Class) -> Result<Picture> {
        wait(self.put_image(field, bytes, class))
    }
}

/// Where a blob lies: 256 folders keep each of them small.
pub(crate) fn place(hash: BlobHash) -> object_store::path::Path {
    let name = hash.to_string();
    let (folder, rest) = name.split_at(2);
    object_store::path::Path::from_iter([folder, rest])
}

fn within_bytes(field: &str, bytes: &[u8]) -> Result<()> {
    if bytes.len() > FILE_BYTES_MAX {
        let mib = FILE_BYTES_MAX / (1024 * 1024);
        return Err(Error::invalid(field, "err-file-large").with("mib", mib));
    }
    Ok(())
}

pub(crate) fn down() -> Error {
    Error::unavailable("err-blobs-down")
}

pub(crate) fn missing(error: object_store::Error) -> Error {
    match error {
        object_store::Error::NotFound { .. } => Error::not_found().because(error),
        error => down().because(error),
    }
}

/// Waits for a future on a thread that may block: one of the blocking pool, or one without a runtime.
pub(crate) fn wait<T>(future: impl Future<Output = Result<T>>) -> Result<T> {
    if let Ok(handle) = Handle::try_current() {
        return handle.block_on(future);
    }
    Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| down().because(error))?
        .block_on(future)
}
