"""Measures the inspector on prompt bodies: speed of each detector and of all together, and what a turn costs once the history is remembered.

Bodies come from files (`vitrine show --body N > FILE` gives one), or are recorded: the last that each of some real agents sends behind glass, offline, in a copy of the corpus's
workspace. The work is done by `Vitrine.Benchmarks inspect`, on two cores: one for it, one for the compiler.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WORKSPACE = ROOT / "tests/corpus/provenance/workspace"
AGENTS = ["codex", "claude-code"]
MOST_REQUESTS = 40


def recorded(agent, temp):
    """The body of the last question that an agent asks its model."""
    workspace = temp / f"{agent}-workspace"
    shutil.copytree(WORKSPACE, workspace)
    environment = dict(os.environ, XDG_STATE_HOME=str(temp / "state"))
    vitrine = [str(ROOT / "vitrine")]
    subprocess.run([*vitrine, "run", "-q", "--agent", agent, "--offline", "explain this repository"],
                   cwd=workspace, env=environment, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, timeout=300)
    last = b""
    for number in range(1, MOST_REQUESTS):
        shown = subprocess.run([*vitrine, "show", "last", "--body", str(number)], cwd=workspace, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        # What is shorter is no prompt: telemetry, a count of tokens.
        if shown.returncode == 0 and len(shown.stdout) * 2 > len(last):
            last = shown.stdout
    if not last:
        sys.exit(f"{agent} sent no body")
    body = temp / f"{agent}.body"
    body.write_bytes(last)
    return body


def measure(bodies):
    project = ROOT / "bench/Vitrine.Benchmarks"
    subprocess.run(["dotnet", "build", "-c", "Release", "-v", "quiet", str(project)], check=True, stdout=sys.stderr)
    program = project / "bin/Release/net10.0/Vitrine.Benchmarks.dll"
    cores = ",".join(str(core) for core in sorted(os.sched_getaffinity(0))[-2:])
    load = [os.getloadavg()[0]]
    command = ["taskset", "-c", cores, "dotnet", str(program), "inspect", str(WORKSPACE), *map(str, bodies)]
    found = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return found | {"load": [*load, os.getloadavg()[0]]}


def show(found):
    print(f"load average {found['load'][0]:.1f} before, {found['load'][1]:.1f} after; GB/s of the body, best (median)\n")
    for body in found["bodies"]:
        speeds = {name: value for name, value in body.items() if isinstance(value, dict)}
        print(f"{body['body']}: {body['bytes']:,} bytes, {body['pieces']:,} pieces")
        for name, speed in speeds.items():
            print(f"  {name:16} {speed['best']:7.2f} ({speed['median']:.2f})")
    print("\n| history | 2 KB more, cold | 2 KB more, remembered | best |\n|---|---|---|---|")
    for turn in found["conversations"]:
        print(f"| {turn['history']:,} bytes | {turn['cold, us']:,.0f} µs | {turn['remembered, us']:,.0f} µs | {turn['remembered, best, us']:,.0f} µs |")


def run(arguments):
    """What `bench/run inspect [--json FILE] BODY...` does."""
    target = None
    if arguments[:1] == ["--json"] and len(arguments) > 1:
        target, arguments = Path(arguments[1]), arguments[2:]
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        bodies = [Path(each).resolve() for each in arguments] or [recorded(agent, Path(temporary)) for agent in AGENTS]
        found = measure(bodies)
    show(found)
    if target:
        target.write_text(json.dumps(found, indent=1))
