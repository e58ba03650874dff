// What a page costs its readers, and whether it is sound HTML: bytes that are sent, requests, jumps while it loads, and the Nu HTML
// Checker over every page.
//
// In: the report of this repository, built. It never measures time: how fast a page is depends on the machine (benches/lighthouse).

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { before, test } from "node:test";
import { onePerKind, pagesOf, sent } from "./pages.mjs";
import { browser, build, copyOfReport, host, open } from "./support.mjs";

/** Kilobytes as web servers send them, compressed. */
const KB = 1024;
const BUDGET = { country: 35 * KB, home: 60 * KB, script: 12 * KB, requests: 5 };

let folder;
let pages;
let chrome;
let site;

before(async () => {
  folder = build(copyOfReport());
  pages = pagesOf(folder);
  site = await host(folder);
  chrome = await browser();
});

/** The bytes of a page's own files with this ending that its HTML names, those for scripts to fetch included (`data-script`, `data-engine`). */
function named(text, ending) {
  const files = [...new Set([...text.matchAll(/(?:href|src|data-script|data-engine)="\/(assets\/[^"]+)"/g)].map(([, file]) => file))];
  return files.filter((file) => file.endsWith(ending)).reduce((sum, file) => sum + sent(readFileSync(join(folder, file))), 0);
}

const over = (bytes, budget) => bytes.filter(([, size]) => size > budget).map(([path, size]) => `${path}: ${(size / KB).toFixed(1)} KB`);

test("M35: a page of a record and the styles are at most 35 KB, the home page 60 KB", () => {
  const sizes = (kind) => pages.filter((page) => page.kind === kind).map(({ path, text }) => [path, sent(text) + named(text, ".css")]);
  assert.ok(sizes("country").length > 0 && sizes("home").length === 1);
  assert.deepEqual(over(sizes("country"), BUDGET.country), []);
  assert.deepEqual(over(sizes("home"), BUDGET.home), []);
  assert.equal(over(sizes("home"), 100).length, 1, "what is too large is found");
});

test("M35: the scripts of a page are at most 12 KB, with those that it fetches when it is used", () => {
  const sizes = pages.map(({ path, text }) => [path, named(text, ".js")]);
  const [first, search] = ["/glossary/", "/search/"].map((wanted) => sizes.find(([path]) => path === wanted)[1]);
  assert.ok(first > 0 && search > 2 * first, "the engine of the search is counted");
  assert.deepEqual(over(sizes, BUDGET.script), []);
});

for (const width of [320, 1280]) {
  test(`M35: a page asks for five files at most, from its own server, and nothing jumps while it loads, ${width} px`, async () => {
    const { page, context, faults } = await open(chrome, { viewport: { width, height: 800 } });
    await page.addInitScript(watchForJumps);
    const wrong = [];
    for (const { path } of onePerKind(pages)) {
      const asked = [];
      const hear = (request) => asked.push(request.url());
      page.on("request", hear);
      await page.goto(site + path, { waitUntil: "load" });
      await page.evaluate(() => document.fonts.ready);
      const jumps = await page.evaluate(jumpsSoFar);
      page.off("request", hear);
      // The page itself is the first. The icon is for the browser's tab, which asks for it once for the whole site: docs/accessibility.md says so.
      const icons = asked.filter((url) => /\/favicon\.[0-9a-f]+\.svg$/.test(url));
      const files = asked.filter((url) => !icons.includes(url));
      if (files.length > BUDGET.requests || icons.length > 1) wrong.push(`${path} asks for ${asked.length} files: ${asked.join(" ")}`);
      if (jumps.length > 0) wrong.push(`${path} jumps: ${jumps.join("; ")}`);
    }
    await context.close();
    assert.deepEqual(wrong, []);
    assert.deepEqual(faults.filter((fault) => !fault.startsWith("404: ")), []);
  });
}

for (const viewport of [{ width: 320, height: 640 }, { width: 360, height: 640 }, { width: 390, height: 844 }]) {
  test(`the question, its answer and the day stand in the first screen of a phone, ${viewport.width} × ${viewport.height}`, async () => {
    const { page, context } = await open(chrome, { viewport });
    await page.goto(`${site}/`);
    await page.evaluate(() => document.fonts.ready);
    const ends = await page.evaluate(() => ["h1", ".answer", ".home-head .as-of"].map((place) => document.querySelector(place).getBoundingClientRect().bottom));
    assert.deepEqual(ends.filter((end, at) => end <= (ends[at - 1] ?? 0) || end > viewport.height), [], `they end at ${ends.map(Math.round).join(", ")}`);
    await context.close();
  });
}

test("a jump is found", async () => {
  const { page, context } = await open(chrome);
  await page.addInitScript(watchForJumps);
  await page.goto(`${site}/glossary/`);
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn, 100))));
  await page.evaluate(() => document.querySelector("main").prepend(Object.assign(document.createElement("div"), { style: "height: 300px" })));
  assert.notDeepEqual(await page.evaluate(jumpsSoFar), []);
  await context.close();
});

/** Keeps every layout shift that no reader caused. Runs in the page before all else. */
function watchForJumps() {
  globalThis.jumps = [];
  new PerformanceObserver((list) => globalThis.jumps.push(...list.getEntries().filter((entry) => !entry.hadRecentInput))).observe({ type: "layout-shift", buffered: true });
}

/** What jumped, after two more pictures were drawn. Runs in the page. */
async function jumpsSoFar() {
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(drawn, 50))));
  return globalThis.jumps.map(({ value, sources }) => `${value.toFixed(4)} ${sources?.[0]?.node?.className ?? ""}`);
}

// ── the Nu HTML Checker ───────────────────────────────────────────────────────────────────────────────────────────────

/** What the checker of the W3C has against the pages of a folder. Needs Java. */
function checked(path) {
  const jar = createRequire(import.meta.url).resolve("vnu-jar/build/dist/vnu.jar");
  const run = spawnSync("java", ["-jar", jar, "--errors-only", "--format", "json", "--skip-non-html", path], { encoding: "utf8", maxBuffer: 1 << 26 });
  assert.equal(run.error, undefined, "Java is needed for the Nu HTML Checker: install a Java runtime 11 or later and run ./test browser");
  return JSON.parse(run.stderr).messages.map(({ url, lastLine, message }) => `${url}:${lastLine}: ${message}`);
}

test("the Nu HTML Checker finds no error on any page", () => {
  assert.ok(readdirSync(folder).includes("index.html"));
  assert.deepEqual(checked(folder), []);
});

test("the Nu HTML Checker finds what is planted", () => {
  const planted = mkdtempSync(join(tmpdir(), "sourcebook-planted-"));
  const { text } = pages.find(({ path }) => path === "/glossary/");
  writeFileSync(join(planted, "index.html"), text.replace("</main>", "<dl><div><dt>a</dt></div></dl></main>"));
  assert.equal(checked(planted).length, 1);
  rmSync(planted, { recursive: true });
});
