//! What the `sslmode` and `sslrootcert` of a PostgreSQL address ask for. The words mean what they mean to
//! PostgreSQL's own programs (libpq, "SSL Support"), save that `verify-full` without a root certificate trusts the
//! system's authorities.

use std::sync::Arc;
use std::time::Duration;

use kernel::{Error, Kind, Result};
use postgres::Config;
use postgres::config::{Host, SslMode};
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::Url;
use crate::verifier::{Roots, Trust, Verifier};

/// How long a server may take to accept a connection, unless the address says `connect_timeout`.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
/// How long what was sent may stay unacknowledged, unless the address says `tcp_user_timeout`: a cable was cut.
const USER_TIMEOUT: Duration = Duration::from_secs(30);

/// Why an address with `hostaddr` is refused.
const HOSTADDR: &str =
    "hostaddr is not understood: write it in the place of the host, postgres://10.0.0.5/alor";

/// How to reach a server.
pub(crate) struct Server {
    pub(crate) config: Config,
    pub(crate) tls: MakeRustlsConnect,
    mode: Mode,
    has_root: bool,
}

/// From open to closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Disable,
    Prefer,
    Require,
    VerifyCa,
    VerifyFull,
}

impl Mode {
    fn read(word: &str) -> Option<Self> {
        Some(match word {
            "disable" => Self::Disable,
            "prefer" => Self::Prefer,
            "require" => Self::Require,
            "verify-ca" => Self::VerifyCa,
            "verify-full" => Self::VerifyFull,
            _ => return None,
        })
    }
}

impl Server {
    /// Reads the address.
    ///
    /// # Errors
    /// Invalid `err-db-url`, with what is wrong: an option that does not exist, a root certificate that cannot be read.
    pub(crate) fn read(text: &str) -> Result<Self> {
        let wrong = |cause: Box<dyn std::error::Error + Send + Sync>| {
            Error::new(Kind::Invalid, "err-db-url")
                .with("url", Url::Postgres(text.to_owned()))
                .because(cause)
        };
        let (plain, asked) = split(text).map_err(|words| wrong(words.into()))?;
        let mut config: Config = plain.parse().map_err(|error| wrong(Box::new(error)))?;
        // The driver would connect to it whatever the host is, and holds a certificate against the host alone.
        if !config.get_hostaddrs().is_empty() {
            return Err(wrong(HOSTADDR.into()));
        }
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT_TIMEOUT);
        }
        if config.get_tcp_user_timeout().is_none() {
            config.tcp_user_timeout(USER_TIMEOUT);
        }
        let trust = asked.trust().map_err(|words| wrong(words.into()))?;
        // A socket in the file system is no network: no program encrypts it, whatever the address says.
        let is_local = config
            .get_hosts()
            .iter()
            .all(|host| matches!(host, Host::Unix(_)));
        config.ssl_mode(match asked.mode {
            _ if is_local => SslMode::Disable,
            Mode::Disable => SslMode::Disable,
            Mode::Prefer => SslMode::Prefer,
            Mode::Require | Mode::VerifyCa | Mode::VerifyFull => SslMode::Require,
        });
        let tls = connector(trust).map_err(|error| wrong(Box::new(error)))?;
        Ok(Self {
            config,
            tls,
            mode: asked.mode,
            has_root: asked.root.is_some(),
        })
    }

    /// What somebody on the network between could do, where the server is on another machine.
    pub(crate) fn weakness(&self) -> Option<&'static str> {
        if !self.config.get_hosts().iter().any(is_remote) {
            return None;
        }
        match self.mode {
            Mode::Disable => {
                Some("nothing is encrypted: whoever is on the network between reads all records")
            }
            Mode::Prefer => Some(
                "encrypted only if the server offers it: whoever is on the network between can prevent that",
            ),
            Mode::Require if !self.has_root => Some(
                "encrypted, but the server's certificate is not checked: another machine can pose as the database",
            ),
            Mode::Require | Mode::VerifyCa | Mode::VerifyFull => None,
        }
    }
}

fn is_remote(host: &Host) -> bool {
    match host {
        Host::Unix(_) => false,
        Host::Tcp(name) => match name.parse::<std::net::IpAddr>() {
            Ok(address) => !address.is_loopback(),
            Err(_) => name != "localhost",
        },
    }
}

/// What an address asks of TLS.
struct Asked {
    mode: Mode,
    /// A file of certificates, or `system`.
    root: Option<String>,
}

/// Takes the options that the driver does not know out of the address.
fn split(text: &str) -> Result<(String, Asked), String> {
    let mut asked = Asked {
        mode: Mode::Prefer,
        root: None,
    };
    let (base, query) = text.split_once('?').unwrap_or((text, ""));
    let mut others = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = decode(pair);
        match name.as_str() {
            "sslmode" => {
                asked.mode = Mode::read(&value).ok_or_else(|| {
                    format!(
                        "sslmode={value}: write disable, prefer, require, verify-ca or verify-full"
                    )
                })?;
            }
            "sslrootcert" => asked.root = Some(value),
            _ => others.push(pair),
        }
    }
    if asked.root.as_deref() == Some("system") {
        asked.mode = Mode::VerifyFull;
    }
    let plain = if others.is_empty() {
        base.to_owned()
    } else {
        format!("{base}?{}", others.join("&"))
    };
    Ok((plain, asked))
}

/// The name and the value of an option. An address writes `%2F` or `/`, and a plus is a plus.
fn decode(pair: &str) -> (String, String) {
    let pair = pair.replace('+', "%2B");
    let decoded = form_urlencoded::parse(pair.as_bytes()).next();
    decoded.map_or_else(Default::default, |(name, value)| {
        (name.into_owned(), value.into_owned())
    })
}

impl Asked {
    fn trust(&self) -> Result<Trust, String> {
        let roots = match self.root.as_deref() {
            Some("system") => Some(system_roots()),
            Some(path) => Some(roots_in(path)?),
            None => None,
        };
        match (self.mode, roots) {
            (Mode::Disable | Mode::Prefer, _) | (Mode::Require, None) => Ok(Trust::Anybody),
            (Mode::Require | Mode::VerifyCa, Some(roots)) => Ok(Trust::Signed(roots)),
            (Mode::VerifyCa, None) => {
                Err("sslmode=verify-ca needs sslrootcert=FILE, the certificate to trust".to_owned())
            }
            (Mode::VerifyFull, Some(roots)) => Ok(Trust::SignedAndNamed(roots)),
            (Mode::VerifyFull, None) => Ok(Trust::SignedAndNamed(system_roots())),
        }
    }
}

fn roots_in(path: &str) -> Result<Roots, String> {
    let unreadable = |cause: &dyn std::fmt::Display| format!("sslrootcert={path}: {cause}");
    let given = CertificateDer::pem_file_iter(path)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|error| unreadable(&error))?;
    if given.is_empty() {
        return Err(unreadable(&"no certificate in it"));
    }
    let mut authorities = RootCertStore::empty();
    for certificate in &given {
        authorities
            .add(certificate.clone())
            .map_err(|error| unreadable(&error))?;
    }
    Ok(Roots { authorities, given })
}

/// The authorities that this machine trusts. One that cannot be read is left out, as by every other program.
fn system_roots() -> Roots {
    let mut authorities = RootCertStore::empty();
    authorities.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    Roots {
        authorities,
        given: Vec::new(),
    }
}

fn connector(trust: Trust) -> Result<MakeRustlsConnect, rustls::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier = Arc::new(Verifier::new(trust, provider.clone()));
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_address_asks_for() {
        let (plain, asked) = split(
            "postgres://a:b@db/alor?sslmode=verify-full&application_name=x&sslrootcert=%2Fa+b=c.pem",
        )
        .unwrap();
        assert_eq!(plain, "postgres://a:b@db/alor?application_name=x");
        assert_eq!(asked.mode, Mode::VerifyFull);
        assert_eq!(asked.root.as_deref(), Some("/a+b=c.pem"));
        let (plain, asked) = split("postgres://db/alor?sslrootcert=system").unwrap();
        assert_eq!(
            (plain.as_str(), asked.mode),
            ("postgres://db/alor", Mode::VerifyFull)
        );
        assert_eq!(split("postgres://db/alor").unwrap().1.mode, Mode::Prefer);
    }

    #[test]
    fn what_cannot_be_meant_is_refused_without_the_password() {
        for (query, words) in [
            ("sslmode=verfy-full", "verify-full"),
            ("sslmode=verify-ca", "sslrootcert"),
            (
                "sslmode=verify-full&sslrootcert=/nowhere.pem",
                "/nowhere.pem",
            ),
            ("sslmod=require", "sslmod"),
            ("sslcert=/ours.pem&sslkey=/ours.key", "sslcert"),
            ("hostaddr=10.0.0.5&sslmode=verify-full", "of the host"),
            ("host%61ddr=10.0.0.5", "of the host"),
        ] {
            let text = format!("postgres://alor:hush@db.local/alor?{query}");
            let error = Server::read(&text).err().expect(query);
            assert_eq!((error.kind, error.key), (Kind::Invalid, "err-db-url"));
            let source = std::error::Error::source(&error).and_then(std::error::Error::source);
            let said = format!(
                "{error} {}",
                source.map(ToString::to_string).unwrap_or_default()
            );
            assert!(said.contains(words) && !said.contains("hush"), "{said}");
        }
    }

    #[test]
    fn an_address_of_no_host_does_not_pass_for_a_socket() {
        for text in [
            "postgres:///alor?hostaddr=10.0.0.5&sslmode=verify-full",
            "postgres:///alor?host=/run/postgresql&hostaddr=10.0.0.5&sslmode=verify-full",
        ] {
            let error = Server::read(text).err().expect(text);
            assert_eq!((error.kind, error.key), (Kind::Invalid, "err-db-url"));
        }
    }

    #[test]
    fn only_a_network_between_makes_a_weakness() {
        let weak = |text: &str| Server::read(text).unwrap().weakness();
        for safe in [
            "postgres://localhost/alor",
            "postgres://127.0.0.1/alor?sslmode=disable",
            "postgres://[::1]/alor",
            "postgres://%2Frun%2Fpostgresql/alor?sslmode=require",
            "postgres://db.local/alor?sslmode=verify-full",
            "postgres://10.0.0.5/alor?sslrootcert=system",
        ] {
            assert_eq!(weak(safe), None, "{safe}");
        }
        for (open, words) in [
            (
                "postgres://db.local/alor?sslmode=disable",
                "nothing is encrypted",
            ),
            ("postgres://10.0.0.5/alor", "only if the server offers"),
            (
                "postgres://localhost,db.local/alor",
                "only if the server offers",
            ),
            ("postgres://db.local/alor?sslmode=require", "not checked"),
        ] {
            assert!(
                weak(open).is_some_and(|said| said.contains(words)),
                "{open}"
            );
        }
    }
}
