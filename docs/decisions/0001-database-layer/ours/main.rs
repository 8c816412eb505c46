// base/db: blocking closures on the blocking pool. Makes the tables where they are missing.

#[path = "../common.rs"]
mod common;

use common::{ADD, BODY, FIND, Layer, PEOPLE, PHOTO, TELL};
use db::{Db, Migration, Migrations, Options, args};

const SCHEMA: Migrations = Migrations {
    part: "measure",
    steps: &[Migration {
        name: "V1__measure",
        sql: "CREATE TABLE person (id BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL,
                father TEXT NOT NULL, born BIGINT NOT NULL, photo BLOB) STRICT;
            CREATE INDEX person_name ON person (name);
            CREATE TABLE line (seq SERIAL64, at BIGINT NOT NULL, kind TEXT NOT NULL,
                body TEXT NOT NULL) STRICT;",
    }],
};

#[derive(Clone)]
struct Ours(Db);

impl Layer for Ours {
    async fn read(&self, id: i64) -> usize {
        let found = self.0.read(move |c| {
            c.query_one(FIND, args![id], |row| {
                let words = row.get::<String>("name")?.len() + row.get::<String>("father")?.len();
                let born = usize::from(row.get::<i64>("born")? > 0);
                Ok(words + born + row.get::<Vec<u8>>("photo")?.len())
            })
        });
        found.await.unwrap()
    }

    async fn write(&self, id: i64) {
        let written = self.0.write(move |tx| {
            let born = 19_800_101_i64;
            tx.told();
            tx.exec(
                ADD,
                args![id, "মোঃ আব্দুল করিম", "আব্দুর রহিম", born, PHOTO.to_vec()],
            )?;
            tx.exec(TELL, args![id, "person.admitted", BODY])
        });
        written.await.unwrap();
    }
}

fn main() {
    let words: Vec<String> = std::env::args().collect();
    let (engine, url) = (&words[1], &words[2]);
    let options = Options {
        connections: 8,
        create: true,
    };
    let db = Db::open(&url.parse().unwrap(), options).unwrap();
    db.migrate(&[SCHEMA]).unwrap();
    let count = "SELECT COUNT(*) FROM person WHERE id < $1";
    let people: i64 = db
        .read_now(|c| c.query_one(count, args![PEOPLE], |row| row.at(0)))
        .unwrap();
    if people == 0 {
        db.write_now(|tx| {
            tx.told();
            (0..PEOPLE).try_for_each(|id| {
                let name = format!("নাম {id}");
                tx.exec(ADD, args![id, name, "পিতা", 19_700_101_i64, PHOTO.to_vec()])
                    .map(drop)
            })
        })
        .unwrap();
    }
    common::measure(&common::runtime(), &Ours(db), "base/db", engine);
}
