"""Markdown tables on stdout as the figures come, and all of them as data."""
import statistics

from .rounds import spread


ORDER = ["bare", "bwrap", "bwrap, same mounts", "vitrine", "beside", "peer"]


def scale(seconds):
    return (f"{seconds * 1e6:.2f} µs" if seconds < 0.001 else f"{seconds * 1e3:.1f} ms" if seconds < 1 else f"{seconds:.2f} s")


class Page:
    def __init__(self, machine, peer):
        self.raw = {"machine": machine, "peer": peer}
        print(f"Machine: {machine}. Peer: {peer}.\n", flush=True)

    def times(self, name, kinds, records):
        for kind, figures in kinds.items():
            self._table(f"{name}, {kind}" if len(kinds) > 1 else name, figures)
        if records:
            print(f"Record: {records[-1]['entries']} entries, {records[-1]['programs']} programs, {records[-1]['repeated']} repeated opens; "
                  f"lost in {len(records)} runs: {sum(r['lost'] for r in records)}\n", flush=True)
        self.raw[name] = {"records": records, **{kind: {"times": f.times, "loads": f.loads} for kind, f in kinds.items()}}

    def opens(self, kinds, records):
        self.times("open and close", kinds, records)
        for kind, figures in kinds.items():
            print(f"{kind}: {1 / statistics.median(figures.times['vitrine']):,.0f} events/s through the recorder", flush=True)

    def memory(self, name, peak, record):
        print(f"Peak memory of the supervisor, {name}: {peak:.1f} MiB; {record['entries']} entries, {record['lost']} lost", flush=True)
        self.raw.setdefault("memory", {})[name] = {"mebibytes": peak, "record": record}

    @staticmethod
    def _table(title, figures):
        loads = figures.loads
        beside = f" Vitrine to the build beside it: {statistics.median(figures.ratios('vitrine', 'beside')):.3f}." if "beside" in figures.times else ""
        print(f"### {title}\n\nLoad average {min(loads):.1f}–{max(loads):.1f}.{beside}\n\n| way | median | min–max | to bare | to the peer |\n|---|---|---|---|---|")
        for way in sorted(figures.times, key=ORDER.index):
            values = figures.times[way]
            s = spread(values)
            bare = statistics.median(figures.ratios(way, "bare"))
            peer = f"{statistics.median(figures.ratios(way, 'peer')):.3f}" if "peer" in figures.times else ""
            print(f"| {way} | {scale(s['median'])} | {scale(s['min'])}–{scale(s['max'])} | {bare:.3f} | {peer} |")
        print(flush=True)
