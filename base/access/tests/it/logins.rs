//! Logging in and out, on both engines, with the clock in hand.

use crate::house::{DHAKA, FIRST, GOOD, House, kinds, try_login};
use access::{
    Need, Scope, Secret, code_at, disable_user, log_out, reset_password, revoke_all, session_actor,
    sessions_of, totp_confirm, totp_offer, totp_remove,
};
use kernel::{BdTime, Kind};
use testkit::{TestDb, block_on};

testkit::both! { &crate::house::migrations();
    fn an_officer_logs_in_works_and_logs_out(t: &TestDb) {
        let house = House::new(t);
        let begun = house.login("karim", GOOD).unwrap();
        assert_eq!(begun.need, None);
        let actor = house.actor(&begun.token).unwrap();
        assert_eq!((actor.name_bn.as_str(), actor.session), ("করিম", Some(begun.session)));
        assert_eq!(actor.scope, Scope::Prison(DHAKA));
        t.db.write_now(|tx| log_out(tx, &house.doing(&actor))).unwrap();
        assert_eq!(house.actor(&begun.token).unwrap_err().kind, Kind::Unauthenticated);
        assert_eq!(
            kinds(t, house.karim.0),
            ["logout", "login", "password.changed", "login", "user.created"]
        );
    }

    fn a_wrong_password_and_an_unknown_login_look_the_same(t: &TestDb) {
        let house = House::new(t);
        let wrong = house.login("karim", "not the right one").unwrap_err();
        let unknown = house.login("nobody", "not the right one").unwrap_err();
        assert_eq!((wrong.kind, wrong.key), (Kind::Unauthenticated, "err-login-wrong"));
        assert_eq!((unknown.kind, unknown.key), (wrong.kind, wrong.key));
        assert_eq!(kinds(t, house.karim.0)[0], "login.failed");
        let nobody = kernel::Uuid::nil();
        assert_eq!(kinds(t, nobody), ["login.failed"]);
        let lines = t.db.read_now(|conn| journal::lines_of(conn, nobody, None, 1)).unwrap();
        let told = format!("{:?}", lines[0]);
        assert!(told.contains("10.1.2.3") && !told.contains("nobody"), "{told}");
    }

    fn a_first_password_must_be_changed_before_anything_else(t: &TestDb) {
        let house = House::new(t);
        let rahim = house.new_user("rahim", access::Role::Jailer).unwrap();
        let begun = house.login("Rahim ", FIRST).unwrap();
        assert_eq!(begun.need, Some(Need::NewPassword));
        assert_eq!(house.actor(&begun.token).unwrap_err().key, "err-login-new-password");
        for (old, new, key) in [
            ("something else", GOOD, "err-password-old"),
            (FIRST, FIRST, "err-password-same"),
            (FIRST, "short", "err-password-short"),
            (FIRST, "Rahim is my login", "err-password-login"),
            (FIRST, "Bangladesh123", "err-password-common"),
            (FIRST, "aaaaaaaaaaaaaaa", "err-password-common"),
        ] {
            let error = house.change_password(&begun.token, old, new).unwrap_err();
            assert_eq!(error.fields[0].key, key);
            t.clock.advance(BdTime::MINUTE);
        }
        let other = house.login("rahim", FIRST).unwrap();
        house.change_password(&begun.token, FIRST, GOOD).unwrap();
        assert_eq!(house.actor(&begun.token).unwrap().user, rahim);
        assert!(house.actor(&other.token).is_err(), "other logins end");
        assert!(house.login("rahim", FIRST).is_err());
        house.login("rahim", GOOD).unwrap();
    }

    fn a_login_left_alone_ends(t: &TestDb) {
        let house = House::new(t);
        let token = house.login("karim", GOOD).unwrap().token;
        for _ in 0..3 {
            t.clock.advance(20 * BdTime::MINUTE);
            house.request(&token);
        }
        t.clock.advance(access::IDLE_MAX);
        assert!(house.actor(&token).is_err());

        let token = house.login("karim", GOOD).unwrap().token;
        let begun = t.world.now();
        while t.world.now().since(begun) < access::LIFE_MAX - 20 * BdTime::MINUTE {
            t.clock.advance(15 * BdTime::MINUTE);
            house.request(&token);
        }
        t.clock.advance(20 * BdTime::MINUTE);
        assert!(house.actor(&token).is_err(), "no login outlasts a shift");
    }

    fn guessing_grows_slow_and_a_restart_does_not_help(t: &TestDb) {
        let house = House::new(t);
        for _ in 0..4 {
            assert_eq!(house.login("karim", "wrong wrong").unwrap_err().key, "err-login-wrong");
        }
        // The right password is not even looked at, and the refusal says how long to wait.
        let refused = house.login("karim", GOOD).unwrap_err();
        assert_eq!((refused.kind, refused.key), (Kind::Busy, "err-login-throttled"));
        assert_eq!(refused.args, [("seconds", "1".to_owned())]);
        t.clock.advance(BdTime::SECOND);
        assert_eq!(house.login("karim", "wrong wrong").unwrap_err().key, "err-login-wrong");
        let refused = house.login("karim", GOOD).unwrap_err();
        assert_eq!(refused.args, [("seconds", "2".to_owned())]);
        t.clock.advance(2 * BdTime::SECOND);
        house.login("karim", GOOD).unwrap();
        assert_eq!(house.login("karim", "wrong wrong").unwrap_err().key, "err-login-wrong");
    }

    fn a_hundred_guesses_at_once_are_counted_one_by_one(t: &TestDb) {
        let house = House::new(t);
        let judged = block_on(async {
            let guesses: Vec<_> = (0..100)
                .map(|_| {
                    let (db, world) = (t.db.clone(), t.world.clone());
                    tokio::spawn(async move { try_login(&db, &world, "karim", "wrong wrong").await })
                })
                .collect();
            let mut judged = 0;
            for guess in guesses {
                let error = guess.await.unwrap().unwrap_err();
                judged += usize::from(error.key == "err-login-wrong");
            }
            judged
        });
        assert_eq!(judged, 4);
        assert!(house.login("karim", GOOD).is_err());
    }

    fn one_address_tries_many_logins_and_is_slowed(t: &TestDb) {
        let house = House::new(t);
        for number in 0..30 {
            let error = house.login(&format!("user{number}"), "wrong wrong").unwrap_err();
            assert_eq!(error.key, "err-login-wrong");
        }
        assert_eq!(house.login("user31", "wrong").unwrap_err().key, "err-login-throttled");
    }

    fn a_code_from_the_phone_is_asked_for_and_taken_once(t: &TestDb) {
        let house = House::new(t);
        let (phone, recovery) = house.enrol("karim");
        t.clock.advance(BdTime::MINUTE);
        let begun = house.login("karim", GOOD).unwrap();
        assert_eq!(begun.need, Some(Need::Code));
        assert_eq!(house.actor(&begun.token).unwrap_err().key, "err-login-code");
        let give = |token: &Secret, code: &str| house.give_code(token, code);
        assert_eq!(give(&begun.token, "000000"), Err("err-login-code-wrong"));
        let code = code_at(&phone, t.world.now()).unwrap();
        give(&begun.token, &code).unwrap();
        house.actor(&begun.token).unwrap();
        assert_eq!(give(&begun.token, &code), Err("err-login-code-given"));

        let second = house.login("karim", GOOD).unwrap();
        assert_eq!(give(&second.token, &code), Err("err-login-code-wrong"), "taken before");
        give(&second.token, &recovery[3].reveal().to_uppercase()).unwrap();
        let third = house.login("karim", GOOD).unwrap();
        let again = recovery[3].reveal().to_owned();
        assert_eq!(give(&third.token, &again), Err("err-login-code-wrong"), "used up");
        for _ in 0..3 {
            assert_eq!(give(&third.token, "111111"), Err("err-login-code-wrong"));
        }
        assert_eq!(give(&third.token, "111111"), Err("err-login-throttled"));
    }

    fn codes_are_taken_from_a_user_who_lost_the_phone(t: &TestDb) {
        let house = House::new(t);
        house.enrol("karim");
        let House { admin, karim, .. } = &house;
        t.db.write_now(|tx| totp_remove(tx, &house.doing(admin), *karim)).unwrap();
        assert_eq!(house.login("karim", GOOD).unwrap().need, None);
    }

    fn a_code_is_not_in_force_before_it_is_confirmed(t: &TestDb) {
        let house = House::new(t);
        let actor = house.actor(&house.login("karim", GOOD).unwrap().token).unwrap();
        let offered = block_on(totp_offer(&t.db, &house.doing(&actor), &"".into())).unwrap();
        assert!(offered.url.reveal().starts_with("otpauth://totp/Alorpoth:karim?secret="));
        assert_eq!(house.login("karim", GOOD).unwrap().need, None);
        let confirm = |code: &str| block_on(totp_confirm(&t.db, &house.doing(&actor), &code.into())).unwrap_err();
        for _ in 0..4 {
            assert_eq!(confirm("123").fields[0].key, "err-totp-wrong");
        }
        let good = code_at(&offered.text, t.world.now()).unwrap();
        assert_eq!(confirm(&good).key, "err-login-throttled", "the attempts are kept");
        assert_eq!(kinds(t, house.karim.0)[0], "totp.code_failed");
    }

    fn codes_in_force_are_replaced_by_whoever_has_them(t: &TestDb) {
        let house = House::new(t);
        let (phone, recovery) = house.enrol("karim");
        t.clock.advance(BdTime::MINUTE);
        let begun = house.login("karim", GOOD).unwrap();
        house.give_code(&begun.token, &code_at(&phone, t.world.now()).unwrap()).unwrap();
        let actor = house.actor(&begun.token).unwrap();
        let offer = |code: &str| block_on(totp_offer(&t.db, &house.doing(&actor), &code.into()));
        assert_eq!(offer("").unwrap_err().fields[0].key, "err-totp-current");
        let used = code_at(&phone, t.world.now()).unwrap();
        assert_eq!(offer(&used).unwrap_err().fields[0].key, "err-totp-current", "taken at the login");
        assert_eq!(kinds(t, house.karim.0)[0], "totp.code_failed");
        offer(recovery[0].reveal()).unwrap();
        t.clock.advance(BdTime::MINUTE);
        let second = offer(&code_at(&phone, t.world.now()).unwrap()).unwrap();
        let code = Secret::new(code_at(&second.text, t.world.now()).unwrap());
        block_on(totp_confirm(&t.db, &house.doing(&actor), &code)).unwrap();
        for _ in 0..4 {
            assert_eq!(offer(recovery[1].reveal()).unwrap_err().fields[0].key, "err-totp-current");
        }
        let now = code_at(&second.text, t.world.now()).unwrap();
        assert_eq!(offer(&now).unwrap_err().key, "err-login-throttled");
    }

    fn logins_are_listed_and_ended(t: &TestDb) {
        let house = House::new(t);
        let [one, two, three] = [
            house.login("karim", GOOD).unwrap(),
            house.login("karim", GOOD).unwrap(),
            house.login("karim", GOOD).unwrap(),
        ];
        let actor = house.actor(&one.token).unwrap();
        let (user, now) = (house.karim, t.world.now());
        let list = t
            .db
            .read_now(|conn| sessions_of(conn, &house.access, &actor, user, now))
            .unwrap();
        assert_eq!(list.len(), 4, "with the one in which the first password was changed");
        let ended = t
            .db
            .write_now(|tx| revoke_all(tx, &house.doing(&actor), user))
            .unwrap();
        assert_eq!(ended, 3);
        house.actor(&one.token).unwrap();
        for token in [two.token, three.token] {
            assert!(house.actor(&token).is_err());
        }
    }

    fn a_closed_user_and_a_reset_password_end_every_login(t: &TestDb) {
        let house = House::new(t);
        let begun = house.login("karim", GOOD).unwrap();
        let first = house.hashed(FIRST);
        let House { admin, karim, .. } = &house;
        t.db.write_now(|tx| reset_password(tx, &house.doing(admin), *karim, &first)).unwrap();
        assert!(house.actor(&begun.token).is_err());
        let begun = house.login("karim", FIRST).unwrap();
        assert_eq!(begun.need, Some(Need::NewPassword));

        let version = house.user(*karim).version;
        t.db.write_now(|tx| disable_user(tx, &house.doing(admin), *karim, version)).unwrap();
        let now = t.world.now();
        let closed = t.db.read_now(|conn| session_actor(conn, &begun.token, now));
        assert_eq!(closed.unwrap_err().key, "err-unauthenticated");
        assert_eq!(house.login("karim", FIRST).unwrap_err().key, "err-login-wrong");
    }
}
