//! Whether a page still says what it said when it was last stamped.
//!
//! In: the site, with its ledger. Out: the day on which a page last said something new, the findings about pages that say something else
//! since, and the ledger as it should be. Only what a page says counts: its words, the values bound in them, its events and claims with
//! their sources, where a country stands. A comment in a record, another theme or a new build change none of that. It never writes the file.

use super::frame::Frame;
use super::html;
use crate::diagnose::{Code, Diagnostic, Diagnostics};
use crate::link::{Address, Download, Page, Scope, Table};
use crate::model::evidence::{SourceUse, Stated};
use crate::model::ledger::Stamp;
use crate::model::{Article, Country, CountryCode, Date, Day};
use crate::parse::Prose;
use crate::text::Span;
use rayon::prelude::*;
use std::collections::BTreeMap;
use xxhash_rust::xxh3::xxh3_64;

/// The ledger as it should be, and how many pages it has a new day for.
pub struct Stamped {
    /// The text of `content/ledger.yaml`.
    pub text: String,
    pub pages: usize,
    pub changed: usize,
}

/// The day of the stamp, when the page still says what it said then. Nothing without a ledger, and for a page that says something else since.
#[must_use]
pub fn stamped(page: &Page, frame: Frame<'_>) -> Option<Date> {
    let address = frame.site.places.address(page)?.as_str();
    let stamp = frame.site.report.ledger.as_ref()?.pages.get(address)?;
    let same = match frame.shared.said.get() {
        Some(all) => all.get(address)?.1 == stamp.said,
        None => said(page, frame)? == stamp.said,
    };
    same.then_some(stamp.changed)
}

/// Every page that says something else than when it was stamped, or was never stamped. Nothing without a ledger: a newsroom that keeps none
/// gives the days itself. Nothing either for the report as of an earlier day, whose pages said something else then.
#[must_use]
pub fn findings(frame: Frame<'_>) -> Diagnostics {
    let ledger = frame.site.report.ledger.as_ref().filter(|_| frame.site.as_of.is_none());
    let Some(ledger) = ledger else { return Diagnostics::new() };
    let found = now(frame).iter().filter_map(|(address, (page, said))| {
        let found = |message: &str| Some(Diagnostic::new(Code::UnstampedChange, title(page, frame)?, message));
        let frozen = frame.site.frozen(page);
        let found = match ledger.pages.get(address) {
            Some(stamp) if stamp.said == *said => return None,
            Some(stamp) if frozen.is_some() => {
                let message = "this page was to stay as it is, and says something else than when it was stamped";
                let help = "undo the change, or take `state: frozen` away; values that change with the records have no place on such a page";
                return Some(Diagnostic::new(Code::FrozenChange, frozen?, message).label(stamp.span, "it was stamped here").help(help));
            }
            Some(stamp) if page == &Page::Data => {
                Diagnostic::new(Code::UnstampedChange, stamp.span, "the data say something else than when they were stamped")
            }
            Some(stamp) => {
                found("this page says something else than when it was stamped")?.label(stamp.span, "it was stamped here")
            }
            None => found("this page has never been stamped")?,
        };
        Some(found.help("`sourcebook stamp` notes that it changed today"))
    });
    found.collect()
}

/// Where a page says what it is about.
fn title(page: &Page, frame: Frame<'_>) -> Option<Span> {
    match page {
        Page::Article(at) => Some(frame.site.article(*at)?.title.span),
        Page::Page(at) => Some(frame.site.report.pages.get(*at)?.title.span),
        Page::Country(code) => Some(frame.site.country(*code)?.code.span),
        _ => None,
    }
}

/// The ledger on this day: pages that say what they said keep their day. A text that is stamped for the first time keeps the day that its editor
/// gave it.
#[must_use]
pub fn ledger(today: Day, frame: Frame<'_>) -> Stamped {
    let old = frame.site.report.ledger.as_ref();
    let mut text =
        String::from("# Made by `sourcebook stamp`: when each page last said something new. Not to be edited.\npages:\n");
    let (mut pages, mut changed) = (0, 0);
    for (address, (page, said)) in now(frame) {
        let before: Option<&Stamp> = old.and_then(|ledger| ledger.pages.get(address));
        let is_frozen = frame.site.frozen(page).is_some();
        // What was to stay as it is keeps its stamp, so that a change of it goes on being found.
        let said = before.filter(|_| is_frozen).map_or(said, |stamp| &stamp.said);
        let day = match before {
            Some(stamp) if stamp.said == *said => stamp.changed,
            Some(_) => Date::on(today),
            None => super::dates::told(page, frame).unwrap_or_else(|| Date::on(today)),
        };
        changed += usize::from(before.is_none_or(|stamp| stamp.said != *said));
        pages += 1;
        text.push_str(&format!("  {address}: {{changed: {day}, said: \"{said}\"}}\n"));
    }
    Stamped { text, pages, changed }
}

/// What every page says that a ledger is kept of, by address.
pub type Said = BTreeMap<String, (Page, String)>;

/// The same, made once: a build asks for its findings, and then for each page and for the sitemap.
fn now(frame: Frame<'_>) -> &Said {
    let all = || {
        let pages: Vec<_> = frame.site.places.all().collect();
        let said = |(address, page): (&Address, &Page)| Some((address.to_string(), (page.clone(), said(page, frame)?)));
        pages.into_par_iter().filter_map(said).collect()
    };
    frame.shared.said.get_or_init(all)
}

/// The hash of what an article, a page or the page of a country says, or of all that the data hold; nothing for the others, which are lists of these.
fn said(page: &Page, frame: Frame<'_>) -> Option<String> {
    let mut words = Words { frame, all: String::new() };
    match page {
        Page::Article(at) => words.text(frame.site.article(*at)?),
        Page::Page(at) => words.text(frame.site.report.pages.get(*at)?),
        Page::Country(code) => words.country(*code, frame.site.country(*code)?),
        Page::Data => words.data()?,
        _ => return None,
    }
    Some(format!("{:016x}", xxh3_64(words.all.as_bytes())))
}

/// What a page says, one thing after the other.
struct Words<'a> {
    frame: Frame<'a>,
    all: String,
}

impl Words<'_> {
    fn add(&mut self, text: impl AsRef<str>) {
        self.all.push_str(text.as_ref());
        self.all.push('\0');
    }

    fn prose(&mut self, prose: &Prose) {
        self.add(html::plain_text(prose, self.frame));
        for cited in prose.citations.iter().flat_map(|one| &one.cited) {
            self.add(&cited.id);
        }
    }

    fn text(&mut self, text: &Article) {
        self.add(&text.title.value);
        self.add(text.description.as_deref().unwrap_or_default());
        if let Some(check) = &text.fact_check {
            [&check.claim, &check.claimant, &check.verdict].into_iter().for_each(|words| self.add(words));
        }
        self.prose(&text.body);
        for told in text.updates.iter().chain(&text.corrections) {
            self.add(told.on.value.to_string());
            self.add(&told.text);
        }
    }

    fn country(&mut self, code: CountryCode, country: &Country) {
        self.add(&country.name.value);
        country.prose().for_each(|prose| self.prose(prose));
        country.corrections.iter().for_each(|told| self.add(&told.text));
        let site = self.frame.site;
        let Some(standing) = site.standing(code) else { return };
        for status in &standing.axes {
            let axis = site.report.program.axes.get(status.axis);
            let state = status.state().and_then(|state| axis?.states.get(state));
            self.add(state.map_or("", |state| state.label.as_str()));
        }
        for at in &standing.events {
            let event = &site.events[*at].event;
            self.add(event.id.value.as_str());
            self.add(event.date.value.to_string());
            self.add(event.kind.value.as_str());
            self.add(self.frame.event_plain(*at));
            self.sources(&event.sources);
            event.stated().for_each(|claim| self.claim(&claim));
        }
        for deal in &country.arrangements {
            self.add(deal.id.value.as_str());
            self.add(deal.form);
            self.sources(&deal.sources);
            deal.stated().for_each(|claim| self.claim(&claim));
        }
    }

    /// Every table, without the address of the site: data that are published elsewhere say the same.
    fn data(&mut self) -> Option<()> {
        let site = self.frame.absolute(self.frame.base_path());
        let package = self.frame.package(Scope::Report)?;
        for table in Table::ALL.into_iter().filter(|table| *table != Table::Dictionary) {
            let rows = String::from_utf8_lossy(&package.file(Download::Table(table))?.bytes);
            self.add(rows.replace(&site, "/"));
        }
        Some(())
    }

    fn claim(&mut self, claim: &Stated<'_>) {
        self.add(claim.field);
        self.add(claim.value.to_string());
        self.add(claim.retracted.map_or("", |one| one.why.as_str()));
        self.add(claim.preferred.unwrap_or_default());
        self.sources(claim.sources);
    }

    fn sources(&mut self, sources: &[SourceUse]) {
        sources.iter().for_each(|source| self.add(source.id.value.as_str()));
    }
}
