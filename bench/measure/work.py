"""Real work: what is prepared once, the command that is timed, and what is put back before each run."""
import os
import random
import shutil
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Work:
    name: str
    command: list
    folder: Path
    clean: list = field(default_factory=list)

    def reset(self):
        for path in self.clean:
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)


def sh(command, cwd, **more):
    subprocess.run(command, cwd=cwd, check=True, stdout=subprocess.DEVNULL, **more)


def git(work: Path, files=30_000, commits=2_000, per_folder=15, repeat=5):
    folder = work / "repository"
    if not folder.exists():
        folder.mkdir()
        sh(["git", "init", "-q", "-b", "main"], folder)
        chance = random.Random(1)
        words = [bytes(chance.choices(b"abcdefghijklmnopqrstuvwxyz", k=chance.randint(2, 9))) for _ in range(2_000)]

        def body():
            return b"\n".join(b" ".join(chance.choices(words, k=8)) for _ in range(chance.randint(5, 60))) + b"\n"

        def commit(number, changed):
            yield b"commit refs/heads/main\ncommitter Bench <bench@example.invalid> %d +0000\ndata 9\nchange %02d\n" % (1_700_000_000 + number * 60, number % 100)
            for file in changed:
                content = body()
                yield b"M 100644 inline d%03d/s%02d/f%05d.txt\ndata %d\n%s\n" % (file // (per_folder * 10), file // per_folder % 10, file, len(content), content)

        with subprocess.Popen(["git", "fast-import", "--quiet"], cwd=folder, stdin=subprocess.PIPE) as importer:
            for number in range(commits):
                changed = range(files) if number == 0 else chance.sample(range(files), 6)
                importer.stdin.writelines(commit(number, changed))
        if importer.returncode != 0:
            raise SystemExit("bench: git fast-import failed")
        sh(["git", "checkout", "-q", "-f", "main"], folder)
        # Files as young as the index would be read again by each status; and the index is to be the repository's own, as after a day of work.
        time.sleep(2.1)
        (folder / ".git/index").unlink()
        sh(["git", "reset", "-q"], folder)
    return [
        Work("git status", ["sh", "-c", f"for i in $(seq {repeat}); do git status || exit; done"], folder),
        Work("git log", ["sh", "-c", f"for i in $(seq {repeat}); do git log || exit; done"], folder),
        Work("git log --stat", ["sh", "-c", f"for i in $(seq {repeat}); do git log --stat -400 || exit; done"], folder),
    ]


def npm(work: Path):
    folder = work / "npm"
    registry = subprocess.run(["npm", "config", "get", "registry"], stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
    command = ["env", f"npm_config_registry={registry}", f"npm_config_cache={work / 'npm-cache'}", "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"]
    if not folder.exists():
        folder.mkdir()
        (folder / "package.json").write_text('{"name":"bench","version":"1.0.0","private":true,"dependencies":{"webpack":"5.90.0","eslint":"8.56.0","jest":"29.7.0","express":"4.18.2"}}\n')
        sh([*command[:4], "install", "--package-lock-only", *command[5:]], folder)
        sh(command, folder)
    command += ["--offline", "--prefer-offline"]
    return [Work("npm ci", command, folder, [folder / "node_modules"])]


def c_compile(work: Path, files=200):
    folder = work / "c"
    if not folder.exists():
        folder.mkdir()
        chance = random.Random(2)
        for number in range(20):
            (folder / f"h{number}.h").write_text(f"#pragma once\nstruct s{number} {{ int a, b; }};\nint g{number}(struct s{number} *s);\n")
        for number in range(files):
            used = sorted(chance.sample(range(20), 6))
            lines = ["#include <stdio.h>", "#include <stdlib.h>", "#include <string.h>", *[f'#include "h{u}.h"' for u in used]]
            for function in range(40):
                lines.append(f"int f{number}_{function}(int x) {{ int t = {function}; for (int i = 0; i < x; i++) t = t * {chance.randint(3, 99)} + (i ^ {number}); "
                             f"if (t % 7 == 0) printf(\"%d\\n\", t); return t; }}")
            (folder / f"m{number}.c").write_text("\n".join(lines) + "\n")
        (folder / "Makefile").write_text("objects := $(patsubst %.c,%.o,$(wildcard *.c))\nlib.a: $(objects)\n\tar rcs $@ $^\n%.o: %.c\n\tgcc -O1 -c -o $@ $<\n")
    return [Work("C compile", ["make", "-s", f"-j{os.cpu_count()}"], folder, [folder / "lib.a", *(folder / f"m{n}.o" for n in range(files))])]


def dotnet(work: Path, projects=3, classes=40):
    folder = work / "dotnet"
    env = ["env", f"DOTNET_CLI_HOME={work / 'dotnet-home'}", f"NUGET_PACKAGES={work / 'nuget'}", "DOTNET_CLI_TELEMETRY_OPTOUT=1", "DOTNET_NOLOGO=1",
           "DOTNET_GENERATE_ASPNET_CERTIFICATE=false", "DOTNET_SKIP_WORKLOAD_INTEGRITY_CHECK=1", "DOTNET_EnableDiagnostics=0", "MSBUILDDISABLENODEREUSE=1", "DOTNET_CLI_USE_MSBUILD_SERVER=0"]
    flags = ["-m:1", "-nodeReuse:false", "-p:UseSharedCompilation=false", "-p:NuGetAudit=false", "-v:q", "--nologo"]
    last = f"p{projects - 1}/p{projects - 1}.csproj"
    if not folder.exists():
        for number in range(projects):
            project = folder / f"p{number}"
            project.mkdir(parents=True)
            reference = f'<ItemGroup><ProjectReference Include="../p{number - 1}/p{number - 1}.csproj" /></ItemGroup>' if number else ""
            (project / f"p{number}.csproj").write_text(
                f'<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>{reference}</Project>\n')
            for c in range(classes):
                (project / f"C{c}.cs").write_text(f"namespace P{number};\npublic sealed class C{c} {{ public int Add(int a, int b) => a + b + {c}; }}\n")
        sh([*env, "dotnet", "restore", last, "-p:NuGetAudit=false"], folder)
    return [Work("dotnet build", [*env, "dotnet", "build", last, "--no-restore", "--no-incremental", *flags], folder)]


ALL = {"git": git, "npm": npm, "c": c_compile, "dotnet": dotnet}
