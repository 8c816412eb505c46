//! What a template can see: the whole of its world, all of it in memory.

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, Source};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use crate::{fonts, templates};

/// What is the same for every job.
pub(crate) struct House {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    sources: Vec<Source>,
    data_id: FileId,
    photo_id: FileId,
}

impl House {
    pub(crate) fn build() -> Self {
        let fonts = fonts::all();
        Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            sources: templates::all(),
            data_id: templates::file_id("data.json"),
            photo_id: templates::file_id("photo"),
        }
    }
}

/// One job's world. It stays the same while the job lasts, as the typesetter's cache demands.
pub(crate) struct JobWorld<'a> {
    pub(crate) house: &'a House,
    pub(crate) main: FileId,
    pub(crate) data: Bytes,
    pub(crate) photo: Option<Bytes>,
}

impl World for JobWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.house.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.house.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.house
            .sources
            .iter()
            .find(|source| source.id() == id)
            .cloned()
            .ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.house.data_id {
            return Ok(self.data.clone());
        }
        match &self.photo {
            Some(photo) if id == self.house.photo_id => Ok(photo.clone()),
            _ => Err(FileError::AccessDenied),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.house.fonts.get(index).cloned()
    }

    /// No clock: whatever date a sheet shows is in its data.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
