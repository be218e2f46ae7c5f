"""One open and close, bare and recorded; and the memory of the supervisor."""
import subprocess
import time

from .rounds import interleave, run


def compile_program(source, target):
    subprocess.run(["gcc", "-O2", "-o", str(target), str(source)], check=True)
    return str(target)


def opens(ways, program, rounds, turns):
    """Nanoseconds of one turn: the same file again and again, and 20,000 different ones."""
    many = ways.work / "many"
    if not many.exists():
        many.mkdir()
        for number in range(20_000):
            (many / str(number)).touch()
    out = ways.work / "turn.txt"
    records = []

    def measure(way):
        kinds = {}
        for kind, files in (("same file", 1), ("20,000 files", 20_000)):
            run(ways.command(way, [program, str(out), str(turns), str(files)]), ways)
            kinds[kind] = float(out.read_text()) / 1e9
            if way == "vitrine":
                records.append(ways.record())
        return kinds

    return interleave(ways, rounds, measure, ["bare", "bwrap", "vitrine"]), records


def peak_memory(ways, command):
    """VmHWM of the supervisor itself, in MiB, as last seen before it ended; its children are not in it."""
    process = subprocess.Popen(command, env=ways.environment, cwd=ways.work, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = 0
    while process.poll() is None:
        try:
            with open(f"/proc/{process.pid}/status") as status:
                peak = max([peak, *(int(line.split()[1]) for line in status if line.startswith("VmHWM"))])
        except (FileNotFoundError, ProcessLookupError):
            pass
        time.sleep(0.005)
    if process.returncode != 0:
        raise SystemExit(f"bench: exit status {process.returncode}: {command}")
    return peak / 1024


def traffic(ways, requests=2_000, size=65_536):
    """A session that sends much: each request a body of 64 KiB, eight at a time, answered by the sinkhole."""
    body = ways.work / "body"
    body.write_bytes(b"x" * size)
    curl = ["curl", "-s", "--fail", "--parallel", "--parallel-max", "8", "--data-binary", f"@{body}", "-o", "/dev/null", f"https://traffic.example.com/[1-{requests}]"]
    command = [ways.vitrine, "run", "-q", "--offline", "-w", str(ways.work), "--", *curl]
    return peak_memory(ways, command), ways.record()
