//! The worker's loop: a job in, an answer out, until the input ends.

use std::io::{self, BufRead, Write};

use printing::PHOTO_BYTES_MAX;
use printing::wire::{DATA_BYTES_MAX, HEADER_BYTES_MAX, JobHeader, Reply, read_frame, write_frame};

use crate::render::{Rendered, Renderer};

/// Answers every job that `input` holds, in order. Frames: [`printing::wire`].
///
/// A document that cannot be printed is an answer, not an error.
///
/// # Errors
/// When the peer breaks the protocol or goes away within a job: what follows in the pipe can no longer be trusted, so the
/// worker should end.
pub fn serve(
    renderer: &Renderer,
    mut input: impl BufRead,
    mut output: impl Write,
) -> io::Result<()> {
    while !input.fill_buf()?.is_empty() {
        let header: JobHeader = serde_json::from_slice(&read_frame(&mut input, HEADER_BYTES_MAX)?)?;
        let data = read_frame(&mut input, DATA_BYTES_MAX)?;
        let photo = if header.photo {
            Some(read_frame(&mut input, PHOTO_BYTES_MAX)?)
        } else {
            None
        };
        match renderer.render(header.template, data, photo) {
            Ok(Rendered {
                pdf,
                pages,
                missing_glyphs,
            }) => {
                write_reply(
                    &mut output,
                    &Reply::Done {
                        pages,
                        missing_glyphs,
                    },
                )?;
                write_frame(&mut output, &pdf)?;
            }
            Err(error) => write_reply(
                &mut output,
                &Reply::Refused {
                    message: error.to_string(),
                },
            )?,
        }
        output.flush()?;
    }
    Ok(())
}

fn write_reply(output: &mut impl Write, reply: &Reply) -> io::Result<()> {
    write_frame(output, &serde_json::to_vec(reply)?)
}
