"""Paired, interleaved rounds: every way once per round, in an order that turns, so that what drifts hits all alike."""
import statistics
import subprocess
import time
from dataclasses import dataclass, field

from .machine import load


@dataclass
class Figures:
    """Seconds by way; one list position per round."""
    times: dict = field(default_factory=dict)
    loads: list = field(default_factory=list)

    def ratios(self, way, to):
        return [a / b for a, b in zip(self.times[way], self.times[to])]

    def summary(self):
        return {way: spread(values) for way, values in self.times.items()}


def spread(values):
    return {"median": statistics.median(values), "min": min(values), "max": max(values), "rounds": len(values)}


def run(command, ways, timeout=600):
    begin = time.perf_counter()
    done = subprocess.run(command, env=ways.environment, cwd=ways.work, stdin=subprocess.DEVNULL,
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=timeout)
    seconds = time.perf_counter() - begin
    if done.returncode != 0:
        raise SystemExit(f"bench: exit status {done.returncode}: {command}\n{done.stderr.decode(errors='replace')[-2000:]}")
    return seconds


def interleave(ways, rounds, measure, names):
    """measure(way) gives a dict of kinds to seconds; one Figures per kind comes back."""
    kinds = {}
    for number in range(rounds + 1):
        turn = number % len(names)
        for way in [*names[turn:], *names[:turn]]:
            before = load()
            for kind, seconds in measure(way).items():
                if number == 0:
                    continue  # The first round warms caches.
                figures = kinds.setdefault(kind, Figures())
                figures.times.setdefault(way, []).append(seconds)
                figures.loads.append(before)
    return kinds
