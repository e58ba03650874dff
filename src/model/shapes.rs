//! The format: every key of every file, with what belongs there and an example.
//!
//! In: nothing. Out: [`Shape`] tables. Reading, the JSON Schemas in `schemas/` and the reference in `docs/format.md` all follow
//! these tables, so they cannot part. It never reads a value.

// long: one table, read from top to bottom as the reference of the format; a file for each record would tear it apart.

use super::release::{DRAFT, EMBARGOED, FROZEN};
use crate::parse::Need::{Optional, Required};
use crate::parse::{Field, Form, Need, Shape};

const fn field(key: &'static str, form: Form, need: Need, doc: &'static str, example: &'static str) -> Field {
    Field { key, form, need, doc, example }
}

/// Severity levels of rules.
pub const LEVELS: &[(&str, &str)] =
    &[("off", "Not reported."), ("warning", "Reported; the build goes on."), ("error", "Reported; nothing is published.")];

/// How a deal was made.
pub const FORMS: &[(&str, &str)] = &[
    ("written agreement", "A signed text that binds both sides."),
    ("exchange of notes", "Diplomatic notes that refer to each other."),
    ("memorandum", "A memorandum of understanding."),
    ("verbal", "Said, not written."),
    ("unwritten practice", "Done without any agreement that is known."),
    ("unknown", "Nobody has said."),
];

/// What a source is.
pub const SOURCE_KINDS: &[(&str, &str)] = &[
    ("news", "News report"),
    ("court", "Court document"),
    ("government", "Government document"),
    ("ngo", "Organization’s report"),
    ("data", "Data set"),
    ("other", "Other"),
];

/// Whether a source still stands.
pub const SOURCE_STATES: &[(&str, &str)] = &[
    ("live", "It can be read where `url` says."),
    ("moved", "It has another address now; `note` says which."),
    ("dead", "It can no longer be read; the archived copy is what is left."),
    ("retracted", "Its publisher has taken it back."),
];

/// Who can read a source.
pub const ACCESS: &[(&str, &str)] = &[
    ("open", "Anybody."),
    ("paywall", "Subscribers."),
    ("offline", "On paper, or not on the web."),
    ("confidential", "Seen by the newsroom and not public."),
];

/// How much a claim weighs beside others for the same field.
pub const RANKS: &[(&str, &str)] =
    &[("normal", "As much as any other."), ("preferred", "Figures use it instead of the others; `why` says for what reason.")];

const WORLDVIEWS: &[(&str, &str)] = &[
    ("un", "As the United Nations draws it."),
    ("de_facto", "By who is in control."),
    ("house", "By the publication’s own rule, explained on its method page."),
];

/// What a publisher is.
pub const PUBLISHER_KINDS: &[(&str, &str)] =
    &[("newsroom", "A news organization."), ("organization", "Any other organization."), ("person", "One person.")];

/// What an author is.
pub const AUTHOR_KINDS: &[(&str, &str)] = &[("person", "One person."), ("organization", "A team, an agency, an institute.")];

/// Pages that can have a share card.
const CARDS: &[(&str, &str)] = &[
    ("home", "The home page. Its card is also that of every page without one."),
    ("countries", "The page of each country."),
    ("articles", "The 300 newest articles."),
    ("sources", "The page of each source."),
    ("pages", "All other pages."),
];

/// What can be shown on pages of others.
const EMBEDS: &[(&str, &str)] = &[
    ("map", "The map of the home page."),
    ("charts", "Each chart that stands in an article or a page."),
    ("countries", "A card for each country."),
];

/// Search in everything that pages say.
pub const FULL_TEXT: &str = "full-text";

/// What the search page searches.
const SEARCH: &[(&str, &str)] =
    &[("titles", "Titles, other names, headings and summaries."), (FULL_TEXT, "The same, and below it every word of the pages.")];

/// How files can be compressed beforehand.
const ENCODINGS: &[(&str, &str)] =
    &[("br", "`.br`, by Brotli. The program needs the feature `brotli`."), ("gzip", "`.gz`, by gzip.")];

/// Hosts that read files of the site itself.
pub const HOSTS: &[(&str, &str)] = &[
    ("github-pages", "`.nojekyll`, and `CNAME` when `base_url` is a domain of your own."),
    ("gitlab-pages", "`_redirects`."),
    ("netlify", "`_headers` and `_redirects`."),
    ("cloudflare-pages", "`_headers` and `_redirects`."),
];

const NAME_FORMS: &[(&str, &str)] = &[("short", "The everyday name."), ("official", "The full official name.")];

const STATES: &[(&str, &str)] = &[
    (DRAFT, "Nobody sees it, and nothing counts it, but a preview with `--drafts`."),
    (EMBARGOED, "The same until `embargo_until`."),
    ("published", "Everybody sees it, from `embargo_until` on if there is one."),
    (FROZEN, "Everybody sees it, with the words that it is no longer updated. A later change of what it says is an error."),
];

const EVENT_STATES: &[(&str, &str)] = &[STATES[0], STATES[1], STATES[2]];

const PUBLISHED: &str = "Whether it is published. `published` when left out.";

/// What articles, pages and records can say of their own publication.
const RELEASE: Field = field("state", Form::Word(STATES), Optional, PUBLISHED, "draft");
const EVENT_RELEASE: Field = field("state", Form::Word(EVENT_STATES), Optional, PUBLISHED, "draft");
const EMBARGO_UNTIL: Field = field(
    "embargo_until",
    Form::Until,
    Optional,
    "The day in UTC, or the moment, from which it may be published. Until then nothing that is published shows it, nor a source or picture that only it uses.",
    "2026-12-01T06:00Z",
);
const NOTES_INTERNAL: Field = field(
    "notes_internal",
    Form::Text,
    Optional,
    "For colleagues. Nothing that is published shows it.",
    "Ask A. for the letter.",
);

const fn moved_from(example: &'static str) -> Field {
    let doc = "Addresses that it had before, on this site. Each then leads here.";
    field("moved_from", Form::List(&Form::Text), Optional, doc, example)
}

/// `content/site.yaml`
pub const SITE: Shape = Shape {
    name: "the site",
    doc: "The publication: `content/site.yaml`.",
    fields: &[
        field("title", Form::Text, Required, "The name of the publication, shown on every page.", "Third-country deportations"),
        field(
            "description",
            Form::Text,
            Required,
            "What it is, in a sentence, for search engines and shared links.",
            "Who takes people deported from the United States, and on what terms.",
        ),
        field(
            "base_url",
            Form::Url,
            Optional,
            "Where it will be published. `build --base-url` overrides it.",
            "https://example.org/report/",
        ),
        field(
            "language",
            Form::Text,
            Optional,
            "The language of the report, as a BCP 47 tag: of its content, its interface words, its dates and numbers. `en` when left out.",
            "en",
        ),
        field("theme", Form::Text, Optional, "A folder below `themes/`, or `default`, which is built in.", "default"),
        field(
            "publisher",
            Form::Record(&PUBLISHER),
            Optional,
            "Who publishes it.",
            "{name: The Newsroom, url: https://example.org/}",
        ),
        field("licence", Form::Text, Optional, "The licence of texts and data, as readers know it.", "CC-BY-4.0"),
        field(
            "licence_url",
            Form::Url,
            Optional,
            "Where the licence can be read. Filled in for Creative Commons licences.",
            "https://creativecommons.org/licenses/by/4.0/",
        ),
        field(
            "map",
            Form::Record(&SITE_MAP),
            Optional,
            "How maps are drawn. Needed as soon as there is a record, because the home page then shows a map.",
            "{worldview: un}",
        ),
        field(
            "text_edition",
            Form::YesNo,
            Optional,
            "Whether every page is published as plain text too, below `/text/`. `no` when left out.",
            "yes",
        ),
        field(
            "cards",
            Form::List(&Form::Word(CARDS)),
            Optional,
            "The pages that have a share card, a picture for networks and messengers. Home, countries and articles when left out; `[]` is none.",
            "[home, countries, articles]",
        ),
        field(
            "embeds",
            Form::List(&Form::Word(EMBEDS)),
            Optional,
            "What others can show on their own pages. Everything when left out; `[]` is nothing.",
            "[map, charts, countries]",
        ),
        field(
            "host",
            Form::Word(HOSTS),
            Optional,
            "Who serves the site. The build then writes the files that this host reads: headers, redirects, the domain.",
            "netlify",
        ),
        field(
            "precompress",
            Form::List(&Form::Word(ENCODINGS)),
            Optional,
            "Compressed copies of text files, written beside them for servers that look for such: nginx, Caddy. None when left out.",
            "[br, gzip]",
        ),
        field("search", Form::Word(SEARCH), Optional, "What the search page searches. `titles` when left out.", "full-text"),
        field(
            "deploy",
            Form::Text,
            Optional,
            "Where `sourcebook deploy` puts the site: a bucket (`s3://`, `gs://`, `az://`) or a folder, seen from that of the report. Never a secret.",
            "s3://news.example.org/report",
        ),
        field(
            "rules",
            Form::Table(&Form::Word(LEVELS)),
            Optional,
            "How seriously a rule is taken, by its code: any warning, and the errors of rules that read sentences.",
            "{unused-source: off}",
        ),
    ],
};

/// Who publishes the report.
pub const PUBLISHER: Shape = Shape {
    name: "a publisher",
    doc: "Who publishes the report.",
    fields: &[
        field("name", Form::Text, Required, "The publisher’s name.", "The Newsroom"),
        field("url", Form::Url, Optional, "The publisher’s own site.", "https://example.org/"),
        field(
            "contact",
            Form::Text,
            Optional,
            "Where readers report an error: an e-mail address or a web address.",
            "corrections@example.org",
        ),
        field(
            "kind",
            Form::Word(PUBLISHER_KINDS),
            Optional,
            "What search engines are told that it is. `newsroom` when left out.",
            "newsroom",
        ),
        field("logo", Form::Text, Optional, "Its mark: a picture below `media/`.", "media/mark.png"),
        field(
            "policies",
            Form::Record(&POLICIES),
            Optional,
            "Where it says how it works: for each rule a page of this report or a web address.",
            "{ethics: https://example.org/ethics/, corrections: pages/corrections.md}",
        ),
    ],
};

/// What a publisher says about its own work. The names behind them are those of The Trust Project, as <https://schema.org/NewsMediaOrganization>
/// has taken them over.
pub const POLICIES: Shape = Shape {
    name: "a publisher’s rules",
    doc: "Where the publisher says how it works. Each is a page of this report, by its file, or a web address.",
    fields: &[
        field(
            "corrections",
            Form::Text,
            Optional,
            "How errors are put right. The page of corrections when left out.",
            "pages/corrections.md",
        ),
        field("ethics", Form::Text, Optional, "What its people may and may not do.", "https://example.org/ethics/"),
        field("fact_checking", Form::Text, Optional, "How facts are checked.", "pages/method.md"),
        field("unnamed_sources", Form::Text, Optional, "When a source may stay unnamed.", "https://example.org/sources/"),
        field("funding", Form::Text, Optional, "Who owns it and who pays for it.", "pages/about.md"),
        field("masthead", Form::Text, Optional, "Who works there.", "https://example.org/people/"),
        field("coverage", Form::Text, Optional, "What it writes about, and why.", "pages/about.md"),
        field("feedback", Form::Text, Optional, "How it answers its readers.", "https://example.org/contact/"),
        field("diversity", Form::Text, Optional, "Whom it hires and listens to.", "https://example.org/diversity/"),
        field(
            "principles",
            Form::Text,
            Optional,
            "All of its rules, where they stand in one place.",
            "https://example.org/standards/",
        ),
    ],
};

/// How maps are drawn.
pub const SITE_MAP: Shape = Shape {
    name: "a map setting",
    doc: "How maps are drawn.",
    fields: &[field(
        "worldview",
        Form::Word(WORLDVIEWS),
        Required,
        "Whose borders maps show, where no area is in dispute.",
        "un",
    )],
};

/// `content/program.yaml`
pub const PROGRAM: Shape = Shape {
    name: "the program",
    doc: "The subject of the report: `content/program.yaml`.",
    fields: &[
        field("title", Form::Text, Required, "The subject in a few words.", "Third-country deportations"),
        field(
            "question",
            Form::Text,
            Required,
            "The question that the report answers, shown first on the home page.",
            "Which countries take people who are not their citizens?",
        ),
        field("since", Form::Date, Required, "When it began.", "2025-01-20"),
        field(
            "checked",
            Form::Date,
            Optional,
            "The day up to which the report knows: when the records were last checked as a whole.",
            "2026-11-24",
        ),
        field(
            "summary",
            Form::Prose,
            Optional,
            "The answer in one paragraph, with bound figures, for the home page.",
            "\"{{ figures.agreed | words | cap }} countries have agreed.\"",
        ),
        field(
            "noun",
            Form::Record(&NOUN),
            Optional,
            "What the records are called.",
            "{one: country, other: countries and territories}",
        ),
        field(
            "scope",
            Form::Text,
            Optional,
            "Whom the program is about, where events also tell of others: what `in_scope` of an event counts.",
            "not citizens of the country",
        ),
        field(
            "public_names",
            Form::List(&Form::Text),
            Optional,
            "The persons whom records may name, besides those behind an office such as “President”. Any other name of a person is then a finding; `[]` allows none.",
            "[D. V. D.]",
        ),
        field(
            "axes",
            Form::Table(&Form::Record(&AXIS)),
            Required,
            "The dimensions of status, by id.",
            "{stage: {label: Stage, states: {asked: Asked, agreed: Agreed}}}",
        ),
        field(
            "kinds",
            Form::Table(&Form::Record(&KIND)),
            Required,
            "The kinds of events, by id, and the states that each sets.",
            "{agreement: {label: Agreement, sets: {stage: agreed}}}",
        ),
        field(
            "badges",
            Form::List(&Form::Record(&BADGE)),
            Required,
            "The labels that readers see. The first whose condition holds is shown.",
            "[{badge: agreed, label: Agreed, when: {stage: agreed}}]",
        ),
        field(
            "lists",
            Form::Table(&Form::Record(&LIST)),
            Optional,
            "Named sets of countries with a published total, by id.",
            "{cable: {label: Named in the cable, total: 9, members: [LY, TG], sources: [nyt-text]}}",
        ),
        field(
            "figures",
            Form::Table(&Form::Record(&FIGURE)),
            Optional,
            "Every number that prose may use, by id.",
            "{agreed: {label: countries that have agreed, count: {stage: agreed}}}",
        ),
        field(
            "events",
            Form::List(&Form::Record(&EVENT)),
            Optional,
            "Events of the program as a whole. What they set holds for every country.",
            "[{id: stay, date: 2025-06-23, kind: order, summary: The court …, sources: [court]}]",
        ),
    ],
};

/// What the records are called.
pub const NOUN: Shape = Shape {
    name: "a noun",
    doc: "What the records are called.",
    fields: &[
        field("one", Form::Text, Required, "One of them.", "country"),
        field("other", Form::Text, Required, "Several.", "countries and territories"),
    ],
};

const LABELLED: Shape = Shape {
    name: "a state",
    doc: "One state that an axis can take.",
    fields: &[
        field("label", Form::Text, Required, "What readers see.", "Agreed"),
        field(
            "definition",
            Form::Text,
            Optional,
            "What it means, in a sentence.",
            "Its government has said that it takes people.",
        ),
    ],
};

/// One dimension of status.
pub const AXIS: Shape = Shape {
    name: "an axis",
    doc: "One dimension of status, with the states that it can take, in order.",
    fields: &[
        field("label", Form::Text, Required, "What readers see.", "Stage"),
        field("definition", Form::Text, Optional, "What it tells, in a sentence.", "How far talks have come."),
        field(
            "states",
            Form::Table(&Form::Either(&[Form::Text, Form::Record(&LABELLED)])),
            Required,
            "The states by id, each with its label, in order.",
            "{asked: Asked, agreed: Agreed}",
        ),
    ],
};

/// One state written with its definition.
pub const STATE: &Shape = &LABELLED;

/// One kind of event.
pub const KIND: Shape = Shape {
    name: "a kind of event",
    doc: "What a kind of event is called, and which states it sets.",
    fields: &[
        field("label", Form::Text, Required, "What readers see.", "Agreement confirmed"),
        field("definition", Form::Text, Optional, "What counts as one.", "A government confirms that it has agreed."),
        field("sets", Form::Table(&Form::Id), Optional, "The state that each axis takes when this happens.", "{stage: agreed}"),
        field(
            "independent",
            Form::Whole,
            Optional,
            "How many independent sources such an event needs. Copies of one report count once: see `origin` of a source.",
            "2",
        ),
    ],
};

/// One badge.
pub const BADGE: Shape = Shape {
    name: "a badge",
    doc: "A label that sums a country’s status up.",
    fields: &[
        field("badge", Form::Id, Required, "Its id, used by figures, blocks and the theme.", "agreed_receiving"),
        field("label", Form::Text, Required, "What readers see.", "Receiving people"),
        field("definition", Form::Text, Optional, "What it means, in a sentence.", "People have arrived from the United States."),
        field(
            "when",
            Form::Table(&Form::Either(&[Form::Id, Form::List(&Form::Id)])),
            Required,
            "The state or states that each axis must have; `{}` holds always.",
            "{transfers: active}",
        ),
    ],
};

/// A named set of countries.
pub const LIST: Shape = Shape {
    name: "a list",
    doc: "A set of countries that somebody counted, with the members that can be named.",
    fields: &[
        field("label", Form::Text, Required, "What readers see.", "Named in the cable"),
        field("total", Form::Quantity, Required, "How many were counted.", "9"),
        field(
            "members",
            Form::List(&Form::CountryCode),
            Required,
            "Those that can be named. Each has a record.",
            "[LY, TG, TM, TN]",
        ),
        field("complete", Form::YesNo, Optional, "Whether all are named. `no` when left out.", "no"),
        field(
            "parts",
            Form::List(&Form::Id),
            Optional,
            "Lists that divide this one: no country is in two of them, and their totals add up to this total.",
            "[nyt_agreed_7, nyt_asked_51]",
        ),
        field("as_of", Form::Date, Optional, "When it was counted.", "2025-03-12"),
        field("sources", Form::List(&SOURCE_USE), Required, "What it rests on.", "[nyt-text]"),
        field("note", Form::Prose, Optional, "What a reader should know about it.", "The other names are not known."),
    ],
};

/// A number that prose may use.
pub const FIGURE: Shape = Shape {
    name: "a figure",
    doc: "A number: published by somebody, or computed from the records.",
    fields: &[
        field("label", Form::Text, Required, "What is counted, as it would follow the number.", "countries that have agreed"),
        field(
            "published",
            Form::Either(&[Form::Quantity, Form::Money]),
            Optional,
            "A number that somebody else counted.",
            "at least 58",
        ),
        field(
            "count",
            Form::Table(&Form::Either(&[Form::Id, Form::List(&Form::Id)])),
            Optional,
            "Counts the records that match: by axis, `badge`, `list` or `kind` of event.",
            "{stage: agreed}",
        ),
        field(
            "sum",
            Form::Word(&[("people", "People that events are about."), ("amount", "Money that events are about.")]),
            Optional,
            "Adds a field up over events.",
            "people",
        ),
        field("where", Form::Record(&WHERE), Optional, "Which events are added up.", "{kind: transfer}"),
        field("as_of", Form::Date, Optional, "When a published number was true.", "2025-06-25"),
        field("sources", Form::List(&SOURCE_USE), Optional, "What a published number rests on.", "[nyt-list]"),
        field("compare", Form::Record(&COMPARE), Optional, "What the number is set beside.", "{list: nyt_58}"),
        field("note", Form::Prose, Optional, "What a reader should know about it.", "Counts governments, not people."),
    ],
};

/// Which events a sum adds up.
pub const WHERE: Shape = Shape {
    name: "a condition",
    doc: "Which events are added up: all conditions must hold.",
    fields: &[
        field("kind", Form::Either(&[Form::Id, Form::List(&Form::Id)]), Optional, "Of this kind, or one of these.", "transfer"),
        field(
            "country",
            Form::Either(&[Form::CountryCode, Form::List(&Form::CountryCode)]),
            Optional,
            "In this country’s record, or one of these.",
            "RW",
        ),
        field("since", Form::Date, Optional, "Not before this.", "2025-08"),
        field("until", Form::Date, Optional, "Not after this.", "2025-12-31"),
        field(
            "money",
            Form::Word(&[("paid", "Paid."), ("pledged", "Pledged."), ("spent", "Spent."), ("estimated", "Estimated.")]),
            Optional,
            "Amounts of this standing only.",
            "paid",
        ),
    ],
};

/// What a figure is set beside.
pub const COMPARE: Shape = Shape {
    name: "a comparison",
    doc: "What a figure is set beside.",
    fields: &[field("list", Form::Id, Required, "A list whose named members are compared with the number.", "nyt_58")],
};

/// A dated happening.
pub const EVENT: Shape = Shape {
    name: "an event",
    doc: "A dated happening.",
    fields: &[
        field("id", Form::Id, Required, "Its id, unique in the report, without hyphens.", "rw_payment"),
        field("date", Form::Date, Required, "When it happened, as exactly as is known.", "2025-04"),
        field("reported", Form::Date, Optional, "When the public learned of it. `--as-of` uses it.", "2025-08-05"),
        EVENT_RELEASE,
        EMBARGO_UNTIL,
        NOTES_INTERNAL,
        field("kind", Form::Id, Required, "One of the kinds in `program.yaml`.", "payment"),
        field("title", Form::Text, Optional, "A headline, for events that need one.", "The first flight"),
        field(
            "summary",
            Form::Prose,
            Required,
            "What happened, in a sentence or two.",
            "The United States paid Rwanda $100,000.",
        ),
        field(
            "people",
            Form::Either(&[Form::Quantity, Form::List(&Form::Record(&CLAIM))]),
            Optional,
            "How many people it is about; several claims where sources differ.",
            "at least 7",
        ),
        field(
            "in_scope",
            Form::Either(&[Form::Quantity, Form::List(&Form::Record(&CLAIM))]),
            Optional,
            "How many of the people are of those whom the program is about (its `scope`), when not all are. Figures count these.",
            "7",
        ),
        field(
            "amount",
            Form::Either(&[Form::Money, Form::List(&Form::Record(&CLAIM))]),
            Optional,
            "The money it is about; several claims where sources differ.",
            "100,000 USD paid",
        ),
        field(
            "running",
            Form::YesNo,
            Optional,
            "`yes`: a running total, which replaces earlier numbers of its country and is never added to them.",
            "yes",
        ),
        field("arrangement", Form::Id, Optional, "The arrangement it belongs to, by its id in the same record.", "rw_2025"),
        field(
            "countries",
            Form::List(&Form::CountryCode),
            Optional,
            "Only for events of the program: the countries it is about. Without it, it is about all.",
            "[LY, TG]",
        ),
        field(
            "after",
            Form::Either(&[Form::Id, Form::List(&Form::Id)]),
            Optional,
            "The event or events that came before it, where dates do not tell.",
            "rw_talks",
        ),
        field(
            "sets",
            Form::Table(&Form::Id),
            Optional,
            "States that it sets, beside or instead of those of its kind.",
            "{evidence: disputed}",
        ),
        field("sources", Form::List(&SOURCE_USE), Required, "What it rests on.", "[nyt-list, {id: handbasket, at: para. 4}]"),
        field(
            "checked",
            Form::List(&Form::Record(&CHECK)),
            Optional,
            "Who held it against its sources, and when. `sourcebook status` lists what is left.",
            "[{by: A. Editor, on: 2026-11-20}]",
        ),
        field("note", Form::Prose, Optional, "What a reader should know about the evidence.", "U.S. officials give 4 July."),
    ],
};

/// One of several values for one field.
pub const CLAIM: Shape = Shape {
    name: "a claim",
    doc: "One value for a field, with its sources, where sources differ.",
    fields: &[
        field(
            "value",
            Form::Either(&[Form::Quantity, Form::Money, Form::Date]),
            Required,
            "The value: a number, money or a date, as the field has it.",
            "about 250",
        ),
        field("sources", Form::List(&SOURCE_USE), Optional, "Who gives it; needed where there are several.", "[sfrc-report]"),
        field("by", Form::Text, Optional, "Whose word it is, if not the source’s.", "President Bukele"),
        field("as_of", Form::Date, Optional, "When it was true.", "2026-02-13"),
        field("note", Form::Text, Optional, "What a reader should know about it.", "Includes citizens."),
        field(
            "rank",
            Form::Word(RANKS),
            Optional,
            "How much it weighs beside the other claims. `normal` when left out.",
            "preferred",
        ),
        field("why", Form::Text, Optional, "Why it is preferred; needed with `rank: preferred`.", "The only count by name."),
        field(
            "checked",
            Form::List(&Form::Record(&CHECK)),
            Optional,
            "Who held it against its sources, and when.",
            "[{by: A. Editor, on: 2026-11-20, how: read the report}]",
        ),
        field(
            "retracted",
            Form::Record(&RETRACTION),
            Optional,
            "That it was wrong: it leaves every figure and stays on the page.",
            "{on: 2026-02-01, why: counted two flights twice}",
        ),
    ],
};

/// That a claim was wrong.
pub const RETRACTION: Shape = Shape {
    name: "a retraction",
    doc: "When and why a claim was taken back.",
    fields: &[
        field("on", Form::Date, Required, "When it was taken back.", "2026-02-01"),
        field("why", Form::Text, Required, "Why.", "counted two flights twice"),
    ],
};

/// That somebody held a claim against its sources.
pub const CHECK: Shape = Shape {
    name: "a check",
    doc: "Who held a claim against its sources, when and how.",
    fields: &[
        field("by", Form::Text, Required, "Who checked it.", "A. Editor"),
        field("on", Form::Date, Required, "When.", "2026-11-20"),
        field("how", Form::Text, Optional, "How.", "read the report"),
    ],
};

const SOURCE_USE: Form = Form::Either(&[Form::Id, Form::Record(&LOCATED_SOURCE)]);

const LOCATED_SOURCE: Shape = Shape {
    name: "a source with its place",
    doc: "A source, and the place in it.",
    fields: &[
        field("id", Form::Id, Required, "Its id in `sources.yaml`.", "nyt-list"),
        field("at", Form::Text, Optional, "The place in it.", "para. 4"),
    ],
};

/// A source with the place in it.
pub const SOURCE_AT: &Shape = &LOCATED_SOURCE;

/// `content/countries/*.yaml`
pub const COUNTRY: Shape = Shape {
    name: "a country",
    doc: "What is known about one country: `content/countries/*.yaml`.",
    fields: &[
        field(
            "code",
            Form::CountryCode,
            Required,
            "ISO 3166-1 alpha-2; `XK` for Kosovo; a house code (`XA` to `XZ`) for a territory that has none.",
            "RW",
        ),
        field("name", Form::Text, Optional, "Its name. Filled in from the code when left out.", "Rwanda"),
        field(
            "names",
            Form::List(&Form::Record(&NAME)),
            Optional,
            "Instead of `name`, for a country that renamed itself.",
            "[{text: Eswatini, from: 2018-04-19}, {text: Swaziland, to: 2018-04-18}]",
        ),
        field(
            "aliases",
            Form::List(&Form::Text),
            Optional,
            "Other names that prose may use; they link here too.",
            "[Republic of Rwanda]",
        ),
        moved_from("[/countries/swaziland/]"),
        field("region", Form::Text, Optional, "Its part of the world. Filled in from the code (UN M49) when left out.", "Africa"),
        field(
            "summary",
            Form::Prose,
            Optional,
            "What is known, in a paragraph, with bound figures.",
            "Rwanda agreed to take {{ events.rw_deal.people }} people.",
        ),
        field(
            "unknowns",
            Form::List(&Form::Record(&UNKNOWN)),
            Optional,
            "What is not known.",
            "[{text: How many have arrived since.}]",
        ),
        field(
            "disputes",
            Form::List(&Form::Record(&DISPUTE)),
            Optional,
            "Where sources or governments contradict each other, in words.",
            "[{about: Who signed, positions: [{text: …, sources: [a]}, {text: …, sources: [b]}]}]",
        ),
        field(
            "arrangements",
            Form::List(&Form::Record(&ARRANGEMENT)),
            Optional,
            "Deals and practices.",
            "[{id: rw_2025, form: written agreement, signed: 2025-06, sources: [reuters-rwanda]}]",
        ),
        field(
            "events",
            Form::List(&Form::Record(&EVENT)),
            Optional,
            "What happened. Status follows from it.",
            "[{id: rw_deal, date: 2025-06, kind: agreement, summary: …, sources: [reuters-rwanda]}]",
        ),
        field("checked", Form::Date, Optional, "When this record was last checked, if not with the whole report.", "2026-11-24"),
        RELEASE,
        EMBARGO_UNTIL,
        NOTES_INTERNAL,
        field("review_by", Form::Date, Optional, "When somebody will look again.", "2027-01-31"),
        field("related", Form::List(&Form::CountryCode), Optional, "Records that readers of this one may want.", "[UG]"),
        field(
            "corrections",
            Form::List(&Form::Record(&CORRECTION)),
            Optional,
            "What was wrong on this page.",
            "[{on: 2026-02-01, text: The ceiling was given as 200.}]",
        ),
    ],
};

/// A name of a country over time.
pub const NAME: Shape = Shape {
    name: "a name",
    doc: "A name of a country, with the time in which it was used.",
    fields: &[
        field("text", Form::Text, Required, "The name.", "Eswatini"),
        field("from", Form::Date, Optional, "First used.", "2018-04-19"),
        field("to", Form::Date, Optional, "Last used. A name without it is the present one.", "2018-04-18"),
        field("lang", Form::Text, Optional, "Its language, if not that of the site.", "ss"),
        field("form", Form::Word(NAME_FORMS), Optional, "The everyday or the official name.", "short"),
    ],
};

/// What is not known.
pub const UNKNOWN: Shape = Shape {
    name: "an open question",
    doc: "Something that is not known.",
    fields: &[
        field("text", Form::Prose, Required, "What is not known.", "How many people have arrived since August 2025."),
        field("sources", Form::List(&SOURCE_USE), Optional, "Who says that it is not known.", "[nyt-list]"),
    ],
};

/// Where sources contradict each other.
pub const DISPUTE: Shape = Shape {
    name: "a dispute",
    doc: "A point on which sources or governments contradict each other. All positions have the same weight.",
    fields: &[
        field("about", Form::Text, Required, "What it is about.", "When the agreement was signed"),
        field(
            "positions",
            Form::List(&Form::Record(&POSITION)),
            Required,
            "Who says what; two or more.",
            "[{text: In June., sources: [a]}, {text: In August., sources: [b]}]",
        ),
    ],
};

/// One side of a dispute.
pub const POSITION: Shape = Shape {
    name: "a position",
    doc: "One side of a dispute.",
    fields: &[
        field("text", Form::Prose, Required, "What is said, and by whom.", "Reuters dates the signing to June."),
        field("sources", Form::List(&SOURCE_USE), Required, "Where it is said.", "[reuters-rwanda]"),
    ],
};

/// A date, or several claims of it.
const DATES: Form = Form::Either(&[Form::Date, Form::List(&Form::Record(&CLAIM))]);

/// One deal or practice.
pub const ARRANGEMENT: Shape = Shape {
    name: "an arrangement",
    doc: "One deal or practice between two governments.",
    fields: &[
        field("id", Form::Id, Required, "Its id, unique in the report, without hyphens.", "rw_2025"),
        field("title", Form::Text, Optional, "What it is called.", "Agreement of Kigali"),
        field("form", Form::Word(FORMS), Required, "How it was made.", "written agreement"),
        field("signed", DATES, Optional, "When it was signed; several claims where sources differ.", "2025-06"),
        field("announced", DATES, Optional, "When it was made public; several claims where sources differ.", "2025-08-05"),
        field("ended", DATES, Optional, "When it ended; several claims where sources differ.", "2026-06-30"),
        field(
            "ceiling",
            Form::Either(&[Form::Quantity, Form::List(&Form::Record(&CLAIM))]),
            Optional,
            "How many people it allows; several claims where sources differ.",
            "up to 250",
        ),
        field(
            "amount",
            Form::Either(&[Form::Money, Form::List(&Form::Record(&CLAIM))]),
            Optional,
            "The money that belongs to it; several claims where sources differ.",
            "7.5 million USD pledged",
        ),
        field("terms", Form::Prose, Optional, "What it says, in a sentence or two.", "Rwanda approves each person."),
        field("sources", Form::List(&SOURCE_USE), Required, "What it rests on.", "[reuters-rwanda]"),
    ],
};

/// Something that was wrong.
pub const CORRECTION: Shape = Shape {
    name: "a correction",
    doc: "What was wrong, and when it was put right.",
    fields: &[
        field("on", Form::Date, Required, "When it was put right.", "2026-02-01"),
        field("text", Form::Text, Required, "What was wrong and what is right.", "The ceiling is 250, not 200."),
    ],
};

/// `content/sources.yaml`, one entry
pub const SOURCE: Shape = Shape {
    name: "a source",
    doc: "A document that facts rest on: an entry of `content/sources.yaml`.",
    fields: &[
        field("title", Form::Text, Required, "Its title.", "Rwanda agrees to take up to 250 migrants"),
        field("publisher", Form::Text, Required, "Who published it.", "Reuters"),
        field("author", Form::Text, Optional, "Who wrote it.", "A. Reporter"),
        field(
            "authors",
            Form::List(&Form::Text),
            Optional,
            "Who wrote it, when there are several.",
            "[A. Reporter, B. Reporter]",
        ),
        field("published", Form::Date, Optional, "When it was published.", "2025-08-05"),
        field("accessed", Form::Date, Optional, "When it was read.", "2026-11-24"),
        field("url", Form::Url, Required, "Where it can be read.", "https://example.org/rwanda"),
        field("archive", Form::Url, Optional, "An archived copy.", "https://web.archive.org/web/2025/https://example.org/rwanda"),
        field("kind", Form::Word(SOURCE_KINDS), Required, "What it is.", "news"),
        field(
            "origin",
            Form::Id,
            Optional,
            "The source that it copies, rewrites or rests on. Both count as one where independent sources are counted.",
            "nyt-list",
        ),
        field("state", Form::Word(SOURCE_STATES), Optional, "Whether it still stands. `live` when left out.", "dead"),
        field(
            "retracted",
            Form::Record(&RETRACTION),
            Optional,
            "When and why its publisher took it back. It is `retracted` then, and every page that cites it says so.",
            "{on: 2026-02-01, why: the interview was invented}",
        ),
        field("access", Form::Word(ACCESS), Optional, "Who can read it.", "paywall"),
        field("language", Form::Text, Optional, "Its language, if not that of the site, as a BCP 47 tag.", "es"),
        field("note", Form::Text, Optional, "Its limits.", "A copy at another address."),
        NOTES_INTERNAL,
    ],
};

/// `content/glossary.yaml`, one entry
pub const TERM: Shape = Shape {
    name: "a term",
    doc: "A term explained in place: an entry of `content/glossary.yaml`.",
    fields: &[
        field("term", Form::Text, Required, "The term as prose uses it.", "stay"),
        field("definition", Form::Prose, Required, "What it means.", "An order that suspends another court’s order for a time."),
        field("aliases", Form::List(&Form::Text), Optional, "Other forms of it.", "[stays, stayed]"),
    ],
};

/// `content/ledger.yaml`
pub const LEDGER: Shape = Shape {
    name: "the ledger",
    doc: "When each page last said something new: `content/ledger.yaml`, which `sourcebook stamp` writes.",
    fields: &[field("pages", Form::Table(&Form::Record(&STAMP)), Required, "The pages, by their addresses.", "{}")],
};

/// `content/ledger.yaml`, one entry
pub const STAMP: Shape = Shape {
    name: "a stamp",
    doc: "What a page said on a day: an entry of `content/ledger.yaml`.",
    fields: &[
        field("changed", Form::Date, Required, "The day on which it last said something new.", "2026-11-24"),
        field("said", Form::Text, Required, "The hash of what it said then.", "\"8f3ad2c01b77e945\""),
    ],
};

/// Front matter of `content/articles/*.md`
pub const ARTICLE: Shape = Shape {
    name: "an article",
    doc: "The front matter of an article: `content/articles/*.md`.",
    fields: &[
        field("title", Form::Text, Required, "The headline.", "What the cable asked"),
        field(
            "description",
            Form::Text,
            Optional,
            "The standfirst: the answer in a sentence.",
            "In March 2025 nine governments were to be asked.",
        ),
        field("date", Form::Date, Required, "When it was first published.", "2026-11-24"),
        field("updated", Form::Date, Optional, "When it last changed in substance.", "2026-11-24"),
        RELEASE,
        EMBARGO_UNTIL,
        NOTES_INTERNAL,
        field(
            "authors",
            Form::List(&Form::Either(&[Form::Text, Form::Record(&AUTHOR)])),
            Optional,
            "Who wrote it.",
            "[A. Reporter]",
        ),
        field("topics", Form::List(&Form::Text), Optional, "What it is about.", "[courts]"),
        field("nolink", Form::List(&Form::Text), Optional, "Names that do not become links here.", "[Georgia]"),
        moved_from("[/articles/nine-asked/]"),
        field(
            "image",
            Form::Record(&IMAGE),
            Optional,
            "The picture on top.",
            "{file: ../media/flight.jpg, alt: A plane on a runway, credit: A. Photographer}",
        ),
        field(
            "fact_check",
            Form::Record(&FACT_CHECK),
            Optional,
            "What it finds of somebody's words. Only for articles that check them.",
            "{claim: All flights were empty., claimant: A minister, verdict: False, rating: 1}",
        ),
        field(
            "updates",
            Form::List(&Form::Record(&CORRECTION)),
            Optional,
            "What changed because the world did.",
            "[{on: 2026-10-01, text: Adds the ruling of 29 September.}]",
        ),
        field(
            "corrections",
            Form::List(&Form::Record(&CORRECTION)),
            Optional,
            "What was wrong.",
            "[{on: 2026-02-01, text: The ceiling was given as 200.}]",
        ),
    ],
};

/// Front matter of `content/pages/*.md`
pub const PAGE: Shape = Shape {
    name: "a page",
    doc: "The front matter of a page: `content/pages/*.md`. One named as a built page (corrections, data …) introduces that page.",
    fields: &[
        field("title", Form::Text, Required, "The heading.", "About this report"),
        field("description", Form::Text, Optional, "What it tells, in a sentence.", "Who makes it, and why."),
        field("order", Form::Whole, Optional, "Its place in the menu; low numbers first.", "10"),
        field("date", Form::Date, Optional, "When it was first published.", "2026-11-24"),
        field("updated", Form::Date, Optional, "When it last changed in substance.", "2026-11-24"),
        RELEASE,
        EMBARGO_UNTIL,
        NOTES_INTERNAL,
        field("nolink", Form::List(&Form::Text), Optional, "Names that do not become links here.", "[Georgia]"),
        moved_from("[/about-us/]"),
        field(
            "corrections",
            Form::List(&Form::Record(&CORRECTION)),
            Optional,
            "What was wrong.",
            "[{on: 2026-02-01, text: The ceiling was given as 200.}]",
        ),
    ],
};

/// Somebody who wrote an article.
pub const AUTHOR: Shape = Shape {
    name: "an author",
    doc: "Somebody who wrote an article.",
    fields: &[
        field("name", Form::Text, Required, "The name.", "A. Reporter"),
        field("url", Form::Url, Optional, "A page about them.", "https://example.org/a-reporter"),
        field("kind", Form::Word(AUTHOR_KINDS), Optional, "Whether it is one person. `person` when left out.", "organization"),
    ],
};

/// The picture on top of an article.
pub const IMAGE: Shape = Shape {
    name: "a picture",
    doc: "The picture on top of an article.",
    fields: &[
        field("file", Form::Text, Required, "Its path from the article.", "../media/flight.jpg"),
        field("alt", Form::Text, Required, "What it shows, for readers who cannot see it.", "A plane on a runway at night"),
        field("credit", Form::Text, Required, "Whose picture it is.", "A. Photographer"),
    ],
};

/// A verdict on what somebody else said.
pub const FACT_CHECK: Shape = Shape {
    name: "a fact check",
    doc: "A verdict on what somebody else said: search engines are told of it as a ClaimReview.",
    fields: &[
        field("claim", Form::Text, Required, "What was said, in a sentence.", "All flights were empty."),
        field("claimant", Form::Text, Required, "Who said it.", "A minister"),
        field("said", Form::Date, Optional, "When it was said.", "2026-10-02"),
        field("at", Form::Url, Optional, "Where it can be read or heard.", "https://example.org/speech"),
        field("verdict", Form::Text, Required, "What the article finds, in a word or two.", "Mostly false"),
        field("rating", Form::Whole, Optional, "The same as a number, from 1, which is wholly wrong, to the best.", "2"),
        field("best", Form::Whole, Optional, "The best number there is. 5 when left out.", "5"),
    ],
};

/// `themes/*/theme.yaml`
pub const THEME: Shape = Shape {
    name: "a theme",
    doc: "What a theme is: `themes/*/theme.yaml`.",
    fields: &[
        field("name", Form::Text, Required, "Its name.", "Newsroom"),
        field("version", Form::Text, Optional, "Its version.", "1.0"),
        field(
            "extends",
            Form::Text,
            Optional,
            "The theme whose files are used where this one has none. `default` when left out.",
            "default",
        ),
        field("description", Form::Text, Optional, "What it looks like.", "Calm and narrow."),
        field("licence", Form::Text, Optional, "Its licence.", "MIT"),
    ],
};
