#!/usr/bin/env python3
"""Makes the vectors of Zstandard beside it with the `zstd` program (1.5.4 made those in the tree), and expected.tsv: file, length and SHA-256 of the content."""
import hashlib
import random
import struct
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
choice = random.Random(8878)
WORDS = ["".join(choice.choices("abcdefghijklmnopqrstuvwxyz", k=choice.randint(2, 9))) for _ in range(400)]


def text(length):
    out = []
    while sum(map(len, out)) < length:
        out.append(" ".join(choice.choices(WORDS, weights=[1 / (i + 1) for i in range(400)], k=choice.randint(3, 12))) + ";\n")
    return "".join(out)[:length].encode()


PROSE, LINES = text(6_000), text(2_000)
LONG = LINES * 150 + PROSE + LINES * 10
NOISE = choice.randbytes(3_000)
SKEWED = bytes(choice.choices(range(256), weights=[1 / (i + 1) ** 3 for i in range(256)], k=5_000))


def skippable(data, number=0):
    return struct.pack("<II", 0x184D2A50 + number, len(data)) + data


def zstd(data, *options):
    return subprocess.run(["zstd", "-q", "-c", *options], input=data, stdout=subprocess.PIPE, check=True).stdout


def vectors():
    for level in range(1, 23):
        yield f"level-{level}", PROSE, zstd(PROSE, f"-{level}", "--ultra")
    for level in (1, 3, 9, 19):
        yield f"many-blocks-{level}", LONG, zstd(LONG, f"-{level}")
    yield "fast", PROSE, zstd(PROSE, "--fast=5")
    yield "long", LONG, zstd(LONG, "-3", "--long=27")
    yield "window-2-gib", LONG, zstd(LONG, "--ultra", "-22", "--long=31")
    yield "no-checksum", PROSE, zstd(PROSE, "--no-check")
    yield "with-size", PROSE, zstd(PROSE, f"--stream-size={len(PROSE)}")
    yield "empty", b"", zstd(b"")
    yield "one-byte", b"x", zstd(b"x")
    yield "run", bytes(300_000), zstd(bytes(300_000))
    yield "noise", NOISE, zstd(NOISE)
    yield "skewed", SKEWED, zstd(SKEWED, "-1")
    yield "two-symbols", b"".join(choice.choices([b"a", b"b"], k=4_000)), None
    yield "mixed", PROSE + NOISE + bytes(140_000) + LINES + NOISE, zstd(PROSE + NOISE + bytes(140_000) + LINES + NOISE, "-9")
    yield "two-frames", LINES + PROSE, zstd(LINES) + zstd(PROSE, "-19")
    yield "skippable", LINES, skippable(b"") + zstd(LINES[:900]) + skippable(b"note", 15) + zstd(LINES[900:]) + skippable(b"end", 3)


def main():
    rows = []
    for name, content, compressed in vectors():
        (HERE / f"{name}.zst").write_bytes(zstd(content) if compressed is None else compressed)
        rows.append(f"{name}\t{len(content)}\t{hashlib.sha256(content).hexdigest()}\n")
    (HERE / "expected.tsv").write_text("".join(rows))


if __name__ == "__main__":
    main()
