#!/usr/bin/env python3
"""Measures the door beside mitmproxy and squid: the same client, upstream and machine, one after another in rounds.

Each proxy ends TLS, opens TLS of its own to an upstream on loopback, and runs on one core, or as many as --cores says (taskset); client and upstream have the others. squid (bump) and mitmproxy get the
client through CONNECT, the door gets it directly, as netfilter would redirect it. squid's cache and log are off; mitmproxy runs without add-ons. `vitrine` runs without a record,
`vitrine, recorded` with a real ledger and encrypted bodies in the temporary directory, `vitrine, inspected` searches all that leaves besides: no two bodies are equal, so each is searched cold. Needs: apt-get install mitmproxy squid-openssl openssl util-linux.
"""
import argparse
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
HOST = "bench.example.com"
TICKS = os.sysconf("SC_CLK_TCK")
LOADS = {"1 KB": (32, "1000"), "250 KB": (32, "250000"), "1 KB, alone": (1, "1000"), "250 KB, alone": (1, "250000"), "first event": (1, "events")}


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def children(pid):
    try:
        own = Path(f"/proc/{pid}/task").iterdir()
        found = {int(c) for task in own for c in (task / "children").read_text().split()}
    except FileNotFoundError:
        return set()
    return found | {g for c in found for g in children(c)}


def cpu(pid):
    total = 0
    for each in {pid} | children(pid):
        try:
            fields = Path(f"/proc/{each}/stat").read_text().rsplit(")", 1)[1].split()
            total += int(fields[11]) + int(fields[12])
        except FileNotFoundError:
            pass
    return total / TICKS


def wait_for(port, process):
    for _ in range(300):
        if process.poll() is not None:
            sys.exit(f"bench: {process.args} ended with {process.returncode}")
        with socket.socket() as s:
            if s.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    sys.exit(f"bench: {process.args} does not listen")


class Part:
    """A process of ours that prints a line when it is ready and ends with its input."""

    def __init__(self, command, cores):
        self.process = subprocess.Popen(["taskset", "-c", cores, *command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def line(self):
        text = self.process.stdout.readline().strip()
        return text or sys.exit(f"bench: {self.process.args} gave nothing")

    def go(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def end(self):
        if self.process.poll() is None:
            self.process.stdin.close()
            self.process.wait(20)


class Squid:
    def __init__(self, temp, upstream, core):
        self.port, folder = free_port(), temp / "squid"
        folder.mkdir()
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=bench",
                        "-addext", "basicConstraints=critical,CA:TRUE", "-keyout", folder / "ca.key", "-out", folder / "ca.crt"], check=True, stderr=subprocess.DEVNULL)
        (folder / "ca.pem").write_text((folder / "ca.crt").read_text() + (folder / "ca.key").read_text())
        (folder / "hosts").write_text(f"127.0.0.1 {HOST}\n")
        tool = "/usr/lib/squid/security_file_certgen"
        subprocess.run([tool, "-c", "-s", folder / "certs", "-M", "4MB"], check=True, stdout=subprocess.DEVNULL)
        (folder / "squid.conf").write_text(f"""
http_port 127.0.0.1:{self.port} ssl-bump generate-host-certificates=on dynamic_cert_mem_cache_size=4MB tls-cert={folder}/ca.pem
sslcrtd_program {tool} -s {folder}/certs -M 4MB
sslcrtd_children 2 startup=1
ssl_bump bump all
tls_outgoing_options flags=DONT_VERIFY_PEER
sslproxy_cert_error allow all
http_access allow all
hosts_file {folder}/hosts
cache deny all
server_pconn_for_nonretriable allow all
cache_mem 8 MB
access_log none
cache_log {folder}/cache.log
cache_store_log none
pid_filename {folder}/pid
coredump_dir {folder}
logfile_rotate 0
pinger_enable off
shutdown_lifetime 0 seconds
visible_hostname bench
""")
        if os.geteuid() == 0:
            # squid gives root up for this user, who must then reach its files.
            temp.chmod(0o755)
            subprocess.run(["chown", "-R", "proxy:proxy", folder], check=True)
        self.process = subprocess.Popen(["taskset", "-c", core, "squid", "-N", "-n", f"bench{os.getpid()}", "-f", folder / "squid.conf"])
        wait_for(self.port, self.process)
        self.connect = f"{HOST}:{upstream}"

    def end(self):
        self.process.terminate()
        self.process.wait(20)


class Mitmproxy:
    def __init__(self, temp, upstream, core):
        self.port = free_port()
        self.process = subprocess.Popen(
            ["taskset", "-c", core, "mitmdump", "-q", "--listen-host", "127.0.0.1", "-p", str(self.port), "--set", f"confdir={temp / 'mitm'}", "--ssl-insecure", "--set", "http2=false",
             "--set", "stream_large_bodies=100m"], stdout=subprocess.DEVNULL)
        wait_for(self.port, self.process)
        self.connect = f"127.0.0.1:{upstream}"

    def end(self):
        self.process.terminate()
        self.process.wait(20)


class Door:
    connect = "-"

    def __init__(self, program, upstream, root, core, *more):
        self.part = Part([*program, "serve", str(upstream), str(root), *map(str, more)], core)
        self.port, self.process = int(self.part.line()), self.part.process
        self.end = self.part.end


class Direct:
    connect, process = "-", None

    def __init__(self, upstream):
        self.port = upstream

    def end(self):
        pass


def load(program, way, cores, seconds, name):
    connections, kind = LOADS[name]
    part = Part([*program, "load", str(way.port), way.connect, str(connections), str(seconds), kind], cores)
    part.line()
    before = cpu(way.process.pid) if way.process else 0
    part.go()
    figures = json.loads(part.line())
    figures["cpu"] = cpu(way.process.pid) - before if way.process else 0
    part.end()
    return figures


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=4, help="how long each load lasts (default 4)")
    parser.add_argument("--only", nargs="*", help="of direct, vitrine, 'vitrine, recorded', 'vitrine, inspected', mitmproxy, squid")
    parser.add_argument("--cores", type=int, default=1, help="how many cores each proxy gets; client and upstream have the others (default 1)")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--program", type=Path, help="Vitrine.Benchmarks that was built in Release already")
    given = parser.parse_args()
    missing = [p for p in ("mitmdump", "squid", "openssl", "taskset", "dotnet") if not shutil.which(p)]
    if missing:
        sys.exit(f"bench: not installed: {', '.join(missing)}\nhint: apt-get install mitmproxy squid-openssl openssl util-linux")
    with tempfile.TemporaryDirectory(prefix="vitrine-door-") as name:
        temp = Path(name)
        if not given.program:
            subprocess.run(["dotnet", "build", ROOT / "bench/Vitrine.Benchmarks", "-c", "Release", "-v", "q", "--nologo", "-o", temp / "bench"], check=True, stdout=sys.stderr)
        program = [str(given.program.resolve() if given.program else temp / "bench/Vitrine.Benchmarks"), "door"]
        cores = sorted(os.sched_getaffinity(0))
        core, others = ",".join(map(str, cores[:given.cores])), ",".join(map(str, cores[given.cores:] or cores))
        root = temp / "root.pem"
        upstream = Part([*program, "upstream", str(root)], others)
        port = int(upstream.line())
        make = {
            "direct": lambda: Direct(port), "vitrine": lambda: Door(program, port, root, core), "vitrine, recorded": lambda: Door(program, port, root, core, temp),
            "vitrine, inspected": lambda: Door(program, port, root, core, temp, ROOT / "src"),
            "squid": lambda: Squid(temp, port, core), "mitmproxy": lambda: Mitmproxy(temp, port, core),
        }
        names = [n for n in make if not given.only or n in given.only]
        ways = {n: make[n]() for n in names}
        figures = {}
        try:
            # The first round is not counted: compiling competes with the load for the one core.
            for turn in range(given.rounds + 1):
                shift = turn % len(names)
                for kind in LOADS:
                    for way in [*names[shift:], *names[:shift]]:
                        one = load(program, ways[way], others, given.seconds, kind)
                        if turn > 0:
                            figures.setdefault((kind, way), []).append(one)
        finally:
            for way in ways.values():
                way.end()
            upstream.end()
        show(figures, names, given.cores)
        if given.json:
            given.json.write_text(json.dumps({f"{k} | {w}": v for (k, w), v in figures.items()}, indent=1))


def show(figures, names, cores):
    print(f"{len(os.sched_getaffinity(0))} cores, load average {os.getloadavg()[0]:.1f}; medians of {len(next(iter(figures.values())))} rounds; each proxy on {cores} of them\n")
    print("| load | way | requests/s | CPU s per GB | µs CPU per request | p50 | p99 | p50 added |\n|---|---|---|---|---|---|---|---|")
    for kind in LOADS:
        direct = figures.get((kind, "direct"))
        for way in names:
            f = figures[kind, way]
            def median(value):
                return statistics.median(map(value, f))
            added = "" if way == "direct" or not direct else f"{(median(lambda x: x['p50']) - statistics.median(d['p50'] for d in direct)) * 1e3:.2f} ms"
            spent = ("", "") if way == "direct" else (f"{median(lambda x: x['cpu'] / x['bytes'] * 1e9):.1f}", f"{median(lambda x: x['cpu'] / x['requests']) * 1e6:.0f}")
            print(f"| {kind} | {way} | {median(lambda x: x['requests'] / x['seconds']):,.0f} | {spent[0]} | {spent[1]} | {median(lambda x: x['p50']) * 1e3:.2f} ms "
                  f"| {median(lambda x: x['p99']) * 1e3:.2f} ms | {added} |")


if __name__ == "__main__":
    main()
