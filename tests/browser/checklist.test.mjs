// The promises of docs/accessibility.md, A1 to A33, over the built report: rules.js over every page as it is written, and over the
// longest page of every kind as it is shown, light and dark, on a phone and on a desk; then what needs hands: keyboard, paper, forced
// colours, large text, no styles, no scripts.
//
// In: the report of this repository, built. It never looks at what the report says, and each rule is shown a fault that it must find.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { onePerKind, pagesOf } from "./pages.mjs";
import { browser, build, copyOfReport, host, openWithoutPolicy, violations } from "./support.mjs";

const RULES = readFileSync(new URL("rules.js", import.meta.url), "utf8");
const SETTINGS = [320, 1280].flatMap((width) => ["light", "dark"].map((colorScheme) => ({ viewport: { width, height: 800 }, colorScheme, reducedMotion: "reduce" })));
const named = ({ viewport, colorScheme }) => `${viewport.width} px, ${colorScheme}`;

const map = (shapes) => `<svg class='map' aria-hidden='true'>${shapes}</svg>`;
const band = (month, day) => `<li class='band'><p class='band-label'><time datetime='${month}'>a</time></p><p class='event-date'><time datetime='${day}'>a</time></p></li>`;

const day = "<p class='fine'><time datetime='2025-03-01'>1 March 2025</time></p>";
const source = "<p class='fine drawn-from'>Source: a.</p>";
const known = "<p class='chart-summary' data-unknown='0'>All in all, 7.</p>";
const drawn = (...parts) => `<div class='block chart'><table><caption>A</caption><tr><th scope='row'>a</table>${parts.join("")}</div>`;
const keyFigure = (meta) => `<div class='page-country'><ul class='figures'><li class='figure'><div class='figure-meta'>${meta}</div></ul></div>`;

/** What each rule asks, and markup that breaks it. */
const STRUCTURE = {
  A1: ["every drawing has a name of its own or is silent", "<svg><path d='M0 0h9'/></svg>", "<img src='/media/a.png'>",
    "<svg role='img' aria-label='A'></svg><svg role='img' aria-label='A'></svg>"],
  A2: ["every drawing has a summary with its numbers and a table", "<figure><svg role='img' aria-label='A'></svg><p>Some.</p></figure>",
    "<div><svg role='img' aria-label='Here'><path data-code='RW' d='M0 0h9'/></svg></div>"],
  A3: ["every table has a name, and its heads say what they head", "<table><tr><th scope='row'>a</table>", "<table><caption>A</caption><tr><th>a</table>",
    "<table><caption>A</caption><tr><td>a</table>"],
  A4: ["a date of a machine says no more than the words", "<time datetime='2025-03-01'>March 2025</time>", "<time datetime='March'>March</time>",
    "<ul class='timeline'></ul>", "<ol class='timeline'><li>x</ol>"],
  A5: ["one h1, no skipped rank", "<h1>Another</h1>", "<h2>A</h2><h4>B</h4>", "<h2></h2>"],
  A6: ["links say where they lead", "<a href='/x/'>here</a>", "<a href='/x/'>Source</a>"],
  A7: ["names, ids and the order of the keyboard", "<p role='application'>a</p>", "<p tabindex='3'>a</p>", "<p id='at-main'>a</p>", "<button></button>", "<input>"],
  A13: ["none, unknown and undisclosed are told apart", "<span class='qty-unknown'>0</span>", "<span class='qty-unknown'>no</span><span class='qty-none'>no</span>"],
  A14: ["a drawing is one stop of the keyboard at most", "<svg role='img' aria-label='A'><a href='/a/'></a><a href='/b/'></a></svg>"],
  A17: ["nothing has to be dragged", "<p draggable='true'>a</p>", "<input type='range' aria-label='a'>"],
  A18: ["nothing is in a tooltip alone", "<a href='/x/' title='Only here'>Rwanda</a>"],
  A20: ["the link for reporting an error is at the end of every page", "<h2>After the end</h2>"],
  A23: ["languages are marked", "<p lang='Spanish'>a</p>"],
  A24: ["no picture but those of articles", "<img src='/assets/words.png' alt='words'>"],
  A27: ["maps, charts and key figures say their day, their source and how much is not known", drawn(day, known), drawn(day, source), drawn(source, known),
    drawn(day, source, "<p class='chart-summary' data-unknown='3'>All in all, 7.</p>"), keyFigure(day), keyFigure("<sup class='cite'>1</sup>")],
  A28: ["maps show statuses, not numbers", map("<path class='map-record' d='M0 0h9'/>"), map("<path class='map-record map-1' fill='#123' d='M0 0h9'/>"),
    `<div class='worldmap'>${map("<path class='map-record map-1' d='M0 0h9'/>")}</div>`,
    map("<circle class='map-record map-1' r='5'/><circle class='map-record map-1' r='9'/>")],
  A30: ["events stand in the band of their month, and columns stand a month apart",
    `<ol>${band("2025-03", "2025-04-01")}</ol>`, `<ol>${band("2025-03", "2025-03")}${band("2025-04", "2025-04")}</ol>`,
    "<svg class='months-columns'><rect x='0%'/><rect x='10%'/><rect x='35%'/></svg>"],
  A31: ["land without a record is not what a status is", `<div class='worldmap'>${map("<path class='map-land' d='M0 0h9'/>")}</div>`,
    `<div class='worldmap'><span><i class='key-land'></i>No</span><p><i class='key-1'></i><i class='badge-label'>No</i></p>${map("<path class='map-land' d='M0 0h9'/>")}</div>`,
    `<div class='worldmap'><span><i class='key-land'></i>No</span>${map("<path class='map-land' data-code='RW' d='M0 0h9'/>")}</div>`],
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
  A32: ["no colour judges", "<style>:root { --tone-1: #b00020 }</style>", "<span class='key key-1' style='background-color:#0a7a2f'>a</span>"],
};

let pages;
/** The longest page of every kind, and the longest text of every kind of page. */
let kinds;
let texts;
let scripts;
let chrome;
let site;
let look;
/** Complaints by rule. */
const found = new Map();
/** What stands on a page with scripts, by its path. */
const said = new Map();

const note = (rule, place, complaints) => found.set(rule, [...(found.get(rule) ?? []), ...complaints.map((text) => `${place}: ${text}`)]);

before(async () => {
  const folder = build(copyOfReport());
  pages = pagesOf(folder);
  kinds = onePerKind(pages).filter(({ kind }) => kind !== "404.html");
  const kindOf = new Map(pages.map(({ path, kind }) => [path, kind]));
  const whole = (path) => path.replace(/^\/text/, "").replace(/\d+\/$/, "");
  texts = onePerKind(pages.filter(({ kind }) => kind === "text").map((page) => ({ ...page, kind: kindOf.get(page.path.slice(5)) ?? kindOf.get(whole(page.path)) })));
  scripts = readdirSync(join(folder, "assets")).filter((name) => name.endsWith(".js")).map((name) => [name, readFileSync(join(folder, "assets", name), "utf8")]);
  site = await host(folder);
  chrome = await browser();
  look = await openWithoutPolicy(chrome, { viewport: { width: 320, height: 800 } });
  await show(look.page, "/glossary/");
  // As many at a time as there are cores.
  await Promise.all([readAll(), ...[SETTINGS.slice(0, 2), SETTINGS.slice(2)].map(async (settings) => {
    for (const setting of settings) await watch(setting);
  })]);
});

/** Notes what the rules say of every page as it is written, some at a time. */
async function readAll() {
  for (let at = 0; at < pages.length; at += 20) {
    const some = pages.slice(at, at + 20);
    const all = await look.page.evaluate(structure, some.map(({ text }) => text));
    all.forEach((complaints, index) => Object.entries(complaints).forEach(([rule, texts]) => note(rule, some[index].path, texts)));
  }
}

/** What axe-core, which takes a second for a hundred elements, is spared: entries like many before them. The rules look at all. */
const ALIKE = [".bands > .band:nth-child(n+9)", ".strips li:nth-child(n+9)", "table.plain tbody tr:nth-child(n+17)"];

/** Shows the longest page of every kind in a setting and notes what the rules and axe-core say of it. */
async function watch(setting) {
  const { page, context } = await openWithoutPolicy(chrome, setting);
  const [isDark, isPhone] = [setting.colorScheme === "dark", setting.viewport.width === 320];
  for (const { path } of kinds) {
    await show(page, path);
    const place = `${path} (${named(setting)})`;
    for (const [rule, texts] of Object.entries(await page.evaluate(shown, isDark))) note(rule, place, texts);
    // axe-core takes a page without a ground for white, also at night: this says what the browser paints.
    await restyle(page, "html { background: Canvas }");
    note("axe", place, await violations(page, isDark ? ["color-contrast"] : null, ALIKE));
    await restyle(page, "");
    if (isDark) note("motion", place, await page.evaluate(() => document.getAnimations().map((animation) => animation.animationName ?? "a transition")));
    else if (isPhone) await enlarge(page, path);
    else said.set(path, (await lines(page)).join(" "));
  }
  for (const { path } of isPhone ? texts : []) {
    await show(page, path);
    for (const [rule, texts] of Object.entries(await page.evaluate(shown, isDark))) note(rule, `${path} (${named(setting)})`, texts);
    if (!isDark) await enlarge(page, path);
  }
  await context.close();
}

/** What a reader may ask of the letters, and the width of the window that it is asked in. */
const LETTERS = {
  "text of 200 %": ["html { font-size: 200% !important }", 640],
  "wide spacing": ["* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }", 320],
};

/** Notes what is lost with larger letters, and leaves the page as it was. */
async function enlarge(page, path) {
  for (const [what, [content, width]] of Object.entries(LETTERS)) {
    await page.setViewportSize({ width, height: 800 });
    await restyle(page, content);
    note(what, path, await page.evaluate(() => [...globalThis.rules.shown.A21(), ...globalThis.rules.shown.A22()]));
  }
  await restyle(page, "");
}

/** Lays one style sheet over those of the page, as a reader's browser does, without a trace in the page. */
const restyle = (page, content) => page.evaluate((content) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(content);
  document.adoptedStyleSheets = [sheet];
}, content);

/** Opens a page, unfolds it, and has the rules ready. */
async function show(page, path) {
  await page.goto(site + path);
  await page.evaluate(() => document.querySelectorAll("main details").forEach((details) => (details.open = true)));
  await page.evaluate(RULES);
}

/** The rules over pages as they are written: complaints by rule, for each. Runs in the browser. */
function structure(texts) {
  return texts.map((text) => {
    const doc = new DOMParser().parseFromString(text, "text/html");
    return Object.fromEntries(Object.entries(globalThis.rules.structure).map(([rule, check]) => [rule, check(doc)]));
  });
}

/** The rules over the page that is shown, or those on its colours. Runs in the browser. */
function shown(onlyColours) {
  const { shown, colours } = globalThis.rules;
  const rules = Object.entries(shown).filter(([rule]) => !onlyColours || colours.includes(rule));
  return Object.fromEntries(rules.map(([rule, check]) => [rule, check()]));
}

/** The lines that can be read, but for the signs of sorting. */
const lines = (page) => page.evaluate(() => document.querySelector("main").innerText.split("\n").map((line) => line.replace(/[↕↑↓]/g, "").trim()).filter(Boolean));

const none = (rule) => assert.equal([...new Set(found.get(rule) ?? [])].slice(0, 20).join("\n"), "");

for (const [rule, [what, ...faults]] of Object.entries(STRUCTURE)) {
  test(`${rule}: ${what}`, () => none(rule));

  test(`${rule}: a fault is found`, async () => {
    const { text } = pages.find(({ path }) => path === "/glossary/");
    for (const fault of faults) {
      const [complaints] = await look.page.evaluate(structure, [text.replace("</main>", `${fault}</main>`)]);
      assert.notDeepEqual(complaints[rule], [], fault);
    }
  });
}

for (const [rule, [what, ...faults]] of Object.entries(SHOWN)) {
  test(`${rule}: ${what}`, () => none(rule));

  test(`${rule}: a fault is found`, async () => {
    if (new URL(look.page.url()).pathname !== "/glossary/") await show(look.page, "/glossary/");
    for (const fault of faults) {
      const complaints = await look.page.evaluate(([rule, markup]) => {
        const main = document.querySelector("main");
        const before = new Set(main.children);
        main.insertAdjacentHTML("afterbegin", markup);
        const complaints = globalThis.rules.shown[rule]();
        [...main.children].filter((child) => !before.has(child)).forEach((child) => child.remove());
        return complaints;
      }, [rule, fault]);
      assert.notDeepEqual(complaints, [], fault);
    }
  });
}

test("axe-core finds nothing on a page of any kind, light and dark, 320 and 1280 px", () => {
  assert.ok(kinds.length >= 15, `${kinds.length} kinds`);
  none("axe");
});

test("A6: pages of one kind have titles of their own", () => {
  // A source is called what it is called, and two may be called the same.
  const titles = pages.filter(({ path }) => !/^(\/text)?\/sources\/./.test(path)).map(({ text }) => /<title>([^<]*)/.exec(text)[1]);
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

for (const what of Object.keys(LETTERS)) test(`A22: nothing is lost with ${what}`, () => none(what));

test("A17: no script listens for dragging", () => {
  for (const [name, text] of scripts) assert.deepEqual(drags(text), [], name);
  assert.ok(scripts.length >= 2, "the theme has scripts");
  for (const fault of ["a.addEventListener('pointermove', b)", "a.ondragstart = b", "a.addEventListener(\"touchstart\", b)"]) assert.notDeepEqual(drags(fault), [], fault);
});

/** What a script listens to that asks for a pointer to be moved while it is held. */
function drags(script) {
  const heard = [...script.matchAll(/addEventListener\(\s*["'`](\w+)|\.on(\w+)\s*=(?!=)/g)].map(([, one, other]) => one ?? other);
  return heard.filter((event) => /^(drag|drop|touch|wheel|gesture|(pointer|mouse)(down|move|up))/.test(event));
}

test("A15: the keyboard walks from home to a record to a source, and its place is always seen", async () => {
  const { page, context, faults } = await openWithoutPolicy(chrome, { viewport: { width: 1280, height: 700 } });
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
  const { page, context } = await openWithoutPolicy(chrome);
  await show(page, "/glossary/");
  await page.addStyleTag({ content: ":focus-visible { outline: none !important }" });
  await page.keyboard.press("Tab");
  assert.notDeepEqual((await page.evaluate(focusSeen)).faults, []);
  await context.close();
});

test("A25: a screen reader meets the way to the text, the menu, the text and the foot, and every heading in order", async () => {
  const { page, context } = await openWithoutPolicy(chrome);
  const browserSide = await context.newCDPSession(page);
  const complaints = [];
  for (const { path, kind } of kinds) {
    await show(page, path);
    // What stands in a frame of another page has neither menu nor foot.
    const expected = kind === "embed" ? "link main" : undefined;
    complaints.push(...(await readingOrder(page, browserSide, expected)).map((text) => `${path}: ${text}`));
  }
  await show(page, "/glossary/");
  await page.evaluate(() => document.querySelector("h1").setAttribute("aria-hidden", "true"));
  assert.notDeepEqual(await readingOrder(page, browserSide), [], "a heading that is not read is found");
  await page.evaluate(() => document.querySelector("main").after(document.querySelector("header")));
  assert.match((await readingOrder(page, browserSide)).join(), /main banner/, "a menu after the text is found");
  await context.close();
  assert.deepEqual(complaints, []);
});

/** What is wrong with the order in which the browser hands a page to a screen reader. */
async function readingOrder(page, browserSide, expected = "link banner main contentinfo") {
  const { nodes } = await browserSide.send("Accessibility.getFullAXTree");
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const roles = [];
  const read = ({ ignored, role, childIds }) => {
    if (!ignored) roles.push(role?.value);
    (childIds ?? []).map((id) => byId.get(id)).filter(Boolean).forEach(read);
  };
  read(nodes[0]);
  const marks = roles.filter((role) => ["link", "banner", "main", "contentinfo"].includes(role));
  const order = marks.filter((mark, at) => mark !== "link" || at === 0).join(" ");
  const headings = roles.filter((role) => role === "heading").length;
  const there = await page.evaluate(() => [...document.querySelectorAll("h1, h2, h3, h4")].filter((heading) => heading.checkVisibility()).length);
  return [...(order === expected ? [] : [order]), ...(headings === there ? [] : [`${headings} headings of ${there} are read`])];
}

test("A19: nothing is in motion where rest is asked for", () => none("motion"));

test("A25: without scripts every word is there but those of sorting, filtering and search", async () => {
  const { page, context } = await openWithoutPolicy(chrome, { javaScriptEnabled: false });
  const missing = [];
  for (const { path } of kinds) {
    await page.goto(site + path);
    await page.evaluate(() => document.querySelectorAll("main details").forEach((details) => (details.open = true)));
    const here = (await lines(page)).join(" ");
    const share = here.length / said.get(path).length;
    if (share < 0.9) missing.push(`${path}: ${Math.round(share * 100)} % of its words`);
  }
  await context.close();
  assert.deepEqual(missing, []);
});

test("A25: without the style sheet a page is in order, and nothing lies over anything", async () => {
  const { page, context } = await openWithoutPolicy(chrome, { viewport: { width: 640, height: 800 } });
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
  const { page, context } = await openWithoutPolicy(chrome, { forcedColors: "active", colorScheme: "dark" });
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
  const { page, context } = await openWithoutPolicy(chrome, { viewport: { width: 718, height: 1000 } });
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
  const useless = [...document.querySelectorAll("[aria-labelledby=at-use] a")].filter((link) => link.checkVisibility() && !getComputedStyle(link, "::after").content.includes("http"));
  // What may not be parted leaves the rest of a sheet blank: none of it is as high as half of one.
  const whole = [...document.querySelectorAll("main *")].filter((one) => getComputedStyle(one).breakInside === "avoid" && one.getBoundingClientRect().height > 500);
  return [...silent.slice(0, 3).map((link) => `no address: ${link.href}`), ...useless.map((link) => `of no use on paper: ${link.textContent}`),
    ...whole.slice(0, 3).map((one) => `cannot be parted: ${one.localName}.${one.getAttribute("class")}, ${Math.round(one.getBoundingClientRect().height)} px`), ...globalThis.rules.shown.A21().filter((text) => !/keyboard/.test(text)), ...globalThis.rules.shown.A22()];
}
