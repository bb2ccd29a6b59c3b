"""Installs the judges: Java, Node and Chromium from Debian, the rest from npm by the lock file.

python -m tools.judges.install
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools import machine
from tools.judges import places


def main() -> int:
    """Install what is not there yet, and nothing twice."""
    absent = machine.main(["chromium", "java", "node"])
    if absent:
        return absent
    if not up_to_date():
        folder = places.node_modules().parent
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(places.HERE / name, folder / name)
        command = [
            places.program("npm"),
            "ci",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
        ]
        subprocess.run(command, cwd=folder, env=os.environ | {"PUPPETEER_SKIP_DOWNLOAD": "1"}, check=True)
        shutil.copy(places.HERE / "package-lock.json", installed_lock())
    print(f"judges: installed in {places.home()}")
    return 0


def installed_lock() -> Path:
    """The lock file of what was installed, written last, so that a half-done installation is done again."""
    return places.node_modules() / ".kabar-lock.json"


def up_to_date() -> bool:
    """Whether the installed judges are those of the lock file."""
    wanted = (places.HERE / "package-lock.json").read_bytes()
    try:
        return installed_lock().read_bytes() == wanted
    except FileNotFoundError:
        return False


if __name__ == "__main__":
    sys.exit(main())
