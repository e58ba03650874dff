// The style page and the pages it leads to, by the rules that hold for every page: rules.js over each as it is written, and rules.js and
// axe-core over the style page as it is shown, light and dark, on a phone and on a desk.
//
// In: the report of this repository, built with --style-page. It never asks what the page shows: tests/suite/style_page.rs does.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { pagesOf } from "./pages.mjs";
import { browser, build, copyOfReport, host, openWithoutPolicy, violations } from "./support.mjs";

const RULES = readFileSync(new URL("rules.js", import.meta.url), "utf8");
const SETTINGS = [320, 1280].flatMap((width) => ["light", "dark"].map((colorScheme) => ({ viewport: { width, height: 800 }, colorScheme })));

let folder;
let site;
let chrome;

before(async () => {
  folder = build(copyOfReport(), "--style-page");
  site = await host(folder);
  chrome = await browser();
});

test("each of its pages is written by the rules", async () => {
  const { page } = await openWithoutPolicy(chrome);
  await page.goto(`${site}/style/`);
  await page.evaluate(RULES);
  const pages = pagesOf(join(folder, "style"));
  assert.ok(pages.length > 25, `${pages.length} pages`);
  const complaints = [];
  for (const { path, text } of pages) {
    const found = await page.evaluate((html) => {
      const doc = new DOMParser().parseFromString(html, "text/html");
      // A30 asks whether the months of a page are in order: this one has several timelines, one after the other.
      const rules = Object.entries(globalThis.rules.structure).filter(([rule]) => rule !== "A30" || !doc.body.matches(".page-style"));
      return rules.flatMap(([rule, check]) => check(doc).map((complaint) => `${rule}: ${complaint}`));
    }, text);
    complaints.push(...found.map((complaint) => `${path} ${complaint}`));
  }
  assert.equal(complaints.join("\n"), "");
});

for (const setting of SETTINGS) {
  test(`it is shown by the rules at ${setting.viewport.width} px, ${setting.colorScheme}`, async () => {
    const { page, faults } = await openWithoutPolicy(chrome, setting);
    await page.goto(`${site}/style/`);
    await page.evaluate(() => document.querySelectorAll("main details").forEach((details) => (details.open = true)));
    await page.evaluate(RULES);
    const found = await page.evaluate(() =>
      Object.entries(globalThis.rules.shown).flatMap(([rule, check]) => check().map((complaint) => `${rule}: ${complaint}`)));
    assert.equal([...found, ...(await violations(page)), ...faults].join("\n"), "");
  });
}

test("nothing on it is wider than a phone, and a preview opens at a number", async () => {
  const { page } = await openWithoutPolicy(chrome, { viewport: { width: 320, height: 640 } });
  await page.goto(`${site}/style/`);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
  const mark = page.locator("main a.bound").first();
  await mark.click();
  assert.ok(await page.locator(".preview, .note:target").first().isVisible());
});
