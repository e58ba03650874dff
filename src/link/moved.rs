//! Addresses that pages had before.
//!
//! In: what articles, pages and countries say of their earlier addresses. Out: each of them leads to the page, and a complaint about every one
//! that cannot. It never takes the address of a page or file of today.

use super::Addressing;
use super::address::Address;
use crate::diagnose::{Code, Diagnostic, Place, quoted};
use crate::model::Report;
use crate::text::{File, Spanned};

/// Every earlier address, with the file that says so.
pub(super) fn written(report: &Report) -> impl Iterator<Item = (&File, &Spanned<String>)> {
    let texts = report.pages.iter().chain(&report.articles).map(|text| (&*text.file, &text.moved_from));
    let countries = report.countries.iter().map(|country| (&*country.file, &country.moved_from));
    texts.chain(countries).flat_map(|(file, all)| all.iter().map(move |one| (file, one)))
}

/// Lets every earlier address lead to the page that had it.
pub(super) fn lead(report: &Report, table: &mut Addressing<'_>) {
    for (file, written) in written(report) {
        let Some((_, to)) = table.places.by_file(&file.path) else { continue };
        match former(&written.value) {
            Some(from) if may_lead(&from, written, table) => table.places.lead(from, to),
            Some(_) => {}
            None => {
                let message = format!("{} is no address of a page on this site", quoted(&written.value));
                let found = Diagnostic::new(Code::BadFormerAddress, written.span, message);
                table.diagnostics.push(found.help("write what stood behind the address of the site: `/articles/old-name/`"));
            }
        }
    }
}

/// An address that an HTML file can stand at. One without the last slash means the same: hosts add it.
fn former(written: &str) -> Option<Address> {
    let last = written.rsplit('/').next().unwrap_or("");
    let is_file = last.ends_with(".html") || last.ends_with(".htm");
    if last.is_empty() || is_file {
        return Address::new(written);
    }
    // `/story.php` cannot be a folder to readers, nor a page to hosts.
    if last.contains('.') { None } else { Address::new(&format!("{written}/")) }
}

/// Whether an address is free, with a complaint when it is not.
fn may_lead(from: &Address, written: &Spanned<String>, table: &mut Addressing<'_>) -> bool {
    let path = from.as_str().to_lowercase();
    // No folder can have the name of a file: `/feed.xml/`.
    let above = path.match_indices('/').skip(1).map(|(end, _)| &path[..end]);
    let at = above.chain([path.as_str()]).find(|path| {
        table.folded.contains_key(*path) || Address::new(path).is_some_and(|address| table.places.page(&address).is_some())
    });
    let Some(at) = at else {
        table.folded.insert(path, written.span.into());
        return true;
    };
    let message = format!("{} is the address of something else", quoted(from.as_str()));
    let found = Diagnostic::new(Code::AddressCollision, written.span, message)
        .help("take it out: readers who come to this address find what is there");
    table.diagnostics.push(match table.folded.get(at) {
        Some(Place::At(other)) => found.label(*other, "it is here"),
        Some(Place::File(_) | Place::Project) | None => found,
    });
    false
}
