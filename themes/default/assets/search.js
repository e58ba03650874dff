// Search over titles, names and summaries: site.js fetches it when the field is used. Documents: {t: title, u: address, k: kind, s: summary, a: names}.
(() => {
  "use strict";
  const form = document.querySelector("form.search");
  if (!form) return;
  const input = form.querySelector("input");
  const status = form.querySelector("[role=status]");
  const list = form.querySelector("ol");
  const text = form.dataset;

  // Scripts without spaces between words are cut into pairs of letters, in titles and in questions.
  const scripts = ["Han", "Hiragana", "Katakana", "Thai", "Lao", "Khmer", "Myanmar"].map((name) => `\\p{Script=${name}}`).join("");
  const runs = new RegExp(`[${scripts}]+|[^${scripts}]+`, "gu");
  const isUnspaced = new RegExp(`^[${scripts}]`, "u");
  const pairs = (word) => {
    const letters = [...word];
    return letters.map((letter, at) => letter + (letters[at + 1] ?? ""));
  };
  const tokenize = (text) =>
    plainLetters(text)
      .split(/[^\p{L}\p{N}]+/u)
      .flatMap((word) => (word.match(runs) ?? []).flatMap((part) => (isUnspaced.test(part) ? pairs(part) : [part])));

  const section = document.querySelector(".search-text");
  let fullText = null;
  const runFullText = async (query) => {
    if (!section || (!query && !fullText)) return;
    fullText ??= import(new URL(section.dataset.script, location.href).href).then((module) => module.fullText(section));
    try { (await fullText)(query); } catch { section.hidden = true; }
  };

  let ready = null;
  const load = () => {
    ready ??= Promise.all([
      import(new URL(text.engine, location.href).href),
      fetch(text.index).then((r) => {
        if (!r.ok) throw new Error(`${r.status}`);
        return r.json();
      }),
    ]).then(([module, docs]) => {
      const MiniSearch = module.default ?? globalThis.MiniSearch;
      const engine = new MiniSearch({
        idField: "u",
        fields: ["t", "a", "s"],
        storeFields: ["t", "u", "k", "s"],
        tokenize,
        processTerm: (word) => word,
        extractField: (doc, field) => [doc[field] ?? ""].flat().join(" "),
        searchOptions: {
          boost: { t: 4, a: 3 },
          prefix: true,
          fuzzy: 0.2,
          combineWith: "AND",
          boostDocument: (_, __, doc) => (doc.k === text.first ? 2 : 1),
        },
      });
      engine.addAll(docs);
      return engine;
    });
    ready.catch(() => { status.textContent = text.textFailed; });
    return ready;
  };

  const item = (hit) => {
    const li = document.createElement("li");
    const link = document.createElement("a");
    link.href = hit.u;
    link.textContent = hit.t;
    const kind = document.createElement("span");
    kind.className = "kind";
    kind.textContent = hit.k;
    const about = document.createElement("p");
    about.textContent = hit.s ?? "";
    li.append(link, kind, about);
    return li;
  };

  const run = async () => {
    const query = input.value.trim();
    runFullText(query);
    if (!query) {
      list.replaceChildren();
      status.textContent = "";
      return;
    }
    let engine;
    try { engine = await load(); } catch { return; }
    if (query !== input.value.trim()) return; // overtaken by a later key
    const hits = engine.search(query);
    list.replaceChildren(...hits.slice(0, 30).map(item));
    status.textContent = !hits.length ? text.textNone : hits.length === 1 ? text.textOne : text.textMany.replace("{n}", hits.length);
  };

  input.addEventListener("input", run);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const url = new URL(location.href);
    url.searchParams.set("q", input.value.trim());
    history.replaceState(null, "", url);
    run();
  });
  const asked = new URLSearchParams(location.search).get("q");
  if (asked && !input.value) input.value = asked;
  if (input.value) run();
  else load().catch(() => {});
})();
