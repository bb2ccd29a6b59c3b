"""A private PostgreSQL cluster in a temporary folder, for tests and benchmarks.

python -m tools.postgres -- COMMAND…   runs the command with KABAR_DATABASE_URL pointing at one
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROLE = "kabar"
UNPRIVILEGED = "postgres"
DEBIAN = Path("/usr/lib/postgresql")
COMMON = {"max_connections": "200", "shared_buffers": "128MB", "listen_addresses": "''"}
#: As PostgreSQL is set up where a newspaper lives on it (docs/howto/postgresql.md), and was for its peers.
DURABLE = {"shared_buffers": "512MB", "random_page_cost": "1.1"}
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class PostgresMissing(Exception):
    """PostgreSQL is not installed, or cannot be run by this user."""


def binary(name: str) -> str:
    """Find one of PostgreSQL's programs: on the path, or where Debian keeps them."""
    versions = sorted(DEBIAN.glob("*/bin"), key=lambda folder: float(folder.parent.name), reverse=True)
    for folder in versions:
        if (folder / name).exists():
            return str(folder / name)
    found = shutil.which(name)
    if not found:
        raise PostgresMissing(f"{name}: not found; install PostgreSQL (Debian: apt-get install postgresql)")
    return found


def _unprivileged() -> Sequence[str]:
    """What to put before a command so that PostgreSQL, which refuses root, accepts it."""
    if os.geteuid() != 0:
        return ()
    try:
        pwd.getpwnam(UNPRIVILEGED)
    except KeyError:
        raise PostgresMissing(f"PostgreSQL refuses root, and there is no user {UNPRIVILEGED}") from None
    return ("runuser", "-u", UNPRIVILEGED, "--")


@dataclass(frozen=True)
class Cluster:
    """One cluster on a unix socket; `durable` keeps fsync on, as a newsroom would."""

    folder: Path
    durable: bool = False

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def postmaster(self) -> int:
        """The number of the server's first process."""
        return int((self.data / "postmaster.pid").read_text().split()[0])

    def create(self) -> None:
        """Make the cluster's files."""
        if os.geteuid() == 0:
            shutil.chown(self.folder, UNPRIVILEGED)
        self._run(
            "initdb", "-D", self.data, "-U", ROLE, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"
        )

    def start(self) -> None:
        """Start the server and wait until it answers."""
        settings = COMMON | (DURABLE if self.durable else CARELESS)
        options = " ".join(f"-c {name}={value}" for name, value in settings.items())
        options += f" -c unix_socket_directories={self.folder}"
        self._run(
            "pg_ctl", "-D", self.data, "-w", "-t", "60", "-l", self.folder / "log", "-o", options, "start"
        )

    def stop(self, mode: str = "fast") -> None:
        """Stop the server: smart, fast or immediate (which is a crash)."""
        self._run("pg_ctl", "-D", self.data, "-w", "-m", mode, "stop")

    def make_database(self, name: str) -> str:
        """Make an empty database and give its address."""
        self._run("createdb", "-h", self.folder, "-U", ROLE, name)
        return self.url(name)

    def url(self, name: str) -> str:
        """The address of a database of this cluster, for kabar.toml, libpq and psycopg alike."""
        return f"postgresql://{ROLE}@/{name}?host={self.folder}"

    def _run(self, program: str, *arguments: str | Path) -> None:
        command = [*_unprivileged(), binary(program), *map(str, arguments)]
        with (self.folder / "commands.log").open("a+b") as log:
            done = subprocess.run(command, stdout=log, stderr=log, cwd="/", check=False)
        if done.returncode:
            said = (self.folder / "commands.log").read_text(errors="replace")[-2000:]
            raise PostgresMissing(f"{program} failed ({done.returncode}): {said}")


@contextmanager
def running(durable: bool = False) -> Iterator[Cluster]:
    """A started cluster that is gone, with everything in it, when the block ends."""
    with tempfile.TemporaryDirectory(prefix="kabar-pg-") as temporary:
        cluster = Cluster(Path(temporary), durable)
        cluster.create()
        cluster.start()
        try:
            yield cluster
        finally:
            if (cluster.data / "postmaster.pid").exists():
                cluster.stop("immediate")


def main(arguments: list[str]) -> int:
    """Run a command beside a fresh cluster and give back its exit code."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    command = arguments[1:] if arguments[:1] == ["--"] else arguments
    try:
        with running() as cluster:
            address = cluster.make_database(ROLE)
            return subprocess.run(
                command, env=os.environ | {"KABAR_DATABASE_URL": address}, check=False
            ).returncode
    except PostgresMissing as missing:
        print(missing, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
