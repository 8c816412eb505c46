//! Programs of other agencies: which ones hold a token, what each may see, and taking it away.

mod grant;
#[cfg(test)]
pub(super) mod samples;

use access::{Action, Client, ClientState, ClientToken, NewClient};
use askama::Template;
use axum::extract::Path;
use kernel::bangla::calendar;
use kernel::{BdTime, Date, Error, Result, UserId};

use self::grant::Ticks;
use crate::frame::scope_name;
use crate::parts::Tone;
use crate::{Cx, Form, Page};

/// How long before its end, in microseconds, the list says so of a token.
const ENDS_SOON: i64 = 30 * BdTime::DAY;
/// How long, in microseconds, a token lasts where the officer does not say otherwise.
const USUAL_LIFE: i64 = 365 * BdTime::DAY;

#[derive(Template)]
#[template(path = "office/clients.html")]
pub(super) struct ClientsPage {
    page: Page,
    lines: Vec<ClientLine>,
}

/// A client in words.
pub(super) struct ClientLine {
    client: Client,
    place: String,
    sees: Vec<String>,
    state: &'static str,
    tone: Tone,
    /// The last day on which the token holds.
    last_day: Date,
}

impl ClientLine {
    fn is_revoked(&self) -> bool {
        self.client.revoked_at.is_some()
    }
}

#[derive(Template)]
#[template(path = "office/client.html")]
pub(super) struct ClientPage {
    page: Page,
    form: Form,
    /// The client that is kept; none when one is made known.
    line: Option<ClientLine>,
    ticks: Ticks,
}

#[derive(Template)]
#[template(path = "office/client_token.html")]
pub(super) struct TokenPage {
    page: Page,
    name: String,
    token: String,
    last_day: Date,
}

/// Asked before the form is read, so that nobody learns from its errors what it would take.
fn may(cx: &Cx) -> Result<()> {
    cx.may_here(Action::ApiclientWrite)
}

/// `GET /apiclients`
pub(super) async fn list(cx: Cx) -> crate::Result {
    let asker = cx.clone();
    let read =
        move |conn: &mut db::Conn<'_>| access::clients(conn, &asker.app.access, &asker.actor);
    let clients = cx.app.db.read(read).await?;
    cx.show(&ClientsPage {
        page: cx.page(cx.t("menu-apiclients")),
        lines: clients
            .into_iter()
            .map(|client| line(&cx, client))
            .collect(),
    })
}

fn line(cx: &Cx, client: Client) -> ClientLine {
    let (state, tone) = match client.state(cx.now) {
        ClientState::Revoked => ("apiclient-revoked", Tone::Plain),
        ClientState::Expired => ("apiclient-expired", Tone::Bad),
        ClientState::Active if client.expires_at.since(cx.now) < ENDS_SOON => {
            ("apiclient-ends-soon", Tone::Warn)
        }
        ClientState::Active => ("apiclient-active", Tone::Good),
    };
    ClientLine {
        place: scope_name(&cx.app, cx.lang, &client.grant.scope),
        sees: grant::in_words(cx, &client.grant),
        state,
        tone,
        last_day: last_day(client.expires_at),
        client,
    }
}

/// The day before the midnight with which a token ends.
fn last_day(expires_at: BdTime) -> Date {
    expires_at.plus(-1).date()
}

/// `GET /apiclients/new`
pub(super) async fn new_page(cx: Cx) -> crate::Result {
    may(&cx)?;
    let last = cx.now.plus(USUAL_LIFE).date();
    let form = Form::from_pairs([("expires_at", calendar::short_date(last, cx.lang))]);
    cx.show(&draw(&cx, None, form))
}

/// `GET /apiclients/{id}`
pub(super) async fn edit_page(cx: Cx, Path(id): Path<String>) -> crate::Result {
    let client = find(&cx, &id).await?;
    let form = grant::filled(&client);
    cx.show(&draw(&cx, Some(client), form))
}

async fn find(cx: &Cx, id: &str) -> Result<Client> {
    let (asker, id): (Cx, UserId) = (cx.clone(), id.parse()?);
    let read =
        move |conn: &mut db::Conn<'_>| access::client(conn, &asker.app.access, &asker.actor, id);
    cx.app.db.read(read).await
}

fn draw(cx: &Cx, client: Option<Client>, form: Form) -> ClientPage {
    let title = match &client {
        Some(client) => client.name.clone(),
        None => cx.t("apiclient-new"),
    };
    ClientPage {
        page: cx.page(title),
        form,
        line: client.map(|client| line(cx, client)),
        ticks: grant::offered(cx),
    }
}

/// `POST /apiclients`: makes a client known and shows its token once.
pub(super) async fn issue(cx: Cx, form: Form) -> crate::Result {
    may(&cx)?;
    match issued(&cx, &form).await {
        Ok(page) => cx.show(&page),
        Err(error) => cx.show_again(&draw(&cx, None, form.or_fail(error)?)),
    }
}

async fn issued(cx: &Cx, form: &Form) -> Result<TokenPage> {
    let new = NewClient {
        name: form.required("name")?.to_owned(),
        purpose: form.required("purpose")?.to_owned(),
        grant: grant::read(cx, form)?,
        expires_at: end(cx, form)?,
    };
    let (asker, made) = (cx.clone(), new.clone());
    let write = move |tx: &mut db::Tx<'_>| access::issue_client(tx, &asker.doing(), made.clone());
    let given = cx.app.db.write(write).await?;
    Ok(shown_once(cx, new.name, &given, new.expires_at))
}

fn shown_once(cx: &Cx, name: String, given: &ClientToken, expires_at: BdTime) -> TokenPage {
    TokenPage {
        page: cx.page(cx.t("apiclient-token")),
        name,
        token: given.token.reveal().to_owned(),
        last_day: last_day(expires_at),
    }
}

/// The midnight after the last day that was typed.
fn end(cx: &Cx, form: &Form) -> Result<BdTime> {
    const FIELD: &str = "expires_at";
    let last = kernel::parse_date(FIELD, form.required(FIELD)?, cx.now.date())?;
    let end = last.tomorrow();
    end.map(BdTime::start_of)
        .map_err(|_| Error::invalid(FIELD, "err-date"))
}

/// `POST /apiclients/{id}`
pub(super) async fn change(cx: Cx, Path(id): Path<String>, form: Form) -> crate::Result {
    may(&cx)?;
    let client = find(&cx, &id).await?;
    match changed(&cx, client.id, &form).await {
        Ok(()) => Ok(cx.go_saying("/apiclients", "saved")),
        Err(error) => cx.show_again(&draw(&cx, Some(client), form.or_fail(error)?)),
    }
}

async fn changed(cx: &Cx, id: UserId, form: &Form) -> Result<()> {
    let (purpose, version) = (form.required("purpose")?.to_owned(), form.version()?);
    let (asker, grant) = (cx.clone(), grant::read(cx, form)?);
    let write = move |tx: &mut db::Tx<'_>| {
        access::change_client(tx, &asker.doing(), id, version, &purpose, grant.clone())
    };
    cx.app.db.write(write).await
}

/// `POST /apiclients/{id}/renew`: ends the old token and shows the new one once.
pub(super) async fn renew(cx: Cx, Path(id): Path<String>, form: Form) -> crate::Result {
    may(&cx)?;
    let client = find(&cx, &id).await?;
    match renewed(&cx, &client, &form).await {
        Ok(page) => cx.show(&page),
        Err(error) => again(&cx, client, "expires_at", &form, error),
    }
}

async fn renewed(cx: &Cx, client: &Client, form: &Form) -> Result<TokenPage> {
    let (asker, id, version, end) = (cx.clone(), client.id, form.version()?, end(cx, form)?);
    let write =
        move |tx: &mut db::Tx<'_>| access::renew_client(tx, &asker.doing(), id, version, end);
    let given = cx.app.db.write(write).await?;
    Ok(shown_once(cx, client.name.clone(), &given, end))
}

/// `POST /apiclients/{id}/revoke`
pub(super) async fn revoke(cx: Cx, Path(id): Path<String>, form: Form) -> crate::Result {
    may(&cx)?;
    let client = find(&cx, &id).await?;
    match revoked(&cx, client.id, &form).await {
        Ok(()) => Ok(cx.go_saying("/apiclients", "apiclient-revoked-now")),
        Err(error) => again(&cx, client, "reason", &form, error),
    }
}

async fn revoked(cx: &Cx, id: UserId, form: &Form) -> Result<()> {
    let (reason, version) = (form.required("reason")?.to_owned(), form.version()?);
    let asker = cx.clone();
    let write =
        move |tx: &mut db::Tx<'_>| access::revoke_client(tx, &asker.doing(), id, version, &reason);
    cx.app.db.write(write).await
}

/// The client's page again: what is granted as it stands, and what was typed into the small form's one field.
fn again(cx: &Cx, client: Client, field: &str, typed: &Form, error: Error) -> crate::Result {
    let form = grant::filled(&client).with(field, typed.value(field));
    cx.show_again(&draw(cx, Some(client), form.or_fail(error)?))
}
