// Search in what pages say. search.js imports this file at the first question and tells it every other; it fetches Pagefind's script and, piece by
// piece, the index that the build made. What it cannot search it leaves to the list above and the list from A to Z.

/** How many pages are shown at once. */
const STEP = 10;
/** How long nobody has typed before a question is looked up, in milliseconds. */
const PAUSE = 250;
/** Fewer letters are in every piece of the index. */
const SHORTEST = 2;

/** Whether this browser and the policy of the site let Pagefind's program run. An empty module tells. */
const mayRun = () => {
  try {
    return Boolean(new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)));
  } catch {
    return false;
  }
};

/** Text with marked words, which comes as HTML, as nodes: nothing but text and marks. */
const marked = (html) => {
  const isMark = (node) => node.nodeName === "MARK";
  const { body } = new DOMParser().parseFromString(html, "text/html");
  return [...body.childNodes].map((node) => {
    if (!isMark(node)) return document.createTextNode(node.textContent);
    const mark = document.createElement("mark");
    mark.textContent = node.textContent;
    return mark;
  });
};

/** A page, by the part of it that has most of the words. */
const item = ({ url, meta, excerpt, sub_results: parts }) => {
  const best = parts.reduce((best, part) => (part.locations.length > best.locations.length ? part : best), { url, excerpt, locations: [] });
  const li = document.createElement("li");
  const link = document.createElement("a");
  link.href = best.url;
  link.textContent = meta.title;
  link.dir = "auto"; // the title of a source may be in another script
  li.append(link);
  if (best.title && best.title !== meta.title) {
    const part = document.createElement("span");
    part.className = "kind";
    part.textContent = best.title;
    li.append(part);
  }
  const about = document.createElement("p");
  about.append(...marked(best.excerpt));
  li.append(about);
  return li;
};

/** Prepares the section of the search page, and answers a function that looks a question up. */
export async function fullText(section) {
  const status = section.querySelector("[role=status]");
  const list = section.querySelector("ol");
  const more = section.querySelector("button");
  const text = section.dataset;
  const script = new URL(`${text.index}pagefind.js`, location.href).href;

  let asked = "";
  let hits = [];

  const load = async () => {
    const engine = await import(script);
    await engine.options({ baseUrl: text.base });
    await engine.init();
    return engine;
  };

  /** Shows the next pages; whoever asked for them goes on reading at the first. */
  const show = async (focus) => {
    const shown = list.children.length;
    const query = asked;
    const pages = await Promise.all(hits.slice(shown, shown + STEP).map((hit) => hit.data()));
    if (query !== asked) return; // a later key press overtook this one
    const items = pages.map(item);
    list.append(...items);
    more.hidden = list.children.length >= hits.length;
    if (focus) items[0]?.querySelector("a").focus();
  };

  const clear = () => {
    hits = [];
    list.replaceChildren();
    more.hidden = true;
    status.textContent = "";
  };

  const run = async (engine, query) => {
    const found = await engine.search(query);
    if (query !== asked) return;
    hits = found.results;
    await show(false);
    if (query !== asked) return;
    status.textContent = !hits.length ? text.textNone : hits.length === 1 ? text.textOne : text.textMany.replace("{n}", hits.length);
  };

  more.addEventListener("click", () => show(true).catch(() => { section.hidden = true; }));

  if (!mayRun()) return () => {};
  let ready = null;
  let waiting = null;
  return (query) => {
    if (query === asked) return;
    asked = query;
    clearTimeout(waiting);
    clear();
    section.hidden = query.length < SHORTEST;
    if (section.hidden) return;
    status.textContent = text.textBusy;
    const look = async () => {
      try {
        ready ??= load();
        await run(await ready, query);
      } catch {
        // The preview has no index. Whatever else went wrong, the titles have been searched.
        const answer = await fetch(script, { method: "HEAD" }).catch(() => null);
        clear();
        if (answer?.status === 404) status.textContent = text.textAbsent;
        else section.hidden = true;
      }
    };
    waiting = setTimeout(look, PAUSE);
  };
}
