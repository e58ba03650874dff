// The pages of a built report: all of them, and one of every kind.
//
// In: a folder that `sourcebook build` made. Out: paths, kinds (the class of <body>) and sizes. It never opens a browser.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

/** Every page: `path` as readers ask for it, `file` below the folder, `kind` and `text`. */
export function pagesOf(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith(".html")).sort();
  return files.map((file) => {
    const text = readFileSync(join(folder, file), "utf8");
    const kind = /<body[^>]*class="[^"]*\bpage-([\w-]+)/.exec(text)?.[1] ?? file;
    return { path: `/${file.replace(/(^|\/)index\.html$/, "$1")}`, file, kind, text };
  });
}

/** The longest page of every kind: what can go wrong on a page of that kind is most likely on it. */
export function onePerKind(pages) {
  const longest = new Map();
  for (const page of pages) {
    if (page.text.length > (longest.get(page.kind)?.text.length ?? 0)) longest.set(page.kind, page);
  }
  return [...longest.values()];
}

/** What is sent of a text, in bytes, by a web server that compresses. */
export const sent = (text) => gzipSync(text, { level: 9 }).length;
