//! Keeping users and API clients, on both engines.

use std::collections::BTreeSet;

use crate::house::{CUMILLA, DHAKA, GOOD, House, kinds};
use access::{
    Action, Actor, DataClass, NewClient, NewUser, Resource, Role, Scope, change_user, client_actor,
    clients, issue_client, revoke_client, users,
};
use kernel::{BdTime, Error, Kind, Result, UserId};
use testkit::TestDb;

fn officer(role: Role, scope: Scope, division: Option<&str>) -> Actor {
    Actor {
        user: UserId(kernel::Uuid::from_u128(99)),
        name_bn: "জাহানারা".to_owned(),
        name_en: "Jahanara".to_owned(),
        role,
        scope: match division {
            Some(code) => Scope::Division(code.to_owned()),
            None => scope,
        },
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

fn wrong<T: std::fmt::Debug>(result: Result<T>) -> (Kind, &'static str) {
    let error: Error = result.unwrap_err();
    (
        error.kind,
        error.fields.first().map_or(error.key, |field| field.key),
    )
}

testkit::both! { &crate::house::migrations();
    fn nobody_makes_more_than_stands_below_them(t: &TestDb) {
        let house = House::new(t);
        let here = Scope::Prison(DHAKA);
        let super_here = officer(Role::Superintendent, here.clone(), None);
        create(&house, &super_here, newcomer("clerk1", Role::GateClerk, here.clone())).unwrap();
        for role in [Role::Superintendent, Role::Administrator, Role::System, Role::ApiClient] {
            let made = create(&house, &super_here, newcomer("more", role, here.clone()));
            assert_eq!(wrong(made).0, Kind::Denied, "{role}");
        }
        for scope in [Scope::Prison(CUMILLA), Scope::All, Scope::Division("dhaka".to_owned())] {
            let made = create(&house, &super_here, newcomer("away", Role::GateClerk, scope));
            assert_eq!(wrong(made).0, Kind::NotFound);
        }
        let dig = officer(Role::DivisionalDig, Scope::All, Some("dhaka"));
        create(&house, &dig, newcomer("super2", Role::Superintendent, here.clone())).unwrap();
        let clerk = officer(Role::AdmissionClerk, here.clone(), None);
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
            t.db.write_now(|tx| change_user(tx, &house.access, &t.world, &house.admin, id, 1, new.clone()))
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
            t.db.write_now(|tx| change_user(tx, &house.access, &t.world, actor, id, version, new.clone()))
        };
        change(&house.admin, 1, Role::AdmissionClerk).unwrap();
        assert_eq!(wrong(change(&house.admin, 1, Role::Jailer)), (Kind::Conflict, "err-stale"));
        let now = house.user(id);
        assert_eq!((now.login.as_str(), now.role, now.version), ("mina", Role::AdmissionClerk, 2));
        assert_eq!(now.name_bn, "নতুন মানুষ");
        let herself = Actor { user: id, ..officer(Role::Superintendent, here, None) };
        assert_eq!(wrong(change(&herself, 2, Role::Jailer)), (Kind::Conflict, "err-user-self"));
    }

    fn each_sees_the_users_within_the_scope(t: &TestDb) {
        let house = House::new(t);
        create(&house, &house.admin, newcomer("away", Role::Jailer, Scope::Prison(CUMILLA))).unwrap();
        let logins = |actor: &Actor| -> Vec<String> {
            let list = t.db.read_now(|conn| users(conn, &house.access, actor)).unwrap();
            list.into_iter().map(|user| user.login).collect()
        };
        assert_eq!(logins(&officer(Role::Jailer, Scope::Prison(DHAKA), None)), ["karim"]);
        assert_eq!(logins(&officer(Role::DivisionalDig, Scope::All, Some("dhaka"))), ["away", "karim"]);
        assert_eq!(logins(&house.admin), ["away", "karim"]);
        let clerk = officer(Role::GateClerk, Scope::Prison(DHAKA), None);
        assert_eq!(wrong(t.db.read_now(|conn| users(conn, &house.access, &clerk))).0, Kind::Denied);
    }

    fn a_program_does_and_sees_what_its_token_names(t: &TestDb) {
        let house = House::new(t);
        let now = t.world.now();
        let new = |name: &str, action| NewClient {
            name: name.to_owned(),
            actions: BTreeSet::from([action]),
            fields: BTreeSet::from(["person.name_bn".to_owned()]),
            scope: Scope::Prison(DHAKA),
            division: Some("dhaka".to_owned()),
            expires_at: now.plus(BdTime::DAY),
        };
        let House { access, admin, .. } = &house;
        let issue = |new: NewClient| {
            t.db.write_now(|tx| issue_client(tx, access, &t.world, admin, new.clone()))
        };
        let issued = issue(new("CMM Court, Dhaka", Action::ApiPeopleRead)).unwrap();
        assert!(issued.token.reveal().starts_with("alor_"));
        let twice = issue(new("CMM  Court, Dhaka", Action::ApiPeopleRead));
        assert_eq!(wrong(twice), (Kind::Invalid, "err-client-exists"));
        let more = issue(new("Police", Action::PersonRead));
        assert_eq!(wrong(more), (Kind::Invalid, "err-client-actions"));
        let over = NewClient { expires_at: now, ..new("Hospital", Action::ApiPeopleRead) };
        assert_eq!(wrong(issue(over)), (Kind::Invalid, "err-client-expires"));

        let come = |at: BdTime| t.db.read_now(|conn| client_actor(conn, &issued.token, at));
        let program = come(now).unwrap();
        let at = |prison| Resource::at(prison, "dhaka", DataClass::Ordinary);
        program.may(&house.access, Action::ApiPeopleRead, at(DHAKA)).unwrap();
        let denied = program.may(&house.access, Action::ApiCustodyRead, at(DHAKA));
        assert_eq!(wrong(denied).0, Kind::Denied, "the token does not name it");
        let away = program.may(&house.access, Action::ApiPeopleRead, at(CUMILLA));
        assert_eq!(wrong(away).0, Kind::NotFound);
        assert!(program.sees("person.name_bn") && !program.sees("person.nid"));
        assert_eq!(wrong(come(now.plus(BdTime::DAY))).0, Kind::Unauthenticated);

        t.db.write_now(|tx| revoke_client(tx, access, &t.world, admin, issued.id)).unwrap();
        assert_eq!(wrong(come(now)).0, Kind::Unauthenticated);
        let listed = t.db.read_now(|conn| clients(conn, &house.access, &house.admin)).unwrap();
        assert_eq!(listed[0].revoked_at, Some(now));
        assert_eq!(kinds(t, issued.id.0), ["api_client.revoked", "api_client.issued"]);
    }
}
