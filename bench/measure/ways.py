"""The four ways to run a command (bubblewrap in two of them), and where their programs come from."""
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

PEER = "@anthropic-ai/sandbox-runtime"


class Ways:
    def __init__(self, temp: Path, work: Path, vitrine: str, peer: str):
        self.work, self.vitrine, self.peer = work, vitrine, peer
        self.environment = dict(os.environ, XDG_STATE_HOME=str(temp / "state"), GIT_CONFIG_GLOBAL="/dev/null", GIT_OPTIONAL_LOCKS="0")
        self.settings = temp / "srt.json"
        self.settings.write_text(json.dumps({
            "network": {"allowedDomains": [], "deniedDomains": []},
            "filesystem": {"denyRead": [], "allowWrite": [str(work), tempfile.gettempdir()], "denyWrite": []},
        }))
        root = ["--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp", "--bind", str(work), str(work)]
        self.prefixes = {
            "bare": [],
            "bwrap": ["bwrap", "--dev-bind", "/", "/", "--unshare-all"],
            "bwrap, same mounts": ["bwrap", "--ro-bind", "/", "/", *root, "--unshare-all", "--die-with-parent", "--new-session"],
            "vitrine": [vitrine, "run", "-q", "-w", str(work), "--"],
            "peer": [peer, "--settings", str(self.settings), "--"],
        }

    def add_beside(self, program):
        """Another build, whose sessions are none of this one's."""
        state = Path(self.environment["XDG_STATE_HOME"]).with_name("state beside")
        self.prefixes["beside"] = ["env", f"XDG_STATE_HOME={state}", os.path.abspath(program), "run", "-q", "-w", str(self.work), "--"]

    def command(self, way, command):
        return self.prefixes[way] + command

    def record(self):
        """What the last session's record says of itself."""
        shown = subprocess.run([self.vitrine, "show", "--json"], env=self.environment, stdout=subprocess.PIPE, check=True, cwd=self.work)
        session = json.loads(shown.stdout)["session"]
        uses = sum(place["uses"] for place in session["files"]["places"])
        return {"lost": session["record"]["lostCount"], "entries": session["entryCount"], "repeated": session["programs"]["repeatedOpens"],
                "programs": session["programs"]["runs"], "uses": uses}


def find_vitrine(temp: Path, root: Path, given):
    if given:
        return os.path.abspath(given)
    target = temp / "vitrine"
    subprocess.run(["dotnet", "publish", str(root / "src/Vitrine.Cli"), "-c", "Release", "-o", str(target), "-v", "q", "--nologo"], check=True, stdout=sys.stderr)
    return str(target / "vitrine")


def find_peer(temp: Path, given):
    """The newest version that runs here: newer ones may ask for a newer node than there is."""
    if given:
        return os.path.abspath(given)
    program = temp / "peer/node_modules/.bin/srt"
    npm = ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(temp / "peer")]
    (temp / "peer").mkdir(exist_ok=True)
    listed = subprocess.run(["npm", "view", PEER, "versions", "--json"], check=True, stdout=subprocess.PIPE).stdout
    for version in ["latest", *reversed(json.loads(listed)[-20:])]:
        if subprocess.run([*npm, f"{PEER}@{version}"], stdout=sys.stderr).returncode == 0 and \
                subprocess.run([program, "--", "true"], stdout=sys.stderr, cwd=temp).returncode == 0:
            return str(program)
    sys.exit(f"bench: no recent version of {PEER} runs on this machine.")


def peer_version(program):
    package = Path(program).resolve().parent.parent / "package.json"
    return json.loads(package.read_text())["version"] if package.exists() else "unknown"
