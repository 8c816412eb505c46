//! What one page takes of the processor, asked of the router in this process.

use access::{Actor, Attempt, Doing, NewUser, Role, Scope, Secret};
use anyhow::{Context as _, Result, bail};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, header};
use blobs::Blobs;
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;
use web::App;

use crate::country::Country;
use crate::house::House;
use crate::place::Place;
use crate::samples::Samples;
use crate::{process, row};

/// Pages that are asked for before the clock runs.
const WARM_UP: usize = 200;
/// What the account's password is at first, and after that.
const FIRST_PASSWORD: &str = "a lantern by the east wall";
const PASSWORD: &str = "seven keys on one iron ring";

/// An account of headquarters on the database under measure.
pub(crate) struct Account {
    pub(crate) login: String,
    pub(crate) password: &'static str,
    session: Secret,
}

/// Asks for profile pages; gives the account for the server that is measured next.
pub(crate) fn measure(
    house: &House,
    place: &Place,
    country: &Country,
    requests: usize,
) -> Result<Account> {
    let wanted = country.wanted(&house.db, requests)?;
    let paths: Vec<String> = wanted
        .iter()
        .map(|wanted| format!("/people/{}", wanted.id))
        .collect();
    let router = router(house, place)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let account = account(house).await?;
        let some = paths.iter().cycle();
        for path in some.clone().take(WARM_UP) {
            page(&router, &account, path).await?;
        }
        let (mut samples, mut bytes) = (Samples::default(), 0);
        let cpu = process::cpu_seconds(std::process::id())?;
        for path in some.take(requests) {
            bytes += samples.wait(page(&router, &account, path)).await?;
        }
        let cpu = process::cpu_seconds(std::process::id())? - cpu;
        let micros = samples.share(cpu);
        row(
            "profile page, in process",
            &format!(
                "{micros:.0} µs of CPU; {samples}; {} bytes",
                bytes / requests.max(1)
            ),
        );
        Ok(account)
    })
}

async fn account(house: &House) -> Result<Account> {
    let (db, world) = (&house.db, &house.world);
    // A database that was kept has the accounts of earlier runs.
    let login = format!("bench_{:08x}", u32::from_be_bytes(world.bytes()));
    let first = access::hash(world, &login, Secret::new(FIRST_PASSWORD)).await?;
    let new = NewUser {
        login: login.clone(),
        name_bn: "কামরুন নাহার".to_owned(),
        name_en: "Kamrun Nahar".to_owned(),
        role: Role::Headquarters,
        scope: Scope::All,
        division: None,
    };
    let (access, inner) = (house.access.clone(), world.clone());
    db.write(move |tx| {
        let system = Actor::system("benches");
        let doing = Doing::new(&system, &access, &inner);
        access::create_user(tx, &doing, new.clone(), &first)
    })
    .await?;
    let attempt = |password| Attempt {
        login: login.clone(),
        password: Secret::new(password),
        ip: std::net::Ipv4Addr::LOCALHOST.into(),
        agent: "benches".to_owned(),
        request: None,
    };
    let begun = access::log_in(db, world, attempt(FIRST_PASSWORD)).await?;
    let (old, new) = (Secret::new(FIRST_PASSWORD), Secret::new(PASSWORD));
    access::change_password(db, world, &begun.token, old, new, None).await?;
    let session = access::log_in(db, world, attempt(PASSWORD)).await?.token;
    Ok(Account {
        login,
        password: PASSWORD,
        session,
    })
}

fn router(house: &House, place: &Place) -> Result<Router> {
    let systems = [pids::system()];
    let blobs = Blobs::folder(&place.data.join("blobs"))?;
    let app = App::new(house.db.clone(), house.world.clone(), blobs, &systems)?;
    app.places
        .set(house.db.read_now(pids::estate::service::places)?);
    Ok(web::house(&app, &systems))
}

/// Asks for one page; gives its length.
async fn page(router: &Router, account: &Account, path: &str) -> Result<usize> {
    let cookie = format!("{}={}", web::cookies::SESSION, account.session.reveal());
    let request = Request::get(path)
        .header(header::HOST, "alor.test")
        .header(header::COOKIE, cookie)
        .body(Body::empty())?;
    let response = router.clone().oneshot(request).await?;
    let status = response.status();
    let body = response.into_body().collect().await?.to_bytes();
    if !status.is_success() {
        let said = String::from_utf8_lossy(&body);
        bail!("GET {path} answered {status}: {said}");
    }
    (!body.is_empty())
        .then_some(body.len())
        .context("an empty page")
}
