use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use kernel::{Error, Kind};

/// Which engine answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Engine {
    /// The embedded default.
    Sqlite,
    /// The national scale.
    Postgres,
}

/// Where a database is: `sqlite:PATH` or `postgres://USER:PASSWORD@HOST:PORT/NAME`, which may go on with
/// `?sslmode=verify-full&sslrootcert=FILE`.
#[derive(Clone, PartialEq, Eq)]
pub enum Url {
    /// A file.
    Sqlite(PathBuf),
    /// A server.
    Postgres(String),
}

impl Url {
    /// Which engine the address names.
    pub fn engine(&self) -> Engine {
        match self {
            Self::Sqlite(_) => Engine::Sqlite,
            Self::Postgres(_) => Engine::Postgres,
        }
    }
}

impl FromStr for Url {
    type Err = Error;

    /// # Errors
    /// Invalid, when the address begins with neither `sqlite:` nor `postgres://`.
    fn from_str(text: &str) -> Result<Self, Error> {
        if let Some(path) = text.strip_prefix("sqlite:")
            && !path.is_empty()
        {
            return Ok(Self::Sqlite(path.into()));
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(text.to_owned()));
        }
        Err(Error::new(Kind::Invalid, "err-db-url").with("url", text))
    }
}

impl fmt::Display for Url {
    /// Without the password, so that an address can be logged.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(url) => match url.split_once("://").zip(url.rsplit_once('@')) {
                Some(((scheme, _), (_, place))) => write!(f, "{scheme}://…@{place}"),
                None => f.write_str(url),
            },
        }
    }
}

impl fmt::Debug for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Url({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        let url: Url = "postgres://alor:secret@db.local:5432/alor".parse().unwrap();
        assert_eq!(url.engine(), Engine::Postgres);
        assert_eq!(url.to_string(), "postgres://…@db.local:5432/alor");
        assert_eq!(
            "sqlite:a/b.db".parse::<Url>().unwrap().engine(),
            Engine::Sqlite
        );
        for wrong in ["", "sqlite:", "mysql://x", "a.db"] {
            assert!(wrong.parse::<Url>().is_err(), "{wrong}");
        }
    }
}
