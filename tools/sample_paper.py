"""A throw-away paper's folder, for whatever needs Django's settings: tests, type checks, migrations.

python -m tools.sample_paper -- COMMAND…   runs the command with KABAR_PAPER pointing at one
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

KABAR_TOML = """\
[paper]
name = "Kabar Uji"
tagline = "Koran untuk pengujian"
language = "id"
zone = "Asia/Jakarta"
address = "http://localhost:8000"

[newsroom]
# Most proofs are about something else than the door; those about the door turn this on.
second_factor = false
"""


def lay_out(folder: Path) -> Path:
    """Make a minimal paper in `folder` and give it back."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "kabar.toml").write_text(KABAR_TOML, encoding="utf-8")
    return folder


def environment(folder: Path) -> dict[str, str]:
    """The environment in which Django finds that paper."""
    return {"KABAR_PAPER": str(folder), "DJANGO_SETTINGS_MODULE": "kabar.settings"}


def main(arguments: list[str]) -> int:
    """Run a command beside a sample paper and give back its exit code."""
    command = arguments[1:] if arguments[:1] == ["--"] else arguments
    with tempfile.TemporaryDirectory(prefix="kabar-sample-") as temporary:
        folder = lay_out(Path(temporary))
        return subprocess.run(command, env=os.environ | environment(folder), check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
