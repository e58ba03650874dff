// Web servers of readers: nginx and Caddy with what `init --host` writes for them, below a base path.
//
// In: the report of this repository, built. Out: that all that leads anywhere in it answers, with the right headers. Of what `init` writes, only the port and the folder are changed. It never leaves this computer.

import assert from "node:assert/strict";
import { cpSync, existsSync, readFileSync, readdirSync } from "node:fs";
import { get } from "node:http";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { onePerKind, pagesOf } from "./pages.mjs";
import { browser, build, copyOfReport, daemon, fileOfHost, freePort, open, until } from "./support.mjs";

const BASE = "/a/b/";
const DEPLOYED = "/var/www/report/public";
const FOR_EVER = "public, max-age=31536000, immutable";
const POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const TYPES = {
  html: "text/html; charset=utf-8", css: "text/css; charset=utf-8", js: /^(text|application)\/javascript/, json: /^application\/json/, csv: "text/csv; charset=utf-8",
  xml: /^text\/xml/, txt: "text/plain; charset=utf-8", svg: /^image\/svg\+xml/, png: "image/png", woff2: "font/woff2", webp: "image/webp", jpg: "image/jpeg",
  zip: "application/zip",
};

/** Replaces a text that must be there, wherever it stands. */
function changed(text, from, to) {
  assert.ok(text.includes(from), `${from} is not in\n${text}`);
  return text.replaceAll(from, to);
}

async function nginx(report, out, url, port) {
  const written = changed(fileOfHost(report, "nginx", url, "hosting/nginx.conf"), DEPLOYED, out);
  report.write("server/report.conf", changed(written, "listen 80;", `listen 127.0.0.1:${port};`));
  cpSync("/etc/nginx/mime.types", report.at("server/mime.types"));
  const folders = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${report.at(`server/${name}`)};`);
  // Temporary folders belong to who runs the test.
  const user = process.getuid() === 0 ? "user root;" : "";
  report.write("server/nginx.conf", `${user} daemon off; pid ${report.at("server/pid")}; error_log stderr; events {}
http { include mime.types; access_log off; ${folders.join(" ")} include report.conf; }
`);
  await daemon(url, "/usr/sbin/nginx", ["-p", report.at("server"), "-e", "stderr", "-c", report.at("server/nginx.conf")]);
}

async function caddy(report, out, url, port) {
  const written = changed(fileOfHost(report, "caddy", url, "hosting/Caddyfile"), DEPLOYED, out);
  const host = `127.0.0.1:${port}`;
  // A name gets a certificate, this computer needs none.
  report.write("server/Caddyfile", `{\n\tadmin off\n}\n${changed(written, `${host} {`, `http://${host} {`)}`);
  const env = { ...process.env, XDG_DATA_HOME: report.at("server"), XDG_CONFIG_HOME: report.at("server") };
  await daemon(url, "caddy", ["run", "--adapter", "caddyfile", "--config", report.at("server/Caddyfile")], { env });
}

/** What a server sends to who takes these encodings: the headers, and the bytes as they come. */
function raw(url, encodings) {
  return new Promise((resolve, reject) => {
    get(url, { headers: { "Accept-Encoding": encodings } }, async (answer) => {
      const bytes = [];
      for await (const part of answer) bytes.push(part);
      resolve({ status: answer.statusCode, headers: answer.headers, bytes: Buffer.concat(bytes) });
    }).once("error", reject);
  });
}

/** All that a page, a feed or a style sheet leads to within the site, without anchors. */
function leads(text, from, site) {
  const attributes = [...text.matchAll(/\s(?:href|src|action|poster)="([^"]*)"/g)].map((found) => found[1]);
  const sets = [...text.matchAll(/\ssrcset="([^"]*)"/g)].flatMap((found) => found[1].split(",").map((one) => one.trim().split(/\s/)[0]));
  const others = [...text.matchAll(/url\(["']?([^"')]+)|<(?:loc|guid[^>]*|link)>([^<]+)</g)].map((found) => found[1] ?? found[2]);
  const all = [...attributes, ...sets, ...others].filter((link) => !/^(data|mailto):/.test(link)).map((link) => new URL(link.replaceAll("&amp;", "&"), from));
  return all.filter((url) => url.origin === new URL(site).origin).map((url) => url.href.split(/[?#]/)[0]);
}

// The nginx of Debian hands out no copies by Brotli.
/** Every address of the site that a text names in full: in feeds, JSON-LD, oEmbed, the metadata of networks, citations, packages of data. */
function named(text, site) {
  // A file that its address holds whole is the same address as in the text around it, with the ends of its lines behind.
  const plain = text.replaceAll(/data:application\/[^"]*/g, "").replaceAll("\\/", "/").replaceAll("&amp;", "&").replaceAll("&quot;", '"').replaceAll("&#x27;", "'");
  const found = plain.split(site).slice(1).map((rest) => /^[\w\-./~%+]*/.exec(rest)[0]);
  // A full stop that ends a sentence is none of the address.
  return found.map((path) => site + path.replace(/[.]+$/, ""));
}

for (const [name, start, encodings] of [["nginx", nginx, ["gzip"]], ["caddy", caddy, ["gzip", "br"]]]) {
  describe(name, () => {
    let out;
    let site;

    before(async () => {
      const port = await freePort();
      const report = copyOfReport();
      const rwanda = "content/countries/rwanda.yaml";
      report.write(rwanda, `${report.read(rwanda).trimEnd()}\nmoved_from: [/rwanda/]\n`);
      report.write("content/site.yaml", `${report.read("content/site.yaml").trimEnd()}\nprecompress: [br, gzip]\n`);
      site = `http://127.0.0.1:${port}${BASE}`;
      out = build(report, "-u", site);
      await start(report, out, site, port);
    });

    test("all that leads anywhere in the site answers, as what it is", async () => {
      const known = new Set([site]);
      const faults = [];
      for (const url of known) {
        const answer = await fetch(url);
        const ending = url.endsWith("/") ? "html" : url.split(".").pop();
        const type = answer.headers.get("content-type") ?? "";
        const expected = TYPES[ending];
        if (answer.status !== 200) faults.push(`${answer.status} ${url}`);
        else if (!(expected instanceof RegExp ? expected.test(type) : type === expected)) faults.push(`${type} ${url}`);
        const text = await answer.text();
        if (/html|xml|css/.test(type) && !/svg/.test(type)) for (const next of leads(text, url, site)) known.add(next);
      }
      assert.deepEqual(faults, []);
      const pages = readdirSync(out, { recursive: true }).filter((file) => file.endsWith("index.html"));
      assert.ok(known.size > pages.length / 2, `${known.size} addresses of a site with ${pages.length} pages`);
    });

    test("every file that was built answers, as what it is and whole", async () => {
      const { files } = JSON.parse(readFileSync(join(out, ".sourcebook.json"), "utf8"));
      assert.ok(files.length > 1000, `${files.length} files`);
      const faults = [];
      for (const { path, bytes } of files) {
        const url = site + path.split("/").map(encodeURIComponent).join("/").replace(/(^|\/)index\.html$/, "$1");
        const answer = await raw(url, "identity");
        const expected = TYPES[path.split(".").pop()];
        const type = answer.headers["content-type"] ?? "";
        if (answer.status !== 200) faults.push(`${answer.status} ${url}`);
        else if (answer.bytes.length !== bytes) faults.push(`${answer.bytes.length} of ${bytes} bytes ${url}`);
        else if (expected !== undefined && !(expected instanceof RegExp ? expected.test(type) : type === expected)) faults.push(`${type} ${url}`);
      }
      assert.deepEqual(faults, []);
    });

    test("every address of the site that a feed, a card, an embed or a package of data names is there", async () => {
      const texts = /\.(html|xml|json|ris|txt|csv)$/;
      const built = readdirSync(out, { recursive: true }).filter((file) => texts.test(file) && file !== ".sourcebook.json");
      const all = new Map();
      for (const file of built) for (const url of named(readFileSync(join(out, file), "utf8"), site)) if (!all.has(url)) all.set(url, file);
      const kinds = ["feed.xml", "feed.json", "rss.xml", "embed/map.oembed.json", "sitemap.xml", "index.html", "data/datapackage.json"];
      for (const kind of kinds) assert.ok(named(readFileSync(join(out, kind), "utf8"), site).length > 0, `${kind} names no address`);
      assert.ok([...all.keys()].some((url) => /\/cards\/.*\.png$/.test(url)), "no picture for networks");
      const faults = [];
      for (const [url, file] of all) {
        const { status } = await raw(url, "identity");
        if (status !== 200) faults.push(`${status} ${url} in ${file}`);
      }
      assert.deepEqual(faults, []);
    });

    test("pages are asked for again, what has a fingerprint is kept, and all is sent compressed with the policy", async () => {
      const style = readdirSync(join(out, "assets")).find((file) => file.endsWith(".css"));
      for (const [path, cache] of [["", "no-cache"], ["data/countries.csv", "no-cache"], ["feed.xml", "no-cache"], [`assets/${style}`, FOR_EVER]]) {
        const { headers } = await fetch(site + path, { headers: { "Accept-Encoding": "gzip" } });
        assert.equal(headers.get("cache-control"), cache, path);
        assert.equal(headers.get("content-security-policy"), POLICY, path);
        assert.equal(headers.get("x-content-type-options"), "nosniff", path);
        assert.equal(headers.get("referrer-policy"), "strict-origin-when-cross-origin", path);
        assert.equal(headers.get("content-encoding"), "gzip", path);
      }
    });

    test("copies that the build compressed are handed out as they are, with the type of their file", async () => {
      const style = readdirSync(join(out, "assets")).find((file) => file.endsWith(".css"));
      const files = ["index.html", "countries/index.html", "data/countries.csv", "feed.xml", "search.json", `assets/${style}`, "data/README.txt"];
      for (const file of files.filter((file) => existsSync(join(out, `${file}.gz`)))) {
        const url = site + file.replace(/index\.html$/, "");
        const plain = await raw(url, "identity");
        assert.equal(plain.headers["content-encoding"], undefined, file);
        for (const encoding of encodings) {
          const { headers, bytes } = await raw(url, encoding);
          assert.equal(headers["content-encoding"], encoding, file);
          assert.equal(headers["content-type"], plain.headers["content-type"], `${file} as ${encoding}`);
          assert.equal(headers["content-security-policy"], POLICY, file);
          assert.match(headers.vary ?? "", /accept-encoding/i, file);
          assert.ok(bytes.equals(readFileSync(join(out, `${file}.${encoding === "br" ? "br" : "gz"}`))), `${file}: ${encoding} is not the copy`);
        }
      }
      assert.ok(existsSync(join(out, "index.html.br")) && existsSync(join(out, `assets/${style}.gz`)));
    });

    test("what is not there is answered with the page that says so, is not kept for ever, and the manifest stays at home", async () => {
      const page = readFileSync(join(out, "404.html"), "utf8");
      for (const path of ["nothing/", "countries/nothing", "assets/", "assets/style.0000.css"]) {
        const answer = await fetch(site + path);
        assert.equal(answer.status, 404, path);
        assert.equal(await answer.text(), page, path);
        assert.notEqual(answer.headers.get("cache-control"), FOR_EVER, path);
      }
      assert.equal((await fetch(`${site}.sourcebook.json`)).status, 404);
    });

    test("what is made for it may be shown in a frame elsewhere, and nothing else", async () => {
      const policy = async (path) => (await fetch(site + path)).headers.get("content-security-policy");
      assert.equal(await policy("embed/map/"), POLICY.replace("; frame-ancestors 'none'", ""));
      assert.equal(await policy("articles/embed/"), POLICY);
    });

    test("pages work in a browser, and nothing of ours is blocked", async () => {
      const { page, context, faults } = await open(await browser());
      const kinds = onePerKind(pagesOf(out)).filter(({ file }) => !/^(rwanda|404)/.test(file));
      assert.ok(kinds.length > 15, `${kinds.map(({ kind }) => kind)}`);
      for (const { path } of kinds) await page.goto(site + path.slice(1), { waitUntil: "load" });
      await page.goto(`${site}search/`);
      await page.getByRole("searchbox").fill("Ruanda");
      await until("Rwanda is found", async () => (await page.locator(".search-results a").allTextContents())[0] === "Rwanda");
      await page.goto(`${site}countries/`);
      await page.getByLabel("Filter by name", { exact: true }).fill("rwanda");
      assert.match(await page.locator(".filter-status").textContent(), /^1 of \d+ shown$/);
      await page.goto(`${site}rwanda/`);
      await page.waitForURL(`${site}countries/rwanda/`);
      await page.locator(".cites a").first().hover();
      await page.locator(".preview").waitFor();
      assert.ok((await page.locator(".preview").textContent()).trim().length > 20);
      await context.close();
      assert.deepEqual(faults, []);
    });

    test("an address without its last slash leads to the page", async () => {
      const answer = await fetch(`${site}countries`);
      assert.equal(answer.url, `${site}countries/`);
      assert.equal(answer.status, 200);
    });
  });
}
