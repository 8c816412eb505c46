//! An S3 server for the length of a test: it checks signatures and answers as a store on the network does, and its
//! objects lie as files in a temporary folder, where a test can look at them, change them and take them away.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot have its server must stop and say why"
)]

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::thread::JoinHandle;

use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use s3s::auth::SimpleAuth;
use s3s::service::{S3Service, S3ServiceBuilder};
use tempfile::TempDir;
use tokio::sync::oneshot;

/// The one bucket.
pub const BUCKET: &str = "alor-files";
/// The one key that the server knows.
pub const KEY: &str = "AKIATESTALORPOTH";
/// Its secret.
pub const SECRET: &str = "a-secret-for-tests-alone";

/// A server that runs until it is stopped or this value is dropped.
pub struct S3 {
    dir: TempDir,
    address: SocketAddr,
    running: Option<Running>,
}

struct Running {
    stop: oneshot::Sender<()>,
    thread: JoinHandle<()>,
}

impl S3 {
    /// A new server with one empty bucket, [`BUCKET`].
    ///
    /// # Panics
    /// When no folder, port or thread can be had.
    pub fn start() -> Self {
        let dir = TempDir::with_prefix("alor-s3-").expect("a temporary folder");
        std::fs::create_dir(dir.path().join(BUCKET)).expect("the bucket's folder");
        let (address, running) = run(&dir, (Ipv4Addr::LOCALHOST, 0).into());
        Self {
            dir,
            address,
            running: Some(running),
        }
    }

    /// The server's address, as a client takes it.
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The file in which the object with this key lies.
    pub fn file(&self, key: &str) -> PathBuf {
        self.dir.path().join(BUCKET).join(key)
    }

    /// The keys of all objects, in order.
    ///
    /// # Panics
    /// When the folder cannot be read.
    pub fn keys(&self) -> Vec<String> {
        let bucket = self.dir.path().join(BUCKET);
        let (mut folders, mut keys) = (vec![bucket.clone()], Vec::new());
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("a folder of the bucket") {
                let path = entry.expect("an entry of the bucket").path();
                if path.is_dir() {
                    folders.push(path);
                } else if let Ok(key) = path.strip_prefix(&bucket) {
                    keys.push(key.to_string_lossy().into_owned());
                }
            }
        }
        keys.sort();
        keys
    }

    /// Takes the server off the network; its objects stay for [`S3::resume`].
    pub fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            // Where either fails, the server is gone already.
            running.stop.send(()).ok();
            running.thread.join().ok();
        }
    }

    /// Brings the stopped server back at the same address.
    ///
    /// # Panics
    /// When another program has taken the port.
    pub fn resume(&mut self) {
        self.stop();
        let (_, running) = run(&self.dir, self.address);
        self.running = Some(running);
    }
}

impl Drop for S3 {
    fn drop(&mut self) {
        self.stop();
    }
}

fn run(dir: &TempDir, address: SocketAddr) -> (SocketAddr, Running) {
    let files = s3s_fs::FileSystem::new(dir.path()).expect("a file system");
    let mut builder = S3ServiceBuilder::new(files);
    builder.set_auth(SimpleAuth::from_single(KEY, SECRET));
    let service = builder.build();
    let listener = TcpListener::bind(address).expect("a free port");
    listener
        .set_nonblocking(true)
        .expect("a listener for async use");
    let address = listener.local_addr().expect("the port");
    let (stop, stopped) = oneshot::channel();
    let thread = std::thread::spawn(move || {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime")
            .block_on(serve(listener, service, stopped));
    });
    (address, Running { stop, thread })
}

/// Connections under way end with the runtime, as on a server that lost its power.
async fn serve(listener: TcpListener, service: S3Service, mut stopped: oneshot::Receiver<()>) {
    let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
    loop {
        let (socket, _) = tokio::select! {
            accepted = listener.accept() => accepted.expect("a connection"),
            _ = &mut stopped => return,
        };
        let service = service.clone();
        tokio::spawn(async move {
            let server = Builder::new(TokioExecutor::new());
            let served = server.serve_connection(TokioIo::new(socket), service);
            // A client that hangs up is its own affair.
            served.await.ok();
        });
    }
}
