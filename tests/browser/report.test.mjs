// The pages of the report, as readers meet them: on a phone, at night, without scripts, with a keyboard, behind a strict policy.
//
// In: the report of this repository, once through `sourcebook serve` and once built. It never edits anything.

import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { browser, build, copyOfReport, host, open, serve, until, violations } from "./support.mjs";

const HOME = "/";
const RWANDA = "/countries/rwanda/";
const EL_SALVADOR = "/countries/el-salvador/";
const ARTICLE = "/articles/how-many-people/";
const WITH_MAP = "/articles/what-the-program-is/";
const BUILT = ["/articles/", "/countries/", "/sources/", "/figures/", "/timeline/", "/glossary/", "/corrections/", "/changes/", "/data/", "/search/"];
const PAGES = [HOME, RWANDA, EL_SALVADOR, ARTICLE, WITH_MAP, ...BUILT, "/no/such/page/"];
const WIDTHS = [320, 768, 1280];
const SCHEMES = ["light", "dark"];

/** The policy that docs/hosting.md recommends, and more. */
const POLICY = { "Content-Security-Policy": "default-src 'self'; script-src 'self'; style-src 'self'", "X-Content-Type-Options": "nosniff" };

let chrome;
let report;
let preview;

before(async () => {
  report = copyOfReport();
  chrome = await browser();
  preview = (await serve(report)).url;
});

/** Without the answer 404 where that is what was asked for. */
const unexpected = (faults) => faults.filter((fault) => !/^404: .*\/no\/such\/page\/$/.test(fault));

for (const colorScheme of SCHEMES) {
  for (const width of WIDTHS) {
    test(`nothing complains or runs over the edge, ${colorScheme}, ${width} px`, async () => {
      const { page, context, faults } = await open(chrome, { viewport: { width, height: 900 }, colorScheme });
      const wide = [];
      for (const path of PAGES) {
        await page.goto(preview + path);
        assert.equal(await page.locator("h1").count(), 1, `${path} has one main heading`);
        const over = await page.evaluate(overTheEdge);
        if (over.length > 0) wide.push(`${path}: ${over.join(", ")}`);
      }
      await context.close();
      assert.deepEqual(wide, []);
      assert.deepEqual(unexpected(faults), []);
    });
  }
}

/** What is wider than the window, or stands out of it. Runs in the page. */
function overTheEdge() {
  const edge = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= edge && document.body.scrollWidth <= edge) return [];
  const out = [...document.body.querySelectorAll("*")].filter((element) => element.getBoundingClientRect().right > edge + 1);
  return [`${document.documentElement.scrollWidth} px`, ...out.slice(0, 5).map((element) => `${element.localName}.${element.className}`)];
}

for (const colorScheme of SCHEMES) {
  for (const width of [320, 1280]) {
    test(`axe-core finds nothing, ${colorScheme}, ${width} px`, async () => {
      const { page, context } = await open(chrome, { viewport: { width, height: 900 }, colorScheme });
      const found = [];
      for (const path of [HOME, EL_SALVADOR, ARTICLE, "/countries/", "/figures/", "/search/"]) {
        await page.goto(preview + path);
        // What is folded up is there as well.
        await page.evaluate(() => document.querySelectorAll("main details").forEach((details) => (details.open = true)));
        found.push(...(await violations(page)).map((violation) => `${path}: ${violation}`));
      }
      await context.close();
      assert.deepEqual(found, []);
    });
  }
}

test("what is planted is found", async () => {
  const folder = build(report);
  const site = await host(folder, "/", POLICY);
  const { page, context, faults } = await open(chrome, { viewport: { width: 320, height: 900 } });
  await page.goto(`${site}/glossary/`);
  assert.deepEqual(faults, []);
  assert.deepEqual(await page.evaluate(overTheEdge), []);
  await page.evaluate(() => {
    document.querySelector("main").insertAdjacentHTML("beforeend", `
      <img src="/no-such-picture.png"><p style="color: red">text</p><img alt="" src="https://example.org/far.png">
      <div class="wide">${"x".repeat(400)}</div>`);
    document.querySelector(".wide").style.overflowWrap = "normal";
  });
  for (const sign of ["404: ", "other origin: https://example.org/far.png", "console: "]) {
    await until(`${sign} is noticed`, () => faults.some((fault) => fault.startsWith(sign)));
  }
  assert.ok(faults.some((fault) => /Content Security Policy/.test(fault)), faults.join("\n"));
  assert.ok((await violations(page)).some((violation) => violation.startsWith("image-alt")));
  assert.notDeepEqual(await page.evaluate(overTheEdge), []);
  await context.close();
});

test("everything can be read without scripts", async () => {
  const { page, context, faults } = await open(chrome, { javaScriptEnabled: false });
  const records = readdirSync(report.at("content/countries")).length;

  await page.goto(`${preview}/countries/`);
  assert.equal(await page.locator("tr[data-name]").count(), records);
  assert.equal(await page.locator("tr[data-name]").last().isVisible(), true);
  assert.equal(await page.locator(".filter").isHidden(), true, "no control that does nothing");

  await page.goto(preview + RWANDA);
  for (const name of ["Status", "Key figures", "What is not known", "Timeline", "Arrangements", "Where sources differ", "Notes"]) {
    assert.equal(await page.getByRole("heading", { level: 2, name, exact: true }).isVisible(), true, name);
  }
  assert.equal(await page.getByRole("heading", { level: 3, name: "Sources", exact: true }).isVisible(), true);
  assert.equal(await page.locator(".event").last().isVisible(), true);
  await page.goto(preview + ARTICLE);
  assert.ok((await page.locator(".chart tbody tr").count()) > 3);
  await page.goto(preview + HOME);
  assert.equal(await page.locator(".tiles .tile").count(), records);

  await page.goto(`${preview}/search/`);
  assert.equal(await page.locator("form.search").isHidden(), true);
  assert.equal(await page.getByRole("link", { name: "Rwanda", exact: true }).isVisible(), true);

  // The menu is a disclosure of HTML, not of a script.
  await page.setViewportSize({ width: 320, height: 900 });
  await page.goto(preview + HOME);
  await page.locator(".menu summary").click();
  assert.equal(await page.locator(".menu").getByRole("link", { name: "Figures" }).isVisible(), true);
  await context.close();
  assert.deepEqual(faults, []);
});

test("the menu opens on a phone and leads on", async () => {
  const { page, context, faults } = await open(chrome, { viewport: { width: 320, height: 700 }, hasTouch: true, isMobile: true });
  await page.goto(preview + HOME);
  const link = page.locator(".menu").getByRole("link", { name: "Countries" });
  assert.equal(await link.isVisible(), false);
  await page.locator(".menu summary").tap();
  await link.waitFor();
  const targets = await page.locator(".menu li a").evaluateAll((links) => links.map((link) => link.getBoundingClientRect().height));
  assert.ok(Math.min(...targets) >= 24, `links of ${Math.min(...targets)} px can be hit`);
  await link.tap();
  await page.waitForURL(`${preview}/countries/`);
  assert.equal(await page.locator(".menu [aria-current=page]").textContent(), "Countries");
  await context.close();
  assert.deepEqual(faults, []);
});

test("on a wide window the menu is open, and where one is is marked", async () => {
  const { page, context } = await open(chrome);
  await page.goto(preview + RWANDA);
  const menu = page.locator(".menu");
  assert.equal(await menu.getByRole("link", { name: "Figures" }).isVisible(), true);
  assert.equal(await menu.locator("[aria-current]").textContent(), "Countries");
  await context.close();
});

test("the keyboard comes to the text at once", async () => {
  const { page, context } = await open(chrome);
  await page.goto(preview + ARTICLE);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.localName), "main");
  await context.close();
});

test("every place that a page leads to is on it, and no id is there twice", async () => {
  const { page, context } = await open(chrome);
  const complaints = [];
  for (const path of PAGES) {
    await page.goto(preview + path);
    complaints.push(...(await page.evaluate(lostPlaces)).map((complaint) => `${path}: ${complaint}`));
  }
  await context.close();
  assert.deepEqual(complaints, []);
});

/** Ids that are there twice, and links to places on the page that are not. Runs in the page. */
function lostPlaces() {
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  const twice = ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `two of ${id}`);
  const links = [...document.querySelectorAll("a[href*='#'], use[href*='#']")];
  const here = links.map((link) => new URL(link.getAttribute("href"), location.href)).filter((url) => url.pathname === location.pathname);
  const lost = here.filter((url) => !ids.includes(decodeURIComponent(url.hash.slice(1))));
  return [...twice, ...lost.map((url) => `nothing at ${url.hash}`)];
}

test("where sources differ every claim is shown, with who says so", async () => {
  const { page, context } = await open(chrome);
  await page.goto(preview + EL_SALVADOR);
  const claims = page.locator(".claims").first().locator(".claim");
  assert.ok((await claims.count()) > 1);
  for (const claim of await claims.all()) {
    assert.notEqual(await claim.locator(".claim-value").innerText(), "");
    assert.ok((await claim.locator("sup.cite a").count()) > 0, "each has its source");
  }
  await context.close();
});

test("on paper everything is unfolded and the menu is not there", async () => {
  const { page, context } = await open(chrome);
  await page.emulateMedia({ media: "print" });
  await page.goto(preview + RWANDA);
  assert.equal(await page.locator(".menu").isVisible(), false);
  assert.equal(await page.locator(".steps li").first().isVisible(), true);
  await context.close();
});

// ── as it is published ────────────────────────────────────────────────────────────────────────────────────────────────

for (const base of ["/", "/a/b/"]) {
  test(`a strict policy holds and every link leads somewhere, below ${base}`, async () => {
    const options = base === "/" ? [] : ["--base-url", `https://example.org${base}`];
    const folder = build(report, ...options);
    const site = await host(folder, base, POLICY);
    const { page, context, faults } = await open(chrome);
    const below = (name) => readdirSync(join(folder, name), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const some = ["sources", "countries"].flatMap((name) => below(name).slice(0, 3).map((entry) => `/${name}/${entry.name}/`));
    const paths = PAGES.filter((path) => path !== "/no/such/page/").concat("/about/", "/method/", some);
    const links = new Map();
    for (const path of paths) {
      assert.equal((await page.goto(site + path)).status(), 200, path);
      for (const link of await page.evaluate(linksOfPage)) links.set(link, path);
    }
    // The scripts ran: what they add is there.
    await page.goto(`${site}/countries/`);
    await page.getByLabel("Filter by name").fill("rwa");
    await page.goto(`${site}/search/`);
    await page.getByRole("searchbox").fill("Ruanda");
    await page.locator(".search-results a").first().click();
    await page.waitForURL(`${site}/countries/rwanda/`);
    await context.close();
    assert.deepEqual(faults, []);

    assert.ok(links.size > 300, `${links.size} links`);
    const lost = [];
    for (const [link, path] of links) {
      const to = new URL(link);
      const file = fileOf(folder, base, to);
      const id = `id="${decodeURIComponent(to.hash.slice(1))}"`;
      if (!to.pathname.startsWith(base)) lost.push(`${path} leads out of the site: ${link}`);
      else if (!existsSync(file)) lost.push(`${path} leads to nothing: ${link}`);
      else if (to.hash && !readFileSync(file, "utf8").includes(id)) lost.push(`${path} leads to no such place: ${link}`);
    }
    assert.deepEqual(lost, []);
    // A web server says the same as the disk.
    const addresses = [...new Set([...links.keys()].map((link) => link.replace(/#.*/, "")))];
    const answers = await Promise.all(addresses.map(async (address) => (await fetch(address, { method: "HEAD" })).status));
    assert.deepEqual([...new Set(answers)], [200]);
    assert.equal((await fetch(`${site}/no/such/page/`)).status, 404);
  });
}

/** The file that a web server answers with. */
function fileOf(folder, base, url) {
  const path = decodeURIComponent(url.pathname).slice(base.length);
  return join(folder, path === "" || path.endsWith("/") ? `${path}index.html` : path);
}

/** Every address of this site that the page names, assets included. Runs in the page. */
function linksOfPage() {
  const named = [...document.querySelectorAll("[href], [src]")].map((element) => element.href?.baseVal ?? element.href ?? element.src);
  const data = [...document.querySelectorAll("[data-index], [data-engine]")].flatMap(({ dataset }) => [dataset.index, dataset.engine]);
  const all = [...named, ...data].map((url) => new URL(url, location.href));
  return [...new Set(all.filter(({ origin }) => origin === location.origin).map(String))];
}
