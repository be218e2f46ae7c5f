"""Measures searches over many entries: how long the indexes take, how large they are, and how long each kind of query does, with the peak memory of each process.

The sessions are recorded by `Vitrine.Benchmarks query`; all else is done by the program itself, each time as a process of its own, its start in the figures.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from measure import ways

ROOT = Path(__file__).resolve().parents[2]

QUERIES = {
    "rare host": ["--host", "*.attacker.test"],
    "rare file": ["--file", "vault-master.kdbx"],
    "file by path": ["--file", "/home/ada/web/secrets/**"],
    "rare program": ["--program", "rare-tool"],
    "rare text": ["zq7-needle"],
    "text that is nowhere": ["there is no such text"],
    "16 hex digits that are nowhere": ["0123456789abcdef"],
    "refused, in a day": ["--decision", "deny", "--since", "2026-10-01T00:00:00Z", "--until", "2026-10-02T00:00:00Z"],
    "frequent host, newest 100": ["--host", "github.com"],
    "frequent text, newest 100": ["application/json"],
    "frequent text, oldest 100": ["application/json", "--oldest-first"],
    "two letters, newest 100": ["qz"],
    "ten minutes": ["--since", "2026-10-01T12:00:00Z", "--until", "2026-10-01T12:10:00Z"],
    "one agent, newest 100": ["--agent", "gemini"],
    "count of requests to one host": ["--host", "pypi.org", "--type", "request-started", "--count"],
}


class Store:
    def __init__(self, folder: Path, vitrine: str):
        self.folder, self.vitrine = folder, vitrine
        self.environment = dict(os.environ, XDG_STATE_HOME=str(folder))

    def timed(self, arguments):
        """Seconds, peak memory in MB, seconds of all cores, and the lines that were written."""
        start = time.monotonic()
        with tempfile.TemporaryFile() as out:
            process = subprocess.Popen([self.vitrine, "log", *arguments], env=self.environment, stdout=out, stderr=subprocess.PIPE)
            said = process.stderr.read().decode()
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.monotonic() - start
            if os.waitstatus_to_exitcode(status) != 0:
                sys.exit(f"bench: vitrine log {' '.join(arguments)} failed: {said}")
            out.seek(0)
            return seconds, usage.ru_maxrss / 1000, usage.ru_utime + usage.ru_stime, out.read().decode().splitlines()

    def size(self, name):
        return sum(file.stat().st_size for file in (self.folder / "vitrine/sessions").glob(f"*/{name}"))


def measure(store, rounds):
    found = {"load": os.getloadavg()[0], "sessions": len(list((store.folder / "vitrine/sessions").iterdir()))}
    seconds, memory, cores, _ = store.timed(["index", "--again"])
    found["build"] = {"seconds": seconds, "memory, MB": memory, "seconds of all cores": cores}
    found["journal, bytes"], found["index, bytes"] = store.size("entries.log"), store.size("index")
    found["queries"] = {}
    for name, query in QUERIES.items():
        runs = [store.timed([*query, "--json"]) for _ in range(rounds)]
        lines = runs[0][3]
        hits = json.loads(lines[0])["count"] if "--count" in query else len(lines)
        found["queries"][name] = {"seconds": [run[0] for run in runs], "memory, MB": max(run[1] for run in runs), "seconds of all cores": min(run[2] for run in runs), "found": hits}
    found["load after"] = os.getloadavg()[0]
    return found


def show(found, entries):
    build, journal, index = found["build"], found["journal, bytes"], found["index, bytes"]
    print(f"{entries:,} entries in {found['sessions']:,} sessions; load average {found['load']:.1f} before, {found['load after']:.1f} after")
    print(f"index: {build['seconds']:.1f} s ({build['seconds of all cores']:.1f} s of all cores together), peak {build['memory, MB']:.0f} MB; {index / 1e6:,.0f} MB, {100 * index / journal:.1f} % of the journals' {journal / 1e6:,.0f} MB\n")
    print("| query | entries | best | median | all cores, best | peak memory |\n|---|---|---|---|---|---|")
    for name, query in found["queries"].items():
        times = sorted(query["seconds"])
        print(f"| {name} | {query['found']:,} | {times[0] * 1000:,.0f} ms | {times[len(times) // 2] * 1000:,.0f} ms | {query['seconds of all cores'] * 1000:,.0f} ms | {query['memory, MB']:.0f} MB |")


def run(arguments):
    """What `bench/run query [--entries N] [--sessions N] [--rounds N] [--vitrine FILE] [--keep DIR] [--json FILE]` does."""
    parser = argparse.ArgumentParser(prog="bench/run query", description=__doc__)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--sessions", type=int, help="sessions of one length each; without it they have lengths as real ones have")
    parser.add_argument("--rounds", type=int, default=5, help="how often each query is made")
    parser.add_argument("--vitrine", help="the program to measure; without it one is published into the temporary directory")
    parser.add_argument("--keep", type=Path, help="record into this directory, and use what was recorded there before")
    parser.add_argument("--json", type=Path, help="also write every single figure here")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        temp = (given.keep or Path(temporary)).resolve()
        folder = temp / (f"query-{given.entries}" + (f"-{given.sessions}" if given.sessions else ""))
        store = Store(folder, ways.find_vitrine(temp, ROOT, given.vitrine))
        if not (folder / "made").exists():
            project = ROOT / "bench/Vitrine.Benchmarks"
            subprocess.run(["dotnet", "build", "-c", "Release", "-v", "quiet", str(project)], check=True, stdout=sys.stderr)
            subprocess.run(["dotnet", str(project / "bin/Release/net10.0/Vitrine.Benchmarks.dll"), "query", str(folder / "vitrine"), str(given.entries), *([str(given.sessions)] if given.sessions else [])], check=True, stdout=sys.stderr)
            (folder / "made").touch()
        found = measure(store, given.rounds)
    show(found, given.entries)
    if given.json:
        given.json.write_text(json.dumps(found, indent=1))
