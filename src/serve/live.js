// Keeps an open page of the preview current.
//
// In: the number of each new run, from an event stream, and what it means for this page, as JSON. Out: style sheets
// swapped in place, a reload that keeps the place on the page, findings over the page or noted in its corner. Text is only
// ever set as text.
(() => {
  "use strict";

  const { seen, styles, standIn } = document.currentScript.dataset;
  const urls = new Map(JSON.parse(styles));
  const place = "sourcebook:place";
  const note = "sourcebook:note";

  // ── the stream ────────────────────────────────────────────────────────────────────────────────────────────────
  // Only a visible tab has one: browsers allow six connections to a host, and background tabs would use them up.
  let stream = null;
  let heard = null;

  function listen() {
    if (stream || document.hidden) return;
    stream = new EventSource("/_sourcebook/events");
    // Whoever comes back asks once, whatever the number: it may be another process that counts from one again.
    stream.onopen = () => (heard = null);
    stream.onmessage = ({ data }) => {
      if (data !== heard) {
        heard = data;
        ask();
      }
    };
    stream.onerror = () => {
      if (stream && stream.readyState === EventSource.CLOSED) {
        hush();
        setTimeout(listen, 3000);
      }
    };
  }

  function hush() {
    stream?.close();
    stream = null;
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? hush() : listen()));
  window.addEventListener("pagehide", hush);
  window.addEventListener("pageshow", listen);

  // ── this page ─────────────────────────────────────────────────────────────────────────────────────────────────
  let turn = 0;

  async function ask() {
    const mine = ++turn;
    const query = new URLSearchParams({ path: location.pathname, seen });
    try {
      const answer = await fetch("/_sourcebook/page?" + query, { cache: "no-store" });
      const news = answer.ok ? await answer.json() : null;
      if (news && mine === turn) follow(news);
    } catch {
      // The preview is stopped or busy. A stopped one ends the stream, and the next stream asks again.
      if (mine === turn && stream) setTimeout(() => mine === turn && stream && ask(), 2000);
    }
  }

  function follow(news) {
    if (standIn !== undefined) {
      if (news.hash !== seen) location.reload();
      return;
    }
    if (news.state === "changed" || news.state === "gone") {
      reload();
      return;
    }
    if (news.state === "same") news.styles.forEach(([asset, url]) => swap(asset, url));
    show(news);
  }

  function reload() {
    remember(place, JSON.stringify([location.pathname, scrollX, scrollY]));
    location.reload();
  }

  // Without storage the browser's own idea of the place must do, and the note is closed after a reload.
  function remember(name, text) {
    try {
      sessionStorage.setItem(name, text);
    } catch {
      // As above.
    }
  }

  function remembered(name) {
    try {
      return sessionStorage.getItem(name);
    } catch {
      return null;
    }
  }

  function restore() {
    try {
      const [path, x, y] = JSON.parse(sessionStorage.getItem(place)) ?? [];
      sessionStorage.removeItem(place);
      if (path !== location.pathname) return;
      const back = () => scrollTo({ left: x, top: y, behavior: "instant" });
      back();
      // Once more when pictures have their height, unless the reader has moved on.
      const y0 = scrollY;
      window.addEventListener("load", () => scrollY === y0 && back(), { once: true });
    } catch {
      // As above.
    }
  }

  // The old sheet goes when the new one is there, so that the page is never without.
  function swap(asset, url) {
    const old = urls.get(asset);
    if (old === url) return;
    urls.set(asset, url);
    for (const link of document.querySelectorAll('link[rel~="stylesheet"]')) {
      if (link.getAttribute("href") !== old) continue;
      const next = link.cloneNode();
      next.setAttribute("href", url);
      next.onload = () => link.remove();
      next.onerror = () => next.remove();
      link.after(next);
    }
  }

  // ── findings ──────────────────────────────────────────────────────────────────────────────────────────────────
  let root = null;
  let shown = "";

  // Errors cover the foot of the page; without any, a note in its corner tells what there is to mend in this page. Either is as
  // before until the findings change.
  function show(news) {
    const now = JSON.stringify([news.findings, news.errors, news.warnings, news.here]);
    if (now === shown) return;
    shown = now;
    const all = news.errors + news.warnings;
    if (!root && all === 0) return;
    root ??= attach();
    const focused = root.activeElement?.closest(".note");
    root.querySelectorAll(".panel, .badge, .note").forEach((old) => old.remove());
    root.host.toggleAttribute("data-room", all > 0 && news.errors === 0);
    if (news.errors > 0) cover(news);
    else if (all > 0) root.append(corner(news));
    if (focused) root.querySelector(".note > summary")?.focus();
  }

  function cover(news) {
    const panel = make("section", "panel");
    const badge = make("button", "badge", tally(news));
    const close = make("button", "", "Hide");
    const title = make("h2");
    title.setAttribute("role", "alert");
    panel.setAttribute("aria-label", "Findings");
    panel.append(close, title, list(news.findings, item), ...rest(news));
    root.append(panel, badge);
    const turn = (open) => {
      panel.hidden = !open;
      badge.hidden = open;
    };
    turn(true);
    // Set when it is there, so that it is read out.
    title.textContent = tally(news) + (news.state === "broken" ? ". The page is as it was before." : "");
    close.onclick = () => (turn(false), badge.focus());
    badge.onclick = () => (turn(true), close.focus());
  }

  // Warnings wait in a note, those of the page before those of the rest of the report.
  function corner(news) {
    const elsewhere = news.errors + news.warnings - news.here;
    const title = news.here > 0 ? `${findings(news.here)} on this page` : `${findings(elsewhere)} elsewhere`;
    const box = fold("note", title);
    const sheet = make("section", "sheet");
    sheet.setAttribute("aria-label", title);
    // It scrolls, and so must be in reach of the keyboard.
    sheet.tabIndex = 0;
    const [here, others] = [true, false].map((is) => list(news.findings.filter((finding) => finding.here === is), entry));
    if (news.here === 0) {
      sheet.append(others, ...rest(news));
    } else if (elsewhere === 0) {
      sheet.append(here, ...rest(news));
    } else {
      const more = fold("elsewhere", `and ${elsewhere} elsewhere`);
      more.append(others, ...rest(news));
      sheet.append(here, more);
    }
    box.append(sheet);
    // An editor who mends one after the other wants it open after each reload.
    box.open = remembered(note) === "open";
    box.ontoggle = () => remember(note, box.open ? "open" : "closed");
    return box;
  }

  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape") return;
    root?.querySelector(".panel:not([hidden]) button")?.click();
    const open = root?.querySelector(".note[open]");
    if (!open) return;
    if (open.contains(root.activeElement)) open.querySelector("summary").focus();
    open.open = false;
  });

  function attach() {
    const host = document.createElement("sourcebook-preview");
    const shadow = host.attachShadow({ mode: "open" });
    const style = make("link");
    style.rel = "stylesheet";
    style.href = "/_sourcebook/live.css";
    shadow.append(style);
    document.body.append(host);
    return shadow;
  }

  function list(findings, form) {
    const list = make("ul", "findings");
    list.append(...findings.map(form));
    return list;
  }

  // What is not told one by one.
  function rest({ findings, errors, warnings }) {
    const more = errors + warnings - findings.length;
    return more > 0 ? [make("p", "rest", `and ${more} more, in the terminal`)] : [];
  }

  // A finding in few words, for the note.
  function entry({ severity, code, file, line, message, help }) {
    const head = make("p", "head");
    const at = make("span");
    // A long path is broken between folders.
    const folders = [file, line].filter((part) => part !== null).join(":").split(/(?<=\/)/);
    at.append(...folders.flatMap((folder) => [folder, make("wbr")]));
    head.append(make("code", "", code), " ", at);
    const entry = make("li", severity);
    entry.append(head, make("p", "", message));
    if (help) entry.append(make("p", "help", help));
    return entry;
  }

  function item({ severity, code, file, line, column, message, screen, help }) {
    const at = [file, line, column].filter((part) => part !== null).join(":");
    const head = make("p", "head");
    head.append(make("b", "", severity), " ", make("code", "", code), " ", make("span", "", at));
    const item = make("li", severity);
    item.append(head, make("p", "", message));
    if (screen) item.append(make("pre", "", screen));
    if (help) item.append(make("p", "help", help));
    return item;
  }

  function tally({ errors, warnings }) {
    const count = (number, word) => (number === 0 ? [] : [`${number} ${word}${number === 1 ? "" : "s"}`]);
    return [...count(errors, "error"), ...count(warnings, "warning")].join(" and ");
  }

  function findings(number) {
    return `${number} finding${number === 1 ? "" : "s"}`;
  }

  function fold(name, title) {
    const fold = make("details", name);
    fold.append(make("summary", "", title));
    return fold;
  }

  function make(name, className = "", text = "") {
    const element = document.createElement(name);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  }

  restore();
  listen();
})();
