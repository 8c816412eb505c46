//! The pool against workers that misbehave: shell scripts that stand in for the real one.
#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    reason = "what a test cannot do without is there, or the test fails"
)]

use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use printing::sheets::{AdmissionSlip, Head, Lang};
use printing::{Document, Labels, Limits, PrintError, Printer, Template, WORKERS_MAX};

const LIMITS: Limits = Limits {
    wall_ms: 20_000,
    memory_bytes: 1 << 30,
};

/// For workers that hang: long enough for a shell to start on a busy machine.
const SHORT: Limits = Limits {
    wall_ms: 1_500,
    ..LIMITS
};

/// An answer of one PDF, "%PDF", as shell's `printf` writes it.
const ANSWER: &str =
    r#"printf '\000\000\000\050{"done":{"pages":1,"missing_glyphs":0}}\n\000\000\000\004%%PDF'"#;

fn slip() -> Document {
    let labels: Labels = Template::AdmissionSlip
        .label_keys()
        .map(|key| (key.to_owned(), key.to_owned()))
        .collect();
    let head = Head {
        lang: Lang::En,
        department: String::new(),
        prison: String::new(),
        reference: String::new(),
        printed_by: String::new(),
        printed_at: String::new(),
        labels,
    };
    let empty = String::new;
    Document::AdmissionSlip(Box::new(AdmissionSlip {
        head,
        number: empty(),
        name_bn: empty(),
        name_en: empty(),
        father: empty(),
        sex_age: empty(),
        address: empty(),
        legal_status: empty(),
        admitted: empty(),
        brought_by: empty(),
        warrant: empty(),
        court: empty(),
        case_number: empty(),
        law: empty(),
        ward: empty(),
        qr_svg: empty(),
        tasks: Vec::new(),
    }))
}

/// A worker that runs `script`, in a folder of its own.
fn stand_in(script: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("worker");
    fs::write(folder.path().join("script"), script).unwrap();
    symlink(
        concat!(env!("CARGO_MANIFEST_DIR"), "/tests/stand-in.sh"),
        &program,
    )
    .unwrap();
    (folder, program)
}

#[tokio::test]
async fn a_missing_worker_is_named() {
    let error = Printer::new("/nowhere/alor-print", LIMITS)
        .pdf(slip())
        .await
        .unwrap_err();
    assert!(matches!(&error, PrintError::NoWorker { path, .. } if path.ends_with("alor-print")));
    assert!(error.to_string().contains("/nowhere/alor-print"));
}

#[tokio::test]
async fn a_missing_label_stops_the_job_before_a_worker_starts() {
    let Document::AdmissionSlip(mut sheet) = slip() else {
        unreachable!()
    };
    sheet.head.labels.insert("warrant".into(), String::new());
    let error = Printer::new("/nowhere/alor-print", LIMITS)
        .pdf(Document::AdmissionSlip(sheet))
        .await
        .unwrap_err();
    assert!(matches!(
        error,
        PrintError::MissingLabel {
            template: Template::AdmissionSlip,
            key: "warrant"
        }
    ));
}

#[tokio::test]
async fn a_worker_is_started_once_and_told_its_limit() {
    let script =
        format!(r#"echo "$@" >> started; env > inherited; {ANSWER}; {ANSWER}; cat > /dev/null; :"#);
    let (folder, program) = stand_in(&script);
    let printer = Printer::new(program, LIMITS);
    for _ in 0..2 {
        assert_eq!(printer.pdf(slip()).await.unwrap(), b"%PDF");
    }
    assert_eq!(
        fs::read_to_string(folder.path().join("started")).unwrap(),
        "--memory-bytes 1073741824\n"
    );
    let inherited = fs::read_to_string(folder.path().join("inherited")).unwrap();
    assert!(!inherited.contains("CARGO"), "{inherited}");
}

#[tokio::test]
async fn a_worker_that_hangs_is_killed() {
    let (folder, program) = stand_in("echo $$ > pid; cat > /dev/null; :");
    let printer = Printer::new(program, SHORT);
    let start = Instant::now();
    let error = printer.pdf(slip()).await.unwrap_err();
    assert!(
        matches!(error, PrintError::TimedOut { wall_ms: 1_500 }),
        "{error}"
    );
    assert!(start.elapsed() < Duration::from_secs(15));
    if cfg!(target_os = "linux") {
        let pid = fs::read_to_string(folder.path().join("pid")).unwrap();
        assert!(
            !PathBuf::from(format!("/proc/{}", pid.trim())).exists(),
            "it is gone, not a zombie"
        );
    }
}

#[tokio::test]
async fn after_a_crash_the_next_job_gets_a_new_worker() {
    let (_folder, program) = stand_in(&format!(
        "if mkdir crashed; then exit 3; fi; {ANSWER}; cat > /dev/null; :"
    ));
    let printer = Printer::new(program, LIMITS);
    let error = printer.pdf(slip()).await.unwrap_err();
    assert!(matches!(error, PrintError::Crashed { .. }), "{error}");
    assert_eq!(printer.pdf(slip()).await.unwrap(), b"%PDF");
}

#[tokio::test]
async fn a_worker_that_died_while_idle_is_replaced_unseen() {
    let (folder, program) = stand_in(&format!("echo $$ >> pids; {ANSWER}; cat > /dev/null; :"));
    let printer = Printer::new(program, LIMITS);
    printer.pdf(slip()).await.unwrap();
    let pids = || fs::read_to_string(folder.path().join("pids")).unwrap();
    let killed = std::process::Command::new("kill")
        .args(["-9", pids().trim()])
        .status()
        .unwrap();
    assert!(killed.success());
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(printer.pdf(slip()).await.unwrap(), b"%PDF");
    assert_eq!(pids().lines().count(), 2);
}

#[tokio::test]
async fn a_worker_that_talks_nonsense_is_let_go() {
    for nonsense in [
        "head -c 100000 /dev/zero",
        "yes",
        "printf '\\377\\377\\377\\377'",
    ] {
        let (_folder, program) = stand_in(&format!("{nonsense}; cat > /dev/null; :"));
        let error = Printer::new(program, LIMITS).pdf(slip()).await.unwrap_err();
        assert!(
            matches!(error, PrintError::Crashed { .. }),
            "{nonsense}: {error}"
        );
    }
}

#[tokio::test]
async fn no_more_workers_than_seats() {
    let (folder, program) = stand_in("echo $$ >> pids; cat > /dev/null; :");
    let printer = Printer::new(program, SHORT);
    let (a, b, c) = tokio::join!(
        printer.pdf(slip()),
        printer.pdf(slip()),
        printer.pdf(slip())
    );
    let errors = [a.unwrap_err(), b.unwrap_err(), c.unwrap_err()];
    let busy = errors
        .iter()
        .filter(|error| matches!(error, PrintError::Busy { .. }))
        .count();
    let started = fs::read_to_string(folder.path().join("pids"))
        .unwrap()
        .lines()
        .count();
    // The third waits as long as the first two may work: it is either told so or gets the first free seat at the end.
    assert_eq!(started, 3 - busy);
    assert!(started <= WORKERS_MAX + 1);
}

#[tokio::test]
async fn a_caller_who_gives_up_leaves_nothing_running() {
    let (folder, program) = stand_in("echo $$ > new; mv new pid; cat > /dev/null; :");
    let printer = Printer::new(program, LIMITS);
    let pid = tokio::select! {
        _ = printer.pdf(slip()) => panic!("it never answers"),
        pid = appears(folder.path().join("pid")) => pid,
    };
    if cfg!(target_os = "linux") {
        let command = PathBuf::from(format!("/proc/{}/cmdline", pid.trim()));
        for _ in 0..500 {
            // Killed at once; reaped soon after. A zombie has no command line.
            if fs::read(&command).map_or(true, |line| line.is_empty()) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("process {pid} is still running");
    }
}

async fn appears(file: PathBuf) -> String {
    loop {
        match fs::read_to_string(&file) {
            Ok(content) => return content,
            Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
        }
    }
}
