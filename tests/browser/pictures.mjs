// Pictures of the report for its README: eight pages in four settings, and all of them on one small sheet.
//
//   node pictures.mjs FOLDER        the pictures; the sheet goes to docs/pictures/contact-sheet.png
//
// In: the report of this repository, built. Out: FOLDER/PAGE-WIDTH-SCHEME.png and the sheet. It never runs in ./test.

import { copyFileSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { browser, build, copyOfReport, host, open } from "./support.mjs";

const PAGES = {
  home: "/",
  countries: "/countries/",
  country: "/countries/rwanda/",
  article: "/articles/how-many-people/",
  figures: "/figures/",
  timeline: "/timeline/",
  source: "/sources/nyt-list/",
  search: "/search/?q=Rwanda",
};
const SETTINGS = [320, 1280].flatMap((width) => ["light", "dark"].map((colorScheme) => ({ width, colorScheme })));
const SHEET = fileURLToPath(new URL("../../docs/pictures/contact-sheet.png", import.meta.url));
/** What the sheet may weigh: it is part of the repository. */
const LIMIT = 150 * 1024;

const folder = resolve(process.argv[2] ?? "pictures");

test(`pictures in ${folder}`, async () => {
  mkdirSync(folder, { recursive: true });
  const chrome = await browser();
  const site = await host(build(copyOfReport()));
  for (const { width, colorScheme } of SETTINGS) {
    const { page, context } = await open(chrome, { viewport: { width, height: width === 320 ? 640 : 800 }, colorScheme });
    for (const [name, path] of Object.entries(PAGES)) {
      await page.goto(site + path, { waitUntil: "networkidle" });
      await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`) });
    }
    await context.close();
  }
  await sheet(chrome);
});

/** Lays all pictures on one page and makes it smaller until it is light enough. */
async function sheet(chrome) {
  const row = (name) => SETTINGS.map(({ width, colorScheme }) => {
    const bytes = readFileSync(join(folder, `${name}-${width}-${colorScheme}.png`)).toString("base64");
    return `<img class="w${width}" alt="" src="data:image/png;base64,${bytes}">`;
  }).join("");
  const markup = (scale) => `<!doctype html><style>body{margin:0;height:max-content;padding:6px;background:#8a9299;display:grid;grid-template-columns:1fr 1fr;gap:6px;width:max-content}
    p{margin:0;display:flex;gap:4px}img{height:${scale}px;width:auto;display:block}</style>${Object.keys(PAGES).map((name) => `<p>${row(name)}</p>`).join("")}`;
  const { page, context } = await open(chrome, { viewport: { width: 1400, height: 900 } });
  for (const scale of [110, 95, 80, 70, 60, 50]) {
    await page.setContent(markup(scale));
    const picture = join(folder, "contact-sheet.png");
    await page.locator("body").screenshot({ path: picture });
    if (statSync(picture).size > LIMIT) continue;
    mkdirSync(join(SHEET, ".."), { recursive: true });
    copyFileSync(picture, SHEET);
    console.log(`${SHEET}: ${Math.round(statSync(SHEET).size / 1024)} KB`);
    return context.close();
  }
  throw new Error("the sheet does not become light enough");
}
