//! The fonts in the binary: Bangla and Latin, each regular and bold (SIL Open Font Licence, `fonts/OFL.txt`).

use typst::foundations::Bytes;
use typst::text::Font;

const FILES: [&[u8]; 4] = [
    include_bytes!("../fonts/NotoSansBengali-Regular.ttf"),
    include_bytes!("../fonts/NotoSansBengali-Bold.ttf"),
    include_bytes!("../fonts/NotoSans-Regular.ttf"),
    include_bytes!("../fonts/NotoSans-Bold.ttf"),
];

/// Every shipped font, ready to shape text.
pub(crate) fn all() -> Vec<Font> {
    FILES
        .into_iter()
        .flat_map(|file| Font::iter(Bytes::new(file)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{FILES, all};

    #[test]
    fn every_file_is_one_font() {
        assert_eq!(all().len(), FILES.len());
    }
}
