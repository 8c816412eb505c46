//! `alor user`: the first administrator of a new installation, and what an operator needs at a terminal.

use access::{Access, Actor, NewUser, Role, Scope, Secret};
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
    let scope = match (&prison, division) {
        (Some(prison), _) => Scope::Prison(prison.id),
        (None, Some(division)) => Scope::Division(division.to_owned()),
        (None, None) => Scope::All,
    };
    let new = NewUser {
        login: login.to_owned(),
        name_bn: name_bn.to_owned(),
        name_en: name_en.to_owned(),
        role,
        scope,
        division: prison.map(|prison| prison.division),
    };
    let bytes: [u8; 10] = world.bytes();
    let first: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let hashed = runtime.block_on(access::hash(&world, login, Secret::new(first.clone())))?;
    let actor = Actor::system("alor user add");
    db.write_now(|tx| access::create_user(tx, &access, &world, &actor, new.clone(), &hashed))?;
    println!("{login}: first password {first} (it must be changed at the first login)");
    Ok(())
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
