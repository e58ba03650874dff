// Keeps an open page of the preview current.
//
// In: the number of each new run, from an event stream, and what it means for this page, as JSON. Out: style sheets
// swapped in place, a reload that keeps the place on the page, findings over the page. Text is only ever set as text.
(() => {
  "use strict";

  const { seen, styles, standIn } = document.currentScript.dataset;
  const urls = new Map(JSON.parse(styles));
  const place = "sourcebook:place";

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
    try {
      sessionStorage.setItem(place, JSON.stringify([location.pathname, scrollX, scrollY]));
    } catch {
      // Without storage the browser's own idea of the place must do.
    }
    location.reload();
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

  // Errors cover the foot of the page, warnings wait behind a badge. Either is as before until the findings change.
  function show(news) {
    const now = JSON.stringify([news.findings, news.errors, news.warnings]);
    if (now === shown) return;
    shown = now;
    if (!root && news.errors + news.warnings === 0) return;
    root ??= attach();
    root.querySelectorAll(".panel, .badge").forEach((old) => old.remove());
    if (news.errors + news.warnings === 0) return;
    const panel = make("section", `panel${news.errors ? "" : " mild"}`);
    const badge = make("button", "badge", tally(news));
    const close = make("button", "", "Hide");
    const title = make("h2");
    title.setAttribute("role", "alert");
    panel.setAttribute("aria-label", "Findings");
    panel.append(close, title, list(news));
    root.append(panel, badge);
    const turn = (open) => {
      panel.hidden = !open;
      badge.hidden = open;
    };
    turn(news.errors > 0);
    // Set when it is there, so that it is read out.
    title.textContent = tally(news) + (news.state === "broken" ? ". The page is as it was before." : "");
    close.onclick = () => (turn(false), badge.focus());
    badge.onclick = () => (turn(true), close.focus());
  }

  document.addEventListener("keydown", ({ key }) => {
    const panel = root?.querySelector(".panel:not([hidden])");
    if (key === "Escape" && panel) panel.querySelector("button").click();
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

  function list({ findings, errors, warnings }) {
    const list = make("ul", "findings");
    list.append(...findings.map(item));
    const more = errors + warnings - findings.length;
    if (more > 0) list.append(make("li", "", `and ${more} more, in the terminal`));
    return list;
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

  function make(name, className = "", text = "") {
    const element = document.createElement(name);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  }

  restore();
  listen();
})();
