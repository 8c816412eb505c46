//! One login for each role.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use access::{
    Access, Action, Actor, Attempt, Doing, Grant, NewClient, NewUser, Role, Scope, Secret,
};
use anyhow::Context as _;
use db::Db;
use kernel::World;
use pids::estate::Prison;
use serde::{Deserialize, Serialize};

/// A way in, as the demonstration prints it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[expect(
    clippy::struct_field_names,
    reason = "the field is what is typed to log in"
)]
pub(crate) struct Login {
    /// The role's word.
    pub(crate) role: String,
    /// What is typed.
    pub(crate) login: String,
    /// The password: made for this demonstration.
    pub(crate) password: String,
    /// The prison's code, the division's, or "all".
    pub(crate) place: String,
    /// Name.
    pub(crate) name: String,
}

struct Wanted {
    role: Role,
    login: &'static str,
    name_bn: &'static str,
    name_en: &'static str,
}

const fn wanted(
    role: Role,
    login: &'static str,
    name_bn: &'static str,
    name_en: &'static str,
) -> Wanted {
    Wanted {
        role,
        login,
        name_bn,
        name_en,
    }
}

const WANTED: [Wanted; 11] = [
    wanted(Role::AdmissionClerk, "bhorti", "শিউলি আক্তার", "Shiuli Akter"),
    wanted(
        Role::AdmissionClerk,
        "bhorti2",
        "প্রণব কুমার দাস",
        "Pranab Kumar Das",
    ),
    wanted(Role::GateClerk, "gate", "জয়ন্ত চাকমা", "Jayanta Chakma"),
    wanted(
        Role::DeputyJailer,
        "deputy",
        "মো. আনোয়ার হোসেন",
        "Md. Anwar Hossain",
    ),
    wanted(Role::Jailer, "jailer", "রুমানা ইসলাম", "Rumana Islam"),
    wanted(
        Role::Superintendent,
        "super",
        "সুব্রত রোজারিও",
        "Subrata Rozario",
    ),
    wanted(
        Role::MedicalOfficer,
        "doctor",
        "ডা. নাজমা সুলতানা",
        "Dr. Nazma Sultana",
    ),
    wanted(Role::DivisionalDig, "dig", "মং সিং মারমা", "Mong Sing Marma"),
    wanted(Role::Headquarters, "sadar", "কামরুন নাহার", "Kamrun Nahar"),
    wanted(Role::Inspector, "inspector", "দীপক বড়ুয়া", "Dipak Barua"),
    wanted(Role::Administrator, "admin", "তানভীর আহমেদ", "Tanvir Ahmed"),
];

/// Makes the users. Each is made with a first password and changes it, as any user does.
pub(crate) async fn make(db: &Db, world: &World, prisons: &[Prison]) -> anyhow::Result<Vec<Login>> {
    let prison = prisons
        .first()
        .context("a demonstration has at least one prison")?;
    let mut logins = Vec::with_capacity(WANTED.len());
    for wanted in &WANTED {
        logins.push(make_one(db, world, wanted, prison).await?);
    }
    logins.push(make_client(db, world, prison).await?);
    Ok(logins)
}

/// A token for a court's program, which may do and see what the API offers in one prison.
async fn make_client(db: &Db, world: &World, prison: &Prison) -> anyhow::Result<Login> {
    const NAME: &str = "আদালতের প্রোগ্রাম · a court's program";
    let new = NewClient {
        name: NAME.to_owned(),
        purpose: "প্রদর্শনী · the demonstration".to_owned(),
        grant: Grant {
            actions: Action::of_programs().collect(),
            fields: pids::api::fields().map(str::to_owned).collect(),
            scope: Scope::Prison(prison.id),
            division: Some(prison.division.clone()),
        },
        expires_at: world.now().plus(365 * kernel::BdTime::DAY),
    };
    let (access, inner) = (Access::new()?, world.clone());
    let actor = Actor::system("alor demo");
    let issued = db
        .write(move |tx| {
            let doing = Doing::new(&actor, &access, &inner);
            access::issue_client(tx, &doing, new.clone())
        })
        .await?;
    Ok(Login {
        role: Role::ApiClient.name().to_owned(),
        login: "Bearer".to_owned(),
        password: issued.token.reveal().to_owned(),
        place: prison.code.clone(),
        name: NAME.to_owned(),
    })
}

async fn make_one(
    db: &Db,
    world: &World,
    wanted: &Wanted,
    prison: &Prison,
) -> anyhow::Result<Login> {
    let first = secret(world);
    let (scope, place) = match wanted.role {
        Role::DivisionalDig => (
            Scope::Division(prison.division.clone()),
            prison.division.clone(),
        ),
        Role::Headquarters | Role::Inspector | Role::Administrator => {
            (Scope::All, "all".to_owned())
        }
        _ => (Scope::Prison(prison.id), prison.code.clone()),
    };
    let new = NewUser {
        login: wanted.login.to_owned(),
        name_bn: wanted.name_bn.to_owned(),
        name_en: wanted.name_en.to_owned(),
        role: wanted.role,
        division: matches!(scope, Scope::Prison(_)).then(|| prison.division.clone()),
        scope,
    };
    let hashed = access::hash(world, wanted.login, Secret::new(first.clone())).await?;
    let (access, inner) = (Access::new()?, world.clone());
    let actor = Actor::system("alor demo");
    db.write(move |tx| {
        let doing = Doing::new(&actor, &access, &inner);
        access::create_user(tx, &doing, new.clone(), &hashed)
    })
    .await?;
    let attempt = Attempt {
        login: wanted.login.to_owned(),
        password: Secret::new(first.clone()),
        ip: IpAddr::V4(Ipv4Addr::LOCALHOST),
        agent: "alor demo".to_owned(),
        request: None,
    };
    let password = secret(world);
    let session = access::log_in(db, world, attempt).await?;
    access::change_password(
        db,
        world,
        &session.token,
        Secret::new(first),
        Secret::new(password.clone()),
        None,
    )
    .await?;
    Ok(Login {
        role: wanted.role.name().to_owned(),
        login: wanted.login.to_owned(),
        password,
        place,
        name: format!("{} · {}", wanted.name_bn, wanted.name_en),
    })
}

/// A password that can be read aloud: twelve letters without look-alikes.
pub(crate) fn secret(world: &World) -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let bytes: [u8; 12] = world.bytes();
    let letters = bytes
        .iter()
        .filter_map(|byte| LETTERS.get(usize::from(byte % 32)));
    letters.map(|letter| char::from(*letter)).collect()
}

/// Where the logins are kept.
pub(crate) fn path(data: &Path) -> PathBuf {
    data.join("logins.json")
}

/// Keeps the logins, readable by the owner alone. This file's presence says that the demonstration is whole.
pub(crate) fn write(data: &Path, logins: &[Login]) -> anyhow::Result<()> {
    use std::io::Write as _;
    use std::os::unix::fs::OpenOptionsExt as _;
    let path = path(data);
    let part = path.with_extension("part");
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&part)?;
    file.write_all(serde_json::to_string_pretty(logins)?.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&part, &path).with_context(|| format!("{} cannot be written", path.display()))
}

/// The logins of a demonstration that stands.
pub(crate) fn read(data: &Path) -> anyhow::Result<Vec<Login>> {
    let path = path(data);
    let text = std::fs::read_to_string(&path)
        .with_context(|| format!("{} cannot be read", path.display()))?;
    serde_json::from_str(&text)
        .with_context(|| format!("{} is not what the demonstration wrote", path.display()))
}

/// Says where to go and how to get in.
pub(crate) fn print(listen: SocketAddr, logins: &[Login], data: &Path) {
    println!("\n  আলোর পথ · Alorpoth\n\n  http://{listen}\n");
    for login in logins {
        println!(
            "  {:<16} {:<10} {:<14} {:<8} {}",
            login.role, login.login, login.password, login.place, login.name
        );
    }
    println!("\n  The same as JSON: {}\n", path(data).display());
}
