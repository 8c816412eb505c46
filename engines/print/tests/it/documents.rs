//! What comes out on paper.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use print::{Rendered, Renderer};
use printing::sheets::Lang;
use printing::{Document, Template};

use crate::support::{self, LANGS, data, photo, roll, sample, text_of};

fn render(document: &Document) -> Rendered {
    Renderer::new()
        .render(document.template(), data(document), photo(document))
        .unwrap()
}

/// Page 1 of `pdf` as a PNG file named `name` in the build's folder for such things, where poppler is installed.
fn picture_of(pdf: &[u8], name: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pages");
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join(name).with_extension("pdf");
    fs::write(&file, pdf).unwrap();
    let picture = folder.join(name);
    let drawn = Command::new("pdftoppm")
        .args(["-png", "-r", "110", "-singlefile"])
        .arg(&file)
        .arg(&picture)
        .status();
    drawn
        .is_ok_and(|status| status.success())
        .then(|| picture.with_extension("png"))
}

#[test]
fn every_sheet_prints_in_both_languages_without_a_missing_letter() {
    for lang in LANGS {
        for template in Template::ALL {
            let rendered = render(&sample(template, lang));
            // The ticket has a back, for the entries by hand.
            let pages = if template == Template::HistoryTicket {
                2
            } else {
                1
            };
            assert_eq!(
                (rendered.pages, rendered.missing_glyphs),
                (pages, 0),
                "{template} {lang:?}"
            );
        }
    }
}

#[test]
fn a_page_is_a_picture_of_the_right_size() {
    for lang in LANGS {
        for template in Template::ALL {
            let name = format!("{template}-{}", support::suffix(lang));
            let Some(picture) = picture_of(&render(&sample(template, lang)).pdf, &name) else {
                return;
            };
            let png = fs::read(picture).unwrap();
            // Millimetres at the 110 dots an inch of `picture_of`.
            let (width, height) = match template {
                Template::NominalRoll => (297, 210),
                Template::HeadCount => (210, 297),
                _ => (148, 210),
            };
            let side = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
            assert!(
                side(16).abs_diff(width * 1100 / 254) <= 1,
                "{name} is {} wide",
                side(16)
            );
            assert!(
                side(20).abs_diff(height * 1100 / 254) <= 1,
                "{name} is {} high",
                side(20)
            );
        }
    }
}

#[test]
fn the_text_can_be_copied_and_searched() {
    let Some(text) = text_of(&render(&sample(Template::HistoryTicket, Lang::En)).pdf) else {
        return;
    };
    for part in [
        "UT-4821/26",
        "Md. Shafiqul Islam Bhuiyan",
        "Penal Code 1860: 379,",
        "Page 1 of 2",
    ] {
        assert!(text.contains(part), "no {part} in {text}");
    }
    let text = text_of(&render(&sample(Template::HistoryTicket, Lang::Bn)).pdf).unwrap();
    // Readers of PDF guess spaces from gaps, and Bangla vowel signs leave some: the letters and their order count.
    let letters = |text: &str| text.split_whitespace().collect::<String>();
    for part in [
        "৪৮২১/২৬",
        "হিস্ট্রি টিকেট",
        "মোঃ শফিকুল ইসলাম ভূঞা",
        "স্ত্রী",
        "দক্ষিণ লক্ষ্মীপুর",
        "পৃষ্ঠা ১ / ২",
    ] {
        assert!(
            letters(&text).contains(&letters(part)),
            "no {part} in {text}"
        );
    }
}

#[test]
fn thirty_lines_of_a_roll_fill_one_page_and_the_next_begins_with_the_columns_names() {
    for lang in LANGS {
        assert_eq!(render(&roll(lang, 30)).pages, 1, "{lang:?}");
    }
    let long = render(&roll(Lang::En, 100));
    assert!((3..=4).contains(&long.pages), "{} pages", long.pages);
    let Some(text) = text_of(&long.pdf) else {
        return;
    };
    assert_eq!(text.matches("Legal status").count(), long.pages);
    assert!(text.contains(&format!("Page {0} of {0}", long.pages)));
    assert!(text.contains("4799/26"), "the last line");
}

#[test]
fn a_long_roll_is_small_and_can_still_be_searched() {
    let long = render(&roll(Lang::Bn, 600));
    assert!(long.pages > 10);
    assert!(
        long.pdf.len() < 20_000 * long.pages,
        "{} bytes for {} pages",
        long.pdf.len(),
        long.pages
    );
    let Some(text) = text_of(&long.pdf) else {
        return;
    };
    assert_eq!(
        text.matches("ধলেশ্বরী-৩").count(),
        180,
        "three of ten people, sixty times"
    );
}

#[test]
fn what_people_type_is_ink_and_never_markup() {
    let Document::AdmissionSlip(mut sheet) = sample(Template::AdmissionSlip, Lang::En) else {
        unreachable!()
    };
    let typed = "#panic() *bold* $x$ \\ <a> // no";
    typed.clone_into(&mut sheet.name_en);
    let Some(text) = text_of(&render(&Document::AdmissionSlip(sheet)).pdf) else {
        return;
    };
    assert!(text.contains(typed), "{text}");
}

#[test]
fn a_letter_that_no_font_has_is_counted() {
    let Document::AdmissionSlip(mut sheet) = sample(Template::AdmissionSlip, Lang::En) else {
        unreachable!()
    };
    "محمد".clone_into(&mut sheet.name_en);
    assert!(render(&Document::AdmissionSlip(sheet)).missing_glyphs > 0);
}

#[test]
fn the_same_document_is_the_same_file() {
    let document = sample(Template::PropertyReceipt, Lang::Bn);
    assert!(render(&document) == render(&document));
}

#[test]
fn a_sheet_without_facts_has_lines_to_write_on() {
    let Document::HistoryTicket(mut sheet) = sample(Template::HistoryTicket, Lang::Bn) else {
        unreachable!()
    };
    for field in [
        &mut sheet.father,
        &mut sheet.mother,
        &mut sheet.ward,
        &mut sheet.name_bn,
        &mut sheet.qr_svg,
    ] {
        field.clear();
    }
    (sheet.photo, sheet.cases, sheet.movements) = (None, Vec::new(), Vec::new());
    let rendered = render(&Document::HistoryTicket(sheet));
    picture_of(&rendered.pdf, "history-ticket-empty");
    assert_eq!(rendered.pages, 2);
}
