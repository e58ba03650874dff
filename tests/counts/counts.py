#!/usr/bin/env python3
"""How many instructions each part of the work takes, held against what it took when somebody last looked.

    tests/counts/counts.py PROGRAM            fails when a part takes a tenth more, or a tenth less, than expected.json says
    BLESS=1 tests/counts/counts.py PROGRAM    writes what it takes now to expected.json

Seconds differ from machine to machine and from minute to minute, so no test measures them; instructions, counted by valgrind, hardly do. The
parts are found by subtraction: three synthetic reports that differ in articles or in records alone, read by `status`, which only reads, links and
checks, and made by `build`. A part that takes less is a fault too: the next one to make it dearer would not be seen. Python 3 standard library.
"""
import json, os, platform, re, subprocess, sys, tempfile
from concurrent.futures import ThreadPoolExecutor

HERE = os.path.dirname(os.path.abspath(__file__))
EXPECTED = os.path.join(HERE, "expected.json")
CORPUS = os.path.join(HERE, "..", "..", "benches", "gen_corpus.py")
# Articles and records of each report.
SMALL, MORE_ARTICLES, MORE_RECORDS = (60, 10), (180, 10), (60, 25)
TENTH = 0.10


def instructions(program, arguments, cwd):
    """How many the program executes. On one thread: waiting for another one takes instructions too."""
    environment = {**os.environ, "RAYON_NUM_THREADS": "1"}
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, *arguments]
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True)
    found = re.search(r"Collected : (\d+)", done.stderr)
    if done.returncode or not found:
        sys.exit(f"`{' '.join(command)}` ended with {done.returncode}:\n{done.stderr[-3000:]}")
    return int(found[1])


def measure(program):
    with tempfile.TemporaryDirectory(prefix="sourcebook-counts-") as work:
        def report(size):
            folder = os.path.join(work, "-".join(map(str, size)))
            subprocess.run([sys.executable, CORPUS, "--articles", str(size[0]), "--countries", str(size[1]), "--seed", "1",
                            "--format", "sourcebook", folder], check=True, stdout=subprocess.DEVNULL)
            with open(os.path.join(folder, "content", "site.yaml"), "a") as file:
                file.write("cards: []\n")        # drawing one is counted in megapixels
            return folder
        reports = {size: report(size) for size in [SMALL, MORE_ARTICLES, MORE_RECORDS]}
        now = ["--now", "2026-11-24", "-q"]

        def read(size):
            return instructions(program, ["status", *now], reports[size])

        def built(size):
            return instructions(program, ["build", *now], reports[size])
        with ThreadPoolExecutor(os.cpu_count()) as threads:
            start = threads.submit(instructions, program, ["--help"], work)
            reads = {size: threads.submit(read, size) for size in reports}
            builds = {size: threads.submit(built, size) for size in reports}
            reads, builds = ({size: one.result() for size, one in all_of.items()} for all_of in [reads, builds])
            start = start.result()
        again = built(SMALL)

    def each(counts, more, which):
        return (counts[more] - counts[SMALL]) / (more[which] - SMALL[which])
    made = {size: builds[size] - reads[size] for size in reports}
    return {
        "to start": start,
        "to read and check a report without articles and records": reads[SMALL] - SMALL[0] * each(reads, MORE_ARTICLES, 0) - SMALL[1] * each(reads, MORE_RECORDS, 1),
        "to read and check an article": each(reads, MORE_ARTICLES, 0),
        "to read and check a record": each(reads, MORE_RECORDS, 1),
        "to make the pages of an article": each(made, MORE_ARTICLES, 0),
        "to make the pages of a record": each(made, MORE_RECORDS, 1),
        "to build again when nothing has changed": again,
    }


def main():
    program = os.path.abspath(sys.argv[1])
    counts = {part: round(count / 1000) for part, count in measure(program).items()}
    kind = platform.machine()
    expected = {}
    if os.path.exists(EXPECTED):
        with open(EXPECTED) as file:
            expected = json.load(file)
    if os.environ.get("BLESS"):
        expected["thousands of instructions"] = {**expected.get("thousands of instructions", {}), kind: counts}
        with open(EXPECTED, "w") as file:
            file.write(json.dumps(expected, indent=2) + "\n")
    known = expected.get("thousands of instructions", {}).get(kind)
    if known is None:
        sys.exit(f"nothing is expected of a {kind} yet: look at what BLESS=1 writes, and commit it")
    faults = []
    for part, count in counts.items():
        before = known.get(part, 0)
        change = (count - before) / before if before else 1.0
        print(f"{count:>12,} thousand {part} ({change:+.1%})")
        if abs(change) > TENTH:
            faults.append(part)
    if faults or known.keys() != counts.keys():
        sys.exit("\nWhat it takes " + "; ".join(faults or ["in parts"]) + " is not what is expected.\nIf that is meant, say why in the commit, "
                 "and write the new counts: BLESS=1 ./test counts")


if __name__ == "__main__":
    main()
