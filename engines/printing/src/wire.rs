//! How a job and its answer travel between [`Printer`](crate::Printer) and the worker.
//!
//! Everything is a frame: four bytes of length, most significant first, then that many bytes. A job is the frame of a
//! [`JobHeader`], the frame of the document's data (JSON, UTF-8), and the frame of the photo if the header says so. The
//! answer is the frame of a [`Reply`] and, after [`Reply::Done`], the frame of the PDF. One job at a time; the worker
//! ends when its input ends between two jobs.

use std::io::{self, Read, Write};

use serde::{Deserialize, Serialize};

use crate::document::Template;

/// The largest [`JobHeader`] or [`Reply`], in bytes.
pub const HEADER_BYTES_MAX: usize = 64 * 1024;
/// The largest document data, in bytes: a nominal roll of some twenty thousand lines.
pub const DATA_BYTES_MAX: usize = 24 * 1024 * 1024;
/// The largest PDF, in bytes.
pub const PDF_BYTES_MAX: usize = 64 * 1024 * 1024;

/// The first frame of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobHeader {
    /// Which layout.
    pub template: Template,
    /// Whether a photo's frame follows the data.
    pub photo: bool,
}

/// The first frame of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reply {
    /// The PDF's frame follows.
    Done {
        /// How many pages it has.
        pages: usize,
        /// How many characters the shipped fonts could not draw.
        missing_glyphs: usize,
    },
    /// There is no PDF, and no frame follows; the worker is ready for another job.
    Refused {
        /// Why, in English, for the log.
        message: String,
    },
}

/// The length that precedes `bytes`.
///
/// # Errors
/// `InvalidInput` when the length does not fit its four bytes.
pub fn prefix(bytes: &[u8]) -> io::Result<[u8; 4]> {
    let length =
        u32::try_from(bytes.len()).map_err(|_| io::Error::from(io::ErrorKind::InvalidInput))?;
    Ok(length.to_be_bytes())
}

/// The length that `prefix` announces, if it is allowed.
///
/// # Errors
/// `InvalidData` when it is over `bytes_max`, so that a broken peer cannot make the reader set aside gigabytes.
pub fn announced(prefix: [u8; 4], bytes_max: usize) -> io::Result<usize> {
    match usize::try_from(u32::from_be_bytes(prefix)) {
        Ok(length) if length <= bytes_max => Ok(length),
        _ => Err(io::Error::new(
            io::ErrorKind::InvalidData,
            "a frame is longer than its limit",
        )),
    }
}

/// Writes one frame.
///
/// # Errors
/// Those of the writer, and of [`prefix`].
pub fn write_frame(writer: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    writer.write_all(&prefix(bytes)?)?;
    writer.write_all(bytes)
}

/// Reads one frame of at most `bytes_max` bytes.
///
/// # Errors
/// Those of the reader, and of [`announced`]; `UnexpectedEof` when the input ends within the frame.
pub fn read_frame(reader: &mut impl Read, bytes_max: usize) -> io::Result<Vec<u8>> {
    let mut length = [0; 4];
    reader.read_exact(&mut length)?;
    let mut bytes = vec![0; announced(length, bytes_max)?];
    reader.read_exact(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::{read_frame, write_frame};
    use proptest::collection::vec;
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};
    use std::io::ErrorKind;

    proptest! {
        #[test]
        fn any_content_comes_back(content in vec(any::<u8>(), 0..200)) {
            let mut pipe = Vec::new();
            write_frame(&mut pipe, &content).unwrap();
            prop_assert_eq!(read_frame(&mut pipe.as_slice(), 200).unwrap(), content);
        }

        #[test]
        fn any_input_is_a_frame_within_its_limit_or_an_error(input in vec(any::<u8>(), 0..200)) {
            if let Ok(content) = read_frame(&mut input.as_slice(), 100) {
                prop_assert!(content.len() <= 100);
            }
        }
    }

    #[test]
    fn a_frame_comes_back_as_it_went() {
        let mut pipe = Vec::new();
        write_frame(&mut pipe, "বন্দি".as_bytes()).unwrap();
        write_frame(&mut pipe, b"").unwrap();
        let mut reader = pipe.as_slice();
        assert_eq!(read_frame(&mut reader, 64).unwrap(), "বন্দি".as_bytes());
        assert_eq!(read_frame(&mut reader, 64).unwrap(), b"");
        assert_eq!(
            read_frame(&mut reader, 64).unwrap_err().kind(),
            ErrorKind::UnexpectedEof
        );
    }

    #[test]
    fn a_frame_over_its_limit_is_refused_before_it_is_read() {
        let announces_four_gigabytes = [0xff; 4];
        let refused = read_frame(&mut announces_four_gigabytes.as_slice(), 64).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::InvalidData);
    }

    #[test]
    fn a_frame_cut_short_is_an_error() {
        let cut = read_frame(&mut [0, 0, 0, 9, b'x'].as_slice(), 64).unwrap_err();
        assert_eq!(cut.kind(), ErrorKind::UnexpectedEof);
    }
}
