// Search in the full text: what is found by which words, in which languages, what is loaded for it and when, and what becomes of it under a
// strict policy and in the preview.
//
// In: the golden sites in French and Arabic with the default theme, and a program built with the feature `full-text`. It never looks into the
// index.

import assert from "node:assert/strict";
import { before, test } from "node:test";
import { browser, build, copyOfSite, host, open, serve, until, violations } from "./support.mjs";

const BASE = "/a/b/";
/** What the manual says that full-text search needs. */
const POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";
const STRICTEST = "default-src 'self'";

/** An article whose last part has a word that stands nowhere else. */
const ARTICLE = `---
title: Le vol de nuit
description: Un départ.
date: 2026-09-03
---
Un avion est parti.

## La piste

Les passagers ont attendu sous un baobab, et les baobabs <mark>ne parlent</mark> pas.
`;

let chrome;
let french;
let arabic;

before(async () => {
  chrome = await browser();
  french = copyOfSite("french", "search: full-text", "text_edition: yes");
  french.write("content/articles/vol.md", ARTICLE);
  arabic = copyOfSite("arabic", "search: full-text");
});

/** The search page of a built report, and a way to ask it. */
async function search(report, policy = POLICY, options = {}) {
  const site = await host(build(report, "--base-url", `https://dossier.example${BASE}`), BASE, { "Content-Security-Policy": policy });
  const { page, context, faults } = await open(chrome, options);
  const loaded = [];
  page.on("request", (request) => loaded.push(new URL(request.url()).pathname));
  await page.goto(`${site}/search/`);
  const field = page.getByRole("searchbox");
  const section = page.locator(".search-text");
  const status = section.getByRole("status");
  const ask = async (query) => {
    await field.fill(query);
    await until(`${query} is looked up`, async () => /\d|aucune|واحدة|لا صفحة/i.test(await status.textContent()));
    return section.locator("li a").allTextContents();
  };
  return { site, page, context, faults, loaded, field, section, status, ask };
}

test("a word that stands only in the body of an article finds it, in any form, with the part and the words around it", async () => {
  const { site, page, context, faults, section, ask } = await search(french);
  assert.deepEqual(await ask("baobab"), ["Le vol de nuit"]);
  assert.deepEqual(await section.locator("mark").allTextContents(), ["baobab,", "baobabs"]);
  assert.equal(await section.locator(".kind").textContent(), "La piste");
  assert.match(await section.locator("li p").textContent(), /<mark>ne parlent<\/mark>/, "what is no mark is shown as text");
  assert.deepEqual(await ask("passager baobabs"), ["Le vol de nuit"], "one word of a stem finds another");
  assert.deepEqual(await ask("xqzzyxq"), []);
  assert.deepEqual(await violations(page), []);
  await ask("baobab");
  assert.deepEqual(await violations(page), []);
  await section.getByRole("link").click();
  assert.equal(page.url(), `${site}/articles/vol/#la-piste`);
  await context.close();
  assert.deepEqual(faults, []);
});

test("Arabic is found with and without its article", async () => {
  const { context, faults, ask } = await search(arabic);
  assert.ok((await ask("الأشخاص")).includes("عمليات النقل"));
  assert.ok((await ask("أشخاص")).includes("عمليات النقل"));
  await context.close();
  assert.deepEqual(faults, []);
});

test("lists, the search page, the page of what is not found and the text-only edition are not searched", async () => {
  const { page, context, section, ask } = await search(french);
  await ask("rwanda");
  const paths = await section.locator("li a").evaluateAll((links) => links.map((link) => new URL(link.href).pathname));
  assert.ok(paths.includes(`${BASE}countries/rwanda/`), `${paths}`);
  assert.deepEqual(paths.filter((path) => /\/(text|search|timeline|sources|countries|articles)\/$|\/text\/|404/.test(path)), []);
  assert.equal(new Set(paths).size, paths.length);
  await page.close();
  await context.close();
});

test("nothing of it is loaded before a question, and the titles are found beside it", async () => {
  const { page, context, loaded, field, section, ask } = await search(french);
  const heavy = () => loaded.filter((path) => path.includes("full-text"));
  await field.focus();
  await until("the titles are loaded", () => loaded.some((path) => path.endsWith("search.json")));
  assert.deepEqual(heavy(), []);
  assert.equal(await section.isVisible(), false);
  await ask("Rwanda");
  assert.ok(heavy().length > 0);
  assert.equal(await page.locator("form .search-results a").first().textContent(), "Rwanda");
  await field.fill("");
  await until("it is gone with the question", async () => !(await section.isVisible()));
  await context.close();
});

test("by keyboard the next pages are shown, and reading goes on at the first of them", async () => {
  const many = copyOfSite("french", "search: full-text");
  for (let at = 10; at < 25; at += 1) {
    many.write(`content/articles/vol-${at}.md`, ARTICLE.replace("Le vol de nuit", `Vol ${at}`));
  }
  const { page, context, section, status, ask } = await search(many);
  assert.equal((await ask("baobab")).length, 10);
  assert.match(await status.textContent(), /15/);
  await section.getByRole("button").focus();
  await page.keyboard.press("Enter");
  await until("all are shown", async () => (await section.locator("li").count()) === 15);
  assert.equal(await page.evaluate(() => document.activeElement.textContent), await section.locator("li a").nth(10).textContent());
  assert.equal(await section.getByRole("button").isVisible(), false);
  await context.close();
});

test("under a policy that lets no program run the titles are searched, and nothing is said to have failed", async () => {
  const { page, context, loaded, field, section } = await search(french, STRICTEST);
  await field.fill("Rwanda");
  await page.locator("form .search-results a").first().waitFor();
  await until("it was tried", () => loaded.some((path) => /full-text\.[^/]*js$/.test(path)));
  await page.waitForTimeout(500); // what must not appear cannot be waited for
  assert.equal(await section.isVisible(), false);
  assert.deepEqual(loaded.filter((path) => path.includes("/full-text/")), []);
  await context.close();
});

test("the preview makes no index and says so", async () => {
  const { url } = await serve(french);
  const { page, context } = await open(chrome);
  await page.goto(`${url}/search/`);
  await page.getByRole("searchbox").fill("baobab");
  const status = page.locator(".search-text").getByRole("status");
  await until("it says so", async () => (await status.textContent()).includes("construction du site"));
  await context.close();
});
