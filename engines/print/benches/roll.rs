//! The time of one page: a nominal roll of thirty lines, warm, with different people each time so that nothing but the
//! sheet's fixed parts can be remembered. `cargo bench -p print`.

use print::Renderer;
use printing::sheets::Lang;
use printing::{Document, Template};

#[path = "../tests/it/support.rs"]
#[expect(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "the tests' helpers, and they use the rest"
)]
mod support;

fn main() {
    divan::main();
}

#[divan::bench(args = [30, 300, 3_000], sample_count = 20, sample_size = 1)]
fn roll_bn(bencher: divan::Bencher<'_, '_>, lines: usize) {
    rolls(bencher, Lang::Bn, lines);
}

#[divan::bench(args = [30], sample_count = 20, sample_size = 1)]
fn roll_en(bencher: divan::Bencher<'_, '_>, lines: usize) {
    rolls(bencher, Lang::En, lines);
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn history_ticket_bn(bencher: divan::Bencher<'_, '_>) {
    let renderer = Renderer::new();
    let sample = support::sample(Template::HistoryTicket, Lang::Bn);
    let mut number = 0;
    bencher
        .with_inputs(|| {
            let Document::HistoryTicket(mut sheet) = sample.clone() else {
                unreachable!()
            };
            number += 1;
            sheet.number = support::bangla_digits(&number.to_string());
            let document = Document::HistoryTicket(sheet);
            (support::data(&document), support::photo(&document))
        })
        .bench_local_values(|(data, photo)| {
            renderer
                .render(Template::HistoryTicket, data, photo)
                .map(|r| r.pdf.len())
        });
}

fn rolls(bencher: divan::Bencher<'_, '_>, lang: Lang, lines: usize) {
    let renderer = Renderer::new();
    let sample = support::roll(lang, lines);
    let mut round = 0;
    bencher
        .with_inputs(|| {
            let Document::NominalRoll(mut sheet) = sample.clone() else {
                unreachable!()
            };
            round += 1;
            for (line, row) in sheet.rows.iter_mut().enumerate() {
                let person = support::bangla_digits(&(round * lines + line).to_string());
                row.name.push_str(&person);
                row.father.push_str(&person);
                row.case.push_str(&person);
                row.number.push_str(&person);
            }
            support::data(&Document::NominalRoll(sheet))
        })
        .bench_local_values(|data| {
            renderer
                .render(Template::NominalRoll, data, None)
                .map(|r| r.pdf.len())
        });
}
