// Additions to pages that work without them: filter and sort a table of records, and let prose tables be scrolled by keyboard.
(() => {
  "use strict";

  for (const box of document.querySelectorAll("[data-filter-for]")) {
    const table = document.getElementById(box.dataset.filterFor);
    if (!table) continue;
    const text = box.dataset;
    const bodies = [...table.tBodies];
    const home = new Map(); // row -> the region it came from
    for (const body of bodies) for (const row of body.querySelectorAll("tr[data-name]")) home.set(row, body);
    const rows = [...home.keys()];
    const sorted = document.createElement("tbody");

    const field = (label, control) => {
      const wrap = document.createElement("label");
      wrap.append(label, control);
      box.append(wrap);
      return control;
    };
    const name = field(text.textLabel, document.createElement("input"));
    name.type = "search";
    name.autocomplete = "off";
    const status = field(text.textStatus, document.createElement("select"));
    status.add(new Option(text.textAll, ""));
    const badges = new Map(rows.map((r) => [r.dataset.badge, r]));
    [...badges].sort((a, b) => a[1].dataset.tone - b[1].dataset.tone)
      .forEach(([id, row]) => status.add(new Option(row.querySelector(".badge-label")?.textContent ?? id, id)));
    const count = document.createElement("p");
    count.className = "filter-status";
    count.setAttribute("role", "status");
    box.append(count);
    box.hidden = false;

    const plain = (s) => s.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    const filter = () => {
      const want = plain(name.value.trim());
      let shown = 0;
      for (const row of rows) {
        const hit = plain(row.dataset.name).includes(want) && (!status.value || row.dataset.badge === status.value);
        row.hidden = !hit;
        if (hit) shown += 1;
      }
      for (const body of bodies) {
        const head = body.querySelector(".group-row");
        if (head) head.hidden = ![...body.querySelectorAll("tr[data-name]")].some((r) => !r.hidden);
      }
      count.textContent = shown ? text.textShown.replace("{n}", shown).replace("{all}", rows.length) : text.textNone;
    };
    name.addEventListener("input", filter);
    status.addEventListener("change", filter);
    box.addEventListener("submit", (e) => e.preventDefault());
    filter();

    // Sorting: ascending, descending, back to the order by region.
    for (const th of table.querySelectorAll("thead th[data-sort]")) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...th.childNodes);
      th.append(button);
      button.addEventListener("click", () => {
        const now = th.getAttribute("aria-sort");
        const next = now === "ascending" ? "descending" : now === "descending" ? null : "ascending";
        table.querySelectorAll("[aria-sort]").forEach((x) => x.removeAttribute("aria-sort"));
        if (!next) {
          rows.forEach((row) => home.get(row).append(row));
          sorted.remove();
        } else {
          th.setAttribute("aria-sort", next);
          const key = th.dataset.sort;
          const flip = next === "ascending" ? 1 : -1;
          const order = [...rows].sort((a, b) => {
            const x = a.dataset[key] ?? "";
            const y = b.dataset[key] ?? "";
            if (!x !== !y) return x ? -1 : 1; // nothing known stays last
            return flip * x.localeCompare(y, document.documentElement.lang, { numeric: true });
          });
          sorted.append(...order);
          table.append(sorted);
        }
        filter();
      });
    }
  }

  // A prose table wider than its column can be scrolled with the arrow keys.
  for (const table of document.querySelectorAll(".prose > table")) {
    if (table.scrollWidth > table.clientWidth) table.tabIndex = 0;
  }
})();
