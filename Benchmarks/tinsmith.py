"""Runs the tinsmith that `make build` made, and reads what it says."""

import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
TINSMITH = ROOT / ".build/release/tinsmith"

# The two ways of doing stable memory: inline, as loads and stores, and as calls of the runtime.
STABLE_MODES = {"inline": [], "call": ["--stable", "call"]}


def run(script, *options):
    """The messages of a drun script, in order: one dictionary each, as `run --json` prints them."""
    output = check([TINSMITH, "run", script, "--json", *options])
    return [json.loads(line) for line in output.splitlines()]


def check(command):
    """The standard output of a command; if it fails, its standard error, and no more of us."""
    result = subprocess.run(
        [str(word) for word in command], cwd=ROOT, text=True, capture_output=True, check=False
    )
    if result.returncode != 0:
        words = " ".join(str(word) for word in command)
        sys.exit(f"{words}\nfailed with status {result.returncode}:\n{result.stderr.strip()}")
    return result.stdout


def duration(nanoseconds):
    """Three significant figures and a unit."""
    for unit, factor in (("s", 1e9), ("ms", 1e6), ("µs", 1e3)):
        if nanoseconds >= factor:
            value = nanoseconds / factor
            return f"{value:.{max(0, 2 - len(str(int(value))) + 1)}f} {unit}"
    return f"{nanoseconds:.0f} ns" if nanoseconds >= 100 else f"{nanoseconds:.1f} ns"


def table(header, rows, left=1):
    """Lines of a table; the first `left` columns are aligned to the left, the rest to the right."""
    widths = [max(len(str(row[i])) for row in [header, *rows]) for i in range(len(header))]

    def line(cells):
        padded = (
            str(cell).ljust(width) if i < left else str(cell).rjust(width)
            for i, (cell, width) in enumerate(zip(cells, widths))
        )
        return "  ".join(padded).rstrip()

    return [line(header), line(["-" * width for width in widths]), *map(line, rows)]
