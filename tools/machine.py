"""Makes sure that the machine has the programs the proofs need: installs them where it may, else names them.

python -m tools.machine chromium postgresql redis …
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Need:
    """A program, where else it may lie, and Debian's package of it."""

    program: str
    package: str
    elsewhere: str = ""

    def met(self) -> bool:
        """Whether the program is on the path, or where else it may lie."""
        return bool(shutil.which(self.program)) or bool(
            self.elsewhere and list(Path("/").glob(self.elsewhere))
        )


@dataclass(frozen=True)
class ModuleNeed(Need):
    """A module of Python that Debian packs apart."""

    def met(self) -> bool:
        """Whether Python can import it."""
        return importlib.util.find_spec(self.program) is not None


NEEDS: dict[str, Need] = {
    "venv": ModuleNeed("ensurepip", "python3-venv"),
    "chromium": Need("chromium-headless-shell", "chromium-headless-shell"),
    "postgresql": Need("initdb", "postgresql", "usr/lib/postgresql/*/bin/initdb"),
    "redis": Need("redis-server", "redis-server"),
    "gettext": Need("msgfmt", "gettext"),
    "java": Need("java", "default-jre-headless"),
    "node": Need("npm", "npm"),
    "nginx": Need("nginx", "nginx-light"),
    "varnish": Need("varnishd", "varnish"),
    "wrk": Need("wrk", "wrk"),
}


def missing(names: list[str]) -> list[Need]:
    """The needs of these names that this machine does not meet."""
    return [NEEDS[name] for name in names if not NEEDS[name].met()]


def may_install() -> bool:
    """Whether this is root on a machine of Debian's kind."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(packages: list[str]) -> None:
    """Install Debian's packages, quietly and without questions."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    apt = ["apt-get", "-q", "-y", "-o=Dpkg::Use-Pty=0"]
    subprocess.run([*apt, "update"], env=environment, stdout=subprocess.DEVNULL, check=True)
    command = [*apt, "install", "--no-install-recommends", *packages]
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)


def main(names: list[str]) -> int:
    """Meet the named needs, or say what is missing and fail."""
    unknown = [name for name in names if name not in NEEDS]
    if unknown:
        print(f"no such need: {', '.join(unknown)}; known are {', '.join(NEEDS)}", file=sys.stderr)
        return 2
    packages = [need.package for need in missing(names)]
    if packages and may_install():
        print(f"Installing {', '.join(packages)}")
        install(packages)
    absent = missing(names)
    if absent:
        programs = ", ".join(need.program for need in absent)
        needed = " ".join(need.package for need in absent)
        print(f"missing: {programs}; install Debian's packages: {needed}", file=sys.stderr)
    return 1 if absent else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
