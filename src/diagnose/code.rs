//! The closed list of everything that can be wrong.
//!
//! In: nothing. Out: [`Code`]: for each its name, its severity, its meaning in a line, and the page that
//! `sourcebook explain` shows. It never looks at content. Each code has its picture in `tests/mistakes/`.

use super::Severity;

macro_rules! codes {
    ($($variant:ident $name:literal $severity:ident $meaning:literal $explanation:literal)*) => {
        /// What kind of mistake it is.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Code {
            $(#[doc = $meaning] $variant,)*
        }

        impl Code {
            /// Every code, in the order of the manual.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The name that editors see and type: `unknown-source`.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// How bad it is unless `site.yaml` says otherwise.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }

            /// What it means, in a line.
            #[must_use]
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning,)* }
            }

            /// Why it matters and what to do: a few lines of plain text.
            #[must_use]
            pub fn explanation(self) -> &'static str {
                match self { $(Self::$variant => $explanation,)* }
            }
        }
    };
}

impl Code {
    /// Whether `site.yaml` may make less of it: a warning, or a rule that reads sentences and so can be mistaken. Any other error means that a page would
    /// be missing or wrong.
    #[must_use]
    pub fn may_be_softened(self) -> bool {
        self.severity() == Severity::Warning || matches!(self, Self::DroppedQualifier | Self::ConflictingNumber)
    }

    /// The code with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.name() == name)
    }
}

codes! {
    // ── files ────────────────────────────────────────────────────────────────────────────────────────────────────
    NotUtf8 "not-utf8" Error
    "A text file is not UTF-8."
    "Sourcebook reads UTF-8 only, so that no letter is guessed. Files from old spreadsheets or editors are often in
Windows-1252. Open the file in your editor, choose `Save with encoding`, then UTF-8."

    TooLarge "too-large" Error
    "A file is larger than Sourcebook reads."
    "Text files may have up to 8 MiB, media files up to 256 MiB. A larger text file is usually an export that was put
in the wrong folder. Move it out of `content/`, or split it."

    BadLink "bad-symlink" Error
    "A symbolic link leads out of the project or back to itself."
    "Links inside the project are followed. One that leaves it could publish private files, and one that leads to a
folder above it would never end, so both are refused. Copy the file into `content/` instead."

    Unreadable "unreadable" Error
    "A file or folder cannot be read."
    "The system refused to read it: look at its permissions. The build stops because a page might be missing otherwise."

    BadFileName "bad-file-name" Error
    "A file name cannot become an address."
    "The name of a record or an article is its address: `countries/south-sudan.yaml` becomes `/countries/south-sudan/`.
Use small letters, digits and hyphens, so that the address is the same on every system and in every message. Letters of other scripts
are fine; capitals, spaces, dots and apostrophes are not, nor names that Windows keeps for itself (`con`, `nul`).

    wrong   Côte d'Ivoire.yaml
    right   cote-divoire.yaml"

    StrayFile "stray-file" Warning
    "A file lies where Sourcebook does not look for that kind of file."
    "Records are `countries/*.yaml`, articles `articles/*.md`, pages `pages/*.md`, pictures anything below `media/`.
Other files in `content/` are not used. A file that was meant to be used is often in the wrong folder, or has the
wrong ending (`.yml`, `.markdown`, `.txt`)."

    MissingFile "missing-file" Error
    "A file that every report needs is not there."
    "A report needs `content/site.yaml` and `content/program.yaml`. `sourcebook init` in an empty folder shows a small
working report."

    // ── YAML ─────────────────────────────────────────────────────────────────────────────────────────────────────
    YamlSyntax "yaml-syntax" Error
    "The YAML cannot be read."
    "The reader stopped at the place that is underlined; the cause is often a line above: a quotation mark that is not
closed, a tab instead of spaces, or a colon followed by a space inside a text. Put such a text in quotation marks.

    wrong   title: Rwanda: what is known
    right   title: \"Rwanda: what is known\""

    BadCharacter "bad-character" Error
    "A text holds a sign that no page can show."
    "Control characters make pages and feeds invalid; the signs `U+202D` and `U+202E` turn the text after them round, so that readers see
something else than the file says; a byte order mark inside a text makes two equal words differ. They come along when text is pasted."

    YamlAlias "yaml-alias" Error
    "The YAML uses an anchor, an alias or a tag."
    "`&name`, `*name` and `!tag` are refused: records are read by people, each fact should stand where it belongs, and aliases
can make a small file enormous. Write the value again. A text that begins with `*`, `&` or `!` needs quotation marks."

    YamlLimit "yaml-limit" Error
    "The YAML is nested too deeply or has too many values."
    "A file may be nested 32 levels deep and hold 500,000 values. No record needs more; the usual cause is a damaged file."

    TextLimit "text-limit" Error
    "A text is longer, or holds more, than anybody reads."
    "An article or another text may have a million bytes, which are three hundred pages, 100,000 of them without an empty line, 10,000 headings, as many brackets and
braces, and a hundred quotations within each other. A text that has more is damaged, or made to keep a build busy. Split an article that really is that long."

    YamlDocuments "yaml-documents" Error
    "The file holds more than one YAML document."
    "A line with only `---` begins a second document, which would be ignored. Use one file a record."

    DuplicateKey "duplicate-key" Error
    "The same key is given twice."
    "Only one of the two values can be meant, and a reader of the file cannot tell which. Remove one, or make a list."

    // ── shape of a record ────────────────────────────────────────────────────────────────────────────────────────
    UnknownKey "unknown-key" Error
    "A key is not part of this record."
    "Unknown keys are refused, because a misspelt key would otherwise lose its value without a word. `docs/format.md`
lists every key; editors that read the JSON Schemas in `schemas/` complete them as you type."

    MissingKey "missing-key" Error
    "A key that this record needs is not there."
    "The message names the key and what belongs there. `docs/format.md` has an example of each."

    WrongType "wrong-type" Error
    "A value has the wrong form: a list where a text belongs, say."
    "The message says what belongs there. A list is written `[a, b]` or as lines that begin with `- `; a record as
indented lines of `key: value`; a text on the line of its key, or below it after `|`."

    UnknownWord "unknown-word" Error
    "A value is not one of the words allowed here."
    "The message lists the words. They are fixed because the pages depend on them."

    BadId "bad-id" Error
    "An id has a form that cannot be used."
    "Ids begin with a letter or digit and go on with letters, digits, `_` and `-`, none of them accented. Ids of events, figures, lists and
arrangements are used in expressions, where `-` would mean minus, so they have no `-`.

    wrong   id: rw-payment, id: rw payment
    right   id: rw_payment"

    BadCode "bad-country-code" Error
    "A country code has the wrong form or is not known."
    "Use the two letters of ISO 3166-1: `RW` for Rwanda, `NO` for Norway, `XK` for Kosovo. A territory without a
code of its own takes one of those that ISO leaves to its users (`XA` to `XZ`, `QM` to `QZ`, `AA`, `ZZ`); give its `name` then.
`sourcebook new country XA --name \"…\"` begins such a record."

    BadDate "bad-date" Error
    "A date cannot be read."
    "Write as much as is known, largest unit first, and no more: a month is never turned into its first day.

    2025            a year
    2025-03         a month
    2025-03-12      a day
    2025-03~        about March
    2025-03?        March, doubted
    2025-03-12/2025-03-19   between
    2025-05/..      from May on"

    BadQuantity "bad-quantity" Error
    "A number of people or things cannot be read."
    "Write it as a sentence would, with how sure it is.

    58, 1,000, 7.5 million
    at least 58     up to 50        more than 200
    about 300       200 to 250
    none            it is known to be zero
    unknown         nobody has said
    undisclosed     those who know will not say"

    BadMoney "bad-money" Error
    "An amount of money cannot be read."
    "Write a quantity and the currency's three letters, and, if known, what the amount is: paid, pledged, spent or estimated.

    100,000 USD
    7.5 million USD pledged
    at least 32 million USD paid"

    BadUrl "bad-url" Error
    "A web address cannot be used."
    "Addresses begin with `https://` or `http://`. Others (`javascript:`, `data:`, `file:`) could run code or show
nothing to a reader, and are refused in records and in prose alike."

    EmptyValue "empty-value" Error
    "A key has no value."
    "Write the value, or leave the key out. Where something is known to be zero write `none`, where it is not known `unknown`."

    FrontMatter "front-matter" Error
    "An article or page does not begin with front matter."
    "The first line is `---`, then come `title:` and what else is known about the article, then a second line `---`.

    ---
    title: The cable
    date: 2026-11-24
    ---

    The text begins here."

    // ── ids and references ───────────────────────────────────────────────────────────────────────────────────────
    DuplicateId "duplicate-id" Error
    "Two things have the same id."
    "Ids name one thing in the whole report: an event in one country may not have the id of an event in another."

    DuplicateCode "duplicate-country" Error
    "Two records are about the same country."
    "A country has one record. Move the events of one into the other."

    SharedName "shared-name" Error
    "Two records or terms share a name or an alias."
    "A name in prose becomes a link, so it can belong to one record only. Take the alias away from one of the two."

    UnknownSource "unknown-source" Error
    "A source is not in `sources.yaml`."
    "Each source is described once, in `content/sources.yaml`, and named by its id wherever something rests on it."

    UnknownCountry "unknown-country" Error
    "No record is about this country."
    "Lists, events and prose can name only countries that have a record in `content/countries/`. `sourcebook new country RW` makes one."

    UnknownEvent "unknown-event" Error
    "No event has this id."
    "Events have their ids in the country records and under `events:` in `program.yaml`."

    Embargoed "embargoed" Error
    "Something that everybody can read refers to a draft, or to what is under embargo."
    "Drafts, and until `embargo_until:` what is under embargo, are on no page and in no file, feed or total, nor is a source or a picture that only they
use. A text or an event that refers to them would give them away, so the build stops. Take the reference out until then. What is under embargo
is checked like the rest; a draft only with `--drafts`."

    Leak "leak" Error
    "A page or file would show what is held back."
    "Everything that is made is read again before it is published, and nothing of what is held back may be in it: no title, address, id, sentence or large
number, no address of a source that only it uses. This stops a leak that no reference shows: a sentence that was copied into another text, a title in a
template of the theme, a comment in HTML, a row of a table in `media/`, whether it is UTF-8, UTF-16 or Latin-1. Pictures, sound, PDF and archives are packed
and not looked into: open them yourself. The message names the page and the words. Take the words out of what is published, or, when they are
public already, word the draft differently."

    UnknownArrangement "unknown-arrangement" Error
    "No arrangement of this record has this id."
    "An event belongs to an arrangement of its own country, by the id under `arrangements:` in the same file."

    UnknownKind "unknown-kind" Error
    "No kind of event has this name."
    "The kinds of events are declared in `program.yaml` under `kinds:`, with the states that they set."

    UnknownState "unknown-state" Error
    "An axis or a state is not declared."
    "`program.yaml` declares under `axes:` the dimensions of status and the states that each can take."

    UnknownBadge "unknown-badge" Error
    "No badge has this name."
    "`program.yaml` declares the badges under `badges:`."

    UnknownFigure "unknown-figure" Error
    "No figure has this id."
    "`program.yaml` declares under `figures:` every number that prose may use."

    UnknownList "unknown-list" Error
    "No list has this id."
    "`program.yaml` declares the lists of countries under `lists:`."

    UnknownField "unknown-field" Error
    "A bound value names something that is not there."
    "`docs/format.md` lists what `figures`, `events`, `countries`, `lists` and `program` have to offer in prose."

    // ── status, lists, figures ───────────────────────────────────────────────────────────────────────────────────
    AmbiguousOrder "ambiguous-order" Error
    "Two events set the same axis, and their dates do not say which came first."
    "One is dated to the month, say, the other to a day in it, so the status that follows would be a guess. Give the
later one `after:` with the id of the earlier, if the sources say so; else make the date as exact as they allow."

    AfterCycle "after-cycle" Error
    "`after:` contradicts the dates or leads in a circle."
    "An event cannot come after another whose date is later, nor, by way of others, after itself."

    ListTotal "list-total" Error
    "A list and its published total do not agree."
    "A list that is `complete: yes` names as many members as its total says; one that is not names fewer, never more. A
figure that is set beside a list (`compare:`) and rests on the same source has the total of the list."

    BadFigure "bad-figure" Error
    "A figure does not say how it is obtained, or says it twice."
    "A figure has exactly one of `published:` (a number that somebody else counted, with sources and a date),
`count:` (records that match) and `sum:` (a field added up over events)."

    MixedMoney "mixed-money" Error
    "A sum would add amounts of different currencies or different kinds."
    "Dollars and euros are not added, nor money paid and money pledged. Narrow the figure: `where: {money: paid}`."

    // ── prose ────────────────────────────────────────────────────────────────────────────────────────────────────
    UnclosedMark "unclosed-mark" Error
    "`{{` is not closed by `}}`."
    "A bound value or block begins with `{{` and ends with `}}` in the same paragraph. To show the signs themselves, put them in `code`."

    BadExpression "bad-expression" Error
    "A bound value cannot be computed."
    "Expressions are Tera's, over `figures`, `events`, `countries`, `lists` and `program`, with the filters `words`,
`bare`, `cap` and `nolink`.

    {{ figures.asked }}
    {{ events.rw_payment.amount | bare }}
    {{ lists.cable_nine.named | words }}"

    BadBlock "bad-block" Error
    "A block is not known, or is asked for something it cannot show."
    "The blocks are `timeline()`, `table()`, `map()` and `chart()`. `docs/format.md` lists what each can be asked."

    MisplacedBlock "misplaced-block" Error
    "A block stands inside a text."
    "A block is a paragraph of its own, with an empty line before and after, in an article or a page."

    BadCitation "bad-citation" Error
    "A citation cannot be read."
    "Pandoc's form: `[@nyt-list]`, with a place `[@nyt-list, para. 4]`, several with semicolons `[@nyt-list; @wp-ukraine]`."

    UnknownTarget "unknown-target" Error
    "A link leads to nothing."
    "Links inside the report name the file (`[Rwanda](../countries/rwanda.yaml)`), a code or slug (`[[RW]]`), or the
address (`/countries/rwanda/`)."

    UnknownAnchor "unknown-anchor" Error
    "A link leads to a heading that is not on that page."
    "The id of a heading is its text in small letters with hyphens, or what is given in `{#id}` after it."

    DuplicateAnchor "duplicate-anchor" Error
    "Two headings of a page ask for the same id."
    "Ids given by hand with `{#id}` must differ, because a link could lead to one of them only."

    MissingMedia "missing-media" Error
    "A picture is not there."
    "Pictures lie below `content/media/` and are named by their path from the article: `![what it shows](../media/flight.jpg)`."

    MissingGlyph "missing-glyph" Warning
    "A title holds a character that no font of the share cards has."
    "Share cards are set in fonts that come with Sourcebook, never in fonts of the machine, so that a card is the same wherever it is
drawn. They have the letters of Latin, Cyrillic and Greek. Another character would be an empty box on the card. Put a font that has it into
`themes/<theme>/assets/fonts/` (TrueType or OpenType, `.ttf` or `.otf`; the Noto fonts have nearly every script), or say in `cards:` of
`site.yaml` which pages have cards. Pages without a card of their own show that of the home page."

    NoFullText "no-full-text" Warning
    "The report asks for full-text search, and this program was built without it."
    "With `search: full-text` in `site.yaml` readers search in everything that pages say. The index is made by Pagefind, which is large, so it
is a feature of the program: install it with `cargo install --path . --features full-text`, and build again. Until then the search
page searches titles, other names, headings and summaries, as with `search: titles`."

    NoBrotli "no-brotli" Warning
    "The report asks for copies that are compressed by Brotli, and this program was built without it."
    "With `precompress: [br]` in `site.yaml` a build writes such a copy beside each text file, for servers that hand it out. Brotli takes long to
compile, so it is a feature of the program: install it with `cargo install --path . --features brotli`, and build again. Until then there
are no such copies, and the others that `precompress:` asks for."

    MissingAlt "missing-alt" Error
    "A picture has no description."
    "Readers who cannot see it, and searches, depend on the words in the brackets: `![what it shows](../media/flight.jpg)`."

    MissingCredit "missing-credit" Error
    "A picture does not say whose it is."
    "Readers judge a picture by who took it, and most licences ask for the name. It stands behind the path, after the caption if there is
one: `![what it shows](../media/flight.jpg \"The runway at night. Credit: A. Photographer\")`. `Credit:` is written so in every language; readers see
the word of theirs. A drawing of your own has a credit too."

    BadPicture "bad-picture" Error
    "A picture cannot be published."
    "Pictures are published without what cameras write into them, such as the place where they were taken. A file that is cut off, or is something
else than its name says, cannot be cleaned, so it is not published. Nor is a picture of more than 100 million pixels shown: no screen has as many, and a
small file may claim to. Open it in a program for pictures, make it smaller if need be, and save it again as JPEG, PNG or WebP."

    ActivePicture "active-picture" Error
    "A drawing could run or load something."
    "An SVG file is a document: whoever opens its address runs the scripts in it on your site. Drawings are published only when they hold nothing that runs, moves,
embeds a page or refers outside: no `<script>`, no attributes such as `onload`, no `javascript:`, no entities of their own, no addresses of other files. Save the
drawing as “plain” or “optimized” SVG, or as PNG."

    RawHtml "raw-html" Warning
    "HTML in prose is shown as text, not used."
    "Articles are Markdown, so that no contribution can run a script on the site. What HTML was used for is often there
as a mark: see `docs/format.md`. Comments `<!-- … -->` are left out silently."

    UnknownFootnote "unknown-footnote" Error
    "A footnote is used and not written, or written and not used."
    "`[^1]` in the text and `[^1]: …` on a line of its own belong together."

    // ── pages and theme ──────────────────────────────────────────────────────────────────────────────────────────
    AddressCollision "address-collision" Error
    "Two pages would have the same address."
    "Each page has an address of its own, also where capital and small letters are the same. Rename one of the files."

    BadFormerAddress "bad-former-address" Error
    "An entry of `moved_from:` is no address that a page of this site can have had."
    "`moved_from:` lists the addresses that a page had before it was renamed, so that links from elsewhere still arrive. Each begins with `/` and is
written without the address of the site: `/articles/old-name/`, or `/2024/story.html` from an older site. Readers are led on by a page of HTML, which cannot
stand where a picture or another file was."

    MissingTheme "missing-theme" Error
    "The theme is not there, or extends itself."
    "`theme:` in `site.yaml` names a folder below `themes/`, or `default`, which is built in. A theme that `extends:`
another is searched first, then the other."

    MissingWords "missing-words" Warning
    "The theme does not have all of its words in the language of the report."
    "The words of the interface are in `strings/` of the theme, a file for each language; English, French and Arabic come with Sourcebook. Words that
a language does not have are shown in English. Put a file such as `themes/default/strings/de.yaml` into your report, with a line for
each key of `strings/en.yaml`."

    TemplateError "template-error" Error
    "A template of the theme cannot be used."
    "The file is in the theme, not in the content: the message names it. `docs/themes.md` lists what templates receive."

    MissingAsset "missing-asset" Error
    "A style sheet or template asks for a file that the theme does not have."
    "Assets lie in the theme's `assets/` folder and are named from there: `{{ asset(path=\"style.css\") }}`."

    // ── evidence ─────────────────────────────────────────────────────────────────────────────────────────────────
    NoSource "no-source" Error
    "A fact names no source."
    "Each event, list, arrangement and published figure says what it rests on: `sources: [reuters-rwanda]`."

    UnusedSource "unused-source" Warning
    "Nothing rests on a source."
    "A source that nothing cites is often a fact that was lost on the way. Cite it, or take it out of `sources.yaml`."

    FutureDate "future-date" Error
    "Something is dated after the day the records were checked."
    "`checked:` in `program.yaml` says up to which day the report knows. A later date is a misprint, or `checked:` is old. `checked:` itself
is not later than the day of the build (`--now`)."

    BeforeBegin "before-begin" Warning
    "An event is dated before the program began."
    "`since:` in `program.yaml` says when the program began. An earlier event or arrangement is often a misprint of the year."

    OriginCycle "origin-cycle" Error
    "The origins of sources lead in a circle."
    "`origin:` names the source that another copies or rests on. Followed from source to source, it ends at the report that was there
first, which has no `origin:` of its own."

    RetractedSource "retracted-source" Error
    "Something rests only on a source that was retracted."
    "A source with `state: retracted` was taken back by its publisher, and copies of it (`origin:`) fall with it. What rests on
nothing else stops the build until an editor decides: name a source that stands, retract the claim with a date and a reason, or
take the fact out. In prose, a citation that names only such sources is found too."

    SingleLineage "single-lineage" Warning
    "An event rests on fewer independent sources than its kind needs."
    "`independent: 2` under a kind in `program.yaml` asks for two sources that do not go back to the same report. Nine pages that
repeat one article are one source: mark them with `origin:` in `sources.yaml`."

    BadOrder "bad-order" Error
    "Two dates are in an order in which it cannot have happened."
    "Nobody learns of an event before it happens (`reported:`), no arrangement ends before it is signed or announced, and no article
is updated before it is published. An event is not checked before it happened. One of the two dates is a misprint. Dates that may be in either order are not minded."

    OlderSource "older-source" Warning
    "All sources of an event were published before it."
    "A report cannot tell what had not happened yet, so one of the dates is a misprint, or the source that reports the event is missing. For a page
that is kept up to date, such as a tracker, leave `published:` out and give `accessed:`."

    ArrivalFirst "arrival-first" Warning
    "People are said to have come under an arrangement that was signed later."
    "It happens, and then it is news; more often one of the dates is wrong, or the people came under no arrangement and
`arrangement:` does not belong to the event."

    DuplicateEvent "duplicate-event" Warning
    "An event looks as if it was entered twice."
    "Two events of one record with the same kind and numbers, on days that may be the same, would be counted twice; one arrangement is not
signed twice on a day. If both happened, their dates or their summaries tell them apart."

    MoneyKind "money-kind" Warning
    "An amount does not say what it is."
    "Money that was paid, pledged, spent or estimated is never added together, so an amount says which it is: `100,000 USD paid`.
Where the sources do not say, write it as a claim with a `note` that tells readers what the amount is."

    Partition "partition" Error
    "A list and the lists that divide it do not agree."
    "`parts:` says that a list is divided into others: no country is in two of them, each of their members is a member of the whole,
and their totals add up to its total. `in_scope:` of an event counts some of its people, so it is not more than they."

    BadArchive "bad-archive" Warning
    "The link to an archived copy leads to no copy of this source."
    "An archived copy has an address of its own, which names the time and the page that was kept:

    https://web.archive.org/web/20250805120000/https://example.org/rwanda"

    UnmentionedCountry "unmentioned-country" Warning
    "No article, list or other record mentions a record."
    "Readers reach a record by the texts that name it. One that nothing names is often a country that an article or a list forgot.
The rule is silent while more than one record in four is not mentioned: such a report has only begun."

    DroppedQualifier "dropped-qualifier" Error
    "A number stands in prose without how sure the records are of it."
    "The record says “at least 58”, and the sentence says `58`, or “exactly 58”, or binds the number with `bare` and no words about its doubt; or a number about a country stands without the “more than” that its record has (a warning:
another number of the same size may be meant).
Bind the number, and the words come along: `{{ figures.asked }}`. A comment lets a sentence pass that is right all the same:
`<!-- sourcebook: allow dropped-qualifier why -->`."

    ConflictingNumber "conflicting-number" Error
    "The summary of an event gives another number than the event."
    "The summary tells people or money, and none of its numbers is the event’s, or one of the two doubts what the other is sure of. Readers see
both, one beside the other. Correct the one that is wrong. If the sentence counts something else, say so in it, or let it pass with
`<!-- sourcebook: allow conflicting-number why -->`."

    UnboundNumber "unbound-number" Warning
    "A number is typed where it could come from the records."
    "A typed number stays as it is when the records change. Bind it to a figure, a list or an event, and the build keeps it right. Countries are
always looked at; people and money where a figure has the same number. A number that belongs to the sentence alone may pass with a
reason: `<!-- sourcebook: allow unbound-number why -->`, in the paragraph or above it."

    DuplicateSource "duplicate-source" Warning
    "Two sources have the same address."
    "One document that is entered twice counts as two independent sources, and readers see two notes for one page. Use one of the two everywhere. Two
places in one document are one source with two places: `{id: nyt-list, at: para. 4}`."

    UnrecordedNumber "unrecorded-number" Warning
    "Prose gives a number of people or money about a country whose record does not have it."
    "An article says “Rwanda took 70 people”, and no event, arrangement, figure or text in the record of Rwanda has a 70. One of the two is wrong,
or the record lacks an event. Correct it, add what is missing, or bind the number. The records of all countries that the sentence names are asked, and the
program’s. A number that belongs to no record may pass: `<!-- sourcebook: allow unrecorded-number why -->`."

    DifferingNumber "differing-number" Warning
    "Two places tell the same with two numbers."
    "Two sentences of the report count the same thing in nearly the same words, and the numbers differ. Readers who see both trust neither. Correct
one, or better bind both to the record, so that they cannot part again. Where both are right, because they speak of two days, say so in the sentences, or
let one pass: `<!-- sourcebook: allow differing-number why -->`."

    UnknownDate "unknown-date" Warning
    "Prose gives a date that no record bears."
    "The countries of the sentence have no event, arrangement or count on that date, and neither has the program; no source that the paragraph
cites was published then. A day is not borne by a record that knows only the month: prose must not be more exact than the record. Where the sentence names no
country, all records are asked. Correct the date, bind it (`{{ events.ID.date }}`), add the event, or let it pass:
`<!-- sourcebook: allow unknown-date why -->`."

    UndatedTotal "undated-total" Warning
    "A superlative or a total does not say as of when."
    "“The largest”, “in total”, “so far” are true until the next event. The sentence, or one beside it, needs the day up to which they hold: a typed date, or one that
the build fills in, `{{ program.checked }}`, `{{ figures.ID.as_of }}`. One that time cannot change may pass:
`<!-- sourcebook: allow undated-total why -->`."

    Uncited "uncited" Warning
    "A paragraph tells a number, or what a country did, and names no source."
    "Each statement of a report says where it comes from: a citation in its paragraph, `[@id]`, or a value that is bound to a record and leads to its
sources. A list item may rest on the sentence that introduces the list. What is the report’s own finding may pass:
`<!-- sourcebook: allow uncited why -->`."

    PersonName "person-name" Warning
    "An event names a person whom the report does not mean to name."
    "With `public_names:` in `program.yaml`, events name no person but those of that list: officials, judges, parties to public cases. People
who were deported can be in danger when a record names them. Take the name out, or add an official to the list. What looks like a name and is
none may pass: `<!-- sourcebook: allow person-name why -->`."

    BadAllow "bad-allow" Error
    "A comment that is to let a finding pass names no rule, or no reason."
    "`<!-- sourcebook: allow RULE why -->` takes the name of a rule about prose (the message lists them), and a reason in a few words, for the
editor who reads it next."

    UnusedAllow "unused-allow" Warning
    "A comment lets a finding pass that is not there."
    "The sentence was changed, or the number is bound by now. A comment that is left over would hide the next mistake."

    StaleReview "stale-review" Warning
    "A record is past the date on which it was to be checked again."
    "`review_by:` promises readers that somebody looks again. Check the record, and set a new date. The comparison is
with the build's date (`--now`), so a report that nobody edits can become stale."

    FrozenChange "frozen-change" Error
    "A page that was to stay as it is has changed."
    "`state: frozen` tells readers that a page is no longer updated, so it may not say anything else than when `sourcebook stamp` last noted it. Either the
text was edited, or a value in it follows the records and has moved. Undo the change, write the value of that time with its date and source, or
take `state: frozen` away and let readers know that the page is looked after again."

    UnstampedChange "unstamped-change" Warning
    "A page says something else than when it was last stamped."
    "A report with a `content/ledger.yaml` tells readers and search engines on which day each page last said something new. This one has
changed since its stamp, or never had one, so it is published without that day rather than with a wrong one. Run `sourcebook stamp` when
you are done, and commit the ledger with your change. A newsroom that does not want this takes `content/ledger.yaml` away."
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_found_again() {
        for code in Code::ALL {
            assert_eq!(Code::named(code.name()), Some(*code));
            assert!(code.meaning().ends_with('.'), "{} is a sentence", code.name());
        }
    }
}
