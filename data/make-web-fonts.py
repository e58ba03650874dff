#!/usr/bin/env python3
"""Makes the web fonts of the default theme. Run by hand, not by the build.

In: the variable fonts of two npm packages, pinned below. Out: themes/default/assets/fonts/*.woff2, subset, with the weights that the
style sheet uses; on standard output the metrics of their stand-ins, to be copied into style.css. It never changes a shape.

How to run, from the repository root (Python 3.11 or later, Node 18 or later):
    mkdir -p /tmp/fonts && npm install --prefix /tmp/fonts --ignore-scripts \\
        @fontsource-variable/source-serif-4@5.3.1 @fontsource-variable/source-sans-3@5.3.1
    pip install fonttools==4.68.0 brotli==1.2.1
    python3 data/make-web-fonts.py /tmp/fonts [--fallbacks DIR_WITH_TTF]

The shapes are those of Source Serif 4 and Source Sans 3 by Adobe, under the SIL Open Font License 1.1. Adobe reserves the name “Source” for
what it publishes itself (condition 3), so what is made here is called Report Serif and Report Sans.
"""

import json
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

PINNED = {"source-serif-4": "5.3.1", "source-sans-3": "5.3.1"}
OUT = Path("themes/default/assets/fonts")

# (package, file in it, name here, characters). The Latin file holds what English and most of Western Europe need, with the punctuation
# and the arrows of the theme. There are no more files, because a page asks for five at most: itself, styles, script and these two.
LATIN = "U+0020-007E,U+00A0-00FF,U+0131,U+0152-0153,U+02C6,U+02DA,U+02DC,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+202F,U+2032-2033,U+2039-203A,U+2044,U+2060,U+20AC,U+2122,U+2190-2193,U+2212"
NAMES = {"source-serif-4": "Report Serif", "source-sans-3": "Report Sans"}
FILES = [
    ("source-serif-4", "source-serif-4-latin-wght-normal", "serif-latin", LATIN),
    ("source-sans-3", "source-sans-3-latin-wght-normal", "sans-latin", LATIN),
]

# What stands in until a font has come: the family, the file to measure, and the names under which systems have it.
FALLBACKS = [
    ("serif-latin", "LiberationSerif-Regular.ttf", "Times New Roman, Liberation Serif, Tinos"),
    ("sans-latin", "LiberationSans-Regular.ttf", "Arial, Liberation Sans, Arimo, Helvetica"),
]

# How often each letter comes in English prose, for the mean width of a line (frequencies of Norvig's count of the Google Books corpus,
# <https://norvig.com/mayzner.html>), with a space for each 4.8 letters.
LETTERS = dict(zip("etaoinsrhldcumfpgwybvkxjqz", [12.49, 9.28, 8.04, 7.64, 7.57, 7.23, 6.51, 6.28, 5.05, 4.07, 3.82, 3.34, 2.73, 2.51, 2.40,
               2.14, 1.87, 1.68, 1.66, 1.48, 1.05, 0.54, 0.23, 0.16, 0.12, 0.09])) | {" ": 20.8}


def version(root, package):
    return json.loads((root / package / "package.json").read_text())["version"]


def make(root, package, source, name, unicodes):
    font = TTFont(root / package / "files" / f"{source}.woff2", recalcTimestamp=False)
    options = subset.Options()
    options.layout_features = ["kern", "liga", "calt", "ccmp", "locl", "mark", "mkmk", "lnum", "tnum", "pnum"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.notdef_outline = True
    options.drop_tables += ["STAT", "DSIG"]
    options.hinting = False
    options.flavor = "woff2"
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=subset.parse_unicodes(unicodes.replace("U+", "")))
    subsetter.subset(font)
    instancer.instantiateVariableFont(font, {"wght": (400, 700)}, inplace=True)
    rename(font, NAMES[package], name)
    subset.save_font(font, OUT / f"{name}.woff2", options)
    return TTFont(OUT / f"{name}.woff2")


def rename(font, family, unique):
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6, 16):
            text = {3: unique, 6: family.replace(" ", "")}.get(record.nameID, family)
            font["name"].setName(text, record.nameID, record.platformID, record.platEncID, record.langID)


def licence(root):
    """The copyright lines of both faces over the text of the licence, which is the same."""
    lines = [TTFont(root / package / "files" / f"{package}-latin-wght-normal.woff2")["name"].getDebugName(0) for package in PINNED]
    text = (root / "source-serif-4" / "LICENSE").read_text().removeprefix("Google Inc.").strip()
    head = "Report Serif and Report Sans (*.woff2 in this folder) are parts of Source Serif 4 and Source Sans 3."
    (OUT / "LICENSE.txt").write_text("\n".join([head, *lines, "", text, ""]))


def width(font):
    """The mean advance of a character of English prose, in ems."""
    names, advances = font.getBestCmap(), font["hmtx"]
    total = sum(LETTERS.values())
    return sum(share * advances[names[ord(letter)]][0] for letter, share in LETTERS.items()) / total / font["head"].unitsPerEm


def fallback(font, path, local):
    """The descriptors that give a local font the width and height of ours (CSS Fonts 5, size-adjust and metric overrides)."""
    size = width(font) / width(TTFont(path))
    em, hhea = font["head"].unitsPerEm, font["hhea"]
    share = lambda number: f"{number / em / size:.2%}"
    names = ", ".join(f'local("{name.strip()}")' for name in local.split(","))
    return (f"  src: {names};\n  size-adjust: {size:.2%}; ascent-override: {share(hhea.ascent)}; "
            f"descent-override: {share(-hhea.descent)}; line-gap-override: {share(hhea.lineGap)};")


def main():
    root = Path(sys.argv[1]) / "node_modules/@fontsource-variable"
    for package, pinned in PINNED.items():
        if version(root, package) != pinned:
            sys.exit(f"{package} is {version(root, package)}; this script is for {pinned}")
    OUT.mkdir(parents=True, exist_ok=True)
    made = {name: make(root, package, source, name, unicodes) for package, source, name, unicodes in FILES}
    licence(root)
    for name in made:
        print(f"{name}: {(OUT / f'{name}.woff2').stat().st_size} bytes")
    if "--fallbacks" in sys.argv:
        folder = Path(sys.argv[sys.argv.index("--fallbacks") + 1])
        for name, file, local in FALLBACKS:
            print(f"{name}\n{fallback(made[name], folder / file, local)}")


main()
