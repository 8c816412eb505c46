//! Logging in and out.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use access::{Attempt, Need, Secret};
use askama::Template;
use axum::extract::{ConnectInfo, FromRequestParts, Query, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use data_encoding::HEXLOWER;
use kernel::Kind;

use super::Seat;
use crate::ask::Ask;
use crate::cookies::{self, Lasts};
use crate::cx::{go, show};
use crate::page::encode;
use crate::prefs::{Back, local};
use crate::{App, Cx, Form, Page, Result};

#[derive(Template)]
#[template(path = "account/login.html")]
pub(super) struct LoginPage {
    pub(super) page: Page,
    pub(super) form: Form,
}

#[derive(Template)]
#[template(path = "account/code.html")]
pub(super) struct CodePage {
    pub(super) page: Page,
    pub(super) form: Form,
}

/// Somebody who need not be logged in.
pub(crate) struct Guest {
    ask: Ask,
    ip: IpAddr,
    agent: String,
}

impl FromRequestParts<App> for Guest {
    type Rejection = crate::Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let agent = parts.headers.get(header::USER_AGENT);
        Ok(Self {
            ask: Ask::in_parts(parts, app),
            ip: address(parts, app.proxied),
            agent: agent
                .and_then(|agent| agent.to_str().ok())
                .unwrap_or_default()
                .to_owned(),
        })
    }
}

/// Where a request comes from. Only what our own proxy added last to `x-forwarded-for` is believed.
fn address(parts: &Parts, proxied: bool) -> IpAddr {
    let forwarded = || last_forwarded(&parts.headers);
    let direct = || {
        let info = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        info.map(|ConnectInfo(address)| address.ip())
    };
    proxied
        .then(forwarded)
        .flatten()
        .or_else(direct)
        .unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED))
}

fn last_forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let line = headers.get_all("x-forwarded-for").iter().next_back()?;
    line.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
}

/// `GET /login?back=…`
pub(crate) async fn page(State(app): State<App>, guest: Guest, Query(back): Query<Back>) -> Result {
    let form = Form::empty().with("back", local(&back.back));
    shown(&app, guest.ask, form, StatusCode::OK)
}

/// The login page, with a secret for its token where the browser has none yet.
fn shown(app: &App, mut ask: Ask, form: Form, status: StatusCode) -> Result {
    let fresh = ask
        .secret
        .is_none()
        .then(|| HEXLOWER.encode(&app.world.bytes::<32>()));
    if fresh.is_some() {
        ask.secret.clone_from(&fresh);
    }
    let title = app.texts.tr(ask.lang, "login", &[]);
    let page = Page {
        path: format!("/login?back={}", encode(form.value("back"))),
        ..ask.bare_page(app, title)
    };
    let mut response = show(status, &LoginPage { page, form })?;
    if let Some(secret) = fresh {
        let cookie = cookies::set(cookies::GUEST, &secret, Lasts::Session, app.secure);
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// `POST /login`
pub(crate) async fn send(State(app): State<App>, guest: Guest, form: Form) -> Result {
    let attempt = Attempt {
        login: form.value("login").to_owned(),
        password: Secret::new(form.raw("password").unwrap_or_default()),
        ip: guest.ip,
        agent: guest.agent,
        request: Some(guest.ask.id.clone()),
    };
    let begun = match access::log_in(&app.db, &app.world, attempt).await {
        Ok(begun) => begun,
        Err(error) if matches!(error.kind, Kind::Unauthenticated | Kind::Busy) => {
            let status = crate::status(error.kind);
            return shown(&app, guest.ask, form.with_error(error), status);
        }
        Err(error) => return Err(error.into()),
    };
    let back = local(form.value("back"));
    let to = match begun.need {
        Some(Need::Code) => "/login/code",
        Some(Need::NewPassword) => "/password",
        None => back,
    };
    let mut response = go(&guest.ask, to);
    let cookie = |name, value, lasts| cookies::set(name, value, lasts, app.secure);
    let headers = response.headers_mut();
    let token = begun.token.reveal();
    headers.append(
        header::SET_COOKIE,
        cookie(cookies::SESSION, token, Lasts::Session),
    );
    headers.append(header::SET_COOKIE, cookie(cookies::GUEST, "", Lasts::Gone));
    Ok(response)
}

/// `GET /login/code`
pub(crate) async fn code_page(seat: Seat) -> Result {
    if seat.session.need != Some(Need::Code) {
        return Ok(go(&seat.ask, "/"));
    }
    let page = seat.page("login-code");
    show(
        StatusCode::OK,
        &CodePage {
            page,
            form: Form::empty(),
        },
    )
}

/// `POST /login/code`
pub(crate) async fn send_code(seat: Seat, form: Form) -> Result {
    let code = Secret::new(form.value("code"));
    let (db, world, request) = (&seat.app.db, &seat.app.world, Some(seat.ask.id.as_str()));
    match access::give_code(db, world, &seat.token, &code, request).await {
        Ok(()) => Ok(go(&seat.ask, "/")),
        Err(error) if matches!(error.key, "err-login-code-wrong" | "err-login-throttled") => {
            let status = crate::status(error.kind);
            let form = Form::empty().with_error(error);
            show(
                status,
                &CodePage {
                    page: seat.page("login-code"),
                    form,
                },
            )
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /logout`. Somebody whose login has ended already is out as well.
pub(crate) async fn out(cx: Cx, _form: Form) -> Result {
    let doer = cx.clone();
    let ended = cx
        .app
        .db
        .write(move |tx| access::log_out(tx, &doer.doing()))
        .await;
    if let Err(error) = ended
        && error.kind != Kind::NotFound
    {
        return Err(error.into());
    }
    let gone = cookies::set(cookies::SESSION, "", Lasts::Gone, cx.app.secure);
    let mut response = cx.go("/login");
    response.headers_mut().append(header::SET_COOKIE, gone);
    Ok(response)
}
