//! The shipped tables themselves: every row reads, codes are unique and in order, Bangla is in one normal form.

use reference::{
    Record, Table, acts, countries, courts, districts, divisions, education, languages,
    occupations, prisons, relations, religions, sections, unions, upazilas,
};

fn codes<T: Record>(table: &'static Table<T>) -> Vec<&'static str> {
    let codes: Vec<_> = table.iter().map(Record::code).collect();
    for code in &codes {
        assert_eq!(table.get(code).map(Record::code), Some(*code));
    }
    let mut unique = codes.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), codes.len(), "a code occurs twice");
    codes
}

#[test]
fn every_table_is_sound() {
    for ordered in [
        codes(divisions()),
        codes(districts()),
        codes(upazilas()),
        codes(unions()),
    ] {
        assert!(ordered.is_sorted());
    }
    codes(prisons());
    codes(acts());
    codes(sections());
    for terms in [
        countries(),
        courts(),
        education(),
        languages(),
        occupations(),
        relations(),
        religions(),
    ] {
        assert!(codes(terms).len() > 10);
    }
}

#[test]
fn prisons_stand_in_known_districts() {
    for prison in prisons().iter() {
        let district = districts().get(prison.district).expect(prison.code);
        assert_eq!(prison.division, district.division, "{}", prison.code);
        assert!(!prison.women_only || prison.kind == reference::PrisonKind::Women);
    }
}

#[test]
fn bangla_is_composed_and_has_no_stray_signs() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
    let mut read = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "tsv") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        read += 1;
        for (line, number) in text.lines().zip(1..) {
            let wrong = line.chars().find(|c| is_stray(*c));
            assert_eq!(wrong, None, "{} line {number}", path.display());
            for field in line.split('\t').flat_map(|field| field.split('|')) {
                assert_eq!(field.trim(), field, "{} line {number}", path.display());
                let sign_first = field.split(' ').any(|word| word.starts_with(is_sign));
                assert!(!sign_first, "{} line {number}: {field}", path.display());
            }
        }
    }
    assert_eq!(read, 14, "a new table belongs into these tests too");
}

/// A combining nukta means that a letter was left decomposed; the rest is invisible or a decoder's leftover.
fn is_stray(c: char) -> bool {
    matches!(
        c,
        '\u{09BC}' | '\u{200B}'..='\u{200F}' | '\u{FEFF}' | '\u{FFFD}'
    )
}

fn is_sign(c: char) -> bool {
    matches!(c, '\u{0981}'..='\u{0983}' | '\u{09BE}'..='\u{09CD}')
}
