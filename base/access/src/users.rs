//! Users and the verbs on them.

use db::{Conn, Tx};
use kernel::{BdTime, Error, PrisonId, Result, UserId};
use serde::Serialize;

use crate::tell::{Told, tell};
use crate::typed::{NAME_CHARS_MAX, words};
use crate::{
    Access, Action, Actor, DataClass, Doing, Hashed, Resource, Role, Scope, ScopeKind, store,
};

/// Letters that a login may have.
const LOGIN_CHARS: std::ops::RangeInclusive<usize> = 3..=32;
/// Users that one list shows.
pub(crate) const USERS_MAX: usize = 2_000;

/// Somebody who can log in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct User {
    /// The id.
    pub id: UserId,
    /// The login.
    pub login: String,
    /// The name in Bangla.
    pub name_bn: String,
    /// The name in Latin letters.
    pub name_en: String,
    /// The role.
    pub role: Role,
    /// How far it reaches.
    pub scope: Scope,
    /// The division of the one prison, whose officers may keep this user.
    pub division: Option<String>,
    /// The password is known to somebody else and must be changed first.
    pub must_change: bool,
    /// Logs in by one-time codes as well.
    pub has_totp: bool,
    /// Since when the user may not log in any more.
    pub disabled_at: Option<BdTime>,
    /// For changes that must not overwrite another's.
    pub version: i64,
}

impl User {
    /// Where the user belongs, for the policies.
    fn place(&self) -> Resource {
        Resource::of(&self.scope, self.division.as_deref(), DataClass::Ordinary)
    }
}

/// What is said of a user when made or changed.
#[derive(Clone, Debug)]
pub struct NewUser {
    /// The login; taken as lower-case.
    pub login: String,
    /// The name in Bangla.
    pub name_bn: String,
    /// The name in Latin letters.
    pub name_en: String,
    /// The role.
    pub role: Role,
    /// How far it reaches.
    pub scope: Scope,
    /// The division of the one prison, where the scope is one.
    pub division: Option<String>,
}

/// Which roles a role may give. Nobody gives more than what stands below them, and the program's own roles
/// are given to nobody.
pub fn appoints(role: Role) -> &'static [Role] {
    use Role::{
        Administrator, AdmissionClerk, DeputyJailer, DivisionalDig, GateClerk, Headquarters,
        Inspector, Jailer, MedicalOfficer, Superintendent,
    };
    match role {
        Role::Superintendent => &[
            GateClerk,
            AdmissionClerk,
            DeputyJailer,
            Jailer,
            MedicalOfficer,
        ],
        Role::DivisionalDig => &[
            GateClerk,
            AdmissionClerk,
            DeputyJailer,
            Jailer,
            MedicalOfficer,
            Superintendent,
        ],
        Role::Headquarters | Role::Administrator | Role::System => &[
            GateClerk,
            AdmissionClerk,
            DeputyJailer,
            Jailer,
            MedicalOfficer,
            Superintendent,
            DivisionalDig,
            Headquarters,
            Inspector,
            Administrator,
        ],
        Role::GateClerk
        | Role::AdmissionClerk
        | Role::DeputyJailer
        | Role::Jailer
        | Role::MedicalOfficer
        | Role::Inspector
        | Role::ApiClient => &[],
    }
}

fn may_appoint(actor: &Actor, role: Role) -> Result<()> {
    if appoints(actor.role).contains(&role) {
        Ok(())
    } else {
        Err(Error::denied().with("role", role))
    }
}

/// A login as it is kept: without spaces around, lower-case, in Latin digits.
pub(crate) fn plain_login(text: &str) -> String {
    let latin = kernel::bangla::digits::to_latin(text.trim()).to_lowercase();
    // Nobody has a longer one, and a longer one would fill the table of attempts.
    let kept = latin.chars().filter(|c| !c.is_control());
    kept.take(LOGIN_CHARS.end() + 1).collect()
}

/// Checks what was typed, and brings it into the form in which it is kept.
fn checked(new: NewUser) -> Result<NewUser> {
    let login = plain_login(&new.login);
    let good = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    if !LOGIN_CHARS.contains(&login.len()) || !login.chars().all(good) {
        return Err(Error::invalid("login", "err-user-login"));
    }
    let name = |field, text: &str| words(field, text, "err-user-name", NAME_CHARS_MAX);
    let place = Resource::of(&new.scope, new.division.as_deref(), DataClass::Ordinary);
    Ok(NewUser {
        login,
        name_bn: name("name_bn", &new.name_bn)?,
        name_en: name("name_en", &new.name_en)?,
        role: new.role,
        scope: new.scope,
        division: place.division,
    })
}

/// Whether the actor may make somebody this user. What the role reaches is asked last, so that nobody learns from
/// it about roles that they may not give.
fn may_make(doing: &Doing<'_>, new: &NewUser) -> Result<()> {
    let place = Resource::of(&new.scope, new.division.as_deref(), DataClass::Ordinary);
    doing.may(Action::UserWrite, place)?;
    may_appoint(doing.actor, new.role)?;
    reaches(new)
}

/// Checks that the scope is of the kind that the role has.
fn reaches(new: &NewUser) -> Result<()> {
    let wanted = match new.role.scope_kind() {
        Some(kind) if kind == new.scope.kind() => return Ok(()),
        Some(ScopeKind::Prison) => "err-user-scope-prison",
        Some(ScopeKind::Division) => "err-user-scope-division",
        Some(ScopeKind::All) => "err-user-scope-all",
        // Programs have tokens; no user has their role.
        None => return Err(Error::invalid("role", "err-user-role")),
    };
    Err(Error::invalid("scope", wanted))
}

/// Makes a user with a first password, which must be changed at the first login.
///
/// # Errors
/// Denied when the actor may not give that role, not found when the scope lies outside the actor's; invalid
/// when a field is wrong, the scope is not of the role's kind or the login is taken.
pub fn create_user(
    tx: &mut Tx<'_>,
    doing: &Doing<'_>,
    new: NewUser,
    first_password: &Hashed,
) -> Result<UserId> {
    let new = checked(new)?;
    may_make(doing, &new)?;
    if store::user_by_login(tx, &new.login)?.is_some() {
        return Err(Error::invalid("login", "err-user-exists"));
    }
    let id = doing.world.id();
    store::insert_user(tx, id, &new, first_password, doing.now())?;
    tell_user(tx, doing, id, "user.created")?;
    Ok(id)
}

/// Changes a user's names, role and scope. The login stays, since it stands in the journal.
///
/// # Errors
/// Those of [`create_user`]; conflict `err-stale` when the user has changed since `version`, and
/// `err-user-self` on oneself.
pub fn change_user(
    tx: &mut Tx<'_>,
    doing: &Doing<'_>,
    user: UserId,
    version: i64,
    new: NewUser,
) -> Result<()> {
    let of = kept(tx, doing, user)?;
    let new = checked(NewUser {
        login: of.login,
        ..new
    })?;
    may_make(doing, &new)?;
    store::update_user(tx, user, version, &new)?;
    tell_user(tx, doing, user, "user.changed")
}

/// Closes a user and ends the user's logins.
///
/// # Errors
/// Those of the policies; conflict `err-stale`, `err-user-self`.
pub fn disable_user(tx: &mut Tx<'_>, doing: &Doing<'_>, user: UserId, version: i64) -> Result<()> {
    kept(tx, doing, user)?;
    store::set_disabled(tx, user, version, Some(doing.now()))?;
    store::end_sessions(tx, user, None, None, doing.now())?;
    tell_user(tx, doing, user, "user.disabled")
}

/// Opens a closed user again.
///
/// # Errors
/// Those of the policies; conflict `err-stale`, `err-user-self`.
pub fn enable_user(tx: &mut Tx<'_>, doing: &Doing<'_>, user: UserId, version: i64) -> Result<()> {
    kept(tx, doing, user)?;
    store::set_disabled(tx, user, version, None)?;
    tell_user(tx, doing, user, "user.enabled")
}

/// Gives a user who has forgotten it a new password, which must be changed at once, and ends the user's
/// logins.
///
/// # Errors
/// Those of the policies; conflict `err-user-self`: one's own is changed by knowing the old one.
pub fn reset_password(
    tx: &mut Tx<'_>,
    doing: &Doing<'_>,
    user: UserId,
    password: &Hashed,
) -> Result<()> {
    kept(tx, doing, user)?;
    store::set_password(tx, user, password, true)?;
    store::end_sessions(tx, user, None, None, doing.now())?;
    tell_user(tx, doing, user, "password.reset")
}

/// The user, when the actor may keep this one: one below, and never the actor itself.
pub(crate) fn kept(tx: &mut Tx<'_>, doing: &Doing<'_>, user: UserId) -> Result<User> {
    let of = store::user(tx, user)?.ok_or_else(Error::not_found)?;
    doing.may(Action::UserWrite, of.place())?;
    if doing.actor.user == user {
        return Err(Error::conflict("err-user-self"));
    }
    may_appoint(doing.actor, of.role)?;
    Ok(of)
}

/// Hands the users and programs of a prison over to the division in which it lies from now on. It is part of what
/// moves the prison: that has asked who may, and tells the journal.
///
/// # Errors
/// Those of the database.
pub fn prison_moved(tx: &mut Tx<'_>, prison: PrisonId, division: &str) -> Result<()> {
    store::move_users(tx, prison, division)?;
    store::move_clients(tx, prison, division)
}

fn tell_user(tx: &mut Tx<'_>, doing: &Doing<'_>, user: UserId, kind: &str) -> Result<()> {
    let now = store::user(tx, user)?.ok_or_else(Error::not_found)?;
    tell(
        tx,
        &Told {
            prison: now.scope.prison(),
            version: now.version,
            ..Told::of(doing, kind, user, &now)
        },
    )
}

/// One user.
///
/// # Errors
/// Not found, or denied, by the policies.
pub fn user(conn: &mut Conn<'_>, access: &Access, actor: &Actor, user: UserId) -> Result<User> {
    let of = store::user(conn, user)?.ok_or_else(Error::not_found)?;
    if actor.user != user {
        access.may(actor, Action::UserRead, of.place())?;
    }
    Ok(of)
}

/// The user with this login, however it is typed.
///
/// # Errors
/// Not found, or denied, by the policies.
pub fn user_by_login(
    conn: &mut Conn<'_>,
    access: &Access,
    actor: &Actor,
    login: &str,
) -> Result<User> {
    let row = store::user_by_login(conn, &plain_login(login))?.ok_or_else(Error::not_found)?;
    user(conn, access, actor, row.user.id)
}

/// The users within the actor's scope, by login; those closed come last. At most 2,000.
///
/// # Errors
/// Denied, by the policies.
pub fn users(conn: &mut Conn<'_>, access: &Access, actor: &Actor) -> Result<Vec<User>> {
    access.may(
        actor,
        Action::UserRead,
        Resource::own(actor, DataClass::Ordinary),
    )?;
    store::users(conn, &actor.scope)
}
