//! Pictures: decoded within limits, turned upright, made no larger than anybody looks at, encoded anew.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use kernel::{Error, Result};

use crate::sniff;

/// Pixels that a picture may have: a phone's largest photo, and far below what fills the memory.
pub const PIXELS_MAX: u64 = 50_000_000;
/// Pixels of the longer side of what is kept.
pub const SIDE_MAX: u32 = 1_600;
/// Pixels of the longer side of the small picture that lists show.
pub const THUMBNAIL_SIDE: u32 = 192;

/// Bytes that a decoder may take at once: [`PIXELS_MAX`] in colour with transparency, and some to work in.
const MEMORY_MAX: u64 = PIXELS_MAX * 4 + 64 * 1024 * 1024;
/// Marks of JPEG quality out of 100, above which a file grows and a face does not get clearer.
const QUALITY: u8 = 84;

/// A picture as it is kept.
pub(crate) struct Encoded {
    pub(crate) bytes: Vec<u8>,
    pub(crate) media_type: &'static str,
}

/// The picture and its small version. Blocks, for up to seconds.
///
/// # Errors
/// Invalid, naming `field`, when the bytes are no picture, a broken one or one of too many pixels.
pub(crate) fn remake(field: &str, bytes: &[u8]) -> Result<(Encoded, Encoded)> {
    let format =
        sniff::image_format(bytes).ok_or_else(|| Error::invalid(field, "err-image-type"))?;
    let picture = decode(field, bytes, format)?;
    let full = within(&picture, SIDE_MAX);
    let small = within(&full, THUMBNAIL_SIDE);
    // A drawing or a scan with transparency stays what it is; photographs become JPEG.
    let full = if full.color().has_alpha() {
        encode_png(&full)?
    } else {
        encode_jpeg(&full)?
    };
    Ok((full, encode_jpeg(&small)?))
}

fn decode(field: &str, bytes: &[u8], format: ImageFormat) -> Result<DynamicImage> {
    let broken = |error| Error::invalid(field, "err-image-broken").because(error);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MEMORY_MAX);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(broken)?;
    // Before a single pixel is decoded: a small file can claim to be enormous.
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > PIXELS_MAX {
        let millions = PIXELS_MAX / 1_000_000;
        return Err(Error::invalid(field, "err-image-pixels").with("max", millions));
    }
    let turned = decoder.orientation().map_err(broken)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(broken)?;
    // The camera's note on which way is up is stripped with the rest, so it is applied first.
    picture.apply_orientation(turned);
    Ok(picture)
}

/// The picture with its longer side at most `side`; never enlarged.
fn within(picture: &DynamicImage, side: u32) -> DynamicImage {
    if picture.width().max(picture.height()) <= side {
        return picture.clone();
    }
    picture.resize(side, side, FilterType::Triangle)
}

fn encode_jpeg(picture: &DynamicImage) -> Result<Encoded> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, QUALITY)
        .encode_image(&picture.to_rgb8())
        .map_err(|error| Error::bug("a picture cannot be encoded").because(error))?;
    Ok(Encoded {
        bytes,
        media_type: "image/jpeg",
    })
}

fn encode_png(picture: &DynamicImage) -> Result<Encoded> {
    let mut bytes = Vec::new();
    picture
        .write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png)
        .map_err(|error| Error::bug("a picture cannot be encoded").because(error))?;
    Ok(Encoded {
        bytes,
        media_type: "image/png",
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{Rgb, RgbImage, Rgba, RgbaImage};

    fn jpeg(width: u32, height: u32) -> Vec<u8> {
        let picture = RgbImage::from_fn(width, height, |x, y| {
            Rgb([
                u8::try_from(x % 256).unwrap(),
                u8::try_from(y % 256).unwrap(),
                90,
            ])
        });
        encode_jpeg(&picture.into()).unwrap().bytes
    }

    /// `jpeg` with an Exif block that says "turn by 90 degrees" and names a maker.
    fn with_exif(jpeg: &[u8]) -> Vec<u8> {
        let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0".to_vec();
        exif.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0]);
        exif.extend(b"SECRET CAMERA");
        let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
        [&jpeg[..2], &[0xff, 0xe1], &length, &exif, &jpeg[2..]].concat()
    }

    fn size(bytes: &[u8]) -> (u32, u32) {
        let picture = image::load_from_memory(bytes).unwrap();
        (picture.width(), picture.height())
    }

    #[test]
    fn a_photo_is_turned_upright_and_loses_its_metadata() {
        let (full, small) = remake("photo", &with_exif(&jpeg(400, 300))).unwrap();
        assert_eq!(size(&full.bytes), (300, 400));
        assert_eq!(size(&small.bytes), (144, 192));
        let gone = |needle: &[u8]| !full.bytes.windows(needle.len()).any(|part| part == needle);
        assert!(gone(b"SECRET CAMERA") && gone(b"Exif"));
        assert_eq!(full.media_type, "image/jpeg");
    }

    #[test]
    fn a_large_photo_is_made_smaller_and_a_small_one_left() {
        let (full, _) = remake("photo", &jpeg(3_200, 1_600)).unwrap();
        assert_eq!(size(&full.bytes), (SIDE_MAX, SIDE_MAX / 2));
        let (full, small) = remake("photo", &jpeg(100, 80)).unwrap();
        assert_eq!(
            (size(&full.bytes), size(&small.bytes)),
            ((100, 80), (100, 80))
        );
    }

    #[test]
    fn a_drawing_with_transparency_stays_a_png() {
        let drawing: DynamicImage = RgbaImage::from_pixel(20, 20, Rgba([0, 0, 0, 0])).into();
        let (full, _) = remake("photo", &encode_png(&drawing).unwrap().bytes).unwrap();
        assert_eq!(full.media_type, "image/png");
    }

    #[test]
    fn what_is_no_picture_is_refused_with_the_reason() {
        let key = |bytes: &[u8]| remake("photo", bytes).err().unwrap().fields.remove(0).key;
        assert_eq!(key(b"<svg onload=x>"), "err-image-type");
        assert_eq!(key(b""), "err-image-type");
        assert_eq!(key(&jpeg(40, 40)[..60]), "err-image-broken");
        // A PNG whose head claims 100,000 by 100,000 pixels.
        let drawing: DynamicImage = RgbImage::new(1, 1).into();
        let mut bomb = encode_png(&drawing).unwrap().bytes;
        bomb[16..24].copy_from_slice(&[0, 1, 0x86, 0xa0, 0, 1, 0x86, 0xa0]);
        assert!(["err-image-pixels", "err-image-broken"].contains(&key(&bomb)));
    }
}
