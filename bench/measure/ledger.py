"""Measures durable appends: the journal beside SQLite (WAL, synchronous=FULL, a commit for each row) and beside the disk's own fdatasync, on the same disk, in interleaved rounds.

The work is done by `Vitrine.Benchmarks ledger`. SQLite gets the faster of two ways: a connection for each of its threads, or one that they take in turn.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MEMORY = {"tmpfs", "ramfs", "ramdisk"}


def arguments(given):
    state = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local/state")
    parser = argparse.ArgumentParser(prog="bench/run ledger", description=__doc__)
    parser.add_argument("--directory", type=Path, default=state, help="on the disk to measure (default: beside the state directory)")
    parser.add_argument("--rounds", type=int, default=7, help="rounds (default 7), of which the medians are taken")
    parser.add_argument("--seconds", type=float, default=1.5, help="of each measurement in a round (default 1.5)")
    parser.add_argument("--json", type=Path, help="also write every single figure here")
    return parser.parse_args(given)


def file_system(directory):
    return subprocess.run(["stat", "-f", "-c", "%T", directory], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


def measure(directory, rounds, seconds):
    project = ROOT / "bench/Vitrine.Benchmarks"
    subprocess.run(["dotnet", "build", "-c", "Release", "-v", "quiet", str(project)], check=True, stdout=sys.stderr)
    program = project / "bin/Release/net10.0/Vitrine.Benchmarks.dll"
    with tempfile.TemporaryDirectory(prefix="vitrine-bench-", dir=directory) as work:
        found = subprocess.run(["dotnet", str(program), "ledger", work, str(rounds), str(seconds)], check=True, stdout=subprocess.PIPE)
    return json.loads(found.stdout)


def median(figures, way, writers, kind):
    return statistics.median(each[kind] for each in figures if each["way"] == way and each["writers"] == writers)


def show(figures):
    """A row for each way and number of writers; of SQLite the faster way, and how the journal does against it and against the disk, by the medians."""
    disk = median(figures, "fdatasync", 1, "p99")
    print("| writers | way | durable entries/s | p50 | p99 | to SQLite, entries/s | p99 to fdatasync's |\n|---|---|---|---|---|---|---|")
    for writers in sorted({each["writers"] for each in figures}):
        ways = sorted({each["way"] for each in figures if each["writers"] == writers and each["way"].startswith("SQLite")})
        best = max(ways, key=lambda way: median(figures, way, writers, "perSecond"))
        for way in ["journal", best] + ["fdatasync"] * (writers == 1):
            speed, p50, p99 = (median(figures, way, writers, kind) for kind in ("perSecond", "p50", "p99"))
            ratios = f"{speed / median(figures, best, writers, 'perSecond'):.1f} | {p99 / disk:.1f}" if way == "journal" else " | "
            print(f"| {writers} | {way} | {speed:,.0f} | {p50 * 1e3:.2f} ms | {p99 * 1e3:.2f} ms | {ratios} |")


def run(given):
    """What `bench/run ledger` does."""
    given = arguments(given)
    given.directory.mkdir(parents=True, exist_ok=True)
    system = file_system(given.directory)
    if system in MEMORY:
        sys.exit(f"{given.directory} lies in memory ({system}), where a flush costs nothing.\nhint: name a directory on a disk with --directory")
    load = os.getloadavg()[0]
    figures = measure(given.directory, given.rounds, given.seconds)
    print(f"{system}; load average {load:.1f} before, {os.getloadavg()[0]:.1f} after; medians of {given.rounds} rounds\n")
    show(figures)
    if given.json:
        given.json.write_text(json.dumps(figures, indent=1))
