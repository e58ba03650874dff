"""Makes data/fonts/*.ttf, the two faces that share cards are set in. Run by hand, not by the build.

Packages, pinned (the script refuses other versions):
  npm  @fontsource/source-serif-4@5.3.1, @fontsource/source-sans-3@5.3.1   the faces, in one WOFF2 file for each script
  PyPI fonttools==4.68.0, brotli==1.2.1                                    unpacking, merging, writing TrueType

How to run, from the repository root:
  npm install --prefix /tmp/faces --ignore-scripts @fontsource/source-serif-4@5.3.1 @fontsource/source-sans-3@5.3.1
  python3 -m pip install fonttools==4.68.0 brotli==1.2.1
  python3 data/make-fonts.py /tmp/faces

Kept: Latin, Latin Extended, Vietnamese, Cyrillic and Greek; kerning and marks. Left out: hinting, glyph names, small capitals and
other forms that a card never asks for. The same input gives the same bytes.
"""

import json
import os
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from fontTools import merge, subset
from fontTools.ttLib import TTFont

FONTSOURCE = "5.3.1"
PINNED = {"fonttools": "4.68.0", "brotli": "1.2.1"}
# Their makers reserve the name “Source” for what they publish themselves (OFL, condition 3), so what is made here has another.
FACES = [("source-serif-4", "Card Serif"), ("source-sans-3", "Card Sans")]
SCRIPTS = ["latin", "latin-ext", "vietnamese", "cyrillic", "cyrillic-ext", "greek"]
WEIGHT = 600
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl"]


def main(packages: Path) -> None:
    for package, wanted in PINNED.items():
        if version(package) != wanted:
            sys.exit(f"{package} is {version(package)}, wanted {wanted}")
    out = Path(__file__).parent / "fonts"
    out.mkdir(exist_ok=True)
    for package, name in FACES:
        folder = packages / "node_modules" / "@fontsource" / package
        found = json.loads((folder / "package.json").read_text())["version"]
        if found != FONTSOURCE:
            sys.exit(f"@fontsource/{package} is {found}, wanted {FONTSOURCE}")
        target = out / (name.lower().replace(" ", "-") + ".ttf")
        face = merged([folder / "files" / f"{package}-{script}-{WEIGHT}-normal.woff2" for script in SCRIPTS])
        rename(face, name)
        write(face, target)
        copyright = face["name"].getDebugName(0)
        licence = (folder / "LICENSE").read_text().removeprefix("Google Inc.").strip()
        target.with_suffix(".LICENSE.txt").write_text(f"{name} is a part of @fontsource/{package} {FONTSOURCE}.\n{copyright}\n\n{licence}\n")
        print(target.name, target.stat().st_size, "bytes")


def merged(parts: list[Path]) -> TTFont:
    """One face out of the files of its scripts."""
    with tempfile.TemporaryDirectory() as folder:
        unpacked = []
        for part in parts:
            face = TTFont(part, recalcTimestamp=False)
            face.flavor = None
            unpacked.append(os.path.join(folder, part.stem + ".ttf"))
            face.save(unpacked[-1])
        return merge.Merger().merge(unpacked)


def rename(face: TTFont, name: str) -> None:
    """Names for the family, the style, the face, in that order as in the specification of OpenType; the copyright stays."""
    for number, text in {1: name, 2: "Regular", 4: name, 6: name.replace(" ", "")}.items():
        face["name"].setName(text, number, 3, 1, 0x409)
    for number in (3, 16, 17, 21, 22, 25):
        face["name"].removeNames(nameID=number)


def write(face: TTFont, target: Path) -> None:
    """Leaves out what a card never asks for, and writes TrueType."""
    options = subset.Options(layout_features=FEATURES, hinting=False, glyph_names=False, notdef_outline=True, name_IDs=[0, 1, 2, 4, 6, 13, 14])
    options.recalc_timestamp = False
    cut = subset.Subsetter(options)
    cut.populate(unicodes=face.getBestCmap().keys())
    cut.subset(face)
    face.recalcTimestamp = False
    face["head"].created = face["head"].modified = 0xE5000000
    face.save(target)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python3 data/make-fonts.py FOLDER_WITH_NODE_MODULES")
    main(Path(sys.argv[1]))
