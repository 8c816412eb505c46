//! Stories of work that is owed, on both engines.

#![cfg(test)]

#[expect(dead_code, reason = "other test files use the rest")]
mod jail;

use access::{Actor, Role, Scope};
use jail::{Jail, jail, migrations, server};
use kernel::{Kind, Lang, TaskId};
use pids::tasks::{TaskKind, service, store};
use testkit::{TestDb, both};

fn officer(jail: &Jail, role: Role) -> Actor {
    Actor {
        user: jail.world.id(),
        role,
        scope: Scope::Prison(jail.tangail),
        ..jail.habib.clone()
    }
}

fn owe(jail: &Jail, kind: TaskKind) -> TaskId {
    let (_, custody) = jail.hold("আব্দুর রহিম", &format!("{}/২০২৬", kind.word()));
    let about = (Some(custody), None);
    jail.by(&jail.habib, |tx, cx| {
        service::owe(tx, cx, jail.tangail, about, kind, "")
    })
    .unwrap()
}

fn finish(jail: &Jail, actor: &Actor, task: TaskId) -> kernel::Result<()> {
    jail.by(actor, |tx, cx| service::finish(tx, cx, task, "করা হয়েছে"))
}

both! { &migrations();
    fn a_task_is_closed_by_its_role_or_an_officer_above(t: &TestDb) {
        let jail = jail(t);
        let clerk = officer(&jail, Role::AdmissionClerk);
        let date = owe(&jail, TaskKind::NextDate);
        let table = owe(&jail, TaskKind::CaseTable);
        for (actor, task) in [(&clerk, table), (&jail.anwar, table)] {
            let error = finish(&jail, actor, task).unwrap_err();
            assert_eq!((error.kind, error.key), (Kind::Denied, "err-task-role"));
        }
        assert_eq!(finish(&jail, &jail.salma, date).unwrap_err().kind, Kind::Denied);
        assert_eq!(finish(&jail, &jail.rumana, date).unwrap_err().kind, Kind::NotFound);
        finish(&jail, &clerk, date).unwrap();
        assert_eq!(finish(&jail, &clerk, date).unwrap_err().key, "err-stale");
        finish(&jail, &officer(&jail, Role::Superintendent), table).unwrap();
        finish(&jail, &jail.anwar, owe(&jail, TaskKind::Difference)).unwrap();
    }

    fn what_closes_by_being_done_is_not_closed_by_hand(t: &TestDb) {
        let jail = jail(t);
        let doctor = officer(&jail, Role::MedicalOfficer);
        let medical = owe(&jail, TaskKind::Medical);
        let error = finish(&jail, &jail.habib, medical).unwrap_err();
        assert_eq!(error.kind, Kind::Denied, "who may not do what is medical does not close it");
        for (actor, task, key) in [
            (&doctor, medical, "err-task-medical"),
            (&jail.habib, owe(&jail, TaskKind::FullRecord), "err-task-full-record"),
            (&jail.habib, owe(&jail, TaskKind::Identity), "err-task-identity"),
        ] {
            let error = finish(&jail, actor, task).unwrap_err();
            assert_eq!((error.kind, error.key), (Kind::Conflict, key));
            assert!(t.db.read_now(|conn| store::get(conn, task)).unwrap().done_at.is_none());
        }
    }

    fn a_difference_names_its_field_and_its_person_in_the_readers_language(t: &TestDb) {
        let jail = jail(t);
        let app = server(t, &jail);
        let name = [("name_en".to_owned(), "Abdur Rahim".to_owned())];
        jail.by(&jail.shiuli, |tx, cx| {
            let admission = pids::admission::service::start_unexpected(tx, cx, jail.tangail)?;
            pids::admission::service::note(tx, cx, admission, &name)?;
            service::owe(tx, cx, jail.tangail, (None, Some(admission)), TaskKind::Difference, "birth: ২৬")
        }).unwrap();
        testkit::block_on(async {
        for lang in Lang::ALL {
            let clerk = app.login_as(Role::AdmissionClerk, Scope::Prison(jail.tangail)).await.reading(lang);
            let said = lang.pick("জন্ম তারিখ বা বয়স: ২৬", "Date of birth or age: ২৬");
            clerk.get("/tasks").await.good().never_sees("⟦").sees("Abdur Rahim").sees(said).never_sees("birth: ২৬");
        }
        });
    }

    fn nobody_closes_a_difference_of_their_own_admission(t: &TestDb) {
        let jail = jail(t);
        let (clerk, other) = (officer(&jail, Role::AdmissionClerk), officer(&jail, Role::AdmissionClerk));
        let admission = jail
            .by(&clerk, |tx, cx| pids::admission::service::start_unexpected(tx, cx, jail.tangail))
            .unwrap();
        let about = (None, Some(admission));
        let task = jail
            .by(&jail.anwar, |tx, cx| service::owe(tx, cx, jail.tangail, about, TaskKind::Difference, "birth: ২৬"))
            .unwrap();
        assert_eq!(finish(&jail, &clerk, task).unwrap_err().key, "err-task-own-admission");
        finish(&jail, &other, task).unwrap();
    }
}
