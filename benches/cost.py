#!/usr/bin/env python3
"""What maps, charts and share cards cost of a build: its time with all of them, and without one of them each.

    benches/cost.py [--runs 5] [FOLDER]     a report; the one of this repository when left out

In: the release binary (SOURCEBOOK names another) and a copy of the report. Out: a table of medians, in milliseconds, on the screen. Maps and charts have no
switch: without them, their templates are empty, so what it takes to find out where their parts stand is still in the time. It never changes the report.
Python 3.8+ standard library only.
"""
import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
REPOSITORY = os.path.dirname(HERE)
BINARY = os.environ.get("SOURCEBOOK", os.path.join(REPOSITORY, "target/release/sourcebook"))
TEMPLATES = os.path.join("themes", "default", "templates")
MAPS = {"blocks/map.html": "{{ block.number }}", "blocks/map_embed.html": "{{ block.number }}",
        "components/locator.html": "{% component locator(l) %}{% endcomponent locator %}"}
CHARTS = {"blocks/chart.html": "{{ block.title }}", "blocks/chart_money.html": "{{ block.title }}", "blocks/chart_status.html": "{{ block.title }}",
          "components/strips.html": "{% component strips(s) %}{% endcomponent strips %}",
          "components/one_strip.html": "{% component one_strip(s) %}{% endcomponent one_strip %}"}


def copy(report, folder):
    shutil.copytree(os.path.join(report, "content"), os.path.join(folder, "content"))


def template(folder, files):
    for name, text in files.items():
        path = os.path.join(folder, TEMPLATES, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)


def setting(folder, line):
    path = os.path.join(folder, "content", "site.yaml")
    with open(path, encoding="utf-8") as file:
        kept = [one for one in file if not re.match(line.split(":")[0] + ":", one)]
    with open(path, "w", encoding="utf-8") as file:
        file.write("".join(kept).rstrip("\n") + "\n" + line + "\n")


def build(folder, out):
    # A report in which nothing has changed is not built at all, so something changes that no page shows.
    with open(os.path.join(folder, "content", "site.yaml"), "a", encoding="utf-8") as file:
        file.write("# once more\n")
    begun = time.monotonic()
    run = subprocess.run([BINARY, "build", "--now", "2026-11-24", "--root", folder, "-o", out], capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(run.stderr)
    return (time.monotonic() - begun) * 1000


def main():
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--runs", type=int, default=5)
    asked.add_argument("report", nargs="?", default=REPOSITORY)
    asked = asked.parse_args()
    without = {
        "all of them, cards from the last build": lambda folder: None,
        "without cards": lambda folder: setting(folder, "cards: []"),
        "without maps": lambda folder: template(folder, MAPS),
        "without charts": lambda folder: template(folder, CHARTS),
    }
    with tempfile.TemporaryDirectory() as room:
        folders = []
        for at, (name, change) in enumerate(without.items()):
            folder = os.path.join(room, str(at))
            copy(asked.report, folder)
            setting(folder, "base_url: https://example.org")
            change(folder)
            folders.append((name, folder, []))
        first = []
        for at in range(asked.runs):
            out = os.path.join(room, "first", str(at))
            first.append(build(folders[0][1], out))
            shutil.rmtree(out)
        # In turns, so that a busy moment of the machine is not that of one of them.
        for at in range(asked.runs + 1):
            for _, folder, times in folders:
                took = build(folder, os.path.join(folder, "public"))
                if at > 0:  # the first one draws the cards and writes the folder
                    times.append(took)
        print(f"{statistics.median(first):8.0f} ms  all of them, cards drawn, into an empty folder")
        for name, _, times in folders:
            print(f"{statistics.median(times):8.0f} ms  {name}")


main()
