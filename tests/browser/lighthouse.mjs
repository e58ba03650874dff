// Scores of Lighthouse, as a table. Run by benches/lighthouse; see there.
//
// In: the report of this repository, built. Out: scores on the screen; the exit code is 1 when a category other than performance is
// below 100. It never runs in ./test: a score for speed is one of the machine as well.

import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { test } from "node:test";
import { promisify } from "node:util";
import { browserPath, build, copyOfReport, host } from "./support.mjs";

const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
const PATHS = ["/", "/countries/rwanda/", "/articles/how-many-people/"];

test("Lighthouse", async () => {
  const site = await host(build(copyOfReport()), "/", { "Cache-Control": "public, max-age=31536000" });
  const rows = [];
  for (const path of PATHS) rows.push(await scores(site, path));
  console.table(Object.fromEntries(rows));
  const low = rows.flatMap(([path, row]) => CATEGORIES.slice(1).filter((name) => row[name] < 100).map((name) => `${path}: ${name} ${row[name]}`));
  if (low.length > 0) throw new Error(low.join("\n"));
});

/** The scores of a page, 0 to 100, and what is not at its best. */
async function scores(site, path) {
  const cli = createRequire(import.meta.url).resolve("lighthouse/cli/index.js");
  const flags = ["--headless=new", "--disable-gpu", ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])];
  const run = await promisify(execFile)(process.execPath, [cli, site + path, "--quiet", "--output=json", `--chrome-flags=${flags.join(" ")}`, "--no-enable-error-reporting"],
    { env: { ...process.env, CHROME_PATH: browserPath() }, maxBuffer: 1 << 28 });
  const report = JSON.parse(run.stdout);
  for (const id of CATEGORIES) {
    for (const { id: audit, weight } of report.categories[id].auditRefs) {
      const { score, title } = report.audits[audit];
      if (weight > 0 && score !== null && score < 1) console.log(`${path} ${id}: ${title} (${score})`);
    }
  }
  return [path, Object.fromEntries(CATEGORIES.map((id) => [id, Math.round(report.categories[id].score * 100)]))];
}
