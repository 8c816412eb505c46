// The work and the clock of both programs, so that they differ in the layer alone.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::{Duration, Instant};

pub const PEOPLE: i64 = 10_000;
pub const PHOTO: [u8; 64] = [7; 64];
pub const FIND: &str = "SELECT id, name, father, born, photo FROM person WHERE id = $1";
pub const ADD: &str =
    "INSERT INTO person (id, name, father, born, photo) VALUES ($1, $2, $3, $4, $5)";
pub const TELL: &str = "INSERT INTO line (at, kind, body) VALUES ($1, $2, $3)";
pub const BODY: &str = r#"{"name":"মোঃ আব্দুল করিম","father":"আব্দুর রহিম","ward":"যমুনা-৩"}"#;

static NEXT: AtomicI64 = AtomicI64::new(0);

pub trait Layer: Clone + Send + Sync + 'static {
    /// One row by its key, all columns taken; gives the bytes seen.
    fn read(&self, id: i64) -> impl Future<Output = usize> + Send;
    /// A person and a journal line in one transaction.
    fn write(&self, id: i64) -> impl Future<Output = ()> + Send;
}

pub fn runtime() -> tokio::runtime::Runtime {
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    builder.worker_threads(2).enable_all().build().unwrap()
}

/// Prints `engine,work,tasks,layer,per second,CPU microseconds each` for every case.
pub fn measure(runtime: &tokio::runtime::Runtime, layer: &impl Layer, name: &str, engine: &str) {
    let seconds = std::env::args()
        .nth(3)
        .map_or(2.0, |text| text.parse().unwrap());
    // Ids that no earlier run has used.
    NEXT.store(
        i64::from(std::process::id()) * 1_000_000_000,
        Ordering::Relaxed,
    );
    for (work, reads) in [("point read", true), ("insert and journal", false)] {
        for tasks in [1, 8] {
            runtime.block_on(run(layer.clone(), tasks, reads, 0.2));
            let (rate, cpu) = runtime.block_on(run(layer.clone(), tasks, reads, seconds));
            println!("{engine},{work},{tasks},{name},{rate:.0},{cpu:.0}");
        }
    }
}

async fn run(layer: impl Layer, tasks: i64, reads: bool, seconds: f64) -> (f64, f64) {
    let done = Arc::new(AtomicU64::new(0));
    let (start, cpu) = (Instant::now(), cpu_seconds());
    let until = start + Duration::from_secs_f64(seconds);
    let clerks: Vec<_> = (0..tasks)
        .map(|clerk| {
            let (layer, done) = (layer.clone(), done.clone());
            tokio::spawn(async move {
                let mut random = clerk * 7919 + 1;
                while Instant::now() < until {
                    random = random * 48_271 % 2_147_483_647;
                    if reads {
                        assert!(layer.read(random % PEOPLE).await > PHOTO.len());
                    } else {
                        layer.write(NEXT.fetch_add(1, Ordering::Relaxed)).await;
                    }
                    done.fetch_add(1, Ordering::Relaxed);
                }
            })
        })
        .collect();
    for clerk in clerks {
        clerk.await.unwrap();
    }
    let done = done.load(Ordering::Relaxed) as f64;
    (
        done / start.elapsed().as_secs_f64(),
        (cpu_seconds() - cpu) * 1e6 / done,
    )
}

/// This process's own time on the processors, in user and system mode.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let after_name = stat.rsplit(')').next().unwrap();
    let ticks = after_name.split_whitespace().skip(11).take(2);
    ticks
        .map(|ticks| ticks.parse::<f64>().unwrap())
        .sum::<f64>()
        / 100.0
}
