// What machines read, judged by programs of others: sitemaps by their schema, feeds by a reader and by the schema of JSON Feed, JSON-LD by a
// processor and by the types of schema.org, oEmbed by a program that embeds. By the numbers of the checklist; SARIF has its own file.
//
// In: the report of this repository and the golden sites in French and in Arabic, built. It opens no browser; it stands here because the packages it
// needs are installed here. Each judge is shown something broken that it must refuse. It never asks the network.

import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import Ajv from "ajv";
import { extract } from "@extractus/oembed-extractor";
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from "feedsmith";
import jsonld from "jsonld";
import ts from "typescript";
import { validateXML } from "xmllint-wasm";
import { onePerKind, pagesOf } from "./pages.mjs";
import { build, copyOfReport, copyOfSite } from "./support.mjs";

const require = createRequire(import.meta.url);
const SITEMAP = readFileSync(join(require.resolve("sitemap/package.json"), "../schema/sitemap.xsd"), "utf8");

/** What is judged: `name`, `base`, and `folder` once it is built. */
const EDITIONS = [
  { name: "the report", base: "https://example.org/", report: () => copyOfReport() },
  { name: "a site in French", base: "https://dossier.example/", report: () => copyOfSite("french") },
  { name: "a site in Arabic", base: "https://dossier.example/", report: () => copyOfSite("arabic") },
];

before(() => {
  for (const edition of EDITIONS) edition.folder = build(edition.report());
});

const read = (folder, file) => readFileSync(join(folder, file), "utf8");
const filesOf = (folder, name) => readdirSync(folder, { recursive: true }).filter((file) => file === name || file.endsWith(`/${name}`)).sort();
const isAddress = (text) => /^https:\/\/\S+$/.test(text ?? "");
const isDay = (text) => !Number.isNaN(Date.parse(text ?? "")) && text !== undefined;

// ── sitemaps ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** What the schema of sitemaps has against a file. It knows nothing of Google's additions, so those of the news are taken out first. */
async function againstSitemaps(contents) {
  const plain = contents.replace(/<news:news>.*?<\/news:news>/gs, "");
  const { errors } = await validateXML({ xml: [{ fileName: "sitemap.xml", contents: plain }], schema: [SITEMAP] });
  return errors.map(({ message }) => message);
}

for (const edition of EDITIONS) {
  test(`M19, M20: the sitemaps of ${edition.name} keep to the schema`, async () => {
    assert.deepEqual(await againstSitemaps(read(edition.folder, "sitemap.xml")), []);
    // The schema wants an address at least, and Google an empty file where there is no news of the last two days.
    const news = read(edition.folder, "news-sitemap.xml");
    if (edition.name === "the report") assert.match(news, /<url>/);
    if (news.includes("<url>")) assert.deepEqual(await againstSitemaps(news), []);
  });
}

test("M19: a sitemap that does not keep to the schema is found out", async () => {
  const sound = read(EDITIONS[0].folder, "sitemap.xml");
  const broken = [["<loc>", "<url>"], [/<lastmod>[^<]*/, "<lastmod>yesterday"], [/<loc>[^<]*<\/loc>/, ""], ["</urlset>", ""]];
  for (const [find, put] of broken) {
    assert.notEqual(sound.replace(find, put), sound);
    assert.notDeepEqual(await againstSitemaps(sound.replace(find, put)), [], String(find));
  }
});

// ── feeds ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

const ofJsonFeed = new Ajv({ allErrors: true }).compile(require("jsonfeed-schema/schema-v1.1.json"));

/** The entries that a reader of feeds finds, in one form, and what it misses in the feed around them. */
const READERS = {
  "feed.xml": (text) => {
    const feed = parseAtomFeed(text);
    const self = feed.links?.find(({ rel }) => rel === "self")?.href;
    const entry = ({ id, title, updated, published, links, content }) => ({ id, title: title?.value, days: [updated, published], url: links?.[0]?.href, content: content?.value });
    return { head: [feed.id, feed.title?.value, feed.updated, self], entries: feed.entries?.map(entry) ?? [] };
  },
  "rss.xml": (text) => {
    const feed = parseRssFeed(text);
    const self = feed.atom?.links?.find(({ rel }) => rel === "self")?.href;
    const entry = ({ guid, title, pubDate, link, content }) => ({ id: guid?.value, title, days: [pubDate], url: link, content: content?.encoded });
    return { head: [feed.title, feed.link, feed.description, feed.lastBuildDate, self], entries: feed.items?.map(entry) ?? [] };
  },
  "feed.json": (text) => {
    const feed = parseJsonFeed(JSON.parse(text));
    const entry = ({ id, title, date_published, date_modified, url, content_html }) => ({ id, title, days: [date_published, date_modified], url, content: content_html });
    return { head: [feed.title, feed.home_page_url, feed.feed_url], entries: feed.items?.map(entry) ?? [] };
  },
};

/** What a reader of feeds, and for JSON the schema, has against a feed. */
function againstFeeds(name, text) {
  let feed;
  try {
    feed = READERS[name](text);
  } catch (error) {
    return [`it cannot be read: ${error.message}`];
  }
  const complaints = feed.head.every(Boolean) ? [] : ["the feed does not say what it is"];
  if (name === "feed.json" && !ofJsonFeed(JSON.parse(text))) complaints.push(...ofJsonFeed.errors.map(({ dataPath, message }) => `${dataPath} ${message}`));
  for (const { id, title, days, url, content } of feed.entries) {
    if (!id || !title || !isAddress(url) || !days.every(isDay)) complaints.push(`an entry lacks something: ${id} ${title} ${url} ${days}`);
    if (content === undefined) complaints.push(`${id} has no text`);
    else if (/(href|src)="(?!https?:|mailto:)/.test(content)) complaints.push(`${id} has an address that holds nowhere else`);
  }
  const ids = feed.entries.map(({ id }) => id);
  if (new Set(ids).size < ids.length) complaints.push("two entries have one id");
  return complaints;
}

for (const edition of EDITIONS) {
  for (const name of Object.keys(READERS)) {
    test(`M23 to M25: a reader understands every ${name} of ${edition.name}`, () => {
      const files = filesOf(edition.folder, name);
      assert.ok(files.length >= 5, `${files}`);
      for (const file of files) assert.deepEqual(againstFeeds(name, read(edition.folder, file)), [], file);
      assert.ok(READERS[name](read(edition.folder, name)).entries.length > 0, "the feed of the report has entries");
    });
  }

  test(`M26: a reader finds the same entries in the three formats of ${edition.name}`, () => {
    const [atom, rss, json] = Object.entries(READERS).map(([name, entries]) => entries(read(edition.folder, name)).entries.map(({ id, title, url }) => ({ id, title, url })));
    assert.deepEqual(rss, atom);
    assert.deepEqual(json, atom);
  });
}

test("M23 to M25: a feed that is broken is found out", () => {
  const { folder } = EDITIONS[0];
  const broken = {
    "feed.xml": [[/<updated>[^<]*<\/updated>/, ""], [/<id>[^<]*<\/id>/, ""], ["<feed", "<fed"], ["href=&quot;https://", "href=&quot;/"]],
    "rss.xml": [[/<guid[^>]*>[^<]*<\/guid>/, ""], [/<pubDate>[^<]*/, "<pubDate>some day"], ["<channel>", ""], [/<lastBuildDate>[^<]*<\/lastBuildDate>/, ""]],
    "feed.json": [["\"version\"", "\"versoin\""], ["\"date_published\": \"", "\"date_published\": \"on "], ["\"authors\": [", "\"authors\": [1, "], ["\"items\"", "\"entries\""]],
  };
  for (const [name, faults] of Object.entries(broken)) {
    const sound = read(folder, name);
    for (const [find, put] of faults) {
      assert.notEqual(sound.replace(find, put), sound, `${name}: ${find}`);
      assert.notDeepEqual(againstFeeds(name, sound.replace(find, put)), [], `${name}: ${find}`);
    }
  }
});

// ── JSON-LD ───────────────────────────────────────────────────────────────────────────────────────────────────────────

const SCRIPT = /<script type="application\/ld\+json">(.*?)<\/script>/s;
const graphOf = (text) => JSON.parse(SCRIPT.exec(text)[1]);

/** The words of schema.org, as far as a processor needs them: each is an address below it. */
const documentLoader = async (url) => {
  assert.equal(url, "https://schema.org");
  return { contextUrl: null, documentUrl: url, document: { "@context": { "@vocab": "https://schema.org/" } } };
};

/** What a processor of JSON-LD 1.1 has against a document. In its safe mode nothing may be lost on the way. */
async function againstJsonLd(document) {
  try {
    const expanded = await jsonld.expand(document, { documentLoader, safe: true });
    return expanded.length > 0 ? [] : ["it says nothing"];
  } catch (error) {
    return [`${error.message} ${JSON.stringify(error.details?.event?.details ?? "")}`];
  }
}

/** What the types of schema.org have against graphs, by the TypeScript compiler. They know one type for a thing: one with two is asked for as each. */
function againstSchemaOrg(graphs) {
  const asEach = (node) => [node["@type"]].flat().map((type) => ({ ...node, "@type": type }));
  const lines = graphs.map((graph, at) => `export const g${at}: Graph = ${JSON.stringify({ ...graph, "@graph": graph["@graph"].flatMap(asEach) })};`);
  const source = ['import type { Graph } from "schema-dts";', ...lines].join("\n");
  const name = fileURLToPath(new URL("graphs.ts", import.meta.url));
  const options = { noEmit: true, strict: true, skipLibCheck: true, types: [], module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, target: ts.ScriptTarget.ES2022 };
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (file, ...how) => (file === name ? ts.createSourceFile(file, source, ...how) : getSourceFile(file, ...how));
  const found = ts.getPreEmitDiagnostics(ts.createProgram([name], options, host));
  return found.map(({ messageText, start }) => `${source.slice(start, start + 80)}: ${ts.flattenDiagnosticMessageText(messageText, " ").slice(-300)}`);
}

for (const edition of EDITIONS) {
  test(`M10: a processor of JSON-LD loses nothing of any page of ${edition.name}`, async () => {
    const pages = pagesOf(edition.folder).filter(({ text }) => SCRIPT.test(text));
    assert.ok(pages.length >= 15, `${pages.length} pages`);
    for (const { path, text } of pages) assert.deepEqual(await againstJsonLd(graphOf(text)), [], path);
  });

  test(`M10 to M16: schema.org has a word for all that every kind of page of ${edition.name} says`, () => {
    const graphs = onePerKind(pagesOf(edition.folder).filter(({ text }) => SCRIPT.test(text))).map(({ text }) => graphOf(text));
    assert.ok(graphs.length >= 12, `${graphs.length} kinds`);
    assert.deepEqual(againstSchemaOrg(graphs), []);
  });
}

test("M10: JSON-LD that is broken is found out", async () => {
  const sound = graphOf(read(EDITIONS[0].folder, "articles/money/index.html"));
  const faults = {
    "an id that is no address": ({ article }) => (article["@id"] = "an article"),
    "a type that is no word": ({ article }) => (article["@type"] = 5),
    "a keyword that there is not": ({ article }) => (article["@name"] = "x"),
  };
  for (const [what, damage] of Object.entries(faults)) {
    const copy = structuredClone(sound);
    damage({ article: copy["@graph"][0] });
    assert.notDeepEqual(await againstJsonLd(copy), [], what);
  }
});

test("M10 to M16: a word that schema.org does not have is found out", () => {
  const sound = graphOf(read(EDITIONS[0].folder, "articles/money/index.html"));
  const faults = {
    "a property that there is not": (article) => (article.headlin = "A headline"),
    "a type that there is not": (article) => (article["@type"] = "NewsArticel"),
    "a number for an author": (article) => (article.author = 5),
    "a property of another type": (article) => (article.variableMeasured = "people"),
  };
  const copies = Object.values(faults).map((damage) => {
    const copy = structuredClone(sound);
    damage(copy["@graph"][0]);
    return copy;
  });
  const found = againstSchemaOrg(copies);
  Object.keys(faults).forEach((what, at) => assert.notDeepEqual(againstSchemaOrg([copies[at]]), [], what));
  assert.ok(found.length >= copies.length, found.join("\n"));
});

// ── oEmbed ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A web that has only this edition, as a host of files would answer: questions after `?` are not heard. */
const webOf = ({ folder, base }) => async (url) => {
  const { origin, pathname } = new URL(url);
  const file = join(folder, pathname.replace(/\/$/, "/index.html"));
  const isThere = `${origin}/` === base && existsSync(file);
  return new Response(isThere ? readFileSync(file) : "", { status: isThere ? 200 : 404 });
};

/** What an answer lacks that the specification of a `rich` one asks for (https://oembed.com/, 2.3.4.4), or that its HTML cannot be used. */
function againstOembed({ type, version, html, width, height, thumbnail_url, thumbnail_width, thumbnail_height }) {
  const complaints = [];
  if (type !== "rich" || version !== "1.0") complaints.push(`${type} ${version}`);
  if (![width, height].every((size) => Number.isInteger(size) && size > 0)) complaints.push(`${width} × ${height}`);
  if (!/^<iframe src="https:\/\/[^"]+" title="[^"]+"[^>]*><\/iframe>$/.test(html ?? "")) complaints.push(`${html}`);
  const thumbnail = [thumbnail_url, thumbnail_width, thumbnail_height].filter((one) => one !== undefined);
  if (![0, 3].includes(thumbnail.length)) complaints.push("a part of a thumbnail");
  return complaints;
}

for (const edition of EDITIONS) {
  test(`M29: a program that embeds finds what ${edition.name} offers, and is not confused by what it asks for`, async () => {
    const pages = pagesOf(edition.folder).filter(({ text }) => /json\+oembed/.test(text));
    assert.ok(pages.filter(({ kind }) => kind === "country").length >= 3 && pages.some(({ kind }) => kind === "home"));
    for (const { path } of pages) {
      const answer = await extract(edition.base.replace(/\/$/, path), { maxwidth: 320 }, webOf(edition));
      assert.equal(answer.method, "auto-discovery", path);
      assert.deepEqual(againstOembed(answer), [], path);
      const [, framed] = /src="([^"]+)"/.exec(answer.html);
      assert.equal((await webOf(edition)(framed)).status, 200, framed);
    }
  });
}

test("M29: a page without an answer, and an answer that is not whole, are found out", async () => {
  const [edition] = EDITIONS;
  await assert.rejects(extract(`${edition.base}glossary/`, {}, webOf(edition)), /No oEmbed link/);
  await assert.rejects(extract(`${edition.base}nowhere/`, {}, webOf(edition)), /404/);
  const sound = JSON.parse(read(edition.folder, "embed/map.oembed.json"));
  assert.deepEqual(againstOembed(sound), []);
  for (const fault of [{ version: 1 }, { type: "photo" }, { width: "640" }, { height: 0 }, { html: "<script></script>" }, { thumbnail_width: undefined }]) {
    assert.notDeepEqual(againstOembed({ ...sound, ...fault }), [], JSON.stringify(fault));
  }
});
