//! One-time codes: offering a secret, confirming it by a code, showing the recovery codes once.

use access::Secret;
use askama::Template;
use kernel::{Error, Kind};
use qrcode::QrCode;
use qrcode::render::svg;

use crate::{Cx, Form, Page, Result};

/// Pixels of the QR code's side, at least.
const QR_PIXELS: u32 = 220;

#[derive(Template)]
#[template(path = "account/totp.html")]
pub(super) struct TotpPage {
    pub(super) page: Page,
    pub(super) form: Form,
    pub(super) enrolled: bool,
    /// The secret as a drawing and as text, when one was just offered.
    pub(super) offer: Option<(String, String)>,
    /// The recovery codes, when they were just made.
    pub(super) codes: Vec<String>,
}

/// `GET /totp`
pub(crate) async fn page(cx: Cx) -> Result {
    let enrolled = is_enrolled(&cx).await?;
    cx.show(&draw(&cx, enrolled, Form::empty()))
}

/// `POST /totp/offer`. Who has codes already gives one of them.
pub(crate) async fn offer(cx: Cx, form: Form) -> Result {
    let current = Secret::new(form.value("code"));
    match access::totp_offer(&cx.app.db, &cx.doing(), &current).await {
        Ok(offer) => cx.show(&TotpPage {
            offer: Some((drawing(offer.url.reveal())?, offer.text.reveal().to_owned())),
            ..draw(&cx, false, Form::empty())
        }),
        Err(error) => again(&cx, error).await,
    }
}

/// `POST /totp/confirm`. After a wrong code it begins again: the secret that was offered is not shown twice.
pub(crate) async fn confirm(cx: Cx, form: Form) -> Result {
    let code = Secret::new(form.value("code"));
    match access::totp_confirm(&cx.app.db, &cx.doing(), &code).await {
        Ok(codes) => cx.show(&TotpPage {
            codes: codes.iter().map(|code| code.reveal().to_owned()).collect(),
            ..draw(&cx, true, Form::empty())
        }),
        Err(error) => again(&cx, error).await,
    }
}

/// The first page again, with what was wrong; a code is never shown again.
async fn again(cx: &Cx, error: Error) -> Result {
    let form = if error.kind == Kind::Busy {
        Form::empty().with_error(error)
    } else {
        Form::empty().or_fail(error)?
    };
    cx.show_again(&draw(cx, is_enrolled(cx).await?, form))
}

fn draw(cx: &Cx, enrolled: bool, form: Form) -> TotpPage {
    TotpPage {
        page: cx.page(cx.t("my-totp")),
        form,
        enrolled,
        offer: None,
        codes: Vec::new(),
    }
}

async fn is_enrolled(cx: &Cx) -> kernel::Result<bool> {
    let (access, actor) = (cx.app.access.clone(), cx.actor.clone());
    let read = move |conn: &mut db::Conn<'_>| access::user(conn, &access, &actor, actor.user);
    Ok(cx.app.db.read(read).await?.has_totp)
}

/// The QR code as an SVG element: drawn dark on light in both modes, which phones read best.
pub(super) fn drawing(url: &str) -> kernel::Result<String> {
    let code = QrCode::new(url).map_err(|error| Error::bug("a QR code").because(error))?;
    let drawn = code
        .render::<svg::Color<'_>>()
        .min_dimensions(QR_PIXELS, QR_PIXELS)
        .build();
    let start = drawn.find("<svg").unwrap_or_default();
    Ok(drawn.get(start..).unwrap_or_default().to_owned())
}
