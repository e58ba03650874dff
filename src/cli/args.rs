//! What can be typed: commands, options, and the help that explains them.
//!
//! In: the arguments as the system hands them over. Out: [`Args`], typed, or what clap answers instead (help, a version, a
//! mistake). The words here are the manual that is always at hand; `tests/screens/` holds every screen. It never acts.

// long: the whole command line as users read it, command after command; each is a few fields under its help text.

use super::clock;
use super::hosts::Host;
use crate::diagnose::Code;
use crate::model::{self, Date, Target, Url, shapes};
use crate::parse::FromScalar;
use crate::publish::Part;
use anstyle::{AnsiColor, Style};
use clap::builder::{PossibleValue, PossibleValuesParser, StyledStr, Styles};
use clap::{ColorChoice, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum, ValueHint};
use std::ffi::OsString;
use std::fmt::Write;
use std::path::PathBuf;

const HEADING: Style = AnsiColor::Green.on_default().bold();
const TYPED: Style = AnsiColor::Cyan.on_default().bold();
const STYLES: Styles = Styles::styled().header(HEADING).usage(HEADING).literal(TYPED).placeholder(AnsiColor::Cyan.on_default());

/// Builds explainer reports in which every figure, status and date has its source.
///
/// Sourcebook makes a website of a folder of articles (Markdown) and country records (YAML), and checks the one against
/// the other: figures in the prose are computed from the records, each fact names its source, each status follows from
/// dated events. Where they part, nothing is published, and the line is shown.
#[derive(Parser, Debug)]
#[command(
    name = "sourcebook",
    bin_name = "sourcebook",
    version,
    styles = STYLES,
    arg_required_else_help = true,
    subcommand_required = true,
    after_long_help = footer(&[
        ("sourcebook init my-report", "begin with a small report that works"),
        ("sourcebook serve --open", "see it while you write"),
        ("sourcebook check", "list everything that is wrong"),
        ("sourcebook build", "make the site, in public/"),
    ], &[
        ("0", "all is well"),
        ("1", "there are findings, or a build failed"),
        ("2", "the command line or the report’s folder cannot be used"),
    ]),
)]
pub struct Args {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

/// What every command understands.
#[derive(clap::Args, Debug)]
#[command(next_help_heading = "Options of every command")]
pub struct Global {
    /// The report’s folder, which holds `content/` [default: the nearest one, from here upwards]
    #[arg(long, global = true, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub root: Option<PathBuf>,
    /// Say nothing but errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Say more: what was done, and how long each step took
    #[arg(short, long, global = true)]
    pub verbose: bool,
    /// When to use colour: `always`, `never` or `auto`, which heeds NO_COLOR and CLICOLOR_FORCE [default: auto]
    #[arg(long, global = true, value_name = "WHEN", default_value_t = ColorChoice::Auto)]
    #[arg(hide_default_value = true, hide_possible_values = true)]
    pub color: ColorChoice,
}

#[derive(Subcommand, Debug)]
pub enum Command {
    Init(Init),
    New(New),
    Export(Export),
    Import(Import),
    Serve(Serve),
    Check(Check),
    Build(Build),
    Join(Join),
    Deploy(Deploy),
    Why(Why),
    Status(Status),
    Stamp(Stamp),
    Sheet(Sheet),
    Explain(Explain),
    Clean(Clean),
    Doctor(Doctor),
    Schema(Schema),
    Completions(Completions),
}

/// Make a small report that works, to learn from and to change
///
/// Writes a report about an invented subject: one country, one article, a page, sources, a glossary. Comments in the
/// files explain each part. It also writes the JSON Schemas that let editors complete and check what you type.
///
/// With `--host` it also writes what a host needs to publish the report; in a report that exists, it writes only that.
///
/// Files that are there already are never overwritten: if one is in the way, nothing is written.
#[derive(clap::Args, Debug)]
#[command(after_long_help = footer(&[
    ("sourcebook init my-report", "in a new folder"),
    ("sourcebook init", "in this folder"),
    ("sourcebook init --host nginx -u https://example.org/report/", "what a host needs"),
], &[]))]
pub struct Init {
    /// The folder to write into; made when it is not there [default: this one]
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub folder: Option<PathBuf>,
    /// Write what this host needs; can be given more than once
    #[arg(long = "host", value_name = "HOST", value_enum)]
    pub hosts: Vec<Host>,
    /// Where the site will be read, for the files of hosts [default: example.org]
    #[arg(short = 'u', long, value_name = "URL", value_parser = scalar::<Url>, requires = "hosts")]
    pub base_url: Option<Url>,
    #[command(flatten)]
    pub clock: Clock,
}

/// Begin an article, a country record or a source
///
/// Makes the file, or for a source the entry in `content/sources.yaml`, with what is known filled in and the rest
/// explained. Nothing that is there is overwritten.
#[derive(clap::Args, Debug)]
#[command(arg_required_else_help = true, after_long_help = footer(&[
    ("sourcebook new article \"The vote\"", "content/articles/the-vote.md"),
    ("sourcebook new country RW", "content/countries/rwanda.yaml"),
    ("sourcebook new source --help", "how to add a source"),
], &[]))]
pub struct New {
    #[command(subcommand)]
    pub what: NewWhat,
}

#[derive(Subcommand, Debug)]
pub enum NewWhat {
    Article(NewArticle),
    Country(NewCountry),
    Source(NewSource),
}

/// Begin an article, dated today
///
/// Makes `content/articles/NAME.md`. The name, which becomes the address, is made of the title.
#[derive(clap::Args, Debug)]
#[command(after_long_help = footer(&[
    ("sourcebook new article \"The vote\"", "content/articles/the-vote.md"),
], &[]))]
pub struct NewArticle {
    /// The headline
    pub title: String,
    #[command(flatten)]
    pub clock: Clock,
}

/// Begin the record of a country or territory
///
/// Makes `content/countries/NAME.yaml`, with examples of events to fill in. A territory that has no code of its own takes
/// one of those that ISO 3166-1 leaves free (`XA` to `XZ`, `QM` to `QZ`), and needs `--name`.
#[derive(clap::Args, Debug)]
#[command(after_long_help = footer(&[
    ("sourcebook new country RW", "content/countries/rwanda.yaml"),
    ("sourcebook new country Rwanda", "the same"),
    ("sourcebook new country XA --name Examplia", "a code of your own"),
], &[]))]
pub struct NewCountry {
    /// Its code (`RW`, `RWA`) or its name in English
    #[arg(value_name = "CODE")]
    pub country: String,
    /// What your report calls it [default: its usual name]
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
}

/// Add a source to `content/sources.yaml`
///
/// Appends an entry, dated as read today; what is in the file stays as it is. Records then name the source by its id
/// (`sources: [reuters-rwanda]`), prose cites it with `[@reuters-rwanda]`.
#[derive(clap::Args, Debug)]
#[command(after_long_help = footer(&[
    ("sourcebook new source reuters-rwanda \\", ""),
    ("    --title \"Rwanda agrees to take up to 250 migrants\" \\", ""),
    ("    --url https://example.org/rwanda --publisher Reuters", ""),
], &[]))]
pub struct NewSource {
    /// The id to cite it by: small letters, digits and hyphens
    #[arg(value_name = "ID")]
    pub id: String,
    /// Where it can be read
    #[arg(long, value_parser = scalar::<Url>, value_hint = ValueHint::Url)]
    pub url: Url,
    /// Its title
    #[arg(long)]
    pub title: String,
    /// Who published it [default: the name in the address]
    #[arg(long, value_name = "NAME")]
    pub publisher: Option<String>,
    /// Who wrote it; give it again for each further author
    #[arg(long = "author", value_name = "NAME")]
    pub authors: Vec<String>,
    /// When it was published, as exactly as is known: `2025`, `2025-03`, `2025-03-12`
    #[arg(long, value_name = "DATE", value_parser = scalar::<Date>)]
    pub published: Option<Date>,
    /// What it is
    #[arg(long, default_value = "news", value_parser = source_kinds())]
    pub kind: String,
    /// Its language, if not that of the report, as a tag such as `es`
    #[arg(long, value_name = "TAG")]
    pub language: Option<String>,
    #[command(flatten)]
    pub clock: Clock,
}

/// Make a table of the records, to be edited in a spreadsheet
///
/// Writes each event (or arrangement, or source) as a row of a CSV file or an Excel workbook. Edit it, then bring it back with `import`: only what
/// you changed is changed in the records. A list stands in its cell with semicolons, `nyt-list; handbasket, para. 4`; what is more than a list
/// stands there as in the file. The column `exported` lets `import` see what you changed: leave it as it is.
#[derive(clap::Args, Debug)]
#[command(after_long_help = footer(&[
    ("sourcebook export events events.xlsx", "for Excel, LibreOffice, Numbers, Google"),
    ("sourcebook export events events.csv", "as CSV"),
    ("sourcebook export sources | head", "CSV, to standard output"),
], &[]))]
pub struct Export {
    /// What to make a table of
    #[arg(value_enum)]
    pub what: Tabled,
    /// The file to write; its ending tells its form: `.csv` or `.xlsx` [default: standard output, as CSV]
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub file: Option<PathBuf>,
    /// Overwrite the file if it is there
    #[arg(long)]
    pub force: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
pub enum Tabled {
    /// The dated events of all records and of the program
    Events,
    /// The deals and practices of all records
    Arrangements,
    /// What the report rests on
    Sources,
}

/// Take over what was edited in a spreadsheet or collected by another program
///
/// A table that `export` made changes the records where its cells were changed. A bibliography adds sources. What is not
/// changed stays as it is, byte for byte.
#[derive(clap::Args, Debug)]
#[command(arg_required_else_help = true, after_long_help = footer(&[
    ("sourcebook import events events.xlsx", "what was changed in a spreadsheet"),
    ("sourcebook import sources refs.bib", "from BibTeX or BibLaTeX"),
    ("sourcebook import events --help", "what is taken over"),
], &[]))]
pub struct Import {
    #[command(subcommand)]
    pub what: ImportWhat,
}

#[derive(Subcommand, Debug)]
pub enum ImportWhat {
    Events(ImportTable),
    /// Change arrangements as a table says, which `export` made and you edited
    #[command(after_long_help = footer(&[
        ("sourcebook import arrangements deals.xlsx --dry-run", "see the difference"),
    ], &[]))]
    Arrangements(ImportTable),
    Sources(ImportSources),
}

/// Change events as a table says, which `export` made and you edited
///
/// Compares each cell with the records and changes the lines of those that differ; comments, order and quotation marks stay. A row with
/// a new id becomes a new event, at its place by date. A row that is missing is let be, unless `--remove-missing` is given.
///
/// What the records changed since the export stays; where both changed, nothing is written and you are told the cell. The same if a cell cannot be
/// used, or the report would have an error that it has not now.
#[derive(clap::Args, Debug)]
#[command(after_long_help = footer(&[
    ("sourcebook import events events.xlsx --dry-run", "see the difference"),
    ("sourcebook import events events.xlsx", "make it"),
], &[
    ("0", "the records say what the table says, or were left as they are by `--dry-run`"),
    ("1", "a cell cannot be used, or FILE is broken; nothing was changed"),
    ("2", "there is no FILE, or the report’s folder cannot be used"),
]))]
pub struct ImportTable {
    /// The file; its ending tells its form
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub file: PathBuf,
    /// Print what would change, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Take out of the records what has no row in the table
    #[arg(long)]
    pub remove_missing: bool,
}

/// Add the entries of a bibliography to `content/sources.yaml`, or change sources as a table says
///
/// Reads BibTeX, BibLaTeX (`.bib`) or CSL-JSON (`.json`), which Zotero and others export, and appends an entry for each that has a title and
/// an address. What is in the file stays as it is, byte for byte. An entry whose id or address is there already is skipped, so that the same
/// bibliography can be imported again when it has grown.
///
/// The id is the citation key in small letters, digits and hyphens. Dates are taken over as exact as they are. What is missing is left out,
/// except the publisher, which is then the name in the address.
///
/// A table that `sourcebook export sources` made (`.csv`, `.xlsx`) changes the sources instead: see `sourcebook import events --help`.
#[derive(clap::Args, Debug)]
#[command(after_long_help = footer(&[
    ("sourcebook import sources refs.bib --dry-run", "see what would be added"),
    ("sourcebook import sources refs.bib", "add it"),
    ("sourcebook import sources zotero.json --kind news", "what tells no kind is news"),
], &[
    ("0", "entries were added, or all were there already"),
    ("1", "no entry can become a source, or FILE is broken; nothing was changed"),
    ("2", "there is no FILE, or the report’s folder cannot be used"),
]))]
pub struct ImportSources {
    #[command(flatten)]
    pub table: ImportTable,
    /// What an entry is when neither its type nor its address tells
    #[arg(long, default_value = "other", value_parser = source_kinds())]
    pub kind: String,
}

/// Preview the report in a browser while you write
///
/// Shows the report at an address of this computer, and shows every change a moment after you save it. A mistake does not
/// blank the page: the last good state stays, with the finding over it, until it is repaired. Nothing is written to disk.
///
/// It is for you and your desk, not for readers: publish what `build` makes.
#[derive(clap::Args, Debug)]
#[command(after_long_help = footer(&[
    ("sourcebook serve --open", "and open the browser"),
    ("sourcebook serve --port 8000", "at this port or not at all"),
    ("sourcebook serve --as-of 2025-06-25", "as it was known that day"),
], &[]))]
pub struct Serve {
    /// The port; when it is given, no other is tried [default: 1111, or the next that is free]
    #[arg(short, long)]
    pub port: Option<u16>,
    /// The address to listen at; others on your network can read along if it is not this computer only
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub host: String,
    /// Open the page in the browser
    #[arg(long)]
    pub open: bool,
    /// Look for changes by reading again and again: for network folders, which send no notice
    #[arg(long)]
    pub poll: bool,
    /// Show links as they will be at this address, instead of the one in `site.yaml`
    #[arg(short = 'u', long, value_name = "URL", value_parser = scalar::<Url>)]
    pub base_url: Option<Url>,
    /// Show what is a draft or under embargo, marked
    #[arg(long)]
    pub drafts: bool,
    #[command(flatten)]
    pub moment: Moment,
}

/// List everything that is wrong, without making the site
///
/// Does all that `build` does except writing, and shows every finding with the line it is about. Errors stop a build,
/// warnings do not. `sourcebook explain` tells what a finding means and what to do.
#[derive(clap::Args, Debug)]
#[command(after_long_help = footer(&[
    ("sourcebook check", "before you hand it on"),
    ("sourcebook check --strict", "in a script: warnings fail too"),
    ("sourcebook check --format json", "for other programs"),
    ("sourcebook check --format github", "in a workflow of GitHub"),
], &[
    ("0", "no findings, or warnings only"),
    ("1", "errors; with --strict warnings too"),
    ("2", "the report’s folder cannot be used"),
]))]
pub struct Check {
    /// Pictures for people, or a form for programs on standard output
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Fail on warnings too
    #[arg(long)]
    pub strict: bool,
    /// Check drafts too
    #[arg(long)]
    pub drafts: bool,
    #[command(flatten)]
    pub moment: Moment,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
pub enum Format {
    /// Each finding with its lines, on standard error
    Text,
    /// One object with all findings, on standard output
    Json,
    /// SARIF 2.1.0, for code hosts and editors, on standard output
    Sarif,
    /// Lines that GitHub shows beside a change, on standard output
    Github,
}

/// Make the site, in the folder `public`
///
/// Checks the report and, when it has no errors, makes every page and publishes all of them in one step: the output folder
/// holds the whole old site or the whole new one at every moment, also when the build fails half-way. Files that
/// Sourcebook did not make are kept.
///
/// The same input makes the same bytes. `--now` and `--as-of` are part of the input.
#[derive(clap::Args, Debug)]
#[command(after_long_help = footer(&[
    ("sourcebook build", "into public/"),
    ("sourcebook build -u https://example.org/report/", "for this address"),
    ("sourcebook build --as-of 2025-06-25 -o june", "as it was known that day, into june/"),
], &[
    ("0", "the site was made; there may be warnings"),
    ("1", "errors in the report, or the disk failed; nothing was changed"),
    ("2", "the report’s folder or the output folder cannot be used"),
]))]
pub struct Build {
    /// The folder to publish into [default: `public` in the report]
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub output_dir: Option<PathBuf>,
    /// Where the site will be read, instead of `base_url` in `site.yaml`
    #[arg(short = 'u', long, value_name = "URL", value_parser = scalar::<Url>)]
    pub base_url: Option<Url>,
    /// Show what is a draft or under embargo, marked; only into a folder that you name, since it is not for the public
    #[arg(long, requires = "output_dir")]
    pub drafts: bool,
    #[command(flatten)]
    pub moment: Moment,
    /// Publish into a folder that holds files of others; they stay, unless a page has the name of one
    #[arg(long)]
    pub force: bool,
    /// Publish the style page of the theme too, at `/style/`; nothing leads there
    #[arg(long)]
    pub style_page: bool,
    /// Make one part of the site, the third of sixteen, for `sourcebook join`; only into a folder that you name
    #[arg(long, value_name = "3/16", requires = "output_dir", conflicts_with = "style_page")]
    pub shard: Option<Part>,
    /// Tell where the time went: as text beside the other messages, or as JSON on standard output
    #[arg(long, value_name = "FORMAT", value_enum, num_args = 0..=1, require_equals = true, default_missing_value = "text")]
    pub timings: Option<TimingsFormat>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
pub enum TimingsFormat {
    Text,
    Json,
}

/// Make the site from parts that were built apart
///
/// Several machines can each build a part of a large report with `build --shard`; this puts the parts together, byte for byte
/// as one machine would have made the whole. The parts have to be of the same report, options, day and version of Sourcebook, and
/// all have to be there: else nothing is published.
#[derive(clap::Args, Debug)]
#[command(after_long_help = footer(&[
    ("sourcebook build --shard 1/2 -o part-1 --now 2026-11-24", "on one machine"),
    ("sourcebook build --shard 2/2 -o part-2 --now 2026-11-24", "on another"),
    ("sourcebook join part-1 part-2", "the site, in public/"),
], &[]))]
pub struct Join {
    /// The folders of the parts, in any order
    #[arg(required = true, value_name = "PART", value_hint = ValueHint::DirPath)]
    pub parts: Vec<PathBuf>,
    /// The folder to publish into [default: `public` in the report]
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub output_dir: Option<PathBuf>,
    /// Publish into a folder that holds files of others; they stay, unless a page has the name of one
    #[arg(long)]
    pub force: bool,
}

/// Send the built site to an object store or a folder
///
/// Deploys what `build` made, as it is, to S3, Google Cloud Storage, Azure or a folder: build first. Only what changed is sent: first what pages need, then pages, then the home page and feeds; what is no
/// longer part of the site is deleted last. Broken off at any moment, it goes on where it was when you run it again. Files that
/// it did not put there are never deleted, and never replaced unless you add `--force`.
///
/// Credentials come from the environment, under the names that the tools of each service use. Needs a program with the feature `deploy`.
#[derive(clap::Args, Debug)]
#[command(after_long_help = footer(&[
    ("sourcebook deploy", "to `deploy:` in site.yaml"),
    ("sourcebook deploy s3://news.example.org/report --dry-run", "say what would be done"),
    ("sourcebook deploy gs://news.example.org", "to Google Cloud Storage"),
    ("sourcebook deploy 'az://$web'", "to Azure"),
    ("sourcebook deploy /srv/www/report", "to a folder"),
], &[
    ("0", "the target holds the site"),
    ("1", "a request failed on the way; deploy again to go on"),
    ("2", "the site or the target cannot be used; nothing was changed"),
]))]
pub struct Deploy {
    /// Where to: `s3://`, `gs://` or `az://` with a bucket and a folder in it, or a folder [default: `deploy` in `site.yaml`]
    #[arg(value_name = "TARGET", value_parser = scalar::<Target>, value_hint = ValueHint::DirPath)]
    pub target: Option<Target>,
    /// The folder that was built [default: `public` in the report]
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub output_dir: Option<PathBuf>,
    /// List what would be sent and deleted, and change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Replace files of others where the site has files of the same name
    #[arg(long)]
    pub force: bool,
    #[command(flatten)]
    pub clock: Clock,
}

/// Show how a country came to its status, event by event
///
/// Prints for each axis the state and the chain of events that led to it, with the place where each is written. Events of the
/// program as a whole, which every country inherits, are marked.
#[derive(clap::Args, Debug)]
#[command(after_long_help = footer(&[
    ("sourcebook why RW", "Rwanda, as it stands"),
    ("sourcebook why Rwanda --as-of 2025-06-25", "as it was known that day"),
], &[]))]
pub struct Why {
    /// The country: its code (`RW`, `RWA`) or its name in English
    #[arg(value_name = "CODE")]
    pub country: String,
    #[command(flatten)]
    pub moment: Moment,
}

/// Show what is left to check: facts, sources, records past their review
///
/// A fact is an event or, where sources differ on a number, one claim of it. It is checked when its `checked:` says by whom and when.
/// Sources that go back to one report (`origin:`) count as one.
#[derive(clap::Args, Debug)]
#[command(after_long_help = footer(&[
    ("sourcebook status", "how far the checking has come"),
    ("sourcebook status --all", "with every fact that is left"),
    ("sourcebook status --format json", "for other programs"),
], &[]))]
pub struct Status {
    /// A table for people, or JSON for programs
    #[arg(long, value_enum, default_value_t = Answer::Text)]
    pub format: Answer,
    /// List every fact that is left
    #[arg(long)]
    pub all: bool,
    #[command(flatten)]
    pub moment: Moment,
}

/// Note the day on which each page last said something new
///
/// Writes `content/ledger.yaml`: for each article, page and record the day, and a hash of what it says. A page that says what it said keeps its day,
/// whatever happened to its file, the theme or the program. Search engines, feeds and readers are told these days.
///
/// Run it when a change is done, and commit the ledger with it. `check` and `build` tell of pages that changed since.
#[derive(clap::Args, Debug)]
#[command(after_long_help = footer(&[
    ("sourcebook stamp", "what changed, changed today"),
    ("sourcebook stamp --now 2026-11-20", "what changed, changed on that day"),
], &[]))]
pub struct Stamp {
    #[command(flatten)]
    pub clock: Clock,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
pub enum Answer {
    /// For people
    Text,
    /// One object
    Json,
}

/// Make the fact-check sheet of an article: each sentence beside what it rests on
///
/// For somebody who checks an article line by line. Each sentence stands with the values that came from the records, their sources and
/// places, and empty boxes for who checked it and when.
#[derive(clap::Args, Debug)]
#[command(after_long_help = footer(&[
    ("sourcebook sheet the-cable > the-cable.csv", "for a spreadsheet"),
    ("sourcebook sheet the-cable --format html > sheet.html", "to print"),
], &[]))]
pub struct Sheet {
    /// The article: the name of its file
    #[arg(value_name = "ARTICLE")]
    pub article: String,
    /// A table for a spreadsheet, or a page to print
    #[arg(long, value_enum, default_value_t = Paper::Csv)]
    pub format: Paper,
    #[command(flatten)]
    pub moment: Moment,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
pub enum Paper {
    /// For a spreadsheet
    Csv,
    /// To print
    Html,
}

/// Tell what a finding means and what to do about it
///
/// The code stands in brackets after `error` or `warning`: `error[unknown-source]`. Without a code, all are listed.
#[derive(clap::Args, Debug)]
#[command(after_long_help = footer(&[
    ("sourcebook explain unknown-source", "one finding"),
    ("sourcebook explain", "all there are"),
], &[]))]
pub struct Explain {
    /// The code of the finding: `unknown-source`
    #[arg(value_name = "CODE")]
    pub code: Option<String>,
}

/// Take away what `build` published
///
/// Removes the files that Sourcebook wrote into the output folder, and no others. A folder that it did not make is refused.
#[derive(clap::Args, Debug)]
#[command(after_long_help = footer(&[
    ("sourcebook clean", "public/"),
    ("sourcebook clean -o june", "another folder that build published into"),
], &[]))]
pub struct Clean {
    /// The folder that was published into [default: `public` in the report]
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub output_dir: Option<PathBuf>,
}

/// Look whether this program, this computer and this report can work together
///
/// Tells the version and what is built in, which report was found, its theme and findings, whether it can be published, and what of the computer a
/// preview and a build need: space, watched folders, a port. Nothing is written, and nothing is asked over the network.
#[derive(clap::Args, Debug)]
#[command(after_long_help = footer(&[
    ("sourcebook doctor", "when something does not work"),
    ("sourcebook doctor --format json", "for a report of a mistake, or for programs"),
], &[
    ("0", "a build would go through"),
    ("1", "something would stop a build"),
]))]
pub struct Doctor {
    /// A list for people, or JSON for programs
    #[arg(long, value_enum, default_value_t = Answer::Text)]
    pub format: Answer,
}

/// Write the JSON Schemas that let editors complete and check records
///
/// Lists each schema with the files it is for, and writes those that changed. The records of a report that `init` made name
/// their schema in the first line, where most editors find it; `.vscode/settings.json` tells Visual Studio Code.
#[derive(clap::Args, Debug)]
#[command(after_long_help = footer(&[
    ("sourcebook schema", "after an update of Sourcebook"),
], &[]))]
pub struct Schema {
    /// The folder to write into [default: `schemas` in the report]
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub folder: Option<PathBuf>,
}

/// Print a script that lets your shell complete commands, codes and countries
///
/// The script goes to standard output; where it belongs depends on the shell.
#[derive(clap::Args, Debug)]
#[command(after_long_help = footer(&[
    ("sourcebook completions bash > ~/.local/share/bash-completion/completions/sourcebook", ""),
    ("sourcebook completions fish > ~/.config/fish/completions/sourcebook.fish", ""),
    ("sourcebook completions zsh > ~/.zfunc/_sourcebook   # a folder in $fpath", ""),
    ("sourcebook completions powershell >> $PROFILE", ""),
], &[]))]
pub struct Completions {
    /// The shell you type in
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

/// What decides which state of affairs is shown, and what “today” means.
#[derive(clap::Args, Debug)]
pub struct Moment {
    /// Show the report as it was known at the end of this day: `2025-06-25`
    #[arg(long, value_name = "DATE", value_parser = scalar::<Date>)]
    pub as_of: Option<Date>,
    #[command(flatten)]
    pub clock: Clock,
}

#[derive(clap::Args, Clone, Copy, Debug)]
pub struct Clock {
    /// The moment to take for now [default: SOURCE_DATE_EPOCH, else the clock]
    ///
    /// A day, `2026-11-24`, which stands for its beginning in UTC, or a time with its zone, `2026-11-24T06:00Z`. Embargoes end at it.
    #[arg(long, value_name = "TIME", value_parser = clock::read)]
    pub now: Option<model::Moment>,
}

impl Args {
    /// Reads the arguments. Clap’s own answers are coloured as `--color` says, although it has not been read yet then.
    pub fn read(arguments: Vec<OsString>) -> Result<Self, clap::Error> {
        let mut command = Self::command().color(colour(&arguments));
        let matches = command.try_get_matches_from_mut(arguments)?;
        Self::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
    }
}

/// The command line as completion scripts should know it: with the codes of findings and countries as values.
pub fn completable() -> clap::Command {
    let codes = || Code::ALL.iter().map(|code| PossibleValue::new(code.name()).help(code.meaning()));
    let countries = || {
        let all = model::territory::all().iter();
        all.map(|one| PossibleValue::new(one.code.as_str()).help(one.name.as_str()))
    };
    Args::command()
        .mut_subcommand("explain", |command| command.mut_arg("code", |arg| arg.value_parser(PossibleValuesParser::new(codes()))))
        .mut_subcommand("why", |command| {
            command.mut_arg("country", |arg| arg.value_parser(PossibleValuesParser::new(countries())))
        })
        .mut_subcommand("new", |command| {
            command.mut_subcommand("country", |command| {
                command.mut_arg("country", |arg| arg.value_parser(PossibleValuesParser::new(countries())))
            })
        })
}

/// What `--color` says, found without understanding anything else.
fn colour(arguments: &[OsString]) -> ColorChoice {
    let words: Vec<&str> = arguments.iter().filter_map(|word| word.to_str()).collect();
    let after = words.iter().position(|word| *word == "--color").and_then(|at| words.get(at + 1).copied());
    let joined = words.iter().find_map(|word| word.strip_prefix("--color="));
    joined.or(after).and_then(|word| ColorChoice::from_str(word, false).ok()).unwrap_or_default()
}

/// Reads a value as records write it, and complains in the same words.
fn scalar<T: FromScalar>(text: &str) -> Result<T, String> {
    T::from_scalar(text).map_err(|mistake| match mistake.help {
        Some(help) => format!("{}; {help}", mistake.message),
        None => mistake.message,
    })
}

fn source_kinds() -> PossibleValuesParser {
    PossibleValuesParser::new(shapes::SOURCE_KINDS.iter().map(|(word, meaning)| PossibleValue::new(word).help(meaning)))
}

/// Examples and exit codes, below the long help.
fn footer(examples: &[(&str, &str)], codes: &[(&str, &str)]) -> StyledStr {
    let mut out = String::new();
    table(&mut out, "Examples", examples);
    if !codes.is_empty() {
        out.push('\n');
        table(&mut out, "Exit codes", codes);
    }
    out.truncate(out.trim_end().len());
    out.into()
}

fn table(out: &mut String, heading: &str, rows: &[(&str, &str)]) {
    let width = rows.iter().map(|(left, _)| left.chars().count()).max().unwrap_or(0);
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{HEADING}{heading}:{HEADING:#}");
    for (left, right) in rows {
        let gap = if right.is_empty() { 0 } else { width + 2 - left.chars().count() };
        let _ = writeln!(out, "  {TYPED}{left}{TYPED:#}{:gap$}{right}", "");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Args::command().debug_assert();
        completable().debug_assert();
    }

    #[test]
    fn colour_is_known_before_anything_else() {
        let choice = |words: &[&str]| colour(&words.iter().map(OsString::from).collect::<Vec<_>>());
        assert_eq!(choice(&["sourcebook", "--color", "never", "--nonsense"]), ColorChoice::Never);
        assert_eq!(choice(&["sourcebook", "build", "--color=always"]), ColorChoice::Always);
        assert_eq!(choice(&["sourcebook", "--color"]), ColorChoice::Auto);
        assert_eq!(choice(&["sourcebook", "--color=mauve"]), ColorChoice::Auto);
    }

    #[test]
    fn values_are_refused_in_the_words_of_records() {
        let read = |words: &[&str]| Args::read(words.iter().map(OsString::from).collect()).map(|_| ()).unwrap_err().to_string();
        assert!(
            read(&["sourcebook", "build", "--as-of", "12/03/2025"])
                .contains("write the year first: `2025-12-03` or `2025-03-12`")
        );
        assert!(read(&["sourcebook", "build", "-u", "example.org"]).contains("write `https://example.org`"));
        assert!(read(&["sourcebook", "check", "--now", "soon"]).contains("write a day, `2026-11-24`"));
    }
}
