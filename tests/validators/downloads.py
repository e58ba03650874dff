"""Downloads and citations, read by programs of others.

    downloads.py PUBLIC

In: the folder of a published report. Out: complaints on standard output, and exit code 1 when there are any. Every package of data is held against the
standards by Frictionless (Data Package) and csvw (CSV on the Web), as it is and as an archive; its tables are put into SQLite; citations are
read as BibTeX, RIS and CSL-JSON. It never repairs a file before it is read.
"""
import html
import json
import pathlib
import re
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from urllib.parse import unquote

import bibtexparser
import frictionless
import rispy
from citeproc.source.json import CiteProcJSON

BIN = pathlib.Path(sys.executable).parent
# How an address begins that holds a file for reference managers.
RIS = "data:application/x-research-info-systems,"


def complaints_about(public):
    packages = sorted(public.glob("**/datapackage.json"))
    if not packages:
        yield "there is no package of data"
    for package in packages:
        yield from of_package(package.parent)
    # The whole of the report and one record, through the commands that readers use: each takes a second or more to start.
    for folder in (public / "data", packages[0].parent):
        yield from of_csvw(folder)
        yield from of_sqlite(folder)
    # The text-only edition comes in parts, of which one has the file and another the formats to copy.
    whole = [page for page in sorted(public.glob("**/index.html")) if public / "text" not in page.parents]
    cited = [page for page in whole if RIS in page.read_text()]
    if not cited:
        yield "nothing can be cited"
    for page in cited:
        yield from of_citation(page)


def of_package(folder):
    [archive] = folder.glob("*.zip")
    damaged = zipfile.ZipFile(archive).testzip()
    if damaged:
        yield f"{archive}: {damaged} is damaged"
    for source in (folder / "datapackage.json", archive):
        report = frictionless.Package(str(source)).validate()
        if report.stats["tasks"] == 0:
            yield f"{source}: no table was looked at"
        for found in report.flatten(["name", "type", "note"]):
            yield f"{source}: {found}"


def of_csvw(folder):
    metadata = folder / "csv-metadata.json"
    # By the address of the metadata, and by that of a table alone.
    for source in (metadata, folder / "events.csv"):
        run = subprocess.run([BIN / "csvwvalidate", source], capture_output=True, text=True)
        if run.returncode or "OK" not in run.stdout:
            yield f"{source}: {run.stdout}{run.stderr}"
    run = subprocess.run([BIN / "csvw2json", metadata], capture_output=True, text=True)
    if run.returncode:
        yield f"{metadata}: {run.stderr}"
    else:
        tables = json.loads(run.stdout)["tables"]
        if len(tables) != len(json.loads(metadata.read_text())["tables"]):
            yield f"{metadata}: {len(tables)} tables were read"


def of_sqlite(folder):
    with tempfile.TemporaryDirectory() as scratch:
        base = pathlib.Path(scratch) / "report.db"
        [document] = [file for file in folder.glob("re*.json")]
        tables = json.loads(document.read_text())
        for table, rows in tables.items():
            if not isinstance(rows, list):
                continue
            run = lambda *words, given=None: subprocess.run(
                [BIN / "sqlite-utils", "insert", base, *words], capture_output=True, text=True, input=given
            )
            from_csv = run(table, folder / f"{table}.csv", "--csv")
            if from_csv.returncode:
                yield f"{folder / table}.csv: {from_csv.stderr}"
            if rows:
                from_json = run(f"{table}_json", "-", given=json.dumps(rows))
                if from_json.returncode:
                    yield f"{document}: {table}: {from_json.stderr}"
                    continue
                count = lambda name: sqlite3.connect(base).execute(f"select count(*) from [{name}]").fetchone()[0]
                if count(table) != count(f"{table}_json"):
                    yield f"{folder}: {table} has {count(table)} rows as CSV and {count(f'{table}_json')} as JSON"


def of_citation(path):
    """The three formats of one page say the same."""
    page = path.read_text()
    blocks = [html.unescape(block) for block in re.findall(r"<pre[^>]*><code>(.*?)</code></pre>", page, re.S)]
    bibtex = [block for block in blocks if block.startswith("@misc")]
    csl = [block for block in blocks if block.startswith("[")]
    if len(bibtex) != 1 or len(csl) != 1:
        yield f"{path.parent}: {len(bibtex)} entries of BibTeX and {len(csl)} of CSL-JSON"
        return
    library = bibtexparser.parse_string(bibtex[0])
    if library.failed_blocks or len(library.entries) != 1:
        yield f"{path.parent}: bibtexparser cannot read {bibtex[0]}"
        return
    records = rispy.loads(unquote(re.search(RIS + '([^"]*)"', page)[1]), skip_unknown_tags=False)
    if len(records) != 1:
        yield f"{path.parent}: RIS: {len(records)} records were read"
        return
    items = json.loads(csl[0])
    CiteProcJSON(items)
    entry, [record], [item] = library.entries[0], records, items
    same = {record["urls"][0] if "urls" in record else record.get("url"), item["URL"], entry["url"].strip("{}")}
    if len(same) != 1:
        yield f"{path.parent}: {same}"
    if record.get("unknown_tag"):
        yield f"{path.parent}: RIS: {record['unknown_tag']}"
    if record.get("title", record.get("primary_title")) != item["title"]:
        yield f"{path.parent}: RIS: {record}"
    if record["year"] != str(item["issued"]["date-parts"][0][0]) or record["year"] != entry["year"].strip("{}"):
        yield f"{path.parent}: years differ"


if __name__ == "__main__":
    found = list(complaints_about(pathlib.Path(sys.argv[1]).resolve()))
    print("\n".join(found) if found else "every file is read as it is meant")
    sys.exit(1 if found else 0)
