// Pictures of the report for its README: eight pages in four settings, to be looked at, and three small files of them to be shown.
//
//   node pictures.mjs FOLDER        all pictures into FOLDER; what the README shows into docs/pictures/
//
// In: the report of this repository, built. Out: FOLDER/PAGE-WIDTH-SCHEME.png, and three WebP files. It never runs in ./test.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
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
const SCHEMES = ["light", "dark"];
/** What is photographed: a phone and a desk. */
const SCREENS = { 320: 640, 1280: 800 };
const SHOWN = fileURLToPath(new URL("../../docs/pictures/", import.meta.url));
/** What all that is shown may weigh together: it is part of the repository. */
const LIMIT = 500 * 1024;

const folder = resolve(process.argv[2] ?? "pictures");

test(`pictures in ${folder}`, async () => {
  mkdirSync(folder, { recursive: true });
  mkdirSync(SHOWN, { recursive: true });
  const chrome = await browser();
  const site = await host(build(copyOfReport()));
  for (const width of Object.keys(SCREENS).map(Number)) {
    for (const colorScheme of SCHEMES) {
      const { page, context } = await open(chrome, { viewport: { width, height: SCREENS[width] }, colorScheme });
      for (const [name, path] of Object.entries(PAGES)) {
        await page.goto(site + path, { waitUntil: "networkidle" });
        await page.screenshot({ path: file(name, width, colorScheme) });
      }
      await context.close();
    }
  }
  const { page: desk } = await open(chrome, { viewport: { width: 1280, height: 1240 }, colorScheme: "light" });
  await desk.goto(site, { waitUntil: "networkidle" });
  const home = join(folder, "home.png");
  await desk.screenshot({ path: home });

  const all = (width) => SCHEMES.flatMap((scheme) => Object.keys(PAGES).map((name) => file(name, width, scheme)));
  const { page } = await open(chrome);
  const sizes = [
    await sheet(page, "home", [home], { columns: 1, width: 960 }),
    await sheet(page, "phone", all(320), { columns: 8, width: 200 }),
    await sheet(page, "desk", all(1280), { columns: 4, width: 400 }),
  ];
  const weight = sizes.reduce((sum, size) => sum + size, 0);
  console.log(`${SHOWN}: ${Math.round(weight / 1024)} KB`);
  if (weight > LIMIT) throw new Error(`the pictures weigh ${weight} bytes, more than ${LIMIT}`);
});

const file = (name, width, scheme) => join(folder, `${name}-${width}-${scheme}.png`);

/** Lays pictures out in rows, each `width` wide, and writes docs/pictures/NAME.webp. Answers its size in bytes. */
async function sheet(page, name, files, { columns, width }) {
  const pictures = files.map((path) => `data:image/png;base64,${readFileSync(path).toString("base64")}`);
  const made = await page.evaluate(async ([sources, across, wide]) => {
    const images = await Promise.all(sources.map(async (source) => {
      const image = new Image();
      image.src = source;
      await image.decode();
      return image;
    }));
    const gap = sources.length > 1 ? 8 : 0;
    const high = Math.round((wide * images[0].height) / images[0].width);
    const canvas = document.createElement("canvas");
    canvas.width = across * (wide + gap) + gap;
    canvas.height = (images.length / across) * (high + gap) + gap;
    const context = canvas.getContext("2d");
    context.fillStyle = "#8a9299";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.imageSmoothingQuality = "high";
    images.forEach((image, at) => context.drawImage(image, gap + (at % across) * (wide + gap), gap + Math.floor(at / across) * (high + gap), wide, high));
    return canvas.toDataURL("image/webp", 0.75).split(",")[1];
  }, [pictures, columns, width]);
  const bytes = Buffer.from(made, "base64");
  writeFileSync(join(SHOWN, `${name}.webp`), bytes);
  return bytes.length;
}
