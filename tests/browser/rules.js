// What docs/accessibility.md promises, as rules over a page. A1 to A33 are the numbers of the table at its end.
//
// In: a document, parsed only (structure) or shown (shown). Out: complaints, one text each. A plain script, because it runs in
// the browser, without imports, below `globalThis.rules`. It leaves a document as it was.

(() => {
  "use strict";

  const words = (element) => (element?.textContent ?? "").replace(/\s+/g, " ").trim();
  const all = (root, selector) => [...root.querySelectorAll(selector)];
  const place = (element) => {
    const name = element.getAttribute("class") ?? "";
    return `<${element.localName}${name ? ` class="${name}"` : ""}> ${words(element).slice(0, 40)}`;
  };
  const complain = (elements, why) => elements.map((element) => `${why}: ${place(element)}`);

  /** What a screen reader calls an element, as far as this theme names things. */
  function name(element) {
    const doc = element.ownerDocument;
    const by = (element.getAttribute("aria-labelledby") ?? "").split(/\s+/).filter(Boolean);
    const labelled = by.map((id) => words(doc.getElementById(id))).join(" ").trim();
    const title = [...element.children].find((child) => child.localName === "title");
    const pictures = all(element, "img[alt]").map((image) => image.alt).join(" ");
    const label = element.closest("label") ?? (element.id ? doc.querySelector(`label[for="${CSS.escape(element.id)}"]`) : null);
    return labelled || (element.getAttribute("aria-label") ?? "").trim() || words(title) || words(element) || pictures.trim() || words(label);
  }

  const repeated = (list) => {
    const seen = new Set();
    return list.filter((one) => seen.has(one) || !seen.add(one));
  };
  const isSilent = (element) => element.closest("[aria-hidden=true], symbol, defs") !== null;
  const drawings = (doc) => all(doc, "svg").filter((svg) => !isSilent(svg) && !svg.parentElement.closest("svg"));
  const blockOf = (drawing) => drawing.closest("figure, .block, section") ?? drawing.parentElement;

  // ── what the source of a page tells ─────────────────────────────────────────────────────────────────────────────────

  const structure = {
    A1(doc) {
      const named = drawings(doc).filter((svg) => svg.getAttribute("role") === "img" && name(svg));
      const names = named.map(name);
      return [
        ...complain(drawings(doc).filter((svg) => !named.includes(svg)), "a drawing that has no name and is not hidden"),
        ...complain(all(doc, "img:not([alt])"), "a picture without words"),
        ...complain(named.filter((svg, at) => names.indexOf(names[at]) !== at), "two drawings with one name"),
      ];
    },

    A2(doc) {
      // A map of one record has nothing to add up or to list: it shows where that lies, and its name says so.
      const codes = (svg) => new Set(all(svg, "[data-code]").map((shape) => shape.dataset.code));
      const record = words(doc.querySelector("h1"));
      const saysWhere = (svg) => codes(svg).size === 1 && name(svg).includes(record) && name(svg).length > record.length;
      const bare = drawings(doc).filter((svg) => !saysWhere(svg)).filter((svg) => {
        const block = blockOf(svg);
        const says = all(block, "p, figcaption, desc, caption").some((element) => /\d/.test(words(element)));
        // The table is in the block, or the block leads to it on the same page.
        const led = all(block, "a[href^='#']").map((link) => doc.getElementById(link.getAttribute("href").slice(1))?.closest("section"));
        return !says || ![block, ...led].some((place) => place?.querySelector("table tbody tr"));
      });
      return complain(bare, "a drawing without a summary and a table of the same data");
    },

    A3(doc) {
      const tables = all(doc, "table");
      const region = (table) => table.closest("[role=region]")?.getAttribute("aria-label");
      return [
        ...complain(tables.filter((table) => !words(table.caption) && !table.getAttribute("aria-label") && !region(table)), "a table without a name"),
        ...complain(tables.filter((table) => !table.querySelector("th")), "a table without a head"),
        ...complain(all(doc, "th").filter((th) => !isSimple(th) && !th.hasAttribute("scope")), "a head that says not what it heads"),
        ...complain(all(doc, "[aria-sort]:not(th)"), "an order that is no head's"),
      ];
    },

    A4(doc) {
      const times = all(doc, "time");
      const wrong = times.filter((time) => !/^\d{4}(-\d\d(-\d\d(T[\d:]+(Z|[+-]\d\d:\d\d))?)?)?$/.test(time.getAttribute("datetime") ?? ""));
      const finer = times.filter((time) => {
        const [, , day] = (time.getAttribute("datetime") ?? "").split("T")[0].split("-");
        return day !== undefined && !new RegExp(`(^|\\D)0?${Number(day)}(\\D|$)`).test(words(time));
      });
      return [
        ...complain(wrong, "no date of HTML"),
        ...complain(finer, "a day that its words do not say"),
        ...complain(all(doc, ".timeline:not(ol)"), "a timeline that is no list in order"),
        ...complain(all(doc, ".timeline > li").filter((item) => !item.querySelector("time[datetime], .event-date")), "an event without a date"),
      ];
    },

    A5(doc) {
      const headings = all(doc, "h1, h2, h3, h4, h5, h6");
      const rank = (heading) => Number(heading.localName[1]);
      const skips = headings.filter((heading, at) => at > 0 && rank(heading) > rank(headings[at - 1]) + 1);
      const ones = headings.filter((heading) => rank(heading) === 1);
      return [
        ...(ones.length === 1 ? [] : [`${ones.length} main headings`]),
        ...complain(skips, "a heading that skips a rank"),
        ...complain(headings.filter((heading) => !words(heading)), "an empty heading"),
      ];
    },

    A6(doc) {
      const [first] = all(doc.body, "a[href], button, summary, input, select");
      const target = first && doc.getElementById((first.getAttribute("href") ?? "").slice(1));
      const vague = /^(here|link|this|more|source|sources?|read more|click here|see|details?|pdf)$/i;
      const inMain = all(doc, "main a[href]");
      return [
        ...(target?.localName === "main" ? [] : ["the first link does not lead to the text"]),
        ...(words(doc.querySelector("title")) ? [] : ["no title"]),
        // The place of a section has its name by right; a link that goes elsewhere has not.
        ...complain(inMain.filter((link) => vague.test(name(link)) && !link.getAttribute("href").startsWith("#") && !link.closest("nav")), "a link that says nothing by itself"),
      ];
    },

    A7(doc) {
      const ids = all(doc, "[id]").map(({ id }) => id);
      const controls = all(doc, "a[href], button, input:not([type=hidden], [disabled]), select, textarea, summary").filter((control) => !isSilent(control));
      return [
        ...complain(all(doc, "[role=application]"), "an application"),
        ...complain(all(doc, "[tabindex]").filter(({ tabIndex }) => tabIndex > 0), "an order of its own"),
        ...repeated(ids).map((id) => `the id ${id} twice`),
        ...complain(controls.filter((control) => !name(control)), "a control without a name"),
      ];
    },

    A13(doc) {
      const told = (kind) => all(doc, `.qty-${kind}`).map((quantity) => words(quantity).toLowerCase());
      const [unknown, undisclosed, none] = ["unknown", "undisclosed", "none"].map(told);
      const mixed = unknown.filter((text) => undisclosed.includes(text) || none.includes(text)).concat(undisclosed.filter((text) => none.includes(text)));
      return [
        ...mixed.map((text) => `two kinds of nothing in the same words: ${text}`),
        ...unknown.concat(undisclosed).filter((text) => /\d/.test(text)).map((text) => `a number where nothing is known: ${text}`),
        ...unknown.concat(undisclosed, none).filter((text) => !text).map(() => "nothing, without a word"),
      ];
    },

    A14(doc) {
      const stops = drawings(doc).filter((svg) => all(svg, "a[href]:not([tabindex='-1']), [tabindex='0']").length > 1);
      return complain(stops, "a drawing with more than one stop of the keyboard");
    },

    A17(doc) {
      const held = "[draggable=true], input[type=range], [ondragstart], [onpointermove], [onmousemove], [ontouchmove]";
      return complain(all(doc, held), "something to drag");
    },

    A18(doc) {
      const lonely = all(doc, "body [title]:not(abbr, link)").filter((element) => !said(element).includes(element.title.toLowerCase()));
      return complain(lonely, "words that only a mouse can find");
    },

    A20(doc) {
      const report = doc.querySelector(".report-error a[href]");
      const after = report && all(doc, "h1, h2, h3, h4").filter((heading) => report.compareDocumentPosition(heading) & Node.DOCUMENT_POSITION_FOLLOWING);
      return report && after.length === 0 ? [] : ["the link for reporting an error is not at the end"];
    },

    A23(doc) {
      const tags = all(doc, "[lang]").filter((element) => !/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/.test(element.lang));
      return [...(doc.documentElement.lang ? [] : ["a page without its language"]), ...complain(tags, "no language")];
    },

    A24(doc) {
      const pictures = all(doc, "img").filter((image) => !image.getAttribute("src").includes("/media/"));
      return complain(pictures, "a picture that is none of the articles'");
    },

    A27(doc) {
      const drawn = all(doc, ".worldmap, .chart").filter((block) => block.querySelector("svg, table"));
      const told = (block) => block.querySelector(".map-summary, .chart-summary");
      // Whoever counts what is not known says the number in the summary; one may be a word.
      const silent = (block) => {
        const number = Number(told(block)?.dataset.unknown ?? NaN);
        return Number.isNaN(number) || !told(block).textContent.trim() || (number > 1 && !told(block).textContent.includes(number));
      };
      const key = all(doc, ".page-country .figures > .figure");
      return [
        ...complain(drawn.filter((block) => !block.querySelector(".fine time, caption time")), "a map or chart without its day"),
        ...complain(drawn.filter((block) => !block.querySelector(".drawn-from")?.textContent.trim()), "a map or chart without its source"),
        ...complain(drawn.filter(silent), "a map or chart that does not say how much is not known"),
        ...complain(key.filter((figure) => !figure.querySelector(".figure-meta time")), "a key figure without its day"),
        ...complain(key.filter((figure) => !figure.querySelector(".figure-meta .cite")), "a key figure without its source"),
      ];
    },

    A28(doc) {
      const inks = ["fill", "fill-opacity", "opacity", "style"];
      const tones = (shape) => [...shape.classList].map((one) => /^(?:map|locator)-(\d)$/.exec(one)?.[1]).filter(Boolean);
      const legend = (shape) => all(shape.closest(".worldmap") ?? doc, ".map-legend [class*=key-]").flatMap((key) => [...key.classList]);
      const records = all(doc, ".map-record");
      const shaded = records.filter((shape) => tones(shape).length !== 1 || inks.some((ink) => shape.hasAttribute(ink)));
      const unexplained = all(doc, ".worldmap .map-record").filter((shape) => tones(shape).some((tone) => !legend(shape).includes(`key-${tone}`)));
      const sizes = (map) => new Set(all(map, "circle.map-record").map((dot) => dot.getAttribute("r")));
      return [
        ...complain(shaded, "a shade that is no status"),
        ...complain(unexplained, "a status that is not in the legend"),
        ...complain(all(doc, "svg.map").filter((map) => sizes(map).size > 1), "dots of several sizes"),
      ];
    },

    A30(doc) {
      const bands = all(doc, ".band").map((band) => [band.querySelector(".band-label time")?.dateTime, all(band, ".event-date").map((line) => line.querySelector("time"))]);
      const strangers = bands.flatMap(([month, days]) => days.filter((day) => month && day && !day.dateTime.startsWith(month)));
      const months = bands.map(([month]) => month).filter(Boolean);
      const columns = all(doc, ".months-columns").filter((svg) => !isEven(all(svg, "rect").map((column) => parseFloat(column.getAttribute("x")))));
      return [
        ...complain(strangers, "an event in the band of another month"),
        ...(months.some((month, at) => at > 0 && month > months[at - 1]) ? ["months out of order"] : []),
        ...complain(columns, "months at other distances than a month"),
      ];
    },

    A31(doc) {
      return all(doc, ".worldmap").filter((block) => block.querySelector(".map-land")).flatMap((block) => {
        const [land] = all(block, ".key-land").map((key) => words(key.parentElement));
        const badges = all(block, "[class*='key-'] + .badge-label").filter((label) => !label.previousElementSibling.matches(".key-land"));
        const mixed = all(block, ".map-land.map-record, .map-land[data-code]");
        return [
          ...(land ? [] : ["land without a record is not in the legend"]),
          ...complain(badges.filter((label) => words(label) === land), "a status in the words for land without a record"),
          ...complain(mixed, "a record drawn as land without one"),
        ];
      });
    },

    A33(doc) {
      const lists = all(doc, ".timeline, .claims, .positions");
      const shapes = (list) => new Set([...list.children].map((item) => item.localName));
      return complain(lists.filter((list) => shapes(list).size > 1), "an entry that is set apart from its neighbours");
    },

    M36(doc) {
      const loaded = all(doc, "link[rel~=stylesheet], link[rel~=icon], link[rel~=preload], script[src], img, source, iframe, video, audio, embed, object, use");
      const far = loaded.filter((element) => /^(https?:)?\/\//.test(element.getAttribute("src") ?? element.getAttribute("href") ?? element.getAttribute("data") ?? ""));
      const blocking = all(doc, "script[src]:not([defer], [async], [type=module])");
      return [...complain(far, "from another server"), ...complain(blocking, "a script that holds the page up")];
    },
  };

  /** Whether places stand at steps of a month, or of several: months differ by a tenth. */
  function isEven(places) {
    const sorted = [...new Set(places)].sort((a, b) => a - b);
    const steps = sorted.slice(1).map((place, at) => place - sorted[at]);
    const month = [...steps].sort((a, b) => a - b)[Math.floor(steps.length / 2)];
    const months = steps.map((step) => step / month);
    return months.every((count) => Math.round(count) > 0 && Math.abs(count / Math.round(count) - 1) < 0.15);
  }

  /** Heads of a plain table with one row of heads need no scope: HTML has one for them. */
  const isSimple = (th) => th.closest("thead") !== null && all(th.closest("thead"), "tr").length === 1 && th.closest("tbody") === null;
  const said = (element) => `${words(element)} ${name(element)} ${words(element.closest("figure"))}`.replace(/\s+/g, " ").toLowerCase().replace(/^\W+/, "") + permuted(element);
  /** The words in another order: a code, a name, what is said of it. */
  const permuted = (element) => ` ${words(element.querySelector(".visually-hidden")).replace(/^\W+/, "").toLowerCase()}`;

  // ── colours ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** sRGB from 0 to 255 and alpha of any colour of CSS, as the browser itself reads it. */
  function rgba(colour) {
    if (!known.has(colour)) known.set(colour, painted(colour));
    return known.get(colour);
  }

  const known = new Map();

  function painted(colour) {
    const canvas = (painted.canvas ??= Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true }));
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  }

  const linear = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  const luminance = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);

  /** The contrast of WCAG 2.2 between two colours, 1 to 21. */
  function contrast(one, other) {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  }

  /** The first ground that is not transparent, from an element outwards. */
  function ground(element) {
    for (let here = element; here; here = here.parentElement) {
      const colour = rgba(getComputedStyle(here).backgroundColor);
      if (colour[3] > 0.5) return colour;
    }
    return (ground.bare ??= bare());
  }

  /** What a browser paints below a page that has no ground of its own: white, or dark at night where the page says that it knows both. */
  function bare() {
    const probe = document.documentElement.appendChild(document.createElement("i"));
    probe.style.backgroundColor = "Canvas";
    const colour = rgba(getComputedStyle(probe).backgroundColor);
    probe.remove();
    return colour;
  }

  // Machado, Oliveira and Fernandes (2009), severity 1, on linear light.
  const SIGHT = {
    protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    tritanopia: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
  };

  /** A colour as somebody with this sight sees it. */
  function seen(colour, sight) {
    const light = colour.slice(0, 3).map(linear);
    const mixed = SIGHT[sight].map((row) => Math.min(1, Math.max(0, row.reduce((sum, factor, at) => sum + factor * light[at], 0))));
    return mixed.map((value) => 255 * (value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055));
  }

  // ── what a shown page tells ─────────────────────────────────────────────────────────────────────────────────────────

  const isShown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !isTucked(element);
  const box = (element) => element.getBoundingClientRect();
  /** Only for screen readers: by its class, or because what holds it is a pixel large. */
  const isTucked = (element) => element.closest(".visually-hidden, .skip") !== null || isDot(element) || (element.closest("thead") !== null && isDot(element.closest("thead")));
  const isDot = (element) => box(element).width <= 1 && box(element).height <= 1 && getComputedStyle(element).overflow === "hidden";
  const keys = () => all(document, "[class*='key-']").filter((key) => isShown(key) && /(^|\s)key-[1-9]/.test(key.getAttribute("class")) && key.namespaceURI.endsWith("xhtml"));

  const shown = {
    A8() {
      const looks = new Map();
      for (const key of keys()) {
        const [tone] = key.getAttribute("class").match(/key-\d/);
        looks.set(tone, `${key.querySelector("use")?.getAttribute("href") ?? ""} ${getComputedStyle(key).backgroundImage.replace(/(rgba?|color)\([^)]*\)/g, "")}`);
      }
      const all = [...looks.values()];
      const drawn = drawings(document).flatMap((svg) => inks(svg)).filter(({ fill }) => fill);
      return [
        ...[...looks].filter(([, look]) => !look.trim() || look.trim() === "none").map(([tone]) => `${tone} is told by its colour alone`),
        ...[...looks].filter(([, look], at) => all.indexOf(look) !== at).map(([tone]) => `without colours, ${tone} looks like another`),
        ...drawn.filter(({ contrasts }) => contrasts === false).map(({ what }) => `no edge: ${what}`),
      ];
    },

    A9() {
      const found = [];
      for (const element of all(document.body, "*").filter((each) => !each.closest("svg, [disabled]"))) {
        const own = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
        if (!own || !isShown(element)) continue;
        const style = getComputedStyle(element);
        const [size, weight] = [parseFloat(style.fontSize), Number(style.fontWeight)];
        const needed = size >= 24 || (size >= 18.66 && weight >= 700) ? 3 : 4.5;
        const has = contrast(rgba(style.color), ground(element));
        if (has < needed) found.push(`${has.toFixed(2)} of ${needed}: ${place(element)}`);
        if (size < 12) found.push(`${size} px: ${place(element)}`);
      }
      return found;
    },

    A10() {
      const edges = keys().map((key) => [key, contrast(rgba(getComputedStyle(key).backgroundColor), ground(key.parentElement))]);
      return [
        ...edges.filter(([, has]) => has < 3).map(([key, has]) => `${has.toFixed(2)} between a badge and the page: ${place(key)}`),
        ...drawings(document).flatMap((svg) => inks(svg)).filter(({ contrasts }) => contrasts === false).map(({ what }) => `a shape that runs into its neighbours: ${what}`),
      ];
    },

    A12() {
      return Object.keys(SIGHT).flatMap((sight) =>
        keys().flatMap((key) => {
          const style = getComputedStyle(key);
          const [back, mark] = [style.backgroundColor, style.color].map((colour) => seen(rgba(colour), sight));
          const page = seen(ground(key.parentElement), sight);
          const weak = [["its mark", contrast(back, mark)], ["the page", contrast(back, page)]].filter(([, has]) => has < 3);
          return weak.map(([what, has]) => `${sight}: ${has.toFixed(2)} between ${key.getAttribute("class")} and ${what}`);
        }));
    },

    A16() {
      // Without a style sheet all sizes are those of the browser, which readers set (WCAG 2.5.8, user agent control).
      if (document.styleSheets.length === 0) return [];
      const targets = all(document, "a[href], button, summary, input:not([type=hidden]), select").filter(isShown);
      const big = (element) => box(element).width >= 24 && box(element).height >= 24;
      const links = new Set(targets.filter(big).map((target) => target.href).filter(Boolean));
      const small = targets.filter((target) => !big(target) && !isInSentence(target) && !links.has(target.href));
      const middle = (target) => ({ x: box(target).x + box(target).width / 2, y: box(target).y + box(target).height / 2 });
      const near = (target) => targets.some((other) => {
        if (other === target || other.contains(target) || target.contains(other)) return false;
        const [{ x, y }, rect] = [middle(target), box(other)];
        const away = Math.hypot(Math.max(rect.left - x, 0, x - rect.right), Math.max(rect.top - y, 0, y - rect.bottom));
        const bothSmall = !big(other) && Math.hypot(x - middle(other).x, y - middle(other).y) < 24;
        return away < 12 || bothSmall;
      });
      return small.filter(near).map((target) => `${Math.round(box(target).width)} × ${Math.round(box(target).height)} px: ${place(target)}`);
    },

    A19() {
      const sheets = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
      return [...complain(all(document, "marquee, blink, [autoplay], animate, animateTransform"), "moves by itself"), ...moving(sheets, false)];
    },

    A21() {
      const edge = document.documentElement.clientWidth;
      const wide = document.documentElement.scrollWidth;
      const out = all(document.body, "*").filter((element) => isShown(element) && box(element).right > edge + 1 && !scrolls(element.parentElement));
      // A table may need both directions (WCAG 1.4.10 says so). A style sheet gives it a frame to scroll in; without one the window scrolls.
      const bare = document.styleSheets.length === 0 && out.every((element) => element.closest("table"));
      const mute = all(document.body, "*").filter((element) => scrolls(element, true) && element.scrollWidth > element.clientWidth + 1 && element.tabIndex < 0 && !element.querySelector("a, button"));
      return [
        ...(wide > edge && !bare ? [`${wide} px of ${edge}`, ...complain(out.slice(0, 3), "over the edge")] : []),
        ...complain(mute, "the keyboard cannot scroll it"),
      ];
    },

    A22() {
      const cut = all(document.body, "*").filter((element) => {
        if (!isShown(element) || element.closest("svg")) return false;
        const { overflowX, overflowY, webkitLineClamp } = getComputedStyle(element);
        // Shortened with a sign of it, in a row that leads to the whole.
        if (webkitLineClamp !== "none" && element.closest("tr")?.querySelector("a[href]")) return false;
        const tall = ["hidden", "clip"].includes(overflowY) && element.scrollHeight > element.clientHeight + 2;
        const wide = ["hidden", "clip"].includes(overflowX) && element.scrollWidth > element.clientWidth + 2;
        return (tall || wide) && words(element) !== "";
      });
      const tiny = all(document, "svg text").filter((text) => isShown(text) && !isSilent(text)).filter((text) => {
        const scale = text.getScreenCTM()?.a ?? 1;
        return parseFloat(getComputedStyle(text).fontSize) * scale < 11.9;
      });
      return [...complain(cut, "cut off"), ...complain(tiny, "too small to read")];
    },

    A32() {
      const root = getComputedStyle(document.documentElement);
      const tones = [1, 2, 3, 4, 5, 6, 7, 8].map((tone) => [`tone ${tone}`, root.getPropertyValue(`--tone-${tone}`)]).filter(([, colour]) => colour);
      const badges = keys().map((key) => [place(key), getComputedStyle(key).backgroundColor]);
      const judging = tones.concat(badges).filter(([, colour]) => {
        const { degrees, saturation } = hue(rgba(colour));
        return saturation > 0.2 && (degrees < 15 || degrees > 345 || (degrees > 80 && degrees < 165));
      });
      return judging.map(([what, colour]) => `red or green: ${what}, ${colour}`);
    },
  };

  /** Hue in degrees and saturation from 0 to 1 (CSS Color 4, HSL). */
  function hue([r, g, b]) {
    const [high, low] = [Math.max(r, g, b), Math.min(r, g, b)];
    const spread = high - low;
    const sixth = high === r ? (g - b) / spread : high === g ? 2 + (b - r) / spread : 4 + (r - g) / spread;
    const light = (high + low) / 510;
    return { degrees: spread === 0 ? 0 : (sixth * 60 + 360) % 360, saturation: spread === 0 ? 0 : spread / 255 / (1 - Math.abs(2 * light - 1)) };
  }

  /** A link whose line has other words as well: the text around it says how large it can be (WCAG 2.5.8, inline). */
  function isInSentence(target) {
    const around = target.closest("p, li, dd, td, th, figcaption, caption, div");
    return getComputedStyle(target).display.startsWith("inline") && around !== null && words(around).length > words(target).length;
  }

  /** The shapes of a drawing, and whether fill or line can be told from what is beside them. */
  function inks(svg) {
    const back = ground(svg);
    return all(svg, "path, rect, circle, polygon").filter((shape) => !shape.closest("defs, symbol, pattern, [aria-hidden=true]") && box(shape).width > 0).map((shape) => {
      const style = getComputedStyle(shape);
      if (!/^(rgb|color|oklch)/.test(style.fill)) return { fill: null, what: place(shape) };
      const fill = rgba(style.fill);
      const line = /^(rgb|color|oklch)/.test(style.stroke) && parseFloat(style.strokeWidth) > 0 ? rgba(style.stroke) : null;
      if (fill[3] < 0.5) return { fill: null, what: place(shape) };
      const contrasts = contrast(fill, back) >= 3 || (line !== null && (contrast(fill, line) >= 3 || contrast(line, back) >= 3));
      return { fill, contrasts, what: `${place(shape)} ${style.fill} ${style.stroke}` };
    });
  }

  /** Rules that move things although nobody said that this is welcome. */
  function moving(list, isAsked) {
    return list.flatMap((rule) => {
      if (rule instanceof CSSKeyframesRule) return [];
      const asked = isAsked || /prefers-reduced-motion:\s*no-preference/.test(rule.conditionText ?? "");
      const inner = rule.cssRules ? moving([...rule.cssRules], asked) : [];
      const style = rule.style;
      const moves = style && !asked && [style.animationName, style.transitionDuration, style.scrollBehavior].some((value) => value && !["none", "0s", "auto", "initial"].includes(value));
      return moves ? [...inner, `moves for everybody: ${rule.selectorText}`] : inner;
    });
  }

  function scrolls(element, itself = false) {
    for (let here = element; here && here !== document.documentElement; here = itself ? null : here.parentElement) {
      if (["auto", "scroll"].includes(getComputedStyle(here).overflowX)) return true;
    }
    return false;
  }

  /** By night only colours are others: no rule of these looks at where things stand. */
  const colours = ["A8", "A9", "A10", "A12", "A32"];

  globalThis.rules = { structure, shown, colours, contrast, rgba, ground };
})();
