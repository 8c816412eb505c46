//! Keeping programs of other agencies, on both engines.

use std::collections::BTreeSet;

use crate::house::{CUMILLA, DHAKA, House, kinds, wrong};
use access::{
    Action, Actor, ApiActor, Client, ClientState, ClientToken, DataClass, Grant, NewClient,
    Resource, Role, Scope, Secret, change_client, client_actor, clients, issue_client,
    renew_client, revoke_client, touch_client,
};
use kernel::{BdTime, Kind, Result, UserId, Uuid};
use testkit::{TestDb, block_on};

fn grant(action: Action, field: &str) -> Grant {
    Grant {
        actions: BTreeSet::from([action]),
        fields: BTreeSet::from([field.to_owned()]),
        scope: Scope::Prison(DHAKA),
        division: Some("dhaka".to_owned()),
    }
}

fn court(t: &TestDb) -> NewClient {
    NewClient {
        name: "CMM Court, Dhaka".to_owned(),
        purpose: "Knows who is held on its warrants".to_owned(),
        grant: grant(Action::ApiPeopleRead, "person.name_bn"),
        expires_at: t.world.now().plus(30 * BdTime::DAY),
    }
}

impl House<'_> {
    fn issue(&self, new: &NewClient) -> Result<ClientToken> {
        let doing = self.doing(&self.admin);
        self.t
            .db
            .write_now(|tx| issue_client(tx, &doing, new.clone()))
    }

    fn change(&self, id: UserId, version: i64, purpose: &str, grant: &Grant) -> Result<()> {
        let doing = self.doing(&self.admin);
        let change =
            |tx: &mut db::Tx<'_>| change_client(tx, &doing, id, version, purpose, grant.clone());
        self.t.db.write_now(change)
    }

    fn renew(&self, id: UserId, version: i64, expires_at: BdTime) -> Result<ClientToken> {
        let doing = self.doing(&self.admin);
        self.t
            .db
            .write_now(|tx| renew_client(tx, &doing, id, version, expires_at))
    }

    fn revoke_token(&self, id: UserId, version: i64, reason: &str) -> Result<()> {
        let doing = self.doing(&self.admin);
        self.t
            .db
            .write_now(|tx| revoke_client(tx, &doing, id, version, reason))
    }

    fn comes(&self, token: &Secret) -> Result<ApiActor> {
        let now = self.t.world.now();
        self.t.db.read_now(|conn| client_actor(conn, token, now))
    }

    fn listed(&self) -> Vec<Client> {
        self.t
            .db
            .read_now(|conn| clients(conn, &self.access, &self.admin))
            .unwrap()
    }
}

testkit::both! { &crate::house::migrations();
    fn a_program_does_and_sees_what_its_token_names(t: &TestDb) {
        let house = House::new(t);
        let issued = house.issue(&court(t)).unwrap();
        assert!(issued.token.reveal().starts_with("alor_"));
        let program = house.comes(&issued.token).unwrap();
        let at = |prison| Resource::at(prison, "dhaka", DataClass::Ordinary);
        program.may(&house.access, Action::ApiPeopleRead, at(DHAKA)).unwrap();
        let denied = program.may(&house.access, Action::ApiCustodyRead, at(DHAKA));
        assert_eq!(wrong(denied).0, Kind::Denied, "the token does not name it");
        let away = program.may(&house.access, Action::ApiPeopleRead, at(CUMILLA));
        assert_eq!(wrong(away).0, Kind::NotFound);
        assert!(program.sees("person.name_bn") && !program.sees("person.nid"));

        t.clock.advance(30 * BdTime::DAY);
        assert_eq!(wrong(house.comes(&issued.token)).0, Kind::Unauthenticated, "its time is over");
        assert_eq!(house.listed()[0].state(t.world.now()), ClientState::Expired);
    }

    fn what_is_issued_is_checked(t: &TestDb) {
        let house = House::new(t);
        house.issue(&court(t)).unwrap();
        let twice = NewClient { name: "CMM  Court, Dhaka ".to_owned(), ..court(t) };
        assert_eq!(wrong(house.issue(&twice)), (Kind::Invalid, "err-client-exists"));
        let more = NewClient { grant: grant(Action::PersonRead, "person.nid"), ..court(t) };
        assert_eq!(wrong(house.issue(&more)), (Kind::Invalid, "err-client-actions"));
        let no_reason = NewClient { purpose: " ".to_owned(), ..court(t) };
        assert_eq!(wrong(house.issue(&no_reason)), (Kind::Invalid, "err-client-purpose"));
        for (days, key) in [(0, "err-client-expires"), (733, "err-client-expires-far")] {
            let expires_at = t.world.now().plus(days * BdTime::DAY);
            let new = NewClient { expires_at, name: "Police".to_owned(), ..court(t) };
            assert_eq!(wrong(house.issue(&new)), (Kind::Invalid, key), "{days}");
        }
        let whole_division = Grant { scope: Scope::Division("30".to_owned()), division: None, ..court(t).grant };
        house.issue(&NewClient { name: "Police".to_owned(), grant: whole_division, ..court(t) }).unwrap();
        assert_eq!(house.listed()[1].grant.division.as_deref(), Some("30"));
    }

    fn a_new_token_ends_the_old_one(t: &TestDb) {
        let house = House::new(t);
        let first = house.issue(&court(t)).unwrap();
        t.clock.advance(31 * BdTime::DAY);
        let end = t.world.now().plus(90 * BdTime::DAY);
        assert_eq!(wrong(house.renew(first.id, 1, t.world.now())), (Kind::Invalid, "err-client-expires"));
        let second = house.renew(first.id, 1, end).unwrap();
        assert_ne!(first.token.reveal(), second.token.reveal());
        assert_eq!(wrong(house.comes(&first.token)).0, Kind::Unauthenticated);
        house.comes(&second.token).unwrap();
        let client = &house.listed()[0];
        assert_eq!((client.token_at, client.expires_at, client.version), (t.world.now(), end, 2));
        assert_eq!(wrong(house.renew(first.id, 1, end)), (Kind::Conflict, "err-stale"), "pressed twice");
        assert_eq!(kinds(t, first.id.0), ["api_client.renewed", "api_client.issued"]);
    }

    fn a_change_holds_for_the_token_that_is_out(t: &TestDb) {
        let house = House::new(t);
        let issued = house.issue(&court(t)).unwrap();
        let narrower = Grant { scope: Scope::Prison(CUMILLA), ..grant(Action::ApiCustodyRead, "custody.state") };
        house.change(issued.id, 1, "Another court now", &narrower).unwrap();
        let program = house.comes(&issued.token).unwrap();
        assert_eq!(program.actor.scope, Scope::Prison(CUMILLA));
        assert!(program.sees("custody.state") && !program.sees("person.name_bn"));
        assert_eq!(house.listed()[0].purpose, "Another court now");
        assert_eq!(wrong(house.change(issued.id, 1, "Late", &narrower)), (Kind::Conflict, "err-stale"));
        let nothing = Grant { actions: BTreeSet::new(), ..narrower };
        assert_eq!(wrong(house.change(issued.id, 2, "Nothing", &nothing)), (Kind::Invalid, "err-client-actions"));
    }

    fn a_token_is_taken_away_for_good_and_with_a_reason(t: &TestDb) {
        let house = House::new(t);
        let ClientToken { id, token } = house.issue(&court(t)).unwrap();
        assert_eq!(wrong(house.revoke_token(id, 1, "  ")), (Kind::Invalid, "err-client-reason"));
        house.revoke_token(id, 1, "The contract has ended").unwrap();
        assert_eq!(wrong(house.comes(&token)).0, Kind::Unauthenticated);
        let client = house.listed().remove(0);
        assert_eq!(client.revoked_at, Some(t.world.now()));
        assert_eq!(client.revoked_why.as_deref(), Some("The contract has ended"));
        assert_eq!(client.state(t.world.now()), ClientState::Revoked);
        let over = (Kind::Conflict, "err-client-revoked");
        assert_eq!(wrong(house.revoke_token(id, 2, "again")), over);
        assert_eq!(wrong(house.renew(id, 2, t.world.now().plus(BdTime::DAY))), over);
        assert_eq!(wrong(house.change(id, 2, "again", &client.grant)), over);
    }

    fn each_step_is_told_with_its_request_and_without_the_token(t: &TestDb) {
        let house = House::new(t);
        let ClientToken { id, token } = house.issue(&court(t)).unwrap();
        house.change(id, 1, "Two courts", &court(t).grant).unwrap();
        let second = house.renew(id, 2, t.world.now().plus(BdTime::DAY)).unwrap();
        house.revoke_token(id, 3, "Lost").unwrap();
        let lines = t.db.read_now(|conn| journal::lines_of(conn, id.0, None, 9)).unwrap();
        let told: Vec<_> = lines.iter().map(|line| (line.kind.as_str(), line.version, line.reason.as_deref())).collect();
        assert_eq!(told, [
            ("api_client.revoked", 4, Some("Lost")),
            ("api_client.renewed", 3, None),
            ("api_client.changed", 2, None),
            ("api_client.issued", 1, None),
        ]);
        for line in &lines {
            assert_eq!(line.request.as_deref(), Some("request-1"));
            assert!(line.json.contains("\"person.name_bn\""), "{}", line.json);
            for secret in [&token, &second.token] {
                assert!(!line.json.contains(secret.reveal()));
            }
        }
    }

    fn logins_and_users_are_told_with_their_request(t: &TestDb) {
        let house = House::new(t);
        house.login("karim", "not the right one").unwrap_err();
        house.enrol("karim");
        let lines = t.db.read_now(|conn| journal::lines_of(conn, house.karim.0, None, 50)).unwrap();
        assert_eq!(lines.len(), 7, "{lines:?}");
        for line in lines {
            assert_eq!(line.request.as_deref(), Some("request-1"), "{}", line.kind);
        }
    }

    fn the_last_use_is_kept_to_the_minute(t: &TestDb) {
        let house = House::new(t);
        let ClientToken { id, token } = house.issue(&court(t)).unwrap();
        let uses = || {
            let program = house.comes(&token).unwrap();
            block_on(touch_client(&t.db, &program, t.world.now())).unwrap();
            house.listed()[0].last_used
        };
        let first = t.world.now();
        assert_eq!(house.listed()[0].last_used, None);
        assert_eq!(uses(), Some(first));
        t.clock.advance(BdTime::SECOND);
        assert_eq!(uses(), Some(first), "nothing is written again so soon");
        t.clock.advance(BdTime::MINUTE);
        assert_eq!(uses(), Some(t.world.now()));
        house.renew(id, 1, t.world.now().plus(BdTime::DAY)).unwrap();
        assert_eq!(house.listed()[0].last_used, None, "nobody has used the new one");
    }

    fn whom_the_matrix_does_not_name_is_refused(t: &TestDb) {
        let house = House::new(t);
        let id = house.issue(&court(t)).unwrap().id;
        for role in Role::ALL.iter().copied().filter(|role| *role != Role::System) {
            let actor = Actor { user: UserId(Uuid::from_u128(9)), role, ..Actor::system("somebody") };
            let doing = house.doing(&actor);
            let answers = [
                t.db.read_now(|conn| clients(conn, &house.access, &actor)).map(drop),
                t.db.write_now(|tx| issue_client(tx, &doing, NewClient { name: format!("of {role}"), ..court(t) })).map(drop),
                t.db.write_now(|tx| change_client(tx, &doing, id, 99, "x", court(t).grant)),
                t.db.write_now(|tx| renew_client(tx, &doing, id, 99, court(t).expires_at)).map(drop),
                t.db.write_now(|tx| revoke_client(tx, &doing, id, 99, "x")),
            ];
            let may = matches!(role, Role::Administrator | Role::Headquarters);
            for (number, answer) in answers.into_iter().enumerate() {
                let kind = answer.map_err(|error| error.kind).err();
                // The version is made up, so that who may does not end the story for the next one.
                let wanted = if may { (number > 1).then_some(Kind::Conflict) } else { Some(Kind::Denied) };
                assert_eq!(kind, wanted, "{role} {number}");
            }
        }
    }
}
