// Reports unlike ours: one written from right to left, one with a single record, one with two hundred.
//
// In: the golden site in Arabic and reports made here, built with the default theme. Out: that nothing runs over the edge, and that
// axe-core finds nothing. It never looks at what they say.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";
import { pagesOf } from "./pages.mjs";
import { browser, build, copyOfSite, host, openWithoutPolicy, violations } from "./support.mjs";

const RULES = readFileSync(new URL("rules.js", import.meta.url), "utf8");
const TERRITORIES = JSON.parse(readFileSync(new URL("../../data/territories.json", import.meta.url), "utf8"));
/** What axe-core, which takes a second for a hundred elements, is spared: entries like many before them. */
const ALIKE = [".bands > .band:nth-child(n+9)", ".strips li:nth-child(n+9)", ".tiles li:nth-child(n+9)", "tbody tr:nth-child(n+9)", ".year .event:nth-child(n+9)"];

let chrome;
before(async () => (chrome = await browser()));

/** Every page of these that a site has is held to the rules at both widths. */
async function hold(folder, wanted) {
  const site = await host(folder);
  const pages = pagesOf(folder).filter(({ path, text }) => wanted(path) && !text.includes("http-equiv=\"refresh\""));
  assert.ok(pages.length > 0);
  const wrong = [];
  for (const width of [320, 1280]) {
    const { page, context, faults } = await openWithoutPolicy(chrome, { viewport: { width, height: 800 }, reducedMotion: "reduce" });
    for (const { path } of pages) {
      await page.goto(site + path);
      await page.evaluate(RULES);
      const over = await page.evaluate(() => globalThis.rules.shown.A21());
      const found = [...over, ...(await violations(page, null, ALIKE))];
      wrong.push(...found.map((text) => `${path} (${width} px): ${text}`));
    }
    wrong.push(...faults);
    await context.close();
  }
  assert.deepEqual(wrong, []);
  return pages;
}

test("a report from right to left", async () => {
  const folder = build(copyOfSite("arabic"));
  const pages = await hold(folder, (path) => !path.startsWith("/text/") && path.endsWith("/"));
  assert.ok(pages.every(({ text }) => text.includes('dir="rtl"')));
});

for (const number of [1, 200]) {
  test(`a report with ${number === 1 ? "one record" : "two hundred records"}`, async () => {
    const folder = build(reportOf(number));
    const pages = await hold(folder, (path) => ["/", "/countries/", "/timeline/"].includes(path));
    assert.equal(pages.length, 3);
    const home = pages.find(({ path }) => path === "/");
    assert.equal(home.text.split('class="tile key-').length - 1, number, "each has its tile");
  });
}

/** A report with so many records, every third of them without an event. */
function reportOf(number) {
  const report = copyOfSite("minimal", "map: {worldview: un}");
  report.write("content/program.yaml", `title: The program
question: Who takes part?
since: 2025-01-20
checked: 2026-11-24
axes: {stage: {label: Stage, states: {asked: Asked, agreed: Agreed}}}
kinds:
  request: {label: Request, sets: {stage: asked}}
  agreement: {label: Agreement, sets: {stage: agreed}}
badges:
  - {badge: agreed, label: Agreed, when: {stage: agreed}}
  - {badge: asked, label: "Asked, no answer known", when: {stage: asked}}
figures:
  named: {label: people named, sum: people, where: {kind: agreement}}
`);
  report.write("content/sources.yaml", "list: {title: The list, publisher: A paper, published: 2025-06-25, url: https://example.org/list, kind: news}\n");
  for (const [at, { code }] of TERRITORIES.slice(0, number).entries()) {
    const id = code.toLowerCase();
    const request = `  - {id: ${id}_asked, date: 2025-0${(at % 9) + 1}, kind: request, summary: A request., sources: [list]}\n`;
    const deal = `  - {id: ${id}_deal, date: 2026-0${(at % 9) + 1}-10, kind: agreement, people: ${at}, summary: They agreed., sources: [list]}\n`;
    const events = at % 3 === 2 ? "" : `events:\n${request}${at % 3 === 0 ? deal : ""}`;
    report.write(`content/countries/${id}-record.yaml`, `code: ${code}\n${events}`);
  }
  return report;
}
