//! What the demonstration has none of: a photo, a ticket, an order of release, records that were made one, a doubt
//! at the gate, work that is owed.

use access::{Access, Actor};
use blobs::{Blobs, Class};
use db::{Db, args};
use kernel::{CustodyId, PersonId, World};
use pids::admission::{self, service::start_unexpected};
use pids::life::ReleaseKind;
use pids::life::service::{NewOrder, receive_order};
use pids::matching::service::{DecideSame, decide_same, merge, suspect};
use pids::people::{self, Person, Sex, TwoNames};
use pids::tasks::{TaskKind, service::owe};
use pids::{Doing, estate, roll};

use crate::house::House;

/// A grey point and a darker one: one for each prison.
const PICTURES: [&[u8]; 2] = [
    b"\x89PNG\x0d\x0a\x1a\x0a\x00\x00\x00\x0dIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU\x00\x00\x00\x0aIDATx\x9cch\x00\x00\x00\x82\x00\x81w\xcdr\xb6\x00\x00\x00\x00IEND\xaeB`\x82",
    b"\x89PNG\x0d\x0a\x1a\x0a\x00\x00\x00\x0dIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU\x00\x00\x00\x0aIDATx\x9ccH\x06\x00\x00e\x00d\x12\xe4x\xe5\x00\x00\x00\x00IEND\xaeB`\x82",
];
const WHY: &str = "একই ছবি, একই দাগ, পিতার নাম মেলে";

/// Gives each prison one of each.
pub(crate) fn stage(house: &House, db: &Db, prisons: [&str; 2]) {
    for (code, picture) in prisons.into_iter().zip(PICTURES) {
        stage_one(house, db, code, picture);
    }
}

fn stage_one(house: &House, db: &Db, code: &str, picture: &[u8]) {
    let (world, access, system) = (World::real(), Access::new().unwrap(), Actor::system("test"));
    let cx = Doing::new(&system, &access, &world);
    let at = world.now();
    let photo = testkit::block_on(async {
        let blobs = Blobs::folder(&house.data.join("blobs")).unwrap();
        let put = blobs.put_image("photo", picture.to_vec(), Class::Sensitive);
        put.await.unwrap().full
    });
    db.write_now(|tx| {
        let prison = estate::store::prison_by_code(tx, code)?.id;
        let (custody, id): (CustodyId, PersonId) = tx.query_one(
            "SELECT id, person FROM custody WHERE prison = $1 AND state = 'present' AND ward IS NOT NULL \
             ORDER BY id DESC LIMIT 1",
            args![prison],
            |row| Ok((row.at(0)?, row.at(1)?)),
        )?;
        blobs::record(tx, &photo, at)?;
        let mut person = people::store::get(tx, id)?;
        person.photo = Some(photo.hash);
        people::store::update(tx, &person)?;
        roll::store::put_code(tx, custody, &format!("CODE{code}"), at)?;

        let other = Person::new(world.id(), TwoNames::new("আবদুর রহীম", ""), person.sex);
        people::store::insert(tx, &other, at)?;
        let same = DecideSame {
            a: id,
            b: other.id,
            same: true,
            rationale: WHY,
        };
        decide_same(tx, &cx, &same)?;
        merge(tx, &cx, id, other.id)?;

        let id_at_gate = start_unexpected(tx, &cx, prison)?;
        let mut doubted = admission::store::get(tx, id_at_gate)?;
        doubted.person = Some(id);
        let sex = if person.sex == Sex::Female {
            Sex::Male
        } else {
            Sex::Female
        };
        let typed = [("sex".to_owned(), sex.word().to_owned())].into();
        assert!(!suspect(tx, &cx, &doubted, &typed)?.is_empty());

        owe(tx, &cx, prison, (Some(custody), None), TaskKind::FullRecord, "")?;
        let order = NewOrder {
            custody,
            kind: ReleaseKind::Bail,
            case: None,
            court: "চিফ জুডিশিয়াল ম্যাজিস্ট্রেট, ঢাকা".to_owned(),
            order_ref: "৭৭/২৬".to_owned(),
            received_at: None,
        };
        receive_order(tx, &cx, &order).map(drop)
    })
    .unwrap();
}
