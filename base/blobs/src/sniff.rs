//! What a file is, by its first bytes: its name and what the browser says of it are not believed.

use image::ImageFormat;

/// The formats that a picture may come in.
pub(crate) fn image_format(bytes: &[u8]) -> Option<ImageFormat> {
    if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        Some(ImageFormat::Jpeg)
    } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some(ImageFormat::Png)
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        Some(ImageFormat::WebP)
    } else {
        None
    }
}

/// Whether the bytes are a whole PDF: it begins as one and has its end mark near the end
/// (ISO 32000-1 § 7.5.2, § 7.5.5), so half an upload is not taken.
pub(crate) fn is_pdf(bytes: &[u8]) -> bool {
    const END_WITHIN: usize = 1024;
    let tail = bytes.len().saturating_sub(END_WITHIN);
    let tail = bytes.get(tail..).unwrap_or_default();
    bytes.starts_with(b"%PDF-") && tail.windows(5).any(|window| window == b"%%EOF")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides() {
        assert_eq!(
            image_format(b"\xff\xd8\xff\xe0rest"),
            Some(ImageFormat::Jpeg)
        );
        assert_eq!(
            image_format(b"RIFF\x00\x00\x00\x00WEBPVP8 "),
            Some(ImageFormat::WebP)
        );
        assert_eq!(image_format(b"GIF89a"), None);
        assert_eq!(image_format(b"<svg/>"), None);
        assert!(is_pdf(b"%PDF-1.7\n...\n%%EOF\n"));
        assert!(!is_pdf(b"%PDF-1.7\n half of it"));
        assert!(!is_pdf(b"MZ %PDF-1.7 %%EOF"));
        assert!(!is_pdf(b""));
    }
}
