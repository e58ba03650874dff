// What the browser tests share: reports in temporary folders, `sourcebook serve`, `build` and `check` over them, a small
// web server for what was built, and Chromium.
//
// In: the release binary and the content of this repository. Out: addresses and pages. Whatever is started here or made on
// disk is gone when the test file ends. It never tests anything.

import { spawn, spawnSync } from "node:child_process";
import { cpSync, createReadStream, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, dirname, extname, join } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { createGzip } from "node:zlib";
import { chromium } from "playwright-core";

const repository = fileURLToPath(new URL("../..", import.meta.url));

/** The day that the tests call today, so that they pass on any other. */
export const TODAY = "2026-11-24";

/** How long to wait for what must happen, in milliseconds. Nothing waits that long when all is well. */
export const PATIENCE = 20_000;

// ── what must be undone ───────────────────────────────────────────────────────────────────────────────────────────────

const undo = [];
after(async () => {
  while (undo.length > 0) await undo.pop()();
});

// ── reports ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The binary under test. SOURCEBOOK names another one. */
function binary() {
  const target = process.env.CARGO_TARGET_DIR ?? join(repository, "target");
  const name = process.platform === "win32" ? "sourcebook.exe" : "sourcebook";
  const path = process.env.SOURCEBOOK ?? join(target, "release", name);
  if (!existsSync(path)) throw new Error("there is no release binary: run `cargo build --release`, or ./test browser from the repository");
  return path;
}

/** A copy of the report of this repository, with ways to change it. */
export function copyOfReport() {
  return copyOf(repository);
}

/** A copy of a golden site with the default theme, and with these lines in its `site.yaml`. */
export function copyOfSite(name, ...lines) {
  const report = copyOf(join(repository, "tests/sites", name));
  const settings = report.read("content/site.yaml").replace(/^theme:.*\n/m, "");
  report.write("content/site.yaml", `${settings.trimEnd()}\n${lines.join("\n")}\n`);
  return report;
}

function copyOf(folder) {
  const root = mkdtempSync(join(tmpdir(), "sourcebook-browser-"));
  undo.push(() => rmSync(root, { recursive: true, force: true }));
  cpSync(join(folder, "content"), join(root, "content"), { recursive: true });
  const at = (file) => join(root, file);
  return {
    root,
    at,
    read: (file) => readFileSync(at(file), "utf8"),
    write(file, text) {
      mkdirSync(dirname(at(file)), { recursive: true });
      writeFileSync(at(file), text);
    },
    /** Replaces a text that must be there. */
    edit(file, old, text) {
      const before = readFileSync(at(file), "utf8");
      if (!before.includes(old)) throw new Error(`${file} does not hold ${JSON.stringify(old)}`);
      writeFileSync(at(file), before.replace(old, () => text));
    },
    remove: (file) => rmSync(at(file)),
  };
}

/**
 * Starts `sourcebook serve`, on a free port unless one is named. Answers, once it can be asked, its address without a slash
 * at the end, and how to stop it.
 */
export async function serve(report, port = 0) {
  const child = spawn(binary(), ["serve", "--port", String(port), "--now", TODAY, "--root", report.root], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const stop = () => {
    child.kill();
    return ended;
  };
  undo.push(stop);
  let said = "";
  const url = await new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`the preview did not start:\n${said}`)), PATIENCE);
    const hear = (text) => {
      said += text;
      const found = /preview at\s+(http:\S+)\s/i.exec(said);
      if (found) {
        clearTimeout(late);
        resolve(found[1]);
      }
    };
    child.stdout.setEncoding("utf8").on("data", hear);
    child.stderr.setEncoding("utf8").on("data", hear);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`the preview ended with ${code}:\n${said}`)));
  });
  return { url: url.replace(/\/$/, ""), stop };
}

/** Builds into a temporary folder and answers its path. */
export function build(report, ...options) {
  const out = join(mkdtempSync(join(tmpdir(), "sourcebook-browser-")), "public");
  undo.push(() => rmSync(dirname(out), { recursive: true, force: true }));
  const run = spawnSync(binary(), ["build", "--now", TODAY, "--root", report.root, "-o", out, ...options], { encoding: "utf8" });
  if (run.status !== 0) throw new Error(`the build failed:\n${run.stdout}${run.stderr}`);
  return out;
}

/** What `sourcebook check --format FORMAT` says of a report, as text. */
export function check(report, format) {
  const options = ["check", "--format", format, "--now", TODAY, "--root", report.root];
  const run = spawnSync(binary(), options, { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  // 0 without errors, 1 with: anything else is a refusal.
  if (run.status !== 0 && run.status !== 1) throw new Error(`the check did not run:\n${run.stdout}${run.stderr}`);
  return run.stdout;
}

// ── a web server for what was built ───────────────────────────────────────────────────────────────────────────────────

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".xml": "application/xml",
  ".csv": "text/csv; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".webp": "image/webp",
  ".txt": "text/plain; charset=utf-8",
};

/** Serves a folder below a base path, compressed, as a web server of readers would, with these headers on every answer. */
export async function host(folder, base = "/", headers = {}) {
  const server = createServer((request, response) => {
    const answer = (status, file) => {
      const type = TYPES[extname(file)] ?? "application/octet-stream";
      const isText = /text|json|xml|svg|javascript/.test(type) && /gzip/.test(request.headers["accept-encoding"] ?? "");
      response.writeHead(status, { "Content-Type": type, ...(isText ? { "Content-Encoding": "gzip" } : {}), ...headers });
      const bytes = createReadStream(file);
      (isText ? bytes.pipe(createGzip()) : bytes).pipe(response);
    };
    const path = decodeURIComponent(new URL(request.url, "http://host").pathname);
    let file = path.startsWith(base) ? join(folder, path.slice(base.length)) : null;
    if (file && path.endsWith("/")) file = join(file, "index.html");
    if (file && existsSync(file) && statSync(file).isFile()) answer(200, file);
    else answer(404, join(folder, "404.html"));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  undo.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${server.address().port}${base.replace(/\/$/, "")}`;
}

/** A port of this computer that nobody listens at. */
export async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The file that `init --host` writes into a report for a site at this address. */
export function fileOfHost(report, host, url, file) {
  const run = spawnSync(binary(), ["init", "--host", host, "-u", url, "--root", report.root], { encoding: "utf8" });
  if (run.status !== 0) throw new Error(`init failed:\n${run.stdout}${run.stderr}`);
  return report.read(file);
}

/** Starts a web server and waits until it answers at this address. */
export async function daemon(url, command, words, options = {}) {
  const child = spawn(command, words, { stdio: ["ignore", "pipe", "pipe"], ...options });
  let said = "";
  child.stdout.on("data", (text) => (said += text));
  child.stderr.on("data", (text) => (said += text));
  let failure = null;
  const ended = new Promise((resolve) => {
    child.once("exit", (code) => resolve((failure ??= `it ended with ${code}`)));
    child.once("error", (error) => resolve((failure ??= String(error))));
  });
  undo.push(() => {
    child.kill();
    return ended;
  });
  await until(`${command} answers`, () => {
    if (failure) throw new Error(`${command}: ${failure}\n${said}`);
    return fetch(url).then(() => true, () => false);
  });
}

// ── Chromium ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** CHROME, or the first Chromium on the PATH. */
export function browserPath() {
  if (process.env.CHROME) return process.env.CHROME;
  const folders = (process.env.PATH ?? "").split(delimiter);
  for (const name of ["chromium", "chromium-browser", "google-chrome"]) {
    const found = folders.map((folder) => join(folder, name)).find(existsSync);
    if (found) return found;
  }
  throw new Error("no Chromium was found: install it, or name its path in CHROME");
}

/** A Chromium without a window, closed when the test file ends. */
export async function browser() {
  const quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync"];
  const flags = ["--disable-gpu", "--disable-quic", "--no-first-run", ...quiet];
  // Chromium's sandbox cannot be set up by root, as in most containers.
  if (process.getuid?.() === 0) flags.push("--no-sandbox");
  const started = await chromium.launch({ executablePath: browserPath(), args: flags });
  undo.push(() => started.close());
  return started;
}

/**
 * A new page in a context of its own, and all it complains of: errors of scripts and on the console, requests that failed,
 * answers of 400 and above, requests to other origins than that of the page.
 */
export async function open(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  return { page, context, faults: listen(page) };
}

/** The same for rules and planted faults, which bring styles that the policy of a page forbids. hosts.test.mjs holds pages to their policy. */
export function openWithoutPolicy(browser, options = {}) {
  return open(browser, { bypassCSP: true, ...options });
}

/** What a page complains of from now on. */
function listen(page) {
  const faults = [];
  page.on("console", (message) => {
    // The answer itself is listed below, with its address.
    const isAnswer = message.text().startsWith("Failed to load resource: the server responded");
    if (["error", "warning"].includes(message.type()) && !isAnswer) faults.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`script: ${error}`));
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText ?? "";
    // Given up because the page was left.
    if (why !== "net::ERR_ABORTED") faults.push(`failed: ${request.url()} (${why})`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) faults.push(`${response.status()}: ${response.url()}`);
  });
  page.on("request", (request) => {
    const from = page.url();
    const to = request.url();
    const areAddresses = from.startsWith("http") && to.startsWith("http");
    if (areAddresses && new URL(from).origin !== new URL(to).origin) faults.push(`other origin: ${to}`);
  });
  return faults;
}

/** The violations of WCAG 2.2 AA that axe-core finds on a page, one a line; or only those of some of its rules, or not in some places. */
export async function violations(page, rules = null, exclude = []) {
  const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
  // Not as a script element: the policy of the page may forbid that.
  await page.evaluate(readFileSync(axe, "utf8"));
  // axe-core measures what is not laid out yet as well, and finds it in the wrong place.
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("* { content-visibility: visible !important }");
    document.adoptedStyleSheets.push(sheet);
  });
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
  const wanted = rules ? { type: "rule", values: rules } : { type: "tag", values: tags };
  const ask = ([exclude, runOnly]) => globalThis.axe.run({ include: [["html"]], exclude }, { runOnly, resultTypes: ["violations"] });
  const found = await page.evaluate(ask, [exclude.map((place) => [place]), wanted]);
  return found.violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id} (${help}): ${node.target.join(" ")}`));
}

/** Asks again and again until the answer holds. */
export async function until(what, ask) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
