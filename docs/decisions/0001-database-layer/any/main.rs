// sqlx's Any driver, on the tables that the other program made, with the same settings of SQLite.

#[path = "../common.rs"]
mod common;

use common::{ADD, BODY, FIND, Layer, PHOTO, TELL};
use sqlx::any::AnyPoolOptions;
use sqlx::{AnyPool, Row as _};

const SETTINGS: [&str; 6] = [
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -8000",
    "PRAGMA busy_timeout = 10000",
];

#[derive(Clone)]
struct Any {
    pool: AnyPool,
    begin: &'static str,
}

impl Layer for Any {
    async fn read(&self, id: i64) -> usize {
        let row = sqlx::query(FIND)
            .bind(id)
            .fetch_one(&self.pool)
            .await
            .unwrap();
        let words = row.get::<String, _>("name").len() + row.get::<String, _>("father").len();
        let born = usize::from(row.get::<i64, _>("born") > 0);
        words + born + row.get::<Vec<u8>, _>("photo").len()
    }

    async fn write(&self, id: i64) {
        let mut tx = self.pool.begin_with(self.begin).await.unwrap();
        let person = sqlx::query(ADD)
            .bind(id)
            .bind("মোঃ আব্দুল করিম")
            .bind("আব্দুর রহিম");
        let person = person.bind(19_800_101_i64).bind(PHOTO.to_vec());
        person.execute(&mut *tx).await.unwrap();
        let line = sqlx::query(TELL)
            .bind(id)
            .bind("person.admitted")
            .bind(BODY);
        line.execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
    }
}

fn main() {
    let words: Vec<String> = std::env::args().collect();
    let (engine, url) = (&words[1], &words[2]);
    let embedded = url.starts_with("sqlite:");
    sqlx::any::install_default_drivers();
    let options = AnyPoolOptions::new()
        .max_connections(8)
        .test_before_acquire(false)
        .after_connect(move |conn, _| {
            Box::pin(async move {
                for setting in SETTINGS.into_iter().filter(|_| embedded) {
                    sqlx::query(setting).execute(&mut *conn).await?;
                }
                Ok(())
            })
        });
    let runtime = common::runtime();
    let pool = runtime.block_on(options.connect(url)).unwrap();
    let begin = if embedded { "BEGIN IMMEDIATE" } else { "BEGIN" };
    common::measure(&runtime, &Any { pool, begin }, "sqlx Any", engine);
}
