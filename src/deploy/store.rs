//! The target, as a store of files.
//!
//! In: a target and the environment. Out: what is there, and requests that change it. What a request says about a file (its type, how long it
//! may be kept, its mark) is written in one step with its bytes. It never decides what to send.

use super::item::Item;
use super::record::NAME;
use super::trouble::{self, Trouble};
use super::{Job, may_be_ours};
use crate::model::Target;
use crate::model::target::{Bucket, Service};
use crate::publish;
use futures_util::stream::{self, BoxStream, StreamExt, TryStreamExt};
use object_store::aws::AmazonS3Builder;
use object_store::azure::MicrosoftAzureBuilder;
use object_store::gcp::GoogleCloudStorageBuilder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::{
    Attribute, Attributes, BackoffConfig, ClientOptions, Error, GetOptions, ObjectStore, ObjectStoreExt, PutMode, PutOptions,
    RetryConfig, UpdateVersion,
};
use std::collections::BTreeMap;
use std::path::{Path as Folder, PathBuf};
use std::time::Duration;
use xxhash_rust::xxh3::xxh3_128;

/// A whole upload may take as long as this; a large file over a slow line needs it.
const PATIENCE: Duration = Duration::from_secs(300);
const CONNECT: Duration = Duration::from_secs(5);
/// After some 12 seconds a server that does not answer is reported.
const RETRIES: usize = 5;

/// Where the mark of a file stands, among what a store knows of it. Azure allows no hyphen.
const MARK: &str = "sourcebook";

/// A target that can be spoken with.
pub(super) struct Store {
    /// As users write it, for messages.
    pub shown: String,
    /// The folder, if the target is one.
    pub folder: Option<PathBuf>,
    service: Option<Service>,
    files: PrefixStore<Box<dyn ObjectStore>>,
}

impl Store {
    /// Finds out how to speak with the target. Nothing is sent.
    pub fn open(job: &Job<'_>) -> Result<Self, Trouble> {
        let shown = job.target.to_string();
        match job.target {
            Target::Folder(folder) => {
                let folder = suitable(&job.here.join(folder), &shown, job)?;
                let base = Path::from_absolute_path(&folder).map_err(|_| trouble::unusable(&shown))?;
                let files: Box<dyn ObjectStore> = Box::new(LocalFileSystem::new().with_automatic_cleanup(true));
                Ok(Self { shown, folder: Some(folder), service: None, files: PrefixStore::new(files, base) })
            }
            Target::Bucket(bucket) => {
                let base = Path::parse(&bucket.prefix).map_err(|_| trouble::unusable(&shown))?;
                let files = connect(bucket, job.environment).map_err(|error| trouble::settings(bucket.service, &error))?;
                Ok(Self { shown, folder: None, service: Some(bucket.service), files: PrefixStore::new(files, base) })
            }
        }
    }

    /// The files at the target with their lengths, ours and those of others; without what we keep for ourselves.
    pub async fn list(&self) -> Result<BTreeMap<String, u64>, Trouble> {
        let all: Vec<_> =
            self.files.list(None).try_collect().await.map_err(|error| self.trouble("it cannot be listed", &error))?;
        let files = all.into_iter().map(|found| (String::from(found.location), found.size));
        Ok(files.filter(|(path, _)| may_be_ours(path)).collect())
    }

    /// The record and its version; none when nothing has been deployed here.
    pub async fn read_record(&self) -> Result<Option<(Vec<u8>, UpdateVersion)>, Trouble> {
        let unreadable = |error: &Error| self.trouble("the record of what is there cannot be read", error);
        let found = match self.files.get(&Path::from(NAME)).await {
            Ok(found) => found,
            Err(Error::NotFound { .. }) => return Ok(None),
            Err(error) => return Err(unreadable(&error)),
        };
        let version = UpdateVersion { e_tag: found.meta.e_tag.clone(), version: found.meta.version.clone() };
        let text = found.bytes().await.map_err(|error| unreadable(&error))?;
        Ok(Some((text.to_vec(), version)))
    }

    /// Writes the record if it is still the one with this version. Where a store cannot promise that, it is written all the same.
    pub async fn write_record(&self, text: &[u8], since: Option<&UpdateVersion>) -> Result<UpdateVersion, Error> {
        let mode = match since {
            // Whoever writes here holds the lock.
            _ if self.folder.is_some() => PutMode::Overwrite,
            Some(version) => PutMode::Update(version.clone()),
            None => PutMode::Create,
        };
        let attributes = self.attributes("application/json", "no-store", None);
        let put = |mode| {
            let options = PutOptions { mode, attributes: attributes.clone(), ..PutOptions::default() };
            async { self.files.put_opts(&Path::from(NAME), text.to_vec().into(), options).await }
        };
        let written = match put(mode).await {
            Err(Error::NotImplemented { .. } | Error::NotSupported { .. }) => put(PutMode::Overwrite).await,
            written => written,
        }?;
        Ok(UpdateVersion { e_tag: written.e_tag, version: written.version })
    }

    /// Sends a file.
    pub async fn put(&self, item: &Item<'_>, bytes: Vec<u8>) -> Result<(), Trouble> {
        let attributes = self.attributes(item.media_type, item.cache, Some(item.mark));
        let options = PutOptions { attributes, ..PutOptions::default() };
        let put = async { self.files.put_opts(&Path::parse(item.path())?, bytes.into(), options).await };
        put.await.map_err(|error| self.trouble(&format!("`{}` cannot be sent", item.path()), &error))?;
        Ok(())
    }

    /// Whether the target holds exactly this file. When that cannot be learned, it does not.
    pub async fn holds(&self, item: &Item<'_>) -> bool {
        let Ok(path) = Path::parse(item.path()) else { return false };
        if self.folder.is_some() {
            let bytes = async { self.files.get(&path).await?.bytes().await };
            return bytes.await.is_ok_and(|bytes| item.mark_with(xxh3_128(&bytes)) == item.mark);
        }
        let options = GetOptions { head: true, ..GetOptions::default() };
        let found = self.files.get_opts(&path, options).await;
        let mark =
            found.ok().and_then(|found| found.attributes.get(&Attribute::Metadata(MARK.into())).map(|mark| mark.to_string()));
        mark == Some(written(item.mark))
    }

    /// Deletes files, and answers with each that is gone.
    pub fn delete<'a>(&'a self, paths: &'a [String]) -> BoxStream<'a, Result<String, Trouble>> {
        let parsed: Vec<_> = paths.iter().map(|path| Path::parse(path).map_err(Error::from)).collect();
        let gone = self.files.delete_stream(stream::iter(parsed).boxed());
        let gone = gone.map(|gone| match gone {
            Ok(path) => Ok(String::from(path)),
            // Somebody else was quicker.
            Err(Error::NotFound { path, .. }) => Ok(path),
            Err(error) => Err(self.trouble("a file that is no longer part of the site cannot be deleted", &error)),
        });
        gone.boxed()
    }

    /// Says in plain words why a request failed.
    pub fn trouble(&self, what: &str, error: &Error) -> Trouble {
        trouble::failed(&self.shown, what, self.service, error)
    }

    /// What a store knows of a file besides its bytes. A folder knows nothing.
    fn attributes(&self, media_type: &'static str, cache: &'static str, mark: Option<u128>) -> Attributes {
        let mut attributes = Attributes::new();
        if self.folder.is_none() {
            attributes.insert(Attribute::ContentType, media_type.into());
            attributes.insert(Attribute::CacheControl, cache.into());
            if let Some(mark) = mark {
                attributes.insert(Attribute::Metadata(MARK.into()), written(mark).into());
            }
        }
        attributes
    }
}

fn written(mark: u128) -> String {
    format!("{mark:032x}")
}

/// The folder, if nothing is mixed by putting a site into it.
fn suitable(folder: &Folder, shown: &str, job: &Job<'_>) -> Result<PathBuf, Trouble> {
    let [root, out] = job.keep_out;
    let help = "choose a folder of its own, outside of the report";
    let folder = publish::clear_of_input(folder, root).map_err(|refusal| Trouble::new(refusal.to_string()).help(help))?;
    let out = std::fs::canonicalize(out).unwrap_or_else(|_| out.to_owned());
    if folder.starts_with(&out) || out.starts_with(&folder) {
        return Err(Trouble::new(format!("`{shown}` and the folder that is deployed would be mixed")).help(help));
    }
    Ok(folder)
}

fn connect(bucket: &Bucket, environment: &[(String, String)]) -> Result<Box<dyn ObjectStore>, Error> {
    // The cryptography of a process can be chosen once. Whoever chose first has the same.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = || ClientOptions::new().with_timeout(PATIENCE).with_connect_timeout(CONNECT);
    let retry = || RetryConfig { max_retries: RETRIES, retry_timeout: PATIENCE, backoff: BackoffConfig::default() };
    // A key that the library does not know is meant for somebody else.
    let settings = |start: &'static str| {
        environment.iter().filter(move |(key, _)| key.starts_with(start)).map(|(key, value)| (key.to_ascii_lowercase(), value))
    };
    Ok(match bucket.service {
        Service::S3 => {
            let builder = AmazonS3Builder::new().with_retry(retry()).with_client_options(client());
            let builder = settings("AWS_").fold(builder, |builder, (key, value)| match key.parse() {
                Ok(key) => builder.with_config(key, value),
                Err(_) => builder,
            });
            let is_own = settings("AWS_ENDPOINT_URL").any(|(_, url)| is_this_computer(url));
            let builder = if is_own { builder.with_allow_http(true) } else { builder };
            Box::new(builder.with_bucket_name(&bucket.name).build()?)
        }
        Service::GoogleCloud => {
            let builder = GoogleCloudStorageBuilder::new().with_retry(retry()).with_client_options(client());
            let builder = settings("GOOGLE_").fold(builder, |builder, (key, value)| match key.parse() {
                Ok(key) => builder.with_config(key, value),
                Err(_) => builder,
            });
            Box::new(builder.with_bucket_name(&bucket.name).build()?)
        }
        Service::Azure => {
            let builder = MicrosoftAzureBuilder::new().with_retry(retry()).with_client_options(client());
            let builder = settings("AZURE_").fold(builder, |builder, (key, value)| match azure(&key).parse() {
                Ok(key) => builder.with_config(key, value),
                Err(_) => builder,
            });
            let is_own = settings("AZURE_STORAGE_ENDPOINT").any(|(_, url)| is_this_computer(url));
            let builder = if is_own { builder.with_allow_http(true) } else { builder };
            Box::new(builder.with_container_name(&bucket.name).build()?)
        }
    })
}

/// What Azure’s own tools call it, in the words of the library.
fn azure(key: &str) -> &str {
    match key {
        "azure_storage_account" => "azure_storage_account_name",
        "azure_storage_key" => "azure_storage_account_key",
        other => other,
    }
}

/// Whether a service runs on this computer, where nobody listens in.
fn is_this_computer(url: &str) -> bool {
    let host = url.strip_prefix("http://").unwrap_or_default();
    let host = host.split('/').next().unwrap_or_default();
    let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
    matches!(host, "127.0.0.1" | "localhost" | "[::1]")
}
