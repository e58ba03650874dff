//! The page of a country, and the list of all of them.
//!
//! In: a record and where it stands. Out: [`CountryPage`] and [`Countries`]. Every section is there also when it has nothing to show; the
//! template says so. It never guesses a state.

use super::timeline::{Year, years};
use super::{
    ArticleRow, Badge, Cite, Correction, CountryRow, Date, Dated, Head, Latest, Link, Mark, Quantity, State, Value, article_rows,
};
use crate::link::{AxisStatus, FigureValue, Input, Page, Standing, Step, filled, wording};
use crate::model::evidence::SourceUse;
use crate::model::program::Method;
use crate::model::{Country, CountryCode, territory};
use crate::render::chart::strips;
use crate::render::frame::{Frame, arrangement_anchor};
use crate::render::href;
use crate::render::html;
use crate::render::map;
use crate::render::notes::{Explained, Notes};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize, Debug)]
pub struct CountryPage {
    #[serde(flatten)]
    pub head: Head,
    pub country: Identity,
    pub badge: Badge,
    /// What the badge means, when the program says more than its label.
    pub sentence: Option<String>,
    pub summary: Option<String>,
    pub axes: Vec<Axis>,
    pub figures: Vec<KeyFigure>,
    pub unknowns: Vec<Unknown>,
    /// Status through time; null for a record that never had one.
    pub strip: Option<strips::OneStrip>,
    pub years: Vec<Year>,
    pub arrangements: Vec<Arrangement>,
    pub disputes: Vec<Dispute>,
    /// Events of this page on whose numbers sources differ.
    pub differing: Vec<Link>,
    pub corrections: Vec<Correction>,
    pub articles: Vec<ArticleRow>,
    pub lists: Vec<Link>,
    pub checked: Option<Date>,
    pub review_by: Option<Date>,
    pub cite: super::cite::CiteThis,
    pub downloads: Vec<super::data::Offer>,
    /// Where it lies.
    pub locator: Option<map::Locator>,
}

/// Where a record stands, in short.
#[derive(Serialize, Debug)]
pub struct Card {
    pub badge: Badge,
    /// What the badge means, when the program says more than its label.
    pub sentence: Option<String>,
    pub axes: Vec<Axis>,
    pub figures: Vec<KeyFigure>,
    /// The newest event.
    pub latest: Option<Latest>,
}

#[derive(Serialize, Debug)]
pub struct Identity {
    pub code: String,
    pub code3: Option<&'static str>,
    pub name: String,
    pub region: String,
    pub subregion: String,
    pub names: Vec<Name>,
    pub aliases: Vec<String>,
}

#[derive(Serialize, Debug)]
pub struct Name {
    pub text: String,
    pub lang: Option<String>,
}

#[derive(Serialize, Debug)]
pub struct Axis {
    pub id: String,
    pub label: String,
    pub definition: Option<String>,
    pub state: Option<State>,
    pub since: Option<Date>,
    pub why: Option<Reason>,
    pub steps: Vec<Reason>,
}

#[derive(Clone, Serialize, Debug)]
pub struct Reason {
    pub state: String,
    pub text: String,
    pub url: String,
    pub date: Date,
    pub inherited: bool,
}

#[derive(Serialize, Debug)]
pub struct KeyFigure {
    pub label: String,
    #[serde(flatten)]
    pub quantity: Quantity,
    pub note: Option<String>,
    /// The day up to which it is known.
    pub as_of: Option<Date>,
    /// Who says so.
    pub cites: Vec<Cite>,
    /// To the note on how it was made, or to the arrangement that it is from.
    pub mark: Mark,
}

#[derive(Serialize, Debug)]
pub struct Unknown {
    pub text: String,
    pub cites: Vec<Cite>,
}

#[derive(Serialize, Debug)]
pub struct Arrangement {
    pub id: String,
    pub anchor: String,
    pub title: Option<String>,
    pub form: String,
    pub signed: Option<Dated>,
    pub announced: Option<Dated>,
    pub ended: Option<Dated>,
    pub ceiling: Option<Value>,
    pub amount: Option<Value>,
    pub terms: Option<String>,
    pub cites: Vec<Cite>,
}

#[derive(Serialize, Debug)]
pub struct Dispute {
    pub about: String,
    pub positions: Vec<Position>,
}

#[derive(Serialize, Debug)]
pub struct Position {
    pub text: String,
    pub cites: Vec<Cite>,
}

#[derive(Serialize, Debug)]
pub struct Countries {
    #[serde(flatten)]
    pub head: Head,
    pub intro: Option<String>,
    pub badges: Vec<Counted>,
    /// Those that name a record, for the filter.
    pub lists: Vec<ListName>,
}

#[derive(Serialize, Debug)]
pub struct ListName {
    pub id: String,
    pub label: String,
}

#[derive(Clone, Serialize, Debug)]
pub struct Counted {
    pub badge: Badge,
    pub count: usize,
}

/// The page of one country.
#[must_use]
pub fn page(code: CountryCode, country: &Country, standing: &Standing, frame: Frame<'_>, notes: &mut Notes) -> CountryPage {
    let site = frame.site;
    let badge = Badge::new(standing.badge, frame);
    let description = match &country.summary {
        Some(summary) => html::plain_text(summary, frame),
        None => site.locale.punctuated("colon", &[&country.name.value, &badge.label]),
    };
    let head = Head::new(frame, &Page::Country(code), "countries", &country.name.value).described(description).of_kind("country");
    // In the order of the page, so that notes are numbered as a reader meets them.
    let summary = country.summary.as_ref().map(|prose| html::html(prose, frame, notes));
    let figures = key_figures(code, country, frame, notes);
    let unknowns = country
        .unknowns
        .iter()
        .map(|unknown| Unknown { text: html::html(&unknown.text, frame, notes), cites: notes.cite_all(&unknown.sources, frame) });
    let unknowns = unknowns.collect();
    let years = years(standing.events.iter().rev().copied(), frame, notes);
    let differing =
        years.iter().flat_map(|year| &year.months).flat_map(|month| &month.events).filter(|event| event.disputed()).map(
            |event| Link {
                label: site.locale.punctuated("comma", &[&event.kind.label, &event.date.text]),
                url: format!("#{}", event.anchor),
            },
        );
    let differing = differing.collect();
    let lists = site.report.program.lists.iter().filter(|list| list.members.iter().any(|member| member.value == code));
    CountryPage {
        country: identity(code, country, frame),
        sentence: badge.definition.clone(),
        badge,
        summary,
        axes: standing.axes.iter().map(|status| axis(status, code, frame)).collect(),
        figures,
        unknowns,
        strip: strips::one(code, frame),
        years,
        arrangements: arrangements(country, frame, notes),
        disputes: disputes(country, frame, notes),
        differing,
        corrections: corrections(code, country, standing, frame),
        articles: article_rows(site.mentioned_in.get(&code).map_or(&[][..], |all| &all[..all.len().min(20)]), frame),
        lists: lists.map(|list| Link { label: list.label.clone(), url: frame.figure_url(&list.id.value) }).collect(),
        checked: Date::of(country.checked, frame),
        review_by: Date::of(country.review_by.as_ref().map(|date| date.value), frame),
        locator: map::locator(code, country, frame),
        cite: super::cite::CiteThis::new(&Page::Country(code), frame),
        downloads: super::data::of_record(code, country, frame),
        head,
    }
}

/// What others show of a record.
#[must_use]
pub fn card(code: CountryCode, frame: Frame<'_>) -> Option<Card> {
    let (country, standing) = (frame.site.country(code)?, frame.site.standing(code)?);
    let row = CountryRow::new(code, country, standing, frame);
    Some(Card {
        sentence: row.badge.definition.clone(),
        badge: row.badge,
        axes: standing.axes.iter().map(|status| axis(status, code, frame)).collect(),
        figures: key_figures(code, country, frame, &mut Notes::of(&Page::Country(code))),
        latest: row.latest,
    })
}

/// Codes of the records that a reader of this one may want: those it names, then its neighbours in region and status.
#[must_use]
pub fn related(code: CountryCode, country: &Country, standing: &Standing, frame: Frame<'_>) -> Vec<CountryCode> {
    let site = frame.site;
    let mut codes: Vec<CountryCode> = country.related.iter().map(|code| code.value).collect();
    let near = |same_region: bool| {
        site.standings.iter().filter(move |(_, other)| {
            let record = &site.report.countries[other.country];
            let region = if same_region { record.subregion == country.subregion } else { record.region == country.region };
            region && !record.region.is_empty() && other.badge == standing.badge
        })
    };
    for (other, _) in near(true).chain(near(false)) {
        if *other != code && !codes.contains(other) {
            codes.push(*other);
        }
    }
    codes.truncate(6);
    codes
}

fn identity(code: CountryCode, country: &Country, frame: Frame<'_>) -> Identity {
    let names = country.names.iter().map(|name| Name { text: name.text.value.clone(), lang: name.lang.clone() });
    Identity {
        code: code.to_string(),
        code3: territory::find(code).map(|territory| territory.code3.as_str()),
        name: country.name.value.clone(),
        region: frame.site.locale.region(&country.region).to_owned(),
        subregion: frame.site.locale.region(&country.subregion).to_owned(),
        names: names.collect(),
        aliases: country.aliases.iter().map(|alias| alias.value.clone()).filter(|alias| *alias != country.name.value).collect(),
    }
}

fn axis(status: &AxisStatus, code: CountryCode, frame: Frame<'_>) -> Axis {
    let axis = &frame.site.report.program.axes[status.axis];
    let state = status.state().and_then(|state| axis.states.get(state));
    let since = status.since();
    let reason = |step: &Step| reason(step, status.axis, code, frame);
    Axis {
        id: axis.id.value.to_string(),
        label: axis.label.clone(),
        definition: axis.definition.clone(),
        state: state.map(|state| State {
            id: state.id.value.to_string(),
            label: state.label.clone(),
            definition: state.definition.clone(),
        }),
        since: since
            .and_then(|step| frame.site.events.get(step.event))
            .map(|one| Date::new(one.event.date.value.beginning(), frame)),
        why: since.and_then(|step| reason(&step)),
        steps: status.steps.iter().filter_map(reason).collect(),
    }
}

fn reason(step: &Step, axis: usize, code: CountryCode, frame: Frame<'_>) -> Option<Reason> {
    let happening = frame.site.events.get(step.event)?;
    let state = frame.site.report.program.axes.get(axis)?.states.get(step.state)?;
    Some(Reason {
        state: state.label.clone(),
        text: happening.event.title.clone().unwrap_or_else(|| frame.event_plain(step.event).to_owned()),
        // An event that is shown on this page is linked to here, also when it belongs to the program.
        url: if happening.home == Some(code) || happening.event.countries.iter().any(|one| one.value == code) {
            format!("#{}", happening.event.id.value)
        } else {
            frame.event_url(step.event)
        },
        date: Date::new(happening.event.date.value, frame),
        inherited: step.inherited,
    })
}

/// What the sums of the program come to for this country, and the ceilings of its arrangements.
fn key_figures(code: CountryCode, country: &Country, frame: Frame<'_>, notes: &mut Notes) -> Vec<KeyFigure> {
    let figures = frame.site.report.program.figures.iter().zip(&frame.site.figures);
    let sums = figures.filter(|(figure, _)| matches!(&figure.method, Method::Sum(_, filter) if filter.countries.is_empty()));
    let sums = sums.filter_map(|(figure, value)| {
        let quantity = Quantity::new(*value.by_country.get(&code)?, frame);
        let mark = notes.mark(Explained::Figure(figure.id.value.clone()), frame);
        let cites = notes.cite_all(&inputs(value, code, frame), frame);
        let as_of = Date::of(figure.as_of.or(frame.site.known_until()), frame);
        Some(KeyFigure { label: wording::capital(&figure.label), quantity, note: None, as_of, cites, mark })
    });
    let sums: Vec<KeyFigure> = sums.collect();
    let ceilings = country.arrangements.iter().filter_map(|arrangement| {
        let quantity = Quantity::number(crate::link::people(arrangement.ceiling.as_ref()?), frame);
        let cites = notes.cite_all(&arrangement.sources, frame);
        let label = frame.theme.word("ceiling_label").to_owned();
        Some(KeyFigure {
            label,
            quantity,
            note: Some(arrangement.title.clone().unwrap_or_else(|| super::form(arrangement.form, frame))),
            as_of: Date::of(frame.site.known_until(), frame),
            cites,
            mark: Mark { href: href::to("", "", Some(&arrangement_anchor(&arrangement.id.value))), id: None },
        })
    });
    let ceilings: Vec<KeyFigure> = ceilings.collect();
    sums.into_iter().chain(ceilings).collect()
}

/// The sources of the events of a country that a sum is made of, each once.
fn inputs(value: &FigureValue, code: CountryCode, frame: Frame<'_>) -> Vec<SourceUse> {
    let events = value.inputs.iter().filter_map(|input| match input {
        Input::Event(at) => frame.site.events.get(*at).filter(|happening| happening.home == Some(code)),
        Input::Country(_) => None,
    });
    let mut uses: Vec<SourceUse> = Vec::new();
    for one in events.flat_map(|happening| &happening.event.sources) {
        if !uses.iter().any(|known| known.id.value == one.id.value) {
            uses.push(SourceUse { locator: None, ..one.clone() });
        }
    }
    uses
}

/// What was wrong in the record, and the claims of its events that were taken back; newest first.
fn corrections(code: CountryCode, country: &Country, standing: &Standing, frame: Frame<'_>) -> Vec<Correction> {
    let own = standing.events.iter().filter(|at| frame.site.events[**at].home == Some(code));
    let mut all = super::corrections(&country.corrections, frame);
    let events = own.flat_map(|at| super::lists::retractions(*at, frame));
    let arrangements = country.arrangements.iter().flat_map(|one| super::lists::retractions_of(one, frame));
    all.extend(events.chain(arrangements).map(|(on, text)| Correction { on: Date::new(on, frame), text, page: None }));
    all.sort_by(|a, b| b.on.iso.cmp(&a.on.iso));
    all
}

fn arrangements(country: &Country, frame: Frame<'_>, notes: &mut Notes) -> Vec<Arrangement> {
    let all = country.arrangements.iter().map(|arrangement| Arrangement {
        id: arrangement.id.value.to_string(),
        anchor: arrangement_anchor(&arrangement.id.value),
        title: arrangement.title.clone(),
        form: super::form(arrangement.form, frame),
        signed: arrangement.signed.as_ref().and_then(|claims| Dated::new(claims, frame, notes)),
        announced: arrangement.announced.as_ref().and_then(|claims| Dated::new(claims, frame, notes)),
        ended: arrangement.ended.as_ref().and_then(|claims| Dated::new(claims, frame, notes)),
        ceiling: arrangement.ceiling.as_ref().map(|claims| Value::people(claims, frame, notes)),
        amount: arrangement.amount.as_ref().and_then(|claims| Value::money(claims, frame, notes)),
        terms: arrangement.terms.as_ref().map(|prose| html::html(prose, frame, notes)),
        cites: notes.cite_all(&arrangement.sources, frame),
    });
    all.collect()
}

fn disputes(country: &Country, frame: Frame<'_>, notes: &mut Notes) -> Vec<Dispute> {
    let mut all = Vec::new();
    for dispute in &country.disputes {
        let positions = dispute.positions.iter().map(|position| Position {
            text: html::html(&position.text, frame, notes),
            cites: notes.cite_all(&position.sources, frame),
        });
        all.push(Dispute { about: dispute.about.clone(), positions: positions.collect() });
    }
    all
}

/// The head of the list of all countries; the template gets the rows beside it.
#[must_use]
pub fn countries(frame: Frame<'_>, notes: &mut Notes) -> Countries {
    let (head, intro) = super::introduced(frame, &Page::Countries, "countries", notes);
    let lists = frame.site.report.program.lists.iter().filter(|list| !list.members.is_empty());
    let lists = lists.map(|list| ListName { id: list.id.value.to_string(), label: list.label.clone() });
    Countries { head, intro, badges: badges(frame), lists: lists.collect() }
}

/// Every badge that is in use, with how many records have it, in the order of the program.
#[must_use]
pub fn badges(frame: Frame<'_>) -> Vec<Counted> {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    let mut without = 0;
    for standing in frame.site.standings.values() {
        match standing.badge {
            Some(badge) => *counts.entry(badge).or_default() += 1,
            None => without += 1,
        }
    }
    let shown = counts.into_iter().map(|(badge, count)| Counted { badge: Badge::new(Some(badge), frame), count });
    let blank = (without > 0).then(|| Counted { badge: Badge::new(None, frame), count: without });
    shown.chain(blank).collect()
}

/// How many records these are together: `51 countries`.
#[must_use]
pub fn counted(badges: &[Counted], frame: Frame<'_>) -> String {
    let noun = super::noun(frame);
    let total: usize = badges.iter().map(|one| one.count).sum();
    frame.site.locale.count(total as u64, &noun.one, &noun.other)
}

/// What a picture of statuses shows, as words for those who do not see it (A2): `total`, the largest group, and how many have no status.
/// The sentences are those for the largest group, for some without a status, and for none.
#[must_use]
pub fn told(total: String, badges: &[Counted], [largest, unknown, all_known]: [&str; 3], frame: Frame<'_>) -> String {
    let sentence = |words: &str, one: &Counted| {
        filled(words, &[("n", &frame.site.locale.number(one.count as u64)), ("badge", &one.badge.label)])
    };
    // The first of equals, so that the order of the program decides.
    let most = badges.iter().rev().filter(|one| one.badge.tone > 0).max_by_key(|one| one.count);
    let without = badges.iter().find(|one| one.badge.tone == 0 && one.count > 0);
    let last = without.map_or_else(|| all_known.to_owned(), |one| sentence(unknown, one));
    [Some(total), most.map(|one| sentence(largest, one)), Some(last)].into_iter().flatten().collect::<Vec<_>>().join(" ")
}
