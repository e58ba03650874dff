// Makes data/territories.json (and data/LICENSE-unicode.txt). Run by hand, not by the build.
//
// Packages, pinned (the script refuses other versions):
//   cldr-core@48.2.0             codes (codeMappings), M49 containment (territoryContainment)
//   cldr-localenames-full@48.2.0 English names (main/en/territories)
//   @rapideditor/country-coder@5.6.1 Wikidata items, which the community of OpenStreetMap keeps
//
// How to run, from the repository root (Node 18 or later):
//   mkdir -p /tmp/cldr && npm install --prefix /tmp/cldr --ignore-scripts \
//     cldr-core@48.2.0 cldr-localenames-full@48.2.0 @rapideditor/country-coder@5.6.1
//   node data/make-territories.mjs /tmp/cldr
//   node data/make-territories.mjs /tmp/cldr --check some.csv   (writes nothing; compares
//     the columns alpha2,alpha3,name,region,subregion with what it would write)
//
// One entry per ISO 3166-1 alpha-2 code, plus XK. What CLDR does not give, or gives otherwise
// than wanted, is in the tables below: NAMES, REGION_NAMES, ALIASES, CODES, WIKIDATA.

import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const PINNED = { "cldr-core": "48.2.0", "cldr-localenames-full": "48.2.0", "@rapideditor/country-coder": "5.6.1" };

// Not ISO 3166-1 alpha-2 codes, though CLDR has them as territories (reserved codes).
const NOT_ISO = new Set(["AC", "CP", "CQ", "DG", "EA", "IC", "TA"]);

// User-assigned: ISO gives Kosovo no codes. XKX is what the EU, World Bank and newsrooms use
// (CLDR has XKK); the numeric 983 is CLDR's own, from ISO's private range.
const CODES = { XK: { code3: "XKX" } };

// M49 wording where CLDR's English differs.
const REGION_NAMES = {
  "035": "South-eastern Asia",
  "053": "Australia and New Zealand",
  "057": "Micronesia",
};

// Display names where CLDR's default, with "&" as "and" and "St." as "Saint", is not wanted.
const NAMES = {
  CD: "Democratic Republic of the Congo",
  CG: "Republic of the Congo",
  CV: "Cabo Verde",
  GS: "South Georgia and the South Sandwich Islands",
  HK: "Hong Kong",
  HM: "Heard Island and McDonald Islands",
  MM: "Myanmar",
  MO: "Macao",
  PS: "Palestine",
  VC: "Saint Vincent and the Grenadines",
};

// Items of Wikidata where the package has the whole realm rather than the country.
const WIKIDATA = { DK: "Q35", NL: "Q55" };

// By hand: former names, official forms, newsroom abbreviations. Variants with & / and,
// Saint / St. / St, straight apostrophes and no accents are added by the script.
const ALIASES = {
  AE: ["UAE", "U.A.E.", "Emirates"],
  BA: ["Bosnia-Herzegovina"],
  BL: ["Saint Barts"],
  BN: ["Brunei Darussalam"],
  BO: ["Plurinational State of Bolivia"],
  BQ: ["Bonaire, Sint Eustatius and Saba", "Bonaire"],
  BS: ["The Bahamas"],
  CC: ["Keeling Islands"],
  CD: ["DR Congo", "D.R. Congo", "DRC", "D.R.C.", "Congo-Kinshasa", "Democratic Republic of Congo", "Zaire"],
  CG: ["Congo", "Congo-Brazzaville", "Republic of Congo", "Congo Republic"],
  CN: ["People’s Republic of China", "PRC", "Mainland China"],
  FK: ["Falklands", "Falkland Islands (Malvinas)", "Islas Malvinas"],
  FM: ["Federated States of Micronesia", "FSM"],
  FO: ["Faroes", "Faeroe Islands"],
  GB: ["U.K.", "Britain", "Great Britain", "United Kingdom of Great Britain and Northern Ireland"],
  GM: ["The Gambia"],
  GS: ["South Georgia and South Sandwich Islands"],
  HK: ["Hong Kong SAR"],
  HM: ["Heard and McDonald Islands"],
  IE: ["Republic of Ireland"],
  IO: ["Chagos Islands"],
  IR: ["Islamic Republic of Iran"],
  KG: ["Kyrgyz Republic"],
  KM: ["The Comoros"],
  KN: ["Saint Kitts"],
  KP: ["Democratic People’s Republic of Korea", "DPRK", "N. Korea"],
  KR: ["Republic of Korea", "ROK", "S. Korea"],
  KY: ["Caymans"],
  LA: ["Lao People’s Democratic Republic", "Lao PDR"],
  LK: ["Ceylon"],
  MD: ["Republic of Moldova"],
  MF: ["Saint Martin (French part)"],
  MH: ["Republic of the Marshall Islands"],
  MK: ["Macedonia", "FYROM", "Republic of North Macedonia"],
  MM: ["Burma"],
  MO: ["Macau", "Macao SAR"],
  MP: ["Northern Marianas", "Commonwealth of the Northern Mariana Islands"],
  MV: ["The Maldives"],
  NL: ["The Netherlands", "Holland"],
  NZ: ["Aotearoa"],
  PG: ["PNG"],
  PH: ["The Philippines"],
  PS: ["State of Palestine", "Occupied Palestinian Territory", "Palestinian Territory"],
  RU: ["Russian Federation"],
  SA: ["KSA"],
  SC: ["The Seychelles"],
  SH: ["Saint Helena, Ascension and Tristan da Cunha"],
  ST: ["São Tomé"],
  SX: ["Saint Maarten", "Sint Maarten (Dutch part)"],
  SY: ["Syrian Arab Republic"],
  SZ: ["Swaziland", "Kingdom of Eswatini"],
  TC: ["Turks and Caicos"],
  TF: ["French Southern and Antarctic Lands"],
  TZ: ["United Republic of Tanzania"],
  UM: ["United States Minor Outlying Islands", "U.S. Minor Outlying Islands"],
  US: ["U.S.", "USA", "U.S.A.", "United States of America"],
  VA: ["Holy See", "The Vatican", "Vatican", "Vatican City State"],
  VC: ["Saint Vincent and Grenadines", "Saint Vincent"],
  VE: ["Bolivarian Republic of Venezuela"],
  VG: ["Virgin Islands (British)"],
  VI: ["Virgin Islands (U.S.)", "US Virgin Islands", "United States Virgin Islands", "USVI"],
  VN: ["Viet Nam"],
  WS: ["Western Samoa"],
};

const [root, flag, csv] = process.argv.slice(2);
if (!root) fail("usage: node data/make-territories.mjs DIR_WITH_NODE_MODULES [--check FILE.csv]");
const here = dirname(fileURLToPath(import.meta.url));
const inPackage = (path) => readFileSync(join(root, "node_modules", path), "utf8");
const json = (path) => JSON.parse(inPackage(path));

for (const [name, pinned] of Object.entries(PINNED)) {
  const { version } = json(`${name}/package.json`);
  if (version !== pinned) fail(`${name} is ${version}, wanted ${pinned}`);
}
const contains = json("cldr-core/supplemental/territoryContainment.json").supplemental.territoryContainment;
const mappings = json("cldr-core/supplemental/codeMappings.json").supplemental.codeMappings;
const outlines = json("@rapideditor/country-coder/src/data/borders.json").features.map((feature) => feature.properties);
const wikidata = new Map(outlines.filter((one) => one.iso1A2 && one.wikidata).map((one) => [one.iso1A2, one.wikidata]));
const names = json("cldr-localenames-full/main/en/territories.json").main.en.localeDisplayNames.territories;

// The M49 path of every territory. M49 puts 202 (Sub-Saharan Africa) and 419 (Latin America and
// the Caribbean) between region and intermediate region; CLDR has them as groupings only.
const UNDER = { "202": "002", "419": "019" };
const paths = new Map([["AQ", []]]); // Antarctica (010) lies in no M49 region
for (const region of ["002", "009", "019", "142", "150"]) {
  for (const sub of contains[region]._contains) {
    if (sub === "QO") continue; // CLDR's own: Outlying Oceania
    const between = Object.keys(UNDER).find((g) => UNDER[g] === region && contains[g]._contains.includes(sub));
    for (const code of contains[sub]._contains) {
      if (NOT_ISO.has(code)) continue;
      if (paths.has(code)) fail(`${code} is in two sub-regions`);
      paths.set(code, between ? [region, between, sub] : [region, sub]);
    }
  }
}
if (paths.size !== 250) fail(`${paths.size} territories, expected 249 + XK`);

const regionName = (m49) => REGION_NAMES[m49] ?? names[m49];
const plain = (s) => s.replaceAll(" & ", " and ").replace(/^St\. /, "Saint ");
const variants = (s) => {
  let all = [s];
  const add = (f) => { all = [...new Set([...all, ...all.map(f)])]; };
  add((x) => x.replaceAll(" & ", " and "));
  add((x) => x.replace(/^St\. /, "Saint "));
  add((x) => x.replace(/^Saint /, "St. "));
  add((x) => x.replace(/^Saint /, "St "));
  add((x) => x.replaceAll("’", "'"));
  add((x) => x.normalize("NFD").replace(/\p{Mn}/gu, ""));
  return all;
};

const list = [...paths.keys()].sort().map((code) => {
  const path = paths.get(code);
  const name = NAMES[code] ?? plain(names[code]);
  const fromCldr = Object.keys(names).filter((k) => k === code || k.startsWith(`${code}-alt-`)).sort();
  const aliases = new Set([name, ...fromCldr.map((k) => names[k]), ...(ALIASES[code] ?? [])].flatMap(variants));
  aliases.delete(name);
  const map = { code3: mappings[code]?._alpha3, numeric: mappings[code]?._numeric, ...CODES[code] };
  const nfc = (s) => s.normalize("NFC");
  return {
    code,
    code3: map.code3,
    numeric: map.numeric,
    wikidata: WIKIDATA[code] ?? wikidata.get(code),
    name: nfc(name),
    aliases: [...aliases].map(nfc),
    region: path.length ? regionName(path[0]) : name,
    subregion: path.length ? regionName(path.at(-1)) : name,
    path,
  };
});

// Checks: shapes, and that no name, alias or code can mean two territories, however it is typed.
const fold = (s) =>
  s.normalize("NFD").replace(/\p{Mn}/gu, "").toLowerCase().replaceAll("&", " and ").replace(/[’'.]/g, "")
    .replace(/[^a-z0-9]+/g, " ").trim();
const owner = new Map();
for (const t of list) {
  if (!/^[A-Z]{2}$/.test(t.code) || !/^[A-Z]{3}$/.test(t.code3) || !/^\d{3}$/.test(t.numeric) || !/^Q\d+$/.test(t.wikidata) || !t.name || !t.subregion)
    fail(`bad entry: ${JSON.stringify(t)}`);
  for (const s of [t.code, t.code3, t.numeric, t.name, ...t.aliases]) {
    const other = owner.get(fold(s)) ?? t.code;
    if (other !== t.code) fail(`"${s}" could be ${other} or ${t.code}`);
    owner.set(fold(s), t.code);
  }
}
for (const table of [NAMES, ALIASES, CODES, WIKIDATA])
  for (const code of Object.keys(table)) if (!paths.has(code)) fail(`table has unknown code ${code}`);

if (flag === "--check") {
  const byCode = new Map(list.map((t) => [t.code, t]));
  const [head, ...rows] = readFileSync(csv, "utf8").trim().split(/\r?\n/).map((l) => l.split(","));
  let wrong = 0;
  let differs = 0;
  for (const row of rows) {
    const r = Object.fromEntries(head.map((h, i) => [h, row[i]]));
    const t = byCode.get(r.alpha2);
    const bad = t ? [["code3", "alpha3"], ["region", "region"], ["subregion", "subregion"]].filter(([a, b]) => t[a] !== r[b]) : ["absent"];
    if (bad.length) { wrong++; console.log(`WRONG ${r.alpha2}`, bad, JSON.stringify(t)); }
    if (t && t.name !== r.name) { differs++; console.log(`name ${r.alpha2}: ours "${t.name}", theirs "${r.name}"`); }
  }
  console.log(`${rows.length} rows: ${wrong} wrong, ${differs} names differ`);
  process.exit(wrong ? 1 : 0);
}

writeFileSync(join(here, "territories.json"), `[\n${list.map((t) => JSON.stringify(t)).join(",\n")}\n]\n`);
writeFileSync(join(here, "LICENSE-unicode.txt"), inPackage("cldr-core/LICENSE").trimEnd() + "\n");
console.log(`${list.length} territories, ${list.reduce((n, t) => n + t.aliases.length, 0)} aliases`);

function fail(message) {
  console.error(message);
  process.exit(1);
}
