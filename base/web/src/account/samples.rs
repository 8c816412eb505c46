//! Each page of this module, filled, for the test that draws all pages in both languages.

use access::{Role, Scope, SessionRow, User};
use askama::Template as _;
use kernel::{Error, Lang, SessionId, UserId, Uuid};

use super::{login, password, sessions, totp, users};
use crate::parts::Choice;
use crate::{Form, Page};

pub(crate) fn samples(page: &Page, lang: Lang) -> Vec<(&'static str, String)> {
    let framed = |key: &str| Page {
        title: page.t(key),
        ..page.clone()
    };
    let bare = |key: &str| Page {
        who: None,
        ..framed(key)
    };
    let refused = Form::empty().with_error(Error::invalid("code", "err-required"));
    let login_page = login::LoginPage {
        page: bare("login"),
        form: Form::empty(),
    };
    let code_page = login::CodePage {
        page: bare("login-code"),
        form: refused,
    };
    let password_page = password::PasswordPage {
        page: bare("password-title"),
        form: Form::empty().with_error(Error::invalid("again", "err-password-again")),
        login: "shiuli".to_owned(),
        forced: true,
        chars_min: 10,
    };
    let first = users::FirstPasswordPage {
        page: framed("first-password"),
        login: "shiuli".to_owned(),
        password: "abcdefghijklmnop".to_owned(),
    };
    let mut all = vec![
        ("login", login_page.render().unwrap()),
        ("login_code", code_page.render().unwrap()),
        ("password", password_page.render().unwrap()),
        ("first_password", first.render().unwrap()),
        (
            "sessions",
            sessions_page(framed("my-sessions")).render().unwrap(),
        ),
    ];
    all.extend(totp_pages(&framed("my-totp")));
    all.extend(user_pages(&framed("menu-users"), lang));
    all
}

fn sessions_page(page: Page) -> sessions::SessionsPage {
    let row = |number: u128, agent: &str| SessionRow {
        id: SessionId(Uuid::from_u128(number)),
        user: UserId(Uuid::nil()),
        created_at: page.now.plus(-3 * kernel::BdTime::HOUR),
        last_seen: page.now.plus(-5 * kernel::BdTime::MINUTE),
        ip: "10.20.30.40".to_owned(),
        agent: agent.to_owned(),
    };
    sessions::SessionsPage {
        sessions: vec![
            row(1, "Firefox 145, Windows"),
            row(2, "Chrome 142, Android"),
        ],
        mine: Some(SessionId(Uuid::from_u128(1))),
        page,
    }
}

fn totp_pages(page: &Page) -> Vec<(&'static str, String)> {
    let blank = || totp::TotpPage {
        page: page.clone(),
        form: Form::empty(),
        enrolled: false,
        offer: None,
        codes: Vec::new(),
    };
    let drawing = totp::drawing("otpauth://totp/Alorpoth:shiuli?secret=ABCDEFGH").unwrap();
    let offered = totp::TotpPage {
        offer: Some((drawing, "ABCD EFGH".to_owned())),
        ..blank()
    };
    let done = totp::TotpPage {
        codes: vec!["abcd-efgh-ijkl-mnop".to_owned(); 10],
        ..blank()
    };
    vec![
        ("totp", blank().render().unwrap()),
        ("totp_offer", offered.render().unwrap()),
        ("totp_codes", done.render().unwrap()),
    ]
}

fn user_pages(page: &Page, lang: Lang) -> Vec<(&'static str, String)> {
    let user = User {
        id: UserId(Uuid::from_u128(5)),
        login: "shiuli".to_owned(),
        name_bn: "শিউলি বেগম".to_owned(),
        name_en: "Shiuli Begum".to_owned(),
        role: Role::AdmissionClerk,
        scope: Scope::All,
        division: None,
        must_change: true,
        has_totp: true,
        disabled_at: None,
        version: 3,
    };
    let line = users::UserLine {
        name: lang.pick(&user.name_bn, &user.name_en).clone(),
        role: page.t("role-admission_clerk"),
        place: page.t("scope-all"),
        user: user.clone(),
    };
    let form_page = |user: Option<User>| users::UserPage {
        page: page.clone(),
        form: Form::from_pairs([("role", "jailer"), ("scope", "all")]),
        user,
        roles: vec![Choice::new("jailer", page.t("role-jailer"))],
        scopes: vec![Choice::new("all", page.t("scope-all"))],
        may_write: true,
    };
    let closed = User {
        disabled_at: Some(page.now),
        ..user.clone()
    };
    let list = |users| users::UsersPage {
        page: page.clone(),
        users,
        may_write: true,
    };
    vec![
        ("users", list(vec![line]).render().unwrap()),
        ("users_none", list(Vec::new()).render().unwrap()),
        ("user_new", form_page(None).render().unwrap()),
        ("user", form_page(Some(user)).render().unwrap()),
        ("user_closed", form_page(Some(closed)).render().unwrap()),
    ]
}
