//! Sourcebook: a static site generator for explainer reports and trackers, in which the build is the fact-checker.
//!
//! In: a folder with Markdown articles, YAML records and, if the newsroom wants, a theme. Out: a site. This page is the map of the
//! program, the promises that hold everywhere in it, and the meaning of its words. It never lists what a newcomer can see from the
//! folder: read the modules in the order below and you have read the program.
//!
//! # The map
//!
//! ```text
//! disk ─ load ▶ Tree ─ parse, model ▶ Report ─ link ▶ Site ─┬─ check ▶ diagnostics ▶ terminal, JSON, overlay
//!                                                            └─ render ▶ Edition ─ render(address) ▶ bytes ─┬▶ publish ▶ public/
//! watch ▶ load again                                                                                         └▶ serve ▶ browser
//! ```
//!
//! The core, which touches neither disk nor clock nor network nor terminal:
//!
//! | module | in → out | never |
//! | --- | --- | --- |
//! | [`text`] | bytes → [`Tree`](text::Tree), [`Span`](text::Span) | interprets a file |
//! | [`picture`] | the bytes of a picture → clean, or smaller | opens a file |
//! | [`diagnose`] | a mistake → its picture | prints |
//! | [`memo`] | a hash → what the last run made of it | decides what depends on what |
//! | [`parse`] | text → [`Node`](parse::Node), [`Prose`](parse::Prose) | knows that a country exists |
//! | [`model`] | syntax → [`Report`](model::Report) | looks an id up |
//! | [`link`] | records → [`Site`](link::Site) | makes HTML |
//! | [`check`] | a site → complaints | changes anything |
//! | [`render`] | a site and a theme → [`Edition`](render::Edition) → bytes | reads a file |
//! | [`pipeline`] | all of the above on one screen | knows who asked |
//!
//! The shell, which does:
//!
//! | module | in → out | never |
//! | --- | --- | --- |
//! | [`load`] | folder → tree | interprets content |
//! | [`publish`] | bytes → `public/`, whole or not at all | deletes what it did not write |
//! | `deploy` | a built site → the same at a bucket or folder, with the feature `deploy` | replaces or deletes what it did not send |
//! | [`watch`] | disk changes → "run again" | decides what changed in the site |
//! | [`serve`] | a browser's request → the bytes of a page | opens a path that a browser named |
//! | [`cli`] | words → exit code | holds logic that a test could not reach |
//!
//! Arrows point one way: a module uses those above it in these tables and none below. `tests/suite/tidy.rs` fails on the first arrow that
//! points up.
//!
//! # What holds everywhere
//!
//! - **Every mistake is a value.** Stages return what they could make and what they found ([`Checked`](diagnose::Checked)); all mistakes of all
//!   files are shown in one run, each at its place. `Result` is for the machine: only the shell returns it.
//! - **One policy, in one place.** An error means that there is no [`Edition`](render::Edition): nothing is published, and the preview keeps its
//!   last good one ([`pipeline::run`]).
//! - **A page is a function.** [`Edition::render`](render::Edition::render) makes one page from the site, the theme and the address. A build makes
//!   all of them; the preview makes what a browser asks for. There is no second, incremental code path.
//!   What takes all pages to be made is the full-text index, and only a build makes it.
//! - **A memo may only skip work.** Warm and cold runs give the same bytes.
//! - **Same input, same bytes.** Build day, as-of day and base URL are inputs ([`pipeline::Options`]). Nothing iterates a hash map into output.
//! - **Precision is data.** A month is never turned into its first day, a bound never into a number, an unknown never into zero.
//! - **Places are kept.** Every value that a later stage may complain of carries its [`Span`](text::Span).
//! - **Ids are resolved once,** in [`link`]. Before, they are names with a place; after, they are known to exist.
//! - **Templates see a closed view** ([`render::view`]): plain values, made for one page, that cannot call back.
//!
//! # The words
//!
//! *Report*: the whole site. *Program*: the thing explained. *Country*: a record, also of a territory. *Event*: a dated happening.
//! *Arrangement*: one deal or practice. *Source*: a citable document; input text is a [`File`](text::File). *Claim*: one value of one field, with
//! its sources. *Figure*: a number; a picture of data is a *chart* or a *map*. *List*: a named set of countries with a published
//! total. *Axis*: one dimension of status; *badge*: the label that a reader sees. *Citation*: a mark in prose that points to a source.
//! *Mark*: anything in braces or brackets that is not Markdown. *Edition*: a report that is ready to be published. *Standing*: where a country
//! stands on all axes. *Stamp*: the day on which a page last said something new, kept in the *ledger*. *Held*: a draft, or under embargo at the moment of the build, and so in nothing that is made. *Leak*: something held that would be shown all the same.

pub mod text;

pub mod picture;

pub mod diagnose;

pub mod memo;

pub mod parse;

pub mod model;

pub mod link;

pub mod check;

pub mod render;

pub mod pipeline;

pub mod load;

pub mod publish;

#[cfg(feature = "deploy")]
pub mod deploy;

pub mod watch;

pub mod serve;

pub mod cli;
