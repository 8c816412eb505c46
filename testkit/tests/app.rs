//! The server without a socket: a login lasts, a stranger is led to the door, a form needs its token.

#![cfg(test)]

use access::{Role, Scope};
use kernel::Lang;
use testkit::{TestApp, TestDb, both};

both! { &testkit::migrations(&[]);
    async fn an_officer_stays_logged_in_and_a_stranger_is_led_to_the_door(t: &TestDb) {
        let app = TestApp::new(t, &[]);
        let kamrun = app.login_as(Role::Headquarters, Scope::All).await;
        let page = kamrun.get("/styleguide").await;
        page.good().sees("শিউলি বেগম").never_sees("Shiuli Begum");
        let kamrun = kamrun.reading(Lang::En);
        kamrun.get("/styleguide").await.good().sees("Shiuli Begum");

        let stranger = app.stranger();
        stranger.get("/styleguide").await.goes_to("/login");
        stranger.get("/nowhere").await.is(404);
        app.settle().await;
    }

    async fn a_form_without_its_token_is_refused(t: &TestDb) {
        let app = TestApp::new(t, &[]);
        let stranger = app.stranger();
        let without = stranger.post("/login", &[("user", "a"), ("password", "b")]).await;
        without.is(403);
        stranger.get("/login").await.good();
        let with = stranger.post("/login", &[("login", "nobody"), ("password", "wrong words")]).await;
        assert_ne!(with.status.as_u16(), 403, "{with}");
        app.settle().await;
    }
}
