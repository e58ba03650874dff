//! What each host needs to publish a report: workflows, headers, configuration of a server.
//!
//! In: hosts, and the address of the site. Out: files by path, below the report. The manual shows the same texts. It never writes them.

use crate::link::Base;
use crate::model::Url;
use crate::model::shapes::HOSTS;
use clap::ValueEnum;

/// Where a report can be published.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
pub enum Host {
    /// Workflows that publish each change and check each proposal
    GithubPages,
    /// The same, and the site is built in parts on several machines
    GithubPagesMatrix,
    /// A pipeline that does the same
    GitlabPages,
    /// Which folder is published, in `netlify.toml`, and a workflow that publishes each change
    Netlify,
    /// The same, the folder in `wrangler.toml`
    CloudflarePages,
    /// A script that uploads, in `hosting/s3.sh`, and when
    S3,
    /// A server block, in `hosting/nginx.conf`, and when to build
    Nginx,
    /// A site block, in `hosting/Caddyfile`, and when to build
    Caddy,
}

macro_rules! templates {
    ($($path:literal <- $file:literal)*) => {
        &[$(($path, include_str!(concat!("templates/hosts/", $file))),)*]
    };
}

impl Host {
    /// Its files: path, and text with marks for the address.
    fn templates(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::GithubPages => templates! {
                ".github/workflows/publish.yml" <- "github-publish.yml"
                ".github/workflows/check.yml" <- "github-check.yml"
            },
            Self::GithubPagesMatrix => templates! {
                ".github/workflows/publish.yml" <- "github-matrix.yml"
                ".github/workflows/check.yml" <- "github-check.yml"
            },
            Self::GitlabPages => templates! { ".gitlab-ci.yml" <- "gitlab-ci.yml" },
            Self::Netlify => templates! {
                "netlify.toml" <- "netlify.toml"
                ".github/workflows/netlify.yml" <- "netlify-publish.yml"
            },
            Self::CloudflarePages => templates! {
                "wrangler.toml" <- "wrangler.toml"
                ".github/workflows/cloudflare-pages.yml" <- "cloudflare-publish.yml"
            },
            Self::S3 => templates! {
                "hosting/s3.sh" <- "s3.sh"
                "hosting/s3.cron" <- "s3.cron"
            },
            Self::Nginx => templates! {
                "hosting/nginx.conf" <- "nginx.conf"
                "hosting/rebuild.cron" <- "server.cron"
            },
            Self::Caddy => templates! {
                "hosting/Caddyfile" <- "Caddyfile"
                "hosting/rebuild.cron" <- "server.cron"
            },
        }
    }
}

/// What `site.yaml` says so that the build writes what a host reads itself; `None` for a host that reads nothing.
pub fn setting(hosts: &[Host]) -> Option<String> {
    let read = |host: &Host| if *host == Host::GithubPagesMatrix { Host::GithubPages } else { *host };
    let names = hosts.iter().filter_map(|host| Some(read(host).to_possible_value()?.get_name().to_owned()));
    let mut reading = names.filter(|name| HOSTS.iter().any(|(known, _)| known == name));
    reading.next().map(|name| format!("host: {name}"))
}

/// The files of these hosts for a site at this address, which is `https://example.org/` until somebody says.
pub fn files(hosts: &[Host], address: Option<&Url>) -> Vec<(String, String)> {
    let base = Base::of(address);
    let host = base.url.as_deref().and_then(|url| url.split('/').nth(2)).unwrap_or("example.org");
    let url = base.url.as_deref().unwrap_or("https://example.org/");
    let fill = |text: &str| text.replace("<HOST>", host).replace("<PATH>", &base.path).replace("<URL>", url);
    let mut files: Vec<(String, String)> = Vec::new();
    for (path, text) in hosts.iter().flat_map(|host| host.templates()) {
        // A host may be named twice.
        if files.iter().all(|(other, _)| other != path) {
            files.push(((*path).to_owned(), fill(text)));
        }
    }
    files
}
