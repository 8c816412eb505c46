//! Where the files of an installation lie, as an operator writes it.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use kernel::{Error, Kind};

/// Where the files of an installation lie: a folder, or `s3://BUCKET/PREFIX`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A folder.
    Folder(PathBuf),
    /// A bucket of an S3-compatible server.
    Bucket {
        /// Its name.
        name: String,
        /// What all keys begin with; may be empty.
        prefix: String,
    },
}

impl FromStr for Place {
    type Err = Error;

    /// # Errors
    /// Invalid, when the words look like an address and are none of a bucket.
    fn from_str(text: &str) -> Result<Self, Error> {
        let wrong = || Error::new(Kind::Invalid, "err-blobs-place").with("place", text);
        let Some(address) = text.strip_prefix("s3://") else {
            // `s3:/…` or `http://…` must not become a folder of that name.
            return if text.is_empty() || text.starts_with("s3:") || text.contains("://") {
                Err(wrong())
            } else {
                Ok(Self::Folder(text.into()))
            };
        };
        let (name, prefix) = address.split_once('/').unwrap_or((address, ""));
        let prefix = prefix.trim_end_matches('/');
        if !is_bucket(name) || (!prefix.is_empty() && !prefix.split('/').all(is_part)) {
            return Err(wrong());
        }
        Ok(Self::Bucket {
            name: name.to_owned(),
            prefix: prefix.to_owned(),
        })
    }
}

/// The rule of Amazon S3 for general purpose buckets ("Bucket naming rules"), which other servers share.
fn is_bucket(name: &str) -> bool {
    (3..=63).contains(&name.len())
        && name
            .bytes()
            .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.'))
}

/// The characters that need no escape in a key (Amazon S3, "Object key naming guidelines").
fn is_part(part: &str) -> bool {
    !matches!(part, "" | "." | "..")
        && part
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(path) => write!(f, "{}", path.display()),
            Self::Bucket { name, prefix } if prefix.is_empty() => write!(f, "s3://{name}"),
            Self::Bucket { name, prefix } => write!(f, "s3://{name}/{prefix}"),
        }
    }
}

/// How a bucket is reached. The usual `AWS_…` variables come before what stands here.
#[derive(Clone, Default)]
pub struct Access {
    /// The server's address; without one it is Amazon's. Plain `http://` is spoken to this address alone.
    pub endpoint: Option<String>,
    /// The region; most servers other than Amazon's ask for none.
    pub region: Option<String>,
    /// The access key's id.
    pub key: Option<String>,
    /// The access key's secret.
    pub secret: Option<String>,
}

impl fmt::Debug for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Access")
            .field("endpoint", &self.endpoint)
            .field("region", &self.region)
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_and_written() {
        for (text, shown) in [
            ("/srv/alor/blobs", "/srv/alor/blobs"),
            ("blobs", "blobs"),
            ("s3://alor-files", "s3://alor-files"),
            ("s3://alor-files/", "s3://alor-files"),
            ("s3://alor-files/bd/photos/", "s3://alor-files/bd/photos"),
        ] {
            let place: Place = text.parse().unwrap();
            assert_eq!(place.to_string(), shown);
            assert_eq!(
                matches!(place, Place::Bucket { .. }),
                text.starts_with("s3:")
            );
        }
    }

    #[test]
    fn an_address_of_no_bucket_is_no_folder_either() {
        for wrong in [
            "",
            "s3://",
            "s3:/alor-files",
            "s3:///prefix",
            "s3://AB",
            "S3://alor-files",
            "s3://Alor_Files",
            "s3://alor-files/a//b",
            "s3://alor-files/../b",
            "http://127.0.0.1:9000/alor-files",
        ] {
            let error = wrong.parse::<Place>().unwrap_err();
            assert_eq!(error.key, "err-blobs-place", "{wrong}");
        }
    }

    #[test]
    fn a_secret_is_never_shown() {
        let access = Access {
            key: Some("AKIA".into()),
            secret: Some("hush".into()),
            ..Access::default()
        };
        let shown = format!("{access:?}");
        assert!(shown.contains("AKIA") && !shown.contains("hush"), "{shown}");
    }
}
