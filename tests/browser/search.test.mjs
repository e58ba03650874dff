// Search: what is found by which words, in which scripts, what a reader loads for it and when.
//
// In: the report of this repository with names of Rwanda in other scripts. It never looks into the engine.

import assert from "node:assert/strict";
import { before, test } from "node:test";
import { browser, copyOfReport, open, serve, until, violations } from "./support.mjs";

const RWANDA = "/countries/rwanda/";
const OTHER_SCRIPTS = ["Руанда", "رواندا", "卢旺达", "ルワンダ", "รวันดา", "르완다"];

let chrome;
let report;
let site;

before(async () => {
  report = copyOfReport();
  report.write("content/countries/rwanda.yaml", `${report.read("content/countries/rwanda.yaml").trimEnd()}\naliases: [${OTHER_SCRIPTS.join(", ")}]\n`);
  chrome = await browser();
  site = (await serve(report)).url;
});

async function search(options = {}) {
  const { page, context, faults } = await open(chrome, options);
  await page.goto(`${site}/search/`);
  const field = page.getByRole("searchbox");
  const results = page.locator(".search-results a");
  const status = page.locator(".search-status");
  /** Asks and answers the titles found. */
  const ask = async (query) => {
    await field.fill("");
    await until("the list is empty", async () => (await status.textContent()) === "" && (await results.count()) === 0);
    await field.fill(query);
    await until(`${query} is looked up`, async () => (await status.textContent()) !== "");
    return results.allTextContents();
  };
  return { page, context, faults, field, results, status, ask };
}

test("a record is found by its name, a misspelt one, any other name and any code", async () => {
  const { context, faults, ask } = await search();
  const expected = [
    ["Rwanda", "Rwanda"], ["Rwamda", "Rwanda"], ["Ruanda", "Rwanda"], ["RWA", "Rwanda"], ["Eswatni", "Eswatini"], ["Swaziland", "Eswatini"],
    ["DRC", "Democratic Republic of the Congo"], ["Kosova", "Kosovo"], ["kosovo", "Kosovo"],
  ];
  for (const [query, title] of expected) assert.equal((await ask(query))[0], title, query);
  await context.close();
  assert.deepEqual(faults, []);
});

test("every other name of every record finds it", async () => {
  const { context, ask } = await search();
  const index = await (await context.request.get(`${site}/search.json`)).json();
  const names = index.filter(({ k }) => k === "Record").flatMap(({ t, a }) => a.map((name) => [name, t]));
  assert.ok(names.length > 100);
  const lost = [];
  for (const [name, title] of names.filter((_, at) => at % 5 === 0)) {
    if (!(await ask(name)).includes(title)) lost.push(`${name} does not find ${title}`);
  }
  await context.close();
  assert.deepEqual(lost, []);
});

test("names are found in scripts of every kind, also those without spaces, and by a part of them", async () => {
  const { context, ask } = await search();
  for (const query of [...OTHER_SCRIPTS, "руанда", "卢旺", "旺达", "ルワン"]) {
    assert.equal((await ask(query))[0], "Rwanda", query);
  }
  await context.close();
});

test("articles, sources and terms are found, and nothing where there is nothing", async () => {
  const { context, ask, status } = await search();
  const index = await (await context.request.get(`${site}/search.json`)).json();
  for (const kind of ["Article", "Source", "Term", "Page"]) {
    const { t } = index.find(({ k }) => k === kind);
    assert.ok((await ask(t)).includes(t), `${kind}: ${t}`);
  }
  assert.deepEqual(await ask("xqzzyxq"), []);
  assert.match(await status.textContent(), /^Nothing found/);
  await context.close();
});

test("what is loaded is loaded when the field is used, and once", async () => {
  const { page, context, field } = await open(chrome).then(async (opened) => ({ ...opened, field: opened.page.getByRole("searchbox") }));
  const loaded = [];
  page.on("request", (request) => loaded.push(new URL(request.url()).pathname));
  await page.goto(`${site}/search/`);
  const heavy = () => loaded.filter((path) => /search\.json$|minisearch/.test(path));
  assert.deepEqual(heavy(), []);
  await field.focus();
  await until("both are loaded", () => heavy().length === 2);
  await field.fill("Rwanda");
  await page.locator(".search-results a").first().waitFor();
  assert.equal(heavy().length, 2);
  await context.close();
});

test("by keyboard: a question, Enter, an address that can be sent, and the first result", async () => {
  const { page, context, field, results } = await search();
  await field.focus();
  await page.keyboard.type("Ruanda");
  await results.first().waitFor();
  await page.keyboard.press("Enter");
  assert.equal(new URL(page.url()).searchParams.get("q"), "Ruanda");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Rwanda");
  await page.keyboard.press("Enter");
  await page.waitForURL(site + RWANDA);
  await page.goBack();
  await results.first().waitFor();
  assert.equal(await field.inputValue(), "Ruanda", "and back to what was asked");
  assert.deepEqual(await violations(page), []);
  await context.close();
});

test("without scripts everything stands in a list from A to Z", async () => {
  const { page, context } = await open(chrome, { javaScriptEnabled: false });
  await page.goto(`${site}/search/`);
  assert.equal(await page.locator("form.search").isVisible(), false);
  await page.locator(".letter").getByRole("link", { name: "Rwanda", exact: true }).click();
  assert.equal(page.url(), site + RWANDA);
  await context.close();
});

test("the preview makes the index only for those who ask for it", async () => {
  const { page, context } = await open(chrome);
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(site + RWANDA);
  report.edit("content/countries/rwanda.yaml", "Rwanda took one", "Edited. Rwanda took one");
  await page.getByText("Edited.").first().waitFor(); // unlike a script in the page, this outlives a reload
  assert.deepEqual(asked.filter((path) => path.endsWith("search.json")), []);
  await context.close();
});
