//! `alor serve`: the web server, the notary, the readers and the timers, until told to stop; then what is
//! under way is finished.

use std::time::Duration;

use anyhow::Context as _;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use web::{App, System};

use crate::config::Settings;
use crate::{metrics, open, systems};

/// How long requests under way may take to finish once the server is told to stop.
const DRAIN: Duration = Duration::from_secs(20);

/// Serves until interrupted.
pub(crate) fn run(settings: &Settings) -> anyhow::Result<()> {
    let db = open::database(settings, false)?;
    let app = open::app(settings, db)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let served = runtime.block_on(serve(settings, app));
    runtime.shutdown_timeout(DRAIN);
    served
}

async fn serve(settings: &Settings, app: App) -> anyhow::Result<()> {
    // Before anything is written: what else listens there may be this installation's server.
    let listener = tokio::net::TcpListener::bind(settings.listen)
        .await
        .with_context(|| {
            format!(
                "{} cannot be listened on; choose another with --listen",
                settings.listen
            )
        })?;
    let systems = systems::all();
    let stop = CancellationToken::new();
    let tasks = TaskTracker::new();
    let readers = systems
        .iter()
        .flat_map(|system| system.readers.iter().copied())
        .collect();
    tasks.spawn(journal::run_notary(app.db.clone(), stop.clone()));
    tasks.spawn(journal::run_readers(
        app.db.clone(),
        app.world.clone(),
        readers,
        stop.clone(),
    ));
    for system in &systems {
        for timer in system.timers {
            tasks.spawn(run_timer(app.clone(), *timer, stop.clone()));
        }
    }
    tasks.spawn(write_rolls(
        app.clone(),
        settings.rolls.clone(),
        stop.clone(),
    ));
    tasks.spawn(reach_files(app.clone(), settings.blobs.clone()));
    tasks.close();

    tracing::info!(listen = %settings.listen, db = %app.db.url(), "serving");
    let router = house(&app, &systems);
    let service = router.into_make_service_with_connect_info::<std::net::SocketAddr>();
    let live = app.live.clone();
    let told = stop.clone();
    let served = axum::serve(listener, service).with_graceful_shutdown(async move {
        told_to_stop(told).await;
        live.close();
    });
    let served = tokio::select! {
        served = served.into_future() => served,
        () = late(stop.clone()) => {
            tracing::warn!("some requests did not finish in time");
            Ok(())
        }
    };
    stop.cancel();
    tasks.wait().await;
    tracing::info!("stopped");
    served.context("the server failed")
}

fn house(app: &App, systems: &[System]) -> axum::Router {
    web::house_with(app, systems, metrics::routes())
}

/// A prison works on without its photos, so a store that does not answer is said and stops nothing.
async fn reach_files(app: App, place: blobs::Place) {
    if let Err(error) = app.blobs.reach().await {
        tracing::error!(%place, %error, "photos and scans cannot be kept or read until their store answers");
    }
}

async fn late(stop: CancellationToken) {
    stop.cancelled().await;
    tokio::time::sleep(DRAIN).await;
}

/// Ctrl+C, or the service manager's order.
async fn told_to_stop(stop: CancellationToken) {
    let interrupt = tokio::signal::ctrl_c();
    match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            }
        }
        Err(error) => {
            tracing::warn!(%error, "only Ctrl+C stops this server");
            if interrupt.await.is_err() {
                std::future::pending::<()>().await;
            }
        }
    }
    stop.cancel();
}

async fn run_timer(app: App, timer: web::Timer, stop: CancellationToken) {
    let mut clock = tokio::time::interval(timer.every);
    clock.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Skip);
    loop {
        tokio::select! {
            _ = clock.tick() => {}
            () = stop.cancelled() => return,
        }
        let inner = app.clone();
        match tokio::task::spawn_blocking(move || (timer.run)(&inner)).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::error!(timer = timer.name, %error, "a timer failed"),
            Err(error) => tracing::error!(timer = timer.name, %error, "a timer panicked"),
        }
    }
}

/// The nominal roll of each prison goes to a second place every hour, readable with no server.
async fn write_rolls(app: App, folder: std::path::PathBuf, stop: CancellationToken) {
    const EVERY: Duration = Duration::from_hours(1);
    let mut clock = tokio::time::interval(EVERY);
    loop {
        tokio::select! {
            _ = clock.tick() => {}
            () = stop.cancelled() => return,
        }
        let (inner, place) = (app.clone(), folder.clone());
        match tokio::task::spawn_blocking(move || pids::roll::write_sealed(&inner, &place)).await {
            Ok(Ok(count)) => {
                tracing::info!(count, folder = %folder.display(), "nominal rolls written");
            }
            Ok(Err(error)) => tracing::error!(%error, "the nominal rolls could not be written"),
            Err(error) => tracing::error!(%error, "writing the nominal rolls panicked"),
        }
    }
}
