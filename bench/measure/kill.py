"""Kills a live `vitrine run` with SIGKILL at random moments of its life, from its first instruction to its last, and looks at what is left each time.

After each: `vitrine verify` must pass, and every session must have an end. All runs share one ledger, which the second reader (tools/verify-ledger.mjs) checks at the end.
"""
import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WORK = "i=0; while [ $i -lt 150 ]; do i=$((i+1)); echo $i > file$((i % 7)); cat file$((i % 5)) /etc/hostname > /dev/null 2>&1; done"
PARTS = 4


def arguments(given):
    parser = argparse.ArgumentParser(prog="bench/run kill", description=__doc__)
    parser.add_argument("--vitrine", type=Path, default=ROOT / "artifacts/vitrine/vitrine", help="the program (default: that of ./vitrine)")
    parser.add_argument("--times", type=int, default=200, help="how often (default 200)")
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30), help="of the moments")
    parser.add_argument("--directory", type=Path, help="where state and workspace are made (default: the temporary directory)")
    return parser.parse_args(given)


class Machine:
    """A state directory and a workspace of their own."""

    def __init__(self, vitrine, directory):
        self.vitrine, self.directory = vitrine, directory
        self.workspace = directory / "workspace"
        self.environment = os.environ | {"XDG_STATE_HOME": str(directory / "state"), "HOME": str(directory / "home")}
        for name in ("workspace", "home"):
            (directory / name).mkdir()

    def start(self):
        quiet = subprocess.DEVNULL
        return subprocess.Popen([self.vitrine, "run", "--", "sh", "-c", WORK], cwd=self.workspace, env=self.environment, stdin=quiet, stdout=quiet, stderr=quiet)

    def ask(self, *command):
        return subprocess.run([self.vitrine, *command], cwd=self.workspace, env=self.environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120)

    def sessions(self):
        return {each["session"]: each["state"] for each in json.loads(self.ask("log", "--json", "-n", "0").stdout or "[]")}

    def has_end(self, session):
        entries = self.ask("show", session, "--entries").stdout.splitlines()
        return bool(entries) and json.loads(entries[-1])["data"]["kind"] == "session-ended"


def kill_once(machine, moment, known):
    """Kills one run; gives what is wrong, and which sessions are new."""
    process = machine.start()
    time.sleep(moment)
    process.kill()
    died = process.wait() == -9
    wrong = []
    verified = machine.ask("verify")
    if verified.returncode != 0:
        wrong.append(f"verify: {verified.returncode}\n{verified.stdout}{verified.stderr}")
    new = {session: state for session, state in machine.sessions().items() if session not in known}
    wrong += [f"{session} is {state} and has no end" for session, state in new.items() if not machine.has_end(session)]
    return died, new, wrong


def read_with_second_reader(machine):
    state = machine.directory / "state/vitrine"
    key = (state / "keys/ledger.vkey").read_text().strip()
    return subprocess.run(["node", ROOT / "tools/verify-ledger.mjs", state / "ledger", key], capture_output=True, text=True)


def run(given):
    """What `bench/run kill` does."""
    given = arguments(given)
    if not given.vitrine.exists():
        sys.exit(f"{given.vitrine} is not there.\nhint: ./vitrine --version builds it, or name one with --vitrine")
    moments = random.Random(given.seed)
    with tempfile.TemporaryDirectory(prefix="vitrine-kill-", dir=given.directory) as temporary:
        machine = Machine(given.vitrine.resolve(), Path(temporary))
        began = time.monotonic()
        if machine.start().wait() != 0:
            sys.exit("A run that nobody disturbs does not succeed here.")
        life = time.monotonic() - began
        known, parts, failures = set(machine.sessions()), [[0, 0, 0] for _ in range(PARTS)], []
        number = 0
        while sum(row[1] for row in parts) < given.times:  # one that was over before its moment came does not count
            number += 1
            part = moments.random()
            died, new, wrong = kill_once(machine, part * life, known)
            known |= set(new)
            row = parts[int(part * PARTS)]
            row[0] += 1
            row[1] += died
            row[2] += len(new)
            failures += [f"moment {number}, at {part:.3f} of its life: {each}" for each in wrong]
            print(end=".", file=sys.stderr, flush=True)
        print(file=sys.stderr)
        second = read_with_second_reader(machine)
    print(f"{given.times} kills, seed {given.seed}; a whole run takes {life:.2f} s; {len(known)} sessions; {len(failures)} failures\n")
    print("| part of its life | kills | killed alive | sessions that had begun, all with an end |\n|---|---|---|---|")
    for number, row in enumerate(parts):
        print(f"| {number}/{PARTS} to {number + 1}/{PARTS} | " + " | ".join(map(str, row)) + " |")
    print(f"\nsecond reader: {(second.stdout + second.stderr).strip()}")
    for failure in failures:
        print(failure, file=sys.stderr)
    if failures or second.returncode != 0:
        sys.exit(1)
