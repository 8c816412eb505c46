//! Stories of what is added to a record after the gate, on both engines: the officers' verbs and, through
//! the whole server, their forms.

#![cfg(test)]

#[expect(dead_code, reason = "other test files use the rest")]
mod jail;

use access::{Actor, Role, Scope};
use jail::{Jail, jail, migrations, server};
use kernel::{CustodyId, Kind, Lang, PersonId, Taka};
use pids::life;
use pids::life::service::{Ended, die};
use pids::record::{Gap, NewMarks, Typed, service, store};
use pids::tasks::{self, TaskKind};
use testkit::{TestDb, both};

fn typed(fields: &[(&str, &str)]) -> Typed {
    fields
        .iter()
        .map(|(field, text)| ((*field).to_owned(), (*text).to_owned()))
        .collect()
}

/// Najma, medical officer in Tangail.
fn najma(jail: &Jail) -> Actor {
    Actor {
        user: jail.world.id(),
        name_bn: "ডা. নাজমা আক্তার".to_owned(),
        name_en: "Dr. Najma Akter".to_owned(),
        role: Role::MedicalOfficer,
        scope: Scope::Prison(jail.tangail),
        session: None,
    }
}

/// Rahim, whose admission left both tasks behind.
fn rahim(jail: &Jail) -> (PersonId, CustodyId) {
    let (person, custody) = jail.hold("আব্দুর রহিম", "1/2026");
    jail.by(&jail.anwar, |tx, cx| {
        for kind in [TaskKind::Medical, TaskKind::FullRecord] {
            tasks::service::owe(tx, cx, jail.tangail, (Some(custody), None), kind, "")?;
        }
        Ok(())
    })
    .unwrap();
    (person, custody)
}

fn owed(jail: &Jail, custody: CustodyId) -> Vec<TaskKind> {
    let owed = jail
        .db
        .read_now(|conn| tasks::store::of_custody(conn, custody));
    let open = owed
        .unwrap()
        .into_iter()
        .filter(|task| task.done_at.is_none());
    open.map(|task| task.kind).collect()
}

/// What the journal keeps about a record, as text.
fn told(jail: &Jail, subject: kernel::Uuid) -> String {
    let lines = jail
        .db
        .read_now(|conn| journal::lines_of(conn, subject, None, 50))
        .unwrap();
    let told: Vec<_> = lines
        .iter()
        .map(|line| format!("{} {}", line.kind, line.json))
        .collect();
    told.join("\n")
}

both! { &migrations();
    fn a_relative_is_added_and_ended_but_never_lost(t: &TestDb) {
        let jail = jail(t);
        let (person, _) = rahim(&jail);
        let rahela = typed(&[("name", "রাহেলা বেগম"), ("relation", "wife"), ("phone", "০১৭১২৩৪৫৬৭৮"), ("emergency", "yes")]);
        let id = jail.by(&jail.anwar, |tx, cx| service::add_relative(tx, cx, person, &rahela)).unwrap();
        let listed = jail.db.read_now(|conn| life::store::contacts(conn, person)).unwrap();
        assert_eq!((listed.len(), listed[0].id, listed[0].consent), (1, id, false));
        let hers = told(&jail, person.into());
        assert!(hers.contains("person.relative_added") && !hers.contains("রাহেলা"), "names are sensitive: {hers}");

        let silent = jail.by(&jail.anwar, |tx, cx| service::end_relative(tx, cx, person, id, " ")).unwrap_err();
        assert_eq!(silent.fields[0].field, "reason");
        jail.by(&jail.anwar, |tx, cx| service::end_relative(tx, cx, person, id, "তালাক")).unwrap();
        assert!(jail.db.read_now(|conn| life::store::contacts(conn, person)).unwrap().is_empty());
        assert!(!jail.db.read_now(|conn| store::known(conn, person)).unwrap().relative);
        let lines = jail.db.read_now(|conn| journal::lines_of(conn, person.into(), None, 50)).unwrap();
        assert!(lines.iter().any(|line| line.kind == "person.relative_ended" && line.reason.as_deref() == Some("তালাক")));
        let twice = jail.by(&jail.anwar, |tx, cx| service::end_relative(tx, cx, person, id, "আবার")).unwrap_err();
        assert_eq!(twice.kind, Kind::Conflict);
    }

    fn who_may_add_what_follows_the_class_of_data(t: &TestDb) {
        let jail = jail(t);
        let (person, _) = rahim(&jail);
        let rahela = typed(&[("name", "রাহেলা"), ("relation", "wife")]);
        for (actor, kind) in [(&jail.salma, Kind::Denied), (&najma(&jail), Kind::Denied), (&jail.rumana, Kind::NotFound)] {
            let refused = jail.by(actor, |tx, cx| service::add_relative(tx, cx, person, &rahela)).unwrap_err();
            assert_eq!(refused.kind, kind, "{}", actor.name_bn);
        }
        let well = typed(&[("health", "good"), ("contagious", "no")]);
        let refused = jail.by(&jail.habib, |tx, cx| service::examine(tx, cx, person, &well)).unwrap_err();
        assert_eq!(refused.kind, Kind::Denied, "a jailer writes nothing medical");
    }

    fn a_child_and_marks_are_written_down(t: &TestDb) {
        let jail = jail(t);
        let (person, _) = rahim(&jail);
        let inside = typed(&[("name", "মিতু"), ("age", "4"), ("where", "inside")]);
        let wrong = jail.by(&jail.anwar, |tx, cx| service::add_child(tx, cx, person, &inside)).unwrap_err();
        assert_eq!(wrong.fields[0].key, "err-child-mother");
        let outside = typed(&[("name", "মিতু"), ("age", "৪"), ("where", "outside"), ("carer", "নানি")]);
        jail.by(&jail.anwar, |tx, cx| service::add_child(tx, cx, person, &outside)).unwrap();
        let children = jail.db.read_now(|conn| life::store::children(conn, person)).unwrap();
        assert_eq!((children[0].age, children[0].carer.as_str()), (4, "নানি"));

        let scars = typed(&[("kind", "scar"), ("spots", "front:0.50,0.30;back:0.20,0.40"), ("note", "কাটা দাগ")]);
        let scars = NewMarks::read(&scars).unwrap();
        assert_eq!(jail.by(&jail.anwar, |tx, cx| service::add_marks(tx, cx, person, &scars)).unwrap().len(), 2);
        let marks = jail.db.read_now(|conn| store::marks(conn, person)).unwrap();
        assert_eq!(marks.iter().map(|mark| mark.side.as_str()).collect::<Vec<_>>(), ["front", "back"]);
        assert!(!jail.db.read_now(|conn| service::lacking(conn, person)).unwrap().contains(&Gap::Mark));
    }

    fn belongings_come_in_under_a_receipt_and_go_out_once(t: &TestDb) {
        let jail = jail(t);
        let (person, custody) = rahim(&jail);
        let given = typed(&[("cash", "৫০০"), ("articles", "ঘড়ি\nজামা ২")]);
        let first = jail.by(&jail.anwar, |tx, cx| service::take_property(tx, cx, person, &given)).unwrap();
        let watch = typed(&[("articles", "আংটি")]);
        let second = jail.by(&jail.anwar, |tx, cx| service::take_property(tx, cx, person, &watch)).unwrap();
        assert_ne!(first, second, "each receipt has its own number");
        let held = jail.db.read_now(|conn| store::held(conn, custody)).unwrap();
        assert_eq!(held.iter().map(|thing| thing.quantity).sum::<i64>(), 5);
        assert_eq!(held.iter().map(|thing| thing.amount.0).sum::<i64>(), Taka(50_000).0);

        let ids: Vec<_> = held.iter().take(2).map(|thing| thing.property.to_string()).collect();
        let back = typed(&[("things", &ids.join(" ")), ("to", "আব্দুর রহিম")]);
        assert_eq!(jail.by(&jail.anwar, |tx, cx| service::hand_back(tx, cx, person, &back)).unwrap(), 2);
        let twice = jail.by(&jail.anwar, |tx, cx| service::hand_back(tx, cx, person, &back)).unwrap_err();
        assert_eq!(twice.kind, Kind::Conflict);
        let left = jail.db.read_now(|conn| store::held(conn, custody)).unwrap();
        assert_eq!(left.len(), 2);

        let dead = Ended { custody, reason: "অসুস্থতা".to_owned() };
        jail.by(&jail.anwar, |tx, cx| die(tx, cx, &dead)).unwrap();
        let late = jail.by(&jail.anwar, |tx, cx| service::take_property(tx, cx, person, &watch)).unwrap_err();
        assert_eq!(late.key, "err-record-ended");
        let rest = typed(&[("things", &left[0].property.to_string()), ("to", "রাহেলা বেগম")]);
        jail.by(&jail.anwar, |tx, cx| service::hand_back(tx, cx, person, &rest)).unwrap();
    }

    fn nothing_is_taken_from_somebody_while_they_leave(t: &TestDb) {
        let jail = jail(t);
        let (person, custody) = rahim(&jail);
        let watch = typed(&[("articles", "আংটি")]);
        let dead = Ended { custody, reason: "অসুস্থতা".to_owned() };
        let (ended, may_take) = std::sync::mpsc::channel();
        let taken = std::thread::scope(|scope| {
            scope.spawn(|| jail.by(&jail.anwar, |tx, cx| {
                die(tx, cx, &dead)?;
                ended.send(()).unwrap();
                // Long enough for a receipt that did not wait to be written to a custody that ends.
                std::thread::sleep(std::time::Duration::from_millis(200));
                Ok(())
            }).unwrap());
            may_take.recv().unwrap();
            jail.by(&jail.anwar, |tx, cx| service::take_property(tx, cx, person, &watch))
        });
        assert_eq!(taken.unwrap_err().kind, Kind::Conflict);
        assert!(jail.db.read_now(|conn| store::held(conn, custody)).unwrap().is_empty());
    }

    fn an_examination_closes_its_task_and_stays_medical(t: &TestDb) {
        let jail = jail(t);
        let (person, custody) = rahim(&jail);
        let najma = najma(&jail);
        let wrong = jail.by(&najma, |tx, cx| service::examine(tx, cx, person, &typed(&[("health", "poor")]))).unwrap_err();
        assert_eq!(wrong.fields[0].field, "contagious");
        assert_eq!(owed(&jail, custody).len(), 2, "nothing was closed");
        let found = typed(&[("health", "poor"), ("contagious", "yes"), ("notes", "যক্ষ্মার লক্ষণ")]);
        jail.by(&najma, |tx, cx| service::examine(tx, cx, person, &found)).unwrap();
        assert_eq!(owed(&jail, custody), [TaskKind::FullRecord]);
        let burns = typed(&[("kind", "burn"), ("spots", "front:0.5,0.5"), ("note", "পোড়া"), ("alleged", "গরম পানি")]);
        jail.by(&najma, |tx, cx| service::add_injuries(tx, cx, person, &burns)).unwrap();
        let seen = jail.db.read_now(|conn| store::examinations(conn, custody)).unwrap();
        assert_eq!((seen.len(), seen[0].finding.pregnancy), (1, None));
        let injuries = jail.db.read_now(|conn| life::store::injuries(conn, custody)).unwrap();
        assert_eq!((injuries[0].kind.as_str(), injuries[0].x), ("burn", 500));
        let lines = told(&jail, custody.into());
        assert!(lines.contains("custody.examined") && !lines.contains("যক্ষ্মা") && !lines.contains("গরম পানি"), "{lines}");
    }

    fn a_record_is_complete_when_every_gap_is_filled_or_explained(t: &TestDb) {
        let jail = jail(t);
        let (person, custody) = rahim(&jail);
        let left = jail.by(&jail.anwar, |tx, cx| service::complete(tx, cx, person, &Typed::new())).unwrap_err();
        let gaps = jail.db.read_now(|conn| service::lacking(conn, person)).unwrap();
        assert_eq!(left.fields.len(), gaps.len());
        assert!(!gaps.contains(&Gap::Birth), "the birth is known");
        let reasons: Typed = gaps.iter().map(|gap| (gap.field().to_owned(), "জানেন না".to_owned())).collect();
        jail.by(&jail.anwar, |tx, cx| service::complete(tx, cx, person, &reasons)).unwrap();
        assert_eq!(owed(&jail, custody), [TaskKind::Medical]);
        assert!(told(&jail, custody.into()).contains("custody.record_completed"));
        let twice = jail.by(&jail.anwar, |tx, cx| service::complete(tx, cx, person, &reasons)).unwrap_err();
        assert_eq!(twice.key, "err-record-complete");
    }

    fn the_forms_are_whole_and_keep_what_was_typed(t: &TestDb) {
        let jail = jail(t);
        let app = server(t, &jail);
        let (person, custody) = rahim(&jail);
        testkit::block_on(async {
        let base = format!("/people/{person}");
        for lang in Lang::ALL {
            let anwar = app.login_as(Role::DeputyJailer, Scope::Prison(jail.tangail)).await.reading(lang);
            for form in ["add/relative", "add/child", "add/mark", "add/property", "end-relative", "hand-back", "complete"] {
                anwar.get(&format!("{base}/{form}")).await.good().never_sees("⟦").sees("</html>");
            }
            anwar.get(&format!("{base}/add/examination")).await.is(403);
            anwar.get(&format!("{base}/add/complete")).await.is(404);
            let doctor = app.login_as(Role::MedicalOfficer, Scope::Prison(jail.tangail)).await.reading(lang);
            for form in ["add/examination", "add/injury"] {
                doctor.get(&format!("{base}/{form}")).await.good().never_sees("⟦").sees("</html>");
            }
            doctor.get(&format!("{base}/add/relative")).await.is(403);
        }
        let anwar = app.login_as(Role::DeputyJailer, Scope::Prison(jail.tangail)).await;
        let form = format!("{base}/add/relative");
        anwar.get(&format!("{base}/family")).await.good().sees(&form);
        anwar.post(&form, &[("name", "রাহেলা বেগম"), ("relation", "wife"), ("phone", "১২৩")]).await.is(422).sees("রাহেলা বেগম").sees("১২৩").never_sees("⟦");
        let rahela = [("name", "রাহেলা বেগম"), ("relation", "wife"), ("phone", "০১৭১২৩৪৫৬৭৮"), ("emergency", "yes")];
        anwar.post(&form, &rahela).await.goes_to(&format!("{base}/family"));
        anwar.get(&format!("{base}/family")).await.good().sees("রাহেলা বেগম").sees("স্ত্রী").never_sees("⟦");
        anwar.post(&format!("{base}/complete"), &[("why_mother", "জানেন না")]).await.is(422).sees("জানেন না").never_sees("⟦");

        let doctor = app.login_as(Role::MedicalOfficer, Scope::Prison(jail.tangail)).await;
        let form = format!("{base}/add/examination");
        doctor.post(&form, &[("health", "fair"), ("wounds", "কপালে কাটা")]).await.is(422).sees("কপালে কাটা");
        doctor.post(&form, &[("health", "fair"), ("contagious", "no"), ("wounds", "কপালে কাটা")]).await.goes_to(&format!("{base}/medical"));
        doctor.get(&format!("{base}/medical")).await.good().sees("কপালে কাটা").never_sees("⟦");
        doctor.get(&format!("{base}/timeline")).await.good().never_sees("⟦");
        app.settle().await;
        });
        assert_eq!(owed(&jail, custody), [TaskKind::FullRecord]);
    }

    fn marks_are_drawn_and_injuries_for_the_doctor_alone(t: &TestDb) {
        let jail = jail(t);
        let app = server(t, &jail);
        let (person, _) = rahim(&jail);
        let base = format!("/people/{person}");
        let second = ">২</text>";
        testkit::block_on(async {
        let anwar = app.login_as(Role::DeputyJailer, Scope::Prison(jail.tangail)).await;
        let boat = [("kind", "tattoo"), ("spots", "front:0.50,0.30;back:0.20,0.30"), ("note", "একটি নৌকা")];
        anwar.post(&format!("{base}/add/mark"), &boat).await.goes_to(&format!("{base}/family"));
        let doctor = app.login_as(Role::MedicalOfficer, Scope::Prison(jail.tangail)).await;
        let bruise = [("kind", "bruise"), ("spots", "front:0.50,0.10"), ("note", "কপালে কালো দাগ"), ("alleged", "মারামারিতে")];
        doctor.post(&format!("{base}/add/injury"), &bruise).await.goes_to(&format!("{base}/medical"));
        for page in ["family", "ticket"] {
            anwar.get(&format!("{base}/{page}")).await.good()
                .sees("<text x=\"500\" y=\"660\">১</text>").sees(second).sees("বাম বাহু")
                .never_sees("⟦").never_sees("কপালে কালো দাগ");
        }
        anwar.get(&format!("{base}/medical")).await.is(403);
        for page in ["medical", "add/examination"] {
            doctor.get(&format!("{base}/{page}")).await.good()
                .sees("<text x=\"500\" y=\"220\">১</text>").sees("মাথা").sees("কালশিটে").sees("মারামারিতে")
                .never_sees("⟦").never_sees(second);
        }
        app.settle().await;
        });
        let readings = told(&jail, person.into()).matches("\"medical\"").count();
        assert_eq!(readings, 2, "the file's part and the examination's form both tell");
    }

    fn another_prisons_officer_finds_no_form(t: &TestDb) {
        let jail = jail(t);
        let app = server(t, &jail);
        let (person, _) = rahim(&jail);
        testkit::block_on(async {
        let rumana = app.login_as(Role::Jailer, Scope::Prison(jail.feni)).await;
        for form in ["add/relative", "add/property", "hand-back", "complete"] {
            rumana.get(&format!("/people/{person}/{form}")).await.is(404);
        }
        rumana.post(&format!("/people/{person}/add/relative"), &[("name", "ক")]).await.is(404);
        app.settle().await;
        });
    }
}
