//! `/metrics`, in the text form that Prometheus reads. It tells numbers of the machine, not of people.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::response::IntoResponse;
use axum::routing::get;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;
use web::App;

/// What is told.
struct Metrics {
    registry: Registry,
    unsealed_seconds: Gauge,
    sealed_lines: Gauge,
    parked_lines: Gauge,
}

/// `GET /metrics`.
pub(crate) fn routes() -> Router<App> {
    let mut registry = Registry::default();
    let mut gauge = |name, help| {
        let gauge = Gauge::default();
        registry.register(name, help, Gauge::clone(&gauge));
        gauge
    };
    let unsealed_seconds = gauge(
        "journal_unsealed_seconds",
        "Age of the oldest journal line that is not sealed",
    );
    let sealed_lines = gauge("journal_sealed_lines", "Lines in the journal's chain");
    let parked_lines = gauge(
        "journal_parked_lines",
        "Lines that a reader could not handle",
    );
    let metrics = Metrics {
        registry,
        unsealed_seconds,
        sealed_lines,
        parked_lines,
    };
    let metrics = Arc::new(metrics);
    Router::new().route(
        "/metrics",
        get(async move |State(app): State<App>| tell(&metrics, &app).await),
    )
}

async fn tell(metrics: &Metrics, app: &App) -> web::Result {
    let now = app.world.now();
    let (unsealed, sealed, parked) = app
        .db
        .read(move |conn| {
            let parked = i64::try_from(journal::parked(conn)?.len()).unwrap_or(i64::MAX);
            Ok((
                journal::unsealed_seconds(conn, now)?,
                journal::head(conn)?.pos,
                parked,
            ))
        })
        .await?;
    metrics.unsealed_seconds.set(unsealed);
    metrics.sealed_lines.set(sealed);
    metrics.parked_lines.set(parked);
    let mut text = String::new();
    encode(&mut text, &metrics.registry)
        .map_err(|error| kernel::Error::bug("metrics cannot be written").because(error))?;
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Ok(([(axum::http::header::CONTENT_TYPE, kind)], text).into_response())
}
