//! What a spreadsheet holds inside, looked at before it is read: the reader believes what the file says of itself, and
//! a file of some kilobytes can inflate to gigabytes or announce more texts than the machine has memory for.

use std::io::{Cursor, Read as _};

use kernel::{Error, Result};
use zip::ZipArchive;

use super::{Limits, too_large, unreadable};

/// Bytes inside a spreadsheet for each byte of text that its table may hold: the marks around a short cell.
const MARKS: usize = 8;
/// By this name the list of texts announces how many they are (ECMA-376, part 1, 18.4.9 `sst`).
const ANNOUNCED: &[u8] = b"uniqueCount";

/// Refuses a spreadsheet that inflates past its limit, or that announces more texts than it has bytes.
pub(super) fn check(bytes: &[u8], limits: Limits) -> Result<()> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(unreadable)?;
    let mut left = limits.bytes.saturating_mul(MARKS);
    let mut part = Vec::new();
    for at in 0..archive.len() {
        part.clear();
        let file = archive.by_index(at).map_err(unreadable)?;
        let most = u64::try_from(left).unwrap_or(u64::MAX).saturating_add(1);
        file.take(most).read_to_end(&mut part).map_err(unreadable)?;
        left = left
            .checked_sub(part.len())
            .ok_or_else(|| too_large(limits))?;
        // Text of two bytes a letter is plain without its zeros.
        part.retain(|byte| *byte != 0);
        if announced(&part).any(|texts| texts > part.len()) {
            return Err(Error::invalid("file", "err-import-xlsx"));
        }
    }
    Ok(())
}

/// The numbers that follow the name; one too large to be a number is the largest.
fn announced(part: &[u8]) -> impl Iterator<Item = usize> {
    let places = part
        .windows(ANNOUNCED.len())
        .enumerate()
        .filter(|(_, word)| *word == ANNOUNCED);
    places.map(|(at, _)| {
        let rest = part.get(at..).unwrap_or_default().iter();
        let digits = rest.skip_while(|byte| !byte.is_ascii_digit());
        let digits = digits.take_while(|byte| byte.is_ascii_digit());
        digits.fold(0, |number: usize, digit| {
            number
                .saturating_mul(10)
                .saturating_add(usize::from(digit - b'0'))
        })
    })
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    const LIMITS: Limits = Limits {
        bytes: 10_000,
        rows: 10,
    };

    fn book(name: &str, part: &[u8]) -> Vec<u8> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        archive
            .start_file(name, SimpleFileOptions::default())
            .unwrap();
        archive.write_all(part).unwrap();
        archive.finish().unwrap().into_inner()
    }

    #[test]
    fn what_inflates_past_the_limit_is_refused() {
        let book = book(
            "xl/sharedStrings.xml",
            &vec![b' '; LIMITS.bytes * MARKS + 1],
        );
        assert!(book.len() < 1_000, "{}", book.len());
        assert_eq!(check(&book, LIMITS).unwrap_err().key, "err-import-size");
    }

    #[test]
    fn more_texts_than_bytes_are_refused() {
        for count in ["999999999999", "99999999999999999999999", " 5000", "'5000"] {
            let part = format!(r#"<sst uniqueCount="{count}"></sst>"#);
            let wide: Vec<u8> = part.encode_utf16().flat_map(u16::to_le_bytes).collect();
            for part in [part.as_bytes(), &wide] {
                let error = check(&book("xl/sharedStrings.xml", part), LIMITS).unwrap_err();
                assert_eq!(error.fields[0].key, "err-import-xlsx", "{count}");
            }
        }
        let honest = br#"<sst count="2" uniqueCount="1"><si><t>x</t></si></sst>"#;
        assert!(check(&book("xl/sharedStrings.xml", honest), LIMITS).is_ok());
    }
}
