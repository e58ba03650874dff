// The table of all records: what can be filtered and sorted, by whom, and what the address keeps of it.
//
// In: the report of this repository, and one with a single record. It never edits a report that is shown.

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { before, test } from "node:test";
import { browser, copyOfReport, open, serve, violations } from "./support.mjs";

const COUNTRIES = "/countries/";

let chrome;
let site;

before(async () => {
  chrome = await browser();
  site = (await serve(copyOfReport())).url;
});

/** A page with the table, and what a reader sees of it. */
async function table(query = "", options = {}) {
  const { page, context, faults } = await open(chrome, options);
  await page.goto(site + COUNTRIES + query);
  const rows = page.locator("tr[data-name]");
  const names = () => rows.evaluateAll((all) => all.filter((row) => row.checkVisibility()).map((row) => row.dataset.name));
  const status = page.locator(".filter-status");
  const find = (label) => page.getByLabel(label, { exact: true });
  const asked = () => Object.fromEntries(new URL(page.url()).searchParams);
  const head = (key) => page.locator(`th[data-sort=${key}]`);
  return { page, context, faults, rows, names, status, find, asked, head };
}

test("a name is found however it is written, also by its other names and codes", async () => {
  const { context, faults, names, status, rows, find, page } = await table();
  const all = await rows.count();
  assert.equal(await status.textContent(), `${all} of ${all} shown`);
  const expected = [
    ["rwanda", "Rwanda"], ["RWANDA", "Rwanda"], ["RWA", "Rwanda"], ["Swaziland", "Eswatini"], ["DRC", "Democratic Republic of the Congo"],
    ["congo republic democratic", "Democratic Republic of the Congo"],
  ];
  for (const [query, name] of expected) {
    await find("Filter by name").fill(query);
    assert.ok((await names()).includes(name), `${query} finds ${name}, not ${await names()}`);
    assert.equal(await status.textContent(), `${(await names()).length} of ${all} shown`);
  }
  await find("Filter by name").fill("rwanda");
  assert.equal(await page.locator(".group-row:visible").count(), 1, "no heading above nothing");
  await find("Filter by name").fill("nobody");
  assert.equal(await status.textContent(), "No record matches.");
  assert.deepEqual(await names(), []);
  await context.close();
  assert.deepEqual(faults, []);
});

test("letters are compared without accents and apostrophes", async () => {
  const { page, context } = await table();
  const fold = (text) => page.evaluate((value) => globalThis.plainLetters(value), text);
  assert.equal(await fold("Côte d’Ivoire"), await fold("COTE D'IVOIRE"));
  assert.equal(await fold("Curaçao"), "curacao");
  assert.equal(await fold("São Tomé"), "sao tome");
  assert.equal(await fold("Łódź, Ærø"), "lodz, aero");
  await context.close();
});

test("status, region and list narrow the table, and can be taken back at once", async () => {
  const { page, context, rows, names, find, asked } = await table();
  const original = await names();
  for (const [label, key, param] of [["Status", "badge", "status"], ["Region", "region", "region"], ["Named on", "lists", "list"]]) {
    const option = find(label).locator("option").nth(1);
    const value = await option.getAttribute("value");
    await find(label).selectOption(value);
    const alike = await rows.evaluateAll((all, [name, want]) => all
      .filter((row) => (name === "lists" ? row.dataset.lists.split(" ").includes(want) : row.dataset[name] === want)).map((row) => row.dataset.name), [key, value]);
    assert.deepEqual(await names(), alike);
    assert.ok(alike.length > 0 && alike.length < original.length, `${label}: ${alike.length}`);
    assert.equal(asked()[param], value);
    await page.getByRole("button", { name: "Clear filters" }).click();
    assert.deepEqual(await names(), original);
    assert.deepEqual(asked(), {});
    assert.equal(await find("Filter by name").evaluate((field) => field === document.activeElement), true, "the focus is not lost");
    assert.equal(await page.getByRole("button", { name: "Clear filters" }).isVisible(), false);
  }
  await context.close();
});

test("columns sort up, down and back, and say so", async () => {
  const { page, context, faults, rows, names, head, asked } = await table();
  const original = await names();
  const order = new Intl.Collator("en", { numeric: true }).compare;
  const name = head("name").getByRole("button");
  await name.focus();
  await page.keyboard.press("Enter");
  assert.equal(await head("name").getAttribute("aria-sort"), "ascending");
  assert.deepEqual(await names(), original.toSorted(order));
  assert.equal(await name.evaluate((button) => button === document.activeElement), true);
  await page.keyboard.press("Space");
  assert.equal(await head("name").getAttribute("aria-sort"), "descending");
  assert.deepEqual(await names(), original.toSorted(order).reverse());
  assert.deepEqual(asked(), { sort: "-name" });
  const date = head("date").getByRole("button");
  await date.click();
  assert.equal(await head("name").getAttribute("aria-sort"), null);
  const dates = await rows.evaluateAll((all) => all.map((row) => row.dataset.date));
  assert.deepEqual(dates.filter(Boolean), dates.filter(Boolean).toSorted());
  assert.ok(dates.join(" ").trimEnd() === dates.filter(Boolean).join(" "), "what is not known stays last");
  await date.click();
  await date.click();
  assert.deepEqual(await names(), original, "a third time, and the order is as it was");
  assert.deepEqual(asked(), {});
  await context.close();
  assert.deepEqual(faults, []);
});

test("an address keeps what was chosen: reloaded, sent to a friend, and come back to", async () => {
  const first = await table();
  await first.find("Filter by name").fill("an");
  await first.find("Status").selectOption({ index: 1 });
  await first.head("name").getByRole("button").click();
  const [shown, address] = [await first.names(), first.page.url()];
  assert.ok(shown.length > 0);
  await first.page.reload();
  assert.deepEqual(await first.names(), shown);
  assert.equal(first.page.url(), address);

  const friend = await table(new URL(address).search);
  assert.deepEqual(await friend.names(), shown);
  assert.equal(await friend.find("Filter by name").inputValue(), "an");
  assert.equal(await friend.head("name").getAttribute("aria-sort"), "ascending");
  await friend.context.close();

  await first.page.locator("tr[data-name]:visible a").first().click();
  await first.page.waitForURL(/\/countries\/[^/?]+\/$/);
  await first.page.goBack();
  assert.equal(first.page.url(), address);
  assert.deepEqual(await first.names(), shown);
  await first.context.close();

  const stale = await table("?status=no-such&sort=colour&region=Nowhere");
  assert.deepEqual((await stale.names()).length, await stale.rows.count(), "what is no more is not asked for");
  await stale.context.close();
});

test("without scripts the table is complete and grouped, and there is no dead control", async () => {
  const { context, page, rows, names } = await table("?q=rwanda", { javaScriptEnabled: false });
  assert.equal((await names()).length, await rows.count());
  assert.ok((await page.locator(".group-row:visible").count()) > 1);
  assert.equal(await page.locator("form.filter").isVisible(), false);
  assert.equal(await page.locator("thead button").count(), 0);
  await context.close();
});

for (const colorScheme of ["light", "dark"]) {
  test(`axe-core finds nothing when nothing matches, ${colorScheme}, 320 px`, async () => {
    const { page, context } = await table("?q=nobody&sort=name", { colorScheme, viewport: { width: 320, height: 640 } });
    assert.deepEqual(await violations(page), []);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    await context.close();
  });
}

test("one record is enough", async () => {
  const report = copyOfReport();
  // A report of its own: one record, nothing that speaks of others.
  for (const folder of ["countries", "articles", "pages"]) {
    for (const file of readdirSync(report.at(`content/${folder}`))) report.remove(`content/${folder}/${file}`);
  }
  for (const file of ["glossary.yaml", "sources.yaml"]) report.remove(`content/${file}`);
  report.write("content/site.yaml", "title: One\ndescription: One record.\nlanguage: en\nmap: {worldview: un}\n");
  report.write("content/program.yaml", "title: One\nquestion: Where?\nsince: 2026\naxes: {}\nkinds: {}\nbadges: []\n");
  report.write("content/countries/rwanda.yaml", "code: RW\n");
  const own = (await serve(report)).url;
  const { page, context, faults } = await open(chrome);
  await page.goto(own + COUNTRIES);
  assert.equal(await page.locator(".filter-status").textContent(), "1 of 1 shown");
  assert.equal(await page.locator("tr[data-name]").count(), 1);
  await context.close();
  assert.deepEqual(faults, []);
});
