//! From a document's data to its PDF.

use printing::Template;
use printing::wire::{DATA_BYTES_MAX, PDF_BYTES_MAX};
use typst::comemo;
use typst::diag::SourceDiagnostic;
use typst::foundations::Bytes;
use typst::layout::{Frame, FrameItem};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

use crate::templates;
use crate::world::{House, JobWorld};

/// The longest document, in pages: a nominal roll of some fifteen thousand lines, half as many again as the fullest
/// prison holds.
pub const PAGES_MAX: usize = 400;

/// The longest document, in pages, that is tagged for screen readers. Tags make a page six times larger; a roll beyond
/// this is kept for the record, and is read on the screen as a page of the server.
const TAGGED_PAGES_MAX: usize = 10;

/// Jobs for which the typesetter remembers what it laid out. The sheets' fixed parts are met again in every job; what
/// belongs to one prisoner is forgotten soon.
const CACHE_AGE_JOBS_MAX: usize = 3;

/// A laid-out document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// The PDF file.
    pub pdf: Vec<u8>,
    /// Its pages.
    pub pages: usize,
    /// Characters that no shipped font can draw.
    pub missing_glyphs: usize,
}

/// Why a document was not rendered.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// A part is larger than its named limit.
    #[error("{what}: {size} is over the limit of {size_max}")]
    TooLarge {
        /// What was measured, with its unit.
        what: &'static str,
        /// How much it is.
        size: usize,
        /// How much it may be.
        size_max: usize,
    },
    /// The data does not fit the template, or the photo is none.
    #[error("{0}")]
    Unprintable(String),
}

/// The typesetter with everything that it needs for any job.
pub struct Renderer {
    house: House,
}

impl Renderer {
    /// Loads fonts, templates and the standard library: some milliseconds, once.
    #[expect(
        clippy::new_without_default,
        reason = "the cost of building one should show at the call"
    )]
    pub fn new() -> Self {
        Self {
            house: House::build(),
        }
    }

    /// The PDF of `data` (JSON, a sheet of crate `printing`) in the layout of `template`.
    ///
    /// The same input gives the same bytes.
    ///
    /// # Errors
    /// [`RenderError`]; the renderer stays fit for the next job.
    pub fn render(
        &self,
        template: Template,
        data: Vec<u8>,
        photo: Option<Vec<u8>>,
    ) -> Result<Rendered, RenderError> {
        within("bytes of data", data.len(), DATA_BYTES_MAX)?;
        let world = JobWorld {
            house: &self.house,
            main: templates::main_id(template),
            data: Bytes::new(data),
            photo: photo.map(Bytes::new),
        };
        let rendered = typeset(&world);
        comemo::evict(CACHE_AGE_JOBS_MAX);
        rendered
    }
}

fn typeset(world: &JobWorld<'_>) -> Result<Rendered, RenderError> {
    let document: PagedDocument = typst::compile(world)
        .output
        .map_err(|errors| RenderError::Unprintable(told(&errors)))?;
    let pages = document.pages().len();
    within("pages", pages, PAGES_MAX)?;
    let options = PdfOptions {
        tagged: pages <= TAGGED_PAGES_MAX,
        ..PdfOptions::default()
    };
    let pdf = typst_pdf::pdf(&document, &options)
        .map_err(|errors| RenderError::Unprintable(told(&errors)))?;
    within("bytes of PDF", pdf.len(), PDF_BYTES_MAX)?;
    let missing_glyphs = document
        .pages()
        .iter()
        .map(|page| missing_glyphs(&page.frame))
        .sum();
    Ok(Rendered {
        pdf,
        pages,
        missing_glyphs,
    })
}

fn within(what: &'static str, size: usize, size_max: usize) -> Result<(), RenderError> {
    if size <= size_max {
        Ok(())
    } else {
        Err(RenderError::TooLarge {
            what,
            size,
            size_max,
        })
    }
}

/// Glyph 0 is what a font draws for a character that it does not have.
fn missing_glyphs(frame: &Frame) -> usize {
    frame
        .items()
        .map(|(_, item)| match item {
            FrameItem::Group(group) => missing_glyphs(&group.frame),
            FrameItem::Text(text) => text.glyphs.iter().filter(|glyph| glyph.id == 0).count(),
            _ => 0,
        })
        .sum()
}

/// The typesetter's complaints on one line.
fn told(errors: &[SourceDiagnostic]) -> String {
    errors
        .iter()
        .map(|error| error.message.as_str())
        .collect::<Vec<_>>()
        .join("; ")
}
