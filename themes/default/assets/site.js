// Additions to pages that work without them: filter and sort a table of records, show the field for search, and let prose tables be scrolled by keyboard.
(() => {
  "use strict";

  // The same letters however they are written: without accents, small, and apostrophes left out. search.js uses it as well.
  const PLAIN = { ø: "o", ł: "l", đ: "d", ð: "d", ß: "ss", æ: "ae", œ: "oe", ı: "i", þ: "th" };
  globalThis.plainLetters = (text) => text.normalize("NFKD").replace(/[\p{M}'’ʼ‘`]/gu, "").toLowerCase().replace(/[øłđðßæœıþ]/g, (letter) => PLAIN[letter]);

  for (const form of document.querySelectorAll("form[data-filter-for]")) {
    const table = document.getElementById(form.dataset.filterFor);
    if (table) filtered(table, form);
  }

  // The field for search appears; what answers it is fetched when somebody uses it, or comes with a question in the address.
  const search = document.querySelector("form.search");
  if (search) {
    const start = () => import(new URL(search.dataset.script, location.href).href);
    search.hidden = false;
    if (new URLSearchParams(location.search).has("q")) start();
    else search.querySelector("input").addEventListener("focus", start, { once: true });
  }

  // Filters and sorts the rows of a table. What is chosen stands in the address, so that it can be sent, kept and reloaded.
  function filtered(table, form) {
    const text = form.dataset;
    const bodies = [...table.tBodies];
    const rows = bodies.flatMap((body) => [...body.querySelectorAll("tr[data-name]")]);
    const home = new Map(rows.map((row) => [row, row.parentNode])); // the region it came from
    const words = new Map(rows.map((row) => [row, plainLetters(`${row.dataset.name}|${row.dataset.also}`)]));
    const sorted = document.createElement("tbody");
    const count = form.querySelector("[role=status]");
    const clear = form.querySelector("[type=reset]");
    const fields = [...form.elements].filter((field) => field.name);
    const heads = [...table.querySelectorAll("thead th[data-sort]")];
    let sort = ""; // the key of a column, with a minus for descending; nothing for the order by region

    const matches = (row, want) =>
      plainLetters(want.q).split(/\s+/).every((word) => words.get(row).includes(word))
      && (!want.status || row.dataset.badge === want.status)
      && (!want.region || row.dataset.region === want.region)
      && (!want.list || row.dataset.lists.split(" ").includes(want.list));

    const filter = () => {
      const want = Object.fromEntries(fields.map((field) => [field.name, field.value.trim()]));
      const shown = rows.filter((row) => {
        row.hidden = !matches(row, want);
        return !row.hidden;
      });
      for (const body of bodies) {
        const head = body.querySelector(".group-row");
        if (head) head.hidden = ![...body.querySelectorAll("tr[data-name]")].some((row) => !row.hidden);
      }
      count.textContent = shown.length ? text.textShown.replace("{n}", shown.length).replace("{all}", rows.length) : text.textNone;
      clear.hidden = !sort && fields.every((field) => !field.value);
    };

    // Ascending, descending, back to the order by region. What is not known stays last.
    const order = () => {
      const key = sort.replace("-", "");
      const flip = sort.startsWith("-") ? -1 : 1;
      for (const th of heads) {
        if (th.dataset.sort === key) th.setAttribute("aria-sort", flip > 0 ? "ascending" : "descending");
        else th.removeAttribute("aria-sort");
      }
      if (!key) {
        for (const row of rows) home.get(row).append(row);
        sorted.remove();
        return;
      }
      const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
      const value = (row) => row.dataset[key] ?? "";
      sorted.append(...[...rows].sort((a, b) => {
        if (!value(a) !== !value(b)) return value(a) ? -1 : 1;
        return flip * collator.compare(value(a), value(b));
      }));
      table.append(sorted);
    };

    const remember = () => {
      const url = new URL(location.href);
      for (const [name, value] of [...fields.map((field) => [field.name, field.value.trim()]), ["sort", sort]]) {
        if (value) url.searchParams.set(name, value);
        else url.searchParams.delete(name);
      }
      history.replaceState(history.state, "", url);
    };

    const restore = () => {
      const asked = new URLSearchParams(location.search);
      for (const field of fields) {
        field.value = asked.get(field.name) ?? "";
        if (field.selectedIndex === -1) field.value = ""; // a choice that is no more
      }
      const key = asked.get("sort") ?? "";
      sort = heads.some((th) => th.dataset.sort === key.replace("-", "")) ? key : "";
      order();
      filter();
    };

    form.addEventListener("input", () => {
      filter();
      remember();
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", (event) => {
      event.preventDefault();
      for (const field of fields) field.value = "";
      sort = "";
      order();
      filter();
      remember();
      fields[0].focus(); // the button goes
    });
    for (const th of heads) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...th.childNodes);
      th.append(button);
      button.addEventListener("click", () => {
        const key = th.dataset.sort;
        sort = sort === key ? `-${key}` : sort === `-${key}` ? "" : key;
        order();
        filter();
        remember();
      });
    }
    addEventListener("popstate", restore);
    addEventListener("pageshow", restore); // also when the browser has put back what was typed
    restore();
    form.hidden = false;
  }

  // A prose table wider than its column can be scrolled with the arrow keys.
  for (const table of document.querySelectorAll(".prose > table")) {
    if (table.scrollWidth > table.clientWidth) table.tabIndex = 0;
  }
})();

// A mark in the text (a citation, a bound value, a term) leads to its note at the foot of the page. Here the note is shown beside the mark: while
// the pointer or the focus is on it, or pinned by a click or by Enter. Escape, a click elsewhere and a second click close it. Without
// this the link leads to the note, which style.css shows as a sheet.
(() => {
  "use strict";
  const notes = document.querySelector(".notes");
  if (!notes || !HTMLElement.prototype.showPopover) return;

  const noteOf = (mark) => document.getElementById(decodeURIComponent(mark.hash.slice(1)))?.closest(".note");
  const marks = [...document.querySelectorAll("main a[href^='#']")].filter(noteOf);
  for (const mark of marks) mark.setAttribute("aria-expanded", "false");

  const preview = document.createElement("div");
  preview.className = "preview";
  preview.id = "at-preview";
  preview.popover = "manual";
  preview.tabIndex = -1;
  preview.setAttribute("role", "note");
  let shown = null; // the mark whose note is shown
  let pinned = false; // by a click, and so not closed when the pointer leaves
  let timer = 0;

  const fill = (mark) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "preview-close";
    button.textContent = "×";
    button.setAttribute("aria-label", notes.dataset.textClose);
    preview.replaceChildren(...noteOf(mark).cloneNode(true).childNodes, button);
    for (const part of preview.querySelectorAll("[id]")) part.removeAttribute("id");
    for (const part of preview.querySelectorAll(".note-back")) part.remove();
    preview.scrollTop = 0;
  };

  // Until it is pinned, Tab goes on to what follows the mark in the text.
  const pin = (value) => {
    pinned = value;
    for (const part of preview.querySelectorAll("a, button")) part.tabIndex = value ? 0 : -1;
  };

  // Below the end of the mark, or above it where there is more room. Absolute, so that it goes along when the page is scrolled.
  const place = (mark) => {
    const around = [...mark.getClientRects()].at(-1) ?? mark.getBoundingClientRect();
    const { clientWidth, clientHeight } = document.documentElement;
    const { offsetWidth: width, offsetHeight: height } = preview;
    const isBelow = around.bottom + height + 8 <= clientHeight || around.top < clientHeight - around.bottom;
    const x = Math.max(8, Math.min(around.left, clientWidth - width - 8));
    const y = isBelow ? around.bottom + 4 : around.top - height - 4;
    preview.style.setProperty("--x", `${x + scrollX}px`);
    preview.style.setProperty("--y", `${y + scrollY}px`);
    // On a phone it stands at the lower edge, and must not cover its mark.
    const over = around.bottom + 16 - preview.getBoundingClientRect().top;
    if (getComputedStyle(preview).position === "fixed" && over > 0) scrollBy({ top: over, behavior: "instant" });
  };

  const show = (mark) => {
    clearTimeout(timer);
    if (shown === mark) return;
    close();
    shown = mark;
    fill(mark);
    pin(false);
    (mark.closest("sup") ?? mark).after(preview); // next to the mark also for those who read by ear or by Tab
    preview.showPopover();
    place(mark);
    mark.setAttribute("aria-expanded", "true");
    mark.setAttribute("aria-details", preview.id);
  };

  const close = () => {
    clearTimeout(timer);
    if (!shown) return;
    const mark = shown;
    const hadFocus = preview.contains(document.activeElement);
    shown = null;
    mark.setAttribute("aria-expanded", "false");
    mark.removeAttribute("aria-details");
    preview.hidePopover();
    preview.remove();
    if (hadFocus) mark.focus({ preventScroll: true });
    clearTimeout(timer);
  };

  const later = (act, wait) => {
    clearTimeout(timer);
    timer = setTimeout(act, wait);
  };
  const isMark = (element) => marks.includes(element);
  const markAt = (event) => {
    const link = event.target.closest?.("a[href^='#']");
    return isMark(link) ? link : null;
  };

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const mark = markAt(event);
    if (preview.contains(event.target) || (mark && mark === shown)) clearTimeout(timer);
    else if (mark && !pinned) later(() => show(mark), 120);
    else if (!pinned && document.activeElement !== shown) later(close, 300);
  });
  document.addEventListener("focusin", (event) => {
    if (preview.contains(event.target)) return;
    const mark = markAt(event);
    if (mark && mark.matches(":focus-visible") && !refocused) show(mark);
    else if (mark !== shown) close();
  });

  let refocused = false; // the focus comes back to the mark when its note is closed
  const dismiss = () => {
    refocused = true;
    close();
    refocused = false;
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && shown) dismiss();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest?.(".preview-close")) return dismiss();
    const inside = preview.contains(event.target) ? event.target.closest("a[href^='#']") : null;
    const mark = inside && noteOf(inside) ? inside : markAt(event);
    if (!mark) {
      if (!preview.contains(event.target)) close();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (inside) {
      fill(mark); // a note that cites another one makes room for it
      place(shown);
    } else if (shown === mark && pinned) return dismiss();
    else show(mark);
    pin(true);
    if (event.detail === 0 || inside) preview.focus({ preventScroll: true }); // by keyboard
  });
  addEventListener("resize", () => { if (shown) place(shown); });
})();
