//! The users whom the actor may keep: list, make, change, close, give a new password.

use access::{Doing, NewUser, Role, Secret, User};
use askama::Template;
use axum::extract::Path;
use data_encoding::BASE32_NOPAD;
use db::Tx;
use kernel::{Error, UserId, World};

use crate::frame::{role_name, scope_name};
use crate::parts::Choice;
use crate::places::scope_value;
use crate::{Cx, Form, Page, Result};

/// Random bytes of a first password: 80 bits, in 16 letters that are easily read out.
const FIRST_PASSWORD_BYTES: usize = 10;

#[derive(Template)]
#[template(path = "account/users.html")]
pub(super) struct UsersPage {
    pub(super) page: Page,
    pub(super) users: Vec<UserLine>,
    pub(super) may_write: bool,
}

/// A user in words.
pub(super) struct UserLine {
    pub(super) user: User,
    pub(super) name: String,
    pub(super) role: String,
    pub(super) place: String,
}

#[derive(Template)]
#[template(path = "account/user.html")]
pub(super) struct UserPage {
    pub(super) page: Page,
    pub(super) form: Form,
    /// The user that is changed; none when one is made.
    pub(super) user: Option<User>,
    pub(super) roles: Vec<Choice>,
    pub(super) scopes: Vec<Choice>,
    pub(super) may_write: bool,
}

#[derive(Template)]
#[template(path = "account/first_password.html")]
pub(super) struct FirstPasswordPage {
    pub(super) page: Page,
    pub(super) login: String,
    pub(super) password: String,
}

/// `GET /users`
pub(crate) async fn list(cx: Cx) -> Result {
    let (access, actor) = (cx.app.access.clone(), cx.actor.clone());
    let read = move |conn: &mut db::Conn<'_>| access::users(conn, &access, &actor);
    let users = cx.app.db.read(read).await?;
    let users = users.into_iter().map(|user| line(&cx, user)).collect();
    cx.show(&UsersPage {
        page: cx.page(cx.t("menu-users")),
        users,
        may_write: cx.could(access::Action::UserWrite),
    })
}

fn line(cx: &Cx, user: User) -> UserLine {
    UserLine {
        name: cx.lang.pick(&user.name_bn, &user.name_en).clone(),
        role: role_name(&cx.app, cx.lang, user.role),
        place: scope_name(&cx.app, cx.lang, &user.scope),
        user,
    }
}

/// Asked before the form is read, so that nobody learns from its errors what it would take.
fn may_write(cx: &Cx) -> kernel::Result<()> {
    cx.may_here(access::Action::UserWrite)
}

/// `GET /users/new`
pub(crate) async fn new_page(cx: Cx) -> Result {
    may_write(&cx)?;
    cx.show(&form_page(&cx, None, Form::empty()))
}

/// `GET /users/{id}`
pub(crate) async fn edit_page(cx: Cx, Path(id): Path<String>) -> Result {
    let user = find(&cx, id.parse()?).await?;
    let form = Form::from_pairs([
        ("name_bn", user.name_bn.clone()),
        ("name_en", user.name_en.clone()),
        ("role", user.role.to_string()),
        ("scope", scope_value(&user.scope)),
        ("version", user.version.to_string()),
    ]);
    cx.show(&form_page(&cx, Some(user), form))
}

async fn find(cx: &Cx, id: UserId) -> kernel::Result<User> {
    let (access, actor) = (cx.app.access.clone(), cx.actor.clone());
    cx.app
        .db
        .read(move |conn| access::user(conn, &access, &actor, id))
        .await
}

fn form_page(cx: &Cx, user: Option<User>, form: Form) -> UserPage {
    let title = match &user {
        Some(user) => cx.lang.pick(&user.name_bn, &user.name_en).clone(),
        None => cx.t("user-new"),
    };
    let roles = access::appoints(cx.actor.role).iter();
    UserPage {
        page: cx.page(title),
        form,
        user,
        roles: roles
            .map(|role| Choice::new(role.name(), role_name(&cx.app, cx.lang, *role)))
            .collect(),
        scopes: cx.app.places.choices(cx.t("scope-all"), cx.lang),
        may_write: cx.could(access::Action::UserWrite),
    }
}

/// What was typed of a user.
fn read(cx: &Cx, form: &Form, login: &str) -> kernel::Result<NewUser> {
    let role: Role = form
        .required("role")?
        .parse()
        .map_err(|_| Error::invalid("role", "err-choice"))?;
    let (scope, division) = cx.app.places.chosen(form)?;
    Ok(NewUser {
        login: login.to_owned(),
        name_bn: form.required("name_bn")?.to_owned(),
        name_en: form.required("name_en")?.to_owned(),
        role,
        scope,
        division,
    })
}

/// `POST /users`: makes a user and shows the first password once.
pub(crate) async fn create(cx: Cx, form: Form) -> Result {
    may_write(&cx)?;
    match made(&cx, &form).await {
        Ok(page) => cx.show(&page),
        Err(error) => cx.show_again(&form_page(&cx, None, form.or_fail(error)?)),
    }
}

async fn made(cx: &Cx, form: &Form) -> kernel::Result<FirstPasswordPage> {
    let new = read(cx, form, form.required("login")?)?;
    let login = new.login.clone();
    let password = first_password(&cx.app.world);
    let hashed = access::hash(&cx.app.world, &login, Secret::new(password.as_str())).await?;
    let doer = cx.clone();
    cx.app
        .db
        .write(move |tx| access::create_user(tx, &doer.doing(), new.clone(), &hashed))
        .await?;
    Ok(shown_once(cx, login, password))
}

fn shown_once(cx: &Cx, login: String, password: String) -> FirstPasswordPage {
    FirstPasswordPage {
        page: cx.page(cx.t("first-password")),
        login,
        password,
    }
}

/// `POST /users/{id}`
pub(crate) async fn change(cx: Cx, Path(id): Path<String>, form: Form) -> Result {
    may_write(&cx)?;
    let user = find(&cx, id.parse()?).await?;
    match changed(&cx, &user, &form).await {
        Ok(()) => Ok(cx.go_saying("/users", "saved")),
        Err(error) => cx.show_again(&form_page(&cx, Some(user), form.or_fail(error)?)),
    }
}

async fn changed(cx: &Cx, user: &User, form: &Form) -> kernel::Result<()> {
    let new = read(cx, form, &user.login)?;
    let (id, version) = (user.id, form.version()?);
    let doer = cx.clone();
    cx.app
        .db
        .write(move |tx| access::change_user(tx, &doer.doing(), id, version, new.clone()))
        .await
}

/// `POST /users/{id}/{verb}`: closes, opens, gives a new password, takes the one-time codes.
pub(crate) async fn act(cx: Cx, Path((id, verb)): Path<(String, String)>, form: Form) -> Result {
    may_write(&cx)?;
    let id: UserId = id.parse()?;
    match verb.as_str() {
        "disable" => closing(&cx, id, form.version()?, access::disable_user).await?,
        "enable" => closing(&cx, id, form.version()?, access::enable_user).await?,
        "totp" => take_codes(&cx, id).await?,
        "password" => return cx.show(&new_password(&cx, id).await?),
        _ => return Err(Error::not_found().into()),
    }
    Ok(cx.go_saying(&format!("/users/{id}"), "saved"))
}

/// A verb that closes or opens a user.
type Closing = fn(&mut Tx<'_>, &Doing<'_>, UserId, i64) -> kernel::Result<()>;

async fn closing(cx: &Cx, id: UserId, version: i64, verb: Closing) -> kernel::Result<()> {
    let doer = cx.clone();
    cx.app
        .db
        .write(move |tx| verb(tx, &doer.doing(), id, version))
        .await
}

async fn take_codes(cx: &Cx, id: UserId) -> kernel::Result<()> {
    let doer = cx.clone();
    cx.app
        .db
        .write(move |tx| access::totp_remove(tx, &doer.doing(), id))
        .await
}

async fn new_password(cx: &Cx, id: UserId) -> kernel::Result<FirstPasswordPage> {
    let login = find(cx, id).await?.login;
    let password = first_password(&cx.app.world);
    let hashed = access::hash(&cx.app.world, &login, Secret::new(password.as_str())).await?;
    let doer = cx.clone();
    cx.app
        .db
        .write(move |tx| access::reset_password(tx, &doer.doing(), id, &hashed))
        .await?;
    Ok(shown_once(cx, login, password))
}

fn first_password(world: &World) -> String {
    let bytes = world.bytes::<FIRST_PASSWORD_BYTES>();
    BASE32_NOPAD.encode(&bytes).to_ascii_lowercase()
}
