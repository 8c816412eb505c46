//! A bucket of an S3-compatible server.

use std::sync::Arc;
use std::time::Duration;

use kernel::{Error, Kind, Result};
use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::prefix::PrefixStore;
use object_store::{BackoffConfig, ClientConfigKey, ObjectStore, RetryConfig};

use crate::place::Access;
use crate::store::down;

/// Tries of one request after the first; a clerk waits for all of them.
const RETRIES_MAX: usize = 3;
/// The last moment at which another try begins.
const RETRY_TIMEOUT: Duration = Duration::from_secs(10);
/// The longest pause between two tries.
const PAUSE_MAX: Duration = Duration::from_secs(1);
/// How long a server may take to accept a connection.
const CONNECT_TIMEOUT: &str = "3 seconds";
/// How long one request may take: 12 MB over a link of 4 Mbit/s.
const REQUEST_TIMEOUT: &str = "30 seconds";

/// The objects of the bucket under `prefix`. Nothing is asked of the server yet.
///
/// # Errors
/// Invalid, when the settings do not make up a store.
pub(crate) fn open(name: &str, prefix: &str, access: &Access) -> Result<Arc<dyn ObjectStore>> {
    // The HTTP client takes the process's provider of cryptography. An error says that there is one.
    rustls::crypto::ring::default_provider()
        .install_default()
        .ok();
    let mut builder = AmazonS3Builder::from_env().with_bucket_name(name);
    let has = |builder: &AmazonS3Builder, key| builder.get_config_value(&key).is_some();
    if !has(&builder, AmazonS3ConfigKey::S3Endpoint)
        && !has(&builder, AmazonS3ConfigKey::Endpoint)
        && let Some(endpoint) = &access.endpoint
    {
        builder = builder.with_endpoint(endpoint);
    }
    if !has(&builder, AmazonS3ConfigKey::Region)
        && !has(&builder, AmazonS3ConfigKey::DefaultRegion)
        && let Some(region) = &access.region
    {
        builder = builder.with_region(region);
    }
    // A key of one place and a secret of another would never fit.
    if !has(&builder, AmazonS3ConfigKey::AccessKeyId)
        && let (Some(key), Some(secret)) = (&access.key, &access.secret)
    {
        builder = builder
            .with_access_key_id(key)
            .with_secret_access_key(secret);
    }
    let endpoint = builder
        .get_config_value(&AmazonS3ConfigKey::S3Endpoint)
        .or_else(|| builder.get_config_value(&AmazonS3ConfigKey::Endpoint));
    // Without a key the library would look for Amazon's own machines, which a server elsewhere knows nothing of.
    if endpoint.is_some() && !has(&builder, AmazonS3ConfigKey::AccessKeyId) {
        let words = "no access key: set s3-key and s3-secret, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY";
        return Err(Error::new(Kind::Invalid, "err-blobs-s3").because(words));
    }
    let is_plain = endpoint.is_some_and(|address| address.starts_with("http://"));
    let client = |key| AmazonS3ConfigKey::Client(key);
    let store = builder
        .with_config(client(ClientConfigKey::ConnectTimeout), CONNECT_TIMEOUT)
        .with_config(client(ClientConfigKey::Timeout), REQUEST_TIMEOUT)
        .with_config(
            client(ClientConfigKey::AllowHttp),
            if is_plain { "true" } else { "false" },
        )
        .with_retry(RetryConfig {
            backoff: BackoffConfig {
                max_backoff: PAUSE_MAX,
                ..BackoffConfig::default()
            },
            max_retries: RETRIES_MAX,
            retry_timeout: RETRY_TIMEOUT,
        })
        .build()
        .map_err(|error| Error::new(Kind::Invalid, "err-blobs-s3").because(error))?;
    let store: Arc<dyn ObjectStore> = Arc::new(store);
    if prefix.is_empty() {
        return Ok(store);
    }
    let prefix = object_store::path::Path::parse(prefix).map_err(|error| down().because(error))?;
    Ok(Arc::new(PrefixStore::new(store, prefix)))
}
