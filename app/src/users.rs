//! `alor user`: the first administrator of a new installation, and what an operator needs at a terminal.

use access::{Access, Actor, Doing, NewUser, Role, Scope, ScopeKind, Secret};
use anyhow::Context as _;
use kernel::World;

use crate::cli::User;
use crate::config::Settings;
use crate::open;

/// Makes or lists users.
pub(crate) fn run(user: &User) -> anyhow::Result<()> {
    match user {
        User::Add {
            at,
            login,
            name_bn,
            name_en,
            role,
            prison,
            division,
        } => {
            let place = (prison.as_deref(), division.as_deref());
            add(&Settings::read(at)?, login, (name_bn, name_en), role, place)
        }
        User::List(at) => list(&Settings::read(at)?),
    }
}

fn add(
    settings: &Settings,
    login: &str,
    (name_bn, name_en): (&str, &str),
    role: &str,
    (prison, division): (Option<&str>, Option<&str>),
) -> anyhow::Result<()> {
    let db = open::database(settings, false)?;
    let world = World::real();
    let access = Access::new()?;
    let role: Role = role
        .parse()
        .map_err(|_| anyhow::anyhow!("{role:?} is no role; `alor user add --help` lists them"))?;
    let prison = prison
        .map(|code| {
            db.read_now(|conn| pids::estate::store::prison_by_code(conn, code))
                .with_context(|| format!("{code:?} is no prison's code"))
        })
        .transpose()?;
    if let Some(code) = division {
        reference::divisions()
            .get(code)
            .with_context(|| format!("{code:?} is no division's code"))?;
    }
    let scope = match (&prison, division) {
        (Some(prison), _) => Scope::Prison(prison.id),
        (None, Some(division)) => Scope::Division(division.to_owned()),
        (None, None) => Scope::All,
    };
    in_reach(role, scope.kind())?;
    let new = NewUser {
        login: login.to_owned(),
        name_bn: name_bn.to_owned(),
        name_en: name_en.to_owned(),
        role,
        scope,
        division: prison.map(|prison| prison.division),
    };
    let first = crate::demo::secret(&world);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let hashed = runtime.block_on(access::hash(&world, login, Secret::new(first.clone())))?;
    let actor = Actor::system("alor user add");
    let doing = Doing::new(&actor, &access, &world);
    db.write_now(|tx| access::create_user(tx, &doing, new.clone(), &hashed))?;
    println!("{login}: first password {first} (it must be changed at the first login)");
    Ok(())
}

/// Says in the command's own words which flag is missing or too many: without one a jailer would reach
/// every prison.
fn in_reach(role: Role, given: ScopeKind) -> anyhow::Result<()> {
    match role.scope_kind() {
        Some(kind) if kind == given => Ok(()),
        Some(ScopeKind::Prison) => anyhow::bail!("{role} works in one prison: give --prison CODE"),
        Some(ScopeKind::Division) => {
            anyhow::bail!("{role} answers for one division: give --division CODE")
        }
        Some(ScopeKind::All) => {
            anyhow::bail!("{role} reaches every prison: leave --prison and --division out")
        }
        None => anyhow::bail!("nobody logs in as {role}: choose another role"),
    }
}

fn list(settings: &Settings) -> anyhow::Result<()> {
    let db = open::database(settings, false)?;
    let access = Access::new()?;
    let actor = Actor::system("alor user list");
    for user in db.read_now(|conn| access::users(conn, &access, &actor))? {
        let closed = if user.disabled_at.is_some() {
            " (closed)"
        } else {
            ""
        };
        println!(
            "{}\t{}\t{}{closed}",
            user.login,
            user.role.name(),
            user.name_en
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_missing_flag_is_named() {
        let said = |role, given| in_reach(role, given).map_err(|error| error.to_string());
        assert_eq!(said(Role::Jailer, ScopeKind::Prison), Ok(()));
        for (role, given, flag) in [
            (Role::Jailer, ScopeKind::All, "--prison CODE"),
            (Role::GateClerk, ScopeKind::Division, "--prison CODE"),
            (Role::DivisionalDig, ScopeKind::All, "--division CODE"),
            (Role::Inspector, ScopeKind::Prison, "leave --prison"),
            (Role::ApiClient, ScopeKind::All, "another role"),
        ] {
            let refused = said(role, given).unwrap_err();
            assert!(refused.contains(flag), "{refused}");
        }
    }
}
