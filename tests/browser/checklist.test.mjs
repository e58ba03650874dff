// The promises of docs/accessibility.md, A1 to A33, over the built report: rules.js over every page as it is written, and over the
// longest page of every kind as it is shown, light and dark, on a phone and on a desk; then what needs hands: keyboard, paper, forced
// colours, large text, no styles, no scripts.
//
// In: the report of this repository, built. It never looks at what the report says, and each rule is shown a fault that it must find.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";
import { onePerKind, pagesOf } from "./pages.mjs";
import { browser, build, copyOfReport, host, open, violations } from "./support.mjs";

const RULES = readFileSync(new URL("rules.js", import.meta.url), "utf8");
const SETTINGS = [320, 1280].flatMap((width) => ["light", "dark"].map((colorScheme) => ({ viewport: { width, height: 800 }, colorScheme })));
const named = ({ viewport, colorScheme }) => `${viewport.width} px, ${colorScheme}`;

/** What each rule asks, and markup that breaks it. */
const STRUCTURE = {
  A1: ["every drawing has a name of its own or is silent", "<svg><path d='M0 0h9'/></svg>", "<img src='/media/a.png'>",
    "<svg role='img' aria-label='A'></svg><svg role='img' aria-label='A'></svg>"],
  A2: ["every drawing has a summary with its numbers and a table", "<figure><svg role='img' aria-label='A'></svg><p>Some.</p></figure>"],
  A3: ["every table has a name, and its heads say what they head", "<table><tr><th scope='row'>a</table>", "<table><caption>A</caption><tr><th>a</table>",
    "<table><caption>A</caption><tr><td>a</table>"],
  A4: ["a date of a machine says no more than the words", "<time datetime='2025-03-01'>March 2025</time>", "<time datetime='March'>March</time>",
    "<ul class='timeline'></ul>", "<ol class='timeline'><li>x</ol>"],
  A5: ["one h1, no skipped rank", "<h1>Another</h1>", "<h2>A</h2><h4>B</h4>", "<h2></h2>"],
  A6: ["links say where they lead", "<a href='/x/'>here</a>", "<a href='/x/'>Source</a>"],
  A7: ["names, ids and the order of the keyboard", "<p role='application'>a</p>", "<p tabindex='3'>a</p>", "<p id='at-main'>a</p>", "<button></button>", "<input>"],
  A13: ["none, unknown and undisclosed are told apart", "<span class='qty-unknown'>0</span>", "<span class='qty-unknown'>no</span><span class='qty-none'>no</span>"],
  A14: ["a drawing is one stop of the keyboard at most", "<svg role='img' aria-label='A'><a href='/a/'></a><a href='/b/'></a></svg>"],
  A18: ["nothing is in a tooltip alone", "<a href='/x/' title='Only here'>Rwanda</a>"],
  A20: ["the link for reporting an error is at the end of every page", "<h2>After the end</h2>"],
  A23: ["languages are marked", "<p lang='Spanish'>a</p>"],
  A24: ["no picture but those of articles", "<img src='/assets/words.png' alt='words'>"],
  A33: ["entries of a list are of one rank", "<ol class='timeline'><li><p class='event-date'>a</p></li><div>a denial</div></ol>"],
  M36: ["nothing from other servers, and no script in the way", "<img src='https://example.org/a.png' alt=''>", "<script src='/a.js'></script>"],
};

const SHOWN = {
  A8: ["no status is told by colour alone", "<span class='key key-1' style='background-image:none'>a</span>"],
  A9: ["text has a contrast of 4.5, large text of 3, and 12 px", "<p style='color:#999;background:#fff'>pale</p>", "<p style='font-size:11px'>small</p>"],
  A10: ["badges and shapes stand out from what is beside them", "<span class='key key-1' style='background-color:#ddd;color:#000'>a</span>",
    "<svg role='img' aria-label='A' width='9' height='9'><rect width='9' height='9' style='fill:#f4f4f4;stroke:none'/></svg>"],
  A12: ["badges stand out for those who see fewer colours", "<span class='key key-1' style='background-color:#f66;color:#6a6'>a</span>"],
  A16: ["targets are 24 px large, or stand alone", "<ul><li style='line-height:1;font-size:12px'><a href='/x1/'>a</a></li><li style='line-height:1;font-size:12px'><a href='/x2/'>b</a></li></ul>"],
  A19: ["nothing moves for those who ask for rest", "<marquee>a</marquee>"],
  A21: ["nothing is wider than the window", "<p style='width:2000px'>a</p>", "<div style='overflow-x:auto'><p style='width:3000px'>a</p></div>"],
  A22: ["nothing is cut off", "<p style='height:5px;overflow:hidden'>a word</p>",
    "<svg role='img' aria-label='A' width='90' height='9'><text y='9' style='font-size:6px'>a</text></svg>"],
};

let pages;
let kinds;
let chrome;
let site;
let look;
/** Complaints by rule. */
const found = new Map();

const note = (rule, place, complaints) => found.set(rule, [...(found.get(rule) ?? []), ...complaints.map((text) => `${place}: ${text}`)]);

before(async () => {
  const folder = build(copyOfReport());
  pages = pagesOf(folder);
  kinds = onePerKind(pages).filter(({ kind }) => kind !== "404.html");
  site = await host(folder);
  chrome = await browser();
  look = await open(chrome, { viewport: { width: 320, height: 800 } });
  await show(look.page, "/glossary/");
  for (const { path, text } of pages) {
    const complaints = await look.page.evaluate(structure, text);
    for (const [rule, texts] of Object.entries(complaints)) note(rule, path, texts);
  }
  // Two at a time: as many as there are cores.
  await Promise.all([SETTINGS.slice(0, 2), SETTINGS.slice(2)].map(async (settings) => {
    for (const setting of settings) await watch(setting);
  }));
});

/** Shows the longest page of every kind in a setting and notes what the rules and axe-core say of it. */
async function watch(setting) {
  const { page, context } = await open(chrome, setting);
  for (const { path } of kinds) {
    await show(page, path);
    for (const [rule, texts] of Object.entries(await page.evaluate(shown))) note(rule, `${path} (${named(setting)})`, texts);
    // At night only the colours are others.
    note("axe", `${path} (${named(setting)})`, await violations(page, setting.colorScheme === "dark" ? ["color-contrast"] : null));
  }
  await context.close();
}

/** Opens a page, unfolds it, and has the rules ready. */
async function show(page, path) {
  await page.goto(site + path);
  await page.evaluate(() => document.querySelectorAll("main details").forEach((details) => (details.open = true)));
  await page.evaluate(RULES);
}

/** The rules over a page as it is written. Runs in the browser. */
function structure(text) {
  const doc = new DOMParser().parseFromString(text, "text/html");
  return Object.fromEntries(Object.entries(globalThis.rules.structure).map(([rule, check]) => [rule, check(doc)]));
}

/** The rules over the page that is shown. Runs in the browser. */
function shown() {
  return Object.fromEntries(Object.entries(globalThis.rules.shown).map(([rule, check]) => [rule, check()]));
}

const none = (rule) => assert.equal([...new Set(found.get(rule) ?? [])].slice(0, 20).join("\n"), "");

for (const [rule, [what, ...faults]] of Object.entries(STRUCTURE)) {
  test(`${rule}: ${what}`, () => none(rule));

  test(`${rule}: a fault is found`, async () => {
    const { text } = pages.find(({ path }) => path === "/glossary/");
    for (const fault of faults) {
      const complaints = await look.page.evaluate(structure, text.replace("</main>", `${fault}</main>`));
      assert.notDeepEqual(complaints[rule], [], fault);
    }
  });
}

for (const [rule, [what, ...faults]] of Object.entries(SHOWN)) {
  test(`${rule}: ${what}`, () => none(rule));

  test(`${rule}: a fault is found`, async () => {
    for (const fault of faults) {
      await show(look.page, "/glossary/");
      await look.page.evaluate((markup) => document.querySelector("main").insertAdjacentHTML("afterbegin", markup), fault);
      assert.notDeepEqual((await look.page.evaluate(shown))[rule], [], fault);
    }
  });
}

test("axe-core finds nothing on a page of any kind, light and dark, 320 and 1280 px", () => {
  assert.ok(kinds.length >= 15, `${kinds.length} kinds`);
  none("axe");
});

test("A6: pages of one kind have titles of their own", () => {
  const titles = pages.filter(({ kind }) => kind !== "source").map(({ text }) => /<title>([^<]*)/.exec(text)[1]);
  assert.deepEqual(titles.filter((title, at) => titles.indexOf(title) !== at), []);
});

test("A23: a title in another language is marked wherever it stands", async () => {
  const marked = new Map();
  for (const { path, text } of pages.filter(({ kind }) => kind === "source")) {
    const language = /<h1[^>]*\blang="([^"]+)"/.exec(text)?.[1];
    if (language) marked.set(path, language);
  }
  assert.ok(marked.size > 0, "the report has sources in other languages");
  const lost = await look.page.evaluate(([texts, languages]) => {
    const links = texts.flatMap((text) => [...new DOMParser().parseFromString(text, "text/html").querySelectorAll(".note-title, .source-list a")]);
    return links.filter((link) => languages[link.getAttribute("href")] && link.closest("[lang]").lang !== languages[link.getAttribute("href")]).map(({ outerHTML }) => outerHTML);
  }, [pages.map(({ text }) => text), Object.fromEntries(marked)]);
  assert.deepEqual(lost, []);
});

// ── hands, paper and other ways of reading ────────────────────────────────────────────────────────────────────────────

/** Opens the longest page of every kind in some setting and answers what `ask` complains of. */
async function complaintsOn(setting, ask, some = kinds) {
  const { page, context } = await open(chrome, setting);
  const complaints = [];
  for (const { path } of some) {
    await show(page, path);
    complaints.push(...(await ask(page, path)).map((text) => `${path}: ${text}`));
  }
  await context.close();
  return complaints;
}

const LARGE = "html { font-size: 200% !important }";
const SPACED = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }";
for (const [what, style, width] of [["text of 200 %", LARGE, 640], ["wide spacing", SPACED, 320]]) {
  test(`A22: nothing is lost with ${what}`, async () => {
    const complaints = await complaintsOn({ viewport: { width, height: 800 } }, async (page) => {
      await page.addStyleTag({ content: style });
      return page.evaluate(() => [...globalThis.rules.shown.A21(), ...globalThis.rules.shown.A22()]);
    });
    assert.deepEqual(complaints, []);
  });
}

test("A15: the keyboard walks from home to a record to a source, and its place is always seen", async () => {
  const { page, context, faults } = await open(chrome, { viewport: { width: 1280, height: 700 } });
  await page.goto(`${site}/`);
  for (const aim of [/\/countries\/[^/]+\/$/, /\/sources\/[^/]+\/$/]) {
    await page.evaluate(RULES);
    let there = false;
    const complaints = [];
    for (let stop = 0; stop < 300 && !there; stop += 1) {
      await page.keyboard.press("Tab");
      const { what, href, faults } = await settled(page);
      complaints.push(...faults.map((fault) => `${what}: ${fault}`));
      there = aim.test(href);
    }
    assert.ok(there, `${aim} can be reached`);
    assert.deepEqual(complaints, []);
    await page.keyboard.press("Enter");
    await page.waitForURL(aim);
  }
  await context.close();
  assert.deepEqual(faults, []);
});

/** What has the focus, once the browser has scrolled to it, which it does some pictures later. */
async function settled(page) {
  const end = Date.now() + 2_000;
  for (;;) {
    const seen = await page.evaluate(focusSeen);
    if (seen.faults.length === 0 || Date.now() > end) return seen;
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(drawn)));
  }
}

/** What has the focus, and what is wrong with the way it shows. Runs in the page. */
function focusSeen() {
  const { contrast, ground, rgba } = globalThis.rules;
  const element = document.activeElement;
  const style = getComputedStyle(element);
  const rect = element.getClientRects()[0] ?? element.getBoundingClientRect();
  const faults = [];
  if (parseFloat(style.outlineWidth) < 2 || style.outlineStyle === "none") faults.push("no outline of 2 px");
  else if (contrast(rgba(style.outlineColor), ground(element.parentElement)) < 3) faults.push("its outline is too pale");
  const isIn = rect.top >= -1 && rect.left >= -1 && rect.top < innerHeight && rect.left < innerWidth;
  const over = document.elementFromPoint(rect.left + rect.width / 2, Math.min(rect.top + rect.height / 2, innerHeight - 1));
  if (!isIn) faults.push(`out of sight at ${rect.left}, ${rect.top}`);
  else if (over && !element.contains(over) && !over.contains(element)) faults.push(`behind ${over.localName}.${over.className}`);
  return { what: `${element.localName} ${element.textContent.trim().slice(0, 30)}`, href: element.href ?? "", faults };
}

test("A15: a focus that does not show is found", async () => {
  const { page, context } = await open(chrome);
  await show(page, "/glossary/");
  await page.addStyleTag({ content: ":focus-visible { outline: none !important }" });
  await page.keyboard.press("Tab");
  assert.notDeepEqual((await page.evaluate(focusSeen)).faults, []);
  await context.close();
});

test("A25: a screen reader meets the way to the text, the menu, the text and the foot, and every heading in order", async () => {
  const headings = (page) => page.evaluate(() => [...document.querySelectorAll("h1, h2, h3, h4")].filter((heading) => heading.checkVisibility()).length);
  const order = async (page) => {
    const tree = await page.locator("body").ariaSnapshot();
    const marks = tree.split("\n").map((line) => /^\s*- (?:'|")?(link|banner|main|contentinfo|heading)\b/.exec(line)?.[1]).filter(Boolean);
    const parts = marks.filter((mark, at) => mark !== "heading" && (mark !== "link" || at === 0));
    const read = marks.filter((mark) => mark === "heading").length;
    return [...(parts.join(" ") === "link banner main contentinfo" ? [] : [parts.join(" ")]), ...(read === (await headings(page)) ? [] : [`${read} headings are read`])];
  };
  assert.deepEqual(await complaintsOn({}, order), []);
  const { page, context } = await open(chrome);
  await show(page, "/glossary/");
  await page.evaluate(() => document.querySelector("h1").setAttribute("aria-hidden", "true"));
  assert.notDeepEqual(await order(page), [], "a heading that is not read is found");
  await context.close();
});

test("A19: nothing is in motion where rest is asked for", async () => {
  const moving = () => document.getAnimations().map((animation) => animation.animationName ?? "a transition");
  assert.deepEqual(await complaintsOn({ reducedMotion: "reduce" }, (page) => page.evaluate(moving)), []);
});

test("A25: without scripts every word is there but those of sorting, filtering and search", async () => {
  const lines = (page) => page.evaluate(() => document.querySelector("main").innerText.split("\n").map((line) => line.replace(/[↕↑↓]/g, "").trim()).filter(Boolean));
  const texts = new Map();
  await complaintsOn({}, async (page, path) => {
    texts.set(path, (await lines(page)).join(" "));
    return [];
  });
  const { page, context } = await open(chrome, { javaScriptEnabled: false });
  const missing = [];
  for (const { path } of kinds) {
    await page.goto(site + path);
    await page.evaluate(() => document.querySelectorAll("main details").forEach((details) => (details.open = true)));
    const here = (await lines(page)).join(" ");
    const share = here.length / texts.get(path).length;
    if (share < 0.9) missing.push(`${path}: ${Math.round(share * 100)} % of its words`);
  }
  await context.close();
  assert.deepEqual(missing, []);
});

test("A25: without the style sheet a page is in order, and nothing lies over anything", async () => {
  const { page, context } = await open(chrome, { viewport: { width: 640, height: 800 } });
  await page.route("**/*.css", (route) => route.abort());
  const complaints = [];
  for (const { path } of kinds) {
    await page.goto(site + path);
    const wrong = await page.evaluate(() => {
      const seen = [...document.querySelectorAll("h1, h2, h3, main p")].filter((element) => element.checkVisibility());
      const tops = seen.map((element) => element.getBoundingClientRect().top);
      const back = seen.filter((element, at) => at > 0 && !element.closest("table") && !seen[at - 1].closest("table") && tops[at] < tops[at - 1] - 1);
      return [...(tops.length > 1 ? [] : ["nothing to see"]), ...back.map((element) => `above what stands before it: ${element.textContent.slice(0, 40)}`)];
    });
    complaints.push(...wrong.map((text) => `${path}: ${text}`));
  }
  await context.close();
  assert.deepEqual(complaints, []);
});

test("A26: with forced colours badges keep their edges and the focus is seen", async () => {
  const { page, context } = await open(chrome, { forcedColors: "active", colorScheme: "dark" });
  const complaints = [];
  for (const { path } of kinds) {
    await show(page, path);
    complaints.push(...(await page.evaluate(boundaries)).map((text) => `${path}: ${text}`));
  }
  await page.keyboard.press("Tab");
  assert.deepEqual((await page.evaluate(focusSeen)).faults, []);
  await page.addStyleTag({ content: ".key, .tile { background: Canvas !important; color: Canvas !important; border: 0 !important; outline: 0 !important; box-shadow: none !important }" });
  await page.evaluate(() => document.querySelector("main").insertAdjacentHTML("beforeend", "<span class='key key-1'>a</span>"));
  assert.notDeepEqual(await page.evaluate(boundaries), [], "an edge that is lost is found");
  await context.close();
  assert.deepEqual(complaints, []);
});

/** Badges that forced colours have made invisible. Runs in the page. */
function boundaries() {
  const { contrast, ground, rgba } = globalThis.rules;
  const keys = [...document.querySelectorAll("[class*='key-']")].filter((key) => key.checkVisibility() && key.getBoundingClientRect().width > 0 && /(^|\s)key-\d/.test(key.getAttribute("class")) && key.namespaceURI.endsWith("xhtml"));
  return keys.filter((key) => {
    const style = getComputedStyle(key);
    const around = ground(key.parentElement);
    const own = rgba(style.backgroundColor);
    const colours = [own[3] > 0.5 ? own : null, parseFloat(style.borderTopWidth) > 0 ? rgba(style.borderTopColor) : null, rgba(style.color)];
    return !colours.some((colour) => colour && contrast(colour, around) >= 3);
  }).map((key) => `no edge: ${key.className}`);
}

test("A26: on paper the day and the addresses of sources are there, and nothing is cut", async () => {
  const { page, context } = await open(chrome, { viewport: { width: 718, height: 1000 } });
  await page.emulateMedia({ media: "print" });
  const complaints = [];
  for (const { path, kind } of kinds) {
    await show(page, path);
    const wrong = await page.evaluate(onPaper);
    if (await page.evaluate(() => !document.querySelector(".as-of")?.checkVisibility()) && kind !== "404") wrong.push("no day");
    complaints.push(...wrong.map((text) => `${path}: ${text}`));
  }
  const country = kinds.find(({ kind }) => kind === "country");
  await show(page, country.path);
  assert.ok((await page.pdf({ format: "A4" })).length > 10_000, "it can be printed");
  await page.addStyleTag({ content: "a::after { content: none !important } main p { width: 3000px }" });
  assert.ok((await page.evaluate(onPaper)).length > 1, "a lost address and a cut line are found");
  await context.close();
  assert.deepEqual(complaints, []);
});

/** What would be missing on paper. Runs in the page. */
function onPaper() {
  const sources = [...document.querySelectorAll(".note-links a[rel~=external]")].filter((link) => link.checkVisibility());
  const silent = sources.filter((link) => !getComputedStyle(link, "::after").content.includes("http") && !link.textContent.includes("http"));
  return [...silent.slice(0, 3).map((link) => `no address: ${link.href}`), ...globalThis.rules.shown.A21().filter((text) => !/keyboard/.test(text)), ...globalThis.rules.shown.A22()];
}
