// Makes data/locales.json. Run by hand, not by the build.
//
// Packages, pinned (the script refuses other versions):
//   cldr-core@48.2.0             plural rules, direction of scripts comes with cldr-misc-full (layout)
//   cldr-dates-full@48.2.0       months and patterns of dates
//   cldr-numbers-full@48.2.0     signs of numbers, currencies, words for millions
//   cldr-misc-full@48.2.0        lists, quotation marks, direction
//   cldr-localenames-full@48.2.0 names of the regions of UN M49
//
// How to run, from the repository root (Node 18 or later):
//   npm install --prefix /tmp/cldr --ignore-scripts cldr-core@48.2.0 cldr-dates-full@48.2.0 \
//     cldr-numbers-full@48.2.0 cldr-misc-full@48.2.0 cldr-localenames-full@48.2.0
//   node data/make-locales.mjs /tmp/cldr
//
// One language a line. Only what the program reads is kept. What CLDR does not give, or gives otherwise than wanted, is in the
// tables below: HOUSE, FIRST_DAY, QUOTES, REGION_NAMES, DIGITS.

import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const PINNED = "48.2.0";
const PACKAGES = ["cldr-core", "cldr-dates-full", "cldr-numbers-full", "cldr-misc-full", "cldr-localenames-full"];

const LANGUAGES = ["ar", "bn", "cs", "da", "de", "el", "en", "en-GB", "en-US", "es", "fa", "fi", "fr", "he", "hi", "hu", "id", "it",
  "ja", "ko", "nb", "nl", "pl", "pt", "pt-PT", "ro", "ru", "sv", "sw", "tr", "uk", "ur", "vi", "zh", "zh-Hant"];

// `en` is the house style: the dates and lists of British English, with the dollar that needs no country.
const HOUSE = { en: { dates: "en-GB", signs: "en" }, "en-US": { dates: "en", signs: "en" } };

// French writes the first of a month as an ordinal (Imprimerie nationale), which no CLDR pattern says.
const FIRST_DAY = { fr: "1er" };

// Newsrooms set «…» in Arabic, and French sets a fixed space inside them; CLDR has ”…“ and no space.
const QUOTES = { ar: ["«", "»"], fr: ["«\u00a0", "\u00a0»"] };

// Names of M49 regions where CLDR's are not those of the continent's islands.
const REGION_NAMES = { fr: { "057": "Micronésie" }, ar: { "057": "ميكرونيزيا" } };

// Digits are those of CLDR's default numbering system; where that is not `latn`, they are written out here.
const DIGITS = { latn: null, arabext: "۰۱۲۳۴۵۶۷۸۹", beng: "০১২৩৪৫৬৭৮৯", deva: "०१२३४५६७८९" };

// Currencies whose sign readers know; all others keep their ISO 4217 code.
const CURRENCIES = ["USD", "EUR", "GBP", "JPY", "INR"];

const root = process.argv[2];
if (!root) fail("usage: node data/make-locales.mjs DIR_WITH_NODE_MODULES");
const here = dirname(fileURLToPath(import.meta.url));
const json = (path) => JSON.parse(readFileSync(join(root, "node_modules", path), "utf8"));
for (const name of PACKAGES) {
  const { version } = json(`${name}/package.json`);
  if (version !== PINNED) fail(`${name} is ${version}, wanted ${PINNED}`);
}
const plurals = json("cldr-core/supplemental/plurals.json").supplemental["plurals-type-cardinal"];
const regions = new Map(); // M49 code -> the English name in territories.json
for (const one of JSON.parse(readFileSync(join(here, "territories.json"), "utf8"))) {
  if (one.path.length) regions.set(one.path[0], one.region).set(one.path.at(-1), one.subregion);
}

const of = (pack, language, file) => json(`${pack}/main/${language}/${file}.json`).main[language];
const without = (text) => text.replace(/[\u200e\u200f]/g, "").trim();

function locale(tag) {
  const dated = HOUSE[tag]?.dates ?? tag;
  const signed = HOUSE[tag]?.signs ?? tag;
  const calendar = of("cldr-dates-full", dated, "ca-gregorian").dates.calendars.gregorian;
  const numbers = of("cldr-numbers-full", signed, "numbers").numbers;
  const currencies = of("cldr-numbers-full", signed, "currencies").numbers.currencies;
  const lists = of("cldr-misc-full", dated, "listPatterns").listPatterns;
  const marks = of("cldr-misc-full", dated, "delimiters").delimiters;
  const layout = of("cldr-misc-full", dated, "layout").layout.orientation;
  const names = of("cldr-localenames-full", dated, "territories").localeDisplayNames.territories;
  const system = numbers.defaultNumberingSystem;
  if (!(system in DIGITS)) fail(`${tag} writes numbers in ${system}`);
  const symbols = numbers[`symbols-numberSystem-${system}`];
  const money = numbers[`currencyFormats-numberSystem-${system}`];
  const long = numbers[`decimalFormats-numberSystem-${system}`].long.decimalFormat;
  const list = (one) => [one.start, one.middle, one.end, one[2]];
  const dates = calendar.dateTimeFormats.availableFormats;
  const language = tag in plurals ? tag : tag.split("-")[0];
  const rules = Object.entries(plurals[language]).map(([name, rule]) => [name.replace("pluralRule-count-", ""), rule.split("@")[0].trim()]);
  // Millions and billions, where the language counts in them: one digit and a word. Chinese and Hindi count otherwise and get the digits.
  const unit = (zeros) => {
    const of = Object.entries(long).filter(([key]) => key.startsWith(`1${"0".repeat(zeros)}-count-`));
    const words = of.map(([key, pattern]) => [key.split("-count-")[1], pattern]).filter(([name, pattern]) => !/\d/.test(name) && /^[^0]*0[^0]*$/.test(pattern));
    const all = new Map(words.map(([name, pattern]) => [name, pattern.replaceAll("'", "").replace("0", "{0}")]));
    const other = all.get("other");
    return other ? Object.fromEntries([...all].filter(([name, pattern]) => name === "other" || pattern !== other)) : null;
  };
  // A dollar sign between letters of both directions would be put on the wrong side of them, so these languages get the name.
  const rightToLeft = layout.characterOrder === "right-to-left";
  const sign = (code) => (rightToLeft ? currencies[code]["displayName-count-other"] : currencies[code].symbol);
  const english = tag.startsWith("en");
  const both = (a, b) => lists["listPattern-type-standard"][2].replace("{0}", a).replace("{1}", b);
  const region = (code) => REGION_NAMES[language]?.[code] ?? (code === "053" ? both(names.AU, names.NZ) : names[code]);
  return {
    tag,
    direction: rightToLeft ? "rtl" : "ltr",
    months: Object.values(calendar.months.format.wide),
    alone: Object.values(calendar.months["stand-alone"].wide),
    first: FIRST_DAY[language],
    day: calendar.dateFormats.long,
    month: dates.yMMMM,
    month_day: dates.MMMMd,
    year: dates.y,
    decimal: symbols.decimal,
    group: symbols.group,
    // CLDR counts the digits before the first group sign in one thousand.
    min_grouping: Number(numbers.minimumGroupingDigits),
    groups: money.standard.includes(",##,##0") ? [3, 2] : [3, 3],
    digits: DIGITS[system] ?? undefined,
    millions: unit(6) ?? undefined,
    billions: unit(9) ?? undefined,
    money: rightToLeft ? "{0} ¤" : without(money.standard.split(";")[0]).replace(/[#,.0]+/, "{0}"),
    money_code: rightToLeft ? "{0} ¤" : without((money["standard-alphaNextToNumber"] ?? money.standard).split(";")[0]).replace(/[#,.0]+/, "{0}"),
    signs: Object.fromEntries(CURRENCIES.map((code) => [code, without(sign(code))])),
    and: list(lists["listPattern-type-standard"]),
    or: list(lists["listPattern-type-or"]),
    quotes: QUOTES[language] ?? [marks.quotationStart, marks.quotationEnd],
    plurals: rules.filter(([name]) => name !== "other"),
    regions: english ? undefined : Object.fromEntries([...regions].sort().map(([code, name]) => [name, region(code)])),
  };
}

const all = LANGUAGES.map(locale);
// The house style of `en` sets no fixed space before an amount.
const house = all.find((one) => one.tag === "en");
house.money_code = house.money_code.replace("\u00a0", " ");
writeFileSync(join(here, "locales.json"), `[\n${all.map((one) => JSON.stringify(one)).join(",\n")}\n]\n`);
console.log(`${all.length} languages`);

function fail(message) {
  console.error(message);
  process.exit(1);
}
