"""Pins what Kabar needs, with hashes and without the name of any package index, into requirements/."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path("requirements")
HEADER = "# Pinned by `make requirements`; README.md beside this file says how.\n"
OPTIONS = (
    "--quiet",
    "--generate-hashes",
    "--allow-unsafe",
    "--strip-extras",
    "--no-header",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-emit-trusted-host",
)


@dataclass(frozen=True)
class Pins:
    """One file of pins and what pip-compile is asked for it."""

    name: str
    asked: tuple[str, ...]

    @property
    def path(self) -> Path:
        return FOLDER / self.name


RUNTIME = Pins("runtime.txt", ("pyproject.toml",))
BUILD = Pins("build.txt", ("requirements/build.in",))
DEV = Pins("dev.txt", ("--extra", "dev", "--constraint", str(RUNTIME.path), "pyproject.toml"))


def pin(pins: Pins, upgrade: bool) -> None:
    """Write one file of pins, keeping the versions it has unless they are to be upgraded."""
    if upgrade:
        pins.path.unlink(missing_ok=True)
    command = [sys.executable, "-m", "piptools", "compile", *OPTIONS]
    subprocess.run([*command, "--output-file", str(pins.path), *pins.asked], check=True)
    pinned = HEADER + pins.path.read_text(encoding="utf-8").removeprefix(HEADER)
    if "://" in pinned:
        raise SystemExit(f"{pins.path}: names an address; a file of pins must not")
    pins.path.write_text(pinned, encoding="utf-8")
    print(f"{pins.path}: {pinned.count('==')} packages")


def main(arguments: list[str]) -> int:
    """Pin everything; `--upgrade` takes the newest versions that pyproject.toml allows."""
    for pins in (RUNTIME, BUILD, DEV):
        pin(pins, upgrade="--upgrade" in arguments)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
