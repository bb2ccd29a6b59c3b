"""Measures every figure, one after the other, and repeats their last lines at the end.

python -m benchmarks [NAME…]
"""

from __future__ import annotations

import subprocess
import sys

FIGURES = {
    "newsstand": (),
    "publish": (),
    "fronts": (),
    "cold": (),
    "live": (),
    "members": (),
    "purchase": (),
    "ads": (),
    "growth": ("--stories", "1000", "100000"),
    "newsroom": (),
    "imports": (),
    "archives": (),
    "footprint": (),
    "duplicates": (),
    "lint": (),
    "pictures": (),
    "sources": (),
    "embargo": ("--lifts", "200", "--kills", "50"),
    "durability": ("--kills", "100"),
    "similar": ("--stories", "1000", "100000"),
    "related": (),
    "questions": (),
}


def measure(name: str) -> tuple[int, str]:
    """Run one benchmark, showing what it says; its exit code and its last line."""
    last = f"{name}: said nothing FAIL"
    command = [sys.executable, "-m", f"benchmarks.{name}", *FIGURES[name]]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            last = line.rstrip() or last
    return process.returncode, last


def main(names: list[str]) -> int:
    """Measure the named figures, or all."""
    unknown = [name for name in names if name not in FIGURES]
    if unknown:
        print(f"no such figure: {', '.join(unknown)}; known are {', '.join(FIGURES)}", file=sys.stderr)
        return 2
    outcomes = [measure(name) for name in names or FIGURES]
    print("\n" + "\n".join(line for _, line in outcomes))
    return 1 if any(code for code, _ in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
