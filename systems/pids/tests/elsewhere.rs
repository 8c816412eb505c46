//! What belongs to one prison is not there for another's officers, and what needs a permission stays shut
//! without it: through the whole server, on both engines.

#![cfg(test)]

#[expect(dead_code, reason = "another test file uses the rest")]
mod jail;

use access::{Actor, Role, Scope};
use jail::{COURT, Jail, jail, migrations, server};
use kernel::{BlobHash, CustodyId, Kind, PersonId};
use pids::admission::{self, service::start_unexpected};
use pids::estate;
use pids::life::ReleaseKind;
use pids::life::service::{NewOrder, receive_order, send_to_prison};
use pids::matching::service::{DecideSame, decide_same, merge, suspect};
use pids::people::{self, Person, Sex, TwoNames};
use pids::record::{NewMarks, service::add_marks};
use pids::tasks::{TaskKind, service::owe};
use testkit::{TestApp, TestDb, Visitor, both};
use tokio::task::block_in_place;

/// One grey point.
const PNG: &[u8] = b"\x89PNG\x0d\x0a\x1a\x0a\x00\x00\x00\x0dIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU\x00\x00\x00\x0aIDATx\x9cch\x00\x00\x00\x82\x00\x81w\xcdr\xb6\x00\x00\x00\x00IEND\xaeB`\x82";
const WHY: &str = "একই ছবি, একই দাগ, পিতার নাম মেলে";

/// The server, and one man in Tangail.
struct Story<'t> {
    jail: Jail,
    app: TestApp<'t>,
    person: PersonId,
    custody: CustodyId,
}

fn story(t: &TestDb) -> Story<'_> {
    let jail = block_in_place(|| jail(t));
    let app = server(t, &jail);
    let (person, custody) = block_in_place(|| jail.hold("আব্দুর রহিম", "১/২০২৬"));
    Story {
        jail,
        app,
        person,
        custody,
    }
}

impl Story<'_> {
    async fn login(&self, role: Role, scope: Scope) -> Visitor {
        self.app.login_as(role, scope).await
    }

    /// Gives him a photo.
    async fn photographed(&self) -> BlobHash {
        let class = blobs::Class::Sensitive;
        let picture = self
            .app
            .app
            .blobs
            .put_image("photo", PNG.to_vec(), class)
            .await
            .unwrap();
        let at = self.jail.now();
        block_in_place(|| {
            self.jail.write(|tx| {
                blobs::record(tx, &picture.full, at)?;
                let mut person = people::store::get(tx, self.person)?;
                person.photo = Some(picture.full.hash);
                people::store::update(tx, &person)
            })
        })
        .unwrap();
        picture.full.hash
    }

    /// A second record of him, made one with the first: the address that parts them again.
    fn merged(&self) -> String {
        let (jail, first) = (&self.jail, self.person);
        let other = Person::new(jail.world.id(), TwoNames::new("আবদুর রহীম", ""), Sex::Male);
        let id = block_in_place(|| {
            jail.write(|tx| people::store::insert(tx, &other, jail.now()))
                .unwrap();
            let same = DecideSame {
                a: first,
                b: other.id,
                same: true,
                rationale: WHY,
            };
            jail.by(&jail.mahmuda, |tx, cx| decide_same(tx, cx, &same))
                .unwrap();
            jail.by(&jail.mahmuda, |tx, cx| merge(tx, cx, first, other.id))
                .unwrap()
        });
        format!("/merges/{id}/undo")
    }

    /// Somebody at Tangail's gate who was taken for him and is a woman: the admission.
    fn doubted(&self) -> String {
        let (jail, person) = (&self.jail, self.person);
        let typed = [("sex".to_owned(), "female".to_owned())].into();
        let id = block_in_place(|| {
            jail.by(&jail.shiuli, |tx, cx| {
                let id = start_unexpected(tx, cx, jail.tangail)?;
                let mut admission = admission::store::get(tx, id)?;
                admission.person = Some(person);
                assert!(!suspect(tx, cx, &admission, &typed)?.is_empty());
                Ok(id)
            })
        });
        id.unwrap().to_string()
    }

    /// Another man, on his way from Tangail to Dhaka: the address that receives him.
    fn on_his_way(&self) -> String {
        let jail = &self.jail;
        let (_, custody) = block_in_place(|| jail.hold("কামাল হোসেন", "২/২০২৬"));
        self.send(custody, "DHK-C");
        format!("/custodies/{custody}/receive")
    }

    /// Sends somebody from Tangail to the prison with this code.
    fn send(&self, custody: CustodyId, code: &str) {
        let jail = &self.jail;
        block_in_place(|| {
            let to = jail
                .db
                .read_now(|conn| estate::store::prison_by_code(conn, code));
            let order = jail.order(custody, to.unwrap().id);
            jail.by(&jail.habib, |tx, cx| send_to_prison(tx, cx, &order))
                .unwrap();
        });
    }

    /// An order that frees him: its address.
    fn freed(&self) -> String {
        let new = NewOrder {
            custody: self.custody,
            kind: ReleaseKind::Bail,
            case: None,
            court: COURT.to_owned(),
            order_ref: "৭৭/২৬".to_owned(),
            received_at: None,
        };
        let id = block_in_place(|| {
            self.jail
                .by(&self.jail.habib, |tx, cx| receive_order(tx, cx, &new))
        });
        format!("/orders/{}", id.unwrap())
    }

    /// Work that is owed about him: the address that closes it.
    fn owed(&self) -> String {
        let (jail, about) = (&self.jail, (Some(self.custody), None));
        let id = block_in_place(|| {
            jail.by(&jail.habib, |tx, cx| {
                owe(tx, cx, jail.tangail, about, TaskKind::NextDate, "")
            })
        });
        format!("/tasks/{}/done", id.unwrap())
    }
}

both! { &migrations();
    async fn another_prisons_records_are_not_there(t: &TestDb) {
        let story = story(t);
        let person = story.person;
        let photo = format!("/photos/{}", story.photographed().await);
        let (order, receive) = (story.freed(), story.on_his_way());
        let mut pages = vec![photo, order.clone(), receive.clone()];
        pages.extend(["ticket", "slip", "receipt"].into_iter().flat_map(|paper| {
            [format!("/people/{person}/{paper}"), format!("/people/{person}/{paper}.pdf")]
        }));
        let admission = story.doubted();
        pages.push(format!("/admissions/{admission}/same"));
        let forms = [
            story.merged(),
            format!("/impersonations/{admission}/rule"),
            story.owed(),
            format!("{order}/check"),
            receive,
        ];
        let rumana = story.login(Role::Jailer, Scope::Prison(story.jail.feni)).await;
        let clerk = story.login(Role::AdmissionClerk, Scope::Prison(story.jail.feni)).await;
        let habib = story.login(Role::Jailer, Scope::Prison(story.jail.tangail)).await;
        for path in &pages {
            rumana.get(path).await.is(404);
            let refused = clerk.get(path).await;
            assert!(matches!(refused.status.as_u16(), 403 | 404), "{refused}");
            let own = habib.get(path).await;
            match path.strip_suffix(".pdf") {
                // Nothing sets PDFs in these tests: the same paper is shown as a page.
                Some(paper) => own.is(303).goes_to(paper),
                None => own.is(200),
            };
        }
        for path in &forms {
            rumana.post(path, &[("why", WHY), ("result", WHY), ("rationale", WHY), ("ruling", "accepted")]).await.is(404);
            let refused = clerk.post(path, &[]).await;
            assert!(matches!(refused.status.as_u16(), 403 | 404), "{refused}");
            let own = habib.post(path, &[]).await;
            assert!(matches!(own.status.as_u16(), 303 | 409 | 422), "the sample is there: {own}");
        }
        for list in ["/merges", "/tasks", "/transfers", "/releases"] {
            rumana.get(list).await.good().never_sees("রহিম").never_sees("কামাল হোসেন");
        }
        story.app.settle().await;
    }

    async fn a_photo_is_shown_to_those_alone_who_may_see_it(t: &TestDb) {
        let story = story(t);
        let here = Scope::Prison(story.jail.tangail);
        let photo = format!("/photos/{}", story.photographed().await);
        let none = format!("/photos/{}", BlobHash([7; 32]));
        let jailer = story.login(Role::Jailer, here.clone()).await;
        jailer.get(&photo).await.is(200);
        jailer.get(&none).await.is(404);
        // Whoever may see no photo does not learn which there are.
        let gate = story.login(Role::GateClerk, here).await;
        let admin = story.login(Role::Administrator, Scope::All).await;
        for visitor in [&gate, &admin] {
            visitor.get(&photo).await.is(403);
            visitor.get(&none).await.is(403);
        }
        story.app.stranger().get(&photo).await.goes_to("/login");
    }

    async fn who_expects_somebody_sees_their_photo_with_their_file(t: &TestDb) {
        let story = story(t);
        let (file, photo) = (format!("/people/{}", story.person), format!("/photos/{}", story.photographed().await));
        let rumana = story.login(Role::Jailer, Scope::Prison(story.jail.feni)).await;
        rumana.get(&photo).await.is(404);
        story.send(story.custody, "FEN-D");
        rumana.get(&file).await.good().sees(&photo);
        rumana.get(&photo).await.is(200);
        let elsewhere = story.login(Role::Jailer, Scope::Prison(block_in_place(|| {
            story.jail.db.read_now(|conn| estate::store::prison_by_code(conn, "DHK-C")).unwrap().id
        }))).await;
        elsewhere.get(&photo).await.is(404);
        story.app.settle().await;
    }

    async fn marks_are_on_paper_for_those_alone_who_may_see_them(t: &TestDb) {
        let story = story(t);
        let (jail, person) = (&story.jail, story.person);
        let fields = [("kind", "scar"), ("spots", "front:0.50,0.30"), ("note", "বাঁ ভ্রু কাটা")];
        let scar = NewMarks::read(&fields.map(|(name, value)| (name.to_owned(), value.to_owned())).into()).unwrap();
        block_in_place(|| jail.by(&jail.anwar, |tx, cx| add_marks(tx, cx, person, &scar))).unwrap();
        let ticket = format!("/people/{person}/ticket");
        for (role, sees) in [(Role::GateClerk, false), (Role::AdmissionClerk, true), (Role::Superintendent, true)] {
            let page = story.login(role, Scope::Prison(jail.tangail)).await.get(&ticket).await;
            page.good().sees("আব্দুর রহিম");
            assert_eq!(page.text.contains("বাঁ ভ্রু কাটা"), sees, "{role}: {page}");
        }
    }

    async fn the_list_of_prisons_needs_its_permission_and_keeps_to_the_scope(t: &TestDb) {
        let story = story(t);
        let jail = &story.jail;
        let program = Actor { role: Role::ApiClient, ..jail.mahmuda.clone() };
        let refused = block_in_place(|| jail.ask(&program, estate::service::overview)).unwrap_err();
        assert_eq!(refused.kind, Kind::Denied);
        story.app.stranger().get("/estate/prisons").await.goes_to("/login");
        let (tangail, feni) = ("prison=TAN-D", "prison=FEN-D");
        let rumana = story.login(Role::Jailer, Scope::Prison(jail.feni)).await;
        rumana.get("/estate/prisons").await.good().sees(feni).never_sees(tangail);
        let sadar = story.login(Role::Headquarters, Scope::All).await;
        sadar.get("/estate/prisons").await.good().sees(feni).sees(tangail);
    }
}
