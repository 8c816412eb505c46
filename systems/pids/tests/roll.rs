//! Stories of paper: tickets, the roll, the day's return, the sealed roll; on both engines.

#![cfg(test)]

#[expect(dead_code, reason = "another test file uses the rest")]
mod jail;

use access::{Role, Scope};
use calamine::{Data, Reader as _};
use jail::{Jail, jail};
use kernel::{BdTime, CustodyId, Date, Kind, Lang};
use pids::custody::LegalStatus;
use pids::life::service as life;
use pids::roll::count::{HeadCount, Move, Term, TimeBand};
use pids::roll::seal::{self, Fault};
use pids::roll::{Format, Paper, service, write_sealed};
use pids::{estate, system};
use testkit::{TestApp, TestDb, both};
use tokio::task::block_in_place;

fn counted(jail: &Jail, day: Date) -> HeadCount {
    jail.by(&jail.habib, |tx, cx| {
        let prison = estate::store::prison(tx, jail.tangail)?;
        service::headcount(tx, cx, prison, day, Format::Print)
    })
    .unwrap()
    .count
}

fn to_court(jail: &Jail, custody: CustodyId) {
    let order = life::ToCourt {
        custody,
        place: "সিজেএম আদালত".to_owned(),
        order_ref: "১২".to_owned(),
        due_at: None,
    };
    jail.by(&jail.salma, |tx, cx| life::send_to_court(tx, cx, &order))
        .unwrap();
}

fn escape_and_catch(jail: &Jail, t: &TestDb, custody: CustodyId) {
    let gone = life::Ended {
        custody,
        reason: "দেয়াল টপকে".to_owned(),
    };
    jail.by(&jail.habib, |tx, cx| life::escape(tx, cx, &gone))
        .unwrap();
    t.clock.advance(2 * BdTime::DAY);
    let caught = life::Recapture {
        custody,
        ward: jail.meghna,
        reason: "থানায় ধরা".to_owned(),
    };
    jail.by(&jail.habib, |tx, cx| life::recapture(tx, cx, &caught))
        .unwrap();
}

fn to_feni(jail: &Jail, t: &TestDb, custody: CustodyId) {
    let sent = jail.order(custody, jail.feni);
    jail.by(&jail.habib, |tx, cx| life::send_to_prison(tx, cx, &sent))
        .unwrap();
    t.clock.advance(5 * BdTime::HOUR);
    let received = life::Receive {
        custody,
        at: jail.feni,
        ward: jail.surma,
        reason: "ফেনীতে একটিই ওয়ার্ড".to_owned(),
    };
    jail.by(&jail.rumana, |tx, cx| life::receive(tx, cx, &received))
        .unwrap();
}

both! { &jail::migrations();
    fn the_return_of_a_past_day_is_what_was_true_then(t: &TestDb) {
        let jail = jail(t);
        let (_, rahim) = jail.hold("আব্দুর রহিম", "১/২০২৬");
        let (_, karim) = jail.hold("আব্দুল করিম", "২/২০২৬");
        let (_, salam) = jail.hold("আব্দুস সালাম", "৩/২০২৬");
        let first = jail.day(0);
        assert_eq!(counted(&jail, first).total.total, 3);

        t.clock.advance(BdTime::DAY);
        to_court(&jail, rahim);
        let at_court = counted(&jail, jail.day(0));
        assert_eq!((at_court.moved(Move::Closing), at_court.moved(Move::AtCourt)), (3, 1));
        let status = life::NewStatus { custody: karim, status: LegalStatus::Convict, reason: "রায়".to_owned() };
        jail.by(&jail.anwar, |tx, cx| life::change_status(tx, cx, &status)).unwrap();

        t.clock.advance(BdTime::DAY);
        let escaped = jail.day(0);
        escape_and_catch(&jail, t, salam);
        let caught = jail.day(0);
        to_feni(&jail, t, karim);

        // The first day still stands as it was counted then.
        let then = counted(&jail, first);
        assert_eq!((then.total.total, then.under_trial.total.total, then.convicted.total.total), (3, 3, 0));
        assert_eq!(then.under_trial.of(TimeBand::Under1).men, 3);
        assert_eq!((then.moved(Move::Opening), then.moved(Move::Received)), (0, 3));

        let gone = counted(&jail, escaped);
        assert_eq!((gone.moved(Move::Opening), gone.moved(Move::Escaped), gone.moved(Move::Closing)), (3, 1, 2));
        assert_eq!(gone.convicted.of(Term::Unread).total, 1, "the record has no sentence to read");

        let last = counted(&jail, caught);
        assert_eq!((last.moved(Move::Opening), last.moved(Move::Received)), (2, 1));
        assert_eq!((last.moved(Move::TransferredOut), last.moved(Move::Closing)), (1, 2));
        let feni = jail
            .by(&jail.rumana, |tx, cx| {
                let prison = estate::store::prison(tx, jail.feni)?;
                service::headcount(tx, cx, prison, caught, Format::Print)
            })
            .unwrap();
        assert_eq!((feni.count.moved(Move::TransferredIn), feni.count.total.total), (1, 1));
    }

    fn a_day_that_has_not_come_and_another_prison_are_refused(t: &TestDb) {
        let jail = jail(t);
        let prison = jail.ask(&jail.habib, |conn, _| estate::store::prison(conn, jail.tangail)).unwrap();
        let tomorrow = jail.by(&jail.habib, |tx, cx| service::headcount(tx, cx, prison.clone(), jail.day(1), Format::Pdf));
        assert_eq!(tomorrow.unwrap_err().fields[0].key, "err-headcount-day");
        let theirs = jail.by(&jail.rumana, |tx, cx| service::headcount(tx, cx, prison.clone(), jail.day(0), Format::Pdf));
        assert_eq!(theirs.unwrap_err().kind, Kind::NotFound);
        let (person, _) = jail.hold("আব্দুর রহিম", "১/২০২৬");
        let paper = jail.by(&jail.rumana, |tx, cx| service::paper(tx, cx, person, Paper::Ticket, Format::Print));
        assert_eq!(paper.unwrap_err().kind, Kind::NotFound);
    }

    fn a_ticket_keeps_its_code_and_tells_the_movements(t: &TestDb) {
        let jail = jail(t);
        let (person, custody) = jail.hold("আব্দুর রহিম", "১/২০২৬");
        to_court(&jail, custody);
        let ticket = || jail.by(&jail.habib, |tx, cx| service::paper(tx, cx, person, Paper::Ticket, Format::Print)).unwrap();
        let (first, second) = (ticket(), ticket());
        assert_eq!(first.code, second.code);
        assert!(!first.code.contains("2026") && first.code.len() == 24);
        let kinds: Vec<_> = first.moves.iter().map(|moved| moved.kind.word()).collect();
        assert_eq!(kinds, ["moved", "sent_to_court"]);
        let found = jail.ask(&jail.habib, |conn, cx| service::find_code(conn, cx, &first.code.to_lowercase()));
        assert_eq!(found.unwrap(), person);
        assert_eq!(jail.ask(&jail.rumana, |conn, cx| service::find_code(conn, cx, &first.code)).unwrap_err().kind, Kind::NotFound);
    }
}

/// The stories of pages run on the server's runtime, and set themselves up without it.
fn house(t: &TestDb) -> (Jail, TestApp<'_>) {
    (block_in_place(|| jail(t)), TestApp::new(t, &[system()]))
}

both! { &jail::migrations();
    async fn every_sheet_reads_well_in_both_languages(t: &TestDb) {
        let (jail, app) = house(t);
        let (person, custody) = block_in_place(|| jail.hold("আব্দুর রহিম", "১/২০২৬"));
        block_in_place(|| to_court(&jail, custody));
        let habib = app.login_as(Role::Jailer, Scope::Prison(jail.tangail)).await;
        let pages = ["/roll", "/roll?all=yes&status=under_trial", "/headcount"].map(str::to_owned);
        let sheets = ["ticket", "slip", "receipt"].map(|sheet| format!("/people/{person}/{sheet}"));
        for lang in Lang::ALL {
            let reader = app.login_as(Role::Jailer, Scope::Prison(jail.tangail)).await.reading(lang);
            for path in pages.iter().chain(&sheets) {
                reader.get(path).await.is(200).never_sees("⟦");
            }
            reader.get(&format!("/people/{person}/ticket")).await.sees("আব্দুর রহিম").sees("<svg");
        }
        habib.get("/roll").await.sees("আব্দুর রহিম").sees("১/২০২৬");
        habib.get("/headcount?day=1%2F1%2F2030").await.is(422).sees("এখনও আসেনি");
        habib.get(&format!("/roll?ward={}", jail.padma)).await.is(200).never_sees("আব্দুর রহিম");
        habib.get("/roll?status=robot").await.is(422);
        let inspector = app.login_as(Role::MedicalOfficer, Scope::Prison(jail.tangail)).await;
        inspector.get("/roll").await.is(403);
        app.settle().await;
    }

    async fn without_a_worker_the_page_that_prints_is_shown(t: &TestDb) {
        let (jail, app) = house(t);
        let (person, _) = block_in_place(|| jail.hold("আব্দুর রহিম", "১/২০২৬"));
        let habib = app.login_as(Role::Jailer, Scope::Prison(jail.tangail)).await;
        habib.get("/roll.pdf").await.goes_to("/roll?prison=TAN-D&all=yes");
        let to = format!("/people/{person}/ticket");
        habib.get(&format!("{to}.pdf")).await.goes_to(&to);
        habib.get(&to).await.sees("Ctrl+P");
    }
}

/// The first sheet of a spreadsheet as rows of cells.
fn cells(bytes: Vec<u8>) -> Vec<Vec<Data>> {
    let mut book: calamine::Xlsx<_> = calamine::Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    range.rows().map(<[Data]>::to_vec).collect()
}

both! { &jail::migrations();
    fn a_spreadsheet_holds_numbers_as_numbers(t: &TestDb) {
        let (jail, app) = (jail(t), TestApp::new(t, &[system()]));
        jail.hold("আব্দুর রহিম", "১/২০২৬");
        let page = web::Page::bare(app.app.texts.clone(), Lang::Bn, jail.now(), String::new());
        let (roll, found) = jail
            .by(&jail.habib, |tx, cx| {
                let prison = estate::store::prison(tx, jail.tangail)?;
                let roll = service::roll_whole(tx, cx, prison.clone(), &pids::roll::Filter::default(), Format::Xlsx)?;
                Ok((roll, service::headcount(tx, cx, prison, jail.day(0), Format::Xlsx)?))
            })
            .unwrap();
        let rows = cells(pids::roll::xlsx::roll(&page, &roll, "সবাই").unwrap());
        assert_eq!(rows[2][0], Data::Float(1.0));
        assert_eq!(rows[2][2], Data::String("আব্দুর রহিম".to_owned()));
        assert_eq!(rows[2][6], Data::Float(30.0), "the age is a number");
        assert!(matches!(rows[2][10], Data::DateTime(_)), "the day is a date: {:?}", rows[2][10]);
        let rows = cells(pids::roll::xlsx::headcount(&page, &found).unwrap());
        let total = rows.iter().rev().find(|row| row[0] == Data::String("মোট".to_owned())).unwrap();
        assert_eq!(total[3], Data::Float(1.0));
    }

    fn the_sealed_roll_is_a_chain_that_shows_what_was_changed(t: &TestDb) {
        let (jail, app) = (jail(t), TestApp::new(t, &[system()]));
        let place = tempfile::tempdir().unwrap();
        jail.hold("আব্দুর রহিম", "১/২০২৬");
        journal::seal_all(&t.db).unwrap();
        let prisons = write_sealed(&app.app, place.path()).unwrap();
        assert!(prisons > 60);
        assert_eq!(write_sealed(&app.app, place.path()).unwrap(), 0, "one file an hour");
        for _ in 0..2 {
            t.clock.advance(BdTime::HOUR);
            write_sealed(&app.app, place.path()).unwrap();
        }
        let tangail = place.path().join("TAN-D");
        let file = |hour: &str| tangail.join(format!("2026-11-24T{hour}.html"));
        let text = std::fs::read_to_string(file("10")).unwrap();
        assert!(text.contains("আব্দুর রহিম") && !text.contains("<script") && !text.contains("⟦"));
        assert!(!text.contains("src=") && !text.contains("href="), "nothing is fetched from elsewhere");
        assert!(seal::check(place.path()).unwrap().is_empty());

        std::fs::write(file("10"), text.replace("রহিম", "করিম")).unwrap();
        let faults = seal::check(place.path()).unwrap();
        assert_eq!(faults, [(file("10"), Fault::Changed), (file("11"), Fault::Broken)]);
        std::fs::write(file("10"), text).unwrap();
        std::fs::remove_file(file("11")).unwrap();
        assert_eq!(seal::check(place.path()).unwrap(), [(file("12"), Fault::Broken)]);
        let told = t.db.read_now(|conn| journal::lines_of(conn, jail.tangail.into(), None, 1)).unwrap();
        assert_eq!(told[0].kind, "roll.sealed");
    }

    fn a_roll_that_the_journal_tells_of_is_missed(t: &TestDb) {
        let (_jail, app) = (jail(t), TestApp::new(t, &[system()]));
        let place = tempfile::tempdir().unwrap();
        let faults = || seal::check_told(place.path(), &t.db.read_now(seal::told).unwrap()).unwrap();
        assert_eq!(faults(), [], "none was ever written");
        for _ in 0..2 {
            write_sealed(&app.app, place.path()).unwrap();
            t.clock.advance(BdTime::HOUR);
        }
        assert_eq!(faults(), []);
        let newest = place.path().join("TAN-D/2026-11-24T11.html");
        let text = std::fs::read_to_string(&newest).unwrap();
        std::fs::write(&newest, text.replace('১', "২")).unwrap();
        assert_eq!(faults(), [(newest.clone(), Fault::NotAsTold)]);
        std::fs::remove_file(&newest).unwrap();
        assert_eq!(seal::check(place.path()).unwrap(), [], "a chain cut at its end holds");
        assert_eq!(faults(), [(newest, Fault::Gone)]);
    }

    fn a_closed_prison_has_its_roll_while_it_holds_people(t: &TestDb) {
        let (jail, app) = (jail(t), TestApp::new(t, &[system()]));
        let place = tempfile::tempdir().unwrap();
        jail.hold("আব্দুর রহিম", "১/২০২৬");
        let close = "UPDATE prison SET closed_on = $1 WHERE id IN ($2, $3)";
        jail.write(|tx| tx.exec(close, db::args![jail.day(0), jail.tangail, jail.feni])).unwrap();
        write_sealed(&app.app, place.path()).unwrap();
        let file = |code: &str| place.path().join(code).join("2026-11-24T10.html");
        let text = std::fs::read_to_string(file("TAN-D")).unwrap();
        assert!(text.contains("আব্দুর রহিম"));
        let feni = t.db.read_now(|conn| estate::store::prison(conn, jail.feni)).unwrap();
        assert!(!file(&feni.code).exists(), "nobody is there");
    }

    fn one_prisons_error_does_not_stop_the_rolls_of_the_others(t: &TestDb) {
        let (_jail, app) = (jail(t), TestApp::new(t, &[system()]));
        let place = tempfile::tempdir().unwrap();
        std::fs::write(place.path().join("TAN-D"), "no folder can be made here").unwrap();
        let error = write_sealed(&app.app, place.path()).unwrap_err();
        assert_eq!(error.key, "err-roll-place");
        let folders = std::fs::read_dir(place.path()).unwrap().filter(|entry| entry.as_ref().unwrap().path().is_dir());
        assert!(folders.count() > 60, "the others have theirs");
        assert_eq!(seal::check(place.path()).unwrap(), []);
    }
}
