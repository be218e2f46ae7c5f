"""What the machine has and how busy it is."""
import os
import shutil
import sys

NEEDED = {
    "bwrap": "bubblewrap", "gcc": "gcc", "make": "make", "git": "git", "node": "nodejs", "npm": "npm",
    "dotnet": "the .NET SDK", "socat": "socat (the peer needs it)", "rg": "ripgrep (the peer needs it)", "curl": "curl",
}


def check():
    """Ends with what is missing; nothing is installed here."""
    missing = [f"{program}: install {package}" for program, package in NEEDED.items() if not shutil.which(program)]
    if missing:
        sys.exit("bench: missing on this machine:\n  " + "\n  ".join(missing))


def load():
    return os.getloadavg()[0]


def describe():
    memory = next(line.split()[1] for line in open("/proc/meminfo") if line.startswith("MemTotal"))
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "unknown")
    release = os.uname().release.split("-")[0]
    return f"{os.cpu_count()} cores ({model}), {int(memory) / 2**20:.0f} GiB, Linux {release}"
