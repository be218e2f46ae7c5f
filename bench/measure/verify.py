"""Measures `vitrine verify`: a ledger of N entries is made in a temporary directory, then verified in a process of its own, so that the peak of memory is that of verifying."""
import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def program():
    project = ROOT / "bench/Vitrine.Benchmarks"
    subprocess.run(["dotnet", "build", "-c", "Release", "-v", "quiet", str(project)], check=True, stdout=sys.stderr)
    return ["dotnet", str(project / "bin/Release/net10.0/Vitrine.Benchmarks.dll"), "verify"]


def run(arguments):
    """What `bench/run verify` does."""
    parser = argparse.ArgumentParser(prog="bench/run verify", description=__doc__)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--json", type=Path, help="also write every single figure here")
    given = parser.parse_args(arguments)
    command = program()
    with tempfile.TemporaryDirectory(prefix="bench-verify-") as temporary:
        ledger = Path(temporary) / "ledger"
        ledger.mkdir()
        subprocess.run([*command, "make", str(ledger), str(given.entries)], check=True)
        rounds = []
        for _ in range(given.rounds):
            load = os.getloadavg()[0]
            found = json.loads(subprocess.run([*command, "check", str(ledger), str(given.threads)], check=True, stdout=subprocess.PIPE).stdout)
            rounds.append(found | {"load": load})
            print(f"{found['entries']:,} entries in {found['seconds']:.2f} s: {found['per_second']:,} per second, {found['cpu']:.2f} s of processor, peak {found['peak_kib'] / 1024:.0f} MiB, load average before {load:.1f}")
    if given.rounds > 1:
        print(f"median: {statistics.median(each['per_second'] for each in rounds):,.0f} per second; best: {max(each['per_second'] for each in rounds):,}")
    if given.json:
        given.json.write_text(json.dumps(rounds, indent=1))
