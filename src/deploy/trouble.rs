//! Why a site was not deployed, in plain words.
//!
//! In: what a library or a server answered. Out: a sentence, and what to do. Servers answer with much that nobody understands and some that
//! nobody should see, so what they say is looked through for what is known, and only that is repeated. It never prints a secret.

use crate::diagnose::{count, quoted};
use crate::model::target::Service;
use object_store::Error;
use object_store::client::{HttpError, HttpErrorKind};
use std::error::Error as _;
use std::io;

/// How many paths are named.
const NAMED: usize = 5;

/// Why a deploy stopped.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Trouble {
    /// One fact in one line.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// Whether something may have been changed by then.
    pub begun: bool,
}

impl Trouble {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None, begun: false }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub(super) fn begun(self) -> Self {
        Self { begun: true, ..self }
    }
}

/// Files of the site are not as they were built.
pub(super) fn edited(paths: &[&str]) -> Trouble {
    let paths: Vec<String> = paths.iter().map(|path| (*path).to_owned()).collect();
    let (files, names) = (count(paths.len(), "file is not as it was", "files are not as they were"), names(&paths));
    Trouble::new(format!("{files} built: {names}")).help("change the report, not what was made of it, and build again")
}

/// Files of others are where ours belong.
pub(super) fn taken(shown: &str, paths: &[String]) -> Trouble {
    let files = count(paths.len(), "file", "files");
    Trouble::new(format!(
        "`{shown}` has {files} that `sourcebook deploy` did not put there, where the site has files: {}",
        names(paths)
    ))
    .help("deploy to a folder of its own, or replace them: `--force`")
}

pub(super) fn busy(shown: &str, process: Option<u32>) -> Trouble {
    let process = process.map_or_else(String::new, |process| format!(", process {process}"));
    Trouble::new(format!("`{shown}` is being deployed to by somebody else{process}"))
        .help("wait until it has finished, then deploy again")
}

pub(super) fn overtaken(shown: &str) -> Trouble {
    Trouble::new(format!("somebody else began to deploy to `{shown}` at the same time"))
        .help("wait until it has finished, then deploy again")
}

pub(super) fn unreadable(shown: &str, why: &str) -> Trouble {
    Trouble::new(format!("the record of what `{shown}` holds cannot be read: {why}"))
        .help("update Sourcebook; or delete `.sourcebook/deployed.json` there, and deploy again with `--force`")
}

pub(super) fn unusable(shown: &str) -> Trouble {
    Trouble::new(format!("`{shown}` cannot be used as a target")).help("choose a folder whose name has no control characters")
}

/// What the environment says about a service cannot be used. The value may be a secret, so the library’s sentence is not repeated when it has one.
pub(super) fn settings(service: Service, error: &Error) -> Trouble {
    let why = innermost(error);
    if why.contains("CA certificates") {
        return Trouble::new("this system has no certificates to hold servers against")
            .help("install its package `ca-certificates`");
    }
    let scheme = service.scheme();
    Trouble::new(format!("the settings for `{scheme}://` in the environment cannot be used: {why}")).help(credentials(service))
}

/// A request failed.
pub(super) fn failed(shown: &str, what: &str, service: Option<Service>, error: &Error) -> Trouble {
    let (why, help) = explain(service, error);
    let trouble = Trouble::new(format!("`{shown}`: {what}: {why}"));
    match help {
        Some(help) => trouble.help(help),
        None => trouble,
    }
}

fn explain(service: Option<Service>, error: &Error) -> (String, Option<&'static str>) {
    let said = chain(error);
    let code = between(&said, "<Code>", "</Code>").filter(|code| code.chars().all(char::is_alphanumeric));
    let bucket = Some("make it first, or correct its name");
    match code {
        Some("NoSuchBucket" | "ContainerNotFound") => return ("there is no such bucket".to_owned(), bucket),
        Some("AccessDenied" | "AuthorizationPermissionMismatch" | "AllAccessDisabled") => {
            return ("the credentials do not allow it".to_owned(), Some(ALLOWED));
        }
        Some("RequestTimeTooSkewed") => {
            return ("the clock of this computer is wrong".to_owned(), Some("set the clock, and deploy again"));
        }
        Some(
            "PermanentRedirect" | "TemporaryRedirect" | "AuthorizationHeaderMalformed" | "IllegalLocationConstraintException",
        ) => {
            return ("the bucket is in another region".to_owned(), Some(REGION));
        }
        Some(code @ ("NotImplemented" | "InvalidArgument")) if said.contains("If-") => {
            return (format!("the server does not know conditional writes ({code})"), Some(UNCONDITIONAL));
        }
        _ => {}
    }
    if code.is_none() && matches!(error, Error::PermissionDenied { .. }) {
        return ("the credentials do not allow it".to_owned(), Some(ALLOWED));
    }
    let refused = matches!(error, Error::PermissionDenied { .. } | Error::Unauthenticated { .. });
    if let Some(service) = service {
        if said.contains("metadata") || said.contains("169.254.") {
            return ("there are no credentials".to_owned(), Some(credentials(service)));
        }
        if refused || code.is_some_and(|code| code.contains("Token") || code.contains("Auth") || code.contains("AccessKey")) {
            let code = code.map_or_else(String::new, |code| format!(" ({code})"));
            return (format!("the credentials are not accepted{code}"), Some(credentials(service)));
        }
    }
    if said.contains("URL scheme is not allowed") {
        return ("the address of the server is not encrypted".to_owned(), Some(ENCRYPTED));
    }
    if said.contains("redirect without LOCATION") {
        return ("the bucket is in another region".to_owned(), Some(REGION));
    }
    if said.contains("invalid peer certificate") {
        return ("the certificate of the server is not trusted".to_owned(), Some(CERTIFICATE));
    }
    match http(error) {
        Some(HttpErrorKind::Connect) => return (format!("the server cannot be reached: {}", innermost(error)), Some(NETWORK)),
        Some(HttpErrorKind::Timeout) => return ("the server does not answer".to_owned(), Some(NETWORK)),
        _ => {}
    }
    if matches!(error, Error::NotFound { .. }) && service.is_some() {
        return ("there is no such bucket".to_owned(), bucket);
    }
    match code {
        Some(code) => (format!("the server answers `{code}`"), None),
        None => (innermost(error), None),
    }
}

const ALLOWED: &str = "allow them to list the bucket and to read, write and delete objects in it";
const REGION: &str = "set `AWS_REGION` to the region of the bucket";
const ENCRYPTED: &str =
    "begin it with `https://`; or, in a network that you trust, set `AWS_ALLOW_HTTP=true` or `AZURE_ALLOW_HTTP=true`";
const CERTIFICATE: &str = "look at its address; if it has a certificate of your own, name the file in `SSL_CERT_FILE`";
const NETWORK: &str =
    "look at the network and at the address of the server, and deploy again: what has been sent is not sent again";
const UNCONDITIONAL: &str = "set `AWS_CONDITIONAL_PUT=disabled`, and take care that only one deploy is at work at a time";

fn credentials(service: Service) -> &'static str {
    match service {
        Service::S3 => {
            "set `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and, if they are for a while only, `AWS_SESSION_TOKEN`; \
             `aws configure export-credentials --format env` prints those of a profile"
        }
        Service::GoogleCloud => "set `GOOGLE_APPLICATION_CREDENTIALS` to a file with a key, or `GOOGLE_BEARER_TOKEN`",
        Service::Azure => {
            "set `AZURE_STORAGE_ACCOUNT` and one of `AZURE_STORAGE_KEY`, `AZURE_STORAGE_SAS_TOKEN` and `AZURE_USE_AZURE_CLI=true`"
        }
    }
}

/// What all causes of an error say, to be looked through and never to be shown.
fn chain(error: &Error) -> String {
    let mut said = error.to_string();
    let mut cause = error.source();
    while let Some(one) = cause {
        said = format!("{said}\n{one}");
        cause = one.source();
    }
    said
}

fn http(error: &Error) -> Option<HttpErrorKind> {
    let mut cause = error.source();
    while let Some(one) = cause {
        if let Some(http) = one.downcast_ref::<HttpError>() {
            return Some(http.kind());
        }
        cause = one.source();
    }
    None
}

/// What the first cause says: its first line, without what follows the `?` of an address, where signatures stand.
fn innermost(error: &Error) -> String {
    let mut said = error.to_string();
    let mut cause = error.source();
    while let Some(one) = cause {
        // The number that programmers add says nothing to others.
        said = one.downcast_ref::<io::Error>().map_or_else(|| one.to_string(), ToString::to_string);
        cause = one.source();
    }
    let line = said.lines().next().unwrap_or_default();
    let words = line.split(' ').map(|word| word.split('?').next().unwrap_or_default());
    let line = words.collect::<Vec<_>>().join(" ");
    line.split(" (os error").next().unwrap_or_default().to_owned()
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    let rest = text.split_once(start)?.1;
    Some(rest.split_once(end)?.0)
}

/// The first few paths.
fn names(paths: &[String]) -> String {
    let named: Vec<String> = paths.iter().take(NAMED).map(|path| quoted(path)).collect();
    let more = if paths.len() > NAMED { " and others" } else { "" };
    format!("{}{more}", named.join(", "))
}
