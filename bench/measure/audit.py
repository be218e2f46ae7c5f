"""Measures `vitrine audit`: wall time of its budgets, sessions per second, processor time and the peak of memory of the audit itself; --pad makes large programs of small ones.

`equal` measures how much of what equal sessions of a target send is equal, with the machine's own time and chance and with given ones, and what that costs.
"""
import argparse
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from . import ways

ROOT = Path(__file__).resolve().parents[2]


def environment(temporary):
    home = temporary / "home"
    home.mkdir(exist_ok=True)
    return dict(os.environ, HOME=str(home), XDG_STATE_HOME=str(temporary / "state"))


def padded(target, temporary, mebibytes):
    """A copy of a program with that much behind its end, which no loader reads and a reader has to pass; a package's first executable of more than a mebibyte where the target is one."""
    source = Path(target)
    # Under its own name, by which it is known how it is started.
    copy = temporary / f"padded-{mebibytes}" / source.name
    copy.parent.mkdir(exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, copy, symlinks=True)
        program = next(each for each in sorted(copy.rglob("*")) if each.is_file() and os.access(each, os.X_OK) and each.stat().st_size > 1 << 20)
    else:
        program = Path(shutil.copy(source, copy))
    missing = (mebibytes << 20) - program.stat().st_size
    with program.open("ab") as file:
        while missing > 0:
            # Half of it text and half not, as in such files.
            part = (os.urandom(1 << 19).hex().encode() + os.urandom(1 << 20))[:missing]
            file.write(part)
            missing -= len(part)
    return str(copy)


def peak_of_tree(process):
    """Peak of the audit's own resident memory, and of the sessions' files in memory beside it, sampled."""
    own = 0
    while process.poll() is None:
        try:
            own = max(own, int(re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{process.pid}/status").read_text())[1]))
        except (OSError, TypeError):
            pass
        time.sleep(0.2)
    return own


def audit(vitrine, target, budget, extra, temporary):
    report = temporary / f"report-{budget}-{time.monotonic_ns()}"
    load, before, begin = os.getloadavg()[0], resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    process = subprocess.Popen([vitrine, "audit", target, "-o", str(report), "--budget", budget, *extra], env=environment(temporary), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    peak = peak_of_tree(process)
    seconds, error = time.monotonic() - begin, process.stderr.read().decode(errors="replace")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode not in (0, 1, 2) or not (report / "report.json").exists():
        raise SystemExit(f"bench: exit status {process.returncode}\n{error[-2000:]}")
    found = json.loads((report / "report.json").read_text())
    return {"target": Path(target).name, "budget": budget, "seconds": seconds, "sessions": found["coverage"]["sessions"], "peak_mib": peak / 1024, "verdict": found["verdict"],
            "equal": found["coverage"].get("equalShare"), "cpu": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, "load": [load, os.getloadavg()[0]]}


def run(arguments):
    """What `bench/run audit TARGET...` does."""
    parser = argparse.ArgumentParser(prog="bench/run audit", description=__doc__)
    parser.add_argument("target", nargs="+", help="a directory, a tarball, a program, npm:NAME")
    parser.add_argument("--budget", action="append", help="quick, standard, deep (default: quick and standard)")
    parser.add_argument("--pad", type=int, help="audit copies padded to so many MiB")
    parser.add_argument("--jobs", type=int)
    parser.add_argument("--protocol")
    parser.add_argument("--profile")
    parser.add_argument("--vitrine", help="the program to measure; without it one is published into the temporary directory")
    parser.add_argument("--json", type=Path, help="also write every single figure here")
    given = parser.parse_args(arguments)
    extra = [*(["--jobs", str(given.jobs)] if given.jobs else []), *(["--protocol", given.protocol] if given.protocol else []), *(["--profile", given.profile] if given.profile else [])]
    rows = []
    with tempfile.TemporaryDirectory(prefix="bench-audit-") as name:
        temporary = Path(name)
        vitrine = ways.find_vitrine(temporary, ROOT, given.vitrine)
        print("| target | budget | wall | sessions | /s of all time | CPU of all | peak memory of the audit | equal bytes | verdict | load before, after |\n|---|---|---|---|---|---|---|---|---|---|")
        for target in given.target:
            target = padded(target, temporary, given.pad) if given.pad else target
            for budget in given.budget or ["quick", "standard"]:
                row = audit(vitrine, target, budget, extra, temporary)
                rows.append(row)
                equal = "" if row["equal"] is None else f"{100 * row['equal']:.2f} %"
                print(f"| {row['target']} | {budget} | {row['seconds']:.1f} s | {row['sessions']} | {row['sessions'] / row['seconds']:.1f} | {row['cpu']:.0f} s | {row['peak_mib']:.0f} MiB | {equal} | {row['verdict']} | {row['load'][0]:.1f}, {row['load'][1]:.1f} |", flush=True)
    if given.json:
        given.json.write_text(json.dumps(rows, indent=1))


def run_equal(arguments):
    """What `bench/run equal TARGET...` does."""
    parser = argparse.ArgumentParser(prog="bench/run equal", description=__doc__)
    parser.add_argument("target", nargs="+", help="a directory, a tarball, a program, npm:NAME")
    parser.add_argument("--jobs", type=int, default=3 * len(os.sched_getaffinity(0)))
    parser.add_argument("--count", type=int, default=40, help="sessions of each kind (default 40)")
    parser.add_argument("--vitrine", help="the program that makes the boxes; without it one is published into the temporary directory")
    given = parser.parse_args(arguments)
    project = ROOT / "bench/Vitrine.Benchmarks"
    subprocess.run(["dotnet", "build", "-c", "Release", "-v", "quiet", str(project)], check=True, stdout=sys.stderr)
    with tempfile.TemporaryDirectory(prefix="bench-equal-") as name:
        temporary = Path(name)
        vitrine = ways.find_vitrine(temporary, ROOT, given.vitrine)
        for target in given.target:
            print(f"{Path(target).name}, load average before {os.getloadavg()[0]:.1f}\n", flush=True)
            subprocess.run(["dotnet", str(project / "bin/Release/net10.0/Vitrine.Benchmarks.dll"), "audit-sessions", vitrine, target, "--jobs", str(given.jobs), "--count", str(given.count)],
                           env=environment(temporary), check=True)
            print(flush=True)
