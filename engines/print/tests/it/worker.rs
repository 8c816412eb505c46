//! The worker process behind the client.

use std::process::Command;
use std::sync::Arc;

use printing::sheets::Lang;
use printing::{Document, Limits, Photo, PrintError, Printer, Template};

use crate::support::{roll, sample};

const WORKER: &str = env!("CARGO_BIN_EXE_alor-print");

fn printer() -> Printer {
    Printer::new(WORKER, Limits::default())
}

#[tokio::test]
async fn a_document_goes_in_and_a_pdf_comes_out() {
    let printer = printer();
    for template in Template::ALL {
        let printed = printer.print(sample(template, Lang::Bn)).await.unwrap();
        assert!(printed.pdf.starts_with(b"%PDF-"), "{template}");
        assert!(printed.pages >= 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_at_once_each_get_their_own() {
    let printer = Arc::new(printer());
    let alone = printer.pdf(roll(Lang::En, 3)).await.unwrap();
    let jobs: Vec<_> = (0..12)
        .map(|lines| {
            let printer = Arc::clone(&printer);
            tokio::spawn(async move { printer.pdf(roll(Lang::En, lines % 4)).await.unwrap() })
        })
        .collect();
    for (lines, job) in jobs.into_iter().enumerate() {
        assert_eq!(job.await.unwrap() == alone, lines % 4 == 3, "job {lines}");
    }
}

#[tokio::test]
async fn a_refusal_names_the_reason_and_keeps_the_worker() {
    let printer = printer();
    let Document::HistoryTicket(mut sheet) = sample(Template::HistoryTicket, Lang::En) else {
        unreachable!()
    };
    sheet.photo = Some(Photo {
        bytes: b"not a picture".to_vec(),
    });
    let refused = printer
        .pdf(Document::HistoryTicket(sheet))
        .await
        .unwrap_err();
    assert!(
        matches!(&refused, PrintError::Rejected { message } if message.contains("image")),
        "{refused}"
    );
    assert!(
        printer
            .pdf(sample(Template::HistoryTicket, Lang::En))
            .await
            .is_ok()
    );
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_document_that_needs_too_much_memory_ends_its_worker_only() {
    // Room to start and print a slip, none for a long roll.
    let printer = Printer::new(
        WORKER,
        Limits {
            memory_bytes: 256 * 1024 * 1024,
            ..Limits::default()
        },
    );
    assert!(
        printer
            .pdf(sample(Template::AdmissionSlip, Lang::En))
            .await
            .is_ok()
    );
    let crashed = printer.pdf(roll(Lang::En, 6_000)).await.unwrap_err();
    assert!(matches!(crashed, PrintError::Crashed { .. }), "{crashed}");
    assert!(
        printer
            .pdf(sample(Template::AdmissionSlip, Lang::En))
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn a_document_that_takes_too_long_is_stopped() {
    let printer = Printer::new(
        WORKER,
        Limits {
            wall_ms: 1,
            ..Limits::default()
        },
    );
    let stopped = printer.pdf(roll(Lang::Bn, 3_000)).await.unwrap_err();
    assert!(
        matches!(stopped, PrintError::TimedOut { wall_ms: 1 }),
        "{stopped}"
    );
}

#[test]
fn a_worker_that_does_not_know_an_option_says_so() {
    let output = Command::new(WORKER).arg("--help").output().unwrap();
    assert!(!output.status.success());
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("usage: alor-print [--memory-bytes N]")
    );
}

#[test]
fn a_worker_whose_input_ends_is_done() {
    let status = Command::new(WORKER)
        .stdin(std::process::Stdio::null())
        .status()
        .unwrap();
    assert!(status.success());
}
