// `sourcebook check --format sarif`, held against the schema of the standard.
//
// In: logs of the real report, sound and with the faults of tests/planted in it, and the schema of SARIF 2.1.0 as an npm package
// carries it (its rules are those that OASIS publishes). It opens no browser; it stands here because the packages it needs are
// installed here. It never says whether a finding is right: tests/suite/planted.rs does.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import Ajv from "ajv";
import { check, copyOfReport } from "./support.mjs";

const require = createRequire(import.meta.url);
const schema = require("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
const draft = require("ajv/lib/refs/json-schema-draft-04.json");

const planted = fileURLToPath(new URL("../planted/", import.meta.url));

let validate;
/** A log with many findings of many kinds. */
let full;

before(() => {
  const ajv = new Ajv({ schemaId: "id", meta: false, allErrors: true, unknownFormats: [], format: "full" });
  ajv.addMetaSchema(draft);
  validate = ajv.compile(schema);
  full = log(faultyReport());
});

/** What the schema says against a log, one a line. */
function complaints(value) {
  validate(value);
  return (validate.errors ?? []).map(({ dataPath, message }) => `${dataPath} ${message}`);
}

function log(report) {
  return JSON.parse(check(report, "sarif"));
}

/** The report with every planted fault that can still be planted beside those before it. */
function faultyReport() {
  const report = copyOfReport();
  for (const name of readdirSync(planted)) {
    for (const block of readFileSync(planted + name, "utf8").split(/\n\n+/)) {
      const lines = block.split("\n").filter((line) => line.includes(": ") && !line.startsWith("#"));
      const { file, find, put = "" } = Object.fromEntries(lines.map((line) => [
        line.slice(0, line.indexOf(": ")),
        line.slice(line.indexOf(": ") + 2).replaceAll("\\n", "\n"),
      ]));
      // What cannot be read at all would hide the other faults of its file.
      if (!file || /^code: (yaml-syntax|front-matter)$/m.test(block)) continue;
      if (report.read(file).split(find).length === 2) report.edit(file, find, put);
    }
  }
  // A name that must be escaped in an address.
  report.write("content/articles/fünf & mehr #1 [neu].md", "---\ntitle: Five\ndate: 2026-13-01\n---\n\nFive.\n");
  return report;
}

test("the log of a report with many faults keeps to the schema", () => {
  const [run] = full.runs;
  const codes = new Set(run.results.map(({ ruleId }) => ruleId));
  assert.ok(run.results.length >= 50 && codes.size >= 20, `only ${run.results.length} findings of ${codes.size} kinds`);
  assert.ok(run.results.some(({ relatedLocations }) => relatedLocations), "none has a second place");
  assert.deepEqual(complaints(full), []);
});

test("each link in a message leads to a second place of its finding, and each rule is that of its findings", () => {
  const [run] = full.runs;
  for (const { message, relatedLocations = [], ruleId, ruleIndex } of run.results) {
    assert.equal(run.tool.driver.rules[ruleIndex].id, ruleId);
    const links = [...message.text.matchAll(/^\[.*\]\((\d+)\)$/gm)].map(([, id]) => Number(id));
    assert.deepEqual(links, relatedLocations.map(({ id }) => id), message.text);
  }
});

test("the log of a sound report and that of one without its program keep to the schema", () => {
  assert.deepEqual(complaints(log(copyOfReport())), []);
  const empty = copyOfReport();
  empty.remove("content/program.yaml");
  const found = log(empty);
  assert.ok(found.runs[0].results.some(({ locations }) => !locations), "a missing file has no place");
  assert.deepEqual(complaints(found), []);
});

test("a log that does not keep to the schema is found out", () => {
  const placed = full.runs[0].results.findIndex(({ relatedLocations }) => relatedLocations);
  const broken = {
    "a level that there is not": ({ result }) => (result.level = "fatal"),
    "no message": ({ result }) => delete result.message,
    "a line 0": ({ place }) => (place.region.startLine = 0),
    "an address with a space": ({ place }) => (place.artifactLocation.uri = "a b.md"),
    "a second place that is no list": ({ result }) => ([result.relatedLocations] = result.relatedLocations),
    "a name that there is not": ({ run }) => (run.resluts = []),
    "a tool without a name": ({ run }) => delete run.tool.driver.name,
    "the version of another standard": ({ copy }) => (copy.version = "2.0.0"),
  };
  for (const [what, damage] of Object.entries(broken)) {
    const copy = structuredClone(full);
    const [run] = copy.runs;
    const result = run.results[placed];
    damage({ copy, run, result, place: result.locations[0].physicalLocation });
    assert.notDeepEqual(complaints(copy), [], what);
  }
});
