//! One document entered as two sources would count as two.
//!
//! In: the sources. Out: `duplicate-source`, for two with the same address but for `http` or `https`, `www.`, a final slash and what stands behind `#`. It never
//! opens an address.

use crate::diagnose::{Code, Diagnostic, Diagnostics};
use crate::link::Site;
use crate::model::Source;
use std::collections::HashMap;

pub(super) fn duplicate_source(site: &Site, diagnostics: &mut Diagnostics) {
    let mut sources: Vec<&Source> = site.report.sources.values().collect();
    sources.sort_by_key(|source| source.id.span.start);
    let mut seen: HashMap<String, &Source> = HashMap::new();
    for source in sources {
        let address = address(source.url.as_str());
        let Some(first) = seen.get(&address) else {
            seen.insert(address, source);
            continue;
        };
        let message = format!("`{}` has the address of `{}`", source.id.value, first.id.value);
        let found = Diagnostic::new(Code::DuplicateSource, source.id.span, message).label(first.id.span, "the first");
        diagnostics.push(found.help("use the first one everywhere; another place in it is `{id: …, at: para. 4}`"));
    }
}

fn address(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    rest.split('#').next().unwrap_or(rest).trim_end_matches('/').to_lowercase()
}
