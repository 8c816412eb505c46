//! What the typesetter refuses, and that a refusal spoils nothing.

use print::{RenderError, Renderer, serve};
use printing::sheets::Lang;
use printing::wire::DATA_BYTES_MAX;
use printing::wire::{JobHeader, Reply, read_frame, write_frame};
use printing::{Document, Template};
use proptest::collection::vec;
use proptest::prelude::{any, prop_assert, proptest};

use crate::support::{data, photo, sample};

fn head_of(document: &mut Document) -> &mut printing::sheets::Head {
    match document {
        Document::HistoryTicket(sheet) => &mut sheet.head,
        Document::AdmissionSlip(sheet) => &mut sheet.head,
        Document::PropertyReceipt(sheet) => &mut sheet.head,
        Document::NominalRoll(sheet) => &mut sheet.head,
        Document::HeadCount(sheet) => &mut sheet.head,
    }
}

#[test]
fn every_label_that_is_asked_for_is_printed() {
    let renderer = Renderer::new();
    for template in Template::ALL {
        for key in template.label_keys() {
            let mut document = sample(template, Lang::En);
            head_of(&mut document).labels.remove(key).unwrap();
            // The photo, where there is one, has its word as description for those who cannot see it.
            let refused = renderer.render(template, data(&document), photo(&document));
            assert!(
                matches!(refused, Err(RenderError::Unprintable(_))),
                "{template} prints without `{key}`"
            );
        }
    }
}

#[test]
fn no_label_is_given_that_was_not_asked_for() {
    for template in Template::ALL {
        let mut document = sample(template, Lang::Bn);
        let mut given: Vec<_> = head_of(&mut document).labels.keys().cloned().collect();
        let mut asked: Vec<_> = template.label_keys().collect();
        given.sort();
        asked.sort_unstable();
        assert_eq!(given, asked, "{template}");
    }
}

#[test]
fn a_photo_that_is_none_is_refused_and_the_next_is_printed() {
    let renderer = Renderer::new();
    let document = sample(Template::HistoryTicket, Lang::Bn);
    for broken in [&b"not a picture"[..], b"", b"\xff\xd8\xff\xe0 cut off"] {
        let refused = renderer.render(
            Template::HistoryTicket,
            data(&document),
            Some(broken.to_vec()),
        );
        assert!(matches!(refused, Err(RenderError::Unprintable(_))));
    }
    assert!(
        renderer
            .render(Template::HistoryTicket, data(&document), photo(&document))
            .is_ok()
    );
}

#[test]
fn a_picture_cannot_reach_for_a_file() {
    let Document::AdmissionSlip(mut sheet) = sample(Template::AdmissionSlip, Lang::En) else {
        unreachable!()
    };
    let (file, marker) = ("/data.json", "outside");
    sheet.qr_svg = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>{marker}</title><image href="{file}" width="9" height="9"/><image href="/etc/hostname" width="9" height="9"/></svg>"#
    );
    let document = Document::AdmissionSlip(sheet);
    let refused = Renderer::new().render(Template::AdmissionSlip, data(&document), None);
    assert!(matches!(refused, Err(RenderError::Unprintable(_))));
}

#[test]
fn data_that_is_no_sheet_is_refused() {
    let renderer = Renderer::new();
    for data in [&b""[..], b"{}", b"\xff", b"[1]"] {
        let refused = renderer.render(Template::HeadCount, data.to_vec(), None);
        assert!(matches!(refused, Err(RenderError::Unprintable(_))));
    }
    let refused = renderer.render(Template::HeadCount, vec![b' '; DATA_BYTES_MAX + 1], None);
    assert!(matches!(
        refused,
        Err(RenderError::TooLarge {
            size_max: DATA_BYTES_MAX,
            ..
        })
    ));
}

proptest! {
    #[test]
    fn any_data_is_answered(template in 0..Template::ALL.len(), data in vec(any::<u8>(), 0..200)) {
        let header = JobHeader { template: Template::ALL[template], photo: false };
        let (mut input, mut output) = (Vec::new(), Vec::new());
        write_frame(&mut input, &serde_json::to_vec(&header).unwrap()).unwrap();
        write_frame(&mut input, &data).unwrap();
        serve(&Renderer::new(), input.as_slice(), &mut output).unwrap();
        let reply = serde_json::from_slice(&read_frame(&mut output.as_slice(), 4096).unwrap()).unwrap();
        let refused = matches!(reply, Reply::Refused { .. });
        prop_assert!(refused);
    }

    #[test]
    fn a_pipe_out_of_step_ends_the_loop(input in vec(any::<u8>(), 1..200)) {
        prop_assert!(serve(&Renderer::new(), input.as_slice(), &mut Vec::new()).is_err());
    }
}
