//! A PostgreSQL server that offers TLS, and what each `sslmode` makes of its certificate.

#![cfg(test)]

use std::path::{Path, PathBuf};

use db::{Db, Options, args};
use kernel::{Error, Kind};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use tempfile::TempDir;
use testkit::Postgres;

/// A certificate and its key.
struct Paper {
    certificate: String,
    key: String,
}

impl Paper {
    fn file(&self, dir: &TempDir, name: &str) -> PathBuf {
        let path = dir.path().join(name);
        std::fs::write(&path, &self.certificate).unwrap();
        path
    }
}

fn authority(name: &str) -> (Paper, Issuer<'static, KeyPair>) {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let paper = Paper {
        certificate: params.self_signed(&key).unwrap().pem(),
        key: key.serialize_pem(),
    };
    (paper, Issuer::new(params, key))
}

fn signed_for(host: &str, issuer: &Issuer<'_, KeyPair>) -> Paper {
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(vec![host.to_owned()]).unwrap();
    Paper {
        certificate: params.signed_by(&key, issuer).unwrap().pem(),
        key: key.serialize_pem(),
    }
}

fn open(server: &Postgres, query: &str) -> Result<Db, Error> {
    let url = format!("{}?{query}", server.url("postgres"));
    let options = Options {
        connections: 2,
        create: false,
    };
    Db::open(&url.parse().unwrap(), options)
}

/// Whether the server says that it and this connection talk over TLS.
#[track_caller]
fn is_encrypted(server: &Postgres, query: &str) -> bool {
    let db = open(server, query).unwrap_or_else(|error| panic!("{query}: {}", words(&error)));
    let sql = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
    db.read_now(|conn| conn.query_one(sql, args![], |row| row.at::<bool>(0)))
        .unwrap()
}

#[track_caller]
fn refused(server: &Postgres, query: &str) -> String {
    let error = open(server, query).err().expect(query);
    assert_eq!(
        (error.kind, error.key),
        (Kind::Unavailable, "err-db-tls"),
        "{error}"
    );
    words(&error)
}

fn words(error: &Error) -> String {
    let mut said = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        said = format!("{said}: {inner}");
        cause = inner.source();
    }
    said
}

fn root(path: &Path) -> String {
    format!("sslrootcert={}", path.display())
}

#[test]
fn each_mode_takes_the_certificates_that_it_promises_to() {
    let dir = TempDir::new().unwrap();
    let (ours, issuer) = authority("ours");
    let (others, _) = authority("others");
    let (ours, others) = (ours.file(&dir, "ours.pem"), others.file(&dir, "others.pem"));
    let server = Postgres::start().unwrap();
    assert!(!is_encrypted(&server, "sslmode=prefer"));
    assert!(refused(&server, "sslmode=require").contains("does not support TLS"));

    let paper = signed_for("127.0.0.1", &issuer);
    server.offer_tls(&paper.certificate, &paper.key).unwrap();
    assert!(!is_encrypted(&server, "sslmode=disable"));
    assert!(is_encrypted(&server, "sslmode=prefer"));
    assert!(is_encrypted(&server, "sslmode=require"));
    for checked in ["require", "verify-ca", "verify-full"] {
        assert!(is_encrypted(
            &server,
            &format!("sslmode={checked}&{}", root(&ours))
        ));
        let said = refused(&server, &format!("sslmode={checked}&{}", root(&others)));
        assert!(said.contains("UnknownIssuer"), "{said}");
    }
    let said = refused(&server, "sslmode=verify-full");
    assert!(
        said.contains("UnknownIssuer"),
        "the system knows no such authority: {said}"
    );

    let elsewhere = signed_for("db.elsewhere", &issuer);
    server
        .offer_tls(&elsewhere.certificate, &elsewhere.key)
        .unwrap();
    assert!(is_encrypted(
        &server,
        &format!("sslmode=verify-ca&{}", root(&ours))
    ));
    let said = refused(&server, &format!("sslmode=verify-full&{}", root(&ours)));
    assert!(said.contains("not valid for name"), "{said}");
}

#[test]
fn a_servers_own_certificate_is_trusted_by_whoever_was_given_it() {
    let dir = TempDir::new().unwrap();
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let paper = Paper {
        certificate: params.self_signed(&key).unwrap().pem(),
        key: key.serialize_pem(),
    };
    let given = paper.file(&dir, "server.pem");
    let server = Postgres::start().unwrap();
    server.offer_tls(&paper.certificate, &paper.key).unwrap();
    assert!(is_encrypted(
        &server,
        &format!("sslmode=verify-full&{}", root(&given))
    ));
    let other = authority("other").0.file(&dir, "other.pem");
    refused(&server, &format!("sslmode=verify-full&{}", root(&other)));
}
