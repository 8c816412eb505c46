//! Pictures small enough to keep in the repository.

use std::collections::HashMap;
use std::io::Cursor;

use anyhow::{Context as _, Result, bail};

/// Colours of a palette.
const COLOURS_MAX: usize = 256;
/// A page's pictures are at most this large, so that no small one fills the memory.
const PIXELS_MAX: u32 = 4_000_000;

type Colour = [u8; 3];

/// The same picture with the colours that it uses most, each other one replaced by the nearest of them. A
/// page has few colours; what is lost are shades at the edges of letters that nobody can tell apart.
///
/// # Errors
/// When `png` is not a picture of three or four channels of eight bits, as browsers make them.
pub fn smaller(png: &[u8]) -> Result<Vec<u8>> {
    let (width, height, pixels) = read(png)?;
    let palette = palette(&pixels);
    let mut nearest = HashMap::new();
    let mut indexes = Vec::with_capacity(pixels.len());
    for pixel in pixels {
        indexes.push(
            *nearest
                .entry(pixel)
                .or_insert_with(|| near(&palette, pixel)),
        );
    }
    let mut written = Vec::new();
    let mut encoder = png::Encoder::new(&mut written, width, height);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_palette(palette.concat());
    encoder.set_compression(png::Compression::High);
    // Neighbouring numbers of a palette are not neighbouring colours.
    encoder.set_filter(png::Filter::NoFilter);
    encoder.write_header()?.write_image_data(&indexes)?;
    Ok(written)
}

fn read(png: &[u8]) -> Result<(u32, u32, Vec<Colour>)> {
    let mut reader = png::Decoder::new(Cursor::new(png)).read_info()?;
    let (width, height) = (reader.info().width, reader.info().height);
    if width.saturating_mul(height) > PIXELS_MAX {
        bail!("a picture of {width} × {height} pixels is too large");
    }
    let size = reader
        .output_buffer_size()
        .context("a picture without a size")?;
    let mut bytes = vec![0; size];
    let frame = reader.next_frame(&mut bytes)?;
    let channels = match (frame.color_type, frame.bit_depth) {
        (png::ColorType::Rgb, png::BitDepth::Eight) => 3,
        (png::ColorType::Rgba, png::BitDepth::Eight) => 4,
        other => bail!("a picture of {other:?}"),
    };
    let colour = |pixel: &[u8]| match pixel {
        [red, green, blue, ..] => [*red, *green, *blue],
        _ => Colour::default(),
    };
    Ok((
        width,
        height,
        bytes.chunks_exact(channels).map(colour).collect(),
    ))
}

/// The colours used most, most of all first.
fn palette(pixels: &[Colour]) -> Vec<Colour> {
    let mut counts: HashMap<Colour, u32> = HashMap::new();
    for pixel in pixels {
        *counts.entry(*pixel).or_default() += 1;
    }
    let mut used: Vec<(u32, Colour)> = counts.into_iter().map(|(c, count)| (count, c)).collect();
    used.sort_unstable_by(|a, b| b.cmp(a));
    used.into_iter()
        .map(|(_, colour)| colour)
        .take(COLOURS_MAX)
        .collect()
}

/// The place in the palette of the colour nearest to this one.
fn near(palette: &[Colour], wanted: Colour) -> u8 {
    let far = |colour: &Colour| -> u32 {
        let apart = |(a, b): (&u8, &u8)| u32::from(a.abs_diff(*b)).pow(2);
        colour.iter().zip(&wanted).map(apart).sum()
    };
    (0..=u8::MAX)
        .zip(palette)
        .min_by_key(|(_, colour)| far(colour))
        .map_or(0, |(place, _)| place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_few_colours_stays_as_it_was() {
        let pixels: Vec<Colour> = (0..64_u8).map(|at| [at % 5 * 40, 10, 200]).collect();
        let mut png = Vec::new();
        let mut encoder = png::Encoder::new(&mut png, 8, 8);
        encoder.set_color(png::ColorType::Rgb);
        encoder
            .write_header()
            .unwrap()
            .write_image_data(&pixels.concat())
            .unwrap();
        let small = smaller(&png).unwrap();
        let mut decoder = png::Decoder::new(Cursor::new(&small));
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().unwrap();
        let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut bytes).unwrap();
        assert_eq!(bytes, pixels.concat());
        assert!(smaller(b"no picture").is_err());
    }

    #[test]
    fn a_colour_that_has_no_place_gets_the_nearest() {
        assert_eq!(near(&[[0, 0, 0], [200, 200, 200]], [180, 190, 210]), 1);
    }
}
