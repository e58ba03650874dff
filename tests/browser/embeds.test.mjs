// What others show on their own pages, M28 to M30: the HTML to paste is pasted into a page of another site, as that site would, and looked at.
//
// In: the report of this repository, built for https://example.org/, and pages of a newspaper at https://paper.example/. Both are answered from
// disk, with the headers that docs/hosting.md asks for, so that every address is the one that readers would see. Nothing else is answered.

import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { extname, join } from "node:path";
import { before, test } from "node:test";
import { sent } from "./pages.mjs";
import { browser, build, copyOfReport, open, violations } from "./support.mjs";

const SITE = "https://example.org/";
const PAPER = "https://paper.example/article";
const BUDGET = 60 * 1024;
const POLICY = "default-src 'self'; frame-ancestors *; base-uri 'none'; form-action 'none'";

let folder;
let chrome;
/** Every answer by oEmbed: `path` of the page, and what the answer says. */
let embeds;

before(async () => {
  folder = build(copyOfReport());
  const files = readdirSync(join(folder, "embed"), { recursive: true }).filter((file) => file.endsWith(".oembed.json"));
  embeds = files.sort().map((file) => ({
    path: `embed/${file.replace(".oembed.json", "/")}`,
    ...JSON.parse(readFileSync(join(folder, "embed", file), "utf8")),
  }));
  chrome = await browser();
});

const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml" };

/** A reader at the newspaper, whose article holds this HTML; what was asked for, and what nobody answered. */
async function reader(html, { policy = POLICY, ...options } = {}) {
  const { page, context, faults } = await open(chrome, options);
  const asked = [];
  const strays = [];
  await context.route("**/*", (route) => {
    const url = route.request().url();
    if (url === PAPER) return route.fulfill({ contentType: TYPES[".html"], body: article(html) });
    const file = join(folder, url.startsWith(SITE) ? new URL(url).pathname.replace(/\/$/, "/index.html") : "nowhere");
    if (!existsSync(file)) {
      strays.push(url);
      return route.abort();
    }
    asked.push({ url, bytes: sent(readFileSync(file)) });
    return route.fulfill({ path: file, contentType: TYPES[extname(file)], headers: { "content-security-policy": policy } });
  });
  await page.goto(PAPER);
  return { page, context, asked, strays, faults: () => faults.filter((fault) => !fault.startsWith(`other origin: ${SITE}`)) };
}

const article = (html) => `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>The Paper</title>
  <style>body { margin: 0 }</style><h1>An article</h1>${html}<p>It goes on.</p></html>`;

/** The page in the frame of the article. */
async function framed(page) {
  const frame = page.frames().find((one) => one.parentFrame() !== null);
  await frame.waitForLoadState();
  return frame;
}

/** By how many pixels the page in the frame is larger than the frame. */
const overflow = (frame) => frame.evaluate(() => {
  const { scrollWidth, scrollHeight, clientWidth, clientHeight } = document.documentElement;
  return [scrollWidth - clientWidth, scrollHeight - clientHeight];
});

for (const width of [320, 800]) {
  test(`M28: nothing is cut off in a frame ${width} px wide, and no script is needed`, async () => {
    assert.equal(embeds.length, 55);
    const { page, context, strays, faults } = await reader("", { viewport: { width, height: 900 }, javaScriptEnabled: false });
    const wrong = [];
    for (const { path, html } of embeds) {
      await page.setContent(article(html));
      const [wide, high] = await overflow(await framed(page));
      if (wide > 0 || high > 0) wrong.push(`${path} needs ${wide} px more in width and ${high} in height`);
    }
    await context.close();
    assert.deepEqual(wrong, []);
    assert.deepEqual([...strays, ...faults()], []);
  });
}

test("M28: a frame that is too low is found", async () => {
  const { html } = embeds.find(({ path }) => path === "embed/countries/rw/");
  const { page, context } = await reader(html.replace(/ height="\d+"/, ' height="300"'), { viewport: { width: 320, height: 900 } });
  const [, high] = await overflow(await framed(page));
  await context.close();
  assert.ok(high > 0);
});

test("M28: an embed with its styles is at most 60 KB, and asks for nothing from elsewhere", async () => {
  const heaviest = [];
  for (const { path, html } of embeds.filter(({ path }) => !/countries\/(?!rw|cd)/.test(path))) {
    const { page, context, asked, strays, faults } = await reader(html);
    await framed(page);
    await context.close();
    const bytes = asked.reduce((sum, one) => sum + one.bytes, 0);
    assert.ok(bytes <= BUDGET, `${path}: ${bytes} bytes in ${asked.map(({ url }) => url).join(" ")}`);
    assert.ok(asked.length >= 2 && asked.length <= 3, asked.map(({ url }) => url).join(" "));
    assert.deepEqual([...strays, ...faults()], []);
    heaviest.push(bytes);
  }
  assert.ok(Math.max(...heaviest) > 20 * 1024, "the map was weighed");
});

for (const colorScheme of ["light", "dark"]) {
  test(`M28: axe-core finds nothing in an embed, nor in the page around it, ${colorScheme}`, async () => {
    for (const { path, html } of embeds.filter(({ path }) => !/countries\/(?!rw|py)/.test(path))) {
      const { page, context } = await reader(html, { colorScheme, viewport: { width: 320, height: 900 } });
      const frame = await framed(page);
      await frame.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
      assert.deepEqual(await violations(frame), [], path);
      assert.deepEqual(await violations(page, ["frame-title", "frame-title-unique"]), [], path);
      await context.close();
    }
  });
}

test("M28: a link leaves the frame, and leads to the whole page", async () => {
  const { html } = embeds.find(({ path }) => path === "embed/countries/rw/");
  const { page, context } = await reader(html);
  const frame = await framed(page);
  await frame.click("h1 a");
  await page.waitForURL(`${SITE}countries/rwanda/`);
  await context.close();
});

test("M28: the policy of the other pages forbids the frame, so that of embeds is needed", async () => {
  const { html } = embeds.find(({ path }) => path === "embed/map/");
  const { page, context } = await reader(html, { policy: POLICY.replace("frame-ancestors *", "frame-ancestors 'none'") });
  const frame = await framed(page);
  assert.doesNotMatch(frame.url(), /embed/);
  await context.close();
});

test("M30: what a page shows to be pasted is what oEmbed answers", async () => {
  const { page, context } = await reader("");
  for (const { path, html } of embeds.filter(({ path }) => /map|charts|figures|rw/.test(path))) {
    const parent = /rel="canonical" href="([^"]+)"/.exec(readFileSync(join(folder, path, "index.html"), "utf8"))[1];
    await page.goto(parent);
    const shown = await page.$$eval(".embed-this textarea", (areas) => areas.map(({ value }) => value));
    assert.ok(shown.includes(html), `${parent} shows ${shown}`);
    assert.ok(await page.$$eval(".embed-this textarea", (areas) => areas.every(({ labels }) => labels.length === 1)));
  }
  await context.close();
});
