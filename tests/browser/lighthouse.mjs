// Scores of Lighthouse, as a table. Run by benches/lighthouse; see there.
//
// In: the report of this repository, built; RUNS, an odd number, 5 unless it is set. Out: on the screen, for each page, the medians of so many runs, for
// speed with the lowest and the highest; the exit code is 1 when the median of a category other than performance is below 100. Five is what
// Lighthouse advises, because scores for speed wander from run to run with what else the machine does. It never runs in ./test.

import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { test } from "node:test";
import { promisify } from "node:util";
import { browserPath, build, copyOfReport, host } from "./support.mjs";

const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
const PATHS = ["/", "/countries/rwanda/", "/articles/how-many-people/"];
const RUNS = Number(process.env.RUNS ?? 5);
if (!(Number.isInteger(RUNS) && RUNS % 2 === 1)) throw new Error(`RUNS must be an odd number, not ${process.env.RUNS}`);

test("Lighthouse", async () => {
  const site = await host(build(copyOfReport()), "/", { "Cache-Control": "public, max-age=31536000" });
  const rows = {};
  const low = [];
  for (const path of PATHS) {
    const reports = [];
    // One after the other: two at once would measure each other.
    for (let run = 0; run < RUNS; run++) reports.push(await measured(site, path));
    const all = Object.fromEntries(CATEGORIES.map((id) => [id, reports.map((report) => Math.round(report.categories[id].score * 100)).sort((a, b) => a - b)]));
    rows[path] = Object.fromEntries(CATEGORIES.map((id) => [id, median(all[id])]));
    const speed = all.performance;
    rows[path]["performance, lowest to highest"] = `${speed[0]} to ${speed.at(-1)}`;
    low.push(...CATEGORIES.slice(1).filter((id) => median(all[id]) < 100).map((id) => `${path}: ${id} ${all[id].join(", ")}`));
    tell(path, reports);
  }
  console.log(`Medians of ${RUNS} ${RUNS === 1 ? "run" : "runs"}:`);
  console.table(rows);
  if (low.length > 0) throw new Error(low.join("\n"));
});

const median = (sorted) => sorted[sorted.length >> 1];

/** What kept a page from the best score, and in how many of the runs. */
function tell(path, reports) {
  const found = new Map();
  for (const report of reports) {
    for (const id of CATEGORIES) {
      for (const { id: audit, weight } of report.categories[id].auditRefs) {
        const { score, title, displayValue = "" } = report.audits[audit];
        if (!(weight > 0 && score !== null && score < 1)) continue;
        const name = `${path} ${id}: ${title}`;
        found.set(name, [...(found.get(name) ?? []), `${score}${displayValue && `, ${displayValue}`}`]);
      }
    }
  }
  for (const [name, all] of found) console.log(`${name}, in ${all.length} of ${reports.length} (${all.join("; ")})`);
}

/** What Lighthouse says of a page, once. */
async function measured(site, path) {
  const cli = createRequire(import.meta.url).resolve("lighthouse/cli/index.js");
  const flags = ["--headless=new", "--disable-gpu", ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])];
  const run = await promisify(execFile)(process.execPath, [cli, site + path, "--quiet", "--output=json", `--chrome-flags=${flags.join(" ")}`, "--no-enable-error-reporting"],
    { env: { ...process.env, CHROME_PATH: browserPath() }, maxBuffer: 1 << 28 });
  return JSON.parse(run.stdout);
}
