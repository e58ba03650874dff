// The preview: what an editor sees in the browser while files change on disk.
//
// In: copies of the report, one for each test, so that no test sees the edits of another, each with an article made for these
// tests. It never depends on what the report says, never looks at the terminal, and never waits for a time: always for what
// must come.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { TODAY, browser, build, check, copyOfReport, open, serve, until, violations } from "./support.mjs";

const FILE = "content/articles/made-for-the-tests.md";
const ARTICLE = "/articles/made-for-the-tests/";
const TITLE = "Made for the tests";
const SENTENCE = "This sentence is as it was.";
const CHANGED = "This sentence is another one.";
const LAST = "The last sentence is as it was.";
const FILLING = "Some words to fill the page with, so that there is something to scroll. ".repeat(60);
const TEXT = `---
title: ${TITLE}
date: ${TODAY}
---

${SENTENCE}

${FILLING}

## The last part

${LAST}

${FILLING}
`;

let chrome;
before(async () => {
  chrome = await browser();
});

/** The report, with the article in it. */
function reportWithArticle() {
  const report = copyOfReport();
  report.write(FILE, TEXT);
  return report;
}

/** A report, its preview and a page that shows `path` and hears of changes. */
async function preview(path, options) {
  const report = reportWithArticle();
  const { url: site } = await serve(report);
  const opened = await open(chrome, options);
  await visit(opened.page, site + path);
  return { report, site, ...opened };
}

/** Opens a page and waits until it listens: it asks for news of itself when its stream is there. */
async function visit(page, url) {
  const asked = page.waitForResponse((response) => response.url().includes("/_sourcebook/page"));
  await page.goto(url);
  await asked;
}

/** Something in the window that a page load would wipe out. */
const mark = (page) => page.evaluate(() => (globalThis.mark = true));
const isMarked = (page) => page.evaluate(() => globalThis.mark === true);

/** A finding in the panel, by its code. */
const code = (page, name) => panel(page).getByText(name, { exact: true });

/** The findings over the page. Locators of Playwright see into the shadow tree. */
const panel = (page) => page.locator("sourcebook-preview .panel");

test("an edited article shows itself, and the place on the page is kept", async () => {
  const { report, page, context, faults } = await preview(ARTICLE, { reducedMotion: "reduce" });
  await page.locator("#the-last-part").evaluate((heading) => heading.scrollIntoView());
  const before = await page.evaluate(() => scrollY);
  assert.ok(before > 500, `${before} px down`);
  const place = () => page.locator("#the-last-part").evaluate((heading) => heading.getBoundingClientRect().top);
  const top = await place();
  report.edit(FILE, LAST, "The last sentence is another one.");
  await page.getByText("The last sentence is another one.").waitFor();
  await until("the place is as it was", async () => Math.abs((await place()) - top) <= 4);
  assert.equal(await page.locator("sourcebook-preview").count(), 0, "nothing is put over a page without findings");
  await context.close();
  assert.deepEqual(faults, []);
});

test("an edit that does not concern a page leaves it alone", async () => {
  const { report, site, page, context, faults } = await preview("/glossary/");
  await mark(page);
  const asked = page.waitForResponse((response) => response.url().includes("/_sourcebook/page"));
  report.edit(FILE, SENTENCE, CHANGED);
  assert.equal((await (await asked).json()).state, "same");
  assert.ok(await isMarked(page), "it was not loaded again");
  const other = await context.newPage();
  await other.goto(site + ARTICLE);
  await other.getByText(CHANGED).waitFor();
  await context.close();
  assert.deepEqual(faults, []);
});

test("a style sheet is swapped and the page stays", async () => {
  const { report, page, context, faults } = await preview(ARTICLE);
  await mark(page);
  const colour = () => page.locator("h1").evaluate((heading) => getComputedStyle(heading).color);
  const before = await colour();
  for (const [style, shown] of [["rgb(1, 2, 3)", "rgb(1, 2, 3)"], ["rgb(4, 5, 6)", "rgb(4, 5, 6)"]]) {
    report.write("themes/default/assets/own.css", `h1 { color: ${style}; }\n`);
    await until(`headings are ${shown}`, async () => (await colour()) === shown);
  }
  report.remove("themes/default/assets/own.css");
  await until("headings are as they were", async () => (await colour()) === before);
  await until("there is one style sheet", async () => (await page.locator("link[rel=stylesheet]").count()) === 1);
  assert.ok(await isMarked(page), "it was not loaded again");
  await context.close();
  assert.deepEqual(faults, []);
});

test("a fault is shown over the page, as text, and goes when it is mended", async () => {
  const { report, page, context, faults } = await preview(ARTICLE);
  await mark(page);
  // A tag for a browser, a word for us.
  const hostile = "<img/src=x/onerror=globalThis.harmed=true>";
  const fault = ` [@${hostile}] {{ program.recrds }}`;
  report.edit(FILE, SENTENCE, SENTENCE + fault);
  await panel(page).waitFor();
  const line = report.read(FILE).split("\n").findIndex((text) => text.includes("recrds")) + 1;
  const column = report.read(FILE).split("\n")[line - 1].indexOf("recrds") + 1;
  const finding = panel(page).locator("li", { hasText: "unknown-field" });
  const text = await finding.innerText();
  assert.match(text, /error/);
  assert.ok(text.includes(`${FILE}:${line}:${column}`), text);
  assert.ok(text.includes("`recrds`"), text);
  assert.ok(text.includes("did you mean `records`?"), text);
  const picture = await finding.locator("pre").innerText();
  assert.ok(picture.includes(`${line} | ${SENTENCE}`) && picture.includes("^^^^^^"), picture);
  for (const said of [`${FILE}:${line}`, "did you mean"]) assert.equal(text.split(said).length, 2, `${said} is said once`);
  // What was good stays, and what an editor typed is text.
  assert.ok(await page.locator("main").getByText(SENTENCE).isVisible());
  const message = await panel(page).locator("li", { hasText: "unknown-source" }).locator("p").nth(1).innerText();
  assert.ok(message.includes(hostile), message);
  assert.equal(await panel(page).locator("img").count(), 0);
  assert.equal(await page.evaluate(() => globalThis.harmed), undefined);

  // Out of the way, and back.
  await page.keyboard.press("Escape");
  await panel(page).waitFor({ state: "hidden" });
  await page.locator("sourcebook-preview .badge").click();
  await panel(page).waitFor();

  // Whoever comes now sees the last good page with the same findings.
  const other = await context.newPage();
  await other.goto(page.url());
  await panel(other).waitFor();
  assert.ok(await other.locator("main").getByText(SENTENCE).isVisible());

  report.edit(FILE, fault, "");
  await panel(page).waitFor({ state: "detached" });
  await panel(other).waitFor({ state: "detached" });
  assert.ok(await isMarked(page), "the page is as it was before, so it was not loaded again");
  await context.close();
  assert.deepEqual(faults, []);
});

test("a fault in a record and one in a template are shown, and both at once", async () => {
  const { report, page, context, faults } = await preview("/countries/rwanda/");
  const [nauru, tuvalu] = ["content/countries/nauru.yaml", "content/countries/tuvalu.yaml"];
  report.write(nauru, "code: NR\nreview_by: 2027-03-44\n");
  await code(page, "bad-date").waitFor();
  report.write(tuvalu, "code: ZZQ\n");
  await code(page, "bad-country-code").waitFor();
  assert.ok(await code(page, "bad-date").isVisible());
  report.edit(nauru, "2027-03-44", "2027-03-14");
  await code(page, "bad-date").waitFor({ state: "detached" });
  report.edit(tuvalu, "ZZQ", "TV");
  await panel(page).waitFor({ state: "detached" });
  const template = `{% extends "base.html" %}\n{% block content %}{{ page.heading | nofilter }}{% endblock content %}\n`;
  report.write("themes/default/templates/country.html", template);
  await page.locator("sourcebook-preview .panel, .stand-in").first().waitFor();
  await page.getByText("template-error", { exact: true }).waitFor();
  report.remove("themes/default/templates/country.html");
  await page.getByRole("heading", { name: "Where sources differ" }).waitFor();
  await panel(page).waitFor({ state: "detached" });
  await context.close();
  assert.deepEqual(faults.filter((fault) => !fault.startsWith("500: ")), []);
});

/** The note in the corner, for what is no error. */
const note = (page) => page.locator("sourcebook-preview .note");
const sheet = (page) => note(page).locator(".sheet");

/** What stands on the note once it is there. */
const title = (page) => note(page).locator("> summary").innerText();

/** The policy that docs/hosting.md recommends, and more. */
const POLICY = "default-src 'self'; script-src 'self'; style-src 'self'";

for (const [width, colorScheme] of [[320, "light"], [320, "dark"], [1280, "light"], [1280, "dark"]]) {
  test(`a page notes in its corner what there is to mend in it, ${colorScheme}, ${width} px`, async () => {
    const report = reportWithArticle();
    const NAURU = "content/countries/nauru.yaml";
    const LEFT_OVER = "<!-- sourcebook: allow unbound-number counted by hand -->\n";
    report.write(NAURU, "code: NR\nreview_by: 2025-01-01\n");
    report.edit(FILE, LAST, `The last sentence is about Nauru.\n\n${LEFT_OVER}`);
    // A page that is being written is not stamped yet: the preview does not tell of it.
    const findings = JSON.parse(check(report, "json")).findings.filter(({ code }) => code !== "unstamped-change");
    const ofNauru = findings.filter(({ file }) => file === NAURU);
    const stale = ofNauru.find(({ code }) => code === "stale-review");
    const elsewhere = findings.length - ofNauru.length;
    assert.ok(stale && elsewhere > 0);
    const told = (number) => `${number} finding${number === 1 ? "" : "s"}`;

    const { url: site } = await serve(report);
    const { page, context, faults } = await open(chrome, { viewport: { width, height: 568 }, colorScheme });
    await page.route(`${site}/countries/nauru/`, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, headers: { ...response.headers(), "Content-Security-Policy": POLICY } });
    });
    await visit(page, `${site}/countries/nauru/`);
    await note(page).waitFor();
    assert.equal(await title(page), `${told(ofNauru.length)} on this page`);
    assert.ok(!(await sheet(page).isVisible()), "it waits to be opened");

    // Whatever lies under it can be scrolled out from there.
    await page.evaluate(() => scrollTo({ top: document.documentElement.scrollHeight, behavior: "instant" }));
    const end = await page.locator("footer").last().evaluate((footer) => footer.getBoundingClientRect().bottom);
    assert.ok(end <= (await note(page).boundingBox()).y, "the end of the page is free");

    // By keyboard.
    await note(page).locator("> summary").focus();
    await page.keyboard.press("Enter");
    await sheet(page).waitFor();
    const text = await sheet(page).locator("li", { hasText: stale.code }).innerText();
    for (const said of [`${NAURU}:${stale.line}`, stale.message, stale.help]) assert.ok(text.includes(said), `${text} says ${said}`);
    const box = await sheet(page).boundingBox();
    assert.ok(box.x >= 0 && box.x + box.width <= width && box.y >= 0, JSON.stringify(box));
    const more = sheet(page).getByText(`and ${elsewhere} elsewhere`);
    assert.ok(await more.isVisible());
    assert.ok(!(await sheet(page).getByText("unused-allow").isVisible()));
    await more.click();
    assert.ok(await sheet(page).getByText("unused-allow").isVisible());
    await page.keyboard.press("Escape");
    await sheet(page).waitFor({ state: "hidden" });
    await page.keyboard.press("Enter");
    await sheet(page).waitFor();

    // It follows edits: here with a new page, in which it is still open, there without.
    const other = await context.newPage();
    await visit(other, site + ARTICLE);
    await note(other).waitFor();
    await mark(other);
    // Not on the page with the policy: axe-core puts styles into a page.
    assert.deepEqual(await violations(other), []);
    await note(other).locator("> summary").click();
    await sheet(other).waitFor();
    assert.deepEqual(await violations(other), []);
    report.write(NAURU, "code: NR\nreview_by: 2027-01-01\n");
    await until("the count follows", async () => (await title(page)) !== `${told(ofNauru.length)} on this page`);
    assert.ok(await sheet(page).isVisible());
    assert.ok(await isMarked(other));
    report.edit(FILE, LEFT_OVER, "");
    const left = JSON.parse(check(report, "json")).findings;
    if (left.length === 0) await note(page).waitFor({ state: "detached" });
    await until("the article has none", async () => (await note(other).count()) === 0 || (await title(other)) === `${told(left.length)} elsewhere`);
    await context.close();
    assert.deepEqual(faults, []);
  });
}

test("a built page has nothing of the preview in it", async () => {
  const report = reportWithArticle();
  report.write("content/countries/nauru.yaml", "code: NR\nreview_by: 2025-01-01\n");
  const text = readFileSync(join(build(report), "countries/nauru/index.html"), "utf8");
  assert.ok(text.includes("Nauru") && !text.includes("_sourcebook") && !text.includes("sourcebook-preview"));
});

test("a preview that starts with a fault shows it, and the page when it is mended", async () => {
  const report = reportWithArticle();
  report.edit(FILE, SENTENCE, `${SENTENCE} {{ program.recrds }}`);
  const { url: site } = await serve(report);
  const { page, context } = await open(chrome);
  const answer = await page.goto(site + ARTICLE);
  assert.equal(answer.status(), 503);
  await page.getByText("unknown-field", { exact: true }).waitFor();
  report.edit(FILE, " {{ program.recrds }}", "");
  await page.getByRole("heading", { level: 1, name: TITLE }).waitFor();
  await context.close();
});

test("a deleted article is not found, and its return brings it back", async () => {
  const { report, site, page, context, faults } = await preview(ARTICLE);
  const list = await context.newPage();
  await visit(list, `${site}/articles/`);
  assert.equal(await list.getByRole("link", { name: TITLE }).count(), 1);

  report.remove(FILE);
  await page.getByRole("heading", { level: 1, name: "Page not found" }).waitFor();
  assert.equal((await context.request.get(site + ARTICLE)).status(), 404);
  await list.getByRole("link", { name: TITLE }).waitFor({ state: "detached" });

  report.write(FILE, TEXT);
  await page.getByRole("heading", { level: 1, name: TITLE }).waitFor();
  await list.getByRole("link", { name: TITLE }).waitFor();
  await context.close();
  assert.deepEqual(faults.filter((fault) => fault !== `404: ${site}${ARTICLE}`), []);
});

test("a new record appears in the table and has a page", async () => {
  const { report, site, page, context, faults } = await preview("/countries/");
  const records = await page.locator("tr[data-name]").count();
  report.write("content/countries/nauru.yaml", "code: NR\n");
  await page.locator("tr[data-name=Nauru]").waitFor();
  assert.equal(await page.locator("tr[data-name]").count(), records + 1);
  await page.getByRole("link", { name: "Nauru", exact: true }).click();
  await page.waitForURL(`${site}/countries/nauru/`);
  assert.equal(await page.locator("h1").textContent(), "Nauru");
  await context.close();
  assert.deepEqual(faults, []);
});

test("a picture that is replaced is shown", async () => {
  const report = reportWithArticle();
  const square = (size) => `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}"><path d="M0 0h9v9z"/></svg>\n`;
  report.write("content/media/square.svg", square(40));
  report.edit(FILE, SENTENCE, `${SENTENCE}\n\n![A square](../media/square.svg \"Credit: The desk\")\n`);
  const { url: site } = await serve(report);
  const { page, context, faults } = await open(chrome);
  await visit(page, site + ARTICLE);
  const width = () => page.getByAltText("A square").evaluate((picture) => picture.naturalWidth);
  await until("the picture is there", async () => (await width()) === 40);
  report.write("content/media/square.svg", square(60));
  await until("the new one is shown", async () => {
    await page.reload();
    return (await width()) === 60;
  });
  await context.close();
  assert.deepEqual(faults, []);
});

test("eight open tabs all follow, more than there are connections to a host", async () => {
  const report = reportWithArticle();
  const { url: site } = await serve(report);
  const { page, context, faults } = await open(chrome);
  // Without a window, Chromium says of every tab that it can be seen. In a window that holds for the one in front, and so here.
  await context.addInitScript(() => {
    Object.defineProperty(document, "hidden", { get: () => sessionStorage.getItem("front") === null });
  });
  const turn = (tab, front) => tab.evaluate((value) => {
    if (value) sessionStorage.setItem("front", "");
    else sessionStorage.removeItem("front");
    document.dispatchEvent(new Event("visibilitychange"));
  }, front);
  const tabs = [page];
  while (tabs.length < 8) tabs.push(await context.newPage());
  for (const tab of tabs) {
    await tab.goto(site + ARTICLE);
    const asked = tab.waitForResponse((response) => response.url().includes("/_sourcebook/page"));
    await turn(tab, true);
    await asked;
    await turn(tab, false);
  }
  for (const [old, text] of [[SENTENCE, CHANGED], [CHANGED, SENTENCE]]) {
    report.edit(FILE, old, text);
    for (const tab of tabs) {
      await turn(tab, true);
      await tab.getByText(text).waitFor();
      await turn(tab, false);
    }
  }
  await context.close();
  assert.deepEqual(faults, []);
});

test("a preview that comes back at the same address is heard again", async () => {
  const report = reportWithArticle();
  const first = await serve(report);
  const { page, context, faults } = await open(chrome);
  await visit(page, first.url + ARTICLE);
  await first.stop();
  report.edit(FILE, SENTENCE, CHANGED);
  await serve(report, new URL(first.url).port);
  await page.getByText(CHANGED).waitFor();
  await context.close();
  const ofConnection = /ERR_(CONNECTION_REFUSED|CONNECTION_RESET|INCOMPLETE_CHUNKED_ENCODING|EMPTY_RESPONSE)/;
  assert.deepEqual(faults.filter((fault) => !ofConnection.test(fault)), []);
});
