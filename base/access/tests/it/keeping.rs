//! Keeping users, on both engines.

use crate::house::{CUMILLA, DHAKA, GOOD, House, wrong};
use access::{Actor, NewUser, Role, Scope, change_user, disable_user, prison_moved, users};
use kernel::{Kind, Result, UserId};
use testkit::TestDb;

fn officer(role: Role, scope: Scope) -> Actor {
    Actor {
        user: UserId(kernel::Uuid::from_u128(99)),
        name_bn: "জাহানারা".to_owned(),
        name_en: "Jahanara".to_owned(),
        role,
        scope,
        session: None,
    }
}

fn newcomer(login: &str, role: Role, scope: Scope) -> NewUser {
    NewUser {
        login: login.to_owned(),
        name_bn: "  নতুন   মানুষ ".to_owned(),
        name_en: "New Person".to_owned(),
        role,
        scope,
        division: Some("dhaka".to_owned()),
    }
}

fn create(house: &House<'_>, actor: &Actor, new: NewUser) -> Result<UserId> {
    house.create(actor, &new, &house.hashed(GOOD))
}

testkit::both! { &crate::house::migrations();
    fn nobody_makes_more_than_stands_below_them(t: &TestDb) {
        let house = House::new(t);
        let here = Scope::Prison(DHAKA);
        let super_here = officer(Role::Superintendent, here.clone());
        create(&house, &super_here, newcomer("clerk1", Role::GateClerk, here.clone())).unwrap();
        for role in [Role::Superintendent, Role::Administrator, Role::System, Role::ApiClient] {
            let made = create(&house, &super_here, newcomer("more", role, here.clone()));
            assert_eq!(wrong(made).0, Kind::Denied, "{role}");
        }
        for scope in [Scope::Prison(CUMILLA), Scope::All, Scope::Division("dhaka".to_owned())] {
            let made = create(&house, &super_here, newcomer("away", Role::GateClerk, scope));
            assert_eq!(wrong(made).0, Kind::NotFound);
        }
        let dig = officer(Role::DivisionalDig, Scope::Division("dhaka".to_owned()));
        create(&house, &dig, newcomer("super2", Role::Superintendent, here.clone())).unwrap();
        let clerk = officer(Role::AdmissionClerk, here.clone());
        let made = create(&house, &clerk, newcomer("friend", Role::GateClerk, here));
        assert_eq!(wrong(made).0, Kind::Denied);
    }

    fn fields_are_checked_and_logins_are_unique(t: &TestDb) {
        let house = House::new(t);
        let here = Scope::Prison(DHAKA);
        for login in ["ab", "has space", "রহিম", "a/b/c", &"x".repeat(33)] {
            let made = create(&house, &house.admin, newcomer(login, Role::Jailer, here.clone()));
            assert_eq!(wrong(made), (Kind::Invalid, "err-user-login"), "{login}");
        }
        let taken = create(&house, &house.admin, newcomer("KARIM", Role::Jailer, here.clone()));
        assert_eq!(wrong(taken), (Kind::Invalid, "err-user-exists"));
        let nameless = NewUser { name_bn: "  ".to_owned(), ..newcomer("okay", Role::Jailer, here) };
        let made = create(&house, &house.admin, nameless);
        assert_eq!(wrong(made), (Kind::Invalid, "err-user-name"));
    }

    fn a_role_reaches_as_far_as_its_kind_and_no_further(t: &TestDb) {
        let house = House::new(t);
        let dhaka = Scope::Division("dhaka".to_owned());
        let scopes = [Scope::Prison(DHAKA), dhaka, Scope::All];
        for role in access::appoints(Role::Administrator) {
            for scope in &scopes {
                let made = create(&house, &house.admin, newcomer(&format!("u_{role}"), *role, scope.clone()));
                if role.scope_kind() == Some(scope.kind()) {
                    made.unwrap();
                } else {
                    let error = made.unwrap_err();
                    let field = &error.fields[0];
                    assert_eq!((error.kind, field.field.as_str()), (Kind::Invalid, "scope"), "{role}");
                    assert!(field.key.starts_with("err-user-scope-"), "{role}");
                }
            }
        }
        let id = create(&house, &house.admin, newcomer("mina", Role::Jailer, Scope::Prison(DHAKA))).unwrap();
        let wide = newcomer("mina", Role::Jailer, Scope::All);
        let change = |new: NewUser| {
            t.db.write_now(|tx| change_user(tx, &house.doing(&house.admin), id, 1, new.clone()))
        };
        assert_eq!(wrong(change(wide)), (Kind::Invalid, "err-user-scope-prison"));
        change(newcomer("mina", Role::Headquarters, Scope::All)).unwrap();
    }

    fn a_change_needs_the_newest_version_and_never_oneself(t: &TestDb) {
        let house = House::new(t);
        let here = Scope::Prison(DHAKA);
        let id = create(&house, &house.admin, newcomer("mina", Role::GateClerk, here.clone())).unwrap();
        let change = |actor: &Actor, version: i64, role: Role| {
            let new = newcomer("ignored", role, Scope::Prison(DHAKA));
            t.db.write_now(|tx| change_user(tx, &house.doing(actor), id, version, new.clone()))
        };
        change(&house.admin, 1, Role::AdmissionClerk).unwrap();
        assert_eq!(wrong(change(&house.admin, 1, Role::Jailer)), (Kind::Conflict, "err-stale"));
        let now = house.user(id);
        assert_eq!((now.login.as_str(), now.role, now.version), ("mina", Role::AdmissionClerk, 2));
        assert_eq!(now.name_bn, "নতুন মানুষ");
        let herself = Actor { user: id, ..officer(Role::Superintendent, here) };
        assert_eq!(wrong(change(&herself, 2, Role::Jailer)), (Kind::Conflict, "err-user-self"));
    }

    fn a_prison_that_moves_takes_its_officers_along(t: &TestDb) {
        let house = House::new(t);
        let version = house.user(house.karim).version;
        let close = |dig: &Actor| {
            t.db.write_now(|tx| disable_user(tx, &house.doing(dig), house.karim, version))
        };
        let old = officer(Role::DivisionalDig, Scope::Division("dhaka".to_owned()));
        let new = officer(Role::DivisionalDig, Scope::Division("mymensingh".to_owned()));
        assert_eq!(wrong(close(&new)).0, Kind::NotFound);
        t.db.write_now(|tx| {
            tx.told();
            prison_moved(tx, DHAKA, "mymensingh")
        }).unwrap();
        assert_eq!(wrong(close(&old)).0, Kind::NotFound);
        let seen = |dig: &Actor| t.db.read_now(|conn| users(conn, &house.access, dig)).unwrap().len();
        assert_eq!((seen(&old), seen(&new)), (0, 1));
        close(&new).unwrap();
    }

    fn each_sees_the_users_within_the_scope(t: &TestDb) {
        let house = House::new(t);
        create(&house, &house.admin, newcomer("away", Role::Jailer, Scope::Prison(CUMILLA))).unwrap();
        let logins = |actor: &Actor| -> Vec<String> {
            let list = t.db.read_now(|conn| users(conn, &house.access, actor)).unwrap();
            list.into_iter().map(|user| user.login).collect()
        };
        assert_eq!(logins(&officer(Role::Jailer, Scope::Prison(DHAKA))), ["karim"]);
        assert_eq!(logins(&officer(Role::DivisionalDig, Scope::Division("dhaka".to_owned()))), ["away", "karim"]);
        assert_eq!(logins(&house.admin), ["away", "karim"]);
        let clerk = officer(Role::GateClerk, Scope::Prison(DHAKA));
        assert_eq!(wrong(t.db.read_now(|conn| users(conn, &house.access, &clerk))).0, Kind::Denied);
    }
}
