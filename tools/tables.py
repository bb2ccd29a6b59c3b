"""An empty database with every table, made once for a set of migrations and then copied.

The file for SQLite is kept in build/tables, and so is what fills a database of another cluster of PostgreSQL.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from tools import postgres, sample_paper

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "build" / "tables"


@cache
def edition() -> str:
    """The name of the present tables: of our migrations, and of the versions of what brings its own."""
    read = blake2b(digest_size=8)
    for file in [*sorted(ROOT.glob("kabar/**/migrations/*.py")), ROOT / "requirements" / "runtime.txt"]:
        read.update(file.read_bytes())
    return read.hexdigest()


def on_sqlite() -> Path:
    """The file to copy."""
    made = KEPT / f"{edition()}.sqlite3"
    with _one_at_a_time():
        if not made.exists():
            part = made.with_suffix(".part")
            with tempfile.TemporaryDirectory(prefix="kabar-tables-") as folder:
                _migrate(Path(folder), "sqlite:///tables.sqlite3")
                # What is still in the journal of the one comes along into the other.
                filled, kept = sqlite3.connect(Path(folder) / "tables.sqlite3"), sqlite3.connect(part)
                with closing(filled), closing(kept):
                    filled.backup(kept)
            part.replace(made)
    return made


def on_postgres(url: str) -> str:
    """The name of the database to copy, in the cluster of this address."""
    import psycopg

    name = f"tables_{edition()}"
    with _one_at_a_time(), psycopg.connect(url, autocommit=True) as connection:
        made = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if not made:
            part = f"{name}_part"
            connection.execute(f"DROP DATABASE IF EXISTS {part}")
            connection.execute(f"CREATE DATABASE {part}")
            _fill_postgres(urlunsplit(urlsplit(url)._replace(path=f"/{part}")))
            connection.execute(f"ALTER DATABASE {part} RENAME TO {name}")
    return name


def _fill_postgres(url: str) -> None:
    """Make every table of an empty database, from what was made in another cluster where there is such."""
    dump = KEPT / f"{edition()}.sql"
    if not dump.exists():
        with tempfile.TemporaryDirectory(prefix="kabar-tables-") as folder:
            _migrate(Path(folder), url)
        part = dump.with_suffix(".part")
        subprocess.run([postgres.binary("pg_dump"), "--no-owner", f"--file={part}", url], check=True)
        part.replace(dump)
        return
    quietly = ["--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", f"--output={os.devnull}"]
    subprocess.run([postgres.binary("psql"), *quietly, f"--file={dump}", url], check=True)


@dataclass(frozen=True)
class SqliteCopy:
    """A file of one's own with every table, laid anew as often as one likes."""

    connection: Any
    file: Path

    def lay(self) -> None:
        """Put fresh tables in the place of whatever was written."""
        self.take_away()
        shutil.copyfile(on_sqlite(), self.file)
        self.connection.settings_dict["NAME"] = str(self.file)
        # Nobody misses what a proof wrote when the machine falls; those about that run papers of their own.
        options = self.connection.settings_dict["OPTIONS"]
        options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")

    def take_away(self) -> None:
        """Leave nothing behind."""
        self.connection.close()
        for end in ("", "-wal", "-shm"):
            self.file.with_name(self.file.name + end).unlink(missing_ok=True)


@dataclass(frozen=True)
class PostgresCopy:
    """A database of one's own with every table, laid anew as often as one likes."""

    connection: Any
    url: str
    name: str

    def lay(self) -> None:
        """Put fresh tables in the place of whatever was written."""
        self.take_away()
        _create(self.url, self.name)
        self.connection.settings_dict["NAME"] = self.name

    def take_away(self) -> None:
        """Leave nothing behind."""
        self.connection.close()
        _drop(self.url, self.name)


def copy_for(connection: Any, folder: Path, who: str) -> SqliteCopy | PostgresCopy:
    """The tables that a process of the suite may write to, beside Django's settings."""
    if connection.vendor == "sqlite":
        return SqliteCopy(connection, folder / "test.sqlite3")
    return PostgresCopy(connection, os.environ["KABAR_DATABASE_URL"], f"test_{who}")


@contextmanager
def database_beside(url: str | None) -> Iterator[str | None]:
    """A copy of one's own in the cluster of this address; nothing where the suite runs on SQLite."""
    if not url or not url.startswith("postgres"):
        yield None
        return
    name = f"copy_{secrets.token_hex(4)}"
    _create(url, name)
    try:
        yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
    finally:
        _drop(url, name)


def _create(url: str, name: str) -> None:
    """Make a database with every table in the cluster of this address."""
    _say(url, f"CREATE DATABASE {name} TEMPLATE {on_postgres(url)}")


def _drop(url: str, name: str) -> None:
    """Take a database away, whoever still holds on to it."""
    _say(url, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _say(url: str, command: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as cluster:
        cluster.execute(command)


def lay_beside(folder: Path) -> None:
    """Put every table into the file of SQLite that stands in a paper's folder."""
    (folder / "var").mkdir(exist_ok=True)
    shutil.copyfile(on_sqlite(), folder / "var" / "kabar.sqlite3")


@contextmanager
def sample(folder: Path, url: str | None) -> Iterator[dict[str, str]]:
    """The environment of a sample paper with every table, in this cluster or else on SQLite."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("KABAR_")}
    clean |= sample_paper.environment(sample_paper.lay_out(folder))
    with database_beside(url) as copy:
        if copy:
            yield clean | {"KABAR_DATABASE_URL": copy}
        else:
            lay_beside(folder)
            yield clean


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Let the first of several processes make the tables, and the others find them made."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrate(folder: Path, url: str) -> None:
    """Make every table in an empty database."""
    paper = sample_paper.environment(sample_paper.lay_out(folder)) | {"KABAR_DATABASE_URL": url}
    command = [sys.executable, "-m", "django", "migrate", "--verbosity", "0", "--no-input"]
    subprocess.run(command, env=os.environ | paper, check=True)
