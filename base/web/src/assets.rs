//! The files of `static/`, inside the binary. Their addresses hold one hash over all of them, so that a
//! browser may keep them for ever, still gets new ones at once, and one file can name another beside it.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use data_encoding::HEXLOWER;
use kernel::Error;
use sha2::{Digest as _, Sha256};

/// Hexadecimal digits of the hash in an address.
const HASH_DIGITS: usize = 12;
const FOR_EVER: &str = "public, max-age=31536000, immutable";
const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";
const SVG: &str = "image/svg+xml";

/// One file.
pub(crate) struct Asset {
    pub(crate) name: &'static str,
    media_type: &'static str,
    pub(crate) bytes: &'static [u8],
}

macro_rules! assets {
    ($($name:literal: $media_type:expr;)*) => {
        &[$(Asset {
            name: $name,
            media_type: $media_type,
            bytes: include_bytes!(concat!("../static/", $name)),
        }),*]
    };
}

pub(crate) static ASSETS: &[Asset] = assets! {
    "app.css": CSS;
    "app.js": JS;
    "autosave.js": JS;
    "bodymap.js": JS;
    "camera.js": JS;
    "hits.js": JS;
    "keys.js": JS;
    "live.js": JS;
    "parts.js": JS;
    "picker.js": JS;
    "suggest.js": JS;
    "icons.svg": SVG;
    "mark.svg": SVG;
    "noto-sans-bengali.woff2": "font/woff2";
};

static HASH: LazyLock<String> = LazyLock::new(|| {
    let mut hash = Sha256::new();
    for asset in ASSETS {
        hash.update(asset.name);
        hash.update(asset.bytes);
    }
    let mut hex = HEXLOWER.encode(&hash.finalize());
    hex.truncate(HASH_DIGITS);
    hex
});

/// The address of the file `name`.
pub(crate) fn url(name: &str) -> String {
    format!("/static/{}/{name}", *HASH)
}

/// `GET /static/{hash}/{name}`. An address with an old hash still answers, so that a page that was
/// open during an update works on, but nobody is told to keep the answer.
pub(crate) async fn serve(Path((hash, name)): Path<(String, String)>) -> crate::Result<Response> {
    let asset = ASSETS.iter().find(|asset| asset.name == name);
    let asset = asset.ok_or_else(Error::not_found)?;
    let keep = if *HASH == hash { FOR_EVER } else { "no-cache" };
    let head = [(CONTENT_TYPE, asset.media_type), (CACHE_CONTROL, keep)];
    Ok((head, asset.bytes).into_response())
}
