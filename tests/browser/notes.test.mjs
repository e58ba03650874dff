// Notes: citations, numbers and terms, explained where they stand. Without scripts a sheet, with them a preview beside the mark.
//
// In: the report of this repository through `sourcebook serve`, and built. It never edits anything.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { browser, build, copyOfReport, open, serve, until, violations } from "./support.mjs";

const RWANDA = "/countries/rwanda/";
const ARTICLE = "/articles/how-many-people/";
const COURTS = "/articles/the-courts/";
const PHONE = { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true };

let chrome;
let site;

before(async () => {
  chrome = await browser();
  site = (await serve(copyOfReport())).url;
});

/** One mark of each kind: where it stands, and the beginning of its note's id. */
const KINDS = [
  ["a citation", ARTICLE, "sup.cite a", "note-"],
  ["a citation of a record", RWANDA, ".cites a", "note-"],
  ["a figure", ARTICLE, "a.bound[href^='#n.']", "n."],
  ["an event", ARTICLE, "a.bound[href^='#e.']", "e."],
  ["a term", COURTS, "a.term", "t."],
  ["a figure on a card", "/", ".figure-label a", "n."],
];

const scrolled = (page) => page.evaluate(() => scrollY);
const preview = (page) => page.locator(".preview");
const isFocused = (mark) => mark.evaluate((element) => element === document.activeElement);

// ── without scripts ───────────────────────────────────────────────────────────────────────────────────────────────────

for (const [kind, path, selector, prefix] of KINDS) {
  test(`without scripts ${kind} opens a sheet and closes it, and the text stays where it is`, async () => {
    const { page, context } = await open(chrome, { ...PHONE, javaScriptEnabled: false, reducedMotion: "reduce" });
    await page.goto(site + path);
    const mark = page.locator(selector).first();
    await mark.scrollIntoViewIfNeeded();
    await mark.tap();
    const sheet = page.locator(".note:target");
    assert.ok((await sheet.getAttribute("id")).startsWith(prefix));
    const box = await sheet.boundingBox();
    assert.deepEqual([box.x, Math.round(box.y + box.height)], [0, 640], "at the lower edge of the screen");
    const url = new URL(page.url());
    await page.getByRole("link", { name: "Back to the text", exact: true }).tap();
    assert.equal(await sheet.count(), 0);
    assert.notEqual(new URL(page.url()).hash, url.hash);
    assert.equal(await page.locator(".sheet-close").isVisible(), false);
    assert.equal(await mark.evaluate((element) => element.getBoundingClientRect().top < innerHeight), true, "the mark is in sight");
    await context.close();
  });
}

test("a note leads back to each place that uses it", async () => {
  const { page, context } = await open(chrome, { javaScriptEnabled: false, reducedMotion: "reduce" });
  for (const [, path, selector] of KINDS) {
    await page.goto(site + path);
    const mark = page.locator(selector).first();
    const id = await mark.getAttribute("id");
    await page.goto(site + path + (await mark.getAttribute("href")));
    await page.locator(`.note:target .note-back a[href="#${id}"]`).click();
    assert.equal(await page.locator(":target").getAttribute("id"), id);
    assert.equal(await page.locator(".note:target").count(), 0, "and its sheet is closed");
  }
  await context.close();
});

test("a note on a number says what it is, how it was made, how old it is and where all of it stands", async () => {
  const { page, context } = await open(chrome, { javaScriptEnabled: false });
  await page.goto(site + ARTICLE);
  const marks = page.locator("a.bound[href^='#n.']");
  const href = await marks.first().getAttribute("href");
  const note = page.locator(`[id="${href.slice(1)}"]`);
  assert.notEqual(await note.locator(".note-value").textContent(), "");
  assert.match(await note.textContent(), /As of .* \d+ inputs?/);
  await note.getByRole("link", { name: /^Full entry/ }).click();
  assert.equal(new URL(page.url()).pathname, "/figures/");
  assert.equal(await page.locator(":target").getAttribute("id"), href.slice(3));
  await context.close();
});

test("on paper a note that was opened stands in its list again", async () => {
  const { page, context } = await open(chrome, { javaScriptEnabled: false });
  await page.goto(`${site}${ARTICLE}#note-1`);
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator("#note-1").evaluate((note) => getComputedStyle(note).position), "static");
  assert.equal(await page.locator(".sheet-close").isVisible(), false);
  await context.close();
});

// ── with the pointer, the keyboard, a finger ──────────────────────────────────────────────────────────────────────────

for (const [kind, path, selector] of KINDS) {
  test(`the pointer on ${kind} shows its note, which stays while the pointer is on it`, async () => {
    const { page, context, faults } = await open(chrome, { reducedMotion: "reduce" });
    await page.goto(site + path);
    const mark = page.locator(selector).first();
    await mark.scrollIntoViewIfNeeded();
    const before = await scrolled(page);
    await mark.hover();
    await preview(page).waitFor();
    assert.equal(await mark.getAttribute("aria-expanded"), "true");
    assert.equal(await page.locator(`#${await mark.getAttribute("aria-details")}`).count(), 1);
    await preview(page).locator("p").first().hover();
    await page.waitForTimeout(600);
    assert.equal(await preview(page).isVisible(), true, "hoverable and persistent");
    await page.keyboard.press("Escape");
    assert.equal(await preview(page).count(), 0, "dismissable with the pointer where it is");
    assert.equal(await mark.getAttribute("aria-expanded"), "false");
    await page.mouse.move(1, 1);
    await mark.hover();
    await preview(page).waitFor();
    await page.mouse.move(1, 1);
    await until("it goes when the pointer leaves", async () => (await preview(page).count()) === 0);
    assert.equal(await scrolled(page), before);
    await context.close();
    assert.deepEqual(faults, []);
  });
}

test("a click keeps a note open, a second one or one elsewhere closes it, and the address stays", async () => {
  const { page, context } = await open(chrome);
  await page.goto(site + ARTICLE);
  const mark = page.locator("sup.cite a").first();
  await mark.click();
  await page.mouse.move(1, 1);
  await page.waitForTimeout(600);
  assert.equal(await preview(page).isVisible(), true);
  await mark.click();
  assert.equal(await preview(page).count(), 0);
  await mark.click();
  await page.locator("h1").click();
  assert.equal(await preview(page).count(), 0);
  await mark.click();
  await page.getByRole("button", { name: "Close" }).click();
  assert.equal(await preview(page).count(), 0);
  assert.equal(page.url(), site + ARTICLE);
  await context.close();
});

test("by keyboard the focus shows a note, Tab goes on in the text, Enter goes in and Escape comes back", async () => {
  const { page, context } = await open(chrome);
  await page.goto(site + ARTICLE);
  const mark = page.locator("sup.cite a").first();
  await page.locator("a.bound, a.mention, sup.cite a").first().focus();
  for (let at = 0; at < 40 && !(await isFocused(mark)); at += 1) await page.keyboard.press("Tab");
  assert.ok(await isFocused(mark), "Tab alone comes to it, whatever was shown on the way");
  assert.ok((await mark.getAttribute("aria-label")).startsWith("Source 1: "), "it says what it leads to");
  await preview(page).waitFor();
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.closest(".preview")), null, "no stop in between");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Enter");
  assert.ok(await isFocused(preview(page)));
  await page.keyboard.press("Tab");
  assert.ok(await isFocused(preview(page).locator("a").first()));
  await page.keyboard.press("Escape");
  assert.equal(await preview(page).count(), 0);
  assert.ok(await isFocused(mark));
  // No trap: the focus can walk out of an open note.
  await page.keyboard.press("Enter");
  const links = await preview(page).locator("a, button").count();
  for (let at = 0; at <= links; at += 1) await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.closest(".preview")), null);
  assert.equal(await preview(page).count(), 0, "and closes it");
  await context.close();
});

test("a finger opens a note at the lower edge, beside its mark, and closes it", async () => {
  const { page, context, faults } = await open(chrome, PHONE);
  await page.goto(site + ARTICLE);
  const mark = page.locator("a.bound[href^='#n.']").first();
  await mark.evaluate((element) => element.scrollIntoView({ block: "end", behavior: "instant" }));
  await mark.tap();
  await preview(page).waitFor();
  const [note, place] = [await preview(page).boundingBox(), await mark.boundingBox()];
  assert.deepEqual([note.x, note.width], [0, 320]);
  assert.ok(place.y + place.height <= note.y, "the note does not cover its mark");
  const close = await page.getByRole("button", { name: "Close" }).boundingBox();
  assert.ok(Math.min(close.width, close.height) >= 24);
  await page.getByRole("button", { name: "Close" }).tap();
  assert.equal(await preview(page).count(), 0);
  await context.close();
  assert.deepEqual(faults, []);
});

test("a note that cites a source shows that source in its place", async () => {
  const { page, context } = await open(chrome);
  await page.goto(site + ARTICLE);
  await page.locator("a.bound[href^='#e.']").first().click();
  const first = await preview(page).locator(".note-title").textContent();
  await preview(page).locator(".cites a").first().click();
  await until("the source is shown", async () => (await preview(page).locator(".note-title").textContent()) !== first);
  assert.ok(await isFocused(preview(page)));
  assert.equal(page.url(), site + ARTICLE);
  await context.close();
});

for (const colorScheme of ["light", "dark"]) {
  for (const [name, options] of [["on a phone", PHONE], ["on a desk", {}]]) {
    test(`axe-core finds nothing in an open note, ${colorScheme}, ${name}`, async () => {
      const { page, context } = await open(chrome, { ...options, colorScheme, reducedMotion: "reduce" });
      await page.goto(site + ARTICLE);
      await page.locator("a.bound[href^='#n.']").first().click();
      assert.deepEqual(await violations(page), []);
      await page.goto(`${site}${ARTICLE}#note-1`);
      assert.deepEqual(await violations(page), []);
      await context.close();
    });
  }
}

test("with forced colours a note has an edge", async () => {
  const { page, context } = await open(chrome, { forcedColors: "active" });
  await page.goto(site + ARTICLE);
  await page.locator("a.bound[href^='#n.']").first().click();
  assert.equal(await preview(page).evaluate((note) => getComputedStyle(note).borderTopStyle), "solid");
  await context.close();
});

test("a record with its style takes 35 kB on the line, the script of all pages 12 kB", () => {
  const folder = build(copyOfReport());
  const size = (...path) => gzipSync(readFileSync(join(folder, ...path)), { level: 9 }).length;
  const asset = (start, end) => readdirSync(join(folder, "assets")).find((name) => name.startsWith(start) && name.endsWith(end));
  const style = size("assets", asset("style.", ".css"));
  const records = readdirSync(join(folder, "countries"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const large = records.map(({ name }) => [name, size("countries", name, "index.html") + style]).filter(([, bytes]) => bytes > 35 * 1024);
  assert.ok(records.length > 20);
  assert.deepEqual(large, []);
  assert.ok(size("assets", asset("site.", ".js")) <= 12 * 1024);
});
